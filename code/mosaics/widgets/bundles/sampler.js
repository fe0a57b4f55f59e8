// sha256 of sources and bundler: 294792c7760c44055ada8062712f212b81253140eb5503c6f6c89523a1c7edd5
const ENGINE = "\"use strict\";\n// code/mosaics/widgets/shared/engine/checks.js\nfunction need(ok, message) {\n  if (!ok) throw new Error(message);\n}\nfunction checkCount(n, name, low, high) {\n  need(\n    Number.isInteger(n) && n >= low && n <= high,\n    `${name} must be a whole number from ${low} to ${high}, got ${n}`\n  );\n}\nfunction checkLevels(low, high) {\n  need(low > 0 && low < high, `0 < sigma_min < sigma_max is required, got ${low} and ${high}`);\n}\nfunction checkNoise(noise, count) {\n  need(noise?.length === count, `noise must hold ${count} numbers, got ${noise?.length ?? 0}`);\n  need(noise.every(Number.isFinite), \"noise must be finite\");\n}\nfunction checkChoice(value, allowed, name) {\n  need(allowed.includes(value), `${name} must be one of ${allowed.join(\", \")}, got '${value}'`);\n}\n\n// code/mosaics/widgets/shared/engine/pace.js\nvar REST = 12;\n\n// code/mosaics/widgets/shared/engine/posterior.js\nvar CUT = -60;\nvar Dictionary = class _Dictionary {\n  /**\n   * @param {Float32Array} keys\n   * @param {number} D\n   * @param {Float64Array} [half]\n   * @param {number} [M]\n   */\n  constructor(keys, D, half, M = keys.length / D) {\n    this.keys = keys;\n    this.D = D;\n    this.M = M;\n    this.half = half ?? Float64Array.from({ length: M }, (_, m) => dot(keys, m * D, keys, m * D, D) / 2);\n  }\n  /** The first n keys of these. @param {number} n */\n  first(n) {\n    return new _Dictionary(this.keys, this.D, this.half, n);\n  }\n};\nfunction dot(a, i, b, j, n) {\n  let s = 0;\n  for (let p = 0; p < n; p++) s += a[i + p] * b[j + p];\n  return s;\n}\nfunction weights(q, { keys, half, D, M }, sigma) {\n  const w = new Float64Array(M), s2 = sigma * sigma;\n  let max = -Infinity, sum = 0;\n  for (let m = 0; m < M; m++) {\n    w[m] = (dot(q, 0, keys, m * D, D) - half[m]) / s2;\n    if (w[m] > max) max = w[m];\n  }\n  for (let m = 0; m < M; m++) {\n    w[m] = w[m] - max < CUT ? 0 : Math.exp(w[m] - max);\n    sum += w[m];\n  }\n  for (let m = 0; m < M; m++) w[m] /= sum;\n  return w;\n}\nfunction mean(w, { keys, D }) {\n  const out = new Float64Array(D);\n  for (let m = 0; m < w.length; m++) {\n    if (w[m] > 0) for (let p = 0; p < D; p++) out[p] += w[m] * keys[m * D + p];\n  }\n  return out;\n}\nvar effective = (w) => 1 / w.reduce((sum, x) => sum + x * x, 0);\nfunction top(w, k) {\n  const best = [];\n  for (let m = 0; m < w.length; m++) {\n    if (best.length === k && w[m] <= w[best[k - 1]]) continue;\n    let at = best.length;\n    while (at > 0 && w[best[at - 1]] < w[m]) at--;\n    best.splice(at, 0, m);\n    if (best.length > k) best.pop();\n  }\n  return [best.map((m) => w[m]), best];\n}\nfunction consult(z, dictionary, sigma, k) {\n  const w = weights(z, dictionary, sigma), [top_w, top_i] = top(w, Math.min(k, w.length));\n  return { x0_hat: mean(w, dictionary), effective: effective(w), top_w, top_i };\n}\nfunction verdict(x, { keys, D, M }) {\n  const d = Float64Array.from({ length: M }, (_, m) => {\n    let s = 0;\n    for (let p = 0; p < D; p++) s += (x[p] - keys[m * D + p]) ** 2;\n    return Math.sqrt(s);\n  });\n  const [, [first, second]] = top(\n    d.map((far) => -far),\n    2\n  );\n  return { nearest: first, distance: d[first], ratio: d[second] > 0 ? d[first] / d[second] : 1 };\n}\n\n// code/mosaics/widgets/shared/engine/store.js\nvar images = new Dictionary(new Float32Array(0), 1);\nvar given = new Uint8Array(0);\nfunction keep(bytes, D, network = new Uint8Array(0)) {\n  images = new Dictionary(\n    Float32Array.from(bytes, (b) => b / 127.5 - 1),\n    D\n  );\n  given = network;\n}\n\n// code/mosaics/widgets/shared/engine/inbox.js\nvar scope = (\n  /** @type {Scope} */\n  /** @type {unknown} */\n  globalThis\n);\nvar cancelled = /* @__PURE__ */ new Set();\nvar waiting = [];\nvar pump = new MessageChannel();\npump.port1.onmessage = () => waiting.shift()?.();\nvar rest = () => new Promise((go) => {\n  waiting.push(go);\n  pump.port2.postMessage(0);\n});\nfunction post(id, message, arrays) {\n  const names = Object.keys(arrays), buffers = names.map((name) => Float32Array.from(arrays[name]));\n  scope.postMessage(\n    { id, ...message, names, buffers },\n    buffers.map((b) => b.buffer)\n  );\n}\nasync function work(jobs, { id, task, params, buffers }) {\n  checkChoice(task, Object.keys(jobs), \"task\");\n  let since = performance.now();\n  for (const [message, arrays] of jobs[task](params, buffers)) {\n    if (performance.now() - since > REST) {\n      await rest();\n      since = performance.now();\n    }\n    if (cancelled.delete(id)) return post(id, { type: \"cancelled\" }, {});\n    post(id, message, arrays);\n  }\n}\nfunction serve(jobs) {\n  scope.onmessage = ({ data }) => {\n    if (data.type === \"data\") keep(data.bytes, data.D, data.weights);\n    else if (data.type === \"cancel\") cancelled.add(data.job);\n    else\n      work(jobs, data).catch(\n        (error) => post(data.id, { type: \"error\", message: error.message }, {})\n      );\n  };\n}\n\n// code/mosaics/widgets/shared/engine/sampling.js\nfunction schedule(steps, low, high, name = \"edm\") {\n  need(\n    name === \"edm\" || SIGNAL[name],\n    `schedule must be one of edm, ${Object.keys(SIGNAL).join(\", \")}, got '${name}'`\n  );\n  const falling = name === \"edm\" ? edm(steps, low, high) : equallySpaced(steps, low, high, SIGNAL[name]);\n  return [...falling, 0];\n}\nfunction edm(steps, low, high, rho = 7) {\n  const a = high ** (1 / rho), b = low ** (1 / rho), n = Math.max(steps, 2);\n  return Array.from({ length: n }, (_, i) => (a + i / (n - 1) * (b - a)) ** rho).slice(0, steps);\n}\nvar LATE = 8e-3;\nvar quarter = (t) => Math.cos(Math.PI / 2 * (t / (1 + LATE))) ** 2;\nvar beta = [0];\nfor (let k = 0; k < 1e3; k++) beta.push(beta[k] + Math.log1p(-(1e-4 + k / 999 * (0.02 - 1e-4))));\nvar SIGNAL = {\n  cosine: (t) => quarter(t + LATE) / quarter(LATE),\n  legacy: quarter,\n  linear: (t) => Math.exp(\n    interpolate(\n      t,\n      beta.map((_, k) => k / 1e3),\n      beta\n    )\n  )\n};\nfunction interpolate(x, xs, ys) {\n  const i = xs.findIndex((v) => v >= x);\n  if (i === 0) return ys[0];\n  if (i < 0) return ys[ys.length - 1];\n  return ys[i - 1] + (x - xs[i - 1]) / (xs[i] - xs[i - 1]) * (ys[i] - ys[i - 1]);\n}\nfunction equallySpaced(steps, low, high, signal) {\n  const level = (t) => Math.sqrt((1 - signal(t)) / signal(t));\n  const clock = Array.from({ length: 4e3 }, (_, i) => (i + 1) / 4e3), fine = clock.map(level);\n  const last = fine[fine.length - 1], most = Math.min(high, last), least = Math.max(low, fine[0]);\n  need(\n    least < most,\n    `this schedule reaches levels from ${fine[0]} to ${last}, got a range from ${low} to ${high}`\n  );\n  const logs = fine.map(Math.log), [start, end] = [most, least].map((s) => interpolate(Math.log(s), logs, clock));\n  return Array.from(\n    { length: steps },\n    (_, i) => level(start + i / Math.max(1, steps - 1) * (end - start))\n  );\n}\nvar along = (z, f) => Float64Array.from({ length: z.length }, (_, p) => f(p));\nfunction euler(z, s, t, x) {\n  return along(z, (p) => z[p] + (t - s) * (z[p] - x[p]) / s);\n}\nfunction heun(denoise, z, s, t, x) {\n  const z1 = euler(z, s, t, x);\n  if (t === 0) return z1;\n  const x1 = denoise(z1, t);\n  return along(z, (p) => z[p] + (t - s) * ((z[p] - x[p]) / s + (z1[p] - x1[p]) / t) / 2);\n}\nfunction ancestral(denoise, z, s, t, x, fresh) {\n  const up = t * Math.sqrt(s * s - t * t) / s, down = t * t / s;\n  return along(z, (p) => x[p] + down * (z[p] - x[p]) / s + (up ? up * fresh[p] : 0));\n}\nvar eulerStep = (denoise, z, s, t, x) => euler(z, s, t, x);\nvar METHODS = { euler: eulerStep, ddim: eulerStep, heun, ancestral };\nfunction checkSampling({ N, steps, method, sigma_min, sigma_max }, least, most) {\n  checkCount(N, \"N\", least, most);\n  checkCount(steps, \"steps\", 1, 1e3);\n  checkChoice(method, Object.keys(METHODS), \"method\");\n  checkLevels(sigma_min, sigma_max);\n}\n\n// code/mosaics/widgets/shared/engine/sample.js\nfunction* sample(params, [noise]) {\n  checkSampling(params, 2, images.M);\n  const { N, steps, method, sigma_min, sigma_max, top: top2 } = params, D = images.D, dictionary = images.first(N);\n  const sigmas = schedule(steps, sigma_min, sigma_max, params.schedule);\n  checkNoise(noise, D * (method === \"ancestral\" ? steps + 1 : 1));\n  const guess = (z2, s) => mean(weights(z2, dictionary, s), dictionary);\n  let z = Float64Array.from(noise.subarray(0, D), (e) => sigmas[0] * e);\n  for (let k = 0; k < steps; k++) {\n    const [s, t] = [sigmas[k], sigmas[k + 1]], { x0_hat, ...said } = consult(z, dictionary, s, top2);\n    yield [\n      { type: \"step\", step: k, steps, sigma: s, ...said },\n      { z, x0_hat }\n    ];\n    z = METHODS[method](guess, z, s, t, x0_hat, noise.subarray((k + 1) * D, (k + 2) * D));\n  }\n  yield [{ type: \"done\", ...verdict(z, dictionary) }, { z }];\n}\n\n// code/mosaics/widgets/sampler/engine.js\nvar SEVERAL = 100;\nvar several = (one) => (\n  /** @param {P & { methods: string[] }} params @param {Float32Array[]} noises @returns {Run} */\n  function* ({ methods, ...params }, noises) {\n    need(\n      Array.isArray(methods) && methods.length === noises.length && noises.length > 0,\n      `methods must be as many as the ${noises.length} noises, got ${methods}`\n    );\n    need(\n      noises.length <= SEVERAL,\n      `at most ${SEVERAL} runs can be asked for, got ${noises.length}`\n    );\n    for (let run = 0; run < noises.length; run++) {\n      const asked = (\n        /** @type {P & { method: string }} */\n        /** @type {unknown} */\n        { ...params, method: methods[run] }\n      );\n      for (const [said, arrays] of one(asked, [noises[run]])) yield told(said, arrays, run);\n    }\n    yield [{ type: \"done\" }, {}];\n  }\n);\nfunction told(said, arrays, run) {\n  if (said.type === \"done\") return [{ ...said, type: \"step\", run, part: 1 }, { z: arrays.z }];\n  const { step, steps, part } = (\n    /** @type {Told} */\n    said\n  );\n  return [{ type: \"step\", run, part: (step + (part ?? 1)) / steps }, {}];\n}\n\n// code/mosaics/widgets/sampler/worker.js\nvar JOBS = { sample, several: several(sample) };\nserve(JOBS);\n";
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
function share(w) {
  if (w >= 0.995 && w < 1) return w > 0.9995 ? "1.00" : w.toFixed(3);
  return w >= 0.01 || w === 0 ? w.toFixed(2) : "< 0.01";
}
var some = (n, what) => `${show(n)} ${what}${n === 1 ? "" : "s"}`;
function nearestPosition(count, at, wanted) {
  let best = 0;
  for (let i = 1; i < count; i++)
    if (Math.abs(at(i) - wanted) < Math.abs(at(best) - wanted)) best = i;
  return best;
}
function displacement(down, across) {
  const way = (d, less, more) => d ? `${Math.abs(d)} ${d < 0 ? less : more}` : "";
  return [way(across, "left", "right"), way(down, "up", "down")].filter(Boolean).join(", ") || "none";
}

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
function seedField({ state, value, change }) {
  const id = unique();
  const input = h("input", {
    type: "number",
    id,
    name: "seed",
    min: 0,
    max: MAX_SEED,
    step: 1,
    inputmode: "numeric",
    value
  });
  const control = {
    el: h("div", { class: "lab-control lab-seed" }, h("label", { for: id }, "Seed"), input),
    get value() {
      return state.number("seed");
    },
    /** @param {number} wanted */
    set(wanted) {
      if (Number.isInteger(wanted) && wanted >= 0 && wanted <= MAX_SEED) state.put("seed", wanted);
    },
    next() {
      control.set((control.value + 1) % (MAX_SEED + 1));
    }
  };
  state.shownBy("seed", () => {
    input.value = String(control.value);
  });
  control.set(value);
  input.addEventListener("change", () => {
    const typed = input.value, near = typed === "" ? control.value : +typed;
    const wanted = Math.round(Math.min(MAX_SEED, Math.max(0, near)));
    const same2 = typed === String(wanted);
    control.set(wanted);
    change(
      wanted,
      same2 ? "" : `The seed is a whole number from 0 to ${MAX_SEED}: ${wanted} was taken.`
    );
  });
  return control;
}

