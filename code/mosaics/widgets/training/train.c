// The layers of a residual network (networks/architectures.py: ResNet) and their gradients in 128 bit vectors: a lane is
// a channel of the output. Built by scripts/make_wasm.py into train.wasm; its caller is network.js, which lays out the
// memory from base() on. Images are channels last. A layer's outputs are multiples of GROUP channels, its inputs of 4;
// what a network has fewer is 0 and stays so. A linear layer is one of side 1, a row of an image an item of the batch.
#include <wasm_simd128.h>

typedef v128_t vec;
#define EXPORT(name) __attribute__((export_name(#name)))
#define EACH _Pragma("unroll") for (int v = 0; v < VECS; v++) // vector of a group of channels
#define EVERY _Pragma("unroll") for (int k = 0; k < ROWS; k++)
enum { ROWS = 6, VECS = 2, GROUP = 4 * VECS }; // 6 x 2 sums stay in the 16 registers that most machines have

extern unsigned char __heap_base;

// The first address that is free
EXPORT(base) void *base(void) { return &__heap_base; }

static int mod(int a, int b) { return (a % b + b) % b; }
static int least_of(int a, int b) { return a < b ? a : b; }

// What a convolution reads: image + shift, negative values cut where `rectify`, with `border` more pixels on each
// side: zeros, or the other side where `wrap`
EXPORT(spread) void spread(const float *image, const float *shift, float *to, int H, int W, int n, int border, int wrap,
                           int rectify) {
  const vec zero = wasm_f32x4_const_splat(0.0f), low = rectify ? zero : wasm_f32x4_const_splat(-__builtin_inff());
  for (int i = -border; i < H + border; i++)
    for (int j = -border; j < W + border; j++) {
      const int outside = !wrap && (i < 0 || i >= H || j < 0 || j >= W);
      const float *from = image + (outside ? 0 : (mod(i, H) * W + mod(j, W)) * n);
      for (int c = 0; c < n; c += 4, to += 4) {
        const vec value = wasm_f32x4_add(wasm_v128_load(from + c), wasm_v128_load(shift + c));
        wasm_v128_store(to, outside ? zero : wasm_f32x4_max(value, low));
      }
    }
}

// A convolution of what `spread` made. weights: group of outputs, point, input, output. The positive ones of its sums
// are added to `residual` where there is one.
EXPORT(convolve) void convolve(const float *x, const float *weights, const float *bias, float *to, float *residual,
                               int side, int H, int W, int inputs, int outputs) {
  const int wide = W + side - 1, area = H * W;
  const vec zero = wasm_f32x4_const_splat(0.0f);
  for (int o = 0; o < outputs; o += GROUP, weights += side * side * inputs * GROUP)
    for (int p = 0; p < area; p += ROWS) {
      const float *at[ROWS], *w = weights;
      vec sum[ROWS][VECS];
      EVERY {
        const int q = least_of(p + k, area - 1);
        at[k] = x + (q / W * wide + q % W) * inputs;
        EACH sum[k][v] = wasm_v128_load(bias + o + 4 * v);
      }
      for (int i = 0; i < side; i++)
        for (int c = i * wide * inputs; c < (i * wide + side) * inputs; c++, w += GROUP) {
          vec b[VECS];
          EACH b[v] = wasm_v128_load(w + 4 * v);
          EVERY {
            const vec a = wasm_v128_load32_splat(at[k] + c);
            EACH sum[k][v] = wasm_f32x4_add(sum[k][v], wasm_f32x4_mul(a, b[v]));
          }
        }
      EVERY if (p + k < area) EACH {
        const int out = (p + k) * outputs + o + 4 * v;
        wasm_v128_store(to + out, sum[k][v]);
        if (residual) {
          const vec more = wasm_f32x4_max(sum[k][v], zero);
          wasm_v128_store(residual + out, wasm_f32x4_add(wasm_v128_load(residual + out), more));
        }
      }
    }
}

