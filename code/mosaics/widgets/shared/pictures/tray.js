// The panel where a reader brings pictures of their own: files, the clipboard, a drawing, the
// book's sets. Each is shown as it will be used; nothing of it leaves the browser.
/** @import { PictureSet } from "./set.js" */
/** @import { Cropped } from "./crop.js" */
/** @import { Picture } from "./fit.js" */
import { State } from "../state/state.js";
import { choice } from "../view/controls.js";
import { button, h, unique } from "../view/elements.js";
import { bringIntoView } from "../view/sight.js";
import { Cropper, MIDDLE, tick } from "./crop.js";
import { Editor, show } from "./editor.js";
import { fit, pictureOf, SIZES, turned } from "./fit.js";
import { count, Intake, wordsOf } from "./intake.js";
import { LIMITS } from "./limits.js";
import { blank } from "./pixels.js";
import { shortName } from "./set.js";
import { forget, keep, kept } from "./store.js";

const STAY = "Your pictures stay in this browser";
const KERNEL = `${STAY} and go to this notebook's own Python, nowhere else.`;
const rulesFor = (/** @type {number} */ few) =>
  "PNG, JPEG, WebP, GIF or BMP, each at most 20 MB and 8,192 pixels a side; " +
  `${few} to ${LIMITS.many} pictures. ` +
  "A photograph lies as its file stores it: notes on how to turn it (EXIF) are not read.";
const TYPES = "image/png,image/jpeg,image/webp,image/gif,image/bmp";
/** Pages that are not served securely have no clipboard, and some browsers none to read. */
const canPaste = () => "clipboard" in navigator && "read" in navigator.clipboard;
const KEEPS_NOTHING = "This browser keeps nothing for this page";
const FORMS = Object.fromEntries(SIZES.map((n) => [n, `${n} × ${n}`]));
const COLOURS = { 1: "Grey", 3: "Colour" };

/** @typedef {Cropped & { name: string, levels: Uint8Array, el: HTMLLIElement }} Item */
/** @typedef {{ name: string, label: string, load(): Promise<PictureSet> }} Offer */

/**
 * @typedef {object} Options
 * @property {Offer[]} sets of the book
 * @property {boolean} kernel whether a notebook's Python computes
 * @property {PictureSet | undefined} [current] what the lab has now, offered to go on from
 * @property {Purpose} [purpose] what the pictures are for; by default a training set
 * @property {(set: PictureSet) => void} take
 * @property {(text: string) => void} say
 */

/**
 * What pictures are for: its name, how many are needed, why it needs so many; `form`: the size and
 * the channels that they must have, where a reader cannot choose
 * @typedef {object} Purpose
 * @property {string} name
 * @property {number} few
 * @property {string} needs
 * @property {{ size: number, channels: number }} [form]
 */

/** @type {Purpose} */
const TRAINING = {
  name: "Your own training set",
  few: LIMITS.few,
  needs: `A training set needs at least ${LIMITS.few} pictures`,
};

export class Tray {
  /** @type {Item[]} */
  items = [];
  /** @type {Item | undefined} */
  chosen;
  drawn = 0;
  state = new State(); // the panel's own: a lab's is what it shows
  /** @type {Editor | undefined} */
  editor;

  /** @param {Options} options */
  constructor(options) {
    const { current, sets } = options,
      { form } = options.purpose ?? TRAINING,
      [, C = 1, S = 28] = current?.shape ?? [];
    this.on = options;
    this.purpose = options.purpose ?? TRAINING;
    this.offers = current
      ? [{ name: "current", label: "The lab's pictures", load: async () => current }, ...sets]
      : sets;
    this.size = this.choice("size", "Size", FORMS, form?.size ?? (SIZES.includes(S) ? S : 28));
    this.channels = this.choice("channels", "Colours", COLOURS, form?.channels ?? C);
    this.list = h("ul", { class: "tray-list", "aria-label": "Pictures as they will be used" });
    this.bench = h("div", { class: "tray-bench" });
    this.drop = this.makeDrop();
    this.intake = new Intake({
      room: () => LIMITS.many - this.items.length,
      put: (name, picture) => this.put(name, picture),
      left: () => this.drop.focus(),
      say: options.say,
    });
    this.el = this.build();
    this.refresh();
    this.look();
  }

  /** What is being read is left. */
  close() {
    this.intake.stop();
  }

