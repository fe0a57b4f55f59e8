// What a lab shows above the controls that change it, where it stays in view.
import { h } from "./elements.js";

/**
 * Tells the style how tall it is: on a narrow screen what is held leaves half of it to the
 * controls.
 * @param {string} more classes @param {Parameters<typeof h>[2][]} children
 */
export function stage(more, ...children) {
  const el = h("div", { class: `lab-stage ${more}`.trim() }, children);
  new ResizeObserver(() => {
    el.style.setProperty("--lab-tall", `${Math.ceil(el.offsetHeight)}px`);
  }).observe(el);
  return el;
}
