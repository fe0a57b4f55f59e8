// The dish: its field, how far it has come, what was done to it. It knows no page and no engine.
/** @import { Floats } from "../shared/types" */
/** @import { Paints, State, Values } from "./models.js" */
/** @import { Mark } from "./past.js" */
import { apart, away, dab, level, patterned, range } from "./field.js";
import { potOf, REST } from "./models.js";
import { draws, LAST, LONG, Past } from "./past.js";

const CALM = 4e-6, // still: less than this share of the pattern's height a step,
  PATIENCE = 40, // for so many answers;
  FAINT = 0.01; // of a height that is at least this
const FLAT = 1e-4; // a hundredth of the start's noise, which never falls so low where a wave grows
const EVEN = 0.01; // to the eye

/**
 * How a dish began
 * @typedef {object} Start
 * @property {string} model
 * @property {Values} own values of the pattern
 * @property {Values} values
 * @property {string} start
 * @property {number} amplitude of the noise
 * @property {number} channel that is seen
 * @property {number} span its contrast
 * @property {Paints} paints
 */

export class Dish {
  count = 0; // steps since the start
  tau = 0;
  still = 0; // answers in a row in which next to nothing moved
  resting = false;
  pattern = false;
  height = 0; // of the pattern
  drawn = 1; // draws of noise so far, the start's own among them
  /** @type {Floats | undefined} */
  fields;
  /** @type {Mark[]} */
  waiting = []; // done while an answer is under way, to be done to that as well

  /**
   * @param {number} side
   * @param {Start} start
   * @param {(k: number) => Floats} draw the k-th draw of the seed's noise
   */
  constructor(side, start, draw) {
    this.side = side;
    this.start = start;
    this.draw = draw;
    this.past = new Past(start.own, start.values);
  }

  /** Its parameters as they are now. */
  get values() {
    return this.past.values;
  }

  /** The model's own uniform state. @returns {State} */
  get rest() {
    return REST[this.start.model](this.values);
  }

  /** The chemical in view. @returns {Floats} */
  get shown() {
    const area = this.side * this.side,
      at = this.start.channel * area;
    return /** @type {Floats} */ (this.fields).subarray(at, at + area);
  }

  /** Nothing in it could grow to be seen. */
  get isFlat() {
    return this.height < FLAT;
  }

  /** Even to the eye. */
  get isEven() {
    return this.height < EVEN;
  }

  /** What a link says of it: steps and past; no steps where it cannot be told. */
  get told() {
    const past = this.count > LAST ? LONG : this.past.text;
    return { past, t: past === LONG ? undefined : this.count };
  }

  /**
   * An answer: so many steps further.
   * @param {Floats} fields @param {number} steps @param {number} tau
   */
  took(fields, steps, tau) {
    const before = this.fields;
    this.fields = fields;
    this.count += steps;
    this.tau += tau;
    const [low, high] = range(this.shown);
    this.height = high - low;
    this.pattern = patterned(this.shown, this.side, this.start.span / 4);
    const change = before ? apart(before, fields) : Infinity;
    const calm = steps > 0 && change < CALM * steps * Math.max(FAINT, this.height);
    this.still = calm ? this.still + 1 : 0;
    this.settle();
  }

  /** What an answer has gone through already. @param {Mark[]} marks */
  repeat(marks) {
    for (const mark of marks) this.past.add(structuredClone(mark));
    this.drawn = draws(marks);
  }

  /** Does what has waited for an answer, come or not. */
  settle() {
    for (const mark of this.waiting.splice(0)) this.apply({ ...mark, at: this.count });
  }

  /**
   * Whether it has come to rest just now: patterned and still, or even in a state that lasts. A
   * state from which some wave of the dish grows never rests, however slowly it leaves it.
   * @param {{ at: number[], fits: number } | undefined} theory
   */
  comesToRest(theory) {
    const lasts = theory && theory.fits <= 0 && this.isEven;
    if (this.resting || this.still < PATIENCE || !(this.pattern || lasts)) return false;
    this.resting = true;
    return true;
  }

  /**
   * Whether it stands on a state that does not last, with nothing in it that could grow
   * @param {{ at: number[], fits: number } | undefined} theory
   */
  isStuck(theory) {
    return Boolean(this.fields && theory && theory.fits > 0 && away(this.fields, theory.at) < FLAT);
  }

  wake() {
    this.still = 0;
    this.resting = false;
  }

  /**
   * Something is done to it; `busy`: while an answer is under way, to which it is done as well
   * @param {Omit<Mark, "at">} mark @param {boolean} busy
   */
  mark(mark, busy) {
    if (!this.fields) return;
    this.wake();
    if (!busy) return this.apply({ ...mark, at: this.count });
    this.waiting.push({ ...mark, at: this.count });
    this.fields = this.fields.slice(); // what was sent stays as it was
    if (mark.dab) this.put(this.fields, mark);
  }

  /** @param {Mark} mark */
  apply(mark) {
    const fields = /** @type {Floats} */ (this.fields);
    this.put(fields, mark);
    this.past.add(mark);
  }

  /** @param {Floats} fields @param {Omit<Mark, "at">} mark */
  put(fields, { name, dab: marks }) {
    const { paints, start, amplitude } = this.start,
      rest = this.rest;
    if (marks) {
      const state = potOf(rest, paints, marks.kind);
      for (const [x, y] of marks.points) dab(fields, this.side, { x, y, r: marks.r, state });
      return;
    }
    const noise = this.draw(this.drawn++);
    if (name === "clear") level(fields, noise, { rest, start, amplitude });
    else for (let p = 0; p < fields.length; p++) fields[p] += amplitude * noise[p];
  }
}
