// MosaicExplorer: point at a pixel of a sample and see the training patch that it copies; pieces,
// shares, consistency.
/** @import { Context, Control, Floats, Heard } from "../shared/types" */
/** @import { Job } from "../shared/view/run.js" */
/** @import { Sheet } from "../shared/view/plot.js" */
/** @import { WindowedParams, WindowedSettings } from "../shared/view/windowed.js" */

import { python } from "../sampler/python.js";
import { sampling } from "../shared/pictures/adapt.js";
import { Own } from "../shared/pictures/own.js";
import { diamond, path } from "../shared/state/curves.js";
import { normals } from "../shared/state/draws.js";
import {
  displacement,
  imageCount,
  percent,
  share,
  show,
  some,
  tally,
  wholeIn,
} from "../shared/state/numbers.js";
import { choice } from "../shared/view/controls.js";
import { CurveSlider } from "../shared/view/curve.js";
import { h, unique } from "../shared/view/elements.js";
import { widget } from "../shared/view/frame.js";
import { SourceMap } from "../shared/view/grid.js";
import { thumbnail } from "../shared/view/paint.js";
import { plot } from "../shared/view/plot.js";
import { WindowedLab } from "../shared/view/windowed.js";
import { telling } from "./pieces.js";
import { Surrounded } from "./surrounded.js";
import { agreement, distinct, made, shiftColour } from "./words.js";
import worker from "./worker.js?source";

/** @type {Record<string, string>} */
const VIEWS = { source: "Training image", piece: "Piece", shift: "Displacement" };
/** @type {Record<string, string>} */
const KEYS = {
  source: "a colour for each training image",
  piece: "a colour for each piece",
  shift: "hue: the direction, darker: farther, grey: the same place",
};
const MERGE = 4000; // ms of a run: pieces are to be seen as they merge
const ALL = "all"; // training images that are lit
const MARGIN = 7; // pixels shown outside an image, at most

/** @typedef {WindowedSettings & { method: string }} Settings */
/** @typedef {WindowedParams & { method: string, sigma_min: number, sigma_max: number }} Params */

/**
 * What is known of each pixel: its training image, its place there, the weight of that, how far it
 * has moved, its piece
 * @typedef {object} Found
 * @property {Floats} source
 * @property {Floats} place
 * @property {Floats} weight
 * @property {Floats} down
 * @property {Floats} across
 * @property {Floats} piece
 */

