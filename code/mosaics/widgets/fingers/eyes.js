// Finds eyes as fingers/faces.py does: in training pictures by a rule, in a mosaic by what its
// pixels copy.
/** @import { Numbers } from "../shared/types" */
import { label } from "./parts.js";

const SIDE = 32,
  AREA = SIDE * SIDE;
const DARK = 0.45 - 1e-6; // luminance, a rounding below the level that is not dark
const LUMINANCE = [0.299, 0.587, 0.114];
const LEAST = 3,
  LARGEST = 30; // pixels
const TALLEST = 9,
  WIDEST = 10; // rows, at most; columns, fewer
const TOP = 6,
  HEIGHTS = [9, 16.5],
  SIDES = [4, 27];

/** Whether the rule is made for images of this shape. @param {readonly number[]} shape */
export const hasFaces = (shape) => String(shape) === "3,32,32";

/**
 * The eyes of one training picture: its pixels' numbers 1, 2, ..., 0 where there is none
 * @param {Numbers} image (3, 32, 32) in [-1, 1]
 */
export function eyes(image) {
  const on = Uint8Array.from({ length: AREA }, (_, p) => Number(luminance(image, p) < DARK)),
    { of, areas } = label({ on, side: SIDE }, true),
    out = new Uint8Array(AREA);
  let found = 0;
  areas.forEach((area, k) => {
    if (area < LEAST || area > LARGEST) return;
    const mine = [...of.keys()].filter((p) => of[p] === k + 1);
    if (!isEye(mine)) return;
    found++;
    for (const p of mine) out[p] = found;
  });
  return out;
}

/** 0 black, 1 white. @param {Numbers} image @param {number} p */
const luminance = (image, p) =>
  LUMINANCE.reduce((sum, weight, c) => sum + (weight * (image[c * AREA + p] + 1)) / 2, 0);

/**
 * Whether these pixels stand where an eye may, and are no larger than one
 * @param {number[]} part
 */
function isEye(part) {
  const rows = part.map((p) => Math.floor(p / SIDE)),
    columns = part.map((p) => p % SIDE),
    [row, column] = [rows, columns].map(mean);
  return (
    extent(rows) <= TALLEST &&
    extent(columns) < WIDEST &&
    Math.min(...rows) >= TOP &&
    row >= HEIGHTS[0] &&
    row <= HEIGHTS[1] &&
    column > SIDES[0] &&
    column < SIDES[1]
  );
}

/** @param {number[]} values */
const mean = (values) => values.reduce((a, b) => a + b) / values.length;
/** @param {number[]} values */
const extent = (values) => Math.max(...values) - Math.min(...values) + 1;

/**
 * Which pixels of training pictures, one picture after the other, are of an eye
 * @param {Float32Array} images N pictures (3, 32, 32)
 */
export function eyeMask(images) {
  const size = 3 * AREA,
    out = new Uint8Array(images.length / 3);
  for (let m = 0; m * size < images.length; m++)
    out.set(
      eyes(images.subarray(m * size, (m + 1) * size)).map((k) => Math.min(1, k)),
      m * AREA,
    );
  return out;
}

/**
 * How many eyes a mosaic has: parts of LEAST pixels or more that copy pixels of the mask
 * @param {{ source: Numbers, place: Numbers }} seen the nearest training window of each pixel: its
 * picture, and where in it
 * @param {Uint8Array} mask
 */
export function copiedEyes({ source, place }, mask) {
  const on = Uint8Array.from(source, (m, p) => mask[m * AREA + place[p]]);
  return label({ on, side: SIDE }, true).areas.filter((area) => area >= LEAST).length;
}
