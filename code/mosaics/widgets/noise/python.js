// The Python that makes NoiseLab's pictures again.
/** @import { Shape } from "../shared/types" */
import * as py from "../shared/state/python.js";

/**
 * @param {object} run
 * @param {string} run.data
 * @param {number} run.seed
 * @param {Shape} run.shape
 * @param {number} run.N
 * @param {number} run.index
 * @param {number} run.sigma
 */
export function python({ data, seed, shape, N, index, sigma }) {
  const images = py.images(data, N);
  return py.script(
    [
      "from mosaics import diffusion, ideal",
      ...images.imports,
      "from mosaics.widgets.draws import normals",
    ],
    [
      ...images.lines,
      `noise = ${py.imageNoise(seed, shape)}`,
      `z = diffusion.add_noise(images[${index}:${index + 1}], ${py.number(sigma)}, noise)`,
      `machine = ideal.IdealDenoiser(images)`,
      `picture = machine(z, ${py.number(sigma)})  # (1, C, H, W), the average guess`,
    ],
  );
}
