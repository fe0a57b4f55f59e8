// What FingersLab offers with other pictures than those that it was made with.
/** @import { Settings } from "./view.js" */
import { sampling } from "../shared/pictures/adapt.js";

const WIDEST = 31; // side of the widest window on offer

/**
 * Nobody has counted the fingers or eyes of a reader's own training images.
 * @param {Settings} settings @param {number[]} shape (N, C, S, S) @returns {Settings}
 */
export function adapted(settings, shape) {
  const largest = Math.min(WIDEST, 2 * shape[2] - 1),
    sides = Array.from({ length: (largest - 1) / 2 }, (_, k) => 3 + 2 * k);
  const P = Math.min(settings.P, largest);
  return { ...sampling(settings, shape), P, sides, training: [] };
}
