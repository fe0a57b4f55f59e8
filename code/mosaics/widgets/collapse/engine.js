// CollapseLab's job in the page: each noise vector hides one of N points; whom does the posterior
// believe?
/** @import { Run } from "../shared/types" */
import { checkCount, checkNoise, checkSigma } from "../shared/engine/checks.js";
import { Dictionary, effective, top, weights } from "../shared/engine/posterior.js";

/** @type {Map<number, { all: Float32Array, noise: Float32Array }>} */
const points = new Map(); // Gaussian points, by seed

/**
 * @typedef {object} Params
 * @property {number} seed
 * @property {number} N
 * @property {number} d
 * @property {number} sigma
 * @property {{ n: number, width: number, trials: number }} sizes
 * @property {number} top
 */

/** @param {Params} params @param {Float32Array[]} arrays @returns {Run} */
export function* collapse({ seed, N, d, sigma, sizes, top: k }, [all, noise]) {
  if (all) {
    points.clear();
    points.set(seed, { all, noise });
  }
  const held = points.get(seed),
    { n, width, trials } = sizes;
  if (!held) {
    yield [{ type: "missing" }, {}];
    return;
  }
  checkCount(N, "N", 2, n);
  checkCount(d, "d", 2, width);
  checkSigma(sigma);
  checkNoise(held.all, n * width);
  checkNoise(held.noise, trials * width);
  const keys = new Float32Array(N * d);
  for (let m = 0; m < N; m++) keys.set(held.all.subarray(m * width, m * width + d), m * d);
  const dictionary = new Dictionary(keys, d),
    each = Array.from({ length: trials }, (_, t) => {
      const at = (t % N) * d,
        z = Float64Array.from(
          { length: d },
          (_, p) => keys[at + p] + sigma * held.noise[t * width + p],
        );
      const w = weights(z, dictionary, sigma),
        [top_w, top_i] = top(w, Math.min(k, N));
      return { true_w: w[t % N], effective: effective(w), top_w, top_i };
    });
  const said = {
    true_w: each.map((e) => e.true_w),
    effective: each.map((e) => e.effective),
    top_w: each.map((e) => e.top_w),
    top_i: each.map((e) => e.top_i),
  };
  yield [{ type: "done", ...said, curve: curve(d, n), sigma_c: collapseSigma(N, d) }, {}];
}

/**
 * Where one point out of N takes over (memorization.py: collapse_sigma).
 * @param {number} N
 * @param {number} d
 */
export const collapseSigma = (N, d) => 1 / Math.sqrt(Math.expm1((2 / d) * Math.log(N)));

/** @param {number} d @param {number} n */
function curve(d, n, count = 60) {
  const sizes = Array.from({ length: count }, (_, i) =>
    Math.round(2 * (n / 2) ** (i / (count - 1))),
  );
  return sizes.map((N) => [N, collapseSigma(N, d)]);
}
