// WallLab: a noise a column, a machine a row. The reader sets the last row's window; a picture
// tells what it is made of.
/** @import { Context, Control, Floats, Heard, Shape, Value } from "../shared/types" */
import { MAX_SEED, normals } from "../shared/state/draws.js";
import { wholeIn } from "../shared/state/numbers.js";
import { bytesOf, imageOf } from "../shared/state/pictures.js";
import { listSlider } from "../shared/view/controls.js";
import { button, chord, h, svg, unique } from "../shared/view/elements.js";
import { Frame, widget } from "../shared/view/frame.js";
import { paint, thumbnail } from "../shared/view/paint.js";
import { python } from "./python.js";
import { distinct, isCopy, outline, sharesOf } from "./sources.js";
import worker from "./worker.js?source";

const GIVERS = 4; // training images that are shown beside a picture
/** @type {Record<string, [down: number, across: number]>} */
const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const EVERY = 120; // ms between two words about how far a job is

/** A row's window, none where it sees whole pictures. @typedef {number | null} Side */

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

/** @typedef {{ z: Floats, source: Floats, weight?: Floats }} Picture */

/**
 * @typedef {object} Cell
 * @property {HTMLElement} el
 * @property {HTMLCanvasElement} canvas
 * @property {HTMLInputElement} input
 * @property {Picture | undefined} picture
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
    const { rows, columns, P, seed, sides } = this.settings,
      [, H, W] = this.shape;
    this.columns = columns;
    this.chosen.put("seed", seed);
    this.rows = [...rows, P];
    this.at = [rows.length - 1, 0]; // row and column in view
    this.go = button("New noise", () => (this.busy ? this.cancel() : this.another()), {
      class: "lab-primary",
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
    const head = { class: "wall-noise", width: W, height: Math.ceil(H / 4), "aria-hidden": "true" };
    this.heads = Array.from({ length: columns }, () => h("canvas", head));
    this.names = this.rows.map((_, row) =>
      h("div", {
        class: `wall-name${row === rows.length ? " wall-own" : ""}`,
        "aria-hidden": "true",
      }),
    );
    const group = unique("wall");
    this.cells = this.rows.map((_, row) =>
      this.heads.map((_head, column) => this.makeCell(group, row, column)),
    );
    this.large = h("canvas", { width: W, height: H, role: "img" });
    this.lines = svg("svg", { viewBox: `0 0 ${W} ${H}`, "aria-hidden": "true" });
    this.title = h("p", { class: "lab-head" });
    this.parts = h("ul", { class: "wall-givers" });
    this.origin = h(
      "div",
      { class: "wall-origin" },
      h("div", { class: "wall-large" }, this.large, this.lines),
      h("div", {}, this.title, this.parts),
    );
  }

  open() {
    const bar = h("div", { class: "wall-bar" }, this.go, this.side.el);
    this.cancelByEscape();
    this.nameRows();
    this.build(h("div", { class: "wall-both" }, h("div", {}, this.makeGrid(), bar), this.origin));
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
      this.nameRows();
      this.start();
    } else this.resize(this.side.value);
    if (note) this.say(note);
  }

  // ---------------------------------------------------------------- parts
  /** Native radio buttons under their pictures: arrow keys, names and states come with them. */
  makeGrid() {
    const corner = h(
      "div",
      { class: "wall-name wall-top", "aria-hidden": "true" },
      h("strong", {}, "Noise"),
      h("span", {}, "one a column"),
    );
    const grid = h(
      "fieldset",
      { class: "wall-grid", style: `--columns: ${this.columns}` },
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
      onchange: () => this.pick(row, column, true),
    });
    const el = h("label", { class: "wall-cell" }, input, canvas);
    el.addEventListener(
      "pointerenter",
      (event) => event.pointerType === "mouse" && this.pick(row, column),
    );
    return { el, canvas, input, picture: undefined };
  }

  nameRows() {
    this.rows.forEach((P, row) => {
      const own = row === this.rows.length - 1 ? "your window" : "window";
      const [head, more] =
        P === null ? ["Whole picture", "the perfect model"] : [`${P} × ${P} pixels`, own];
      this.names[row].replaceChildren(h("strong", {}, head), h("span", {}, more));
    });
  }

  // ---------------------------------------------------------------- jobs
  /** What came with the page is shown at once; all else is computed when it is asked for. */
  showFirst() {
    const { rows, columns, shape, imageSize } = this,
      area = shape[1] * shape[2];
    const levels = bytesOf(this.model.get("first")),
      from = new Uint16Array(bytesOf(this.model.get("origin")).slice().buffer);
    this.drawNoise();
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
    this.pick(this.at[0], this.at[1]);
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
    const size = this.imageSize,
      out = new Float32Array(size * this.columns);
    for (let k = 0; k < this.columns; k++) out.set(normals(this.number(k), size), k * size);
    return out;
  }

  /** A strip of each column's noise, in the shades that the pictures have. */
  drawNoise() {
    const noise = this.noise(),
      [C, H, W] = this.shape,
      high = Math.ceil(H / 4);
    this.heads.forEach((canvas, column) => {
      const strips = Array.from({ length: C }, (_, c) => {
        const at = (column * C + c) * H * W;
        return Array.from(noise.subarray(at, at + high * W), (x) => x / 2);
      });
      paint(canvas, strips.flat(), [C, high, W]);
    });
  }

  another() {
    this.chosen.put("seed", this.number(this.columns));
    this.start();
  }

  /** All pictures anew; each shows its noise until it is there. */
  start() {
    this.kept.clear();
    this.drawNoise();
    const noise = this.noise(),
      size = this.imageSize;
    for (const row of this.cells) {
      row.forEach((cell, column) => {
        cell.picture = undefined;
        cell.el.dataset.waits = "";
        paint(
          cell.canvas,
          noise.subarray(column * size, (column + 1) * size).map((x) => x / 2),
          this.shape,
        );
      });
    }
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
    this.nameRows();
    for (const cell of this.cells[row]) {
      cell.el.dataset.waits = "";
      cell.picture = undefined;
    }
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
    cell.picture = picture;
    delete cell.el.dataset.waits;
    paint(cell.canvas, z, this.shape);
    cell.input.setAttribute(
      "aria-label",
      `${rowName(P)}, noise ${this.number(column)}: ${this.made(source)}`,
    );
    if (row === this.rows.length - 1) this.keep(P)[column] = picture;
    if (row === this.at[0] && column === this.at[1]) this.viewChosen();
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
  /** @param {KeyboardEvent} event */
  key(event) {
    const move = MOVES[event.key],
      { target } = event;
    if (!move || chord(event) || !(target instanceof HTMLInputElement && target.type === "radio"))
      return;
    event.preventDefault();
    const ends = [this.rows.length - 1, this.columns - 1];
    const [row, column] = this.at.map((at, axis) =>
      Math.min(ends[axis], Math.max(0, at + move[axis])),
    );
    this.pick(row, column, true);
    this.cells[row][column].input.focus();
  }

  /** @param {number} row @param {number} column */
  pick(row, column, aloud = false) {
    this.at = [row, column];
    const cell = this.cells[row][column];
    cell.input.checked = true;
    this.viewChosen();
    if (aloud && cell.picture)
      this.say(`${rowName(this.rows[row])}: ${this.made(cell.picture.source)}.`);
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
    const [row, column] = this.at,
      { picture } = this.cells[row][column],
      [, H, W] = this.shape;
    this.origin.toggleAttribute("data-waits", !picture);
    if (!picture) return;
    const { z, source } = picture,
      shares = sharesOf(source),
      copy = isCopy(shares);
    paint(this.large, z, this.shape);
    this.large.setAttribute("aria-label", `${rowName(this.rows[row])}: ${this.made(source)}`);
    const most = shares.slice(0, GIVERS),
      more = shares.length - most.length;
    const edges = copy
      ? []
      : most.map(([m]) =>
          outline(
            Array.from(source, (n) => n === m),
            H,
            W,
          ),
        );
    this.lines.replaceChildren(
      ...edges.map((d) => svg("path", { class: "wall-halo", d })),
      ...edges.map((d, k) => svg("path", { class: `wall-edge wall-edge-${k + 1}`, d })),
    );
    this.title.textContent = copy
      ? "A copy of one training image"
      : `Parts of ${shares.length} training images`;
    this.parts.replaceChildren(
      ...most.map((share, k) => this.giver(share, source, edges[k], k + 1)),
      ...(more > 0 ? [h("li", { class: "wall-more" }, `and ${more} that give less`)] : []),
    );
  }

  /**
   * A training image of which only the pixels that it gives are in full colour; `edge` is drawn
   * around them
   * @param {[m: number, part: number]} share
   * @param {Floats} source
   * @param {string | undefined} edge
   * @param {number} number
   */
  giver([m, part], source, edge, number) {
    const [C, H, W] = this.shape,
      area = H * W,
      paper = C === 1 ? -1 : 1;
    const shown = (/** @type {number} */ i) => !edge || source[i % area] === m;
    const image = this.image(m).map((v, i) => (shown(i) ? v : paper + (v - paper) * 0.3));
    const line = svg("path", { class: `wall-edge wall-edge-${number}`, d: edge });
    const lines = edge && svg("svg", { viewBox: `0 0 ${W} ${H}`, "aria-hidden": "true" }, line);
    const percent = h("small", {}, part < 0.01 ? "< 1 %" : `${Math.round(100 * part)} %`);
    const face = h("span", { class: "wall-source" }, thumbnail(this.shape, image), lines);
    return h("li", {}, face, h("span", {}, this.called(m), percent));
  }
}

/** @param {Side} P */
const rowName = (P) => (P === null ? "The perfect model" : `Window ${P} × ${P}`);

export default widget(WallLab, worker);
