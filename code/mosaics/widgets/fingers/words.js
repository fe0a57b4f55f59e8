// What was counted, in words.
/** @import { Counter, Found } from "./counters.js" */
/** @import { Tally } from "./tally.js" */
import { wilson } from "../shared/state/interval.js";
import { rounded, some } from "../shared/state/numbers.js";

const NUMBERS = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"];

/** One picture, as a sentence. @param {Counter} counter @param {Found} found */
export function told(counter, found) {
  const n = counter.number(found);
  return n === undefined ? counter.lack(found) : `${NUMBERS[n] ?? n} ${counter.part}${plural(n)}.`;
}

/** @param {number} n */
const plural = (n) => (n === 1 ? "" : "s");

/** Under a small picture. @param {Counter} counter @param {Found} found */
export const short = (counter, found) => String(counter.number(found) ?? "none");

/** How many have the right number. @param {Counter} counter @param {Tally} tally */
export function shareOfRight(counter, { drawn, whole, right }) {
  const lost = drawn - whole,
    others = lost
      ? `${lost} of ${some(drawn, "picture")} ${lost === 1 ? "is" : "are"} no ${counter.whole}.`
      : "";
  if (!whole) return others;
  const has = right === 1 || whole === 1 ? "has" : "have";
  const share = `${right} of ${some(whole, counter.whole)} ${has} ${counter.rightWord}.`;
  return `${share} ${others}`.trim();
}

/** The share with its interval. @param {Tally} tally */
export function interval({ whole, right }) {
  if (!whole) return "";
  const [low, high] = wilson(right, whole);
  const span = `${rounded(low)} to ${rounded(high)}`;
  return `That is ${rounded(right / whole)}; 95\u00a0% interval ${span}.`;
}

/**
 * The same of the training images
 * @param {Counter} counter @param {number[]} bars how many of each number
 */
export function training({ whole, right, rightWord }, bars) {
  const known = bars.reduce((a, b) => a + b, 0);
  if (!known) return "";
  const all = bars[right] === known ? `All ${known}` : `${bars[right]} of ${known}`;
  return `${all} training ${whole}s have ${rightWord}.`;
}
