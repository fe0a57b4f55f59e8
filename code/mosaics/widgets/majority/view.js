// MajorityLab: a black and white world on a torus, drawn by hand or by a denoiser, and the worlds
// found so far.
/** @import { Context, Control, Floats, Heard } from "../shared/types" */
/** @import { Offered, Params } from "./denoiser.js" */
/** @import { Ended } from "./finds.js" */
import { MAX_SEED, normals, normalsOf } from "../shared/state/draws.js";
import { show } from "../shared/state/numbers.js";
import { tame } from "../shared/state/pictures.js";
import { seedField } from "../shared/view/controls.js";
import { button, calm, h } from "../shared/view/elements.js";
import { Frame, widget } from "../shared/view/frame.js";
import { Motion } from "../shared/view/motion.js";
import { stage } from "../shared/view/stage.js";
import { Board } from "./board.js";
import { Denoiser } from "./denoiser.js";
import { Finds, runKey, runsOf } from "./finds.js";
import { FoundPanel } from "./found.js";
import { drawn, python } from "./python.js";
import worker from "./worker.js?source";
import { black, sideOf, textOf, white, worldOf } from "./world.js";

const FRESH = "-"; // a world that seed and settings make
const FILM = 1500,
  FRAME = 250; // ms of a film, and of one frame at most

/**
 * @typedef {Offered & { seed: number, runs: number, counts: [L: number, count: number][],
 *   world: string }} Settings
 */

/**
 * @typedef {{ z: Floats, sigma: number | undefined }} Still a frame of a film; without noise where
 * sigma is none
 */
/** @typedef {Heard & { sigma?: number, period?: number, steps?: number }} Message */
/**
 * How a job is treated: what its steps do, whether they are shown as a film, what is kept of it;
 * `made` is the run that its world comes from, none where it was drawn
 * @typedef {object} Treatment
 * @property {(message: Message) => void} [step]
 * @property {boolean} [film]
 * @property {number} [seed]
 * @property {string} [made]
 */

/**
 * A world as an engine has answered: its cells, which agree with their window, the run that made it
 * @typedef {{ world: Floats, good: Floats, made: string | undefined }} Known
 */

/**
 * What the last job was asked for
 * @typedef {object} State
 * @property {string} task
 * @property {Params} params
 * @property {number} [seed]
 * @property {Floats} [from]
 */

/** @extends {Frame<Settings, State & Record<string, unknown>>} */
class MajorityLab extends Frame {
  /** @type {Known} */
  known = { world: new Float32Array(0), good: new Float32Array(0), made: undefined };
  /** @type {Floats | undefined} */
  draft; // drawn by hand; no engine has looked at it yet
  /** @type {string | undefined} */
  wish; // the world that has been set from outside
  /** @type {string | undefined} */
  making; // the run under way
  many = false; // whether many runs are under way
  finds = new Finds();
  film = new Motion(); // of the run in view
  again = () => this.make();

  /** @param {Context} context */
  constructor(context) {
    super(context, "majority");
    const state = this.chosen,
      { seed, runs, counts } = this.settings;
    this.runs = `Run ${runs} more`;
    this.next = button("New world", () => this.another(), { class: "lab-primary" });
    this.more = button(this.runs, () => (this.many ? this.cancel() : this.makeMany()));
    this.seed = seedField({ state, value: seed, change: (_, note) => this.make(note) });
    this.denoiser = new Denoiser(state, this.settings, () => this.make());
    this.tools = this.makeTools();
    this.board = new Board({
      world: () => this.world,
      still: () => this.stop(),
      drew: (world, p) => this.drew(world, p),
      undo: (world) => this.look(world),
      came: (p) => this.say(this.cell(p)),
    });
    this.verdict = h("p", { class: "lab-verdict" }, "\u00a0");
    this.found = new FoundPanel(new Map(counts), this.more, (world) => this.look(world));
  }

  /** The slider of the world's side. */
  get side() {
    return this.denoiser.side;
  }

  get moves() {
    return this.film.on;
  }

  open() {
    const { world } = this.settings;
    this.cancelByEscape();
    this.build(
      h("div", { class: "lab-row" }, this.next, this.seed.el),
      h(
        "div",
        { class: "lab-beside" },
        stage([this.board.el, this.verdict]),
        h("section", {}, this.tools, h("div", { class: "lab-settings" }, this.denoiser.parts())),
      ),
      this.found.el,
    );
    this.wish = world;
    this.answer("stay", "");
  }