// code/mosaics/widgets/shared/view/curve.js
var FAR = 5;
var CurveSlider = class {
  /** @type {Pick<Sheet, "x" | "width"> | undefined} */
  sheet;
  /** @param {Lab} lab @param {Plot} plot */
  constructor(lab, plot2) {
    this.lab = lab;
    this.el = h("div", {
      class: "lab-curve",
      role: "slider",
      tabindex: 0,
      "aria-label": "Step, along the noise levels",
      "aria-valuemin": 0,
      "aria-valuemax": 0,
      "aria-valuenow": 0
    });
    plot2.root.after(this.el);
    let held = false;
    const letGo = (event) => {
      if (held && event.type === "pointerup") this.point(event);
      held = false;
    };
    this.el.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      held = true;
      this.el.setPointerCapture(event.pointerId);
      if (event.pointerType !== "touch") this.point(event);
    });
    this.el.addEventListener("pointermove", (event) => held && this.point(event));
    this.el.addEventListener("pointerup", letGo);
    this.el.addEventListener("pointercancel", letGo);
    this.el.addEventListener("keydown", (event) => this.key(event));
  }
  /** What has been drawn: where noise levels are. @param {Sheet} sheet */
  drawn({ x, width }) {
    this.sheet = { x, width };
  }
  /** @param {PointerEvent} event */
  point({ clientX }) {
    const { left, width } = this.el.getBoundingClientRect(), { sheet: sheet2 } = this;
    if (!sheet2) return;
    const wanted = (clientX - left) / width * sheet2.width;
    const far = this.lab.frames.map(({ sigma }) => Math.abs(sheet2.x(sigma) - wanted));
    this.go(far.lastIndexOf(Math.min(...far)));
  }
  /** @param {KeyboardEvent} event */
  key(event) {
    const { at, frames } = this.lab;
    const moves = {
      ArrowUp: at + 1,
      ArrowRight: at + 1,
      ArrowDown: at - 1,
      ArrowLeft: at - 1,
      PageUp: at + FAR,
      PageDown: at - FAR,
      Home: 0,
      End: frames.length - 1
    };
    if (!(event.key in moves) || chord(event)) return;
    event.preventDefault();
    this.go(Math.min(frames.length - 1, Math.max(0, moves[event.key])));
  }
  /** @param {number} k */
  go(k) {
    const { lab } = this;
    if (k < 0) return;
    lab.stop();
    if (k !== lab.at) lab.view(k);
  }
  /** The step in view, in words. */
  show() {
    const { at, frames } = this.lab;
    this.el.setAttribute("aria-valuemax", String(Math.max(0, frames.length - 1)));
    this.el.setAttribute("aria-valuenow", String(at));
    this.el.setAttribute("aria-valuetext", this.lab.place(at));
  }
};

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
  /** Hears the name of each value that changes. @type {(name: string) => void} */
  changed = () => {
  };
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
    const same2 = this.#values.get(name) === value;
    this.#values.set(name, value);
    this.#shows.get(name)?.();
    if (!same2) this.changed(name);
  }
  /** A control of this name is shown anew at each change. @param {string} name @param {() => void} show */
  shownBy(name, show2) {
    this.#shows.set(name, show2);
  }
};

