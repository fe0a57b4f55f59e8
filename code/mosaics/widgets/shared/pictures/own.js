// A lab with a reader's own training set: the panel, and the lab opened anew with what it gives.
/** @import { Control, Model, Traits, Value } from "../types" */
/** @import { Frame } from "../view/frame.js" */
/** @import { PictureSet } from "./set.js" */
import { button, h } from "../view/elements.js";
import { decode, encode } from "./set.js";
import { Tray } from "./tray.js";

const NAME = "own"; // of data that no link carries; those that one carries are "own~" and their text

/**
 * The lab's model with other values of some traits. Python is sent the pictures once, before the
 * first job with them.
 * @param {Model} model @param {Partial<Traits>} traits @param {PictureSet} set @returns {Model}
 */
function overlay(model, traits, { bytes, shape, labels, classes }) {
  const own = Math.random().toString(36).slice(2, 9);
  let sent = false;
  return {
    get: (name) =>
      /** @type {Traits[typeof name]} */ (name in traits ? traits[name] : model.get(name)),
    on: (event, listener) => model.on(event, listener),
    off: (event, listener) => model.off(event, listener),
    send(content, callbacks, buffers) {
      const run = /** @type {{ type: string }} */ (content).type === "run";
      if (run && !sent)
        model.send({ type: "own", own, shape, labels, classes }, undefined, [bytes.slice().buffer]);
      sent ||= run;
      model.send(run ? { ...content, own } : content, callbacks, buffers);
    },
  };
}

/** The name that links have for a set. @param {PictureSet} set */
async function named(set) {
  try {
    return `${NAME}~${await encode(set)}`;
  } catch {
    return NAME; // too large for a link
  }
}

/** A set from the name in a link. @param {string} name */
export function carried(name) {
  const text = name.startsWith(`${NAME}~`) ? name.slice(NAME.length + 1) : undefined;
  if (text === undefined) throw new Error(`its pictures are ${name}, which this lab does not have`);
  return decode(text);
}

export class Own {
  /**
   * @param {Frame} lab
   * @param {(settings: never, shape: number[]) => object} adapt its settings for other pictures
   */
  constructor(lab, adapt) {
    this.lab = lab;
    this.adapt = /** @type {(settings: object, shape: number[]) => object} */ (adapt);
    this.inside = h("div", {});
    this.el = h(
      "details",
      { class: "lab-menu lab-own" },
      h("summary", {}, "Your own training set"),
      this.inside,
    );
    this.el.addEventListener("toggle", () => this.el.open && this.show());
  }

  /** The panel is made when it is first opened. */
  show() {
    if (this.tray) return;
    const { lab } = this,
      { home, machine } = lab;
    const say = (/** @type {string} */ text) => lab.say(text);
    const take = (/** @type {PictureSet} */ set) => this.take(set);
    this.tray = new Tray({
      sets: home?.sets ?? [],
      kernel: machine.live,
      current: this.current(),
      take,
      say,
    });
    const back = lab.made && button("Back to the book’s pictures", () => lab.reopen(lab.made));
    this.inside.replaceChildren(...(back ? [back] : []), this.tray.el);
  }

  /** What a reader brought before. */
  current() {
    return this.lab.made ? this.lab.brought : undefined;
  }

  /** The lab anew with these pictures. @param {PictureSet} set @param {Record<string, Value>} [values] @param {string} [then] */
  async take(set, values, then) {
    const { lab } = this,
      { bytes, shape, labels, classes } = set,
      made = lab.made ?? lab.model;
    const traits = {
      images: new DataView(bytes.slice().buffer),
      shape,
      labels,
      classes,
      settings: this.adapt(made.get("settings"), shape),
      made: { ...made.get("made"), data: await named(set) },
      opened: {},
      description: `${lab.kindOfLab}: ${shape[0]} of your own training images`,
    };
    const next = lab.reopen(overlay(made, traits, set), made, set);
    if (values) next.set(values, then);
    next.root.tabIndex = -1;
    next.root.focus();
  }

  close() {
    this.tray?.close();
  }
}
