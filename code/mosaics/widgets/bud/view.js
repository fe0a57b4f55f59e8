// BudLab: a limb bud that grows, the stripes in it, and how many of them are digits along an arc.
/** @import { Context, Control, Floats, Heard, Shape } from "../shared/types" */
/** @import { Params } from "./engine.js" */
import { normals } from "../shared/state/draws.js";
import { ladder, rounded, show } from "../shared/state/numbers.js";
import { choice, listSlider, rangeSlider, seedField } from "../shared/view/controls.js";
import { button, h, svg } from "../shared/view/elements.js";
import { Frame, widget } from "../shared/view/frame.js";
import { paint, picture } from "../shared/view/paint.js";
import { stage } from "../shared/view/stage.js";
import { digits, extent, LAST, placeOf, REFERENCE } from "./arc.js";
import { python } from "./python.js";
import worker from "./worker.js?source";

const LOOKS = 40; // pictures of a bud that grows
const EVERY = 120; // ms between two words about how far a job is
const FULL = 0.2, // |u| of full ink and of none
  TISSUE = 0.25; // share of ink where u = 0: the bud stands out from what is around it
const CANVAS = /** @type {Shape} */ ([1, ...extent(90)]); // the widest bud
const NUMBERS = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"];

/**
 * `wavelength`: with delta = 1
 * @typedef {object} Settings
 * @property {number} delta
 * @property {number} theta
 * @property {string} fan
 * @property {number} seed
 * @property {[number, number]} deltas
 * @property {[number, number]} thetas
 * @property {number} wavelength
 */

/** @typedef {{ params: Params, seed: number, noise: Floats, note: string }} Job */
/** @typedef {Heard & { part: number }} Stepped */

/** @extends {Frame<Settings>} */
class BudLab extends Frame {
  /** @type {Job | undefined} */
  job; // under way
  /** @type {Job | undefined} */
  shown; // grown, and in view

  /** @param {Context} context */
  constructor(context) {
    super(context, "bud");
    const state = this.chosen,
      { seed } = this.settings;
    this.seed = seedField({ state, value: seed, change: (_, note) => this.start(note) });
    this.go = button("Another bud", () => (this.job ? this.cancel() : this.another()), {
      class: "lab-primary",
    });
    this.again = button("Run again", () => this.start(), { hidden: true });
    this.sliders = this.makeControls();
    this.picture = picture(CANVAS, "Limb bud");
    this.marks = svg("svg", {
      class: "bud-marks",
      viewBox: `0 0 ${CANVAS[2]} ${CANVAS[1]}`,
      "aria-hidden": "true",
    });
    this.numbers = h("div", { class: "bud-numbers", "aria-hidden": "true" });
    this.words = h("p", { class: "bud-words" }, "\u00a0");
  }

  makeControls() {
    const { delta, deltas, theta, thetas, fan, wavelength } = this.settings,
      change = () => this.start();
    const from = (/** @type {string} */ name) => ({ state: this.chosen, name, change });
    return {
      delta: listSlider({
        ...from("delta"),
        label: "Wavelength",
        values: ladder(deltas[0], deltas[1], delta),
        value: delta,
        free: true,
        say: (d) => `${show(wavelength * Math.sqrt(d))} points`,
      }),
      theta: rangeSlider({
        ...from("theta"),
        label: "Width of the bud",
        low: thetas[0],
        high: thetas[1],
        value: theta,
        say: (angle) => `${2 * angle}°`,
      }),
      fan: choice({
        ...from("fan"),
        label: "Diffusion",
        values: { on: "grows outwards", off: "the same everywhere" },
        value: fan,
      }),
    };
  }

  open() {
    const { delta, theta, fan } = this.sliders;
    this.picture.el.prepend(
      h("div", { class: "bud-box" }, this.picture.canvas, this.marks, this.numbers),
    );
    this.cancelByEscape();
    this.build(
      h("div", { class: "lab-row" }, this.go, this.seed.el, this.again),
      stage([this.picture.el, this.words]),
      h("div", { class: "lab-settings" }, delta.el, theta.el, fan.el),
    );
    this.start();
  }

  rerun() {
    this.start();
  }

  /** @returns {Record<string, Control>} */
  controls() {
    return { ...this.sliders, seed: this.seed };
  }

  /** @param {string} then @param {string} note */
  answer(then, note) {
    this.start(note);
  }

  python() {
    const { shown } = this;
    return shown && python({ ...shown.params, seed: shown.seed });
  }

  get copies() {
    return "Python for this bud";
  }

  get lacks() {
    return "The bud has not grown yet.";
  }

  canvases() {
    return [this.picture.canvas];
  }

