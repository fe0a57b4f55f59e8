// sha256 of sources and bundler: 612b41de736d29fe29a2fac03537656589f4bf697f3f85f17140c39bafb39b14
const ENGINE = "\"use strict\";\n// shared/engine/checks.js\nfunction need(ok, message) {\n  if (!ok) throw new Error(message);\n}\nfunction checkCount(n, name, low, high) {\n  need(\n    Number.isInteger(n) && n >= low && n <= high,\n    `${name} must be a whole number from ${low} to ${high}, got ${n}`\n  );\n}\nfunction checkSigma(sigma) {\n  need(Number.isFinite(sigma) && sigma > 0, `sigma must be finite and > 0, got ${sigma}`);\n}\nfunction checkNoise(noise, count) {\n  need(noise?.length === count, `noise must hold ${count} numbers, got ${noise?.length ?? 0}`);\n  need(noise.every(Number.isFinite), \"noise must be finite\");\n}\nfunction checkChoice(value, allowed, name) {\n  need(allowed.includes(value), `${name} must be one of ${allowed.join(\", \")}, got '${value}'`);\n}\n\n// shared/engine/pace.js\nvar REST = 12;\n\n// shared/engine/posterior.js\nvar CUT = -60;\nvar Dictionary = class _Dictionary {\n  /**\n   * @param {Float32Array} keys\n   * @param {number} D\n   * @param {Float64Array} [half]\n   * @param {number} [M]\n   */\n  constructor(keys, D, half, M = keys.length / D) {\n    this.keys = keys;\n    this.D = D;\n    this.M = M;\n    this.half = half ?? Float64Array.from({ length: M }, (_, m) => dot(keys, m * D, keys, m * D, D) / 2);\n  }\n  /** The first n keys of these. @param {number} n */\n  first(n) {\n    return new _Dictionary(this.keys, this.D, this.half, n);\n  }\n};\nfunction dot(a, i, b, j, n) {\n  let s = 0;\n  for (let p = 0; p < n; p++) s += a[i + p] * b[j + p];\n  return s;\n}\nfunction weights(q, { keys, half, D, M }, sigma) {\n  const w = new Float64Array(M), s2 = sigma * sigma;\n  let max = -Infinity, sum = 0;\n  for (let m = 0; m < M; m++) {\n    w[m] = (dot(q, 0, keys, m * D, D) - half[m]) / s2;\n    if (w[m] > max) max = w[m];\n  }\n  for (let m = 0; m < M; m++) {\n    w[m] = w[m] - max < CUT ? 0 : Math.exp(w[m] - max);\n    sum += w[m];\n  }\n  for (let m = 0; m < M; m++) w[m] /= sum;\n  return w;\n}\nfunction mean(w, { keys, D }) {\n  const out = new Float64Array(D);\n  for (let m = 0; m < w.length; m++) {\n    if (w[m] > 0) for (let p = 0; p < D; p++) out[p] += w[m] * keys[m * D + p];\n  }\n  return out;\n}\n\n// shared/engine/store.js\nvar images = new Dictionary(new Float32Array(0), 1);\nvar given = new Uint8Array(0);\nfunction keep(bytes2, D, network2 = new Uint8Array(0)) {\n  images = new Dictionary(\n    Float32Array.from(bytes2, (b) => b / 127.5 - 1),\n    D\n  );\n  given = network2;\n}\n\n// shared/engine/inbox.js\nvar scope = (\n  /** @type {Scope} */\n  /** @type {unknown} */\n  globalThis\n);\nvar cancelled = /* @__PURE__ */ new Set();\nvar waiting = [];\nvar pump = new MessageChannel();\npump.port1.onmessage = () => waiting.shift()?.();\nvar rest = () => new Promise((go) => {\n  waiting.push(go);\n  pump.port2.postMessage(0);\n});\nfunction post(id, message, arrays) {\n  const names = Object.keys(arrays), buffers = names.map((name) => Float32Array.from(arrays[name]));\n  scope.postMessage(\n    { id, ...message, names, buffers },\n    buffers.map((b) => b.buffer)\n  );\n}\nasync function work(jobs, { id, task, params, buffers }) {\n  checkChoice(task, Object.keys(jobs), \"task\");\n  await rest();\n  if (cancelled.delete(id)) return post(id, { type: \"cancelled\" }, {});\n  let since = performance.now();\n  for (const [message, arrays] of jobs[task](params, buffers)) {\n    if (performance.now() - since > REST) {\n      await rest();\n      since = performance.now();\n    }\n    if (cancelled.delete(id)) return post(id, { type: \"cancelled\" }, {});\n    post(id, message, arrays);\n  }\n}\nfunction serve(jobs) {\n  scope.onmessage = ({ data }) => {\n    if (data.type === \"data\") keep(data.bytes, data.D, data.weights);\n    else if (data.type === \"cancel\") cancelled.add(data.job);\n    else\n      work(jobs, data).catch(\n        (error) => post(data.id, { type: \"error\", message: error.message }, {})\n      );\n  };\n}\n\n// shared/engine/kernel.js\nvar Kernel = class {\n  /** @param {Calls} calls what the kernel exports */\n  constructor(calls) {\n    this.calls = calls;\n    this.free = calls.base() + 15 & ~15;\n  }\n  /** The address of so many numbers more, all 0. @param {number} count */\n  room(count) {\n    const at = this.free, { memory } = this.calls, have = memory.buffer.byteLength;\n    this.free += 4 * count + 15 & ~15;\n    if (this.free > have) memory.grow(Math.ceil((this.free - have) / 65536));\n    return at;\n  }\n  /** @param {number} at @param {number} count */\n  view(at, count) {\n    return new Float32Array(this.calls.memory.buffer, at, count);\n  }\n};\n\n// shared/engine/sampling.js\nfunction schedule(steps, low, high, name = \"edm\") {\n  need(\n    name === \"edm\" || SIGNAL[name],\n    `schedule must be one of edm, ${Object.keys(SIGNAL).join(\", \")}, got '${name}'`\n  );\n  const falling = name === \"edm\" ? edm(steps, low, high) : equallySpaced(steps, low, high, SIGNAL[name]);\n  return [...falling, 0];\n}\nfunction edm(steps, low, high, rho = 7) {\n  const a = high ** (1 / rho), b = low ** (1 / rho), n = Math.max(steps, 2);\n  return Array.from({ length: n }, (_, i) => (a + i / (n - 1) * (b - a)) ** rho).slice(0, steps);\n}\nvar LATE = 8e-3;\nvar quarter = (t) => Math.cos(Math.PI / 2 * (t / (1 + LATE))) ** 2;\nvar beta = [0];\nfor (let k = 0; k < 1e3; k++) beta.push(beta[k] + Math.log1p(-(1e-4 + k / 999 * (0.02 - 1e-4))));\nvar SIGNAL = {\n  cosine: (t) => quarter(t + LATE) / quarter(LATE),\n  legacy: quarter,\n  linear: (t) => Math.exp(\n    interpolate(\n      t,\n      beta.map((_, k) => k / 1e3),\n      beta\n    )\n  )\n};\nfunction interpolate(x, xs, ys) {\n  const i = xs.findIndex((v) => v >= x);\n  if (i === 0) return ys[0];\n  if (i < 0) return ys[ys.length - 1];\n  return ys[i - 1] + (x - xs[i - 1]) / (xs[i] - xs[i - 1]) * (ys[i] - ys[i - 1]);\n}\nfunction equallySpaced(steps, low, high, signal) {\n  const level = (t) => Math.sqrt((1 - signal(t)) / signal(t));\n  const clock = Array.from({ length: 4e3 }, (_, i) => (i + 1) / 4e3), fine = clock.map(level);\n  const last = fine[fine.length - 1], most = Math.min(high, last), least = Math.max(low, fine[0]);\n  need(\n    least < most,\n    `this schedule reaches levels from ${fine[0]} to ${last}, got a range from ${low} to ${high}`\n  );\n  const logs = fine.map(Math.log), [start, end] = [most, least].map((s) => interpolate(Math.log(s), logs, clock));\n  return Array.from(\n    { length: steps },\n    (_, i) => level(start + i / Math.max(1, steps - 1) * (end - start))\n  );\n}\nvar along = (z, f) => Float64Array.from({ length: z.length }, (_, p) => f(p));\nfunction euler(z, s, t, x) {\n  return along(z, (p) => z[p] + (t - s) * (z[p] - x[p]) / s);\n}\n\n// prediction/network.wasm\nvar network_default = \"AGFzbQEAAAABIANgAAF/YAp/f39/f39/f39/AGALf39/f39/f39/f38AAwQDAAECBAUBcAEBAQUDAQABBggBfwFBgIgBCwclBAZtZW1vcnkCAARiYXNlAAAGc3ByZWFkAAEIY29udm9sdmUAAgrwDAMIAEGAiIGAAAuUAgIKfwF9AkAgByADaiIKQQAgB2siC0wNACAHIARqIQwgBUEBSCENIAhFIQ4gCyEPA0ACQCAMIAtMDQAgDyADbyADaiADbyAEbCEQIAshEQNAAkACQCAPQQBODQBBASEIDAELIA8gA04gEUEASHIgESAETnIhCAsgESAEbyAEaiAEbyEHAkAgDQ0AIAAgByAQaiAGbEECdGohByAOIAhxIRIgASEIIAUhEwNAIAJDAAAAAEMAAAAAIAcqAgAgCCoCAJIiFCAUQwAAAABdGyAUIAkbIBIbOAIAIAdBBGohByAIQQRqIQggAkEEaiECIBNBf2oiEw0ACwsgEUEBaiIRIAxHDQALCyAPQQFqIg8gCkcNAAsLC84KBRR/DHsLfwZ7AX8CQCAJQQFIDQAgByAGbCILQX9qIQwgCCAFbCINQQJ0IQ4gDSAEQX9qIAVsIAdqIg9sQQJ0IRBBACERIAtBAUghEiAEIARsIAhsQQxsQQJ0IRMDQAJAIBINACADIBFBAnQiBWohFCACIAVqIRVBACEWA0AgFkEDciIXIAwgFyALSBsiGCAHbSEFIBZBAnIiGSAMIBkgC0gbIhogB20hBiAWQQFyIhsgDCAbIAtIGyIcIAdtIR0gFiAHbSEeIBX9AAAgIR8gFf0AABAhICAV/QAAACEhAkACQCAEQQFODQAgHyEiICAhIyAhISQgHyElICAhJiAhIScgISEoICAhKSAfISoMAQsgACAFIA9sIBggBSAHbGtqIAhsQQJ0aiErIAAgBiAPbCAaIAYgB2xraiAIbEECdGohLCAAIB0gD2wgHCAdIAdsa2ogCGxBAnRqIS0gACAeIA9sIBYgHiAHbGtqIAhsQQJ0aiEuQQAhLyAfISIgICEjICEhJCAfISUgICEmICEhJyAhISggICEpIB8hKiABIQUDQCAvIA9sITAgLiExIC0hMiAsITMgKyE0QQAhNQNAAkAgCEEBSA0AIA0gNSAwamwiGiAIaiEcIDEhBiAyIR0gMyEeIDQhGANAIBj9CQAAIjYgBf0AAAAiN/3mASAo/eQBISggHv0JAAAiOCA3/eYBICH95AEhISAd/QkAACI5IDf95gEgJP3kASEkIAb9CQAAIjogN/3mASAn/eQBIScgNiAFQSBq/QAAACI3/eYBICr95AEhKiA2IAVBEGr9AAAAIjv95gEgKf3kASEpIDggN/3mASAf/eQBIR8gOCA7/eYBICD95AEhICA5IDf95gEgIv3kASEiIDkgO/3mASAj/eQBISMgOiA3/eYBICX95AEhJSA6IDv95gEgJv3kASEmIAZBBGohBiAdQQRqIR0gHkEEaiEeIBhBBGohGCAFQTBqIjwhBSAaQQFqIhogHEgNAAsgPCEFCyAxIA5qITEgMiAOaiEyIDMgDmohMyA0IA5qITQgNUEBaiI1IARHDQALIC4gEGohLiAtIBBqIS0gLCAQaiEsICsgEGohKyAvQQFqIi8gBEcNAAsLIBQgFiAJbEECdGohBQJAAkAgCg0AIAUgJf0LACAgBSAm/QsAECAFICf9CwAAIBQgGyAJbEECdGoiBSAi/QsAICAFICP9CwAQIAUgJP0LAAAgFCAZIAlsQQJ0aiIFIB/9CwAgIAUgIP0LABAgBSAh/QsAACAUIBcgCWxBAnRqIgUgKf0LABAgBSAo/QsAACAFQSBqIQUMAQsgBSAn/QwAAAAAAAAAAAAAAAAAAAAAIjf96QEgBf0AAAD95AH9CwAAIAUgJiA3/ekBIAX9AAAQ/eQB/QsAECAFICUgN/3pASAF/QAAIP3kAf0LACAgFCAbIAlsQQJ0aiIFICQgN/3pASAF/QAAAP3kAf0LAAAgBSAjIDf96QEgBf0AABD95AH9CwAQIAUgIiA3/ekBIAX9AAAg/eQB/QsAICAUIBkgCWxBAnRqIgUgISA3/ekBIAX9AAAA/eQB/QsAACAFICAgN/3pASAF/QAAEP3kAf0LABAgBSAfIDf96QEgBf0AACD95AH9CwAgIBQgFyAJbEECdGoiBSAoIDf96QEgBf0AAAD95AH9CwAAIAUgKSA3/ekBIAX9AAAQ/eQB/QsAECAqIDf96QEgBf0AACD95AEhKiAFQSBqIQULIAUgKv0LAAAgFkEEaiIWIAtIDQALCyABIBNqIQEgEUEMaiIRIAlIDQALCws=\";\n\n// prediction/network.js\nvar LAYERS = Uint8Array.from(atob(network_default), (c) => c.charCodeAt(0));\nvar GROUP = 12;\nvar SPARE = 3;\nvar TIMES = 64;\nvar T_MIN = 0.02;\nvar halves = (bytes2) => Float32Array.from(new Uint16Array(bytes2.slice().buffer), (b) => {\n  const size = b >> 10 & 31, rest2 = (b & 1023) / 1024;\n  return (b >> 15 ? -1 : 1) * (size ? 2 ** (size - 15) * (1 + rest2) : 2 ** -14 * rest2);\n});\nvar groups = (channels) => GROUP * Math.ceil(channels / GROUP);\nfunction load(config, [C]) {\n  const able = globalThis.WebAssembly && WebAssembly.validate(LAYERS);\n  need(able, \"networks need WebAssembly with SIMD, and this browser has none\");\n  need(\n    config?.kind === \"ResNet\" && C === config.C,\n    `the page can run a ResNet of ${C} channels, got ${config?.kind} of ${config?.C}`\n  );\n  const module = new WebAssembly.Module(LAYERS);\n  return (\n    /** @type {Calls} */\n    /** @type {unknown} */\n    new WebAssembly.Instance(module).exports\n  );\n}\nvar ResNet = class extends Kernel {\n  /**\n   * The numbers of a network in the order of its state_dict, images of one shape\n   * @param {Float32Array} numbers @param {Config} config @param {Shape} shape\n   */\n  constructor(numbers, config, shape) {\n    const [C, H, W] = shape, inputs = C + 2 * config.coordinates, far = Math.max(1, ...config.dilation);\n    super(load(config, shape));\n    this.config = config;\n    this.numbers = numbers;\n    this.H = H;\n    this.W = W;\n    this.inputs = inputs;\n    this.at = 0;\n    const { depth, width, dilation } = config, times = Array.from({ length: depth }, (_, k) => k);\n    this.clock = this.linear(TIMES);\n    this.first = this.layer(3, 1, inputs, width);\n    this.middle = times.map((k) => this.layer(3, dilation[k], width, width));\n    this.shifts = [...times, depth].map(() => this.linear(width));\n    this.last = this.layer(1, 1, width, C);\n    this.checkCount();\n    const most = Math.max(inputs, width);\n    this.image = this.room(H * W * inputs);\n    this.none = this.room(most);\n    this.spreadOut = this.room((H + 2 * far) * (W + 2 * far) * most);\n    this.state = this.room((H * W + SPARE) * groups(width));\n    this.out = this.room((H * W + SPARE) * groups(C));\n    this.shift = this.room(width);\n  }\n  /** All numbers have found their place. */\n  checkCount() {\n    const { at, numbers } = this;\n    need(at === numbers.length, `a network of this kind has ${at} weights, got ${numbers.length}`);\n  }\n  /** The next numbers. @param {number} count */\n  take(count) {\n    this.at += count;\n    return this.numbers.subarray(this.at - count, this.at);\n  }\n  /** @param {number} count @returns {Linear} */\n  linear(count) {\n    return { weight: this.take(count * TIMES), bias: this.take(count) };\n  }\n  /**\n   * A convolution's weights (outputs, inputs, side, side), laid out as network.c reads them\n   * @param {number} side\n   * @param {number} spacing\n   * @param {number} inputs\n   * @param {number} outputs\n   * @returns {Layer}\n   */\n  layer(side, spacing, inputs, outputs) {\n    const points = side * side, count = groups(outputs), from = this.take(outputs * inputs * points);\n    const biases = this.take(outputs), weights2 = this.room(count * inputs * points), bias = this.room(count);\n    const to = this.view(weights2, count * inputs * points);\n    this.view(bias, outputs).set(biases);\n    for (let o = 0; o < outputs; o++) {\n      for (let c = 0; c < inputs; c++) {\n        for (let p = 0; p < points; p++) {\n          const row = (Math.floor(o / GROUP) * points + p) * inputs + c;\n          to[row * GROUP + o % GROUP] = from[(o * inputs + c) * points + p];\n        }\n      }\n    }\n    return { side, spacing, inputs, outputs: count, weights: weights2, bias };\n  }\n  /**\n   * One layer: what `from` holds, `pitch` numbers a pixel, plus shift, to the sums in `to`\n   * @param {Layer} layer\n   * @param {number} from\n   * @param {number} pitch\n   * @param {number} shift\n   * @param {number} to\n   */\n  apply(layer, from, pitch, shift, to, { residual = 0, rectify = 0 } = {}) {\n    const { side, spacing, inputs, outputs, weights: weights2, bias } = layer, { H, W, spreadOut, calls } = this;\n    const border = (side - 1) / 2 * spacing, wrap = Number(this.config.padding === \"circular\");\n    calls.spread(from, shift, spreadOut, H, W, inputs, pitch, border, wrap, rectify);\n    calls.convolve(spreadOut, weights2, bias, to, side, spacing, H, W, inputs, outputs, residual);\n  }\n  /**\n   * weight x + bias, for the clock and what it says to a layer.\n   * @param {Linear} linear\n   * @param {Numbers} x\n   */\n  mixed({ weight: weight2, bias }, x) {\n    return Float32Array.from(bias, (b, i) => b + dot(weight2, i * TIMES, x, 0, TIMES));\n  }\n  /** What the layers are told of the time (networks/layers.py: Clock). @param {number} t */\n  told(t) {\n    const angles = Array.from({ length: TIMES / 2 }, (_, k) => t * 200 ** (k / (TIMES / 2 - 1)));\n    const waves = [...angles.map(Math.sin), ...angles.map(Math.cos)];\n    return this.mixed(this.clock, waves).map((v) => v / (1 + Math.exp(-v)));\n  }\n  /** @param {Linear} layer @param {Float32Array} told */\n  say(layer, told) {\n    this.view(this.shift, this.config.width).set(this.mixed(layer, told));\n    return this.shift;\n  }\n  /**\n   * Lays the image, channel by channel, out pixel by pixel, with coordinates if the network sees\n   * some.\n   * @param {Numbers} xt\n   */\n  lay(xt) {\n    const {\n      H,\n      W,\n      inputs,\n      config: { C, coordinates }\n    } = this, area = H * W, x = this.view(this.image, area * inputs);\n    const line = (i, n) => n > 1 ? 2 * i / (n - 1) - 1 : -1;\n    for (let p = 0; p < area; p++) {\n      for (let c = 0; c < C; c++) x[p * inputs + c] = xt[c * area + p];\n      if (!coordinates) continue;\n      x[p * inputs + C] = line(Math.floor(p / W), H);\n      x[p * inputs + C + 1] = line(p % W, W);\n    }\n  }\n  /**\n   * Residual convolution k: `state` and what it adds.\n   * @param {number} k @param {Float32Array} told\n   */\n  deepen(k, told) {\n    const wide = groups(this.config.width);\n    this.apply(this.middle[k], this.state, wide, this.say(this.shifts[k], told), this.state, {\n      residual: 1\n    });\n  }\n  /**\n   * F(x_t, t): the guess of the velocity, channel by channel.\n   * @param {Numbers} xt\n   * @param {number} t\n   */\n  velocity(xt, t) {\n    const {\n      H,\n      W,\n      inputs,\n      config: { C, depth, width }\n    } = this, area = H * W, told = this.told(t), wide = groups(width);\n    this.lay(xt);\n    this.apply(this.first, this.image, inputs, this.none, this.state);\n    for (let k = 0; k < depth; k++) this.deepen(k, told);\n    this.apply(this.last, this.state, wide, this.say(this.shifts[depth], told), this.out, {\n      rectify: 1\n    });\n    const out = this.view(this.out, area * groups(C));\n    return Float64Array.from(\n      { length: C * area },\n      (_, i) => out[i % area * groups(C) + Math.floor(i / area)]\n    );\n  }\n  /**\n   * The best guess x0_hat at noise level sigma (networks/architectures.py: Network).\n   * @param {Numbers} z\n   * @param {number} sigma\n   */\n  guess(z, sigma) {\n    const a = 1 / Math.sqrt(1 + sigma * sigma), b = sigma * a, xt = Float32Array.from(z, (v) => a * v);\n    const t = 2 * (1 + LATE) / Math.PI * Math.atan(sigma);\n    return this.velocity(xt, Math.min(1, Math.max(T_MIN, t))).map((f, p) => a * xt[p] - b * f);\n  }\n};\n\n// prediction/scores.js\nfunction rootMeanSquare(a, b) {\n  let sum = 0;\n  for (let p = 0; p < a.length; p++) sum += (a[p] - b[p]) ** 2;\n  return Math.sqrt(sum / a.length);\n}\n\n// shared/engine/prediction.js\nvar levelAt = (t) => Math.tan(Math.PI * t / (2 * (1 + LATE)));\nfunction levels(steps) {\n  const last = 1 / Math.max(2, steps);\n  return { schedule: \"legacy\", sigma_min: levelAt(last), sigma_max: levelAt(1) };\n}\nfunction fall(steps) {\n  const { schedule: clock, sigma_min, sigma_max } = levels(steps);\n  return schedule(steps, sigma_min, sigma_max, clock);\n}\nfunction pearson2(a, b) {\n  let [ma, mb] = [0, 0];\n  for (let p = 0; p < a.length; p++) {\n    ma += a[p] / a.length;\n    mb += b[p] / a.length;\n  }\n  let ab = 0, aa = 0, bb = 0;\n  for (let p = 0; p < a.length; p++) {\n    ab += (a[p] - ma) * (b[p] - mb);\n    aa += (a[p] - ma) ** 2;\n    bb += (b[p] - mb) ** 2;\n  }\n  return aa * bb > 0 ? ab * ab / (aa * bb) : null;\n}\n\n// shared/engine/quiet.js\nfunction* quietly(run, said) {\n  try {\n    for (; ; ) {\n      const next = run.next();\n      if (next.done) return next.value;\n      yield [said, {}];\n    }\n  } finally {\n    run.return(\n      /** @type {Out} */\n      void 0\n    );\n  }\n}\n\n// prediction/wiener.js\nvar PART = 16;\nvar ROWS = 4;\nfunction centred({ keys, D, M }) {\n  const mu = new Float64Array(D), X = new Float64Array(ROWS * Math.ceil(M / ROWS) * D);\n  for (let i = 0; i < M * D; i++) mu[i % D] += keys[i] / M;\n  for (let i = 0; i < M * D; i++) X[i] = keys[i] - mu[i % D];\n  return { mu, X };\n}\nfunction covariance(X, D, N) {\n  const A = new Float64Array(D * D);\n  for (let m = 0; m < N; m += ROWS) {\n    const [a, b, c, d] = [0, 1, 2, 3].map((k) => X.subarray((m + k) * D, (m + k + 1) * D));\n    for (let i = 0; i < D; i++) {\n      const row = i * D, [u, v, w, x] = [a[i] / N, b[i] / N, c[i] / N, d[i] / N];\n      for (let j = i; j < D; j++) A[row + j] += u * a[j] + v * b[j] + w * c[j] + x * d[j];\n    }\n  }\n  return mirrored(A, D);\n}\nfunction gram(X, D, N) {\n  const A = new Float64Array(N * N);\n  for (let i = 0; i < N; i++)\n    for (let j = i; j < N; j++) A[i * N + j] = dot(X, i * D, X, j * D, D) / N;\n  return mirrored(A, N);\n}\nfunction mirrored(A, n) {\n  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) A[i * n + j] = A[j * n + i];\n  return A;\n}\nfunction reflector(A, n, k) {\n  const v = Float64Array.from({ length: n - k - 1 }, (_, i) => A[(k + 1 + i) * n + k]), far = dot(v, 1, v, 1, v.length - 1), first = v[0];\n  if (far === 0) return [v.fill(0), first];\n  const off = -Math.sign(first || 1) * Math.sqrt(first * first + far);\n  v[0] -= off;\n  const length = Math.sqrt(2 / dot(v, 0, v, 0, v.length));\n  return [v.map((x) => x * length), off];\n}\nfunction reflect(A, n, from, v) {\n  const m = v.length, w = v.map((_, i) => dot(A, (from + i) * n + from, v, 0, m)), half = dot(v, 0, w, 0, m) / 2;\n  for (let i = 0; i < m; i++) w[i] -= half * v[i];\n  for (let i = 0; i < m; i++) {\n    const row = (from + i) * n + from;\n    for (let j = 0; j < m; j++) A[row + j] -= v[i] * w[j] + w[i] * v[j];\n  }\n}\nvar Tridiagonal = class {\n  /** @param {Float64Array} A symmetric, n x n; it is overwritten @param {number} n */\n  constructor(A, n) {\n    this.A = A;\n    this.n = n;\n    this.off = new Float64Array(n);\n    this.reflectors = [];\n  }\n  /** Column by column, for it takes a while. */\n  *reduce() {\n    const { A, n, off } = this;\n    for (let k = 0; k + 2 < n; k++) {\n      const [v, next] = reflector(A, n, k);\n      off[k] = next;\n      this.reflectors.push(v);\n      reflect(A, n, k + 1, v);\n      yield k;\n    }\n    if (n > 1) off[n - 2] = A[(n - 1) * n + n - 2];\n    this.diagonal = Float64Array.from({ length: n }, (_, k) => A[k * n + k]);\n    this.A = new Float64Array(0);\n  }\n  /** (A + s2 I)⁻¹ b. @param {Float64Array} b @param {number} s2 */\n  solve(b, s2) {\n    const y = b.slice(), { reflectors } = this;\n    reflectors.forEach((v, k) => mirror(v, y, k + 1));\n    this.sweep(y, s2);\n    for (let k = reflectors.length - 1; k >= 0; k--) mirror(reflectors[k], y, k + 1);\n    return y;\n  }\n  /**\n   * Gauss's elimination along the diagonals, in place.\n   * @param {Float64Array} y\n   * @param {number} s2\n   */\n  sweep(y, s2) {\n    const { n, off } = this, diagonal = (\n      /** @type {Float64Array} */\n      this.diagonal.map((d) => d + s2)\n    );\n    for (let k = 1; k < n; k++) {\n      const part = off[k - 1] / diagonal[k - 1];\n      diagonal[k] -= part * off[k - 1];\n      y[k] -= part * y[k - 1];\n    }\n    for (let k = n - 1; k >= 0; k--)\n      y[k] = (y[k] - (k + 1 < n ? off[k] * y[k + 1] : 0)) / diagonal[k];\n  }\n};\nfunction mirror(v, y, from) {\n  const along2 = dot(v, 0, y, from, v.length);\n  for (let i = 0; i < v.length; i++) y[from + i] -= along2 * v[i];\n}\nfunction* wiener(dictionary, said) {\n  const { D, M: N } = dictionary, { mu, X } = centred(dictionary), pixels = D <= N, matrix2 = new Tridiagonal(pixels ? covariance(X, D, N) : gram(X, D, N), pixels ? D : N);\n  for (const k of matrix2.reduce()) if (k % PART === 0) yield [said, {}];\n  return (z, sigma) => {\n    const s2 = sigma * sigma, b = mu.map((m, p) => z[p] - m);\n    if (pixels) return matrix2.solve(b, s2).map((y2, p) => z[p] - s2 * y2);\n    const out = mu.slice(), y = matrix2.solve(\n      new Float64Array(N).map((_, m) => dot(X, m * D, b, 0, D)),\n      s2\n    );\n    for (let m = 0; m < N; m++) for (let p = 0; p < D; p++) out[p] += y[m] * X[m * D + p] / N;\n    return out;\n  };\n}\n\n// shared/engine/patches.wasm\nvar patches_default = \"AGFzbQEAAAABJgZgBH9/f38Bf2ABfwF/YAAAYAR/f398AX9gA39/fwBgBH98f38AAwoJAAECAwIEBAIFBAUBcAEBAQUDAQABBggBfwFBkIkBCwc4BwZtZW1vcnkCAAdwcmVwYXJlAAACYXQAAQRwYWNrAAIFYmVnaW4AAwR3b3JrAAQGZmluaXNoAAcKoEkJ6wMBAn9BACEEQQAgATYChIiAgABBACAANgKAiICAAEEAIAI2AoiIgIAAQQAgAzYCjIiAgABBACAAQRNqQRRtIgU2ApCIgIAAAkAgBUEFbEEFardEAAAAAAAAQECiIAMgAmwiAiABbCIDuKJEAAAAAGXN7UFkDQBBAEGQiYGAAEE/akFAcSIBNgKUiICAAEEAIAUgA2xB0ABsQT9qQUBxIAFqIgE2ApiIgIAAQQAgASADQQR0QT9qQUBxIgRqIgE2ApyIgIAAQQAgASACQQR0QT9qQUBxaiIBNgKgiICAAEEAIAEgBGoiATYCpIiAgABBACABIAJBA3RBP2pBQHEiBGoiATYCqIiAgABBACABIANBA3RBP2pBQHFqIgE2AqyIgIAAQQAgASAEaiIBNgKwiICAAEEAIAEgA0ECdEE/akFAcSIEaiIBNgK0iICAAEEAIAEgBGoiATYCuIiAgABBACABIAJBAnRBP2pBQHEiAmoiATYCvIiAgABBACABIAJqIgE2AsCIgIAAQQAgASACaiIBNgLEiICAAEEAIAEgAmoiAjYCyIiAgABBACACNgLMiICAAEEBIQQgAiAAIANsQQJ0QT9qQUBxaiIAPwBBEHQiA00NACAAIANrQf//A2pBEHZAAEF/RyEECyAEC14BAX8jgICAgABBIGsiAUEAKALIiICAADYCACABQQAoArCIgIAANgIEIAFBACgCtIiAgAA2AgggAUEAKALAiICAADYCDCABQQAoAsSIgIAANgIQIAEgAEECdGooAgAL+QECDH8BfUEAIQACQEEAKAKQiICAACIBQQFIDQAgAUEUbCECQQAoAoiIgIAAQQAoAoSIgIAAbEEAKAKMiICAAGwiA0ECdCEEIANBFGwhBUEAKAKAiICAACEGQQAoApSIgIAAIQdBACEIA0ACQCADRQ0AQQAhCUEAKALIiICAACAAQQJ0aiEKA0AgCiELQQAhAQNAQ6XUaFMhDAJAIAggAWogBk4NACALKgIAIQwLIAcgDDgCACALIARqIQsgB0EEaiEHIAFBAWoiAUEURw0ACyAKQQRqIQogCUEBaiIJIANHDQALCyAAIAVqIQAgCEEUaiIIIAJIDQALCwvhCQUEfwJ8Bn8CfQN7QQAhBEEAIAA2AtCIgIAAQQAgATYC2IiAgABBACAAQQJtIgU2AtSIgIAAQQAgAUEBRiABRSACQQBHcXI2AtyIgIAAQQBBACgCiIiAgAAiBiAFQQF0IgJrIgFBASABQQFKG0F/ajYC4IiAgABBAEEAKAKMiICAACIBIAJrIgJBASACQQFKG0F/ajYC5IiAgABBACABQdAAbCICIABsQT9qQUBxQQAoAsyIgIAAaiIFNgLoiICAAEEAIAUgAkE/akFAcWoiAjYC7IiAgABBACACIAEgAEEDbGpB0ABsQT9qQUBxIgBqIgU2AvCIgIAAIAEhAiAGIQcCQAJAIAUgAGoiAD8AQRB0IgVNDQAgACAFa0H//wNqQRB2QABBf0YNAUEAKAKMiICAACECQQAoAoiIgIAAIQcLQQBEAAAAQFk+KUZEAAAAAExItDlE/oIrZUcV9z8gAyADoCADoiIIoyIDIANEoMLr/ktItDljGyADROqMoDlZPilGZBu2OAL0iICAAEQfhetRuB4wQCEDAkBBACgCgIiAgAC3IAe3oiACt6IiCUQAAAAAAADwP2RFDQBEH4XrUbgeMEAhAwNAIANEnESt/kIu5j+gIQMgCUQAAAAAAADgP6IiCUQAAAAAAADwP2QNAAsLIAEgBmwhCkEAIQtBACAIIAOitjgC+IiAgAACQEEAKAKEiICAACIMIAdsIg1BAUgNACACQQF0IgBBASAAQQFKGyEGIAJBBHQhDkEAKAKYiICAACEPQQAoArCIgIAAIQUDQAJAIAJBAUgNACALIAJsIQRBACEBIA8hAANAIABDAACAPyAFIAEgAm8gBGpBAnRqKgIAIhBDAACAv5cgEEMAAIA/XhsiETgCACAAQQRqIBAgEZMiECAQkjgCACAAQQhqIQAgBiABQQFqIgFHDQALCyAPIA5qIQ8gC0EBaiILIA1HDQALCwJAIApFDQBBACgCpIiAgAAhAEEAKALAiICAACEBQQAoAqyIgIAAIQRBACgCuIiAgAAhBkEAKAK8iICAACEFIAohCwNAIAVBgICA/Ac2AgAgBEKAgICAgICA+P8ANwMAIAFBADYCACAGQYCAgPwHNgIAIABCADcDACAFQQRqIQUgBkEEaiEGIARBCGohBCABQQRqIQEgAEEIaiEAIAtBf2oiCw0ACwsCQCAMIApsIgRFDQAgBEEBakF+cSEBIARBf2r9ESESQQAoAqiIgIAAIQD9DAAAAAABAAAAAAAAAAAAAAAhEwNAAkAgEyAS/T4iFP0bAEEBcUUNACAAQgA3AwALAkAgFCAT/Q0AAQIDAAAAAAQFBgcAAAAA/RsCQQFxRQ0AIABBCGpCADcDAAsgAEEQaiEAIBP9DAIAAAACAAAAAAAAAAAAAAD9rgEhEyABQX5qIgENAAsLQQEhAUEAQcCaDCAEQQVsbSIAQQEgAEEBShsiADYCiImAgABBAEEANgKAiYCAAEEAQQA2AvyIgIAAQQBBADYChImAgAACQAJAQQAoAtiIgIAAIgQNAEEAKAKQiICAACEEDAELQQAoAuCIgIAAQQF0QQFyIAcgBEEDRiIBG0EAKAKQiICAAGwhBEEAKALkiICAAEEBdEEBciACIAEbIQELIAAgAWpBf2ogAG0gBGwhBAsgBAuXKQQifwJ7FX8UeyOAgICAAEHQAGsiACSAgICAAEEAIQFBACgChImAgAAhAgJAAkACQAJAQQAoAtiIgIAAIgNBA0cNACACQQFxRQ0BIAJBAWpBAm0hAgwCC0EAKAKMiICAACIEQQAoAoiIgIAAIgVsIQYgA0ECRw0CIAVBACgC1IiAgAAiAWshBQwCCyACQX5tIQILQQAhAUEAKAKMiICAACIEQQAoAoiIgIAAIgVsIQYCQCACDQBBACECDAELQQAoAtSIgIAAIgcgAkEAIAJBAEobaiEBIAJBH3UgAnEgBWogB2shBQsCQCAGRQ0AQQAoApyIgIAAIQcgBiEIA0AgB/0MAAAAAAAAAAAAAAAAAAAAAP0LBAAgB0EQaiEHIAhBf2oiCA0ACwsCQEEAKAKEiICAACIJIAZsIghFDQBBACgCoIiAgAAhBwNAIAf9DAAAAAAAAAAAAAAAAAAAAAD9CwQAIAdBEGohByAIQX9qIggNAAsLIAUgAWshCiAEIQsgBCEMQQAoAvyIgIAAIg0hDgJAAkADQEEAKAKIiYCAACANaiEIAkACQAJAAkACQAJAIANFDQAgDiAIQQAoAuSIgIAAQQF0QQFyIAwgA0EDRhsiByAIIAdIG04NASADQQNHDQIgDkEBcUUNAyAOQQFqQQJtIQ8MBAtBACEQIAQhDCAOIQ8gBCERIA4gCEEBIAhBAUgbSA0ECwJAIAZFDQBBACgCpIiAgAAhBUEAKAKciICAACEHIAYhEgNAIAUgBSsDACAHKgIAuyAHQQRqKgIAu6AgB0EIaioCALsgB0EMaioCALugoKA5AwAgBUEIaiEFIAdBEGohByASQX9qIhINAAsLAkAgCSAGbCISRQ0AQQAoAqiIgIAAIQVBACgCoIiAgAAhBwNAIAUgBSsDACAHKgIAuyAHQQRqKgIAu6AgB0EIaioCALsgB0EMaioCALugoKA5AwAgBUEIaiEFIAdBEGohByASQX9qIhINAAsLQQAgCDYC/IiAgAAgAw0FQQEhBwwGC0EAIRACQCADQQJGDQAgCyEMIA4hDyALIREMAwsgC0EAKALUiICAACIQayERIAshDCAOIQ8MAgsgDkF+bSEPCwJAIA8NAEEAIRAgBCEMIAQhEQwBC0EAKALUiICAACIHIA9BACAPQQBKG2ohECAPQR91IA9xIARqIAdrIREgBCEMCwJAIBEgEEwNAEEAIRNBACgC1IiAgAAhFCAMIRUCQEEAKALciICAACIHDQAgFCARaiIIIAwgCCAMSBshFSAQIBRrIghBACAIQQBKGyETCyAUQQF0IBEgEGsiFmohFyAUIBBrIgggE2ohGAJAIAcNACAXQQFIDQAgF0EFbCIHQQEgB0EBShshBSAYQQVsIQsgFSAIakEFbCESQQAhB0EAKALsiICAACEIA0ACQAJAIAcgC0gNACAHIBJIDQELIAj9DAAAAAAAAAAAAAAAAAAAAAD9CwQACyAIQRBqIQggBSAHQQFqIgdHDQALCyAKQQFIDQBBACgClIiAgABBACgCiIiAgAAgDGwiGUEFbCIaQQAoAoCJgIAAbCAJbEEEdGogE0HQAGwiB2ohGyAHIBVB0ABsayEcIBRBCmwgEUEFbGogEEEFbGshHUEBIR4gFSATayIfQQVsIiBBASAgQQFLGyEhQQD9CQL0iICAACAj/Q0AAQIDAAECAwABAgMAAQIDISIgECAPayEkIBdBBWwhJUEAISZBACAgayEnIBhBBWwhKCAZQdAAbCELIBlBBHQhEiAMQQAgA0EDRxtBACAPQQBKGyAPayATaiEpIAEhKkEAIQ0DQAJAIA1BAUcNACAfRQ0AQQAoAuiIgIAAIQcgISEIA0AgB/0MAAAAAAAAAAAAAAAAAAAAAP0LBAAgB0EQaiEHIAhBf2oiCA0ACwsCQEEAKALUiICAACIrQQF0IgggJmoiB0EAICYbIiwgB0oNACAMQQVsIS0gCCAeaiEuIAxBAXQhLyABICtrITBBACgC7IiAgAAgKEEEdGohMUEAKALMiICAACIyIA0gIGxBBHRqITNBACgCmIiAgAAhNEEAKALoiICAACE1QQAoAtCIgIAAITZBACgCiIiAgAAhN0EAKALciICAACE4A0AgLCAwaiEHAkAgOEUNACAHIDdvIDdqIDdvIQcLIDIgLCA2byAgbEEEdGohAwJAAkACQCAHQQBIDQAgByA3SA0BCyAfRQ0BIDMhByA1IQggMSEFICEhDwNAIAP9DAAAAAAAAAAAAAAAAAAAAAD9CwQAAkAgDUUNACAFIAf9AAQAIAj9AAQA/eQB/QsEAAsgA0EQaiEDIAdBEGohByAIQRBqIQggBUEQaiEFIA9Bf2oiDw0ADAILCyAfQQFIDQAgGyAtIAdsQQR0aiETIDQgKSAvIAcgAmsgN28gN2ogN29sakEDdGohFUEAIRcgMSERIDMhFCA1IQ8DQP0MAAAAAAAAAAAAAAAAAAAAACE5AkACQCAJQQFODQAgOSE6IDkhOyA5ITwgOSE9DAELIBMhByAVIQggCSEFIDkhOiA5ITsgOSE8IDkhPQNAID0gCP0JAAAiIyAH/QAEAP3lASI+ID4gCEEEav0JAAAiP/3kAf3mAf3kASE9IDkgIyAHQcAAav0ABAD95QEiPiA/ID795AH95gH95AEhOSA6ICMgB0Ewav0ABAD95QEiPiA/ID795AH95gH95AEhOiA7ICMgB0Egav0ABAD95QEiPiA/ID795AH95gH95AEhOyA8ICMgB0EQav0ABAD95QEiIyA/ICP95AH95gH95AEhPCAHIAtqIQcgCCASaiEIIAVBf2oiBQ0ACwsCQAJAIA1FDQAgFP0ABAAhIyAP/QAEACE/IAMgPf0LBAAgDyA9ID/95AEiP/0LBAAgESAjID/95AH9CwQAIBT9AAQQISMgD/0ABBAhPyADIDz9CwQQIA8gPCA//eQBIj/9CwQQIBEgIyA//eQB/QsEECAU/QAEICEjIA/9AAQgIT8gAyA7/QsEICAPIDsgP/3kASI//QsEICARICMgP/3kAf0LBCAgFP0ABDAhIyAP/QAEMCE/IAMgOv0LBDAgDyA6ID/95AEiP/0LBDAgESAjID/95AH9CwQwIBT9AARAISMgD/0ABEAhPyADIDn9CwRAIA8gOSA//eQBIj/9CwRAICMgP/3kASE5IBEhBwwBCyADIDr9CwQwIAMgO/0LBCAgAyA8/QsEECADID39CwQAIAMhBwsgByA5/QsEQCAPQdAAaiEPIBFB0ABqIREgFEHQAGohFCADQdAAaiEDIBNB0ABqIRMgFUEIaiEVIBdBAWoiFyAfRw0ACwsgLEEBaiIsIC5HDQALCwJAIA0NACAfQQFIDQBBACEDQQAoAsyIgIAAIgcgJ0EEdGpBACgC0IiAgAAiEUF/aiAgbEEEdCIIaiEPIBFBAWohFCAHIAhqIRNBACgC7IiAgAAhFQNAIBMgA0HQAGxqIgf9AARAISMgB/0ABDAhPyAH/QAEICE5IAf9AAQQITogB/0ABAAhOyAPIQcgFCEIAkAgEUECSA0AA0AgByAH/QAEACA7/eQBIjv9CwQAIAdBEGoiBSAF/QAEACA6/eQBIjr9CwQAIAdBIGoiBSAF/QAEACA5/eQBIjn9CwQAIAdBMGoiBSAF/QAEACA//eQBIj/9CwQAIAdBwABqIgUgBf0ABAAgI/3kASIj/QsEACAHIBxqIQcgCEF/aiIIQQJLDQALCyAVIAMgGGpB0ABsaiIHIDv9CwQAIAdBEGogOv0LBAAgB0EgaiA5/QsEACAHQTBqID/9CwQAIAdBwABqICP9CwQAIA9B0ABqIQ8gA0EBaiIDIB9HDQALCwJAQQAoAtyIgIAARQ0AAkAgK0EBSA0AQQAoAuyIgIAAQXBqIgggDCArakHQAGxqIQcgCCArQQVsIgVBBHRqIQggBUEBaiEFA0AgCCAH/QAEAP0LBAAgB0FwaiEHIAhBcGohCCAFQX9qIgVBAUoNAAsLICsgDGpBBWwiCCAlTg0AIB0gCGshBUEAKALsiICAACIDICtB0ABsaiEHIAMgCEEEdGohCANAIAggB/0ABAD9CwQAIAdBEGohByAIQRBqIQggBUF/aiIFDQALC0EAKALQiICAACERAkAgFkEBSA0AQQAhA0EAKALwiICAACARQdAAbCIVakGwf2ohFEEAKALsiICAACAVakGwf2ohEwNAIAMgEWohDwJAIBFBAUgNACAUIQcgEyEI/QwAAAAAAAAAAAAAAAAAAAAAIiMhPyAjITkgIyE6ICMhOyAPIQUDQCAHIDsgCP0ABAD95AEiO/0LBAAgB0EQaiA6IAhBEGr9AAQA/eQBIjr9CwQAIAdBIGogOSAIQSBq/QAEAP3kASI5/QsEACAHQTBqID8gCEEwav0ABAD95AEiP/0LBAAgB0HAAGogIyAIQcAAav0ABAD95AEiI/0LBAAgB0Gwf2ohByAIQbB/aiEIIAVBf2oiBSADSg0ACwsgFCAVaiEUIBMgFWohEyAPIQMgDyAWSA0ACyAkIAxvIAxqIAxvIRRBACETICYgAWoiLCACa0EAKAKIiICAACIHbyAHaiAHbyEXIBAhFUEAIQ8DQCAUIAwgF2xqIQUCQAJAIBMNAP0MAAAAAAAAAAAAAAAAAAAAACJAIUEgQCFCIEAhQyBAIUQMAQsgREEAKALsiICAAEEAKALUiICAAEEBdCAPakHQAGxqIgf9AAQA/eQBIUQgQCAHQcAAav0ABAD95AEhQCBBIAdBMGr9AAQA/eQBIUEgQiAHQSBq/QAEAP3kASFCIEMgB0EQav0ABAD95AEhQwsCQCBEQQAoAvCIgIAAIA9B0ABsaiIH/QAEAP3kASI8IDz96gEgQyAHQRBq/QAEAP3kASI6/eoBIEIgB0Egav0ABAD95AEiOf3qASBBIAdBMGr9AAQA/eQBIj/96gEgQCAHQcAAav0ABAD95AEiI/3qASI9QQAoAryIgIAAIAVBAnQiB2r9CQAA/UX9pAFFDQACQCA9QQAoAriIgIAAIAdq/QkAACI7/UP9pAFFDQAgACAj/QsEQCAAID/9CwQwIAAgOf0LBCAgACA6/QsEECAAIDz9CwQAIAUgACAPIBBqIAwgLGxqEIWAgIAAQQAoAriIgIAAIAdq/QkAACE7CwJAAkBBACoC9IiAgAAgO/0fAJRDAAAvRF4NACAiIDsgI/3lAf3mAf0MAADwwgAA8MIAAPDCAADwwiI9/ekBIiP9DAAAQEsAAEBLAABASwAAQEsiPv3kASJFQRf9qwEgIyBF/QwAAEDLAABAywAAQMsAAEDLIkb95AH95QEiIyAjICMgIyAj/QwK3a06Ct2tOgrdrToK3a06IkX95gH9DER1HjxEdR48RHUePER1HjwiR/3kAf3mAf0MqVtjPalbYz2pW2M9qVtjPSJI/eQB/eYB/Qze/HU+3vx1Pt78dT7e/HU+Ikn95AH95gH9DBVyMT8VcjE/FXIxPxVyMT8iSv3kAf3mAf0MAACAPwAAgD8AAIA/AACAPyJL/eQB/a4BISMgIiA7ID/95QH95gEgPf3pASI/ID795AEiTEEX/asBID8gTCBG/eQB/eUBIj8gPyA/ID8gPyBF/eYBIEf95AH95gEgSP3kAf3mASBJ/eQB/eYBIEr95AH95gEgS/3kAf2uASE/ICIgOyA5/eUB/eYBID396QEiOSA+/eQBIkxBF/2rASA5IEwgRv3kAf3lASI5IDkgOSA5IDkgRf3mASBH/eQB/eYBIEj95AH95gEgSf3kAf3mASBK/eQB/eYBIEv95AH9rgEhOSAiIDsgOv3lAf3mASA9/ekBIjogPv3kASJMQRf9qwEgOiBMIEb95AH95QEiOiA6IDogOiA6IEX95gEgR/3kAf3mASBI/eQB/eYBIEn95AH95gEgSv3kAf3mASBL/eQB/a4BITogIiA7IDz95QH95gEgPf3pASI7ID795AEiPEEX/asBIDsgPCBG/eQB/eUBIjsgOyA7IDsgOyBF/eYBIEf95AH95gEgSP3kAf3mASBJ/eQB/eYBIEr95AH95gEgS/3kAf2uASE7DAELIAAgI/0LBEAgACA//QsEMCAAIDn9CwQgIAAgOv0LBBAgACA8/QsEACAFIAAgDyAQakEAKAKMiICAACAsbGoQhoCAgAAgAP0ABEAhIyAA/QAEMCE/IAD9AAQgITkgAP0ABBAhOiAA/QAEACE7C0EAKAKciICAACAFQQR0IghqIgcgB/0ABAAgO/3kASA6/eQBIDn95AEgP/3kASAj/eQB/QsEAAJAAkAgBUEAKAKEiICAACIJIBlsIgNJDQBBACgCjIiAgAAhBAwBC0EAKAKUiICAACAJIBpsQQAoAoCJgIAAbCAVICpBACgCjIiAgAAiBGxqQQVsakEEdGohB0EAKAKgiICAACAIaiEIA0AgCCAI/QAEACAH/QAEACA7/eYB/eQBIAdBEGr9AAQAIDr95gH95AEgB0Egav0ABAAgOf3mAf3kASAHQTBq/QAEACA//eYB/eQBIAdBwABq/QAEACAj/eYB/eQB/QsEACAHIAtqIQcgCCASaiEIIAUgGWoiBSADSQ0ACwsgBCEMC0EAIBRBAWoiByAHIAxGGyEUQQAgE0EBaiIHIAdBACgC0IiAgAAiEUYbIRMgFUEBaiEVIA9BAWoiDyAWRw0ACwtBACANQQFqIgcgByARRhshDSAqQQFqISogHkEBaiEeICZBAWoiJiAKRw0AC0EAKALYiICAACEDQQAoAvyIgIAAIQ0LIAwhCyAOQQFqIQ4MAAsLQQAoAuSIgIAAQQF0QQFyIAsgA0EDRhshBwsCQAJAIAggB04NAEEAKAKAiYCAACEHDAELQQBBACgCgImAgABBAWoiBzYCgImAgABBAEEANgL8iICAAAsCQCAHQQAoApCIgIAARw0AQQBBACgChImAgABBAWo2AoSJgIAAQQBBADYCgImAgAALIABB0ABqJICAgIAAC64BBQJ/AX0BfwF9AX9BACEDQQAoAriIgIAAIABBAnRqIgQqAgAhBUEAIQYDQCADIAYgASoCACIHIAVdIggbIQYgByAFIAgbIQUgAUEEaiEBIANBAWoiA0EURw0ACyAEIAU4AgBBACgCvIiAgAAgAEECdGogBUMiAIA/lEEAKgL4iICAAJI4AgACQCAFQQAqAvSIgIAAlEMAAC9EX0UNACAAIAW7IAYgAhCIgICAAAsLtggHFX8BfQZ/AXwHfwF8AnsjgICAgABBoAFrIgMkgICAgAAgAEEAKAKMiICAACIEbSIFIAIgBG0iBmshB0EAKAKEiICAACIIQQFIIQlBACgCrIiAgAAiCiAAQQN0aiELIARBAXQhDCAEQQAoAoiIgIAAIg1sIg5BBHQhDyAOQdAAbCEQQQAoAoCJgIAAIA5sIAhsIRFBACgC0IiAgAAiEiAGQQAoAtSIgIAAIg5rIhNqIRQgACAFIARsayAOayEVIBIgAiAGIARsayAOayIWaiEXQQAoAryIgIAAIABBAnRqKgIAIRhBACgClIiAgAAhGUEAKAKYiICAACEaQQAoAtyIgIAAIRtBfyEcQQAhHQNAIAMgHUEDdGoiHkKAgICAgICA+P8ANwMAAkAgASAdQQJ0aioCACAYXg0AIB5CADcDAAJAAkAgEkEBTg0ARAAAAAAAAAAAIR8MAQsgFSAEbyAEaiAEbyEgIBYgBG8gBGogBG8hIUQAAAAAAAAAACEfIBMhIgNAIAcgImohIyAgIQYgISEOIBYhJANAQQAgBiAGIARGGyElQQAgDiAOIARGGyEmAkACQAJAIBsNACAiQQBIDQIgIiANTiAkQQBIciAkIAROciAJckUNAQwCCyAJDQELIBkgESAmaiAiIA1vIA1qIA1vIARsakHQAGxqIQ4gGiAMICMgDW8gDWogDW9sICVqQQN0aiEGIAghBQNAIB8gBioCALsgDioCALuhIicgJyAGQQRqKgIAu6CioCEfIAYgD2ohBiAOIBBqIQ4gBUF/aiIFDQALIB4gHzkDAAsgJUEBaiEGICZBAWohDiAkQQFqIiQgF0gNAAsgIkEBaiIiIBRIDQALCyAfIAsrAwBjRQ0AAkAgHEEASA0AIB8gAyAcQQN0aisDAGNFDQELIB0hHAsgGUEEaiEZIB1BAWoiHUEURw0ACwJAIBxBf0wNACAAIAMgHEEDdGorAwAgHCACEIiAgIAAQQAoAqyIgIAAIQoLIAogAEEDdGorAwAhH0EAIQZBACoC9IiAgAC7IScgAyEOA0AgASAGaiAfIA4rAwChICeitv0T/QwAAPDCAADwwgAA8MIAAPDC/ekBIij9DAAAQEsAAEBLAABASwAAQEv95AEiKUEX/asBICggKf0MAABAywAAQMsAAEDLAABAy/3kAf3lASIoICggKCAoICj9DArdrToK3a06Ct2tOgrdrTr95gH9DER1HjxEdR48RHUePER1Hjz95AH95gH9DKlbYz0AAAAAAAAAAAAAAAD95AH95gH9DN78dT4AAAAAAAAAAAAAAAD95AH95gH9DBVyMT8AAAAAAAAAAAAAAAD95AH95gH9DAAAgD8AAAAAAAAAAAAAAAD95AH9rgH9HwA4AgAgDkEIaiEOIAZBBGoiBkHQAEcNAAsgA0GgAWokgICAgAAL2AEBBn8CQEEAKAKMiICAAEEAKAKIiICAAGwiAEUNAEEAKALEiICAACEBQQAoAqSIgIAAIQIgACEDA0AgAUQAAAAAAADwPyACKwMAo7Y4AgAgAkEIaiECIAFBBGohASADQX9qIgMNAAsLAkBBACgChIiAgAAgAGwiBEUNAEEAIQFBACgCtIiAgAAhAkEAKAKkiICAACEFQQAoAqiIgIAAIQMDQCACIAMrAwAgBSABIABwQQN0aisDAKO2OAIAIANBCGohAyACQQRqIQIgBCABQQFqIgFHDQALCwuYBAQEfwJ7AXwEf0EAKAKciICAACAAQQR0IgRqIgUgBf0ABAAgAUEAKAKsiICAACAAQQN0IgZqIgcrAwChQQAqAvSIgIAAu6K2/RP9DAAA8MIAAPDCAADwwgAA8ML96QEiCP0MAABASwAAQEsAAEBLAABAS/3kASIJQRf9qwEgCCAJ/QwAAEDLAABAywAAQMsAAEDL/eQB/eUBIgggCCAIIAggCP0MCt2tOgrdrToK3a06Ct2tOv3mAf0MRHUePER1HjxEdR48RHUePP3kAf3mAf0MqVtjPalbYz2pW2M9qVtjPf3kAf3mAf0M3vx1Pt78dT7e/HU+3vx1Pv3kAf3mAf0MFXIxPxVyMT8VcjE/FXIxP/3kAf3mAf0MAACAPwAAgD8AAIA/AACAP/3kAf2uASII/eYB/QsEAEEAKAKkiICAACAGaiIFIAUrAwAgCP0fALsiCqI5AwACQEEAKAKEiICAAEEAKAKMiICAAEEAKAKIiICAAGwiC2wiDCAATQ0AIAtBBHQhDUEAKAKgiICAACAEaiEFIAtBA3QhDkEAKAKoiICAACAGaiEGIAAhBANAIAUgBf0ABAAgCP3mAf0LBAAgBiAGKwMAIAqiOQMAIAUgDWohBSAGIA5qIQYgBCALaiIEIAxJDQALCyAHIAE5AwBBACgCwIiAgAAgAEECdGpBACgCgImAgABBFGwgAmogC2wgA2o2AgAL\";\n\n// shared/engine/patches.js\nvar REACHES = [\"same\", \"all\", \"interior\", \"matching\"];\nvar PADDINGS = {\n  same: [\"zeros\", \"circular\"],\n  all: [\"circular\"],\n  interior: [\"circular\"],\n  matching: [\"zeros\"]\n};\nvar AT = { images: 0, noisy: 1, clean: 2, best: 3, weight: 4 };\nvar WASM = Uint8Array.from(atob(patches_default), (c) => c.charCodeAt(0));\nvar compiled;\nvar kernels = [];\nfunction newKernel() {\n  const able = globalThis.WebAssembly && WebAssembly.validate(WASM);\n  need(able, \"patch machines need WebAssembly with SIMD, and this browser has none\");\n  compiled ??= new WebAssembly.Module(WASM);\n  const calls = (\n    /** @type {Calls} */\n    /** @type {unknown} */\n    new WebAssembly.Instance(compiled).exports\n  );\n  const at = (what) => calls.at(AT[what]) >>> 0;\n  const kernel = {\n    ...calls,\n    busy: false,\n    keys: null,\n    M: 0,\n    shape: \"\",\n    view: (what, count) => new Float32Array(calls.memory.buffer, at(what), count),\n    bytes: (count) => new Uint32Array(calls.memory.buffer, at(\"best\"), count)\n  };\n  kernels.push(kernel);\n  return kernel;\n}\nfunction borrow({ keys, M }, [C, H, W]) {\n  const shape = `${[C, H, W]}`, idle = kernels.filter((k) => !k.busy);\n  const holds = (k) => k.keys === keys && k.M === M && k.shape === shape;\n  const kernel = idle.find(holds) ?? idle[0] ?? newKernel();\n  if (!holds(kernel)) {\n    kernel.keys = null;\n    need(\n      kernel.prepare(M, C, H, W),\n      `${M} images of shape (${[C, H, W].join(\", \")}) need more memory than there is`\n    );\n    kernel.view(\"images\", M * C * H * W).set(keys.subarray(0, M * C * H * W));\n    kernel.pack();\n    Object.assign(kernel, { keys, M, shape });\n  }\n  return kernel;\n}\nfunction checkMachine(dictionary, { shape, reach }, padding) {\n  need(\n    Array.isArray(shape) && shape.length === 3 && shape.every((n) => Number.isInteger(n) && n > 0),\n    `shape must be channels, height and width, got ${shape}`\n  );\n  const D = shape.reduce((a, b) => a * b);\n  need(\n    D === dictionary.D,\n    `shape must hold the images' ${dictionary.D} numbers, got (${shape.join(\", \")}), which holds ${D}`\n  );\n  need(dictionary.M > 0, \"at least one image is needed, got none\");\n  checkChoice(reach, REACHES, \"reach\");\n  const allowed = PADDINGS[reach];\n  need(\n    allowed.includes(padding),\n    `padding with reach '${reach}' must be ${allowed.join(\" or \")}, got '${padding}'`\n  );\n}\nfunction checkSide(P, widest) {\n  need(\n    Number.isInteger(P) && P % 2 && P > 0 && P <= widest,\n    `P must be an odd number from 1 to ${widest - 1 + widest % 2}, got ${P}`\n  );\n  return P;\n}\nfunction patchGuess(dictionary, windows) {\n  const { shape, P, reach } = windows, padding = windows.padding ?? PADDINGS[reach]?.[0];\n  checkMachine(dictionary, windows, padding);\n  const [, H, W] = shape, area = H * W, D = dictionary.D;\n  const widest = padding === \"circular\" ? Math.min(H, W) : 2 * Math.max(H, W) - 1;\n  const side = typeof P === \"function\" ? P : () => P;\n  if (typeof P === \"number\") checkSide(P, widest);\n  function read(kernel) {\n    const best = kernel.bytes(area);\n    return {\n      x0_hat: Float64Array.from(kernel.view(\"clean\", D)),\n      source: Float32Array.from(best, (b) => Math.floor(b / area)),\n      place: Float32Array.from(best, (b) => b % area),\n      weight: kernel.view(\"weight\", area).slice()\n    };\n  }\n  function* slices(z, sigma, said = {}) {\n    checkSigma(sigma);\n    need(z?.length === D, `z must hold ${D} numbers, got ${z?.length ?? 0}`);\n    need(Array.prototype.every.call(z, Number.isFinite), \"z must be finite\");\n    const now = checkSide(side(sigma), widest), kernel = borrow(dictionary, shape);\n    kernel.busy = true;\n    try {\n      kernel.view(\"noisy\", D).set(z);\n      const parts = kernel.begin(\n        now,\n        REACHES.indexOf(reach),\n        Number(padding === \"circular\"),\n        sigma\n      );\n      need(parts, `P = ${now} needs more memory than there is`);\n      let since = performance.now();\n      for (let done = 1; done <= parts; done++) {\n        kernel.work();\n        if (done < parts && performance.now() - since > REST) {\n          yield [{ type: \"step\", ...said, part: done / parts }, {}];\n          since = performance.now();\n        }\n      }\n      kernel.finish();\n      return read(kernel);\n    } finally {\n      kernel.busy = false;\n    }\n  }\n  const guess = (z, sigma) => {\n    const run = slices(z, sigma);\n    for (; ; ) {\n      const next = run.next();\n      if (next.done) return next.value.x0_hat;\n    }\n  };\n  return Object.assign(guess, { slices });\n}\n\n// shared/engine/machines.js\nvar PATCH_MACHINES = {\n  LS: [\"same\", \"zeros\"],\n  ELS: [\"all\", \"circular\"],\n  bbELS: [\"matching\", \"zeros\"]\n};\nfunction roundEven(x) {\n  const low = Math.floor(x), rest2 = x - low;\n  return rest2 > 0.5 || rest2 === 0.5 && low % 2 !== 0 ? low + 1 : low;\n}\nfunction windowSide(pairs, sigma) {\n  const sorted = [...pairs].sort((a, b) => a[0] - b[0]);\n  const [low, P] = sorted.findLast(([s]) => s <= sigma) ?? sorted[0];\n  const [high, Q] = sorted.find(([s]) => s >= sigma) ?? sorted[sorted.length - 1];\n  const part = high > low ? Math.log(sigma / low) / Math.log(high / low) : 0;\n  return 2 * roundEven((P + part * (Q - P) - 1) / 2) + 1;\n}\n\n// rivals/lists.js\nfunction lists(count, size, has) {\n  const from = new Uint32Array(count + 1), at = [];\n  for (let k = 0; k < count; k++) {\n    for (let p = 0; p < size; p++) if (has(k, p)) at.push(p);\n    from[k + 1] = at.length;\n  }\n  return { from, at: Uint16Array.from(at), count };\n}\nfunction over(x, { from, at }, k) {\n  let sum = 0;\n  for (let i = from[k]; i < from[k + 1]; i++) sum += x[at[i]];\n  return sum;\n}\nfunction squares(out, z, keys, m) {\n  const D = out.length;\n  for (let p = 0; p < D; p++) out[p] = (z[p] - keys[m * D + p]) ** 2;\n}\nvar CUT2 = 60;\n\n// rivals/composites.js\nfunction squareCrops(side, [C, H, W]) {\n  const across = W - side + 1;\n  return lists((H - side + 1) * across, C * H * W, (k, p) => {\n    const i = Math.floor(p / W) % H - Math.floor(k / across), j = p % W - k % across;\n    return i >= 0 && i < side && j >= 0 && j < side;\n  });\n}\nfunction bitCrops(bits, count, [C, H, W]) {\n  const area = H * W, row = Math.ceil(area / 8);\n  return lists(count, C * area, (k, p) => {\n    const q = p % area;\n    return count === 1 || bits[k * row + (q >> 3)] >> 7 - (q & 7) & 1;\n  });\n}\nfunction compositeGuess(z, sigma, { keys, D, M }, crops) {\n  const { count: L } = crops, unit = 2 * sigma * sigma, square = new Float64Array(D), gaps = new Float64Array(M * L), least = new Float64Array(L).fill(Infinity);\n  for (let m = 0; m < M; m++) {\n    squares(square, z, keys, m);\n    for (let l = 0; l < L; l++) {\n      const gap = over(square, crops, l);\n      gaps[m * L + l] = gap;\n      if (gap < least[l]) least[l] = gap;\n    }\n  }\n  const sums = new Float64Array(L);\n  for (let i = 0; i < M * L; i++) sums[i % L] += weight(gaps[i] - least[i % L], unit);\n  return laid(crops, D, M, keys, (m, l) => weight(gaps[m * L + l] - least[l], unit) / sums[l]);\n}\nvar weight = (gap, unit) => gap > CUT2 * unit ? 0 : Math.exp(-gap / unit);\nfunction laid({ from, at, count }, D, M, keys, weightOf) {\n  const total = new Float64Array(D), holds = new Float64Array(D);\n  for (const p of at) holds[p] += 1;\n  for (let m = 0; m < M; m++)\n    for (let l = 0; l < count; l++) {\n      const w = weightOf(m, l);\n      if (!w) continue;\n      for (let i = from[l]; i < from[l + 1]; i++) total[at[i]] += w * keys[m * D + at[i]];\n    }\n  return total.map((v, p) => v / holds[p]);\n}\nfunction nearestLevel(pairs, sigma) {\n  const far = ([level]) => Math.abs(level - sigma);\n  return pairs.reduce((best, pair) => {\n    const nearer = far(pair) - far(best);\n    return nearer < 0 || nearer === 0 && pair[0] < best[0] ? pair : best;\n  })[1];\n}\n\n// rivals/golden.js\nvar POOL = 2;\nfunction pooled(x, from, [C, H, W]) {\n  const by = H % POOL || W % POOL ? 1 : POOL, [h, w] = [H / by, W / by], out = new Float64Array(C * h * w);\n  for (let p = 0; p < C * H * W; p++) {\n    const row = Math.floor(p / W), [c, i] = [Math.floor(row / H), row % H];\n    out[(c * h + Math.floor(i / by)) * w + Math.floor(p % W / by)] += x[from + p] / (by * by);\n  }\n  return out;\n}\nvar smallCopies = ({ keys, D, M }, shape) => Array.from({ length: M }, (_, m) => pooled(keys, m * D, shape));\nfunction sizes(N, sigma) {\n  const most = Math.max(1, roundEven(N / 10)), fewest = Math.max(1, roundEven(N / 20)), clear = 1 - sigma / Math.hypot(1, sigma);\n  return [roundEven(most + (N - most) * clear), roundEven(most - (most - fewest) * clear)];\n}\nfunction nearest(which, far, count) {\n  const distance = new Map(which.map((m) => [m, far(m)]));\n  const of = (m) => Number(distance.get(m));\n  return [...which].sort((a, b) => of(a) - of(b)).slice(0, count);\n}\nfunction apart(a, b, from) {\n  let sum = 0;\n  for (let p = 0; p < a.length; p++) sum += (a[p] - b[from + p]) ** 2;\n  return sum;\n}\nfunction subset(z, sigma, { keys, D, M }, small, shape) {\n  const [m, k] = sizes(M, sigma), asked = pooled(z, 0, shape), all = Array.from({ length: M }, (_, i) => i);\n  const candidates = nearest(all, (i) => apart(asked, small[i], 0), m);\n  return nearest(candidates, (i) => apart(z, keys, i * D), k);\n}\n\n// rivals/masked.js\nvar FLAT = 1e-6;\nvar PART2 = 16;\nfunction maskedGuess(z, sigma, { keys, D }, some, masks) {\n  const unit = 2 * sigma * sigma, square = new Float64Array(D), gaps = new Float64Array(some.length * D), least = new Float64Array(D).fill(Infinity);\n  for (let k = 0; k < some.length; k++) {\n    squares(square, z, keys, some[k]);\n    for (let n = 0; n < D; n++) {\n      const gap = over(square, masks, n);\n      gaps[k * D + n] = gap;\n      if (gap < least[n]) least[n] = gap;\n    }\n  }\n  const total = new Float64Array(D), value = new Float64Array(D);\n  for (let k = 0; k < some.length; k++)\n    for (let n = 0; n < D; n++) {\n      const nats = (gaps[k * D + n] - least[n]) / unit;\n      if (nats > CUT2) continue;\n      const w = Math.exp(-nats);\n      total[n] += w;\n      value[n] += w * keys[some[k] * D + n];\n    }\n  return value.map((v, n) => v / total[n]);\n}\nfunction* matrix(linear, { keys, D, M }, sigma) {\n  const mean2 = new Float64Array(D), W = new Float64Array(D * D);\n  for (let i = 0; i < M * D; i++) mean2[i % D] += keys[i] / M;\n  for (let m = 0; m < D; m++) {\n    const lit = mean2.slice();\n    lit[m] += 1;\n    linear(lit, sigma).forEach((v, n) => {\n      W[n * D + m] = v - mean2[n];\n    });\n    if (m % PART2 === 0) yield [{ type: \"step\" }, {}];\n  }\n  return W;\n}\nfunction pcaMasks(W, D, threshold) {\n  const ratios = W.map((w, i) => {\n    const own = W[Math.floor(i / D) * (D + 1)];\n    return Math.abs(w / (Math.abs(own) >= FLAT ? own : 1));\n  });\n  const least = threshold * ratios.reduce((a, b) => Math.max(a, b), 0);\n  return lists(D, D, (n, m) => ratios[n * D + m] >= least);\n}\n\n// rivals/registry.js\nvar atOnce = (guess) => (\n  // biome-ignore lint/correctness/useYield: it is done at once\n  function* once(z, sigma) {\n    return guess(z, sigma);\n  }\n);\nvar ideal = (images2) => (z, sigma) => mean(weights(z, images2, sigma), images2);\nfunction smoothed(images2, smoothing, moves) {\n  const { D } = images2, M = moves.length / D, guess = ideal(images2);\n  return (z, sigma) => {\n    const step = smoothing * Math.sqrt(1 + sigma * sigma), out = new Float64Array(D);\n    for (let m = 0; m < M; m++) {\n      const moved = along(z, (p) => z[p] + step * moves[m * D + p]);\n      guess(moved, sigma).forEach((v, p) => {\n        out[p] += v / M;\n      });\n    }\n    return out;\n  };\n}\nfunction windowed(name, { windows, padding }, { images: images2, shape }) {\n  need(windows?.length, `${name} needs windows, got none`);\n  const [reach, usual] = name === \"BIRD\" ? PATCH_MACHINES.LS : PATCH_MACHINES[name];\n  const { slices } = patchGuess(images2, {\n    shape,\n    reach,\n    padding: name === \"LS\" ? padding ?? usual : usual,\n    P: (sigma) => windowSide(windows, sigma)\n  });\n  return function* parts(z, sigma) {\n    return (yield* slices(z, sigma)).x0_hat;\n  };\n}\nvar Covariance = class {\n  /** @type {Map<number, Float64Array>} */\n  #matrices = /* @__PURE__ */ new Map();\n  /** @type {Map<string, Lists>} */\n  #masks = /* @__PURE__ */ new Map();\n  /** @param {Common} common @param {Denoise} linear */\n  constructor({ images: images2, shape }, linear) {\n    this.images = images2;\n    this.shape = shape;\n    this.linear = linear;\n    this.all = Array.from({ length: images2.M }, (_, m) => m);\n    this.small = smallCopies(images2, shape);\n  }\n  /** @param {number} sigma @param {number} threshold @returns {Run<Lists>} */\n  *masks(sigma, threshold) {\n    const key = `${sigma} ${threshold}`, held2 = this.#masks.get(key), W = this.#matrices.get(sigma) ?? (yield* matrix(this.linear, this.images, sigma));\n    this.#matrices.set(sigma, W);\n    const masks = held2 ?? pcaMasks(W, this.images.D, threshold);\n    this.#masks.set(key, masks);\n    return masks;\n  }\n  /** @param {number} threshold @param {boolean} golden whether the nearest images alone count */\n  guess(threshold, golden) {\n    const { images: images2, small, all, shape } = this, masksAt = (sigma) => this.masks(sigma, threshold);\n    return (\n      /** @type {Guess} */\n      (function* masked(z, sigma) {\n        const masks = yield* masksAt(sigma), some = golden ? subset(z, sigma, images2, small, shape) : all;\n        return maskedGuess(z, sigma, images2, some, masks);\n      })\n    );\n  }\n};\nfunction cropsOf(pairs) {\n  const held2 = /* @__PURE__ */ new Map();\n  return (sigma) => {\n    const make = nearestLevel(pairs, sigma), crops = held2.get(make) ?? make();\n    held2.set(make, crops);\n    return crops;\n  };\n}\nvar squaresBy = (sizes2, shape) => cropsOf(sizes2.map(([sigma, side]) => [sigma, () => squareCrops(side, shape)]));\nfunction masksBy(levels2, bits, shape) {\n  const row = Math.ceil(shape[1] * shape[2] / 8);\n  let at = 0;\n  return cropsOf(\n    levels2.map(([sigma, count]) => {\n      const from = at;\n      if (count > 1) at += count * row;\n      return [sigma, () => bitCrops(bits.subarray(from), count, shape)];\n    })\n  );\n}\nvar Machines = class {\n  /** @type {Map<string, Guess>} */\n  #held = /* @__PURE__ */ new Map();\n  /** @type {Map<string, (sigma: number) => Lists>} */\n  #crops = /* @__PURE__ */ new Map();\n  /** @type {Covariance | undefined} */\n  #covariance;\n  /** @type {Denoise | undefined} */\n  #linear;\n  /** @param {Common} common @param {Float32Array} moves steps of the smoothed score */\n  constructor(common, moves) {\n    this.common = common;\n    this.moves = moves;\n  }\n  /** @returns {Run<Denoise>} */\n  *linear() {\n    this.#linear ??= yield* wiener(this.common.images, { type: \"step\" });\n    return this.#linear;\n  }\n  /** @returns {Run<Covariance>} */\n  *covariance() {\n    this.#covariance ??= new Covariance(this.common, yield* this.linear());\n    return this.#covariance;\n  }\n  /** @param {string} name @param {Told} told @param {Uint8Array} bits @returns {Run<Guess>} */\n  *of(name, told, bits) {\n    const key = keyOf(name, told, bits), guess = this.#held.get(key) ?? (yield* this.build(name, told, bits));\n    this.#held.set(key, guess);\n    return guess;\n  }\n  /** @param {string} name @param {Told} told @param {Uint8Array} bits @returns {Run<Guess>} */\n  *build(name, told, bits) {\n    const { images: images2 } = this.common, { threshold = 0, smoothing = 0 } = told;\n    if (name === \"BIRD\" || name in PATCH_MACHINES) return windowed(name, told, this.common);\n    if (name === \"PCA locality\" || name === \"GoldDiff\")\n      return (yield* this.covariance()).guess(threshold, name === \"GoldDiff\");\n    if (name === \"Wiener\") return atOnce(yield* this.linear());\n    if (name === \"IS\") return atOnce(ideal(images2));\n    if (name === \"smoothed score\") return atOnce(smoothed(images2, smoothing, this.moves));\n    need(name.startsWith(\"PSPC\"), `there is no machine '${name}'`);\n    const crops = this.crops(name, told, bits);\n    return atOnce((z, sigma) => compositeGuess(z, sigma, images2, crops(sigma)));\n  }\n  /**\n   * The crops of a composite by noise level\n   * @param {string} name @param {Told} told @param {Uint8Array} bits\n   */\n  crops(name, told, bits) {\n    const key = keyOf(name, told, bits), crops = this.#crops.get(key) ?? cropsBy(told, bits, this.common.shape);\n    this.#crops.set(key, crops);\n    return crops;\n  }\n};\nvar keyOf = (name, told, bits) => `${name} ${JSON.stringify(told)} ${bits.byteOffset}`;\nfunction cropsBy({ sizes: sizes2, levels: levels2 }, bits, shape) {\n  if (sizes2) return squaresBy(sizes2, shape);\n  need(levels2, \"a composite needs sizes or masks, got neither\");\n  return masksBy(levels2, bits, shape);\n}\n\n// rivals/seen.js\nfunction* seen(machines2, { name, told, bits, sigma, p, shape }) {\n  const [, H, W] = shape;\n  if (told.windows) {\n    const torus = name === \"ELS\" || name === \"LS\" && told.padding !== \"zeros\";\n    return windowed2(windowSide(told.windows, sigma), p, shape, torus);\n  }\n  if (told.threshold !== void 0) {\n    const masks = yield* (yield* machines2.covariance()).masks(sigma, told.threshold);\n    return held(masks, [p], H * W);\n  }\n  if (told.sizes || told.levels) {\n    const crops = machines2.crops(name, told, bits)(sigma);\n    return held(crops, holding(crops, p), H * W);\n  }\n  return new Float32Array(H * W).fill(1);\n}\nfunction windowed2(P, p, [, H, W], torus) {\n  const way = (a, b, n) => {\n    const far = Math.abs(a - b);\n    return torus ? Math.min(far, n - far) : far;\n  };\n  const near = (q) => way(Math.floor(q / W), Math.floor(p / W), H) <= P >> 1 && way(q % W, p % W, W) <= P >> 1;\n  return Float32Array.from({ length: H * W }, (_, q) => Number(near(q)));\n}\nfunction holding({ from, at, count }, p) {\n  const all = Array.from({ length: count }, (_, k) => k);\n  return all.filter((k) => at.subarray(from[k], from[k + 1]).includes(p));\n}\nfunction held({ from, at }, some, area) {\n  const out = new Float32Array(area);\n  for (const k of some) for (const q of at.subarray(from[k], from[k + 1])) out[q % area] = 1;\n  return out;\n}\n\n// rivals/engine.js\nvar CHANCE = \"chance\";\nvar built;\nvar trained;\nvar bytes = ({ parts }, name) => given.subarray(...parts[name] ?? [0, 0]);\nfunction machines(params) {\n  if (built?.of !== images) {\n    const moves = new Float32Array(bytes(params, \"steps\").slice().buffer);\n    built = { of: images, machines: new Machines({ images, shape: params.shape }, moves) };\n  }\n  return built.machines;\n}\nfunction network(params) {\n  const { net, config, shape } = params;\n  if (trained?.of !== given || trained.net !== net)\n    trained = { of: given, net, made: new ResNet(halves(bytes(params, net)), config, shape) };\n  const { made } = trained;\n  return function* guess(z, sigma) {\n    return made.guess(z, sigma);\n  };\n}\nfunction check({ net, steps, shape, parts }) {\n  checkCount(steps, \"steps\", 1, 1e3);\n  need(shape?.length === 3 && parts, \"shape and parts must be given\");\n  checkChoice(net, Object.keys(parts), \"net\");\n}\nfunction* guessOf(params, name) {\n  if (name === \"network\" || name === CHANCE) return network(params);\n  const { net, told } = params;\n  checkChoice(name, Object.keys(told), \"machine\");\n  return yield* machines(params).of(name, told[name], bytes(params, `${net} masks`));\n}\nfunction joined(each) {\n  const out = new Float32Array(each.length * images.D);\n  each.forEach((x, k) => out.set(x, k * images.D));\n  return out;\n}\nfunction* compare(params, [noise]) {\n  check(params);\n  checkNoise(noise, 2 * images.D);\n  const sigmas = fall(params.steps), later = (name) => Number(name !== params.machine), order = [...params.order].sort((a, b) => later(a) - later(b)), who = [\"network\", CHANCE, ...order];\n  let own = [];\n  for (const [at, name] of who.entries()) {\n    const said = { type: \"step\", who: name, at, of: who.length }, start = noise.subarray(...name === CHANCE ? [images.D] : [0, images.D]);\n    const guess = yield* quietly(guessOf(params, name), { ...said, part: 0 });\n    const run = yield* guesses(guess, start, sigmas, said);\n    if (!own.length) own = run;\n    const r2 = run.map((x, k) => pearson2(own[k], x)), rms = run.map((x, k) => rootMeanSquare(own[k], x));\n    yield [{ ...said, part: 1, r2, rms }, { guesses: joined(run) }];\n  }\n  yield [{ type: \"done\" }, {}];\n}\nfunction* guesses(guess, noise, sigmas, said) {\n  const out = [], steps = sigmas.length - 1;\n  let z = Float64Array.from(noise, (e) => sigmas[0] * e);\n  for (let k = 0; k < steps; k++) {\n    out.push(yield* quietly(guess(z, sigmas[k]), { ...said, part: k / steps }));\n    z = euler(z, sigmas[k], sigmas[k + 1], out[k]);\n    yield [{ ...said, part: (k + 1) / steps }, {}];\n  }\n  return out;\n}\nfunction* sees(params) {\n  check(params);\n  const { machine, net, told, shape, row, column } = params, [, H, W] = shape;\n  checkCount(row, \"row\", 1, H);\n  checkCount(column, \"column\", 1, W);\n  const p = (row - 1) * W + column - 1, masks = new Float32Array(params.steps * H * W), all = machines(params), bits = bytes(params, `${net} masks`);\n  for (const [k, sigma] of fall(params.steps).slice(0, -1).entries())\n    masks.set(\n      yield* seen(all, { name: machine, told: told[machine] ?? {}, bits, sigma, p, shape }),\n      k * H * W\n    );\n  yield [{ type: \"done\" }, { masks }];\n}\n\n// rivals/worker.js\nvar JOBS = { compare, sees };\nserve(JOBS);\n";
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
var some = (n, what) => `${show(n)} ${what}${n === 1 ? "" : "s"}`;
function nearestPosition(count, at, wanted) {
  let best = 0;
  for (let i = 1; i < count; i++)
    if (Math.abs(at(i) - wanted) < Math.abs(at(best) - wanted)) best = i;
  return best;
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
  const range2 = h("input", { type: "range", id, name, min: 0, max: count - 1, step: 1 });
  const title = h("label", { for: id }, label, hint && h("small", {}, hint));
  const control = {
    el: h("div", { class: "lab-control" }, title, range2, out),
    range: range2,
    get value() {
      return state.number(name);
    },
    /** @param {number} wanted */
    set(wanted) {
      state.put(name, at(nearestPosition(+range2.max + 1, at, wanted)));
    }
  };
  state.shownBy(name, () => {
    range2.value = String(nearestPosition(+range2.max + 1, at, control.value));
    out.textContent = say(control.value);
    range2.setAttribute("aria-valuetext", say(control.value));
    range2.style.setProperty("--at", `${100 * +range2.value / Math.max(1, +range2.max)}%`);
  });
  range2.addEventListener("input", () => {
    state.put(name, at(+range2.value));
    input?.(control.value);
  });
  range2.addEventListener("change", () => change?.(control.value));
  control.set(value);
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
  const range2 = { min: 0, max: MAX_SEED, step: 1, inputmode: "numeric" };
  const input = h("input", { type: "number", id, name: "seed", ...range2, value });
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

// prediction/scores.js
var ORANGE = [217, 114, 42];
var BLUE = [47, 109, 181];
var known = (score) => Number.isFinite(score);
function scoreText(r2) {
  if (r2 === null || r2 === void 0) return "none";
  return r2 > 0.995 && r2 < 1 ? r2.toFixed(3) : r2.toFixed(2);
}
function median(values) {
  const sorted = [...values].sort((a, b) => a - b), n = sorted.length;
  return (sorted[n - 1 >> 1] + sorted[n >> 1]) / 2;
}
function rootMeanSquare(a, b) {
  let sum = 0;
  for (let p = 0; p < a.length; p++) sum += (a[p] - b[p]) ** 2;
  return Math.sqrt(sum / a.length);
}
function differenceColours(out, a, b, [C, H, W]) {
  const area = H * W;
  for (let p = 0; p < area; p++) {
    let d = 0;
    for (let c = 0; c < C; c++) d += (a[c * area + p] - b[c * area + p]) / C;
    const colour = d > 0 === (C === 1) ? ORANGE : BLUE;
    const part = Math.min(1, Math.abs(d));
    for (let c = 0; c < 3; c++) out[4 * p + c] = Math.round(255 + part * (colour[c] - 255));
    out[4 * p + 3] = 255;
  }
}

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
  const first = Math.ceil(low / step - 1e-9), last2 = Math.floor(high / step + 1e-9);
  return Array.from({ length: last2 - first + 1 }, (_, i) => +((first + i) * step).toPrecision(6));
}
var ticks = ({ low, high, linear }) => linear ? evenly(low, high, 5) : decades(low, high);
function scale({ low, high, flip, linear }, from, to) {
  const [a, b] = flip ? [to, from] : [from, to];
  const part = (v) => linear ? (v - low) / (high - low) : Math.log(v / low) / Math.log(high / low);
  return (v) => a + (b - a) * part(Math.min(high, Math.max(low, v)));
}
var path = (pairs) => pairs.map(([a, b], i) => `${i ? "L" : "M"}${a.toFixed(1)} ${b.toFixed(1)}`).join("");
var diamond = (a, b, r) => `M${a} ${b - r}L${a + r} ${b}L${a} ${b + r}L${a - r} ${b}Z`;

