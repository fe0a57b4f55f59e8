// sha256 of sources and bundler: c126c10d7f557d0a77d1bf885bbdbf4575ebf490f18287d717bf330efa449d02
const ENGINE = "\"use strict\";\n// shared/engine/checks.js\nfunction need(ok, message) {\n  if (!ok) throw new Error(message);\n}\nfunction checkCount(n, name, low, high) {\n  need(\n    Number.isInteger(n) && n >= low && n <= high,\n    `${name} must be a whole number from ${low} to ${high}, got ${n}`\n  );\n}\nfunction checkNoise(noise, count) {\n  need(noise?.length === count, `noise must hold ${count} numbers, got ${noise?.length ?? 0}`);\n  need(noise.every(Number.isFinite), \"noise must be finite\");\n}\nfunction checkChoice(value, allowed, name) {\n  need(allowed.includes(value), `${name} must be one of ${allowed.join(\", \")}, got '${value}'`);\n}\n\n// shared/engine/pace.js\nvar REST = 12;\n\n// shared/engine/posterior.js\nvar Dictionary = class _Dictionary {\n  /**\n   * @param {Float32Array} keys\n   * @param {number} D\n   * @param {Float64Array} [half]\n   * @param {number} [M]\n   */\n  constructor(keys, D, half, M = keys.length / D) {\n    this.keys = keys;\n    this.D = D;\n    this.M = M;\n    this.half = half ?? Float64Array.from({ length: M }, (_, m) => dot(keys, m * D, keys, m * D, D) / 2);\n  }\n  /** The first n keys of these. @param {number} n */\n  first(n) {\n    return new _Dictionary(this.keys, this.D, this.half, n);\n  }\n};\nfunction dot(a, i, b, j, n) {\n  let s = 0;\n  for (let p = 0; p < n; p++) s += a[i + p] * b[j + p];\n  return s;\n}\n\n// shared/engine/store.js\nvar images = new Dictionary(new Float32Array(0), 1);\nvar given = new Uint8Array(0);\nfunction keep(bytes, D, network = new Uint8Array(0)) {\n  images = new Dictionary(\n    Float32Array.from(bytes, (b) => b / 127.5 - 1),\n    D\n  );\n  given = network;\n}\n\n// shared/engine/inbox.js\nvar scope = (\n  /** @type {Scope} */\n  /** @type {unknown} */\n  globalThis\n);\nvar cancelled = /* @__PURE__ */ new Set();\nvar waiting = [];\nvar pump = new MessageChannel();\npump.port1.onmessage = () => waiting.shift()?.();\nvar rest = () => new Promise((go) => {\n  waiting.push(go);\n  pump.port2.postMessage(0);\n});\nfunction post(id, message, arrays) {\n  const names = Object.keys(arrays), buffers = names.map((name) => Float32Array.from(arrays[name]));\n  scope.postMessage(\n    { id, ...message, names, buffers },\n    buffers.map((b) => b.buffer)\n  );\n}\nasync function work(jobs, { id, task, params, buffers }) {\n  checkChoice(task, Object.keys(jobs), \"task\");\n  await rest();\n  if (cancelled.delete(id)) return post(id, { type: \"cancelled\" }, {});\n  let since = performance.now();\n  for (const [message, arrays] of jobs[task](params, buffers)) {\n    if (performance.now() - since > REST) {\n      await rest();\n      since = performance.now();\n    }\n    if (cancelled.delete(id)) return post(id, { type: \"cancelled\" }, {});\n    post(id, message, arrays);\n  }\n}\nfunction serve(jobs) {\n  scope.onmessage = ({ data }) => {\n    if (data.type === \"data\") keep(data.bytes, data.D, data.weights);\n    else if (data.type === \"cancel\") cancelled.add(data.job);\n    else\n      work(jobs, data).catch(\n        (error) => post(data.id, { type: \"error\", message: error.message }, {})\n      );\n  };\n}\n\n// shared/engine/sampling.js\nvar beta = [0];\nfor (let k = 0; k < 1e3; k++) beta.push(beta[k] + Math.log1p(-(1e-4 + k / 999 * (0.02 - 1e-4))));\nvar along = (z, f) => Float64Array.from({ length: z.length }, (_, p) => f(p));\nfunction euler(z, s, t, x) {\n  return along(z, (p) => z[p] + (t - s) * (z[p] - x[p]) / s);\n}\n\n// canvas/scales.js\nvar MOST = 0.75;\nfunction cubic(distance) {\n  const t = Math.abs(distance);\n  if (t < 1) return (1.5 * t - 2.5) * t * t + 1;\n  return t < 2 ? ((-0.5 * t + 2.5) * t - 4) * t + 2 : 0;\n}\nfunction resampling(n, m, torus) {\n  const wide = Math.max(1, n / m), reach = Math.ceil(2 * wide) + 1;\n  return Array.from({ length: m }, (_, i) => {\n    const centre = (i + 0.5) * n / m - 0.5, at = [], weights = [];\n    for (let k = Math.floor(centre) - reach; k <= Math.floor(centre) + reach; k++) {\n      const weight = cubic((k - centre) / wide);\n      if (weight === 0) continue;\n      at.push(torus ? (k % n + n) % n : Math.min(n - 1, Math.max(0, k)));\n      weights.push(weight);\n    }\n    const sum = weights.reduce((a, b) => a + b, 0);\n    return { at, weights: weights.map((weight) => weight / sum) };\n  });\n}\nfunction rangeOf(x) {\n  let [low, high] = [Infinity, -Infinity];\n  for (let p = 0; p < x.length; p++) {\n    low = Math.min(low, x[p]);\n    high = Math.max(high, x[p]);\n  }\n  return [low, high];\n}\nfunction resized(x, [C, H, W], [h, w], torus = false) {\n  if (h === H && w === W) return x;\n  const rows = resampling(H, h, torus), columns = resampling(W, w, torus), tall = new Float64Array(C * h * W), out = new Float64Array(C * h * w), [low, high] = rangeOf(x);\n  for (let c = 0; c < C; c++)\n    rows.forEach(({ at, weights }, i) => {\n      const to = (c * h + i) * W;\n      at.forEach((row, k) => {\n        const from = (c * H + row) * W;\n        for (let j = 0; j < W; j++) tall[to + j] += weights[k] * x[from + j];\n      });\n    });\n  for (let row = 0; row < C * h; row++)\n    columns.forEach(({ at, weights }, j) => {\n      let sum = 0;\n      for (let k = 0; k < at.length; k++) sum += weights[k] * tall[row * W + at[k]];\n      out[row * w + j] = Math.min(high, Math.max(low, sum));\n    });\n  return out;\n}\nfunction blurred(x, shape, sides, torus = false) {\n  const [C, H, W] = shape;\n  return resized(resized(x, shape, sides, torus), [C, ...sides], [H, W], torus);\n}\nfunction shrunk(mask, own, sides, torus = false) {\n  if (own[0] === sides[0] && own[1] === sides[1]) return mask;\n  return resized(mask, [1, ...own], sides, torus).map((share) => Number(share > MOST));\n}\nfunction halved(x, [C, H, W]) {\n  const [h, w] = [Math.ceil(H / 2), Math.ceil(W / 2)], out = new Float64Array(C * h * w);\n  for (let p = 0; p < out.length; p++) {\n    const j = 2 * (p % w), row = Math.floor(p / w), i = 2 * (row % h), from = (Math.floor(row / h) * H + i) * W + j, wide = Math.min(2, W - j), tall = Math.min(2, H - i);\n    let sum = 0;\n    for (let a = 0; a < tall; a++) for (let b = 0; b < wide; b++) sum += x[from + a * W + b];\n    out[p] = sum / (tall * wide);\n  }\n  return out;\n}\nvar pairs = (n, m) => Array.from({ length: m }, (_, i) => {\n  const at = Math.max(0, (i + 0.5) * n / m - 0.5), first = Math.min(n - 1, Math.floor(at));\n  return { first, second: Math.min(n - 1, first + 1), share: at - first };\n});\nfunction filled(x, shape, known) {\n  const [C, H, W] = shape, area = H * W;\n  if (known.every((one) => one === 1)) return x;\n  const half = (\n    /** @type {Shape} */\n    [C, Math.ceil(H / 2), Math.ceil(W / 2)]\n  ), share = halved(known, [1, H, W]), seen = x.map((value, p) => known[p % area] ? value : 0), mean = halved(seen, shape).map((v, p) => v / Math.max(1e-6, share[p % share.length])), there = share.map((part) => Number(part > 0)), coarse = there.some((one) => one === 1) ? filled(mean, half, there) : mean, rows = pairs(half[1], H), columns = pairs(half[2], W);\n  return x.map((value, p) => {\n    if (known[p % area]) return value;\n    const row = rows[Math.floor(p / W) % H], column = columns[p % W], from = Math.floor(p / area) * half[1] * half[2];\n    const line = (i) => {\n      const at = from + i * half[2];\n      return coarse[at + column.first] * (1 - column.share) + coarse[at + column.second] * column.share;\n    };\n    return line(row.first) * (1 - row.share) + line(row.second) * row.share;\n  });\n}\nfunction even(x) {\n  const low = Math.floor(x);\n  return x - low === 0.5 ? low + low % 2 : Math.round(x);\n}\nfunction scales(source, canvas, { P, coarsest, ratio }) {\n  const short = Math.min(...source), steps = Math.max(0, Math.ceil(Math.log(short / coarsest) / -Math.log(ratio) - 1e-9));\n  const times = (sides, share) => [\n    Math.max(P, even(sides[0] * share)),\n    Math.max(P, even(sides[1] * share))\n  ];\n  const shares = Array.from(\n    { length: steps },\n    (_, k) => (coarsest / short) ** ((steps - k) / steps)\n  );\n  return [...shares, 1].map((share) => ({\n    canvas: times(canvas, share),\n    source: times(source, share)\n  }));\n}\n\n// canvas/tree.js\nvar LEAF = 24;\nvar Tree = class {\n  /**\n   * Points of `width` numbers each, one after the other; they are put in order, `numbers` says\n   * which is where.\n   * @param {Doubles} points @param {number} width\n   */\n  constructor(points, width) {\n    const many = points.length / width;\n    this.width = width;\n    this.numbers = Int32Array.from({ length: many }, (_, m) => m);\n    this.ends = [];\n    this.walls = [];\n    this.divide(points, 0, many);\n    this.points = new Float64Array(points.length);\n    this.numbers.forEach((m, k) => {\n      for (let p = 0; p < width; p++) this.points[k * width + p] = points[m * width + p];\n    });\n    this.boxes = Int32Array.from(this.ends);\n    this.sides = Float64Array.from(this.walls);\n  }\n  /**\n   * A box, then those in it; the one that is widest is divided in the middle of its points.\n   * @param {Doubles} points @param {number} from @param {number} to\n   */\n  divide(points, from, to) {\n    const { width, numbers, ends, walls } = this, box = ends.length, low = new Array(width).fill(Infinity), high = new Array(width).fill(-Infinity);\n    for (let k = from; k < to; k++)\n      for (let p = 0; p < width; p++) {\n        const value = points[numbers[k] * width + p];\n        low[p] = Math.min(low[p], value);\n        high[p] = Math.max(high[p], value);\n      }\n    ends.push(from, to, 0);\n    walls.push(...low, ...high);\n    if (to - from > LEAF) {\n      const wide = low.map((value, p) => high[p] - value), axis = wide.indexOf(Math.max(...wide)), middle2 = from + to >> 1;\n      numbers.subarray(from, to).sort((a, b) => points[a * width + axis] - points[b * width + axis] || a - b);\n      this.divide(points, from, middle2);\n      this.divide(points, middle2, to);\n    }\n    ends[box + 2] = ends.length / 3;\n  }\n  /**\n   * Lists the points whose squared distance is within a limit, and these distances.\n   * @param {Doubles} at @param {number} limit\n   * @param {Int32Array} seen takes the points' numbers @param {Doubles} gaps\n   * @returns {number} how many they are\n   */\n  within(at, limit, seen, gaps) {\n    const { width, boxes, points, numbers } = this, last = boxes.length / 3;\n    let number = 0;\n    for (let box = 0; box < last; ) {\n      const next = boxes[3 * box + 2];\n      if (this.gap(at, 2 * box * width, limit) > limit) {\n        box = next;\n        continue;\n      }\n      box++;\n      if (box < next) continue;\n      for (let k = boxes[3 * box - 3], end = boxes[3 * box - 2]; k < end; k++) {\n        let sum = 0;\n        for (let p = 0, from = k * width; p < width; p++) {\n          const d = at[p] - points[from + p];\n          sum += d * d;\n        }\n        if (sum > limit) continue;\n        seen[number] = numbers[k];\n        gaps[number++] = sum;\n      }\n    }\n    return number;\n  }\n  /**\n   * Squared distance to a box, or something beyond the limit.\n   * @param {Doubles} at @param {number} wall @param {number} limit\n   */\n  gap(at, wall, limit) {\n    const { width, sides } = this;\n    let sum = 0;\n    for (let p = 0; p < width && sum <= limit; p++) {\n      const value = at[p], low = sides[wall + p] - value, high = value - sides[wall + width + p];\n      if (low > 0) sum += low * low;\n      else if (high > 0) sum += high * high;\n    }\n    return sum;\n  }\n};\n\n// canvas/search.js\nvar CUT = 30;\nvar DIRECTIONS = 8;\nvar SLACK = 1 + 1e-9;\nvar ROUNDS = 4;\nvar SAMPLE = 600;\nfunction meanOf(rows, D) {\n  const out = new Float64Array(D);\n  for (let p = 0; p < rows.length; p++) out[p % D] += rows[p];\n  return out.map((sum) => sum / (rows.length / D));\n}\nfunction centred(rows, centre) {\n  const D = centre.length;\n  return rows.map((value, p) => value - centre[p % D]);\n}\nfunction orthonormal(basis, D) {\n  for (let a = 0; a < basis.length; a += D) {\n    for (let b = 0; b < a; b += D) {\n      const along2 = dot(basis, a, basis, b, D);\n      for (let p = 0; p < D; p++) basis[a + p] -= along2 * basis[b + p];\n    }\n    const size = Math.sqrt(dot(basis, a, basis, a, D)), scale = size > 1e-9 ? 1 / size : 0;\n    for (let p = 0; p < D; p++) basis[a + p] *= scale;\n  }\n}\nfunction directions(keys, D) {\n  const M = keys.length / D, K = Math.min(DIRECTIONS, D, M), stride = Math.max(1, Math.floor(M / SAMPLE));\n  let basis = new Float64Array(K * D);\n  for (let k = 0; k < K; k++) {\n    const from = Math.floor(k * M / K) * D;\n    basis.set(keys.subarray(from, from + D), k * D);\n  }\n  for (let round = 0; round < ROUNDS; round++) {\n    orthonormal(basis, D);\n    const next = new Float64Array(K * D);\n    for (let m = 0; m < M; m += stride)\n      for (let k = 0; k < K; k++) {\n        const along2 = dot(keys, m * D, basis, k * D, D);\n        for (let p = 0; p < D; p++) next[k * D + p] += along2 * keys[m * D + p];\n      }\n    basis = next;\n  }\n  orthonormal(basis, D);\n  orthonormal(basis, D);\n  return basis;\n}\nfunction apart(q, keys, at, D) {\n  let [a, b] = [0, 0], p = 0;\n  for (; p + 1 < D; p += 2) {\n    const one = q[p] - keys[at + p], two = q[p + 1] - keys[at + p + 1];\n    a += one * one;\n    b += two * two;\n  }\n  if (p < D) a += (q[p] - keys[at + p]) ** 2;\n  return a + b;\n}\nvar Search = class {\n  last = 0;\n  // the nearest patch of the window asked before\n  /**\n   * M patches of D numbers; `values` are guessed instead of them.\n   * @param {Doubles} patches @param {number} D @param {Doubles} [values]\n   */\n  constructor(patches2, D, values) {\n    this.D = D;\n    this.M = patches2.length / D;\n    this.centre = meanOf(patches2, D);\n    this.keys = centred(patches2, this.centre);\n    this.values = values ? centred(values, this.centre) : this.keys;\n    this.basis = directions(this.keys, D);\n    this.K = this.basis.length / D;\n    this.width = this.K + 1;\n    const places = new Float64Array(this.M * this.width);\n    for (let m = 0; m < this.M; m++) this.place(this.keys, m * D, places, m * this.width);\n    this.tree = new Tree(places, this.width);\n    this.seen = new Int32Array(this.M);\n    this.gaps = new Float64Array(this.M);\n    this.at = new Float64Array(this.width);\n  }\n  /**\n   * Coordinates in the directions, and the length of what is left.\n   * @param {Doubles} x @param {number} from @param {Doubles} out @param {number} to\n   */\n  place(x, from, out, to) {\n    const { basis, K, D } = this;\n    let left = dot(x, from, x, from, D);\n    for (let k = 0; k < K; k++) {\n      const along2 = dot(x, from, basis, k * D, D);\n      out[to + k] = along2;\n      left -= along2 * along2;\n    }\n    out[to + K] = Math.sqrt(Math.max(0, left));\n  }\n  /**\n   * The posterior mean of the values, given a window at a noise level; the window is counted from\n   * the centre, and so is the answer.\n   * @param {Doubles} q @param {number} sigma @param {Doubles} out\n   */\n  guess(q, sigma, out) {\n    const { values, D, seen, gaps } = this, s2 = 2 * sigma * sigma, number = this.near(q, s2 * CUT);\n    let best = Infinity;\n    for (let i = 0; i < number; i++)\n      if (gaps[i] < best) {\n        best = gaps[i];\n        this.last = seen[i];\n      }\n    let total = 0;\n    out.fill(0);\n    for (let i = 0; i < number; i++) {\n      const logit = (best - gaps[i]) / s2;\n      if (logit < -CUT) continue;\n      const w = Math.exp(logit), from = seen[i] * D;\n      total += w;\n      for (let p = 0; p < D; p++) out[p] += w * values[from + p];\n    }\n    for (let p = 0; p < D; p++) out[p] /= total;\n  }\n  /**\n   * Lists all patches whose squared distance is at most `more` above the least one; says how many.\n   * @param {Doubles} q @param {number} more\n   */\n  near(q, more) {\n    const { keys, D, M, seen, gaps, at } = this, next = Math.min(M - 1, this.last + 1);\n    let nearest = Math.min(\n      apart(q, keys, next * D, D),\n      apart(q, keys, this.last * D, D),\n      apart(q, keys, Math.max(0, this.last - 1) * D, D)\n    );\n    this.place(q, 0, at, 0);\n    const listed = this.tree.within(at, (nearest + more) * SLACK, seen, gaps);\n    let best = 0;\n    for (let i = 1; i < listed; i++) if (gaps[i] < gaps[best]) best = i;\n    nearest = Math.min(nearest, apart(q, keys, seen[best] * D, D));\n    let number = 0;\n    for (let i = 0; i < listed; i++) {\n      if (gaps[i] > (nearest + more) * SLACK) continue;\n      const gap = apart(q, keys, seen[i] * D, D);\n      nearest = Math.min(nearest, gap);\n      seen[number] = seen[i];\n      gaps[number++] = gap;\n    }\n    return number;\n  }\n};\n\n// canvas/painted.js\nvar CELL = 4;\nvar NOTHING = \"none\";\nvar FREE = \".\";\nvar KEEP = \"k\";\nvar LETTERS = \"abcdefgh\";\nvar FORM = /^([0-9a-f]{6}(?:-[0-9a-f]{6}){0,7})?~((?:(?:[1-9]\\d{0,3})?[.kxa-h])+)$/;\nvar COLOURS = LETTERS.length;\nvar gridOf = ([H, W]) => [Math.ceil(H / CELL), Math.ceil(W / CELL)];\nfunction blank(sides) {\n  const [rows, columns] = gridOf(sides);\n  return { colours: [], cells: new Array(rows * columns).fill(FREE) };\n}\nfunction textOf({ colours, cells }) {\n  if (cells.every((cell) => cell === FREE)) return NOTHING;\n  const used = colours.filter((_, k) => cells.includes(LETTERS[k])), named = cells.map((cell) => {\n    const k = LETTERS.indexOf(cell);\n    return k < 0 ? cell : LETTERS[used.indexOf(colours[k])];\n  });\n  const runs = named.join(\"\").replace(/(.)\\1*/g, (run) => `${run.length > 1 ? run.length : \"\"}${run[0]}`);\n  return `${used.join(\"-\")}~${runs}`;\n}\nfunction paintedOf(text, sides) {\n  const plain = blank(sides);\n  if (text === NOTHING) return plain;\n  const [, given2, runs] = FORM.exec(String(text)) ?? [];\n  if (runs === void 0) return void 0;\n  const colours = given2 ? given2.split(\"-\") : [], cells = [];\n  for (const [, count, cell] of runs.matchAll(/(\\d*)(\\D)/g)) {\n    const times = Number(count || 1);\n    if (cells.length + times > plain.cells.length) return void 0;\n    for (let k = 0; k < times; k++) cells.push(cell);\n  }\n  if (cells.length < plain.cells.length) return void 0;\n  const painted = { colours, cells };\n  return textOf(painted) === text ? painted : void 0;\n}\nvar colourOf = (cell) => LETTERS.indexOf(cell);\nfunction spread(cells, sides) {\n  const [H, W] = sides, [, columns] = gridOf(sides);\n  return Array.from(\n    { length: H * W },\n    (_, p) => cells[Math.floor(Math.floor(p / W) / CELL) * columns + Math.floor(p % W / CELL)]\n  );\n}\nvar middle = ([h, w], [H, W]) => [Math.floor((H - h) / 2), Math.floor((W - w) / 2)];\n\n// canvas/windows.js\nvar CENTRE = 0.2;\nfunction patches(x, shape, P, known) {\n  const [C, H, W] = shape, D = C * P * P, rows = [];\n  for (let i = 0; i + P <= H; i++)\n    for (let j = 0; j + P <= W; j++) if (!known || whole(known, W, P, i, j)) rows.push(i * W + j);\n  const out = new Float64Array(rows.length * D);\n  rows.forEach((at, m) => window(x, at, H * W, W, C, P, out, m * D));\n  return out;\n}\nfunction whole(known, W, P, i, j) {\n  for (let a = 0; a < P; a++)\n    for (let b = 0; b < P; b++) if (!known[(i + a) * W + j + b]) return false;\n  return true;\n}\nfunction window(x, at, area, W, C, P, out, to) {\n  let p = to;\n  for (let c = 0; c < C; c++)\n    for (let a = 0; a < P; a++) {\n      const from = c * area + at + a * W;\n      for (let b = 0; b < P; b++) out[p++] = x[from + b];\n    }\n}\nfunction taps(P, spread2) {\n  const s2 = 2 * Math.max(spread2, CENTRE) ** 2;\n  return Float64Array.from({ length: P * P }, (_, p) => {\n    const [i, j] = [Math.floor(p / P) - (P >> 1), p % P - (P >> 1)];\n    return Math.max(1e-280, Math.exp(-(i * i + j * j) / s2));\n  });\n}\nfunction padded(x, [C, H, W], more) {\n  const [h, w] = [H + more, W + more], out = new Float64Array(C * h * w);\n  for (let p = 0; p < out.length; p++) {\n    const row = Math.floor(p / w);\n    out[p] = x[(Math.floor(row / h) * H + row % h % H) * W + p % w % W];\n  }\n  return out;\n}\nfunction* overlapped(z, shape, search, { P, spread: spread2, torus, sigma }) {\n  const [C, H, W] = shape, more = torus ? P - 1 : 0, wide = W + more, area = (H + more) * wide, x = torus ? padded(z, shape, more) : z, loud = taps(P, spread2), total = new Float64Array(C * area), weight = new Float64Array(area), D = C * P * P, q = new Float64Array(D), said = new Float64Array(D), rows = H + more - P + 1, { centre } = search;\n  for (let i = 0; i < rows; i++) {\n    for (let j = 0; j + P <= wide; j++) {\n      const at = i * wide + j;\n      window(x, at, area, wide, C, P, q, 0);\n      for (let p = 0; p < D; p++) q[p] -= centre[p];\n      search.guess(q, sigma, said);\n      for (let p = 0; p < D; p++) said[p] += centre[p];\n      add(total, said, loud, at, area, wide, C, P);\n      add(weight, ONES, loud, at, area, wide, 1, P);\n    }\n    yield (i + 1) / rows;\n  }\n  const sum = closed(total, shape, more), voices = closed(weight, [1, H, W], more);\n  return sum.map((value, p) => value / voices[p % (H * W)]);\n}\nvar ONES = new Float64Array(1024).fill(1);\nfunction add(out, said, loud, at, area, W, C, P) {\n  let p = 0;\n  for (let c = 0; c < C; c++)\n    for (let a = 0, tap = 0; a < P; a++) {\n      const to = c * area + at + a * W;\n      for (let b = 0; b < P; b++) out[to + b] += said[p++] * loud[tap++];\n    }\n}\nfunction closed(x, [C, H, W], more) {\n  if (!more) return x;\n  const [h, w] = [H + more, W + more], out = new Float64Array(C * H * W);\n  for (let p = 0; p < x.length; p++) {\n    const row = Math.floor(p / w);\n    out[(Math.floor(row / h) * H + row % h % H) * W + p % w % W] += x[p];\n  }\n  return out;\n}\n\n// canvas/plan.js\nvar RATIO = 0.7;\nfunction asked({ painted: text, height, width, shape: [C, ...own], begin }) {\n  const sides = (\n    /** @type {Sides} */\n    [height, width]\n  ), painted = paintedOf(text, sides);\n  if (!painted) return void 0;\n  const cells = spread(painted.cells, sides), levels2 = painted.colours.map((colour) => levelsOf(colour)), [top, left] = middle(own, sides);\n  const inside = Int32Array.from(cells, (_, p) => {\n    const [i, j] = [Math.floor(p / width) - top, p % width - left];\n    return i >= 0 && j >= 0 && i < own[0] && j < own[1] ? i * own[1] + j : -1;\n  });\n  const rough = Float64Array.from({ length: C * cells.length }, (_, p) => {\n    const k = colourOf(cells[p % cells.length]);\n    return k < 0 ? 0 : levels2[k][Math.floor(p / cells.length)];\n  });\n  const keeps = (cell, p) => begin === \"holes\" ? cell === FREE || cell === KEEP : cell === KEEP && inside[p] >= 0;\n  return {\n    rough,\n    inside,\n    coloured: Float64Array.from(cells, (cell) => Number(colourOf(cell) >= 0)),\n    keep: Float64Array.from(cells, (cell, p) => Number(keeps(cell, p)))\n  };\n}\nvar levelsOf = (colour) => [0, 2, 4].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 127.5 - 1);\nfunction planOf({ shape: [, ...own], height, width, P, coarsest }, known) {\n  const plan = scales(own, [height, width], { P, coarsest, ratio: RATIO });\n  if (!known) return plan;\n  const good = plan.map(({ source }) => {\n    const mask = shrunk(known, own, source);\n    return patches(mask, [1, ...source], P, mask).length > 0;\n  });\n  return good[good.length - 1] ? plan.slice(good.lastIndexOf(false) + 1) : [];\n}\n\n// canvas/wishes.js\nvar MOVES = {\n  mirror: (i, j, [, W]) => [i, W - 1 - j],\n  flip: (i, j, [H]) => [H - 1 - i, j],\n  half: (i, j, [H, W]) => [H - 1 - i, W - 1 - j],\n  quarter: (i, j, [H]) => [j, H - 1 - i],\n  transpose: (i, j) => [j, i]\n};\nvar SYMMETRIES = {\n  none: [],\n  mirror: [\"mirror\"],\n  flip: [\"flip\"],\n  both: [\"mirror\", \"flip\"],\n  \"half-turn\": [\"half\"],\n  \"quarter-turn\": [\"quarter\"],\n  kaleidoscope: [\"mirror\", \"transpose\"]\n};\nvar SQUARE = [\"quarter-turn\", \"kaleidoscope\"];\nfunction group(moves, sides) {\n  const [H, W] = sides, found = [Int32Array.from({ length: H * W }, (_, p) => p)];\n  for (const each of found)\n    for (const move of moves) {\n      const next = each.map((_, p) => {\n        const [i, j] = MOVES[move](Math.floor(p / W), p % W, sides);\n        return each[i * W + j];\n      });\n      if (!found.some((old) => old.every((q, p) => q === next[p]))) found.push(next);\n    }\n  return found;\n}\nfunction alike(x, orbit) {\n  const area = orbit[0].length, first = orbit[0].map((_, p) => Math.min(...orbit.map((row) => row[p])));\n  return x.map((_, p) => x[p - p % area + first[p % area]]);\n}\nvar symmetric = (moves) => ({\n  at({ canvas }) {\n    const orbit = group(moves, canvas), area = canvas[0] * canvas[1];\n    const mean = (x) => x.map((_, p) => {\n      const from = p - p % area;\n      return orbit.reduce((sum, row) => sum + x[from + row[p % area]], 0) / orbit.length;\n    });\n    return (guess) => alike(mean(guess), orbit);\n  },\n  noise: (eps, sides) => alike(eps, group(moves, sides)),\n  patches(rows, P) {\n    const orbit = group(moves, [P, P]), area = P * P, out = new Float64Array(rows.length * orbit.length);\n    orbit.forEach((row, g) => {\n      for (let p = 0; p < rows.length; p++)\n        out[g * rows.length + p] = rows[p - p % area + row[p % area]];\n    });\n    return out;\n  }\n});\nfunction kept(picture, shape, mask) {\n  const sides = (\n    /** @type {Sides} */\n    [shape[1], shape[2]]\n  ), whole2 = filled(picture, shape, mask);\n  return {\n    at({ canvas }, _, torus) {\n      const small = resized(whole2, shape, canvas, torus), where = shrunk(mask, sides, canvas, torus);\n      return (guess) => guess.map((value, p) => where[p % where.length] ? small[p] : value);\n    }\n  };\n}\nfunction layout(picture, shape, weight, mask) {\n  const [C, H, W] = shape, whole2 = filled(picture, shape, mask);\n  return {\n    at({ canvas }, first, torus) {\n      const small = resized(whole2, shape, canvas, torus), where = resized(mask, [1, H, W], canvas, torus), share = weight * (first.canvas[0] / canvas[0]) ** 2, own = (\n        /** @type {Shape} */\n        [C, ...canvas]\n      );\n      return (guess) => {\n        const lacks = small.map((value, p) => value - guess[p]), coarse = blurred(lacks, own, first.canvas, torus);\n        return guess.map((value, p) => value + share * where[p % where.length] * coarse[p]);\n      };\n    }\n  };\n}\n\n// canvas/task.js\nvar FIRST = 10;\nvar LAST = 0.02;\nvar BEGINS = [\"noise\", \"picture\", \"holes\"];\nfunction check({\n  shape: [C, ...source],\n  height,\n  width,\n  begin,\n  tiles,\n  symmetry,\n  P,\n  coarsest,\n  steps,\n  first,\n  weight\n}) {\n  checkCount(P, \"P\", 3, 11);\n  need(P % 2 === 1, `P must be odd, got ${P}`);\n  need(C === 3, `a picture has 3 channels, got ${C}`);\n  for (const side of source) checkCount(side, \"side of the picture\", 16, 64);\n  checkCount(height, \"height\", 16, 256);\n  checkCount(width, \"width\", 16, 256);\n  checkCount(coarsest, \"coarsest\", P, 64);\n  checkCount(steps, \"steps\", 1, 10);\n  checkChoice(begin, BEGINS, \"begin\");\n  checkChoice(tiles, [\"on\", \"off\"], \"tiles\");\n  checkChoice(symmetry, Object.keys(SYMMETRIES), \"symmetry\");\n  const square = height === width || !SQUARE.includes(symmetry);\n  need(square, `only a square canvas can have the symmetry ${symmetry}, got ${height} x ${width}`);\n  const own = begin !== \"holes\" || source[0] === height && source[1] === width;\n  need(own, \"holes are filled on a canvas of the picture's own sides\");\n  need(first >= 0.05 && first <= 2, `first must be between 0.05 and 2, got ${first}`);\n  need(weight >= 0 && weight <= 1, `weight must be between 0 and 1, got ${weight}`);\n}\nfunction placed(source, C, inside) {\n  const area = inside.length, own = source.length / C;\n  return Float64Array.from({ length: C * area }, (_, p) => {\n    const at = inside[p % area];\n    return at < 0 ? 0 : source[Math.floor(p / area) * own + at];\n  });\n}\nfunction wanted(params) {\n  const { height, width } = params, found = asked(params);\n  need(found, `painted must be none or what was painted on ${height} x ${width} pixels`);\n  return found;\n}\nfunction taskOf(params, given2) {\n  check(params);\n  const { shape, height, width, begin, tiles, symmetry, P, steps, first, weight } = params, [C, ...own] = shape;\n  need(given2?.length === C * own[0] * own[1], `the picture must hold ${shape.join(\" x \")} numbers`);\n  const source = Float64Array.from(given2), whole2 = (\n    /** @type {Shape} */\n    [C, height, width]\n  ), { rough, inside, coloured, keep: keep2 } = wanted(params), some = (mask) => mask.includes(1), known = begin === \"holes\" ? keep2 : void 0, ground = known ? filled(source, shape, known) : source, wishes = [];\n  if (symmetry !== \"none\") wishes.push(symmetric(SYMMETRIES[symmetry]));\n  if (some(coloured)) wishes.push(layout(rough, whole2, weight, coloured));\n  if (some(keep2)) wishes.push(kept(placed(source, C, inside), whole2, keep2));\n  const plan = planOf(params, known);\n  need(plan.length, `the picture must keep a whole window of ${P} x ${P} pixels`);\n  return {\n    source: ground,\n    shape,\n    known,\n    plan,\n    torus: tiles === \"on\",\n    start: begin === \"noise\" ? void 0 : resized(ground, shape, [height, width]),\n    wishes,\n    P,\n    steps,\n    first: begin === \"noise\" ? FIRST : first\n  };\n}\n\n// canvas/engine.js\nvar SPREAD = 1.5;\nvar FRESH = 1;\nvar ERROR = 0.2;\nfunction levels(high, steps) {\n  const low = Math.min(LAST, high / 2);\n  const ratio = (k) => steps > 1 ? k / (steps - 1) : 0;\n  return [...Array.from({ length: steps }, (_, k) => high * (low / high) ** ratio(k)), 0];\n}\nfunction rms(a, b) {\n  let sum = 0;\n  for (let p = 0; p < a.length; p++) sum += (a[p] - b[p]) ** 2;\n  return Math.sqrt(sum / a.length);\n}\nfunction even2(picture, C, [H, W]) {\n  const own = picture.length / C, out = new Float64Array(C * H * W);\n  for (let c = 0; c < C; c++) {\n    const mean = picture.subarray(c * own, (c + 1) * own).reduce((a, b) => a + b, 0) / own;\n    out.fill(mean, c * H * W, (c + 1) * H * W);\n  }\n  return out;\n}\nvar changed = (changes, x) => changes.reduce((before, change) => change(before), x);\nfunction sharesOf(plan) {\n  const work2 = plan.map(({ canvas: [H, W], source: [h, w] }) => H * W * h * w), all = work2.reduce((a, b) => a + b);\n  return work2.map((part) => part / all);\n}\nvar Level = class {\n  /**\n   * @param {Task} task @param {number} number @param {number} done share of the work before it\n   */\n  constructor(task, number, done) {\n    const { plan, shape, wishes, torus, steps, P } = task, [C] = shape;\n    this.task = task;\n    this.scale = plan[number];\n    this.coarser = number ? plan[number - 1] : void 0;\n    this.shape = /** @type {Shape} */\n    [C, ...this.scale.canvas];\n    this.D = C * P * P;\n    this.many = number ? steps : 3 * steps;\n    this.guesses = this.many + (number ? 1 : 0);\n    this.changes = wishes.map((wish) => wish.at(this.scale, plan[0], torus));\n    this.done = done;\n    this.share = sharesOf(plan)[number];\n    this.told = { scale: number, scales: plan.length, sides: this.scale.canvas };\n    this.sharp = resized(task.source, shape, this.scale.source);\n    this.rows = this.rowsOf(this.sharp);\n  }\n  /** The patches that may be used of a picture of the source's sides. @param {Doubles} x */\n  rowsOf(x) {\n    const { known, shape, P, wishes } = this.task, [C, ...own] = shape, { source } = this.scale, mask = known && shrunk(known, own, source);\n    const rows = patches(x, [C, ...source], P, mask);\n    return wishes.reduce((all, wish) => wish.patches?.(all, P) ?? all, rows);\n  }\n  /** Where it begins: the coarser canvas, the start, or the mean colour. @param {Doubles} [z] */\n  begun(z) {\n    const { task, scale, coarser, shape, changes, sharp } = this, [C] = shape, last = task.plan[task.plan.length - 1].canvas;\n    const from = coarser ? z : task.start;\n    const x = from ? resized(from, [C, ...coarser?.canvas ?? last], scale.canvas, task.torus) : even2(sharp, C, scale.canvas);\n    return changed(changes, x);\n  }\n  /**\n   * @param {Doubles | undefined} before the coarser canvas @param {Doubles} noise\n   * @returns {Run<Doubles>}\n   */\n  *run(before, noise) {\n    const { task, coarser, many } = this, eps = task.wishes.reduce((all, w) => w.noise?.(all, this.scale.canvas) ?? all, noise);\n    let x = this.begun(before), level = task.first;\n    if (coarser) {\n      const own = (\n        /** @type {Shape} */\n        [this.shape[0], ...this.scale.source]\n      ), blunt = blurred(this.sharp, own, coarser.source), lacks = Math.max(rms(this.sharp, blunt), 2 * LAST);\n      x = yield* this.guess(0, x, new Search(this.rowsOf(blunt), this.D, this.rows), ERROR * lacks);\n      level = FRESH * lacks;\n    }\n    const sigmas = levels(level, many), search = new Search(this.rows, this.D);\n    let z = x.map((value, p) => value + level * eps[p]);\n    for (let k = 0; k < many; k++) {\n      const step = this.guesses - many + k, guess = yield* this.guess(step, z, search, sigmas[k]);\n      z = euler(z, sigmas[k], sigmas[k + 1], guess);\n      yield [{ type: \"step\", ...this.told, share: this.far(step + 1) }, { z }];\n    }\n    return z;\n  }\n  /** How much of the whole run is done. @param {number} guesses so many of this scale */\n  far(guesses) {\n    return Math.min(1, this.done + this.share * guesses / this.guesses);\n  }\n  /**\n   * A guess, changed as it is wished; says how far it is.\n   * @param {number} step @param {Doubles} z @param {Search} search @param {number} sigma\n   * @returns {Run<Doubles>}\n   */\n  *guess(step, z, search, sigma) {\n    const { P, torus } = this.task, rows = overlapped(z, this.shape, search, { P, spread: SPREAD, torus, sigma });\n    let since = performance.now();\n    for (let next = rows.next(); ; next = rows.next()) {\n      if (next.done) return changed(this.changes, next.value);\n      if (performance.now() - since < REST) continue;\n      since = performance.now();\n      yield [{ type: \"step\", ...this.told, share: this.far(step + next.value) }, {}];\n    }\n  }\n};\nfunction* grow(params, [noise, picture]) {\n  const task = taskOf(params, picture), sizes = task.plan.map(({ canvas: [H, W] }) => task.shape[0] * H * W), shares = sharesOf(task.plan);\n  checkNoise(\n    noise,\n    sizes.reduce((a, b) => a + b)\n  );\n  let z;\n  let [at, done] = [0, 0];\n  for (const [number, size] of sizes.entries()) {\n    const level = new Level(task, number, done);\n    z = yield* level.run(z, Float64Array.from(noise.subarray(at, at + size)));\n    at += size;\n    done += shares[number];\n  }\n  yield [{ type: \"done\", scales: sizes.length }, { z: z ?? [] }];\n}\n\n// canvas/worker.js\nvar JOBS = { grow };\nserve(JOBS);\n";
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
  const whole2 = typeof wanted === "number" && Number.isInteger(wanted);
  return whole2 && wanted >= low && wanted <= high ? wanted : void 0;
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
async function noted(png3, keyword, text) {
  const bytes = new Uint8Array(await png3.arrayBuffer()), body = new TextEncoder().encode(`iTXt${keyword}\0\0\0\0\0${text}`), chunk = new Uint8Array(12 + body.length - 4), view = new DataView(chunk.buffer);
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
    const asked2 = { lab: lab.kindOfLab, link: lab.address(), set: lab.linked() };
    download(json({ ...asked2, ...lab.state }), `${this.name}.json`);
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

// shared/pictures/limits.js
var MB = 1e6;
var LIMITS = { bytes: 20 * MB, least: 4, most: 8192, few: 2, many: 200 };
var ALLOWED = "allowed are PNG, JPEG, WebP, GIF and BMP";
var word = (view, at, n) => String.fromCharCode(...Array.from({ length: n }, (_, i) => view.getUint8(at + i)));
function* chunksOfPNG(view) {
  for (let at = 8; at + 12 <= view.byteLength; at += 12 + view.getUint32(at))
    yield { at, type: word(view, at + 4, 4), size: 12 + view.getUint32(at) };
}
function png2(view) {
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
var READERS = { PNG: png2, JPEG: jpeg, WebP: webp, GIF: gif, BMP: bmp };
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

// shared/pictures/fit.js
var KEPT = 256 * 256;
var WHITE = 255;
var CLOSEST = 1 / 8;
function spans(at, side, n) {
  const step = side / n;
  return Array.from({ length: n }, (_, i) => {
    const low = at + i * step, high = low + step, first = Math.floor(low + 1e-9), count = Math.max(1, Math.ceil(high - 1e-9) - first);
    const weights = Array.from({ length: count }, (_none, k) => {
      const inside = Math.min(high, first + k + 1) - Math.max(low, first + k);
      return Math.max(0, inside) / step;
    });
    return { first, weights };
  });
}
async function reduced(width, height, rows, pause) {
  const scale = Math.min(1, Math.sqrt(KEPT / (width * height)));
  const W = Math.max(1, Math.floor(width * scale)), H = Math.max(1, Math.floor(height * scale)), rgb = new Uint8ClampedArray(3 * W * H), across = spans(0, width, W);
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
function spanned(picture2, H, W) {
  const across = spans(0, picture2.width, W), out = new Uint8Array(3 * H * W);
  spans(0, picture2.height, H).forEach((down, i) => {
    across.forEach((span, j) => {
      const colour = under(picture2, span, down, [0, 0, 0]);
      for (let c = 0; c < 3; c++) out[(c * H + i) * W + j] = Math.round(colour[c]);
    });
  });
  return out;
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

// shared/pictures/read.js
var BREATH = 12;
var AS_STORED = { colorSpaceConversion: "none", premultiplyAlpha: "none" };
var failed = (words) => () => {
  throw new Error(words);
};
async function read2(file, goOn) {
  checkBytes(file.size);
  const buffer = await file.arrayBuffer().catch(failed("it cannot be read")), bytes = new Uint8Array(buffer), { kind } = inspect(bytes);
  goOn();
  const bitmap = await decoded2(bytes, kind).catch(failed(`it is a broken ${kind}: no decoding it`));
  try {
    checkSides(bitmap.width, bitmap.height);
    return await reduced(bitmap.width, bitmap.height, bands(bitmap), breathing(goOn));
  } finally {
    bitmap.close();
  }
}
var decoded2 = async (bytes, kind) => createImageBitmap(new Blob(withoutExif(bytes, kind)), AS_STORED);
function bands(bitmap) {
  const canvas = h("canvas", { width: bitmap.width, height: 1 });
  return (first, count) => {
    canvas.height = count;
    const pen = penOf(canvas);
    pen.drawImage(bitmap, 0, -first);
    return pen.getImageData(0, 0, bitmap.width, count).data;
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
var wordsOf = (error) => error instanceof Error ? error.message : String(error);

// canvas/fitted.js
var LONGER = 64;
var SHORTER = 16;
function taken(picture2) {
  const scale = Math.min(1, LONGER / Math.max(picture2.width, picture2.height)), [H, W] = [picture2.height, picture2.width].map((side) => Math.round(side * scale));
  if (Math.min(H, W) < SHORTER)
    throw new Error(`at ${W} × ${H} pixels it is too small: each side needs ${SHORTER} or more`);
  const levels = spanned(picture2, H, W);
  return { x: Float32Array.from(levels, (level) => level / 127.5 - 1), shape: [3, H, W] };
}

// canvas/bring.js
var TYPES = "image/png,image/jpeg,image/webp,image/gif,image/bmp";
var RULES = "PNG, JPEG, WebP, GIF or BMP, at most 20 MB and 8,192 pixels a side. It is made smaller, to 64 pixels on its longer side. Your picture stays in this browser, and goes to a notebook's own Python where that computes.";
var Bring = class {
  turn = 0;
  // of the last file asked for; those before it are left
  /** @param {Home} home */
  constructor(home) {
    this.home = home;
    this.el = h(
      "details",
      { class: "lab-menu lab-own" },
      h("summary", {}, "A picture of your own")
    );
    this.el.addEventListener("toggle", () => this.show(), { once: true });
  }
  /** The panel is made when it is first opened. */
  show() {
    const input = h("input", { type: "file", accept: TYPES, hidden: true });
    input.addEventListener("change", () => {
      this.add(input.files?.[0]);
      input.value = "";
    });
    const choose = button("Choose a file", () => input.click());
    const drop = h(
      "div",
      {
        class: "canvas-drop",
        role: "group",
        "aria-label": "Drop or paste a picture here",
        tabindex: 0
      },
      h("p", {}, "Drop a picture here, paste one, or take a file:"),
      h("div", { class: "lab-row" }, choose, input),
      h("p", { class: "lab-note" }, RULES)
    );
    drop.addEventListener("paste", (event) => this.got(event, event.clipboardData));
    drop.addEventListener("drop", (event) => this.got(event, event.dataTransfer));
    drop.addEventListener("dragover", (event) => {
      event.preventDefault();
      event.stopPropagation();
    });
    this.el.append(drop);
  }
  /** @param {Event} event @param {DataTransfer | null} data */
  got(event, data) {
    event.preventDefault();
    event.stopPropagation();
    this.add(data?.files[0]);
  }
  /** @param {File | undefined} file */
  async add(file) {
    if (!file) return this.home.say("There is no picture in it.");
    const turn = ++this.turn, goOn = () => {
      if (turn !== this.turn) throw new Error("another one was chosen");
    };
    this.home.say(`Reading ${file.name}.`);
    try {
      const { x, shape } = taken(await read2(file, goOn));
      goOn();
      this.home.take(x, shape);
    } catch (error) {
      if (turn === this.turn) this.home.say(`${file.name}: ${wordsOf(error)}.`);
    }
  }
  close() {
    this.turn++;
  }
};

// canvas/painted.js
var CELL = 4;
var NOTHING = "none";
var FREE = ".";
var KEEP = "k";
var HOLE = "x";
var LETTERS = "abcdefgh";
var FORM2 = /^([0-9a-f]{6}(?:-[0-9a-f]{6}){0,7})?~((?:(?:[1-9]\d{0,3})?[.kxa-h])+)$/;
var COLOURS = LETTERS.length;
var gridOf = ([H, W]) => [Math.ceil(H / CELL), Math.ceil(W / CELL)];
function blank(sides) {
  const [rows, columns] = gridOf(sides);
  return { colours: [], cells: new Array(rows * columns).fill(FREE) };
}
function textOf({ colours: colours2, cells }) {
  if (cells.every((cell) => cell === FREE)) return NOTHING;
  const used = colours2.filter((_, k) => cells.includes(LETTERS[k])), named = cells.map((cell) => {
    const k = LETTERS.indexOf(cell);
    return k < 0 ? cell : LETTERS[used.indexOf(colours2[k])];
  });
  const runs = named.join("").replace(/(.)\1*/g, (run) => `${run.length > 1 ? run.length : ""}${run[0]}`);
  return `${used.join("-")}~${runs}`;
}
function paintedOf(text, sides) {
  const plain3 = blank(sides);
  if (text === NOTHING) return plain3;
  const [, given, runs] = FORM2.exec(String(text)) ?? [];
  if (runs === void 0) return void 0;
  const colours2 = given ? given.split("-") : [], cells = [];
  for (const [, count, cell] of runs.matchAll(/(\d*)(\D)/g)) {
    const times = Number(count || 1);
    if (cells.length + times > plain3.cells.length) return void 0;
    for (let k = 0; k < times; k++) cells.push(cell);
  }
  if (cells.length < plain3.cells.length) return void 0;
  const painted = { colours: colours2, cells };
  return textOf(painted) === text ? painted : void 0;
}
var colourOf = (cell) => LETTERS.indexOf(cell);
var signOf = (k) => LETTERS[k];
function spread(cells, sides) {
  const [H, W] = sides, [, columns] = gridOf(sides);
  return Array.from(
    { length: H * W },
    (_, p) => cells[Math.floor(Math.floor(p / W) / CELL) * columns + Math.floor(p % W / CELL)]
  );
}
function refitted({ colours: colours2, cells }, from, to) {
  const [rows, columns] = gridOf(from), [h2, w] = gridOf(to);
  const at = (i, n, m) => Math.floor((i + 0.5) * n / m);
  const moved = Array.from(
    { length: h2 * w },
    (_, p) => cells[at(Math.floor(p / w), rows, h2) * columns + at(p % w, columns, w)]
  );
  return { colours: colours2, cells: moved };
}
var middle = ([h2, w], [H, W]) => [Math.floor((H - h2) / 2), Math.floor((W - w) / 2)];

// shared/state/drawn.js
function between([x0, y0], [x, y], radius) {
  const count = Math.ceil(Math.hypot(x - x0, y - y0) / Math.max(1, radius / 2)) || 1;
  return Array.from({ length: count }, (_, i) => [
    x0 + (x - x0) * (i + 1) / count,
    y0 + (y - y0) * (i + 1) / count
  ]);
}
function outline(values, H, W) {
  let d = "";
  for (let i = 0; i < H; i++) {
    for (let j = 0; j < W; j++) {
      const p = i * W + j;
      if (j + 1 < W && values[p] !== values[p + 1]) d += `M${j + 1} ${i}v1`;
      if (i + 1 < H && values[p] !== values[p + W]) d += `M${j} ${i + 1}h1`;
    }
  }
  return d;
}

// shared/view/board.js
var MOVES = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
var FAR = 4;
function outlined(picture2, [, H, W], attributes = {}) {
  const over = svg("svg", { viewBox: `0 0 ${W} ${H}`, "aria-hidden": "true" }), el = h("div", { class: "lab-outlined", ...attributes });
  picture2.canvas.before(el);
  el.append(picture2.canvas, over);
  const line = (name, d) => svg("path", { class: name, d });
  const show2 = (mask, more = []) => {
    const d = outline(mask, H, W);
    over.replaceChildren(line("lab-halo", d), line("lab-line", d), ...more);
  };
  return { el, show: show2 };
}
function cursorAt([x, y]) {
  const square = (name) => svg("rect", { class: name, x: x + 0.05, y: y + 0.05, width: 0.9, height: 0.9 });
  return svg("g", { class: "lab-cursor" }, square("lab-halo"), square("lab-line"));
}
var Board = class {
  /** @type {{ pointer: number, last: number[], before: Kept } | undefined} */
  stroke;
  // under way: whose, its last point, and what was there before
  /**
   * @param {HTMLElement} el takes the keys @param {HTMLElement} area is as large as the grid
   * @param {[rows: number, columns: number]} sides
   */
  constructor(el, area, sides) {
    this.el = el;
    this.area = area;
    this.sides = sides;
    this.cursor = [sides[1] >> 1, sides[0] >> 1];
    this.listen();
  }
  // ---------------------------------------------------------------- what a board adds
  /** @returns {Kept} */
  kept() {
    throw new TypeError("a board says what it keeps");
  }
  /** @param {Kept} before */
  restore(before) {
  }
  /** @param {number[]} point column and row, which may lie a dab's radius outside */
  dab(point) {
  }
  /** Points of a stroke lie at most half of it apart. */
  get reach() {
    return 1;
  }
  show() {
  }
  /** A stroke has ended, by keys with words about it. @param {string} words */
  lifted(words) {
  }
  /** The cursor has come to a place. @param {string} words */
  came(words) {
  }
  /** What a dab by keys does, in words. @param {string} where */
  told(where) {
    return where;
  }
  // ---------------------------------------------------------------- hands
  listen() {
    const { el } = this;
    el.addEventListener("pointerdown", (event) => this.press(event));
    el.addEventListener("pointermove", (event) => this.draws(event) && this.go(this.at(event)));
    el.addEventListener("pointerup", (event) => this.draws(event) && this.lift());
    el.addEventListener("pointercancel", (event) => this.draws(event) && this.undo());
    el.addEventListener("keydown", (event) => this.key(event));
    el.addEventListener("focus", () => this.byKeys(el.matches(":focus-visible")));
    el.addEventListener("blur", () => this.byKeys(false));
  }
  /** Whether keys move the cursor, which is seen then. @param {boolean} on */
  byKeys(on) {
    this.el.toggleAttribute("data-keys", on);
  }
  /** Column and row under the pointer. @param {PointerEvent} event */
  at({ clientX, clientY }) {
    const { left, top, width, height } = this.area.getBoundingClientRect(), [H, W] = this.sides;
    const on = (part, n) => Math.min(n - 1, Math.max(0, Math.floor(part * n))) || 0;
    return [on((clientX - left) / width, W), on((clientY - top) / height, H)];
  }
  /** Whether the stroke under way is this pointer's. @param {PointerEvent} event */
  draws({ pointerId }) {
    return this.stroke?.pointer === pointerId;
  }
  /**
   * A second finger draws nothing. A pointer that is pressed again has been lifted where nobody
   * heard of it, as under a menu.
   * @param {PointerEvent} event
   */
  press(event) {
    if (event.button || this.stroke && !this.draws(event)) return;
    this.byKeys(false);
    this.el.setPointerCapture(event.pointerId);
    const here = this.at(event);
    this.stroke = { pointer: event.pointerId, last: here, before: this.kept() };
    this.go(here);
  }
  /** Dabs from the last point on: a stroke has no gaps. @param {number[]} to */
  go(to) {
    if (!this.stroke) return;
    for (const point of between(this.stroke.last, to, this.reach)) this.dab(point.map(Math.round));
    this.stroke.last = to;
    this.cursor = to;
    this.show();
  }
  lift() {
    this.stroke = void 0;
    this.lifted("");
  }
  /** A stroke under way is over, for what it drew on has been set to something else. */
  rest() {
    this.stroke = void 0;
  }
  /** A finger that scrolls the page instead has drawn nothing. */
  undo() {
    if (!this.stroke) return;
    this.restore(this.stroke.before);
    this.stroke = void 0;
    this.show();
  }
  /** @param {KeyboardEvent} event */
  key(event) {
    const move = MOVES[event.key], draws = event.key === " " || event.key === "Enter";
    if (chord(event) || !move && !draws) return;
    event.preventDefault();
    this.byKeys(true);
    const [H, W] = this.sides, [x, y] = this.cursor, step = event.shiftKey ? FAR : 1;
    if (move) this.cursor = [wrap(x + step * move[0], W), wrap(y + step * move[1], H)];
    else this.dab(this.cursor);
    this.show();
    const where = `row ${this.cursor[1] + 1}, column ${this.cursor[0] + 1}`;
    if (draws) this.lifted(this.told(where));
    else this.came(`${where[0].toUpperCase()}${where.slice(1)}.`);
  }
};

// canvas/palette.js
var BLOCKS = 24;
function means(x, [, H, W]) {
  const sums = Array.from({ length: BLOCKS ** 2 }, () => [0, 0, 0, 0]);
  for (let p = 0; p < H * W; p++) {
    const i = Math.floor(Math.floor(p / W) * BLOCKS / H), sum = sums[i * BLOCKS + Math.floor(p % W * BLOCKS / W)];
    for (let c = 0; c < 3; c++) sum[c] += (x[c * H * W + p] + 1) * 127.5;
    sum[3]++;
  }
  return sums.filter((sum) => sum[3]).map((sum) => sum.slice(0, 3).map((level) => level / sum[3]));
}
var apart = (a, b) => a.reduce((sum, level, c) => sum + (level - b[c]) ** 2, 0);
var hex = (colour) => colour.map((level) => Math.round(level).toString(16).padStart(2, "0")).join("");
function palette(x, shape, count) {
  const all = means(x, shape), mean = [0, 1, 2].map((c) => all.reduce((sum, colour) => sum + colour[c], 0) / all.length);
  const best = (worth) => all.reduce((best2, colour) => worth(colour) > worth(best2) ? colour : best2);
  const out = [best((colour) => -apart(colour, mean))];
  while (out.length < count)
    out.push(best((colour) => Math.min(...out.map((other) => apart(colour, other)))));
  return [...new Set(out.map(hex))];
}
function called(colour) {
  const [r, g, b] = [0, 2, 4].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)), [low, high] = [Math.min(r, g, b), Math.max(r, g, b)], tone = high + low < 170 ? "dark " : high + low > 340 ? "light " : "";
  if (high - low < 24) return high < 50 ? "black" : low > 225 ? "white" : `${tone}grey`;
  const sixth = high === r ? (g - b) / (high - low) : high === g ? 2 + (b - r) / (high - low) : 4 + (r - g) / (high - low);
  const names = [
    "red",
    "orange",
    "yellow",
    "yellow-green",
    "green",
    "green",
    "green",
    "turquoise",
    "blue",
    "blue",
    "violet",
    "pink"
  ];
  return tone + names[Math.round(2 * sixth + 12) % 12];
}

// canvas/painting.js
var KEYS = "Arrow keys move the brush, with Shift in longer steps; Space paints with the chosen tool.";
var NOTE = "Colours are a rough wish. Keep takes the picture's own pixels, those in the middle of the canvas; a hole is filled where it grows from the picture with holes.";
var FINGER = "With a finger tap, or paint sideways: up and down scrolls the page.";
var TOOLS = {
  [FREE]: { words: "Eraser", rgba: [0, 0, 0, 0] },
  [KEEP]: { words: "Keep", rgba: [255, 255, 255, 150] },
  [HOLE]: { words: "Hole", rgba: [20, 22, 26, 235] }
};
var SOLID = 215;
var RADIUS = 2;
var CanvasBoard = class extends Board {
  /** @param {Painting} painting @param {Picture} picture @param {HTMLElement} el */
  constructor(painting, picture2, el) {
    super(el, picture2.canvas, gridOf(painting.sides));
    this.painting = painting;
  }
  kept() {
    return this.painting.painted;
  }
  /** @param {Painted} before */
  restore(before) {
    this.painting.put(before);
  }
  get reach() {
    return this.painting.radius.value;
  }
  /** @param {number[]} point */
  dab(point) {
    this.painting.dab(point);
  }
  show() {
    this.painting.show(true);
  }
  /** @param {string} words */
  lifted(words) {
    this.painting.owner.lifted(words);
  }
  /** @param {string} words */
  came(words) {
    this.painting.owner.say(words);
  }
  /** @param {string} where */
  told(where) {
    const { tool, tools } = this.painting, { words } = tools[tool];
    return `${tool in TOOLS ? words : `Painted in ${words}`} at ${where}.`;
  }
};
var Painting = class {
  /** @type {Record<string, { words: string, rgba: number[] }>} */
  tools = TOOLS;
  // by their names: a sign, or a colour's digits
  /**
   * @param {Picture} picture the canvas @param {Sides} sides @param {Owner} owner
   */
  constructor(picture2, sides, owner) {
    this.owner = owner;
    this.picture = picture2;
    this.sides = sides;
    this.painted = blank(sides);
    this.tool = "";
    const about = { role: "application", "aria-label": `Canvas to paint on. ${KEYS}` };
    const { el } = outlined(
      picture2,
      /** @type {Shape} */
      [3, ...gridOf(sides)],
      {
        tabindex: 0,
        ...about
      }
    );
    el.classList.add("lab-paintable", "canvas-board");
    this.el = el;
    this.over = h("canvas", { class: "canvas-over", "aria-hidden": "true" });
    picture2.canvas.after(this.over);
    this.lines = /** @type {SVGSVGElement} */
    el.querySelector("svg");
    this.board = new CanvasBoard(this, picture2, el);
    this.radius = rangeSlider({
      state: owner.state,
      name: "radius",
      label: "Brush",
      low: 1,
      high: 8,
      value: RADIUS,
      say: (cells) => `${8 * cells - 4} pixels`
    });
    this.kinds = h("fieldset", {
      class: "canvas-kinds",
      "data-control": "tool",
      "aria-label": "What the brush does"
    });
    this.section = this.makeSection();
    this.show(false);
  }
  makeSection() {
    const clear = button("Clear", () => {
      this.put(blank(this.sides));
      this.show(false);
      this.owner.lifted("Nothing is painted.");
    });
    return h(
      "section",
      { class: "canvas-tools", "data-control": "painted" },
      head("Paint what you want, then let it grow"),
      this.kinds,
      h("div", { class: "canvas-brush" }, this.radius.el, clear),
      h("p", { class: "lab-note" }, NOTE),
      h("p", { class: "lab-note lab-finger" }, FINGER)
    );
  }
  /** The tools for a picture with these colours. @param {string[]} colours */
  offer(colours2) {
    const name = unique("lab-tool"), offered = Object.fromEntries(
      colours2.map((colour) => [
        colour,
        { words: called(colour), rgba: [...rgbOf(colour), SOLID] }
      ])
    );
    this.tools = { ...offered, ...TOOLS };
    if (!(this.tool in this.tools)) this.tool = colours2[0];
    const all = [...colours2, KEEP, HOLE, FREE].map((tool) => {
      const { words } = this.tools[tool], colour = tool in offered, radio = h("input", {
        type: "radio",
        name,
        value: tool,
        checked: tool === this.tool,
        "aria-label": colour ? `Paint in ${words}` : words,
        onchange: () => {
          this.tool = tool;
        }
      });
      const face = colour ? h("span", { class: "canvas-swatch", style: `--swatch: #${tool}` }) : h("span", {}, words);
      return h("label", {}, radio, face);
    });
    this.kinds.replaceChildren(...all);
  }
  // ---------------------------------------------------------------- what is painted
  get text() {
    return textOf(this.painted);
  }
  get some() {
    return this.painted.cells.some((cell) => cell !== FREE);
  }
  /** What it can be set to from outside. @returns {import("../shared/types").Control} */
  control() {
    const painting = this;
    return {
      get value() {
        return painting.text;
      },
      /** @param {Value} text */
      set(text) {
        painting.put(paintedOf(text, painting.sides) ?? painting.painted);
        painting.show(false);
      }
    };
  }
  /** @param {Painted} painted */
  put(painted) {
    this.painted = painted;
  }
  /** The canvas has other sides: what was painted goes with it. @param {Sides} sides */
  resize(sides) {
    if (sides[0] === this.sides[0] && sides[1] === this.sides[1]) return;
    const painted = refitted(this.painted, this.sides, sides);
    this.sides = sides;
    this.board.stroke = void 0;
    this.board.sides = gridOf(sides);
    this.board.cursor = [this.board.sides[1] >> 1, this.board.sides[0] >> 1];
    this.put(painted);
    this.show(false);
  }
  /** The sign of the tool; a new colour takes the place of one that is no longer to be seen. */
  sign() {
    const { tool, painted } = this;
    if (tool in TOOLS) return tool;
    const { colours: colours2, cells } = painted, known = colours2.indexOf(tool), gone = colours2.findIndex((_, k) => !cells.includes(signOf(k)));
    if (known >= 0) return signOf(known);
    if (gone >= 0) {
      this.put({ cells, colours: colours2.with(gone, tool) });
      return signOf(gone);
    }
    if (colours2.length === COLOURS) return void 0;
    this.put({ cells, colours: [...colours2, tool] });
    return signOf(colours2.length);
  }
  /** One dab, round. @param {number[]} point */
  dab([x, y]) {
    const sign = this.sign(), [rows, columns] = this.board.sides, radius = this.radius.value - 0.5;
    if (sign === void 0) return this.owner.say(`A canvas holds at most ${COLOURS} colours.`);
    const cells = this.painted.cells.map((cell, p) => {
      const far = Math.hypot(p % columns - x, Math.floor(p / columns) - y);
      return far <= radius ? sign : cell;
    });
    if (rows) this.put({ colours: this.painted.colours, cells });
  }
  // ---------------------------------------------------------------- what is seen
  /** What is painted, over the canvas while it is painted, else its outline. */
  show(fresh) {
    const { cells, colours: colours2 } = this.painted, [rows, columns] = this.board.sides, { over, lines } = this;
    over.width = columns;
    over.height = rows;
    const pen = penOf(over), image = pen.createImageData(columns, rows);
    cells.forEach((cell, p) => {
      const k = colourOf(cell);
      image.data.set(k < 0 ? TOOLS[cell].rgba : [...rgbOf(colours2[k]), SOLID], 4 * p);
    });
    pen.putImageData(image, 0, 0);
    this.el.toggleAttribute("data-painting", fresh);
    lines.setAttribute("viewBox", `0 0 ${columns} ${rows}`);
    lines.setAttribute("preserveAspectRatio", "none");
    lines.replaceChildren(cursorAt(this.board.cursor));
  }
};
var rgbOf = (colour) => [0, 2, 4].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));

// canvas/scales.js
var MOST = 0.75;
function cubic(distance) {
  const t = Math.abs(distance);
  if (t < 1) return (1.5 * t - 2.5) * t * t + 1;
  return t < 2 ? ((-0.5 * t + 2.5) * t - 4) * t + 2 : 0;
}
function resampling(n, m, torus) {
  const wide = Math.max(1, n / m), reach = Math.ceil(2 * wide) + 1;
  return Array.from({ length: m }, (_, i) => {
    const centre = (i + 0.5) * n / m - 0.5, at = [], weights = [];
    for (let k = Math.floor(centre) - reach; k <= Math.floor(centre) + reach; k++) {
      const weight = cubic((k - centre) / wide);
      if (weight === 0) continue;
      at.push(torus ? (k % n + n) % n : Math.min(n - 1, Math.max(0, k)));
      weights.push(weight);
    }
    const sum = weights.reduce((a, b) => a + b, 0);
    return { at, weights: weights.map((weight) => weight / sum) };
  });
}
function rangeOf(x) {
  let [low, high] = [Infinity, -Infinity];
  for (let p = 0; p < x.length; p++) {
    low = Math.min(low, x[p]);
    high = Math.max(high, x[p]);
  }
  return [low, high];
}
function resized(x, [C, H, W], [h2, w], torus = false) {
  if (h2 === H && w === W) return x;
  const rows = resampling(H, h2, torus), columns = resampling(W, w, torus), tall = new Float64Array(C * h2 * W), out = new Float64Array(C * h2 * w), [low, high] = rangeOf(x);
  for (let c = 0; c < C; c++)
    rows.forEach(({ at, weights }, i) => {
      const to = (c * h2 + i) * W;
      at.forEach((row, k) => {
        const from = (c * H + row) * W;
        for (let j = 0; j < W; j++) tall[to + j] += weights[k] * x[from + j];
      });
    });
  for (let row = 0; row < C * h2; row++)
    columns.forEach(({ at, weights }, j) => {
      let sum = 0;
      for (let k = 0; k < at.length; k++) sum += weights[k] * tall[row * W + at[k]];
      out[row * w + j] = Math.min(high, Math.max(low, sum));
    });
  return out;
}
function shrunk(mask, own, sides, torus = false) {
  if (own[0] === sides[0] && own[1] === sides[1]) return mask;
  return resized(mask, [1, ...own], sides, torus).map((share2) => Number(share2 > MOST));
}
function even(x) {
  const low = Math.floor(x);
  return x - low === 0.5 ? low + low % 2 : Math.round(x);
}
function scales(source, canvas, { P, coarsest, ratio }) {
  const short = Math.min(...source), steps = Math.max(0, Math.ceil(Math.log(short / coarsest) / -Math.log(ratio) - 1e-9));
  const times = (sides, share2) => [
    Math.max(P, even(sides[0] * share2)),
    Math.max(P, even(sides[1] * share2))
  ];
  const shares = Array.from(
    { length: steps },
    (_, k) => (coarsest / short) ** ((steps - k) / steps)
  );
  return [...shares, 1].map((share2) => ({
    canvas: times(canvas, share2),
    source: times(source, share2)
  }));
}

// canvas/windows.js
function patches(x, shape, P, known) {
  const [C, H, W] = shape, D = C * P * P, rows = [];
  for (let i = 0; i + P <= H; i++)
    for (let j = 0; j + P <= W; j++) if (!known || whole(known, W, P, i, j)) rows.push(i * W + j);
  const out = new Float64Array(rows.length * D);
  rows.forEach((at, m) => window2(x, at, H * W, W, C, P, out, m * D));
  return out;
}
function whole(known, W, P, i, j) {
  for (let a = 0; a < P; a++)
    for (let b = 0; b < P; b++) if (!known[(i + a) * W + j + b]) return false;
  return true;
}
function window2(x, at, area, W, C, P, out, to) {
  let p = to;
  for (let c = 0; c < C; c++)
    for (let a = 0; a < P; a++) {
      const from = c * area + at + a * W;
      for (let b = 0; b < P; b++) out[p++] = x[from + b];
    }
}
var ONES = new Float64Array(1024).fill(1);

// canvas/plan.js
var RATIO = 0.7;
function asked({ painted: text, height, width, shape: [C, ...own], begin }) {
  const sides = (
    /** @type {Sides} */
    [height, width]
  ), painted = paintedOf(text, sides);
  if (!painted) return void 0;
  const cells = spread(painted.cells, sides), levels = painted.colours.map((colour) => levelsOf(colour)), [top, left] = middle(own, sides);
  const inside = Int32Array.from(cells, (_, p) => {
    const [i, j] = [Math.floor(p / width) - top, p % width - left];
    return i >= 0 && j >= 0 && i < own[0] && j < own[1] ? i * own[1] + j : -1;
  });
  const rough = Float64Array.from({ length: C * cells.length }, (_, p) => {
    const k = colourOf(cells[p % cells.length]);
    return k < 0 ? 0 : levels[k][Math.floor(p / cells.length)];
  });
  const keeps = (cell, p) => begin === "holes" ? cell === FREE || cell === KEEP : cell === KEEP && inside[p] >= 0;
  return {
    rough,
    inside,
    coloured: Float64Array.from(cells, (cell) => Number(colourOf(cell) >= 0)),
    keep: Float64Array.from(cells, (cell, p) => Number(keeps(cell, p)))
  };
}
var levelsOf = (colour) => [0, 2, 4].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 127.5 - 1);
function planOf({ shape: [, ...own], height, width, P, coarsest }, known) {
  const plan = scales(own, [height, width], { P, coarsest, ratio: RATIO });
  if (!known) return plan;
  const good = plan.map(({ source }) => {
    const mask = shrunk(known, own, source);
    return patches(mask, [1, ...source], P, mask).length > 0;
  });
  return good[good.length - 1] ? plan.slice(good.lastIndexOf(false) + 1) : [];
}
function noiseOf(params) {
  const known = params.begin === "holes" ? asked(params)?.keep : void 0;
  const sizes = planOf(params, known).map(({ canvas: [H, W] }) => params.shape[0] * H * W);
  return sizes.reduce((a, b) => a + b, 0);
}

// shared/state/python.js
var number = (x) => Number.isInteger(x) ? x.toFixed(1) : String(x);
var script = (imports, lines) => `${[...imports, "", ...lines].join("\n")}
`;

// canvas/python.js
var MOVES2 = {
  mirror: '"mirror"',
  flip: '"flip"',
  both: '"mirror", "flip"',
  "half-turn": '"half turn"',
  "quarter-turn": '"quarter turn"',
  kaleidoscope: '"mirror", "transpose"'
};
function wishes({ symmetry, painted, begin, weight }) {
  const all = symmetry in MOVES2 ? [`canvas.Symmetric(${MOVES2[symmetry]})`] : [];
  if (painted !== NOTHING) all.push(`*wanted.layouts(cells, ${number(weight)})`);
  if (painted !== NOTHING && begin !== "holes") all.push("*wanted.keeps(cells, source)");
  return `[${all.join(", ")}]`;
}
function python({ params, picture: picture2, seed }) {
  const { shape, height, width, begin, tiles, P, coarsest, steps, first, painted } = params, own = picture2 === "own", holes = begin === "holes", sides = `(${height}, ${width})`, torus = tiles === "on" ? "torus=True, " : "", options = `${torus}noise=noise, wishes=wishes, settings=settings`, start = number(first);
  const runs = (
    /** @type {Record<string, string>} */
    {
      noise: `canvas.grow(source, ${sides}, ${options})`,
      picture: `canvas.retarget(source, ${sides}, ${start}, ${options})`,
      holes: `canvas.inpaint(source, known, ${start}, ${options})`
    }
  );
  const source = own ? "source = picture.double()  # your own: a tensor (1, 3, h, w) with values in [-1, 1]" : `source = canvas.source("${picture2}").double()  # (1, 3, h, w)`;
  return script(
    ["from mosaics import canvas", "from mosaics.widgets.canvas import wanted"],
    [
      source,
      ...painted === NOTHING && !holes ? [] : [`cells = wanted.painted("${painted}", ${sides})`],
      ...holes ? ["known = wanted.known(cells)"] : [],
      `settings = canvas.Settings(P=${P}, coarsest=${coarsest}, steps=${steps}, exact=wanted.ALL)`,
      `plan = canvas.planned((${shape[1]}, ${shape[2]}), ${sides}, ${torus}${holes ? "known=known, " : ""}settings=settings)`,
      `noise = wanted.noises(${seed}, plan)`,
      `wishes = ${wishes(params)}`,
      `states = ${runs[begin]}`,
      "picture = canvas.finished(states, progress=False)  # (1, 3, H, W)"
    ]
  );
}

// canvas/sliders.js
var BEGINS = {
  noise: "noise alone",
  picture: "the picture at these sides",
  holes: "the picture with holes"
};
var TILES = { off: "need not tile", on: "tile without a seam" };
var SHOWN = { one: "once", tiled: "three times three" };
var SYMMETRIES = {
  none: "none",
  mirror: "left and right",
  flip: "top and bottom",
  both: "left and right, top and bottom",
  "half-turn": "half a turn",
  "quarter-turn": "a quarter turn",
  kaleidoscope: "kaleidoscope"
};
var sidesOf = ([low, high]) => Array.from({ length: (high - low) / 8 + 1 }, (_, k) => low + 8 * k);
function makeSliders(state, s, on) {
  const { change } = on;
  const from = (name, label) => ({
    state,
    name,
    label,
    change
  });
  const side = (name, label) => listSlider({
    ...from(name, label),
    values: sidesOf(s.sides),
    value: s[name],
    free: true,
    fits: Number.isInteger,
    say: (pixels) => `${pixels} pixels`,
    change: () => on.side(name)
  });
  return {
    height: side("height", "Height"),
    width: side("width", "Width"),
    begin: choice({
      ...from("begin", "Grow from"),
      values: BEGINS,
      value: s.begin
    }),
    tiles: choice({ ...from("tiles", "Borders"), values: TILES, value: s.tiles }),
    symmetry: choice({
      ...from("symmetry", "Symmetry"),
      values: SYMMETRIES,
      value: s.symmetry
    }),
    P: listSlider({
      ...from("P", "Windows"),
      values: [3, 5, 7, 9, 11],
      value: s.P,
      say: (P) => `${P} × ${P}`
    }),
    coarsest: rangeSlider({
      ...from("coarsest", "Picture at first scale"),
      low: 3,
      high: 64,
      value: s.coarsest,
      say: (pixels) => `${pixels} pixels`
    }),
    steps: rangeSlider({ ...from("steps", "Guesses a scale"), low: 1, high: 10, value: s.steps }),
    first: logSlider({
      ...from("first", "Noise on the picture"),
      low: 0.05,
      high: 2,
      value: s.first,
      say: (sigma) => `σ ${sigma}`
    }),
    weight: listSlider({
      ...from("weight", "What colours count"),
      values: Array.from({ length: 21 }, (_, k) => k / 20),
      value: s.weight,
      free: true,
      say: rounded
    }),
    show: choice({
      ...from(
        /** @type {keyof Settings} */
        "show",
        "Look at it"
      ),
      values: SHOWN,
      value: "one",
      change: on.show
    })
  };
}

// canvas/tiles.js
var TIMES = 3;
var Tiles = class {
  constructor() {
    this.canvas = h("canvas", { role: "img" });
    this.el = h("div", { class: "canvas-tiles", hidden: true }, this.canvas);
  }
  /** @param {HTMLCanvasElement} one @param {boolean} seamless */
  show(one, seamless) {
    const { canvas } = this, { width, height } = one;
    canvas.width = TIMES * width;
    canvas.height = TIMES * height;
    const pen = penOf(canvas);
    for (let k = 0; k < TIMES * TIMES; k++)
      pen.drawImage(one, k % TIMES * width, Math.floor(k / TIMES) * height);
    const seams = seamless ? "without a seam" : "with seams, for it was not asked to tile";
    canvas.setAttribute("aria-label", `The canvas, ${TIMES} times ${TIMES} of it: ${seams}`);
  }
};

// canvas/wishes.js
var SQUARE = ["quarter-turn", "kaleidoscope"];

// source:code/mosaics/widgets/canvas/worker.js
var worker_default = ENGINE;

// canvas/view.js
var OWN = "own";
var COLOURS2 = 6;
var EVERY = 150;
var CanvasLab = class extends Frame {
  /** @type {Job | undefined} */
  job;
  // under way
  /** @type {Job | undefined} */
  shown;
  // grown, and in view
  /** @type {Record<string, Source>} */
  sources = {};
  /** @param {Context} context */
  constructor(context) {
    super(context, "canvas");
    const { settings, chosen: state } = this, { pictures, picture: first, seed, height, width } = settings, size = this.imageSize;
    pictures.forEach((about, m) => {
      const x = imageOf(bytesOf(this.model.get("images")), size, m);
      this.sources[about.name] = { about, x, shape: this.shape };
    });
    state.put("picture", first);
    this.seed = seedField({ state, value: seed, change: (_, note) => this.start(note) });
    this.go = button("Grow", () => this.job ? this.cancel() : this.start(), {
      class: "lab-primary"
    });
    this.next = button("Another", () => this.another());
    this.save = button("Save PNG", () => this.menu?.savePicture());
    this.canvas = picture([3, height, width], "Canvas");
    this.tiles = new Tiles();
    this.sliders = makeSliders(state, settings, {
      change: () => this.start(),
      side: (name) => this.resized(name),
      show: () => this.view()
    });
    this.painting = new Painting(this.canvas, [height, width], {
      state,
      say: (words) => this.say(words),
      lifted: (words) => this.lifted(words)
    });
    this.painting.control().set(settings.painted);
    this.strip = h("fieldset", {
      class: "lab-strip",
      "data-control": "picture",
      "aria-label": "Picture whose patches the canvas is made of"
    });
    this.credits = h("p", { class: "lab-note canvas-credit" });
    this.bring = new Bring({
      take: (x, shape) => this.take(x, shape),
      say: (words) => this.say(words)
    });
    this.words = h("p", { class: "canvas-words" }, " ");
    state.shownBy("picture", () => this.showPicture());
    this.makeStrip();
    this.showPicture();
  }
  // ---------------------------------------------------------------- parts
  makeStrip() {
    const name = unique("lab-picture");
    const labels = Object.values(this.sources).map(({ about, x, shape }) => {
      const label = about.label ?? "Your picture", checked = about.name === this.chosen.get("picture");
      const radio = h("input", {
        type: "radio",
        name,
        value: about.name,
        checked,
        "aria-label": label,
        onchange: () => this.choose(about.name)
      });
      return h("label", { title: label }, radio, thumbnail(shape, x));
    });
    this.strip.replaceChildren(...labels);
  }
  open() {
    const { height, width, begin, tiles, symmetry, P, coarsest, steps, first, weight, show: show2 } = this.sliders;
    const els = (...parts) => parts.map(({ el }) => el);
    this.canvas.el.prepend(this.painting.el, this.tiles.el);
    this.cancelByEscape();
    const side = h(
      "div",
      { class: "canvas-side" },
      head("Whose patches?"),
      this.strip,
      this.credits,
      h("div", { class: "lab-settings" }, els(width, height, begin, first, tiles, symmetry))
    );
    const under2 = h("div", { class: "canvas-under" }, this.painting.section, weight.el, show2.el);
    this.build(
      h("div", { class: "lab-row" }, this.go, this.next, this.seed.el, this.save),
      h(
        "div",
        { class: "lab-beside canvas-main" },
        stage([this.canvas.el, this.words], "canvas-stage"),
        side,
        under2
      ),
      h("div", { class: "lab-settings" }, els(P, coarsest, steps)),
      this.bring.el
    );
    this.follow();
    this.start();
  }
  rerun() {
    this.start();
  }
  // ---------------------------------------------------------------- settings, and what follows
  /** @returns {Source} */
  get source() {
    return this.sources[this.chosen.text("picture")];
  }
  /** @returns {Sides} */
  get pictured() {
    return [this.source.shape[1], this.source.shape[2]];
  }
  /** @returns {Sides} */
  get sides() {
    return [this.sliders.height.value, this.sliders.width.value];
  }
  showPicture() {
    const { source } = this, { by, licence } = source.about;
    for (const radio of this.strip.querySelectorAll("input"))
      radio.checked = radio.value === source.about.name;
    this.credits.textContent = by ? `${by}. ${licence}.` : "Your own picture.";
    this.painting?.offer(palette(source.x, source.shape, COLOURS2));
  }
  /** @param {string} name */
  choose(name) {
    this.chosen.put("picture", name);
    this.start();
  }
  /** A reader's own picture has come. @param {Floats} x @param {Shape} shape */
  take(x, shape) {
    this.sources[OWN] = { about: { name: OWN }, x, shape };
    this.makeStrip();
    this.choose(OWN);
  }
  /** Holes are filled on a canvas of the picture's own sides. */
  holed() {
    const { height, width, begin } = this.sliders;
    if (begin.value !== "holes") return;
    height.set(this.pictured[0]);
    width.set(this.pictured[1]);
  }
  /** By hand: one side. @param {"height" | "width"} name */
  resized(name) {
    const { height, width, begin, symmetry } = this.sliders;
    if (SQUARE.includes(symmetry.value))
      (name === "height" ? width : height).set(this.sliders[name].value);
    if (begin.value === "holes" && String(this.sides) !== String(this.pictured))
      begin.set("picture");
    this.start();
  }
  /** A symmetry may need a square, which a canvas with holes cannot become. */
  squared() {
    const { height, width, begin, symmetry } = this.sliders;
    if (!SQUARE.includes(symmetry.value) || height.value === width.value) return;
    if (begin.value === "holes") symmetry.set("none");
    else width.set(height.value);
  }
  /** The first scale has room for a window. */
  roomy() {
    const { P, coarsest } = this.sliders;
    if (coarsest.value < P.value) coarsest.set(P.value);
  }
  /** All settings go together, also where a slider is held and its way not yet at an end. */
  settle() {
    this.roomy();
    this.holed();
    this.squared();
    this.follow();
  }
  /** What depends on sides and on the way to begin is as these are. */
  follow() {
    const { first, begin, weight } = this.sliders;
    this.painting.resize(this.sides);
    first.el.hidden = begin.value === "noise";
    weight.el.hidden = !this.painting.painted.colours.length;
    this.canvas.el.style.setProperty("--ratio", String(this.sides[1] / this.sides[0]));
  }
  /** @param {string} words */
  lifted(words) {
    this.follow();
    const { painted } = this.painting, idle = painted.cells.includes(HOLE) && this.sliders.begin.value !== "holes", then = idle ? "Holes count where it grows from the picture with holes." : "Grow makes a canvas that follows.";
    this.words.textContent = `Painted. ${then}`;
    if (words) this.say(`${words} ${then}`);
  }
  /** @returns {Record<string, Control>} */
  controls() {
    const { height, width, begin, tiles, symmetry, P, coarsest, steps, first, weight, show: show2 } = this.sliders;
    const offered = (name) => String(name) in this.sources ? name : void 0;
    return {
      picture: this.chosen.control("picture", offered),
      height: this.withSides(height),
      width: this.withSides(width),
      begin: this.withHoles(begin),
      tiles,
      symmetry: this.withSquare(symmetry),
      P,
      coarsest: within(coarsest, () => P.value),
      steps,
      first,
      weight,
      painted: this.painting.control(),
      show: show2,
      seed: this.seed
    };
  }
  /**
   * A side from outside; what it rules out goes.
   * @param {Control & { value: number }} slider @returns {Control}
   */
  withSides(slider2) {
    const lab = this, whole2 = wholeIn(...lab.settings.sides);
    return {
      get value() {
        return slider2.value;
      },
      set(wanted) {
        if (whole2(wanted) === void 0) return;
        const { begin, symmetry } = lab.sliders;
        slider2.set(wanted);
        if (lab.sides[0] !== lab.sides[1] && SQUARE.includes(symmetry.value)) symmetry.set("none");
        if (begin.value === "holes" && String(lab.sides) !== String(lab.pictured))
          begin.set("picture");
        lab.follow();
      }
    };
  }
  /** @param {{ value: string, set(wanted: string): void }} begin @returns {Control} */
  withHoles(begin) {
    const lab = this;
    return {
      get value() {
        return begin.value;
      },
      set(wanted) {
        begin.set(String(wanted));
        lab.holed();
        lab.follow();
      }
    };
  }
  /** @param {{ value: string, set(wanted: string): void }} symmetry @returns {Control} */
  withSquare(symmetry) {
    const lab = this;
    return {
      get value() {
        return symmetry.value;
      },
      set(wanted) {
        const square = lab.sides[0] === lab.sides[1];
        if (square || !SQUARE.includes(String(wanted))) symmetry.set(String(wanted));
      }
    };
  }
  /** @param {string} then @param {string} note */
  answer(then, note) {
    this.start(note);
  }
  // ---------------------------------------------------------------- what is kept
  python() {
    return this.shown && python(this.shown);
  }
  get copies() {
    return "Python for this canvas";
  }
  get lacks() {
    return "The canvas has not grown yet.";
  }
  carries() {
    return this.chosen.get("picture") === OWN ? "(your picture is not in it)" : "";
  }
  canvases() {
    return [this.canvas.canvas];
  }
  get credit() {
    return this.shown?.credit ?? "";
  }
  // ---------------------------------------------------------------- jobs
  another() {
    this.seed.next();
    this.start();
  }
  /** @returns {Params} */
  params() {
    const { height, width, begin, tiles, symmetry, P, coarsest, steps, first, weight } = this.sliders;
    return {
      shape: this.source.shape,
      height: height.value,
      width: width.value,
      begin: begin.value,
      tiles: tiles.value,
      symmetry: symmetry.value,
      P: P.value,
      coarsest: coarsest.value,
      steps: steps.value,
      first: first.value,
      weight: weight.value,
      painted: this.painting.text
    };
  }
  start(note = "") {
    this.settle();
    const params = this.params(), seed = this.seed.value, size = noiseOf(params);
    if (!size) return this.refuseHoles();
    const { about, x } = this.source, credit = creditOf(about);
    const job = { params, seed, picture: about.name, credit, note, noise: normals(seed, size) };
    this.job = job;
    this.go.textContent = "Cancel";
    this.painting.show(false);
    this.view();
    this.run("grow", params, [job.noise, x.slice()], {
      step: (message) => this.took(
        job,
        /** @type {Stepped} */
        message
      ),
      done: (message) => this.finish(job, message),
      end: (how) => this.ended(how)
    });
  }
  /** All that is left of the picture is too small for a window. */
  refuseHoles() {
    this.cancel();
    this.words.textContent = "The holes leave no whole window of the picture: paint fewer.";
    this.say(this.words.textContent);
  }
  /** @param {Job} job @param {Stepped} message */
  took({ params }, { scale, scales: scales2, sides, share: share2, ms, arrays: { z } }) {
    this.root.style.setProperty("--done", String(share2));
    if (ms > EVERY) this.root.dataset.long = "";
    const at = `Scale ${scale + 1} of ${scales2}, ${rounded(share2)}. Escape cancels.`;
    if (this.words.textContent !== at) this.words.textContent = at;
    if (z) this.draw(z, sides);
    if (z)
      this.canvas.canvas.setAttribute(
        "aria-label",
        `Canvas of ${params.width} by ${params.height} pixels, growing`
      );
  }
  /** @param {Job} job @param {Heard} message */
  finish(job, { arrays: { z }, ms }) {
    const { params, seed, noise, note, picture: name } = job, { height, width } = params, label = (this.sources[name].about.label ?? "your picture").toLowerCase();
    this.shown = job;
    this.draw(z, [height, width]);
    const words = `${width} × ${height} pixels of patches of ${label}`;
    this.canvas.canvas.setAttribute("aria-label", `Canvas: ${words}`);
    this.canvas.note.textContent = `seed ${seed}`;
    this.words.textContent = `${words}.`;
    this.state = { params, seed, noise, picture: name, z, ms, engine: this.machine.name };
    this.tellWhere();
    this.say(`${note} The canvas has grown: ${words}. ${this.spent(ms)}.`.trim());
  }
  /** @param {string} how */
  ended(how) {
    this.job = void 0;
    this.go.textContent = "Grow";
    delete this.root.dataset.long;
    if (how !== "done") this.words.textContent = "It has not grown out.";
    this.view();
  }
  // ---------------------------------------------------------------- what is in view
  /** @param {Floats} z @param {Sides} sides */
  draw(z, [H, W]) {
    const { canvas } = this.canvas;
    if (canvas.width !== W) canvas.width = W;
    if (canvas.height !== H) canvas.height = H;
    paint(canvas, z, [3, H, W]);
  }
  /** Once, or repeated where there is something to repeat. */
  view() {
    const tiled = this.sliders.show.value === "tiled" && !this.job && this.shown !== void 0;
    this.painting.el.hidden = tiled;
    this.tiles.el.hidden = !tiled;
    if (tiled) this.tiles.show(this.canvas.canvas, this.shown?.params.tiles === "on");
  }
  close() {
    this.bring.close();
    super.close();
  }
};
function creditOf({ by = "a reader's own picture", licence }) {
  const made = `Made with CanvasLab of Patch Mosaics from patches of: ${by}.`;
  return licence ? `${made} ${licence}.` : made;
}
var within = (slider2, low) => ({
  get value() {
    return slider2.value;
  },
  set(wanted) {
    if (Number(wanted) >= low()) slider2.set(wanted);
  }
});
var view_default = widget(CanvasLab, worker_default);
export default view_default;
