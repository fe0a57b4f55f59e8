// A drawing by mouse, finger or keys. Its words go to the lab's live region.
/** @import { Picture } from "./fit.js" */
/** @import { Colour, Place } from "./pixels.js" */
import { choice, rangeSlider } from "../view/controls.js";
import { button, h, penOf, unique } from "../view/elements.js";
import { PAPER, Pixels } from "./pixels.js";

const HINT =
  "Arrow keys move the cursor, space paints, Shift with an arrow paints on the way; " +
  "a finger draws, two fingers scroll.";
/** @type {Record<string, [number, number]>} */
const MOVES = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
const TOOLS = { brush: "Brush", eraser: "Eraser", fill: "Fill" };
const WIDTHS = { 1: "1 pixel", 2: "2 pixels", 3: "3 pixels", 5: "5 pixels" };

/** A picture's pixels onto a canvas of its size. @param {HTMLCanvasElement} canvas */
export function show(canvas, /** @type {Picture} */ { width, height, rgb }) {
  const pen = penOf(canvas),
    image = pen.createImageData(width, height);
  for (let p = 0; p < width * height; p++)
    image.data.set([rgb[3 * p], rgb[3 * p + 1], rgb[3 * p + 2], 255], 4 * p);
  pen.putImageData(image, 0, 0);
}

/**
 * @typedef {object} Options
 * @property {Picture} picture square, to begin with
 * @property {number} channels
 * @property {(picture: Picture) => void} done
 * @property {() => void} cancel
 * @property {(text: string) => void} say
 */

export class Editor {
  /** @type {Place | undefined} */
  last; // of a stroke under way
  /** @type {Place} */
  cursor;

  /** @param {Options} options */
  constructor(options) {
    const n = options.picture.width;
    this.on = options;
    this.grey = options.channels === 1;
    this.pixels = new Pixels(options.picture);
    this.cursor = { x: n >> 1, y: n >> 1 };
    this.tool = choice({ name: "tool", label: "Tool", values: TOOLS, value: "brush" });
    this.width = choice({ name: "width", label: "Brush", values: WIDTHS, value: "2" });
    this.ink = rangeSlider({
      name: "ink",
      label: "Ink",
      low: 0,
      high: 100,
      value: 100,
      say: (percent) => `${percent} %`,
    });
    this.hue = h("input", { type: "color", id: unique(), value: "#2f6db5" });
    this.stage = this.makeStage(n);
    this.el = this.build();
    this.draw();
  }

  /** @param {number} n */
  makeStage(n) {
    const hint = h("p", { class: "tray-note", id: unique() }, HINT);
    this.hint = hint;
    this.canvas = h("canvas", { width: n, height: n });
    this.ring = h("div", { class: "tray-cell", "aria-hidden": "true" });
    this.ring.style.width = `${100 / n}%`;
    return h(
      "div",
      {
        class: "tray-stage",
        tabindex: 0,
        role: "application",
        "aria-label": `Drawing, ${n} × ${n} pixels`,
        "aria-describedby": hint.id,
        onkeydown: (/** @type {KeyboardEvent} */ event) => this.key(event),
        onpointerdown: (/** @type {PointerEvent} */ event) => this.press(event),
        onpointermove: (/** @type {PointerEvent} */ event) => this.move(event),
        onpointerup: () => this.lift(),
        onpointercancel: () => this.withdraw(),
      },
      this.canvas,
      this.ring,
    );
  }

  build() {
    const hue = [h("label", { for: this.hue.id }, "Colour"), this.hue];
    const colour = this.grey ? this.ink.el : h("div", { class: "lab-control tray-hue" }, hue);
    this.undoing = button("Undo", () => this.undo());
    this.redoing = button("Redo", () => this.redo());
    const tools = h("div", { class: "tray-tools" }, this.tool.el, this.width.el, colour);
    const acts = [
      this.undoing,
      this.redoing,
      button("Mirror", () => this.change("Mirrored.", () => this.pixels.mirror())),
      button("Clear", () => this.change("Cleared.", () => this.pixels.clear())),
    ];
    const ends = [
      button("Take this drawing", () => this.on.done(this.pixels.picture)),
      button("Leave", () => this.on.cancel()),
    ];
    const row = (/** @type {HTMLElement[]} */ inside) => h("div", { class: "lab-row" }, inside);
    return h(
      "div",
      {
        class: "tray-editor",
        role: "group",
        "aria-label": "Draw a picture",
        onkeydown: (/** @type {KeyboardEvent} */ event) => this.chord(event),
      },
      h("div", { class: "lab-stage" }, this.stage),
      h("div", { class: "tray-side" }, tools, row(acts), row(ends), this.hint),
    );
  }

