// What a reader paints on a canvas, as cells of CELL x CELL pixels and as text: "." is free, "k"
// keeps the picture's own pixels, "x" is a hole in it, "a" ... "h" are colours. The text is the
// colours with "-" between them, "~", and the cells row by row, each sign after the number of times
// that it stands in a row ("12." are twelve free cells). Python's twin is wanted.py.
/** @import { Sides } from "./scales.js" */

export const CELL = 4; // pixels
export const NOTHING = "none";
export const FREE = ".",
  KEEP = "k",
  HOLE = "x";
const LETTERS = "abcdefgh";
const FORM = /^([0-9a-f]{6}(?:-[0-9a-f]{6}){0,7})?~((?:(?:[1-9]\d{0,3})?[.kxa-h])+)$/;
export const COLOURS = LETTERS.length;

/**
 * `colours`: red, green, blue in hexadecimal digits; `cells`: one sign each
 * @typedef {{ colours: string[], cells: string[] }} Painted
 */

/** Rows and columns of cells. @param {Sides} sides @returns {Sides} */
export const gridOf = ([H, W]) => [Math.ceil(H / CELL), Math.ceil(W / CELL)];

/** @param {Sides} sides @returns {Painted} */
export function blank(sides) {
  const [rows, columns] = gridOf(sides);
  return { colours: [], cells: new Array(rows * columns).fill(FREE) };
}

/** @param {Painted} painted */
export function textOf({ colours, cells }) {
  if (cells.every((cell) => cell === FREE)) return NOTHING;
  const used = colours.filter((_, k) => cells.includes(LETTERS[k])),
    named = cells.map((cell) => {
      const k = LETTERS.indexOf(cell);
      return k < 0 ? cell : LETTERS[used.indexOf(colours[k])];
    });
  const runs = named
    .join("")
    .replace(/(.)\1*/g, (run) => `${run.length > 1 ? run.length : ""}${run[0]}`);
  return `${used.join("-")}~${runs}`;
}

/**
 * What a text stands for on a canvas of these sides; undefined where it is none, or no such text.
 * @param {unknown} text @param {Sides} sides @returns {Painted | undefined}
 */
export function paintedOf(text, sides) {
  const plain = blank(sides);
  if (text === NOTHING) return plain;
  const [, given, runs] = FORM.exec(String(text)) ?? [];
  if (runs === undefined) return undefined;
  const colours = given ? given.split("-") : [],
    cells = [];
  for (const [, count, cell] of runs.matchAll(/(\d*)(\D)/g)) {
    const times = Number(count || 1);
    if (cells.length + times > plain.cells.length) return undefined;
    for (let k = 0; k < times; k++) cells.push(cell);
  }
  if (cells.length < plain.cells.length) return undefined;
  const painted = { colours, cells };
  return textOf(painted) === text ? painted : undefined;
}

/** Which colour a cell has; -1 where none. @param {string} cell */
export const colourOf = (cell) => LETTERS.indexOf(cell);

/** The sign of a colour. @param {number} k */
export const signOf = (k) => LETTERS[k];

/** The cell of each pixel. @param {string[]} cells @param {Sides} sides */
export function spread(cells, sides) {
  const [H, W] = sides,
    [, columns] = gridOf(sides);
  return Array.from(
    { length: H * W },
    (_, p) => cells[Math.floor(Math.floor(p / W) / CELL) * columns + Math.floor((p % W) / CELL)],
  );
}

/**
 * The same on a canvas of other sides: each cell takes what was at its place.
 * @param {Painted} painted @param {Sides} from @param {Sides} to @returns {Painted}
 */
export function refitted({ colours, cells }, from, to) {
  const [rows, columns] = gridOf(from),
    [h, w] = gridOf(to);
  const at = (/** @type {number} */ i, /** @type {number} */ n, /** @type {number} */ m) =>
    Math.floor(((i + 0.5) * n) / m);
  const moved = Array.from(
    { length: h * w },
    (_, p) => cells[at(Math.floor(p / w), rows, h) * columns + at(p % w, columns, w)],
  );
  return { colours, cells: moved };
}

/**
 * Where a picture lies on a canvas: in its middle.
 * @param {Sides} picture @param {Sides} canvas @returns {Sides} its first row and column there
 */
export const middle = ([h, w], [H, W]) => [Math.floor((H - h) / 2), Math.floor((W - w) / 2)];
