// Patches laid over one another (rivals/composites.py): crops as lists of the values they hold.
/** @import { Doubles, Numbers, Shape } from "../shared/types" */
/** @import { Dictionary } from "../shared/engine/posterior.js" */
/** @import { Lists } from "./lists.js" */
import { CUT, lists, over, squares } from "./lists.js";

/**
 * All squares of `side` pixels that fit into an image
 * @param {number} side @param {Shape} shape
 */
export function squareCrops(side, [C, H, W]) {
  const across = W - side + 1;
  return lists((H - side + 1) * across, C * H * W, (k, p) => {
    const i = (Math.floor(p / W) % H) - Math.floor(k / across),
      j = (p % W) - (k % across);
    return i >= 0 && i < side && j >= 0 && j < side;
  });
}

/**
 * Crops of bits, a row of whole bytes for each pixel's; where there is one, it holds all
 * @param {Uint8Array} bits @param {number} count @param {Shape} shape
 */
export function bitCrops(bits, count, [C, H, W]) {
  const area = H * W,
    row = Math.ceil(area / 8);
  return lists(count, C * area, (k, p) => {
    const q = p % area;
    return count === 1 || (bits[k * row + (q >> 3)] >> (7 - (q & 7))) & 1;
  });
}

/**
 * @param {Numbers} z @param {number} sigma @param {Dictionary} dictionary @param {Lists} crops
 * @returns {Doubles}
 */
export function compositeGuess(z, sigma, { keys, D, M }, crops) {
  const { count: L } = crops,
    unit = 2 * sigma * sigma,
    square = new Float64Array(D),
    gaps = new Float64Array(M * L),
    least = new Float64Array(L).fill(Infinity);
  for (let m = 0; m < M; m++) {
    squares(square, z, keys, m);
    for (let l = 0; l < L; l++) {
      const gap = over(square, crops, l);
      gaps[m * L + l] = gap;
      if (gap < least[l]) least[l] = gap;
    }
  }
  const sums = new Float64Array(L);
  for (let i = 0; i < M * L; i++) sums[i % L] += weight(gaps[i] - least[i % L], unit);
  return laid(crops, D, M, keys, (m, l) => weight(gaps[m * L + l] - least[l], unit) / sums[l]);
}

/** @param {number} gap @param {number} unit */
const weight = (gap, unit) => (gap > CUT * unit ? 0 : Math.exp(-gap / unit));

/**
 * The crops' means over one another, divided by how many hold each value
 * @param {Lists} crops @param {number} D @param {number} M @param {Float32Array} keys
 * @param {(m: number, l: number) => number} weightOf
 */
function laid({ from, at, count }, D, M, keys, weightOf) {
  const total = new Float64Array(D),
    holds = new Float64Array(D);
  for (const p of at) holds[p] += 1;
  for (let m = 0; m < M; m++)
    for (let l = 0; l < count; l++) {
      const w = weightOf(m, l);
      if (!w) continue;
      for (let i = from[l]; i < from[l + 1]; i++) total[at[i]] += w * keys[m * D + at[i]];
    }
  return total.map((v, p) => v / holds[p]);
}

/**
 * The value at the level that is nearest to sigma, the lower of two
 * @template V
 * @param {[level: number, value: V][]} pairs @param {number} sigma @returns {V}
 */
export function nearestLevel(pairs, sigma) {
  const far = (/** @type {[number, V]} */ [level]) => Math.abs(level - sigma);
  return pairs.reduce((best, pair) => {
    const nearer = far(pair) - far(best);
    return nearer < 0 || (nearer === 0 && pair[0] < best[0]) ? pair : best;
  })[1];
}
