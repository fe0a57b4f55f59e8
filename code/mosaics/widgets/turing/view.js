// TuringLab: two chemicals that react and spread on a torus: the dish with its tools under it, its
// controls and its theory beside it.
/** @import { Context, Control, Value } from "../shared/types" */
/** @import { Message } from "./loop.js" */
/** @import { Theory } from "./verdict.js" */
import { show, wholeIn } from "../shared/state/numbers.js";
import { wrap } from "../shared/state/pictures.js";
import { button, calm, h } from "../shared/view/elements.js";
import { widget } from "../shared/view/frame.js";
import { stage } from "../shared/view/stage.js";
import { watch } from "./around.js";
import { Brush } from "./brush.js";
import { Caption } from "./caption.js";
import { away } from "./field.js";
import { DishLab, LONG } from "./loop.js";
import { EMPTY } from "./models.js";
import { LAST, LONG as UNTOLD } from "./past.js";
import { Picture } from "./picture.js";
import { python } from "./python.js";
import { goalOf } from "./replay.js";
import { TheoryPanel } from "./theory.js";
import worker from "./worker.js?source";

class TuringLab extends DishLab {
  said = "";
  empty = false; // theory is of the empty state
  /** @type {{ t?: number, past?: string } | undefined} */
  wanted; // of a link
  unwatch = () => {};

  /** @param {Context} context */
  constructor(context) {
    super(context);
    this.play = button("", () => this.setPlaying(!this.playing), {
      class: "lab-primary lab-stop",
    });
    this.picture = new Picture(this.side, this.root);
    this.caption = new Caption();
    this.brush = new Brush(this.chosen, this.side, this.picture.canvas, this.caption.ruler, {
      touch: (x, y) => this.touch(x, y),
      lifted: () => this.tune(),
      announce: (text) => this.announce(text),
    });
    this.growth = new TheoryPanel();
  }

  open() {
    this.build(this.makeRow(), this.makeMain());
    this.root.addEventListener("keydown", ({ key }) => key === "Escape" && this.stop());
    this.unwatch = watch(this.brush.stage, {
      looked: (seen) => this.looked(seen),
      woke: () => this.go(),
      recolour: () => this.recolour(),
    });
    this.showPlaying();
    this.choose(this.settings.preset);
  }

  // ---------------------------------------------------------------- parts
  makeRow() {
    const anew = button("Start again", () => this.startAgain()),
      clear = button("Clear", () => this.level()),
      long = button("Run 1,000 steps", () => this.advance(LONG));
    return h("div", { class: "lab-row" }, this.play, anew, clear, long, this.seed.el);
  }

  /** The dish, its controls beside it, its tools under it; on a narrow screen it stays in view. */
  makeMain() {
    const { brush, speed, pattern, growth } = this;
    return h(
      "div",
      { class: "lab-beside turing-main" },
      stage([brush.stage, this.caption.el], "turing-dish"),
      h(
        "div",
        { class: "turing-side" },
        pattern.el,
        pattern.list,
        h("div", { class: "turing-growth" }, growth.parts()),
      ),
      h(
        "div",
        { class: "turing-under" },
        h("div", { class: "turing-tools" }, brush.kinds, brush.radius.el, speed.el),
        brush.finger,
        growth.list(),
      ),
    );
  }

  showPlaying() {
    this.play.textContent = this.playing ? "Pause" : "Play";
  }

  // ---------------------------------------------------------------- settings from outside
  /** @returns {Record<string, Control>} */
  controls() {
    const { pattern, seed, speed, brush } = this;
    return {
      preset: pattern.control(),
      seed,
      ...pattern.sliders,
      speed,
      ...brush.controls(),
      ...this.history(),
    };
  }

  /** How the field in view came about. @returns {Record<string, Control>} */
  history() {
    const lab = this,
      within = wholeIn(0, LAST);
    return {
      t: {
        get value() {
          return lab.wanted?.t ?? lab.goal?.t ?? lab.dish.told.t;
        },
        set(t) {
          if (within(t) !== undefined) lab.wanted = { ...lab.wanted, t: within(t) };
        },
      },
      past: {
        get value() {
          return lab.wanted?.past ?? lab.goal?.past ?? lab.dish.told.past;
        },
        set(past) {
          lab.wanted = { ...lab.wanted, past: String(past) };
        },
      },
    };
  }

  /** Why neither a link nor Python can tell how the dish came about; nothing where they can. */
  get untold() {
    const { told, count } = this.dish;
    if (told.past !== UNTOLD) return "";
    return count > LAST ? `it has gone more than ${show(LAST)} steps` : "it was changed too often";
  }

  get lacks() {
    return this.untold ? `Python cannot repeat this dish: ${this.untold}.` : super.lacks;
  }

  carries() {
    return this.untold ? `(the dish is not in it: ${this.untold})` : super.carries();
  }

