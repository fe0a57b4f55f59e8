// CanvasLab: a picture of any size that grows from the patches of one, coarse to fine, on a canvas
// that a reader paints on.
/** @import { Context, Control, Floats, Heard, Shape, Value } from "../shared/types" */
/** @import { Params } from "./plan.js" */
/** @import { Sides } from "./scales.js" */
import { normals } from "../shared/state/draws.js";
import { rounded, wholeIn } from "../shared/state/numbers.js";
import { bytesOf, imageOf } from "../shared/state/pictures.js";
import { seedField } from "../shared/view/controls.js";
import { button, h, head, unique } from "../shared/view/elements.js";
import { Frame, widget } from "../shared/view/frame.js";
import { paint, picture, thumbnail } from "../shared/view/paint.js";
import { stage } from "../shared/view/stage.js";
import { Bring } from "./bring.js";
import { HOLE } from "./painted.js";
import { Painting } from "./painting.js";
import { palette } from "./palette.js";
import { noiseOf } from "./plan.js";
import { python } from "./python.js";
import { makeSliders } from "./sliders.js";
import { Tiles } from "./tiles.js";
import { SQUARE } from "./wishes.js";
import worker from "./worker.js?source";

const OWN = "own";
const COLOURS = 6; // offered to paint with
const EVERY = 150; // ms between two words about how far a job is
/** @typedef {{ name: string, label?: string, by?: string, licence?: string }} About */
/** @typedef {Omit<Params, "shape"> & { pictures: About[], picture: string, seed: number,
 * sides: [low: number, high: number] }} Settings */
/** @typedef {{ about: About, x: Floats, shape: Shape }} Source */
/**
 * @typedef {object} Job
 * @property {Params} params
 * @property {number} seed
 * @property {string} picture
 * @property {string} credit
 * @property {string} note
 * @property {Floats} noise
 */
/** @typedef {Heard & { scale: number, scales: number, sides: Sides, share: number }} Stepped */

/** @extends {Frame<Settings>} */
class CanvasLab extends Frame {
  /** @type {Job | undefined} */
  job; // under way
  /** @type {Job | undefined} */
  shown; // grown, and in view
  /** @type {Record<string, Source>} */
  sources = {};

  /** @param {Context} context */
  constructor(context) {
    super(context, "canvas");
    const { settings, chosen: state } = this,
      { pictures, picture: first, seed, height, width } = settings,
      size = this.imageSize;
    pictures.forEach((about, m) => {
      const x = imageOf(bytesOf(this.model.get("images")), size, m);
      this.sources[about.name] = { about, x, shape: this.shape };
    });
    state.put("picture", first);
    this.seed = seedField({ state, value: seed, change: (_, note) => this.start(note) });
    this.go = button("Grow", () => (this.job ? this.cancel() : this.start()), {
      class: "lab-primary",
    });
    this.next = button("Another", () => this.another());
    this.save = button("Save PNG", () => this.menu?.savePicture());
    this.canvas = picture([3, height, width], "Canvas");
    this.tiles = new Tiles();
    this.sliders = makeSliders(state, settings, {
      change: () => this.start(),
      side: (name) => this.resized(name),
      show: () => this.view(),
    });
    this.painting = new Painting(this.canvas, [height, width], {
      state,
      say: (words) => this.say(words),
      lifted: (words) => this.lifted(words),
    });
    this.painting.control().set(settings.painted);
    this.strip = h("fieldset", {
      class: "lab-strip",
      "data-control": "picture",
      "aria-label": "Picture whose patches the canvas is made of",
    });
    this.credits = h("p", { class: "lab-note canvas-credit" });
    this.bring = new Bring({
      take: (x, shape) => this.take(x, shape),
      say: (words) => this.say(words),
    });
    this.words = h("p", { class: "canvas-words" }, "\u00a0");
    state.shownBy("picture", () => this.showPicture());
    this.makeStrip();
    this.showPicture();
  }

