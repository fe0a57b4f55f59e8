// PredictionLab's jobs in the page (widgets/prediction).
/** @import { Denoise, Doubles, Pair, Run, Said, Shape } from "../shared/types" */
/** @import { Config } from "./network.js" */
import { checkCount, checkNoise } from "../shared/engine/checks.js";
import { patches } from "../shared/engine/machines.js";
import { mean, weights } from "../shared/engine/posterior.js";
import { fall, levels, pearson2 } from "../shared/engine/prediction.js";
import { euler } from "../shared/engine/sampling.js";
import { given, images } from "../shared/engine/store.js";
import { halves, ResNet } from "./network.js";
import { NOWHERE } from "./renewed.js";
import { MOST, wiener } from "./wiener.js";

/**
 * @typedef {object} Params
 * @property {Config} config
 * @property {Shape} shape
 * @property {string} machine
 * @property {Pair[]} windows
 * @property {number} N
 * @property {number} steps
 */

/** @typedef {{ step: number, steps: number, part?: number }} Progress */

/** @typedef {{ network: Float64Array, machine: Float64Array }} Guesses */

/** @type {ResNet | undefined} */
let trained; // the lab's network, built at the first job
/** @type {{ of: typeof images, N: number, guess: Denoise } | undefined} */
let linear; // the Wiener filter of so many images, built when it is first asked for

/**
 * The network's guess, once the parameters are found to be good.
 * @param {Params} params
 * @returns {Denoise}
 */
function network({ config, shape, N, steps }) {
  checkCount(N, "N", 2, images.M);
  checkCount(steps, "steps", 1, 1000);
  trained ??= new ResNet(halves(given), config, shape);
  const built = trained;
  return (z, s) => built.guess(z, s);
}

/**
 * The guesses of a DDIM run; the last one is its picture
 * @param {Denoise} denoise
 * @param {Float32Array} noise
 * @param {number[]} sigmas
 * @param {Progress} said
 * @returns {Run<Float64Array[]>}
 */
function* guesses(denoise, noise, sigmas, said) {
  const out = [];
  let z = Float64Array.from(noise, (e) => sigmas[0] * e);
  for (let k = 0; k + 1 < sigmas.length; k++) {
    out.push(denoise(z, sigmas[k]));
    z = euler(z, sigmas[k], sigmas[k + 1], out[k]);
    yield [{ type: "step", ...said, part: 0 }, {}];
  }
  return out;
}

/** @type {{ of: typeof images, key: string, noise: Float32Array, steps: Guesses[] } | undefined} */
let earlier; // the last run from a noise as it was, for one that is drawn anew in another place

/**
 * Network and machine from the noise as it was, at each step; kept for the next stroke
 * @param {Denoise} guess @param {Params & { renewed?: string }} params @param {Float32Array} noise
 * @param {Progress} said
 * @returns {Run<Guesses[]>}
 */
function* asItWas(guess, { renewed, ...params }, noise, said) {
  const key = JSON.stringify(params);
  if (earlier?.of === images && earlier.key === key && same(earlier.noise, noise))
    return earlier.steps;
  const run = pair(guess, params, noise),
    steps = [];
  try {
    for (let next = run.next(); !next.done; next = run.next()) {
      const { network, machine } = next.value[1];
      if (machine) steps.push(/** @type {Guesses} */ ({ network, machine }));
      yield [{ type: "step", ...said, part: 0 }, {}];
    }
  } finally {
    run.return(/** @type {never} */ (undefined)); // also where the job is cancelled
  }
  earlier = { of: images, key, noise: noise.slice(), steps };
  return steps;
}

/** @param {Float32Array} a @param {Float32Array} b */
const same = (a, b) => a.length === b.length && a.every((v, p) => v === b[p]);

/**
 * Network and machine from the same noise: the guesses of both at each step; returns the network's,
 * and the two pictures
 * @param {Denoise} guess @param {Params} params @param {Float32Array} noise
 * @returns {Run<{ seen: Float64Array[], network: Float64Array, machine: Float64Array }>}
 */
function* pair(guess, { config, ...params }, noise) {
  const { steps } = params,
    seen = yield* guesses(guess, noise, fall(steps), { step: 0, steps });
  const asked = { ...params, ...levels(steps), method: "ddim", around: config.padding };
  let machine = new Float64Array(0);
  for (const [said, arrays] of patches(asked, [noise])) {
    if (said.type === "done") break;
    if (!arrays.x0_hat) {
      yield [said, {}];
      continue;
    }
    const { step } = /** @type {Progress} */ (/** @type {unknown} */ (said));
    machine = /** @type {Doubles} */ (arrays.x0_hat);
    yield [
      { ...said, r2: pearson2(seen[step], machine) },
      { network: seen[step], machine },
    ];
  }
  return { seen, network: seen[seen.length - 1], machine };
}

