// One picture of the wall, large, and the training images that it is made of.
/** @import { Numbers, Floats, Shape } from "../shared/types" */
import { outline } from "../shared/state/drawn.js";
import { rounded, UNDER_ONE } from "../shared/state/numbers.js";
import { h, svg } from "../shared/view/elements.js";
import { paint, thumbnail } from "../shared/view/paint.js";
import { isCopy, sharesOf } from "./sources.js";

export const GIVERS = 4; // training images that are shown beside a picture

/**
 * A lab with training images
 * @typedef {object} Lab
 * @property {Shape} shape
 * @property {(m: number) => Floats} image
 * @property {(m: number) => string} called
 */

export class Origin {
  /** @param {Lab} lab */
  constructor(lab) {
    const [, H, W] = lab.shape;
    this.lab = lab;
    this.large = h("canvas", { width: W, height: H, role: "img" });
    this.lines = svg("svg", { viewBox: `0 0 ${W} ${H}`, "aria-hidden": "true" });
    this.title = h("p", { class: "lab-head" });
    this.parts = h("ul", { class: "wall-givers" });
    this.el = h(
      "div",
      { class: "wall-origin" },
      h("div", { class: "wall-large" }, this.large, this.lines),
      h("div", {}, this.title, this.parts),
    );
  }

  /**
   * @param {{ z: Numbers, source: Floats } | undefined} picture none that is not there yet
   * @param {string} words
   */
  show(picture, words) {
    this.el.toggleAttribute("data-waits", !picture);
    if (!picture) return;
    const { z, source } = picture,
      shares = sharesOf(source),
      most = shares.slice(0, GIVERS),
      more = shares.length - most.length,
      edges = isCopy(shares) ? [] : most.map(([m]) => this.edge(source, m));
    paint(this.large, z, this.lab.shape);
    this.large.setAttribute("aria-label", words);
    this.lines.replaceChildren(
      ...edges.map((d) => svg("path", { class: "wall-halo", d })),
      ...edges.map((d, k) => svg("path", { class: `wall-edge wall-edge-${k + 1}`, d })),
    );
    this.title.textContent = isCopy(shares)
      ? "A copy of one training image"
      : `Parts of ${shares.length} training images`;
    this.parts.replaceChildren(
      ...most.map((share, k) => this.giver(share, source, edges[k], k + 1)),
      ...(more > 0 ? [h("li", { class: "wall-more" }, `and ${more} that give less`)] : []),
    );
  }

  /** Around the pixels that are training image m's. @param {Floats} source @param {number} m */
  edge(source, m) {
    const [, H, W] = this.lab.shape;
    return outline(
      Array.from(source, (n) => n === m),
      H,
      W,
    );
  }

  /**
   * A training image of which only the pixels that it gives are in full colour; `edge` is drawn
   * around them
   * @param {[m: number, part: number]} share
   * @param {Floats} source
   * @param {string | undefined} edge
   * @param {number} number
   */
  giver([m, part], source, edge, number) {
    const { lab } = this,
      [C, H, W] = lab.shape,
      area = H * W,
      paper = C === 1 ? -1 : 1;
    const shown = (/** @type {number} */ i) => !edge || source[i % area] === m;
    const image = lab.image(m).map((v, i) => (shown(i) ? v : paper + (v - paper) * 0.3));
    const line = svg("path", { class: `wall-edge wall-edge-${number}`, d: edge });
    const lines = edge && svg("svg", { viewBox: `0 0 ${W} ${H}`, "aria-hidden": "true" }, line);
    const percent = h("small", {}, part < 0.01 ? UNDER_ONE : rounded(part));
    const face = h("span", { class: "wall-source" }, thumbnail(lab.shape, image), lines);
    return h("li", {}, face, h("span", {}, lab.called(m), percent));
  }
}
