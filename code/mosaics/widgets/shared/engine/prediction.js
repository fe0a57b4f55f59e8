// What chapter 10 compares networks and machines by (mosaics.prediction): levels of the networks'
// clock, and r^2.
/** @import { Numbers } from "../types" */
import { LATE, schedule } from "./sampling.js";

/** The noise level at t of the networks' clock (diffusion.py: abar_legacy). @param {number} t */
export const levelAt = (t) => Math.tan((Math.PI * t) / (2 * (1 + LATE)));

/**
 * Noise levels at t = 1 ... 1 / steps of the networks' clock (mosaics.prediction: levels).
 * @param {number} steps
 */
export function levels(steps) {
  const last = 1 / Math.max(2, steps); // one step stays at t = 1
  return { schedule: "legacy", sigma_min: levelAt(last), sigma_max: levelAt(1) };
}

/** These levels, then 0. @param {number} steps */
export function fall(steps) {
  const { schedule: clock, sigma_min, sigma_max } = levels(steps);
  return schedule(steps, sigma_min, sigma_max, clock);
}

/**
 * Squared Pearson correlation (core/metrics.py: pearson2); null where an image is constant
 * @param {Numbers} a @param {Numbers} b
 */
export function pearson2(a, b) {
  let [ma, mb] = [0, 0];
  for (let p = 0; p < a.length; p++) {
    ma += a[p] / a.length;
    mb += b[p] / a.length;
  }
  let ab = 0,
    aa = 0,
    bb = 0;
  for (let p = 0; p < a.length; p++) {
    ab += (a[p] - ma) * (b[p] - mb);
    aa += (a[p] - ma) ** 2;
    bb += (b[p] - mb) ** 2;
  }
  return aa * bb > 0 ? (ab * ab) / (aa * bb) : null;
}
