// Machines by how near their pictures are to the network's, and what a reader has tried so far.
/** @import { Floats } from "../shared/types" */
/** @import { Score } from "../prediction/scores.js" */
import { known, median } from "../prediction/scores.js";

/** @typedef {"r2" | "rms"} Measure */
/**
 * A run of a machine from a noise: its guesses, one after the other, and at each step how near they
 * are to the network's
 * @typedef {{ guesses: Floats, r2: Score[], rms: number[] }} Course
 */
/** @typedef {Map<string, Course>} Courses by machine, "network" and "chance" */

/** @template V @param {V[]} list @returns {V | undefined} */
const last = (list) => list[list.length - 1];

/**
 * All but the network, the nearest picture first; one without a number comes last
 * @param {Courses} courses @param {Measure} by
 */
export function ranked(courses, by) {
  const far = (/** @type {string} */ name) => {
    const value = last(/** @type {Course} */ (courses.get(name))[by]);
    return known(value ?? null) ? Number(value) * (by === "r2" ? -1 : 1) : Infinity;
  };
  const names = [...courses.keys()].filter((name) => name !== "network");
  return names.sort((a, b) => far(a) - far(b) || 0);
}

/** Noises tried, by network: each counts once, and all that it was tried with at once. */
export class Tried {
  /** @type {Map<string, Map<number, Record<string, { r2: Score, rms: number }>>>} */
  #all = new Map();

  /** @param {string} net @param {number} seed @param {Courses} courses */
  add(net, seed, courses) {
    const held = this.#all.get(net) ?? new Map();
    const ends = [...courses].map(([name, { r2, rms }]) => [
      name,
      { r2: last(r2) ?? null, rms: Number(last(rms)) },
    ]);
    held.set(seed, Object.fromEntries(ends));
    this.#all.set(net, held);
  }

  /** How many noises. @param {string} net */
  count(net) {
    return this.#all.get(net)?.size ?? 0;
  }

  /**
   * The median over the noises tried; none before there is one
   * @param {string} net @param {string} name @param {Measure} by @returns {number | undefined}
   */
  middle(net, name, by) {
    const ends = [...(this.#all.get(net)?.values() ?? [])].map((each) => each[name]?.[by] ?? null),
      values = ends.filter(known);
    return values.length ? median(values) : undefined;
  }
}
