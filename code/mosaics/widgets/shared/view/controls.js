// Controls: native inputs with visible labels. What they are set to stands in the lab's state,
// under their names: a control shows it, and writes there what the reader does; `value` and `set`
// are for it.
/** @import { State } from "../state/state.js" */
import { MAX_SEED } from "../state/draws.js";
import { ladder, nearestPosition, show, wholeIn } from "../state/numbers.js";
import { h, unique } from "./elements.js";

/**
 * @typedef {object} Slider
 * @property {number} value
 * @property {(wanted: number) => void} set
 * @property {HTMLElement} el
 * @property {HTMLInputElement} range
 */

/**
 * `input` hears each move, `change` the last one; `say(value)` its words
 * @typedef {object} SliderOptions
 * @property {State} state
 * @property {string} name
 * @property {string} label
 * @property {number} value
 * @property {(value: number) => string} [say]
 * @property {string} [hint]
 * @property {(value: number) => void} [input]
 * @property {(value: number) => void} [change]
 */

/**
 * A slider over positions 0 ... count - 1; `at(i)` is the value there
 * @param {SliderOptions & { count: number, at: (i: number) => number }} options @returns {Slider}
 */
function slider({ state, name, label, count, at, value, say = show, hint, input, change }) {
  const id = unique(),
    out = h("span", { class: "lab-value", "aria-hidden": "true" });
  const range = h("input", { type: "range", id, name, min: 0, max: count - 1, step: 1 });
  const title = h("label", { for: id }, label, hint && h("small", {}, hint));
  const control = {
    el: h("div", { class: "lab-control" }, title, range, out),
    range,
    get value() {
      return state.number(name);
    },
    /** @param {number} wanted */
    set(wanted) {
      state.put(name, at(nearestPosition(+range.max + 1, at, wanted)));
    },
  };
  state.shownBy(name, () => {
    range.value = String(nearestPosition(+range.max + 1, at, control.value));
    out.textContent = say(control.value);
    range.setAttribute("aria-valuetext", say(control.value));
    range.style.setProperty("--at", `${(100 * +range.value) / Math.max(1, +range.max)}%`);
  });
  range.addEventListener("input", () => {
    state.put(name, at(+range.value));
    input?.(control.value);
  });
  range.addEventListener("change", () => change?.(control.value));
  control.set(value);
  return control;
}

/**
 * A slider over listed values; if `free` it may be set to any value between its ends, which is then
 * one of the list, where it `fits`
 * @param {SliderOptions & {
 *   values: number[], free?: boolean, fits?: (wanted: number) => boolean,
 * }} options
 * @returns {Slider}
 */
export function listSlider({ values: listed, free, fits = () => true, ...options }) {
  const values = [...listed],
    control = slider({ ...options, count: values.length, at: (i) => values[i] });
  const { set } = control;
  if (!free) return control;
  control.set = (wanted) => {
    const [low, high] = [values[0], values[values.length - 1]];
    if (!values.includes(wanted) && wanted > low && wanted < high && fits(wanted)) {
      values.push(wanted);
      values.sort((a, b) => a - b);
      control.range.max = String(values.length - 1);
    }
    set(wanted);
  };
  return control;
}

/**
 * Whole numbers from low to high.
 * @param {SliderOptions & { low: number, high: number }} options
 */
export const rangeSlider = (options) =>
  slider({ ...options, count: options.high - options.low + 1, at: (i) => options.low + i });

/**
 * Logarithmic, over round numbers.
 * @param {SliderOptions & { low: number, high: number }} options
 */
export const logSlider = ({ low, high, ...options }) =>
  listSlider({ ...options, free: true, values: ladder(low, high, options.value) });

/** @typedef {ReturnType<typeof choice>} Choice */

/**
 * @param {object} options
 * @param {State} options.state
 * @param {string} options.name
 * @param {string} options.label
 * @param {Record<string, string>} options.values
 * @param {string} options.value
 * @param {(value: string) => void} [options.change]
 */
export function choice({ state, name, label, values, value, change }) {
  const id = unique();
  const options = Object.entries(values).map(([key, text]) =>
    h("option", { value: key, selected: key === value }, text),
  );
  const select = h("select", { id, name }, options);
  select.addEventListener("change", () => {
    state.put(name, select.value);
    change?.(select.value);
  });
  state.shownBy(name, () => {
    select.value = state.text(name);
  });
  state.put(name, value);
  const el = h("div", { class: "lab-control lab-choice" }, h("label", { for: id }, label), select);
  return {
    el,
    select,
    get value() {
      return state.text(name);
    },
    /** What is not on offer is not taken. @param {string} wanted */
    set(wanted) {
      const offered = Array.from(select.options, (option) => option.value);
      if (offered.includes(String(wanted))) state.put(name, String(wanted));
    },
  };
}

const seeds = wholeIn(0, MAX_SEED);

/** @typedef {ReturnType<typeof seedField>} SeedField */

/**
 * Seed: a whole number from 0 to MAX_SEED; anything else is brought into range, and `change` hears
 * a note about it
 * @param {object} options
 * @param {State} options.state
 * @param {number} options.value
 * @param {(seed: number, note: string) => void} options.change
 */
export function seedField({ state, value, change }) {
  const id = unique();
  const range = { min: 0, max: MAX_SEED, step: 1, inputmode: "numeric" };
  const input = h("input", { type: "number", id, name: "seed", ...range, value });
  const set = (/** @type {number} */ wanted) => {
    if (seeds(wanted) !== undefined) state.put("seed", wanted);
  };
  const control = {
    el: h("div", { class: "lab-control lab-seed" }, h("label", { for: id }, "Seed"), input),
    get value() {
      return state.number("seed");
    },
    set,
    next: () => set((control.value + 1) % (MAX_SEED + 1)),
  };
  state.shownBy("seed", () => {
    input.value = String(control.value);
  });
  control.set(value);
  input.addEventListener("change", () => {
    const typed = input.value,
      near = typed === "" ? control.value : +typed;
    const wanted = Math.round(Math.min(MAX_SEED, Math.max(0, near)));
    const same = typed === String(wanted);
    control.set(wanted);
    change(
      wanted,
      same ? "" : `The seed is a whole number from 0 to ${MAX_SEED}: ${wanted} was taken.`,
    );
  });
  return control;
}
