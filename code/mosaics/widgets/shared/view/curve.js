// A curve to click: over a plot against noise level, a slider that goes to the step of a run whose
// noise level is nearest to where one points.
/** @import { Sheet, Plot } from "./plot.js" */
import { chord, h } from "./elements.js";

const FAR = 5; // steps of Page Up and Page Down

/**
 * A lab with a run in it
 * @typedef {object} Lab
 * @property {{ sigma: number }[]} frames
 * @property {number} at
 * @property {() => void} stop
 * @property {(k: number) => void} view
 * @property {(k: number) => string} place
 */

/** Whether a way is more across than up or down. @param {PointerEvent} a @param {PointerEvent} b */
const sideways = (a, b) => Math.abs(b.clientX - a.clientX) > Math.abs(b.clientY - a.clientY);

export class CurveSlider {
  /** @type {Pick<Sheet, "x" | "width"> | undefined} */
  sheet;

  /** @param {Lab} lab @param {Plot} plot */
  constructor(lab, plot) {
    this.lab = lab;
    this.el = h("div", {
      class: "lab-curve",
      role: "slider",
      tabindex: 0,
      "aria-label": "Step, along the noise levels",
      "aria-valuemin": 0,
      "aria-valuemax": 0,
      "aria-valuenow": 0,
    });
    plot.root.after(this.el); // under what else can be taken there
    this.hear();
    this.el.addEventListener("keydown", (event) => this.key(event));
  }

  /** A finger may be about to scroll; where it does not, it is let go or moves sideways. */
  hear() {
    /** @type {PointerEvent | undefined} */
    let from;
    let sure = false;
    const letGo = (/** @type {PointerEvent} */ event) => {
      if (from && event.type === "pointerup") this.point(event);
      from = undefined;
    };
    this.el.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      from = event;
      sure = event.pointerType !== "touch";
      this.el.setPointerCapture(event.pointerId);
      if (sure) this.point(event);
    });
    this.el.addEventListener("pointermove", (event) => {
      sure ||= from !== undefined && sideways(from, event);
      if (from && sure) this.point(event);
    });
    this.el.addEventListener("pointerup", letGo);
    this.el.addEventListener("pointercancel", letGo);
  }

  /** What has been drawn: where noise levels are. @param {Sheet} sheet */
  drawn({ x, width }) {
    this.sheet = { x, width };
  }

  /** @param {PointerEvent} event */
  point({ clientX }) {
    const { left, width } = this.el.getBoundingClientRect(),
      { sheet } = this;
    if (!sheet) return;
    const wanted = ((clientX - left) / width) * sheet.width;
    // The end, without noise, stands where the last level does, and is meant there
    const far = this.lab.frames.map(({ sigma }) => Math.abs(sheet.x(sigma) - wanted));
    this.go(far.lastIndexOf(Math.min(...far)));
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const { at, frames } = this.lab;
    /** @type {Record<string, number>} */
    const moves = {
      ArrowUp: at + 1,
      ArrowRight: at + 1,
      ArrowDown: at - 1,
      ArrowLeft: at - 1,
      PageUp: at + FAR,
      PageDown: at - FAR,
      Home: 0,
      End: frames.length - 1,
    };
    if (!(event.key in moves) || chord(event)) return;
    event.preventDefault();
    this.go(Math.min(frames.length - 1, Math.max(0, moves[event.key])));
  }

  /** @param {number} k */
  go(k) {
    const { lab } = this;
    if (k < 0) return; // there is no run yet
    lab.stop();
    if (k !== lab.at) lab.view(k);
  }

  /** The step in view, in words. */
  show() {
    const { at, frames } = this.lab;
    this.el.setAttribute("aria-valuemax", String(Math.max(0, frames.length - 1)));
    this.el.setAttribute("aria-valuenow", String(at));
    this.el.setAttribute("aria-valuetext", this.lab.place(at));
  }
}
