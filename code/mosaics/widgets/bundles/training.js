// sha256 of sources and bundler: f0515137b7f6111266111d49abe7b3673645390390e27b1defe696790086f984
const ENGINE = "\"use strict\";\n// code/mosaics/widgets/shared/engine/checks.js\nfunction need(ok, message) {\n  if (!ok) throw new Error(message);\n}\nfunction checkChoice(value, allowed, name) {\n  need(allowed.includes(value), `${name} must be one of ${allowed.join(\", \")}, got '${value}'`);\n}\n\n// code/mosaics/widgets/shared/engine/pace.js\nvar REST = 12;\n\n// code/mosaics/widgets/shared/engine/posterior.js\nvar Dictionary = class _Dictionary {\n  /**\n   * @param {Float32Array} keys\n   * @param {number} D\n   * @param {Float64Array} [half]\n   * @param {number} [M]\n   */\n  constructor(keys, D, half, M = keys.length / D) {\n    this.keys = keys;\n    this.D = D;\n    this.M = M;\n    this.half = half ?? Float64Array.from({ length: M }, (_, m) => dot(keys, m * D, keys, m * D, D) / 2);\n  }\n  /** The first n keys of these. @param {number} n */\n  first(n) {\n    return new _Dictionary(this.keys, this.D, this.half, n);\n  }\n};\nfunction dot(a, i, b, j, n) {\n  let s = 0;\n  for (let p = 0; p < n; p++) s += a[i + p] * b[j + p];\n  return s;\n}\n\n// code/mosaics/widgets/shared/engine/store.js\nvar images = new Dictionary(new Float32Array(0), 1);\nvar given = new Uint8Array(0);\nfunction keep(bytes, D, network = new Uint8Array(0)) {\n  images = new Dictionary(\n    Float32Array.from(bytes, (b) => b / 127.5 - 1),\n    D\n  );\n  given = network;\n}\n\n// code/mosaics/widgets/shared/engine/inbox.js\nvar scope = (\n  /** @type {Scope} */\n  /** @type {unknown} */\n  globalThis\n);\nvar cancelled = /* @__PURE__ */ new Set();\nvar waiting = [];\nvar pump = new MessageChannel();\npump.port1.onmessage = () => waiting.shift()?.();\nvar rest = () => new Promise((go) => {\n  waiting.push(go);\n  pump.port2.postMessage(0);\n});\nfunction post(id, message, arrays) {\n  const names = Object.keys(arrays), buffers = names.map((name) => Float32Array.from(arrays[name]));\n  scope.postMessage(\n    { id, ...message, names, buffers },\n    buffers.map((b) => b.buffer)\n  );\n}\nasync function work(jobs, { id, task, params, buffers }) {\n  checkChoice(task, Object.keys(jobs), \"task\");\n  let since = performance.now();\n  for (const [message, arrays] of jobs[task](params, buffers)) {\n    if (performance.now() - since > REST) {\n      await rest();\n      since = performance.now();\n    }\n    if (cancelled.delete(id)) return post(id, { type: \"cancelled\" }, {});\n    post(id, message, arrays);\n  }\n}\nfunction serve(jobs) {\n  scope.onmessage = ({ data }) => {\n    if (data.type === \"data\") keep(data.bytes, data.D, data.weights);\n    else if (data.type === \"cancel\") cancelled.add(data.job);\n    else\n      work(jobs, data).catch(\n        (error) => post(data.id, { type: \"error\", message: error.message }, {})\n      );\n  };\n}\n\n// code/mosaics/widgets/training/worker.js\nvar JOBS = {};\nserve(JOBS);\n";
// code/mosaics/widgets/shared/state/draws.js
function splitmix32(seed) {
  let s = seed | 0;
  return () => {
    s = s + 2654435769 | 0;
    let t = Math.imul(s ^ s >>> 16, 569420461);
    t = Math.imul(t ^ t >>> 15, 1935289751);
    return t ^ t >>> 15 | 0;
  };
}
function sfc32(seed) {
  const mix = splitmix32(seed);
  let a = mix(), b = mix(), c = mix(), d = 1;
  const next = () => {
    const t = (a + b | 0) + d | 0;
    d = d + 1 | 0;
    a = b ^ b >>> 9;
    b = c + (c << 3) | 0;
    c = (c << 21 | c >>> 11) + t | 0;
    return t >>> 0;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
}
var MAX_SEED = 99999;
function normals(seed, count) {
  const next = sfc32(seed), out = new Float32Array(count);
  for (let i = 0; i < count; i += 2) {
    const radius = Math.sqrt(-2 * Math.log((next() + 0.5) / 2 ** 32)), angle = 2 * Math.PI * next() / 2 ** 32;
    out[i] = radius * Math.cos(angle);
    if (i + 1 < count) out[i + 1] = radius * Math.sin(angle);
  }
  return out;
}

// code/mosaics/widgets/shared/state/numbers.js
function show(x) {
  if (!Number.isFinite(x)) return String(x);
  if (Math.abs(x) >= 1e3 || Number.isInteger(x)) return Math.round(x).toLocaleString("en-US");
  return Math.abs(x) >= 100 ? x.toFixed(0) : String(+x.toPrecision(Math.abs(x) >= 10 ? 3 : 2));
}
function nearestPosition(count, at, wanted) {
  let best = 0;
  for (let i = 1; i < count; i++)
    if (Math.abs(at(i) - wanted) < Math.abs(at(best) - wanted)) best = i;
  return best;
}
var ROUND = [
  1,
  1.1,
  1.2,
  1.3,
  1.4,
  1.5,
  1.6,
  1.8,
  2,
  2.2,
  2.4,
  2.7,
  3,
  3.3,
  3.6,
  4,
  4.5,
  5,
  5.5,
  6,
  6.5,
  7,
  7.5,
  8,
  9
];
function ladder(low, high, value, rungs = ROUND) {
  const out = /* @__PURE__ */ new Set([low, high, value]);
  for (let e = -3; e <= 4; e++) for (const m of rungs) out.add(+(m * 10 ** e).toPrecision(3));
  return [...out].filter((v) => v >= low && v <= high).sort((a, b) => a - b);
}
var wholeIn = (low, high) => (wanted) => {
  const whole = typeof wanted === "number" && Number.isInteger(wanted);
  return whole && wanted >= low && wanted <= high ? wanted : void 0;
};

// code/mosaics/widgets/shared/state/pictures.js
function bytesOf(raw) {
  return "buffer" in raw ? new Uint8Array(raw.buffer, raw.byteOffset, raw.byteLength) : new Uint8Array(raw);
}
var sizeOf = (shape) => shape[0] * shape[1] * shape[2];
var imageOf = (levels, size, m) => Float32Array.from(levels.subarray(m * size, (m + 1) * size), (b) => b / 127.5 - 1);
function colours(out, x, [C, H, W]) {
  const area = H * W;
  for (let p = 0; p < area; p++) {
    for (let c = 0; c < 3; c++) {
      const level = (x[C === 1 ? p : p + c * area] + 1) * 127.5;
      out[4 * p + c] = Math.round(C === 1 ? 255 - level : level);
    }
    out[4 * p + 3] = 255;
  }
}
var tame = (z, sigma) => z.map((v) => v / Math.sqrt(1 + sigma * sigma));

// code/mosaics/widgets/shared/view/elements.js
var SVG = "http://www.w3.org/2000/svg";
var calm = matchMedia("(prefers-reduced-motion: reduce)");
var counter = Math.floor(Math.random() * 1e9);
var unique = (kind = "lab") => `${kind}-${++counter}`;
function fill(node, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function")
      node.addEventListener(
        key.slice(2),
        /** @type {EventListener} */
        value
      );
    else if (value !== void 0 && value !== false)
      node.setAttribute(key, value === true ? "" : String(value));
  }
  const inside = (
    /** @type {(string | Node | null | undefined)[]} */
    /** @type {unknown[]} */
    children.flat(9)
  );
  node.append(...inside.filter((child) => child !== void 0 && child !== null));
  return node;
}
var h = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);
var svg = (tag, attributes = {}, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);
var button = (text, click, attributes = {}) => h("button", { type: "button", onclick: click, ...attributes }, text);
function penOf(canvas) {
  return (
    /** @type {CanvasRenderingContext2D} */
    canvas.getContext("2d", { willReadFrequently: true })
  );
}
var TRAVEL = /^(Arrow(Up|Down|Left|Right)|Page(Up|Down)|Home|End)$/;
var TRAVELLED = "select, input:not([type=checkbox]), [role=slider], [role=application]";
var TYPED = "input[type=number]";
var PRESSED = "button, select, summary, input[type=number], [role=application]";
var chord = (event) => event.ctrlKey || event.metaKey || event.altKey || event.shiftKey && event.key === "Enter";
function uses(control, key) {
  if (key === "Enter") return control.matches(PRESSED);
  if (TRAVEL.test(key)) return control.matches(TRAVELLED);
  return key.length === 1 || /^(Backspace|Delete)$/.test(key) && control.matches(TYPED);
}
function keepKey(event) {
  if (!chord(event) && uses(
    /** @type {Element} */
    event.target,
    event.key
  ))
    event.stopPropagation();
}

