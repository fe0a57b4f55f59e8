// sha256 of sources and bundler: 46075398474f2253880a274678e3aa91c61338573228210402f3b60ff3618156
const ENGINE = "\"use strict\";\n// shared/engine/checks.js\nfunction need(ok, message) {\n  if (!ok) throw new Error(message);\n}\nfunction checkCount(n, name, low, high) {\n  need(\n    Number.isInteger(n) && n >= low && n <= high,\n    `${name} must be a whole number from ${low} to ${high}, got ${n}`\n  );\n}\nfunction checkSigma(sigma) {\n  need(Number.isFinite(sigma) && sigma > 0, `sigma must be finite and > 0, got ${sigma}`);\n}\nfunction checkLevels(low, high) {\n  need(low > 0 && low < high, `0 < sigma_min < sigma_max is required, got ${low} and ${high}`);\n}\nfunction checkNoise(noise, count) {\n  need(noise?.length === count, `noise must hold ${count} numbers, got ${noise?.length ?? 0}`);\n  need(noise.every(Number.isFinite), \"noise must be finite\");\n}\nfunction checkChoice(value, allowed, name) {\n  need(allowed.includes(value), `${name} must be one of ${allowed.join(\", \")}, got '${value}'`);\n}\n\n// shared/engine/pace.js\nvar REST = 12;\n\n// shared/engine/posterior.js\nvar CUT = -60;\nvar Dictionary = class _Dictionary {\n  /**\n   * @param {Float32Array} keys\n   * @param {number} D\n   * @param {Float64Array} [half]\n   * @param {number} [M]\n   */\n  constructor(keys, D, half, M = keys.length / D) {\n    this.keys = keys;\n    this.D = D;\n    this.M = M;\n    this.half = half ?? Float64Array.from({ length: M }, (_, m) => dot(keys, m * D, keys, m * D, D) / 2);\n  }\n  /** The first n keys of these. @param {number} n */\n  first(n) {\n    return new _Dictionary(this.keys, this.D, this.half, n);\n  }\n};\nfunction dot(a, i, b, j, n) {\n  let s = 0;\n  for (let p = 0; p < n; p++) s += a[i + p] * b[j + p];\n  return s;\n}\nfunction weights(q, { keys, half, D, M }, sigma) {\n  const w = new Float64Array(M), s2 = sigma * sigma;\n  let max = -Infinity, sum = 0;\n  for (let m = 0; m < M; m++) {\n    w[m] = (dot(q, 0, keys, m * D, D) - half[m]) / s2;\n    if (w[m] > max) max = w[m];\n  }\n  for (let m = 0; m < M; m++) {\n    w[m] = w[m] - max < CUT ? 0 : Math.exp(w[m] - max);\n    sum += w[m];\n  }\n  for (let m = 0; m < M; m++) w[m] /= sum;\n  return w;\n}\nfunction mean(w, { keys, D }) {\n  const out = new Float64Array(D);\n  for (let m = 0; m < w.length; m++) {\n    if (w[m] > 0) for (let p = 0; p < D; p++) out[p] += w[m] * keys[m * D + p];\n  }\n  return out;\n}\nvar effective = (w) => 1 / w.reduce((sum, x) => sum + x * x, 0);\nfunction top(w, k) {\n  const best = [];\n  for (let m = 0; m < w.length; m++) {\n    if (best.length === k && w[m] <= w[best[k - 1]]) continue;\n    let at = best.length;\n    while (at > 0 && w[best[at - 1]] < w[m]) at--;\n    best.splice(at, 0, m);\n    if (best.length > k) best.pop();\n  }\n  return [best.map((m) => w[m]), best];\n}\nfunction consult(z, dictionary, sigma, k) {\n  const w = weights(z, dictionary, sigma), [top_w, top_i] = top(w, Math.min(k, w.length));\n  return { x0_hat: mean(w, dictionary), effective: effective(w), top_w, top_i };\n}\nfunction verdict(x, { keys, D, M }) {\n  const d = Float64Array.from({ length: M }, (_, m) => {\n    let s = 0;\n    for (let p = 0; p < D; p++) s += (x[p] - keys[m * D + p]) ** 2;\n    return Math.sqrt(s);\n  });\n  const [, [first, second]] = top(\n    d.map((far) => -far),\n    2\n  );\n  return { nearest: first, distance: d[first], ratio: d[second] > 0 ? d[first] / d[second] : 1 };\n}\n\n// shared/engine/store.js\nvar images = new Dictionary(new Float32Array(0), 1);\nvar given = new Uint8Array(0);\nfunction keep(bytes, D, network = new Uint8Array(0)) {\n  images = new Dictionary(\n    Float32Array.from(bytes, (b) => b / 127.5 - 1),\n    D\n  );\n  given = network;\n}\n\n// shared/engine/inbox.js\nvar scope = (\n  /** @type {Scope} */\n  /** @type {unknown} */\n  globalThis\n);\nvar cancelled = /* @__PURE__ */ new Set();\nvar waiting = [];\nvar pump = new MessageChannel();\npump.port1.onmessage = () => waiting.shift()?.();\nvar rest = () => new Promise((go) => {\n  waiting.push(go);\n  pump.port2.postMessage(0);\n});\nfunction post(id, message, arrays) {\n  const names = Object.keys(arrays), buffers = names.map((name) => Float32Array.from(arrays[name]));\n  scope.postMessage(\n    { id, ...message, names, buffers },\n    buffers.map((b) => b.buffer)\n  );\n}\nasync function work(jobs, { id, task, params, buffers }) {\n  checkChoice(task, Object.keys(jobs), \"task\");\n  await rest();\n  if (cancelled.delete(id)) return post(id, { type: \"cancelled\" }, {});\n  let since = performance.now();\n  for (const [message, arrays] of jobs[task](params, buffers)) {\n    if (performance.now() - since > REST) {\n      await rest();\n      since = performance.now();\n    }\n    if (cancelled.delete(id)) return post(id, { type: \"cancelled\" }, {});\n    post(id, message, arrays);\n  }\n}\nfunction serve(jobs) {\n  scope.onmessage = ({ data }) => {\n    if (data.type === \"data\") keep(data.bytes, data.D, data.weights);\n    else if (data.type === \"cancel\") cancelled.add(data.job);\n    else\n      work(jobs, data).catch(\n        (error) => post(data.id, { type: \"error\", message: error.message }, {})\n      );\n  };\n}\n\n// shared/engine/moved.js\nvar EQUAL = 1e-9;\nvar short = (i, n) => ((i + (n >> 1)) % n + n) % n - (n >> 1);\nfunction shifts(H, W) {\n  const all = Array.from(\n    { length: H * W },\n    (_, k) => (\n      /** @type {Shift} */\n      [short(Math.floor(k / W), H), short(k % W, W)]\n    )\n  );\n  const length = all.map(([down, right]) => down * down + right * right);\n  const order = all.map((_, k) => k).sort((a, b) => length[a] - length[b] || a - b);\n  return order.map((k) => all[k]);\n}\nfunction apart(x, { keys, D }, m, { shape: [C, H, W], shift: [down, right], most }) {\n  const by = (right + W) % W;\n  let sum = 0;\n  for (let row = 0; row < C * H && sum <= most; row++) {\n    const i = row % H, from = m * D + (row - i + (i - down + H) % H) * W, to = row * W;\n    for (let j = 0; j < by; j++) sum += (x[to + j] - keys[from + W - by + j]) ** 2;\n    for (let j = by; j < W; j++) sum += (x[to + j] - keys[from + j - by]) ** 2;\n  }\n  return sum;\n}\nfunction verdictMoved(x, dictionary, shape) {\n  const all = shifts(shape[1], shape[2]);\n  let [first, second, nearest] = [Infinity, Infinity, 0];\n  let moved = [0, 0];\n  for (let m = 0; m < dictionary.M; m++) {\n    let best = second, at = moved;\n    for (const shift of all) {\n      const sum = apart(x, dictionary, m, { shape, shift, most: best });\n      if (sum >= best - EQUAL) continue;\n      best = sum;\n      at = shift;\n    }\n    if (best < first) [second, first, nearest, moved] = [first, best, m, at];\n    else second = best;\n  }\n  const [near, next] = [Math.sqrt(first), Math.sqrt(second)];\n  return { nearest, distance: near, ratio: next > 0 ? near / next : 1, shift: moved };\n}\n\n// shared/engine/patches.wasm\nvar patches_default = \"AGFzbQEAAAABJgZgBH9/f38Bf2ABfwF/YAAAYAR/f398AX9gA39/fwBgBH98f38AAwoJAAECAwIEBAIFBAUBcAEBAQUDAQABBggBfwFBkIkBCwc4BwZtZW1vcnkCAAdwcmVwYXJlAAACYXQAAQRwYWNrAAIFYmVnaW4AAwR3b3JrAAQGZmluaXNoAAcKoEkJ6wMBAn9BACEEQQAgATYChIiAgABBACAANgKAiICAAEEAIAI2AoiIgIAAQQAgAzYCjIiAgABBACAAQRNqQRRtIgU2ApCIgIAAAkAgBUEFbEEFardEAAAAAAAAQECiIAMgAmwiAiABbCIDuKJEAAAAAGXN7UFkDQBBAEGQiYGAAEE/akFAcSIBNgKUiICAAEEAIAUgA2xB0ABsQT9qQUBxIAFqIgE2ApiIgIAAQQAgASADQQR0QT9qQUBxIgRqIgE2ApyIgIAAQQAgASACQQR0QT9qQUBxaiIBNgKgiICAAEEAIAEgBGoiATYCpIiAgABBACABIAJBA3RBP2pBQHEiBGoiATYCqIiAgABBACABIANBA3RBP2pBQHFqIgE2AqyIgIAAQQAgASAEaiIBNgKwiICAAEEAIAEgA0ECdEE/akFAcSIEaiIBNgK0iICAAEEAIAEgBGoiATYCuIiAgABBACABIAJBAnRBP2pBQHEiAmoiATYCvIiAgABBACABIAJqIgE2AsCIgIAAQQAgASACaiIBNgLEiICAAEEAIAEgAmoiAjYCyIiAgABBACACNgLMiICAAEEBIQQgAiAAIANsQQJ0QT9qQUBxaiIAPwBBEHQiA00NACAAIANrQf//A2pBEHZAAEF/RyEECyAEC14BAX8jgICAgABBIGsiAUEAKALIiICAADYCACABQQAoArCIgIAANgIEIAFBACgCtIiAgAA2AgggAUEAKALAiICAADYCDCABQQAoAsSIgIAANgIQIAEgAEECdGooAgAL+QECDH8BfUEAIQACQEEAKAKQiICAACIBQQFIDQAgAUEUbCECQQAoAoiIgIAAQQAoAoSIgIAAbEEAKAKMiICAAGwiA0ECdCEEIANBFGwhBUEAKAKAiICAACEGQQAoApSIgIAAIQdBACEIA0ACQCADRQ0AQQAhCUEAKALIiICAACAAQQJ0aiEKA0AgCiELQQAhAQNAQ6XUaFMhDAJAIAggAWogBk4NACALKgIAIQwLIAcgDDgCACALIARqIQsgB0EEaiEHIAFBAWoiAUEURw0ACyAKQQRqIQogCUEBaiIJIANHDQALCyAAIAVqIQAgCEEUaiIIIAJIDQALCwvhCQUEfwJ8Bn8CfQN7QQAhBEEAIAA2AtCIgIAAQQAgATYC2IiAgABBACAAQQJtIgU2AtSIgIAAQQAgAUEBRiABRSACQQBHcXI2AtyIgIAAQQBBACgCiIiAgAAiBiAFQQF0IgJrIgFBASABQQFKG0F/ajYC4IiAgABBAEEAKAKMiICAACIBIAJrIgJBASACQQFKG0F/ajYC5IiAgABBACABQdAAbCICIABsQT9qQUBxQQAoAsyIgIAAaiIFNgLoiICAAEEAIAUgAkE/akFAcWoiAjYC7IiAgABBACACIAEgAEEDbGpB0ABsQT9qQUBxIgBqIgU2AvCIgIAAIAEhAiAGIQcCQAJAIAUgAGoiAD8AQRB0IgVNDQAgACAFa0H//wNqQRB2QABBf0YNAUEAKAKMiICAACECQQAoAoiIgIAAIQcLQQBEAAAAQFk+KUZEAAAAAExItDlE/oIrZUcV9z8gAyADoCADoiIIoyIDIANEoMLr/ktItDljGyADROqMoDlZPilGZBu2OAL0iICAAEQfhetRuB4wQCEDAkBBACgCgIiAgAC3IAe3oiACt6IiCUQAAAAAAADwP2RFDQBEH4XrUbgeMEAhAwNAIANEnESt/kIu5j+gIQMgCUQAAAAAAADgP6IiCUQAAAAAAADwP2QNAAsLIAEgBmwhCkEAIQtBACAIIAOitjgC+IiAgAACQEEAKAKEiICAACIMIAdsIg1BAUgNACACQQF0IgBBASAAQQFKGyEGIAJBBHQhDkEAKAKYiICAACEPQQAoArCIgIAAIQUDQAJAIAJBAUgNACALIAJsIQRBACEBIA8hAANAIABDAACAPyAFIAEgAm8gBGpBAnRqKgIAIhBDAACAv5cgEEMAAIA/XhsiETgCACAAQQRqIBAgEZMiECAQkjgCACAAQQhqIQAgBiABQQFqIgFHDQALCyAPIA5qIQ8gC0EBaiILIA1HDQALCwJAIApFDQBBACgCpIiAgAAhAEEAKALAiICAACEBQQAoAqyIgIAAIQRBACgCuIiAgAAhBkEAKAK8iICAACEFIAohCwNAIAVBgICA/Ac2AgAgBEKAgICAgICA+P8ANwMAIAFBADYCACAGQYCAgPwHNgIAIABCADcDACAFQQRqIQUgBkEEaiEGIARBCGohBCABQQRqIQEgAEEIaiEAIAtBf2oiCw0ACwsCQCAMIApsIgRFDQAgBEEBakF+cSEBIARBf2r9ESESQQAoAqiIgIAAIQD9DAAAAAABAAAAAAAAAAAAAAAhEwNAAkAgEyAS/T4iFP0bAEEBcUUNACAAQgA3AwALAkAgFCAT/Q0AAQIDAAAAAAQFBgcAAAAA/RsCQQFxRQ0AIABBCGpCADcDAAsgAEEQaiEAIBP9DAIAAAACAAAAAAAAAAAAAAD9rgEhEyABQX5qIgENAAsLQQEhAUEAQcCaDCAEQQVsbSIAQQEgAEEBShsiADYCiImAgABBAEEANgKAiYCAAEEAQQA2AvyIgIAAQQBBADYChImAgAACQAJAQQAoAtiIgIAAIgQNAEEAKAKQiICAACEEDAELQQAoAuCIgIAAQQF0QQFyIAcgBEEDRiIBG0EAKAKQiICAAGwhBEEAKALkiICAAEEBdEEBciACIAEbIQELIAAgAWpBf2ogAG0gBGwhBAsgBAuXKQQifwJ7FX8UeyOAgICAAEHQAGsiACSAgICAAEEAIQFBACgChImAgAAhAgJAAkACQAJAQQAoAtiIgIAAIgNBA0cNACACQQFxRQ0BIAJBAWpBAm0hAgwCC0EAKAKMiICAACIEQQAoAoiIgIAAIgVsIQYgA0ECRw0CIAVBACgC1IiAgAAiAWshBQwCCyACQX5tIQILQQAhAUEAKAKMiICAACIEQQAoAoiIgIAAIgVsIQYCQCACDQBBACECDAELQQAoAtSIgIAAIgcgAkEAIAJBAEobaiEBIAJBH3UgAnEgBWogB2shBQsCQCAGRQ0AQQAoApyIgIAAIQcgBiEIA0AgB/0MAAAAAAAAAAAAAAAAAAAAAP0LBAAgB0EQaiEHIAhBf2oiCA0ACwsCQEEAKAKEiICAACIJIAZsIghFDQBBACgCoIiAgAAhBwNAIAf9DAAAAAAAAAAAAAAAAAAAAAD9CwQAIAdBEGohByAIQX9qIggNAAsLIAUgAWshCiAEIQsgBCEMQQAoAvyIgIAAIg0hDgJAAkADQEEAKAKIiYCAACANaiEIAkACQAJAAkACQAJAIANFDQAgDiAIQQAoAuSIgIAAQQF0QQFyIAwgA0EDRhsiByAIIAdIG04NASADQQNHDQIgDkEBcUUNAyAOQQFqQQJtIQ8MBAtBACEQIAQhDCAOIQ8gBCERIA4gCEEBIAhBAUgbSA0ECwJAIAZFDQBBACgCpIiAgAAhBUEAKAKciICAACEHIAYhEgNAIAUgBSsDACAHKgIAuyAHQQRqKgIAu6AgB0EIaioCALsgB0EMaioCALugoKA5AwAgBUEIaiEFIAdBEGohByASQX9qIhINAAsLAkAgCSAGbCISRQ0AQQAoAqiIgIAAIQVBACgCoIiAgAAhBwNAIAUgBSsDACAHKgIAuyAHQQRqKgIAu6AgB0EIaioCALsgB0EMaioCALugoKA5AwAgBUEIaiEFIAdBEGohByASQX9qIhINAAsLQQAgCDYC/IiAgAAgAw0FQQEhBwwGC0EAIRACQCADQQJGDQAgCyEMIA4hDyALIREMAwsgC0EAKALUiICAACIQayERIAshDCAOIQ8MAgsgDkF+bSEPCwJAIA8NAEEAIRAgBCEMIAQhEQwBC0EAKALUiICAACIHIA9BACAPQQBKG2ohECAPQR91IA9xIARqIAdrIREgBCEMCwJAIBEgEEwNAEEAIRNBACgC1IiAgAAhFCAMIRUCQEEAKALciICAACIHDQAgFCARaiIIIAwgCCAMSBshFSAQIBRrIghBACAIQQBKGyETCyAUQQF0IBEgEGsiFmohFyAUIBBrIgggE2ohGAJAIAcNACAXQQFIDQAgF0EFbCIHQQEgB0EBShshBSAYQQVsIQsgFSAIakEFbCESQQAhB0EAKALsiICAACEIA0ACQAJAIAcgC0gNACAHIBJIDQELIAj9DAAAAAAAAAAAAAAAAAAAAAD9CwQACyAIQRBqIQggBSAHQQFqIgdHDQALCyAKQQFIDQBBACgClIiAgABBACgCiIiAgAAgDGwiGUEFbCIaQQAoAoCJgIAAbCAJbEEEdGogE0HQAGwiB2ohGyAHIBVB0ABsayEcIBRBCmwgEUEFbGogEEEFbGshHUEBIR4gFSATayIfQQVsIiBBASAgQQFLGyEhQQD9CQL0iICAACAj/Q0AAQIDAAECAwABAgMAAQIDISIgECAPayEkIBdBBWwhJUEAISZBACAgayEnIBhBBWwhKCAZQdAAbCELIBlBBHQhEiAMQQAgA0EDRxtBACAPQQBKGyAPayATaiEpIAEhKkEAIQ0DQAJAIA1BAUcNACAfRQ0AQQAoAuiIgIAAIQcgISEIA0AgB/0MAAAAAAAAAAAAAAAAAAAAAP0LBAAgB0EQaiEHIAhBf2oiCA0ACwsCQEEAKALUiICAACIrQQF0IgggJmoiB0EAICYbIiwgB0oNACAMQQVsIS0gCCAeaiEuIAxBAXQhLyABICtrITBBACgC7IiAgAAgKEEEdGohMUEAKALMiICAACIyIA0gIGxBBHRqITNBACgCmIiAgAAhNEEAKALoiICAACE1QQAoAtCIgIAAITZBACgCiIiAgAAhN0EAKALciICAACE4A0AgLCAwaiEHAkAgOEUNACAHIDdvIDdqIDdvIQcLIDIgLCA2byAgbEEEdGohAwJAAkACQCAHQQBIDQAgByA3SA0BCyAfRQ0BIDMhByA1IQggMSEFICEhDwNAIAP9DAAAAAAAAAAAAAAAAAAAAAD9CwQAAkAgDUUNACAFIAf9AAQAIAj9AAQA/eQB/QsEAAsgA0EQaiEDIAdBEGohByAIQRBqIQggBUEQaiEFIA9Bf2oiDw0ADAILCyAfQQFIDQAgGyAtIAdsQQR0aiETIDQgKSAvIAcgAmsgN28gN2ogN29sakEDdGohFUEAIRcgMSERIDMhFCA1IQ8DQP0MAAAAAAAAAAAAAAAAAAAAACE5AkACQCAJQQFODQAgOSE6IDkhOyA5ITwgOSE9DAELIBMhByAVIQggCSEFIDkhOiA5ITsgOSE8IDkhPQNAID0gCP0JAAAiIyAH/QAEAP3lASI+ID4gCEEEav0JAAAiP/3kAf3mAf3kASE9IDkgIyAHQcAAav0ABAD95QEiPiA/ID795AH95gH95AEhOSA6ICMgB0Ewav0ABAD95QEiPiA/ID795AH95gH95AEhOiA7ICMgB0Egav0ABAD95QEiPiA/ID795AH95gH95AEhOyA8ICMgB0EQav0ABAD95QEiIyA/ICP95AH95gH95AEhPCAHIAtqIQcgCCASaiEIIAVBf2oiBQ0ACwsCQAJAIA1FDQAgFP0ABAAhIyAP/QAEACE/IAMgPf0LBAAgDyA9ID/95AEiP/0LBAAgESAjID/95AH9CwQAIBT9AAQQISMgD/0ABBAhPyADIDz9CwQQIA8gPCA//eQBIj/9CwQQIBEgIyA//eQB/QsEECAU/QAEICEjIA/9AAQgIT8gAyA7/QsEICAPIDsgP/3kASI//QsEICARICMgP/3kAf0LBCAgFP0ABDAhIyAP/QAEMCE/IAMgOv0LBDAgDyA6ID/95AEiP/0LBDAgESAjID/95AH9CwQwIBT9AARAISMgD/0ABEAhPyADIDn9CwRAIA8gOSA//eQBIj/9CwRAICMgP/3kASE5IBEhBwwBCyADIDr9CwQwIAMgO/0LBCAgAyA8/QsEECADID39CwQAIAMhBwsgByA5/QsEQCAPQdAAaiEPIBFB0ABqIREgFEHQAGohFCADQdAAaiEDIBNB0ABqIRMgFUEIaiEVIBdBAWoiFyAfRw0ACwsgLEEBaiIsIC5HDQALCwJAIA0NACAfQQFIDQBBACEDQQAoAsyIgIAAIgcgJ0EEdGpBACgC0IiAgAAiEUF/aiAgbEEEdCIIaiEPIBFBAWohFCAHIAhqIRNBACgC7IiAgAAhFQNAIBMgA0HQAGxqIgf9AARAISMgB/0ABDAhPyAH/QAEICE5IAf9AAQQITogB/0ABAAhOyAPIQcgFCEIAkAgEUECSA0AA0AgByAH/QAEACA7/eQBIjv9CwQAIAdBEGoiBSAF/QAEACA6/eQBIjr9CwQAIAdBIGoiBSAF/QAEACA5/eQBIjn9CwQAIAdBMGoiBSAF/QAEACA//eQBIj/9CwQAIAdBwABqIgUgBf0ABAAgI/3kASIj/QsEACAHIBxqIQcgCEF/aiIIQQJLDQALCyAVIAMgGGpB0ABsaiIHIDv9CwQAIAdBEGogOv0LBAAgB0EgaiA5/QsEACAHQTBqID/9CwQAIAdBwABqICP9CwQAIA9B0ABqIQ8gA0EBaiIDIB9HDQALCwJAQQAoAtyIgIAARQ0AAkAgK0EBSA0AQQAoAuyIgIAAQXBqIgggDCArakHQAGxqIQcgCCArQQVsIgVBBHRqIQggBUEBaiEFA0AgCCAH/QAEAP0LBAAgB0FwaiEHIAhBcGohCCAFQX9qIgVBAUoNAAsLICsgDGpBBWwiCCAlTg0AIB0gCGshBUEAKALsiICAACIDICtB0ABsaiEHIAMgCEEEdGohCANAIAggB/0ABAD9CwQAIAdBEGohByAIQRBqIQggBUF/aiIFDQALC0EAKALQiICAACERAkAgFkEBSA0AQQAhA0EAKALwiICAACARQdAAbCIVakGwf2ohFEEAKALsiICAACAVakGwf2ohEwNAIAMgEWohDwJAIBFBAUgNACAUIQcgEyEI/QwAAAAAAAAAAAAAAAAAAAAAIiMhPyAjITkgIyE6ICMhOyAPIQUDQCAHIDsgCP0ABAD95AEiO/0LBAAgB0EQaiA6IAhBEGr9AAQA/eQBIjr9CwQAIAdBIGogOSAIQSBq/QAEAP3kASI5/QsEACAHQTBqID8gCEEwav0ABAD95AEiP/0LBAAgB0HAAGogIyAIQcAAav0ABAD95AEiI/0LBAAgB0Gwf2ohByAIQbB/aiEIIAVBf2oiBSADSg0ACwsgFCAVaiEUIBMgFWohEyAPIQMgDyAWSA0ACyAkIAxvIAxqIAxvIRRBACETICYgAWoiLCACa0EAKAKIiICAACIHbyAHaiAHbyEXIBAhFUEAIQ8DQCAUIAwgF2xqIQUCQAJAIBMNAP0MAAAAAAAAAAAAAAAAAAAAACJAIUEgQCFCIEAhQyBAIUQMAQsgREEAKALsiICAAEEAKALUiICAAEEBdCAPakHQAGxqIgf9AAQA/eQBIUQgQCAHQcAAav0ABAD95AEhQCBBIAdBMGr9AAQA/eQBIUEgQiAHQSBq/QAEAP3kASFCIEMgB0EQav0ABAD95AEhQwsCQCBEQQAoAvCIgIAAIA9B0ABsaiIH/QAEAP3kASI8IDz96gEgQyAHQRBq/QAEAP3kASI6/eoBIEIgB0Egav0ABAD95AEiOf3qASBBIAdBMGr9AAQA/eQBIj/96gEgQCAHQcAAav0ABAD95AEiI/3qASI9QQAoAryIgIAAIAVBAnQiB2r9CQAA/UX9pAFFDQACQCA9QQAoAriIgIAAIAdq/QkAACI7/UP9pAFFDQAgACAj/QsEQCAAID/9CwQwIAAgOf0LBCAgACA6/QsEECAAIDz9CwQAIAUgACAPIBBqIAwgLGxqEIWAgIAAQQAoAriIgIAAIAdq/QkAACE7CwJAAkBBACoC9IiAgAAgO/0fAJRDAAAvRF4NACAiIDsgI/3lAf3mAf0MAADwwgAA8MIAAPDCAADwwiI9/ekBIiP9DAAAQEsAAEBLAABASwAAQEsiPv3kASJFQRf9qwEgIyBF/QwAAEDLAABAywAAQMsAAEDLIkb95AH95QEiIyAjICMgIyAj/QwK3a06Ct2tOgrdrToK3a06IkX95gH9DER1HjxEdR48RHUePER1HjwiR/3kAf3mAf0MqVtjPalbYz2pW2M9qVtjPSJI/eQB/eYB/Qze/HU+3vx1Pt78dT7e/HU+Ikn95AH95gH9DBVyMT8VcjE/FXIxPxVyMT8iSv3kAf3mAf0MAACAPwAAgD8AAIA/AACAPyJL/eQB/a4BISMgIiA7ID/95QH95gEgPf3pASI/ID795AEiTEEX/asBID8gTCBG/eQB/eUBIj8gPyA/ID8gPyBF/eYBIEf95AH95gEgSP3kAf3mASBJ/eQB/eYBIEr95AH95gEgS/3kAf2uASE/ICIgOyA5/eUB/eYBID396QEiOSA+/eQBIkxBF/2rASA5IEwgRv3kAf3lASI5IDkgOSA5IDkgRf3mASBH/eQB/eYBIEj95AH95gEgSf3kAf3mASBK/eQB/eYBIEv95AH9rgEhOSAiIDsgOv3lAf3mASA9/ekBIjogPv3kASJMQRf9qwEgOiBMIEb95AH95QEiOiA6IDogOiA6IEX95gEgR/3kAf3mASBI/eQB/eYBIEn95AH95gEgSv3kAf3mASBL/eQB/a4BITogIiA7IDz95QH95gEgPf3pASI7ID795AEiPEEX/asBIDsgPCBG/eQB/eUBIjsgOyA7IDsgOyBF/eYBIEf95AH95gEgSP3kAf3mASBJ/eQB/eYBIEr95AH95gEgS/3kAf2uASE7DAELIAAgI/0LBEAgACA//QsEMCAAIDn9CwQgIAAgOv0LBBAgACA8/QsEACAFIAAgDyAQakEAKAKMiICAACAsbGoQhoCAgAAgAP0ABEAhIyAA/QAEMCE/IAD9AAQgITkgAP0ABBAhOiAA/QAEACE7C0EAKAKciICAACAFQQR0IghqIgcgB/0ABAAgO/3kASA6/eQBIDn95AEgP/3kASAj/eQB/QsEAAJAAkAgBUEAKAKEiICAACIJIBlsIgNJDQBBACgCjIiAgAAhBAwBC0EAKAKUiICAACAJIBpsQQAoAoCJgIAAbCAVICpBACgCjIiAgAAiBGxqQQVsakEEdGohB0EAKAKgiICAACAIaiEIA0AgCCAI/QAEACAH/QAEACA7/eYB/eQBIAdBEGr9AAQAIDr95gH95AEgB0Egav0ABAAgOf3mAf3kASAHQTBq/QAEACA//eYB/eQBIAdBwABq/QAEACAj/eYB/eQB/QsEACAHIAtqIQcgCCASaiEIIAUgGWoiBSADSQ0ACwsgBCEMC0EAIBRBAWoiByAHIAxGGyEUQQAgE0EBaiIHIAdBACgC0IiAgAAiEUYbIRMgFUEBaiEVIA9BAWoiDyAWRw0ACwtBACANQQFqIgcgByARRhshDSAqQQFqISogHkEBaiEeICZBAWoiJiAKRw0AC0EAKALYiICAACEDQQAoAvyIgIAAIQ0LIAwhCyAOQQFqIQ4MAAsLQQAoAuSIgIAAQQF0QQFyIAsgA0EDRhshBwsCQAJAIAggB04NAEEAKAKAiYCAACEHDAELQQBBACgCgImAgABBAWoiBzYCgImAgABBAEEANgL8iICAAAsCQCAHQQAoApCIgIAARw0AQQBBACgChImAgABBAWo2AoSJgIAAQQBBADYCgImAgAALIABB0ABqJICAgIAAC64BBQJ/AX0BfwF9AX9BACEDQQAoAriIgIAAIABBAnRqIgQqAgAhBUEAIQYDQCADIAYgASoCACIHIAVdIggbIQYgByAFIAgbIQUgAUEEaiEBIANBAWoiA0EURw0ACyAEIAU4AgBBACgCvIiAgAAgAEECdGogBUMiAIA/lEEAKgL4iICAAJI4AgACQCAFQQAqAvSIgIAAlEMAAC9EX0UNACAAIAW7IAYgAhCIgICAAAsLtggHFX8BfQZ/AXwHfwF8AnsjgICAgABBoAFrIgMkgICAgAAgAEEAKAKMiICAACIEbSIFIAIgBG0iBmshB0EAKAKEiICAACIIQQFIIQlBACgCrIiAgAAiCiAAQQN0aiELIARBAXQhDCAEQQAoAoiIgIAAIg1sIg5BBHQhDyAOQdAAbCEQQQAoAoCJgIAAIA5sIAhsIRFBACgC0IiAgAAiEiAGQQAoAtSIgIAAIg5rIhNqIRQgACAFIARsayAOayEVIBIgAiAGIARsayAOayIWaiEXQQAoAryIgIAAIABBAnRqKgIAIRhBACgClIiAgAAhGUEAKAKYiICAACEaQQAoAtyIgIAAIRtBfyEcQQAhHQNAIAMgHUEDdGoiHkKAgICAgICA+P8ANwMAAkAgASAdQQJ0aioCACAYXg0AIB5CADcDAAJAAkAgEkEBTg0ARAAAAAAAAAAAIR8MAQsgFSAEbyAEaiAEbyEgIBYgBG8gBGogBG8hIUQAAAAAAAAAACEfIBMhIgNAIAcgImohIyAgIQYgISEOIBYhJANAQQAgBiAGIARGGyElQQAgDiAOIARGGyEmAkACQAJAIBsNACAiQQBIDQIgIiANTiAkQQBIciAkIAROciAJckUNAQwCCyAJDQELIBkgESAmaiAiIA1vIA1qIA1vIARsakHQAGxqIQ4gGiAMICMgDW8gDWogDW9sICVqQQN0aiEGIAghBQNAIB8gBioCALsgDioCALuhIicgJyAGQQRqKgIAu6CioCEfIAYgD2ohBiAOIBBqIQ4gBUF/aiIFDQALIB4gHzkDAAsgJUEBaiEGICZBAWohDiAkQQFqIiQgF0gNAAsgIkEBaiIiIBRIDQALCyAfIAsrAwBjRQ0AAkAgHEEASA0AIB8gAyAcQQN0aisDAGNFDQELIB0hHAsgGUEEaiEZIB1BAWoiHUEURw0ACwJAIBxBf0wNACAAIAMgHEEDdGorAwAgHCACEIiAgIAAQQAoAqyIgIAAIQoLIAogAEEDdGorAwAhH0EAIQZBACoC9IiAgAC7IScgAyEOA0AgASAGaiAfIA4rAwChICeitv0T/QwAAPDCAADwwgAA8MIAAPDC/ekBIij9DAAAQEsAAEBLAABASwAAQEv95AEiKUEX/asBICggKf0MAABAywAAQMsAAEDLAABAy/3kAf3lASIoICggKCAoICj9DArdrToK3a06Ct2tOgrdrTr95gH9DER1HjxEdR48RHUePER1Hjz95AH95gH9DKlbYz0AAAAAAAAAAAAAAAD95AH95gH9DN78dT4AAAAAAAAAAAAAAAD95AH95gH9DBVyMT8AAAAAAAAAAAAAAAD95AH95gH9DAAAgD8AAAAAAAAAAAAAAAD95AH9rgH9HwA4AgAgDkEIaiEOIAZBBGoiBkHQAEcNAAsgA0GgAWokgICAgAAL2AEBBn8CQEEAKAKMiICAAEEAKAKIiICAAGwiAEUNAEEAKALEiICAACEBQQAoAqSIgIAAIQIgACEDA0AgAUQAAAAAAADwPyACKwMAo7Y4AgAgAkEIaiECIAFBBGohASADQX9qIgMNAAsLAkBBACgChIiAgAAgAGwiBEUNAEEAIQFBACgCtIiAgAAhAkEAKAKkiICAACEFQQAoAqiIgIAAIQMDQCACIAMrAwAgBSABIABwQQN0aisDAKO2OAIAIANBCGohAyACQQRqIQIgBCABQQFqIgFHDQALCwuYBAQEfwJ7AXwEf0EAKAKciICAACAAQQR0IgRqIgUgBf0ABAAgAUEAKAKsiICAACAAQQN0IgZqIgcrAwChQQAqAvSIgIAAu6K2/RP9DAAA8MIAAPDCAADwwgAA8ML96QEiCP0MAABASwAAQEsAAEBLAABAS/3kASIJQRf9qwEgCCAJ/QwAAEDLAABAywAAQMsAAEDL/eQB/eUBIgggCCAIIAggCP0MCt2tOgrdrToK3a06Ct2tOv3mAf0MRHUePER1HjxEdR48RHUePP3kAf3mAf0MqVtjPalbYz2pW2M9qVtjPf3kAf3mAf0M3vx1Pt78dT7e/HU+3vx1Pv3kAf3mAf0MFXIxPxVyMT8VcjE/FXIxP/3kAf3mAf0MAACAPwAAgD8AAIA/AACAP/3kAf2uASII/eYB/QsEAEEAKAKkiICAACAGaiIFIAUrAwAgCP0fALsiCqI5AwACQEEAKAKEiICAAEEAKAKMiICAAEEAKAKIiICAAGwiC2wiDCAATQ0AIAtBBHQhDUEAKAKgiICAACAEaiEFIAtBA3QhDkEAKAKoiICAACAGaiEGIAAhBANAIAUgBf0ABAAgCP3mAf0LBAAgBiAGKwMAIAqiOQMAIAUgDWohBSAGIA5qIQYgBCALaiIEIAxJDQALCyAHIAE5AwBBACgCwIiAgAAgAEECdGpBACgCgImAgABBFGwgAmogC2wgA2o2AgAL\";\n\n// shared/engine/sampling.js\nfunction schedule(steps, low, high, name = \"edm\") {\n  need(\n    name === \"edm\" || SIGNAL[name],\n    `schedule must be one of edm, ${Object.keys(SIGNAL).join(\", \")}, got '${name}'`\n  );\n  const falling = name === \"edm\" ? edm(steps, low, high) : equallySpaced(steps, low, high, SIGNAL[name]);\n  return [...falling, 0];\n}\nfunction edm(steps, low, high, rho = 7) {\n  const a = high ** (1 / rho), b = low ** (1 / rho), n = Math.max(steps, 2);\n  return Array.from({ length: n }, (_, i) => (a + i / (n - 1) * (b - a)) ** rho).slice(0, steps);\n}\nvar LATE = 8e-3;\nvar quarter = (t) => Math.cos(Math.PI / 2 * (t / (1 + LATE))) ** 2;\nvar beta = [0];\nfor (let k = 0; k < 1e3; k++) beta.push(beta[k] + Math.log1p(-(1e-4 + k / 999 * (0.02 - 1e-4))));\nvar SIGNAL = {\n  cosine: (t) => quarter(t + LATE) / quarter(LATE),\n  legacy: quarter,\n  linear: (t) => Math.exp(\n    interpolate(\n      t,\n      beta.map((_, k) => k / 1e3),\n      beta\n    )\n  )\n};\nfunction interpolate(x, xs, ys) {\n  const i = xs.findIndex((v) => v >= x);\n  if (i === 0) return ys[0];\n  if (i < 0) return ys[ys.length - 1];\n  return ys[i - 1] + (x - xs[i - 1]) / (xs[i] - xs[i - 1]) * (ys[i] - ys[i - 1]);\n}\nfunction equallySpaced(steps, low, high, signal) {\n  const level = (t) => Math.sqrt((1 - signal(t)) / signal(t));\n  const clock = Array.from({ length: 4e3 }, (_, i) => (i + 1) / 4e3), fine = clock.map(level);\n  const last = fine[fine.length - 1], most = Math.min(high, last), least = Math.max(low, fine[0]);\n  need(\n    least < most,\n    `this schedule reaches levels from ${fine[0]} to ${last}, got a range from ${low} to ${high}`\n  );\n  const logs = fine.map(Math.log), [start, end] = [most, least].map((s) => interpolate(Math.log(s), logs, clock));\n  return Array.from(\n    { length: steps },\n    (_, i) => level(start + i / Math.max(1, steps - 1) * (end - start))\n  );\n}\nvar along = (z, f) => Float64Array.from({ length: z.length }, (_, p) => f(p));\nfunction euler(z, s, t, x) {\n  return along(z, (p) => z[p] + (t - s) * (z[p] - x[p]) / s);\n}\nfunction heun(denoise, z, s, t, x) {\n  const z1 = euler(z, s, t, x);\n  if (t === 0) return z1;\n  const x1 = denoise(z1, t);\n  return along(z, (p) => z[p] + (t - s) * ((z[p] - x[p]) / s + (z1[p] - x1[p]) / t) / 2);\n}\nfunction ancestral(denoise, z, s, t, x, fresh) {\n  const up = t * Math.sqrt(s * s - t * t) / s, down = t * t / s;\n  return along(z, (p) => x[p] + down * (z[p] - x[p]) / s + (up ? up * fresh[p] : 0));\n}\nvar eulerStep = (denoise, z, s, t, x) => euler(z, s, t, x);\nvar METHODS = { euler: eulerStep, ddim: eulerStep, heun, ancestral };\nfunction checkSampling({ N, steps, method, sigma_min, sigma_max }, least, most) {\n  checkCount(N, \"N\", least, most);\n  checkCount(steps, \"steps\", 1, 1e3);\n  checkChoice(method, Object.keys(METHODS), \"method\");\n  checkLevels(sigma_min, sigma_max);\n}\n\n// shared/engine/patches.js\nvar REACHES = [\"same\", \"all\", \"interior\", \"matching\"];\nvar PADDINGS = {\n  same: [\"zeros\", \"circular\"],\n  all: [\"circular\"],\n  interior: [\"circular\"],\n  matching: [\"zeros\"]\n};\nvar AT = { images: 0, noisy: 1, clean: 2, best: 3, weight: 4 };\nvar WASM = Uint8Array.from(atob(patches_default), (c) => c.charCodeAt(0));\nvar compiled;\nvar kernels = [];\nfunction newKernel() {\n  const able = globalThis.WebAssembly && WebAssembly.validate(WASM);\n  need(able, \"patch machines need WebAssembly with SIMD, and this browser has none\");\n  compiled ??= new WebAssembly.Module(WASM);\n  const calls = (\n    /** @type {Calls} */\n    /** @type {unknown} */\n    new WebAssembly.Instance(compiled).exports\n  );\n  const at = (what) => calls.at(AT[what]) >>> 0;\n  const kernel = {\n    ...calls,\n    busy: false,\n    keys: null,\n    M: 0,\n    shape: \"\",\n    view: (what, count) => new Float32Array(calls.memory.buffer, at(what), count),\n    bytes: (count) => new Uint32Array(calls.memory.buffer, at(\"best\"), count)\n  };\n  kernels.push(kernel);\n  return kernel;\n}\nfunction borrow({ keys, M }, [C, H, W]) {\n  const shape = `${[C, H, W]}`, idle = kernels.filter((k) => !k.busy);\n  const holds = (k) => k.keys === keys && k.M === M && k.shape === shape;\n  const kernel = idle.find(holds) ?? idle[0] ?? newKernel();\n  if (!holds(kernel)) {\n    kernel.keys = null;\n    need(\n      kernel.prepare(M, C, H, W),\n      `${M} images of shape (${[C, H, W].join(\", \")}) need more memory than there is`\n    );\n    kernel.view(\"images\", M * C * H * W).set(keys.subarray(0, M * C * H * W));\n    kernel.pack();\n    Object.assign(kernel, { keys, M, shape });\n  }\n  return kernel;\n}\nfunction checkMachine(dictionary, { shape, reach }, padding) {\n  need(\n    Array.isArray(shape) && shape.length === 3 && shape.every((n) => Number.isInteger(n) && n > 0),\n    `shape must be channels, height and width, got ${shape}`\n  );\n  const D = shape.reduce((a, b) => a * b);\n  need(\n    D === dictionary.D,\n    `shape must hold the images' ${dictionary.D} numbers, got (${shape.join(\", \")}), which holds ${D}`\n  );\n  need(dictionary.M > 0, \"at least one image is needed, got none\");\n  checkChoice(reach, REACHES, \"reach\");\n  const allowed = PADDINGS[reach];\n  need(\n    allowed.includes(padding),\n    `padding with reach '${reach}' must be ${allowed.join(\" or \")}, got '${padding}'`\n  );\n}\nfunction checkSide(P, widest) {\n  need(\n    Number.isInteger(P) && P % 2 && P > 0 && P <= widest,\n    `P must be an odd number from 1 to ${widest - 1 + widest % 2}, got ${P}`\n  );\n  return P;\n}\nfunction patchGuess(dictionary, windows) {\n  const { shape, P, reach } = windows, padding = windows.padding ?? PADDINGS[reach]?.[0];\n  checkMachine(dictionary, windows, padding);\n  const [, H, W] = shape, area = H * W, D = dictionary.D;\n  const widest = padding === \"circular\" ? Math.min(H, W) : 2 * Math.max(H, W) - 1;\n  const side = typeof P === \"function\" ? P : () => P;\n  if (typeof P === \"number\") checkSide(P, widest);\n  function read(kernel) {\n    const best = kernel.bytes(area);\n    return {\n      x0_hat: Float64Array.from(kernel.view(\"clean\", D)),\n      source: Float32Array.from(best, (b) => Math.floor(b / area)),\n      place: Float32Array.from(best, (b) => b % area),\n      weight: kernel.view(\"weight\", area).slice()\n    };\n  }\n  function* slices(z, sigma, said = {}) {\n    checkSigma(sigma);\n    need(z?.length === D, `z must hold ${D} numbers, got ${z?.length ?? 0}`);\n    need(Array.prototype.every.call(z, Number.isFinite), \"z must be finite\");\n    const now = checkSide(side(sigma), widest), kernel = borrow(dictionary, shape);\n    kernel.busy = true;\n    try {\n      kernel.view(\"noisy\", D).set(z);\n      const parts = kernel.begin(\n        now,\n        REACHES.indexOf(reach),\n        Number(padding === \"circular\"),\n        sigma\n      );\n      need(parts, `P = ${now} needs more memory than there is`);\n      let since = performance.now();\n      for (let done = 1; done <= parts; done++) {\n        kernel.work();\n        if (done < parts && performance.now() - since > REST) {\n          yield [{ type: \"step\", ...said, part: done / parts }, {}];\n          since = performance.now();\n        }\n      }\n      kernel.finish();\n      return read(kernel);\n    } finally {\n      kernel.busy = false;\n    }\n  }\n  const guess = (z, sigma) => {\n    const run = slices(z, sigma);\n    for (; ; ) {\n      const next = run.next();\n      if (next.done) return next.value.x0_hat;\n    }\n  };\n  return Object.assign(guess, { slices });\n}\nfunction* mosaic(params, [noise]) {\n  checkSampling(params, 1, images.M);\n  const { N, steps, method, sigma_min, sigma_max, windows, shape, reach, padding } = params;\n  need(\n    windows?.length === steps,\n    `windows must hold P of each of the ${steps} steps, got ${windows?.length ?? 0} numbers`\n  );\n  const D = images.D, dictionary = images.first(N), sigmas = schedule(steps, sigma_min, sigma_max, params.schedule);\n  checkNoise(noise, D * (method === \"ancestral\" ? steps + 1 : 1));\n  const { slices } = patchGuess(dictionary, {\n    shape,\n    reach,\n    padding,\n    P: (sigma) => windows[sigmas.indexOf(sigma)]\n  });\n  let z = Float64Array.from(noise.subarray(0, D), (e) => sigmas[0] * e);\n  let last = {\n    source: new Float32Array(0),\n    place: new Float32Array(0),\n    weight: new Float32Array(0)\n  };\n  for (let k = 0; k < steps; k++) {\n    const [s, t] = [sigmas[k], sigmas[k + 1]], at = { step: k, steps, sigma: s };\n    const { x0_hat, ...found } = yield* slices(z, s, at);\n    last = found;\n    yield [\n      { type: \"step\", ...at, P: windows[k] },\n      { z, x0_hat, ...found }\n    ];\n    const ahead = method === \"heun\" && t > 0 ? (yield* slices(euler(z, s, t, x0_hat), t, at)).x0_hat : x0_hat;\n    z = METHODS[method](() => ahead, z, s, t, x0_hat, noise.subarray((k + 1) * D, (k + 2) * D));\n  }\n  yield [\n    { type: \"done\", ...N > 1 ? judged(z, dictionary, params) : {} },\n    { z, ...last }\n  ];\n}\nfunction judged(z, dictionary, { shape, reach }) {\n  const alike = reach === \"all\" || reach === \"interior\";\n  return alike ? verdictMoved(z, dictionary, shape) : verdict(z, dictionary);\n}\n\n// shared/engine/sample.js\nfunction* sample(params, [noise]) {\n  checkSampling(params, 2, images.M);\n  const { N, steps, method, sigma_min, sigma_max, top: top2 } = params, D = images.D, dictionary = images.first(N);\n  const sigmas = schedule(steps, sigma_min, sigma_max, params.schedule);\n  checkNoise(noise, D * (method === \"ancestral\" ? steps + 1 : 1));\n  const guess = (z2, s) => mean(weights(z2, dictionary, s), dictionary);\n  let z = Float64Array.from(noise.subarray(0, D), (e) => sigmas[0] * e);\n  for (let k = 0; k < steps; k++) {\n    const [s, t] = [sigmas[k], sigmas[k + 1]], { x0_hat, ...said } = consult(z, dictionary, s, top2);\n    yield [\n      { type: \"step\", step: k, steps, sigma: s, ...said },\n      { z, x0_hat }\n    ];\n    z = METHODS[method](guess, z, s, t, x0_hat, noise.subarray((k + 1) * D, (k + 2) * D));\n  }\n  yield [{ type: \"done\", ...verdict(z, dictionary) }, { z }];\n}\n\n// shared/engine/machines.js\nvar PATCH_MACHINES = {\n  LS: [\"same\", \"zeros\"],\n  ELS: [\"all\", \"circular\"],\n  bbELS: [\"matching\", \"zeros\"]\n};\nfunction roundEven(x) {\n  const low = Math.floor(x), rest2 = x - low;\n  return rest2 > 0.5 || rest2 === 0.5 && low % 2 !== 0 ? low + 1 : low;\n}\nfunction windowSide(pairs, sigma) {\n  const sorted = [...pairs].sort((a, b) => a[0] - b[0]);\n  const [low, P] = sorted.findLast(([s]) => s <= sigma) ?? sorted[0];\n  const [high, Q] = sorted.find(([s]) => s >= sigma) ?? sorted[sorted.length - 1];\n  const part = high > low ? Math.log(sigma / low) / Math.log(high / low) : 0;\n  return 2 * roundEven((P + part * (Q - P) - 1) / 2) + 1;\n}\nfunction checkWindows(pairs) {\n  need(Array.isArray(pairs) && pairs.length > 0, \"windows must be pairs (sigma, P), got none\");\n  for (const [sigma, P] of pairs) {\n    checkSigma(sigma);\n    need(\n      Number.isInteger(P) && P > 0 && P % 2,\n      `P must be odd, for a window has a centre, got ${P}`\n    );\n  }\n  need(\n    new Set(pairs.map(([sigma]) => sigma)).size === pairs.length,\n    \"windows must name each sigma once\"\n  );\n}\nfunction* patches({ machine, windows, around, ...params }, buffers) {\n  if (machine === \"IS\") {\n    yield* ideal(params, buffers);\n    return;\n  }\n  const names = Object.keys(PATCH_MACHINES);\n  need(names.includes(machine), `machine must be one of IS, ${names.join(\", \")}, got '${machine}'`);\n  checkWindows(windows);\n  checkCount(params.N, \"N\", 2, images.M);\n  checkCount(params.steps, \"steps\", 1, 1e3);\n  const { steps, sigma_min, sigma_max } = params;\n  const sigmas = schedule(steps, sigma_min, sigma_max, params.schedule).slice(0, -1);\n  const [reach, usual] = PATCH_MACHINES[machine], padding = machine === \"LS\" ? around ?? usual : usual;\n  yield* mosaic(\n    { ...params, reach, padding, windows: sigmas.map((sigma) => windowSide(windows, sigma)) },\n    buffers\n  );\n}\nfunction* ideal({ shape: [, H, W], ...params }, buffers) {\n  const all = (value) => new Float32Array(H * W).fill(value);\n  const place = Float32Array.from({ length: H * W }, (_, p) => p);\n  let last = {};\n  for (const [{ top_i, top_w, ...said }, arrays] of sample({ ...params, top: 1 }, buffers)) {\n    const [source, weight] = (\n      /** @type {number[][]} */\n      [top_i, top_w]\n    );\n    if (said.type === \"step\") last = { source: all(source[0]), place, weight: all(weight[0]) };\n    yield [said, { ...arrays, ...last }];\n  }\n}\n\n// wall/engine.js\nvar SURE = 0.5;\nfunction* wall({ windows, columns, ...params }, [noise]) {\n  const D = images.D;\n  need(\n    Array.isArray(windows) && windows.length > 0 && windows.length <= 12,\n    `windows must be a list of 1 to 12 sides, got ${windows}`\n  );\n  checkCount(columns, \"columns\", 1, 100);\n  checkNoise(noise, D * columns);\n  for (let row = 0; row < windows.length; row++) {\n    for (let column = 0; column < columns; column++) {\n      const own = noise.subarray(column * D, (column + 1) * D);\n      const part = (done) => (row * columns + column + done) / (windows.length * columns);\n      const { z, source, weight } = yield* picture(windows[row], params, own, part);\n      const sure = Float32Array.from(source, (m, p) => weight[p] >= SURE ? m : -1);\n      yield [\n        { type: \"step\", row, column, part: part(1) },\n        { z, source: sure, weight }\n      ];\n    }\n  }\n  yield [{ type: \"done\" }, {}];\n}\nfunction* picture(P, params, noise, part) {\n  const machine = P === null ? \"IS\" : \"LS\", asked = { ...params, machine, windows: (\n    /** @type {[number, number][]} */\n    [[1, P ?? 1]]\n  ) };\n  let last = {};\n  for (const [said, arrays] of patches({ ...asked, N: images.M, method: \"ddim\" }, [noise])) {\n    const { step, part: begun = 0 } = (\n      /** @type {{ step: number, part?: number }} */\n      /** @type {unknown} */\n      said\n    );\n    last = arrays;\n    if (said.type === \"step\")\n      yield [{ type: \"step\", part: part((step + begun) / params.steps) }, {}];\n  }\n  return last;\n}\n\n// wall/worker.js\nvar JOBS = { wall };\nserve(JOBS);\n";
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
var rounded = (part) => `${Math.round(100 * part)} %`;
var UNDER_ONE = "< 1 %";
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
function thumbnail(shape, x) {
  const canvas = h("canvas", { width: shape[2], height: shape[1], "aria-hidden": "true" });
  if (x) paint(canvas, x, shape);
  return canvas;
}

