// What can be set of NoveltyLab: whose pictures are placed, and the machine that makes them.
/** @import { Control, Value } from "../shared/types" */
/** @import { State } from "../shared/state/state.js" */
/** @import { Choice, Slider } from "../shared/view/controls.js" */
/** @import { Settings } from "./view.js" */
import { choice, listSlider } from "../shared/view/controls.js";
import { h } from "../shared/view/elements.js";

const WINDOWED = ["LS", "ELS", "bbELS"];

/** Whether a machine sees windows. @param {string} machine */
export const isWindowed = (machine) => WINDOWED.includes(machine);

/** @param {boolean} own @returns {Record<string, string>} */
const mineOf = (own) => (own ? { own: "Your own pictures" } : {});

/**
 * `own`: whether a reader may bring pictures, `has` whether some are there; `start` computes what
 * is asked for, `ask` asks for pictures, `fitted` hears which controls have a use now
 * @typedef {object} Options
 * @property {State} state
 * @property {Settings} settings
 * @property {boolean} own
 * @property {() => boolean} has
 * @property {() => void} start
 * @property {() => void} ask
 * @property {() => void} fitted
 */

export class Choices {
  /** @type {Slider} */
  training;
  /** @type {Slider} */
  side;

  /** @param {Options} options */
  constructor(options) {
    const { settings, own } = options,
      { show, sets, machine, machines, N, P } = settings,
      what = { machine: "A machine", ...sets, ...mineOf(own) };
    this.on = options;
    this.settings = settings;
    this.shown = show; // what was chosen last that there are pictures of
    this.what = this.choice("show", "Pictures of", what, show, () => this.changeWhat());
    this.machine = this.choice("machine", "Machine", machines, machine, () => this.change());
    this.sizeBox = h("div", { class: "lab-slot" });
    this.sideBox = h("div", { class: "lab-slot" });
    this.training = this.fitSize(N);
    this.side = this.fitSide(P);
    const both = h("div", { class: "novelty-choices" }, this.what.el, this.machine.el);
    this.el = h("div", { class: "novelty-controls" }, this.sideBox, both, this.sizeBox);
  }

  /**
   * @param {string} name @param {string} label @param {Record<string, string>} values
   * @param {string} value @param {() => void} change
   * @returns {Choice}
   */
  choice(name, label, values, value, change) {
    return choice({ state: this.on.state, name, label, values, value, change });
  }

  /** Whether the pictures are a machine's. */
  get made() {
    return this.what.value === "machine";
  }

  /** Whether they are those of a machine that sees windows. */
  get windowed() {
    return this.made && isWindowed(this.machine.value);
  }

  /** Training images on offer: as many as a page can do with this machine. @param {number} N */
  fitSize(N) {
    const { sizes, most } = this.settings,
      limit = most[this.machine.value],
      value = Math.min(N, limit),
      values = [...new Set([...sizes.filter((n) => n <= limit), value])].sort((a, b) => a - b);
    this.training = listSlider({
      state: this.on.state,
      name: "N",
      label: "Training images N",
      values,
      free: true,
      fits: Number.isInteger,
      value,
      change: () => this.on.start(),
    });
    this.sizeBox.replaceChildren(this.training.el);
    return this.training;
  }

  /** The sides of windows on offer; the last one sees all, but on a torus. */
  get sides() {
    const { plain, all } = this.settings,
      odd = Array.from({ length: (plain + 1) / 2 }, (_, k) => 2 * k + 1);
    return this.machine.value === "ELS" ? odd : [...odd, all];
  }

  /** @param {number} P */
  fitSide(P) {
    const { plain } = this.settings;
    this.side = listSlider({
      state: this.on.state,
      name: "P",
      label: "Window of the machine",
      values: this.sides,
      value: P,
      say: (side) => (side > plain ? "the whole picture" : `${side} × ${side} pixels`),
      input: () => this.on.start(),
    });
    this.sideBox.replaceChildren(this.side.el);
    return this.side;
  }

  /** What has no use with this machine, or with these pictures, is not in view. */
  fit() {
    this.fitSize(this.training.value);
    this.fitSide(this.side.value);
    this.sideBox.hidden = !this.windowed;
    this.sizeBox.hidden = !this.made;
    this.machine.el.hidden = !this.made;
    this.on.fitted();
  }

  change() {
    this.fit();
    this.on.start();
  }

  /** Where a reader has brought no pictures yet, the panel for them is what is meant. */
  changeWhat() {
    if (this.what.value === "own" && !this.on.has()) {
      this.what.set(this.shown);
      return this.on.ask();
    }
    this.show(this.what.value);
    this.on.start();
  }

  /** @param {string} what */
  show(what) {
    this.what.set(what);
    this.shown = this.what.value;
    this.fit();
  }

  /** Of windows only where there are some. @returns {Record<string, Control>} */
  controls() {
    const { what, machine, training, on } = this;
    const show = {
      get value() {
        return what.value;
      },
      set: (/** @type {Value} */ wanted) => {
        if (wanted !== "own" || on.has()) this.show(String(wanted));
      },
    };
    const whose = {
      get value() {
        return machine.value;
      },
      set: (/** @type {Value} */ wanted) => {
        machine.set(String(wanted));
        this.fit();
      },
    };
    const all = { show, machine: whose, N: training };
    return isWindowed(machine.value) ? { ...all, P: this.sideControl() } : all;
  }

  /** @returns {Control} */
  sideControl() {
    const { settings, side } = this;
    return {
      get value() {
        return side.value > settings.plain ? "all" : side.value;
      },
      set: (wanted) => side.set(wanted === "all" ? settings.all : Number(wanted)),
    };
  }
}
