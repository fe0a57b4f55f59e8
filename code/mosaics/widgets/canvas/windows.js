// Windows of a picture as rows of numbers, and back (canvas/patches.py).
/** @import { Doubles, Shape } from "../shared/types" */
/** @import { Search } from "./search.js" */

const CENTRE = 0.2; // pixels

/**
 * All windows of side P inside a picture, C P P numbers each, in reading order; with `known`, of 0
 * and 1, those that have known pixels only.
 * @param {Doubles} x @param {Shape} shape @param {number} P @param {Doubles} [known]
 */
export function patches(x, shape, P, known) {
  const [C, H, W] = shape,
    D = C * P * P,
    rows = [];
  for (let i = 0; i + P <= H; i++)
    for (let j = 0; j + P <= W; j++) if (!known || whole(known, W, P, i, j)) rows.push(i * W + j);
  const out = new Float64Array(rows.length * D);
  rows.forEach((at, m) => window(x, at, H * W, W, C, P, out, m * D));
  return out;
}

/** Whether a window has known pixels only. */
function whole(
  /** @type {Doubles} */ known,
  /** @type {number} */ W,
  /** @type {number} */ P,
  /** @type {number} */ i,
  /** @type {number} */ j,
) {
  for (let a = 0; a < P; a++)
    for (let b = 0; b < P; b++) if (!known[(i + a) * W + j + b]) return false;
  return true;
}

/** Copies the window whose first pixel is `at`. */
function window(
  /** @type {Doubles} */ x,
  /** @type {number} */ at,
  /** @type {number} */ area,
  /** @type {number} */ W,
  /** @type {number} */ C,
  /** @type {number} */ P,
  /** @type {Doubles} */ out,
  /** @type {number} */ to,
) {
  let p = to;
  for (let c = 0; c < C; c++)
    for (let a = 0; a < P; a++) {
      const from = c * area + at + a * W;
      for (let b = 0; b < P; b++) out[p++] = x[from + b];
    }
}

/** How loud a window speaks of each of its pixels. @param {number} P @param {number} spread */
function taps(P, spread) {
  const s2 = 2 * Math.max(spread, CENTRE) ** 2;
  return Float64Array.from({ length: P * P }, (_, p) => {
    const [i, j] = [Math.floor(p / P) - (P >> 1), (p % P) - (P >> 1)];
    return Math.max(1e-280, Math.exp(-(i * i + j * j) / s2));
  });
}

/** A picture with what lies beyond its lower and right end on a torus. */
function padded(
  /** @type {Doubles} */ x,
  /** @type {Shape} */ [C, H, W],
  /** @type {number} */ more,
) {
  const [h, w] = [H + more, W + more],
    out = new Float64Array(C * h * w);
  for (let p = 0; p < out.length; p++) {
    const row = Math.floor(p / w);
    out[p] = x[(Math.floor(row / h) * H + ((row % h) % H)) * W + ((p % w) % W)];
  }
  return out;
}

/**
 * The best guess of a canvas at a noise level: each window asks the search, and all windows that
 * hold a pixel say what it is. Yields the share of its rows that is done.
 * @param {Doubles} z
 * @param {Shape} shape
 * @param {Search} search
 * @param {{ P: number, spread: number, torus: boolean, sigma: number }} how
 * @returns {Generator<number, Doubles>}
 */
export function* overlapped(z, shape, search, { P, spread, torus, sigma }) {
  const [C, H, W] = shape,
    more = torus ? P - 1 : 0,
    wide = W + more,
    area = (H + more) * wide,
    x = torus ? padded(z, shape, more) : z,
    loud = taps(P, spread),
    total = new Float64Array(C * area),
    weight = new Float64Array(area),
    D = C * P * P,
    q = new Float64Array(D),
    said = new Float64Array(D),
    rows = H + more - P + 1,
    { centre } = search;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j + P <= wide; j++) {
      const at = i * wide + j;
      window(x, at, area, wide, C, P, q, 0);
      for (let p = 0; p < D; p++) q[p] -= centre[p];
      search.guess(q, sigma, said);
      for (let p = 0; p < D; p++) said[p] += centre[p];
      add(total, said, loud, at, area, wide, C, P);
      add(weight, ONES, loud, at, area, wide, 1, P);
    }
    yield (i + 1) / rows;
  }
  const sum = closed(total, shape, more),
    voices = closed(weight, [1, H, W], more);
  return sum.map((value, p) => value / voices[p % (H * W)]);
}

const ONES = new Float64Array(1024).fill(1);

/** Adds what a window says, as loud as it speaks. */
function add(
  /** @type {Doubles} */ out,
  /** @type {Doubles} */ said,
  /** @type {Doubles} */ loud,
  /** @type {number} */ at,
  /** @type {number} */ area,
  /** @type {number} */ W,
  /** @type {number} */ C,
  /** @type {number} */ P,
) {
  let p = 0;
  for (let c = 0; c < C; c++)
    for (let a = 0, tap = 0; a < P; a++) {
      const to = c * area + at + a * W;
      for (let b = 0; b < P; b++) out[to + b] += said[p++] * loud[tap++];
    }
}

/** On a torus what lies beyond the ends belongs to the other side. */
function closed(
  /** @type {Doubles} */ x,
  /** @type {Shape} */ [C, H, W],
  /** @type {number} */ more,
) {
  if (!more) return x;
  const [h, w] = [H + more, W + more],
    out = new Float64Array(C * H * W);
  for (let p = 0; p < x.length; p++) {
    const row = Math.floor(p / w);
    out[(Math.floor(row / h) * H + ((row % h) % H)) * W + ((p % w) % W)] += x[p];
  }
  return out;
}