// code/mosaics/widgets/shared/view/machine.js
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
   * Asks a silent kernel whether it still knows this lab. One that is busy reads that late. One that
   * has read it, is idle and has not answered has been restarted. A job's silence alone tells
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
      { class: "lab-menu" },
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
      button("Copy link", () => this.copy(lab.address(), "Link")),
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
var ENGINES = { kernel: "Python", page: "this page" };
var PATIENCE = 5e3;
var SILENT = {
  kernel: "Python has not answered for five seconds. It may be busy with a cell; you can also let this page compute.",
  page: "Still computing."
};
var AGAIN = "Python answers again.";
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
    this.engine = choice({
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
    this.engine.el.hidden = true;
    el.labState = () => this.state;
    this.root.labState = el.labState;
    this.root.lab = this;
    this.machine = new Machine(context, () => this.switched());
    this.home = context.home;
    el.append(this.root);
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
   * `Lab.controls`. In the
   * order in which they are set, for one may decide what another can be.
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
    if (!link || link.wrong) {
      this.say(`This link cannot be followed: ${link?.wrong ?? "it names no lab"}.`);
      return false;
    }
    return this.set(link.values, then).length === 0;
  }
  /** The Python that makes what is in view again; none before there is something. @returns {string | undefined} */
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
      const number2 = `no. ${show(m)}`, kind = this.kind(m), note = kind !== void 0 && number2;
      return { x: this.image(m), name: kind ?? number2, note, w: top_w[i], marked: m === marked };
    });
  }
  close() {
    clearTimeout(this.late);
    this.machine.close();
  }
};
var widget = (Lab, worker) => ({
  /** @param {Place} place */
  render(place) {
    const lab = new Lab({ ...place, worker }), opened = place.model.get("opened");
    lab.open();
    if (Object.keys(opened).length) lab.set(opened, "stay");
    return () => lab.close();
  }
});

// code/mosaics/widgets/shared/view/paint.js
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
  return { el, canvas, note, set };
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

