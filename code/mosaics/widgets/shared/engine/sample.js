// The ideal machine's sampler (SamplerLab).
/** @import { Run } from "../types" */
/** @import { Sampling } from "./sampling.js" */
import { checkNoise } from "./checks.js";
import { consult, mean, verdict, weights } from "./posterior.js";
import { checkSampling, METHODS, schedule } from "./sampling.js";
import { images } from "./store.js";

/**
 * A message for each step, then the verdict on the result
 * @param {Sampling & { top: number }} params @param {Float32Array[]} arrays @returns {Run}
 */
export function* sample(params, [noise]) {
  checkSampling(params, 2, images.M);
  const { N, steps, method, sigma_min, sigma_max, top } = params,
    D = images.D,
    dictionary = images.first(N);
  const sigmas = schedule(steps, sigma_min, sigma_max, params.schedule);
  checkNoise(noise, D * (method === "ancestral" ? steps + 1 : 1));
  /** @type {import("../types").Denoise} */
  const guess = (z, s) => mean(weights(z, dictionary, s), dictionary);
  let z = Float64Array.from(noise.subarray(0, D), (e) => sigmas[0] * e);
  for (let k = 0; k < steps; k++) {
    const [s, t] = [sigmas[k], sigmas[k + 1]],
      { x0_hat, ...said } = consult(z, dictionary, s, top);
    yield [
      { type: "step", step: k, steps, sigma: s, ...said },
      { z, x0_hat },
    ];
    z = METHODS[method](guess, z, s, t, x0_hat, noise.subarray((k + 1) * D, (k + 2) * D));
  }
  yield [{ type: "done", ...verdict(z, dictionary) }, { z }];
}
