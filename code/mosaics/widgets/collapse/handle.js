// The diamond on the map: it is taken by mouse, finger or keys, and sets N and sigma.
/** @import { Slider } from "../shared/view/controls.js" */
/** @import { Sheet } from "../shared/view/plot.js" */
import { diamond } from "../shared/state/curves.js";
import { show } from "../shared/state/numbers.js";
import { chord, h, svg } from "../shared/view/elements.js";
import { nearest, stepped, valueAt } from "./plane.js";

const LABEL = "Noise level and number of points: left and right, up and down";

/** A slider and the values that it offers. @typedef {{ slider: Slider, values: number[] }} Scale */
/** @typedef {{ low: number, high: number }} Ends */

export class Handle {
  held = false;
  /** @type {Sheet | undefined} */
  sheet;

  /**
   * @param {{ sigma: Scale, N: Scale }} scales @param {{ x: Ends, y: Ends }} axes
   * @param {() => void} moved
   */
  constructor({ sigma, N }, axes, moved) {
    this.sigma = sigma;
    this.N = N;
    this.axes = axes;
    this.moved = moved;
    const face = svg("svg", { viewBox: "-12 -12 24 24", width: 24, height: 24 });
    this.face = face;
    face.append(svg("path", { class: "lab-mark", d: diamond(0, 0, 10) }));
    const about = { role: "slider", tabindex: 0, "aria-label": LABEL };
    this.el = h("div", { class: "collapse-handle", ...about }, face);
    face.setAttribute("aria-hidden", "true");
    this.el.addEventListener("pointerdown", (event) => this.take(event));
    this.el.addEventListener("pointermove", (event) => this.held && this.drag(event));
    for (const end of ["pointerup", "pointercancel"])
      this.el.addEventListener(end, () => {
        this.held = false;
      });
    this.el.addEventListener("keydown", (event) => this.key(event));
  }

  /** Where the sliders are. @param {Sheet | undefined} sheet */
  place(sheet = this.sheet) {
    this.sheet = sheet;
    const sigma = this.sigma.slider.value,
      N = this.N.slider.value,
      words = `noise level ${show(sigma)}, ${show(N)} points`;
    const { low, high } = this.axes.x;
    const ends = { now: sigma, min: low, max: high, text: words };
    for (const [end, value] of Object.entries(ends))
      this.el.setAttribute(`aria-value${end}`, String(value));
    if (!sheet) return;
    const left = `${(100 * sheet.x(sigma)) / sheet.width}%`;
    Object.assign(this.el.style, { left, top: `${sheet.y(N)}px` });
  }

  /** @param {PointerEvent} event */
  take(event) {
    if (event.button) return;
    this.held = true;
    this.el.setPointerCapture(event.pointerId);
  }

  /** @param {PointerEvent} event */
  drag({ clientX, clientY }) {
    const box = this.sheet?.box,
      parent = this.el.parentElement?.getBoundingClientRect();
    if (!box || !parent) return;
    const { x, y } = this.axes,
      sigma = valueAt(x, box.left, box.right, clientX - parent.left),
      N = valueAt(y, box.bottom, box.top, clientY - parent.top);
    this.put(this.sigma, nearest(this.sigma.values, sigma));
    this.put(this.N, nearest(this.N.values, N));
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const { sigma, N } = this;
    /** @type {Record<string, [Scale, number]>} */
    const moves = {
      ArrowLeft: [sigma, -1],
      ArrowRight: [sigma, 1],
      ArrowDown: [N, -1],
      ArrowUp: [N, 1],
      PageDown: [N, -5],
      PageUp: [N, 5],
      Home: [sigma, -Infinity],
      End: [sigma, Infinity],
    };
    const move = moves[event.key];
    if (!move || chord(event)) return;
    event.preventDefault();
    const [scale, by] = move;
    this.put(scale, stepped(scale.values, scale.slider.value, by));
  }

  /** @param {Scale} scale @param {number} value */
  put({ slider }, value) {
    if (value === slider.value) return;
    slider.set(value);
    this.place();
    this.moved();
  }
}
