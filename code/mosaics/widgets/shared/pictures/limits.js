// What may become a picture of a reader's own set, told by a file's own bytes: nothing is decoded
// that is too large, moves, or is of another kind than it says.
/** @import { Bytes } from "../types" */
import { show } from "../state/numbers.js";

export const MB = 1e6;
export const LIMITS = { bytes: 20 * MB, least: 4, most: 8192, few: 2, many: 200 };
const ALLOWED = "allowed are PNG, JPEG, WebP, GIF and BMP";

/** @typedef {{ width: number, height: number, frames: number }} Header */
/** @typedef {"PNG" | "JPEG" | "WebP" | "GIF" | "BMP"} Kind */

/** @param {DataView} view @param {number} at @param {number} n */
const word = (view, at, n) =>
  String.fromCharCode(...Array.from({ length: n }, (_, i) => view.getUint8(at + i)));

/** Chunks of a PNG: where each begins, and its type. @param {DataView} view */
function* chunksOfPNG(view) {
  for (let at = 8; at + 12 <= view.byteLength; at += 12 + view.getUint32(at))
    yield { at, type: word(view, at + 4, 4), size: 12 + view.getUint32(at) };
}

/** @param {DataView} view @returns {Header} */
function png(view) {
  let frames = 1;
  for (const { at, type } of chunksOfPNG(view)) {
    if (type === "acTL") frames = view.getUint32(at + 8);
    if (type === "IDAT") break; // what makes it move stands before
  }
  return { width: view.getUint32(16), height: view.getUint32(20), frames };
}

/** Segments of a JPEG before its pixels. @param {DataView} view */
function* segmentsOfJPEG(view) {
  for (let at = 2; view.getUint8(at) === 0xff; ) {
    const marker = view.getUint8(at + 1),
      filling = marker === 0xff,
      size = filling ? 1 : 2 + view.getUint16(at + 2);
    if (marker === 0xda) return;
    if (!filling) yield { at, marker, size };
    at += size;
  }
}

/** @param {DataView} view @returns {Header} */
function jpeg(view) {
  const tables = [0xc4, 0xc8, 0xcc]; // of the markers C0 ... CF these are no frame's
  for (const { at, marker } of segmentsOfJPEG(view)) {
    if (marker >> 4 === 0xc && !tables.includes(marker))
      return { width: view.getUint16(at + 7), height: view.getUint16(at + 5), frames: 1 };
  }
  throw new RangeError("no frame");
}

/** Behind a GIF's data, which come in blocks of at most 255. @param {DataView} view */
function behind(view, at = 0) {
  let next = at;
  while (view.getUint8(next)) next += 1 + view.getUint8(next);
  return next + 1;
}

/** Bytes of a GIF's table of colours. @param {number} flags */
const table = (flags) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);

/** @param {DataView} view @returns {Header} */
function gif(view) {
  let frames = 0,
    at = 13 + table(view.getUint8(10));
  while (frames < 2 && at < view.byteLength) {
    const block = view.getUint8(at);
    if (block === 0x2c) frames++;
    if (block === 0x21) at = behind(view, at + 2);
    else if (block === 0x2c) at = behind(view, at + 11 + table(view.getUint8(at + 9)));
    else break;
  }
  return { width: view.getUint16(6, true), height: view.getUint16(8, true), frames };
}

/** @param {DataView} view @returns {Header} */
function bmp(view) {
  if (view.getUint32(14, true) === 12)
    return { width: view.getUint16(18, true), height: view.getUint16(20, true), frames: 1 };
  const height = Math.abs(view.getInt32(22, true)); // below 0: from the top
  return { width: view.getInt32(18, true), height, frames: 1 };
}

/** @param {DataView} view @returns {Header} */
function webp(view) {
  const type = word(view, 12, 4),
    lossless = type === "VP8L";
  if (type === "VP8X") {
    const width = (view.getUint32(24, true) & 0xffffff) + 1,
      height = (view.getUint32(26, true) >>> 8) + 1;
    return { width, height, frames: view.getUint8(20) & 2 ? 2 : 1 };
  }
  if (!lossless && type !== "VP8 ") throw new RangeError(type);
  const bits = view.getUint32(lossless ? 21 : 26, true),
    more = lossless ? 1 : 0, // this kind counts from 0
    height = (bits >>> (lossless ? 14 : 16)) & 0x3fff;
  return { width: (bits & 0x3fff) + more, height: height + more, frames: 1 };
}

