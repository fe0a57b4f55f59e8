// What was counted, in words.
/** @import { Counted } from "./count.js" */
/** @import { Tally } from "./tally.js" */
import { rounded, some } from "../shared/state/numbers.js";
import { FIVE, isHand, wilson } from "./tally.js";

const NUMBERS = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"];

/** One picture, as a sentence; "" where nothing is counted. @param {Partial<Counted>} found */
export function told(found) {
  const { fingers, palms } = found;
  if (fingers === undefined) return "";
  if (palms === 0) return "No hand: nothing in it is as wide as a palm.";
  if (palms !== 1) return `No whole hand: ${palms} palms.`;
  if (!isHand(found)) return "No whole hand: a part hangs on no palm.";
  return `${NUMBERS[fingers] ?? fingers} finger${fingers === 1 ? "" : "s"}.`;
}

/** Under a small picture. @param {Partial<Counted>} found */
export function short(found) {
  if (found.fingers === undefined) return "";
  return isHand(found) ? String(found.fingers) : "none";
}

/** How many hands have five. @param {Tally} tally */
export function shareOfFive({ drawn, hands, fives }) {
  const lost = drawn - hands,
    others = lost
      ? `${lost} of ${some(drawn, "picture")} ${lost === 1 ? "is" : "are"} no hand.`
      : "";
  if (!hands) return others;
  const has = fives === 1 || hands === 1 ? "has" : "have";
  return `${fives} of ${some(hands, "hand")} ${has} five. ${others}`.trim();
}

/** The share with its interval. @param {Tally} tally */
export function interval({ hands, fives }) {
  if (!hands) return "";
  const [low, high] = wilson(fives, hands);
  const span = `${rounded(low)} to ${rounded(high)}`;
  return `That is ${rounded(fives / hands)}; 95\u00a0% interval ${span}.`;
}

/** The same of the training images. @param {number[]} bars how many of each number of fingers */
export function training(bars) {
  const known = bars.reduce((a, b) => a + b, 0);
  if (!known) return "";
  return bars[FIVE] === known
    ? `All ${known} training hands have five.`
    : `${bars[FIVE]} of ${known} training hands have five.`;
}
