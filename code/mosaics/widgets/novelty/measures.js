// How new a picture is and how coherent (mosaics.creativity: shifted_novelty, window_distances,
// coherence), against all training images that the page has.
/** @import { Numbers, Run, Shape } from "../shared/types" */
/** @import { Dictionary } from "../shared/engine/posterior.js" */
/** @import { Shift } from "../shared/engine/moved.js" */
import { verdictMoved } from "../shared/engine/moved.js";
import { patchGuess } from "../shared/engine/patches.js";

const SHARP = 0.05; // a noise level at which windows that are not nearly nearest count for nothing

/**
 * What pictures are held against: the distance of unseen pictures from the training images, which
 * is the unit of novelty; the side of the windows of coherence, and up to which distance a window
 * counts as coherent
 * @typedef {{ unit: number, side: number, limit: number }} Ruler
 */

/**
 * Root mean square difference between the window around each pixel and the nearest training window
 * that leaves the image on the same sides, equally far: the kernel finds that window, and the
 * difference is taken in float64.
 * @param {Numbers} x @param {Dictionary} images @param {Shape} shape @param {number} P
 * @returns {Run<Float64Array>}
 */
export function* windowDistances(x, images, shape, P) {
  const machine = patchGuess(images, { shape, P, reach: "matching" });
  const { source, place } = yield* machine.slices(x, SHARP);
  return Float64Array.from(source, (m, p) =>
    apart(x, p, images.keys.subarray(m * images.D, (m + 1) * images.D), place[p], shape, P),
  );
}

/**
 * Root mean square difference of x's window around pixel p and the image's around q; what lies
 * outside counts as 0 in both
 * @param {Numbers} x @param {number} p @param {Numbers} image @param {number} q
 * @param {Shape} shape @param {number} P
 */
function apart(x, p, image, q, [C, H, W], P) {
  const d = P >> 1,
    area = H * W,
    row = Math.floor(p / W),
    column = p % W;
  let sum = 0;
  for (let i = Math.max(0, row - d); i <= Math.min(H - 1, row + d); i++)
    for (let j = Math.max(0, column - d); j <= Math.min(W - 1, column + d); j++)
      for (let c = 0; c < C; c++) {
        const at = c * area + i * W + j;
        sum += (x[at] - image[at + q - p]) ** 2;
      }
  return Math.sqrt(sum / (C * P * P));
}

/**
 * The share of windows that are within the limit
 * @param {Numbers} far @param {number} limit
 */
export const coherence = (far, limit) =>
  Array.from(far).filter((value) => value <= limit).length / far.length;

/**
 * @typedef {object} Place
 * @property {number} novelty distance over that of unseen pictures: 0 for copies
 * @property {number} coherence share of coherent windows
 * @property {number} nearest training image
 * @property {Shift} shift how it was moved to where it is nearest
 */

/**
 * Where a picture lies, and the distance of each of its windows
 * @param {Numbers} x @param {Dictionary} images @param {Shape} shape @param {Ruler} ruler
 * @returns {Run<{ place: Place, far: Float64Array }>}
 */
export function* placed(x, images, shape, { unit, side, limit }) {
  const far = yield* windowDistances(x, images, shape, side),
    { nearest, distance, shift } = verdictMoved(x, images, shape),
    novelty = distance / Math.sqrt(images.D) / unit;
  return { place: { novelty, coherence: coherence(far, limit), nearest, shift }, far };
}
