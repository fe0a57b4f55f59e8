// ---------------------------------------------------------------- patch machines (core/windows.py), by patches.wasm
const REACHES = ["same", "all", "interior", "matching"]; // in the order of patches.c
const PADDINGS = { same: ["zeros", "circular"], all: ["circular"], interior: ["circular"], matching: ["zeros"] };
const AT = { images: 0, noisy: 1, clean: 2, best: 3, weight: 4 };
const WASM = Uint8Array.from(atob("base64:patches.wasm"), (c) => c.charCodeAt(0));
let compiled;
const kernels = []; // instances; a guess under way has its own, the next one takes it over with the images in it

function newKernel() {
  need(self.WebAssembly && WebAssembly.validate(WASM), "patch machines need WebAssembly with SIMD, and this browser has none");
  const { memory, ...calls } = new WebAssembly.Instance((compiled ??= new WebAssembly.Module(WASM))).exports;
  const view = (what, count, Kind = Float32Array) => new Kind(memory.buffer, calls.at(AT[what]) >>> 0, count);
  kernels.push({ ...calls, view });
  return kernels.at(-1);
}

function borrow({ keys, M }, [C, H, W]) {
  const holds = (k) => k.keys === keys && k.M === M && k.shape === `${[C, H, W]}`, idle = kernels.filter((k) => !k.busy);
  const kernel = idle.find(holds) ?? idle[0] ?? newKernel();
  if (!holds(kernel)) {
    kernel.keys = null; // until they are in
    need(kernel.prepare(M, C, H, W), `${M} images of shape (${[C, H, W].join(", ")}) need more memory than there is`);
    kernel.view("images", M * C * H * W).set(keys.subarray(0, M * C * H * W));
    kernel.pack();
    Object.assign(kernel, { keys, M, shape: `${[C, H, W]}` });
  }
  return kernel;
}

// Where q may lie for pixel p: "same" q = p (LS), "all" (ELS on the torus), "interior" (windows of the training images
// that lie inside them), "matching" (boundary-broken ELS). P is a number, or a function of sigma. The guess's `slices`
// is the same as a part of a job: messages on the way (type "step", `part` done so far, no arrays); it returns x0_hat
// and, for each pixel, the pair of largest weight: training image `source`, position `place` (row * W + column), `weight`.
function patchGuess(images, { shape, P, reach, padding }) {
  padding ??= PADDINGS[reach]?.[0];
  need(Array.isArray(shape) && shape.length === 3 && shape.every((n) => Number.isInteger(n) && n > 0),
    `shape must be channels, height and width, got ${shape}`);
  const [C, H, W] = shape, area = H * W, D = C * area;
  need(D === images.D, `shape must hold the images' ${images.D} numbers, got (${shape.join(", ")}), which holds ${D}`);
  need(images.M > 0, "at least one image is needed, got none");
  need(REACHES.includes(reach), `reach must be one of ${REACHES.join(", ")}, got '${reach}'`);
  const allowed = PADDINGS[reach];
  need(allowed.includes(padding), `padding with reach '${reach}' must be ${allowed.join(" or ")}, got '${padding}'`);
  const widest = padding === "circular" ? Math.min(H, W) : 2 * Math.max(H, W) - 1; // no pixel twice; all from anywhere
  const side = typeof P === "function" ? P : () => P;
  const checked = (n) => (need(Number.isInteger(n) && n % 2 && n > 0 && n <= widest,
    `P must be an odd number from 1 to ${widest - 1 + (widest % 2)}, got ${n}`), n);
  if (typeof P !== "function") checked(P);

  function* slices(z, sigma, said = {}) {
    checkSigma(sigma);
    need(z?.length === D, `z must hold ${D} numbers, got ${z?.length ?? 0}`);
    need(z.every(Number.isFinite), "z must be finite");
    const now = checked(side(sigma)), kernel = borrow(images, shape);
    kernel.busy = true;
    try {
      kernel.view("noisy", D).set(z);
      const parts = kernel.begin(now, REACHES.indexOf(reach), Number(padding === "circular"), sigma);
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
      const best = kernel.view("best", area, Uint32Array);
      const source = Float32Array.from(best, (b) => Math.floor(b / area)), place = Float32Array.from(best, (b) => b % area);
      const x0_hat = Float64Array.from(kernel.view("clean", D)), weight = kernel.view("weight", area).slice();
      return { x0_hat, source, place, weight };
    } finally { // also where the job is cancelled
      kernel.busy = false;
    }
  }

  const guess = (z, sigma) => {
    const run = slices(z, sigma);
    for (;;) {
      const { done, value } = run.next();
      if (done) return value.x0_hat;
    }
  };
  return Object.assign(guess, { slices });
}

// A sample of a patch machine. `windows`: P of each step, the noisiest first. Messages as in `sample`, with the best
// pairs; between them those of `slices`, so a job can be cancelled within a step.
function* mosaic({ N, shape, reach, padding, windows, steps, method, sigma_min, sigma_max, schedule: clock }, [noise]) {
  checkCount(N, "N", 1, images.M), checkCount(steps, "steps", 1, 1000);
  need(METHODS[method], `method must be one of ${Object.keys(METHODS).join(", ")}, got '${method}'`);
  need(0 < sigma_min && sigma_min < sigma_max, `0 < sigma_min < sigma_max is required, got ${sigma_min} and ${sigma_max}`);
  need(windows?.length === steps, `windows must hold P of each of the ${steps} steps, got ${windows?.length ?? 0} numbers`);
  const D = images.D, dictionary = images.first(N), sigmas = schedule(steps, sigma_min, sigma_max, clock);
  checkNoise(noise, D * (method === "ancestral" ? steps + 1 : 1));
  const { slices } = patchGuess(dictionary, { shape, reach, padding, P: (sigma) => windows[sigmas.indexOf(sigma)] });
  let z = Float64Array.from(noise.subarray(0, D), (e) => sigmas[0] * e), said;
  for (let k = 0; k < steps; k++) {
    const [s, t] = [sigmas[k], sigmas[k + 1]], at = { step: k, steps, sigma: s };
    said = yield* slices(z, s, at);
    yield [{ type: "step", ...at, P: windows[k] }, { z, ...said }];
    const ahead = method === "heun" && t > 0 ? (yield* slices(euler(null, z, s, t, said.x0_hat), t, at)).x0_hat : null;
    z = METHODS[method](() => ahead, z, s, t, said.x0_hat, noise.subarray((k + 1) * D, (k + 2) * D));
  }
  const { source, place, weight } = said; // of the last step, whose guess the sample is
  yield [{ type: "done", ...(N > 1 ? verdict(z, dictionary) : {}) }, { z, source, place, weight }];
}

Object.assign(JOBS, { mosaic });
