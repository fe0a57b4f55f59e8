// A drawing: square, in colours, with what can be undone and done again.
/** @import { Picture } from "./fit.js" */
const STEPS = 100; // that can be undone

/** @typedef {number[]} Colour red, green, blue: 0 ... 255 */
/** @typedef {{ x: number, y: number }} Place column and row */

/** @type {Colour} */
export const PAPER = [255, 255, 255];

/** An empty sheet. @param {number} size @returns {Picture} */
export const blank = (size) => ({
  width: size,
  height: size,
  rgb: new Uint8ClampedArray(3 * size * size).fill(255),
});

export class Pixels {
  /** @type {Uint8ClampedArray[]} */
  past = [];
  /** @type {Uint8ClampedArray[]} */
  future = [];

  /** @param {Picture} picture */
  constructor({ width, rgb }) {
    this.size = width;
    /** @type {Uint8ClampedArray} */
    this.rgb = rgb.slice();
  }

  get picture() {
    return { width: this.size, height: this.size, rgb: this.rgb.slice() };
  }

  /** What is done from now on can be undone at once. */
  begin() {
    this.past.push(this.rgb.slice());
    if (this.past.length > STEPS) this.past.shift();
    this.future.length = 0;
  }

  /** Whether there was anything to undo. */
  undo() {
    return this.step(this.past, this.future);
  }

  redo() {
    return this.step(this.future, this.past);
  }

  /** @param {Uint8ClampedArray[]} from @param {Uint8ClampedArray[]} to */
  step(from, to) {
    const other = from.pop();
    if (other) to.push(this.rgb);
    this.rgb = other ?? this.rgb;
    return Boolean(other);
  }

  /** As if it had not begun: two fingers scroll, and the first has already drawn. */
  withdraw() {
    this.rgb = this.past.pop() ?? this.rgb;
  }

  /** @param {Place} place @returns {Colour} */
  at({ x, y }) {
    const p = 3 * (y * this.size + x);
    return [...this.rgb.subarray(p, p + 3)];
  }

  /** A square of `width` pixels around a place. @param {Place} place */
  dab({ x, y }, /** @type {number} */ width, /** @type {Colour} */ colour) {
    const before = (width - 1) >> 1;
    for (let r = y - before; r < y - before + width; r++) {
      for (let k = x - before; k < x - before + width; k++)
        if (r >= 0 && k >= 0 && r < this.size && k < this.size)
          this.rgb.set(colour, 3 * (r * this.size + k));
    }
  }

  /** Dabs without gaps. @param {Place} from @param {Place} to */
  line(from, to, /** @type {number} */ width, /** @type {Colour} */ colour) {
    const steps = Math.max(Math.abs(to.x - from.x), Math.abs(to.y - from.y), 1);
    for (let k = 0; k <= steps; k++) {
      const x = Math.round(from.x + ((to.x - from.x) * k) / steps),
        y = Math.round(from.y + ((to.y - from.y) * k) / steps);
      this.dab({ x, y }, width, colour);
    }
  }

  /** All that has one colour and hangs together there. @param {Place} place */
  fill(place, /** @type {Colour} */ colour) {
    const old = String(this.at(place)),
      open = [place];
    if (old === String(colour)) return;
    for (let here = open.pop(); here; here = open.pop()) {
      const { x, y } = here;
      if (x < 0 || y < 0 || x >= this.size || y >= this.size || String(this.at(here)) !== old)
        continue;
      this.dab(here, 1, colour);
      open.push({ x: x - 1, y }, { x: x + 1, y }, { x, y: y - 1 }, { x, y: y + 1 });
    }
  }

  clear() {
    this.rgb.fill(255);
  }

  /** Left becomes right. */
  mirror() {
    const old = this.picture.rgb,
      n = this.size;
    for (let p = 0; p < n * n; p++) {
      const from = 3 * (p - 2 * (p % n) + n - 1);
      this.rgb.set(old.subarray(from, from + 3), 3 * p);
    }
  }
}
