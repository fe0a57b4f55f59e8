// MajorityLab: a black and white world on a torus, drawn by hand or by a denoiser, and the worlds
// found so far.
/** @import { Context, Control, Floats, Heard } from "../shared/types" */
import { diamond } from "../shared/state/curves.js";
import { normals } from "../shared/state/draws.js";
import { show } from "../shared/state/numbers.js";
import { tame, wrap } from "../shared/state/pictures.js";
import { choice, listSlider, logSlider, rangeSlider, seedField } from "../shared/view/controls.js";
import { button, calm, chord, h, svg, unique } from "../shared/view/elements.js";
import { Frame, widget } from "../shared/view/frame.js";
import { paint, thumbnail } from "../shared/view/paint.js";
import { drawn, python } from "./python.js";
import worker from "./worker.js?source";

const SEES = { 3: "3 × 3 cells", all: "the whole image" };
const KEPT = 24,
  FILM = 1500,
  FRAME = 250; // worlds in the gallery; ms of a film, and of one frame at most
/** @type {Record<string, [down: number, across: number]>} */
const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/**
 * @typedef {object} Settings
 * @property {number} L
 * @property {number | null} P
 * @property {number[]} sides
 * @property {number} steps
 * @property {number} sigma_min
 * @property {number} sigma_max
 * @property {number} seed
 * @property {number} runs
 * @property {[L: number, count: number][]} counts
 */

/** @typedef {{ P: number | null, steps: number, sigma_min: number, sigma_max: number }} Params */
/**
 * @typedef {{ z: Floats, sigma: number | undefined }} Still a frame of a film; without noise where
 * sigma is none
 */
/** @typedef {Heard & { sigma?: number, period?: number, steps?: number }} Message */
/**
 * Worlds found at one side and window, by their cells.
 * @typedef {{ worlds: Map<string, Floats>, runs: number, broken: number }} Found
 */

/**
 * How a job is treated: what its steps do, whether they are shown as a film, what is kept of it
 * @typedef {{ step?: (message: Message) => void, film?: boolean, seed?: number }} Treatment
 */

/**
 * What the last job was asked for
 * @typedef {object} State
 * @property {string} task
 * @property {Params & { L: number }} params
 * @property {number} [seed]
 * @property {Floats} [from]
 */

/** @extends {Frame<Settings, State & Record<string, unknown>>} */
class MajorityLab extends Frame {
  world = new Float32Array(0); // in view
  good = new Float32Array(0); // its cells that agree with their window
  many = false; // whether many runs are under way
  /** @type {Map<string, Found>} */
  finds = new Map();
  cursor = [0, 0];
  /** @type {number | undefined} */
  playing;
  /** @type {{ to: number, before: Floats } | undefined} */
  stroke; // under way: the cells' new value, and the world before it
  again = () => this.make();

  /** @param {Context} context */
  constructor(context) {
    super(context, "majority");
    const { L, P, sides, steps, sigma_max, seed, runs, counts } = this.settings,
      change = () => this.make();
    this.counts = new Map(counts);
    this.runs = `Run ${runs} more`;
    this.next = button("New world", () => this.another(), { class: "lab-primary" });
    this.more = button(this.runs, () => (this.many ? this.cancel() : this.makeMany()));
    this.seed = seedField({
      state: this.chosen,
      value: seed,
      change: (_, note) => this.make(note),
    });
    this.side = listSlider({
      state: this.chosen,
      name: "L",
      label: "Side of the world",
      values: sides,
      value: L,
      say: (n) => `${n} cells`,
      change,
    });
    this.sees = choice({
      state: this.chosen,
      name: "P",
      label: "The denoiser sees",
      values: SEES,
      value: P ? "3" : "all",
      change,
    });
    this.steps = rangeSlider({
      state: this.chosen,
      name: "steps",
      label: "Steps of the denoiser",
      low: 1,
      high: 50,
      value: steps,
      change,
    });
    this.noise = logSlider({
      state: this.chosen,
      name: "sigma_max",
      label: "Noise at the start",
      low: 0.5,
      high: 80,
      value: sigma_max,
      say: (s) => `σ ${show(s)}`,
      change,
    });
    this.tools = this.makeTools();
    // The world: a canvas of one pixel a cell, and over it what must stay sharp: grid, marks,
    // cursor
    this.canvas = h("canvas", { "aria-hidden": "true" });
    this.over = svg("svg", { "aria-hidden": "true" });
    this.verdict = h("p", { class: "lab-verdict" }, "\u00a0");
    this.box = this.makeBox();
    this.figure = h("p", { class: "lab-figure" }, "\u00a0");
    this.note = h("p", { class: "lab-note" });
    this.gauge = h("div", { class: "lab-gauge", "aria-hidden": "true" });
    this.group = unique("lab-image");
    this.gallery = h("fieldset", {
      class: "lab-strip lab-found",
      "aria-label": "Worlds found last: choose one to look at it",
    });
  }

