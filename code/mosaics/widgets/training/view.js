// TrainingLab: a network in training, look by look, beside the pictures that an exact machine drew
// beforehand.
/** @import { Context, Control, Floats, Heard, Pair, Shape, Value } from "../shared/types" */
/** @import { Slider } from "../shared/view/controls.js" */
/** @import { Look, Params, Recorded, Run } from "./run.js" */
import { normals } from "../shared/state/draws.js";
import { show, wholeIn } from "../shared/state/numbers.js";
import { tame } from "../shared/state/pictures.js";
import { choice, logSlider, rangeSlider, seedField } from "../shared/view/controls.js";
import { button, calm, h } from "../shared/view/elements.js";
import { Frame, widget } from "../shared/view/frame.js";
import { AXES, Curves } from "./curves.js";
import { Examples } from "./examples.js";
import { Pace } from "./pace.js";
import { Pairs } from "./pairs.js";
import { python } from "./python.js";
import { described, kept, recordedRun, stopped, two, VIEWS } from "./run.js";
import { sheet } from "./sheet.js";
import worker from "./worker.js?source";

const OUTSIDE = { zeros: "Zeros", circular: "The other side (torus)" };
const FACTS = {
  step: "Training steps",
  seconds: "Seconds",
  loss: "Loss",
  median: "Median r²",
  chance: "With other noises",
};
const ABSENT =
  "Your run is not in this link: press Train to make one like it. In view is the recorded run.";
const whole = wholeIn(0, Number.MAX_SAFE_INTEGER);
const FLIP = 450,
  SLOW = 1200; // ms: a look while playing, where motion is unwelcome
/**
 * @typedef {object} Settings
 * @property {number} width
 * @property {number[]} widths
 * @property {string} padding
 * @property {number} seconds
 * @property {[number, number]} budget
 * @property {number} seed
 * @property {number} noises
 * @property {number} looks
 * @property {number} images that it learns from
 * @property {number} given of which these are the first
 * @property {Shape} live
 * @property {Record<string, Pair[]>} windows the machine's, by padding
 * @property {Recorded} recorded
 * @property {boolean} own whether the images are others than Python takes by itself
 */

/**
 * @typedef {Heard & Look & { phase: string, steps: number, sigma: number, done: number }} Message
 */
/** @extends {Frame<Settings>} */
class TrainingLab extends Frame {
  busy = false;
  at = Number.MAX_SAFE_INTEGER; // the look in view, at first the last one
  follow = false; // the newest look is shown when it comes
  left = "Python has gone; what there is stays.";
  absent = false; // a link is to a run of the reader's that is not here
  /** @type {number | undefined} */
  playing;
  /** @type {Slider | undefined} */
  look;
  pace = new Pace();
  /** @type {Run | undefined} */
  waits; // for the training images

  /** @param {Context} context */
  constructor(context) {
    super(context, "training");
    const { recorded, noises } = this.settings;
    /** @type {{ recorded: Run, yours?: Run }} */
    this.runs = { recorded: recordedRun(recorded, this.shape, noises, (k) => this.image(k)) };
    this.inView = this.runs.recorded;
    this.go = button("Train", () => (this.busy ? this.cancel() : this.train()), {
      class: "lab-primary",
    });
    this.next = this.makeNext();
    this.progress = h("span", { class: "training-progress" });
    this.speed = h("p", { class: "lab-note training-speed" });
    this.examples = new Examples(this.model);
    this.shownRun = this.makeShownRun();
    this.words = h("p", {}, "\u00a0");
    this.along = this.makeAlong();
    this.player = button("Play", () => (this.playing ? this.stop() : this.play()), {
      class: "lab-play",
    });
    this.scrubber = h("div", { class: "lab-scrub" }, this.player);
    this.facts = h("dl", { class: "training-facts" });
    this.pairs = new Pairs(noises);
    this.curves = new Curves();
  }

  /** What the next training is asked with. */
  makeNext() {
    const { width, widths, padding, seconds, budget, seed } = this.settings,
      [low, high] = budget,
      state = this.chosen;
    const channels = Object.fromEntries(widths.map((w) => [w, `${w} channels`])),
      change = () => this.tellSpeed();
    return {
      seed: seedField({ state, value: seed, change: (_, note) => note && this.say(note) }),
      seconds: logSlider({
        state,
        name: "seconds",
        label: "Time to train",
        low,
        high,
        value: seconds,
        say: (s) => `${show(s)} s`,
      }),
      width: choice({
        state,
        name: "width",
        label: "Width of the network",
        values: channels,
        value: String(width),
        change,
      }),
      padding: choice({
        state,
        name: "padding",
        label: "Outside an image",
        values: OUTSIDE,
        value: padding,
        change,
      }),
    };
  }

