// What is said of machines: names, numbers, what they are told.
/** @import { Score } from "../prediction/scores.js" */
/** @import { Told } from "./registry.js" */
/** @import { Measure } from "./ranks.js" */
import { known, scoreText } from "../prediction/scores.js";
import { show, some } from "../shared/state/numbers.js";

export const CHANCE = "chance";
/** @type {Record<string, string>} */
const NAMES = { network: "Network", [CHANCE]: "another noise", ceiling: "another training" };

/** @param {string} name */
export const called = (name) => NAMES[name] ?? name;

/** @param {Score | undefined} value @param {Measure} by */
export const number = (value, by) =>
  by === "r2" || !known(value ?? null) ? scoreText(value) : Number(value).toFixed(3);

/** @param {Measure} by */
export const sign = (by) => (by === "r2" ? "r²" : "RMS");

/** @param {[sigma: number, side: number][]} pairs */
function range(pairs) {
  const sides = pairs.map(([, side]) => side),
    [low, high] = [Math.min(...sides), Math.max(...sides)];
  return low === high ? `${low} × ${low}` : `${low} × ${low} to ${high} × ${high}`;
}

/** What a machine is told. @param {Told | undefined} told */
export function toldWords({ windows, threshold, smoothing, sizes, levels } = {}) {
  if (windows) return `windows of ${range(windows)} pixels, by noise level`;
  if (sizes) return `squares of ${range(sizes)} pixels, by noise level`;
  if (threshold !== undefined) return `a threshold of ${show(threshold)}`;
  if (smoothing !== undefined) return `steps of ${show(smoothing)}`;
  if (levels) {
    const some_ = levels.filter(([, count]) => count > 1).length;
    return `a mask for each pixel at ${some(some_, "noise level")}, above them everything`;
  }
  return "nothing but the training images";
}