  open() {
    const { figure, gauge, note, gallery } = this;
    const head = h(
      "p",
      { class: "lab-head" },
      "Different consistent worlds the denoiser has found",
    );
    this.cancelByEscape();
    this.build(
      h("div", { class: "lab-row" }, this.next, this.more, this.seed.el),
      h(
        "div",
        { class: "lab-panels" },
        h("section", {}, this.box, this.verdict, this.tools),
        h("section", {}, head, figure, gauge, note, gallery),
      ),
      h("div", { class: "lab-settings" }, this.side.el, this.sees.el, this.steps.el, this.noise.el),
    );
    this.make();
  }

  rerun() {
    this.again();
  }

  makeTools() {
    return h(
      "div",
      { class: "lab-row lab-tools" },
      button("Majority step", () =>
        this.ask("majority", {}, [this.world], () => this.say(`One step. ${this.agreement()}`)),
      ),
      button("Until it rests", () => this.rest()),
      button("Noise, then denoise", () => this.another(this.world)),
      button("Erase", () => this.look(new Float32Array(this.side.value ** 2).fill(-1))),
    );
  }

  makeBox() {
    const box = h(
      "div",
      {
        class: "lab-world",
        tabindex: 0,
        role: "application",
        "aria-roledescription": "grid of cells",
        "aria-label": "World",
      },
      this.canvas,
      this.over,
    );
    const keys = (/** @type {boolean} */ on) => box.toggleAttribute("data-keys", on);
    box.addEventListener("pointerdown", (event) => {
      keys(false);
      this.press(event);
    });
    box.addEventListener(
      "pointermove",
      (event) => this.stroke && this.put(this.cellAt(event), this.stroke.to),
    );
    box.addEventListener("pointerup", () => {
      this.stroke = undefined;
    });
    box.addEventListener("pointercancel", () => this.undo());
    box.addEventListener("keydown", (event) => this.key(event, keys));
    box.addEventListener("focus", () => keys(box.matches(":focus-visible")));
    box.addEventListener("blur", () => keys(false));
    return box;
  }

  /** @returns {Record<string, Control>} */
  controls() {
    return {
      L: this.side,
      P: this.sees,
      steps: this.steps,
      sigma_max: this.noise,
      seed: this.seed,
    };
  }

  python() {
    const { state, world, L } = this;
    if (!state) return undefined;
    const { task, seed, from, params } = state;
    const made = task === "world" && seed !== undefined && !from;
    return made ? python({ ...params, seed }) : drawn(L, world);
  }

  canvases() {
    return [this.canvas];
  }

  /** @param {string} then @param {string} note */
  answer(then, note) {
    this.make(note);
  }

  /** Side of the world in view; the slider may be ahead of it. */
  get L() {
    return Math.sqrt(this.world.length);
  }

  // ---------------------------------------------------------------- jobs
  /**
   * One job; its end is the world in view. `done` gets its message, and whether the other engine
   * computed it before
   * @param {string} task @param {Params | {}} params @param {Floats[]} buffers
   * @param {(message: Message, repeated: boolean) => void} done @param {Treatment} [treatment]
   */
  ask(task, params, buffers, done, { step, film, seed } = {}) {
    /** @type {Still[]} */
    const frames = [],
      all = { L: this.side.value, ...params };
    this.stop();
    this.many = task === "worlds";
    this.more.textContent = this.many ? "Cancel" : this.runs;
    const kept = seed === undefined ? {} : { seed };
    if (!this.many) this.again = () => this.ask(task, params, buffers, (m) => done(m, true), kept);
    this.run(task, all, buffers, {
      step:
        step ?? ((/** @type {Message} */ { sigma, arrays: { z } }) => frames.push({ z, sigma })),
      done: (/** @type {Message} */ m) => {
        const { world, good } = m.arrays;
        this.world = world;
        this.good = good;
        this.state = {
          task,
          params: /** @type {State["params"]} */ (all),
          noise: buffers[0],
          from: buffers[1],
          ...m.arrays,
          z: frames.map((f) => f.z),
          engine: this.machine.name,
          ms: m.ms,
          ...kept,
        };
        done(m, false);
        if (film) this.film(frames);
        else this.view();
      },
      end: () => {
        this.many = false;
        this.more.textContent = this.runs;
        this.tellWhere();
      },
    });
  }

  /** @returns {Params} */
  params() {
    const { steps, noise, sees } = this,
      { sigma_min } = this.settings;
    return {
      P: sees.value === "all" ? null : 3,
      steps: steps.value,
      sigma_min,
      sigma_max: noise.value,
    };
  }