// code/mosaics/widgets/shared/view/run.js
var NEXT = "New picture";
var PLAY = 1600;
var QUICK = 1500;
var RunLab = class extends Frame {
  busy = false;
  long = false;
  // the run under way takes so long that it can be cancelled
  /** @type {M[]} */
  frames = [];
  // states of the run in view, its end the last
  at = 0;
  // the one in view
  /** @type {number | undefined} */
  wanted;
  // the state to look at once the next run is there
  /** @type {Job<Params, M> | undefined} */
  shown;
  // the run in view
  /** @type {number | undefined} */
  playing;
  /** @type {Follower | undefined} */
  follower;
  /** @param {Context} context @param {string} lab */
  constructor(context, lab) {
    super(context, lab);
    const { seed, steps } = this.settings;
    this.seed = seedField({
      state: this.chosen,
      value: seed,
      change: (_, note) => this.start("play", note)
    });
    this.next = button(NEXT, () => this.busy && this.long ? this.cancel() : this.another(), {
      class: "lab-primary"
    });
    this.again = button("Run again", () => this.anew(), { hidden: true });
    this.steps = rangeSlider({
      state: this.chosen,
      name: "steps",
      label: "Steps",
      low: 1,
      high: 50,
      value: steps,
      change: () => this.start("stay")
    });
    this.player = button("Play", () => this.playing ? this.stop() : this.play(), {
      class: "lab-play"
    });
    this.scrubber = h("div", { class: "lab-scrub" }, this.player);
    this.step = this.makeStep(steps);
  }
  open() {
    this.cancelByEscape();
    this.build(
      h("div", { class: "lab-row" }, this.next, this.seed.el, this.again),
      ...this.parts()
    );
    this.start("open");
  }
  rerun() {
    this.start(this.shown ? "stay" : "open");
  }
  // ---------------------------------------------------------------- what a lab adds
  /** What stands under the buttons. @returns {Element[]} */
  parts() {
    return [];
  }
  get task() {
    return "";
  }
  /** What the next job is asked with. @returns {Params} */
  params() {
    throw new TypeError("a lab says what it asks for");
  }
  /** @param {Params} params @returns {Floats} */
  noise(params) {
    throw new TypeError("a lab says which noise it takes");
  }
  /** A step that is done, or a part of one. @param {Job<Params, M>} job @param {Heard} message */
  took(job, message) {
  }
  /** The end of a run; a lab calls reveal(). @param {Job<Params, M>} job @param {Heard} message */
  finish(job, message) {
  }
  /** Keeps the run for tests. @param {Job<Params, M>} job @param {number} ms */
  record(job, ms) {
  }
  /**
   * What the labs keep alike: what was asked, and these of every moment, by name.
   * @template {keyof M & string} K
   * @param {Job<Params, M>} job
   * @param {number} ms
   * @param {K[]} names
   */
  kept({ params, noise: noise2, seed, frames }, ms, names) {
    const moments = names.map((name) => [name, frames.map((moment) => moment[name])]);
    const lists = (
      /** @type {{ [key in K]: M[key][] }} */
      Object.fromEntries(moments)
    );
    return { params, seed, noise: noise2, ms, engine: this.machine.name, ...lists };
  }
  /** What the end is. @param {Job<Params, M>} job @param {number} ms */
  showResult(job, ms) {
  }
  /** @param {M} moment @param {boolean} last @param {boolean} live */
  viewState(moment, last, live) {
  }
  /** A run has ended otherwise than well. */
  ended() {
  }
  /** Milliseconds of one run through the steps. */
  get playTime() {
    return PLAY;
  }
  /** The state where several images are still possible. */
  openAt() {
    return this.frames.length - 1;
  }
  // ---------------------------------------------------------------- the scrubber
  /**
   * A slider of as many positions as the run has states.
   * @param {number} steps
   * @returns {Slider}
   */
  makeStep(steps) {
    const say = (k) => this.place(k, steps);
    const look = (k) => {
      this.stop();
      this.view(k);
    };
    const step = rangeSlider({
      state: this.chosen,
      name: "step",
      label: "Step",
      low: 0,
      high: steps,
      value: 0,
      say,
      input: look
    });
    this.scrubber.append(step.el);
    return step;
  }
  /** @param {number} steps */
  resizeScrubber(steps) {
    if (this.step.range.max === String(steps)) return;
    this.step.el.remove();
    this.step = this.makeStep(steps);
  }
  /** A step in words. @param {number} k */
  place(k, steps = +this.step.range.max) {
    return `${k} of ${steps} · ${this.level(this.frames[k])}`;
  }
  /** @param {M | undefined} moment */
  level(moment) {
    return `σ ${show(moment?.sigma ?? 0)}`;
  }
  // ---------------------------------------------------------------- settings from outside
  /** `step`: the state to look at once the run is there. @returns {Record<string, Control>} */
  controls() {
    const lab = this;
    const step = {
      get value() {
        return lab.wanted ?? lab.at;
      },
      /** @param {number} k */
      set(k) {
        lab.wanted = k;
      }
    };
    return { steps: this.steps, seed: this.seed, step };
  }
  /** A run that is there already is not made again. @param {string} then @param {string} note */
  answer(then, note) {
    const asked = JSON.stringify([this.params(), this.seed.value]), { shown } = this;
    if (this.busy || !shown || JSON.stringify([shown.params, shown.seed]) !== asked) {
      return this.start(
        /** @type {Then} */
        then,
        note
      );
    }
    const at = this.wanted, end = this.frames.length - 1;
    this.wanted = void 0;
    this.stop();
    this.say(note || `Seed ${this.seed.value}, as before.`);
    this.follower?.follow();
    if (at !== void 0 || then !== "play" || calm.matches)
      return this.view(Math.min(at ?? this.at, end));
    this.at = this.frames.length;
    this.play();
  }
  // ---------------------------------------------------------------- a run
  slow() {
    const far = this.follower?.far();
    if (far) this.say(far);
    else super.slow();
  }
  another() {
    this.seed.next();
    this.anew();
  }
  /** From the start on, wherever one wanted to look before. */
  anew() {
    this.wanted = void 0;
    this.start("play");
  }
  /**
   * This seed's noise and the following ones'.
   * @param {number[]} seeds
   * @param {number} size of each
   */
  draws(seeds, size) {
    const out = new Float32Array(size * seeds.length);
    seeds.forEach((seed, k) => out.set(normals(seed % (MAX_SEED + 1), size), k * size));
    return out;
  }
  /** @param {Then} then */
  start(then, note = "") {
    this.stop();
    this.follower?.stop();
    const params = this.params(), noise2 = this.noise(params);
    const fraction = this.at / Math.max(1, this.frames.length);
    const job = {
      params,
      noise: noise2,
      seed: this.seed.value,
      frames: [],
      then,
      note,
      fraction,
      live: false
    };
    this.busy = true;
    if (document.activeElement === this.again) this.next.focus();
    this.again.hidden = true;
    setTimeout(() => this.offer(this.busy), 150);
    this.run(this.task, params, [noise2], {
      step: (m) => this.took(job, m),
      done: (m) => this.finish(job, m),
      end: (how) => {
        this.busy = false;
        this.offer(false);
        this.again.hidden = how === "done";
        if (how === "done") return this.follower?.follow();
        this.wanted = void 0;
        this.ended();
      }
    });
  }
  /** What the first button does: cancel a run that takes long. @param {boolean} long */
  offer(long) {
    this.long = long;
    this.next.textContent = long ? "Cancel" : NEXT;
  }
  /** Shows a run that is there. @param {Job<Params, M>} job @param {M} end @param {number} ms */
  reveal(job, end, ms) {
    this.stop();
    this.frames = [...job.frames, end];
    this.tellWhere();
    this.shown = job;
    this.record(job, ms);
    this.resizeScrubber(job.params.steps);
    this.showResult(job, ms);
    this.settle(job, ms);
  }
  /** Where to look first. @param {Job<Params, M>} job @param {number} ms */
  settle({ then, fraction }, ms) {
    const end = this.frames.length - 1, { wanted } = this;
    this.wanted = void 0;
    if (wanted !== void 0) return this.view(Math.min(end, wanted));
    if (then === "play" && !calm.matches && ms < QUICK) return this.play();
    const at = { play: end, open: this.openAt(), stay: Math.round(fraction * this.frames.length) }[then];
    this.view(Math.min(end, at));
  }
  play() {
    const end = this.frames.length - 1, began = performance.now(), from = this.at >= end ? 0 : this.at;
    const speed = calm.matches ? 4 / 1e3 : end / this.playTime;
    this.player.textContent = "Pause";
    const tick = (now) => {
      const k = Math.min(end, from + Math.floor(Math.max(0, now - began) * speed));
      if (k !== this.at) this.view(k);
      if (k === end) return this.stop();
      this.playing = requestAnimationFrame(tick);
    };
    this.view(from);
    this.playing = requestAnimationFrame(tick);
  }
  stop() {
    if (this.playing) cancelAnimationFrame(this.playing);
    this.playing = void 0;
    this.player.textContent = "Play";
  }
  /**
   * Shows the state after k steps; there is none where the first run went wrong.
   * @param {number} k
   */
  view(k) {
    if (!this.frames.length) return;
    this.at = k;
    this.step.set(k);
    this.viewState(this.frames[k], k === this.frames.length - 1, false);
  }
  close() {
    this.stop();
    super.close();
  }
};

