// The Python that makes the network's picture and a machine's again.
/** @import { Shape } from "../shared/types" */
import { MAX_SEED } from "../shared/state/draws.js";
import * as py from "../shared/state/python.js";
import { CHANCE } from "./words.js";

/**
 * @param {object} run
 * @param {string} run.net
 * @param {string} run.machine
 * @param {number} run.seed
 * @param {number} run.N
 * @param {number} run.steps
 * @param {Shape} run.shape
 */
export function python({ net, machine, seed, N, steps, shape }) {
  const images = py.images(`fashion-mnist~${shape[1]}`, N),
    other = machine === CHANCE;
  const built = `machine = rivals.rival("${machine}", images, told("${net}")["${machine}"])`;
  const starts = other ? [seed, (seed + 1) % (MAX_SEED + 1)] : [seed, seed];
  const noises = starts.map((each) => `sigmas[0] * ${py.imageNoise(each, shape)}`);
  return py.script(
    [
      py.chapters("diffusion", "networks", "prediction", ...(other ? [] : ["rivals"])),
      ...(other ? [] : images.imports),
      "from mosaics.widgets.draws import normals",
      "from mosaics.widgets.prediction import in_halves",
      ...(other ? [] : ["from mosaics.widgets.rivals.stored import told"]),
    ],
    [
      `net = in_halves(networks.load_weights("${net}"))  # half precision, as the lab has it`,
      ...(other ? ["machine = net  # from another noise"] : [...images.lines, built]),
      `sigmas = prediction.levels(${steps})`,
      `network = list(diffusion.sample(net, ${noises[0]}, sigmas))[-1].x0_hat`,
      `picture = list(diffusion.sample(machine, ${noises[1]}, sigmas))[-1].x0_hat`,
      "r2 = prediction.compare(network, picture).r2",
    ],
  );
}
