// The frame that all labs stand in: root element, foot with the live region and the engine, jobs
// and their end.
/** @import { Context, Control, Floats, Heard, Listener, Place, Shape, Value } from "../types" */
/** @import { EngineName } from "./machine.js" */
/** @import { Own } from "../pictures/own.js" */
/** @import { Choice } from "./controls.js" */
/** @import { Row } from "./paint.js" */

import { cut, read, write } from "../state/link.js";
import { show } from "../state/numbers.js";
import { bytesOf, imageOf, sizeOf } from "../state/pictures.js";
import { noted } from "../state/png.js";
import { State } from "../state/state.js";
import { choice } from "./controls.js";
import { h, keepKey } from "./elements.js";
import { AGAIN, ENGINES, Machine, SILENT } from "./machine.js";
import { Menu } from "./menu.js";

const PATIENCE = 5000; // ms of silence until a job is late

/** @typedef {HTMLDivElement & { labState?: () => unknown, lab?: Frame }} Root */

/**
 * A lab is made in two steps: its constructor sets what it knows, open() builds what is seen and
 * starts the first job.
 * @template [Settings=any]
 * @template {object} [State=object]
 */
export class Frame {
  /** @type {State | undefined} */
  state; // of the last job, for tests
  /** @type {number | undefined} */
  late;
  refusal = ""; // of what was asked for last; it stands before all that is said until a hand comes
  passing = ""; // words in the live region that hold until the next answer
  left = "Python has gone: this page computes.";
  chosen = new State(); // what can be set
  /** @type {Own | undefined} */
  own; // where a reader may bring pictures
  /** @type {Menu | undefined} */
  menu; // of what a reader takes away
  /** @type {Promise<unknown> | undefined} */
  coming; // the lab that takes the place of this one

  /** @param {Context} context @param {string} lab */
  constructor(context, lab) {
    const { model, el } = context,
      [N, ...shape] = model.get("shape");
    this.model = model;
    this.data = model.get("made").data; // name of its data, "" where it has none
    this.settings = /** @type {Settings} */ (model.get("settings"));
    /** @type {number} */
    this.N = N;
    this.shape = /** @type {Shape} */ (shape);
    /** @type {Root} */
    this.root = h("div", {
      class: "mosaic-lab",
      "data-lab": lab,
      role: "group",
      "aria-label": model.get("description"),
      onkeydown: keepKey,
    });
    this.status = h("p", { class: "lab-status", role: "status" });
    this.where = h("span", { class: "lab-where" });
    /** @type {Choice} */
    this.engine = this.makeEngine();
    el.labState = () => this.state;
    this.root.labState = el.labState;
    for (const name of ["pointerdown", "keydown", "input"])
      this.root.addEventListener(name, () => {
        this.refusal = "";
      });
    this.root.lab = this; // get() and set() are for the page around it
    this.machine = new Machine(context, () => this.switched());
    this.home = context.home;
    this.context = context;
    el.append(this.root);
  }

  /** The choice of an engine, which is hidden where there is one only. */
  makeEngine() {
    const made = choice({
      state: this.chosen,
      name: "engine",
      label: "Computed by",
      values: ENGINES,
      value: "page",
      change: (name) => this.machine.use(/** @type {EngineName} */ (name)),
    });
    made.el.hidden = true;
    return made;
  }

  open() {}

  /** The other engine computes from now on. */
  rerun() {}

  /** Puts the parts in place, the foot last. @param {Element[]} parts */
  build(...parts) {
    this.menu = new Menu(this);
    this.root.append(
      ...parts,
      h("div", { class: "lab-foot" }, this.status, this.where, this.engine.el),
      ...(this.own ? [this.own.el] : []),
      this.menu.el,
    );
    this.root.dataset.engine = this.machine.name;
    this.where.textContent = "Computed in this page.";
    this.machine.ping();
  }

