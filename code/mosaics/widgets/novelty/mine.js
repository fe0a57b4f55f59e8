// A reader's own pictures on the plane: the panel where they are dropped, chosen or drawn, and the
// text that a link has of them.
/** @import { Floats, Shape } from "../shared/types" */
/** @import { PictureSet } from "../shared/pictures/set.js" */
/** @import { Frame } from "../shared/view/frame.js" */
import { SIZES } from "../shared/pictures/fit.js";
import { decode, encode } from "../shared/pictures/set.js";
import { Tray } from "../shared/pictures/tray.js";
import { h } from "../shared/view/elements.js";

const FEW = 1;

/** @param {Shape} shape */
export const canBring = ([C, H, W]) => H === W && SIZES.includes(H) && (C === 1 || C === 3);

export class Mine {
  /** @type {Floats | undefined} */
  numbers; // in [-1, 1], one picture after the other
  text = ""; // of a link; "" where they are too many for one, or there are none

  /** @param {Frame} lab @param {() => void} came */
  constructor(lab, came) {
    this.lab = lab;
    this.came = came;
    this.inside = h("div", {});
    this.el = h(
      "details",
      { class: "lab-menu novelty-mine", "data-control": "own" },
      h("summary", {}, "Your own pictures on the plane"),
      this.inside,
    );
    this.el.addEventListener("toggle", () => this.el.open && this.open());
  }

  get count() {
    return this.numbers ? this.numbers.length / this.lab.imageSize : 0;
  }

  /** The panel is made when it is first opened. */
  async open() {
    const { machine, home, shape } = this.lab;
    const sets = await (home?.sets?.() ?? Promise.resolve([])).catch(() => []);
    if (this.tray) return; // opened, closed and opened again meanwhile
    this.tray = new Tray({
      sets,
      kernel: machine.live,
      purpose: {
        name: "Your own pictures on the plane",
        few: FEW,
        needs: "At least one picture is needed",
        form: { size: shape[1], channels: shape[0] },
      },
      take: (set) => this.take(set),
      say: (text) => this.lab.say(text),
    });
    this.inside.replaceChildren(this.tray.el);
  }

  /** Opens the panel for a reader who has brought none. */
  ask() {
    this.el.open = true;
    this.el.querySelector("summary")?.focus();
  }

  /** @param {PictureSet} set */
  async take(set) {
    this.put(set);
    try {
      this.text = await encode(set, FEW);
    } catch {
      this.text = ""; // too large for a link
    }
    this.el.open = false;
    this.came();
  }

  /** @param {PictureSet} set */
  put({ bytes, shape }) {
    const [C, H, W] = this.lab.shape;
    if (String(shape.slice(1)) !== String([C, H, W]))
      throw new Error(`its pictures are of ${shape.slice(1).join(" × ")}, not ${C} × ${H} × ${W}`);
    this.numbers = Float32Array.from(bytes, (level) => level / 127.5 - 1);
  }

  /** The pictures of a link's text; an error says what is wrong with it. @param {string} text */
  async read(text) {
    this.text = text;
    try {
      this.put(await decode(text, FEW));
    } catch (error) {
      this.text = "";
      throw error;
    }
  }

  close() {
    this.tray?.close();
  }
}
