// The pictures in view: native radio buttons under them, to choose one by mouse, finger or keys.
/** @import { Shape } from "../shared/types" */
/** @import { Picture } from "./places.js" */
import { rounded } from "../shared/state/numbers.js";
import { h, unique } from "../shared/view/elements.js";
import { paint, thumbnail } from "../shared/view/paint.js";
import { placeWords } from "./places.js";

export class Shots {
  /** @type {{ el: HTMLElement, input: HTMLInputElement, canvas: HTMLCanvasElement,
   *   words: HTMLElement }[]} */
  all = [];

  /** @param {Shape} shape @param {(k: number) => void} pick */
  constructor(shape, pick) {
    this.shape = shape;
    this.pick = pick;
    this.group = unique("novelty-shot");
    this.el = h("fieldset", {
      class: "lab-strip lab-shots",
      "data-control": "picture",
      "aria-label": "Pictures: choose one to see its nearest training picture and its windows",
    });
  }

  /** @param {Picture[]} pictures @param {number} at @param {(k: number) => string} name */
  show(pictures, at, name) {
    while (this.all.length > pictures.length) this.all.pop()?.el.remove();
    while (this.all.length < pictures.length) this.add();
    pictures.forEach((shown, k) => {
      const { input, canvas, words } = this.all[k];
      paint(canvas, shown.x, this.shape);
      words.textContent = `${shown.novelty.toFixed(1)} · ${rounded(shown.coherence)}`;
      input.setAttribute("aria-label", `${name(k)}: ${placeWords(shown)}`);
      input.checked = k === at;
    });
  }

  add() {
    const k = this.all.length,
      canvas = thumbnail(this.shape),
      words = h("small", { "aria-hidden": "true" });
    const input = h("input", {
      type: "radio",
      name: this.group,
      value: k,
      onchange: () => this.pick(k),
    });
    const el = h("label", {}, input, canvas, words);
    this.all.push({ el, input, canvas, words });
    this.el.append(el);
  }
}
