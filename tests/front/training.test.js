// A network that the page trains, against autograd and AdamW in float64; the table of cases is
// tests/training_table.py, whose schedule Python's trainer goes through as well
// (tests/test_training_lab.py). And the page's job from its first message to its last.
/** @import { Pair, Said, Shape } from "../../code/mosaics/widgets/shared/types" */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { Dictionary } from "../../code/mosaics/widgets/shared/engine/posterior.js";
import { fall } from "../../code/mosaics/widgets/shared/engine/prediction.js";
import { normals, stream } from "../../code/mosaics/widgets/shared/state/draws.js";
import { likeness, train } from "../../code/mosaics/widgets/training/engine.js";
import { Network } from "../../code/mosaics/widgets/training/network.js";
import {
  BATCH,
  batch,
  draw,
  due,
  keep,
  rate,
  share,
} from "../../code/mosaics/widgets/training/trainer.js";

/**
 * @typedef {object} Step
 * @property {number[]} xt
 * @property {number[]} t
 * @property {number[]} v
 * @property {number} rate
 * @property {number} keep
 * @property {number} loss
 * @property {number} norm
 * @property {number[]} gradient
 */

/**
 * @typedef {object} Case
 * @property {number} C
 * @property {number} width
 * @property {number} depth
 * @property {string} padding
 * @property {Shape} shape
 * @property {number[]} start
 * @property {Step[]} steps
 * @property {number[]} weights
 * @property {number[]} average
 */

/**
 * @typedef {object} Table
 * @property {[step: number, spent: number, rate: number, keep: number][]} schedule
 * @property {[seconds: number, steps: number | null, s: number, step: number,
 *   spent: number][]} budgets
 * @property {[done: number, look: number][]} due
 * @property {number} looks
 * @property {Case[]} networks
 * @property {{ shape: Shape, images: number[], diagonal: number }} few
 */

const PYTHON = process.env.MOSAICS_PYTHON ?? "python3";
const text = execFileSync(PYTHON, ["tests/training_table.py"], { maxBuffer: 2 ** 28 });
/** @type {Table} */
const TABLE = JSON.parse(text.toString());
const IMAGES = Float32Array.from(TABLE.few.images),
  SIZE = TABLE.few.shape.reduce((a, b) => a * b);

/** @param {ArrayLike<number>} a @param {ArrayLike<number>} b */
const apart = (a, b) =>
  Array.from(a, (v, p) => Math.abs(v - b[p])).reduce((x, y) => Math.max(x, y));
/** @param {number[]} x */
const largest = (x) => apart(x, new Float64Array(x.length));

test("rate, average, budget and looks are the table's", () => {
  for (const [step, spent, wantedRate, wantedKeep] of TABLE.schedule) {
    assert.ok(Math.abs(rate(step, spent) - wantedRate) < 1e-15, `rate at ${step}, ${spent}`);
    assert.ok(Math.abs(keep(step + 1) - wantedKeep) < 1e-15, `average at ${step}`);
  }
  for (const [seconds, steps, s, step, spent] of TABLE.budgets) {
    assert.equal(share({ seconds, steps: steps ?? undefined }, s, step), spent);
  }
  for (const [done, look] of TABLE.due) assert.equal(due(TABLE.looks, done), look, `at ${done}`);
});

/** A network with the numbers of a case. @param {Case} row */
function built({ shape, start, ...config }) {
  const net = new Network(config, shape, BATCH);
  let k = 0;
  net.fill(() => start[k++]);
  assert.equal(k, start.length);
  return net;
}

for (const row of TABLE.networks) {
  const name = `${row.padding}, C = ${row.C}, width ${row.width}`;
  test(`gradients and steps are autograd's and AdamW's: ${name}`, () => {
    const net = built(row);
    assert.ok(row.steps[0].norm > 1); // clipped
    assert.ok(row.steps[row.steps.length - 1].norm < 1); // not clipped
    for (const step of row.steps) {
      const loss = net.loss({
        xt: Float32Array.from(step.xt),
        t: Float64Array.from(step.t),
        v: Float32Array.from(step.v),
      });
      assert.ok(Math.abs(loss - step.loss) < 1e-5 * step.loss);
      const far = apart(net.numbers("gradient"), step.gradient) / largest(step.gradient);
      assert.ok(far < 1e-4, `relative error ${far} of the gradient`);
      net.update(step.rate, step.keep);
    }
    const moved = apart(row.weights, row.start);
    assert.ok(moved > 2e-3);
    for (const [set, wanted] of /** @type {const} */ ([
      ["weights", row.weights],
      ["average", row.average],
    ])) {
      const far = apart(net.numbers(set), wanted) / moved;
      assert.ok(far < 1e-2, `${set}: ${far} of what they moved`);
    }
  });
}

