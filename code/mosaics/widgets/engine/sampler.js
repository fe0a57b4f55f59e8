// ---------------------------------------------------------------- SamplerLab's patch machines (local.py, equivariant.py)
const PATCH_MACHINES = { LS: ["same", "zeros"], ELS: ["all", "circular"], bbELS: ["matching", "zeros"] };

// Python's round: a half goes to the even neighbour
function roundEven(x) {
  const low = Math.floor(x), rest = x - low;
  return rest > 0.5 || (rest === 0.5 && low % 2 !== 0) ? low + 1 : low;
}

// The window's side at a noise level, from pairs [sigma, P] (local.py: WindowSchedule)
function windowSide(pairs, sigma) {
  const sorted = [...pairs].sort((a, b) => a[0] - b[0]);
  const [low, P] = sorted.findLast(([s]) => s <= sigma) ?? sorted[0], [high, Q] = sorted.find(([s]) => s >= sigma) ?? sorted.at(-1);
  const part = high > low ? Math.log(sigma / low) / Math.log(high / low) : 0;
  return 2 * roundEven((P + part * (Q - P) - 1) / 2) + 1;
}

function checkWindows(pairs) {
  need(Array.isArray(pairs) && pairs.length > 0, "windows must be pairs (sigma, P), got none");
  for (const [sigma, P] of pairs) {
    checkSigma(sigma);
    need(Number.isInteger(P) && P > 0 && P % 2, `P must be odd, for a window has a centre, got ${P}`);
  }
  need(new Set(pairs.map(([sigma]) => sigma)).size === pairs.length, "windows must name each sigma once");
}

// A sample of one machine, said as the patch machines say it: for each pixel the training image of largest weight.
// `around`: what LS has outside an image, where it is not zeros
function* patches({ machine, windows, around, ...params }, buffers) {
  if (machine === "IS") return yield* whole(params, buffers);
  need(PATCH_MACHINES[machine], `machine must be one of IS, ${Object.keys(PATCH_MACHINES).join(", ")}, got '${machine}'`);
  checkWindows(windows), checkCount(params.N, "N", 2, images.M), checkCount(params.steps, "steps", 1, 1000);
  const { steps, sigma_min, sigma_max, schedule: clock } = params, sigmas = schedule(steps, sigma_min, sigma_max, clock).slice(0, -1);
  const [reach, usual] = PATCH_MACHINES[machine], padding = machine === "LS" ? around ?? usual : usual;
  yield* mosaic({ ...params, reach, padding, windows: sigmas.map((sigma) => windowSide(windows, sigma)) }, buffers);
}

// The ideal machine sees whole images, so all pixels are from one
function* whole({ shape: [, H, W], ...params }, buffers) {
  const all = (value) => new Float32Array(H * W).fill(value), place = all(0).map((_, p) => p);
  let last;
  for (const [{ top_i, top_w, ...said }, arrays] of sample({ ...params, top: 1 }, buffers)) {
    if (said.type === "step") last = { source: all(top_i[0]), place, weight: all(top_w[0]) };
    yield [said, { ...arrays, ...last }];
  }
}

Object.assign(JOBS, { patches });
