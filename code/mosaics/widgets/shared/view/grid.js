// Grids of pixels to point at, and the map of sources.
/** @import { Numbers, Shape } from "../types" */
import { imageCount } from "../state/numbers.js";
import { sourceColour } from "../state/pictures.js";
import { chord, h, penOf } from "./elements.js";

const CELL = 8; // the map's canvas has so many pixels a pixel
/** @type {Record<string, [down: number, across: number]>} */
const STEPS = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-5, 0],
  PageDown: [5, 0],
  Home: [0, -Infinity],
  End: [0, Infinity],
};

/**
 * Hears where the cursor is, and undefined when it has left.
 * @typedef {(p: number | undefined, aloud: boolean) => void} Tell
 */

/**
 * A grid of pixels on a canvas, and on it a cursor for mouse, finger and arrow keys. The canvas may
 * show `margin` more
 * pixels on each side.
 */
export class PixelGrid {
  /** @param {Shape} shape @param {string} kind @param {Tell} tell */
  constructor([, H, W], kind, tell) {
    this.H = H;
    this.W = W;
    this.tell = tell;
    this.margin = 0;
    this.cursor = [Math.floor(H / 2), Math.floor(W / 2)];
    this.canvas = h("canvas", { width: W * CELL, height: H * CELL, "aria-hidden": "true" });
    this.spot = h("i", { "aria-hidden": "true", hidden: true });
    this.box = h(
      "div",
      {
        class: "lab-sources",
        tabindex: 0,
        role: "application",
        "aria-roledescription": kind,
        "aria-label": "Sources",
        onblur: () => this.leave(),
      },
      this.canvas,
      this.spot,
    );
    this.box.addEventListener("pointermove", (event) => this.point(event));
    this.box.addEventListener("pointerdown", (event) => this.point(event));
    this.box.addEventListener(
      "pointerleave",
      (event) => event.pointerType === "mouse" && this.leave(),
    );
    this.box.addEventListener("keydown", (event) => this.key(event));
  }

  /** @param {PointerEvent} event */
  point({ clientX, clientY }) {
    const { left, top, width, height } = this.canvas.getBoundingClientRect(),
      { margin } = this;
    /** @param {number} part @param {number} n */
    const at = (part, n) =>
      Math.min(n - 1, Math.max(0, Math.floor(part * (n + 2 * margin)) - margin));
    this.cursor = [at((clientY - top) / height, this.H), at((clientX - left) / width, this.W)];
    this.look(false);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const move = STEPS[event.key];
    if (!move || chord(event)) return;
    event.preventDefault();
    /** @param {number} axis @param {number} n */
    const to = (axis, n) => Math.min(n - 1, Math.max(0, this.cursor[axis] + move[axis]));
    if (!this.spot.hidden) this.cursor = [to(0, this.H), to(1, this.W)];
    this.look(true);
  }

  /** @param {boolean} aloud */
  look(aloud) {
    const [i, j] = this.cursor;
    this.mark(i * this.W + j);
    this.tell(i * this.W + j, aloud);
  }

  /** Puts the cursor on pixel p. @param {number} p */
  mark(p) {
    const { H, W, margin } = this,
      i = Math.floor(p / W),
      j = p % W;
    /** @param {number} at @param {number} n */
    const part = (at, n) => `${(100 * at) / (n + 2 * margin)}%`;
    this.cursor = [i, j];
    this.spot.hidden = false;
    Object.assign(this.spot.style, {
      left: part(j + margin, W),
      top: part(i + margin, H),
      width: part(1, W),
      height: part(1, H),
    });
  }

  leave() {
    this.spot.hidden = true;
    this.tell(undefined, false);
  }
}

/** The map: a colour for what pixels have in common, paler where `weight` is small */
export class SourceMap extends PixelGrid {
  /** @param {Shape} shape @param {Tell} tell */
  constructor(shape, tell) {
    super(shape, "map of pixels", tell);
    this.count = 0; // of colours
    this.note = h("span", {}, "a colour for each image");
    const name = h("strong", {}, "Source of each pixel");
    this.el = h("figure", { class: "lab-picture" }, this.box, h("figcaption", {}, name, this.note));
  }

  /**
   * @param {Numbers} keys
   * @param {object} [options]
   * @param {(p: number) => string} [options.colour]
   * @param {Numbers} [options.weight]
   * @param {(n: number) => string} [options.words]
   */
  set(keys, { colour = (p) => sourceColour(keys[p]), weight, words = imageCount } = {}) {
    const { H, W } = this,
      pen = penOf(this.canvas);
    pen.clearRect(0, 0, W * CELL, H * CELL);
    for (let p = 0; p < H * W; p++) {
      pen.globalAlpha = weight ? 0.3 + 0.7 * weight[p] : 1;
      pen.fillStyle = colour(p);
      pen.fillRect((p % W) * CELL, Math.floor(p / W) * CELL, CELL, CELL);
    }
    pen.globalAlpha = 1;
    this.drawBorders(pen, keys);
    this.count = new Set(Array.from(keys)).size;
    this.box.setAttribute(
      "aria-label",
      `Sources: ${words(this.count)}. Arrow keys tell the source of a pixel.`,
    );
    if (!this.spot.hidden) this.look(false);
  }

  /**
   * Borders, so that colours need not tell all.
   * @param {CanvasRenderingContext2D} pen
   * @param {Numbers} keys
   */
  drawBorders(pen, keys) {
    const { H, W } = this;
    pen.fillStyle = "#0008";
    for (let p = 0; p < H * W; p++) {
      const i = Math.floor(p / W),
        j = p % W;
      if (j && keys[p] !== keys[p - 1]) pen.fillRect(j * CELL, i * CELL, 1, CELL);
      if (i && keys[p] !== keys[p - W]) pen.fillRect(j * CELL, i * CELL, CELL, 1);
    }
  }
}
