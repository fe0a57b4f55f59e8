// What page and worker both know of a model: its uniform state, and what the brush leaves behind.

/** @typedef {[u: number, v: number]} State */
/** @typedef {Record<string, number>} Values */

/**
 * What the brush does: a lift above the uniform state, or states of its own
 * @typedef {object} Paints
 * @property {number[]} [lift]
 * @property {number[]} [paint]
 * @property {number[]} [erase]
 */

/** GrayScott.homogeneous. @param {Values} values @returns {State} */
function fed({ F, k }) {
  const inside = 1 - (4 * (F + k) * (F + k)) / F,
    u = inside >= 0 ? (1 - Math.sqrt(inside)) / 2 : 1;
  return [u, (F * (1 - u)) / (F + k)];
}

/** homogeneous of each model (turing.py). @type {Record<string, (values: Values) => State>} */
export const REST = {
  Schnakenberg: ({ a, b }) => [a + b, b / ((a + b) * (a + b))],
  GiererMeinhardt: ({ mu }) => [mu, mu],
  GrayScott: fed,
  FitzHughNagumo: ({ kappa }) => [Math.cbrt(kappa), Math.cbrt(kappa)],
  BarrioVareaMaini: () => [0, 0],
};

/** Gray-Scott's other uniform state, which is there at all parameters. @type {State} */
export const EMPTY = [1, 0];

/**
 * What a mark of the brush leaves behind (past.py: stamp)
 * @param {State} rest @param {Paints} paints @param {string} kind @returns {number[]}
 */
export function potOf(rest, { lift = [0, 0], paint, erase }, kind) {
  if (kind === "erase") return erase ?? rest;
  return paint ?? [rest[0] + lift[0], rest[1] + lift[1]];
}
