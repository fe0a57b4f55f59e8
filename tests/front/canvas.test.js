// CanvasLab's parts without a page: the search that leaves patches out, scales, what is painted,
// the note in a file. Python's tests compare whole canvases with the package.
import assert from "node:assert/strict";
import { test } from "node:test";
import { taken } from "../../code/mosaics/widgets/canvas/fitted.js";
import {
  blank,
  paintedOf,
  refitted,
  spread,
  textOf,
} from "../../code/mosaics/widgets/canvas/painted.js";
import { called, palette } from "../../code/mosaics/widgets/canvas/palette.js";
import { noiseOf } from "../../code/mosaics/widgets/canvas/plan.js";
import { filled, resized, scales } from "../../code/mosaics/widgets/canvas/scales.js";
import { Search } from "../../code/mosaics/widgets/canvas/search.js";
import { Tree } from "../../code/mosaics/widgets/canvas/tree.js";
import { group } from "../../code/mosaics/widgets/canvas/wishes.js";
import { normals } from "../../code/mosaics/widgets/shared/state/draws.js";
import { noted } from "../../code/mosaics/widgets/shared/state/png.js";

const doubles = (/** @type {number} */ seed, /** @type {number} */ count) =>
  Float64Array.from(normals(seed, count));

/** The posterior mean of all patches, one after the other. */
function brute(
  /** @type {Float64Array} */ q,
  /** @type {Float64Array} */ rows,
  /** @type {Float64Array} */ values,
  /** @type {number} */ sigma,
) {
  const D = q.length,
    gaps = Array.from({ length: rows.length / D }, (_, m) =>
      q.reduce((sum, x, p) => sum + (x - rows[m * D + p]) ** 2, 0),
    ),
    least = Math.min(...gaps),
    w = gaps.map((gap) => Math.exp((least - gap) / (2 * sigma * sigma))),
    total = w.reduce((a, b) => a + b);
  return q.map((_, p) => w.reduce((sum, weight, m) => sum + weight * values[m * D + p], 0) / total);
}

test("a search that leaves patches out says what all of them say", () => {
  const D = 27,
    rows = doubles(1, 500 * D),
    values = doubles(2, 500 * D);
  for (let p = 0; p < rows.length; p++) rows[p] *= 1 / (1 + (p % D)); // some directions are longer
  const plain = new Search(rows, D),
    other = new Search(rows, D, values),
    out = new Float64Array(D);
  for (const sigma of [0.01, 0.1, 0.5, 3, 50])
    for (let k = 0; k < 12; k++) {
      const noise = doubles(10 + k, D),
        window = rows.slice(40 * k * D, (40 * k + 1) * D).map((x, p) => x + sigma * noise[p]),
        q = window.map((x, p) => x - plain.centre[p]);
      for (const [search, of] of /** @type {[Search, Float64Array][]} */ ([
        [plain, rows],
        [other, values],
      ])) {
        search.guess(q, sigma, out);
        const wanted = brute(window, rows, of, sigma);
        const worst = Math.max(...out.map((x, p) => Math.abs(x + search.centre[p] - wanted[p])));
        assert.ok(worst < 1e-6, `${sigma}: ${worst}`);
      }
    }
});

test("patches that are all the same, and a single one", () => {
  for (const many of [1, 60]) {
    const search = new Search(new Float64Array(9 * many).fill(0.25), 9),
      out = new Float64Array(9);
    search.guess(new Float64Array(9).fill(0.7), 0.1, out);
    assert.ok(out.every((x, p) => Math.abs(x + search.centre[p] - 0.25) < 1e-12));
  }
});

test("boxes find the points within a distance", () => {
  const points = doubles(5, 3 * 400),
    tree = new Tree(points.slice(), 3),
    seen = new Int32Array(400),
    gaps = new Float64Array(400);
  for (let k = 0; k < 30; k++) {
    const at = doubles(100 + k, 3),
      all = Array.from({ length: 400 }, (_, m) =>
        at.reduce((sum, x, p) => sum + (x - points[3 * m + p]) ** 2, 0),
      ),
      wanted = [...all.keys()].filter((m) => all[m] <= 0.5),
      number = tree.within(at, 0.5, seen, gaps);
    assert.deepEqual(
      [...seen.subarray(0, number)].sort((a, b) => a - b),
      wanted,
    );
    for (let i = 0; i < number; i++) assert.ok(Math.abs(gaps[i] - all[seen[i]]) < 1e-12);
  }
});

test("resampling keeps constants and the range", () => {
  const flat = resized(new Float64Array(35).fill(0.3), [1, 5, 7], [13, 4]);
  assert.ok(flat.length === 52 && flat.every((x) => Math.abs(x - 0.3) < 1e-12));
  const x = doubles(3, 60),
    out = resized(x, [1, 6, 10], [15, 17], true);
  assert.ok(Math.min(...out) >= Math.min(...x) && Math.max(...out) <= Math.max(...x));
  assert.equal(resized(x, [1, 6, 10], [6, 10]), x);
});

