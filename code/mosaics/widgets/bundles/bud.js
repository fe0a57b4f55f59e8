// sha256 of sources and bundler: aa716174a3f88e8a961339bdeed18c4c38ee6437aa9ba21959f98ae06a61e7aa
const ENGINE = "\"use strict\";\n// shared/engine/checks.js\nfunction need(ok, message) {\n  if (!ok) throw new Error(message);\n}\nfunction checkCount(n, name, low, high) {\n  need(\n    Number.isInteger(n) && n >= low && n <= high,\n    `${name} must be a whole number from ${low} to ${high}, got ${n}`\n  );\n}\nfunction checkNoise(noise, count) {\n  need(noise?.length === count, `noise must hold ${count} numbers, got ${noise?.length ?? 0}`);\n  need(noise.every(Number.isFinite), \"noise must be finite\");\n}\nfunction checkChoice(value, allowed, name) {\n  need(allowed.includes(value), `${name} must be one of ${allowed.join(\", \")}, got '${value}'`);\n}\n\n// shared/engine/pace.js\nvar REST = 12;\n\n// shared/engine/posterior.js\nvar Dictionary = class _Dictionary {\n  /**\n   * @param {Float32Array} keys\n   * @param {number} D\n   * @param {Float64Array} [half]\n   * @param {number} [M]\n   */\n  constructor(keys, D, half, M = keys.length / D) {\n    this.keys = keys;\n    this.D = D;\n    this.M = M;\n    this.half = half ?? Float64Array.from({ length: M }, (_, m) => dot(keys, m * D, keys, m * D, D) / 2);\n  }\n  /** The first n keys of these. @param {number} n */\n  first(n) {\n    return new _Dictionary(this.keys, this.D, this.half, n);\n  }\n};\nfunction dot(a, i, b, j, n) {\n  let s = 0;\n  for (let p = 0; p < n; p++) s += a[i + p] * b[j + p];\n  return s;\n}\n\n// shared/engine/store.js\nvar images = new Dictionary(new Float32Array(0), 1);\nvar given = new Uint8Array(0);\nfunction keep(bytes, D, network = new Uint8Array(0)) {\n  images = new Dictionary(\n    Float32Array.from(bytes, (b) => b / 127.5 - 1),\n    D\n  );\n  given = network;\n}\n\n// shared/engine/inbox.js\nvar scope = (\n  /** @type {Scope} */\n  /** @type {unknown} */\n  globalThis\n);\nvar cancelled = /* @__PURE__ */ new Set();\nvar waiting = [];\nvar pump = new MessageChannel();\npump.port1.onmessage = () => waiting.shift()?.();\nvar rest = () => new Promise((go) => {\n  waiting.push(go);\n  pump.port2.postMessage(0);\n});\nfunction post(id, message, arrays) {\n  const names = Object.keys(arrays), buffers = names.map((name) => Float32Array.from(arrays[name]));\n  scope.postMessage(\n    { id, ...message, names, buffers },\n    buffers.map((b) => b.buffer)\n  );\n}\nasync function work(jobs, { id, task, params, buffers }) {\n  checkChoice(task, Object.keys(jobs), \"task\");\n  await rest();\n  if (cancelled.delete(id)) return post(id, { type: \"cancelled\" }, {});\n  let since = performance.now();\n  for (const [message, arrays] of jobs[task](params, buffers)) {\n    if (performance.now() - since > REST) {\n      await rest();\n      since = performance.now();\n    }\n    if (cancelled.delete(id)) return post(id, { type: \"cancelled\" }, {});\n    post(id, message, arrays);\n  }\n}\nfunction serve(jobs) {\n  scope.onmessage = ({ data }) => {\n    if (data.type === \"data\") keep(data.bytes, data.D, data.weights);\n    else if (data.type === \"cancel\") cancelled.add(data.job);\n    else\n      work(jobs, data).catch(\n        (error) => post(data.id, { type: \"error\", message: error.message }, {})\n      );\n  };\n}\n\n// bud/arc.js\nvar INNER = 12;\nvar FIRST = 20;\nvar LAST = 48;\nvar REFERENCE = 36;\nvar FRAME = 4;\nvar EDGE = 1.5;\nvar POINTS = 721;\nfunction extent(theta) {\n  return [LAST + 2 * FRAME, 2 * Math.ceil(LAST * Math.sin(theta * Math.PI / 180)) + 2 * FRAME];\n}\nfunction tipOf(theta) {\n  const [H, W] = extent(theta);\n  return [H - FRAME, (W - 1) / 2];\n}\nfunction placeOf(theta, angle, radius) {\n  const [row, column] = tipOf(theta), turn = angle * Math.PI / 180;\n  return [row - radius * Math.cos(turn), column + radius * Math.sin(turn)];\n}\nvar angleOf = (k, theta) => EDGE - theta + k * 2 * (theta - EDGE) / (POINTS - 1);\nfunction digits(u, theta) {\n  const [, W] = extent(theta), out = [];\n  let from = -1;\n  for (let k = 0; k <= POINTS; k++) {\n    const [y, x] = placeOf(theta, angleOf(k, theta), REFERENCE), high = k < POINTS && between(u, W, y, x) > 0;\n    if (high && from < 0) from = k;\n    if (high || from < 0) continue;\n    out.push(angleOf((from + k - 1) / 2, theta));\n    from = -1;\n  }\n  return out;\n}\nfunction between(u, W, y, x) {\n  const i = Math.floor(y), j = Math.floor(x);\n  const line = (p) => u[p] * (1 - (x - j)) + u[p + 1] * (x - j);\n  return line(i * W + j) * (1 - (y - i)) + line((i + 1) * W + j) * (y - i);\n}\n\n// bud/engine.js\nvar GROWS = 1200;\nvar WAITS = 600;\nvar NOISE = 0.02;\nvar [ALPHA, BETA, R1, RATIO] = [0.899, -0.91, 3.5, 0.516];\nvar SLICE = 200;\nfunction places({ delta, theta, fan }) {\n  const [H, W] = extent(theta), [row, column] = tipOf(theta), joins = new Float64Array(H * W).fill(Infinity), constants = new Float64Array(H * W).fill(delta);\n  for (let p = 0; p < H * W; p++) {\n    const x = p % W - column, y = row - Math.floor(p / W), r = Math.hypot(x, y), inside2 = Math.abs(Math.atan2(x, y) * 180 / Math.PI) <= theta && r >= INNER && r <= LAST;\n    if (inside2) joins[p] = Math.max(0, (r - FIRST) / (LAST - FIRST)) * GROWS;\n    if (fan === \"on\") constants[p] = delta * (Math.min(LAST, Math.max(INNER, r)) / REFERENCE) ** 2;\n  }\n  const inside = [...joins.keys()].filter((p) => joins[p] < Infinity);\n  const all = Int32Array.from(inside.sort((a, b) => joins[a] - joins[b]));\n  return { H, W, joins, constants, all };\n}\nvar Tissue = class {\n  joined = 0;\n  // how many points, in the order in which they join\n  /** @param {Params} params @param {Float32Array} noise */\n  constructor(params, noise) {\n    const { H, W, joins, constants, all } = places(params), size = H * W;\n    this.W = W;\n    this.joins = joins;\n    this.constants = constants;\n    this.all = all;\n    this.dt = Math.min(0.2 / Math.max(...Array.from(all, (p) => constants[p])), 0.1);\n    this.u = Float64Array.from(noise.subarray(0, size), (e) => e * NOISE);\n    this.v = Float64Array.from(noise.subarray(size), (e) => e * NOISE);\n    this.du = new Float64Array(size);\n    this.dv = new Float64Array(size);\n    this.between = new Float64Array(4 * size);\n    this.beside = [W, -W, 1, -1];\n  }\n  /** Points whose time has come take the mean of those beside them. @param {number} tau */\n  join(tau) {\n    const { all, joins, u, v, W, dt, constants, between: between2, beside } = this, first = this.joined;\n    while (this.joined < all.length && joins[all[this.joined]] <= tau) this.joined++;\n    for (const p of all.slice(first, this.joined)) {\n      let [number, sumU, sumV] = [0, 0, 0];\n      for (const row of [-W, 0, W])\n        for (const q of [p + row - 1, p + row, p + row + 1]) {\n          if (joins[q] > tau - dt) continue;\n          number++;\n          sumU += u[q];\n          sumV += v[q];\n        }\n      if (joins[p] <= tau - dt || !number) continue;\n      u[p] += sumU / number;\n      v[p] += sumV / number;\n    }\n    for (const p of all.slice(first, this.joined))\n      beside.forEach((step, k) => {\n        const q = p + step;\n        if (joins[q] > tau) return;\n        between2[4 * p + k] = (constants[p] + constants[q]) / 2;\n        between2[4 * q + (k ^ 1)] = between2[4 * p + k];\n      });\n  }\n  /** One explicit step. @param {number} tau */\n  step(tau) {\n    if (this.joined < this.all.length) this.join(tau);\n    this.spread();\n    const { u, v, du, dv, all, joined, dt } = this;\n    for (let i = 0; i < joined; i++) {\n      const p = all[i], a = u[p], b = v[p], cubic = ALPHA * R1 * a * b * b;\n      u[p] = a + dt * (ALPHA * a + b - cubic + RATIO * du[p]);\n      v[p] = b + dt * (BETA * b - ALPHA * a + cubic + dv[p]);\n    }\n  }\n  /** What diffusion brings to each point. */\n  spread() {\n    const { u, v, du, dv, between: between2, all, joined, W } = this;\n    for (let i = 0; i < joined; i++) {\n      const p = all[i], a = u[p], b = v[p], down = between2[4 * p], up = between2[4 * p + 1], right = between2[4 * p + 2], left = between2[4 * p + 3];\n      du[p] = down * (u[p + W] - a) + up * (u[p - W] - a) + right * (u[p + 1] - a) + left * (u[p - 1] - a);\n      dv[p] = down * (v[p + W] - b) + up * (v[p - W] - b) + right * (v[p + 1] - b) + left * (v[p - 1] - b);\n    }\n  }\n  /** The activator, 0 where nothing has joined. */\n  seen() {\n    const out = new Float64Array(this.u.length);\n    for (const p of this.all.slice(0, this.joined)) out[p] = this.u[p];\n    return out;\n  }\n};\nfunction* grow(params, [noise]) {\n  const { delta, theta, fan, looks } = params;\n  need(delta >= 0.5 && delta <= 10, `delta must be between 0.5 and 10, got ${delta}`);\n  checkCount(theta, \"theta\", 5, 85);\n  checkCount(looks, \"looks\", 1, 100);\n  checkChoice(fan, [\"on\", \"off\"], \"fan\");\n  const [H, W] = extent(theta);\n  checkNoise(noise, 2 * H * W);\n  const tissue = new Tissue(params, noise), steps = Math.round((GROWS + WAITS) / tissue.dt);\n  let since = performance.now();\n  for (let look = 1, step = 0; look <= looks; look++) {\n    for (const end = Math.floor(steps * look / looks); step < end; step++) {\n      tissue.step((step + 1) * tissue.dt);\n      if (step % SLICE || performance.now() - since < REST) continue;\n      yield [{ type: \"step\", part: step / steps }, {}];\n      since = performance.now();\n    }\n    yield [{ type: \"step\", part: look / looks }, { u: tissue.seen() }];\n  }\n  const u = tissue.seen();\n  yield [{ type: \"done\", digits: digits(u, theta).length }, { u }];\n}\n\n// bud/worker.js\nvar JOBS = { grow };\nserve(JOBS);\n";
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
var rounded = (part) => `${Math.round(100 * part)} %`;
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