// code/mosaics/widgets/shared/view/controls.js
function slider({ state, name, label, count, at, value, say = show, hint, input, change }) {
  const id = unique(), out = h("span", { class: "lab-value", "aria-hidden": "true" });
  const range = h("input", { type: "range", id, name, min: 0, max: count - 1, step: 1 });
  const title = h("label", { for: id }, label, hint && h("small", {}, hint));
  const control = {
    el: h("div", { class: "lab-control" }, title, range, out),
    range,
    get value() {
      return state.number(name);
    },
    /** @param {number} wanted */
    set(wanted) {
      state.put(name, at(nearestPosition(+range.max + 1, at, wanted)));
    }
  };
  state.shownBy(name, () => {
    range.value = String(nearestPosition(+range.max + 1, at, control.value));
    out.textContent = say(control.value);
    range.setAttribute("aria-valuetext", say(control.value));
    range.style.setProperty("--at", `${100 * +range.value / Math.max(1, +range.max)}%`);
  });
  range.addEventListener("input", () => {
    state.put(name, at(+range.value));
    input?.(control.value);
  });
  range.addEventListener("change", () => change?.(control.value));
  control.set(value);
  return control;
}
function listSlider({ values: listed, free, ...options }) {
  const values = [...listed], control = slider({ ...options, count: values.length, at: (i) => values[i] });
  const { set } = control;
  if (!free) return control;
  control.set = (wanted) => {
    if (!values.includes(wanted) && wanted > values[0] && wanted < values[values.length - 1]) {
      values.push(wanted);
      values.sort((a, b) => a - b);
      control.range.max = String(values.length - 1);
    }
    set(wanted);
  };
  return control;
}
var rangeSlider = (options) => slider({ ...options, count: options.high - options.low + 1, at: (i) => options.low + i });
var logSlider = ({ low, high, ...options }) => listSlider({ ...options, free: true, values: ladder(low, high, options.value) });
function choice({ state, name, label, values, value, change }) {
  const id = unique();
  const options = Object.entries(values).map(
    ([key, text]) => h("option", { value: key, selected: key === value }, text)
  );
  const select = h("select", { id, name }, options);
  select.addEventListener("change", () => {
    state.put(name, select.value);
    change?.(select.value);
  });
  state.shownBy(name, () => {
    select.value = state.text(name);
  });
  state.put(name, value);
  const el = h("div", { class: "lab-control lab-choice" }, h("label", { for: id }, label), select);
  return {
    el,
    select,
    get value() {
      return state.text(name);
    },
    /** What is not on offer is not taken. @param {string} wanted */
    set(wanted) {
      const offered = Array.from(select.options, (option) => option.value);
      if (offered.includes(String(wanted))) state.put(name, String(wanted));
    }
  };
}
var seeds = wholeIn(0, MAX_SEED);
function seedField({ state, value, change }) {
  const id = unique();
  const range = { min: 0, max: MAX_SEED, step: 1, inputmode: "numeric" };
  const input = h("input", { type: "number", id, name: "seed", ...range, value });
  const set = (wanted) => {
    if (seeds(wanted) !== void 0) state.put("seed", wanted);
  };
  const control = {
    el: h("div", { class: "lab-control lab-seed" }, h("label", { for: id }, "Seed"), input),
    get value() {
      return state.number("seed");
    },
    set,
    next: () => set((control.value + 1) % (MAX_SEED + 1))
  };
  state.shownBy("seed", () => {
    input.value = String(control.value);
  });
  control.set(value);
  input.addEventListener("change", () => {
    const typed = input.value, near = typed === "" ? control.value : +typed;
    const wanted = Math.round(Math.min(MAX_SEED, Math.max(0, near)));
    const same = typed === String(wanted);
    control.set(wanted);
    change(
      wanted,
      same ? "" : `The seed is a whole number from 0 to ${MAX_SEED}: ${wanted} was taken.`
    );
  });
  return control;
}

// code/mosaics/widgets/shared/state/link.js
var VERSION = 1;
var FORM = /^#?([A-Za-z]\w*?)(?:\.(\d+))?:(.*)$/s;
var plain = (value) => encodeURIComponent(String(value)).replace(/%(3A|2F|2C|40|3B|24)/g, decodeURIComponent);
function write(lab, values, place = 1) {
  const parts = Object.entries({ v: VERSION, ...values }).map(
    ([name, value]) => `${name}=${plain(value)}`
  );
  return `#${lab}${place > 1 ? `.${place}` : ""}:${parts.join("&")}`;
}
function read(hash) {
  const found = FORM.exec(hash);
  if (!found) return void 0;
  const [, lab, place, given] = found;
  const values = {};
  const link = { lab, place: Number(place ?? 1), values };
  for (const part of given.split("&").filter(Boolean)) {
    const [, name, text] = /^(\w+)=(.*)$/s.exec(part) ?? [];
    const value = name && !(name in values) ? decoded(text) : void 0;
    if (value === void 0) return { ...link, values: {}, wrong: `“${part}” is no name=value` };
    values[name] = value;
  }
  const { v, ...rest } = values;
  const wrong = v === VERSION ? void 0 : `it is of ${v === void 0 ? "no version" : `version ${v}`}, this page reads ${VERSION}`;
  return wrong ? { ...link, values: {}, wrong } : { ...link, values: rest };
}
function decoded(text) {
  try {
    const plainText = decodeURIComponent(text);
    return String(Number(plainText)) === plainText ? Number(plainText) : plainText;
  } catch {
    return void 0;
  }
}

