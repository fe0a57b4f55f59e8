// What linear theory says: the growth rate of every wave, Turing's conditions, a verdict.
/** @import { Axis } from "../shared/state/curves.js" */
/** @import { Sheet } from "../shared/view/plot.js" */
import { diamond, path } from "../shared/state/curves.js";
import { h } from "../shared/view/elements.js";
import { plot } from "../shared/view/plot.js";
import { long } from "./field.js";

const CONDITIONS = [
  "f_u + g_v < 0",
  "det = f_u g_v − f_v g_u > 0",
  "h = D_v f_u + D_u g_v > 0",
  "h² > 4 D_u D_v det",
];

/**
 * Of the uniform state; what is of waves that grow is null where none does
 * @typedef {object} Theory
 * @property {[number, number]} rest
 * @property {boolean[]} conditions
 * @property {number[]} curve
 * @property {[number, number] | null} band
 * @property {number | null} k
 * @property {number | null} wavelength
 * @property {number | null} growth
 */

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
    this.marks = CONDITIONS.map(() => h("span"));
  }

  /** @returns {Element[]} */
  parts() {
    const lowered = (/** @type {string} */ text) =>
      text.split(/_(.)/).map((part, j) => (j % 2 ? h("sub", {}, part) : part));
    const conditions = CONDITIONS.map((text, i) =>
      h("li", {}, h("span", {}, lowered(text)), this.marks[i]),
    );
    const label = { class: "turing-conditions", "aria-label": "Turing's four conditions" };
    const head = h("p", { class: "lab-head" }, "Which waves grow?");
    return [head, this.plot.el, this.verdict, h("ol", label, conditions)];
  }

  /**
   * Shows it and returns the verdict; `push`: the model needs one where no wave grows by itself
   * @param {Theory} theory
   * @param {{ k_max: number, low: number, high: number }} axis
   * @param {boolean} push
   */
  show(theory, { low, high, k_max }, push) {
    const [head, text] = verdict(theory);
    const more = push && !theory.band;
    const grow = Math.max(1, (1.25 * Math.max(...theory.curve)) / high);
    this.theory = theory;
    this.verdict.replaceChildren(
      h("strong", {}, head),
      text + (more ? " Patterns need a push: they grow from the painted spot." : ""),
    );
    this.marks.forEach((mark, i) => {
      mark.textContent = theory.conditions[i] ? "✓ yes" : "✗ no";
      mark.className = theory.conditions[i] ? "turing-yes" : "";
    });
    Object.assign(this.window.y, { low: low * grow, high: high * grow });
    this.window.x.high = k_max;
    const words = this.verdict.textContent ?? "";
    this.plot.say(words);
    this.plot.redraw();
    return words;
  }

  /** @param {Sheet} sheet */
  draw({ x, y, add, box }) {
    if (!this.theory) return;
    const { curve, band, k, growth } = this.theory,
      k_max = this.window.x.high,
      { low } = this.window.y;
    /** @type {number[][][]} */
    const runs = [[]];
    if (band) {
      const tall = { y: box.top, height: box.bottom - box.top };
      add("rect", { class: "lab-won", x: x(band[0]), width: x(band[1]) - x(band[0]), ...tall });
    }
    add("line", { class: "turing-zero", x1: box.left, x2: box.right, y1: y(0), y2: y(0) });
    curve.forEach((g, i) => {
      if (g < low) runs.push([]);
      else runs[runs.length - 1].push([x((k_max * i) / (curve.length - 1)), y(g)]);
    });
    for (const run of runs) if (run.length > 1) add("path", { class: "lab-line", d: path(run) });
    if (k === null || growth === null || k > k_max) return;
    add("line", { class: "lab-now", x1: x(k), x2: x(k), y1: y(growth), y2: box.bottom });
    add("path", { class: "lab-mark", d: diamond(x(k), y(growth), 8) });
    const side = k > 0.6 * k_max ? { x: x(k) - 12, "text-anchor": "end" } : { x: x(k) + 12 };
    add("text", { class: "lab-region", y: y(growth) - 6, ...side }, "k* = ", long(k));
  }
}

/** In words: a head, and more. @param {Theory} theory */
export function verdict({ conditions: [still, stable], band, wavelength }) {
  if (band) {
    const [longest, shortest] = band.map((k) => long((2 * Math.PI) / k));
    const waves = ` Waves from λ = ${shortest} to ${longest} grow`;
    return ["◆ Turing instability.", `${waves}, ${long(wavelength)} fastest.`];
  }
  if (still && stable) {
    return ["◇ No Turing instability:", " the uniform state is stable at every wavelength."];
  }
  const why = " the uniform state does not last even in a stirred pot.";
  return ["◇ Unstable without diffusion:", why];
}
