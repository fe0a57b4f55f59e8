// From a picture to the grey levels of a training image. Everything is an average over areas: each
// source pixel counts by the area of it that lies under the target pixel, so weights are linear in
// the overlap. What is averaged are levels as files store them (sRGB), the scale that the book's
// images are on; transparent pixels have been laid on white before.
/** @import { Bytes } from "../types" */

export const SIZES = [16, 28, 32];
const KEPT = 256 * 256; // pixels of a picture at most, in memory: its crops have what 32 x 32 need
const WHITE = 255;
const LUMA = [0.299, 0.587, 0.114]; // of red, green, blue in grey (ITU-R BT.601, as in PIL)
export const CLOSEST = 1 / 8; // the smallest crop, as a share of the shorter side

/**
 * `rgb`: its pixels in rows, three bytes each
 * @typedef {object} Picture
 * @property {number} width
 * @property {number} height
 * @property {Uint8ClampedArray} rgb
 */

/**
 * A square of a picture: its centre as shares of width and height, its side as one of the shorter
 * side; without one the whole picture is taken, on its own ground
 * @typedef {{ x: number, y: number, side: number }} Crop
 */

/** @typedef {{ size: number, channels: number, crop?: Crop, invert?: boolean }} How */

/**
 * For each of n pixels that share `side` source pixels from `at`: the first under it, and the
 * weight of this one and of those that follow; weights sum to 1
 * @param {number} at @param {number} side @param {number} n
 */
export function spans(at, side, n) {
  const step = side / n;
  return Array.from({ length: n }, (_, i) => {
    const low = at + i * step,
      high = low + step,
      first = Math.floor(low + 1e-9),
      count = Math.max(1, Math.ceil(high - 1e-9) - first);
    const weights = Array.from({ length: count }, (_none, k) => {
      const inside = Math.min(high, first + k + 1) - Math.max(low, first + k);
      return Math.max(0, inside) / step;
    });
    return { first, weights };
  });
}

/** @typedef {ReturnType<typeof spans>[number]} Span */

/**
 * A picture of at most KEPT pixels from one of any size, taken in bands of rows: a large one is
 * never in memory as numbers. `rows(first, count)` gives RGBA; between bands `pause` may throw
 * @param {number} width @param {number} height
 * @param {(first: number, count: number) => ArrayLike<number>} rows
 * @param {() => Promise<void> | void} [pause]
 * @returns {Promise<Picture>}
 */
export async function reduced(width, height, rows, pause) {
  const scale = Math.min(1, Math.sqrt(KEPT / (width * height)));
  const W = Math.max(1, Math.floor(width * scale)),
    H = Math.max(1, Math.floor(height * scale)),
    rgb = new Uint8ClampedArray(3 * W * H),
    across = spans(0, width, W);
  for (const [j, { first, weights }] of spans(0, height, H).entries()) {
    const band = rows(first, weights.length);
    across.forEach((span, i) => rgb.set(onWhite(band, width, span, weights), 3 * (j * W + i)));
    await pause?.();
  }
  return { width: W, height: H, rgb };
}

/**
 * Mean colour of an RGBA band under a span of its columns, all rows by their weights
 * @param {ArrayLike<number>} rgba @param {number} width @param {Span} span @param {number[]} down
 */
function onWhite(rgba, width, { first, weights }, down) {
  const out = [0, 0, 0];
  for (let r = 0; r < down.length; r++) {
    for (let k = 0; k < weights.length; k++) {
      const at = 4 * (r * width + first + k),
        w = down[r] * weights[k],
        alpha = rgba[at + 3] / 255;
      for (let c = 0; c < 3; c++) out[c] += w * (WHITE + alpha * (rgba[at + c] - WHITE));
    }
  }
  return out;
}

/** The square of source pixels that a crop means. @param {Picture} picture @param {Crop} [crop] */
export function squareOf({ width, height }, crop) {
  if (!crop) {
    const side = Math.max(width, height);
    return { left: (width - side) / 2, top: (height - side) / 2, side };
  }
  const shorter = Math.min(width, height),
    side = shorter * Math.min(1, Math.max(CLOSEST, crop.side));
  /** @param {number} centre @param {number} whole */
  const from = (centre, whole) => Math.min(whole - side, Math.max(0, centre * whole - side / 2));
  return { left: from(crop.x, width), top: from(crop.y, height), side };
}

