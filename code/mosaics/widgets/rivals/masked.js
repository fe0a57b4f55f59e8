// A softmax for each value, whose distances see what its mask shows (rivals/masked.py), and masks
// from the best linear denoiser (rivals/pca.py).
/** @import { Denoise, Doubles, Numbers, Run } from "../shared/types" */
/** @import { Dictionary } from "../shared/engine/posterior.js" */
/** @import { Lists } from "./lists.js" */
import { CUT, lists, over, squares } from "./lists.js";

const FLAT = 1e-6; // a diagonal entry below this divides nothing
const PART = 16; // columns between two words

/**
 * The guess from some of the images; squares are summed, never subtracted
 * @param {Numbers} z @param {number} sigma @param {Dictionary} dictionary
 * @param {Numbers} some which images @param {Lists} masks what each value sees
 * @returns {Doubles}
 */
export function maskedGuess(z, sigma, { keys, D }, some, masks) {
  const unit = 2 * sigma * sigma,
    square = new Float64Array(D),
    gaps = new Float64Array(some.length * D),
    least = new Float64Array(D).fill(Infinity);
  for (let k = 0; k < some.length; k++) {
    squares(square, z, keys, some[k]);
    for (let n = 0; n < D; n++) {
      const gap = over(square, masks, n);
      gaps[k * D + n] = gap;
      if (gap < least[n]) least[n] = gap;
    }
  }
  const total = new Float64Array(D),
    value = new Float64Array(D);
  for (let k = 0; k < some.length; k++)
    for (let n = 0; n < D; n++) {
      const nats = (gaps[k * D + n] - least[n]) / unit;
      if (nats > CUT) continue;
      const w = Math.exp(-nats);
      total[n] += w;
      value[n] += w * keys[some[k] * D + n];
    }
  return value.map((v, n) => v / total[n]);
}

/**
 * W of a linear denoiser at a noise level, row by row: what it makes of each value's bright light
 * @param {Denoise} linear @param {Dictionary} dictionary @param {number} sigma
 * @returns {Run<Float64Array>}
 */
export function* matrix(linear, { keys, D, M }, sigma) {
  const mean = new Float64Array(D),
    W = new Float64Array(D * D);
  for (let i = 0; i < M * D; i++) mean[i % D] += keys[i] / M;
  for (let m = 0; m < D; m++) {
    const lit = mean.slice();
    lit[m] += 1;
    linear(lit, sigma).forEach((v, n) => {
      W[n * D + m] = v - mean[n];
    });
    if (m % PART === 0) yield [{ type: "step" }, {}];
  }
  return W;
}

/**
 * What each value sees: those whose share in its row of W, divided by its own, is at least
 * `threshold` of the largest of all
 * @param {Float64Array} W @param {number} D @param {number} threshold
 */
export function pcaMasks(W, D, threshold) {
  const ratios = W.map((w, i) => {
    const own = W[Math.floor(i / D) * (D + 1)];
    return Math.abs(w / (Math.abs(own) >= FLAT ? own : 1));
  });
  const least = threshold * ratios.reduce((a, b) => Math.max(a, b), 0);
  return lists(D, D, (n, m) => ratios[n * D + m] >= least);
}
