// A bar for each number of fingers or eyes: what was drawn, and beside it the training images.
/** @import { Counter } from "./counters.js" */
import { some } from "../shared/state/numbers.js";
import { h, head } from "../shared/view/elements.js";
import { TALLEST } from "./tally.js";

/** @param {number[]} bars */
const sum = (bars) => bars.reduce((a, b) => a + b, 0);

/** "3 of 5 fingers, 1 of 6 fingers". @param {number[]} bars @param {string} part */
const listed = (bars, part) =>
  bars.flatMap((n, k) => (n ? [`${n} of ${some(k, part)}`] : [])).join(", ");

export class Histogram {
  /** @param {Counter} counter */
  constructor({ title, part, whole }) {
    this.part = part;
    this.none = `no ${whole} yet`;
    this.columns = Array.from({ length: TALLEST + 1 }, (_, k) => column(k));
    this.plot = h(
      "div",
      { class: "fingers-bars", role: "img" },
      this.columns.map((each) => each.el),
    );
    this.key = h(
      "p",
      { class: "fingers-key", "aria-hidden": "true" },
      h("span", { class: "fingers-drawn" }, "drawn"),
      h("span", { class: "fingers-training" }, "training"),
    );
    this.el = h("section", {}, head(title), this.plot, this.key);
  }

  /**
   * @param {number[]} drawn how many of each number
   * @param {number[]} training the same of the training images; all 0 where it is not known
   * @param {number | undefined} here the bar of the picture in view
   */
  show(drawn, training, here) {
    const all = sum(drawn),
      known = sum(training);
    this.columns.forEach((each, k) => {
      each.drawn.style.setProperty("--h", String(all ? drawn[k] / all : 0));
      each.training.style.setProperty("--h", String(known ? training[k] / known : 0));
      each.count.textContent = drawn[k] ? String(drawn[k]) : "\u00a0";
      each.el.classList.toggle("fingers-here", k === here);
    });
    this.key.hidden = !known;
    const { part, none } = this,
      words = known ? ` Training: ${listed(training, part)}.` : "";
    this.plot.setAttribute("aria-label", `Drawn: ${listed(drawn, part) || none}.${words}`);
  }
}

/** @param {number} k its number */
function column(k) {
  const drawn = h("i", { class: "fingers-drawn" }),
    training = h("i", { class: "fingers-training" }),
    count = h("span", {}, "\u00a0");
  const el = h(
    "div",
    { class: "fingers-column" },
    count,
    h("div", { class: "fingers-pair" }, drawn, training),
    h("b", {}, k === TALLEST ? `${k}+` : String(k)),
  );
  return { el, drawn, training, count };
}