// code/mosaics/widgets/shared/state/state.js
var State = class {
  /** @type {Map<string, Value>} */
  #values = /* @__PURE__ */ new Map();
  /** @type {Map<string, () => void>} */
  #shows = /* @__PURE__ */ new Map();
  /** @param {string} name @returns {Value} */
  get(name) {
    return this.#values.get(name);
  }
  /** @param {string} name */
  number(name) {
    return Number(this.#values.get(name));
  }
  /** @param {string} name */
  text(name) {
    return String(this.#values.get(name));
  }
  /** Sets a value; what shows it follows. @param {string} name @param {Value} value */
  put(name, value) {
    this.#values.set(name, value);
    this.#shows.get(name)?.();
  }
  /**
   * A control of this name is shown anew at each change.
   * @param {string} name @param {() => void} show
   */
  shownBy(name, show2) {
    this.#shows.set(name, show2);
  }
  /**
   * A value as it can be read and set from outside; `fits` says whether one is on offer.
   * @template {Value} V
   * @param {string} name @param {(wanted: Value) => V | undefined} fits undefined for what is not
   * @returns {Control}
   */
  control(name, fits) {
    const state = this;
    return {
      get value() {
        return state.get(name);
      },
      set(wanted) {
        const value = fits(wanted);
        if (value !== void 0) state.put(name, value);
      }
    };
  }
};

// code/mosaics/widgets/shared/view/machine.js
var ENGINES = { kernel: "Python", page: "this page" };
var SILENT = {
  kernel: "Python has not answered for five seconds. It may be busy with a cell; you can also let this page compute.",
  page: "Still computing."
};
var AGAIN = "Python answers again.";
var floats = ({ buffer, byteOffset, byteLength }) => new Float32Array(
  /** @type {ArrayBuffer} */
  buffer.slice(byteOffset, byteOffset + byteLength)
);
var LEFT = ["comm_live_update", "comm:close"];
var GRACE = 1e3;
var REFUSED = "a worker computes here, and this page's policy (worker-src) lets none start";
function workers(source, file) {
  const fromText = () => {
    const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    try {
      return new Worker(url);
    } finally {
      URL.revokeObjectURL(url);
    }
  };
  return file ? [fromText, () => new Worker(file)] : [fromText];
}
function pageEngine({ model, worker: source }, hear) {
  const ways = workers(source, model.get("_worker"));
  const weights = model.get("weights");
  let worker;
  let sent = [
    {
      type: "data",
      bytes: bytesOf(model.get("images")),
      D: sizeOf(
        /** @type {Shape} */
        model.get("shape").slice(1)
      ),
      weights: weights && bytesOf(weights)
    }
  ];
  const start = () => {
    const way = ways.shift();
    try {
      worker = way?.();
    } catch {
      return start();
    }
    if (!worker) return hear({ type: "error", message: REFUSED }, []);
    worker.onmessage = ({ data }) => {
      sent = void 0;
      hear(data, data.buffers);
    };
    worker.onerror = ({ message }) => {
      if (sent && message === void 0) return start();
      hear(
        { type: "error", message: `the page's engine stopped: ${message ?? "no reason is given"}` },
        []
      );
    };
    for (const message of sent ?? []) worker.postMessage(message);
  };
  const send = (message, buffers = []) => {
    const whole = { ...message, buffers };
    sent?.push(whole);
    if (worker) worker.postMessage(whole);
    else setTimeout(() => hear({ id: message.id, type: "error", message: REFUSED }, []));
  };
  start();
  return { send, close: () => worker?.terminate() };
}
function kernelEngine(model, hear) {
  const listen = (message, buffers = []) => hear(message, buffers.map(floats));
  model.on("msg:custom", listen);
  return {
    send: (message, buffers = [], read2 = void 0) => model.send(
      message,
      read2 && { iopub: { status: read2 } },
      buffers.map((b) => b.buffer)
    ),
    close: () => model.off("msg:custom", listen)
  };
}
var Machine = class {
  /** @param {Context} context @param {() => void} changed */
  constructor(context, changed) {
    const from = (engine) => (message, buffers) => this.hear(engine, message, buffers);
    this.changed = changed;
    this.name = "page";
    this.live = false;
    this.gone = false;
    this.answered = false;
    this.model = context.model;
    this.leave = () => this.lost();
    for (const event of LEFT) this.model.on(event, this.leave);
    this.view = Math.random().toString(36).slice(2, 7);
    this.count = 0;
    this.job = void 0;
    this.engines = {
      kernel: kernelEngine(context.model, from("kernel")),
      page: pageEngine(context, from("page"))
    };
  }
  ping() {
    try {
      this.engines.kernel.send({ type: "ping", view: this.view });
    } catch {
    }
  }
  /**
   * Asks a silent kernel whether it still knows this lab. One that is busy reads that late. One
   * that has read it, is idle and has not answered has been restarted. A job's silence alone tells
   * nothing.
   */
  probe() {
    if (this.name !== "kernel") return;
    this.answered = false;
    const judge = () => this.answered || this.lost();
    const read2 = ({ content }) => {
      if (content.execution_state === "idle") setTimeout(judge, GRACE);
    };
    try {
      this.engines.kernel.send({ type: "ping", view: this.view }, [], read2);
    } catch {
      this.lost();
    }
  }
  /** The kernel has gone: the page takes over. One that is there after all answers the ping. */
  lost() {
    if (!this.live) return;
    this.live = false;
    this.gone = true;
    this.use("page");
    this.ping();
  }
  /**
   * Starts a job; a job still under way is cancelled, and only the newest job's messages are heard.
   * Returns its id.
   * @param {string} task
   * @param {object} params
   * @param {Floats[]} buffers
   * @param {(message: Heard) => void} listener
   */
  run(task, params, buffers, listener) {
    this.cancel();
    const id = `${this.view}-${++this.count}`;
    this.job = { id, listener, start: performance.now() };
    try {
      this.engines[this.name].send({ type: "run", id, task, params }, buffers);
    } catch {
      this.lost();
      return void 0;
    }
    return id;
  }
  /** Ends the job under way at once: its engine may be busy, or gone, and hear of it late. */
  stop() {
    if (!this.job) return;
    const { listener, start } = this.job;
    this.cancel();
    this.job = void 0;
    listener({ type: "cancelled", arrays: {}, ms: performance.now() - start });
  }
  cancel() {
    if (!this.job) return;
    try {
      this.engines[this.name].send({ type: "cancel", job: this.job.id });
    } catch {
    }
  }
  /** @param {EngineName} name */
  use(name) {
    this.cancel();
    this.job = void 0;
    this.name = name;
    this.changed();
  }
  /** @param {EngineName} engine @param {Answer} message @param {Floats[]} buffers */
  hear(engine, message, buffers) {
    if (engine === "kernel") this.answered = true;
    if (message.type === "pong" && message.view === this.view && !this.live) {
      this.live = true;
      this.gone = false;
      return this.use("kernel");
    }
    if (!this.job || message.id !== void 0 && message.id !== this.job.id) return;
    if (message.id === void 0 && (message.type !== "error" || engine !== this.name)) return;
    const { listener, start } = this.job;
    if (message.type !== "step") this.job = void 0;
    const arrays = Object.fromEntries((message.names ?? []).map((name, i) => [name, buffers[i]]));
    listener({ ...message, arrays, ms: performance.now() - start });
  }
  close() {
    this.cancel();
    this.live = false;
    for (const event of LEFT) this.model.off(event, this.leave);
    for (const engine of Object.values(this.engines)) engine.close();
  }
};

// code/mosaics/widgets/shared/view/save.js
var SIDE = 512;
var DIGITS = 9;
function png(canvases) {
  const side = Math.max(...canvases.map(({ width, height }) => Math.max(width, height)));
  const scale2 = Math.max(1, Math.ceil(SIDE / side));
  const gap = canvases.length > 1 ? Math.ceil(side * scale2 / 32) : 0;
  const widths = canvases.map(({ width }) => width * scale2);
  const sheet2 = h("canvas", {
    width: widths.reduce((sum, width) => sum + width + gap, -gap),
    height: Math.max(...canvases.map(({ height }) => height)) * scale2
  });
  const pen = (
    /** @type {CanvasRenderingContext2D} */
    sheet2.getContext("2d")
  );
  pen.imageSmoothingEnabled = false;
  let x = 0;
  for (const canvas of canvases) {
    pen.drawImage(canvas, x, 0, canvas.width * scale2, canvas.height * scale2);
    x += canvas.width * scale2 + gap;
  }
  return new Promise((done) => sheet2.toBlob(done, "image/png"));
}
function plain2(value) {
  if (value instanceof Float32Array || value instanceof Float64Array)
    return Array.from(value, (x) => +x.toPrecision(DIGITS));
  if (Array.isArray(value)) return value.map(plain2);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain2(inner)]));
}
var json = (numbers) => new Blob([JSON.stringify(plain2(numbers))], { type: "application/json" });
function download(blob, name) {
  const url = URL.createObjectURL(blob);
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 6e4);
}
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

