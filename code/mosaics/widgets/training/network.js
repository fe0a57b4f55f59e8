// A residual network that learns (networks/architectures.py: ResNet), by train.wasm: its weights, their gradients and
// what AdamW keeps of them lie in the kernel's memory, each laid out alike, and never leave it.
/** @import { Numbers, Shape } from "../shared/types" */
import { need } from "../shared/engine/checks.js";
import { LATE } from "../shared/engine/sampling.js";
import KERNEL from "./train.wasm";

const LAYERS = Uint8Array.from(atob(KERNEL), (c) => c.charCodeAt(0));
const GROUP = 8; // of train.c: outputs that go together
const TIMES = 64; // numbers that tell the layers the time (networks/layers.py)
export const T_MIN = 0.02; // training covers the times T_MIN ... 1
const BETAS = [0.9, 0.999]; // of AdamW, as train.c has them

/** A set of numbers, one for each weight, of a network in training. */
export const SETS = /** @type {const} */ (["weights", "gradient", "mean", "square", "average"]);
/** @typedef {typeof SETS[number]} Set */

/**
 * `padding` "zeros" or "circular"
 * @typedef {{ width: number, depth: number, padding: string }} Config
 */

/**
 * A convolution or, where `side` is 1, a linear layer: channels as the kernel has them, and those
 * that it is of, which are fewer; where its numbers stand in each set.
 * @typedef {object} Layer
 * @property {number} side
 * @property {number} inputs
 * @property {number} outputs
 * @property {[inputs: number, outputs: number]} real
 * @property {number} weights
 * @property {number} bias
 */

/**
 * What train.wasm exports; addresses are in bytes
 * @typedef {object} Calls
 * @property {WebAssembly.Memory} memory
 * @property {() => number} base
 * @property {(image: number, shift: number, to: number, H: number, W: number, n: number, border: number,
 *   wrap: number, rectify: number) => void} spread
 * @property {(x: number, weights: number, bias: number, to: number, residual: number, side: number,
 *   H: number, W: number, inputs: number, outputs: number) => void} convolve
 * @property {(x: number, d: number, weights: number, bias: number, side: number, H: number,
 *   W: number, inputs: number, outputs: number) => void} gradient
 * @property {(weights: number, to: number, side: number, inputs: number, outputs: number) => void} turn
 * @property {(d: number, seen: number, to: number, count: number) => void} mask
 * @property {(d: number, to: number, shift: number, area: number, n: number) => void} fold
 * @property {(x: number, count: number) => number} squares
 * @property {(w: number, g: number, m: number, s: number, average: number, count: number,
 *   scale: number, rate: number, correction: number, keep: number) => void} adam
 */

/** @param {number} n @param {number} of */
const whole = (n, of) => of * Math.ceil(n / of);

/** @returns {Calls} */
function load() {
  const able = globalThis.WebAssembly && WebAssembly.validate(LAYERS);
  need(able, "training needs WebAssembly with SIMD, and this browser has none");
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(LAYERS));
  return /** @type {Calls} */ (/** @type {unknown} */ (exports));
}

export class Network {
  /**
   * For images of this shape, at most `batch` of them at once; all weights are 0.
   * @param {Config} config @param {Shape} shape @param {number} batch
   */
  constructor(config, shape, batch) {
    const { width, depth } = config,
      [C] = shape;
    this.calls = load();
    this.shape = shape;
    this.batch = batch;
    this.wrap = Number(config.padding === "circular");
    this.wide = whole(width, GROUP);
    this.free = (this.calls.base() + 15) & ~15;
    this.count = 0;
    const times = Array.from({ length: depth }, (_, k) => k);
    this.mix = this.layer(1, TIMES, TIMES);
    this.first = this.layer(3, C, width);
    this.middle = times.map(() => this.layer(3, width, width));
    this.shifts = [...times, depth].map(() => this.layer(1, TIMES, width));
    this.last = this.layer(1, width, C);
    this.at = /** @type {Record<Set, number>} */ (
      Object.fromEntries(SETS.map((set) => [set, this.room(this.count)]))
    );
    this.rooms(batch);
    this.steps = 0;
  }

