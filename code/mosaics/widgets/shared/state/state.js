// A lab's state: what a reader can set, by name, in one place, apart from what shows it (controls
// and pictures) and from what computes with it (engines). A job takes what it needs when it is
// asked for; what is set afterwards is for the next one.
/** @import { Control, Value } from "../types" */

export class State {
  /** @type {Map<string, Value>} */
  #values = new Map();
  /** @type {Map<string, () => void>} */
  #shows = new Map();

  /** @param {string} name @returns {Value} */
  get(name) {
    return this.#values.get(name);
  }

  /** @param {string} name */
  number(name) {
    return Number(this.#values.get(name));
  }

  /** @param {string} name */
  text(name) {
    return String(this.#values.get(name));
  }

  /** Sets a value; what shows it follows. @param {string} name @param {Value} value */
  put(name, value) {
    this.#values.set(name, value);
    this.#shows.get(name)?.();
  }

  /**
   * A control of this name is shown anew at each change.
   * @param {string} name @param {() => void} show
   */
  shownBy(name, show) {
    this.#shows.set(name, show);
  }

  /**
   * A value as it can be read and set from outside; `fits` says whether one is on offer.
   * @template {Value} V
   * @param {string} name @param {(wanted: Value) => V | undefined} fits undefined for what is not
   * @returns {Control}
   */
  control(name, fits) {
    const state = this;
    return {
      get value() {
        return state.get(name);
      },
      set(wanted) {
        const value = fits(wanted);
        if (value !== undefined) state.put(name, value);
      },
    };
  }
}
