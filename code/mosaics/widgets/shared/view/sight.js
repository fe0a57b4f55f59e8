// Brings what a reader's hand has opened into view.
import { calm } from "./elements.js";

/**
 * As little as needed; the top of what has no room on the screen. A long way is a jump: it tires
 * the eye.
 * @param {Element} el
 */
export function bringIntoView(el) {
  const { top, height } = el.getBoundingClientRect(),
    far = Math.abs(top) > 2 * innerHeight;
  el.scrollIntoView({
    block: height > 0.85 * innerHeight ? "start" : "nearest",
    behavior: calm.matches || far ? "instant" : "smooth",
  });
}
