// A training set, and the text of a tiny one for a link. The text is a version's digit and, in
// base64url, a raw DEFLATE stream of: C, S, N, K (a byte each), K > 0: N labels; the length of the
// names in two bytes, high first; the names of the set and of its K classes in UTF-8, one a line;
// N * C * S * S levels. Python reads and writes the same (shared/own.py).
/** @import { Bytes } from "../types" */
import { show } from "../state/numbers.js";
import { SIZES } from "./fit.js";
import { LIMITS } from "./limits.js";

export const VERSION = "1";
export const LONGEST = 1500; // characters of a text
const NAME = 120; // bytes of a name in UTF-8
const HEAD = 6 + LIMITS.many + (LIMITS.many + 1) * (NAME + 1);
const MOST = HEAD + LIMITS.many * 3 * Math.max(...SIZES) ** 2; // bytes of any set

/**
 * Levels (N, C, S, S), 0 ... 255, one channel being ink; `labels` into `classes`, or both empty
 * @typedef {object} PictureSet
 * @property {string} name
 * @property {Bytes} bytes
 * @property {number[]} shape
 * @property {number[]} labels
 * @property {string[]} classes
 */

/** @param {unknown} wrong @param {string} words */
const refuse = (wrong, words) => {
  if (wrong) throw new Error(words);
};

/** @param {unknown} text */
const isName = (text) =>
  typeof text === "string" &&
  !/[\p{Cc}\p{Cs}]/u.test(text) &&
  new TextEncoder().encode(text).length <= NAME;

/** A name that fits: of at most NAME bytes, in one line. @param {string} text */
export function shortName(text) {
  const letters = [...text.replace(/[\p{Cc}\p{Cs}]+/gu, " ").trim()];
  while (!isName(letters.join(""))) letters.pop();
  return letters.join("");
}

/**
 * The set itself if it is one, of `few` pictures or more; else an error.
 * @param {PictureSet} set
 */
export function checkSet(set, few = LIMITS.few) {
  const { name, bytes, shape, labels, classes } = set,
    [N, C, S, W] = shape,
    { many } = LIMITS;
  refuse(shape.length !== 4 || S !== W, `a set has shape (N, C, S, S), got (${shape.join(", ")})`);
  refuse(!(N >= few && N <= many), `a set holds ${few} to ${many} pictures, got ${N}`);
  refuse(C !== 1 && C !== 3, `pictures have 1 or 3 channels, got ${C}`);
  refuse(!SIZES.includes(S), `pictures have sides of ${SIZES.join(", ")} pixels, got ${S}`);
  const wanted = N * C * S * S;
  refuse(bytes.length !== wanted, `pictures need ${wanted} levels, got ${bytes.length}`);
  refuse(classes.length > many, `a set has at most ${many} classes, got ${classes.length}`);
  const count = classes.length ? N : 0;
  refuse(labels.length !== count, `the set needs ${count} labels, got ${labels.length}`);
  const stray = labels.find((k) => !(Number.isInteger(k) && k >= 0 && k < classes.length));
  refuse(stray !== undefined, `labels must lie below ${classes.length}, got ${stray}`);
  const long = [name, ...classes].find((text) => !isName(text));
  refuse(long !== undefined, `a name has at most ${NAME} bytes and no control characters`);
  return set;
}

/** @param {Bytes} bytes @param {GenericTransformStream} stream @param {number} most */
async function through(bytes, stream, most) {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader(),
    parts = [];
  for (let size = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) return new Uint8Array(await new Blob(parts).arrayBuffer());
    size += value.length;
    if (size > most) {
      reader.cancel().catch(() => {}); // it may end in an error of its own, which no one awaits
      throw new Error(`the set in the link is larger than ${show(most)} bytes`);
    }
    parts.push(value);
  }
}

/** The text of a set for a link; an error where it does not fit. @param {PictureSet} set */
export async function encode(set, few = LIMITS.few) {
  const { name, bytes, shape, labels, classes } = checkSet(set, few),
    [N, C, S] = shape;
  const names = new TextEncoder().encode([name, ...classes].join("\n"));
  const head = [C, S, N, classes.length, ...labels, names.length >> 8, names.length & 255];
  const whole = new Uint8Array([...head, ...names, ...bytes]);
  const packed = await through(whole, new CompressionStream("deflate-raw"), Infinity);
  const binary = Array.from(packed, (b) => String.fromCharCode(b)).join("");
  const base64 = btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const text = VERSION + base64;
  refuse(
    text.length > LONGEST,
    `the set needs ${show(text.length)} characters; a link has room for ${show(LONGEST)}`,
  );
  return text;
}

/** The set of a text; an error says what is wrong with it. @param {string} text */
export async function decode(text, few = LIMITS.few) {
  refuse(
    text.length > LONGEST,
    `a set in a link has at most ${show(LONGEST)} characters, got ${show(text.length)}`,
  );
  refuse(text[0] !== VERSION, `a set in a link begins with ${VERSION}, got "${text.slice(0, 1)}"`);
  const odd = text.match(/[^A-Za-z0-9_-]/u);
  refuse(odd, `a set in a link has letters, digits, - and _ only, got "${odd}"`);
  refuse(text.length % 4 === 2, "the set in the link is cut off: it lacks characters");
  return unpack(await inflated(text.slice(1)), few);
}

/** @param {string} base64 */
async function inflated(base64) {
  const binary = atob(base64.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(binary, (c) => c.charCodeAt(0));
  try {
    return await through(bytes, new DecompressionStream("deflate-raw"), MOST);
  } catch (error) {
    const known = error instanceof Error && error.message.startsWith("the set");
    throw known ? error : new Error("the set in the link is damaged: it does not decompress");
  }
}

/** @param {Bytes} bytes @param {number} few */
function unpack(bytes, few) {
  const [C, S, N, K] = bytes,
    labelled = K ? N : 0,
    at = 6 + labelled,
    end = at + 256 * bytes[at - 2] + bytes[at - 1],
    wanted = end + N * C * S * S;
  refuse(
    bytes.length < at || bytes.length !== wanted,
    `the set in the link is damaged: its length is ${bytes.length}, not ${wanted || "known"}`,
  );
  const [name, ...classes] = namesOf(bytes.subarray(at, end));
  refuse(classes.length !== K, `the set in the link names ${classes.length} classes, not ${K}`);
  const labels = Array.from(bytes.subarray(4, 4 + labelled));
  return checkSet({ name, bytes: bytes.slice(end), shape: [N, C, S, S], labels, classes }, few);
}

/** @param {Bytes} bytes */
function namesOf(bytes) {
  try {
    const decoder = new TextDecoder("utf8", { fatal: true, ignoreBOM: true });
    return decoder.decode(bytes).split("\n");
  } catch {
    throw new Error("the set in the link is damaged: its names are no UTF-8");
  }
}
