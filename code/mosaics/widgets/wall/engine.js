// WallLab's job in the page: several noises through several windows (widgets/wall).
/** @import { Numbers, Run, Shape } from "../shared/types" */
import { checkCount, checkNoise, need } from "../shared/engine/checks.js";
import { patches } from "../shared/engine/machines.js";
import { images } from "../shared/engine/store.js";

const SURE = 0.5; // the weight from which on a pixel is one training image's

/**
 * @typedef {object} Params
 * @property {(number | null)[]} windows
 * @property {number} columns
 * @property {number} steps
 * @property {number} sigma_min
 * @property {number} sigma_max
 * @property {Shape} shape
 */

/**
 * The pictures of each row and column, with each pixel's training image, -1 where none weighs more
 * than half
 * @param {Params} params @param {Float32Array[]} arrays @returns {Run}
 */
export function* wall({ windows, columns, ...params }, [noise]) {
  const D = images.D;
  need(
    Array.isArray(windows) && windows.length > 0 && windows.length <= 12,
    `windows must be a list of 1 to 12 sides, got ${windows}`,
  );
  checkCount(columns, "columns", 1, 100);
  checkNoise(noise, D * columns);
  for (let row = 0; row < windows.length; row++) {
    for (let column = 0; column < columns; column++) {
      const own = noise.subarray(column * D, (column + 1) * D);
      /** @param {number} done */
      const part = (done) => (row * columns + column + done) / (windows.length * columns);
      const { z, source, weight } = yield* picture(windows[row], params, own, part);
      const sure = Float32Array.from(source, (m, p) => (weight[p] >= SURE ? m : -1));
      yield [
        { type: "step", row, column, part: part(1) },
        { z, source: sure, weight },
      ];
    }
  }
  yield [{ type: "done" }, {}];
}

/**
 * @param {number | null} P
 * @param {Omit<Params, "windows" | "columns">} params
 * @param {Float32Array} noise
 * @param {(done: number) => number} part
 * @returns {Run<Record<string, Numbers>>}
 */
function* picture(P, params, noise, part) {
  const machine = P === null ? "IS" : "LS",
    asked = { ...params, machine, windows: /** @type {[number, number][]} */ ([[1, P ?? 1]]) };
  /** @type {Record<string, Numbers>} */
  let last = {};
  for (const [said, arrays] of patches({ ...asked, N: images.M, method: "ddim" }, [noise])) {
    const { step, part: begun = 0 } = /** @type {{ step: number, part?: number }} */ (
      /** @type {unknown} */ (said)
    );
    last = arrays;
    if (said.type === "step")
      yield [{ type: "step", part: part((step + begun) / params.steps) }, {}];
  }
  return last;
}
