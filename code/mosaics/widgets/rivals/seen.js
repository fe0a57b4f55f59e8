// What a pixel of a machine's guess depends on, but for what all pixels depend on.
/** @import { Run, Shape } from "../shared/types" */
/** @import { Lists } from "./lists.js" */
/** @import { Machines, Told } from "./registry.js" */
import { windowSide } from "../shared/engine/machines.js";

/**
 * @typedef {{ name: string, told: Told, bits: Uint8Array, sigma: number, p: number,
 *   shape: Shape }} Looked
 */

/** @param {Machines} machines @param {Looked} looked @returns {Run<Float32Array>} */
export function* seen(machines, { name, told, bits, sigma, p, shape }) {
  const [, H, W] = shape;
  if (told.windows) {
    const torus = name === "ELS" || (name === "LS" && told.padding !== "zeros");
    return windowed(windowSide(told.windows, sigma), p, shape, torus);
  }
  if (told.threshold !== undefined) {
    const masks = yield* (yield* machines.covariance()).masks(sigma, told.threshold);
    return held(masks, [p], H * W);
  }
  if (told.sizes || told.levels) {
    const crops = machines.crops(name, told, bits)(sigma);
    return held(crops, holding(crops, p), H * W);
  }
  return new Float32Array(H * W).fill(1);
}

/** @param {number} P @param {number} p @param {Shape} shape @param {boolean} torus */
function windowed(P, p, [, H, W], torus) {
  const way = (/** @type {number} */ a, /** @type {number} */ b, /** @type {number} */ n) => {
    const far = Math.abs(a - b);
    return torus ? Math.min(far, n - far) : far;
  };
  const near = (/** @type {number} */ q) =>
    way(Math.floor(q / W), Math.floor(p / W), H) <= P >> 1 && way(q % W, p % W, W) <= P >> 1;
  return Float32Array.from({ length: H * W }, (_, q) => Number(near(q)));
}

/** Which sets hold a value. @param {Lists} sets @param {number} p */
function holding({ from, at, count }, p) {
  const all = Array.from({ length: count }, (_, k) => k);
  return all.filter((k) => at.subarray(from[k], from[k + 1]).includes(p));
}

/** The pixels of some sets. @param {Lists} sets @param {number[]} some @param {number} area */
function held({ from, at }, some, area) {
  const out = new Float32Array(area);
  for (const k of some) for (const q of at.subarray(from[k], from[k + 1])) out[q % area] = 1;
  return out;
}
