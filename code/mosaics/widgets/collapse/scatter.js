// The plane of two dimensions: all points, the true one, its noisy image, which ones are nearest.
/** @import { Sheet } from "../shared/view/plot.js" */
/** @import { Plane, Point } from "./plane.js" */
import { diamond } from "../shared/state/curves.js";
import { show, some } from "../shared/state/numbers.js";
import { h } from "../shared/view/elements.js";
import { plot } from "../shared/view/plot.js";
import { reach, standing } from "./plane.js";

/**
 * What is shown of a trial
 * @typedef {object} Look
 * @property {Plane} plane
 * @property {number} trial
 * @property {number} trials
 * @property {number[]} near points, the nearest first
 */

export class Scatter {
  /** @type {Look | undefined} */
  look;

  constructor() {
    this.x = { low: -4, high: 4, linear: true, label: "first coordinate" };
    this.y = { low: -4, high: 4, linear: true };
    this.plot = plot({
      label: "The points in the plane",
      height: 300,
      x: this.x,
      y: this.y,
      draw: (sheet) => this.draw(sheet),
    });
    this.caption = h("p", { class: "lab-note" });
    const head = h("p", { class: "lab-head" }, "The points of the trial in view");
    this.el = h("div", { class: "collapse-plane", hidden: true }, head, this.plot.el, this.caption);
  }

  /**
   * Shows a trial; nothing where there are more than two dimensions
   * @param {Look | undefined} look
   */
  show(look) {
    this.look = look;
    this.el.hidden = !look;
    if (!look) return;
    const { plane, trial, near } = look,
      own = trial % plane.all.length,
      far = reach([...plane.all, plane.noisy(trial)]);
    for (const axis of [this.x, this.y]) Object.assign(axis, { low: -far, high: far });
    const words = `The ${near.length} nearest are ringed. ${standing(near.indexOf(own), own)}`;
    this.caption.textContent =
      `• ${some(plane.all.length, "point")}, ◆ the true one, ✕ what the noise made of it, ` +
      `+ the noisy points of the other trials. ${words}`;
    this.plot.say(`Trial ${show(trial + 1)}. ${words}`);
    this.plot.redraw();
  }

  /** @param {Sheet} sheet */
  draw({ x, y, add, box }) {
    if (!this.look) return;
    const { plane, trial, trials, near } = this.look,
      { all } = plane,
      inside = (/** @type {Point} */ [a, b]) => Math.max(Math.abs(a), Math.abs(b)) <= this.x.high;
    const place = (/** @type {Point} */ [a, b]) => [x(a), y(b)].map((v) => v.toFixed(1));
    const cross = (/** @type {Point} */ point) => `M${place(point).join(" ")}m-3 0h6m-3 -3v6`;
    const others = Array.from({ length: trials }, (_, t) => plane.noisy(t)).filter(
      (point, t) => t !== trial && inside(point),
    );
    add("text", { class: "lab-title", x: 4, y: box.top - 1 }, "second");
    add("path", { class: "collapse-noisy", d: others.map(cross).join("") });
    add("path", {
      class: "collapse-points",
      d: all.map((p) => `M${place(p).join(" ")}h0`).join(""),
    });
    for (const m of near) {
      const [cx, cy] = place(all[m]);
      add("circle", { class: "collapse-near", cx, cy, r: m === near[0] ? 9 : 6 });
    }
    const own = place(all[trial % all.length]).map(Number),
      [a, b] = place(plane.noisy(trial)).map(Number);
    add("line", { class: "lab-now", x1: own[0], y1: own[1], x2: a, y2: b });
    add("path", { class: "lab-mark", d: diamond(own[0], own[1], 8) });
    add("path", { class: "collapse-seen", d: `M${a - 6} ${b - 6}l12 12m0 -12l-12 12` });
  }

  close() {
    this.plot.close();
  }
}
