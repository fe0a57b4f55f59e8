// AttentionLab's jobs in the page (widgets/attention).
/** @import { Run, Shape } from "../shared/types" */
/** @import { Config } from "../prediction/network.js" */
/** @import { Palette } from "./colours.js" */
import { halves, ResNet } from "../prediction/network.js";
import { checkChoice, checkCount, checkNoise } from "../shared/engine/checks.js";
import { fall } from "../shared/engine/prediction.js";
import { euler } from "../shared/engine/sampling.js";
import { given } from "../shared/engine/store.js";
import { verdict } from "./colours.js";
import { AttentionResNet } from "./network.js";

/**
 * A network by its name: what it is, how many numbers it has, and from which one on
 * @typedef {{ config: Config, from: number, count: number }} Placed
 */

/**
 * @typedef {object} Params
 * @property {string} net
 * @property {number} steps
 * @property {number} until
 * @property {"before" | "after"} layer
 * @property {Placed} placed
 * @property {Palette} palette
 * @property {Shape} shape
 */

/** A step of a run: noise level, state, guess, where pixels look. */
/**
 * @typedef {{ sigma: number, z: Float64Array, x0_hat: Float64Array, looks?: Float32Array }} Step
 */

/** @type {Map<string, ResNet>} */
const built = new Map(); // networks, each at its first job

/** @param {Params} params @returns {ResNet} */
function network({ net, placed: { config, from, count }, shape }) {
  const known = built.get(net);
  if (known) return known;
  const numbers = halves(given).subarray(from, from + count),
    kind = config.kind === "AttentionResNet" ? AttentionResNet : ResNet;
  const made = new kind(numbers, config, shape);
  built.set(net, made);
  return made;
}

/** Whether the layer is on in a step. @param {Params} params @param {number} k */
const on = ({ until, layer }, k) => k < until === (layer === "before");

/** @param {Params} params @param {Float32Array} noise @returns {Generator<Step, Float64Array>} */
function* run(params, noise) {
  const net = network(params),
    sigmas = fall(params.steps);
  let z = Float64Array.from(noise, (e) => sigmas[0] * e);
  for (let k = 0; k < params.steps; k++) {
    const looking = net instanceof AttentionResNet && on(params, k) ? net : undefined;
    if (net instanceof AttentionResNet) net.attends = looking !== undefined;
    const x0_hat = net.guess(z, sigmas[k]);
    yield { sigma: sigmas[k], z, x0_hat, looks: looking?.looks };
    z = euler(z, sigmas[k], sigmas[k + 1], x0_hat);
  }
  return z;
}

/** @param {Params} params @param {Float32Array} noise @param {number} count */
function check({ steps, until, layer, shape }, noise, count) {
  checkCount(steps, "steps", 1, 1000);
  checkCount(until, "until", 0, steps);
  checkChoice(layer, ["before", "after"], "layer");
  checkNoise(
    noise,
    shape.reduce((a, b) => a * b, count),
  );
}

/** One run, step by step. @param {Params} params @param {Float32Array[]} arrays @returns {Run} */
export function* sample(params, [noise]) {
  check(params, noise, 1);
  const { steps, palette, shape } = params,
    states = run(params, noise);
  let step = 0,
    next = states.next();
  for (; !next.done; next = states.next()) {
    const { sigma, z, x0_hat, looks } = next.value;
    yield [
      { type: "step", step: step++, steps, sigma },
      { z, x0_hat, ...(looks && { looks }) },
    ];
  }
  yield [{ type: "done", ...verdict(next.value, palette, shape) }, { z: next.value }];
}

/**
 * The picture of each noise
 * @param {Params & { count: number }} params @param {Float32Array[]} arrays @returns {Run}
 */
export function* several({ count, ...params }, [noise]) {
  checkCount(count, "count", 1, 100);
  check(params, noise, count);
  const { steps, palette, shape } = params,
    size = noise.length / count;
  for (let k = 0; k < count; k++) {
    const states = run(params, noise.subarray(k * size, (k + 1) * size)),
      said = { type: "step", step: k, steps: count };
    let done = 0,
      next = states.next();
    for (; !next.done; next = states.next()) yield [{ ...said, part: done++ / steps }, {}];
    yield [{ ...said, ...verdict(next.value, palette, shape) }, { z: next.value }];
  }
  yield [{ type: "done" }, {}];
}
