// sha256 of sources and bundler: fbb29ca83289512863c581ed48ec97286f959ca1b3b581cd3e59ca95bc77ea50
const ENGINE = "\"use strict\";\n// shared/engine/checks.js\nfunction need(ok, message) {\n  if (!ok) throw new Error(message);\n}\nfunction checkCount(n, name, low, high) {\n  need(\n    Number.isInteger(n) && n >= low && n <= high,\n    `${name} must be a whole number from ${low} to ${high}, got ${n}`\n  );\n}\nfunction checkLevels(low, high) {\n  need(low > 0 && low < high, `0 < sigma_min < sigma_max is required, got ${low} and ${high}`);\n}\nfunction checkNoise(noise, count) {\n  need(noise?.length === count, `noise must hold ${count} numbers, got ${noise?.length ?? 0}`);\n  need(noise.every(Number.isFinite), \"noise must be finite\");\n}\nfunction checkChoice(value, allowed, name) {\n  need(allowed.includes(value), `${name} must be one of ${allowed.join(\", \")}, got '${value}'`);\n}\n\n// shared/engine/pace.js\nvar REST = 12;\n\n// shared/engine/posterior.js\nvar CUT = -60;\nvar Dictionary = class _Dictionary {\n  /**\n   * @param {Float32Array} keys\n   * @param {number} D\n   * @param {Float64Array} [half]\n   * @param {number} [M]\n   */\n  constructor(keys, D, half, M = keys.length / D) {\n    this.keys = keys;\n    this.D = D;\n    this.M = M;\n    this.half = half ?? Float64Array.from({ length: M }, (_, m) => dot(keys, m * D, keys, m * D, D) / 2);\n  }\n  /** The first n keys of these. @param {number} n */\n  first(n) {\n    return new _Dictionary(this.keys, this.D, this.half, n);\n  }\n};\nfunction dot(a, i, b, j, n) {\n  let s = 0;\n  for (let p = 0; p < n; p++) s += a[i + p] * b[j + p];\n  return s;\n}\nfunction weights(q, { keys, half, D, M }, sigma) {\n  const w = new Float64Array(M), s2 = sigma * sigma;\n  let max = -Infinity, sum = 0;\n  for (let m = 0; m < M; m++) {\n    w[m] = (dot(q, 0, keys, m * D, D) - half[m]) / s2;\n    if (w[m] > max) max = w[m];\n  }\n  for (let m = 0; m < M; m++) {\n    w[m] = w[m] - max < CUT ? 0 : Math.exp(w[m] - max);\n    sum += w[m];\n  }\n  for (let m = 0; m < M; m++) w[m] /= sum;\n  return w;\n}\nfunction mean(w, { keys, D }) {\n  const out = new Float64Array(D);\n  for (let m = 0; m < w.length; m++) {\n    if (w[m] > 0) for (let p = 0; p < D; p++) out[p] += w[m] * keys[m * D + p];\n  }\n  return out;\n}\nvar effective = (w) => 1 / w.reduce((sum, x) => sum + x * x, 0);\nfunction top(w, k) {\n  const best = [];\n  for (let m = 0; m < w.length; m++) {\n    if (best.length === k && w[m] <= w[best[k - 1]]) continue;\n    let at = best.length;\n    while (at > 0 && w[best[at - 1]] < w[m]) at--;\n    best.splice(at, 0, m);\n    if (best.length > k) best.pop();\n  }\n  return [best.map((m) => w[m]), best];\n}\nfunction consult(z, dictionary, sigma, k) {\n  const w = weights(z, dictionary, sigma), [top_w, top_i] = top(w, Math.min(k, w.length));\n  return { x0_hat: mean(w, dictionary), effective: effective(w), top_w, top_i };\n}\nfunction verdict(x, { keys, D, M }) {\n  const d = Float64Array.from({ length: M }, (_, m) => {\n    let s = 0;\n    for (let p = 0; p < D; p++) s += (x[p] - keys[m * D + p]) ** 2;\n    return Math.sqrt(s);\n  });\n  const [, [first, second]] = top(\n    d.map((far) => -far),\n    2\n  );\n  return { nearest: first, distance: d[first], ratio: d[second] > 0 ? d[first] / d[second] : 1 };\n}\n\n// shared/engine/store.js\nvar images = new Dictionary(new Float32Array(0), 1);\nvar given = new Uint8Array(0);\nfunction keep(bytes, D, network = new Uint8Array(0)) {\n  images = new Dictionary(\n    Float32Array.from(bytes, (b) => b / 127.5 - 1),\n    D\n  );\n  given = network;\n}\n\n// shared/engine/inbox.js\nvar scope = (\n  /** @type {Scope} */\n  /** @type {unknown} */\n  globalThis\n);\nvar cancelled = /* @__PURE__ */ new Set();\nvar waiting = [];\nvar pump = new MessageChannel();\npump.port1.onmessage = () => waiting.shift()?.();\nvar rest = () => new Promise((go) => {\n  waiting.push(go);\n  pump.port2.postMessage(0);\n});\nfunction post(id, message, arrays) {\n  const names = Object.keys(arrays), buffers = names.map((name) => Float32Array.from(arrays[name]));\n  scope.postMessage(\n    { id, ...message, names, buffers },\n    buffers.map((b) => b.buffer)\n  );\n}\nasync function work(jobs, { id, task, params, buffers }) {\n  checkChoice(task, Object.keys(jobs), \"task\");\n  await rest();\n  if (cancelled.delete(id)) return post(id, { type: \"cancelled\" }, {});\n  let since = performance.now();\n  for (const [message, arrays] of jobs[task](params, buffers)) {\n    if (performance.now() - since > REST) {\n      await rest();\n      since = performance.now();\n    }\n    if (cancelled.delete(id)) return post(id, { type: \"cancelled\" }, {});\n    post(id, message, arrays);\n  }\n}\nfunction serve(jobs) {\n  scope.onmessage = ({ data }) => {\n    if (data.type === \"data\") keep(data.bytes, data.D, data.weights);\n    else if (data.type === \"cancel\") cancelled.add(data.job);\n    else\n      work(jobs, data).catch(\n        (error) => post(data.id, { type: \"error\", message: error.message }, {})\n      );\n  };\n}\n\n// shared/engine/sampling.js\nfunction schedule(steps, low, high, name = \"edm\") {\n  need(\n    name === \"edm\" || SIGNAL[name],\n    `schedule must be one of edm, ${Object.keys(SIGNAL).join(\", \")}, got '${name}'`\n  );\n  const falling = name === \"edm\" ? edm(steps, low, high) : equallySpaced(steps, low, high, SIGNAL[name]);\n  return [...falling, 0];\n}\nfunction edm(steps, low, high, rho = 7) {\n  const a = high ** (1 / rho), b = low ** (1 / rho), n = Math.max(steps, 2);\n  return Array.from({ length: n }, (_, i) => (a + i / (n - 1) * (b - a)) ** rho).slice(0, steps);\n}\nvar LATE = 8e-3;\nvar quarter = (t) => Math.cos(Math.PI / 2 * (t / (1 + LATE))) ** 2;\nvar beta = [0];\nfor (let k = 0; k < 1e3; k++) beta.push(beta[k] + Math.log1p(-(1e-4 + k / 999 * (0.02 - 1e-4))));\nvar SIGNAL = {\n  cosine: (t) => quarter(t + LATE) / quarter(LATE),\n  legacy: quarter,\n  linear: (t) => Math.exp(\n    interpolate(\n      t,\n      beta.map((_, k) => k / 1e3),\n      beta\n    )\n  )\n};\nfunction interpolate(x, xs, ys) {\n  const i = xs.findIndex((v) => v >= x);\n  if (i === 0) return ys[0];\n  if (i < 0) return ys[ys.length - 1];\n  return ys[i - 1] + (x - xs[i - 1]) / (xs[i] - xs[i - 1]) * (ys[i] - ys[i - 1]);\n}\nfunction equallySpaced(steps, low, high, signal) {\n  const level = (t) => Math.sqrt((1 - signal(t)) / signal(t));\n  const clock = Array.from({ length: 4e3 }, (_, i) => (i + 1) / 4e3), fine = clock.map(level);\n  const last = fine[fine.length - 1], most = Math.min(high, last), least = Math.max(low, fine[0]);\n  need(\n    least < most,\n    `this schedule reaches levels from ${fine[0]} to ${last}, got a range from ${low} to ${high}`\n  );\n  const logs = fine.map(Math.log), [start, end] = [most, least].map((s) => interpolate(Math.log(s), logs, clock));\n  return Array.from(\n    { length: steps },\n    (_, i) => level(start + i / Math.max(1, steps - 1) * (end - start))\n  );\n}\nvar along = (z, f) => Float64Array.from({ length: z.length }, (_, p) => f(p));\nfunction euler(z, s, t, x) {\n  return along(z, (p) => z[p] + (t - s) * (z[p] - x[p]) / s);\n}\nfunction heun(denoise, z, s, t, x) {\n  const z1 = euler(z, s, t, x);\n  if (t === 0) return z1;\n  const x1 = denoise(z1, t);\n  return along(z, (p) => z[p] + (t - s) * ((z[p] - x[p]) / s + (z1[p] - x1[p]) / t) / 2);\n}\nfunction ancestral(denoise, z, s, t, x, fresh) {\n  const up = t * Math.sqrt(s * s - t * t) / s, down = t * t / s;\n  return along(z, (p) => x[p] + down * (z[p] - x[p]) / s + (up ? up * fresh[p] : 0));\n}\nvar eulerStep = (denoise, z, s, t, x) => euler(z, s, t, x);\nvar METHODS = { euler: eulerStep, ddim: eulerStep, heun, ancestral };\nfunction checkSampling({ N, steps, method, sigma_min, sigma_max }, least, most) {\n  checkCount(N, \"N\", least, most);\n  checkCount(steps, \"steps\", 1, 1e3);\n  checkChoice(method, Object.keys(METHODS), \"method\");\n  checkLevels(sigma_min, sigma_max);\n}\n\n// shared/engine/sample.js\nfunction* sample(params, [noise]) {\n  checkSampling(params, 2, images.M);\n  const { N, steps, method, sigma_min, sigma_max, top: top2 } = params, D = images.D, dictionary = images.first(N);\n  const sigmas = schedule(steps, sigma_min, sigma_max, params.schedule);\n  checkNoise(noise, D * (method === \"ancestral\" ? steps + 1 : 1));\n  const guess = (z2, s) => mean(weights(z2, dictionary, s), dictionary);\n  let z = Float64Array.from(noise.subarray(0, D), (e) => sigmas[0] * e);\n  for (let k = 0; k < steps; k++) {\n    const [s, t] = [sigmas[k], sigmas[k + 1]], { x0_hat, ...said } = consult(z, dictionary, s, top2);\n    yield [\n      { type: \"step\", step: k, steps, sigma: s, ...said },\n      { z, x0_hat }\n    ];\n    z = METHODS[method](guess, z, s, t, x0_hat, noise.subarray((k + 1) * D, (k + 2) * D));\n  }\n  yield [{ type: \"done\", ...verdict(z, dictionary) }, { z }];\n}\n\n// sampler/engine.js\nvar SEVERAL = 100;\nvar several = (one) => (\n  /** @param {P & { methods: string[] }} params @param {Float32Array[]} noises @returns {Run} */\n  function* ({ methods, ...params }, noises) {\n    need(\n      Array.isArray(methods) && methods.length === noises.length && noises.length > 0,\n      `methods must be as many as the ${noises.length} noises, got ${methods}`\n    );\n    need(\n      noises.length <= SEVERAL,\n      `at most ${SEVERAL} runs can be asked for, got ${noises.length}`\n    );\n    for (let run = 0; run < noises.length; run++) {\n      const asked = (\n        /** @type {P & { method: string }} */\n        /** @type {unknown} */\n        { ...params, method: methods[run] }\n      );\n      for (const [said, arrays] of one(asked, [noises[run]])) yield told(said, arrays, run);\n    }\n    yield [{ type: \"done\" }, {}];\n  }\n);\nfunction told(said, arrays, run) {\n  if (said.type === \"done\") return [{ ...said, type: \"step\", run, part: 1 }, { z: arrays.z }];\n  const { step, steps, part } = (\n    /** @type {Told} */\n    said\n  );\n  return [{ type: \"step\", run, part: (step + (part ?? 1)) / steps }, {}];\n}\n\n// sampler/worker.js\nvar JOBS = { sample, several: several(sample) };\nserve(JOBS);\n";
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
var some = (n, what) => `${show(n)} ${what}${n === 1 ? "" : "s"}`;
function nearestPosition(count2, at, wanted) {
  let best = 0;
  for (let i = 1; i < count2; i++)
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
function displacement(down, across) {
  const way = (d, less, more) => d ? `${Math.abs(d)} ${d < 0 ? less : more}` : "";
  return [way(across, "left", "right"), way(down, "up", "down")].filter(Boolean).join(", ") || "none";
}
var wholeIn = (low, high) => (wanted) => {
  const whole2 = typeof wanted === "number" && Number.isInteger(wanted);
  return whole2 && wanted >= low && wanted <= high ? wanted : void 0;
};

// shared/pictures/adapt.js
var SLOW = 20;
var sizesOf = (n, N) => wholeLadder(2, n, N);
function sampling(settings, [n, , side]) {
  const { machine, most } = settings;
  const slow = machine !== void 0 && (most?.[machine] ?? Infinity) < 200;
  const N = slow ? Math.min(SLOW, n) : n;
  return { ...settings, N, sizes: sizesOf(n, N), ...windowing(settings, side) };
}
function windowing({ machine, largest, windows: windows2, presets }, side) {
  if (machine === void 0 || !largest || !windows2 || !presets) return {};
  const plain3 = Math.floor((side - 1) / 2) * 2 + 1, all = 2 * side - 1;
  const limits = Object.keys(largest).map((name) => [name, name === "ELS" ? plain3 : all]);
  const within2 = (pairs, most) => pairs.map(([sigma, P]) => [sigma, Math.min(P, most)]);
  const named2 = Object.entries(presets).map(([name, pairs]) => [name, within2(pairs, plain3)]);
  return {
    plain: plain3,
    largest: Object.fromEntries(limits),
    windows: within2(windows2, plain3),
    presets: Object.fromEntries(named2)
  };
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
var tame = (z, sigma) => z.map((v) => v / Math.sqrt(1 + sigma * sigma));

// shared/state/overlay.js
function overlay(model, traits, send = (...all) => model.send(...all)) {
  return {
    get: (name) => (
      /** @type {Traits[typeof name]} */
      name in traits ? traits[name] : model.get(name)
    ),
    on: (event, listener) => model.on(event, listener),
    off: (event, listener) => model.off(event, listener),
    send
  };
}

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

// shared/view/sight.js
function bringIntoView(el) {
  const { top, height } = el.getBoundingClientRect(), far = Math.abs(top) > 2 * innerHeight;
  el.scrollIntoView({
    block: height > 0.85 * innerHeight ? "start" : "nearest",
    behavior: calm.matches || far ? "instant" : "smooth"
  });
}

// shared/pictures/fit.js
var SIZES = [16, 28, 32];
var KEPT = 256 * 256;
var WHITE = 255;
var LUMA = [0.299, 0.587, 0.114];
var CLOSEST = 1 / 8;
function spans(at, side, n) {
  const step = side / n;
  return Array.from({ length: n }, (_, i) => {
    const low = at + i * step, high = low + step, first = Math.floor(low + 1e-9), count2 = Math.max(1, Math.ceil(high - 1e-9) - first);
    const weights = Array.from({ length: count2 }, (_none, k) => {
      const inside = Math.min(high, first + k + 1) - Math.max(low, first + k);
      return Math.max(0, inside) / step;
    });
    return { first, weights };
  });
}
async function reduced(width, height, rows, pause) {
  const scale2 = Math.min(1, Math.sqrt(KEPT / (width * height)));
  const W = Math.max(1, Math.floor(width * scale2)), H = Math.max(1, Math.floor(height * scale2)), rgb = new Uint8ClampedArray(3 * W * H), across = spans(0, width, W);
  for (const [j, { first, weights }] of spans(0, height, H).entries()) {
    const band = rows(first, weights.length);
    across.forEach((span, i) => rgb.set(onWhite(band, width, span, weights), 3 * (j * W + i)));
    await pause?.();
  }
  return { width: W, height: H, rgb };
}
function onWhite(rgba, width, { first, weights }, down) {
  const out = [0, 0, 0];
  for (let r = 0; r < down.length; r++) {
    for (let k = 0; k < weights.length; k++) {
      const at = 4 * (r * width + first + k), w = down[r] * weights[k], alpha = rgba[at + 3] / 255;
      for (let c = 0; c < 3; c++) out[c] += w * (WHITE + alpha * (rgba[at + c] - WHITE));
    }
  }
  return out;
}
function squareOf({ width, height }, crop) {
  if (!crop) {
    const side2 = Math.max(width, height);
    return { left: (width - side2) / 2, top: (height - side2) / 2, side: side2 };
  }
  const shorter = Math.min(width, height), side = shorter * Math.min(1, Math.max(CLOSEST, crop.side));
  const from = (centre, whole2) => Math.min(whole2 - side, Math.max(0, centre * whole2 - side / 2));
  return { left: from(crop.x, width), top: from(crop.y, height), side };
}
function groundOf({ width, height, rgb }) {
  const edge = Array.from({ length: width * height }, (_, p) => p).filter((p) => {
    const x = p % width, y = (p - x) / width;
    return x === 0 || y === 0 || x === width - 1 || y === height - 1;
  });
  return [0, 1, 2].map((c) => {
    const levels = edge.map((p) => rgb[3 * p + c]).sort((a, b) => a - b);
    return levels[levels.length >> 1];
  });
}
function fit(picture2, { size, channels, crop, invert = false }) {
  const { left, top, side } = squareOf(picture2, crop), across = spans(left, side, size), ground = groundOf(picture2), area = size * size, out = new Uint8Array(channels * area);
  spans(top, side, size).forEach((down, j) => {
    across.forEach((span, i) => {
      const colour = under(picture2, span, down, ground), p = j * size + i;
      if (channels === 3) for (let c = 0; c < 3; c++) out[c * area + p] = Math.round(colour[c]);
      else out[p] = ink(colour, invert);
    });
  });
  return out;
}
function ink(colour, invert) {
  const grey = Math.round(LUMA.reduce((sum, w, c) => sum + w * colour[c], 0));
  return invert ? grey : WHITE - grey;
}
function under({ width, height, rgb }, across, down, ground) {
  const out = [0, 0, 0];
  down.weights.forEach((v, r) => {
    across.weights.forEach((w, k) => {
      const x = across.first + k, y = down.first + r, inside = x >= 0 && y >= 0 && x < width && y < height;
      for (let c = 0; c < 3; c++)
        out[c] += v * w * (inside ? rgb[3 * (y * width + x) + c] : ground[c]);
    });
  });
  return out;
}
function pictureOf(levels, channels, size) {
  const area = size * size, rgb = new Uint8ClampedArray(3 * area);
  for (let p = 0; p < area; p++) {
    for (let c = 0; c < 3; c++)
      rgb[3 * p + c] = channels === 3 ? levels[c * area + p] : WHITE - levels[p];
  }
  return { width: size, height: size, rgb };
}
function turned({ width, height, rgb }) {
  const out = new Uint8ClampedArray(rgb.length);
  for (let p = 0; p < width * height; p++) {
    const x = p % width, y = (p - x) / width;
    out.set(rgb.subarray(3 * p, 3 * p + 3), 3 * (x * height + height - 1 - y));
  }
  return { width: height, height: width, rgb: out };
}

// shared/pictures/limits.js
var MB = 1e6;
var LIMITS = { bytes: 20 * MB, least: 4, most: 8192, few: 2, many: 200 };
var ALLOWED = "allowed are PNG, JPEG, WebP, GIF and BMP";
var word = (view, at, n) => String.fromCharCode(...Array.from({ length: n }, (_, i) => view.getUint8(at + i)));
function* chunksOfPNG(view) {
  for (let at = 8; at + 12 <= view.byteLength; at += 12 + view.getUint32(at))
    yield { at, type: word(view, at + 4, 4), size: 12 + view.getUint32(at) };
}
function png(view) {
  let frames = 1;
  for (const { at, type } of chunksOfPNG(view)) {
    if (type === "acTL") frames = view.getUint32(at + 8);
    if (type === "IDAT") break;
  }
  return { width: view.getUint32(16), height: view.getUint32(20), frames };
}
function* segmentsOfJPEG(view) {
  for (let at = 2; view.getUint8(at) === 255; ) {
    const marker = view.getUint8(at + 1), filling = marker === 255, size = filling ? 1 : 2 + view.getUint16(at + 2);
    if (marker === 218) return;
    if (!filling) yield { at, marker, size };
    at += size;
  }
}
function jpeg(view) {
  const tables = [196, 200, 204];
  for (const { at, marker } of segmentsOfJPEG(view)) {
    if (marker >> 4 === 12 && !tables.includes(marker))
      return { width: view.getUint16(at + 7), height: view.getUint16(at + 5), frames: 1 };
  }
  throw new RangeError("no frame");
}
function behind(view, at = 0) {
  let next = at;
  while (view.getUint8(next)) next += 1 + view.getUint8(next);
  return next + 1;
}
var table = (flags) => flags & 128 ? 3 * 2 ** ((flags & 7) + 1) : 0;
function gif(view) {
  let frames = 0, at = 13 + table(view.getUint8(10));
  while (frames < 2 && at < view.byteLength) {
    const block = view.getUint8(at);
    if (block === 44) frames++;
    if (block === 33) at = behind(view, at + 2);
    else if (block === 44) at = behind(view, at + 11 + table(view.getUint8(at + 9)));
    else break;
  }
  return { width: view.getUint16(6, true), height: view.getUint16(8, true), frames };
}
function bmp(view) {
  if (view.getUint32(14, true) === 12)
    return { width: view.getUint16(18, true), height: view.getUint16(20, true), frames: 1 };
  const height = Math.abs(view.getInt32(22, true));
  return { width: view.getInt32(18, true), height, frames: 1 };
}
function webp(view) {
  const type = word(view, 12, 4), lossless = type === "VP8L";
  if (type === "VP8X") {
    const width = (view.getUint32(24, true) & 16777215) + 1, height2 = (view.getUint32(26, true) >>> 8) + 1;
    return { width, height: height2, frames: view.getUint8(20) & 2 ? 2 : 1 };
  }
  if (!lossless && type !== "VP8 ") throw new RangeError(type);
  const bits = view.getUint32(lossless ? 21 : 26, true), more = lossless ? 1 : 0, height = bits >>> (lossless ? 14 : 16) & 16383;
  return { width: (bits & 16383) + more, height: height + more, frames: 1 };
}
var READERS = { PNG: png, JPEG: jpeg, WebP: webp, GIF: gif, BMP: bmp };
var BEGINNINGS = (
  /** @type {[string, RegExp][]} */
  [
    ["PNG", /^\x89PNG\r\n/],
    ["JPEG", /^\xff\xd8\xff/],
    ["WebP", /^RIFF.{4}WEBP/s],
    ["GIF", /^GIF8[79]a/],
    ["BMP", /^BM.{12}[\f(48@l|]\0\0\0/s],
    ["AVIF", /^.{4}ftypavi[fs]/s],
    ["HEIC", /^.{4}ftyp(hei|hev|mif1|msf1)/s],
    ["a film", /^.{4}ftyp/s],
    ["TIFF", /^(II\*\0|MM\0\*)/],
    ["PDF", /^%PDF/],
    ["SVG", /^(\xef\xbb\xbf)?\s*((<\?xml|<!--|<!DOCTYPE svg).*)?<svg[\s/>]/s]
  ]
);
function kindOf(bytes) {
  const start = String.fromCharCode(...bytes.subarray(0, 600));
  return BEGINNINGS.find(([, form]) => form.test(start))?.[0];
}
function checkBytes(size) {
  if (size > LIMITS.bytes)
    throw new Error(`it has ${(size / MB).toFixed(1)} MB; at most 20 MB are allowed`);
  if (size === 0) throw new Error("it is empty");
}
function checkSides(W, H) {
  const { least, most } = LIMITS;
  if (!(Math.min(W, H) >= least && Math.max(W, H) <= most))
    throw new Error(
      `it has ${show(W)} × ${show(H)} pixels; a side may have ${least} to ${show(most)}`
    );
}
function inspect(bytes) {
  checkBytes(bytes.length);
  const found = kindOf(bytes);
  if (!found) throw new Error(`it is no picture that is known here; ${ALLOWED}`);
  if (!(found in READERS)) throw new Error(`it is ${found}; ${ALLOWED}`);
  const kind = (
    /** @type {Kind} */
    found
  );
  const { width, height, frames } = header(bytes, kind);
  if (frames > 1) throw new Error(`it is an animated ${kind}; only still pictures are allowed`);
  checkSides(width, height);
  return { kind, width, height };
}
function header({ buffer, byteOffset, byteLength }, kind) {
  try {
    return READERS[kind](new DataView(buffer, byteOffset, byteLength));
  } catch {
    throw new Error(`it is broken: its ${kind} header does not say how large it is`);
  }
}
function withoutExif(bytes, kind) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let cuts = [];
  if (kind === "PNG") cuts = [...chunksOfPNG(view)].filter(({ type }) => type === "eXIf");
  if (kind === "JPEG")
    cuts = [...segmentsOfJPEG(view)].filter(
      ({ at, marker }) => marker === 225 && isExif(view, at)
    );
  let from = 0;
  const pieces = cuts.map(({ at, size }) => {
    const piece = bytes.subarray(from, at);
    from = at + size;
    return piece;
  });
  return [...pieces, bytes.subarray(from)];
}
var isExif = (view, at) => view.getUint16(at + 2) >= 8 && word(view, at + 4, 4) === "Exif";

// shared/pictures/set.js
var VERSION = "1";
var LONGEST = 1500;
var NAME = 120;
var HEAD = 6 + LIMITS.many + (LIMITS.many + 1) * (NAME + 1);
var MOST = HEAD + LIMITS.many * 3 * Math.max(...SIZES) ** 2;
var refuse = (wrong, words) => {
  if (wrong) throw new Error(words);
};
var isName = (text) => typeof text === "string" && !/[\p{Cc}\p{Cs}]/u.test(text) && new TextEncoder().encode(text).length <= NAME;
function shortName(text) {
  const letters = [...text.replace(/[\p{Cc}\p{Cs}]+/gu, " ").trim()];
  while (!isName(letters.join(""))) letters.pop();
  return letters.join("");
}
function checkSet(set, few = LIMITS.few) {
  const { name, bytes, shape, labels, classes } = set, [N, C, S, W] = shape, { many } = LIMITS;
  refuse(shape.length !== 4 || S !== W, `a set has shape (N, C, S, S), got (${shape.join(", ")})`);
  refuse(!(N >= few && N <= many), `a set holds ${few} to ${many} pictures, got ${N}`);
  refuse(C !== 1 && C !== 3, `pictures have 1 or 3 channels, got ${C}`);
  refuse(!SIZES.includes(S), `pictures have sides of ${SIZES.join(", ")} pixels, got ${S}`);
  const wanted = N * C * S * S;
  refuse(bytes.length !== wanted, `pictures need ${wanted} levels, got ${bytes.length}`);
  refuse(classes.length > many, `a set has at most ${many} classes, got ${classes.length}`);
  const count2 = classes.length ? N : 0;
  refuse(labels.length !== count2, `the set needs ${count2} labels, got ${labels.length}`);
  const stray = labels.find((k) => !(Number.isInteger(k) && k >= 0 && k < classes.length));
  refuse(stray !== void 0, `labels must lie below ${classes.length}, got ${stray}`);
  const long = [name, ...classes].find((text) => !isName(text));
  refuse(long !== void 0, `a name has at most ${NAME} bytes and no control characters`);
  return set;
}
async function through(bytes, stream2, most) {
  const reader = new Blob([bytes]).stream().pipeThrough(stream2).getReader(), parts = [];
  for (let size = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) return new Uint8Array(await new Blob(parts).arrayBuffer());
    size += value.length;
    if (size > most) {
      reader.cancel().catch(() => {
      });
      throw new Error(`the set in the link is larger than ${show(most)} bytes`);
    }
    parts.push(value);
  }
}
async function encode(set, few = LIMITS.few) {
  const { name, bytes, shape, labels, classes } = checkSet(set, few), [N, C, S] = shape;
  const names = new TextEncoder().encode([name, ...classes].join("\n"));
  const head = [C, S, N, classes.length, ...labels, names.length >> 8, names.length & 255];
  const whole2 = new Uint8Array([...head, ...names, ...bytes]);
  const packed = await through(whole2, new CompressionStream("deflate-raw"), Infinity);
  const binary = Array.from(packed, (b) => String.fromCharCode(b)).join("");
  const base64 = btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const text = VERSION + base64;
  refuse(
    text.length > LONGEST,
    `the set needs ${show(text.length)} characters; a link has room for ${show(LONGEST)}`
  );
  return text;
}
async function decode(text, few = LIMITS.few) {
  refuse(
    text.length > LONGEST,
    `a set in a link has at most ${show(LONGEST)} characters, got ${show(text.length)}`
  );
  refuse(text[0] !== VERSION, `a set in a link begins with ${VERSION}, got "${text.slice(0, 1)}"`);
  const odd = text.match(/[^A-Za-z0-9_-]/u);
  refuse(odd, `a set in a link has letters, digits, - and _ only, got "${odd}"`);
  refuse(text.length % 4 === 2, "the set in the link is cut off: it lacks characters");
  return unpack(await inflated(text.slice(1)), few);
}
async function inflated(base64) {
  const binary = atob(base64.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(binary, (c) => c.charCodeAt(0));
  try {
    return await through(bytes, new DecompressionStream("deflate-raw"), MOST);
  } catch (error) {
    const known = error instanceof Error && error.message.startsWith("the set");
    throw known ? error : new Error("the set in the link is damaged: it does not decompress");
  }
}
function unpack(bytes, few) {
  const [C, S, N, K] = bytes, labelled = K ? N : 0, at = 6 + labelled, end = at + 256 * bytes[at - 2] + bytes[at - 1], wanted = end + N * C * S * S;
  refuse(
    bytes.length < at || bytes.length !== wanted,
    `the set in the link is damaged: its length is ${bytes.length}, not ${wanted || "known"}`
  );
  const [name, ...classes] = namesOf(bytes.subarray(at, end));
  refuse(classes.length !== K, `the set in the link names ${classes.length} classes, not ${K}`);
  const labels = Array.from(bytes.subarray(4, 4 + labelled));
  return checkSet({ name, bytes: bytes.slice(end), shape: [N, C, S, S], labels, classes }, few);
}
function namesOf(bytes) {
  try {
    const decoder = new TextDecoder("utf8", { fatal: true, ignoreBOM: true });
    return decoder.decode(bytes).split("\n");
  } catch {
    throw new Error("the set in the link is damaged: its names are no UTF-8");
  }
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
  shownBy(name, show3) {
    this.#shows.set(name, show3);
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
var normals = (seed, count2) => stream(seed).normals(new Float32Array(count2));
function nextSeeds(after, count2, known, largest = MAX_SEED) {
  const out = [];
  for (let k = 1; k <= largest && out.length < count2; k++) {
    const seed = (after + k) % (largest + 1);
    if (!known.has(seed)) out.push(seed);
  }
  return out;
}

// shared/view/controls.js
function slider({ state, name, label, count: count2, at, value, say = show, hint, input, change }) {
  const id = unique(), out = h("span", { class: "lab-value", "aria-hidden": "true" });
  const range = h("input", { type: "range", id, name, min: 0, max: count2 - 1, step: 1 });
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
    const same2 = typed === String(wanted);
    control.set(wanted);
    change(
      wanted,
      same2 ? "" : `The seed is a whole number from 0 to ${MAX_SEED}: ${wanted} was taken.`
    );
  });
  return control;
}

// shared/pictures/pixels.js
var STEPS = 100;
var PAPER = [255, 255, 255];
var blank = (size) => ({
  width: size,
  height: size,
  rgb: new Uint8ClampedArray(3 * size * size).fill(255)
});
var Pixels = class {
  /** @type {Uint8ClampedArray[]} */
  past = [];
  /** @type {Uint8ClampedArray[]} */
  future = [];
  /** @param {Picture} picture */
  constructor({ width, rgb }) {
    this.size = width;
    this.rgb = rgb.slice();
  }
  get picture() {
    return { width: this.size, height: this.size, rgb: this.rgb.slice() };
  }
  /** What is done from now on can be undone at once. */
  begin() {
    this.past.push(this.rgb.slice());
    if (this.past.length > STEPS) this.past.shift();
    this.future.length = 0;
  }
  /** Whether there was anything to undo. */
  undo() {
    return this.step(this.past, this.future);
  }
  redo() {
    return this.step(this.future, this.past);
  }
  /** @param {Uint8ClampedArray[]} from @param {Uint8ClampedArray[]} to */
  step(from, to) {
    const other = from.pop();
    if (other) to.push(this.rgb);
    this.rgb = other ?? this.rgb;
    return Boolean(other);
  }
  /** As if it had not begun: two fingers scroll, and the first has already drawn. */
  withdraw() {
    this.rgb = this.past.pop() ?? this.rgb;
  }
  /** @param {Place} place @returns {Colour} */
  at({ x, y }) {
    const p = 3 * (y * this.size + x);
    return [...this.rgb.subarray(p, p + 3)];
  }
  /** A square of `width` pixels around a place. @param {Place} place */
  dab({ x, y }, width, colour) {
    const before = width - 1 >> 1;
    for (let r = y - before; r < y - before + width; r++) {
      for (let k = x - before; k < x - before + width; k++)
        if (r >= 0 && k >= 0 && r < this.size && k < this.size)
          this.rgb.set(colour, 3 * (r * this.size + k));
    }
  }
  /** Dabs without gaps. @param {Place} from @param {Place} to */
  line(from, to, width, colour) {
    const steps = Math.max(Math.abs(to.x - from.x), Math.abs(to.y - from.y), 1);
    for (let k = 0; k <= steps; k++) {
      const x = Math.round(from.x + (to.x - from.x) * k / steps), y = Math.round(from.y + (to.y - from.y) * k / steps);
      this.dab({ x, y }, width, colour);
    }
  }
  /** All that has one colour and hangs together there. @param {Place} place */
  fill(place, colour) {
    const old = String(this.at(place)), open2 = [place];
    if (old === String(colour)) return;
    for (let here = open2.pop(); here; here = open2.pop()) {
      const { x, y } = here;
      if (x < 0 || y < 0 || x >= this.size || y >= this.size || String(this.at(here)) !== old)
        continue;
      this.dab(here, 1, colour);
      open2.push({ x: x - 1, y }, { x: x + 1, y }, { x, y: y - 1 }, { x, y: y + 1 });
    }
  }
  clear() {
    this.rgb.fill(255);
  }
  /** Left becomes right. */
  mirror() {
    const old = this.picture.rgb, n = this.size;
    for (let p = 0; p < n * n; p++) {
      const from = 3 * (p - 2 * (p % n) + n - 1);
      this.rgb.set(old.subarray(from, from + 3), 3 * p);
    }
  }
};

// shared/pictures/editor.js
var HINT = "Arrow keys move the cursor, space paints, Shift with an arrow paints on the way; a finger draws, two fingers scroll.";
var MOVES = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1]
};
var TOOLS = { brush: "Brush", eraser: "Eraser", fill: "Fill" };
var WIDTHS = { 1: "1 pixel", 2: "2 pixels", 3: "3 pixels", 5: "5 pixels" };
function show2(canvas, { width, height, rgb }) {
  const pen = penOf(canvas), image = pen.createImageData(width, height);
  for (let p = 0; p < width * height; p++)
    image.data.set([rgb[3 * p], rgb[3 * p + 1], rgb[3 * p + 2], 255], 4 * p);
  pen.putImageData(image, 0, 0);
}
var Editor = class {
  /** @type {Place | undefined} */
  last;
  // of a stroke under way
  /** @type {Place} */
  cursor;
  /** @param {Options} options */
  constructor(options) {
    const n = options.picture.width;
    this.on = options;
    this.grey = options.channels === 1;
    this.pixels = new Pixels(options.picture);
    this.cursor = { x: n >> 1, y: n >> 1 };
    const state = new State();
    this.tool = choice({ state, name: "tool", label: "Tool", values: TOOLS, value: "brush" });
    this.width = choice({ state, name: "width", label: "Brush", values: WIDTHS, value: "2" });
    this.ink = rangeSlider({
      state,
      name: "ink",
      label: "Ink",
      low: 0,
      high: 100,
      value: 100,
      say: (percent) => `${percent} %`
    });
    this.hue = h("input", { type: "color", id: unique(), value: "#2f6db5" });
    this.stage = this.makeStage(n);
    this.el = this.build();
    this.draw();
  }
  /** @param {number} n */
  makeStage(n) {
    const hint = h("p", { class: "tray-note", id: unique() }, HINT);
    this.hint = hint;
    this.canvas = h("canvas", { width: n, height: n });
    this.ring = h("div", { class: "tray-cell", "aria-hidden": "true" });
    this.ring.style.width = `${100 / n}%`;
    return h(
      "div",
      {
        class: "tray-stage",
        tabindex: 0,
        role: "application",
        "aria-label": `Drawing, ${n} × ${n} pixels`,
        "aria-describedby": hint.id,
        onkeydown: (event) => this.key(event),
        onpointerdown: (event) => this.press(event),
        onpointermove: (event) => this.move(event),
        onpointerup: () => this.lift(),
        onpointercancel: () => this.withdraw()
      },
      this.canvas,
      this.ring
    );
  }
  build() {
    const hue = [h("label", { for: this.hue.id }, "Colour"), this.hue];
    const colour = this.grey ? this.ink.el : h("div", { class: "lab-control tray-hue" }, hue);
    this.undoing = button("Undo", () => this.undo());
    this.redoing = button("Redo", () => this.redo());
    const tools = h("div", { class: "tray-tools" }, this.tool.el, this.width.el, colour);
    const acts = [
      this.undoing,
      this.redoing,
      button("Mirror", () => this.change("Mirrored.", () => this.pixels.mirror())),
      button("Clear", () => this.change("Cleared.", () => this.pixels.clear()))
    ];
    const ends = [
      button("Take this drawing", () => this.on.done(this.pixels.picture)),
      button("Leave", () => this.on.cancel())
    ];
    const row = (inside) => h("div", { class: "lab-row" }, inside);
    return h(
      "div",
      {
        class: "tray-editor",
        role: "group",
        "aria-label": "Draw a picture",
        onkeydown: (event) => this.chord(event)
      },
      h("div", { class: "lab-stage" }, this.stage),
      h("div", { class: "tray-side" }, tools, row(acts), row(ends), this.hint)
    );
  }
  focus() {
    this.stage.focus();
  }
  draw() {
    show2(
      /** @type {HTMLCanvasElement} */
      this.canvas,
      this.pixels.picture
    );
    const { undoing, redoing, ring } = this;
    if (undoing) undoing.disabled = !this.pixels.past.length;
    if (redoing) redoing.disabled = !this.pixels.future.length;
    const at = (v) => `${100 * v / this.pixels.size}%`;
    if (ring) Object.assign(ring.style, { left: at(this.cursor.x), top: at(this.cursor.y) });
  }
  // ---------------------------------------------------------------- what is drawn
  /** @returns {Colour} */
  get colour() {
    if (this.tool.value === "eraser") return PAPER;
    if (this.grey) return PAPER.map((white) => Math.round(white * (1 - this.ink.value / 100)));
    return [1, 3, 5].map((at) => Number.parseInt(this.hue.value.slice(at, at + 2), 16));
  }
  /** @param {string} words @param {() => void} act */
  change(words, act) {
    this.pixels.begin();
    act();
    this.draw();
    this.on.say(words);
  }
  /** From one place to another; a fill has one place only. @param {Place} from @param {Place} to */
  paint(from, to) {
    if (this.tool.value === "fill") this.pixels.fill(to, this.colour);
    else this.pixels.line(from, to, +this.width.value, this.colour);
    this.draw();
  }
  undo() {
    this.on.say(this.pixels.undo() ? "Undone." : "Nothing to undo.");
    this.rest();
  }
  redo() {
    this.on.say(this.pixels.redo() ? "Done again." : "Nothing to do again.");
    this.rest();
  }
  /** A button that has just become useless lets the focus go, to the drawing. */
  rest() {
    const held2 = document.activeElement;
    this.draw();
    if (held2 instanceof HTMLButtonElement && held2.disabled && this.el.contains(held2)) this.focus();
  }
  // ---------------------------------------------------------------- hands
  /** @param {PointerEvent} event @returns {Place} */
  at({ clientX, clientY }) {
    const box = this.stage.getBoundingClientRect(), n = this.pixels.size;
    const inside = (part) => Math.min(n - 1, Math.max(0, Math.floor(part * n)));
    return {
      x: inside((clientX - box.left) / box.width),
      y: inside((clientY - box.top) / box.height)
    };
  }
  /** @param {PointerEvent} event */
  press(event) {
    if (event.button) return;
    if (!event.isPrimary) return this.withdraw();
    this.stage.setPointerCapture(event.pointerId);
    this.cursor = this.at(event);
    this.last = this.cursor;
    this.pixels.begin();
    this.paint(this.cursor, this.cursor);
  }
  /** @param {PointerEvent} event */
  move(event) {
    if (!this.last || !event.isPrimary || this.tool.value === "fill") return;
    const here = this.at(event);
    this.cursor = here;
    this.paint(this.last, here);
    this.last = here;
  }
  lift() {
    this.last = void 0;
  }
  withdraw() {
    if (this.last) this.pixels.withdraw();
    this.lift();
    this.draw();
  }
  /** @param {KeyboardEvent} event */
  key(event) {
    const by = MOVES[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (by) this.go(by, event.shiftKey);
    else if (event.key === " ") this.stamp(this.cursor);
    else return;
    event.preventDefault();
    this.tell();
  }
  /** @param {number[]} by @param {boolean} painting */
  go([dx, dy], painting) {
    const end = this.pixels.size - 1, from = this.cursor, inside = (v) => Math.min(end, Math.max(0, v));
    this.cursor = { x: inside(from.x + dx), y: inside(from.y + dy) };
    if (painting) this.stamp(from);
    else this.draw();
  }
  /** @param {Place} from */
  stamp(from) {
    this.pixels.begin();
    this.paint(from, this.cursor);
  }
  /** Where the cursor is and what is there. */
  tell() {
    const { x, y } = this.cursor, [r, g, b] = this.pixels.at(this.cursor), hex = [r, g, b].map((v) => v.toString(16).padStart(2, "0")).join("");
    const what = this.grey ? `ink ${Math.round(100 * (255 - r) / 255)} %` : `#${hex}`;
    this.on.say(`Column ${x + 1}, row ${y + 1}: ${what}.`);
  }
  /** Undo and redo by keys, of this drawing alone. @param {KeyboardEvent} event */
  chord(event) {
    const key = event.key.toLowerCase();
    if (!(event.ctrlKey || event.metaKey) || event.altKey || !["z", "y"].includes(key)) return;
    event.preventDefault();
    event.stopPropagation();
    if (key === "z" && !event.shiftKey) this.undo();
    else this.redo();
  }
};

// shared/pictures/crop.js
var MIDDLE = { x: 0.5, y: 0.5, side: 1 };
var CORNER = 24;
function tick(label, checked, change) {
  const box = h("input", { type: "checkbox", checked, onchange: () => change(box.checked) });
  return h("label", { class: "lab-check tray-tick" }, box, h("span", {}, label));
}
var Cropper = class {
  /** @type {((event: PointerEvent) => void) | undefined} */
  drag;
  state = new State();
  // of this crop, no lab's
  /** @param {Cropped} item is changed in place @param {() => void} changed */
  constructor(item, changed) {
    const { width, height } = item.picture;
    this.item = item;
    this.changed = changed;
    this.canvas = h("canvas", { width, height, "aria-hidden": "true" });
    show2(this.canvas, item.picture);
    this.frame = h("div", { class: "tray-frame", "aria-hidden": "true" }, h("i"));
    this.result = h("canvas", { class: "tray-result", "aria-hidden": "true" });
    this.view = h(
      "div",
      {
        class: "tray-view",
        style: `--ratio: ${width / height}`,
        onpointerdown: (event) => this.press(event),
        onpointermove: (event) => this.drag?.(event),
        onpointerup: () => this.lift(),
        onpointercancel: () => this.lift()
      },
      this.canvas,
      this.frame
    );
    this.sliders = {
      x: this.slider("x", "Across", 0),
      y: this.slider("y", "Down", 0),
      side: this.slider("side", "Size of the square", Math.ceil(100 * CLOSEST))
    };
    const whole2 = tick("Whole picture, on its own ground", !item.crop, (on) => {
      item.crop = on ? void 0 : { ...MIDDLE };
      this.refresh();
      changed();
    });
    this.stage = h("div", { class: "lab-stage tray-both" }, this.view, this.result);
    this.controls = [...Object.values(this.sliders).map((slider2) => slider2.el), whole2];
    this.refresh();
  }
  /** @param {keyof Crop} name @param {string} label @param {number} low */
  slider(name, label, low) {
    const value = 100 * (this.item.crop ?? MIDDLE)[name], say = (percent) => `${percent} %`;
    const input = (percent) => this.set({ [name]: percent / 100 });
    const { state } = this;
    return rangeSlider({ state, name: `crop-${name}`, label, low, high: 100, value, say, input });
  }
  /** @param {Partial<Crop>} change */
  set(change) {
    this.item.crop = { ...this.item.crop ?? MIDDLE, ...change };
    this.refresh();
    this.changed();
  }
  /** The square as it stands, and sliders that say the same. */
  refresh() {
    const { picture: picture2, crop } = this.item, { left, top, side } = squareOf(picture2, crop ?? MIDDLE);
    const part = (v, of) => `${100 * v / of}%`;
    Object.assign(this.frame.style, {
      left: part(left, picture2.width),
      top: part(top, picture2.height),
      width: part(side, picture2.width)
    });
    this.frame.hidden = !crop;
    for (const [name, slider2] of Object.entries(this.sliders)) {
      slider2.el.hidden = !crop;
      slider2.set(Math.round(100 * (crop ?? MIDDLE)[
        /** @type {keyof Crop} */
        name
      ]));
    }
  }
  /** Its corner resizes the square, elsewhere it moves. @param {PointerEvent} event */
  press(event) {
    const { picture: picture2, crop } = this.item;
    if (event.button || !crop) return;
    event.preventDefault();
    this.view.setPointerCapture(event.pointerId);
    const box = this.view.getBoundingClientRect(), frame = this.frame.getBoundingClientRect(), shorter = Math.min(box.width, box.height), { left, top, side } = squareOf(picture2, crop), before = { x: (left + side / 2) / picture2.width, y: (top + side / 2) / picture2.height };
    const far = Math.hypot(event.clientX - frame.right, event.clientY - frame.bottom);
    this.drag = ({ clientX, clientY }) => {
      const dx = clientX - event.clientX, dy = clientY - event.clientY;
      if (far < CORNER) this.set({ side: clamp(crop.side + 2 * Math.max(dx, dy) / shorter) });
      else this.set({ x: clamp(before.x + dx / box.width), y: clamp(before.y + dy / box.height) });
    };
  }
  lift() {
    this.drag = void 0;
  }
};
var clamp = (share2) => Math.min(1, Math.max(0, share2));

// shared/pictures/read.js
var BREATH = 12;
var AS_STORED = { colorSpaceConversion: "none", premultiplyAlpha: "none" };
var failed = (words) => () => {
  throw new Error(words);
};
async function read(file, goOn) {
  checkBytes(file.size);
  const buffer = await file.arrayBuffer().catch(failed("it cannot be read")), bytes = new Uint8Array(buffer), { kind } = inspect(bytes);
  goOn();
  const bitmap = await decoded(bytes, kind).catch(failed(`it is a broken ${kind}: no decoding it`));
  try {
    checkSides(bitmap.width, bitmap.height);
    return await reduced(bitmap.width, bitmap.height, bands(bitmap), breathing(goOn));
  } finally {
    bitmap.close();
  }
}
var decoded = async (bytes, kind) => createImageBitmap(new Blob(withoutExif(bytes, kind)), AS_STORED);
function bands(bitmap) {
  const canvas = h("canvas", { width: bitmap.width, height: 1 });
  return (first, count2) => {
    canvas.height = count2;
    const pen = penOf(canvas);
    pen.drawImage(bitmap, 0, -first);
    return pen.getImageData(0, 0, bitmap.width, count2).data;
  };
}
function breathing(goOn) {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < BREATH) return;
    await new Promise((go) => setTimeout(go));
    since = performance.now();
    goOn();
  };
}

