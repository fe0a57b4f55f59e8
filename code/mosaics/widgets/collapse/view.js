// CollapseLab: N random points in d dimensions, one of them seen through noise. Whom does the
// posterior believe?
/** @import { Context, Control, Floats, Heard } from "../shared/types" */
/** @import { Axis } from "../shared/state/curves.js" */
/** @import { EngineName } from "../shared/view/machine.js" */
/** @import { Sheet } from "../shared/view/plot.js" */
import { path } from "../shared/state/curves.js";
import { normals } from "../shared/state/draws.js";
import { ladder, rounded, show, some, wholeLadder } from "../shared/state/numbers.js";
import { listSlider, rangeSlider } from "../shared/view/controls.js";
import { button, h, head } from "../shared/view/elements.js";
import { widget } from "../shared/view/frame.js";
import { Live } from "../shared/view/live.js";
import { barList } from "../shared/view/paint.js";
import { plot } from "../shared/view/plot.js";
import { rasterised } from "../shared/view/save.js";
import { stage } from "../shared/view/stage.js";
import { Handle } from "./handle.js";
import { planeOf } from "./plane.js";
import { python } from "./python.js";
import { Scatter } from "./scatter.js";
import worker from "./worker.js?source";

const BARS = 6,
  LEVELS = { low: 0.02, high: 100 };

/** @typedef {{ n: number, width: number, trials: number }} Sizes */
/** @typedef {{ N: number, d: number, sigma: number, seed: number, sizes: Sizes }} Settings */
/** @typedef {Settings & { top: number }} Params */

/** @typedef {{ x: Axis & { label: string }, y: Axis }} Axes */

/**
 * @typedef {object} Verdict
 * @property {number[]} true_w
 * @property {number[]} effective
 * @property {number[][]} top_w
 * @property {number[][]} top_i
 * @property {[N: number, sigma: number][]} curve
 * @property {number} sigma_c
 */

/**
 * @typedef {Verdict & { params: Params, points: Floats, noise: Floats, won: number, ms: number,
 * engine: string }} State
 */

/** @extends {Live<Settings, State>} */
class CollapseLab extends Live {
  /** @type {{ seed: number, points: Floats, noise: Floats } | undefined} */
  drawn;

  /** @param {Context} context */
  constructor(context) {
    super(context, "collapse");
    const { N, d, sigma, sizes } = this.settings,
      counts = wholeLadder(2, sizes.n, N),
      levels = ladder(LEVELS.low, LEVELS.high, sigma);
    /** @type {Record<EngineName, number>} */
    this.sent = { kernel: -1, page: -1 }; // the seed whose points an engine has
    this.next = button("New points", () => this.another(), { class: "lab-primary" });
    this.points = this.makeSlider("N", "Points N", counts, N);
    this.d = this.makeSlider("d", "Dimensions d", wholeLadder(2, sizes.width, d), d);
    this.sigma = this.makeSlider("sigma", "Noise level", levels, sigma, (s) => `σ ${show(s)}`);
    this.pick = this.makePick(sizes.trials);
    this.bars = barList(undefined, BARS + 1, "Posterior weights in the trial in view");
    this.marks = Array.from({ length: sizes.trials }, () => h("span", {}));
    this.grid = h("div", { class: "lab-trials", role: "img", "aria-label": "Trials" }, this.marks);
    this.wins = h("p", { class: "lab-note" });
    this.count = h("p", { class: "lab-note" });
    this.caption = h("p", { class: "lab-note" });
    this.scatter = new Scatter();
    const axes = { x: { ...LEVELS, label: "noise level σ" }, y: { low: 2, high: sizes.n } };
    this.handle = this.makeHandle(axes, levels, counts);
    this.plot = this.makePlot(axes);
  }

  /**
   * @param {string} name @param {string} label @param {number[]} values @param {number} value
   * @param {(value: number) => string} [say]
   */
  makeSlider(name, label, values, value, say) {
    const how = { state: this.chosen, free: true, say, input: () => this.start() },
      fits = values.every(Number.isInteger) ? Number.isInteger : undefined; // points and dimensions
    return listSlider({ ...how, name, label, values, value, fits });
  }

