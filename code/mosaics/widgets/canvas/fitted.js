// A reader's own picture as a lab takes it.
/** @import { Floats, Shape } from "../shared/types" */
/** @import { Picture } from "../shared/pictures/fit.js" */
import { spanned } from "../shared/pictures/fit.js";

const LONGER = 64, // pixels of its sides
  SHORTER = 16;

/**
 * A picture as a lab takes it, in [-1, 1]; an error where it is too narrow.
 * @param {Picture} picture @returns {{ x: Floats, shape: Shape }}
 */
export function taken(picture) {
  const scale = Math.min(1, LONGER / Math.max(picture.width, picture.height)),
    [H, W] = [picture.height, picture.width].map((side) => Math.round(side * scale));
  if (Math.min(H, W) < SHORTER)
    throw new Error(`at ${W} × ${H} pixels it is too small: each side needs ${SHORTER} or more`);
  const levels = spanned(picture, H, W);
  return { x: Float32Array.from(levels, (level) => level / 127.5 - 1), shape: [3, H, W] };
}