  // ---------------------------------------------------------------- parts
  /** @param {string} name @param {string} label @param {Record<string, string>} values */
  choice(name, label, values, /** @type {number} */ value) {
    const { state } = this,
      change = () => this.refit();
    return choice({ state, name, label, values, value: String(value), change });
  }

  build() {
    const { name, form } = this.purpose,
      privacy = h("p", { class: "tray-stay" }, this.on.kernel ? KERNEL : `${STAY}.`),
      how = h(
        "div",
        { class: "tray-tools", hidden: Boolean(form) },
        this.size.el,
        this.channels.el,
      ),
      foot = this.makeFoot();
    return h(
      "section",
      {
        class: "tray",
        "aria-label": name,
        onpaste: (/** @type {ClipboardEvent} */ event) => this.paste(event),
        ondragover: (/** @type {DragEvent} */ event) => this.hover(event, true),
        ondragleave: (/** @type {DragEvent} */ event) => this.hover(event, false),
        ondrop: (/** @type {DragEvent} */ event) => this.dropped(event),
      },
      [privacy, this.drop, this.intake.el, how, this.list, this.bench, foot],
    );
  }

  makeDrop() {
    const input = h("input", { type: "file", multiple: true, accept: TYPES, hidden: true });
    input.addEventListener("change", () => {
      this.intake.add([...(input.files ?? [])]);
      input.value = ""; // the same file may be chosen again
    });
    this.drawing = button("Draw", () => this.edit());
    const clipboard = canPaste() ? button("Paste", () => this.fromClipboard()) : undefined;
    const buttons = [button("Choose files", () => input.click()), clipboard, this.drawing];
    const about = { role: "group", "aria-label": "Drop or paste pictures here", tabindex: 0 };
    const line = h("p", {}, "Drop pictures here, paste them, or take some:");
    const rules = h("p", { class: "tray-note" }, rulesFor(this.purpose.few));
    const row = h("div", { class: "lab-row" }, buttons, input);
    return h("div", { class: "tray-drop", ...about }, line, row, this.makeOffers(), rules);
  }

  makeOffers() {
    if (!this.offers.length) return undefined;
    const names = Object.fromEntries(this.offers.map(({ name, label }) => [name, label]));
    const set = choice({
      state: this.state,
      name: "set",
      label: "A set of the book",
      values: names,
      value: this.offers[0].name,
    });
    const id = unique(),
      many = h("input", { type: "number", id, min: 1, max: LIMITS.many, value: 20 });
    const label = h("label", { for: id }, "How many"),
      number = h("div", { class: "lab-control lab-seed" }, label, many);
    const add = button("Add", () => this.addSet(set.value, many.valueAsNumber));
    return h("div", { class: "lab-row tray-offers" }, set.el, number, add);
  }

  makeFoot() {
    const why = h("p", { class: "tray-note", id: unique() });
    this.why = why;
    this.use = button("", () => this.take(), {
      class: "lab-primary",
      "aria-describedby": why.id,
    });
    this.keeping = button("Keep in this browser", () => this.keep());
    this.back = button("Bring back", () => this.bringBack(), { hidden: true });
    this.forgetting = button("Forget", () => this.forget(), { hidden: true });
    const row = h("div", { class: "lab-row" }, this.use, this.keeping, this.back, this.forgetting);
    return h("div", { class: "tray-foot" }, row, why);
  }

  // ---------------------------------------------------------------- what is in it
  get how() {
    return { size: +this.size.value, channels: +this.channels.value };
  }

  /**
   * One more picture, if there is room
   * @param {string} name @param {Picture} picture @param {Partial<Cropped>} [more]
   */
  put(name, picture, { crop = { ...MIDDLE }, invert = false } = {}) {
    const canvas = h("canvas", { "aria-hidden": "true" }),
      face = h("button", { type: "button", "aria-pressed": "false" }, canvas),
      el = h("li", {}, face);
    /** @type {Item} */
    const item = { name, picture, crop, invert, levels: new Uint8Array(), el };
    face.addEventListener("click", () => {
      this.choose(item === this.chosen ? undefined : item);
      if (item === this.chosen) bringIntoView(this.bench);
    });
    face.addEventListener("keydown", ({ key }) => {
      if (key === "Delete" || key === "Backspace") this.remove(item);
    });
    face.setAttribute("aria-label", name);
    this.fit(item);
    this.items.push(item);
    this.list.append(el);
    this.refresh();
  }

  /** @param {Item} item */
  fit(item) {
    const { picture, crop, invert } = item;
    item.levels = fit(picture, { ...this.how, crop, invert });
    this.showLevels(/** @type {HTMLCanvasElement} */ (item.el.querySelector("canvas")), item);
  }

