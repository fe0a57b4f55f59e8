// MajorityLab's worlds as text, its runs counted, its logarithmic scale.
import assert from "node:assert/strict";
import { test } from "node:test";
import { broken, Finds, runKey } from "../../code/mosaics/widgets/majority/finds.js";
import { logTicks, place } from "../../code/mosaics/widgets/majority/scale.js";
import { sideOf, textOf, white, worldOf } from "../../code/mosaics/widgets/majority/world.js";

const ASKED = { L: 3, P: 3, steps: 30, sigma_max: 10 };

test("a world is its text, whatever its side", () => {
  for (const L of [3, 4, 5, 6, 7, 8, 16, 32]) {
    const cells = Float32Array.from({ length: L * L }, (_, p) => ((p * 7) % 5 < 2 ? 1 : -1));
    const text = textOf(cells);
    assert.deepEqual(worldOf(text, L), cells);
    assert.equal(text.length, Math.ceil((L * L) / 4));
  }
  assert.equal(textOf(Float32Array.of(1, -1, -1, -1, 1, -1, -1, -1, 1)), "888");
  assert.equal(textOf(white(4)), "0000");
  assert.equal(sideOf(white(7)), 7);
});

test("a text that is no world of this side is refused", () => {
  const wrong = [
    "",
    "-",
    "88",
    "8888",
    "88g",
    "8 8",
    "88A",
    "0x8",
    "889",
    "<b>",
    888,
    null,
    undefined,
  ];
  for (const text of wrong) assert.equal(worldOf(text, 3), undefined, String(text));
});

test("a run is counted once, whoever computes it and however often", () => {
  const finds = new Finds(),
    world = white(3);
  /** @param {number} seed @param {boolean} whole */
  const ended = (seed, whole) => ({ key: runKey(ASKED, seed), world, whole });
  assert.equal(finds.add(ASKED, [ended(1, true), ended(2, false)]), 1);
  assert.equal(finds.add(ASKED, [ended(1, true), ended(2, true), ended(3, true)]), 0);
  const found = finds.of(ASKED);
  assert.deepEqual([found.runs.size, found.worlds.size, broken(found)], [3, 1, 1]);
  assert.equal(finds.of({ ...ASKED, P: null }).runs.size, 0);
});

test("runs differ by what they are asked with, their seed, and where they start", () => {
  const keys = [
    runKey(ASKED, 1),
    runKey(ASKED, 2),
    runKey({ ...ASKED, L: 4 }, 1),
    runKey({ ...ASKED, P: null }, 1),
    runKey({ ...ASKED, steps: 3 }, 1),
    runKey({ ...ASKED, sigma_max: 2 }, 1),
    runKey(ASKED, 1, "888"),
  ];
  assert.equal(new Set(keys).size, keys.length);
});

test("the scale is logarithmic, and few of many are seen on it", () => {
  const total = 5850556;
  assert.deepEqual([place(0, total), place(1, total), place(total, total)], [0, 0, 1]);
  assert.ok(Math.abs(place(170, total) - 0.33) < 0.005);
  const ticks = logTicks(total);
  assert.deepEqual(
    ticks.map((tick) => tick.n),
    [1, 10, 100, 1000, 10000, 100000, 1000000, total],
  );
  const steps = ticks.slice(1, -1).map((tick, k) => tick.at - ticks[k].at);
  for (const step of steps) assert.ok(Math.abs(step - steps[0]) < 1e-12);
});

test("labels of the scale stand apart", () => {
  for (const total of [2, 188, 2142, 25006, 334588, 5850556]) {
    const labelled = logTicks(total).filter((tick) => tick.labelled);
    assert.deepEqual([labelled[0].n, labelled[labelled.length - 1].n], [1, total]);
    labelled.slice(1).forEach((tick, k) => assert.ok(tick.at - labelled[k].at >= 0.27));
  }
});
