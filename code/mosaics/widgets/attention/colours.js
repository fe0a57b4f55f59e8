// The colour of each sock of a picture (attention/agree.py): the left one is whatever lies in the
// left half.
/** @import { Numbers, Shape } from "../shared/types" */

/**
 * Levels of the colours, by name, and of background and band; how near a pixel is that has one, how
 * many pixels of a sock and which share of its ink have a clean one
 * @typedef {object} Palette
 * @property {Record<string, number[]>} colours
 * @property {number[][]} others
 * @property {number} near
 * @property {number} least
 * @property {number} clean
 */

/**
 * The colours of the left and right sock, numbers into the palette, null where one is not clean
 * @typedef {{ colours: (number | null)[], consistent: boolean }} Verdict
 */

/** Whether a pixel is near a colour. @param {Numbers} x @param {number} p @param {number} area */
const near = (x, p, area, /** @type {number[]} */ level, /** @type {number} */ bound) =>
  Math.hypot(...level.map((v, c) => x[c * area + p] - (v / 127.5 - 1))) < bound;

/**
 * @param {Numbers} x @param {Palette} palette @param {Shape} shape @returns {Verdict}
 */
export function verdict(x, palette, [, H, W]) {
  const known = Object.values(palette.colours),
    area = H * W;
  const read = [0, 1].map((half) => {
    const pixels = Array.from({ length: area }, (_, p) => p).filter(
      (p) => Number(p % W >= W / 2) === half,
    );
    /** @param {number[]} level @param {number} p */
    const has = (level, p) => near(x, p, area, level, palette.near);
    const numbers = known.map((level) => pixels.filter((p) => has(level, p)).length),
      ink = pixels.filter((p) => !palette.others.some((level) => has(level, p))).length,
      most = Math.max(...numbers);
    return most >= palette.least && most >= palette.clean * ink ? numbers.indexOf(most) : null;
  });
  return { colours: read, consistent: read[0] !== null && read[0] === read[1] };
}