  python() {
    const { state, pattern, side, dish } = this,
      { boundary, stencil, amplitude } = this.settings,
      { past } = dish.told;
    if (!state || this.untold) return undefined;
    const { seed, steps, params } = state,
      { dx, start } = pattern.now,
      { channel } = pattern.about,
      { values } = dish;
    const grid = { dx, start, amplitude, boundary, stencil, side };
    const preset = pattern.preset.value;
    return python({ ...grid, ...params, values, start, seed, steps, channel, preset, past });
  }

  canvases() {
    return [this.picture.canvas];
  }

  /**
   * Steps and past are gone through again; another pattern or seed starts anew; a parameter is
   * turned while the dish goes on
   * @param {string} then @param {string} note @param {Record<string, Value>} values
   */
  answer(then, note, values) {
    const wanted = this.wanted;
    this.wanted = undefined;
    this.brush.show();
    if (wanted && ("past" in values || String(wanted.t) === String(values.t)))
      return this.replay(wanted, note);
    this.plays(this.playing || (then === "play" && !calm.matches));
    if ("preset" in values || "seed" in values)
      return this.startAgain(note, this.playing ? 0 : this.pattern.now.ripe);
    if (note) this.announce(note);
    const { values: old } = this.dish,
      turned = Object.entries(this.pattern.values).some(([name, value]) => value !== old[name]);
    if (turned && !this.playing) this.todo += LONG;
    this.tune();
  }

  /**
   * Goes through steps and past again, then stands still.
   * @param {{ t?: number, past?: string }} wanted @param {string} note
   */
  replay(wanted, note) {
    const { now, about, values, sliders } = this.pattern,
      lab = { own: now.values, now: values, side: this.side, ranges: about.sliders };
    this.plays(false);
    try {
      const goal = goalOf(wanted, lab);
      for (const [name, value] of Object.entries(goal.last)) sliders[name].set(value);
      this.startAgain(note, 0, goal);
    } catch (error) {
      const why = `${/** @type {Error} */ (error).message}: it starts anew.`;
      this.startAgain([note, why].filter(Boolean).join(" "), now.ripe);
    }
  }

  // ---------------------------------------------------------------- the picture
  /** @param {boolean} seen nothing is computed off the screen or in a hidden tab */
  looked(seen) {
    this.seen = seen;
    this.recolour();
    this.go();
  }

  /** A change of theme recolours a picture that stands still. */
  recolour() {
    this.picture.recolour();
    this.paint();
  }

  began() {
    this.picture.bounds = undefined;
  }

  paint() {
    const { dish, pattern, playing } = this;
    if (!dish.fields) return;
    const { span, channel, erase } = pattern.about,
      floor = erase?.[channel]; // an emptied place has nothing beneath it
    this.picture.paint(dish.shown, { span, moving: playing, floor });
  }

  // ---------------------------------------------------------------- theory and measure
  /** @param {number} step @param {number} steps */
  counted(step, steps) {
    this.caption.count(step, steps);
  }

  rests() {
    const after = `settled after ${show(this.dish.count)} steps`;
    this.asked = true;
    this.announce(
      this.dish.pattern
        ? `The pattern has ${after}. ${this.caption.lengths.textContent}.`
        : `The dish has ${after}: it is even, and stays so, for no wave grows.`,
    );
  }

  /** @param {Message} message @param {boolean} empty theory is of the empty state */
  learn({ theory, measured }, empty) {
    if (theory) this.learnTheory(theory, empty);
    if (measured !== undefined) {
      this.told = performance.now();
      this.measured = this.dish.pattern ? measured : null;
    }
    if (theory || measured !== undefined) this.showLengths();
  }

  /** @param {Theory} theory @param {boolean} empty */
  learnTheory(theory, empty) {
    const { now, about } = this.pattern,
      bare = theory.at.every((x, s) => x === EMPTY[s]);
    this.theory = theory;
    this.stale = false;
    this.empty = empty || (bare && Boolean(about.erase));
    const words = this.growth.show(theory, now.axis, this.empty);
    const said = `${about.label}. ${words}`;
    const note = [this.takeNotice(), said !== this.said && said].filter(Boolean).join(" ");
    this.said = said;
    if (note) this.announce(note);
  }

  showLengths() {
    const { dish, theory, measured } = this,
      { now, about } = this.pattern;
    if (!theory || !dish.fields) return;
    const words = this.caption.waves(theory.wavelength, measured, this.side * now.dx);
    this.caption.time(dish);
    this.growth.place(away(dish.fields, theory.at) < about.span / 4, this.empty);
    this.picture.canvas.setAttribute("aria-label", `Dish of the ${about.label} model. ${words}`);
  }

  // ---------------------------------------------------------------- paint and erase
  get held() {
    return this.brush.last !== undefined;
  }

  /**
   * One dab; while a job is under way it is put on the answer as well.
   * @param {number} x
   * @param {number} y
   */
  touch(x, y) {
    const point = [x, y].map((at) => wrap(Math.round(at), this.side)),
      { kind, radius } = this.brush;
    if (this.dish.resting) this.forget();
    this.dish.mark({ name: "dab", dab: { points: [point], r: radius.value, kind } }, this.busy);
    this.draw();
  }

  close() {
    this.unwatch();
    this.growth.plot.close();
    super.close();
  }
}

export default widget(TuringLab, worker);
