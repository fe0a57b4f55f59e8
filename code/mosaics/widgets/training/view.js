// TrainingLab: a network in training, look by look, beside the pictures that an exact machine drew
// beforehand.
/** @import { Context, Control, Floats, Heard, Shape } from "../shared/types" */
/** @import { Plot, Sheet } from "../shared/view/plot.js" */
/** @import { Slider } from "../shared/view/controls.js" */
import { diamond, path } from "../shared/state/curves.js";
import { normals } from "../shared/state/draws.js";
import { show } from "../shared/state/numbers.js";
import { tame } from "../shared/state/pictures.js";
import { choice, logSlider, rangeSlider, seedField } from "../shared/view/controls.js";
import { button, calm, h, penOf } from "../shared/view/elements.js";
import { Frame, widget } from "../shared/view/frame.js";
import { paint } from "../shared/view/paint.js";
import { plot } from "../shared/view/plot.js";
import worker from "./worker.js?source";

/** @type {Record<string, string>} */
const VIEWS = { recorded: "Recorded run", yours: "Your run" };
/** @type {Record<string, string>} */
const AXES = { step: "training steps", seconds: "seconds of training" };
const OUTSIDE = { zeros: "Zeros", circular: "The other side (torus)" };
/** @type {Record<string, string>} */
const PARTNERS = { zeros: "bbELS", circular: "ELS" };
const FACTS = {
  step: "Training steps",
  seconds: "Seconds",
  loss: "Loss",
  median: "Median r²",
  chance: "With other noises",
};
const FLIP = 450,
  SLOW = 1200,
  QUIET = 5000; // ms: a look while playing, where motion is unwelcome; until Python is late
const PYTHON =
  "Training needs Python. Open this chapter in JupyterLab, on Binder or in Colab (see the page " +
  "“Running the book”), and a button “Train” stands here. What follows is a run that was recorded.";

/**
 * A moment of a run: pictures and how near they are to the machine's
 * @typedef {object} Look
 * @property {number} step
 * @property {number} seconds
 * @property {number | null} loss
 * @property {Floats[]} z
 * @property {number[]} r2
 * @property {number} median
 * @property {number} chance
 */

/** @typedef {[seconds: number, step: number, loss: number]} Loss */
/**
 * @typedef {{ width: number, padding: string, seconds: number, steps?: number, seed?: number, n?:
 * number }} Params
 */

/**
 * `planned` looks, of which there are `looks` so far; `done`: the part of it that is done, where it
 * is under way
 * @typedef {object} Run
 * @property {Shape} shape
 * @property {number} planned
 * @property {Floats[]} [machine]
 * @property {Look[]} looks
 * @property {Loss[]} losses
 * @property {Params} params
 * @property {number} images
 * @property {number} [done]
 */

/**
 * The recorded run as Python sends it: a list entry a look, `log` the losses between
 * @typedef {object} Recorded
 * @property {number[]} steps
 * @property {number[]} seconds
 * @property {(number | null)[]} loss
 * @property {number[][]} r2
 * @property {number[]} median
 * @property {number[]} chance
 * @property {Loss[]} log
 * @property {Params & { n: number }} about
 */

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
 * @property {number} images
 * @property {Shape} live
 * @property {Recorded} recorded
 */

/**
 * @typedef {Heard & Look & { phase: string, steps: number, sigma: number, done: number }} Message
 */
/**
 * @typedef {{ network: HTMLCanvasElement, machine: HTMLCanvasElement, r2: HTMLElement, el:
 * HTMLElement }} Cell
 */

/** @param {number | null | undefined} x */
const two = (x) => (x === undefined || x === null ? "–" : x.toFixed(2));

/** @extends {Frame<Settings>} */
class TrainingLab extends Frame {
  busy = false;
  axis = "step";
  at = 0; // the look in view
  follow = false; // the newest look is shown when it comes
  spoke = false; // Python has said something since it was last looked for
  mute = false;
  /** @type {number | undefined} */
  playing;
  /** @type {Slider | undefined} */
  look;

