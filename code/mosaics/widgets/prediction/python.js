// The Python that makes PredictionLab's pair of pictures again.
/** @import { Pair, Shape } from "../shared/types" */
import { MAX_SEED } from "../shared/state/draws.js";
import * as py from "../shared/state/python.js";
import { NOWHERE } from "./renewed.js";

/**
 * @param {object} run
 * @param {string} run.data
 * @param {string} run.net a network's name, "own" for one that was handed to the lab
 * @param {string} run.padding
 * @param {number} run.seed
 * @param {Shape} run.shape
 * @param {string} run.machine
 * @param {Pair[]} run.windows
 * @param {number} run.N
 * @param {number} run.steps
 * @param {string} run.renewed where the noise is drawn anew
 */
export function python({ data, net, padding, seed, shape, machine, windows, N, steps, renewed }) {
  const images = py.images(data, N);
  const P = machine === "IS" ? undefined : py.windows(windows);
  return py.script(
    [
      py.chapters("diffusion", "networks", "prediction", ...(P?.chapters ?? [])),
      ...images.imports,
      "from mosaics.widgets.draws import normals",
      "from mosaics.widgets.prediction import in_halves",
      ...(renewed === NOWHERE ? [] : ["from mosaics.widgets.prediction.renewed import mask"]),
    ],
    [
      net === "own"
        ? "net = in_halves(net)  # the network that this lab was made with"
        : `net = in_halves(networks.load_weights("${net}"))  # half precision, as the lab has it`,
      ...images.lines,
      `machine = prediction.machine("${machine}", images${P ? `, ${P.sides}, "${padding}"` : ""})`,
      `sigmas = prediction.levels(${steps})`,
      ...start(seed, shape, renewed),
      "ways = [list(diffusion.sample(denoise, z, sigmas)) for denoise in (net, machine)]",
      "network, picture = (way[-1].x0_hat for way in ways)  # (1, C, H, W), the last guesses",
      "r2 = prediction.compare(network, picture).r2",
    ],
  );
}

/**
 * The start of the run; where some of it is drawn anew, it has there the values of another seed.
 * @param {number} seed @param {Shape} shape @param {string} renewed
 */
function start(seed, shape, renewed) {
  const noise = py.imageNoise(seed, shape);
  if (renewed === NOWHERE) return [`z = sigmas[0] * ${noise}`];
  const [, H, W] = shape,
    other = py.imageNoise((seed + 2) % (MAX_SEED + 1), shape);
  return [
    `before, other = sigmas[0] * ${noise}, sigmas[0] * ${other}`,
    `z = prediction.renewed(before, other, mask("${renewed}", ${H}, ${W}))`,
  ];
}
