// Which piece of a picture to look at first.
/** @import { Numbers, Shape } from "../shared/types" */
import { tally } from "../shared/state/numbers.js";

const FLAT = 16 / 255; // eight grey levels: neighbours that differ by less are of one colour

/**
 * Pixels that differ from a neighbour of their piece: where there is something to be seen. A piece
 * without any is blank, of one colour all over, and teaches nothing.
 * @param {Numbers} x @param {Numbers} piece @param {Shape} shape
 */
export function detailed(x, piece, [C, H, W]) {
  /** @param {number} p @param {number} q */
  const differ = (p, q) =>
    piece[p] === piece[q] &&
    Array.from({ length: C }, (_, c) => c * H * W).some(
      (k) => Math.abs(x[k + p] - x[k + q]) > FLAT,
    );
  /** @type {Set<number>} */
  const out = new Set();
  for (let p = 0; p < H * W; p++)
    for (const q of [p % W ? p - 1 : p, p >= W ? p - W : p])
      if (differ(p, q)) [p, q].forEach((r) => out.add(r));
  return out;
}

/**
 * A pixel of the largest piece that holds ink, where the piece is not flat, next to its middle. Of
 * pieces equally large the first; where none holds ink the largest one.
 * @param {Numbers} x @param {Numbers} piece @param {Shape} shape
 */
export function telling(x, piece, shape) {
  const sizes = tally(piece),
    ink = detailed(x, piece, shape),
    some = new Set([...ink].map((p) => piece[p]));
  const all = [...(some.size ? some : sizes.keys())].sort((a, b) => a - b);
  const size = (/** @type {number} */ k) => sizes.get(k) ?? 0;
  const largest = all.reduce((a, b) => (size(b) > size(a) ? b : a));
  const mine = Array.from(piece, (k, p) => (k === largest ? p : -1)).filter((p) => p >= 0);
  return middle(mine, some.size ? mine.filter((p) => ink.has(p)) : mine, shape[2]);
}

/**
 * The one of `some` pixels next to the centre of mass of all.
 * @param {number[]} all @param {number[]} some @param {number} W
 */
function middle(all, some, W) {
  const row = (/** @type {number} */ p) => Math.floor(p / W);
  const mean = (/** @type {number[]} */ v) => v.reduce((a, b) => a + b, 0) / v.length;
  const [i, j] = [mean(all.map(row)), mean(all.map((p) => p % W))];
  const far = (/** @type {number} */ p) => (row(p) - i) ** 2 + ((p % W) - j) ** 2;
  return some.reduce((a, b) => (far(b) < far(a) ? b : a));
}
