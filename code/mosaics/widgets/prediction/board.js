// The noise as something to paint on: its picture, over it the outline of what is new and the
// cursor.
/** @import { Floats, Shape } from "../shared/types" */
/** @import { Picture } from "../shared/view/paint.js" */
/** @import { Mask } from "./renewed.js" */
import { Board, cursorAt, outlined } from "../shared/view/board.js";
import { paint } from "../shared/view/paint.js";
import { dabbed, mixed } from "./renewed.js";

const KEYS = "Arrow keys move the brush; Space draws the noise around it anew.";

/**
 * Whose noise it is: the noise as it was and the one that is drawn anew, the mask, a stroke that
 * goes on, that ends, that is taken back
 * @typedef {object} Owner
 * @property {() => Floats[]} noises
 * @property {() => Mask} mask
 * @property {boolean} torus
 * @property {(mask: Mask) => void} drew
 * @property {(words: string) => void} lifted
 * @property {(words: string) => void} came
 */

/** @extends {Board<Mask>} */
export class NoiseBoard extends Board {
  /** @param {Picture} picture @param {Shape} shape @param {Owner} owner */
  constructor(picture, shape, owner) {
    const about = { role: "application", "aria-label": `Noise to paint on. ${KEYS}` };
    const { el, show } = outlined(picture, shape, { tabindex: 0, ...about });
    el.classList.add("lab-paintable");
    super(el, picture.canvas, [shape[1], shape[2]]);
    this.picture = picture;
    this.shape = shape;
    this.owner = owner;
    this.lines = show;
  }

  // ---------------------------------------------------------------- what is seen
  /** The outline of what is new, and the cursor. */
  outline() {
    this.lines(this.owner.mask(), [cursorAt(this.cursor)]);
  }

  /** The noise as it is while it is drawn, before anything has been computed from it. */
  show() {
    const [noise, other] = this.owner.noises();
    paint(this.picture.canvas, mixed(noise, other, this.owner.mask()), this.shape);
    this.outline();
  }

  // ---------------------------------------------------------------- what hands do
  kept() {
    return this.owner.mask();
  }

  /** @param {Mask} before */
  restore(before) {
    this.owner.drew(before);
  }

  /** @param {number[]} point */
  dab(point) {
    this.owner.drew(dabbed(this.owner.mask(), point, this.shape, this.owner.torus));
  }

  /** @param {string} words */
  lifted(words) {
    this.owner.lifted(words);
  }

  /** @param {string} words */
  came(words) {
    this.owner.came(words);
  }

  /** @param {string} where */
  told(where) {
    return `New noise around ${where}.`;
  }
}
