// sha256 of sources and bundler: d533999335713d568016e7eef897aa81cdaa1e424f7ab0c3c0b5133626f1bc56
const ENGINE = "\"use strict\";\n// shared/engine/checks.js\nfunction need(ok, message) {\n  if (!ok) throw new Error(message);\n}\nfunction checkCount(n, name, low, high) {\n  need(\n    Number.isInteger(n) && n >= low && n <= high,\n    `${name} must be a whole number from ${low} to ${high}, got ${n}`\n  );\n}\nfunction checkNoise(noise, count) {\n  need(noise?.length === count, `noise must hold ${count} numbers, got ${noise?.length ?? 0}`);\n  need(noise.every(Number.isFinite), \"noise must be finite\");\n}\nfunction checkChoice(value, allowed, name) {\n  need(allowed.includes(value), `${name} must be one of ${allowed.join(\", \")}, got '${value}'`);\n}\n\n// shared/engine/pace.js\nvar REST = 12;\n\n// shared/engine/posterior.js\nvar Dictionary = class _Dictionary {\n  /**\n   * @param {Float32Array} keys\n   * @param {number} D\n   * @param {Float64Array} [half]\n   * @param {number} [M]\n   */\n  constructor(keys, D, half, M = keys.length / D) {\n    this.keys = keys;\n    this.D = D;\n    this.M = M;\n    this.half = half ?? Float64Array.from({ length: M }, (_, m) => dot(keys, m * D, keys, m * D, D) / 2);\n  }\n  /** The first n keys of these. @param {number} n */\n  first(n) {\n    return new _Dictionary(this.keys, this.D, this.half, n);\n  }\n};\nfunction dot(a, i, b, j, n) {\n  let s = 0;\n  for (let p = 0; p < n; p++) s += a[i + p] * b[j + p];\n  return s;\n}\n\n// shared/engine/store.js\nvar images = new Dictionary(new Float32Array(0), 1);\nvar given = new Uint8Array(0);\nfunction keep(bytes, D, network2 = new Uint8Array(0)) {\n  images = new Dictionary(\n    Float32Array.from(bytes, (b) => b / 127.5 - 1),\n    D\n  );\n  given = network2;\n}\n\n// shared/engine/inbox.js\nvar scope = (\n  /** @type {Scope} */\n  /** @type {unknown} */\n  globalThis\n);\nvar cancelled = /* @__PURE__ */ new Set();\nvar waiting = [];\nvar pump = new MessageChannel();\npump.port1.onmessage = () => waiting.shift()?.();\nvar rest = () => new Promise((go) => {\n  waiting.push(go);\n  pump.port2.postMessage(0);\n});\nfunction post(id, message, arrays) {\n  const names = Object.keys(arrays), buffers = names.map((name) => Float32Array.from(arrays[name]));\n  scope.postMessage(\n    { id, ...message, names, buffers },\n    buffers.map((b) => b.buffer)\n  );\n}\nasync function work(jobs, { id, task, params, buffers }) {\n  checkChoice(task, Object.keys(jobs), \"task\");\n  await rest();\n  if (cancelled.delete(id)) return post(id, { type: \"cancelled\" }, {});\n  let since = performance.now();\n  for (const [message, arrays] of jobs[task](params, buffers)) {\n    if (performance.now() - since > REST) {\n      await rest();\n      since = performance.now();\n    }\n    if (cancelled.delete(id)) return post(id, { type: \"cancelled\" }, {});\n    post(id, message, arrays);\n  }\n}\nfunction serve(jobs) {\n  scope.onmessage = ({ data }) => {\n    if (data.type === \"data\") keep(data.bytes, data.D, data.weights);\n    else if (data.type === \"cancel\") cancelled.add(data.job);\n    else\n      work(jobs, data).catch(\n        (error) => post(data.id, { type: \"error\", message: error.message }, {})\n      );\n  };\n}\n\n// shared/engine/kernel.js\nvar Kernel = class {\n  /** @param {Calls} calls what the kernel exports */\n  constructor(calls) {\n    this.calls = calls;\n    this.free = calls.base() + 15 & ~15;\n  }\n  /** The address of so many numbers more, all 0. @param {number} count */\n  room(count) {\n    const at = this.free, { memory } = this.calls, have = memory.buffer.byteLength;\n    this.free += 4 * count + 15 & ~15;\n    if (this.free > have) memory.grow(Math.ceil((this.free - have) / 65536));\n    return at;\n  }\n  /** @param {number} at @param {number} count */\n  view(at, count) {\n    return new Float32Array(this.calls.memory.buffer, at, count);\n  }\n};\n\n// shared/engine/sampling.js\nfunction schedule(steps, low, high, name = \"edm\") {\n  need(\n    name === \"edm\" || SIGNAL[name],\n    `schedule must be one of edm, ${Object.keys(SIGNAL).join(\", \")}, got '${name}'`\n  );\n  const falling = name === \"edm\" ? edm(steps, low, high) : equallySpaced(steps, low, high, SIGNAL[name]);\n  return [...falling, 0];\n}\nfunction edm(steps, low, high, rho = 7) {\n  const a = high ** (1 / rho), b = low ** (1 / rho), n = Math.max(steps, 2);\n  return Array.from({ length: n }, (_, i) => (a + i / (n - 1) * (b - a)) ** rho).slice(0, steps);\n}\nvar LATE = 8e-3;\nvar quarter = (t) => Math.cos(Math.PI / 2 * (t / (1 + LATE))) ** 2;\nvar beta = [0];\nfor (let k = 0; k < 1e3; k++) beta.push(beta[k] + Math.log1p(-(1e-4 + k / 999 * (0.02 - 1e-4))));\nvar SIGNAL = {\n  cosine: (t) => quarter(t + LATE) / quarter(LATE),\n  legacy: quarter,\n  linear: (t) => Math.exp(\n    interpolate(\n      t,\n      beta.map((_, k) => k / 1e3),\n      beta\n    )\n  )\n};\nfunction interpolate(x, xs, ys) {\n  const i = xs.findIndex((v) => v >= x);\n  if (i === 0) return ys[0];\n  if (i < 0) return ys[ys.length - 1];\n  return ys[i - 1] + (x - xs[i - 1]) / (xs[i] - xs[i - 1]) * (ys[i] - ys[i - 1]);\n}\nfunction equallySpaced(steps, low, high, signal) {\n  const level = (t) => Math.sqrt((1 - signal(t)) / signal(t));\n  const clock = Array.from({ length: 4e3 }, (_, i) => (i + 1) / 4e3), fine = clock.map(level);\n  const last = fine[fine.length - 1], most = Math.min(high, last), least = Math.max(low, fine[0]);\n  need(\n    least < most,\n    `this schedule reaches levels from ${fine[0]} to ${last}, got a range from ${low} to ${high}`\n  );\n  const logs = fine.map(Math.log), [start, end] = [most, least].map((s) => interpolate(Math.log(s), logs, clock));\n  return Array.from(\n    { length: steps },\n    (_, i) => level(start + i / Math.max(1, steps - 1) * (end - start))\n  );\n}\nvar along = (z, f) => Float64Array.from({ length: z.length }, (_, p) => f(p));\nfunction euler(z, s, t, x) {\n  return along(z, (p) => z[p] + (t - s) * (z[p] - x[p]) / s);\n}\n\n// prediction/network.wasm\nvar network_default = \"AGFzbQEAAAABIANgAAF/YAp/f39/f39/f39/AGALf39/f39/f39/f38AAwQDAAECBAUBcAEBAQUDAQABBggBfwFBgIgBCwclBAZtZW1vcnkCAARiYXNlAAAGc3ByZWFkAAEIY29udm9sdmUAAgrwDAMIAEGAiIGAAAuUAgIKfwF9AkAgByADaiIKQQAgB2siC0wNACAHIARqIQwgBUEBSCENIAhFIQ4gCyEPA0ACQCAMIAtMDQAgDyADbyADaiADbyAEbCEQIAshEQNAAkACQCAPQQBODQBBASEIDAELIA8gA04gEUEASHIgESAETnIhCAsgESAEbyAEaiAEbyEHAkAgDQ0AIAAgByAQaiAGbEECdGohByAOIAhxIRIgASEIIAUhEwNAIAJDAAAAAEMAAAAAIAcqAgAgCCoCAJIiFCAUQwAAAABdGyAUIAkbIBIbOAIAIAdBBGohByAIQQRqIQggAkEEaiECIBNBf2oiEw0ACwsgEUEBaiIRIAxHDQALCyAPQQFqIg8gCkcNAAsLC84KBRR/DHsLfwZ7AX8CQCAJQQFIDQAgByAGbCILQX9qIQwgCCAFbCINQQJ0IQ4gDSAEQX9qIAVsIAdqIg9sQQJ0IRBBACERIAtBAUghEiAEIARsIAhsQQxsQQJ0IRMDQAJAIBINACADIBFBAnQiBWohFCACIAVqIRVBACEWA0AgFkEDciIXIAwgFyALSBsiGCAHbSEFIBZBAnIiGSAMIBkgC0gbIhogB20hBiAWQQFyIhsgDCAbIAtIGyIcIAdtIR0gFiAHbSEeIBX9AAAgIR8gFf0AABAhICAV/QAAACEhAkACQCAEQQFODQAgHyEiICAhIyAhISQgHyElICAhJiAhIScgISEoICAhKSAfISoMAQsgACAFIA9sIBggBSAHbGtqIAhsQQJ0aiErIAAgBiAPbCAaIAYgB2xraiAIbEECdGohLCAAIB0gD2wgHCAdIAdsa2ogCGxBAnRqIS0gACAeIA9sIBYgHiAHbGtqIAhsQQJ0aiEuQQAhLyAfISIgICEjICEhJCAfISUgICEmICEhJyAhISggICEpIB8hKiABIQUDQCAvIA9sITAgLiExIC0hMiAsITMgKyE0QQAhNQNAAkAgCEEBSA0AIA0gNSAwamwiGiAIaiEcIDEhBiAyIR0gMyEeIDQhGANAIBj9CQAAIjYgBf0AAAAiN/3mASAo/eQBISggHv0JAAAiOCA3/eYBICH95AEhISAd/QkAACI5IDf95gEgJP3kASEkIAb9CQAAIjogN/3mASAn/eQBIScgNiAFQSBq/QAAACI3/eYBICr95AEhKiA2IAVBEGr9AAAAIjv95gEgKf3kASEpIDggN/3mASAf/eQBIR8gOCA7/eYBICD95AEhICA5IDf95gEgIv3kASEiIDkgO/3mASAj/eQBISMgOiA3/eYBICX95AEhJSA6IDv95gEgJv3kASEmIAZBBGohBiAdQQRqIR0gHkEEaiEeIBhBBGohGCAFQTBqIjwhBSAaQQFqIhogHEgNAAsgPCEFCyAxIA5qITEgMiAOaiEyIDMgDmohMyA0IA5qITQgNUEBaiI1IARHDQALIC4gEGohLiAtIBBqIS0gLCAQaiEsICsgEGohKyAvQQFqIi8gBEcNAAsLIBQgFiAJbEECdGohBQJAAkAgCg0AIAUgJf0LACAgBSAm/QsAECAFICf9CwAAIBQgGyAJbEECdGoiBSAi/QsAICAFICP9CwAQIAUgJP0LAAAgFCAZIAlsQQJ0aiIFIB/9CwAgIAUgIP0LABAgBSAh/QsAACAUIBcgCWxBAnRqIgUgKf0LABAgBSAo/QsAACAFQSBqIQUMAQsgBSAn/QwAAAAAAAAAAAAAAAAAAAAAIjf96QEgBf0AAAD95AH9CwAAIAUgJiA3/ekBIAX9AAAQ/eQB/QsAECAFICUgN/3pASAF/QAAIP3kAf0LACAgFCAbIAlsQQJ0aiIFICQgN/3pASAF/QAAAP3kAf0LAAAgBSAjIDf96QEgBf0AABD95AH9CwAQIAUgIiA3/ekBIAX9AAAg/eQB/QsAICAUIBkgCWxBAnRqIgUgISA3/ekBIAX9AAAA/eQB/QsAACAFICAgN/3pASAF/QAAEP3kAf0LABAgBSAfIDf96QEgBf0AACD95AH9CwAgIBQgFyAJbEECdGoiBSAoIDf96QEgBf0AAAD95AH9CwAAIAUgKSA3/ekBIAX9AAAQ/eQB/QsAECAqIDf96QEgBf0AACD95AEhKiAFQSBqIQULIAUgKv0LAAAgFkEEaiIWIAtIDQALCyABIBNqIQEgEUEMaiIRIAlIDQALCws=\";\n\n// prediction/network.js\nvar LAYERS = Uint8Array.from(atob(network_default), (c) => c.charCodeAt(0));\nvar GROUP = 12;\nvar SPARE = 3;\nvar TIMES = 64;\nvar T_MIN = 0.02;\nvar halves = (bytes) => Float32Array.from(new Uint16Array(bytes.slice().buffer), (b) => {\n  const size = b >> 10 & 31, rest2 = (b & 1023) / 1024;\n  return (b >> 15 ? -1 : 1) * (size ? 2 ** (size - 15) * (1 + rest2) : 2 ** -14 * rest2);\n});\nvar groups = (channels) => GROUP * Math.ceil(channels / GROUP);\nfunction load(config, [C]) {\n  const able = globalThis.WebAssembly && WebAssembly.validate(LAYERS);\n  need(able, \"networks need WebAssembly with SIMD, and this browser has none\");\n  need(\n    config?.kind === \"ResNet\" && C === config.C,\n    `the page can run a ResNet of ${C} channels, got ${config?.kind} of ${config?.C}`\n  );\n  const module = new WebAssembly.Module(LAYERS);\n  return (\n    /** @type {Calls} */\n    /** @type {unknown} */\n    new WebAssembly.Instance(module).exports\n  );\n}\nvar ResNet = class extends Kernel {\n  /**\n   * The numbers of a network in the order of its state_dict, images of one shape\n   * @param {Float32Array} numbers @param {Config} config @param {Shape} shape\n   */\n  constructor(numbers, config, shape) {\n    const [C, H, W] = shape, inputs = C + 2 * config.coordinates, far = Math.max(1, ...config.dilation);\n    super(load(config, shape));\n    this.config = config;\n    this.numbers = numbers;\n    this.H = H;\n    this.W = W;\n    this.inputs = inputs;\n    this.at = 0;\n    const { depth, width, dilation } = config, times = Array.from({ length: depth }, (_, k) => k);\n    this.clock = this.linear(TIMES);\n    this.first = this.layer(3, 1, inputs, width);\n    this.middle = times.map((k) => this.layer(3, dilation[k], width, width));\n    this.shifts = [...times, depth].map(() => this.linear(width));\n    this.last = this.layer(1, 1, width, C);\n    this.checkCount();\n    const most = Math.max(inputs, width);\n    this.image = this.room(H * W * inputs);\n    this.none = this.room(most);\n    this.spreadOut = this.room((H + 2 * far) * (W + 2 * far) * most);\n    this.state = this.room((H * W + SPARE) * groups(width));\n    this.out = this.room((H * W + SPARE) * groups(C));\n    this.shift = this.room(width);\n  }\n  /** All numbers have found their place. */\n  checkCount() {\n    const { at, numbers } = this;\n    need(at === numbers.length, `a network of this kind has ${at} weights, got ${numbers.length}`);\n  }\n  /** The next numbers. @param {number} count */\n  take(count) {\n    this.at += count;\n    return this.numbers.subarray(this.at - count, this.at);\n  }\n  /** @param {number} count @returns {Linear} */\n  linear(count) {\n    return { weight: this.take(count * TIMES), bias: this.take(count) };\n  }\n  /**\n   * A convolution's weights (outputs, inputs, side, side), laid out as network.c reads them\n   * @param {number} side\n   * @param {number} spacing\n   * @param {number} inputs\n   * @param {number} outputs\n   * @returns {Layer}\n   */\n  layer(side, spacing, inputs, outputs) {\n    const points = side * side, count = groups(outputs), from = this.take(outputs * inputs * points);\n    const biases = this.take(outputs), weights = this.room(count * inputs * points), bias = this.room(count);\n    const to = this.view(weights, count * inputs * points);\n    this.view(bias, outputs).set(biases);\n    for (let o = 0; o < outputs; o++) {\n      for (let c = 0; c < inputs; c++) {\n        for (let p = 0; p < points; p++) {\n          const row = (Math.floor(o / GROUP) * points + p) * inputs + c;\n          to[row * GROUP + o % GROUP] = from[(o * inputs + c) * points + p];\n        }\n      }\n    }\n    return { side, spacing, inputs, outputs: count, weights, bias };\n  }\n  /**\n   * One layer: what `from` holds, `pitch` numbers a pixel, plus shift, to the sums in `to`\n   * @param {Layer} layer\n   * @param {number} from\n   * @param {number} pitch\n   * @param {number} shift\n   * @param {number} to\n   */\n  apply(layer, from, pitch, shift, to, { residual = 0, rectify = 0 } = {}) {\n    const { side, spacing, inputs, outputs, weights, bias } = layer, { H, W, spreadOut, calls } = this;\n    const border = (side - 1) / 2 * spacing, wrap = Number(this.config.padding === \"circular\");\n    calls.spread(from, shift, spreadOut, H, W, inputs, pitch, border, wrap, rectify);\n    calls.convolve(spreadOut, weights, bias, to, side, spacing, H, W, inputs, outputs, residual);\n  }\n  /**\n   * weight x + bias, for the clock and what it says to a layer.\n   * @param {Linear} linear\n   * @param {Numbers} x\n   */\n  mixed({ weight, bias }, x) {\n    return Float32Array.from(bias, (b, i) => b + dot(weight, i * TIMES, x, 0, TIMES));\n  }\n  /** What the layers are told of the time (networks/layers.py: Clock). @param {number} t */\n  told(t) {\n    const angles = Array.from({ length: TIMES / 2 }, (_, k) => t * 200 ** (k / (TIMES / 2 - 1)));\n    const waves = [...angles.map(Math.sin), ...angles.map(Math.cos)];\n    return this.mixed(this.clock, waves).map((v) => v / (1 + Math.exp(-v)));\n  }\n  /** @param {Linear} layer @param {Float32Array} told */\n  say(layer, told) {\n    this.view(this.shift, this.config.width).set(this.mixed(layer, told));\n    return this.shift;\n  }\n  /**\n   * Lays the image, channel by channel, out pixel by pixel, with coordinates if the network sees\n   * some.\n   * @param {Numbers} xt\n   */\n  lay(xt) {\n    const {\n      H,\n      W,\n      inputs,\n      config: { C, coordinates }\n    } = this, area = H * W, x = this.view(this.image, area * inputs);\n    const line = (i, n) => n > 1 ? 2 * i / (n - 1) - 1 : -1;\n    for (let p = 0; p < area; p++) {\n      for (let c = 0; c < C; c++) x[p * inputs + c] = xt[c * area + p];\n      if (!coordinates) continue;\n      x[p * inputs + C] = line(Math.floor(p / W), H);\n      x[p * inputs + C + 1] = line(p % W, W);\n    }\n  }\n  /**\n   * Residual convolution k: `state` and what it adds.\n   * @param {number} k @param {Float32Array} told\n   */\n  deepen(k, told) {\n    const wide = groups(this.config.width);\n    this.apply(this.middle[k], this.state, wide, this.say(this.shifts[k], told), this.state, {\n      residual: 1\n    });\n  }\n  /**\n   * F(x_t, t): the guess of the velocity, channel by channel.\n   * @param {Numbers} xt\n   * @param {number} t\n   */\n  velocity(xt, t) {\n    const {\n      H,\n      W,\n      inputs,\n      config: { C, depth, width }\n    } = this, area = H * W, told = this.told(t), wide = groups(width);\n    this.lay(xt);\n    this.apply(this.first, this.image, inputs, this.none, this.state);\n    for (let k = 0; k < depth; k++) this.deepen(k, told);\n    this.apply(this.last, this.state, wide, this.say(this.shifts[depth], told), this.out, {\n      rectify: 1\n    });\n    const out = this.view(this.out, area * groups(C));\n    return Float64Array.from(\n      { length: C * area },\n      (_, i) => out[i % area * groups(C) + Math.floor(i / area)]\n    );\n  }\n  /**\n   * The best guess x0_hat at noise level sigma (networks/architectures.py: Network).\n   * @param {Numbers} z\n   * @param {number} sigma\n   */\n  guess(z, sigma) {\n    const a = 1 / Math.sqrt(1 + sigma * sigma), b = sigma * a, xt = Float32Array.from(z, (v) => a * v);\n    const t = 2 * (1 + LATE) / Math.PI * Math.atan(sigma);\n    return this.velocity(xt, Math.min(1, Math.max(T_MIN, t))).map((f, p) => a * xt[p] - b * f);\n  }\n};\n\n// shared/engine/prediction.js\nvar levelAt = (t) => Math.tan(Math.PI * t / (2 * (1 + LATE)));\nfunction levels(steps) {\n  const last = 1 / Math.max(2, steps);\n  return { schedule: \"legacy\", sigma_min: levelAt(last), sigma_max: levelAt(1) };\n}\nfunction fall(steps) {\n  const { schedule: clock, sigma_min, sigma_max } = levels(steps);\n  return schedule(steps, sigma_min, sigma_max, clock);\n}\n\n// attention/colours.js\nfunction counted(x, { colours, others, near }, [, H, W], right) {\n  const area = H * W, pixels = Array.from({ length: area }, (_, p) => p).filter((p) => p % W >= W / 2 === right);\n  const has = (level, p) => Math.hypot(...level.map((v, c) => x[c * area + p] - (v / 127.5 - 1))) < near;\n  const each = Object.values(colours).map((level) => pixels.filter((p) => has(level, p)).length), ink = pixels.filter((p) => !others.some((level) => has(level, p))).length;\n  return { each, ink };\n}\nvar sum = (values) => values.reduce((a, b) => a + b, 0);\nfunction verdict(x, palette, shape) {\n  const halves2 = [false, true].map((right2) => counted(x, palette, shape, right2)), [left, right] = halves2.map(({ each }) => each), pairs = sum(left) * sum(right);\n  const colours = halves2.map(({ each, ink }) => {\n    const most = Math.max(...each);\n    return most >= palette.least && most >= palette.clean * ink ? each.indexOf(most) : null;\n  });\n  return {\n    colours,\n    consistent: colours[0] !== null && colours[0] === colours[1],\n    agreement: pairs ? sum(left.map((n, c) => n * right[c])) / pairs : null\n  };\n}\n\n// attention/network.js\nvar attentionCount = (n) => 4 * (n * n + n) + n * TIMES + n;\nvar AttentionResNet = class extends ResNet {\n  attends = true;\n  /**\n   * The numbers of a network in the order of its state_dict, images of one shape\n   * @param {Float32Array} numbers @param {Omit<Config, \"dilation\" | \"coordinates\">} config\n   * @param {Shape} shape\n   */\n  constructor(numbers, config, shape) {\n    const { depth, width } = config, area = shape[1] * shape[2], plain = numbers.length - attentionCount(width);\n    const dilation = new Array(depth).fill(1);\n    super(\n      numbers.subarray(0, plain),\n      { ...config, kind: \"ResNet\", dilation, coordinates: 0 },\n      shape\n    );\n    this.numbers = numbers;\n    this.after = Math.floor(depth / 2);\n    this.area = area;\n    const [query, key, value, out] = Array.from(\n      { length: 4 },\n      () => this.layer(1, 1, width, width)\n    );\n    this.layers = { query, key, value, out };\n    this.hears = this.linear(width);\n    this.checkCount();\n    const pixels = () => this.room((area + SPARE) * groups(width));\n    this.seen = { query: pixels(), key: pixels(), value: pixels(), gathered: pixels() };\n    this.keys = this.product(width, area);\n    this.values = this.product(area, width);\n    this.scores = this.room((area + SPARE) * groups(area));\n    this.rows = this.room(area * area);\n  }\n  /** @param {number} inputs @param {number} outputs @returns {Product} */\n  product(inputs, outputs) {\n    const count = groups(outputs);\n    const [weights, bias] = [this.room(count * inputs), this.room(count)];\n    return { side: 1, spacing: 1, inputs, outputs: count, weights, bias };\n  }\n  /** @param {number} k @param {Float32Array} told */\n  deepen(k, told) {\n    if (k === this.after && this.attends) this.attend(told);\n    super.deepen(k, told);\n  }\n  /** Adds to each pixel what it gathers from all. @param {Float32Array} told */\n  attend(told) {\n    const { layers, seen, none, state, area } = this, wide = groups(this.config.width), shift = this.say(this.hears, told);\n    for (\n      const name of\n      /** @type {const} */\n      [\"query\", \"key\", \"value\"]\n    )\n      this.apply(layers[name], state, wide, shift, seen[name]);\n    this.weigh();\n    this.lend(seen.value, this.values, (q, c) => q * wide + c);\n    this.multiply(this.values, this.rows, seen.gathered);\n    this.apply(layers.out, seen.gathered, wide, none, seen.query);\n    const h = this.view(state, area * wide), more = this.view(seen.query, area * wide);\n    for (let i = 0; i < h.length; i++) h[i] += more[i];\n  }\n  /** A, row by row: a softmax of the pixel's query with all keys. */\n  weigh() {\n    const { area, seen, keys } = this, { width } = this.config, wide = groups(width);\n    this.lend(seen.key, keys, (c, q) => q * wide + c);\n    this.apply(keys, seen.query, wide, this.none, this.scores);\n    const scores = this.view(this.scores, area * groups(area)), rows = this.view(this.rows, area * area);\n    for (let p = 0; p < area; p++)\n      softmax(\n        scores.subarray(p * groups(area), p * groups(area) + area),\n        Math.sqrt(width),\n        rows.subarray(p * area, (p + 1) * area)\n      );\n  }\n  /**\n   * Lays a matrix out as network.c reads weights; `at(i, o)` is the place of its entry\n   * @param {number} from @param {Product} product @param {(i: number, o: number) => number} at\n   */\n  lend(from, { inputs, outputs, weights }, at) {\n    const x = this.view(from, (this.area + SPARE) * groups(this.config.width)), to = this.view(weights, outputs * inputs), used = inputs === this.area ? this.config.width : this.area;\n    for (let o = 0; o < used; o++)\n      for (let i = 0; i < inputs; i++)\n        to[(Math.floor(o / GROUP) * inputs + i) * GROUP + o % GROUP] = x[at(i, o)];\n  }\n  /**\n   * What `from` holds, times a matrix.\n   * @param {Product} product @param {number} from @param {number} to\n   */\n  multiply({ inputs, outputs, weights, bias }, from, to) {\n    this.calls.convolve(from, weights, bias, to, 1, 1, this.H, this.W, inputs, outputs, 0);\n  }\n  /** A of the last guess: A[p * area + q], rows sum to 1. */\n  get looks() {\n    return this.view(this.rows, this.area * this.area).slice();\n  }\n};\nfunction softmax(x, scale, out) {\n  let most = -Infinity, sum2 = 0;\n  for (let q = 0; q < x.length; q++) most = Math.max(most, x[q]);\n  for (let q = 0; q < x.length; q++) {\n    out[q] = Math.exp((x[q] - most) / scale);\n    sum2 += out[q];\n  }\n  for (let q = 0; q < x.length; q++) out[q] /= sum2;\n}\n\n// attention/engine.js\nvar built = /* @__PURE__ */ new Map();\nfunction network({ net, placed: { config, from, count }, shape }) {\n  const known = built.get(net);\n  if (known) return known;\n  const numbers = halves(given).subarray(from, from + count), kind = config.kind === \"AttentionResNet\" ? AttentionResNet : ResNet;\n  const made = new kind(numbers, config, shape);\n  built.set(net, made);\n  return made;\n}\nvar on = ({ until, layer }, k) => k < until === (layer === \"before\");\nfunction* run(params, noise) {\n  const net = network(params), sigmas = fall(params.steps);\n  let z = Float64Array.from(noise, (e) => sigmas[0] * e);\n  for (let k = 0; k < params.steps; k++) {\n    const looking = net instanceof AttentionResNet && on(params, k) ? net : void 0;\n    if (net instanceof AttentionResNet) net.attends = looking !== void 0;\n    const x0_hat = net.guess(z, sigmas[k]);\n    yield { sigma: sigmas[k], z, x0_hat, looks: looking?.looks };\n    z = euler(z, sigmas[k], sigmas[k + 1], x0_hat);\n  }\n  return z;\n}\nfunction check({ steps, until, layer, shape }, noise, count) {\n  checkCount(steps, \"steps\", 1, 1e3);\n  checkCount(until, \"until\", 0, steps);\n  checkChoice(layer, [\"before\", \"after\"], \"layer\");\n  checkNoise(\n    noise,\n    shape.reduce((a, b) => a * b, count)\n  );\n}\nfunction* sample(params, [noise]) {\n  check(params, noise, 1);\n  const { steps, palette, shape } = params, states = run(params, noise);\n  let step = 0, next = states.next();\n  for (; !next.done; next = states.next()) {\n    const { sigma, z, x0_hat, looks } = next.value;\n    yield [\n      { type: \"step\", step: step++, steps, sigma },\n      { z, x0_hat, ...looks && { looks } }\n    ];\n  }\n  yield [{ type: \"done\", ...verdict(next.value, palette, shape) }, { z: next.value }];\n}\nfunction* several({ count, ...params }, [noise]) {\n  checkCount(count, \"count\", 1, 100);\n  check(params, noise, count);\n  const { steps, palette, shape } = params, size = noise.length / count;\n  for (let k = 0; k < count; k++) {\n    const states = run(params, noise.subarray(k * size, (k + 1) * size)), said = { type: \"step\", step: k, steps: count };\n    let done = 0, next = states.next();\n    for (; !next.done; next = states.next()) yield [{ ...said, part: done++ / steps }, {}];\n    yield [{ ...said, ...verdict(next.value, palette, shape) }, { z: next.value }];\n  }\n  yield [{ type: \"done\" }, {}];\n}\n\n// attention/worker.js\nvar JOBS = { sample, several };\nserve(JOBS);\n";
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