// code/mosaics/widgets/shared/view/menu.js
var LEVELS = {
  picture: "Picture and one control",
  lab: "The lab",
  text: "The lab and its text"
};
var RESIZE = `<script>addEventListener("message", ({ data, source }) => {
  for (const frame of document.querySelectorAll("iframe"))
    if (frame.contentWindow === source && data?.mosaics === "height")
      frame.style.height = data.height + "px";
});<\/script>`;
function carries(data) {
  if (data === "own") return "(your pictures are not in it: they are too many for an address)";
  return data.startsWith("own~") ? "with your pictures in it" : "";
}
var Menu = class {
  /** @param {Frame} lab */
  constructor(lab) {
    this.lab = lab;
    this.given = h("textarea", {
      readonly: true,
      rows: 8,
      spellcheck: "false",
      "aria-label": "What was copied"
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
      this.given
    );
    this.el.addEventListener("keydown", (event) => this.key(event));
  }
  items() {
    const { lab } = this, { home } = lab;
    return [
      button("Copy link", () => this.copy(lab.address(), `Link ${carries(lab.data)}`.trim())),
      button("Copy Python", () => this.copyPython()),
      button("Save picture", () => this.savePicture()),
      button("Save numbers", () => this.saveNumbers()),
      home?.own !== void 0 && button("Embed", () => this.embed()),
      home?.own !== void 0 && button("Full page", () => open(lab.ownAddress(), "_blank"))
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
    if (text === void 0) return this.lab.say("There is no picture yet.");
    return this.copy(text, "Python for this picture");
  }
  // ---------------------------------------------------------------- files
  get name() {
    return `${this.lab.kindOfLab.toLowerCase()}-seed-${this.lab.get().seed ?? 0}`;
  }
  async savePicture() {
    const blob = await png(await this.lab.canvases());
    if (!blob) return this.lab.say("There is no picture yet.");
    download(blob, `${this.name}.png`);
    this.lab.say(`${this.name}.png saved.`);
  }
  saveNumbers() {
    const { lab } = this;
    const asked = { lab: lab.kindOfLab, link: lab.address(), set: lab.get() };
    download(json({ ...asked, ...lab.state }), `${this.name}.json`);
    lab.say(`${this.name}.json saved.`);
  }
  // ---------------------------------------------------------------- embedding
  makeLevel() {
    const group = unique("lab-level");
    const one = ([key, words]) => h(
      "label",
      {},
      h("input", {
        type: "radio",
        name: group,
        value: key,
        checked: key === "lab",
        onchange: () => this.embed(key)
      }),
      h("span", {}, words)
    );
    return h(
      "fieldset",
      { class: "lab-levels", "aria-label": "How much to embed" },
      Object.entries(LEVELS).map(one)
    );
  }
  embed(level = "lab") {
    const title = this.lab.root.getAttribute("aria-label") ?? "";
    const source = this.lab.ownAddress({ level }).replaceAll("&", "&amp;");
    const frame = `<iframe src="${source}" title="${title.replaceAll('"', "&quot;")}"
  style="width: 100%; height: 640px; border: 0" allow="clipboard-write"></iframe>
`;
    return this.copy(`${frame}${RESIZE}
`, "Code for a page", true);
  }
};

// code/mosaics/widgets/shared/view/frame.js
var PATIENCE = 5e3;
var Frame = class {
  /** @type {State | undefined} */
  state;
  // of the last job, for tests
  /** @type {number | undefined} */
  late;
  passing = "";
  // words in the live region that hold until the next answer
  left = "Python has gone: this page computes.";
  chosen = new State();
  // what can be set
  /** @type {Own | undefined} */
  own;
  // where a reader may bring pictures
  /** @type {Promise<unknown> | undefined} */
  coming;
  // the lab that takes the place of this one
  /** @param {Context} context @param {string} lab */
  constructor(context, lab) {
    const { model, el } = context, [N, ...shape] = model.get("shape");
    this.model = model;
    this.data = model.get("made").data;
    this.settings = /** @type {Settings} */
    model.get("settings");
    this.N = N;
    this.shape = /** @type {Shape} */
    shape;
    this.root = h("div", {
      class: "mosaic-lab",
      "data-lab": lab,
      role: "group",
      "aria-label": model.get("description"),
      onkeydown: keepKey
    });
    this.status = h("p", { class: "lab-status", role: "status" });
    this.where = h("span", { class: "lab-where" });
    this.engine = this.makeEngine();
    el.labState = () => this.state;
    this.root.labState = el.labState;
    this.root.lab = this;
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
      change: (name) => this.machine.use(
        /** @type {EngineName} */
        name
      )
    });
    made.el.hidden = true;
    return made;
  }
  open() {
  }
  /** The other engine computes from now on. */
  rerun() {
  }
  /** Puts the parts in place, the foot last. @param {Element[]} parts */
  build(...parts) {
    this.root.append(
      ...parts,
      h("div", { class: "lab-foot" }, this.status, this.where, this.engine.el),
      ...this.own ? [this.own.el] : [],
      new Menu(this).el
    );
    this.root.dataset.engine = this.machine.name;
    this.where.textContent = "Computed in this page.";
    this.machine.ping();
  }
  /** Escape cancels the job under way. */
  cancelByEscape() {
    this.root.addEventListener("keydown", (event) => event.key === "Escape" && this.cancel());
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
    if (this.status.textContent !== text) this.status.textContent = text;
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
    const { data } = this, made = { ...data ? { data } : {}, ...this.model.get("made").fixed };
    const fixed = Object.entries(made).map(([name, value]) => [name, { value, set() {
    } }]);
    return { ...Object.fromEntries(fixed), ...this.controls() };
  }
  get() {
    const all = Object.entries(this.offered()).map(([name, control]) => [name, control.value]);
    return Object.fromEntries(all.filter(([, value]) => value !== void 0));
  }
  /**
   * Sets what can be set and answers once: `then` is "play" where the answer is a motion, "stay"
   * where it is not wanted.
   * Returns the names of what this lab does not offer now, which stay as they are.
   * @param {Record<string, Value>} values
   */
  set(values, then = "play") {
    const { data, ...others } = values;
    if (this.own && data !== void 0 && data !== this.data)
      return this.own.open(String(data), others, then) ? [] : ["data"];
    const left = { ...values }, refused = [];
    const next = () => Object.keys(this.offered()).find((name) => name in left);
    for (let name = next(); name !== void 0; name = next()) {
      const control = this.offered()[name], before = control.value, wanted = left[name];
      delete left[name];
      control.set(wanted);
      if (control.near || String(control.value) === String(wanted)) continue;
      refused.push(name);
      if (before !== void 0) control.set(before);
    }
    refused.push(...Object.keys(left));
    const said = refused.map((name) => `${name} = ${values[name]}`).join(", ");
    this.answer(then, said ? `This lab does not offer ${said}.` : "", values);
    return refused;
  }
  /**
   * Shows what has been set from outside.
   * @param {string} then
   * @param {string} note
   * @param {Record<string, Value>} values
   */
  answer(then, note, values) {
  }
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
  /** What this lab is set to, as the end of an address. */
  link(place = 1) {
    return write(this.kindOfLab, this.get(), place);
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
    this.say(`This link cannot be followed: ${why}.`);
    return false;
  }
  /**
   * The Python that makes what is in view again; none before there is something.
   * @returns {string | undefined}
   */
  python() {
    return void 0;
  }
  /** The pictures that are saved. @returns {HTMLCanvasElement[] | Promise<HTMLCanvasElement[]>} */
  canvases() {
    return [...this.root.querySelectorAll("canvas")].filter((canvas) => canvas.checkVisibility());
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
    if (message.type === "done") on.done(message);
    if (message.type === "error") this.fail(id, message.message);
    if (message.type === "cancelled") this.say(message.message ?? "Cancelled.");
    on.end?.(message.type);
    if (message.type === "done") this.root.dataset.done = id;
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
    const time = ms < 1e3 ? `${Math.max(1, Math.round(ms))} ms` : `${(ms / 1e3).toFixed(1)} s`;
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
      const number = `no. ${show(m)}`, kind = this.kind(m), note = kind !== void 0 && number;
      return { x: this.image(m), name: kind ?? number, note, w: top_w[i], marked: m === marked };
    });
  }
  close() {
    clearTimeout(this.late);
    this.own?.close();
    this.machine.close();
  }
};
var widget = (Lab, worker) => ({
  /** @param {Place} place */
  render(place) {
    let lab;
    const reopen = (model, brought) => {
      lab?.close();
      lab?.root.remove();
      lab = new Lab({ ...place, model, worker, brought, reopen });
      lab.open();
      const opened = model.get("opened");
      if (Object.keys(opened).length) lab.set(opened, "stay");
      return lab;
    };
    reopen(place.model);
    return () => lab?.close();
  }
});

