// Lines of Python that make a picture of a lab again, without the lab. Each lab's own are in its
// python.js; a test runs them and compares pixels.
/** @import { Pair, Shape } from "../types" */

/** A number that is no count: 80 is 80.0. @param {number} x */
export const number = (x) => (Number.isInteger(x) ? x.toFixed(1) : String(x));

/**
 * Windows, one side or a schedule, as a machine takes them, and the chapters that this needs.
 * @param {Pair[]} pairs
 */
export function windows(pairs) {
  if (pairs.length === 1) return { chapters: [], sides: String(pairs[0][1]) };
  const listed = pairs.map(([sigma, P]) => `(${number(sigma)}, ${P})`).join(", ");
  return { chapters: ["local"], sides: `local.WindowSchedule([${listed}])` };
}

/** Chapters' modules, each once. @param {string[]} names */
export const chapters = (...names) =>
  `from mosaics import ${[...new Set(names)].sort().join(", ")}`;

const ROUNDED =
  "images = ((images + 1) * 127.5).round() / 127.5 - 1  # 256 levels, as the lab has them";

/**
 * The first N training images; `data` is a set's name, with another size after "~" and their number
 * after "@", or the pictures themselves after "own~"; those that no link carries are to be given.
 * @param {string} data
 * @param {number} N
 */
export function images(data, N) {
  const [name, size] = data.replace(/@\d+$/, "").split("~");
  const rounded = name === "digits" || size; // else its values are levels as they are
  if (name !== "own")
    return {
      imports: ["from mosaics.core.data import load"],
      lines: [
        `images = load("${name}", n=${N}${size ? `, size=${size}` : ""}).images  # (N, C, H, W)`,
        ...(rounded ? [ROUNDED] : []),
      ],
    };
  if (size)
    return {
      imports: ["from mosaics.widgets.shared.own import own_set"],
      lines: [`images = own_set("${size}").images[:${N}]  # (N, C, H, W)`],
    };
  return {
    imports: [],
    lines: [
      `images = images[:${N}]  # your pictures: a tensor (N, C, H, W) with values in [-1, 1]`,
    ],
  };
}

/**
 * Noise levels of a run. @param {number} steps @param {number} low @param {number} high
 */
export const schedule = (steps, low, high) =>
  `diffusion.schedule("edm", ${steps}, ${number(low)}, ${number(high)})`;

/** Standard normals of a seed. @param {number} seed @param {number[]} size */
export const noise = (seed, size) =>
  `normals(${seed}, ${size.reduce((a, b) => a * b, 1)}).reshape(${size.join(", ")})`;

/** The noise of one image. @param {number} seed @param {Shape} shape */
export const imageNoise = (seed, shape) => noise(seed, [1, ...shape]);

/** @param {string[]} imports @param {string[]} lines */
export const script = (imports, lines) => `${[...imports, "", ...lines].join("\n")}\n`;