  // ---------------------------------------------------------------- jobs
  another() {
    this.seed.next();
    this.start();
  }

  /** @returns {Params} */
  params() {
    const { delta, theta, fan } = this.sliders;
    return { delta: delta.value, theta: theta.value, fan: fan.value, looks: LOOKS };
  }

  start(note = "") {
    const params = this.params(),
      [H, W] = extent(params.theta),
      seed = this.seed.value;
    /** @type {Job} */
    const job = { params, seed, noise: normals(seed, 2 * H * W), note };
    this.job = job;
    this.go.textContent = "Cancel";
    this.again.hidden = true;
    this.marks.replaceChildren();
    this.numbers.replaceChildren();
    this.run("grow", params, [job.noise], {
      step: (message) => this.took(job, /** @type {Stepped} */ (message)),
      done: (message) => this.finish(job, message),
      end: (how) => this.ended(how),
    });
  }

  /** @param {Job} job @param {Stepped} message */
  took({ params }, { part, ms, arrays: { u } }) {
    this.root.style.setProperty("--done", String(part));
    if (ms > EVERY) this.root.dataset.long = "";
    if (!u) return;
    this.draw(u, params.theta);
    this.words.textContent = `It grows: ${rounded(part)} of its time. Escape cancels.`;
  }

  /** @param {Job} job @param {Heard} message */
  finish(job, { arrays: { u }, ms }) {
    const { params, seed, noise, note } = job,
      found = digits(u, params.theta),
      words = told(found.length);
    this.shown = job;
    this.draw(u, params.theta);
    this.mark(found, params.theta);
    this.picture.canvas.setAttribute("aria-label", `Limb bud: ${words}`);
    this.picture.note.textContent = `seed ${seed}; counted along the dashed arc`;
    this.words.replaceChildren(h("strong", {}, words), ` ${this.expected(params)}`);
    this.state = { params, seed, noise, u, digits: found.length, ms, engine: this.machine.name };
    this.tellWhere();
    this.say(`${note} ${words} ${this.expected(params)} ${this.spent(ms)}.`.trim());
  }

  /** @param {Params} params */
  expected({ delta, theta, fan }) {
    const waves = (2 * ((theta * Math.PI) / 180) * REFERENCE) / (this.wave * Math.sqrt(delta));
    const at = fan === "on" ? "" : " at the arc";
    return `With δ = ${show(delta)} the bud is ${waves.toFixed(1)} wavelengths wide${at}.`;
  }

  /** The wavelength with delta = 1. */
  get wave() {
    return this.settings.wavelength;
  }

  /** @param {string} how */
  ended(how) {
    this.job = undefined;
    this.go.textContent = "Another bud";
    delete this.root.dataset.long;
    if (how === "done") return;
    this.again.hidden = false;
    this.words.textContent = "It has not grown out.";
  }

  // ---------------------------------------------------------------- what is in view
  /** The bud in the middle of the canvas. @param {Floats} u @param {number} theta */
  draw(u, theta) {
    const [H, W] = extent(theta),
      wide = CANVAS[2],
      left = (wide - W) / 2,
      x = new Float32Array(H * wide).fill(-1);
    u.forEach((value, p) => {
      const ink = TISSUE + (value > 0 ? 1 - TISSUE : TISSUE) * (value / FULL);
      if (value) x[Math.floor(p / W) * wide + left + (p % W)] = 2 * Math.max(0.05, ink) - 1;
    });
    paint(this.picture.canvas, x, CANVAS);
  }

  /**
   * The arc, and each digit's number above the bud
   * @param {number[]} found @param {number} theta
   */
  mark(found, theta) {
    const left = (CANVAS[2] - extent(theta)[1]) / 2;
    const at = (/** @type {number} */ angle, /** @type {number} */ radius) => {
      const [y, x] = placeOf(theta, angle, radius);
      return [x + left + 0.5, y + 0.5];
    };
    const [from, to] = [-theta, theta].map((angle) => at(angle, REFERENCE).join(" "));
    const arc = svg("path", {
      d: `M${from}A${REFERENCE} ${REFERENCE} 0 0 1 ${to}`,
    });
    this.marks.replaceChildren(arc);
    const numbers = found.map((angle, k) => {
      const [x, y] = at(angle, LAST + 2.4),
        style = `left: ${(100 * x) / CANVAS[2]}%; top: ${(100 * y) / CANVAS[1]}%`;
      return h("b", { style }, String(k + 1));
    });
    this.numbers.replaceChildren(...numbers);
  }
}

/** @param {number} n */
const told = (n) => `${NUMBERS[n] ?? n} digit${n === 1 ? "" : "s"}.`;

export default widget(BudLab, worker);
