// What a run is asked for, checked: the picture, the scales, what a reader wishes (canvas/grow.py).
/** @import { Doubles, Shape } from "../shared/types" */
/** @import { Params } from "./plan.js" */
/** @import { Scale } from "./scales.js" */
/** @import { Wish } from "./wishes.js" */
import { checkChoice, checkCount, need } from "../shared/engine/checks.js";
import { asked, planOf } from "./plan.js";
import { filled, resized } from "./scales.js";
import { kept, layout, SQUARE, SYMMETRIES, symmetric } from "./wishes.js";

export const FIRST = 10, // canvas/grow.py: Settings
  LAST = 0.02;
const BEGINS = ["noise", "picture", "holes"];

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
function check({
  shape: [C, ...source],
  height,
  width,
  begin,
  tiles,
  symmetry,
  P,
  coarsest,
  steps,
  first,
  weight,
}) {
  checkCount(P, "P", 3, 11);
  need(P % 2 === 1, `P must be odd, got ${P}`);
  need(C === 3, `a picture has 3 channels, got ${C}`);
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

/** What was painted asks for. @param {Params} params */
function wanted(params) {
  const { height, width } = params,
    found = asked(params);
  need(found, `painted must be none or what was painted on ${height} x ${width} pixels`);
  return found;
}

/** @param {Params} params @param {Float32Array} given the picture @returns {Task} */
export function taskOf(params, given) {
  check(params);
  const { shape, height, width, begin, tiles, symmetry, P, steps, first, weight } = params,
    [C, ...own] = shape;
  need(given?.length === C * own[0] * own[1], `the picture must hold ${shape.join(" x ")} numbers`);
  const source = Float64Array.from(given),
    whole = /** @type {Shape} */ ([C, height, width]),
    { rough, inside, coloured, keep } = wanted(params),
    some = (/** @type {Doubles} */ mask) => mask.includes(1),
    known = begin === "holes" ? keep : undefined,
    ground = known ? filled(source, shape, known) : source,
    wishes = [];
  if (symmetry !== "none") wishes.push(symmetric(SYMMETRIES[symmetry]));
  if (some(coloured)) wishes.push(layout(rough, whole, weight, coloured));
  if (some(keep)) wishes.push(kept(placed(source, C, inside), whole, keep));
  const plan = planOf(params, known);
  need(plan.length, `the picture must keep a whole window of ${P} x ${P} pixels`);
  return {
    source: ground,
    shape,
    known,
    plan,
    torus: tiles === "on",
    start: begin === "noise" ? undefined : resized(ground, shape, [height, width]),
    wishes,
    P,
    steps,
    first: begin === "noise" ? FIRST : first,
  };
}