  /** Escape cancels the job under way. */
  cancelByEscape() {
    this.root.addEventListener("keydown", (event) => event.key === "Escape" && this.cancel());
  }

  /** Whether what is in view changes by itself until it comes to an end. */
  get moves() {
    return false;
  }

  switched() {
    const { name, live } = this.machine;
    this.root.dataset.engine = name;
    this.engine.el.hidden = !live;
    this.where.hidden = live;
    this.tellWhere();
    this.engine.set(name);
    this.rerun();
    if (this.machine.gone) this.hint(this.left);
  }

  /** @param {string} text */
  say(text) {
    const { refusal } = this,
      all = text.includes(refusal) ? text : `${refusal} ${text}`.trim();
    if (this.status.textContent !== all) this.status.textContent = all;
  }

  // ---------------------------------------------------------------- settings from outside
  /**
   * What a sentence of the page, a return to it or an address can set, by the names of Python's
   * `Lab.controls`. In the order in which they are set, for one may decide what another can be.
   * @returns {Record<string, Control>}
   */
  controls() {
    return {};
  }

  /** With what a lab is made of: a link that has another of it is refused. */
  offered() {
    const { data } = this,
      made = { ...(data ? { data } : {}), ...this.model.get("made").fixed };
    /** @type {[string, Control][]} */
    const fixed = Object.entries(made).map(([name, value]) => [name, { value, set() {} }]);
    return { ...Object.fromEntries(fixed), ...this.controls() };
  }

  get() {
    const all = Object.entries(this.offered()).map(([name, control]) => [name, control.value]);
    return Object.fromEntries(all.filter(([, value]) => value !== undefined));
  }

  /**
   * Sets what can be set and answers once: `then` is "play" where the answer is a motion, "stay"
   * where it is not wanted.
   * Returns the names of what this lab does not offer now, which stay as they are.
   * @param {Record<string, Value>} values
   */
  set(values, then = "play") {
    const { data, ...others } = values;
    if (this.own && data !== undefined && data !== this.data)
      return this.own.open(String(data), others, then) ? [] : ["data"];
    const left = { ...values },
      refused = [];
    const next = () => Object.keys(this.offered()).find((name) => name in left);
    for (let name = next(); name !== undefined; name = next()) {
      const control = this.offered()[name],
        before = control.value,
        wanted = left[name];
      delete left[name];
      control.set(wanted);
      if (control.near || String(control.value) === String(wanted)) continue;
      refused.push(name);
      if (before !== undefined) control.set(before);
    }
    refused.push(...Object.keys(left));
    const said = refused.map((name) => cut(`${name} = ${values[name]}`)).join(", ");
    this.refusal = said && `This lab does not offer ${said}.`;
    this.answer(then, this.refusal, values);
    return refused;
  }

  /**
   * Shows what has been set from outside.
   * @param {string} then
   * @param {string} note
   * @param {Record<string, Value>} values
   */
  answer(then, note, values) {}

  /** The focus comes to the lab, from where Tab leads to its controls. */
  takeFocus() {
    this.root.tabIndex = -1;
    this.root.focus({ preventScroll: true });
  }

  // ---------------------------------------------------------------- links, and what is kept
  /** The lab's class in Python. */
  get kindOfLab() {
    return this.model.get("made").lab;
  }

  /** What links and files say of what is in view. */
  linked() {
    return this.get();
  }

  /** The same as the end of an address. */
  link(place = 1) {
    return write(this.kindOfLab, this.linked(), place);
  }

  /** On the page where it stands; the end alone where that is no page of the book. */
  address() {
    const { home } = this;
    return home ? home.page + this.link(home.place) : this.link();
  }

  /** On the page that the lab has for itself. @param {Record<string, string>} [options] */
  ownAddress(options = {}) {
    const address = new URL(this.home?.own ?? "", this.home?.page);
    for (const [name, value] of Object.entries(options)) address.searchParams.set(name, value);
    return address.href + this.link();
  }

