// What a sample turned out to be: the picture, its nearest training image, and whether it is a
// copy.
/** @import { Floats, Shape } from "../shared/types" */
/** @import { State } from "../shared/state/state.js" */
/** @import { Frame } from "../shared/view/frame.js" */
/** @import { Result } from "./tally.js" */
import { some } from "../shared/state/numbers.js";
import { choice } from "../shared/view/controls.js";
import { h } from "../shared/view/elements.js";
import { picture } from "../shared/view/paint.js";
import { COPY, moved, outcome, SAMPLERS } from "./tally.js";

/** @param {State} state @param {string} value @param {() => void} change */
export const samplerChoice = (state, value, change) =>
  choice({ state, name: "method", label: "Sampler", values: SAMPLERS, value, change });

export class Verdict {
  /** @param {Shape} shape */
  constructor(shape) {
    this.result = picture(shape, "Result");
    this.nearest = picture(shape, "Nearest training image");
    this.nearest.name.replaceChildren("Nearest", h("b", {}, " training image"));
    this.words = h("p", { class: "lab-verdict" }, "\u00a0");
  }

  /**
   * The nearest image. A phone has no room for a long name under it: there the words give it.
   * @param {Floats} x @param {string} name
   */
  call(x, name) {
    const [number, ...rest] = name.split(","),
      { nearest } = this;
    nearest.set(x, name);
    nearest.note.replaceChildren(number, h("b", {}, ["", ...rest].join(",")));
  }

  /**
   * Shows it and returns the sentence that announces it.
   * @param {Frame} lab
   * @param {Result} result
   * @param {{ seed: number, params: { steps: number }, note: string }} job
   * @param {number} ms
   */
  show(lab, result, { seed, params: { steps }, note }, ms) {
    const { z, nearest, distance, ratio, shift } = result,
      kind = ratio < COPY ? `◆ A copy${moved(result)}.` : "◇ Not a copy.",
      where = shift ? ", moved to where it fits best," : "";
    this.result.set(z, `seed ${seed}`);
    this.call(lab.image(nearest), `${lab.name(nearest)}${moved(result)}`);
    this.words.replaceChildren(
      h("strong", {}, kind),
      " Distance to the nearest training image",
      h("span", { class: "lab-called" }, ` (${lab.name(nearest)})`),
      `${where} ${distance.toFixed(2)}; ` +
        `nearest-neighbour ratio ${ratio.toFixed(2)} (a copy is below 1/3).`,
    );
    const what = outcome(result, (m) => `training image ${lab.name(m)}`);
    return `${note} Seed ${seed}: ${what}. ${some(steps, "step")}, ${lab.spent(ms)}.`.trim();
  }
}
