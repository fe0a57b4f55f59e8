// sha256 of sources and bundler: 0622f7efd5639cce4997a8f8b5fd8bfc599815c596be118e5f57619032937d51
const ENGINE = "\"use strict\";\n// shared/engine/checks.js\nfunction need(ok, message) {\n  if (!ok) throw new Error(message);\n}\nfunction checkCount(n, name, low, high) {\n  need(\n    Number.isInteger(n) && n >= low && n <= high,\n    `${name} must be a whole number from ${low} to ${high}, got ${n}`\n  );\n}\nfunction checkSigma(sigma) {\n  need(Number.isFinite(sigma) && sigma > 0, `sigma must be finite and > 0, got ${sigma}`);\n}\nfunction checkLevels(low, high) {\n  need(low > 0 && low < high, `0 < sigma_min < sigma_max is required, got ${low} and ${high}`);\n}\nfunction checkNoise(noise, count) {\n  need(noise?.length === count, `noise must hold ${count} numbers, got ${noise?.length ?? 0}`);\n  need(noise.every(Number.isFinite), \"noise must be finite\");\n}\nfunction checkChoice(value, allowed, name) {\n  need(allowed.includes(value), `${name} must be one of ${allowed.join(\", \")}, got '${value}'`);\n}\n\n// shared/engine/pace.js\nvar REST = 12;\n\n// shared/engine/posterior.js\nvar CUT = -60;\nvar Dictionary = class _Dictionary {\n  /**\n   * @param {Float32Array} keys\n   * @param {number} D\n   * @param {Float64Array} [half]\n   * @param {number} [M]\n   */\n  constructor(keys, D, half, M = keys.length / D) {\n    this.keys = keys;\n    this.D = D;\n    this.M = M;\n    this.half = half ?? Float64Array.from({ length: M }, (_, m) => dot(keys, m * D, keys, m * D, D) / 2);\n  }\n  /** The first n keys of these. @param {number} n */\n  first(n) {\n    return new _Dictionary(this.keys, this.D, this.half, n);\n  }\n};\nfunction dot(a, i, b, j, n) {\n  let s = 0;\n  for (let p = 0; p < n; p++) s += a[i + p] * b[j + p];\n  return s;\n}\nfunction weights(q, { keys, half, D, M }, sigma) {\n  const w = new Float64Array(M), s2 = sigma * sigma;\n  let max = -Infinity, sum = 0;\n  for (let m = 0; m < M; m++) {\n    w[m] = (dot(q, 0, keys, m * D, D) - half[m]) / s2;\n    if (w[m] > max) max = w[m];\n  }\n  for (let m = 0; m < M; m++) {\n    w[m] = w[m] - max < CUT ? 0 : Math.exp(w[m] - max);\n    sum += w[m];\n  }\n  for (let m = 0; m < M; m++) w[m] /= sum;\n  return w;\n}\nfunction mean(w, { keys, D }) {\n  const out = new Float64Array(D);\n  for (let m = 0; m < w.length; m++) {\n    if (w[m] > 0) for (let p = 0; p < D; p++) out[p] += w[m] * keys[m * D + p];\n  }\n  return out;\n}\nvar effective = (w) => 1 / w.reduce((sum, x) => sum + x * x, 0);\nfunction top(w, k) {\n  const best = [];\n  for (let m = 0; m < w.length; m++) {\n    if (best.length === k && w[m] <= w[best[k - 1]]) continue;\n    let at = best.length;\n    while (at > 0 && w[best[at - 1]] < w[m]) at--;\n    best.splice(at, 0, m);\n    if (best.length > k) best.pop();\n  }\n  return [best.map((m) => w[m]), best];\n}\nfunction consult(z, dictionary, sigma, k) {\n  const w = weights(z, dictionary, sigma), [top_w, top_i] = top(w, Math.min(k, w.length));\n  return { x0_hat: mean(w, dictionary), effective: effective(w), top_w, top_i };\n}\nfunction verdict(x, { keys, D, M }) {\n  const d = Float64Array.from({ length: M }, (_, m) => {\n    let s = 0;\n    for (let p = 0; p < D; p++) s += (x[p] - keys[m * D + p]) ** 2;\n    return Math.sqrt(s);\n  });\n  const [, [first, second]] = top(\n    d.map((far) => -far),\n    2\n  );\n  return { nearest: first, distance: d[first], ratio: d[second] > 0 ? d[first] / d[second] : 1 };\n}\n\n// shared/engine/store.js\nvar images = new Dictionary(new Float32Array(0), 1);\nvar given = new Uint8Array(0);\nfunction keep(bytes, D, network2 = new Uint8Array(0)) {\n  images = new Dictionary(\n    Float32Array.from(bytes, (b) => b / 127.5 - 1),\n    D\n  );\n  given = network2;\n}\n\n// shared/engine/inbox.js\nvar scope = (\n  /** @type {Scope} */\n  /** @type {unknown} */\n  globalThis\n);\nvar cancelled = /* @__PURE__ */ new Set();\nvar waiting = [];\nvar pump = new MessageChannel();\npump.port1.onmessage = () => waiting.shift()?.();\nvar rest = () => new Promise((go) => {\n  waiting.push(go);\n  pump.port2.postMessage(0);\n});\nfunction post(id, message, arrays) {\n  const names = Object.keys(arrays), buffers = names.map((name) => Float32Array.from(arrays[name]));\n  scope.postMessage(\n    { id, ...message, names, buffers },\n    buffers.map((b) => b.buffer)\n  );\n}\nasync function work(jobs, { id, task, params, buffers }) {\n  checkChoice(task, Object.keys(jobs), \"task\");\n  await rest();\n  if (cancelled.delete(id)) return post(id, { type: \"cancelled\" }, {});\n  let since = performance.now();\n  for (const [message, arrays] of jobs[task](params, buffers)) {\n    if (performance.now() - since > REST) {\n      await rest();\n      since = performance.now();\n    }\n    if (cancelled.delete(id)) return post(id, { type: \"cancelled\" }, {});\n    post(id, message, arrays);\n  }\n}\nfunction serve(jobs) {\n  scope.onmessage = ({ data }) => {\n    if (data.type === \"data\") keep(data.bytes, data.D, data.weights);\n    else if (data.type === \"cancel\") cancelled.add(data.job);\n    else\n      work(jobs, data).catch(\n        (error) => post(data.id, { type: \"error\", message: error.message }, {})\n      );\n  };\n}\n\n// shared/engine/moved.js\nvar EQUAL = 1e-9;\nvar short = (i, n) => ((i + (n >> 1)) % n + n) % n - (n >> 1);\nfunction shifts(H, W) {\n  const all = Array.from(\n    { length: H * W },\n    (_, k) => (\n      /** @type {Shift} */\n      [short(Math.floor(k / W), H), short(k % W, W)]\n    )\n  );\n  const length = all.map(([down, right]) => down * down + right * right);\n  const order = all.map((_, k) => k).sort((a, b) => length[a] - length[b] || a - b);\n  return order.map((k) => all[k]);\n}\nfunction apart(x, { keys, D }, m, { shape: [C, H, W], shift: [down, right], most }) {\n  const by = (right + W) % W;\n  let sum = 0;\n  for (let row = 0; row < C * H && sum <= most; row++) {\n    const i = row % H, from = m * D + (row - i + (i - down + H) % H) * W, to = row * W;\n    for (let j = 0; j < by; j++) sum += (x[to + j] - keys[from + W - by + j]) ** 2;\n    for (let j = by; j < W; j++) sum += (x[to + j] - keys[from + j - by]) ** 2;\n  }\n  return sum;\n}\nfunction verdictMoved(x, dictionary, shape) {\n  const all = shifts(shape[1], shape[2]);\n  let [first, second, nearest] = [Infinity, Infinity, 0];\n  let moved = [0, 0];\n  for (let m = 0; m < dictionary.M; m++) {\n    let best = second, at = moved;\n    for (const shift of all) {\n      const sum = apart(x, dictionary, m, { shape, shift, most: best });\n      if (sum >= best - EQUAL) continue;\n      best = sum;\n      at = shift;\n    }\n    if (best < first) [second, first, nearest, moved] = [first, best, m, at];\n    else second = best;\n  }\n  const [near, next] = [Math.sqrt(first), Math.sqrt(second)];\n  return { nearest, distance: near, ratio: next > 0 ? near / next : 1, shift: moved };\n}\n\n// shared/engine/patches.wasm\nvar patches_default = \"AGFzbQEAAAABJgZgBH9/f38Bf2ABfwF/YAAAYAR/f398AX9gA39/fwBgBH98f38AAwoJAAECAwIEBAIFBAUBcAEBAQUDAQABBggBfwFBkIkBCwc4BwZtZW1vcnkCAAdwcmVwYXJlAAACYXQAAQRwYWNrAAIFYmVnaW4AAwR3b3JrAAQGZmluaXNoAAcKoEkJ6wMBAn9BACEEQQAgATYChIiAgABBACAANgKAiICAAEEAIAI2AoiIgIAAQQAgAzYCjIiAgABBACAAQRNqQRRtIgU2ApCIgIAAAkAgBUEFbEEFardEAAAAAAAAQECiIAMgAmwiAiABbCIDuKJEAAAAAGXN7UFkDQBBAEGQiYGAAEE/akFAcSIBNgKUiICAAEEAIAUgA2xB0ABsQT9qQUBxIAFqIgE2ApiIgIAAQQAgASADQQR0QT9qQUBxIgRqIgE2ApyIgIAAQQAgASACQQR0QT9qQUBxaiIBNgKgiICAAEEAIAEgBGoiATYCpIiAgABBACABIAJBA3RBP2pBQHEiBGoiATYCqIiAgABBACABIANBA3RBP2pBQHFqIgE2AqyIgIAAQQAgASAEaiIBNgKwiICAAEEAIAEgA0ECdEE/akFAcSIEaiIBNgK0iICAAEEAIAEgBGoiATYCuIiAgABBACABIAJBAnRBP2pBQHEiAmoiATYCvIiAgABBACABIAJqIgE2AsCIgIAAQQAgASACaiIBNgLEiICAAEEAIAEgAmoiAjYCyIiAgABBACACNgLMiICAAEEBIQQgAiAAIANsQQJ0QT9qQUBxaiIAPwBBEHQiA00NACAAIANrQf//A2pBEHZAAEF/RyEECyAEC14BAX8jgICAgABBIGsiAUEAKALIiICAADYCACABQQAoArCIgIAANgIEIAFBACgCtIiAgAA2AgggAUEAKALAiICAADYCDCABQQAoAsSIgIAANgIQIAEgAEECdGooAgAL+QECDH8BfUEAIQACQEEAKAKQiICAACIBQQFIDQAgAUEUbCECQQAoAoiIgIAAQQAoAoSIgIAAbEEAKAKMiICAAGwiA0ECdCEEIANBFGwhBUEAKAKAiICAACEGQQAoApSIgIAAIQdBACEIA0ACQCADRQ0AQQAhCUEAKALIiICAACAAQQJ0aiEKA0AgCiELQQAhAQNAQ6XUaFMhDAJAIAggAWogBk4NACALKgIAIQwLIAcgDDgCACALIARqIQsgB0EEaiEHIAFBAWoiAUEURw0ACyAKQQRqIQogCUEBaiIJIANHDQALCyAAIAVqIQAgCEEUaiIIIAJIDQALCwvhCQUEfwJ8Bn8CfQN7QQAhBEEAIAA2AtCIgIAAQQAgATYC2IiAgABBACAAQQJtIgU2AtSIgIAAQQAgAUEBRiABRSACQQBHcXI2AtyIgIAAQQBBACgCiIiAgAAiBiAFQQF0IgJrIgFBASABQQFKG0F/ajYC4IiAgABBAEEAKAKMiICAACIBIAJrIgJBASACQQFKG0F/ajYC5IiAgABBACABQdAAbCICIABsQT9qQUBxQQAoAsyIgIAAaiIFNgLoiICAAEEAIAUgAkE/akFAcWoiAjYC7IiAgABBACACIAEgAEEDbGpB0ABsQT9qQUBxIgBqIgU2AvCIgIAAIAEhAiAGIQcCQAJAIAUgAGoiAD8AQRB0IgVNDQAgACAFa0H//wNqQRB2QABBf0YNAUEAKAKMiICAACECQQAoAoiIgIAAIQcLQQBEAAAAQFk+KUZEAAAAAExItDlE/oIrZUcV9z8gAyADoCADoiIIoyIDIANEoMLr/ktItDljGyADROqMoDlZPilGZBu2OAL0iICAAEQfhetRuB4wQCEDAkBBACgCgIiAgAC3IAe3oiACt6IiCUQAAAAAAADwP2RFDQBEH4XrUbgeMEAhAwNAIANEnESt/kIu5j+gIQMgCUQAAAAAAADgP6IiCUQAAAAAAADwP2QNAAsLIAEgBmwhCkEAIQtBACAIIAOitjgC+IiAgAACQEEAKAKEiICAACIMIAdsIg1BAUgNACACQQF0IgBBASAAQQFKGyEGIAJBBHQhDkEAKAKYiICAACEPQQAoArCIgIAAIQUDQAJAIAJBAUgNACALIAJsIQRBACEBIA8hAANAIABDAACAPyAFIAEgAm8gBGpBAnRqKgIAIhBDAACAv5cgEEMAAIA/XhsiETgCACAAQQRqIBAgEZMiECAQkjgCACAAQQhqIQAgBiABQQFqIgFHDQALCyAPIA5qIQ8gC0EBaiILIA1HDQALCwJAIApFDQBBACgCpIiAgAAhAEEAKALAiICAACEBQQAoAqyIgIAAIQRBACgCuIiAgAAhBkEAKAK8iICAACEFIAohCwNAIAVBgICA/Ac2AgAgBEKAgICAgICA+P8ANwMAIAFBADYCACAGQYCAgPwHNgIAIABCADcDACAFQQRqIQUgBkEEaiEGIARBCGohBCABQQRqIQEgAEEIaiEAIAtBf2oiCw0ACwsCQCAMIApsIgRFDQAgBEEBakF+cSEBIARBf2r9ESESQQAoAqiIgIAAIQD9DAAAAAABAAAAAAAAAAAAAAAhEwNAAkAgEyAS/T4iFP0bAEEBcUUNACAAQgA3AwALAkAgFCAT/Q0AAQIDAAAAAAQFBgcAAAAA/RsCQQFxRQ0AIABBCGpCADcDAAsgAEEQaiEAIBP9DAIAAAACAAAAAAAAAAAAAAD9rgEhEyABQX5qIgENAAsLQQEhAUEAQcCaDCAEQQVsbSIAQQEgAEEBShsiADYCiImAgABBAEEANgKAiYCAAEEAQQA2AvyIgIAAQQBBADYChImAgAACQAJAQQAoAtiIgIAAIgQNAEEAKAKQiICAACEEDAELQQAoAuCIgIAAQQF0QQFyIAcgBEEDRiIBG0EAKAKQiICAAGwhBEEAKALkiICAAEEBdEEBciACIAEbIQELIAAgAWpBf2ogAG0gBGwhBAsgBAuXKQQifwJ7FX8UeyOAgICAAEHQAGsiACSAgICAAEEAIQFBACgChImAgAAhAgJAAkACQAJAQQAoAtiIgIAAIgNBA0cNACACQQFxRQ0BIAJBAWpBAm0hAgwCC0EAKAKMiICAACIEQQAoAoiIgIAAIgVsIQYgA0ECRw0CIAVBACgC1IiAgAAiAWshBQwCCyACQX5tIQILQQAhAUEAKAKMiICAACIEQQAoAoiIgIAAIgVsIQYCQCACDQBBACECDAELQQAoAtSIgIAAIgcgAkEAIAJBAEobaiEBIAJBH3UgAnEgBWogB2shBQsCQCAGRQ0AQQAoApyIgIAAIQcgBiEIA0AgB/0MAAAAAAAAAAAAAAAAAAAAAP0LBAAgB0EQaiEHIAhBf2oiCA0ACwsCQEEAKAKEiICAACIJIAZsIghFDQBBACgCoIiAgAAhBwNAIAf9DAAAAAAAAAAAAAAAAAAAAAD9CwQAIAdBEGohByAIQX9qIggNAAsLIAUgAWshCiAEIQsgBCEMQQAoAvyIgIAAIg0hDgJAAkADQEEAKAKIiYCAACANaiEIAkACQAJAAkACQAJAIANFDQAgDiAIQQAoAuSIgIAAQQF0QQFyIAwgA0EDRhsiByAIIAdIG04NASADQQNHDQIgDkEBcUUNAyAOQQFqQQJtIQ8MBAtBACEQIAQhDCAOIQ8gBCERIA4gCEEBIAhBAUgbSA0ECwJAIAZFDQBBACgCpIiAgAAhBUEAKAKciICAACEHIAYhEgNAIAUgBSsDACAHKgIAuyAHQQRqKgIAu6AgB0EIaioCALsgB0EMaioCALugoKA5AwAgBUEIaiEFIAdBEGohByASQX9qIhINAAsLAkAgCSAGbCISRQ0AQQAoAqiIgIAAIQVBACgCoIiAgAAhBwNAIAUgBSsDACAHKgIAuyAHQQRqKgIAu6AgB0EIaioCALsgB0EMaioCALugoKA5AwAgBUEIaiEFIAdBEGohByASQX9qIhINAAsLQQAgCDYC/IiAgAAgAw0FQQEhBwwGC0EAIRACQCADQQJGDQAgCyEMIA4hDyALIREMAwsgC0EAKALUiICAACIQayERIAshDCAOIQ8MAgsgDkF+bSEPCwJAIA8NAEEAIRAgBCEMIAQhEQwBC0EAKALUiICAACIHIA9BACAPQQBKG2ohECAPQR91IA9xIARqIAdrIREgBCEMCwJAIBEgEEwNAEEAIRNBACgC1IiAgAAhFCAMIRUCQEEAKALciICAACIHDQAgFCARaiIIIAwgCCAMSBshFSAQIBRrIghBACAIQQBKGyETCyAUQQF0IBEgEGsiFmohFyAUIBBrIgggE2ohGAJAIAcNACAXQQFIDQAgF0EFbCIHQQEgB0EBShshBSAYQQVsIQsgFSAIakEFbCESQQAhB0EAKALsiICAACEIA0ACQAJAIAcgC0gNACAHIBJIDQELIAj9DAAAAAAAAAAAAAAAAAAAAAD9CwQACyAIQRBqIQggBSAHQQFqIgdHDQALCyAKQQFIDQBBACgClIiAgABBACgCiIiAgAAgDGwiGUEFbCIaQQAoAoCJgIAAbCAJbEEEdGogE0HQAGwiB2ohGyAHIBVB0ABsayEcIBRBCmwgEUEFbGogEEEFbGshHUEBIR4gFSATayIfQQVsIiBBASAgQQFLGyEhQQD9CQL0iICAACAj/Q0AAQIDAAECAwABAgMAAQIDISIgECAPayEkIBdBBWwhJUEAISZBACAgayEnIBhBBWwhKCAZQdAAbCELIBlBBHQhEiAMQQAgA0EDRxtBACAPQQBKGyAPayATaiEpIAEhKkEAIQ0DQAJAIA1BAUcNACAfRQ0AQQAoAuiIgIAAIQcgISEIA0AgB/0MAAAAAAAAAAAAAAAAAAAAAP0LBAAgB0EQaiEHIAhBf2oiCA0ACwsCQEEAKALUiICAACIrQQF0IgggJmoiB0EAICYbIiwgB0oNACAMQQVsIS0gCCAeaiEuIAxBAXQhLyABICtrITBBACgC7IiAgAAgKEEEdGohMUEAKALMiICAACIyIA0gIGxBBHRqITNBACgCmIiAgAAhNEEAKALoiICAACE1QQAoAtCIgIAAITZBACgCiIiAgAAhN0EAKALciICAACE4A0AgLCAwaiEHAkAgOEUNACAHIDdvIDdqIDdvIQcLIDIgLCA2byAgbEEEdGohAwJAAkACQCAHQQBIDQAgByA3SA0BCyAfRQ0BIDMhByA1IQggMSEFICEhDwNAIAP9DAAAAAAAAAAAAAAAAAAAAAD9CwQAAkAgDUUNACAFIAf9AAQAIAj9AAQA/eQB/QsEAAsgA0EQaiEDIAdBEGohByAIQRBqIQggBUEQaiEFIA9Bf2oiDw0ADAILCyAfQQFIDQAgGyAtIAdsQQR0aiETIDQgKSAvIAcgAmsgN28gN2ogN29sakEDdGohFUEAIRcgMSERIDMhFCA1IQ8DQP0MAAAAAAAAAAAAAAAAAAAAACE5AkACQCAJQQFODQAgOSE6IDkhOyA5ITwgOSE9DAELIBMhByAVIQggCSEFIDkhOiA5ITsgOSE8IDkhPQNAID0gCP0JAAAiIyAH/QAEAP3lASI+ID4gCEEEav0JAAAiP/3kAf3mAf3kASE9IDkgIyAHQcAAav0ABAD95QEiPiA/ID795AH95gH95AEhOSA6ICMgB0Ewav0ABAD95QEiPiA/ID795AH95gH95AEhOiA7ICMgB0Egav0ABAD95QEiPiA/ID795AH95gH95AEhOyA8ICMgB0EQav0ABAD95QEiIyA/ICP95AH95gH95AEhPCAHIAtqIQcgCCASaiEIIAVBf2oiBQ0ACwsCQAJAIA1FDQAgFP0ABAAhIyAP/QAEACE/IAMgPf0LBAAgDyA9ID/95AEiP/0LBAAgESAjID/95AH9CwQAIBT9AAQQISMgD/0ABBAhPyADIDz9CwQQIA8gPCA//eQBIj/9CwQQIBEgIyA//eQB/QsEECAU/QAEICEjIA/9AAQgIT8gAyA7/QsEICAPIDsgP/3kASI//QsEICARICMgP/3kAf0LBCAgFP0ABDAhIyAP/QAEMCE/IAMgOv0LBDAgDyA6ID/95AEiP/0LBDAgESAjID/95AH9CwQwIBT9AARAISMgD/0ABEAhPyADIDn9CwRAIA8gOSA//eQBIj/9CwRAICMgP/3kASE5IBEhBwwBCyADIDr9CwQwIAMgO/0LBCAgAyA8/QsEECADID39CwQAIAMhBwsgByA5/QsEQCAPQdAAaiEPIBFB0ABqIREgFEHQAGohFCADQdAAaiEDIBNB0ABqIRMgFUEIaiEVIBdBAWoiFyAfRw0ACwsgLEEBaiIsIC5HDQALCwJAIA0NACAfQQFIDQBBACEDQQAoAsyIgIAAIgcgJ0EEdGpBACgC0IiAgAAiEUF/aiAgbEEEdCIIaiEPIBFBAWohFCAHIAhqIRNBACgC7IiAgAAhFQNAIBMgA0HQAGxqIgf9AARAISMgB/0ABDAhPyAH/QAEICE5IAf9AAQQITogB/0ABAAhOyAPIQcgFCEIAkAgEUECSA0AA0AgByAH/QAEACA7/eQBIjv9CwQAIAdBEGoiBSAF/QAEACA6/eQBIjr9CwQAIAdBIGoiBSAF/QAEACA5/eQBIjn9CwQAIAdBMGoiBSAF/QAEACA//eQBIj/9CwQAIAdBwABqIgUgBf0ABAAgI/3kASIj/QsEACAHIBxqIQcgCEF/aiIIQQJLDQALCyAVIAMgGGpB0ABsaiIHIDv9CwQAIAdBEGogOv0LBAAgB0EgaiA5/QsEACAHQTBqID/9CwQAIAdBwABqICP9CwQAIA9B0ABqIQ8gA0EBaiIDIB9HDQALCwJAQQAoAtyIgIAARQ0AAkAgK0EBSA0AQQAoAuyIgIAAQXBqIgggDCArakHQAGxqIQcgCCArQQVsIgVBBHRqIQggBUEBaiEFA0AgCCAH/QAEAP0LBAAgB0FwaiEHIAhBcGohCCAFQX9qIgVBAUoNAAsLICsgDGpBBWwiCCAlTg0AIB0gCGshBUEAKALsiICAACIDICtB0ABsaiEHIAMgCEEEdGohCANAIAggB/0ABAD9CwQAIAdBEGohByAIQRBqIQggBUF/aiIFDQALC0EAKALQiICAACERAkAgFkEBSA0AQQAhA0EAKALwiICAACARQdAAbCIVakGwf2ohFEEAKALsiICAACAVakGwf2ohEwNAIAMgEWohDwJAIBFBAUgNACAUIQcgEyEI/QwAAAAAAAAAAAAAAAAAAAAAIiMhPyAjITkgIyE6ICMhOyAPIQUDQCAHIDsgCP0ABAD95AEiO/0LBAAgB0EQaiA6IAhBEGr9AAQA/eQBIjr9CwQAIAdBIGogOSAIQSBq/QAEAP3kASI5/QsEACAHQTBqID8gCEEwav0ABAD95AEiP/0LBAAgB0HAAGogIyAIQcAAav0ABAD95AEiI/0LBAAgB0Gwf2ohByAIQbB/aiEIIAVBf2oiBSADSg0ACwsgFCAVaiEUIBMgFWohEyAPIQMgDyAWSA0ACyAkIAxvIAxqIAxvIRRBACETICYgAWoiLCACa0EAKAKIiICAACIHbyAHaiAHbyEXIBAhFUEAIQ8DQCAUIAwgF2xqIQUCQAJAIBMNAP0MAAAAAAAAAAAAAAAAAAAAACJAIUEgQCFCIEAhQyBAIUQMAQsgREEAKALsiICAAEEAKALUiICAAEEBdCAPakHQAGxqIgf9AAQA/eQBIUQgQCAHQcAAav0ABAD95AEhQCBBIAdBMGr9AAQA/eQBIUEgQiAHQSBq/QAEAP3kASFCIEMgB0EQav0ABAD95AEhQwsCQCBEQQAoAvCIgIAAIA9B0ABsaiIH/QAEAP3kASI8IDz96gEgQyAHQRBq/QAEAP3kASI6/eoBIEIgB0Egav0ABAD95AEiOf3qASBBIAdBMGr9AAQA/eQBIj/96gEgQCAHQcAAav0ABAD95AEiI/3qASI9QQAoAryIgIAAIAVBAnQiB2r9CQAA/UX9pAFFDQACQCA9QQAoAriIgIAAIAdq/QkAACI7/UP9pAFFDQAgACAj/QsEQCAAID/9CwQwIAAgOf0LBCAgACA6/QsEECAAIDz9CwQAIAUgACAPIBBqIAwgLGxqEIWAgIAAQQAoAriIgIAAIAdq/QkAACE7CwJAAkBBACoC9IiAgAAgO/0fAJRDAAAvRF4NACAiIDsgI/3lAf3mAf0MAADwwgAA8MIAAPDCAADwwiI9/ekBIiP9DAAAQEsAAEBLAABASwAAQEsiPv3kASJFQRf9qwEgIyBF/QwAAEDLAABAywAAQMsAAEDLIkb95AH95QEiIyAjICMgIyAj/QwK3a06Ct2tOgrdrToK3a06IkX95gH9DER1HjxEdR48RHUePER1HjwiR/3kAf3mAf0MqVtjPalbYz2pW2M9qVtjPSJI/eQB/eYB/Qze/HU+3vx1Pt78dT7e/HU+Ikn95AH95gH9DBVyMT8VcjE/FXIxPxVyMT8iSv3kAf3mAf0MAACAPwAAgD8AAIA/AACAPyJL/eQB/a4BISMgIiA7ID/95QH95gEgPf3pASI/ID795AEiTEEX/asBID8gTCBG/eQB/eUBIj8gPyA/ID8gPyBF/eYBIEf95AH95gEgSP3kAf3mASBJ/eQB/eYBIEr95AH95gEgS/3kAf2uASE/ICIgOyA5/eUB/eYBID396QEiOSA+/eQBIkxBF/2rASA5IEwgRv3kAf3lASI5IDkgOSA5IDkgRf3mASBH/eQB/eYBIEj95AH95gEgSf3kAf3mASBK/eQB/eYBIEv95AH9rgEhOSAiIDsgOv3lAf3mASA9/ekBIjogPv3kASJMQRf9qwEgOiBMIEb95AH95QEiOiA6IDogOiA6IEX95gEgR/3kAf3mASBI/eQB/eYBIEn95AH95gEgSv3kAf3mASBL/eQB/a4BITogIiA7IDz95QH95gEgPf3pASI7ID795AEiPEEX/asBIDsgPCBG/eQB/eUBIjsgOyA7IDsgOyBF/eYBIEf95AH95gEgSP3kAf3mASBJ/eQB/eYBIEr95AH95gEgS/3kAf2uASE7DAELIAAgI/0LBEAgACA//QsEMCAAIDn9CwQgIAAgOv0LBBAgACA8/QsEACAFIAAgDyAQakEAKAKMiICAACAsbGoQhoCAgAAgAP0ABEAhIyAA/QAEMCE/IAD9AAQgITkgAP0ABBAhOiAA/QAEACE7C0EAKAKciICAACAFQQR0IghqIgcgB/0ABAAgO/3kASA6/eQBIDn95AEgP/3kASAj/eQB/QsEAAJAAkAgBUEAKAKEiICAACIJIBlsIgNJDQBBACgCjIiAgAAhBAwBC0EAKAKUiICAACAJIBpsQQAoAoCJgIAAbCAVICpBACgCjIiAgAAiBGxqQQVsakEEdGohB0EAKAKgiICAACAIaiEIA0AgCCAI/QAEACAH/QAEACA7/eYB/eQBIAdBEGr9AAQAIDr95gH95AEgB0Egav0ABAAgOf3mAf3kASAHQTBq/QAEACA//eYB/eQBIAdBwABq/QAEACAj/eYB/eQB/QsEACAHIAtqIQcgCCASaiEIIAUgGWoiBSADSQ0ACwsgBCEMC0EAIBRBAWoiByAHIAxGGyEUQQAgE0EBaiIHIAdBACgC0IiAgAAiEUYbIRMgFUEBaiEVIA9BAWoiDyAWRw0ACwtBACANQQFqIgcgByARRhshDSAqQQFqISogHkEBaiEeICZBAWoiJiAKRw0AC0EAKALYiICAACEDQQAoAvyIgIAAIQ0LIAwhCyAOQQFqIQ4MAAsLQQAoAuSIgIAAQQF0QQFyIAsgA0EDRhshBwsCQAJAIAggB04NAEEAKAKAiYCAACEHDAELQQBBACgCgImAgABBAWoiBzYCgImAgABBAEEANgL8iICAAAsCQCAHQQAoApCIgIAARw0AQQBBACgChImAgABBAWo2AoSJgIAAQQBBADYCgImAgAALIABB0ABqJICAgIAAC64BBQJ/AX0BfwF9AX9BACEDQQAoAriIgIAAIABBAnRqIgQqAgAhBUEAIQYDQCADIAYgASoCACIHIAVdIggbIQYgByAFIAgbIQUgAUEEaiEBIANBAWoiA0EURw0ACyAEIAU4AgBBACgCvIiAgAAgAEECdGogBUMiAIA/lEEAKgL4iICAAJI4AgACQCAFQQAqAvSIgIAAlEMAAC9EX0UNACAAIAW7IAYgAhCIgICAAAsLtggHFX8BfQZ/AXwHfwF8AnsjgICAgABBoAFrIgMkgICAgAAgAEEAKAKMiICAACIEbSIFIAIgBG0iBmshB0EAKAKEiICAACIIQQFIIQlBACgCrIiAgAAiCiAAQQN0aiELIARBAXQhDCAEQQAoAoiIgIAAIg1sIg5BBHQhDyAOQdAAbCEQQQAoAoCJgIAAIA5sIAhsIRFBACgC0IiAgAAiEiAGQQAoAtSIgIAAIg5rIhNqIRQgACAFIARsayAOayEVIBIgAiAGIARsayAOayIWaiEXQQAoAryIgIAAIABBAnRqKgIAIRhBACgClIiAgAAhGUEAKAKYiICAACEaQQAoAtyIgIAAIRtBfyEcQQAhHQNAIAMgHUEDdGoiHkKAgICAgICA+P8ANwMAAkAgASAdQQJ0aioCACAYXg0AIB5CADcDAAJAAkAgEkEBTg0ARAAAAAAAAAAAIR8MAQsgFSAEbyAEaiAEbyEgIBYgBG8gBGogBG8hIUQAAAAAAAAAACEfIBMhIgNAIAcgImohIyAgIQYgISEOIBYhJANAQQAgBiAGIARGGyElQQAgDiAOIARGGyEmAkACQAJAIBsNACAiQQBIDQIgIiANTiAkQQBIciAkIAROciAJckUNAQwCCyAJDQELIBkgESAmaiAiIA1vIA1qIA1vIARsakHQAGxqIQ4gGiAMICMgDW8gDWogDW9sICVqQQN0aiEGIAghBQNAIB8gBioCALsgDioCALuhIicgJyAGQQRqKgIAu6CioCEfIAYgD2ohBiAOIBBqIQ4gBUF/aiIFDQALIB4gHzkDAAsgJUEBaiEGICZBAWohDiAkQQFqIiQgF0gNAAsgIkEBaiIiIBRIDQALCyAfIAsrAwBjRQ0AAkAgHEEASA0AIB8gAyAcQQN0aisDAGNFDQELIB0hHAsgGUEEaiEZIB1BAWoiHUEURw0ACwJAIBxBf0wNACAAIAMgHEEDdGorAwAgHCACEIiAgIAAQQAoAqyIgIAAIQoLIAogAEEDdGorAwAhH0EAIQZBACoC9IiAgAC7IScgAyEOA0AgASAGaiAfIA4rAwChICeitv0T/QwAAPDCAADwwgAA8MIAAPDC/ekBIij9DAAAQEsAAEBLAABASwAAQEv95AEiKUEX/asBICggKf0MAABAywAAQMsAAEDLAABAy/3kAf3lASIoICggKCAoICj9DArdrToK3a06Ct2tOgrdrTr95gH9DER1HjxEdR48RHUePER1Hjz95AH95gH9DKlbYz0AAAAAAAAAAAAAAAD95AH95gH9DN78dT4AAAAAAAAAAAAAAAD95AH95gH9DBVyMT8AAAAAAAAAAAAAAAD95AH95gH9DAAAgD8AAAAAAAAAAAAAAAD95AH9rgH9HwA4AgAgDkEIaiEOIAZBBGoiBkHQAEcNAAsgA0GgAWokgICAgAAL2AEBBn8CQEEAKAKMiICAAEEAKAKIiICAAGwiAEUNAEEAKALEiICAACEBQQAoAqSIgIAAIQIgACEDA0AgAUQAAAAAAADwPyACKwMAo7Y4AgAgAkEIaiECIAFBBGohASADQX9qIgMNAAsLAkBBACgChIiAgAAgAGwiBEUNAEEAIQFBACgCtIiAgAAhAkEAKAKkiICAACEFQQAoAqiIgIAAIQMDQCACIAMrAwAgBSABIABwQQN0aisDAKO2OAIAIANBCGohAyACQQRqIQIgBCABQQFqIgFHDQALCwuYBAQEfwJ7AXwEf0EAKAKciICAACAAQQR0IgRqIgUgBf0ABAAgAUEAKAKsiICAACAAQQN0IgZqIgcrAwChQQAqAvSIgIAAu6K2/RP9DAAA8MIAAPDCAADwwgAA8ML96QEiCP0MAABASwAAQEsAAEBLAABAS/3kASIJQRf9qwEgCCAJ/QwAAEDLAABAywAAQMsAAEDL/eQB/eUBIgggCCAIIAggCP0MCt2tOgrdrToK3a06Ct2tOv3mAf0MRHUePER1HjxEdR48RHUePP3kAf3mAf0MqVtjPalbYz2pW2M9qVtjPf3kAf3mAf0M3vx1Pt78dT7e/HU+3vx1Pv3kAf3mAf0MFXIxPxVyMT8VcjE/FXIxP/3kAf3mAf0MAACAPwAAgD8AAIA/AACAP/3kAf2uASII/eYB/QsEAEEAKAKkiICAACAGaiIFIAUrAwAgCP0fALsiCqI5AwACQEEAKAKEiICAAEEAKAKMiICAAEEAKAKIiICAAGwiC2wiDCAATQ0AIAtBBHQhDUEAKAKgiICAACAEaiEFIAtBA3QhDkEAKAKoiICAACAGaiEGIAAhBANAIAUgBf0ABAAgCP3mAf0LBAAgBiAGKwMAIAqiOQMAIAUgDWohBSAGIA5qIQYgBCALaiIEIAxJDQALCyAHIAE5AwBBACgCwIiAgAAgAEECdGpBACgCgImAgABBFGwgAmogC2wgA2o2AgAL\";\n\n// shared/engine/sampling.js\nfunction schedule(steps, low, high, name = \"edm\") {\n  need(\n    name === \"edm\" || SIGNAL[name],\n    `schedule must be one of edm, ${Object.keys(SIGNAL).join(\", \")}, got '${name}'`\n  );\n  const falling = name === \"edm\" ? edm(steps, low, high) : equallySpaced(steps, low, high, SIGNAL[name]);\n  return [...falling, 0];\n}\nfunction edm(steps, low, high, rho = 7) {\n  const a = high ** (1 / rho), b = low ** (1 / rho), n = Math.max(steps, 2);\n  return Array.from({ length: n }, (_, i) => (a + i / (n - 1) * (b - a)) ** rho).slice(0, steps);\n}\nvar LATE = 8e-3;\nvar quarter = (t) => Math.cos(Math.PI / 2 * (t / (1 + LATE))) ** 2;\nvar beta = [0];\nfor (let k = 0; k < 1e3; k++) beta.push(beta[k] + Math.log1p(-(1e-4 + k / 999 * (0.02 - 1e-4))));\nvar SIGNAL = {\n  cosine: (t) => quarter(t + LATE) / quarter(LATE),\n  legacy: quarter,\n  linear: (t) => Math.exp(\n    interpolate(\n      t,\n      beta.map((_, k) => k / 1e3),\n      beta\n    )\n  )\n};\nfunction interpolate(x, xs, ys) {\n  const i = xs.findIndex((v) => v >= x);\n  if (i === 0) return ys[0];\n  if (i < 0) return ys[ys.length - 1];\n  return ys[i - 1] + (x - xs[i - 1]) / (xs[i] - xs[i - 1]) * (ys[i] - ys[i - 1]);\n}\nfunction equallySpaced(steps, low, high, signal) {\n  const level = (t) => Math.sqrt((1 - signal(t)) / signal(t));\n  const clock = Array.from({ length: 4e3 }, (_, i) => (i + 1) / 4e3), fine = clock.map(level);\n  const last = fine[fine.length - 1], most = Math.min(high, last), least = Math.max(low, fine[0]);\n  need(\n    least < most,\n    `this schedule reaches levels from ${fine[0]} to ${last}, got a range from ${low} to ${high}`\n  );\n  const logs = fine.map(Math.log), [start, end] = [most, least].map((s) => interpolate(Math.log(s), logs, clock));\n  return Array.from(\n    { length: steps },\n    (_, i) => level(start + i / Math.max(1, steps - 1) * (end - start))\n  );\n}\nvar along = (z, f) => Float64Array.from({ length: z.length }, (_, p) => f(p));\nfunction euler(z, s, t, x) {\n  return along(z, (p) => z[p] + (t - s) * (z[p] - x[p]) / s);\n}\nfunction heun(denoise, z, s, t, x) {\n  const z1 = euler(z, s, t, x);\n  if (t === 0) return z1;\n  const x1 = denoise(z1, t);\n  return along(z, (p) => z[p] + (t - s) * ((z[p] - x[p]) / s + (z1[p] - x1[p]) / t) / 2);\n}\nfunction ancestral(denoise, z, s, t, x, fresh) {\n  const up = t * Math.sqrt(s * s - t * t) / s, down = t * t / s;\n  return along(z, (p) => x[p] + down * (z[p] - x[p]) / s + (up ? up * fresh[p] : 0));\n}\nvar eulerStep = (denoise, z, s, t, x) => euler(z, s, t, x);\nvar METHODS = { euler: eulerStep, ddim: eulerStep, heun, ancestral };\nfunction checkSampling({ N, steps, method, sigma_min, sigma_max }, least, most) {\n  checkCount(N, \"N\", least, most);\n  checkCount(steps, \"steps\", 1, 1e3);\n  checkChoice(method, Object.keys(METHODS), \"method\");\n  checkLevels(sigma_min, sigma_max);\n}\n\n// shared/engine/patches.js\nvar REACHES = [\"same\", \"all\", \"interior\", \"matching\"];\nvar PADDINGS = {\n  same: [\"zeros\", \"circular\"],\n  all: [\"circular\"],\n  interior: [\"circular\"],\n  matching: [\"zeros\"]\n};\nvar AT = { images: 0, noisy: 1, clean: 2, best: 3, weight: 4 };\nvar WASM = Uint8Array.from(atob(patches_default), (c) => c.charCodeAt(0));\nvar compiled;\nvar kernels = [];\nfunction newKernel() {\n  const able = globalThis.WebAssembly && WebAssembly.validate(WASM);\n  need(able, \"patch machines need WebAssembly with SIMD, and this browser has none\");\n  compiled ??= new WebAssembly.Module(WASM);\n  const calls = (\n    /** @type {Calls} */\n    /** @type {unknown} */\n    new WebAssembly.Instance(compiled).exports\n  );\n  const at = (what) => calls.at(AT[what]) >>> 0;\n  const kernel = {\n    ...calls,\n    busy: false,\n    keys: null,\n    M: 0,\n    shape: \"\",\n    view: (what, count) => new Float32Array(calls.memory.buffer, at(what), count),\n    bytes: (count) => new Uint32Array(calls.memory.buffer, at(\"best\"), count)\n  };\n  kernels.push(kernel);\n  return kernel;\n}\nfunction borrow({ keys, M }, [C, H, W]) {\n  const shape = `${[C, H, W]}`, idle = kernels.filter((k) => !k.busy);\n  const holds = (k) => k.keys === keys && k.M === M && k.shape === shape;\n  const kernel = idle.find(holds) ?? idle[0] ?? newKernel();\n  if (!holds(kernel)) {\n    kernel.keys = null;\n    need(\n      kernel.prepare(M, C, H, W),\n      `${M} images of shape (${[C, H, W].join(\", \")}) need more memory than there is`\n    );\n    kernel.view(\"images\", M * C * H * W).set(keys.subarray(0, M * C * H * W));\n    kernel.pack();\n    Object.assign(kernel, { keys, M, shape });\n  }\n  return kernel;\n}\nfunction checkMachine(dictionary, { shape, reach }, padding) {\n  need(\n    Array.isArray(shape) && shape.length === 3 && shape.every((n) => Number.isInteger(n) && n > 0),\n    `shape must be channels, height and width, got ${shape}`\n  );\n  const D = shape.reduce((a, b) => a * b);\n  need(\n    D === dictionary.D,\n    `shape must hold the images' ${dictionary.D} numbers, got (${shape.join(\", \")}), which holds ${D}`\n  );\n  need(dictionary.M > 0, \"at least one image is needed, got none\");\n  checkChoice(reach, REACHES, \"reach\");\n  const allowed = PADDINGS[reach];\n  need(\n    allowed.includes(padding),\n    `padding with reach '${reach}' must be ${allowed.join(\" or \")}, got '${padding}'`\n  );\n}\nfunction checkSide(P, widest) {\n  need(\n    Number.isInteger(P) && P % 2 && P > 0 && P <= widest,\n    `P must be an odd number from 1 to ${widest - 1 + widest % 2}, got ${P}`\n  );\n  return P;\n}\nfunction patchGuess(dictionary, windows) {\n  const { shape, P, reach } = windows, padding = windows.padding ?? PADDINGS[reach]?.[0];\n  checkMachine(dictionary, windows, padding);\n  const [, H, W] = shape, area = H * W, D = dictionary.D;\n  const widest = padding === \"circular\" ? Math.min(H, W) : 2 * Math.max(H, W) - 1;\n  const side = typeof P === \"function\" ? P : () => P;\n  if (typeof P === \"number\") checkSide(P, widest);\n  function read(kernel) {\n    const best = kernel.bytes(area);\n    return {\n      x0_hat: Float64Array.from(kernel.view(\"clean\", D)),\n      source: Float32Array.from(best, (b) => Math.floor(b / area)),\n      place: Float32Array.from(best, (b) => b % area),\n      weight: kernel.view(\"weight\", area).slice()\n    };\n  }\n  function* slices(z, sigma, said = {}) {\n    checkSigma(sigma);\n    need(z?.length === D, `z must hold ${D} numbers, got ${z?.length ?? 0}`);\n    need(Array.prototype.every.call(z, Number.isFinite), \"z must be finite\");\n    const now = checkSide(side(sigma), widest), kernel = borrow(dictionary, shape);\n    kernel.busy = true;\n    try {\n      kernel.view(\"noisy\", D).set(z);\n      const parts = kernel.begin(\n        now,\n        REACHES.indexOf(reach),\n        Number(padding === \"circular\"),\n        sigma\n      );\n      need(parts, `P = ${now} needs more memory than there is`);\n      let since = performance.now();\n      for (let done = 1; done <= parts; done++) {\n        kernel.work();\n        if (done < parts && performance.now() - since > REST) {\n          yield [{ type: \"step\", ...said, part: done / parts }, {}];\n          since = performance.now();\n        }\n      }\n      kernel.finish();\n      return read(kernel);\n    } finally {\n      kernel.busy = false;\n    }\n  }\n  const guess = (z, sigma) => {\n    const run = slices(z, sigma);\n    for (; ; ) {\n      const next = run.next();\n      if (next.done) return next.value.x0_hat;\n    }\n  };\n  return Object.assign(guess, { slices });\n}\nfunction* mosaic(params, [noise]) {\n  checkSampling(params, 1, images.M);\n  const { N, steps, method, sigma_min, sigma_max, windows, shape, reach, padding } = params;\n  need(\n    windows?.length === steps,\n    `windows must hold P of each of the ${steps} steps, got ${windows?.length ?? 0} numbers`\n  );\n  const D = images.D, dictionary = images.first(N), sigmas = schedule(steps, sigma_min, sigma_max, params.schedule);\n  checkNoise(noise, D * (method === \"ancestral\" ? steps + 1 : 1));\n  const { slices } = patchGuess(dictionary, {\n    shape,\n    reach,\n    padding,\n    P: (sigma) => windows[sigmas.indexOf(sigma)]\n  });\n  let z = Float64Array.from(noise.subarray(0, D), (e) => sigmas[0] * e);\n  let last = {\n    source: new Float32Array(0),\n    place: new Float32Array(0),\n    weight: new Float32Array(0)\n  };\n  for (let k = 0; k < steps; k++) {\n    const [s, t] = [sigmas[k], sigmas[k + 1]], at = { step: k, steps, sigma: s };\n    const { x0_hat, ...found } = yield* slices(z, s, at);\n    last = found;\n    yield [\n      { type: \"step\", ...at, P: windows[k] },\n      { z, x0_hat, ...found }\n    ];\n    const ahead = method === \"heun\" && t > 0 ? (yield* slices(euler(z, s, t, x0_hat), t, at)).x0_hat : x0_hat;\n    z = METHODS[method](() => ahead, z, s, t, x0_hat, noise.subarray((k + 1) * D, (k + 2) * D));\n  }\n  yield [\n    { type: \"done\", ...N > 1 ? judged(z, dictionary, params) : {} },\n    { z, ...last }\n  ];\n}\nfunction judged(z, dictionary, { shape, reach }) {\n  const alike = reach === \"all\" || reach === \"interior\";\n  return alike ? verdictMoved(z, dictionary, shape) : verdict(z, dictionary);\n}\n\n// shared/engine/sample.js\nfunction* sample(params, [noise]) {\n  checkSampling(params, 2, images.M);\n  const { N, steps, method, sigma_min, sigma_max, top: top2 } = params, D = images.D, dictionary = images.first(N);\n  const sigmas = schedule(steps, sigma_min, sigma_max, params.schedule);\n  checkNoise(noise, D * (method === \"ancestral\" ? steps + 1 : 1));\n  const guess = (z2, s) => mean(weights(z2, dictionary, s), dictionary);\n  let z = Float64Array.from(noise.subarray(0, D), (e) => sigmas[0] * e);\n  for (let k = 0; k < steps; k++) {\n    const [s, t] = [sigmas[k], sigmas[k + 1]], { x0_hat, ...said } = consult(z, dictionary, s, top2);\n    yield [\n      { type: \"step\", step: k, steps, sigma: s, ...said },\n      { z, x0_hat }\n    ];\n    z = METHODS[method](guess, z, s, t, x0_hat, noise.subarray((k + 1) * D, (k + 2) * D));\n  }\n  yield [{ type: \"done\", ...verdict(z, dictionary) }, { z }];\n}\n\n// shared/engine/machines.js\nvar PATCH_MACHINES = {\n  LS: [\"same\", \"zeros\"],\n  ELS: [\"all\", \"circular\"],\n  bbELS: [\"matching\", \"zeros\"]\n};\nfunction roundEven(x) {\n  const low = Math.floor(x), rest2 = x - low;\n  return rest2 > 0.5 || rest2 === 0.5 && low % 2 !== 0 ? low + 1 : low;\n}\nfunction windowSide(pairs, sigma) {\n  const sorted = [...pairs].sort((a, b) => a[0] - b[0]);\n  const [low, P] = sorted.findLast(([s]) => s <= sigma) ?? sorted[0];\n  const [high, Q] = sorted.find(([s]) => s >= sigma) ?? sorted[sorted.length - 1];\n  const part = high > low ? Math.log(sigma / low) / Math.log(high / low) : 0;\n  return 2 * roundEven((P + part * (Q - P) - 1) / 2) + 1;\n}\nfunction checkWindows(pairs) {\n  need(Array.isArray(pairs) && pairs.length > 0, \"windows must be pairs (sigma, P), got none\");\n  for (const [sigma, P] of pairs) {\n    checkSigma(sigma);\n    need(\n      Number.isInteger(P) && P > 0 && P % 2,\n      `P must be odd, for a window has a centre, got ${P}`\n    );\n  }\n  need(\n    new Set(pairs.map(([sigma]) => sigma)).size === pairs.length,\n    \"windows must name each sigma once\"\n  );\n}\nfunction* patches({ machine, windows, around, ...params }, buffers) {\n  if (machine === \"IS\") {\n    yield* ideal(params, buffers);\n    return;\n  }\n  const names = Object.keys(PATCH_MACHINES);\n  need(names.includes(machine), `machine must be one of IS, ${names.join(\", \")}, got '${machine}'`);\n  checkWindows(windows);\n  checkCount(params.N, \"N\", 2, images.M);\n  checkCount(params.steps, \"steps\", 1, 1e3);\n  const { steps, sigma_min, sigma_max } = params;\n  const sigmas = schedule(steps, sigma_min, sigma_max, params.schedule).slice(0, -1);\n  const [reach, usual] = PATCH_MACHINES[machine], padding = machine === \"LS\" ? around ?? usual : usual;\n  yield* mosaic(\n    { ...params, reach, padding, windows: sigmas.map((sigma) => windowSide(windows, sigma)) },\n    buffers\n  );\n}\nfunction* ideal({ shape: [, H, W], ...params }, buffers) {\n  const all = (value) => new Float32Array(H * W).fill(value);\n  const place = Float32Array.from({ length: H * W }, (_, p) => p);\n  let last = {};\n  for (const [{ top_i, top_w, ...said }, arrays] of sample({ ...params, top: 1 }, buffers)) {\n    const [source, weight] = (\n      /** @type {number[][]} */\n      [top_i, top_w]\n    );\n    if (said.type === \"step\") last = { source: all(source[0]), place, weight: all(weight[0]) };\n    yield [said, { ...arrays, ...last }];\n  }\n}\n\n// shared/engine/prediction.js\nvar levelAt = (t) => Math.tan(Math.PI * t / (2 * (1 + LATE)));\nfunction levels(steps) {\n  const last = 1 / Math.max(2, steps);\n  return { schedule: \"legacy\", sigma_min: levelAt(last), sigma_max: levelAt(1) };\n}\nfunction fall(steps) {\n  const { schedule: clock, sigma_min, sigma_max } = levels(steps);\n  return schedule(steps, sigma_min, sigma_max, clock);\n}\nfunction pearson2(a, b) {\n  let [ma, mb] = [0, 0];\n  for (let p = 0; p < a.length; p++) {\n    ma += a[p] / a.length;\n    mb += b[p] / a.length;\n  }\n  let ab = 0, aa = 0, bb = 0;\n  for (let p = 0; p < a.length; p++) {\n    ab += (a[p] - ma) * (b[p] - mb);\n    aa += (a[p] - ma) ** 2;\n    bb += (b[p] - mb) ** 2;\n  }\n  return aa * bb > 0 ? ab * ab / (aa * bb) : null;\n}\n\n// shared/engine/kernel.js\nvar Kernel = class {\n  /** @param {Calls} calls what the kernel exports */\n  constructor(calls) {\n    this.calls = calls;\n    this.free = calls.base() + 15 & ~15;\n  }\n  /** The address of so many numbers more, all 0. @param {number} count */\n  room(count) {\n    const at = this.free, { memory } = this.calls, have = memory.buffer.byteLength;\n    this.free += 4 * count + 15 & ~15;\n    if (this.free > have) memory.grow(Math.ceil((this.free - have) / 65536));\n    return at;\n  }\n  /** @param {number} at @param {number} count */\n  view(at, count) {\n    return new Float32Array(this.calls.memory.buffer, at, count);\n  }\n};\n\n// prediction/network.wasm\nvar network_default = \"AGFzbQEAAAABIANgAAF/YAp/f39/f39/f39/AGALf39/f39/f39/f38AAwQDAAECBAUBcAEBAQUDAQABBggBfwFBgIgBCwclBAZtZW1vcnkCAARiYXNlAAAGc3ByZWFkAAEIY29udm9sdmUAAgrwDAMIAEGAiIGAAAuUAgIKfwF9AkAgByADaiIKQQAgB2siC0wNACAHIARqIQwgBUEBSCENIAhFIQ4gCyEPA0ACQCAMIAtMDQAgDyADbyADaiADbyAEbCEQIAshEQNAAkACQCAPQQBODQBBASEIDAELIA8gA04gEUEASHIgESAETnIhCAsgESAEbyAEaiAEbyEHAkAgDQ0AIAAgByAQaiAGbEECdGohByAOIAhxIRIgASEIIAUhEwNAIAJDAAAAAEMAAAAAIAcqAgAgCCoCAJIiFCAUQwAAAABdGyAUIAkbIBIbOAIAIAdBBGohByAIQQRqIQggAkEEaiECIBNBf2oiEw0ACwsgEUEBaiIRIAxHDQALCyAPQQFqIg8gCkcNAAsLC84KBRR/DHsLfwZ7AX8CQCAJQQFIDQAgByAGbCILQX9qIQwgCCAFbCINQQJ0IQ4gDSAEQX9qIAVsIAdqIg9sQQJ0IRBBACERIAtBAUghEiAEIARsIAhsQQxsQQJ0IRMDQAJAIBINACADIBFBAnQiBWohFCACIAVqIRVBACEWA0AgFkEDciIXIAwgFyALSBsiGCAHbSEFIBZBAnIiGSAMIBkgC0gbIhogB20hBiAWQQFyIhsgDCAbIAtIGyIcIAdtIR0gFiAHbSEeIBX9AAAgIR8gFf0AABAhICAV/QAAACEhAkACQCAEQQFODQAgHyEiICAhIyAhISQgHyElICAhJiAhIScgISEoICAhKSAfISoMAQsgACAFIA9sIBggBSAHbGtqIAhsQQJ0aiErIAAgBiAPbCAaIAYgB2xraiAIbEECdGohLCAAIB0gD2wgHCAdIAdsa2ogCGxBAnRqIS0gACAeIA9sIBYgHiAHbGtqIAhsQQJ0aiEuQQAhLyAfISIgICEjICEhJCAfISUgICEmICEhJyAhISggICEpIB8hKiABIQUDQCAvIA9sITAgLiExIC0hMiAsITMgKyE0QQAhNQNAAkAgCEEBSA0AIA0gNSAwamwiGiAIaiEcIDEhBiAyIR0gMyEeIDQhGANAIBj9CQAAIjYgBf0AAAAiN/3mASAo/eQBISggHv0JAAAiOCA3/eYBICH95AEhISAd/QkAACI5IDf95gEgJP3kASEkIAb9CQAAIjogN/3mASAn/eQBIScgNiAFQSBq/QAAACI3/eYBICr95AEhKiA2IAVBEGr9AAAAIjv95gEgKf3kASEpIDggN/3mASAf/eQBIR8gOCA7/eYBICD95AEhICA5IDf95gEgIv3kASEiIDkgO/3mASAj/eQBISMgOiA3/eYBICX95AEhJSA6IDv95gEgJv3kASEmIAZBBGohBiAdQQRqIR0gHkEEaiEeIBhBBGohGCAFQTBqIjwhBSAaQQFqIhogHEgNAAsgPCEFCyAxIA5qITEgMiAOaiEyIDMgDmohMyA0IA5qITQgNUEBaiI1IARHDQALIC4gEGohLiAtIBBqIS0gLCAQaiEsICsgEGohKyAvQQFqIi8gBEcNAAsLIBQgFiAJbEECdGohBQJAAkAgCg0AIAUgJf0LACAgBSAm/QsAECAFICf9CwAAIBQgGyAJbEECdGoiBSAi/QsAICAFICP9CwAQIAUgJP0LAAAgFCAZIAlsQQJ0aiIFIB/9CwAgIAUgIP0LABAgBSAh/QsAACAUIBcgCWxBAnRqIgUgKf0LABAgBSAo/QsAACAFQSBqIQUMAQsgBSAn/QwAAAAAAAAAAAAAAAAAAAAAIjf96QEgBf0AAAD95AH9CwAAIAUgJiA3/ekBIAX9AAAQ/eQB/QsAECAFICUgN/3pASAF/QAAIP3kAf0LACAgFCAbIAlsQQJ0aiIFICQgN/3pASAF/QAAAP3kAf0LAAAgBSAjIDf96QEgBf0AABD95AH9CwAQIAUgIiA3/ekBIAX9AAAg/eQB/QsAICAUIBkgCWxBAnRqIgUgISA3/ekBIAX9AAAA/eQB/QsAACAFICAgN/3pASAF/QAAEP3kAf0LABAgBSAfIDf96QEgBf0AACD95AH9CwAgIBQgFyAJbEECdGoiBSAoIDf96QEgBf0AAAD95AH9CwAAIAUgKSA3/ekBIAX9AAAQ/eQB/QsAECAqIDf96QEgBf0AACD95AEhKiAFQSBqIQULIAUgKv0LAAAgFkEEaiIWIAtIDQALCyABIBNqIQEgEUEMaiIRIAlIDQALCws=\";\n\n// prediction/network.js\nvar LAYERS = Uint8Array.from(atob(network_default), (c) => c.charCodeAt(0));\nvar GROUP = 12;\nvar SPARE = 3;\nvar TIMES = 64;\nvar T_MIN = 0.02;\nvar halves = (bytes) => Float32Array.from(new Uint16Array(bytes.slice().buffer), (b) => {\n  const size = b >> 10 & 31, rest2 = (b & 1023) / 1024;\n  return (b >> 15 ? -1 : 1) * (size ? 2 ** (size - 15) * (1 + rest2) : 2 ** -14 * rest2);\n});\nvar groups = (channels) => GROUP * Math.ceil(channels / GROUP);\nfunction load(config, [C]) {\n  const able = globalThis.WebAssembly && WebAssembly.validate(LAYERS);\n  need(able, \"networks need WebAssembly with SIMD, and this browser has none\");\n  need(\n    config?.kind === \"ResNet\" && C === config.C,\n    `the page can run a ResNet of ${C} channels, got ${config?.kind} of ${config?.C}`\n  );\n  const module = new WebAssembly.Module(LAYERS);\n  return (\n    /** @type {Calls} */\n    /** @type {unknown} */\n    new WebAssembly.Instance(module).exports\n  );\n}\nvar ResNet = class extends Kernel {\n  /**\n   * The numbers of a network in the order of its state_dict, images of one shape\n   * @param {Float32Array} numbers @param {Config} config @param {Shape} shape\n   */\n  constructor(numbers, config, shape) {\n    const [C, H, W] = shape, inputs = C + 2 * config.coordinates, far = Math.max(1, ...config.dilation);\n    super(load(config, shape));\n    this.config = config;\n    this.numbers = numbers;\n    this.H = H;\n    this.W = W;\n    this.inputs = inputs;\n    this.at = 0;\n    const { depth, width, dilation } = config, times = Array.from({ length: depth }, (_, k) => k);\n    this.clock = this.linear(TIMES);\n    this.first = this.layer(3, 1, inputs, width);\n    this.middle = times.map((k) => this.layer(3, dilation[k], width, width));\n    this.shifts = [...times, depth].map(() => this.linear(width));\n    this.last = this.layer(1, 1, width, C);\n    this.checkCount();\n    const most = Math.max(inputs, width);\n    this.image = this.room(H * W * inputs);\n    this.none = this.room(most);\n    this.spreadOut = this.room((H + 2 * far) * (W + 2 * far) * most);\n    this.state = this.room((H * W + SPARE) * groups(width));\n    this.out = this.room((H * W + SPARE) * groups(C));\n    this.shift = this.room(width);\n  }\n  /** All numbers have found their place. */\n  checkCount() {\n    const { at, numbers } = this;\n    need(at === numbers.length, `a network of this kind has ${at} weights, got ${numbers.length}`);\n  }\n  /** The next numbers. @param {number} count */\n  take(count) {\n    this.at += count;\n    return this.numbers.subarray(this.at - count, this.at);\n  }\n  /** @param {number} count @returns {Linear} */\n  linear(count) {\n    return { weight: this.take(count * TIMES), bias: this.take(count) };\n  }\n  /**\n   * A convolution's weights (outputs, inputs, side, side), laid out as network.c reads them\n   * @param {number} side\n   * @param {number} spacing\n   * @param {number} inputs\n   * @param {number} outputs\n   * @returns {Layer}\n   */\n  layer(side, spacing, inputs, outputs) {\n    const points = side * side, count = groups(outputs), from = this.take(outputs * inputs * points);\n    const biases = this.take(outputs), weights2 = this.room(count * inputs * points), bias = this.room(count);\n    const to = this.view(weights2, count * inputs * points);\n    this.view(bias, outputs).set(biases);\n    for (let o = 0; o < outputs; o++) {\n      for (let c = 0; c < inputs; c++) {\n        for (let p = 0; p < points; p++) {\n          const row = (Math.floor(o / GROUP) * points + p) * inputs + c;\n          to[row * GROUP + o % GROUP] = from[(o * inputs + c) * points + p];\n        }\n      }\n    }\n    return { side, spacing, inputs, outputs: count, weights: weights2, bias };\n  }\n  /**\n   * One layer: what `from` holds, `pitch` numbers a pixel, plus shift, to the sums in `to`\n   * @param {Layer} layer\n   * @param {number} from\n   * @param {number} pitch\n   * @param {number} shift\n   * @param {number} to\n   */\n  apply(layer, from, pitch, shift, to, { residual = 0, rectify = 0 } = {}) {\n    const { side, spacing, inputs, outputs, weights: weights2, bias } = layer, { H, W, spreadOut, calls } = this;\n    const border = (side - 1) / 2 * spacing, wrap2 = Number(this.config.padding === \"circular\");\n    calls.spread(from, shift, spreadOut, H, W, inputs, pitch, border, wrap2, rectify);\n    calls.convolve(spreadOut, weights2, bias, to, side, spacing, H, W, inputs, outputs, residual);\n  }\n  /**\n   * weight x + bias, for the clock and what it says to a layer.\n   * @param {Linear} linear\n   * @param {Numbers} x\n   */\n  mixed({ weight, bias }, x) {\n    return Float32Array.from(bias, (b, i) => b + dot(weight, i * TIMES, x, 0, TIMES));\n  }\n  /** What the layers are told of the time (networks/layers.py: Clock). @param {number} t */\n  told(t) {\n    const angles = Array.from({ length: TIMES / 2 }, (_, k) => t * 200 ** (k / (TIMES / 2 - 1)));\n    const waves = [...angles.map(Math.sin), ...angles.map(Math.cos)];\n    return this.mixed(this.clock, waves).map((v) => v / (1 + Math.exp(-v)));\n  }\n  /** @param {Linear} layer @param {Float32Array} told */\n  say(layer, told) {\n    this.view(this.shift, this.config.width).set(this.mixed(layer, told));\n    return this.shift;\n  }\n  /**\n   * Lays the image, channel by channel, out pixel by pixel, with coordinates if the network sees\n   * some.\n   * @param {Numbers} xt\n   */\n  lay(xt) {\n    const {\n      H,\n      W,\n      inputs,\n      config: { C, coordinates }\n    } = this, area = H * W, x = this.view(this.image, area * inputs);\n    const line = (i, n) => n > 1 ? 2 * i / (n - 1) - 1 : -1;\n    for (let p = 0; p < area; p++) {\n      for (let c = 0; c < C; c++) x[p * inputs + c] = xt[c * area + p];\n      if (!coordinates) continue;\n      x[p * inputs + C] = line(Math.floor(p / W), H);\n      x[p * inputs + C + 1] = line(p % W, W);\n    }\n  }\n  /**\n   * Residual convolution k: `state` and what it adds.\n   * @param {number} k @param {Float32Array} told\n   */\n  deepen(k, told) {\n    const wide = groups(this.config.width);\n    this.apply(this.middle[k], this.state, wide, this.say(this.shifts[k], told), this.state, {\n      residual: 1\n    });\n  }\n  /**\n   * F(x_t, t): the guess of the velocity, channel by channel.\n   * @param {Numbers} xt\n   * @param {number} t\n   */\n  velocity(xt, t) {\n    const {\n      H,\n      W,\n      inputs,\n      config: { C, depth, width }\n    } = this, area = H * W, told = this.told(t), wide = groups(width);\n    this.lay(xt);\n    this.apply(this.first, this.image, inputs, this.none, this.state);\n    for (let k = 0; k < depth; k++) this.deepen(k, told);\n    this.apply(this.last, this.state, wide, this.say(this.shifts[depth], told), this.out, {\n      rectify: 1\n    });\n    const out = this.view(this.out, area * groups(C));\n    return Float64Array.from(\n      { length: C * area },\n      (_, i) => out[i % area * groups(C) + Math.floor(i / area)]\n    );\n  }\n  /**\n   * The best guess x0_hat at noise level sigma (networks/architectures.py: Network).\n   * @param {Numbers} z\n   * @param {number} sigma\n   */\n  guess(z, sigma) {\n    const a = 1 / Math.sqrt(1 + sigma * sigma), b = sigma * a, xt = Float32Array.from(z, (v) => a * v);\n    const t = 2 * (1 + LATE) / Math.PI * Math.atan(sigma);\n    return this.velocity(xt, Math.min(1, Math.max(T_MIN, t))).map((f, p) => a * xt[p] - b * f);\n  }\n};\n\n// prediction/renewed.js\nvar NOWHERE = \"-\";\n\n// prediction/wiener.js\nvar MOST = 1024;\nvar PART = 16;\nvar ROWS = 4;\nfunction centred({ keys, D, M }) {\n  const mu = new Float64Array(D), X = new Float64Array(ROWS * Math.ceil(M / ROWS) * D);\n  for (let i = 0; i < M * D; i++) mu[i % D] += keys[i] / M;\n  for (let i = 0; i < M * D; i++) X[i] = keys[i] - mu[i % D];\n  return { mu, X };\n}\nfunction covariance(X, D, N) {\n  const A = new Float64Array(D * D);\n  for (let m = 0; m < N; m += ROWS) {\n    const [a, b, c, d] = [0, 1, 2, 3].map((k) => X.subarray((m + k) * D, (m + k + 1) * D));\n    for (let i = 0; i < D; i++) {\n      const row = i * D, [u, v, w, x] = [a[i] / N, b[i] / N, c[i] / N, d[i] / N];\n      for (let j = i; j < D; j++) A[row + j] += u * a[j] + v * b[j] + w * c[j] + x * d[j];\n    }\n  }\n  return mirrored(A, D);\n}\nfunction gram(X, D, N) {\n  const A = new Float64Array(N * N);\n  for (let i = 0; i < N; i++)\n    for (let j = i; j < N; j++) A[i * N + j] = dot(X, i * D, X, j * D, D) / N;\n  return mirrored(A, N);\n}\nfunction mirrored(A, n) {\n  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) A[i * n + j] = A[j * n + i];\n  return A;\n}\nfunction reflector(A, n, k) {\n  const v = Float64Array.from({ length: n - k - 1 }, (_, i) => A[(k + 1 + i) * n + k]), far = dot(v, 1, v, 1, v.length - 1), first = v[0];\n  if (far === 0) return [v.fill(0), first];\n  const off = -Math.sign(first || 1) * Math.sqrt(first * first + far);\n  v[0] -= off;\n  const length = Math.sqrt(2 / dot(v, 0, v, 0, v.length));\n  return [v.map((x) => x * length), off];\n}\nfunction reflect(A, n, from, v) {\n  const m = v.length, w = v.map((_, i) => dot(A, (from + i) * n + from, v, 0, m)), half = dot(v, 0, w, 0, m) / 2;\n  for (let i = 0; i < m; i++) w[i] -= half * v[i];\n  for (let i = 0; i < m; i++) {\n    const row = (from + i) * n + from;\n    for (let j = 0; j < m; j++) A[row + j] -= v[i] * w[j] + w[i] * v[j];\n  }\n}\nvar Tridiagonal = class {\n  /** @param {Float64Array} A symmetric, n x n; it is overwritten @param {number} n */\n  constructor(A, n) {\n    this.A = A;\n    this.n = n;\n    this.off = new Float64Array(n);\n    this.reflectors = [];\n  }\n  /** Column by column, for it takes a while. */\n  *reduce() {\n    const { A, n, off } = this;\n    for (let k = 0; k + 2 < n; k++) {\n      const [v, next] = reflector(A, n, k);\n      off[k] = next;\n      this.reflectors.push(v);\n      reflect(A, n, k + 1, v);\n      yield k;\n    }\n    if (n > 1) off[n - 2] = A[(n - 1) * n + n - 2];\n    this.diagonal = Float64Array.from({ length: n }, (_, k) => A[k * n + k]);\n    this.A = new Float64Array(0);\n  }\n  /** (A + s2 I)⁻¹ b. @param {Float64Array} b @param {number} s2 */\n  solve(b, s2) {\n    const y = b.slice(), { reflectors } = this;\n    reflectors.forEach((v, k) => mirror(v, y, k + 1));\n    this.sweep(y, s2);\n    for (let k = reflectors.length - 1; k >= 0; k--) mirror(reflectors[k], y, k + 1);\n    return y;\n  }\n  /**\n   * Gauss's elimination along the diagonals, in place.\n   * @param {Float64Array} y\n   * @param {number} s2\n   */\n  sweep(y, s2) {\n    const { n, off } = this, diagonal = (\n      /** @type {Float64Array} */\n      this.diagonal.map((d) => d + s2)\n    );\n    for (let k = 1; k < n; k++) {\n      const part = off[k - 1] / diagonal[k - 1];\n      diagonal[k] -= part * off[k - 1];\n      y[k] -= part * y[k - 1];\n    }\n    for (let k = n - 1; k >= 0; k--)\n      y[k] = (y[k] - (k + 1 < n ? off[k] * y[k + 1] : 0)) / diagonal[k];\n  }\n};\nfunction mirror(v, y, from) {\n  const along2 = dot(v, 0, y, from, v.length);\n  for (let i = 0; i < v.length; i++) y[from + i] -= along2 * v[i];\n}\nfunction* wiener(dictionary, said) {\n  const { D, M: N } = dictionary, { mu, X } = centred(dictionary), pixels = D <= N, matrix = new Tridiagonal(pixels ? covariance(X, D, N) : gram(X, D, N), pixels ? D : N);\n  for (const k of matrix.reduce()) if (k % PART === 0) yield [said, {}];\n  return (z, sigma) => {\n    const s2 = sigma * sigma, b = mu.map((m, p) => z[p] - m);\n    if (pixels) return matrix.solve(b, s2).map((y2, p) => z[p] - s2 * y2);\n    const out = mu.slice(), y = matrix.solve(\n      new Float64Array(N).map((_, m) => dot(X, m * D, b, 0, D)),\n      s2\n    );\n    for (let m = 0; m < N; m++) for (let p = 0; p < D; p++) out[p] += y[m] * X[m * D + p] / N;\n    return out;\n  };\n}\n\n// prediction/engine.js\nvar trained;\nvar linear;\nfunction network({ config, shape, N, steps }) {\n  checkCount(N, \"N\", 2, images.M);\n  checkCount(steps, \"steps\", 1, 1e3);\n  trained ??= new ResNet(halves(given), config, shape);\n  const built = trained;\n  return (z, s) => built.guess(z, s);\n}\nfunction* guesses(denoise, noise, sigmas, said) {\n  const out = [];\n  let z = Float64Array.from(noise, (e) => sigmas[0] * e);\n  for (let k = 0; k + 1 < sigmas.length; k++) {\n    out.push(denoise(z, sigmas[k]));\n    z = euler(z, sigmas[k], sigmas[k + 1], out[k]);\n    yield [{ type: \"step\", ...said, part: 0 }, {}];\n  }\n  return out;\n}\nvar earlier;\nfunction* asItWas(guess, { renewed, ...params }, noise, said) {\n  const key = JSON.stringify(params);\n  if (earlier?.of === images && earlier.key === key && same(earlier.noise, noise))\n    return earlier.steps;\n  const run = pair(guess, params, noise), steps = [];\n  try {\n    for (let next = run.next(); !next.done; next = run.next()) {\n      const { network: network2, machine } = next.value[1];\n      if (machine) steps.push(\n        /** @type {Guesses} */\n        { network: network2, machine }\n      );\n      yield [{ type: \"step\", ...said, part: 0 }, {}];\n    }\n  } finally {\n    run.return(\n      /** @type {never} */\n      void 0\n    );\n  }\n  earlier = { of: images, key, noise: noise.slice(), steps };\n  return steps;\n}\nvar same = (a, b) => a.length === b.length && a.every((v, p) => v === b[p]);\nfunction* pair(guess, { config, ...params }, noise) {\n  const { steps } = params, seen = yield* guesses(guess, noise, fall(steps), { step: 0, steps });\n  const asked = { ...params, ...levels(steps), method: \"ddim\", around: config.padding };\n  let machine = new Float64Array(0);\n  for (const [said, arrays] of patches(asked, [noise])) {\n    if (said.type === \"done\") break;\n    if (!arrays.x0_hat) {\n      yield [said, {}];\n      continue;\n    }\n    const { step } = (\n      /** @type {Progress} */\n      /** @type {unknown} */\n      said\n    );\n    machine = /** @type {Doubles} */\n    arrays.x0_hat;\n    yield [\n      { ...said, r2: pearson2(seen[step], machine) },\n      { network: seen[step], machine }\n    ];\n  }\n  return { seen, network: seen[seen.length - 1], machine };\n}\nfunction* linearGuesses({ N, steps }, noise, said) {\n  if (images.D > MOST) return [];\n  if (linear?.of !== images || linear.N !== N) {\n    const guess = yield* wiener(images.first(N), { type: \"step\", ...said, part: 0 });\n    linear = { of: images, N, guess };\n  }\n  return yield* guesses(linear.guess, noise, fall(steps), said);\n}\nfunction* predict(params, [noise]) {\n  const guess = network(params);\n  const D = images.D, drawn = (params.renewed ?? NOWHERE) !== NOWHERE;\n  checkNoise(noise, (drawn ? 3 : 2) * D);\n  const { N, steps } = params, sigmas = fall(steps), said = { step: 0, steps };\n  const first = noise.subarray(0, D), dictionary = images.first(N);\n  const elsewhere = yield* guesses(guess, noise.subarray(D, 2 * D), sigmas, said);\n  const ideal2 = yield* guesses(\n    (z, s) => mean(weights(z, dictionary, s), dictionary),\n    first,\n    sigmas,\n    said\n  );\n  const filtered = yield* linearGuesses(params, first, said);\n  const before = drawn ? yield* asItWas(guess, params, noise.subarray(2 * D), said) : [];\n  const run = pair(guess, params, first), { seen, network: mine, machine } = yield* drawn ? beside(run, before) : run;\n  const against = (others2) => others2.map((x, k) => pearson2(seen[k], x));\n  const others = {\n    ideal: against(ideal2),\n    wiener: against(filtered),\n    chance: against(elsewhere)\n  };\n  yield [\n    { type: \"done\", r2: pearson2(mine, machine), ...others },\n    { network: mine, machine, ...were(before[before.length - 1]) }\n  ];\n}\nvar were = (pair2) => pair2 ? { network_before: pair2.network, machine_before: pair2.machine } : void 0;\nfunction* beside(run, before) {\n  try {\n    for (let k = 0; ; ) {\n      const { done, value } = run.next();\n      if (done) return (\n        /** @type {Out} */\n        value\n      );\n      const [said, arrays] = (\n        /** @type {Said} */\n        value\n      );\n      yield arrays.machine ? [said, { ...arrays, ...were(before[k++]) }] : [said, arrays];\n    }\n  } finally {\n    run.return(\n      /** @type {Out} */\n      void 0\n    );\n  }\n}\nfunction* several({ count, ...params }, [noise]) {\n  const guess = network(params), D = images.D;\n  checkCount(count, \"count\", 1, 100);\n  checkNoise(noise, count * D);\n  for (let k = 0; k < count; k++) {\n    const said = { step: k, steps: count }, own = noise.subarray(k * D, (k + 1) * D);\n    const { network: mine, machine } = yield* quietly(pair(guess, params, own), said);\n    const filtered = yield* linearGuesses(params, own, said), best = filtered.length ? pearson2(mine, filtered[filtered.length - 1]) : null;\n    yield [\n      { type: \"step\", ...said, r2: pearson2(mine, machine), wiener: best },\n      { network: mine, machine }\n    ];\n  }\n  yield [{ type: \"done\" }, {}];\n}\nfunction* quietly(run, said) {\n  try {\n    for (; ; ) {\n      const next = run.next();\n      if (next.done) return next.value;\n      const {\n        step,\n        steps,\n        part = 1\n      } = (\n        /** @type {Progress} */\n        /** @type {unknown} */\n        next.value[0]\n      );\n      yield [{ type: \"step\", ...said, part: (step + part) / steps }, {}];\n    }\n  } finally {\n    run.return(\n      /** @type {Out} */\n      void 0\n    );\n  }\n}\n\n// prediction/worker.js\nvar JOBS = { predict, several };\nserve(JOBS);\n";
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
var imageCount = (n) => some(n, "training image");
function nearestPosition(count, at, wanted) {
  let best = 0;
  for (let i = 1; i < count; i++)
    if (Math.abs(at(i) - wanted) < Math.abs(at(best) - wanted)) best = i;
  return best;
}
var wholeIn = (low, high) => (wanted) => {
  const whole3 = typeof wanted === "number" && Number.isInteger(wanted);
  return whole3 && wanted >= low && wanted <= high ? wanted : void 0;
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
var wrap = (i, n) => (i % n + n) % n;

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
  const start2 = () => {
    const way = ways.shift();
    try {
      worker = way?.();
    } catch {
      return start2();
    }
    if (!worker) return hear({ type: "error", message: REFUSED }, []);
    worker.onmessage = ({ data }) => {
      sent = void 0;
      hear(data, data.buffers);
    };
    worker.onerror = ({ message }) => {
      if (sent && message === void 0) return start2();
      hear(
        { type: "error", message: `the page's engine stopped: ${message ?? "no reason is given"}` },
        []
      );
    };
    for (const message of sent ?? []) worker.postMessage(message);
  };
  const send = (message, buffers = []) => {
    const whole3 = { ...message, buffers };
    sent?.push(whole3);
    if (worker) worker.postMessage(whole3);
    else setTimeout(() => hear({ id: message.id, type: "error", message: REFUSED }, []));
  };
  start2();
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
    const { listener, start: start2 } = this.job;
    this.cancel();
    this.job = void 0;
    listener({ type: "cancelled", arrays: {}, ms: performance.now() - start2 });
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
    const { listener, start: start2 } = this.job;
    if (message.type !== "step") this.job = void 0;
    const arrays = Object.fromEntries((message.names ?? []).map((name, i) => [name, buffers[i]]));
    listener({ ...message, arrays, ms: performance.now() - start2 });
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

// shared/state/drawn.js
function between([x0, y0], [x, y], radius) {
  const count = Math.ceil(Math.hypot(x - x0, y - y0) / Math.max(1, radius / 2)) || 1;
  return Array.from({ length: count }, (_, i) => [
    x0 + (x - x0) * (i + 1) / count,
    y0 + (y - y0) * (i + 1) / count
  ]);
}
function drawnPairs(text) {
  const pairs = text.split("/").map((pair) => pair.split(":").map(Number)), levels = new Set(pairs.map(([s]) => s));
  const fits = pairs.every(
    ([s, P, ...more]) => s > 0 && Number.isFinite(s) && P > 0 && P % 2 === 1 && !more.length
  );
  const whole3 = pairs.length > 1 && levels.size === pairs.length && fits;
  return whole3 ? (
    /** @type {Pair[]} */
    pairs
  ) : void 0;
}
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

// shared/view/windows.js
var SHAPES = {
  calibrated: "Calibrated",
  grey: "The grey 16 × 16 network’s",
  constant: "The same at all levels",
  released: "Kamb & Ganguli’s",
  reversed: "Reversed",
  own: "Drawn by hand"
};
var WindowEditor = class {
  /** @type {Slider} */
  slider;
  /** @type {number[]} */
  offered = [];
  /** @type {{ sigma: number, P: number } | undefined} */
  now;
  /** @type {(P: number) => number} */
  y = () => 0;
  /** @type {((sheet: Sheet) => void) | undefined} */
  drawn;
  // hears where things are
  /** @param {Options} options */
  constructor({ state, levels, pairs, presets, plain: plain3, largest, low, high, change }) {
    this.state = state;
    this.levels = levels;
    this.presets = presets;
    this.plain = plain3;
    this.largest = largest;
    this.change = change;
    this.limits = { low: 0.5, high: plain3 + 1.5, linear: true };
    this.values = levels.map((_, i) => (pairs.length > 1 ? pairs[i] : pairs[0])[1]);
    this.side = h("div");
    this.handles = levels.map((_, i) => this.makeHandle(i));
    this.shape = choice({
      state: this.state,
      name: "shape",
      label: "Window at each noise level",
      values: this.shapes(),
      value: "own",
      change: (name) => this.take(name)
    });
    const x = { low: low / 2.2, high: high * 2.2, flip: true, label: "noise level σ, falling →" };
    this.plot = plot({
      label: "Side of the window against noise level",
      height: 220,
      y: this.limits,
      x,
      draw: (sheet2) => this.draw(sheet2)
    });
    this.plot.el.classList.add("lab-windows");
    this.plot.el.append(...this.handles);
    const schedule = h("div", { "data-control": "windows" }, this.shape.el, this.plot.el);
    this.el = h("div", {}, this.side, schedule);
    this.slider = this.allow(largest);
  }
  close() {
    this.plot.close();
  }
  /**
   * Sides on offer: odd ones up to the image's, the one that sees all, and whatever the chapter has
   * set
   * @param {number} largest
   */
  allow(largest) {
    const odd = Array.from({ length: (this.plain - 1) / 2 }, (_, i) => 2 * i + 3);
    this.values = this.values.map((P) => Math.min(P, largest));
    this.largest = largest;
    this.offered = [.../* @__PURE__ */ new Set([...odd, largest, ...this.values])].sort((a, b) => a - b);
    this.limits.high = Math.max(this.plain, ...this.values.filter((P) => !this.isAll(P))) + 1.5;
    this.slider = listSlider({
      state: this.state,
      name: "P",
      label: "Window side",
      values: this.offered,
      value: this.values[0],
      say: (P) => this.constant ? this.word(P) : "by noise level",
      change: (P) => this.put(this.values.map(() => P))
    });
    this.side.replaceChildren(this.slider.el);
    this.show();
    return this.slider;
  }
  // Names on offer
  shapes() {
    return Object.fromEntries(
      Object.entries(SHAPES).filter(
        ([name]) => ["constant", "own"].includes(name) || this.presets[name]
      )
    );
  }
  /** @param {number} P */
  isAll(P) {
    return P > this.plain && P === this.largest;
  }
  /** @param {number} P */
  word(P) {
    return this.isAll(P) ? "all" : String(P);
  }
  get constant() {
    return this.values.every((P) => P === this.values[0]);
  }
  /** @returns {Pair[]} */
  get pairs() {
    const last = this.levels[this.levels.length - 1];
    return this.constant ? [[last, this.values[0]]] : this.levels.map((s, i) => [s, this.values[i]]);
  }
  /** @param {string} name */
  preset(name) {
    return this.presets[name].map(([, P]) => Math.min(P, this.largest));
  }
  /** @param {string} name */
  take(name) {
    if (name !== "own") this.changing(() => this.adopt(name));
  }
  /**
   * A schedule by its name, or one drawn by hand as it is written: noise level : side / noise level
   * : side ...
   * @param {string} name
   */
  adopt(name) {
    const pairs = Object.hasOwn(this.presets, name) ? this.presets[name] : drawnPairs(String(name));
    if (name === "constant") this.values = this.values.map(() => this.slider.value);
    else if (pairs) {
      this.levels = pairs.map(([s]) => s);
      this.fit();
      this.values = pairs.map(([, P]) => Math.min(P, this.largest));
    }
    this.show();
  }
  /** What the lab can be set to. @returns {{ P: Control, windows: Control }} */
  controls() {
    const editor = this;
    const side = (P) => P === "all" ? editor.largest : Number(P);
    return {
      P: {
        get value() {
          if (!editor.constant) return void 0;
          return editor.isAll(editor.values[0]) ? "all" : editor.values[0];
        },
        set: (P) => {
          if (!editor.offered.includes(side(P))) return;
          editor.values = editor.values.map(() => side(P));
          editor.show();
        }
      },
      windows: {
        get value() {
          const own = () => editor.levels.map((s, i) => `${s}:${editor.values[i]}`).join("/");
          return editor.named === "own" ? own() : editor.named;
        },
        set: (name) => editor.adopt(name)
      }
    };
  }
  // As many handles as levels
  fit() {
    this.handles.forEach((handle) => handle.remove());
    this.handles = this.levels.map((_, i) => this.makeHandle(i));
    this.plot.el.append(...this.handles);
  }
  /** @param {number[]} values */
  put(values) {
    this.changing(() => {
      this.values = values;
      this.show();
    });
  }
  /** @param {() => void} act */
  changing(act) {
    const before = String(this.pairs);
    act();
    if (String(this.pairs) !== before) this.change();
  }
  /** The sides with another one at level i. @param {number} i @param {number} P */
  with(i, P) {
    return this.values.map((old, j) => j === i ? P : old);
  }
  /** What the schedule is, whatever name a reader has chosen who has not drawn yet. */
  get named() {
    const same = (name) => String(this.presets[name].map(([s]) => s)) === String(this.levels) && String(this.preset(name)) === String(this.values);
    return this.constant ? "constant" : Object.keys(this.presets).find(same) ?? "own";
  }
  show() {
    this.shape.set(this.named);
    this.slider.set(this.constant ? this.values[0] : this.slider.value);
    this.handles.forEach((handle, i) => this.showHandle(handle, this.values[i]));
    const words = this.levels.map((s, i) => `${this.word(this.values[i])} at σ ${show(s)}`);
    this.plot.say(words.reverse().join(", "));
    this.plot.redraw();
  }
  /** @param {HTMLElement} handle @param {number} P */
  showHandle(handle, P) {
    const { offered } = this;
    handle.setAttribute("aria-valuenow", String(P));
    handle.setAttribute("aria-valuemin", String(offered[0]));
    handle.setAttribute("aria-valuemax", String(offered[offered.length - 1]));
    handle.setAttribute(
      "aria-valuetext",
      this.isAll(P) ? "the whole image" : `${P} by ${P} pixels`
    );
    const face = (
      /** @type {Element} */
      handle.firstElementChild
    );
    face.textContent = this.word(P);
  }
  /** Marks the step in view. @param {{ sigma: number, P: number } | undefined} now */
  mark(now) {
    this.now = now;
    this.plot.redraw();
  }
  /**
   * Handles stand at shares of the width: drawn before the page has its layout, they still stay
   * within the plot
   * @param {Sheet} sheet
   */
  draw(sheet2) {
    const { x, y, add, box, width } = sheet2, { now, handles } = this;
    this.y = y;
    this.drawn?.(sheet2);
    if (!handles.length) return;
    const at = this.levels.map((s, i) => [x(s), y(this.values[i])]), last = at[at.length - 1];
    if (now)
      add("line", {
        class: "lab-now",
        x1: x(now.sigma),
        x2: x(now.sigma),
        y1: box.top,
        y2: box.bottom
      });
    add("path", {
      class: "lab-line",
      d: path([[box.right, at[0][1]], ...at, [box.left, last[1]]])
    });
    if (now) add("path", { class: "lab-mark", d: diamond(x(now.sigma), y(now.P), 7) });
    handles.forEach((handle, i) => {
      Object.assign(handle.style, { left: `${100 * at[i][0] / width}%`, top: `${at[i][1]}px` });
    });
  }
  // ---------------------------------------------------------------- mouse, finger, keyboard
  /** @param {number} i */
  makeHandle(i) {
    let before;
    const end = () => {
      if (before && String(before) !== String(this.values)) this.change();
      before = void 0;
    };
    const handle = h(
      "div",
      {
        class: "lab-handle",
        role: "slider",
        tabindex: 0,
        "aria-orientation": "vertical",
        "aria-label": `Window side at noise level ${show(this.levels[i])}`
      },
      h("span", { "aria-hidden": "true" })
    );
    handle.addEventListener("pointerdown", (event) => {
      before = this.values;
      handle.setPointerCapture(event.pointerId);
    });
    handle.addEventListener("pointermove", (event) => before && this.drag(i, event));
    handle.addEventListener("pointerup", end);
    handle.addEventListener("pointercancel", end);
    handle.addEventListener("keydown", (event) => this.key(i, event));
    return handle;
  }
  /** @param {number} i @param {PointerEvent} event */
  drag(i, { clientY }) {
    const height = clientY - this.plot.root.getBoundingClientRect().top;
    const far = (side) => Math.abs(this.y(side) - height);
    const P = this.offered.reduce((a, b) => far(b) < far(a) ? b : a);
    if (P === this.values[i]) return;
    this.values = this.with(i, P);
    this.show();
  }
  /** @param {number} i @param {KeyboardEvent} event */
  key(i, event) {
    const at = this.offered.indexOf(this.values[i]), last = this.offered.length - 1;
    const moves = {
      ArrowUp: at + 1,
      ArrowRight: at + 1,
      ArrowDown: at - 1,
      ArrowLeft: at - 1,
      PageUp: at + 3,
      PageDown: at - 3,
      Home: 0,
      End: last
    };
    const to = moves[event.key];
    if (to === void 0 || chord(event)) return;
    event.preventDefault();
    this.put(this.with(i, this.offered[Math.min(last, Math.max(0, to))]));
  }
};

// shared/view/windowed.js
var LONG = 500;
var WindowedLab = class extends RunLab {
  /**
   * @param {Context} context
   * @param {string} lab
   * @param {string} without what stands where a machine has no windows
   */
  constructor(context, lab, without) {
    super(context, lab);
    const { N, machine, machines } = this.settings;
    this.machineChoice = choice({
      state: this.chosen,
      name: "machine",
      label: "Machine",
      values: machines,
      value: machine,
      change: () => this.changeMachine()
    });
    this.sizeBox = h("div", { class: "lab-slot" });
    this.training = this.fitSize(N);
    this.windows = this.makeWindows();
    const curve = new CurveSlider(this, this.windows.plot);
    this.windows.drawn = (sheet2) => curve.drawn(sheet2);
    this.curves = [curve];
    this.words = h("p", { class: "lab-words" }, " ");
    this.sees = h("p", { class: "lab-note" }, without);
    this.fitWindows();
  }
  makeWindows() {
    const { machine, handles, windows: windows2, presets, plain: plain3, largest, sigma_min, sigma_max } = this.settings;
    return new WindowEditor({
      state: this.chosen,
      levels: handles,
      pairs: windows2,
      presets,
      plain: plain3,
      largest: largest[machine],
      low: sigma_min,
      high: sigma_max,
      change: () => this.start("stay")
    });
  }
  get several() {
    return Object.keys(this.settings.machines).length > 1;
  }
  /** The row of settings under the lab. @param {Element[]} more */
  settingsRow(...more) {
    const { several } = this, kinds = several ? this.machineChoice.el : null;
    return h("div", { class: `lab-settings${several ? " lab-even" : ""}` }, kinds, more);
  }
  /** Training images on offer: as many as a page can do with this machine. @param {number} N */
  fitSize(N) {
    const { sizes, most: most2 } = this.settings, values = sizes.filter((n) => n <= most2[this.machineChoice.value]);
    this.training = listSlider({
      state: this.chosen,
      name: "N",
      label: "Training images N",
      values,
      free: true,
      value: Math.min(N, values[values.length - 1]),
      change: () => this.start("stay")
    });
    this.sizeBox.replaceChildren(this.training.el);
    return this.training;
  }
  fitWindows() {
    const whole3 = this.machineChoice.value === "IS";
    this.windows.el.hidden = whole3;
    this.sees.hidden = !whole3;
    if (!whole3) this.windows.allow(this.settings.largest[this.machineChoice.value]);
  }
  changeMachine() {
    this.fitMachine();
    this.start("stay");
  }
  fitMachine() {
    this.fitSize(this.training.value);
    this.fitWindows();
  }
  /** @returns {Record<string, Control>} */
  controls() {
    const { machineChoice } = this, sees = machineChoice.value !== "IS";
    const machine = {
      get value() {
        return machineChoice.value;
      },
      set: (name) => {
        machineChoice.set(name);
        if (machineChoice.value) this.fitMachine();
      }
    };
    return {
      machine,
      N: this.training,
      ...sees ? this.windows.controls() : {},
      ...super.controls()
    };
  }
  /** What every job of such a lab is asked with. @returns {WindowedParams} */
  asked() {
    return {
      machine: this.machineChoice.value,
      N: this.training.value,
      steps: this.steps.value,
      windows: this.windows.pairs,
      shape: this.shape
    };
  }
  /** @param {M | undefined} moment */
  level(moment) {
    return `${super.level(moment)}${moment?.P ? ` · window ${this.windows.word(moment.P)}` : ""}`;
  }
  // ---------------------------------------------------------------- long runs show their states as
  // they come
  /** @param {number} done part of the run */
  progress(done) {
    this.root.style.setProperty("--done", String(done));
    this.root.dataset.long = "";
  }
  /**
   * A step of a run, or a part of one where it is long: how far the run is, and its guess, if that
   * is there.
   * @param {Job<Params, M>} job
   * @param {{ step: number, steps: number, part?: number, ms: number }} message
   * @param {M} [moment]
   */
  came(job, { step, steps, part = 0, ms }, moment) {
    if (moment) job.frames.push(moment);
    if (ms < LONG) return;
    this.words.textContent = `Step ${Math.min(steps, step + 1)} of ${steps}. Escape cancels.`;
    this.progress((step + (moment ? 1 : part)) / steps);
    if (!moment) return;
    job.live = true;
    this.viewState(moment, false, true);
  }
  /** @param {number} k */
  view(k) {
    super.view(k);
    this.curves.forEach((curve) => curve.show());
  }
  /** @param {Then} then @param {string} [note] */
  start(then, note) {
    super.start(then, note);
    delete this.root.dataset.long;
  }
  /** A run that did not end: what was in view before comes back. */
  ended() {
    if (this.shown && !this.motion.on) this.view(Math.min(this.at, this.frames.length - 1));
  }
  /**
   * What was seen as it came, and the lab's first run, end at the end: there is no choice of an
   * image to wait for
   * @param {Job<Params, M>} job @param {number} ms
   */
  settle(job, ms) {
    const atEnd = job.then === "open" || job.live && job.then === "play";
    if (this.wanted === void 0 && atEnd) return this.view(this.frames.length - 1);
    super.settle(job, ms);
  }
  close() {
    this.windows.close();
    super.close();
  }
};

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
var loaded = async (late) => typeof late === "function" ? late() : late;
async function whole2({ images: images2, rows, weights, ...traits }) {
  const [pixels, numbers] = await Promise.all([loaded(images2), loaded(weights)]);
  return {
    ...traits,
    ...pixels ? { images: rows ? picked(pixels, rows, traits.shape ?? []) : pixels } : {},
    ...numbers ? { weights: numbers } : {}
  };
}
function picked(images2, rows, [, ...shape]) {
  const all = bytesOf(images2), size = shape.reduce((a, b) => a * b), out = new Uint8Array(rows.length * size);
  rows.forEach((m, k) => out.set(all.subarray(m * size, (m + 1) * size), k * size));
  return out.buffer;
}

// prediction/renewed.js
var NOWHERE = "-";
var RIGHT = "right";
var REACH = 1;
var SEEN = 0.02;
var nowhere = ([, H, W]) => Array.from({ length: H * W }, () => false);
var rightHalf = ([, H, W]) => Array.from({ length: H * W }, (_, p) => p % W >= W >> 1);
function textOf(mask, shape) {
  if (!mask.includes(true)) return NOWHERE;
  const text = hexOf(mask);
  return text === hexOf(rightHalf(shape)) ? RIGHT : text;
}
function maskOf(text, shape) {
  if (text === NOWHERE) return nowhere(shape);
  return text === RIGHT ? rightHalf(shape) : cellsOf(String(text), shape[1] * shape[2]);
}
function dabbed(mask, [x, y], [, H, W], torus) {
  const out = [...mask];
  for (let i = y - REACH; i <= y + REACH; i++)
    for (let j = x - REACH; j <= x + REACH; j++)
      if (torus) out[wrap(i, H) * W + wrap(j, W)] = true;
      else if (i >= 0 && i < H && j >= 0 && j < W) out[i * W + j] = true;
  return out;
}
var mixed = (noise2, other, mask) => noise2.map((v, p) => mask[p % mask.length] ? other[p] : v);
function changes(before, after, [C, H, W]) {
  const out = new Float32Array(H * W);
  for (let p = 0; p < C * H * W; p++) out[p % (H * W)] += (after[p] - before[p]) ** 2 / C;
  return out.map(Math.sqrt);
}
function distances(mask, [, H, W], torus) {
  const at = mask.flatMap((on, p) => on ? [p] : []);
  const off = (d, n) => torus ? Math.min(wrap(d, n), wrap(-d, n)) : Math.abs(d);
  return mask.map((_, p) => {
    let nearest = Infinity;
    for (const q of at) {
      const rows = off(Math.floor(p / W) - Math.floor(q / W), H);
      nearest = Math.min(nearest, Math.max(rows, off(p % W - q % W, W)));
    }
    return nearest;
  });
}
function newsOf(change, far) {
  const over = (has) => {
    const some2 = change.filter((_, p) => has(far[p]));
    return Math.sqrt(some2.reduce((sum, v) => sum + v * v, 0) / Math.max(1, some2.length));
  };
  const reach = far.reduce((most2, d, p) => change[p] >= SEEN ? Math.max(most2, d) : most2, 0);
  return { inside: over((d) => d === 0), outside: over((d) => d > 0), reach };
}

// prediction/carried.js
function sidesOf({ P, windows: windows2 }) {
  if (typeof P === "number") return [P];
  const text = String(windows2 ?? "");
  return text.includes(":") ? text.split("/").map((pair) => Number(pair.split(":")[1])) : [];
}
var hasPlace = (renewed, { shape: [, H, W] }, { shape: [, height, width] }) => renewed === RIGHT || H === height && W === width;
function carried(values, from, to) {
  const { net, data, machine, P, windows: windows2, ...kept } = values;
  const own = machine === from.machine || !Object.hasOwn(to.machines, String(machine));
  const fits = sidesOf(values).every((side) => side <= to.plain);
  const seen = Object.entries({ P, windows: windows2 }).filter(([, value]) => fits && value !== void 0);
  const anew = hasPlace(values.renewed, from, to) ? {} : { renewed: NOWHERE };
  const first = own ? to.machine : machine;
  return { ...kept, ...anew, machine: first, ...Object.fromEntries(seen) };
}

// prediction/nets.js
var setup = ({ settings, shape }) => ({ ...settings, shape });
var dropped = ([, H, W]) => `What was painted on the noise is gone: it has ${H} × ${W} pixels now.`;
var Nets = class {
  /** @type {string | undefined} */
  wish;
  // the network that is being loaded
  /** @type {Record<string, Value>} */
  asked = {};
  // of the lab with it
  /** @type {Map<string, Tried>} */
  kept = /* @__PURE__ */ new Map();
  // what has been tried with each
  /** @param {Prediction} lab */
  constructor(lab) {
    const { net, nets } = lab.settings;
    this.lab = lab;
    this.made = lab.model;
    this.choice = choice({
      state: lab.chosen,
      name: "net",
      label: "Network",
      values: nets,
      value: net,
      change: (name) => this.open(name)
    });
    this.choice.el.hidden = Object.keys(nets).length < 2;
  }
  get name() {
    return this.lab.settings.net;
  }
  /** What a network is called. @param {string} name */
  words(name) {
    return this.lab.settings.nets[name];
  }
  /** The network in use, which a choice under way has not changed yet. */
  get control() {
    const nets = this;
    return {
      get value() {
        return nets.name;
      },
      set() {
      }
    };
  }
  /** Whether a name leads to another network. @param {Value} name */
  leads(name) {
    return name !== this.name && Object.hasOwn(this.lab.settings.nets, String(name));
  }
  /** The lab's own network after all. */
  stay() {
    this.wish = void 0;
    this.lab.unsay();
    this.choice.set(this.name);
  }
  /**
   * Opens the lab with a network and sets it.
   * @param {string} name
   * @param {Record<string, Value>} values
   * @param {string} then
   */
  async lead(name, values, then) {
    this.choice.set(name);
    const asked = { ...values };
    this.asked = asked;
    (await this.open(name))?.set(asked, then);
  }
  /**
   * What is set while a network is being loaded is for the lab with it, too, and comes last.
   * @param {Record<string, Value>} values
   */
  also(values) {
    if (this.wish === void 0) return;
    if ("P" in values || "windows" in values) {
      delete this.asked.P;
      delete this.asked.windows;
    }
    Object.assign(this.asked, values);
  }
  /**
   * The lab with that network; none where it does not come, or is no longer wanted.
   * @param {string} name
   */
  async open(name) {
    if (name === this.name) return this.stay();
    this.wish = name;
    this.lab.hint(`Loading the network ${this.words(name)}.`);
    try {
      const model = await this.model(name);
      return this.wish === name ? this.replace(model) : void 0;
    } catch (error) {
      if (this.wish !== name) return void 0;
      this.stay();
      const why = error instanceof Error ? error.message : String(error);
      this.lab.say(`The network ${this.words(name)} did not come: ${why}.`);
    }
  }
  /** @param {string} name */
  async model(name) {
    const { made } = this, other = made.get("others")?.[name] ?? {};
    return overlay(made, { ...await whole2(other), opened: {} });
  }
  /**
   * The lab anew: same seed, steps, windows and new noise, as far as they fit; what was tried
   * with this network before.
   * @param {Model} model
   */
  replace(model) {
    const { lab } = this, before = lab.get();
    this.kept.set(this.name, lab.tried);
    const next = (
      /** @type {Prediction} */
      /** @type {unknown} */
      lab.context.reopen(model)
    );
    next.nets.follow(this);
    const values = carried(before, setup(lab), setup(next)), name = `Network ${this.words(next.nets.name)}.`;
    next.take(values, values.renewed === before.renewed ? name : `${name} ${dropped(next.shape)}`);
    return next;
  }
  /** @param {Nets} before */
  follow({ made, kept }) {
    this.made = made;
    this.kept = kept;
    this.lab.tried = kept.get(this.name) ?? this.lab.tried;
  }
  close() {
    this.wish = void 0;
  }
};

// shared/view/board.js
var MOVES = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
var FAR2 = 4;
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
    const [H, W] = this.sides, [x, y] = this.cursor, step = event.shiftKey ? FAR2 : 1;
    if (move) this.cursor = [wrap(x + step * move[0], W), wrap(y + step * move[1], H)];
    else this.dab(this.cursor);
    this.show();
    const where = `row ${this.cursor[1] + 1}, column ${this.cursor[0] + 1}`;
    if (draws) this.lifted(this.told(where));
    else this.came(`${where[0].toUpperCase()}${where.slice(1)}.`);
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

// prediction/board.js
var KEYS = "Arrow keys move the brush; Space draws the noise around it anew.";
var NoiseBoard = class extends Board {
  /** @param {Picture} picture @param {Shape} shape @param {Owner} owner */
  constructor(picture2, shape, owner) {
    const about = { role: "application", "aria-label": `Noise to paint on. ${KEYS}` };
    const { el, show: show2 } = outlined(picture2, shape, { tabindex: 0, ...about });
    el.classList.add("lab-paintable");
    super(el, picture2.canvas, [shape[1], shape[2]]);
    this.picture = picture2;
    this.shape = shape;
    this.owner = owner;
    this.lines = show2;
  }
  // ---------------------------------------------------------------- what is seen
  /** The outline of what is new, and the cursor. */
  outline() {
    this.lines(this.owner.mask(), [cursorAt(this.cursor)]);
  }
  /** The noise as it is while it is drawn, before anything has been computed from it. */
  show() {
    const [noise2, other] = this.owner.noises();
    paint(this.picture.canvas, mixed(noise2, other, this.owner.mask()), this.shape);
    this.outline();
  }
  // ---------------------------------------------------------------- what hands do
  kept() {
    return this.owner.mask();
  }
  /** @param {Mask} before */
  restore(before) {
    this.owner.drew(before);
  }
  /** @param {number[]} point */
  dab(point) {
    this.owner.drew(dabbed(this.owner.mask(), point, this.shape, this.owner.torus));
  }
  /** @param {string} words */
  lifted(words) {
    this.owner.lifted(words);
  }
  /** @param {string} words */
  came(words) {
    this.owner.came(words);
  }
  /** @param {string} where */
  told(where) {
    return `New noise around ${where}.`;
  }
};

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

// prediction/news.js
var PROMPT = "Paint on the noise, with mouse, finger or keys: there it is drawn anew. Whose picture changes where?";
var FINGER = "With a finger tap, or paint sideways: up and down scrolls the page.";
var KEY = "Orange: darker than before; blue: lighter. Numbers: root mean square of the change.";
var NOTHING = "So far nothing is new, and nothing changes.";
var News = class {
  /** @type {Part | undefined} */
  seen;
  // the one that was asked for last
  /**
   * @param {Picture} same the noise beside both pictures
   * @param {Shape} shape
   * @param {string} renewed
   * @param {Owner} owner
   */
  constructor(same, shape, renewed, owner) {
    this.shape = shape;
    this.owner = owner;
    this.mask = maskOf(renewed, shape) ?? nowhere(shape);
    this.same = { ...same, lines: outlined(same, shape).show };
    this.canvas = picture(shape, "Paint here");
    this.board = new NoiseBoard(this.canvas, shape, {
      noises: () => this.noises(),
      mask: () => this.mask,
      torus: owner.torus,
      drew: (mask) => {
        this.mask = mask;
      },
      lifted: (words) => owner.start(words),
      came: (words) => owner.say(words)
    });
    const change = (title) => {
      const made = picture(shape, title);
      return { ...made, lines: outlined(made, shape).show };
    };
    this.pictures = { network: change("Change, network"), machine: change("Change, machine") };
    this.words = h("p", { class: "lab-note lab-told" }, NOTHING);
    this.el = this.makeSection();
    this.board.outline();
  }
  makeSection() {
    const { network, machine } = this.pictures;
    const half = button(
      "New right half",
      () => this.draw(rightHalf(this.shape), "New noise in the right half.")
    );
    const clear = button("Clear", () => this.draw(nowhere(this.shape), "The noise as it was."));
    return h(
      "section",
      { class: "lab-news", "data-control": "renewed" },
      head("How far does news travel?"),
      h("p", { class: "lab-note" }, PROMPT),
      h("p", { class: "lab-note lab-finger" }, FINGER),
      h("div", { class: "lab-row" }, half, clear),
      h("div", { class: "lab-pictures lab-painted" }, this.canvas.el, network.el, machine.el),
      h("p", { class: "lab-note" }, KEY),
      this.words
    );
  }
  /** @param {boolean[]} mask @param {string} note */
  draw(mask, note) {
    const same = textOf(mask, this.shape) === this.text;
    if (same && !this.owner.stale()) return this.owner.say(`${note} So it is already.`);
    this.board.rest();
    this.mask = mask;
    this.board.show();
    this.owner.start(note);
  }
  // ---------------------------------------------------------------- what a run is asked with
  get text() {
    return textOf(this.mask, this.shape);
  }
  /** What it can be set to from outside. @returns {Control} */
  control() {
    const news = this;
    let near = false;
    return {
      get near() {
        return near;
      },
      get value() {
        return news.text;
      },
      /** @param {Value} text */
      set(text) {
        const mask = maskOf(text, news.shape);
        near = mask !== void 0;
        news.board.rest();
        news.mask = mask ?? news.mask;
        news.board.outline();
      }
    };
  }
  /** The seed that new values are from. @param {number} [seed] */
  source(seed = this.owner.seed()) {
    return (seed + 2) % (MAX_SEED + 1);
  }
  /** The noise as it was, and the one whose values are new. */
  noises() {
    const [C, H, W] = this.shape;
    return [this.owner.seed(), this.source()].map((seed) => normals(seed, C * H * W));
  }
  /**
   * A job's noise: with what is new in it, another one, and the noise as it was, where that is not
   * the same.
   * @param {Floats} two the noise as it was and another one
   */
  noise(two) {
    if (this.text === NOWHERE) return two;
    const [first, other] = this.noises(), out = new Float32Array(3 * first.length);
    out.set(two);
    out.set(mixed(first, other, this.mask));
    out.set(first, 2 * first.length);
    return out;
  }
  // ---------------------------------------------------------------- what is in view
  /**
   * The noise of a run, with the outline of what is new in it
   * @param {Floats} noise @param {number} seed @param {string} renewed
   */
  showNoise(noise2, seed, renewed) {
    const { mask } = this.part(renewed), count = mask.filter(Boolean).length, fresh = `${count} new, from seed ${this.source(seed)}`;
    this.same.set(noise2, `seed ${seed}${count ? `; ${count} new` : ""}`);
    this.same.lines(mask);
    this.canvas.set(noise2, count ? fresh : "nothing is new");
  }
  /**
   * What has changed at a moment of a run; nothing where its noise was not drawn anew.
   * @param {Moment} moment @param {string} renewed the run's
   */
  show(moment, renewed) {
    const { network, machine } = this.pictures, [was, other] = moment.before ?? [moment.network, moment.machine];
    const part = this.part(renewed);
    this.showChange(network, was, moment.network, part);
    this.showChange(machine, other, moment.machine, part);
    const reach = this.reach(moment, renewed);
    this.words.textContent = reach ? `Changes of ${SEEN} or more ${reach}${most(part)}.` : NOTHING;
  }
  /** @param {Change} change @param {Floats} before @param {Floats} after @param {Part} part */
  showChange({ canvas, name, note, lines }, before, after, { mask, far }) {
    const pen = penOf(canvas), [, H, W] = this.shape, image = pen.createImageData(W, H);
    differenceColours(image.data, after, before, this.shape);
    pen.putImageData(image, 0, 0);
    lines(mask);
    const { inside, outside } = newsOf(changes(before, after, this.shape), far), beyond = mask.includes(false) ? `${outside.toFixed(2)} outside` : "no outside", said = mask.includes(true) ? [`${inside.toFixed(2)} inside`, beyond] : ["none"];
    note.textContent = said.join(",\n");
    canvas.setAttribute("aria-label", `${name.textContent}: ${said.join(", ")}`);
  }
  /**
   * How far the change has come at a moment of a run, in words; none where its noise is as it was.
   * @param {Moment} moment @param {string} renewed the run's
   */
  reach({ network, machine, before }, renewed) {
    if (!before) return "";
    const { mask, far } = this.part(renewed);
    if (!mask.includes(false)) return "have no way to go, for all of the noise is new";
    const [mine, theirs] = [
      newsOf(changes(before[0], network, this.shape), far),
      newsOf(changes(before[1], machine, this.shape), far)
    ];
    const where = `in the network’s picture, ${theirs.reach} in the machine’s`;
    return `travel ${some(mine.reach, "pixel")} ${where}`;
  }
  /** @param {string} renewed @returns {Part} */
  part(renewed) {
    if (this.seen?.text === renewed) return this.seen;
    const mask = maskOf(renewed, this.shape) ?? nowhere(this.shape);
    this.seen = { text: renewed, mask, far: distances(mask, this.shape, this.owner.torus) };
    return this.seen;
  }
};
var most = ({ mask, far }) => mask.includes(false) ? `, of ${Math.max(...far)} at most` : "";

// shared/view/stage.js
function stage(parts, name = "") {
  const el = h("div", { class: `lab-stage ${name}`.trim() }, parts);
  new ResizeObserver(() => {
    el.style.setProperty("--lab-tall", `${Math.ceil(el.offsetHeight)}px`);
  }).observe(el);
  return el;
}

// prediction/pictures.js
var KEY2 = "Orange: network darker; blue: machine darker";
var Pictures = class {
  /** @param {Shape} shape @param {HTMLElement} words say what is seen, or how far a run is */
  constructor(shape, words) {
    const make = (title) => picture(shape, title);
    this.shape = shape;
    this.noise = make("The same noise");
    this.network = make("Network");
    this.machine = make("Machine");
    this.difference = make("Difference");
    this.words = words;
    this.figure = h("span", { class: "lab-figure" }, " ");
    this.verdict = h("p", { class: "lab-note lab-verdict" }, " ");
    this.el = this.makeStage();
  }
  makeStage() {
    const { noise: noise2, network, machine, difference, words, figure, verdict } = this, pictures = [noise2, network, machine, difference].map((each) => each.el);
    return stage([
      h("div", { class: "lab-pictures lab-four" }, pictures),
      h("p", { class: "lab-note lab-difference-key" }, KEY2),
      h("div", { class: "lab-score" }, figure, h("div", {}, words, verdict))
    ]);
  }
  /**
   * A moment of a run, or one that is still under way, whose words are its own
   * @param {Moment} moment @param {string} name the machine's @param {boolean} last
   * @param {boolean} live
   */
  show({ sigma, r2, network, machine }, name, last, live) {
    const what = last ? "its picture" : "its guess";
    this.network.set(network, what);
    this.machine.set(machine, `${what}, ${name}`);
    this.showDifference(network, machine);
    this.figure.textContent = `r² ${scoreText(r2)}`;
    const which = last ? "between the two pictures" : `between the guesses at σ = ${show(sigma)}`;
    if (!live) this.words.textContent = which;
  }
  /** @param {Floats} network @param {Floats} machine */
  showDifference(network, machine) {
    const { canvas, note } = this.difference, pen = penOf(canvas), [, H, W] = this.shape;
    const image = pen.createImageData(W, H), off = rootMeanSquare(network, machine).toFixed(2);
    differenceColours(image.data, network, machine, this.shape);
    pen.putImageData(image, 0, 0);
    note.textContent = `RMS ${off}; orange: network darker`;
    canvas.setAttribute(
      "aria-label",
      `Difference: root mean square ${off}. Orange where the network has more ink, blue where the machine has.`
    );
  }
  /**
   * With how many of the network's images the machine came so near, and how near others come
   * @param {Params} params @param {Scores} result @param {number} all images
   */
  judge({ machine, N }, { r2, ideal, wiener, chance }, all) {
    const end = (scores) => scoreText(scores[scores.length - 1]);
    const name = machine === "IS" ? "The ideal machine" : machine;
    const seen = N < all ? `${show(N)} of the network’s ${imageCount(all)}` : imageCount(N);
    const grey = r2 === null ? "; one picture is a single grey" : "";
    const perfect = machine === "IS" ? "" : `the ideal machine ${end(ideal)}, `;
    const linear = wiener.length ? `the Wiener filter ${end(wiener)}, ` : "";
    const others = `${linear}${perfect}another noise ${end(chance)}`;
    this.verdict.textContent = `${name} with ${seen}${grey}. To compare: ${others}.`;
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
var noise = (seed, size) => `normals(${seed}, ${size.reduce((a, b) => a * b, 1)}).reshape(${size.join(", ")})`;
var imageNoise = (seed, shape) => noise(seed, [1, ...shape]);
var script = (imports, lines) => `${[...imports, "", ...lines].join("\n")}
`;

// prediction/python.js
function python({ data, net, padding, seed, shape, machine, windows: windows2, N, steps, renewed }) {
  const images2 = images(data, N);
  const P = machine === "IS" ? void 0 : windows(windows2);
  return script(
    [
      chapters("diffusion", "networks", "prediction", ...P?.chapters ?? []),
      ...images2.imports,
      "from mosaics.widgets.draws import normals",
      "from mosaics.widgets.prediction import in_halves",
      ...renewed === NOWHERE ? [] : ["from mosaics.widgets.prediction.renewed import mask"]
    ],
    [
      net === "own" ? "net = in_halves(net)  # the network that this lab was made with" : `net = in_halves(networks.load_weights("${net}"))  # half precision, as the lab has it`,
      ...images2.lines,
      `machine = prediction.machine("${machine}", images${P ? `, ${P.sides}, "${padding}"` : ""})`,
      `sigmas = prediction.levels(${steps})`,
      ...start(seed, shape, renewed),
      "ways = [list(diffusion.sample(denoise, z, sigmas)) for denoise in (net, machine)]",
      "network, picture = (way[-1].x0_hat for way in ways)  # (1, C, H, W), the last guesses",
      "r2 = prediction.compare(network, picture).r2"
    ]
  );
}
function start(seed, shape, renewed) {
  const noise2 = imageNoise(seed, shape);
  if (renewed === NOWHERE) return [`z = sigmas[0] * ${noise2}`];
  const [, H, W] = shape, other = imageNoise((seed + 2) % (MAX_SEED + 1), shape);
  return [
    `before, other = sigmas[0] * ${noise2}, sigmas[0] * ${other}`,
    `z = prediction.renewed(before, other, mask("${renewed}", ${H}, ${W}))`
  ];
}

// prediction/scores-plot.js
function drawScores({ x, y, add, box }, run) {
  if (!run.frames.length) return;
  const states = run.frames.slice(0, -1), levels = states.map((f) => x(f.sigma)), scores = states.map((f) => f.r2);
  const points = (values) => values.flatMap((v, k) => known(v) ? [[levels[k], y(v)]] : []);
  const line = (name, values) => add("path", { class: name, d: path(points(values)) });
  if (run.machine !== "IS") line("lab-line lab-ideal", run.ideal);
  line("lab-line lab-linear", run.wiener);
  line("lab-line lab-chance", run.chance);
  line("lab-line", scores);
  for (const [cx, cy] of points(scores)) add("circle", { class: "lab-dot", cx, cy, r: 2.5 });
  const { sigma, r2 } = run.frame, at = sigma > 0 ? x(sigma) : levels[levels.length - 1];
  add("line", { class: "lab-now", x1: at, x2: at, y1: box.top, y2: box.bottom });
  if (known(r2)) add("path", { class: "lab-mark", d: diamond(at, y(r2), 7) });
}
function legend() {
  const entry = (name, text) => {
    const line = svg("path", { class: name, d: "M1 5H27" });
    return h(
      "li",
      {},
      svg("svg", { width: 28, height: 10, "aria-hidden": "true", class: "lab-plot" }, line),
      text
    );
  };
  return h(
    "ul",
    { class: "lab-legend" },
    entry("lab-line", "the machine"),
    entry("lab-line lab-ideal", "the ideal machine"),
    entry("lab-line lab-linear", "Wiener, the best linear filter"),
    entry("lab-line lab-chance", "the network, another noise")
  );
}

// prediction/several.js
var PROMPT2 = "From this seed on: how often does theory predict the picture?";
var Several = class {
  /**
   * @param {number} count
   * @param {Shape} shape
   * @param {() => void} press
   * @param {(seed: number) => void} show
   */
  constructor(count, shape, press, show2) {
    this.offer = `Compare ${count} noises`;
    this.shape = shape;
    this.show = show2;
    this.many = button(this.offer, press);
    this.sum = h("p", { class: "lab-note" }, PROMPT2);
    this.strip = h("ol", {
      class: "lab-noises",
      hidden: true,
      "aria-label": "Network, machine and r² for each noise"
    });
    this.el = h(
      "section",
      { class: "lab-several" },
      h("p", { class: "lab-head" }, `And with ${count} noises?`),
      h("div", { class: "lab-row" }, this.many, this.sum),
      this.strip
    );
    this.compared = void 0;
  }
  clear(text = PROMPT2) {
    this.compared = void 0;
    this.strip.replaceChildren();
    this.strip.hidden = true;
    this.sum.textContent = text;
  }
  /**
   * Nothing runs: the button offers a comparison, and a row that no longer holds goes.
   * @param {string} key
   */
  rest(key) {
    this.many.textContent = this.offer;
    if (this.strip.childElementCount && this.compared !== key)
      this.clear("Something has changed: compare again.");
  }
  begin() {
    this.clear();
    this.strip.hidden = false;
    this.many.textContent = "Cancel";
  }
  /**
   * Both pictures of a noise, which a click brings to the top.
   * @param {number} seed
   * @param {Pair} pair
   */
  add(seed, { network, machine, r2, wiener }) {
    const label = `Seed ${seed}: r² ${scoreText(r2)}. Show it.`;
    const open2 = button("", () => this.show(seed), { "aria-label": label });
    open2.append(
      thumbnail(this.shape, network),
      thumbnail(this.shape, machine),
      h("span", { "aria-hidden": "true" }, scoreText(r2))
    );
    const linear = known(wiener) ? h("small", {}, `Wiener ${scoreText(wiener)}`) : null;
    this.strip.append(h("li", {}, open2, linear));
  }
  /**
   * Says what came of it; returns the words.
   * @param {string} key @param {Score[]} scores @param {Score[]} [wiener]
   */
  end(key, scores, wiener = []) {
    const linear = wiener.filter(known), beside = linear.length ? ` Wiener filter: median ${scoreText(median(linear))}.` : "";
    const numbers = scores.filter(known), mean = numbers.reduce((a, b) => a + b, 0) / numbers.length;
    const lowest = scoreText(Math.min(...numbers)), middle = scoreText(median(numbers));
    this.compared = key;
    this.sum.textContent = numbers.length ? `Median r² ${middle}, mean ${scoreText(mean)}, lowest ${lowest}.${beside}` : "No r²: the pictures are single greys.";
    return this.sum.textContent;
  }
};

// prediction/tried.js
var MOST = 12;
var keyOf = ({ machine, N, steps, windows: windows2 }) => JSON.stringify([machine, N, steps, machine === "IS" ? [] : windows2]);
function valuesOf({ machine, N, steps, windows: windows2 }, { presets, largest, plain: plain3 }) {
  const most2 = largest[machine], [[, P]] = windows2;
  if (machine === "IS") return { machine, N, steps };
  if (windows2.length === 1) {
    const side = P > plain3 && P === most2 ? "all" : P;
    return { machine, N, steps, P: side, windows: "constant" };
  }
  const clipped = (name) => String(presets[name].map(([s, side]) => [s, Math.min(side, most2)]));
  const known2 = Object.keys(presets).find((name) => clipped(name) === String(windows2));
  const text = windows2.map(([s, side]) => `${s}:${side}`).join("/");
  return { machine, N, steps, windows: known2 ?? text };
}
var Tried = class {
  /** @type {Row[]} */
  rows = [];
  // the newest first
  /** @type {number | undefined} */
  from;
  // the first seed of the medians that are shown
  /** The row of what was asked, made where it is new. @param {Asked} asked */
  row(asked) {
    const key = keyOf(asked), held2 = this.rows.find((row2) => row2.key === key);
    const row = held2 ?? { key, asked, seeds: /* @__PURE__ */ new Map(), medians: /* @__PURE__ */ new Map() };
    if (!held2) this.rows = [row, ...this.rows];
    return row;
  }
  /** @param {Asked} asked @param {number} seed @param {Score} r2 */
  one(asked, seed, r2) {
    this.row(asked).seeds.set(seed, r2);
    this.forget(seed);
  }
  /** @param {Asked} asked @param {number} from @param {number} median */
  several(asked, from, median2) {
    this.row(asked).medians.set(from, median2);
    this.from = from;
  }
  /** @param {Row} row @returns {Score | undefined} */
  median(row) {
    return this.from === void 0 ? void 0 : row.medians.get(this.from);
  }
  /**
   * The best of two or more that can be compared: by the median of the same noises, else by the
   * same seed.
   * @param {number} seed @returns {Row | undefined}
   */
  best(seed) {
    const medians = highest(this.rows, (row) => this.median(row));
    return medians ?? highest(this.rows, (row) => row.seeds.get(seed));
  }
  /** The oldest one goes that is not the best. @param {number} seed */
  forget(seed) {
    if (this.rows.length <= MOST) return;
    const best = this.best(seed), last = this.rows.findLastIndex((row) => row !== best);
    this.rows = this.rows.filter((_, i) => i !== last);
  }
};
function highest(rows, score) {
  const value = (row) => score(row) ?? null;
  const rated = rows.filter((row) => known(value(row)));
  if (rated.length < 2) return void 0;
  return rated.reduce((a, b) => Number(value(b)) > Number(value(a)) ? b : a);
}

// prediction/tried-table.js
var WIDE = 44;
var HIGH = 28;
var EMPTY = "Change the windows, the machine or N: what you have tried is kept here.";
var TriedTable = class {
  /** @param {number} count noises of a median @param {(row: Row) => void} back */
  constructor(count, back) {
    this.count = count;
    this.back = back;
    this.body = h("tbody");
    this.seedHead = h("th", { scope: "col" });
    this.manyHead = h("th", { scope: "col" });
    const heads = [h("th", { scope: "col" }, "Windows"), this.seedHead, this.manyHead];
    this.table = h("table", {}, h("thead", {}, h("tr", {}, heads)), this.body);
    this.note = h("p", { class: "lab-note" }, EMPTY);
    const scroll = h("div", { class: "lab-tried-box" }, this.table);
    const head2 = h("p", { class: "lab-head" }, "Tried so far");
    this.el = h("section", { class: "lab-tried" }, head2, scroll, this.note);
  }
  /**
   * @param {Tried} tried @param {number} seed of the run in view @param {string} now its row
   * @param {Range} range
   */
  show(tried, seed, now, range) {
    const { from } = tried, best = tried.best(seed);
    const many = from === void 0 ? `of ${this.count} noises` : `seeds ${from}–${from + this.count - 1}`;
    this.seedHead.replaceChildren("r² ", h("small", {}, `seed ${seed}`));
    this.manyHead.replaceChildren("median ", h("small", {}, many));
    this.note.textContent = tried.rows.length > 1 ? "" : EMPTY;
    const ordered = [...tried.rows].sort((a, b) => Number(b === best) - Number(a === best));
    const rows = ordered.map((row) => {
      const scores = [row.seeds.get(seed), tried.median(row)].map(
        (r2) => h("td", {}, r2 === void 0 ? "–" : scoreText(r2))
      );
      const marks = { "data-best": row === best, "aria-current": row.key === now && "true" };
      return h(
        "tr",
        marks,
        h("th", { scope: "row" }, this.entry(row, row === best, range)),
        scores
      );
    });
    this.body.replaceChildren(...rows);
  }
  /** @param {Row} row @param {boolean} best @param {Range} range */
  entry(row, best, range) {
    const [seen, rest] = wordsOf(row.asked, range), label = `${seen} ${rest}. Bring it back.`;
    const open2 = button("", () => this.back(row), { "aria-label": label });
    open2.append(sketch(row, range), h("span", {}, `${seen} `, h("small", {}, rest)));
    return [open2, best ? h("span", { class: "lab-best" }, "◆ best") : null];
  }
};
function wordsOf(asked, schedules) {
  const { machine, N, steps, windows: windows2 } = asked, name = String(valuesOf(asked, schedules).windows), sides = windows2.map(([, P]) => P);
  const range = `${Math.min(...sides)} to ${Math.max(...sides)}`, drawn = `${name.includes("/") ? "drawn" : name}, ${range}`;
  const seen = windows2.length > 1 ? drawn : `${sides[0]} × ${sides[0]}`;
  const first = `${machine}${machine === "IS" ? "" : `, ${seen}`}`;
  return [first, `N ${show(N)}, ${show(steps)} steps`];
}
function sketch({ asked: { machine, windows: windows2 } }, { sigma_min: low, sigma_max: high, plain: most2 }) {
  const x = (s) => WIDE * Math.log(high / s) / Math.log(high / low);
  const y = (P) => HIGH - 3 - (HIGH - 6) * Math.min(P, most2) / most2;
  const points = windows2.map(([s, P]) => [Math.min(WIDE, Math.max(0, x(s))), y(P)]), [, first] = points[0], [, last] = points[points.length - 1];
  const line = path([[WIDE, first], ...points, [0, last]]);
  return svg(
    "svg",
    { class: "lab-sketch", viewBox: `0 0 ${WIDE} ${HIGH}`, "aria-hidden": "true" },
    svg("path", { class: "lab-line", d: machine === "IS" ? "" : line })
  );
}

// source:code/mosaics/widgets/prediction/worker.js
var worker_default = ENGINE;

// prediction/view.js
var PredictionLab = class extends WindowedLab {
  /** @type {Scores} */
  result = { r2: null, ideal: [], wiener: [], chance: [] };
  tried = new Tried();
  /** @type {Moment | undefined} */
  frame;
  // in view
  news = "";
  // what the first answer says before all else
  /** @param {Context} context */
  constructor(context) {
    super(context, "prediction", "The ideal machine compares whole images: it has no windows.");
    this.pictures = new Pictures(this.shape, this.words);
    this.nets = new Nets(this);
    this.changed = this.makeNews();
    this.comparison = this.makeComparison();
    this.table = new TriedTable(
      this.settings.several,
      (row) => this.set(valuesOf(row.asked, this.settings), "stay")
    );
    this.plot = this.makePlot();
  }
  makeNews() {
    const { config, renewed } = this.settings;
    return new News(this.pictures.noise, this.shape, renewed, {
      seed: () => this.seed.value,
      torus: config.padding === "circular",
      stale: () => !this.again.hidden,
      start: (note) => this.start("stay", note),
      say: (words) => this.say(words)
    });
  }
  makeComparison() {
    return new Several(
      this.settings.several,
      this.shape,
      () => this.busy ? this.cancel() : this.compareSeveral(),
      (seed) => this.showSeed(seed)
    );
  }
  makePlot() {
    const { sigma_min: low, sigma_max: high } = this.settings;
    return plot({
      label: "r² of the two guesses against noise level",
      height: 300,
      y: { low: 0, high: 1, linear: true },
      x: { low: low / 2.2, high: high * 2.2, flip: true, label: "noise level σ, falling →" },
      draw: (sheet2) => {
        const { frame, frames, result, shown } = this;
        if (frame) drawScores(sheet2, { frame, frames, ...result, machine: shown?.params.machine });
      }
    });
  }
  parts() {
    const scores = h("section", {}, head("r² with the network’s guess"), this.plot.el, legend());
    return [
      h("div", { class: "lab-beside" }, this.pictures.el, this.settingsPart()),
      this.changed.el,
      h("div", { class: "lab-panels" }, scores, this.table.el),
      this.comparison.el
    ];
  }
  /** What can be turned, beside them. */
  settingsPart() {
    const settings = [this.machineChoice.el, this.sizeBox, this.steps.el];
    return h(
      "section",
      {},
      h("div", { class: "lab-net" }, this.nets.choice.el),
      head("What a pixel of the machine sees"),
      this.windows.el,
      this.sees,
      h("div", { class: "lab-settings" }, settings),
      this.scrubber
    );
  }
  get task() {
    return "predict";
  }
  /** @returns {Params} */
  params() {
    const { machine, N, steps, windows: windows2, shape } = this.asked();
    const { net, config } = this.settings;
    return { machine, N, steps, windows: windows2, shape, net, config, renewed: this.changed.text };
  }
  // ---------------------------------------------------------------- settings from outside
  /** @returns {Record<string, Control>} */
  controls() {
    return { net: this.nets.control, ...super.controls(), renewed: this.changed.control() };
  }
  /**
   * Another network comes first: the rest is for the lab with it.
   * @param {Record<string, Value>} values
   */
  set(values, then = "play") {
    const { net, ...others } = values;
    if (this.nets.leads(net)) {
      this.coming = this.nets.lead(String(net), others, then);
      return [];
    }
    if (net !== void 0) this.nets.stay();
    else this.nets.also(others);
    return super.set(values, then);
  }
  /**
   * Takes over what was set before, as far as it is on offer.
   * @param {Record<string, Value>} values @param {string} note
   */
  take(values, note) {
    this.news = note;
    for (const name of Object.keys(this.controls()))
      if (name in values) this.controls()[name]?.set(values[name]);
    this.answer("stay", note);
  }
  /** @param {Params & { data: string, seed: number, shape: Shape }} run */
  script(run) {
    return python({ ...run, padding: run.config.padding });
  }
  canvases() {
    return [this.pictures.network.canvas, this.pictures.machine.canvas];
  }
  /** This seed's, and the next one's as another noise to compare with; what was drawn anew. */
  noise() {
    return this.changed.noise(normalsOf([this.seed.value, this.seed.value + 1], this.imageSize));
  }
  // ---------------------------------------------------------------- a run and its end
  /**
   * The other engine answers the same question, and says what belongs to it as the first one did or
   * had no time to.
   */
  rerun() {
    const { shown, news } = this;
    this.start(shown ? "stay" : "open", shown ? shown.note : news);
  }
  /** @param {Then} then @param {string} [note] */
  start(then, note) {
    this.comparison.rest(this.key());
    super.start(then, note);
  }
  /** @param {Job<Params, Moment>} job @param {Stepped} message */
  took(job, { step, steps, sigma, P, r2, part = 0, ms, arrays }) {
    const { network, machine } = arrays;
    if (network) job.frames.push({ sigma, P, r2, network, machine, before: beforeOf(arrays) });
    if (ms < LONG) return;
    this.words.textContent = `Step ${Math.min(steps, step + 1)} of ${steps}. Escape cancels.`;
    this.progress((step + (network ? 1 : part)) / steps);
    if (!network) return;
    job.live = true;
    this.viewNoise(job);
    this.viewState(job.frames[job.frames.length - 1], false, true);
  }
  /** @param {Job<Params, Moment>} job @param {Heard & Scores} message */
  finish(job, { arrays: { network, machine }, r2, ideal, wiener, chance, ms }) {
    this.result = { r2, ideal, wiener, chance };
    this.reveal(job, { ...job.frames[job.frames.length - 1], sigma: 0, r2, network, machine }, ms);
  }
  /** @param {Job<Params, Moment>} job @param {number} ms */
  record(job, ms) {
    const { network, machine } = this.frames[this.frames.length - 1];
    this.state = {
      ...this.kept(job, ms, ["sigma", "P", "network", "machine", "before"]),
      ...this.result,
      pictures: [network, machine],
      scores: job.frames.map((moment) => moment.r2)
    };
  }
  /** @param {Job<Params, Moment>} job @param {number} ms */
  showResult(job, ms) {
    const { params, seed, note } = job, { machine, steps, renewed } = params;
    if (renewed === NOWHERE) this.tried.one(params, seed, this.result.r2);
    this.viewTried(seed, params);
    this.viewNoise(job);
    this.pictures.judge(params, this.result, this.N);
    const r2 = `r² ${scoreText(this.result.r2)}`, reach = this.changed.reach(this.frames[this.frames.length - 1], renewed);
    const what = reach ? `changes ${reach}; ${r2}` : `${r2} between the pictures of network and ${machine}`;
    this.say(`${note} Seed ${seed}: ${what}. ${some(steps, "step")}, ${this.spent(ms)}.`.trim());
  }
  // ---------------------------------------------------------------- what is in view
  /** @param {Job<Params, Moment>} job */
  viewNoise({ params, seed, noise: noise2 }) {
    this.changed.showNoise(noise2.subarray(0, this.imageSize), seed, params.renewed);
  }
  /** @param {Moment} moment @param {boolean} last @param {boolean} live */
  viewState(moment, last, live) {
    const { sigma, P, r2 } = moment, run = live ? void 0 : this.shown?.params;
    this.pictures.show(moment, run?.machine ?? this.machineChoice.value, last, live);
    if (!live) this.changed.show(moment, run?.renewed ?? NOWHERE);
    this.windows.mark(P && sigma > 0 ? { sigma, P } : void 0);
    this.frame = moment;
    this.plot.say(`${scoreText(r2)} ${last ? "at the end" : `at σ ${show(sigma)}`}`);
    this.plot.redraw();
  }
  // ---------------------------------------------------------------- what has been tried
  /** @param {number} seed @param {Asked} asked */
  viewTried(seed, asked) {
    this.table.show(this.tried, seed, keyOf(asked), this.settings);
  }
  // ---------------------------------------------------------------- several noises
  /** What a row of several noises is computed from, but for its seeds. */
  key() {
    return JSON.stringify([{ ...this.params(), renewed: NOWHERE }, this.machine.name]);
  }
  /** @param {number} seed */
  showSeed(seed) {
    this.seed.set(seed);
    this.start("stay");
  }
  compareSeveral() {
    this.stop();
    const { several: count } = this.settings, from = Math.min(this.seed.value, MAX_SEED + 1 - count);
    const seeds2 = Array.from({ length: count }, (_, k) => from + k);
    const params = this.params(), row = { params, key: this.key(), seeds: seeds2, ...noScores() };
    this.comparison.begin();
    this.busy = true;
    this.run("several", { ...params, count }, [normalsOf(seeds2, this.imageSize)], {
      step: (m) => this.tookOne(m, row),
      done: () => this.showSeveral(row),
      end: (how) => {
        this.busy = false;
        this.comparison.many.textContent = this.comparison.offer;
        this.offer(false);
        delete this.root.dataset.long;
        if (how !== "done") this.comparison.clear();
      }
    });
  }
  /** @param {Heard & Progress} message @param {Compared} row */
  tookOne({ step, steps, part = 1, r2, wiener, ms, arrays: { network, machine } }, row) {
    if (ms > LONG) {
      this.progress((step + part) / steps);
      this.comparison.sum.textContent = `Noise ${step + 1} of ${steps}. Escape cancels.`;
    }
    if (!network) return;
    row.scores.push(r2);
    row.wiener.push(wiener);
    this.comparison.add(row.seeds[step], { network, machine, r2, wiener });
  }
  /** @param {Compared} row */
  showSeveral({ params, key, seeds: seeds2, scores, wiener }) {
    const numbers = scores.filter(known), words = this.comparison.end(key, scores, wiener);
    this.state = { ...this.state, several: { seeds: seeds2, scores, wiener } };
    if (numbers.length) this.tried.several(params, seeds2[0], median(numbers));
    this.viewTried(this.shown?.seed ?? seeds2[0], params);
    this.say(`Seeds ${seeds2[0]} to ${seeds2[seeds2.length - 1]}. ${words}`);
  }
  close() {
    this.nets.close();
    this.plot.close();
    super.close();
  }
};
var beforeOf = ({ network_before, machine_before }) => network_before && [network_before, machine_before];
var noScores = () => ({ scores: [], wiener: [] });
var view_default = widget(PredictionLab, worker_default);
export default view_default;
