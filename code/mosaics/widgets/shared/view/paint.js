// Pictures. A picture is a canvas of the image's own size: CSS scales it, and its pixels stay
// sharp.
/** @import { Attributes, Floats, Numbers, Shape } from "../types" */
import { share } from "../state/numbers.js";
import { colours } from "../state/pictures.js";
import { h, penOf } from "./elements.js";

/** @param {HTMLCanvasElement} canvas @param {Numbers} x @param {Shape} shape */
export function paint(canvas, x, shape) {
  const pen = penOf(canvas),
    image = pen.createImageData(shape[2], shape[1]);
  colours(image.data, x, shape);
  pen.putImageData(image, 0, 0);
}

/** A canvas that shows an image and says nothing. @param {Shape} shape @param {Numbers} [x] */
export function thumbnail(shape, x) {
  const canvas = h("canvas", { width: shape[2], height: shape[1], "aria-hidden": "true" });
  if (x) paint(canvas, x, shape);
  return canvas;
}

/** @typedef {ReturnType<typeof picture>} Picture */

/** @param {Shape} shape @param {string} title @param {Attributes} [attributes] */
export function picture(shape, title, attributes = {}) {
  const canvas = h("canvas", {
    width: shape[2],
    height: shape[1],
    role: "img",
    "aria-label": title,
  });
  const name = h("strong", {}, title),
    note = h("span", {}, "\u00a0");
  const el = h(
    "figure",
    { class: "lab-picture", ...attributes },
    canvas,
    h("figcaption", {}, name, note),
  );
  /** @param {Numbers} x @param {string} text @param {string} [label] */
  const set = (x, text, label) => {
    paint(canvas, x, shape);
    note.textContent = text;
    canvas.setAttribute("aria-label", `${title}: ${label ?? text}`);
  };
  return { el, canvas, name, note, set };
}

/**
 * A row of a bar list; the marked one has a diamond as well as a colour
 * @typedef {object} Row
 * @property {Floats} [x]
 * @property {string} name
 * @property {string | false} [note]
 * @property {number} w
 * @property {boolean} [marked]
 */

const NIL = 1e-6; // a weight that is none: which image carries it is a matter of rounding

/**
 * Candidates as bars: picture, name, bar, number.
 * @param {Shape | undefined} shape
 * @param {number} count
 * @param {string} legend
 */
export function barList(shape, count, legend) {
  const rows = Array.from({ length: count }, () => barRow(shape));
  const el = h(
    "ol",
    { class: "lab-bars", "aria-label": legend },
    rows.map((row) => row.el),
  );
  /** @param {Row[]} items */
  const set = (items) => rows.forEach((row, i) => row.set(items[i]));
  return { el, set };
}

/** @param {Shape | undefined} shape */
function barRow(shape) {
  const canvas = shape && thumbnail(shape),
    mark = h("i", { "aria-hidden": "true" });
  const name = h("span", { class: "lab-name" }),
    note = h("small");
  const bar = h("span", { class: "lab-bar", "aria-hidden": "true" }),
    number = h("span", { class: "lab-number" });
  const what = h("span", { class: "lab-what" }, mark, name, note);
  const el = h("li", { class: shape ? "" : "lab-plain" }, canvas, what, bar, number);
  /** @param {Row | undefined} item */
  const set = (item) => {
    el.classList.toggle("lab-none", !item || (item.w < NIL && !item.marked));
    if (!item) return;
    if (canvas && item.x) paint(canvas, item.x, /** @type {Shape} */ (shape));
    mark.textContent = item.marked ? "◆ " : "";
    el.classList.toggle("lab-marked", Boolean(item.marked));
    name.textContent = item.name;
    note.textContent = item.note || "";
    bar.style.setProperty("--w", String(item.w));
    number.textContent = share(item.w);
  };
  return { el, set };
}
