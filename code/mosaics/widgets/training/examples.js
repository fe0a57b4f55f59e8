// The training images: a page of the book loads them when a network is to be trained; a notebook
// has them.
/** @import { Floats, Model } from "../shared/types" */
import { whole } from "../shared/state/overlay.js";
import { bytesOf } from "../shared/state/pictures.js";

export class Examples {
  /** @type {Promise<Floats> | undefined} */
  coming;

  /** @param {Model} model */
  constructor(model) {
    this.model = model;
  }

  /** All of them, one after the other, in [-1, 1]. */
  get() {
    this.coming ??= this.load().catch((error) => {
      this.coming = undefined; // they may come when they are asked for again
      throw error;
    });
    return this.coming;
  }

  async load() {
    const { images } = await whole(this.model.get("others")?.training ?? {});
    if (!images) throw new Error("this page has none");
    return Float32Array.from(bytesOf(images), (b) => b / 127.5 - 1);
  }
}
