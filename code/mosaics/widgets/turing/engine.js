// TuringLab's job in the page: reaction and diffusion (turing.py).
/** @import { Run } from "../shared/types" */
/** @import { Paints, State, Values } from "./models.js" */
/** @import { Mark } from "./past.js" */
import { checkChoice, checkCount, checkNoise, need } from "../shared/engine/checks.js";
import { dab, level } from "./field.js";
import { EMPTY, potOf, REST } from "./models.js";
import { draws, parse } from "./past.js";

/**
 * A model at given parameters: reaction over whole arrays, Jacobian [f_u, f_v, g_u, g_v]
 * @typedef {object} Reaction
 * @property {(u: number, v: number) => [number, number, number, number]} jacobian
 * @property {(u: Float64Array, v: Float64Array, f: Float64Array, g: Float64Array) => void} react
 */

/**
 * `rest`: its uniform state
 * @typedef {Reaction & { name: string, rest: State, Du: number, Dv: number }} Model
 */
/** @typedef {{ inside: Float64Array, weight: Float64Array }} Links */

/**
 * @typedef {object} Params
 * @property {string} model
 * @property {Record<string, number>} values
 * @property {number} steps
 * @property {number} dx
 * @property {string} stencil
 * @property {string} boundary
 * @property {string} [start]
 * @property {number} [amplitude]
 * @property {boolean} [theory]
 * @property {number} k_max
 * @property {number | null} [channel]
 * @property {string} [state] that theory is about: "rest" or "empty"
 * @property {string} [past] gone through on the way; its draws of noise follow the start's
 * @property {Paints} [paints] what the past's dabs leave behind
 */

/** @type {Record<string, (values: Record<string, number>) => Reaction>} */
const REACTIONS = {
  Schnakenberg: ({ a, b }) => ({
    jacobian: (u, v) => [2 * u * v - 1, u * u, -2 * u * v, -u * u],
    react(u, v, f, g) {
      for (let i = 0; i < u.length; i++) {
        const made = u[i] * u[i] * v[i];
        f[i] = a - u[i] + made;
        g[i] = b - made;
      }
    },
  }),
  GiererMeinhardt: ({ mu }) => ({
    jacobian: (u, v) => [(2 * u) / v - 1, -(u / v) * (u / v), 2 * u, -mu],
    react(u, v, f, g) {
      for (let i = 0; i < u.length; i++) {
        const square = u[i] * u[i];
        f[i] = square / v[i] - u[i];
        g[i] = square - mu * v[i];
      }
    },
  }),
  GrayScott: ({ F, k }) => ({
    jacobian: (u, v) => [-v * v - F, -2 * u * v, v * v, 2 * u * v - F - k],
    react(u, v, f, g) {
      for (let i = 0; i < u.length; i++) {
        const eaten = u[i] * v[i] * v[i];
        f[i] = F * (1 - u[i]) - eaten;
        g[i] = eaten - (F + k) * v[i];
      }
    },
  }),
  FitzHughNagumo: ({ theta, kappa }) => ({
    jacobian: (u) => [1 - 3 * u * u, -1, 1 / theta, -1 / theta],
    react(u, v, f, g) {
      for (let i = 0; i < u.length; i++) {
        f[i] = u[i] - u[i] * u[i] * u[i] - v[i] + kappa;
        g[i] = (u[i] - v[i]) / theta;
      }
    },
  }),
  BarrioVareaMaini: ({ alpha, beta, r1, r2 }) => ({
    jacobian(u, v) {
      const inU = alpha * r1 * v * v + r2 * v,
        inV = 2 * alpha * r1 * u * v + r2 * u;
      return [alpha - inU, 1 - inV, inU - alpha, beta + inV];
    },
    react(u, v, f, g) {
      for (let i = 0; i < u.length; i++) {
        const cubic = alpha * r1 * u[i] * v[i] * v[i],
          quadratic = r2 * u[i] * v[i];
        f[i] = alpha * u[i] + v[i] - cubic - quadratic;
        g[i] = beta * v[i] - alpha * u[i] + cubic + quadratic;
      }
    },
  }),
};

