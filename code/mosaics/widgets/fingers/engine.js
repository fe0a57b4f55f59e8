// FingersLab's job in the page: pictures behind a window, one after the other, and what is counted
// in each (widgets/fingers).
/** @import { Numbers, Pair, Run, Shape } from "../shared/types" */
import { checkCount, checkNoise, need } from "../shared/engine/checks.js";
import { patches } from "../shared/engine/machines.js";
import { levelAt, levels } from "../shared/engine/prediction.js";
import { images } from "../shared/engine/store.js";
import { count, countable } from "./count.js";

const NEAR = 1.001; // so near two noise levels are one
const LEAST = 1e-3; // no step is as late: the whole image is in view at all of them

/**
 * @typedef {object} Params
 * @property {number} N
 * @property {number} P
 * @property {number} until
 * @property {number} steps
 * @property {number} count
 * @property {Shape} shape
 */

/**
 * A side that sees the whole image while t > `until`, from there on P (fingers/runs.py: until)
 * @param {Pick<Params, "P" | "until" | "shape">} params @returns {Pair[]}
 */
export function windows({ P, until, shape: [, H, W] }) {
  const whole = 2 * Math.max(H, W) - 1,
    sigma = levelAt(Math.max(until, LEAST));
  return until === 1
    ? [[1, P]]
    : [
        [sigma * NEAR, P],
        [sigma * NEAR ** 2, whole],
      ];
}

/**
 * Of each noise how far it is, then its picture and what is counted in it.
 * @param {Params} params @param {Float32Array[]} arrays @returns {Run}
 */
export function* draw({ count: many, ...params }, [noise]) {
  const { N, P, until, steps, shape } = params,
    D = images.D;
  checkCount(many, "count", 1, 100);
  checkNoise(noise, D * many);
  checkCount(N, "N", 2, images.M);
  checkCount(steps, "steps", 1, 1000);
  need(until >= 0 && until <= 1, `until must be between 0 and 1, got ${until}`);
  const asked = {
    machine: "LS",
    method: "ddim",
    N,
    steps,
    shape,
    windows: windows({ P, until, shape }),
    ...levels(steps),
  };
  for (let picture = 0; picture < many; picture++) {
    /** @type {Record<string, Numbers>} */
    let last = {};
    const own = noise.subarray(picture * D, (picture + 1) * D);
    for (const [said, arrays] of patches(asked, [own])) {
      last = arrays;
      const { step = steps, part = 0 } = /** @type {{ step?: number, part?: number }} */ (
        /** @type {unknown} */ (said)
      );
      yield [{ type: "step", part: (picture + (step + part) / (steps + 1)) / many }, {}];
    }
    const z = Float32Array.from(last.z), // what is sent is what is counted
      found = countable(shape) ? count(z, shape[1]) : {};
    yield [{ type: "step", picture, part: (picture + 1) / many, ...found }, { z }];
  }
  yield [{ type: "done" }, {}];
}
