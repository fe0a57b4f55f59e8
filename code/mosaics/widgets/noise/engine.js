// NoiseLab's job in the page: noise one training image, say what it was.
/** @import { Run } from "../shared/types" */
import { checkCount, checkNoise, checkSigma } from "../shared/engine/checks.js";
import { consult } from "../shared/engine/posterior.js";
import { images } from "../shared/engine/store.js";

/**
 * @param {{ index: number, sigma: number, N: number, top: number }} params
 * @param {Float32Array[]} arrays
 * @returns {Run}
 */
export function* denoise({ index, sigma, N, top }, [eps]) {
  checkCount(N, "N", 1, images.M);
  checkCount(index, "index", 0, N - 1);
  checkSigma(sigma);
  checkNoise(eps, images.D);
  const at = index * images.D,
    z = Float64Array.from(eps, (e, p) => images.keys[at + p] + sigma * e);
  const { x0_hat, ...said } = consult(z, images.first(N), sigma, top);
  yield [
    { type: "done", ...said },
    { z, x0_hat },
  ];
}
