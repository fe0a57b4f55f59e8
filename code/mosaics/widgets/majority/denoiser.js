// The denoiser that draws a world: its settings, and what a job is asked with.
/** @import { State } from "../shared/state/state.js" */
/** @import { Asked } from "./finds.js" */
import { show } from "../shared/state/numbers.js";
import { choice, listSlider, logSlider, rangeSlider } from "../shared/view/controls.js";

const SEES = { 3: "3 × 3 cells", all: "the whole image" };

/**
 * @typedef {object} Offered
 * @property {number} L
 * @property {number | null} P
 * @property {number[]} sides
 * @property {number} steps
 * @property {number} sigma_min
 * @property {number} sigma_max
 */

/** @typedef {Asked & { sigma_min: number }} Params */

export class Denoiser {
  /** @param {State} state @param {Offered} offered @param {() => void} change */
  constructor(state, offered, change) {
    const { sigma_min, L, P, sides } = offered;
    this.sigma_min = sigma_min;
    this.side = listSlider({
      state,
      name: "L",
      label: "Side of the world",
      values: sides,
      value: L,
      say: (n) => `${n} cells`,
      change,
    });
    this.sees = choice({
      state,
      name: "P",
      label: "The denoiser sees",
      values: SEES,
      value: P ? "3" : "all",
      change,
    });
    this.steps = stepsOf(state, offered.steps, change);
    this.noise = noiseOf(state, offered.sigma_max, change);
  }

  parts() {
    return [this.side, this.sees, this.steps, this.noise].map((control) => control.el);
  }

  controls() {
    return { L: this.side, P: this.sees, steps: this.steps, sigma_max: this.noise };
  }

  /** @returns {Params} */
  params() {
    const { side, sees, steps, noise, sigma_min } = this;
    return {
      L: side.value,
      P: sees.value === "all" ? null : 3,
      steps: steps.value,
      sigma_min,
      sigma_max: noise.value,
    };
  }
}

/** @param {State} state @param {number} value @param {() => void} change */
const stepsOf = (state, value, change) =>
  rangeSlider({
    state,
    name: "steps",
    label: "Steps of the denoiser",
    low: 1,
    high: 50,
    value,
    change,
  });

/** @param {State} state @param {number} value @param {() => void} change */
const noiseOf = (state, value, change) =>
  logSlider({
    state,
    name: "sigma_max",
    label: "Noise at the start",
    low: 0.5,
    high: 80,
    value,
    say: (s) => `σ ${show(s)}`,
    change,
  });
