// The nearest training image where all places are alike: modulo translation, round the edges
// (core/metrics.py: shifted_distances, nn_ratio).
/** @import { Numbers, Shape } from "../types" */
/** @import { Dictionary } from "./posterior.js" */

const EQUAL = 1e-9; // squared distances are equal within it, for images whose numbers are about 1

/** A translation: rows down, columns right. @typedef {[down: number, right: number]} Shift */

/** i on a circle of n, the short way from 0. @param {number} i @param {number} n */
const short = (i, n) => ((((i + (n >> 1)) % n) + n) % n) - (n >> 1);

/**
 * All translations of a torus, the shortest first: of equally good ones it is taken, so that what
 * has not been moved is not said to have been.
 * @param {number} H @param {number} W
 */
function shifts(H, W) {
  const all = Array.from(
    { length: H * W },
    (_, k) => /** @type {Shift} */ ([short(Math.floor(k / W), H), short(k % W, W)]),
  );
  const length = all.map(([down, right]) => down * down + right * right);
  const order = all.map((_, k) => k).sort((a, b) => length[a] - length[b] || a - b);
  return order.map((k) => all[k]);
}

/**
 * Squared distance of a picture to image m of the dictionary, moved; once it is beyond `most` what
 * it has come to.
 * @param {Numbers} x
 * @param {Dictionary} dictionary
 * @param {number} m
 * @param {{ shape: Shape, shift: Shift, most: number }} how
 */
function apart(x, { keys, D }, m, { shape: [C, H, W], shift: [down, right], most }) {
  const by = (right + W) % W;
  let sum = 0;
  for (let row = 0; row < C * H && sum <= most; row++) {
    const i = row % H,
      from = m * D + (row - i + ((i - down + H) % H)) * W,
      to = row * W;
    for (let j = 0; j < by; j++) sum += (x[to + j] - keys[from + W - by + j]) ** 2;
    for (let j = by; j < W; j++) sum += (x[to + j] - keys[from + j - by]) ** 2;
  }
  return sum;
}

/**
 * Nearest training image, nearest-neighbour ratio and the translation that takes the image to the
 * picture. Directly: an image is left as soon as it can be neither nearest nor second.
 * @param {Numbers} x @param {Dictionary} dictionary @param {Shape} shape
 */
export function verdictMoved(x, dictionary, shape) {
  const all = shifts(shape[1], shape[2]);
  let [first, second, nearest] = [Infinity, Infinity, 0];
  /** @type {Shift} */
  let moved = [0, 0];
  for (let m = 0; m < dictionary.M; m++) {
    let best = second,
      at = moved;
    for (const shift of all) {
      const sum = apart(x, dictionary, m, { shape, shift, most: best });
      if (sum >= best - EQUAL) continue;
      best = sum;
      at = shift;
    }
    if (best < first) [second, first, nearest, moved] = [first, best, m, at];
    else second = best;
  }
  const [near, next] = [Math.sqrt(first), Math.sqrt(second)];
  return { nearest, distance: near, ratio: next > 0 ? near / next : 1, shift: moved };
}
