// sha256 of sources and bundler: 17ffa2cbcdc2b2e0629971df5f2c23ad078de690725a39131ed0701345ce128d
const ENGINE = "\"use strict\";\n// shared/engine/checks.js\nfunction need(ok, message) {\n  if (!ok) throw new Error(message);\n}\nfunction checkCount(n, name, low, high) {\n  need(\n    Number.isInteger(n) && n >= low && n <= high,\n    `${name} must be a whole number from ${low} to ${high}, got ${n}`\n  );\n}\nfunction checkLevels(low, high) {\n  need(low > 0 && low < high, `0 < sigma_min < sigma_max is required, got ${low} and ${high}`);\n}\nfunction checkNoise(noise, count) {\n  need(noise?.length === count, `noise must hold ${count} numbers, got ${noise?.length ?? 0}`);\n  need(noise.every(Number.isFinite), \"noise must be finite\");\n}\nfunction checkChoice(value, allowed, name) {\n  need(allowed.includes(value), `${name} must be one of ${allowed.join(\", \")}, got '${value}'`);\n}\n\n// shared/engine/pace.js\nvar REST = 12;\n\n// shared/engine/posterior.js\nvar Dictionary = class _Dictionary {\n  /**\n   * @param {Float32Array} keys\n   * @param {number} D\n   * @param {Float64Array} [half]\n   * @param {number} [M]\n   */\n  constructor(keys, D, half, M = keys.length / D) {\n    this.keys = keys;\n    this.D = D;\n    this.M = M;\n    this.half = half ?? Float64Array.from({ length: M }, (_, m) => dot(keys, m * D, keys, m * D, D) / 2);\n  }\n  /** The first n keys of these. @param {number} n */\n  first(n) {\n    return new _Dictionary(this.keys, this.D, this.half, n);\n  }\n};\nfunction dot(a, i, b, j, n) {\n  let s = 0;\n  for (let p = 0; p < n; p++) s += a[i + p] * b[j + p];\n  return s;\n}\n\n// shared/engine/store.js\nvar images = new Dictionary(new Float32Array(0), 1);\nvar given = new Uint8Array(0);\nfunction keep(bytes, D, network = new Uint8Array(0)) {\n  images = new Dictionary(\n    Float32Array.from(bytes, (b) => b / 127.5 - 1),\n    D\n  );\n  given = network;\n}\n\n// shared/engine/inbox.js\nvar scope = (\n  /** @type {Scope} */\n  /** @type {unknown} */\n  globalThis\n);\nvar cancelled = /* @__PURE__ */ new Set();\nvar waiting = [];\nvar pump = new MessageChannel();\npump.port1.onmessage = () => waiting.shift()?.();\nvar rest = () => new Promise((go) => {\n  waiting.push(go);\n  pump.port2.postMessage(0);\n});\nfunction post(id, message, arrays) {\n  const names = Object.keys(arrays), buffers = names.map((name) => Float32Array.from(arrays[name]));\n  scope.postMessage(\n    { id, ...message, names, buffers },\n    buffers.map((b) => b.buffer)\n  );\n}\nasync function work(jobs, { id, task, params, buffers }) {\n  checkChoice(task, Object.keys(jobs), \"task\");\n  await rest();\n  if (cancelled.delete(id)) return post(id, { type: \"cancelled\" }, {});\n  let since = performance.now();\n  for (const [message, arrays] of jobs[task](params, buffers)) {\n    if (performance.now() - since > REST) {\n      await rest();\n      since = performance.now();\n    }\n    if (cancelled.delete(id)) return post(id, { type: \"cancelled\" }, {});\n    post(id, message, arrays);\n  }\n}\nfunction serve(jobs) {\n  scope.onmessage = ({ data }) => {\n    if (data.type === \"data\") keep(data.bytes, data.D, data.weights);\n    else if (data.type === \"cancel\") cancelled.add(data.job);\n    else\n      work(jobs, data).catch(\n        (error) => post(data.id, { type: \"error\", message: error.message }, {})\n      );\n  };\n}\n\n// shared/engine/sampling.js\nfunction schedule(steps, low, high, name = \"edm\") {\n  need(\n    name === \"edm\" || SIGNAL[name],\n    `schedule must be one of edm, ${Object.keys(SIGNAL).join(\", \")}, got '${name}'`\n  );\n  const falling = name === \"edm\" ? edm(steps, low, high) : equallySpaced(steps, low, high, SIGNAL[name]);\n  return [...falling, 0];\n}\nfunction edm(steps, low, high, rho = 7) {\n  const a = high ** (1 / rho), b = low ** (1 / rho), n = Math.max(steps, 2);\n  return Array.from({ length: n }, (_, i) => (a + i / (n - 1) * (b - a)) ** rho).slice(0, steps);\n}\nvar LATE = 8e-3;\nvar quarter = (t) => Math.cos(Math.PI / 2 * (t / (1 + LATE))) ** 2;\nvar beta = [0];\nfor (let k = 0; k < 1e3; k++) beta.push(beta[k] + Math.log1p(-(1e-4 + k / 999 * (0.02 - 1e-4))));\nvar SIGNAL = {\n  cosine: (t) => quarter(t + LATE) / quarter(LATE),\n  legacy: quarter,\n  linear: (t) => Math.exp(\n    interpolate(\n      t,\n      beta.map((_, k) => k / 1e3),\n      beta\n    )\n  )\n};\nfunction interpolate(x, xs, ys) {\n  const i = xs.findIndex((v) => v >= x);\n  if (i === 0) return ys[0];\n  if (i < 0) return ys[ys.length - 1];\n  return ys[i - 1] + (x - xs[i - 1]) / (xs[i] - xs[i - 1]) * (ys[i] - ys[i - 1]);\n}\nfunction equallySpaced(steps, low, high, signal) {\n  const level = (t) => Math.sqrt((1 - signal(t)) / signal(t));\n  const clock = Array.from({ length: 4e3 }, (_, i) => (i + 1) / 4e3), fine = clock.map(level);\n  const last = fine[fine.length - 1], most = Math.min(high, last), least = Math.max(low, fine[0]);\n  need(\n    least < most,\n    `this schedule reaches levels from ${fine[0]} to ${last}, got a range from ${low} to ${high}`\n  );\n  const logs = fine.map(Math.log), [start, end] = [most, least].map((s) => interpolate(Math.log(s), logs, clock));\n  return Array.from(\n    { length: steps },\n    (_, i) => level(start + i / Math.max(1, steps - 1) * (end - start))\n  );\n}\nvar along = (z, f) => Float64Array.from({ length: z.length }, (_, p) => f(p));\nfunction euler(z, s, t, x) {\n  return along(z, (p) => z[p] + (t - s) * (z[p] - x[p]) / s);\n}\n\n// majority/engine.js\nvar wrap = (i, L) => (i + L) % L;\nfunction windowSum(x, L) {\n  const three = (at) => at(1) + at(0) + at(-1);\n  const rows = along(x, (p) => three((d) => x[wrap(Math.floor(p / L) + d, L) * L + p % L]));\n  return along(x, (p) => three((d) => rows[p - p % L + wrap(p % L + d, L)]));\n}\nfunction sum(x) {\n  let total = 0;\n  for (let p = 0; p < x.length; p++) total += x[p];\n  return total;\n}\nvar majority = (x, L) => windowSum(x, L).map(Math.sign);\nvar agrees = (x, L) => majority(x, L).map((m, p) => Number(m === x[p]));\nvar signs = (z) => along(z, (p) => z[p] > 0 ? 1 : -1);\nvar localGuess = (L, P) => (z, s) => {\n  const seen = P ? windowSum(z, L) : new Float64Array(z.length).fill(sum(z));\n  return seen.map((inSight) => Math.tanh(inSight / (s * s)));\n};\nfunction checkWorld(world2, L) {\n  checkCount(L, \"L\", 3, 32);\n  checkNoise(world2, L * L);\n  need(\n    world2.every((v) => v === 1 || v === -1),\n    \"world must hold -1 and 1 only\"\n  );\n}\nvar ended = (world2, L, said = {}) => [\n  { type: \"done\", ...said },\n  { world: world2, good: agrees(world2, L) }\n];\nfunction* look({ L }, [world2]) {\n  checkWorld(world2, L);\n  yield ended(world2, L);\n}\nfunction* majorityStep({ L }, [world2]) {\n  checkWorld(world2, L);\n  yield ended(majority(world2, L), L);\n}\nfunction* toRest({ L }, [world2]) {\n  checkWorld(world2, L);\n  const run = [world2, majority(world2, L)];\n  const again = (ago) => {\n    const a = run[run.length - 1 - ago], b = run[run.length - 1];\n    return a !== void 0 && Array.prototype.every.call(a, (v, p) => v === b[p]);\n  };\n  while (!again(1) && !again(2)) run.push(majority(run[run.length - 1], L));\n  const period = again(1) ? 1 : 2;\n  for (const z of run.slice(0, -period)) yield [{ type: \"step\" }, { z }];\n  yield ended(run[run.length - 1], L, { period, steps: run.length - 1 - period });\n}\nfunction plan({ L, P, steps, sigma_min, sigma_max }) {\n  checkCount(L, \"L\", 3, 32);\n  checkCount(steps, \"steps\", 1, 50);\n  need(P === 3 || P === null, `P must be 3, or null for the whole image, got ${P}`);\n  checkLevels(sigma_min, sigma_max);\n  return [localGuess(L, P), schedule(steps, sigma_min, sigma_max)];\n}\nfunction* flow(guess, z, sigmas) {\n  yield [sigmas[0], z];\n  for (let k = 1; k < sigmas.length; k++) {\n    z = euler(z, sigmas[k - 1], sigmas[k], guess(z, sigmas[k - 1]));\n    yield [sigmas[k], z];\n  }\n}\nfunction* world(params, [noise, from]) {\n  const [guess, sigmas] = plan(params), { L } = params;\n  checkNoise(noise, L * L);\n  if (from) checkWorld(from, L);\n  let end = along(noise, (p) => sigmas[0] * noise[p] + (from?.[p] ?? 0));\n  for (const [sigma, z] of flow(guess, end, sigmas)) {\n    end = z;\n    yield [{ type: \"step\", sigma }, { z }];\n  }\n  yield ended(signs(end), L);\n}\nfunction* worlds(params, [noise], count = 100, part = 10) {\n  const [guess, sigmas] = plan(params), { L } = params, area = L * L;\n  checkNoise(noise, count * area);\n  let end = new Float64Array(area);\n  for (let n = 0; n < count; n += part) {\n    const ends = new Float32Array(part * area), whole = new Float32Array(part);\n    for (let i = 0; i < part; i++) {\n      const own = noise.subarray((n + i) * area, (n + i + 1) * area);\n      for (const [, z] of flow(\n        guess,\n        along(own, (p) => sigmas[0] * own[p]),\n        sigmas\n      ))\n        end = z;\n      end = signs(end);\n      ends.set(end, i * area);\n      whole[i] = Number(agrees(end, L).every(Boolean));\n    }\n    yield [{ type: \"step\" }, { worlds: ends, whole }];\n  }\n  yield ended(end, L);\n}\n\n// majority/worker.js\nvar JOBS = { look, majority: majorityStep, rest: toRest, world, worlds };\nserve(JOBS);\n";
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
function normalsOf(seeds2, size) {
  const out = new Float32Array(size * seeds2.length);
  seeds2.forEach((seed, k) => out.set(normals(seed % (MAX_SEED + 1), size), k * size));
  return out;
}

