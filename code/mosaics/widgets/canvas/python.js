// The Python that makes CanvasLab's picture again.
/** @import { Params } from "./plan.js" */
import * as py from "../shared/state/python.js";
import { NOTHING } from "./painted.js";

/** @type {Record<string, string>} */
const MOVES = {
  mirror: '"mirror"',
  flip: '"flip"',
  both: '"mirror", "flip"',
  "half-turn": '"half turn"',
  "quarter-turn": '"quarter turn"',
  kaleidoscope: '"mirror", "transpose"',
};

/** @param {Params} params */
function wishes({ symmetry, painted, begin, weight }) {
  const all = symmetry in MOVES ? [`canvas.Symmetric(${MOVES[symmetry]})`] : [];
  if (painted !== NOTHING) all.push(`*wanted.layouts(cells, ${py.number(weight)})`);
  if (painted !== NOTHING && begin !== "holes") all.push("*wanted.keeps(cells, source)");
  return `[${all.join(", ")}]`;
}

/** @param {{ params: Params, picture: string, seed: number }} run */
export function python({ params, picture, seed }) {
  const { shape, height, width, begin, tiles, P, coarsest, steps, first, painted } = params,
    own = picture === "own",
    holes = begin === "holes",
    sides = `(${height}, ${width})`,
    torus = tiles === "on" ? "torus=True, " : "",
    options = `${torus}noise=noise, wishes=wishes, settings=settings`,
    start = py.number(first);
  const runs = /** @type {Record<string, string>} */ ({
    noise: `canvas.grow(source, ${sides}, ${options})`,
    picture: `canvas.retarget(source, ${sides}, ${start}, ${options})`,
    holes: `canvas.inpaint(source, known, ${start}, ${options})`,
  });
  const source = own
    ? "source = picture.double()  # your own: a tensor (1, 3, h, w) with values in [-1, 1]"
    : `source = canvas.source("${picture}").double()  # (1, 3, h, w)`;
  return py.script(
    ["from mosaics import canvas", "from mosaics.widgets.canvas import wanted"],
    [
      source,
      ...(painted === NOTHING && !holes ? [] : [`cells = wanted.painted("${painted}", ${sides})`]),
      ...(holes ? ["known = wanted.known(cells)"] : []),
      `settings = canvas.Settings(P=${P}, coarsest=${coarsest}, steps=${steps}, exact=wanted.ALL)`,
      `plan = canvas.planned((${shape[1]}, ${shape[2]}), ${sides}, ` +
        `${torus}${holes ? "known=known, " : ""}settings=settings)`,
      `noise = wanted.noises(${seed}, plan)`,
      `wishes = ${wishes(params)}`,
      `states = ${runs[begin]}`,
      "picture = canvas.finished(states, progress=False)  # (1, 3, H, W)",
    ],
  );
}
