// The book's machines in the page, in a worker: typed arrays, sums in float64. Each function mirrors one of the
// package's (named in its comment), and the tests hold the two together. Noise always comes in from outside.
"use strict";
const CUT = -60; // nats below the largest logit: e^-60 is nothing in float64 (core/posterior.py)

// ---------------------------------------------------------------- posterior over a dictionary
// M keys of width D, one after the other, with |k|^2 / 2 of each (core/posterior.py: Dictionary)
class Dictionary {
  constructor(keys, D) {
    Object.assign(this, { keys, D, M: keys.length / D });
    this.half = Float64Array.from({ length: this.M }, (_, m) => dot(keys, m * D, keys, m * D, D) / 2);
  }
  first(n) {
    const part = Object.create(Dictionary.prototype);
    return Object.assign(part, { keys: this.keys, half: this.half, D: this.D, M: n });
  }
}

function dot(a, i, b, j, n) {
  let s = 0;
  for (let p = 0; p < n; p++) s += a[i + p] * b[j + p];
  return s;
}

// w_m proportional to exp(-|q - k_m|^2 / 2 sigma^2); |q|^2 is common to all and left out
function weights(q, { keys, half, D, M }, sigma) {
  const w = new Float64Array(M), s2 = sigma * sigma;
  let max = -Infinity, sum = 0;
  for (let m = 0; m < M; m++) if ((w[m] = (dot(q, 0, keys, m * D, D) - half[m]) / s2) > max) max = w[m];
  for (let m = 0; m < M; m++) sum += w[m] = w[m] - max < CUT ? 0 : Math.exp(w[m] - max);
  for (let m = 0; m < M; m++) w[m] /= sum;
  return w;
}

function mean(w, { keys, D }) {
  const out = new Float64Array(D);
  for (let m = 0; m < w.length; m++) if (w[m] > 0) for (let p = 0; p < D; p++) out[p] += w[m] * keys[m * D + p];
  return out;
}

const effective = (w) => 1 / w.reduce((sum, x) => sum + x * x, 0);

// The k largest weights: [weights, indices], largest first
function top(w, k) {
  const best = [];
  for (let m = 0; m < w.length; m++) {
    if (best.length === k && w[m] <= w[best[k - 1]]) continue;
    let at = best.length;
    while (at > 0 && w[best[at - 1]] < w[m]) at--;
    best.splice(at, 0, m);
    if (best.length > k) best.pop();
  }
  return [best.map((m) => w[m]), best];
}

// What a lab says about a noisy image (ideal.py: IdealDenoiser.posterior with top_k)
function consult(z, dictionary, sigma, k) {
  const w = weights(z, dictionary, sigma), [top_w, top_i] = top(w, Math.min(k, w.length));
  return { x0_hat: mean(w, dictionary), effective: effective(w), top_w, top_i };
}

// ---------------------------------------------------------------- samplers (diffusion.py)
// Noise levels, then 0 (diffusion.schedule): of Karras et al. (2022), eq. 5, or equally spaced times of a VP clock
function schedule(steps, low, high, name = "edm") {
  need(name === "edm" || SIGNAL[name], `schedule must be one of edm, ${Object.keys(SIGNAL).join(", ")}, got '${name}'`);
  return [...(name === "edm" ? edm(steps, low, high) : equallySpaced(steps, low, high, SIGNAL[name])), 0];
}

function edm(steps, low, high, rho = 7) {
  const a = high ** (1 / rho), b = low ** (1 / rho), n = Math.max(steps, 2);
  return Array.from({ length: n }, (_, i) => (a + (i / (n - 1)) * (b - a)) ** rho).slice(0, steps);
}

// Signal power at t in [0, 1], 0 clean (diffusion.py: abar_cosine, abar_legacy, abar_linear)
const LATE = 0.008, quarter = (t) => Math.cos((Math.PI / 2) * (t / (1 + LATE))) ** 2;
const SIGNAL = { cosine: (t) => quarter(t + LATE) / quarter(LATE), legacy: quarter,
  linear: (t) => Math.exp(interpolate(t, beta.map((_, k) => k / 1000), beta)) };
const beta = [0]; // its logarithm after k steps, betas from 1e-4 to 0.02
for (let k = 0; k < 1000; k++) beta.push(beta[k] + Math.log1p(-(1e-4 + (k / 999) * (0.02 - 1e-4))));

