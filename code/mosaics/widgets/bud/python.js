// The Python that makes BudLab's bud again.
import * as py from "../shared/state/python.js";
import { extent } from "./arc.js";

/** @param {{ delta: number, theta: number, fan: string, seed: number }} run */
export function python({ delta, theta, fan, seed }) {
  const even = fan === "on" ? "" : ", fan=False";
  return py.script(
    ["from mosaics import fingers", "from mosaics.widgets.draws import normals"],
    [
      `noise = ${py.noise(seed, [2, ...extent(theta)])}`,
      `bud = fingers.grown(${py.number(delta)}, ${py.number(theta)}, noise=noise${even})`,
      "number = fingers.digits(bud)",
      "picture = bud.u.nan_to_num()  # (H, W), 0 outside the bud",
    ],
  );
}