/** @typedef {Found & { sigma: number, P: number, z: Floats, guess: Floats }} Moment */
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
  /** @type {Map<number, number>} */
  sizes = new Map(); // of pieces
  /** @type {Map<number, number>} */
  givers = new Map(); // pixels that a training image gives
  /** @type {{ sigma: number, pieces: number, images: number }[]} */
  states = [];

  /** @param {Context} context */
  constructor(context) {
    super(context, "mosaic", "");
    this.own = new Own(this, sampling);
    const [, H, W] = this.shape,
      { sigma_min, sigma_max } = this.settings;
    this.take(Math.floor(H / 2) * W + Math.floor(W / 2));
    this.chosen.put("image", ALL);
    this.sample = new Surrounded(
      this.shape,
      "Picture",
      (p, aloud) => p !== undefined && this.choose(p, aloud),
    );
    this.origin = this.makeOrigin();
    this.map = new SourceMap(this.shape, (p, aloud) =>
      p === undefined ? this.map.mark(this.p) : this.choose(p, aloud),
    );
    this.colour = choice({
      state: this.chosen,
      name: "colour",
      label: "Colour by",
      values: VIEWS,
      value: "source",
      change: () => this.viewMap(),
    });
    this.facts = h("dl", { class: "lab-facts" });
    this.agrees = h("p", { class: "lab-note lab-agrees" });
    this.check = this.makeCheck();
    this.group = unique("lab-image");
    this.strip = h("fieldset", {
      class: "lab-strip lab-givers",
      "aria-label": "Training images in this picture: choose one to light its pixels",
    });
    this.counts = { low: 0, high: 10, linear: true };
    this.plot = plot({
      label: "Pieces and training images against noise level",
      height: 180,
      y: this.counts,
      x: { low: sigma_min, high: sigma_max, flip: true, label: "noise level σ, falling →" },
      draw: (sheet) => this.drawCounts(sheet),
    });
    this.curves.push(new CurveSlider(this, this.plot));
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
    const head = (/** @type {string} */ text) => h("p", { class: "lab-head" }, text);
    const section = (/** @type {Element[]} */ ...inside) => h("section", {}, inside);
    const panels = (/** @type {Element[]} */ ...inside) =>
      h("div", { class: "lab-panels" }, inside);
    const check = h(
      "label",
      { class: "lab-check" },
      this.check,
      h("span", {}, "Mark pixels that are not consistent"),
    );
    const stage = h(
      "div",
      { class: "lab-stage" },
      panels(section(this.sample.el), section(this.origin.el)),
      this.scrubber,
    );
    return [
      stage,
      this.words,
      this.facts,
      this.settingsRow(this.windows.side, this.sizeBox, this.steps.el),
      panels(
        section(this.map.el, this.colour.el),
        section(
          head("Training images in this picture"),
          this.strip,
          head("Is it consistent?"),
          this.agrees,
          check,
        ),
      ),
      section(head("How many pieces?"), this.plot.el),
      h(
        "details",
        { class: "lab-more" },
        h("summary", {}, "Windows by noise level"),
        this.windows.el,
      ),
    ];
  }

  get task() {
    return "explore";
  }

  /** @returns {Record<string, Control>} */
  controls() {
    const { colour, chosen, N } = this,
      [, H, W] = this.shape,
      image = wholeIn(0, N - 1);
    return {
      ...super.controls(),
      colour,
      row: this.placeControl("row", H),
      column: this.placeControl("column", W),
      image: chosen.control("image", (m) => (m === ALL ? ALL : image(m))),
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

  /** The training image whose pixels are lit, all where it is none. */
  get lit() {
    const image = this.chosen.get("image");
    return typeof image === "number" ? image : undefined;
  }

  /** @returns {Params} */
  params() {
    const { method, sigma_min, sigma_max } = this.settings,
      { machine, N, steps, windows, shape } = this.asked();
    return { machine, N, steps, method, sigma_min, sigma_max, windows, shape };
  }

  canvases() {
    return [this.sample.canvas];
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
    this.sizes = tally(moment.piece);
    this.givers = tally(moment.source);
    this.sample.note.textContent = last ? "the sample" : `the guess at σ = ${show(sigma)}`;
    this.windows.mark(sigma > 0 ? moment : undefined);
    this.viewMap();
    this.viewStrip(moment);
    this.viewCounts(moment);
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

  viewMap() {
    if (!this.frame) return;
    const { source, piece, down, across, weight } = this.frame,
      by = this.colour.value,
      [, H, W] = this.shape;
    const colour =
      by === "shift"
        ? (/** @type {number} */ p) => shiftColour(down[p], across[p], Math.min(H, W) / 2)
        : undefined;
    const shift = down.map((d, p) => 1000 * d + across[p]);
    const keys = by === "shift" ? shift : by === "piece" ? piece : source;
    const words = (/** @type {number} */ n) =>
      by === "source" ? imageCount(n) : some(n, VIEWS[by].toLowerCase());
    this.map.spot.hidden = true;
    this.map.set(keys, { colour, weight, words });
    this.map.mark(this.p);
    this.map.note.textContent = `${KEYS[by]}; pale: weight is shared`;
  }

  /**
   * Training images by how much they give; the one that is lit stays, even with nothing.
   * @param {Moment} moment
   */
  viewStrip({ source }) {
    if (this.lit !== undefined && !this.givers.has(this.lit)) this.givers.set(this.lit, 0);
    const order = [...this.givers].sort(([m, a], [n, b]) => b - a || m - n);
    const held = this.strip.contains(document.activeElement);
    const all = this.giver(undefined, h("b", {}, "All"), "All", "100 %");
    this.strip.replaceChildren(
      all,
      ...order.map(([m, n]) => {
        const part = n / source.length,
          short = n && part < 0.01 ? "< 1 %" : percent(part);
        const told = `${this.name(m)}: ${some(n, "pixel")} (${percent(part)})`;
        return this.giver(m, thumbnail(this.shape, this.image(m)), told, short);
      }),
    );
    const chosen = this.strip.querySelector(":checked");
    if (held && chosen instanceof HTMLElement) chosen.focus();
  }

  /**
   * @param {number | undefined} m
   * @param {Element} face
   * @param {string} told
   * @param {string} short
   */
  giver(m, face, told, short) {
    const radio = h("input", {
      type: "radio",
      name: this.group,
      "aria-label": told,
      checked: m === this.lit,
      onchange: () => this.light(m, told),
    });
    return h("label", { title: told }, radio, face, h("small", { "aria-hidden": "true" }, short));
  }

  /** @param {number | undefined} m @param {string} told */
  light(m, told) {
    this.chosen.put("image", m ?? ALL);
    this.drawSample();
    this.say(m === undefined ? "All pixels." : `${told}, lit in the picture.`);
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
    if (aloud) this.say(this.told(this.frame));
  }

  drawSample() {
    if (!this.frame) return;
    const { guess, z, piece, source, P } = this.frame,
      { margin, torus, lit, p, sample } = this;
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
    const words = `Picture. ${made(this.frame)} ${this.told(this.frame)}`;
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
    const { source, down, across, weight, piece, P } = moment,
      { p } = this,
      W = this.shape[2];
    const facts = {
      Pixel: `row ${Math.floor(p / W) + 1}, column ${(p % W) + 1}`,
      "Training image": this.name(source[p]),
      Displacement: displacement(down[p], across[p]),
      Weight: share(weight[p]),
      Piece: some(this.sizes.get(piece[p]) ?? 0, "pixel"),
      Window: `${P} × ${P}${this.beyond(moment)}`,
    };
    const fact = (/** @type {[string, string]} */ [name, value]) =>
      h("div", {}, h("dt", {}, name), h("dd", {}, value));
    this.facts.replaceChildren(...Object.entries(facts).map(fact));
  }

  /** Whether the source's window reaches over the edge of its image. @param {Moment} moment */
  beyond({ place, P }) {
    const [, H, W] = this.shape,
      d = (P - 1) / 2,
      q = place[this.p];
    /** @param {number} at @param {number} n */
    const over = (at, n) => at < d || at + d > n - 1;
    if (!over(Math.floor(q / W), H) && !over(q % W, W)) return "";
    return this.torus ? ", comes in again at the other side" : ", zeros outside the image";
  }

  /** @param {Moment} moment */
  told({ source, down, across, weight, piece }) {
    const { p } = this,
      W = this.shape[2],
      size = this.sizes.get(piece[p]) ?? 0;
    const place = down[p] || across[p] ? displacement(down[p], across[p]) : "not displaced";
    const at = `Row ${Math.floor(p / W) + 1}, column ${(p % W) + 1}: ${this.name(source[p])}`;
    return `${at}, ${place}, weight ${share(weight[p])}, in a piece of ${some(size, "pixel")}.`;
  }

  // ---------------------------------------------------------------- counts against noise level
  /** @param {Moment} moment */
  viewCounts(moment) {
    this.states = this.frames.slice(0, -1).map(({ sigma, piece, source }) => ({
      sigma,
      pieces: distinct(piece),
      images: distinct(source),
    }));
    this.counts.high = Math.max(10, ...this.states.map((s) => s.pieces)) * 1.06;
    this.plot.say(made(moment));
    this.plot.redraw();
    if (this.end) this.agrees.textContent = agreement(this.end.good);
  }

  /** @param {Sheet} sheet */
  drawCounts(sheet) {
    const { x, y, add, box } = sheet;
    this.curves[1]?.drawn(sheet);
    if (!this.states.length) return;
    const { states } = this,
      at = states[Math.min(this.at, states.length - 1)];
    /** @param {string} name @param {"pieces" | "images"} key */
    const line = (name, key) =>
      add("path", { class: name, d: path(states.map((s) => [x(s.sigma), y(s[key])])) });
    line("lab-line", "pieces");
    line("lab-line lab-second", "images");
    add("line", {
      class: "lab-now",
      x1: x(at.sigma),
      x2: x(at.sigma),
      y1: box.top,
      y2: box.bottom,
    });
    const mark = diamond(x(at.sigma), y(this.sizes.size), 7); // the sample's own, at the end
    add("path", { class: "lab-mark", d: mark });
    /** @param {string} text @param {"pieces" | "images"} key @param {number} up */
    const name = (text, key, up) =>
      add("text", { class: "lab-region", x: box.left + 8, y: y(states[0][key]) + up }, text);
    name("pieces", "pieces", 16);
    name("training images", "images", -6);
  }

  close() {
    this.plot.close();
    super.close();
  }
}

export default widget(MosaicExplorer, worker);
