// sha256 of sources and bundler: fa4120488e926e4be8cdfd81c826f2cc500ea7555c865e389902cb8bcbc80a67
const ENGINE = "\"use strict\";\n// shared/engine/checks.js\nfunction need(ok, message) {\n  if (!ok) throw new Error(message);\n}\nfunction checkCount(n, name, low, high) {\n  need(\n    Number.isInteger(n) && n >= low && n <= high,\n    `${name} must be a whole number from ${low} to ${high}, got ${n}`\n  );\n}\nfunction checkNoise(noise, count) {\n  need(noise?.length === count, `noise must hold ${count} numbers, got ${noise?.length ?? 0}`);\n  need(noise.every(Number.isFinite), \"noise must be finite\");\n}\nfunction checkChoice(value, allowed, name) {\n  need(allowed.includes(value), `${name} must be one of ${allowed.join(\", \")}, got '${value}'`);\n}\n\n// shared/engine/pace.js\nvar REST = 12;\n\n// shared/engine/posterior.js\nvar Dictionary = class _Dictionary {\n  /**\n   * @param {Float32Array} keys\n   * @param {number} D\n   * @param {Float64Array} [half]\n   * @param {number} [M]\n   */\n  constructor(keys, D, half, M = keys.length / D) {\n    this.keys = keys;\n    this.D = D;\n    this.M = M;\n    this.half = half ?? Float64Array.from({ length: M }, (_, m) => dot(keys, m * D, keys, m * D, D) / 2);\n  }\n  /** The first n keys of these. @param {number} n */\n  first(n) {\n    return new _Dictionary(this.keys, this.D, this.half, n);\n  }\n};\nfunction dot(a, i, b, j, n) {\n  let s = 0;\n  for (let p = 0; p < n; p++) s += a[i + p] * b[j + p];\n  return s;\n}\n\n// shared/engine/store.js\nvar images = new Dictionary(new Float32Array(0), 1);\nvar given = new Uint8Array(0);\nfunction keep(bytes, D, network = new Uint8Array(0)) {\n  images = new Dictionary(\n    Float32Array.from(bytes, (b) => b / 127.5 - 1),\n    D\n  );\n  given = network;\n}\n\n// shared/engine/inbox.js\nvar scope = (\n  /** @type {Scope} */\n  /** @type {unknown} */\n  globalThis\n);\nvar cancelled = /* @__PURE__ */ new Set();\nvar waiting = [];\nvar pump = new MessageChannel();\npump.port1.onmessage = () => waiting.shift()?.();\nvar rest = () => new Promise((go) => {\n  waiting.push(go);\n  pump.port2.postMessage(0);\n});\nfunction post(id, message, arrays) {\n  const names = Object.keys(arrays), buffers = names.map((name) => Float32Array.from(arrays[name]));\n  scope.postMessage(\n    { id, ...message, names, buffers },\n    buffers.map((b) => b.buffer)\n  );\n}\nasync function work(jobs, { id, task, params, buffers }) {\n  checkChoice(task, Object.keys(jobs), \"task\");\n  await rest();\n  if (cancelled.delete(id)) return post(id, { type: \"cancelled\" }, {});\n  let since = performance.now();\n  for (const [message, arrays] of jobs[task](params, buffers)) {\n    if (performance.now() - since > REST) {\n      await rest();\n      since = performance.now();\n    }\n    if (cancelled.delete(id)) return post(id, { type: \"cancelled\" }, {});\n    post(id, message, arrays);\n  }\n}\nfunction serve(jobs) {\n  scope.onmessage = ({ data }) => {\n    if (data.type === \"data\") keep(data.bytes, data.D, data.weights);\n    else if (data.type === \"cancel\") cancelled.add(data.job);\n    else\n      work(jobs, data).catch(\n        (error) => post(data.id, { type: \"error\", message: error.message }, {})\n      );\n  };\n}\n\n// shared/state/pictures.js\nvar wrap = (i, n) => (i % n + n) % n;\n\n// turing/field.js\nfunction dab(fields, n, { x, y, r, state }) {\n  for (let dy = -r; dy <= r; dy++) {\n    for (let dx = -r; dx <= r; dx++) {\n      if (dx * dx + dy * dy > r * r) continue;\n      const p = wrap(y + dy, n) * n + wrap(x + dx, n);\n      [fields[p], fields[p + n * n]] = state;\n    }\n  }\n}\nfunction level(out, noise, { rest: rest2, start, amplitude }) {\n  const area = out.length / 2;\n  for (let p = 0; p < out.length; p++) {\n    const s = p < area ? 0 : 1;\n    out[p] = start === \"fed_patch\" ? (1 - s) * (1 + amplitude * noise[p]) : rest2[s] + amplitude * noise[p];\n  }\n}\n\n// turing/models.js\nfunction fed({ F, k }) {\n  const inside = 1 - 4 * (F + k) * (F + k) / F, u = inside >= 0 ? (1 - Math.sqrt(inside)) / 2 : 1;\n  return [u, F * (1 - u) / (F + k)];\n}\nvar REST2 = {\n  Schnakenberg: ({ a, b }) => [a + b, b / ((a + b) * (a + b))],\n  GiererMeinhardt: ({ mu }) => [mu, mu],\n  GrayScott: fed,\n  FitzHughNagumo: ({ kappa }) => [Math.cbrt(kappa), Math.cbrt(kappa)],\n  BarrioVareaMaini: () => [0, 0]\n};\nvar EMPTY = [1, 0];\nfunction potOf(rest2, { lift = [0, 0], paint, erase }, kind) {\n  if (kind === \"erase\") return erase ?? rest2;\n  return paint ?? [rest2[0] + lift[0], rest2[1] + lift[1]];\n}\n\n// turing/past.js\nvar MOST = 60;\nvar LONGEST = 1500;\nvar DRAWN = [\"clear\", \"noise\"];\nvar PLACE = /^\\d{1,3},\\d{1,3},\\d{1,2},(paint|erase)(,\\d{1,3},\\d{1,3})*$/;\nvar NUMBER = /^-?\\d+(\\.\\d+)?(e-?\\d+)?$/;\nvar FORMS = \"400:Dv=7, 800:dab=12,30,4,paint, 900:clear or 950:noise\";\nfunction need2(ok, message) {\n  if (!ok) throw new Error(message);\n}\nvar draws = (marks) => 1 + marks.filter(({ name }) => DRAWN.includes(name)).length;\nfunction read(part) {\n  const [, at, name, , value] = /^(\\d{1,6}):(\\w+)(=(.+))?$/.exec(part) ?? [];\n  if (DRAWN.includes(name) && value === void 0) return { at: +at, name };\n  if (name === \"dab\" && PLACE.test(value)) {\n    const [x, y, r, kind, ...more] = value.split(\",\"), places = [x, y, ...more].map(Number);\n    const points = places.flatMap((p, i) => i % 2 ? [] : [[p, places[i + 1]]]);\n    return { at: +at, name, dab: { points, r: +r, kind } };\n  }\n  const turned = name !== \"dab\" && !DRAWN.includes(name) && NUMBER.test(value);\n  need2(turned, `a mark of past must be like ${FORMS}, got '${part}'`);\n  return { at: +at, name, value: +value };\n}\nfunction check({ at, name, value = 0, dab: dab2 }, { names, steps, side, ranges }) {\n  const known = name === \"dab\" || DRAWN.includes(name) || names.includes(name);\n  need2(known, `past must name parameters of the model, ${names.join(\", \")}, got ${name}`);\n  const [low, high] = ranges?.[name] ?? [-Infinity, Infinity];\n  need2(low <= value && value <= high, `${name} must be from ${low} to ${high}, got ${value}`);\n  need2(at <= steps, `past must end within the ${steps} steps of the run, got a mark at ${at}`);\n  const inside = !dab2 || dab2.r <= 24 && dab2.points.flat().every((p) => p < side);\n  need2(inside, `a dab must lie on the ${side} x ${side} points of the dish, its radius at most 24`);\n}\nfunction parse(text, bounds) {\n  need2(typeof text === \"string\", `past must be a text, got ${text}`);\n  const parts2 = text ? text.split(\"/\") : [];\n  const size = `${parts2.length} and ${text.length}`;\n  need2(\n    parts2.length <= MOST && text.length <= LONGEST,\n    `past must have at most ${MOST} marks and ${LONGEST} characters, got ${size}`\n  );\n  const marks = parts2.map(read);\n  marks.forEach((mark, i) => {\n    check(mark, bounds);\n    need2(!i || mark.at >= marks[i - 1].at, `past must be in the order of steps, got '${text}'`);\n  });\n  return marks;\n}\n\n// turing/engine.js\nvar REACTIONS = {\n  Schnakenberg: ({ a, b }) => ({\n    jacobian: (u, v) => [2 * u * v - 1, u * u, -2 * u * v, -u * u],\n    react(u, v, f, g) {\n      for (let i = 0; i < u.length; i++) {\n        const made = u[i] * u[i] * v[i];\n        f[i] = a - u[i] + made;\n        g[i] = b - made;\n      }\n    }\n  }),\n  GiererMeinhardt: ({ mu }) => ({\n    jacobian: (u, v) => [2 * u / v - 1, -(u / v) * (u / v), 2 * u, -mu],\n    react(u, v, f, g) {\n      for (let i = 0; i < u.length; i++) {\n        const square = u[i] * u[i];\n        f[i] = square / v[i] - u[i];\n        g[i] = square - mu * v[i];\n      }\n    }\n  }),\n  GrayScott: ({ F, k }) => ({\n    jacobian: (u, v) => [-v * v - F, -2 * u * v, v * v, 2 * u * v - F - k],\n    react(u, v, f, g) {\n      for (let i = 0; i < u.length; i++) {\n        const eaten = u[i] * v[i] * v[i];\n        f[i] = F * (1 - u[i]) - eaten;\n        g[i] = eaten - (F + k) * v[i];\n      }\n    }\n  }),\n  FitzHughNagumo: ({ theta, kappa }) => ({\n    jacobian: (u) => [1 - 3 * u * u, -1, 1 / theta, -1 / theta],\n    react(u, v, f, g) {\n      for (let i = 0; i < u.length; i++) {\n        f[i] = u[i] - u[i] * u[i] * u[i] - v[i] + kappa;\n        g[i] = (u[i] - v[i]) / theta;\n      }\n    }\n  }),\n  BarrioVareaMaini: ({ alpha, beta, r1, r2 }) => ({\n    jacobian(u, v) {\n      const inU = alpha * r1 * v * v + r2 * v, inV = 2 * alpha * r1 * u * v + r2 * u;\n      return [alpha - inU, 1 - inV, inU - alpha, beta + inV];\n    },\n    react(u, v, f, g) {\n      for (let i = 0; i < u.length; i++) {\n        const cubic = alpha * r1 * u[i] * v[i] * v[i], quadratic = r2 * u[i] * v[i];\n        f[i] = alpha * u[i] + v[i] - cubic - quadratic;\n        g[i] = beta * v[i] - alpha * u[i] + cubic + quadratic;\n      }\n    }\n  })\n};\nfunction makeModel(name, values) {\n  checkChoice(name, Object.keys(REACTIONS), \"model\");\n  for (const [key, x] of Object.entries(values))\n    need(Number.isFinite(x), `${key} must be finite, got ${x}`);\n  const { Du, Dv } = values;\n  return { ...REACTIONS[name](values), name, rest: REST2[name](values), Du, Dv };\n}\nfunction parts({ jacobian, rest: rest2, Du, Dv }) {\n  const [fu, fv, gu, gv] = jacobian(...rest2);\n  return {\n    trace: fu + gv,\n    det: fu * gv - fv * gu,\n    tilt: Dv * fu + Du * gv,\n    product: Du * Dv,\n    sum: Du + Dv\n  };\n}\nfunction growthRate({ trace, det, tilt, product, sum }, k) {\n  const q = k * k, t = trace - q * sum, d = det - q * tilt + q * q * product;\n  return (t + Math.sqrt(Math.max(0, t * t - 4 * d))) / 2;\n}\nvar conditions = ({ trace, det, tilt, product }) => [\n  trace < 0,\n  det > 0,\n  tilt > 0,\n  tilt * tilt > 4 * product * det\n];\nfunction unstableBand({ det, tilt, product }) {\n  const root = Math.sqrt(tilt * tilt - 4 * product * det);\n  return [Math.sqrt((tilt - root) / (2 * product)), Math.sqrt((tilt + root) / (2 * product))];\n}\nfunction fastestMode({ jacobian, rest: rest2, Du, Dv }) {\n  const [fu, fv, gu, gv] = jacobian(...rest2), [a, Da, i, Di] = fu > gv ? [fu, Du, gv, Dv] : [gv, Dv, fu, Du];\n  return Math.sqrt(((Da + Di) * Math.sqrt(-fv * gu / (Da * Di)) - a + i) / (Di - Da));\n}\nfunction stableDt({ jacobian, rest: rest2, Du, Dv }, dx, stencil) {\n  const [fu, fv, gu, gv] = jacobian(...rest2), top = (stencil === \"nine\" ? 16 / 3 : 8) / (dx * dx);\n  const still = (fu + gv) / 2, whole = fu * gv - fv * gu, inner2 = still * still - whole;\n  const damped = still < -0.01 * (inner2 < 0 ? Math.sqrt(whole) : Math.abs(still) + Math.sqrt(inner2));\n  let least = Infinity;\n  for (let i = 0; i < 200; i++) {\n    const q = top * i / 199, a = fu - q * Du, d = gv - q * Dv, half = (a + d) / 2, det = a * d - fv * gu;\n    const inside = half * half - det;\n    least = Math.min(\n      least,\n      inside < 0 ? damped ? -half / det : 1 / Math.sqrt(det) : 1 / (Math.abs(half) + Math.sqrt(inside))\n    );\n  }\n  return 2 * least;\n}\nfunction pad(x, n, boundary) {\n  const P = n + 2, wrap2 = boundary === \"periodic\", before = wrap2 ? n : 1, after = wrap2 ? 1 : n;\n  for (let r = P; r < P * (n + 1); r += P) {\n    x[r] = x[r + before];\n    x[r + n + 1] = x[r + after];\n  }\n  x.copyWithin(0, before * P, before * P + P);\n  x.copyWithin((n + 1) * P, after * P, after * P + P);\n  return x;\n}\nfunction bordered(x, n) {\n  const out = new Float64Array((n + 2) * (n + 2));\n  for (let r = 0; r < n; r++) out.set(x.subarray(r * n, r * n + n), (r + 1) * (n + 2) + 1);\n  return out;\n}\nfunction inner(x, n, out, at) {\n  for (let r = 0; r < n; r++)\n    out.set(x.subarray((r + 1) * (n + 2) + 1, (r + 1) * (n + 2) + 1 + n), at + r * n);\n}\nfunction around(x, i, P, nine) {\n  const near = x[i + 1] + x[i - 1] + x[i + P] + x[i - P];\n  return nine ? (4 * near + (x[i + P + 1] + x[i + P - 1] + x[i - P + 1] + x[i - P - 1])) / 6 : near;\n}\nfunction links(mask, n, boundary, nine) {\n  if (!mask) return null;\n  const inside = pad(\n    bordered(\n      mask.map((m) => +(m > 0)),\n      n\n    ),\n    n,\n    boundary\n  ), weight = new Float64Array(inside.length);\n  for (let r = 1; r <= n; r++)\n    for (let c = 1; c <= n; c++)\n      weight[r * (n + 2) + c] = around(inside, r * (n + 2) + c, n + 2, nine);\n  return { inside, weight };\n}\nfunction advance(x, made, next, { rate, h, n, nine, link }) {\n  const P = n + 2, total = nine ? 20 / 6 : 4, y = link ? x.map((v, i) => v * link.inside[i]) : x;\n  for (let r = 1; r <= n; r++)\n    for (let i = r * P + 1, end = i + n; i < end; i++) {\n      const change = (around(y, i, P, nine) - (link ? link.weight[i] : total) * x[i]) * rate + made[i];\n      next[i] = x[i] + (link ? change * link.inside[i] : change) * h;\n    }\n}\nfunction begin({ rest: rest2 }, noise, n, { start, amplitude }) {\n  const area = n * n, out = new Float64Array(2 * area), edge = n - 20 >> 1;\n  level(out, noise, { rest: rest2, start, amplitude });\n  if (start !== \"fed_patch\") return out;\n  for (let row = edge; row < edge + 20; row++)\n    for (let p = row * n + edge; p < row * n + edge + 20; p++) {\n      out[p] = 0.5 * (1 + amplitude * noise[p]);\n      out[p + area] = 0.25 * (1 + amplitude * noise[p + area]);\n    }\n  return out;\n}\nfunction transform([re, im], n, count) {\n  const rows = re.length / n, out = [new Float64Array(rows * count), new Float64Array(rows * count)];\n  const cos = Float64Array.from({ length: n }, (_, i) => Math.cos(2 * Math.PI * i / n));\n  const sin = Float64Array.from({ length: n }, (_, i) => Math.sin(2 * Math.PI * i / n));\n  for (let r = 0; r < rows; r++)\n    for (let c = 0; c < count; c++) {\n      let a = 0, b = 0;\n      for (let p = r * n, t = 0; p < (r + 1) * n; p++) {\n        a += re[p] * cos[t] + im[p] * sin[t];\n        b += im[p] * cos[t] - re[p] * sin[t];\n        t = (t + c) % n;\n      }\n      out[0][c * rows + r] = a;\n      out[1][c * rows + r] = b;\n    }\n  return out;\n}\nfunction measuredWavelength(x, n, dx) {\n  const mean = x.reduce((a, b) => a + b, 0) / n / n, half = (n >> 1) + 1, unit = 1 / (n * dx), step = 2 * Math.PI / (dx * n);\n  const [re, im] = transform(\n    transform([x.map((v) => v - mean), new Float64Array(n * n)], n, half),\n    n,\n    n\n  );\n  const axis = Float64Array.from(\n    { length: n },\n    (_, i) => 2 * Math.PI * ((i < n / 2 ? i : i - n) * unit)\n  ), rings = new Float64Array(n);\n  const k = re.map(\n    (_, i) => Math.sqrt(\n      axis[Math.floor(i / half)] * axis[Math.floor(i / half)] + axis[i % half] * axis[i % half]\n    )\n  );\n  const power = re.map(\n    (a, i) => (i % half && 2 * (i % half) < n ? 2 : 1) * (a * a + im[i] * im[i])\n  );\n  power.forEach((p, i) => {\n    rings[Math.round(k[i] / step)] += p;\n  });\n  const peak = step * rings.indexOf(Math.max(...rings)), near = (far) => far > Math.SQRT1_2 + 1e-9 && far < Math.SQRT2 - 1e-9;\n  let sum = 0, weighted = 0;\n  power.forEach((p, i) => {\n    if (!near(k[i] / peak)) return;\n    sum += p;\n    weighted += p * k[i];\n  });\n  return 2 * Math.PI * sum / weighted;\n}\nvar CHUNK = 500;\nvar LONGEST2 = 1e5;\nfunction* evolve(params, [given2, mask]) {\n  const { n, marks, model, how } = checked(params, given2), area = n * n;\n  const dish = { model, values: params.values, n, fields: new Float64Array(2 * area), tau: 0 };\n  const first = given2.subarray(0, 2 * area);\n  dish.fields.set(params.start ? begin(model, first, n, how) : first);\n  let done = 0, drawn = 1;\n  for (const mark of [...marks, { at: params.steps, name: \"end\" }]) {\n    yield* march(dish, params, mask, { from: done, to: mark.at });\n    done = mark.at;\n    apply(\n      dish,\n      mark,\n      how,\n      params.paints,\n      () => given2.subarray(2 * area * drawn, 2 * area * ++drawn)\n    );\n  }\n  const { fields, tau, model: last } = dish;\n  need(\n    fields.every((x) => Math.abs(x) < 1e30),\n    `the field overflowed by step ${params.steps} of dt = ${dt(last, params).toPrecision(4)}: from this start the reaction grows without bound, or it needs a shorter dt`\n  );\n  const said = params.theory ? { theory: theory(last, params, n) } : {}, found = measure(fields, n, params);\n  yield [{ type: \"done\", dt: dt(last, params), tau, ...said, ...found }, { fields }];\n}\nfunction checked(params, given2) {\n  const { steps, dx, stencil, boundary, start = \"near_rest\", amplitude = 0.01 } = params;\n  checkCount(steps, \"steps\", 0, LONGEST2);\n  const model = makeModel(params.model, params.values), names = Object.keys(params.values), count = draws(parse(params.past ?? \"\", { names, steps, side: Infinity })), n = Math.sqrt((given2?.length ?? 0) / 2 / count);\n  need(Number.isInteger(n) && n >= 3, `fields must hold 2 n^2 numbers, got ${given2?.length ?? 0}`);\n  checkNoise(given2, 2 * n * n * count);\n  need(Number.isFinite(dx) && dx > 0, `dx must be finite and > 0, got ${dx}`);\n  checkChoice(boundary, [\"periodic\", \"no-flux\"], \"boundary\");\n  checkChoice(stencil, [\"five\", \"nine\"], \"stencil\");\n  const marks = parse(params.past ?? \"\", { names, steps, side: n });\n  return { n, marks, model, how: { start, amplitude } };\n}\nvar dt = (model, { dx, stencil }) => 0.9 * stableDt(model, dx, stencil);\nfunction* march(dish, params, mask, { from, to }) {\n  const { model, n, fields } = dish, { boundary, dx, steps } = params, area = n * n, nine = params.stencil === \"nine\", h = dt(model, params);\n  const grid = { h, n, nine, link: links(mask, n, boundary, nine) };\n  let u = bordered(fields.subarray(0, area), n), v = bordered(fields.subarray(area), n);\n  let u2 = u.slice(), v2 = v.slice();\n  const f = u.slice(), g = u.slice();\n  for (let done = from + 1; done <= to; done++, dish.tau += h) {\n    pad(u, n, boundary);\n    pad(v, n, boundary);\n    model.react(u, v, f, g);\n    advance(u, f, u2, { ...grid, rate: model.Du / (dx * dx) });\n    advance(v, g, v2, { ...grid, rate: model.Dv / (dx * dx) });\n    [u, u2, v, v2] = [u2, u, v2, v];\n    if ((done - from) % CHUNK === 0 && done < steps) yield [{ type: \"step\", step: done }, {}];\n  }\n  inner(u, n, fields, 0);\n  inner(v, n, fields, area);\n}\nfunction apply(dish, { name, value, dab: marks }, how, paints, draw) {\n  const { fields, n } = dish, { rest: rest2 } = dish.model;\n  if (value !== void 0) {\n    dish.values = { ...dish.values, [name]: value };\n    dish.model = makeModel(dish.model.name, dish.values);\n  }\n  for (const [x, y] of marks?.points ?? [])\n    dab(fields, n, { x, y, r: marks?.r ?? 0, state: potOf(rest2, paints ?? {}, marks?.kind ?? \"\") });\n  if (name === \"clear\") level(fields, draw(), { rest: rest2, ...how });\n  if (name === \"noise\") {\n    const noise = draw();\n    for (let p = 0; p < fields.length; p++) fields[p] += how.amplitude * noise[p];\n  }\n}\nfunction theory(own, { k_max, state = \"rest\", ...grid }, n) {\n  checkChoice(state, [\"rest\", \"empty\"], \"state\");\n  const model = { ...own, rest: state === \"empty\" ? EMPTY : own.rest }, p = parts(model), held = conditions(p), grows = held.every(Boolean);\n  const curve = Array.from({ length: 120 }, (_, i) => growthRate(p, k_max * i / 119));\n  return {\n    rest: own.rest,\n    at: model.rest,\n    conditions: held,\n    curve,\n    ...grows ? fastest(p, fastestMode(model)) : NOTHING,\n    fits: Math.max(...waves(n, grid).map((k) => growthRate(p, k)))\n  };\n}\nfunction waves(n, { dx, stencil, boundary }) {\n  const torus = boundary === \"periodic\", unit = (torus ? 2 : 1) * Math.PI / n, most = torus ? n >> 1 : n - 1, cos = Array.from({ length: most + 1 }, (_, i) => Math.cos(unit * i));\n  const total = (a, b) => stencil === \"nine\" ? (20 - 8 * (a + b) - 4 * a * b) / 6 : 4 - 2 * (a + b);\n  return cos.flatMap((a, i) => cos.slice(i).map((b) => Math.sqrt(Math.max(0, total(a, b))) / dx));\n}\nvar NOTHING = { band: null, k: null, wavelength: null, growth: null };\nvar fastest = (parts2, k) => ({\n  band: unstableBand(parts2),\n  k,\n  wavelength: 2 * Math.PI / k,\n  growth: growthRate(parts2, k)\n});\nfunction measure(fields, n, { dx, channel = null }) {\n  if (channel === null) return {};\n  const length = measuredWavelength(fields.subarray(channel * n * n, (channel + 1) * n * n), n, dx);\n  return { measured: Number.isFinite(length) ? length : null };\n}\n\n// turing/worker.js\nvar JOBS = { evolve };\nserve(JOBS);\n";
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
function settled(f, ms = 500) {
  let timer;
  return (...values) => {
    clearTimeout(timer);
    timer = window.setTimeout(() => f(...values), ms);
  };
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
  async copy(text, what, level2 = false) {
    this.level.hidden = !level2;
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
  embed(level2 = "lab") {
    const title = this.lab.root.getAttribute("aria-label") ?? "";
    const source = this.lab.ownAddress({ level: level2 }).replaceAll("&", "&amp;");
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

// shared/view/stage.js
function stage(parts, name = "") {
  const el = h("div", { class: `lab-stage ${name}`.trim() }, parts);
  new ResizeObserver(() => {
    el.style.setProperty("--lab-tall", `${Math.ceil(el.offsetHeight)}px`);
  }).observe(el);
  return el;
}

// turing/around.js
function watch(el, on) {
  const eye = new IntersectionObserver(([entry]) => on.looked(entry.isIntersecting)), themes = new MutationObserver(() => on.recolour()), media = ["print", "(forced-colors: active)"].map((query) => matchMedia(query)), woke = () => on.woke();
  eye.observe(el);
  for (const each of [document.documentElement, document.body])
    themes.observe(each, { attributes: true });
  for (const medium of media) medium.onchange = () => on.recolour();
  document.addEventListener("visibilitychange", woke);
  return () => {
    eye.disconnect();
    themes.disconnect();
    for (const medium of media) medium.onchange = null;
    document.removeEventListener("visibilitychange", woke);
  };
}

// shared/state/drawn.js
function between([x0, y0], [x, y], radius) {
  const count = Math.ceil(Math.hypot(x - x0, y - y0) / Math.max(1, radius / 2)) || 1;
  return Array.from({ length: count }, (_, i) => [
    x0 + (x - x0) * (i + 1) / count,
    y0 + (y - y0) * (i + 1) / count
  ]);
}

// turing/brush.js
var HINT = "Arrow keys move the brush, with Shift in longer steps. Space paints. E changes between paint and erase.";
var FINGER = "With a finger paint sideways; up and down scrolls the page.";
var AIM = 24;
var WORDS = { paint: "Paint", erase: "Erase" };
var KINDS = Object.keys(WORDS);
var Brush = class {
  /** @type {number[] | undefined} */
  last;
  // of a stroke under way
  held = false;
  // a finger has touched and not moved
  /**
   * @param {State} state of the lab
   * @param {number} side of the grid
   * @param {HTMLCanvasElement} canvas
   * @param {HTMLElement} ruler
   * @param {Canvas} on
   */
  constructor(state, side, canvas, ruler, on) {
    this.side = side;
    this.canvas = canvas;
    this.on = on;
    this.x = side >> 1;
    this.y = side >> 1;
    this.ring = h("div", { class: "turing-ring", "aria-hidden": "true" });
    this.stage = this.makeStage(ruler);
    this.state = state;
    this.kinds = makeKinds(state);
    this.finger = h("p", { class: "lab-note turing-finger" }, FINGER);
    this.radius = rangeSlider({
      state,
      name: "radius",
      label: "Brush radius",
      low: 1,
      high: side >> 3,
      value: Math.round(side / 24),
      input: () => this.show()
    });
    this.show();
  }
  /** @param {HTMLElement} ruler */
  makeStage(ruler) {
    const hint = h("p", { class: "turing-hidden", id: unique() }, HINT);
    const about = { "aria-label": "Field to paint on", "aria-describedby": hint.id };
    const stage2 = h("div", { class: "turing-stage", tabindex: 0, role: "application", ...about }, [
      this.canvas,
      ruler,
      this.ring,
      hint
    ]);
    stage2.addEventListener("keydown", (event) => this.key(event));
    stage2.addEventListener("pointerdown", (event) => this.press(event));
    stage2.addEventListener("pointermove", (event) => this.move(event));
    stage2.addEventListener("pointerup", () => this.lift());
    stage2.addEventListener("pointercancel", () => {
      this.last = void 0;
      this.on.lifted();
    });
    return stage2;
  }
  get kind() {
    return this.state.text("brush");
  }
  /** What it is set to from outside. */
  controls() {
    const kind = (wanted) => KINDS.find((name) => name === wanted);
    return { radius: this.radius, brush: this.state.control("brush", kind) };
  }
  /** Where the pointer is, in points of the grid. @param {PointerEvent} event */
  at({ clientX, clientY }) {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    const part = [(clientX - left) / width, (clientY - top) / height];
    return part.map((share) => share * this.side - 0.5);
  }
  /**
   * A finger that moves up or down scrolls the page: its first touch paints only once it has moved
   * or been lifted
   * @param {PointerEvent} event
   */
  press(event) {
    if (event.button) return;
    this.stage.setPointerCapture(event.pointerId);
    this.last = this.at(event);
    this.held = event.pointerType === "touch";
    if (!this.held) this.stroke(this.last, this.last);
  }
  /** @param {PointerEvent} event */
  move(event) {
    const here = this.at(event);
    this.place(here);
    if (!this.last || this.held && this.mayScroll(this.last, here)) return;
    this.held = false;
    this.stroke(this.last, here);
  }
  /**
   * A finger that has moved a little, and not sideways.
   * @param {number[]} from @param {number[]} to
   */
  mayScroll([x, y], [toX, toY]) {
    const [across, down] = [Math.abs(toX - x), Math.abs(toY - y)], aim = AIM * this.side / this.canvas.clientWidth;
    return down >= across && down < aim;
  }
  lift() {
    if (this.last && this.held) this.stroke(this.last, this.last);
    this.last = void 0;
    this.on.lifted();
  }
  /** Dabs from one point to another. @param {number[]} from @param {number[]} to */
  stroke(from, to) {
    for (const [x, y] of between(from, to, this.radius.value)) this.on.touch(x, y);
    this.last = to;
  }
  /** @param {KeyboardEvent} event */
  key(event) {
    const step = event.shiftKey ? 8 : 2, n = this.side;
    const moves = {
      ArrowLeft: [-step, 0],
      ArrowRight: [step, 0],
      ArrowUp: [0, -step],
      ArrowDown: [0, step]
    };
    const by = moves[event.key];
    if (chord(event)) return;
    if (by) this.place([(this.x + by[0] + n) % n, (this.y + by[1] + n) % n]);
    else if (event.key === " " || event.key === "Enter") this.stamp();
    else if (event.key.toLowerCase() === "e") this.other();
    else return;
    event.preventDefault();
  }
  stamp() {
    const done = this.kind === "erase" ? "Erased" : "Painted";
    this.on.touch(this.x, this.y);
    this.on.lifted();
    this.on.announce(`${done} at column ${Math.round(this.x)}, row ${Math.round(this.y)}.`);
  }
  other() {
    this.state.put("brush", this.kind === "erase" ? "paint" : "erase");
    this.on.announce(this.kind === "erase" ? "The brush erases." : "The brush paints.");
  }
  /** @param {number[]} at */
  place([x, y]) {
    this.x = x;
    this.y = y;
    this.show();
  }
  /** Draws the ring that shows how far it reaches. */
  show() {
    const at = (v) => `${100 * (v + 0.5) / this.side}%`;
    const width = `${100 * (2 * this.radius.value + 1) / this.side}%`;
    Object.assign(this.ring.style, { left: at(this.x), top: at(this.y), width });
  }
};
function makeKinds(state) {
  const name = unique("lab-tool");
  const radios = KINDS.map(
    (value) => h("input", { type: "radio", name, value, onchange: () => state.put("brush", value) })
  );
  state.shownBy("brush", () => {
    for (const radio of radios) radio.checked = radio.value === state.get("brush");
  });
  state.put("brush", "paint");
  const tools = radios.map((radio) => h("label", {}, radio, h("span", {}, WORDS[radio.value])));
  return h(
    "fieldset",
    { class: "turing-kinds", "data-control": "brush", "aria-label": "Brush" },
    tools
  );
}

// turing/field.js
var long = (x) => x === null ? "none" : String(+x.toPrecision(3));
function apart(a, b) {
  let most = 0;
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs(a[i] - b[i]));
  return most;
}
function range(x) {
  let low = Infinity, high = -Infinity;
  for (let p = 0; p < x.length; p++) {
    low = Math.min(low, x[p]);
    high = Math.max(high, x[p]);
  }
  return [low, high];
}
function ranges(fields) {
  const half = fields.length / 2;
  return [range(fields.subarray(0, half)), range(fields.subarray(half))];
}
var away = (fields, state) => Math.max(...ranges(fields).flatMap(([a, b], s) => [state[s] - a, b - state[s]]));
var TILES = 3;
function patterned(x, n, contrast) {
  const low = new Float64Array(TILES * TILES).fill(Infinity), high = new Float64Array(TILES * TILES).fill(-Infinity);
  for (let p = 0; p < n * n; p++) {
    const row = Math.floor(Math.floor(p / n) * TILES / n), tile = row * TILES + Math.floor(p % n * TILES / n);
    low[tile] = Math.min(low[tile], x[p]);
    high[tile] = Math.max(high[tile], x[p]);
  }
  return 2 * high.filter((h2, i) => h2 - low[i] > contrast).length > TILES * TILES;
}
function dab(fields, n, { x, y, r, state }) {
  for (let dy = -r; dy <= r; dy++) {
    for (let dx = -r; dx <= r; dx++) {
      if (dx * dx + dy * dy > r * r) continue;
      const p = wrap(y + dy, n) * n + wrap(x + dx, n);
      [fields[p], fields[p + n * n]] = state;
    }
  }
}
function level(out, noise2, { rest, start, amplitude }) {
  const area = out.length / 2;
  for (let p = 0; p < out.length; p++) {
    const s = p < area ? 0 : 1;
    out[p] = start === "fed_patch" ? (1 - s) * (1 + amplitude * noise2[p]) : rest[s] + amplitude * noise2[p];
  }
}

// turing/caption.js
var UNTOLD = "This dish has been changed too often for a link to repeat it: there it would start anew.";
var Caption = class {
  constructor() {
    this.bar = h("i");
    this.length = h("span");
    const hidden = { "aria-hidden": "true", hidden: true };
    this.ruler = h("div", { class: "turing-ruler", ...hidden }, this.bar, this.length);
    this.lengths = h("strong", {}, " ");
    this.clock = h("span", {}, " ");
    this.untold = h("span", { hidden: true }, UNTOLD);
    this.el = h("p", { class: "turing-caption" }, this.lengths, this.clock, this.untold);
  }
  /** On the way of a long run. @param {number} step @param {number} steps */
  count(step, steps) {
    this.clock.textContent = `${show(step)} of ${show(steps)} steps`;
  }
  /** @param {{ count: number, tau: number, resting: boolean, told: { t?: number } }} dish */
  time({ count, tau, resting, told }) {
    const rests = resting ? ", at rest" : "";
    this.clock.textContent = `${show(count)} steps, time ${show(tau)}${rests}`;
    this.untold.hidden = told.t !== void 0;
  }
  /**
   * Shows both wavelengths, none measured where there is no pattern; returns them in words
   * @param {number | null} predicted @param {number | null} measured @param {number} whole the dish
   */
  waves(predicted, measured, whole) {
    const length = predicted ?? measured, found = predicted === null;
    const seen = measured === null ? "–" : long(measured);
    const words = `Wavelength: predicted ${long(predicted)}, measured ${seen}`;
    this.lengths.textContent = words;
    this.ruler.hidden = length === null || length > whole * 0.9;
    this.bar.style.width = `${100 * (length ?? 0) / whole}cqw`;
    this.length.textContent = length === null ? "" : `${found ? "measured " : ""}λ = ${long(length)}`;
    this.ruler.classList.toggle("turing-found", found);
    return words;
  }
};

// turing/models.js
function fed({ F, k }) {
  const inside = 1 - 4 * (F + k) * (F + k) / F, u = inside >= 0 ? (1 - Math.sqrt(inside)) / 2 : 1;
  return [u, F * (1 - u) / (F + k)];
}
var REST = {
  Schnakenberg: ({ a, b }) => [a + b, b / ((a + b) * (a + b))],
  GiererMeinhardt: ({ mu }) => [mu, mu],
  GrayScott: fed,
  FitzHughNagumo: ({ kappa }) => [Math.cbrt(kappa), Math.cbrt(kappa)],
  BarrioVareaMaini: () => [0, 0]
};
var EMPTY = [1, 0];
function potOf(rest, { lift = [0, 0], paint, erase }, kind) {
  if (kind === "erase") return erase ?? rest;
  return paint ?? [rest[0] + lift[0], rest[1] + lift[1]];
}

// turing/past.js
var MOST = 60;
var LONGEST = 1500;
var LAST = 1e5;
var LONG = "long";
var DRAWN = ["clear", "noise"];
var PLACE = /^\d{1,3},\d{1,3},\d{1,2},(paint|erase)(,\d{1,3},\d{1,3})*$/;
var NUMBER = /^-?\d+(\.\d+)?(e-?\d+)?$/;
var FORMS = "400:Dv=7, 800:dab=12,30,4,paint, 900:clear or 950:noise";
function need(ok, message) {
  if (!ok) throw new Error(message);
}
var draws = (marks) => 1 + marks.filter(({ name }) => DRAWN.includes(name)).length;
function read2(part) {
  const [, at, name, , value] = /^(\d{1,6}):(\w+)(=(.+))?$/.exec(part) ?? [];
  if (DRAWN.includes(name) && value === void 0) return { at: +at, name };
  if (name === "dab" && PLACE.test(value)) {
    const [x, y, r, kind, ...more] = value.split(","), places = [x, y, ...more].map(Number);
    const points = places.flatMap((p, i) => i % 2 ? [] : [[p, places[i + 1]]]);
    return { at: +at, name, dab: { points, r: +r, kind } };
  }
  const turned = name !== "dab" && !DRAWN.includes(name) && NUMBER.test(value);
  need(turned, `a mark of past must be like ${FORMS}, got '${part}'`);
  return { at: +at, name, value: +value };
}
function check({ at, name, value = 0, dab: dab2 }, { names, steps, side, ranges: ranges2 }) {
  const known = name === "dab" || DRAWN.includes(name) || names.includes(name);
  need(known, `past must name parameters of the model, ${names.join(", ")}, got ${name}`);
  const [low, high] = ranges2?.[name] ?? [-Infinity, Infinity];
  need(low <= value && value <= high, `${name} must be from ${low} to ${high}, got ${value}`);
  need(at <= steps, `past must end within the ${steps} steps of the run, got a mark at ${at}`);
  const inside = !dab2 || dab2.r <= 24 && dab2.points.flat().every((p) => p < side);
  need(inside, `a dab must lie on the ${side} x ${side} points of the dish, its radius at most 24`);
}
function parse(text, bounds) {
  need(typeof text === "string", `past must be a text, got ${text}`);
  const parts = text ? text.split("/") : [];
  const size = `${parts.length} and ${text.length}`;
  need(
    parts.length <= MOST && text.length <= LONGEST,
    `past must have at most ${MOST} marks and ${LONGEST} characters, got ${size}`
  );
  const marks = parts.map(read2);
  marks.forEach((mark, i) => {
    check(mark, bounds);
    need(!i || mark.at >= marks[i - 1].at, `past must be in the order of steps, got '${text}'`);
  });
  return marks;
}
function written({ at, name, value, dab: dab2 }) {
  if (!dab2) return `${at}:${name}${value === void 0 ? "" : `=${value}`}`;
  const [first, ...more] = dab2.points;
  return `${at}:dab=${[...first, dab2.r, dab2.kind, ...more.flat()]}`;
}
var Past = class {
  /** @type {Mark[]} */
  marks = [];
  /** @param {Record<string, number>} own values of the pattern @param {typeof own} first values */
  constructor(own, first) {
    this.own = own;
    this.first = { ...first };
    this.values = { ...first };
  }
  /** Adds a mark; one that only goes on with the last is joined to it. @param {Mark} mark */
  add(mark) {
    if (mark.value !== void 0) this.values[mark.name] = mark.value;
    const last = this.marks.at(-1);
    if (last && joined(last, mark)) return;
    this.marks.push(mark);
  }
  /**
   * Takes over what the sliders say after `at` steps.
   * @param {number} at @param {Record<string, number>} values
   */
  turn(at, values) {
    for (const [name, value] of Object.entries(values))
      if (value !== this.values[name]) this.add({ at, name, value });
  }
  get text() {
    const turned = new Set(this.marks.map(({ name }) => name));
    const first = Object.entries(this.first).filter(([name, value]) => turned.has(name) && value !== this.own[name]).map(([name, value]) => ({ at: 0, name, value }));
    const all = [...first, ...this.marks], text = all.map(written).join("/");
    return all.length > MOST || text.length > LONGEST ? LONG : text;
  }
};
function joined(last, mark) {
  if (last.at !== mark.at || last.name !== mark.name) return false;
  if (mark.value !== void 0) last.value = mark.value;
  else if (!mark.dab || last.dab?.r !== mark.dab.r || last.dab.kind !== mark.dab.kind) return false;
  else last.dab.points.push(...mark.dab.points);
  return true;
}

// turing/dish.js
var CALM = 4e-6;
var PATIENCE2 = 40;
var FAINT = 0.01;
var FLAT = 1e-4;
var EVEN = 0.01;
var Dish = class {
  count = 0;
  // steps since the start
  tau = 0;
  still = 0;
  // answers in a row in which next to nothing moved
  resting = false;
  pattern = false;
  height = 0;
  // of the pattern
  drawn = 1;
  // draws of noise so far, the start's own among them
  /** @type {Floats | undefined} */
  fields;
  /** @type {Mark[]} */
  waiting = [];
  // done while an answer is under way, to be done to that as well
  /**
   * @param {number} side
   * @param {Start} start
   * @param {(k: number) => Floats} draw the k-th draw of the seed's noise
   */
  constructor(side, start, draw) {
    this.side = side;
    this.start = start;
    this.draw = draw;
    this.past = new Past(start.own, start.values);
  }
  /** Its parameters as they are now. */
  get values() {
    return this.past.values;
  }
  /** The model's own uniform state. @returns {State} */
  get rest() {
    return REST[this.start.model](this.values);
  }
  /** The chemical in view. @returns {Floats} */
  get shown() {
    const area = this.side * this.side, at = this.start.channel * area;
    return (
      /** @type {Floats} */
      this.fields.subarray(at, at + area)
    );
  }
  /** Nothing in it could grow to be seen. */
  get isFlat() {
    return this.height < FLAT;
  }
  /** Even to the eye. */
  get isEven() {
    return this.height < EVEN;
  }
  /** What a link says of it: steps and past; no steps where it cannot be told. */
  get told() {
    const past = this.count > LAST ? LONG : this.past.text;
    return { past, t: past === LONG ? void 0 : this.count };
  }
  /**
   * An answer: so many steps further.
   * @param {Floats} fields @param {number} steps @param {number} tau
   */
  took(fields, steps, tau) {
    const before = this.fields;
    this.fields = fields;
    this.count += steps;
    this.tau += tau;
    const [low, high] = range(this.shown);
    this.height = high - low;
    this.pattern = patterned(this.shown, this.side, this.start.span / 4);
    const change = before ? apart(before, fields) : Infinity;
    const calm2 = steps > 0 && change < CALM * steps * Math.max(FAINT, this.height);
    this.still = calm2 ? this.still + 1 : 0;
    this.settle();
  }
  /** What an answer has gone through already. @param {Mark[]} marks */
  repeat(marks) {
    for (const mark of marks) this.past.add(structuredClone(mark));
    this.drawn = draws(marks);
  }
  /** Does what has waited for an answer, come or not. */
  settle() {
    for (const mark of this.waiting.splice(0)) this.apply({ ...mark, at: this.count });
  }
  /**
   * Whether it has come to rest just now: patterned and still, or even in a state that lasts. A
   * state from which some wave of the dish grows never rests, however slowly it leaves it.
   * @param {{ at: number[], fits: number } | undefined} theory
   */
  comesToRest(theory) {
    const lasts = theory && theory.fits <= 0 && this.isEven;
    if (this.resting || this.still < PATIENCE2 || !(this.pattern || lasts)) return false;
    this.resting = true;
    return true;
  }
  /**
   * Whether it stands on a state that does not last, with nothing in it that could grow
   * @param {{ at: number[], fits: number } | undefined} theory
   */
  isStuck(theory) {
    return Boolean(this.fields && theory && theory.fits > 0 && away(this.fields, theory.at) < FLAT);
  }
  wake() {
    this.still = 0;
    this.resting = false;
  }
  /**
   * Something is done to it; `busy`: while an answer is under way, to which it is done as well
   * @param {Omit<Mark, "at">} mark @param {boolean} busy
   */
  mark(mark, busy) {
    if (!this.fields) return;
    this.wake();
    if (!busy) return this.apply({ ...mark, at: this.count });
    this.waiting.push({ ...mark, at: this.count });
    this.fields = this.fields.slice();
    if (mark.dab) this.put(this.fields, mark);
  }
  /** @param {Mark} mark */
  apply(mark) {
    const fields = (
      /** @type {Floats} */
      this.fields
    );
    this.put(fields, mark);
    this.past.add(mark);
  }
  /** @param {Floats} fields @param {Omit<Mark, "at">} mark */
  put(fields, { name, dab: marks }) {
    const { paints, start, amplitude } = this.start, rest = this.rest;
    if (marks) {
      const state = potOf(rest, paints, marks.kind);
      for (const [x, y] of marks.points) dab(fields, this.side, { x, y, r: marks.r, state });
      return;
    }
    const noise2 = this.draw(this.drawn++);
    if (name === "clear") level(fields, noise2, { rest, start, amplitude });
    else for (let p = 0; p < fields.length; p++) fields[p] += amplitude * noise2[p];
  }
};

// turing/pattern.js
var Pattern = class {
  /** @type {Record<string, Slider>} */
  sliders = {};
  /** @param {State} state @param {Offered} offered @param {Heard} on */
  constructor(state, offered, on) {
    const { preset, presets, models } = offered;
    this.state = state;
    this.offered = offered;
    this.tune = () => on.tune();
    this.now = presets[preset];
    this.about = models[this.now.model];
    const labels = Object.fromEntries(Object.entries(models).map(([key, m]) => [key, m.label]));
    this.model = choice({
      state,
      name: "model",
      label: "Model",
      values: labels,
      value: this.now.model,
      change: (model) => on.choose(this.firstOf(model))
    });
    this.preset = choice({
      state,
      name: "preset",
      label: "Pattern",
      values: {},
      value: "",
      change: (key) => on.choose(key)
    });
    const both = { class: "turing-choices lab-settings", "data-control": "preset" };
    this.el = h("div", both, this.model.el, this.preset.el);
    this.list = h("div", { class: "turing-sliders" });
  }
  /** The first pattern of a model. @param {string} model */
  firstOf(model) {
    const { presets, preset } = this.offered;
    return Object.keys(presets).find((key) => presets[key].model === model) ?? preset;
  }
  /** Takes over the controls of a pattern. @param {string} key */
  adopt(key) {
    const { presets, models } = this.offered;
    this.now = presets[key];
    this.about = models[this.now.model];
    this.model.set(this.now.model);
    const option = ([k, p]) => h("option", { value: k }, p.label);
    this.preset.select.replaceChildren(...this.own().map(option));
    this.preset.set(key);
    this.sliders = this.makeSliders();
    this.list.replaceChildren(...Object.values(this.sliders).map((slider2) => slider2.el));
  }
  /** The patterns of this model. */
  own() {
    return Object.entries(this.offered.presets).filter(([, p]) => p.model === this.now.model);
  }
  makeSliders() {
    const { state, tune } = this, { values } = this.now, { sliders, names } = this.about;
    const made = Object.entries(sliders).map(([name, range2]) => {
      const own = this.own().map(([, p]) => p.values[name]);
      const slider2 = listSlider({
        state,
        name,
        label: names[name],
        values: [.../* @__PURE__ */ new Set([...grid(range2), ...own])].sort((a, b) => a - b),
        value: values[name],
        free: true,
        say: (x) => String(+x.toPrecision(4)).replace("-", "−"),
        input: tune
      });
      return (
        /** @type {const} */
        [name, slider2]
      );
    });
    return Object.fromEntries(made);
  }
  /** What the sliders say. @returns {Values} */
  get values() {
    return Object.fromEntries(Object.entries(this.sliders).map(([name, s]) => [name, s.value]));
  }
  /** How a dish of it begins. */
  start() {
    const { model, values: own, start } = this.now, { channel, span, lift, paint, erase } = this.about;
    return { model, own, start, channel, span, paints: { lift, paint, erase } };
  }
  /**
   * Of which even state theory is to speak: the one that the dish is in, or comes from.
   * @param {Dish} dish
   */
  stateInQuestion(dish) {
    const { now, about } = this;
    if (!about.erase) return "rest";
    if (!dish.fields || !dish.isEven) return now.state;
    return away(dish.fields, EMPTY) < about.span / 4 ? "empty" : "rest";
  }
  /** @returns {Control} */
  control() {
    const { preset, offered } = this;
    return {
      get value() {
        return preset.value;
      },
      set: (key) => {
        if (offered.presets[String(key)]) this.adopt(String(key));
      }
    };
  }
};
function grid([low, high, step]) {
  const count = Math.round((high - low) / step) + 1;
  return Array.from({ length: count }, (_, i) => +(low + i * step).toPrecision(8));
}

// turing/loop.js
var ASK = 500;
var QUIET = 700;
var FIRST = 7e3;
var WISHES = 2e4;
var LONG2 = 1e3;
var LAG = 4;
var SPEEDS = [1, 2, 4, 8, 12, 16, 24, 32, 48, 64];
var DishLab = class extends Frame {
  busy = false;
  fresh = false;
  // the next job begins anew
  asked = false;
  // theory is wanted at the next job
  stale = true;
  // theory is of other parameters
  todo = 0;
  // steps that were asked for by a button
  birth = 0;
  // how often a dish began
  news = 0;
  // of how many times what waits to be said is
  lag = 0;
  // jobs since a parameter was turned
  notice = "";
  // to be said with the next theory
  seen = true;
  told = 0;
  // when the pattern was last measured
  frames = 0;
  // painted
  /** @type {number[]} */
  times = [];
  // of the last frames
  /** @type {number | undefined} */
  frame;
  /** @type {Theory | undefined} */
  theory;
  /** @type {number | null} */
  measured = null;
  /** @type {{ key: string, noise: Floats } | undefined} */
  drawn;
  /** @type {Goal | undefined} */
  goal;
  // where the next dish is to be
  /** @param {Context} context */
  constructor(context) {
    super(context, "turing");
    const state = this.chosen, { size, seed } = this.settings;
    this.side = size;
    this.playing = !calm.matches;
    this.tell = settled((text, news) => {
      if (news === this.news) this.say(text);
    }, QUIET);
    this.seed = seedField({ state, value: seed, change: (_, note) => this.startAgain(note) });
    this.speed = listSlider({
      state,
      name: "speed",
      label: "Speed",
      values: SPEEDS,
      value: 24,
      say: (n) => `${n} steps a frame`
    });
    this.pattern = new Pattern(state, this.settings, {
      choose: (key) => this.choose(key),
      tune: () => this.tune()
    });
    this.dish = this.newDish({});
  }
  rerun() {
    this.busy = false;
    if (this.dish.fields) this.dish.settle();
    this.tune();
  }
  // ---------------------------------------------------------------- what the page adds
  /** Whether the brush is on the dish. */
  get held() {
    return false;
  }
  showPlaying() {
  }
  /** How far a long job is. @param {number} step @param {number} steps */
  counted(step, steps) {
  }
  /** @param {Message} message @param {boolean} empty theory is of the empty state */
  learn(message, empty) {
  }
  /** The dish has come to rest. */
  rests() {
  }
  /** A dish begins: what was seen of the last one is of no use. */
  began() {
  }
  paint() {
  }
  // ---------------------------------------------------------------- words
  /** Said once things are quiet, unless it is no longer true then. @param {string} text */
  announce(text) {
    this.tell(text, this.news);
  }
  /** What was said, and what waits to be said, is of the past. */
  forget() {
    this.news++;
    if (!this.root.dataset.error) this.say("");
  }
  /** What is to be said with the next theory, once. */
  takeNotice() {
    const { notice } = this;
    this.notice = "";
    return notice;
  }
  // ---------------------------------------------------------------- what is asked for
  /** Another pattern. @param {string} key */
  choose(key) {
    this.pattern.adopt(key);
    this.startAgain("", this.playing ? 0 : this.pattern.now.ripe);
  }
  /** @param {string} note @param {number} steps @param {Goal} [goal] */
  startAgain(note = "", steps = 0, goal = void 0) {
    const long2 = this.todo > 0 || this.goal;
    this.fresh = true;
    this.todo = steps;
    this.goal = goal;
    this.notice = note || (this.birth ? `Started anew from seed ${this.seed.value}.` : "");
    this.dish = this.newDish(this.pattern.values);
    this.birth++;
    this.forget();
    if (this.busy && long2) this.cancel();
    this.wake();
  }
  /** @param {Values} values at its start */
  newDish(values) {
    const { amplitude } = this.settings, area = 2 * this.side * this.side, start = { ...this.pattern.start(), values, amplitude };
    return new Dish(this.side, start, (k) => this.noise(k + 1).subarray(k * area));
  }
  /** @param {boolean} on */
  setPlaying(on) {
    this.plays(on);
    this.wake();
  }
  /** @param {boolean} on */
  plays(on) {
    this.playing = on;
    this.showPlaying();
  }
  /** A held key adds no more than can be done. @param {number} steps */
  advance(steps) {
    this.todo = Math.min(WISHES, this.todo + steps);
    if (this.todo === WISHES) this.announce(`${show(WISHES)} steps wait: no more are added.`);
    this.wake();
  }
  /** Ends a long run. */
  stop() {
    if (!this.todo && !this.goal) return;
    this.todo = 0;
    this.cancel();
  }
  /** Brings the dish back to its even state, with a little noise; its time goes on. */
  level() {
    if (!this.dish.fields) return;
    this.wake();
    this.dish.mark({ name: "clear" }, this.busy);
    const after = `after ${show(this.dish.count)} steps`;
    this.announce(`Cleared ${after}: even, with a little noise. The steps are counted on.`);
    this.tune();
    this.draw();
  }
  tune() {
    this.asked = true;
    this.wake();
  }
  wake() {
    if (this.dish.resting) this.forget();
    this.dish.wake();
    this.go();
  }
  // ---------------------------------------------------------------- the next job
  /** How many steps come next. The dish holds still while the brush is on it. */
  steps() {
    if (this.goal) return this.goal.t;
    if (this.held) return 0;
    if (this.todo) return Math.min(this.todo, this.fresh ? FIRST : LONG2);
    const runs = this.playing && this.seen && !document.hidden && !this.dish.resting;
    return runs ? this.speed.value : 0;
  }
  /** Sends the next job if one is wanted and none is under way. */
  go() {
    if (this.busy || this.frame !== void 0) return;
    const steps = this.steps();
    if (!steps && !this.fresh && !this.asked) return;
    const job = this.fresh ? this.begin(steps) : this.goOn(steps);
    this.busy = true;
    this.run("evolve", job.params, [job.before], {
      done: (m) => this.took(job, m),
      end: (kind) => this.ended(kind, job),
      step: ({ step }) => this.counted(step, job.params.steps)
    });
  }
  /** The first job of a dish. @param {number} steps @returns {Job} */
  begin(steps) {
    const { goal } = this, { start } = this.pattern.now, { amplitude } = this.settings;
    this.dish = this.newDish(goal?.first ?? this.pattern.values);
    const told = goal ? { past: goal.past, paints: this.dish.start.paints } : {};
    const params = { ...this.params(steps, true), start, amplitude, ...told };
    this.asked = false;
    return this.job(params, this.noise(draws(goal?.marks ?? [])));
  }
  /**
   * The next job of the same dish. One that stands on a state which does not last gets a little
   * noise; whether it does is asked first where a parameter has been turned.
   * @param {number} wanted steps @returns {Job}
   */
  goOn(wanted) {
    const { dish } = this, late = this.turn(wanted);
    const steps = this.stale && dish.isFlat ? 0 : wanted;
    if (steps && !this.stale && dish.isStuck(this.theory)) dish.mark({ name: "noise" }, false);
    const params = this.params(steps, this.asked || this.stale);
    this.asked = late || steps < wanted;
    return this.job(
      params,
      /** @type {Floats} */
      dish.fields
    );
  }
  /** @param {Job["params"]} params @param {Floats} before @returns {Job} */
  job(params, before) {
    const { dish, birth, goal, todo } = this, seed = this.seed.value;
    return { params, before, dish, birth, goal, seed, wish: todo > 0 };
  }
  /**
   * The dish gets what the sliders say, while it runs not with each job; returns whether it is
   * still to come
   * @param {number} steps
   */
  turn(steps) {
    const { values, past, count } = this.dish, wanted = this.pattern.values;
    this.lag++;
    if (Object.keys(wanted).every((name) => wanted[name] === values[name])) return false;
    if (steps && !this.todo && this.lag < LAG) return true;
    past.turn(count, wanted);
    this.lag = 0;
    this.stale = true;
    return false;
  }
  /** @param {number} steps @param {boolean} theory */
  params(steps, theory) {
    const { boundary, stencil } = this.settings, { now, about } = this.pattern, { model, dx, axis } = now, { channel } = about;
    const stands = !this.playing || this.dish.resting, due = this.fresh || stands || performance.now() - this.told > ASK;
    return {
      model,
      values: { ...this.dish.values },
      steps,
      dx,
      boundary,
      stencil,
      theory: due || theory,
      k_max: axis.k_max,
      state: this.pattern.stateInQuestion(this.dish),
      ...due ? { channel } : {}
    };
  }
  /** So many draws of the seed's noise. @param {number} count */
  noise(count) {
    const key = `${this.seed.value} ${count}`;
    if (this.drawn?.key !== key)
      this.drawn = { key, noise: normals(this.seed.value, count * 2 * this.side * this.side) };
    return this.drawn.noise;
  }
  // ---------------------------------------------------------------- answers
  /** @param {Job} job @param {Message} m */
  took(job, m) {
    const { params, dish, goal } = job;
    if (job.birth !== this.birth) return;
    if (this.fresh) this.began();
    this.fresh = false;
    this.goal = void 0;
    if (job.wish) this.todo = Math.max(0, this.todo - params.steps);
    if (goal) dish.repeat(goal.marks);
    dish.took(m.arrays.fields, params.steps, m.tau);
    this.learn(m, params.state === "empty");
    if (this.pattern.stateInQuestion(dish) !== params.state) this.asked = true;
    if (dish.comesToRest(this.theory)) this.rests();
    this.record(job, m);
  }
  /** For tests. @param {Job} job @param {Message} m */
  record({ params, seed, before, dish }, { dt, ms }) {
    const { fields, tau, count: steps, resting } = dish, { frames, times, theory, measured, playing } = this;
    const how = { params, seed, before, dt, ms, engine: this.machine.name };
    const seen = { frames, times, theory, measured, playing, resting, past: dish.told.past };
    this.state = { ...how, fields, tau, steps, ...seen };
  }
  /** @param {string} kind @param {Job} job */
  ended(kind, job) {
    this.busy = false;
    if (kind !== "done" && job.dish.fields) job.dish.settle();
    if (kind === "error") {
      this.todo = 0;
      this.goal = void 0;
      this.asked = false;
      return this.plays(false);
    }
    if (kind === "cancelled" && job.birth === this.birth) this.goal = void 0;
    this.draw();
  }
  /** Paints before the next frame, then goes on. */
  draw() {
    this.frame ??= requestAnimationFrame((now) => {
      this.frame = void 0;
      this.times = [...this.times.slice(-239), now];
      this.frames++;
      this.paint();
      this.go();
    });
  }
  close() {
    if (this.frame) cancelAnimationFrame(this.frame);
    this.frame = -1;
    super.close();
  }
};

// turing/dye.js
function tonesOf(root) {
  const pot = penOf(h("canvas", { width: 256, height: 1 })), style = getComputedStyle(root);
  const colours = ["--paper", "--blue", "--ink"].map(
    (name) => style.getPropertyValue(name).trim() || "black"
  );
  const bright = colours.map((colour) => {
    pot.fillStyle = colour;
    pot.fillRect(0, 0, 1, 1);
    const [r, g, b] = pot.getImageData(0, 0, 1, 1).data;
    return 0.3 * r + 0.59 * g + 0.11 * b;
  });
  const ramp = pot.createLinearGradient(0, 0, 256, 0);
  const middle = Math.min(1, Math.max(0, (bright[0] - bright[1]) / (bright[0] - bright[2] || 1)));
  colours.forEach((colour, i) => ramp.addColorStop([0, middle, 1][i], colour));
  pot.fillStyle = ramp;
  pot.fillRect(0, 0, 256, 1);
  return new Uint32Array(pot.getImageData(0, 0, 256, 1).data.buffer);
}

// turing/picture.js
var EASE = 0.08;
var Picture = class {
  /** @type {[low: number, high: number] | undefined} */
  bounds;
  // of the contrast
  /** @param {number} side @param {HTMLElement} root whose colours it has */
  constructor(side, root) {
    this.side = side;
    this.root = root;
    this.canvas = h("canvas", { width: side, height: side, role: "img", "aria-label": "Dish" });
    this.pen = penOf(this.canvas);
    this.tones = tonesOf(root);
  }
  recolour() {
    this.tones = tonesOf(this.root);
  }
  /**
   * The contrast follows the field's range slowly, so that it does not flicker, and never shows
   * mere noise as a pattern; noise at the floor lies at the scale's low end, not amid it.
   * @param {Numbers} x @param {Scale} scale
   */
  paint(x, { span, moving, floor = -Infinity }) {
    const [low, high] = range(x), wide = Math.max(span, high - low), foot = Math.max(Math.min(low, floor), (low + high - wide) / 2), ease = this.bounds && moving ? EASE : 1, [a0, b0] = this.bounds ?? [0, 0];
    const a = a0 + ease * (foot - a0), b = b0 + ease * (foot + wide - b0);
    this.bounds = [a, b];
    const image = this.pen.createImageData(this.side, this.side), out = new Uint32Array(image.data.buffer), scale2 = 255.999 / (b - a);
    for (let p = 0; p < x.length; p++)
      out[p] = this.tones[Math.max(0, Math.min(255, Math.floor((x[p] - a) * scale2)))];
    this.pen.putImageData(image, 0, 0);
  }
};

// shared/state/python.js
var number = (x) => Number.isInteger(x) ? x.toFixed(1) : String(x);
var noise = (seed, size) => `normals(${seed}, ${size.reduce((a, b) => a * b, 1)}).reshape(${size.join(", ")})`;
var script = (imports, lines) => `${[...imports, "", ...lines].join("\n")}
`;

// turing/python.js
function python(run) {
  if (run.past) return withPast(run);
  const { model, values, dx, start, amplitude, seed, side, steps, channel } = run;
  const parameters = Object.entries(values).map(([name, value]) => `${name}=${number(value)}`);
  const begin = start === "fed_patch" ? `turing.fed_patch(noise, amplitude=${number(amplitude)})` : `turing.near_rest(model, noise, ${amplitude})`;
  return script(
    ["from mosaics import turing", "from mosaics.widgets.draws import normals"],
    [
      `model = turing.${model}(${parameters.join(", ")})`,
      `noise = ${noise(seed, [1, 2, side, side])}.double()`,
      `fields = ${begin}`,
      `states = turing.simulate(model, fields, ${steps}, dx=${number(dx)}, boundary="${run.boundary}", stencil="${run.stencil}", every=500)`,
      "for state in states:",
      "    pass",
      `picture = state.fields[:, ${channel}]  # (1, H, W)`
    ]
  );
}
function withPast({ preset, past, steps, seed, side, values, channel }) {
  const now = Object.entries(values).map(([name, value]) => `${name}=${number(value)}`);
  return script(
    ["from mosaics.widgets.turing.past import field"],
    [
      `past = "${past}"`,
      `fields = field("${preset}", ${steps}, past, seed=${seed}, size=${side}, ${now.join(", ")})`,
      `picture = fields[:, ${channel}]  # (1, H, W)`
    ]
  );
}

// turing/replay.js
function goalOf({ t, past = "" }, { own, now, side, ranges: ranges2 }) {
  if (past === LONG) throw new Error("This dish was changed too often for a link to repeat it");
  const bounds = { names: Object.keys(own), steps: t ?? Infinity, side, ranges: ranges2 };
  const marks = parse(past, bounds), first = { ...now }, last = { ...now };
  for (const { name } of marks) if (name in own) first[name] = own[name];
  for (const { name, value } of marks) if (value !== void 0) last[name] = value;
  return { t: t ?? marks.at(-1)?.at ?? 0, past, marks, first, last };
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

// turing/verdict.js
function verdict({ conditions: [still, stable], band, wavelength, fits }, empty = false) {
  const state = empty ? "the empty state" : "the uniform state";
  if (band) {
    const [longest, shortest] = band.map((k) => long(2 * Math.PI / k));
    const waves = ` Waves from λ = ${shortest} to ${longest} grow, ${long(wavelength)} fastest`;
    return ["◆ Turing instability.", `${waves}${fits > 0 ? "" : "; none fits into this dish"}.`];
  }
  if (still && stable) {
    const push = empty ? " Patterns need a push: they grow from the painted spot." : "";
    return ["◇ No Turing instability:", ` ${state} is stable at every wavelength.${push}`];
  }
  return ["◇ Unstable without diffusion:", ` ${state} does not last even in a stirred pot.`];
}
var digits = (x) => String(+x.toPrecision(3)).replace("-", "−");
function whichState({ at: [u, v] }, empty, near) {
  const where = near ? "the dish is in it" : "the dish has left it";
  const state = `Of the ${empty ? "empty" : "uniform"} state u = ${digits(u)}, v = ${digits(v)}`;
  return near === void 0 ? state : `${state}; ${where}`;
}
function windowOf(curve, { low, high }) {
  const grow = Math.max(1, 1.25 * Math.max(...curve) / high);
  let tail = curve.length - 1;
  while (tail > 0 && curve[tail - 1] >= curve[tail]) tail--;
  const dip = Math.min(...curve.slice(0, tail + 1));
  return { low: Math.min(low * grow, 1.1 * dip), high: high * grow };
}
function lineOf(curve, low) {
  const last = curve.length - 1, points = curve.map((g, i) => [i / last, g]);
  const out = curve.findIndex((g) => g < low);
  if (out < 1) return points;
  const share = (curve[out - 1] - low) / (curve[out - 1] - curve[out]);
  return [...points.slice(0, out), [(out - 1 + share) / last, low]];
}

// turing/theory.js
var CONDITIONS = [
  "f_u + g_v < 0",
  "det = f_u g_v − f_v g_u > 0",
  "h = D_v f_u + D_u g_v > 0",
  "h² > 4 D_u D_v det"
];
var TheoryPanel = class {
  /** @type {Theory | undefined} */
  theory;
  constructor() {
    this.window = {
      x: { low: 0, high: 1, linear: true, label: "wavenumber k" },
      y: { low: -1, high: 1, linear: true }
    };
    this.plot = plot({
      label: "Growth rate against wavenumber",
      height: 210,
      ...this.window,
      draw: (sheet2) => this.draw(sheet2)
    });
    this.verdict = h("p", { class: "turing-verdict" }, " ");
    this.about = h("p", { class: "lab-note turing-about" }, " ");
    this.marks = CONDITIONS.map(() => h("span"));
  }
  /** @returns {Element[]} */
  parts() {
    const head = h("p", { class: "lab-head" }, "Which waves grow?");
    return [head, this.plot.el, this.verdict, this.about];
  }
  /** Turing's conditions, each with its mark. */
  list() {
    const lowered = (text) => text.split(/_(.)/).map((part, j) => j % 2 ? h("sub", {}, part) : part);
    const conditions = CONDITIONS.map(
      (text, i) => h("li", {}, h("span", {}, lowered(text)), this.marks[i])
    );
    const label = { class: "turing-conditions", "aria-label": "Turing's four conditions" };
    return h("ol", label, conditions);
  }
  /**
   * Shows it and returns the verdict; `empty`: of the empty state
   * @param {Theory} theory
   * @param {{ k_max: number, low: number, high: number }} axis
   * @param {boolean} empty
   */
  show(theory, axis, empty) {
    const [head, text] = verdict(theory, empty);
    this.theory = theory;
    this.verdict.replaceChildren(h("strong", {}, head), text);
    this.marks.forEach((mark, i) => {
      mark.textContent = theory.conditions[i] ? "✓ yes" : "✗ no";
      mark.className = theory.conditions[i] ? "turing-yes" : "";
    });
    Object.assign(this.window.y, windowOf(theory.curve, axis));
    this.window.x.high = axis.k_max;
    const words = `${whichState(theory, empty, void 0)}: ${head}${text}`;
    this.plot.say(words);
    this.plot.redraw();
    return words;
  }
  /**
   * Whether the dish is in the state of which the curve speaks
   * @param {boolean} near @param {boolean} empty
   */
  place(near, empty) {
    if (this.theory) this.about.textContent = `${whichState(this.theory, empty, near)}.`;
  }
  /** @param {Sheet} sheet */
  draw({ x, y, add, box }) {
    if (!this.theory) return;
    const { curve, band, k, growth } = this.theory, k_max = this.window.x.high, { low } = this.window.y;
    if (band) {
      const tall = { y: box.top, height: box.bottom - box.top };
      add("rect", { class: "lab-won", x: x(band[0]), width: x(band[1]) - x(band[0]), ...tall });
    }
    add("line", { class: "turing-zero", x1: box.left, x2: box.right, y1: y(0), y2: y(0) });
    const line = lineOf(curve, low).map(([part, g]) => [x(part * k_max), y(g)]);
    add("path", { class: "lab-line", d: path(line) });
    if (k === null || growth === null || k > k_max) return;
    add("line", { class: "lab-now", x1: x(k), x2: x(k), y1: y(growth), y2: box.bottom });
    add("path", { class: "lab-mark", d: diamond(x(k), y(growth), 8) });
    const side = k > 0.6 * k_max ? { x: x(k) - 12, "text-anchor": "end" } : { x: x(k) + 12 };
    add("text", { class: "lab-region", y: y(growth) - 6, ...side }, "k* = ", long(k));
  }
};

// source:code/mosaics/widgets/turing/worker.js
var worker_default = ENGINE;

// turing/view.js
var TuringLab = class extends DishLab {
  said = "";
  empty = false;
  // theory is of the empty state
  /** @type {{ t?: number, past?: string } | undefined} */
  wanted;
  // of a link
  unwatch = () => {
  };
  /** @param {Context} context */
  constructor(context) {
    super(context);
    this.play = button("", () => this.setPlaying(!this.playing), {
      class: "lab-primary lab-stop"
    });
    this.picture = new Picture(this.side, this.root);
    this.caption = new Caption();
    this.brush = new Brush(this.chosen, this.side, this.picture.canvas, this.caption.ruler, {
      touch: (x, y) => this.touch(x, y),
      lifted: () => this.tune(),
      announce: (text) => this.announce(text)
    });
    this.growth = new TheoryPanel();
  }
  open() {
    this.build(this.makeRow(), this.makeMain());
    this.root.addEventListener("keydown", ({ key }) => key === "Escape" && this.stop());
    this.unwatch = watch(this.brush.stage, {
      looked: (seen) => this.looked(seen),
      woke: () => this.go(),
      recolour: () => this.recolour()
    });
    this.showPlaying();
    this.choose(this.settings.preset);
  }
  // ---------------------------------------------------------------- parts
  makeRow() {
    const anew = button("Start again", () => this.startAgain()), clear = button("Clear", () => this.level()), long2 = button("Run 1,000 steps", () => this.advance(LONG2));
    return h("div", { class: "lab-row" }, this.play, anew, clear, long2, this.seed.el);
  }
  /** The dish, its controls beside it, its tools under it; on a narrow screen it stays in view. */
  makeMain() {
    const { brush, speed, pattern, growth } = this;
    return h(
      "div",
      { class: "lab-beside turing-main" },
      stage([brush.stage, this.caption.el], "turing-dish"),
      h(
        "div",
        { class: "turing-side" },
        pattern.el,
        pattern.list,
        h("div", { class: "turing-growth" }, growth.parts())
      ),
      h(
        "div",
        { class: "turing-under" },
        h("div", { class: "turing-tools" }, brush.kinds, brush.radius.el, speed.el),
        brush.finger,
        growth.list()
      )
    );
  }
  showPlaying() {
    this.play.textContent = this.playing ? "Pause" : "Play";
  }
  // ---------------------------------------------------------------- settings from outside
  /** @returns {Record<string, Control>} */
  controls() {
    const { pattern, seed, speed, brush } = this;
    return {
      preset: pattern.control(),
      seed,
      ...pattern.sliders,
      speed,
      ...brush.controls(),
      ...this.history()
    };
  }
  /** How the field in view came about. @returns {Record<string, Control>} */
  history() {
    const lab = this, within = wholeIn(0, LAST);
    return {
      t: {
        get value() {
          return lab.wanted?.t ?? lab.goal?.t ?? lab.dish.told.t;
        },
        set(t) {
          if (within(t) !== void 0) lab.wanted = { ...lab.wanted, t: within(t) };
        }
      },
      past: {
        get value() {
          return lab.wanted?.past ?? lab.goal?.past ?? lab.dish.told.past;
        },
        set(past) {
          lab.wanted = { ...lab.wanted, past: String(past) };
        }
      }
    };
  }
  /** Why neither a link nor Python can tell how the dish came about; nothing where they can. */
  get untold() {
    const { told, count } = this.dish;
    if (told.past !== LONG) return "";
    return count > LAST ? `it has gone more than ${show(LAST)} steps` : "it was changed too often";
  }
  get lacks() {
    return this.untold ? `Python cannot repeat this dish: ${this.untold}.` : super.lacks;
  }
  carries() {
    return this.untold ? `(the dish is not in it: ${this.untold})` : super.carries();
  }
  python() {
    const { state, pattern, side, dish } = this, { boundary, stencil, amplitude } = this.settings, { past } = dish.told;
    if (!state || this.untold) return void 0;
    const { seed, steps, params } = state, { dx, start } = pattern.now, { channel } = pattern.about, { values } = dish;
    const grid2 = { dx, start, amplitude, boundary, stencil, side };
    const preset = pattern.preset.value;
    return python({ ...grid2, ...params, values, start, seed, steps, channel, preset, past });
  }
  canvases() {
    return [this.picture.canvas];
  }
  /**
   * Steps and past are gone through again; another pattern or seed starts anew; a parameter is
   * turned while the dish goes on
   * @param {string} then @param {string} note @param {Record<string, Value>} values
   */
  answer(then, note, values) {
    const wanted = this.wanted;
    this.wanted = void 0;
    this.brush.show();
    if (wanted && ("past" in values || String(wanted.t) === String(values.t)))
      return this.replay(wanted, note);
    this.plays(this.playing || then === "play" && !calm.matches);
    if ("preset" in values || "seed" in values)
      return this.startAgain(note, this.playing ? 0 : this.pattern.now.ripe);
    if (note) this.announce(note);
    const { values: old } = this.dish, turned = Object.entries(this.pattern.values).some(([name, value]) => value !== old[name]);
    if (turned && !this.playing) this.todo += LONG2;
    this.tune();
  }
  /**
   * Goes through steps and past again, then stands still.
   * @param {{ t?: number, past?: string }} wanted @param {string} note
   */
  replay(wanted, note) {
    const { now, about, values, sliders } = this.pattern, lab = { own: now.values, now: values, side: this.side, ranges: about.sliders };
    this.plays(false);
    try {
      const goal = goalOf(wanted, lab);
      for (const [name, value] of Object.entries(goal.last)) sliders[name].set(value);
      this.startAgain(note, 0, goal);
    } catch (error) {
      const why = `${/** @type {Error} */
      error.message}: it starts anew.`;
      this.startAgain([note, why].filter(Boolean).join(" "), now.ripe);
    }
  }
  // ---------------------------------------------------------------- the picture
  /** @param {boolean} seen nothing is computed off the screen or in a hidden tab */
  looked(seen) {
    this.seen = seen;
    this.recolour();
    this.go();
  }
  /** A change of theme recolours a picture that stands still. */
  recolour() {
    this.picture.recolour();
    this.paint();
  }
  began() {
    this.picture.bounds = void 0;
  }
  paint() {
    const { dish, pattern, playing } = this;
    if (!dish.fields) return;
    const { span, channel, erase } = pattern.about, floor = erase?.[channel];
    this.picture.paint(dish.shown, { span, moving: playing, floor });
  }
  // ---------------------------------------------------------------- theory and measure
  /** @param {number} step @param {number} steps */
  counted(step, steps) {
    this.caption.count(step, steps);
  }
  rests() {
    const after = `settled after ${show(this.dish.count)} steps`;
    this.asked = true;
    this.announce(
      this.dish.pattern ? `The pattern has ${after}. ${this.caption.lengths.textContent}.` : `The dish has ${after}: it is even, and stays so, for no wave grows.`
    );
  }
  /** @param {Message} message @param {boolean} empty theory is of the empty state */
  learn({ theory, measured }, empty) {
    if (theory) this.learnTheory(theory, empty);
    if (measured !== void 0) {
      this.told = performance.now();
      this.measured = this.dish.pattern ? measured : null;
    }
    if (theory || measured !== void 0) this.showLengths();
  }
  /** @param {Theory} theory @param {boolean} empty */
  learnTheory(theory, empty) {
    const { now, about } = this.pattern, bare = theory.at.every((x, s) => x === EMPTY[s]);
    this.theory = theory;
    this.stale = false;
    this.empty = empty || bare && Boolean(about.erase);
    const words = this.growth.show(theory, now.axis, this.empty);
    const said = `${about.label}. ${words}`;
    const note = [this.takeNotice(), said !== this.said && said].filter(Boolean).join(" ");
    this.said = said;
    if (note) this.announce(note);
  }
  showLengths() {
    const { dish, theory, measured } = this, { now, about } = this.pattern;
    if (!theory || !dish.fields) return;
    const words = this.caption.waves(theory.wavelength, measured, this.side * now.dx);
    this.caption.time(dish);
    this.growth.place(away(dish.fields, theory.at) < about.span / 4, this.empty);
    this.picture.canvas.setAttribute("aria-label", `Dish of the ${about.label} model. ${words}`);
  }
  // ---------------------------------------------------------------- paint and erase
  get held() {
    return this.brush.last !== void 0;
  }
  /**
   * One dab; while a job is under way it is put on the answer as well.
   * @param {number} x
   * @param {number} y
   */
  touch(x, y) {
    const point = [x, y].map((at) => wrap(Math.round(at), this.side)), { kind, radius } = this.brush;
    if (this.dish.resting) this.forget();
    this.dish.mark({ name: "dab", dab: { points: [point], r: radius.value, kind } }, this.busy);
    this.draw();
  }
  close() {
    this.unwatch();
    this.growth.plot.close();
    super.close();
  }
};
var view_default = widget(TuringLab, worker_default);
export default view_default;
