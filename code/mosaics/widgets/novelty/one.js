// One picture: its nearest training picture, moved to where it is nearest, and which of its windows
// are coherent.
/** @import { Floats, Shape } from "../shared/types" */
/** @import { Ruler } from "./measures.js" */
/** @import { Picture } from "./places.js" */
import { displacement, rounded } from "../shared/state/numbers.js";
import { h, penOf } from "../shared/view/elements.js";
import { PixelGrid } from "../shared/view/grid.js";
import { picture, thumbnail } from "../shared/view/paint.js";
import { moved } from "./places.js";

const HINT = "Point at a pixel of the last picture, or move there by arrow keys.";

/**
 * A lab with training images
 * @typedef {object} Lab
 * @property {Shape} shape
 * @property {(m: number) => Floats} image
 * @property {(m: number) => string} name
 * @property {(text: string) => void} say
 */

/** The windows of a picture: those that are not coherent are covered, with a dot in each. */
class Windows extends PixelGrid {
  /** @param {Shape} shape @param {(p: number | undefined, aloud: boolean) => void} tell */
  constructor(shape, tell) {
    super(shape, "map of windows", tell);
    this.note = h("span", {}, "\u00a0");
    const caption = h("figcaption", {}, h("strong", {}, "Coherent windows"), this.note);
    this.el = h("figure", { class: "lab-picture" }, this.box, caption);
  }

  /** @param {Picture} shown @param {Shape} shape @param {number} limit */
  show({ x, far, coherence }, shape, limit) {
    const { canvas, W } = this,
      pen = penOf(canvas),
      cell = canvas.width / W;
    pen.imageSmoothingEnabled = false;
    pen.drawImage(thumbnail(shape, x), 0, 0, canvas.width, canvas.height);
    far.forEach((value, p) => {
      if (value <= limit) return;
      const [left, top] = [(p % W) * cell, Math.floor(p / W) * cell];
      pen.fillStyle = "#d9722ab3";
      pen.fillRect(left, top, cell, cell);
      pen.fillStyle = "#23272f";
      pen.fillRect(left + cell / 2 - 1, top + cell / 2 - 1, 2, 2);
    });
    this.note.textContent = `${rounded(coherence)}; orange: no training window is so near`;
    const label = `Coherent windows: ${rounded(coherence)}. Arrow keys tell the distance of one.`;
    this.box.setAttribute("aria-label", label);
    if (!this.spot.hidden) this.look(false);
  }
}

export class One {
  /** @type {Picture | undefined} */
  shown;

  /** @param {Lab} lab @param {Ruler} ruler */
  constructor(lab, ruler) {
    this.lab = lab;
    this.ruler = ruler;
    this.made = picture(lab.shape, "The picture");
    this.nearest = picture(lab.shape, "Nearest training picture");
    this.windows = new Windows(lab.shape, (p, aloud) => this.tell(p, aloud));
    this.pixel = h("p", { class: "lab-note" }, HINT);
    const all = [this.made, this.nearest, this.windows].map((each) => each.el);
    this.el = h(
      "section",
      { class: "novelty-one" },
      h("div", { class: "lab-pictures lab-three" }, all),
      this.pixel,
    );
  }

  /** @param {Picture} shown @param {string} name */
  show(shown, name) {
    const { lab, ruler } = this,
      { x, novelty, nearest, shift } = shown,
      way = displacement(shift[0], shift[1]);
    this.shown = shown;
    this.made.set(x, name);
    const words = `${lab.name(nearest)}${way === "none" ? "" : `, moved ${way}`}`;
    this.nearest.set(
      moved(lab.image(nearest), shift, lab.shape),
      `${words}; novelty ${novelty.toFixed(2)}`,
    );
    this.windows.show(shown, lab.shape, ruler.limit);
  }

  /** How far a window is from training windows. @param {number | undefined} p */
  tell(p, /** @type {boolean} */ aloud) {
    const { shown, ruler } = this,
      W = this.lab.shape[2];
    if (p === undefined || !shown) {
      this.pixel.textContent = HINT;
      return;
    }
    const near = shown.far[p] <= ruler.limit,
      at = `Row ${Math.floor(p / W) + 1}, column ${(p % W) + 1}`;
    const words =
      `${at}: the window of ${ruler.side} × ${ruler.side} differs by ${shown.far[p].toFixed(3)} ` +
      `from the nearest training window; up to ${ruler.limit.toFixed(3)} it is coherent, so it is` +
      `${near ? "" : " not"}.`;
    this.pixel.textContent = words;
    if (aloud) this.lab.say(words);
  }
}