  rerun() {
    this.again();
  }

  makeTools() {
    return h(
      "div",
      { class: "lab-row lab-tools" },
      button("Majority step", () =>
        this.onWorld("majority", this.world, () => this.say(`One step. ${this.agreement()}`)),
      ),
      button("Until it rests", () => this.rest()),
      button("Noise, then denoise", () => this.another(this.world)),
      button("Erase", () => this.look(white(this.side.value))),
    );
  }

  /** @returns {Record<string, Control>} */
  controls() {
    return { ...this.denoiser.controls(), seed: this.seed, world: this.worldControl() };
  }

  python() {
    const { state, known, draft, world, L } = this;
    if (!state || !world.length) return undefined;
    const { seed, params } = state,
      made = known.made !== undefined && !draft && seed !== undefined;
    return made ? python({ ...params, seed }) : drawn(L, world);
  }

  canvases() {
    return [this.board.canvas];
  }

  /** The world in view as text; of one that seed and settings make it need not be told. */
  worldControl() {
    const lab = this;
    return {
      get value() {
        return lab.wish ?? lab.worldText();
      },
      /** @param {unknown} text */
      set(text) {
        if (text === FRESH || worldOf(text, lab.side.value)) lab.wish = String(text);
      },
    };
  }

  worldText() {
    const own = runKey(this.params(), this.seed.value),
      { world, draft } = this;
    const made = draft ? undefined : this.known.made;
    const fresh = [made, this.making].includes(own) || sideOf(world) !== this.side.value;
    return fresh ? FRESH : textOf(world);
  }

  /** @param {string} then @param {string} note */
  answer(then, note) {
    const { wish = FRESH } = this,
      world = worldOf(wish, this.side.value);
    this.wish = undefined;
    if (world) this.look(world, () => `${note} A world that was drawn. ${this.agreement()}`.trim());
    else this.make(note);
  }

  /** The world in view, with what has been drawn. */
  get world() {
    return this.draft ?? this.known.world;
  }

  get good() {
    return this.known.good;
  }

  /** Its side; the slider may be ahead of it. */
  get L() {
    return sideOf(this.world);
  }

  // ---------------------------------------------------------------- jobs
  /**
   * One job; its end is the world in view. The other engine repeats it.
   * @param {string} task @param {Params} params @param {Floats[]} buffers
   * @param {(message: Message) => void} done @param {Treatment} [treatment]
   */
  ask(task, params, buffers, done, treatment = {}) {
    /** @type {Still[]} */
    const frames = [];
    this.stop();
    this.side.set(params.L); // a world in view may be of another side than a run that was cancelled
    this.many = task === "worlds";
    this.making = treatment.made;
    this.more.textContent = this.many ? "Cancel" : this.runs;
    const again = { ...treatment, film: false };
    this.again = () => this.ask(task, params, buffers, done, again);
    const keep = (/** @type {Message} */ { sigma, arrays: { z } }) => frames.push({ z, sigma });
    this.run(task, params, buffers, {
      step: treatment.step ?? keep,
      done: (/** @type {Message} */ m) => {
        const asked = { task, params, noise: buffers[0], from: buffers[1] };
        this.took(m, { ...asked, z: frames.map((f) => f.z) }, treatment);
        done(m);
        if (treatment.film) this.show(frames);
        else this.view();
      },
      end: (how) => this.ended(how),
    });
  }

  /**
   * @param {Message} message
   * @param {State & Record<string, unknown>} asked
   * @param {Treatment} treatment
   */
  took({ arrays, ms }, asked, { made, seed }) {
    const kept = seed === undefined ? {} : { seed };
    this.known = { world: arrays.world, good: arrays.good, made };
    this.draft = undefined;
    this.state = { ...asked, ...arrays, engine: this.machine.name, ms, ...kept };
  }

  /** What was drawn and not looked at goes with a job that did not end well. @param {string} how */
  ended(how) {
    this.many = false;
    this.making = undefined;
    this.more.textContent = this.runs;
    this.tellWhere();
    if (how === "done" || !this.draft) return;
    this.draft = undefined;
    this.view();
  }

  /**
   * A job on a world, which brings its side with it wherever the slider is.
   * @param {string} task @param {Floats} world
   * @param {(message: Message) => void} done @param {Treatment} [treatment]
   */
  onWorld(task, world, done, treatment) {
    this.ask(task, { ...this.params(), L: sideOf(world) }, [world], done, treatment);
  }

