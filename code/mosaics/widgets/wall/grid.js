// The wall: a noise a column, a machine a row. Native radio buttons under their pictures: arrow
// keys, names and states come with them.
/** @import { Floats, Shape } from "../shared/types" */
import { chord, h, unique } from "../shared/view/elements.js";
import { paint, thumbnail } from "../shared/view/paint.js";

/** @type {Record<string, [down: number, across: number]>} */
const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** A row's window, none where it sees whole pictures. @typedef {number | null} Side */

/** @typedef {{ z: Floats, source: Floats, weight?: Floats }} Picture */

/**
 * @typedef {object} Cell
 * @property {HTMLElement} el
 * @property {HTMLCanvasElement} canvas
 * @property {HTMLInputElement} input
 * @property {Picture | undefined} picture
 */

/** @typedef {(row: number, column: number, aloud: boolean) => void} Pick */

export class Grid {
  at = [0, 0]; // row and column in view

  /** @param {Shape} shape @param {number} rows @param {number} columns @param {Pick} pick */
  constructor(shape, rows, columns, pick) {
    const [, H, W] = shape,
      head = { class: "wall-noise", width: W, height: Math.ceil(H / 4), "aria-hidden": "true" },
      group = unique("wall");
    this.shape = shape;
    this.pick = pick;
    this.at = [rows - 2, 0];
    this.heads = Array.from({ length: columns }, () => h("canvas", head));
    this.names = Array.from({ length: rows }, (_, row) =>
      h("div", {
        class: `wall-name${row === rows - 1 ? " wall-own" : ""}`,
        "aria-hidden": "true",
      }),
    );
    this.cells = this.names.map((_, row) =>
      this.heads.map((_head, column) => this.makeCell(group, row, column)),
    );
    this.el = this.makeGrid();
  }

  makeGrid() {
    const corner = h(
      "div",
      { class: "wall-name wall-top", "aria-hidden": "true" },
      h("strong", {}, "Noise"),
      h("span", {}, "one a column"),
    );
    const grid = h(
      "fieldset",
      { class: "wall-grid lab-picture-part", style: `--columns: ${this.heads.length}` },
      h("legend", { class: "wall-legend" }, "Pictures: choose one to see what it is made of"),
      corner,
      this.heads,
      this.cells.flatMap((row, i) => [this.names[i], ...row.map((cell) => cell.el)]),
    );
    grid.addEventListener("keydown", (event) => this.key(event));
    return grid;
  }

  /** @param {string} group @param {number} row @param {number} column @returns {Cell} */
  makeCell(group, row, column) {
    const canvas = thumbnail(this.shape);
    const input = h("input", {
      type: "radio",
      name: group,
      onchange: () => this.choose(row, column, true),
    });
    const el = h("label", { class: "wall-cell" }, input, canvas);
    el.addEventListener(
      "pointerenter",
      (event) => event.pointerType === "mouse" && this.choose(row, column),
    );
    return { el, canvas, input, picture: undefined };
  }

  /** The cell in view. */
  get chosen() {
    const [row, column] = this.at;
    return this.cells[row][column];
  }

  /** @param {number} row @param {number} column */
  choose(row, column, aloud = false) {
    this.at = [row, column];
    this.chosen.input.checked = true;
    this.pick(row, column, aloud);
  }

  /** @param {Side[]} windows of the rows; the last one is the reader's */
  name(windows) {
    windows.forEach((P, row) => {
      const own = row === windows.length - 1 ? "your window" : "window";
      const [head, more] =
        P === null ? ["Whole picture", "the perfect model"] : [`${P} × ${P} pixels`, own];
      this.names[row].replaceChildren(h("strong", {}, head), h("span", {}, more));
    });
  }

  /** A strip of each column's noise, in the shades that the pictures have. @param {Floats} noise */
  drawNoise(noise) {
    const [C, H, W] = this.shape,
      high = Math.ceil(H / 4);
    this.heads.forEach((canvas, column) => {
      const strips = Array.from({ length: C }, (_, c) => {
        const at = (column * C + c) * H * W;
        return Array.from(noise.subarray(at, at + high * W), (x) => x / 2);
      });
      paint(canvas, strips.flat(), [C, high, W]);
    });
  }

  /** All cells wait, and show their noise until their pictures are there. @param {Floats} noise */
  wait(noise) {
    const [C, H, W] = this.shape,
      size = C * H * W;
    this.drawNoise(noise);
    for (const row of this.cells) {
      this.waitRow(row);
      row.forEach(({ canvas }, column) => {
        const own = noise.subarray(column * size, (column + 1) * size);
        paint(
          canvas,
          own.map((x) => x / 2),
          this.shape,
        );
      });
    }
  }

  /** @param {Cell[]} row */
  waitRow(row) {
    for (const cell of row) {
      cell.picture = undefined;
      cell.el.dataset.waits = "";
    }
  }

  /** @param {Cell} cell @param {Picture} picture @param {string} words */
  put(cell, picture, words) {
    cell.picture = picture;
    delete cell.el.dataset.waits;
    paint(cell.canvas, picture.z, this.shape);
    cell.input.setAttribute("aria-label", words);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const move = MOVES[event.key],
      { target } = event;
    if (!move || chord(event) || !(target instanceof HTMLInputElement && target.type === "radio"))
      return;
    event.preventDefault();
    const ends = [this.cells.length - 1, this.heads.length - 1];
    const [row, column] = this.at.map((at, axis) =>
      Math.min(ends[axis], Math.max(0, at + move[axis])),
    );
    this.choose(row, column, true);
    this.chosen.input.focus();
  }
}