/** turing.make. @param {string} name @param {Record<string, number>} values @returns {Model} */
function makeModel(name, values) {
  checkChoice(name, Object.keys(REACTIONS), "model");
  for (const [key, x] of Object.entries(values))
    need(Number.isFinite(x), `${key} must be finite, got ${x}`);
  const { Du, Dv } = values;
  return { ...REACTIONS[name](values), name, rest: REST[name](values), Du, Dv };
}

// ---------------------------------------------------------------- linear stability
/** @typedef {ReturnType<typeof parts>} Parts */

/** _parts: trace, det, D_v f_u + D_u g_v, D_u D_v. @param {Model} model */
function parts({ jacobian, rest, Du, Dv }) {
  const [fu, fv, gu, gv] = jacobian(...rest);
  return {
    trace: fu + gv,
    det: fu * gv - fv * gu,
    tilt: Dv * fu + Du * gv,
    product: Du * Dv,
    sum: Du + Dv,
  };
}

/** growth_rate. @param {Parts} parts @param {number} k */
export function growthRate({ trace, det, tilt, product, sum }, k) {
  const q = k * k,
    t = trace - q * sum,
    d = det - q * tilt + q * q * product;
  return (t + Math.sqrt(Math.max(0, t * t - 4 * d))) / 2;
}

/** conditions. @param {Parts} parts */
const conditions = ({ trace, det, tilt, product }) => [
  trace < 0,
  det > 0,
  tilt > 0,
  tilt * tilt > 4 * product * det,
];

/** unstable_band, where all conditions hold. @param {Parts} parts */
function unstableBand({ det, tilt, product }) {
  const root = Math.sqrt(tilt * tilt - 4 * product * det);
  return [Math.sqrt((tilt - root) / (2 * product)), Math.sqrt((tilt + root) / (2 * product))];
}

/** fastest_mode with _roles, where all conditions hold. @param {Model} model */
function fastestMode({ jacobian, rest, Du, Dv }) {
  const [fu, fv, gu, gv] = jacobian(...rest),
    [a, Da, i, Di] = fu > gv ? [fu, Du, gv, Dv] : [gv, Dv, fu, Du];
  return Math.sqrt(((Da + Di) * Math.sqrt((-fv * gu) / (Da * Di)) - a + i) / (Di - Da));
}

/** stable_dt on a sheet. @param {Model} model @param {number} dx @param {string} stencil */
function stableDt({ jacobian, rest, Du, Dv }, dx, stencil) {
  const [fu, fv, gu, gv] = jacobian(...rest),
    top = (stencil === "nine" ? 16 / 3 : 8) / (dx * dx);
  const still = (fu + gv) / 2,
    whole = fu * gv - fv * gu,
    inner = still * still - whole;
  const damped =
    still < -0.01 * (inner < 0 ? Math.sqrt(whole) : Math.abs(still) + Math.sqrt(inner));
  let least = Infinity;
  for (let i = 0; i < 200; i++) {
    const q = (top * i) / 199,
      a = fu - q * Du,
      d = gv - q * Dv,
      half = (a + d) / 2,
      det = a * d - fv * gu;
    const inside = half * half - det;
    least = Math.min(
      least,
      inside < 0
        ? damped
          ? -half / det
          : 1 / Math.sqrt(det)
        : 1 / (Math.abs(half) + Math.sqrt(inside)),
    );
  }
  return 2 * least;
}

// ---------------------------------------------------------------- grids: fields with a border of
// one point around them
/**
 * F.pad: the border repeats the other side ("periodic") or the edge ("no-flux")
 * @param {Float64Array} x @param {number} n @param {string} boundary
 */
function pad(x, n, boundary) {
  const P = n + 2,
    wrap = boundary === "periodic",
    before = wrap ? n : 1,
    after = wrap ? 1 : n;
  for (let r = P; r < P * (n + 1); r += P) {
    x[r] = x[r + before];
    x[r + n + 1] = x[r + after];
  }
  x.copyWithin(0, before * P, before * P + P);
  x.copyWithin((n + 1) * P, after * P, after * P + P);
  return x;
}

/** @param {Float32Array | Float64Array} x @param {number} n */
function bordered(x, n) {
  const out = new Float64Array((n + 2) * (n + 2));
  for (let r = 0; r < n; r++) out.set(x.subarray(r * n, r * n + n), (r + 1) * (n + 2) + 1);
  return out;
}

