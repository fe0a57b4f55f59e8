// What MosaicExplorer knows of each pixel, and what it says of one. Nothing here knows a page.
/** @import { Floats, Shape } from "../shared/types" */
import { displacement, share, some, tally } from "../shared/state/numbers.js";

/**
 * What is known of each pixel: its training image, its place there, the weight of that, how far it
 * has moved, its piece
 * @typedef {object} Found
 * @property {Floats} source
 * @property {Floats} place
 * @property {Floats} weight
 * @property {Floats} down
 * @property {Floats} across
 * @property {Floats} piece
 */

/** @typedef {Found & { sigma: number, P: number, z: Floats, guess: Floats }} Moment */

/**
 * A pixel p of a moment; `name` says what to call a training image, on a torus windows come in
 * again at the other side
 * @typedef {object} Pixel
 * @property {Moment} moment
 * @property {number} p
 * @property {Shape} shape
 * @property {boolean} torus
 * @property {(m: number) => string} name
 */

/** The pixels of its piece, in words. @param {Pixel} pixel */
const sizeOf = ({ moment: { piece }, p }) => some(tally(piece).get(piece[p]) ?? 0, "pixel");

/** @param {Pixel} pixel @returns {Record<string, string>} */
export function facts(pixel) {
  const { moment, p, shape, name } = pixel,
    { source, down, across, weight, P } = moment,
    W = shape[2];
  return {
    Pixel: `row ${Math.floor(p / W) + 1}, column ${(p % W) + 1}`,
    "Training image": name(source[p]),
    Displacement: displacement(down[p], across[p]),
    Weight: share(weight[p]),
    Piece: sizeOf(pixel),
    Window: `${P} × ${P}${beyond(pixel)}`,
  };
}

/** Whether the source's window reaches over the edge of its image. @param {Pixel} pixel */
function beyond({ moment: { place, P }, p, shape: [, H, W], torus }) {
  const d = (P - 1) / 2,
    q = place[p];
  /** @param {number} at @param {number} n */
  const over = (at, n) => at < d || at + d > n - 1;
  if (!over(Math.floor(q / W), H) && !over(q % W, W)) return "";
  return torus ? ", comes in again at the other side" : ", zeros outside the image";
}

/** The same in a sentence. @param {Pixel} pixel */
export function told(pixel) {
  const { moment, p, shape, name } = pixel,
    { source, down, across, weight } = moment,
    W = shape[2];
  const place = down[p] || across[p] ? displacement(down[p], across[p]) : "not displaced";
  const at = `Row ${Math.floor(p / W) + 1}, column ${(p % W) + 1}: ${name(source[p])}`;
  return `${at}, ${place}, weight ${share(weight[p])}, in a piece of ${sizeOf(pixel)}.`;
}
