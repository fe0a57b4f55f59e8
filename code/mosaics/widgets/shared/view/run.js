// What labs have in common that run a sampler: seed, steps, a scrubber over the states, and how a
// run is shown.
/** @import { Context, Control, Floats, Heard, Shape, Value } from "../types" */
/** @import { Slider } from "./controls.js" */
import { show, wholeIn } from "../state/numbers.js";
import { rangeSlider, seedField } from "./controls.js";
import { button, calm, h } from "./elements.js";
import { Frame } from "./frame.js";
import { Motion } from "./motion.js";

const NEXT = "New picture"; // on its button, which cancels a run that takes long
const PLAY = 1600; // ms of one run through the steps, where a lab has no time of its own
const QUICK = 1500; // ms within which a run plays once it is there
const whole = wholeIn(0, Number.MAX_SAFE_INTEGER);

/**
 * Where to look at a run: where several images are still possible, where the reader was, or from
 * the start on
 * @typedef {"open" | "stay" | "play"} Then
 */

/**
 * @typedef {object} RunSettings
 * @property {number} N
 * @property {number[]} sizes
 * @property {number} seed
 * @property {number} steps
 * @property {number} sigma_min
 * @property {number} sigma_max
 */

/** A state of a run. @typedef {{ sigma: number, P?: number }} Moment */

/**
 * @template Params
 * @template M
 * @typedef {object} Job
 * @property {Params} params
 * @property {Floats} noise
 * @property {number} seed
 * @property {M[]} frames
 * @property {Then} then
 * @property {string} note
 * @property {number} fraction
 * @property {boolean} live
 */

/**
 * What goes on after a run: it stops before the next one; `far` says how far it is
 * @typedef {{ stop(): void, follow(): void, far(): string | undefined }} Follower
 */

/**
 * A lab of this kind adds what it asks for, what it takes from the messages, and what it shows.
 * @template {Pick<RunSettings, "seed" | "steps">} Settings
 * @template {{ steps: number }} Params
 * @template {Moment} M
 * @extends {Frame<Settings>}
 */
export class RunLab extends Frame {
  busy = false;
  long = false; // the run under way takes so long that it can be cancelled
  /** @type {M[]} */
  frames = []; // states of the run in view, its end the last
  /** @type {number | undefined} */
  wanted; // the state to look at once the next run is there
  /** @type {Job<Params, M> | undefined} */
  shown; // the run in view
  motion = new Motion(); // through the states
  /** @type {Follower | undefined} */
  follower;

  /** @param {Context} context @param {string} lab */
  constructor(context, lab) {
    super(context, lab);
    const { seed, steps } = this.settings;
    this.seed = seedField({
      state: this.chosen,
      value: seed,
      change: (_, note) => this.start("play", note),
    });
    this.next = button(NEXT, () => (this.busy && this.long ? this.cancel() : this.another()), {
      class: "lab-primary",
    });
    this.again = button("Run again", () => this.anew(), { hidden: true });
    this.steps = rangeSlider({
      state: this.chosen,
      name: "steps",
      label: "Steps",
      low: 1,
      high: 50,
      value: steps,
      change: () => this.start("stay"),
    });
    this.player = button("Play", () => (this.motion.on ? this.stop() : this.play()), {
      class: "lab-play",
    });
    this.scrubber = h("div", { class: "lab-scrub" }, this.player);
    this.step = this.makeStep(steps);
  }

  get moves() {
    return this.motion.on;
  }

  open() {
    this.cancelByEscape();
    this.build(
      h("div", { class: "lab-row" }, this.next, this.seed.el, this.again),
      ...this.parts(),
    );
    this.start("open");
  }

  rerun() {
    this.start(this.shown ? "stay" : "open");
  }

  // ---------------------------------------------------------------- what a lab adds
  /** What stands under the buttons. @returns {Element[]} */
  parts() {
    return [];
  }

  get task() {
    return "";
  }

