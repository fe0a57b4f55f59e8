// RivalsLab: one noise, every rival explanation and the network, sorted by distance; the table's
// row follows.
/** @import { Context, Control, Floats, Heard, Shape, Value } from "../shared/types" */
/** @import { Config } from "../prediction/network.js" */
/** @import { Score } from "../prediction/scores.js" */
/** @import { Told } from "./registry.js" */
/** @import { Course, Courses, Measure } from "./ranks.js" */
/** @import { Row } from "./table.js" */
import { normalsOf } from "../shared/state/draws.js";
import { show, some, wholeIn } from "../shared/state/numbers.js";
import { choice, rangeSlider } from "../shared/view/controls.js";
import { button, h, head } from "../shared/view/elements.js";
import { widget } from "../shared/view/frame.js";
import { Live } from "../shared/view/live.js";
import { paint, thumbnail } from "../shared/view/paint.js";
import { stage } from "../shared/view/stage.js";
import { Cards } from "./cards.js";
import { CoursePlot } from "./course.js";
import { One } from "./one.js";
import { python } from "./python.js";
import { ranked, Tried } from "./ranks.js";
import { Table } from "./table.js";
import { CHANCE, called, number, sign, toldWords } from "./words.js";
import worker from "./worker.js?source";

const LONG = 400, // ms after which pictures are shown as they come
  MORE = 8, // noises in one go
  GO = "Eight more noises";

/**
 * @typedef {object} Settings
 * @property {string} net
 * @property {Record<string, string>} nets
 * @property {string} machine
 * @property {Record<string, string>} machines what each is
 * @property {string[]} order
 * @property {number} seed
 * @property {number} N
 * @property {number} all
 * @property {number} steps
 * @property {number[]} sigmas
 * @property {string} sort
 * @property {Record<string, string>} sorts
 * @property {Record<string, Config>} configs
 * @property {Record<string, Record<string, Told>>} told
 * @property {Record<string, Record<string, Row | null>>} table
 * @property {Record<string, [number, number]>} parts
 */

/**
 * @typedef {object} Params
 * @property {string} net
 * @property {number} steps
 * @property {Shape} shape
 * @property {Config} config
 * @property {Record<string, Told>} told
 * @property {Record<string, [number, number]>} parts
 * @property {string[]} order
 * @property {string} machine the one that comes first
 */

/** @typedef {{ params: Params, seed: number, noise: Floats, note: string, courses: Courses,
 *   engine: string, ms: number }} Job */
/** @typedef {Heard & { who: string, at: number, of: number, part: number, r2: Score[],
 *   rms: number[] }} Stepped */

/** @extends {Live<Settings, { params: Params, [more: string]: unknown }>} */
class RivalsLab extends Live {
  /** @type {Job | undefined} */
  result; // the noise in view, with all its pictures
  /** @type {Job | undefined} */
  showing; // what is in view, whose pictures may still be coming
  tried = new Tried();
  /** @type {Map<string, Floats>} */
  masks = new Map(); // what pixels see at each step, by what was asked
  began = 0;
  more = 0; // noises that follow by themselves
  frame = 0; // in which lines and rows are drawn
  aloud = false; // whether what a pixel sees is to be said

  /** @param {Context} context */
  constructor(context) {
    super(context, "rivals");
    const { settings, shape, chosen: state } = this,
      [, H, W] = shape,
      { nets, net, machine, sorts, sort, steps, order, sigmas } = settings;
    state.put("machine", machine);
    state.put("row", (H >> 1) + 1);
    state.put("column", (W >> 1) + 1);
    this.net = choice({
      state,
      name: "net",
      label: "Network",
      values: nets,
      value: net,
      change: () => this.start(),
    });
    this.net.el.hidden = Object.keys(nets).length < 2;
    this.sort = choice({
      state,
      name: "sort",
      label: "Sorted by",
      values: sorts,
      value: sort,
      change: () => this.again(),
    });
    this.step = rangeSlider({
      state,
      name: "step",
      label: "Step of the run",
      low: 1,
      high: steps,
      value: steps,
      say: (k) => (k === steps ? "the picture" : `${k}, σ = ${show(sigmas[k - 1])}`),
      input: () => this.again(),
    });
    this.next = button("Another noise", () => this.another(), { class: "lab-primary" });
    this.many = button(GO, () => (this.more ? this.cancel() : this.goOn()));
    this.noise = thumbnail(shape);
    this.one = new One(shape, (p, aloud) => this.point(p, aloud));
    this.cards = new Cards([...order, CHANCE], shape, (name) => this.pick(name));
    this.course = new CoursePlot(sigmas);
    this.table = new Table(settings);
    this.figure = h("span", { class: "lab-figure" }, "\u00a0");
    this.words = h("p", { class: "lab-words" }, "\u00a0");
    this.about = h("p", { class: "lab-note" }, "\u00a0");
  }

