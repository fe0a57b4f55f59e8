// Many pictures with one setting: how many have socks of one colour, and each one with its mark.
/** @import { Heard } from "../shared/types" */
/** @import { Drawn } from "./tally.js" */
/** @import { Attention } from "./view.js" */
import { MAX_SEED, normalsOf } from "../shared/state/draws.js";
import { percent, some } from "../shared/state/numbers.js";
import { button, h, head, unique } from "../shared/view/elements.js";
import { thumbnail } from "../shared/view/paint.js";
import { TallyTable } from "./table.js";
import { CHANCE, keyOf, kindOf, spoken, Tally } from "./tally.js";

const MARKS = { same: "●", differ: "◐", unclear: "?" };
const KEY =
  "Pixels agree: of a coloured pixel of the left half and one of the right, how often both have " +
  "the same colour. ● a clean pair of one colour, ◐ of two, ? a sock that is not of one colour.";
const PROMPT =
  "From this seed on. What is drawn is counted here for each network and setting of its layer.";

/** @typedef {Heard & Omit<Drawn, "seed" | "z"> & { step: number, part?: number }} Stepped */

export class Draws {
  /** @type {Map<string, Tally>} */
  tallies = new Map();
  /** @type {{ done: number, total: number } | undefined} */
  batch; // under way
  group = unique("lab-shot");
  note = h("p", { class: "lab-note" }, PROMPT);
  count = h("p", { class: "lab-count" });
  key = h("p", { class: "lab-note lab-rule" }, KEY);
  strip = h("fieldset", {
    class: "lab-strip lab-shots",
    "aria-label": "Pictures drawn with this setting: choose one to see its run",
  });

  /** @param {Attention} lab */
  constructor(lab) {
    this.lab = lab;
    this.offer = `Draw ${lab.settings.draws}`;
    this.many = button(this.offer, () => (this.batch ? lab.cancel() : this.begin()));
    this.table = new TallyTable(
      (net) => lab.layered(net),
      (asked) => lab.back(asked),
    );
    this.el = h(
      "section",
      { class: "lab-gallery attention-draws" },
      head("How often do the two socks agree?"),
      h("div", { class: "lab-row" }, this.many, this.note),
      this.table.el,
      this.count,
      this.strip,
      this.key,
    );
  }

  /** Of the setting that is asked for now, made where there is none. */
  get tally() {
    const { lab } = this,
      { net, layer, until, steps } = lab.params(),
      asked = { net, layer, until, steps },
      key = keyOf(asked, lab.layered(net));
    const tally = this.tallies.get(key) ?? new Tally(asked, lab.settings.nets[net].words);
    this.tallies.set(key, tally);
    return tally;
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
  took({ step, part = 0, arrays: { z }, ...said }, tally, seeds) {
    if (z) {
      const { colours, consistent, agreement } = said,
        drawn = { seed: seeds[step], z, colours, consistent, agreement };
      tally.pictures.set(drawn.seed, drawn);
      if (this.batch) this.batch.done = step + 1;
      this.strip.append(this.shot(drawn)); // another setting would have ended the batch
      this.showCounts();
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
    const { asked, words, drawn, agreement, same, clean } = tally,
      set = this.lab.layered(asked.net) ? `, ${spoken(asked)}` : "",
      agree =
        agreement === undefined
          ? ""
          : `Pixels agree in ${percent(agreement)}, by chance in ${percent(CHANCE)}. `;
    return (
      `${words}${set}, ${some(drawn, "picture")}. ${agree}` +
      `${some(clean, "clean pair")}, ${same} of one colour.`
    );
  }

  /** Of all settings that pictures were drawn with. */
  numbers() {
    return this.known.map((tally) => ({
      ...tally.asked,
      drawn: tally.drawn,
      same: tally.same,
      differ: tally.count("differ"),
      unclear: tally.count("unclear"),
      agreement: tally.agreement ?? null,
    }));
  }

  get known() {
    return [...this.tallies.values()].filter((tally) => tally.drawn);
  }

  showCounts() {
    const { tally, known } = this;
    this.note.textContent = known.length ? "" : PROMPT;
    this.table.show(known, tally);
    this.count.textContent = tally.drawn
      ? `${some(tally.drawn, "picture")} with this setting.`
      : "";
    for (const el of [this.strip, this.key]) el.hidden = !tally.drawn;
  }

  show() {
    const { strip } = this,
      shots = [...this.tally.pictures.values()].map((drawn) => this.shot(drawn));
    const held = strip.contains(document.activeElement)
      ? document.activeElement?.getAttribute("value")
      : undefined;
    strip.replaceChildren(...shots);
    for (const radio of strip.querySelectorAll("input")) if (radio.value === held) radio.focus();
    this.showCounts();
  }

  /** A picture to choose. @param {Drawn} drawn */
  shot(drawn) {
    const { seed, z } = drawn,
      told = `Seed ${seed}: ${this.lab.verdictWords(drawn)}`;
    const radio = h("input", {
      type: "radio",
      name: this.group,
      value: seed,
      "aria-label": told,
      checked: seed === this.lab.shown?.seed,
      onchange: () => this.lab.showSeed(seed),
    });
    const mark = `${MARKS[kindOf(drawn)]} ${seed}`,
      below = h("small", { "aria-hidden": "true" }, mark);
    return h("label", { title: told }, radio, thumbnail(this.lab.shape, z), below);
  }
}
