// A dish as a link tells it: so many steps from the start, and what was done on the way.
/** @import { Mark } from "./past.js" */
import { LONG, parse } from "./past.js";

/** @typedef {Record<string, number>} Values */

/**
 * @typedef {object} Goal
 * @property {number} t
 * @property {string} past
 * @property {Mark[]} marks
 * @property {Values} first values at the start
 * @property {Values} last values at the end
 */

/**
 * How to get there, from the pattern's own values and those that are set; an Error says why not
 * @param {{ t?: number, past?: string }} told
 * @param {{ own: Values, now: Values, side: number, ranges: Record<string, number[]> }} lab
 * @returns {Goal}
 */
export function goalOf({ t, past = "" }, { own, now, side, ranges }) {
  if (past === LONG) throw new Error("This dish was changed too often for a link to repeat it");
  const bounds = { names: Object.keys(own), steps: t ?? Infinity, side, ranges };
  const marks = parse(past, bounds),
    first = { ...now },
    last = { ...now };
  for (const { name } of marks) if (name in own) first[name] = own[name];
  for (const { name, value } of marks) if (value !== undefined) last[name] = value;
  return { t: t ?? marks.at(-1)?.at ?? 0, past, marks, first, last };
}
