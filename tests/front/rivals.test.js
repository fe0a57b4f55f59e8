// The rivals as the page computes them, against their papers' formulas: the table of cases is
// tests/rivals_table.py, which Python's implementations go through as well (tests/test_rivals.py).
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { wiener } from "../../code/mosaics/widgets/prediction/wiener.js";
import {
  bitCrops,
  compositeGuess,
  nearestLevel,
  squareCrops,
} from "../../code/mosaics/widgets/rivals/composites.js";
import { smallCopies, subset } from "../../code/mosaics/widgets/rivals/golden.js";
import { lists } from "../../code/mosaics/widgets/rivals/lists.js";
import { maskedGuess, matrix, pcaMasks } from "../../code/mosaics/widgets/rivals/masked.js";
import { ranked, Tried } from "../../code/mosaics/widgets/rivals/ranks.js";
import { smoothed } from "../../code/mosaics/widgets/rivals/registry.js";
import { toldWords } from "../../code/mosaics/widgets/rivals/words.js";
import { Dictionary } from "../../code/mosaics/widgets/shared/engine/posterior.js";

/** @import { Shape } from "../../code/mosaics/widgets/shared/types" */
/** @import { Courses } from "../../code/mosaics/widgets/rivals/ranks.js" */

/**
 * A row of the table.
 * @typedef {object} Case
 * @property {string} machine
 * @property {number} sigma
 * @property {number} N
 * @property {number} C
 * @property {number} H
 * @property {number} W
 * @property {number[]} images
 * @property {number[]} z two noisy images
 * @property {number[]} wanted
 * @property {boolean[]} masks
 * @property {number[]} moves
 * @property {number} threshold
 * @property {number} smoothing
 * @property {number} side
 * @property {number[][]} subset
 */

const PYTHON = process.env.MOSAICS_PYTHON ?? "python3";
const text = execFileSync(PYTHON, ["tests/rivals_table.py"], { maxBuffer: 2 ** 28 });
/** @type {Case[]} */
const CASES = JSON.parse(text.toString());

/** @template Out @param {Generator<unknown, Out, undefined>} job */
function ended(job) {
  for (;;) {
    const next = job.next();
    if (next.done) return next.value;
  }
}

/** Rows of bits, each of whole bytes. @param {boolean[]} bits @param {number} width */
function packed(bits, width) {
  const row = Math.ceil(width / 8),
    out = new Uint8Array(row * (bits.length / width));
  bits.forEach((on, i) => {
    if (on) out[Math.floor(i / width) * row + ((i % width) >> 3)] |= 128 >> ((i % width) % 8);
  });
  return out;
}

/** A case's guess. @param {Case} row @param {Dictionary} images @param {number[]} z */
function guessed(row, images, z) {
  const { machine, sigma, masks, threshold, side, smoothing, moves } = row,
    shape = /** @type {Shape} */ ([row.C, row.H, row.W]),
    { D, M } = images,
    all = Array.from({ length: M }, (_, m) => m);
  if (machine === "masked")
    return maskedGuess(
      z,
      sigma,
      images,
      all,
      lists(D, D, (n, m) => masks[n * D + m]),
    );
  if (machine === "PCA") {
    const linear = ended(wiener(images, { type: "step" })),
      seen = pcaMasks(ended(matrix(linear, images, sigma)), D, threshold);
    return maskedGuess(z, sigma, images, all, seen);
  }
  if (machine === "smoothed") return smoothed(images, smoothing, moves)(z, sigma);
  const area = row.H * row.W,
    crops =
      machine === "square" ? squareCrops(side, shape) : bitCrops(packed(masks, area), area, shape);
  return compositeGuess(z, sigma, images, crops);
}

for (const kind of new Set(CASES.map(({ machine }) => machine)))
  test(`${kind}: the page has the paper's formula`, () => {
    const mine = CASES.filter(({ machine }) => machine === kind);
    assert.ok(mine.length >= 8);
    for (const row of mine) {
      const D = row.C * row.H * row.W,
        images = new Dictionary(Float32Array.from(row.images), D);
      for (const k of [0, 1]) {
        const z = row.z.slice(k * D, (k + 1) * D);
        if (row.subset) {
          const shape = /** @type {Shape} */ ([row.C, row.H, row.W]);
          const found = subset(z, row.sigma, images, smallCopies(images, shape), shape);
          assert.deepEqual(found, row.subset[k]);
          continue;
        }
        guessed(row, images, z).forEach((value, p) => {
          assert.ok(Math.abs(value - row.wanted[k * D + p]) < 1e-9, `${kind} at ${row.sigma}`);
        });
      }
    }
  });

test("between two levels of a schedule the nearest counts, the lower of two", () => {
  /** @type {[number, string][]} */
  const pairs = [
    [3, "high"],
    [1, "low"],
  ];
  assert.deepEqual(
    [0.1, 1.9, 2, 2.1, 99].map((sigma) => nearestLevel(pairs, sigma)),
    ["low", "low", "low", "high", "high"],
  );
});

/** @param {Record<string, [r2: number | null, rms: number]>} ends @returns {Courses} */
const courses = (ends) =>
  new Map(
    Object.entries(ends).map(([name, [r2, rms]]) => [
      name,
      { guesses: new Float32Array(1), r2: [1, r2], rms: [0, rms] },
    ]),
  );

test("machines are sorted by the end of their runs; one without a number comes last", () => {
  const all = courses({ network: [1, 0], a: [0.2, 0.1], b: [0.9, 0.3], grey: [null, 0.2] });
  assert.deepEqual(ranked(all, "r2"), ["b", "a", "grey"]);
  assert.deepEqual(ranked(all, "rms"), ["a", "grey", "b"]);
});

test("a reader's medians count each noise once, by network", () => {
  const tried = new Tried();
  tried.add("A", 1, courses({ network: [1, 0], a: [0.2, 3] }));
  tried.add("A", 2, courses({ network: [1, 0], a: [0.6, 1] }));
  tried.add("A", 2, courses({ network: [1, 0], a: [0.4, 1] }));
  tried.add("A", 3, courses({ network: [1, 0], a: [null, 2] }));
  assert.equal(tried.count("A"), 3);
  assert.ok(Math.abs((tried.middle("A", "a", "r2") ?? 0) - 0.3) < 1e-12);
  assert.equal(tried.middle("A", "a", "rms"), 2);
  assert.deepEqual([tried.count("B"), tried.middle("B", "a", "r2")], [0, undefined]);
});

test("what a machine is told is said", () => {
  /** @type {[number, number][]} */
  const pairs = [
    [0.1, 3],
    [9, 11],
  ];
  assert.match(toldWords({ windows: pairs, padding: "zeros" }), /3 × 3 to 11 × 11/);
  assert.match(toldWords({ sizes: [[1, 2]] }), /squares of 2 × 2 pixels/);
  assert.match(toldWords({ threshold: 0.005 }), /0\.005/);
  assert.match(toldWords({ levels: [...pairs, [80, 1]] }), /2 noise levels/);
  assert.match(toldWords({}), /nothing but/);
});
