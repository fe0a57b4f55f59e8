// The Python that makes MajorityLab's world again.
import * as py from "../shared/state/python.js";

/**
 * @param {object} run
 * @param {number} run.seed
 * @param {number} run.L
 * @param {number | null} run.P
 * @param {number} run.steps
 * @param {number} run.sigma_min
 * @param {number} run.sigma_max
 */
export function python({ seed, L, P, steps, sigma_min, sigma_max }) {
  return py.script(
    ["from mosaics import diffusion, rules", "from mosaics.widgets.draws import normals"],
    [
      `denoise = rules.LocalBlackWhite(${P ?? "None"})`,
      `sigmas = ${py.schedule(steps, sigma_min, sigma_max)}`,
      `z = sigmas[0] * ${py.noise(seed, [1, 1, L, L])}`,
      `end = diffusion.last(diffusion.sample(denoise, z, sigmas, "euler"))`,
      "picture = 2.0 * (end > 0) - 1  # (1, 1, L, L), 1 is black",
      "agrees = rules.consistent(picture)",
    ],
  );
}

/** A world drawn by hand. @param {number} L @param {ArrayLike<number>} world */
export function drawn(L, world) {
  const row = (/** @type {number} */ i) =>
    Array.from({ length: L }, (_, j) => (world[i * L + j] > 0 ? "#" : ".")).join("");
  const rows = Array.from({ length: L }, (_, i) => `    "${row(i)}",`);
  return py.script(
    ["import torch", "from mosaics import rules"],
    [
      "rows = [",
      ...rows,
      "]",
      'cells = [[1.0 if cell == "#" else -1.0 for cell in row] for row in rows]',
      "picture = torch.tensor(cells)[None, None]",
      "agrees = rules.consistent(picture)",
    ],
  );
}