// code/mosaics/widgets/shared/state/curves.js
function decades(low, high) {
  const out = [];
  for (let e = Math.ceil(Math.log10(low) - 1e-9); 10 ** e <= high * (1 + 1e-9); e++)
    out.push(+(10 ** e).toPrecision(3));
  return out;
}
function evenly(low, high, count) {
  const raw = (high - low) / count, ten = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 5].find((m) => m * ten >= raw) ?? 10) * ten;
  const first = Math.ceil(low / step - 1e-9), last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => +((first + i) * step).toPrecision(6));
}
var ticks = ({ low, high, linear }) => linear ? evenly(low, high, 5) : decades(low, high);
function scale({ low, high, flip, linear }, from, to) {
  const [a, b] = flip ? [to, from] : [from, to];
  const part = (v) => linear ? (v - low) / (high - low) : Math.log(v / low) / Math.log(high / low);
  return (v) => a + (b - a) * part(Math.min(high, Math.max(low, v)));
}
var path = (pairs) => pairs.map(([a, b], i) => `${i ? "L" : "M"}${a.toFixed(1)} ${b.toFixed(1)}`).join("");
var diamond = (a, b, r) => `M${a} ${b - r}L${a + r} ${b}L${a} ${b + r}L${a - r} ${b}Z`;

// code/mosaics/widgets/shared/view/plot.js
function plot({ label, x, y, height = 190, draw }) {
  const root = svg("svg", { class: "lab-plot", role: "img", "aria-label": label, height });
  const el = h("div", { class: "lab-plot-box" }, root);
  const redraw = () => {
    const width = Math.max(220, el.clientWidth || 320);
    root.setAttribute("viewBox", `0 0 ${width} ${height}`);
    root.replaceChildren();
    draw(sheet(root, x, y, width, height));
  };
  const resized = new ResizeObserver(redraw);
  resized.observe(el);
  return {
    el,
    root,
    redraw,
    /** @param {string} text */
    say: (text) => root.setAttribute("aria-label", `${label}. ${text}`),
    close: () => resized.disconnect()
  };
}
function sheet(root, x, y, width, height) {
  const box = { left: 46, right: width - 12, top: 10, bottom: height - 38 };
  const made = {
    box,
    width,
    x: scale(x, box.left, box.right),
    y: scale(y, box.bottom, box.top),
    add: (tag, attributes, ...children) => root.append(svg(tag, attributes, ...children))
  };
  axes(made, x, y);
  return made;
}
var minus = (v) => show(v).replace("-", "−");
function axes({ box, add, x: px, y: py }, x, y) {
  for (const v of ticks(y)) {
    add("line", { class: "lab-grid", x1: box.left, x2: box.right, y1: py(v), y2: py(v) });
    add("text", { x: box.left - 7, y: py(v) + 4, "text-anchor": "end" }, minus(v));
  }
  for (const v of ticks(x)) {
    add("line", { class: "lab-grid", x1: px(v), x2: px(v), y1: box.top, y2: box.bottom });
    add("text", { x: px(v), y: box.bottom + 16, "text-anchor": "middle" }, minus(v));
  }
  add("path", { class: "lab-axis", d: `M${box.left} ${box.top}V${box.bottom}H${box.right}` });
  const title = {
    class: "lab-title",
    x: (box.left + box.right) / 2,
    y: box.bottom + 33,
    "text-anchor": "middle"
  };
  add("text", title, x.label);
}

