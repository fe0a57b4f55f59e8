// The posterior over a dictionary of images: typed arrays, sums in float64. Each function here and
// beside mirrors one of the package's (named in its comment), and the tests hold the two together.
// Noise always comes in from outside.
/** @import { Numbers } from "../types" */

const CUT = -60; // nats below the largest logit: e^-60 is nothing in float64 (core/posterior.py)

// M keys of width D, one after the other, with |k|^2 / 2 of each (core/posterior.py: Dictionary)
export class Dictionary {
  /**
   * @param {Float32Array} keys
   * @param {number} D
   * @param {Float64Array} [half]
   * @param {number} [M]
   */
  constructor(keys, D, half, M = keys.length / D) {
    this.keys = keys;
    this.D = D;
    this.M = M;
    this.half =
      half ?? Float64Array.from({ length: M }, (_, m) => dot(keys, m * D, keys, m * D, D) / 2);
  }

  /** The first n keys of these. @param {number} n */
  first(n) {
    return new Dictionary(this.keys, this.D, this.half, n);
  }
}

/** @param {Numbers} a @param {number} i @param {Numbers} b @param {number} j @param {number} n */
export function dot(a, i, b, j, n) {
  let s = 0;
  for (let p = 0; p < n; p++) s += a[i + p] * b[j + p];
  return s;
}

/**
 * w_m proportional to exp(-|q - k_m|^2 / 2 sigma^2); |q|^2 is common to all and left out
 * @param {Numbers} q @param {Dictionary} dictionary @param {number} sigma
 */
export function weights(q, { keys, half, D, M }, sigma) {
  const w = new Float64Array(M),
    s2 = sigma * sigma;
  let max = -Infinity,
    sum = 0;
  for (let m = 0; m < M; m++) {
    w[m] = (dot(q, 0, keys, m * D, D) - half[m]) / s2;
    if (w[m] > max) max = w[m];
  }
  for (let m = 0; m < M; m++) {
    w[m] = w[m] - max < CUT ? 0 : Math.exp(w[m] - max);
    sum += w[m];
  }
  for (let m = 0; m < M; m++) w[m] /= sum;
  return w;
}

/** @param {Float64Array} w @param {Dictionary} dictionary */
export function mean(w, { keys, D }) {
  const out = new Float64Array(D);
  for (let m = 0; m < w.length; m++) {
    if (w[m] > 0) for (let p = 0; p < D; p++) out[p] += w[m] * keys[m * D + p];
  }
  return out;
}

/** @param {Float64Array} w */
export const effective = (w) => 1 / w.reduce((sum, x) => sum + x * x, 0);

/**
 * The k largest weights: [weights, indices], largest first
 * @param {Float64Array} w @param {number} k @returns {[number[], number[]]}
 */
export function top(w, k) {
  /** @type {number[]} */
  const best = [];
  for (let m = 0; m < w.length; m++) {
    if (best.length === k && w[m] <= w[best[k - 1]]) continue;
    let at = best.length;
    while (at > 0 && w[best[at - 1]] < w[m]) at--;
    best.splice(at, 0, m);
    if (best.length > k) best.pop();
  }
  return [best.map((m) => w[m]), best];
}

/**
 * What a lab says about a noisy image (ideal.py: IdealDenoiser.posterior with top_k)
 * @param {Numbers} z @param {Dictionary} dictionary @param {number} sigma @param {number} k
 */
export function consult(z, dictionary, sigma, k) {
  const w = weights(z, dictionary, sigma),
    [top_w, top_i] = top(w, Math.min(k, w.length));
  return { x0_hat: mean(w, dictionary), effective: effective(w), top_w, top_i };
}

/**
 * Nearest training image and nearest-neighbour ratio (core/metrics.py: nearest, nn_ratio)
 * @param {Numbers} x @param {Dictionary} dictionary
 */
export function verdict(x, { keys, D, M }) {
  const d = Float64Array.from({ length: M }, (_, m) => {
    let s = 0;
    for (let p = 0; p < D; p++) s += (x[p] - keys[m * D + p]) ** 2;
    return Math.sqrt(s);
  });
  const [, [first, second]] = top(
    d.map((far) => -far),
    2,
  );
  return { nearest: first, distance: d[first], ratio: d[second] > 0 ? d[first] / d[second] : 1 };
}
