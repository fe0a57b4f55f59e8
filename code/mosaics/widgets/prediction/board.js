// The noise as something to paint on: its picture, over it the outline of what is new and the
// cursor, and the hands that draw: mouse, finger, keyboard.
/** @import { Floats, Shape } from "../shared/types" */
/** @import { Picture } from "../shared/view/paint.js" */
/** @import { Mask } from "./renewed.js" */
import { between, outline } from "../shared/state/drawn.js";
import { wrap } from "../shared/state/pictures.js";
import { chord, h, svg } from "../shared/view/elements.js";
import { paint } from "../shared/view/paint.js";
import { dabbed, mixed } from "./renewed.js";

const KEYS = "Arrow keys move the brush; Space draws the noise around it anew.";
/** @type {Record<string, [across: number, down: number]>} */
const MOVES = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

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
  const show = (/** @type {Mask} */ mask, /** @type {Element[]} */ more = []) => {
    const d = outline(mask, H, W);
    over.replaceChildren(line("lab-halo", d), line("lab-line", d), ...more);
  };
  return { el, show };
}

/**
 * Whose noise it is: the noise as it was and the one that is drawn anew, the mask, a stroke that
 * goes on, that ends, that is taken back
 * @typedef {object} Owner
 * @property {() => Floats[]} noises
 * @property {() => Mask} mask
 * @property {boolean} torus
 * @property {(mask: Mask) => void} drew
 * @property {(words: string) => void} lifted
 * @property {(words: string) => void} came
 */

export class NoiseBoard {
  /** @type {{ pointer: number, last: number[], before: Mask } | undefined} */
  stroke; // under way: whose, its last point, and the mask before it

  /** @param {Picture} picture @param {Shape} shape @param {Owner} owner */
  constructor(picture, shape, owner) {
    this.picture = picture;
    this.shape = shape;
    this.owner = owner;
    this.cursor = [shape[2] >> 1, shape[1] >> 1]; // column, row
    const about = { role: "application", "aria-label": `Noise to paint on. ${KEYS}` };
    const { el, show } = outlined(picture, shape, { tabindex: 0, ...about });
    el.classList.add("lab-paintable");
    this.el = el;
    this.lines = show;
    this.listen();
  }

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

  // ---------------------------------------------------------------- what is seen
  /** The outline of what is new, and the cursor. */
  outline() {
    const [x, y] = this.cursor;
    const square = (/** @type {string} */ name) =>
      svg("rect", { class: name, x: x + 0.05, y: y + 0.05, width: 0.9, height: 0.9 });
    const cursor = svg("g", { class: "lab-cursor" }, square("lab-halo"), square("lab-line"));
    this.lines(this.owner.mask(), [cursor]);
  }

  /** The noise as it is while it is drawn, before anything has been computed from it. */
  show() {
    const [noise, other] = this.owner.noises();
    paint(this.picture.canvas, mixed(noise, other, this.owner.mask()), this.shape);
    this.outline();
  }

  // ---------------------------------------------------------------- mouse, finger, keyboard
  /** Column and row under the pointer. @param {PointerEvent} event */
  at({ clientX, clientY }) {
    const { left, top, width, height } = this.picture.canvas.getBoundingClientRect(),
      [, H, W] = this.shape;
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
    this.stroke = { pointer: event.pointerId, last: here, before: this.owner.mask() };
    this.go(here);
  }

  /** Dabs from the last point on: a stroke has no gaps. @param {number[]} to */
  go(to) {
    if (!this.stroke) return;
    for (const point of between(this.stroke.last, to, 1)) this.dab(point.map(Math.round));
    this.stroke.last = to;
    this.cursor = to;
    this.show();
  }

  /** @param {number[]} point */
  dab(point) {
    this.owner.drew(dabbed(this.owner.mask(), point, this.shape, this.owner.torus));
  }

  lift() {
    this.stroke = undefined;
    this.owner.lifted("");
  }

  /** A stroke under way is over, for what it drew on has been set to something else. */
  rest() {
    this.stroke = undefined;
  }

  /** A finger that scrolls the page instead has drawn nothing. */
  undo() {
    if (!this.stroke) return;
    this.owner.drew(this.stroke.before);
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
    const [, H, W] = this.shape,
      [x, y] = this.cursor;
    if (move) this.cursor = [wrap(x + move[0], W), wrap(y + move[1], H)];
    else this.dab(this.cursor);
    this.show();
    const where = `row ${this.cursor[1] + 1}, column ${this.cursor[0] + 1}`;
    if (draws) this.owner.lifted(`New noise around ${where}.`);
    else this.owner.came(`${where[0].toUpperCase()}${where.slice(1)}.`);
  }
}
