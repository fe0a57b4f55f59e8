// What linear theory says: the growth rate of every wave, Turing's conditions, a verdict.
/** @import { Axis } from "../shared/state/curves.js" */
/** @import { Sheet } from "../shared/view/plot.js" */
/** @import { Theory } from "./verdict.js" */
import { diamond, path } from "../shared/state/curves.js";
import { h } from "../shared/view/elements.js";
import { plot } from "../shared/view/plot.js";
import { long } from "./field.js";
import { lineOf, verdict, whichState, windowOf } from "./verdict.js";

const CONDITIONS = [
  "f_u + g_v < 0",
  "det = f_u g_v − f_v g_u > 0",
  "h = D_v f_u + D_u g_v > 0",
  "h² > 4 D_u D_v det",
];

export class TheoryPanel {
  /** @type {Theory | undefined} */
  theory;

  constructor() {
    /** @type {{ x: Axis, y: Axis }} */
    this.window = {
      x: { low: 0, high: 1, linear: true, label: "wavenumber k" },
      y: { low: -1, high: 1, linear: true },
    };
    this.plot = plot({
      label: "Growth rate against wavenumber",
      height: 210,
      ...this.window,
      draw: (sheet) => this.draw(sheet),
    });
    this.verdict = h("p", { class: "turing-verdict" }, "\u00a0");
    this.about = h("p", { class: "lab-note turing-about" }, "\u00a0");
    this.marks = CONDITIONS.map(() => h("span"));
  }

  /** @returns {Element[]} */
  parts() {
    const head = h("p", { class: "lab-head" }, "Which waves grow?");
    return [head, this.plot.el, this.verdict, this.about];
  }

  /** Turing's conditions, each with its mark. */
  list() {
    const lowered = (/** @type {string} */ text) =>
      text.split(/_(.)/).map((part, j) => (j % 2 ? h("sub", {}, part) : part));
    const conditions = CONDITIONS.map((text, i) =>
      h("li", {}, h("span", {}, lowered(text)), this.marks[i]),
    );
    const label = { class: "turing-conditions", "aria-label": "Turing's four conditions" };
    return h("ol", label, conditions);
  }

  /**
   * Shows it and returns the verdict; `empty`: of the empty state
   * @param {Theory} theory
   * @param {{ k_max: number, low: number, high: number }} axis
   * @param {boolean} empty
   */
  show(theory, axis, empty) {
    const [head, text] = verdict(theory, empty);
    this.theory = theory;
    this.verdict.replaceChildren(h("strong", {}, head), text);
    this.marks.forEach((mark, i) => {
      mark.textContent = theory.conditions[i] ? "✓ yes" : "✗ no";
      mark.className = theory.conditions[i] ? "turing-yes" : "";
    });
    Object.assign(this.window.y, windowOf(theory.curve, axis));
    this.window.x.high = axis.k_max;
    const words = `${whichState(theory, empty, undefined)}: ${head}${text}`;
    this.plot.say(words);
    this.plot.redraw();
    return words;
  }

  /**
   * Whether the dish is in the state of which the curve speaks
   * @param {boolean} near @param {boolean} empty
   */
  place(near, empty) {
    if (this.theory) this.about.textContent = `${whichState(this.theory, empty, near)}.`;
  }

  /** @param {Sheet} sheet */
  draw({ x, y, add, box }) {
    if (!this.theory) return;
    const { curve, band, k, growth } = this.theory,
      k_max = this.window.x.high,
      { low } = this.window.y;
    if (band) {
      const tall = { y: box.top, height: box.bottom - box.top };
      add("rect", { class: "lab-won", x: x(band[0]), width: x(band[1]) - x(band[0]), ...tall });
    }
    add("line", { class: "turing-zero", x1: box.left, x2: box.right, y1: y(0), y2: y(0) });
    const line = lineOf(curve, low).map(([part, g]) => [x(part * k_max), y(g)]);
    add("path", { class: "lab-line", d: path(line) });
    if (k === null || growth === null || k > k_max) return;
    add("line", { class: "lab-now", x1: x(k), x2: x(k), y1: y(growth), y2: box.bottom });
    add("path", { class: "lab-mark", d: diamond(x(k), y(growth), 8) });
    const side = k > 0.6 * k_max ? { x: x(k) - 12, "text-anchor": "end" } : { x: x(k) + 12 };
    add("text", { class: "lab-region", y: y(growth) - 6, ...side }, "k* = ", long(k));
  }
}
