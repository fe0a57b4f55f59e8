// What FingersLab counts and says, without its page. Python's tests compare the counter with the
// package.
import assert from "node:assert/strict";
import { test } from "node:test";
import { count, hasHands } from "../../code/mosaics/widgets/fingers/count.js";
import { counterOf, EYES, foundIn, HANDS } from "../../code/mosaics/widgets/fingers/counters.js";
import { windows } from "../../code/mosaics/widgets/fingers/engine.js";
import { copiedEyes, eyeMask, eyes, hasFaces } from "../../code/mosaics/widgets/fingers/eyes.js";
import { label } from "../../code/mosaics/widgets/fingers/parts.js";
import { python } from "../../code/mosaics/widgets/fingers/python.js";
import {
  barOf,
  histogram,
  Tallies,
  Tally,
  talliesAt,
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

/** @param {number} seed @param {object} found */
const shot = (seed, found) => ({ seed, z: new Float32Array(0), found });

/** @param {number[]} fingers */
function tallied(fingers) {
  const tally = new Tally(HANDS);
  fingers.forEach((n, seed) => tally.add(shot(seed, { ...HAND, fingers: n })));
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
  assert.ok(hasHands(SHAPE) && !hasHands([3, 32, 32]) && !hasHands([1, 28, 28]));
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

test("parts touch by corners or do not, and end where the picture does", () => {
  const on = Uint8Array.from([1, 0, 0, 0, 1, 1, 0, 0, 1]);
  assert.deepEqual(label({ on, side: 3 }, true).areas, [4]);
  assert.deepEqual(label({ on, side: 3 }, false), {
    of: Int32Array.from([1, 0, 0, 0, 2, 2, 0, 0, 2]),
    areas: [1, 3],
  });
  assert.deepEqual(
    label({ on: Uint8Array.from([0, 0, 1, 1, 0, 0, 0, 0, 0]), side: 3 }, true).areas,
    [1, 1],
  );
});

/** A white picture with black blocks. @param {number[][]} blocks row, column, rows, columns */
function face(blocks) {
  const image = new Float32Array(3 * 1024).fill(1);
  for (const [row, column, rows, columns] of blocks)
    for (let i = row; i < row + rows; i++)
      for (let j = column; j < column + columns; j++)
        for (let c = 0; c < 3; c++) image[c * 1024 + i * 32 + j] = -1;
  return image;
}

test("an eye is a dark part of a few pixels at the height of eyes", () => {
  const left = [11, 9, 4, 3],
    right = [11, 20, 4, 3];
  const found = eyes(face([left, right]));
  assert.deepEqual([found[11 * 32 + 9], found[14 * 32 + 22], Math.max(...found)], [1, 2, 2]);
  for (const none of [
    [22, 12, 3, 8], // a mouth
    [11, 9, 1, 2], // too small
    [10, 20, 6, 6], // too large
    [10, 15, 2, 10], // too wide
    [11, 0, 4, 3], // at the rim
    [5, 15, 9, 1], // begins too high
  ])
    assert.equal(Math.max(...eyes(face([left, none]))), 1, String(none));
  assert.ok(hasFaces([3, 32, 32]) && !hasFaces(SHAPE) && !hasFaces([3, 16, 16]));
});

test("a grey of just the luminance that divides dark from light is light", () => {
  const image = face([]),
    grey = [111, 117, 113];
  assert.equal(299 * grey[0] + 587 * grey[1] + 114 * grey[2], 0.45 * 255 * 1000);
  for (const p of [11 * 32 + 9, 11 * 32 + 10, 12 * 32 + 9])
    grey.forEach((level, c) => {
      image[c * 1024 + p] = level / 127.5 - 1;
    });
  assert.equal(Math.max(...eyes(image)), 0);
});

test("pixels that copy eyes are eyes, wherever they are", () => {
  const one = face([[11, 9, 4, 3]]),
    images = Float32Array.from([...face([]), ...one]),
    mask = eyeMask(images);
  assert.equal(mask.length, 2048);
  assert.ok(mask.subarray(0, 1024).every((v) => v === 0));
  const place = Float32Array.from({ length: 1024 }, (_, p) => p),
    source = new Float32Array(1024).fill(1);
  assert.equal(copiedEyes({ source, place }, mask), 1);
  const more = place.slice();
  for (const p of [0, 1, 32]) more[p] = 11 * 32 + 9;
  for (const p of [1000, 1001]) more[p] = 11 * 32 + 9; // two pixels are none
  assert.equal(copiedEyes({ source, place: more }, mask), 2);
  assert.equal(copiedEyes({ source: new Float32Array(1024), place: more }, mask), 0);
});

test("a tally has each seed once, and each setting its own", () => {
  const tallies = new Tallies(HANDS),
    params = { machine: "LS", N: 200, P: 7, until: 0.8 };
  tallies.of(params).add(shot(1, { ...HAND, fingers: 5 }));
  tallies.of({ ...params }).add(shot(1, { ...HAND, fingers: 6 }));
  assert.deepEqual([tallies.of(params).drawn, tallies.of(params).right], [1, 0]);
  for (const other of [{ P: 9 }, { machine: "bbELS" }, { N: 20 }])
    assert.equal(tallies.of({ ...params, ...other }).drawn, 0);
  assert.equal(tallies.of({ ...params, until: 0 }), tallies.of({ ...params, P: 9, until: 0 }));
});

test("the tallies of a place stay, those of a reader's own pictures do not", () => {
  const [here, there] = [{}, {}].map((el) => /** @type {HTMLElement} */ (el));
  const hands = talliesAt(here, "hands@500", HANDS);
  assert.equal(talliesAt(here, "hands@500", HANDS), hands);
  assert.notEqual(talliesAt(there, "hands@500", HANDS), hands);
  assert.notEqual(talliesAt(here, "faces", EYES), hands);
  assert.notEqual(talliesAt(here, "own", HANDS), talliesAt(here, "own", HANDS));
});

test("a bar for each number, the last for more", () => {
  assert.deepEqual(
    histogram([...[5, 5, 4, 8, 11].map(barOf), undefined]),
    [0, 0, 0, 0, 1, 2, 0, 0, 2],
  );
  assert.equal(HANDS.number({ fingers: 3, palms: 1, detached: 0 }), 3);
  assert.equal(HANDS.number({ fingers: 3, palms: 2, detached: 0 }), undefined);
  assert.equal(HANDS.number({ fingers: 3, palms: 1, detached: 1 }), undefined);
  assert.equal(barOf(undefined), undefined);
});

test("what a message tells is what the counter finds", () => {
  assert.deepEqual([counterOf(SHAPE), counterOf([3, 32, 32])], [HANDS, EYES]);
  assert.equal(counterOf([3, 16, 16]), undefined);
  assert.deepEqual(foundIn({ ...HAND, fingers: 4 }, HANDS), { ...HAND, fingers: 4 });
  assert.deepEqual(foundIn({ ...HAND, eyes: 4 }, EYES), { eyes: 4 });
  assert.deepEqual(foundIn({ eyes: 4 }, undefined), {});
});

test("counts in words", () => {
  assert.equal(words.told(HANDS, { ...HAND, fingers: 6 }), "Six fingers.");
  assert.equal(words.told(HANDS, { ...HAND, fingers: 1 }), "One finger.");
  assert.equal(words.told(HANDS, { ...HAND, fingers: 12 }), "12 fingers.");
  assert.match(words.told(HANDS, { fingers: 0, palms: 0, detached: 1 }), /^No hand/);
  assert.match(words.told(HANDS, { fingers: 2, palms: 2, detached: 0 }), /2 palms/);
  assert.match(words.told(HANDS, { fingers: 2, palms: 1, detached: 1 }), /hangs on no palm/);
  assert.equal(words.told(EYES, { eyes: 3 }), "Three eyes.");
  assert.equal(words.told(EYES, { eyes: 0 }), "No eyes.");
  assert.equal(words.short(EYES, { eyes: 0 }), "0");
  assert.equal(words.short(HANDS, { fingers: 2, palms: 2, detached: 0 }), "none");
});

test("shares in words", () => {
  const some = tallied([5, 5, 4]);
  assert.equal(words.shareOfRight(HANDS, some), "2 of 3 hands have five.");
  assert.equal(
    words.interval(some),
    "That is 67\u00a0%; 95\u00a0% interval 21\u00a0% to 94\u00a0%.",
  );
  some.add(shot(9, { fingers: 0, palms: 0, detached: 0 }));
  const lost = "2 of 3 hands have five. 1 of 4 pictures is no hand.";
  assert.equal(words.shareOfRight(HANDS, some), lost);
  assert.equal(words.shareOfRight(HANDS, tallied([5])), "1 of 1 hand has five.");
  assert.equal(words.interval(new Tally(HANDS)), "");
  const faces = new Tally(EYES);
  [2, 3, 0].forEach((n, seed) => faces.add(shot(seed, { eyes: n })));
  assert.equal(words.shareOfRight(EYES, faces), "1 of 3 faces has two.");
  const all = histogram(new Array(40).fill(5));
  assert.equal(words.training(HANDS, all), "All 40 training hands have five.");
  assert.equal(words.training(HANDS, histogram([5, 4])), "1 of 2 training hands have five.");
  assert.equal(words.training(EYES, histogram([2, 2])), "All 2 training faces have two.");
  assert.equal(words.training(HANDS, histogram([])), "");
});

test("Python names the chapter's module where it needs it", () => {
  const run = { machine: "LS", shape: SHAPE, N: 72, P: 7, seed: 3, steps: 20 };
  const hands = { ...run, data: "hands@500", counter: undefined };
  const plain = python({ ...hands, until: 1 }),
    late = python({ ...hands, until: 0 });
  assert.ok(!plain.includes("fingers") && plain.includes("local.LS(images, 7)"));
  assert.ok(late.includes("local.LS(images, fingers.until(0.001, 63, 7))"));
  const faces = { ...run, data: "faces", machine: "bbELS", until: 1, counter: EYES },
    some = python(faces);
  for (const part of ["fingers.faces().images[:72]", "equivariant.BBELS(images, 7)", "copied_eyes"])
    assert.ok(some.includes(part), part);
  assert.ok(some.includes("from mosaics import diffusion, equivariant, fingers, prediction"));
});
