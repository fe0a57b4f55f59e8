// sha256 of sources and bundler: bbed7b7b7fbec9086098474f65fb0e8dff7446fca1be2bb11e88be4948159dda
const ENGINE = "\"use strict\";\n// shared/engine/checks.js\nfunction need(ok, message) {\n  if (!ok) throw new Error(message);\n}\nfunction checkCount(n, name, low, high) {\n  need(\n    Number.isInteger(n) && n >= low && n <= high,\n    `${name} must be a whole number from ${low} to ${high}, got ${n}`\n  );\n}\nfunction checkSigma(sigma) {\n  need(Number.isFinite(sigma) && sigma > 0, `sigma must be finite and > 0, got ${sigma}`);\n}\nfunction checkNoise(noise, count) {\n  need(noise?.length === count, `noise must hold ${count} numbers, got ${noise?.length ?? 0}`);\n  need(noise.every(Number.isFinite), \"noise must be finite\");\n}\nfunction checkChoice(value, allowed, name) {\n  need(allowed.includes(value), `${name} must be one of ${allowed.join(\", \")}, got '${value}'`);\n}\n\n// shared/engine/pace.js\nvar REST = 12;\n\n// shared/engine/posterior.js\nvar CUT = -60;\nvar Dictionary = class _Dictionary {\n  /**\n   * @param {Float32Array} keys\n   * @param {number} D\n   * @param {Float64Array} [half]\n   * @param {number} [M]\n   */\n  constructor(keys, D, half, M = keys.length / D) {\n    this.keys = keys;\n    this.D = D;\n    this.M = M;\n    this.half = half ?? Float64Array.from({ length: M }, (_, m) => dot(keys, m * D, keys, m * D, D) / 2);\n  }\n  /** The first n keys of these. @param {number} n */\n  first(n) {\n    return new _Dictionary(this.keys, this.D, this.half, n);\n  }\n};\nfunction dot(a, i, b, j, n) {\n  let s = 0;\n  for (let p = 0; p < n; p++) s += a[i + p] * b[j + p];\n  return s;\n}\nfunction weights(q, { keys, half, D, M }, sigma) {\n  const w = new Float64Array(M), s2 = sigma * sigma;\n  let max = -Infinity, sum = 0;\n  for (let m = 0; m < M; m++) {\n    w[m] = (dot(q, 0, keys, m * D, D) - half[m]) / s2;\n    if (w[m] > max) max = w[m];\n  }\n  for (let m = 0; m < M; m++) {\n    w[m] = w[m] - max < CUT ? 0 : Math.exp(w[m] - max);\n    sum += w[m];\n  }\n  for (let m = 0; m < M; m++) w[m] /= sum;\n  return w;\n}\nvar effective = (w) => 1 / w.reduce((sum, x) => sum + x * x, 0);\nfunction top(w, k) {\n  const best = [];\n  for (let m = 0; m < w.length; m++) {\n    if (best.length === k && w[m] <= w[best[k - 1]]) continue;\n    let at = best.length;\n    while (at > 0 && w[best[at - 1]] < w[m]) at--;\n    best.splice(at, 0, m);\n    if (best.length > k) best.pop();\n  }\n  return [best.map((m) => w[m]), best];\n}\n\n// shared/engine/store.js\nvar images = new Dictionary(new Float32Array(0), 1);\nvar given = new Uint8Array(0);\nfunction keep(bytes, D, network = new Uint8Array(0)) {\n  images = new Dictionary(\n    Float32Array.from(bytes, (b) => b / 127.5 - 1),\n    D\n  );\n  given = network;\n}\n\n// shared/engine/inbox.js\nvar scope = (\n  /** @type {Scope} */\n  /** @type {unknown} */\n  globalThis\n);\nvar cancelled = /* @__PURE__ */ new Set();\nvar waiting = [];\nvar pump = new MessageChannel();\npump.port1.onmessage = () => waiting.shift()?.();\nvar rest = () => new Promise((go) => {\n  waiting.push(go);\n  pump.port2.postMessage(0);\n});\nfunction post(id, message, arrays) {\n  const names = Object.keys(arrays), buffers = names.map((name) => Float32Array.from(arrays[name]));\n  scope.postMessage(\n    { id, ...message, names, buffers },\n    buffers.map((b) => b.buffer)\n  );\n}\nasync function work(jobs, { id, task, params, buffers }) {\n  checkChoice(task, Object.keys(jobs), \"task\");\n  await rest();\n  if (cancelled.delete(id)) return post(id, { type: \"cancelled\" }, {});\n  let since = performance.now();\n  for (const [message, arrays] of jobs[task](params, buffers)) {\n    if (performance.now() - since > REST) {\n      await rest();\n      since = performance.now();\n    }\n    if (cancelled.delete(id)) return post(id, { type: \"cancelled\" }, {});\n    post(id, message, arrays);\n  }\n}\nfunction serve(jobs) {\n  scope.onmessage = ({ data }) => {\n    if (data.type === \"data\") keep(data.bytes, data.D, data.weights);\n    else if (data.type === \"cancel\") cancelled.add(data.job);\n    else\n      work(jobs, data).catch(\n        (error) => post(data.id, { type: \"error\", message: error.message }, {})\n      );\n  };\n}\n\n// collapse/engine.js\nvar points = /* @__PURE__ */ new Map();\nfunction* collapse({ seed, N, d, sigma, sizes, top: k }, [all, noise]) {\n  if (all) {\n    points.clear();\n    points.set(seed, { all, noise });\n  }\n  const held = points.get(seed), { n, width, trials } = sizes;\n  if (!held) {\n    yield [{ type: \"missing\" }, {}];\n    return;\n  }\n  checkCount(N, \"N\", 2, n);\n  checkCount(d, \"d\", 2, width);\n  checkSigma(sigma);\n  checkNoise(held.all, n * width);\n  checkNoise(held.noise, trials * width);\n  const keys = new Float32Array(N * d);\n  for (let m = 0; m < N; m++) keys.set(held.all.subarray(m * width, m * width + d), m * d);\n  const dictionary = new Dictionary(keys, d), each = Array.from({ length: trials }, (_, t) => {\n    const at = t % N * d, z = Float64Array.from(\n      { length: d },\n      (_2, p) => keys[at + p] + sigma * held.noise[t * width + p]\n    );\n    const w = weights(z, dictionary, sigma), [top_w, top_i] = top(w, Math.min(k, N));\n    return { true_w: w[t % N], effective: effective(w), top_w, top_i };\n  });\n  const said = {\n    true_w: each.map((e) => e.true_w),\n    effective: each.map((e) => e.effective),\n    top_w: each.map((e) => e.top_w),\n    top_i: each.map((e) => e.top_i)\n  };\n  yield [{ type: \"done\", ...said, curve: curve(d, n), sigma_c: collapseSigma(N, d) }, {}];\n}\nvar collapseSigma = (N, d) => 1 / Math.sqrt(Math.expm1(2 / d * Math.log(N)));\nfunction curve(d, n, count = 60) {\n  const sizes = Array.from(\n    { length: count },\n    (_, i) => Math.round(2 * (n / 2) ** (i / (count - 1)))\n  );\n  return sizes.map((N) => [N, collapseSigma(N, d)]);\n}\n\n// collapse/worker.js\nvar JOBS = { collapse };\nserve(JOBS);\n";
// shared/state/curves.js
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

