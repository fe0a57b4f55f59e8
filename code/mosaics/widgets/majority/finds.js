// The worlds found so far, apart by side and by what the denoiser sees.
/** @import { Floats } from "../shared/types" */

/** @typedef {{ L: number, P: number | null, steps: number, sigma_max: number }} Asked */
/**
 * A run: which one, its world, and whether that is consistent.
 * @typedef {{ key: string, world: Floats, whole: boolean }} Ended
 */
/**
 * Of one side and window: consistent worlds by their cells; all runs, and whether they ended in one
 * @typedef {{ worlds: Map<string, Floats>, runs: Map<string, boolean> }} Found
 */

/**
 * What makes a run the same run, whoever computes it and however often.
 * @param {Asked} asked @param {number} seed @param {string} [from] the world that it starts from
 */
export const runKey = ({ L, P, steps, sigma_max }, seed, from = "") =>
  [L, P ?? "all", steps, sigma_max, seed, from].join(" ");

export class Finds {
  /** @type {Map<string, Found>} */
  all = new Map();

  /** @param {Asked} asked @returns {Found} */
  of({ L, P }) {
    const key = `${L} ${P}`;
    const found = this.all.get(key) ?? { worlds: new Map(), runs: new Map() };
    this.all.set(key, found);
    return found;
  }

  /**
   * Counts each run once: one that comes again adds nothing. Returns how many worlds are new.
   * @param {Asked} asked @param {Ended[]} ended
   */
  add(asked, ended) {
    const { worlds, runs } = this.of(asked),
      before = worlds.size;
    for (const { key, world, whole } of ended) {
      if (runs.has(key)) continue;
      runs.set(key, whole);
      if (whole) worlds.set(String(world), world);
    }
    return worlds.size - before;
  }
}

/** How many runs ended in no consistent world. @param {Found} found */
export const broken = ({ runs }) => [...runs.values()].filter((whole) => !whole).length;

/**
 * The runs of a message: each one's world, and whether it is consistent.
 * @param {Floats} worlds @param {Floats} whole @param {(i: number) => string} key
 * @returns {Ended[]}
 */
export function runsOf(worlds, whole, key) {
  const area = worlds.length / whole.length;
  const world = (/** @type {number} */ i) => worlds.slice(i * area, (i + 1) * area);
  return Array.from(whole, (v, i) => ({ key: key(i), world: world(i), whole: v > 0 }));
}
