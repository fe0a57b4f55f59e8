// The menu that all labs have: what a reader takes away. What was copied stands in view, so that it
// can be taken by hand where the browser lets no page copy.
/** @import { Frame } from "./frame.js" */
import { button, h, unique } from "./elements.js";
import { copied, download, json, png } from "./save.js";

/** @type {Record<string, string>} */
const LEVELS = {
  picture: "Picture and one control",
  lab: "The lab",
  text: "The lab and its text",
};
const RESIZE = `<script>addEventListener("message", ({ data, source }) => {
  for (const frame of document.querySelectorAll("iframe"))
    if (frame.contentWindow === source && data?.mosaics === "height")
      frame.style.height = data.height + "px";
});</script>`;

export class Menu {
  /** @param {Frame} lab */
  constructor(lab) {
    this.lab = lab;
    this.given = h("textarea", {
      readonly: true,
      rows: 8,
      spellcheck: "false",
      "aria-label": "What was copied",
    });
    this.level = this.makeLevel();
    this.given.hidden = true;
    this.level.hidden = true;
    this.el = h(
      "details",
      { class: "lab-menu lab-keep" },
      h("summary", {}, "Keep and share"),
      h("div", { class: "lab-menu-items" }, this.items()),
      this.level,
      this.given,
    );
    this.el.addEventListener("keydown", (event) => this.key(event));
  }

  items() {
    const { lab } = this,
      { home } = lab;
    return [
      button("Copy link", () => this.copy(lab.address(), `Link ${lab.carries()}`.trim())),
      button("Copy Python", () => this.copyPython()),
      button("Save picture", () => this.savePicture()),
      button("Save numbers", () => this.saveNumbers()),
      home?.own !== undefined && button("Embed", () => this.embed()),
      home?.own !== undefined && button("Full page", () => open(lab.ownAddress(), "_blank")),
    ].filter((item) => item instanceof Node);
  }

  /** Escape closes the menu, and then cancels nothing. @param {KeyboardEvent} event */
  key(event) {
    if (event.key !== "Escape" || !this.el.open) return;
    event.stopPropagation();
    this.el.open = false;
    this.el.querySelector("summary")?.focus();
  }

  /** @param {string} text @param {string} what */
  async copy(text, what, level = false) {
    this.level.hidden = !level;
    this.given.hidden = false;
    this.given.value = text;
    const done = await copied(text);
    this.given.setAttribute("aria-label", what);
    if (!done) this.given.select();
    this.lab.say(done ? `${what} copied.` : `${what}: copy it from the field with Ctrl + C.`);
  }

  copyPython() {
    const text = this.lab.python();
    if (text !== undefined) return this.copy(text, this.lab.copies);
    this.given.hidden = true; // what stands there is something else
    return this.lab.say(this.lab.lacks);
  }

  // ---------------------------------------------------------------- files
  get name() {
    return `${this.lab.kindOfLab.toLowerCase()}-seed-${this.lab.linked().seed ?? 0}`;
  }

  async savePicture() {
    const blob = await png(await this.lab.canvases());
    if (!blob) return this.lab.say("There is no picture yet.");
    download(await this.lab.credited(blob), `${this.name}.png`);
    this.lab.say(`${this.name}.png saved.`);
  }

  saveNumbers() {
    const { lab } = this;
    const asked = { lab: lab.kindOfLab, link: lab.address(), set: lab.linked() };
    download(json({ ...asked, ...lab.state }), `${this.name}.json`);
    lab.say(`${this.name}.json saved.`);
  }

  // ---------------------------------------------------------------- embedding
  makeLevel() {
    const group = unique("lab-level");
    const one = (/** @type {[string, string]} */ [key, words]) =>
      h(
        "label",
        {},
        h("input", {
          type: "radio",
          name: group,
          value: key,
          checked: key === "lab",
          onchange: () => this.embed(key),
        }),
        h("span", {}, words),
      );
    return h(
      "fieldset",
      { class: "lab-levels", "aria-label": "How much to embed" },
      Object.entries(LEVELS).map(one),
    );
  }

  embed(level = "lab") {
    const title = this.lab.root.getAttribute("aria-label") ?? "";
    const source = this.lab.ownAddress({ level }).replaceAll("&", "&amp;");
    const frame =
      `<iframe src="${source}" title="${title.replaceAll('"', "&quot;")}"\n` +
      '  style="width: 100%; height: 640px; border: 0" allow="clipboard-write"></iframe>\n';
    return this.copy(`${frame}${RESIZE}\n`, "Code for a page", true);
  }
}
