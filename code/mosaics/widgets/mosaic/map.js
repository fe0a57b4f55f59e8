// The map of a picture's pixels: a colour for where each one is from.
/** @import { Shape } from "../shared/types" */
/** @import { State } from "../shared/state/state.js" */
/** @import { Tell } from "../shared/view/grid.js" */
/** @import { Moment } from "./pixel.js" */
import { imageCount, some } from "../shared/state/numbers.js";
import { choice } from "../shared/view/controls.js";
import { SourceMap } from "../shared/view/grid.js";
import { shiftColour } from "./words.js";

/** @type {Record<string, string>} */
const VIEWS = { source: "Training image", piece: "Piece", shift: "Displacement" };
/** @type {Record<string, string>} */
const KEYS = {
  source: "a colour for each training image",
  piece: "a colour for each piece",
  shift: "hue: the direction, darker: farther, grey: the same place",
};

export class ColourMap extends SourceMap {
  /** @type {Moment | undefined} */
  moment; // in view

  /** @param {State} state @param {Shape} shape @param {Tell} tell */
  constructor(state, shape, tell) {
    super(shape, tell);
    this.shape = shape;
    this.colour = choice({
      state,
      name: "colour",
      label: "Colour by",
      values: VIEWS,
      value: "source",
      change: () => this.moment && this.show(this.moment),
    });
  }

  /** The pixel in view. */
  get at() {
    const [i, j] = this.cursor;
    return i * this.W + j;
  }

  /** @param {Moment} moment */
  show(moment, p = this.at) {
    const { source, piece, down, across, weight } = moment,
      by = this.colour.value,
      [, H, W] = this.shape;
    const colour = (/** @type {number} */ q) => shiftColour(down[q], across[q], Math.min(H, W) / 2);
    const shift = down.map((d, q) => 1000 * d + across[q]);
    const keys = { shift, piece, source }[by] ?? source;
    const words = (/** @type {number} */ n) =>
      by === "source" ? imageCount(n) : some(n, VIEWS[by].toLowerCase());
    this.moment = moment;
    this.spot.hidden = true;
    this.set(keys, { colour: by === "shift" ? colour : undefined, weight, words });
    this.mark(p);
    this.note.textContent = `${KEYS[by]}; pale: weight is shared`;
  }
}
