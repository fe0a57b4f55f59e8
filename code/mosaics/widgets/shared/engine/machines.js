// SamplerLab's machines (local.py, equivariant.py) as one job.
/** @import { Numbers, Pair, Run, Shape } from "../types" */
/** @import { Sampling } from "./sampling.js" */
import { checkCount, checkSigma, need } from "./checks.js";
import { mosaic } from "./patches.js";
import { sample } from "./sample.js";
import { schedule } from "./sampling.js";
import { images } from "./store.js";

/** @type {Record<string, [reach: string, padding: string]>} */
export const PATCH_MACHINES = {
  LS: ["same", "zeros"],
  ELS: ["all", "circular"],
  bbELS: ["matching", "zeros"],
};

/** Python's round: a half goes to the even neighbour. @param {number} x */
export function roundEven(x) {
  const low = Math.floor(x),
    rest = x - low;
  return rest > 0.5 || (rest === 0.5 && low % 2 !== 0) ? low + 1 : low;
}

/**
 * The window's side at a noise level, from pairs [sigma, P] (local.py: WindowSchedule)
 * @param {Pair[]} pairs @param {number} sigma
 */
export function windowSide(pairs, sigma) {
  const sorted = [...pairs].sort((a, b) => a[0] - b[0]);
  const [low, P] = sorted.findLast(([s]) => s <= sigma) ?? sorted[0];
  const [high, Q] = sorted.find(([s]) => s >= sigma) ?? sorted[sorted.length - 1];
  const part = high > low ? Math.log(sigma / low) / Math.log(high / low) : 0;
  return 2 * roundEven((P + part * (Q - P) - 1) / 2) + 1;
}

/** @param {Pair[]} pairs */
function checkWindows(pairs) {
  need(Array.isArray(pairs) && pairs.length > 0, "windows must be pairs (sigma, P), got none");
  for (const [sigma, P] of pairs) {
    checkSigma(sigma);
    need(
      Number.isInteger(P) && P > 0 && P % 2,
      `P must be odd, for a window has a centre, got ${P}`,
    );
  }
  need(
    new Set(pairs.map(([sigma]) => sigma)).size === pairs.length,
    "windows must name each sigma once",
  );
}

/**
 * `around`: what LS has outside an image, where it is not zeros
 * @typedef {Sampling & { machine: string, windows: Pair[], around?: string, shape: Shape }} Machine
 */

/**
 * A sample of one machine, said as the patch machines say it: for each pixel the training image of
 * largest weight.
 * @param {Machine} params @param {Float32Array[]} buffers @returns {Run}
 */
export function* patches({ machine, windows, around, ...params }, buffers) {
  if (machine === "IS") {
    yield* ideal(params, buffers);
    return;
  }
  const names = Object.keys(PATCH_MACHINES);
  need(names.includes(machine), `machine must be one of IS, ${names.join(", ")}, got '${machine}'`);
  checkWindows(windows);
  checkCount(params.N, "N", 2, images.M);
  checkCount(params.steps, "steps", 1, 1000);
  const { steps, sigma_min, sigma_max } = params;
  const sigmas = schedule(steps, sigma_min, sigma_max, params.schedule).slice(0, -1);
  const [reach, usual] = PATCH_MACHINES[machine],
    padding = machine === "LS" ? (around ?? usual) : usual;
  yield* mosaic(
    { ...params, reach, padding, windows: sigmas.map((sigma) => windowSide(windows, sigma)) },
    buffers,
  );
}

/**
 * The ideal machine sees whole images, so all pixels are from one.
 * @param {Sampling & { shape: Shape }} params @param {Float32Array[]} buffers @returns {Run}
 */
function* ideal({ shape: [, H, W], ...params }, buffers) {
  /** @param {number} value */
  const all = (value) => new Float32Array(H * W).fill(value);
  const place = Float32Array.from({ length: H * W }, (_, p) => p);
  /** @type {Record<string, Numbers>} */
  let last = {};
  for (const [{ top_i, top_w, ...said }, arrays] of sample({ ...params, top: 1 }, buffers)) {
    const [source, weight] = /** @type {number[][]} */ ([top_i, top_w]);
    if (said.type === "step") last = { source: all(source[0]), place, weight: all(weight[0]) };
    yield [said, { ...arrays, ...last }];
  }
}