// wall/grid.js
var MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
var Grid = class {
  at = [0, 0];
  // row and column in view
  /** @param {Shape} shape @param {number} rows @param {number} columns @param {Pick} pick */
  constructor(shape, rows, columns, pick) {
    const [, H, W] = shape, head = { class: "wall-noise", width: W, height: Math.ceil(H / 4), "aria-hidden": "true" }, group = unique("wall");
    this.shape = shape;
    this.pick = pick;
    this.at = [rows - 2, 0];
    this.heads = Array.from({ length: columns }, () => h("canvas", head));
    this.names = Array.from(
      { length: rows },
      (_, row) => h("div", {
        class: `wall-name${row === rows - 1 ? " wall-own" : ""}`,
        "aria-hidden": "true"
      })
    );
    this.cells = this.names.map(
      (_, row) => this.heads.map((_head, column) => this.makeCell(group, row, column))
    );
    this.el = this.makeGrid();
  }
  makeGrid() {
    const corner = h(
      "div",
      { class: "wall-name wall-top", "aria-hidden": "true" },
      h("strong", {}, "Noise"),
      h("span", {}, "one a column")
    );
    const grid = h(
      "fieldset",
      { class: "wall-grid lab-picture-part", style: `--columns: ${this.heads.length}` },
      h("legend", { class: "wall-legend" }, "Pictures: choose one to see what it is made of"),
      corner,
      this.heads,
      this.cells.flatMap((row, i) => [this.names[i], ...row.map((cell) => cell.el)])
    );
    grid.addEventListener("keydown", (event) => this.key(event));
    return grid;
  }
  /** @param {string} group @param {number} row @param {number} column @returns {Cell} */
  makeCell(group, row, column) {
    const canvas = thumbnail(this.shape);
    const input = h("input", {
      type: "radio",
      name: group,
      onchange: () => this.choose(row, column, true)
    });
    const el = h("label", { class: "wall-cell" }, input, canvas);
    el.addEventListener(
      "pointerenter",
      (event) => event.pointerType === "mouse" && this.choose(row, column)
    );
    return { el, canvas, input, picture: void 0 };
  }
  /** The cell in view. */
  get chosen() {
    const [row, column] = this.at;
    return this.cells[row][column];
  }
  /** @param {number} row @param {number} column */
  choose(row, column, aloud = false) {
    this.at = [row, column];
    this.chosen.input.checked = true;
    this.pick(row, column, aloud);
  }
  /** @param {Side[]} windows of the rows; the last one is the reader's */
  name(windows) {
    windows.forEach((P, row) => {
      const own = row === windows.length - 1 ? "your window" : "window";
      const [head, more] = P === null ? ["Whole picture", "the perfect model"] : [`${P} × ${P} pixels`, own];
      this.names[row].replaceChildren(h("strong", {}, head), h("span", {}, more));
    });
  }
  /** A strip of each column's noise, in the shades that the pictures have. @param {Floats} noise */
  drawNoise(noise) {
    const [C, H, W] = this.shape, high = Math.ceil(H / 4);
    this.heads.forEach((canvas, column) => {
      const strips = Array.from({ length: C }, (_, c) => {
        const at = (column * C + c) * H * W;
        return Array.from(noise.subarray(at, at + high * W), (x) => x / 2);
      });
      paint(canvas, strips.flat(), [C, high, W]);
    });
  }
  /** All cells wait, and show their noise until their pictures are there. @param {Floats} noise */
  wait(noise) {
    const [C, H, W] = this.shape, size = C * H * W;
    this.drawNoise(noise);
    for (const row of this.cells) {
      this.waitRow(row);
      row.forEach(({ canvas }, column) => {
        const own = noise.subarray(column * size, (column + 1) * size);
        paint(
          canvas,
          own.map((x) => x / 2),
          this.shape
        );
      });
    }
  }
  /** @param {Cell[]} row */
  waitRow(row) {
    for (const cell of row) {
      cell.picture = void 0;
      cell.el.dataset.waits = "";
    }
  }
  /** @param {Cell} cell @param {Picture} picture @param {string} words */
  put(cell, picture, words) {
    cell.picture = picture;
    delete cell.el.dataset.waits;
    paint(cell.canvas, picture.z, this.shape);
    cell.input.setAttribute("aria-label", words);
  }
  /** @param {KeyboardEvent} event */
  key(event) {
    const move = MOVES[event.key], { target } = event;
    if (!move || chord(event) || !(target instanceof HTMLInputElement && target.type === "radio"))
      return;
    event.preventDefault();
    const ends = [this.cells.length - 1, this.heads.length - 1];
    const [row, column] = this.at.map(
      (at, axis) => Math.min(ends[axis], Math.max(0, at + move[axis]))
    );
    this.choose(row, column, true);
    this.chosen.input.focus();
  }
};

