// TuringLab without its page: the dish, its past, its verdict; parts of NoiseLab and CollapseLab.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  nearest,
  planeOf,
  standing,
  stepped,
  valueAt,
} from "../../code/mosaics/widgets/collapse/plane.js";
import { LEVELS, many, PURE, remark } from "../../code/mosaics/widgets/noise/levels.js";
import { normals } from "../../code/mosaics/widgets/shared/state/draws.js";
import { Dish } from "../../code/mosaics/widgets/turing/dish.js";
import { evolve } from "../../code/mosaics/widgets/turing/engine.js";
import { patterned } from "../../code/mosaics/widgets/turing/field.js";
import { draws, Past, parse } from "../../code/mosaics/widgets/turing/past.js";
import { goalOf } from "../../code/mosaics/widgets/turing/replay.js";
import {
  lineOf,
  verdict,
  whichState,
  windowOf,
} from "../../code/mosaics/widgets/turing/verdict.js";

/** @import { Said } from "../../code/mosaics/widgets/shared/types" */

const SIDE = 32,
  AREA = SIDE * SIDE,
  OWN = { a: 0.1, b: 0.9, Du: 1, Dv: 20 };
const BOUNDS = { names: Object.keys(OWN), steps: 1000, side: SIDE };
const START = {
  model: "Schnakenberg",
  own: OWN,
  values: OWN,
  start: "near_rest",
  amplitude: 0.01,
  channel: 0,
  span: 0.8,
  paints: { lift: [2, 0] },
};
const GRID = { model: "Schnakenberg", dx: 1, boundary: "periodic", stencil: "nine", k_max: 1.2 };

/** @param {number} k */
const draw = (k) => normals(1, 2 * AREA * (k + 1)).subarray(2 * AREA * k);

/**
 * The last message of a job, its arrays among its fields
 * @param {Iterable<Said>} job @returns {any}
 */
function end(job) {
  const all = [...job];
  return { ...all[all.length - 1][0], ...all[all.length - 1][1] };
}

/** @param {Partial<typeof START>} [more] */
function dishOf(more) {
  const dish = new Dish(SIDE, { ...START, ...more }, draw);
  dish.took(
    Float32Array.from(draw(0), (e) => 1 + 0.01 * e),
    0,
    0,
  );
  return dish;
}

/** A dish that is even. @param {number} u @param {number} v */
function evenDish(u, v) {
  const dish = dishOf();
  dish.took(
    Float32Array.from({ length: 2 * AREA }, (_, p) => (p < AREA ? u : v)),
    24,
    0.1,
  );
  return dish;
}

/** @param {Dish} dish @param {number} times */
function again(dish, times) {
  for (let i = 0; i < times; i++) dish.took(/** @type {any} */ (dish.fields).slice(), 24, 0.1);
}

const UNSTABLE = { at: [1, 0.9], fits: 0.2 },
  STABLE = { at: [1, 0.9], fits: -0.1 };

test("a state that does not last never rests, however still it is", () => {
  const dish = evenDish(1, 0.9);
  again(dish, 200);
  assert.equal(dish.comesToRest(UNSTABLE), false);
  assert.equal(dish.comesToRest(undefined), false); // nor before anything is known of it
  assert.ok(dish.isStuck(UNSTABLE) && !dish.isStuck(STABLE));
  assert.equal(dish.comesToRest(STABLE), true);
  assert.equal(dish.comesToRest(STABLE), false); // said once
});

test("a pattern rests where it stands still, whatever theory says of the even state", () => {
  const dish = dishOf(),
    stripes = Float32Array.from({ length: 2 * AREA }, (_, p) => 1 + Math.sin(p % SIDE));
  dish.took(stripes, 24, 0.1);
  again(dish, 50);
  assert.ok(dish.pattern && dish.comesToRest(UNSTABLE));
  dish.wake();
  assert.ok(!dish.resting && !dish.comesToRest(UNSTABLE));
});

test("noise for a dish that is stuck comes from the seed, is told, and is used once", () => {
  const [a, b] = [evenDish(1, 0.9), evenDish(1, 0.9)];
  for (const dish of [a, b]) dish.mark({ name: "noise" }, false);
  assert.deepEqual(a.fields, b.fields);
  assert.ok(!a.isStuck(UNSTABLE) && a.told.past === "24:noise");
  const first = Float32Array.from(/** @type {any} */ (a.fields));
  again(a, 1);
  a.mark({ name: "clear" }, false);
  assert.equal(a.told.past, "24:noise/48:clear");
  assert.notDeepEqual(a.fields, first);
  const wanted = Float32Array.from(draw(2), (e, p) => (p < AREA ? 1 : 0.9) + 0.01 * e);
  assert.deepEqual(a.fields, wanted);
});

