// What a reader paints on the canvas: its cells, the tools, and the board with the hands.
/** @import { Shape, Value } from "../shared/types" */
/** @import { State } from "../shared/state/state.js" */
/** @import { Picture } from "../shared/view/paint.js" */
/** @import { Painted } from "./painted.js" */
/** @import { Sides } from "./scales.js" */
import { Board, cursorAt, outlined } from "../shared/view/board.js";
import { rangeSlider } from "../shared/view/controls.js";
import { button, h, head, penOf, unique } from "../shared/view/elements.js";
import {
  blank,
  COLOURS,
  colourOf,
  FREE,
  gridOf,
  HOLE,
  KEEP,
  paintedOf,
  refitted,
  signOf,
  textOf,
} from "./painted.js";
import { called } from "./palette.js";

const KEYS =
  "Arrow keys move the brush, with Shift in longer steps; Space paints with the chosen tool.";
const NOTE =
  "Colours are a rough wish. Keep takes the picture's own pixels, those in the middle of the " +
  "canvas; a hole is filled where it grows from the picture with holes.";
const FINGER = "With a finger tap, or paint sideways: up and down scrolls the page.";
/** @type {Record<string, { words: string, rgba: number[] }>} */
const TOOLS = {
  [FREE]: { words: "Eraser", rgba: [0, 0, 0, 0] },
  [KEEP]: { words: "Keep", rgba: [255, 255, 255, 150] },
  [HOLE]: { words: "Hole", rgba: [20, 22, 26, 235] },
};
const SOLID = 215; // of 255, of what is painted in colour
const RADIUS = 2;

/**
 * What a lab does with it: a stroke has ended, words to be said, the canvas changes
 * @typedef {object} Owner
 * @property {State} state
 * @property {(words: string) => void} lifted
 * @property {(words: string) => void} say
 */

/** @extends {Board<Painted>} */
class CanvasBoard extends Board {
  /** @param {Painting} painting @param {Picture} picture @param {HTMLElement} el */
  constructor(painting, picture, el) {
    super(el, picture.canvas, gridOf(painting.sides));
    this.painting = painting;
  }

  kept() {
    return this.painting.painted;
  }

  /** @param {Painted} before */
  restore(before) {
    this.painting.put(before);
  }

  get reach() {
    return this.painting.radius.value;
  }

  /** @param {number[]} point */
  dab(point) {
    this.painting.dab(point);
  }

  show() {
    this.painting.show(true);
  }

  /** @param {string} words */
  lifted(words) {
    this.painting.owner.lifted(words);
  }

  /** @param {string} words */
  came(words) {
    this.painting.owner.say(words);
  }

  /** @param {string} where */
  told(where) {
    const { tool, tools } = this.painting,
      { words } = tools[tool];
    return `${tool in TOOLS ? words : `Painted in ${words}`} at ${where}.`;
  }
}

export class Painting {
  /** @type {Record<string, { words: string, rgba: number[] }>} */
  tools = TOOLS; // by their names: a sign, or a colour's digits

  /**
   * @param {Picture} picture the canvas @param {Sides} sides @param {Owner} owner
   */
  constructor(picture, sides, owner) {
    this.owner = owner;
    this.picture = picture;
    this.sides = sides;
    this.painted = blank(sides);
    this.tool = ""; // the first colour, once there are some
    const about = { role: "application", "aria-label": `Canvas to paint on. ${KEYS}` };
    const { el } = outlined(picture, /** @type {Shape} */ ([3, ...gridOf(sides)]), {
      tabindex: 0,
      ...about,
    });
    el.classList.add("lab-paintable", "canvas-board");
    this.el = el;
    this.over = h("canvas", { class: "canvas-over", "aria-hidden": "true" });
    picture.canvas.after(this.over);
    this.lines = /** @type {SVGSVGElement} */ (el.querySelector("svg"));
    this.board = new CanvasBoard(this, picture, el);
    this.radius = rangeSlider({
      state: owner.state,
      name: "radius",
      label: "Brush",
      low: 1,
      high: 8,
      value: RADIUS,
      say: (cells) => `${8 * cells - 4} pixels`,
    });
    this.kinds = h("fieldset", {
      class: "canvas-kinds",
      "data-control": "tool",
      "aria-label": "What the brush does",
    });
    this.section = this.makeSection();
    this.show(false);
  }

  makeSection() {
    const clear = button("Clear", () => {
      this.put(blank(this.sides));
      this.show(false);
      this.owner.lifted("Nothing is painted.");
    });
    return h(
      "section",
      { class: "canvas-tools", "data-control": "painted" },
      head("Paint what you want, then let it grow"),
      this.kinds,
      h("div", { class: "canvas-brush" }, this.radius.el, clear),
      h("p", { class: "lab-note" }, NOTE),
      h("p", { class: "lab-note lab-finger" }, FINGER),
    );
  }