/** @param {Float64Array} x @param {number} n @param {Float64Array} out @param {number} at */
function inner(x, n, out, at) {
  for (let r = 0; r < n; r++)
    out.set(x.subarray((r + 1) * (n + 2) + 1, (r + 1) * (n + 2) + 1 + n), at + r * n);
}

/**
 * _neighbours at point i.
 * @param {Float64Array} x
 * @param {number} i
 * @param {number} P
 * @param {boolean} nine
 */
function around(x, i, P, nine) {
  const near = x[i + 1] + x[i - 1] + x[i + P] + x[i - P];
  return nine ? (4 * near + (x[i + P + 1] + x[i + P - 1] + x[i - P + 1] + x[i - P - 1])) / 6 : near;
}

/**
 * _links: the mask as bordered numbers, and the weight of each point's neighbours inside it
 * @param {Float32Array | undefined} mask
 * @param {number} n
 * @param {string} boundary
 * @param {boolean} nine
 * @returns {Links | null}
 */
function links(mask, n, boundary, nine) {
  if (!mask) return null;
  const inside = pad(
      bordered(
        mask.map((m) => +(m > 0)),
        n,
      ),
      n,
      boundary,
    ),
    weight = new Float64Array(inside.length);
  for (let r = 1; r <= n; r++)
    for (let c = 1; c <= n; c++)
      weight[r * (n + 2) + c] = around(inside, r * (n + 2) + c, n + 2, nine);
  return { inside, weight };
}

/**
 * One Euler step of one field (_spread and _run): x + h (rate * spread + made), rate = D / dx^2
 * @param {Float64Array} x @param {Float64Array} made @param {Float64Array} next
 * @param {{ rate: number, h: number, n: number, nine: boolean, link: Links | null }} grid
 */
function advance(x, made, next, { rate, h, n, nine, link }) {
  const P = n + 2,
    total = nine ? 20 / 6 : 4,
    y = link ? x.map((v, i) => v * link.inside[i]) : x;
  for (let r = 1; r <= n; r++)
    for (let i = r * P + 1, end = i + n; i < end; i++) {
      const change =
        (around(y, i, P, nine) - (link ? link.weight[i] : total) * x[i]) * rate + made[i];
      next[i] = x[i] + (link ? change * link.inside[i] : change) * h;
    }
}

/**
 * past.py: begin
 * @param {Model} model @param {Float32Array} noise @param {number} n @param {Beginning} how
 */
function begin({ rest }, noise, n, { start, amplitude }) {
  const area = n * n,
    out = new Float64Array(2 * area),
    edge = (n - 20) >> 1;
  level(out, noise, { rest, start, amplitude });
  if (start !== "fed_patch") return out;
  for (let row = edge; row < edge + 20; row++)
    for (let p = row * n + edge; p < row * n + edge + 20; p++) {
      out[p] = 0.5 * (1 + amplitude * noise[p]);
      out[p + area] = 0.25 * (1 + amplitude * noise[p + area]);
    }
  return out;
}

/**
 * The first `count` entries of the Fourier transform of each row, turned over: [re, im] with rows
 * and columns exchanged
 * @param {Float64Array[]} parts @param {number} n @param {number} count
 */
function transform([re, im], n, count) {
  const rows = re.length / n,
    out = [new Float64Array(rows * count), new Float64Array(rows * count)];
  const cos = Float64Array.from({ length: n }, (_, i) => Math.cos((2 * Math.PI * i) / n));
  const sin = Float64Array.from({ length: n }, (_, i) => Math.sin((2 * Math.PI * i) / n));
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < count; c++) {
      let a = 0,
        b = 0;
      for (let p = r * n, t = 0; p < (r + 1) * n; p++) {
        a += re[p] * cos[t] + im[p] * sin[t];
        b += im[p] * cos[t] - re[p] * sin[t];
        t = (t + c) % n;
      }
      out[0][c * rows + r] = a;
      out[1][c * rows + r] = b;
    }
  return out;
}

/**
 * measured_wavelength with _wavenumbers: half of the spectrum tells all of a real field
 * @param {Float64Array} x @param {number} n @param {number} dx
 */
