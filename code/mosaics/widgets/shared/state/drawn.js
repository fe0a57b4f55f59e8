// What a hand draws: points of a stroke, cells that are on or off as text, their outline. Python's
// twin of the text is shared/cells.py.
/** @import { Pair } from "../types" */

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

/**
 * A schedule of windows that a hand drew, as it is written: noise level : side / noise level : side
 * ...; nothing where that is no schedule: two levels or more, each once and > 0, odd sides.
 * @param {string} text @returns {Pair[] | undefined}
 */
export function drawnPairs(text) {
  const pairs = text.split("/").map((pair) => pair.split(":").map(Number)),
    levels = new Set(pairs.map(([s]) => s));
  const fits = pairs.every(
    ([s, P, ...more]) => s > 0 && Number.isFinite(s) && P > 0 && P % 2 === 1 && !more.length,
  );
  const whole = pairs.length > 1 && levels.size === pairs.length && fits;
  return whole ? /** @type {Pair[]} */ (pairs) : undefined;
}

/**
 * Cells as text: four of them a hexadecimal digit, row by row, on is 1; the last digit is filled up
 * with 0.
 * @param {ArrayLike<boolean>} on
 */
export function hexOf(on) {
  const digit = (/** @type {number} */ d) =>
    [0, 1, 2, 3].reduce((sum, k) => 2 * sum + Number(Boolean(on[4 * d + k])), 0).toString(16);
  return Array.from({ length: Math.ceil(on.length / 4) }, (_, d) => digit(d)).join("");
}

/**
 * The cells that a text stands for; none where it is any other text.
 * @param {unknown} text @param {number} count @returns {boolean[] | undefined}
 */
export function cellsOf(text, count) {
  if (typeof text !== "string" || text.length !== Math.ceil(count / 4)) return undefined;
  if (!/^[0-9a-f]+$/.test(text)) return undefined;
  const on = Array.from(
    { length: count },
    (_, p) => (Number.parseInt(text[p >> 2], 16) >> (3 - (p & 3))) % 2 === 1,
  );
  return hexOf(on) === text ? on : undefined; // else there are cells beyond the last one
}

/**
 * The lines between neighbouring pixels that differ, in units of a pixel
 * @param {ArrayLike<unknown>} values @param {number} H @param {number} W
 */
export function outline(values, H, W) {
  let d = "";
  for (let i = 0; i < H; i++) {
    for (let j = 0; j < W; j++) {
      const p = i * W + j;
      if (j + 1 < W && values[p] !== values[p + 1]) d += `M${j + 1} ${i}v1`;
      if (i + 1 < H && values[p] !== values[p + W]) d += `M${j} ${i + 1}h1`;
    }
  }
  return d;
}
