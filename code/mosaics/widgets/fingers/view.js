// FingersLab: hands or faces from noise behind a window, a histogram of their fingers or eyes that
// grows with each.
/** @import { Context, Control, Floats, Heard, Value } from "../shared/types" */
/** @import { Found } from "./counters.js" */
/** @import { Params } from "./engine.js" */
/** @import { Shot } from "./tally.js" */
import { Others } from "../shared/pictures/others.js";
import { nextSeeds, normalsOf } from "../shared/state/draws.js";
import { seedField } from "../shared/view/controls.js";
import { button, h } from "../shared/view/elements.js";
import { Frame, widget } from "../shared/view/frame.js";
import { picture } from "../shared/view/paint.js";
import { stage } from "../shared/view/stage.js";
import { adapted } from "./adapt.js";
import { Choices } from "./choices.js";
import { counterOf, foundIn } from "./counters.js";
import { Gallery } from "./gallery.js";
import { Histogram } from "./histogram.js";
import { Kinds } from "./kinds.js";
import { python } from "./python.js";
import { barOf, histogram, talliesAt } from "./tally.js";
import { interval, shareOfRight, told, training as trained } from "./words.js";
import worker from "./worker.js?source";

const EVERY = 120; // ms between two words about how far a job is
const UNCOUNTED =
  "Nothing is counted here: the counters know hands of 32 × 32 grey pixels and faces of as many " +
  "coloured ones. Look for yourself.";

/**
 * `training`: fingers or eyes of each training image, -1 for one that is no hand; none where not
 * known. `most`: training images that a page can do with each machine. `kinds`: what can be drawn,
 * by the names of the sets
 * @typedef {object} Settings
 * @property {string} machine
 * @property {Record<string, string>} machines
 * @property {Record<string, number>} most
 * @property {Record<string, string>} [kinds]
 * @property {number} N
 * @property {number[]} sizes
 * @property {number} P
 * @property {number[]} sides
 * @property {number} until
 * @property {number} seed
 * @property {number} steps
 * @property {number} several
 * @property {number[]} training
 */

/**
 * @typedef {{ params: Params, seeds: number[], noise: Floats, note: string, shots: Shot[] }}
 * Job
 */
/** @typedef {Heard & Found & { part: number, picture?: number }} Stepped */

/** @typedef {FingersLab} Fingers */

/** @extends {Frame<Settings>} */
class FingersLab extends Frame {
  /** @type {Job | undefined} */
  job; // under way
  /** @type {{ params: Params, shot: Shot } | undefined} */
  shown;

  /** @param {Context} context */
  constructor(context) {
    super(context, "fingers");
    this.own = new Others(this, adapted);
    this.counter = counterOf(this.shape);
    this.tallies = talliesAt(context.el, this.data, this.counter);
    this.kinds = new Kinds(this);
    this.seed = seedField({
      state: this.chosen,
      value: this.settings.seed,
      change: (_, note) => this.start(note),
    });
    this.one = button("Draw one", () => this.another(), { class: "lab-primary" });
    this.many = button("", () => this.drawMany());
    this.again = button("Run again", () => this.start(), { hidden: true });
    this.choices = new Choices(this.chosen, this.settings, () => this.start());
    this.picture = picture(this.shape, "Picture");
    this.histogram = this.counter && new Histogram(this.counter);
    this.words = h("p", { class: "fingers-words" }, this.counter ? "\u00a0" : UNCOUNTED);
    this.gallery = new Gallery(this.shape, this.counter, (shot) => this.choose(shot));
  }

  open() {
    this.cancelByEscape();
    this.build(
      h("div", { class: "lab-row" }, this.one, this.many, this.seed.el, this.again),
      stage([this.picture.el, ...(this.histogram ? [this.histogram.el] : [])]),
      this.words,
      h("div", { class: "lab-settings" }, this.choices.elements, this.kinds.choice.el),
      this.gallery.el,
    );
    this.label();
    this.start();
  }

  rerun() {
    this.start();
  }

  /** @returns {Record<string, Control>} */
  controls() {
    return { ...this.choices.controls(), seed: this.seed };
  }

  /** What stays as it is where other pictures are drawn. @returns {Record<string, Value>} */
  kept() {
    const { N, ...asked } = this.choices.value;
    return { ...asked, seed: this.seed.value };
  }

  /**
   * Another set of the book comes with what is not set as it is now.
   * @param {Record<string, Value>} values
   */
  set(values, then = "play") {
    const { data } = values,
      leads = data !== undefined && data !== this.data && data in (this.settings.kinds ?? {});
    if (data === this.data) this.kinds.stay();
    return super.set(leads ? { ...this.kept(), ...values } : values, then);
  }

  /** @param {string} then @param {string} note */
  answer(then, note) {
    this.start(note);
  }

  python() {
    const { shown, data, shape, counter } = this;
    return shown && python({ ...shown.params, seed: shown.shot.seed, data, shape, counter });
  }

  canvases() {
    return [this.picture.canvas];
  }

  // ---------------------------------------------------------------- jobs
  /** @param {number} count @returns {Params} */
  params(count) {
    return { ...this.choices.value, steps: this.settings.steps, count, shape: this.shape };
  }

