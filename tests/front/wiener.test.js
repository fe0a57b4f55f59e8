// The page's Wiener filter against its definition, and the memory of what has been tried.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Tried, valuesOf } from "../../code/mosaics/widgets/prediction/tried.js";
import { wiener } from "../../code/mosaics/widgets/prediction/wiener.js";
import { Dictionary } from "../../code/mosaics/widgets/shared/engine/posterior.js";
import { normals } from "../../code/mosaics/widgets/shared/state/draws.js";

/** @import { Denoise, Pair } from "../../code/mosaics/widgets/shared/types" */

/** Drained. @param {Generator<unknown, Denoise, undefined>} job */
function built(job) {
  for (;;) {
    const next = job.next();
    if (next.done) return next.value;
  }
}

/**
 * The guess by its property: r = (z - guess) / s2 solves (S + s2 I) r = z - mu.
 * @param {Float32Array} keys @param {number} D @param {ArrayLike<number>} z
 * @param {Float64Array} guess @param {number} s2
 */
function residual(keys, D, z, guess, s2) {
  const N = keys.length / D,
    pixels = Array.from({ length: D }, (_, p) => p),
    mu = pixels.map((p) => mean(keys, D, N, p)),
    r = pixels.map((p) => (z[p] - guess[p]) / s2);
  const off = pixels.map((p) => s2 * r[p] - (z[p] - mu[p]));
  for (let m = 0; m < N; m++) {
    const along = pixels.reduce((s, p) => s + (keys[m * D + p] - mu[p]) * r[p], 0) / N;
    for (const p of pixels) off[p] += along * (keys[m * D + p] - mu[p]);
  }
  return Math.max(...off.map(Math.abs));
}

/** @param {Float32Array} keys @param {number} D @param {number} N @param {number} p */
const mean = (keys, D, N, p) =>
  Array.from({ length: N }, (_, m) => keys[m * D + p]).reduce((a, b) => a + b, 0) / N;

test("the best linear denoiser, for fewer and for more images than pixels", () => {
  for (const [N, D] of [
    [2, 9],
    [5, 9],
    [9, 9],
    [31, 9],
    [40, 1],
    [3, 2],
    [7, 2],
  ]) {
    const keys = normals(3, N * D),
      guess = built(wiener(new Dictionary(keys, D), { type: "step" })),
      z = normals(4, D);
    for (const sigma of [0.08, 1, 80])
      assert.ok(residual(keys, D, z, guess(z, sigma), sigma ** 2) < 1e-9, `${N} ${D} ${sigma}`);
  }
});

test("images of one kind only have no linear structure to find: the mean is the guess", () => {
  const keys = Float32Array.from({ length: 12 }, (_, i) => (i % 3) / 4);
  const guess = built(wiener(new Dictionary(keys, 3), { type: "step" }));
  guess([5, 5, 5], 1).forEach((v, p) => assert.ok(Math.abs(v - p / 4) < 1e-12));
});

/** @type {Pair[]} */
const BENT = [
  [0.1, 3],
  [10, 9],
];
const ASKED = { machine: "bbELS", N: 100, steps: 20, windows: BENT };
const SCHEDULES = {
  presets: { calibrated: BENT },
  largest: { bbELS: 31, LS: 31, IS: 31 },
  plain: 15,
};

test("what was tried is kept once, and the best of those that can be compared is marked", () => {
  const tried = new Tried(),
    other = { ...ASKED, windows: /** @type {Pair[]} */ ([[10, 5]]) };
  tried.one(ASKED, 1, 0.5);
  assert.equal(tried.best(1), undefined);
  tried.one(other, 1, 0.7);
  tried.one(other, 1, 0.7);
  assert.deepEqual(
    [tried.rows.length, tried.rows[0].asked, tried.best(1)?.asked],
    [2, other, other],
  );
  assert.equal(tried.best(2), undefined); // no two of this seed
  tried.several(ASKED, 1, 0.9);
  assert.equal(tried.best(1)?.asked, other);
  tried.several(other, 1, 0.8);
  assert.equal(tried.best(1)?.asked, ASKED);
  tried.several(other, 9, 0.95); // other noises: not to be compared
  assert.equal(tried.median(tried.rows[1]), undefined);
});

test("the oldest way goes, and never the best", () => {
  const tried = new Tried();
  for (let N = 2; N < 40; N++) tried.one({ ...ASKED, N }, 1, N === 2 ? 0.9 : 0.1);
  assert.equal(tried.rows.length, 12);
  assert.deepEqual([tried.rows[0].asked.N, tried.best(1)?.asked.N], [39, 2]);
});

test("a row is brought back by what the lab can be set to", () => {
  const { machine, N, steps } = ASKED;
  assert.deepEqual(valuesOf(ASKED, SCHEDULES), { machine, N, steps, windows: "calibrated" });
  /** @param {Pair[]} windows @param {string} [name] */
  const of = (windows, name = machine) => valuesOf({ ...ASKED, machine: name, windows }, SCHEDULES);
  assert.deepEqual(of([[10, 5]]), { machine, N, steps, P: 5, windows: "constant" });
  assert.deepEqual(of([[10, 31]]).P, "all");
  assert.equal(
    of([
      [0.1, 3],
      [10, 7],
    ]).windows,
    "0.1:3/10:7",
  );
  assert.deepEqual(of([[10, 5]], "IS"), { machine: "IS", N, steps });
});
