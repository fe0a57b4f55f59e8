// The Python that makes FingersLab's picture again, and counts its fingers or eyes.
/** @import { Shape } from "../shared/types" */
/** @import { Counter } from "./counters.js" */
import * as py from "../shared/state/python.js";
import { EYES } from "./counters.js";

const LEAST = 1e-3; // no step is as late: until then the whole image is in view at all of them
const CLASSES = /** @type {Record<string, [chapter: string, name: string]>} */ ({
  LS: ["local", "LS"],
  bbELS: ["equivariant", "BBELS"],
});

/**
 * The training images; faces are a set of this chapter
 * @param {string} data @param {number} N
 */
const imagesOf = (data, N) =>
  data === "faces"
    ? {
        imports: [],
        lines: [`images = fingers.faces().images[:${N}]  # (N, C, H, W), emoji with two eyes`],
      }
    : py.images(data, N);

/** Lines that count. @param {Counter | undefined} counter */
function counting(counter) {
  if (!counter) return [];
  return counter === EYES
    ? [
        "seen = machine.seen(picture, float(prediction.levels(20)[-2]))",
        "found = fingers.copied_eyes(seen, fingers.eyes(images) > 0)  # eyes",
      ]
    : ["found = fingers.count(picture)  # fingers, palms, detached parts"];
}

/**
 * @param {object} run
 * @param {string} run.data
 * @param {Shape} run.shape
 * @param {string} run.machine
 * @param {number} run.N
 * @param {number} run.P
 * @param {number} run.until
 * @param {number} run.seed
 * @param {number} run.steps
 * @param {Counter | undefined} run.counter
 */
export function python({ data, shape, machine, N, P, until, seed, steps, counter }) {
  const images = imagesOf(data, N),
    [chapter, kind] = CLASSES[machine],
    needed = counter || until < 1 || data === "faces" ? ["fingers"] : [],
    whole = 2 * Math.max(shape[1], shape[2]) - 1,
    late = Math.max(until, LEAST);
  const sides = until === 1 ? String(P) : `fingers.until(${py.number(late)}, ${whole}, ${P})`;
  return py.script(
    [
      py.chapters("diffusion", chapter, "prediction", ...needed),
      ...images.imports,
      "from mosaics.widgets.draws import normals",
    ],
    [
      ...images.lines,
      `sigmas = prediction.levels(${steps})`,
      `machine = ${chapter}.${kind}(images, ${sides})`,
      `noise = ${py.imageNoise(seed, shape)}`,
      "picture = diffusion.last(diffusion.sample(machine, sigmas[0] * noise, sigmas))",
      ...counting(counter),
    ],
  );
}