  // ---------------------------------------------------------------- parts
  makeStrip() {
    const name = unique("lab-picture");
    const labels = Object.values(this.sources).map(({ about, x, shape }) => {
      const label = about.label ?? "Your picture",
        checked = about.name === this.chosen.get("picture");
      const radio = h("input", {
        type: "radio",
        name,
        value: about.name,
        checked,
        "aria-label": label,
        onchange: () => this.choose(about.name),
      });
      return h("label", { title: label }, radio, thumbnail(shape, x));
    });
    this.strip.replaceChildren(...labels);
  }

  open() {
    const { height, width, begin, tiles, symmetry, P, coarsest, steps, first, weight, show } =
      this.sliders;
    const els = (/** @type {{ el: HTMLElement }[]} */ ...parts) => parts.map(({ el }) => el);
    this.canvas.el.prepend(this.painting.el, this.tiles.el);
    this.cancelByEscape();
    const side = h(
      "div",
      { class: "canvas-side" },
      head("Whose patches?"),
      this.strip,
      this.credits,
      h("div", { class: "lab-settings" }, els(width, height, begin, first, tiles, symmetry)),
    );
    const under = h("div", { class: "canvas-under" }, this.painting.section, weight.el, show.el);
    this.build(
      h("div", { class: "lab-row" }, this.go, this.next, this.seed.el, this.save),
      h(
        "div",
        { class: "lab-beside canvas-main" },
        stage([this.canvas.el, this.words], "canvas-stage"),
        side,
        under,
      ),
      h("div", { class: "lab-settings" }, els(P, coarsest, steps)),
      this.bring.el,
    );
    this.follow();
    this.start();
  }

  rerun() {
    this.start();
  }

  // ---------------------------------------------------------------- settings, and what follows
  /** @returns {Source} */
  get source() {
    return this.sources[this.chosen.text("picture")];
  }

  /** @returns {Sides} */
  get pictured() {
    return [this.source.shape[1], this.source.shape[2]];
  }

  /** @returns {Sides} */
  get sides() {
    return [this.sliders.height.value, this.sliders.width.value];
  }

  showPicture() {
    const { source } = this,
      { by, licence } = source.about;
    for (const radio of this.strip.querySelectorAll("input"))
      radio.checked = radio.value === source.about.name;
    this.credits.textContent = by ? `${by}. ${licence}.` : "Your own picture.";
    this.painting?.offer(palette(source.x, source.shape, COLOURS));
  }

  /** @param {string} name */
  choose(name) {
    this.chosen.put("picture", name);
    this.start();
  }

  /** A reader's own picture has come. @param {Floats} x @param {Shape} shape */
  take(x, shape) {
    this.sources[OWN] = { about: { name: OWN }, x, shape };
    this.makeStrip();
    this.choose(OWN);
  }

  /** Holes are filled on a canvas of the picture's own sides. */
  holed() {
    const { height, width, begin } = this.sliders;
    if (begin.value !== "holes") return;
    height.set(this.pictured[0]);
    width.set(this.pictured[1]);
  }

  /** By hand: one side. @param {"height" | "width"} name */
  resized(name) {
    const { height, width, begin, symmetry } = this.sliders;
    if (SQUARE.includes(symmetry.value))
      (name === "height" ? width : height).set(this.sliders[name].value);
    if (begin.value === "holes" && String(this.sides) !== String(this.pictured))
      begin.set("picture");
    this.start();
  }

  /** A symmetry may need a square, which a canvas with holes cannot become. */
  squared() {
    const { height, width, begin, symmetry } = this.sliders;
    if (!SQUARE.includes(symmetry.value) || height.value === width.value) return;
    if (begin.value === "holes") symmetry.set("none");
    else width.set(height.value);
  }

  /** The first scale has room for a window. */
  roomy() {
    const { P, coarsest } = this.sliders;
    if (coarsest.value < P.value) coarsest.set(P.value);
  }

  /** All settings go together, also where a slider is held and its way not yet at an end. */
  settle() {
    this.roomy();
    this.holed();
    this.squared();
    this.follow();
  }