  /** All layers, as PyTorch lists them. */
  get layers() {
    return [this.mix, this.first, ...this.middle, ...this.shifts, this.last];
  }

  /** Memory for what is computed with the weights. @param {number} batch */
  rooms(batch) {
    const [, H, W] = this.shape,
      { wide, shifts } = this,
      area = H * W,
      around = (H + 2) * (W + 2);
    const told = batch * TIMES,
      all = batch * shifts.length * wide;
    this.image = this.room(area * this.first.inputs);
    this.none = this.room(Math.max(TIMES, wide));
    this.seen = [this.first, ...this.middle].map(({ inputs }) => this.room(around * inputs));
    this.seen.push(this.room(area * wide));
    this.sums = this.middle.map(() => this.room(area * wide));
    this.state = this.room(area * wide);
    this.out = this.room(area * this.last.outputs);
    this.waves = this.room(told);
    this.mixed = this.room(told);
    this.told = this.room(told);
    this.shift = this.room(all);
    this.dOut = this.room(area * this.last.outputs);
    this.dState = this.room(area * wide);
    this.dSum = this.room(area * wide);
    this.dSeen = this.room(around * wide);
    this.dShift = this.room(all);
    this.dTold = this.room(told);
    this.dMore = this.room(told);
    this.back = [...this.middle, ...this.shifts, this.last].map(({ side, inputs, outputs }) =>
      this.room(side * side * whole(inputs, GROUP) * outputs),
    );
  }

  /** The address of so many numbers more, all 0. @param {number} count */
  room(count) {
    const at = this.free,
      { memory } = this.calls,
      have = memory.buffer.byteLength;
    this.free += (4 * count + 15) & ~15;
    if (this.free > have) memory.grow(Math.ceil((this.free - have) / 65536));
    return at;
  }

  /** @param {number} at @param {number} count */
  view(at, count) {
    return new Float32Array(this.calls.memory.buffer, at, count);
  }

  /** @param {number} side @param {number} inputs @param {number} outputs @returns {Layer} */
  layer(side, inputs, outputs) {
    const all = [whole(inputs, 4), whole(outputs, GROUP)],
      weights = this.count,
      bias = weights + side * side * all[0] * all[1];
    this.count = bias + all[1];
    return { side, inputs: all[0], outputs: all[1], real: [inputs, outputs], weights, bias };
  }

  // ---------------------------------------------------------------- its numbers
  /**
   * Where in a set PyTorch's numbers of a layer stand: weight (outputs, inputs, side, side), then
   * bias.
   * @param {Layer} layer
   */
  *places({ side, inputs, real, weights, bias }) {
    const points = side * side;
    for (let o = 0; o < real[1]; o++) {
      for (let c = 0; c < real[0]; c++) {
        for (let p = 0; p < points; p++) {
          const row = (Math.floor(o / GROUP) * points + p) * inputs + c;
          yield weights + row * GROUP + (o % GROUP);
        }
      }
    }
    for (let o = 0; o < real[1]; o++) yield bias + o;
  }

  /** A set's numbers in the order of PyTorch's state_dict. @param {Set} set */
  numbers(set) {
    const all = this.view(this.at[set], this.count);
    return Float32Array.from(
      this.layers.flatMap((layer) => Array.from(this.places(layer), (at) => all[at])),
    );
  }

  /**
   * Sets the weights, and their average with them: `next(layer)` gives one after the other.
   * @param {(layer: Layer, k: number) => number} next
   */
  fill(next) {
    const [weights, average] = [this.at.weights, this.at.average].map((at) =>
      this.view(at, this.count),
    );
    for (const layer of this.layers) {
      let k = 0;
      for (const at of this.places(layer)) weights[at] = next(layer, k++);
    }
    average.set(weights);
  }

  // ---------------------------------------------------------------- forward
  /**
   * A layer on what `spread` has made.
   * @param {Layer} layer @param {Set} set @param {number} x @param {number} to
   * @param {{ residual?: number, H?: number, W?: number }} [how]
   */
  apply(layer, set, x, to, { residual = 0, H = this.shape[1], W = this.shape[2] } = {}) {
    const { side, inputs, outputs, weights, bias } = layer,
      at = this.at[set];
    this.calls.convolve(
      x,
      at + 4 * weights,
      at + 4 * bias,
      to,
      residual,
      side,
      H,
      W,
      inputs,
      outputs,
    );
  }