  /** @param {Floats} [from] */
  another(from) {
    this.seed.next();
    this.make("", from);
  }

  /**
   * A world from noise, or from the world in view with noise on it.
   * @param {string} [note]
   * @param {Floats} [from]
   */
  make(note = "", from) {
    const seed = this.seed.value,
      buffers = [normals(seed, this.side.value ** 2), ...(from ? [from] : [])];
    this.ask(
      "world",
      this.params(),
      buffers,
      ({ ms }, repeated) => {
        const fresh = this.collect([this.world], [this.good.every(Boolean)], repeated)
          ? "A world not found before. "
          : "";
        this.say(`${note} Seed ${seed}: ${this.agreement()} ${fresh}${this.spent(ms)}.`.trim());
      },
      { seed, film: true },
    );
  }

  makeMany() {
    const { runs } = this.settings,
      area = this.side.value ** 2,
      noise = new Float32Array(runs * area);
    for (let i = 0; i < runs; i++) {
      this.seed.next();
      noise.set(normals(this.seed.value, area), i * area);
    }
    let ready = 0,
      fresh = 0;
    /** @param {Message} message */
    const step = ({ arrays: { worlds, whole } }) => {
      const each = Array.from(whole, (_, i) => worlds.slice(i * area, (i + 1) * area));
      fresh += this.collect(each, Array.from(whole, Boolean), false);
      ready += whole.length;
      this.where.textContent = `${ready} of ${runs} runs.`;
    };
    this.ask(
      "worlds",
      this.params(),
      [noise],
      ({ ms }) => {
        this.again = () => this.look(this.world);
        this.say(
          `${runs} runs: ${fresh} new, ${this.figure.textContent} found. ${this.spent(ms)}.`,
        );
      },
      { step, seed: this.seed.value },
    );
  }

  /** @param {Floats} world */
  look(world, say = () => this.agreement()) {
    this.ask("look", {}, [world], () => this.say(say()));
  }

  rest() {
    this.ask(
      "rest",
      {},
      [this.world],
      ({ period, steps }) => {
        const after = `after ${steps} majority ${steps === 1 ? "step" : "steps"}`;
        const blinks = `It never rests: ${after} it blinks between two states. ${this.agreement()}`;
        this.say(period === 1 ? `At rest ${after}.` : blinks);
      },
      { film: true },
    );
  }

  // ---------------------------------------------------------------- worlds found, apart by side
  // and by what the denoiser sees
  /**
   * Returns how many of these are new.
   * @param {Floats[]} worlds @param {boolean[]} whole @param {boolean} repeated
   */
  collect(worlds, whole, repeated) {
    const key = `${this.side.value} ${this.sees.value}`;
    const found = this.finds.get(key) ?? { worlds: new Map(), runs: 0, broken: 0 },
      before = found.worlds.size;
    worlds.forEach((world, i) => {
      if (whole[i]) found.worlds.set(String(world), world);
      if (repeated) return;
      found.runs++;
      found.broken += whole[i] ? 0 : 1;
    });
    this.finds.set(key, found);
    this.viewFinds(found, this.side.value);
    return found.worlds.size - before;
  }

  /** @param {Found} found @param {number} L */
  viewFinds({ worlds, runs, broken }, L) {
    const total = this.counts.get(L),
      least = 2 ** (Math.floor(L / 5) ** 2);
    this.figure.textContent = total ? `${show(worlds.size)} of ${show(total)}` : show(worlds.size);
    this.gauge.hidden = !total;
    this.gallery.hidden = !worlds.size;
    this.gauge.style.setProperty("--w", String(worlds.size / (total ?? Number.NaN)));
    const exact = total
      ? `${show(total)} is the exact count for ${L} × ${L} cells.`
      : `At least ${show(least)} exist.`;
    const wrong = broken ? `${show(broken)} ended with cells that disagree and do not count.` : "";
    this.note.textContent = [exact, `Runs so far: ${show(runs)}.`, wrong].join(" ");
    const last = [...worlds.values()].slice(-KEPT).reverse();
    this.gallery.replaceChildren(...last.map((world, i) => this.thumb(world, i, L)));
  }

  /** @param {Floats} world @param {number} i @param {number} L */
  thumb(world, i, L) {
    const radio = h("input", {
      type: "radio",
      name: this.group,
      "aria-label": `World ${i + 1}, ${ink(world)} cells black`,
      onclick: () => this.look(world),
    });
    return h("label", {}, radio, thumbnail([1, L, L], world));
  }

