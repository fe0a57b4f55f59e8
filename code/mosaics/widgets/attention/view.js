// AttentionLab: a pair of socks from noise, step by step; where the pixel in view looks, and what
// becomes of the pair where the layer is switched off on the way.
/** @import { Context, Control, Floats, Heard, Shape, Value } from "../shared/types" */
/** @import { Choice } from "../shared/view/controls.js" */
/** @import { Job, Then } from "../shared/view/run.js" */
/** @import { Palette, Verdict } from "./colours.js" */
/** @import { Placed } from "./engine.js" */
/** @import { Asked, Layer } from "./tally.js" */
import { Surrounded } from "../mosaic/surrounded.js";
import { normals } from "../shared/state/draws.js";
import { percent, show, some, wholeIn } from "../shared/state/numbers.js";
import { tame } from "../shared/state/pictures.js";
import { choice, rangeSlider } from "../shared/view/controls.js";
import { h, head } from "../shared/view/elements.js";
import { widget } from "../shared/view/frame.js";
import { picture, thumbnail } from "../shared/view/paint.js";
import { RunLab } from "../shared/view/run.js";
import { stage } from "../shared/view/stage.js";
import { Draws } from "./draws.js";
import { python } from "./python.js";
import { kindOf } from "./tally.js";
import { heatPicture, shares, socksOf, told } from "./where.js";
import worker from "./worker.js?source";

const LONG = 500; // ms after which a run shows how far it is
const MOVES = "Arrow keys, Page Up, Page Down, Home and End move.";
/** @type {Record<Layer, string>} */
const LAYERS = { before: "On first, then off", after: "Off first, then on" };

/**
 * `words` and the side of a network's field without an attention layer
 * @typedef {Placed & { words: string, field: number }} Net
 */

/**
 * @typedef {object} Settings
 * @property {string} net
 * @property {Layer} layer
 * @property {number} until
 * @property {number} seed
 * @property {number} steps
 * @property {number} draws
 * @property {[row: number, column: number]} pixel
 * @property {Record<string, Net>} nets
 * @property {Palette} palette
 */

/** @typedef {Asked & { placed: Placed, palette: Palette, shape: Shape }} Params */
/** @typedef {{ sigma: number, z: Floats, guess: Floats, looks?: Floats }} Moment */
/** @typedef {Heard & { step: number, steps: number, sigma: number }} Stepped */
/** @typedef {AttentionLab} Attention */

/** @extends {RunLab<Settings, Params, Moment>} */
class AttentionLab extends RunLab {
  /** @type {(Verdict & { z: Floats }) | undefined} */
  result;
  /** @type {boolean[]} */
  socks = []; // which pixels of the result are of a sock
  /** @type {Moment | undefined} */
  frame; // in view
  last = false; // whether the end is in view

  /** @param {Context} context */
  constructor(context) {
    super(context, "attention");
    const { net, nets, layer, pixel } = this.settings,
      words = Object.entries(nets).map(([name, each]) => [name, each.words]);
    const [row, column] = pixel;
    this.chosen.put("row", row);
    this.chosen.put("column", column);
    this.net = choice({
      state: this.chosen,
      name: "net",
      label: "Network",
      values: Object.fromEntries(words),
      value: net,
      change: () => this.turned(),
    });
    this.layer = choice({
      state: this.chosen,
      name: "layer",
      label: "Layer of attention",
      values: LAYERS,
      value: layer,
      change: () => this.turned(),
    });
    this.until = this.makeUntil();
    this.noisy = picture(this.shape, "Noisy image");
    this.guess = this.grid("Guess");
    this.looks = this.grid("Where it looks");
    this.told = h("p", { class: "lab-note attention-told" }, "\u00a0");
    this.verdict = h("p", { class: "lab-words lab-verdict" }, "\u00a0");
    this.draws = new Draws(this);
    this.follower = this.draws;
  }

  makeUntil() {
    const { until, steps } = this.settings;
    return rangeSlider({
      state: this.chosen,
      name: "until",
      label: "Switched at step",
      low: 0,
      high: steps,
      value: until,
      say: (k) => this.switchWords(k),
      change: () => this.turned(),
    });
  }

  /** @param {number} k */
  switchWords(k) {
    const { steps } = this.settings,
      first = this.chosen.get("layer") === "before";
    if (k === (first ? steps : 0)) return `${k}: always on`;
    if (k === (first ? 0 : steps)) return `${k}: always off`;
    return `${k} of ${steps}`;
  }

  /** A picture to point at. @param {string} title */
  grid(title) {
    return new Surrounded(
      this.shape,
      title,
      (p, aloud) => p !== undefined && this.choose(p, aloud),
    );
  }

  parts() {
    const pictures = [this.noisy.el, this.guess.el, this.looks.el, this.told];
    const seen = stage([
      h("div", { class: "lab-pictures lab-three attention-pictures" }, pictures),
      this.scrubber,
    ]);
    return [h("div", { class: "lab-beside" }, seen, this.settingsPart()), this.draws.el];
  }

