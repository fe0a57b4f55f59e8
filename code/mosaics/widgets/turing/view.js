// TuringLab: two chemicals that react and spread on a torus. The field lives here; an engine
// advances it some steps a message, and the next message goes out once the last answer is on the
// screen.
/** @import { Context, Control, Floats, Heard, Value } from "../shared/types" */
/** @import { Slider } from "../shared/view/controls.js" */
/** @import { Paints, Values } from "./models.js" */
/** @import { Goal } from "./replay.js" */
/** @import { Theory } from "./verdict.js" */
import { normals } from "../shared/state/draws.js";
import { show } from "../shared/state/numbers.js";
import { wrap } from "../shared/state/pictures.js";
import { choice, listSlider, seedField } from "../shared/view/controls.js";
import { button, calm, h, penOf, settled } from "../shared/view/elements.js";
import { Frame, widget } from "../shared/view/frame.js";
import { Brush } from "./brush.js";
import { Caption } from "./caption.js";
import { Dish } from "./dish.js";
import { tonesOf } from "./dye.js";
import { away, range } from "./field.js";
import { EMPTY } from "./models.js";
import { draws, LONG as UNTOLD } from "./past.js";
import { python } from "./python.js";
import { goalOf } from "./replay.js";
import { TheoryPanel } from "./theory.js";
import worker from "./worker.js?source";

const ASK = 500; // ms between two looks at theory and spectrum
const LONG = 1000, // steps of the long button, and of a job on its way
  FIRST = 7000, // steps of a job that begins a dish
  WISHES = 20000; // steps that can wait
const LAG = 4; // jobs between two turns of a parameter: more would fill a link within a second
const SPEEDS = [1, 2, 4, 8, 12, 16, 24, 32, 48, 64];
const LAST = 100000; // steps that a link can tell

/**
 * What the lab knows of a model (widgets/turing: MODELS)
 * @typedef {Paints & {
 *   label: string,
 *   channel: number,
 *   span: number,
 *   names: Record<string, string>,
 *   sliders: Record<string, [low: number, high: number, step: number]>,
 * }} About
 */

/**
 * @typedef {object} Preset
 * @property {string} model
 * @property {string} label
 * @property {number} dx
 * @property {number} ripe
 * @property {string} start
 * @property {string} state the even one that is there before the pattern: "rest" or "empty"
 * @property {Values} values
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
 * What a job was asked with; `wish`: its steps were asked for by a button
 * @typedef {object} Job
 * @property {Last["params"] & { steps: number, state: string }} params
 * @property {Floats} before
 * @property {Dish} dish
 * @property {Goal | undefined} goal
 * @property {number} seed
 * @property {number} birth
 * @property {boolean} wish
 */

/**
 * What the last job was asked for, the seed that the field began from, and the steps since then
 * @typedef {object} Last
 * @property {{ model: string, values: Values }} params
 * @property {number} seed
 * @property {number} steps
 */

/** @extends {Frame<Settings, Last & Record<string, unknown>>} */
class TuringLab extends Frame {
  busy = false;
  fresh = false; // the next job begins anew
  asked = false; // theory is wanted at the next job
  stale = true; // theory is of other parameters
  todo = 0; // steps that were asked for by a button
  birth = 0; // how often a dish began
  news = 0; // of how many times what waits to be said is
  lag = 0; // jobs since a parameter was turned
  notice = ""; // to be said with the next theory
  said = "";
  seen = true;
  told = 0; // when the pattern was last measured
  frames = 0; // painted
  /** @type {number[]} */
  times = []; // of the last frames
  /** @type {number | undefined} */
  frame;
  /** @type {Theory | undefined} */
  theory;
  empty = false; // theory is of the empty state
  /** @type {number | null} */
  measured = null;
  /** @type {{ key: string, noise: Floats } | undefined} */
  drawn;
  /** @type {[number, number] | undefined} */
  bounds; // of the contrast
  /** @type {Record<string, Slider>} */
  values = {};
  /** @type {{ t?: number, past?: string } | undefined} */
  wanted; // of a link
  /** @type {Goal | undefined} */
  goal; // where the next dish is to be