  /** A picture as it will be used. @param {HTMLCanvasElement} canvas @param {Item} item */
  showLevels(canvas, { levels }) {
    const { size, channels } = this.how;
    canvas.width = size;
    canvas.height = size;
    show(canvas, pictureOf(levels, channels, size));
  }

  /** All from their originals. */
  refit() {
    for (const item of this.items) this.fit(item);
    if (this.chosen) this.choose(this.chosen);
    const { size, channels } = this.how;
    const hand = this.editor ? " The drawing in hand stays as it is until it is taken." : "";
    this.on.say(`${size} × ${size} pixels, in ${channels === 1 ? "grey" : "colour"}.${hand}`);
  }

  /** What is said of the whole. */
  refresh() {
    const n = this.items.length,
      few = n < this.purpose.few;
    this.list.hidden = !n;
    if (!this.use || !this.why || !this.keeping) return;
    this.use.textContent = few
      ? "Use these pictures"
      : n === 1
        ? "Use this picture"
        : `Use these ${n} pictures`;
    this.use.disabled = few;
    this.keeping.disabled = !n;
    const lack = n ? "there is one" : "there are none yet";
    this.why.textContent = few
      ? `${this.purpose.needs}; ${lack}.`
      : "Choose a picture to crop it, to draw on it or to remove it.";
  }

  /** @param {Item} item */
  remove(item) {
    if (this.unfinished()) return;
    const at = this.items.indexOf(item);
    this.items.splice(at, 1);
    item.el.remove();
    this.choose(undefined);
    this.refresh();
    const next = this.items[Math.min(at, this.items.length - 1)]?.el.querySelector("button");
    (next ?? this.drop).focus();
    this.on.say(`${item.name} removed; ${count(this.items.length)}.`);
  }

  /** The set that a lab takes: what has one name is one class. @returns {PictureSet} */
  get set() {
    const { size, channels } = this.how,
      names = this.items.map((item) => shortName(item.name) || "picture"),
      classes = [...new Set(names)],
      bytes = new Uint8Array(this.items.length * channels * size * size);
    this.items.forEach(({ levels }, m) => bytes.set(levels, m * levels.length));
    const labels = names.map((name) => classes.indexOf(name));
    const shape = [this.items.length, channels, size, size];
    return { name: "your pictures", bytes, shape, labels, classes };
  }

  take() {
    if (!this.unfinished()) this.on.take(this.set);
  }

  // ---------------------------------------------------------------- where pictures come from
  /** @param {DragEvent} event @param {boolean} over */
  hover(event, over) {
    event.preventDefault();
    event.stopPropagation(); // a notebook has uses of its own for files
    this.drop.classList.toggle("tray-over", over);
  }

