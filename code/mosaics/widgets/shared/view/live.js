// Labs that answer while a control is dragged.
import { seedField } from "./controls.js";
import { settled } from "./elements.js";
import { Frame } from "./frame.js";

/**
 * A lab that answers while a control is dragged. While a job is under way only the newest wish is
 * kept, so a drag never queues up. A lab adds begin(note), which starts one job and has its `end`
 * call rested().
 * @template {{ seed: number }} Settings
 * @template {object} [State=object]
 * @extends {Frame<Settings, State>}
 */
export class Live extends Frame {
  seed = seedField({
    state: this.chosen,
    value: this.settings.seed,
    change: (_, note) => this.start(note),
  });
  /** @type {string | undefined} */
  wish;
  busy = false;
  announce = settled((/** @type {string} */ text) => this.say(text));

  /** @param {string} note */
  begin(note) {}

  rerun() {
    this.start();
  }

  start(note = "") {
    if (this.busy) {
      this.wish = note || " ";
      return;
    }
    this.busy = true;
    this.begin(note);
  }

  rested() {
    const wish = this.wish;
    this.busy = false;
    this.wish = undefined;
    if (wish) this.start(wish.trim());
  }

  switched() {
    this.busy = false;
    super.switched();
  }

  another() {
    this.seed.next();
    this.start();
  }

  /** @param {string} then @param {string} note */
  answer(then, note) {
    this.start(note);
  }
}