  /** @param {number} trials */
  makePick(trials) {
    return rangeSlider({
      state: this.chosen,
      name: "trial",
      label: "Trial in view",
      low: 1,
      high: trials,
      value: 1,
      say: (k) => `${k} of ${trials}`,
      input: () => this.view(),
    });
  }

  /** @param {Axes} axes @param {number[]} levels @param {number[]} counts */
  makeHandle(axes, levels, counts) {
    const scales = {
      sigma: { slider: this.sigma, values: levels },
      N: { slider: this.points, values: counts },
    };
    return new Handle(scales, axes, () => this.start());
  }

  /** @param {Axes} axes */
  makePlot(axes) {
    const made = plot({
      label: "Who wins, by number of points and noise level",
      height: 290,
      ...axes,
      draw: (sheet) => this.drawMap(sheet),
    });
    made.el.append(this.handle.el);
    return made;
  }

  open() {
    const { pick, points, d, sigma, grid, wins, bars, count } = this;
    this.build(
      h("div", { class: "lab-row" }, this.next, this.seed.el),
      h(
        "div",
        { class: "lab-beside lab-first" },
        stage([head("Who wins?"), this.plot.el, this.caption], "collapse-map"),
        h(
          "div",
          { class: "collapse-side" },
          h("div", { class: "collapse-sliders" }, points.el, d.el, sigma.el),
          h("p", { class: "lab-head collapse-trials" }, "How often the true point wins"),
          [grid, wins, pick.el],
        ),
        this.scatter.el,
        h("div", { class: "collapse-bars" }, bars.el, count),
      ),
    );
    this.start();
  }

  /** @returns {Record<string, Control>} */
  controls() {
    const { points, d, sigma, seed, pick } = this;
    return { N: points, d, sigma, seed, trial: pick };
  }

  /** The trial in view, from 0 on. */
  get trial() {
    return this.pick.value - 1;
  }

  /** The diamond goes before the answer comes. @param {string} note */
  start(note = "") {
    this.handle.place();
    super.start(note);
  }

  /**
   * Points and noise of a seed, drawn once: N and d take the first rows and columns of the same
   * table
   * @param {number} seed
   */
  draws(seed) {
    const { n, width, trials } = this.settings.sizes;
    if (this.drawn?.seed === seed) return this.drawn;
    const all = normals(seed, (n + trials) * width);
    this.drawn = { seed, points: all.slice(0, n * width), noise: all.slice(n * width) };
    return this.drawn;
  }

  python() {
    return this.state && python(this.state.params);
  }

  async canvases() {
    return [await rasterised(this.plot.root, this.handle.face)];
  }

  /** @param {string} note */
  begin(note) {
    const { seed, points, noise } = this.draws(this.seed.value),
      engine = this.machine.name;
    const params = {
      seed,
      N: this.points.value,
      d: this.d.value,
      sigma: this.sigma.value,
      sizes: this.settings.sizes,
      top: BARS,
    };
    const buffers = this.sent[engine] === seed ? [] : [points, noise];
    this.sent[engine] = seed;
    this.run("collapse", params, buffers, {
      done: (/** @type {Heard & Verdict} */ m) => this.finish(params, note, m),
      end: () => this.rested(),
      missing: () => {
        this.sent[engine] = -1;
        this.wish ??= " ";
        this.rested();
      },
    });
  }

  /** @param {Params} params @param {string} note @param {Heard & Verdict} message */
  finish(params, note, { true_w, effective, top_w, top_i, curve, sigma_c, ms }) {
    const { points, noise } = this.draws(params.seed),
      { N, d, sigma } = params;
    const won = true_w.filter((w) => w > 0.5).length;
    this.state = {
      params,
      points,
      noise,
      true_w,
      effective,
      top_w,
      top_i,
      curve,
      sigma_c,
      won,
      ms,
      engine: this.machine.name,
    };
    this.view();
    this.plot.redraw();
    const level = show(sigma_c),
      side = sideOf(sigma, sigma_c),
      here = `is ${side} the collapse level`;
    this.plot.say(`N ${show(N)}, sigma ${show(sigma)} ${here} ${level} for d ${d}`);
    this.caption.replaceChildren(
      "The curve is the collapse level σ",
      h("sub", {}, "C"),
      ` of ${d} dimensions. At N = ${show(N)} it is ${level}; the present σ is ${side} it.`,
    );
    const wins = `The true point wins ${won} of ${params.sizes.trials} trials.`;
    this.announce(
      `${note} ${wins} Sigma ${show(sigma)} ${here} ${level}. ${this.spent(ms)}.`.trim(),
    );
  }