// The value at x of the line through (xs, ys), xs rising; beyond the ends it stays
function interpolate(x, xs, ys) {
  const i = xs.findIndex((v) => v >= x);
  if (i <= 0) return ys.at(i); // -1: beyond the end
  return ys[i - 1] + ((x - xs[i - 1]) / (xs[i] - xs[i - 1])) * (ys[i] - ys[i - 1]);
}

function equallySpaced(steps, low, high, signal) {
  const level = (t) => Math.sqrt((1 - signal(t)) / signal(t)), clock = Array.from({ length: 4000 }, (_, i) => (i + 1) / 4000);
  const fine = clock.map(level), top = Math.min(high, fine.at(-1)), bottom = Math.max(low, fine[0]);
  need(bottom < top, `this schedule reaches levels from ${fine[0]} to ${fine.at(-1)}, got a range from ${low} to ${high}`);
  const logs = fine.map(Math.log), [start, end] = [top, bottom].map((s) => interpolate(Math.log(s), logs, clock));
  return Array.from({ length: steps }, (_, i) => level(start + (i / Math.max(1, steps - 1)) * (end - start)));
}

const along = (z, f) => Float64Array.from(z, (_, p) => f(p));

function euler(denoise, z, s, t, x) {
  return along(z, (p) => z[p] + ((t - s) * (z[p] - x[p])) / s);
}

function heun(denoise, z, s, t, x) {
  const z1 = euler(denoise, z, s, t, x);
  if (t === 0) return z1;
  const x1 = denoise(z1, t);
  return along(z, (p) => z[p] + ((t - s) * ((z[p] - x[p]) / s + (z1[p] - x1[p]) / t)) / 2);
}

function ancestral(denoise, z, s, t, x, fresh) {
  const up = (t * Math.sqrt(s * s - t * t)) / s, down = (t * t) / s; // up^2 + down^2 = t^2
  return along(z, (p) => x[p] + (down * (z[p] - x[p])) / s + (up ? up * fresh[p] : 0));
}

const METHODS = { euler, ddim: euler, heun, ancestral };

// ---------------------------------------------------------------- jobs: generators of [message, arrays]
let images = null; // Dictionary of the training images
let given = null; // bytes of a network's weights, where a lab has one
const points = new Map(); // CollapseLab's Gaussian points, by seed

function need(ok, message) {
  if (!ok) throw new Error(message);
}

function checkCount(n, name, low, high) {
  need(Number.isInteger(n) && n >= low && n <= high, `${name} must be a whole number from ${low} to ${high}, got ${n}`);
}

function checkSigma(sigma) {
  need(Number.isFinite(sigma) && sigma > 0, `sigma must be finite and > 0, got ${sigma}`);
}

function checkNoise(noise, count) {
  need(noise?.length === count, `noise must hold ${count} numbers, got ${noise?.length ?? 0}`);
  need(noise.every(Number.isFinite), "noise must be finite");
}

// NoiseLab: noise one training image, say what it was
function* denoise({ index, sigma, N, top: k }, [eps]) {
  checkCount(N, "N", 1, images.M), checkCount(index, "index", 0, N - 1), checkSigma(sigma), checkNoise(eps, images.D);
  const at = index * images.D, z = Float64Array.from(eps, (e, p) => images.keys[at + p] + sigma * e);
  const { x0_hat, ...said } = consult(z, images.first(N), sigma, k);
  yield [{ type: "done", ...said }, { z, x0_hat }];
}

// SamplerLab: a message for each step, then the verdict on the result
function* sample({ N, steps, method, sigma_min, sigma_max, schedule: clock, top: k }, [noise]) {
  checkCount(N, "N", 2, images.M), checkCount(steps, "steps", 1, 1000);
  need(METHODS[method], `method must be one of ${Object.keys(METHODS).join(", ")}, got '${method}'`);
  need(0 < sigma_min && sigma_min < sigma_max, `0 < sigma_min < sigma_max is required, got ${sigma_min} and ${sigma_max}`);
  const D = images.D, dictionary = images.first(N), sigmas = schedule(steps, sigma_min, sigma_max, clock);
  checkNoise(noise, D * (method === "ancestral" ? steps + 1 : 1));
  const guess = (z, s) => mean(weights(z, dictionary, s), dictionary);
  let z = Float64Array.from(noise.subarray(0, D), (e) => sigmas[0] * e);
  for (let k0 = 0; k0 < steps; k0++) {
    const [s, t] = [sigmas[k0], sigmas[k0 + 1]], { x0_hat, ...said } = consult(z, dictionary, s, k);
    yield [{ type: "step", step: k0, steps, sigma: s, ...said }, { z, x0_hat }];
    z = METHODS[method](guess, z, s, t, x0_hat, noise.subarray((k0 + 1) * D, (k0 + 2) * D));
  }
  yield [{ type: "done", ...verdict(z, dictionary) }, { z }];
}

