// Every machine as the page computes it, plain JavaScript and WebAssembly, against the definition:
// the table of cases is tests/machines_table.py, which Python's implementations go through as well
// (tests/test_machines.py).
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { patchGuess } from "../../code/mosaics/widgets/shared/engine/patches.js";
import { Dictionary, mean, weights } from "../../code/mosaics/widgets/shared/engine/posterior.js";

/**
 * A row of the table: the images and two noisy images, what the definition says of each
 * @typedef {object} Case
 * @property {string} machine
 * @property {string | null} reach
 * @property {string | null} padding
 * @property {number | null} P
 * @property {number} sigma
 * @property {number} C
 * @property {number} H
 * @property {number} W
 * @property {number[]} images
 * @property {number[][]} z
 * @property {number[][]} x0_hat
 * @property {number[][]} weight
 */

/** @typedef {{ x0_hat: ArrayLike<number>, weight: ArrayLike<number> }} Guess */

const PYTHON = process.env.MOSAICS_PYTHON ?? "python3";
const text = execFileSync(PYTHON, ["tests/machines_table.py"], { maxBuffer: 2 ** 28 });
/** @type {Case[]} */
const CASES = JSON.parse(text.toString());

/** @param {ArrayLike<number>} a @param {ArrayLike<number>} b */
const apart = (a, b) => Math.max(...Array.from(a, (v, p) => Math.abs(v - b[p])));

/**
 * Whole images, compared in float64.
 * @param {Case} row
 * @param {Dictionary} images
 * @param {Float32Array} z
 * @returns {Guess}
 */
function whole(row, images, z) {
  const w = weights(z, images, row.sigma);
  return { x0_hat: mean(w, images), weight: [Math.max(...w)] };
}

/**
 * Windows, by the kernel.
 * @param {Case} row
 * @param {Dictionary} images
 * @param {Float32Array} z
 * @returns {Guess}
 */
function windows({ C, H, W, P, reach, padding, sigma }, images, z) {
  const side = P ?? 2 * Math.max(H, W) - 1;
  const run = patchGuess(images, {
    shape: [C, H, W],
    P: side,
    reach: reach ?? "same",
    padding: padding ?? "zeros",
  }).slices(z, sigma);
  for (;;) {
    const next = run.next();
    if (next.done) return next.value;
  }
}

/**
 * Name, what it can compute, how, and its largest error.
 * @type {[string, (row: Case) => boolean, typeof whole, number][]}
 */
const IMPLEMENTATIONS = [
  ["plain", (row) => row.machine === "IS", whole, 1e-9],
  ["WebAssembly", (row) => row.machine === "IS" || row.P !== null, windows, 1e-4],
];

for (const [name, can, call, most] of IMPLEMENTATIONS) {
  test(`${name}: every machine is its definition`, () => {
    const rows = CASES.filter(can);
    assert.ok(rows.length > 10);
    for (const row of rows) {
      const { C, H, W, images, z, x0_hat, weight } = row;
      const dictionary = new Dictionary(Float32Array.from(images), C * H * W);
      z.forEach((noisy, b) => {
        const said = call(row, dictionary, Float32Array.from(noisy));
        const what = `${row.machine}, P ${row.P}, sigma ${row.sigma}, ${H} x ${W}`;
        assert.ok(apart(said.x0_hat, x0_hat[b]) <= most, `guess of ${what}`);
        const top = Array.from(said.weight, (w, p) =>
          Math.abs(w - weight[b][weight[b].length > 1 ? p : 0]),
        );
        assert.ok(Math.max(...top) <= most, `weight of ${what}`);
      });
    }
  });
}
