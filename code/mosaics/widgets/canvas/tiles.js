// A canvas repeated: what it looks like where it tiles a plane.
import { h, penOf } from "../shared/view/elements.js";

const TIMES = 3;

export class Tiles {
  constructor() {
    this.canvas = h("canvas", { role: "img" });
    this.el = h("div", { class: "canvas-tiles", hidden: true }, this.canvas);
  }

  /** @param {HTMLCanvasElement} one @param {boolean} seamless */
  show(one, seamless) {
    const { canvas } = this,
      { width, height } = one;
    canvas.width = TIMES * width;
    canvas.height = TIMES * height;
    const pen = penOf(canvas);
    for (let k = 0; k < TIMES * TIMES; k++)
      pen.drawImage(one, (k % TIMES) * width, Math.floor(k / TIMES) * height);
    const seams = seamless ? "without a seam" : "with seams, for it was not asked to tile";
    canvas.setAttribute("aria-label", `The canvas, ${TIMES} times ${TIMES} of it: ${seams}`);
  }
}
