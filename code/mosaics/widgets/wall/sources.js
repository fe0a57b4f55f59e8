// What a picture is made of: training images and their shares.
/** @import { Numbers } from "../shared/types" */

export const NONE = -1; // no training image weighs more than half at this pixel

/**
 * [training image, share of the pixels], the largest first; pixels of several images are not
 * counted
 * @param {Numbers} source
 */
export function sharesOf(source) {
  /** @type {Map<number, number>} */
  const count = new Map();
  for (let p = 0; p < source.length; p++)
    count.set(source[p], (count.get(source[p]) ?? 0) + 1 / source.length);
  count.delete(NONE);
  return [...count].sort(([m, a], [n, b]) => b - a || m - n);
}

/** Whether they make a copy of one image. @param {[m: number, part: number][]} shares */
export const isCopy = (shares) => shares.length === 1 && shares[0][1] > 0.999;

/** How many training images there are. @param {Float32Array} source */
export const distinct = (source) => new Set(source.filter((m) => m !== NONE)).size;

/**
 * The lines between neighbouring pixels that differ, in units of a pixel
 * @param {ArrayLike<unknown>} values @param {number} H @param {number} W
 */
export function outline(values, H, W) {
  let d = "";
  for (let i = 0; i < H; i++) {
    for (let j = 0; j < W; j++) {
      const p = i * W + j;
      if (j + 1 < W && values[p] !== values[p + 1]) d += `M${j + 1} ${i}v1`;
      if (i + 1 < H && values[p] !== values[p + W]) d += `M${j} ${i + 1}h1`;
    }
  }
  return d;
}
