// What was counted so far, for each setting apart.
/** @import { Floats } from "../shared/types" */
/** @import { Counted } from "./count.js" */

export const FIVE = 5;
export const TALLEST = 8; // fingers of the last bar, which stands for more too
const Z = 1.959963984540054; // standard normal: 95 % lie within -Z ... Z

/** A picture and what is counted in it; nothing where the counter is not made for it. */
/** @typedef {Partial<Counted> & { seed: number, z: Floats }} Shot */

/** @param {Partial<Counted>} found */
export const isHand = ({ palms, detached }) => palms === 1 && detached === 0;

/**
 * The bar that a picture belongs to; none where it is no whole hand
 * @param {Partial<Counted>} f
 */
export const barOf = (f) => (isHand(f) ? Math.min(TALLEST, f.fingers ?? 0) : undefined);

/**
 * Wilson's interval of 95 % for the share of `k` among `n` > 0
 * @param {number} k @param {number} n @returns {[low: number, high: number]}
 */
export function wilson(k, n) {
  const middle = (k + Z ** 2 / 2) / (n + Z ** 2),
    half = (Z * Math.sqrt((k * (n - k)) / n + Z ** 2 / 4)) / (n + Z ** 2);
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}

/** How many of each number of fingers, 0 ... TALLEST. @param {(number | undefined)[]} bars */
export function histogram(bars) {
  const out = new Array(TALLEST + 1).fill(0);
  for (const bar of bars) if (bar !== undefined) out[bar]++;
  return out;
}

/** Pictures of one setting, each seed's once. */
export class Tally {
  /** @type {Map<number, Shot>} */
  shots = new Map();

  /** @param {Shot} shot */
  add(shot) {
    this.shots.set(shot.seed, shot);
  }

  get histogram() {
    return histogram([...this.shots.values()].map(barOf));
  }

  get drawn() {
    return this.shots.size;
  }

  get hands() {
    return this.histogram.reduce((a, b) => a + b);
  }

  get fives() {
    return this.histogram[FIVE];
  }
}

/** A tally for each setting. */
export class Tallies {
  /** @type {Map<string, Tally>} */
  all = new Map();

  /** @param {{ N: number, P: number, until: number }} params */
  of({ N, P, until }) {
    const side = until === 0 ? 0 : P, // with 0 no window is looked through
      key = JSON.stringify([N, side, until]),
      tally = this.all.get(key) ?? new Tally();
    this.all.set(key, tally);
    return tally;
  }
}
