// Labs that answer while a control is dragged.
import { seedField } from "./controls.js";
import { Frame } from "./frame.js";

const QUIET = 500; // ms without news, after which a result is announced

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
  /** @type {number | undefined} */
  pending; // what is to be announced

  /** @param {string} note */
  begin(note) {}

  /** Says so once things are quiet, unless something newer is said before. @param {string} text */
  announce(text) {
    clearTimeout(this.pending);
    this.pending = window.setTimeout(() => this.say(text), QUIET);
  }

  /** @param {string} text */
  say(text) {
    clearTimeout(this.pending);
    super.say(text);
  }

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
