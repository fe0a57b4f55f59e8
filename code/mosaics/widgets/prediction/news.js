// How far does news travel? The noise is drawn anew in some place, and both pictures are held
// against those from the noise as it was.
/** @import { Control, Floats, Shape, Value } from "../shared/types" */
/** @import { Picture } from "../shared/view/paint.js" */
/** @import { Mask } from "./renewed.js" */
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
const FINGER = "With a finger tap, or paint sideways: up and down scrolls the page.";
const KEY = "Orange: darker than before; blue: lighter. Numbers: root mean square of the change.";
const NOTHING = "So far nothing is new, and nothing changes.";

/**
 * A picture, and what draws an outline over it
 * @typedef {Picture & { lines: (mask: Mask) => void }} Change
 */

/**
 * Where a noise is drawn anew, and how far each pixel is from there
 * @typedef {{ text: string, mask: Mask, far: number[] }} Part
 */

/**
 * Whose news it is: the seed in use, whether what is in view is not what was asked for, a new run,
 * words to be said
 * @typedef {object} Owner
 * @property {() => number} seed
 * @property {boolean} torus
 * @property {() => boolean} stale
 * @property {(note: string) => void} start
 * @property {(words: string) => void} say
 */

export class News {
  /** @type {Part | undefined} */
  seen; // the one that was asked for last

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
    this.words = h("p", { class: "lab-note lab-told" }, NOTHING);
    this.el = this.makeSection();
    this.board.outline();
  }

  makeSection() {
    const { network, machine } = this.pictures;
    const half = button("New right half", () =>
      this.draw(rightHalf(this.shape), "New noise in the right half."),
    );
    const clear = button("Clear", () => this.draw(nowhere(this.shape), "The noise as it was."));
    return h(
      "section",
      { class: "lab-news", "data-control": "renewed" },
      head("How far does news travel?"),
      h("p", { class: "lab-note" }, PROMPT),
      h("p", { class: "lab-note lab-finger" }, FINGER),
      h("div", { class: "lab-row" }, half, clear),
      h("div", { class: "lab-pictures lab-painted" }, this.canvas.el, network.el, machine.el),
      h("p", { class: "lab-note" }, KEY),
      this.words,
    );
  }

  /** @param {boolean[]} mask @param {string} note */
  draw(mask, note) {
    const same = textOf(mask, this.shape) === this.text;
    if (same && !this.owner.stale()) return this.owner.say(`${note} So it is already.`);
    this.board.rest();
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
    let near = false; // the right half, say, has a word and is cells as well
    return {
      get near() {
        return near;
      },
      get value() {
        return news.text;
      },
      /** @param {Value} text */
      set(text) {
        const mask = maskOf(text, news.shape);
        near = mask !== undefined;
        news.board.rest();
        news.mask = mask ?? news.mask;
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
    const { mask } = this.part(renewed),
      count = mask.filter(Boolean).length,
      fresh = `${count} new, from seed ${this.source(seed)}`;
    this.same.set(noise, `seed ${seed}${count ? `; ${count} new` : ""}`);
    this.same.lines(mask);
    this.canvas.set(noise, count ? fresh : "nothing is new");
  }

  /**
   * What has changed at a moment of a run; nothing where its noise was not drawn anew.
   * @param {Moment} moment @param {string} renewed the run's
   */
  show(moment, renewed) {
    const { network, machine } = this.pictures,
      [was, other] = moment.before ?? [moment.network, moment.machine];
    const part = this.part(renewed);
    this.showChange(network, was, moment.network, part);
    this.showChange(machine, other, moment.machine, part);
    const reach = this.reach(moment, renewed);
    this.words.textContent = reach ? `Changes of ${SEEN} or more ${reach}${most(part)}.` : NOTHING;
  }

  /** @param {Change} change @param {Floats} before @param {Floats} after @param {Part} part */
  showChange({ canvas, name, note, lines }, before, after, { mask, far }) {
    const pen = penOf(canvas),
      [, H, W] = this.shape,
      image = pen.createImageData(W, H);
    differenceColours(image.data, after, before, this.shape);
    pen.putImageData(image, 0, 0);
    lines(mask);
    const { inside, outside } = newsOf(changes(before, after, this.shape), far),
      beyond = mask.includes(false) ? `${outside.toFixed(2)} outside` : "no outside",
      said = mask.includes(true) ? [`${inside.toFixed(2)} inside`, beyond] : ["none"];
    note.textContent = said.join(",\n");
    canvas.setAttribute("aria-label", `${name.textContent}: ${said.join(", ")}`);
  }

  /**
   * How far the change has come at a moment of a run, in words; none where its noise is as it was.
   * @param {Moment} moment @param {string} renewed the run's
   */
  reach({ network, machine, before }, renewed) {
    if (!before) return "";
    const { mask, far } = this.part(renewed);
    if (!mask.includes(false)) return "have no way to go, for all of the noise is new";
    const [mine, theirs] = [
      newsOf(changes(before[0], network, this.shape), far),
      newsOf(changes(before[1], machine, this.shape), far),
    ];
    const where = `in the network’s picture, ${theirs.reach} in the machine’s`;
    return `travel ${some(mine.reach, "pixel")} ${where}`;
  }

  /** @param {string} renewed @returns {Part} */
  part(renewed) {
    if (this.seen?.text === renewed) return this.seen;
    const mask = maskOf(renewed, this.shape) ?? nowhere(this.shape);
    this.seen = { text: renewed, mask, far: distances(mask, this.shape, this.owner.torus) };
    return this.seen;
  }
}

/** How far a change could travel, if any pixel was as it was. @param {Part} part */
const most = ({ mask, far }) => (mask.includes(false) ? `, of ${Math.max(...far)} at most` : "");
