// Plots as numbers: ticks, scales, paths. An axis is logarithmic unless it is `linear`.

/**
 * @typedef {object} Axis
 * @property {number} low
 * @property {number} high
 * @property {boolean} [linear]
 * @property {boolean} [flip]
 * @property {string} [label]
 */

/** Powers of ten. @param {number} low @param {number} high */
function decades(low, high) {
  const out = [];
  for (let e = Math.ceil(Math.log10(low) - 1e-9); 10 ** e <= high * (1 + 1e-9); e++)
    out.push(+(10 ** e).toPrecision(3));
  return out;
}

/**
 * Some `count` round numbers from low to high.
 * @param {number} low
 * @param {number} high
 * @param {number} count
 */
function evenly(low, high, count) {
  const raw = (high - low) / count,
    ten = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 5].find((m) => m * ten >= raw) ?? 10) * ten;
  const first = Math.ceil(low / step - 1e-9),
    last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => +((first + i) * step).toPrecision(6));
}

/** @param {Axis} axis */
export const ticks = ({ low, high, linear }) =>
  linear ? evenly(low, high, 5) : decades(low, high);

/**
 * Where a value lies between `from` and `to`; beyond the axis it lies at its end
 * @param {Axis} axis @param {number} from @param {number} to @returns {(v: number) => number}
 */
export function scale({ low, high, flip, linear }, from, to) {
  const [a, b] = flip ? [to, from] : [from, to];
  /** @param {number} v */
  const part = (v) =>
    linear ? (v - low) / (high - low) : Math.log(v / low) / Math.log(high / low);
  return (v) => a + (b - a) * part(Math.min(high, Math.max(low, v)));
}

/** A line through points. @param {number[][]} pairs */
export const path = (pairs) =>
  pairs.map(([a, b], i) => `${i ? "L" : "M"}${a.toFixed(1)} ${b.toFixed(1)}`).join("");

/** @param {number} a @param {number} b @param {number} r */
export const diamond = (a, b, r) => `M${a} ${b - r}L${a + r} ${b}L${a} ${b + r}L${a - r} ${b}Z`;
