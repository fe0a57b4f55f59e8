// What labs have in common whose machines see windows: the choice of a machine, its windows, and
// long runs.
/** @import { Context, Control, Pair, Shape } from "../types" */
/** @import { Choice, Slider } from "./controls.js" */
/** @import { Job, Moment, RunSettings, Then } from "./run.js" */
import { choice, listSlider } from "./controls.js";
import { CurveSlider } from "./curve.js";
import { h } from "./elements.js";
import { RunLab } from "./run.js";
import { WindowEditor } from "./windows.js";

export const LONG = 500; // ms after which a run shows how far it is

/**
 * `most` training images for each machine, `largest` sides; `plain` is the largest that an image
 * has room for
 * @typedef {object} Windowing
 * @property {string} machine
 * @property {Record<string, string>} machines
 * @property {Record<string, number>} most
 * @property {number[]} handles
 * @property {Pair[]} windows
 * @property {Record<string, Pair[]>} presets
 * @property {number} plain
 * @property {Record<string, number>} largest
 */

/** @typedef {RunSettings & Windowing} WindowedSettings */
/**
 * @typedef {{ machine: string, N: number, steps: number, windows: Pair[], shape: Shape }}
 * WindowedParams
 */

/**
 * @template {WindowedSettings} Settings
 * @template {WindowedParams} Params
 * @template {Moment} M
 * @extends {RunLab<Settings, Params, M>}
 */
export class WindowedLab extends RunLab {
  /**
   * @param {Context} context
   * @param {string} lab
   * @param {string} without what stands where a machine has no windows
   */
  constructor(context, lab, without) {
    super(context, lab);
    const { N, machine, machines } = this.settings;
    /** @type {Choice} */
    this.machineChoice = choice({
      state: this.chosen,
      name: "machine",
      label: "Machine",
      values: machines,
      value: machine,
      change: () => this.changeMachine(),
    });
    this.sizeBox = h("div", { class: "lab-slot" });
    /** @type {Slider} */
    this.training = this.fitSize(N);
    this.windows = this.makeWindows();
    const curve = new CurveSlider(this, this.windows.plot);
    this.windows.drawn = (sheet) => curve.drawn(sheet);
    this.curves = [curve];
    this.words = h("p", { class: "lab-words" }, "\u00a0");
    this.sees = h("p", { class: "lab-note" }, without);
    this.fitWindows();
  }

  makeWindows() {
    const { machine, handles, windows, presets, plain, largest, sigma_min, sigma_max } =
      this.settings;
    return new WindowEditor({
      state: this.chosen,
      levels: handles,
      pairs: windows,
      presets,
      plain,
      largest: largest[machine],
      low: sigma_min,
      high: sigma_max,
      change: () => this.start("stay"),
    });
  }

  get several() {
    return Object.keys(this.settings.machines).length > 1;
  }

  /** The row of settings under the lab. @param {Element[]} more */
  settingsRow(...more) {
    const { several } = this,
      kinds = several ? this.machineChoice.el : null;
    return h("div", { class: `lab-settings${several ? " lab-even" : ""}` }, kinds, more);
  }

  /** Training images on offer: as many as a page can do with this machine. @param {number} N */
  fitSize(N) {
    const { sizes, most } = this.settings,
      values = sizes.filter((n) => n <= most[this.machineChoice.value]);
    this.training = listSlider({
      state: this.chosen,
      name: "N",
      label: "Training images N",
      values,
      free: true,
      value: Math.min(N, values[values.length - 1]),
      change: () => this.start("stay"),
    });
    this.sizeBox.replaceChildren(this.training.el);
    return this.training;
  }

  fitWindows() {
    const whole = this.machineChoice.value === "IS";
    this.windows.el.hidden = whole;
    this.sees.hidden = !whole;
    if (!whole) this.windows.allow(this.settings.largest[this.machineChoice.value]);
  }

  changeMachine() {
    this.fitMachine();
    this.start("stay");
  }

  fitMachine() {
    this.fitSize(this.training.value);
    this.fitWindows();
  }

  /** @returns {Record<string, Control>} */
  controls() {
    const { machineChoice } = this,
      sees = machineChoice.value !== "IS";
    const machine = {
      get value() {
        return machineChoice.value;
      },
      set: (/** @type {string} */ name) => {
        machineChoice.set(name);
        if (machineChoice.value) this.fitMachine();
      },
    };
    return {
      machine,
      N: this.training,
      ...(sees ? this.windows.controls() : {}),
      ...super.controls(),
    };
  }

  /** What every job of such a lab is asked with. @returns {WindowedParams} */
  asked() {
    return {
      machine: this.machineChoice.value,
      N: this.training.value,
      steps: this.steps.value,
      windows: this.windows.pairs,
      shape: this.shape,
    };
  }

  /** @param {M | undefined} moment */
  level(moment) {
    return `${super.level(moment)}${moment?.P ? ` · window ${this.windows.word(moment.P)}` : ""}`;
  }

  // ---------------------------------------------------------------- long runs show their states as
  // they come
  /** @param {number} done part of the run */
  progress(done) {
    this.root.style.setProperty("--done", String(done));
    this.root.dataset.long = "";
  }

  /**
   * A step of a run, or a part of one where it is long: how far the run is, and its guess, if that
   * is there.
   * @param {Job<Params, M>} job
   * @param {{ step: number, steps: number, part?: number, ms: number }} message
   * @param {M} [moment]
   */
  came(job, { step, steps, part = 0, ms }, moment) {
    if (moment) job.frames.push(moment);
    if (ms < LONG) return;
    this.words.textContent = `Step ${Math.min(steps, step + 1)} of ${steps}. Escape cancels.`;
    this.progress((step + (moment ? 1 : part)) / steps);
    if (!moment) return;
    job.live = true;
    this.viewState(moment, false, true);
  }

  /** @param {number} k */
  view(k) {
    super.view(k);
    this.curves.forEach((curve) => curve.show());
  }

  /** @param {Then} then @param {string} [note] */
  start(then, note) {
    super.start(then, note);
    delete this.root.dataset.long;
  }

  /** A run that did not end: what was in view before comes back. */
  ended() {
    if (this.shown && !this.motion.on) this.view(Math.min(this.at, this.frames.length - 1));
  }

  /**
   * What was seen as it came, and the lab's first run, end at the end: there is no choice of an
   * image to wait for
   * @param {Job<Params, M>} job @param {number} ms
   */
  settle(job, ms) {
    const atEnd = job.then === "open" || (job.live && job.then === "play");
    if (this.wanted === undefined && atEnd) return this.view(this.frames.length - 1);
    super.settle(job, ms);
  }

  close() {
    this.windows.close();
    super.close();
  }
}
