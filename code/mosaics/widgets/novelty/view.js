// NoveltyLab: pictures of a machine on the plane of novelty and coherence. Its window is dragged,
// and they travel from copying to noise. Other pictures take their place, a reader's own too.
/** @import { Context, Control, Floats, Heard, Shape, Value } from "../shared/types" */
/** @import { Slider } from "../shared/view/controls.js" */
/** @import { Ruler } from "./measures.js" */
/** @import { Picture, Place } from "./places.js" */
/** @import { Known } from "./plane.js" */
import { MAX_SEED, normalsOf } from "../shared/state/draws.js";
import { some, wholeIn } from "../shared/state/numbers.js";
import { bytesOf } from "../shared/state/pictures.js";
import { choice, listSlider } from "../shared/view/controls.js";
import { button, h } from "../shared/view/elements.js";
import { widget } from "../shared/view/frame.js";
import { Live } from "../shared/view/live.js";
import { rasterised } from "../shared/view/save.js";
import { bringIntoView } from "../shared/view/sight.js";
import { stage } from "../shared/view/stage.js";
import { canBring, Mine } from "./mine.js";
import { One } from "./one.js";
import { meaning, middle, placeWords, Trails } from "./places.js";
import { Plane } from "./plane.js";
import { python } from "./python.js";
import { Shots } from "./shots.js";
import worker from "./worker.js?source";

