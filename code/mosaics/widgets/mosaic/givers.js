// Training images by how many pixels of a picture they give; the one that is chosen lights its own.
/** @import { Numbers, Shape, Value } from "../shared/types" */
/** @import { State } from "../shared/state/state.js" */
import { percent, some, tally, UNDER_ONE, wholeIn } from "../shared/state/numbers.js";
import { h, unique } from "../shared/view/elements.js";
import { thumbnail } from "../shared/view/paint.js";

const ALL = "all"; // of the pixels are lit

/**
 * A lab with training images
 * @typedef {object} Lab
 * @property {State} chosen
 * @property {number} N
 * @property {Shape} shape
 * @property {(m: number) => Numbers} image
 * @property {(m: number) => string} name
 */

export class Givers {
  group = unique("lab-image");

  /** @param {Lab} lab @param {(words: string) => void} chose hears what is lit now */
  constructor(lab, chose) {
    this.lab = lab;
    this.chose = chose;
    this.el = h("fieldset", {
      class: "lab-strip lab-givers",
      "data-control": "image",
      "aria-label": "Training images in this picture: choose one to light its pixels",
    });
    lab.chosen.put("image", ALL);
  }

  control() {
    const { chosen, N } = this.lab,
      image = wholeIn(0, N - 1);
    return chosen.control("image", (/** @type {Value} */ m) => (m === ALL ? ALL : image(m)));
  }

  /** The training image whose pixels are lit; all where it is none. */
  get lit() {
    const image = this.lab.chosen.get("image");
    return typeof image === "number" ? image : undefined;
  }

  /** The one that is lit stays, even where it gives nothing. @param {Numbers} source */
  show(source) {
    const { lab, lit, el } = this,
      counts = tally(source);
    if (lit !== undefined && !counts.has(lit)) counts.set(lit, 0);
    const order = [...counts].sort(([m, a], [n, b]) => b - a || m - n);
    const held = el.contains(document.activeElement);
    const givers = order.map(([m, n]) => {
      const part = n / source.length,
        short = n && part < 0.01 ? UNDER_ONE : percent(part);
      const told = `${lab.name(m)}: ${some(n, "pixel")} (${percent(part)})`;
      return this.giver(m, thumbnail(lab.shape, lab.image(m)), told, short);
    });
    el.replaceChildren(this.giver(undefined, h("b", {}, "All"), "All", percent(1)), ...givers);
    const chosen = el.querySelector(":checked");
    if (held && chosen instanceof HTMLElement) chosen.focus();
  }

  /**
   * @param {number | undefined} m
   * @param {Element} face
   * @param {string} told
   * @param {string} short
   */
  giver(m, face, told, short) {
    const choose = () => {
      this.lab.chosen.put("image", m ?? ALL);
      this.chose(m === undefined ? "All pixels." : `${told}, lit in the picture.`);
    };
    const radio = h("input", {
      type: "radio",
      name: this.group,
      "aria-label": told,
      checked: m === this.lit,
      onchange: choose,
    });
    return h("label", { title: told }, radio, face, h("small", { "aria-hidden": "true" }, short));
  }
}
