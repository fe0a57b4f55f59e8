// How many pieces a picture has, and how many training images, against the noise level.
/** @import { Sheet } from "../shared/view/plot.js" */
/** @import { Moment } from "./pixel.js" */
import { diamond, path } from "../shared/state/curves.js";
import { plot } from "../shared/view/plot.js";
import { distinct, made } from "./words.js";

const HIGH = 10; // pieces that the axis shows at least

export class Counts {
  /** @type {{ sigma: number, pieces: number, images: number }[]} */
  states = [];
  at = 0; // the one in view
  now = 0; // pieces in view; the sample's own, at the end
  drawn = (/** @type {Sheet} */ _) => {}; // hears where things are

  /** @param {{ sigma_min: number, sigma_max: number }} levels of a run */
  constructor({ sigma_min, sigma_max }) {
    this.axis = { low: 0, high: HIGH, linear: true };
    this.plot = plot({
      label: "Pieces and training images against noise level",
      height: 180,
      y: this.axis,
      x: { low: sigma_min, high: sigma_max, flip: true, label: "noise level σ, falling →" },
      draw: (sheet) => this.draw(sheet),
    });
  }

  /** @param {Moment[]} frames of a run @param {number} at @param {Moment} moment the one in view */
  show(frames, at, moment) {
    this.states = frames.slice(0, -1).map(({ sigma, piece, source }) => ({
      sigma,
      pieces: distinct(piece),
      images: distinct(source),
    }));
    this.at = Math.min(at, this.states.length - 1);
    this.now = distinct(moment.piece);
    this.axis.high = Math.max(HIGH, ...this.states.map((s) => s.pieces)) * 1.06;
    this.plot.say(made(moment));
    this.plot.redraw();
  }

  /** @param {Sheet} sheet */
  draw(sheet) {
    const { x, y, add, box } = sheet,
      { states } = this,
      at = states[this.at];
    this.drawn(sheet);
    if (!at) return;
    /** @param {string} name @param {"pieces" | "images"} key */
    const line = (name, key) =>
      add("path", { class: name, d: path(states.map((s) => [x(s.sigma), y(s[key])])) });
    line("lab-line", "pieces");
    line("lab-line lab-second", "images");
    const now = x(at.sigma);
    add("line", { class: "lab-now", x1: now, x2: now, y1: box.top, y2: box.bottom });
    add("path", { class: "lab-mark", d: diamond(now, y(this.now), 7) });
    /** @param {string} text @param {"pieces" | "images"} key @param {number} up */
    const name = (text, key, up) =>
      add("text", { class: "lab-region", x: box.left + 8, y: y(states[0][key]) + up }, text);
    name("pieces", "pieces", 16);
    name("training images", "images", -6);
  }
}