// shared/state/draws.js
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
function stream(seed) {
  const next = sfc32(seed), uniform = () => next() / 2 ** 32;
  const fill2 = (out) => {
    for (let i = 0; i < out.length; i += 2) {
      const radius = Math.sqrt(-2 * Math.log((next() + 0.5) / 2 ** 32)), angle = 2 * Math.PI * next() / 2 ** 32;
      out[i] = radius * Math.cos(angle);
      if (i + 1 < out.length) out[i + 1] = radius * Math.sin(angle);
    }
    return out;
  };
  return { uniform, normals: fill2 };
}
var normals = (seed, count) => stream(seed).normals(new Float32Array(count));

// shared/state/numbers.js
function show(x) {
  if (!Number.isFinite(x)) return String(x);
  if (Math.abs(x) >= 1e3 || Number.isInteger(x)) return Math.round(x).toLocaleString("en-US");
  return Math.abs(x) >= 100 ? x.toFixed(0) : String(+x.toPrecision(Math.abs(x) >= 10 ? 3 : 2));
}
function share(w) {
  if (w >= 0.995 && w < 1) return w > 0.9995 ? "1.00" : w.toFixed(3);
  return w >= 0.01 || w === 0 ? w.toFixed(2) : "< 0.01";
}
var rounded = (part) => `${Math.round(100 * part)} %`;
var some = (n, what) => `${show(n)} ${what}${n === 1 ? "" : "s"}`;
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
var wholeLadder = (low, high, value) => ladder(low, high, value, [1, 1.4, 2, 3, 4, 5, 7]).filter(Number.isInteger);
var wholeIn = (low, high) => (wanted) => {
  const whole = typeof wanted === "number" && Number.isInteger(wanted);
  return whole && wanted >= low && wanted <= high ? wanted : void 0;
};

// shared/view/elements.js
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
var head = (text) => h("p", { class: "lab-head" }, text);
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

// shared/view/controls.js
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
function listSlider({ values: listed, free, fits = () => true, ...options }) {
  const values = [...listed], control = slider({ ...options, count: values.length, at: (i) => values[i] });
  const { set } = control;
  if (!free) return control;
  control.set = (wanted) => {
    const [low, high] = [values[0], values[values.length - 1]];
    if (!values.includes(wanted) && wanted > low && wanted < high && fits(wanted)) {
      values.push(wanted);
      values.sort((a, b) => a - b);
      control.range.max = String(values.length - 1);
    }
    set(wanted);
  };
  return control;
}
var rangeSlider = (options) => slider({ ...options, count: options.high - options.low + 1, at: (i) => options.low + i });
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