// shared/pictures/intake.js
var count = (n) => some(n, "picture");
var wordsOf = (error) => error instanceof Error ? error.message : String(error);
var Left = class extends Error {
};
var Intake = class {
  turn = 0;
  // a cancel ends all that was asked for before it
  reading = Promise.resolve();
  /** @param {Home} home */
  constructor(home) {
    this.home = home;
    this.bar = h("progress", { "aria-label": "Files read" });
    this.doing = h("span");
    const row = { class: "lab-row tray-progress", hidden: true };
    const cancel = button("Cancel", () => {
      this.stop();
      home.left();
    });
    this.progress = h("div", row, this.bar, this.doing, cancel);
    this.errors = h("ul", { class: "tray-errors", "aria-label": "Not taken", hidden: true });
    this.el = h("div", { class: "tray-intake" }, this.progress, this.errors);
  }
  stop() {
    this.turn++;
  }
  /** After those that are being read. @param {File[]} files */
  add(files) {
    const { turn } = this;
    this.reading = this.reading.then(() => this.readAll(files, turn));
    return this.reading;
  }
  /** @param {File[]} files @param {number} turn */
  async readAll(files, turn) {
    const before = this.home.room(), goOn = () => {
      if (turn !== this.turn) throw new Left();
    };
    const refused = [];
    this.progress.hidden = false;
    for (const [k, file] of files.entries()) {
      if (turn !== this.turn) break;
      if (this.home.room() <= 0) {
        refused.push(beyond(file.name, files.length - k - 1));
        break;
      }
      this.step(k, files.length);
      refused.push(...await this.readOne(file, goOn));
    }
    this.progress.hidden = true;
    this.tell(before - this.home.room(), refused, turn !== this.turn);
  }
  /** What is wrong with it, if anything. @param {File} file @param {() => void} goOn */
  async readOne(file, goOn) {
    try {
      const picture2 = await read(file, goOn);
      goOn();
      this.home.put(file.name.replace(/\.\w+$/, ""), picture2);
      return [];
    } catch (error) {
      return error instanceof Left ? [] : [`${file.name}: ${wordsOf(error)}.`];
    }
  }
  /** @param {number} k @param {number} n */
  step(k, n) {
    this.bar.max = n;
    this.bar.value = k;
    this.doing.textContent = `Reading file ${k + 1} of ${n}`;
  }
  /** What came of it. @param {number} added @param {string[]} refused */
  tell(added, refused, cancelled = false) {
    this.errors.replaceChildren(...refused.map((text) => h("li", {}, text)));
    this.errors.hidden = !refused.length;
    const not = refused.length ? ` Not taken: ${refused.join(" ")}` : "";
    this.home.say(`${cancelled ? "Cancelled. " : ""}${count(added)} added.${not}`);
  }
};
var beyond = (name, rest) => `${name}${rest ? ` and ${rest} more` : ""}: not taken, a set holds at most ${LIMITS.many} pictures.`;

