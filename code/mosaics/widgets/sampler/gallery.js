// The pictures so far: a strip to choose from, a tally, more pictures in a batch, and one noise by
// all samplers.
/** @import { Control, Value } from "../shared/types" */
/** @import { RunLab } from "../shared/view/run.js" */
/** @import { Plan } from "./batch.js" */
/** @import { Asked, Kept, Picture, Result, Tally } from "./tally.js" */
import { nextSeeds } from "../shared/state/draws.js";
import { some } from "../shared/state/numbers.js";
import { button, h, unique } from "../shared/view/elements.js";
import { thumbnail } from "../shared/view/paint.js";
import { bringIntoView } from "../shared/view/sight.js";
import { Batch } from "./batch.js";
import { Comparison } from "./compare.js";
import { COPY, described, outcome, rule, SAMPLERS, Tallies } from "./tally.js";

const MORE = 24; // pictures of a batch

/** @typedef {RunLab<any, Asked & { steps: number }, any>} Lab */

export class Gallery {
  /** @type {Tally | undefined} */
  tally; // in view
  /** @type {Batch | undefined} */
  batch; // under way
  wish = false; // a batch is to come after the run under way

  /** @param {Lab} lab */
  constructor(lab) {
    this.lab = lab;
    this.tallies = new Tallies(lab.shape);
    this.group = unique("lab-shot");
    this.more = button(`${MORE} more`, () => this.addMore());
    this.side = button("Compare samplers", () => this.compare(!this.comparing), {
      "aria-pressed": "false",
      "data-control": "compare",
    });
    this.count = h("strong", {}, "\u00a0");
    this.settings = h("span", { class: "lab-note" });
    this.strip = h("fieldset", {
      class: "lab-strip lab-shots",
      "aria-label": "Pictures so far: choose one to see its run",
    });
    this.rule = h("p", { class: "lab-note lab-rule" });
    this.comparison = new Comparison(lab);
    lab.chosen.shownBy("compare", () => this.showSide());
    lab.chosen.put("compare", "off");
    this.el = this.build();
  }

  get comparing() {
    return this.lab.chosen.get("compare") === "on";
  }

  build() {
    return h(
      "section",
      { class: "lab-gallery" },
      h("p", { class: "lab-head" }, "Pictures so far"),
      h("p", { class: "lab-count" }, this.count, " ", this.settings),
      this.strip,
      this.rule,
      h("div", { class: "lab-row" }, this.more, this.side),
    );
  }

  /** Whether the samplers are compared. @returns {Control} */
  control() {
    const gallery = this;
    return {
      get value() {
        return gallery.comparing ? "on" : "off";
      },
      set: (on) => {
        if (on === "on" || on === "off") gallery.press(on === "on");
      },
    };
  }

  // ---------------------------------------------------------------- a picture has come
  /**
   * A run is in view: its picture joins the tally of its settings. Returns what is new about that.
   * @param {Asked} asked @param {number} seed @param {Result} result
   */
  take(asked, seed, result) {
    const tally = this.tallies.of(asked),
      before = tally.count,
      other = this.tally && tally !== this.tally;
    this.put(tally, { ...result, seed }, asked);
    if (!other) return "";
    return before
      ? `Back to the tally of these settings: ${tally.words()}.`
      : "New settings, a new tally.";
  }

  /** @param {Tally} tally @param {Picture} picture @param {Asked} asked */
  put(tally, picture, asked) {
    const kept = tally.add(picture),
      known = this.strip.querySelector(`[value="${picture.seed}"]`)?.closest("label");
    if (tally !== this.tally) {
      this.tally = tally;
      this.strip.replaceChildren(...[...tally.pictures.values()].map((each) => this.shot(each)));
    } else if (known) this.renew(known, this.shot(kept));
    else this.strip.append(this.shot(kept));
    this.settings.textContent = described(asked);
    this.rule.textContent = rule(picture);
    this.tell();
  }

  /**
   * Another picture of a seed; who was on it stays there.
   * @param {Element} old @param {Element} now
   */
  renew(old, now) {
    const held = old.contains(document.activeElement);
    old.replaceWith(now);
    if (held) now.querySelector("input")?.focus();
  }

  tell() {
    const { tally, batch, more } = this;
    this.count.textContent = tally?.count ? `${tally.words()}.` : "None yet.";
    more.textContent = batch?.plan.many ? `Stop (${batch.done} of ${batch.total})` : `${MORE} more`;
  }

