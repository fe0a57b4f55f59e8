// What single labs count and say, without their pages.
import assert from "node:assert/strict";
import { test } from "node:test";
import { agreement, made } from "../../code/mosaics/widgets/mosaic/words.js";
import { carried } from "../../code/mosaics/widgets/prediction/carried.js";
import {
  changes,
  dabbed,
  distances,
  maskOf,
  NOWHERE,
  newsOf,
  nowhere,
  RIGHT,
  rightHalf,
  textOf,
} from "../../code/mosaics/widgets/prediction/renewed.js";
import * as scores from "../../code/mosaics/widgets/prediction/scores.js";
import { between, drawnPairs, outline } from "../../code/mosaics/widgets/shared/state/drawn.js";
import { displacement } from "../../code/mosaics/widgets/shared/state/numbers.js";
import { overlay, whole } from "../../code/mosaics/widgets/shared/state/overlay.js";
import { apart, dab, range } from "../../code/mosaics/widgets/turing/field.js";
import { distinct, isCopy, sharesOf } from "../../code/mosaics/widgets/wall/sources.js";

test("a dab goes round the torus and leaves the rest", () => {
  const fields = new Float32Array(2 * 25);
  dab(fields, 5, { x: 0, y: 0, r: 1, state: [3, 0.5] });
  const marked = Array.from(fields.subarray(0, 25), (v, p) => (v ? p : -1)).filter((p) => p >= 0);
  assert.deepEqual(marked, [0, 1, 4, 5, 20]);
  assert.deepEqual([fields[0], fields[25], fields[12]], [3, 0.5, 0]);
});

test("a stroke has no gaps and ends where it should", () => {
  const points = between([0, 0], [10, 0], 4);
  assert.equal(points.length, 5);
  assert.deepEqual(points[4], [10, 0]);
  assert.deepEqual(between([3, 3], [3, 3], 4), [[3, 3]]);
});

test("a field's range and change", () => {
  assert.deepEqual(range([2, -1, 5]), [-1, 5]);
  assert.equal(apart([1, 2], [1, 4.5]), 2.5);
});

test("shares of a picture: the largest first, shared pixels left out", () => {
  const shares = sharesOf([4, 4, 7, -1]);
  assert.deepEqual(shares, [
    [4, 0.5],
    [7, 0.25],
  ]);
  assert.ok(!isCopy(shares) && isCopy(sharesOf([3, 3, 3, 3])));
  assert.equal(distinct(Float32Array.of(4, 4, 7, -1)), 2);
});

test("an outline has a line for each pair of neighbours that differ", () => {
  assert.equal(outline([true, false, true, false], 2, 2), "M1 0v1M1 1v1");
  assert.equal(outline([1, 1, 1, 1], 2, 2), "");
});

test("scores are rounded so that only 1 is 1", () => {
  const said = [null, undefined, 0.5, 0.9961, 1].map(scores.scoreText);
  assert.deepEqual(said, ["none", "none", "0.50", "0.996", "1.00"]);
  assert.equal(scores.median([3, 1, 2]), 2);
  assert.equal(scores.median([4, 1, 2, 3]), 2.5);
  assert.equal(scores.rootMeanSquare(Float32Array.of(1, 1), Float32Array.of(0, 2)), 1);
});

test("a difference is white where there is none, orange where the network has more ink", () => {
  const out = new Uint8ClampedArray(12);
  scores.differenceColours(out, [0, 1, -1], [0, 0, 0], [1, 1, 3]);
  assert.deepEqual([...out], [255, 255, 255, 255, 217, 114, 42, 255, 47, 109, 181, 255]);
});

test("displacements and agreement in words", () => {
  assert.equal(displacement(1, 3), "3 right, 1 down");
  assert.equal(displacement(-2, 0), "2 up");
  assert.equal(displacement(0, 0), "none");
  assert.equal(made({ piece: [0, 0, 1], source: [5, 5, 5] }), "2 pieces from 1 training image.");
  const half = agreement(Float32Array.of(1, 0));
  assert.ok(half.startsWith("1 of 2 pixels (50\u00a0%)"));
});

