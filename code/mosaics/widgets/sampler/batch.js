// Many runs, one after the other: each picture is told when it is there, and the rest can be
// stopped.
/** @import { Floats, Heard } from "../shared/types" */
/** @import { Asked, Moved, Picture } from "./tally.js" */
import { normals } from "../shared/state/draws.js";
import { noiseCount } from "./tally.js";

// Most bytes of noise in one message: a kernel's server may take 10 MB, and no more
const FREIGHT = 4e6;

/** @typedef {{ seed: number, method: string }} Run */

/**
 * @typedef {object} Plan
 * @property {Asked} params of all runs but for their method
 * @property {Run[]} runs
 * @property {boolean} many of one kind, else one noise by several samplers
 * @property {(picture: Picture, run: Run) => void} came
 * @property {(kind: string) => void} ended
 */

/** @typedef {Heard & Moved & { run: number, part: number, nearest: number }} Step */
/** @typedef {Step & { distance: number, ratio: number }} Finished */

/**
 * What is needed of a lab
 * @typedef {object} Runner
 * @property {number} imageSize
 * @property {import("../shared/view/frame.js").Frame["run"]} run
 */

export class Batch {
  done = 0;
  part = 0; // of the run under way

  /** @param {Runner} lab @param {Plan} plan */
  constructor(lab, plan) {
    this.lab = lab;
    this.plan = plan;
  }

  get total() {
    return this.plan.runs.length;
  }

  /** As many of the runs that are left as a message carries. */
  load() {
    const { params, runs } = this.plan,
      left = runs.slice(this.done);
    /** @param {Run} run */
    const bytes = ({ method }) => 4 * this.lab.imageSize * noiseCount({ ...params, method });
    let freight = 0;
    return left.filter((run, k) => {
      freight += bytes(run);
      return k === 0 || freight <= FREIGHT;
    });
  }

  start() {
    const { params } = this.plan,
      load = this.load();
    /** @param {Run} run @returns {Floats} */
    const noise = ({ seed, method }) =>
      normals(seed, this.lab.imageSize * noiseCount({ ...params, method }));
    const { method, ...others } = params;
    const asked = { ...others, methods: load.map((run) => run.method) };
    this.lab.run("several", asked, load.map(noise), {
      step: (message) => this.heard(/** @type {Finished} */ (message), load),
      done: () => this.done < this.total && this.start(),
      end: (kind) => (kind !== "done" || this.done === this.total) && this.plan.ended(kind),
    });
  }

  /** @param {Finished} message @param {Run[]} load */
  heard({ run, part, arrays: { z }, nearest, distance, ratio, shift }, load) {
    this.part = part;
    if (!z) return;
    this.done++;
    this.part = 0;
    const { seed } = load[run];
    this.plan.came({ seed, z, nearest, distance, ratio, shift }, load[run]);
  }
}
