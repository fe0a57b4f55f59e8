// The page's engines, part by part, without a worker. Python's tests compare whole jobs with the
// package.
import assert from "node:assert/strict";
import { test } from "node:test";
import { collapse, collapseSigma } from "../../code/mosaics/widgets/collapse/engine.js";
import { look, majority, toRest } from "../../code/mosaics/widgets/majority/engine.js";
import { consistent, reading } from "../../code/mosaics/widgets/mosaic/engine.js";
import { denoise } from "../../code/mosaics/widgets/noise/engine.js";
import { halves } from "../../code/mosaics/widgets/prediction/network.js";
import { patches, windowSide } from "../../code/mosaics/widgets/shared/engine/machines.js";
import { patchGuess } from "../../code/mosaics/widgets/shared/engine/patches.js";
import {
  Dictionary,
  mean,
  top,
  weights,
} from "../../code/mosaics/widgets/shared/engine/posterior.js";
import { pearson2 } from "../../code/mosaics/widgets/shared/engine/prediction.js";
import { sample } from "../../code/mosaics/widgets/shared/engine/sample.js";
import { schedule } from "../../code/mosaics/widgets/shared/engine/sampling.js";
import { keep } from "../../code/mosaics/widgets/shared/engine/store.js";
import { normals } from "../../code/mosaics/widgets/shared/state/draws.js";
import { evolve } from "../../code/mosaics/widgets/turing/engine.js";

/** @import { Said } from "../../code/mosaics/widgets/shared/types" */
/** @import { Shape } from "../../code/mosaics/widgets/shared/types" */

/** The last message of a job, its arrays among its fields. @param {Iterable<Said>} job */
function end(job) {
  const all = [...job];
  return { ...all[all.length - 1][0], ...all[all.length - 1][1], messages: all.length };
}

const SHAPE = /** @type {Shape} */ ([1, 4, 4]);
const LEVELS = { sigma_min: 0.02, sigma_max: 80 };

/** Ten images of 4 x 4 pixels, of few grey levels. */
function store() {
  const bytes = Uint8Array.from(normals(3, 160), (x) => Math.max(0, Math.min(255, 128 + 60 * x)));
  keep(bytes, 16);
  return Float32Array.from(bytes, (b) => b / 127.5 - 1);
}

test("weights sum to one and the nearest key has the largest", () => {
  const dictionary = new Dictionary(Float32Array.of(0, 0, 1, 0, 5, 5), 2);
  const w = weights([0.9, 0.1], dictionary, 0.5);
  assert.ok(Math.abs(w.reduce((a, b) => a + b) - 1) < 1e-12);
  assert.deepEqual(top(w, 2)[1], [1, 0]);
  assert.equal(w[2], 0); // beyond what float64 can tell from nothing
  assert.deepEqual([...mean(Float64Array.of(0.5, 0.5, 0), dictionary)], [0.5, 0]);
  assert.equal(dictionary.first(1).M, 1);
});

test("noise levels fall to zero, whatever the clock", () => {
  for (const name of ["edm", "cosine", "legacy", "linear"]) {
    const sigmas = schedule(7, 0.05, 50, name);
    assert.equal(sigmas.length, 8);
    assert.ok(sigmas.every((s, k) => k === 0 || s < sigmas[k - 1]) && sigmas[7] === 0);
  }
  assert.throws(() => schedule(7, 0.05, 50, "none"), /schedule must be one of edm/);
});

test("windows between two levels go the even way at a half", () => {
  assert.equal(windowSide([[1, 3]], 50), 3);
  const pairs = /** @type {[number, number][]} */ ([
    [1, 3],
    [4, 5],
  ]);
  assert.deepEqual(
    [0.1, 1, 2, 4, 9].map((sigma) => windowSide(pairs, sigma)),
    [3, 3, 5, 5, 5],
  );
});

test("the sampler's end is a training image where one wins", () => {
  const images = store();
  const params = { N: 10, steps: 12, method: "heun", ...LEVELS, top: 2 };
  const { z, nearest, ratio, messages } = /** @type {any} */ (
    end(sample(params, [normals(1, 16)]))
  );
  const image = images.subarray(nearest * 16, nearest * 16 + 16);
  assert.ok(ratio < 0.1 && image.every((v, p) => Math.abs(v - z[p]) < 0.1));
  assert.equal(messages, 13);
});

test("a job says what is wrong with what it is asked", () => {
  store();
  const params = { index: 0, sigma: 1, N: 10, top: 1 };
  assert.throws(() => end(denoise({ ...params, N: 11 }, [normals(1, 16)])), /N must be .* got 11/);
  assert.throws(() => end(denoise(params, [normals(1, 9)])), /must hold 16 numbers, got 9/);
  assert.throws(() => end(denoise({ ...params, sigma: Number.NaN }, [])), /sigma must be finite/);
});

test("a window as large as the image sees it whole", () => {
  const images = store();
  const dictionary = new Dictionary(images, 16);
  const z = Float64Array.from(normals(5, 16));
  const { x0_hat } = drain(patchGuess(dictionary, { shape: SHAPE, P: 7, reach: "same" }), z, 0.5);
  const ideal = mean(weights(z, dictionary, 0.5), dictionary);
  assert.ok(ideal.every((v, p) => Math.abs(v - x0_hat[p]) < 1e-4));
});