// rivals/ranks.js
var last = (list) => list[list.length - 1];
function ranked(courses, by) {
  const far = (name) => {
    const value = last(
      /** @type {Course} */
      courses.get(name)[by]
    );
    return known(value ?? null) ? Number(value) * (by === "r2" ? -1 : 1) : Infinity;
  };
  const names = [...courses.keys()].filter((name) => name !== "network");
  return names.sort((a, b) => far(a) - far(b) || 0);
}
var Tried = class {
  /** @type {Map<string, Map<number, Record<string, { r2: Score, rms: number }>>>} */
  #all = /* @__PURE__ */ new Map();
  /** @param {string} net @param {number} seed @param {Courses} courses */
  add(net, seed, courses) {
    const held2 = this.#all.get(net) ?? /* @__PURE__ */ new Map();
    const ends = [...courses].map(([name, { r2, rms }]) => [
      name,
      { r2: last(r2) ?? null, rms: Number(last(rms)) }
    ]);
    held2.set(seed, Object.fromEntries(ends));
    this.#all.set(net, held2);
  }
  /** How many noises. @param {string} net */
  count(net) {
    return this.#all.get(net)?.size ?? 0;
  }
  /**
   * The median over the noises tried; none before there is one
   * @param {string} net @param {string} name @param {Measure} by @returns {number | undefined}
   */
  middle(net, name, by) {
    const ends = [...this.#all.get(net)?.values() ?? []].map((each) => each[name]?.[by] ?? null), values = ends.filter(known);
    return values.length ? median(values) : void 0;
  }
};

// rivals/words.js
var CHANCE = "chance";
var NAMES = { network: "Network", [CHANCE]: "another noise", ceiling: "another training" };
var called = (name) => NAMES[name] ?? name;
var number = (value, by) => by === "r2" || !known(value ?? null) ? scoreText(value) : Number(value).toFixed(3);
var sign = (by) => by === "r2" ? "r²" : "RMS";
function range(pairs) {
  const sides = pairs.map(([, side]) => side), [low, high] = [Math.min(...sides), Math.max(...sides)];
  return low === high ? `${low} × ${low}` : `${low} × ${low} to ${high} × ${high}`;
}
function toldWords({ windows, threshold, smoothing, sizes, levels } = {}) {
  if (windows) return `windows of ${range(windows)} pixels, by noise level`;
  if (sizes) return `squares of ${range(sizes)} pixels, by noise level`;
  if (threshold !== void 0) return `a threshold of ${show(threshold)}`;
  if (smoothing !== void 0) return `steps of ${show(smoothing)}`;
  if (levels) {
    const some_ = levels.filter(([, count]) => count > 1).length;
    return `a mask for each pixel at ${some(some_, "noise level")}, above them everything`;
  }
  return "nothing but the training images";
}

// rivals/cards.js
var WIDE = 56;
var HIGH = 14;
function card(name, shape, group, pick) {
  const canvas = thumbnail(shape), score = h("b", { "aria-hidden": "true" }), curve = svg("path", { class: "lab-line" }), spot = svg("circle", { class: "rivals-spot", r: 2.5 }), input = h("input", { type: "radio", name: group, value: name, onchange: pick });
  const box = { class: "lab-plot", width: WIDE, height: HIGH, "aria-hidden": "true" };
  const el = h(
    "label",
    { class: "rivals-card" },
    input,
    canvas,
    h("small", { "aria-hidden": "true" }, called(name)),
    score,
    svg("svg", box, curve, spot)
  );
  return { el, input, canvas, score, curve, spot };
}
function points(course, by) {
  const most = by === "r2" ? 1 : Math.max(1e-6, ...course.rms), steps = course[by].length;
  return course[by].flatMap((value, k) => {
    if (!known(value)) return [];
    const near = by === "r2" ? value : 1 - value / most;
    return [[WIDE * (k + 0.5) / steps, 1 + (HIGH - 2) * (1 - near)]];
  });
}
var Cards = class {
  /** @type {Map<string, Card>} */
  all = /* @__PURE__ */ new Map();
  /**
   * @param {string[]} names @param {Shape} shape @param {(name: string) => void} pick
   */
  constructor(names, shape, pick) {
    const group = unique("rivals-card");
    this.shape = shape;
    for (const name of names)
      this.all.set(
        name,
        card(name, shape, group, () => pick(name))
      );
    this.el = h(
      "fieldset",
      {
        class: "lab-strip rivals-cards",
        "data-control": "machine",
        "aria-label": "Machines, the nearest first: choose one to see it beside the network"
      },
      [...this.all.values()].map((each) => each.el)
    );
  }
  /**
   * @param {Courses} courses those that are there yet
   * @param {{ by: Measure, step: number, chosen: string, size: number }} how
   */
  show(courses, { by, step, chosen, size }) {
    const order = ranked(courses, by), rest = [...this.all.keys()].filter((name) => !courses.has(name));
    this.sort([...order, ...rest]);
    for (const [name, { el, input, canvas, score, curve, spot }] of this.all) {
      const course = courses.get(name);
      input.checked = name === chosen;
      el.classList.toggle("rivals-waiting", !course);
      score.textContent = course ? number(course[by][step], by) : "…";
      const place = course ? `${order.indexOf(name) + 1} of ${order.length}` : "still to come";
      const words = course ? `${sign(by)} ${score.textContent}` : "";
      input.setAttribute(
        "aria-label",
        `${called(name)}: ${[words, place].filter(Boolean).join(", ")}`
      );
      if (!course) continue;
      paint(canvas, course.guesses.subarray(step * size, (step + 1) * size), this.shape);
      const line = points(course, by);
      curve.setAttribute("d", path(line));
      const [cx, cy] = line[Math.min(step, line.length - 1)] ?? [-9, -9];
      spot.setAttribute("cx", String(cx));
      spot.setAttribute("cy", String(cy));
    }
  }
  /** Puts them in this order; the focus stays where it is. @param {string[]} names */
  sort(names) {
    const inOrder = names.map((name) => (
      /** @type {Card} */
      this.all.get(name).el
    ));
    if (inOrder.every((el, k) => this.el.children[k] === el)) return;
    const at = document.activeElement;
    this.el.append(...inOrder);
    if (at instanceof HTMLElement && this.el.contains(at)) at.focus({ preventScroll: true });
  }
};

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

// rivals/course.js
var CoursePlot = class {
  /** @type {Look} */
  look = { courses: /* @__PURE__ */ new Map(), chosen: "", step: 0, by: "r2" };
  /** @param {number[]} sigmas noise levels of the run */
  constructor(sigmas) {
    this.sigmas = sigmas;
    this.y = { low: 0, high: 1, linear: true };
    const [high, low] = [sigmas[0], sigmas[sigmas.length - 1]];
    this.plot = plot({
      label: "Agreement with the network’s guess against noise level",
      height: 320,
      x: { low: low / 1.5, high: high * 1.5, flip: true, label: "noise level σ, falling →" },
      y: this.y,
      draw: (sheet2) => this.draw(sheet2)
    });
    this.key = h("p", { class: "lab-note" }, " ");
    this.el = h("div", { class: "rivals-course" }, this.plot.el, this.key);
  }
  /** @param {Look} look */
  show(look) {
    const { courses, chosen, step, by } = look, worst = Math.max(0.1, ...[...courses.values()].flatMap(({ rms }) => rms));
    this.look = look;
    this.y.high = by === "r2" ? 1 : worst;
    const value = courses.get(chosen)?.[by][step];
    this.plot.say(`${called(chosen)}: ${sign(by)} ${number(value, by)} at this step`);
    const what = by === "r2" ? "r² with" : "RMS difference from";
    this.key.textContent = `${what} the network’s guess. Blue: ${called(chosen)}; grey: the others; dashed: the network from another noise.`;
    this.plot.redraw();
  }
  /** @param {Sheet} sheet */
  draw({ x, y, add, box }) {
    const { courses, chosen, step, by } = this.look;
    const points2 = (course) => course[by].flatMap((value2, k) => known(value2) ? [[x(this.sigmas[k]), y(value2)]] : []);
    const line = (name, kind) => {
      const course = courses.get(name);
      if (course) add("path", { class: kind, d: path(points2(course)) });
    };
    const others = [...courses.keys()].filter((name) => !["network", chosen].includes(name));
    for (const name of others) line(name, `rivals-line ${name === CHANCE ? "rivals-chance" : ""}`);
    line(chosen, "lab-line");
    const at = x(this.sigmas[step]), value = courses.get(chosen)?.[by][step];
    add("line", { class: "lab-now", x1: at, x2: at, y1: box.top, y2: box.bottom });
    if (value !== void 0 && known(value))
      add("path", { class: "lab-mark", d: diamond(at, y(value), 7) });
  }
  close() {
    this.plot.close();
  }
};

// shared/view/grid.js
var CELL = 8;
var STEPS = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-5, 0],
  PageDown: [5, 0],
  Home: [0, -Infinity],
  End: [0, Infinity]
};
var PixelGrid = class {
  /** @param {Shape} shape @param {string} kind @param {Tell} tell */
  constructor([, H, W], kind, tell) {
    this.H = H;
    this.W = W;
    this.tell = tell;
    this.margin = 0;
    this.cursor = [Math.floor(H / 2), Math.floor(W / 2)];
    this.canvas = h("canvas", { width: W * CELL, height: H * CELL, "aria-hidden": "true" });
    this.spot = h("i", { "aria-hidden": "true", hidden: true });
    this.box = h(
      "div",
      {
        class: "lab-sources",
        tabindex: 0,
        role: "application",
        "aria-roledescription": kind,
        "aria-label": "Sources",
        onblur: () => this.leave()
      },
      this.canvas,
      this.spot
    );
    this.box.addEventListener("pointermove", (event) => this.point(event));
    this.box.addEventListener("pointerdown", (event) => this.point(event));
    this.box.addEventListener(
      "pointerleave",
      (event) => event.pointerType === "mouse" && this.leave()
    );
    this.box.addEventListener("keydown", (event) => this.key(event));
  }
  /** @param {PointerEvent} event */
  point({ clientX, clientY }) {
    const { left, top, width, height } = this.canvas.getBoundingClientRect(), { margin } = this;
    const at = (part, n) => Math.min(n - 1, Math.max(0, Math.floor(part * (n + 2 * margin)) - margin));
    this.cursor = [at((clientY - top) / height, this.H), at((clientX - left) / width, this.W)];
    this.look(false);
  }
  /** @param {KeyboardEvent} event */
  key(event) {
    const move = STEPS[event.key];
    if (!move || chord(event)) return;
    event.preventDefault();
    const to = (axis, n) => Math.min(n - 1, Math.max(0, this.cursor[axis] + move[axis]));
    if (!this.spot.hidden) this.cursor = [to(0, this.H), to(1, this.W)];
    this.look(true);
  }
  /** @param {boolean} aloud */
  look(aloud) {
    const [i, j] = this.cursor;
    this.mark(i * this.W + j);
    this.tell(i * this.W + j, aloud);
  }
  /** Puts the cursor on pixel p. @param {number} p */
  mark(p) {
    const { H, W, margin } = this, i = Math.floor(p / W), j = p % W;
    const part = (at, n) => `${100 * at / (n + 2 * margin)}%`;
    this.cursor = [i, j];
    this.spot.hidden = false;
    Object.assign(this.spot.style, {
      left: part(j + margin, W),
      top: part(i + margin, H),
      width: part(1, W),
      height: part(1, H)
    });
  }
  leave() {
    this.spot.hidden = true;
    this.tell(void 0, false);
  }
};

