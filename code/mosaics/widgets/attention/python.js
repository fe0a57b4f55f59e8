// The Python that makes AttentionLab's picture again.
/** @import { Shape } from "../shared/types" */
import * as py from "../shared/state/python.js";

/**
 * @param {object} run
 * @param {string} run.net
 * @param {boolean} run.layered whether the network has a layer of attention
 * @param {"before" | "after"} run.layer
 * @param {number} run.until
 * @param {number} run.steps
 * @param {number} run.seed
 * @param {Shape} run.shape
 */
export function python({ net, layered, layer, until, steps, seed, shape }) {
  const first = layer === "before" ? "True" : "False";
  return py.script(
    [
      py.chapters("networks", "prediction", layered ? "attention" : "diffusion"),
      "from mosaics.widgets.draws import normals",
      "from mosaics.widgets.prediction import halved",
    ],
    [
      `net = halved(networks.load_weights("socks-${net}"))  # half precision, as the lab has it`,
      `sigmas = prediction.levels(${steps})`,
      `z = sigmas[0] * ${py.imageNoise(seed, shape)}`,
      layered
        ? `picture = attention.switched(net, z, sigmas, at=${until}, first=${first})`
        : "picture = diffusion.last(diffusion.sample(net, z, sigmas))",
    ],
  );
}
