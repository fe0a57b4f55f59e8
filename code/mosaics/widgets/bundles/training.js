// sha256 of sources and bundler: a912a661087e69494bb1990bae94c321f0a981fb96968b4772735976230733a6
const ENGINE = "\"use strict\";\n// shared/engine/checks.js\nfunction need(ok, message) {\n  if (!ok) throw new Error(message);\n}\nfunction checkCount(n, name, low, high) {\n  need(\n    Number.isInteger(n) && n >= low && n <= high,\n    `${name} must be a whole number from ${low} to ${high}, got ${n}`\n  );\n}\nfunction checkSigma(sigma) {\n  need(Number.isFinite(sigma) && sigma > 0, `sigma must be finite and > 0, got ${sigma}`);\n}\nfunction checkNoise(noise, count) {\n  need(noise?.length === count, `noise must hold ${count} numbers, got ${noise?.length ?? 0}`);\n  need(noise.every(Number.isFinite), \"noise must be finite\");\n}\nfunction checkChoice(value, allowed, name) {\n  need(allowed.includes(value), `${name} must be one of ${allowed.join(\", \")}, got '${value}'`);\n}\n\n// shared/engine/pace.js\nvar REST = 12;\n\n// shared/engine/posterior.js\nvar Dictionary = class _Dictionary {\n  /**\n   * @param {Float32Array} keys\n   * @param {number} D\n   * @param {Float64Array} [half]\n   * @param {number} [M]\n   */\n  constructor(keys, D, half, M = keys.length / D) {\n    this.keys = keys;\n    this.D = D;\n    this.M = M;\n    this.half = half ?? Float64Array.from({ length: M }, (_, m) => dot(keys, m * D, keys, m * D, D) / 2);\n  }\n  /** The first n keys of these. @param {number} n */\n  first(n) {\n    return new _Dictionary(this.keys, this.D, this.half, n);\n  }\n};\nfunction dot(a, i, b, j, n) {\n  let s = 0;\n  for (let p = 0; p < n; p++) s += a[i + p] * b[j + p];\n  return s;\n}\n\n// shared/engine/store.js\nvar images = new Dictionary(new Float32Array(0), 1);\nvar given = new Uint8Array(0);\nfunction keep(bytes, D, network = new Uint8Array(0)) {\n  images = new Dictionary(\n    Float32Array.from(bytes, (b) => b / 127.5 - 1),\n    D\n  );\n  given = network;\n}\n\n// shared/engine/inbox.js\nvar scope = (\n  /** @type {Scope} */\n  /** @type {unknown} */\n  globalThis\n);\nvar cancelled = /* @__PURE__ */ new Set();\nvar waiting = [];\nvar pump = new MessageChannel();\npump.port1.onmessage = () => waiting.shift()?.();\nvar rest = () => new Promise((go) => {\n  waiting.push(go);\n  pump.port2.postMessage(0);\n});\nfunction post(id, message, arrays) {\n  const names = Object.keys(arrays), buffers = names.map((name) => Float32Array.from(arrays[name]));\n  scope.postMessage(\n    { id, ...message, names, buffers },\n    buffers.map((b) => b.buffer)\n  );\n}\nasync function work(jobs, { id, task, params, buffers }) {\n  checkChoice(task, Object.keys(jobs), \"task\");\n  await rest();\n  if (cancelled.delete(id)) return post(id, { type: \"cancelled\" }, {});\n  let since = performance.now();\n  for (const [message, arrays] of jobs[task](params, buffers)) {\n    if (performance.now() - since > REST) {\n      await rest();\n      since = performance.now();\n    }\n    if (cancelled.delete(id)) return post(id, { type: \"cancelled\" }, {});\n    post(id, message, arrays);\n  }\n}\nfunction serve(jobs) {\n  scope.onmessage = ({ data }) => {\n    if (data.type === \"data\") keep(data.bytes, data.D, data.weights);\n    else if (data.type === \"cancel\") cancelled.add(data.job);\n    else\n      work(jobs, data).catch(\n        (error) => post(data.id, { type: \"error\", message: error.message }, {})\n      );\n  };\n}\n\n// shared/engine/patches.wasm\nvar patches_default = \"AGFzbQEAAAABJgZgBH9/f38Bf2ABfwF/YAAAYAR/f398AX9gA39/fwBgBH98f38AAwoJAAECAwIEBAIFBAUBcAEBAQUDAQABBggBfwFBkIkBCwc4BwZtZW1vcnkCAAdwcmVwYXJlAAACYXQAAQRwYWNrAAIFYmVnaW4AAwR3b3JrAAQGZmluaXNoAAcKoEkJ6wMBAn9BACEEQQAgATYChIiAgABBACAANgKAiICAAEEAIAI2AoiIgIAAQQAgAzYCjIiAgABBACAAQRNqQRRtIgU2ApCIgIAAAkAgBUEFbEEFardEAAAAAAAAQECiIAMgAmwiAiABbCIDuKJEAAAAAGXN7UFkDQBBAEGQiYGAAEE/akFAcSIBNgKUiICAAEEAIAUgA2xB0ABsQT9qQUBxIAFqIgE2ApiIgIAAQQAgASADQQR0QT9qQUBxIgRqIgE2ApyIgIAAQQAgASACQQR0QT9qQUBxaiIBNgKgiICAAEEAIAEgBGoiATYCpIiAgABBACABIAJBA3RBP2pBQHEiBGoiATYCqIiAgABBACABIANBA3RBP2pBQHFqIgE2AqyIgIAAQQAgASAEaiIBNgKwiICAAEEAIAEgA0ECdEE/akFAcSIEaiIBNgK0iICAAEEAIAEgBGoiATYCuIiAgABBACABIAJBAnRBP2pBQHEiAmoiATYCvIiAgABBACABIAJqIgE2AsCIgIAAQQAgASACaiIBNgLEiICAAEEAIAEgAmoiAjYCyIiAgABBACACNgLMiICAAEEBIQQgAiAAIANsQQJ0QT9qQUBxaiIAPwBBEHQiA00NACAAIANrQf//A2pBEHZAAEF/RyEECyAEC14BAX8jgICAgABBIGsiAUEAKALIiICAADYCACABQQAoArCIgIAANgIEIAFBACgCtIiAgAA2AgggAUEAKALAiICAADYCDCABQQAoAsSIgIAANgIQIAEgAEECdGooAgAL+QECDH8BfUEAIQACQEEAKAKQiICAACIBQQFIDQAgAUEUbCECQQAoAoiIgIAAQQAoAoSIgIAAbEEAKAKMiICAAGwiA0ECdCEEIANBFGwhBUEAKAKAiICAACEGQQAoApSIgIAAIQdBACEIA0ACQCADRQ0AQQAhCUEAKALIiICAACAAQQJ0aiEKA0AgCiELQQAhAQNAQ6XUaFMhDAJAIAggAWogBk4NACALKgIAIQwLIAcgDDgCACALIARqIQsgB0EEaiEHIAFBAWoiAUEURw0ACyAKQQRqIQogCUEBaiIJIANHDQALCyAAIAVqIQAgCEEUaiIIIAJIDQALCwvhCQUEfwJ8Bn8CfQN7QQAhBEEAIAA2AtCIgIAAQQAgATYC2IiAgABBACAAQQJtIgU2AtSIgIAAQQAgAUEBRiABRSACQQBHcXI2AtyIgIAAQQBBACgCiIiAgAAiBiAFQQF0IgJrIgFBASABQQFKG0F/ajYC4IiAgABBAEEAKAKMiICAACIBIAJrIgJBASACQQFKG0F/ajYC5IiAgABBACABQdAAbCICIABsQT9qQUBxQQAoAsyIgIAAaiIFNgLoiICAAEEAIAUgAkE/akFAcWoiAjYC7IiAgABBACACIAEgAEEDbGpB0ABsQT9qQUBxIgBqIgU2AvCIgIAAIAEhAiAGIQcCQAJAIAUgAGoiAD8AQRB0IgVNDQAgACAFa0H//wNqQRB2QABBf0YNAUEAKAKMiICAACECQQAoAoiIgIAAIQcLQQBEAAAAQFk+KUZEAAAAAExItDlE/oIrZUcV9z8gAyADoCADoiIIoyIDIANEoMLr/ktItDljGyADROqMoDlZPilGZBu2OAL0iICAAEQfhetRuB4wQCEDAkBBACgCgIiAgAC3IAe3oiACt6IiCUQAAAAAAADwP2RFDQBEH4XrUbgeMEAhAwNAIANEnESt/kIu5j+gIQMgCUQAAAAAAADgP6IiCUQAAAAAAADwP2QNAAsLIAEgBmwhCkEAIQtBACAIIAOitjgC+IiAgAACQEEAKAKEiICAACIMIAdsIg1BAUgNACACQQF0IgBBASAAQQFKGyEGIAJBBHQhDkEAKAKYiICAACEPQQAoArCIgIAAIQUDQAJAIAJBAUgNACALIAJsIQRBACEBIA8hAANAIABDAACAPyAFIAEgAm8gBGpBAnRqKgIAIhBDAACAv5cgEEMAAIA/XhsiETgCACAAQQRqIBAgEZMiECAQkjgCACAAQQhqIQAgBiABQQFqIgFHDQALCyAPIA5qIQ8gC0EBaiILIA1HDQALCwJAIApFDQBBACgCpIiAgAAhAEEAKALAiICAACEBQQAoAqyIgIAAIQRBACgCuIiAgAAhBkEAKAK8iICAACEFIAohCwNAIAVBgICA/Ac2AgAgBEKAgICAgICA+P8ANwMAIAFBADYCACAGQYCAgPwHNgIAIABCADcDACAFQQRqIQUgBkEEaiEGIARBCGohBCABQQRqIQEgAEEIaiEAIAtBf2oiCw0ACwsCQCAMIApsIgRFDQAgBEEBakF+cSEBIARBf2r9ESESQQAoAqiIgIAAIQD9DAAAAAABAAAAAAAAAAAAAAAhEwNAAkAgEyAS/T4iFP0bAEEBcUUNACAAQgA3AwALAkAgFCAT/Q0AAQIDAAAAAAQFBgcAAAAA/RsCQQFxRQ0AIABBCGpCADcDAAsgAEEQaiEAIBP9DAIAAAACAAAAAAAAAAAAAAD9rgEhEyABQX5qIgENAAsLQQEhAUEAQcCaDCAEQQVsbSIAQQEgAEEBShsiADYCiImAgABBAEEANgKAiYCAAEEAQQA2AvyIgIAAQQBBADYChImAgAACQAJAQQAoAtiIgIAAIgQNAEEAKAKQiICAACEEDAELQQAoAuCIgIAAQQF0QQFyIAcgBEEDRiIBG0EAKAKQiICAAGwhBEEAKALkiICAAEEBdEEBciACIAEbIQELIAAgAWpBf2ogAG0gBGwhBAsgBAuXKQQifwJ7FX8UeyOAgICAAEHQAGsiACSAgICAAEEAIQFBACgChImAgAAhAgJAAkACQAJAQQAoAtiIgIAAIgNBA0cNACACQQFxRQ0BIAJBAWpBAm0hAgwCC0EAKAKMiICAACIEQQAoAoiIgIAAIgVsIQYgA0ECRw0CIAVBACgC1IiAgAAiAWshBQwCCyACQX5tIQILQQAhAUEAKAKMiICAACIEQQAoAoiIgIAAIgVsIQYCQCACDQBBACECDAELQQAoAtSIgIAAIgcgAkEAIAJBAEobaiEBIAJBH3UgAnEgBWogB2shBQsCQCAGRQ0AQQAoApyIgIAAIQcgBiEIA0AgB/0MAAAAAAAAAAAAAAAAAAAAAP0LBAAgB0EQaiEHIAhBf2oiCA0ACwsCQEEAKAKEiICAACIJIAZsIghFDQBBACgCoIiAgAAhBwNAIAf9DAAAAAAAAAAAAAAAAAAAAAD9CwQAIAdBEGohByAIQX9qIggNAAsLIAUgAWshCiAEIQsgBCEMQQAoAvyIgIAAIg0hDgJAAkADQEEAKAKIiYCAACANaiEIAkACQAJAAkACQAJAIANFDQAgDiAIQQAoAuSIgIAAQQF0QQFyIAwgA0EDRhsiByAIIAdIG04NASADQQNHDQIgDkEBcUUNAyAOQQFqQQJtIQ8MBAtBACEQIAQhDCAOIQ8gBCERIA4gCEEBIAhBAUgbSA0ECwJAIAZFDQBBACgCpIiAgAAhBUEAKAKciICAACEHIAYhEgNAIAUgBSsDACAHKgIAuyAHQQRqKgIAu6AgB0EIaioCALsgB0EMaioCALugoKA5AwAgBUEIaiEFIAdBEGohByASQX9qIhINAAsLAkAgCSAGbCISRQ0AQQAoAqiIgIAAIQVBACgCoIiAgAAhBwNAIAUgBSsDACAHKgIAuyAHQQRqKgIAu6AgB0EIaioCALsgB0EMaioCALugoKA5AwAgBUEIaiEFIAdBEGohByASQX9qIhINAAsLQQAgCDYC/IiAgAAgAw0FQQEhBwwGC0EAIRACQCADQQJGDQAgCyEMIA4hDyALIREMAwsgC0EAKALUiICAACIQayERIAshDCAOIQ8MAgsgDkF+bSEPCwJAIA8NAEEAIRAgBCEMIAQhEQwBC0EAKALUiICAACIHIA9BACAPQQBKG2ohECAPQR91IA9xIARqIAdrIREgBCEMCwJAIBEgEEwNAEEAIRNBACgC1IiAgAAhFCAMIRUCQEEAKALciICAACIHDQAgFCARaiIIIAwgCCAMSBshFSAQIBRrIghBACAIQQBKGyETCyAUQQF0IBEgEGsiFmohFyAUIBBrIgggE2ohGAJAIAcNACAXQQFIDQAgF0EFbCIHQQEgB0EBShshBSAYQQVsIQsgFSAIakEFbCESQQAhB0EAKALsiICAACEIA0ACQAJAIAcgC0gNACAHIBJIDQELIAj9DAAAAAAAAAAAAAAAAAAAAAD9CwQACyAIQRBqIQggBSAHQQFqIgdHDQALCyAKQQFIDQBBACgClIiAgABBACgCiIiAgAAgDGwiGUEFbCIaQQAoAoCJgIAAbCAJbEEEdGogE0HQAGwiB2ohGyAHIBVB0ABsayEcIBRBCmwgEUEFbGogEEEFbGshHUEBIR4gFSATayIfQQVsIiBBASAgQQFLGyEhQQD9CQL0iICAACAj/Q0AAQIDAAECAwABAgMAAQIDISIgECAPayEkIBdBBWwhJUEAISZBACAgayEnIBhBBWwhKCAZQdAAbCELIBlBBHQhEiAMQQAgA0EDRxtBACAPQQBKGyAPayATaiEpIAEhKkEAIQ0DQAJAIA1BAUcNACAfRQ0AQQAoAuiIgIAAIQcgISEIA0AgB/0MAAAAAAAAAAAAAAAAAAAAAP0LBAAgB0EQaiEHIAhBf2oiCA0ACwsCQEEAKALUiICAACIrQQF0IgggJmoiB0EAICYbIiwgB0oNACAMQQVsIS0gCCAeaiEuIAxBAXQhLyABICtrITBBACgC7IiAgAAgKEEEdGohMUEAKALMiICAACIyIA0gIGxBBHRqITNBACgCmIiAgAAhNEEAKALoiICAACE1QQAoAtCIgIAAITZBACgCiIiAgAAhN0EAKALciICAACE4A0AgLCAwaiEHAkAgOEUNACAHIDdvIDdqIDdvIQcLIDIgLCA2byAgbEEEdGohAwJAAkACQCAHQQBIDQAgByA3SA0BCyAfRQ0BIDMhByA1IQggMSEFICEhDwNAIAP9DAAAAAAAAAAAAAAAAAAAAAD9CwQAAkAgDUUNACAFIAf9AAQAIAj9AAQA/eQB/QsEAAsgA0EQaiEDIAdBEGohByAIQRBqIQggBUEQaiEFIA9Bf2oiDw0ADAILCyAfQQFIDQAgGyAtIAdsQQR0aiETIDQgKSAvIAcgAmsgN28gN2ogN29sakEDdGohFUEAIRcgMSERIDMhFCA1IQ8DQP0MAAAAAAAAAAAAAAAAAAAAACE5AkACQCAJQQFODQAgOSE6IDkhOyA5ITwgOSE9DAELIBMhByAVIQggCSEFIDkhOiA5ITsgOSE8IDkhPQNAID0gCP0JAAAiIyAH/QAEAP3lASI+ID4gCEEEav0JAAAiP/3kAf3mAf3kASE9IDkgIyAHQcAAav0ABAD95QEiPiA/ID795AH95gH95AEhOSA6ICMgB0Ewav0ABAD95QEiPiA/ID795AH95gH95AEhOiA7ICMgB0Egav0ABAD95QEiPiA/ID795AH95gH95AEhOyA8ICMgB0EQav0ABAD95QEiIyA/ICP95AH95gH95AEhPCAHIAtqIQcgCCASaiEIIAVBf2oiBQ0ACwsCQAJAIA1FDQAgFP0ABAAhIyAP/QAEACE/IAMgPf0LBAAgDyA9ID/95AEiP/0LBAAgESAjID/95AH9CwQAIBT9AAQQISMgD/0ABBAhPyADIDz9CwQQIA8gPCA//eQBIj/9CwQQIBEgIyA//eQB/QsEECAU/QAEICEjIA/9AAQgIT8gAyA7/QsEICAPIDsgP/3kASI//QsEICARICMgP/3kAf0LBCAgFP0ABDAhIyAP/QAEMCE/IAMgOv0LBDAgDyA6ID/95AEiP/0LBDAgESAjID/95AH9CwQwIBT9AARAISMgD/0ABEAhPyADIDn9CwRAIA8gOSA//eQBIj/9CwRAICMgP/3kASE5IBEhBwwBCyADIDr9CwQwIAMgO/0LBCAgAyA8/QsEECADID39CwQAIAMhBwsgByA5/QsEQCAPQdAAaiEPIBFB0ABqIREgFEHQAGohFCADQdAAaiEDIBNB0ABqIRMgFUEIaiEVIBdBAWoiFyAfRw0ACwsgLEEBaiIsIC5HDQALCwJAIA0NACAfQQFIDQBBACEDQQAoAsyIgIAAIgcgJ0EEdGpBACgC0IiAgAAiEUF/aiAgbEEEdCIIaiEPIBFBAWohFCAHIAhqIRNBACgC7IiAgAAhFQNAIBMgA0HQAGxqIgf9AARAISMgB/0ABDAhPyAH/QAEICE5IAf9AAQQITogB/0ABAAhOyAPIQcgFCEIAkAgEUECSA0AA0AgByAH/QAEACA7/eQBIjv9CwQAIAdBEGoiBSAF/QAEACA6/eQBIjr9CwQAIAdBIGoiBSAF/QAEACA5/eQBIjn9CwQAIAdBMGoiBSAF/QAEACA//eQBIj/9CwQAIAdBwABqIgUgBf0ABAAgI/3kASIj/QsEACAHIBxqIQcgCEF/aiIIQQJLDQALCyAVIAMgGGpB0ABsaiIHIDv9CwQAIAdBEGogOv0LBAAgB0EgaiA5/QsEACAHQTBqID/9CwQAIAdBwABqICP9CwQAIA9B0ABqIQ8gA0EBaiIDIB9HDQALCwJAQQAoAtyIgIAARQ0AAkAgK0EBSA0AQQAoAuyIgIAAQXBqIgggDCArakHQAGxqIQcgCCArQQVsIgVBBHRqIQggBUEBaiEFA0AgCCAH/QAEAP0LBAAgB0FwaiEHIAhBcGohCCAFQX9qIgVBAUoNAAsLICsgDGpBBWwiCCAlTg0AIB0gCGshBUEAKALsiICAACIDICtB0ABsaiEHIAMgCEEEdGohCANAIAggB/0ABAD9CwQAIAdBEGohByAIQRBqIQggBUF/aiIFDQALC0EAKALQiICAACERAkAgFkEBSA0AQQAhA0EAKALwiICAACARQdAAbCIVakGwf2ohFEEAKALsiICAACAVakGwf2ohEwNAIAMgEWohDwJAIBFBAUgNACAUIQcgEyEI/QwAAAAAAAAAAAAAAAAAAAAAIiMhPyAjITkgIyE6ICMhOyAPIQUDQCAHIDsgCP0ABAD95AEiO/0LBAAgB0EQaiA6IAhBEGr9AAQA/eQBIjr9CwQAIAdBIGogOSAIQSBq/QAEAP3kASI5/QsEACAHQTBqID8gCEEwav0ABAD95AEiP/0LBAAgB0HAAGogIyAIQcAAav0ABAD95AEiI/0LBAAgB0Gwf2ohByAIQbB/aiEIIAVBf2oiBSADSg0ACwsgFCAVaiEUIBMgFWohEyAPIQMgDyAWSA0ACyAkIAxvIAxqIAxvIRRBACETICYgAWoiLCACa0EAKAKIiICAACIHbyAHaiAHbyEXIBAhFUEAIQ8DQCAUIAwgF2xqIQUCQAJAIBMNAP0MAAAAAAAAAAAAAAAAAAAAACJAIUEgQCFCIEAhQyBAIUQMAQsgREEAKALsiICAAEEAKALUiICAAEEBdCAPakHQAGxqIgf9AAQA/eQBIUQgQCAHQcAAav0ABAD95AEhQCBBIAdBMGr9AAQA/eQBIUEgQiAHQSBq/QAEAP3kASFCIEMgB0EQav0ABAD95AEhQwsCQCBEQQAoAvCIgIAAIA9B0ABsaiIH/QAEAP3kASI8IDz96gEgQyAHQRBq/QAEAP3kASI6/eoBIEIgB0Egav0ABAD95AEiOf3qASBBIAdBMGr9AAQA/eQBIj/96gEgQCAHQcAAav0ABAD95AEiI/3qASI9QQAoAryIgIAAIAVBAnQiB2r9CQAA/UX9pAFFDQACQCA9QQAoAriIgIAAIAdq/QkAACI7/UP9pAFFDQAgACAj/QsEQCAAID/9CwQwIAAgOf0LBCAgACA6/QsEECAAIDz9CwQAIAUgACAPIBBqIAwgLGxqEIWAgIAAQQAoAriIgIAAIAdq/QkAACE7CwJAAkBBACoC9IiAgAAgO/0fAJRDAAAvRF4NACAiIDsgI/3lAf3mAf0MAADwwgAA8MIAAPDCAADwwiI9/ekBIiP9DAAAQEsAAEBLAABASwAAQEsiPv3kASJFQRf9qwEgIyBF/QwAAEDLAABAywAAQMsAAEDLIkb95AH95QEiIyAjICMgIyAj/QwK3a06Ct2tOgrdrToK3a06IkX95gH9DER1HjxEdR48RHUePER1HjwiR/3kAf3mAf0MqVtjPalbYz2pW2M9qVtjPSJI/eQB/eYB/Qze/HU+3vx1Pt78dT7e/HU+Ikn95AH95gH9DBVyMT8VcjE/FXIxPxVyMT8iSv3kAf3mAf0MAACAPwAAgD8AAIA/AACAPyJL/eQB/a4BISMgIiA7ID/95QH95gEgPf3pASI/ID795AEiTEEX/asBID8gTCBG/eQB/eUBIj8gPyA/ID8gPyBF/eYBIEf95AH95gEgSP3kAf3mASBJ/eQB/eYBIEr95AH95gEgS/3kAf2uASE/ICIgOyA5/eUB/eYBID396QEiOSA+/eQBIkxBF/2rASA5IEwgRv3kAf3lASI5IDkgOSA5IDkgRf3mASBH/eQB/eYBIEj95AH95gEgSf3kAf3mASBK/eQB/eYBIEv95AH9rgEhOSAiIDsgOv3lAf3mASA9/ekBIjogPv3kASJMQRf9qwEgOiBMIEb95AH95QEiOiA6IDogOiA6IEX95gEgR/3kAf3mASBI/eQB/eYBIEn95AH95gEgSv3kAf3mASBL/eQB/a4BITogIiA7IDz95QH95gEgPf3pASI7ID795AEiPEEX/asBIDsgPCBG/eQB/eUBIjsgOyA7IDsgOyBF/eYBIEf95AH95gEgSP3kAf3mASBJ/eQB/eYBIEr95AH95gEgS/3kAf2uASE7DAELIAAgI/0LBEAgACA//QsEMCAAIDn9CwQgIAAgOv0LBBAgACA8/QsEACAFIAAgDyAQakEAKAKMiICAACAsbGoQhoCAgAAgAP0ABEAhIyAA/QAEMCE/IAD9AAQgITkgAP0ABBAhOiAA/QAEACE7C0EAKAKciICAACAFQQR0IghqIgcgB/0ABAAgO/3kASA6/eQBIDn95AEgP/3kASAj/eQB/QsEAAJAAkAgBUEAKAKEiICAACIJIBlsIgNJDQBBACgCjIiAgAAhBAwBC0EAKAKUiICAACAJIBpsQQAoAoCJgIAAbCAVICpBACgCjIiAgAAiBGxqQQVsakEEdGohB0EAKAKgiICAACAIaiEIA0AgCCAI/QAEACAH/QAEACA7/eYB/eQBIAdBEGr9AAQAIDr95gH95AEgB0Egav0ABAAgOf3mAf3kASAHQTBq/QAEACA//eYB/eQBIAdBwABq/QAEACAj/eYB/eQB/QsEACAHIAtqIQcgCCASaiEIIAUgGWoiBSADSQ0ACwsgBCEMC0EAIBRBAWoiByAHIAxGGyEUQQAgE0EBaiIHIAdBACgC0IiAgAAiEUYbIRMgFUEBaiEVIA9BAWoiDyAWRw0ACwtBACANQQFqIgcgByARRhshDSAqQQFqISogHkEBaiEeICZBAWoiJiAKRw0AC0EAKALYiICAACEDQQAoAvyIgIAAIQ0LIAwhCyAOQQFqIQ4MAAsLQQAoAuSIgIAAQQF0QQFyIAsgA0EDRhshBwsCQAJAIAggB04NAEEAKAKAiYCAACEHDAELQQBBACgCgImAgABBAWoiBzYCgImAgABBAEEANgL8iICAAAsCQCAHQQAoApCIgIAARw0AQQBBACgChImAgABBAWo2AoSJgIAAQQBBADYCgImAgAALIABB0ABqJICAgIAAC64BBQJ/AX0BfwF9AX9BACEDQQAoAriIgIAAIABBAnRqIgQqAgAhBUEAIQYDQCADIAYgASoCACIHIAVdIggbIQYgByAFIAgbIQUgAUEEaiEBIANBAWoiA0EURw0ACyAEIAU4AgBBACgCvIiAgAAgAEECdGogBUMiAIA/lEEAKgL4iICAAJI4AgACQCAFQQAqAvSIgIAAlEMAAC9EX0UNACAAIAW7IAYgAhCIgICAAAsLtggHFX8BfQZ/AXwHfwF8AnsjgICAgABBoAFrIgMkgICAgAAgAEEAKAKMiICAACIEbSIFIAIgBG0iBmshB0EAKAKEiICAACIIQQFIIQlBACgCrIiAgAAiCiAAQQN0aiELIARBAXQhDCAEQQAoAoiIgIAAIg1sIg5BBHQhDyAOQdAAbCEQQQAoAoCJgIAAIA5sIAhsIRFBACgC0IiAgAAiEiAGQQAoAtSIgIAAIg5rIhNqIRQgACAFIARsayAOayEVIBIgAiAGIARsayAOayIWaiEXQQAoAryIgIAAIABBAnRqKgIAIRhBACgClIiAgAAhGUEAKAKYiICAACEaQQAoAtyIgIAAIRtBfyEcQQAhHQNAIAMgHUEDdGoiHkKAgICAgICA+P8ANwMAAkAgASAdQQJ0aioCACAYXg0AIB5CADcDAAJAAkAgEkEBTg0ARAAAAAAAAAAAIR8MAQsgFSAEbyAEaiAEbyEgIBYgBG8gBGogBG8hIUQAAAAAAAAAACEfIBMhIgNAIAcgImohIyAgIQYgISEOIBYhJANAQQAgBiAGIARGGyElQQAgDiAOIARGGyEmAkACQAJAIBsNACAiQQBIDQIgIiANTiAkQQBIciAkIAROciAJckUNAQwCCyAJDQELIBkgESAmaiAiIA1vIA1qIA1vIARsakHQAGxqIQ4gGiAMICMgDW8gDWogDW9sICVqQQN0aiEGIAghBQNAIB8gBioCALsgDioCALuhIicgJyAGQQRqKgIAu6CioCEfIAYgD2ohBiAOIBBqIQ4gBUF/aiIFDQALIB4gHzkDAAsgJUEBaiEGICZBAWohDiAkQQFqIiQgF0gNAAsgIkEBaiIiIBRIDQALCyAfIAsrAwBjRQ0AAkAgHEEASA0AIB8gAyAcQQN0aisDAGNFDQELIB0hHAsgGUEEaiEZIB1BAWoiHUEURw0ACwJAIBxBf0wNACAAIAMgHEEDdGorAwAgHCACEIiAgIAAQQAoAqyIgIAAIQoLIAogAEEDdGorAwAhH0EAIQZBACoC9IiAgAC7IScgAyEOA0AgASAGaiAfIA4rAwChICeitv0T/QwAAPDCAADwwgAA8MIAAPDC/ekBIij9DAAAQEsAAEBLAABASwAAQEv95AEiKUEX/asBICggKf0MAABAywAAQMsAAEDLAABAy/3kAf3lASIoICggKCAoICj9DArdrToK3a06Ct2tOgrdrTr95gH9DER1HjxEdR48RHUePER1Hjz95AH95gH9DKlbYz0AAAAAAAAAAAAAAAD95AH95gH9DN78dT4AAAAAAAAAAAAAAAD95AH95gH9DBVyMT8AAAAAAAAAAAAAAAD95AH95gH9DAAAgD8AAAAAAAAAAAAAAAD95AH9rgH9HwA4AgAgDkEIaiEOIAZBBGoiBkHQAEcNAAsgA0GgAWokgICAgAAL2AEBBn8CQEEAKAKMiICAAEEAKAKIiICAAGwiAEUNAEEAKALEiICAACEBQQAoAqSIgIAAIQIgACEDA0AgAUQAAAAAAADwPyACKwMAo7Y4AgAgAkEIaiECIAFBBGohASADQX9qIgMNAAsLAkBBACgChIiAgAAgAGwiBEUNAEEAIQFBACgCtIiAgAAhAkEAKAKkiICAACEFQQAoAqiIgIAAIQMDQCACIAMrAwAgBSABIABwQQN0aisDAKO2OAIAIANBCGohAyACQQRqIQIgBCABQQFqIgFHDQALCwuYBAQEfwJ7AXwEf0EAKAKciICAACAAQQR0IgRqIgUgBf0ABAAgAUEAKAKsiICAACAAQQN0IgZqIgcrAwChQQAqAvSIgIAAu6K2/RP9DAAA8MIAAPDCAADwwgAA8ML96QEiCP0MAABASwAAQEsAAEBLAABAS/3kASIJQRf9qwEgCCAJ/QwAAEDLAABAywAAQMsAAEDL/eQB/eUBIgggCCAIIAggCP0MCt2tOgrdrToK3a06Ct2tOv3mAf0MRHUePER1HjxEdR48RHUePP3kAf3mAf0MqVtjPalbYz2pW2M9qVtjPf3kAf3mAf0M3vx1Pt78dT7e/HU+3vx1Pv3kAf3mAf0MFXIxPxVyMT8VcjE/FXIxP/3kAf3mAf0MAACAPwAAgD8AAIA/AACAP/3kAf2uASII/eYB/QsEAEEAKAKkiICAACAGaiIFIAUrAwAgCP0fALsiCqI5AwACQEEAKAKEiICAAEEAKAKMiICAAEEAKAKIiICAAGwiC2wiDCAATQ0AIAtBBHQhDUEAKAKgiICAACAEaiEFIAtBA3QhDkEAKAKoiICAACAGaiEGIAAhBANAIAUgBf0ABAAgCP3mAf0LBAAgBiAGKwMAIAqiOQMAIAUgDWohBSAGIA5qIQYgBCALaiIEIAxJDQALCyAHIAE5AwBBACgCwIiAgAAgAEECdGpBACgCgImAgABBFGwgAmogC2wgA2o2AgAL\";\n\n// shared/engine/sampling.js\nfunction schedule(steps, low, high, name = \"edm\") {\n  need(\n    name === \"edm\" || SIGNAL[name],\n    `schedule must be one of edm, ${Object.keys(SIGNAL).join(\", \")}, got '${name}'`\n  );\n  const falling = name === \"edm\" ? edm(steps, low, high) : equallySpaced(steps, low, high, SIGNAL[name]);\n  return [...falling, 0];\n}\nfunction edm(steps, low, high, rho = 7) {\n  const a = high ** (1 / rho), b = low ** (1 / rho), n = Math.max(steps, 2);\n  return Array.from({ length: n }, (_, i) => (a + i / (n - 1) * (b - a)) ** rho).slice(0, steps);\n}\nvar LATE = 8e-3;\nvar quarter = (t) => Math.cos(Math.PI / 2 * (t / (1 + LATE))) ** 2;\nvar beta = [0];\nfor (let k = 0; k < 1e3; k++) beta.push(beta[k] + Math.log1p(-(1e-4 + k / 999 * (0.02 - 1e-4))));\nvar SIGNAL = {\n  cosine: (t) => quarter(t + LATE) / quarter(LATE),\n  legacy: quarter,\n  linear: (t) => Math.exp(\n    interpolate(\n      t,\n      beta.map((_, k) => k / 1e3),\n      beta\n    )\n  )\n};\nfunction interpolate(x, xs, ys) {\n  const i = xs.findIndex((v) => v >= x);\n  if (i === 0) return ys[0];\n  if (i < 0) return ys[ys.length - 1];\n  return ys[i - 1] + (x - xs[i - 1]) / (xs[i] - xs[i - 1]) * (ys[i] - ys[i - 1]);\n}\nfunction equallySpaced(steps, low, high, signal) {\n  const level = (t) => Math.sqrt((1 - signal(t)) / signal(t));\n  const clock = Array.from({ length: 4e3 }, (_, i) => (i + 1) / 4e3), fine = clock.map(level);\n  const last = fine[fine.length - 1], most = Math.min(high, last), least = Math.max(low, fine[0]);\n  need(\n    least < most,\n    `this schedule reaches levels from ${fine[0]} to ${last}, got a range from ${low} to ${high}`\n  );\n  const logs = fine.map(Math.log), [start, end] = [most, least].map((s) => interpolate(Math.log(s), logs, clock));\n  return Array.from(\n    { length: steps },\n    (_, i) => level(start + i / Math.max(1, steps - 1) * (end - start))\n  );\n}\nvar along = (z, f) => Float64Array.from({ length: z.length }, (_, p) => f(p));\nfunction euler(z, s, t, x) {\n  return along(z, (p) => z[p] + (t - s) * (z[p] - x[p]) / s);\n}\n\n// shared/engine/patches.js\nvar REACHES = [\"same\", \"all\", \"interior\", \"matching\"];\nvar PADDINGS = {\n  same: [\"zeros\", \"circular\"],\n  all: [\"circular\"],\n  interior: [\"circular\"],\n  matching: [\"zeros\"]\n};\nvar AT = { images: 0, noisy: 1, clean: 2, best: 3, weight: 4 };\nvar WASM = Uint8Array.from(atob(patches_default), (c) => c.charCodeAt(0));\nvar compiled;\nvar kernels = [];\nfunction newKernel() {\n  const able = globalThis.WebAssembly && WebAssembly.validate(WASM);\n  need(able, \"patch machines need WebAssembly with SIMD, and this browser has none\");\n  compiled ??= new WebAssembly.Module(WASM);\n  const calls = (\n    /** @type {Calls} */\n    /** @type {unknown} */\n    new WebAssembly.Instance(compiled).exports\n  );\n  const at = (what) => calls.at(AT[what]) >>> 0;\n  const kernel = {\n    ...calls,\n    busy: false,\n    keys: null,\n    M: 0,\n    shape: \"\",\n    view: (what, count) => new Float32Array(calls.memory.buffer, at(what), count),\n    bytes: (count) => new Uint32Array(calls.memory.buffer, at(\"best\"), count)\n  };\n  kernels.push(kernel);\n  return kernel;\n}\nfunction borrow({ keys, M }, [C, H, W]) {\n  const shape = `${[C, H, W]}`, idle = kernels.filter((k) => !k.busy);\n  const holds = (k) => k.keys === keys && k.M === M && k.shape === shape;\n  const kernel = idle.find(holds) ?? idle[0] ?? newKernel();\n  if (!holds(kernel)) {\n    kernel.keys = null;\n    need(\n      kernel.prepare(M, C, H, W),\n      `${M} images of shape (${[C, H, W].join(\", \")}) need more memory than there is`\n    );\n    kernel.view(\"images\", M * C * H * W).set(keys.subarray(0, M * C * H * W));\n    kernel.pack();\n    Object.assign(kernel, { keys, M, shape });\n  }\n  return kernel;\n}\nfunction checkMachine(dictionary, { shape, reach }, padding) {\n  need(\n    Array.isArray(shape) && shape.length === 3 && shape.every((n) => Number.isInteger(n) && n > 0),\n    `shape must be channels, height and width, got ${shape}`\n  );\n  const D = shape.reduce((a, b) => a * b);\n  need(\n    D === dictionary.D,\n    `shape must hold the images' ${dictionary.D} numbers, got (${shape.join(\", \")}), which holds ${D}`\n  );\n  need(dictionary.M > 0, \"at least one image is needed, got none\");\n  checkChoice(reach, REACHES, \"reach\");\n  const allowed = PADDINGS[reach];\n  need(\n    allowed.includes(padding),\n    `padding with reach '${reach}' must be ${allowed.join(\" or \")}, got '${padding}'`\n  );\n}\nfunction checkSide(P, widest) {\n  need(\n    Number.isInteger(P) && P % 2 && P > 0 && P <= widest,\n    `P must be an odd number from 1 to ${widest - 1 + widest % 2}, got ${P}`\n  );\n  return P;\n}\nfunction patchGuess(dictionary, windows) {\n  const { shape, P, reach } = windows, padding = windows.padding ?? PADDINGS[reach]?.[0];\n  checkMachine(dictionary, windows, padding);\n  const [, H, W] = shape, area = H * W, D = dictionary.D;\n  const widest = padding === \"circular\" ? Math.min(H, W) : 2 * Math.max(H, W) - 1;\n  const side = typeof P === \"function\" ? P : () => P;\n  if (typeof P === \"number\") checkSide(P, widest);\n  function read(kernel) {\n    const best = kernel.bytes(area);\n    return {\n      x0_hat: Float64Array.from(kernel.view(\"clean\", D)),\n      source: Float32Array.from(best, (b) => Math.floor(b / area)),\n      place: Float32Array.from(best, (b) => b % area),\n      weight: kernel.view(\"weight\", area).slice()\n    };\n  }\n  function* slices(z, sigma, said = {}) {\n    checkSigma(sigma);\n    need(z?.length === D, `z must hold ${D} numbers, got ${z?.length ?? 0}`);\n    need(Array.prototype.every.call(z, Number.isFinite), \"z must be finite\");\n    const now = checkSide(side(sigma), widest), kernel = borrow(dictionary, shape);\n    kernel.busy = true;\n    try {\n      kernel.view(\"noisy\", D).set(z);\n      const parts = kernel.begin(\n        now,\n        REACHES.indexOf(reach),\n        Number(padding === \"circular\"),\n        sigma\n      );\n      need(parts, `P = ${now} needs more memory than there is`);\n      let since = performance.now();\n      for (let done = 1; done <= parts; done++) {\n        kernel.work();\n        if (done < parts && performance.now() - since > REST) {\n          yield [{ type: \"step\", ...said, part: done / parts }, {}];\n          since = performance.now();\n        }\n      }\n      kernel.finish();\n      return read(kernel);\n    } finally {\n      kernel.busy = false;\n    }\n  }\n  const guess = (z, sigma) => {\n    const run = slices(z, sigma);\n    for (; ; ) {\n      const next = run.next();\n      if (next.done) return next.value.x0_hat;\n    }\n  };\n  return Object.assign(guess, { slices });\n}\n\n// shared/engine/machines.js\nvar PATCH_MACHINES = {\n  LS: [\"same\", \"zeros\"],\n  ELS: [\"all\", \"circular\"],\n  bbELS: [\"matching\", \"zeros\"]\n};\nfunction roundEven(x) {\n  const low = Math.floor(x), rest2 = x - low;\n  return rest2 > 0.5 || rest2 === 0.5 && low % 2 !== 0 ? low + 1 : low;\n}\nfunction windowSide(pairs, sigma) {\n  const sorted = [...pairs].sort((a, b) => a[0] - b[0]);\n  const [low, P] = sorted.findLast(([s]) => s <= sigma) ?? sorted[0];\n  const [high, Q] = sorted.find(([s]) => s >= sigma) ?? sorted[sorted.length - 1];\n  const part = high > low ? Math.log(sigma / low) / Math.log(high / low) : 0;\n  return 2 * roundEven((P + part * (Q - P) - 1) / 2) + 1;\n}\n\n// shared/engine/prediction.js\nvar levelAt = (t) => Math.tan(Math.PI * t / (2 * (1 + LATE)));\nfunction levels(steps) {\n  const last = 1 / Math.max(2, steps);\n  return { schedule: \"legacy\", sigma_min: levelAt(last), sigma_max: levelAt(1) };\n}\nfunction fall(steps) {\n  const { schedule: clock, sigma_min, sigma_max } = levels(steps);\n  return schedule(steps, sigma_min, sigma_max, clock);\n}\nfunction pearson2(a, b) {\n  let [ma, mb] = [0, 0];\n  for (let p = 0; p < a.length; p++) {\n    ma += a[p] / a.length;\n    mb += b[p] / a.length;\n  }\n  let ab = 0, aa = 0, bb = 0;\n  for (let p = 0; p < a.length; p++) {\n    ab += (a[p] - ma) * (b[p] - mb);\n    aa += (a[p] - ma) ** 2;\n    bb += (b[p] - mb) ** 2;\n  }\n  return aa * bb > 0 ? ab * ab / (aa * bb) : null;\n}\n\n// shared/state/draws.js\nfunction splitmix32(seed) {\n  let s = seed | 0;\n  return () => {\n    s = s + 2654435769 | 0;\n    let t = Math.imul(s ^ s >>> 16, 569420461);\n    t = Math.imul(t ^ t >>> 15, 1935289751);\n    return t ^ t >>> 15 | 0;\n  };\n}\nfunction sfc32(seed) {\n  const mix = splitmix32(seed);\n  let a = mix(), b = mix(), c = mix(), d = 1;\n  const next = () => {\n    const t = (a + b | 0) + d | 0;\n    d = d + 1 | 0;\n    a = b ^ b >>> 9;\n    b = c + (c << 3) | 0;\n    c = (c << 21 | c >>> 11) + t | 0;\n    return t >>> 0;\n  };\n  for (let i = 0; i < 12; i++) next();\n  return next;\n}\nvar MAX_SEED = 99999;\nfunction stream(seed) {\n  const next = sfc32(seed), uniform = () => next() / 2 ** 32;\n  const fill = (out) => {\n    for (let i = 0; i < out.length; i += 2) {\n      const radius = Math.sqrt(-2 * Math.log((next() + 0.5) / 2 ** 32)), angle = 2 * Math.PI * next() / 2 ** 32;\n      out[i] = radius * Math.cos(angle);\n      if (i + 1 < out.length) out[i + 1] = radius * Math.sin(angle);\n    }\n    return out;\n  };\n  return { uniform, normals: fill };\n}\n\n// shared/engine/kernel.js\nvar Kernel = class {\n  /** @param {Calls} calls what the kernel exports */\n  constructor(calls) {\n    this.calls = calls;\n    this.free = calls.base() + 15 & ~15;\n  }\n  /** The address of so many numbers more, all 0. @param {number} count */\n  room(count) {\n    const at = this.free, { memory } = this.calls, have = memory.buffer.byteLength;\n    this.free += 4 * count + 15 & ~15;\n    if (this.free > have) memory.grow(Math.ceil((this.free - have) / 65536));\n    return at;\n  }\n  /** @param {number} at @param {number} count */\n  view(at, count) {\n    return new Float32Array(this.calls.memory.buffer, at, count);\n  }\n};\n\n// training/train.wasm\nvar train_default = \"AGFzbQEAAAABQAdgAAF/YAl/f39/f39/f38AYAp/f39/f39/f39/AGAFf39/f38AYAR/f39/AGACf38BfGAKf39/f39/fX19fQADCgkAAQIBAwQDBQYEBQFwAQEBBQMBAAEGCAF/AUGAiAELB1YKBm1lbW9yeQIABGJhc2UAAAZzcHJlYWQAAQhjb252b2x2ZQACCGdyYWRpZW50AAMEdHVybgAEBG1hc2sABQRmb2xkAAYHc3F1YXJlcwAHBGFkYW0ACAr8IAkIAEGAiIGAAAvAAgMCfwF7Bn8CQCAGIANqIglBACAGayIKTA0A/QwAAAAAAAAAAAAAAAAAAAAA/QwAAID/AACA/wAAgP8AAID/IAgbIQsgBiAEaiEMIAVBAUghDSAKIQ4DQCAKIQ8CQCAMIApMDQADQAJAAkAgBw0AQQAhBkEBIRAgDkEASA0BIA4gA04NASAPQQBIDQEgDyAETg0BCyAPIARvIARqIARvIA4gA28gA2ogA28gBGxqIAVsIQZBACEQCwJAIA0NACAAIAZBAnRqIQZBACERIAEhCANAIAL9DAAAAAAAAAAAAAAAAAAAAAAgBv0AAAAgCP0AAAD95AEgC/3pASAQG/0LAAAgBkEQaiEGIAhBEGohCCACQRBqIQIgEUEEaiIRIAVIDQALCyAPQQFqIg8gDEcNAAsLIA5BAWoiDiAJRw0ACwsLlg4CG38TewJAIAlBAUgNACAIQQJ0IQogCCAFbCELIAcgBmwiDEF/aiENIAggBSAHakF/aiIObEECdCEPQQAhECAMQQFIIREgBSAFbCAIbEEDdEECdCESA0ACQCARDQAgAiAQQQJ0aiETQQAhFANAIBRBBWoiFSANIBUgDUgbIhYgB20hBiAUQQRqIhcgDSAXIA1IGyIYIAdtIRkgFEEDaiIaIA0gGiANSBsiGyAHbSEcIBRBAmoiHSANIB0gDUgbIh4gB20hHyAUQQFyIiAgDSAgIA1IGyIhIAdtISIgFCANIBQgDUgbIiMgB20hJCAT/QAAECElIBP9AAAAISYCQAJAIAVBAU4NACAlIScgJiEoICUhKSAmISogJSErICYhLCAlIS0gJiEuICYhLyAlITAMAQsgCiAkIA5sICMgJCAHbGtqbCEkIAogIiAObCAhICIgB2xramwhIiAKIB8gDmwgHiAfIAdsa2psIR4gCiAcIA5sIBsgHCAHbGtqbCEbIAogGSAObCAYIBkgB2xramwhGCAKIAYgDmwgFiAGIAdsa2psIRZBACEhIAAhIyAlIScgJiEoICUhKSAmISogJSErICYhLCAlIS0gJiEuICYhLyAlITAgASEZA0AgCyEcICMhBgJAICEgDmwiHyAIbCAfIAVqIAhsTg0AA0AgBiAWav0JAAAiMSAZQRBq/QAAACIy/eYBIDD95AEhMCAGIBhq/QkAACIzIDL95gEgJf3kASElIAYgG2r9CQAAIjQgMv3mASAn/eQBIScgBiAeav0JAAAiNSAy/eYBICn95AEhKSAGICJq/QkAACI2IDL95gEgK/3kASErIAYgJGr9CQAAIjcgMv3mASAt/eQBIS0gBkEEaiEGIDEgGf0AAAAiMv3mASAv/eQBIS8gMyAy/eYBICb95AEhJiA0IDL95gEgKP3kASEoIDUgMv3mASAq/eQBISogNiAy/eYBICz95AEhLCA3IDL95gEgLv3kASEuIBlBIGoiHyEZIBxBf2oiHA0ACyAfIRkLICMgD2ohIyAhQQFqIiEgBUcNAAsLIAMgFCAJbCAQakECdCIGaiIZIC79CwAAAkACQAJAAkACQAJAAkACQAJAAkACQAJAIAQNACAZQRBqIC39CwAAICAgDE4NASADICAgCWwgEGpBAnRqIgYgLP0LAAAgBkEQaiAr/QsAACAdIAxODQMgAyAdIAlsIBBqIhlBAnRqICr9CwAADAILIAQgBmoiGSAu/QwAAAAAAAAAAAAAAAAAAAAAIjL96QEgGf0AAAD95AH9CwAAIAMgBkEQaiIGaiAt/QsAACAEIAZqIgYgLSAy/ekBIAb9AAAA/eQB/QsAACAgIAxODQAgAyAgIAlsIBBqQQJ0IgZqICz9CwAAIAQgBmoiGSAsIDL96QEgGf0AAAD95AH9CwAAIAMgBkEQaiIGaiAr/QsAACAEIAZqIgYgKyAy/ekBIAb9AAAA/eQB/QsAAAsgHSAMTg0BIAMgHSAJbCAQaiIZQQJ0IgZqICr9CwAAIAQNAgsgGUECdCADakEQaiAp/QsAAAsgGiAMTg0CIAMgGiAJbCAQaiIGQQJ0aiIZICj9CwAAIAQNASAZQRBqICf9CwAAIBcgDE4NBCADIBcgCWwgEGoiGUECdGogJv0LAAAMAwsgBCAGaiIZICr9DAAAAAAAAAAAAAAAAAAAAAAiMv3pASAZ/QAAAP3kAf0LAAAgAyAGQRBqIgZqICn9CwAAIAQgBmoiBiApIDL96QEgBv0AAAD95AH9CwAAIBogDE4NASADIBogCWwgEGoiBkECdGogKP0LAAALIAQgBkECdCIGaiIZICj9DAAAAAAAAAAAAAAAAAAAAAAiMv3pASAZ/QAAAP3kAf0LAAAgAyAGQRBqIgZqICf9CwAAIAQgBmoiBiAnIDL96QEgBv0AAAD95AH9CwAACyAXIAxODQEgAyAXIAlsIBBqIhlBAnQiBmogJv0LAAAgBA0CCyAZQQJ0IANqQRBqICX9CwAACyAVIAxODQIgAyAVIAlsIBBqIgZBAnRqIhkgL/0LAAAgBA0BIBlBEGogMP0LAAAMAgsgBCAGaiIZICb9DAAAAAAAAAAAAAAAAAAAAAAiMv3pASAZ/QAAAP3kAf0LAAAgAyAGQRBqIgZqICX9CwAAIAQgBmoiBiAlIDL96QEgBv0AAAD95AH9CwAAIBUgDE4NASADIBUgCWwgEGoiBkECdGogL/0LAAALIAQgBkECdCIGaiIZIC/9DAAAAAAAAAAAAAAAAAAAAAAiMv3pASAZ/QAAAP3kAf0LAAAgAyAGQRBqIgZqIDD9CwAAIAQgBmoiBiAwIDL96QEgBv0AAAD95AH9CwAACyAUQQZqIhQgDEgNAAsLIAEgEmohASAQQQhqIhAgCUgNAAsLC9YJAh5/E3sCQCAIQQFIDQAgB0ECdCEJIAhBAnQhCiAHIARsIgsgBGwiDEF/aiENIAcgBkF/amxBAnQhDiABIAYgBWwgCGwiD0ECdGohEEEAIREgDEEBSCESIARBf2ogB2xBAnQhEyAMQQN0QQJ0IRQgASEVA0ACQCASDQAgASARQQJ0aiEWQQAhFwNAIBdBBWoiGCANIBggDUgbIgcgC20hBCAXQQRqIhkgDSAZIA1IGyIaIAttIRsgF0EDaiIcIA0gHCANSBsiHSALbSEeIBdBAmoiHyANIB8gDUgbIiAgC20hISAXQQFyIiIgDSAiIA1IGyIjIAttISQgFyANIBcgDUgbIiUgC20hJgJAAkAgBUEBTg0A/QwAAAAAAAAAAAAAAAAAAAAAIichKCAnISkgJyEqICchKyAnISwgJyEtICchLiAnIS8gJyEwICchMSAnITIMAQsgDiAmbCAlQQJ0aiElIA4gJGwgI0ECdGohIyAOICFsICBBAnRqISAgDiAebCAdQQJ0aiEdIA4gG2wgGkECdGohHiAOIARsIAdBAnRqISFBACEk/QwAAAAAAAAAAAAAAAAAAAAAIichKCAnISkgJyEqICchKyAnISwgJyEtICchLiAnIS8gJyEwICchMSAnITIgFiEEIAAhBwNAIAYhGgJAIAZBAUgNAANAIAcgIWr9CQAAIjMgBEEQav0AAAAiNP3mASAy/eQBITIgByAeav0JAAAiNSA0/eYBICf95AEhJyAHIB1q/QkAACI2IDT95gEgKf3kASEpIAcgIGr9CQAAIjcgNP3mASAr/eQBISsgByAjav0JAAAiOCA0/eYBIC395AEhLSAHICVq/QkAACI5IDT95gEgL/3kASEvIAcgCWohByAzIAT9AAAAIjT95gEgMf3kASExIDUgNP3mASAo/eQBISggNiA0/eYBICr95AEhKiA3IDT95gEgLP3kASEsIDggNP3mASAu/eQBIS4gOSA0/eYBIDD95AEhMCAEIApqIhshBCAaQX9qIhoNAAsgGyEECyAHIBNqIQcgJEEBaiIkIAVHDQALCyACIBdBBXRqIgcgB/0AAAAgMP3kAf0LAAAgByAH/QAAECAv/eQB/QsAEAJAICIgDE4NACACICJBBXRqIgcgB/0AAAAgLv3kAf0LAAAgByAH/QAAECAt/eQB/QsAEAsCQCAfIAxODQAgAiAfQQV0aiIHIAf9AAAAICz95AH9CwAAIAcgB/0AABAgK/3kAf0LABALAkAgHCAMTg0AIAIgHEEFdGoiByAH/QAAACAq/eQB/QsAACAHIAf9AAAQICn95AH9CwAQCwJAIBkgDE4NACACIBlBBXRqIgcgB/0AAAAgKP3kAf0LAAAgByAH/QAAECAn/eQB/QsAEAsCQCAYIAxODQAgAiAYQQV0aiIHIAf9AAAAIDH95AH9CwAAIAcgB/0AABAgMv3kAf0LABALIBdBBmoiFyAMSA0ACwsCQCARIA9ODQAgAyARQQJ0aiIE/QAAECE0IAT9AAAAIScgFSEHA0AgBCAnIAf9AAAA/eQBIif9CwAAIAQgNCAHQRBq/QAAAP3kASI0/QsAECAHIApqIgcgEEkNAAsLIBVBIGohFSACIBRqIQIgEUEIaiIRIAhIDQALCwvEAQEHfwJAIANBAUgNACACIAJsIQUgBEEDdCEGQQAhBwNAAkAgBUUNACAGIAUgB0EDdkEBamxBf2psIQggB0EHcSEJQQAhCgNAAkAgBEEBSA0AQQAhAiAIIQsDQCABIAsgCXJBAnRqIAAgAkEDdiAFbCAKaiADbCAHakEFdCACQQdxQQJ0cmoqAgA4AgAgC0EIaiELIAQgAkEBaiICRw0ACwsgCCAGayEIIApBAWoiCiAFRw0ACwsgB0EBaiIHIANHDQALCwtwAQF/AkAgA0EBSA0AQQAhBANAIAIgAP0AAAD9DAAAAAAAAAAAAAAAAAAAAAAgAf0AAAD9DAAAAAAAAAAAAAAAAAAAAAD9RP1S/QsAACACQRBqIQIgAEEQaiEAIAFBEGohASAEQQRqIgQgA0gNAAsLC4UBAgR/AXsCQCADQQFIDQBBACEFIARBAUghBgNAAkAgBg0AQQAhByACIQgDQCABIAD9AAAAIgkgAf0AAAD95AH9CwAAIAggCSAI/QAAAP3kAf0LAAAgCEEQaiEIIAFBEGohASAAQRBqIQAgB0EEaiIHIARIDQALCyAFQQFqIgUgA0cNAAsLCz4BAnxEAAAAAAAAAAAhAgJAIAFBAUgNAANAIAIgACoCALsiAyADoqAhAiAAQQRqIQAgAUF/aiIBDQALCyACC8ECAwR7AX8EewJAIAVBAUgNAEMAAIA/IAmT/RMhCiAH/RMhCyAI/RMhDCAG/RMhDUEAIQ4DQCAA/QAAACEPIAP9AAAAIRAgAiAC/QAAACIRIA0gAf0AAAD95gEiEiAR/eUB/QzNzMw9zczMPc3MzD3NzMw9/eYB/eQBIhH9CwAAIAMgEP0Md75/P3e+fz93vn8/d75/P/3mASASIBL95gH9DG8SgzpvEoM6bxKDOm8Sgzr95gH95AEiEv0LAAAgACAPIAsgESAMIBL94wH95gH9DHfMKzJ3zCsyd8wrMnfMKzL95AH95wH95gH95QEiEv0LAAAgBCAE/QAAACIPIAogEiAP/eUB/eYB/eQB/QsAACABQRBqIQEgAkEQaiECIANBEGohAyAAQRBqIQAgBEEQaiEEIA5BBGoiDiAFSA0ACwsL\";\n\n// training/layers.js\nvar LAYERS = Uint8Array.from(atob(train_default), (c) => c.charCodeAt(0));\nvar GROUP = 8;\nvar BETAS = [0.9, 0.999];\nvar SETS = (\n  /** @type {const} */\n  [\"weights\", \"gradient\", \"mean\", \"square\", \"average\"]\n);\nvar whole = (n, of) => of * Math.ceil(n / of);\nfunction load() {\n  const able = globalThis.WebAssembly && WebAssembly.validate(LAYERS);\n  need(able, \"training needs WebAssembly with SIMD, and this browser has none\");\n  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(LAYERS));\n  return (\n    /** @type {Calls} */\n    /** @type {unknown} */\n    exports\n  );\n}\nvar grouped = (n) => whole(n, GROUP);\nvar Layers = class extends Kernel {\n  /** @type {Layer[]} */\n  layers = [];\n  // all, as PyTorch lists them\n  count = 0;\n  // numbers of a set\n  steps = 0;\n  // of AdamW\n  /** @type {Record<Set, number>} */\n  at = { weights: 0, gradient: 0, mean: 0, square: 0, average: 0 };\n  // addresses of the sets\n  /** @type {Map<Layer, number>} */\n  turned = /* @__PURE__ */ new Map();\n  // addresses of weights for the way back\n  none = this.room(128);\n  // zeros\n  constructor() {\n    super(load());\n  }\n  /** Makes room for the sets, once all layers are there. */\n  settle() {\n    for (const set of SETS) this.at[set] = this.room(this.count);\n    for (const layer of this.layers) {\n      const { side, inputs, outputs } = layer;\n      this.turned.set(layer, this.room(side * side * grouped(inputs) * outputs));\n    }\n  }\n  /** @param {number} side @param {number} inputs @param {number} outputs @returns {Layer} */\n  layer(side, inputs, outputs) {\n    const all = [whole(inputs, 4), grouped(outputs)], weights2 = this.count, bias = weights2 + side * side * all[0] * all[1];\n    this.count = bias + all[1];\n    const layer = { side, inputs: all[0], outputs: all[1], real: [inputs, outputs], weights: weights2, bias };\n    this.layers.push(layer);\n    return layer;\n  }\n  /**\n   * Where in a set PyTorch's numbers of a layer stand: weight (outputs, inputs, side, side), then\n   * bias.\n   * @param {Layer} layer\n   */\n  *places({ side, inputs, real, weights: weights2, bias }) {\n    const points = side * side;\n    for (let o = 0; o < real[1]; o++) {\n      for (let c = 0; c < real[0]; c++) {\n        for (let p = 0; p < points; p++) {\n          const row = (Math.floor(o / GROUP) * points + p) * inputs + c;\n          yield weights2 + row * GROUP + o % GROUP;\n        }\n      }\n    }\n    for (let o = 0; o < real[1]; o++) yield bias + o;\n  }\n  /** A set's numbers in the order of PyTorch's state_dict. @param {Set} set */\n  numbers(set) {\n    const all = this.view(this.at[set], this.count);\n    return Float32Array.from(\n      this.layers.flatMap((layer) => Array.from(this.places(layer), (at) => all[at]))\n    );\n  }\n  /**\n   * Sets the weights, and their average with them: `next(layer)` gives one after the other.\n   * @param {(layer: Layer, k: number) => number} next\n   */\n  fill(next) {\n    const [weights2, average] = [this.at.weights, this.at.average].map(\n      (at) => this.view(at, this.count)\n    );\n    for (const layer of this.layers) {\n      let k = 0;\n      for (const at of this.places(layer)) weights2[at] = next(layer, k++);\n    }\n    average.set(weights2);\n  }\n  // ---------------------------------------------------------------- forth and back\n  /**\n   * A layer on what `spread` has made of an image, to its sums; of a batch of rows where it is\n   * linear\n   * @param {Layer} layer @param {Set} set @param {number} x @param {number} to @param {Size} size\n   * @param {number} [residual] where the positive ones are added\n   */\n  apply(layer, set, x, to, [H, W], residual = 0) {\n    const { side, inputs, outputs } = layer, weights2 = this.at[set] + 4 * layer.weights, bias = this.at[set] + 4 * layer.bias;\n    this.calls.convolve(x, weights2, bias, to, residual, side, H, W, inputs, outputs);\n  }\n  /**\n   * Adds to a layer's gradient, given what it read and the gradient d of its sums.\n   * @param {Layer} layer @param {number} x @param {number} d @param {Size} size\n   */\n  learn(layer, x, d, [H, W]) {\n    const { side, inputs, outputs } = layer, weights2 = this.at.gradient + 4 * layer.weights, bias = this.at.gradient + 4 * layer.bias;\n    this.calls.gradient(x, d, weights2, bias, side, H, W, inputs, outputs);\n  }\n  /**\n   * From the gradient of a layer's sums, spread, to that of what it read.\n   * @param {Layer} layer @param {number} d @param {number} to @param {Size} size\n   */\n  lead(layer, d, to, [H, W]) {\n    const { side, inputs, outputs } = layer, back = this.turned.get(layer) ?? 0;\n    this.calls.convolve(d, back, this.none, to, 0, side, H, W, outputs, grouped(inputs));\n  }\n  /** The gradient is 0, and the way back that of the weights as they are. */\n  begin() {\n    this.view(this.at.gradient, this.count).fill(0);\n    for (const [{ side, inputs, outputs, weights: weights2 }, to] of this.turned) {\n      this.calls.turn(this.at.weights + 4 * weights2, to, side, inputs, outputs);\n    }\n  }\n  /**\n   * One step of AdamW along the gradient, clipped at norm 1; `keep`: what the average keeps.\n   * @param {number} rate @param {number} keep\n   */\n  update(rate2, keep3) {\n    const { at, count, calls } = this, norm = Math.sqrt(calls.squares(at.gradient, count)), [mean2, square] = BETAS.map((beta2) => 1 - beta2 ** (this.steps + 1));\n    this.steps++;\n    calls.adam(\n      at.weights,\n      at.gradient,\n      at.mean,\n      at.square,\n      at.average,\n      count,\n      Math.min(1, 1 / (norm + 1e-6)),\n      rate2 / mean2,\n      1 / Math.sqrt(square),\n      keep3\n    );\n  }\n};\n\n// training/network.js\nvar TIMES = 64;\nvar T_MIN = 0.02;\nvar Network = class extends Layers {\n  /**\n   * For images of this shape, at most `batch` of them at once; all weights are 0.\n   * @param {Config} config @param {Shape} shape @param {number} batch\n   */\n  constructor({ width, depth, padding }, shape, batch2) {\n    super();\n    const [C, ...size] = shape, times = Array.from({ length: depth }, (_, k) => k);\n    this.shape = shape;\n    this.size = size;\n    this.batch = batch2;\n    this.wrap = Number(padding === \"circular\");\n    this.wide = grouped(width);\n    this.mix = this.layer(1, TIMES, TIMES);\n    this.first = this.layer(3, C, width);\n    this.middle = times.map(() => this.layer(3, width, width));\n    this.shifts = [...times, depth].map(() => this.layer(1, TIMES, width));\n    this.last = this.layer(1, width, C);\n    this.settle();\n    this.on = this.imageRooms();\n    this.all = this.batchRooms();\n  }\n  /** Of the image at hand: what each layer reads, its sums; gradients of these by d. */\n  imageRooms() {\n    const [H, W] = this.size, { wide, first, middle, last } = this, area = H * W, around = (H + 2) * (W + 2);\n    const seen = [first, ...middle].map(({ inputs }) => this.room(around * inputs));\n    return {\n      image: this.room(area * first.inputs),\n      seen: [...seen, this.room(area * wide)],\n      sums: middle.map(() => this.room(area * wide)),\n      state: this.room(area * wide),\n      out: this.room(area * last.outputs),\n      dState: this.room(area * wide),\n      dSum: this.room(area * wide),\n      dSeen: this.room(around * wide),\n      dOut: this.room(area * last.outputs)\n    };\n  }\n  /** A row an image of the batch: the time, what is made of it, what it says to each layer. */\n  batchRooms() {\n    const { batch: batch2, wide, shifts } = this, said = () => shifts.map(() => this.room(batch2 * wide)), row = () => this.room(batch2 * TIMES);\n    return {\n      waves: row(),\n      mixed: row(),\n      told: row(),\n      shift: said(),\n      dTold: row(),\n      dMore: row(),\n      dShift: said()\n    };\n  }\n  // ---------------------------------------------------------------- forward\n  /**\n   * What each layer is told at these times, one an image.\n   * @param {Numbers} times @param {Set} set\n   */\n  tell(times, set) {\n    const n = times.length, { waves, mixed, told, shift } = this.all, half = TIMES / 2, angles = this.view(waves, n * TIMES);\n    for (let b = 0; b < n; b++) {\n      for (let k = 0; k < half; k++) {\n        const angle = times[b] * 200 ** (k / (half - 1));\n        angles[b * TIMES + k] = Math.sin(angle);\n        angles[b * TIMES + half + k] = Math.cos(angle);\n      }\n    }\n    this.apply(this.mix, set, waves, mixed, [1, n]);\n    const silu = this.view(mixed, n * TIMES).map((v) => v / (1 + Math.exp(-v)));\n    this.view(told, n * TIMES).set(silu);\n    for (const [k, layer] of this.shifts.entries()) this.apply(layer, set, told, shift[k], [1, n]);\n  }\n  /** The address of image b's row. @param {number} rows @param {number} b */\n  row(rows, b) {\n    return rows + 4 * b * this.wide;\n  }\n  /**\n   * Lays an image, channel by channel, out pixel by pixel.\n   * @param {Numbers} xt @param {number} from\n   */\n  lay(xt, from) {\n    const [C, H, W] = this.shape, pitch = this.first.inputs, image = this.view(this.on.image, H * W * pitch);\n    for (let c = 0; c < C; c++) {\n      for (let p = 0; p < H * W; p++) image[p * pitch + c] = xt[from + c * H * W + p];\n    }\n  }\n  /**\n   * F(x_t, t), pixel by pixel, of the image that begins at `from`; its time was told as that of\n   * image b.\n   * @param {Numbers} xt @param {number} from @param {number} b @param {Set} set\n   */\n  velocity(xt, from, b, set) {\n    const { calls, size, wide, middle, first, wrap, none } = this, [H, W] = size, { shift } = this.all, { image, seen, sums, state, out } = this.on, end = middle.length;\n    this.lay(xt, from);\n    calls.spread(image, none, seen[0], H, W, first.inputs, 1, wrap, 0);\n    this.apply(first, set, seen[0], state, size);\n    for (const [k, layer] of middle.entries()) {\n      calls.spread(state, this.row(shift[k], b), seen[k + 1], H, W, wide, 1, wrap, 0);\n      this.apply(layer, set, seen[k + 1], sums[k], size, state);\n    }\n    calls.spread(state, this.row(shift[end], b), seen[end + 1], H, W, wide, 0, 0, 1);\n    this.apply(this.last, set, seen[end + 1], out, size);\n    return this.view(out, H * W * this.last.outputs);\n  }\n  /**\n   * Where number i of an image, channel by channel, stands in what `velocity` gives.\n   * @param {number} i\n   */\n  place(i) {\n    const [H, W] = this.size;\n    return i % (H * W) * this.last.outputs + Math.floor(i / (H * W));\n  }\n  /** Tells the layers a noise level, for `guess`. @param {number} sigma */\n  tellLevel(sigma) {\n    const t = 2 * (1 + LATE) / Math.PI * Math.atan(sigma);\n    this.tell([Math.min(1, Math.max(T_MIN, t))], \"average\");\n  }\n  /**\n   * The best guess x0_hat at the level that was told (architectures.py: Network.forward), by the\n   * average of the weights\n   * @param {Numbers} z @param {number} sigma\n   */\n  guess(z, sigma) {\n    const a = 1 / Math.sqrt(1 + sigma * sigma), b = sigma * a, xt = Float32Array.from(z, (v2) => a * v2), v = this.velocity(xt, 0, 0, \"average\");\n    return Float64Array.from(xt, (x, i) => a * x - b * v[this.place(i)]);\n  }\n  // ---------------------------------------------------------------- backward\n  /**\n   * Image b, whose layers are still at hand, given the gradient of what came out.\n   * @param {number} b\n   */\n  learnImage(b) {\n    const { calls, size, wide, middle, last, first, wrap, none } = this, [H, W] = size, { dShift } = this.all, { seen, sums, dState, dSum, dSeen, dOut } = this.on, count = H * W * wide, end = middle.length;\n    this.view(dState, count).fill(0);\n    this.learn(last, seen[end + 1], dOut, size);\n    this.lead(last, dOut, dSum, size);\n    calls.mask(dSum, seen[end + 1], dSum, count);\n    calls.fold(dSum, dState, this.row(dShift[end], b), H * W, wide);\n    for (let k = end - 1; k >= 0; k--) {\n      calls.mask(dState, sums[k], dSum, count);\n      this.learn(middle[k], seen[k + 1], dSum, size);\n      calls.spread(dSum, none, dSeen, H, W, wide, 1, wrap, 0);\n      this.lead(middle[k], dSeen, dSum, size);\n      calls.fold(dSum, dState, this.row(dShift[k], b), H * W, wide);\n    }\n    this.learn(first, seen[0], dState, size);\n  }\n  /** The clock, once all n images have been learnt from. @param {number} n */\n  learnTime(n) {\n    const { waves, mixed, told, dShift, dTold, dMore } = this.all, d = this.view(dTold, n * TIMES).fill(0), more = this.view(dMore, n * TIMES), before = this.view(mixed, n * TIMES);\n    for (const [k, layer] of this.shifts.entries()) {\n      this.learn(layer, told, dShift[k], [1, n]);\n      this.lead(layer, dShift[k], dMore, [1, n]);\n      for (let i = 0; i < d.length; i++) d[i] += more[i];\n    }\n    for (let i = 0; i < d.length; i++) {\n      const s = 1 / (1 + Math.exp(-before[i]));\n      d[i] *= s * (1 + before[i] * (1 - s));\n    }\n    this.learn(this.mix, waves, dTold, [1, n]);\n  }\n  /**\n   * The loss of a batch, mean |F - v|^2, and its gradient.\n   * @param {{ xt: Float32Array, t: Float64Array, v: Float32Array }} batch\n   */\n  loss({ xt, t, v }) {\n    const n = t.length, all = v.length, D = all / n, [H, W] = this.size, dOut = this.view(this.on.dOut, H * W * this.last.outputs);\n    let sum = 0;\n    this.begin();\n    for (const at of this.all.dShift) this.view(at, n * this.wide).fill(0);\n    this.tell(t, \"weights\");\n    for (let b = 0; b < n; b++) {\n      const out = this.velocity(xt, b * D, b, \"weights\");\n      for (let i = 0; i < D; i++) {\n        const at = this.place(i), far = out[at] - v[b * D + i];\n        sum += far * far;\n        dOut[at] = 2 * far / all;\n      }\n      this.learnImage(b);\n    }\n    this.learnTime(n);\n    return sum / all;\n  }\n};\n\n// training/partners.js\nvar PARTNERS = { zeros: \"bbELS\", circular: \"ELS\" };\n\n// training/trainer.js\nvar BATCH = 32;\nvar WINDOW = 100;\nvar RATE = 15e-4;\nvar WARM_UP = 200;\nvar EMA = 0.999;\nvar share = (budget, seconds, step) => Math.min(1, Math.max(seconds / budget.seconds, step / (budget.steps ?? Infinity)));\nvar rate = (step, spent) => RATE * Math.min(1, (step + 1) / WARM_UP) * (0.5 + 0.5 * Math.cos(Math.PI * spent));\nvar keep2 = (step) => Math.min(EMA, step / (step + 10));\nvar due = (looks, done) => done >= 1 ? looks : Math.min(looks - 1, Math.floor(looks * Math.cbrt(done) + 1e-9));\nfunction draw(net, { uniform }) {\n  net.fill((layer, k) => {\n    const {\n      side,\n      real: [inputs, outputs]\n    } = layer, fan = inputs * side * side, bias = k >= fan * outputs, value = (2 * uniform() - 1) / Math.sqrt(fan);\n    if (layer === net.last) return bias ? 0 : 0.1 * value;\n    return net.middle.includes(layer) && !bias ? 0.5 * value : value;\n  });\n}\nfunction batch({ keys, D, M }, { uniform, normals }) {\n  const chosen = Array.from({ length: BATCH }, () => Math.floor(M * uniform())), t = Float64Array.from(chosen, (_, b) => T_MIN + (1 - T_MIN) * (b + uniform()) / BATCH), noise = normals(new Float32Array(BATCH * D)), xt = new Float32Array(BATCH * D), v = new Float32Array(BATCH * D);\n  for (const [b, m] of chosen.entries()) {\n    const angle = Math.PI / 2 * t[b] / (1 + LATE), [signal, sigma] = [Math.cos(angle), Math.sin(angle)];\n    for (let p = 0; p < D; p++) {\n      const i = b * D + p, x = keys[m * D + p];\n      xt[i] = signal * x + sigma * noise[i];\n      v[i] = signal * noise[i] - sigma * x;\n    }\n  }\n  return { xt, t, v };\n}\nvar Training = class {\n  step = 0;\n  seconds = 0;\n  // of training\n  /** @type {number[]} */\n  losses = [];\n  /** @type {[seconds: number, step: number, loss: number][]} */\n  log = [];\n  /** @param {Network} net @param {Dictionary} images @param {Budget} budget @param {Draws} draws */\n  constructor(net, images2, budget, draws) {\n    this.net = net;\n    this.images = images2;\n    this.budget = budget;\n    this.draws = draws;\n    draw(net, draws);\n  }\n  get done() {\n    return share(this.budget, this.seconds, this.step);\n  }\n  /** Of the last 100 steps; null before the first. */\n  get loss() {\n    const { losses } = this;\n    return losses.length ? losses.reduce((a, b) => a + b) / losses.length : null;\n  }\n  advance() {\n    const start = performance.now(), learning = rate(this.step, this.done), loss = this.net.loss(batch(this.images, this.draws));\n    this.step++;\n    this.net.update(learning, keep2(this.step));\n    this.seconds += (performance.now() - start) / 1e3;\n    if (!Number.isFinite(loss)) throw new Error(`the loss is ${loss} at step ${this.step}`);\n    this.losses = [...this.losses, loss].slice(-WINDOW);\n    if (this.step % WINDOW === 0) this.log.push([this.seconds, this.step, this.loss ?? loss]);\n  }\n  /** What a message says of it. */\n  get facts() {\n    const { step, seconds, done, loss } = this;\n    return { step, seconds, done, loss };\n  }\n};\n\n// training/engine.js\nvar DEPTH = 4;\nvar STEPS = 20;\nvar PAUSE = 200;\nvar PART = { type: \"step\", phase: \"part\" };\nfunction check({ shape, noises, looks, width, padding, seconds, steps, seed }, noise, images2) {\n  const D = shape.reduce((a, b) => a * b);\n  checkChoice(padding, Object.keys(PARTNERS), \"padding\");\n  checkCount(noises, \"noises\", 2, 100);\n  checkNoise(noise, noises * D);\n  checkCount(looks, \"looks\", 1, 1e3);\n  checkCount(width, \"width\", 1, 128);\n  checkCount(seed, \"seed\", 0, MAX_SEED);\n  if (steps !== void 0) checkCount(steps, \"steps\", 1, 1e5);\n  need(seconds > 0 && seconds <= 600, `seconds must be > 0 and at most 600, got ${seconds}`);\n  const N = (images2?.length ?? 0) / D;\n  need(N >= 2 && Number.isInteger(N), `training needs at least two whole images, got ${N}`);\n  return new Dictionary(images2, D);\n}\nvar joined = (pictures) => Float64Array.from(pictures.flatMap((z) => [...z]));\nfunction* runs(noise, D, guess, begin) {\n  const sigmas = fall(STEPS), much = Math.hypot(1, sigmas[0]);\n  let all = Array.from(\n    { length: noise.length / D },\n    (_, i) => Float64Array.from(noise.subarray(i * D, (i + 1) * D), (e) => much * e)\n  );\n  for (let k = 0; k < STEPS; k++) {\n    const [s, t] = [sigmas[k], sigmas[k + 1]], next = [];\n    yield* begin(k, s, all);\n    for (const z of all) {\n      next.push(euler(z, s, t, yield* guess(z, s)));\n      yield [PART, {}];\n    }\n    all = next;\n  }\n  return all;\n}\nfunction* drawn(images2, { shape, padding, windows }, noise) {\n  const [reach, outside] = PATCH_MACHINES[PARTNERS[padding]], P = (sigma) => windowSide(windows, sigma), { slices } = patchGuess(images2, { shape, P, reach, padding: outside });\n  function* guess(z, sigma) {\n    return (yield* slices(z, sigma, PART)).x0_hat;\n  }\n  function* tell(step, sigma, z) {\n    yield [{ type: \"step\", phase: \"machine\", step, steps: STEPS, sigma }, { machine: joined(z) }];\n  }\n  const pictures = yield* runs(noise, images2.D, guess, tell);\n  yield* tell(STEPS, 0, pictures);\n  return pictures;\n}\nfunction* look(net, D, noise) {\n  function* guess(z, sigma) {\n    return net.guess(z, sigma);\n  }\n  function* tell(step, sigma) {\n    net.tellLevel(sigma);\n    yield [PART, {}];\n  }\n  return yield* runs(noise, D, guess, tell);\n}\nfunction median(values) {\n  const sorted = [...values].sort((a, b) => a - b), half = (sorted.length - 1) / 2;\n  return (sorted[Math.floor(half)] + sorted[Math.ceil(half)]) / 2;\n}\nfunction likeness(pictures, machine) {\n  const all = pictures.map((x) => machine.map((y) => pearson2(x, y) ?? 0)), r2 = all.map((row, i) => row[i]), others = all.flatMap((row, i) => row.filter((_, j) => j !== i));\n  return { r2, median: median(r2), chance: median(others) };\n}\nfunction* train(params, [noise, levels2]) {\n  const images2 = check(params, noise, levels2), { width, padding, shape, looks, seed, seconds, steps } = params, net = new Network({ width, depth: DEPTH, padding }, shape, BATCH), draws = stream(MAX_SEED + 1 + seed), training = new Training(net, images2, { seconds, steps }, draws), machine = yield* drawn(images2, params, noise);\n  let [seen, told] = [-1, -Infinity];\n  for (; ; ) {\n    const now = due(looks, training.done);\n    if (now > seen) {\n      seen = now;\n      const z = yield* look(net, images2.D, noise), said = { ...training.facts, ...likeness(z, machine) };\n      yield [{ type: \"step\", phase: \"look\", ...said }, { z: joined(z) }];\n    } else if (performance.now() - told > PAUSE) {\n      told = performance.now();\n      yield [{ type: \"step\", phase: \"loss\", ...training.facts }, {}];\n    } else yield [PART, {}];\n    if (training.done >= 1) break;\n    training.advance();\n  }\n  yield [{ type: \"done\", ...training.facts, log: training.log }, {}];\n}\n\n// training/worker.js\nvar JOBS = { train };\nserve(JOBS);\n";
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
  const whole3 = typeof wanted === "number" && Number.isInteger(wanted);
  return whole3 && wanted >= low && wanted <= high ? wanted : void 0;
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
    const whole3 = { ...message, buffers };
    sent?.push(whole3);
    if (worker) worker.postMessage(whole3);
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
  const sheet3 = h("canvas", {
    width: widths.reduce((sum, width) => sum + width + gap, -gap),
    height: Math.max(...canvases.map(({ height }) => height)) * scale2
  });
  const pen = penOf(sheet3);
  pen.imageSmoothingEnabled = false;
  let x = 0;
  for (const canvas of canvases) {
    pen.drawImage(canvas, x, 0, canvas.width * scale2, canvas.height * scale2);
    x += canvas.width * scale2 + gap;
  }
  return new Promise((done) => sheet3.toBlob(done, "image/png"));
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