// shared/state/link.js
var VERSION = 1;
var QUOTED = 80;
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
  const values = /* @__PURE__ */ Object.create(null);
  const link = { lab, place: Number(place ?? 1), values };
  for (const part of given.split("&").filter(Boolean)) {
    const [, name, text] = /^(\w+)=(.*)$/s.exec(part) ?? [];
    const value = name ? decoded(text) : void 0;
    if (value === void 0)
      return { ...link, values: {}, wrong: `“${cut(part)}” is no name=value` };
    if (Object.hasOwn(values, name))
      return { ...link, values: {}, wrong: `${cut(name)} is there twice` };
    values[name] = value;
  }
  const { v, ...rest } = values;
  const wrong = v === VERSION ? void 0 : `it is of ${v === void 0 ? "no version" : `version ${v}`}, this page reads ${VERSION}`;
  return wrong ? { ...link, values: {}, wrong } : { ...link, values: rest };
}
var cut = (text) => text.length > QUOTED ? `${text.slice(0, QUOTED)}…` : text;
function decoded(text) {
  try {
    const plainText = decodeURIComponent(text);
    return String(Number(plainText)) === plainText ? Number(plainText) : plainText;
  } catch {
    return void 0;
  }
}

// shared/state/pictures.js
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

// shared/state/png.js
var TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 3988292384 ^ c >>> 1 : c >>> 1;
  return c;
});
function crc(bytes) {
  let c = 4294967295;
  for (const byte of bytes) c = TABLE[(c ^ byte) & 255] ^ c >>> 8;
  return (c ^ 4294967295) >>> 0;
}
var HEAD = 33;
async function noted(png2, keyword, text) {
  const bytes = new Uint8Array(await png2.arrayBuffer()), body = new TextEncoder().encode(`iTXt${keyword}\0\0\0\0\0${text}`), chunk = new Uint8Array(12 + body.length - 4), view = new DataView(chunk.buffer);
  view.setUint32(0, body.length - 4);
  chunk.set(body, 4);
  view.setUint32(4 + body.length, crc(body));
  return new Blob([bytes.subarray(0, HEAD), chunk, bytes.subarray(HEAD)], { type: "image/png" });
}

// shared/state/state.js
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

