// How often both socks have one colour, with each network and setting of its layer. Nothing here
// knows a page.
/** @import { Numbers } from "../shared/types" */
/** @import { Verdict } from "./colours.js" */

export const CHANCE = 1 / 4; // that two colours agree which are drawn alone

/** @typedef {"before" | "after"} Layer */
/** @typedef {{ net: string, layer: Layer, until: number, steps: number }} Asked */
/** @typedef {Verdict & { seed: number, z: Numbers }} Drawn */

/** @param {Verdict} verdict @returns {"same" | "differ" | "unclear"} */
export const kindOf = ({ colours, consistent }) =>
  consistent ? "same" : colours.includes(null) ? "unclear" : "differ";

/**
 * The steps in which the layer is on, from the first one to before the last; none where they are
 * equal
 * @param {Asked} asked
 */
const speaks = ({ layer, until, steps }) => (layer === "before" ? [0, until] : [until, steps]);

/** What a tally is of. @param {Asked} asked @param {boolean} layered */
export function keyOf(asked, layered) {
  const [from, to] = speaks(asked);
  return JSON.stringify([asked.net, asked.steps, ...(!layered || from === to ? [] : [from, to])]);
}

/** Where the layer is on, in words. @param {Asked} asked */
export function spoken(asked) {
  const [from, to] = speaks(asked),
    { steps } = asked;
  if (from === to) return "layer always off";
  if (to - from === steps) return "layer always on";
  return from === 0 ? `layer on before step ${to}` : `layer on from step ${from} on`;
}

/** The pictures drawn with one setting. */
export class Tally {
  /** @type {Map<number, Drawn>} */
  pictures = new Map();

  /** @param {Asked} asked @param {string} words */
  constructor(asked, words) {
    this.asked = asked;
    this.words = words;
  }

  /** @param {ReturnType<typeof kindOf>} kind */
  count(kind) {
    return [...this.pictures.values()].filter((drawn) => kindOf(drawn) === kind).length;
  }

  get drawn() {
    return this.pictures.size;
  }

  get same() {
    return this.count("same");
  }

  /** Pairs of two clean socks, of one colour or of two. */
  get clean() {
    return this.same + this.count("differ");
  }

  /** The mean agreement of pixels; none where no picture has colours on both sides. */
  get agreement() {
    const all = [...this.pictures.values()].flatMap(({ agreement }) => agreement ?? []);
    return all.length ? all.reduce((a, b) => a + b, 0) / all.length : undefined;
  }

  /**
   * The next seeds that are not here yet, round from the largest to 0.
   * @param {number} from @param {number} count @param {number} largest
   */
  next(from, count, largest) {
    const out = [];
    for (let k = 0; k <= largest && out.length < count; k++) {
      const seed = (from + k) % (largest + 1);
      if (!this.pictures.has(seed)) out.push(seed);
    }
    return out;
  }
}
