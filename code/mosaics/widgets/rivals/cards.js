// All pictures from one noise, the nearest to the network's first: native radio buttons under them.
/** @import { Shape } from "../shared/types" */
/** @import { Course, Courses, Measure } from "./ranks.js" */
import { known } from "../prediction/scores.js";
import { path } from "../shared/state/curves.js";
import { h, svg, unique } from "../shared/view/elements.js";
import { paint, thumbnail } from "../shared/view/paint.js";
import { ranked } from "./ranks.js";
import { called, number, sign } from "./words.js";

const WIDE = 56,
  HIGH = 14; // of a curve

/** @typedef {ReturnType<typeof card>} Card */

/** @param {string} name @param {Shape} shape @param {string} group @param {() => void} pick */
function card(name, shape, group, pick) {
  const canvas = thumbnail(shape),
    score = h("b", { "aria-hidden": "true" }),
    curve = svg("path", { class: "lab-line" }),
    spot = svg("circle", { class: "rivals-spot", r: 2.5 }),
    input = h("input", { type: "radio", name: group, value: name, onchange: pick });
  const box = { class: "lab-plot", width: WIDE, height: HIGH, "aria-hidden": "true" };
  const el = h(
    "label",
    { class: "rivals-card" },
    input,
    canvas,
    h("small", { "aria-hidden": "true" }, called(name)),
    score,
    svg("svg", box, curve, spot),
  );
  return { el, input, canvas, score, curve, spot };
}

/**
 * How near the guesses come to the network's along the run
 * @param {Course} course @param {Measure} by @returns {number[][]} points
 */
function points(course, by) {
  const most = by === "r2" ? 1 : Math.max(1e-6, ...course.rms),
    steps = course[by].length;
  return course[by].flatMap((value, k) => {
    if (!known(value)) return [];
    const near = by === "r2" ? value : 1 - value / most;
    return [[(WIDE * (k + 0.5)) / steps, 1 + (HIGH - 2) * (1 - near)]];
  });
}

export class Cards {
  /** @type {Map<string, Card>} */
  all = new Map();

  /**
   * @param {string[]} names @param {Shape} shape @param {(name: string) => void} pick
   */
  constructor(names, shape, pick) {
    const group = unique("rivals-card");
    this.shape = shape;
    for (const name of names)
      this.all.set(
        name,
        card(name, shape, group, () => pick(name)),
      );
    this.el = h(
      "fieldset",
      {
        class: "lab-strip rivals-cards",
        "data-control": "machine",
        "aria-label": "Machines, the nearest first: choose one to see it beside the network",
      },
      [...this.all.values()].map((each) => each.el),
    );
  }

  /**
   * @param {Courses} courses those that are there yet
   * @param {{ by: Measure, step: number, chosen: string, size: number }} how
   */
  show(courses, { by, step, chosen, size }) {
    const order = ranked(courses, by),
      rest = [...this.all.keys()].filter((name) => !courses.has(name));
    this.sort([...order, ...rest]);
    for (const [name, { el, input, canvas, score, curve, spot }] of this.all) {
      const course = courses.get(name);
      input.checked = name === chosen;
      el.classList.toggle("rivals-waiting", !course);
      score.textContent = course ? number(course[by][step], by) : "…";
      const place = course ? `${order.indexOf(name) + 1} of ${order.length}` : "still to come";
      const words = course ? `${sign(by)} ${score.textContent}` : "";
      input.setAttribute(
        "aria-label",
        `${called(name)}: ${[words, place].filter(Boolean).join(", ")}`,
      );
      if (!course) continue;
      paint(canvas, course.guesses.subarray(step * size, (step + 1) * size), this.shape);
      const line = points(course, by);
      curve.setAttribute("d", path(line));
      const [cx, cy] = line[Math.min(step, line.length - 1)] ?? [-9, -9];
      spot.setAttribute("cx", String(cx));
      spot.setAttribute("cy", String(cy));
    }
  }

  /** Puts them in this order; the focus stays where it is. @param {string[]} names */
  sort(names) {
    const inOrder = names.map((name) => /** @type {Card} */ (this.all.get(name)).el);
    if (inOrder.every((el, k) => this.el.children[k] === el)) return;
    const at = document.activeElement;
    this.el.append(...inOrder);
    if (at instanceof HTMLElement && this.el.contains(at)) at.focus({ preventScroll: true });
  }
}