// Adds to the gradient of a convolution's weights and bias, given what it read and the gradient d of its sums
EXPORT(gradient) void gradient(const float *x, const float *d, float *weights, float *bias, int side, int H, int W,
                               int inputs, int outputs) {
  const int wide = W + side - 1, all = side * side * inputs;
  for (int o = 0; o < outputs; o += GROUP, weights += all * GROUP) {
    for (int q = 0; q < all; q += ROWS) { // rows of the weights: a point and an input
      int at[ROWS];
      vec sum[ROWS][VECS];
      EVERY {
        const int r = least_of(q + k, all - 1);
        at[k] = r / (side * inputs) * wide * inputs + r % (side * inputs);
        EACH sum[k][v] = wasm_f32x4_const_splat(0.0f);
      }
      const float *from = x, *by = d + o;
      for (int i = 0; i < H; i++, from += (side - 1) * inputs)
        for (int j = 0; j < W; j++, from += inputs, by += outputs) {
          vec b[VECS];
          EACH b[v] = wasm_v128_load(by + 4 * v);
          EVERY {
            const vec a = wasm_v128_load32_splat(from + at[k]);
            EACH sum[k][v] = wasm_f32x4_add(sum[k][v], wasm_f32x4_mul(a, b[v]));
          }
        }
      EVERY if (q + k < all) EACH {
        float *out = weights + (q + k) * GROUP + 4 * v;
        wasm_v128_store(out, wasm_f32x4_add(wasm_v128_load(out), sum[k][v]));
      }
    }
    for (const float *by = d + o; by < d + H * W * outputs; by += outputs)
      EACH wasm_v128_store(bias + o + 4 * v, wasm_f32x4_add(wasm_v128_load(bias + o + 4 * v), wasm_v128_load(by + 4 * v)));
  }
}

// The weights of the convolution that takes a gradient from outputs back to inputs, which become its outputs
EXPORT(turn) void turn(const float *weights, float *to, int side, int inputs, int outputs) {
  const int points = side * side;
  for (int c = 0; c < inputs; c++)
    for (int p = 0; p < points; p++)
      for (int o = 0; o < outputs; o++)
        to[((c / GROUP * points + points - 1 - p) * outputs + o) * GROUP + c % GROUP] =
            weights[((o / GROUP * points + p) * inputs + c) * GROUP + o % GROUP];
}

// d where `seen` is positive, else 0
EXPORT(mask) void mask(const float *d, const float *seen, float *to, int count) {
  const vec zero = wasm_f32x4_const_splat(0.0f);
  for (int i = 0; i < count; i += 4)
    wasm_v128_store(to + i, wasm_v128_and(wasm_v128_load(d + i), wasm_f32x4_gt(wasm_v128_load(seen + i), zero)));
}

// Adds d, n numbers a pixel, to `to`, and its sum over all pixels to `shift`
EXPORT(fold) void fold(const float *d, float *to, float *shift, int area, int n) {
  for (int p = 0; p < area; p++)
    for (int c = 0; c < n; c += 4, d += 4, to += 4) {
      const vec more = wasm_v128_load(d);
      wasm_v128_store(to, wasm_f32x4_add(wasm_v128_load(to), more));
      wasm_v128_store(shift + c, wasm_f32x4_add(wasm_v128_load(shift + c), more));
    }
}

// The sum of squares
EXPORT(squares) double squares(const float *x, int count) {
  double sum = 0;
  for (int i = 0; i < count; i++) sum += (double)x[i] * x[i];
  return sum;
}

// AdamW without decay (torch.optim.AdamW) and an average of the weights. `scale` is what clipping leaves of the
// gradient g; m, s: averages of it and of its square, which the corrections make whole in the first steps.
EXPORT(adam) void adam(float *w, const float *g, float *m, float *s, float *average, int count, float scale, float rate,
                       float correction, float keep) {
#define ALL(x) wasm_f32x4_splat(x)
#define MIX(old, now, share) wasm_f32x4_add(old, wasm_f32x4_mul(ALL(share), wasm_f32x4_sub(now, old)))
  for (int i = 0; i < count; i += 4) {
    const vec now = wasm_f32x4_mul(wasm_v128_load(g + i), ALL(scale));
    const vec mean = MIX(wasm_v128_load(m + i), now, 0.1f);
    const vec square = wasm_f32x4_add(wasm_f32x4_mul(wasm_v128_load(s + i), ALL(0.999f)),
                                      wasm_f32x4_mul(wasm_f32x4_mul(now, now), ALL(0.001f)));
    const vec size = wasm_f32x4_add(wasm_f32x4_mul(wasm_f32x4_sqrt(square), ALL(correction)), ALL(1e-8f));
    const vec next = wasm_f32x4_sub(wasm_v128_load(w + i), wasm_f32x4_mul(ALL(rate), wasm_f32x4_div(mean, size)));
    wasm_v128_store(m + i, mean);
    wasm_v128_store(s + i, square);
    wasm_v128_store(w + i, next);
    wasm_v128_store(average + i, MIX(wasm_v128_load(average + i), next, 1 - keep));
  }
}
