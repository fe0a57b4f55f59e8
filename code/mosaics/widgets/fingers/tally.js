// What was counted so far, for each setting apart.
/** @import { Floats } from "../shared/types" */
/** @import { Counter, Found } from "./counters.js" */
/** @import { Asked } from "./choices.js" */

export const TALLEST = 8; // fingers or eyes of the last bar, which stands for more too

/** A picture, and what is counted in it. */
/** @typedef {{ seed: number, z: Floats, found: Found }} Shot */

/**
 * The bar that a number belongs to; none where there is no number
 * @param {number | undefined} n
 */
export const barOf = (n) => (n === undefined ? undefined : Math.min(TALLEST, n));

/** How many of each number, 0 ... TALLEST. @param {(number | undefined)[]} bars */
export function histogram(bars) {
  const out = new Array(TALLEST + 1).fill(0);
  for (const bar of bars) if (bar !== undefined) out[bar]++;
  return out;
}

/** Pictures of one setting, each seed's once. */
export class Tally {
  /** @type {Map<number, Shot>} */
  shots = new Map();

  /** @param {Counter | undefined} counter */
  constructor(counter) {
    this.counter = counter;
  }

  /** @param {Shot} shot */
  add(shot) {
    this.shots.set(shot.seed, shot);
  }

  get histogram() {
    return histogram(
      [...this.shots.values()].map(({ found }) => barOf(this.counter?.number(found))),
    );
  }

  get drawn() {
    return this.shots.size;
  }

  /** Hands or faces that have a number. */
  get whole() {
    return this.histogram.reduce((a, b) => a + b);
  }

  /** Those that have the right one. */
  get right() {
    return this.counter ? this.histogram[this.counter.right] : 0;
  }
}

/** A tally for each setting. */
export class Tallies {
  /** @type {Map<string, Tally>} */
  all = new Map();

  /** @param {Counter | undefined} counter */
  constructor(counter) {
    this.counter = counter;
  }

  /** @param {Asked} params */
  of({ machine, N, P, until }) {
    const side = until === 0 ? 0 : P, // with 0 no window is looked through
      key = JSON.stringify([machine, N, side, until]),
      tally = this.all.get(key) ?? new Tally(this.counter);
    this.all.set(key, tally);
    return tally;
  }
}

/** @type {WeakMap<HTMLElement, Map<string, Tallies>>} */
const places = new WeakMap();

/**
 * The tallies of a place in a page, of each set that a link names: they are still there when the
 * lab has been opened with another set meanwhile
 * @param {HTMLElement} place @param {string} data @param {Counter | undefined} counter
 */
export function talliesAt(place, data, counter) {
  const there = places.get(place) ?? new Map(),
    tallies = there.get(data) ?? new Tallies(counter);
  places.set(place, there);
  if (!data.startsWith("own")) there.set(data, tallies);
  return tallies;
}
