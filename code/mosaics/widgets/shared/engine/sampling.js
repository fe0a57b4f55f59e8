// Noise levels and samplers (diffusion.py).
/** @import { Denoise, Doubles, Numbers } from "../types" */
import { checkChoice, checkCount, checkLevels, need } from "./checks.js";

/**
 * Noise levels, then 0 (diffusion.schedule): of Karras et al. (2022), eq. 5, or equally spaced
 * times of a VP clock
 * @param {number} steps @param {number} low @param {number} high
 */
export function schedule(steps, low, high, name = "edm") {
  need(
    name === "edm" || SIGNAL[name],
    `schedule must be one of edm, ${Object.keys(SIGNAL).join(", ")}, got '${name}'`,
  );
  const falling =
    name === "edm" ? edm(steps, low, high) : equallySpaced(steps, low, high, SIGNAL[name]);
  return [...falling, 0];
}

/** @param {number} steps @param {number} low @param {number} high */
function edm(steps, low, high, rho = 7) {
  const a = high ** (1 / rho),
    b = low ** (1 / rho),
    n = Math.max(steps, 2);
  return Array.from({ length: n }, (_, i) => (a + (i / (n - 1)) * (b - a)) ** rho).slice(0, steps);
}

export const LATE = 0.008;

/** @param {number} t */
const quarter = (t) => Math.cos((Math.PI / 2) * (t / (1 + LATE))) ** 2;

// Logarithm of the linear clock's signal power after k steps, betas from 1e-4 to 0.02
const beta = [0];
for (let k = 0; k < 1000; k++) beta.push(beta[k] + Math.log1p(-(1e-4 + (k / 999) * (0.02 - 1e-4))));

/**
 * Signal power at t in [0, 1], 0 clean (diffusion.py: abar_cosine, abar_legacy, abar_linear)
 * @type {Record<string, (t: number) => number>}
 */
const SIGNAL = {
  cosine: (t) => quarter(t + LATE) / quarter(LATE),
  legacy: quarter,
  linear: (t) =>
    Math.exp(
      interpolate(
        t,
        beta.map((_, k) => k / 1000),
        beta,
      ),
    ),
};

/**
 * The value at x of the line through (xs, ys), xs rising; beyond the ends it stays
 * @param {number} x @param {number[]} xs @param {number[]} ys @returns {number}
 */
function interpolate(x, xs, ys) {
  const i = xs.findIndex((v) => v >= x);
  if (i === 0) return ys[0];
  if (i < 0) return ys[ys.length - 1];
  return ys[i - 1] + ((x - xs[i - 1]) / (xs[i] - xs[i - 1])) * (ys[i] - ys[i - 1]);
}

/**
 * @param {number} steps
 * @param {number} low
 * @param {number} high
 * @param {(t: number) => number} signal
 */
function equallySpaced(steps, low, high, signal) {
  /** @param {number} t */
  const level = (t) => Math.sqrt((1 - signal(t)) / signal(t));
  const clock = Array.from({ length: 4000 }, (_, i) => (i + 1) / 4000),
    fine = clock.map(level);
  const last = fine[fine.length - 1],
    most = Math.min(high, last),
    least = Math.max(low, fine[0]);
  need(
    least < most,
    `this schedule reaches levels from ${fine[0]} to ${last}, got a range from ${low} to ${high}`,
  );
  const logs = fine.map(Math.log),
    [start, end] = [most, least].map((s) => interpolate(Math.log(s), logs, clock));
  return Array.from({ length: steps }, (_, i) =>
    level(start + (i / Math.max(1, steps - 1)) * (end - start)),
  );
}

/** @param {Numbers} z @param {(p: number) => number} f */
export const along = (z, f) => Float64Array.from({ length: z.length }, (_, p) => f(p));

/**
 * One step of a sampler, from noise level s to t, with the guess x at s and fresh noise for those
 * that add some
 * @typedef {(denoise: Denoise, z: Numbers, s: number, t: number, x: Numbers, fresh: Numbers) =>
 * Doubles} Step
 */

/** @param {Numbers} z @param {number} s @param {number} t @param {Numbers} x */
export function euler(z, s, t, x) {
  return along(z, (p) => z[p] + ((t - s) * (z[p] - x[p])) / s);
}

/** @type {Step} */
function heun(denoise, z, s, t, x) {
  const z1 = euler(z, s, t, x);
  if (t === 0) return z1;
  const x1 = denoise(z1, t);
  return along(z, (p) => z[p] + ((t - s) * ((z[p] - x[p]) / s + (z1[p] - x1[p]) / t)) / 2);
}

/** @type {Step} */
function ancestral(denoise, z, s, t, x, fresh) {
  const up = (t * Math.sqrt(s * s - t * t)) / s,
    down = (t * t) / s; // up^2 + down^2 = t^2
  return along(z, (p) => x[p] + (down * (z[p] - x[p])) / s + (up ? up * fresh[p] : 0));
}

/** @type {Step} */
const eulerStep = (denoise, z, s, t, x) => euler(z, s, t, x);

/** @type {Record<string, Step>} */
export const METHODS = { euler: eulerStep, ddim: eulerStep, heun, ancestral };

/**
 * What a sampler's job is asked with
 * @typedef {object} Sampling
 * @property {number} N
 * @property {number} steps
 * @property {string} method
 * @property {number} sigma_min
 * @property {number} sigma_max
 * @property {string} [schedule]
 */

/**
 * Refuses what no sampler can do with `most` images of which it needs `least`.
 * @param {Sampling} params @param {number} least @param {number} most
 */
export function checkSampling({ N, steps, method, sigma_min, sigma_max }, least, most) {
  checkCount(N, "N", least, most);
  checkCount(steps, "steps", 1, 1000);
  checkChoice(method, Object.keys(METHODS), "method");
  checkLevels(sigma_min, sigma_max);
}
