// AttentionLab's counts, intervals, shares and colours, without its page.
import assert from "node:assert/strict";
import { test } from "node:test";
import { verdict } from "../../code/mosaics/widgets/attention/colours.js";
import { keyOf, kindOf, spoken, Tally } from "../../code/mosaics/widgets/attention/tally.js";
import { heatPicture, shares, socksOf, told } from "../../code/mosaics/widgets/attention/where.js";

const PALETTE = {
  colours: { red: [214, 62, 62], blue: [58, 92, 210] },
  others: [
    [238, 238, 242],
    [52, 54, 66],
  ],
  near: 0.4,
  least: 2,
  clean: 0.75,
};
/** @type {[number, number, number]} */
const SHAPE = [3, 2, 4];

/** A picture of two rows of four pixels by their levels. @param {number[][]} pixels */
function pictured(pixels) {
  const x = new Float32Array(24);
  pixels.forEach((level, p) => {
    level.forEach((v, c) => {
      x[c * 8 + p] = v / 127.5 - 1;
    });
  });
  return x;
}

const { red, blue } = PALETTE.colours,
  [ground] = PALETTE.others,
  grey = [120, 120, 120];

test("a half is clean if enough of its ink has one colour", () => {
  const read = (/** @type {number[][]} */ ...pixels) => verdict(pictured(pixels), PALETTE, SHAPE);
  const [same, differ] = [
    read(red, ground, red, ground, red, ground, red, ground),
    read(red, ground, blue, ground, red, ground, blue, ground),
  ];
  assert.deepEqual(same, { colours: [0, 0], consistent: true, agreement: 1 });
  assert.deepEqual(differ, { colours: [0, 1], consistent: false, agreement: 0 });
  const dirty = read(red, grey, red, ground, red, blue, red, ground);
  assert.deepEqual(dirty.colours, [null, 0]);
  assert.equal(dirty.agreement, 2 / 3);
  assert.equal(read(ground, ground, red, ground, ground, ground, red, ground).agreement, null);
  assert.deepEqual([same, differ, dirty].map(kindOf), ["same", "differ", "unclear"]);
});

test("a tally is of a network and the steps in which its layer is on", () => {
  /** @param {"before" | "after"} layer @param {number} until */
  const asked = (layer, until, net = "attention") => ({ net, layer, until, steps: 20 });
  assert.equal(keyOf(asked("before", 20), true), keyOf(asked("after", 0), true));
  assert.equal(keyOf(asked("before", 0), true), keyOf(asked("after", 20), true));
  assert.notEqual(keyOf(asked("before", 7), true), keyOf(asked("after", 7), true));
  assert.equal(keyOf(asked("before", 7, "cnn"), false), keyOf(asked("after", 3, "cnn"), false));
  const said = [asked("before", 20), asked("after", 20), asked("before", 7), asked("after", 7)];
  assert.deepEqual(said.map(spoken), [
    "layer always on",
    "layer always off",
    "layer on before step 7",
    "layer on from step 7 on",
  ]);
});

test("a tally counts, and draws on where it was left, round the largest seed", () => {
  const tally = new Tally({ net: "cnn", layer: "before", until: 20, steps: 20 }, "CNN");
  const add = (/** @type {number} */ seed, /** @type {number | null} */ agreement) =>
    tally.pictures.set(seed, { seed, z: [], colours: [0, null], consistent: false, agreement });
  assert.equal(tally.agreement, undefined);
  add(9, 0.5);
  add(1, null);
  assert.deepEqual(tally.next(8, 4, 9), [8, 0, 2, 3]);
  assert.deepEqual([tally.drawn, tally.count("unclear"), tally.count("same")], [2, 2, 0]);
  assert.equal(tally.agreement, 0.5);
});

test("where a pixel looks, in shares and words", () => {
  const x = pictured([red, ground, ground, blue, ground, ground, ground, ground]),
    socks = socksOf(x, PALETTE, SHAPE),
    row = [0.3, 0, 0.1, 0.4, 0, 0.1, 0, 0.1];
  assert.deepEqual(socks, [true, false, false, true, false, false, false, false]);
  const got = shares(row, 0, socks, 4);
  assert.equal(got.own, 0.3);
  assert.equal(got.other, 0.4);
  assert.ok(Math.abs(got.across - 0.6) < 1e-12);
  const pixel = { socks, field: 11, shape: SHAPE };
  assert.equal(
    told({ ...pixel, p: 0, row, layered: true }),
    "Row 1, column 1, on the left sock: 40\u00a0% of its attention is on the other sock, " +
      "30\u00a0% on its own, 30\u00a0% on the background; " +
      "60\u00a0% is in the other half of the picture.",
  );
  const bare = told({ ...pixel, p: 7, row, layered: true });
  assert.ok(
    bare.includes("on the background: 30\u00a0% of its attention is on the left one"),
    bare,
  );
  assert.ok(
    told({ ...pixel, p: 7, layered: true }).endsWith(
      "is off here, so it sees the 11 × 11 pixels round it.",
    ),
  );
  assert.ok(told({ ...pixel, p: 7, layered: false }).includes("no layer of attention"));
});

test("a map is white where nothing is, and the darker the more there is", () => {
  const out = heatPicture([0, 0.1, 0.4]),
    sums = [0, 1, 2].map((p) => out[p] + out[3 + p] + out[6 + p]);
  assert.equal(sums[0], 3);
  assert.ok(sums[0] > sums[1] && sums[1] > sums[2]);
});
