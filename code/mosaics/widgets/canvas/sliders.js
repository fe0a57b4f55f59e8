// CanvasLab's controls, apart from what follows from them.
/** @import { State } from "../shared/state/state.js" */
/** @import { Settings } from "./view.js" */
import { rounded } from "../shared/state/numbers.js";
import { choice, listSlider, logSlider, rangeSlider } from "../shared/view/controls.js";

const BEGINS = {
  noise: "noise alone",
  picture: "the picture at these sides",
  holes: "the picture with holes",
};
const TILES = { off: "need not tile", on: "tile without a seam" };
const SHOWN = { one: "once", tiled: "three times three" };
const SYMMETRIES = {
  none: "none",
  mirror: "left and right",
  flip: "top and bottom",
  both: "left and right, top and bottom",
  "half-turn": "half a turn",
  "quarter-turn": "a quarter turn",
  kaleidoscope: "kaleidoscope",
};

/**
 * What a lab does when a hand has changed something
 * @typedef {object} On
 * @property {() => void} change
 * @property {(name: "height" | "width") => void} side
 * @property {() => void} show
 */

/** Round sides to choose from. @param {[low: number, high: number]} range */
const sidesOf = ([low, high]) =>
  Array.from({ length: (high - low) / 8 + 1 }, (_, k) => low + 8 * k);

/** @param {State} state @param {Settings} s @param {On} on */
export function makeSliders(state, s, on) {
  const { change } = on;
  const from = (/** @type {keyof Settings} */ name, /** @type {string} */ label) => ({
    state,
    name,
    label,
    change,
  });
  const side = (/** @type {"height" | "width"} */ name, /** @type {string} */ label) =>
    listSlider({
      ...from(name, label),
      values: sidesOf(s.sides),
      value: s[name],
      free: true,
      fits: Number.isInteger,
      say: (pixels) => `${pixels} pixels`,
      change: () => on.side(name),
    });
  return {
    height: side("height", "Height"),
    width: side("width", "Width"),
    begin: choice({
      ...from("begin", "Grow from"),
      values: BEGINS,
      value: s.begin,
    }),
    tiles: choice({ ...from("tiles", "Borders"), values: TILES, value: s.tiles }),
    symmetry: choice({
      ...from("symmetry", "Symmetry"),
      values: SYMMETRIES,
      value: s.symmetry,
    }),
    P: listSlider({
      ...from("P", "Windows"),
      values: [3, 5, 7, 9, 11],
      value: s.P,
      say: (P) => `${P} × ${P}`,
    }),
    coarsest: rangeSlider({
      ...from("coarsest", "Picture at first scale"),
      low: 3,
      high: 64,
      value: s.coarsest,
      say: (pixels) => `${pixels} pixels`,
    }),
    steps: rangeSlider({ ...from("steps", "Guesses a scale"), low: 1, high: 10, value: s.steps }),
    first: logSlider({
      ...from("first", "Noise on the picture"),
      low: 0.05,
      high: 2,
      value: s.first,
      say: (sigma) => `σ ${sigma}`,
    }),
    weight: listSlider({
      ...from("weight", "What colours count"),
      values: Array.from({ length: 21 }, (_, k) => k / 20),
      value: s.weight,
      free: true,
      say: rounded,
    }),
    show: choice({
      ...from(/** @type {keyof Settings} */ ("show"), "Look at it"),
      values: SHOWN,
      value: "one",
      change: on.show,
    }),
  };
}
