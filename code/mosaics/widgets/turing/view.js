// TuringLab: two chemicals that react and spread on a torus. The field lives here; an engine
// advances it some steps a
// message, and the next message goes out once the last answer is on the screen.
/** @import { Context, Control, Floats, Heard, Value } from "../shared/types" */
/** @import { Slider } from "../shared/view/controls.js" */
/** @import { Sheet } from "../shared/view/plot.js" */
/** @import { Stroke } from "./field.js" */
import { diamond, path } from "../shared/state/curves.js";
import { normals } from "../shared/state/draws.js";
import { show } from "../shared/state/numbers.js";
import { choice, listSlider, rangeSlider, seedField } from "../shared/view/controls.js";
import { button, calm, chord, h, penOf, settled, unique } from "../shared/view/elements.js";
import { Frame, widget } from "../shared/view/frame.js";
import { plot } from "../shared/view/plot.js";
import { tonesOf } from "./dye.js";
import { apart, between, dab, long, range } from "./field.js";
import worker from "./worker.js?source";

const ASK = 500,
  LONG = 1000; // ms between two looks at theory and spectrum; steps of the long button
const CALM = 4e-6,
  PATIENCE = 40; // settled: this share of the pattern's height a step, for so many messages
const CONDITIONS = [
  "f_u + g_v < 0",
  "det = f_u g_v − f_v g_u > 0",
  "h = D_v f_u + D_u g_v > 0",
  "h² > 4 D_u D_v det",
];
const SPEEDS = [1, 2, 4, 8, 12, 16, 24, 32, 48, 64];
const HINT =
  "Arrow keys move the brush, with Shift in longer steps. Space paints. " +
  "E changes between paint and erase.";

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
 * What linear theory says of the uniform state
 * @typedef {object} Theory
 * @property {[number, number]} rest
 * @property {boolean[]} conditions
 * @property {number[]} curve
 * @property {[number, number] | null} band
 * @property {number | null} k
 * @property {number | null} wavelength
 * @property {number | null} growth
 */

/**
 * @typedef {Heard & { dt: number, tau: number, theory?: Theory, measured?: number | null }} Message
 */
/**
 * @typedef {{ params: { steps: number }, seed: number, fresh: boolean, birth: number, before:
 * Floats }} Job
 */

