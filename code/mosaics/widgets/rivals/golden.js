// Golden subsets: which of the training images count for a picture (rivals/golden.py).
/** @import { Numbers, Shape } from "../shared/types" */
/** @import { Dictionary } from "../shared/engine/posterior.js" */
import { roundEven } from "../shared/engine/machines.js";

const POOL = 2; // pixels of a side that small copies average, where both sides are even

/** @param {Numbers} x @param {number} from @param {Shape} shape */
function pooled(x, from, [C, H, W]) {
  const by = H % POOL || W % POOL ? 1 : POOL,
    [h, w] = [H / by, W / by],
    out = new Float64Array(C * h * w);
  for (let p = 0; p < C * H * W; p++) {
    const row = Math.floor(p / W),
      [c, i] = [Math.floor(row / H), row % H];
    out[(c * h + Math.floor(i / by)) * w + Math.floor((p % W) / by)] += x[from + p] / (by * by);
  }
  return out;
}

/** Small copies of all images. @param {Dictionary} dictionary @param {Shape} shape */
export const smallCopies = ({ keys, D, M }, shape) =>
  Array.from({ length: M }, (_, m) => pooled(keys, m * D, shape));

/**
 * How many candidates there are among N images at a noise level, and how many count
 * @param {number} N @param {number} sigma
 */
export function sizes(N, sigma) {
  const most = Math.max(1, roundEven(N / 10)),
    fewest = Math.max(1, roundEven(N / 20)),
    clear = 1 - sigma / Math.hypot(1, sigma);
  return [roundEven(most + (N - most) * clear), roundEven(most - (most - fewest) * clear)];
}

/** @param {number[]} which @param {(m: number) => number} far @param {number} count */
function nearest(which, far, count) {
  const distance = new Map(which.map((m) => [m, far(m)]));
  const of = (/** @type {number} */ m) => Number(distance.get(m));
  return [...which].sort((a, b) => of(a) - of(b)).slice(0, count);
}

/** @param {Numbers} a @param {Numbers} b @param {number} from */
function apart(a, b, from) {
  let sum = 0;
  for (let p = 0; p < a.length; p++) sum += (a[p] - b[from + p]) ** 2;
  return sum;
}

/**
 * The images that count, the nearest first
 * @param {Numbers} z @param {number} sigma @param {Dictionary} dictionary
 * @param {Float64Array[]} small @param {Shape} shape
 */
export function subset(z, sigma, { keys, D, M }, small, shape) {
  const [m, k] = sizes(M, sigma),
    asked = pooled(z, 0, shape),
    all = Array.from({ length: M }, (_, i) => i);
  const candidates = nearest(all, (i) => apart(asked, small[i], 0), m);
  return nearest(candidates, (i) => apart(z, keys, i * D), k);
}