// code/mosaics/widgets/sampler/tally.js
var COPY = 1 / 3;
var SAME = 1 / 255;
var SAMPLERS = { ddim: "DDIM (Euler)", heun: "Heun", ancestral: "Ancestral, noisy" };
var noiseCount = ({ method, steps }) => method === "ancestral" ? steps + 1 : 1;
var same = (a, b) => a.every((v, p) => Math.abs(v - b[p]) <= SAME);
function sameMoved(a, b, [C, H, W]) {
  const fits = (down, right) => {
    for (let row = 0; row < C * H; row++) {
      const from = (row - row % H + (row % H + down) % H) * W;
      for (let j = 0; j < W; j++)
        if (Math.abs(a[row * W + j] - b[from + (j + right) % W]) > SAME) return false;
    }
    return true;
  };
  for (let k = 0; k < H * W; k++) if (fits(Math.floor(k / W), k % W)) return true;
  return false;
}
var sorted = (z, [C, H, W]) => Array.from({ length: C }, (_, c) => z.slice(c * H * W, (c + 1) * H * W).sort());
var Tally = class {
  /** @type {Map<number, Kept>} */
  pictures = /* @__PURE__ */ new Map();
  /** @param {Shape} shape */
  constructor(shape) {
    this.shape = shape;
  }
  /** The same picture, moved or not where that is all one. @param {Kept} a @param {Kept} b */
  alike(a, b) {
    if (!a.shift) return same(a.z, b.z);
    const may = a.sorted.every((values, c) => same(values, b.sorted[c]));
    return may && sameMoved(a.z, b.z, this.shape);
  }
  /** A seed's picture; another one of the same seed takes its place. @param {Picture} picture */
  add(picture2) {
    const kept = { ...picture2, sorted: sorted(picture2.z, this.shape), first: picture2.seed };
    const known = this.pictures.has(picture2.seed);
    this.pictures.set(picture2.seed, kept);
    for (const each of known ? this.pictures.values() : [kept]) each.first = this.firstOf(each);
    return kept;
  }
  /** The seed of the first picture that is the same. @param {Kept} kept */
  firstOf(kept) {
    for (const other of this.pictures.values()) {
      if (other === kept) break;
      if (other.first === other.seed && this.alike(kept, other)) return other.seed;
    }
    return kept.seed;
  }
  get count() {
    return this.pictures.size;
  }
  get different() {
    return [...this.pictures.values()].filter(({ first, seed }) => first === seed).length;
  }
  get copies() {
    return [...this.pictures.values()].filter(({ ratio }) => ratio < COPY).length;
  }
  /**
   * The next seeds that are not here yet, round from the largest to 0.
   * @param {number} after @param {number} count @param {number} largest
   */
  next(after, count, largest) {
    const out = [];
    for (let k = 1; k <= largest && out.length < count; k++) {
      const seed = (after + k) % (largest + 1);
      if (!this.pictures.has(seed)) out.push(seed);
    }
    return out;
  }
  words() {
    const { count, different, copies } = this;
    const pictures = count === 1 ? "1 picture" : `${some(count, "picture")}, ${different} different`;
    return `${pictures}, ${copies === 1 ? "1 copy" : `${copies} copies`}`;
  }
};
var Tallies = class {
  /** @type {Map<string, Tally>} */
  all = /* @__PURE__ */ new Map();
  /** @param {Shape} shape */
  constructor(shape) {
    this.shape = shape;
  }
  /** The ideal machine sees no windows. @param {Asked} asked */
  key({ machine, windows: windows2, ...rest }) {
    return JSON.stringify([machine, machine === "IS" ? [] : windows2, Object.entries(rest).sort()]);
  }
  /** @param {Asked} asked */
  of(asked) {
    const key = this.key(asked), tally = this.all.get(key) ?? new Tally(this.shape);
    this.all.set(key, tally);
    return tally;
  }
};
function described({ machine, N, windows: windows2, steps, method }) {
  const side = windows2?.length === 1 ? `window ${windows2[0][1]}` : "windows by noise level";
  const seen = windows2 && machine !== "IS" ? side : "";
  const sampler = SAMPLERS[method] ?? method;
  return [machine, `N = ${show(N)}`, seen, some(steps, "step"), sampler].filter(Boolean).join(" · ");
}
var rule = ({ shift }) => `Two are the same if no pixel differs by more than half a grey level${shift ? ", once one is moved round the edges to fit the other" : ""}: rounding does less, and two training images differ by more.`;
function outcome({ ratio, nearest, shift }, name) {
  return `${ratio < COPY ? "a copy of" : "nearest to"} ${name(nearest)}${moved({ shift })}`;
}
function moved({ shift }) {
  return shift?.some(Boolean) ? `, moved ${displacement(...shift)}` : "";
}

// code/mosaics/widgets/sampler/batch.js
var FREIGHT = 4e6;
var Batch = class {
  done = 0;
  part = 0;
  // of the run under way
  /** @param {Runner} lab @param {Plan} plan */
  constructor(lab, plan) {
    this.lab = lab;
    this.plan = plan;
  }
  get total() {
    return this.plan.runs.length;
  }
  /** As many of the runs that are left as a message carries. */
  load() {
    const { params, runs } = this.plan, left = runs.slice(this.done);
    const bytes = ({ method }) => 4 * this.lab.imageSize * noiseCount({ ...params, method });
    let freight = 0;
    return left.filter((run, k) => {
      freight += bytes(run);
      return k === 0 || freight <= FREIGHT;
    });
  }
  start() {
    const { params } = this.plan, load = this.load();
    const noise2 = ({ seed, method: method2 }) => normals(seed, this.lab.imageSize * noiseCount({ ...params, method: method2 }));
    const { method, ...others } = params;
    const asked = { ...others, methods: load.map((run) => run.method) };
    this.lab.run("several", asked, load.map(noise2), {
      step: (message) => this.heard(
        /** @type {Finished} */
        message,
        load
      ),
      done: () => this.done < this.total && this.start(),
      end: (kind) => (kind !== "done" || this.done === this.total) && this.plan.ended(kind)
    });
  }
  /** @param {Finished} message @param {Run[]} load */
  heard({ run, part, arrays: { z }, nearest, distance, ratio, shift }, load) {
    this.part = part;
    if (!z) return;
    this.done++;
    this.part = 0;
    const { seed } = load[run];
    this.plan.came({ seed, z, nearest, distance, ratio, shift }, load[run]);
  }
};

