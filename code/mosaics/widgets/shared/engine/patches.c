// The exact patch machines (LS, ELS, boundary-broken ELS) in 128 bit vectors; a lane is a training image, a tile NV
// vectors: 20 images, so that 1 image costs as much as 20, and 21 as much as 40.
// Built by scripts/make_wasm.py into patches.wasm; its callers are patches.js and tests/test_wasm.py.
//
// Pixel p of a noisy image z asks pairs (image a, position q), weight exp(-|z's window at p - a's at q|^2 / 2 sigma^2).
// For each displacement q - p: the map of squared differences, its sums over P x P windows, then a softmax per pixel
// that goes on as pairs come in (least distance so far; numerator and denominator relative to it). What keeps float32
// exact enough:
// - Sums. A window is the end of one block of P numbers and the start of the next, so two sums that only ever grow give
//   it (van Herk). Adding the new and subtracting the old would keep every rounding of what has passed.
// - Differences. |z - a|^2 is counted from the least it can be for a in [-1, 1], which is the same for all pairs of p;
//   at high noise that removes nearly all of it.
// - Where even the best pair is so far from z that float32 cannot tell it from the next best (FAR), pairs that count get
//   their distance again in float64.
// - Sums over pixels go to float64 after each part.
#include <wasm_simd128.h>

typedef v128_t vec;
typedef unsigned long size;
#define EXPORT(name) __attribute__((export_name(#name)))
#define INLINE static inline __attribute__((always_inline))
#define EACH _Pragma("unroll") for (int v = 0; v < NV; v++) // vector of a tile
enum { SAME, ALL, INTERIOR, MATCHING };
enum { NV = 5, PART = 200000 }; // vectors of a tile; differences (vectors) of a part, about a millisecond
#define SLACK 4e-6f             // relative error of a window's sum, 27 x 27, at worst
#define FAR 700.0f              // -log2 of a weight not yet divided by their sum: 700 * 2e-7 (a sum's error) is 1e-4

extern unsigned char __heap_base;
static int n, C, H, W, tiles;                 // images
static int P, d, reach, wrap, R, S, wide;     // windows; farthest displacements; displacements of a part
static int row, tile, column;                 // the next part: its row displacement's number, tile, first column's
static float scale, margin;                   // log2(e) / 2 sigma^2; distance beyond which a weight is nothing
static float *images, *noisy, *clean, *least, *limit, *weight, *split, *lanes;
static unsigned *best;
static vec *ring, *prefix, *sums, *tails, *den, *num;
static double *dens, *nums, *closest;         // closest: distance of the best pair, which weighs 1; least: in float32
static size top;

static int least_of(int a, int b) { return a < b ? a : b; }
static int most_of(int a, int b) { return a > b ? a : b; }
static int mod(int a, int b) { return (a % b + b) % b; }

static void *take(size bytes) {
  size at = top;
  top += (bytes + 63) & ~63ul;
  return (void *)at;
}

static int grown(void) { // is there memory up to `top`?
  size have = __builtin_wasm_memory_size(0) << 16;
  return top <= have || __builtin_wasm_memory_grow(0, (top - have + 65535) >> 16) != (size)-1;
}

// Room for so many images (C, H, W); 0 if there is not so much memory. Write them to at(0), then call pack.
EXPORT(prepare) int prepare(int count_, int C_, int H_, int W_) {
  n = count_, C = C_, H = H_, W = W_, tiles = (n + 4 * NV - 1) / (4 * NV);
  size HW = H * W, D = C * HW;
  if (32.0 * (tiles * NV + 5) * D > 4e9) return 0;
  top = ((size)&__heap_base + 63) & ~63ul;
  lanes = take(16ul * NV * tiles * D), split = take(16 * D), den = take(16 * HW), num = take(16 * D);
  dens = take(8 * HW), nums = take(8 * D), closest = take(8 * HW), noisy = take(4 * D), clean = take(4 * D);
  least = take(4 * HW), limit = take(4 * HW), best = take(4 * HW), weight = take(4 * HW), images = take(4 * n * D);
  ring = (vec *)images; // by the first guess, pack has read the images
  return grown();
}

