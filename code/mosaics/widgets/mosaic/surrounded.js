// An image with its surroundings, and lines over it: `margin` pixels more on each side show what a
// machine sees there, the other side of a torus or zeros.
/** @import { Numbers, Shape } from "../shared/types" */
/** @import { Tell } from "../shared/view/grid.js" */
import { wrap } from "../shared/state/pictures.js";
import { h, penOf, svg } from "../shared/view/elements.js";
import { PixelGrid } from "../shared/view/grid.js";
import { paint } from "../shared/view/paint.js";

/**
 * Whether something holds at a place in or around the image.
 * @typedef {(i: number, j: number) => boolean} Has
 */

/**
 * `lit` false at pixel p: it is dimmed.
 * @typedef {(p: number, i: number, j: number) => boolean} Lit
 */

export class Surrounded extends PixelGrid {
  torus = false;

  /** @param {Shape} shape @param {string} title @param {Tell} tell */
  constructor(shape, title, tell) {
    super(shape, "picture of pixels", tell);
    this.shape = shape;
    this.over = svg("svg", { "aria-hidden": "true" });
    this.box.insertBefore(this.over, this.spot);
    this.note = h("span", {}, "\u00a0");
    const caption = h("figcaption", {}, h("strong", {}, title), this.note);
    this.el = h("figure", { class: "lab-picture lab-surrounded" }, this.box, caption);
  }

  /** @param {Numbers} x @param {{ margin: number, torus: boolean, lit: Lit }} look */
  set(x, { margin, torus, lit }) {
    const { H, W, canvas } = this,
      [C] = this.shape,
      high = H + 2 * margin,
      wide = W + 2 * margin;
    const around = new Float32Array(C * high * wide);
    this.margin = margin;
    this.torus = torus;
    Object.assign(canvas, { width: wide, height: high });
    this.over.setAttribute("viewBox", `${-margin} ${-margin} ${wide} ${high}`);
    this.eachPlace((i, j, p, k) => {
      for (let c = 0; c < C; c++) around[c * high * wide + k] = p < 0 ? 0 : x[c * H * W + p];
    });
    paint(canvas, around, [C, high, wide]);
    const pen = penOf(canvas);
    pen.fillStyle = "#9aa1adb0";
    this.eachPlace((i, j, p, k) => {
      if (!lit(p, i, j))
        pen[p < 0 ? "clearRect" : "fillRect"](k % wide, Math.floor(k / wide), 1, 1);
    });
  }

  /** @type {Has} */
  inside(i, j) {
    return i >= 0 && j >= 0 && i < this.H && j < this.W;
  }

  /**
   * The pixel that a place in or around the image stands for; -1 where there is none.
   * @param {number} i
   * @param {number} j
   */
  pixel(i, j) {
    const { H, W } = this;
    if (this.torus) return wrap(i, H) * W + wrap(j, W);
    return this.inside(i, j) ? i * W + j : -1;
  }

  /**
   * Goes through all places: row, column, pixel, number.
   * @param {(i: number, j: number, p: number, k: number) => void} f
   */
  eachPlace(f) {
    const { H, W, margin } = this;
    let k = 0;
    for (let i = -margin; i < H + margin; i++) {
      for (let j = -margin; j < W + margin; j++) f(i, j, this.pixel(i, j), k++);
    }
  }

  /** Borders of a set of places. @param {Has} has */
  outline(has) {
    let d = "";
    this.eachPlace((i, j) => {
      if (!has(i, j)) return;
      if (!has(i - 1, j)) d += `M${j} ${i}h1`;
      if (!has(i + 1, j)) d += `M${j} ${i + 1}h1`;
      if (!has(i, j - 1)) d += `M${j} ${i}v1`;
      if (!has(i, j + 1)) d += `M${j + 1} ${i}v1`;
    });
    return d;
  }

  /** Borders between pixels of the image that differ in this. @param {Numbers} keys */
  seams(keys) {
    const { H, W } = this;
    let d = "";
    for (let p = 0; p < H * W; p++) {
      const i = Math.floor(p / W),
        j = p % W;
      if (j && keys[p] !== keys[p - 1]) d += `M${j} ${i}v1`;
      if (i && keys[p] !== keys[p - W]) d += `M${j} ${i}h1`;
    }
    return d;
  }

  /**
   * The window around a pixel; on a torus also where it comes in again at the other side
   * @param {number} p @param {number} P
   */
  frames(p, P) {
    const { H, W } = this,
      at = this.torus ? [-1, 0, 1] : [0],
      d = (P - 1) / 2,
      i = Math.floor(p / W),
      j = p % W;
    /** @param {string} name @param {number} a @param {number} b */
    const frame = (name, a, b) =>
      svg("rect", { class: name, x: j - d + b * W, y: i - d + a * H, width: P, height: P });
    return at.flatMap((a) =>
      at.flatMap((b) => [
        frame("lab-under", a, b),
        frame(a || b ? "lab-again" : "lab-window", a, b),
      ]),
    );
  }

  /** @param {string} outline @param {Element[]} frames */
  lines(outline, frames, marks = "", seams = "") {
    const { H, W } = this;
    /** @param {string} name @param {string} d */
    const line = (name, d) => svg("path", { class: name, d });
    this.over.replaceChildren(
      svg("rect", { class: "lab-border", x: 0, y: 0, width: W, height: H }),
      line("lab-seams", seams),
      ...frames,
      line("lab-halo", outline),
      line("lab-piece", outline),
      line("lab-wrong", marks),
    );
  }

  leave() {} // the cursor stays
}
