// The machines of chapters 1 to 3 for a page without a kernel: plain typed arrays in a worker, sums in float64.
// It mirrors mosaics.diffusion, mosaics.ideal and mosaics.memorization; tests hold the two together.

// Posterior over n rows of `keys` (n x d) for the query z: weights, log-sum-exp with the maximum taken out.
function posterior(z, sigma, keys, n, d) {
  const logits = new Float64Array(n), c = -0.5 / (sigma * sigma);
  let max = -Infinity, sum = 0, square = 0;
  for (let m = 0, o = 0; m < n; m++, o += d) {
    let s = 0;
    for (let p = 0; p < d; p++) { const e = z[p] - keys[o + p]; s += e * e; }
    if ((logits[m] = c * s) > max) max = logits[m];
  }
  const w = logits.map((l) => Math.exp(l - max));
  for (const x of w) { sum += x; square += x * x; }
  for (let m = 0; m < n; m++) w[m] /= sum;
  return { w, effective: (sum * sum) / square };
}

function mean(w, keys, n, d) {
  const out = new Float64Array(d);
  for (let m = 0, o = 0; m < n; m++, o += d) {
    if (w[m] < 1e-12) continue; // 1e-12 of weight moves a pixel by 2e-12
    for (let p = 0; p < d; p++) out[p] += w[m] * keys[o + p];
  }
  return out;
}

function top(w, k) {
  const order = Array.from(w.keys()).sort((a, b) => w[b] - w[a] || a - b).slice(0, k);
  return { top_i: order, top_w: order.map((i) => w[i]) };
}

// mosaics.diffusion.schedule("edm", steps): falling levels, the last one 0.
function schedule(steps, low = 0.02, high = 80, rho = 7) {
  const n = Math.max(steps, 2), a = high ** (1 / rho), b = low ** (1 / rho);
  return [...Array.from({ length: steps }, (_, k) => (a + (k / (n - 1)) * (b - a)) ** rho), 0];
}

const slope = (z, x0, s) => z.map((v, p) => (v - x0[p]) / s);
const move = (z, v, h) => z.map((x, p) => x + h * v[p]);

// One step from level s to t, as in mosaics.diffusion; `guess` is the denoiser, `fresh` this step's own noise.
const STEPS = {
  ddim: (guess, z, s, t, x0) => move(z, slope(z, x0, s), t - s),
  heun(guess, z, s, t, x0) {
    const v = slope(z, x0, s), z1 = move(z, v, t - s);
    if (t === 0) return z1;
    const v1 = slope(z1, guess(z1, t), t);
    return z.map((x, p) => x + ((t - s) * (v[p] + v1[p])) / 2);
  },
  ancestral(guess, z, s, t, x0, fresh) {
    const up = (t * Math.sqrt(s * s - t * t)) / s, down = (t * t) / (s * s);
    return x0.map((x, p) => x + down * (z[p] - x) + (up ? up * fresh[p] : 0));
  },
};
STEPS.euler = STEPS.ddim;

const float32 = (a) => Float32Array.from(a);

const JOBS = {
  // Noise one image and guess it back.
  *denoise({ index, sigma, n }, [eps], { keys, d }) {
    const z = Float64Array.from(eps, (e, p) => keys[index * d + p] + sigma * e);
    const { w, effective } = posterior(z, sigma, keys, n, d);
    yield [{ type: "done", effective, ...top(w, 5) }, [float32(z), float32(mean(w, keys, n, d))]];
  },

  // Sample with the ideal denoiser, a message a step: z and the guess that leads on from it.
  *sample({ n, steps, method }, [noise], { keys, d }) {
    const sigmas = schedule(steps), guess = (z, s) => mean(posterior(z, s, keys, n, d).w, keys, n, d);
    let z = Float64Array.from(noise.subarray(0, d), (e) => sigmas[0] * e);
    for (let k = 0; k < steps; k++) {
      const { w, effective } = posterior(z, sigmas[k], keys, n, d), x0 = mean(w, keys, n, d);
      yield [{ type: "step", step: k, sigma: sigmas[k], effective, ...top(w, 5) }, [float32(z), float32(x0)]];
      z = STEPS[method](guess, z, sigmas[k], sigmas[k + 1], x0, noise.subarray(d * (k + 1), d * (k + 2)));
    }
    yield [{ type: "done", ...neighbours(z, keys, n, d) }, [float32(z)]];
  },

  // Gaussian points: does the true one hold more than half of the weight?
  *collapse({ n, d, sigma, trials }, [points, eps]) {
    let wins = 0, first;
    for (let k = 0; k < trials; k++) {
      const z = Float64Array.from({ length: d }, (_, p) => points[k * d + p] + sigma * eps[k * d + p]);
      const post = posterior(z, sigma, points, n, d);
      wins += post.w[k] > 0.5;
      first ??= { effective: post.effective, true_w: post.w[0], ...top(post.w, 8) };
    }
    yield [{ type: "done", share: wins / trials, ...first }, []];
  },
};

function neighbours(z, keys, n, d) {
  const found = Array.from({ length: n }, (_, m) => {
    let s = 0;
    for (let p = 0; p < d; p++) s += (z[p] - keys[m * d + p]) ** 2;
    return [Math.sqrt(s), m];
  }).sort((a, b) => a[0] - b[0]);
  return { nearest: found[0][1], distance: found[0][0], ratio: n > 1 && found[1][0] > 0 ? found[0][0] / found[1][0] : 1 };
}

let data = {};
onmessage = ({ data: message }) => {
  if (message.images) {
    data = { keys: Float32Array.from(message.images, (b) => b / 127.5 - 1), d: message.d };
    return;
  }
  const { id, kind, params, arrays } = message;
  try {
    for (const [meta, out] of JOBS[kind](params, arrays, data)) postMessage({ id, ...meta, arrays: out });
  } catch (error) {
    postMessage({ id, type: "error", message: error.message });
  }
};