/**
 * What a machine has seen.
 * @param {ReturnType<typeof patchGuess>} guess
 * @param {Float64Array} z
 * @param {number} sigma
 */
function drain(guess, z, sigma) {
  const run = guess.slices(z, sigma);
  for (;;) {
    const next = run.next();
    if (next.done) return next.value;
  }
}

test("patch machines refuse what they cannot be", () => {
  const dictionary = new Dictionary(store(), 16);
  const windows = { shape: SHAPE, P: 3, reach: "all" };
  assert.throws(
    () => patchGuess(dictionary, { ...windows, P: 4 }),
    /odd number from 1 to 3, got 4/,
  );
  assert.throws(() => patchGuess(dictionary, { ...windows, padding: "zeros" }), /must be circular/);
  assert.throws(() => patchGuess(dictionary, { ...windows, shape: [1, 4, 5] }), /16 numbers/);
  const params = { machine: "LS", windows: [], shape: SHAPE, N: 10, steps: 1, method: "ddim" };
  assert.throws(() => end(patches({ ...params, ...LEVELS }, [normals(1, 16)])), /windows must be/);
});

test("pieces are connected, displacements go the short way round", () => {
  const place = Array.from({ length: 16 }, (_, p) => (p + 3) % 16);
  const flat = reading({ source: Array(16).fill(2), place }, SHAPE, false);
  const torus = reading({ source: Array(16).fill(2), place }, SHAPE, true);
  assert.deepEqual([flat.across[0], torus.across[0]], [3, -1]);
  assert.equal(new Set(flat.piece).size, 3);
  const own = Array.from({ length: 16 }, (_, p) => p);
  const images = store();
  const sources = { source: Array(16).fill(4), place: own };
  const good = consistent(images.subarray(64, 80), sources, new Dictionary(images, 16), SHAPE);
  assert.ok(good.every((g) => g === 1));
});

test("a majority world of one colour rests, a checkerboard of four turns", () => {
  const white = new Float32Array(16).fill(-1);
  const still = /** @type {any} */ (end(toRest({ L: 4 }, [white])));
  assert.deepEqual([still.period, still.steps], [1, 0]);
  const dot = white.slice();
  dot[5] = 1;
  assert.deepEqual([...majority(dot, 4)], [...white]);
  const seen = /** @type {any} */ (end(look({ L: 4 }, [dot])));
  assert.equal(seen.good.filter((/** @type {number} */ g) => !g).length, 1);
  assert.throws(() => end(look({ L: 4 }, [new Float32Array(16)])), /-1 and 1 only/);
});

test("a posterior over random points collapses below its level", () => {
  const sizes = { n: 20, width: 8, trials: 10 };
  const arrays = [normals(1, 160), normals(2, 80)];
  const params = { seed: 1, N: 20, d: 8, sizes, top: 3 };
  const low = /** @type {any} */ (end(collapse({ ...params, sigma: 0.05 }, arrays)));
  const high = /** @type {any} */ (end(collapse({ ...params, sigma: 50 }, [])));
  assert.ok(low.true_w.every((/** @type {number} */ w) => w > 0.99));
  assert.ok(high.effective.every((/** @type {number} */ n) => n > 19));
  assert.equal(low.sigma_c, collapseSigma(20, 8));
  assert.equal(end(collapse({ ...params, seed: 2, sigma: 1 }, [])).type, "missing");
});

test("r2 and half floats", () => {
  assert.ok(
    Math.abs(Number(pearson2(Float64Array.of(1, 2, 3), Float64Array.of(3, 5, 7))) - 1) < 1e-12,
  );
  assert.equal(pearson2(Float64Array.of(1, 1), Float64Array.of(1, 2)), null);
  const bytes = new Uint8Array(Uint16Array.of(0x3c00, 0xc000, 0x0001, 0x3555).buffer);
  const [one, minus, tiny, third] = halves(bytes);
  assert.deepEqual([one, minus, tiny], [1, -2, 2 ** -24]);
  assert.ok(Math.abs(third - 1 / 3) < 1e-4);
});

test("a dish at rest stays at rest, and a step too long is refused", () => {
  const params = {
    model: "Schnakenberg",
    values: { a: 0.1, b: 0.9, Du: 1, Dv: 10 },
    dx: 1,
    k_max: 2,
  };
  const grid = { stencil: "nine", boundary: "periodic", start: "near_rest", amplitude: 0 };
  const asked = { ...params, ...grid, steps: 20, theory: true, channel: 0 };
  const done = /** @type {any} */ (end(evolve(asked, [new Float32Array(2 * 36)])));
  assert.ok(
    done.fields.every((/** @type {number} */ v, /** @type {number} */ p) => {
      return Math.abs(v - done.theory.rest[p < 36 ? 0 : 1]) < 1e-12;
    }),
  );
  assert.deepEqual(done.theory.conditions, [true, true, true, true]);
  assert.ok(done.theory.band[0] < done.theory.k && done.theory.k < done.theory.band[1]);
  assert.throws(
    () => end(evolve({ ...asked, model: "none" }, [new Float32Array(72)])),
    /model must/,
  );
});
