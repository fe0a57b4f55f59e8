// WallLab: a noise a column, a machine a row. The reader sets the last row's window; a picture
// tells what it is made of.
/** @import { Context, Control, Floats, Heard, Shape, Value } from "../shared/types" */
/** @import { Picture, Side } from "./grid.js" */
import { MAX_SEED, normalsOf } from "../shared/state/draws.js";
import { wholeIn } from "../shared/state/numbers.js";
import { bytesOf, imageOf } from "../shared/state/pictures.js";
import { listSlider } from "../shared/view/controls.js";
import { button, h } from "../shared/view/elements.js";
import { Frame, widget } from "../shared/view/frame.js";
import { Grid } from "./grid.js";
import { GIVERS, Origin } from "./origin.js";
import { python } from "./python.js";
import { distinct, isCopy, sharesOf } from "./sources.js";
import worker from "./worker.js?source";

const EVERY = 120; // ms between two words about how far a job is

/**
 * @typedef {object} Settings
 * @property {Side[]} rows
 * @property {number} P
 * @property {number[]} sides
 * @property {number} columns
 * @property {number} seed
 * @property {number} steps
 * @property {number} sigma_min
 * @property {number} sigma_max
 */

/**
 * @typedef {object} Params
 * @property {Side[]} windows
 * @property {number} columns
 * @property {number} steps
 * @property {number} sigma_min
 * @property {number} sigma_max
 * @property {Shape} shape
 */

/**
 * @typedef {{ params: Params, noise: Floats, seed: number, rows: number[], pictures: Picture[] }}
 * Job
 */
/** @typedef {Heard & { row?: number, column: number, part: number, arrays: Picture }} Stepped */

/** @extends {Frame<Settings>} */
class WallLab extends Frame {
  busy = false;
  /** @type {Map<Side, Picture[]>} */
  kept = new Map(); // rows of this seed that were computed, by their window

  /** @param {Context} context */
  constructor(context) {
    super(context, "wall");
    const { rows, columns, P, seed, sides } = this.settings;
    this.columns = columns;
    this.chosen.put("seed", seed);
    this.rows = [...rows, P];
    this.go = button("New noise", () => (this.busy ? this.cancel() : this.another()), {
      class: "lab-primary",
      "data-control": "seed",
    });
    this.side = listSlider({
      state: this.chosen,
      name: "P",
      label: "Your window",
      values: sides,
      value: P,
      say: (p) => `${p} × ${p} pixels`,
      input: (p) => this.resize(p),
    });
    this.grid = new Grid(this.shape, this.rows.length, columns, (row, _, aloud) =>
      this.picked(row, aloud),
    );
    this.origin = new Origin(this);
  }

  /** The pictures' places, row by row. */
  get cells() {
    return this.grid.cells;
  }

  open() {
    const bar = h("div", { class: "wall-bar" }, this.go, this.side.el);
    this.cancelByEscape();
    this.grid.name(this.rows);
    this.build(h("div", { class: "wall-both" }, h("div", {}, this.grid.el, bar), this.origin.el));
    this.showFirst();
  }

  rerun() {
    this.start();
  }

  /** @returns {Record<string, Control>} */
  controls() {
    return { P: this.side, seed: this.chosen.control("seed", wholeIn(0, MAX_SEED)) };
  }

  /** Of the first column's noise. */
  get seed() {
    return this.chosen.number("seed");
  }

  python() {
    const { seed, rows, columns, shape, N, data } = this,
      { steps, sigma_min, sigma_max } = this.settings;
    const P = Number(rows[rows.length - 1]);
    return python({ data, N, P, seed, columns, shape, steps, sigma_min, sigma_max });
  }

  canvases() {
    return this.cells[this.cells.length - 1].map((cell) => cell.canvas);
  }

  /** @param {string} then @param {string} note @param {Record<string, Value>} values */
  answer(then, note, values) {
    if ("seed" in values) {
      this.rows[this.rows.length - 1] = this.side.value;
      this.grid.name(this.rows);
      this.start();
    } else this.resize(this.side.value);
    if (note) this.say(note);
  }

  // ---------------------------------------------------------------- jobs
  /** What came with the page is shown at once; all else is computed when it is asked for. */
  showFirst() {
    const { rows, columns, shape, imageSize } = this,
      area = shape[1] * shape[2];
    const levels = bytesOf(this.model.get("first")),
      from = new Uint16Array(bytesOf(this.model.get("origin")).slice().buffer);
    this.grid.drawNoise(this.noise());
    const pictures = rows.flatMap((_, row) =>
      Array.from({ length: columns }, (_none, column) => {
        const k = row * columns + column,
          z = imageOf(levels, imageSize, k);
        const source = Float32Array.from(from.subarray(k * area, (k + 1) * area), (m) => m - 1);
        this.take(row, column, { z, source });
        return { z, source };
      }),
    );
    this.record(
      { params: this.params(rows), noise: this.noise(), seed: this.seed },
      pictures,
      "with the page",
      0,
    );
    this.grid.choose(this.grid.at[0], this.grid.at[1]);
    this.say("Choose a picture to see which training images it is made of.");
    this.where.textContent = "These came with the page."; // what follows is computed
    this.root.dataset.done = "first";
  }

  /** @param {Side[]} windows @returns {Params} */
  params(windows) {
    const { columns, steps, sigma_min, sigma_max } = this.settings;
    return { windows, columns, steps, sigma_min, sigma_max, shape: this.shape };
  }

  noise() {
    const seeds = Array.from({ length: this.columns }, (_, k) => this.seed + k);
    return normalsOf(seeds, this.imageSize);
  }

