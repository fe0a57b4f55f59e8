// The colours of a field.
import { h, penOf } from "../shared/view/elements.js";

/**
 * 256 tones from paper over blue to ink, blue where its brightness lies between theirs; the colours
 * are the page's own
 * @param {HTMLElement} root
 */
export function tonesOf(root) {
  const pot = penOf(h("canvas", { width: 256, height: 1 })),
    style = getComputedStyle(root);
  const colours = ["--paper", "--blue", "--ink"].map(
    (name) => style.getPropertyValue(name).trim() || "black",
  );
  const bright = colours.map((colour) => {
    pot.fillStyle = colour;
    pot.fillRect(0, 0, 1, 1);
    const [r, g, b] = pot.getImageData(0, 0, 1, 1).data;
    return 0.3 * r + 0.59 * g + 0.11 * b;
  });
  const ramp = pot.createLinearGradient(0, 0, 256, 0);
  const middle = Math.min(1, Math.max(0, (bright[0] - bright[1]) / (bright[0] - bright[2] || 1)));
  colours.forEach((colour, i) => ramp.addColorStop([0, middle, 1][i], colour));
  pot.fillStyle = ramp;
  pot.fillRect(0, 0, 256, 1);
  return new Uint32Array(pot.getImageData(0, 0, 256, 1).data.buffer);
}
