// What a reader may ask of a canvas (canvas/wishes.py): each wish changes every guess, in turn.
/** @import { Doubles, Shape } from "../shared/types" */
/** @import { Scale, Sides } from "./scales.js" */
import { blurred, filled, resized, shrunk } from "./scales.js";

/** What to make of a guess. @typedef {(guess: Doubles) => Doubles} Change */

/**
 * A wish at a scale, whose first one is the coarsest; it may also change noise and patches
 * @typedef {object} Wish
 * @property {(scale: Scale, first: Scale, torus: boolean) => Change} at
 * @property {(eps: Doubles, sides: Sides) => Doubles} [noise]
 * @property {(rows: Doubles, P: number) => Doubles} [patches]
 */

// ---------------------------------------------------------------- symmetry
/**
 * Where the pixel of a moved picture comes from
 * @type {Record<string, (i: number, j: number, sides: Sides) => Sides>}
 */
const MOVES = {
  mirror: (i, j, [, W]) => [i, W - 1 - j],
  flip: (i, j, [H]) => [H - 1 - i, j],
  half: (i, j, [H, W]) => [H - 1 - i, W - 1 - j],
  quarter: (i, j, [H]) => [j, H - 1 - i],
  transpose: (i, j) => [j, i],
};

/** The moves that each symmetry of the lab is made of. @type {Record<string, string[]>} */
export const SYMMETRIES = {
  none: [],
  mirror: ["mirror"],
  flip: ["flip"],
  both: ["mirror", "flip"],
  "half-turn": ["half"],
  "quarter-turn": ["quarter"],
  kaleidoscope: ["mirror", "transpose"],
};

/** Those that a square alone can have. */
export const SQUARE = ["quarter-turn", "kaleidoscope"];

/**
 * All that moves make of the pixels of a picture, a row each.
 * @param {string[]} moves @param {Sides} sides
 */
export function group(moves, sides) {
  const [H, W] = sides,
    found = [Int32Array.from({ length: H * W }, (_, p) => p)];
  for (const each of found)
    for (const move of moves) {
      const next = each.map((_, p) => {
        const [i, j] = MOVES[move](Math.floor(p / W), p % W, sides);
        return each[i * W + j];
      });
      if (!found.some((old) => old.every((q, p) => q === next[p]))) found.push(next);
    }
  return found;
}

/** Every place takes the value of the first one of its orbit. */
function alike(/** @type {Doubles} */ x, /** @type {Int32Array[]} */ orbit) {
  const area = orbit[0].length,
    first = orbit[0].map((_, p) => Math.min(...orbit.map((row) => row[p])));
  return x.map((_, p) => x[p - (p % area) + first[p % area]]);
}

/** @param {string[]} moves @returns {Wish} */
export const symmetric = (moves) => ({
  at({ canvas }) {
    const orbit = group(moves, canvas),
      area = canvas[0] * canvas[1];
    const mean = (/** @type {Doubles} */ x) =>
      x.map((_, p) => {
        const from = p - (p % area);
        return orbit.reduce((sum, row) => sum + x[from + row[p % area]], 0) / orbit.length;
      });
    return (guess) => alike(mean(guess), orbit);
  },
  noise: (eps, sides) => alike(eps, group(moves, sides)),
  patches(rows, P) {
    const orbit = group(moves, [P, P]),
      area = P * P,
      out = new Float64Array(rows.length * orbit.length);
    orbit.forEach((row, g) => {
      for (let p = 0; p < rows.length; p++)
        out[g * rows.length + p] = rows[p - (p % area) + row[p % area]];
    });
    return out;
  },
});

// ---------------------------------------------------------------- pixels
/**
 * The canvas has these pixels of a picture.
 * @param {Doubles} picture @param {Shape} shape @param {Doubles} mask @returns {Wish}
 */
export function kept(picture, shape, mask) {
  const sides = /** @type {Sides} */ ([shape[1], shape[2]]),
    whole = filled(picture, shape, mask);
  return {
    at({ canvas }, _, torus) {
      const small = resized(whole, shape, canvas, torus),
        where = shrunk(mask, sides, canvas, torus);
      return (guess) => guess.map((value, p) => (where[p % where.length] ? small[p] : value));
    },
  };
}

/**
 * The canvas follows a rough picture in its coarse scales.
 * @param {Doubles} picture @param {Shape} shape @param {number} weight @param {Doubles} mask
 * @returns {Wish}
 */
export function layout(picture, shape, weight, mask) {
  const [C, H, W] = shape,
    whole = filled(picture, shape, mask);
  return {
    at({ canvas }, first, torus) {
      const small = resized(whole, shape, canvas, torus),
        where = resized(mask, [1, H, W], canvas, torus),
        share = weight * (first.canvas[0] / canvas[0]) ** 2,
        own = /** @type {Shape} */ ([C, ...canvas]);
      return (guess) => {
        const lacks = small.map((value, p) => value - guess[p]),
          coarse = blurred(lacks, own, first.canvas, torus);
        return guess.map((value, p) => value + share * where[p % where.length] * coarse[p]);
      };
    },
  };
}
