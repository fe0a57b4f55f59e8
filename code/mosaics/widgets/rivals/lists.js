// Sets of values as lists: of each set the positions of its values, one set after the other.

/**
 * Set k holds `at[from[k]]` up to, and without, `at[from[k + 1]]`
 * @typedef {{ from: Uint32Array, at: Uint16Array, count: number }} Lists
 */

/**
 * @param {number} count of sets @param {number} size values that there are
 * @param {(k: number, p: number) => unknown} has
 * @returns {Lists}
 */
export function lists(count, size, has) {
  const from = new Uint32Array(count + 1),
    at = [];
  for (let k = 0; k < count; k++) {
    for (let p = 0; p < size; p++) if (has(k, p)) at.push(p);
    from[k + 1] = at.length;
  }
  return { from, at: Uint16Array.from(at), count };
}

/**
 * The sum of x over set k
 * @param {Float64Array} x @param {Lists} sets @param {number} k
 */
export function over(x, { from, at }, k) {
  let sum = 0;
  for (let i = from[k]; i < from[k + 1]; i++) sum += x[at[i]];
  return sum;
}

/**
 * Squared distances of image m, value by value
 * @param {Float64Array} out @param {ArrayLike<number>} z @param {ArrayLike<number>} keys
 * @param {number} m
 */
export function squares(out, z, keys, m) {
  const D = out.length;
  for (let p = 0; p < D; p++) out[p] = (z[p] - keys[m * D + p]) ** 2;
}

export const CUT = 60; // nats below the largest: e^-60 is nothing in float64
