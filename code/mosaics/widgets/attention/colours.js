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
 * The colours of the left and right sock, numbers into the palette, null where one is not clean;
 * how likely a coloured pixel of the one and one of the other have the same colour, null where one
 * has none
 * @typedef {{ colours: (number | null)[], consistent: boolean, agreement: number | null }} Verdict
 */

/**
 * How many pixels of a half of the picture have each colour, and how many are ink
 * @param {Numbers} x @param {Palette} palette @param {Shape} shape @param {boolean} right
 */
function counted(x, { colours, others, near }, [, H, W], right) {
  const area = H * W,
    pixels = Array.from({ length: area }, (_, p) => p).filter((p) => p % W >= W / 2 === right);
  /** @param {number[]} level @param {number} p */
  const has = (level, p) =>
    Math.hypot(...level.map((v, c) => x[c * area + p] - (v / 127.5 - 1))) < near;
  const each = Object.values(colours).map((level) => pixels.filter((p) => has(level, p)).length),
    ink = pixels.filter((p) => !others.some((level) => has(level, p))).length;
  return { each, ink };
}

/** @param {number[]} values */
const sum = (values) => values.reduce((a, b) => a + b, 0);

/**
 * @param {Numbers} x @param {Palette} palette @param {Shape} shape @returns {Verdict}
 */
export function verdict(x, palette, shape) {
  const halves = [false, true].map((right) => counted(x, palette, shape, right)),
    [left, right] = halves.map(({ each }) => each),
    pairs = sum(left) * sum(right);
  const colours = halves.map(({ each, ink }) => {
    const most = Math.max(...each);
    return most >= palette.least && most >= palette.clean * ink ? each.indexOf(most) : null;
  });
  return {
    colours,
    consistent: colours[0] !== null && colours[0] === colours[1],
    agreement: pairs ? sum(left.map((n, c) => n * right[c])) / pairs : null,
  };
}
