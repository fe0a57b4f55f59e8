// A training as data: the moments that are looked at, the losses between, and what is said of it.
/** @import { Floats, Shape } from "../shared/types" */
/** @import { EngineName } from "../shared/view/machine.js" */
import { show } from "../shared/state/numbers.js";
import { PARTNERS } from "./partners.js";

/** @type {Record<"recorded" | "yours", string>} */
export const VIEWS = { recorded: "Recorded run", yours: "Your run" };

/**
 * A moment of a run: pictures and how near they are to the machine's
 * @typedef {object} Look
 * @property {number} step
 * @property {number} seconds
 * @property {number | null} loss
 * @property {Floats[]} z
 * @property {number[]} r2
 * @property {number} median
 * @property {number} chance
 */

/** @typedef {[seconds: number, step: number, loss: number]} Loss */
/**
 * @typedef {{ width: number, padding: string, seconds: number, steps?: number, seed?: number, n?:
 * number }} Params
 */

/**
 * `planned` looks, of which there are `looks` so far; `done`: the part of it that is done, where it
 * is under way
 * @typedef {object} Run
 * @property {Shape} shape
 * @property {number} planned
 * @property {Floats[]} [machine]
 * @property {Look[]} looks
 * @property {Loss[]} losses
 * @property {Params} params
 * @property {number} images
 * @property {number} [done]
 * @property {EngineName} [engine] of a run of the reader's
 */

/**
 * The recorded run as Python sends it: a list entry a look, `log` the losses between
 * @typedef {object} Recorded
 * @property {number[]} steps
 * @property {number[]} seconds
 * @property {(number | null)[]} loss
 * @property {number[][]} r2
 * @property {number[]} median
 * @property {number[]} chance
 * @property {Loss[]} log
 * @property {Params & { n: number }} about
 */

/** @param {number | null | undefined} x */
export const two = (x) => (x === undefined || x === null ? "–" : x.toFixed(2));

/**
 * The recorded run; `image(k)` is the k-th of its pictures: the machine's, then those of each look
 * @param {Recorded} recorded
 * @param {Shape} shape
 * @param {number} noises
 * @param {(k: number) => Floats} image
 * @returns {Run}
 */
export function recordedRun(recorded, shape, noises, image) {
  const { steps, seconds, loss, r2, median, chance, log, about } = recorded;
  /** @param {number} k */
  const row = (k) => Array.from({ length: noises }, (_, i) => image(k * noises + i));
  const looks = steps.map((step, k) => ({
    step,
    seconds: seconds[k],
    loss: loss[k],
    z: row(k + 1),
    r2: r2[k],
    median: median[k],
    chance: chance[k],
  }));
  /** @type {Loss[]} */
  const early = looks.flatMap((look) =>
    look.loss === null ? [] : [[look.seconds, look.step, look.loss]],
  );
  const losses = [...early, ...log].sort((a, b) => a[1] - b[1]);
  const { length: planned } = looks;
  return { shape, planned, machine: row(0), looks, losses, params: about, images: about.n };
}

/**
 * What a file has of a run beside the look in view (widgets/training: TrainingLab says what it is).
 * @param {Run} run
 */
export function kept({ shape, params, images, engine, machine, looks, losses }) {
  /** @param {Look} look */
  const scored = ({ step, seconds, median, chance }) => [seconds, step, median, chance];
  const curve = looks.map(scored);
  return { shape, params, images, engine, machine, losses, curve, looks: looks.length };
}

/** @param {Run} run @param {boolean} yours */
export function described(
  { params: { width, padding, steps = 0, seconds }, images, looks, engine },
  yours,
) {
  const outside = padding === "zeros" ? "zeros outside" : "a torus",
    last = looks[looks.length - 1];
  const time = yours
    ? `${show(seconds)}\u00a0s ${engine === "kernel" ? "in Python" : "in this page"}`
    : `${show(steps)}\u00a0steps, ${show(last.seconds)}\u00a0s of one core`;
  const what = `${show(images)} images, ${show(width)} channels, ${outside}, ${time}`;
  const built = "is built from the same images and never trained",
    machine = `The machine, ${PARTNERS[padding]}, ${built}.`;
  const where = yours && engine === "kernel" ? " In Python the network is the lab’s net." : "";
  return `${yours ? VIEWS.yours : VIEWS.recorded}: ${what}. ${machine}${where}`;
}

/** @param {Run} run */
export function stopped({ losses, engine }) {
  const last = losses[losses.length - 1];
  if (!last) return "Stopped before the training began.";
  const kept = engine === "kernel" ? ", in Python also the network" : "";
  return `Stopped after ${show(last[1])} steps. What there is stays${kept}.`;
}