/** @type {Record<Kind, (view: DataView) => Header>} */
const READERS = { PNG: png, JPEG: jpeg, WebP: webp, GIF: gif, BMP: bmp };

/** How files begin, as one character a byte; those without a reader are refused by their names. */
const BEGINNINGS = /** @type {[string, RegExp][]} */ ([
  ["PNG", /^\x89PNG\r\n/],
  ["JPEG", /^\xff\xd8\xff/],
  ["WebP", /^RIFF.{4}WEBP/s],
  ["GIF", /^GIF8[79]a/],
  ["BMP", /^BM.{12}[\f(48@l|]\0\0\0/s],
  ["AVIF", /^.{4}ftypavi[fs]/s],
  ["HEIC", /^.{4}ftyp(hei|hev|mif1|msf1)/s],
  ["a film", /^.{4}ftyp/s],
  ["TIFF", /^(II\*\0|MM\0\*)/],
  ["PDF", /^%PDF/],
  ["SVG", /^(\xef\xbb\xbf)?\s*((<\?xml|<!--|<!DOCTYPE svg).*)?<svg[\s/>]/s],
]);

/** What a file is. @param {Uint8Array} bytes @returns {string | undefined} */
export function kindOf(bytes) {
  const start = String.fromCharCode(...bytes.subarray(0, 600));
  return BEGINNINGS.find(([, form]) => form.test(start))?.[0];
}

/** Error unless a file may be read: before it is. @param {number} size in bytes */
export function checkBytes(size) {
  if (size > LIMITS.bytes)
    throw new Error(`it has ${(size / MB).toFixed(1)} MB; at most 20 MB are allowed`);
  if (size === 0) throw new Error("it is empty");
}

/** Error unless a picture has sides that are allowed. @param {number} W @param {number} H */
export function checkSides(W, H) {
  const { least, most } = LIMITS;
  if (!(Math.min(W, H) >= least && Math.max(W, H) <= most))
    throw new Error(
      `it has ${show(W)} × ${show(H)} pixels; a side may have ${least} to ${show(most)}`,
    );
}

/**
 * What a file holds; an error says why it is refused
 * @param {Uint8Array} bytes @returns {{ kind: Kind, width: number, height: number }}
 */
export function inspect(bytes) {
  checkBytes(bytes.length);
  const found = kindOf(bytes);
  if (!found) throw new Error(`it is no picture that is known here; ${ALLOWED}`);
  if (!(found in READERS)) throw new Error(`it is ${found}; ${ALLOWED}`);
  const kind = /** @type {Kind} */ (found);
  const { width, height, frames } = header(bytes, kind);
  if (frames > 1) throw new Error(`it is an animated ${kind}; only still pictures are allowed`);
  checkSides(width, height);
  return { kind, width, height };
}

/** @param {Uint8Array} bytes @param {Kind} kind */
function header({ buffer, byteOffset, byteLength }, kind) {
  try {
    return READERS[kind](new DataView(buffer, byteOffset, byteLength));
  } catch {
    throw new Error(`it is broken: its ${kind} header does not say how large it is`);
  }
}

/**
 * The file without its EXIF part, as pieces for a Blob: browsers turn a picture as that says, and
 * differ in what they let a page say about it
 * @param {Bytes} bytes @param {Kind} kind @returns {Bytes[]}
 */
export function withoutExif(bytes, kind) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  /** @type {{ at: number, size: number }[]} */
  let cuts = [];
  if (kind === "PNG") cuts = [...chunksOfPNG(view)].filter(({ type }) => type === "eXIf");
  if (kind === "JPEG")
    cuts = [...segmentsOfJPEG(view)].filter(
      ({ at, marker }) => marker === 0xe1 && isExif(view, at),
    );
  let from = 0;
  const pieces = cuts.map(({ at, size }) => {
    const piece = bytes.subarray(from, at);
    from = at + size;
    return piece;
  });
  return [...pieces, bytes.subarray(from)];
}

/** @param {DataView} view @param {number} at */
const isExif = (view, at) => view.getUint16(at + 2) >= 8 && word(view, at + 4, 4) === "Exif";