test("a mark under way is done to what is seen and to the answer, and told once", () => {
  const dish = dishOf(),
    sent = /** @type {any} */ (dish.fields),
    kept = sent.slice();
  dish.mark({ name: "dab", dab: { points: [[3, 4]], r: 2, kind: "paint" } }, true);
  assert.deepEqual(sent, kept);
  assert.ok(Math.abs(/** @type {any} */ (dish.fields)[4 * SIDE + 3] - 3) < 1e-6);
  assert.equal(dish.told.past, "");
  dish.took(kept.slice(), 24, 0.1);
  assert.ok(Math.abs(/** @type {any} */ (dish.fields)[4 * SIDE + 3] - 3) < 1e-6);
  assert.equal(dish.told.past, "24:dab=3,4,2,paint");
});

test("one painted spot is no pattern", () => {
  const x = new Float64Array(64 * 64);
  x.fill(1, 0, 300);
  assert.equal(patterned(x, 64, 0.2), false);
  assert.equal(
    patterned(
      x.map((_, p) => Math.sin(p)),
      64,
      0.2,
    ),
    true,
  );
});

// ---------------------------------------------------------------- the past as a text
test("a past is read as it is written", () => {
  const text = "0:Dv=30/400:Dv=7/800:dab=12,30,4,paint,14,30/900:clear/900:b=1.25/950:noise";
  const past = new Past(OWN, OWN),
    marks = parse(text, BOUNDS);
  for (const mark of marks) past.add(mark);
  assert.equal(past.text, text);
  assert.deepEqual(past.values, { ...OWN, Dv: 7, b: 1.25 });
  assert.equal(draws(marks), 3);
  assert.deepEqual(parse("", BOUNDS), []);
});

test("a slider that moves and a stroke that goes on are one mark each", () => {
  const past = new Past(OWN, { ...OWN, Dv: 30 });
  for (const Dv of [31, 32, 33]) past.turn(100, { ...OWN, Dv });
  for (const x of [1, 2])
    past.add({ at: 100, name: "dab", dab: { points: [[x, 5]], r: 3, kind: "erase" } });
  assert.equal(past.text, "0:Dv=30/100:Dv=33/100:dab=1,5,3,erase,2,5");
});

test("what is too much for a link is long", () => {
  const past = new Past(OWN, OWN);
  for (let at = 0; at < 60; at++) past.add({ at, name: "Dv", value: at });
  assert.ok(past.text.startsWith("0:Dv=0/1:Dv=1"));
  past.add({ at: 60, name: "clear" });
  assert.equal(past.text, "long");
});

