// The machines of the comparison by their names (rivals/registry.py).
/** @import { Denoise, Doubles, Numbers, Pair, Run, Shape } from "../shared/types" */
/** @import { Dictionary } from "../shared/engine/posterior.js" */
/** @import { Lists } from "./lists.js" */
import { wiener } from "../prediction/wiener.js";
import { need } from "../shared/engine/checks.js";
import { PATCH_MACHINES, windowSide } from "../shared/engine/machines.js";
import { patchGuess } from "../shared/engine/patches.js";
import { mean, weights } from "../shared/engine/posterior.js";
import { along } from "../shared/engine/sampling.js";
import { bitCrops, compositeGuess, nearestLevel, squareCrops } from "./composites.js";
import { smallCopies, subset } from "./golden.js";
import { maskedGuess, matrix, pcaMasks } from "./masked.js";

/**
 * What a machine is told: windows by noise level and what is outside, a threshold, a smoothing, the
 * sides of squares or how many masks there are by noise level
 * @typedef {object} Told
 * @property {Pair[]} [windows]
 * @property {string} [padding]
 * @property {number} [threshold]
 * @property {number} [smoothing]
 * @property {Pair[]} [sizes]
 * @property {[sigma: number, count: number][]} [levels]
 */

/** What all machines have @typedef {{ images: Dictionary, shape: Shape }} Common */
/** A guess as a part of a job @typedef {(z: Numbers, sigma: number) => Run<Doubles>} Guess */

/** @param {Denoise} guess @returns {Guess} */
const atOnce = (guess) =>
  // biome-ignore lint/correctness/useYield: it is done at once
  function* once(z, sigma) {
    return guess(z, sigma);
  };

/** @param {Dictionary} images @returns {Denoise} */
const ideal = (images) => (z, sigma) => mean(weights(z, images, sigma), images);

/**
 * The ideal guesses of moved pictures, their mean
 * @param {Dictionary} images @param {number} smoothing @param {Numbers} moves
 * @returns {Denoise}
 */
export function smoothed(images, smoothing, moves) {
  const { D } = images,
    M = moves.length / D,
    guess = ideal(images);
  return (z, sigma) => {
    const step = smoothing * Math.sqrt(1 + sigma * sigma),
      out = new Float64Array(D);
    for (let m = 0; m < M; m++) {
      const moved = along(z, (p) => z[p] + step * moves[m * D + p]);
      guess(moved, sigma).forEach((v, p) => {
        out[p] += v / M;
      });
    }
    return out;
  };
}

/** @param {string} name @param {Told} told @param {Common} common @returns {Guess} */
function windowed(name, { windows, padding }, { images, shape }) {
  need(windows?.length, `${name} needs windows, got none`);
  const [reach, usual] = name === "BIRD" ? PATCH_MACHINES.LS : PATCH_MACHINES[name];
  const { slices } = patchGuess(images, {
    shape,
    reach,
    padding: name === "LS" ? (padding ?? usual) : usual,
    P: (sigma) => windowSide(windows, sigma),
  });
  return function* parts(z, sigma) {
    return (yield* slices(z, sigma)).x0_hat;
  };
}

/** Machines of masks that the data's covariance gives, and those masks by noise level. */
export class Covariance {
  /** @type {Map<number, Float64Array>} */
  #matrices = new Map();
  /** @type {Map<string, Lists>} */
  #masks = new Map();

  /** @param {Common} common @param {Denoise} linear */
  constructor({ images, shape }, linear) {
    this.images = images;
    this.shape = shape;
    this.linear = linear;
    this.all = Array.from({ length: images.M }, (_, m) => m);
    this.small = smallCopies(images, shape);
  }

  /** @param {number} sigma @param {number} threshold @returns {Run<Lists>} */
  *masks(sigma, threshold) {
    const key = `${sigma} ${threshold}`,
      held = this.#masks.get(key),
      W = this.#matrices.get(sigma) ?? (yield* matrix(this.linear, this.images, sigma));
    this.#matrices.set(sigma, W);
    const masks = held ?? pcaMasks(W, this.images.D, threshold);
    this.#masks.set(key, masks);
    return masks;
  }

