// SamplerLab: from noise to a picture, step by step, and the training image that it turns out to
// be.
/** @import { Context, Control, Floats, Heard, Value } from "../shared/types" */
/** @import { Job, RunSettings } from "../shared/view/run.js" */
/** @import { Sheet } from "../shared/view/plot.js" */
/** @import { Result } from "./tally.js" */
import { sampling } from "../shared/pictures/adapt.js";
import { Own } from "../shared/pictures/own.js";
import { diamond, path } from "../shared/state/curves.js";
import { normals } from "../shared/state/draws.js";
import { show } from "../shared/state/numbers.js";
import { tame } from "../shared/state/pictures.js";
import { listSlider } from "../shared/view/controls.js";
import { CurveSlider } from "../shared/view/curve.js";
import { h } from "../shared/view/elements.js";
import { widget } from "../shared/view/frame.js";
import { barList, picture } from "../shared/view/paint.js";
import { plot } from "../shared/view/plot.js";
import { RunLab } from "../shared/view/run.js";
import { stage } from "../shared/view/stage.js";
import { Gallery } from "./gallery.js";
import { python } from "./python.js";
import { noiseCount } from "./tally.js";
import { samplerChoice, Verdict } from "./verdict.js";
import worker from "./worker.js?source";

const ROWS = 5; // candidates shown
const FEW = 3.5; // effective number of candidates: the choice falls here

/** @typedef {RunSettings & { method: string }} Settings */

/**
 * @typedef {object} Params
 * @property {number} N
 * @property {number} steps
 * @property {string} method
 * @property {number} sigma_min
 * @property {number} sigma_max
 * @property {number} top
 */

/** @typedef {{ effective: number, top_w: number[], top_i: number[] }} Candidates */
/** @typedef {Candidates & { sigma: number, z: Floats, guess: Floats }} Moment */
/** @typedef {Heard & Candidates & { step: number, steps: number, sigma: number }} Stepped */
/** @typedef {Heard & Omit<Result, "z">} Done */

/** @extends {RunLab<Settings, Params, Moment>} */
class SamplerLab extends RunLab {
  /** @type {Result | undefined} */
  result;
  script = python;

  /** @param {Context} context */
  constructor(context) {
    super(context, "sampler");
    this.own = new Own(this, sampling);
    const { N, sizes, method } = this.settings,
      change = () => this.start("stay");
    this.training = listSlider({
      state: this.chosen,
      name: "N",
      label: "Training images N",
      values: sizes,
      value: N,
      free: true,
      change,
    });
    this.method = samplerChoice(this.chosen, method, change);
    this.noisy = picture(this.shape, "Noisy image");
    this.guess = picture(this.shape, "Guess");
    this.verdict = new Verdict(this.shape);
    this.bars = barList(this.shape, ROWS, "The likeliest training images and their weights");
    this.count = h("p", { class: "lab-note" });
    this.counts = { low: 1, high: N };
    this.plot = this.makePlot();
    this.curve = new CurveSlider(this, this.plot);
    this.gallery = new Gallery(this);
    this.follower = this.gallery;
  }

  makePlot() {
    const { sigma_min, sigma_max } = this.settings;
    return plot({
      label: "Effective number of candidates against noise level",
      height: 200,
      x: { low: sigma_min, high: sigma_max, flip: true, label: "noise level σ, falling →" },
      y: this.counts,
      draw: (sheet) => this.drawCount(sheet),
    });
  }

  parts() {
    const { result, nearest, words } = this.verdict,
      pictures = [this.noisy, this.guess, result, nearest];
    const section = (/** @type {string} */ head, /** @type {Element[]} */ ...inside) =>
      h("section", {}, h("p", { class: "lab-head" }, head), inside);
    const seen = stage([
      h(
        "div",
        { class: "lab-pictures lab-four" },
        pictures.map((each) => each.el),
      ),
      words,
      this.scrubber,
    ]);
    const settings = h(
      "div",
      { class: "lab-settings" },
      this.training.el,
      this.steps.el,
      this.method.el,
    );
    return [
      h(
        "div",
        { class: "lab-beside" },
        h("div", {}, seen, this.gallery.el),
        h(
          "div",
          {},
          settings,
          section("Which image might it become?", this.bars.el),
          section("How many are still in the running?", this.plot.el, this.count),
        ),
        this.gallery.comparison.el,
      ),
    ];
  }