  makeShownRun() {
    return choice({
      state: this.chosen,
      name: "run",
      label: "In view",
      values: VIEWS,
      value: "recorded",
      change: (key) => this.choose(key),
    });
  }

  makeAlong() {
    const made = choice({
      state: this.chosen,
      name: "axis",
      label: "Curves along",
      values: AXES,
      value: "step",
      change: (axis) => this.turn(axis),
    });
    made.el.classList.add("training-along");
    return made;
  }

  get moves() {
    return this.playing !== undefined;
  }

  open() {
    const { seed, seconds, width, padding } = this.next,
      about = h("div", { class: "training-about" }, this.words, this.shownRun.el);
    this.cancelByEscape();
    this.build(
      h("div", { class: "lab-row" }, this.go, seed.el, this.progress),
      about,
      this.pairs.el,
      this.scrubber,
      this.facts,
      this.curves.el,
      this.along.el,
      h("p", { class: "lab-head training-next" }, "For the next training"),
      h("div", { class: "lab-settings" }, seconds.el, width.el, padding.el),
      ...cutNote(this.settings),
      this.speed,
    );
    this.tellWhere();
    this.rerun();
    this.choose("recorded");
    this.root.dataset.done = "recorded";
  }

  // ---------------------------------------------------------------- settings from outside
  /** @returns {Record<string, Control>} */
  controls() {
    const { seconds, width, padding, seed } = this.next;
    return {
      run: this.runControl(),
      step: this.stepControl(),
      axis: this.axisControl(),
      width,
      padding,
      seconds,
      seed,
    };
  }

  /**
   * A step without a run is one of the recorded run: the text's steps stay its own after a reader
   * has trained.
   * @param {Record<string, Value>} values
   */
  set(values, then = "play") {
    this.absent = false;
    return super.set("step" in values ? { run: "recorded", ...values } : values, then);
  }

  canvases() {
    const look = this.inView.looks[this.at];
    return look ? [sheet(this.inView, look)] : [];
  }

  /** What the controls are set to. @returns {Params} */
  asked() {
    const { width, padding, seconds, seed } = this.next;
    return {
      width: Number(width.value),
      padding: padding.value,
      seconds: seconds.value,
      seed: seed.value,
    };
  }

  /** A run of the reader's goes with its own settings, whatever the next one is to have. */
  linked() {
    const { width, padding, seconds, seed = 0 } = this.inView.params,
      own = { width: String(width), padding, seconds, seed };
    return { ...this.get(), ...(this.inView === this.runs.yours ? own : {}) };
  }

  python() {
    return python(this.inView, this.settings.own);
  }

  /** The Python is of the run in view, also where the controls have moved on. */
  get copies() {
    const { params } = this.inView,
      yours = this.inView === this.runs.yours;
    const { seconds, ...others } = this.asked(),
      next = yours ? { seconds, ...others } : others;
    const differs = Object.entries(next).some(
      ([name, value]) => params[/** @type {keyof Params} */ (name)] !== value,
    );
    const note = differs ? " (the controls are set for the next training)" : "";
    return `Python that trains like ${yours ? "your run" : "the recorded run"}${note}`;
  }

  /** @returns {Control} */
  runControl() {
    const lab = this;
    return {
      get near() {
        return lab.absent;
      },
      get value() {
        return lab.inView === lab.runs.yours ? "yours" : "recorded";
      },
      set: (/** @type {string} */ wanted) => {
        if (!Object.hasOwn(VIEWS, wanted)) return;
        lab.absent = wanted === "yours" && !lab.runs.yours;
        lab.choose(wanted);
      },
    };
  }

  /** @returns {Control} */
  stepControl() {
    const lab = this;
    let near = false; // the look next to any step
    return {
      get near() {
        return near;
      },
      get value() {
        return lab.inView.looks[lab.at]?.step;
      },
      set: (/** @type {Value} */ given) => {
        const wanted = whole(given);
        near = wanted !== undefined;
        if (wanted === undefined) return;
        const far = lab.inView.looks.map((look) => Math.abs(look.step - wanted));
        lab.stop();
        lab.view(Math.max(0, far.indexOf(Math.min(...far))));
      },
    };
  }

  /** @returns {Control} */
  axisControl() {
    const { along } = this;
    return {
      get value() {
        return along.value;
      },
      set: (/** @type {string} */ name) => {
        along.set(name);
        this.curves.axis = along.value;
      },
    };
  }

  /** @param {string} then @param {string} note */
  answer(then, note) {
    const { step, median } = this.inView.looks[this.at] ?? {};
    this.curves.show(this.inView, this.at);
    if (this.absent) return this.say(`${ABSENT} ${note}`.trim());
    const words =
      step === undefined
        ? ""
        : `After ${show(step)} steps: median r² with the machine ${two(median)}.`;
    this.say(`${note} ${words}`.trim());
  }

