// The interval of a share: what a reader should believe of a few pictures.

const Z = 1.959963984540054; // standard normal: 95 % lie within -Z ... Z

/**
 * Wilson's interval (1927) of 95 % for the share of `k` among `n` > 0
 * @param {number} k @param {number} n @returns {[low: number, high: number]}
 */
export function wilson(k, n) {
  const middle = (k + Z ** 2 / 2) / (n + Z ** 2),
    half = (Z * Math.sqrt((k * (n - k)) / n + Z ** 2 / 4)) / (n + Z ** 2);
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}
