// MosaicExplorer's job in the page (provenance.py).
/** @import { Numbers, Run, Shape } from "../shared/types" */
/** @import { Machine } from "../shared/engine/machines.js" */
/** @import { Dictionary } from "../shared/engine/posterior.js" */
import { checkChoice } from "../shared/engine/checks.js";
import { PATCH_MACHINES, patches } from "../shared/engine/machines.js";
import { patchGuess } from "../shared/engine/patches.js";
import { images } from "../shared/engine/store.js";

// Grey values within which a pixel equals the centre of its window (provenance.consistent)
const NEAR = 1 / 255;

/**
 * The training image of each pixel, and the place in it.
 * @typedef {{ source: Numbers, place: Numbers }} Sources
 */

/**
 * Where each pixel's source lies from it, rows and columns; on a torus the shorter way round
 * (provenance.sources)
 * @param {Numbers} place @param {Shape} shape @param {boolean} torus
 */
function displaced(place, [, H, W], torus) {
  /** @param {number} d @param {number} n */
  const short = (d, n) => (torus ? ((((d + (n >> 1)) % n) + n) % n) - (n >> 1) : d);
  const down = Float32Array.from(place, (q, p) => short(Math.floor(q / W) - Math.floor(p / W), H));
  return { down, across: Float32Array.from(place, (q, p) => short((q % W) - (p % W), W)) };
}

/**
 * Number of the piece of each pixel, in reading order: connected pixels equal in all `keys`
 * (provenance.pieces)
 * @param {Numbers[]} keys @param {Shape} shape
 */
function pieces(keys, [, H, W]) {
  const piece = new Float32Array(H * W).fill(-1);
  /** @param {number} p @param {number} q */
  const same = (p, q) => keys.every((key) => key[p] === key[q]);
  for (let start = 0, number = 0; start < H * W; start++) {
    if (piece[start] >= 0) continue;
    const todo = [start];
    piece[start] = number;
    for (let p = todo.pop(); p !== undefined; p = todo.pop()) {
      const j = p % W;
      for (const q of [p - W, p + W, j ? p - 1 : -1, j < W - 1 ? p + 1 : -1]) {
        if (q < 0 || q >= H * W || piece[q] >= 0 || !same(p, q)) continue;
        piece[q] = number;
        todo.push(q);
      }
    }
    number++;
  }
  return piece;
}

/**
 * What is read off the sources of a guess
 * @param {Sources} sources @param {Shape} shape @param {boolean} torus
 */
export function reading({ source, place }, shape, torus) {
  const shift = displaced(place, shape, torus);
  return { piece: pieces([source, shift.down, shift.across], shape), ...shift };
}

/**
 * Which pixels of x equal the centre of their nearest window (provenance.consistent)
 * @param {Numbers} x @param {Sources} sources @param {Dictionary} dictionary @param {Shape} shape
 */
export function consistent(x, { source, place }, { keys, D }, [C, H, W]) {
  const area = H * W;
  /** @param {number} p @param {number} c */
  const off = (p, c) => Math.abs(x[c * area + p] - keys[source[p] * D + c * area + place[p]]);
  return Float32Array.from(source, (_, p) =>
    Number(Array.from({ length: C }, (_, c) => off(p, c)).every((d) => d <= NEAR)),
  );
}

/**
 * A sample as `patches` tells it, with the pieces at each step; at last what the machine sees in
 * the sample itself
 * @param {Machine} params @param {Float32Array[]} buffers @returns {Run}
 */
export function* explore(params, buffers) {
  const { machine, N, shape } = params;
  checkChoice(machine, Object.keys(PATCH_MACHINES), "machine");
  const [reach, padding] = PATCH_MACHINES[machine],
    torus = padding === "circular";
  let last = { P: 0, step: 0, steps: 0, sigma: 0 };
  for (const [said, arrays] of patches(params, buffers)) {
    const { z, source, place } = arrays;
    if (said.type === "step") {
      if (z) last = /** @type {typeof last} */ (/** @type {unknown} */ (said));
      yield [said, z ? { ...arrays, ...reading({ source, place }, shape, torus) } : arrays];
      continue;
    }
    const dictionary = images.first(N),
      { P, step, steps, sigma } = last;
    const { slices } = patchGuess(dictionary, { shape, P, reach, padding });
    const { x0_hat, ...seen } = yield* slices(z, sigma, { step, steps, sigma });
    const good = consistent(z, seen, dictionary, shape);
    yield [said, { z, ...seen, ...reading(seen, shape, torus), good }];
  }
}
