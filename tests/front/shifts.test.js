// The nearest image modulo translation as the page finds it, against the definition: the table of
// cases is tests/shifts_table.py, which Python's implementation goes through as well
// (tests/test_metrics.py).
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { verdictMoved } from "../../code/mosaics/widgets/shared/engine/moved.js";
import { Dictionary, verdict } from "../../code/mosaics/widgets/shared/engine/posterior.js";

/**
 * A row of the table.
 * @typedef {object} Case
 * @property {number} C
 * @property {number} H
 * @property {number} W
 * @property {number[]} images
 * @property {number[]} x
 * @property {number} nearest
 * @property {number} distance
 * @property {number} ratio
 * @property {number[]} shift
 */

const PYTHON = process.env.MOSAICS_PYTHON ?? "python3";
const text = execFileSync(PYTHON, ["tests/shifts_table.py"], { maxBuffer: 2 ** 28 });
/** @type {Case[]} */
const CASES = JSON.parse(text.toString());

test("the nearest image modulo translation is the definition's", () => {
  assert.ok(CASES.length > 20);
  for (const { C, H, W, images, x, ...wanted } of CASES) {
    const dictionary = new Dictionary(Float32Array.from(images), C * H * W);
    const got = verdictMoved(x, dictionary, [C, H, W]);
    assert.deepEqual([got.nearest, got.shift], [wanted.nearest, wanted.shift]);
    assert.ok(Math.abs(got.distance - wanted.distance) < 1e-9);
    assert.ok(Math.abs(got.ratio - wanted.ratio) < 1e-9);
  }
});

test("where nothing has moved, both verdicts are one", () => {
  const still = CASES.filter(({ shift, ratio }) => `${shift}` === "0,0" && ratio === 0);
  assert.ok(still.length > 0);
  for (const { C, H, W, images, x } of still) {
    const dictionary = new Dictionary(Float32Array.from(images), C * H * W);
    const { shift, ...moved } = verdictMoved(x, dictionary, [C, H, W]);
    const plain = verdict(x, dictionary);
    assert.deepEqual([moved.nearest, moved.distance], [plain.nearest, plain.distance]);
  }
});
