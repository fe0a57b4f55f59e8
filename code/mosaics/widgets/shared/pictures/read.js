// From a file to a picture, in the page. A large one is decoded apart and taken in bands of rows,
// so that the page never stands still.
/** @import { Picture } from "./fit.js" */
import { h, penOf } from "../view/elements.js";
import { reduced } from "./fit.js";
import { checkBytes, checkSides, inspect, withoutExif } from "./limits.js";

const BREATH = 12; // ms until the page may do something else
// Levels as they stand in the file: the same in every browser and on every screen
/** @type {ImageBitmapOptions} */
const AS_STORED = { colorSpaceConversion: "none", premultiplyAlpha: "none" };

/** An error that speaks as a sentence on a file does. @param {string} words */
const failed = (words) => () => {
  throw new Error(words);
};

/**
 * @param {Blob} file
 * @param {() => void} goOn throws where it should not
 * @returns {Promise<Picture>}
 */
export async function read(file, goOn) {
  checkBytes(file.size);
  const buffer = await file.arrayBuffer().catch(failed("it cannot be read")),
    bytes = new Uint8Array(buffer),
    { kind } = inspect(bytes);
  goOn();
  const bitmap = await decoded(bytes, kind).catch(failed(`it is a broken ${kind}: no decoding it`));
  try {
    checkSides(bitmap.width, bitmap.height);
    return await reduced(bitmap.width, bitmap.height, bands(bitmap), breathing(goOn));
  } finally {
    bitmap.close();
  }
}

/** @param {Uint8Array<ArrayBuffer>} bytes @param {ReturnType<typeof inspect>["kind"]} kind */
const decoded = async (bytes, kind) =>
  createImageBitmap(new Blob(withoutExif(bytes, kind)), AS_STORED);

/** @param {ImageBitmap} bitmap */
function bands(bitmap) {
  const canvas = h("canvas", { width: bitmap.width, height: 1 });
  return (/** @type {number} */ first, /** @type {number} */ count) => {
    canvas.height = count; // and cleared
    const pen = penOf(canvas);
    pen.drawImage(bitmap, 0, -first);
    return pen.getImageData(0, 0, bitmap.width, count).data;
  };
}

/** @param {() => void} goOn */
function breathing(goOn) {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < BREATH) return;
    await new Promise((go) => setTimeout(go));
    since = performance.now();
    goOn();
  };
}