  /** What each layer is told at these times, a row an image. @param {Numbers} times @param {Set} set */
  tell(times, set) {
    const n = times.length,
      { waves, mixed, told, shift, wide, shifts } = this,
      half = TIMES / 2,
      angles = this.view(waves, n * TIMES),
      row = { H: 1, W: n };
    for (let b = 0; b < n; b++) {
      for (let k = 0; k < half; k++) {
        const angle = times[b] * 200 ** (k / (half - 1));
        angles[b * TIMES + k] = Math.sin(angle);
        angles[b * TIMES + half + k] = Math.cos(angle);
      }
    }
    this.apply(this.mix, set, waves, mixed, row);
    const all = this.view(told, n * TIMES);
    all.set(this.view(mixed, n * TIMES).map((v) => v / (1 + Math.exp(-v))));
    for (const [k, layer] of shifts.entries()) {
      this.apply(layer, set, told, shift + 4 * k * this.batch * wide, row);
    }
  }

  /** What layer k is told of image b. @param {number} at @param {number} k @param {number} b */
  word(at, k, b) {
    return at + 4 * (k * this.batch + b) * this.wide;
  }

  /**
   * F(x_t, t) of an image x_t, to `out`; t as image b was told it.
   * @param {Numbers} xt @param {number} from where the image begins in it
   * @param {number} b @param {Set} set
   */
  velocity(xt, from, b, set) {
    const [C, H, W] = this.shape,
      { calls, wide, seen, state, shift, middle, first } = this,
      image = this.view(this.image, H * W * first.inputs);
    for (let c = 0; c < C; c++) {
      for (let p = 0; p < H * W; p++) image[p * first.inputs + c] = xt[from + c * H * W + p];
    }
    calls.spread(this.image, this.none, seen[0], H, W, first.inputs, 1, this.wrap, 0);
    this.apply(first, set, seen[0], state);
    for (const [k, layer] of middle.entries()) {
      const to = seen[k + 1];
      calls.spread(state, this.word(shift, k, b), to, H, W, wide, 1, this.wrap, 0);
      this.apply(layer, set, to, this.sums[k], { residual: state });
    }
    const end = middle.length;
    calls.spread(state, this.word(shift, end, b), seen[end + 1], H, W, wide, 0, 0, 1);
    this.apply(this.last, set, seen[end + 1], this.out);
    return this.view(this.out, H * W * this.last.outputs);
  }

  /**
   * The best guess x0_hat of an image at noise level sigma (architectures.py: Network.forward), by
   * the average of the weights; its time must be told before (`tellLevel`).
   * @param {Numbers} z @param {number} sigma
   */
  guess(z, sigma) {
    const [, H, W] = this.shape,
      area = H * W,
      wide = this.last.outputs,
      a = 1 / Math.sqrt(1 + sigma * sigma),
      b = sigma * a,
      xt = Float32Array.from(z, (v) => a * v),
      v = this.velocity(xt, 0, 0, "average");
    return Float64Array.from(
      xt,
      (x, i) => a * x - b * v[(i % area) * wide + Math.floor(i / area)],
    );
  }

  /** Tells the layers a noise level. @param {number} sigma */
  tellLevel(sigma) {
    const t = ((2 * (1 + LATE)) / Math.PI) * Math.atan(sigma);
    this.tell([Math.min(1, Math.max(T_MIN, t))], "average");
  }

  // ---------------------------------------------------------------- backward
  /** Adds to a layer's gradient. @param {Layer} layer @param {number} x @param {number} d */
  add(layer, x, d, [, H, W] = this.shape) {
    const { side, inputs, outputs, weights, bias } = layer,
      at = this.at.gradient;
    this.calls.gradient(x, d, at + 4 * weights, at + 4 * bias, side, H, W, inputs, outputs);
  }

  /** From a layer's outputs back to its inputs. @param {number} k among those of `back` @param {Layer} layer */
  lead(k, { side, inputs, outputs }, /** @type {number} */ d, /** @type {number} */ to, [, H, W] = this.shape) {
    const wide = whole(inputs, GROUP);
    this.calls.convolve(d, this.back[k], this.none, to, 0, side, H, W, outputs, wide);
  }

