// NoiseLab: noise on a training image, and what a perfect denoiser makes of it.
/** @import { Context, Control, Floats, Heard } from "../shared/types" */
/** @import { Slider } from "../shared/view/controls.js" */
/** @import { Picture } from "../shared/view/paint.js" */
import { choosing } from "../shared/pictures/adapt.js";
import { Own } from "../shared/pictures/own.js";
import { normals } from "../shared/state/draws.js";
import { share, show, wholeIn } from "../shared/state/numbers.js";
import { tame } from "../shared/state/pictures.js";
import { listSlider } from "../shared/view/controls.js";
import { button, h, unique } from "../shared/view/elements.js";
import { widget } from "../shared/view/frame.js";
import { Live } from "../shared/view/live.js";
import { barList, picture, thumbnail } from "../shared/view/paint.js";
import { stage } from "../shared/view/stage.js";
import { abar, LEVELS, many, PURE, remark } from "./levels.js";
import { python } from "./python.js";
import worker from "./worker.js?source";

const CANDIDATES = 5;

/** @typedef {{ sigma: number, seed: number, index: number, choices: number }} Settings */
/** @typedef {{ index: number, sigma: number, N: number, top: number }} Params */
/** @typedef {{ params: Params, noise: Floats, seed: number, note: string }} Job */
/** @typedef {Heard & { effective: number, top_w: number[], top_i: number[] }} Denoised */

/** @extends {Live<Settings, { params: Params, seed: number, [more: string]: unknown }>} */
class NoiseLab extends Live {
  /** @type {HTMLInputElement[]} */
  radios = []; // of the training images

  /** @param {Context} context */
  constructor(context) {
    super(context, "noise");
    this.own = new Own(this, choosing);
    const { sigma, index, choices } = this.settings;
    /** @type {Slider} */
    this.sigma = listSlider({
      state: this.chosen,
      name: "sigma",
      label: "Noise level",
      values: LEVELS,
      value: LEVELS[0],
      free: true,
      say: (s) => `σ ${show(s)} · ${s === PURE ? "pure noise" : `ᾱ ${abar(s)}`}`,
      input: () => this.start(),
    });
    this.sigma.set(sigma);
    this.next = button("New noise", () => this.another(), { class: "lab-primary" });
    this.strip = this.makeStrip(Math.min(choices, this.N));
    this.chosen.put("index", index); // of the training image
    /** @type {Record<"clean" | "noisy" | "guess", Picture>} */
    this.pictures = {
      clean: picture(this.shape, "Clean"),
      noisy: picture(this.shape, "Noisy"),
      guess: picture(this.shape, "Denoised"),
    };
    this.bars = barList(this.shape, CANDIDATES, "The likeliest training images and their weights");
    this.figure = h("p", { class: "lab-figure" }, "\u00a0");
    this.gauge = h("div", { class: "lab-gauge", "aria-hidden": "true" });
    this.note = h("p", { class: "lab-note" });
  }

  open() {
    const ends = h(
      "div",
      { class: "lab-ends", "aria-hidden": "true" },
      h("span", {}, "1"),
      h("span", {}, show(this.N)),
    );
    const pictures = Object.values(this.pictures).map((p) => p.el);
    this.build(
      stage([h("div", { class: "lab-pictures lab-three" }, pictures)]),
      h(
        "div",
        { class: "lab-beside noise-main" },
        h(
          "div",
          { class: "noise-controls" },
          this.sigma.el,
          h("div", { class: "lab-row" }, this.next, this.seed.el),
        ),
        h(
          "div",
          { class: "noise-panels" },
          h("p", { class: "lab-head" }, "How many might it be?"),
          this.figure,
          this.gauge,
          ends,
          this.note,
          h("p", { class: "lab-head noise-which" }, "Which training image is it?"),
          this.bars.el,
        ),
        h(
          "div",
          { class: "noise-choice" },
          h("p", { class: "lab-head", "aria-hidden": "true" }, "Which one gets the noise?"),
          this.strip,
        ),
      ),
    );
    this.start();
  }

  /** @returns {Record<string, Control>} */
  controls() {
    const index = this.chosen.control("index", wholeIn(0, this.radios.length - 1));
    return { index, sigma: this.sigma, seed: this.seed };
  }

  /** @param {number} count */
  makeStrip(count) {
    const name = unique("lab-image");
    const choose = (/** @type {number} */ m) => {
      this.chosen.put("index", m);
      this.start();
    };
    this.radios = Array.from({ length: count }, (_, m) => {
      const told = { "aria-label": this.name(m), onchange: () => choose(m) };
      return h("input", { type: "radio", name, value: m, ...told });
    });
    this.chosen.shownBy("index", () => {
      this.radios.forEach((radio, m) => {
        radio.checked = m === this.chosen.number("index");
      });
    });
    const images = this.radios.map((radio, m) =>
      h("label", {}, radio, thumbnail(this.shape, this.image(m))),
    );
    return h(
      "fieldset",
      {
        class: "lab-strip noise-strip",
        "data-control": "index",
        "aria-label": "Training image to put noise on",
      },
      images,
    );
  }

  python() {
    const { state, shape, data } = this;
    return state && python({ ...state.params, data, seed: state.seed, shape });
  }

  canvases() {
    return Object.values(this.pictures).map((each) => each.canvas);
  }

  /** @param {string} note */
  begin(note) {
    const noise = normals(this.seed.value, this.imageSize);
    const index = this.chosen.number("index"),
      params = { index, sigma: this.sigma.value, N: this.N, top: CANDIDATES };
    const job = { params, noise, note, seed: this.seed.value };
    this.run("denoise", params, [noise], {
      done: (/** @type {Denoised} */ m) => this.finish(job, m),
      end: () => this.rested(),
    });
  }

  /** @param {Job} job @param {Denoised} message */
  finish({ params, noise, seed, note }, { arrays: { z, x0_hat }, effective, top_w, top_i, ms }) {
    this.state = {
      params,
      noise,
      seed,
      z,
      x0_hat,
      effective,
      top_w,
      top_i,
      ms,
      engine: this.machine.name,
    };
    this.showPictures(params, z, x0_hat, effective);
    this.bars.set(this.candidates(top_i, top_w, params.index));
    const of = `${many(effective)} of ${show(this.N)}`;
    this.figure.textContent = of;
    this.gauge.style.setProperty("--w", String(Math.log(effective) / Math.log(this.N)));
    this.note.textContent = remark(effective, this.N);
    const best =
      top_i[0] === params.index ? "the true image" : `${this.name(top_i[0])}, not the true one`;
    const what = `likeliest is ${best}, weight ${share(top_w[0])}; effective number ${of}`;
    const level = params.sigma === PURE ? ", pure noise" : "";
    this.announce(
      `${note} Noise level ${show(params.sigma)}${level}: ${what}. ${this.spent(ms)}.`.trim(),
    );
  }

  /** @param {Params} params @param {Floats} z @param {Floats} x0_hat @param {number} effective */
  showPictures({ index, sigma }, z, x0_hat, effective) {
    this.pictures.clean.set(this.image(index), this.name(index));
    this.pictures.noisy.set(tame(z, sigma), shownAs(sigma));
    this.pictures.guess.set(x0_hat, `average of ${many(effective)}`);
  }
}

/** What was done to the noisy image, so that it can be seen. @param {number} sigma */
const shownAs = (sigma) =>
  sigma === PURE ? "noise only" : `shown × ${show(1 / Math.sqrt(1 + sigma * sigma))}`;

export default widget(NoiseLab, worker);
