// WindowEditor: which window at which noise level. Handles at fixed levels, moved up and down; the
// schedule between them is straight in log sigma (local.py: WindowSchedule). `pairs` [sigma, P] is
// what the machines get.
/** @import { Control, Pair } from "../types" */
/** @import { State } from "../state/state.js" */
/** @import { Choice, Slider } from "./controls.js" */
/** @import { Sheet } from "./plot.js" */
import { diamond, path } from "../state/curves.js";
import { drawnPairs } from "../state/drawn.js";
import { show } from "../state/numbers.js";
import { choice, listSlider } from "./controls.js";
import { chord, h } from "./elements.js";
import { plot } from "./plot.js";

/** @type {Record<string, string>} */
const SHAPES = {
  calibrated: "Calibrated",
  grey: "The grey 16 × 16 network’s",
  constant: "The same at all levels",
  released: "Kamb & Ganguli’s",
  reversed: "Reversed",
  own: "Drawn by hand",
};

/**
 * `levels` of the handles, `pairs` at first, `presets` by name; `plain`: the largest side that an
 * image has room for,
 * `largest` the one that sees all; `low` and `high`: the noise levels of a run
 * @typedef {object} Options
 * @property {State} state
 * @property {number[]} levels
 * @property {Pair[]} pairs
 * @property {Record<string, Pair[]>} presets
 * @property {number} plain
 * @property {number} largest
 * @property {number} low
 * @property {number} high
 * @property {() => void} change
 */

export class WindowEditor {
  /** @type {Slider} */
  slider;
  /** @type {number[]} */
  offered = [];
  /** @type {{ sigma: number, P: number } | undefined} */
  now;
  /** @type {(P: number) => number} */
  y = () => 0;
  /** @type {((sheet: Sheet) => void) | undefined} */
  drawn; // hears where things are

  /** @param {Options} options */
  constructor({ state, levels, pairs, presets, plain, largest, low, high, change }) {
    this.state = state;
    this.levels = levels;
    this.presets = presets;
    this.plain = plain;
    this.largest = largest;
    this.change = change;
    this.limits = { low: 0.5, high: plain + 1.5, linear: true };
    this.values = levels.map((_, i) => (pairs.length > 1 ? pairs[i] : pairs[0])[1]);
    this.side = h("div");
    this.handles = levels.map((_, i) => this.makeHandle(i));
    /** @type {Choice} */
    this.shape = choice({
      state: this.state,
      name: "shape",
      label: "Window at each noise level",
      values: this.shapes(),
      value: "own",
      change: (name) => this.take(name),
    });
    const x = { low: low / 2.2, high: high * 2.2, flip: true, label: "noise level σ, falling →" };
    this.plot = plot({
      label: "Side of the window against noise level",
      height: 220,
      y: this.limits,
      x,
      draw: (sheet) => this.draw(sheet),
    });
    this.plot.el.classList.add("lab-windows");
    this.plot.el.append(...this.handles);
    const schedule = h("div", { "data-control": "windows" }, this.shape.el, this.plot.el);
    this.el = h("div", {}, this.side, schedule);
    this.slider = this.allow(largest);
  }

  close() {
    this.plot.close();
  }

  /**
   * Sides on offer: odd ones up to the image's, the one that sees all, and whatever the chapter has
   * set
   * @param {number} largest
   */
  allow(largest) {
    const odd = Array.from({ length: (this.plain - 1) / 2 }, (_, i) => 2 * i + 3);
    this.values = this.values.map((P) => Math.min(P, largest));
    this.largest = largest;
    this.offered = [...new Set([...odd, largest, ...this.values])].sort((a, b) => a - b);
    this.limits.high = Math.max(this.plain, ...this.values.filter((P) => !this.isAll(P))) + 1.5;
    this.slider = listSlider({
      state: this.state,
      name: "P",
      label: "Window side",
      values: this.offered,
      value: this.values[0],
      say: (P) => (this.constant ? this.word(P) : "by noise level"),
      change: (P) => this.put(this.values.map(() => P)),
    });
    this.side.replaceChildren(this.slider.el);
    this.show();
    return this.slider;
  }

