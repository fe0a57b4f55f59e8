// PredictionLab: the same noise into a network and into an exact machine, both pictures, their
// difference and r^2.
/** @import { Context, Control, Floats, Heard, Shape, Value } from "../shared/types" */
/** @import { Job, Then } from "../shared/view/run.js" */
/** @import { WindowedParams, WindowedSettings } from "../shared/view/windowed.js" */
/** @import { Config } from "./network.js" */
/** @import { Score } from "./scores.js" */
/** @import { Asked } from "./tried.js" */
import { MAX_SEED, normalsOf } from "../shared/state/draws.js";
import { show, some } from "../shared/state/numbers.js";
import { h, head } from "../shared/view/elements.js";
import { widget } from "../shared/view/frame.js";
import { plot } from "../shared/view/plot.js";
import { LONG, WindowedLab } from "../shared/view/windowed.js";
import { Nets } from "./nets.js";
import { News } from "./news.js";
import { Pictures } from "./pictures.js";
import { python } from "./python.js";
import { NOWHERE } from "./renewed.js";
import { known, median, scoreText } from "./scores.js";
import { drawScores, legend } from "./scores-plot.js";
import { Several } from "./several.js";
import { keyOf, Tried, valuesOf } from "./tried.js";
import { TriedTable } from "./tried-table.js";
import worker from "./worker.js?source";

/**
 * `net`: the network's name; `nets`: those to choose from, with words
 * @typedef {WindowedSettings & { several: number, net: string, nets: Record<string, string>,
 *   config: Config, renewed: string }} Settings
 */
/** @typedef {WindowedParams & { net: string, config: Config, renewed: string }} Params */
/**
 * `before`: the guesses of network and machine from the noise as it was
 * @typedef {{ sigma: number, P?: number, r2: Score, network: Floats, machine: Floats,
 *   before?: [Floats, Floats] }} Moment
 */
/** @typedef {{ step: number, steps: number, part?: number, r2: Score, wiener: Score }} Progress */
/** @typedef {Heard & Progress & { sigma: number, P?: number }} Stepped */
/**
 * Of the end; baselines: one number a step.
 * @typedef {{ r2: Score, ideal: Score[], wiener: Score[], chance: Score[] }} Scores
 */

/**
 * Several noises: with what, from which seeds, and how well each was predicted
 * @typedef {object} Compared
 * @property {Params} params
 * @property {string} key
 * @property {number[]} seeds
 * @property {Score[]} scores
 * @property {Score[]} wiener
 */

/** @typedef {PredictionLab} Prediction */

/** @extends {WindowedLab<Settings, Params, Moment>} */
class PredictionLab extends WindowedLab {
  /** @type {Scores} */
  result = { r2: null, ideal: [], wiener: [], chance: [] };
  tried = new Tried();
  /** @type {Moment | undefined} */
  frame; // in view
  news = ""; // what the first answer says before all else

  /** @param {Context} context */
  constructor(context) {
    super(context, "prediction", "The ideal machine compares whole images: it has no windows.");
    this.pictures = new Pictures(this.shape, this.words);
    this.nets = new Nets(this);
    this.changed = this.makeNews();
    this.comparison = this.makeComparison();
    this.table = new TriedTable(this.settings.several, (row) =>
      this.set(valuesOf(row.asked, this.settings), "stay"),
    );
    this.plot = this.makePlot();
  }

  makeNews() {
    const { config, renewed } = this.settings;
    return new News(this.pictures.noise, this.shape, renewed, {
      seed: () => this.seed.value,
      torus: config.padding === "circular",
      stale: () => !this.again.hidden,
      start: (note) => this.start("stay", note),
      say: (words) => this.say(words),
    });
  }

  makeComparison() {
    return new Several(
      this.settings.several,
      this.shape,
      () => (this.busy ? this.cancel() : this.compareSeveral()),
      (seed) => this.showSeed(seed),
    );
  }

  makePlot() {
    const { sigma_min: low, sigma_max: high } = this.settings;
    return plot({
      label: "r² of the two guesses against noise level",
      height: 300,
      y: { low: 0, high: 1, linear: true },
      x: { low: low / 2.2, high: high * 2.2, flip: true, label: "noise level σ, falling →" },
      draw: (sheet) => {
        const { frame, frames, result, shown } = this;
        if (frame) drawScores(sheet, { frame, frames, ...result, machine: shown?.params.machine });
      },
    });
  }