// training/partners.js
var PARTNERS = { zeros: "bbELS", circular: "ELS" };

// training/run.js
var VIEWS = { recorded: "Recorded run", yours: "Your run" };
var two = (x) => x === void 0 || x === null ? "–" : x.toFixed(2);
function recordedRun(recorded, shape, noises, image) {
  const { steps, seconds, loss, r2, median, chance, log, about: about2 } = recorded;
  const row = (k) => Array.from({ length: noises }, (_, i) => image(k * noises + i));
  const looks = steps.map((step, k) => ({
    step,
    seconds: seconds[k],
    loss: loss[k],
    z: row(k + 1),
    r2: r2[k],
    median: median[k],
    chance: chance[k]
  }));
  const early = looks.flatMap(
    (look) => look.loss === null ? [] : [[look.seconds, look.step, look.loss]]
  );
  const losses = [...early, ...log].sort((a, b) => a[1] - b[1]);
  const { length: planned } = looks;
  return { shape, planned, machine: row(0), looks, losses, params: about2, images: about2.n };
}
function kept({ shape, params, images, engine, machine, looks, losses }) {
  const scored = ({ step, seconds, median, chance }) => [seconds, step, median, chance];
  const curve = looks.map(scored);
  return { shape, params, images, engine, machine, losses, curve, looks: looks.length };
}
function described({ params: { width, padding, steps = 0, seconds }, images, looks, engine }, yours) {
  const outside = padding === "zeros" ? "zeros outside" : "a torus", last = looks[looks.length - 1];
  const time = yours ? `${show(seconds)} s ${engine === "kernel" ? "in Python" : "in this page"}` : `${show(steps)} steps, ${show(last.seconds)} s of one core`;
  const what = `${show(images)} images, ${show(width)} channels, ${outside}, ${time}`;
  const built = "is built from the same images and never trained", machine = `The machine, ${PARTNERS[padding]}, ${built}.`;
  const where = yours && engine === "kernel" ? " In Python the network is the lab’s net." : "";
  return `${yours ? VIEWS.yours : VIEWS.recorded}: ${what}. ${machine}${where}`;
}
function stopped({ losses, engine }) {
  const last = losses[losses.length - 1];
  if (!last) return "Stopped before the training began.";
  const kept2 = engine === "kernel" ? ", in Python also the network" : "";
  return `Stopped after ${show(last[1])} steps. What there is stays${kept2}.`;
}