/** @extends {Frame<Settings>} */
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
  /** @type {number[] | undefined} */
  last; // of a stroke under way
  held = false; // a finger has touched and not moved
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
    this.brush = { x: size >> 1, y: size >> 1 };
    this.playing = !calm.matches;
    this.now = presets[preset];
    this.about = models[this.now.model];
    this.announce = settled((/** @type {string} */ text) => this.say(text), 700);
    this.play = button("", () => this.setPlaying(!this.playing), { class: "lab-primary" });
    this.anew = button("Start again", () => this.startAgain());
    this.long = button("Run 1,000 steps", () => this.advance(LONG));
    this.seed = seedField({
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
    this.ring = h("div", { class: "turing-ring", "aria-hidden": "true" });
    this.stage = this.makeStage();
    this.lengths = h("strong", {}, "\u00a0");
    this.clock = h("span", {}, "\u00a0");
    this.tones = tonesOf(this.root);
    this.kinds = this.makeKinds();
    this.radius = rangeSlider({
      name: "radius",
      label: "Brush radius",
      low: 1,
      high: size >> 3,
      value: Math.round(size / 24),
      input: () => this.place(),
    });
    this.speed = listSlider({
      name: "speed",
      label: "Speed",
      values: SPEEDS,
      value: 24,
      say: (n) => `${n} steps a frame`,
    });
    this.place();
    const labels = Object.fromEntries(Object.entries(models).map(([key, m]) => [key, m.label]));
    this.chooser = choice({
      name: "model",
      label: "Model",
      values: labels,
      value: this.now.model,
      change: (model) => this.choose(this.firstOf(model)),
    });
    this.preset = choice({
      name: "preset",
      label: "Pattern",
      values: {},
      value: "",
      change: (key) => this.choose(key),
    });
    this.window = {
      x: { low: 0, high: 1, linear: true, label: "wavenumber k" },
      y: { low: -1, high: 1, linear: true },
    };
    this.plot = plot({
      label: "Growth rate against wavenumber",
      height: 210,
      ...this.window,
      draw: (sheet) => this.drawGrowth(sheet),
    });
    this.verdict = h("p", { class: "turing-verdict" }, "\u00a0");
    this.marks = CONDITIONS.map(() => h("span"));
    this.sliders = h("div", { class: "lab-settings" });
    this.eye = new IntersectionObserver(([entry]) => this.looked(entry.isIntersecting));
    this.themes = new MutationObserver(() => this.recolour());
    this.media = ["print", "(forced-colors: active)"].map((query) => matchMedia(query));
  }

  open() {
    const caption = h("p", { class: "turing-caption" }, this.lengths, this.clock);
    const tools = h("div", { class: "turing-tools" }, this.kinds, this.radius.el, this.speed.el);
    this.build(
      h("div", { class: "lab-row" }, this.play, this.anew, this.long, this.seed.el),
      h(
        "div",
        { class: "turing-main" },
        h("div", {}, this.stage, caption, tools),
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
  makeStage() {
    const hint = h("p", { class: "turing-hidden", id: unique() }, HINT);
    const stage = h(
      "div",
      {
        class: "turing-stage",
        tabindex: 0,
        role: "application",
        "aria-label": "Field to paint on",
        "aria-describedby": hint.id,
      },
      this.canvas,
      this.ruler,
      this.ring,
      hint,
    );
    stage.addEventListener("keydown", (event) => this.key(event));
    stage.addEventListener("pointerdown", (event) => this.press(event));
    stage.addEventListener("pointermove", (event) => this.move(event));
    stage.addEventListener("pointerup", () => this.lift());
    stage.addEventListener("pointercancel", () => {
      this.last = undefined;
    });
    return stage;
  }

  makeKinds() {
    const name = unique("lab-tool");
    /** @param {string} value @param {string} text */
    const tool = (value, text) => {
      const radio = h("input", { type: "radio", name, value, checked: value === "paint" });
      return h("label", {}, radio, h("span", {}, text));
    };
    const tools = [tool("paint", "Paint"), tool("erase", "Erase")];
    return h("fieldset", { class: "turing-kinds", "aria-label": "Brush" }, tools);
  }

  makePanel() {
    const lowered = (/** @type {string} */ text) =>
      text.split(/_(.)/).map((part, j) => (j % 2 ? h("sub", {}, part) : part));
    const conditions = CONDITIONS.map((text, i) =>
      h("li", {}, h("span", {}, lowered(text)), this.marks[i]),
    );
    return h(
      "div",
      { class: "turing-panel" },
      h("div", { class: "turing-choices lab-settings" }, this.chooser.el, this.preset.el),
      h("p", { class: "lab-head" }, "Which waves grow?"),
      this.plot.el,
      this.verdict,
      h("ol", { class: "turing-conditions", "aria-label": "Turing's four conditions" }, conditions),
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
    this.eye.observe(this.stage);
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
    const option = (/** @type {[string, Preset]} */ [k, p]) =>
      h("option", { value: k, selected: k === key }, p.label);
    this.preset.select.replaceChildren(...own.map(option));
    this.makeSliders();
  }

  /** @returns {Record<string, Control>} */
  controls() {
    const lab = this,
      { seed, values, speed, radius } = this;
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
    const brush = {
      get value() {
        return lab.erasing ? "erase" : "paint";
      },
      set: (/** @type {string} */ name) => {
        if (["paint", "erase"].includes(name)) lab.tool(`[value="${name}"]`).checked = true;
      },
    };
    return { preset, seed, ...values, speed, radius, brush };
  }

  /**
   * Another pattern or seed starts anew; a parameter is turned while the dish goes on
   * @param {string} then @param {string} note @param {Record<string, Value>} values
   */
  answer(then, note, values) {
    if (then === "play" && !calm.matches) this.playing = true;
    this.showPlaying();
    this.place();
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
    this.theory = theory;
    this.judge(theory);
    const { low, high, k_max } = this.now.axis,
      grow = Math.max(1, (1.25 * Math.max(...theory.curve)) / high);
    Object.assign(this.window.y, { low: low * grow, high: high * grow });
    this.window.x.high = k_max;
    this.plot.redraw();
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

  /** @param {Theory} theory */
  judge(theory) {
    const [head, text] = verdict(theory),
      grows = theory.conditions.every(Boolean);
    const push =
      !grows && this.about.erase ? " Patterns need a push: they grow from the painted spot." : "";
    this.verdict.replaceChildren(h("strong", {}, head), text + push);
    this.marks.forEach((mark, i) => {
      mark.textContent = theory.conditions[i] ? "✓ yes" : "✗ no";
      mark.className = theory.conditions[i] ? "turing-yes" : "";
    });
    const words = this.verdict.textContent ?? "",
      said = `${this.about.label}. ${words}`;
    this.plot.say(words);
    const note = [this.notice, said !== this.said && said].filter(Boolean).join(" ");
    this.notice = "";
    this.said = said;
    if (note) this.announce(note);
  }

  /** @param {Sheet} sheet */
  drawGrowth({ x, y, add, box }) {
    if (!this.theory) return;
    const { curve, band, k, growth } = this.theory,
      { k_max } = this.now.axis,
      { low } = this.window.y;
    /** @type {number[][][]} */
    const runs = [[]];
    if (band) {
      const tall = { y: box.top, height: box.bottom - box.top };
      add("rect", { class: "lab-won", x: x(band[0]), width: x(band[1]) - x(band[0]), ...tall });
    }
    add("line", { class: "turing-zero", x1: box.left, x2: box.right, y1: y(0), y2: y(0) });
    curve.forEach((g, i) => {
      if (g < low) runs.push([]);
      else runs[runs.length - 1].push([x((k_max * i) / (curve.length - 1)), y(g)]);
    });
    for (const run of runs) if (run.length > 1) add("path", { class: "lab-line", d: path(run) });
    if (k === null || growth === null || k > k_max) return;
    add("line", { class: "lab-now", x1: x(k), x2: x(k), y1: y(growth), y2: box.bottom });
    add("path", { class: "lab-mark", d: diamond(x(k), y(growth), 8) });
    const side = k > 0.6 * k_max ? { x: x(k) - 12, "text-anchor": "end" } : { x: x(k) + 12 };
    add("text", { class: "lab-region", y: y(growth) - 6, ...side }, "k* = ", long(k));
  }

  // ---------------------------------------------------------------- paint and erase
  /** @param {string} which */
  tool(which) {
    return /** @type {HTMLInputElement} */ (this.kinds.querySelector(`[type=radio]${which}`));
  }

  get erasing() {
    return this.tool(":checked").value === "erase";
  }

  /** Where the pointer is, in points of the grid. @param {PointerEvent} event */
  at({ clientX, clientY }) {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    return [
      ((clientX - left) / width) * this.side - 0.5,
      ((clientY - top) / height) * this.side - 0.5,
    ];
  }

  /**
   * A finger that moves up or down scrolls the page: its first touch paints only once it has moved
   * or been lifted
   * @param {PointerEvent} event
   */
  press(event) {
    if (event.button) return;
    this.stage.setPointerCapture(event.pointerId);
    this.last = this.at(event);
    this.held = event.pointerType === "touch";
    if (!this.held) this.stroke(this.last, this.last);
  }

  /** @param {PointerEvent} event */
  move(event) {
    const here = this.at(event);
    this.place(here);
    if (!this.last) return;
    this.held = false;
    this.stroke(this.last, here);
  }

  lift() {
    if (this.last && this.held) this.stroke(this.last, this.last);
    this.last = undefined;
    this.tune();
  }

  /** Dabs from one point to another. @param {number[]} from @param {number[]} to */
  stroke(from, to) {
    for (const [x, y] of between(from, to, this.radius.value)) this.touch(x, y);
    this.last = to;
  }

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
      r: this.radius.value,
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
    if (this.erasing) return erase ?? rest;
    return paint ?? [rest[0] + lift[0], rest[1] + lift[1]];
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const step = event.shiftKey ? 8 : 2,
      { x, y } = this.brush,
      n = this.side;
    /** @type {Record<string, [number, number]>} */
    const moves = {
      ArrowLeft: [-step, 0],
      ArrowRight: [step, 0],
      ArrowUp: [0, -step],
      ArrowDown: [0, step],
    };
    const by = moves[event.key];
    if (chord(event)) return;
    if (by) this.place([(x + by[0] + n) % n, (y + by[1] + n) % n]);
    else if (event.key === " " || event.key === "Enter") this.stamp(x, y);
    else if (event.key.toLowerCase() === "e") this.other();
    else return;
    event.preventDefault();
  }

  /** @param {number} x @param {number} y */
  stamp(x, y) {
    this.touch(x, y);
    this.tune();
    this.announce(
      `${this.erasing ? "Erased" : "Painted"} at column ${Math.round(x)}, row ${Math.round(y)}.`,
    );
  }

  other() {
    this.tool(":not(:checked)").checked = true;
    this.announce(this.erasing ? "The brush erases." : "The brush paints.");
  }

  /** @param {number[]} [at] */
  place([x, y] = [this.brush.x, this.brush.y]) {
    const at = (/** @type {number} */ v) => `${(100 * (v + 0.5)) / this.side}%`;
    Object.assign(this.brush, { x, y });
    const width = `${(100 * (2 * this.radius.value + 1)) / this.side}%`;
    Object.assign(this.ring.style, { left: at(x), top: at(y), width });
  }

  close() {
    if (this.frame) cancelAnimationFrame(this.frame);
    this.frame = -1; // nothing more is painted or asked for
    this.eye.disconnect();
    this.themes.disconnect();
    this.plot.close();
    for (const medium of this.media) medium.onchange = null;
    document.removeEventListener("visibilitychange", this.woke);
    super.close();
  }
}

/** What theory says, in words: a head, and more. @param {Theory} theory */
function verdict({ conditions, band, wavelength }) {
  const [still, stable] = conditions,
    stirred = still && stable;
  if (band) {
    const [longest, shortest] = band.map((k) => long((2 * Math.PI) / k));
    return [
      "◆ Turing instability.",
      ` Waves from λ = ${shortest} to ${longest} grow, ${long(wavelength)} fastest.`,
    ];
  }
  return stirred
    ? ["◇ No Turing instability:", " the uniform state is stable at every wavelength."]
    : ["◇ Unstable without diffusion:", " the uniform state does not last even in a stirred pot."];
}

export default widget(TuringLab, worker);
