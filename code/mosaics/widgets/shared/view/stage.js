// What a lab shows above the controls that change it, where it stays in view.
import { h } from "./elements.js";

/**
 * Tells the style how tall it is: on a narrow screen what is held leaves half of it to the
 * controls.
 * @param {Element[]} parts @param {string} [name] a class of its own
 */
export function stage(parts, name = "") {
  const el = h("div", { class: `lab-stage ${name}`.trim() }, parts);
  new ResizeObserver(() => {
    el.style.setProperty("--lab-tall", `${Math.ceil(el.offsetHeight)}px`);
  }).observe(el);
  return el;
}