// Where the caller puts and finds numbers: 0 images, 1 noisy and 2 clean image, 3 best pairs, 4 their weights
EXPORT(at) void *at(int what) {
  void *places[] = {images, noisy, clean, best, weight};
  return places[what];
}

// From images to lanes: tile, channel, row, column, vector, lane. A lane without an image is too far from everything.
EXPORT(pack) void pack(void) {
  size D = C * H * W;
  float *to = lanes;
  for (int t = 0; t < 4 * NV * tiles; t += 4 * NV)
    for (size i = 0; i < D; i++)
      for (int m = t; m < t + 4 * NV; m++) *to++ = m < n ? images[m * D + i] : 1e12f;
}

// Displacement number i of a range -r ... r: 0, 1, -1, 2, -2, ...; nearest first, as the best pairs often are
static int displacement(int i) { return i & 1 ? (i + 1) / 2 : -i / 2; }

static int rows(void) { return reach == SAME ? 1 : reach == MATCHING ? 2 * R + 1 : H; }
static int columns(void) { return reach == SAME ? 1 : reach == MATCHING ? 2 * S + 1 : W; }

// The number of parts of a guess for the image in at(1); 0 if there is not so much memory
EXPORT(begin) int begin(int P_, int reach_, int circular, double sigma) {
  P = P_, d = P / 2, reach = reach_, wrap = reach == ALL || (reach == SAME && circular);
  R = most_of(H - 2 * d - 1, 0), S = most_of(W - 2 * d - 1, 0);
  size HW = H * W;
  top = (size)ring;
  ring = take(16ul * NV * P * W), prefix = take(16ul * NV * W);
  sums = take(16ul * NV * (W + 3 * P)), tails = take(16ul * NV * (W + 3 * P));
  if (!grown()) return 0;
  double s2 = 1.4426950408889634 / (2 * sigma * sigma);
  scale = s2 > 1e30 ? 1e30f : s2 < 1e-30 ? 1e-30f : s2; // neither infinite nor 0: infinity * 0 is no number
  // Skipped weights are below e^-t of the largest; all n H W together below 1e-7 of it (t = ln(1e7 n H W))
  double t = 16.12, pairs = (double)n * H * W;
  for (; pairs > 1; pairs /= 2) t += 0.69314718;
  margin = 2 * sigma * sigma * t;
  // z = s + r with s in [-1, 1]: |z - a|^2 - r^2 = u (u + 2 r) with u = s - a, never negative. Rows twice: they wrap
  for (int i = 0; i < C * H; i++)
    for (int j = 0; j < 2 * W; j++) {
      float z = noisy[i * W + j % W], s = z > 1 ? 1 : z < -1 ? -1 : z;
      split[2 * (i * 2 * W + j)] = s, split[2 * (i * 2 * W + j) + 1] = 2 * (z - s);
    }
  for (size p = 0; p < HW; p++) least[p] = limit[p] = __builtin_inff(), closest[p] = least[p], best[p] = 0, dens[p] = 0;
  for (size i = 0; i < C * HW; i++) nums[i] = 0;
  row = tile = column = 0;
  wide = most_of(1, PART / (int)(C * HW * NV));
  return rows() * tiles * ((columns() + wide - 1) / wide);
}

