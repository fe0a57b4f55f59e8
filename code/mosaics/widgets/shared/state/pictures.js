// Pictures as numbers: grey levels, ink, noise as the eye wants it, the lines between pixels.
/** @import { Floats, Numbers, Raw, Shape } from "../types" */

/** @param {Raw} raw */
export function bytesOf(raw) {
  return "buffer" in raw
    ? new Uint8Array(raw.buffer, raw.byteOffset, raw.byteLength)
    : new Uint8Array(raw);
}

/** @param {Shape} shape */
export const sizeOf = (shape) => shape[0] * shape[1] * shape[2];

/**
 * Image m of grey levels as numbers in [-1, 1].
 * @param {Uint8Array} levels
 * @param {number} size
 * @param {number} m
 */
export const imageOf = (levels, size, m) =>
  Float32Array.from(levels.subarray(m * size, (m + 1) * size), (b) => b / 127.5 - 1);

/**
 * An image in [-1, 1] as RGBA: one channel is ink on paper (-1 white, as in the book's figures),
 * three are colours
 * @param {Uint8ClampedArray} out @param {Numbers} x @param {Shape} shape
 */
export function colours(out, x, [C, H, W]) {
  const area = H * W;
  for (let p = 0; p < area; p++) {
    for (let c = 0; c < 3; c++) {
      const level = (x[C === 1 ? p : p + c * area] + 1) * 127.5;
      out[4 * p + c] = Math.round(C === 1 ? 255 - level : level);
    }
    out[4 * p + 3] = 255;
  }
}

/**
 * z as the eye wants it: z / sqrt(1 + sigma^2), the variance-preserving picture
 * @param {Floats} z @param {number} sigma
 */
export const tame = (z, sigma) => z.map((v) => v / Math.sqrt(1 + sigma * sigma));

/** i on a circle of n. @param {number} i @param {number} n */
export const wrap = (i, n) => ((i % n) + n) % n;

/**
 * A colour for training image m (sampler: colour): neighbours in number differ most in hue.
 * @param {number} m
 */
export function sourceColour(m) {
  const hue = (360 * ((m * 0.6180339887498949) % 1)).toFixed(1);
  return `hsl(${hue} ${[75, 50][((m * 5) % 7) % 2]}% ${[40, 58, 76][((m * 7) % 11) % 3]}%)`;
}