// training/curves.js
var AXES = { step: "training steps", seconds: "seconds of training" };
var Curves = class {
  axis = "step";
  at = 0;
  // the look in view
  /** @type {Run | undefined} */
  run;
  constructor() {
    this.x = { low: 10, high: 1e3, label: AXES.step };
    this.loss = { low: 0.1, high: 1 };
    this.lossPlot = plot({
      label: "Loss against training",
      x: this.x,
      y: this.loss,
      draw: (sheet3) => this.run && this.drawLoss(sheet3, this.run)
    });
    this.r2Plot = plot({
      label: "Median r² of network and machine against training",
      x: this.x,
      y: { low: 0, high: 1, linear: true },
      draw: (sheet3) => this.run && this.drawR2(sheet3, this.run)
    });
    this.el = h(
      "div",
      { class: "lab-panels" },
      panel("Loss", ["mean of the last 100 steps"], this.lossPlot.el),
      panel("Median r² with the machine", lines(), this.r2Plot.el)
    );
  }
  /** @param {Run} run @param {number} at */
  show(run, at) {
    const { losses, looks, done = 1 } = run, steps = this.axis === "step", now = looks[at];
    const end = losses[losses.length - 1] ?? [1, 100], values = losses.map(([, , loss]) => loss);
    const high = Math.max(steps ? 100 : 1, end[steps ? 1 : 0] / Math.max(done, 0.01));
    this.run = run;
    this.at = at;
    Object.assign(this.x, { low: steps ? 10 : 0.1, high, label: AXES[this.axis] });
    Object.assign(this.loss, { low: Math.min(0.1, ...values), high: Math.max(1, ...values) });
    if (now) {
      const step = `at step ${show(now.step)}`;
      this.lossPlot.say(`Loss ${two(now.loss)} ${step}`);
      this.r2Plot.say(`${two(now.median)} ${step}; ${two(now.chance)} with other noises`);
    }
    this.lossPlot.redraw();
    this.r2Plot.redraw();
  }
  /** Where a look is on the axis. @param {Look} look */
  place(look) {
    return this.axis === "step" ? look.step : look.seconds;
  }
  /** @param {Sheet} sheet @param {Run} run */
  drawLoss(sheet3, { losses, looks }) {
    const { x, y, add } = sheet3, now = looks[this.at];
    const of = this.axis === "step" ? 1 : 0;
    add("path", { class: "lab-line", d: path(losses.map((row) => [x(row[of]), y(row[2])])) });
    if (now) this.drawNow(sheet3, now, now.loss === null ? void 0 : y(now.loss));
  }
  /** @param {Sheet} sheet @param {Run} run */
  drawR2(sheet3, { looks }) {
    const { x, y, add } = sheet3, now = looks[this.at];
    if (!now) return;
    const line = (of) => path(looks.map((look) => [x(this.place(look)), y(look[of])]));
    add("path", { class: "lab-line training-chance", d: line("chance") });
    add("path", { class: "lab-line", d: line("median") });
    for (const look of looks) {
      add("circle", { class: "lab-dot", cx: x(this.place(look)), cy: y(look.median), r: 2.5 });
    }
    this.drawNow(sheet3, now, y(now.median));
  }
  /** @param {Sheet} sheet @param {Look} look @param {number | undefined} height */
  drawNow({ x, add, box }, look, height) {
    const at = x(this.place(look));
    add("line", { class: "lab-now", x1: at, x2: at, y1: box.top, y2: box.bottom });
    if (height !== void 0) add("path", { class: "lab-mark", d: diamond(at, height, 7) });
  }
  close() {
    this.lossPlot.close();
    this.r2Plot.close();
  }
};
function panel(head, note, curve) {
  const key = h("p", { class: "lab-note training-key" }, note);
  return h("section", {}, h("p", { class: "lab-head" }, head), key, curve);
}
var lines = () => [
  h("i", { "aria-hidden": "true" }),
  "same noise",
  h("i", { class: "training-dashed", "aria-hidden": "true" }),
  "other noises"
];

