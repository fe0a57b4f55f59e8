// The field as numbers: two chemicals on a torus of n x n points, one after the other.
/** @import { Floats, Numbers } from "../shared/types" */
import { wrap } from "../shared/state/pictures.js";

/** A length in words. @param {number | null} x */
export const long = (x) => (x === null ? "none" : String(+x.toPrecision(3)));

/** The largest difference. @param {Numbers} a @param {Numbers} b */
export function apart(a, b) {
  let most = 0;
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs(a[i] - b[i]));
  return most;
}

/** @param {Numbers} x @returns {[low: number, high: number]} */
export function range(x) {
  let low = Infinity,
    high = -Infinity;
  for (let p = 0; p < x.length; p++) {
    low = Math.min(low, x[p]);
    high = Math.max(high, x[p]);
  }
  return [low, high];
}

/** Of both chemicals. @param {Floats} fields */
export function ranges(fields) {
  const half = fields.length / 2;
  return [range(fields.subarray(0, half)), range(fields.subarray(half))];
}

/**
 * How far the fields are from an even state, at most
 * @param {Floats} fields @param {number[]} state
 */
export const away = (fields, state) =>
  Math.max(...ranges(fields).flatMap(([a, b], s) => [state[s] - a, b - state[s]]));

const TILES = 3; // a side

/**
 * Whether there is a pattern: contrast in most parts of the dish, so that one painted spot is none
 * @param {Numbers} x one chemical @param {number} n @param {number} contrast
 */
export function patterned(x, n, contrast) {
  const low = new Float64Array(TILES * TILES).fill(Infinity),
    high = new Float64Array(TILES * TILES).fill(-Infinity);
  for (let p = 0; p < n * n; p++) {
    const row = Math.floor((Math.floor(p / n) * TILES) / n),
      tile = row * TILES + Math.floor(((p % n) * TILES) / n);
    low[tile] = Math.min(low[tile], x[p]);
    high[tile] = Math.max(high[tile], x[p]);
  }
  return 2 * high.filter((h, i) => h - low[i] > contrast).length > TILES * TILES;
}

/**
 * Puts a round mark on the fields: centre, radius, what it leaves behind
 * @param {Floats | Float64Array} fields
 * @param {number} n
 * @param {{ x: number, y: number, r: number, state: number[] }} mark
 */
export function dab(fields, n, { x, y, r, state }) {
  for (let dy = -r; dy <= r; dy++) {
    for (let dx = -r; dx <= r; dx++) {
      if (dx * dx + dy * dy > r * r) continue;
      const p = wrap(y + dy, n) * n + wrap(x + dx, n);
      [fields[p], fields[p + n * n]] = state;
    }
  }
}

/**
 * The even state from which a dish starts, with noise (past.py: even); of "fed_patch" what is
 * around the patch
 * @param {Floats | Float64Array} out @param {Numbers} noise
 * @param {{ rest: number[], start: string, amplitude: number }} how
 */
export function level(out, noise, { rest, start, amplitude }) {
  const area = out.length / 2;
  for (let p = 0; p < out.length; p++) {
    const s = p < area ? 0 : 1;
    out[p] =
      start === "fed_patch" ? (1 - s) * (1 + amplitude * noise[p]) : rest[s] + amplitude * noise[p];
  }
}
