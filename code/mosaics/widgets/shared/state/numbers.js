// Numbers as a reader wants them, and the values that a slider offers.
/** @import { Numbers } from "../types" */

/** 3 significant digits, thousands apart. @param {number} x */
export function show(x) {
  if (!Number.isFinite(x)) return String(x);
  if (Math.abs(x) >= 1000 || Number.isInteger(x)) return Math.round(x).toLocaleString("en-US");
  return Math.abs(x) >= 100 ? x.toFixed(0) : String(+x.toPrecision(Math.abs(x) >= 10 ? 3 : 2));
}

/** A weight. @param {number} w */
export function share(w) {
  if (w >= 0.995 && w < 1) return w > 0.9995 ? "1.00" : w.toFixed(3);
  return w >= 0.01 || w === 0 ? w.toFixed(2) : "< 0.01";
}

/** Whole per cent. @param {number} part */
export const rounded = (part) => `${Math.round(100 * part)}\u00a0%`;

// Of a part that is small and not 0, where room is scarce
export const UNDER_ONE = "<\u00a01\u00a0%";

/** @param {number} part */
export function percent(part) {
  if (part > 0.995 && part < 1) return "more than 99\u00a0%";
  return part > 0 && part < 0.005 ? "less than 1\u00a0%" : rounded(part);
}

/** "1 pixel", "2 pixels". @param {number} n @param {string} what */
export const some = (n, what) => `${show(n)} ${what}${n === 1 ? "" : "s"}`;

/** @param {number} n */
export const imageCount = (n) => some(n, "training image");

/** How often each value occurs. @param {Numbers} values */
export function tally(values) {
  /** @type {Map<number, number>} */
  const out = new Map();
  for (let i = 0; i < values.length; i++) out.set(values[i], (out.get(values[i]) ?? 0) + 1);
  return out;
}

/**
 * The position of `count` whose value is nearest to `wanted`
 * @param {number} count @param {(i: number) => number} at @param {number} wanted
 */
export function nearestPosition(count, at, wanted) {
  let best = 0;
  for (let i = 1; i < count; i++)
    if (Math.abs(at(i) - wanted) < Math.abs(at(best) - wanted)) best = i;
  return best;
}

const ROUND = [
  1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.8, 2, 2.2, 2.4, 2.7, 3, 3.3, 3.6, 4, 4.5, 5, 5.5, 6, 6.5, 7,
  7.5, 8, 9,
];

/**
 * Round numbers from low to high, a tenth or so from one to the next; `value` joins them
 * @param {number} low @param {number} high @param {number} value
 */
export function ladder(low, high, value, rungs = ROUND) {
  const out = new Set([low, high, value]);
  for (let e = -3; e <= 4; e++) for (const m of rungs) out.add(+(m * 10 ** e).toPrecision(3));
  return [...out].filter((v) => v >= low && v <= high).sort((a, b) => a - b);
}

/**
 * Whole numbers, evenly spread on a logarithmic scale: 2 3 4 5 7 10 14 20 ... and the end
 * @param {number} low @param {number} high @param {number} value
 */
export const wholeLadder = (low, high, value) =>
  ladder(low, high, value, [1, 1.4, 2, 3, 4, 5, 7]).filter(Number.isInteger);

/** A way over pixels: "3 right, 1 down". @param {number} down @param {number} across */
export function displacement(down, across) {
  /** @param {number} d @param {string} less @param {string} more */
  const way = (d, less, more) => (d ? `${Math.abs(d)} ${d < 0 ? less : more}` : "");
  return (
    [way(across, "left", "right"), way(down, "up", "down")].filter(Boolean).join(", ") || "none"
  );
}

/**
 * Lets whole numbers from low to high through, and nothing else.
 * @param {number} low @param {number} high
 * @returns {(wanted: unknown) => number | undefined}
 */
export const wholeIn = (low, high) => (wanted) => {
  const whole = typeof wanted === "number" && Number.isInteger(wanted);
  return whole && wanted >= low && wanted <= high ? wanted : undefined;
};
