// Where the noise is drawn anew: pixels, a word or cells of a text for them (Python's twin is
// renewed.py), what a dab of the brush adds, and how far the change has gone.
/** @import { Floats, Shape, Value } from "../shared/types" */
import { cellsOf, hexOf } from "../shared/state/drawn.js";
import { wrap } from "../shared/state/pictures.js";

export const NOWHERE = "-";
export const RIGHT = "right";
const REACH = 1; // pixels around the brush's own that it renews as well
export const SEEN = 0.02; // grey values; what changes less looks as it did

/** @typedef {boolean[]} Mask a pixel each, row by row */

/** @param {Shape} shape @returns {Mask} */
export const nowhere = ([, H, W]) => Array.from({ length: H * W }, () => false);

/** @param {Shape} shape @returns {Mask} */
export const rightHalf = ([, H, W]) => Array.from({ length: H * W }, (_, p) => p % W >= W >> 1);

/** @param {Mask} mask @param {Shape} shape */
export function textOf(mask, shape) {
  if (!mask.includes(true)) return NOWHERE;
  const text = hexOf(mask);
  return text === hexOf(rightHalf(shape)) ? RIGHT : text;
}

/**
 * What a text stands for; nothing where it is any other text.
 * @param {Value} text @param {Shape} shape @returns {Mask | undefined}
 */
export function maskOf(text, shape) {
  if (text === NOWHERE) return nowhere(shape);
  return text === RIGHT ? rightHalf(shape) : cellsOf(String(text), shape[1] * shape[2]);
}

/**
 * A mask and a square around a pixel, which on a torus goes over its edges
 * @param {Mask} mask @param {number[]} at column and row @param {Shape} shape
 * @param {boolean} torus
 */
export function dabbed(mask, [x, y], [, H, W], torus) {
  const out = [...mask];
  for (let i = y - REACH; i <= y + REACH; i++)
    for (let j = x - REACH; j <= x + REACH; j++)
      if (torus) out[wrap(i, H) * W + wrap(j, W)] = true;
      else if (i >= 0 && i < H && j >= 0 && j < W) out[i * W + j] = true;
  return out;
}

/**
 * A noise with the values of another one where the mask holds, in all channels.
 * @param {Floats} noise @param {Floats} other @param {Mask} mask
 */
export const mixed = (noise, other, mask) =>
  noise.map((v, p) => (mask[p % mask.length] ? other[p] : v));

/**
 * By how much each pixel differs: root mean square over the channels.
 * @param {Floats} before @param {Floats} after @param {Shape} shape
 */
export function changes(before, after, [C, H, W]) {
  const out = new Float32Array(H * W);
  for (let p = 0; p < C * H * W; p++) out[p % (H * W)] += (after[p] - before[p]) ** 2 / C;
  return out.map(Math.sqrt);
}

/**
 * How far each pixel is from the mask: rows or columns, whichever are more
 * @param {Mask} mask @param {Shape} shape @param {boolean} torus
 */
export function distances(mask, [, H, W], torus) {
  const at = mask.flatMap((on, p) => (on ? [p] : []));
  const off = (/** @type {number} */ d, /** @type {number} */ n) =>
    torus ? Math.min(wrap(d, n), wrap(-d, n)) : Math.abs(d);
  return mask.map((_, p) => {
    let nearest = Infinity;
    for (const q of at) {
      const rows = off(Math.floor(p / W) - Math.floor(q / W), H);
      nearest = Math.min(nearest, Math.max(rows, off((p % W) - (q % W), W)));
    }
    return nearest;
  });
}

/**
 * Of a change: its root mean square inside the mask and outside, 0 where nothing is outside, and
 * the largest distance at which a pixel is seen to change
 * @param {Floats} change @param {number[]} far
 */
export function newsOf(change, far) {
  const over = (/** @type {(d: number) => boolean} */ has) => {
    const some = change.filter((_, p) => has(far[p]));
    return Math.sqrt(some.reduce((sum, v) => sum + v * v, 0) / Math.max(1, some.length));
  };
  const reach = far.reduce((most, d, p) => (change[p] >= SEEN ? Math.max(most, d) : most), 0);
  return { inside: over((d) => d === 0), outside: over((d) => d > 0), reach };
}