  /** @param {Context} context */
  constructor(context) {
    super(context, "training");
    const {
      width,
      widths,
      padding,
      seconds,
      budget: [low, high],
      seed,
      recorded,
      noises,
    } = this.settings;
    /** @type {{ recorded: Run, yours?: Run }} */
    this.runs = { recorded: this.recorded(recorded) };
    this.inView = this.runs.recorded;
    this.go = button("Train", () => (this.busy ? this.cancel() : this.train()), {
      class: "lab-primary",
    });
    this.seed = seedField({ value: seed, change: (_, note) => note && this.say(note) });
    this.progress = h("span", { class: "training-progress" });
    this.tell = h("p", { class: "lab-note training-tell" }, PYTHON);
    this.top = h("div", { class: "lab-row" }, this.go, this.seed.el, this.progress);
    this.shownRun = choice({
      name: "run",
      label: "In view",
      values: VIEWS,
      value: "recorded",
      change: (key) => this.choose(key),
    });
    this.words = h("p", {}, "\u00a0");
    this.along = choice({
      name: "axis",
      label: "Curves along",
      values: AXES,
      value: "step",
      change: (axis) => this.turn(axis),
    });
    this.along.el.classList.add("training-along");
    this.seconds = logSlider({
      name: "seconds",
      label: "Time to train",
      low,
      high,
      value: seconds,
      say: (s) => `${show(s)} s`,
    });
    const channels = Object.fromEntries(widths.map((w) => [w, `${w} channels`]));
    this.width = choice({
      name: "width",
      label: "Width of the network",
      values: channels,
      value: String(width),
    });
    this.padding = choice({
      name: "padding",
      label: "Outside an image",
      values: OUTSIDE,
      value: padding,
    });
    this.options = h(
      "div",
      { class: "lab-settings" },
      this.seconds.el,
      this.width.el,
      this.padding.el,
    );
    this.player = button("Play", () => (this.playing ? this.stop() : this.play()), {
      class: "lab-play",
    });
    this.scrubber = h("div", { class: "lab-scrub" }, this.player);
    this.facts = h("dl", { class: "training-facts" });
    this.cells = Array.from({ length: noises }, makeCell);
    this.x = { low: 10, high: 1000, label: AXES.step };
    this.loss = { low: 0.1, high: 1 };
    this.lossPlot = plot({
      label: "Loss against training",
      x: this.x,
      y: this.loss,
      draw: (sheet) => this.drawLoss(sheet),
    });
    this.r2Plot = plot({
      label: "Median r² of network and machine against training",
      x: this.x,
      y: { low: 0, high: 1, linear: true },
      draw: (sheet) => this.drawR2(sheet),
    });
  }

  open() {
    const about = h("div", { class: "training-about" }, this.words, this.shownRun.el);
    this.cancelByEscape();
    this.build(
      this.tell,
      this.top,
      about,
      pairs(this.cells),
      this.scrubber,
      this.facts,
      h(
        "div",
        { class: "lab-panels" },
        panel("Loss", ["mean of the last 100 steps"], this.lossPlot),
        panel("Median r² with the machine", key(), this.r2Plot),
      ),
      this.along.el,
      this.options,
    );
    this.where.textContent = "Recorded, not computed here.";
    this.rerun();
    this.choose("recorded");
    this.root.dataset.done = "recorded";
  }

  /** @param {Recorded} recorded @returns {Run} */
  recorded({ steps, seconds, loss, r2, median, chance, log, about }) {
    const { noises } = this.settings;
    /** @param {number} k */
    const row = (k) => Array.from({ length: noises }, (_, i) => this.image(k * noises + i));
    const looks = steps.map((step, k) => ({
      step,
      seconds: seconds[k],
      loss: loss[k],
      z: row(k + 1),
      r2: r2[k],
      median: median[k],
      chance: chance[k],
    }));
    /** @type {Loss[]} */
    const early = looks.flatMap((look) =>
      look.loss === null ? [] : [[look.seconds, look.step, look.loss]],
    );
    const losses = [...early, ...log].sort((a, b) => a[1] - b[1]);
    return {
      shape: this.shape,
      planned: looks.length,
      machine: row(0),
      looks,
      losses,
      params: about,
      images: about.n,
    };
  }

