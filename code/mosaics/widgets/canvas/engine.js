// CanvasLab's job in the page: a picture of any size from the patches of one, coarse to fine
// (canvas/grow.py), in the same order of operations and in float64.
/** @import { Doubles, Run, Shape } from "../shared/types" */
/** @import { Scale, Sides } from "./scales.js" */
/** @import { Params } from "./plan.js" */
/** @import { Task } from "./task.js" */
/** @import { Change } from "./wishes.js" */
import { checkNoise } from "../shared/engine/checks.js";
import { REST } from "../shared/engine/pace.js";
import { euler } from "../shared/engine/sampling.js";
import { blurred, resized, shrunk } from "./scales.js";
import { Search } from "./search.js";
import { LAST, taskOf } from "./task.js";
import { overlapped, patches } from "./windows.js";

const SPREAD = 1.5, // canvas/grow.py: Settings
  FRESH = 1,
  ERROR = 0.2;

/** `steps` levels at equal ratios, then 0. @param {number} high @param {number} steps */
function levels(high, steps) {
  const low = Math.min(LAST, high / 2);
  const ratio = (/** @type {number} */ k) => (steps > 1 ? k / (steps - 1) : 0);
  return [...Array.from({ length: steps }, (_, k) => high * (low / high) ** ratio(k)), 0];
}

/** The root of the mean square of a difference. @param {Doubles} a @param {Doubles} b */
function rms(a, b) {
  let sum = 0;
  for (let p = 0; p < a.length; p++) sum += (a[p] - b[p]) ** 2;
  return Math.sqrt(sum / a.length);
}

/**
 * The mean colour everywhere.
 * @param {Doubles} picture @param {number} C @param {Sides} sides
 */
function even(picture, C, [H, W]) {
  const own = picture.length / C,
    out = new Float64Array(C * H * W);
  for (let c = 0; c < C; c++) {
    const mean = picture.subarray(c * own, (c + 1) * own).reduce((a, b) => a + b, 0) / own;
    out.fill(mean, c * H * W, (c + 1) * H * W);
  }
  return out;
}

/** @param {Change[]} changes @param {Doubles} x */
const changed = (changes, x) => changes.reduce((before, change) => change(before), x);

/** How much of all work each scale is. @param {Scale[]} plan */
function sharesOf(plan) {
  const work = plan.map(({ canvas: [H, W], source: [h, w] }) => H * W * h * w),
    all = work.reduce((a, b) => a + b);
  return work.map((part) => part / all);
}

/** One scale of a run. */
class Level {
  /**
   * @param {Task} task @param {number} number @param {number} done share of the work before it
   */
  constructor(task, number, done) {
    const { plan, shape, wishes, torus, steps, P } = task,
      [C] = shape;
    this.task = task;
    this.scale = plan[number];
    this.coarser = number ? plan[number - 1] : undefined;
    this.shape = /** @type {Shape} */ ([C, ...this.scale.canvas]); // of the canvas
    this.D = C * P * P;
    this.many = number ? steps : 3 * steps; // guesses from noise
    this.guesses = this.many + (number ? 1 : 0);
    this.changes = wishes.map((wish) => wish.at(this.scale, plan[0], torus));
    this.done = done;
    this.share = sharesOf(plan)[number];
    this.told = { scale: number, scales: plan.length, sides: this.scale.canvas };
    this.sharp = resized(task.source, shape, this.scale.source);
    this.rows = this.rowsOf(this.sharp);
  }

  /** The patches that may be used of a picture of the source's sides. @param {Doubles} x */
  rowsOf(x) {
    const { known, shape, P, wishes } = this.task,
      [C, ...own] = shape,
      { source } = this.scale,
      mask = known && shrunk(known, own, source);
    const rows = patches(x, [C, ...source], P, mask);
    return wishes.reduce((all, wish) => wish.patches?.(all, P) ?? all, rows);
  }

  /** Where it begins: the coarser canvas, the start, or the mean colour. @param {Doubles} [z] */
  begun(z) {
    const { task, scale, coarser, shape, changes, sharp } = this,
      [C] = shape,
      last = task.plan[task.plan.length - 1].canvas;
    const from = coarser ? z : task.start;
    const x = from
      ? resized(from, [C, ...(coarser?.canvas ?? last)], scale.canvas, task.torus)
      : even(sharp, C, scale.canvas);
    return changed(changes, x);
  }

  /**
   * @param {Doubles | undefined} before the coarser canvas @param {Doubles} noise
   * @returns {Run<Doubles>}
   */
  *run(before, noise) {
    const { task, coarser, many } = this,
      eps = task.wishes.reduce((all, w) => w.noise?.(all, this.scale.canvas) ?? all, noise);
    let x = this.begun(before),
      level = task.first;
    if (coarser) {
      const own = /** @type {Shape} */ ([this.shape[0], ...this.scale.source]),
        blunt = blurred(this.sharp, own, coarser.source),
        lacks = Math.max(rms(this.sharp, blunt), 2 * LAST);
      x = yield* this.guess(0, x, new Search(this.rowsOf(blunt), this.D, this.rows), ERROR * lacks);
      level = FRESH * lacks;
    }
    const sigmas = levels(level, many),
      search = new Search(this.rows, this.D);
    let z = x.map((value, p) => value + level * eps[p]);
    for (let k = 0; k < many; k++) {
      const step = this.guesses - many + k,
        guess = yield* this.guess(step, z, search, sigmas[k]);
      z = euler(z, sigmas[k], sigmas[k + 1], guess);
      yield [{ type: "step", ...this.told, share: this.far(step + 1) }, { z }];
    }
    return z;
  }

  /** How much of the whole run is done. @param {number} guesses so many of this scale */
  far(guesses) {
    return Math.min(1, this.done + (this.share * guesses) / this.guesses);
  }

  /**
   * A guess, changed as it is wished; says how far it is.
   * @param {number} step @param {Doubles} z @param {Search} search @param {number} sigma
   * @returns {Run<Doubles>}
   */
  *guess(step, z, search, sigma) {
    const { P, torus } = this.task,
      rows = overlapped(z, this.shape, search, { P, spread: SPREAD, torus, sigma });
    let since = performance.now();
    for (let next = rows.next(); ; next = rows.next()) {
      if (next.done) return changed(this.changes, next.value);
      if (performance.now() - since < REST) continue;
      since = performance.now();
      yield [{ type: "step", ...this.told, share: this.far(step + next.value) }, {}];
    }
  }
}

/**
 * A message after each guess with the canvas so far, at last the picture.
 * @param {Params} params @param {Float32Array[]} arrays noise of all scales, and the picture
 * @returns {Run}
 */
export function* grow(params, [noise, picture]) {
  const task = taskOf(params, picture),
    sizes = task.plan.map(({ canvas: [H, W] }) => task.shape[0] * H * W),
    shares = sharesOf(task.plan);
  checkNoise(
    noise,
    sizes.reduce((a, b) => a + b),
  );
  /** @type {Doubles | undefined} */
  let z;
  let [at, done] = [0, 0];
  for (const [number, size] of sizes.entries()) {
    const level = new Level(task, number, done);
    z = yield* level.run(z, Float64Array.from(noise.subarray(at, at + size)));
    at += size;
    done += shares[number];
  }
  yield [{ type: "done", scales: sizes.length }, { z: z ?? [] }];
}