// shared/pictures/store.js
var DATABASE = "mosaics-own-pictures";
var STORE = "kept";
var KEY = "set";
function within(mode, step) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(DATABASE, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result, transaction = database.transaction(STORE, mode), request = step(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
      database.close();
    };
  });
}
var keep = (value) => within("readwrite", (store) => store.put(value, KEY));
var kept = () => within("readonly", (store) => store.get(KEY));
var forget = () => within("readwrite", (store) => store.delete(KEY));

// shared/pictures/tray.js
var STAY = "Your pictures stay in this browser";
var KERNEL = `${STAY} and go to this notebook's own Python, nowhere else.`;
var rulesFor = (few) => `PNG, JPEG, WebP, GIF or BMP, each at most 20 MB and 8,192 pixels a side; ${few} to ${LIMITS.many} pictures. A photograph lies as its file stores it: notes on how to turn it (EXIF) are not read.`;
var TYPES = "image/png,image/jpeg,image/webp,image/gif,image/bmp";
var canPaste = () => "clipboard" in navigator && "read" in navigator.clipboard;
var KEEPS_NOTHING = "This browser keeps nothing for this page";
var FORMS = Object.fromEntries(SIZES.map((n) => [n, `${n} × ${n}`]));
var COLOURS = { 1: "Grey", 3: "Colour" };
var TRAINING = {
  name: "Your own training set",
  few: LIMITS.few,
  needs: `A training set needs at least ${LIMITS.few} pictures`
};
var Tray = class {
  /** @type {Item[]} */
  items = [];
  /** @type {Item | undefined} */
  chosen;
  drawn = 0;
  state = new State();
  // the panel's own: a lab's is what it shows
  /** @type {Editor | undefined} */
  editor;
  /** @param {Options} options */
  constructor(options) {
    const { current, sets } = options, { form } = options.purpose ?? TRAINING, [, C = 1, S = 28] = current?.shape ?? [];
    this.on = options;
    this.purpose = options.purpose ?? TRAINING;
    this.offers = current ? [{ name: "current", label: "The lab's pictures", load: async () => current }, ...sets] : sets;
    this.size = this.choice("size", "Size", FORMS, form?.size ?? (SIZES.includes(S) ? S : 28));
    this.channels = this.choice("channels", "Colours", COLOURS, form?.channels ?? C);
    this.list = h("ul", { class: "tray-list", "aria-label": "Pictures as they will be used" });
    this.bench = h("div", { class: "tray-bench" });
    this.drop = this.makeDrop();
    this.intake = new Intake({
      room: () => LIMITS.many - this.items.length,
      put: (name, picture2) => this.put(name, picture2),
      left: () => this.drop.focus(),
      say: options.say
    });
    this.el = this.build();
    this.refresh();
    this.look();
  }
  /** What is being read is left. */
  close() {
    this.intake.stop();
  }
  // ---------------------------------------------------------------- parts
  /** @param {string} name @param {string} label @param {Record<string, string>} values */
  choice(name, label, values, value) {
    const { state } = this, change = () => this.refit();
    return choice({ state, name, label, values, value: String(value), change });
  }
  build() {
    const { name, form } = this.purpose, privacy = h("p", { class: "tray-stay" }, this.on.kernel ? KERNEL : `${STAY}.`), how = h(
      "div",
      { class: "tray-tools", hidden: Boolean(form) },
      this.size.el,
      this.channels.el
    ), foot = this.makeFoot();
    return h(
      "section",
      {
        class: "tray",
        "aria-label": name,
        onpaste: (event) => this.paste(event),
        ondragover: (event) => this.hover(event, true),
        ondragleave: (event) => this.hover(event, false),
        ondrop: (event) => this.dropped(event)
      },
      [privacy, this.drop, this.intake.el, how, this.list, this.bench, foot]
    );
  }
  makeDrop() {
    const input = h("input", { type: "file", multiple: true, accept: TYPES, hidden: true });
    input.addEventListener("change", () => {
      this.intake.add([...input.files ?? []]);
      input.value = "";
    });
    this.drawing = button("Draw", () => this.edit());
    const clipboard = canPaste() ? button("Paste", () => this.fromClipboard()) : void 0;
    const buttons = [button("Choose files", () => input.click()), clipboard, this.drawing];
    const about = { role: "group", "aria-label": "Drop or paste pictures here", tabindex: 0 };
    const line = h("p", {}, "Drop pictures here, paste them, or take some:");
    const rules = h("p", { class: "tray-note" }, rulesFor(this.purpose.few));
    const row = h("div", { class: "lab-row" }, buttons, input);
    return h("div", { class: "tray-drop", ...about }, line, row, this.makeOffers(), rules);
  }
  makeOffers() {
    if (!this.offers.length) return void 0;
    const names = Object.fromEntries(this.offers.map(({ name, label: label2 }) => [name, label2]));
    const set = choice({
      state: this.state,
      name: "set",
      label: "A set of the book",
      values: names,
      value: this.offers[0].name
    });
    const id = unique(), many = h("input", { type: "number", id, min: 1, max: LIMITS.many, value: 20 });
    const label = h("label", { for: id }, "How many"), number2 = h("div", { class: "lab-control lab-seed" }, label, many);
    const add = button("Add", () => this.addSet(set.value, many.valueAsNumber));
    return h("div", { class: "lab-row tray-offers" }, set.el, number2, add);
  }
  makeFoot() {
    const why = h("p", { class: "tray-note", id: unique() });
    this.why = why;
    this.use = button("", () => this.take(), {
      class: "lab-primary",
      "aria-describedby": why.id
    });
    this.keeping = button("Keep in this browser", () => this.keep());
    this.back = button("Bring back", () => this.bringBack(), { hidden: true });
    this.forgetting = button("Forget", () => this.forget(), { hidden: true });
    const row = h("div", { class: "lab-row" }, this.use, this.keeping, this.back, this.forgetting);
    return h("div", { class: "tray-foot" }, row, why);
  }
  // ---------------------------------------------------------------- what is in it
  get how() {
    return { size: +this.size.value, channels: +this.channels.value };
  }
  /**
   * One more picture, if there is room
   * @param {string} name @param {Picture} picture @param {Partial<Cropped>} [more]
   */
  put(name, picture2, { crop = { ...MIDDLE }, invert = false } = {}) {
    const canvas = h("canvas", { "aria-hidden": "true" }), face = h("button", { type: "button", "aria-pressed": "false" }, canvas), el = h("li", {}, face);
    const item = { name, picture: picture2, crop, invert, levels: new Uint8Array(), el };
    face.addEventListener("click", () => {
      this.choose(item === this.chosen ? void 0 : item);
      if (item === this.chosen) bringIntoView(this.bench);
    });
    face.addEventListener("keydown", ({ key }) => {
      if (key === "Delete" || key === "Backspace") this.remove(item);
    });
    face.setAttribute("aria-label", name);
    this.fit(item);
    this.items.push(item);
    this.list.append(el);
    this.refresh();
  }
  /** @param {Item} item */
  fit(item) {
    const { picture: picture2, crop, invert } = item;
    item.levels = fit(picture2, { ...this.how, crop, invert });
    this.showLevels(
      /** @type {HTMLCanvasElement} */
      item.el.querySelector("canvas"),
      item
    );
  }
  /** A picture as it will be used. @param {HTMLCanvasElement} canvas @param {Item} item */
  showLevels(canvas, { levels }) {
    const { size, channels } = this.how;
    canvas.width = size;
    canvas.height = size;
    show2(canvas, pictureOf(levels, channels, size));
  }
  /** All from their originals. */
  refit() {
    for (const item of this.items) this.fit(item);
    if (this.chosen) this.choose(this.chosen);
    const { size, channels } = this.how;
    const hand = this.editor ? " The drawing in hand stays as it is until it is taken." : "";
    this.on.say(`${size} × ${size} pixels, in ${channels === 1 ? "grey" : "colour"}.${hand}`);
  }
  /** What is said of the whole. */
  refresh() {
    const n = this.items.length, few = n < this.purpose.few;
    this.list.hidden = !n;
    if (!this.use || !this.why || !this.keeping) return;
    this.use.textContent = few ? "Use these pictures" : n === 1 ? "Use this picture" : `Use these ${n} pictures`;
    this.use.disabled = few;
    this.keeping.disabled = !n;
    const lack = n ? "there is one" : "there are none yet";
    this.why.textContent = few ? `${this.purpose.needs}; ${lack}.` : "Choose a picture to crop it, to draw on it or to remove it.";
  }
  /** @param {Item} item */
  remove(item) {
    if (this.unfinished()) return;
    const at = this.items.indexOf(item);
    this.items.splice(at, 1);
    item.el.remove();
    this.choose(void 0);
    this.refresh();
    const next = this.items[Math.min(at, this.items.length - 1)]?.el.querySelector("button");
    (next ?? this.drop).focus();
    this.on.say(`${item.name} removed; ${count(this.items.length)}.`);
  }
  /** The set that a lab takes: what has one name is one class. @returns {PictureSet} */
  get set() {
    const { size, channels } = this.how, names = this.items.map((item) => shortName(item.name) || "picture"), classes = [...new Set(names)], bytes = new Uint8Array(this.items.length * channels * size * size);
    this.items.forEach(({ levels }, m) => bytes.set(levels, m * levels.length));
    const labels = names.map((name) => classes.indexOf(name));
    const shape = [this.items.length, channels, size, size];
    return { name: "your pictures", bytes, shape, labels, classes };
  }
  take() {
    if (!this.unfinished()) this.on.take(this.set);
  }
  // ---------------------------------------------------------------- where pictures come from
  /** @param {DragEvent} event @param {boolean} over */
  hover(event, over) {
    event.preventDefault();
    event.stopPropagation();
    this.drop.classList.toggle("tray-over", over);
  }
  /** @param {DragEvent} event */
  dropped(event) {
    this.hover(event, false);
    const files = [...event.dataTransfer?.files ?? []];
    if (files.length) this.intake.add(files);
    else this.on.say("What was dropped holds no file.");
  }
  /** @param {ClipboardEvent} event */
  paste(event) {
    const files = [...event.clipboardData?.files ?? []];
    if (!files.length && event.target instanceof HTMLInputElement) return;
    event.preventDefault();
    event.stopPropagation();
    if (files.length) this.intake.add(files);
    else this.on.say("The clipboard holds no picture.");
  }
  async fromClipboard() {
    try {
      const files = [];
      for (const item of await navigator.clipboard.read()) {
        const type = item.types.find((name) => name.startsWith("image/"));
        if (type) files.push(new File([await item.getType(type)], "pasted.png"));
      }
      if (files.length) await this.intake.add(files);
      else this.on.say("The clipboard holds no picture.");
    } catch {
      this.on.say("The browser does not let this page read the clipboard; press Ctrl+V here.");
      this.drop.focus();
    }
  }
  /** @param {string} name @param {number} wanted */
  async addSet(name, wanted) {
    const offer = (
      /** @type {Offer} */
      this.offers.find((each) => each.name === name)
    );
    try {
      const { bytes, shape, labels, classes } = await offer.load(), [N, C, S] = shape, n = Math.min(N, Math.max(0, wanted || 0), LIMITS.many - this.items.length), size = C * S * S;
      for (let m = 0; m < n; m++) {
        const picture2 = pictureOf(bytes.subarray(m * size, (m + 1) * size), C, S);
        this.put(classes[labels[m]] ?? `${offer.label} ${m + 1}`, picture2);
      }
      this.intake.tell(n, []);
    } catch (error) {
      this.intake.tell(0, [`${offer.label}: ${wordsOf(error)}.`]);
    }
  }
  // ---------------------------------------------------------------- one picture
  /** @param {Item | undefined} item */
  choose(item) {
    if (this.unfinished()) return;
    this.chosen = item;
    this.editor = void 0;
    for (const { el } of this.items)
      el.querySelector("button")?.setAttribute("aria-pressed", String(el === item?.el));
    this.bench.replaceChildren(...item ? this.workOn(item) : []);
  }
  /** A drawing goes only when the reader says so. */
  unfinished() {
    const open2 = Boolean(this.editor?.pixels.past.length);
    if (open2) this.on.say("Take or leave the drawing first.");
    return open2;
  }
  /** @param {Item} item */
  workOn(item) {
    const cropper = new Cropper(item, () => refit());
    const refit = () => {
      this.fit(item);
      this.showLevels(cropper.result, item);
    };
    this.showLevels(cropper.result, item);
    const invert = tick("Invert: for what is light on dark", item.invert, (on) => {
      item.invert = on;
      refit();
    });
    const turn = button("Turn", () => {
      item.picture = turned(item.picture);
      refit();
      this.choose(item);
      this.bench.querySelector("button")?.focus();
    });
    const row = [
      turn,
      button("Draw on it", () => this.edit(item)),
      button("Remove", () => this.remove(item))
    ];
    const controls = [
      h("p", { class: "lab-head" }, item.name),
      ...cropper.controls,
      this.how.channels === 1 ? invert : void 0,
      h("div", { class: "lab-row" }, row)
    ];
    return [cropper.stage, h("div", { class: "tray-side" }, controls)];
  }
  /** Draws a new picture, or on one as it will be used. @param {Item} [item] */
  edit(item) {
    const { size, channels } = this.how;
    if (this.unfinished()) return;
    if (!item && this.items.length >= LIMITS.many)
      return this.on.say(`A set holds at most ${LIMITS.many} pictures.`);
    this.choose(void 0);
    const cancel = () => {
      this.editor = void 0;
      this.bench.replaceChildren();
      (item?.el.querySelector("button") ?? this.drawing)?.focus();
    };
    const done = (picture3) => {
      if (item) Object.assign(item, { picture: picture3, crop: { ...MIDDLE }, invert: false });
      else this.put(`drawing ${++this.drawn}`, picture3);
      if (item) this.fit(item);
      cancel();
      this.on.say(`The drawing is taken; ${count(this.items.length)}.`);
    };
    const picture2 = item ? pictureOf(item.levels, channels, size) : blank(size);
    this.editor = new Editor({ picture: picture2, channels, done, cancel, say: this.on.say });
    this.bench.replaceChildren(this.editor.el);
    this.editor.focus();
    bringIntoView(this.bench);
  }
  // ---------------------------------------------------------------- what this browser keeps
  /** Whether something is kept. */
  async look() {
    const value = await kept().catch(() => void 0), n = Array.isArray(value) ? value.length : 0;
    if (this.back) this.back.textContent = `Bring back ${n} kept`;
    for (const each of [this.back, this.forgetting]) each?.toggleAttribute("hidden", !n);
  }
  async keep() {
    const plain3 = this.items.map(({ name, picture: picture2, crop, invert }) => ({
      name,
      picture: picture2,
      crop,
      invert
    }));
    await this.stored(() => keep(plain3), `${count(plain3.length)} kept in this browser.`);
  }
  async forget() {
    await this.stored(forget, "This browser keeps none of your pictures now.");
    this.catchFocus();
  }
  /** A button that was pressed has gone. */
  catchFocus() {
    if (document.activeElement === document.body) this.drop.focus();
  }
  /** @param {() => Promise<unknown>} act @param {string} words */
  async stored(act, words) {
    try {
      await act();
      this.on.say(words);
    } catch (error) {
      this.on.say(`${KEEPS_NOTHING}: ${wordsOf(error)}`);
    }
    await this.look();
  }
  async bringBack() {
    const before = this.items.length;
    try {
      const value = (
        /** @type {Item[] | undefined} */
        await kept()
      );
      if (!value) return await this.missKept();
      for (const { name, picture: picture2, ...more } of value.slice(0, LIMITS.many - before))
        this.put(name, picture2, more);
      this.intake.tell(this.items.length - before, []);
    } catch (error) {
      this.on.say(`What was kept cannot be brought back: ${wordsOf(error)}`);
    }
  }
  /** Another page of the book has forgotten it meanwhile. */
  async missKept() {
    this.on.say("Nothing is kept any more.");
    await this.look();
    this.catchFocus();
  }
};

