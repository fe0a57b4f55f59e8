// The pictures so far of the settings in view: a strip to choose from, their counts under them.
/** @import { Shape } from "../shared/types" */
/** @import { Counter } from "./counters.js" */
/** @import { Shot, Tally } from "./tally.js" */
import { h, head, unique } from "../shared/view/elements.js";
import { thumbnail } from "../shared/view/paint.js";
import { short, told } from "./words.js";

export class Gallery {
  /** @type {Tally | undefined} */
  tally; // in view
  group = unique("fingers");

  /**
   * @param {Shape} shape @param {Counter | undefined} counter @param {(shot: Shot) => void} choose
   */
  constructor(shape, counter, choose) {
    this.shape = shape;
    this.counter = counter;
    this.choose = choose;
    this.strip = h("fieldset", {
      class: "lab-strip lab-shots",
      "aria-label": "Pictures so far: choose one to see it",
    });
    this.el = h("section", { class: "lab-gallery" }, head("Pictures so far"), this.strip);
  }

  /**
   * A picture has come into a tally; `chosen` is the seed in view
   * @param {Tally} tally @param {Shot} shot @param {number} chosen
   */
  put(tally, shot, chosen) {
    const known = this.strip.querySelector(`[value="${shot.seed}"]`)?.closest("label");
    if (tally !== this.tally) {
      this.tally = tally;
      this.strip.replaceChildren(...[...tally.shots.values()].map((each) => this.item(each)));
    } else if (known) this.renew(known, this.item(shot));
    else this.strip.append(this.item(shot));
    const radio = this.strip.querySelector(`[value="${chosen}"]`);
    if (radio instanceof HTMLInputElement) radio.checked = true;
  }

  /**
   * Another picture of a seed; who was on it stays there
   * @param {Element} old @param {Element} now
   */
  renew(old, now) {
    const held = old.contains(document.activeElement);
    old.replaceWith(now);
    if (held) now.querySelector("input")?.focus();
  }

  /** @param {Shot} shot */
  item(shot) {
    const { counter } = this,
      words = `Seed ${shot.seed}. ${counter ? told(counter, shot.found) : ""}`.trim(),
      number = counter ? short(counter, shot.found) : String(shot.seed);
    const radio = h("input", {
      type: "radio",
      name: this.group,
      value: shot.seed,
      "aria-label": words,
      onchange: () => this.choose(shot),
    });
    const below = h("small", { "aria-hidden": "true" }, number);
    return h("label", { title: words }, radio, thumbnail(this.shape, shot.z), below);
  }
}
