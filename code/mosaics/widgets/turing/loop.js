// A dish and its engine: which steps come next and with what, and what an answer changes. An engine
// advances the field some steps a message, and the next message goes out once the last answer is on
// the screen. What a reader sees of it is view.js.
/** @import { Context, Floats, Heard } from "../shared/types" */
/** @import { Values } from "./models.js" */
/** @import { Offered } from "./pattern.js" */
/** @import { Goal } from "./replay.js" */
/** @import { Theory } from "./verdict.js" */
import { normals } from "../shared/state/draws.js";
import { show } from "../shared/state/numbers.js";
import { listSlider, seedField } from "../shared/view/controls.js";
import { calm, settled } from "../shared/view/elements.js";
import { Frame } from "../shared/view/frame.js";
import { Dish } from "./dish.js";
import { draws } from "./past.js";
import { Pattern } from "./pattern.js";

const ASK = 500; // ms between two looks at theory and spectrum
const QUIET = 700; // ms until words are said
const FIRST = 7000, // steps of a job that begins a dish
  WISHES = 20000; // steps that can wait
export const LONG = 1000; // steps of the long button, and of a job on its way
const LAG = 4; // jobs between two turns of a parameter: more would fill a link within a second
const SPEEDS = [1, 2, 4, 8, 12, 16, 24, 32, 48, 64];

/**
 * @typedef {Offered & { seed: number, size: number, boundary: string, stencil: string,
 *   amplitude: number }} Settings
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
export class DishLab extends Frame {
  busy = false;
  fresh = false; // the next job begins anew
  asked = false; // theory is wanted at the next job
  stale = true; // theory is of other parameters
  todo = 0; // steps that were asked for by a button
  birth = 0; // how often a dish began
  news = 0; // of how many times what waits to be said is
  lag = 0; // jobs since a parameter was turned
  notice = ""; // to be said with the next theory
  seen = true;
  told = 0; // when the pattern was last measured
  frames = 0; // painted
  /** @type {number[]} */
  times = []; // of the last frames
  /** @type {number | undefined} */
  frame;
  /** @type {Theory | undefined} */
  theory;
  /** @type {number | null} */
  measured = null;
  /** @type {{ key: string, noise: Floats } | undefined} */
  drawn;
  /** @type {Goal | undefined} */
  goal; // where the next dish is to be

  /** @param {Context} context */
  constructor(context) {
    super(context, "turing");
    const state = this.chosen,
      { size, seed } = this.settings;
    this.side = size;
    this.playing = !calm.matches;
    this.tell = settled((/** @type {string} */ text, /** @type {number} */ news) => {
      if (news === this.news) this.say(text);
    }, QUIET);
    this.seed = seedField({ state, value: seed, change: (_, note) => this.startAgain(note) });
    this.speed = listSlider({
      state,
      name: "speed",
      label: "Speed",
      values: SPEEDS,
      value: 24,
      say: (n) => `${n} steps a frame`,
    });
    this.pattern = new Pattern(state, this.settings, {
      choose: (key) => this.choose(key),
      tune: () => this.tune(),
    });
    this.dish = this.newDish({});
  }

  rerun() {
    this.busy = false;
    if (this.dish.fields) this.dish.settle();
    this.tune();
  }

  // ---------------------------------------------------------------- what the page adds
  /** Whether the brush is on the dish. */
  get held() {
    return false;
  }

  showPlaying() {}

  /** How far a long job is. @param {number} step @param {number} steps */
  counted(step, steps) {}

  /** @param {Message} message @param {boolean} empty theory is of the empty state */
  learn(message, empty) {}

  /** The dish has come to rest. */
  rests() {}

  /** A dish begins: what was seen of the last one is of no use. */
  began() {}

  paint() {}

  // ---------------------------------------------------------------- words
  /** Said once things are quiet, unless it is no longer true then. @param {string} text */
  announce(text) {
    this.tell(text, this.news);
  }

  /** What was said, and what waits to be said, is of the past. */
  forget() {
    this.news++;
    if (!this.root.dataset.error) this.say("");
  }

  /** What is to be said with the next theory, once. */
  takeNotice() {
    const { notice } = this;
    this.notice = "";
    return notice;
  }

  // ---------------------------------------------------------------- what is asked for
  /** Another pattern. @param {string} key */
  choose(key) {
    this.pattern.adopt(key);
    this.startAgain("", this.playing ? 0 : this.pattern.now.ripe);
  }

  /** @param {string} note @param {number} steps @param {Goal} [goal] */
  startAgain(note = "", steps = 0, goal = undefined) {
    const long = this.todo > 0 || this.goal;
    this.fresh = true;
    this.todo = steps;
    this.goal = goal;
    this.notice = note || (this.birth ? `Started anew from seed ${this.seed.value}.` : "");
    this.dish = this.newDish(this.pattern.values);
    this.birth++;
    this.forget();
    if (this.busy && long) this.cancel();
    this.wake();
  }

  /** @param {Values} values at its start */
  newDish(values) {
    const { amplitude } = this.settings,
      area = 2 * this.side * this.side,
      start = { ...this.pattern.start(), values, amplitude };
    return new Dish(this.side, start, (k) => this.noise(k + 1).subarray(k * area));
  }

  /** @param {boolean} on */
  setPlaying(on) {
    this.plays(on);
    this.wake();
  }

  /** @param {boolean} on */
  plays(on) {
    this.playing = on;
    this.showPlaying();
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

  // ---------------------------------------------------------------- the next job
  /** How many steps come next. The dish holds still while the brush is on it. */
  steps() {
    if (this.goal) return this.goal.t;
    if (this.held) return 0;
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
        this.counted(step, job.params.steps),
    });
  }

  /** The first job of a dish. @param {number} steps @returns {Job} */
  begin(steps) {
    const { goal } = this,
      { start } = this.pattern.now,
      { amplitude } = this.settings;
    this.dish = this.newDish(goal?.first ?? this.pattern.values);
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
      wanted = this.pattern.values;
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
      { now, about } = this.pattern,
      { model, dx, axis } = now,
      { channel } = about;
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
      state: this.pattern.stateInQuestion(this.dish),
      ...(due ? { channel } : {}),
    };
  }

  /** So many draws of the seed's noise. @param {number} count */
  noise(count) {
    const key = `${this.seed.value} ${count}`;
    if (this.drawn?.key !== key)
      this.drawn = { key, noise: normals(this.seed.value, count * 2 * this.side * this.side) };
    return this.drawn.noise;
  }

  // ---------------------------------------------------------------- answers
  /** @param {Job} job @param {Message} m */
  took(job, m) {
    const { params, dish, goal } = job;
    if (job.birth !== this.birth) return; // a dish that is no more
    if (this.fresh) this.began();
    this.fresh = false;
    this.goal = undefined;
    if (job.wish) this.todo = Math.max(0, this.todo - params.steps);
    if (goal) dish.repeat(goal.marks);
    dish.took(m.arrays.fields, params.steps, m.tau);
    this.learn(m, params.state === "empty");
    if (this.pattern.stateInQuestion(dish) !== params.state) this.asked = true;
    if (dish.comesToRest(this.theory)) this.rests();
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

  /** @param {string} kind @param {Job} job */
  ended(kind, job) {
    this.busy = false;
    if (kind !== "done" && job.dish.fields) job.dish.settle();
    if (kind === "error") {
      this.todo = 0;
      this.goal = undefined;
      this.asked = false;
      return this.plays(false);
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

  close() {
    if (this.frame) cancelAnimationFrame(this.frame);
    this.frame = -1; // nothing more is painted or asked for
    super.close();
  }
}
