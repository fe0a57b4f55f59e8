// How a network is trained (networks/trainer.py): its first weights, its batches, its schedule.
// Draws come in from outside.
/** @import { Dictionary } from "../shared/engine/posterior.js" */
/** @import { stream } from "../shared/state/draws.js" */
/** @import { Network } from "./network.js" */
import { LATE } from "../shared/engine/sampling.js";
import { T_MIN } from "./network.js";

/** @typedef {ReturnType<typeof stream>} Draws */
/**
 * The end of a training, whichever comes first.
 * @typedef {{ seconds: number, steps?: number }} Budget
 */

export const BATCH = 32,
  WINDOW = 100; // images; steps whose losses are told as one
const RATE = 1.5e-3,
  WARM_UP = 200,
  EMA = 0.999; // steps, share

/**
 * The part of the budget that is spent.
 * @param {Budget} budget @param {number} seconds @param {number} step
 */
export const share = (budget, seconds, step) =>
  Math.min(1, Math.max(seconds / budget.seconds, step / (budget.steps ?? Infinity)));

/**
 * The learning rate of a step, the first is 0, at this part of the budget.
 * @param {number} step @param {number} spent
 */
export const rate = (step, spent) =>
  RATE * Math.min(1, (step + 1) / WARM_UP) * (0.5 + 0.5 * Math.cos(Math.PI * spent));

/** What the average of the weights keeps after so many steps. @param {number} step */
export const keep = (step) => Math.min(EMA, step / (step + 10));

/**
 * Which of `looks` looks is due: look k when the part (k / looks)^3 is done, the last at the end;
 * a share that rounding left under 1 is not the end (training/__init__.py: due).
 * @param {number} looks @param {number} done
 */
export const due = (looks, done) =>
  done >= 1 ? looks : Math.min(looks - 1, Math.floor(looks * Math.cbrt(done) + 1e-9));

/**
 * A fresh network: uniform in +-1 / sqrt(inputs), quiet residuals, a first guess near 0
 * (networks/layers.py: draw, quieten).
 * @param {Network} net @param {Draws} draws
 */
export function draw(net, { uniform }) {
  net.fill((layer, k) => {
    const {
        side,
        real: [inputs, outputs],
      } = layer,
      fan = inputs * side * side,
      bias = k >= fan * outputs,
      value = (2 * uniform() - 1) / Math.sqrt(fan);
    if (layer === net.last) return bias ? 0 : 0.1 * value;
    return net.middle.includes(layer) && !bias ? 0.5 * value : value;
  });
}

/**
 * A batch: noisy images x_t, their times, spread evenly, and their velocities v = a eps - b x_0
 * (trainer.py: _loss)
 * @param {Dictionary} images @param {Draws} draws
 */
export function batch({ keys, D, M }, { uniform, normals }) {
  const chosen = Array.from({ length: BATCH }, () => Math.floor(M * uniform())),
    t = Float64Array.from(chosen, (_, b) => T_MIN + ((1 - T_MIN) * (b + uniform())) / BATCH),
    noise = normals(new Float32Array(BATCH * D)),
    xt = new Float32Array(BATCH * D),
    v = new Float32Array(BATCH * D);
  for (const [b, m] of chosen.entries()) {
    const angle = ((Math.PI / 2) * t[b]) / (1 + LATE),
      [signal, sigma] = [Math.cos(angle), Math.sin(angle)];
    for (let p = 0; p < D; p++) {
      const i = b * D + p,
        x = keys[m * D + p];
      xt[i] = signal * x + sigma * noise[i];
      v[i] = signal * noise[i] - sigma * x;
    }
  }
  return { xt, t, v };
}

/**
 * A training under way: the network learns in steps; what has been said of it in Python's words
 * (trainer.py: Progress)
 */
export class Training {
  step = 0;
  seconds = 0; // of training
  /** @type {number[]} */
  losses = [];
  /** @type {[seconds: number, step: number, loss: number][]} */
  log = [];

  /** @param {Network} net @param {Dictionary} images @param {Budget} budget @param {Draws} draws */
  constructor(net, images, budget, draws) {
    this.net = net;
    this.images = images;
    this.budget = budget;
    this.draws = draws;
    draw(net, draws);
  }

  get done() {
    return share(this.budget, this.seconds, this.step);
  }

  /** Of the last 100 steps; null before the first. */
  get loss() {
    const { losses } = this;
    return losses.length ? losses.reduce((a, b) => a + b) / losses.length : null;
  }

  advance() {
    const start = performance.now(),
      learning = rate(this.step, this.done),
      loss = this.net.loss(batch(this.images, this.draws));
    this.step++;
    this.net.update(learning, keep(this.step));
    this.seconds += (performance.now() - start) / 1000;
    if (!Number.isFinite(loss)) throw new Error(`the loss is ${loss} at step ${this.step}`);
    this.losses = [...this.losses, loss].slice(-WINDOW);
    if (this.step % WINDOW === 0) this.log.push([this.seconds, this.step, this.loss ?? loss]);
  }

  /** What a message says of it. */
  get facts() {
    const { step, seconds, done, loss } = this;
    return { step, seconds, done, loss };
  }
}