// 2^x for x <= 0, nothing below 2^-120; relative error 2e-7, and 2^0 is 1
INLINE vec exp2v(vec x) {
  x = wasm_f32x4_max(x, wasm_f32x4_const_splat(-120.0f)); // no NaN comes in
  vec magic = wasm_f32x4_const_splat(12582912.0f), y = wasm_f32x4_add(x, magic); // 1.5 * 2^23: rounds
  vec f = wasm_f32x4_sub(x, wasm_f32x4_sub(y, magic)), p = wasm_f32x4_const_splat(1.3264727e-3f);
#define STEP(c) p = wasm_f32x4_add(wasm_f32x4_mul(p, f), wasm_f32x4_const_splat(c))
  STEP(9.6715127e-3f); STEP(5.5507337e-2f); STEP(2.4022242e-1f); STEP(6.9314698e-1f); STEP(1.0f);
#undef STEP
  return wasm_i32x4_add(p, wasm_i32x4_shl(y, 23));
}

// A pair nearer than all before, at distance D: what was summed so far weighs less from now on
static void nearest(size p, double D, int lane, int q) {
  vec f = exp2v(wasm_f32x4_splat((D - closest[p]) * scale));
  double g = wasm_f32x4_extract_lane(f, 0);
  size HW = H * W;
  den[p] = wasm_f32x4_mul(den[p], f), dens[p] *= g;
  for (size i = p; i < C * HW; i += HW) num[i] = wasm_f32x4_mul(num[i], f), nums[i] *= g;
  closest[p] = D, best[p] = (4 * NV * tile + lane) * HW + q;
}

// The same as float32 sees it
static __attribute__((noinline)) void nearer(size p, const vec *sum, int q) {
  float to = least[p];
  const float *s = (const float *)sum;
  int lane = 0;
  for (int l = 0; l < 4 * NV; l++) if (s[l] < to) to = s[l], lane = l;
  least[p] = to, limit[p] = to * (1 + SLACK) + margin;
  if (to * scale <= FAR) nearest(p, to, lane, q);
}

// Weights of those pairs (p, q) of a tile that count, from distances in float64
static __attribute__((noinline)) void exactly(size p, vec *sum, int q) {
  const int HW = H * W, rows = q / W - d, columns = q % W - d, dy = (int)p / W - q / W, dx = (int)p % W - q % W;
  float *s = (float *)sum;
  double D[4 * NV];
  int lane = -1;
  for (int l = 0; l < 4 * NV; l++) {
    D[l] = __builtin_inf();
    if (s[l] > limit[p]) continue;
    D[l] = 0;
    for (int i = rows; i < rows + P; i++)
      for (int j = columns, x = mod(j, W), zx = mod(j + dx, W); j < columns + P; j++, x++, zx++) {
        x = x == W ? 0 : x, zx = zx == W ? 0 : zx;
        if (!wrap && (i < 0 || i >= H || j < 0 || j >= W)) continue;
        const float *z = split + 2 * (mod(i + dy, H) * 2 * W + zx);
        const float *a = lanes + (tile * C * HW + mod(i, H) * W + x) * 4 * NV + l;
        for (int c = 0; c < C; c++, z += 4 * HW, a += 4 * NV * HW) {
          double u = (double)z[0] - *a;
          D[l] += u * (u + z[1]);
        }
      }
    if (D[l] < closest[p] && (lane < 0 || D[l] < D[lane])) lane = l;
  }
  if (lane >= 0) nearest(p, D[lane], lane, q);
  for (int l = 0; l < 4 * NV; l++)
    s[l] = wasm_f32x4_extract_lane(exp2v(wasm_f32x4_splat((closest[p] - D[l]) * scale)), 0);
}

