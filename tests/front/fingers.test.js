// What FingersLab counts and says, without its page. Python's tests compare the counter with the
// package.
import assert from "node:assert/strict";
import { test } from "node:test";
import { count, countable } from "../../code/mosaics/widgets/fingers/count.js";
import { windows } from "../../code/mosaics/widgets/fingers/engine.js";
import { python } from "../../code/mosaics/widgets/fingers/python.js";
import {
  barOf,
  histogram,
  isHand,
  Tallies,
  Tally,
  wilson,
} from "../../code/mosaics/widgets/fingers/tally.js";
import * as words from "../../code/mosaics/widgets/fingers/words.js";
import { windowSide } from "../../code/mosaics/widgets/shared/engine/machines.js";
import { fall } from "../../code/mosaics/widgets/shared/engine/prediction.js";

/** @import { Shape } from "../../code/mosaics/widgets/shared/types" */

const SHAPE = /** @type {Shape} */ ([1, 32, 32]);
const HAND = { palms: 1, detached: 0 };

/** A disc, and bars that stand on it. @param {number[]} columns of the bars */
function drawn(columns) {
  const image = new Float32Array(32 * 32).fill(-1);
  for (let p = 0; p < image.length; p++) {
    const i = Math.floor(p / 32),
      j = p % 32;
    const disc = Math.hypot(i - 20, j - 15) < 7,
      bar = i > 5 && i < 20 && columns.some((k) => j === k || j === k + 1);
    if (disc || bar) image[p] = 1;
  }
  return image;
}

/** @param {number} seed @param {number} fingers */
const shot = (seed, fingers, found = HAND) => ({
  seed,
  z: new Float32Array(0),
  fingers,
  ...found,
});

/** @param {number[]} fingers */
function tallied(fingers) {
  const tally = new Tally();
  fingers.forEach((n, seed) => tally.add(shot(seed, n)));
  return tally;
}

test("bars on a disc are fingers, and nothing is no hand", () => {
  for (const columns of [[], [15], [11, 18], [9, 14, 19]])
    assert.deepEqual(count(drawn(columns), 32), { ...HAND, fingers: columns.length });
  assert.deepEqual(count(new Float32Array(1024).fill(-1), 32), {
    fingers: 0,
    palms: 0,
    detached: 0,
  });
  const apart = drawn([15]);
  for (const p of [0, 1, 2, 32, 33, 34, 64, 65, 66]) apart[p] = 1;
  assert.deepEqual(count(apart, 32), { fingers: 1, palms: 1, detached: 1 });
  assert.ok(countable(SHAPE) && !countable([3, 32, 32]) && !countable([1, 28, 28]));
});

test("the whole image is in view while t > until, then the window", () => {
  /** @param {number} until @param {number} steps */
  const sides = (until, steps) =>
    fall(steps)
      .slice(0, -1)
      .map((sigma) => windowSide(windows({ P: 7, until, shape: SHAPE }), sigma));
  for (const steps of [1, 2, 20, 50])
    for (let k = 0; k <= steps; k++) {
      const wanted = Array.from({ length: steps }, (_, i) => (i < k ? 63 : 7));
      assert.deepEqual(sides((steps - k) / steps, steps), wanted);
    }
});

test("Wilson's interval", () => {
  const [low, high] = wilson(12, 20); // scipy.stats.binomtest(12, 20).proportion_ci("wilson")
  assert.ok(Math.abs(low - 0.3865815) < 1e-7 && Math.abs(high - 0.78119347) < 1e-7);
  assert.equal(wilson(0, 5)[0], 0);
  assert.equal(wilson(5, 5)[1], 1);
});

test("a tally has each seed once, and each setting its own", () => {
  const tallies = new Tallies(),
    params = { N: 200, P: 7, until: 0.8 };
  tallies.of(params).add(shot(1, 5));
  tallies.of({ ...params }).add(shot(1, 6));
  assert.deepEqual([tallies.of(params).drawn, tallies.of(params).fives], [1, 0]);
  assert.equal(tallies.of({ ...params, P: 9 }).drawn, 0);
  assert.equal(tallies.of({ ...params, until: 0 }), tallies.of({ N: 200, P: 9, until: 0 }));
});

test("a bar for each number, the last for more", () => {
  const found = [5, 5, 4, 8, 11].map((fingers) => barOf({ ...HAND, fingers }));
  assert.deepEqual(histogram([...found, undefined]), [0, 0, 0, 0, 1, 2, 0, 0, 2]);
  assert.ok(!isHand({ palms: 2, detached: 0 }) && !isHand({ palms: 1, detached: 1 }));
  assert.equal(barOf({ fingers: 3, palms: 2, detached: 0 }), undefined);
});

test("counts in words", () => {
  assert.equal(words.told({ ...HAND, fingers: 6 }), "Six fingers.");
  assert.equal(words.told({ ...HAND, fingers: 1 }), "One finger.");
  assert.equal(words.told({ ...HAND, fingers: 12 }), "12 fingers.");
  assert.match(words.told({ fingers: 0, palms: 0, detached: 1 }), /^No hand/);
  assert.match(words.told({ fingers: 2, palms: 2, detached: 0 }), /2 palms/);
  assert.match(words.told({ fingers: 2, palms: 1, detached: 1 }), /hangs on no palm/);
  assert.equal(words.told({}), "");
  const some = tallied([5, 5, 4]);
  assert.equal(words.shareOfFive(some), "2 of 3 hands have five.");
  assert.equal(
    words.interval(some),
    "That is 67\u00a0%; 95\u00a0% interval 21\u00a0% to 94\u00a0%.",
  );
  some.add(shot(9, 0, { palms: 0, detached: 0 }));
  assert.equal(words.shareOfFive(some), "2 of 3 hands have five. 1 of 4 pictures is no hand.");
  assert.equal(words.shareOfFive(tallied([5])), "1 of 1 hand has five.");
  assert.equal(words.interval(new Tally()), "");
  assert.equal(
    words.training(histogram(new Array(40).fill(5))),
    "All 40 training hands have five.",
  );
  assert.equal(words.training(histogram([5, 4])), "1 of 2 training hands have five.");
  assert.equal(words.training(histogram([])), "");
});

test("Python names the chapter's module where it needs it", () => {
  const run = { data: "hands@500", shape: SHAPE, N: 200, P: 7, seed: 3, steps: 20 };
  const plain = python({ ...run, until: 1, counted: false }),
    late = python({ ...run, until: 0, counted: false });
  assert.ok(!plain.includes("fingers") && plain.includes("local.LS(images, 7)"));
  assert.ok(late.includes("local.LS(images, fingers.until(0.001, 63, 7))"));
});
