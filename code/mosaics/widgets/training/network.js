// A residual network that learns (networks/architectures.py: ResNet), image by image, on layers.js.
/** @import { Numbers, Shape } from "../shared/types" */
/** @import { Set } from "./layers.js" */
import { LATE } from "../shared/engine/sampling.js";
import { grouped, Layers } from "./layers.js";

const TIMES = 64; // numbers that tell the layers the time (networks/layers.py)
export const T_MIN = 0.02; // training covers the times T_MIN ... 1

/**
 * `padding` "zeros" or "circular"
 * @typedef {{ width: number, depth: number, padding: string }} Config
 */

export class Network extends Layers {
  /**
   * For images of this shape, at most `batch` of them at once; all weights are 0.
   * @param {Config} config @param {Shape} shape @param {number} batch
   */
  constructor({ width, depth, padding }, shape, batch) {
    super();
    const [C, ...size] = shape,
      times = Array.from({ length: depth }, (_, k) => k);
    this.shape = shape;
    this.size = size;
    this.batch = batch;
    this.wrap = Number(padding === "circular");
    this.wide = grouped(width);
    this.mix = this.layer(1, TIMES, TIMES);
    this.first = this.layer(3, C, width);
    this.middle = times.map(() => this.layer(3, width, width));
    this.shifts = [...times, depth].map(() => this.layer(1, TIMES, width));
    this.last = this.layer(1, width, C);
    this.settle();
    this.on = this.imageRooms();
    this.all = this.batchRooms();
  }

  /** Of the image at hand: what each layer reads, its sums; gradients of these by d. */
  imageRooms() {
    const [H, W] = this.size,
      { wide, first, middle, last } = this,
      area = H * W,
      around = (H + 2) * (W + 2);
    const seen = [first, ...middle].map(({ inputs }) => this.room(around * inputs));
    return {
      image: this.room(area * first.inputs),
      seen: [...seen, this.room(area * wide)],
      sums: middle.map(() => this.room(area * wide)),
      state: this.room(area * wide),
      out: this.room(area * last.outputs),
      dState: this.room(area * wide),
      dSum: this.room(area * wide),
      dSeen: this.room(around * wide),
      dOut: this.room(area * last.outputs),
    };
  }

  /** A row an image of the batch: the time, what is made of it, what it says to each layer. */
  batchRooms() {
    const { batch, wide, shifts } = this,
      said = () => shifts.map(() => this.room(batch * wide)),
      row = () => this.room(batch * TIMES);
    return {
      waves: row(),
      mixed: row(),
      told: row(),
      shift: said(),
      dTold: row(),
      dMore: row(),
      dShift: said(),
    };
  }

  // ---------------------------------------------------------------- forward
  /**
   * What each layer is told at these times, one an image.
   * @param {Numbers} times @param {Set} set
   */
  tell(times, set) {
    const n = times.length,
      { waves, mixed, told, shift } = this.all,
      half = TIMES / 2,
      angles = this.view(waves, n * TIMES);
    for (let b = 0; b < n; b++) {
      for (let k = 0; k < half; k++) {
        const angle = times[b] * 200 ** (k / (half - 1));
        angles[b * TIMES + k] = Math.sin(angle);
        angles[b * TIMES + half + k] = Math.cos(angle);
      }
    }
    this.apply(this.mix, set, waves, mixed, [1, n]);
    const silu = this.view(mixed, n * TIMES).map((v) => v / (1 + Math.exp(-v)));
    this.view(told, n * TIMES).set(silu);
    for (const [k, layer] of this.shifts.entries()) this.apply(layer, set, told, shift[k], [1, n]);
  }

  /** The address of image b's row. @param {number} rows @param {number} b */
  row(rows, b) {
    return rows + 4 * b * this.wide;
  }

  /**
   * Lays an image, channel by channel, out pixel by pixel.
   * @param {Numbers} xt @param {number} from
   */
  lay(xt, from) {
    const [C, H, W] = this.shape,
      pitch = this.first.inputs,
      image = this.view(this.on.image, H * W * pitch);
    for (let c = 0; c < C; c++) {
      for (let p = 0; p < H * W; p++) image[p * pitch + c] = xt[from + c * H * W + p];
    }
  }

