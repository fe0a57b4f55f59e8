// TuringLab: two chemicals that react and spread on a torus. The field lives here; an engine
// advances it some steps a message, and the next message goes out once the last answer is on the
// screen.
/** @import { Context, Control, Floats, Heard, Value } from "../shared/types" */
/** @import { Slider } from "../shared/view/controls.js" */
/** @import { Stroke } from "./field.js" */
/** @import { Theory } from "./theory.js" */
import { normals } from "../shared/state/draws.js";
import { show } from "../shared/state/numbers.js";
import { choice, listSlider, seedField } from "../shared/view/controls.js";
import { button, calm, h, penOf, settled } from "../shared/view/elements.js";
import { Frame, widget } from "../shared/view/frame.js";
import { Brush } from "./brush.js";
import { tonesOf } from "./dye.js";
import { apart, dab, long, range } from "./field.js";
import { python } from "./python.js";
import { TheoryPanel } from "./theory.js";
import worker from "./worker.js?source";

const ASK = 500,
  LONG = 1000; // ms between two looks at theory and spectrum; steps of the long button
const CALM = 4e-6,
  PATIENCE = 40; // settled: this share of the pattern's height a step, for so many messages
const SPEEDS = [1, 2, 4, 8, 12, 16, 24, 32, 48, 64];

/**
 * What the lab knows of a model (widgets/turing: MODELS)
 * @typedef {object} About
 * @property {string} label
 * @property {number} channel
 * @property {[number, number]} [lift]
 * @property {[number, number]} [paint]
 * @property {[number, number]} [erase]
 * @property {number} span
 * @property {Record<string, string>} names
 * @property {Record<string, [low: number, high: number, step: number]>} sliders
 */

/**
 * @typedef {object} Preset
 * @property {string} model
 * @property {string} label
 * @property {number} dx
 * @property {number} ripe
 * @property {string} start
 * @property {Record<string, number>} values
 * @property {{ k_max: number, low: number, high: number }} axis
 */

/**
 * @typedef {object} Settings
 * @property {string} preset
 * @property {number} seed
 * @property {number} size
 * @property {Record<string, Preset>} presets
 * @property {Record<string, About>} models
 * @property {string} boundary
 * @property {string} stencil
 * @property {number} amplitude
 */

/**
 * @typedef {Heard & { dt: number, tau: number, theory?: Theory, measured?: number | null }} Message
 */
/**
 * @typedef {{ params: State["params"] & { steps: number }, seed: number, fresh: boolean, birth: number, before:
 * Floats }} Job
 */

/**
 * What the last job was asked for, the seed that the field began from, and the steps since then
 * @typedef {object} State
 * @property {{ model: string, values: Record<string, number> }} params
 * @property {number} seed
 * @property {number} steps
 */

/** @extends {Frame<Settings, State & Record<string, unknown>>} */
class TuringLab extends Frame {
  busy = false;
  fresh = false; // the next job begins anew
  asked = false; // theory is wanted at the next job
  todo = 0; // steps that were asked for by a button
  birth = 0; // how often the field began anew
  notice = ""; // to be said with the next theory
  said = "";
  still = 0; // messages in a row in which next to nothing moved
  resting = false;
  seen = true;
  told = 0; // when the pattern was last measured
  height = 0; // of the pattern
  tau = 0;
  count = 0; // steps since the beginning
  frames = 0; // painted
  /** @type {number[]} */
  times = []; // of the last frames
  /** @type {number | undefined} */
  frame;
  /** @type {Stroke[]} */
  strokes = []; // to be put on the next answer
  /** @type {Floats | undefined} */
  fields;
  /** @type {Theory | undefined} */
  theory;
  /** @type {number | null} */
  measured = null;
  /** @type {{ seed: number, noise: Floats } | undefined} */
  drawn;
  /** @type {[number, number] | undefined} */
  bounds; // of the contrast
  /** @type {Record<string, Slider>} */
  values = {};

