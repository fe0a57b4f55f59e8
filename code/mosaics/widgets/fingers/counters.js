// What is counted in pictures, and how it is called: fingers of hands, eyes of faces.
/** @import { Counted } from "./count.js" */
import { hasHands } from "./count.js";
import { hasFaces } from "./eyes.js";

/** What is found in a picture; nothing where no counter is made for it. */
/** @typedef {Partial<Counted> & { eyes?: number }} Found */

/**
 * `number` of parts, none where the picture is not whole, and then `lack` says why; `names` of what
 * is found
 * @typedef {object} Counter
 * @property {string} title
 * @property {string} part
 * @property {string} whole
 * @property {number} right
 * @property {string} rightWord
 * @property {readonly (keyof Found)[]} names
 * @property {(found: Found) => number | undefined} number
 * @property {(found: Found) => string} lack
 */

/** @type {Counter} */
export const HANDS = {
  title: "How many fingers?",
  part: "finger",
  whole: "hand",
  right: 5,
  rightWord: "five",
  names: ["fingers", "palms", "detached"],
  number: ({ fingers, palms, detached }) => (palms === 1 && detached === 0 ? fingers : undefined),
  lack({ palms }) {
    if (palms === 0) return "No hand: nothing in it is as wide as a palm.";
    return palms === 1
      ? "No whole hand: a part hangs on no palm."
      : `No whole hand: ${palms} palms.`;
  },
};

/** @type {Counter} */
export const EYES = {
  title: "How many eyes?",
  part: "eye",
  whole: "face",
  right: 2,
  rightWord: "two",
  names: ["eyes"],
  number: ({ eyes }) => eyes,
  lack: () => "",
};

/** The counter for images of a shape. @param {readonly number[]} shape */
export function counterOf(shape) {
  if (hasHands(shape)) return HANDS;
  return hasFaces(shape) ? EYES : undefined;
}

/** What a message tells of them. @param {Found} message @param {Counter | undefined} counter */
export const foundIn = (message, counter) =>
  /** @type {Found} */ (
    Object.fromEntries((counter?.names ?? []).map((name) => [name, message[name]]))
  );
