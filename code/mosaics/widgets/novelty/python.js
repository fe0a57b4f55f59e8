// The Python that makes NoveltyLab's pictures again, and finds where they lie.
/** @import { Shape } from "../shared/types" */
/** @import { Ruler } from "./measures.js" */
import * as py from "../shared/state/python.js";

const WINDOWED = ["LS", "ELS", "bbELS"];

/**
 * @typedef {object} Run
 * @property {string} data
 * @property {string} show "machine", a set's name, or "own"
 * @property {string} own the text of a reader's pictures, "" where no link has room for them
 * @property {string} machine
 * @property {number} N
 * @property {number} P
 * @property {number} all training images
 * @property {{ how: string, n: number }} unseen pictures, and where they are from
 * @property {number} seed
 * @property {number} steps
 * @property {number} count
 * @property {Shape} shape
 * @property {Ruler} ruler
 */

/** @param {Run} run */
export function python(run) {
  const { data, all, unseen, ruler } = run,
    images = py.images(data, all + (unseen.how === "last" ? unseen.n : 0)),
    made = pictures(run);
  return py.script(
    [
      py.chapters("creativity", ...made.chapters),
      ...[...new Set([...images.imports, ...made.imports])],
    ],
    [
      ...images.lines,
      ...(unseen.how === "last" ? [`images, unseen = images[:${all}], images[${all}:]`] : []),
      ...made.lines,
      `novelty = creativity.shifted_novelty(picture, images) / ${ruler.unit}  # unit: unseen ones`,
      `far = creativity.window_distances(picture, images, ${ruler.side})  # (B, H, W)`,
      `coherence = creativity.coherence(far, ${ruler.limit})`,
    ],
  );
}

/** @param {Run} run @returns {{ chapters: string[], imports: string[], lines: string[] }} */
function pictures({ show, own, count, unseen, shape, ...run }) {
  if (show === "machine") return sampled({ ...run, count, shape });
  if (show === "own")
    return {
      chapters: [],
      imports: own ? ["from mosaics.widgets.shared.own import own_set"] : [],
      lines: [own ? `picture = own_set("${own}", 1).images` : "picture = picture  # your own"],
    };
  const held = `load("fashion-mnist-holdout", n=${unseen.n}, size=${shape[1]}).images`;
  const from = {
    holdout: [`unseen = ${held}`, "unseen = ((unseen + 1) * 127.5).round() / 127.5 - 1"],
    given: ["unseen = unseen  # the unseen pictures that this lab was made with"],
  }[unseen.how];
  return {
    chapters: [],
    imports: ["from mosaics.widgets.novelty import MAKERS"],
    lines: [...(from ?? []), `picture = MAKERS["${show}"](images, unseen, ${count})`],
  };
}

/**
 * @param {Pick<Run, "machine" | "N" | "P" | "seed" | "steps" | "count" | "shape">} run
 */
function sampled({ machine, N, P, seed, steps, count, shape }) {
  const size = shape.reduce((a, b) => a * b),
    windows = WINDOWED.includes(machine) ? `, ${P}` : "";
  return {
    chapters: ["diffusion", "prediction"],
    imports: ["from mosaics.widgets.draws import SEEDS, normals", "import torch"],
    lines: [
      `machine = prediction.machine("${machine}", images[:${N}]${windows})`,
      `sigmas = prediction.levels(${steps})`,
      `seeds = [(${seed} + k) % (SEEDS + 1) for k in range(${count})]`,
      `noise = torch.stack([normals(seed, ${size}) for seed in seeds])`,
      `z = sigmas[0] * noise.reshape(${count}, ${shape.join(", ")})`,
      "picture = diffusion.last(diffusion.sample(machine, z, sigmas))  # (B, C, H, W)",
    ],
  };
}