  /** What the next job is asked with. @returns {Params} */
  params() {
    throw new TypeError("a lab says what it asks for");
  }

  /** @param {Params} params @returns {Floats} */
  noise(params) {
    throw new TypeError("a lab says which noise it takes");
  }

  /** A step that is done, or a part of one. @param {Job<Params, M>} job @param {Heard} message */
  took(job, message) {}

  /** The end of a run; a lab calls reveal(). @param {Job<Params, M>} job @param {Heard} message */
  finish(job, message) {}

  /** Keeps the run for tests. @param {Job<Params, M>} job @param {number} ms */
  record(job, ms) {}

  /**
   * What the labs keep alike: what was asked, and these of every moment, by name.
   * @template {keyof M & string} K
   * @param {Job<Params, M>} job
   * @param {number} ms
   * @param {K[]} names
   */
  kept({ params, noise, seed, frames }, ms, names) {
    const moments = names.map((name) => [name, frames.map((moment) => moment[name])]);
    const lists = /** @type {{ [key in K]: M[key][] }} */ (Object.fromEntries(moments));
    return { params, seed, noise, ms, engine: this.machine.name, ...lists };
  }

  /** What the end is. @param {Job<Params, M>} job @param {number} ms */
  showResult(job, ms) {}

  /** @param {M} moment @param {boolean} last @param {boolean} live */
  viewState(moment, last, live) {}

  /**
   * The Python that makes the picture of such a run again.
   * @param {Params & { data: string, seed: number, shape: Shape }} run
   * @returns {string | undefined}
   */
  script(run) {
    return undefined;
  }

  /** A run has ended otherwise than well. */
  ended() {}

  /** Milliseconds of one run through the steps. */
  get playTime() {
    return PLAY;
  }

  /** The state where several images are still possible. */
  openAt() {
    return this.frames.length - 1;
  }

  python() {
    const { shown, shape, data } = this;
    return shown && this.script({ ...shown.params, data, seed: shown.seed, shape });
  }

  // ---------------------------------------------------------------- the scrubber
  /** The state in view. */
  get at() {
    return this.step.value;
  }

  /**
   * A slider of as many positions as the run has states.
   * @param {number} steps
   * @returns {Slider}
   */
  makeStep(steps) {
    const say = (/** @type {number} */ k) => this.place(k, steps);
    const look = (/** @type {number} */ k) => {
      this.stop();
      this.view(k);
    };
    const step = rangeSlider({
      state: this.chosen,
      name: "step",
      label: "Step",
      low: 0,
      high: steps,
      value: this.chosen.number("step") || 0,
      say,
      input: look,
    });
    this.scrubber.append(step.el);
    return step;
  }

  /** @param {number} steps */
  resizeScrubber(steps) {
    if (this.step.range.max === String(steps)) return;
    this.step.el.remove();
    this.step = this.makeStep(steps);
  }

  /** A step in words. @param {number} k */
  place(k, steps = +this.step.range.max) {
    return `${k} of ${steps} · ${this.level(this.frames[k])}`;
  }

  /** @param {M | undefined} moment */
  level(moment) {
    return `σ ${show(moment?.sigma ?? 0)}`;
  }

  // ---------------------------------------------------------------- settings from outside
  /** `step`: the state to look at once the run is there. @returns {Record<string, Control>} */
  controls() {
    const lab = this;
    const step = {
      get value() {
        return lab.wanted ?? lab.at;
      },
      /** @param {unknown} k */
      set(k) {
        lab.wanted = whole(k) ?? lab.wanted;
      },
    };
    return { steps: this.steps, seed: this.seed, step };
  }

