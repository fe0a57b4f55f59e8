// A world: L * L cells, +1 black and -1 white, row by row. Its side is in its length, nowhere else.
/** @import { Floats } from "../shared/types" */

/** @param {ArrayLike<number>} cells */
export const sideOf = (cells) => Math.sqrt(cells.length);

/** @param {number} L @returns {Floats} */
export const white = (L) => new Float32Array(L * L).fill(-1);

/** How many cells are black. @param {Floats} cells */
export const black = (cells) => cells.filter((v) => v > 0).length;

/**
 * A world as text: four cells a digit, row by row, black is 1; the last digit is filled up with 0.
 * @param {ArrayLike<number>} cells
 */
export function hexOf(cells) {
  const digit = (/** @type {number} */ d) =>
    [0, 1, 2, 3].reduce((sum, k) => 2 * sum + Number(cells[4 * d + k] > 0), 0).toString(16);
  return Array.from({ length: Math.ceil(cells.length / 4) }, (_, d) => digit(d)).join("");
}

/**
 * The world of side L that a text stands for; none where it is any other text.
 * @param {unknown} text @param {number} L @returns {Floats | undefined}
 */
export function worldOf(text, L) {
  const area = L * L;
  if (typeof text !== "string" || text.length !== Math.ceil(area / 4)) return undefined;
  if (!/^[0-9a-f]+$/.test(text)) return undefined;
  const bit = (/** @type {number} */ p) => (Number.parseInt(text[p >> 2], 16) >> (3 - (p & 3))) & 1;
  const world = Float32Array.from({ length: area }, (_, p) => 2 * bit(p) - 1);
  return hexOf(world) === text ? world : undefined; // else there are cells beyond the last one
}