  // ---------------------------------------------------------------- the world in view
  agreement() {
    const wrong = this.good.filter((g) => !g).length,
      cells = this.good.length;
    return wrong
      ? `${wrong} of ${cells} cells ${wrong === 1 ? "disagrees" : "disagree"}.`
      : `All ${cells} cells agree with their window.`;
  }

  view() {
    const { L, good, world } = this;
    this.paint(world);
    this.over.setAttribute("viewBox", `0 0 ${L} ${L}`);
    const mark = (/** @type {number} */ g, /** @type {number} */ p) =>
      g ? "" : diamond((p % L) + 0.5, Math.floor(p / L) + 0.5, 0.26);
    const marks = Array.from(good, mark).join("");
    const lines = Array.from({ length: L - 1 }, (_, i) => `M${i + 1} 0V${L}M0 ${i + 1}H${L}`).join(
      "",
    );
    this.over.replaceChildren(
      svg("path", { class: "lab-lines", d: lines }),
      svg("path", { class: "lab-wrong", d: marks }),
      this.cursorMark(),
    );
    this.verdict.textContent = `${marks ? "◆" : "◇"} ${this.agreement()}`;
    const words = `World of ${L} by ${L} cells, ${ink(world)} black. ${this.agreement()}`;
    this.box.setAttribute("aria-label", `${words} Arrow keys move, space turns a cell over.`);
  }

  /** @param {Floats} x */
  paint(x) {
    const { L, canvas } = this;
    if (canvas.width !== L) Object.assign(canvas, { width: L, height: L });
    paint(canvas, x, [1, L, L]);
  }

  /** Shows the states of a run one after the other, then the world. @param {Still[]} frames */
  film(frames) {
    if (calm.matches || frames.length < 2) return this.view();
    const each = Math.min(FRAME, FILM / frames.length),
      began = performance.now();
    /** @param {number} now */
    const tick = (now) => {
      const frame = frames[Math.floor(Math.max(0, now - began) / each)];
      if (!frame) return this.stop();
      const { z, sigma } = frame;
      this.paint(sigma === undefined ? z : tame(z, sigma));
      this.verdict.textContent = sigma === undefined ? "…" : `σ = ${show(sigma)}`;
      this.playing = requestAnimationFrame(tick);
    };
    this.over.replaceChildren();
    this.playing = requestAnimationFrame(tick);
  }

  stop() {
    if (!this.playing) return;
    cancelAnimationFrame(this.playing);
    this.playing = undefined;
    this.view();
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
    this.stop();
    const p = this.cellAt(event);
    this.box.setPointerCapture(event.pointerId);
    this.stroke = { to: -this.world[p], before: this.world };
    this.put(p, this.stroke.to);
  }

  /** A finger that scrolls the page instead has drawn nothing. */
  undo() {
    if (this.stroke) this.look(this.stroke.before);
    this.stroke = undefined;
  }

  /** @param {number} p @param {number} value */
  put(p, value) {
    if (this.world[p] === value) return;
    this.world = this.world.slice();
    this.world[p] = value;
    this.paint(this.world);
    this.look(this.world, () => `${this.cell(p)} ${this.agreement()}`);
  }

  /** @param {number} p */
  cell(p) {
    const row = Math.floor(p / this.L) + 1,
      column = (p % this.L) + 1;
    const colour = this.world[p] > 0 ? "black" : "white";
    return `Row ${row}, column ${column}: ${colour}, ${this.good[p] ? "agrees" : "disagrees"}.`;
  }

  /** @param {KeyboardEvent} event @param {(on: boolean) => void} keys */
  key(event, keys) {
    const move = MOVES[event.key],
      turn = event.key === " " || event.key === "Enter";
    if (!this.world.length || chord(event) || (!move && !turn)) return;
    event.preventDefault();
    this.stop();
    keys(true);
    if (move) this.cursor = this.cursor.map((at, axis) => wrap(at + move[axis], this.L));
    const p = this.cursor[0] * this.L + this.cursor[1];
    if (turn) return this.put(p, -this.world[p]);
    this.over.lastElementChild?.replaceWith(this.cursorMark());
    this.say(this.cell(p));
  }

  cursorMark() {
    this.cursor = this.cursor.map((at) => Math.min(at, this.L - 1));
    const [y, x] = this.cursor;
    const square = (/** @type {string} */ name) =>
      svg("rect", { class: name, x: x + 0.08, y: y + 0.08, width: 0.84, height: 0.84 });
    return svg("g", { class: "lab-cursor" }, square("lab-halo"), square("lab-line"));
  }

  close() {
    if (this.playing) cancelAnimationFrame(this.playing);
    super.close();
  }
}

/** How many cells are black. @param {Floats} world */
const ink = (world) => show(world.filter((v) => v > 0).length);

export default widget(MajorityLab, worker);