// shared/view/save.js
var SIDE = 512;
var DIGITS = 9;
function png(canvases) {
  const side = Math.max(...canvases.map(({ width, height }) => Math.max(width, height)));
  const scale = Math.max(1, Math.ceil(SIDE / side));
  const gap = canvases.length > 1 ? Math.ceil(side * scale / 32) : 0;
  const widths = canvases.map(({ width }) => width * scale);
  const sheet = h("canvas", {
    width: widths.reduce((sum, width) => sum + width + gap, -gap),
    height: Math.max(...canvases.map(({ height }) => height)) * scale
  });
  const pen = penOf(sheet);
  pen.imageSmoothingEnabled = false;
  let x = 0;
  for (const canvas of canvases) {
    pen.drawImage(canvas, x, 0, canvas.width * scale, canvas.height * scale);
    x += canvas.width * scale + gap;
  }
  return new Promise((done) => sheet.toBlob(done, "image/png"));
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

// shared/view/paint.js
function paint(canvas, x, shape) {
  const pen = penOf(canvas), image = pen.createImageData(shape[2], shape[1]);
  colours(image.data, x, shape);
  pen.putImageData(image, 0, 0);
}
function picture(shape, title, attributes = {}) {
  const canvas = h("canvas", {
    width: shape[2],
    height: shape[1],
    role: "img",
    "aria-label": title
  });
  const name = h("strong", {}, title), note = h("span", {}, " ");
  const el = h(
    "figure",
    { class: "lab-picture", ...attributes },
    canvas,
    h("figcaption", {}, name, note)
  );
  const set = (x, text, label) => {
    paint(canvas, x, shape);
    note.textContent = text;
    canvas.setAttribute("aria-label", `${title}: ${label ?? text}`);
  };
  return { el, canvas, name, note, set };
}

// shared/view/stage.js
function stage(parts, name = "") {
  const el = h("div", { class: `lab-stage ${name}`.trim() }, parts);
  new ResizeObserver(() => {
    el.style.setProperty("--lab-tall", `${Math.ceil(el.offsetHeight)}px`);
  }).observe(el);
  return el;
}

// bud/arc.js
var LAST = 48;
var REFERENCE = 36;
var FRAME = 4;
var EDGE = 1.5;
var POINTS = 721;
function extent(theta) {
  return [LAST + 2 * FRAME, 2 * Math.ceil(LAST * Math.sin(theta * Math.PI / 180)) + 2 * FRAME];
}
function tipOf(theta) {
  const [H, W] = extent(theta);
  return [H - FRAME, (W - 1) / 2];
}
function placeOf(theta, angle, radius) {
  const [row, column] = tipOf(theta), turn = angle * Math.PI / 180;
  return [row - radius * Math.cos(turn), column + radius * Math.sin(turn)];
}
var angleOf = (k, theta) => EDGE - theta + k * 2 * (theta - EDGE) / (POINTS - 1);
function digits(u, theta) {
  const [, W] = extent(theta), out = [];
  let from = -1;
  for (let k = 0; k <= POINTS; k++) {
    const [y, x] = placeOf(theta, angleOf(k, theta), REFERENCE), high = k < POINTS && between(u, W, y, x) > 0;
    if (high && from < 0) from = k;
    if (high || from < 0) continue;
    out.push(angleOf((from + k - 1) / 2, theta));
    from = -1;
  }
  return out;
}
function between(u, W, y, x) {
  const i = Math.floor(y), j = Math.floor(x);
  const line = (p) => u[p] * (1 - (x - j)) + u[p + 1] * (x - j);
  return line(i * W + j) * (1 - (y - i)) + line((i + 1) * W + j) * (y - i);
}

// shared/state/python.js
var number = (x) => Number.isInteger(x) ? x.toFixed(1) : String(x);
var noise = (seed, size) => `normals(${seed}, ${size.reduce((a, b) => a * b, 1)}).reshape(${size.join(", ")})`;
var script = (imports, lines) => `${[...imports, "", ...lines].join("\n")}
`;

// bud/python.js
function python({ delta, theta, fan, seed }) {
  const even = fan === "on" ? "" : ", fan=False";
  return script(
    ["from mosaics import fingers", "from mosaics.widgets.draws import normals"],
    [
      `noise = ${noise(seed, [2, ...extent(theta)])}`,
      `bud = fingers.grown(${number(delta)}, ${number(theta)}, noise=noise${even})`,
      "number = fingers.digits(bud)",
      "picture = bud.u.nan_to_num()  # (H, W), 0 outside the bud"
    ]
  );
}

// source:code/mosaics/widgets/bud/worker.js
var worker_default = ENGINE;

// bud/view.js
var LOOKS = 40;
var EVERY = 120;
var FULL = 0.2;
var TISSUE = 0.25;
var CANVAS = (
  /** @type {Shape} */
  [1, ...extent(90)]
);
var NUMBERS = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"];
var BudLab = class extends Frame {
  /** @type {Job | undefined} */
  job;
  // under way
  /** @type {Job | undefined} */
  shown;
  // grown, and in view
  /** @param {Context} context */
  constructor(context) {
    super(context, "bud");
    const state = this.chosen, { seed } = this.settings;
    this.seed = seedField({ state, value: seed, change: (_, note) => this.start(note) });
    this.go = button("Another bud", () => this.job ? this.cancel() : this.another(), {
      class: "lab-primary"
    });
    this.again = button("Run again", () => this.start(), { hidden: true });
    this.sliders = this.makeControls();
    this.picture = picture(CANVAS, "Limb bud");
    this.marks = svg("svg", {
      class: "bud-marks",
      viewBox: `0 0 ${CANVAS[2]} ${CANVAS[1]}`,
      "aria-hidden": "true"
    });
    this.numbers = h("div", { class: "bud-numbers", "aria-hidden": "true" });
    this.words = h("p", { class: "bud-words" }, " ");
  }
  makeControls() {
    const { delta, deltas, theta, thetas, fan, wavelength } = this.settings, change = () => this.start();
    const from = (name) => ({ state: this.chosen, name, change });
    return {
      delta: listSlider({
        ...from("delta"),
        label: "Wavelength",
        values: ladder(deltas[0], deltas[1], delta),
        value: delta,
        free: true,
        say: (d) => `${show(wavelength * Math.sqrt(d))} points`
      }),
      theta: rangeSlider({
        ...from("theta"),
        label: "Width of the bud",
        low: thetas[0],
        high: thetas[1],
        value: theta,
        say: (angle) => `${2 * angle}°`
      }),
      fan: choice({
        ...from("fan"),
        label: "Diffusion",
        values: { on: "grows outwards", off: "the same everywhere" },
        value: fan
      })
    };
  }
  open() {
    const { delta, theta, fan } = this.sliders;
    this.picture.el.prepend(
      h("div", { class: "bud-box" }, this.picture.canvas, this.marks, this.numbers)
    );
    this.cancelByEscape();
    this.build(
      h("div", { class: "lab-row" }, this.go, this.seed.el, this.again),
      stage([this.picture.el, this.words]),
      h("div", { class: "lab-settings" }, delta.el, theta.el, fan.el)
    );
    this.start();
  }
  rerun() {
    this.start();
  }
  /** @returns {Record<string, Control>} */
  controls() {
    return { ...this.sliders, seed: this.seed };
  }
  /** @param {string} then @param {string} note */
  answer(then, note) {
    this.start(note);
  }
  python() {
    const { shown } = this;
    return shown && python({ ...shown.params, seed: shown.seed });
  }
  get copies() {
    return "Python for this bud";
  }
  get lacks() {
    return "The bud has not grown yet.";
  }
  canvases() {
    return [this.picture.canvas];
  }
  // ---------------------------------------------------------------- jobs
  another() {
    this.seed.next();
    this.start();
  }
  /** @returns {Params} */
  params() {
    const { delta, theta, fan } = this.sliders;
    return { delta: delta.value, theta: theta.value, fan: fan.value, looks: LOOKS };
  }
  start(note = "") {
    const params = this.params(), [H, W] = extent(params.theta), seed = this.seed.value;
    const job = { params, seed, noise: normals(seed, 2 * H * W), note };
    this.job = job;
    this.go.textContent = "Cancel";
    this.again.hidden = true;
    this.marks.replaceChildren();
    this.numbers.replaceChildren();
    this.run("grow", params, [job.noise], {
      step: (message) => this.took(
        job,
        /** @type {Stepped} */
        message
      ),
      done: (message) => this.finish(job, message),
      end: (how) => this.ended(how)
    });
  }
  /** @param {Job} job @param {Stepped} message */
  took({ params }, { part, ms, arrays: { u } }) {
    this.root.style.setProperty("--done", String(part));
    if (ms > EVERY) this.root.dataset.long = "";
    if (!u) return;
    this.draw(u, params.theta);
    this.words.textContent = `It grows: ${rounded(part)} of its time. Escape cancels.`;
  }
  /** @param {Job} job @param {Heard} message */
  finish(job, { arrays: { u }, ms }) {
    const { params, seed, noise: noise2, note } = job, found = digits(u, params.theta), words = told(found.length);
    this.shown = job;
    this.draw(u, params.theta);
    this.mark(found, params.theta);
    this.picture.canvas.setAttribute("aria-label", `Limb bud: ${words}`);
    this.picture.note.textContent = `seed ${seed}; counted along the dashed arc`;
    this.words.replaceChildren(h("strong", {}, words), ` ${this.expected(params)}`);
    this.state = { params, seed, noise: noise2, u, digits: found.length, ms, engine: this.machine.name };
    this.tellWhere();
    this.say(`${note} ${words} ${this.expected(params)} ${this.spent(ms)}.`.trim());
  }
  /** @param {Params} params */
  expected({ delta, theta, fan }) {
    const waves = 2 * (theta * Math.PI / 180) * REFERENCE / (this.wave * Math.sqrt(delta));
    const at = fan === "on" ? "" : " at the arc";
    return `With δ = ${show(delta)} the bud is ${waves.toFixed(1)} wavelengths wide${at}.`;
  }
  /** The wavelength with delta = 1. */
  get wave() {
    return this.settings.wavelength;
  }
  /** @param {string} how */
  ended(how) {
    this.job = void 0;
    this.go.textContent = "Another bud";
    delete this.root.dataset.long;
    if (how === "done") return;
    this.again.hidden = false;
    this.words.textContent = "It has not grown out.";
  }
  // ---------------------------------------------------------------- what is in view
  /** The bud in the middle of the canvas. @param {Floats} u @param {number} theta */
  draw(u, theta) {
    const [H, W] = extent(theta), wide = CANVAS[2], left = (wide - W) / 2, x = new Float32Array(H * wide).fill(-1);
    u.forEach((value, p) => {
      const ink = TISSUE + (value > 0 ? 1 - TISSUE : TISSUE) * (value / FULL);
      if (value) x[Math.floor(p / W) * wide + left + p % W] = 2 * Math.max(0.05, ink) - 1;
    });
    paint(this.picture.canvas, x, CANVAS);
  }
  /**
   * The arc, and each digit's number above the bud
   * @param {number[]} found @param {number} theta
   */
  mark(found, theta) {
    const left = (CANVAS[2] - extent(theta)[1]) / 2;
    const at = (angle, radius) => {
      const [y, x] = placeOf(theta, angle, radius);
      return [x + left + 0.5, y + 0.5];
    };
    const [from, to] = [-theta, theta].map((angle) => at(angle, REFERENCE).join(" "));
    const arc = svg("path", {
      d: `M${from}A${REFERENCE} ${REFERENCE} 0 0 1 ${to}`
    });
    this.marks.replaceChildren(arc);
    const numbers = found.map((angle, k) => {
      const [x, y] = at(angle, LAST + 2.4), style = `left: ${100 * x / CANVAS[2]}%; top: ${100 * y / CANVAS[1]}%`;
      return h("b", { style }, String(k + 1));
    });
    this.numbers.replaceChildren(...numbers);
  }
};
var told = (n) => `${NUMBERS[n] ?? n} digit${n === 1 ? "" : "s"}.`;
var view_default = widget(BudLab, worker_default);
export default view_default;
