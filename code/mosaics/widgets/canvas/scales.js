// Pictures at several scales (canvas/scales.py): resampling, how large each scale is, masks.
/** @import { Doubles, Numbers, Shape } from "../shared/types" */

/** @typedef {[H: number, W: number]} Sides */
/** The sides of the canvas and of the source. @typedef {{ canvas: Sides, source: Sides }} Scale */

const MOST = 0.75; // a pixel of a coarser scale is in a mask if so much of what it is made of is

// ---------------------------------------------------------------- resampling
/** Keys' kernel at a distance in pixels. @param {number} distance */
function cubic(distance) {
  const t = Math.abs(distance);
  if (t < 1) return (1.5 * t - 2.5) * t * t + 1;
  return t < 2 ? ((-0.5 * t + 2.5) * t - 4) * t + 2 : 0;
}

/** For each of m new pixels in a row which of n old ones it takes, and how much of each. */
function resampling(
  /** @type {number} */ n,
  /** @type {number} */ m,
  /** @type {boolean} */ torus,
) {
  const wide = Math.max(1, n / m),
    reach = Math.ceil(2 * wide) + 1;
  return Array.from({ length: m }, (_, i) => {
    const centre = ((i + 0.5) * n) / m - 0.5,
      at = [],
      weights = [];
    for (let k = Math.floor(centre) - reach; k <= Math.floor(centre) + reach; k++) {
      const weight = cubic((k - centre) / wide);
      if (weight === 0) continue;
      at.push(torus ? ((k % n) + n) % n : Math.min(n - 1, Math.max(0, k)));
      weights.push(weight);
    }
    const sum = weights.reduce((a, b) => a + b, 0);
    return { at, weights: weights.map((weight) => weight / sum) };
  });
}

/** Smallest and largest number. @param {Numbers} x */
function rangeOf(x) {
  let [low, high] = [Infinity, -Infinity];
  for (let p = 0; p < x.length; p++) {
    low = Math.min(low, x[p]);
    high = Math.max(high, x[p]);
  }
  return [low, high];
}

/**
 * A picture at other sides, antialiased; values stay in its range.
 * @param {Doubles} x @param {Shape} shape @param {Sides} sides @returns {Doubles}
 */
export function resized(x, [C, H, W], [h, w], torus = false) {
  if (h === H && w === W) return x;
  const rows = resampling(H, h, torus),
    columns = resampling(W, w, torus),
    tall = new Float64Array(C * h * W),
    out = new Float64Array(C * h * w),
    [low, high] = rangeOf(x);
  for (let c = 0; c < C; c++)
    rows.forEach(({ at, weights }, i) => {
      const to = (c * h + i) * W;
      at.forEach((row, k) => {
        const from = (c * H + row) * W;
        for (let j = 0; j < W; j++) tall[to + j] += weights[k] * x[from + j];
      });
    });
  for (let row = 0; row < C * h; row++)
    columns.forEach(({ at, weights }, j) => {
      let sum = 0;
      for (let k = 0; k < at.length; k++) sum += weights[k] * tall[row * W + at[k]];
      out[row * w + j] = Math.min(high, Math.max(low, sum));
    });
  return out;
}

/**
 * A picture with no more detail than fits into these sides.
 * @param {Doubles} x @param {Shape} shape @param {Sides} sides
 */
export function blurred(x, shape, sides, torus = false) {
  const [C, H, W] = shape;
  return resized(resized(x, shape, sides, torus), [C, ...sides], [H, W], torus);
}

/**
 * A mask, of 0 and 1, at other sides.
 * @param {Doubles} mask @param {Sides} own @param {Sides} sides @returns {Doubles}
 */
export function shrunk(mask, own, sides, torus = false) {
  if (own[0] === sides[0] && own[1] === sides[1]) return mask;
  return resized(mask, [1, ...own], sides, torus).map((share) => Number(share > MOST));
}

// ---------------------------------------------------------------- what is not known
/** Means of 2 x 2 pixels, of fewer at the end. @param {Doubles} x @param {Shape} shape */
function halved(x, [C, H, W]) {
  const [h, w] = [Math.ceil(H / 2), Math.ceil(W / 2)],
    out = new Float64Array(C * h * w);
  for (let p = 0; p < out.length; p++) {
    const j = 2 * (p % w),
      row = Math.floor(p / w),
      i = 2 * (row % h),
      from = (Math.floor(row / h) * H + i) * W + j,
      wide = Math.min(2, W - j),
      tall = Math.min(2, H - i);
    let sum = 0;
    for (let a = 0; a < tall; a++) for (let b = 0; b < wide; b++) sum += x[from + a * W + b];
    out[p] = sum / (tall * wide);
  }
  return out;
}

/** For each of m new pixels two old ones and the second one's share; n of them, twice as wide. */
const pairs = (/** @type {number} */ n, /** @type {number} */ m) =>
  Array.from({ length: m }, (_, i) => {
    const at = Math.max(0, ((i + 0.5) * n) / m - 0.5),
      first = Math.min(n - 1, Math.floor(at));
    return { first, second: Math.min(n - 1, first + 1), share: at - first };
  });

/**
 * A picture whose unknown pixels (`known` is 0 there) are made up from those around; none of them
 * may be known.
 * @param {Doubles} x @param {Shape} shape @param {Doubles} known @returns {Doubles}
 */
export function filled(x, shape, known) {
  const [C, H, W] = shape,
    area = H * W;
  if (known.every((one) => one === 1)) return x;
  const half = /** @type {Shape} */ ([C, Math.ceil(H / 2), Math.ceil(W / 2)]),
    share = halved(known, [1, H, W]),
    seen = x.map((value, p) => (known[p % area] ? value : 0)),
    mean = halved(seen, shape).map((v, p) => v / Math.max(1e-6, share[p % share.length])),
    there = share.map((part) => Number(part > 0)),
    coarse = there.some((one) => one === 1) ? filled(mean, half, there) : mean,
    rows = pairs(half[1], H),
    columns = pairs(half[2], W);
  return x.map((value, p) => {
    if (known[p % area]) return value;
    const row = rows[Math.floor(p / W) % H],
      column = columns[p % W],
      from = Math.floor(p / area) * half[1] * half[2];
    const line = (/** @type {number} */ i) => {
      const at = from + i * half[2];
      return (
        coarse[at + column.first] * (1 - column.share) + coarse[at + column.second] * column.share
      );
    };
    return line(row.first) * (1 - row.share) + line(row.second) * row.share;
  });
}

// ---------------------------------------------------------------- the scales of a canvas
/** To the nearest whole number, halves to the even one, as Python does. @param {number} x */
function even(x) {
  const low = Math.floor(x);
  return x - low === 0.5 ? low + (low % 2) : Math.round(x);
}

/**
 * Sides of canvas and source from coarse to fine.
 * @param {Sides} source @param {Sides} canvas
 * @param {{ P: number, coarsest: number, ratio: number }} how @returns {Scale[]}
 */
export function scales(source, canvas, { P, coarsest, ratio }) {
  const short = Math.min(...source),
    steps = Math.max(0, Math.ceil(Math.log(short / coarsest) / -Math.log(ratio) - 1e-9));
  /** @param {Sides} sides @param {number} share @returns {Sides} */
  const times = (sides, share) => [
    Math.max(P, even(sides[0] * share)),
    Math.max(P, even(sides[1] * share)),
  ];
  const shares = Array.from(
    { length: steps },
    (_, k) => (coarsest / short) ** ((steps - k) / steps),
  );
  return [...shares, 1].map((share) => ({
    canvas: times(canvas, share),
    source: times(source, share),
  }));
}
