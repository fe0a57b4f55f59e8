// Layers that learn, by train.wasm: their weights, the gradients and what AdamW keeps of them lie
// in the kernel's memory, each set laid out alike, and never leave it.
import { need } from "../shared/engine/checks.js";
import { Kernel } from "../shared/engine/kernel.js";
import KERNEL from "./train.wasm";

const LAYERS = Uint8Array.from(atob(KERNEL), (c) => c.charCodeAt(0));
const GROUP = 8; // of train.c: outputs that go together
const BETAS = [0.9, 0.999]; // of AdamW, as train.c has them

/** A set of numbers, one for each weight, of a network in training. */
export const SETS = /** @type {const} */ (["weights", "gradient", "mean", "square", "average"]);
/** @typedef {typeof SETS[number]} Set */

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
 * @property {(image: number, shift: number, to: number, H: number, W: number, n: number,
 *   border: number, wrap: number, rectify: number) => void} spread
 * @property {(x: number, weights: number, bias: number, to: number, residual: number, side: number,
 *   H: number, W: number, inputs: number, outputs: number) => void} convolve
 * @property {(x: number, d: number, weights: number, bias: number, side: number, H: number,
 *   W: number, inputs: number, outputs: number) => void} gradient
 * @property {(weights: number, to: number, side: number, inputs: number,
 *   outputs: number) => void} turn
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

/** @param {number} n */
export const grouped = (n) => whole(n, GROUP);

/** Height and width. @typedef {[H: number, W: number]} Size */

/** @extends {Kernel<Calls>} */
export class Layers extends Kernel {
  /** @type {Layer[]} */
  layers = []; // all, as PyTorch lists them
  count = 0; // numbers of a set
  steps = 0; // of AdamW
  /** @type {Record<Set, number>} */
  at = { weights: 0, gradient: 0, mean: 0, square: 0, average: 0 }; // addresses of the sets
  /** @type {Map<Layer, number>} */
  turned = new Map(); // addresses of weights for the way back
  none = this.room(128); // zeros

  constructor() {
    super(load());
  }

  /** Makes room for the sets, once all layers are there. */
  settle() {
    for (const set of SETS) this.at[set] = this.room(this.count);
    for (const layer of this.layers) {
      const { side, inputs, outputs } = layer;
      this.turned.set(layer, this.room(side * side * grouped(inputs) * outputs));
    }
  }

  /** @param {number} side @param {number} inputs @param {number} outputs @returns {Layer} */
  layer(side, inputs, outputs) {
    const all = [whole(inputs, 4), grouped(outputs)],
      weights = this.count,
      bias = weights + side * side * all[0] * all[1];
    this.count = bias + all[1];
    /** @type {Layer} */
    const layer = { side, inputs: all[0], outputs: all[1], real: [inputs, outputs], weights, bias };
    this.layers.push(layer);
    return layer;
  }

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

  // ---------------------------------------------------------------- forth and back
  /**
   * A layer on what `spread` has made of an image, to its sums; of a batch of rows where it is
   * linear
   * @param {Layer} layer @param {Set} set @param {number} x @param {number} to @param {Size} size
   * @param {number} [residual] where the positive ones are added
   */
  apply(layer, set, x, to, [H, W], residual = 0) {
    const { side, inputs, outputs } = layer,
      weights = this.at[set] + 4 * layer.weights,
      bias = this.at[set] + 4 * layer.bias;
    this.calls.convolve(x, weights, bias, to, residual, side, H, W, inputs, outputs);
  }

  /**
   * Adds to a layer's gradient, given what it read and the gradient d of its sums.
   * @param {Layer} layer @param {number} x @param {number} d @param {Size} size
   */
  learn(layer, x, d, [H, W]) {
    const { side, inputs, outputs } = layer,
      weights = this.at.gradient + 4 * layer.weights,
      bias = this.at.gradient + 4 * layer.bias;
    this.calls.gradient(x, d, weights, bias, side, H, W, inputs, outputs);
  }

  /**
   * From the gradient of a layer's sums, spread, to that of what it read.
   * @param {Layer} layer @param {number} d @param {number} to @param {Size} size
   */
  lead(layer, d, to, [H, W]) {
    const { side, inputs, outputs } = layer,
      back = this.turned.get(layer) ?? 0;
    this.calls.convolve(d, back, this.none, to, 0, side, H, W, outputs, grouped(inputs));
  }

  /** The gradient is 0, and the way back that of the weights as they are. */
  begin() {
    this.view(this.at.gradient, this.count).fill(0);
    for (const [{ side, inputs, outputs, weights }, to] of this.turned) {
      this.calls.turn(this.at.weights + 4 * weights, to, side, inputs, outputs);
    }
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
