// The points of two dimensions as a picture, and where a pointer on the map is: numbers only.
/** @import { Numbers } from "../shared/types" */
/** @import { Axis } from "../shared/state/curves.js" */

/** @typedef {[x: number, y: number]} Point */

/**
 * The N points, and what the noise of a trial makes of its own
 * @typedef {{ all: Point[], noisy(t: number): Point }} Plane
 */

/**
 * The value of a logarithmic axis at a place between `from` and `to`; its ends beyond them
 * @param {Axis} axis @param {number} from @param {number} to @param {number} place
 */
export function valueAt({ low, high }, from, to, place) {
  const part = Math.min(1, Math.max(0, (place - from) / (to - from)));
  return low * (high / low) ** part;
}

/** The value of a list that is nearest by ratio. @param {number[]} values @param {number} wanted */
export const nearest = (values, wanted) =>
  values.reduce((a, b) =>
    Math.abs(Math.log(b / wanted)) < Math.abs(Math.log(a / wanted)) ? b : a,
  );

/**
 * The value so many places further in a sorted list, from one that need not be of it
 * @param {number[]} values @param {number} from @param {number} by
 */
export function stepped(values, from, by) {
  const above = values.findIndex((v) => v > from),
    below = values.findLastIndex((v) => v < from),
    last = values.length - 1;
  const at = by > 0 ? (above < 0 ? last : above) + by - 1 : Math.max(0, below) + by + 1;
  return values[Math.min(last, Math.max(0, at))];
}

/**
 * The first two coordinates of the N points, of the true one of trial t, and of what the noise made
 * of that
 * @param {{ points: Numbers, noise: Numbers }} drawn
 * @param {{ N: number, sigma: number, sizes: { width: number } }} params
 * @returns {Plane}
 */
export function planeOf({ points, noise }, { N, sigma, sizes: { width } }) {
  const at = (/** @type {Numbers} */ table, /** @type {number} */ row) =>
    /** @type {Point} */ ([table[row * width], table[row * width + 1]]);
  const all = Array.from({ length: N }, (_, m) => at(points, m));
  return {
    all,
    noisy(t) {
      const [x, y] = all[t % N],
        [a, b] = at(noise, t);
      return [x + sigma * a, y + sigma * b];
    },
  };
}

/** Half the side of a square with room for these points. @param {Point[]} points */
export const reach = (points) => 1.15 * Math.max(2.5, ...points.flat().map(Math.abs));

const RANKS = ["", "second", "third", "fourth", "fifth", "sixth"];

/**
 * How the true point stands among the nearest, in words
 * @param {number} rank @param {number} own
 */
export function standing(rank, own) {
  if (rank === 0) return "The nearest is the true one.";
  if (rank < 0) return `The true one, point ${own}, is not among the nearest.`;
  return `The true one, point ${own}, is only the ${RANKS[rank]}.`;
}
