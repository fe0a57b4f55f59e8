// Files on their way in: one after the other, with what is under way and what was refused.
/** @import { Picture } from "./fit.js" */
import { some } from "../state/numbers.js";
import { button, h } from "../view/elements.js";
import { LIMITS } from "./limits.js";
import { read } from "./read.js";

/** @param {number} n */
export const count = (n) => some(n, "picture");

/** @param {unknown} error */
export const wordsOf = (error) => (error instanceof Error ? error.message : String(error));

class Left extends Error {}

/**
 * @typedef {object} Home
 * @property {() => number} room for so many more
 * @property {(name: string, picture: Picture) => void} put
 * @property {() => void} left the reader has cancelled
 * @property {(text: string) => void} say
 */

export class Intake {
  turn = 0; // a cancel ends all that was asked for before it
  reading = Promise.resolve();

  /** @param {Home} home */
  constructor(home) {
    this.home = home;
    this.bar = h("progress", { "aria-label": "Files read" });
    this.doing = h("span");
    const row = { class: "lab-row tray-progress", hidden: true };
    const cancel = button("Cancel", () => {
      this.stop();
      home.left();
    });
    this.progress = h("div", row, this.bar, this.doing, cancel);
    this.errors = h("ul", { class: "tray-errors", "aria-label": "Not taken", hidden: true });
    this.el = h("div", { class: "tray-intake" }, this.progress, this.errors);
  }

  stop() {
    this.turn++;
  }

  /** After those that are being read. @param {File[]} files */
  add(files) {
    const { turn } = this;
    this.reading = this.reading.then(() => this.readAll(files, turn));
    return this.reading;
  }

  /** @param {File[]} files @param {number} turn */
  async readAll(files, turn) {
    const before = this.home.room(),
      goOn = () => {
        if (turn !== this.turn) throw new Left();
      };
    /** @type {string[]} */
    const refused = [];
    this.progress.hidden = false;
    for (const [k, file] of files.entries()) {
      if (turn !== this.turn) break;
      if (this.home.room() <= 0) {
        refused.push(beyond(file.name, files.length - k - 1));
        break;
      }
      this.step(k, files.length);
      refused.push(...(await this.readOne(file, goOn)));
    }
    this.progress.hidden = true;
    this.tell(before - this.home.room(), refused, turn !== this.turn);
  }

  /** What is wrong with it, if anything. @param {File} file @param {() => void} goOn */
  async readOne(file, goOn) {
    try {
      const picture = await read(file, goOn);
      goOn();
      this.home.put(file.name.replace(/\.\w+$/, ""), picture);
      return [];
    } catch (error) {
      return error instanceof Left ? [] : [`${file.name}: ${wordsOf(error)}.`];
    }
  }

  /** @param {number} k @param {number} n */
  step(k, n) {
    this.bar.max = n;
    this.bar.value = k;
    this.doing.textContent = `Reading file ${k + 1} of ${n}`;
  }

  /** What came of it. @param {number} added @param {string[]} refused */
  tell(added, refused, cancelled = false) {
    this.errors.replaceChildren(...refused.map((text) => h("li", {}, text)));
    this.errors.hidden = !refused.length;
    const not = refused.length ? ` Not taken: ${refused.join(" ")}` : "";
    this.home.say(`${cancelled ? "Cancelled. " : ""}${count(added)} added.${not}`);
  }
}

/** @param {string} name @param {number} rest */
const beyond = (name, rest) =>
  `${name}${rest ? ` and ${rest} more` : ""}: not taken, a set holds at most ` +
  `${LIMITS.many} pictures.`;