// shared/state/overlay.js
var loaded = async (late) => typeof late === "function" ? late() : late;
async function whole({ images, rows, weights, ...traits }) {
  const [pixels, numbers] = await Promise.all([loaded(images), loaded(weights)]);
  return {
    ...traits,
    ...pixels ? { images: rows ? picked(pixels, rows, traits.shape ?? []) : pixels } : {},
    ...numbers ? { weights: numbers } : {}
  };
}
function picked(images, rows, [, ...shape]) {
  const all = bytesOf(images), size = shape.reduce((a, b) => a * b), out = new Uint8Array(rows.length * size);
  rows.forEach((m, k) => out.set(all.subarray(m * size, (m + 1) * size), k * size));
  return out.buffer;
}

// training/examples.js
var Examples = class {
  /** @type {Promise<Floats> | undefined} */
  coming;
  /** @param {Model} model */
  constructor(model) {
    this.model = model;
  }
  /** All of them, one after the other, in [-1, 1]. */
  get() {
    this.coming ??= this.load().catch((error) => {
      this.coming = void 0;
      throw error;
    });
    return this.coming;
  }
  async load() {
    const { images } = await whole(this.model.get("others")?.training ?? {});
    if (!images) throw new Error("this page has none");
    return Float32Array.from(bytesOf(images), (b) => b / 127.5 - 1);
  }
};

