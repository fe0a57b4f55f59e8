// SamplerLab with machines that see windows: each pixel of the guess has a source, the training
// image that holds the nearest window. A map of the sources stands where the ideal machine's lab
// lists candidates.
/** @import { Context, Control, Floats, Heard, Value } from "../shared/types" */
/** @import { Job } from "../shared/view/run.js" */
/** @import { WindowedParams, WindowedSettings } from "../shared/view/windowed.js" */
/** @import { Result } from "./tally.js" */
import { sampling } from "../shared/pictures/adapt.js";
import { Own } from "../shared/pictures/own.js";
import { normals } from "../shared/state/draws.js";
import { imageCount, share, show } from "../shared/state/numbers.js";
import { tame } from "../shared/state/pictures.js";
import { h, head } from "../shared/view/elements.js";
import { widget } from "../shared/view/frame.js";
import { SourceMap } from "../shared/view/grid.js";
import { picture } from "../shared/view/paint.js";
import { stage } from "../shared/view/stage.js";
import { WindowedLab } from "../shared/view/windowed.js";
import { Gallery } from "./gallery.js";
import { python } from "./python.js";
import { noiseCount } from "./tally.js";
import { samplerChoice, Verdict } from "./verdict.js";
import worker from "./worker-windows.js?source";

/** Where keys are unlikely, a short one. */
const hint = () => [
  "Point at a pixel of the map",
  h("b", {}, ", or move there by arrow keys"),
  ".",
];

/** @typedef {WindowedSettings & { method: string }} Settings */
/** @typedef {WindowedParams & { method: string, sigma_min: number, sigma_max: number }} Params */
/** @typedef {{ source: Floats, place: Floats, weight: Floats }} Sources */
/** @typedef {Sources & { sigma: number, P?: number, z: Floats, guess: Floats }} Moment */
/**
 * @typedef {Heard & { step: number, steps: number, sigma: number, P?: number, part?: number }}
 * Stepped
 */
/** @typedef {Heard & Omit<Result, "z">} Done */

/** @extends {WindowedLab<Settings, Params, Moment>} */
class PatchSamplerLab extends WindowedLab {
  /** @type {Result | undefined} */
  result;
  /** @type {Moment | undefined} */
  frame; // in view
  script = python;

  /** @param {Context} context */
  constructor(context) {
    super(context, "sampler", "The ideal machine compares whole images.");
    this.own = new Own(this, sampling);
    this.method = samplerChoice(this.chosen, this.settings.method, () => this.start("stay"));
    this.noisy = picture(this.shape, "Noisy image");
    this.guess = picture(this.shape, "Guess");
    this.verdict = new Verdict(this.shape);
    this.map = new SourceMap(this.shape, (p, aloud) => this.tell(p, aloud));
    this.pixel = h("span", { class: "lab-pixel" }, hint());
    this.gallery = new Gallery(this);
    this.follower = this.gallery;
  }

  parts() {
    const { result, nearest, words } = this.verdict;
    const pictures = [this.noisy, this.guess, this.map, result, nearest].map((each) => each.el);
    const seen = stage([
      h(
        "div",
        { class: "lab-pictures lab-mosaic" },
        pictures,
        h("div", { class: "lab-told" }, this.words, this.pixel),
      ),
      words,
      this.scrubber,
    ]);
    return [
      h(
        "div",
        { class: "lab-beside" },
        h("div", {}, seen, this.gallery.el),
        h(
          "div",
          {},
          this.settingsRow(this.sizeBox, this.steps.el, this.method.el),
          h("section", {}, head("What a pixel sees"), this.windows.el, this.sees),
        ),
        this.gallery.comparison.el,
      ),
    ];
  }

  get task() {
    return "patches";
  }

  /** @returns {Record<string, Control>} */
  controls() {
    const { steps, seed, step, ...before } = super.controls();
    const compare = this.gallery.control();
    return { ...before, method: this.method, steps, seed, step, compare };
  }

  /** @param {string} then @param {string} note @param {Record<string, Value>} [values] */
  answer(then, note, values = {}) {
    this.gallery.asked(then, values);
    super.answer(then, note);
  }

  /** @returns {Params} */
  params() {
    const { sigma_min, sigma_max } = this.settings,
      { machine, N, steps, windows, shape } = this.asked();
    return { machine, N, steps, method: this.method.value, sigma_min, sigma_max, windows, shape };
  }

  canvases() {
    return [this.verdict.result.canvas];
  }

  /** @param {Params} params */
  noise(params) {
    return normals(this.seed.value, this.imageSize * noiseCount(params));
  }

  /** @param {Job<Params, Moment>} job @param {Stepped} message */
  took(job, { arrays: { x0_hat, z, source, place, weight }, ...message }) {
    const { sigma, P } = message;
    this.came(job, message, x0_hat && { sigma, P, guess: x0_hat, z, source, place, weight });
  }

  /** @param {Job<Params, Moment>} job @param {Done} message */
  finish(job, { arrays: { z, source, place, weight }, nearest, distance, ratio, shift, ms }) {
    this.result = { z, nearest, distance, ratio, shift };
    this.reveal(
      job,
      { ...job.frames[job.frames.length - 1], sigma: 0, z, source, place, weight },
      ms,
    );
  }

  /** @param {Job<Params, Moment>} job @param {number} ms */
  record(job, ms) {
    const { result } = this,
      kept = this.kept(job, ms, ["z", "sigma", "P", "source", "place", "weight"]);
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
    const sources = imageCount(new Set(job.frames[job.frames.length - 1].source).size),
      news = this.gallery.take(job.params, job.seed, this.result);
    const said = this.verdict.show(this, this.result, job, ms);
    this.say(`${said} ${sources} in this picture. ${news}`.trim());
  }

  /** @param {Moment} moment @param {boolean} last @param {boolean} live */
  viewState(moment, last, live) {
    const { z, guess, sigma, P, source } = moment;
    this.frame = moment;
    this.noisy.set(tame(z, sigma), last ? "no noise left" : `σ = ${show(sigma)}`);
    this.guess.set(guess, last ? "the last guess" : "if it had to stop now");
    this.map.set(source);
    const images = imageCount(this.map.count);
    this.windows.mark(P && sigma > 0 ? { sigma, P } : undefined);
    if (!live) this.words.textContent = `${images} in this ${last ? "picture" : "guess"}.`;
  }

  /** What pixel p is, in words. @param {number | undefined} p @param {boolean} aloud */
  tell(p, aloud) {
    if (p === undefined || !this.frame) {
      this.pixel.replaceChildren(...hint());
      return;
    }
    const { source, place, weight } = this.frame,
      W = this.shape[2];
    /** @param {number} q */
    const at = (q) => `row ${Math.floor(q / W) + 1}, column ${(q % W) + 1}`;
    const from = place[p] === p ? "the same place" : at(place[p]);
    const image = `${this.name(source[p])}, ${from}`;
    const words = `${at(p).replace("r", "R")}: ${image} (weight ${share(weight[p])}).`;
    this.pixel.textContent = words;
    if (aloud) this.say(words);
  }
}

export default widget(PatchSamplerLab, worker);
