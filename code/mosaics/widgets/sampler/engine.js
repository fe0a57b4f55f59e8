// Several runs as one job in the page: other noises, or one noise by other samplers.
/** @import { Numbers, Run } from "../shared/types" */
import { need } from "../shared/engine/checks.js";

const SEVERAL = 100; // most runs of one job

/** What a run says: of a step, or of a part of one, or of its end. */
/** @typedef {{ type: string, step: number, steps: number, part?: number }} Told */

/**
 * A job of runs of one kind, one for each of `methods` and its noise: of each a message for each
 * step with the `part` of it that is done, then its picture and the verdict
 * @template {object} P
 * @param {(params: P & { method: string }, noise: Float32Array[]) => Run} one
 */
export const several = (one) =>
  /** @param {P & { methods: string[] }} params @param {Float32Array[]} noises @returns {Run} */
  function* ({ methods, ...params }, noises) {
    need(
      Array.isArray(methods) && methods.length === noises.length && noises.length > 0,
      `methods must be as many as the ${noises.length} noises, got ${methods}`,
    );
    need(
      noises.length <= SEVERAL,
      `at most ${SEVERAL} runs can be asked for, got ${noises.length}`,
    );
    for (let run = 0; run < noises.length; run++) {
      const asked = /** @type {P & { method: string }} */ (
        /** @type {unknown} */ ({ ...params, method: methods[run] })
      );
      for (const [said, arrays] of one(asked, [noises[run]])) yield told(said, arrays, run);
    }
    yield [{ type: "done" }, {}];
  };

/**
 * @param {{ type: string }} said @param {Record<string, Numbers>} arrays @param {number} run
 * @returns {import("../shared/types").Said}
 */
function told(said, arrays, run) {
  if (said.type === "done") return [{ ...said, type: "step", run, part: 1 }, { z: arrays.z }];
  const { step, steps, part } = /** @type {Told} */ (said);
  return [{ type: "step", run, part: (step + (part ?? 1)) / steps }, {}];
}