// code/mosaics/widgets/sampler/compare.js
var HOW_MANY = ["", "one picture", "two different pictures", "three different pictures"];
var Comparison = class {
  /** @param {Album} lab */
  constructor(lab) {
    this.lab = lab;
    const title = (name) => name.split(/[ ,]/)[0];
    this.columns = Object.entries(SAMPLERS).map(([method, name]) => ({
      method,
      made: picture(lab.shape, title(name)),
      nearest: picture(lab.shape, "Its nearest", { class: "lab-picture lab-small" })
    }));
    this.words = h("p", { class: "lab-outcome" }, " ");
    const columns = this.columns.map(({ made, nearest }) => h("div", {}, made.el, nearest.el));
    this.el = h(
      "div",
      { class: "lab-compare", hidden: true },
      h("p", { class: "lab-head" }, "One noise, three samplers"),
      h("div", { class: "lab-pictures lab-three" }, columns),
      this.words
    );
  }
  /**
   * Shows what there is of a seed, and says how many pictures that are.
   * @param {number} seed @param {(method: string) => Picture | undefined} find
   */
  show(seed, find) {
    const all = this.columns.map((column) => this.fill(column, find(column.method)));
    const there = all.filter((each) => each !== void 0);
    const tally = new Tally(this.lab.shape);
    there.forEach((each, k) => tally.add({ ...each, seed: k }));
    this.words.textContent = there.length < all.length ? `Seed ${seed}: ${there.length} of ${all.length} samplers are done.` : `Seed ${seed}, three samplers: ${HOW_MANY[tally.different]}.`;
    return this.words.textContent;
  }
  /** @param {Comparison["columns"][number]} column @param {Picture | undefined} found */
  fill({ made, nearest }, found) {
    made.el.classList.toggle("lab-wait", !found);
    nearest.el.classList.toggle("lab-wait", !found);
    if (!found) return void 0;
    const { lab } = this;
    made.set(found.z, found.ratio < COPY ? "◆ a copy" : "◇ not a copy");
    nearest.set(lab.image(found.nearest), `${lab.name(found.nearest)}${moved(found)}`);
    return found;
  }
};

// code/mosaics/widgets/sampler/gallery.js
var MORE = 24;
var Gallery = class {
  /** @type {Tally | undefined} */
  tally;
  // in view
  /** @type {Batch | undefined} */
  batch;
  // under way
  /** @param {Lab} lab */
  constructor(lab) {
    this.lab = lab;
    this.tallies = new Tallies(lab.shape);
    this.group = unique("lab-shot");
    this.more = button(`${MORE} more`, () => this.addMore());
    this.side = button("Compare samplers", () => this.compare(!this.comparing), {
      "aria-pressed": "false"
    });
    this.count = h("strong", {}, " ");
    this.settings = h("span", { class: "lab-note" });
    this.strip = h("fieldset", {
      class: "lab-strip lab-shots",
      "aria-label": "Pictures so far: choose one to see its run"
    });
    this.rule = h("p", { class: "lab-note lab-rule" });
    this.comparison = new Comparison(lab);
    lab.chosen.shownBy("compare", () => this.showSide());
    lab.chosen.put("compare", "off");
    this.el = this.build();
  }
  get comparing() {
    return this.lab.chosen.get("compare") === "on";
  }
  build() {
    return h(
      "section",
      { class: "lab-gallery" },
      h("p", { class: "lab-head" }, "Pictures so far"),
      h("p", { class: "lab-count" }, this.count, " ", this.settings),
      this.strip,
      this.rule,
      h("div", { class: "lab-row" }, this.more, this.side)
    );
  }
  /** Whether the samplers are compared. @returns {Control} */
  control() {
    const gallery = this;
    return {
      get value() {
        return gallery.comparing ? "on" : "off";
      },
      set: (on) => {
        if (on === "on" || on === "off") gallery.press(on === "on");
      }
    };
  }
  // ---------------------------------------------------------------- a picture has come
  /**
   * A run is in view: its picture joins the tally of its settings. Returns what is new about that.
   * @param {Asked} asked @param {number} seed @param {Result} result
   */
  take(asked, seed, result) {
    const tally = this.tallies.of(asked), before = tally.count, other = this.tally && tally !== this.tally;
    this.put(tally, { ...result, seed }, asked);
    if (!other) return "";
    return before ? `Back to the tally of these settings: ${tally.words()}.` : "New settings, a new tally.";
  }
  /** @param {Tally} tally @param {Picture} picture @param {Asked} asked */
  put(tally, picture2, asked) {
    const kept = tally.add(picture2), known = this.strip.querySelector(`[value="${picture2.seed}"]`)?.closest("label");
    if (tally !== this.tally) {
      this.tally = tally;
      this.strip.replaceChildren(...[...tally.pictures.values()].map((each) => this.shot(each)));
    } else if (known) this.renew(known, this.shot(kept));
    else this.strip.append(this.shot(kept));
    this.settings.textContent = described(asked);
    this.rule.textContent = rule(picture2);
    this.tell();
  }
  /** Another picture of a seed; who was on it stays there. @param {Element} old @param {Element} now */
  renew(old, now) {
    const held = old.contains(document.activeElement);
    old.replaceWith(now);
    if (held) now.querySelector("input")?.focus();
  }
  tell() {
    const { tally, batch, more } = this;
    this.count.textContent = tally?.count ? `${tally.words()}.` : "None yet.";
    more.textContent = batch?.plan.many ? `Stop (${batch.done} of ${batch.total})` : `${MORE} more`;
  }
  /** A picture to choose. @param {Kept} kept */
  shot(kept) {
    const { seed, first, z, ratio } = kept, again = first === seed ? "" : `, the same as seed ${first}`;
    const told = `Seed ${seed}: ${outcome(kept, (m) => this.lab.name(m))}${again}`;
    const radio = h("input", {
      type: "radio",
      name: this.group,
      value: seed,
      "aria-label": told,
      checked: seed === this.lab.shown?.seed,
      onchange: () => this.choose(seed)
    });
    const words = `${ratio < COPY ? "◆ " : ""}${seed}${again && ` = ${first}`}`;
    const below = h("small", { "aria-hidden": "true" }, words);
    return h("label", { title: told }, radio, thumbnail(this.lab.shape, z), below);
  }
  /** @param {number} seed */
  choose(seed) {
    this.lab.seed.set(seed);
    this.lab.start("play");
  }
  // ---------------------------------------------------------------- many at once
  addMore() {
    if (this.batch?.plan.many) return this.lab.cancel();
    const params = this.lab.params(), tally = this.tallies.of(params);
    const seeds = tally.next(this.lab.seed.value, MORE, MAX_SEED);
    this.begin({
      params,
      many: true,
      runs: seeds.map((seed) => ({ seed, method: params.method })),
      came: (picture2) => this.put(tally, picture2, params),
      says: () => `${tally.words()}.`
    });
  }
  /** @param {Omit<Plan, "ended"> & { says: () => string }} plan */
  begin({ came, says, ...plan }) {
    this.stop();
    const batch = new Batch(this.lab, {
      ...plan,
      came: (picture2, run) => {
        came(picture2, run);
        this.progress(batch);
      },
      ended: (kind) => this.ended(batch, kind, says())
    });
    this.batch = batch;
    this.progress(batch);
    batch.start();
  }
  /** @param {Batch} batch */
  progress({ done, total }) {
    this.lab.root.style.setProperty("--done", String(done / total));
    this.lab.root.dataset.long = "";
    this.tell();
  }
  /** @param {Batch} batch @param {string} kind @param {string} words */
  ended(batch, kind, words) {
    this.stop();
    const stopped = kind === "done" ? "" : `Stopped after ${batch.done} of ${batch.total}. `;
    if (kind !== "error") this.lab.say(stopped + words);
  }
  /** Another job has taken the batch's place, or it is over. */
  stop() {
    if (!this.batch) return;
    this.batch = void 0;
    delete this.lab.root.dataset.long;
    this.tell();
  }
  /** How far a batch is, for who waits; undefined where there is none. */
  far() {
    return this.batch && `${this.batch.done} of ${some(this.batch.total, "picture")} are there.`;
  }
  // ---------------------------------------------------------------- one noise, all samplers
  /** @param {boolean} on */
  press(on) {
    this.lab.chosen.put("compare", on ? "on" : "off");
    if (!on && this.batch && !this.batch.plan.many) this.lab.cancel();
  }
  showSide() {
    this.side.setAttribute("aria-pressed", String(this.comparing));
    this.comparison.el.hidden = !this.comparing;
  }
  /** @param {boolean} on */
  compare(on) {
    this.press(on);
    if (!on) this.lab.say("Samplers are not compared.");
    else this.follow();
  }
  /** Where samplers are compared, the noise of the run in view goes through those it has not. */
  follow() {
    const { lab, tallies } = this, { shown } = lab;
    if (!this.comparing || lab.busy || !shown) return;
    const { params, seed } = shown;
    const of = (method) => tallies.of({ ...params, method });
    const show2 = () => this.comparison.show(seed, (method) => of(method).pictures.get(seed));
    const left = Object.keys(SAMPLERS).filter((method) => !of(method).pictures.has(seed));
    const words = show2();
    if (!left.length) return lab.say(words);
    this.begin({
      params,
      many: false,
      runs: left.map((method) => ({ seed, method })),
      came: (picture2, { method }) => {
        of(method).add(picture2);
        show2();
      },
      says: show2
    });
  }
};

