// One noise by every sampler: the pictures side by side, each with its nearest training image.
/** @import { Shape } from "../shared/types" */
/** @import { Picture } from "./tally.js" */
import { h } from "../shared/view/elements.js";
import { picture } from "../shared/view/paint.js";
import { COPY, moved, SAMPLERS, Tally } from "./tally.js";

const HOW_MANY = ["", "one picture", "two different pictures", "three different pictures"];

/**
 * What is needed of a lab
 * @typedef {object} Album
 * @property {Shape} shape
 * @property {(m: number) => import("../shared/types").Floats} image
 * @property {(m: number) => string} name
 */

export class Comparison {
  /** @param {Album} lab */
  constructor(lab) {
    this.lab = lab;
    const title = (/** @type {string} */ name) => name.split(/[ ,]/)[0];
    this.columns = Object.entries(SAMPLERS).map(([method, name]) => ({
      method,
      made: picture(lab.shape, title(name)),
      nearest: picture(lab.shape, "Its nearest", { class: "lab-picture lab-small" }),
    }));
    this.words = h("p", { class: "lab-outcome" }, "\u00a0");
    const columns = this.columns.map(({ made, nearest }) => h("div", {}, made.el, nearest.el));
    this.el = h(
      "div",
      { class: "lab-compare", hidden: true },
      h("p", { class: "lab-head" }, "One noise, three samplers"),
      h("div", { class: "lab-pictures lab-three" }, columns),
      this.words,
    );
  }

  /**
   * Shows what there is of a seed, and says how many pictures that are.
   * @param {number} seed @param {(method: string) => Picture | undefined} find
   */
  show(seed, find) {
    const all = this.columns.map((column) => this.fill(column, find(column.method)));
    const there = all.filter((each) => each !== undefined);
    const tally = new Tally(this.lab.shape);
    there.forEach((each, k) => tally.add({ ...each, seed: k }));
    this.words.textContent =
      there.length < all.length
        ? `Seed ${seed}: ${there.length} of ${all.length} samplers are done.`
        : `Seed ${seed}, three samplers: ${HOW_MANY[tally.different]}.`;
    return this.words.textContent;
  }

  /** @param {Comparison["columns"][number]} column @param {Picture | undefined} found */
  fill({ made, nearest }, found) {
    made.el.classList.toggle("lab-wait", !found);
    nearest.el.classList.toggle("lab-wait", !found);
    if (!found) return undefined;
    const { lab } = this;
    made.set(found.z, found.ratio < COPY ? "◆ a copy" : "◇ not a copy");
    nearest.set(lab.image(found.nearest), `${lab.name(found.nearest)}${moved(found)}`);
    return found;
  }
}
