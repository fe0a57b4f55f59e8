// What MosaicExplorer says of pixels and colours.
/** @import { Numbers } from "../shared/types" */
import { imageCount, percent, show, some } from "../shared/state/numbers.js";

/**
 * Of each pixel: its training image, and its piece
 * @typedef {{ source: Numbers, piece: Numbers }} Origins
 */

/**
 * Hue: the direction; darker: farther, up to `far`.
 * @param {number} down
 * @param {number} across
 * @param {number} far
 */
export function shiftColour(down, across, far) {
  const length = Math.hypot(down, across),
    hue = ((Math.atan2(down, across) * 180) / Math.PI + 360) % 360;
  if (!length) return "#c8cacf";
  return `hsl(${hue.toFixed(0)} 65% ${(82 - 44 * Math.min(1, length / far)).toFixed(0)}%)`;
}

/** How many values there are. @param {Numbers} values */
export const distinct = (values) => new Set(Array.from(values)).size;

/** @param {Origins} origins */
export const made = ({ piece, source }) =>
  `${some(distinct(piece), "piece")} from ${imageCount(distinct(source))}.`;

/** How many pixels are consistent. @param {Float32Array} good */
export function agreement(good) {
  const right = good.filter(Boolean).length,
    what = "equal the centre of their nearest training window";
  return right === good.length
    ? `All ${show(right)} pixels ${what}.`
    : `${show(right)} of ${show(good.length)} pixels (${percent(right / good.length)}) ${what}.`;
}