  // ---------------------------------------------------------------- settings from outside
  /** Some are for a training in Python. @returns {Record<string, Control>} */
  controls() {
    const { seconds, width, padding, seed } = this;
    /** @type {Record<string, Control>} */
    const training = this.machine.name === "kernel" ? { width, padding, seconds, seed } : {};
    return { step: this.stepControl(), axis: this.axisControl(), ...training };
  }

  /** @returns {Control} */
  stepControl() {
    const lab = this;
    return {
      near: true,
      get value() {
        return lab.inView.looks[lab.at]?.step;
      },
      set: (/** @type {number} */ wanted) => {
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
        this.axis = along.value;
      },
    };
  }

  /** @param {string} then @param {string} note */
  answer(then, note) {
    const { step, median } = this.inView.looks[this.at] ?? {};
    this.redraw();
    const words =
      step === undefined
        ? ""
        : `After ${show(step)} steps: median r² with the machine ${two(median)}.`;
    this.say(`${note} ${words}`.trim());
  }

  // ---------------------------------------------------------------- which run is in view
  /** A kernel has answered, or has gone. */
  rerun() {
    const python = this.machine.name === "kernel";
    if (!python && this.busy) {
      this.ended("gone");
      this.say("Python has gone; what there is stays.");
    }
    this.tell.hidden = python;
    this.top.hidden = !python;
    this.options.hidden = !python;
    this.engine.el.hidden = true;
  }