  // Names on offer
  shapes() {
    return Object.fromEntries(
      Object.entries(SHAPES).filter(
        ([name]) => ["constant", "own"].includes(name) || this.presets[name],
      ),
    );
  }

  /** @param {number} P */
  isAll(P) {
    return P > this.plain && P === this.largest;
  }

  /** @param {number} P */
  word(P) {
    return this.isAll(P) ? "all" : String(P);
  }

  get constant() {
    return this.values.every((P) => P === this.values[0]);
  }

  /** @returns {Pair[]} */
  get pairs() {
    const last = this.levels[this.levels.length - 1];
    return this.constant
      ? [[last, this.values[0]]]
      : this.levels.map((s, i) => [s, this.values[i]]);
  }

  /** @param {string} name */
  preset(name) {
    return this.presets[name].map(([, P]) => Math.min(P, this.largest));
  }

  /** @param {string} name */
  take(name) {
    if (name !== "own") this.changing(() => this.adopt(name));
  }

  /**
   * A schedule by its name, or one drawn by hand as it is written: noise level : side / noise level
   * : side ...
   * @param {string} name
   */
  adopt(name) {
    const pairs = Object.hasOwn(this.presets, name) ? this.presets[name] : drawnPairs(String(name));
    if (name === "constant") this.values = this.values.map(() => this.slider.value);
    else if (pairs) {
      this.levels = pairs.map(([s]) => s);
      this.fit();
      this.values = pairs.map(([, P]) => Math.min(P, this.largest));
    }
    this.show();
  }

  /** What the lab can be set to. @returns {{ P: Control, windows: Control }} */
  controls() {
    const editor = this;
    /** @param {number | string} P */
    const side = (P) => (P === "all" ? editor.largest : Number(P));
    return {
      P: {
        get value() {
          if (!editor.constant) return undefined;
          return editor.isAll(editor.values[0]) ? "all" : editor.values[0];
        },
        set: (/** @type {number | string} */ P) => {
          if (!editor.offered.includes(side(P))) return;
          editor.values = editor.values.map(() => side(P));
          editor.show();
        },
      },
      windows: {
        get value() {
          const own = () => editor.levels.map((s, i) => `${s}:${editor.values[i]}`).join("/");
          return editor.named === "own" ? own() : editor.named;
        },
        set: (/** @type {string} */ name) => editor.adopt(name),
      },
    };
  }

  // As many handles as levels
  fit() {
    this.handles.forEach((handle) => handle.remove());
    this.handles = this.levels.map((_, i) => this.makeHandle(i));
    this.plot.el.append(...this.handles);
  }

  /** @param {number[]} values */
  put(values) {
    this.changing(() => {
      this.values = values;
      this.show();
    });
  }

  /** @param {() => void} act */
  changing(act) {
    const before = String(this.pairs);
    act();
    if (String(this.pairs) !== before) this.change();
  }

  /** The sides with another one at level i. @param {number} i @param {number} P */
  with(i, P) {
    return this.values.map((old, j) => (j === i ? P : old));
  }

  /** What the schedule is, whatever name a reader has chosen who has not drawn yet. */
  get named() {
    /** @param {string} name */
    const same = (name) =>
      String(this.presets[name].map(([s]) => s)) === String(this.levels) &&
      String(this.preset(name)) === String(this.values);
    return this.constant ? "constant" : (Object.keys(this.presets).find(same) ?? "own");
  }

  show() {
    this.shape.set(this.named);
    this.slider.set(this.constant ? this.values[0] : this.slider.value);
    this.handles.forEach((handle, i) => this.showHandle(handle, this.values[i]));
    const words = this.levels.map((s, i) => `${this.word(this.values[i])} at σ ${show(s)}`);
    this.plot.say(words.reverse().join(", "));
    this.plot.redraw();
  }

