// Many pictures with one setting: how many have socks of one colour, beside chance, and each one
// with its mark.
/** @import { Heard } from "../shared/types" */
/** @import { Drawn } from "./tally.js" */
/** @import { Attention } from "./view.js" */
import { MAX_SEED, normalsOf } from "../shared/state/draws.js";
import { percent, some } from "../shared/state/numbers.js";
import { button, h, head, svg, unique } from "../shared/view/elements.js";
import { thumbnail } from "../shared/view/paint.js";
import { CHANCE, keyOf, kindOf, spoken, Tally, wilson } from "./tally.js";

const WIDE = 120,
  HIGH = 22; // of an interval
const MARKS = { same: "●", differ: "◐", unclear: "?" };
const KEY = "● one colour, ◐ two colours, ? a sock without one clean colour";
const PROMPT =
  "From this seed on. What is drawn is counted here for each network and setting of its layer.";

/** @typedef {Heard & Omit<Drawn, "seed" | "z"> & { step: number, part?: number }} Stepped */

export class Draws {
  /** @type {Map<string, Tally>} */
  tallies = new Map();
  /** @type {{ done: number, total: number } | undefined} */
  batch; // under way
  group = unique("lab-shot");

  /** @param {Attention} lab */
  constructor(lab) {
    this.lab = lab;
    this.offer = `Draw ${lab.settings.draws}`;
    this.many = button(this.offer, () => this.press());
    this.note = h("p", { class: "lab-note" }, PROMPT);
    this.body = h("tbody");
    const heads = ["Network", "One colour", "Two", "Unclear", "Share, with a 95 % interval"];
    this.table = h(
      "table",
      {},
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          heads.map((text) => h("th", { scope: "col" }, text)),
        ),
      ),
      this.body,
    );
    this.box = h("div", { class: "lab-tried lab-tried-box", hidden: true }, this.table);
    this.head = h("p", { class: "lab-count" });
    this.strip = h("fieldset", {
      class: "lab-strip lab-shots",
      "aria-label": "Pictures drawn with this setting: choose one to see its run",
      hidden: true,
    });
    this.key = h("p", { class: "lab-note lab-rule", hidden: true }, KEY);
    this.el = h(
      "section",
      { class: "lab-gallery attention-draws" },
      head("How often do both socks have one colour?"),
      h("div", { class: "lab-row" }, this.many, this.note),
      this.box,
      this.head,
      this.strip,
      this.key,
    );
  }

  /** Of the setting that is asked for now, made where there is none. */
  get tally() {
    const { lab } = this,
      asked = lab.params(),
      key = keyOf(asked, lab.layered(asked.net)),
      words = lab.settings.nets[asked.net].words;
    const tally = this.tallies.get(key) ?? new Tally(asked, words);
    this.tallies.set(key, tally);
    return tally;
  }

  press() {
    if (this.batch) return this.lab.cancel();
    this.begin();
  }

  begin() {
    const { lab, tally } = this;
    lab.stop();
    const seeds = tally.next(lab.seed.value, lab.settings.draws, MAX_SEED);
    this.batch = { done: 0, total: seeds.length };
    this.progress(0);
    const params = { ...lab.params(), count: seeds.length };
    lab.busy = true;
    lab.run("several", params, [normalsOf(seeds, lab.imageSize)], {
      step: (/** @type {Stepped} */ message) => this.took(message, tally, seeds),
      done: () => {},
      end: (how) => this.ended(how, tally),
    });
  }

  /** @param {Stepped} message @param {Tally} tally @param {number[]} seeds */
  took({ step, part = 0, colours, consistent, arrays: { z } }, tally, seeds) {
    if (z) {
      tally.pictures.set(seeds[step], { seed: seeds[step], z, colours, consistent });
      if (this.batch) this.batch.done = step + 1;
      this.show();
    }
    this.progress((step + (z ? 1 : part)) / seeds.length);
  }

  /** @param {number} part */
  progress(part) {
    const { lab, batch } = this;
    if (!batch) return;
    lab.progress(part);
    this.many.textContent = `Stop (${batch.done} of ${batch.total})`;
  }

  /** @param {string} how @param {Tally} tally */
  ended(how, tally) {
    const { lab, batch } = this;
    lab.busy = false;
    this.stop();
    if (how === "error") return;
    const stopped =
      batch && batch.done < batch.total ? `Stopped after ${batch.done} of ${batch.total}. ` : "";
    lab.say(`${stopped}${this.words(tally)}`);
    lab.state = { ...lab.state, tally: this.numbers() };
  }

  /** Another job has taken the batch's place, or it is over. */
  stop() {
    if (!this.batch) return;
    this.batch = undefined;
    this.many.textContent = this.offer;
    delete this.lab.root.dataset.long;
    this.show();
  }

  follow() {}

  /** How far a batch is, for who waits. */
  far() {
    return this.batch && `${this.batch.done} of ${some(this.batch.total, "picture")} are there.`;
  }

  // ---------------------------------------------------------------- what was counted
  /** @param {Tally} tally */
  words(tally) {
    if (!tally.drawn) return "No picture was drawn.";
    const { asked, words, drawn } = tally,
      same = tally.count("same"),
      [low, high] = wilson(same, drawn).map(percent),
      set = this.lab.layered(asked.net) ? `, ${spoken(asked)}` : "";
    return (
      `${words}${set}: ${same} of ${some(drawn, "picture")} have socks of one colour, ` +
      `${percent(same / drawn)}, 95 % interval ${low} to ${high}; by chance ${percent(CHANCE)}.`
    );
  }

  /** Of all settings that pictures were drawn with. */
  numbers() {
    return this.some().map((tally) => ({
      ...tally.asked,
      drawn: tally.drawn,
      same: tally.count("same"),
      differ: tally.count("differ"),
      unclear: tally.count("unclear"),
    }));
  }

  some() {
    return [...this.tallies.values()].filter((tally) => tally.drawn);
  }

  show() {
    const { tally } = this,
      all = this.some();
    this.note.textContent = all.length ? "" : PROMPT;
    this.box.hidden = !all.length;
    this.body.replaceChildren(...all.map((each) => this.row(each, each === tally)), chanceRow());
    this.head.textContent = tally.drawn ? `${some(tally.drawn, "picture")} with this setting.` : "";
    this.strip.hidden = !tally.drawn;
    this.key.hidden = !tally.drawn;
    const held = this.strip.contains(document.activeElement)
      ? document.activeElement?.getAttribute("value")
      : undefined;
    this.strip.replaceChildren(...[...tally.pictures.values()].map((drawn) => this.shot(drawn)));
    /** @type {HTMLElement | null} */ (
      held === undefined ? null : this.strip.querySelector(`[value="${held}"]`)
    )?.focus();
  }

  /** @param {Tally} tally @param {boolean} now */
  row(tally, now) {
    const { asked, words, drawn } = tally,
      same = tally.count("same"),
      [low, high] = wilson(same, drawn),
      set = this.lab.layered(asked.net) ? spoken(asked) : `${asked.steps} steps`;
    const open = button("", () => this.lab.back(asked), {
      "aria-label": `${words}, ${set}. Bring it back.`,
    });
    open.append(h("span", {}, words, h("small", {}, set)));
    const cell = (/** @type {Element | string | number} */ inside) =>
      h("td", {}, inside instanceof Element ? inside : String(inside));
    const share = h(
      "span",
      { class: "attention-share" },
      interval(same / drawn, low, high),
      h("span", {}, `${percent(same / drawn)} (${percent(low)} to ${percent(high)})`),
    );
    return h(
      "tr",
      { "aria-current": now && "true" },
      h("th", { scope: "row" }, open),
      cell(`${same} of ${drawn}`),
      cell(tally.count("differ")),
      cell(tally.count("unclear")),
      cell(share),
    );
  }

  /** A picture to choose. @param {Drawn} drawn */
  shot(drawn) {
    const kind = kindOf(drawn),
      { seed } = drawn,
      told = `Seed ${seed}: ${this.lab.verdictWords(drawn)}`;
    const radio = h("input", {
      type: "radio",
      name: this.group,
      value: seed,
      "aria-label": told,
      checked: seed === this.lab.shown?.seed,
      onchange: () => this.lab.showSeed(seed),
    });
    const below = h("small", { "aria-hidden": "true" }, `${MARKS[kind]} ${seed}`);
    return h(
      "label",
      { title: told, "data-kind": kind },
      radio,
      thumbnail(this.lab.shape, drawn.z),
      below,
    );
  }
}

