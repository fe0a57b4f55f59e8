// Noise is drawn here, from the seed that the reader sees, and handed to whichever engine computes:
// one seed, one picture. Bits: sfc32 (Chris Doty-Humphrey's small fast counter, 32 bit) whose state
// comes from splitmix32(seed). Normals: Box-Muller in float64, stored as float32. Python's twin is
// widgets/draws.py.
/** @import { Floats } from "../types" */

/** @param {number} seed */
function splitmix32(seed) {
  let s = seed | 0;
  return () => {
    s = (s + 0x9e3779b9) | 0;
    let t = Math.imul(s ^ (s >>> 16), 0x21f0aaad);
    t = Math.imul(t ^ (t >>> 15), 0x735a2d97);
    return (t ^ (t >>> 15)) | 0;
  };
}

/** @param {number} seed */
function sfc32(seed) {
  const mix = splitmix32(seed);
  let a = mix(),
    b = mix(),
    c = mix(),
    d = 1;
  const next = () => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + t) | 0;
    return t >>> 0;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
}

export const MAX_SEED = 99999;

/**
 * Uniform numbers in [0, 1) of a seed, one after the other, and standard normals of the same bits.
 * Seeds beyond MAX_SEED are for streams that no picture's noise is from.
 * @param {number} seed
 */
export function stream(seed) {
  const next = sfc32(seed),
    uniform = () => next() / 2 ** 32;
  /** @param {Floats} out */
  const fill = (out) => {
    for (let i = 0; i < out.length; i += 2) {
      const radius = Math.sqrt(-2 * Math.log((next() + 0.5) / 2 ** 32)),
        angle = (2 * Math.PI * next()) / 2 ** 32;
      out[i] = radius * Math.cos(angle);
      if (i + 1 < out.length) out[i + 1] = radius * Math.sin(angle);
    }
    return out;
  };
  return { uniform, normals: fill };
}

/** @param {number} seed @param {number} count */
export const normals = (seed, count) => stream(seed).normals(new Float32Array(count));

/**
 * The noises of several seeds, one after the other; after the last seed comes the first.
 * @param {number[]} seeds @param {number} size of each
 */
export function normalsOf(seeds, size) {
  const out = new Float32Array(size * seeds.length);
  seeds.forEach((seed, k) => out.set(normals(seed % (MAX_SEED + 1), size), k * size));
  return out;
}

/**
 * The next seeds after one that are not `known` yet, round from the largest to 0
 * @param {number} after @param {number} count @param {{ has(seed: number): boolean }} known
 */
export function nextSeeds(after, count, known, largest = MAX_SEED) {
  const out = [];
  for (let k = 1; k <= largest && out.length < count; k++) {
    const seed = (after + k) % (largest + 1);
    if (!known.has(seed)) out.push(seed);
  }
  return out;
}
