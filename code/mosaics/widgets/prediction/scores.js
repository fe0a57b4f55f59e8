// Scores in words, and the picture of a difference.
/** @import { Numbers, Shape } from "../shared/types" */

const ORANGE = [217, 114, 42],
  BLUE = [47, 109, 181]; // where the network has more ink, where the machine has

/** @typedef {number | null} Score r^2; null where a picture is a single grey */

/** @param {Score} score @returns {score is number} */
export const known = (score) => Number.isFinite(score);

/** @param {Score | undefined} r2 */
export function scoreText(r2) {
  if (r2 === null || r2 === undefined) return "none";
  return r2 > 0.995 && r2 < 1 ? r2.toFixed(3) : r2.toFixed(2);
}

/** @param {number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b),
    n = sorted.length;
  return (sorted[(n - 1) >> 1] + sorted[n >> 1]) / 2;
}

/** Of a difference. @param {Numbers} a @param {Numbers} b */
export function rootMeanSquare(a, b) {
  let sum = 0;
  for (let p = 0; p < a.length; p++) sum += (a[p] - b[p]) ** 2;
  return Math.sqrt(sum / a.length);
}

/**
 * a - b, the mean over channels, as RGBA: full colour where they differ by half their range
 * @param {Uint8ClampedArray} out @param {Numbers} a @param {Numbers} b @param {Shape} shape
 */
export function differenceColours(out, a, b, [C, H, W]) {
  const area = H * W;
  for (let p = 0; p < area; p++) {
    let d = 0;
    for (let c = 0; c < C; c++) d += (a[c * area + p] - b[c * area + p]) / C;
    const colour = d > 0 === (C === 1) ? ORANGE : BLUE; // in colour, ink is where it is dark
    const part = Math.min(1, Math.abs(d));
    for (let c = 0; c < 3; c++) out[4 * p + c] = Math.round(255 + part * (colour[c] - 255));
    out[4 * p + 3] = 255;
  }
}