/** A share, its interval, and chance beside them. @param {number} p @param {number} low @param {number} high */
function interval(p, low, high) {
  const x = (/** @type {number} */ part) => 4 + part * (WIDE - 8),
    y = HIGH / 2;
  return svg(
    "svg",
    { class: "attention-interval", viewBox: `0 0 ${WIDE} ${HIGH}`, "aria-hidden": "true" },
    svg("path", { class: "attention-scale", d: `M${x(0)} ${HIGH - 3}H${x(1)}` }),
    svg("path", { class: "attention-chance", d: `M${x(CHANCE)} 1V${HIGH - 1}` }),
    svg("path", { class: "attention-range", d: `M${x(low)} ${y}H${x(high)}` }),
    svg("circle", { class: "attention-dot", cx: x(p), cy: y, r: 4 }),
  );
}

function chanceRow() {
  const share = h(
    "span",
    { class: "attention-share" },
    interval(CHANCE, CHANCE, CHANCE),
    h("span", {}, percent(CHANCE)),
  );
  const name = h("th", { scope: "row" }, "Chance", h("small", {}, "each colour drawn alone"));
  return h(
    "tr",
    { class: "attention-by-chance" },
    name,
    h("td"),
    h("td"),
    h("td"),
    h("td", {}, share),
  );
}