// One displacement (oy, ox) = q - p of a tile; q in rows q0 ... q1 - 1 and columns r0 ... r1 - 1
static void sweep(const int oy, const int ox, const int q0, const int q1, const int r0, const int r1) {
  const int c0 = wrap ? 0 : most_of(r0 - d, 0), c1 = wrap ? W : least_of(r1 + d, W); // columns that are summed
  const int nc = c1 - c0, nr = r1 - r0, left = c0 - (r0 - d), ext = nr + 2 * d;       // `sums` starts at r0 - d
  const size HW = H * W, plane = HW * NV, line = nc * NV;
  const vec *a = (const vec *)lanes + (size)tile * C * HW * NV + c0 * NV;
  const int zx = c0 + (ox > 0 && reach != MATCHING ? W - ox : -ox);
  const vec s4 = wasm_f32x4_splat(scale), zero = wasm_f32x4_const_splat(0.0f);
  if (!wrap) // beyond a zero-padded border both windows hold zeros
    for (int i = 0; i < ext * NV; i++) if (i < left * NV || i >= (left + nc) * NV) sums[i] = zero;
  for (int k = 0, s = 0; k < q1 - q0; k++, s = s + 1 == P ? 0 : s + 1) {
    // -------- vertical: sums of P rows of squared differences, to `sums`
    if (s == 1) for (size i = 0; i < line; i++) prefix[i] = zero;
    for (int i = k ? k + 2 * d : 0; i <= k + 2 * d; i++) { // rows that come in: one, at first P
      const int mine = wrap ? mod(q0 - d + i, H) : q0 - d + i, dead = mine < 0 || mine >= H;
      vec *restrict to = ring + (i % P) * line, *restrict out = sums + left * NV, *restrict pre = prefix;
      const vec *restrict old = ring + s * line, *restrict ar = a + (size)(dead ? 0 : mine) * W * NV;
      const float *restrict zr = split + 2 * ((dead ? 0 : mod(mine - oy, H)) * 2 * W + zx);
      if (dead) for (size j = 0; j < line; j++) {
        to[j] = zero;
        if (s) out[j] = wasm_f32x4_add(old[j], pre[j]);
      } else for (int j = 0; j < nc; j++, zr += 2, ar += NV, to += NV, old += NV, out += NV, pre += NV) {
        vec t[NV];
        const float *zc = zr;
        const vec *ac = ar;
        EACH t[v] = zero;
        for (int c = 0; c < C; c++, zc += 4 * HW, ac += plane) {
          const vec z = wasm_v128_load32_splat(zc), r = wasm_v128_load32_splat(zc + 1);
          EACH {
            const vec u = wasm_f32x4_sub(z, ac[v]);
            t[v] = wasm_f32x4_add(t[v], wasm_f32x4_mul(u, wasm_f32x4_add(u, r)));
          }
        }
        if (!s) EACH to[v] = t[v];
        else EACH {
          const vec o = old[v], g = wasm_f32x4_add(pre[v], t[v]);
          to[v] = t[v], pre[v] = g, out[v] = wasm_f32x4_add(o, g);
        }
      }
    }
    if (!s) // a block of P rows is complete: in place, from the last row up, the sums to its end
      for (int j = 0; j < nc; j++) {
        vec t[NV], *to = ring + (P - 1) * line + j * NV;
        EACH t[v] = to[v];
        for (int i = P - 1; i > 0; i--) {
          to -= line;
          EACH to[v] = t[v] = wasm_f32x4_add(t[v], to[v]);
        }
        EACH sums[(left + j) * NV + v] = t[v];
      }
    if (wrap) { // columns d ... d + W - 1 of `sums` are the image's; those beside them come round
      for (int i = d * NV - 1; i >= 0; i--) sums[i] = sums[i + W * NV];
      for (int i = (d + W) * NV; i < ext * NV; i++) sums[i] = sums[i - W * NV];
    }
    // -------- horizontal: to the end of each block of P columns, from its last column back
    for (int b = 0; b < nr; b += P) {
      vec t[NV];
      EACH t[v] = zero;
      for (int j = b + P - 1; j >= b; j--)
        EACH tails[j * NV + v] = t[v] = wasm_f32x4_add(t[v], sums[j * NV + v]);
    }
    // -------- the pixels of this row
    const int qy = q0 + k, py = mod(qy - oy, H);
    int px = mod(r0 - ox, W);
    vec pre[NV];
    for (int j = 0, e = 0; j < nr; j++, e = e + 1 == P ? 0 : e + 1, px = px + 1 == W ? 0 : px + 1) {
      const size p = py * W + px;
      vec sum[NV];
      if (e) EACH pre[v] = wasm_f32x4_add(pre[v], sums[(j + 2 * d) * NV + v]);
      else EACH pre[v] = zero;
      EACH sum[v] = wasm_f32x4_add(tails[j * NV + v], pre[v]);
      vec near = sum[0];
      EACH near = wasm_f32x4_pmin(near, sum[v]);
      if (!wasm_i32x4_bitmask(wasm_f32x4_le(near, wasm_v128_load32_splat(limit + p)))) continue;
      vec m = wasm_v128_load32_splat(least + p);
      if (wasm_i32x4_bitmask(wasm_f32x4_lt(near, m))) {
        vec copy[NV];
        EACH copy[v] = sum[v];
        nearer(p, copy, qy * W + r0 + j);
        m = wasm_v128_load32_splat(least + p);
      }
      if (wasm_f32x4_extract_lane(m, 0) * scale > FAR) {
        vec copy[NV]; // `sum` itself stays in registers
        EACH copy[v] = sum[v];
        exactly(p, copy, qy * W + r0 + j);
        EACH sum[v] = copy[v];
      } else EACH sum[v] = exp2v(wasm_f32x4_mul(wasm_f32x4_sub(m, sum[v]), s4));
      vec total = den[p];
      EACH total = wasm_f32x4_add(total, sum[v]);
      den[p] = total;
      const vec *restrict aq = (const vec *)lanes + (size)tile * C * HW * NV + (qy * W + r0 + j) * NV;
      for (size i = p; i < C * HW; i += HW, aq += plane) {
        vec total = num[i];
        EACH total = wasm_f32x4_add(total, wasm_f32x4_mul(sum[v], aq[v]));
        num[i] = total;
      }
    }
  }
}

