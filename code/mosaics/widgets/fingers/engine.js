// FingersLab's job in the page: pictures behind a window, one after the other, and what is counted
// in each (widgets/fingers).
/** @import { Floats, Numbers, Pair, Run, Shape } from "../shared/types" */
/** @import { Machine } from "../shared/engine/machines.js" */
/** @import { Found } from "./counters.js" */
import { checkChoice, checkCount, checkNoise, need } from "../shared/engine/checks.js";
import { PATCH_MACHINES, patches, windowSide } from "../shared/engine/machines.js";
import { patchGuess } from "../shared/engine/patches.js";
import { levelAt, levels } from "../shared/engine/prediction.js";
import { images } from "../shared/engine/store.js";
import { count, hasHands } from "./count.js";
import { copiedEyes, eyeMask, hasFaces } from "./eyes.js";

const MACHINES = ["LS", "bbELS"];
const NEAR = 1.001; // so near two noise levels are one
const LEAST = 1e-3; // no step is as late: the whole image is in view at all of them
const LATE = levelAt(1 / 20); // noise level at which a finished picture's windows are looked up

/**
 * @typedef {object} Params
 * @property {string} machine
 * @property {number} N
 * @property {number} P
 * @property {number} until
 * @property {number} steps
 * @property {number} count
 * @property {Shape} shape
 */

/**
 * A side that sees the whole image while t > `until`, from there on P (fingers/runs.py: until)
 * @param {Pick<Params, "P" | "until" | "shape">} params @returns {Pair[]}
 */
export function windows({ P, until, shape: [, H, W] }) {
  const whole = 2 * Math.max(H, W) - 1,
    sigma = levelAt(Math.max(until, LEAST));
  return until === 1
    ? [[1, P]]
    : [
        [sigma * NEAR, P],
        [sigma * NEAR ** 2, whole],
      ];
}

/**
 * What counts in a picture that a machine has drawn: fingers by their shape, eyes by the training
 * windows that they copy; nothing where there is no counter (widgets/fingers: counter)
 * @param {Machine} asked @returns {(z: Floats) => Run<Found>}
 */
function counter(asked) {
  const { shape } = asked,
    eyes = hasFaces(shape) ? eyesOf(asked) : undefined;
  return function* (z) {
    if (eyes) return { eyes: yield* eyes(z) };
    return hasHands(shape) ? count(z, shape[1]) : {};
  };
}

/** @param {Machine} asked @returns {(z: Floats) => Run<number>} */
function eyesOf({ machine, N, shape, windows: pairs }) {
  const [reach, padding] = PATCH_MACHINES[machine],
    dictionary = images.first(N),
    P = windowSide(pairs, LATE),
    { slices } = patchGuess(dictionary, { shape, P, reach, padding }),
    mask = eyeMask(dictionary.keys.subarray(0, N * dictionary.D));
  return function* (z) {
    return copiedEyes(yield* slices(z, LATE), mask);
  };
}

/**
 * What the machine is asked with; an error for what is not allowed
 * @param {Omit<Params, "count">} params @returns {Machine}
 */
function checked({ machine, N, P, until, steps, shape }) {
  checkChoice(machine, MACHINES, "machine");
  checkCount(N, "N", 2, images.M);
  checkCount(steps, "steps", 1, 1000);
  need(until >= 0 && until <= 1, `until must be between 0 and 1, got ${until}`);
  const sides = windows({ P, until, shape });
  return { machine, method: "ddim", N, steps, shape, windows: sides, ...levels(steps) };
}

/**
 * Of each noise how far it is, then its picture and what is counted in it.
 * @param {Params} params @param {Float32Array[]} arrays @returns {Run}
 */
export function* draw({ count: many, ...params }, [noise]) {
  const D = images.D;
  checkCount(many, "count", 1, 100);
  checkNoise(noise, D * many);
  const asked = checked(params),
    counted = counter(asked);
  for (let picture = 0; picture < many; picture++) {
    const own = noise.subarray(picture * D, (picture + 1) * D),
      part = (/** @type {number} */ done) => (picture + done / (params.steps + 1)) / many;
    const z = yield* drawn(asked, own, part),
      found = yield* silently(counted(z), part(params.steps));
    yield [{ type: "step", picture, part: (picture + 1) / many, ...found }, { z }];
  }
  yield [{ type: "done" }, {}];
}

/**
 * One picture, as it is sent and counted
 * @param {Machine} asked @param {Float32Array} noise @param {(done: number) => number} part
 * @returns {Run<Floats>}
 */
function* drawn(asked, noise, part) {
  /** @type {Record<string, Numbers>} */
  let last = {};
  for (const [said, arrays] of patches(asked, [noise])) {
    last = arrays;
    const { step = asked.steps, part: begun = 0 } =
      /** @type {{ step?: number, part?: number }} */ (/** @type {unknown} */ (said));
    yield [{ type: "step", part: part(step + begun) }, {}];
  }
  return Float32Array.from(last.z);
}

/**
 * A run's result; its messages say where the job is that it is part of
 * @template Out
 * @param {Run<Out>} run @param {number} part @returns {Run<Out>}
 */
function* silently(run, part) {
  for (;;) {
    const next = run.next();
    if (next.done) return next.value;
    yield [{ type: "step", part }, {}];
  }
}