/** What a picture stands on: of each colour the median along its edge. @param {Picture} picture */
export function groundOf({ width, height, rgb }) {
  const edge = Array.from({ length: width * height }, (_, p) => p).filter((p) => {
    const x = p % width,
      y = (p - x) / width;
    return x === 0 || y === 0 || x === width - 1 || y === height - 1;
  });
  return [0, 1, 2].map((c) => {
    const levels = edge.map((p) => rgb[3 * p + c]).sort((a, b) => a - b);
    return levels[levels.length >> 1];
  });
}

/**
 * A picture as a training image: levels 0 ... 255, channel by channel (C, S, S). One channel is
 * ink, 0 white paper and 255 black, so that it looks as the picture does; inverted it is the
 * negative, for what is light on dark. Three are red, green, blue
 * @param {Picture} picture @param {How} how @returns {Bytes}
 */
export function fit(picture, { size, channels, crop, invert = false }) {
  const { left, top, side } = squareOf(picture, crop),
    across = spans(left, side, size),
    ground = groundOf(picture),
    area = size * size,
    out = new Uint8Array(channels * area);
  spans(top, side, size).forEach((down, j) => {
    across.forEach((span, i) => {
      const colour = under(picture, span, down, ground),
        p = j * size + i;
      if (channels === 3) for (let c = 0; c < 3; c++) out[c * area + p] = Math.round(colour[c]);
      else out[p] = ink(colour, invert);
    });
  });
  return out;
}

/**
 * A picture in colour at H x W pixels, channel by channel (3, H, W).
 * @param {Picture} picture @param {number} H @param {number} W @returns {Bytes}
 */
export function spanned(picture, H, W) {
  const across = spans(0, picture.width, W),
    out = new Uint8Array(3 * H * W);
  spans(0, picture.height, H).forEach((down, i) => {
    across.forEach((span, j) => {
      const colour = under(picture, span, down, [0, 0, 0]);
      for (let c = 0; c < 3; c++) out[(c * H + i) * W + j] = Math.round(colour[c]);
    });
  });
  return out;
}

/** @param {number[]} colour @param {boolean} invert */
function ink(colour, invert) {
  const grey = Math.round(LUMA.reduce((sum, w, c) => sum + w * colour[c], 0));
  return invert ? grey : WHITE - grey;
}

/**
 * Mean colour under two spans; beyond the edge is the ground
 * @param {Picture} picture @param {Span} across @param {Span} down @param {number[]} ground
 */
function under({ width, height, rgb }, across, down, ground) {
  const out = [0, 0, 0];
  down.weights.forEach((v, r) => {
    across.weights.forEach((w, k) => {
      const x = across.first + k,
        y = down.first + r,
        inside = x >= 0 && y >= 0 && x < width && y < height;
      for (let c = 0; c < 3; c++)
        out[c] += v * w * (inside ? rgb[3 * (y * width + x) + c] : ground[c]);
    });
  });
  return out;
}

/**
 * A training image's levels (C, S, S) as the picture that it looks like
 * @param {Uint8Array} levels @param {number} channels @param {number} size @returns {Picture}
 */
export function pictureOf(levels, channels, size) {
  const area = size * size,
    rgb = new Uint8ClampedArray(3 * area);
  for (let p = 0; p < area; p++) {
    for (let c = 0; c < 3; c++)
      rgb[3 * p + c] = channels === 3 ? levels[c * area + p] : WHITE - levels[p];
  }
  return { width: size, height: size, rgb };
}

/** A picture turned to the right by a quarter. @param {Picture} picture @returns {Picture} */
export function turned({ width, height, rgb }) {
  const out = new Uint8ClampedArray(rgb.length);
  for (let p = 0; p < width * height; p++) {
    const x = p % width,
      y = (p - x) / width;
    out.set(rgb.subarray(3 * p, 3 * p + 3), 3 * (x * height + height - 1 - y));
  }
  return { width: height, height: width, rgb: out };
}