// training/pace.js
var ENGINES2 = { kernel: "in Python", page: "in this page" };
var OTHER = { kernel: "page", page: "kernel" };
var NAMES = { kernel: "Python", page: "This page" };
var UNKNOWN = "How many steps fit into this time depends on your machine; it stands here once one learns.";
var FIRST = "First the machine draws its pictures, in time of its own";
var about = (x) => show(Number(x.toPrecision(2)));
var Pace = class {
  /** Steps a minute. @type {Map<string, number>} */
  speeds = /* @__PURE__ */ new Map();
  /** Seconds of the machine's drawing. @type {Map<string, number>} */
  drawings = /* @__PURE__ */ new Map();
  /**
   * A training so far.
   * @param {EngineName} engine @param {number} width
   * @param {{ step: number, seconds: number }} done
   */
  note(engine, width, { step, seconds }) {
    if (step > 0 && seconds > 0) this.speeds.set(`${engine} ${width}`, 60 * step / seconds);
  }
  /** @param {EngineName} engine @param {string} padding @param {number} seconds */
  noteDrawing(engine, padding, seconds) {
    this.drawings.set(`${engine} ${padding}`, seconds);
  }
  /** @param {EngineName} engine @param {{ width: number, padding: string }} next */
  words(engine, { width, padding }) {
    const drawing = this.drawings.get(`${engine} ${padding}`), long = drawing === void 0 ? "" : `: ${about(Math.max(0.1, drawing))} s last time`;
    return `${this.steps(engine, width)} ${FIRST}${long}.`;
  }
  /** @param {EngineName} engine @param {number} width */
  steps(engine, width) {
    const [mine, other] = [engine, OTHER[engine]].map(
      (name) => this.speeds.get(`${name} ${width}`)
    );
    if (!mine) return UNKNOWN;
    const many = `About ${about(mine)} steps a minute ${ENGINES2[engine]} at ${width} channels`;
    if (!other) return `${many}.`;
    const [quick, slow] = mine > other ? [engine, other] : [OTHER[engine], mine], times = about(Math.max(mine, other) / slow);
    const there = `${about(other)} ${ENGINES2[OTHER[engine]]}`;
    return `${many}; ${there}. ${NAMES[quick]} is ${times} times as fast.`;
  }
};

