// A scale from 1 to a total on which each step is ten times the one before: 170 of 5,850,556 can be
// seen.

const APART = 0.27; // part of the scale that a label of seven digits needs

/** Where n is on it, 0 ... 1. @param {number} n @param {number} total */
export const place = (n, total) => (n > 1 ? Math.log(n) / Math.log(total) : 0);

/**
 * 1, 10, 100, ... and the total; those with room for it have a label.
 * @param {number} total
 */
export function logTicks(total) {
  const powers = [];
  for (let n = 1; n < total; n *= 10) powers.push(n);
  let last = Number.NEGATIVE_INFINITY;
  const ticks = powers.map((n) => {
    const at = place(n, total),
      labelled = at - last >= APART && (n === 1 || at <= 1 - 1.2 * APART);
    if (labelled) last = at;
    return { n, at, labelled };
  });
  return [...ticks, { n: total, at: 1, labelled: true }];
}