// shared/state/numbers.js
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
var tame = (z, sigma) => z.map((v) => v / Math.sqrt(1 + sigma * sigma));
var wrap = (i, n) => (i % n + n) % n;

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

// shared/state/link.js
var VERSION = 1;
var QUOTED = 80;
var FORM = /^#?([A-Za-z]\w*?)(?:\.(\d+))?:(.*)$/s;
var plain = (value) => encodeURIComponent(String(value)).replace(/%(3A|2F|2C|40|3B|24)/g, decodeURIComponent);
function write(lab, values, place2 = 1) {
  const parts = Object.entries({ v: VERSION, ...values }).map(
    ([name, value]) => `${name}=${plain(value)}`
  );
  return `#${lab}${place2 > 1 ? `.${place2}` : ""}:${parts.join("&")}`;
}
function read(hash) {
  const found = FORM.exec(hash);
  if (!found) return void 0;
  const [, lab, place2, given] = found;
  const values = /* @__PURE__ */ Object.create(null);
  const link = { lab, place: Number(place2 ?? 1), values };
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
    const one = ([key, words2]) => h(
      "label",
      {},
      h("input", {
        type: "radio",
        name: group,
        value: key,
        checked: key === "lab",
        onchange: () => this.embed(key)
      }),
      h("span", {}, words2)
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
  link(place2 = 1) {
    return write(this.kindOfLab, this.linked(), place2);
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
  render(place2) {
    let lab;
    const reopen = (model, brought) => {
      const settle = lab && held(lab.root, place2.el);
      lab?.close();
      lab?.root.remove();
      lab = new Lab({ ...place2, model, worker, brought, reopen });
      lab.open();
      settle?.(lab);
      const opened = model.get("opened");
      if (Object.keys(opened).length) lab.set(opened, "stay");
      return lab;
    };
    const first = reopen(place2.model);
    if (place2.home?.link) first.followLink(place2.home.link);
    return () => lab?.close();
  }
});

// shared/view/motion.js
var Motion = class {
  /** @type {number | undefined} */
  #frame;
  /** Whether it is under way. */
  get on() {
    return this.#frame !== void 0;
  }
  /** @param {(ms: number) => boolean} show hears the time since now; returns whether it goes on */
  begin(show2) {
    const began = performance.now();
    const tick = (now) => {
      this.#frame = requestAnimationFrame(tick);
      if (!show2(Math.max(0, now - began))) this.stop();
    };
    this.#frame = requestAnimationFrame(tick);
  }
  /** Returns whether there was something to stop. */
  stop() {
    const { on } = this;
    if (this.#frame !== void 0) cancelAnimationFrame(this.#frame);
    this.#frame = void 0;
    return on;
  }
};

// shared/view/stage.js
function stage(parts, name = "") {
  const el = h("div", { class: `lab-stage ${name}`.trim() }, parts);
  new ResizeObserver(() => {
    el.style.setProperty("--lab-tall", `${Math.ceil(el.offsetHeight)}px`);
  }).observe(el);
  return el;
}

// shared/state/curves.js
var diamond = (a, b, r) => `M${a} ${b - r}L${a + r} ${b}L${a} ${b + r}L${a - r} ${b}Z`;

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

// shared/state/drawn.js
function hexOf(on) {
  const digit = (d) => [0, 1, 2, 3].reduce((sum, k) => 2 * sum + Number(Boolean(on[4 * d + k])), 0).toString(16);
  return Array.from({ length: Math.ceil(on.length / 4) }, (_, d) => digit(d)).join("");
}
function cellsOf(text, count) {
  if (typeof text !== "string" || text.length !== Math.ceil(count / 4)) return void 0;
  if (!/^[0-9a-f]+$/.test(text)) return void 0;
  const on = Array.from(
    { length: count },
    (_, p) => (Number.parseInt(text[p >> 2], 16) >> 3 - (p & 3)) % 2 === 1
  );
  return hexOf(on) === text ? on : void 0;
}

// majority/world.js
var sideOf = (cells) => Math.sqrt(cells.length);
var white = (L) => new Float32Array(L * L).fill(-1);
var black = (cells) => cells.filter((v) => v > 0).length;
var textOf = (world) => hexOf(Array.from(world, (v) => v > 0));
function worldOf(text, L) {
  const on = cellsOf(text, L * L);
  return on && Float32Array.from(on, (v) => v ? 1 : -1);
}

// majority/board.js
var MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
var Board = class {
  cursor = [0, 0];
  /** @type {{ to: number, before: Floats } | undefined} */
  stroke;
  // under way: the cells' new value, and the world before it
  /** @param {Owner} owner */
  constructor(owner) {
    this.owner = owner;
    this.canvas = h("canvas", { "aria-hidden": "true" });
    this.over = svg("svg", { "aria-hidden": "true" });
    const about = { role: "application", "aria-roledescription": "grid of cells" };
    this.el = h(
      "div",
      { class: "lab-world", tabindex: 0, ...about, "aria-label": "World" },
      this.canvas,
      this.over
    );
    this.listen();
  }
  listen() {
    const { el } = this;
    el.addEventListener("pointerdown", (event) => {
      this.byKeys(false);
      this.press(event);
    });
    el.addEventListener(
      "pointermove",
      (event) => this.stroke && this.put(this.cellAt(event), this.stroke.to)
    );
    el.addEventListener("pointerup", () => {
      this.stroke = void 0;
    });
    el.addEventListener("pointercancel", () => this.undo());
    el.addEventListener("keydown", (event) => this.key(event));
    el.addEventListener("focus", () => this.byKeys(el.matches(":focus-visible")));
    el.addEventListener("blur", () => this.byKeys(false));
  }
  /** Whether keys move the cursor, which is seen then. @param {boolean} on */
  byKeys(on) {
    this.el.toggleAttribute("data-keys", on);
  }
  get world() {
    return this.owner.world();
  }
  get L() {
    return sideOf(this.world);
  }
  // ---------------------------------------------------------------- what is seen
  /** @param {Floats} good cells that agree with their window @param {string} words */
  show(good, words2) {
    const { L, over } = this;
    this.paint(this.world);
    over.setAttribute("viewBox", `0 0 ${L} ${L}`);
    const mark = (g, p) => g ? "" : diamond(p % L + 0.5, Math.floor(p / L) + 0.5, 0.26);
    const line = (i) => `M${i + 1} 0V${L}M0 ${i + 1}H${L}`;
    const lines = Array.from({ length: L - 1 }, (_, i) => line(i));
    over.replaceChildren(
      svg("path", { class: "lab-lines", d: lines.join("") }),
      svg("path", { class: "lab-wrong", d: Array.from(good, mark).join("") }),
      this.cursorMark()
    );
    this.el.setAttribute("aria-label", `${words2} Arrow keys move, space turns a cell over.`);
  }
  /** The cells alone, of a state on the way. @param {Floats} x */
  paint(x) {
    const { L, canvas } = this;
    if (canvas.width !== L) Object.assign(canvas, { width: L, height: L });
    paint(canvas, x, [1, L, L]);
  }
  /** Nothing over the cells. */
  bare() {
    this.over.replaceChildren();
  }
  cursorMark() {
    this.cursor = this.cursor.map((at) => Math.min(at, this.L - 1));
    const [y, x] = this.cursor;
    const square = (name) => svg("rect", { class: name, x: x + 0.08, y: y + 0.08, width: 0.84, height: 0.84 });
    return svg("g", { class: "lab-cursor" }, square("lab-halo"), square("lab-line"));
  }
  // ---------------------------------------------------------------- mouse, finger, keyboard
  /** @param {PointerEvent} event */
  cellAt({ clientX, clientY }) {
    const { left, top, width, height } = this.canvas.getBoundingClientRect(), { L } = this;
    const at = (part) => Math.min(L - 1, Math.max(0, Math.floor(part * L)));
    return at((clientY - top) / height) * L + at((clientX - left) / width);
  }
  /** @param {PointerEvent} event */
  press(event) {
    if (!this.world.length) return;
    this.owner.still();
    const p = this.cellAt(event);
    this.el.setPointerCapture(event.pointerId);
    this.stroke = { to: -this.world[p], before: this.world };
    this.put(p, this.stroke.to);
  }
  /** A finger that scrolls the page instead has drawn nothing. */
  undo() {
    if (this.stroke) this.owner.undo(this.stroke.before);
    this.stroke = void 0;
  }
  /** @param {number} p @param {number} value */
  put(p, value) {
    if (this.world[p] === value) return;
    const world = Float32Array.from(this.world, (v, q) => q === p ? value : v);
    this.paint(world);
    this.owner.drew(world, p);
  }
  /** @param {KeyboardEvent} event */
  key(event) {
    const move = MOVES[event.key], turn = event.key === " " || event.key === "Enter";
    if (!this.world.length || chord(event) || !move && !turn) return;
    event.preventDefault();
    this.owner.still();
    this.byKeys(true);
    if (move) this.cursor = this.cursor.map((at, axis) => wrap(at + move[axis], this.L));
    const p = this.cursor[0] * this.L + this.cursor[1];
    if (turn) return this.put(p, -this.world[p]);
    this.over.lastElementChild?.replaceWith(this.cursorMark());
    this.owner.came(p);
  }
};

// majority/denoiser.js
var SEES = { 3: "3 × 3 cells", all: "the whole image" };
var Denoiser = class {
  /** @param {State} state @param {Offered} offered @param {() => void} change */
  constructor(state, offered, change) {
    const { sigma_min, L, P, sides } = offered;
    this.sigma_min = sigma_min;
    this.side = listSlider({
      state,
      name: "L",
      label: "Side of the world",
      values: sides,
      value: L,
      say: (n) => `${n} cells`,
      change
    });
    this.sees = choice({
      state,
      name: "P",
      label: "The denoiser sees",
      values: SEES,
      value: P ? "3" : "all",
      change
    });
    this.steps = stepsOf(state, offered.steps, change);
    this.noise = noiseOf(state, offered.sigma_max, change);
  }
  parts() {
    return [this.side, this.sees, this.steps, this.noise].map((control) => control.el);
  }
  controls() {
    return { L: this.side, P: this.sees, steps: this.steps, sigma_max: this.noise };
  }
  /** @returns {Params} */
  params() {
    const { side, sees, steps, noise: noise2, sigma_min } = this;
    return {
      L: side.value,
      P: sees.value === "all" ? null : 3,
      steps: steps.value,
      sigma_min,
      sigma_max: noise2.value
    };
  }
};
var stepsOf = (state, value, change) => rangeSlider({
  state,
  name: "steps",
  label: "Steps of the denoiser",
  low: 1,
  high: 50,
  value,
  change
});
var noiseOf = (state, value, change) => logSlider({
  state,
  name: "sigma_max",
  label: "Noise at the start",
  low: 0.5,
  high: 80,
  value,
  say: (s) => `σ ${show(s)}`,
  change
});

// majority/finds.js
var runKey = ({ L, P, steps, sigma_max }, seed, from = "") => [L, P ?? "all", steps, sigma_max, seed, from].join(" ");
var Finds = class {
  /** @type {Map<string, Found>} */
  all = /* @__PURE__ */ new Map();
  /** @param {Asked} asked @returns {Found} */
  of({ L, P }) {
    const key = `${L} ${P}`;
    const found = this.all.get(key) ?? { worlds: /* @__PURE__ */ new Map(), runs: /* @__PURE__ */ new Map() };
    this.all.set(key, found);
    return found;
  }
  /**
   * Counts each run once: one that comes again adds nothing. Returns how many worlds are new.
   * @param {Asked} asked @param {Ended[]} ended
   */
  add(asked, ended) {
    const { worlds, runs } = this.of(asked), before = worlds.size;
    for (const { key, world, whole } of ended) {
      if (runs.has(key)) continue;
      runs.set(key, whole);
      if (whole) worlds.set(String(world), world);
    }
    return worlds.size - before;
  }
};
var broken = ({ runs }) => [...runs.values()].filter((whole) => !whole).length;
function runsOf(worlds, whole, key) {
  const area = worlds.length / whole.length;
  const world = (i) => worlds.slice(i * area, (i + 1) * area);
  return Array.from(whole, (v, i) => ({ key: key(i), world: world(i), whole: v > 0 }));
}

// majority/scale.js
var APART = 0.27;
var place = (n, total) => n > 1 ? Math.log(n) / Math.log(total) : 0;
function logTicks(total) {
  const powers = [];
  for (let n = 1; n < total; n *= 10) powers.push(n);
  let last = Number.NEGATIVE_INFINITY;
  const ticks = powers.map((n) => {
    const at = place(n, total), labelled = at - last >= APART && (n === 1 || at <= 1 - 1.2 * APART);
    if (labelled) last = at;
    return { n, at, labelled };
  });
  return [...ticks, { n: total, at: 1, labelled: true }];
}

// majority/found.js
var KEPT = 24;
var HEAD2 = "Different consistent worlds the denoiser has found";
var FoundPanel = class {
  /**
   * @param {Map<number, number>} counts how many worlds exist, by side
   * @param {Element} more a button for more runs
   * @param {(world: Floats) => void} look
   */
  constructor(counts, more, look) {
    this.counts = counts;
    this.look = look;
    this.group = unique("lab-image");
    this.figure = h("p", { class: "lab-figure" }, " ");
    this.scale = h("div", { class: "majority-scale", role: "img" });
    this.note = h("p", { class: "lab-note" });
    this.gallery = h("fieldset", {
      class: "lab-strip lab-found",
      "aria-label": "Worlds found last: choose one to look at it"
    });
    const top = h("div", { class: "majority-found" }, this.figure, more);
    const head = h("p", { class: "lab-head" }, HEAD2);
    this.el = h("section", {}, head, top, this.scale, this.note, this.gallery);
  }
  get text() {
    return this.figure.textContent;
  }
  /** @param {Found} found @param {Asked} asked */
  show(found, { L }) {
    const { size } = found.worlds, total = this.counts.get(L);
    this.figure.textContent = total ? `${show(size)} of ${show(total)}` : show(size);
    this.scale.hidden = !total;
    if (total) this.showScale(size, total);
    this.note.textContent = words(found, L, total);
    this.gallery.hidden = !size;
    const last = [...found.worlds.values()].slice(-KEPT).reverse();
    this.gallery.replaceChildren(...last.map((world, i) => this.thumb(world, i, L)));
  }
  /** @param {number} size @param {number} total */
  showScale(size, total) {
    const at = (x) => ({ style: `--at: ${x}` }), here = place(size, total);
    const ticks = logTicks(total).map(
      ({ n, at: x, labelled }) => h("span", at(x), h("i", {}), labelled ? h("b", {}, show(n)) : null)
    );
    const gauge = h("div", { class: "lab-gauge" });
    gauge.style.setProperty("--w", String(here));
    gauge.hidden = !size;
    const label = h(
      "p",
      { class: "majority-here", ...at(here) },
      size ? `${show(size)} found` : ""
    );
    this.scale.replaceChildren(
      label,
      h("div", { class: "majority-track" }, gauge),
      h("div", { class: "majority-ticks" }, ticks)
    );
    const found = `${show(size)} of ${show(total)} worlds found`;
    this.scale.setAttribute("aria-label", `Logarithmic scale from 1 to ${show(total)}: ${found}`);
  }
  /** @param {Floats} world @param {number} i @param {number} L */
  thumb(world, i, L) {
    const radio = h("input", {
      type: "radio",
      name: this.group,
      "aria-label": `World ${i + 1}, ${show(black(world))} cells black`,
      onclick: () => this.look(world)
    });
    return h("label", {}, radio, thumbnail([1, L, L], world));
  }
};
function words(found, L, total) {
  const wrong = broken(found), least = 2 ** Math.floor(L / 5) ** 2;
  const scale = "The scale is logarithmic: each tick is ten times the one before.";
  const exact = total ? `${show(total)} is the exact count for ${L} × ${L} cells.` : `At least ${show(least)} exist.`;
  return [
    total && total > 10 ? scale : "",
    exact,
    `Runs so far: ${show(found.runs.size)}.`,
    wrong ? `${show(wrong)} ended with cells that disagree and do not count.` : ""
  ].join(" ").trim();
}

// shared/state/python.js
var number = (x) => Number.isInteger(x) ? x.toFixed(1) : String(x);
var schedule = (steps, low, high) => `diffusion.schedule("edm", ${steps}, ${number(low)}, ${number(high)})`;
var noise = (seed, size) => `normals(${seed}, ${size.reduce((a, b) => a * b, 1)}).reshape(${size.join(", ")})`;
var script = (imports, lines) => `${[...imports, "", ...lines].join("\n")}
`;

// majority/python.js
function python({ seed, L, P, steps, sigma_min, sigma_max }) {
  return script(
    ["from mosaics import diffusion, rules", "from mosaics.widgets.draws import normals"],
    [
      `denoise = rules.LocalBlackWhite(${P ?? "None"})`,
      `sigmas = ${schedule(steps, sigma_min, sigma_max)}`,
      `z = sigmas[0] * ${noise(seed, [1, 1, L, L])}`,
      `end = diffusion.last(diffusion.sample(denoise, z, sigmas, "euler"))`,
      "picture = 2.0 * (end > 0) - 1  # (1, 1, L, L), 1 is black",
      "agrees = rules.consistent(picture)"
    ]
  );
}
function drawn(L, world) {
  const row = (i) => Array.from({ length: L }, (_, j) => world[i * L + j] > 0 ? "#" : ".").join("");
  const rows = Array.from({ length: L }, (_, i) => `    "${row(i)}",`);
  return script(
    ["import torch", "from mosaics import rules"],
    [
      "rows = [",
      ...rows,
      "]",
      'cells = [[1.0 if cell == "#" else -1.0 for cell in row] for row in rows]',
      "picture = torch.tensor(cells)[None, None]",
      "agrees = rules.consistent(picture)"
    ]
  );
}

// source:code/mosaics/widgets/majority/worker.js
var worker_default = ENGINE;

// majority/view.js
var FRESH = "-";
var FILM = 1500;
var FRAME = 250;
var MajorityLab = class extends Frame {
  /** @type {Known} */
  known = { world: new Float32Array(0), good: new Float32Array(0), made: void 0 };
  /** @type {Floats | undefined} */
  draft;
  // drawn by hand; no engine has looked at it yet
  /** @type {string | undefined} */
  wish;
  // the world that has been set from outside
  /** @type {string | undefined} */
  making;
  // the run under way
  many = false;
  // whether many runs are under way
  finds = new Finds();
  film = new Motion();
  // of the run in view
  again = () => this.make();
  /** @param {Context} context */
  constructor(context) {
    super(context, "majority");
    const state = this.chosen, { seed, runs, counts } = this.settings;
    this.runs = `Run ${runs} more`;
    this.next = button("New world", () => this.another(), { class: "lab-primary" });
    this.more = button(this.runs, () => this.many ? this.cancel() : this.makeMany());
    this.seed = seedField({ state, value: seed, change: (_, note) => this.make(note) });
    this.denoiser = new Denoiser(state, this.settings, () => this.make());
    this.tools = this.makeTools();
    this.board = new Board({
      world: () => this.world,
      still: () => this.stop(),
      drew: (world, p) => this.drew(world, p),
      undo: (world) => this.look(world),
      came: (p) => this.say(this.cell(p))
    });
    this.verdict = h("p", { class: "lab-verdict" }, " ");
    this.found = new FoundPanel(new Map(counts), this.more, (world) => this.look(world));
  }
  /** The slider of the world's side. */
  get side() {
    return this.denoiser.side;
  }
  get moves() {
    return this.film.on;
  }
  open() {
    const { world } = this.settings;
    this.cancelByEscape();
    this.build(
      h("div", { class: "lab-row" }, this.next, this.seed.el),
      h(
        "div",
        { class: "lab-beside" },
        stage([this.board.el, this.verdict]),
        h("section", {}, this.tools, h("div", { class: "lab-settings" }, this.denoiser.parts()))
      ),
      this.found.el
    );
    this.wish = world;
    this.answer("stay", "");
  }
  rerun() {
    this.again();
  }
  makeTools() {
    return h(
      "div",
      { class: "lab-row lab-tools" },
      button(
        "Majority step",
        () => this.onWorld("majority", this.world, () => this.say(`One step. ${this.agreement()}`))
      ),
      button("Until it rests", () => this.rest()),
      button("Noise, then denoise", () => this.another(this.world)),
      button("Erase", () => this.look(white(this.side.value)))
    );
  }
  /** @returns {Record<string, Control>} */
  controls() {
    return { ...this.denoiser.controls(), seed: this.seed, world: this.worldControl() };
  }
  python() {
    const { state, known, draft, world, L } = this;
    if (!state || !world.length) return void 0;
    const { seed, params } = state, made = known.made !== void 0 && !draft && seed !== void 0;
    return made ? python({ ...params, seed }) : drawn(L, world);
  }
  canvases() {
    return [this.board.canvas];
  }
  /** The world in view as text; of one that seed and settings make it need not be told. */
  worldControl() {
    const lab = this;
    return {
      get value() {
        return lab.wish ?? lab.worldText();
      },
      /** @param {unknown} text */
      set(text) {
        if (text === FRESH || worldOf(text, lab.side.value)) lab.wish = String(text);
      }
    };
  }
  worldText() {
    const own = runKey(this.params(), this.seed.value), { world, draft } = this;
    const made = draft ? void 0 : this.known.made;
    const fresh = [made, this.making].includes(own) || sideOf(world) !== this.side.value;
    return fresh ? FRESH : textOf(world);
  }
  /** @param {string} then @param {string} note */
  answer(then, note) {
    const { wish = FRESH } = this, world = worldOf(wish, this.side.value);
    this.wish = void 0;
    if (world) this.look(world, () => `${note} A world that was drawn. ${this.agreement()}`.trim());
    else this.make(note);
  }
  /** The world in view, with what has been drawn. */
  get world() {
    return this.draft ?? this.known.world;
  }
  get good() {
    return this.known.good;
  }
  /** Its side; the slider may be ahead of it. */
  get L() {
    return sideOf(this.world);
  }
  // ---------------------------------------------------------------- jobs
  /**
   * One job; its end is the world in view. The other engine repeats it.
   * @param {string} task @param {Params} params @param {Floats[]} buffers
   * @param {(message: Message) => void} done @param {Treatment} [treatment]
   */
  ask(task, params, buffers, done, treatment = {}) {
    const frames = [];
    this.stop();
    this.side.set(params.L);
    this.many = task === "worlds";
    this.making = treatment.made;
    this.more.textContent = this.many ? "Cancel" : this.runs;
    const again = { ...treatment, film: false };
    this.again = () => this.ask(task, params, buffers, done, again);
    const keep = ({ sigma, arrays: { z } }) => frames.push({ z, sigma });
    this.run(task, params, buffers, {
      step: treatment.step ?? keep,
      done: (m) => {
        const asked = { task, params, noise: buffers[0], from: buffers[1] };
        this.took(m, { ...asked, z: frames.map((f) => f.z) }, treatment);
        done(m);
        if (treatment.film) this.show(frames);
        else this.view();
      },
      end: (how) => this.ended(how)
    });
  }
  /**
   * @param {Message} message
   * @param {State & Record<string, unknown>} asked
   * @param {Treatment} treatment
   */
  took({ arrays, ms }, asked, { made, seed }) {
    const kept = seed === void 0 ? {} : { seed };
    this.known = { world: arrays.world, good: arrays.good, made };
    this.draft = void 0;
    this.state = { ...asked, ...arrays, engine: this.machine.name, ms, ...kept };
  }
  /** What was drawn and not looked at goes with a job that did not end well. @param {string} how */
  ended(how) {
    this.many = false;
    this.making = void 0;
    this.more.textContent = this.runs;
    this.tellWhere();
    if (how === "done" || !this.draft) return;
    this.draft = void 0;
    this.view();
  }
  /**
   * A job on a world, which brings its side with it wherever the slider is.
   * @param {string} task @param {Floats} world
   * @param {(message: Message) => void} done @param {Treatment} [treatment]
   */
  onWorld(task, world, done, treatment) {
    this.ask(task, { ...this.params(), L: sideOf(world) }, [world], done, treatment);
  }
  params() {
    return this.denoiser.params();
  }
  /** @param {Floats} [from] */
  another(from) {
    this.seed.next();
    this.make("", from);
  }
  /**
   * A world from noise, or from the world in view with noise on it.
   * @param {string} [note]
   * @param {Floats} [from]
   */
  make(note = "", from) {
    const seed = this.seed.value, params = { ...this.params(), ...from && { L: sideOf(from) } }, key = runKey(params, seed, from && textOf(from)), noise2 = normals(seed, params.L ** 2);
    const done = ({ ms }) => {
      const { world, good } = this.known, fresh = this.collect(params, [{ key, world, whole: good.every(Boolean) }]);
      const news = fresh ? "A world not found before. " : "";
      this.say(`${note} Seed ${seed}: ${this.agreement()} ${news}${this.spent(ms)}.`.trim());
    };
    const made = from ? void 0 : key;
    this.ask("world", params, from ? [noise2, from] : [noise2], done, { seed, made, film: true });
  }
  /** So many runs, of the seeds after this one. The seed in view is the last one that was run. */
  makeMany(first = this.seed.value + 1) {
    const { runs } = this.settings, params = this.params(), seeds2 = Array.from({ length: runs }, (_, i) => (first + i) % (MAX_SEED + 1)), noise2 = normalsOf(seeds2, params.L ** 2);
    let ready = 0, fresh = 0;
    const step = ({ arrays: { worlds, whole } }) => {
      fresh += this.collect(
        params,
        runsOf(worlds, whole, (i) => runKey(params, seeds2[ready + i]))
      );
      ready += whole.length;
      this.seed.set(seeds2[ready - 1]);
      this.where.textContent = `${ready} of ${runs} runs.`;
    };
    const done = ({ ms }) => {
      this.again = () => this.look(this.world);
      this.say(`${runs} runs: ${fresh} new, ${this.found.text} found. ${this.spent(ms)}.`);
    };
    const last = seeds2[runs - 1];
    this.ask("worlds", params, [noise2], done, { step, seed: last, made: runKey(params, last) });
    this.again = () => this.makeMany(first);
  }
  /** @param {Floats} world */
  look(world, say = () => this.agreement()) {
    this.onWorld("look", world, () => this.say(say()));
  }
  rest() {
    const done = ({ period, steps }) => {
      const after = `after ${steps} majority ${steps === 1 ? "step" : "steps"}`;
      const blinks = `It never rests: ${after} it blinks between two states. ${this.agreement()}`;
      this.say(period === 1 ? `At rest ${after}.` : blinks);
    };
    this.onWorld("rest", this.world, done, { film: true });
  }
  /** Returns how many worlds are new. @param {Params} params @param {Ended[]} ended */
  collect(params, ended) {
    const fresh = this.finds.add(params, ended);
    this.found.show(this.finds.of(params), params);
    return fresh;
  }
  // ---------------------------------------------------------------- the world in view
  agreement() {
    const wrong = this.good.filter((g) => !g).length, cells = this.good.length;
    return wrong ? `${wrong} of ${cells} cells ${wrong === 1 ? "disagrees" : "disagree"}.` : `All ${cells} cells agree with their window.`;
  }
  view() {
    const { L, good, world, board, verdict } = this;
    const words2 = `World of ${L} by ${L} cells, ${show(black(world))} black. ${this.agreement()}`;
    board.show(good, words2);
    verdict.textContent = `${good.every(Boolean) ? "◇" : "◆"} ${this.agreement()}`;
  }
  /** Shows the states of a run one after the other, then the world. @param {Still[]} frames */
  show(frames) {
    if (calm.matches || frames.length < 2) return this.view();
    const each = Math.min(FRAME, FILM / frames.length);
    this.board.bare();
    this.film.begin((ms) => {
      const frame = frames[Math.floor(ms / each)];
      if (frame) this.still(frame);
      else this.view();
      return frame !== void 0;
    });
  }
  /** @param {Still} still */
  still({ z, sigma }) {
    this.board.paint(sigma === void 0 ? z : tame(z, sigma));
    this.verdict.textContent = sigma === void 0 ? "…" : `σ = ${show(sigma)}`;
  }
  stop() {
    if (this.film.stop()) this.view();
  }
  /** The reader has turned over cell p. @param {Floats} world @param {number} p */
  drew(world, p) {
    this.draft = world;
    this.look(world, () => `${this.cell(p)} ${this.agreement()}`);
  }
  /** @param {number} p */
  cell(p) {
    const row = Math.floor(p / this.L) + 1, column = p % this.L + 1;
    const colour = this.world[p] > 0 ? "black" : "white";
    return `Row ${row}, column ${column}: ${colour}, ${this.good[p] ? "agrees" : "disagrees"}.`;
  }
  close() {
    this.film.stop();
    super.close();
  }
};
var view_default = widget(MajorityLab, worker_default);
export default view_default;
