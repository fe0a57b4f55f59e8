// MosaicExplorer: point at a pixel of a sample and see the training patch that it copies; pieces,
// shares, consistency.
/** @import { Context, Control, Floats, Heard } from "../shared/types" */
/** @import { Job } from "../shared/view/run.js" */
/** @import { WindowedParams, WindowedSettings } from "../shared/view/windowed.js" */
/** @import { Found, Moment } from "./pixel.js" */

import { python } from "../sampler/python.js";
import { sampling } from "../shared/pictures/adapt.js";
import { Own } from "../shared/pictures/own.js";
import { diamond } from "../shared/state/curves.js";
import { normals } from "../shared/state/draws.js";
import { percent, show, some, wholeIn } from "../shared/state/numbers.js";
import { CurveSlider } from "../shared/view/curve.js";
import { h, head } from "../shared/view/elements.js";
import { widget } from "../shared/view/frame.js";
import { thumbnail } from "../shared/view/paint.js";
import { stage } from "../shared/view/stage.js";
import { WindowedLab } from "../shared/view/windowed.js";
import { Counts } from "./counts.js";
import { Givers } from "./givers.js";
import { ColourMap } from "./map.js";
import { telling } from "./pieces.js";
import { facts, told } from "./pixel.js";
import { Surrounded } from "./surrounded.js";
import { agreement, made } from "./words.js";
import worker from "./worker.js?source";

const MERGE = 4000; // ms of a run: pieces are to be seen as they merge
const MARGIN = 7; // pixels shown outside an image, at most

/** @typedef {WindowedSettings & { method: string }} Settings */
/** @typedef {WindowedParams & { method: string, sigma_min: number, sigma_max: number }} Params */

/**
 * @typedef {Heard & { step: number, steps: number, sigma: number, P: number, part?: number }}
 * Stepped
 */
/** @typedef {Found & { z: Floats, good: Floats }} End */
/** @typedef {Heard & { nearest: number, distance: number, ratio: number, arrays: End }} Done */

/** @extends {WindowedLab<Settings, Params, Moment>} */
class MosaicExplorer extends WindowedLab {
  /** @type {Moment | undefined} */
  frame; // in view
  /** @type {End | undefined} */
  end;
  /** @type {Omit<Done, keyof Heard> | undefined} */
  nearest;
  last = false; // whether the end is in view
  pointed = false; // a pixel was chosen, by the reader or from outside
  script = python;
  margin = 0;
  torus = false;

  /** @param {Context} context */
  constructor(context) {
    super(context, "mosaic", "");
    this.own = new Own(this, sampling);
    const [, H, W] = this.shape;
    this.take(Math.floor(H / 2) * W + Math.floor(W / 2));
    this.sample = new Surrounded(
      this.shape,
      "Picture",
      (p, aloud) => p !== undefined && this.choose(p, aloud),
    );
    this.origin = this.makeOrigin();
    this.map = new ColourMap(this.chosen, this.shape, (p, aloud) =>
      p === undefined ? this.map.mark(this.p) : this.choose(p, aloud),
    );
    this.givers = new Givers(this, (words) => this.light(words));
    this.facts = h("dl", { class: "lab-facts" });
    this.agrees = h("p", { class: "lab-note lab-agrees" });
    this.check = this.makeCheck();
    this.counts = new Counts(this.settings);
    const curve = new CurveSlider(this, this.counts.plot);
    this.counts.drawn = (sheet) => curve.drawn(sheet);
    this.curves.push(curve);
  }

  get playTime() {
    return MERGE;
  }

  /** Whether pixels that are not consistent are marked. */
  makeCheck() {
    const { chosen } = this;
    const check = h("input", {
      type: "checkbox",
      name: "consistency",
      onchange: () => {
        chosen.put("consistency", check.checked ? "on" : "off");
        this.mark();
      },
    });
    chosen.shownBy("consistency", () => {
      check.checked = chosen.get("consistency") === "on";
    });
    chosen.put("consistency", "off");
    return check;
  }

  makeOrigin() {
    const origin = new Surrounded(this.shape, "Training image", () => {});
    for (const name of ["tabindex", "aria-roledescription"]) origin.box.removeAttribute(name);
    origin.box.setAttribute("role", "img");
    origin.box.classList.add("lab-inert");
    return origin;
  }

  parts() {
    return [
      h(
        "div",
        { class: "lab-picture-part lab-held mosaic-held" },
        stage([panels([this.sample.el], [this.origin.el]), this.scrubber]),
        h("section", { class: "mosaic-map" }, this.map.el, this.map.colour.el),
      ),
      this.words,
      this.facts,
      this.settingsRow(this.windows.side, this.sizeBox, this.steps.el),
      panels(...this.whereFrom()),
      h("section", {}, head("How many pieces?"), this.counts.plot.el),
      h(
        "details",
        { class: "lab-more", "data-control": "windows" },
        h("summary", {}, "Windows by noise level"),
        this.windows.el,
      ),
    ];
  }

