// NoveltyLab: pictures of a machine on the plane of novelty and coherence. Its window is dragged,
// and they travel from copying to noise. Other pictures take their place, a reader's own too.
/** @import { Context, Control, Floats, Heard, Shape } from "../shared/types" */
/** @import { Ruler } from "./measures.js" */
/** @import { Picture, Place } from "./places.js" */
/** @import { Known } from "./plane.js" */
import { MAX_SEED, normalsOf } from "../shared/state/draws.js";
import { some, wholeIn } from "../shared/state/numbers.js";
import { bytesOf } from "../shared/state/pictures.js";
import { button, h } from "../shared/view/elements.js";
import { widget } from "../shared/view/frame.js";
import { Live } from "../shared/view/live.js";
import { rasterised } from "../shared/view/save.js";
import { bringIntoView } from "../shared/view/sight.js";
import { stage } from "../shared/view/stage.js";
import { Choices, isWindowed } from "./choices.js";
import { canBring, Mine } from "./mine.js";
import { One } from "./one.js";
import { meaning, middle, placeWords, Trails } from "./places.js";
import { Plane } from "./plane.js";
import { python } from "./python.js";
import { Shots } from "./shots.js";
import worker from "./worker.js?source";

const LONG = 500; // ms after which a job shows its pictures as they come
const TOUR = "Try every window";

/**
 * @typedef {object} Settings
 * @property {string} machine
 * @property {Record<string, string>} machines
 * @property {Record<string, number>} most training images for each
 * @property {number} N
 * @property {number[]} sizes
 * @property {number} P
 * @property {number} plain the largest side that an image has room for
 * @property {number} all the side that sees all
 * @property {number} seed
 * @property {number} steps
 * @property {number} count
 * @property {string} show
 * @property {Record<string, string>} sets
 * @property {Ruler} ruler
 * @property {{ how: string, n: number }} unseen
 * @property {Known[]} known
 */

/**
 * @typedef {object} Params
 * @property {string} show
 * @property {boolean} given whether the numbers of the job are the pictures
 * @property {string} machine
 * @property {number} N
 * @property {number} P
 * @property {number} steps
 * @property {number} count
 * @property {Shape} shape
 * @property {Ruler} ruler
 */

/** @typedef {{ params: Params, seed: number, noise: Floats, note: string }} Job */
/** @typedef {Job & { key: string, pictures: Picture[], ms: number, engine: string }} Result */
/** @typedef {Heard & Omit<Picture, "x" | "far"> & { picture: number }} Stepped */

/** @extends {Live<Settings, { params: Params, seed: number, [more: string]: unknown }>} */
class NoveltyLab extends Live {
  trails = new Trails();
  /** @type {Map<string, Result>} */
  kept = new Map(); // what has been computed, by what was asked
  /** @type {Result | undefined} */
  result; // in view
  began = 0; // when the job under way was asked
  touring = false; // through all windows

  /** @param {Context} context */
  constructor(context) {
    super(context, "novelty");
    const { ruler, known } = this.settings;
    /** @type {Mine | undefined} */
    this.mine = canBring(this.shape) ? new Mine(this, () => this.cameMine()) : undefined;
    this.next = button("New pictures", () => this.another(), { class: "lab-primary" });
    this.tour = button(TOUR, () => (this.touring ? this.cancel() : this.startTour()));
    this.choices = new Choices({
      state: this.chosen,
      settings: this.settings,
      own: Boolean(this.mine),
      has: () => Boolean(this.mine?.numbers || this.mine?.text),
      start: () => this.start(),
      ask: () => this.askMine(),
      fitted: () => this.fitted(),
    });
    this.chosen.put("picture", 1);
    this.plane = new Plane(known, (k) => this.pick(k));
    this.shots = new Shots(this.shape, (k) => this.pick(k));
    this.one = new One(this, ruler);
    this.words = h("p", { class: "lab-words" }, "\u00a0");
  }

  open() {
    this.cancelByEscape();
    const row = h("div", { class: "lab-row" }, this.next, this.seed.el, this.tour);
    const seen = stage([this.plane.el, this.words], "novelty-stage");
    this.build(
      h(
        "div",
        { class: "lab-beside" },
        seen,
        h("div", { class: "novelty-side-by" }, this.choices.el, row),
        this.shots.el,
        this.one.el,
      ),
      ...[this.plane.table(), this.mine?.el].filter((part) => part !== undefined),
    );
    this.choices.fit();
    this.start();
  }

  /** The other engine computes what is asked for anew. */
  rerun() {
    this.start("", true);
  }

  // ---------------------------------------------------------------- what can be set
  /** What has no use with these pictures is not in view. */
  fitted() {
    const { made, windowed } = this.choices;
    for (const each of [this.next, this.seed.el]) each.hidden = !made;
    this.tour.hidden = !windowed;
  }

