// TrainingLab's job in the page (widgets/training): the machine draws, then a network learns.
/** @import { Doubles, Pair, Run, Shape } from "../shared/types" */
import { checkChoice, checkCount, checkNoise, need } from "../shared/engine/checks.js";
import { PATCH_MACHINES, windowSide } from "../shared/engine/machines.js";
import { patchGuess } from "../shared/engine/patches.js";
import { Dictionary } from "../shared/engine/posterior.js";
import { fall, pearson2 } from "../shared/engine/prediction.js";
import { euler } from "../shared/engine/sampling.js";
import { MAX_SEED, stream } from "../shared/state/draws.js";
import { Network } from "./network.js";
import { PARTNERS } from "./partners.js";
import { BATCH, due, Training } from "./trainer.js";

const DEPTH = 4,
  STEPS = 20, // of the networks; of a sampler
  PAUSE = 200; // ms between two words about the loss
const PART = { type: "step", phase: "part" }; // nothing is said, a cancel can come in

/**
 * `windows`: the machine's sides; with `steps` alone a run is the same each time
 * @typedef {object} Params
 * @property {Shape} shape
 * @property {Pair[]} windows
 * @property {number} looks
 * @property {number} noises
 * @property {number} width
 * @property {string} padding
 * @property {number} seconds
 * @property {number} [steps]
 * @property {number} seed
 */

/** @param {Params} params @param {Float32Array} noise @param {Float32Array} images */
function check({ shape, noises, looks, width, padding, seconds, steps, seed }, noise, images) {
  const D = shape.reduce((a, b) => a * b);
  checkChoice(padding, Object.keys(PARTNERS), "padding");
  checkCount(noises, "noises", 2, 100);
  checkNoise(noise, noises * D);
  checkCount(looks, "looks", 1, 1000);
  checkCount(width, "width", 1, 128);
  checkCount(seed, "seed", 0, MAX_SEED);
  if (steps !== undefined) checkCount(steps, "steps", 1, 100_000);
  need(seconds > 0 && seconds <= 600, `seconds must be > 0 and at most 600, got ${seconds}`);
  const N = (images?.length ?? 0) / D;
  need(N >= 2 && Number.isInteger(N), `training needs at least two whole images, got ${N}`);
  return new Dictionary(images, D);
}

/** One list of all pictures. @param {Doubles[]} pictures */
const joined = (pictures) => Float64Array.from(pictures.flatMap((z) => [...z]));

/**
 * Runs from each noise, step by step; `guess` is asked for each picture of a step, after `begin`
 * @param {Float32Array} noise @param {number} D
 * @param {(z: Doubles, sigma: number) => Run<Doubles>} guess
 * @param {(k: number, sigma: number, z: Doubles[]) => Run} begin
 * @returns {Run<Doubles[]>}
 */
function* runs(noise, D, guess, begin) {
  const sigmas = fall(STEPS),
    much = Math.hypot(1, sigmas[0]); // diffusion.py: vp_to_ve
  let all = Array.from({ length: noise.length / D }, (_, i) =>
    Float64Array.from(noise.subarray(i * D, (i + 1) * D), (e) => much * e),
  );
  for (let k = 0; k < STEPS; k++) {
    const [s, t] = [sigmas[k], sigmas[k + 1]],
      next = [];
    yield* begin(k, s, all);
    for (const z of all) {
      next.push(euler(z, s, t, yield* guess(z, s)));
      yield [PART, {}];
    }
    all = next;
  }
  return all;
}

/**
 * The machine's pictures; `windows`, its sides, are Python's.
 * @param {Dictionary} images @param {Params} params @param {Float32Array} noise
 */
function* drawn(images, { shape, padding, windows }, noise) {
  const [reach, outside] = PATCH_MACHINES[PARTNERS[padding]],
    P = (/** @type {number} */ sigma) => windowSide(windows, sigma),
    { slices } = patchGuess(images, { shape, P, reach, padding: outside });
  /** @param {Doubles} z @param {number} sigma @returns {Run<Doubles>} */
  function* guess(z, sigma) {
    return (yield* slices(z, sigma, PART)).x0_hat;
  }
  /** @param {number} step @param {number} sigma @param {Doubles[]} z @returns {Run} */
  function* tell(step, sigma, z) {
    yield [{ type: "step", phase: "machine", step, steps: STEPS, sigma }, { machine: joined(z) }];
  }
  const pictures = yield* runs(noise, images.D, guess, tell);
  yield* tell(STEPS, 0, pictures);
  return pictures;
}

/**
 * What the network draws now.
 * @param {Network} net @param {number} D @param {Float32Array} noise
 */
function* look(net, D, noise) {
  /** @param {Doubles} z @param {number} sigma @returns {Run<Doubles>} */
  // biome-ignore lint/correctness/useYield: a guess is asked for like the machine's
  function* guess(z, sigma) {
    return net.guess(z, sigma);
  }
  /** @param {number} step @param {number} sigma @returns {Run} */
  function* tell(step, sigma) {
    net.tellLevel(sigma);
    yield [PART, {}];
  }
  return yield* runs(noise, D, guess, tell);
}

/** @param {number[]} values */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b),
    half = (sorted.length - 1) / 2;
  return (sorted[Math.floor(half)] + sorted[Math.ceil(half)]) / 2;
}

/**
 * r^2 of each picture with the machine's from the same noise, their median, and the median with all
 * the others (widgets/training: likeness)
 * @param {Doubles[]} pictures @param {Doubles[]} machine
 */
export function likeness(pictures, machine) {
  const all = pictures.map((x) => machine.map((y) => pearson2(x, y) ?? 0)),
    r2 = all.map((row, i) => row[i]),
    others = all.flatMap((row, i) => row.filter((_, j) => j !== i));
  return { r2, median: median(r2), chance: median(others) };
}

/**
 * The machine's steps, then words about the loss and, at each look, the network's pictures.
 * @param {Params} params @param {Float32Array[]} arrays noise and training images @returns {Run}
 */
export function* train(params, [noise, levels]) {
  const images = check(params, noise, levels),
    { width, padding, shape, looks, seed, seconds, steps } = params,
    net = new Network({ width, depth: DEPTH, padding }, shape, BATCH),
    draws = stream(MAX_SEED + 1 + seed), // no picture's noise
    training = new Training(net, images, { seconds, steps }, draws),
    machine = yield* drawn(images, params, noise);
  let [seen, told] = [-1, -Infinity];
  for (;;) {
    const now = due(looks, training.done);
    if (now > seen) {
      seen = now;
      const z = yield* look(net, images.D, noise),
        said = { ...training.facts, ...likeness(z, machine) };
      yield [{ type: "step", phase: "look", ...said }, { z: joined(z) }];
    } else if (performance.now() - told > PAUSE) {
      told = performance.now();
      yield [{ type: "step", phase: "loss", ...training.facts }, {}];
    } else yield [PART, {}];
    if (training.done >= 1) break;
    training.advance();
  }
  yield [{ type: "done", ...training.facts, log: training.log }, {}];
}