  /** Which training images a picture is from, and whether it is consistent. */
  whereFrom() {
    const words = h("span", {}, "Mark pixels that are not consistent");
    return [
      [head("Training images in this picture"), this.givers.el],
      [
        head("Is it consistent?"),
        this.agrees,
        h("label", { class: "lab-check", "data-control": "consistency" }, this.check, words),
      ],
    ];
  }

  get task() {
    return "explore";
  }

  /** @returns {Record<string, Control>} */
  controls() {
    const { map, chosen } = this,
      [, H, W] = this.shape;
    return {
      ...super.controls(),
      colour: map.colour,
      row: this.placeControl("row", H),
      column: this.placeControl("column", W),
      image: this.givers.control(),
      consistency: chosen.control("consistency", (on) => ["on", "off"].find((word) => word === on)),
    };
  }

  /** Row or column of the pixel in view. @param {string} name @param {number} most */
  placeControl(name, most) {
    const fits = wholeIn(1, most);
    return this.chosen.control(name, (k) => {
      this.pointed ||= fits(k) !== undefined;
      return fits(k);
    });
  }

  /** The pixel in view. */
  get p() {
    const { chosen } = this;
    return (chosen.number("row") - 1) * this.shape[2] + chosen.number("column") - 1;
  }

  /** @returns {Params} */
  params() {
    const { method, sigma_min, sigma_max } = this.settings,
      { machine, N, steps, windows, shape } = this.asked();
    return { machine, N, steps, method, sigma_min, sigma_max, windows, shape };
  }

  canvases() {
    const { shape, frame, last } = this;
    // without window, marks and what lies outside
    return frame ? [thumbnail(shape, last ? frame.z : frame.guess)] : [];
  }

  noise() {
    return normals(this.seed.value, this.imageSize);
  }

  // ---------------------------------------------------------------- a run and its end
  /** @param {Job<Params, Moment>} job @param {Stepped} message */
  took(job, { arrays: { x0_hat, ...found }, ...message }) {
    const { sigma, P } = message,
      moment = { sigma, P, guess: x0_hat, .../** @type {Found & { z: Floats }} */ (found) };
    this.came(job, message, x0_hat && moment);
  }

  /** @param {Job<Params, Moment>} job @param {Done} message */
  finish(job, { arrays, nearest, distance, ratio, ms }) {
    this.end = arrays;
    this.nearest = { nearest, distance, ratio };
    if (!this.pointed) this.take(telling(arrays.z, arrays.piece, this.shape));
    this.reveal(job, { ...job.frames[job.frames.length - 1], sigma: 0, ...arrays }, ms);
  }

  /** @param {Job<Params, Moment>} job @param {number} ms */
  record(job, ms) {
    const { end, nearest } = this,
      pixels = /** @type {const} */ (["source", "place", "weight", "piece", "down", "across"]),
      kept = this.kept(job, ms, ["z", "sigma", "P", ...pixels]);
    this.state = {
      ...kept,
      ...nearest,
      result: end?.z,
      end,
      z: [...kept.z, end?.z],
      x0_hat: job.frames.map((moment) => moment.guess),
    };
  }

  /** @param {Job<Params, Moment>} job @param {number} ms */
  showResult({ params: { steps }, seed, note }, ms) {
    if (!this.end) return;
    const what = `${made(this.end)} ${agreement(this.end.good)} ${some(steps, "step")}`;
    this.say(`${note} Seed ${seed}: ${what}, ${this.spent(ms)}.`.trim());
  }

  // ---------------------------------------------------------------- what is in view
  /** @param {Moment} moment @param {boolean} last @param {boolean} live */
  viewState(moment, last, live) {
    const { sigma, P } = moment,
      before = live ? undefined : this.frames[this.at - 1];
    this.torus = (live ? this.machineChoice.value : this.shown?.params.machine) === "ELS";
    this.frame = moment;
    this.last = last;
    this.margin = Math.min(MARGIN, (P - 1) / 2);
    this.sample.note.textContent = last ? "the sample" : `the guess at σ = ${show(sigma)}`;
    this.windows.mark(sigma > 0 ? moment : undefined);
    this.map.show(moment, this.p);
    this.givers.show(moment.source);
    this.counts.show(this.frames, this.at, moment);
    if (this.end) this.agrees.textContent = agreement(this.end.good);
    this.pick(false);
    if (live) return;
    this.words.replaceChildren(
      h("strong", {}, made(moment)),
      before ? ` ${this.moved(before, moment)}` : "",
    );
  }

