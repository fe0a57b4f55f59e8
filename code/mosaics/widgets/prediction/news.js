// How far does news travel? The noise is drawn anew in some place, and both pictures are held
// against those from the noise as it was.
/** @import { Control, Floats, Shape, Value } from "../shared/types" */
/** @import { Picture } from "../shared/view/paint.js" */
/** @import { Moment } from "./view.js" */
import { MAX_SEED, normals } from "../shared/state/draws.js";
import { some } from "../shared/state/numbers.js";
import { button, h, head, penOf } from "../shared/view/elements.js";
import { picture } from "../shared/view/paint.js";
import { NoiseBoard, outlined } from "./board.js";
import {
  changes,
  distances,
  maskOf,
  mixed,
  NOWHERE,
  newsOf,
  nowhere,
  rightHalf,
  SEEN,
  textOf,
} from "./renewed.js";
import { differenceColours } from "./scores.js";

const PROMPT =
  "Paint on the noise, with mouse, finger or keys: there it is drawn anew. Whose picture changes " +
  "where?";
const KEY = "Orange: darker than before; blue: lighter.";

/**
 * Whose news it is: the seed in use, a new run, words to be said
 * @typedef {object} Owner
 * @property {() => number} seed
 * @property {boolean} torus
 * @property {(note: string) => void} start
 * @property {(words: string) => void} say
 */

export class News {
  /**
   * @param {Picture} same the noise beside both pictures
   * @param {Shape} shape
   * @param {string} renewed
   * @param {Owner} owner
   */
  constructor(same, shape, renewed, owner) {
    this.shape = shape;
    this.owner = owner;
    this.mask = maskOf(renewed, shape) ?? nowhere(shape);
    this.same = { ...same, lines: outlined(same, shape).show };
    this.canvas = picture(shape, "Paint here");
    this.board = new NoiseBoard(this.canvas, shape, {
      noises: () => this.noises(),
      mask: () => this.mask,
      torus: owner.torus,
      drew: (mask) => {
        this.mask = mask;
      },
      lifted: (words) => owner.start(words),
      came: (words) => owner.say(words),
    });
    const change = (/** @type {string} */ title) => {
      const made = picture(shape, title);
      return { ...made, lines: outlined(made, shape).show };
    };
    this.pictures = { network: change("Change, network"), machine: change("Change, machine") };
    this.words = h("p", { class: "lab-note" }, PROMPT);
    this.back = button("Noise as it was", () => this.draw(nowhere(shape), "Noise as it was."));
    this.seen = h(
      "div",
      { class: "lab-changes", hidden: true },
      this.pictures.network.el,
      this.pictures.machine.el,
    );
    this.el = this.makeSection();
    this.board.outline();
  }

  makeSection() {
    const half = button("New right half", () =>
      this.draw(rightHalf(this.shape), "New noise in the right half."),
    );
    return h(
      "section",
      { class: "lab-news" },
      head("How far does news travel?"),
      h("div", { class: "lab-row" }, half, this.back),
      this.words,
      h("div", { class: "lab-pictures lab-painted" }, this.canvas.el, this.seen),
    );
  }

  /** @param {boolean[]} mask @param {string} note */
  draw(mask, note) {
    if (textOf(mask, this.shape) === this.text) return this.owner.say("The noise is so already.");
    this.mask = mask;
    this.board.show();
    this.owner.start(note);
  }

  // ---------------------------------------------------------------- what a run is asked with
  get text() {
    return textOf(this.mask, this.shape);
  }

  /** What it can be set to from outside. @returns {Control} */
  control() {
    const news = this;
    return {
      get value() {
        return news.text;
      },
      /** @param {Value} text */
      set(text) {
        news.mask = maskOf(text, news.shape) ?? news.mask;
        news.board.outline();
      },
    };
  }

  /** The seed that new values are from. @param {number} [seed] */
  source(seed = this.owner.seed()) {
    return (seed + 2) % (MAX_SEED + 1);
  }

  /** The noise as it was, and the one whose values are new. */
  noises() {
    const [C, H, W] = this.shape;
    return [this.owner.seed(), this.source()].map((seed) => normals(seed, C * H * W));
  }

  /**
   * A job's noise: with what is new in it, another one, and the noise as it was, where that is not
   * the same.
   * @param {Floats} two the noise as it was and another one
   */
  noise(two) {
    if (this.text === NOWHERE) return two;
    const [first, other] = this.noises(),
      out = new Float32Array(3 * first.length);
    out.set(two);
    out.set(mixed(first, other, this.mask));
    out.set(first, 2 * first.length);
    return out;
  }

  // ---------------------------------------------------------------- what is in view
  /**
   * The noise of a run, with the outline of what is new in it
   * @param {Floats} noise @param {number} seed @param {string} renewed
   */
  showNoise(noise, seed, renewed) {
    const mask = maskOf(renewed, this.shape) ?? nowhere(this.shape),
      count = mask.filter(Boolean).length,
      what = count ? `; ${some(count, "pixel")} of seed ${this.source(seed)}` : "";
    this.same.set(noise, `seed ${seed}${what}`);
    this.same.lines(mask);
    this.canvas.set(noise, count ? some(count, "new pixel") : "nothing is new");
  }

  /**
   * What has changed at a moment of a run; nothing where its noise was not drawn anew.
   * @param {Moment} moment @param {string} renewed the run's
   */
  show({ network, machine, before }, renewed) {
    const mask = maskOf(renewed, this.shape);
    this.seen.hidden = !before || !mask;
    if (!before || !mask) {
      this.words.textContent = PROMPT;
      return;
    }
    const far = distances(mask, this.shape, this.owner.torus),
      [was, other] = before,
      said = [
        this.showChange(this.pictures.network, was, network, far),
        this.showChange(this.pictures.machine, other, machine, far),
      ];
    const [mine, theirs] = said.map(({ reach }) => some(reach, "pixel"));
    const reach = `in the network’s picture, ${theirs} in the machine’s.`;
    this.words.textContent = `Changes of ${SEEN} or more reach ${mine} far ${reach} ${KEY}`;
    for (const each of Object.values(this.pictures)) each.lines(mask);
  }

  /** @param {Picture} picture @param {Floats} before @param {Floats} after @param {number[]} far */
  showChange({ canvas, note }, before, after, far) {
    const pen = penOf(canvas),
      [, H, W] = this.shape,
      image = pen.createImageData(W, H),
      news = newsOf(changes(before, after, this.shape), far);
    differenceColours(image.data, after, before, this.shape);
    pen.putImageData(image, 0, 0);
    note.textContent = `RMS ${news.inside.toFixed(2)} inside, ${news.outside.toFixed(2)} outside`;
    canvas.setAttribute("aria-label", `Change: ${note.textContent}, to ${news.reach} pixels away.`);
    return news;
  }
}