/**
 * The Wiener filter's guesses; none of images that are too large for it
 * @param {Params} params @param {Float32Array} noise @param {Progress} said
 * @returns {Run<Float64Array[]>}
 */
function* linearGuesses({ N, steps }, noise, said) {
  if (images.D > MOST) return [];
  if (linear?.of !== images || linear.N !== N) {
    const guess = yield* wiener(images.first(N), { type: "step", ...said, part: 0 });
    linear = { of: images, N, guess };
  }
  return yield* guesses(linear.guess, noise, fall(steps), said);
}

/**
 * One noise, and another one for comparison; where part of the first is new, also the noise as it
 * was.
 * @param {Params & { renewed?: string }} params
 * @param {Float32Array[]} arrays
 * @returns {Run}
 */
export function* predict(params, [noise]) {
  const guess = network(params);
  const D = images.D,
    drawn = (params.renewed ?? NOWHERE) !== NOWHERE;
  checkNoise(noise, (drawn ? 3 : 2) * D);
  const { N, steps } = params,
    sigmas = fall(steps),
    said = { step: 0, steps };
  const first = noise.subarray(0, D),
    dictionary = images.first(N);
  const elsewhere = yield* guesses(guess, noise.subarray(D, 2 * D), sigmas, said);
  const ideal = yield* guesses(
    (z, s) => mean(weights(z, dictionary, s), dictionary),
    first,
    sigmas,
    said,
  );
  const filtered = yield* linearGuesses(params, first, said);
  const before = drawn ? yield* asItWas(guess, params, noise.subarray(2 * D), said) : [];
  const run = pair(guess, params, first),
    { seen, network: mine, machine } = yield* drawn ? beside(run, before) : run;
  /** @param {Float64Array[]} others */
  const against = (others) => others.map((x, k) => pearson2(seen[k], x));
  const others = {
    ideal: against(ideal),
    wiener: against(filtered),
    chance: against(elsewhere),
  };
  yield [
    { type: "done", r2: pearson2(mine, machine), ...others },
    { network: mine, machine, ...were(before[before.length - 1]) },
  ];
}

/** Guesses from the noise as it was, as they travel. @param {Guesses} [pair] */
const were = (pair) =>
  pair ? { network_before: pair.network, machine_before: pair.machine } : undefined;

/**
 * A run of which each step has with it what was there before
 * @template Out
 * @param {Run<Out>} run @param {Guesses[]} before @returns {Run<Out>}
 */
function* beside(run, before) {
  try {
    for (let k = 0; ; ) {
      const { done, value } = run.next();
      if (done) return /** @type {Out} */ (value);
      const [said, arrays] = /** @type {Said} */ (value);
      yield arrays.machine ? [said, { ...arrays, ...were(before[k++]) }] : [said, arrays];
    }
  } finally {
    run.return(/** @type {Out} */ (undefined));
  }
}

/**
 * Several noises, one after the other
 * @param {Params & { count: number }} params @param {Float32Array[]} arrays @returns {Run}
 */
export function* several({ count, ...params }, [noise]) {
  const guess = network(params),
    D = images.D;
  checkCount(count, "count", 1, 100);
  checkNoise(noise, count * D);
  for (let k = 0; k < count; k++) {
    const said = { step: k, steps: count },
      own = noise.subarray(k * D, (k + 1) * D);
    const { network: mine, machine } = yield* quietly(pair(guess, params, own), said);
    const filtered = yield* linearGuesses(params, own, said),
      best = filtered.length ? pearson2(mine, filtered[filtered.length - 1]) : null;
    yield [
      { type: "step", ...said, r2: pearson2(mine, machine), wiener: best },
      { network: mine, machine },
    ];
  }
  yield [{ type: "done" }, {}];
}

/**
 * A run of which is told only how far it is, as a part of step `said`
 * @template Out
 * @param {Run<Out>} run @param {Progress} said @returns {Run<Out>}
 */
function* quietly(run, said) {
  try {
    for (;;) {
      const next = run.next();
      if (next.done) return next.value;
      const {
        step,
        steps,
        part = 1,
      } = /** @type {Progress} */ (/** @type {unknown} */ (next.value[0]));
      yield [{ type: "step", ...said, part: (step + part) / steps }, {}];
    }
  } finally {
    // also where the job is cancelled
    run.return(/** @type {Out} */ (undefined));
  }
}