  /** How far the map has frozen. @param {Moment} before @param {Moment} moment */
  moved(before, { source, place }) {
    const n = source.filter(
      (m, p) => m !== before.source[p] || place[p] !== before.place[p],
    ).length;
    const who = n ? `${some(n, "pixel")} (${percent(n / source.length)})` : "No pixel";
    return `${who} changed source ${this.last ? "when the last noise went" : "in this step"}.`;
  }

  /** @param {string} words what is lit now */
  light(words) {
    this.drawSample();
    this.say(words);
  }

  mark() {
    this.drawSample();
    const now =
      this.last && this.end
        ? agreement(this.end.good)
        : "Marks are for the sample at the last step.";
    this.say(this.marks ? now : "Marks off.");
  }

  // ---------------------------------------------------------------- one pixel and its source
  /** @param {number} p @param {boolean} aloud */
  choose(p, aloud) {
    this.take(p);
    this.pointed = true;
    this.pick(aloud);
  }

  /** @param {number} p */
  take(p) {
    const W = this.shape[2];
    this.chosen.put("row", Math.floor(p / W) + 1);
    this.chosen.put("column", (p % W) + 1);
  }

  /** Shows the pixel in view. @param {boolean} aloud */
  pick(aloud) {
    if (!this.frame) return;
    this.drawSample();
    this.drawOrigin(this.frame);
    this.viewFacts(this.frame);
    this.sample.mark(this.p);
    this.map.mark(this.p);
    if (aloud) this.say(told(this.pixel(this.frame)));
  }

  drawSample() {
    if (!this.frame) return;
    const { guess, z, piece, source, P } = this.frame,
      { margin, torus, p, sample } = this,
      { lit } = this.givers;
    sample.set(this.last ? z : guess, {
      margin,
      torus,
      lit: (q, i, j) => sample.inside(i, j) && (lit === undefined || source[q] === lit),
    });
    const own = sample.outline(
      (i, j) => sample.inside(i, j) && piece[sample.pixel(i, j)] === piece[p],
    );
    const seams = this.last ? "" : sample.seams(piece); // on the way one sees pieces merge
    sample.lines(own, sample.frames(p, P), this.wrongMarks(), seams);
    const words = `Picture. ${made(this.frame)} ${told(this.pixel(this.frame))}`;
    sample.box.setAttribute(
      "aria-label",
      `${words} Arrow keys, Page Up, Page Down, Home and End move.`,
    );
  }

  get marks() {
    return this.chosen.get("consistency") === "on";
  }

  wrongMarks() {
    const W = this.shape[2];
    if (!this.marks || !this.last || !this.end) return "";
    const mark = (/** @type {number} */ g, /** @type {number} */ q) =>
      g ? "" : diamond((q % W) + 0.5, Math.floor(q / W) + 0.5, 0.36);
    return Array.from(this.end.good, mark).join("");
  }

  /** @param {Moment} moment */
  drawOrigin({ source, place, piece, P }) {
    const { margin, torus, p, origin } = this,
      W = this.shape[2],
      d = (P - 1) / 2,
      i0 = Math.floor(place[p] / W);
    const given = new Set(place.filter((_, q) => piece[q] === piece[p])),
      j0 = place[p] % W;
    const has = (/** @type {number} */ i, /** @type {number} */ j) => given.has(origin.pixel(i, j));
    origin.set(this.image(source[p]), {
      margin,
      torus,
      lit: (_, i, j) => (Math.abs(i - i0) <= d && Math.abs(j - j0) <= d) || has(i, j),
    });
    origin.lines(origin.outline(has), origin.frames(place[p], P));
    origin.mark(place[p]);
    origin.note.textContent = this.name(source[p]);
    origin.box.setAttribute(
      "aria-label",
      `Training image ${this.name(source[p])}, ` +
        `the window around row ${i0 + 1}, column ${j0 + 1} lit.`,
    );
  }

  /** @param {Moment} moment */
  viewFacts(moment) {
    const fact = (/** @type {[string, string]} */ [name, value]) =>
      h("div", {}, h("dt", {}, name), h("dd", {}, value));
    this.facts.replaceChildren(...Object.entries(facts(this.pixel(moment))).map(fact));
  }

  /** The pixel in view, at a moment. @param {Moment} moment */
  pixel(moment) {
    const { p, shape, torus } = this;
    return { moment, p, shape, torus, name: (/** @type {number} */ m) => this.name(m) };
  }

  close() {
    this.counts.plot.close();
    super.close();
  }
}

/** Sections side by side. @param {Element[][]} sections */
const panels = (...sections) =>
  h(
    "div",
    { class: "lab-panels" },
    sections.map((inside) => h("section", {}, inside)),
  );

export default widget(MosaicExplorer, worker);
