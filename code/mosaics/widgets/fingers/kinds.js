// Hands or faces? The lab opens anew with the other ones, which a page loads when they are chosen.
/** @import { Choice } from "../shared/view/controls.js" */
/** @import { Fingers } from "./view.js" */
import { choice } from "../shared/view/controls.js";

export class Kinds {
  /** @param {Fingers} lab */
  constructor(lab) {
    const { kinds = {} } = lab.settings;
    this.lab = lab;
    this.now = lab.data in kinds ? lab.data : "own";
    /** @type {Choice} */
    this.choice = choice({
      state: lab.chosen,
      name: "data",
      label: "Pictures",
      values: this.now === "own" ? { ...kinds, own: "Your own" } : kinds,
      value: this.now,
      change: (name) => this.change(name),
    });
    this.choice.el.hidden = Object.keys(kinds).length < 2;
  }

  /** These pictures after all. */
  stay() {
    this.lab.own.leave();
    this.choice.set(this.now);
  }

  /** By hand: the rest stays as it is, and so does the focus. @param {string} name */
  async change(name) {
    if (name === this.now) return this.stay();
    const { lab } = this,
      values = lab.kept();
    const next = /** @type {Fingers | undefined} */ (
      /** @type {unknown} */ (await lab.own.named(name))
    );
    if (!next) return this.stay();
    next.set(values, "stay");
  }
}
