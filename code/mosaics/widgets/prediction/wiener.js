// The best linear denoiser of a set of images (diffusion.py: wiener), with one decomposition for
// all noise levels: the covariance is turned into a tridiagonal matrix, and then each level costs
// one pass along its diagonals. Of D pixels and N images the smaller number is the matrix's size.
/** @import { Denoise, Numbers, Said } from "../shared/types" */
/** @import { Dictionary } from "../shared/engine/posterior.js" */
import { dot } from "../shared/engine/posterior.js";

export const MOST = 1024; // pixels and channels of an image; beyond, it would take too long
const PART = 16; // columns between two words
const ROWS = 4; // images that go into the covariance together: it is read and written less often

/**
 * The mean image, and the others less it, one after the other; then rows of zeros, up to a multiple
 * of ROWS
 * @param {Dictionary} dictionary
 */
function centred({ keys, D, M }) {
  const mu = new Float64Array(D),
    X = new Float64Array(ROWS * Math.ceil(M / ROWS) * D);
  for (let i = 0; i < M * D; i++) mu[i % D] += keys[i] / M;
  for (let i = 0; i < M * D; i++) X[i] = keys[i] - mu[i % D];
  return { mu, X };
}

/** XᵀX / N, D x D. @param {Float64Array} X @param {number} D @param {number} N */
function covariance(X, D, N) {
  const A = new Float64Array(D * D);
  for (let m = 0; m < N; m += ROWS) {
    const [a, b, c, d] = [0, 1, 2, 3].map((k) => X.subarray((m + k) * D, (m + k + 1) * D));
    for (let i = 0; i < D; i++) {
      const row = i * D,
        [u, v, w, x] = [a[i] / N, b[i] / N, c[i] / N, d[i] / N];
      for (let j = i; j < D; j++) A[row + j] += u * a[j] + v * b[j] + w * c[j] + x * d[j];
    }
  }
  return mirrored(A, D);
}

/** XXᵀ / N, N x N. @param {Float64Array} X @param {number} D @param {number} N */
function gram(X, D, N) {
  const A = new Float64Array(N * N);
  for (let i = 0; i < N; i++)
    for (let j = i; j < N; j++) A[i * N + j] = dot(X, i * D, X, j * D, D) / N;
  return mirrored(A, N);
}

/** @param {Float64Array} A @param {number} n */
function mirrored(A, n) {
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) A[i * n + j] = A[j * n + i];
  return A;
}

/**
 * Householder's v, |v|² = 2, that takes column k below the diagonal to its first entry; and that
 * entry.
 * @param {Float64Array} A @param {number} n @param {number} k
 * @returns {[v: Float64Array, off: number]}
 */
function reflector(A, n, k) {
  const v = Float64Array.from({ length: n - k - 1 }, (_, i) => A[(k + 1 + i) * n + k]),
    far = dot(v, 1, v, 1, v.length - 1),
    first = v[0];
  if (far === 0) return [v.fill(0), first];
  const off = -Math.sign(first || 1) * Math.sqrt(first * first + far);
  v[0] -= off;
  const length = Math.sqrt(2 / dot(v, 0, v, 0, v.length));
  return [v.map((x) => x * length), off];
}

/**
 * (I - vvᵀ) S (I - vvᵀ) in place, S the block of A from row and column `from` on
 * @param {Float64Array} A @param {number} n @param {number} from @param {Float64Array} v
 */
function reflect(A, n, from, v) {
  const m = v.length,
    w = v.map((_, i) => dot(A, (from + i) * n + from, v, 0, m)),
    half = dot(v, 0, w, 0, m) / 2;
  for (let i = 0; i < m; i++) w[i] -= half * v[i];
  for (let i = 0; i < m; i++) {
    const row = (from + i) * n + from;
    for (let j = 0; j < m; j++) A[row + j] -= v[i] * w[j] + w[i] * v[j];
  }
}

class Tridiagonal {
  /** @param {Float64Array} A symmetric, n x n; it is overwritten @param {number} n */
  constructor(A, n) {
    this.A = A;
    this.n = n;
    this.off = new Float64Array(n);
    /** @type {Float64Array[]} */
    this.reflectors = [];
  }

  /** Column by column, for it takes a while. */
  *reduce() {
    const { A, n, off } = this;
    for (let k = 0; k + 2 < n; k++) {
      const [v, next] = reflector(A, n, k);
      off[k] = next;
      this.reflectors.push(v);
      reflect(A, n, k + 1, v);
      yield k;
    }
    if (n > 1) off[n - 2] = A[(n - 1) * n + n - 2];
    this.diagonal = Float64Array.from({ length: n }, (_, k) => A[k * n + k]);
    this.A = new Float64Array(0);
  }

  /** (A + s2 I)⁻¹ b. @param {Float64Array} b @param {number} s2 */
  solve(b, s2) {
    const y = b.slice(),
      { reflectors } = this;
    reflectors.forEach((v, k) => mirror(v, y, k + 1));
    this.sweep(y, s2);
    for (let k = reflectors.length - 1; k >= 0; k--) mirror(reflectors[k], y, k + 1);
    return y;
  }

  /**
   * Gauss's elimination along the diagonals, in place.
   * @param {Float64Array} y
   * @param {number} s2
   */
  sweep(y, s2) {
    const { n, off } = this,
      diagonal = /** @type {Float64Array} */ (this.diagonal).map((d) => d + s2);
    for (let k = 1; k < n; k++) {
      const part = off[k - 1] / diagonal[k - 1];
      diagonal[k] -= part * off[k - 1];
      y[k] -= part * y[k - 1];
    }
    for (let k = n - 1; k >= 0; k--)
      y[k] = (y[k] - (k + 1 < n ? off[k] * y[k + 1] : 0)) / diagonal[k];
  }
}

/**
 * y less v (v · y), from an entry on.
 * @param {Numbers} v @param {Float64Array} y @param {number} from
 */
function mirror(v, y, from) {
  const along = dot(v, 0, y, from, v.length);
  for (let i = 0; i < v.length; i++) y[from + i] -= along * v[i];
}

/**
 * @param {Dictionary} dictionary @param {Said[0]} said what is told while it is built
 * @returns {Generator<Said, Denoise, undefined>}
 */
export function* wiener(dictionary, said) {
  const { D, M: N } = dictionary,
    { mu, X } = centred(dictionary),
    pixels = D <= N,
    matrix = new Tridiagonal(pixels ? covariance(X, D, N) : gram(X, D, N), pixels ? D : N);
  for (const k of matrix.reduce()) if (k % PART === 0) yield [said, {}];
  return (z, sigma) => {
    const s2 = sigma * sigma,
      b = mu.map((m, p) => z[p] - m);
    if (pixels) return matrix.solve(b, s2).map((y, p) => z[p] - s2 * y);
    const out = mu.slice(),
      y = matrix.solve(
        new Float64Array(N).map((_, m) => dot(X, m * D, b, 0, D)),
        s2,
      );
    for (let m = 0; m < N; m++) for (let p = 0; p < D; p++) out[p] += (y[m] * X[m * D + p]) / N;
    return out;
  };
}
