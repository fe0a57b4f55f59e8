// The brush: where it is, what it does, and the hands that move it - mouse, finger, keys.
/** @import { Value } from "../shared/types" */
/** @import { State } from "../shared/state/state.js" */
import { between } from "../shared/state/drawn.js";
import { rangeSlider } from "../shared/view/controls.js";
import { chord, h, unique } from "../shared/view/elements.js";

const HINT =
  "Arrow keys move the brush, with Shift in longer steps. Space paints. " +
  "E changes between paint and erase.";
const FINGER = "With a finger paint sideways; up and down scrolls the page.";
const AIM = 24; // px within which a finger may still turn out to scroll
/** @type {Record<string, string>} */
const WORDS = { paint: "Paint", erase: "Erase" };
const KINDS = Object.keys(WORDS);

/**
 * What a lab does with it: a dab at a point of the grid, the end of a stroke, words to be said
 * @typedef {object} Canvas
 * @property {(x: number, y: number) => void} touch
 * @property {() => void} lifted
 * @property {(text: string) => void} announce
 */

export class Brush {
  /** @type {number[] | undefined} */
  last; // of a stroke under way
  held = false; // a finger has touched and not moved

  /**
   * @param {State} state of the lab
   * @param {number} side of the grid
   * @param {HTMLCanvasElement} canvas
   * @param {HTMLElement} ruler
   * @param {Canvas} on
   */
  constructor(state, side, canvas, ruler, on) {
    this.side = side;
    this.canvas = canvas;
    this.on = on;
    this.x = side >> 1;
    this.y = side >> 1;
    this.ring = h("div", { class: "turing-ring", "aria-hidden": "true" });
    this.stage = this.makeStage(ruler);
    this.state = state;
    this.kinds = makeKinds(state);
    this.finger = h("p", { class: "lab-note turing-finger" }, FINGER);
    this.radius = rangeSlider({
      state,
      name: "radius",
      label: "Brush radius",
      low: 1,
      high: side >> 3,
      value: Math.round(side / 24),
      input: () => this.show(),
    });
    this.show();
  }

  /** @param {HTMLElement} ruler */
  makeStage(ruler) {
    const hint = h("p", { class: "turing-hidden", id: unique() }, HINT);
    const about = { "aria-label": "Field to paint on", "aria-describedby": hint.id };
    const stage = h("div", { class: "turing-stage", tabindex: 0, role: "application", ...about }, [
      this.canvas,
      ruler,
      this.ring,
      hint,
    ]);
    stage.addEventListener("keydown", (event) => this.key(event));
    stage.addEventListener("pointerdown", (event) => this.press(event));
    stage.addEventListener("pointermove", (event) => this.move(event));
    stage.addEventListener("pointerup", () => this.lift());
    stage.addEventListener("pointercancel", () => {
      this.last = undefined;
      this.on.lifted();
    });
    return stage;
  }

  get kind() {
    return this.state.text("brush");
  }

  /** What it is set to from outside. */
  controls() {
    const kind = (/** @type {Value} */ wanted) => KINDS.find((name) => name === wanted);
    return { radius: this.radius, brush: this.state.control("brush", kind) };
  }

  /** Where the pointer is, in points of the grid. @param {PointerEvent} event */
  at({ clientX, clientY }) {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    const part = [(clientX - left) / width, (clientY - top) / height];
    return part.map((share) => share * this.side - 0.5);
  }

  /**
   * A finger that moves up or down scrolls the page: its first touch paints only once it has moved
   * or been lifted
   * @param {PointerEvent} event
   */
  press(event) {
    if (event.button) return;
    this.stage.setPointerCapture(event.pointerId);
    this.last = this.at(event);
    this.held = event.pointerType === "touch";
    if (!this.held) this.stroke(this.last, this.last);
  }

  /** @param {PointerEvent} event */
  move(event) {
    const here = this.at(event);
    this.place(here);
    if (!this.last || (this.held && this.mayScroll(this.last, here))) return;
    this.held = false;
    this.stroke(this.last, here);
  }

  /**
   * A finger that has moved a little, and not sideways.
   * @param {number[]} from @param {number[]} to
   */
  mayScroll([x, y], [toX, toY]) {
    const [across, down] = [Math.abs(toX - x), Math.abs(toY - y)],
      aim = (AIM * this.side) / this.canvas.clientWidth;
    return down >= across && down < aim;
  }

  lift() {
    if (this.last && this.held) this.stroke(this.last, this.last);
    this.last = undefined;
    this.on.lifted();
  }

  /** Dabs from one point to another. @param {number[]} from @param {number[]} to */
  stroke(from, to) {
    for (const [x, y] of between(from, to, this.radius.value)) this.on.touch(x, y);
    this.last = to;
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const step = event.shiftKey ? 8 : 2,
      n = this.side;
    /** @type {Record<string, [number, number]>} */
    const moves = {
      ArrowLeft: [-step, 0],
      ArrowRight: [step, 0],
      ArrowUp: [0, -step],
      ArrowDown: [0, step],
    };
    const by = moves[event.key];
    if (chord(event)) return;
    if (by) this.place([(this.x + by[0] + n) % n, (this.y + by[1] + n) % n]);
    else if (event.key === " " || event.key === "Enter") this.stamp();
    else if (event.key.toLowerCase() === "e") this.other();
    else return;
    event.preventDefault();
  }

  stamp() {
    const done = this.kind === "erase" ? "Erased" : "Painted";
    this.on.touch(this.x, this.y);
    this.on.lifted();
    this.on.announce(`${done} at column ${Math.round(this.x)}, row ${Math.round(this.y)}.`);
  }

  other() {
    this.state.put("brush", this.kind === "erase" ? "paint" : "erase");
    this.on.announce(this.kind === "erase" ? "The brush erases." : "The brush paints.");
  }

  /** @param {number[]} at */
  place([x, y]) {
    this.x = x;
    this.y = y;
    this.show();
  }

  /** Draws the ring that shows how far it reaches. */
  show() {
    const at = (/** @type {number} */ v) => `${(100 * (v + 0.5)) / this.side}%`;
    const width = `${(100 * (2 * this.radius.value + 1)) / this.side}%`;
    Object.assign(this.ring.style, { left: at(this.x), top: at(this.y), width });
  }
}

/** @param {State} state */
function makeKinds(state) {
  const name = unique("lab-tool");
  const radios = KINDS.map((value) =>
    h("input", { type: "radio", name, value, onchange: () => state.put("brush", value) }),
  );
  state.shownBy("brush", () => {
    for (const radio of radios) radio.checked = radio.value === state.get("brush");
  });
  state.put("brush", "paint");
  const tools = radios.map((radio) => h("label", {}, radio, h("span", {}, WORDS[radio.value])));
  return h(
    "fieldset",
    { class: "turing-kinds", "data-control": "brush", "aria-label": "Brush" },
    tools,
  );
}
