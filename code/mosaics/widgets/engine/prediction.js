// ---------------------------------------------------------------- PredictionLab (widgets/prediction.py)
let trained; // the lab's network, built at the first job

// Noise levels at t = 1 ... 1 / steps of the networks' clock (prediction.py: levels), as `sample` takes them
function levels(steps) {
  const sigma = (t) => Math.tan((Math.PI * t) / (2 * (1 + LATE))); // one step stays at t = 1
  return { schedule: "legacy", sigma_min: sigma(1 / Math.max(2, steps)), sigma_max: sigma(1) };
}

function fall(steps) {
  const { schedule: clock, sigma_min, sigma_max } = levels(steps);
  return schedule(steps, sigma_min, sigma_max, clock);
}

function checkPrediction({ net, shape, N, steps }) {
  checkCount(N, "N", 2, images.M), checkCount(steps, "steps", 1, 1000);
  trained ??= new ResNet(halves(given), net, shape);
}

// The guesses of a DDIM run; the last one is its picture
function* guesses(denoise, noise, sigmas, said) {
  const out = [];
  let z = Float64Array.from(noise, (e) => sigmas[0] * e);
  for (let k = 0; k + 1 < sigmas.length; k++) {
    out.push(denoise(z, sigmas[k]));
    z = euler(null, z, sigmas[k], sigmas[k + 1], out[k]);
    yield [{ type: "step", ...said, part: 0 }, {}];
  }
  return out;
}

// Squared Pearson correlation (core/metrics.py: pearson2); null where an image is constant
function pearson2(a, b) {
  const n = a.length, middle = (x) => x.reduce((s, v) => s + v, 0) / n, ma = middle(a), mb = middle(b);
  let ab = 0, aa = 0, bb = 0;
  for (let p = 0; p < n; p++) ab += (a[p] - ma) * (b[p] - mb), aa += (a[p] - ma) ** 2, bb += (b[p] - mb) ** 2;
  return aa * bb > 0 ? (ab * ab) / (aa * bb) : null;
}

// Network and machine from the same noise: the guesses of both at each step. Returns the network's and the two pictures
function* pair({ net, ...params }, noise) {
  const { steps } = params, seen = yield* guesses((z, s) => trained.guess(z, s), noise, fall(steps), { step: 0, steps });
  let machine;
  for (const [said, { x0_hat }] of patches({ ...params, ...levels(steps), method: "ddim", around: net.padding }, [noise])) {
    if (said.type === "done") break;
    if (x0_hat) machine = x0_hat;
    const network = seen[said.step];
    yield x0_hat ? [{ ...said, r2: pearson2(network, machine) }, { network, machine }] : [said, {}];
  }
  return { seen, network: seen.at(-1), machine };
}

// One noise, and another one for comparison
function* predict(params, [noise]) {
  checkPrediction(params), checkNoise(noise, 2 * images.D);
  const { N, steps } = params, sigmas = fall(steps);
  const first = noise.subarray(0, images.D), dictionary = images.first(N), said = { step: 0, steps };
  const elsewhere = yield* guesses((z, s) => trained.guess(z, s), noise.subarray(images.D), sigmas, said);
  const ideal = yield* guesses((z, s) => mean(weights(z, dictionary, s), dictionary), first, sigmas, said);
  const { seen, network, machine } = yield* pair(params, first), against = (others) => others.map((x, k) => pearson2(seen[k], x));
  yield [{ type: "done", r2: pearson2(network, machine), ideal: against(ideal), chance: against(elsewhere) }, { network, machine }];
}

// Several noises, one after the other
function* several({ count, ...params }, [noise]) {
  checkPrediction(params), checkCount(count, "count", 1, 100), checkNoise(noise, count * images.D);
  for (let k = 0; k < count; k++) {
    const { network, machine } = yield* quietly(pair(params, noise.subarray(k * images.D, (k + 1) * images.D)), { step: k, steps: count });
    yield [{ type: "step", step: k, steps: count, r2: pearson2(network, machine) }, { network, machine }];
  }
  yield [{ type: "done" }, {}];
}

// A run of which is told only how far it is, as a part of step `said`
function* quietly(run, said) {
  try {
    for (;;) {
      const { done, value } = run.next();
      if (done) return value;
      const [{ step, steps, part = 1 }] = value;
      yield [{ type: "step", ...said, part: (step + part) / steps }, {}];
    }
  } finally { // also where the job is cancelled
    run.return();
  }
}

Object.assign(JOBS, { predict, several });
