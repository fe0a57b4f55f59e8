// Connected parts of a picture of true and false, as scipy.ndimage.label finds them.

/** A picture of true and false, row by row. @typedef {{ on: Uint8Array, side: number }} Mask */

const CROSS = [
  [0, -1],
  [0, 1],
  [-1, 0],
  [1, 0],
];
const SQUARE = [...CROSS, [-1, -1], [-1, 1], [1, -1], [1, 1]];

/**
 * The connected part of each place, numbered from 1 in reading order, 0 where it is off; the areas
 * @param {Mask} mask @param {boolean} corners whether they are contact
 */
export function label({ on, side }, corners) {
  const of = new Int32Array(side * side),
    areas = /** @type {number[]} */ ([]);
  for (let first = 0; first < on.length; first++) {
    if (!on[first] || of[first]) continue;
    const stack = [first],
      name = areas.push(0);
    of[first] = name;
    for (let p = stack.pop(); p !== undefined; p = stack.pop()) {
      areas[name - 1]++;
      for (const [down, across] of corners ? SQUARE : CROSS) {
        const column = (p % side) + across,
          q = p + down * side + across;
        if (column < 0 || column >= side || !on[q] || of[q]) continue; // off beyond the picture
        of[q] = name;
        stack.push(q);
      }
    }
  }
  return { of, areas };
}