// code/mosaics/widgets/training/run.js
var VIEWS = { recorded: "Recorded run", yours: "Your run" };
var PARTNERS = { zeros: "bbELS", circular: "ELS" };
var two = (x) => x === void 0 || x === null ? "–" : x.toFixed(2);
function recordedRun(recorded, shape, noises, image) {
  const { steps, seconds, loss, r2, median, chance, log, about } = recorded;
  const row = (k) => Array.from({ length: noises }, (_, i) => image(k * noises + i));
  const looks = steps.map((step, k) => ({
    step,
    seconds: seconds[k],
    loss: loss[k],
    z: row(k + 1),
    r2: r2[k],
    median: median[k],
    chance: chance[k]
  }));
  const early = looks.flatMap(
    (look) => look.loss === null ? [] : [[look.seconds, look.step, look.loss]]
  );
  const losses = [...early, ...log].sort((a, b) => a[1] - b[1]);
  const { length: planned } = looks;
  return { shape, planned, machine: row(0), looks, losses, params: about, images: about.n };
}
function described({ params: { width, padding, steps = 0, seconds }, images, looks }, yours) {
  const outside = padding === "zeros" ? "zeros outside" : "a torus", last = looks[looks.length - 1];
  const time = yours ? `${show(seconds)} s` : `${show(steps)} steps, ${show(last.seconds)} s of one core`;
  const what = `${show(images)} images, ${show(width)} channels, ${outside}, ${time}`;
  const built = "is built from the same images and never trained", machine = `The machine, ${PARTNERS[padding]}, ${built}.`;
  const where = yours ? " In Python the network is the lab’s net." : "";
  return `${yours ? VIEWS.yours : VIEWS.recorded}: ${what}. ${machine}${where}`;
}
function stopped({ losses }) {
  const last = losses[losses.length - 1];
  return last ? `Stopped after ${show(last[1])} steps. What there is stays, in Python also the network.` : "Stopped before the training began.";
}

// code/mosaics/widgets/training/curves.js
var AXES = { step: "training steps", seconds: "seconds of training" };
var Curves = class {
  axis = "step";
  at = 0;
  // the look in view
  /** @type {Run | undefined} */
  run;
  constructor() {
    this.x = { low: 10, high: 1e3, label: AXES.step };
    this.loss = { low: 0.1, high: 1 };
    this.lossPlot = plot({
      label: "Loss against training",
      x: this.x,
      y: this.loss,
      draw: (sheet2) => this.run && this.drawLoss(sheet2, this.run)
    });
    this.r2Plot = plot({
      label: "Median r² of network and machine against training",
      x: this.x,
      y: { low: 0, high: 1, linear: true },
      draw: (sheet2) => this.run && this.drawR2(sheet2, this.run)
    });
    const key = [
      h("i", { "aria-hidden": "true" }),
      "same noise",
      h("i", { class: "training-dashed", "aria-hidden": "true" }),
      "other noises"
    ];
    this.el = h(
      "div",
      { class: "lab-panels" },
      panel("Loss", ["mean of the last 100 steps"], this.lossPlot.el),
      panel("Median r² with the machine", key, this.r2Plot.el)
    );
  }
  /** @param {Run} run @param {number} at */
  show(run, at) {
    const { losses, looks, done = 1 } = run, steps = this.axis === "step", now = looks[at];
    const end = losses[losses.length - 1] ?? [1, 100], values = losses.map(([, , loss]) => loss);
    const high = Math.max(steps ? 100 : 1, end[steps ? 1 : 0] / Math.max(done, 0.01));
    this.run = run;
    this.at = at;
    Object.assign(this.x, { low: steps ? 10 : 0.1, high, label: AXES[this.axis] });
    Object.assign(this.loss, { low: Math.min(0.1, ...values), high: Math.max(1, ...values) });
    if (now) {
      const step = `at step ${show(now.step)}`;
      this.lossPlot.say(`Loss ${two(now.loss)} ${step}`);
      this.r2Plot.say(`${two(now.median)} ${step}; ${two(now.chance)} with other noises`);
    }
    this.lossPlot.redraw();
    this.r2Plot.redraw();
  }
  /** Where a look is on the axis. @param {Look} look */
  place(look) {
    return this.axis === "step" ? look.step : look.seconds;
  }
  /** @param {Sheet} sheet @param {Run} run */
  drawLoss(sheet2, { losses, looks }) {
    const { x, y, add } = sheet2, now = looks[this.at];
    const of = this.axis === "step" ? 1 : 0;
    add("path", { class: "lab-line", d: path(losses.map((row) => [x(row[of]), y(row[2])])) });
    if (now) this.drawNow(sheet2, now, now.loss === null ? void 0 : y(now.loss));
  }
  /** @param {Sheet} sheet @param {Run} run */
  drawR2(sheet2, { looks }) {
    const { x, y, add } = sheet2, now = looks[this.at];
    if (!now) return;
    const line = (of) => path(looks.map((look) => [x(this.place(look)), y(look[of])]));
    add("path", { class: "lab-line training-chance", d: line("chance") });
    add("path", { class: "lab-line", d: line("median") });
    for (const look of looks) {
      add("circle", { class: "lab-dot", cx: x(this.place(look)), cy: y(look.median), r: 2.5 });
    }
    this.drawNow(sheet2, now, y(now.median));
  }
  /** @param {Sheet} sheet @param {Look} look @param {number | undefined} height */
  drawNow({ x, add, box }, look, height) {
    const at = x(this.place(look));
    add("line", { class: "lab-now", x1: at, x2: at, y1: box.top, y2: box.bottom });
    if (height !== void 0) add("path", { class: "lab-mark", d: diamond(at, height, 7) });
  }
  close() {
    this.lossPlot.close();
    this.r2Plot.close();
  }
};
function panel(head, note, curve) {
  const key = h("p", { class: "lab-note training-key" }, note);
  return h("section", {}, h("p", { class: "lab-head" }, head), key, curve);
}

// code/mosaics/widgets/shared/view/paint.js
function paint(canvas, x, shape) {
  const pen = penOf(canvas), image = pen.createImageData(shape[2], shape[1]);
  colours(image.data, x, shape);
  pen.putImageData(image, 0, 0);
}

