// What of a picture is taken: a square on it, moved with the pointer or by sliders.
/** @import { Crop, Picture } from "./fit.js" */
import { rangeSlider } from "../view/controls.js";
import { h } from "../view/elements.js";
import { show } from "./editor.js";
import { CLOSEST, squareOf } from "./fit.js";

/** @type {Crop} */
export const MIDDLE = { x: 0.5, y: 0.5, side: 1 };
const CORNER = 24; // px around the handle that resizes

/** @typedef {{ picture: Picture, crop?: Crop, invert: boolean }} Cropped */

/** A box to tick. @param {string} label @param {boolean} checked */
export function tick(label, checked, /** @type {(on: boolean) => void} */ change) {
  const box = h("input", { type: "checkbox", checked, onchange: () => change(box.checked) });
  return h("label", { class: "lab-check tray-tick" }, box, h("span", {}, label));
}

export class Cropper {
  /** @type {((event: PointerEvent) => void) | undefined} */
  drag;

  /** @param {Cropped} item is changed in place @param {() => void} changed */
  constructor(item, changed) {
    const { width, height } = item.picture;
    this.item = item;
    this.changed = changed;
    this.canvas = h("canvas", { width, height, "aria-hidden": "true" });
    show(this.canvas, item.picture);
    this.frame = h("div", { class: "tray-frame", "aria-hidden": "true" }, h("i"));
    this.result = h("canvas", { class: "tray-result", "aria-hidden": "true" });
    this.view = h(
      "div",
      {
        class: "tray-view",
        style: `--ratio: ${width / height}`,
        onpointerdown: (/** @type {PointerEvent} */ event) => this.press(event),
        onpointermove: (/** @type {PointerEvent} */ event) => this.drag?.(event),
        onpointerup: () => this.lift(),
        onpointercancel: () => this.lift(),
      },
      this.canvas,
      this.frame,
    );
    this.sliders = {
      x: this.slider("x", "Across", 0),
      y: this.slider("y", "Down", 0),
      side: this.slider("side", "Size of the square", Math.ceil(100 * CLOSEST)),
    };
    const whole = tick("Whole picture, on its own ground", !item.crop, (on) => {
      item.crop = on ? undefined : { ...MIDDLE };
      this.refresh();
      changed();
    });
    this.stage = h("div", { class: "lab-stage tray-both" }, this.view, this.result);
    this.controls = [...Object.values(this.sliders).map((slider) => slider.el), whole];
    this.refresh();
  }

  /** @param {keyof Crop} name @param {string} label @param {number} low */
  slider(name, label, low) {
    const value = 100 * (this.item.crop ?? MIDDLE)[name],
      say = (/** @type {number} */ percent) => `${percent} %`;
    const input = (/** @type {number} */ percent) => this.set({ [name]: percent / 100 });
    return rangeSlider({ name: `crop-${name}`, label, low, high: 100, value, say, input });
  }

  /** @param {Partial<Crop>} change */
  set(change) {
    this.item.crop = { ...(this.item.crop ?? MIDDLE), ...change };
    this.refresh();
    this.changed();
  }

  /** The square as it stands, and sliders that say the same. */
  refresh() {
    const { picture, crop } = this.item,
      { left, top, side } = squareOf(picture, crop ?? MIDDLE);
    const part = (/** @type {number} */ v, /** @type {number} */ of) => `${(100 * v) / of}%`;
    Object.assign(this.frame.style, {
      left: part(left, picture.width),
      top: part(top, picture.height),
      width: part(side, picture.width),
    });
    this.frame.hidden = !crop;
    for (const [name, slider] of Object.entries(this.sliders)) {
      slider.el.hidden = !crop;
      slider.set(Math.round(100 * (crop ?? MIDDLE)[/** @type {keyof Crop} */ (name)]));
    }
  }

  /** Its corner resizes the square, elsewhere it moves. @param {PointerEvent} event */
  press(event) {
    const { picture, crop } = this.item;
    if (event.button || !crop) return;
    event.preventDefault();
    this.view.setPointerCapture(event.pointerId);
    const box = this.view.getBoundingClientRect(),
      frame = this.frame.getBoundingClientRect(),
      shorter = Math.min(box.width, box.height),
      { left, top, side } = squareOf(picture, crop),
      before = { x: (left + side / 2) / picture.width, y: (top + side / 2) / picture.height };
    const far = Math.hypot(event.clientX - frame.right, event.clientY - frame.bottom);
    this.drag = ({ clientX, clientY }) => {
      const dx = clientX - event.clientX,
        dy = clientY - event.clientY;
      if (far < CORNER) this.set({ side: clamp(crop.side + (2 * Math.max(dx, dy)) / shorter) });
      else this.set({ x: clamp(before.x + dx / box.width), y: clamp(before.y + dy / box.height) });
    };
  }

  lift() {
    this.drag = undefined;
  }
}

/** @param {number} share */
const clamp = (share) => Math.min(1, Math.max(0, share));
