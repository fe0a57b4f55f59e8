// What all labs share: small DOM helpers, noise from a seed, pictures, and the choice between two engines.

const SVG = "http://www.w3.org/2000/svg";
const make = (tag, attributes = {}, ...children) => {
  const node = tag.startsWith("svg:") ? document.createElementNS(SVG, tag.slice(4)) : document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) node.setAttribute(key, value);
  node.append(...children);
  return node;
};
let made = 0;
const unique = (stem) => `lab-${stem}-${++made}`;
const clamp = (x, low, high) => Math.min(high, Math.max(low, x));
const short = (x) => (x === 0 ? "0" : x < 0.1 ? x.toFixed(3) : x < 10 ? x.toFixed(2) : x < 100 ? x.toFixed(1) : x.toFixed(0));
const percent = (w) => (w > 0.0005 && w < 0.0995 ? `${(100 * w).toFixed(1)} %` : `${Math.round(100 * w)} %`);

// Standard normals from a seed: mulberry32 and Box-Muller. One seed, one noise, whichever engine computes.
function normals(seed, count) {
  let a = seed >>> 0;
  const uniform = () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const out = new Float32Array(count);
  for (let k = 0; k < count; k += 2) {
    const radius = Math.sqrt(-2 * Math.log(1 - uniform())), angle = 2 * Math.PI * uniform();
    out[k] = radius * Math.cos(angle);
    if (k + 1 < count) out[k + 1] = radius * Math.sin(angle);
  }
  return out;
}

// ---- pictures: -1 is white, +1 is black, as in the book's figures
const picture = (h, w, caption) => {
  const canvas = make("canvas", { width: w, height: h, role: "img", "aria-label": caption });
  const text = make("figcaption", {}, caption);
  const figure = make("figure", { class: "lab-picture" }, canvas, text);
  return { figure, canvas, say: (words, label = words) => { text.textContent = words; canvas.setAttribute("aria-label", label); } };
};

function paint(canvas, values, scale = 1) {
  const context = canvas.getContext("2d"), image = context.createImageData(canvas.width, canvas.height);
  for (let p = 0; p < values.length; p++) {
    const grey = Math.round(clamp(127.5 * (1 - values[p] / scale), 0, 255));
    image.data.set([grey, grey, grey, 255], 4 * p);
  }
  context.putImageData(image, 0, 0);
}

// ---- controls
function slider(label, { min, max, step = 1, value, show = String }) {
  const id = unique("range");
  const input = make("input", { type: "range", id, min, max, step, value });
  const output = make("output", { for: id });
  const tell = () => { output.textContent = show(+input.value); input.setAttribute("aria-valuetext", output.textContent); };
  input.addEventListener("input", tell);
  tell();
  return { root: make("div", { class: "lab-control" }, make("label", { for: id }, label), output, input), input, tell,
    get value() { return +input.value; }, set value(v) { input.value = v; tell(); } };
}

// A slider whose thumb moves evenly in the logarithm.
const logSlider = (label, { low, high, value, show }) => {
  const at = (v) => low * (high / low) ** (v / 1000);
  const control = slider(label, { min: 0, max: 1000, value: Math.round(1000 * Math.log(value / low) / Math.log(high / low)), show: (v) => show(at(v)) });
  return { root: control.root, input: control.input, get value() { return at(control.value); } };
};

function choice(label, options, value) {
  const id = unique("select");
  const select = make("select", { id }, ...options.map(([key, text]) => make("option", { value: key }, text)));
  select.value = value;
  return { root: make("div", { class: "lab-control" }, make("label", { for: id }, label), select), input: select, get value() { return select.value; } };
}

