// Elements of the page.
/** @import { Attributes, Children } from "../types" */
const SVG = "http://www.w3.org/2000/svg";
export const calm = matchMedia("(prefers-reduced-motion: reduce)");
// A page may hold several modules of labs: their ids must not meet
let counter = Math.floor(Math.random() * 1e9);

/** A name that nothing else of the page has. */
export const unique = (kind = "lab") => `${kind}-${++counter}`;

/**
 * @template {Element} E
 * @param {E} node @param {Attributes} attributes @param {Children} children
 */
function fill(node, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function")
      node.addEventListener(key.slice(2), /** @type {EventListener} */ (value));
    else if (value !== undefined && value !== false)
      node.setAttribute(key, value === true ? "" : String(value));
  }
  const inside = /** @type {(string | Node | null | undefined)[]} */ (
    /** @type {unknown[]} */ (children).flat(9)
  );
  node.append(...inside.filter((child) => child !== undefined && child !== null));
  return node;
}

/**
 * An element; attributes that are functions listen to what follows "on" in their names.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag @param {Attributes} [attributes] @param {Children} children
 */
export const h = (tag, attributes = {}, ...children) =>
  fill(document.createElement(tag), attributes, children);

/**
 * @template {keyof SVGElementTagNameMap} K
 * @param {K} tag @param {Attributes} [attributes] @param {Children} children
 */
export const svg = (tag, attributes = {}, ...children) =>
  fill(document.createElementNS(SVG, tag), attributes, children);

/** What stands over a part of a lab. @param {string} text */
export const head = (text) => h("p", { class: "lab-head" }, text);

/** @param {string} text @param {() => void} click @param {Attributes} [attributes] */
export const button = (text, click, attributes = {}) =>
  h("button", { type: "button", onclick: click, ...attributes }, text);

/**
 * A canvas's pen, for many readings and writings of its pixels.
 * @param {HTMLCanvasElement} canvas
 */
export function penOf(canvas) {
  return /** @type {CanvasRenderingContext2D} */ (
    canvas.getContext("2d", { willReadFrequently: true })
  );
}

/**
 * Calls `f` once things have been quiet for `ms`
 * @template {unknown[]} A
 * @param {(...values: A) => void} f
 */
export function settled(f, ms = 500) {
  /** @type {number | undefined} */
  let timer;
  return (/** @type {A} */ ...values) => {
    clearTimeout(timer);
    timer = window.setTimeout(() => f(...values), ms);
  };
}

// A notebook around a lab listens to its keys too: JupyterLab goes to another cell at an arrow,
// adds one at B, deletes one at D D. A key that the control uses is the lab's alone, and so is
// every letter, digit and sign: pressed here it never meant a cell. Tab, Escape, chords and what
// the control has no use for go on.
const TRAVEL = /^(Arrow(Up|Down|Left|Right)|Page(Up|Down)|Home|End)$/;
const TRAVELLED = "select, input:not([type=checkbox]), [role=slider], [role=application]";
const TYPED = "input[type=number]";
const PRESSED = "button, select, summary, input[type=number], [role=application]";

/** @param {KeyboardEvent} event */
export const chord = (event) =>
  event.ctrlKey || event.metaKey || event.altKey || (event.shiftKey && event.key === "Enter");

/** @param {Element} control @param {string} key */
function uses(control, key) {
  if (key === "Enter") return control.matches(PRESSED);
  if (TRAVEL.test(key)) return control.matches(TRAVELLED);
  return key.length === 1 || (/^(Backspace|Delete)$/.test(key) && control.matches(TYPED));
}

/** @param {KeyboardEvent} event */
export function keepKey(event) {
  if (!chord(event) && uses(/** @type {Element} */ (event.target), event.key))
    event.stopPropagation();
}