// Nearest training image and nearest-neighbour ratio (core/metrics.py: nearest, nn_ratio)
function verdict(x, { keys, D, M }) {
  const d = Float64Array.from({ length: M }, (_, m) => {
    let s = 0;
    for (let p = 0; p < D; p++) s += (x[p] - keys[m * D + p]) ** 2;
    return Math.sqrt(s);
  });
  const [, [first, second]] = top(d.map((x) => -x), 2);
  return { nearest: first, distance: d[first], ratio: d[second] > 0 ? d[first] / d[second] : 1 };
}

// CollapseLab: each noise vector hides one of N points in d dimensions; whom does the posterior believe?
function* collapse({ seed, N, d, sigma, sizes, top: k }, [all, noise]) {
  if (all) points.clear(), points.set(seed, { all, noise });
  if (!points.has(seed)) return yield [{ type: "missing" }, {}];
  const { n, width, trials } = sizes, held = points.get(seed);
  checkCount(N, "N", 2, n), checkCount(d, "d", 2, width), checkSigma(sigma);
  checkNoise(held.all, n * width), checkNoise(held.noise, trials * width);
  const keys = new Float32Array(N * d);
  for (let m = 0; m < N; m++) keys.set(held.all.subarray(m * width, m * width + d), m * d);
  const dictionary = new Dictionary(keys, d), said = { true_w: [], effective: [], top_w: [], top_i: [] };
  for (let t = 0; t < trials; t++) {
    const a = (t % N) * d, z = along(keys.subarray(a, a + d), (p) => keys[a + p] + sigma * held.noise[t * width + p]);
    const w = weights(z, dictionary, sigma), [top_w, top_i] = top(w, Math.min(k, N));
    said.true_w.push(w[t % N]), said.effective.push(effective(w)), said.top_w.push(top_w), said.top_i.push(top_i);
  }
  yield [{ type: "done", ...said, curve: curve(d, n), sigma_c: collapseSigma(N, d) }, {}];
}

// Where one point out of N takes over (memorization.py: collapse_sigma)
const collapseSigma = (N, d) => 1 / Math.sqrt(Math.expm1((2 / d) * Math.log(N)));

function curve(d, n, count = 60) {
  const sizes = Array.from({ length: count }, (_, i) => Math.round(2 * (n / 2) ** (i / (count - 1))));
  return sizes.map((N) => [N, collapseSigma(N, d)]);
}

// ---------------------------------------------------------------- the worker: one message in, messages out, cancellable
const JOBS = { denoise, sample, collapse }, cancelled = new Set();
const REST = 12; // ms of work between two looks at the inbox
const pump = new MessageChannel(), waiting = [];
pump.port1.onmessage = () => waiting.shift()?.();
const rest = () => new Promise((go) => { waiting.push(go); pump.port2.postMessage(0); });

function post(id, message, arrays) {
  const names = Object.keys(arrays), buffers = names.map((name) => Float32Array.from(arrays[name]));
  postMessage({ id, ...message, names, buffers }, buffers.map((b) => b.buffer));
}

async function work({ id, task, params }, arrays) {
  need(JOBS[task], `task must be one of ${Object.keys(JOBS).join(", ")}, got '${task}'`);
  let since = performance.now();
  for (const [message, out] of JOBS[task](params, arrays)) {
    if (performance.now() - since > REST) await rest(), (since = performance.now());
    if (cancelled.delete(id)) return post(id, { type: "cancelled" }, {});
    post(id, message, out);
  }
}

function setImages(bytes, D) {
  images = new Dictionary(Float32Array.from(bytes, (b) => b / 127.5 - 1), D);
}

self.onmessage = ({ data }) => {
  if (data.type === "data") setImages(data.bytes, data.D), (given = data.weights);
  else if (data.type === "cancel") cancelled.add(data.job);
  else work(data, data.buffers).catch((error) => post(data.id, { type: "error", message: error.message }, {}));
};
