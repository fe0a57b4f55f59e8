// A lab that was made with several sets of the book: opened anew with any of them, or with a
// reader's own.
/** @import { Traits, Value } from "../types" */
import { whole } from "../state/overlay.js";
import { bytesOf } from "../state/pictures.js";
import { Own, withPictures } from "./own.js";

export class Others extends Own {
  /** @type {string | undefined} */
  wish; // the set that is being loaded

  /**
   * The lab anew with a set that it was made with, by its name; none where it does not come, or is
   * no longer wanted.
   * @param {string} name
   */
  async named(name) {
    const { made } = this,
      { context } = this.lab;
    this.wish = name;
    if (name === made.get("made").data) return context.reopen(made);
    try {
      this.lab.hint("Loading the pictures.");
      const traits = await whole(made.get("others")?.[name] ?? {});
      return this.wish === name ? this.replace(traits) : undefined;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.lab.say(`The pictures did not come: ${why}.`);
      return undefined;
    }
  }

  /** What is being loaded is no longer wanted. */
  leave() {
    this.wish = undefined;
    this.lab.unsay();
  }

  /** @param {Partial<Traits>} traits of the lab with another set */
  replace(traits) {
    const { made } = this,
      { images = made.get("images"), shape = [], labels = [], classes = [] } = traits,
      set = { name: traits.made?.data ?? "", bytes: bytesOf(images), shape, labels, classes },
      model = withPictures(made, { ...traits, opened: {} }, set);
    return this.lab.context.reopen(model, { made, set });
  }

  /**
   * @override @param {string} name @param {Record<string, Value>} values @param {string} then
   */
  open(name, values, then) {
    const known = name in (this.made.get("others") ?? {});
    if (!known) return super.open(name, values, then);
    this.lab.coming = this.named(name).then((lab) => lab?.set(values, then));
    return true;
  }

  /** @override */
  close() {
    this.wish = undefined; // what still comes opens nothing
    super.close();
  }
}
