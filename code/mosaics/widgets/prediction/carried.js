// What stays as it is when another network takes the place of one.
/** @import { Shape, Value } from "../shared/types" */
import { NOWHERE, RIGHT } from "./renewed.js";

/**
 * @typedef {object} Setup
 * @property {string} machine the one that comes first
 * @property {Record<string, string>} machines
 * @property {number} plain
 * @property {Shape} shape
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
 * Whether a noise can be drawn anew where it was: every grid has a right half, pixels belong to
 * grids of one size.
 * @param {Value} renewed @param {Setup} from @param {Setup} to
 */
const hasPlace = (renewed, { shape: [, H, W] }, { shape: [, height, width] }) =>
  renewed === RIGHT || (H === height && W === width);

/**
 * A lab's values for the lab with another network: its own first machine for that of the other one,
 * no windows that its images have no room for, and no new noise that has no place there.
 * @param {Record<string, Value>} values @param {Setup} from @param {Setup} to
 * @returns {Record<string, Value>}
 */
export function carried(values, from, to) {
  const { net, data, machine, P, windows, ...kept } = values;
  const own = machine === from.machine || !Object.hasOwn(to.machines, String(machine));
  const fits = sidesOf(values).every((side) => side <= to.plain);
  const seen = Object.entries({ P, windows }).filter(([, value]) => fits && value !== undefined);
  const anew = hasPlace(values.renewed, from, to) ? {} : { renewed: NOWHERE };
  const first = own ? to.machine : machine;
  return { ...kept, ...anew, machine: first, ...Object.fromEntries(seen) };
}
