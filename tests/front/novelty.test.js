// Where a picture lies between copying and noise as the page finds it, against the definition: the
// table of cases is tests/plane_table.py, which Python's implementation goes through as well
// (tests/test_novelty_lab.py).
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { placed } from "../../code/mosaics/widgets/novelty/measures.js";
import { Dictionary } from "../../code/mosaics/widgets/shared/engine/posterior.js";

/** @import { Shape } from "../../code/mosaics/widgets/shared/types" */

/**
 * A row of the table.
 * @typedef {object} Case
 * @property {number} C
 * @property {number} H
 * @property {number} W
 * @property {number} P
 * @property {number[]} images
 * @property {number[]} x
 * @property {number} unit
 * @property {number} limit
 * @property {number[]} far
 * @property {number} novelty
 * @property {number} coherence
 * @property {number} nearest
 * @property {number[]} shift
 */

const PYTHON = process.env.MOSAICS_PYTHON ?? "python3";
const text = execFileSync(PYTHON, ["tests/plane_table.py"], { maxBuffer: 2 ** 28 });
/** @type {Case[]} */
const CASES = JSON.parse(text.toString());

/** @template Out @param {Generator<unknown, Out, undefined>} job */
function ended(job) {
  for (;;) {
    const next = job.next();
    if (next.done) return next.value;
  }
}

test("a picture's place is the definition's", () => {
  assert.ok(CASES.length > 20);
  for (const { C, H, W, P, images, x, unit, limit, ...wanted } of CASES) {
    const shape = /** @type {Shape} */ ([C, H, W]),
      dictionary = new Dictionary(Float32Array.from(images), C * H * W);
    const { place, far } = ended(placed(x, dictionary, shape, { unit, side: P, limit }));
    far.forEach((value, p) => assert.ok(Math.abs(value - wanted.far[p]) < 1e-4));
    assert.equal(place.coherence, wanted.coherence);
    assert.ok(Math.abs(place.novelty - wanted.novelty) < 1e-6);
    assert.deepEqual([place.nearest, place.shift], [wanted.nearest, wanted.shift]);
  }
});
