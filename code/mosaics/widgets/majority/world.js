// A world: L * L cells, +1 black and -1 white, row by row. Its side is in its length, nowhere else.
/** @import { Floats } from "../shared/types" */
import { cellsOf, hexOf } from "../shared/state/drawn.js";

/** @param {ArrayLike<number>} cells */
export const sideOf = (cells) => Math.sqrt(cells.length);

/** @param {number} L @returns {Floats} */
export const white = (L) => new Float32Array(L * L).fill(-1);

/** How many cells are black. @param {Floats} cells */
export const black = (cells) => cells.filter((v) => v > 0).length;

/** A world as text: black is 1. @param {ArrayLike<number>} world */
export const textOf = (world) => hexOf(Array.from(world, (v) => v > 0));

/**
 * The world of side L that a text stands for; none where it is any other text.
 * @param {unknown} text @param {number} L @returns {Floats | undefined}
 */
export function worldOf(text, L) {
  const on = cellsOf(text, L * L);
  return on && Float32Array.from(on, (v) => (v ? 1 : -1));
}
