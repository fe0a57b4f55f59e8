// Which model, which pattern of it, and its parameters: what they are, and the controls for them.
/** @import { Control, Value } from "../shared/types" */
/** @import { State } from "../shared/state/state.js" */
/** @import { Slider } from "../shared/view/controls.js" */
/** @import { Dish } from "./dish.js" */
/** @import { Paints, Values } from "./models.js" */
import { choice, listSlider } from "../shared/view/controls.js";
import { h } from "../shared/view/elements.js";
import { away } from "./field.js";
import { EMPTY } from "./models.js";

/**
 * What the lab knows of a model (widgets/turing: MODELS)
 * @typedef {Paints & {
 *   label: string,
 *   channel: number,
 *   span: number,
 *   names: Record<string, string>,
 *   sliders: Record<string, [low: number, high: number, step: number]>,
 * }} About
 */

/**
 * @typedef {object} Preset
 * @property {string} model
 * @property {string} label
 * @property {number} dx
 * @property {number} ripe
 * @property {string} start
 * @property {string} state the even one that is there before the pattern: "rest" or "empty"
 * @property {Values} values
 * @property {{ k_max: number, low: number, high: number }} axis
 */

/**
 * @typedef {object} Offered
 * @property {string} preset
 * @property {Record<string, Preset>} presets
 * @property {Record<string, About>} models
 */

/**
 * What hears a reader: another pattern, another value of a parameter
 * @typedef {{ choose(key: string): void, tune(): void }} Heard
 */

export class Pattern {
  /** @type {Record<string, Slider>} */
  sliders = {};

  /** @param {State} state @param {Offered} offered @param {Heard} on */
  constructor(state, offered, on) {
    const { preset, presets, models } = offered;
    this.state = state;
    this.offered = offered;
    this.tune = () => on.tune();
    this.now = presets[preset];
    this.about = models[this.now.model];
    const labels = Object.fromEntries(Object.entries(models).map(([key, m]) => [key, m.label]));
    this.model = choice({
      state,
      name: "model",
      label: "Model",
      values: labels,
      value: this.now.model,
      change: (model) => on.choose(this.firstOf(model)),
    });
    this.preset = choice({
      state,
      name: "preset",
      label: "Pattern",
      values: {},
      value: "",
      change: (key) => on.choose(key),
    });
    const both = { class: "turing-choices lab-settings", "data-control": "preset" };
    this.el = h("div", both, this.model.el, this.preset.el);
    this.list = h("div", { class: "turing-sliders" });
  }

  /** The first pattern of a model. @param {string} model */
  firstOf(model) {
    const { presets, preset } = this.offered;
    return Object.keys(presets).find((key) => presets[key].model === model) ?? preset;
  }

  /** Takes over the controls of a pattern. @param {string} key */
  adopt(key) {
    const { presets, models } = this.offered;
    this.now = presets[key];
    this.about = models[this.now.model];
    this.model.set(this.now.model);
    const option = (/** @type {[string, Preset]} */ [k, p]) => h("option", { value: k }, p.label);
    this.preset.select.replaceChildren(...this.own().map(option));
    this.preset.set(key);
    this.sliders = this.makeSliders();
    this.list.replaceChildren(...Object.values(this.sliders).map((slider) => slider.el));
  }

  /** The patterns of this model. */
  own() {
    return Object.entries(this.offered.presets).filter(([, p]) => p.model === this.now.model);
  }

  makeSliders() {
    const { state, tune } = this,
      { values } = this.now,
      { sliders, names } = this.about;
    const made = Object.entries(sliders).map(([name, range]) => {
      const own = this.own().map(([, p]) => p.values[name]);
      const slider = listSlider({
        state,
        name,
        label: names[name],
        values: [...new Set([...grid(range), ...own])].sort((a, b) => a - b),
        value: values[name],
        free: true,
        say: (x) => String(+x.toPrecision(4)).replace("-", "−"),
        input: tune,
      });
      return /** @type {const} */ ([name, slider]);
    });
    return Object.fromEntries(made);
  }

  /** What the sliders say. @returns {Values} */
  get values() {
    return Object.fromEntries(Object.entries(this.sliders).map(([name, s]) => [name, s.value]));
  }

  /** How a dish of it begins. */
  start() {
    const { model, values: own, start } = this.now,
      { channel, span, lift, paint, erase } = this.about;
    return { model, own, start, channel, span, paints: { lift, paint, erase } };
  }

  /**
   * Of which even state theory is to speak: the one that the dish is in, or comes from.
   * @param {Dish} dish
   */
  stateInQuestion(dish) {
    const { now, about } = this;
    if (!about.erase) return "rest";
    if (!dish.fields || !dish.isEven) return now.state;
    return away(dish.fields, EMPTY) < about.span / 4 ? "empty" : "rest";
  }

  /** @returns {Control} */
  control() {
    const { preset, offered } = this;
    return {
      get value() {
        return preset.value;
      },
      set: (/** @type {Value} */ key) => {
        if (offered.presets[String(key)]) this.adopt(String(key));
      },
    };
  }
}

/** The values that a slider stops at. @param {[low: number, high: number, step: number]} range */
function grid([low, high, step]) {
  const count = Math.round((high - low) / step) + 1;
  return Array.from({ length: count }, (_, i) => +(low + i * step).toPrecision(8));
}
