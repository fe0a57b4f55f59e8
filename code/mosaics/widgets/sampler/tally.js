// Pictures so far: how many, how many different ones, how many copies; for each setting apart.
/** @import { Floats, Pair, Shape } from "../shared/types" */
import { displacement, show, some } from "../shared/state/numbers.js";

export const COPY = 1 / 3; // nearest-neighbour ratio below which a picture is a copy

/**
 * Largest difference of two pictures that are the same, in a range of 2: half a grey level.
 *
 * Rounding does less: page and Python, single and double numbers, are within 0.001 on the same
 * noise (the tests hold it), a quarter of this. What tells two training images apart is more: one
 * grey level at some pixel at least, twice this. So two copies of an image are the same picture,
 * and copies of two images never are.
 */
export const SAME = 1 / 255;

/** @type {Record<string, string>} */
export const SAMPLERS = { ddim: "DDIM (Euler)", heun: "Heun", ancestral: "Ancestral, noisy" };

/** Of a machine that treats all places alike: how its nearest image was moved, down and right. */
/** @typedef {{ shift?: [down: number, right: number] }} Moved */

/** What a sample turned out to be. */
/** @typedef {Moved & { z: Floats, nearest: number, distance: number, ratio: number }} Result */

/** @typedef {Result & { seed: number }} Picture */

/** A picture with what is the same of all its translations, and the first picture of its kind. */
/** @typedef {Picture & { sorted: Float32Array[], first: number }} Kept */

/**
 * What a job is asked with, as far as a tally tells runs apart by it
 * @typedef {object} Asked
 * @property {number} N
 * @property {number} steps
 * @property {string} method
 * @property {string} [machine]
 * @property {Pair[]} [windows]
 */

/** Noise vectors that a run takes. @param {{ method: string, steps: number }} params */
export const noiseCount = ({ method, steps }) => (method === "ancestral" ? steps + 1 : 1);

/** Whether no pixel differs. @param {Float32Array} a @param {Float32Array} b */
export const same = (a, b) => a.every((v, p) => Math.abs(v - b[p]) <= SAME);

/**
 * Whether b is a, moved round the edges.
 * @param {Floats} a @param {Floats} b @param {Shape} shape
 */
export function sameMoved(a, b, [C, H, W]) {
  /** @param {number} down @param {number} right */
  const fits = (down, right) => {
    for (let row = 0; row < C * H; row++) {
      const from = (row - (row % H) + (((row % H) + down) % H)) * W;
      for (let j = 0; j < W; j++)
        if (Math.abs(a[row * W + j] - b[from + ((j + right) % W)]) > SAME) return false;
    }
    return true;
  };
  for (let k = 0; k < H * W; k++) if (fits(Math.floor(k / W), k % W)) return true;
  return false;
}

/** A channel's numbers in order; no translation changes them. @param {Floats} z @param {Shape} s */
const sorted = (z, [C, H, W]) =>
  Array.from({ length: C }, (_, c) => z.slice(c * H * W, (c + 1) * H * W).sort());

/** Pictures of one setting, each seed's once, in the order in which they came. */
export class Tally {
  /** @type {Map<number, Kept>} */
  pictures = new Map();

  /** @param {Shape} shape */
  constructor(shape) {
    this.shape = shape;
  }

  /** The same picture, moved or not where that is all one. @param {Kept} a @param {Kept} b */
  alike(a, b) {
    if (!a.shift) return same(a.z, b.z);
    // Sorting moves no number farther than the largest difference: most pairs end here
    const may = a.sorted.every((values, c) => same(values, b.sorted[c]));
    return may && sameMoved(a.z, b.z, this.shape);
  }

  /** A seed's picture; another one of the same seed takes its place. @param {Picture} picture */
  add(picture) {
    const kept = { ...picture, sorted: sorted(picture.z, this.shape), first: picture.seed };
    const known = this.pictures.has(picture.seed);
    this.pictures.set(picture.seed, kept);
    for (const each of known ? this.pictures.values() : [kept]) each.first = this.firstOf(each);
    return kept;
  }

  /** The seed of the first picture that is the same. @param {Kept} kept */
  firstOf(kept) {
    for (const other of this.pictures.values()) {
      if (other === kept) break;
      if (other.first === other.seed && this.alike(kept, other)) return other.seed;
    }
    return kept.seed;
  }

  get count() {
    return this.pictures.size;
  }

  get different() {
    return [...this.pictures.values()].filter(({ first, seed }) => first === seed).length;
  }

  get copies() {
    return [...this.pictures.values()].filter(({ ratio }) => ratio < COPY).length;
  }

  words() {
    const { count, different, copies } = this;
    const pictures =
      count === 1 ? "1 picture" : `${some(count, "picture")}, ${different} different`;
    return `${pictures}, ${copies === 1 ? "1 copy" : `${copies} copies`}`;
  }
}

/** A tally for each setting. */
export class Tallies {
  /** @type {Map<string, Tally>} */
  all = new Map();

  /** @param {Shape} shape */
  constructor(shape) {
    this.shape = shape;
  }

  /** The ideal machine sees no windows. @param {Asked} asked */
  key({ machine, windows, ...rest }) {
    return JSON.stringify([machine, machine === "IS" ? [] : windows, Object.entries(rest).sort()]);
  }

  /** @param {Asked} asked */
  of(asked) {
    const key = this.key(asked),
      tally = this.all.get(key) ?? new Tally(this.shape);
    this.all.set(key, tally);
    return tally;
  }
}

/** The settings of a tally in words. @param {Asked} asked */
export function described({ machine, N, windows, steps, method }) {
  const side = windows?.length === 1 ? `window ${windows[0][1]}` : "windows by noise level";
  const seen = windows && machine !== "IS" ? side : "";
  const sampler = SAMPLERS[method] ?? method;
  return [machine, `N\u00a0=\u00a0${show(N)}`, seen, some(steps, "step"), sampler]
    .filter(Boolean)
    .join(" · ");
}

/** When two pictures are the same, in words. @param {Moved} picture */
export const rule = ({ shift }) =>
  `Two are the same if no pixel differs by more than half a grey level${
    shift ? ", once one is moved round the edges to fit the other" : ""
  }: rounding does less, and two training images differ by more.`;

/** What a result is, in words. @param {Result} result @param {(m: number) => string} name */
export function outcome({ ratio, nearest, shift }, name) {
  return `${ratio < COPY ? "a copy of" : "nearest to"} ${name(nearest)}${moved({ shift })}`;
}

/** ", moved 3 right, 1 down". @param {Moved} result */
export function moved({ shift }) {
  return shift?.some(Boolean) ? `, moved ${displacement(...shift)}` : "";
}