  /** @param {DragEvent} event */
  dropped(event) {
    this.hover(event, false);
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length) this.intake.add(files);
    else this.on.say("What was dropped holds no file.");
  }

  /** @param {ClipboardEvent} event */
  paste(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length && event.target instanceof HTMLInputElement) return; // a number
    event.preventDefault();
    event.stopPropagation();
    if (files.length) this.intake.add(files);
    else this.on.say("The clipboard holds no picture.");
  }

  async fromClipboard() {
    try {
      const files = [];
      for (const item of await navigator.clipboard.read()) {
        const type = item.types.find((name) => name.startsWith("image/"));
        if (type) files.push(new File([await item.getType(type)], "pasted.png"));
      }
      if (files.length) await this.intake.add(files);
      else this.on.say("The clipboard holds no picture.");
    } catch {
      this.on.say("The browser does not let this page read the clipboard; press Ctrl+V here.");
      this.drop.focus();
    }
  }

  /** @param {string} name @param {number} wanted */
  async addSet(name, wanted) {
    const offer = /** @type {Offer} */ (this.offers.find((each) => each.name === name));
    try {
      const { bytes, shape, labels, classes } = await offer.load(),
        [N, C, S] = shape,
        n = Math.min(N, Math.max(0, wanted || 0), LIMITS.many - this.items.length),
        size = C * S * S;
      for (let m = 0; m < n; m++) {
        const picture = pictureOf(bytes.subarray(m * size, (m + 1) * size), C, S);
        this.put(classes[labels[m]] ?? `${offer.label} ${m + 1}`, picture);
      }
      this.intake.tell(n, []);
    } catch (error) {
      this.intake.tell(0, [`${offer.label}: ${wordsOf(error)}.`]);
    }
  }

  // ---------------------------------------------------------------- one picture
  /** @param {Item | undefined} item */
  choose(item) {
    if (this.unfinished()) return;
    this.chosen = item;
    this.editor = undefined;
    for (const { el } of this.items)
      el.querySelector("button")?.setAttribute("aria-pressed", String(el === item?.el));
    this.bench.replaceChildren(...(item ? this.workOn(item) : []));
  }

  /** A drawing goes only when the reader says so. */
  unfinished() {
    const open = Boolean(this.editor?.pixels.past.length);
    if (open) this.on.say("Take or leave the drawing first.");
    return open;
  }

  /** @param {Item} item */
  workOn(item) {
    const cropper = new Cropper(item, () => refit());
    const refit = () => {
      this.fit(item);
      this.showLevels(cropper.result, item);
    };
    this.showLevels(cropper.result, item);
    const invert = tick("Invert: for what is light on dark", item.invert, (on) => {
      item.invert = on;
      refit();
    });
    const turn = button("Turn", () => {
      item.picture = turned(item.picture);
      refit();
      this.choose(item);
      this.bench.querySelector("button")?.focus();
    });
    const row = [
      turn,
      button("Draw on it", () => this.edit(item)),
      button("Remove", () => this.remove(item)),
    ];
    const controls = [
      h("p", { class: "lab-head" }, item.name),
      ...cropper.controls,
      this.how.channels === 1 ? invert : undefined,
      h("div", { class: "lab-row" }, row),
    ];
    return [cropper.stage, h("div", { class: "tray-side" }, controls)];
  }

  /** Draws a new picture, or on one as it will be used. @param {Item} [item] */
  edit(item) {
    const { size, channels } = this.how;
    if (this.unfinished()) return;
    if (!item && this.items.length >= LIMITS.many)
      return this.on.say(`A set holds at most ${LIMITS.many} pictures.`);
    this.choose(undefined);
    const cancel = () => {
      this.editor = undefined;
      this.bench.replaceChildren();
      (item?.el.querySelector("button") ?? this.drawing)?.focus();
    };
    const done = (/** @type {Picture} */ picture) => {
      if (item) Object.assign(item, { picture, crop: { ...MIDDLE }, invert: false });
      else this.put(`drawing ${++this.drawn}`, picture);
      if (item) this.fit(item);
      cancel();
      this.on.say(`The drawing is taken; ${count(this.items.length)}.`);
    };
    const picture = item ? pictureOf(item.levels, channels, size) : blank(size);
    this.editor = new Editor({ picture, channels, done, cancel, say: this.on.say });
    this.bench.replaceChildren(this.editor.el);
    this.editor.focus();
    bringIntoView(this.bench);
  }

  // ---------------------------------------------------------------- what this browser keeps
  /** Whether something is kept. */
  async look() {
    const value = await kept().catch(() => undefined),
      n = Array.isArray(value) ? value.length : 0;
    if (this.back) this.back.textContent = `Bring back ${n} kept`;
    for (const each of [this.back, this.forgetting]) each?.toggleAttribute("hidden", !n);
  }

  async keep() {
    const plain = this.items.map(({ name, picture, crop, invert }) => ({
      name,
      picture,
      crop,
      invert,
    }));
    await this.stored(() => keep(plain), `${count(plain.length)} kept in this browser.`);
  }

  async forget() {
    await this.stored(forget, "This browser keeps none of your pictures now.");
    this.catchFocus();
  }

  /** A button that was pressed has gone. */
  catchFocus() {
    if (document.activeElement === document.body) this.drop.focus();
  }

  /** @param {() => Promise<unknown>} act @param {string} words */
  async stored(act, words) {
    try {
      await act();
      this.on.say(words);
    } catch (error) {
      this.on.say(`${KEEPS_NOTHING}: ${wordsOf(error)}`);
    }
    await this.look();
  }

  async bringBack() {
    const before = this.items.length;
    try {
      const value = /** @type {Item[] | undefined} */ (await kept());
      if (!value) return await this.missKept();
      for (const { name, picture, ...more } of value.slice(0, LIMITS.many - before))
        this.put(name, picture, more);
      this.intake.tell(this.items.length - before, []);
    } catch (error) {
      this.on.say(`What was kept cannot be brought back: ${wordsOf(error)}`);
    }
  }

  /** Another page of the book has forgotten it meanwhile. */
  async missKept() {
    this.on.say("Nothing is kept any more.");
    await this.look();
    this.catchFocus();
  }
}