  /** @param {number} threshold @param {boolean} golden whether the nearest images alone count */
  guess(threshold, golden) {
    const { images, small, all, shape } = this,
      masksAt = (/** @type {number} */ sigma) => this.masks(sigma, threshold);
    return /** @type {Guess} */ (
      function* masked(z, sigma) {
        const masks = yield* masksAt(sigma),
          some = golden ? subset(z, sigma, images, small, shape) : all;
        return maskedGuess(z, sigma, images, some, masks);
      }
    );
  }
}

/**
 * Crops by noise level, made when they are first asked for
 * @param {[level: number, make: () => Lists][]} pairs
 */
export function cropsOf(pairs) {
  /** @type {Map<() => Lists, Lists>} */
  const held = new Map();
  return (/** @type {number} */ sigma) => {
    const make = nearestLevel(pairs, sigma),
      crops = held.get(make) ?? make();
    held.set(make, crops);
    return crops;
  };
}

/** @param {Pair[]} sizes @param {Shape} shape */
export const squaresBy = (sizes, shape) =>
  cropsOf(sizes.map(([sigma, side]) => [sigma, () => squareCrops(side, shape)]));

/**
 * Of levels with one mask there are no bits: it shows all
 * @param {[sigma: number, count: number][]} levels @param {Uint8Array} bits @param {Shape} shape
 */
export function masksBy(levels, bits, shape) {
  const row = Math.ceil((shape[1] * shape[2]) / 8);
  let at = 0;
  return cropsOf(
    levels.map(([sigma, count]) => {
      const from = at;
      if (count > 1) at += count * row;
      return [sigma, () => bitCrops(bits.subarray(from), count, shape)];
    }),
  );
}

/** Machines of one training set, each built when it is first asked for. */
export class Machines {
  /** @type {Map<string, Guess>} */
  #held = new Map();
  /** @type {Map<string, (sigma: number) => Lists>} */
  #crops = new Map();
  /** @type {Covariance | undefined} */
  #covariance;
  /** @type {Denoise | undefined} */
  #linear;

  /** @param {Common} common @param {Float32Array} moves steps of the smoothed score */
  constructor(common, moves) {
    this.common = common;
    this.moves = moves;
  }

  /** @returns {Run<Denoise>} */
  *linear() {
    this.#linear ??= yield* wiener(this.common.images, { type: "step" });
    return this.#linear;
  }

  /** @returns {Run<Covariance>} */
  *covariance() {
    this.#covariance ??= new Covariance(this.common, yield* this.linear());
    return this.#covariance;
  }

  /** @param {string} name @param {Told} told @param {Uint8Array} bits @returns {Run<Guess>} */
  *of(name, told, bits) {
    const key = keyOf(name, told, bits),
      guess = this.#held.get(key) ?? (yield* this.build(name, told, bits));
    this.#held.set(key, guess);
    return guess;
  }

  /** @param {string} name @param {Told} told @param {Uint8Array} bits @returns {Run<Guess>} */
  *build(name, told, bits) {
    const { images } = this.common,
      { threshold = 0, smoothing = 0 } = told;
    if (name === "BIRD" || name in PATCH_MACHINES) return windowed(name, told, this.common);
    if (name === "PCA locality" || name === "GoldDiff")
      return (yield* this.covariance()).guess(threshold, name === "GoldDiff");
    if (name === "Wiener") return atOnce(yield* this.linear());
    if (name === "IS") return atOnce(ideal(images));
    if (name === "smoothed score") return atOnce(smoothed(images, smoothing, this.moves));
    need(name.startsWith("PSPC"), `there is no machine '${name}'`);
    const crops = this.crops(name, told, bits);
    return atOnce((z, sigma) => compositeGuess(z, sigma, images, crops(sigma)));
  }

  /**
   * The crops of a composite by noise level
   * @param {string} name @param {Told} told @param {Uint8Array} bits
   */
  crops(name, told, bits) {
    const key = keyOf(name, told, bits),
      crops = this.#crops.get(key) ?? cropsBy(told, bits, this.common.shape);
    this.#crops.set(key, crops);
    return crops;
  }
}

/**
 * Networks tell masks by other bits
 * @param {string} name @param {Told} told @param {Uint8Array} bits
 */
const keyOf = (name, told, bits) => `${name} ${JSON.stringify(told)} ${bits.byteOffset}`;

/** @param {Told} told @param {Uint8Array} bits @param {Shape} shape */
function cropsBy({ sizes, levels }, bits, shape) {
  if (sizes) return squaresBy(sizes, shape);
  need(levels, "a composite needs sizes or masks, got neither");
  return masksBy(levels, bits, shape);
}
