// Shows the book's widgets where no kernel runs. MyST-NB leaves their state in the page, _ext/house/labs.py
// has moved code and data to files of _static/labs; this script hands each widget a model object that holds
// the state and whose messages go nowhere, so the widget computes in the page.
const LABS = new URL("labs/", import.meta.url);
const STATE = 'script[type="application/vnd.jupyter.widget-state+json"]';
const VIEW = 'script[type="application/vnd.jupyter.widget-view+json"]';
const widgets = JSON.parse(document.querySelector(STATE)?.textContent ?? '{"state":{}}').state;
const models = new Map();

const address = (stored) => new URL(stored.lab, LABS);

async function bytes(stored) {
  const response = await fetch(address(stored));
  if (!response.ok) throw new Error(`${response.status} for ${response.url}`);
  const packed = new Uint8Array(await response.arrayBuffer());
  if (packed[0] !== 0x1f || packed[1] !== 0x8b) return new DataView(packed.buffer); // the server unpacked it
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new DataView(await new Response(stream).arrayBuffer());
}

async function restore({ state, buffers = [] }) {
  await Promise.all(buffers.map(async (buffer) => {
    let owner = state;
    for (const key of buffer.path.slice(0, -1)) owner = owner[key];
    owner[buffer.path.at(-1)] = await bytes(buffer);
  }));
  return state;
}

class Model {
  constructor(state) {
    this.state = state;
    this.listeners = new Map();
    this.widget_manager = { get_model: getModel };
  }
  get(key) { return this.state[key]; }
  set(key, value) {
    if (this.state[key] === value) return;
    this.state[key] = value;
    for (const name of [`change:${key}`, "change"]) this.emit(name, value);
  }
  emit(name, ...values) { for (const listener of [...(this.listeners.get(name) ?? [])]) listener(...values); }
  on(names, listener) {
    for (const name of names.split(" ")) this.listeners.set(name, [...(this.listeners.get(name) ?? []), listener]);
  }
  off(names, listener) {
    for (const name of names ? names.split(" ") : [...this.listeners.keys()])
      this.listeners.set(name, listener ? (this.listeners.get(name) ?? []).filter((f) => f !== listener) : []);
  }
  save_changes() {}
  send() {}
}

function getModel(id) {
  if (!models.has(id)) models.set(id, restore(widgets[id]).then((state) => new Model(state)));
  return models.get(id);
}

function addStyle(stored) {
  if (!stored?.lab || document.querySelector(`link[data-lab-style="${stored.lab}"]`)) return Promise.resolve();
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: address(stored) });
  link.dataset.labStyle = stored.lab;
  document.head.append(link);
  return new Promise((done) => { link.onload = link.onerror = done; });
}

async function render(id, el) {
  const model = await getModel(id);
  const [code] = await Promise.all([import(address(model.get("_esm"))), addStyle(model.get("_css"))]);
  const widget = typeof code.default === "function" ? await code.default() : code.default;
  await widget.initialize?.({ model });
  await widget.render?.({ model, el });
}

async function show(script) {
  const id = JSON.parse(script.textContent).model_id;
  const el = document.createElement("div");
  el.className = "lab-host";
  if (widgets[id]?.model_module !== "anywidget") {
    el.textContent = "This control needs Python: run the chapter in JupyterLab, Binder or Colab.";
    return script.after(el);
  }
  try {
    script.after(el);
    await render(id, el);
    posters(script).forEach((poster) => poster.remove());
    document.querySelector(STATE).dataset.shown = Number(document.querySelector(STATE).dataset.shown ?? 0) + 1;
  } catch (error) { // the picture stays, and the reader is told why nothing moves
    el.setAttribute("role", "alert");
    el.textContent = `This control could not start here (${error.message}). It also runs in JupyterLab, Binder and Colab.`;
  }
}

// The picture that stands in for the widget while there is none.
const posters = (script) => script.closest(".cell_output, .cell")?.querySelectorAll(".lab-poster") ?? [];

const near = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    near.unobserve(target);
    target.querySelectorAll(`:scope > ${VIEW}`).forEach(show);
  }
}, { rootMargin: "600px" });
for (const holder of new Set([...document.querySelectorAll(VIEW)].map((script) => script.parentElement))) near.observe(holder);