// shared/view/paint.js
function paint(canvas, x, shape) {
  const pen = penOf(canvas), image = pen.createImageData(shape[2], shape[1]);
  colours(image.data, x, shape);
  pen.putImageData(image, 0, 0);
}

// training/pairs.js
var LABEL = "Pictures from the same noises: the network's and the machine's";
var Pairs = class {
  /** @param {number} noises */
  constructor(noises) {
    this.cells = Array.from({ length: noises }, makeCell);
    const names = (more) => h(
      "li",
      { class: `training-names ${more}`, "aria-hidden": "true" },
      ["Network", "Machine", "r²"].map((text) => h("span", {}, text))
    );
    const items = this.cells.map((cell) => cell.el);
    items.splice(noises / 2, 0, names("training-again"));
    const about2 = { class: "training-pairs lab-picture-part", "aria-label": LABEL };
    this.el = h("ul", about2, names(""), items);
  }
  /** Makes room for the pictures of a run. @param {Run} run */
  fit({ shape }) {
    for (const { network, machine } of this.cells) {
      for (const canvas of [network, machine]) [, canvas.height, canvas.width] = shape;
    }
  }
  /** @param {Run} run @param {Look | undefined} look */
  show({ machine, shape }, look) {
    const set = (canvas, x) => x ? paint(canvas, x, shape) : penOf(canvas).clearRect(0, 0, canvas.width, canvas.height);
    this.cells.forEach((cell, i) => {
      const r2 = two(look?.r2?.[i]), noise = `Noise ${i + 1}:`;
      const network = look ? `the network after ${show(look.step)} steps` : "no picture of the network yet";
      const partner = machine ? `the machine, r² ${r2}` : "no picture of the machine yet";
      set(cell.network, look?.z[i]);
      set(cell.machine, machine?.[i]);
      cell.r2.textContent = r2;
      cell.network.setAttribute("aria-label", `${noise} ${network}`);
      cell.machine.setAttribute("aria-label", `${noise} ${partner}`);
    });
  }
};
function makeCell() {
  const network = h("canvas", { role: "img" }), machine = h("canvas", { role: "img" }), r2 = h("span", {}, " ");
  return { network, machine, r2, el: h("li", {}, network, machine, r2) };
}