  /** @param {Context} context */
  constructor(context) {
    super(context, "turing");
    const { size, preset, presets, models } = this.settings;
    this.side = size;
    this.playing = !calm.matches;
    this.now = presets[preset];
    this.about = models[this.now.model];
    this.tell = settled((/** @type {string} */ text, /** @type {number} */ news) => {
      if (news === this.news) this.say(text);
    }, 700);
    this.play = button("", () => this.setPlaying(!this.playing), { class: "lab-primary" });
    this.anew = button("Start again", () => this.startAgain());
    this.clear = button("Clear", () => this.level());
    this.long = button("Run 1,000 steps", () => this.advance(LONG));
    this.seed = seedField({
      state: this.chosen,
      value: this.settings.seed,
      change: (_, note) => this.startAgain(note),
    });
    this.canvas = h("canvas", { width: size, height: size, role: "img", "aria-label": "Dish" });
    this.caption = new Caption();
    this.brush = new Brush(this.chosen, size, this.canvas, this.caption.ruler, {
      touch: (x, y) => this.touch(x, y),
      lifted: () => this.tune(),
      announce: (text) => this.announce(text),
    });
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
    this.sliders = h("div", { class: "turing-sliders" });
    this.dish = this.newDish({});
    this.eye = new IntersectionObserver(([entry]) => this.looked(entry.isIntersecting));
    this.themes = new MutationObserver(() => this.recolour());
    this.media = ["print", "(forced-colors: active)"].map((query) => matchMedia(query));
  }

  open() {
    this.build(
      h("div", { class: "lab-row" }, this.play, this.anew, this.clear, this.long, this.seed.el),
      this.makeMain(),
    );
    this.root.addEventListener("keydown", ({ key }) => key === "Escape" && this.stop());
    this.watch();
    this.choose(this.settings.preset);
  }

  rerun() {
    this.busy = false;
    if (this.dish.fields) this.dish.settle();
    this.tune();
  }

