// What a reader can take from a lab: pictures and numbers as files.
import { h } from "./elements.js";

const SIDE = 512; // pixels of a saved picture, at least
const DIGITS = 9; // enough for a float32 to come back

/**
 * Pictures side by side as one PNG, each pixel a square of whole pixels.
 * @param {HTMLCanvasElement[]} canvases
 * @returns {Promise<Blob | null>}
 */
export function png(canvases) {
  const side = Math.max(...canvases.map(({ width, height }) => Math.max(width, height)));
  const scale = Math.max(1, Math.ceil(SIDE / side));
  const gap = canvases.length > 1 ? Math.ceil((side * scale) / 32) : 0;
  const widths = canvases.map(({ width }) => width * scale);
  const sheet = h("canvas", {
    width: widths.reduce((sum, width) => sum + width + gap, -gap),
    height: Math.max(...canvases.map(({ height }) => height)) * scale,
  });
  const pen = /** @type {CanvasRenderingContext2D} */ (sheet.getContext("2d"));
  pen.imageSmoothingEnabled = false;
  let x = 0;
  for (const canvas of canvases) {
    pen.drawImage(canvas, x, 0, canvas.width * scale, canvas.height * scale);
    x += canvas.width * scale + gap;
  }
  return new Promise((done) => sheet.toBlob(done, "image/png"));
}

// What a copy of a drawing keeps of the page's style
const STYLE = [
  ...["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin"],
  ...["opacity", "paint-order"],
];
const LETTERS = ["font-family", "font-size", "font-weight", "text-anchor", "dominant-baseline"];

/**
 * A drawing as a canvas, in the colours that it has on the page.
 * @param {SVGSVGElement} drawing
 * @returns {Promise<HTMLCanvasElement>}
 */
export async function rasterised(drawing) {
  const { width, height } = drawing.getBoundingClientRect();
  const copy = /** @type {SVGSVGElement} */ (drawing.cloneNode(true));
  const from = [drawing, ...drawing.querySelectorAll("*")];
  [copy, ...copy.querySelectorAll("*")].forEach((node, i) => {
    const style = getComputedStyle(from[i]);
    const rules = [...STYLE, ...LETTERS].map((name) => `${name}:${style.getPropertyValue(name)}`);
    node.setAttribute("style", rules.join(";"));
  });
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  const image = new Image();
  const drawn = new XMLSerializer().serializeToString(copy);
  image.src = `data:image/svg+xml,${encodeURIComponent(drawn)}`;
  await image.decode();
  const canvas = h("canvas", { width: Math.ceil(2 * width), height: Math.ceil(2 * height) });
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.fillStyle = getComputedStyle(drawing).getPropertyValue("--paper") || "white";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/**
 * Arrays as plain lists, as short as their float32 allows.
 * @param {unknown} value @returns {unknown}
 */
function plain(value) {
  if (value instanceof Float32Array || value instanceof Float64Array)
    return Array.from(value, (x) => +x.toPrecision(DIGITS));
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

/** @param {object} numbers */
export const json = (numbers) =>
  new Blob([JSON.stringify(plain(numbers))], { type: "application/json" });

/** Hands a file to the browser's downloads. @param {Blob} blob @param {string} name */
export function download(blob, name) {
  const url = URL.createObjectURL(blob);
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000); // a slow disk may still be reading
}

/**
 * Puts a text where Ctrl+V finds it; false where the browser lets no page do that.
 * @param {string} text
 */
export async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // no permission, or no secure address
  }
}