  /** @param {Context} context */
  constructor(context) {
    super(context, "turing");
    const { size, preset, presets, models } = this.settings;
    this.side = size;
    this.playing = !calm.matches;
    this.now = presets[preset];
    this.about = models[this.now.model];
    this.announce = settled((/** @type {string} */ text) => this.say(text), 700);
    this.play = button("", () => this.setPlaying(!this.playing), { class: "lab-primary" });
    this.anew = button("Start again", () => this.startAgain());
    this.long = button("Run 1,000 steps", () => this.advance(LONG));
    this.seed = seedField({
      state: this.chosen,
      value: this.settings.seed,
      change: (_, note) => this.startAgain(note),
    });
    this.canvas = h("canvas", { width: size, height: size, role: "img", "aria-label": "Pattern" });
    this.rulerBar = h("i");
    this.rulerText = h("span");
    this.ruler = h(
      "div",
      { class: "turing-ruler", "aria-hidden": "true", hidden: true },
      this.rulerBar,
      this.rulerText,
    );
    this.brush = new Brush(this.chosen, size, this.canvas, this.ruler, {
      touch: (x, y) => this.touch(x, y),
      lifted: () => this.tune(),
      announce: (text) => this.announce(text),
    });
    this.lengths = h("strong", {}, "\u00a0");
    this.clock = h("span", {}, "\u00a0");
    this.tones = tonesOf(this.root);
    this.speed = listSlider({
      state: this.chosen,
      name: "speed",
      label: "Speed",
      values: SPEEDS,
      value: 24,
      say: (n) => `${n} steps a frame`,
    });
    const labels = Object.fromEntries(Object.entries(models).map(([key, m]) => [key, m.label]));
    this.chooser = choice({
      state: this.chosen,
      name: "model",
      label: "Model",
      values: labels,
      value: this.now.model,
      change: (model) => this.choose(this.firstOf(model)),
    });
    this.preset = choice({
      state: this.chosen,
      name: "preset",
      label: "Pattern",
      values: {},
      value: "",
      change: (key) => this.choose(key),
    });
    this.growth = new TheoryPanel();
    this.sliders = h("div", { class: "lab-settings" });
    this.eye = new IntersectionObserver(([entry]) => this.looked(entry.isIntersecting));
    this.themes = new MutationObserver(() => this.recolour());
    this.media = ["print", "(forced-colors: active)"].map((query) => matchMedia(query));
  }

  open() {
    const caption = h("p", { class: "turing-caption" }, this.lengths, this.clock);
    const tools = h(
      "div",
      { class: "turing-tools" },
      this.brush.kinds,
      this.brush.radius.el,
      this.speed.el,
    );
    this.build(
      h("div", { class: "lab-row" }, this.play, this.anew, this.long, this.seed.el),
      h(
        "div",
        { class: "turing-main" },
        h("div", {}, this.brush.stage, caption, tools),
        this.makePanel(),
      ),
      this.sliders,
    );
    this.watch();
    this.choose(this.settings.preset);
  }

  rerun() {
    this.busy = false;
    this.tune();
  }

  // ---------------------------------------------------------------- parts
  makePanel() {
    return h(
      "div",
      { class: "turing-panel" },
      h("div", { class: "turing-choices lab-settings" }, this.chooser.el, this.preset.el),
      this.growth.parts(),
    );
  }

  makeSliders() {
    const { presets } = this.settings,
      { values } = this.now,
      { sliders, names } = this.about;
    const own = Object.values(presets).filter((p) => p.model === this.now.model);
    this.values = {};
    for (const [name, [low, high, step]] of Object.entries(sliders)) {
      const grid = Array.from(
        { length: Math.round((high - low) / step) + 1 },
        (_, i) => +(low + i * step).toPrecision(8),
      );
      const all = [...new Set([...grid, ...own.map((p) => p.values[name])])].sort((a, b) => a - b);
      this.values[name] = listSlider({
        state: this.chosen,
        name,
        label: names[name],
        values: all,
        value: values[name],
        free: true,
        say: (x) => String(+x.toPrecision(4)).replace("-", "−"),
        input: () => this.tune(),
      });
    }
    this.sliders.replaceChildren(...Object.values(this.values).map((s) => s.el));
  }

