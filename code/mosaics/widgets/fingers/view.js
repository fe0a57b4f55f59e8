// FingersLab: hands from noise behind a window, a histogram of their fingers that grows with each.
/** @import { Context, Control, Floats, Heard } from "../shared/types" */
/** @import { Counted } from "./count.js" */
/** @import { Params } from "./engine.js" */
/** @import { Shot } from "./tally.js" */
import { Own } from "../shared/pictures/own.js";
import { nextSeeds, normalsOf } from "../shared/state/draws.js";
import { show } from "../shared/state/numbers.js";
import { listSlider, seedField } from "../shared/view/controls.js";
import { button, h, head } from "../shared/view/elements.js";
import { Frame, widget } from "../shared/view/frame.js";
import { picture } from "../shared/view/paint.js";
import { stage } from "../shared/view/stage.js";
import { adapted } from "./adapt.js";
import { countable } from "./count.js";
import { Gallery } from "./gallery.js";
import { Histogram } from "./histogram.js";
import { python } from "./python.js";
import { barOf, histogram, Tallies } from "./tally.js";
import { interval, shareOfFive, told, training as trained } from "./words.js";
import worker from "./worker.js?source";

const EVERY = 120; // ms between two words about how far a job is
const UNCOUNTED =
  "Nothing is counted here: the counter knows hands of 32 × 32 grey pixels. Look for yourself.";

/**
 * `training`: fingers of each training image, -1 for one that is no hand; none where not known
 * @typedef {object} Settings
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
/** @typedef {Heard & Partial<Counted> & { part: number, picture?: number }} Stepped */

/** @extends {Frame<Settings>} */
class FingersLab extends Frame {
  /** @type {Job | undefined} */
  job; // under way
  /** @type {{ params: Params, shot: Shot } | undefined} */
  shown;
  tallies = new Tallies();

  /** @param {Context} context */
  constructor(context) {
    super(context, "fingers");
    this.own = new Own(this, adapted);
    this.counted = countable(this.shape);
    this.seed = seedField({
      state: this.chosen,
      value: this.settings.seed,
      change: (_, note) => this.start(note),
    });
    this.one = button("Draw one", () => this.another(), { class: "lab-primary" });
    this.many = button("", () => this.drawMany());
    this.again = button("Run again", () => this.start(), { hidden: true });
    this.sliders = this.makeSliders();
    this.picture = picture(this.shape, "Picture");
    this.histogram = new Histogram();
    this.words = h("p", { class: "fingers-words" }, this.counted ? "\u00a0" : UNCOUNTED);
    this.gallery = new Gallery(this.shape, (shot) => this.choose(shot));
  }

  makeSliders() {
    const { sizes, N, sides, P, until, steps } = this.settings,
      times = Array.from({ length: steps + 1 }, (_, k) => (steps - k) / steps),
      change = () => this.start();
    const from = (/** @type {string} */ name) => ({ state: this.chosen, name, change });
    return {
      N: listSlider({
        ...from("N"),
        label: "Training images N",
        values: sizes,
        value: N,
        free: true,
      }),
      P: listSlider({
        ...from("P"),
        label: "Window P",
        values: sides,
        value: P,
        say: (side) => `${side} × ${side} pixels`,
      }),
      until: listSlider({
        ...from("until"),
        label: "Whole image until",
        values: [...new Set([...times, until])].sort((a, b) => b - a),
        value: until,
        say: (t) => ({ 0: "always", 1: "never" })[t] ?? `t = ${show(t)}`,
      }),
    };
  }

  open() {
    const { N, P, until } = this.sliders;
    this.cancelByEscape();
    this.build(
      h("div", { class: "lab-row" }, this.one, this.many, this.seed.el, this.again),
      stage([
        this.picture.el,
        h("section", { hidden: !this.counted }, head("How many fingers?"), this.histogram.el),
      ]),
      this.words,
      h("div", { class: "lab-settings" }, P.el, until.el, N.el),
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
    return { ...this.sliders, seed: this.seed };
  }

  /** @param {string} then @param {string} note */
  answer(then, note) {
    this.start(note);
  }

  python() {
    const { shown, data, shape, counted } = this;
    return shown && python({ ...shown.params, seed: shown.shot.seed, data, shape, counted });
  }

  canvases() {
    return [this.picture.canvas];
  }

  // ---------------------------------------------------------------- jobs
  /** @param {number} count @returns {Params} */
  params(count) {
    const { sliders, settings, shape } = this,
      { N, P, until } = sliders;
    return {
      N: N.value,
      P: P.value,
      until: until.value,
      steps: settings.steps,
      count,
      shape,
    };
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
  took(job, { part, ms, picture: k, arrays: { z }, fingers, palms, detached }) {
    this.root.style.setProperty("--done", String(part));
    if (ms > EVERY) this.root.dataset.long = "";
    if (k === undefined) return;
    const shot = { seed: job.seeds[k], z, fingers, palms, detached };
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

  /** @param {Shot} shot */
  titled = (shot) => `${told(shot)} Seed ${shot.seed}`.trim();

  /** @param {Params} params */
  sum(params) {
    return this.counted ? shareOfFive(this.tallies.of(params)) : "";
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
      found: shots.map(({ fingers, palms, detached }) => ({ fingers, palms, detached })),
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
    const { params, shot } = this.shown,
      { N, P, until } = this.params(1);
    return (
      params.N === N && params.P === P && params.until === until && shot.seed === this.seed.value
    );
  }

  // ---------------------------------------------------------------- what is in view
  /** A picture that was drawn before. @param {Shot} shot */
  choose(shot) {
    if (!this.shown) return;
    const { params } = this.shown;
    if (this.job) this.cancel();
    for (const name of /** @type {const} */ (["N", "P", "until"]))
      this.sliders[name].set(params[name]);
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
      { training } = this.settings;
    this.shown = { params, shot };
    this.gallery.put(tally, shot, shot.seed);
    this.picture.set(shot.z, `seed ${shot.seed}`, this.titled(shot));
    if (!this.counted) return;
    this.picture.name.textContent = told(shot);
    const known = training.slice(0, params.N).map((n) => barOf(n < 0 ? {} : whole(n)));
    const bars = histogram(known);
    this.histogram.show(tally.histogram, bars, barOf(shot));
    const more = `${interval(tally)} ${trained(bars)}`.trim();
    this.words.replaceChildren(h("strong", {}, shareOfFive(tally)), ` ${more}`);
  }
}

/** A whole hand of so many fingers. @param {number} fingers */
const whole = (fingers) => ({ fingers, palms: 1, detached: 0 });

export default widget(FingersLab, worker);