  open() {
    this.cancelByEscape();
    const score = h(
      "div",
      { class: "rivals-score" },
      this.figure,
      h("div", {}, this.words, this.about),
    );
    this.build(
      h("div", { class: "lab-row" }, this.next, this.seed.el, this.noise, this.many),
      stage([this.one.el, score], "rivals-stage"),
      h("div", { class: "rivals-controls" }, this.step.el, this.sort.el, this.net.el),
      this.cards.el,
      h(
        "div",
        { class: "lab-panels" },
        h("section", {}, head("Where each leaves the network"), this.course.el),
        h("section", {}, head("The table’s rows, and yours"), this.table.el),
      ),
    );
    this.start();
  }

  // ---------------------------------------------------------------- what can be set
  /** @returns {Record<string, Control>} */
  controls() {
    const { chosen, net, seed, step, sort, settings, shape } = this,
      names = [...settings.order, CHANCE];
    const offered = (/** @type {Value} */ name) =>
      names.includes(String(name)) ? name : undefined;
    return {
      net,
      machine: chosen.control("machine", offered),
      seed,
      step,
      sort,
      row: chosen.control("row", wholeIn(1, shape[1])),
      column: chosen.control("column", wholeIn(1, shape[2])),
    };
  }

  /** @returns {Measure} */
  get by() {
    return this.sort.value === "rms" ? "rms" : "r2";
  }

  /** The chosen machine. */
  get at() {
    return this.chosen.text("machine");
  }

  /** @param {string} name */
  pick(name) {
    this.chosen.put("machine", name);
    this.again();
    const course = this.showing?.courses.get(name);
    if (course) this.say(this.sentence(name, course));
  }

  /** @param {number} p @param {boolean} aloud */
  point(p, aloud) {
    const W = this.shape[2];
    this.chosen.put("row", Math.floor(p / W) + 1);
    this.chosen.put("column", (p % W) + 1);
    this.aloud = aloud;
    this.look();
  }

  goOn() {
    this.more = MORE;
    this.many.textContent = "Stop";
    this.another();
  }

  // ---------------------------------------------------------------- what is taken away
  python() {
    const { result, at, shape, settings } = this;
    if (!result) return undefined;
    return python({ ...result.params, machine: at, seed: result.seed, N: settings.N, shape });
  }

  canvases() {
    const { network, machine, difference } = this.one;
    return [network, machine, difference].map((each) => each.canvas);
  }

  // ---------------------------------------------------------------- jobs
  /** @returns {Params} */
  params() {
    const { steps, configs, told, parts, order } = this.settings,
      net = this.net.value;
    const { shape, at: machine } = this;
    return { net, machine, steps, shape, config: configs[net], told: told[net], parts, order };
  }

  cancel() {
    this.more = 0;
    super.cancel();
  }

  /** @param {string} note */
  begin(note) {
    const seed = this.seed.value,
      noise = normalsOf([seed, seed + 1], this.imageSize);
    /** @type {Job} */
    const job = {
      params: this.params(),
      seed,
      noise,
      note,
      courses: new Map(),
      engine: this.machine.name,
      ms: 0,
    };
    paint(this.noise, noise.subarray(0, this.imageSize), this.shape);
    this.run("compare", job.params, [noise], {
      step: (/** @type {Stepped} */ message) => this.took(job, message),
      done: ({ ms }) => this.finish({ ...job, ms }),
      end: (how) => this.ended(how),
    });
  }

  /** @param {Job} job @param {Stepped} message */
  took(job, { who, at, of, part, r2, rms, ms, arrays: { guesses } }) {
    if (guesses) job.courses.set(who, { guesses, r2, rms });
    if (ms < LONG) return;
    this.root.style.setProperty("--done", String((at + part) / of));
    this.root.dataset.long = "";
    if (guesses) this.view(job);
  }

  /** @param {Job} job */
  finish(job) {
    const { params, seed, noise, note, courses, ms, engine } = job;
    this.result = job;
    this.tried.add(params.net, seed, courses);
    this.state = { params: { ...params }, seed, noise, ms, engine };
    this.view(job);
    this.tellWhere();
    const [first, second] = ranked(courses, this.by).filter((name) => name !== CHANCE);
    const words = [first, second].filter(Boolean).map((name) => this.scored(name, courses));
    this.announce(
      `${note} Seed ${seed}: nearest to the network is ${words.join(", then ")}. ` +
        `${some(this.tried.count(params.net), "noise")} so far, ${this.spent(ms)}.`.trim(),
    );
  }

  /** @param {string} how */
  ended(how) {
    delete this.root.dataset.long;
    if (how !== "done") this.more = 0;
    if (how === "cancelled") this.announce("Cancelled.");
    if (how !== "done" && this.result) this.view(this.result);
    this.rested();
    if (this.more && !this.busy) {
      this.more -= 1;
      if (this.more) this.another();
    }
    if (!this.more) this.many.textContent = GO;
    if (!this.busy) this.look();
  }

