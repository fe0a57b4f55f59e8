// A lab with a reader's own training set: the panel, and the lab opened anew with what it gives.
/** @import { Model, Traits, Value } from "../types" */
/** @import { PictureSet } from "./set.js" */
/** @import { Frame } from "../view/frame.js" */
import { overlay } from "../state/overlay.js";
import { button, h } from "../view/elements.js";
import { bringIntoView } from "../view/sight.js";
import { decode, encode } from "./set.js";
import { Tray } from "./tray.js";

// Name of data that no link carries; those that one carries are "own~" and their text
const NAME = "own";

/**
 * The lab's model with other values of some traits. Python is sent the pictures once, before the
 * first job with them.
 * @param {Model} model @param {Partial<Traits>} traits @param {PictureSet} set @returns {Model}
 */
export function withPictures(model, traits, { bytes, shape, labels, classes }) {
  const own = Math.random().toString(36).slice(2, 9);
  let sent = false;
  return overlay(model, traits, (content, callbacks, buffers) => {
    const run = /** @type {{ type: string }} */ (content).type === "run";
    if (run && !sent)
      model.send({ type: "own", own, shape, labels, classes }, undefined, [bytes.slice().buffer]);
    sent ||= run;
    model.send(run ? { ...content, own } : content, callbacks, buffers);
  });
}

/** The name that links have for a set. @param {PictureSet} set */
async function named(set) {
  try {
    return `${NAME}~${await encode(set)}`;
  } catch {
    return NAME; // too large for a link
  }
}

export class Own {
  /**
   * @param {{ root: HTMLElement }} lab a Frame, whatever its settings
   * @param {(settings: never, shape: number[]) => object} adapt its settings for other pictures
   */
  constructor(lab, adapt) {
    this.lab = /** @type {Frame} */ (/** @type {unknown} */ (lab));
    this.adapt = adapt;
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
  async show() {
    const { machine, context } = this.lab,
      { brought } = context;
    const sets = await this.offers();
    if (this.tray) return; // opened, closed and opened again meanwhile
    this.tray = new Tray({
      sets,
      kernel: machine.live,
      current: brought?.set,
      take: async (set) => this.play(await this.take(set)),
      say: (text) => this.lab.say(text),
    });
    const back =
      brought &&
      button("Back to the book’s pictures", () => bringIntoView(context.reopen(brought.made).root));
    this.inside.replaceChildren(...(back ? [back] : []), this.tray.el);
  }

  /** The book's sets, where they come. */
  async offers() {
    try {
      return (await this.lab.home?.sets?.()) ?? [];
    } catch {
      this.lab.say("The book’s own sets did not come. Files, paste and drawing do without them.");
      return [];
    }
  }

  /** The model that the first lab on this place was made with. */
  get made() {
    return this.lab.context.brought?.made ?? this.lab.model;
  }

  /** The lab anew with these pictures. @param {PictureSet} set */
  async take(set) {
    const { context, kindOfLab } = this.lab,
      { bytes, shape, labels, classes } = set,
      { made } = this;
    const traits = {
      images: new DataView(bytes.slice().buffer),
      shape,
      labels,
      classes,
      settings: this.adapt(/** @type {never} */ (made.get("settings")), shape),
      made: { ...made.get("made"), data: await named(set) },
      opened: {},
      description: `${kindOfLab}: ${shape[0]} training images of your own`,
    };
    return context.reopen(withPictures(made, traits, set), { made, set });
  }

  /**
   * The panel has gone, and the page is shorter by it: the lab comes into view, to be seen at its
   * result.
   * @param {Frame} lab
   */
  play(lab) {
    bringIntoView(lab.root);
    lab.set({});
  }

  /**
   * Follows a link to other pictures: those that it carries, or those that the lab was made with;
   * false where it has neither. What it carries may still prove damaged, which the lab then says.
   * @param {string} name
   * @param {Record<string, Value>} values
   * @param {string} then
   */
  open(name, values, then) {
    const { made } = this,
      [kind, text] = name.split("~");
    if (made !== this.lab.model && made.get("made").data === name)
      this.lab.context.reopen(made).set(values, then);
    else if (kind === NAME && text !== undefined) this.lab.coming = this.follow(text, values, then);
    else if (kind === NAME) return this.lab.refuse("its reader’s own pictures are not in it");
    else return this.lab.refuse(`it is about other pictures, ${name}`);
    return true;
  }

  /** @param {string} text @param {Record<string, Value>} values @param {string} then */
  async follow(text, values, then) {
    try {
      (await this.take(await decode(text))).set(values, then);
    } catch (error) {
      this.lab.refuse(error instanceof Error ? error.message : String(error));
    }
  }

  close() {
    this.tray?.close();
  }
}
