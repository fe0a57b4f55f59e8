// Above, the network's picture from a noise; under it the machine's from the same noise.
/** @import { Floats } from "../shared/types" */
/** @import { Look, Run } from "./run.js" */
import { show } from "../shared/state/numbers.js";
import { h, penOf } from "../shared/view/elements.js";
import { paint } from "../shared/view/paint.js";
import { two } from "./run.js";

const LABEL = "Pictures from the same noises: the network's and the machine's";

export class Pairs {
  /** @param {number} noises */
  constructor(noises) {
    this.cells = Array.from({ length: noises }, makeCell);
    const names = (/** @type {string} */ more) =>
      h(
        "li",
        { class: `training-names ${more}`, "aria-hidden": "true" },
        ["Network", "Machine", "r²"].map((text) => h("span", {}, text)),
      );
    const items = this.cells.map((cell) => cell.el);
    items.splice(noises / 2, 0, names("training-again"));
    const about = { class: "training-pairs lab-picture-part", "aria-label": LABEL };
    this.el = h("ul", about, names(""), items);
  }

  /** Makes room for the pictures of a run. @param {Run} run */
  fit({ shape }) {
    for (const { network, machine } of this.cells) {
      for (const canvas of [network, machine]) [, canvas.height, canvas.width] = shape;
    }
  }

  /** @param {Run} run @param {Look | undefined} look */
  show({ machine, shape }, look) {
    /** @param {HTMLCanvasElement} canvas @param {Floats | undefined} x */
    const set = (canvas, x) =>
      x ? paint(canvas, x, shape) : penOf(canvas).clearRect(0, 0, canvas.width, canvas.height);
    this.cells.forEach((cell, i) => {
      const r2 = two(look?.r2?.[i]),
        noise = `Noise ${i + 1}:`;
      const network = look
        ? `the network after ${show(look.step)} steps`
        : "no picture of the network yet";
      const partner = machine ? `the machine, r² ${r2}` : "no picture of the machine yet";
      set(cell.network, look?.z[i]);
      set(cell.machine, machine?.[i]);
      cell.r2.textContent = r2;
      cell.network.setAttribute("aria-label", `${noise} ${network}`);
      cell.machine.setAttribute("aria-label", `${noise} ${partner}`);
    });
  }
}

function makeCell() {
  const network = h("canvas", { role: "img" }),
    machine = h("canvas", { role: "img" }),
    r2 = h("span", {}, "\u00a0");
  return { network, machine, r2, el: h("li", {}, network, machine, r2) };
}