export function measuredWavelength(x, n, dx) {
  const mean = x.reduce((a, b) => a + b, 0) / n / n,
    half = (n >> 1) + 1,
    unit = 1 / (n * dx),
    step = (2 * Math.PI) / (dx * n);
  const [re, im] = transform(
    transform([x.map((v) => v - mean), new Float64Array(n * n)], n, half),
    n,
    n,
  ); // (n, half)
  const axis = Float64Array.from(
      { length: n },
      (_, i) => 2 * Math.PI * ((i < n / 2 ? i : i - n) * unit),
    ),
    rings = new Float64Array(n);
  const k = re.map((_, i) =>
    Math.sqrt(
      axis[Math.floor(i / half)] * axis[Math.floor(i / half)] + axis[i % half] * axis[i % half],
    ),
  );
  const power = re.map(
    (a, i) => (i % half && 2 * (i % half) < n ? 2 : 1) * (a * a + im[i] * im[i]),
  );
  power.forEach((p, i) => {
    rings[Math.round(k[i] / step)] += p;
  });
  const peak = step * rings.indexOf(Math.max(...rings)),
    near = (/** @type {number} */ far) => far > Math.SQRT1_2 + 1e-9 && far < Math.SQRT2 - 1e-9;
  let sum = 0,
    weighted = 0;
  power.forEach((p, i) => {
    if (!near(k[i] / peak)) return;
    sum += p;
    weighted += p * k[i];
  });
  return (2 * Math.PI * sum) / weighted;
}

// ---------------------------------------------------------------- the job (widgets/turing.py:
// TuringLab.job, theory, measure)
const CHUNK = 500,
  LONGEST = 100000;
/** @typedef {{ start: string, amplitude: number }} Beginning */

/** @param {Params} params @param {Float32Array[]} arrays @returns {Run} */
export function* evolve(params, [given, mask]) {
  const { n, marks, model, how } = checked(params, given),
    area = n * n;
  /** @type {Dish} */
  const dish = { model, values: params.values, n, fields: new Float64Array(2 * area), tau: 0 };
  const first = given.subarray(0, 2 * area);
  dish.fields.set(params.start ? begin(model, first, n, how) : first);
  let done = 0,
    drawn = 1;
  for (const mark of [...marks, { at: params.steps, name: "end" }]) {
    yield* march(dish, params, mask, { from: done, to: mark.at });
    done = mark.at;
    apply(dish, mark, how, params.paints, () =>
      given.subarray(2 * area * drawn, 2 * area * ++drawn),
    );
  }
  const { fields, tau, model: last } = dish;
  need(
    fields.every((x) => Math.abs(x) < 1e30),
    `the field overflowed by step ${params.steps} of dt = ${dt(last, params).toPrecision(4)}: ` +
      "from this start the reaction grows without bound, or it needs a shorter dt",
  );
  const said = params.theory ? { theory: theory(last, params, n) } : {},
    found = measure(fields, n, params);
  yield [{ type: "done", dt: dt(last, params), tau, ...said, ...found }, { fields }];
}

/**
 * A dish under way: fields one after the other, without a border
 * @typedef {{ model: Model, values: Values, n: number, fields: Float64Array, tau: number }} Dish
 */

/** @param {Params} params @param {Float32Array | undefined} given */
function checked(params, given) {
  const { steps, dx, stencil, boundary, start = "near_rest", amplitude = 0.01 } = params;
  checkCount(steps, "steps", 0, LONGEST);
  const model = makeModel(params.model, params.values),
    names = Object.keys(params.values),
    count = draws(parse(params.past ?? "", { names, steps, side: Infinity })),
    n = Math.sqrt((given?.length ?? 0) / 2 / count);
  need(Number.isInteger(n) && n >= 3, `fields must hold 2 n^2 numbers, got ${given?.length ?? 0}`);
  checkNoise(given, 2 * n * n * count);
  need(Number.isFinite(dx) && dx > 0, `dx must be finite and > 0, got ${dx}`);
  checkChoice(boundary, ["periodic", "no-flux"], "boundary");
  checkChoice(stencil, ["five", "nine"], "stencil");
  const marks = parse(params.past ?? "", { names, steps, side: n });
  return { n, marks, model, how: { start, amplitude } };
}

/** @param {Model} model @param {Params} params */
const dt = (model, { dx, stencil }) => 0.9 * stableDt(model, dx, stencil);

/**
 * turing.simulate
 * @param {Dish} dish @param {Params} params @param {Float32Array | undefined} mask
 * @param {{ from: number, to: number }} way
 * @returns {Run}
 */