test("each weight has its own place, and what is no weight stays 0", () => {
  const net = built(TABLE.networks[0]),
    places = net.layers.flatMap((layer) => [...net.places(layer)]);
  assert.equal(new Set(places).size, TABLE.networks[0].start.length);
  const { xt, t, v } = TABLE.networks[0].steps[0];
  net.loss({ xt: Float32Array.from(xt), t: Float64Array.from(t), v: Float32Array.from(v) });
  net.update(1e-3, 0.5);
  for (const at of Object.values(net.at)) {
    const all = net.view(at, net.count).slice();
    for (const place of places) all[place] = 0;
    assert.ok(all.every((value) => value === 0));
  }
});

test("first weights are uniform, residuals half as large, the read-out a tenth", () => {
  const net = new Network({ width: 24, depth: 4, padding: "zeros" }, [1, 8, 8], BATCH);
  draw(net, stream(5));
  const numbers = net.numbers("weights");
  let at = 0;
  for (const layer of net.layers) {
    const fan = layer.real[0] * layer.side ** 2,
      weights = numbers.slice(at, at + fan * layer.real[1]),
      bias = numbers.slice(at + weights.length, at + weights.length + layer.real[1]);
    at += weights.length + bias.length;
    const part = layer === net.last ? 0.1 : net.middle.includes(layer) ? 0.5 : 1,
      most = part / Math.sqrt(fan),
      reach = Math.max(...weights.map(Math.abs));
    assert.ok(reach <= most && reach > 0.8 * most);
    const far = Math.max(...bias.map(Math.abs)) * Math.sqrt(fan);
    assert.ok(layer === net.last ? far === 0 : far <= 1 && far > 0.5);
  }
  assert.equal(at, numbers.length);
  assert.deepEqual(net.numbers("average"), numbers);
});

test("a batch is noisy images at times spread evenly, and their velocities", () => {
  const images = new Dictionary(IMAGES, SIZE),
    { xt, t, v } = batch(images, stream(9));
  let noise = 0;
  for (let b = 0; b < BATCH; b++) {
    assert.ok(t[b] >= 0.02 + (0.98 * b) / BATCH && t[b] <= 0.02 + (0.98 * (b + 1)) / BATCH);
    const angle = (Math.PI / 2) * (t[b] / 1.008),
      [a, s] = [Math.cos(angle), Math.sin(angle)],
      rows = [xt, v].map((x) => x.subarray(b * SIZE, (b + 1) * SIZE)),
      clean = rows[0].map((x, p) => a * x - s * rows[1][p]),
      eps = rows[0].map((x, p) => s * x + a * rows[1][p]);
    const near = Array.from({ length: images.M }, (_, m) =>
      apart(clean, IMAGES.subarray(m * SIZE, (m + 1) * SIZE)),
    );
    assert.ok(Math.min(...near) < 1e-5); // a training image
    noise += eps.reduce((sum, e) => sum + e * e, 0) / (BATCH * SIZE);
  }
  assert.ok(Math.abs(noise - 1) < 0.1);
});

test("the loss on few images falls below that of the best guess pixel by pixel", () => {
  const net = new Network({ width: 16, depth: 4, padding: "zeros" }, TABLE.few.shape, BATCH),
    images = new Dictionary(IMAGES, SIZE),
    draws = stream(3);
  draw(net, draws);
  const losses = [];
  for (let step = 0; step < 150; step++) {
    losses.push(net.loss(batch(images, draws)));
    net.update(rate(200 + step, step / 150), keep(step + 1)); // warm from the start
  }
  const mean = (/** @type {number[]} */ x) => x.reduce((a, b) => a + b) / x.length;
  assert.ok(mean(losses.slice(0, 20)) > TABLE.few.diagonal);
  const end = mean(losses.slice(-30));
  assert.ok(end < 0.85 * TABLE.few.diagonal, `${end} against ${TABLE.few.diagonal}`);
});