  settingsPart() {
    const examples = Array.from({ length: this.N }, (_, m) => thumbnail(this.shape, this.image(m)));
    this.layerBox = h("div", { class: "attention-layer" }, this.layer.el, this.until.el);
    this.fitNet();
    return h(
      "section",
      {},
      this.verdict,
      h("div", { class: "lab-settings" }, this.net.el, this.layerBox),
      head("Pairs that the networks have seen"),
      h("div", { class: "attention-examples" }, examples),
      h("p", { class: "lab-note" }, "Both socks always have one colour; nothing else is shared."),
    );
  }

  get task() {
    return "sample";
  }

  /** Whether a network has a layer of attention. @param {string} net */
  layered(net) {
    return this.settings.nets[net].config.kind === "AttentionResNet";
  }

  /** What a network without a layer is not asked is as it always is. @returns {Params} */
  params() {
    const { nets, palette, steps } = this.settings,
      net = this.net.value,
      { config, from, count } = nets[net];
    /** @type {Pick<Asked, "layer" | "until">} */
    const set = this.layered(net)
      ? { layer: /** @type {Layer} */ (this.layer.value), until: this.until.value }
      : { layer: "before", until: steps };
    return { net, ...set, steps, placed: { config, from, count }, palette, shape: this.shape };
  }

  noise() {
    return normals(this.seed.value, this.imageSize);
  }

  /** Another network, or its layer on at other steps. */
  turned() {
    this.fitNet();
    this.start("stay");
  }

  fitNet() {
    if (this.layerBox) this.layerBox.hidden = !this.layered(this.net.value);
    this.until.set(this.until.value); // its words depend on the other control
  }

  // ---------------------------------------------------------------- settings from outside
  /** @returns {Record<string, Control>} */
  controls() {
    const { steps, ...run } = super.controls(),
      [, H, W] = this.shape;
    return {
      net: this.fitting(this.net),
      layer: this.fitting(this.layer),
      until: this.until,
      ...run,
      row: this.chosen.control("row", wholeIn(1, H)),
      column: this.chosen.control("column", wholeIn(1, W)),
    };
  }

  /** A choice that decides what else is shown. @param {Choice} each @returns {Control} */
  fitting(each) {
    return {
      get value() {
        return each.value;
      },
      set: (wanted) => {
        each.set(String(wanted));
        this.fitNet();
      },
    };
  }

  /** @param {string} then @param {string} note @param {Record<string, Value>} [values] */
  answer(then, note, values) {
    super.answer(then, note, values);
    if (this.frame) this.pick(false);
  }

  /** A setting that pictures were drawn with. @param {Asked} asked */
  back({ net, layer, until }) {
    this.set({ net, layer, until }, "stay");
  }

  /** @param {number} seed */
  showSeed(seed) {
    this.seed.set(seed);
    this.start("stay");
  }

  /** @param {Params & { data: string, seed: number, shape: Shape }} run */
  script(run) {
    return python({ ...run, layered: this.layered(run.net) });
  }

  canvases() {
    const { frame, last, shape, result } = this;
    return frame ? [thumbnail(shape, last && result ? result.z : frame.guess)] : [];
  }

  // ---------------------------------------------------------------- a run and its end
  /** @param {number} done part of what is under way */
  progress(done) {
    this.root.style.setProperty("--done", String(done));
    this.root.dataset.long = "";
  }

  /** @param {Then} then @param {string} [note] */
  start(then, note) {
    super.start(then, note);
    delete this.root.dataset.long;
    this.draws.show();
  }

  /** @param {Job<Params, Moment>} job @param {Stepped} message */
  took(job, { step, steps, sigma, ms, arrays: { z, x0_hat, looks } }) {
    job.frames.push({ sigma, z, guess: x0_hat, looks });
    if (ms > LONG) this.progress((step + 1) / steps);
  }

  /** @param {Job<Params, Moment>} job @param {Heard & Verdict} message */
  finish(job, { arrays: { z }, colours, consistent, agreement, ms }) {
    delete this.root.dataset.long;
    this.result = { z, colours, consistent, agreement };
    this.socks = socksOf(z, this.settings.palette, this.shape);
    this.reveal(job, { ...job.frames[job.frames.length - 1], sigma: 0, z }, ms);
  }

  ended() {
    delete this.root.dataset.long;
  }

  /** @param {Job<Params, Moment>} job @param {number} ms */
  record(job, ms) {
    if (!this.result) return;
    const { z, ...verdict } = this.result,
      kept = this.kept(job, ms, ["z", "sigma"]);
    this.state = {
      ...kept,
      ...verdict,
      result: z,
      x0_hat: job.frames.map((moment) => moment.guess),
      tally: this.draws.numbers(),
    };
    this.recordPixel();
  }