static double across(vec x) {
  return ((double)wasm_f32x4_extract_lane(x, 0) + wasm_f32x4_extract_lane(x, 1)) +
         ((double)wasm_f32x4_extract_lane(x, 2) + wasm_f32x4_extract_lane(x, 3));
}

// Which q a displacement o reaches in a direction of length L: low ... high - 1
static void range(int o, int L, int *low, int *high) {
  *low = 0, *high = L;
  if (reach == INTERIOR) *low = d, *high = L - d;
  else if (reach == MATCHING && o) *low = d + most_of(o, 0), *high = L - d + least_of(o, 0);
}

// The next part of the work; call it as often as begin said
EXPORT(work) void work(void) {
  int oy = reach == MATCHING ? displacement(row) : row, q0, q1;
  size HW = H * W;
  range(oy, H, &q0, &q1);
  for (size p = 0; p < HW; p++) den[p] = wasm_f32x4_const_splat(0.0f);
  for (size i = 0; i < C * HW; i++) num[i] = wasm_f32x4_const_splat(0.0f);
  for (int i = column; i < least_of(column + wide, columns()); i++) {
    int ox = reach == MATCHING ? displacement(i) : i, r0, r1;
    range(ox, W, &r0, &r1);
    if (r0 < r1) sweep(oy, ox, q0, q1, r0, r1);
  }
  for (size p = 0; p < HW; p++) dens[p] += across(den[p]);
  for (size i = 0; i < C * HW; i++) nums[i] += across(num[i]);
  column += wide;
  if (column >= columns()) column = 0, tile++;
  if (tile == tiles) tile = 0, row++;
}

// The guess to at(2); the best pair of each pixel, image * H * W + position, to at(3), its weight to at(4)
EXPORT(finish) void finish(void) {
  size HW = H * W;
  for (size p = 0; p < HW; p++) weight[p] = 1 / dens[p];
  for (size i = 0; i < C * HW; i++) clean[i] = nums[i] / dens[i % HW];
}