// shared/state/python.js
var number = (x) => Number.isInteger(x) ? x.toFixed(1) : String(x);

// training/python.js
function python({ params: { width, padding, seconds, seed, steps }, looks, engine }, own) {
  const recorded = engine === void 0;
  const last = looks[looks.length - 1];
  const time = recorded ? Math.round(last.seconds) : seconds;
  const took = `${show(steps ?? last.step)} steps in ${show(time)} s of one core`;
  const which = recorded ? `the recorded run, which took ${took}` : "your run in view";
  const given = own && !recorded ? "images, " : "";
  return [
    "from mosaics.widgets import TrainingLab",
    "",
    `# ${which}; how far a training comes in its seconds`,
    "# depends on the machine; Python and a page draw weights and batches of a seed",
    "# each in its own way: their runs are alike, not the same",
    ...given ? ["# images: those that this lab was made with"] : [],
    `lab = TrainingLab(${given}width=${width}, padding="${padding}",`,
    `                  seconds=${number(time)}, seed=${seed})`,
    "lab",
    ""
  ].join("\n");
}

// training/sheet.js
var SIDE2 = 128;
var GAP = 8;
var NAMES2 = 112;
var LINE = 40;
function sheet2({ machine, shape: [, H, W], shape }, look) {
  const scale2 = Math.ceil(SIDE2 / Math.max(H, W)), [high, wide] = [H * scale2, W * scale2], x = (i) => NAMES2 + i * (wide + GAP), y = (row) => LINE + row * (high + GAP);
  const made = h("canvas", { width: x(look.z.length), height: y(2) + LINE }), pen = penOf(made), small = h("canvas", { width: W, height: H });
  const line = (pictures, row) => pictures.forEach((picture, i) => {
    paint(small, picture, shape);
    pen.drawImage(small, x(i), y(row), wide, high);
  });
  letters(pen, made);
  line(look.z, 0);
  line(machine ?? [], 1);
  pen.fillText(`After ${show(look.step)} steps: median r² ${two(look.median)}`, x(0), LINE / 2);
  ["Network", "Machine"].forEach((name, row) => {
    pen.fillText(name, GAP, y(row) + high / 2);
  });
  pen.fillText("r²", GAP, y(2) + LINE / 2 - GAP);
  pen.textAlign = "center";
  look.r2.forEach((r2, i) => {
    pen.fillText(two(r2), x(i) + wide / 2, y(2) + LINE / 2 - GAP);
  });
  return made;
}
function letters(pen, { width, height }) {
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, width, height);
  pen.fillStyle = "#23272f";
  pen.font = "22px system-ui, sans-serif";
  pen.textBaseline = "middle";
  pen.imageSmoothingEnabled = false;
}

// source:code/mosaics/widgets/training/worker.js
var worker_default = ENGINE;