  /** Shows the trials and the weights of the one in view. */
  view() {
    if (!this.state) return;
    const { true_w, effective, params, won } = this.state,
      { trials } = params.sizes;
    this.marks.forEach((mark, t) => {
      mark.textContent = true_w[t] > 0.5 ? "◆" : "○";
      mark.className = `${true_w[t] > 0.5 ? "lab-win" : ""} ${t === this.trial ? "lab-here" : ""}`;
    });
    this.grid.setAttribute("aria-label", `The true point wins ${won} of ${trials} trials`);
    const part = `${won} of ${trials}, ${rounded(won / trials)}`;
    this.wins.textContent =
      `◆ the true point holds more than half of the weight: ${part}. ` + "○ it does not.";
    this.bars.set(weights(this.state, this.trial));
    const many = `${show(effective[this.trial])} of ${show(params.N)}`;
    this.count.textContent = `Effective number in this trial: ${many}.`;
    this.viewPlane(this.state);
  }

  /** The points themselves, where they lie in a plane. @param {State} state */
  viewPlane(state) {
    const { params, top_i } = state,
      { trial } = this;
    const look = { trial, trials: params.sizes.trials, near: top_i[trial] };
    this.scatter.show(params.d === 2 ? { ...look, plane: planeOf(state, params) } : undefined);
  }

  /** @param {Sheet} sheet */
  drawMap(sheet) {
    this.handle.place(sheet);
    if (!this.state) return;
    const { x, y, add, box } = sheet;
    const { curve, params, sigma_c } = this.state,
      line = curve.map(([N, s]) => [x(s), y(N)]);
    const ends = [curve[curve.length - 1], curve[0]].map(([N]) => [box.left, y(N)]);
    add("path", { class: "lab-won", d: `${path([...line, ...ends])}Z` });
    add("path", { class: "lab-line", d: path(line) });
    add(
      "text",
      { class: "lab-region", x: box.left + 10, y: box.bottom - 12 },
      "one wins: it copies",
    );
    add(
      "text",
      { class: "lab-region", x: box.right - 8, y: box.top + 20, "text-anchor": "end" },
      "many share",
    );
    add("text", { class: "lab-title", x: 4, y: box.top - 1 }, "N");
    add("line", {
      class: "lab-now",
      x1: x(sigma_c),
      x2: x(params.sigma),
      y1: y(params.N),
      y2: y(params.N),
    });
  }

  close() {
    this.plot.close();
    this.scatter.close();
    super.close();
  }
}

/**
 * Where a level lies, as the printed digits have it.
 * @param {number} sigma @param {number} level
 */
function sideOf(sigma, level) {
  if (show(sigma) === show(level)) return "on";
  return sigma < level ? "below" : "above";
}

/**
 * The heaviest points of trial t, the true one among them, and the rest.
 * @param {State} state
 * @param {number} t
 */
function weights({ true_w, top_w, top_i, params }, t) {
  const own = t % params.N,
    rows = top_i[t].map((m, i) => ({ m, w: top_w[t][i] }));
  if (!rows.some((row) => row.m === own)) rows[rows.length - 1] = { m: own, w: true_w[t] };
  const rest = Math.max(0, 1 - rows.reduce((sum, row) => sum + row.w, 0)),
    others = params.N - rows.length;
  const items = rows.map(({ m, w }) => ({
    name: m === own ? "true point" : `point ${show(m)}`,
    w,
    marked: m === own,
  }));
  return others > 0 ? [...items, { name: some(others, "other"), w: rest }] : items;
}

export default widget(CollapseLab, worker);