  /** The tools for a picture with these colours. @param {string[]} colours */
  offer(colours) {
    const name = unique("lab-tool"),
      offered = Object.fromEntries(
        colours.map((colour) => [
          colour,
          { words: called(colour), rgba: [...rgbOf(colour), SOLID] },
        ]),
      );
    this.tools = { ...offered, ...TOOLS };
    if (!(this.tool in this.tools)) this.tool = colours[0];
    const all = [...colours, KEEP, HOLE, FREE].map((tool) => {
      const { words } = this.tools[tool],
        colour = tool in offered,
        radio = h("input", {
          type: "radio",
          name,
          value: tool,
          checked: tool === this.tool,
          "aria-label": colour ? `Paint in ${words}` : words,
          onchange: () => {
            this.tool = tool;
          },
        });
      const face = colour
        ? h("span", { class: "canvas-swatch", style: `--swatch: #${tool}` })
        : h("span", {}, words);
      return h("label", {}, radio, face);
    });
    this.kinds.replaceChildren(...all);
  }

  // ---------------------------------------------------------------- what is painted
  get text() {
    return textOf(this.painted);
  }

  get some() {
    return this.painted.cells.some((cell) => cell !== FREE);
  }

  /** What it can be set to from outside. @returns {import("../shared/types").Control} */
  control() {
    const painting = this;
    return {
      get value() {
        return painting.text;
      },
      /** @param {Value} text */
      set(text) {
        painting.put(paintedOf(text, painting.sides) ?? painting.painted);
        painting.show(false);
      },
    };
  }

  /** @param {Painted} painted */
  put(painted) {
    this.painted = painted;
  }

  /** The canvas has other sides: what was painted goes with it. @param {Sides} sides */
  resize(sides) {
    if (sides[0] === this.sides[0] && sides[1] === this.sides[1]) return;
    const painted = refitted(this.painted, this.sides, sides);
    this.sides = sides;
    this.board.stroke = undefined; // what it would take back had other sides
    this.board.sides = gridOf(sides);
    this.board.cursor = [this.board.sides[1] >> 1, this.board.sides[0] >> 1];
    this.put(painted);
    this.show(false);
  }

  /** The sign of the tool; a new colour takes the place of one that is no longer to be seen. */
  sign() {
    const { tool, painted } = this;
    if (tool in TOOLS) return tool;
    const { colours, cells } = painted,
      known = colours.indexOf(tool),
      gone = colours.findIndex((_, k) => !cells.includes(signOf(k)));
    if (known >= 0) return signOf(known);
    if (gone >= 0) {
      this.put({ cells, colours: colours.with(gone, tool) });
      return signOf(gone);
    }
    if (colours.length === COLOURS) return undefined;
    this.put({ cells, colours: [...colours, tool] });
    return signOf(colours.length);
  }

  /** One dab, round. @param {number[]} point */
  dab([x, y]) {
    const sign = this.sign(),
      [rows, columns] = this.board.sides,
      radius = this.radius.value - 0.5;
    if (sign === undefined) return this.owner.say(`A canvas holds at most ${COLOURS} colours.`);
    const cells = this.painted.cells.map((cell, p) => {
      const far = Math.hypot((p % columns) - x, Math.floor(p / columns) - y);
      return far <= radius ? sign : cell;
    });
    if (rows) this.put({ colours: this.painted.colours, cells });
  }

  // ---------------------------------------------------------------- what is seen
  /** What is painted, over the canvas while it is painted, else its outline. */
  show(/** @type {boolean} */ fresh) {
    const { cells, colours } = this.painted,
      [rows, columns] = this.board.sides,
      { over, lines } = this;
    over.width = columns;
    over.height = rows;
    const pen = penOf(over),
      image = pen.createImageData(columns, rows);
    cells.forEach((cell, p) => {
      const k = colourOf(cell);
      image.data.set(k < 0 ? TOOLS[cell].rgba : [...rgbOf(colours[k]), SOLID], 4 * p);
    });
    pen.putImageData(image, 0, 0);
    this.el.toggleAttribute("data-painting", fresh);
    lines.setAttribute("viewBox", `0 0 ${columns} ${rows}`);
    lines.setAttribute("preserveAspectRatio", "none");
    lines.replaceChildren(cursorAt(this.board.cursor));
  }
}

/** @param {string} colour */
const rgbOf = (colour) => [0, 2, 4].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