  get task() {
    return "sample";
  }

  /** @returns {Record<string, Control>} */
  controls() {
    const compare = this.gallery.control();
    return { N: this.training, method: this.method, ...super.controls(), compare };
  }

  /** @param {string} then @param {string} note @param {Record<string, Value>} [values] */
  answer(then, note, values = {}) {
    this.gallery.asked(then, values);
    super.answer(then, note);
  }

  /** @returns {Params} */
  params() {
    const { sigma_min, sigma_max } = this.settings,
      { training, steps, method } = this;
    return {
      N: training.value,
      steps: steps.value,
      method: method.value,
      sigma_min,
      sigma_max,
      top: ROWS,
    };
  }

  canvases() {
    return [this.verdict.result.canvas];
  }

  /** @param {Params} params */
  noise(params) {
    return normals(this.seed.value, this.imageSize * noiseCount(params));
  }

  /** @param {Job<Params, Moment>} job @param {Stepped} message */
  took(job, { step, steps, sigma, effective, top_w, top_i, arrays }) {
    job.frames.push({ sigma, effective, top_w, top_i, z: arrays.z, guess: arrays.x0_hat });
    if (step % 5 === 4) this.where.textContent = `Step ${step + 1} of ${steps}.`;
  }

  /** @param {Job<Params, Moment>} job @param {Done} message */
  finish(job, { arrays: { z }, nearest, distance, ratio, ms }) {
    this.result = { z, nearest, distance, ratio };
    const last = job.frames[job.frames.length - 1]; // its guess is the result
    this.reveal(job, { ...last, sigma: 0, z }, ms);
  }

  /** @param {Job<Params, Moment>} job @param {number} ms */
  record(job, ms) {
    const { result } = this,
      kept = this.kept(job, ms, ["z", "sigma", "effective", "top_w", "top_i"]);
    this.state = {
      ...kept,
      ...result,
      result: result?.z,
      z: [...kept.z, result?.z],
      x0_hat: job.frames.map((moment) => moment.guess),
    };
  }

  /** @param {Job<Params, Moment>} job @param {number} ms */
  showResult(job, ms) {
    if (!this.result) return;
    const news = this.gallery.take(job.params, job.seed, this.result);
    this.say(`${this.verdict.show(this, this.result, job, ms)} ${news}`.trim());
  }

  openAt() {
    const open = this.frames.findIndex((f) => f.effective < FEW);
    return open < 0 ? super.openAt() : open;
  }

  /** @param {Moment} moment @param {boolean} last */
  viewState({ z, guess, sigma, effective, top_i, top_w }, last) {
    if (!this.shown || !this.result) return;
    const { N } = this.shown.params,
      words = `As if ${show(effective)} of ${show(N)} images were equally likely.`;
    this.counts.high = Math.max(10, N);
    this.noisy.set(tame(z, sigma), last ? "no noise left" : `σ = ${show(sigma)}`);
    this.guess.set(guess, last ? "the last guess" : "if it had to stop now");
    this.bars.set(this.candidates(top_i, top_w, this.result.nearest));
    this.count.textContent = words;
    this.plot.say(words);
    this.plot.redraw();
  }

  /** @param {number} k */
  view(k) {
    super.view(k);
    this.curve.show();
  }

  /** @param {Sheet} sheet */
  drawCount(sheet) {
    const { x, y, add } = sheet;
    this.curve?.drawn(sheet);
    if (!this.shown) return;
    const states = this.frames.slice(0, -1),
      at = states[Math.min(this.at, states.length - 1)];
    add("path", { class: "lab-line", d: path(states.map((f) => [x(f.sigma), y(f.effective)])) });
    for (const f of states)
      add("circle", { class: "lab-dot", cx: x(f.sigma), cy: y(f.effective), r: 2.5 });
    add("line", {
      class: "lab-now",
      x1: x(at.sigma),
      x2: x(at.sigma),
      y1: y(1),
      y2: y(this.counts.high),
    });
    add("path", { class: "lab-mark", d: diamond(x(at.sigma), y(at.effective), 7) });
  }

  close() {
    this.plot.close();
    super.close();
  }
}

export default widget(SamplerLab, worker);