  // ---------------------------------------------------------------- parts
  /** The dish, its controls beside it, its tools under it; on a narrow screen it stays in view. */
  makeMain() {
    const { brush, speed, chooser, preset } = this;
    return h(
      "div",
      { class: "lab-beside turing-main" },
      h("div", { class: "lab-stage turing-dish" }, brush.stage, this.caption.el),
      h(
        "div",
        { class: "turing-side" },
        h("div", { class: "turing-choices lab-settings" }, chooser.el, preset.el),
        this.sliders,
        h("div", { class: "turing-growth" }, this.growth.parts()),
      ),
      h(
        "div",
        { class: "turing-under" },
        h("div", { class: "turing-tools" }, brush.kinds, brush.radius.el, speed.el),
        this.growth.list(),
      ),
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

  /** What the sliders say. @returns {Values} */
  get setValues() {
    return Object.fromEntries(Object.entries(this.values).map(([name, s]) => [name, s.value]));
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

  /** Said once things are quiet, unless it is no longer true then. @param {string} text */
  announce(text) {
    this.tell(text, this.news);
  }

  /** What was said, and what waits to be said, is of the past. */
  forget() {
    this.news++;
    if (!this.root.dataset.error) this.say("");
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
    return {
      preset,
      seed,
      ...values,
      speed,
      ...brush.controls(),
      ...this.history(),
    };
  }

  /** How the field in view came about. @returns {Record<string, Control>} */
  history() {
    const lab = this;
    return {
      t: {
        get value() {
          return lab.wanted?.t ?? lab.goal?.t ?? lab.dish.told.t;
        },
        set(t) {
          const fits = Number.isInteger(Number(t)) && Number(t) >= 0 && Number(t) <= LAST;
          if (fits) lab.wanted = { ...lab.wanted, t: Number(t) };
        },
      },
      past: {
        get value() {
          return lab.wanted?.past ?? lab.goal?.past ?? lab.dish.told.past;
        },
        set(past) {
          lab.wanted = { ...lab.wanted, past: String(past) };
        },
      },
    };
  }

  python() {
    const { state, now, about, side, dish } = this,
      { boundary, stencil, amplitude } = this.settings,
      { past } = dish.told;
    if (!state || past === UNTOLD) return undefined;
    const { seed, steps, params } = state,
      { dx, start } = now,
      { channel } = about,
      { values } = dish;
    const grid = { dx, start, amplitude, boundary, stencil, side };
    const preset = this.preset.value;
    return python({ ...grid, ...params, values, start, seed, steps, channel, preset, past });
  }

  canvases() {
    return [this.canvas];
  }

  /**
   * Steps and past are gone through again; another pattern or seed starts anew; a parameter is
   * turned while the dish goes on
   * @param {string} then @param {string} note @param {Record<string, Value>} values
   */
  answer(then, note, values) {
    const wanted = this.wanted;
    this.wanted = undefined;
    this.brush.show();
    if (wanted && ("past" in values || String(wanted.t) === String(values.t)))
      return this.replay(wanted, note);
    if (then === "play" && !calm.matches) this.playing = true;
    this.showPlaying();
    if ("preset" in values || "seed" in values)
      return this.startAgain(note, this.playing ? 0 : this.now.ripe);
    if (note) this.announce(note);
    const { values: old } = this.dish,
      turned = Object.entries(this.setValues).some(([name, value]) => value !== old[name]);
    if (turned && !this.playing) this.todo += LONG;
    this.tune();
  }

  /**
   * Goes through steps and past again, then stands still.
   * @param {{ t?: number, past?: string }} wanted @param {string} note
   */
  replay(wanted, note) {
    const { sliders } = this.about,
      lab = { own: this.now.values, now: this.setValues, side: this.side, ranges: sliders };
    this.playing = false;
    this.showPlaying();
    try {
      const goal = goalOf(wanted, lab);
      for (const [name, value] of Object.entries(goal.last)) this.values[name].set(value);
      this.startAgain(note, 0, goal);
    } catch (error) {
      const why = `${/** @type {Error} */ (error).message}: it starts anew.`;
      this.startAgain([note, why].filter(Boolean).join(" "), this.now.ripe);
    }
  }

  /** @param {string} note @param {number} steps @param {Goal} [goal] */
  startAgain(note = "", steps = 0, goal = undefined) {
    const long = this.todo > 0 || this.goal;
    this.fresh = true;
    this.todo = steps;
    this.goal = goal;
    this.notice = note || (this.birth ? `Started anew from seed ${this.seed.value}.` : "");
    this.dish = this.newDish(this.setValues);
    this.birth++;
    this.forget();
    if (this.busy && long) this.cancel();
    this.wake();
  }

  /** @param {Values} values at its start */
  newDish(values) {
    const { model, values: own, start } = this.now,
      { channel, span, lift, paint, erase } = this.about,
      { amplitude } = this.settings;
    const paints = { lift, paint, erase };
    const how = { model, own, values, start, amplitude, channel, span, paints };
    const area = 2 * this.side * this.side;
    return new Dish(this.side, how, (k) => this.noise(k + 1).subarray(k * area));
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

  /** A held key adds no more than can be done. @param {number} steps */
  advance(steps) {
    this.todo = Math.min(WISHES, this.todo + steps);
    if (this.todo === WISHES) this.announce(`${show(WISHES)} steps wait: no more are added.`);
    this.wake();
  }

  /** Ends a long run. */
  stop() {
    if (!this.todo && !this.goal) return;
    this.todo = 0;
    this.cancel();
  }

  /** Brings the dish back to its even state, with a little noise; its time goes on. */
  level() {
    if (!this.dish.fields) return;
    this.wake();
    this.dish.mark({ name: "clear" }, this.busy);
    const after = `after ${show(this.dish.count)} steps`;
    this.announce(`Cleared ${after}: even, with a little noise. The steps are counted on.`);
    this.tune();
    this.draw();
  }

  tune() {
    this.asked = true;
    this.wake();
  }

  wake() {
    if (this.dish.resting) this.forget();
    this.dish.wake();
    this.go();
  }

  // ---------------------------------------------------------------- the loop
  /** How many steps come next. The dish holds still while the brush is on it. */
  steps() {
    if (this.goal) return this.goal.t;
    if (this.brush.last) return 0;
    if (this.todo) return Math.min(this.todo, this.fresh ? FIRST : LONG);
    const runs = this.playing && this.seen && !document.hidden && !this.dish.resting;
    return runs ? this.speed.value : 0;
  }

  /** Sends the next job if one is wanted and none is under way. */
  go() {
    if (this.busy || this.frame !== undefined) return;
    const steps = this.steps();
    if (!steps && !this.fresh && !this.asked) return;
    const job = this.fresh ? this.begin(steps) : this.goOn(steps);
    this.busy = true;
    this.run("evolve", job.params, [job.before], {
      done: (/** @type {Message} */ m) => this.took(job, m),
      end: (kind) => this.ended(kind, job),
      step: (/** @type {Heard & { step: number }} */ { step }) =>
        this.caption.count(step, job.params.steps),
    });
  }

  /** The first job of a dish. @param {number} steps @returns {Job} */
  begin(steps) {
    const { goal } = this,
      { start } = this.now,
      { amplitude } = this.settings;
    this.dish = this.newDish(goal?.first ?? this.setValues);
    const told = goal ? { past: goal.past, paints: this.dish.start.paints } : {};
    const params = { ...this.params(steps, true), start, amplitude, ...told };
    this.asked = false;
    return this.job(params, this.noise(draws(goal?.marks ?? [])));
  }

  /**
   * The next job of the same dish. One that stands on a state which does not last gets a little
   * noise; whether it does is asked first where a parameter has been turned.
   * @param {number} wanted steps @returns {Job}
   */
  goOn(wanted) {
    const { dish } = this,
      late = this.turn(wanted);
    const steps = this.stale && dish.isFlat ? 0 : wanted;
    if (steps && !this.stale && dish.isStuck(this.theory)) dish.mark({ name: "noise" }, false);
    const params = this.params(steps, this.asked || this.stale);
    this.asked = late || steps < wanted;
    return this.job(params, /** @type {Floats} */ (dish.fields));
  }

  /** @param {Job["params"]} params @param {Floats} before @returns {Job} */
  job(params, before) {
    const { dish, birth, goal, todo } = this,
      seed = this.seed.value;
    return { params, before, dish, birth, goal, seed, wish: todo > 0 };
  }

  /**
   * The dish gets what the sliders say, while it runs not with each job; returns whether it is
   * still to come
   * @param {number} steps
   */
  turn(steps) {
    const { values, past, count } = this.dish,
      wanted = this.setValues;
    this.lag++;
    if (Object.keys(wanted).every((name) => wanted[name] === values[name])) return false;
    if (steps && !this.todo && this.lag < LAG) return true;
    past.turn(count, wanted);
    this.lag = 0;
    this.stale = true;
    return false;
  }

  /** @param {number} steps @param {boolean} theory */
  params(steps, theory) {
    const { boundary, stencil } = this.settings,
      { model, dx, axis } = this.now,
      { channel } = this.about;
    const stands = !this.playing || this.dish.resting,
      due = this.fresh || stands || performance.now() - this.told > ASK;
    return {
      model,
      values: { ...this.dish.values },
      steps,
      dx,
      boundary,
      stencil,
      theory: due || theory,
      k_max: axis.k_max,
      state: this.stateInQuestion(),
      ...(due ? { channel } : {}),
    };
  }

  /** Of which even state theory is to speak: the one that the dish is in, or comes from. */
  stateInQuestion() {
    const { dish, now } = this;
    if (!this.about.erase) return "rest";
    if (!dish.fields || !dish.isEven) return now.state;
    return away(dish.fields, EMPTY) < this.about.span / 4 ? "empty" : "rest";
  }

  /** So many draws of the seed's noise. @param {number} count */
  noise(count) {
    const key = `${this.seed.value} ${count}`;
    if (this.drawn?.key !== key)
      this.drawn = { key, noise: normals(this.seed.value, count * 2 * this.side * this.side) };
    return this.drawn.noise;
  }

  /** @param {Job} job @param {Message} m */
  took(job, m) {
    const { params, dish, goal } = job;
    if (job.birth !== this.birth) return; // a dish that is no more
    if (this.fresh) this.bounds = undefined;
    this.fresh = false;
    this.goal = undefined;
    if (job.wish) this.todo = Math.max(0, this.todo - params.steps);
    if (goal) dish.repeat(goal.marks);
    dish.took(m.arrays.fields, params.steps, m.tau);
    this.learn(m, params.state === "empty");
    if (this.stateInQuestion() !== params.state) this.asked = true;
    if (dish.comesToRest(this.theory)) this.announceRest();
    this.record(job, m);
  }

  /** For tests. @param {Job} job @param {Message} m */
  record({ params, seed, before, dish }, { dt, ms }) {
    const { fields, tau, count: steps, resting } = dish,
      { frames, times, theory, measured, playing } = this;
    const how = { params, seed, before, dt, ms, engine: this.machine.name };
    const seen = { frames, times, theory, measured, playing, resting, past: dish.told.past };
    this.state = { ...how, fields, tau, steps, ...seen };
  }

  announceRest() {
    const after = `settled after ${show(this.dish.count)} steps`;
    this.asked = true;
    this.announce(
      this.dish.pattern
        ? `The pattern has ${after}. ${this.caption.lengths.textContent}.`
        : `The dish has ${after}: it is even, and stays so, for no wave grows.`,
    );
  }

  /** @param {string} kind @param {Job} job */
  ended(kind, job) {
    this.busy = false;
    if (kind !== "done" && job.dish.fields) job.dish.settle();
    if (kind === "error") {
      this.todo = 0;
      this.goal = undefined;
      this.playing = false;
      this.asked = false;
      this.showPlaying();
      return;
    }
    if (kind === "cancelled" && job.birth === this.birth) this.goal = undefined;
    this.draw();
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
  recolour() {
    this.tones = tonesOf(this.root);
    this.paint();
  }

  /**
   * The contrast follows the field's range slowly, so that it does not flicker, and never shows
   * mere noise as a pattern.
   */
  paint() {
    if (!this.dish.fields) return;
    const x = this.dish.shown,
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
  /** @param {Message} message @param {boolean} empty theory is of the empty state */
  learn({ theory, measured }, empty) {
    if (theory) this.learnTheory(theory, empty);
    if (measured !== undefined) {
      this.told = performance.now();
      this.measured = this.dish.pattern ? measured : null;
    }
    if (theory || measured !== undefined) this.showLengths();
  }

  /** @param {Theory} theory @param {boolean} empty */
  learnTheory(theory, empty) {
    const bare = theory.at.every((x, s) => x === EMPTY[s]);
    this.theory = theory;
    this.stale = false;
    this.empty = empty || (bare && Boolean(this.about.erase));
    const words = this.growth.show(theory, this.now.axis, this.empty);
    const said = `${this.about.label}. ${words}`;
    const note = [this.notice, said !== this.said && said].filter(Boolean).join(" ");
    this.notice = "";
    this.said = said;
    if (note) this.announce(note);
  }

  showLengths() {
    const { dish, theory, about, measured } = this;
    if (!theory || !dish.fields) return;
    const words = this.caption.waves(theory.wavelength, measured, this.side * this.now.dx);
    this.caption.time(dish);
    this.growth.place(away(dish.fields, theory.at) < about.span / 4, this.empty);
    this.canvas.setAttribute("aria-label", `Dish of the ${about.label} model. ${words}`);
  }

  // ---------------------------------------------------------------- paint and erase
  /**
   * One dab; while a job is under way it is put on the answer as well.
   * @param {number} x
   * @param {number} y
   */
  touch(x, y) {
    const point = [x, y].map((at) => wrap(Math.round(at), this.side)),
      { kind, radius } = this.brush;
    if (this.dish.resting) this.forget();
    this.dish.mark({ name: "dab", dab: { points: [point], r: radius.value, kind } }, this.busy);
    this.draw();
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
