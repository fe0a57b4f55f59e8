// The world in view: a canvas of one pixel a cell, over it what must stay sharp (grid, marks,
// cursor), and the hands that draw on it: mouse, finger, keyboard.
/** @import { Floats } from "../shared/types" */
import { diamond } from "../shared/state/curves.js";
import { wrap } from "../shared/state/pictures.js";
import { chord, h, svg } from "../shared/view/elements.js";
import { paint } from "../shared/view/paint.js";
import { sideOf } from "./world.js";

/** @type {Record<string, [down: number, across: number]>} */
const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/**
 * Whose board it is: the world in view; before a hand moves it is to stand still; a cell has been
 * turned over; a stroke is taken back; the cursor has come to a cell
 * @typedef {object} Owner
 * @property {() => Floats} world
 * @property {() => void} still
 * @property {(world: Floats, p: number) => void} drew
 * @property {(world: Floats) => void} undo
 * @property {(p: number) => void} came
 */

export class Board {
  cursor = [0, 0];
  /** @type {{ to: number, before: Floats } | undefined} */
  stroke; // under way: the cells' new value, and the world before it

  /** @param {Owner} owner */
  constructor(owner) {
    this.owner = owner;
    this.canvas = h("canvas", { "aria-hidden": "true" });
    this.over = svg("svg", { "aria-hidden": "true" });
    const about = { role: "application", "aria-roledescription": "grid of cells" };
    this.el = h(
      "div",
      { class: "lab-world", tabindex: 0, ...about, "aria-label": "World" },
      this.canvas,
      this.over,
    );
    this.listen();
  }

  listen() {
    const { el } = this;
    el.addEventListener("pointerdown", (event) => {
      this.byKeys(false);
      this.press(event);
    });
    el.addEventListener(
      "pointermove",
      (event) => this.stroke && this.put(this.cellAt(event), this.stroke.to),
    );
    el.addEventListener("pointerup", () => {
      this.stroke = undefined;
    });
    el.addEventListener("pointercancel", () => this.undo());
    el.addEventListener("keydown", (event) => this.key(event));
    el.addEventListener("focus", () => this.byKeys(el.matches(":focus-visible")));
    el.addEventListener("blur", () => this.byKeys(false));
  }

  /** Whether keys move the cursor, which is seen then. @param {boolean} on */
  byKeys(on) {
    this.el.toggleAttribute("data-keys", on);
  }

  get world() {
    return this.owner.world();
  }

  get L() {
    return sideOf(this.world);
  }

  // ---------------------------------------------------------------- what is seen
  /** @param {Floats} good cells that agree with their window @param {string} words */
  show(good, words) {
    const { L, over } = this;
    this.paint(this.world);
    over.setAttribute("viewBox", `0 0 ${L} ${L}`);
    const mark = (/** @type {number} */ g, /** @type {number} */ p) =>
      g ? "" : diamond((p % L) + 0.5, Math.floor(p / L) + 0.5, 0.26);
    const line = (/** @type {number} */ i) => `M${i + 1} 0V${L}M0 ${i + 1}H${L}`;
    const lines = Array.from({ length: L - 1 }, (_, i) => line(i));
    over.replaceChildren(
      svg("path", { class: "lab-lines", d: lines.join("") }),
      svg("path", { class: "lab-wrong", d: Array.from(good, mark).join("") }),
      this.cursorMark(),
    );
    this.el.setAttribute("aria-label", `${words} Arrow keys move, space turns a cell over.`);
  }

  /** The cells alone, of a state on the way. @param {Floats} x */
  paint(x) {
    const { L, canvas } = this;
    if (canvas.width !== L) Object.assign(canvas, { width: L, height: L });
    paint(canvas, x, [1, L, L]);
  }

  /** Nothing over the cells. */
  bare() {
    this.over.replaceChildren();
  }

  cursorMark() {
    this.cursor = this.cursor.map((at) => Math.min(at, this.L - 1));
    const [y, x] = this.cursor;
    const square = (/** @type {string} */ name) =>
      svg("rect", { class: name, x: x + 0.08, y: y + 0.08, width: 0.84, height: 0.84 });
    return svg("g", { class: "lab-cursor" }, square("lab-halo"), square("lab-line"));
  }

  // ---------------------------------------------------------------- mouse, finger, keyboard
  /** @param {PointerEvent} event */
  cellAt({ clientX, clientY }) {
    const { left, top, width, height } = this.canvas.getBoundingClientRect(),
      { L } = this;
    const at = (/** @type {number} */ part) => Math.min(L - 1, Math.max(0, Math.floor(part * L)));
    return at((clientY - top) / height) * L + at((clientX - left) / width);
  }

  /** @param {PointerEvent} event */
  press(event) {
    if (!this.world.length) return;
    this.owner.still();
    const p = this.cellAt(event);
    this.el.setPointerCapture(event.pointerId);
    this.stroke = { to: -this.world[p], before: this.world };
    this.put(p, this.stroke.to);
  }

  /** A finger that scrolls the page instead has drawn nothing. */
  undo() {
    if (this.stroke) this.owner.undo(this.stroke.before);
    this.stroke = undefined;
  }

  /** @param {number} p @param {number} value */
  put(p, value) {
    if (this.world[p] === value) return;
    const world = Float32Array.from(this.world, (v, q) => (q === p ? value : v));
    this.paint(world);
    this.owner.drew(world, p);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const move = MOVES[event.key],
      turn = event.key === " " || event.key === "Enter";
    if (!this.world.length || chord(event) || (!move && !turn)) return;
    event.preventDefault();
    this.owner.still();
    this.byKeys(true);
    if (move) this.cursor = this.cursor.map((at, axis) => wrap(at + move[axis], this.L));
    const p = this.cursor[0] * this.L + this.cursor[1];
    if (turn) return this.put(p, -this.world[p]);
    this.over.lastElementChild?.replaceWith(this.cursorMark());
    this.owner.came(p);
  }
}