// shared/pictures/own.js
var NAME2 = "own";
function withPictures(model, traits, { bytes, shape, labels, classes }) {
  const own = Math.random().toString(36).slice(2, 9);
  let sent = false;
  return overlay(model, traits, (content, callbacks, buffers) => {
    const run = (
      /** @type {{ type: string }} */
      content.type === "run"
    );
    if (run && !sent)
      model.send({ type: "own", own, shape, labels, classes }, void 0, [bytes.slice().buffer]);
    sent ||= run;
    model.send(run ? { ...content, own } : content, callbacks, buffers);
  });
}
async function named(set) {
  try {
    return `${NAME2}~${await encode(set)}`;
  } catch {
    return NAME2;
  }
}
var Own = class {
  /**
   * @param {{ root: HTMLElement }} lab a Frame, whatever its settings
   * @param {(settings: never, shape: number[]) => object} adapt its settings for other pictures
   */
  constructor(lab, adapt) {
    this.lab = /** @type {Frame} */
    /** @type {unknown} */
    lab;
    this.adapt = adapt;
    this.inside = h("div", {});
    this.el = h(
      "details",
      { class: "lab-menu lab-own" },
      h("summary", {}, "Your own training set"),
      this.inside
    );
    this.el.addEventListener("toggle", () => this.el.open && this.show());
  }
  /** The panel is made when it is first opened. */
  async show() {
    const { machine, context } = this.lab, { brought } = context;
    const sets = await this.offers();
    if (this.tray) return;
    this.tray = new Tray({
      sets,
      kernel: machine.live,
      current: brought?.set,
      take: async (set) => this.play(await this.take(set)),
      say: (text) => this.lab.say(text)
    });
    const back = brought && button("Back to the book’s pictures", () => bringIntoView(context.reopen(brought.made).root));
    this.inside.replaceChildren(...back ? [back] : [], this.tray.el);
  }
  /** The book's sets, where they come. */
  async offers() {
    try {
      return await this.lab.home?.sets?.() ?? [];
    } catch {
      this.lab.say("The book’s own sets did not come. Files, paste and drawing do without them.");
      return [];
    }
  }
  /** The model that the first lab on this place was made with. */
  get made() {
    return this.lab.context.brought?.made ?? this.lab.model;
  }
  /** The lab anew with these pictures. @param {PictureSet} set */
  async take(set) {
    const { context, kindOfLab } = this.lab, { bytes, shape, labels, classes } = set, { made } = this;
    const traits = {
      images: new DataView(bytes.slice().buffer),
      shape,
      labels,
      classes,
      settings: this.adapt(
        /** @type {never} */
        made.get("settings"),
        shape
      ),
      made: { ...made.get("made"), data: await named(set) },
      opened: {},
      description: `${kindOfLab}: ${shape[0]} training images of your own`
    };
    return context.reopen(withPictures(made, traits, set), { made, set });
  }
  /**
   * The panel has gone, and the page is shorter by it: the lab comes into view, to be seen at its
   * result.
   * @param {Frame} lab
   */
  play(lab) {
    bringIntoView(lab.root);
    lab.set({});
  }
  /**
   * Follows a link to other pictures: those that it carries, or those that the lab was made with;
   * false where it has neither. What it carries may still prove damaged, which the lab then says.
   * @param {string} name
   * @param {Record<string, Value>} values
   * @param {string} then
   */
  open(name, values, then) {
    const { made } = this, [kind, text] = name.split("~");
    if (made !== this.lab.model && made.get("made").data === name)
      this.lab.context.reopen(made).set(values, then);
    else if (kind === NAME2 && text !== void 0) this.lab.coming = this.follow(text, values, then);
    else if (kind === NAME2) return this.lab.refuse("its reader’s own pictures are not in it");
    else return this.lab.refuse(`it is about other pictures, ${name}`);
    return true;
  }
  /** @param {string} text @param {Record<string, Value>} values @param {string} then */
  async follow(text, values, then) {
    try {
      (await this.take(await decode(text))).set(values, then);
    } catch (error) {
      this.lab.refuse(error instanceof Error ? error.message : String(error));
    }
  }
  close() {
    this.tray?.close();
  }
};