  /**
   * Nothing is computed off the screen or in a hidden tab; a change of theme recolours a picture
   * that stands still.
   */
  watch() {
    this.eye.observe(this.brush.stage);
    document.addEventListener("visibilitychange", this.woke);
    for (const el of [document.documentElement, document.body])
      this.themes.observe(el, { attributes: true });
    for (const medium of this.media) medium.onchange = () => this.recolour();
  }

  woke = () => this.go();

  /** @param {boolean} seen */
  looked(seen) {
    this.seen = seen;
    this.recolour();
    this.go();
  }

  // ---------------------------------------------------------------- what the reader asks for
  /** The first pattern of a model. @param {string} model */
  firstOf(model) {
    const { presets } = this.settings;
    return Object.keys(presets).find((key) => presets[key].model === model) ?? this.settings.preset;
  }

  /** @param {string} key */
  choose(key) {
    this.adopt(key);
    this.showPlaying();
    this.startAgain("", this.playing ? 0 : this.now.ripe);
  }

  /** Takes over the controls of a pattern. @param {string} key */
  adopt(key) {
    this.now = this.settings.presets[key];
    this.about = this.settings.models[this.now.model];
    this.chooser.set(this.now.model);
    const own = Object.entries(this.settings.presets).filter(([, p]) => p.model === this.now.model);
    const option = (/** @type {[string, Preset]} */ [k, p]) => h("option", { value: k }, p.label);
    this.preset.select.replaceChildren(...own.map(option));
    this.preset.set(key);
    this.makeSliders();
  }

  /** @returns {Record<string, Control>} */
  controls() {
    const lab = this,
      { seed, values, speed, brush } = this;
    /** @type {Control} */
    const preset = {
      get value() {
        return lab.preset.value;
      },
      set: (/** @type {string} */ key) => {
        if (lab.settings.presets[key]) lab.adopt(key);
      },
    };
    /** @type {Control} */
    const tool = {
      get value() {
        return brush.kind;
      },
      set: (/** @type {string} */ name) => {
        brush.kind = name;
      },
    };
    return { preset, seed, ...values, speed, radius: brush.radius, brush: tool };
  }

  python() {
    const { state, now, about, side } = this,
      { boundary, stencil, amplitude } = this.settings;
    if (!state) return undefined;
    const { seed, steps, params } = state,
      { dx, start } = now;
    const grid = { dx, start, amplitude, boundary, stencil, side };
    return python({ ...grid, ...params, start, seed, steps, channel: about.channel });
  }

  canvases() {
    return [this.canvas];
  }

  /**
   * Another pattern or seed starts anew; a parameter is turned while the dish goes on
   * @param {string} then @param {string} note @param {Record<string, Value>} values
   */
  answer(then, note, values) {
    if (then === "play" && !calm.matches) this.playing = true;
    this.showPlaying();
    this.brush.show();
    if ("preset" in values || "seed" in values)
      return this.startAgain(note, this.playing ? 0 : this.now.ripe);
    if (note) this.announce(note);
    this.todo += this.playing ? 0 : LONG;
    this.tune();
  }

  startAgain(note = "", steps = 0) {
    this.fresh = true;
    this.todo = steps;
    this.strokes = [];
    this.notice = note;
    this.fields = undefined;
    this.birth++;
    this.wake();
  }

  /** @param {boolean} on */
  setPlaying(on) {
    this.playing = on;
    this.showPlaying();
    this.wake();
  }

  showPlaying() {
    this.play.textContent = this.playing ? "Pause" : "Play";
  }

  /** @param {number} steps */
  advance(steps) {
    this.todo += steps;
    this.wake();
  }

  tune() {
    this.asked = true;
    this.wake();
  }

  wake() {
    this.still = 0;
    this.resting = false;
    this.go();
  }

  // ---------------------------------------------------------------- the loop
  steps() {
    if (this.todo) return this.todo;
    return this.playing && this.seen && !document.hidden && !this.resting ? this.speed.value : 0;
  }