// ---------------------------------------------------------------- the job
const WINDOWS = /** @type {Pair[]} */ (
  fall(20)
    .slice(0, -1)
    .map((sigma) => [sigma, 3])
);
const ASKED = {
  shape: TABLE.few.shape,
  windows: WINDOWS,
  looks: 4,
  noises: 3,
  width: 16,
  padding: "zeros",
  seconds: 600,
  steps: 6,
  seed: 2,
};
const NOISE = normals(2, 3 * SIZE);

/** All that a job says, without times. @param {Partial<typeof ASKED>} [change] */
function told(change) {
  const all = [...train({ ...ASKED, ...change }, [NOISE, IMAGES])].filter(
    ([said]) => said.phase !== "part" && said.phase !== "loss",
  );
  return all.map(([{ seconds, log, ...said }, arrays]) => [said, arrays]);
}

for (const padding of ["zeros", "circular"]) {
  test(`the machine draws, then the network learns: ${padding}`, () => {
    const all = /** @type {Said[]} */ (told({ padding })),
      said = all.map(([message]) => message),
      looks = said.filter((m) => m.phase === "look");
    assert.deepEqual(
      said.slice(0, 21).map((m) => [m.phase, m.step, m.steps]),
      Array.from({ length: 21 }, (_, k) => ["machine", k, 20]),
    );
    assert.deepEqual([...new Set(said.slice(21, -1).map((m) => m.phase))], ["look"]);
    assert.equal(looks[0].step, 0);
    assert.equal(looks[0].loss, null);
    const end = said[said.length - 1];
    assert.deepEqual([end.type, end.step, end.done], ["done", 6, 1]);
    assert.equal(looks[looks.length - 1].step, 6);
    const [machine, last] = [all[20][1].machine, all[all.length - 2][1].z].map((x) =>
      [0, 1, 2].map((i) => Float64Array.from(x).slice(i * SIZE, (i + 1) * SIZE)),
    );
    const { r2, median, chance } = looks[looks.length - 1];
    assert.deepEqual({ r2, median, chance }, likeness(last, machine));
  });
}

test("steps alone make a run that is the same bit for bit; another seed makes another", () => {
  assert.deepEqual(told(), told());
  assert.notDeepEqual(told().at(-2), told({ seed: 3 }).at(-2));
});

test("a flat picture is like nothing", () => {
  const flat = new Float64Array(4),
    some = Float64Array.of(1, 2, 3, 5);
  assert.deepEqual(likeness([flat, some], [some, some]), { r2: [0, 1], median: 0.5, chance: 0.5 });
});

test("between two messages there is at most one step, so a cancel comes in", () => {
  const calls = { loss: 0, guess: 0 };
  const plain = { loss: Network.prototype.loss, guess: Network.prototype.guess };
  Network.prototype.loss = function (data) {
    calls.loss++;
    return plain.loss.call(this, data);
  };
  Network.prototype.guess = function (z, sigma) {
    calls.guess++;
    return plain.guess.call(this, z, sigma);
  };
  try {
    let messages = 0;
    for (const _ of train(ASKED, [NOISE, IMAGES])) {
      assert.ok(calls.loss + calls.guess <= 1);
      Object.assign(calls, { loss: 0, guess: 0 });
      messages++;
    }
    assert.ok(messages > 6 + 20 * 3);
  } finally {
    Object.assign(Network.prototype, plain);
  }
});

test("what it cannot do it says at once", () => {
  /** @param {object} change @param {Float32Array[]} [arrays] */
  const refused = (change, arrays = [NOISE, IMAGES]) => {
    try {
      train({ ...ASKED, ...change }, arrays).next();
    } catch (error) {
      return error instanceof Error ? error.message : "";
    }
    return "nothing";
  };
  for (const [change, words] of /** @type {[object, string][]} */ ([
    [{ padding: "mirror" }, "padding must be one of zeros, circular, got 'mirror'"],
    [{ width: 0 }, "width must be a whole number from 1 to 128, got 0"],
    [{ seconds: 0 }, "seconds must be > 0 and at most 600, got 0"],
    [{ seconds: Number.NaN }, "got NaN"],
    [{ steps: 0 }, "steps must be"],
    [{ seed: -1 }, "seed must be"],
  ])) {
    assert.ok(refused(change).includes(words), refused(change));
  }
  assert.ok(refused({}, [NOISE.subarray(1), IMAGES]).includes("noise must hold"));
  assert.ok(refused({}, [NOISE]).includes("two whole images"));
  assert.ok(refused({}, [NOISE, IMAGES.subarray(1)]).includes("two whole images"));
});
