// The Python that makes a picture of SamplerLab or MosaicExplorer again.
/** @import { Pair, Shape } from "../shared/types" */
import * as py from "../shared/state/python.js";

/** @type {Record<string, [module: string, machine: string]>} */
const MACHINES = {
  IS: ["ideal", "ideal.IdealDenoiser"],
  LS: ["local", "local.LS"],
  ELS: ["equivariant", "equivariant.ELS"],
  bbELS: ["equivariant", "equivariant.BBELS"],
};

/**
 * @typedef {object} Run
 * @property {string} data
 * @property {number} seed
 * @property {Shape} shape
 * @property {string} [machine]
 * @property {Pair[]} [windows]
 * @property {number} N
 * @property {number} steps
 * @property {string} method
 * @property {number} sigma_min
 * @property {number} sigma_max
 */

/** @param {Run} run */
export function python(run) {
  const { data, seed, shape, machine = "IS", windows = [], N, steps, method } = run;
  const { sigma_min: low, sigma_max: high } = run;
  const [module, name] = MACHINES[machine];
  const images = py.images(data, N);
  const P = machine === "IS" ? undefined : py.windows(windows);
  const fresh = method === "ancestral";
  const drawn = fresh ? py.noise(seed, [steps + 1, 1, ...shape]) : py.imageNoise(seed, shape);
  const [start, more] = fresh ? ["noise[0]", ", noise=noise[1:]"] : ["noise", ""];
  return py.script(
    [
      py.chapters("diffusion", module, ...(P?.chapters ?? [])),
      ...images.imports,
      "from mosaics.widgets.draws import normals",
    ],
    [
      ...images.lines,
      `machine = ${name}(images${P ? `, ${P.sides}` : ""})`,
      `sigmas = ${py.schedule(steps, low, high)}`,
      `noise = ${drawn}`,
      `states = list(diffusion.sample(machine, sigmas[0] * ${start}, sigmas, "${method}"${more}))`,
      "picture = states[-1].z  # (1, C, H, W); states[k].z is the image after k steps",
    ],
  );
}
