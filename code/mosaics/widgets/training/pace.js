// How fast networks learn here: measured while they do, for each engine and width.
/** @import { EngineName } from "../shared/view/machine.js" */
import { show } from "../shared/state/numbers.js";

const ENGINES = { kernel: "in Python", page: "in this page" };
/** @type {Record<EngineName, EngineName>} */
const OTHER = { kernel: "page", page: "kernel" };
/** @type {Record<EngineName, string>} */
const NAMES = { kernel: "Python", page: "This page" };
const UNKNOWN =
  "How many steps fit into this time depends on your machine; it stands here once one learns.";
const FIRST = "First the machine draws its pictures, in time of its own";

/** To two digits, for it is never twice the same. @param {number} x */
const about = (x) => show(Number(x.toPrecision(2)));

export class Pace {
  /** Steps a minute. @type {Map<string, number>} */
  speeds = new Map();
  /** Seconds of the machine's drawing. @type {Map<string, number>} */
  drawings = new Map();

  /**
   * A training so far.
   * @param {EngineName} engine @param {number} width
   * @param {{ step: number, seconds: number }} done
   */
  note(engine, width, { step, seconds }) {
    if (step > 0 && seconds > 0) this.speeds.set(`${engine} ${width}`, (60 * step) / seconds);
  }

  /** @param {EngineName} engine @param {string} padding @param {number} seconds */
  noteDrawing(engine, padding, seconds) {
    this.drawings.set(`${engine} ${padding}`, seconds);
  }

  /** @param {EngineName} engine @param {{ width: number, padding: string }} next */
  words(engine, { width, padding }) {
    const drawing = this.drawings.get(`${engine} ${padding}`),
      long = drawing === undefined ? "" : `: ${about(Math.max(0.1, drawing))} s last time`;
    return `${this.steps(engine, width)} ${FIRST}${long}.`;
  }

  /** @param {EngineName} engine @param {number} width */
  steps(engine, width) {
    const [mine, other] = [engine, OTHER[engine]].map((name) =>
      this.speeds.get(`${name} ${width}`),
    );
    if (!mine) return UNKNOWN;
    const many = `About ${about(mine)} steps a minute ${ENGINES[engine]} at ${width} channels`;
    if (!other) return `${many}.`;
    const [quick, slow] = mine > other ? [engine, other] : [OTHER[engine], mine],
      times = about(Math.max(mine, other) / slow);
    const there = `${about(other)} ${ENGINES[OTHER[engine]]}`;
    return `${many}; ${there}. ${NAMES[quick]} is ${times} times as fast.`;
  }
}
