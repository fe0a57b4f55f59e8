// Where in the run each machine leaves the network: a line for each against the noise level.
/** @import { Sheet } from "../shared/view/plot.js" */
/** @import { Course, Courses, Measure } from "./ranks.js" */
import { known } from "../prediction/scores.js";
import { diamond, path } from "../shared/state/curves.js";
import { h } from "../shared/view/elements.js";
import { plot } from "../shared/view/plot.js";
import { CHANCE, called, number, sign } from "./words.js";

/**
 * @typedef {{ courses: Courses, chosen: string, step: number, by: Measure }} Look
 */

export class CoursePlot {
  /** @type {Look} */
  look = { courses: new Map(), chosen: "", step: 0, by: "r2" };

  /** @param {number[]} sigmas noise levels of the run */
  constructor(sigmas) {
    this.sigmas = sigmas;
    this.y = { low: 0, high: 1, linear: true };
    const [high, low] = [sigmas[0], sigmas[sigmas.length - 1]];
    this.plot = plot({
      label: "Agreement with the network’s guess against noise level",
      height: 320,
      x: { low: low / 1.5, high: high * 1.5, flip: true, label: "noise level σ, falling →" },
      y: this.y,
      draw: (sheet) => this.draw(sheet),
    });
    this.key = h("p", { class: "lab-note" }, "\u00a0");
    this.el = h("div", { class: "rivals-course" }, this.plot.el, this.key);
  }

  /** @param {Look} look */
  show(look) {
    const { courses, chosen, step, by } = look,
      worst = Math.max(0.1, ...[...courses.values()].flatMap(({ rms }) => rms));
    this.look = look;
    this.y.high = by === "r2" ? 1 : worst;
    const value = courses.get(chosen)?.[by][step];
    this.plot.say(`${called(chosen)}: ${sign(by)} ${number(value, by)} at this step`);
    const what = by === "r2" ? "r² with" : "RMS difference from";
    this.key.textContent =
      `${what} the network’s guess. Blue: ${called(chosen)}; grey: the others; ` +
      "dashed: the network from another noise.";
    this.plot.redraw();
  }

  /** @param {Sheet} sheet */
  draw({ x, y, add, box }) {
    const { courses, chosen, step, by } = this.look;
    const points = (/** @type {Course} */ course) =>
      course[by].flatMap((value, k) => (known(value) ? [[x(this.sigmas[k]), y(value)]] : []));
    const line = (/** @type {string} */ name, /** @type {string} */ kind) => {
      const course = courses.get(name);
      if (course) add("path", { class: kind, d: path(points(course)) });
    };
    const others = [...courses.keys()].filter((name) => !["network", chosen].includes(name));
    for (const name of others) line(name, `rivals-line ${name === CHANCE ? "rivals-chance" : ""}`);
    line(chosen, "lab-line");
    const at = x(this.sigmas[step]),
      value = courses.get(chosen)?.[by][step];
    add("line", { class: "lab-now", x1: at, x2: at, y1: box.top, y2: box.bottom });
    if (value !== undefined && known(value))
      add("path", { class: "lab-mark", d: diamond(at, y(value), 7) });
  }

  close() {
    this.plot.close();
  }
}