  // ---------------------------------------------------------------- which run is in view
  /** The other engine is taken, which knows nothing of a training under way. */
  rerun() {
    if (this.busy) this.ended("gone");
    this.tellSpeed();
  }

  /** @param {string} axis */
  turn(axis) {
    this.curves.axis = axis;
    this.curves.show(this.inView, this.at);
  }

  /**
   * A slider of as many positions as a run will have looks.
   * @param {number} count
   * @returns {Slider}
   */
  scrub(count) {
    if (this.look?.range.max === String(count - 1)) return this.look;
    const say = (/** @type {number} */ k) => {
      const look = this.inView.looks[k];
      return look ? `step ${show(look.step)} · r² ${two(look.median)}` : "not yet";
    };
    const input = (/** @type {number} */ k) => {
      this.stop();
      this.view(k);
    };
    const look = rangeSlider({
      state: this.chosen,
      name: "look",
      label: "Moment",
      low: 0,
      high: count - 1,
      value: 0,
      say,
      input,
    });
    look.el.dataset.control = "step"; // its name in a link
    this.look?.el.remove();
    this.look = look;
    this.scrubber.append(look.el);
    return look;
  }

  /** @param {string} name */
  choose(name) {
    const yours = name === "yours" && this.runs.yours,
      run = yours || this.runs.recorded,
      at = run === this.inView ? this.at : run.looks.length - 1; // who looks at it already stays
    this.stop();
    this.shownRun.set(yours ? "yours" : "recorded");
    this.shownRun.el.hidden = !this.runs.yours;
    this.inView = run;
    this.scrub(run.planned);
    this.words.textContent = described(run, Boolean(yours));
    this.pairs.fit(run);
    this.view(at);
  }

  // ---------------------------------------------------------------- training
  train() {
    const { live, looks, images } = this.settings,
      params = this.asked();
    /** @type {Run} */
    const run = { shape: live, planned: looks + 1, looks: [], losses: [], params, images };
    run.engine = this.machine.name;
    this.runs.yours = run;
    this.choose("yours");
    this.busy = true;
    this.follow = true;
    this.root.dataset.busy = "";
    this.go.textContent = "Stop";
    this.tellWhere();
    if (run.engine === "kernel") this.ask(run);
    else this.load(run);
  }

  /** This page's engine is handed the images, which come first. @param {Run} run */
  async load(run) {
    this.waits = run;
    this.hint("Loading the training images.");
    try {
      const images = await this.examples.get();
      if (this.waits === run) this.ask(run, images);
    } catch (error) {
      if (this.waits !== run) return;
      const why = error instanceof Error ? error.message : String(error);
      this.unsay();
      this.fail("images", `the training images did not come: ${why}`);
      this.ended("error");
    }
  }

  /** @param {Run} run @param {Floats[]} images */
  ask(run, ...images) {
    const { noises, live, looks, windows } = this.settings,
      { padding, seed = 0 } = run.params,
      noise = normals(seed, noises * live.reduce((a, b) => a * b));
    this.waits = undefined;
    this.say("The machine draws first, then the training begins. Stop ends either.");
    const asked = { ...run.params, shape: live, noises, looks, windows: windows[padding] };
    this.run("train", asked, [noise, ...images], {
      step: (/** @type {Message} */ m) => this.took(run, m),
      done: (/** @type {Message} */ m) => this.finish(run, m),
      end: (how) => this.ended(how),
    });
  }

  cancel() {
    if (this.waits) this.ended("cancelled");
    else super.cancel();
  }

  /** @param {Run} run @param {Message} m */
  took(run, m) {
    const { arrays, phase, loss, step, seconds } = m;
    if (phase === "part") return;
    if (phase === "machine") {
      run.machine = this.split(tame(arrays.machine, m.sigma));
      this.tellDrawing(run, m);
      return this.repaint(run);
    }
    const time = `${show(Math.round(seconds))} of ${show(run.params.seconds)} s`;
    this.progress.textContent = `${time}, step ${show(step)}, loss ${two(loss)}`;
    run.done = m.done;
    this.pace.note(this.machine.name, run.params.width, m);
    this.tellSpeed();
    if (loss !== null) run.losses.push([seconds, step, loss]);
    if (phase === "look") {
      const { r2, median, chance } = m;
      run.looks.push({ step, seconds, loss, z: this.split(arrays.z), r2, median, chance });
    }
    this.repaint(run);
  }

