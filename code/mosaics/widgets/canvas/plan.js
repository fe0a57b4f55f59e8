// What was painted on a canvas asks for, and the scales of a run: what the engine and the view both
// need (canvas/grow.py: planned).
/** @import { Doubles, Shape } from "../shared/types" */
/** @import { Scale, Sides } from "./scales.js" */
import { colourOf, FREE, KEEP, middle, paintedOf, spread } from "./painted.js";
import { scales, shrunk } from "./scales.js";
import { patches } from "./windows.js";

const RATIO = 0.7; // canvas/grow.py: Settings

/**
 * What a job is asked with; `shape` is the picture's
 * @typedef {object} Params
 * @property {Shape} shape
 * @property {number} height
 * @property {number} width
 * @property {string} begin
 * @property {string} tiles
 * @property {string} symmetry
 * @property {number} P
 * @property {number} coarsest
 * @property {number} steps
 * @property {number} first
 * @property {number} weight
 * @property {string} painted
 */

/**
 * What was painted asks for: the rough picture, masks of 0 and 1, and where the picture's pixels
 * lie on the canvas (-1: nowhere); undefined where the text is none
 * @param {Params} params
 */
export function asked({ painted: text, height, width, shape: [C, ...own], begin }) {
  const sides = /** @type {Sides} */ ([height, width]),
    painted = paintedOf(text, sides);
  if (!painted) return undefined;
  const cells = spread(painted.cells, sides),
    levels = painted.colours.map((colour) => levelsOf(colour)),
    [top, left] = middle(own, sides);
  const inside = Int32Array.from(cells, (_, p) => {
    const [i, j] = [Math.floor(p / width) - top, (p % width) - left];
    return i >= 0 && j >= 0 && i < own[0] && j < own[1] ? i * own[1] + j : -1;
  });
  const rough = Float64Array.from({ length: C * cells.length }, (_, p) => {
    const k = colourOf(cells[p % cells.length]);
    return k < 0 ? 0 : levels[k][Math.floor(p / cells.length)];
  });
  const keeps = (/** @type {string} */ cell, /** @type {number} */ p) =>
    begin === "holes" ? cell === FREE || cell === KEEP : cell === KEEP && inside[p] >= 0;
  return {
    rough,
    inside,
    coloured: Float64Array.from(cells, (cell) => Number(colourOf(cell) >= 0)),
    keep: Float64Array.from(cells, (cell, p) => Number(keeps(cell, p))),
  };
}

/** Red, green, blue in [-1, 1]. @param {string} colour */
const levelsOf = (colour) =>
  [0, 2, 4].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 127.5 - 1);

/**
 * The scales of a run; none where no whole window of the picture is known.
 * @param {Params} params @param {Doubles} [known] a mask @returns {Scale[]}
 */
export function planOf({ shape: [, ...own], height, width, P, coarsest }, known) {
  const plan = scales(own, [height, width], { P, coarsest, ratio: RATIO });
  if (!known) return plan;
  const good = plan.map(({ source }) => {
    const mask = shrunk(known, own, source);
    return patches(mask, [1, ...source], P, mask).length > 0;
  });
  return good[good.length - 1] ? plan.slice(good.lastIndexOf(false) + 1) : [];
}

/** How many numbers of noise a run takes; 0 where it cannot be. @param {Params} params */
export function noiseOf(params) {
  const known = params.begin === "holes" ? asked(params)?.keep : undefined;
  const sizes = planOf(params, known).map(({ canvas: [H, W] }) => params.shape[0] * H * W);
  return sizes.reduce((a, b) => a + b, 0);
}