  /** @param {string} axis */
  turn(axis) {
    this.axis = axis;
    this.redraw();
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
      name: "look",
      label: "Moment",
      low: 0,
      high: count - 1,
      value: 0,
      say,
      input,
    });
    this.look?.el.remove();
    this.look = look;
    this.scrubber.append(look.el);
    return look;
  }

  /** @param {string} name */
  choose(name) {
    const yours = name === "yours" && this.runs.yours,
      run = yours || this.runs.recorded;
    this.stop();
    this.shownRun.set(yours ? "yours" : "recorded");
    this.shownRun.el.hidden = !this.runs.yours;
    this.inView = run;
    this.scrub(run.planned);
    this.words.textContent = described(run, Boolean(yours));
    for (const { network, machine } of this.cells) {
      for (const canvas of [network, machine]) [, canvas.height, canvas.width] = run.shape;
    }
    this.view(run.looks.length - 1);
  }

  // ---------------------------------------------------------------- training, in Python
  train() {
    const { noises, live, looks, images } = this.settings,
      seed = this.seed.value;
    const params = {
      width: Number(this.width.value),
      padding: this.padding.value,
      seconds: this.seconds.value,
      seed,
    };
    const noise = normals(seed, noises * live.reduce((a, b) => a * b));
    /** @type {Run} */
    const run = { shape: live, planned: looks + 1, looks: [], losses: [], params, images };
    this.runs.yours = run;
    this.choose("yours");
    this.busy = true;
    this.follow = true;
    this.go.textContent = "Stop";
    this.say("The machine draws first. Then the training begins.");
    this.run("train", params, [noise], {
      step: (/** @type {Message} */ m) => this.took(run, m),
      done: (/** @type {Message} */ m) => this.finish(run, m),
      end: (how) => this.ended(how),
    });
  }

  /** @param {Run} run @param {Message} m */
  took(run, m) {
    const { arrays, phase, loss, step, seconds } = m;
    if (this.mute) this.say("Python answers again.");
    this.spoke = true;
    this.mute = false;
    if (phase === "machine") {
      this.progress.textContent = `The machine draws: step ${step} of ${m.steps}`;
      run.machine = this.split(tame(arrays.machine, m.sigma));
      return this.repaint(run);
    }
    const time = `${show(Math.round(seconds))} of ${show(run.params.seconds)} s`;
    this.progress.textContent = `${time}, step ${show(step)}, loss ${two(loss)}`;
    run.done = m.done;
    if (loss !== null) run.losses.push([seconds, step, loss]);
    if (phase === "look") run.looks.push({ ...m, z: this.split(arrays.z) });
    this.repaint(run);
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
    delete this.root.dataset.busy;
    this.go.textContent = "Train";
    this.progress.textContent = "";
    if (!run) return;
    if (how === "cancelled") this.say(stopped(run));
    if (!run.looks.length) {
      delete this.runs.yours;
      return this.choose("recorded");
    }
    run.planned = run.looks.length;
    run.done = 1;
    if (run !== this.inView) return;
    this.scrub(run.planned);
    this.view(Math.min(this.at, run.planned - 1));
  }

  /** Python talks all the time while it trains; it is late when it has been silent. */
  slow() {
    this.mute = !this.spoke;
    if (this.mute)
      this.say("Python has not answered for five seconds. It may be busy with a cell.");
    this.spoke = false;
    this.waitFor(QUIET);
  }

  // ---------------------------------------------------------------- what is in view
  /** @param {number} k @param {boolean} [follow] */
  view(k, follow) {
    const run = this.inView,
      last = run.looks.length - 1;
    this.at = Math.max(0, Math.min(k, last));
    this.follow = follow ?? this.at === last;
    this.scrub(run.planned).set(this.at);
    /** @type {Look | undefined} */
    const look = run.looks[this.at];
    this.viewPairs(run, look);
    this.viewFacts(look);
    this.redraw();
    this.state = {
      ...look,
      at: this.at,
      looks: run.looks.length,
      losses: run.losses,
      machine: run.machine,
      params: run.params,
      follow: this.follow,
      engine: this.machine.name,
    };
  }

  /** @param {Run} run @param {Look | undefined} look */
  viewPairs({ machine, shape }, look) {
    /** @param {HTMLCanvasElement} canvas @param {Floats | undefined} x */
    const set = (canvas, x) =>
      x ? paint(canvas, x, shape) : penOf(canvas).clearRect(0, 0, canvas.width, canvas.height);
    this.cells.forEach((cell, i) => {
      const r2 = two(look?.r2?.[i]),
        noise = `Noise ${i + 1}:`;
      set(cell.network, look?.z[i]);
      set(cell.machine, machine?.[i]);
      cell.r2.textContent = r2;
      cell.network.setAttribute(
        "aria-label",
        look
          ? `${noise} the network after ${show(look.step)} steps`
          : `${noise} no picture of the network yet`,
      );
      cell.machine.setAttribute(
        "aria-label",
        machine ? `${noise} the machine, r² ${r2}` : `${noise} no picture of the machine yet`,
      );
    });
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

  // ---------------------------------------------------------------- curves
  redraw() {
    const { losses, looks, done = 1 } = this.inView,
      steps = this.axis === "step",
      now = looks[this.at];
    const end = losses[losses.length - 1] ?? [1, 100],
      values = losses.map(([, , loss]) => loss);
    const high = Math.max(steps ? 100 : 1, end[steps ? 1 : 0] / Math.max(done, 0.01));
    Object.assign(this.x, { low: steps ? 10 : 0.1, high, label: AXES[this.axis] });
    Object.assign(this.loss, { low: Math.min(0.1, ...values), high: Math.max(1, ...values) });
    if (now) {
      const step = `at step ${show(now.step)}`;
      this.lossPlot.say(`Loss ${two(now.loss)} ${step}`);
      this.r2Plot.say(`${two(now.median)} ${step}; ${two(now.chance)} with other noises`);
    }
    this.lossPlot.redraw();
    this.r2Plot.redraw();
  }

  /** Where a look is on the axis. @param {Look} look */
  place(look) {
    return this.axis === "step" ? look.step : look.seconds;
  }

  /** @param {Sheet} sheet */
  drawLoss(sheet) {
    const { losses, looks } = this.inView,
      { x, y, add } = sheet,
      now = looks[this.at];
    const of = this.axis === "step" ? 1 : 0;
    add("path", { class: "lab-line", d: path(losses.map((row) => [x(row[of]), y(row[2])])) });
    if (now) this.drawNow(sheet, now, now.loss === null ? undefined : y(now.loss));
  }

  /** @param {Sheet} sheet */
  drawR2(sheet) {
    const { looks } = this.inView,
      { x, y, add } = sheet,
      now = looks[this.at];
    if (!now) return;
    /** @param {string} name @param {"median" | "chance"} of */
    const line = (name, of) =>
      add("path", {
        class: name,
        d: path(looks.map((look) => [x(this.place(look)), y(look[of])])),
      });
    line("lab-line training-chance", "chance");
    line("lab-line", "median");
    for (const look of looks)
      add("circle", { class: "lab-dot", cx: x(this.place(look)), cy: y(look.median), r: 2.5 });
    this.drawNow(sheet, now, y(now.median));
  }

  /** @param {Sheet} sheet @param {Look} look @param {number | undefined} height */
  drawNow({ x, add, box }, look, height) {
    const at = x(this.place(look));
    add("line", { class: "lab-now", x1: at, x2: at, y1: box.top, y2: box.bottom });
    if (height !== undefined) add("path", { class: "lab-mark", d: diamond(at, height, 7) });
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
    this.stop();
    this.lossPlot.close();
    this.r2Plot.close();
    super.close();
  }
}