// rivals/one.js
var Sees = class extends PixelGrid {
  /** @param {Shape} shape @param {(p: number, aloud: boolean) => void} chosen */
  constructor(shape, chosen) {
    super(shape, "map of what a pixel sees", (p, aloud) => p !== void 0 && chosen(p, aloud));
    this.shape = shape;
    this.note = h("span", {}, " ");
    const caption = h("figcaption", {}, h("strong", {}, "One pixel sees"), this.note);
    this.el = h("figure", { class: "lab-picture" }, this.box, caption);
  }
  /** The cursor stays: it is a setting. */
  leave() {
  }
  /** @param {Floats} x @param {Floats | undefined} mask 1 for what is seen @param {number} p */
  show(x, mask, p) {
    const { canvas, W } = this, pen = penOf(canvas), cell2 = canvas.width / W;
    pen.imageSmoothingEnabled = false;
    pen.drawImage(thumbnail(this.shape, x), 0, 0, canvas.width, canvas.height);
    pen.fillStyle = "#8891a3b8";
    mask?.forEach((seen, q) => {
      if (!seen) pen.fillRect(q % W * cell2, Math.floor(q / W) * cell2, cell2, cell2);
    });
    this.mark(p);
    const count = mask?.reduce((sum, seen) => sum + seen, 0);
    const words = count === void 0 ? "…" : count === mask?.length ? "all of it" : some(count, "pixel");
    this.note.textContent = words;
    const at = `Row ${Math.floor(p / W) + 1}, column ${p % W + 1} sees ${words}`;
    this.box.setAttribute("aria-label", `${at}. Arrow keys go to another pixel.`);
    return at;
  }
};
var One = class {
  /** @param {Shape} shape @param {(p: number, aloud: boolean) => void} look */
  constructor(shape, look) {
    this.shape = shape;
    this.network = picture(shape, "Network");
    this.machine = picture(shape, "Machine");
    this.difference = picture(shape, "Difference");
    this.sees = new Sees(shape, look);
    const all = [this.network, this.machine, this.difference, this.sees].map((each) => each.el);
    this.el = h("div", { class: "lab-pictures lab-four" }, all);
  }
  /**
   * @param {Floats} network @param {Floats | undefined} machine
   * @param {{ name: string, what: string }} words
   */
  show(network, machine, { name, what }) {
    this.network.set(network, what);
    this.machine.name.textContent = name;
    if (!machine) return;
    this.machine.set(machine, what, `${name}, ${what}`);
    const { canvas, note } = this.difference, pen = penOf(canvas), [, H, W] = this.shape, image = pen.createImageData(W, H), off = rootMeanSquare(network, machine).toFixed(2);
    differenceColours(image.data, network, machine, this.shape);
    pen.putImageData(image, 0, 0);
    note.textContent = `RMS ${off}`;
    canvas.setAttribute(
      "aria-label",
      `Difference: root mean square ${off}. Orange where the network has more ink, blue where the machine has.`
    );
  }
};

