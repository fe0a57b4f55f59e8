// The picture of a moment that is saved: the network's pictures over the machine's, with their
// names and r^2, as the lab shows them.
/** @import { Floats } from "../shared/types" */
/** @import { Look, Run } from "./run.js" */
import { show } from "../shared/state/numbers.js";
import { h, penOf } from "../shared/view/elements.js";
import { paint } from "../shared/view/paint.js";
import { two } from "./run.js";

const SIDE = 128, // pixels of a picture, at least
  GAP = 8,
  NAMES = 112, // pixels for the names of the rows
  LINE = 40; // and for a line of words

/** @param {Run} run @param {Look} look */
export function sheet({ machine, shape: [, H, W], shape }, look) {
  const scale = Math.ceil(SIDE / Math.max(H, W)),
    [high, wide] = [H * scale, W * scale],
    x = (/** @type {number} */ i) => NAMES + i * (wide + GAP),
    y = (/** @type {number} */ row) => LINE + row * (high + GAP);
  const made = h("canvas", { width: x(look.z.length), height: y(2) + LINE }),
    pen = penOf(made),
    small = h("canvas", { width: W, height: H });
  /** @param {Floats[]} pictures @param {number} row */
  const line = (pictures, row) =>
    pictures.forEach((picture, i) => {
      paint(small, picture, shape);
      pen.drawImage(small, x(i), y(row), wide, high);
    });
  letters(pen, made);
  line(look.z, 0);
  line(machine ?? [], 1);
  pen.fillText(`After ${show(look.step)} steps: median r² ${two(look.median)}`, x(0), LINE / 2);
  ["Network", "Machine"].forEach((name, row) => {
    pen.fillText(name, GAP, y(row) + high / 2);
  });
  pen.fillText("r²", GAP, y(2) + LINE / 2 - GAP);
  pen.textAlign = "center";
  look.r2.forEach((r2, i) => {
    pen.fillText(two(r2), x(i) + wide / 2, y(2) + LINE / 2 - GAP);
  });
  return made;
}

/** Dark on white in both themes: it is for paper. @param {CanvasRenderingContext2D} pen
 * @param {HTMLCanvasElement} made */
function letters(pen, { width, height }) {
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, width, height);
  pen.fillStyle = "#23272f";
  pen.font = "22px system-ui, sans-serif";
  pen.textBaseline = "middle";
  pen.imageSmoothingEnabled = false;
}
