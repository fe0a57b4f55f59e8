// The layers of a residual network (networks/architectures.py: ResNet) in 128 bit vectors: a lane is a channel of the output.
// Built by scripts/make_wasm.py into network.wasm; its callers are network.js and tests/test_prediction_lab.py, which
// lay out the memory from base() on. Images are channels last; outputs are padded to multiples of GROUP channels.
#include <wasm_simd128.h>

typedef v128_t vec;
#define EXPORT(name) __attribute__((export_name(#name)))
#define EACH _Pragma("unroll") for (int v = 0; v < VECS; v++) // vector of a group of channels
#define EVERY _Pragma("unroll") for (int k = 0; k < PIXELS; k++)
enum { PIXELS = 4, VECS = 3, GROUP = 4 * VECS }; // 4 x 3 sums stay in the 16 registers that most machines have

extern unsigned char __heap_base;

// The first address that is free
EXPORT(base) void *base(void) { return &__heap_base; }

static int mod(int a, int b) { return (a % b + b) % b; }

// What a convolution reads: image + shift, negative values cut where `rectify`, with `border` more pixels on each
// side: zeros, or the other side where `wrap`. A pixel of the image has `pitch` numbers, of which n are channels.
EXPORT(spread) void spread(const float *image, const float *shift, float *to, int H, int W, int n, int pitch, int border,
                           int wrap, int rectify) {
  for (int i = -border; i < H + border; i++)
    for (int j = -border; j < W + border; j++) {
      const int outside = i < 0 || i >= H || j < 0 || j >= W;
      const float *from = image + (mod(i, H) * W + mod(j, W)) * pitch;
      for (int c = 0; c < n; c++) {
        const float value = from[c] + shift[c];
        *to++ = (outside && !wrap) || (rectify && value < 0) ? 0 : value;
      }
    }
}

// A convolution of what `spread` made: side x side points, `spacing` apart. weights: group of outputs, point, input,
// output. With `residual`, max(0, sums) are added to what is in `to`, which holds PIXELS - 1 pixels more than H * W.
EXPORT(convolve) void convolve(const float *x, const float *weights, const float *bias, float *to, int side, int spacing,
                               int H, int W, int inputs, int outputs, int residual) {
  const int wide = W + (side - 1) * spacing, area = H * W;
  const vec zero = wasm_f32x4_const_splat(0.0f);
  for (int o = 0; o < outputs; o += GROUP, weights += side * side * inputs * GROUP)
    for (int p = 0; p < area; p += PIXELS) {
      const float *at[PIXELS], *w = weights;
      vec sum[PIXELS][VECS];
      EVERY {
        const int q = p + k < area ? p + k : area - 1;
        at[k] = x + (q / W * wide + q % W) * inputs;
        EACH sum[k][v] = wasm_v128_load(bias + o + 4 * v);
      }
      for (int i = 0; i < side; i++)
        for (int j = 0; j < side; j++) {
          const int point = (i * wide + j) * spacing * inputs;
          for (int c = point; c < point + inputs; c++, w += GROUP) {
            vec b[VECS];
            EACH b[v] = wasm_v128_load(w + 4 * v);
            EVERY {
              const vec a = wasm_v128_load32_splat(at[k] + c);
              EACH sum[k][v] = wasm_f32x4_add(sum[k][v], wasm_f32x4_mul(a, b[v]));
            }
          }
        }
      EVERY EACH {
        float *out = to + (p + k) * outputs + o + 4 * v;
        vec s = sum[k][v];
        if (residual) s = wasm_f32x4_add(wasm_v128_load(out), wasm_f32x4_max(s, zero));
        wasm_v128_store(out, s);
      }
    }
}