// ---------------------------------------------------------------- parts and words
/** @returns {Cell} */
function makeCell() {
  const network = h("canvas", { role: "img" }),
    machine = h("canvas", { role: "img" }),
    r2 = h("span", {}, "\u00a0");
  return { network, machine, r2, el: h("li", {}, network, machine, r2) };
}

/**
 * Above, the network's picture from a noise; under it the machine's from the same noise.
 * @param {Cell[]} cells
 */
function pairs(cells) {
  const names = (/** @type {string} */ more) =>
    h(
      "li",
      { class: `training-names ${more}`, "aria-hidden": "true" },
      ["Network", "Machine", "r²"].map((text) => h("span", {}, text)),
    );
  const items = cells.map((cell) => cell.el),
    label = "Pictures from the same noises: the network's and the machine's";
  items.splice(cells.length / 2, 0, names("training-again"));
  return h("ul", { class: "training-pairs", "aria-label": label }, names(""), items);
}

/** @param {string} head @param {(string | Element)[]} note @param {Plot} curve */
function panel(head, note, curve) {
  return h(
    "section",
    {},
    h("p", { class: "lab-head" }, head),
    h("p", { class: "lab-note training-key" }, note),
    curve.el,
  );
}

/** What the two curves are. */
const key = () => [
  h("i", { "aria-hidden": "true" }),
  "same noise",
  h("i", { class: "training-dashed", "aria-hidden": "true" }),
  "other noises",
];

/** @param {Run} run @param {boolean} yours */
function described({ params: { width, padding, steps = 0, seconds }, images, looks }, yours) {
  const outside = padding === "zeros" ? "zeros outside" : "a torus",
    last = looks[looks.length - 1];
  const time = yours
    ? `${show(seconds)}\u00a0s`
    : `${show(steps)}\u00a0steps, ${show(last.seconds)}\u00a0s of one core`;
  const what = `${show(images)} images, ${show(width)} channels, ${outside}, ${time}`;
  const built = "is built from the same images and never trained",
    machine = `The machine, ${PARTNERS[padding]}, ${built}.`;
  const where = yours ? " In Python the network is the lab’s net." : "";
  return `${yours ? VIEWS.yours : VIEWS.recorded}: ${what}. ${machine}${where}`;
}

/** @param {Run} run */
function stopped({ losses }) {
  const last = losses[losses.length - 1];
  return last
    ? `Stopped after ${show(last[1])} steps. What there is stays, in Python also the network.`
    : "Stopped before the training began.";
}

export default widget(TrainingLab, worker);
