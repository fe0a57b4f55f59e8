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
