// Which network? Another one takes the place of the lab's, with its weights, images and windows.
/** @import { Model, Shape, Value } from "../shared/types" */
/** @import { Choice } from "../shared/view/controls.js" */
/** @import { Tried } from "./tried.js" */
/** @import { Prediction } from "./view.js" */
import { overlay, whole } from "../shared/state/overlay.js";
import { choice } from "../shared/view/controls.js";
import { carried } from "./carried.js";

/** What decides which settings hold with a network. @param {Prediction} lab */
const setup = ({ settings, shape }) => ({ ...settings, shape });

/** @param {Shape} shape */
const dropped = ([, H, W]) =>
  `What was painted on the noise is gone: it has ${H} × ${W} pixels now.`;

export class Nets {
  /** @type {string | undefined} */
  wish; // the network that is being loaded
  /** @type {Record<string, Value>} */
  asked = {}; // of the lab with it
  /** @type {Map<string, Tried>} */
  kept = new Map(); // what has been tried with each

  /** @param {Prediction} lab */
  constructor(lab) {
    const { net, nets } = lab.settings;
    this.lab = lab;
    /** @type {Model} */
    this.made = lab.model; // what the first lab on this place was made with
    /** @type {Choice} */
    this.choice = choice({
      state: lab.chosen,
      name: "net",
      label: "Network",
      values: nets,
      value: net,
      change: (name) => this.open(name),
    });
    this.choice.el.hidden = Object.keys(nets).length < 2;
  }

  get name() {
    return this.lab.settings.net;
  }

  /** What a network is called. @param {string} name */
  words(name) {
    return this.lab.settings.nets[name];
  }

  /** The network in use, which a choice under way has not changed yet. */
  get control() {
    const nets = this;
    return {
      get value() {
        return nets.name;
      },
      set() {},
    };
  }

  /** Whether a name leads to another network. @param {Value} name */
  leads(name) {
    return name !== this.name && Object.hasOwn(this.lab.settings.nets, String(name));
  }

  /** The lab's own network after all. */
  stay() {
    this.wish = undefined;
    this.lab.unsay();
    this.choice.set(this.name);
  }

  /**
   * Opens the lab with a network and sets it.
   * @param {string} name
   * @param {Record<string, Value>} values
   * @param {string} then
   */
  async lead(name, values, then) {
    this.choice.set(name);
    const asked = { ...values };
    this.asked = asked;
    (await this.open(name))?.set(asked, then);
  }

  /**
   * What is set while a network is being loaded is for the lab with it, too, and comes last.
   * @param {Record<string, Value>} values
   */
  also(values) {
    if (this.wish === undefined) return;
    if ("P" in values || "windows" in values) {
      delete this.asked.P; // of the two that name windows
      delete this.asked.windows;
    }
    Object.assign(this.asked, values);
  }

  /**
   * The lab with that network; none where it does not come, or is no longer wanted.
   * @param {string} name
   */
  async open(name) {
    if (name === this.name) return this.stay();
    this.wish = name;
    this.lab.hint(`Loading the network ${this.words(name)}.`);
    try {
      const model = await this.model(name);
      return this.wish === name ? this.replace(model) : undefined;
    } catch (error) {
      if (this.wish !== name) return undefined;
      this.stay();
      const why = error instanceof Error ? error.message : String(error);
      this.lab.say(`The network ${this.words(name)} did not come: ${why}.`);
    }
  }

  /** @param {string} name */
  async model(name) {
    const { made } = this,
      other = made.get("others")?.[name] ?? {}; // {}: the one that it was made with
    return overlay(made, { ...(await whole(other)), opened: {} });
  }

  /**
   * The lab anew: same seed, steps, windows and new noise, as far as they fit; what was tried
   * with this network before.
   * @param {Model} model
   */
  replace(model) {
    const { lab } = this,
      before = lab.get();
    this.kept.set(this.name, lab.tried);
    const next = /** @type {Prediction} */ (/** @type {unknown} */ (lab.context.reopen(model)));
    next.nets.follow(this);
    const values = carried(before, setup(lab), setup(next)),
      name = `Network ${this.words(next.nets.name)}.`;
    next.take(values, values.renewed === before.renewed ? name : `${name} ${dropped(next.shape)}`);
    return next;
  }

  /** @param {Nets} before */
  follow({ made, kept }) {
    this.made = made;
    this.kept = kept;
    this.lab.tried = kept.get(this.name) ?? this.lab.tried;
  }

  close() {
    this.wish = undefined; // what still comes opens nothing
  }
}