  /** What depends on sides and on the way to begin is as these are. */
  follow() {
    const { first, begin, weight } = this.sliders;
    this.painting.resize(this.sides);
    first.el.hidden = begin.value === "noise";
    weight.el.hidden = !this.painting.painted.colours.length;
    this.canvas.el.style.setProperty("--ratio", String(this.sides[1] / this.sides[0]));
  }

  /** @param {string} words */
  lifted(words) {
    this.follow();
    const { painted } = this.painting,
      idle = painted.cells.includes(HOLE) && this.sliders.begin.value !== "holes",
      then = idle
        ? "Holes count where it grows from the picture with holes."
        : "Grow makes a canvas that follows.";
    this.words.textContent = `Painted. ${then}`;
    if (words) this.say(`${words} ${then}`);
  }

  /** @returns {Record<string, Control>} */
  controls() {
    const { height, width, begin, tiles, symmetry, P, coarsest, steps, first, weight, show } =
      this.sliders;
    const offered = (/** @type {Value} */ name) =>
      String(name) in this.sources ? name : undefined;
    return {
      picture: this.chosen.control("picture", offered),
      height: this.withSides(height),
      width: this.withSides(width),
      begin: this.withHoles(begin),
      tiles,
      symmetry: this.withSquare(symmetry),
      P,
      coarsest: within(coarsest, () => P.value),
      steps,
      first,
      weight,
      painted: this.painting.control(),
      show,
      seed: this.seed,
    };
  }

  /**
   * A side from outside; what it rules out goes.
   * @param {Control & { value: number }} slider @returns {Control}
   */
  withSides(slider) {
    const lab = this,
      whole = wholeIn(...lab.settings.sides);
    return {
      get value() {
        return slider.value;
      },
      set(wanted) {
        if (whole(wanted) === undefined) return;
        const { begin, symmetry } = lab.sliders;
        slider.set(wanted);
        if (lab.sides[0] !== lab.sides[1] && SQUARE.includes(symmetry.value)) symmetry.set("none");
        if (begin.value === "holes" && String(lab.sides) !== String(lab.pictured))
          begin.set("picture");
        lab.follow();
      },
    };
  }

  /** @param {{ value: string, set(wanted: string): void }} begin @returns {Control} */
  withHoles(begin) {
    const lab = this;
    return {
      get value() {
        return begin.value;
      },
      set(wanted) {
        begin.set(String(wanted));
        lab.holed();
        lab.follow();
      },
    };
  }

  /** @param {{ value: string, set(wanted: string): void }} symmetry @returns {Control} */
  withSquare(symmetry) {
    const lab = this;
    return {
      get value() {
        return symmetry.value;
      },
      set(wanted) {
        const square = lab.sides[0] === lab.sides[1];
        if (square || !SQUARE.includes(String(wanted))) symmetry.set(String(wanted));
      },
    };
  }

  /** @param {string} then @param {string} note */
  answer(then, note) {
    this.start(note);
  }

  // ---------------------------------------------------------------- what is kept
  python() {
    return this.shown && python(this.shown);
  }

  get copies() {
    return "Python for this canvas";
  }

  get lacks() {
    return "The canvas has not grown yet.";
  }

  carries() {
    return this.chosen.get("picture") === OWN ? "(your picture is not in it)" : "";
  }

  canvases() {
    return [this.canvas.canvas];
  }

  get credit() {
    return this.shown?.credit ?? "";
  }

  // ---------------------------------------------------------------- jobs
  another() {
    this.seed.next();
    this.start();
  }

  /** @returns {Params} */
  params() {
    const { height, width, begin, tiles, symmetry, P, coarsest, steps, first, weight } =
      this.sliders;
    return {
      shape: this.source.shape,
      height: height.value,
      width: width.value,
      begin: begin.value,
      tiles: tiles.value,
      symmetry: symmetry.value,
      P: P.value,
      coarsest: coarsest.value,
      steps: steps.value,
      first: first.value,
      weight: weight.value,
      painted: this.painting.text,
    };
  }