// shared/state/curves.js
function decades(low, high) {
  const out = [];
  for (let e = Math.ceil(Math.log10(low) - 1e-9); 10 ** e <= high * (1 + 1e-9); e++)
    out.push(+(10 ** e).toPrecision(3));
  return out;
}
function evenly(low, high, count2) {
  const raw = (high - low) / count2, ten = 10 ** Math.floor(Math.log10(raw));
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

// shared/view/curve.js
var FAR = 5;
var sideways = (a, b) => Math.abs(b.clientX - a.clientX) > Math.abs(b.clientY - a.clientY);
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
    this.hear();
    this.el.addEventListener("keydown", (event) => this.key(event));
  }
  /** A finger may be about to scroll; where it does not, it is let go or moves sideways. */
  hear() {
    let from;
    let sure = false;
    const letGo = (event) => {
      if (from && event.type === "pointerup") this.point(event);
      from = void 0;
    };
    this.el.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      from = event;
      sure = event.pointerType !== "touch";
      this.el.setPointerCapture(event.pointerId);
      if (sure) this.point(event);
    });
    this.el.addEventListener("pointermove", (event) => {
      sure ||= from !== void 0 && sideways(from, event);
      if (from && sure) this.point(event);
    });
    this.el.addEventListener("pointerup", letGo);
    this.el.addEventListener("pointercancel", letGo);
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

