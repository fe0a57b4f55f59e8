// Something to paint on: the hands that draw there, mouse, finger and keyboard, and their cursor.
/** @import { Shape } from "../types" */
/** @import { Picture } from "./paint.js" */
import { between, outline } from "../state/drawn.js";
import { wrap } from "../state/pictures.js";
import { chord, h, svg } from "./elements.js";

/** @type {Record<string, [across: number, down: number]>} */
const MOVES = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
const FAR = 4; // cells that Shift moves the cursor by

/**
 * Lays lines over a picture; returns what shows the outline of a mask there.
 * @param {Picture} picture @param {Shape} shape @param {Record<string, unknown>} [attributes]
 */
export function outlined(picture, [, H, W], attributes = {}) {
  const over = svg("svg", { viewBox: `0 0 ${W} ${H}`, "aria-hidden": "true" }),
    el = h("div", { class: "lab-outlined", ...attributes });
  picture.canvas.before(el);
  el.append(picture.canvas, over);
  const line = (/** @type {string} */ name, /** @type {string} */ d) =>
    svg("path", { class: name, d });
  const show = (/** @type {ArrayLike<unknown>} */ mask, /** @type {Element[]} */ more = []) => {
    const d = outline(mask, H, W);
    over.replaceChildren(line("lab-halo", d), line("lab-line", d), ...more);
  };
  return { el, show };
}

/** The cursor of the keys, on a cell. @param {number[]} at column and row */
export function cursorAt([x, y]) {
  const square = (/** @type {string} */ name) =>
    svg("rect", { class: name, x: x + 0.05, y: y + 0.05, width: 0.9, height: 0.9 });
  return svg("g", { class: "lab-cursor" }, square("lab-halo"), square("lab-line"));
}

/**
 * A grid of cells. A board says how many there are and what a dab does; what it keeps before a
 * stroke it takes back where a finger has scrolled instead.
 * @template Kept
 */
export class Board {
  /** @type {{ pointer: number, last: number[], before: Kept } | undefined} */
  stroke; // under way: whose, its last point, and what was there before

  /**
   * @param {HTMLElement} el takes the keys @param {HTMLElement} area is as large as the grid
   * @param {[rows: number, columns: number]} sides
   */
  constructor(el, area, sides) {
    this.el = el;
    this.area = area;
    this.sides = sides;
    this.cursor = [sides[1] >> 1, sides[0] >> 1]; // column, row
    this.listen();
  }

  // ---------------------------------------------------------------- what a board adds
  /** @returns {Kept} */
  kept() {
    throw new TypeError("a board says what it keeps");
  }

  /** @param {Kept} before */
  restore(before) {}

  /** @param {number[]} point column and row, which may lie a dab's radius outside */
  dab(point) {}

  /** Points of a stroke lie at most half of it apart. */
  get reach() {
    return 1;
  }

  show() {}

  /** A stroke has ended, by keys with words about it. @param {string} words */
  lifted(words) {}

  /** The cursor has come to a place. @param {string} words */
  came(words) {}

  /** What a dab by keys does, in words. @param {string} where */
  told(where) {
    return where;
  }

  // ---------------------------------------------------------------- hands
  listen() {
    const { el } = this;
    el.addEventListener("pointerdown", (event) => this.press(event));
    el.addEventListener("pointermove", (event) => this.draws(event) && this.go(this.at(event)));
    el.addEventListener("pointerup", (event) => this.draws(event) && this.lift());
    el.addEventListener("pointercancel", (event) => this.draws(event) && this.undo());
    el.addEventListener("keydown", (event) => this.key(event));
    el.addEventListener("focus", () => this.byKeys(el.matches(":focus-visible")));
    el.addEventListener("blur", () => this.byKeys(false));
  }

  /** Whether keys move the cursor, which is seen then. @param {boolean} on */
  byKeys(on) {
    this.el.toggleAttribute("data-keys", on);
  }

  /** Column and row under the pointer. @param {PointerEvent} event */
  at({ clientX, clientY }) {
    const { left, top, width, height } = this.area.getBoundingClientRect(),
      [H, W] = this.sides;
    const on = (/** @type {number} */ part, /** @type {number} */ n) =>
      Math.min(n - 1, Math.max(0, Math.floor(part * n))) || 0;
    return [on((clientX - left) / width, W), on((clientY - top) / height, H)];
  }

  /** Whether the stroke under way is this pointer's. @param {PointerEvent} event */
  draws({ pointerId }) {
    return this.stroke?.pointer === pointerId;
  }

  /**
   * A second finger draws nothing. A pointer that is pressed again has been lifted where nobody
   * heard of it, as under a menu.
   * @param {PointerEvent} event
   */
  press(event) {
    if (event.button || (this.stroke && !this.draws(event))) return;
    this.byKeys(false);
    this.el.setPointerCapture(event.pointerId);
    const here = this.at(event);
    this.stroke = { pointer: event.pointerId, last: here, before: this.kept() };
    this.go(here);
  }

  /** Dabs from the last point on: a stroke has no gaps. @param {number[]} to */
  go(to) {
    if (!this.stroke) return;
    for (const point of between(this.stroke.last, to, this.reach)) this.dab(point.map(Math.round));
    this.stroke.last = to;
    this.cursor = to;
    this.show();
  }

  lift() {
    this.stroke = undefined;
    this.lifted("");
  }

  /** A stroke under way is over, for what it drew on has been set to something else. */
  rest() {
    this.stroke = undefined;
  }

  /** A finger that scrolls the page instead has drawn nothing. */
  undo() {
    if (!this.stroke) return;
    this.restore(this.stroke.before);
    this.stroke = undefined;
    this.show();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const move = MOVES[event.key],
      draws = event.key === " " || event.key === "Enter";
    if (chord(event) || (!move && !draws)) return;
    event.preventDefault();
    this.byKeys(true);
    const [H, W] = this.sides,
      [x, y] = this.cursor,
      step = event.shiftKey ? FAR : 1;
    if (move) this.cursor = [wrap(x + step * move[0], W), wrap(y + step * move[1], H)];
    else this.dab(this.cursor);
    this.show();
    const where = `row ${this.cursor[1] + 1}, column ${this.cursor[0] + 1}`;
    if (draws) this.lifted(this.told(where));
    else this.came(`${where[0].toUpperCase()}${where.slice(1)}.`);
  }
}
