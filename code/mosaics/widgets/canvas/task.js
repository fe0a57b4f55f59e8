// What a run is asked for, checked: the picture, the scales, what a reader wishes (canvas/grow.py).
/** @import { Doubles, Shape } from "../shared/types" */
/** @import { Scale, Sides } from "./scales.js" */
/** @import { Wish } from "./wishes.js" */
import { checkChoice, checkCount, need } from "../shared/engine/checks.js";
import { colourOf, HOLE, KEEP, middle, paintedOf, spread } from "./painted.js";
import { filled, resized, scales, shrunk } from "./scales.js";
import { patches } from "./windows.js";
import { kept, layout, SQUARE, SYMMETRIES, symmetric } from "./wishes.js";

const RATIO = 0.7; // canvas/grow.py: Settings
export const FIRST = 10,
  LAST = 0.02;
const BEGINS = ["noise", "picture", "holes"];

/**
 * What a job is asked with; `source` are the sides of the picture
 * @typedef {object} Params
 * @property {Sides} source
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
function check({ source, height, width, begin, tiles, symmetry, P, coarsest, steps, first, weight }) {
  checkCount(P, "P", 3, 11);
  need(P % 2 === 1, `P must be odd, got ${P}`);
  for (const side of source) checkCount(side, "side of the picture", P, 256);
  checkCount(height, "height", 16, 256);
  checkCount(width, "width", 16, 256);
  checkCount(coarsest, "coarsest", P, 64);
  checkCount(steps, "steps", 1, 20);
  checkChoice(begin, BEGINS, "begin");
  checkChoice(tiles, ["on", "off"], "tiles");
  checkChoice(symmetry, Object.keys(SYMMETRIES), "symmetry");
  const square = height === width || !SQUARE.includes(symmetry);
  need(square, `only a square canvas can have the symmetry ${symmetry}, got ${height} x ${width}`);
  const own = begin !== "holes" || (source[0] === height && source[1] === width);
  need(own, "holes are filled on a canvas of the picture's own sides");
  need(first > LAST && first <= FIRST, `first must be above ${LAST} and at most ${FIRST}, got ${first}`);
  need(weight >= 0 && weight <= 1, `weight must be between 0 and 1, got ${weight}`);
}

/**
 * What a canvas' cells ask for, as masks of 0 and 1 and the rough picture
 * @param {Params} params @param {number} C
 */
function asked({ painted: text, height, width, source, begin }, C) {
  const sides = /** @type {Sides} */ ([height, width]),
    painted = paintedOf(text, sides);
  need(painted, `painted must be none or what was painted on ${height} x ${width} pixels`);
  const cells = spread(painted.cells, sides),
    of = cells.map(colourOf),
    [top, left] = middle(source, sides);
  const inside = (/** @type {number} */ p) => {
    const [i, j] = [Math.floor(p / width) - top, (p % width) - left];
    return i >= 0 && j >= 0 && i < source[0] && j < source[1] ? i * source[1] + j : -1;
  };
  const rough = new Float64Array(C * cells.length);
  of.forEach((k, p) => {
    for (let c = 0; c < C && k >= 0; c++)
      rough[c * cells.length + p] = Number.parseInt(painted.colours[k].slice(2 * c, 2 * c + 2), 16) / 127.5 - 1;
  });
  const mask = (/** @type {(p: number) => boolean} */ f) => Float64Array.from(cells, (_, p) => Number(f(p)));
  const holes = begin === "holes";
  return {
    rough,
    inside,
    coloured: mask((p) => of[p] >= 0),
    kept: mask((p) => (holes ? of[p] < 0 && cells[p] !== HOLE : cells[p] === KEEP && inside(p) >= 0)),
  };
}

/** The picture in the middle of a canvas. */
function placed(
  /** @type {Doubles} */ source,
  /** @type {number} */ C,
  /** @type {number} */ area,
  /** @type {(p: number) => number} */ inside,
) {
  const own = source.length / C;
  return Float64Array.from({ length: C * area }, (_, p) => {
    const at = inside(p % area);
    return at < 0 ? 0 : source[Math.floor(p / area) * own + at];
  });
}

/** @param {Params} params @param {Float32Array} given @returns {Task} */
export function taskOf(params, given) {
  check(params);
  const { height, width, begin, tiles, symmetry, P, coarsest, steps, first, weight } = params,
    area = params.source[0] * params.source[1],
    C = given?.length / area,
    sides = /** @type {Sides} */ ([height, width]);
  need(C === 1 || C === 3, `the picture must hold ${area} numbers for 1 or 3 channels, got ${given?.length ?? 0}`);
  const source = Float64Array.from(given),
    shape = /** @type {Shape} */ ([C, ...params.source]),
    whole = /** @type {Shape} */ ([C, height, width]),
    { rough, inside, coloured, kept: keep } = asked(params, C),
    some = (/** @type {Doubles} */ mask) => mask.some((one) => one === 1),
    known = begin === "holes" ? keep : undefined,
    wishes = [];
  if (symmetry !== "none") wishes.push(symmetric(SYMMETRIES[symmetry]));
  if (some(coloured)) wishes.push(layout(rough, whole, weight, coloured));
  if (some(keep)) wishes.push(kept(placed(source, C, height * width, inside), whole, keep));
  const how = { P, coarsest, ratio: RATIO },
    every = scales(params.source, sides, how),
    plan = known ? usable(every, known, params.source, P) : every,
    ground = known ? filled(source, shape, known) : source;
  return {
    source: ground,
    shape,
    known,
    plan,
    torus: tiles === "on",
    start: begin === "noise" ? undefined : known ? ground : resized(source, shape, sides),
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