  parts() {
    const scores = h("section", {}, head("r² with the network’s guess"), this.plot.el, legend());
    return [
      h("div", { class: "lab-beside" }, this.pictures.el, this.settingsPart()),
      this.changed.el,
      h("div", { class: "lab-panels" }, scores, this.table.el),
      this.comparison.el,
    ];
  }

  /** What can be turned, beside them. */
  settingsPart() {
    const settings = [this.machineChoice.el, this.sizeBox, this.steps.el];
    return h(
      "section",
      {},
      h("div", { class: "lab-net" }, this.nets.choice.el),
      head("What a pixel of the machine sees"),
      this.windows.el,
      this.sees,
      h("div", { class: "lab-settings" }, settings),
      this.scrubber,
    );
  }

  get task() {
    return "predict";
  }

  /** @returns {Params} */
  params() {
    const { machine, N, steps, windows, shape } = this.asked();
    const { net, config } = this.settings;
    return { machine, N, steps, windows, shape, net, config, renewed: this.changed.text };
  }

  // ---------------------------------------------------------------- settings from outside
  /** @returns {Record<string, Control>} */
  controls() {
    return { net: this.nets.control, ...super.controls(), renewed: this.changed.control() };
  }

  /**
   * Another network comes first: the rest is for the lab with it.
   * @param {Record<string, Value>} values
   */
  set(values, then = "play") {
    const { net, ...others } = values;
    if (this.nets.leads(net)) {
      this.coming = this.nets.lead(String(net), others, then);
      return [];
    }
    if (net !== undefined) this.nets.stay();
    else this.nets.also(others);
    return super.set(values, then);
  }

  /**
   * Takes over what was set before, as far as it is on offer.
   * @param {Record<string, Value>} values @param {string} note
   */
  take(values, note) {
    this.news = note;
    for (const name of Object.keys(this.controls()))
      if (name in values) this.controls()[name]?.set(values[name]);
    this.answer("stay", note);
  }

  /** @param {Params & { data: string, seed: number, shape: Shape }} run */
  script(run) {
    return python({ ...run, padding: run.config.padding });
  }

  canvases() {
    return [this.pictures.network.canvas, this.pictures.machine.canvas];
  }

  /** This seed's, and the next one's as another noise to compare with; what was drawn anew. */
  noise() {
    return this.changed.noise(normalsOf([this.seed.value, this.seed.value + 1], this.imageSize));
  }

  // ---------------------------------------------------------------- a run and its end
  /**
   * The other engine answers the same question, and says what belongs to it as the first one did or
   * had no time to.
   */
  rerun() {
    const { shown, news } = this;
    this.start(shown ? "stay" : "open", shown ? shown.note : news);
  }

  /** @param {Then} then @param {string} [note] */
  start(then, note) {
    this.comparison.rest(this.key());
    super.start(then, note);
  }

  /** @param {Job<Params, Moment>} job @param {Stepped} message */
  took(job, { step, steps, sigma, P, r2, part = 0, ms, arrays }) {
    const { network, machine } = arrays;
    if (network) job.frames.push({ sigma, P, r2, network, machine, before: beforeOf(arrays) });
    if (ms < LONG) return;
    this.words.textContent = `Step ${Math.min(steps, step + 1)} of ${steps}. Escape cancels.`;
    this.progress((step + (network ? 1 : part)) / steps);
    if (!network) return;
    job.live = true;
    this.viewNoise(job);
    this.viewState(job.frames[job.frames.length - 1], false, true);
  }

  /** @param {Job<Params, Moment>} job @param {Heard & Scores} message */
  finish(job, { arrays: { network, machine }, r2, ideal, wiener, chance, ms }) {
    this.result = { r2, ideal, wiener, chance };
    this.reveal(job, { ...job.frames[job.frames.length - 1], sigma: 0, r2, network, machine }, ms);
  }

  /** @param {Job<Params, Moment>} job @param {number} ms */
  record(job, ms) {
    const { network, machine } = this.frames[this.frames.length - 1];
    this.state = {
      ...this.kept(job, ms, ["sigma", "P", "network", "machine", "before"]),
      ...this.result,
      pictures: [network, machine],
      scores: job.frames.map((moment) => moment.r2),
    };
  }