  /** Of the pixel in view: where it looks at each step, and shares of that. */
  recordPixel() {
    const { shown, p, socks } = this,
      rows = (shown?.frames ?? []).map((moment) => this.rowOf(moment)),
      W = this.shape[2];
    this.state = {
      ...this.state,
      pixel: p,
      looks: rows.map((row) => row ?? null),
      shares: rows.map((row) => (row ? shares(row, p, socks, W) : null)),
    };
  }

  /** @param {Job<Params, Moment>} job @param {number} ms */
  showResult({ params: { steps }, seed, note }, ms) {
    if (!this.result) return;
    const words = this.verdictWords(this.result);
    this.verdict.textContent = words;
    this.draws.show();
    this.say(`${note} Seed ${seed}: ${words} ${some(steps, "step")}, ${this.spent(ms)}.`.trim());
  }

  /** @param {Verdict} verdict */
  verdictWords(verdict) {
    const [left, right] = verdict.colours.map((k) => this.colourName(k)),
      kind = kindOf(verdict);
    if (kind === "same") return `One colour: both socks are ${left}.`;
    if (kind === "differ") return `Two colours: ${left} on the left, ${right} on the right.`;
    const none = "no clean colour";
    return `Unclear: ${left ?? none} on the left, ${right ?? none} on the right.`;
  }

  /** @param {number | null} k */
  colourName(k) {
    return k === null ? undefined : Object.keys(this.settings.palette.colours)[k];
  }

  // ---------------------------------------------------------------- what is in view
  openAt() {
    return Math.round(0.25 * (this.frames.length - 1)); // here pixels look at both socks
  }

  /** @param {Moment} moment @param {boolean} last */
  viewState(moment, last) {
    const { sigma, z, guess } = moment;
    this.frame = moment;
    this.last = last;
    this.noisy.set(tame(z, sigma), last ? "no noise left" : `σ = ${show(sigma)}`);
    this.guess.set(last ? z : guess, { margin: 0, torus: false, lit: () => true });
    this.guess.lines("", []);
    this.guess.note.textContent = last ? "the picture" : "if it had to stop now";
    this.pick(false);
  }

  /** The pixel in view. */
  get p() {
    const { chosen } = this;
    return (chosen.number("row") - 1) * this.shape[2] + chosen.number("column") - 1;
  }

  /** Where the pixel in view looks; nothing where the layer is off. @param {Moment} moment */
  rowOf({ looks }) {
    const area = this.shape[1] * this.shape[2];
    return looks?.slice(this.p * area, (this.p + 1) * area);
  }

  /** @param {number} p @param {boolean} aloud */
  choose(p, aloud) {
    const W = this.shape[2];
    this.chosen.put("row", Math.floor(p / W) + 1);
    this.chosen.put("column", (p % W) + 1);
    this.pick(aloud);
  }

  /** Shows the pixel in view. @param {boolean} aloud */
  pick(aloud) {
    if (!this.frame || !this.shown) return;
    const row = this.rowOf(this.frame),
      words = this.pixelWords(row);
    if (row) this.drawAttention(row);
    else this.drawField(this.frame.guess);
    for (const grid of [this.guess, this.looks]) grid.mark(this.p);
    this.guess.box.setAttribute("aria-label", `Guess. ${words} ${MOVES}`);
    this.looks.box.setAttribute("aria-label", `Where it looks. ${words} ${MOVES}`);
    this.told.textContent = words;
    this.recordPixel();
    if (aloud) this.say(words);
  }

  /** @param {Floats | undefined} row */
  pixelWords(row) {
    const { p, socks, shape, settings, shown } = this,
      net = shown?.params.net ?? "",
      { field } = settings.nets[net];
    return told({ p, socks, row, layered: this.layered(net), field, shape });
  }

  /** @param {Floats} row */
  drawAttention(row) {
    const { looks, socks } = this,
      most = Math.max(...row);
    looks.set(heatPicture(row), { margin: 0, torus: false, lit: () => true });
    looks.lines(
      "",
      [],
      "",
      looks.outline((i, j) => looks.inside(i, j) && socks[looks.pixel(i, j)]),
    );
    looks.note.textContent = `dark: up to ${percent(most)} on a pixel`;
  }

  /** The guess behind the field of the pixel in view. @param {Floats} guess */
  drawField(guess) {
    const { looks, p, settings, shown } = this,
      W = this.shape[2],
      { field } = settings.nets[shown?.params.net ?? ""],
      [i0, j0] = [Math.floor(p / W), p % W];
    looks.set(guess, {
      margin: 0,
      torus: false,
      lit: (_, i, j) => Math.max(Math.abs(i - i0), Math.abs(j - j0)) <= (field - 1) / 2,
    });
    looks.lines("", looks.frames(p, field));
    looks.note.textContent = `no attention: a window of ${field} × ${field}`;
  }
}

export default widget(AttentionLab, worker);
