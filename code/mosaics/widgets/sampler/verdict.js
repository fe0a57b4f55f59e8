// What a sample turned out to be: the picture, its nearest training image, and whether it is a
// copy.
/** @import { Floats, Shape } from "../shared/types" */
/** @import { State } from "../shared/state/state.js" */
/** @import { Frame } from "../shared/view/frame.js" */
import { some } from "../shared/state/numbers.js";
import { choice } from "../shared/view/controls.js";
import { h } from "../shared/view/elements.js";
import { picture } from "../shared/view/paint.js";

const COPY = 1 / 3; // nearest-neighbour ratio below which a picture is a copy
const SAMPLERS = { ddim: "DDIM (Euler)", heun: "Heun", ancestral: "Ancestral (adds noise)" };

/** @typedef {{ z: Floats, nearest: number, distance: number, ratio: number }} Result */

/** @param {State} state @param {string} value @param {() => void} change */
export const samplerChoice = (state, value, change) =>
  choice({ state, name: "method", label: "Sampler", values: SAMPLERS, value, change });

/** Noise vectors that a run takes. @param {{ method: string, steps: number }} params */
export const noiseCount = ({ method, steps }) => (method === "ancestral" ? steps + 1 : 1);

export class Verdict {
  /** @param {Shape} shape */
  constructor(shape) {
    this.result = picture(shape, "Result");
    this.nearest = picture(shape, "Nearest training image");
    this.words = h("p", { class: "lab-verdict" }, "\u00a0");
  }

  /**
   * Shows it and returns the sentence that announces it.
   * @param {Frame} lab
   * @param {Result} result
   * @param {{ seed: number, params: { steps: number }, note: string }} job
   * @param {number} ms
   */
  show(lab, { z, nearest, distance, ratio }, { seed, params: { steps }, note }, ms) {
    const copy = ratio < COPY,
      number = ratio.toFixed(2);
    this.result.set(z, `seed ${seed}`);
    this.nearest.set(lab.image(nearest), lab.name(nearest));
    this.words.replaceChildren(
      h("strong", {}, copy ? "◆ A copy." : "◇ Not a copy."),
      ` Distance to the nearest training image ${distance.toFixed(2)}; ` +
        `nearest-neighbour ratio ${number} (a copy is below 1/3).`,
    );
    const what = `${copy ? "a copy of" : "nearest to"} training image ${lab.name(nearest)}`;
    return `${note} Seed ${seed}: ${what}. ${some(steps, "step")}, ${lab.spent(ms)}.`.trim();
  }
}
