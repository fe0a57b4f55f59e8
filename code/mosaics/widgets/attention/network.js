// A residual network with a layer of self-attention (networks/attention.py), by network.wasm: what
// the layer multiplies are images too, of as many channels as there are pixels.
/** @import { Shape } from "../shared/types" */
/** @import { Config, Layer } from "../prediction/network.js" */
import { GROUP, groups, ResNet, SPARE, TIMES } from "../prediction/network.js";

/** A matrix as the weights of a 1 x 1 convolution. @typedef {Layer} Product */

/** Numbers of a layer of attention: four 1 x 1 convolutions and the clock's. @param {number} n */
const attentionCount = (n) => 4 * (n * n + n) + n * TIMES + n;

export class AttentionResNet extends ResNet {
  attends = true;

  /**
   * The numbers of a network in the order of its state_dict, images of one shape
   * @param {Float32Array} numbers @param {Omit<Config, "dilation" | "coordinates">} config
   * @param {Shape} shape
   */
  constructor(numbers, config, shape) {
    const { depth, width } = config,
      area = shape[1] * shape[2],
      plain = numbers.length - attentionCount(width);
    const dilation = new Array(depth).fill(1);
    super(
      numbers.subarray(0, plain),
      { ...config, kind: "ResNet", dilation, coordinates: 0 },
      shape,
    );
    this.numbers = numbers;
    this.after = Math.floor(depth / 2);
    this.area = area;
    const [query, key, value, out] = Array.from({ length: 4 }, () =>
      this.layer(1, 1, width, width),
    );
    this.layers = { query, key, value, out };
    this.hears = this.linear(width);
    this.checkCount();
    const pixels = () => this.room((area + SPARE) * groups(width));
    this.seen = { query: pixels(), key: pixels(), value: pixels(), gathered: pixels() };
    this.keys = this.product(width, area);
    this.values = this.product(area, width);
    this.scores = this.room((area + SPARE) * groups(area));
    this.rows = this.room(area * area);
  }

  /** @param {number} inputs @param {number} outputs @returns {Product} */
  product(inputs, outputs) {
    const count = groups(outputs);
    const [weights, bias] = [this.room(count * inputs), this.room(count)];
    return { side: 1, spacing: 1, inputs, outputs: count, weights, bias };
  }

  /** @param {number} k @param {Float32Array} told */
  deepen(k, told) {
    if (k === this.after && this.attends) this.attend(told);
    super.deepen(k, told);
  }

  /** Adds to each pixel what it gathers from all. @param {Float32Array} told */
  attend(told) {
    const { layers, seen, none, state, area } = this,
      wide = groups(this.config.width),
      shift = this.say(this.hears, told);
    for (const name of /** @type {const} */ (["query", "key", "value"]))
      this.apply(layers[name], state, wide, shift, seen[name]);
    this.weigh();
    this.lend(seen.value, this.values, (q, c) => q * wide + c);
    this.multiply(this.values, this.rows, seen.gathered);
    this.apply(layers.out, seen.gathered, wide, none, seen.query);
    const h = this.view(state, area * wide),
      more = this.view(seen.query, area * wide);
    for (let i = 0; i < h.length; i++) h[i] += more[i];
  }

  /** A, row by row: a softmax of the pixel's query with all keys. */
  weigh() {
    const { area, seen, keys } = this,
      { width } = this.config,
      wide = groups(width);
    this.lend(seen.key, keys, (c, q) => q * wide + c);
    this.apply(keys, seen.query, wide, this.none, this.scores);
    const scores = this.view(this.scores, area * groups(area)),
      rows = this.view(this.rows, area * area);
    for (let p = 0; p < area; p++)
      softmax(
        scores.subarray(p * groups(area), p * groups(area) + area),
        Math.sqrt(width),
        rows.subarray(p * area, (p + 1) * area),
      );
  }

  /**
   * Lays a matrix out as network.c reads weights; `at(i, o)` is the place of its entry
   * @param {number} from @param {Product} product @param {(i: number, o: number) => number} at
   */
  lend(from, { inputs, outputs, weights }, at) {
    const x = this.view(from, (this.area + SPARE) * groups(this.config.width)),
      to = this.view(weights, outputs * inputs),
      used = inputs === this.area ? this.config.width : this.area;
    for (let o = 0; o < used; o++)
      for (let i = 0; i < inputs; i++)
        to[(Math.floor(o / GROUP) * inputs + i) * GROUP + (o % GROUP)] = x[at(i, o)];
  }

  /**
   * What `from` holds, times a matrix.
   * @param {Product} product @param {number} from @param {number} to
   */
  multiply({ inputs, outputs, weights, bias }, from, to) {
    this.calls.convolve(from, weights, bias, to, 1, 1, this.H, this.W, inputs, outputs, 0);
  }

  /** A of the last guess: A[p * area + q], rows sum to 1. */
  get looks() {
    return this.view(this.rows, this.area * this.area).slice();
  }
}

/** @param {Float32Array} x @param {number} scale @param {Float32Array} out */
function softmax(x, scale, out) {
  let most = -Infinity,
    sum = 0;
  for (let q = 0; q < x.length; q++) most = Math.max(most, x[q]);
  for (let q = 0; q < x.length; q++) {
    out[q] = Math.exp((x[q] - most) / scale);
    sum += out[q];
  }
  for (let q = 0; q < x.length; q++) out[q] /= sum;
}
