// RivalsLab's jobs in the page (widgets/rivals): every machine and the network from one noise, and
// what a pixel of a machine sees.
/** @import { Doubles, Run, Shape } from "../shared/types" */
/** @import { Config } from "../prediction/network.js" */
/** @import { Guess, Told } from "./registry.js" */
import { halves, ResNet } from "../prediction/network.js";
import { rootMeanSquare } from "../prediction/scores.js";
import { checkChoice, checkCount, checkNoise, need } from "../shared/engine/checks.js";
import { fall, pearson2 } from "../shared/engine/prediction.js";
import { quietly } from "../shared/engine/quiet.js";
import { euler } from "../shared/engine/sampling.js";
import { given, images } from "../shared/engine/store.js";
import { Machines } from "./registry.js";
import { seen } from "./seen.js";

export const CHANCE = "chance";

/**
 * `parts`: where each kind of numbers is among those that the page gave with the images
 * @typedef {object} Params
 * @property {string} net
 * @property {number} steps
 * @property {Shape} shape
 * @property {Config} config
 * @property {Record<string, Told>} told by machine
 * @property {Record<string, [from: number, to: number]>} parts
 * @property {string[]} order of machines
 * @property {string} machine the one that comes first
 */

/** @typedef {Params & { row: number, column: number }} Looking */

/** @type {{ of: typeof images, machines: Machines } | undefined} */
let built;
/** @type {{ of: typeof given, net: string, made: ResNet } | undefined} */
let trained;

/** @param {Params} params @param {string} name */
const bytes = ({ parts }, name) => given.subarray(...(parts[name] ?? [0, 0]));

/** @param {Params} params */
function machines(params) {
  if (built?.of !== images) {
    const moves = new Float32Array(bytes(params, "steps").slice().buffer);
    built = { of: images, machines: new Machines({ images, shape: params.shape }, moves) };
  }
  return built.machines;
}

/** @param {Params} params @returns {Guess} */
function network(params) {
  const { net, config, shape } = params;
  if (trained?.of !== given || trained.net !== net)
    trained = { of: given, net, made: new ResNet(halves(bytes(params, net)), config, shape) };
  const { made } = trained;
  // biome-ignore lint/correctness/useYield: it is done at once
  return function* guess(z, sigma) {
    return made.guess(z, sigma);
  };
}

/** @param {Params} params */
function check({ net, steps, shape, parts }) {
  checkCount(steps, "steps", 1, 1000);
  need(shape?.length === 3 && parts, "shape and parts must be given");
  checkChoice(net, Object.keys(parts), "net");
}

/** @param {Params} params @param {string} name @returns {Run<Guess>} */
function* guessOf(params, name) {
  if (name === "network" || name === CHANCE) return network(params);
  const { net, told } = params;
  checkChoice(name, Object.keys(told), "machine");
  return yield* machines(params).of(name, told[name], bytes(params, `${net} masks`));
}

/** One after the other. @param {Doubles[]} each */
function joined(each) {
  const out = new Float32Array(each.length * images.D);
  each.forEach((x, k) => out.set(x, k * images.D));
  return out;
}

/**
 * The guesses of the network, of the same from another noise, and of each machine, with r² and RMS
 * difference from the network's at each step
 * @param {Params} params @param {Float32Array[]} arrays @returns {Run}
 */
export function* compare(params, [noise]) {
  check(params);
  checkNoise(noise, 2 * images.D);
  const sigmas = fall(params.steps),
    later = (/** @type {string} */ name) => Number(name !== params.machine),
    order = [...params.order].sort((a, b) => later(a) - later(b)),
    who = ["network", CHANCE, ...order];
  /** @type {Doubles[]} */
  let own = [];
  for (const [at, name] of who.entries()) {
    const said = { type: "step", who: name, at, of: who.length },
      start = noise.subarray(...(name === CHANCE ? [images.D] : [0, images.D]));
    const guess = yield* quietly(guessOf(params, name), { ...said, part: 0 });
    const run = yield* guesses(guess, start, sigmas, said);
    if (!own.length) own = run;
    const r2 = run.map((x, k) => pearson2(own[k], x)),
      rms = run.map((x, k) => rootMeanSquare(own[k], x));
    yield [{ ...said, part: 1, r2, rms }, { guesses: joined(run) }];
  }
  yield [{ type: "done" }, {}];
}

/**
 * The guess at each step of a DDIM run
 * @param {Guess} guess @param {Float32Array} noise @param {number[]} sigmas
 * @param {{ type: string }} said @returns {Run<Doubles[]>}
 */
function* guesses(guess, noise, sigmas, said) {
  const out = [],
    steps = sigmas.length - 1;
  let z = Float64Array.from(noise, (e) => sigmas[0] * e);
  for (let k = 0; k < steps; k++) {
    out.push(yield* quietly(guess(z, sigmas[k]), { ...said, part: k / steps }));
    z = euler(z, sigmas[k], sigmas[k + 1], out[k]);
    yield [{ ...said, part: (k + 1) / steps }, {}];
  }
  return out;
}

/**
 * What a pixel of a machine sees at each step
 * @param {Looking} params @returns {Run}
 */
export function* sees(params) {
  check(params);
  const { machine, net, told, shape, row, column } = params,
    [, H, W] = shape;
  checkCount(row, "row", 1, H);
  checkCount(column, "column", 1, W);
  const p = (row - 1) * W + column - 1,
    masks = new Float32Array(params.steps * H * W),
    all = machines(params),
    bits = bytes(params, `${net} masks`);
  for (const [k, sigma] of fall(params.steps).slice(0, -1).entries())
    masks.set(
      yield* seen(all, { name: machine, told: told[machine] ?? {}, bits, sigma, p, shape }),
      k * H * W,
    );
  yield [{ type: "done" }, { masks }];
}
