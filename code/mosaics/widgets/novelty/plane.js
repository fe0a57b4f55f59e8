// The plane: novelty to the right, coherence upwards; what is known, the trail of windows, the
// pictures in view and their middle.
/** @import { Sheet } from "../shared/view/plot.js" */
/** @import { Place, Trail, Walker } from "./places.js" */
import { diamond, path } from "../shared/state/curves.js";
import { rounded, some } from "../shared/state/numbers.js";
import { h } from "../shared/view/elements.js";
import { plot } from "../shared/view/plot.js";
import { labelled } from "./places.js";

const FAR = 3, // what is newer stands at the edge
  REACH = 30; // pixels within which a finger meets a point

/** @type {Record<string, string>} */
const NAMES = {
  unseen: "unseen",
  training: "training",
  noise: "noise",
  mean_image: "mean image",
  grey: "grey",
  "resnet-zeros": "network A",
  "resnet-circular": "network B",
  unet: "U-Net",
  "resnet-zeros machine": "A’s machine",
  "resnet-circular machine": "B’s machine",
  "unet machine": "U-Net’s machine",
  IS: "IS",
  Wiener: "Wiener",
  glued: "glued halves",
  moved: "moved copies",
  noisy_copies: "noisy copies",
  one_kind: "one kind",
}; // those that come first get their labels first
const CORNERS = ["unseen", "training", "noise", "mean_image", "grey"]; // and these in any case

/** @typedef {Place & { name: string }} Known */

/**
 * What is in view: places of pictures, which of them is chosen, their middle, whose they are if
 * they are a machine's, its trail and those of others
 * @typedef {object} Look
 * @property {Place[]} pictures
 * @property {number} at
 * @property {Place} [middle]
 * @property {string} [machine]
 * @property {Trail} trail
 * @property {{ walker: Walker, trail: Trail }[]} beside
 * @property {string} words
 */

export class Plane {
  /** @type {Look} */
  look = { pictures: [], at: 0, trail: [], beside: [], words: "" };
  /** @type {[x: number, y: number][]} */
  spots = []; // of the pictures, on the screen

  /** @param {Known[]} known @param {(k: number) => void} pick */
  constructor(known, pick) {
    const order = Object.keys(NAMES),
      rank = (/** @type {Known} */ { name }) => (order.indexOf(name) + order.length) % order.length;
    this.known = [...known].sort((a, b) => rank(a) - rank(b));
    this.plot = plot({
      label: "Novelty and coherence of pictures",
      height: 300,
      x: { low: 0, high: FAR, linear: true, label: "novelty: 1 is as far as unseen pictures →" },
      y: { low: 0, high: 1.12, linear: true },
      draw: (sheet) => this.draw(sheet),
    });
    this.plot.root.addEventListener("pointerdown", (event) => this.point(event, pick));
    this.el = h("div", { class: "novelty-plane" }, this.plot.el);
  }

  /** @param {Look} look */
  show(look) {
    this.look = look;
    this.plot.say(look.words);
    this.plot.redraw();
  }

  /** The picture under a finger. @param {PointerEvent} event @param {(k: number) => void} pick */
  point({ clientX, clientY }, pick) {
    const { left, top } = this.plot.root.getBoundingClientRect();
    const far = this.spots.map(([x, y]) => Math.hypot(clientX - left - x, clientY - top - y)),
      nearest = Math.min(...far);
    if (nearest <= REACH) pick(far.indexOf(nearest));
  }

  /** @param {Sheet} sheet */
  draw(sheet) {
    const { x, y, add, box } = sheet,
      { pictures, at, middle, trail, beside } = this.look,
      lineOf = (/** @type {Trail} */ one) =>
        one.map(([, place]) => [x(place.novelty), y(place.coherence)]);
    add("text", { class: "lab-title", x: 4, y: box.top - 1 }, "coherence");
    this.drawPoints(sheet);
    for (const other of beside)
      add("path", { class: "novelty-other", d: path(lineOf(other.trail)) });
    const way = lineOf(trail);
    if (way.length > 1) add("path", { class: "lab-line novelty-trail", d: path(way) });
    for (const [cx, cy] of way) add("circle", { class: "lab-dot", cx, cy, r: 3.5 });
    this.spots = pictures.map((place) => [x(place.novelty), y(place.coherence)]);
    this.spots.forEach(([cx, cy], k) => {
      add("circle", {
        class: k === at ? "novelty-at" : "novelty-dot",
        cx,
        cy,
        r: k === at ? 7 : 4,
      });
    });
    if (!middle) return;
    const d = diamond(x(middle.novelty), y(middle.coherence), 9);
    add("path", { class: "lab-mark", d });
  }

  /** What was measured before, and labels, where there is room for them. @param {Sheet} sheet */
  drawPoints({ x, y, add, box }) {
    const at = (/** @type {Place} */ place) => ({ x: x(place.novelty), y: y(place.coherence) });
    const { trail, beside } = this.look,
      sides = trail.map(([P, place]) => ({ ...at(place), text: String(P), kind: "novelty-side" }));
    const others = beside.map(({ walker, trail: [[, place]] }) => {
      const text = `${walker.machine}, N ${walker.N}`;
      return { ...at(place), text, kind: "novelty-name" };
    });
    const known = this.inView.map((place) => {
      const { name, novelty } = place,
        beyond = novelty > FAR ? ` ${novelty.toFixed(1)} →` : "",
        text = `${NAMES[name] ?? name}${beyond}`;
      return { ...at(place), text, kind: "novelty-name", sure: CORNERS.includes(name) };
    });
    for (const each of known) add("rect", { class: "novelty-known", ...square(each) });
    const all = [...known.filter((each) => each.sure), ...sides, ...others],
      labels = [...all, ...known.filter((each) => !each.sure)];
    for (const { x: left, y: base, anchor, text, k } of labelled(labels, box))
      add("text", { class: labels[k].kind, x: left, y: base, "text-anchor": anchor }, text);
  }

  /** Of windows those of the machine in view; the table has all. */
  get inView() {
    const { machine } = this.look;
    return this.known.filter(({ name }) => {
      const [of, P] = name.split(" P=");
      return P === undefined || of === machine;
    });
  }

  /** All that is known, as a table. @returns {Element | undefined} */
  table() {
    if (this.known.length < 3) return undefined;
    const cell = (/** @type {string} */ text) => h("td", {}, text);
    const rows = this.known.map(({ name, novelty, coherence }) =>
      h(
        "tr",
        {},
        h("th", { scope: "row" }, NAMES[name] ?? name),
        cell(novelty.toFixed(2)),
        cell(rounded(coherence)),
      ),
    );
    const heads = ["pictures", "novelty", "coherence"].map((text) =>
      h("th", { scope: "col" }, text),
    );
    return h(
      "details",
      { class: "lab-menu" },
      h("summary", {}, `What lies where: ${some(rows.length, "set")} of pictures`),
      h("table", { class: "novelty-table" }, h("thead", {}, h("tr", {}, heads)), rows),
    );
  }

  close() {
    this.plot.close();
  }
}

/** @param {{ x: number, y: number }} at */
const square = ({ x, y }) => ({ x: x - 3, y: y - 3, width: 6, height: 6 });