// shared/view/machine.js
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
  const weights2 = model.get("weights");
  let worker;
  let sent = [
    {
      type: "data",
      bytes: bytesOf(model.get("images")),
      D: sizeOf(
        /** @type {Shape} */
        model.get("shape").slice(1)
      ),
      weights: weights2 && bytesOf(weights2)
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

// shared/view/save.js
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
  const pen = penOf(sheet2);
  pen.imageSmoothingEnabled = false;
  let x = 0;
  for (const canvas of canvases) {
    pen.drawImage(canvas, x, 0, canvas.width * scale2, canvas.height * scale2);
    x += canvas.width * scale2 + gap;
  }
  return new Promise((done) => sheet2.toBlob(done, "image/png"));
}
var STYLE = [
  ...["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-opacity"],
  ...["stroke-linecap", "stroke-linejoin", "paint-order", "vector-effect", "opacity"],
  ...["font-family", "font-size", "font-weight", "text-anchor", "dominant-baseline"]
];
var RIM = 4;
function styled(drawing) {
  const copy = (
    /** @type {SVGSVGElement} */
    drawing.cloneNode(true)
  );
  const from = [drawing, ...drawing.querySelectorAll("*")];
  [copy, ...copy.querySelectorAll("*")].forEach((node, i) => {
    const style = getComputedStyle(from[i]);
    const rules = STYLE.map((name) => `${name}:${style.getPropertyValue(name)}`);
    node.setAttribute("style", rules.join(";"));
  });
  const { x, y, width, height } = drawing.getBoundingClientRect();
  for (const [name, value] of Object.entries({ x, y, width, height, overflow: "visible" }))
    copy.setAttribute(name, String(value));
  return copy;
}
function boxOf(drawings) {
  const parts = drawings.flatMap((drawing) => [drawing, ...drawing.querySelectorAll("*")]);
  const boxes = parts.map((part) => part.getBoundingClientRect());
  const x = Math.floor(Math.min(...boxes.map(({ left }) => left))) - RIM, y = Math.floor(Math.min(...boxes.map(({ top }) => top))) - RIM;
  const right = Math.max(...boxes.map((box) => box.right)), bottom = Math.max(...boxes.map((box) => box.bottom));
  return { x, y, width: Math.ceil(right - x) + RIM, height: Math.ceil(bottom - y) + RIM };
}
async function rasterised(...drawings) {
  const { x, y, width, height } = boxOf(drawings);
  const sheet2 = svg("svg", { width, height, viewBox: `${x} ${y} ${width} ${height}` });
  sheet2.append(...drawings.map(styled));
  const image = new Image();
  const drawn = new XMLSerializer().serializeToString(sheet2);
  image.src = `data:image/svg+xml,${encodeURIComponent(drawn)}`;
  await image.decode();
  const canvas = h("canvas", { width: 2 * width, height: 2 * height });
  const pen = penOf(canvas);
  pen.fillStyle = getComputedStyle(drawings[0]).getPropertyValue("--paper") || "white";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
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

// shared/view/menu.js
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
      button("Copy link", () => this.copy(lab.address(), `Link ${lab.carries()}`.trim())),
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
    if (text !== void 0) return this.copy(text, this.lab.copies);
    this.given.hidden = true;
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

// shared/view/frame.js
var PATIENCE = 5e3;
var Frame = class {
  /** @type {State | undefined} */
  state;
  // of the last job, for tests
  /** @type {number | undefined} */
  late;
  refusal = "";
  // of what was asked for last; it stands before all that is said until a hand comes
  passing = "";
  // words in the live region that hold until the next answer
  left = "Python has gone: this page computes.";
  chosen = new State();
  // what can be set
  /** @type {Own | undefined} */
  own;
  // where a reader may bring pictures
  /** @type {Menu | undefined} */
  menu;
  // of what a reader takes away
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
    for (const name of ["pointerdown", "keydown", "input"])
      this.root.addEventListener(name, () => {
        this.refusal = "";
      });
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
    this.menu = new Menu(this);
    this.root.append(
      ...parts,
      h("div", { class: "lab-foot" }, this.status, this.where, this.engine.el),
      ...this.own ? [this.own.el] : [],
      this.menu.el
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
    const { refusal } = this, all = text.includes(refusal) ? text : `${refusal} ${text}`.trim();
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
    return void 0;
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
  async credited(png2) {
    return this.credit ? noted(png2, "Copyright", this.credit) : png2;
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
      reportError(error);
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
      const number2 = `no. ${show(m)}`, kind = this.kind(m), note = kind !== void 0 && number2;
      return { x: this.image(m), name: kind ?? number2, note, w: top_w[i], marked: m === marked };
    });
  }
  close() {
    clearTimeout(this.late);
    this.own?.close();
    this.machine.close();
  }
};
function held(root, el) {
  const at = document.activeElement, named = at instanceof HTMLSelectElement && `select[name="${at.name}"]`;
  const inside = root.contains(at);
  el.style.minHeight = `${el.offsetHeight}px`;
  return (next) => {
    const same = named ? next.root.querySelector(named) : null;
    if (inside && same) same.focus({ preventScroll: true });
    else if (inside) next.takeFocus();
    requestAnimationFrame(() => {
      el.style.minHeight = "";
    });
  };
}
var widget = (Lab, worker) => ({
  /** @param {Place} place */
  render(place) {
    let lab;
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
  }
});

// shared/view/live.js
var QUIET = 500;
var Live = class extends Frame {
  seed = seedField({
    state: this.chosen,
    value: this.settings.seed,
    change: (_, note) => this.start(note)
  });
  /** @type {string | undefined} */
  wish;
  busy = false;
  /** @type {number | undefined} */
  pending;
  // what is to be announced
  /** @param {string} note */
  begin(note) {
  }
  /** Says so once things are quiet, unless something newer is said before. @param {string} text */
  announce(text) {
    clearTimeout(this.pending);
    this.pending = window.setTimeout(() => this.say(text), QUIET);
  }
  /** @param {string} text */
  say(text) {
    clearTimeout(this.pending);
    super.say(text);
  }
  rerun() {
    this.start();
  }
  start(note = "") {
    if (this.busy) {
      this.wish = note || " ";
      return;
    }
    this.busy = true;
    this.begin(note);
  }
  rested() {
    const wish = this.wish;
    this.busy = false;
    this.wish = void 0;
    if (wish) this.start(wish.trim());
  }
  switched() {
    this.busy = false;
    super.switched();
  }
  another() {
    this.seed.next();
    this.start();
  }
  /** @param {string} then @param {string} note */
  answer(then, note) {
    this.start(note);
  }
};

// shared/view/paint.js
function paint(canvas, x, shape) {
  const pen = penOf(canvas), image = pen.createImageData(shape[2], shape[1]);
  colours(image.data, x, shape);
  pen.putImageData(image, 0, 0);
}
function thumbnail(shape, x) {
  const canvas = h("canvas", { width: shape[2], height: shape[1], "aria-hidden": "true" });
  if (x) paint(canvas, x, shape);
  return canvas;
}
var NIL = 1e-6;
function barList(shape, count, legend) {
  const rows = Array.from({ length: count }, () => barRow(shape));
  const el = h(
    "ol",
    { class: "lab-bars", "aria-label": legend },
    rows.map((row) => row.el)
  );
  const set = (items) => rows.forEach((row, i) => row.set(items[i]));
  return { el, set };
}
function barRow(shape) {
  const canvas = shape && thumbnail(shape), mark = h("i", { "aria-hidden": "true" });
  const name = h("span", { class: "lab-name" }), note = h("small");
  const bar = h("span", { class: "lab-bar", "aria-hidden": "true" }), number2 = h("span", { class: "lab-number" });
  const what = h("span", { class: "lab-what" }, mark, name, note);
  const el = h("li", { class: shape ? "" : "lab-plain" }, canvas, what, bar, number2);
  const set = (item) => {
    el.classList.toggle("lab-none", !item || item.w < NIL && !item.marked);
    if (!item) return;
    if (canvas && item.x) paint(
      canvas,
      item.x,
      /** @type {Shape} */
      shape
    );
    mark.textContent = item.marked ? "◆ " : "";
    el.classList.toggle("lab-marked", Boolean(item.marked));
    name.textContent = item.name;
    note.textContent = item.note || "";
    bar.style.setProperty("--w", String(item.w));
    number2.textContent = share(item.w);
  };
  return { el, set };
}

// shared/view/plot.js
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

// shared/view/stage.js
function stage(parts, name = "") {
  const el = h("div", { class: `lab-stage ${name}`.trim() }, parts);
  new ResizeObserver(() => {
    el.style.setProperty("--lab-tall", `${Math.ceil(el.offsetHeight)}px`);
  }).observe(el);
  return el;
}

// collapse/plane.js
function valueAt({ low, high }, from, to, place) {
  const part = Math.min(1, Math.max(0, (place - from) / (to - from)));
  return low * (high / low) ** part;
}
var nearest = (values, wanted) => values.reduce(
  (a, b) => Math.abs(Math.log(b / wanted)) < Math.abs(Math.log(a / wanted)) ? b : a
);
function stepped(values, from, by) {
  const above = values.findIndex((v) => v > from), below = values.findLastIndex((v) => v < from), last = values.length - 1;
  const at = by > 0 ? (above < 0 ? last : above) + by - 1 : Math.max(0, below) + by + 1;
  return values[Math.min(last, Math.max(0, at))];
}
function planeOf({ points, noise: noise2 }, { N, sigma, sizes: { width } }) {
  const at = (table, row) => (
    /** @type {Point} */
    [table[row * width], table[row * width + 1]]
  );
  const all = Array.from({ length: N }, (_, m) => at(points, m));
  return {
    all,
    noisy(t) {
      const [x, y] = all[t % N], [a, b] = at(noise2, t);
      return [x + sigma * a, y + sigma * b];
    }
  };
}
var reach = (points) => 1.15 * Math.max(2.5, ...points.flat().map(Math.abs));
var RANKS = ["", "second", "third", "fourth", "fifth", "sixth"];
function standing(rank, own) {
  if (rank === 0) return "The nearest is the true one.";
  if (rank < 0) return `The true one, point ${own}, is not among the nearest.`;
  return `The true one, point ${own}, is only the ${RANKS[rank]}.`;
}

// collapse/handle.js
var LABEL = "Noise level and number of points: left and right, up and down";
var Handle = class {
  held = false;
  /** @type {Sheet | undefined} */
  sheet;
  /**
   * @param {{ sigma: Scale, N: Scale }} scales @param {{ x: Ends, y: Ends }} axes
   * @param {() => void} moved
   */
  constructor({ sigma, N }, axes2, moved) {
    this.sigma = sigma;
    this.N = N;
    this.axes = axes2;
    this.moved = moved;
    const face = svg("svg", { viewBox: "-12 -12 24 24", width: 24, height: 24 });
    this.face = face;
    face.append(svg("path", { class: "lab-mark", d: diamond(0, 0, 10) }));
    const about = { role: "slider", tabindex: 0, "aria-label": LABEL };
    this.el = h("div", { class: "collapse-handle", ...about }, face);
    face.setAttribute("aria-hidden", "true");
    this.el.addEventListener("pointerdown", (event) => this.take(event));
    this.el.addEventListener("pointermove", (event) => this.held && this.drag(event));
    for (const end of ["pointerup", "pointercancel"])
      this.el.addEventListener(end, () => {
        this.held = false;
      });
    this.el.addEventListener("keydown", (event) => this.key(event));
  }
  /** Where the sliders are. @param {Sheet | undefined} sheet */
  place(sheet2 = this.sheet) {
    this.sheet = sheet2;
    const sigma = this.sigma.slider.value, N = this.N.slider.value, words = `noise level ${show(sigma)}, ${show(N)} points`;
    const { low, high } = this.axes.x;
    const ends = { now: sigma, min: low, max: high, text: words };
    for (const [end, value] of Object.entries(ends))
      this.el.setAttribute(`aria-value${end}`, String(value));
    if (!sheet2) return;
    const left = `${100 * sheet2.x(sigma) / sheet2.width}%`;
    Object.assign(this.el.style, { left, top: `${sheet2.y(N)}px` });
  }
  /** @param {PointerEvent} event */
  take(event) {
    if (event.button) return;
    this.held = true;
    this.el.setPointerCapture(event.pointerId);
  }
  /** @param {PointerEvent} event */
  drag({ clientX, clientY }) {
    const box = this.sheet?.box, parent = this.el.parentElement?.getBoundingClientRect();
    if (!box || !parent) return;
    const { x, y } = this.axes, sigma = valueAt(x, box.left, box.right, clientX - parent.left), N = valueAt(y, box.bottom, box.top, clientY - parent.top);
    this.put(this.sigma, nearest(this.sigma.values, sigma));
    this.put(this.N, nearest(this.N.values, N));
  }
  /** @param {KeyboardEvent} event */
  key(event) {
    const { sigma, N } = this;
    const moves = {
      ArrowLeft: [sigma, -1],
      ArrowRight: [sigma, 1],
      ArrowDown: [N, -1],
      ArrowUp: [N, 1],
      PageDown: [N, -5],
      PageUp: [N, 5],
      Home: [sigma, -Infinity],
      End: [sigma, Infinity]
    };
    const move = moves[event.key];
    if (!move || chord(event)) return;
    event.preventDefault();
    const [scale2, by] = move;
    this.put(scale2, stepped(scale2.values, scale2.slider.value, by));
  }
  /** @param {Scale} scale @param {number} value */
  put({ slider: slider2 }, value) {
    if (value === slider2.value) return;
    slider2.set(value);
    this.place();
    this.moved();
  }
};

// shared/state/python.js
var number = (x) => Number.isInteger(x) ? x.toFixed(1) : String(x);
var noise = (seed, size) => `normals(${seed}, ${size.reduce((a, b) => a * b, 1)}).reshape(${size.join(", ")})`;
var script = (imports, lines) => `${[...imports, "", ...lines].join("\n")}
`;

// collapse/python.js
function python({ seed, N, d, sigma, sizes: { n, width, trials } }) {
  const level = number(sigma);
  return script(
    [
      "from mosaics import ideal, memorization",
      "from mosaics.widgets.draws import normals",
      "import torch"
    ],
    [
      `drawn = ${noise(seed, [n + trials, 1, 1, width])}  # points, then noise`,
      `points, noise = drawn[:${N}, ..., :${d}], drawn[${n}:, ..., :${d}]`,
      `true = torch.arange(${trials}) % ${N}  # trial t hides point t`,
      `z = points[true] + ${level} * noise`,
      `posterior = ideal.IdealDenoiser(points).posterior(z, ${level}, top_k=1)`,
      "numbers = posterior.effective  # of each trial, how many points are in the running",
      `level = memorization.collapse_sigma(${N}, ${d})`
    ]
  );
}

// collapse/scatter.js
var Scatter = class {
  /** @type {Look | undefined} */
  look;
  constructor() {
    this.x = { low: -4, high: 4, linear: true, label: "first coordinate" };
    this.y = { low: -4, high: 4, linear: true };
    this.plot = plot({
      label: "The points in the plane",
      height: 300,
      x: this.x,
      y: this.y,
      draw: (sheet2) => this.draw(sheet2)
    });
    this.caption = h("p", { class: "lab-note" });
    const head2 = h("p", { class: "lab-head" }, "The points of the trial in view");
    this.el = h("div", { class: "collapse-plane", hidden: true }, head2, this.plot.el, this.caption);
  }
  /**
   * Shows a trial; nothing where there are more than two dimensions
   * @param {Look | undefined} look
   */
  show(look) {
    this.look = look;
    this.el.hidden = !look;
    if (!look) return;
    const { plane, trial, near } = look, own = trial % plane.all.length, far = reach([...plane.all, plane.noisy(trial)]);
    for (const axis of [this.x, this.y]) Object.assign(axis, { low: -far, high: far });
    const words = `The ${near.length} nearest are ringed. ${standing(near.indexOf(own), own)}`;
    this.caption.textContent = `• ${some(plane.all.length, "point")}, ◆ the true one, ✕ what the noise made of it, + the noisy points of the other trials. ${words}`;
    this.plot.say(`Trial ${show(trial + 1)}. ${words}`);
    this.plot.redraw();
  }
  /** @param {Sheet} sheet */
  draw({ x, y, add, box }) {
    if (!this.look) return;
    const { plane, trial, trials, near } = this.look, { all } = plane, inside = ([a2, b2]) => Math.max(Math.abs(a2), Math.abs(b2)) <= this.x.high;
    const place = ([a2, b2]) => [x(a2), y(b2)].map((v) => v.toFixed(1));
    const cross = (point) => `M${place(point).join(" ")}m-3 0h6m-3 -3v6`;
    const others = Array.from({ length: trials }, (_, t) => plane.noisy(t)).filter(
      (point, t) => t !== trial && inside(point)
    );
    add("text", { class: "lab-title", x: 4, y: box.top - 1 }, "second");
    add("path", { class: "collapse-noisy", d: others.map(cross).join("") });
    add("path", {
      class: "collapse-points",
      d: all.map((p) => `M${place(p).join(" ")}h0`).join("")
    });
    for (const m of near) {
      const [cx, cy] = place(all[m]);
      add("circle", { class: "collapse-near", cx, cy, r: m === near[0] ? 9 : 6 });
    }
    const own = place(all[trial % all.length]).map(Number), [a, b] = place(plane.noisy(trial)).map(Number);
    add("line", { class: "lab-now", x1: own[0], y1: own[1], x2: a, y2: b });
    add("path", { class: "lab-mark", d: diamond(own[0], own[1], 8) });
    add("path", { class: "collapse-seen", d: `M${a - 6} ${b - 6}l12 12m0 -12l-12 12` });
  }
  close() {
    this.plot.close();
  }
};

// source:code/mosaics/widgets/collapse/worker.js
var worker_default = ENGINE;

// collapse/view.js
var BARS = 6;
var LEVELS2 = { low: 0.02, high: 100 };
var CollapseLab = class extends Live {
  /** @type {{ seed: number, points: Floats, noise: Floats } | undefined} */
  drawn;
  /** @param {Context} context */
  constructor(context) {
    super(context, "collapse");
    const { N, d, sigma, sizes } = this.settings, counts = wholeLadder(2, sizes.n, N), levels = ladder(LEVELS2.low, LEVELS2.high, sigma);
    this.sent = { kernel: -1, page: -1 };
    this.next = button("New points", () => this.another(), { class: "lab-primary" });
    this.points = this.makeSlider("N", "Points N", counts, N);
    this.d = this.makeSlider("d", "Dimensions d", wholeLadder(2, sizes.width, d), d);
    this.sigma = this.makeSlider("sigma", "Noise level", levels, sigma, (s) => `σ ${show(s)}`);
    this.pick = this.makePick(sizes.trials);
    this.bars = barList(void 0, BARS + 1, "Posterior weights in the trial in view");
    this.marks = Array.from({ length: sizes.trials }, () => h("span", {}));
    this.grid = h("div", { class: "lab-trials", role: "img", "aria-label": "Trials" }, this.marks);
    this.wins = h("p", { class: "lab-note" });
    this.count = h("p", { class: "lab-note" });
    this.caption = h("p", { class: "lab-note" });
    this.scatter = new Scatter();
    const axes2 = { x: { ...LEVELS2, label: "noise level σ" }, y: { low: 2, high: sizes.n } };
    this.handle = this.makeHandle(axes2, levels, counts);
    this.plot = this.makePlot(axes2);
  }
  /**
   * @param {string} name @param {string} label @param {number[]} values @param {number} value
   * @param {(value: number) => string} [say]
   */
  makeSlider(name, label, values, value, say) {
    const how = { state: this.chosen, free: true, say, input: () => this.start() }, fits = values.every(Number.isInteger) ? Number.isInteger : void 0;
    return listSlider({ ...how, name, label, values, value, fits });
  }
  /** @param {number} trials */
  makePick(trials) {
    return rangeSlider({
      state: this.chosen,
      name: "trial",
      label: "Trial in view",
      low: 1,
      high: trials,
      value: 1,
      say: (k) => `${k} of ${trials}`,
      input: () => this.view()
    });
  }
  /** @param {Axes} axes @param {number[]} levels @param {number[]} counts */
  makeHandle(axes2, levels, counts) {
    const scales = {
      sigma: { slider: this.sigma, values: levels },
      N: { slider: this.points, values: counts }
    };
    return new Handle(scales, axes2, () => this.start());
  }
  /** @param {Axes} axes */
  makePlot(axes2) {
    const made = plot({
      label: "Who wins, by number of points and noise level",
      height: 290,
      ...axes2,
      draw: (sheet2) => this.drawMap(sheet2)
    });
    made.el.append(this.handle.el);
    return made;
  }
  open() {
    const { pick, points, d, sigma, grid, wins, bars, count } = this;
    this.build(
      h("div", { class: "lab-row" }, this.next, this.seed.el),
      h(
        "div",
        { class: "lab-beside lab-first" },
        stage([head("Who wins?"), this.plot.el, this.caption], "collapse-map"),
        h(
          "div",
          { class: "collapse-side" },
          h("div", { class: "collapse-sliders" }, points.el, d.el, sigma.el),
          h("p", { class: "lab-head collapse-trials" }, "How often the true point wins"),
          [grid, wins, pick.el]
        ),
        this.scatter.el,
        h("div", { class: "collapse-bars" }, bars.el, count)
      )
    );
    this.start();
  }
  /** @returns {Record<string, Control>} */
  controls() {
    const { points, d, sigma, seed, pick } = this;
    return { N: points, d, sigma, seed, trial: pick };
  }
  /** The trial in view, from 0 on. */
  get trial() {
    return this.pick.value - 1;
  }
  /** The diamond goes before the answer comes. @param {string} note */
  start(note = "") {
    this.handle.place();
    super.start(note);
  }
  /**
   * Points and noise of a seed, drawn once: N and d take the first rows and columns of the same
   * table
   * @param {number} seed
   */
  draws(seed) {
    const { n, width, trials } = this.settings.sizes;
    if (this.drawn?.seed === seed) return this.drawn;
    const all = normals(seed, (n + trials) * width);
    this.drawn = { seed, points: all.slice(0, n * width), noise: all.slice(n * width) };
    return this.drawn;
  }
  python() {
    return this.state && python(this.state.params);
  }
  async canvases() {
    return [await rasterised(this.plot.root, this.handle.face)];
  }
  /** @param {string} note */
  begin(note) {
    const { seed, points, noise: noise2 } = this.draws(this.seed.value), engine = this.machine.name;
    const params = {
      seed,
      N: this.points.value,
      d: this.d.value,
      sigma: this.sigma.value,
      sizes: this.settings.sizes,
      top: BARS
    };
    const buffers = this.sent[engine] === seed ? [] : [points, noise2];
    this.sent[engine] = seed;
    this.run("collapse", params, buffers, {
      done: (m) => this.finish(params, note, m),
      end: () => this.rested(),
      missing: () => {
        this.sent[engine] = -1;
        this.wish ??= " ";
        this.rested();
      }
    });
  }
  /** @param {Params} params @param {string} note @param {Heard & Verdict} message */
  finish(params, note, { true_w, effective, top_w, top_i, curve, sigma_c, ms }) {
    const { points, noise: noise2 } = this.draws(params.seed), { N, d, sigma } = params;
    const won = true_w.filter((w) => w > 0.5).length;
    this.state = {
      params,
      points,
      noise: noise2,
      true_w,
      effective,
      top_w,
      top_i,
      curve,
      sigma_c,
      won,
      ms,
      engine: this.machine.name
    };
    this.view();
    this.plot.redraw();
    const level = show(sigma_c), side = sideOf(sigma, sigma_c), here = `is ${side} the collapse level`;
    this.plot.say(`N ${show(N)}, sigma ${show(sigma)} ${here} ${level} for d ${d}`);
    this.caption.replaceChildren(
      "The curve is the collapse level σ",
      h("sub", {}, "C"),
      ` of ${d} dimensions. At N = ${show(N)} it is ${level}; the present σ is ${side} it.`
    );
    const wins = `The true point wins ${won} of ${params.sizes.trials} trials.`;
    this.announce(
      `${note} ${wins} Sigma ${show(sigma)} ${here} ${level}. ${this.spent(ms)}.`.trim()
    );
  }
  /** Shows the trials and the weights of the one in view. */
  view() {
    if (!this.state) return;
    const { true_w, effective, params, won } = this.state, { trials } = params.sizes;
    this.marks.forEach((mark, t) => {
      mark.textContent = true_w[t] > 0.5 ? "◆" : "○";
      mark.className = `${true_w[t] > 0.5 ? "lab-win" : ""} ${t === this.trial ? "lab-here" : ""}`;
    });
    this.grid.setAttribute("aria-label", `The true point wins ${won} of ${trials} trials`);
    const part = `${won} of ${trials}, ${rounded(won / trials)}`;
    this.wins.textContent = `◆ the true point holds more than half of the weight: ${part}. ○ it does not.`;
    this.bars.set(weights(this.state, this.trial));
    const many = `${show(effective[this.trial])} of ${show(params.N)}`;
    this.count.textContent = `Effective number in this trial: ${many}.`;
    this.viewPlane(this.state);
  }
  /** The points themselves, where they lie in a plane. @param {State} state */
  viewPlane(state) {
    const { params, top_i } = state, { trial } = this;
    const look = { trial, trials: params.sizes.trials, near: top_i[trial] };
    this.scatter.show(params.d === 2 ? { ...look, plane: planeOf(state, params) } : void 0);
  }
  /** @param {Sheet} sheet */
  drawMap(sheet2) {
    this.handle.place(sheet2);
    if (!this.state) return;
    const { x, y, add, box } = sheet2;
    const { curve, params, sigma_c } = this.state, line = curve.map(([N, s]) => [x(s), y(N)]);
    const ends = [curve[curve.length - 1], curve[0]].map(([N]) => [box.left, y(N)]);
    add("path", { class: "lab-won", d: `${path([...line, ...ends])}Z` });
    add("path", { class: "lab-line", d: path(line) });
    add(
      "text",
      { class: "lab-region", x: box.left + 10, y: box.bottom - 12 },
      "one wins: it copies"
    );
    add(
      "text",
      { class: "lab-region", x: box.right - 8, y: box.top + 20, "text-anchor": "end" },
      "many share"
    );
    add("text", { class: "lab-title", x: 4, y: box.top - 1 }, "N");
    add("line", {
      class: "lab-now",
      x1: x(sigma_c),
      x2: x(params.sigma),
      y1: y(params.N),
      y2: y(params.N)
    });
  }
  close() {
    this.plot.close();
    this.scatter.close();
    super.close();
  }
};
function sideOf(sigma, level) {
  if (show(sigma) === show(level)) return "on";
  return sigma < level ? "below" : "above";
}
function weights({ true_w, top_w, top_i, params }, t) {
  const own = t % params.N, rows = top_i[t].map((m, i) => ({ m, w: top_w[t][i] }));
  if (!rows.some((row) => row.m === own)) rows[rows.length - 1] = { m: own, w: true_w[t] };
  const rest = Math.max(0, 1 - rows.reduce((sum, row) => sum + row.w, 0)), others = params.N - rows.length;
  const items = rows.map(({ m, w }) => ({
    name: m === own ? "true point" : `point ${show(m)}`,
    w,
    marked: m === own
  }));
  return others > 0 ? [...items, { name: some(others, "other"), w: rest }] : items;
}
var view_default = widget(CollapseLab, worker_default);
export default view_default;
