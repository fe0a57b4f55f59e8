// Small plots: SVG, so that their letters stay sharp and their colours follow the page.
/** @import { Attributes, Children } from "../types" */
/** @import { Axis } from "../state/curves.js" */
import { scale, ticks } from "../state/curves.js";
import { show } from "../state/numbers.js";
import { h, svg } from "./elements.js";

/**
 * What a drawing gets: where values are, the box of the axes, the whole width, and a way to add to
 * it
 * @typedef {object} Sheet
 * @property {{ left: number, right: number, top: number, bottom: number }} box
 * @property {number} width
 * @property {(v: number) => number} x
 * @property {(v: number) => number} y
 * @property {(tag: keyof SVGElementTagNameMap, attributes: Attributes, ...children: Children) =>
 * void} add
 */

/** @typedef {ReturnType<typeof plot>} Plot */

/**
 * `draw(sheet)` is called now and at each change of width
 * @param {object} options
 * @param {string} options.label
 * @param {Axis} options.x
 * @param {Axis} options.y
 * @param {number} [options.height]
 * @param {(sheet: Sheet) => void} options.draw
 */
export function plot({ label, x, y, height = 190, draw }) {
  const root = svg("svg", { class: "lab-plot", role: "img", "aria-label": label, height });
  const el = h("div", { class: "lab-plot-box" }, root);
  const redraw = () => {
    const width = Math.max(220, el.clientWidth || 320);
    root.setAttribute("viewBox", `0 0 ${width} ${height}`);
    root.replaceChildren();
    draw(sheet(root, x, y, width, height));
  };
  const resized = new ResizeObserver(redraw);
  resized.observe(el);
  return {
    el,
    root,
    redraw,
    /** @param {string} text */
    say: (text) => root.setAttribute("aria-label", `${label}. ${text}`),
    close: () => resized.disconnect(),
  };
}

/**
 * @param {SVGElement} root
 * @param {Axis} x
 * @param {Axis} y
 * @param {number} width
 * @param {number} height
 * @returns {Sheet}
 */
function sheet(root, x, y, width, height) {
  const box = { left: 46, right: width - 12, top: 10, bottom: height - 38 };
  /** @type {Sheet} */
  const made = {
    box,
    width,
    x: scale(x, box.left, box.right),
    y: scale(y, box.bottom, box.top),
    add: (tag, attributes, ...children) => root.append(svg(tag, attributes, ...children)),
  };
  axes(made, x, y);
  return made;
}

/** A number at an axis. @param {number} v */
const minus = (v) => show(v).replace("-", "−");

/** @param {Sheet} sheet @param {Axis} x @param {Axis} y */
function axes({ box, add, x: px, y: py }, x, y) {
  for (const v of ticks(y)) {
    add("line", { class: "lab-grid", x1: box.left, x2: box.right, y1: py(v), y2: py(v) });
    add("text", { x: box.left - 7, y: py(v) + 4, "text-anchor": "end" }, minus(v));
  }
  for (const v of ticks(x)) {
    add("line", { class: "lab-grid", x1: px(v), x2: px(v), y1: box.top, y2: box.bottom });
    add("text", { x: px(v), y: box.bottom + 16, "text-anchor": "middle" }, minus(v));
  }
  add("path", { class: "lab-axis", d: `M${box.left} ${box.top}V${box.bottom}H${box.right}` });
  const title = {
    class: "lab-title",
    x: (box.left + box.right) / 2,
    y: box.bottom + 33,
    "text-anchor": "middle",
  };
  add("text", title, x.label);
}
