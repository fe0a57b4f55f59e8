// What a run is asked for, checked: the picture, the scales, what a reader wishes (canvas/grow.py).
/** @import { Doubles, Shape } from "../shared/types" */
/** @import { Scale, Sides } from "./scales.js" */
/** @import { Wish } from "./wishes.js" */
import { checkChoice, checkCount, need } from "../shared/engine/checks.js";
import { colourOf, FREE, KEEP, middle, paintedOf, spread } from "./painted.js";
import { filled, resized, scales, shrunk } from "./scales.js";
import { patches } from "./windows.js";
import { kept, layout, SQUARE, SYMMETRIES, symmetric } from "./wishes.js";

const RATIO = 0.7; // canvas/grow.py: Settings
export const FIRST = 10,
  LAST = 0.02;
const BEGINS = ["noise", "picture", "holes"];

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
 * All that one run was asked for, checked
 * @typedef {object} Task
 * @property {Doubles} source
 * @property {Shape} shape of the source
 * @property {Doubles | undefined} known
 * @property {Scale[]} plan
 * @property {boolean} torus
 * @property {Doubles | undefined} start
 * @property {Wish[]} wishes
 * @property {number} P
 * @property {number} steps
 * @property {number} first
 */

// ---------------------------------------------------------------- what is asked for
/** @param {Params} params */
function check({ shape: [C, ...source], height, width, begin, tiles, symmetry, P, coarsest, steps, first, weight }) {
  checkCount(P, "P", 3, 11);
  need(P % 2 === 1, `P must be odd, got ${P}`);
  need(C === 1 || C === 3, `a picture has 1 or 3 channels, got ${C}`);
  for (const side of source) checkCount(side, "side of the picture", 16, 64);
  checkCount(height, "height", 16, 256);
  checkCount(width, "width", 16, 256);
  checkCount(coarsest, "coarsest", P, 64);
  checkCount(steps, "steps", 1, 10);
  checkChoice(begin, BEGINS, "begin");
  checkChoice(tiles, ["on", "off"], "tiles");
  checkChoice(symmetry, Object.keys(SYMMETRIES), "symmetry");
  const square = height === width || !SQUARE.includes(symmetry);
  need(square, `only a square canvas can have the symmetry ${symmetry}, got ${height} x ${width}`);
  const own = begin !== "holes" || (source[0] === height && source[1] === width);
  need(own, "holes are filled on a canvas of the picture's own sides");
  need(first >= 0.05 && first <= 2, `first must be between 0.05 and 2, got ${first}`);
  need(weight >= 0 && weight <= 1, `weight must be between 0 and 1, got ${weight}`);
}

/**
 * What was painted asks for: the rough picture, masks of 0 and 1, and where the picture's pixels
 * lie on the canvas (-1: nowhere)
 * @param {Params} params
 */
function asked({ painted: text, height, width, shape: [C, ...own], begin }) {
  const sides = /** @type {Sides} */ ([height, width]),
    painted = paintedOf(text, sides);
  need(painted, `painted must be none or what was painted on ${height} x ${width} pixels`);
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
 * The picture on a canvas.
 * @param {Doubles} source @param {number} C @param {Int32Array} inside
 */
function placed(source, C, inside) {
  const area = inside.length,
    own = source.length / C;
  return Float64Array.from({ length: C * area }, (_, p) => {
    const at = inside[p % area];
    return at < 0 ? 0 : source[Math.floor(p / area) * own + at];
  });
}

/** @param {Params} params @param {Float32Array} given the picture @returns {Task} */
export function taskOf(params, given) {
  check(params);
  const { shape, height, width, begin, tiles, symmetry, P, coarsest, steps, first, weight } = params,
    [C, ...own] = shape;
  need(given?.length === C * own[0] * own[1], `the picture must hold ${shape.join(" x ")} numbers`);
  const source = Float64Array.from(given),
    whole = /** @type {Shape} */ ([C, height, width]),
    { rough, inside, coloured, keep } = asked(params),
    some = (/** @type {Doubles} */ mask) => mask.includes(1),
    known = begin === "holes" ? keep : undefined,
    ground = known ? filled(source, shape, known) : source,
    wishes = [];
  if (symmetry !== "none") wishes.push(symmetric(SYMMETRIES[symmetry]));
  if (some(coloured)) wishes.push(layout(rough, whole, weight, coloured));
  if (some(keep)) wishes.push(kept(placed(source, C, inside), whole, keep));
  const every = scales(own, [height, width], { P, coarsest, ratio: RATIO });
  return {
    source: ground,
    shape,
    known,
    plan: known ? usable(every, known, own, P) : every,
    torus: tiles === "on",
    start: begin === "noise" ? undefined : resized(ground, shape, [height, width]),
    wishes,
    P,
    steps,
    first: begin === "noise" ? FIRST : first,
  };
}

/** The scales whose source has a whole known window, from the first one after which all have. */
function usable(
  /** @type {Scale[]} */ plan,
  /** @type {Doubles} */ known,
  /** @type {Sides} */ sides,
  /** @type {number} */ P,
) {
  const good = plan.map(({ source }) => {
    const mask = shrunk(known, sides, source);
    return patches(mask, [1, ...source], P, mask).length > 0;
  });
  need(good[good.length - 1], `the picture must keep a whole window of ${P} x ${P} pixels`);
  return plan.slice(good.lastIndexOf(false) + 1);
}