const LONG = 500; // ms after which a job shows its pictures as they come
const WINDOWED = ["LS", "ELS", "bbELS"];
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
    const { machine, machines, N, P, sets, show, ruler, known } = this.settings;
    /** @type {Mine | undefined} */
    this.mine = canBring(this.shape) ? new Mine(this, () => this.cameMine()) : undefined;
    this.next = button("New pictures", () => this.another(), { class: "lab-primary" });
    this.tour = button(TOUR, () => (this.touring ? this.cancel() : this.startTour()));
    this.what = choice({
      state: this.chosen,
      name: "show",
      label: "Pictures of",
      values: {
        machine: "A machine",
        ...sets,
        ...(this.mine ? { own: "Your own pictures" } : {}),
      },
      value: show,
      change: () => this.changeWhat(),
    });
    this.machineChoice = choice({
      state: this.chosen,
      name: "machine",
      label: "Machine",
      values: machines,
      value: machine,
      change: () => this.changeMachine(),
    });
    this.sizeBox = h("div", { class: "lab-slot" });
    this.sideBox = h("div", { class: "lab-slot" });
    /** @type {Slider} */
    this.training = this.fitSize(N);
    /** @type {Slider} */
    this.side = this.fitSide(P);
    this.chosen.put("picture", 1);
    this.plane = new Plane(known, (k) => this.pick(k));
    this.shots = new Shots(this.shape, (k) => this.pick(k));
    this.one = new One(this, ruler);
    this.words = h("p", { class: "lab-words" }, "\u00a0");
  }

  open() {
    this.cancelByEscape();
    const choices = h("div", { class: "novelty-choices" }, this.what.el, this.machineChoice.el),
      row = h("div", { class: "lab-row" }, this.next, this.seed.el, this.tour);
    const seen = stage([this.plane.el, this.words], "novelty-stage");
    const controls = h("div", { class: "novelty-controls" }, this.sideBox, choices, this.sizeBox);
    this.build(
      h(
        "div",
        { class: "lab-beside" },
        seen,
        h("div", { class: "novelty-side-by" }, controls, row),
        this.shots.el,
        this.one.el,
      ),
      ...[this.plane.table(), this.mine?.el].filter((part) => part !== undefined),
    );
    this.fitMachine();
    this.start();
  }

  /** The other engine computes what is asked for anew. */
  rerun() {
    this.start("", true);
  }

  // ---------------------------------------------------------------- what can be set
  get windowed() {
    return WINDOWED.includes(this.machineChoice.value);
  }

  /** Training images on offer: as many as a page can do with this machine. @param {number} N */
  fitSize(N) {
    const { sizes, most } = this.settings,
      values = sizes.filter((n) => n <= most[this.machineChoice.value]);
    this.training = listSlider({
      state: this.chosen,
      name: "N",
      label: "Training images N",
      values,
      free: true,
      fits: Number.isInteger,
      value: Math.min(N, values[values.length - 1]),
      change: () => this.start(),
    });
    this.sizeBox.replaceChildren(this.training.el);
    return this.training;
  }

  /** The window that sees the whole image from everywhere; none on a torus. */
  get whole() {
    return this.machineChoice.value === "ELS" ? undefined : this.settings.all;
  }

  /** Windows on offer. @param {number} P */
  fitSide(P) {
    const { plain } = this.settings,
      { whole } = this,
      odd = Array.from({ length: (plain + 1) / 2 }, (_, k) => 2 * k + 1),
      values = whole === undefined ? odd : [...odd, whole];
    this.side = listSlider({
      state: this.chosen,
      name: "P",
      label: "Window of the machine",
      values,
      value: P,
      say: (side) => (side > plain ? "the whole picture" : `${side} × ${side} pixels`),
      input: () => this.start(),
    });
    this.sideBox.replaceChildren(this.side.el);
    return this.side;
  }

  fitMachine() {
    const made = this.what.value === "machine";
    this.fitSize(this.training.value);
    this.fitSide(this.side.value);
    this.sideBox.hidden = !made || !this.windowed;
    for (const each of [this.sizeBox, this.machineChoice.el, this.next, this.seed.el])
      each.hidden = !made;
    this.tour.hidden = !made || !this.windowed;
  }

  changeMachine() {
    this.fitMachine();
    this.start();
  }

  changeWhat() {
    this.fitMachine();
    if (this.what.value !== "own" || this.mine?.count) return this.start();
    this.say("You have brought no pictures yet: drop, choose or draw some below.");
    this.mine?.ask();
  }

  /** @returns {Record<string, Control>} */
  controls() {
    const { training, seed, what, machineChoice, chosen, mine } = this;
    const fit = (/** @type {{ set(value: string): void, value: string }} */ one) => ({
      get value() {
        return one.value;
      },
      set: (/** @type {Value} */ value) => {
        one.set(String(value));
        this.fitMachine();
      },
    });
    const show = fit({
      get value() {
        return what.value;
      },
      set: (value) => (value === "own" && !mine?.numbers && !mine?.text) || what.set(value),
    });
    const picture = chosen.control("picture", wholeIn(1, Math.max(1, this.count)));
    return {
      ...(mine ? { own: this.ownControl(mine) } : {}),
      show,
      machine: fit(machineChoice),
      N: training,
      ...(this.windowed ? { P: this.sideControl() } : {}),
      seed,
      picture,
    };
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

  /** @returns {Control} */
  sideControl() {
    const { whole, settings } = this,
      lab = this;
    return {
      get value() {
        return lab.side.value > settings.plain ? "all" : lab.side.value;
      },
      set: (value) => lab.side.set(value === "all" ? (whole ?? 0) : Number(value)),
    };
  }

  /** Pictures of a link. @param {Mine} mine @param {string} text */
  async follow(mine, text) {
    try {
      await mine.read(text);
    } catch (error) {
      this.what.set("machine");
      this.fitMachine();
      this.refuse(error instanceof Error ? error.message : String(error));
    }
    this.coming = undefined;
    this.start("", true);
  }

  /** A reader has brought pictures. */
  cameMine() {
    this.what.set("own");
    this.fitMachine();
    this.chosen.put("picture", 1);
    this.start("", true);
    bringIntoView(this.plane.el);
  }

  /** Pictures that are asked for. */
  get count() {
    return this.what.value === "own" ? (this.mine?.count ?? 0) : this.settings.count;
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
    const left = this.what.value === "own" && !this.mine?.text;
    return left ? "(your pictures are not in it: they are too many for an address)" : "";
  }

  async canvases() {
    return [await rasterised(this.plane.plot.root)];
  }

  // ---------------------------------------------------------------- jobs
  /** @returns {Params} */
  params() {
    const { steps, ruler } = this.settings,
      show = this.what.value;
    return {
      show,
      given: show !== "machine",
      machine: this.machineChoice.value,
      N: this.training.value,
      P: this.side.value,
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
    if (params.show === "machine" && this.windowed)
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
    this.announce(`${note} ${this.summary(params, place)} ${meaning(place)}${time}`.trim());
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
      sides = Array.from({ length: +this.side.range.max + 1 }, (_, k) => this.sideAt(k)),
      next = sides.find((P) => !known.includes(P));
    this.touring = next !== undefined && this.what.value === "machine" && this.windowed;
    if (!this.touring || next === undefined) return;
    this.side.set(next);
    this.start();
  }

  /** The side at a place of the slider. @param {number} k */
  sideAt(k) {
    const P = 2 * k + 1;
    return P > this.settings.plain ? this.settings.all : P;
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
      by = WINDOWED.includes(machine) ? `${machine}, window ${window}` : machine,
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
    this.words.replaceChildren(h("strong", {}, words), ` ${meaning(place)}`);
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
