// The Python that makes FingersLab's picture again, and counts its fingers.
/** @import { Shape } from "../shared/types" */
import * as py from "../shared/state/python.js";

const LEAST = 1e-3; // no step is as late: until then the whole image is in view at all of them

/**
 * @param {object} run
 * @param {string} run.data
 * @param {Shape} run.shape
 * @param {number} run.N
 * @param {number} run.P
 * @param {number} run.until
 * @param {number} run.seed
 * @param {number} run.steps
 * @param {boolean} run.counted
 */
export function python({ data, shape, N, P, until, seed, steps, counted }) {
  const images = py.images(data, N),
    whole = 2 * Math.max(shape[1], shape[2]) - 1,
    late = Math.max(until, LEAST);
  const sides = until === 1 ? String(P) : `fingers.until(${py.number(late)}, ${whole}, ${P})`;
  return py.script(
    [
      py.chapters("diffusion", "local", "prediction", ...(counted || until < 1 ? ["fingers"] : [])),
      ...images.imports,
      "from mosaics.widgets.draws import normals",
    ],
    [
      ...images.lines,
      `sigmas = prediction.levels(${steps})`,
      `machine = local.LS(images, ${sides})`,
      `noise = ${py.imageNoise(seed, shape)}`,
      "picture = diffusion.last(diffusion.sample(machine, sigmas[0] * noise, sigmas))",
      ...(counted ? ["found = fingers.count(picture)  # fingers, palms, detached parts"] : []),
    ],
  );
}
