// Patch machines (core/windows.py), by patches.wasm.
/** @import { Denoise, Doubles, Numbers, Run, Shape } from "../types" */
/** @import { Sampling } from "./sampling.js" */
import { checkChoice, checkNoise, checkSigma, need } from "./checks.js";
import { verdictMoved } from "./moved.js";
import { REST } from "./pace.js";
import KERNEL from "./patches.wasm";
import { Dictionary, verdict } from "./posterior.js";
import { checkSampling, euler, METHODS, schedule } from "./sampling.js";
import { images } from "./store.js";

const REACHES = ["same", "all", "interior", "matching"]; // in the order of patches.c
/** @type {Record<string, string[]>} */
const PADDINGS = {
  same: ["zeros", "circular"],
  all: ["circular"],
  interior: ["circular"],
  matching: ["zeros"],
};
const AT = { images: 0, noisy: 1, clean: 2, best: 3, weight: 4 };
const WASM = Uint8Array.from(atob(KERNEL), (c) => c.charCodeAt(0));

/**
 * What patches.wasm exports
 * @typedef {object} Calls
 * @property {WebAssembly.Memory} memory
 * @property {(what: number) => number} at
 * @property {(M: number, C: number, H: number, W: number) => number} prepare
 * @property {() => void} pack
 * @property {(P: number, reach: number, wrap: number, sigma: number) => number} begin
 * @property {() => void} work
 * @property {() => void} finish
 */

/**
 * An instance, and what it holds
 * @typedef {Calls & { view: (what: keyof typeof AT, count: number) => Float32Array, bytes: (count:
 * number) => Uint32Array,
 *   busy: boolean, keys: Float32Array | null, M: number, shape: string }} Kernel
 */

/** @type {WebAssembly.Module | undefined} */
let compiled;
/**
 * A guess under way has its own; the next one takes it over with the images in it.
 * @type {Kernel[]}
 */
const kernels = [];

function newKernel() {
  const able = globalThis.WebAssembly && WebAssembly.validate(WASM);
  need(able, "patch machines need WebAssembly with SIMD, and this browser has none");
  compiled ??= new WebAssembly.Module(WASM);
  const calls = /** @type {Calls} */ (
    /** @type {unknown} */ (new WebAssembly.Instance(compiled).exports)
  );
  /** @param {keyof typeof AT} what */
  const at = (what) => calls.at(AT[what]) >>> 0;
  /** @type {Kernel} */
  const kernel = {
    ...calls,
    busy: false,
    keys: null,
    M: 0,
    shape: "",
    view: (what, count) => new Float32Array(calls.memory.buffer, at(what), count),
    bytes: (count) => new Uint32Array(calls.memory.buffer, at("best"), count),
  };
  kernels.push(kernel);
  return kernel;
}

/** An idle kernel with these images in it. @param {Dictionary} dictionary @param {Shape} shape */
function borrow({ keys, M }, [C, H, W]) {
  const shape = `${[C, H, W]}`,
    idle = kernels.filter((k) => !k.busy);
  /** @param {Kernel} k */
  const holds = (k) => k.keys === keys && k.M === M && k.shape === shape;
  const kernel = idle.find(holds) ?? idle[0] ?? newKernel();
  if (!holds(kernel)) {
    kernel.keys = null; // until they are in
    need(
      kernel.prepare(M, C, H, W),
      `${M} images of shape (${[C, H, W].join(", ")}) need more memory than there is`,
    );
    kernel.view("images", M * C * H * W).set(keys.subarray(0, M * C * H * W));
    kernel.pack();
    Object.assign(kernel, { keys, M, shape });
  }
  return kernel;
}

/**
 * A machine: its windows' side at all levels or at each, where q may lie for pixel p - "same" q = p
 * (LS), "all" (ELS on
 * the torus), "interior" (windows of the training images that lie inside them), "matching"
 * (boundary-broken ELS) - and
 * what stands outside an image
 * @typedef {object} Windows
 * @property {Shape} shape
 * @property {number | ((sigma: number) => number)} P
 * @property {string} reach
 * @property {string} [padding]
 */

/**
 * A guess and, for each pixel, the pair of largest weight: training image, position (row * W +
 * column), weight
 * @typedef {{ x0_hat: Doubles, source: Float32Array, place: Float32Array, weight: Float32Array }}
 * Seen
 */

/** @param {Dictionary} dictionary @param {Windows} windows @param {string} padding */
function checkMachine(dictionary, { shape, reach }, padding) {
  need(
    Array.isArray(shape) && shape.length === 3 && shape.every((n) => Number.isInteger(n) && n > 0),
    `shape must be channels, height and width, got ${shape}`,
  );
  const D = shape.reduce((a, b) => a * b);
  need(
    D === dictionary.D,
    `shape must hold the images' ${dictionary.D} numbers, got (${shape.join(", ")}), ` +
      `which holds ${D}`,
  );
  need(dictionary.M > 0, "at least one image is needed, got none");
  checkChoice(reach, REACHES, "reach");
  const allowed = PADDINGS[reach];
  need(
    allowed.includes(padding),
    `padding with reach '${reach}' must be ${allowed.join(" or ")}, got '${padding}'`,
  );
}