test("scales rise to what was asked; halves go to the even number", () => {
  const plan = scales([64, 64], [66, 70], { P: 7, coarsest: 32, ratio: 0.5 });
  assert.deepEqual(plan, [
    { canvas: [33, 35], source: [32, 32] },
    { canvas: [66, 70], source: [64, 64] },
  ]);
  assert.deepEqual(
    scales([64, 64], [33, 35], { P: 7, coarsest: 32, ratio: 0.5 })[0].canvas,
    [16, 18],
  );
});

test("unknown pixels are made up, known ones stay", () => {
  const x = doubles(4, 2 * 45),
    known = Float64Array.from({ length: 45 }, (_, p) => Number(p % 9 > 3)),
    out = filled(x, [2, 5, 9], known);
  assert.ok(x.every((value, p) => !known[p % 45] || out[p] === value));
  const one = filled(
    x,
    [2, 5, 9],
    known.map((_, p) => Number(p === 44)),
  );
  assert.ok(one.every((value, p) => Math.abs(value - x[p < 45 ? 44 : 89]) < 1e-12));
});

test("groups of moves have their orders", () => {
  const order = (/** @type {string[]} */ ...moves) => group(moves, [4, 4]).length;
  assert.deepEqual(
    [order("mirror"), order("mirror", "flip"), order("half"), order("quarter")],
    [2, 4, 2, 4],
  );
  assert.equal(order("mirror", "transpose"), 8);
});

test("what is painted comes back from its text, and goes with the sides", () => {
  const text = "ff0000-00ff00~4a4.4a4.8k16.7xb",
    painted = paintedOf(text, [24, 32]);
  assert.ok(painted);
  assert.equal(textOf(painted), text);
  assert.equal(spread(painted.cells, [24, 32]).filter((cell) => cell === "a").length, 128);
  const larger = refitted(painted, [24, 32], [48, 64]);
  assert.equal(larger.cells.filter((cell) => cell === "a").length, 32);
  assert.equal(textOf(refitted(larger, [48, 64], [24, 32])), text);
  const unused = { colours: ["111111", "222222"], cells: blank([24, 32]).cells.fill("b", 0, 2) };
  assert.equal(textOf(unused), "222222~2a46.");
  for (const wrong of ["", "~768.", "ff0000~47.b", "ff0000~48.", "ff0000-ff0000~46.ab", "~49.", 3])
    assert.equal(paintedOf(wrong, [24, 32]), undefined);
});

test("noise is counted; none where holes leave no window", () => {
  const params = /** @type {Parameters<typeof noiseOf>[0]} */ ({
    ...{ shape: [3, 16, 16], height: 16, width: 16, begin: "noise", tiles: "off", steps: 1 },
    ...{ symmetry: "none", P: 3, coarsest: 16, first: 0.3, weight: 0.5, painted: "none" },
  });
  assert.equal(noiseOf(params), 768);
  assert.equal(noiseOf({ ...params, begin: "holes", painted: "~16x" }), 0);
  assert.equal(noiseOf({ ...params, begin: "holes", painted: "~15x." }), 768);
});

test("colours of a picture, and what they are called", () => {
  const x = Float32Array.from({ length: 3 * 48 * 48 }, (_, p) =>
    p < 48 * 48 && p % 48 > 40 ? 1 : -1,
  );
  assert.deepEqual(palette(x, [3, 48, 48], 2), ["000000", "ff0000"]);
  const said = ["000000", "ffffff", "808080", "ff0000", "0000ff", "ffd000", "c8b4a0"].map(called);
  assert.deepEqual(said, ["black", "white", "grey", "red", "blue", "yellow", "light orange"]);
});

test("an own picture is made smaller, as a whole", () => {
  const rgb = new Uint8ClampedArray(3 * 128 * 64).fill(255);
  const { x, shape } = taken({ width: 128, height: 64, rgb });
  assert.deepEqual(shape, [3, 32, 64]);
  assert.ok(x.every((level) => level === 1));
  assert.throws(() => taken({ width: 200, height: 20, rgb }), /64 × 6 pixels it is too small/);
});

test("a note in a file stands after its first chunk, with its checksum", async () => {
  const head = [137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82],
    bytes = new Uint8Array(60).map((_, p) => head[p] ?? p),
    out = new Uint8Array(await (await noted(new Blob([bytes]), "Copyright", "é")).arrayBuffer());
  assert.deepEqual([...out.subarray(0, 33)], [...bytes.subarray(0, 33)]);
  assert.deepEqual([...out.subarray(-27)], [...bytes.subarray(33)]);
  const view = new DataView(out.buffer),
    size = view.getUint32(33),
    text = new TextDecoder().decode(out.subarray(37, 41 + size));
  assert.equal(text, "iTXtCopyright\0\0\0\0\0é");
  assert.equal(out.length, 60 + 12 + size);
});