  /**
   * How far the machine is, which draws before the training begins.
   * @param {Run} run @param {Message} m
   */
  tellDrawing({ params: { padding } }, { step, steps, ms }) {
    const left = step
      ? `, about ${show(Math.ceil((ms / 1000 / step) * (steps - step)))} s more`
      : "";
    this.progress.textContent = `The machine draws: step ${step} of ${steps}${left}`;
    if (step < steps) return;
    this.pace.noteDrawing(this.machine.name, padding, ms / 1000);
    this.tellSpeed();
  }

  /** @param {Run} run */
  repaint(run) {
    if (run === this.inView) this.view(this.follow ? run.looks.length - 1 : this.at, this.follow);
  }

  /** @param {Floats} all */
  split(all) {
    const { noises } = this.settings,
      size = all.length / noises;
    return Array.from({ length: noises }, (_, i) => all.slice(i * size, (i + 1) * size));
  }

  /** @param {Run} run @param {Message} message */
  finish({ looks }, { step, seconds, ms }) {
    const { median, chance } = looks[looks.length - 1];
    const scores = `Median r² with the machine ${two(median)}, with other noises ${two(chance)}`;
    this.say(`Trained: ${show(step)} steps in ${show(seconds)} s. ${scores}. ${this.spent(ms)}.`);
  }

  /** @param {string} how */
  ended(how) {
    const run = this.runs.yours;
    this.busy = false;
    this.waits = undefined;
    delete this.root.dataset.busy;
    this.go.textContent = "Train";
    this.progress.textContent = "";
    if (!run) return;
    if (how === "cancelled") this.say(stopped(run));
    if (!run.looks.length) {
      delete this.runs.yours;
      return this.choose("recorded"); // who looked at that meanwhile stays where they were
    }
    run.planned = run.looks.length;
    run.done = 1;
    if (run !== this.inView) return;
    this.scrub(run.planned);
    this.view(Math.min(this.at, run.planned - 1));
  }

  /** What is in view first was computed elsewhere. */
  tellWhere() {
    super.tellWhere();
    const { live, gone } = this.machine;
    if (!live && !gone && !this.runs.yours)
      this.where.textContent = "Recorded. A training is computed in this page.";
  }

  /** How much a training is, as far as one has been seen here. */
  tellSpeed() {
    this.speed.textContent = this.pace.words(this.machine.name, this.asked());
  }

  // ---------------------------------------------------------------- what is in view
  /** @param {number} k @param {boolean} [follow] */
  view(k, follow) {
    const run = this.inView,
      last = run.looks.length - 1;
    this.at = Math.max(0, Math.min(k, last));
    this.follow = follow ?? this.at >= last; // also where there is none yet
    this.scrub(run.planned).set(this.at);
    /** @type {Look | undefined} */
    const look = run.looks[this.at];
    this.pairs.show(run, look);
    this.viewFacts(look);
    this.curves.show(this.inView, this.at);
    this.state = { ...kept(run), ...look, at: this.at };
  }

  /** @param {Look | undefined} look */
  viewFacts(look) {
    const text = {
      step: look ? show(look.step) : "–",
      seconds: look ? show(look.seconds) : "–",
      loss: two(look?.loss),
      median: two(look?.median),
      chance: two(look?.chance),
    };
    const fact = (/** @type {[string, string]} */ [name, title]) =>
      h("div", {}, h("dt", {}, title), h("dd", {}, text[/** @type {keyof typeof text} */ (name)]));
    this.facts.replaceChildren(...Object.entries(FACTS).map(fact));
  }

  // ---------------------------------------------------------------- play
  play() {
    const end = this.inView.looks.length - 1;
    if (end < 1) return;
    this.player.textContent = "Pause";
    this.view(this.at >= end ? 0 : this.at);
    this.playing = window.setInterval(
      () => {
        this.view(this.at + 1);
        if (this.at < end) return;
        this.stop();
        const { step, median, chance } = this.inView.looks[this.at];
        const [own, other] = [two(median), two(chance)],
          scores = `median r² with the machine ${own}, with other noises ${other}`;
        this.say(`After ${show(step)} steps: ${scores}.`);
      },
      calm.matches ? SLOW : FLIP,
    );
  }

  stop() {
    clearInterval(this.playing);
    this.playing = undefined;
    this.player.textContent = "Play";
  }

  close() {
    this.waits = undefined;
    this.stop();
    this.curves.close();
    super.close();
  }
}

/** Large images are fewer, which nobody would see. @param {Settings} settings */
function cutNote({ images, given }) {
  const why = "the machine would draw for long with more, and the network learns from the same",
    text = `It is of the first ${show(images)} of ${show(given)} images: ${why}.`;
  return images < given ? [h("p", { class: "lab-note training-cut" }, text)] : [];
}

export default widget(TrainingLab, worker);