// shared/state/link.js
var VERSION2 = 1;
var QUOTED = 80;
var FORM = /^#?([A-Za-z]\w*?)(?:\.(\d+))?:(.*)$/s;
var plain = (value) => encodeURIComponent(String(value)).replace(/%(3A|2F|2C|40|3B|24)/g, decodeURIComponent);
function write(lab, values, place = 1) {
  const parts = Object.entries({ v: VERSION2, ...values }).map(
    ([name, value]) => `${name}=${plain(value)}`
  );
  return `#${lab}${place > 1 ? `.${place}` : ""}:${parts.join("&")}`;
}
function read2(hash) {
  const found = FORM.exec(hash);
  if (!found) return void 0;
  const [, lab, place, given] = found;
  const values = /* @__PURE__ */ Object.create(null);
  const link = { lab, place: Number(place ?? 1), values };
  for (const part of given.split("&").filter(Boolean)) {
    const [, name, text] = /^(\w+)=(.*)$/s.exec(part) ?? [];
    const value = name ? decoded2(text) : void 0;
    if (value === void 0)
      return { ...link, values: {}, wrong: `“${cut(part)}” is no name=value` };
    if (Object.hasOwn(values, name))
      return { ...link, values: {}, wrong: `${cut(name)} is there twice` };
    values[name] = value;
  }
  const { v, ...rest } = values;
  const wrong = v === VERSION2 ? void 0 : `it is of ${v === void 0 ? "no version" : `version ${v}`}, this page reads ${VERSION2}`;
  return wrong ? { ...link, values: {}, wrong } : { ...link, values: rest };
}
var cut = (text) => text.length > QUOTED ? `${text.slice(0, QUOTED)}…` : text;
function decoded2(text) {
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
var HEAD2 = 33;
async function noted(png3, keyword, text) {
  const bytes = new Uint8Array(await png3.arrayBuffer()), body = new TextEncoder().encode(`iTXt${keyword}\0\0\0\0\0${text}`), chunk = new Uint8Array(12 + body.length - 4), view = new DataView(chunk.buffer);
  view.setUint32(0, body.length - 4);
  chunk.set(body, 4);
  view.setUint32(4 + body.length, crc(body));
  return new Blob([bytes.subarray(0, HEAD2), chunk, bytes.subarray(HEAD2)], { type: "image/png" });
}

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
    const whole2 = { ...message, buffers };
    sent?.push(whole2);
    if (worker) worker.postMessage(whole2);
    else setTimeout(() => hear({ id: message.id, type: "error", message: REFUSED }, []));
  };
  start();
  return { send, close: () => worker?.terminate() };
}
function kernelEngine(model, hear) {
  const listen = (message, buffers = []) => hear(message, buffers.map(floats));
  model.on("msg:custom", listen);
  return {
    send: (message, buffers = [], read3 = void 0) => model.send(
      message,
      read3 && { iopub: { status: read3 } },
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
    const read3 = ({ content }) => {
      if (content.execution_state === "idle") setTimeout(judge, GRACE);
    };
    try {
      this.engines.kernel.send({ type: "ping", view: this.view }, [], read3);
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
function png2(canvases) {
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
    const blob = await png2(await this.lab.canvases());
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
    const link = read2(hash);
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
  async credited(png3) {
    return this.credit ? noted(png3, "Copyright", this.credit) : png3;
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
  const at = document.activeElement, named2 = at instanceof HTMLSelectElement && `select[name="${at.name}"]`;
  const inside = root.contains(at);
  el.style.minHeight = `${el.offsetHeight}px`;
  return (next) => {
    const same2 = named2 ? next.root.querySelector(named2) : null;
    if (inside && same2) same2.focus({ preventScroll: true });
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
  return { el, canvas, name, note, set };
}
var NIL = 1e-6;
function barList(shape, count2, legend) {
  const rows = Array.from({ length: count2 }, () => barRow(shape));
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

// shared/view/motion.js
var Motion = class {
  /** @type {number | undefined} */
  #frame;
  /** Whether it is under way. */
  get on() {
    return this.#frame !== void 0;
  }
  /** @param {(ms: number) => boolean} show hears the time since now; returns whether it goes on */
  begin(show3) {
    const began = performance.now();
    const tick2 = (now) => {
      this.#frame = requestAnimationFrame(tick2);
      if (!show3(Math.max(0, now - began))) this.stop();
    };
    this.#frame = requestAnimationFrame(tick2);
  }
  /** Returns whether there was something to stop. */
  stop() {
    const { on } = this;
    if (this.#frame !== void 0) cancelAnimationFrame(this.#frame);
    this.#frame = void 0;
    return on;
  }
};

// shared/view/run.js
var NEXT = "New picture";
var PLAY = 1600;
var QUICK = 1500;
var whole = wholeIn(0, Number.MAX_SAFE_INTEGER);
var RunLab = class extends Frame {
  busy = false;
  long = false;
  // the run under way takes so long that it can be cancelled
  /** @type {M[]} */
  frames = [];
  // states of the run in view, its end the last
  /** @type {number | undefined} */
  wanted;
  // the state to look at once the next run is there
  /** @type {Job<Params, M> | undefined} */
  shown;
  // the run in view
  motion = new Motion();
  // through the states
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
    this.player = button("Play", () => this.motion.on ? this.stop() : this.play(), {
      class: "lab-play"
    });
    this.scrubber = h("div", { class: "lab-scrub" }, this.player);
    this.step = this.makeStep(steps);
  }
  get moves() {
    return this.motion.on;
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
  /**
   * The Python that makes the picture of such a run again.
   * @param {Params & { data: string, seed: number, shape: Shape }} run
   * @returns {string | undefined}
   */
  script(run) {
    return void 0;
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
  python() {
    const { shown, shape, data } = this;
    return shown && this.script({ ...shown.params, data, seed: shown.seed, shape });
  }
  // ---------------------------------------------------------------- the scrubber
  /** The state in view. */
  get at() {
    return this.step.value;
  }
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
      value: this.chosen.number("step") || 0,
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
      /** @param {unknown} k */
      set(k) {
        lab.wanted = whole(k) ?? lab.wanted;
      }
    };
    return { steps: this.steps, seed: this.seed, step };
  }
  /**
   * A run that is there already is not made again.
   * @param {string} then
   * @param {string} note
   * @param {Record<string, Value>} [values]
   */
  answer(then, note, values) {
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
    this.play(0);
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
  /** @param {Then} then */
  start(then, note = "") {
    this.stop();
    this.follower?.stop();
    const params = this.params(), noise2 = this.noise(params);
    const last = this.frames.length - 1, fraction = last > 0 ? this.at / last : 1;
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
    const at = { play: end, open: this.openAt(), stay: Math.round(fraction * end) }[then];
    this.view(Math.min(end, at));
  }
  /** From the state in view on, or anew where that is the end. */
  play(from = this.at < this.frames.length - 1 ? this.at : 0) {
    const end = this.frames.length - 1;
    const speed = calm.matches ? 4 / 1e3 : end / this.playTime;
    this.player.textContent = "Pause";
    this.view(from);
    this.motion.begin((ms) => {
      const k = Math.min(end, from + Math.floor(ms * speed));
      if (k !== this.at) this.view(k);
      if (k === end) this.stop();
      return k < end;
    });
  }
  stop() {
    this.motion.stop();
    this.player.textContent = "Play";
  }
  /**
   * Shows the state after k steps; there is none where the first run went wrong.
   * @param {number} k
   */
  view(k) {
    if (!this.frames.length) return;
    this.step.set(k);
    this.viewState(this.frames[k], k === this.frames.length - 1, false);
  }
  close() {
    this.stop();
    super.close();
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

// sampler/tally.js
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
    const kept2 = { ...picture2, sorted: sorted(picture2.z, this.shape), first: picture2.seed };
    const known = this.pictures.has(picture2.seed);
    this.pictures.set(picture2.seed, kept2);
    for (const each of known ? this.pictures.values() : [kept2]) each.first = this.firstOf(each);
    return kept2;
  }
  /** The seed of the first picture that is the same. @param {Kept} kept */
  firstOf(kept2) {
    for (const other of this.pictures.values()) {
      if (other === kept2) break;
      if (other.first === other.seed && this.alike(kept2, other)) return other.seed;
    }
    return kept2.seed;
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
  words() {
    const { count: count2, different, copies } = this;
    const pictures = count2 === 1 ? "1 picture" : `${some(count2, "picture")}, ${different} different`;
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

// sampler/batch.js
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

// sampler/compare.js
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

// sampler/gallery.js
var MORE = 24;
var Gallery = class {
  /** @type {Tally | undefined} */
  tally;
  // in view
  /** @type {Batch | undefined} */
  batch;
  // under way
  wish = false;
  // a batch is to come after the run under way
  /** @param {Lab} lab */
  constructor(lab) {
    this.lab = lab;
    this.tallies = new Tallies(lab.shape);
    this.group = unique("lab-shot");
    this.more = button(`${MORE} more`, () => this.addMore());
    this.side = button("Compare samplers", () => this.compare(!this.comparing), {
      "aria-pressed": "false",
      "data-control": "compare"
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
    const kept2 = tally.add(picture2), known = this.strip.querySelector(`[value="${picture2.seed}"]`)?.closest("label");
    if (tally !== this.tally) {
      this.tally = tally;
      this.strip.replaceChildren(...[...tally.pictures.values()].map((each) => this.shot(each)));
    } else if (known) this.renew(known, this.shot(kept2));
    else this.strip.append(this.shot(kept2));
    this.settings.textContent = described(asked);
    this.rule.textContent = rule(picture2);
    this.tell();
  }
  /**
   * Another picture of a seed; who was on it stays there.
   * @param {Element} old @param {Element} now
   */
  renew(old, now) {
    const held2 = old.contains(document.activeElement);
    old.replaceWith(now);
    if (held2) now.querySelector("input")?.focus();
  }
  tell() {
    const { tally, batch, more } = this;
    this.count.textContent = tally?.count ? `${tally.words()}.` : "None yet.";
    more.textContent = batch?.plan.many ? `Stop (${batch.done} of ${batch.total})` : `${MORE} more`;
  }
  /** A picture to choose. @param {Kept} kept */
  shot(kept2) {
    const { seed, first, z, ratio } = kept2, again = first === seed ? "" : `, the same as seed ${first}`;
    const told = `Seed ${seed}: ${outcome(kept2, (m) => this.lab.name(m))}${again}`;
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
    this.wish = this.lab.busy;
    if (this.wish) return;
    const params = this.lab.params(), tally = this.tallies.of(params);
    const seeds2 = nextSeeds(this.lab.seed.value, MORE, tally.pictures);
    this.begin({
      params,
      many: true,
      runs: seeds2.map((seed) => ({ seed, method: params.method })),
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
  /**
   * Words of the page ask for one thing to look at: a comparison where they name it, and where they
   * do not, none is left over from what was asked before.
   * @param {string} then @param {Record<string, Value>} values
   */
  asked(then, values) {
    if (then !== "play") return;
    if (!("compare" in values)) this.press(false);
    else if (this.comparing) bringIntoView(this.comparison.el);
  }
  /** @param {boolean} on */
  compare(on) {
    this.press(on);
    if (!on) return this.lab.say("Samplers are not compared.");
    bringIntoView(this.comparison.el);
    this.follow();
  }
  /** Where samplers are compared, the noise of the run in view goes through those it has not. */
  follow() {
    const { lab, tallies } = this, { shown } = lab;
    if (this.wish && !lab.busy) return this.addMore();
    if (!this.comparing || lab.busy || !shown) return;
    const { params, seed } = shown;
    const of = (method) => tallies.of({ ...params, method });
    const show3 = () => this.comparison.show(seed, (method) => of(method).pictures.get(seed));
    const left = Object.keys(SAMPLERS).filter((method) => !of(method).pictures.has(seed));
    const words = show3();
    if (!left.length) return lab.say(words);
    this.begin({
      params,
      many: false,
      runs: left.map((method) => ({ seed, method })),
      came: (picture2, { method }) => {
        of(method).add(picture2);
        show3();
      },
      says: show3
    });
  }
};

// shared/state/python.js
var number = (x) => Number.isInteger(x) ? x.toFixed(1) : String(x);
function windows(pairs) {
  if (pairs.length === 1) return { chapters: [], sides: String(pairs[0][1]) };
  const listed = pairs.map(([sigma, P]) => `(${number(sigma)}, ${P})`).join(", ");
  return { chapters: ["local"], sides: `local.WindowSchedule([${listed}])` };
}
var chapters = (...names) => `from mosaics import ${[...new Set(names)].sort().join(", ")}`;
var ROUNDED = "images = ((images + 1) * 127.5).round() / 127.5 - 1  # 256 levels, as the lab has them";
function images(data, N) {
  const [name, size] = data.replace(/@\d+$/, "").split("~");
  const rounded = name === "digits" || size;
  if (name !== "own")
    return {
      imports: ["from mosaics.core.data import load"],
      lines: [
        `images = load("${name}", n=${N}${size ? `, size=${size}` : ""}).images  # (N, C, H, W)`,
        ...rounded ? [ROUNDED] : []
      ]
    };
  if (size)
    return {
      imports: ["from mosaics.widgets.shared.own import own_set"],
      lines: [`images = own_set("${size}").images[:${N}]  # (N, C, H, W)`]
    };
  return {
    imports: [],
    lines: [
      `images = images[:${N}]  # your pictures: a tensor (N, C, H, W) with values in [-1, 1]`
    ]
  };
}
var schedule = (steps, low, high) => `diffusion.schedule("edm", ${steps}, ${number(low)}, ${number(high)})`;
var noise = (seed, size) => `normals(${seed}, ${size.reduce((a, b) => a * b, 1)}).reshape(${size.join(", ")})`;
var imageNoise = (seed, shape) => noise(seed, [1, ...shape]);
var script = (imports, lines) => `${[...imports, "", ...lines].join("\n")}
`;

// sampler/python.js
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
      `sigmas = ${schedule(steps, low, high)}`,
      `noise = ${drawn}`,
      `states = list(diffusion.sample(machine, sigmas[0] * ${start}, sigmas, "${method}"${more}))`,
      "picture = states[-1].z  # (1, C, H, W); states[k].z is the image after k steps"
    ]
  );
}

// sampler/verdict.js
var samplerChoice = (state, value, change) => choice({ state, name: "method", label: "Sampler", values: SAMPLERS, value, change });
var Verdict = class {
  /** @param {Shape} shape */
  constructor(shape) {
    this.result = picture(shape, "Result");
    this.nearest = picture(shape, "Nearest training image");
    this.nearest.name.replaceChildren("Nearest", h("b", {}, " training image"));
    this.words = h("p", { class: "lab-verdict" }, " ");
  }
  /**
   * The nearest image. A phone has no room for a long name under it: there the words give it.
   * @param {Floats} x @param {string} name
   */
  call(x, name) {
    const [number2, ...rest] = name.split(","), { nearest } = this;
    nearest.set(x, name);
    nearest.note.replaceChildren(number2, h("b", {}, ["", ...rest].join(",")));
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
    this.call(lab.image(nearest), `${lab.name(nearest)}${moved(result)}`);
    this.words.replaceChildren(
      h("strong", {}, kind),
      " Distance to the nearest training image",
      h("span", { class: "lab-called" }, ` (${lab.name(nearest)})`),
      `${where} ${distance.toFixed(2)}; nearest-neighbour ratio ${ratio.toFixed(2)} (a copy is below 1/3).`
    );
    const what = outcome(result, (m) => `training image ${lab.name(m)}`);
    return `${note} Seed ${seed}: ${what}. ${some(steps, "step")}, ${lab.spent(ms)}.`.trim();
  }
};

// source:code/mosaics/widgets/sampler/worker.js
var worker_default = ENGINE;

// sampler/view.js
var ROWS = 5;
var FEW = 3.5;
var SamplerLab = class extends RunLab {
  /** @type {Result | undefined} */
  result;
  script = python;
  /** @param {Context} context */
  constructor(context) {
    super(context, "sampler");
    this.own = new Own(this, sampling);
    const { N, sizes, method } = this.settings, change = () => this.start("stay");
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
    this.plot = this.makePlot();
    this.curve = new CurveSlider(this, this.plot);
    this.gallery = new Gallery(this);
    this.follower = this.gallery;
  }
  makePlot() {
    const { sigma_min, sigma_max } = this.settings;
    return plot({
      label: "Effective number of candidates against noise level",
      height: 200,
      x: { low: sigma_min, high: sigma_max, flip: true, label: "noise level σ, falling →" },
      y: this.counts,
      draw: (sheet2) => this.drawCount(sheet2)
    });
  }
  parts() {
    const { result, nearest, words } = this.verdict, pictures = [this.noisy, this.guess, result, nearest];
    const section = (head, ...inside) => h("section", {}, h("p", { class: "lab-head" }, head), inside);
    const seen = stage([
      h(
        "div",
        { class: "lab-pictures lab-four" },
        pictures.map((each) => each.el)
      ),
      words,
      this.scrubber
    ]);
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
        h("div", {}, seen, this.gallery.el),
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
  /** @param {string} then @param {string} note @param {Record<string, Value>} [values] */
  answer(then, note, values = {}) {
    this.gallery.asked(then, values);
    super.answer(then, note);
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
    const { result } = this, kept2 = this.kept(job, ms, ["z", "sigma", "effective", "top_w", "top_i"]);
    this.state = {
      ...kept2,
      ...result,
      result: result?.z,
      z: [...kept2.z, result?.z],
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
