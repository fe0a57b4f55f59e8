// What has been tried so far: the windows, and how well the machine that had them predicted.
/** @import { Pair } from "../shared/types" */
/** @import { Score } from "./scores.js" */
import { known } from "./scores.js";

const MOST = 12; // rows

/** @typedef {{ machine: string, N: number, steps: number, windows: Pair[] }} Asked */
/**
 * A way to predict: r² of single seeds, medians of the noises from a seed on
 * @typedef {object} Row
 * @property {string} key
 * @property {Asked} asked
 * @property {Map<number, Score>} seeds
 * @property {Map<number, number>} medians
 */

/**
 * @typedef {object} Schedules
 * @property {Record<string, Pair[]>} presets
 * @property {Record<string, number>} largest
 * @property {number} plain
 */

/** The ideal machine has no windows. @param {Asked} asked */
export const keyOf = ({ machine, N, steps, windows }) =>
  JSON.stringify([machine, N, steps, machine === "IS" ? [] : windows]);

/**
 * What the lab is set to, to bring it back; `schedules` are those that have names
 * @param {Asked} asked
 * @param {Schedules} schedules
 * @returns {Record<string, string | number>}
 */
export function valuesOf({ machine, N, steps, windows }, { presets, largest, plain }) {
  const most = largest[machine],
    [[, P]] = windows;
  if (machine === "IS") return { machine, N, steps };
  if (windows.length === 1) {
    const side = P > plain && P === most ? "all" : P;
    return { machine, N, steps, P: side, windows: "constant" };
  }
  const clipped = (/** @type {string} */ name) =>
    String(presets[name].map(([s, side]) => [s, Math.min(side, most)]));
  const known = Object.keys(presets).find((name) => clipped(name) === String(windows));
  const text = windows.map(([s, side]) => `${s}:${side}`).join("/");
  return { machine, N, steps, windows: known ?? text };
}

export class Tried {
  /** @type {Row[]} */
  rows = []; // the newest first
  /** @type {number | undefined} */
  from; // the first seed of the medians that are shown

  /** The row of what was asked, made where it is new. @param {Asked} asked */
  row(asked) {
    const key = keyOf(asked),
      held = this.rows.find((row) => row.key === key);
    const row = held ?? { key, asked, seeds: new Map(), medians: new Map() };
    if (!held) this.rows = [row, ...this.rows];
    return row;
  }

  /** @param {Asked} asked @param {number} seed @param {Score} r2 */
  one(asked, seed, r2) {
    this.row(asked).seeds.set(seed, r2);
    this.forget(seed);
  }

  /** @param {Asked} asked @param {number} from @param {number} median */
  several(asked, from, median) {
    this.row(asked).medians.set(from, median);
    this.from = from;
  }

  /** @param {Row} row @returns {Score | undefined} */
  median(row) {
    return this.from === undefined ? undefined : row.medians.get(this.from);
  }

  /**
   * The best of two or more that can be compared: by the median of the same noises, else by the
   * same seed.
   * @param {number} seed @returns {Row | undefined}
   */
  best(seed) {
    const medians = highest(this.rows, (row) => this.median(row));
    return medians ?? highest(this.rows, (row) => row.seeds.get(seed));
  }

  /** The oldest one goes that is not the best. @param {number} seed */
  forget(seed) {
    if (this.rows.length <= MOST) return;
    const best = this.best(seed),
      last = this.rows.findLastIndex((row) => row !== best);
    this.rows = this.rows.filter((_, i) => i !== last);
  }
}

/** @param {Row[]} rows @param {(row: Row) => Score | undefined} score */
function highest(rows, score) {
  const value = (/** @type {Row} */ row) => score(row) ?? null;
  const rated = rows.filter((row) => known(value(row)));
  if (rated.length < 2) return undefined;
  return rated.reduce((a, b) => (Number(value(b)) > Number(value(a)) ? b : a));
}
