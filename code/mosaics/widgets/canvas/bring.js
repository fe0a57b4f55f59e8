// A picture of the reader's own: from a file, the clipboard, or dropped. It stays in this browser,
// and goes to a notebook's own Python where that computes.
/** @import { Floats, Shape } from "../shared/types" */
import { wordsOf } from "../shared/pictures/intake.js";
import { read } from "../shared/pictures/read.js";
import { button, h } from "../shared/view/elements.js";
import { taken } from "./fitted.js";

const TYPES = "image/png,image/jpeg,image/webp,image/gif,image/bmp";
const RULES =
  "PNG, JPEG, WebP, GIF or BMP, at most 20 MB and 8,192 pixels a side. It is made smaller, to 64 " +
  "pixels on its longer side. Your picture stays in this browser, and goes to a notebook's own " +
  "Python where that computes.";

/**
 * @typedef {object} Home
 * @property {(x: Floats, shape: Shape) => void} take
 * @property {(words: string) => void} say
 */

export class Bring {
  turn = 0; // of the last file asked for; those before it are left

  /** @param {Home} home */
  constructor(home) {
    this.home = home;
    this.el = h(
      "details",
      { class: "lab-menu lab-own" },
      h("summary", {}, "A picture of your own"),
    );
    this.el.addEventListener("toggle", () => this.show(), { once: true });
  }

  /** The panel is made when it is first opened. */
  show() {
    const input = h("input", { type: "file", accept: TYPES, hidden: true });
    input.addEventListener("change", () => {
      this.add(input.files?.[0]);
      input.value = ""; // the same file may be chosen again
    });
    const choose = button("Choose a file", () => input.click());
    const drop = h(
      "div",
      {
        class: "canvas-drop",
        role: "group",
        "aria-label": "Drop or paste a picture here",
        tabindex: 0,
      },
      h("p", {}, "Drop a picture here, paste one, or take a file:"),
      h("div", { class: "lab-row" }, choose, input),
      h("p", { class: "lab-note" }, RULES),
    );
    drop.addEventListener("paste", (event) => this.got(event, event.clipboardData));
    drop.addEventListener("drop", (event) => this.got(event, event.dataTransfer));
    drop.addEventListener("dragover", (event) => {
      event.preventDefault();
      event.stopPropagation(); // a notebook has uses of its own for files
    });
    this.el.append(drop);
  }

  /** @param {Event} event @param {DataTransfer | null} data */
  got(event, data) {
    event.preventDefault();
    event.stopPropagation();
    this.add(data?.files[0]);
  }

  /** @param {File | undefined} file */
  async add(file) {
    if (!file) return this.home.say("There is no picture in it.");
    const turn = ++this.turn,
      goOn = () => {
        if (turn !== this.turn) throw new Error("another one was chosen");
      };
    this.home.say(`Reading ${file.name}.`);
    try {
      const { x, shape } = taken(await read(file, goOn));
      goOn();
      this.home.take(x, shape);
    } catch (error) {
      if (turn === this.turn) this.home.say(`${file.name}: ${wordsOf(error)}.`);
    }
  }

  close() {
    this.turn++;
  }
}