  another() {
    this.seed.next();
    this.start();
  }

  /** The picture of the seed and settings that are chosen. */
  start(note = "") {
    this.work([this.seed.value], note);
  }

  drawMany() {
    if (this.job && this.job.seeds.length > 1) return this.cancel();
    const { shots } = this.tallies.of(this.params(1));
    this.work(nextSeeds(this.seed.value, this.settings.several, shots));
  }

  /** @param {number[]} seeds */
  work(seeds, note = "") {
    const params = this.params(seeds.length),
      noise = normalsOf(seeds, this.imageSize);
    /** @type {Job} */
    const job = { params, seeds, noise, note, shots: [] };
    this.job = job;
    this.again.hidden = true;
    delete this.root.dataset.long;
    this.label();
    this.run("draw", params, [noise], {
      step: (message) => this.took(job, /** @type {Stepped} */ (message)),
      done: ({ ms }) => this.finish(job, ms),
      end: (how) => this.ended(job, how),
    });
  }

  /** What the button for many does now. */
  label() {
    const { job, settings } = this,
      total = job?.seeds.length ?? 1;
    this.many.textContent =
      total > 1 ? `Stop (${job?.shots.length} of ${total})` : `Draw ${settings.several}`;
  }

  /** @param {Job} job @param {Stepped} message */
  took(job, { part, ms, picture: k, arrays: { z }, ...message }) {
    this.root.style.setProperty("--done", String(part));
    if (ms > EVERY) this.root.dataset.long = "";
    if (k === undefined) return;
    const shot = { seed: job.seeds[k], z, found: foundIn(message, this.counter) };
    job.shots.push(shot);
    this.chosen.put("seed", shot.seed); // of several, the one in view
    this.tallies.of(job.params).add(shot);
    this.view(job.params, shot);
    this.label();
  }

  /** @param {Job} job @param {number} ms */
  finish(job, ms) {
    const { params, shots, seeds, note } = job;
    this.record(job, ms);
    this.tellWhere();
    const what = seeds.length > 1 ? `${seeds.length} drawn` : this.titled(shots[0]);
    this.say(`${note} ${what}, ${this.spent(ms)}. ${this.sum(params)}`.trim());
  }

  /** What is counted in a picture, in words. @param {Shot} shot */
  told = ({ found }) => (this.counter ? told(this.counter, found) : "");

  /** @param {Shot} shot */
  titled = (shot) => `${this.told(shot)} Seed ${shot.seed}`.trim();

  /** @param {Params} params */
  sum(params) {
    return this.counter ? shareOfRight(this.counter, this.tallies.of(params)) : "";
  }

  /** @param {Job} job @param {number} ms */
  record({ params, noise, seeds, shots }, ms) {
    const last = shots[shots.length - 1];
    this.state = {
      params,
      noise,
      seeds,
      seed: last.seed,
      result: last.z,
      pictures: shots.map(({ z }) => z),
      found: shots.map(({ found }) => found),
      ms,
      engine: this.machine.name,
    };
  }

  /** @param {Job} job @param {string} how */
  ended({ seeds, shots, params }, how) {
    this.job = undefined;
    delete this.root.dataset.long;
    this.label();
    if (how === "done") return;
    this.again.hidden = this.inView;
    if (how === "cancelled" && seeds.length > 1)
      this.say(`Stopped after ${shots.length} of ${seeds.length}. ${this.sum(params)}`.trim());
  }

  /** Whether what is in view is what is chosen. */
  get inView() {
    if (!this.shown) return false;
    const { params, shot } = this.shown;
    return this.choices.are(params) && shot.seed === this.seed.value;
  }

  // ---------------------------------------------------------------- what is in view
  /** A picture that was drawn before. @param {Shot} shot */
  choose(shot) {
    if (!this.shown) return;
    const { params } = this.shown;
    if (this.job) this.cancel();
    this.choices.set(params);
    this.seed.set(shot.seed);
    this.again.hidden = true;
    this.view(params, shot);
    const one = { ...params, count: 1 },
      seeds = [shot.seed];
    this.record(
      { params: one, seeds, shots: [shot], noise: normalsOf(seeds, this.imageSize), note: "" },
      0,
    );
    this.say(`${this.titled(shot)}.`);
  }

  /** @param {Params} params @param {Shot} shot */
  view(params, shot) {
    const tally = this.tallies.of(params),
      { counter, histogram: plot } = this;
    this.shown = { params, shot };
    this.gallery.put(tally, shot, shot.seed);
    this.picture.set(shot.z, `seed ${shot.seed}`, this.titled(shot));
    if (!counter || !plot) return;
    this.picture.name.textContent = this.told(shot);
    const known = this.settings.training.slice(0, params.N),
      bars = histogram(known.map((n) => barOf(n < 0 ? undefined : n)));
    plot.show(tally.histogram, bars, barOf(counter.number(shot.found)));
    const more = `${interval(tally)} ${trained(counter, bars)}`.trim();
    this.words.replaceChildren(h("strong", {}, shareOfRight(counter, tally)), ` ${more}`);
  }
}

export default widget(FingersLab, worker);