// shared/state/numbers.js
function show(x) {
  if (!Number.isFinite(x)) return String(x);
  if (Math.abs(x) >= 1e3 || Number.isInteger(x)) return Math.round(x).toLocaleString("en-US");
  return Math.abs(x) >= 100 ? x.toFixed(0) : String(+x.toPrecision(Math.abs(x) >= 10 ? 3 : 2));
}
var rounded = (part) => `${Math.round(100 * part)} %`;
function percent(part) {
  if (part > 0.995 && part < 1) return "more than 99 %";
  return part > 0 && part < 5e-3 ? "less than 1 %" : rounded(part);
}
var some = (n, what) => `${show(n)} ${what}${n === 1 ? "" : "s"}`;
function nearestPosition(count, at, wanted) {
  let best = 0;
  for (let i = 1; i < count; i++)
    if (Math.abs(at(i) - wanted) < Math.abs(at(best) - wanted)) best = i;
  return best;
}
var wholeIn = (low, high) => (wanted) => {
  const whole2 = typeof wanted === "number" && Number.isInteger(wanted);
  return whole2 && wanted >= low && wanted <= high ? wanted : void 0;
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

// mosaic/surrounded.js
var Surrounded = class extends PixelGrid {
  torus = false;
  /** @param {Shape} shape @param {string} title @param {Tell} tell */
  constructor(shape, title, tell) {
    super(shape, "picture of pixels", tell);
    this.shape = shape;
    this.over = svg("svg", { "aria-hidden": "true" });
    this.box.insertBefore(this.over, this.spot);
    this.note = h("span", {}, " ");
    const caption = h("figcaption", {}, h("strong", {}, title), this.note);
    this.el = h("figure", { class: "lab-picture lab-surrounded" }, this.box, caption);
  }
  /** @param {Numbers} x @param {{ margin: number, torus: boolean, lit: Lit }} look */
  set(x, { margin, torus, lit }) {
    const { H, W, canvas } = this, [C] = this.shape, high = H + 2 * margin, wide = W + 2 * margin;
    const around = new Float32Array(C * high * wide);
    this.margin = margin;
    this.torus = torus;
    Object.assign(canvas, { width: wide, height: high });
    this.over.setAttribute("viewBox", `${-margin} ${-margin} ${wide} ${high}`);
    this.eachPlace((i, j, p, k) => {
      for (let c = 0; c < C; c++) around[c * high * wide + k] = p < 0 ? 0 : x[c * H * W + p];
    });
    paint(canvas, around, [C, high, wide]);
    const pen = penOf(canvas);
    pen.fillStyle = "#9aa1adb0";
    this.eachPlace((i, j, p, k) => {
      if (!lit(p, i, j))
        pen[p < 0 ? "clearRect" : "fillRect"](k % wide, Math.floor(k / wide), 1, 1);
    });
  }
  /** @type {Has} */
  inside(i, j) {
    return i >= 0 && j >= 0 && i < this.H && j < this.W;
  }
  /**
   * The pixel that a place in or around the image stands for; -1 where there is none.
   * @param {number} i
   * @param {number} j
   */
  pixel(i, j) {
    const { H, W } = this;
    if (this.torus) return wrap(i, H) * W + wrap(j, W);
    return this.inside(i, j) ? i * W + j : -1;
  }
  /**
   * Goes through all places: row, column, pixel, number.
   * @param {(i: number, j: number, p: number, k: number) => void} f
   */
  eachPlace(f) {
    const { H, W, margin } = this;
    let k = 0;
    for (let i = -margin; i < H + margin; i++) {
      for (let j = -margin; j < W + margin; j++) f(i, j, this.pixel(i, j), k++);
    }
  }
  /** Borders of a set of places. @param {Has} has */
  outline(has) {
    let d = "";
    this.eachPlace((i, j) => {
      if (!has(i, j)) return;
      if (!has(i - 1, j)) d += `M${j} ${i}h1`;
      if (!has(i + 1, j)) d += `M${j} ${i + 1}h1`;
      if (!has(i, j - 1)) d += `M${j} ${i}v1`;
      if (!has(i, j + 1)) d += `M${j + 1} ${i}v1`;
    });
    return d;
  }
  /** Borders between pixels of the image that differ in this. @param {Numbers} keys */
  seams(keys) {
    const { H, W } = this;
    let d = "";
    for (let p = 0; p < H * W; p++) {
      const i = Math.floor(p / W), j = p % W;
      if (j && keys[p] !== keys[p - 1]) d += `M${j} ${i}v1`;
      if (i && keys[p] !== keys[p - W]) d += `M${j} ${i}h1`;
    }
    return d;
  }
  /**
   * The window around a pixel; on a torus also where it comes in again at the other side
   * @param {number} p @param {number} P
   */
  frames(p, P) {
    const { H, W } = this, at = this.torus ? [-1, 0, 1] : [0], d = (P - 1) / 2, i = Math.floor(p / W), j = p % W;
    const frame = (name, a, b) => svg("rect", { class: name, x: j - d + b * W, y: i - d + a * H, width: P, height: P });
    return at.flatMap(
      (a) => at.flatMap((b) => [
        frame("lab-under", a, b),
        frame(a || b ? "lab-again" : "lab-window", a, b)
      ])
    );
  }
  /** @param {string} outline @param {Element[]} frames */
  lines(outline, frames, marks = "", seams = "") {
    const { H, W } = this;
    const line = (name, d) => svg("path", { class: name, d });
    this.over.replaceChildren(
      svg("rect", { class: "lab-border", x: 0, y: 0, width: W, height: H }),
      line("lab-seams", seams),
      ...frames,
      line("lab-halo", outline),
      line("lab-piece", outline),
      line("lab-wrong", marks)
    );
  }
  leave() {
  }
  // the cursor stays
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
var normals = (seed, count) => stream(seed).normals(new Float32Array(count));
function normalsOf(seeds2, size) {
  const out = new Float32Array(size * seeds2.length);
  seeds2.forEach((seed, k) => out.set(normals(seed % (MAX_SEED + 1), size), k * size));
  return out;
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
  const sheet = h("canvas", {
    width: widths.reduce((sum, width) => sum + width + gap, -gap),
    height: Math.max(...canvases.map(({ height }) => height)) * scale2
  });
  const pen = penOf(sheet);
  pen.imageSmoothingEnabled = false;
  let x = 0;
  for (const canvas of canvases) {
    pen.drawImage(canvas, x, 0, canvas.width * scale2, canvas.height * scale2);
    x += canvas.width * scale2 + gap;
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

// shared/state/interval.js
var Z = 1.959963984540054;
function wilson(k, n) {
  const middle = (k + Z ** 2 / 2) / (n + Z ** 2), half = Z * Math.sqrt(k * (n - k) / n + Z ** 2 / 4) / (n + Z ** 2);
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}

// attention/tally.js
var CHANCE = 1 / 4;
var kindOf = ({ colours: colours2, consistent }) => consistent ? "same" : colours2.includes(null) ? "unclear" : "differ";
var speaks = ({ layer, until, steps }) => layer === "before" ? [0, until] : [until, steps];
function keyOf(asked, layered) {
  const [from, to] = speaks(asked);
  return JSON.stringify([asked.net, asked.steps, ...!layered || from === to ? [] : [from, to]]);
}
function spoken(asked) {
  const [from, to] = speaks(asked), { steps } = asked;
  if (from === to) return "layer always off";
  if (to - from === steps) return "layer always on";
  return from === 0 ? `layer on before step ${to}` : `layer on from step ${from} on`;
}
var Tally = class {
  /** @type {Map<number, Drawn>} */
  pictures = /* @__PURE__ */ new Map();
  /** @param {Asked} asked @param {string} words */
  constructor(asked, words) {
    this.asked = asked;
    this.words = words;
  }
  /** @param {ReturnType<typeof kindOf>} kind */
  count(kind) {
    return [...this.pictures.values()].filter((drawn) => kindOf(drawn) === kind).length;
  }
  get drawn() {
    return this.pictures.size;
  }
  get same() {
    return this.count("same");
  }
  /** Pairs of two clean socks, of one colour or of two. */
  get clean() {
    return this.same + this.count("differ");
  }
  /** The mean agreement of pixels; none where no picture has colours on both sides. */
  get agreement() {
    const all = [...this.pictures.values()].flatMap(({ agreement }) => agreement ?? []);
    return all.length ? all.reduce((a, b) => a + b, 0) / all.length : void 0;
  }
  /**
   * The next seeds that are not here yet, round from the largest to 0.
   * @param {number} from @param {number} count @param {number} largest
   */
  next(from, count, largest) {
    const out = [];
    for (let k = 0; k <= largest && out.length < count; k++) {
      const seed = (from + k) % (largest + 1);
      if (!this.pictures.has(seed)) out.push(seed);
    }
    return out;
  }
};

// attention/table.js
var WIDE = 120;
var HIGH = 22;
var HEADS = ["Network", "Pixels agree", "Clean pairs", "Of these one colour, 95 % interval"];
var cell = (inside) => h("td", {}, inside);
var share2 = (picture2, words) => h("span", { class: "attention-share" }, picture2, h("span", {}, words));
var TallyTable = class {
  body = h("tbody");
  /**
   * @param {(net: string) => boolean} layered whether a network has a layer of attention
   * @param {(asked: Asked) => void} back
   */
  constructor(layered, back) {
    this.layered = layered;
    this.back = back;
    const heads = HEADS.map((text) => h("th", { scope: "col" }, text)), table = h("table", {}, h("thead", {}, h("tr", {}, heads)), this.body);
    this.el = h("div", { class: "lab-tried" }, h("div", { class: "lab-tried-box" }, table));
  }
  /** @param {Tally[]} tallies @param {Tally} now */
  show(tallies, now) {
    this.el.hidden = !tallies.length;
    this.body.replaceChildren(...tallies.map((each) => this.row(each, each === now)), chance());
  }
  /** @param {Tally} tally @param {boolean} now */
  row(tally, now) {
    const { asked, words, drawn, agreement, same, clean } = tally, set = this.layered(asked.net) ? spoken(asked) : "no layer of attention";
    const open2 = button("", () => this.back(asked), {
      "aria-label": `${words} ${set}. Bring it back.`
    });
    open2.append(h("span", {}, `${words} `, h("small", {}, set)));
    return h(
      "tr",
      { "aria-current": now && "true" },
      h("th", { scope: "row" }, open2),
      cell(agreement === void 0 ? "–" : percent(agreement)),
      cell(`${clean} of ${drawn}`),
      cell(clean ? matching(same, clean) : "–")
    );
  }
};
function matching(same, clean) {
  const [low, high] = wilson(same, clean), words = `${percent(same / clean)}, ${percent(low)} to ${percent(high)}`;
  return share2(interval(same / clean, low, high), words);
}
var along = (part) => 4 + part * (WIDE - 8);
var scale = (...marks) => svg(
  "svg",
  { class: "attention-interval", viewBox: `0 0 ${WIDE} ${HIGH}`, "aria-hidden": "true" },
  svg("path", { class: "attention-scale", d: `M${along(0)} ${HIGH - 3}H${along(1)}` }),
  svg("path", { class: "attention-chance", d: `M${along(CHANCE)} 1V${HIGH - 1}` }),
  ...marks
);
function interval(p, low, high) {
  const y = HIGH / 2;
  return scale(
    svg("path", { class: "attention-range", d: `M${along(low)} ${y}H${along(high)}` }),
    svg("circle", { class: "attention-dot", cx: along(p), cy: y, r: 4 })
  );
}
function chance() {
  const name = h("th", { scope: "row" }, "Chance", h("small", {}, "each sock for itself"));
  return h(
    "tr",
    { class: "attention-by-chance" },
    name,
    cell(percent(CHANCE)),
    cell(""),
    cell(share2(scale(), percent(CHANCE)))
  );
}

// attention/draws.js
var MARKS = { same: "●", differ: "◐", unclear: "?" };
var KEY = "Pixels agree: of a coloured pixel of the left half and one of the right, how often both have the same colour. ● a clean pair of one colour, ◐ of two, ? a sock that is not of one colour.";
var PROMPT = "From this seed on. What is drawn is counted here for each network and setting of its layer.";
var Draws = class {
  /** @type {Map<string, Tally>} */
  tallies = /* @__PURE__ */ new Map();
  /** @type {{ done: number, total: number } | undefined} */
  batch;
  // under way
  group = unique("lab-shot");
  note = h("p", { class: "lab-note" }, PROMPT);
  count = h("p", { class: "lab-count" });
  key = h("p", { class: "lab-note lab-rule" }, KEY);
  strip = h("fieldset", {
    class: "lab-strip lab-shots",
    "aria-label": "Pictures drawn with this setting: choose one to see its run"
  });
  /** @param {Attention} lab */
  constructor(lab) {
    this.lab = lab;
    this.offer = `Draw ${lab.settings.draws}`;
    this.many = button(this.offer, () => this.batch ? lab.cancel() : this.begin());
    this.table = new TallyTable(
      (net) => lab.layered(net),
      (asked) => lab.back(asked)
    );
    this.el = h(
      "section",
      { class: "lab-gallery attention-draws" },
      head("How often do the two socks agree?"),
      h("div", { class: "lab-row" }, this.many, this.note),
      this.table.el,
      this.count,
      this.strip,
      this.key
    );
  }
  /** Of the setting that is asked for now, made where there is none. */
  get tally() {
    const { lab } = this, { net, layer, until, steps } = lab.params(), asked = { net, layer, until, steps }, key = keyOf(asked, lab.layered(net));
    const tally = this.tallies.get(key) ?? new Tally(asked, lab.settings.nets[net].words);
    this.tallies.set(key, tally);
    return tally;
  }
  begin() {
    const { lab, tally } = this;
    lab.stop();
    const seeds2 = tally.next(lab.seed.value, lab.settings.draws, MAX_SEED);
    this.batch = { done: 0, total: seeds2.length };
    this.progress(0);
    const params = { ...lab.params(), count: seeds2.length };
    lab.busy = true;
    lab.run("several", params, [normalsOf(seeds2, lab.imageSize)], {
      step: (message) => this.took(message, tally, seeds2),
      done: () => {
      },
      end: (how) => this.ended(how, tally)
    });
  }
  /** @param {Stepped} message @param {Tally} tally @param {number[]} seeds */
  took({ step, part = 0, arrays: { z }, ...said }, tally, seeds2) {
    if (z) {
      const { colours: colours2, consistent, agreement } = said, drawn = { seed: seeds2[step], z, colours: colours2, consistent, agreement };
      tally.pictures.set(drawn.seed, drawn);
      if (this.batch) this.batch.done = step + 1;
      this.strip.append(this.shot(drawn));
      this.showCounts();
    }
    this.progress((step + (z ? 1 : part)) / seeds2.length);
  }
  /** @param {number} part */
  progress(part) {
    const { lab, batch } = this;
    if (!batch) return;
    lab.progress(part);
    this.many.textContent = `Stop (${batch.done} of ${batch.total})`;
  }
  /** @param {string} how @param {Tally} tally */
  ended(how, tally) {
    const { lab, batch } = this;
    lab.busy = false;
    this.stop();
    if (how === "error") return;
    const stopped = batch && batch.done < batch.total ? `Stopped after ${batch.done} of ${batch.total}. ` : "";
    lab.say(`${stopped}${this.words(tally)}`);
    lab.state = { ...lab.state, tally: this.numbers() };
  }
  /** Another job has taken the batch's place, or it is over. */
  stop() {
    if (!this.batch) return;
    this.batch = void 0;
    this.many.textContent = this.offer;
    delete this.lab.root.dataset.long;
  }
  follow() {
  }
  /** How far a batch is, for who waits. */
  far() {
    return this.batch && `${this.batch.done} of ${some(this.batch.total, "picture")} are there.`;
  }
  // ---------------------------------------------------------------- what was counted
  /** @param {Tally} tally */
  words(tally) {
    if (!tally.drawn) return "No picture was drawn.";
    const { asked, words, drawn, agreement, same, clean } = tally, set = this.lab.layered(asked.net) ? `, ${spoken(asked)}` : "", agree = agreement === void 0 ? "" : `Pixels agree in ${percent(agreement)}, by chance in ${percent(CHANCE)}. `;
    return `${words}${set}, ${some(drawn, "picture")}. ${agree}${some(clean, "clean pair")}, ${same} of one colour.`;
  }
  /** Of all settings that pictures were drawn with. */
  numbers() {
    return this.known.map((tally) => ({
      ...tally.asked,
      drawn: tally.drawn,
      same: tally.same,
      differ: tally.count("differ"),
      unclear: tally.count("unclear"),
      agreement: tally.agreement ?? null
    }));
  }
  get known() {
    return [...this.tallies.values()].filter((tally) => tally.drawn);
  }
  showCounts() {
    const { tally, known } = this;
    this.note.textContent = known.length ? "" : PROMPT;
    this.table.show(known, tally);
    this.count.textContent = tally.drawn ? `${some(tally.drawn, "picture")} with this setting.` : "";
    for (const el of [this.strip, this.key]) el.hidden = !tally.drawn;
  }
  show() {
    const { strip } = this, shots = [...this.tally.pictures.values()].map((drawn) => this.shot(drawn));
    const held2 = strip.contains(document.activeElement) ? document.activeElement?.getAttribute("value") : void 0;
    strip.replaceChildren(...shots);
    for (const radio of strip.querySelectorAll("input")) if (radio.value === held2) radio.focus();
    this.showCounts();
  }
  /** A picture to choose. @param {Drawn} drawn */
  shot(drawn) {
    const { seed, z } = drawn, told2 = `Seed ${seed}: ${this.lab.verdictWords(drawn)}`;
    const radio = h("input", {
      type: "radio",
      name: this.group,
      value: seed,
      "aria-label": told2,
      checked: seed === this.lab.shown?.seed,
      onchange: () => this.lab.showSeed(seed)
    });
    const mark = `${MARKS[kindOf(drawn)]} ${seed}`, below = h("small", { "aria-hidden": "true" }, mark);
    return h("label", { title: told2 }, radio, thumbnail(this.lab.shape, z), below);
  }
};

// shared/state/python.js
var chapters = (...names) => `from mosaics import ${[...new Set(names)].sort().join(", ")}`;
var noise = (seed, size) => `normals(${seed}, ${size.reduce((a, b) => a * b, 1)}).reshape(${size.join(", ")})`;
var imageNoise = (seed, shape) => noise(seed, [1, ...shape]);
var script = (imports, lines) => `${[...imports, "", ...lines].join("\n")}
`;

// attention/python.js
function python({ net, layered, layer, until, steps, seed, shape }) {
  const first = layer === "before" ? "True" : "False";
  return script(
    [
      chapters("networks", "prediction", layered ? "attention" : "diffusion"),
      "from mosaics.widgets.draws import normals",
      "from mosaics.widgets.prediction import halved"
    ],
    [
      `net = halved(networks.load_weights("socks-${net}"))  # half precision, as the lab has it`,
      `sigmas = prediction.levels(${steps})`,
      `z = sigmas[0] * ${imageNoise(seed, shape)}`,
      layered ? `picture = attention.switched(net, z, sigmas, at=${until}, first=${first})` : "picture = diffusion.last(diffusion.sample(net, z, sigmas))"
    ]
  );
}

// attention/where.js
function socksOf(x, { others: [ground], near }, [, H, W]) {
  const area = H * W;
  const away = (p) => Math.hypot(...ground.map((v, c) => x[c * area + p] - (v / 127.5 - 1)));
  return Array.from({ length: area }, (_, p) => away(p) >= near);
}
var isRight = (p, W) => p % W >= W / 2;
function shares(row, p, socks, W) {
  const out = { own: 0, other: 0, across: 0 };
  for (let q = 0; q < row.length; q++) {
    const beyond = isRight(q, W) !== isRight(p, W);
    if (beyond) out.across += row[q];
    if (socks[q]) out[beyond ? "other" : "own"] += row[q];
  }
  return out;
}
function told({ p, socks, row, layered, field, shape: [, , W] }) {
  const side = isRight(p, W) ? "right" : "left", what = socks[p] ? `on the ${side} sock` : "on the background";
  const at = `Row ${Math.floor(p / W) + 1}, column ${p % W + 1}, ${what}`;
  const off = layered ? "the layer is off here" : "no layer of attention";
  if (!row) return `${at}: ${off}, so it sees the ${field} × ${field} pixels round it.`;
  const { own, other, across } = shares(row, p, socks, W), rest = percent(Math.max(0, 1 - own - other));
  const [mine, yours] = socks[p] ? ["its own", "the other sock"] : [`the ${side} sock`, `the ${side === "left" ? "right" : "left"} one`];
  return `${at}: ${percent(other)} of its attention is on ${yours}, ${percent(own)} on ${mine}, ${rest} on the background; ${percent(across)} is in the other half of the picture.`;
}
var WHITE = [255, 255, 255];
var MIDDLE = [232, 150, 74];
var DARK = [94, 32, 16];
function heat(part) {
  const [from, to, along2] = part < 0.5 ? [WHITE, MIDDLE, 2 * part] : [MIDDLE, DARK, 2 * part - 1];
  return from.map((v, c) => v + along2 * (to[c] - v));
}
function heatPicture(row) {
  const most = Math.max(...Array.from(row)), area = row.length, out = new Float32Array(3 * area);
  for (let q = 0; q < area; q++) {
    heat(Math.sqrt(row[q] / most)).forEach((v, c) => {
      out[c * area + q] = v / 127.5 - 1;
    });
  }
  return out;
}

// source:code/mosaics/widgets/attention/worker.js
var worker_default = ENGINE;

// attention/view.js
var LONG = 500;
var MOVES = "Arrow keys, Page Up, Page Down, Home and End move.";
var LAYERS = { before: "On first, then off", after: "Off first, then on" };
var AttentionLab = class extends RunLab {
  /** @type {(Verdict & { z: Floats }) | undefined} */
  result;
  /** @type {boolean[]} */
  socks = [];
  // which pixels of the result are of a sock
  /** @type {Moment | undefined} */
  frame;
  // in view
  last = false;
  // whether the end is in view
  /** @param {Context} context */
  constructor(context) {
    super(context, "attention");
    const { net, nets, layer, pixel } = this.settings, words = Object.entries(nets).map(([name, each]) => [name, each.words]);
    const [row, column] = pixel;
    this.chosen.put("row", row);
    this.chosen.put("column", column);
    this.net = choice({
      state: this.chosen,
      name: "net",
      label: "Network",
      values: Object.fromEntries(words),
      value: net,
      change: () => this.turned()
    });
    this.layer = choice({
      state: this.chosen,
      name: "layer",
      label: "Layer of attention",
      values: LAYERS,
      value: layer,
      change: () => this.turned()
    });
    this.until = this.makeUntil();
    this.noisy = picture(this.shape, "Noisy image");
    this.guess = this.grid("Guess");
    this.looks = this.grid("Where it looks");
    this.told = h("p", { class: "lab-note attention-told" }, " ");
    this.verdict = h("p", { class: "lab-words lab-verdict" }, " ");
    this.draws = new Draws(this);
    this.follower = this.draws;
  }
  makeUntil() {
    const { until, steps } = this.settings;
    return rangeSlider({
      state: this.chosen,
      name: "until",
      label: "Switched at step",
      low: 0,
      high: steps,
      value: until,
      say: (k) => this.switchWords(k),
      change: () => this.turned()
    });
  }
  /** @param {number} k */
  switchWords(k) {
    const { steps } = this.settings, first = this.chosen.get("layer") === "before";
    if (k === (first ? steps : 0)) return `${k}: always on`;
    if (k === (first ? 0 : steps)) return `${k}: always off`;
    return `${k} of ${steps}`;
  }
  /** A picture to point at. @param {string} title */
  grid(title) {
    return new Surrounded(
      this.shape,
      title,
      (p, aloud) => p !== void 0 && this.choose(p, aloud)
    );
  }
  parts() {
    const pictures = [this.noisy.el, this.guess.el, this.looks.el, this.told];
    const seen = stage([
      h("div", { class: "lab-pictures lab-three attention-pictures" }, pictures),
      this.scrubber
    ]);
    return [h("div", { class: "lab-beside" }, seen, this.settingsPart()), this.draws.el];
  }
  settingsPart() {
    const examples = Array.from({ length: this.N }, (_, m) => thumbnail(this.shape, this.image(m)));
    this.layerBox = h("div", { class: "attention-layer" }, this.layer.el, this.until.el);
    this.fitNet();
    return h(
      "section",
      {},
      this.verdict,
      h("div", { class: "lab-settings" }, this.net.el, this.layerBox),
      head("Pairs that the networks have seen"),
      h("div", { class: "attention-examples" }, examples),
      h("p", { class: "lab-note" }, "Both socks always have one colour; nothing else is shared.")
    );
  }
  get task() {
    return "sample";
  }
  /** Whether a network has a layer of attention. @param {string} net */
  layered(net) {
    return this.settings.nets[net].config.kind === "AttentionResNet";
  }
  /** What a network without a layer is not asked is as it always is. @returns {Params} */
  params() {
    const { nets, palette, steps } = this.settings, net = this.net.value, { config, from, count } = nets[net];
    const set = this.layered(net) ? { layer: (
      /** @type {Layer} */
      this.layer.value
    ), until: this.until.value } : { layer: "before", until: steps };
    return { net, ...set, steps, placed: { config, from, count }, palette, shape: this.shape };
  }
  noise() {
    return normals(this.seed.value, this.imageSize);
  }
  /** Another network, or its layer on at other steps. */
  turned() {
    this.fitNet();
    this.start("stay");
  }
  fitNet() {
    if (this.layerBox) this.layerBox.hidden = !this.layered(this.net.value);
    this.until.set(this.until.value);
  }
  // ---------------------------------------------------------------- settings from outside
  /** @returns {Record<string, Control>} */
  controls() {
    const { steps, ...run } = super.controls(), [, H, W] = this.shape;
    return {
      net: this.fitting(this.net),
      layer: this.fitting(this.layer),
      until: this.until,
      ...run,
      row: this.chosen.control("row", wholeIn(1, H)),
      column: this.chosen.control("column", wholeIn(1, W))
    };
  }
  /** A choice that decides what else is shown. @param {Choice} each @returns {Control} */
  fitting(each) {
    return {
      get value() {
        return each.value;
      },
      set: (wanted) => {
        each.set(String(wanted));
        this.fitNet();
      }
    };
  }
  /** @param {string} then @param {string} note @param {Record<string, Value>} [values] */
  answer(then, note, values) {
    super.answer(then, note, values);
    if (this.frame) this.pick(false);
  }
  /** A setting that pictures were drawn with. @param {Asked} asked */
  back({ net, layer, until }) {
    this.set({ net, layer, until }, "stay");
  }
  /** @param {number} seed */
  showSeed(seed) {
    this.seed.set(seed);
    this.start("stay");
  }
  /** @param {Params & { data: string, seed: number, shape: Shape }} run */
  script(run) {
    return python({ ...run, layered: this.layered(run.net) });
  }
  canvases() {
    const { frame, last, shape, result } = this;
    return frame ? [thumbnail(shape, last && result ? result.z : frame.guess)] : [];
  }
  // ---------------------------------------------------------------- a run and its end
  /** @param {number} done part of what is under way */
  progress(done) {
    this.root.style.setProperty("--done", String(done));
    this.root.dataset.long = "";
  }
  /** @param {Then} then @param {string} [note] */
  start(then, note) {
    super.start(then, note);
    delete this.root.dataset.long;
    this.draws.show();
  }
  /** @param {Job<Params, Moment>} job @param {Stepped} message */
  took(job, { step, steps, sigma, ms, arrays: { z, x0_hat, looks } }) {
    job.frames.push({ sigma, z, guess: x0_hat, looks });
    if (ms > LONG) this.progress((step + 1) / steps);
  }
  /** @param {Job<Params, Moment>} job @param {Heard & Verdict} message */
  finish(job, { arrays: { z }, colours: colours2, consistent, agreement, ms }) {
    delete this.root.dataset.long;
    this.result = { z, colours: colours2, consistent, agreement };
    this.socks = socksOf(z, this.settings.palette, this.shape);
    this.reveal(job, { ...job.frames[job.frames.length - 1], sigma: 0, z }, ms);
  }
  ended() {
    delete this.root.dataset.long;
  }
  /** @param {Job<Params, Moment>} job @param {number} ms */
  record(job, ms) {
    if (!this.result) return;
    const { z, ...verdict } = this.result, kept = this.kept(job, ms, ["z", "sigma"]);
    this.state = {
      ...kept,
      ...verdict,
      result: z,
      x0_hat: job.frames.map((moment) => moment.guess),
      tally: this.draws.numbers()
    };
    this.recordPixel();
  }
  /** Of the pixel in view: where it looks at each step, and shares of that. */
  recordPixel() {
    const { shown, p, socks } = this, rows = (shown?.frames ?? []).map((moment) => this.rowOf(moment)), W = this.shape[2];
    this.state = {
      ...this.state,
      pixel: p,
      looks: rows.map((row) => row ?? null),
      shares: rows.map((row) => row ? shares(row, p, socks, W) : null)
    };
  }
  /** @param {Job<Params, Moment>} job @param {number} ms */
  showResult({ params: { steps }, seed, note }, ms) {
    if (!this.result) return;
    const words = this.verdictWords(this.result);
    this.verdict.textContent = words;
    this.draws.show();
    this.say(`${note} Seed ${seed}: ${words} ${some(steps, "step")}, ${this.spent(ms)}.`.trim());
  }
  /** @param {Verdict} verdict */
  verdictWords(verdict) {
    const [left, right] = verdict.colours.map((k) => this.colourName(k)), kind = kindOf(verdict);
    if (kind === "same") return `One colour: both socks are ${left}.`;
    if (kind === "differ") return `Two colours: ${left} on the left, ${right} on the right.`;
    const none = "no clean colour";
    return `Unclear: ${left ?? none} on the left, ${right ?? none} on the right.`;
  }
  /** @param {number | null} k */
  colourName(k) {
    return k === null ? void 0 : Object.keys(this.settings.palette.colours)[k];
  }
  // ---------------------------------------------------------------- what is in view
  openAt() {
    return Math.round(0.25 * (this.frames.length - 1));
  }
  /** @param {Moment} moment @param {boolean} last */
  viewState(moment, last) {
    const { sigma, z, guess } = moment;
    this.frame = moment;
    this.last = last;
    this.noisy.set(tame(z, sigma), last ? "no noise left" : `σ = ${show(sigma)}`);
    this.guess.set(last ? z : guess, { margin: 0, torus: false, lit: () => true });
    this.guess.lines("", []);
    this.guess.note.textContent = last ? "the picture" : "if it had to stop now";
    this.pick(false);
  }
  /** The pixel in view. */
  get p() {
    const { chosen } = this;
    return (chosen.number("row") - 1) * this.shape[2] + chosen.number("column") - 1;
  }
  /** Where the pixel in view looks; nothing where the layer is off. @param {Moment} moment */
  rowOf({ looks }) {
    const area = this.shape[1] * this.shape[2];
    return looks?.slice(this.p * area, (this.p + 1) * area);
  }
  /** @param {number} p @param {boolean} aloud */
  choose(p, aloud) {
    const W = this.shape[2];
    this.chosen.put("row", Math.floor(p / W) + 1);
    this.chosen.put("column", p % W + 1);
    this.pick(aloud);
  }
  /** Shows the pixel in view. @param {boolean} aloud */
  pick(aloud) {
    if (!this.frame || !this.shown) return;
    const row = this.rowOf(this.frame), words = this.pixelWords(row);
    if (row) this.drawAttention(row);
    else this.drawField(this.frame.guess);
    for (const grid of [this.guess, this.looks]) grid.mark(this.p);
    this.guess.box.setAttribute("aria-label", `Guess. ${words} ${MOVES}`);
    this.looks.box.setAttribute("aria-label", `Where it looks. ${words} ${MOVES}`);
    this.told.textContent = words;
    this.recordPixel();
    if (aloud) this.say(words);
  }
  /** @param {Floats | undefined} row */
  pixelWords(row) {
    const { p, socks, shape, settings, shown } = this, net = shown?.params.net ?? "", { field } = settings.nets[net];
    return told({ p, socks, row, layered: this.layered(net), field, shape });
  }
  /** @param {Floats} row */
  drawAttention(row) {
    const { looks, socks } = this, most = Math.max(...row);
    looks.set(heatPicture(row), { margin: 0, torus: false, lit: () => true });
    looks.lines(
      "",
      [],
      "",
      looks.outline((i, j) => looks.inside(i, j) && socks[looks.pixel(i, j)])
    );
    looks.note.textContent = `dark: up to ${percent(most)} on a pixel`;
  }
  /** The guess behind the field of the pixel in view. @param {Floats} guess */
  drawField(guess) {
    const { looks, p, settings, shown } = this, W = this.shape[2], { field } = settings.nets[shown?.params.net ?? ""], [i0, j0] = [Math.floor(p / W), p % W];
    looks.set(guess, {
      margin: 0,
      torus: false,
      lit: (_, i, j) => Math.max(Math.abs(i - i0), Math.abs(j - j0)) <= (field - 1) / 2
    });
    looks.lines("", looks.frames(p, field));
    looks.note.textContent = `no attention: a window of ${field} × ${field}`;
  }
};
var view_default = widget(AttentionLab, worker_default);
export default view_default;