  /** @param {Job<Params, Moment>} job @param {number} ms */
  showResult(job, ms) {
    const { params, seed, note } = job,
      { machine, steps, renewed } = params;
    if (renewed === NOWHERE) this.tried.one(params, seed, this.result.r2);
    this.viewTried(seed, params);
    this.viewNoise(job);
    this.pictures.judge(params, this.result, this.N);
    const r2 = `r² ${scoreText(this.result.r2)}`,
      reach = this.changed.reach(this.frames[this.frames.length - 1], renewed);
    const what = reach
      ? `changes ${reach}; ${r2}`
      : `${r2} between the pictures of network and ${machine}`;
    this.say(`${note} Seed ${seed}: ${what}. ${some(steps, "step")}, ${this.spent(ms)}.`.trim());
  }

  // ---------------------------------------------------------------- what is in view
  /** @param {Job<Params, Moment>} job */
  viewNoise({ params, seed, noise }) {
    this.changed.showNoise(noise.subarray(0, this.imageSize), seed, params.renewed);
  }

  /** @param {Moment} moment @param {boolean} last @param {boolean} live */
  viewState(moment, last, live) {
    const { sigma, P, r2 } = moment,
      run = live ? undefined : this.shown?.params;
    this.pictures.show(moment, run?.machine ?? this.machineChoice.value, last, live);
    if (!live) this.changed.show(moment, run?.renewed ?? NOWHERE);
    this.windows.mark(P && sigma > 0 ? { sigma, P } : undefined);
    this.frame = moment;
    this.plot.say(`${scoreText(r2)} ${last ? "at the end" : `at σ ${show(sigma)}`}`);
    this.plot.redraw();
  }

  // ---------------------------------------------------------------- what has been tried
  /** @param {number} seed @param {Asked} asked */
  viewTried(seed, asked) {
    this.table.show(this.tried, seed, keyOf(asked), this.settings);
  }

  // ---------------------------------------------------------------- several noises
  /** What a row of several noises is computed from, but for its seeds. */
  key() {
    return JSON.stringify([{ ...this.params(), renewed: NOWHERE }, this.machine.name]);
  }

  /** @param {number} seed */
  showSeed(seed) {
    this.seed.set(seed);
    this.start("stay");
  }

  compareSeveral() {
    this.stop();
    const { several: count } = this.settings,
      from = Math.min(this.seed.value, MAX_SEED + 1 - count);
    const seeds = Array.from({ length: count }, (_, k) => from + k);
    const params = this.params(),
      row = { params, key: this.key(), seeds, ...noScores() };
    this.comparison.begin();
    this.busy = true;
    this.run("several", { ...params, count }, [normalsOf(seeds, this.imageSize)], {
      step: (/** @type {Heard & Progress} */ m) => this.tookOne(m, row),
      done: () => this.showSeveral(row),
      end: (how) => {
        this.busy = false;
        this.comparison.many.textContent = this.comparison.offer;
        this.offer(false);
        delete this.root.dataset.long;
        if (how !== "done") this.comparison.clear();
      },
    });
  }

  /** @param {Heard & Progress} message @param {Compared} row */
  tookOne({ step, steps, part = 1, r2, wiener, ms, arrays: { network, machine } }, row) {
    if (ms > LONG) {
      this.progress((step + part) / steps);
      this.comparison.sum.textContent = `Noise ${step + 1} of ${steps}. Escape cancels.`;
    }
    if (!network) return;
    row.scores.push(r2);
    row.wiener.push(wiener);
    this.comparison.add(row.seeds[step], { network, machine, r2, wiener });
  }

  /** @param {Compared} row */
  showSeveral({ params, key, seeds, scores, wiener }) {
    const numbers = scores.filter(known),
      words = this.comparison.end(key, scores, wiener);
    this.state = { ...this.state, several: { seeds, scores, wiener } };
    if (numbers.length) this.tried.several(params, seeds[0], median(numbers));
    this.viewTried(this.shown?.seed ?? seeds[0], params);
    this.say(`Seeds ${seeds[0]} to ${seeds[seeds.length - 1]}. ${words}`);
  }

  close() {
    this.nets.close();
    this.plot.close();
    super.close();
  }
}

/**
 * The guesses from the noise as it was, where a message has them
 * @param {Record<string, Floats>} arrays @returns {[Floats, Floats] | undefined}
 */
const beforeOf = ({ network_before, machine_before }) =>
  network_before && [network_before, machine_before];

/** @returns {{ scores: Score[], wiener: Score[] }} */
const noScores = () => ({ scores: [], wiener: [] });

export default widget(PredictionLab, worker);