// shared/state/python.js
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
var noise = (seed, size) => `normals(${seed}, ${size.reduce((a, b) => a * b, 1)}).reshape(${size.join(", ")})`;
var imageNoise = (seed, shape) => noise(seed, [1, ...shape]);
var script = (imports, lines) => `${[...imports, "", ...lines].join("\n")}
`;

// rivals/python.js
function python({ net, machine, seed, N, steps, shape }) {
  const images2 = images(`fashion-mnist~${shape[1]}`, N), other = machine === CHANCE;
  const built = `machine = rivals.rival("${machine}", images, told("${net}")["${machine}"])`;
  const starts = other ? [seed, (seed + 1) % (MAX_SEED + 1)] : [seed, seed];
  const noises = starts.map((each) => `sigmas[0] * ${imageNoise(each, shape)}`);
  return script(
    [
      chapters("diffusion", "networks", "prediction", ...other ? [] : ["rivals"]),
      ...other ? [] : images2.imports,
      "from mosaics.widgets.draws import normals",
      "from mosaics.widgets.prediction import in_halves",
      ...other ? [] : ["from mosaics.widgets.rivals.stored import told"]
    ],
    [
      `net = in_halves(networks.load_weights("${net}"))  # half precision, as the lab has it`,
      ...other ? ["machine = net  # from another noise"] : [...images2.lines, built],
      `sigmas = prediction.levels(${steps})`,
      `network = list(diffusion.sample(net, ${noises[0]}, sigmas))[-1].x0_hat`,
      `picture = list(diffusion.sample(machine, ${noises[1]}, sigmas))[-1].x0_hat`,
      "r2 = prediction.compare(network, picture).r2"
    ]
  );
}