  /** @returns {Record<string, Control>} */
  controls() {
    const { seed, chosen, mine, choices } = this,
      picture = chosen.control("picture", wholeIn(1, Math.max(1, this.count))),
      all = { ...choices.controls(), seed, picture };
    return mine ? { own: this.ownControl(mine), ...all } : all;
  }

  /** @param {Mine} mine @returns {Control} */
  ownControl(mine) {
    return {
      get value() {
        return mine.text || undefined;
      },
      set: (text) => {
        if (String(text) !== mine.text) this.coming = this.follow(mine, String(text));
      },
    };
  }

  /** Pictures of a link. @param {Mine} mine @param {string} text */
  async follow(mine, text) {
    try {
      await mine.read(text);
    } catch (error) {
      this.choices.show("machine");
      this.refuse(error instanceof Error ? error.message : String(error));
    }
    this.coming = undefined;
    this.start("", true);
  }

  askMine() {
    this.say("You have brought no pictures yet: drop, choose or draw some below.");
    this.mine?.ask();
  }

  /** A reader has brought pictures. */
  cameMine() {
    this.choices.show("own");
    this.chosen.put("picture", 1);
    this.start("", true);
    bringIntoView(this.plane.el);
  }

  /** Pictures that are asked for. */
  get count() {
    return this.choices.what.value === "own" ? (this.mine?.count ?? 0) : this.settings.count;
  }

  /** @param {string} then @param {string} note */
  answer(then, note) {
    this.touring = false;
    if (!this.coming) this.start(note, true);
  }

  another() {
    this.chosen.put("seed", (this.seed.value + this.settings.count) % (MAX_SEED + 1));
    this.start();
  }

  // ---------------------------------------------------------------- what is taken away
  python() {
    const { result, shape, data, N: all, settings, mine } = this;
    if (!result) return undefined;
    const { unseen } = settings,
      own = mine?.text ?? "";
    return python({ ...result.params, seed: result.seed, data, shape, all, unseen, own });
  }

  carries() {
    const left = this.choices.what.value === "own" && !this.mine?.text;
    return left ? "(your pictures are not in it: they are too many for an address)" : "";
  }

  async canvases() {
    return [await rasterised(this.plane.plot.root)];
  }

  // ---------------------------------------------------------------- jobs
  /** @returns {Params} */
  params() {
    const { steps, ruler } = this.settings,
      show = this.choices.what.value;
    return {
      show,
      given: show !== "machine",
      machine: this.choices.machine.value,
      N: this.choices.training.value,
      P: this.choices.side.value,
      steps,
      count: this.count,
      shape: this.shape,
      ruler,
    };
  }

  /** What a job is sent: noises, or the pictures themselves. @param {Params} params */
  numbers({ show, count }) {
    if (show === "own") return this.mine?.numbers ?? new Float32Array(0);
    if (show === "machine") {
      const seeds = Array.from({ length: count }, (_, k) => this.seed.value + k);
      return normalsOf(seeds, this.imageSize);
    }
    const k = Object.keys(this.settings.sets).indexOf(show),
      size = count * this.imageSize,
      bytes = bytesOf(this.model.get("first"));
    return new Float32Array(bytes.slice(4 * k * size, 4 * (k + 1) * size).buffer);
  }

  /** @param {Params} params */
  key(params) {
    const own = params.show === "own" ? this.mine?.text : "";
    return JSON.stringify([params, this.seed.value, own, this.machine.name]);
  }

  /**
   * What was computed before is shown at once, unless it is asked for `anew`. A job that takes long
   * is left for the next wish; a short one may end first, so that something is seen in a drag.
   * @param {string} note
   */
  start(note = "", anew = false) {
    const params = this.params(),
      held = this.kept.get(this.key(params));
    if (!params.count) return; // a reader's pictures are still to come
    if (held && !anew && params.show !== "own") {
      if (this.busy) this.cancel();
      return this.present({ ...held, note }, true);
    }
    if (this.busy && performance.now() - this.began > LONG) return this.begin(note);
    super.start(note);
  }

  /** @param {string} note */
  begin(note) {
    const params = this.params(),
      noise = this.numbers(params),
      key = this.key(params);
    /** @type {Result} */
    const job = {
      params,
      seed: this.seed.value,
      noise,
      note,
      key,
      pictures: [],
      ms: 0,
      engine: this.machine.name,
    };
    this.began = performance.now();
    this.run("place", params, [noise], {
      step: (/** @type {Stepped} */ message) => this.took(job, message),
      done: ({ ms }) => this.finish({ ...job, ms }),
      end: (how) => this.ended(how),
    });
  }

