// The Python that makes WallLab's last row again.
/** @import { Shape } from "../shared/types" */
import * as py from "../shared/state/python.js";

/**
 * @param {object} run
 * @param {string} run.data
 * @param {number} run.N
 * @param {number} run.P
 * @param {number} run.seed
 * @param {number} run.columns
 * @param {Shape} run.shape
 * @param {number} run.steps
 * @param {number} run.sigma_min
 * @param {number} run.sigma_max
 */
export function python({ data, N, P, seed, columns, shape, steps, sigma_min, sigma_max }) {
  const images = py.images(data, N);
  const size = shape.reduce((a, b) => a * b);
  return py.script(
    [
      "import torch",
      "from mosaics import diffusion, local",
      ...images.imports,
      "from mosaics.widgets.draws import SEEDS, normals",
    ],
    [
      ...images.lines,
      `machine = local.LS(images, ${P})`,
      `sigmas = ${py.schedule(steps, sigma_min, sigma_max)}`,
      `seeds = [(${seed} + k) % (SEEDS + 1) for k in range(${columns})]`,
      `noise = torch.stack([normals(seed, ${size}) for seed in seeds])`,
      `noise = noise.reshape(${columns}, ${shape.join(", ")})`,
      "picture = diffusion.last(diffusion.sample(machine, sigmas[0] * noise, sigmas))  # a row",
    ],
  );
}