// rivals/table.js
var cell = (text, note) => h("td", {}, text, note ? h("small", {}, ` ${note}`) : void 0);
var Table = class {
  /** @param {{ N: number, all: number, steps: number }} setup */
  constructor(setup) {
    this.setup = setup;
    this.body = h("tbody");
    this.mine = h("th", { scope: "col" });
    this.here = h("th", { scope: "col" });
    const heads = [h("th", { scope: "col" }, "Machine"), this.here, this.mine];
    this.stored = h("th", { scope: "col" }, "Table, r²");
    this.note = h("p", { class: "lab-note" }, this.difference());
    const top = h("thead", {}, h("tr", {}, heads, this.stored));
    const table = h("table", { class: "rivals-table" }, top, this.body);
    this.el = h("section", { class: "rivals-rows" }, table, this.note);
  }
  /** What the table is about that this lab is not. */
  difference() {
    const { N, all, steps } = this.setup;
    if (N === all && steps === 20)
      return "Yours: the median over the noises tried here, as many as in brackets. Table: the stored median, its interval (95 %) and over how many noises.";
    return `The table is about ${all} training images and 20 steps; here ${N} and ${steps}.`;
  }
  /**
   * @param {Courses} courses @param {Tried} tried
   * @param {{ net: string, by: Measure, chosen: string, rows: Record<string, Row | null> }} how
   */
  show(courses, tried, { net, by, chosen, rows }) {
    const count = tried.count(net);
    this.here.textContent = `Here, ${sign(by)}`;
    this.mine.textContent = `Yours (${count})`;
    const lines = [...ranked(courses, by), "ceiling"].map((name) => {
      const course = courses.get(name), mine = tried.middle(net, name, by), here = course ? number(course[by][course[by].length - 1], by) : "–";
      return h(
        "tr",
        { class: name === chosen && "rivals-chosen" },
        h("th", { scope: "row" }, called(name)),
        cell(here),
        cell(mine === void 0 ? "–" : number(mine, by)),
        stored(rows[name])
      );
    });
    this.body.replaceChildren(...lines);
  }
};
function stored(row) {
  if (!row) return h("td", { class: "rivals-none" }, "not measured");
  const [middle, low, high, pairs] = row;
  const text = (v) => number(v, "r2");
  return cell(text(middle), `[${text(low)}, ${text(high)}], ${pairs}`);
}

