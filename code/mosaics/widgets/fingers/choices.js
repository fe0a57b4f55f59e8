// What a picture of FingersLab is asked with: machine, training images, windows.
/** @import { Control } from "../shared/types" */
/** @import { Choice, Slider } from "../shared/view/controls.js" */
/** @import { Settings } from "./view.js" */
/** @import { State } from "../shared/state/state.js" */
import { show } from "../shared/state/numbers.js";
import { choice, listSlider } from "../shared/view/controls.js";
import { h } from "../shared/view/elements.js";

/** @typedef {{ machine: string, N: number, P: number, until: number }} Asked */

export class Choices {
  /** @param {State} state @param {Settings} settings @param {() => void} change */
  constructor(state, settings, change) {
    this.state = state;
    this.settings = settings;
    this.change = change;
    /** @type {Choice} */
    this.machine = choice({
      state,
      name: "machine",
      label: "Machine",
      values: settings.machines,
      value: settings.machine,
      change: () => {
        this.fitSize(this.N.value);
        change();
      },
    });
    this.sizeBox = h("div", { class: "lab-slot" });
    /** @type {Slider} */
    this.N = this.fitSize(settings.N);
    this.P = this.makeSide();
    this.until = this.makeUntil();
  }

  /** Training images on offer: as many as a page can do with this machine. @param {number} N */
  fitSize(N) {
    const { sizes, most } = this.settings,
      values = sizes.filter((n) => n <= most[this.machine.value]);
    this.N = listSlider({
      state: this.state,
      name: "N",
      label: "Training images N",
      values,
      free: true,
      value: Math.min(N, values[values.length - 1]),
      change: this.change,
    });
    this.sizeBox.replaceChildren(this.N.el);
    return this.N;
  }

  makeSide() {
    const { sides, P } = this.settings;
    return listSlider({
      state: this.state,
      name: "P",
      label: "Window P",
      values: sides,
      value: P,
      say: (side) => `${side} × ${side} pixels`,
      change: this.change,
    });
  }

  makeUntil() {
    const { until, steps } = this.settings,
      times = Array.from({ length: steps + 1 }, (_, k) => (steps - k) / steps);
    return listSlider({
      state: this.state,
      name: "until",
      label: "Whole image until",
      values: [...new Set([...times, until])].sort((a, b) => b - a),
      value: until,
      say: (t) => ({ 0: "always", 1: "never" })[t] ?? `t = ${show(t)}`,
      change: this.change,
    });
  }

  /** What is turned most first. */
  get elements() {
    return [this.P.el, this.until.el, this.sizeBox, this.machine.el];
  }

  /** @returns {Asked} */
  get value() {
    const { machine, N, P, until } = this;
    return { machine: machine.value, N: N.value, P: P.value, until: until.value };
  }

  /** Whether this is what is chosen. @param {Asked} asked */
  are({ machine, N, P, until }) {
    const now = this.value;
    return now.machine === machine && now.N === N && now.P === P && now.until === until;
  }

  /** @param {Asked} asked */
  set({ machine, N, P, until }) {
    this.setMachine(machine);
    this.N.set(N);
    this.P.set(P);
    this.until.set(until);
  }

  /** @param {string} name */
  setMachine(name) {
    this.machine.set(name);
    this.fitSize(this.N.value);
  }

  /** In the order in which they are set: the machine decides how many images there can be. */
  controls() {
    const { machine, N, P, until } = this;
    /** @type {Control} */
    const kind = {
      get value() {
        return machine.value;
      },
      set: (name) => this.setMachine(String(name)),
    };
    return { machine: kind, N, P, until };
  }
}
