// ---------------------------------------------------------------- MosaicExplorer (provenance.py)
const NEAR = 1 / 255; // grey values within which a pixel equals the centre of its window (provenance.consistent)

// Where each pixel's source lies from it, rows and columns; on a torus the shorter way round (provenance.sources)
function displaced(place, [, H, W], torus) {
  const short = (d, n) => (torus ? ((((d + (n >> 1)) % n) + n) % n) - (n >> 1) : d);
  const down = place.map((q, p) => short(Math.floor(q / W) - Math.floor(p / W), H));
  return { down, across: place.map((q, p) => short((q % W) - (p % W), W)) };
}

// Number of the piece of each pixel, in reading order: connected pixels equal in all `keys` (provenance.pieces)
function pieces(keys, [, H, W]) {
  const piece = new Float32Array(H * W).fill(-1), same = (p, q) => keys.every((key) => key[p] === key[q]);
  for (let start = 0, number = 0; start < H * W; start++) {
    if (piece[start] >= 0) continue;
    const todo = [start];
    piece[start] = number;
    while (todo.length) {
      const p = todo.pop(), j = p % W;
      for (const q of [p - W, p + W, j ? p - 1 : -1, j < W - 1 ? p + 1 : -1]) {
        if (q >= 0 && q < H * W && piece[q] < 0 && same(p, q)) piece[q] = number, todo.push(q);
      }
    }
    number++;
  }
  return piece;
}

// What is read off the sources of a guess
function reading({ source, place }, shape, torus) {
  const shift = displaced(place, shape, torus);
  return { piece: pieces([source, shift.down, shift.across], shape), ...shift };
}

// Which pixels of x equal the centre of their nearest window (provenance.consistent)
function consistent(x, { source, place }, { keys, D }, [C, H, W]) {
  const area = H * W, off = (p, c) => Math.abs(x[c * area + p] - keys[source[p] * D + c * area + place[p]]);
  return source.map((_, p) => Number(Array.from({ length: C }, (_, c) => off(p, c)).every((d) => d <= NEAR)));
}

// A sample as `patches` tells it, with the pieces at each step; at last what the machine sees in the sample itself
function* explore(params, buffers) {
  const { machine, N, shape } = params, names = Object.keys(PATCH_MACHINES);
  need(names.includes(machine), `machine must be one of ${names.join(", ")}, got '${machine}'`);
  const [reach, padding] = PATCH_MACHINES[machine], torus = padding === "circular";
  let last;
  for (const [said, arrays] of patches(params, buffers)) {
    if (said.type === "step" && arrays.z) last = said;
    if (said.type === "step") {
      yield [said, arrays.z ? { ...arrays, ...reading(arrays, shape, torus) } : arrays];
      continue;
    }
    const dictionary = images.first(N), { slices } = patchGuess(dictionary, { shape, P: last.P, reach, padding });
    const { x0_hat, ...seen } = yield* slices(arrays.z, last.sigma, { step: last.step, steps: last.steps, sigma: last.sigma });
    yield [said, { z: arrays.z, ...seen, ...reading(seen, shape, torus), good: consistent(arrays.z, seen, dictionary, shape) }];
  }
}

Object.assign(JOBS, { explore });