  another() {
    this.chosen.put("seed", this.number(this.columns));
    this.start();
  }

  /** All pictures anew; each shows its noise until it is there. */
  start() {
    this.kept.clear();
    this.grid.wait(this.noise());
    this.viewChosen();
    this.work(this.rows.map((_, row) => row));
  }

  /**
   * Another window for the last row: one that was computed before is shown at once, others go on.
   * @param {number} P
   */
  resize(P) {
    const row = this.rows.length - 1,
      kept = this.kept.get(P) ?? [];
    if (this.rows[row] === P) return;
    this.rows[row] = P;
    this.grid.name(this.rows);
    this.grid.waitRow(this.cells[row]);
    kept.forEach((picture, column) => this.take(row, column, picture));
    this.viewChosen();
    const missing = this.cells.flatMap((cells, i) =>
      cells.every((cell) => cell.picture) ? [] : [i],
    );
    if (missing.length) this.work(missing);
    else if (this.busy) this.cancel();
    else this.say(this.summary());
  }

  /** @param {number[]} rows */
  work(rows) {
    const params = this.params(rows.map((row) => this.rows[row])),
      noise = this.noise();
    /** @type {Job} */
    const job = { params, noise, seed: this.seed, rows, pictures: [] };
    this.busy = true;
    this.go.textContent = "Cancel";
    this.run("wall", params, [noise], {
      step: (/** @type {Stepped} */ m) => this.took(job, m),
      done: ({ ms }) => this.finish(job, ms),
      end: (how) => this.ended(how),
    });
  }

  /** @param {Job} job @param {Stepped} message */
  took(job, { row, column, part, ms, arrays }) {
    this.root.style.setProperty("--done", String(part));
    if (ms > EVERY) this.root.dataset.long = "";
    if (row === undefined) return;
    if (this.rows[job.rows[row]] !== job.params.windows[row]) return; // another window is wanted
    job.pictures.push(arrays);
    this.take(job.rows[row], column, arrays);
  }

  /** @param {number} row @param {number} column @param {Picture} picture */
  take(row, column, { z, source }) {
    const cell = this.cells[row][column],
      P = this.rows[row],
      picture = { z, source };
    const words = `${rowName(P)}, noise ${this.number(column)}: ${this.made(source)}`;
    this.grid.put(cell, picture, words);
    if (row === this.rows.length - 1) this.keep(P)[column] = picture;
    if (cell === this.grid.chosen) this.viewChosen();
  }

  /** @param {Side} P */
  keep(P) {
    const row = this.kept.get(P) ?? [];
    this.kept.set(P, row);
    return row;
  }

  /** @param {Job} job @param {number} ms */
  finish(job, ms) {
    this.record(job, job.pictures, this.machine.name, ms);
    this.tellWhere();
    const n = job.pictures.length,
      last = this.number(this.columns - 1);
    this.say(
      `${n} pictures from noises ${this.number(0)} to ${last}, ${this.spent(ms)}. ` +
        this.summary(),
    );
  }

  /**
   * @param {{ params: Params, noise: Floats, seed: number }} job
   * @param {Picture[]} pictures
   * @param {string} engine
   * @param {number} ms
   */
  record({ params, noise, seed }, pictures, engine, ms) {
    /** @param {keyof Picture} key */
    const list = (key) => pictures.map((p) => p[key]).filter(Boolean);
    this.state = {
      params,
      noise,
      seed,
      engine,
      ms,
      pictures: list("z"),
      source: list("source"),
      weight: list("weight"),
    };
  }

  /** @param {string} how */
  ended(how) {
    this.busy = false;
    this.go.textContent = "New noise";
    delete this.root.dataset.long;
    const pale = this.cells.flat().filter((cell) => !cell.picture).length;
    if (how === "cancelled")
      this.say(pale ? `Cancelled: ${pale} pictures are not computed.` : this.summary());
  }

  /** How many training images the pictures of the last row are made of. */
  summary() {
    const last = this.cells[this.cells.length - 1].flatMap(({ picture }) =>
      picture ? [distinct(picture.source)] : [],
    );
    const least = Math.min(...last),
      most = Math.max(...last),
      parts = least === most ? most : `${least} to ${most}`;
    const perfect = "The perfect model copies one training image each time";
    return `${perfect}; pictures of the last row have parts of ${parts}.`;
  }

  // ---------------------------------------------------------------- one picture and its sources
  /** @param {number} row @param {boolean} aloud */
  picked(row, aloud) {
    const { picture } = this.grid.chosen;
    this.viewChosen();
    if (aloud && picture) this.say(`${rowName(this.rows[row])}: ${this.made(picture.source)}.`);
  }

  /** The seed of a column. @param {number} column */
  number(column) {
    return (this.seed + column) % (MAX_SEED + 1);
  }

  /** @param {number} m */
  called(m) {
    return this.kind(m) ?? `image ${m}`;
  }

  /** @param {Floats} source */
  made(source) {
    const shares = sharesOf(source);
    if (isCopy(shares)) return `a copy of ${this.called(shares[0][0])}`;
    const some = shares.slice(0, GIVERS).map(([m]) => this.called(m)),
      more = shares.length - some.length;
    return `parts of ${some.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
  }

  viewChosen() {
    const { at, chosen } = this.grid,
      { picture } = chosen;
    this.origin.show(
      picture,
      picture ? `${rowName(this.rows[at[0]])}: ${this.made(picture.source)}` : "",
    );
  }
}

/** @param {Side} P */
const rowName = (P) => (P === null ? "The perfect model" : `Window ${P} × ${P}`);

export default widget(WallLab, worker);