  params() {
    return this.denoiser.params();
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
      params = { ...this.params(), ...(from && { L: sideOf(from) }) },
      key = runKey(params, seed, from && textOf(from)),
      noise = normals(seed, params.L ** 2);
    /** @param {Message} message */
    const done = ({ ms }) => {
      const { world, good } = this.known,
        fresh = this.collect(params, [{ key, world, whole: good.every(Boolean) }]);
      const news = fresh ? "A world not found before. " : "";
      this.say(`${note} Seed ${seed}: ${this.agreement()} ${news}${this.spent(ms)}.`.trim());
    };
    const made = from ? undefined : key;
    this.ask("world", params, from ? [noise, from] : [noise], done, { seed, made, film: true });
  }

  /** So many runs, of the seeds after this one. The seed in view is the last one that was run. */
  makeMany(first = this.seed.value + 1) {
    const { runs } = this.settings,
      params = this.params(),
      seeds = Array.from({ length: runs }, (_, i) => (first + i) % (MAX_SEED + 1)),
      noise = normalsOf(seeds, params.L ** 2);
    let ready = 0,
      fresh = 0;
    /** @param {Message} message */
    const step = ({ arrays: { worlds, whole } }) => {
      fresh += this.collect(
        params,
        runsOf(worlds, whole, (i) => runKey(params, seeds[ready + i])),
      );
      ready += whole.length;
      this.seed.set(seeds[ready - 1]);
      this.where.textContent = `${ready} of ${runs} runs.`;
    };
    /** @param {Message} message */
    const done = ({ ms }) => {
      this.again = () => this.look(this.world);
      this.say(`${runs} runs: ${fresh} new, ${this.found.text} found. ${this.spent(ms)}.`);
    };
    const last = seeds[runs - 1];
    this.ask("worlds", params, [noise], done, { step, seed: last, made: runKey(params, last) });
    this.again = () => this.makeMany(first);
  }

  /** @param {Floats} world */
  look(world, say = () => this.agreement()) {
    this.onWorld("look", world, () => this.say(say()));
  }

  rest() {
    /** @param {Message} message */
    const done = ({ period, steps }) => {
      const after = `after ${steps} majority ${steps === 1 ? "step" : "steps"}`;
      const blinks = `It never rests: ${after} it blinks between two states. ${this.agreement()}`;
      this.say(period === 1 ? `At rest ${after}.` : blinks);
    };
    this.onWorld("rest", this.world, done, { film: true });
  }

  /** Returns how many worlds are new. @param {Params} params @param {Ended[]} ended */
  collect(params, ended) {
    const fresh = this.finds.add(params, ended);
    this.found.show(this.finds.of(params), params);
    return fresh;
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
    const { L, good, world, board, verdict } = this;
    const words = `World of ${L} by ${L} cells, ${show(black(world))} black. ${this.agreement()}`;
    board.show(good, words);
    verdict.textContent = `${good.every(Boolean) ? "◇" : "◆"} ${this.agreement()}`;
  }

  /** Shows the states of a run one after the other, then the world. @param {Still[]} frames */
  show(frames) {
    if (calm.matches || frames.length < 2) return this.view();
    const each = Math.min(FRAME, FILM / frames.length);
    this.board.bare();
    this.film.begin((ms) => {
      const frame = frames[Math.floor(ms / each)];
      if (frame) this.still(frame);
      else this.view();
      return frame !== undefined;
    });
  }

  /** @param {Still} still */
  still({ z, sigma }) {
    this.board.paint(sigma === undefined ? z : tame(z, sigma));
    this.verdict.textContent = sigma === undefined ? "…" : `σ = ${show(sigma)}`;
  }

  stop() {
    if (this.film.stop()) this.view();
  }

  /** The reader has turned over cell p. @param {Floats} world @param {number} p */
  drew(world, p) {
    this.draft = world;
    this.look(world, () => `${this.cell(p)} ${this.agreement()}`);
  }

  /** @param {number} p */
  cell(p) {
    const row = Math.floor(p / this.L) + 1,
      column = (p % this.L) + 1;
    const colour = this.world[p] > 0 ? "black" : "white";
    return `Row ${row}, column ${column}: ${colour}, ${this.good[p] ? "agrees" : "disagrees"}.`;
  }

  close() {
    this.film.stop();
    super.close();
  }
}

export default widget(MajorityLab, worker);