function seedControl(value, changed) {
  const id = unique("seed"), most = 999999;
  const input = make("input", { type: "number", id, min: 0, max: most, step: 1, value, inputmode: "numeric" });
  const button = make("button", { type: "button" }, "New noise");
  let seed = value;
  input.addEventListener("change", () => {
    const wanted = Number(input.value), good = input.value !== "" && Number.isInteger(wanted) && wanted >= 0 && wanted <= most;
    if (good) seed = wanted;
    input.value = seed;
    changed(good ? "" : `The seed must be a whole number from 0 to ${most}; kept ${seed}. `);
  });
  button.addEventListener("click", () => { input.value = seed = (seed + 1) % (most + 1); changed(""); });
  return { root: make("div", { class: "lab-control lab-seed" }, make("label", { for: id }, "Seed"), make("span", {}, input, button)), input, button, get value() { return seed; } };
}

// ---- candidates with weights as bars
function candidateList(rows, h, w) {
  const list = make("ol", { class: "lab-bars" });
  const items = Array.from({ length: rows }, () => {
    const canvas = h ? make("canvas", { width: w, height: h, "aria-hidden": "true" }) : "";
    const bar = make("span", { class: "lab-bar" }), text = make("span", { class: "lab-number" });
    const item = make("li", {}, canvas, make("span", { class: "lab-track", "aria-hidden": "true" }, bar), text);
    list.append(item);
    return { item, canvas, bar, text };
  });
  return { list, set(k, weight, words, values) {
    const { item, canvas, bar, text } = items[k];
    item.hidden = weight === undefined;
    if (item.hidden) return;
    bar.style.width = `${Math.max(0.4, 100 * weight)}%`;
    text.textContent = words ?? percent(weight);
    if (values) paint(canvas, values);
  }, mark: (k, on) => items[k].item.classList.toggle("lab-true", on) };
}

// ---- engines: the page's worker, or Python behind the widget model
function pageEngine(images, d, receive) {
  const address = URL.createObjectURL(new Blob([ENGINE], { type: "text/javascript" }));
  const start = () => {
    const worker = new Worker(address);
    worker.onmessage = ({ data }) => receive(data);
    worker.onerror = (event) => receive({ type: "error", message: event.message });
    worker.postMessage({ images, d });
    return worker;
  };
  let worker = start();
  return { name: "page", post: (job) => worker.postMessage(job), cancel() { worker.terminate(); worker = start(); },
    close() { worker.terminate(); URL.revokeObjectURL(address); } };
}

function kernelEngine(model) {
  return { name: "kernel", close() {}, cancel: (id) => model.send({ type: "cancel", id }),
    post({ id, kind, params, arrays }) { model.send({ type: "job", id, kind, params }, undefined, arrays.map((a) => a.buffer.slice(a.byteOffset, a.byteOffset + a.byteLength))); } };
}

const floats = (view) => new Float32Array(view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength));

