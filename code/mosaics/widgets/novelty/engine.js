// NoveltyLab's job in the page: pictures of a machine, or others, and where they lie on the plane.
/** @import { Denoise, Doubles, Numbers, Run, Shape } from "../shared/types" */
/** @import { Ruler } from "./measures.js" */

import { wiener } from "../prediction/wiener.js";
import { checkChoice, checkCount, checkNoise, need } from "../shared/engine/checks.js";
import { PATCH_MACHINES, patches } from "../shared/engine/machines.js";
import { fall, levels } from "../shared/engine/prediction.js";
import { quietly } from "../shared/engine/quiet.js";
import { euler } from "../shared/engine/sampling.js";
import { images } from "../shared/engine/store.js";
import { placed } from "./measures.js";

export const MOST = 100; // pictures of a job
const MACHINES = [...Object.keys(PATCH_MACHINES), "IS", "Wiener"];

/**
 * Pictures of `machine` from noises, or, if `given`, the numbers that come are the pictures
 * @typedef {object} Params
 * @property {boolean} [given]
 * @property {string} machine
 * @property {number} N training images that it has
 * @property {number} P side of its windows
 * @property {number} steps
 * @property {number} count
 * @property {Shape} shape
 * @property {Ruler} ruler
 */

/** @type {{ of: typeof images, N: number, guess: Denoise } | undefined} */
let linear; // the Wiener filter of so many images, built when it is first asked for

/**
 * Each picture with its place, the distances of its windows, and a word on the way to it.
 * @param {Params} params @param {Float32Array[]} arrays @returns {Run}
 */
export function* place({ given, machine, count, shape, ruler, ...run }, [numbers]) {
  checkCount(count, "count", 1, MOST);
  checkNoise(numbers, count * images.D);
  need(ruler?.unit > 0 && ruler.limit >= 0, "ruler must have unit > 0, limit >= 0 and a side");
  if (!given) checkMachine(machine, run);
  for (let k = 0; k < count; k++) {
    const own = numbers.subarray(k * images.D, (k + 1) * images.D),
      said = { type: "step", picture: k, count };
    const x = given ? own : yield* quietly(sampled(machine, run, shape, own), said);
    const { place: found, far } = yield* quietly(placed(x, images, shape, ruler), said);
    yield [
      { ...said, ...found },
      { x, far },
    ];
  }
  yield [{ type: "done" }, {}];
}

/** @param {string} machine @param {{ N: number, steps: number }} run */
function checkMachine(machine, { N, steps }) {
  checkChoice(machine, MACHINES, "machine");
  checkCount(N, "N", 2, images.M);
  checkCount(steps, "steps", 1, 1000);
}

/**
 * The last guess of a machine's run from this noise, which is its picture
 * @param {string} machine @param {{ N: number, P: number, steps: number }} run
 * @param {Shape} shape @param {Float32Array} noise @returns {Run<Numbers>}
 */
function* sampled(machine, { N, P, steps }, shape, noise) {
  if (machine === "Wiener") return yield* filtered(N, steps, noise);
  const windows = /** @type {[number, number][]} */ ([[1, P]]),
    asked = { machine, windows, shape, N, steps, ...levels(steps), method: "ddim" };
  let guess = /** @type {Numbers} */ (noise);
  for (const [said, arrays] of patches(asked, [noise])) {
    if (!arrays.x0_hat) yield [said, {}];
    guess = arrays.x0_hat ?? guess;
    if (arrays.x0_hat && said.step === steps - 1) break; // the verdict is not asked for
  }
  return guess;
}

/** @param {number} N @param {number} steps @param {Float32Array} noise @returns {Run<Doubles>} */
function* filtered(N, steps, noise) {
  if (linear?.of !== images || linear.N !== N)
    linear = { of: images, N, guess: yield* wiener(images.first(N), { type: "step" }) };
  const sigmas = fall(steps);
  let z = Float64Array.from(noise, (e) => sigmas[0] * e);
  for (let k = 0; k < steps; k++)
    z = euler(z, sigmas[k], sigmas[k + 1], linear.guess(z, sigmas[k]));
  return z;
}