  // ---------------------------------------------------------------- what a pixel sees
  /** @param {Params} params */
  lookedAt(params) {
    return {
      ...params,
      machine: this.at,
      row: this.chosen.number("row"),
      column: this.chosen.number("column"),
    };
  }

  /** Shows what the pixel sees; asks for it where that is not known and all is quiet. */
  look() {
    const { showing, imageSize } = this,
      course = showing?.courses.get(this.at);
    if (!showing || !course) return;
    const asked = this.lookedAt(showing.params),
      { net, machine, row, column, shape } = asked,
      key = [net, machine, row, column].join(),
      held = this.masks.get(key),
      area = shape[1] * shape[2],
      step = this.step.value - 1;
    const words = this.one.sees.show(
      course.guesses.subarray(step * imageSize, (step + 1) * imageSize),
      held?.subarray(step * area, (step + 1) * area),
      (row - 1) * shape[2] + column - 1,
    );
    if (held && this.aloud) this.say(`${words}.`);
    if (held) this.aloud = false;
    if (!held && !this.busy) this.ask(key, asked);
  }

  /** @param {string} key @param {object} asked */
  ask(key, asked) {
    this.busy = true;
    let got = false;
    this.run("sees", asked, [], {
      done: ({ arrays }) => {
        this.masks.set(key, arrays.masks);
        got = true;
      },
      end: () => {
        this.rested();
        if (got && !this.busy) this.look();
      },
    });
  }

  // ---------------------------------------------------------------- what is in view
  /** The same noise, seen otherwise. */
  again() {
    if (this.showing) this.view(this.showing);
  }

  /** @param {string} name @param {Courses} courses */
  scored(name, courses) {
    const values = courses.get(name)?.[this.by] ?? [];
    return `${called(name)}, ${sign(this.by)} ${number(values[values.length - 1], this.by)}`;
  }

  /** @param {string} name @param {Course} course */
  sentence(name, course) {
    const step = this.step.value - 1,
      { steps } = this.settings,
      where = step + 1 === steps ? "between the two pictures" : "between the two guesses";
    return `${called(name)}: ${sign(this.by)} ${number(course[this.by][step], this.by)} ${where}.`;
  }

  /** @param {Job} job its pictures, as many as there are yet */
  view(job) {
    const { courses, params } = job,
      network = courses.get("network");
    if (!network) return;
    this.showing = job;
    const { by, at, imageSize, settings } = this,
      step = this.step.value - 1,
      course = courses.get(at),
      own = (/** @type {Course | undefined} */ each) =>
        each?.guesses.subarray(step * imageSize, (step + 1) * imageSize);
    const what = step + 1 === settings.steps ? "its picture" : `its guess at step ${step + 1}`;
    this.one.show(/** @type {Floats} */ (own(network)), own(course), { name: called(at), what });
    this.figure.textContent = course ? `${sign(by)} ${number(course[by][step], by)}` : "…";
    this.tell(params, course);
    this.cards.show(courses, { by, step, chosen: at, size: imageSize });
    this.frame ||= requestAnimationFrame(() => this.drawRest());
    if (this.state && course) this.remember(course);
    this.look();
  }

  /** The lines and the rows, once a frame: a slider moves faster. */
  drawRest() {
    const { showing, by, at: chosen, settings } = this;
    this.frame = 0;
    if (!showing) return;
    const { courses, params } = showing,
      rows = settings.table[params.net];
    this.course.show({ courses, chosen, step: this.step.value - 1, by });
    this.table.show(courses, this.tried, { net: params.net, by, chosen, rows });
  }

  /** For tests: the machine in view. @param {Course} course */
  remember(course) {
    const { state, imageSize } = this;
    if (!state) return;
    state.params.machine = this.at;
    state.x = course.guesses.slice(-imageSize);
    state.r2 = course.r2;
    state.rms = course.rms;
  }

  /**
   * What the chosen machine is, and what it was told
   * @param {Params} params @param {Course} [course]
   */
  tell({ net, told }, course) {
    const { at, settings } = this;
    const row = settings.table[net][at];
    const stored = row
      ? `table ${number(row[0], "r2")} over ${some(row[3], "noise")}`
      : "not measured in the table";
    const what =
      at === CHANCE ? "the network’s picture from the next noise" : settings.machines[at];
    this.words.textContent = `${called(at)}: ${what}`;
    this.about.textContent =
      at === CHANCE
        ? `What likeness is there by chance; ${stored}.`
        : `Told ${toldWords(told[at])}; ${stored}.`;
    if (!course) this.about.textContent += " Its picture is still to come.";
  }

  close() {
    cancelAnimationFrame(this.frame);
    this.course.close();
    super.close();
  }
}

export default widget(RivalsLab, worker);
