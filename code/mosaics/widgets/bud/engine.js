// BudLab's job in the page: a limb bud in which stripes form while it grows (fingers/digits.py), in
// the same order of operations, so that both come to the same pattern.
/** @import { Run } from "../shared/types" */
import { checkChoice, checkCount, checkNoise, need } from "../shared/engine/checks.js";
import { REST } from "../shared/engine/pace.js";
import { digits, extent, FIRST, INNER, LAST, REFERENCE, tipOf } from "./arc.js";

const GROWS = 1200, // time in which the bud grows, and time after that
  WAITS = 600;
const NOISE = 0.02; // amplitude at the start
const [ALPHA, BETA, R1, RATIO] = [0.899, -0.91, 3.5, 0.516];
const SLICE = 200; // steps between two looks at the clock

/**
 * @typedef {object} Params
 * @property {number} delta
 * @property {number} theta
 * @property {string} fan
 * @property {number} looks
 */

/**
 * Where each point lies: whether inside, when it joins, and the diffusion constant there
 * @param {Params} params
 */
function places({ delta, theta, fan }) {
  const [H, W] = extent(theta),
    [row, column] = tipOf(theta),
    joins = new Float64Array(H * W).fill(Infinity),
    constants = new Float64Array(H * W).fill(delta);
  for (let p = 0; p < H * W; p++) {
    const x = (p % W) - column,
      y = row - Math.floor(p / W),
      r = Math.hypot(x, y),
      inside = Math.abs((Math.atan2(x, y) * 180) / Math.PI) <= theta && r >= INNER && r <= LAST;
    if (inside) joins[p] = Math.max(0, (r - FIRST) / (LAST - FIRST)) * GROWS;
    if (fan === "on") constants[p] = delta * (Math.min(LAST, Math.max(INNER, r)) / REFERENCE) ** 2;
  }
  const inside = [...joins.keys()].filter((p) => joins[p] < Infinity);
  const all = Int32Array.from(inside.sort((a, b) => joins[a] - joins[b]));
  return { H, W, joins, constants, all };
}

class Tissue {
  joined = 0; // how many points, in the order in which they join

  /** @param {Params} params @param {Float32Array} noise */
  constructor(params, noise) {
    const { H, W, joins, constants, all } = places(params),
      size = H * W;
    this.W = W;
    this.joins = joins;
    this.constants = constants;
    this.all = all;
    this.dt = Math.min(0.2 / Math.max(...Array.from(all, (p) => constants[p])), 0.1);
    this.u = Float64Array.from(noise.subarray(0, size), (e) => e * NOISE);
    this.v = Float64Array.from(noise.subarray(size), (e) => e * NOISE);
    this.du = new Float64Array(size);
    this.dv = new Float64Array(size);
    this.between = new Float64Array(4 * size); // constants to the four neighbours that have joined
    this.beside = [W, -W, 1, -1];
  }

  /** Points whose time has come take the mean of those beside them. @param {number} tau */
  join(tau) {
    const { all, joins, u, v, W, dt, constants, between, beside } = this,
      first = this.joined;
    while (this.joined < all.length && joins[all[this.joined]] <= tau) this.joined++;
    for (const p of all.slice(first, this.joined)) {
      let [number, sumU, sumV] = [0, 0, 0];
      for (const row of [-W, 0, W])
        for (const q of [p + row - 1, p + row, p + row + 1]) {
          if (joins[q] > tau - dt) continue;
          number++;
          sumU += u[q];
          sumV += v[q];
        }
      if (joins[p] <= tau - dt || !number) continue; // it was there from the start, or is alone
      u[p] += sumU / number;
      v[p] += sumV / number;
    }
    for (const p of all.slice(first, this.joined))
      beside.forEach((step, k) => {
        const q = p + step;
        if (joins[q] > tau) return;
        between[4 * p + k] = (constants[p] + constants[q]) / 2;
        between[4 * q + (k ^ 1)] = between[4 * p + k];
      });
  }

  /** One explicit step. @param {number} tau */
  step(tau) {
    if (this.joined < this.all.length) this.join(tau);
    this.spread();
    const { u, v, du, dv, all, joined, dt } = this;
    for (let i = 0; i < joined; i++) {
      const p = all[i],
        a = u[p],
        b = v[p],
        cubic = ALPHA * R1 * a * b * b;
      u[p] = a + dt * (ALPHA * a + b - cubic + RATIO * du[p]);
      v[p] = b + dt * (BETA * b - ALPHA * a + cubic + dv[p]);
    }
  }

  /** What diffusion brings to each point. */
  spread() {
    const { u, v, du, dv, between, all, joined, W } = this;
    for (let i = 0; i < joined; i++) {
      const p = all[i],
        a = u[p],
        b = v[p],
        down = between[4 * p],
        up = between[4 * p + 1],
        right = between[4 * p + 2],
        left = between[4 * p + 3];
      du[p] =
        down * (u[p + W] - a) +
        up * (u[p - W] - a) +
        right * (u[p + 1] - a) +
        left * (u[p - 1] - a);
      dv[p] =
        down * (v[p + W] - b) +
        up * (v[p - W] - b) +
        right * (v[p + 1] - b) +
        left * (v[p - 1] - b);
    }
  }

  /** The activator, 0 where nothing has joined. */
  seen() {
    const out = new Float64Array(this.u.length);
    for (const p of this.all.slice(0, this.joined)) out[p] = this.u[p];
    return out;
  }
}

/**
 * The bud at each of `looks` moments of its growth, at the end its digits too.
 * @param {Params} params @param {Float32Array[]} arrays @returns {Run}
 */
export function* grow(params, [noise]) {
  const { delta, theta, fan, looks } = params;
  need(delta >= 0.5 && delta <= 10, `delta must be between 0.5 and 10, got ${delta}`);
  checkCount(theta, "theta", 5, 85);
  checkCount(looks, "looks", 1, 100);
  checkChoice(fan, ["on", "off"], "fan");
  const [H, W] = extent(theta);
  checkNoise(noise, 2 * H * W);
  const tissue = new Tissue(params, noise),
    steps = Math.round((GROWS + WAITS) / tissue.dt);
  let since = performance.now();
  for (let look = 1, step = 0; look <= looks; look++) {
    for (const end = Math.floor((steps * look) / looks); step < end; step++) {
      tissue.step((step + 1) * tissue.dt);
      if (step % SLICE || performance.now() - since < REST) continue;
      yield [{ type: "step", part: step / steps }, {}];
      since = performance.now();
    }
    yield [{ type: "step", part: look / looks }, { u: tissue.seen() }];
  }
  const u = tissue.seen();
  yield [{ type: "done", digits: digits(u, theta).length }, { u }];
}
