// The Python that computes CollapseLab's weights again.
import * as py from "../shared/state/python.js";

/**
 * @param {object} run
 * @param {number} run.seed
 * @param {number} run.N
 * @param {number} run.d
 * @param {number} run.sigma
 * @param {{ n: number, width: number, trials: number }} run.sizes
 */
export function python({ seed, N, d, sigma, sizes: { n, width, trials } }) {
  const level = py.number(sigma);
  return py.script(
    [
      "from mosaics import ideal, memorization",
      "from mosaics.widgets.draws import normals",
      "import torch",
    ],
    [
      `drawn = ${py.noise(seed, [n + trials, 1, 1, width])}  # points, then noise`,
      `points, noise = drawn[:${N}, ..., :${d}], drawn[${n}:, ..., :${d}]`,
      `true = torch.arange(${trials}) % ${N}  # trial t hides point t`,
      `z = points[true] + ${level} * noise`,
      `posterior = ideal.IdealDenoiser(points).posterior(z, ${level}, top_k=1)`,
      "numbers = posterior.effective  # of each trial, how many points are in the running",
      `level = memorization.collapse_sigma(${N}, ${d})`,
    ],
  );
}
