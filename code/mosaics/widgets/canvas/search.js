// What a dictionary of patches says about noisy windows (canvas/search.py: Exact), with most of the
// patches left out by a bound: a distance is at least as large as that in a few directions, those
// in which patches differ most, and in the length of the rest. No patch is left out that weighs
// more than e^-30 of the nearest.
/** @import { Doubles } from "../shared/types" */
import { dot } from "../shared/engine/posterior.js";
import { Tree } from "./tree.js";

const CUT = 30; // nats below the nearest: a run multiplies what a guess errs by ten thousand
const DIRECTIONS = 8;
const SLACK = 1 + 1e-9; // of rounding
const ROUNDS = 4, // that turn the directions towards those of largest variance
  SAMPLE = 600; // patches that say which these are

/** @param {Doubles} rows @param {number} D */
function meanOf(rows, D) {
  const out = new Float64Array(D);
  for (let p = 0; p < rows.length; p++) out[p % D] += rows[p];
  return out.map((sum) => sum / (rows.length / D));
}

/** @param {Doubles} rows @param {Doubles} centre */
function centred(rows, centre) {
  const D = centre.length;
  return rows.map((value, p) => value - centre[p % D]);
}

/**
 * Makes rows orthonormal, one after the other; what is left of a row that says nothing new is 0.
 * @param {Doubles} basis @param {number} D
 */
function orthonormal(basis, D) {
  for (let a = 0; a < basis.length; a += D) {
    for (let b = 0; b < a; b += D) {
      const along = dot(basis, a, basis, b, D);
      for (let p = 0; p < D; p++) basis[a + p] -= along * basis[b + p];
    }
    const size = Math.sqrt(dot(basis, a, basis, a, D)),
      scale = size > 1e-9 ? 1 / size : 0;
    for (let p = 0; p < D; p++) basis[a + p] *= scale;
  }
}

/**
 * Directions of large variance: orthogonal iteration from patches at even steps.
 * @param {Doubles} keys @param {number} D
 */
function directions(keys, D) {
  const M = keys.length / D,
    K = Math.min(DIRECTIONS, D, M),
    stride = Math.max(1, Math.floor(M / SAMPLE));
  let basis = new Float64Array(K * D);
  for (let k = 0; k < K; k++) {
    const from = Math.floor((k * M) / K) * D;
    basis.set(keys.subarray(from, from + D), k * D);
  }
  for (let round = 0; round < ROUNDS; round++) {
    orthonormal(basis, D);
    const next = new Float64Array(K * D);
    for (let m = 0; m < M; m += stride)
      for (let k = 0; k < K; k++) {
        const along = dot(keys, m * D, basis, k * D, D);
        for (let p = 0; p < D; p++) next[k * D + p] += along * keys[m * D + p];
      }
    basis = next;
  }
  orthonormal(basis, D);
  orthonormal(basis, D); // again: what rounding left of the first time
  return basis;
}

/** Squared distance of a window to a patch. */
function apart(
  /** @type {Doubles} */ q,
  /** @type {Doubles} */ keys,
  /** @type {number} */ at,
  /** @type {number} */ D,
) {
  let [a, b] = [0, 0],
    p = 0;
  for (; p + 1 < D; p += 2) {
    const one = q[p] - keys[at + p],
      two = q[p + 1] - keys[at + p + 1];
    a += one * one;
    b += two * two;
  }
  if (p < D) a += (q[p] - keys[at + p]) ** 2;
  return a + b;
}

export class Search {
  last = 0; // the nearest patch of the window asked before

  /**
   * M patches of D numbers; `values` are guessed instead of them.
   * @param {Doubles} patches @param {number} D @param {Doubles} [values]
   */
  constructor(patches, D, values) {
    this.D = D;
    this.M = patches.length / D;
    this.centre = meanOf(patches, D);
    this.keys = centred(patches, this.centre);
    this.values = values ? centred(values, this.centre) : this.keys;
    this.basis = directions(this.keys, D);
    this.K = this.basis.length / D;
    this.width = this.K + 1;
    const places = new Float64Array(this.M * this.width);
    for (let m = 0; m < this.M; m++) this.place(this.keys, m * D, places, m * this.width);
    this.tree = new Tree(places, this.width);
    this.seen = new Int32Array(this.M); // patches that may be near, and their squared distances
    this.gaps = new Float64Array(this.M);
    this.at = new Float64Array(this.width);
  }

  /**
   * Coordinates in the directions, and the length of what is left.
   * @param {Doubles} x @param {number} from @param {Doubles} out @param {number} to
   */
  place(x, from, out, to) {
    const { basis, K, D } = this;
    let left = dot(x, from, x, from, D);
    for (let k = 0; k < K; k++) {
      const along = dot(x, from, basis, k * D, D);
      out[to + k] = along;
      left -= along * along;
    }
    out[to + K] = Math.sqrt(Math.max(0, left));
  }

  /**
   * The posterior mean of the values, given a window at a noise level; the window is counted from
   * the centre, and so is the answer.
   * @param {Doubles} q @param {number} sigma @param {Doubles} out
   */
  guess(q, sigma, out) {
    const { values, D, seen, gaps } = this,
      s2 = 2 * sigma * sigma,
      number = this.near(q, s2 * CUT);
    let best = Infinity;
    for (let i = 0; i < number; i++)
      if (gaps[i] < best) {
        best = gaps[i];
        this.last = seen[i];
      }
    let total = 0;
    out.fill(0);
    for (let i = 0; i < number; i++) {
      const logit = (best - gaps[i]) / s2;
      if (logit < -CUT) continue;
      const w = Math.exp(logit),
        from = seen[i] * D;
      total += w;
      for (let p = 0; p < D; p++) out[p] += w * values[from + p];
    }
    for (let p = 0; p < D; p++) out[p] /= total;
  }

  /**
   * Lists all patches whose squared distance is at most `more` above the least one; says how many.
   * @param {Doubles} q @param {number} more
   */
  near(q, more) {
    const { keys, D, M, seen, gaps, at } = this,
      next = Math.min(M - 1, this.last + 1); // what is right of the neighbour's nearest
    let nearest = Math.min(
      apart(q, keys, next * D, D),
      apart(q, keys, this.last * D, D),
      apart(q, keys, Math.max(0, this.last - 1) * D, D),
    );
    this.place(q, 0, at, 0);
    const listed = this.tree.within(at, (nearest + more) * SLACK, seen, gaps);
    let best = 0;
    for (let i = 1; i < listed; i++) if (gaps[i] < gaps[best]) best = i;
    nearest = Math.min(nearest, apart(q, keys, seen[best] * D, D));
    let number = 0;
    for (let i = 0; i < listed; i++) {
      if (gaps[i] > (nearest + more) * SLACK) continue;
      const gap = apart(q, keys, seen[i] * D, D);
      nearest = Math.min(nearest, gap);
      seen[number] = seen[i];
      gaps[number++] = gap;
    }
    return number;
  }
}