  /**
   * Goes where a link leads; false where it cannot be followed, which the lab says.
   * @param {string} hash
   */
  followLink(hash, then = "stay") {
    const link = read(hash);
    if (!link || link.wrong) return this.refuse(link?.wrong ?? "it names no lab");
    return this.set(link.values, then).length === 0;
  }

  /** Says why a link cannot be followed. @param {string} why */
  refuse(why) {
    this.refusal = `This link cannot be followed: ${why}.`;
    this.say(this.refusal);
    return false;
  }

  /**
   * The Python that makes what is in view again; none before there is something.
   * @returns {string | undefined}
   */
  python() {
    return undefined;
  }

  /** What python() gives, in words. */
  get copies() {
    return "Python for this picture";
  }

  /** Why there is no Python. @returns {string} */
  get lacks() {
    return "There is no picture yet.";
  }

  /**
   * What a link has, or has not, of what a reader brought or did.
   * @returns {string}
   */
  carries() {
    const { data } = this;
    if (data === "own") return "(your pictures are not in it: they are too many for an address)";
    return data.startsWith("own~") ? "with your pictures in it" : "";
  }

  /** The pictures that are saved. @returns {HTMLCanvasElement[] | Promise<HTMLCanvasElement[]>} */
  canvases() {
    return [...this.root.querySelectorAll("canvas")].filter((canvas) => canvas.checkVisibility());
  }

  /** Who made what the pictures are made of, and under which licence. @returns {string} */
  get credit() {
    return "";
  }

  /** A file with this note in it, where there is one. @param {Blob} png */
  async credited(png) {
    return this.credit ? noted(png, "Copyright", this.credit) : png;
  }

  // ---------------------------------------------------------------- jobs
  /**
   * One job.
   * @param {string} task
   * @param {object} params
   * @param {Floats[]} buffers
   * @param {Listener} on
   */
  run(task, params, buffers, on) {
    this.root.dataset.busy = "";
    delete this.root.dataset.error;
    this.unsay();
    this.waitFor();
    const id = this.machine.run(task, params, buffers, (message) => this.hear(id, message, on));
  }

  /** Says so where a job's engine is silent for so long. */
  waitFor(ms = PATIENCE) {
    clearTimeout(this.late);
    this.late = window.setTimeout(() => {
      if (!this.machine.job) return;
      this.machine.probe();
      this.slow();
    }, ms);
  }

  /** Says what holds until the next answer. @param {string} text */
  hint(text) {
    this.passing = text;
    this.say(text);
  }

  /** Takes such words away, for an answer has come. */
  unsay(text = "") {
    if (this.passing && this.status.textContent === this.passing) this.hint(text);
    else this.passing = "";
  }

  /** @param {string | undefined} id @param {Heard} message @param {Listener} on */
  hear(id, message, on) {
    if (message.type === "step") {
      this.unsay(this.machine.name === "kernel" ? AGAIN : "");
      this.waitFor();
      return on.step?.(message);
    }
    clearTimeout(this.late);
    this.unsay();
    if (message.type === "missing") return on.missing?.();
    delete this.root.dataset.busy;
    const type = message.type === "done" ? this.deliver(id, message, on) : message.type;
    if (message.type === "error") this.fail(id, message.message);
    if (message.type === "cancelled") this.say(message.message ?? "Cancelled.");
    on.end?.(type);
    if (type === "done") this.root.dataset.done = id;
  }

  /**
   * Shows an answer; one that cannot be shown leaves the lab as ready as one that did not come.
   * @param {string | undefined} id @param {Heard} message @param {Listener} on
   * @returns {Heard["type"]}
   */
  deliver(id, message, on) {
    try {
      on.done(message);
      return "done";
    } catch (error) {
      reportError(error); // it is ours
      this.fail(id, error instanceof Error ? error.message : String(error));
      return "error";
    }
  }