  focus() {
    this.stage.focus();
  }

  draw() {
    show(/** @type {HTMLCanvasElement} */ (this.canvas), this.pixels.picture);
    const { undoing, redoing, ring } = this;
    if (undoing) undoing.disabled = !this.pixels.past.length;
    if (redoing) redoing.disabled = !this.pixels.future.length;
    const at = (/** @type {number} */ v) => `${(100 * v) / this.pixels.size}%`;
    if (ring) Object.assign(ring.style, { left: at(this.cursor.x), top: at(this.cursor.y) });
  }

  // ---------------------------------------------------------------- what is drawn
  /** @returns {Colour} */
  get colour() {
    if (this.tool.value === "eraser") return PAPER;
    if (this.grey) return PAPER.map((white) => Math.round(white * (1 - this.ink.value / 100)));
    return [1, 3, 5].map((at) => Number.parseInt(this.hue.value.slice(at, at + 2), 16));
  }

  /** @param {string} words @param {() => void} act */
  change(words, act) {
    this.pixels.begin();
    act();
    this.draw();
    this.on.say(words);
  }

  /** From one place to another; a fill has one place only. @param {Place} from @param {Place} to */
  paint(from, to) {
    if (this.tool.value === "fill") this.pixels.fill(to, this.colour);
    else this.pixels.line(from, to, +this.width.value, this.colour);
    this.draw();
  }

  undo() {
    this.on.say(this.pixels.undo() ? "Undone." : "Nothing to undo.");
    this.rest();
  }

  redo() {
    this.on.say(this.pixels.redo() ? "Done again." : "Nothing to do again.");
    this.rest();
  }

  /** A button that has just become useless lets the focus go, to the drawing. */
  rest() {
    const held = document.activeElement;
    this.draw();
    if (held instanceof HTMLButtonElement && held.disabled && this.el.contains(held)) this.focus();
  }

  // ---------------------------------------------------------------- hands
  /** @param {PointerEvent} event @returns {Place} */
  at({ clientX, clientY }) {
    const box = this.stage.getBoundingClientRect(),
      n = this.pixels.size;
    const inside = (/** @type {number} */ part) =>
      Math.min(n - 1, Math.max(0, Math.floor(part * n)));
    return {
      x: inside((clientX - box.left) / box.width),
      y: inside((clientY - box.top) / box.height),
    };
  }

  /** @param {PointerEvent} event */
  press(event) {
    if (event.button) return;
    if (!event.isPrimary) return this.withdraw(); // a second finger: the page scrolls
    this.stage.setPointerCapture(event.pointerId);
    this.cursor = this.at(event);
    this.last = this.cursor;
    this.pixels.begin();
    this.paint(this.cursor, this.cursor);
  }

  /** @param {PointerEvent} event */
  move(event) {
    if (!this.last || !event.isPrimary || this.tool.value === "fill") return;
    const here = this.at(event);
    this.cursor = here;
    this.paint(this.last, here);
    this.last = here;
  }

  lift() {
    this.last = undefined;
  }

  withdraw() {
    if (this.last) this.pixels.withdraw();
    this.lift();
    this.draw();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const by = MOVES[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (by) this.go(by, event.shiftKey);
    else if (event.key === " ") this.stamp(this.cursor);
    else return;
    event.preventDefault();
    this.tell();
  }

  /** @param {number[]} by @param {boolean} painting */
  go([dx, dy], painting) {
    const end = this.pixels.size - 1,
      from = this.cursor,
      inside = (/** @type {number} */ v) => Math.min(end, Math.max(0, v));
    this.cursor = { x: inside(from.x + dx), y: inside(from.y + dy) };
    if (painting) this.stamp(from);
    else this.draw();
  }

  /** @param {Place} from */
  stamp(from) {
    this.pixels.begin();
    this.paint(from, this.cursor);
  }

  /** Where the cursor is and what is there. */
  tell() {
    const { x, y } = this.cursor,
      [r, g, b] = this.pixels.at(this.cursor),
      hex = [r, g, b].map((v) => v.toString(16).padStart(2, "0")).join("");
    const what = this.grey ? `ink ${Math.round((100 * (255 - r)) / 255)} %` : `#${hex}`;
    this.on.say(`Column ${x + 1}, row ${y + 1}: ${what}.`);
  }

  /** Undo and redo by keys, of this drawing alone. @param {KeyboardEvent} event */
  chord(event) {
    const key = event.key.toLowerCase();
    if (!(event.ctrlKey || event.metaKey) || event.altKey || !["z", "y"].includes(key)) return;
    event.preventDefault();
    event.stopPropagation();
    if (key === "z" && !event.shiftKey) this.undo();
    else this.redo();
  }
}
