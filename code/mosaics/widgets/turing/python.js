// The Python that makes TuringLab's field again.
import * as py from "../shared/state/python.js";

/**
 * @param {object} run
 * @param {string} run.model
 * @param {Record<string, number>} run.values
 * @param {number} run.dx
 * @param {string} run.start
 * @param {number} run.amplitude
 * @param {string} run.boundary
 * @param {string} run.stencil
 * @param {number} run.channel
 * @param {number} run.seed
 * @param {number} run.side
 * @param {number} run.steps
 */
export function python(run) {
  const { model, values, dx, start, amplitude, seed, side, steps, channel } = run;
  const parameters = Object.entries(values).map(([name, value]) => `${name}=${py.number(value)}`);
  const begin =
    start === "fed_patch"
      ? `turing.fed_patch(noise, amplitude=${py.number(amplitude)})`
      : `turing.near_rest(model, noise, ${amplitude})`;
  return py.script(
    ["from mosaics import turing", "from mosaics.widgets.draws import normals"],
    [
      `model = turing.${model}(${parameters.join(", ")})`,
      `noise = ${py.noise(seed, [1, 2, side, side])}.double()`,
      `fields = ${begin}`,
      `states = turing.simulate(model, fields, ${steps}, dx=${py.number(dx)}, boundary="${run.boundary}", ` +
        `stencil="${run.stencil}", every=500)`,
      "for state in states:",
      "    pass",
      `picture = state.fields[:, ${channel}]  # (1, H, W)`,
    ],
  );
}
