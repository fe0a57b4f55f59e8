// Loss and r² against training.
/** @import { Sheet } from "../shared/view/plot.js" */
/** @import { Look, Run } from "./run.js" */
import { diamond, path } from "../shared/state/curves.js";
import { show } from "../shared/state/numbers.js";
import { h } from "../shared/view/elements.js";
import { plot } from "../shared/view/plot.js";
import { two } from "./run.js";

/** @type {Record<string, string>} */
export const AXES = { step: "training steps", seconds: "seconds of training" };

export class Curves {
  axis = "step";
  at = 0; // the look in view
  /** @type {Run | undefined} */
  run;

  constructor() {
    this.x = { low: 10, high: 1000, label: AXES.step };
    this.loss = { low: 0.1, high: 1 };
    this.lossPlot = plot({
      label: "Loss against training",
      x: this.x,
      y: this.loss,
      draw: (sheet) => this.run && this.drawLoss(sheet, this.run),
    });
    this.r2Plot = plot({
      label: "Median r² of network and machine against training",
      x: this.x,
      y: { low: 0, high: 1, linear: true },
      draw: (sheet) => this.run && this.drawR2(sheet, this.run),
    });
    this.el = h(
      "div",
      { class: "lab-panels" },
      panel("Loss", ["mean of the last 100 steps"], this.lossPlot.el),
      panel("Median r² with the machine", lines(), this.r2Plot.el),
    );
  }

  /** @param {Run} run @param {number} at */
  show(run, at) {
    const { losses, looks, done = 1 } = run,
      steps = this.axis === "step",
      now = looks[at];
    const end = losses[losses.length - 1] ?? [1, 100],
      values = losses.map(([, , loss]) => loss);
    const high = Math.max(steps ? 100 : 1, end[steps ? 1 : 0] / Math.max(done, 0.01));
    this.run = run;
    this.at = at;
    Object.assign(this.x, { low: steps ? 10 : 0.1, high, label: AXES[this.axis] });
    Object.assign(this.loss, { low: Math.min(0.1, ...values), high: Math.max(1, ...values) });
    if (now) {
      const step = `at step ${show(now.step)}`;
      this.lossPlot.say(`Loss ${two(now.loss)} ${step}`);
      this.r2Plot.say(`${two(now.median)} ${step}; ${two(now.chance)} with other noises`);
    }
    this.lossPlot.redraw();
    this.r2Plot.redraw();
  }

  /** Where a look is on the axis. @param {Look} look */
  place(look) {
    return this.axis === "step" ? look.step : look.seconds;
  }

  /** @param {Sheet} sheet @param {Run} run */
  drawLoss(sheet, { losses, looks }) {
    const { x, y, add } = sheet,
      now = looks[this.at];
    const of = this.axis === "step" ? 1 : 0;
    add("path", { class: "lab-line", d: path(losses.map((row) => [x(row[of]), y(row[2])])) });
    if (now) this.drawNow(sheet, now, now.loss === null ? undefined : y(now.loss));
  }

  /** @param {Sheet} sheet @param {Run} run */
  drawR2(sheet, { looks }) {
    const { x, y, add } = sheet,
      now = looks[this.at];
    if (!now) return;
    /** @param {"median" | "chance"} of */
    const line = (of) => path(looks.map((look) => [x(this.place(look)), y(look[of])]));
    add("path", { class: "lab-line training-chance", d: line("chance") });
    add("path", { class: "lab-line", d: line("median") });
    for (const look of looks) {
      add("circle", { class: "lab-dot", cx: x(this.place(look)), cy: y(look.median), r: 2.5 });
    }
    this.drawNow(sheet, now, y(now.median));
  }

  /** @param {Sheet} sheet @param {Look} look @param {number | undefined} height */
  drawNow({ x, add, box }, look, height) {
    const at = x(this.place(look));
    add("line", { class: "lab-now", x1: at, x2: at, y1: box.top, y2: box.bottom });
    if (height !== undefined) add("path", { class: "lab-mark", d: diamond(at, height, 7) });
  }

  close() {
    this.lossPlot.close();
    this.r2Plot.close();
  }
}

/** @param {string} head @param {(string | Element)[]} note @param {Element} curve */
function panel(head, note, curve) {
  const key = h("p", { class: "lab-note training-key" }, note);
  return h("section", {}, h("p", { class: "lab-head" }, head), key, curve);
}

/** Which line is which. */
const lines = () => [
  h("i", { "aria-hidden": "true" }),
  "same noise",
  h("i", { class: "training-dashed", "aria-hidden": "true" }),
  "other noises",
];
