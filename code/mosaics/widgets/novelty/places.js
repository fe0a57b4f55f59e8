// Places on the plane as numbers and words: sets of pictures, the trail of windows, which labels
// have room.
/** @import { Floats } from "../shared/types" */
import { rounded } from "../shared/state/numbers.js";

/** @typedef {{ novelty: number, coherence: number }} Place */
/**
 * A picture, where it lies, the distances of its windows, the nearest training image and how that
 * was moved
 * @typedef {Place & { x: Floats, far: Floats, nearest: number, shift: number[] }} Picture
 */

/** @param {number[]} values */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b),
    n = sorted.length;
  return (sorted[(n - 1) >> 1] + sorted[n >> 1]) / 2;
}

/**
 * Where a set of pictures lies: the median of their novelties, the mean of their coherences
 * @param {Place[]} pictures @returns {Place}
 */
export const middle = (pictures) => ({
  novelty: median(pictures.map((each) => each.novelty)),
  coherence: pictures.reduce((sum, each) => sum + each.coherence, 0) / pictures.length,
});

/** @param {Place} place */
export const placeWords = ({ novelty, coherence }) =>
  `novelty ${novelty.toFixed(2)}, coherence ${rounded(coherence)}`;

const COPY = 0.5,
  NEW = 0.7,
  COHERENT = 0.9; // of unseen pictures 1 and 0.95

/** What a place means. @param {Place} place */
export function meaning({ novelty, coherence }) {
  if (coherence < COHERENT) return "New, but with windows that no picture of the kind has.";
  if (novelty < COPY) return "Near to copies.";
  return novelty < NEW ? "Coherent, and not as new as unseen pictures." : "New and coherent.";
}

/**
 * The places that one machine's pictures have gone through, by the side of its windows; those of
 * another machine, seed or number of training images are a trail of their own.
 */
export class Trails {
  /** @type {Map<string, Map<number, Place>>} */
  #all = new Map();

  /** @param {string} key @param {number} P @param {Place} place */
  add(key, P, place) {
    const trail = this.#all.get(key) ?? new Map();
    this.#all.set(key, trail.set(P, place));
  }

  /** From the smallest window on. @param {string} key @returns {[P: number, place: Place][]} */
  of(key) {
    return [...(this.#all.get(key) ?? [])].sort(([a], [b]) => a - b);
  }
}

/** A box for a text. @typedef {{ x: number, y: number, width: number, height: number }} Box */

/** @param {Box} a @param {Box} b */
const meet = (a, b) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

const LETTER = 6.6,
  LINE = 15,
  GAP = 7;

/**
 * Where labels of points stand without covering each other: right, left, above or below of their
 * point; those for which there is no room are left out. The first ones come first. `k`: which.
 * @param {{ x: number, y: number, text: string }[]} points
 * @param {{ left: number, right: number, top: number, bottom: number }} within
 */
export function labelled(points, within) {
  /** @type {Box[]} */
  const taken = points.map(({ x, y }) => ({ x: x - 4, y: y - 4, width: 8, height: 8 }));
  return points.flatMap(({ x, y, text }, k) => {
    const width = LETTER * text.length;
    const ways = [
      { x: x + GAP, y: y - LINE / 2, anchor: "start" },
      { x: x - GAP - width, y: y - LINE / 2, anchor: "end" },
      { x: x - width / 2, y: y - LINE - GAP, anchor: "middle" },
      { x: x - width / 2, y: y + GAP, anchor: "middle" },
    ].map((way) => ({ ...way, width, height: LINE }));
    const free = ways.find(
      (box) =>
        box.x >= within.left &&
        box.x + width <= within.right &&
        box.y >= within.top &&
        box.y + LINE <= within.bottom &&
        !taken.some((other) => meet(box, other)),
    );
    if (!free) return [];
    taken.push(free);
    const at = { start: free.x, end: free.x + width, middle: free.x + width / 2 }[free.anchor];
    return [{ x: at ?? free.x, y: free.y + LINE - 4, anchor: free.anchor, text, k }];
  });
}
