// The panel of the worlds found: how many of all that exist, on a logarithmic scale, and the last
// of them.
/** @import { Floats } from "../shared/types" */
/** @import { Asked, Found } from "./finds.js" */
import { show } from "../shared/state/numbers.js";
import { h, unique } from "../shared/view/elements.js";
import { thumbnail } from "../shared/view/paint.js";
import { broken } from "./finds.js";
import { logTicks, place } from "./scale.js";
import { black } from "./world.js";

const KEPT = 24; // worlds in the gallery
const HEAD = "Different consistent worlds the denoiser has found";

export class FoundPanel {
  /**
   * @param {Map<number, number>} counts how many worlds exist, by side
   * @param {Element} more a button for more runs
   * @param {(world: Floats) => void} look
   */
  constructor(counts, more, look) {
    this.counts = counts;
    this.look = look;
    this.group = unique("lab-image");
    this.figure = h("p", { class: "lab-figure" }, "\u00a0");
    this.scale = h("div", { class: "majority-scale", role: "img" });
    this.note = h("p", { class: "lab-note" });
    this.gallery = h("fieldset", {
      class: "lab-strip lab-found",
      "aria-label": "Worlds found last: choose one to look at it",
    });
    const top = h("div", { class: "majority-found" }, this.figure, more);
    const head = h("p", { class: "lab-head" }, HEAD);
    this.el = h("section", {}, head, top, this.scale, this.note, this.gallery);
  }

  get text() {
    return this.figure.textContent;
  }

  /** @param {Found} found @param {Asked} asked */
  show(found, { L }) {
    const { size } = found.worlds,
      total = this.counts.get(L);
    this.figure.textContent = total ? `${show(size)} of ${show(total)}` : show(size);
    this.scale.hidden = !total;
    if (total) this.showScale(size, total);
    this.note.textContent = words(found, L, total);
    this.gallery.hidden = !size;
    const last = [...found.worlds.values()].slice(-KEPT).reverse();
    this.gallery.replaceChildren(...last.map((world, i) => this.thumb(world, i, L)));
  }

  /** @param {number} size @param {number} total */
  showScale(size, total) {
    const at = (/** @type {number} */ x) => ({ style: `--at: ${x}` }),
      here = place(size, total);
    const ticks = logTicks(total).map(({ n, at: x, labelled }) =>
      h("span", at(x), h("i", {}), labelled ? h("b", {}, show(n)) : null),
    );
    const gauge = h("div", { class: "lab-gauge" });
    gauge.style.setProperty("--w", String(here));
    gauge.hidden = !size;
    const label = h(
      "p",
      { class: "majority-here", ...at(here) },
      size ? `${show(size)} found` : "",
    );
    this.scale.replaceChildren(
      label,
      h("div", { class: "majority-track" }, gauge),
      h("div", { class: "majority-ticks" }, ticks),
    );
    const found = `${show(size)} of ${show(total)} worlds found`;
    this.scale.setAttribute("aria-label", `Logarithmic scale from 1 to ${show(total)}: ${found}`);
  }

  /** @param {Floats} world @param {number} i @param {number} L */
  thumb(world, i, L) {
    const radio = h("input", {
      type: "radio",
      name: this.group,
      "aria-label": `World ${i + 1}, ${show(black(world))} cells black`,
      onclick: () => this.look(world),
    });
    return h("label", {}, radio, thumbnail([1, L, L], world));
  }
}

/** @param {Found} found @param {number} L @param {number} [total] */
function words(found, L, total) {
  const wrong = broken(found),
    least = 2 ** (Math.floor(L / 5) ** 2);
  const scale = "The scale is logarithmic: each tick is ten times the one before.";
  const exact = total
    ? `${show(total)} is the exact count for ${L} × ${L} cells.`
    : `At least ${show(least)} exist.`;
  return [
    total && total > 10 ? scale : "",
    exact,
    `Runs so far: ${show(found.runs.size)}.`,
    wrong ? `${show(wrong)} ended with cells that disagree and do not count.` : "",
  ]
    .join(" ")
    .trim();
}
