// The table of what was drawn: how often two socks agree with each network and setting of its
// layer, beside chance. A click brings a setting back.
/** @import { Asked, Tally } from "./tally.js" */
import { wilson } from "../shared/state/interval.js";
import { percent } from "../shared/state/numbers.js";
import { button, h, svg } from "../shared/view/elements.js";
import { CHANCE, spoken } from "./tally.js";

const WIDE = 120,
  HIGH = 22; // of an interval
const HEADS = ["Network", "Pixels agree", "Clean pairs", "Of these one colour, 95\u00a0% interval"];

/** @param {string | Element} inside */
const cell = (inside) => h("td", {}, inside);

/** @param {Element} picture @param {string} words */
const share = (picture, words) =>
  h("span", { class: "attention-share" }, picture, h("span", {}, words));

export class TallyTable {
  body = h("tbody");

  /**
   * @param {(net: string) => boolean} layered whether a network has a layer of attention
   * @param {(asked: Asked) => void} back
   */
  constructor(layered, back) {
    this.layered = layered;
    this.back = back;
    const heads = HEADS.map((text) => h("th", { scope: "col" }, text)),
      table = h("table", {}, h("thead", {}, h("tr", {}, heads)), this.body);
    this.el = h("div", { class: "lab-tried" }, h("div", { class: "lab-tried-box" }, table));
  }

  /** @param {Tally[]} tallies @param {Tally} now */
  show(tallies, now) {
    this.el.hidden = !tallies.length;
    this.body.replaceChildren(...tallies.map((each) => this.row(each, each === now)), chance());
  }

  /** @param {Tally} tally @param {boolean} now */
  row(tally, now) {
    const { asked, words, drawn, agreement, same, clean } = tally,
      set = this.layered(asked.net) ? spoken(asked) : "no layer of attention";
    const open = button("", () => this.back(asked), {
      "aria-label": `${words} ${set}. Bring it back.`,
    });
    open.append(h("span", {}, `${words} `, h("small", {}, set)));
    return h(
      "tr",
      { "aria-current": now && "true" },
      h("th", { scope: "row" }, open),
      cell(agreement === undefined ? "–" : percent(agreement)),
      cell(`${clean} of ${drawn}`),
      cell(clean ? matching(same, clean) : "–"),
    );
  }
}

/** @param {number} same of the clean pairs @param {number} clean */
function matching(same, clean) {
  const [low, high] = wilson(same, clean),
    words = `${percent(same / clean)}, ${percent(low)} to ${percent(high)}`;
  return share(interval(same / clean, low, high), words);
}

/** @param {number} part */
const along = (part) => 4 + part * (WIDE - 8);

/** Lines of a scale from 0 to 1, with chance on it. @param {Element[]} marks */
const scale = (...marks) =>
  svg(
    "svg",
    { class: "attention-interval", viewBox: `0 0 ${WIDE} ${HIGH}`, "aria-hidden": "true" },
    svg("path", { class: "attention-scale", d: `M${along(0)} ${HIGH - 3}H${along(1)}` }),
    svg("path", { class: "attention-chance", d: `M${along(CHANCE)} 1V${HIGH - 1}` }),
    ...marks,
  );

/** @param {number} p @param {number} low @param {number} high */
function interval(p, low, high) {
  const y = HIGH / 2;
  return scale(
    svg("path", { class: "attention-range", d: `M${along(low)} ${y}H${along(high)}` }),
    svg("circle", { class: "attention-dot", cx: along(p), cy: y, r: 4 }),
  );
}

function chance() {
  const name = h("th", { scope: "row" }, "Chance", h("small", {}, "each sock for itself"));
  return h(
    "tr",
    { class: "attention-by-chance" },
    name,
    cell(percent(CHANCE)),
    cell(""),
    cell(share(scale(), percent(CHANCE))),
  );
}