// code/mosaics/widgets/shared/state/python.js
var number = (x) => Number.isInteger(x) ? x.toFixed(1) : String(x);
function windows(pairs) {
  if (pairs.length === 1) return { chapters: [], sides: String(pairs[0][1]) };
  const listed = pairs.map(([sigma, P]) => `(${number(sigma)}, ${P})`).join(", ");
  return { chapters: ["local"], sides: `local.WindowSchedule([${listed}])` };
}
var chapters = (...names) => `from mosaics import ${[...new Set(names)].sort().join(", ")}`;
function images(data, N) {
  const [name, size] = data.replace(/@\d+$/, "").split("~");
  if (name === "digits" || name !== "own" && size)
    return {
      imports: ["from mosaics.core.data import load"],
      lines: [
        `images = load("${name}", n=${N}${size ? `, size=${size}` : ""}).images  # (N, C, H, W)`,
        "images = ((images + 1) * 127.5).round() / 127.5 - 1  # 256 levels, as the lab has them"
      ]
    };
  if (name !== "own")
    return {
      imports: ["from mosaics.core.data import load"],
      lines: [
        `images = load("${name}", n=${N}${size ? `, size=${size}` : ""}).images  # (N, C, H, W)`
      ]
    };
  if (size)
    return {
      imports: ["from mosaics.widgets.shared.pictures import own_set"],
      lines: [`images = own_set("${size}").images[:${N}]  # (N, C, H, W)`]
    };
  return {
    imports: [],
    lines: [
      `images = images[:${N}]  # your pictures: a tensor (N, C, H, W) with values in [-1, 1]`
    ]
  };
}
var noise = (seed, size) => `normals(${seed}, ${size.reduce((a, b) => a * b, 1)}).reshape(${size.join(", ")})`;
var imageNoise = (seed, shape) => noise(seed, [1, ...shape]);
var script = (imports, lines) => `${[...imports, "", ...lines].join("\n")}
`;

// code/mosaics/widgets/sampler/python.js
var MACHINES = {
  IS: ["ideal", "ideal.IdealDenoiser"],
  LS: ["local", "local.LS"],
  ELS: ["equivariant", "equivariant.ELS"],
  bbELS: ["equivariant", "equivariant.BBELS"]
};
function python(run) {
  const { data, seed, shape, machine = "IS", windows: windows2 = [], N, steps, method } = run;
  const { sigma_min: low, sigma_max: high } = run;
  const [module, name] = MACHINES[machine];
  const images2 = images(data, N);
  const P = machine === "IS" ? void 0 : windows(windows2);
  const fresh = method === "ancestral";
  const drawn = fresh ? noise(seed, [steps + 1, 1, ...shape]) : imageNoise(seed, shape);
  const [start, more] = fresh ? ["noise[0]", ", noise=noise[1:]"] : ["noise", ""];
  return script(
    [
      chapters("diffusion", module, ...P?.chapters ?? []),
      ...images2.imports,
      "from mosaics.widgets.draws import normals"
    ],
    [
      ...images2.lines,
      `machine = ${name}(images${P ? `, ${P.sides}` : ""})`,
      `sigmas = diffusion.schedule("edm", ${steps}, ${number(low)}, ${number(high)})`,
      `noise = ${drawn}`,
      `states = list(diffusion.sample(machine, sigmas[0] * ${start}, sigmas, "${method}"${more}))`,
      "picture = states[-1].z  # (1, C, H, W); states[k].z is the image after k steps"
    ]
  );
}

// code/mosaics/widgets/sampler/verdict.js
var samplerChoice = (state, value, change) => choice({ state, name: "method", label: "Sampler", values: SAMPLERS, value, change });
var Verdict = class {
  /** @param {Shape} shape */
  constructor(shape) {
    this.result = picture(shape, "Result");
    this.nearest = picture(shape, "Nearest training image");
    this.words = h("p", { class: "lab-verdict" }, " ");
  }
  /**
   * Shows it and returns the sentence that announces it.
   * @param {Frame} lab
   * @param {Result} result
   * @param {{ seed: number, params: { steps: number }, note: string }} job
   * @param {number} ms
   */
  show(lab, result, { seed, params: { steps }, note }, ms) {
    const { z, nearest, distance, ratio, shift } = result, kind = ratio < COPY ? `◆ A copy${moved(result)}.` : "◇ Not a copy.", where = shift ? ", moved to where it fits best," : "";
    this.result.set(z, `seed ${seed}`);
    this.nearest.set(lab.image(nearest), `${lab.name(nearest)}${moved(result)}`);
    this.words.replaceChildren(
      h("strong", {}, kind),
      ` Distance to the nearest training image${where} ${distance.toFixed(2)}; nearest-neighbour ratio ${ratio.toFixed(2)} (a copy is below 1/3).`
    );
    const what = outcome(result, (m) => `training image ${lab.name(m)}`);
    return `${note} Seed ${seed}: ${what}. ${some(steps, "step")}, ${lab.spent(ms)}.`.trim();
  }
};