// source:code/mosaics/widgets/rivals/worker.js
var worker_default = ENGINE;

// rivals/view.js
var LONG = 400;
var MORE = 8;
var GO = "Eight more noises";
var RivalsLab = class extends Live {
  /** @type {Job | undefined} */
  result;
  // the noise in view, with all its pictures
  /** @type {Job | undefined} */
  showing;
  // what is in view, whose pictures may still be coming
  tried = new Tried();
  /** @type {Map<string, Floats>} */
  masks = /* @__PURE__ */ new Map();
  // what pixels see at each step, by what was asked
  began = 0;
  more = 0;
  // noises that follow by themselves
  frame = 0;
  // in which lines and rows are drawn
  aloud = false;
  // whether what a pixel sees is to be said
  /** @param {Context} context */
  constructor(context) {
    super(context, "rivals");
    const { settings, shape, chosen: state } = this, [, H, W] = shape, { nets, net, machine, sorts, sort, steps, order, sigmas } = settings;
    state.put("machine", machine);
    state.put("row", (H >> 1) + 1);
    state.put("column", (W >> 1) + 1);
    this.net = choice({
      state,
      name: "net",
      label: "Network",
      values: nets,
      value: net,
      change: () => this.start()
    });
    this.net.el.hidden = Object.keys(nets).length < 2;
    this.sort = choice({
      state,
      name: "sort",
      label: "Sorted by",
      values: sorts,
      value: sort,
      change: () => this.again()
    });
    this.step = rangeSlider({
      state,
      name: "step",
      label: "Step of the run",
      low: 1,
      high: steps,
      value: steps,
      say: (k) => k === steps ? "the picture" : `${k}, σ = ${show(sigmas[k - 1])}`,
      input: () => this.again()
    });
    this.next = button("Another noise", () => this.another(), { class: "lab-primary" });
    this.many = button(GO, () => this.more ? this.cancel() : this.goOn());
    this.noise = thumbnail(shape);
    this.one = new One(shape, (p, aloud) => this.point(p, aloud));
    this.cards = new Cards([...order, CHANCE], shape, (name) => this.pick(name));
    this.course = new CoursePlot(sigmas);
    this.table = new Table(settings);
    this.figure = h("span", { class: "lab-figure" }, " ");
    this.words = h("p", { class: "lab-words" }, " ");
    this.about = h("p", { class: "lab-note" }, " ");
  }
  open() {
    this.cancelByEscape();
    const score = h(
      "div",
      { class: "rivals-score" },
      this.figure,
      h("div", {}, this.words, this.about)
    );
    this.build(
      h("div", { class: "lab-row" }, this.next, this.seed.el, this.noise, this.many),
      stage([this.one.el, score], "rivals-stage"),
      h("div", { class: "rivals-controls" }, this.step.el, this.sort.el, this.net.el),
      this.cards.el,
      h(
        "div",
        { class: "lab-panels" },
        h("section", {}, head("Where each leaves the network"), this.course.el),
        h("section", {}, head("The table’s rows, and yours"), this.table.el)
      )
    );
    this.start();
  }
  // ---------------------------------------------------------------- what can be set
  /** @returns {Record<string, Control>} */
  controls() {
    const { chosen, net, seed, step, sort, settings, shape } = this, names = [...settings.order, CHANCE];
    const offered = (name) => names.includes(String(name)) ? name : void 0;
    return {
      net,
      machine: chosen.control("machine", offered),
      seed,
      step,
      sort,
      row: chosen.control("row", wholeIn(1, shape[1])),
      column: chosen.control("column", wholeIn(1, shape[2]))
    };
  }
  /** @returns {Measure} */
  get by() {
    return this.sort.value === "rms" ? "rms" : "r2";
  }
  /** The chosen machine. */
  get at() {
    return this.chosen.text("machine");
  }
  /** @param {string} name */
  pick(name) {
    this.chosen.put("machine", name);
    this.again();
    const course = this.showing?.courses.get(name);
    if (course) this.say(this.sentence(name, course));
  }
  /** @param {number} p @param {boolean} aloud */
  point(p, aloud) {
    const W = this.shape[2];
    this.chosen.put("row", Math.floor(p / W) + 1);
    this.chosen.put("column", p % W + 1);
    this.aloud = aloud;
    this.look();
  }
  goOn() {
    this.more = MORE;
    this.many.textContent = "Stop";
    this.another();
  }
  // ---------------------------------------------------------------- what is taken away
  python() {
    const { result, at, shape, settings } = this;
    if (!result) return void 0;
    return python({ ...result.params, machine: at, seed: result.seed, N: settings.N, shape });
  }
  canvases() {
    const { network, machine, difference } = this.one;
    return [network, machine, difference].map((each) => each.canvas);
  }
  // ---------------------------------------------------------------- jobs
  /** @returns {Params} */
  params() {
    const { steps, configs, told, parts, order } = this.settings, net = this.net.value;
    const { shape, at: machine } = this;
    return { net, machine, steps, shape, config: configs[net], told: told[net], parts, order };
  }
  cancel() {
    this.more = 0;
    super.cancel();
  }
  /** @param {string} note */
  begin(note) {
    const seed = this.seed.value, noise2 = normalsOf([seed, seed + 1], this.imageSize);
    const job = {
      params: this.params(),
      seed,
      noise: noise2,
      note,
      courses: /* @__PURE__ */ new Map(),
      engine: this.machine.name,
      ms: 0
    };
    paint(this.noise, noise2.subarray(0, this.imageSize), this.shape);
    this.run("compare", job.params, [noise2], {
      step: (message) => this.took(job, message),
      done: ({ ms }) => this.finish({ ...job, ms }),
      end: (how) => this.ended(how)
    });
  }
  /** @param {Job} job @param {Stepped} message */
  took(job, { who, at, of, part, r2, rms, ms, arrays: { guesses } }) {
    if (guesses) job.courses.set(who, { guesses, r2, rms });
    if (ms < LONG) return;
    this.root.style.setProperty("--done", String((at + part) / of));
    this.root.dataset.long = "";
    if (guesses) this.view(job);
  }
  /** @param {Job} job */
  finish(job) {
    const { params, seed, noise: noise2, note, courses, ms, engine } = job;
    this.result = job;
    this.tried.add(params.net, seed, courses);
    this.state = { params: { ...params }, seed, noise: noise2, ms, engine };
    this.view(job);
    this.tellWhere();
    const [first, second] = ranked(courses, this.by).filter((name) => name !== CHANCE);
    const words = [first, second].filter(Boolean).map((name) => this.scored(name, courses));
    this.announce(
      `${note} Seed ${seed}: nearest to the network is ${words.join(", then ")}. ` + `${some(this.tried.count(params.net), "noise")} so far, ${this.spent(ms)}.`.trim()
    );
  }
  /** @param {string} how */
  ended(how) {
    delete this.root.dataset.long;
    if (how !== "done") this.more = 0;
    if (how === "cancelled") this.announce("Cancelled.");
    if (how !== "done" && this.result) this.view(this.result);
    this.rested();
    if (this.more && !this.busy) {
      this.more -= 1;
      if (this.more) this.another();
    }
    if (!this.more) this.many.textContent = GO;
    if (!this.busy) this.look();
  }
  // ---------------------------------------------------------------- what a pixel sees
  /** @param {Params} params */
  lookedAt(params) {
    return {
      ...params,
      machine: this.at,
      row: this.chosen.number("row"),
      column: this.chosen.number("column")
    };
  }
  /** Shows what the pixel sees; asks for it where that is not known and all is quiet. */
  look() {
    const { showing, imageSize } = this, course = showing?.courses.get(this.at);
    if (!showing || !course) return;
    const asked = this.lookedAt(showing.params), { net, machine, row, column, shape } = asked, key = [net, machine, row, column].join(), held2 = this.masks.get(key), area = shape[1] * shape[2], step = this.step.value - 1;
    const words = this.one.sees.show(
      course.guesses.subarray(step * imageSize, (step + 1) * imageSize),
      held2?.subarray(step * area, (step + 1) * area),
      (row - 1) * shape[2] + column - 1
    );
    if (held2 && this.aloud) this.say(`${words}.`);
    if (held2) this.aloud = false;
    if (!held2 && !this.busy) this.ask(key, asked);
  }
  /** @param {string} key @param {object} asked */
  ask(key, asked) {
    this.busy = true;
    let got = false;
    this.run("sees", asked, [], {
      done: ({ arrays }) => {
        this.masks.set(key, arrays.masks);
        got = true;
      },
      end: () => {
        this.rested();
        if (got && !this.busy) this.look();
      }
    });
  }
  // ---------------------------------------------------------------- what is in view
  /** The same noise, seen otherwise. */
  again() {
    if (this.showing) this.view(this.showing);
  }
  /** @param {string} name @param {Courses} courses */
  scored(name, courses) {
    const values = courses.get(name)?.[this.by] ?? [];
    return `${called(name)}, ${sign(this.by)} ${number(values[values.length - 1], this.by)}`;
  }
  /** @param {string} name @param {Course} course */
  sentence(name, course) {
    const step = this.step.value - 1, { steps } = this.settings, where = step + 1 === steps ? "between the two pictures" : "between the two guesses";
    return `${called(name)}: ${sign(this.by)} ${number(course[this.by][step], this.by)} ${where}.`;
  }
  /** @param {Job} job its pictures, as many as there are yet */
  view(job) {
    const { courses, params } = job, network = courses.get("network");
    if (!network) return;
    this.showing = job;
    const { by, at, imageSize, settings } = this, step = this.step.value - 1, course = courses.get(at), own = (each) => each?.guesses.subarray(step * imageSize, (step + 1) * imageSize);
    const what = step + 1 === settings.steps ? "its picture" : `its guess at step ${step + 1}`;
    this.one.show(
      /** @type {Floats} */
      own(network),
      own(course),
      { name: called(at), what }
    );
    this.figure.textContent = course ? `${sign(by)} ${number(course[by][step], by)}` : "…";
    this.tell(params, course);
    this.cards.show(courses, { by, step, chosen: at, size: imageSize });
    this.frame ||= requestAnimationFrame(() => this.drawRest());
    if (this.state && course) this.remember(course);
    this.look();
  }
  /** The lines and the rows, once a frame: a slider moves faster. */
  drawRest() {
    const { showing, by, at: chosen, settings } = this;
    this.frame = 0;
    if (!showing) return;
    const { courses, params } = showing, rows = settings.table[params.net];
    this.course.show({ courses, chosen, step: this.step.value - 1, by });
    this.table.show(courses, this.tried, { net: params.net, by, chosen, rows });
  }
  /** For tests: the machine in view. @param {Course} course */
  remember(course) {
    const { state, imageSize } = this;
    if (!state) return;
    state.params.machine = this.at;
    state.x = course.guesses.slice(-imageSize);
    state.r2 = course.r2;
    state.rms = course.rms;
  }
  /**
   * What the chosen machine is, and what it was told
   * @param {Params} params @param {Course} [course]
   */
  tell({ net, told }, course) {
    const { at, settings } = this;
    const row = settings.table[net][at];
    const stored2 = row ? `table ${number(row[0], "r2")} over ${some(row[3], "noise")}` : "not measured in the table";
    const what = at === CHANCE ? "the network’s picture from the next noise" : settings.machines[at];
    this.words.textContent = `${called(at)}: ${what}`;
    this.about.textContent = at === CHANCE ? `What likeness is there by chance; ${stored2}.` : `Told ${toldWords(told[at])}; ${stored2}.`;
    if (!course) this.about.textContent += " Its picture is still to come.";
  }
  close() {
    cancelAnimationFrame(this.frame);
    this.course.close();
    super.close();
  }
};
var view_default = widget(RivalsLab, worker_default);
export default view_default;
