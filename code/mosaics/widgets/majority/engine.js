// MajorityLab's jobs in the page: local rules (rules.py). A world is L * L of +1 and -1.
/** @import { Denoise, Doubles, Numbers, Run, Said } from "../shared/types" */
import { checkCount, checkLevels, checkNoise, need } from "../shared/engine/checks.js";
import { along, euler, schedule } from "../shared/engine/sampling.js";

/** @param {number} i @param {number} L */
const wrap = (i, L) => (i + L) % L;

/**
 * Rows first, then columns, in Python's order of additions: the sums agree to the last bit
 * @param {Numbers} x @param {number} L
 */
function windowSum(x, L) {
  /** @param {(d: number) => number} at */
  const three = (at) => at(1) + at(0) + at(-1);
  const rows = along(x, (p) => three((d) => x[wrap(Math.floor(p / L) + d, L) * L + (p % L)]));
  return along(x, (p) => three((d) => rows[p - (p % L) + wrap((p % L) + d, L)]));
}

/** @param {Numbers} x */
function sum(x) {
  let total = 0;
  for (let p = 0; p < x.length; p++) total += x[p];
  return total;
}

/** @param {Numbers} x @param {number} L */
export const majority = (x, L) => windowSum(x, L).map(Math.sign);

/** @param {Numbers} x @param {number} L */
const agrees = (x, L) => majority(x, L).map((m, p) => Number(m === x[p]));

/** @param {Numbers} z */
const signs = (z) => along(z, (p) => (z[p] > 0 ? 1 : -1));

/**
 * LocalBlackWhite: 3 x 3 cells, or the whole image where P is null
 * @param {number} L @param {number | null} P @returns {Denoise}
 */
const localGuess = (L, P) => (z, s) => {
  const seen = P ? windowSum(z, L) : new Float64Array(z.length).fill(sum(z));
  return seen.map((inSight) => Math.tanh(inSight / (s * s)));
};

/** @param {Float32Array} world @param {number} L */
function checkWorld(world, L) {
  checkCount(L, "L", 3, 32);
  checkNoise(world, L * L);
  need(
    world.every((v) => v === 1 || v === -1),
    "world must hold -1 and 1 only",
  );
}

/** @param {Numbers} world @param {number} L @param {object} [said] @returns {Said} */
const ended = (world, L, said = {}) => [
  { type: "done", ...said },
  { world, good: agrees(world, L) },
];

/** @param {{ L: number }} params @param {Float32Array[]} arrays @returns {Run} */
export function* look({ L }, [world]) {
  checkWorld(world, L);
  yield ended(world, L);
}

/** @param {{ L: number }} params @param {Float32Array[]} arrays @returns {Run} */
export function* majorityStep({ L }, [world]) {
  checkWorld(world, L);
  yield ended(majority(world, L), L);
}

/**
 * Until it rests or blinks (rules.py: majority_run)
 * @param {{ L: number }} params @param {Float32Array[]} arrays @returns {Run}
 */
export function* toRest({ L }, [world]) {
  checkWorld(world, L);
  /** @type {Numbers[]} */
  const run = [world, majority(world, L)];
  /** Whether the last state is the one `ago` steps before. @param {number} ago */
  const again = (ago) => {
    const a = run[run.length - 1 - ago],
      b = run[run.length - 1];
    return a !== undefined && Array.prototype.every.call(a, (v, p) => v === b[p]);
  };
  while (!again(1) && !again(2)) run.push(majority(run[run.length - 1], L));
  const period = again(1) ? 1 : 2;
  for (const z of run.slice(0, -period)) yield [{ type: "step" }, { z }];
  yield ended(run[run.length - 1], L, { period, steps: run.length - 1 - period });
}

/**
 * @typedef {object} Params
 * @property {number} L
 * @property {number | null} P
 * @property {number} steps
 * @property {number} sigma_min
 * @property {number} sigma_max
 */

/** @param {Params} params @returns {[Denoise, number[]]} */
function plan({ L, P, steps, sigma_min, sigma_max }) {
  checkCount(L, "L", 3, 32);
  checkCount(steps, "steps", 1, 50);
  need(P === 3 || P === null, `P must be 3, or null for the whole image, got ${P}`);
  checkLevels(sigma_min, sigma_max);
  return [localGuess(L, P), schedule(steps, sigma_min, sigma_max)];
}

/**
 * The states of a run, from the first on
 * @param {Denoise} guess @param {Doubles} z @param {number[]} sigmas
 * @returns {Generator<[sigma: number, z: Doubles], void, undefined>}
 */
function* flow(guess, z, sigmas) {
  yield [sigmas[0], z];
  for (let k = 1; k < sigmas.length; k++) {
    z = euler(z, sigmas[k - 1], sigmas[k], guess(z, sigmas[k - 1]));
    yield [sigmas[k], z];
  }
}

/**
 * From noise, or from a world with noise on it.
 * @param {Params} params
 * @param {Float32Array[]} arrays
 * @returns {Run}
 */
export function* world(params, [noise, from]) {
  const [guess, sigmas] = plan(params),
    { L } = params;
  checkNoise(noise, L * L);
  if (from) checkWorld(from, L);
  let end = along(noise, (p) => sigmas[0] * noise[p] + (from?.[p] ?? 0));
  for (const [sigma, z] of flow(guess, end, sigmas)) {
    end = z;
    yield [{ type: "step", sigma }, { z }];
  }
  yield ended(signs(end), L);
}

/** @param {Params} params @param {Float32Array[]} arrays @returns {Run} */
export function* worlds(params, [noise], count = 100, part = 10) {
  const [guess, sigmas] = plan(params),
    { L } = params,
    area = L * L;
  checkNoise(noise, count * area);
  let end = new Float64Array(area);
  for (let n = 0; n < count; n += part) {
    const ends = new Float32Array(part * area),
      whole = new Float32Array(part);
    for (let i = 0; i < part; i++) {
      const own = noise.subarray((n + i) * area, (n + i + 1) * area);
      for (const [, z] of flow(
        guess,
        along(own, (p) => sigmas[0] * own[p]),
        sigmas,
      ))
        end = z;
      end = signs(end);
      ends.set(end, i * area);
      whole[i] = Number(agrees(end, L).every(Boolean));
    }
    yield [{ type: "step" }, { worlds: ends, whole }];
  }
  yield ended(end, L);
}