  /** A picture to choose. @param {Kept} kept */
  shot(kept) {
    const { seed, first, z, ratio } = kept,
      again = first === seed ? "" : `, the same as seed ${first}`;
    const told = `Seed ${seed}: ${outcome(kept, (m) => this.lab.name(m))}${again}`;
    const radio = h("input", {
      type: "radio",
      name: this.group,
      value: seed,
      "aria-label": told,
      checked: seed === this.lab.shown?.seed,
      onchange: () => this.choose(seed),
    });
    const words = `${ratio < COPY ? "◆ " : ""}${seed}${again && ` = ${first}`}`;
    const below = h("small", { "aria-hidden": "true" }, words);
    return h("label", { title: told }, radio, thumbnail(this.lab.shape, z), below);
  }

  /** @param {number} seed */
  choose(seed) {
    this.lab.seed.set(seed);
    this.lab.start("play");
  }

  // ---------------------------------------------------------------- many at once
  addMore() {
    if (this.batch?.plan.many) return this.lab.cancel();
    this.wish = this.lab.busy; // the run under way comes first
    if (this.wish) return;
    const params = this.lab.params(),
      tally = this.tallies.of(params);
    const seeds = nextSeeds(this.lab.seed.value, MORE, tally.pictures);
    this.begin({
      params,
      many: true,
      runs: seeds.map((seed) => ({ seed, method: params.method })),
      came: (picture) => this.put(tally, picture, params),
      says: () => `${tally.words()}.`,
    });
  }

  /** @param {Omit<Plan, "ended"> & { says: () => string }} plan */
  begin({ came, says, ...plan }) {
    this.stop();
    const batch = new Batch(this.lab, {
      ...plan,
      came: (picture, run) => {
        came(picture, run);
        this.progress(batch);
      },
      ended: (kind) => this.ended(batch, kind, says()),
    });
    this.batch = batch;
    this.progress(batch);
    batch.start();
  }

  /** @param {Batch} batch */
  progress({ done, total }) {
    this.lab.root.style.setProperty("--done", String(done / total));
    this.lab.root.dataset.long = "";
    this.tell();
  }

  /** @param {Batch} batch @param {string} kind @param {string} words */
  ended(batch, kind, words) {
    this.stop();
    const stopped = kind === "done" ? "" : `Stopped after ${batch.done} of ${batch.total}. `;
    if (kind !== "error") this.lab.say(stopped + words);
  }

  /** Another job has taken the batch's place, or it is over. */
  stop() {
    if (!this.batch) return;
    this.batch = undefined;
    delete this.lab.root.dataset.long;
    this.tell();
  }

  /** How far a batch is, for who waits; undefined where there is none. */
  far() {
    return this.batch && `${this.batch.done} of ${some(this.batch.total, "picture")} are there.`;
  }

  // ---------------------------------------------------------------- one noise, all samplers
  /** @param {boolean} on */
  press(on) {
    this.lab.chosen.put("compare", on ? "on" : "off");
    if (!on && this.batch && !this.batch.plan.many) this.lab.cancel();
  }

  showSide() {
    this.side.setAttribute("aria-pressed", String(this.comparing));
    this.comparison.el.hidden = !this.comparing;
  }

  /**
   * Words of the page ask for one thing to look at: a comparison where they name it, and where they
   * do not, none is left over from what was asked before.
   * @param {string} then @param {Record<string, Value>} values
   */
  asked(then, values) {
    if (then !== "play") return;
    if (!("compare" in values)) this.press(false);
    else if (this.comparing) bringIntoView(this.comparison.el);
  }

  /** @param {boolean} on */
  compare(on) {
    this.press(on);
    if (!on) return this.lab.say("Samplers are not compared.");
    bringIntoView(this.comparison.el);
    this.follow();
  }

  /** Where samplers are compared, the noise of the run in view goes through those it has not. */
  follow() {
    const { lab, tallies } = this,
      { shown } = lab;
    if (this.wish && !lab.busy) return this.addMore();
    if (!this.comparing || lab.busy || !shown) return;
    const { params, seed } = shown;
    const of = (/** @type {string} */ method) => tallies.of({ ...params, method });
    const show = () => this.comparison.show(seed, (method) => of(method).pictures.get(seed));
    const left = Object.keys(SAMPLERS).filter((method) => !of(method).pictures.has(seed));
    const words = show();
    if (!left.length) return lab.say(words);
    this.begin({
      params,
      many: false,
      runs: left.map((method) => ({ seed, method })),
      came: (picture, { method }) => {
        of(method).add(picture);
        show();
      },
      says: show,
    });
  }
}
