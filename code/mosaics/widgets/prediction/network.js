// Residual networks (networks/architectures.py: ResNet), by network.wasm.
/** @import { Numbers, Shape } from "../shared/types" */
import { need } from "../shared/engine/checks.js";
import { Kernel } from "../shared/engine/kernel.js";
import { dot } from "../shared/engine/posterior.js";
import { LATE } from "../shared/engine/sampling.js";
import KERNEL from "./network.wasm";

const LAYERS = Uint8Array.from(atob(KERNEL), (c) => c.charCodeAt(0));
export const GROUP = 12,
  SPARE = 3; // of network.c: channels that go together, pixels that an output has beyond its end
export const TIMES = 64; // numbers that tell the layers the time
const T_MIN = 0.02; // where the clock stops

/**
 * A network as Python has it
 * @typedef {object} Config
 * @property {string} kind
 * @property {number} C
 * @property {number} width
 * @property {number} depth
 * @property {number[]} dilation
 * @property {number} coordinates
 * @property {string} padding
 */

/**
 * What network.wasm exports
 * @typedef {object} Calls
 * @property {WebAssembly.Memory} memory
 * @property {() => number} base
 * @property {(from: number, shift: number, to: number, H: number, W: number, channels: number,
 * pitch: number,
 *   border: number, wrap: number, rectify: number) => void} spread
 * @property {(from: number, weights: number, bias: number, to: number, side: number, spacing:
 * number, H: number,
 *   W: number, inputs: number, outputs: number, residual: number) => void} convolve
 */

/** @typedef {{ weight: Float32Array, bias: Float32Array }} Linear */
/**
 * @typedef {{ side: number, spacing: number, inputs: number, outputs: number, weights: number,
 * bias: number }} Layer
 */

/** IEEE 754 half precision as float32. @param {Uint8Array<ArrayBuffer>} bytes */
export const halves = (bytes) =>
  Float32Array.from(new Uint16Array(bytes.slice().buffer), (b) => {
    const size = (b >> 10) & 31,
      rest = (b & 1023) / 1024;
    return (b >> 15 ? -1 : 1) * (size ? 2 ** (size - 15) * (1 + rest) : 2 ** -14 * rest);
  });

/** @param {number} channels */
export const groups = (channels) => GROUP * Math.ceil(channels / GROUP);

/** @param {Config} config @param {Shape} shape */
function load(config, [C]) {
  const able = globalThis.WebAssembly && WebAssembly.validate(LAYERS);
  need(able, "networks need WebAssembly with SIMD, and this browser has none");
  need(
    config?.kind === "ResNet" && C === config.C,
    `the page can run a ResNet of ${C} channels, got ${config?.kind} of ${config?.C}`,
  );
  const module = new WebAssembly.Module(LAYERS);
  return /** @type {Calls} */ (/** @type {unknown} */ (new WebAssembly.Instance(module).exports));
}

/** @extends {Kernel<Calls>} */
export class ResNet extends Kernel {
  /**
   * The numbers of a network in the order of its state_dict, images of one shape
   * @param {Float32Array} numbers @param {Config} config @param {Shape} shape
   */
  constructor(numbers, config, shape) {
    const [C, H, W] = shape,
      inputs = C + 2 * config.coordinates,
      far = Math.max(1, ...config.dilation);
    super(load(config, shape));
    this.config = config;
    this.numbers = numbers;
    this.H = H;
    this.W = W;
    this.inputs = inputs;
    this.at = 0;
    const { depth, width, dilation } = config,
      times = Array.from({ length: depth }, (_, k) => k);
    this.clock = this.linear(TIMES);
    this.first = this.layer(3, 1, inputs, width);
    this.middle = times.map((k) => this.layer(3, dilation[k], width, width));
    this.shifts = [...times, depth].map(() => this.linear(width));
    this.last = this.layer(1, 1, width, C);
    this.checkCount();
    const most = Math.max(inputs, width);
    this.image = this.room(H * W * inputs);
    this.none = this.room(most);
    this.spreadOut = this.room((H + 2 * far) * (W + 2 * far) * most);
    this.state = this.room((H * W + SPARE) * groups(width));
    this.out = this.room((H * W + SPARE) * groups(C));
    this.shift = this.room(width);
  }

  /** All numbers have found their place. */
  checkCount() {
    const { at, numbers } = this;
    need(at === numbers.length, `a network of this kind has ${at} weights, got ${numbers.length}`);
  }

  /** The next numbers. @param {number} count */
  take(count) {
    this.at += count;
    return this.numbers.subarray(this.at - count, this.at);
  }

  /** @param {number} count @returns {Linear} */
  linear(count) {
    return { weight: this.take(count * TIMES), bias: this.take(count) };
  }