// code/mosaics/widgets/training/pairs.js
var LABEL = "Pictures from the same noises: the network's and the machine's";
var Pairs = class {
  /** @param {number} noises */
  constructor(noises) {
    this.cells = Array.from({ length: noises }, makeCell);
    const names = (more) => h(
      "li",
      { class: `training-names ${more}`, "aria-hidden": "true" },
      ["Network", "Machine", "r²"].map((text) => h("span", {}, text))
    );
    const items = this.cells.map((cell) => cell.el);
    items.splice(noises / 2, 0, names("training-again"));
    this.el = h("ul", { class: "training-pairs", "aria-label": LABEL }, names(""), items);
  }
  /** Makes room for the pictures of a run. @param {Run} run */
  fit({ shape }) {
    for (const { network, machine } of this.cells) {
      for (const canvas of [network, machine]) [, canvas.height, canvas.width] = shape;
    }
  }
  /** @param {Run} run @param {Look | undefined} look */
  show({ machine, shape }, look) {
    const set = (canvas, x) => x ? paint(canvas, x, shape) : penOf(canvas).clearRect(0, 0, canvas.width, canvas.height);
    this.cells.forEach((cell, i) => {
      const r2 = two(look?.r2?.[i]), noise = `Noise ${i + 1}:`;
      const network = look ? `the network after ${show(look.step)} steps` : "no picture of the network yet";
      const partner = machine ? `the machine, r² ${r2}` : "no picture of the machine yet";
      set(cell.network, look?.z[i]);
      set(cell.machine, machine?.[i]);
      cell.r2.textContent = r2;
      cell.network.setAttribute("aria-label", `${noise} ${network}`);
      cell.machine.setAttribute("aria-label", `${noise} ${partner}`);
    });
  }
};
function makeCell() {
  const network = h("canvas", { role: "img" }), machine = h("canvas", { role: "img" }), r2 = h("span", {}, " ");
  return { network, machine, r2, el: h("li", {}, network, machine, r2) };
}

// code/mosaics/widgets/training/python.js
function python({ width, padding, seconds, seed }) {
  return [
    "from mosaics.widgets import TrainingLab",
    "",
    "# how far a training comes in these seconds depends on the machine",
    `lab = TrainingLab(width=${width}, padding="${padding}", seconds=${seconds}, seed=${seed})`,
    "lab",
    ""
  ].join("\n");
}

// source:code/mosaics/widgets/training/worker.js
var worker_default = ENGINE;