/** @param {number} P @param {number} widest */
function checkSide(P, widest) {
  need(
    Number.isInteger(P) && P % 2 && P > 0 && P <= widest,
    `P must be an odd number from 1 to ${widest - 1 + (widest % 2)}, got ${P}`,
  );
  return P;
}

/**
 * The machine's guess. Its `slices` is the same as a part of a job: messages on the way (type
 * "step", `part` done so
 * far, no arrays); it returns what the machine has seen.
 * @param {Dictionary} dictionary @param {Windows} windows
 */
export function patchGuess(dictionary, windows) {
  const { shape, P, reach } = windows,
    padding = windows.padding ?? PADDINGS[reach]?.[0];
  checkMachine(dictionary, windows, padding);
  const [, H, W] = shape,
    area = H * W,
    D = dictionary.D;
  // No pixel twice; or all that can be seen from anywhere
  const widest = padding === "circular" ? Math.min(H, W) : 2 * Math.max(H, W) - 1;
  const side = typeof P === "function" ? P : () => P;
  if (typeof P === "number") checkSide(P, widest);

  /** @param {Kernel} kernel @returns {Seen} */
  function read(kernel) {
    const best = kernel.bytes(area);
    return {
      x0_hat: Float64Array.from(kernel.view("clean", D)),
      source: Float32Array.from(best, (b) => Math.floor(b / area)),
      place: Float32Array.from(best, (b) => b % area),
      weight: kernel.view("weight", area).slice(),
    };
  }

  /** @param {Numbers} z @param {number} sigma @param {object} [said] @returns {Run<Seen>} */
  function* slices(z, sigma, said = {}) {
    checkSigma(sigma);
    need(z?.length === D, `z must hold ${D} numbers, got ${z?.length ?? 0}`);
    need(Array.prototype.every.call(z, Number.isFinite), "z must be finite");
    const now = checkSide(side(sigma), widest),
      kernel = borrow(dictionary, shape);
    kernel.busy = true;
    try {
      kernel.view("noisy", D).set(z);
      const parts = kernel.begin(
        now,
        REACHES.indexOf(reach),
        Number(padding === "circular"),
        sigma,
      );
      need(parts, `P = ${now} needs more memory than there is`);
      let since = performance.now();
      for (let done = 1; done <= parts; done++) {
        kernel.work();
        if (done < parts && performance.now() - since > REST) {
          yield [{ type: "step", ...said, part: done / parts }, {}];
          since = performance.now();
        }
      }
      kernel.finish();
      return read(kernel);
    } finally {
      // also where the job is cancelled
      kernel.busy = false;
    }
  }

  /** @type {Denoise} */
  const guess = (z, sigma) => {
    const run = slices(z, sigma);
    for (;;) {
      const next = run.next();
      if (next.done) return next.value.x0_hat;
    }
  };
  return Object.assign(guess, { slices });
}

/**
 * A sample of a patch machine. `windows`: P of each step, the noisiest first. Messages as in
 * `sample`, with the best
 * pairs; between them those of `slices`, so a job can be cancelled within a step.
 * @param {Sampling & { shape: Shape, reach: string, padding?: string, windows: number[] }} params
 * @param {Float32Array[]} arrays
 * @returns {Run}
 */
export function* mosaic(params, [noise]) {
  checkSampling(params, 1, images.M);
  const { N, steps, method, sigma_min, sigma_max, windows, shape, reach, padding } = params;
  need(
    windows?.length === steps,
    `windows must hold P of each of the ${steps} steps, got ${windows?.length ?? 0} numbers`,
  );
  const D = images.D,
    dictionary = images.first(N),
    sigmas = schedule(steps, sigma_min, sigma_max, params.schedule);
  checkNoise(noise, D * (method === "ancestral" ? steps + 1 : 1));
  const { slices } = patchGuess(dictionary, {
    shape,
    reach,
    padding,
    P: (sigma) => windows[sigmas.indexOf(sigma)],
  });
  let z = Float64Array.from(noise.subarray(0, D), (e) => sigmas[0] * e);
  /** @type {Omit<Seen, "x0_hat">} */
  let last = {
    source: new Float32Array(0),
    place: new Float32Array(0),
    weight: new Float32Array(0),
  };
  for (let k = 0; k < steps; k++) {
    const [s, t] = [sigmas[k], sigmas[k + 1]],
      at = { step: k, steps, sigma: s };
    const { x0_hat, ...found } = yield* slices(z, s, at);
    last = found; // of the last step, whose guess the sample is
    yield [
      { type: "step", ...at, P: windows[k] },
      { z, x0_hat, ...found },
    ];
    const ahead =
      method === "heun" && t > 0 ? (yield* slices(euler(z, s, t, x0_hat), t, at)).x0_hat : x0_hat;
    z = METHODS[method](() => ahead, z, s, t, x0_hat, noise.subarray((k + 1) * D, (k + 2) * D));
  }
  yield [
    { type: "done", ...(N > 1 ? judged(z, dictionary, params) : {}) },
    { z, ...last },
  ];
}

/**
 * The verdict on a sample; modulo translation where the machine treats all places of a torus alike
 * @param {Doubles} z @param {Dictionary} dictionary
 * @param {{ shape: Shape, reach: string }} machine
 */
function judged(z, dictionary, { shape, reach }) {
  const alike = reach === "all" || reach === "interior";
  return alike ? verdictMoved(z, dictionary, shape) : verdict(z, dictionary);
}
