// SamplerLab's pictures so far and MosaicExplorer's first piece: what is counted, without a page.
import assert from "node:assert/strict";
import { test } from "node:test";
import { detailed, telling } from "../../code/mosaics/widgets/mosaic/pieces.js";
import { Batch } from "../../code/mosaics/widgets/sampler/batch.js";
import { several } from "../../code/mosaics/widgets/sampler/engine.js";
import * as tallies from "../../code/mosaics/widgets/sampler/tally.js";
import { nextSeeds } from "../../code/mosaics/widgets/shared/state/draws.js";

/** @import { Floats, Listener, Run, Shape } from "../../code/mosaics/widgets/shared/types" */
/** @import { Picture } from "../../code/mosaics/widgets/sampler/tally.js" */

const SHAPE = /** @type {Shape} */ ([1, 3, 4]);

/** A picture of 3 x 4 pixels. @param {number} k @param {number} [by] @returns {Floats} */
const image = (k, by = 0) => Float32Array.from({ length: 12 }, (_, p) => Math.sin(k * 7 + p) + by);

/** @param {Floats} z @param {number} down @param {number} right */
const roll = (z, down, right) =>
  z.map((_, p) => z[((Math.floor(p / 4) - down + 3) % 3) * 4 + (((p % 4) - right + 4) % 4)]);

/** @param {number} seed @param {Floats} z @param {Partial<Picture>} [more] @returns {Picture} */
const shot = (seed, z, more = {}) => ({ seed, z, nearest: 0, distance: 1, ratio: 0.9, ...more });

/** @param {Picture[]} pictures */
function counted(pictures) {
  const tally = new tallies.Tally(SHAPE);
  for (const each of pictures) tally.add(each);
  return tally;
}

test("two pictures are the same within half a grey level", () => {
  const tally = counted([
    shot(1, image(1)),
    shot(2, image(1, 0.9 * tallies.SAME)),
    shot(3, image(1, 1.5 * tallies.SAME)),
    shot(4, image(2), { ratio: 0.2 }),
    shot(5, image(1, -2 / 255)), // one grey level: as near as two training images can be
  ]);
  assert.deepEqual([tally.count, tally.different, tally.copies], [5, 4, 1]);
  const firsts = [...tally.pictures.values()].map(({ first }) => first);
  assert.deepEqual(firsts, [1, 1, 3, 4, 5]);
  assert.equal(tally.words(), "5 pictures, 4 different, 1 copy");
  assert.equal(counted([shot(1, image(1))]).words(), "1 picture, 0 copies");
});

test("moved pictures are the same where a machine treats all places alike", () => {
  const moved = roll(image(1), 2, 3);
  const shift = /** @type {[number, number]} */ ([0, 0]);
  assert.equal(counted([shot(1, image(1)), shot(2, moved)]).different, 2);
  const torus = [image(1), moved, roll(image(2), 1, 0), image(1, 0.1), image(2, tallies.SAME / 2)];
  const tally = counted(torus.map((z, seed) => shot(seed, z, { shift })));
  assert.deepEqual(
    [...tally.pictures.values()].map(({ first }) => first),
    [0, 0, 2, 3, 2],
  );
  // The same numbers in another order are no translation
  const mixed = image(1);
  [mixed[0], mixed[5]] = [mixed[5], mixed[0]];
  assert.equal(counted([shot(1, image(1), { shift }), shot(2, mixed, { shift })]).different, 2);
  assert.ok(tallies.sameMoved(image(3), roll(image(3), 1, 1), SHAPE));
});

test("a seed counts once, with its last picture", () => {
  const tally = counted([shot(1, image(1)), shot(2, image(1)), shot(1, image(3))]);
  assert.deepEqual([tally.count, tally.different], [2, 2]);
  assert.equal(counted([shot(1, image(1)), shot(1, image(1)), shot(2, image(1))]).different, 1);
});

test("the next seeds are those that are not here, and go round", () => {
  const tally = counted([shot(3, image(1)), shot(5, image(2))]);
  assert.deepEqual(nextSeeds(2, 3, tally.pictures, 99), [4, 6, 7]);
  assert.deepEqual(nextSeeds(98, 3, tally.pictures, 99), [99, 0, 1]);
  assert.deepEqual(nextSeeds(4, 10, tally.pictures, 5), [0, 1, 2]);
});

test("each setting has its tally, and old ones come back", () => {
  const all = new tallies.Tallies(SHAPE);
  const asked = { N: 20, steps: 5, method: "ddim", machine: "LS" };
  const own = { ...asked, windows: /** @type {[number, number][]} */ ([[80, 7]]) };
  all.of(own).add(shot(1, image(1)));
  assert.equal(all.of({ ...own }).count, 1);
  for (const change of [{ N: 21 }, { steps: 6 }, { method: "heun" }, { machine: "ELS" }])
    assert.equal(all.of({ ...own, ...change }).count, 0);
  assert.equal(all.of({ ...own, windows: [[80, 9]] }).count, 0);
  const ideal = all.of({ ...own, machine: "IS" });
  assert.equal(all.of({ ...own, machine: "IS", windows: [[80, 9]] }), ideal);
  assert.equal(tallies.described(own), "LS · N\u00a0=\u00a020 · window 7 · 5 steps · DDIM (Euler)");
});