  /**
   * F(x_t, t), pixel by pixel, of the image that begins at `from`; its time was told as that of
   * image b.
   * @param {Numbers} xt @param {number} from @param {number} b @param {Set} set
   */
  velocity(xt, from, b, set) {
    const { calls, size, wide, middle, first, wrap, none } = this,
      [H, W] = size,
      { shift } = this.all,
      { image, seen, sums, state, out } = this.on,
      end = middle.length;
    this.lay(xt, from);
    calls.spread(image, none, seen[0], H, W, first.inputs, 1, wrap, 0);
    this.apply(first, set, seen[0], state, size);
    for (const [k, layer] of middle.entries()) {
      calls.spread(state, this.row(shift[k], b), seen[k + 1], H, W, wide, 1, wrap, 0);
      this.apply(layer, set, seen[k + 1], sums[k], size, state);
    }
    calls.spread(state, this.row(shift[end], b), seen[end + 1], H, W, wide, 0, 0, 1);
    this.apply(this.last, set, seen[end + 1], out, size);
    return this.view(out, H * W * this.last.outputs);
  }

  /**
   * Where number i of an image, channel by channel, stands in what `velocity` gives.
   * @param {number} i
   */
  place(i) {
    const [H, W] = this.size;
    return (i % (H * W)) * this.last.outputs + Math.floor(i / (H * W));
  }

  /** Tells the layers a noise level, for `guess`. @param {number} sigma */
  tellLevel(sigma) {
    const t = ((2 * (1 + LATE)) / Math.PI) * Math.atan(sigma);
    this.tell([Math.min(1, Math.max(T_MIN, t))], "average");
  }

  /**
   * The best guess x0_hat at the level that was told (architectures.py: Network.forward), by the
   * average of the weights
   * @param {Numbers} z @param {number} sigma
   */
  guess(z, sigma) {
    const a = 1 / Math.sqrt(1 + sigma * sigma),
      b = sigma * a,
      xt = Float32Array.from(z, (v) => a * v),
      v = this.velocity(xt, 0, 0, "average");
    return Float64Array.from(xt, (x, i) => a * x - b * v[this.place(i)]);
  }

  // ---------------------------------------------------------------- backward
  /**
   * Image b, whose layers are still at hand, given the gradient of what came out.
   * @param {number} b
   */
  learnImage(b) {
    const { calls, size, wide, middle, last, first, wrap, none } = this,
      [H, W] = size,
      { dShift } = this.all,
      { seen, sums, dState, dSum, dSeen, dOut } = this.on,
      count = H * W * wide,
      end = middle.length;
    this.view(dState, count).fill(0);
    this.learn(last, seen[end + 1], dOut, size);
    this.lead(last, dOut, dSum, size);
    calls.mask(dSum, seen[end + 1], dSum, count);
    calls.fold(dSum, dState, this.row(dShift[end], b), H * W, wide);
    for (let k = end - 1; k >= 0; k--) {
      calls.mask(dState, sums[k], dSum, count);
      this.learn(middle[k], seen[k + 1], dSum, size);
      calls.spread(dSum, none, dSeen, H, W, wide, 1, wrap, 0);
      this.lead(middle[k], dSeen, dSum, size);
      calls.fold(dSum, dState, this.row(dShift[k], b), H * W, wide);
    }
    this.learn(first, seen[0], dState, size);
  }

  /** The clock, once all n images have been learnt from. @param {number} n */
  learnTime(n) {
    const { waves, mixed, told, dShift, dTold, dMore } = this.all,
      d = this.view(dTold, n * TIMES).fill(0),
      more = this.view(dMore, n * TIMES),
      before = this.view(mixed, n * TIMES);
    for (const [k, layer] of this.shifts.entries()) {
      this.learn(layer, told, dShift[k], [1, n]);
      this.lead(layer, dShift[k], dMore, [1, n]);
      for (let i = 0; i < d.length; i++) d[i] += more[i];
    }
    for (let i = 0; i < d.length; i++) {
      const s = 1 / (1 + Math.exp(-before[i])); // silu'(x) = s (1 + x (1 - s))
      d[i] *= s * (1 + before[i] * (1 - s));
    }
    this.learn(this.mix, waves, dTold, [1, n]);
  }

  /**
   * The loss of a batch, mean |F - v|^2, and its gradient.
   * @param {{ xt: Float32Array, t: Float64Array, v: Float32Array }} batch
   */
  loss({ xt, t, v }) {
    const n = t.length,
      all = v.length,
      D = all / n,
      [H, W] = this.size,
      dOut = this.view(this.on.dOut, H * W * this.last.outputs);
    let sum = 0;
    this.begin();
    for (const at of this.all.dShift) this.view(at, n * this.wide).fill(0);
    this.tell(t, "weights");
    for (let b = 0; b < n; b++) {
      const out = this.velocity(xt, b * D, b, "weights");
      for (let i = 0; i < D; i++) {
        const at = this.place(i),
          far = out[at] - v[b * D + i];
        sum += far * far;
        dOut[at] = (2 * far) / all;
      }
      this.learnImage(b);
    }
    this.learnTime(n);
    return sum / all;
  }
}