  start(note = "") {
    this.settle();
    const params = this.params(),
      seed = this.seed.value,
      size = noiseOf(params);
    if (!size) return this.refuseHoles();
    const { about, x } = this.source,
      credit = creditOf(about);
    /** @type {Job} */
    const job = { params, seed, picture: about.name, credit, note, noise: normals(seed, size) };
    this.job = job;
    this.go.textContent = "Cancel";
    this.painting.show(false);
    this.view();
    this.run("grow", params, [job.noise, x.slice()], {
      step: (message) => this.took(job, /** @type {Stepped} */ (message)),
      done: (message) => this.finish(job, message),
      end: (how) => this.ended(how),
    });
  }

  /** All that is left of the picture is too small for a window. */
  refuseHoles() {
    this.cancel();
    this.words.textContent = "The holes leave no whole window of the picture: paint fewer.";
    this.say(this.words.textContent);
  }

  /** @param {Job} job @param {Stepped} message */
  took({ params }, { scale, scales, sides, share, ms, arrays: { z } }) {
    this.root.style.setProperty("--done", String(share));
    if (ms > EVERY) this.root.dataset.long = "";
    const at = `Scale ${scale + 1} of ${scales}, ${rounded(share)}. Escape cancels.`;
    if (this.words.textContent !== at) this.words.textContent = at;
    if (z) this.draw(z, sides);
    if (z)
      this.canvas.canvas.setAttribute(
        "aria-label",
        `Canvas of ${params.width} by ${params.height} pixels, growing`,
      );
  }

  /** @param {Job} job @param {Heard} message */
  finish(job, { arrays: { z }, ms }) {
    const { params, seed, noise, note, picture: name } = job,
      { height, width } = params,
      label = (this.sources[name].about.label ?? "your picture").toLowerCase();
    this.shown = job;
    this.draw(z, [height, width]);
    const words = `${width} × ${height} pixels of patches of ${label}`;
    this.canvas.canvas.setAttribute("aria-label", `Canvas: ${words}`);
    this.canvas.note.textContent = `seed ${seed}`;
    this.words.textContent = `${words}.`;
    this.state = { params, seed, noise, picture: name, z, ms, engine: this.machine.name };
    this.tellWhere();
    this.say(`${note} The canvas has grown: ${words}. ${this.spent(ms)}.`.trim());
  }

  /** @param {string} how */
  ended(how) {
    this.job = undefined;
    this.go.textContent = "Grow";
    delete this.root.dataset.long;
    if (how !== "done") this.words.textContent = "It has not grown out.";
    this.view();
  }

  // ---------------------------------------------------------------- what is in view
  /** @param {Floats} z @param {Sides} sides */
  draw(z, [H, W]) {
    const { canvas } = this.canvas;
    if (canvas.width !== W) canvas.width = W;
    if (canvas.height !== H) canvas.height = H;
    paint(canvas, z, [3, H, W]);
  }

  /** Once, or repeated where there is something to repeat. */
  view() {
    const tiled = this.sliders.show.value === "tiled" && !this.job && this.shown !== undefined;
    this.painting.el.hidden = tiled;
    this.tiles.el.hidden = !tiled;
    if (tiled) this.tiles.show(this.canvas.canvas, this.shown?.params.tiles === "on");
  }

  close() {
    this.bring.close();
    super.close();
  }
}

/** What a file says of a canvas. @param {About} about */
function creditOf({ by = "a reader's own picture", licence }) {
  const made = `Made with CanvasLab of Patch Mosaics from patches of: ${by}.`;
  return licence ? `${made} ${licence}.` : made;
}

/**
 * A control that takes no number below another one.
 * @param {Control & { value: number }} slider @param {() => number} low @returns {Control}
 */
const within = (slider, low) => ({
  get value() {
    return slider.value;
  },
  set(wanted) {
    if (Number(wanted) >= low()) slider.set(wanted);
  },
});

export default widget(CanvasLab, worker);
