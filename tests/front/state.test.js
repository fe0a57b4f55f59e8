// The parts of the front end that know no page: numbers, draws, curves, pictures.
import assert from "node:assert/strict";
import { test } from "node:test";
import { diamond, path, scale, ticks } from "../../code/mosaics/widgets/shared/state/curves.js";
import { MAX_SEED, normals } from "../../code/mosaics/widgets/shared/state/draws.js";
import { wilson } from "../../code/mosaics/widgets/shared/state/interval.js";
import * as numbers from "../../code/mosaics/widgets/shared/state/numbers.js";
import * as pictures from "../../code/mosaics/widgets/shared/state/pictures.js";
import { State } from "../../code/mosaics/widgets/shared/state/state.js";

test("a seed has one noise, whatever its length", () => {
  const long = normals(7, 9);
  assert.deepEqual(normals(7, 4), long.slice(0, 4));
  assert.notDeepEqual(normals(8, 9), long);
  assert.ok(normals(MAX_SEED, 1000).every(Number.isFinite));
});

test("noise is normal", () => {
  const x = normals(1, 20_000);
  const mean = x.reduce((a, b) => a + b) / x.length;
  const square = x.reduce((a, b) => a + b * b, 0) / x.length;
  assert.ok(Math.abs(mean) < 0.03 && Math.abs(square - 1) < 0.04);
});

test("numbers are shown as a reader wants them", () => {
  const shown = [0, 0.0123, 1.26, 12.345, 123.4, 1234.5, Infinity].map(numbers.show);
  assert.deepEqual(shown, ["0", "0.012", "1.3", "12.3", "123", "1,235", "Infinity"]);
  const shares = [0, 0.004, 0.5, 0.9951, 0.9999, 1].map(numbers.share);
  assert.deepEqual(shares, ["0.00", "< 0.01", "0.50", "0.995", "1.00", "1.00"]);
  const percents = [0, 0.001, 0.5, 0.999, 1].map(numbers.percent);
  assert.deepEqual(
    percents,
    ["0 %", "less than 1 %", "50 %", "more than 99 %", "100 %"].map((text) =>
      text.replace(" %", "\u00a0%"),
    ),
  );
  assert.deepEqual([numbers.some(1, "step"), numbers.some(2, "step")], ["1 step", "2 steps"]);
});

test("a ladder rises from end to end and holds its value", () => {
  const rungs = numbers.ladder(0.02, 80, 0.77);
  assert.deepEqual([rungs[0], rungs[rungs.length - 1]], [0.02, 80]);
  assert.ok(rungs.includes(0.77) && rungs.every((v, i) => i === 0 || v > rungs[i - 1]));
  const whole = numbers.wholeLadder(2, 2000, 500);
  assert.deepEqual(whole.slice(0, 6), [2, 3, 4, 5, 7, 10]);
  assert.ok(whole.every(Number.isInteger));
});

test("the nearest position is the first of equals", () => {
  const values = [1, 3, 5];
  const nearest = (/** @type {number} */ wanted) =>
    numbers.nearestPosition(3, (i) => values[i], wanted);
  assert.deepEqual([0, 2, 4.1, 99].map(nearest), [0, 0, 2, 2]);
});

test("an axis has round ticks and turns over", () => {
  assert.deepEqual(ticks({ low: 0.02, high: 80 }), [0.1, 1, 10]);
  assert.deepEqual(ticks({ low: 0, high: 1, linear: true }), [0, 0.2, 0.4, 0.6, 0.8, 1]);
  const at = scale({ low: 0.1, high: 10 }, 0, 100);
  assert.deepEqual([0.1, 1, 10, 1000].map(at).map(Math.round), [0, 50, 100, 100]);
  const falling = scale({ low: 0, high: 1, linear: true, flip: true }, 0, 100);
  assert.deepEqual([0, 0.25, 1].map(falling), [100, 75, 0]);
});

test("paths and diamonds are what SVG reads", () => {
  const points = [
    [0, 1],
    [2.04, 3],
  ];
  assert.equal(path(points), "M0.0 1.0L2.0 3.0");
  assert.equal(diamond(1, 1, 1), "M1 0L2 1L1 2L0 1Z");
});

test("ink is dark where a grey picture is high, colours are themselves", () => {
  const grey = new Uint8ClampedArray(8);
  pictures.colours(grey, [-1, 1], [1, 1, 2]);
  assert.deepEqual([...grey], [255, 255, 255, 255, 0, 0, 0, 255]);
  const colour = new Uint8ClampedArray(4);
  pictures.colours(colour, [1, -1, 0], [3, 1, 1]);
  assert.deepEqual([...colour], [255, 0, 128, 255]);
});

test("an image is cut from bytes, wherever they stand", () => {
  const raw = new Uint8Array([9, 0, 255, 51, 204]).buffer;
  const bytes = pictures.bytesOf(new DataView(raw, 1));
  assert.deepEqual([...pictures.bytesOf(raw)], [9, 0, 255, 51, 204]);
  assert.deepEqual([...pictures.imageOf(bytes, 2, 0)], [-1, 1]);
  assert.ok(Math.abs(pictures.imageOf(bytes, 2, 1)[0] + 0.6) < 1e-6);
});

test("a circle closes", () => {
  assert.deepEqual(
    [-1, 0, 5, 11].map((i) => pictures.wrap(i, 5)),
    [4, 0, 0, 1],
  );
  const colours = Array.from({ length: 40 }, (_, m) => pictures.sourceColour(m));
  assert.equal(new Set(colours).size, 40);
});

test("what is set from outside stands in the state, if it is on offer", () => {
  const state = new State();
  let seen = 0;
  state.shownBy("index", () => seen++);
  state.put("index", 2);
  const index = state.control("index", numbers.wholeIn(0, 3));
  assert.equal(index.value, 2);
  for (const wrong of [4, -1, 1.5, Number.NaN, Infinity, "1", "", null, undefined, true])
    index.set(/** @type {number} */ (wrong));
  assert.deepEqual([index.value, seen], [2, 1]);
  index.set(3);
  assert.deepEqual([state.get("index"), index.value, seen], [3, 3, 2]);
});

test("Wilson's interval ends where a share would be as far away as 95 % of normal draws", () => {
  const [low, high] = wilson(12, 20); // scipy.stats.binomtest(12, 20).proportion_ci("wilson")
  assert.ok(Math.abs(low - 0.3865815) < 1e-7 && Math.abs(high - 0.78119347) < 1e-7);
  for (const [k, n] of [
    [0, 10],
    [3, 20],
    [25, 50],
    [50, 50],
  ])
    for (const p of wilson(k, n).filter((end) => end > 1e-9 && end < 1 - 1e-9)) {
      const away = Math.abs(k / n - p) / Math.sqrt((p * (1 - p)) / n);
      assert.ok(Math.abs(away - 1.959964) < 1e-6, `${k} of ${n}: ${away}`);
    }
  assert.equal(wilson(0, 5)[0], 0);
  assert.equal(wilson(5, 5)[1], 1);
});