  /** @param {HTMLElement} handle @param {number} P */
  showHandle(handle, P) {
    const { offered } = this;
    handle.setAttribute("aria-valuenow", String(P));
    handle.setAttribute("aria-valuemin", String(offered[0]));
    handle.setAttribute("aria-valuemax", String(offered[offered.length - 1]));
    handle.setAttribute(
      "aria-valuetext",
      this.isAll(P) ? "the whole image" : `${P} by ${P} pixels`,
    );
    const face = /** @type {Element} */ (handle.firstElementChild);
    face.textContent = this.word(P);
  }

  /** Marks the step in view. @param {{ sigma: number, P: number } | undefined} now */
  mark(now) {
    this.now = now;
    this.plot.redraw();
  }

  /**
   * Handles stand at shares of the width: drawn before the page has its layout, they still stay
   * within the plot
   * @param {Sheet} sheet
   */
  draw(sheet) {
    const { x, y, add, box, width } = sheet,
      { now, handles } = this;
    this.y = y;
    this.drawn?.(sheet);
    if (!handles.length) return;
    const at = this.levels.map((s, i) => [x(s), y(this.values[i])]),
      last = at[at.length - 1];
    if (now)
      add("line", {
        class: "lab-now",
        x1: x(now.sigma),
        x2: x(now.sigma),
        y1: box.top,
        y2: box.bottom,
      });
    add("path", {
      class: "lab-line",
      d: path([[box.right, at[0][1]], ...at, [box.left, last[1]]]),
    });
    if (now) add("path", { class: "lab-mark", d: diamond(x(now.sigma), y(now.P), 7) });
    handles.forEach((handle, i) => {
      Object.assign(handle.style, { left: `${(100 * at[i][0]) / width}%`, top: `${at[i][1]}px` });
    });
  }

  // ---------------------------------------------------------------- mouse, finger, keyboard
  /** @param {number} i */
  makeHandle(i) {
    /** @type {number[] | undefined} */
    let before;
    const end = () => {
      if (before && String(before) !== String(this.values)) this.change();
      before = undefined;
    };
    const handle = h(
      "div",
      {
        class: "lab-handle",
        role: "slider",
        tabindex: 0,
        "aria-orientation": "vertical",
        "aria-label": `Window side at noise level ${show(this.levels[i])}`,
      },
      h("span", { "aria-hidden": "true" }),
    );
    handle.addEventListener("pointerdown", (event) => {
      before = this.values;
      handle.setPointerCapture(event.pointerId);
    });
    handle.addEventListener("pointermove", (event) => before && this.drag(i, event));
    handle.addEventListener("pointerup", end);
    handle.addEventListener("pointercancel", end);
    handle.addEventListener("keydown", (event) => this.key(i, event));
    return handle;
  }

  /** @param {number} i @param {PointerEvent} event */
  drag(i, { clientY }) {
    const height = clientY - this.plot.root.getBoundingClientRect().top;
    /** @param {number} side */
    const far = (side) => Math.abs(this.y(side) - height);
    const P = this.offered.reduce((a, b) => (far(b) < far(a) ? b : a));
    if (P === this.values[i]) return;
    this.values = this.with(i, P);
    this.show();
  }

  /** @param {number} i @param {KeyboardEvent} event */
  key(i, event) {
    const at = this.offered.indexOf(this.values[i]),
      last = this.offered.length - 1;
    /** @type {Record<string, number>} */
    const moves = {
      ArrowUp: at + 1,
      ArrowRight: at + 1,
      ArrowDown: at - 1,
      ArrowLeft: at - 1,
      PageUp: at + 3,
      PageDown: at - 3,
      Home: 0,
      End: last,
    };
    const to = moves[event.key];
    if (to === undefined || chord(event)) return;
    event.preventDefault();
    this.put(this.with(i, this.offered[Math.min(last, Math.max(0, to))]));
  }
}