  /**
   * A convolution's weights (outputs, inputs, side, side), laid out as network.c reads them
   * @param {number} side
   * @param {number} spacing
   * @param {number} inputs
   * @param {number} outputs
   * @returns {Layer}
   */
  layer(side, spacing, inputs, outputs) {
    const points = side * side,
      count = groups(outputs),
      from = this.take(outputs * inputs * points);
    const biases = this.take(outputs),
      weights = this.room(count * inputs * points),
      bias = this.room(count);
    const to = this.view(weights, count * inputs * points);
    this.view(bias, outputs).set(biases);
    for (let o = 0; o < outputs; o++) {
      for (let c = 0; c < inputs; c++) {
        for (let p = 0; p < points; p++) {
          const row = (Math.floor(o / GROUP) * points + p) * inputs + c;
          to[row * GROUP + (o % GROUP)] = from[(o * inputs + c) * points + p];
        }
      }
    }
    return { side, spacing, inputs, outputs: count, weights, bias };
  }

  /**
   * One layer: what `from` holds, `pitch` numbers a pixel, plus shift, to the sums in `to`
   * @param {Layer} layer
   * @param {number} from
   * @param {number} pitch
   * @param {number} shift
   * @param {number} to
   */
  apply(layer, from, pitch, shift, to, { residual = 0, rectify = 0 } = {}) {
    const { side, spacing, inputs, outputs, weights, bias } = layer,
      { H, W, spreadOut, calls } = this;
    const border = ((side - 1) / 2) * spacing,
      wrap = Number(this.config.padding === "circular");
    calls.spread(from, shift, spreadOut, H, W, inputs, pitch, border, wrap, rectify);
    calls.convolve(spreadOut, weights, bias, to, side, spacing, H, W, inputs, outputs, residual);
  }

  /**
   * weight x + bias, for the clock and what it says to a layer.
   * @param {Linear} linear
   * @param {Numbers} x
   */
  mixed({ weight, bias }, x) {
    return Float32Array.from(bias, (b, i) => b + dot(weight, i * TIMES, x, 0, TIMES));
  }

  /** What the layers are told of the time (networks/layers.py: Clock). @param {number} t */
  told(t) {
    const angles = Array.from({ length: TIMES / 2 }, (_, k) => t * 200 ** (k / (TIMES / 2 - 1)));
    const waves = [...angles.map(Math.sin), ...angles.map(Math.cos)];
    return this.mixed(this.clock, waves).map((v) => v / (1 + Math.exp(-v)));
  }

  /** @param {Linear} layer @param {Float32Array} told */
  say(layer, told) {
    this.view(this.shift, this.config.width).set(this.mixed(layer, told));
    return this.shift;
  }

  /**
   * Lays the image, channel by channel, out pixel by pixel, with coordinates if the network sees
   * some.
   * @param {Numbers} xt
   */
  lay(xt) {
    const {
        H,
        W,
        inputs,
        config: { C, coordinates },
      } = this,
      area = H * W,
      x = this.view(this.image, area * inputs);
    /** @param {number} i @param {number} n */
    const line = (i, n) => (n > 1 ? (2 * i) / (n - 1) - 1 : -1);
    for (let p = 0; p < area; p++) {
      for (let c = 0; c < C; c++) x[p * inputs + c] = xt[c * area + p];
      if (!coordinates) continue;
      x[p * inputs + C] = line(Math.floor(p / W), H);
      x[p * inputs + C + 1] = line(p % W, W);
    }
  }

  /**
   * Residual convolution k: `state` and what it adds.
   * @param {number} k @param {Float32Array} told
   */
  deepen(k, told) {
    const wide = groups(this.config.width);
    this.apply(this.middle[k], this.state, wide, this.say(this.shifts[k], told), this.state, {
      residual: 1,
    });
  }

  /**
   * F(x_t, t): the guess of the velocity, channel by channel.
   * @param {Numbers} xt
   * @param {number} t
   */
  velocity(xt, t) {
    const {
        H,
        W,
        inputs,
        config: { C, depth, width },
      } = this,
      area = H * W,
      told = this.told(t),
      wide = groups(width);
    this.lay(xt);
    this.apply(this.first, this.image, inputs, this.none, this.state);
    for (let k = 0; k < depth; k++) this.deepen(k, told);
    this.apply(this.last, this.state, wide, this.say(this.shifts[depth], told), this.out, {
      rectify: 1,
    });
    const out = this.view(this.out, area * groups(C));
    return Float64Array.from(
      { length: C * area },
      (_, i) => out[(i % area) * groups(C) + Math.floor(i / area)],
    );
  }

  /**
   * The best guess x0_hat at noise level sigma (networks/architectures.py: Network).
   * @param {Numbers} z
   * @param {number} sigma
   */
  guess(z, sigma) {
    const a = 1 / Math.sqrt(1 + sigma * sigma),
      b = sigma * a,
      xt = Float32Array.from(z, (v) => a * v);
    const t = ((2 * (1 + LATE)) / Math.PI) * Math.atan(sigma);
    return this.velocity(xt, Math.min(1, Math.max(T_MIN, t))).map((f, p) => a * xt[p] - b * f);
  }
}
