// The bud and its digits as geometry: what the engine and the view both need (fingers/digits.py).
/** @import { Numbers } from "../shared/types" */

export const INNER = 12,
  FIRST = 20,
  LAST = 48,
  REFERENCE = 36; // radii
const FRAME = 4, // empty points around
  EDGE = 1.5, // degrees of an arc's ends left out
  POINTS = 721; // of an arc

/** Rows and columns of the grid for a bud of half-angle theta. @param {number} theta */
export function extent(theta) {
  return [LAST + 2 * FRAME, 2 * Math.ceil(LAST * Math.sin((theta * Math.PI) / 180)) + 2 * FRAME];
}

/** The row and column of the sector's tip. @param {number} theta */
export function tipOf(theta) {
  const [H, W] = extent(theta);
  return [H - FRAME, (W - 1) / 2];
}

/** The place on an arc. @param {number} theta @param {number} angle @param {number} radius */
export function placeOf(theta, angle, radius) {
  const [row, column] = tipOf(theta),
    turn = (angle * Math.PI) / 180;
  return [row - radius * Math.cos(turn), column + radius * Math.sin(turn)];
}

/** @param {number} k @param {number} theta */
const angleOf = (k, theta) => EDGE - theta + (k * 2 * (theta - EDGE)) / (POINTS - 1);

/**
 * Angles in degrees of the middles of the stretches of u > 0 along the arc of radius REFERENCE
 * @param {Numbers} u @param {number} theta
 */
export function digits(u, theta) {
  const [, W] = extent(theta),
    out = [];
  let from = -1;
  for (let k = 0; k <= POINTS; k++) {
    const [y, x] = placeOf(theta, angleOf(k, theta), REFERENCE),
      high = k < POINTS && between(u, W, y, x) > 0;
    if (high && from < 0) from = k;
    if (high || from < 0) continue;
    out.push(angleOf((from + k - 1) / 2, theta));
    from = -1;
  }
  return out;
}

/**
 * u between its points, straight in both directions
 * @param {Numbers} u @param {number} W @param {number} y @param {number} x
 */
function between(u, W, y, x) {
  const i = Math.floor(y),
    j = Math.floor(x);
  const line = (/** @type {number} */ p) => u[p] * (1 - (x - j)) + u[p + 1] * (x - j);
  return line(i * W + j) * (1 - (y - i)) + line((i + 1) * W + j) * (y - i);
}