  /** @param {string | undefined} id @param {string | undefined} text */
  fail(id, text) {
    this.root.dataset.error = id;
    this.say(`That did not work: ${text}`);
  }

  slow() {
    this.hint(this.silence());
  }

  /** What a late job's engine may be at. */
  silence() {
    return SILENT[this.machine.name];
  }

  cancel() {
    this.machine.stop();
  }

  /**
   * Who computed: said where no kernel is there, for otherwise the choice of an engine stands
   * there.
   */
  tellWhere() {
    const { live, gone } = this.machine;
    const why = gone ? this.left : "Computed in this page.";
    this.where.textContent = live ? "" : why;
  }

  /** The sentence about speed that ends each announcement. @param {number} ms */
  spent(ms) {
    const time = ms < 1000 ? `${Math.max(1, Math.round(ms))} ms` : `${(ms / 1000).toFixed(1)} s`;
    return `${time}, ${this.machine.name === "kernel" ? "Python" : "in this page"}`;
  }

  // ---------------------------------------------------------------- training images
  /** Numbers of an image. */
  get imageSize() {
    return sizeOf(this.shape);
  }

  /** Image m of the training set. @param {number} m */
  image(m) {
    return imageOf(bytesOf(this.model.get("images")), this.imageSize, m);
  }

  /** What it shows, if that is known. @param {number} m @returns {string | undefined} */
  kind(m) {
    return this.model.get("classes")[this.model.get("labels")[m]];
  }

  /** What to call it. @param {number} m */
  name(m) {
    return `no. ${show(m)}${this.kind(m) ? `, ${this.kind(m)}` : ""}`;
  }

  /**
   * Rows of a bar list: the likeliest images with their weights
   * @param {number[]} top_i @param {number[]} top_w @param {number} marked @returns {Row[]}
   */
  candidates(top_i, top_w, marked) {
    return top_i.map((m, i) => {
      const number = `no. ${show(m)}`,
        kind = this.kind(m),
        note = kind !== undefined && number;
      return { x: this.image(m), name: kind ?? number, note, w: top_w[i], marked: m === marked };
    });
  }

  close() {
    clearTimeout(this.late);
    this.own?.close();
    this.machine.close();
  }
}

/**
 * Before another lab stands on this place: the page would scroll while nothing stands there. Where
 * the focus was in a lab it goes in the next one.
 * @param {HTMLElement} root @param {HTMLElement} el
 */
function held(root, el) {
  const at = document.activeElement,
    named = at instanceof HTMLSelectElement && `select[name="${at.name}"]`;
  const inside = root.contains(at);
  el.style.minHeight = `${el.offsetHeight}px`;
  /** @param {Frame} next */
  return (next) => {
    /** @type {HTMLElement | null} */
    const same = named ? next.root.querySelector(named) : null;
    if (inside && same) same.focus({ preventScroll: true });
    else if (inside) next.takeFocus();
    requestAnimationFrame(() => {
      el.style.minHeight = "";
    });
  };
}

/**
 * What anywidget takes for a lab: a render that opens it and returns how to close it
 * @param {new (context: Context) => Frame} Lab @param {string} worker
 */
export const widget = (Lab, worker) => ({
  /** @param {Place} place */
  render(place) {
    /** @type {Frame | undefined} */
    let lab;
    /** @type {Context["reopen"]} */
    const reopen = (model, brought) => {
      const settle = lab && held(lab.root, place.el);
      lab?.close();
      lab?.root.remove();
      lab = new Lab({ ...place, model, worker, brought, reopen });
      lab.open();
      settle?.(lab);
      const opened = model.get("opened");
      if (Object.keys(opened).length) lab.set(opened, "stay");
      return lab;
    };
    const first = reopen(place.model);
    if (place.home?.link) first.followLink(place.home.link);
    return () => lab?.close();
  },
});
