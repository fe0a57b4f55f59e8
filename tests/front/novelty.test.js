// Where a picture lies between copying and noise as the page finds it, against the definition: the
// table of cases is tests/plane_table.py, which Python's implementation goes through as well
// (tests/test_novelty_lab.py).
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { placed } from "../../code/mosaics/widgets/novelty/measures.js";
import {
  labelled,
  meaning,
  middle,
  moved,
  Trails,
} from "../../code/mosaics/widgets/novelty/places.js";
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

test("a set lies at its median novelty and its mean coherence", () => {
  const at = (/** @type {number} */ novelty, /** @type {number} */ coherence) => ({
    novelty,
    coherence,
  });
  assert.deepEqual(middle([at(3, 1), at(0, 0.5), at(1, 0)]), at(1, 0.5));
  assert.deepEqual(middle([at(0, 1), at(1, 0)]), at(0.5, 0.5));
  const words = [at(0.1, 1), at(0.6, 1), at(1, 0.95), at(2, 0.5), at(0.1, 0.2)].map((each) =>
    meaning(each),
  );
  assert.equal(new Set(words).size, 4);
  assert.equal(words[3], words[4]);
  assert.match(meaning(at(5, 0), "noise"), /novelty alone/);
});

test("trails go from the smallest window on, beside those from the same noises", () => {
  const trails = new Trails(),
    walker = (/** @type {string} */ machine, of = "1") => ({ machine, N: 20, of }),
    place = { novelty: 1, coherence: 1 };
  for (const P of [9, 3, 15]) trails.add(walker("LS"), P, place);
  trails.add(walker("LS"), 3, { novelty: 2, coherence: 0 });
  trails.add(walker("ELS"), 5, place);
  trails.add(walker("ELS", "2"), 5, place);
  assert.deepEqual(
    trails.of(walker("LS")).map(([P, { novelty }]) => [P, novelty]),
    [
      [3, 2],
      [9, 1],
      [15, 1],
    ],
  );
  assert.deepEqual(
    trails.beside(walker("LS")).map((each) => each.walker),
    [walker("ELS")],
  );
  assert.deepEqual(trails.of(walker("IS")), []);
});

test("labels cover neither each other nor points, and stay inside", () => {
  const box = { left: 0, right: 300, top: 0, bottom: 200 };
  const points = Array.from({ length: 40 }, (_, k) => ({
    x: (k * 97) % 300,
    y: (k * 61) % 200,
    text: `point ${k}`,
    sure: k < 2,
  }));
  const labels = labelled(points, box).map(({ x, y, anchor, text, k }) => {
    const width = 6.6 * text.length,
      left = x - ({ start: 0, middle: width / 2, end: width }[anchor] ?? 0);
    return { k, left, right: left + width, top: y - 11, bottom: y + 4 };
  });
  assert.ok(labels.length > 5 && labels.length < 40 && labels[0].k === 0 && labels[1].k === 1);
  for (const a of labels) {
    assert.ok(a.left >= 0 && a.right <= 300 && a.top >= 0 && a.bottom <= 200);
    for (const b of labels)
      assert.ok(
        a === b || a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top,
      );
    const covered = points.filter(
      ({ x, y }) => x > a.left && x < a.right && y > a.top && y < a.bottom,
    );
    assert.ok(a.k < 2 || covered.length === 0);
  }
});

test("an image is moved round the edges, all channels alike", () => {
  const shape = /** @type {Shape} */ ([2, 2, 3]);
  const image = Float32Array.from({ length: 12 }, (_, p) => p);
  assert.deepEqual([...moved(image, [1, -1], shape)], [4, 5, 3, 1, 2, 0, 10, 11, 9, 7, 8, 6]);
  assert.deepEqual([...moved(image, [0, 0], shape)], [...image]);
});
