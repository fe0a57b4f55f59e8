// ---------------------------------------------------------------- residual networks (networks.py: ResNet), by network.wasm
const LAYERS = Uint8Array.from(atob("base64:network.wasm"), (c) => c.charCodeAt(0));
const GROUP = 12, SPARE = 3; // of network.c: channels that go together, pixels that an output has beyond its end
const TIMES = 64, T_MIN = 0.02; // numbers that tell the layers the time; where the clock stops

// IEEE 754 half precision as float32
const halves = (bytes) => Float32Array.from(new Uint16Array(bytes.slice().buffer), (b) => {
  const size = (b >> 10) & 31, rest = (b & 1023) / 1024;
  return (b >> 15 ? -1 : 1) * (size ? 2 ** (size - 15) * (1 + rest) : 2 ** -14 * rest);
});

const groups = (channels) => GROUP * Math.ceil(channels / GROUP);

// The numbers of a network in the order of its state_dict, `config` as Python has it, images of one shape
class ResNet {
  constructor(numbers, config, [C, H, W]) {
    need(self.WebAssembly && WebAssembly.validate(LAYERS), "networks need WebAssembly with SIMD, and this browser has none");
    need(config?.kind === "ResNet" && C === config.C, `the page can run a ResNet of ${C} channels, got ${config?.kind} of ${config?.C}`);
    const { memory, base, ...calls } = new WebAssembly.Instance(new WebAssembly.Module(LAYERS)).exports;
    Object.assign(this, config, calls, { memory, H, W, free: base() + 15 & ~15, at: 0, numbers });
    this.inputs = C + 2 * this.coordinates, this.far = Math.max(1, ...this.dilation);
    this.read();
    need(this.at === numbers.length, `a network of this kind has ${this.at} weights, got ${numbers.length}`);
    this.image = this.room(H * W * this.inputs), this.none = this.room(Math.max(this.inputs, this.width));
    this.spreadOut = this.room((H + 2 * this.far) * (W + 2 * this.far) * Math.max(this.inputs, this.width));
    this.state = this.room((H * W + SPARE) * groups(this.width)), this.out = this.room((H * W + SPARE) * groups(C));
    this.shift = this.room(this.width);
  }

  // The address of so many numbers more, all 0
  room(count) {
    const at = this.free, have = this.memory.buffer.byteLength;
    this.free += (4 * count + 15) & ~15;
    if (this.free > have) this.memory.grow(Math.ceil((this.free - have) / 65536));
    return at;
  }

  view(at, count) { return new Float32Array(this.memory.buffer, at, count); }

  take(count) { return this.numbers.subarray(this.at, (this.at += count)); }

  read() {
    const { depth, width, inputs, C } = this, times = () => Array.from({ length: depth }, (_, k) => k);
    this.clock = this.linear(TIMES);
    this.first = this.layer(3, 1, inputs, width);
    this.middle = times().map((k) => this.layer(3, this.dilation[k], width, width));
    this.shifts = [...times(), depth].map(() => this.linear(width));
    this.last = this.layer(1, 1, width, C);
  }

  linear(count) { return { weight: this.take(count * TIMES), bias: this.take(count) }; }

  // A convolution's weights (outputs, inputs, side, side), laid out as network.c reads them
  layer(side, spacing, inputs, outputs) {
    const points = side * side, count = groups(outputs), from = this.take(outputs * inputs * points), bias = this.take(outputs);
    const weights = this.room(count * inputs * points), at = this.room(count), to = this.view(weights, count * inputs * points);
    this.view(at, outputs).set(bias);
    for (let o = 0; o < outputs; o++) for (let c = 0; c < inputs; c++) for (let p = 0; p < points; p++) {
      to[((Math.floor(o / GROUP) * points + p) * inputs + c) * GROUP + (o % GROUP)] = from[(o * inputs + c) * points + p];
    }
    return { side, spacing, inputs, outputs: count, weights, bias: at };
  }

  // One layer: what `from` holds, `pitch` numbers a pixel, plus shift, to the sums in `to`
  apply({ side, spacing, inputs, outputs, weights, bias }, from, pitch, shift, to, { residual = 0, rectify = 0 } = {}) {
    const { H, W } = this, border = ((side - 1) / 2) * spacing;
    this.spread(from, shift, this.spreadOut, H, W, inputs, pitch, border, Number(this.padding === "circular"), rectify);
    this.convolve(this.spreadOut, weights, bias, to, side, spacing, H, W, inputs, outputs, residual);
  }

  // weight x + bias, for the clock and what it says to a layer
  mixed({ weight, bias }, x) { return Float32Array.from(bias, (b, i) => b + dot(weight, i * TIMES, x, 0, TIMES)); }

  // What the layers are told of the time (networks.py: _Clock)
  told(t) {
    const angles = Array.from({ length: TIMES / 2 }, (_, k) => t * 200 ** (k / (TIMES / 2 - 1)));
    return this.mixed(this.clock, [...angles.map(Math.sin), ...angles.map(Math.cos)]).map((v) => v / (1 + Math.exp(-v)));
  }

  say(layer, told) {
    this.view(this.shift, this.width).set(this.mixed(layer, told));
    return this.shift;
  }

  // F(x_t, t): the guess of the velocity, channel by channel
  velocity(xt, t) {
    const { C, H, W, inputs, depth } = this, area = H * W, told = this.told(t), wide = groups(this.width), x = this.view(this.image, area * inputs);
    const line = (i, n) => (n > 1 ? (2 * i) / (n - 1) - 1 : -1);
    for (let p = 0; p < area; p++) {
      for (let c = 0; c < C; c++) x[p * inputs + c] = xt[c * area + p];
      if (this.coordinates) x[p * inputs + C] = line(Math.floor(p / W), H), x[p * inputs + C + 1] = line(p % W, W);
    }
    this.apply(this.first, this.image, inputs, this.none, this.state);
    this.middle.forEach((layer, k) => this.apply(layer, this.state, wide, this.say(this.shifts[k], told), this.state, { residual: 1 }));
    this.apply(this.last, this.state, wide, this.say(this.shifts[depth], told), this.out, { rectify: 1 });
    const out = this.view(this.out, area * groups(C));
    return Float64Array.from({ length: C * area }, (_, i) => out[(i % area) * groups(C) + Math.floor(i / area)]);
  }

  // The best guess x0_hat at noise level sigma (networks.py: Network)
  guess(z, sigma) {
    const a = 1 / Math.sqrt(1 + sigma * sigma), b = sigma * a, xt = Float32Array.from(z, (v) => a * v);
    const t = ((2 * (1 + LATE)) / Math.PI) * Math.atan(sigma), v = this.velocity(xt, Math.min(1, Math.max(T_MIN, t)));
    return v.map((f, p) => a * xt[p] - b * f);
  }
}
