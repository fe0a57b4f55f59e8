// How r² goes along a run: the lines of the plot, and which is whose.
/** @import { Sheet } from "../shared/view/plot.js" */
/** @import { Score } from "./scores.js" */
/** @import { Moment, Scores } from "./view.js" */
import { diamond, path } from "../shared/state/curves.js";
import { h, svg } from "../shared/view/elements.js";
import { known } from "./scores.js";

/**
 * The machine's line, those of the baselines, and the moment in view
 * @param {Sheet} sheet
 * @param {Scores & { frame: Moment, frames: Moment[], machine?: string }} run
 */
export function drawScores({ x, y, add, box }, run) {
  if (!run.frames.length) return;
  const states = run.frames.slice(0, -1),
    levels = states.map((f) => x(f.sigma)),
    scores = states.map((f) => f.r2);
  /** @param {Score[]} values */
  const points = (values) => values.flatMap((v, k) => (known(v) ? [[levels[k], y(v)]] : []));
  /** @param {string} name @param {Score[]} values */
  const line = (name, values) => add("path", { class: name, d: path(points(values)) });
  if (run.machine !== "IS") line("lab-line lab-ideal", run.ideal);
  line("lab-line lab-linear", run.wiener);
  line("lab-line lab-chance", run.chance);
  line("lab-line", scores);
  for (const [cx, cy] of points(scores)) add("circle", { class: "lab-dot", cx, cy, r: 2.5 });
  const { sigma, r2 } = run.frame,
    at = sigma > 0 ? x(sigma) : levels[levels.length - 1];
  add("line", { class: "lab-now", x1: at, x2: at, y1: box.top, y2: box.bottom });
  if (known(r2)) add("path", { class: "lab-mark", d: diamond(at, y(r2), 7) });
}

export function legend() {
  /** @param {string} name @param {string} text */
  const entry = (name, text) => {
    const line = svg("path", { class: name, d: "M1 5H27" });
    return h(
      "li",
      {},
      svg("svg", { width: 28, height: 10, "aria-hidden": "true", class: "lab-plot" }, line),
      text,
    );
  };
  return h(
    "ul",
    { class: "lab-legend" },
    entry("lab-line", "the machine"),
    entry("lab-line lab-ideal", "the ideal machine"),
    entry("lab-line lab-linear", "Wiener, the best linear filter"),
    entry("lab-line lab-chance", "the network, another noise"),
  );
}
