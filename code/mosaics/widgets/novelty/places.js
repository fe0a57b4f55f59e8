// Places on the plane as numbers and words: sets of pictures, the trail of windows, which labels
// have room.
/** @import { Floats, Numbers, Shape } from "../shared/types" */
import { rounded } from "../shared/state/numbers.js";
import { wrap } from "../shared/state/pictures.js";

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

/** An image moved round the edges. @param {Numbers} a @param {number[]} by @param {Shape} shape */
export function moved(a, [down, right], [C, H, W]) {
  return Float32Array.from({ length: C * H * W }, (_, p) => {
    const row = Math.floor(p / W),
      i = wrap((row % H) - down, H),
      j = wrap((p % W) - right, W);
    return a[(row - (row % H) + i) * W + j];
  });
}

const COPY = 0.5,
  NEW = 0.7,
  COHERENT = 0.9; // of unseen pictures 1 and 0.95

/** What each set shows about measures. @type {Record<string, string>} */
const LESSONS = {
  unseen: "Both measures are held against pictures like these: novelty 1, coherence 95\u00a0%.",
  training: "Copies have nothing but training windows: coherence alone praises them.",
  moved: "Still copies, wherever they were moved: a plain distance would call them new.",
  noisy_copies:
    "Copies with a little more noise than a nearest neighbour is far: it passes for new.",
  mean_image:
    "As new as unseen pictures, all windows coherent, and no picture: it fools both measures.",
  grey: "Flat windows are near to flat ones: it is new and nearly coherent, and shows nothing.",
  noise: "Nothing is newer: novelty alone praises it.",
  one_kind: "Real pictures of the most usual kind: precise, and always the same.",
  glued: "Halves of two pictures: most windows are coherent, and nobody looks at the whole.",
};

/** What a place means, or what a set is to show. @param {Place} place @param {string} [set] */
export function meaning({ novelty, coherence }, set = "") {
  if (LESSONS[set]) return LESSONS[set];
  if (coherence < COHERENT) return "New, but with windows that no picture of the kind has.";
  if (novelty < COPY) return "Near to copies.";
  return novelty < NEW ? "Coherent, and not as new as unseen pictures." : "New and coherent.";
}

/**
 * What a trail is of: a machine, how many training images it has, and the seeds and steps of its
 * pictures, `of`, within which trails are compared
 * @typedef {{ machine: string, N: number, of: string }} Walker
 */

/** @typedef {[P: number, place: Place][]} Trail from the smallest window on */

/** The places that machines' pictures have gone through, by the side of their windows. */
export class Trails {
  /** @type {Map<string, { walker: Walker, trail: Map<number, Place> }>} */
  #all = new Map();

  /** @param {Walker} walker @param {number} P @param {Place} place */
  add(walker, P, place) {
    const key = JSON.stringify(walker),
      held = this.#all.get(key) ?? { walker, trail: new Map() };
    held.trail.set(P, place);
    this.#all.set(key, held);
  }

  /** @param {Walker} walker @returns {Trail} */
  of(walker) {
    return inOrder(this.#all.get(JSON.stringify(walker))?.trail);
  }

  /**
   * Those of other machines, or of the same with other training images, from the same noises
   * @param {Walker} walker @returns {{ walker: Walker, trail: Trail }[]}
   */
  beside(walker) {
    const own = JSON.stringify(walker);
    return [...this.#all]
      .filter(([key, held]) => key !== own && held.walker.of === walker.of)
      .map(([, held]) => ({ walker: held.walker, trail: inOrder(held.trail) }));
  }
}

/** @param {Map<number, Place>} [trail] @returns {Trail} */
const inOrder = (trail) => [...(trail ?? [])].sort(([a], [b]) => a - b);

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
 * One that is `sure` may cover points, and so is there unless another label is.
 * @param {{ x: number, y: number, text: string, sure?: boolean }[]} points
 * @param {{ left: number, right: number, top: number, bottom: number }} within
 */
export function labelled(points, within) {
  const dots = points.map(({ x, y }) => ({ x: x - 4, y: y - 4, width: 8, height: 8 }));
  /** @type {Box[]} */
  const taken = [];
  return points.flatMap(({ x, y, text, sure }, k) => {
    const width = LETTER * text.length;
    const into = (/** @type {number} */ v, /** @type {number} */ low, /** @type {number} */ high) =>
      Math.min(Math.max(v, low), high);
    const ways = [
      { x: x + GAP, y: y - LINE / 2, anchor: "start" },
      { x: x - GAP - width, y: y - LINE / 2, anchor: "end" },
      { x: x - width / 2, y: y - LINE - GAP, anchor: "middle" },
      { x: x - width / 2, y: y + GAP, anchor: "middle" },
    ].map((way) => ({
      anchor: way.anchor,
      x: into(way.x, within.left, within.right - width),
      y: into(way.y, within.top, within.bottom - LINE),
      width,
      height: LINE,
    }));
    const open = ways.filter((box) => !taken.some((other) => meet(box, other))),
      free = open.find((box) => !dots.some((dot) => meet(box, dot))) ?? (sure && open[0]);
    if (!free) return [];
    taken.push(free);
    const at = { start: free.x, end: free.x + width, middle: free.x + width / 2 }[free.anchor];
    return [{ x: at ?? free.x, y: free.y + LINE - 4, anchor: free.anchor, text, k }];
  });
}
