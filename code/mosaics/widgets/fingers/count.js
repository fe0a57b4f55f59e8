// Counts fingers as fingers/counter.py does, in the same order of operations, so that both find the
// same: an image of the size of the training hands, made UP times larger, its palm, and the tips of
// the branches that reach out of it.
/** @import { Numbers } from "../shared/types" */
/** @import { Mask } from "./parts.js" */
import { label } from "./parts.js";

const UP = 4,
  MARGIN = 2;
const OPENING = 2.3,
  PROMINENCE = 1.75; // pixels
const LEAST_PART = 4,
  LEAST_PALM = 25; // square pixels
const WRIST = 40; // degrees from straight down
const FAR = 1e9;

/** @typedef {{ fingers: number, palms: number, detached: number }} Counted */

/** Whether the counter is made for images of this shape. @param {readonly number[]} shape */
export const hasHands = (shape) => String(shape) === "1,32,32";

/**
 * How many fingers, palms and detached parts an image of `side` x `side` pixels in [-1, 1] has
 * @param {Numbers} image @param {number} side @returns {Counted}
 */
export function count(image, side) {
  const shape = enlarged(image, side),
    parts = label(shape, true),
    opened = label(open(shape), false);
  const large = parts.areas.map((area) => area / UP ** 2 > LEAST_PART),
    palms = opened.areas.filter((area) => area / UP ** 2 > LEAST_PALM).length;
  const detached = () => large.filter(Boolean).length;
  if (!palms) return { fingers: 0, palms, detached: detached() };
  const widest = 1 + opened.areas.indexOf(Math.max(...opened.areas)),
    mine = parts.of[opened.of.indexOf(widest)];
  large[mine - 1] = false;
  const hand = { side: shape.side, on: Uint8Array.from(parts.of, (k) => +(k === mine)) };
  const palm = Uint8Array.from(opened.of, (k) => +(k === widest));
  return { fingers: fingersOf(hand, palm), palms, detached: detached() };
}

/**
 * Where there is ink, UP times larger between the pixels, with a margin that has none
 * @param {Numbers} image @param {number} size @returns {Mask}
 */
function enlarged(image, size) {
  const wide = size + 2 * MARGIN,
    side = UP * wide,
    framed = new Float32Array(wide * wide).fill(-1);
  for (let p = 0; p < size * size; p++)
    framed[(Math.floor(p / size) + MARGIN) * wide + (p % size) + MARGIN] = image[p];
  const at = Array.from({ length: side }, (_, k) => {
    const x = Math.max(0, (k + 0.5) / UP - 0.5),
      low = Math.floor(x);
    return { low, high: Math.min(wide - 1, low + 1), part: x - low };
  });
  const on = new Uint8Array(side * side);
  at.forEach((down, i) => {
    at.forEach((across, j) => {
      const row = (/** @type {number} */ r) =>
        (1 - across.part) * framed[r * wide + across.low] +
        across.part * framed[r * wide + across.high];
      on[i * side + j] = +((1 - down.part) * row(down.low) + down.part * row(down.high) > 0);
    });
  });
  return { on, side };
}

/**
 * Square of each place's distance to the nearest place that is off, where it is at most `most`
 * @param {Mask} mask
 */
function squares({ on, side }, most = FAR) {
  const high = new Float64Array(side * side),
    out = new Float64Array(side * side);
  for (let j = 0; j < side; j++) {
    for (let i = 0, near = FAR; i < side; i++) {
      near = on[i * side + j] ? near + 1 : 0;
      high[i * side + j] = near;
    }
    for (let i = side - 1, near = FAR; i >= 0; i--) {
      near = on[i * side + j] ? near + 1 : 0;
      high[i * side + j] = Math.min(near, high[i * side + j]);
    }
  }
  for (let p = 0; p < side * side; p++) {
    const j = p % side;
    let best = high[p] * high[p];
    for (let d = 1; d < side && d * d < best && d * d <= most; d++) {
      if (j >= d) best = Math.min(best, d * d + high[p - d] * high[p - d]);
      if (j + d < side) best = Math.min(best, d * d + high[p + d] * high[p + d]);
    }
    out[p] = best;
  }
  return out;
}

/**
 * What discs of radius OPENING cover that fit into the shape
 * @param {Mask} shape @returns {Mask}
 */
function open({ on, side }) {
  const radius = (OPENING * UP) ** 2,
    outside = squares({ on, side }, radius).map((d) => +(d <= radius)); // of the discs' centres
  const near = squares({ on: Uint8Array.from(outside), side }, radius);
  return { on: on.map((v, p) => v & +(near[p] <= radius)), side };
}

/** Tips of the hand that do not point straight down. @param {Mask} hand @param {Uint8Array} palm */
function fingersOf(hand, palm) {
  const { side } = hand,
    away = Float64Array.from(palm, (on) => (on ? 0 : FAR));
  spread(hand, away);
  const height = away.map((d, p) => (hand.on[p] ? d / UP : 0));
  const deep = squares(hand),
    centre = deep.indexOf(deep.reduce((a, b) => Math.max(a, b)));
  /** @param {number} p */
  const upright = (p) => {
    const down = Math.floor(p / side) - Math.floor(centre / side),
      across = Math.abs((p % side) - (centre % side));
    return (Math.atan2(across, down) * 180) / Math.PI >= WRIST;
  };
  return tips(height, side).filter(upright).length;
}

/**
 * Distances inside the shape from where `away` is 0, in place: steps of 1 and sqrt 2, until nothing
 * changes
 * @param {Mask} shape @param {Float64Array} away
 */
function spread({ on, side }, away) {
  const steps = [-side - 1, -side, 1 - side, -1, 1, side - 1, side, side + 1],
    far = steps.map((step) => (Math.abs(step) === 1 || Math.abs(step) === side ? 1 : Math.SQRT2));
  const inside = [...on.keys()].filter((p) => on[p]),
    turns = [...inside, ...[...inside].reverse()]; // down and to the right, then up and to the left
  for (let changed = true; changed; ) {
    changed = false;
    for (const p of turns)
      for (let k = 0; k < 8; k++) {
        const step = away[p + steps[k]] + far[k];
        if (!on[p + steps[k]] || step >= away[p] - 1e-9) continue;
        away[p] = step;
        changed = true;
      }
  }
}

/**
 * Tops that rise PROMINENCE or more above where they meet a higher one, or above 0: as when water
 * falls, of two tops that meet at a place the lower one ends
 * @param {Float64Array} height @param {number} side
 */
function tips(height, side) {
  const order = [...height.keys()].filter((p) => height[p] > 0);
  order.sort((a, b) => height[b] - height[a] || a - b);
  const owner = new Int32Array(height.length).fill(-1),
    found = [];
  const steps = [-side - 1, -side, 1 - side, -1, 0, 1, side - 1, side, side + 1];
  /** @param {number} p */
  const top = (p) => {
    let q = p;
    while (owner[q] !== q) q = owner[q];
    return q;
  };
  for (const p of order) {
    owner[p] = p;
    for (const step of steps) {
      if (owner[p + step] < 0) continue;
      const [a, b] = [top(p + step), top(p)];
      if (a === b) continue;
      const [high, low] = height[a] < height[b] ? [b, a] : [a, b];
      if (height[low] - height[p] >= PROMINENCE) found.push(low);
      owner[low] = high;
    }
  }
  return [...found, ...order.filter((p) => owner[p] === p && height[p] >= PROMINENCE)];
}
