// The chosen machine beside the network: both pictures, their difference, what a pixel sees.
/** @import { Floats, Shape } from "../shared/types" */
import { differenceColours, rootMeanSquare } from "../prediction/scores.js";
import { some } from "../shared/state/numbers.js";
import { h, penOf } from "../shared/view/elements.js";
import { PixelGrid } from "../shared/view/grid.js";
import { picture, thumbnail } from "../shared/view/paint.js";

/** The machine's guess; what the pixel under the cursor does not see is covered. */
class Sees extends PixelGrid {
  /** @param {Shape} shape @param {(p: number, aloud: boolean) => void} chosen */
  constructor(shape, chosen) {
    super(shape, "map of what a pixel sees", (p, aloud) => p !== undefined && chosen(p, aloud));
    this.shape = shape;
    this.note = h("span", {}, "\u00a0");
    const caption = h("figcaption", {}, h("strong", {}, "One pixel sees"), this.note);
    this.el = h("figure", { class: "lab-picture" }, this.box, caption);
  }

  /** The cursor stays: it is a setting. */
  leave() {}

  /** @param {Floats} x @param {Floats | undefined} mask 1 for what is seen @param {number} p */
  show(x, mask, p) {
    const { canvas, W } = this,
      pen = penOf(canvas),
      cell = canvas.width / W;
    pen.imageSmoothingEnabled = false;
    pen.drawImage(thumbnail(this.shape, x), 0, 0, canvas.width, canvas.height);
    pen.fillStyle = "#8891a3b8";
    mask?.forEach((seen, q) => {
      if (!seen) pen.fillRect((q % W) * cell, Math.floor(q / W) * cell, cell, cell);
    });
    this.mark(p);
    const count = mask?.reduce((sum, seen) => sum + seen, 0);
    const words =
      count === undefined ? "…" : count === mask?.length ? "all of it" : some(count, "pixel");
    this.note.textContent = words;
    const at = `Row ${Math.floor(p / W) + 1}, column ${(p % W) + 1} sees ${words}`;
    this.box.setAttribute("aria-label", `${at}. Arrow keys go to another pixel.`);
    return at;
  }
}

export class One {
  /** @param {Shape} shape @param {(p: number, aloud: boolean) => void} look */
  constructor(shape, look) {
    this.shape = shape;
    this.network = picture(shape, "Network");
    this.machine = picture(shape, "Machine");
    this.difference = picture(shape, "Difference");
    this.sees = new Sees(shape, look);
    const all = [this.network, this.machine, this.difference, this.sees].map((each) => each.el);
    this.el = h("div", { class: "lab-pictures lab-four" }, all);
  }

  /**
   * @param {Floats} network @param {Floats | undefined} machine
   * @param {{ name: string, what: string }} words
   */
  show(network, machine, { name, what }) {
    this.network.set(network, what);
    this.machine.name.textContent = name;
    if (!machine) return;
    this.machine.set(machine, what, `${name}, ${what}`);
    const { canvas, note } = this.difference,
      pen = penOf(canvas),
      [, H, W] = this.shape,
      image = pen.createImageData(W, H),
      off = rootMeanSquare(network, machine).toFixed(2);
    differenceColours(image.data, network, machine, this.shape);
    pen.putImageData(image, 0, 0);
    note.textContent = `RMS ${off}`;
    canvas.setAttribute(
      "aria-label",
      `Difference: root mean square ${off}. Orange where the network has more ink, ` +
        "blue where the machine has.",
    );
  }
}
