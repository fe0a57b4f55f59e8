// What linear theory says, as words and as a line: nothing here knows a page.
import { long } from "./field.js";

/**
 * Of a uniform state; what is of waves that grow is null where none does
 * @typedef {object} Theory
 * @property {[number, number]} rest the model's own uniform state
 * @property {[number, number]} at the state in question
 * @property {boolean[]} conditions
 * @property {number[]} curve
 * @property {[number, number] | null} band
 * @property {number | null} k
 * @property {number | null} wavelength
 * @property {number | null} growth
 * @property {number} fits largest growth rate of the waves that the dish holds
 */

/** In words: a head, and more. @param {Theory} theory @param {boolean} empty */
export function verdict({ conditions: [still, stable], band, wavelength, fits }, empty = false) {
  const state = empty ? "the empty state" : "the uniform state";
  if (band) {
    const [longest, shortest] = band.map((k) => long((2 * Math.PI) / k));
    const waves = ` Waves from λ = ${shortest} to ${longest} grow, ${long(wavelength)} fastest`;
    return ["◆ Turing instability.", `${waves}${fits > 0 ? "" : "; none fits into this dish"}.`];
  }
  if (still && stable) {
    const push = empty ? " Patterns need a push: they grow from the painted spot." : "";
    return ["◇ No Turing instability:", ` ${state} is stable at every wavelength.${push}`];
  }
  return ["◇ Unstable without diffusion:", ` ${state} does not last even in a stirred pot.`];
}

const digits = (/** @type {number} */ x) => String(+x.toPrecision(3)).replace("-", "−");

/**
 * Which state the verdict is about, and whether the dish is in it
 * @param {Theory} theory @param {boolean} empty @param {boolean | undefined} near
 */
export function whichState({ at: [u, v] }, empty, near) {
  const where = near ? "the dish is in it" : "the dish has left it";
  const state = `Of the ${empty ? "empty" : "uniform"} state u = ${digits(u)}, v = ${digits(v)}`;
  return near === undefined ? state : `${state}; ${where}`;
}

/**
 * The lowest and highest growth rates to show: the curve's top, its dip, and what the pattern asks
 * for. Its tail, where it only falls, may leave through the bottom.
 * @param {number[]} curve @param {{ low: number, high: number }} axis
 */
export function windowOf(curve, { low, high }) {
  const grow = Math.max(1, (1.25 * Math.max(...curve)) / high);
  let tail = curve.length - 1;
  while (tail > 0 && curve[tail - 1] >= curve[tail]) tail--;
  const dip = Math.min(...curve.slice(0, tail + 1));
  return { low: Math.min(low * grow, 1.1 * dip), high: high * grow };
}

/**
 * The curve as points [position from 0 to 1, rate], in one piece: it ends where its tail leaves the
 * window
 * @param {number[]} curve @param {number} low
 */
export function lineOf(curve, low) {
  const last = curve.length - 1,
    points = curve.map((g, i) => [i / last, g]);
  const out = curve.findIndex((g) => g < low);
  if (out < 1) return points;
  const share = (curve[out - 1] - low) / (curve[out - 1] - curve[out]);
  return [...points.slice(0, out), [(out - 1 + share) / last, low]];
}
