// Where a pixel of a pair of socks looks, in shares and in words. Nothing here knows a page.
/** @import { Numbers, Shape } from "../shared/types" */
/** @import { Palette } from "./colours.js" */
import { percent } from "../shared/state/numbers.js";

/**
 * Shares of a pixel's attention: on the sock of its own half, on the other one, and all that falls
 * on the other half, background with it
 * @typedef {{ own: number, other: number, across: number }} Shares
 */

/**
 * The pixels of both socks: those that have not the colour of the background
 * @param {Numbers} x @param {Palette} palette @param {Shape} shape
 */
export function socksOf(x, { others: [ground], near }, [, H, W]) {
  const area = H * W;
  /** @param {number} p */
  const away = (p) => Math.hypot(...ground.map((v, c) => x[c * area + p] - (v / 127.5 - 1)));
  return Array.from({ length: area }, (_, p) => away(p) >= near);
}

/** @param {number} p @param {number} W */
export const isRight = (p, W) => p % W >= W / 2;

/**
 * @param {Numbers} row @param {number} p @param {boolean[]} socks @param {number} W
 * @returns {Shares}
 */
export function shares(row, p, socks, W) {
  const out = { own: 0, other: 0, across: 0 };
  for (let q = 0; q < row.length; q++) {
    const beyond = isRight(q, W) !== isRight(p, W);
    if (beyond) out.across += row[q];
    if (socks[q]) out[beyond ? "other" : "own"] += row[q];
  }
  return out;
}

/**
 * A pixel, whether it is of a sock, where it looks; without that the side of its field
 * @typedef {object} Pixel
 * @property {number} p
 * @property {boolean[]} socks
 * @property {Numbers} [row]
 * @property {boolean} layered whether the network has a layer of attention
 * @property {number} field
 * @property {Shape} shape
 */

/** @param {Pixel} pixel */
export function told({ p, socks, row, layered, field, shape: [, , W] }) {
  const side = isRight(p, W) ? "right" : "left",
    what = socks[p] ? `on the ${side} sock` : "on the background";
  const at = `Row ${Math.floor(p / W) + 1}, column ${(p % W) + 1}, ${what}`;
  const off = layered ? "the layer is off here" : "no layer of attention";
  if (!row) return `${at}: ${off}, so it sees the ${field} × ${field} pixels round it.`;
  const { own, other, across } = shares(row, p, socks, W),
    rest = percent(Math.max(0, 1 - own - other));
  const [mine, yours] = socks[p]
    ? ["its own", "the other sock"]
    : [`the ${side} sock`, `the ${side === "left" ? "right" : "left"} one`];
  return (
    `${at}: ${percent(other)} of its attention is on ${yours}, ${percent(own)} on ${mine}, ` +
    `${rest} on the background; ${percent(across)} is in the other half of the picture.`
  );
}

const WHITE = [255, 255, 255],
  MIDDLE = [232, 150, 74],
  DARK = [94, 32, 16];

/** A colour for a part of the most: levels, white for none. @param {number} part */
function heat(part) {
  const [from, to, along] = part < 0.5 ? [WHITE, MIDDLE, 2 * part] : [MIDDLE, DARK, 2 * part - 1];
  return from.map((v, c) => v + along * (to[c] - v));
}

/**
 * Attention as a picture in [-1, 1]: the root of each share against the largest one's, so that
 * small ones can be seen
 * @param {Numbers} row
 */
export function heatPicture(row) {
  const most = Math.max(...Array.from(row)),
    area = row.length,
    out = new Float32Array(3 * area);
  for (let q = 0; q < area; q++) {
    heat(Math.sqrt(row[q] / most)).forEach((v, c) => {
      out[c * area + q] = v / 127.5 - 1;
    });
  }
  return out;
}
