// The field as numbers: two chemicals on a torus of n x n points, one after the other.
/** @import { Floats, Numbers } from "../shared/types" */
import { wrap } from "../shared/state/pictures.js";

/**
 * A round mark of the brush: centre, radius, and what it leaves behind
 * @typedef {{ x: number, y: number, r: number, state: [u: number, v: number] }} Stroke
 */

/** A length in words. @param {number | null} x */
export const long = (x) => (x === null ? "none" : String(+x.toPrecision(3)));

/** The largest difference. @param {Numbers} a @param {Numbers} b */
export function apart(a, b) {
  let most = 0;
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs(a[i] - b[i]));
  return most;
}

/** @param {Numbers} x @returns {[low: number, high: number]} */
export function range(x) {
  let low = Infinity,
    high = -Infinity;
  for (let p = 0; p < x.length; p++) {
    low = Math.min(low, x[p]);
    high = Math.max(high, x[p]);
  }
  return [low, high];
}

/** Puts a stroke on the fields. @param {Floats} fields @param {number} n @param {Stroke} stroke */
export function dab(fields, n, { x, y, r, state }) {
  for (let dy = -r; dy <= r; dy++) {
    for (let dx = -r; dx <= r; dx++) {
      if (dx * dx + dy * dy > r * r) continue;
      const p = wrap(y + dy, n) * n + wrap(x + dx, n);
      [fields[p], fields[p + n * n]] = state;
    }
  }
}

/**
 * Points from one place to another, at most half a radius apart
 * @param {number[]} from @param {number[]} to @param {number} radius
 */
export function between([x0, y0], [x, y], radius) {
  const count = Math.ceil(Math.hypot(x - x0, y - y0) / Math.max(1, radius / 2)) || 1;
  return Array.from({ length: count }, (_, i) => [
    x0 + ((x - x0) * (i + 1)) / count,
    y0 + ((y - y0) * (i + 1)) / count,
  ]);
}