// shared/state/drawn.js
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

// wall/sources.js
var NONE = -1;
function sharesOf(source) {
  const count = /* @__PURE__ */ new Map();
  for (let p = 0; p < source.length; p++)
    count.set(source[p], (count.get(source[p]) ?? 0) + 1 / source.length);
  count.delete(NONE);
  return [...count].sort(([m, a], [n, b]) => b - a || m - n);
}
var isCopy = (shares) => shares.length === 1 && shares[0][1] > 0.999;
var distinct = (source) => new Set(source.filter((m) => m !== NONE)).size;

// wall/origin.js
var GIVERS = 4;
var Origin = class {
  /** @param {Lab} lab */
  constructor(lab) {
    const [, H, W] = lab.shape;
    this.lab = lab;
    this.large = h("canvas", { width: W, height: H, role: "img" });
    this.lines = svg("svg", { viewBox: `0 0 ${W} ${H}`, "aria-hidden": "true" });
    this.title = h("p", { class: "lab-head" });
    this.parts = h("ul", { class: "wall-givers" });
    this.el = h(
      "div",
      { class: "wall-origin" },
      h("div", { class: "wall-large" }, this.large, this.lines),
      h("div", {}, this.title, this.parts)
    );
  }
  /**
   * @param {{ z: Numbers, source: Floats } | undefined} picture none that is not there yet
   * @param {string} words
   */
  show(picture, words) {
    this.el.toggleAttribute("data-waits", !picture);
    if (!picture) return;
    const { z, source } = picture, shares = sharesOf(source), most = shares.slice(0, GIVERS), more = shares.length - most.length, edges = isCopy(shares) ? [] : most.map(([m]) => this.edge(source, m));
    paint(this.large, z, this.lab.shape);
    this.large.setAttribute("aria-label", words);
    this.lines.replaceChildren(
      ...edges.map((d) => svg("path", { class: "wall-halo", d })),
      ...edges.map((d, k) => svg("path", { class: `wall-edge wall-edge-${k + 1}`, d }))
    );
    this.title.textContent = isCopy(shares) ? "A copy of one training image" : `Parts of ${shares.length} training images`;
    this.parts.replaceChildren(
      ...most.map((share2, k) => this.giver(share2, source, edges[k], k + 1)),
      ...more > 0 ? [h("li", { class: "wall-more" }, `and ${more} that give less`)] : []
    );
  }
  /** Around the pixels that are training image m's. @param {Floats} source @param {number} m */
  edge(source, m) {
    const [, H, W] = this.lab.shape;
    return outline(
      Array.from(source, (n) => n === m),
      H,
      W
    );
  }
  /**
   * A training image of which only the pixels that it gives are in full colour; `edge` is drawn
   * around them
   * @param {[m: number, part: number]} share
   * @param {Floats} source
   * @param {string | undefined} edge
   * @param {number} number
   */
  giver([m, part], source, edge, number2) {
    const { lab } = this, [C, H, W] = lab.shape, area = H * W, paper = C === 1 ? -1 : 1;
    const shown = (i) => !edge || source[i % area] === m;
    const image = lab.image(m).map((v, i) => shown(i) ? v : paper + (v - paper) * 0.3);
    const line = svg("path", { class: `wall-edge wall-edge-${number2}`, d: edge });
    const lines = edge && svg("svg", { viewBox: `0 0 ${W} ${H}`, "aria-hidden": "true" }, line);
    const percent = h("small", {}, part < 0.01 ? UNDER_ONE : rounded(part));
    const face = h("span", { class: "wall-source" }, thumbnail(lab.shape, image), lines);
    return h("li", {}, face, h("span", {}, lab.called(m), percent));
  }
};