test("a past that cannot be is refused with what is allowed", () => {
  /** @type {[string, RegExp][]} */
  const wrong = [
    ["400", /like 400:Dv=7, 800:dab=12,30,4,paint, 900:clear or 950:noise, got '400'/],
    ["5:Dv=x", /got '5:Dv=x'/],
    ["5:dab=1,2,3,scrape", /got '5:dab/],
    ["5:clear=1", /got '5:clear=1'/],
    ["5:mu=1", /parameters of the model, a, b, Du, Dv, got mu/],
    ["2000:clear", /within the 1000 steps of the run, got a mark at 2000/],
    ["9:clear/5:clear", /in the order of steps/],
    ["5:dab=40,1,3,paint", /on the 32 x 32 points/],
    ["5:Dv=99", /Dv must be from 5 to 60, got 99/],
    [Array.from({ length: 61 }, (_, i) => `${i}:clear`).join("/"), /at most 60 marks/],
  ];
  for (const [text, words] of wrong)
    assert.throws(() => parse(text, { ...BOUNDS, ranges: { Dv: [5, 60, 1] } }), words);
});

test("a link begins a named parameter at the pattern's own value, others at the given one", () => {
  const lab = { own: OWN, now: { ...OWN, a: 0.2, Dv: 7 }, side: SIDE, ranges: {} };
  const goal = goalOf({ t: 900, past: "400:Dv=7" }, lab);
  assert.deepEqual(goal.first, { ...OWN, a: 0.2 });
  assert.deepEqual(goal.last, { ...OWN, a: 0.2, Dv: 7 });
  assert.equal(goalOf({ past: "400:Dv=7" }, lab).t, 400);
  assert.throws(() => goalOf({ past: "long" }, lab), /too often for a link/);
});

test("a job that goes through a past is the same as one job for each part", () => {
  const start = { start: "near_rest", amplitude: 0.01 },
    paints = { lift: [2, 0] };
  const past = "40:Dv=30/40:dab=9,9,3,paint/90:clear/120:noise";
  const whole = end(
    evolve({ ...GRID, ...start, values: OWN, steps: 200, past, paints }, [normals(1, 6 * AREA)]),
  );
  const dish = new Dish(SIDE, START, draw);
  /** @param {number} steps @param {object} more */
  const run = (steps, more = {}) => {
    const given = dish.fields ?? draw(0);
    const said = end(evolve({ ...GRID, values: { ...dish.values }, steps, ...more }, [given]));
    dish.took(Float32Array.from(said.fields), steps, said.tau);
  };
  run(40, start);
  dish.past.turn(40, { ...OWN, Dv: 30 });
  dish.mark({ name: "dab", dab: { points: [[9, 9]], r: 3, kind: "paint" } }, false);
  run(50);
  dish.mark({ name: "clear" }, false);
  run(30);
  dish.mark({ name: "noise" }, false);
  run(80);
  assert.equal(dish.told.past, past);
  assert.ok(Math.abs(dish.tau - whole.tau) < 1e-9);
  const apart = whole.fields.map((/** @type {number} */ x, /** @type {number} */ p) =>
    Math.abs(x - /** @type {any} */ (dish.fields)[p]),
  );
  assert.ok(Math.max(...apart) < 1e-5, String(Math.max(...apart)));
});

// ---------------------------------------------------------------- theory
test("the curve is drawn in one piece, its dip within the window, its tail to the edge", () => {
  const curve = [-0.1, -0.6, -0.2, 0.2, 0.1, -0.3, -0.9, -2],
    { low, high } = windowOf(curve, { low: -0.4, high: 0.3 });
  assert.ok(low < -0.6 && low > -0.9 && high === 0.3);
  const line = lineOf(curve, low);
  assert.deepEqual(
    line.slice(0, 6),
    curve.slice(0, 6).map((g, i) => [i / 7, g]),
  );
  assert.equal(line.length, 7);
  assert.ok(line[6][1] === low && line[6][0] > 5 / 7 && line[6][0] < 6 / 7);
  assert.equal(lineOf([1, 0, -1], -2).length, 3);
});

test("a verdict speaks of the state in question", () => {
  /** @type {import("../../code/mosaics/widgets/turing/verdict.js").Theory} */
  const theory = {
    rest: [0.47, 0.25],
    at: [1, 0],
    conditions: [true, true, false, true],
    curve: [],
    band: null,
    k: null,
    wavelength: null,
    growth: null,
    fits: -0.05,
  };
  assert.match(
    verdict(theory, true)[1],
    /the empty state is stable at every wavelength\. Patterns/,
  );
  assert.match(verdict(theory)[1], /the uniform state is stable at every wavelength\.$/);
  const words = [true, false].map((near) => whichState(theory, true, near));
  assert.deepEqual(words, [
    "Of the empty state u = 1, v = 0; the dish is in it",
    "Of the empty state u = 1, v = 0; the dish has left it",
  ]);
  const grows = { ...theory, band: /** @type {[number, number]} */ ([0.1, 0.2]), wavelength: 40 };
  assert.match(verdict(grows)[1], /40 fastest; none fits into this dish\.$/);
});

// ---------------------------------------------------------------- NoiseLab, CollapseLab
test("most of the slider is where the number of candidates changes", () => {
  assert.ok(LEVELS.every((s, i) => i === 0 || s > LEVELS[i - 1]));
  assert.deepEqual([LEVELS[0], LEVELS.at(-1)], [0.02, PURE]);
  assert.ok(LEVELS.filter((s) => s < 1.5).length < LEVELS.length / 8);
});

test("an effective number has decimals, and words where it is at an end", () => {
  assert.deepEqual([1, 1.006, 12.34, 399.86].map(many), ["1.00", "1.01", "12.3", "400"]);
  assert.match(remark(1.01, 400), /gives its origin away/);
  assert.match(remark(399.9, 400), /as likely as any other/);
  assert.match(remark(7.5, 400), /7\.50 images/);
});

test("a place on the map is a value, and a key goes to the next one", () => {
  const axis = { low: 0.01, high: 100 };
  assert.deepEqual(
    [0, 50, 100, 300, -9].map((p) => +valueAt(axis, 0, 100, p).toFixed(6)),
    [0.01, 1, 100, 100, 0.01],
  );
  assert.equal(nearest([2, 3, 10, 100], 40), 100); // by ratio
  const steps = [
    [10, 1],
    [10, -1],
    [7, 1],
    [7, -1],
    [100, 1],
    [2, -1],
    [3, 5],
    [3, -Infinity],
  ];
  const found = steps.map(([from, by]) => stepped([2, 3, 10, 100], from, by));
  assert.deepEqual(found, [100, 3, 10, 3, 100, 2, 100, 2]);
});

test("the plane has each trial's own point and noise", () => {
  const points = [0, 0, 9, 1, 2, 9, 5, 5, 9],
    noise = [1, 1, 9, 0, -1, 9, 2, 2, 9, 3, 0, 9];
  const plane = planeOf({ points, noise }, { N: 3, sigma: 2, sizes: { width: 3 } });
  assert.deepEqual(plane.all, [
    [0, 0],
    [1, 2],
    [5, 5],
  ]);
  assert.deepEqual(
    [plane.noisy(1), plane.noisy(3)],
    [
      [1, 0],
      [6, 0],
    ],
  );
  assert.match(standing(0, 4), /nearest is the true one/);
  assert.match(standing(2, 4), /point 4, is only the third/);
  assert.match(standing(-1, 4), /not among the nearest/);
});