// source:code/mosaics/widgets/sampler/worker.js
var worker_default = ENGINE;

// code/mosaics/widgets/sampler/view.js
var ROWS = 5;
var FEW = 3.5;
var SamplerLab = class extends RunLab {
  /** @type {Result | undefined} */
  result;
  /** @param {Context} context */
  constructor(context) {
    super(context, "sampler");
    const { N, sizes, method, sigma_min, sigma_max } = this.settings, change = () => this.start("stay");
    this.training = listSlider({
      state: this.chosen,
      name: "N",
      label: "Training images N",
      values: sizes,
      value: N,
      free: true,
      change
    });
    this.method = samplerChoice(this.chosen, method, change);
    this.noisy = picture(this.shape, "Noisy image");
    this.guess = picture(this.shape, "Guess");
    this.verdict = new Verdict(this.shape);
    this.bars = barList(this.shape, ROWS, "The likeliest training images and their weights");
    this.count = h("p", { class: "lab-note" });
    this.counts = { low: 1, high: N };
    this.plot = plot({
      label: "Effective number of candidates against noise level",
      height: 200,
      x: { low: sigma_min, high: sigma_max, flip: true, label: "noise level σ, falling →" },
      y: this.counts,
      draw: (sheet2) => this.drawCount(sheet2)
    });
    this.curve = new CurveSlider(this, this.plot);
    this.gallery = new Gallery(this);
    this.follower = this.gallery;
  }
  parts() {
    const { result, nearest, words } = this.verdict, pictures = [this.noisy, this.guess, result, nearest];
    const section = (head, ...inside) => h("section", {}, h("p", { class: "lab-head" }, head), inside);
    const stage = h(
      "div",
      { class: "lab-stage" },
      h(
        "div",
        { class: "lab-pictures lab-four" },
        pictures.map((each) => each.el)
      ),
      words,
      this.scrubber
    );
    const settings = h(
      "div",
      { class: "lab-settings" },
      this.training.el,
      this.steps.el,
      this.method.el
    );
    return [
      h(
        "div",
        { class: "lab-beside" },
        h("div", {}, stage, this.gallery.el),
        h(
          "div",
          {},
          settings,
          section("Which image might it become?", this.bars.el),
          section("How many are still in the running?", this.plot.el, this.count)
        ),
        this.gallery.comparison.el
      )
    ];
  }
  get task() {
    return "sample";
  }
  /** @returns {Record<string, Control>} */
  controls() {
    const compare = this.gallery.control();
    return { N: this.training, method: this.method, ...super.controls(), compare };
  }
  /** @returns {Params} */
  params() {
    const { sigma_min, sigma_max } = this.settings, { training, steps, method } = this;
    return {
      N: training.value,
      steps: steps.value,
      method: method.value,
      sigma_min,
      sigma_max,
      top: ROWS
    };
  }
  python() {
    const { shown, shape, data } = this;
    return shown && python({ ...shown.params, data, seed: shown.seed, shape });
  }
  canvases() {
    return [this.verdict.result.canvas];
  }
  /** @param {Params} params */
  noise(params) {
    return normals(this.seed.value, this.imageSize * noiseCount(params));
  }
  /** @param {Job<Params, Moment>} job @param {Stepped} message */
  took(job, { step, steps, sigma, effective, top_w, top_i, arrays }) {
    job.frames.push({ sigma, effective, top_w, top_i, z: arrays.z, guess: arrays.x0_hat });
    if (step % 5 === 4) this.where.textContent = `Step ${step + 1} of ${steps}.`;
  }
  /** @param {Job<Params, Moment>} job @param {Done} message */
  finish(job, { arrays: { z }, nearest, distance, ratio, ms }) {
    this.result = { z, nearest, distance, ratio };
    const last = job.frames[job.frames.length - 1];
    this.reveal(job, { ...last, sigma: 0, z }, ms);
  }
  /** @param {Job<Params, Moment>} job @param {number} ms */
  record(job, ms) {
    const { result } = this, kept = this.kept(job, ms, ["z", "sigma", "effective", "top_w", "top_i"]);
    this.state = {
      ...kept,
      ...result,
      result: result?.z,
      z: [...kept.z, result?.z],
      x0_hat: job.frames.map((moment) => moment.guess)
    };
  }
  /** @param {Job<Params, Moment>} job @param {number} ms */
  showResult(job, ms) {
    if (!this.result) return;
    const news = this.gallery.take(job.params, job.seed, this.result);
    this.say(`${this.verdict.show(this, this.result, job, ms)} ${news}`.trim());
  }
  openAt() {
    const open2 = this.frames.findIndex((f) => f.effective < FEW);
    return open2 < 0 ? super.openAt() : open2;
  }
  /** @param {Moment} moment @param {boolean} last */
  viewState({ z, guess, sigma, effective, top_i, top_w }, last) {
    if (!this.shown || !this.result) return;
    const { N } = this.shown.params, words = `As if ${show(effective)} of ${show(N)} images were equally likely.`;
    this.counts.high = Math.max(10, N);
    this.noisy.set(tame(z, sigma), last ? "no noise left" : `σ = ${show(sigma)}`);
    this.guess.set(guess, last ? "the last guess" : "if it had to stop now");
    this.bars.set(this.candidates(top_i, top_w, this.result.nearest));
    this.count.textContent = words;
    this.plot.say(words);
    this.plot.redraw();
  }
  /** @param {number} k */
  view(k) {
    super.view(k);
    this.curve.show();
  }
  /** @param {Sheet} sheet */
  drawCount(sheet2) {
    const { x, y, add } = sheet2;
    this.curve?.drawn(sheet2);
    if (!this.shown) return;
    const states = this.frames.slice(0, -1), at = states[Math.min(this.at, states.length - 1)];
    add("path", { class: "lab-line", d: path(states.map((f) => [x(f.sigma), y(f.effective)])) });
    for (const f of states)
      add("circle", { class: "lab-dot", cx: x(f.sigma), cy: y(f.effective), r: 2.5 });
    add("line", {
      class: "lab-now",
      x1: x(at.sigma),
      x2: x(at.sigma),
      y1: y(1),
      y2: y(this.counts.high)
    });
    add("path", { class: "lab-mark", d: diamond(x(at.sigma), y(at.effective), 7) });
  }
  close() {
    this.plot.close();
    super.close();
  }
};
var view_default = widget(SamplerLab, worker_default);
export default view_default;