  /** @param {Result} job @param {Stepped} message */
  took(job, { novelty, coherence, nearest, shift, ms, picture, arrays: { x, far } }) {
    if (x) job.pictures.push({ x, far, novelty, coherence, nearest, shift });
    if (ms < LONG) return;
    this.root.style.setProperty("--done", String((picture + (x ? 1 : 0)) / job.params.count));
    this.root.dataset.long = "";
    if (x) this.view(job);
  }

  /** @param {Result} job */
  finish(job) {
    const { params, seed, key, pictures } = job;
    if (params.show !== "own") this.kept.set(key, job);
    if (params.show === "machine" && isWindowed(params.machine))
      this.trails.add(walkerOf(params, seed), params.P, middle(pictures));
    this.present(job, false);
  }

  /** @param {Result} job @param {boolean} again whether it was there before */
  present(job, again) {
    const { params, seed, noise, note, pictures, ms, engine } = job;
    this.result = job;
    this.state = {
      params,
      seed,
      noise,
      ms,
      engine,
      novelty: pictures.map((each) => each.novelty),
      coherence: pictures.map((each) => each.coherence),
      nearest: pictures.map((each) => each.nearest),
      shift: pictures.map((each) => each.shift),
      x: pictures.map((each) => each.x),
      far: pictures.map((each) => each.far),
    };
    this.view(job);
    this.tellWhere();
    const time = again ? "" : ` ${this.spent(ms)}.`,
      place = middle(pictures);
    this.announce(
      `${note} ${this.summary(params, place)} ${meaning(place, params.show)}${time}`.trim(),
    );
  }

  /** @param {string} how */
  ended(how) {
    delete this.root.dataset.long;
    if (how !== "done") this.touring = false;
    if (how === "cancelled") this.announce("Cancelled."); // and nothing that waits to be said
    if (how !== "done" && this.result) this.view(this.result);
    this.rested();
    if (this.touring && !this.busy) this.step();
    this.tour.textContent = this.touring ? "Stop" : TOUR;
  }

  // ---------------------------------------------------------------- every window, one by one
  startTour() {
    this.touring = true;
    this.tour.textContent = "Stop";
    if (!this.busy) this.step();
  }

  /** The next window that this trail has not, from the smallest on. */
  step() {
    const known = this.trails.of(walkerOf(this.params(), this.seed.value)).map(([P]) => P),
      { sides, side, windowed } = this.choices,
      next = sides.find((P) => !known.includes(P));
    this.touring = next !== undefined && windowed;
    if (!this.touring || next === undefined) return;
    side.set(next);
    this.start();
  }

  // ---------------------------------------------------------------- what is in view
  /** Which of so many pictures is chosen. @param {number} count */
  at(count) {
    return Math.min(this.chosen.number("picture"), count) - 1;
  }

  /** @param {number} k */
  pick(k) {
    this.chosen.put("picture", k + 1);
    if (!this.result || k >= this.result.pictures.length) return;
    this.view(this.result);
    const shown = this.result.pictures[k];
    this.say(
      `${this.called(this.result, k)}: ${placeWords(shown)}. Nearest: ${this.name(shown.nearest)}.`,
    );
  }

  /** @param {Job} job @param {number} k */
  called({ params, seed }, k) {
    return params.show === "machine" ? `Seed ${(seed + k) % (MAX_SEED + 1)}` : `Picture ${k + 1}`;
  }

  /** @param {Params} params @param {Place} place */
  summary({ show, machine, P, count }, place) {
    const { plain, sets } = this.settings,
      window = P > plain ? "that sees all" : `of ${P} × ${P}`,
      by = isWindowed(machine) ? `${machine}, window ${window}` : machine,
      who = { machine: by, own: "Your own pictures" }[show] ?? sets[show];
    return `${who}: ${placeWords(place)} (${some(count, "picture")}).`;
  }

  /** @param {Result} job its pictures, as many as there are yet */
  view(job) {
    const { pictures, params, seed } = job,
      at = this.at(pictures.length),
      name = (/** @type {number} */ k) => this.called(job, k),
      place = middle(pictures),
      words = this.summary({ ...params, count: pictures.length }, place);
    this.shots.show(pictures, at, name);
    this.one.show(pictures[at], name(at));
    this.words.replaceChildren(h("strong", {}, words), ` ${meaning(place, params.show)}`);
    const walker = walkerOf(params, seed),
      made = params.show === "machine";
    this.plane.show({
      pictures,
      at,
      words,
      middle: place,
      machine: made ? params.machine : undefined,
      trail: made ? this.trails.of(walker) : [],
      beside: made ? this.trails.beside(walker) : [],
    });
  }

  close() {
    this.plane.close();
    this.mine?.close();
    super.close();
  }
}

/** @param {Params} params @param {number} seed */
const walkerOf = ({ machine, N, steps, count }, seed) => ({
  machine,
  N,
  of: JSON.stringify([steps, count, seed]),
});

export default widget(NoveltyLab, worker);
