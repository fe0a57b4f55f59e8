// The table's rows beside the reader's own: this noise, the median of all noises tried, the stored
// median with its interval.
/** @import { Courses, Measure, Tried } from "./ranks.js" */
import { h } from "../shared/view/elements.js";
import { ranked } from "./ranks.js";
import { called, number, sign } from "./words.js";

/** Median of r², its interval, how many noises. @typedef {[number, number, number, number]} Row */

/** @param {string} text @param {string} [note] */
const cell = (text, note) => h("td", {}, text, note ? h("small", {}, ` ${note}`) : undefined);

export class Table {
  /** @param {{ N: number, all: number, steps: number }} setup */
  constructor(setup) {
    this.setup = setup;
    this.body = h("tbody");
    this.mine = h("th", { scope: "col" });
    this.here = h("th", { scope: "col" });
    const heads = [h("th", { scope: "col" }, "Machine"), this.here, this.mine];
    this.stored = h("th", { scope: "col" }, "Table, r²");
    this.note = h("p", { class: "lab-note" }, this.difference());
    const top = h("thead", {}, h("tr", {}, heads, this.stored));
    const table = h("table", { class: "rivals-table" }, top, this.body);
    this.el = h("section", { class: "rivals-rows" }, table, this.note);
  }

  /** What the table is about that this lab is not. */
  difference() {
    const { N, all, steps } = this.setup;
    if (N === all && steps === 20)
      return (
        "Yours: the median over the noises tried here, as many as in brackets. Table: the stored " +
        "median, its interval (95 %) and over how many noises."
      );
    return `The table is about ${all} training images and 20 steps; here ${N} and ${steps}.`;
  }

  /**
   * @param {Courses} courses @param {Tried} tried
   * @param {{ net: string, by: Measure, chosen: string, rows: Record<string, Row | null> }} how
   */
  show(courses, tried, { net, by, chosen, rows }) {
    const count = tried.count(net);
    this.here.textContent = `Here, ${sign(by)}`;
    this.mine.textContent = `Yours (${count})`;
    const lines = [...ranked(courses, by), "ceiling"].map((name) => {
      const course = courses.get(name),
        mine = tried.middle(net, name, by),
        here = course ? number(course[by][course[by].length - 1], by) : "–";
      return h(
        "tr",
        { class: name === chosen && "rivals-chosen" },
        h("th", { scope: "row" }, called(name)),
        cell(here),
        cell(mine === undefined ? "–" : number(mine, by)),
        stored(rows[name]),
      );
    });
    this.body.replaceChildren(...lines);
  }
}

/** @param {Row | null | undefined} row */
function stored(row) {
  if (!row) return h("td", { class: "rivals-none" }, "not measured");
  const [middle, low, high, pairs] = row;
  const text = (/** @type {number} */ v) => number(v, "r2");
  return cell(text(middle), `[${text(low)}, ${text(high)}], ${pairs}`);
}