  /** Image b, whose layers are still there and whose gradient of `out` stands in dOut. @param {number} b */
  learn(b) {
    const [, H, W] = this.shape,
      { calls, wide, middle, seen, dOut, dState, dSum, dSeen } = this,
      end = middle.length,
      size = H * W * wide;
    this.view(dState, size).fill(0);
    this.add(this.last, seen[end + 1], dOut);
    this.lead(this.back.length - 1, this.last, dOut, dSum);
    calls.mask(dSum, seen[end + 1], dSum, size);
    calls.fold(dSum, dState, this.word(this.dShift, end, b), H * W, wide);
    for (let k = end - 1; k >= 0; k--) {
      calls.mask(dState, this.sums[k], dSum, size);
      this.add(middle[k], seen[k + 1], dSum);
      calls.spread(dSum, this.none, dSeen, H, W, wide, 1, this.wrap, 0);
      this.lead(k, middle[k], dSeen, dSum);
      calls.fold(dSum, dState, this.word(this.dShift, k, b), H * W, wide);
    }
    this.add(this.first, seen[0], dState);
  }

  /** The clock's part, once all n images have been learnt from. @param {number} n */
  learnTime(n) {
    const row = /** @type {Shape} */ ([0, 1, n]),
      { dTold, dMore, mixed, shifts, middle } = this,
      d = this.view(dTold, n * TIMES).fill(0),
      more = this.view(dMore, n * TIMES);
    for (const [k, layer] of shifts.entries()) {
      const at = this.word(this.dShift, k, 0);
      this.add(layer, this.told, at, row);
      this.lead(middle.length + k, layer, at, dMore, row);
      for (let i = 0; i < d.length; i++) d[i] += more[i];
    }
    const before = this.view(mixed, n * TIMES);
    for (let i = 0; i < d.length; i++) {
      const s = 1 / (1 + Math.exp(-before[i])); // silu'(x) = s (1 + x (1 - s))
      d[i] *= s * (1 + before[i] * (1 - s));
    }
    this.add(this.mix, this.waves, dTold, row);
  }

  /**
   * The loss of a batch, mean |F - v|^2, and its gradient.
   * @param {{ xt: Float32Array, t: Float64Array, v: Float32Array }} batch
   */
  loss({ xt, t, v }) {
    const [C, H, W] = this.shape,
      area = H * W,
      D = C * area,
      n = t.length,
      wide = this.last.outputs,
      dOut = this.view(this.dOut, area * wide);
    this.view(this.at.gradient, this.count).fill(0);
    this.view(this.dShift, this.batch * this.shifts.length * this.wide).fill(0);
    for (const [k, { side, inputs, outputs, weights }] of [...this.middle, ...this.shifts, this.last].entries()) {
      this.calls.turn(this.at.weights + 4 * weights, this.back[k], side, inputs, outputs);
    }
    this.tell(t, "weights");
    let sum = 0;
    for (let b = 0; b < n; b++) {
      const out = this.velocity(xt, b * D, b, "weights");
      for (let i = 0; i < D; i++) {
        const at = (i % area) * wide + Math.floor(i / area),
          far = out[at] - v[b * D + i];
        sum += far * far;
        dOut[at] = (2 * far) / (n * D);
      }
      this.learn(b);
    }
    this.learnTime(n);
    return sum / (n * D);
  }

  /**
   * One step of AdamW along the gradient, clipped at norm 1; `keep`: what the average keeps.
   * @param {number} rate @param {number} keep
   */
  update(rate, keep) {
    const { at, count, calls } = this,
      norm = Math.sqrt(calls.squares(at.gradient, count)),
      [mean, square] = BETAS.map((beta) => 1 - beta ** (this.steps + 1));
    this.steps++;
    calls.adam(
      at.weights,
      at.gradient,
      at.mean,
      at.square,
      at.average,
      count,
      Math.min(1, 1 / (norm + 1e-6)),
      rate / mean,
      1 / Math.sqrt(square),
      keep,
    );
  }
}
