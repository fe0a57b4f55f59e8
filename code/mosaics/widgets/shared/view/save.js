// What a reader can take from a lab: pictures and numbers as files.
import { h, penOf, svg } from "./elements.js";

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
  const pen = penOf(sheet);
  pen.imageSmoothingEnabled = false;
  let x = 0;
  for (const canvas of canvases) {
    pen.drawImage(canvas, x, 0, canvas.width * scale, canvas.height * scale);
    x += canvas.width * scale + gap;
  }
  return new Promise((done) => sheet.toBlob(done, "image/png"));
}

// What a copy of a drawing keeps of the page's style: all that the labs' style sheets set
const STYLE = [
  ...["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-opacity"],
  ...["stroke-linecap", "stroke-linejoin", "paint-order", "vector-effect", "opacity"],
  ...["font-family", "font-size", "font-weight", "text-anchor", "dominant-baseline"],
];
const RIM = 4; // pixels around a drawing: its parts are measured without their strokes

/** A copy that looks alike without the page's style sheets. @param {SVGSVGElement} drawing */
function styled(drawing) {
  const copy = /** @type {SVGSVGElement} */ (drawing.cloneNode(true));
  const from = [drawing, ...drawing.querySelectorAll("*")];
  [copy, ...copy.querySelectorAll("*")].forEach((node, i) => {
    const style = getComputedStyle(from[i]);
    const rules = STYLE.map((name) => `${name}:${style.getPropertyValue(name)}`);
    node.setAttribute("style", rules.join(";"));
  });
  const { x, y, width, height } = drawing.getBoundingClientRect();
  for (const [name, value] of Object.entries({ x, y, width, height, overflow: "visible" }))
    copy.setAttribute(name, String(value));
  return copy;
}

/** The box of all that drawings show, what stands out of their own boxes as well. */
function boxOf(/** @type {SVGSVGElement[]} */ drawings) {
  const parts = drawings.flatMap((drawing) => [drawing, ...drawing.querySelectorAll("*")]);
  const boxes = parts.map((part) => part.getBoundingClientRect());
  const x = Math.floor(Math.min(...boxes.map(({ left }) => left))) - RIM,
    y = Math.floor(Math.min(...boxes.map(({ top }) => top))) - RIM;
  const right = Math.max(...boxes.map((box) => box.right)),
    bottom = Math.max(...boxes.map((box) => box.bottom));
  return { x, y, width: Math.ceil(right - x) + RIM, height: Math.ceil(bottom - y) + RIM };
}

/**
 * Drawings, each over those before it, as one canvas: as they stand on the page, in its colours.
 * @param {SVGSVGElement[]} drawings
 * @returns {Promise<HTMLCanvasElement>}
 */
export async function rasterised(...drawings) {
  const { x, y, width, height } = boxOf(drawings);
  const sheet = svg("svg", { width, height, viewBox: `${x} ${y} ${width} ${height}` });
  sheet.append(...drawings.map(styled));
  const image = new Image();
  const drawn = new XMLSerializer().serializeToString(sheet);
  image.src = `data:image/svg+xml,${encodeURIComponent(drawn)}`;
  await image.decode();
  const canvas = h("canvas", { width: 2 * width, height: 2 * height });
  const pen = penOf(canvas);
  pen.fillStyle = getComputedStyle(drawings[0]).getPropertyValue("--paper") || "white";
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
