// The past of a dish: what was turned, painted or cleared since its start, as a short text.
// Python's twin, which says what the text means, is past.py.

export const MOST = 60, // marks that a link can tell,
  LONGEST = 1500, // characters
  LAST = 100000, // steps
  LONG = "long"; // what stands for a past with more
const DRAWN = ["clear", "noise"]; // marks that take noise of their own: the seed's next draws
const PLACE = /^\d{1,3},\d{1,3},\d{1,2},(paint|erase)(,\d{1,3},\d{1,3})*$/;
const NUMBER = /^-?\d+(\.\d+)?(e-?\d+)?$/;
const FORMS = "400:Dv=7, 800:dab=12,30,4,paint, 900:clear or 950:noise";

/** Marks of the brush at points. @typedef {{ points: number[][], r: number, kind: string }} Dab */

/**
 * Something that was done after `at` steps: `value` is a parameter's, `dab` the brush's
 * @typedef {{ at: number, name: string, value?: number, dab?: Dab }} Mark
 */

/**
 * What marks must suit
 * @typedef {object} Bounds
 * @property {string[]} names of parameters
 * @property {number} steps
 * @property {number} side
 * @property {Record<string, number[]>} [ranges] lowest and highest value of each
 */

/** @param {unknown} ok @param {string} message */
function need(ok, message) {
  if (!ok) throw new Error(message);
}

/** How many draws of noise a dish takes, the start's own among them. @param {Mark[]} marks */
export const draws = (marks) => 1 + marks.filter(({ name }) => DRAWN.includes(name)).length;

/** @param {string} part @returns {Mark} */
function read(part) {
  const [, at, name, , value] = /^(\d{1,6}):(\w+)(=(.+))?$/.exec(part) ?? [];
  if (DRAWN.includes(name) && value === undefined) return { at: +at, name };
  if (name === "dab" && PLACE.test(value)) {
    const [x, y, r, kind, ...more] = value.split(","),
      places = [x, y, ...more].map(Number);
    const points = places.flatMap((p, i) => (i % 2 ? [] : [[p, places[i + 1]]]));
    return { at: +at, name, dab: { points, r: +r, kind } };
  }
  const turned = name !== "dab" && !DRAWN.includes(name) && NUMBER.test(value);
  need(turned, `a mark of past must be like ${FORMS}, got '${part}'`);
  return { at: +at, name, value: +value };
}

/** @param {Mark} mark @param {Bounds} bounds */
function check({ at, name, value = 0, dab }, { names, steps, side, ranges }) {
  const known = name === "dab" || DRAWN.includes(name) || names.includes(name);
  need(known, `past must name parameters of the model, ${names.join(", ")}, got ${name}`);
  const [low, high] = ranges?.[name] ?? [-Infinity, Infinity];
  need(low <= value && value <= high, `${name} must be from ${low} to ${high}, got ${value}`);
  need(at <= steps, `past must end within the ${steps} steps of the run, got a mark at ${at}`);
  const inside = !dab || (dab.r <= 24 && dab.points.flat().every((p) => p < side));
  need(inside, `a dab must lie on the ${side} x ${side} points of the dish, its radius at most 24`);
}

/**
 * The marks of a text; an Error says what was given and what is allowed
 * @param {string} text @param {Bounds} bounds
 */
export function parse(text, bounds) {
  need(typeof text === "string", `past must be a text, got ${text}`);
  const parts = text ? text.split("/") : [];
  const size = `${parts.length} and ${text.length}`;
  need(
    parts.length <= MOST && text.length <= LONGEST,
    `past must have at most ${MOST} marks and ${LONGEST} characters, got ${size}`,
  );
  const marks = parts.map(read);
  marks.forEach((mark, i) => {
    check(mark, bounds);
    need(!i || mark.at >= marks[i - 1].at, `past must be in the order of steps, got '${text}'`);
  });
  return marks;
}

/** @param {Mark} mark */
function written({ at, name, value, dab }) {
  if (!dab) return `${at}:${name}${value === undefined ? "" : `=${value}`}`;
  const [first, ...more] = dab.points;
  return `${at}:dab=${[...first, dab.r, dab.kind, ...more.flat()]}`;
}

/**
 * What was done to a dish since its start. A parameter that the text names begins at the pattern's
 * own value, so the text says it where another was there.
 */
export class Past {
  /** @type {Mark[]} */
  marks = [];

  /** @param {Record<string, number>} own values of the pattern @param {typeof own} first values */
  constructor(own, first) {
    this.own = own;
    this.first = { ...first };
    this.values = { ...first };
  }

  /** Adds a mark; one that only goes on with the last is joined to it. @param {Mark} mark */
  add(mark) {
    if (mark.value !== undefined) this.values[mark.name] = mark.value;
    const last = this.marks.at(-1);
    if (last && joined(last, mark)) return;
    this.marks.push(mark);
  }

  /**
   * Takes over what the sliders say after `at` steps.
   * @param {number} at @param {Record<string, number>} values
   */
  turn(at, values) {
    for (const [name, value] of Object.entries(values))
      if (value !== this.values[name]) this.add({ at, name, value });
  }

  get text() {
    const turned = new Set(this.marks.map(({ name }) => name));
    const first = Object.entries(this.first)
      .filter(([name, value]) => turned.has(name) && value !== this.own[name])
      .map(([name, value]) => ({ at: 0, name, value }));
    const all = [...first, ...this.marks],
      text = all.map(written).join("/");
    return all.length > MOST || text.length > LONGEST ? LONG : text;
  }
}

/**
 * Whether `mark` is the same slider still moving, or the same stroke going on: then `last` has it
 * @param {Mark} last @param {Mark} mark
 */
function joined(last, mark) {
  if (last.at !== mark.at || last.name !== mark.name) return false;
  if (mark.value !== undefined) last.value = mark.value;
  else if (!mark.dab || last.dab?.r !== mark.dab.r || last.dab.kind !== mark.dab.kind) return false;
  else last.dab.points.push(...mark.dab.points);
  return true;
}
