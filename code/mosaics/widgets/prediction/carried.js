// What stays as it is when another network takes the place of one.
/** @import { Value } from "../shared/types" */

/**
 * @typedef {object} Setup
 * @property {string} machine the one that comes first
 * @property {Record<string, string>} machines
 * @property {number} plain
 */

/**
 * Sides of windows that are the same at all levels, or drawn by hand.
 * @param {Record<string, Value>} values
 */
function sidesOf({ P, windows }) {
  if (typeof P === "number") return [P];
  const text = String(windows ?? "");
  return text.includes(":") ? text.split("/").map((pair) => Number(pair.split(":")[1])) : [];
}

/**
 * A lab's values for the lab with another network: its own first machine for that of the other one,
 * and no windows that its images have no room for.
 * @param {Record<string, Value>} values @param {Setup} from @param {Setup} to
 * @returns {Record<string, Value>}
 */
export function carried(values, from, to) {
  const { net, data, machine, P, windows, renewed, ...kept } = values; // new noise has a place
  const own = machine === from.machine || !(String(machine) in to.machines);
  const fits = sidesOf(values).every((side) => side <= to.plain);
  const seen = Object.entries({ P, windows }).filter(([, value]) => fits && value !== undefined);
  return { ...kept, machine: own ? to.machine : machine, ...Object.fromEntries(seen) };
}
