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
 * @param {string} run.preset
 * @param {string} run.past
 */
export function python(run) {
  if (run.past) return withPast(run);
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
      `states = turing.simulate(model, fields, ${steps}, dx=${py.number(dx)}, ` +
        `boundary="${run.boundary}", stencil="${run.stencil}", every=500)`,
      "for state in states:",
      "    pass",
      `picture = state.fields[:, ${channel}]  # (1, H, W)`,
    ],
  );
}

/**
 * With what was done to the dish on the way
 * @param {{ preset: string, past: string, steps: number, seed: number, side: number, channel:
 * number, values: Record<string, number> }} run
 */
function withPast({ preset, past, steps, seed, side, values, channel }) {
  const now = Object.entries(values).map(([name, value]) => `${name}=${py.number(value)}`);
  return py.script(
    ["from mosaics.widgets.turing.past import field"],
    [
      `past = "${past}"`,
      `fields = field("${preset}", ${steps}, past, seed=${seed}, size=${side}, ${now.join(", ")})`,
      `picture = fields[:, ${channel}]  # (1, H, W)`,
    ],
  );
}