// shared/state/python.js
var number = (x) => Number.isInteger(x) ? x.toFixed(1) : String(x);
var ROUNDED = "images = ((images + 1) * 127.5).round() / 127.5 - 1  # 256 levels, as the lab has them";
function images(data, N) {
  const [name, size] = data.replace(/@\d+$/, "").split("~");
  const rounded2 = name === "digits" || size;
  if (name !== "own")
    return {
      imports: ["from mosaics.core.data import load"],
      lines: [
        `images = load("${name}", n=${N}${size ? `, size=${size}` : ""}).images  # (N, C, H, W)`,
        ...rounded2 ? [ROUNDED] : []
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
var script = (imports, lines) => `${[...imports, "", ...lines].join("\n")}
`;

// wall/python.js
function python({ data, N, P, seed, columns, shape, steps, sigma_min, sigma_max }) {
  const images2 = images(data, N);
  const size = shape.reduce((a, b) => a * b);
  return script(
    [
      "import torch",
      "from mosaics import diffusion, local",
      ...images2.imports,
      "from mosaics.widgets.draws import SEEDS, normals"
    ],
    [
      ...images2.lines,
      `machine = local.LS(images, ${P})`,
      `sigmas = ${schedule(steps, sigma_min, sigma_max)}`,
      `seeds = [(${seed} + k) % (SEEDS + 1) for k in range(${columns})]`,
      `noise = torch.stack([normals(seed, ${size}) for seed in seeds])`,
      `noise = noise.reshape(${columns}, ${shape.join(", ")})`,
      "picture = diffusion.last(diffusion.sample(machine, sigmas[0] * noise, sigmas))  # a row"
    ]
  );
}

// source:code/mosaics/widgets/wall/worker.js
var worker_default = ENGINE;

// wall/view.js
var EVERY = 120;
var WallLab = class extends Frame {
  busy = false;
  /** @type {Map<Side, Picture[]>} */
  kept = /* @__PURE__ */ new Map();
  // rows of this seed that were computed, by their window
  /** @param {Context} context */
  constructor(context) {
    super(context, "wall");
    const { rows, columns, P, seed, sides } = this.settings;
    this.columns = columns;
    this.chosen.put("seed", seed);
    this.rows = [...rows, P];
    this.go = button("New noise", () => this.busy ? this.cancel() : this.another(), {
      class: "lab-primary",
      "data-control": "seed"
    });
    this.side = listSlider({
      state: this.chosen,
      name: "P",
      label: "Your window",
      values: sides,
      value: P,
      say: (p) => `${p} × ${p} pixels`,
      input: (p) => this.resize(p)
    });
    this.grid = new Grid(
      this.shape,
      this.rows.length,
      columns,
      (row, _, aloud) => this.picked(row, aloud)
    );
    this.origin = new Origin(this);
  }
  /** The pictures' places, row by row. */
  get cells() {
    return this.grid.cells;
  }
  open() {
    const bar = h("div", { class: "wall-bar" }, this.go, this.side.el);
    this.cancelByEscape();
    this.grid.name(this.rows);
    this.build(h("div", { class: "wall-both" }, h("div", {}, this.grid.el, bar), this.origin.el));
    this.showFirst();
  }
  rerun() {
    this.start();
  }
  /** @returns {Record<string, Control>} */
  controls() {
    return { P: this.side, seed: this.chosen.control("seed", wholeIn(0, MAX_SEED)) };
  }
  /** Of the first column's noise. */
  get seed() {
    return this.chosen.number("seed");
  }
  python() {
    const { seed, rows, columns, shape, N, data } = this, { steps, sigma_min, sigma_max } = this.settings;
    const P = Number(rows[rows.length - 1]);
    return python({ data, N, P, seed, columns, shape, steps, sigma_min, sigma_max });
  }
  canvases() {
    return this.cells[this.cells.length - 1].map((cell) => cell.canvas);
  }
  /** @param {string} then @param {string} note @param {Record<string, Value>} values */
  answer(then, note, values) {
    if ("seed" in values) {
      this.rows[this.rows.length - 1] = this.side.value;
      this.grid.name(this.rows);
      this.start();
    } else this.resize(this.side.value);
    if (note) this.say(note);
  }
  // ---------------------------------------------------------------- jobs
  /** What came with the page is shown at once; all else is computed when it is asked for. */
  showFirst() {
    const { rows, columns, shape, imageSize } = this, area = shape[1] * shape[2];
    const levels = bytesOf(this.model.get("first")), from = new Uint16Array(bytesOf(this.model.get("origin")).slice().buffer);
    this.grid.drawNoise(this.noise());
    const pictures = rows.flatMap(
      (_, row) => Array.from({ length: columns }, (_none, column) => {
        const k = row * columns + column, z = imageOf(levels, imageSize, k);
        const source = Float32Array.from(from.subarray(k * area, (k + 1) * area), (m) => m - 1);
        this.take(row, column, { z, source });
        return { z, source };
      })
    );
    this.record(
      { params: this.params(rows), noise: this.noise(), seed: this.seed },
      pictures,
      "with the page",
      0
    );
    this.grid.choose(this.grid.at[0], this.grid.at[1]);
    this.say("Choose a picture to see which training images it is made of.");
    this.where.textContent = "These came with the page.";
    this.root.dataset.done = "first";
  }
  /** @param {Side[]} windows @returns {Params} */
  params(windows) {
    const { columns, steps, sigma_min, sigma_max } = this.settings;
    return { windows, columns, steps, sigma_min, sigma_max, shape: this.shape };
  }
  noise() {
    const seeds2 = Array.from({ length: this.columns }, (_, k) => this.seed + k);
    return normalsOf(seeds2, this.imageSize);
  }
  another() {
    this.chosen.put("seed", this.number(this.columns));
    this.start();
  }
  /** All pictures anew; each shows its noise until it is there. */
  start() {
    this.kept.clear();
    this.grid.wait(this.noise());
    this.viewChosen();
    this.work(this.rows.map((_, row) => row));
  }
  /**
   * Another window for the last row: one that was computed before is shown at once, others go on.
   * @param {number} P
   */
  resize(P) {
    const row = this.rows.length - 1, kept = this.kept.get(P) ?? [];
    if (this.rows[row] === P) return;
    this.rows[row] = P;
    this.grid.name(this.rows);
    this.grid.waitRow(this.cells[row]);
    kept.forEach((picture, column) => this.take(row, column, picture));
    this.viewChosen();
    const missing = this.cells.flatMap(
      (cells, i) => cells.every((cell) => cell.picture) ? [] : [i]
    );
    if (missing.length) this.work(missing);
    else if (this.busy) this.cancel();
    else this.say(this.summary());
  }
  /** @param {number[]} rows */
  work(rows) {
    const params = this.params(rows.map((row) => this.rows[row])), noise = this.noise();
    const job = { params, noise, seed: this.seed, rows, pictures: [] };
    this.busy = true;
    this.go.textContent = "Cancel";
    this.run("wall", params, [noise], {
      step: (m) => this.took(job, m),
      done: ({ ms }) => this.finish(job, ms),
      end: (how) => this.ended(how)
    });
  }
  /** @param {Job} job @param {Stepped} message */
  took(job, { row, column, part, ms, arrays }) {
    this.root.style.setProperty("--done", String(part));
    if (ms > EVERY) this.root.dataset.long = "";
    if (row === void 0) return;
    if (this.rows[job.rows[row]] !== job.params.windows[row]) return;
    job.pictures.push(arrays);
    this.take(job.rows[row], column, arrays);
  }
  /** @param {number} row @param {number} column @param {Picture} picture */
  take(row, column, { z, source }) {
    const cell = this.cells[row][column], P = this.rows[row], picture = { z, source };
    const words = `${rowName(P)}, noise ${this.number(column)}: ${this.made(source)}`;
    this.grid.put(cell, picture, words);
    if (row === this.rows.length - 1) this.keep(P)[column] = picture;
    if (cell === this.grid.chosen) this.viewChosen();
  }
  /** @param {Side} P */
  keep(P) {
    const row = this.kept.get(P) ?? [];
    this.kept.set(P, row);
    return row;
  }
  /** @param {Job} job @param {number} ms */
  finish(job, ms) {
    this.record(job, job.pictures, this.machine.name, ms);
    this.tellWhere();
    const n = job.pictures.length, last = this.number(this.columns - 1);
    this.say(
      `${n} pictures from noises ${this.number(0)} to ${last}, ${this.spent(ms)}. ` + this.summary()
    );
  }
  /**
   * @param {{ params: Params, noise: Floats, seed: number }} job
   * @param {Picture[]} pictures
   * @param {string} engine
   * @param {number} ms
   */
  record({ params, noise, seed }, pictures, engine, ms) {
    const list = (key) => pictures.map((p) => p[key]).filter(Boolean);
    this.state = {
      params,
      noise,
      seed,
      engine,
      ms,
      pictures: list("z"),
      source: list("source"),
      weight: list("weight")
    };
  }
  /** @param {string} how */
  ended(how) {
    this.busy = false;
    this.go.textContent = "New noise";
    delete this.root.dataset.long;
    const pale = this.cells.flat().filter((cell) => !cell.picture).length;
    if (how === "cancelled")
      this.say(pale ? `Cancelled: ${pale} pictures are not computed.` : this.summary());
  }
  /** How many training images the pictures of the last row are made of. */
  summary() {
    const last = this.cells[this.cells.length - 1].flatMap(
      ({ picture }) => picture ? [distinct(picture.source)] : []
    );
    const least = Math.min(...last), most = Math.max(...last), parts = least === most ? most : `${least} to ${most}`;
    const perfect = "The perfect model copies one training image each time";
    return `${perfect}; pictures of the last row have parts of ${parts}.`;
  }
  // ---------------------------------------------------------------- one picture and its sources
  /** @param {number} row @param {boolean} aloud */
  picked(row, aloud) {
    const { picture } = this.grid.chosen;
    this.viewChosen();
    if (aloud && picture) this.say(`${rowName(this.rows[row])}: ${this.made(picture.source)}.`);
  }
  /** The seed of a column. @param {number} column */
  number(column) {
    return (this.seed + column) % (MAX_SEED + 1);
  }
  /** @param {number} m */
  called(m) {
    return this.kind(m) ?? `image ${m}`;
  }
  /** @param {Floats} source */
  made(source) {
    const shares = sharesOf(source);
    if (isCopy(shares)) return `a copy of ${this.called(shares[0][0])}`;
    const some = shares.slice(0, GIVERS).map(([m]) => this.called(m)), more = shares.length - some.length;
    return `parts of ${some.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
  }
  viewChosen() {
    const { at, chosen } = this.grid, { picture } = chosen;
    this.origin.show(
      picture,
      picture ? `${rowName(this.rows[at[0]])}: ${this.made(picture.source)}` : ""
    );
  }
};
var rowName = (P) => P === null ? "The perfect model" : `Window ${P} × ${P}`;
var view_default = widget(WallLab, worker_default);
export default view_default;
