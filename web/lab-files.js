"use strict";
// What the pages keep of the book's widgets: files of _static/labs (_ext/house/labs.py), and models
// that hold a widget's state. lab-host.js shows the widgets.

const LAB_FOLDER = new URL(
  "labs/",
  document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : location.href,
);
/** @type {Map<string, Promise<unknown>>} */
const labFiles = new Map();

/** @param {LabFile} file */
const labAddress = (file) => new URL(file.lab, LAB_FOLDER).href;

/**
 * Scripts of the old kind are all that a page may load when it is a file itself, or stands in a
 * sandboxed frame: there modules, fetch and workers from files are refused.
 * @param {string} address
 */
function loadLabFile(address) {
  return new Promise((done, fail) => {
    const script = document.createElement("script"),
      lost = () => fail(new Error(`${script.src} did not load`));
    script.onload = () => (script.stored === undefined ? lost() : done(script.stored));
    script.onerror = lost;
    script.src = address;
    document.head.append(script);
  });
}

/**
 * What a stored file holds; the kind is for the caller to know, as it is with JSON.
 * @template Kind
 * @param {LabFile} file
 * @returns {Promise<Kind>}
 */
function labStored(file) {
  const known = labFiles.get(file.lab);
  if (known) return /** @type {Promise<Kind>} */ (known);
  const coming = loadLabFile(labAddress(file)).catch((error) => {
    labFiles.delete(file.lab); // it may come when it is asked for again
    throw error;
  });
  labFiles.set(file.lab, coming);
  return coming;
}

/** @param {LabFile} file */
async function labBytes(file) {
  /** @type {string} */
  const text = await labStored(file);
  const packed = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new DataView(await new Response(stream).arrayBuffer());
}

/**
 * The style in the page, once; where it does not come the lab does without.
 * @param {LabFile} [file]
 */
function addLabStyle(file) {
  if (!file?.lab || document.querySelector(`link[data-lab-style="${file.lab}"]`))
    return Promise.resolve();
  const link = Object.assign(document.createElement("link"), {
    rel: "stylesheet",
    href: labAddress(file),
  });
  link.dataset.labStyle = file.lab;
  document.head.append(link);
  return new Promise((done) => {
    link.onload = link.onerror = done;
  });
}

/**
 * The book's sets, for labs that take a reader's own pictures: one file lists them, each is in
 * another.
 */
async function labSets() {
  /** @type {Record<string, LabSet>} */
  const listed = await labStored({ lab: "sets.js" });
  return Object.entries(listed).map(([name, { label, lab, ...about }]) => ({
    name,
    label,
    async load() {
      const { buffer } = await labBytes({ lab });
      return { name, bytes: new Uint8Array(buffer), ...about };
    },
  }));
}

/**
 * Puts bytes where they belong in a state. What lies deeper than a trait is another state's, and is
 * loaded when a reader asks for it.
 * @param {LabSource} source
 * @param {(file: LabFile) => Promise<DataView<ArrayBuffer>>} load
 * @returns {Promise<LabTraits>}
 */
async function restoreLab({ state, buffers = [] }, load) {
  const place = async (/** @type {LabBuffer} */ { path, lab }) => {
    /** @type {Record<string, unknown>} */
    let owner = state;
    for (const key of path.slice(0, -1))
      owner = /** @type {Record<string, unknown>} */ (owner[key]);
    owner[path[path.length - 1]] = path.length > 1 ? () => load({ lab }) : await load({ lab });
  };
  await Promise.all(buffers.map(place));
  const { _worker, ...traits } = state,
    whole = /** @type {LabTraits} */ (traits); // for now its bytes are there
  return _worker ? { ...whole, _worker: labAddress(_worker) } : whole;
}

/** Holds a widget's state as anywidget's model does; its messages go nowhere. */
class LabModel {
  /** @type {Map<string, LabListener[]>} */
  listeners = new Map();

  /**
   * @param {LabTraits} state
   * @param {(id: string) => Promise<LabModel>} others
   */
  constructor(state, others) {
    this.state = state;
    this.widget_manager = { get_model: others };
  }

  /**
   * @template {keyof LabTraits} Name
   * @param {Name} key
   * @returns {LabTraits[Name]}
   */
  get(key) {
    return this.state[key];
  }

  /**
   * @template {keyof LabTraits} Name
   * @param {Name} key
   * @param {LabTraits[Name]} value
   */
  set(key, value) {
    if (this.state[key] === value) return;
    this.state[key] = value;
    for (const name of [`change:${key}`, "change"]) this.emit(name, value);
  }

  /** @param {string} name @param {unknown} value */
  emit(name, value) {
    for (const listener of [...(this.listeners.get(name) ?? [])])
      listener(/** @type {never} */ (value)); // each knows what it asked to hear
  }

  /** @param {string} names @param {LabListener} listener */
  on(names, listener) {
    for (const name of names.split(" "))
      this.listeners.set(name, [...(this.listeners.get(name) ?? []), listener]);
  }

  /**
   * All of them where none is given.
   * @param {string} [names]
   * @param {LabListener} [listener]
   */
  off(names, listener) {
    for (const name of names ? names.split(" ") : [...this.listeners.keys()]) {
      const before = listener ? (this.listeners.get(name) ?? []) : [];
      this.listeners.set(
        name,
        before.filter((each) => each !== listener),
      );
    }
  }

  save_changes() {}

  send() {}
}
