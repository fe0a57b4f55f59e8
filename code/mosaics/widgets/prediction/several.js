// And with several noises? A row of both pictures for each, and what their r^2 are.
/** @import { Numbers, Shape } from "../shared/types" */
/** @import { Score } from "./scores.js" */
import { button, h } from "../shared/view/elements.js";
import { thumbnail } from "../shared/view/paint.js";
import { known, median, scoreText } from "./scores.js";

const PROMPT = "From this seed on: how often does theory predict the picture?";

/**
 * Both pictures of a noise, and their r^2; that of the network's with the Wiener filter's
 * @typedef {{ network: Numbers, machine: Numbers, r2: Score, wiener: Score }} Pair
 */

export class Several {
  /**
   * @param {number} count
   * @param {Shape} shape
   * @param {() => void} press
   * @param {(seed: number) => void} show
   */
  constructor(count, shape, press, show) {
    this.offer = `Compare ${count} noises`;
    this.shape = shape;
    this.show = show;
    this.many = button(this.offer, press);
    this.sum = h("p", { class: "lab-note" }, PROMPT);
    this.strip = h("ol", {
      class: "lab-noises",
      hidden: true,
      "aria-label": "Network, machine and r² for each noise",
    });
    this.el = h(
      "section",
      { class: "lab-several" },
      h("p", { class: "lab-head" }, `And with ${count} noises?`),
      h("div", { class: "lab-row" }, this.many, this.sum),
      this.strip,
    );
    /** @type {string | undefined} */
    this.compared = undefined; // what the row was computed from, but for its seeds
  }

  clear(text = PROMPT) {
    this.compared = undefined;
    this.strip.replaceChildren();
    this.strip.hidden = true;
    this.sum.textContent = text;
  }

  /**
   * Nothing runs: the button offers a comparison, and a row that no longer holds goes.
   * @param {string} key
   */
  rest(key) {
    this.many.textContent = this.offer;
    if (this.strip.childElementCount && this.compared !== key)
      this.clear("Something has changed: compare again.");
  }

  begin() {
    this.clear();
    this.strip.hidden = false;
    this.many.textContent = "Cancel";
  }

  /**
   * Both pictures of a noise, which a click brings to the top.
   * @param {number} seed
   * @param {Pair} pair
   */
  add(seed, { network, machine, r2, wiener }) {
    const label = `Seed ${seed}: r² ${scoreText(r2)}. Show it.`;
    const open = button("", () => this.show(seed), { "aria-label": label });
    open.append(
      thumbnail(this.shape, network),
      thumbnail(this.shape, machine),
      h("span", { "aria-hidden": "true" }, scoreText(r2)),
    );
    const linear = known(wiener) ? h("small", {}, `Wiener ${scoreText(wiener)}`) : null;
    this.strip.append(h("li", {}, open, linear));
  }

  /**
   * Says what came of it; returns the words.
   * @param {string} key @param {Score[]} scores @param {Score[]} [wiener]
   */
  end(key, scores, wiener = []) {
    const linear = wiener.filter(known),
      beside = linear.length ? ` Wiener filter: median ${scoreText(median(linear))}.` : "";
    const numbers = scores.filter(known),
      mean = numbers.reduce((a, b) => a + b, 0) / numbers.length;
    const lowest = scoreText(Math.min(...numbers)),
      middle = scoreText(median(numbers));
    this.compared = key;
    this.sum.textContent = numbers.length
      ? `Median r² ${middle}, mean ${scoreText(mean)}, lowest ${lowest}.${beside}`
      : "No r²: the pictures are single greys.";
    return this.sum.textContent;
  }
}