test("what another network takes over fits it", () => {
  const shape = /** @type {[number, number, number]} */ ([1, 16, 16]);
  const torus = { machine: "ELS", machines: { ELS: "", bbELS: "", LS: "" }, plain: 15, shape };
  const zeros = { machine: "bbELS", machines: { bbELS: "", ELS: "", LS: "" }, plain: 27, shape };
  const kept = { seed: 3, steps: 7, N: 20 };
  const from = (/** @type {object} */ values) =>
    carried({ net: "a", data: "b", ...kept, ...values }, zeros, torus);
  assert.deepEqual(from({ machine: "bbELS", windows: "calibrated" }), {
    ...kept,
    machine: "ELS",
    windows: "calibrated",
  });
  assert.equal(from({ machine: "LS" }).machine, "LS");
  assert.equal(from({ machine: "IS" }).machine, "ELS"); // which it does not offer
  assert.deepEqual(from({ machine: "LS", P: 15, windows: "constant" }).P, 15);
  for (const wide of [{ P: 17, windows: "constant" }, { windows: "0.1:3/9:17" }])
    assert.deepEqual(from({ machine: "LS", ...wide }), { ...kept, machine: "LS" });
  assert.equal(from({ machine: "LS", windows: "0.1:3/9:15" }).windows, "0.1:3/9:15");
  const to = (/** @type {string} */ renewed, /** @type {[number, number, number]} */ grid) =>
    carried({ machine: "LS", renewed }, zeros, { ...torus, shape: grid }).renewed;
  assert.equal(to("e".repeat(64), [3, 16, 16]), "e".repeat(64)); // as many pixels, other colours
  assert.equal(to("e".repeat(64), [1, 8, 32]), NOWHERE); // as many pixels, elsewhere
  assert.equal(to(RIGHT, [1, 28, 28]), RIGHT);
});

test("an overlay has traits of its own; bytes come when they are asked for", async () => {
  const sent = /** @type {object[]} */ ([]),
    bytes = new DataView(new ArrayBuffer(4));
  const loads = /** @type {number[]} */ ([]);
  const model = /** @type {import("../../code/mosaics/widgets/shared/types").Model} */ (
    /** @type {unknown} */ ({
      get: (/** @type {string} */ name) => `the model's ${name}`,
      send: (/** @type {object} */ content) => sent.push(content),
    })
  );
  const other = {
    description: "another",
    weights: async () => {
      loads.push(1);
      return bytes;
    },
  };
  const over = overlay(model, await whole(other));
  over.send({ type: "run" }, undefined, []);
  assert.deepEqual(
    [over.get("description"), over.get("images")],
    ["another", "the model's images"],
  );
  assert.ok(over.get("weights") === bytes && loads.length === 1 && sent.length === 1);
  assert.ok((await whole({ images: bytes })).images === bytes); // a notebook has them
});

test("what was painted comes back from its text, and no other text is a mask", () => {
  const shape = /** @type {[number, number, number]} */ ([1, 3, 3]);
  assert.equal(textOf(nowhere(shape), shape), NOWHERE);
  assert.equal(textOf(rightHalf(shape), shape), RIGHT);
  const corner = dabbed(nowhere(shape), [0, 0], shape, false);
  assert.equal(textOf(corner, shape), "d80");
  assert.deepEqual(maskOf("d80", shape), corner);
  assert.deepEqual(maskOf(RIGHT, shape), rightHalf(shape));
  assert.ok(dabbed(nowhere(shape), [0, 0], shape, true).every(Boolean)); // round the torus
  for (const text of ["d8", "d81", "D80", "left", ""]) assert.equal(maskOf(text, shape), undefined);
});

test("news is told by distance, on the torus the short way round", () => {
  const shape = /** @type {[number, number, number]} */ ([1, 1, 5]),
    mask = [true, false, false, false, false];
  assert.deepEqual(distances(mask, shape, false), [0, 1, 2, 3, 4]);
  assert.deepEqual(distances(mask, shape, true), [0, 1, 2, 2, 1]);
  const change = changes(new Float32Array(5), Float32Array.of(3, -0.5, 0.5, 0, 0.01), shape);
  const { inside, outside, reach } = newsOf(change, distances(mask, shape, false));
  assert.deepEqual([inside, reach], [3, 2]);
  assert.ok(Math.abs(outside - Math.sqrt(0.5001 / 4)) < 1e-6);
});

test("windows that a hand drew are levels and odd sides, each level once", () => {
  assert.deepEqual(drawnPairs("10:5/0.1:3"), [
    [10, 5],
    [0.1, 3],
  ]);
  for (const text of [
    "10:4/0.1:3",
    "10:2.5/0.1:3",
    "1:3/1:5",
    "Infinity:3/1:5",
    "1:Infinity/2:3",
    "NaN:3/1:5",
    "1:NaN/2:3",
    "0:3/1:5",
    "-1:3/1:5",
    "1:-3/2:5",
    "1:3:5/2:3",
    "10:3",
    "10:3/",
    "/",
    "",
    "constructor",
    "__defineGetter__",
  ])
    assert.equal(drawnPairs(text), undefined, text);
});

test("a machine is on offer only by its own name", () => {
  /** @type {import("../../code/mosaics/widgets/prediction/carried.js").Setup} */
  const setup = { machine: "bbELS", machines: { bbELS: "", LS: "" }, plain: 15, shape: [1, 8, 8] };
  for (const name of ["constructor", "toString", "__proto__"])
    assert.equal(carried({ machine: name }, setup, setup).machine, "bbELS");
});
