// Some colours of a picture, to paint with.
/** @import { Numbers, Shape } from "../shared/types" */

const BLOCKS = 24; // each way, of which the means are taken

/**
 * Means of a picture's blocks, three levels 0 ... 255 each.
 * @param {Numbers} x @param {Shape} shape
 */
function means(x, [, H, W]) {
  const sums = Array.from({ length: BLOCKS ** 2 }, () => [0, 0, 0, 0]);
  for (let p = 0; p < H * W; p++) {
    const i = Math.floor((Math.floor(p / W) * BLOCKS) / H),
      sum = sums[i * BLOCKS + Math.floor(((p % W) * BLOCKS) / W)];
    for (let c = 0; c < 3; c++) sum[c] += (x[c * H * W + p] + 1) * 127.5;
    sum[3]++;
  }
  return sums.filter((sum) => sum[3]).map((sum) => sum.slice(0, 3).map((level) => level / sum[3]));
}

/** @param {number[]} a @param {number[]} b */
const apart = (a, b) => a.reduce((sum, level, c) => sum + (level - b[c]) ** 2, 0);

/** @param {number[]} colour */
const hex = (colour) =>
  colour.map((level) => Math.round(level).toString(16).padStart(2, "0")).join("");

/**
 * `count` colours in six hexadecimal digits, each as far as can be from those before it; the first
 * is nearest to the mean.
 * @param {Numbers} x in [-1, 1] @param {Shape} shape @param {number} count
 */
export function palette(x, shape, count) {
  const all = means(x, shape),
    mean = [0, 1, 2].map((c) => all.reduce((sum, colour) => sum + colour[c], 0) / all.length);
  const best = (/** @type {(colour: number[]) => number} */ worth) =>
    all.reduce((best, colour) => (worth(colour) > worth(best) ? colour : best));
  const out = [best((colour) => -apart(colour, mean))];
  while (out.length < count)
    out.push(best((colour) => Math.min(...out.map((other) => apart(colour, other)))));
  return [...new Set(out.map(hex))];
}

/** A colour in a word or two, for who does not see it. @param {string} colour */
export function called(colour) {
  const [r, g, b] = [0, 2, 4].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)),
    [low, high] = [Math.min(r, g, b), Math.max(r, g, b)],
    tone = high + low < 170 ? "dark " : high + low > 340 ? "light " : "";
  if (high - low < 24) return high < 50 ? "black" : low > 225 ? "white" : `${tone}grey`;
  const sixth =
    high === r
      ? (g - b) / (high - low)
      : high === g
        ? 2 + (b - r) / (high - low)
        : 4 + (r - g) / (high - low);
  const names = [
    "red",
    "orange",
    "yellow",
    "yellow-green",
    "green",
    "green",
    "green",
    "turquoise",
    "blue",
    "blue",
    "violet",
    "pink",
  ];
  return tone + names[Math.round(2 * sixth + 12) % 12];
}