// training/view.js
var OUTSIDE = { zeros: "Zeros", circular: "The other side (torus)" };
var FACTS = {
  step: "Training steps",
  seconds: "Seconds",
  loss: "Loss",
  median: "Median r²",
  chance: "With other noises"
};
var ABSENT = "Your run is not in this link: press Train to make one like it. In view is the recorded run.";
var whole2 = wholeIn(0, Number.MAX_SAFE_INTEGER);
var FLIP = 450;
var SLOW = 1200;
var TrainingLab = class extends Frame {
  busy = false;
  at = Number.MAX_SAFE_INTEGER;
  // the look in view, at first the last one
  follow = false;
  // the newest look is shown when it comes
  left = "Python has gone; what there is stays.";
  absent = false;
  // a link is to a run of the reader's that is not here
  /** @type {number | undefined} */
  playing;
  /** @type {Slider | undefined} */
  look;
  pace = new Pace();
  /** @type {Run | undefined} */
  waits;
  // for the training images
  /** @param {Context} context */
  constructor(context) {
    super(context, "training");
    const { recorded, noises } = this.settings;
    this.runs = { recorded: recordedRun(recorded, this.shape, noises, (k) => this.image(k)) };
    this.inView = this.runs.recorded;
    this.go = button("Train", () => this.busy ? this.cancel() : this.train(), {
      class: "lab-primary"
    });
    this.next = this.makeNext();
    this.progress = h("span", { class: "training-progress" });
    this.speed = h("p", { class: "lab-note training-speed" });
    this.examples = new Examples(this.model);
    this.shownRun = this.makeShownRun();
    this.words = h("p", {}, " ");
    this.along = this.makeAlong();
    this.player = button("Play", () => this.playing ? this.stop() : this.play(), {
      class: "lab-play"
    });
    this.scrubber = h("div", { class: "lab-scrub" }, this.player);
    this.facts = h("dl", { class: "training-facts" });
    this.pairs = new Pairs(noises);
    this.curves = new Curves();
  }
  /** What the next training is asked with. */
  makeNext() {
    const { width, widths, padding, seconds, budget, seed } = this.settings, [low, high] = budget, state = this.chosen;
    const channels = Object.fromEntries(widths.map((w) => [w, `${w} channels`])), change = () => this.tellSpeed();
    return {
      seed: seedField({ state, value: seed, change: (_, note) => note && this.say(note) }),
      seconds: logSlider({
        state,
        name: "seconds",
        label: "Time to train",
        low,
        high,
        value: seconds,
        say: (s) => `${show(s)} s`
      }),
      width: choice({
        state,
        name: "width",
        label: "Width of the network",
        values: channels,
        value: String(width),
        change
      }),
      padding: choice({
        state,
        name: "padding",
        label: "Outside an image",
        values: OUTSIDE,
        value: padding,
        change
      })
    };
  }
  makeShownRun() {
    return choice({
      state: this.chosen,
      name: "run",
      label: "In view",
      values: VIEWS,
      value: "recorded",
      change: (key) => this.choose(key)
    });
  }
  makeAlong() {
    const made = choice({
      state: this.chosen,
      name: "axis",
      label: "Curves along",
      values: AXES,
      value: "step",
      change: (axis) => this.turn(axis)
    });
    made.el.classList.add("training-along");
    return made;
  }
  get moves() {
    return this.playing !== void 0;
  }
  open() {
    const { seed, seconds, width, padding } = this.next, about2 = h("div", { class: "training-about" }, this.words, this.shownRun.el);
    this.cancelByEscape();
    this.build(
      h("div", { class: "lab-row" }, this.go, seed.el, this.progress),
      about2,
      this.pairs.el,
      this.scrubber,
      this.facts,
      this.curves.el,
      this.along.el,
      h("p", { class: "lab-head training-next" }, "For the next training"),
      h("div", { class: "lab-settings" }, seconds.el, width.el, padding.el),
      ...cutNote(this.settings),
      this.speed
    );
    this.tellWhere();
    this.rerun();
    this.choose("recorded");
    this.root.dataset.done = "recorded";
  }
  // ---------------------------------------------------------------- settings from outside
  /** @returns {Record<string, Control>} */
  controls() {
    const { seconds, width, padding, seed } = this.next;
    return {
      run: this.runControl(),
      step: this.stepControl(),
      axis: this.axisControl(),
      width,
      padding,
      seconds,
      seed
    };
  }
  /**
   * A step without a run is one of the recorded run: the text's steps stay its own after a reader
   * has trained.
   * @param {Record<string, Value>} values
   */
  set(values, then = "play") {
    this.absent = false;
    return super.set("step" in values ? { run: "recorded", ...values } : values, then);
  }
  canvases() {
    const look = this.inView.looks[this.at];
    return look ? [sheet2(this.inView, look)] : [];
  }
  /** What the controls are set to. @returns {Params} */
  asked() {
    const { width, padding, seconds, seed } = this.next;
    return {
      width: Number(width.value),
      padding: padding.value,
      seconds: seconds.value,
      seed: seed.value
    };
  }
  /** A run of the reader's goes with its own settings, whatever the next one is to have. */
  linked() {
    const { width, padding, seconds, seed = 0 } = this.inView.params, own = { width: String(width), padding, seconds, seed };
    return { ...this.get(), ...this.inView === this.runs.yours ? own : {} };
  }
  python() {
    return python(this.inView, this.settings.own);
  }
  /** The Python is of the run in view, also where the controls have moved on. */
  get copies() {
    const { params } = this.inView, yours = this.inView === this.runs.yours;
    const { seconds, ...others } = this.asked(), next = yours ? { seconds, ...others } : others;
    const differs = Object.entries(next).some(
      ([name, value]) => params[
        /** @type {keyof Params} */
        name
      ] !== value
    );
    const note = differs ? " (the controls are set for the next training)" : "";
    return `Python that trains like ${yours ? "your run" : "the recorded run"}${note}`;
  }
  /** @returns {Control} */
  runControl() {
    const lab = this;
    return {
      get near() {
        return lab.absent;
      },
      get value() {
        return lab.inView === lab.runs.yours ? "yours" : "recorded";
      },
      set: (wanted) => {
        if (!Object.hasOwn(VIEWS, wanted)) return;
        lab.absent = wanted === "yours" && !lab.runs.yours;
        lab.choose(wanted);
      }
    };
  }
  /** @returns {Control} */
  stepControl() {
    const lab = this;
    let near = false;
    return {
      get near() {
        return near;
      },
      get value() {
        return lab.inView.looks[lab.at]?.step;
      },
      set: (given) => {
        const wanted = whole2(given);
        near = wanted !== void 0;
        if (wanted === void 0) return;
        const far = lab.inView.looks.map((look) => Math.abs(look.step - wanted));
        lab.stop();
        lab.view(Math.max(0, far.indexOf(Math.min(...far))));
      }
    };
  }
  /** @returns {Control} */
  axisControl() {
    const { along } = this;
    return {
      get value() {
        return along.value;
      },
      set: (name) => {
        along.set(name);
        this.curves.axis = along.value;
      }
    };
  }
  /** @param {string} then @param {string} note */
  answer(then, note) {
    const { step, median } = this.inView.looks[this.at] ?? {};
    this.curves.show(this.inView, this.at);
    if (this.absent) return this.say(`${ABSENT} ${note}`.trim());
    const words = step === void 0 ? "" : `After ${show(step)} steps: median r² with the machine ${two(median)}.`;
    this.say(`${note} ${words}`.trim());
  }
  // ---------------------------------------------------------------- which run is in view
  /** The other engine is taken, which knows nothing of a training under way. */
  rerun() {
    if (this.busy) this.ended("gone");
    this.tellSpeed();
  }
  /** @param {string} axis */
  turn(axis) {
    this.curves.axis = axis;
    this.curves.show(this.inView, this.at);
  }
  /**
   * A slider of as many positions as a run will have looks.
   * @param {number} count
   * @returns {Slider}
   */
  scrub(count) {
    if (this.look?.range.max === String(count - 1)) return this.look;
    const say = (k) => {
      const look2 = this.inView.looks[k];
      return look2 ? `step ${show(look2.step)} · r² ${two(look2.median)}` : "not yet";
    };
    const input = (k) => {
      this.stop();
      this.view(k);
    };
    const look = rangeSlider({
      state: this.chosen,
      name: "look",
      label: "Moment",
      low: 0,
      high: count - 1,
      value: 0,
      say,
      input
    });
    look.el.dataset.control = "step";
    this.look?.el.remove();
    this.look = look;
    this.scrubber.append(look.el);
    return look;
  }
  /** @param {string} name */
  choose(name) {
    const yours = name === "yours" && this.runs.yours, run = yours || this.runs.recorded, at = run === this.inView ? this.at : run.looks.length - 1;
    this.stop();
    this.shownRun.set(yours ? "yours" : "recorded");
    this.shownRun.el.hidden = !this.runs.yours;
    this.inView = run;
    this.scrub(run.planned);
    this.words.textContent = described(run, Boolean(yours));
    this.pairs.fit(run);
    this.view(at);
  }
  // ---------------------------------------------------------------- training
  train() {
    const { live, looks, images } = this.settings, params = this.asked();
    const run = { shape: live, planned: looks + 1, looks: [], losses: [], params, images };
    run.engine = this.machine.name;
    this.runs.yours = run;
    this.choose("yours");
    this.busy = true;
    this.follow = true;
    this.root.dataset.busy = "";
    this.go.textContent = "Stop";
    this.tellWhere();
    if (run.engine === "kernel") this.ask(run);
    else this.load(run);
  }
  /** This page's engine is handed the images, which come first. @param {Run} run */
  async load(run) {
    this.waits = run;
    this.hint("Loading the training images.");
    try {
      const images = await this.examples.get();
      if (this.waits === run) this.ask(run, images);
    } catch (error) {
      if (this.waits !== run) return;
      const why = error instanceof Error ? error.message : String(error);
      this.unsay();
      this.fail("images", `the training images did not come: ${why}`);
      this.ended("error");
    }
  }
  /** @param {Run} run @param {Floats[]} images */
  ask(run, ...images) {
    const { noises, live, looks, windows } = this.settings, { padding, seed = 0 } = run.params, noise = normals(seed, noises * live.reduce((a, b) => a * b));
    this.waits = void 0;
    this.say("The machine draws first, then the training begins. Stop ends either.");
    const asked = { ...run.params, shape: live, noises, looks, windows: windows[padding] };
    this.run("train", asked, [noise, ...images], {
      step: (m) => this.took(run, m),
      done: (m) => this.finish(run, m),
      end: (how) => this.ended(how)
    });
  }
  cancel() {
    if (this.waits) this.ended("cancelled");
    else super.cancel();
  }
  /** @param {Run} run @param {Message} m */
  took(run, m) {
    const { arrays, phase, loss, step, seconds } = m;
    if (phase === "part") return;
    if (phase === "machine") {
      run.machine = this.split(tame(arrays.machine, m.sigma));
      this.tellDrawing(run, m);
      return this.repaint(run);
    }
    const time = `${show(Math.round(seconds))} of ${show(run.params.seconds)} s`;
    this.progress.textContent = `${time}, step ${show(step)}, loss ${two(loss)}`;
    run.done = m.done;
    this.pace.note(this.machine.name, run.params.width, m);
    this.tellSpeed();
    if (loss !== null) run.losses.push([seconds, step, loss]);
    if (phase === "look") {
      const { r2, median, chance } = m;
      run.looks.push({ step, seconds, loss, z: this.split(arrays.z), r2, median, chance });
    }
    this.repaint(run);
  }
  /**
   * How far the machine is, which draws before the training begins.
   * @param {Run} run @param {Message} m
   */
  tellDrawing({ params: { padding } }, { step, steps, ms }) {
    const left = step ? `, about ${show(Math.ceil(ms / 1e3 / step * (steps - step)))} s more` : "";
    this.progress.textContent = `The machine draws: step ${step} of ${steps}${left}`;
    if (step < steps) return;
    this.pace.noteDrawing(this.machine.name, padding, ms / 1e3);
    this.tellSpeed();
  }
  /** @param {Run} run */
  repaint(run) {
    if (run === this.inView) this.view(this.follow ? run.looks.length - 1 : this.at, this.follow);
  }
  /** @param {Floats} all */
  split(all) {
    const { noises } = this.settings, size = all.length / noises;
    return Array.from({ length: noises }, (_, i) => all.slice(i * size, (i + 1) * size));
  }
  /** @param {Run} run @param {Message} message */
  finish({ looks }, { step, seconds, ms }) {
    const { median, chance } = looks[looks.length - 1];
    const scores = `Median r² with the machine ${two(median)}, with other noises ${two(chance)}`;
    this.say(`Trained: ${show(step)} steps in ${show(seconds)} s. ${scores}. ${this.spent(ms)}.`);
  }
  /** @param {string} how */
  ended(how) {
    const run = this.runs.yours;
    this.busy = false;
    this.waits = void 0;
    delete this.root.dataset.busy;
    this.go.textContent = "Train";
    this.progress.textContent = "";
    if (!run) return;
    if (how === "cancelled") this.say(stopped(run));
    if (!run.looks.length) {
      delete this.runs.yours;
      return this.choose("recorded");
    }
    run.planned = run.looks.length;
    run.done = 1;
    if (run !== this.inView) return;
    this.scrub(run.planned);
    this.view(Math.min(this.at, run.planned - 1));
  }
  /** What is in view first was computed elsewhere. */
  tellWhere() {
    super.tellWhere();
    const { live, gone } = this.machine;
    if (!live && !gone && !this.runs.yours)
      this.where.textContent = "Recorded. A training is computed in this page.";
  }
  /** How much a training is, as far as one has been seen here. */
  tellSpeed() {
    this.speed.textContent = this.pace.words(this.machine.name, this.asked());
  }
  // ---------------------------------------------------------------- what is in view
  /** @param {number} k @param {boolean} [follow] */
  view(k, follow) {
    const run = this.inView, last = run.looks.length - 1;
    this.at = Math.max(0, Math.min(k, last));
    this.follow = follow ?? this.at >= last;
    this.scrub(run.planned).set(this.at);
    const look = run.looks[this.at];
    this.pairs.show(run, look);
    this.viewFacts(look);
    this.curves.show(this.inView, this.at);
    this.state = { ...kept(run), ...look, at: this.at };
  }
  /** @param {Look | undefined} look */
  viewFacts(look) {
    const text = {
      step: look ? show(look.step) : "–",
      seconds: look ? show(look.seconds) : "–",
      loss: two(look?.loss),
      median: two(look?.median),
      chance: two(look?.chance)
    };
    const fact = ([name, title]) => h("div", {}, h("dt", {}, title), h("dd", {}, text[
      /** @type {keyof typeof text} */
      name
    ]));
    this.facts.replaceChildren(...Object.entries(FACTS).map(fact));
  }
  // ---------------------------------------------------------------- play
  play() {
    const end = this.inView.looks.length - 1;
    if (end < 1) return;
    this.player.textContent = "Pause";
    this.view(this.at >= end ? 0 : this.at);
    this.playing = window.setInterval(
      () => {
        this.view(this.at + 1);
        if (this.at < end) return;
        this.stop();
        const { step, median, chance } = this.inView.looks[this.at];
        const [own, other] = [two(median), two(chance)], scores = `median r² with the machine ${own}, with other noises ${other}`;
        this.say(`After ${show(step)} steps: ${scores}.`);
      },
      calm.matches ? SLOW : FLIP
    );
  }
  stop() {
    clearInterval(this.playing);
    this.playing = void 0;
    this.player.textContent = "Play";
  }
  close() {
    this.waits = void 0;
    this.stop();
    this.curves.close();
    super.close();
  }
};
function cutNote({ images, given }) {
  const why = "the machine would draw for long with more, and the network learns from the same", text = `It is of the first ${show(images)} of ${show(given)} images: ${why}.`;
  return images < given ? [h("p", { class: "lab-note training-cut" }, text)] : [];
}
var view_default = widget(TrainingLab, worker_default);
export default view_default;
