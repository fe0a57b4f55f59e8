// What stands under the dish and on it: wavelengths, how far it has come, a ruler of one wave.
import { show } from "../shared/state/numbers.js";
import { h } from "../shared/view/elements.js";
import { long } from "./field.js";

const UNTOLD =
  "This dish has been changed too often for a link to repeat it: there it would start anew.";

export class Caption {
  constructor() {
    this.bar = h("i");
    this.length = h("span");
    const hidden = { "aria-hidden": "true", hidden: true };
    this.ruler = h("div", { class: "turing-ruler", ...hidden }, this.bar, this.length);
    this.lengths = h("strong", {}, "\u00a0");
    this.clock = h("span", {}, "\u00a0");
    this.untold = h("span", { hidden: true }, UNTOLD);
    this.el = h("p", { class: "turing-caption" }, this.lengths, this.clock, this.untold);
  }

  /** On the way of a long run. @param {number} step @param {number} steps */
  count(step, steps) {
    this.clock.textContent = `${show(step)} of ${show(steps)} steps`;
  }

  /** @param {{ count: number, tau: number, resting: boolean, told: { t?: number } }} dish */
  time({ count, tau, resting, told }) {
    const rests = resting ? ", at rest" : "";
    this.clock.textContent = `${show(count)} steps, time ${show(tau)}${rests}`;
    this.untold.hidden = told.t !== undefined;
  }

  /**
   * Shows both wavelengths, none measured where there is no pattern; returns them in words
   * @param {number | null} predicted @param {number | null} measured @param {number} whole the dish
   */
  waves(predicted, measured, whole) {
    const length = predicted ?? measured,
      found = predicted === null;
    const seen = measured === null ? "–" : long(measured);
    const words = `Wavelength: predicted ${long(predicted)}, measured ${seen}`;
    this.lengths.textContent = words;
    this.ruler.hidden = length === null || length > whole * 0.9;
    this.bar.style.width = `${(100 * (length ?? 0)) / whole}cqw`;
    this.length.textContent =
      length === null ? "" : `${found ? "measured " : ""}λ = ${long(length)}`;
    this.ruler.classList.toggle("turing-found", found);
    return words;
  }
}