  /** @param {number} steps */
  params(steps) {
    const { boundary, stencil, amplitude } = this.settings,
      { model, dx, start, axis } = this.now,
      { channel } = this.about;
    const due = this.fresh || !this.playing || this.resting || performance.now() - this.told > ASK;
    const values = Object.fromEntries(
      Object.entries(this.values).map(([name, s]) => [name, s.value]),
    );
    return {
      model,
      values,
      steps,
      dx,
      boundary,
      stencil,
      theory: due || this.asked,
      k_max: axis.k_max,
      ...(due ? { channel } : {}),
      ...(this.fresh ? { start, amplitude } : {}),
    };
  }

  /** Sends the next job if one is wanted and none is under way. */
  go() {
    const steps = this.steps();
    if (this.busy || this.frame || (!steps && !this.fresh && !this.asked)) return;
    const params = this.params(steps),
      before = this.fresh || !this.fields ? this.noise() : this.fields;
    /** @type {Job} */
    const job = { params, seed: this.seed.value, fresh: this.fresh, birth: this.birth, before };
    this.busy = true;
    this.asked = false;
    this.run("evolve", params, [before], {
      done: (/** @type {Message} */ m) => this.took(job, m),
      end: (kind) => this.ended(kind),
      step: (/** @type {Heard & { step: number }} */ { step }) => {
        this.clock.textContent = `${show(step)} of ${show(steps)} steps`;
      },
    });
  }

  noise() {
    const seed = this.seed.value;
    if (this.drawn?.seed === seed) return this.drawn.noise;
    this.drawn = { seed, noise: normals(seed, 2 * this.side * this.side) };
    return this.drawn.noise;
  }

  /** @param {Job} job @param {Message} m */
  took(job, m) {
    const { params, fresh, before } = job,
      { fields } = m.arrays;
    if (job.birth !== this.birth) return; // started anew meanwhile: this answer is of another field
    this.fresh = false;
    this.todo = Math.max(0, this.todo - params.steps);
    if (fresh) Object.assign(this, { tau: 0, count: 0, bounds: undefined });
    this.fields = fields;
    this.tau += m.tau;
    this.count += params.steps;
    for (const stroke of this.strokes.splice(0)) dab(fields, this.side, stroke);
    this.rest(params.steps, fresh ? Infinity : apart(before, fields));
    this.learn(m);
    this.state = {
      params,
      seed: job.seed,
      before,
      fields,
      dt: m.dt,
      tau: this.tau,
      steps: this.count,
      frames: this.frames,
      times: this.times,
      theory: this.theory,
      measured: this.measured,
      playing: this.playing,
      resting: this.resting,
      ms: m.ms,
      engine: this.machine.name,
    };
  }

  /** Stops the loop once the field stands still. @param {number} steps @param {number} change */
  rest(steps, change) {
    this.still = steps && change < CALM * steps * Math.max(0.01, this.height) ? this.still + 1 : 0;
    if (this.still < PATIENCE || this.resting) return;
    this.resting = true;
    this.asked = true;
    this.announce(
      `The pattern has settled after ${show(this.count)} steps. ${this.lengths.textContent}.`,
    );
  }

  /** @param {string} kind */
  ended(kind) {
    this.busy = false;
    if (kind !== "error") return this.draw();
    this.todo = 0;
    this.playing = false;
    this.asked = false;
    this.showPlaying();
  }

  /** Paints before the next frame, then goes on. */
  draw() {
    this.frame ??= requestAnimationFrame((now) => {
      this.frame = undefined;
      this.times = [...this.times.slice(-239), now];
      this.frames++;
      this.paint();
      this.go();
    });
  }

  // ---------------------------------------------------------------- the picture
  /** The species in view. @param {Floats} fields */
  shown(fields) {
    const area = this.side * this.side,
      at = this.about.channel * area;
    return fields.subarray(at, at + area);
  }

  recolour() {
    this.tones = tonesOf(this.root);
    this.paint();
  }

