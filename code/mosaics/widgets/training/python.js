// The Python that trains a network as that of a run was trained.
/** @import { Run } from "./run.js" */
import { show } from "../shared/state/numbers.js";
import { number } from "../shared/state/python.js";

/**
 * `own`: the lab's images are others than Python takes by itself; a recorded run is of those
 * @param {Run} run @param {boolean} own
 */
export function python({ params: { width, padding, seconds, seed, steps }, looks, engine }, own) {
  const recorded = engine === undefined;
  const last = looks[looks.length - 1];
  const time = recorded ? Math.round(last.seconds) : seconds;
  const took = `${show(steps ?? last.step)} steps in ${show(time)} s of one core`;
  const which = recorded ? `the recorded run, which took ${took}` : "your run in view";
  const given = own && !recorded ? "images, " : "";
  return [
    "from mosaics.widgets import TrainingLab",
    "",
    `# ${which}; how far a training comes in its seconds`,
    "# depends on the machine; Python and a page draw weights and batches of a seed",
    "# each in its own way: their runs are alike, not the same",
    ...(given ? ["# images: those that this lab was made with"] : []),
    `lab = TrainingLab(${given}width=${width}, padding="${padding}",`,
    `                  seconds=${number(time)}, seed=${seed})`,
    "lab",
    "",
  ].join("\n");
}
