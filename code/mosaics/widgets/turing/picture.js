// The picture of a dish: one chemical in the page's colours.
/** @import { Numbers } from "../shared/types" */
import { h, penOf } from "../shared/view/elements.js";
import { tonesOf } from "./dye.js";
import { range } from "./field.js";

const EASE = 0.08; // of the way to the field's range, a frame

/**
 * `span`: the least contrast; `floor`: nothing lies below it
 * @typedef {{ span: number, moving: boolean, floor?: number }} Scale
 */

export class Picture {
  /** @type {[low: number, high: number] | undefined} */
  bounds; // of the contrast

  /** @param {number} side @param {HTMLElement} root whose colours it has */
  constructor(side, root) {
    this.side = side;
    this.root = root;
    this.canvas = h("canvas", { width: side, height: side, role: "img", "aria-label": "Dish" });
    this.pen = penOf(this.canvas);
    this.tones = tonesOf(root);
  }

  recolour() {
    this.tones = tonesOf(this.root);
  }

  /**
   * The contrast follows the field's range slowly, so that it does not flicker, and never shows
   * mere noise as a pattern; noise at the floor lies at the scale's low end, not amid it.
   * @param {Numbers} x @param {Scale} scale
   */
  paint(x, { span, moving, floor = -Infinity }) {
    const [low, high] = range(x),
      wide = Math.max(span, high - low),
      foot = Math.max(Math.min(low, floor), (low + high - wide) / 2),
      ease = this.bounds && moving ? EASE : 1,
      [a0, b0] = this.bounds ?? [0, 0];
    const a = a0 + ease * (foot - a0),
      b = b0 + ease * (foot + wide - b0);
    this.bounds = [a, b];
    const image = this.pen.createImageData(this.side, this.side),
      out = new Uint32Array(image.data.buffer),
      scale = 255.999 / (b - a);
    for (let p = 0; p < x.length; p++)
      out[p] = this.tones[Math.max(0, Math.min(255, Math.floor((x[p] - a) * scale)))];
    this.pen.putImageData(image, 0, 0);
  }
}