  /**
   * The contrast follows the field's range slowly, so that it does not flicker, and never shows
   * mere noise as a pattern.
   */
  paint() {
    if (!this.fields) return;
    const x = this.shown(this.fields),
      [low, high] = range(x),
      lack = Math.max(0, this.about.span - (high - low)) / 2;
    const ease = this.bounds && this.playing ? 0.08 : 1,
      [a0, b0] = this.bounds ?? [0, 0];
    const a = a0 + ease * (low - lack - a0),
      b = b0 + ease * (high + lack - b0),
      pen = penOf(this.canvas);
    this.bounds = [a, b];
    const image = pen.createImageData(this.side, this.side),
      out = new Uint32Array(image.data.buffer);
    const scale = 255.999 / (b - a);
    for (let p = 0; p < x.length; p++)
      out[p] = this.tones[Math.max(0, Math.min(255, Math.floor((x[p] - a) * scale)))];
    pen.putImageData(image, 0, 0);
  }

  // ---------------------------------------------------------------- theory and measure
  /** @param {Message} message */
  learn({ theory, measured }) {
    if (measured !== undefined) this.measure(measured);
    if (!theory) return;
    const words = this.growth.show(theory, this.now.axis, Boolean(this.about.erase));
    const said = `${this.about.label}. ${words}`;
    const note = [this.notice, said !== this.said && said].filter(Boolean).join(" ");
    this.theory = theory;
    this.notice = "";
    this.said = said;
    if (note) this.announce(note);
    this.showLengths(theory);
  }

  /** A field all but flat has no wavelength. @param {number | null} length */
  measure(length) {
    if (!this.fields) return;
    const [low, high] = range(this.shown(this.fields));
    this.told = performance.now();
    this.height = high - low;
    this.measured = this.height < this.about.span / 4 ? null : length;
    this.clock.textContent = `${show(this.count)} steps, time ${show(this.tau)}`;
  }

  /** @param {Theory} theory */
  showLengths({ wavelength }) {
    const length = wavelength ?? this.measured,
      whole = this.side * this.now.dx;
    const lengths = `predicted ${long(wavelength)}, measured ${long(this.measured)}`;
    this.lengths.textContent = `Wavelength: ${lengths}`;
    this.ruler.hidden = length === null || length > whole * 0.9;
    this.rulerBar.style.width = `${(100 * (length ?? 0)) / whole}cqw`;
    this.rulerText.textContent = `${wavelength === null ? "measured " : ""}λ = ${long(length)}`;
    this.ruler.classList.toggle("turing-found", wavelength === null);
    const words = `Pattern of the ${this.about.label} model. ${this.lengths.textContent}`;
    this.canvas.setAttribute("aria-label", words);
  }

  // ---------------------------------------------------------------- paint and erase
  /**
   * One dab; while a job is under way it is put on the answer as well.
   * @param {number} x
   * @param {number} y
   */
  touch(x, y) {
    if (!this.fields || !this.theory) return;
    const stroke = {
      x: Math.round(x),
      y: Math.round(y),
      r: this.brush.radius.value,
      state: this.pot(this.theory),
    };
    if (this.busy) {
      this.strokes.push(stroke);
      this.fields = this.fields.slice();
    }
    dab(this.fields, this.side, stroke);
    this.still = 0;
    this.resting = false;
    this.draw();
  }

  /** What the brush leaves behind. @param {Theory} theory @returns {[u: number, v: number]} */
  pot({ rest }) {
    const { lift = [0, 0], paint, erase } = this.about;
    if (this.brush.kind === "erase") return erase ?? rest;
    return paint ?? [rest[0] + lift[0], rest[1] + lift[1]];
  }

  close() {
    if (this.frame) cancelAnimationFrame(this.frame);
    this.frame = -1; // nothing more is painted or asked for
    this.eye.disconnect();
    this.themes.disconnect();
    this.growth.plot.close();
    for (const medium of this.media) medium.onchange = null;
    document.removeEventListener("visibilitychange", this.woke);
    super.close();
  }
}

export default widget(TuringLab, worker);