test("what a picture is, in words", () => {
  const name = (/** @type {number} */ m) => `no. ${m}`;
  const said = (/** @type {Partial<Picture>} */ more) =>
    tallies.outcome(shot(1, image(1), { nearest: 12, ...more }), name);
  assert.equal(said({ ratio: 0.1 }), "a copy of no. 12");
  assert.equal(said({ ratio: 0.1, shift: [1, 3] }), "a copy of no. 12, moved 3 right, 1 down");
  assert.equal(said({ ratio: 0.1, shift: [0, 0] }), "a copy of no. 12");
  assert.equal(said({ ratio: 0.9, shift: [-1, 0] }), "nearest to no. 12, moved 1 up");
});

test("a batch is one job, but for what no message carries", () => {
  /** @type {{ methods: string[], buffers: number[], on: Listener }[]} */
  const jobs = [];
  const lab = {
    imageSize: 3072,
    /** @param {string} task @param {any} params @param {Floats[]} noise @param {Listener} on */
    run: (task, params, noise, on) =>
      void jobs.push({ methods: params.methods, buffers: noise.map((b) => b.length), on }),
  };
  /** @type {[number, string][]} */
  const came = [];
  /** @type {string[]} */
  const ends = [];
  const runs = Array.from({ length: 24 }, (_, seed) => ({ seed, method: "ancestral" }));
  const plan = {
    params: { N: 2, steps: 50, method: "ddim" },
    runs,
    many: true,
    came: (/** @type {Picture} */ { seed }, /** @type {{ method: string }} */ { method }) =>
      void came.push([seed, method]),
    ended: (/** @type {string} */ kind) => void ends.push(kind),
  };
  const batch = new Batch(lab, plan);
  batch.start();
  for (let k = 0; k < jobs.length; k++) {
    const { methods, buffers, on } = jobs[k];
    assert.ok(buffers.every((n) => n === 51 * 3072) && 4 * 51 * 3072 * buffers.length <= 4e6);
    for (let run = 0; run < methods.length; run++) {
      const message = { type: "step", ms: 1, run, part: 0.5 };
      on.step?.(/** @type {any} */ ({ ...message, arrays: {} }));
      on.step?.(/** @type {any} */ ({ ...message, part: 1, arrays: { z: image(1) } }));
    }
    on.done(/** @type {any} */ ({}));
    on.end?.("done");
  }
  assert.ok(jobs.length === 4 && batch.done === 24);
  assert.deepEqual(
    came.map(([seed]) => seed),
    runs.map(({ seed }) => seed),
  );
  assert.deepEqual(ends, ["done"]);
});

test("several runs tell each its steps and its picture", () => {
  /** @type {(params: any, noise: Float32Array[]) => Run} */
  const one = function* ({ method, steps }, [noise]) {
    for (let step = 0; step < steps; step++)
      yield [{ type: "step", step, steps, sigma: 1 }, { z: noise }];
    yield [
      { type: "done", nearest: 4, method },
      { z: noise, source: noise },
    ];
  };
  const noises = [Float32Array.of(1), Float32Array.of(2)];
  const said = [...several(one)({ steps: 2, methods: ["ddim", "heun"] }, noises)];
  assert.deepEqual(
    said.map(([{ type, run, part }, { z }]) => [type, run, part, z?.[0]]),
    [
      ["step", 0, 0.5, undefined],
      ["step", 0, 1, undefined],
      ["step", 0, 1, 1],
      ["step", 1, 0.5, undefined],
      ["step", 1, 1, undefined],
      ["step", 1, 1, 2],
      ["done", undefined, undefined, undefined],
    ],
  );
  assert.deepEqual([said[5][0].method, Object.keys(said[5][1])], ["heun", ["z"]]);
  const wrong = () => [...several(one)({ steps: 2, methods: ["ddim"] }, noises)];
  assert.throws(wrong, /as many as the 2 noises, got ddim/);
  const many = Array(101).fill(noises[0]);
  assert.throws(
    () => [...several(one)({ steps: 1, methods: Array(101).fill("ddim") }, many)],
    /at most 100 runs/,
  );
});

test("the first piece is the largest that holds ink", () => {
  const piece = [0, 0, 0, 0, 1, 1, 2, 2, 1, 1, 2, 3]; // of 3 rows
  const x = [-1, -1, -1, -1, -1, 1, 0, 0.5, 0, 0.02, 0, 1];
  assert.deepEqual(
    [...detailed(x, piece, SHAPE)].sort((a, b) => a - b),
    [4, 5, 6, 7, 8, 9],
  );
  assert.ok([4, 5, 8, 9].includes(telling(x, piece, SHAPE)));
  assert.ok(telling(Array(12).fill(1), piece, SHAPE) < 4); // nothing holds ink: the largest
  const colour = [...Array(12).fill(0), ...x];
  assert.equal(telling(colour, piece, [2, 3, 4]), telling(x, piece, SHAPE));
});