function* march(dish, params, mask, { from, to }) {
  const { model, n, fields } = dish,
    { boundary, dx, steps } = params,
    area = n * n,
    nine = params.stencil === "nine",
    h = dt(model, params);
  const grid = { h, n, nine, link: links(mask, n, boundary, nine) };
  let u = bordered(fields.subarray(0, area), n),
    v = bordered(fields.subarray(area), n);
  let u2 = u.slice(),
    v2 = v.slice();
  const f = u.slice(),
    g = u.slice();
  for (let done = from + 1; done <= to; done++, dish.tau += h) {
    pad(u, n, boundary);
    pad(v, n, boundary);
    model.react(u, v, f, g);
    advance(u, f, u2, { ...grid, rate: model.Du / (dx * dx) });
    advance(v, g, v2, { ...grid, rate: model.Dv / (dx * dx) });
    [u, u2, v, v2] = [u2, u, v2, v];
    if ((done - from) % CHUNK === 0 && done < steps) yield [{ type: "step", step: done }, {}];
  }
  inner(u, n, fields, 0);
  inner(v, n, fields, area);
}

/**
 * What a mark does (past.py: run)
 * @param {Dish} dish @param {Mark} mark @param {Beginning} how @param {Paints | undefined} paints
 * @param {() => Float32Array} draw
 */
function apply(dish, { name, value, dab: marks }, how, paints, draw) {
  const { fields, n } = dish,
    { rest } = dish.model;
  if (value !== undefined) {
    dish.values = { ...dish.values, [name]: value };
    dish.model = makeModel(dish.model.name, dish.values);
  }
  for (const [x, y] of marks?.points ?? [])
    dab(fields, n, { x, y, r: marks?.r ?? 0, state: potOf(rest, paints ?? {}, marks?.kind ?? "") });
  if (name === "clear") level(fields, draw(), { rest, ...how });
  if (name === "noise") {
    const noise = draw();
    for (let p = 0; p < fields.length; p++) fields[p] += how.amplitude * noise[p];
  }
}

/**
 * Of the model's uniform state, or of the empty one
 * @param {Model} own @param {Params} params @param {number} n
 */
function theory(own, { k_max, state = "rest", ...grid }, n) {
  checkChoice(state, ["rest", "empty"], "state");
  const model = { ...own, rest: state === "empty" ? EMPTY : own.rest },
    p = parts(model),
    held = conditions(p),
    grows = held.every(Boolean);
  const curve = Array.from({ length: 120 }, (_, i) => growthRate(p, (k_max * i) / 119));
  return {
    rest: own.rest,
    at: model.rest,
    conditions: held,
    curve,
    ...(grows ? fastest(p, fastestMode(model)) : NOTHING),
    fits: Math.max(...waves(n, grid).map((k) => growthRate(p, k))),
  };
}

/**
 * _waves: wavenumbers, as the grid has them, of the waves that fit
 * @param {number} n @param {{ dx: number, stencil: string, boundary: string }} grid
 */
function waves(n, { dx, stencil, boundary }) {
  const torus = boundary === "periodic",
    unit = ((torus ? 2 : 1) * Math.PI) / n,
    most = torus ? n >> 1 : n - 1,
    cos = Array.from({ length: most + 1 }, (_, i) => Math.cos(unit * i));
  const total = (/** @type {number} */ a, /** @type {number} */ b) =>
    stencil === "nine" ? (20 - 8 * (a + b) - 4 * a * b) / 6 : 4 - 2 * (a + b);
  return cos.flatMap((a, i) => cos.slice(i).map((b) => Math.sqrt(Math.max(0, total(a, b))) / dx));
}

const NOTHING = { band: null, k: null, wavelength: null, growth: null };

/** @param {Parts} parts @param {number} k */
const fastest = (parts, k) => ({
  band: unstableBand(parts),
  k,
  wavelength: (2 * Math.PI) / k,
  growth: growthRate(parts, k),
});

/** @param {Float64Array} fields @param {number} n @param {Params} params */
function measure(fields, n, { dx, channel = null }) {
  if (channel === null) return {};
  const length = measuredWavelength(fields.subarray(channel * n * n, (channel + 1) * n * n), n, dx);
  return { measured: Number.isFinite(length) ? length : null };
}