  /**
   * A run that is there already is not made again.
   * @param {string} then
   * @param {string} note
   * @param {Record<string, Value>} [values]
   */
  answer(then, note, values) {
    const asked = JSON.stringify([this.params(), this.seed.value]),
      { shown } = this;
    if (this.busy || !shown || JSON.stringify([shown.params, shown.seed]) !== asked) {
      return this.start(/** @type {Then} */ (then), note);
    }
    const at = this.wanted,
      end = this.frames.length - 1;
    this.wanted = undefined;
    this.stop();
    this.say(note || `Seed ${this.seed.value}, as before.`);
    this.follower?.follow();
    if (at !== undefined || then !== "play" || calm.matches)
      return this.view(Math.min(at ?? this.at, end));
    this.play(0);
  }

  // ---------------------------------------------------------------- a run
  slow() {
    const far = this.follower?.far();
    if (far) this.say(far);
    else super.slow();
  }

  another() {
    this.seed.next();
    this.anew();
  }

  /** From the start on, wherever one wanted to look before. */
  anew() {
    this.wanted = undefined;
    this.start("play");
  }

  /** @param {Then} then */
  start(then, note = "") {
    this.stop();
    this.follower?.stop();
    const params = this.params(),
      noise = this.noise(params);
    const last = this.frames.length - 1,
      fraction = last > 0 ? this.at / last : 1; // the end stays the end
    /** @type {Job<Params, M>} */
    const job = {
      params,
      noise,
      seed: this.seed.value,
      frames: [],
      then,
      note,
      fraction,
      live: false,
    };
    this.busy = true;
    if (document.activeElement === this.again) this.next.focus(); // it goes
    this.again.hidden = true;
    setTimeout(() => this.offer(this.busy), 150);
    this.run(this.task, params, [noise], {
      step: (m) => this.took(job, m),
      done: (m) => this.finish(job, m),
      end: (how) => {
        this.busy = false;
        this.offer(false);
        this.again.hidden = how === "done"; // else what is asked for is not what is in view
        if (how === "done") return this.follower?.follow();
        this.wanted = undefined;
        this.ended();
      },
    });
  }

  /** What the first button does: cancel a run that takes long. @param {boolean} long */
  offer(long) {
    this.long = long;
    this.next.textContent = long ? "Cancel" : NEXT;
  }

  /** Shows a run that is there. @param {Job<Params, M>} job @param {M} end @param {number} ms */
  reveal(job, end, ms) {
    this.stop(); // what plays has its own states, maybe more than these
    this.frames = [...job.frames, end];
    this.tellWhere();
    this.shown = job;
    this.record(job, ms);
    this.resizeScrubber(job.params.steps);
    this.showResult(job, ms);
    this.settle(job, ms);
  }

  /** Where to look first. @param {Job<Params, M>} job @param {number} ms */
  settle({ then, fraction }, ms) {
    const end = this.frames.length - 1,
      { wanted } = this;
    this.wanted = undefined;
    if (wanted !== undefined) return this.view(Math.min(end, wanted));
    if (then === "play" && !calm.matches && ms < QUICK) return this.play();
    const at = { play: end, open: this.openAt(), stay: Math.round(fraction * end) }[then];
    this.view(Math.min(end, at));
  }

  /** From the state in view on, or anew where that is the end. */
  play(from = this.at < this.frames.length - 1 ? this.at : 0) {
    const end = this.frames.length - 1;
    // Steps a millisecond; slow where motion is unwelcome
    const speed = calm.matches ? 4 / 1000 : end / this.playTime;
    this.player.textContent = "Pause";
    this.view(from);
    this.motion.begin((ms) => {
      const k = Math.min(end, from + Math.floor(ms * speed));
      if (k !== this.at) this.view(k);
      if (k === end) this.stop();
      return k < end;
    });
  }

  stop() {
    this.motion.stop();
    this.player.textContent = "Play";
  }

  /**
   * Shows the state after k steps; there is none where the first run went wrong.
   * @param {number} k
   */
  view(k) {
    if (!this.frames.length) return;
    this.step.set(k);
    this.viewState(this.frames[k], k === this.frames.length - 1, false);
  }

  close() {
    this.stop();
    super.close();
  }
}
