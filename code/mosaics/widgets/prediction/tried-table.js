// The table of what has been tried so far: a click brings a row back.
/** @import { Asked, Row, Schedules, Tried } from "./tried.js" */
import { path } from "../shared/state/curves.js";
import { show } from "../shared/state/numbers.js";
import { button, h, svg } from "../shared/view/elements.js";
import { scoreText } from "./scores.js";
import { valuesOf } from "./tried.js";

const WIDE = 44,
  HIGH = 28; // of a sketch
const EMPTY = "Change the windows, the machine or N: what you have tried is kept here.";

/**
 * Noise levels and sides that there are.
 * @typedef {Schedules & { sigma_min: number, sigma_max: number }} Range
 */

export class TriedTable {
  /** @param {number} count noises of a median @param {(row: Row) => void} back */
  constructor(count, back) {
    this.count = count;
    this.back = back;
    this.body = h("tbody");
    this.seedHead = h("th", { scope: "col" });
    this.manyHead = h("th", { scope: "col" });
    const heads = [h("th", { scope: "col" }, "Windows"), this.seedHead, this.manyHead];
    this.table = h("table", {}, h("thead", {}, h("tr", {}, heads)), this.body);
    this.note = h("p", { class: "lab-note" }, EMPTY);
    const scroll = h("div", { class: "lab-tried-box" }, this.table);
    const head = h("p", { class: "lab-head" }, "Tried so far");
    this.el = h("section", { class: "lab-tried" }, head, scroll, this.note);
  }

  /**
   * @param {Tried} tried @param {number} seed of the run in view @param {string} now its row
   * @param {Range} range
   */
  show(tried, seed, now, range) {
    const { from } = tried,
      best = tried.best(seed);
    const many =
      from === undefined ? `of ${this.count} noises` : `seeds ${from}–${from + this.count - 1}`;
    this.seedHead.replaceChildren("r² ", h("small", {}, `seed ${seed}`));
    this.manyHead.replaceChildren("median ", h("small", {}, many));
    this.note.textContent = tried.rows.length > 1 ? "" : EMPTY;
    const ordered = [...tried.rows].sort((a, b) => Number(b === best) - Number(a === best));
    const rows = ordered.map((row) => {
      const scores = [row.seeds.get(seed), tried.median(row)].map((r2) =>
        h("td", {}, r2 === undefined ? "–" : scoreText(r2)),
      );
      const marks = { "data-best": row === best, "aria-current": row.key === now && "true" };
      return h(
        "tr",
        marks,
        h("th", { scope: "row" }, this.entry(row, row === best, range)),
        scores,
      );
    });
    this.body.replaceChildren(...rows);
  }

  /** @param {Row} row @param {boolean} best @param {Range} range */
  entry(row, best, range) {
    const [seen, rest] = wordsOf(row.asked, range),
      label = `${seen} ${rest}. Bring it back.`;
    const open = button("", () => this.back(row), { "aria-label": label });
    open.append(sketch(row, range), h("span", {}, `${seen} `, h("small", {}, rest)));
    return [open, best ? h("span", { class: "lab-best" }, "◆ best") : null];
  }
}

/** @param {Asked} asked @param {Schedules} schedules */
function wordsOf(asked, schedules) {
  const { machine, N, steps, windows } = asked,
    name = String(valuesOf(asked, schedules).windows),
    sides = windows.map(([, P]) => P);
  const range = `${Math.min(...sides)} to ${Math.max(...sides)}`,
    drawn = `${name.includes("/") ? "drawn" : name}, ${range}`;
  const seen = windows.length > 1 ? drawn : `${sides[0]} × ${sides[0]}`;
  const first = `${machine}${machine === "IS" ? "" : `, ${seen}`}`;
  return [first, `N ${show(N)}, ${show(steps)} steps`];
}

/** @param {Row} row @param {Range} range */
function sketch({ asked: { machine, windows } }, { sigma_min: low, sigma_max: high, plain: most }) {
  const x = (/** @type {number} */ s) => (WIDE * Math.log(high / s)) / Math.log(high / low);
  const y = (/** @type {number} */ P) => HIGH - 3 - ((HIGH - 6) * Math.min(P, most)) / most;
  const points = windows.map(([s, P]) => [Math.min(WIDE, Math.max(0, x(s))), y(P)]),
    [, first] = points[0],
    [, last] = points[points.length - 1];
  const line = path([[WIDE, first], ...points, [0, last]]);
  return svg(
    "svg",
    { class: "lab-sketch", viewBox: `0 0 ${WIDE} ${HIGH}`, "aria-hidden": "true" },
    svg("path", { class: "lab-line", d: machine === "IS" ? "" : line }),
  );
}
