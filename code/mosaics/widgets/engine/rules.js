
// ---------------------------------------------------------------- local rules (rules.py); a world: L * L of +1 and -1
const wrap = (i, L) => (i + L) % L;

// Rows first, then columns, in Python's order of additions: the sums agree to the last bit
function windowSum(x, L) {
  const three = (at) => at(1) + at(0) + at(-1);
  const rows = along(x, (p) => three((d) => x[wrap(Math.floor(p / L) + d, L) * L + (p % L)]));
  return along(x, (p) => three((d) => rows[p - (p % L) + wrap((p % L) + d, L)]));
}

const majority = (x, L) => windowSum(x, L).map(Math.sign);
const agrees = (x, L) => majority(x, L).map((m, p) => Number(m === x[p]));
const signs = (z) => along(z, (p) => (z[p] > 0 ? 1 : -1));

// LocalBlackWhite: 3 x 3 cells, or the whole image where P is null
const localGuess = (L, P) => (z, s) => {
  const seen = P ? windowSum(z, L) : along(z, () => 0).fill(z.reduce((sum, v) => sum + v, 0));
  return seen.map((sum) => Math.tanh(sum / (s * s)));
};

function checkWorld(world, L) {
  checkCount(L, "L", 3, 32), checkNoise(world, L * L);
  need(world.every((v) => v === 1 || v === -1), "world must hold -1 and 1 only");
}

const ended = (world, L, said = {}) => [{ type: "done", ...said }, { world, good: agrees(world, L) }];

function* look({ L }, [world]) {
  checkWorld(world, L);
  yield ended(world, L);
}

function* majorityStep({ L }, [world]) {
  checkWorld(world, L);
  yield ended(majority(world, L), L);
}

// Until it rests or blinks (rules.py: majority_run)
function* toRest({ L }, [world]) {
  checkWorld(world, L);
  const same = (a, b) => a !== undefined && a.every((v, p) => v === b[p]), run = [world, majority(world, L)];
  while (!same(run.at(-2), run.at(-1)) && !same(run.at(-3), run.at(-1))) run.push(majority(run.at(-1), L));
  const period = same(run.at(-2), run.at(-1)) ? 1 : 2;
  for (const z of run.slice(0, -period)) yield [{ type: "step" }, { z }];
  yield ended(run.at(-1), L, { period, steps: run.length - 1 - period });
}

function plan({ L, P, steps, sigma_min, sigma_max }) {
  checkCount(L, "L", 3, 32), checkCount(steps, "steps", 1, 50);
  need(P === 3 || P === null, `P must be 3, or null for the whole image, got ${P}`);
  need(0 < sigma_min && sigma_min < sigma_max, `0 < sigma_min < sigma_max is required, got ${sigma_min} and ${sigma_max}`);
  return [localGuess(L, P), schedule(steps, sigma_min, sigma_max)];
}

function* flow(guess, z, sigmas) {
  yield [sigmas[0], z];
  for (let k = 1; k < sigmas.length; k++) yield [sigmas[k], (z = euler(guess, z, sigmas[k - 1], sigmas[k], guess(z, sigmas[k - 1])))];
}

// From noise, or from a world with noise on it
function* world(params, [noise, from]) {
  const [guess, sigmas] = plan(params), { L } = params;
  checkNoise(noise, L * L);
  if (from) checkWorld(from, L);
  let end;
  for (const [sigma, z] of flow(guess, along(noise, (p) => sigmas[0] * noise[p] + (from?.[p] ?? 0)), sigmas))
    yield [{ type: "step", sigma }, { z: (end = z) }];
  yield ended(signs(end), L);
}

function* worlds(params, [noise], count = 100, part = 10) {
  const [guess, sigmas] = plan(params), { L } = params, area = L * L;
  checkNoise(noise, count * area);
  let end;
  for (let n = 0; n < count; n += part) {
    const ends = new Float32Array(part * area), whole = new Float32Array(part);
    for (let i = 0; i < part; i++) {
      const at = (n + i) * area;
      for (const [, z] of flow(guess, along(noise.subarray(at, at + area), (p) => sigmas[0] * noise[at + p]), sigmas)) end = z;
      ends.set((end = signs(end)), i * area);
      whole[i] = Number(agrees(end, L).every(Boolean));
    }
    yield [{ type: "step" }, { worlds: ends, whole }];
  }
  yield ended(end, L);
}

Object.assign(JOBS, { look, majority: majorityStep, rest: toRest, world, worlds });