// A lab: its root element, one job at a time (the newest wins), a live region, and the engine that is in use.
function lab(model, el, name, title) {
  const shape = model.get("shape"), view = model.get("images"), [, h = 1, w = 1] = shape;
  const images = view ? new Uint8Array(view.buffer ?? view, view.byteOffset ?? 0, view.byteLength) : new Uint8Array();
  const status = make("p", { role: "status", class: "lab-status" });
  const root = make("section", { class: "mosaic-lab", "data-lab": name, "aria-label": title });
  const self = { root, status, images, h, w, d: h * w, shape, settings: model.get("settings"), busy: 0, last: {}, onmessage() {} };
  let count = 0, queued = null, running = null;
  self.image = (m) => Float32Array.from(images.subarray(m * self.d, (m + 1) * self.d), (b) => b / 127.5 - 1);
  self.say = (words) => { status.textContent = words; };

  const receive = (message) => {
    if (!running || message.id !== undefined && message.id !== running.id) return;
    if (message.type === "error") self.say(`That did not work: ${message.message}`);
    self.last.messages.push(message);
    if (message.type !== "error") self.onmessage(message);
    if (message.type === "step") return;
    root.dataset[message.type === "error" ? "failed" : "done"] = running.id;
    running = null;
    self.onidle?.();
    if (queued) self.run(...queued);
  };
  const page = pageEngine(images, self.d, receive), kernel = kernelEngine(model);
  let engine = page;

  self.run = (kind, params, arrays) => {
    if (running) { queued = [kind, params, arrays]; return; }
    queued = null;
    running = { id: ++count };
    self.last = { kind, params, noise: arrays, messages: [] };
    engine.post({ id: count, kind, params, arrays });
  };
  self.cancel = () => {
    if (!running) return;
    engine.cancel(running.id);
    running = queued = null;
    self.say("Cancelled.");
    self.onidle?.();
  };
  self.running = () => running !== null;
  root.labState = () => self.last;

  const pick = choice("Computed by", [["page", "this page"], ["kernel", "Python"]], "page");
  pick.root.hidden = true;
  const use = (which) => { self.cancel(); engine = which; root.dataset.engine = which.name; pick.input.value = which.name; };
  pick.input.addEventListener("change", () => { use(pick.value === "kernel" ? kernel : page); self.start(); });
  use(page);

  const hear = (content, buffers = []) => {
    if (content.type === "pong" && pick.root.hidden) { pick.root.hidden = false; use(kernel); if (self.started) self.start(); return; }
    if (content.type !== "pong" && engine === kernel) receive({ ...content, arrays: buffers.map(floats) });
  };
  model.on("msg:custom", hear);
  self.open = (...children) => {
    root.append(...children, make("div", { class: "lab-foot" }, status, pick.root));
    el.append(root);
    model.send({ type: "ping" });
    setTimeout(() => { self.started = true; self.start(); }, 150); // a kernel answers the ping first
  };
  self.close = () => { model.off("msg:custom", hear); page.close(); };
  return self;
}

// ---- a small plot on logarithmic axes
function plot({ x, y, xlabel, ylabel, label, flip = false }) {
  const W = 340, H = 210, box = { l: 46, r: 10, t: 10, b: 38 };
  const place = (v, [low, high], a, b) => a + ((Math.log(v) - Math.log(low)) / (Math.log(high) - Math.log(low))) * (b - a);
  const px = (v) => place(clamp(v, ...x), x, flip ? W - box.r : box.l, flip ? box.l : W - box.r);
  const py = (v) => place(clamp(v, ...y), y, H - box.b, box.t);
  const decades = ([low, high]) => Array.from({ length: 12 }, (_, k) => 10 ** (k - 5)).filter((v) => v >= low * 0.999 && v <= high * 1.001);
  const svg = make("svg:svg", { viewBox: `0 0 ${W} ${H}`, role: "img", "aria-label": label, class: "lab-plot" });
  const text = (words, attributes) => make("svg:text", attributes, words);
  const axis = make("svg:g", { class: "lab-axis" }, make("svg:path", { d: `M${box.l} ${box.t}V${H - box.b}H${W - box.r}` }));
  for (const v of decades(x)) axis.append(text(short10(v), { x: px(v), y: H - box.b + 14, "text-anchor": "middle" }));
  for (const v of decades(y)) axis.append(text(short10(v), { x: box.l - 6, y: py(v) + 4, "text-anchor": "end" }));
  axis.append(text(xlabel, { x: (box.l + W - box.r) / 2, y: H - 5, "text-anchor": "middle" }),
    text(ylabel, { transform: `translate(11 ${(box.t + H - box.b) / 2}) rotate(-90)`, "text-anchor": "middle" }));
  svg.append(axis);
  const line = (points) => points.map(([a, b], k) => `${k ? "L" : "M"}${px(a).toFixed(1)} ${py(b).toFixed(1)}`).join("");
  return { svg, px, py, line, say: (words) => svg.setAttribute("aria-label", words),
    add: (tag, attributes, ...rest) => { const node = make(`svg:${tag}`, attributes, ...rest); svg.append(node); return node; } };
}
const short10 = (v) => (v >= 1 ? String(Math.round(v)) : String(Number(v.toPrecision(1))));