// code/mosaics/widgets/training/view.js
var OUTSIDE = { zeros: "Zeros", circular: "The other side (torus)" };
var FACTS = {
  step: "Training steps",
  seconds: "Seconds",
  loss: "Loss",
  median: "Median r²",
  chance: "With other noises"
};
var FLIP = 450;
var SLOW = 1200;
var PYTHON = "Training needs Python. Open this chapter in JupyterLab, on Binder or in Colab (see the page “Running the book”), and a button “Train” stands here. What follows is a run that was recorded.";
var TrainingLab = class extends Frame {
  busy = false;
  at = 0;
  // the look in view
  follow = false;
  // the newest look is shown when it comes
  left = "Python has gone; what there is stays.";
  /** @type {number | undefined} */
  playing;
  /** @type {Slider | undefined} */
  look;
  /** @param {Context} context */
  constructor(context) {
    super(context, "training");
    const {
      width,
      widths,
      padding,
      seconds,
      budget: [low, high],
      seed,
      recorded,
      noises
    } = this.settings;
    this.runs = { recorded: recordedRun(recorded, this.shape, noises, (k) => this.image(k)) };
    this.inView = this.runs.recorded;
    this.go = button("Train", () => this.busy ? this.cancel() : this.train(), {
      class: "lab-primary"
    });
    this.seed = seedField({
      state: this.chosen,
      value: seed,
      change: (_, note) => note && this.say(note)
    });
    this.progress = h("span", { class: "training-progress" });
    this.tell = h("p", { class: "lab-note training-tell" }, PYTHON);
    this.top = h("div", { class: "lab-row" }, this.go, this.seed.el, this.progress);
    this.shownRun = choice({
      state: this.chosen,
      name: "run",
      label: "In view",
      values: VIEWS,
      value: "recorded",
      change: (key) => this.choose(key)
    });
    this.words = h("p", {}, " ");
    this.along = choice({
      state: this.chosen,
      name: "axis",
      label: "Curves along",
      values: AXES,
      value: "step",
      change: (axis) => this.turn(axis)
    });
    this.along.el.classList.add("training-along");
    this.seconds = logSlider({
      state: this.chosen,
      name: "seconds",
      label: "Time to train",
      low,
      high,
      value: seconds,
      say: (s) => `${show(s)} s`
    });
    const channels = Object.fromEntries(widths.map((w) => [w, `${w} channels`]));
    this.width = choice({
      state: this.chosen,
      name: "width",
      label: "Width of the network",
      values: channels,
      value: String(width)
    });
    this.padding = choice({
      state: this.chosen,
      name: "padding",
      label: "Outside an image",
      values: OUTSIDE,
      value: padding
    });
    this.options = h(
      "div",
      { class: "lab-settings" },
      this.seconds.el,
      this.width.el,
      this.padding.el
    );
    this.player = button("Play", () => this.playing ? this.stop() : this.play(), {
      class: "lab-play"
    });
    this.scrubber = h("div", { class: "lab-scrub" }, this.player);
    this.facts = h("dl", { class: "training-facts" });
    this.pairs = new Pairs(noises);
    this.curves = new Curves();
  }
  open() {
    const about = h("div", { class: "training-about" }, this.words, this.shownRun.el);
    this.cancelByEscape();
    this.build(
      this.tell,
      this.top,
      about,
      this.pairs.el,
      this.scrubber,
      this.facts,
      this.curves.el,
      this.along.el,
      this.options
    );
    this.tellWhere();
    this.rerun();
    this.choose("recorded");
    this.root.dataset.done = "recorded";
  }
  // ---------------------------------------------------------------- settings from outside
  /** Some are for a training in Python. @returns {Record<string, Control>} */
  controls() {
    const { seconds, width, padding, seed } = this;
    const training = this.machine.name === "kernel" ? { width, padding, seconds, seed } : {};
    return { step: this.stepControl(), axis: this.axisControl(), ...training };
  }
  python() {
    const { width, padding, seconds, seed } = this;
    return python({
      width: Number(width.value),
      padding: padding.value,
      seconds: seconds.value,
      seed: seed.value
    });
  }
  /** @returns {Control} */
  stepControl() {
    const lab = this;
    return {
      near: true,
      get value() {
        return lab.inView.looks[lab.at]?.step;
      },
      set: (wanted) => {
        const far = lab.inView.looks.map((look) => Math.abs(look.step - wanted));
        lab.stop();
        lab.view(Math.max(0, far.indexOf(Math.min(...far))));
      }
    };
  }
  /** @returns {Control} */
  axisControl() {
    const { along } = this;
    return {
      get value() {
        return along.value;
      },
      set: (name) => {
        along.set(name);
        this.curves.axis = along.value;
      }
    };
  }
  /** @param {string} then @param {string} note */
  answer(then, note) {
    const { step, median } = this.inView.looks[this.at] ?? {};
    this.curves.show(this.inView, this.at);
    const words = step === void 0 ? "" : `After ${show(step)} steps: median r² with the machine ${two(median)}.`;
    this.say(`${note} ${words}`.trim());
  }
  // ---------------------------------------------------------------- which run is in view
  /** A kernel has answered, or has gone. */
  rerun() {
    const python2 = this.machine.name === "kernel";
    if (!python2 && this.busy) this.ended("gone");
    this.tell.hidden = python2;
    this.top.hidden = !python2;
    this.options.hidden = !python2;
    this.engine.el.hidden = true;
  }
  /** @param {string} axis */
  turn(axis) {
    this.curves.axis = axis;
    this.curves.show(this.inView, this.at);
  }
  /**
   * A slider of as many positions as a run will have looks.
   * @param {number} count
   * @returns {Slider}
   */
  scrub(count) {
    if (this.look?.range.max === String(count - 1)) return this.look;
    const say = (k) => {
      const look2 = this.inView.looks[k];
      return look2 ? `step ${show(look2.step)} · r² ${two(look2.median)}` : "not yet";
    };
    const input = (k) => {
      this.stop();
      this.view(k);
    };
    const look = rangeSlider({
      state: this.chosen,
      name: "look",
      label: "Moment",
      low: 0,
      high: count - 1,
      value: 0,
      say,
      input
    });
    this.look?.el.remove();
    this.look = look;
    this.scrubber.append(look.el);
    return look;
  }
  /** @param {string} name */
  choose(name) {
    const yours = name === "yours" && this.runs.yours, run = yours || this.runs.recorded;
    this.stop();
    this.shownRun.set(yours ? "yours" : "recorded");
    this.shownRun.el.hidden = !this.runs.yours;
    this.inView = run;
    this.scrub(run.planned);
    this.words.textContent = described(run, Boolean(yours));
    this.pairs.fit(run);
    this.view(run.looks.length - 1);
  }
  // ---------------------------------------------------------------- training, in Python
  train() {
    const { noises, live, looks, images } = this.settings, seed = this.seed.value;
    const params = {
      width: Number(this.width.value),
      padding: this.padding.value,
      seconds: this.seconds.value,
      seed
    };
    const noise = normals(seed, noises * live.reduce((a, b) => a * b));
    const run = { shape: live, planned: looks + 1, looks: [], losses: [], params, images };
    this.runs.yours = run;
    this.choose("yours");
    this.busy = true;
    this.follow = true;
    this.go.textContent = "Stop";
    this.say("The machine draws first. Then the training begins.");
    this.run("train", params, [noise], {
      step: (m) => this.took(run, m),
      done: (m) => this.finish(run, m),
      end: (how) => this.ended(how)
    });
  }
  /** @param {Run} run @param {Message} m */
  took(run, m) {
    const { arrays, phase, loss, step, seconds } = m;
    if (phase === "machine") {
      this.progress.textContent = `The machine draws: step ${step} of ${m.steps}`;
      run.machine = this.split(tame(arrays.machine, m.sigma));
      return this.repaint(run);
    }
    const time = `${show(Math.round(seconds))} of ${show(run.params.seconds)} s`;
    this.progress.textContent = `${time}, step ${show(step)}, loss ${two(loss)}`;
    run.done = m.done;
    if (loss !== null) run.losses.push([seconds, step, loss]);
    if (phase === "look") run.looks.push({ ...m, z: this.split(arrays.z) });
    this.repaint(run);
  }
  /** @param {Run} run */
  repaint(run) {
    if (run === this.inView) this.view(this.follow ? run.looks.length - 1 : this.at, this.follow);
  }
  /** @param {Floats} all */
  split(all) {
    const { noises } = this.settings, size = all.length / noises;
    return Array.from({ length: noises }, (_, i) => all.slice(i * size, (i + 1) * size));
  }
  /** @param {Run} run @param {Message} message */
  finish({ looks }, { step, seconds, ms }) {
    const { median, chance } = looks[looks.length - 1];
    const scores = `Median r² with the machine ${two(median)}, with other noises ${two(chance)}`;
    this.say(`Trained: ${show(step)} steps in ${show(seconds)} s. ${scores}. ${this.spent(ms)}.`);
  }
  /** @param {string} how */
  ended(how) {
    const run = this.runs.yours;
    this.busy = false;
    delete this.root.dataset.busy;
    this.go.textContent = "Train";
    this.progress.textContent = "";
    if (!run) return;
    if (how === "cancelled") this.say(stopped(run));
    if (!run.looks.length) {
      delete this.runs.yours;
      return this.choose("recorded");
    }
    run.planned = run.looks.length;
    run.done = 1;
    if (run !== this.inView) return;
    this.scrub(run.planned);
    this.view(Math.min(this.at, run.planned - 1));
  }
  silence() {
    return "Python has not answered for five seconds. It may be busy with a cell.";
  }
  /** No page trains. */
  tellWhere() {
    this.where.textContent = "Recorded, not computed here.";
  }
  // ---------------------------------------------------------------- what is in view
  /** @param {number} k @param {boolean} [follow] */
  view(k, follow) {
    const run = this.inView, last = run.looks.length - 1;
    this.at = Math.max(0, Math.min(k, last));
    this.follow = follow ?? this.at === last;
    this.scrub(run.planned).set(this.at);
    const look = run.looks[this.at];
    this.pairs.show(run, look);
    this.viewFacts(look);
    this.curves.show(this.inView, this.at);
    this.state = {
      ...look,
      at: this.at,
      looks: run.looks.length,
      losses: run.losses,
      machine: run.machine,
      params: run.params,
      follow: this.follow,
      engine: this.machine.name
    };
  }
  /** @param {Look | undefined} look */
  viewFacts(look) {
    const text = {
      step: look ? show(look.step) : "–",
      seconds: look ? show(look.seconds) : "–",
      loss: two(look?.loss),
      median: two(look?.median),
      chance: two(look?.chance)
    };
    const fact = ([name, title]) => h("div", {}, h("dt", {}, title), h("dd", {}, text[
      /** @type {keyof typeof text} */
      name
    ]));
    this.facts.replaceChildren(...Object.entries(FACTS).map(fact));
  }
  // ---------------------------------------------------------------- play
  play() {
    const end = this.inView.looks.length - 1;
    if (end < 1) return;
    this.player.textContent = "Pause";
    this.view(this.at >= end ? 0 : this.at);
    this.playing = window.setInterval(
      () => {
        this.view(this.at + 1);
        if (this.at < end) return;
        this.stop();
        const { step, median, chance } = this.inView.looks[this.at];
        const [own, other] = [two(median), two(chance)], scores = `median r² with the machine ${own}, with other noises ${other}`;
        this.say(`After ${show(step)} steps: ${scores}.`);
      },
      calm.matches ? SLOW : FLIP
    );
  }
  stop() {
    clearInterval(this.playing);
    this.playing = void 0;
    this.player.textContent = "Play";
  }
  close() {
    this.stop();
    this.curves.close();
    super.close();
  }
};
var view_default = widget(TrainingLab, worker_default);
export default view_default;
