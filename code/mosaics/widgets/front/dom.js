// Elements and controls. Controls are native inputs with visible labels; each has `value` and `set`.
const SVG = "http://www.w3.org/2000/svg";
const calm = matchMedia("(prefers-reduced-motion: reduce)");
let counter = Math.floor(Math.random() * 1e9); // a page may hold several modules of labs: their ids must not meet

function fill(node, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value !== undefined && value !== false) node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== undefined && child !== null));
  return node;
}

const h = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);
const svg = (tag, attributes = {}, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

// A number as a reader wants it: 3 significant digits, thousands apart
function show(x) {
  if (!Number.isFinite(x)) return String(x);
  if (Math.abs(x) >= 1000 || Number.isInteger(x)) return Math.round(x).toLocaleString("en-US");
  return Math.abs(x) >= 100 ? x.toFixed(0) : String(+x.toPrecision(Math.abs(x) >= 10 ? 3 : 2));
}

const share = (w) => (w >= 0.995 && w < 1 ? (w > 0.9995 ? "1.00" : w.toFixed(3)) : w >= 0.01 || w === 0 ? w.toFixed(2) : "< 0.01");

// A slider over positions 0 ... count - 1; `at(i)` is the value there, `say(value)` its words
function slider({ name, label, count, at, value, say = show, hint, input, change = () => {} }) {
  const id = `lab-${++counter}`, out = h("span", { class: "lab-value", "aria-hidden": "true" });
  const range = h("input", { type: "range", id, name, min: 0, max: count - 1, step: 1 });
  const control = {
    get value() { return at(+range.value); },
    set(wanted) { range.value = nearestPosition(+range.max + 1, at, wanted), refresh(); },
  };
  function refresh() {
    out.textContent = say(control.value);
    range.setAttribute("aria-valuetext", say(control.value));
    range.style.setProperty("--at", `${(100 * range.value) / Math.max(1, range.max)}%`);
  }
  range.addEventListener("input", () => { refresh(); input?.(control.value); });
  range.addEventListener("change", () => change(control.value));
  control.el = h("div", { class: "lab-control" }, h("label", { for: id }, label, hint && h("small", {}, hint)), range, out);
  control.range = range;
  control.set(value);
  return control;
}

function nearestPosition(count, at, wanted) {
  let best = 0;
  for (let i = 1; i < count; i++) if (Math.abs(at(i) - wanted) < Math.abs(at(best) - wanted)) best = i;
  return best;
}

// `free`: it may be set to any value between its ends, which is then one of the list
function listSlider({ values: listed, free, ...options }) {
  const values = [...listed], control = slider({ ...options, count: values.length, at: (i) => values[i] }), { set } = control;
  if (free) control.set = (wanted) => {
    if (!values.includes(wanted) && wanted > values[0] && wanted < values.at(-1)) {
      values.push(wanted), values.sort((a, b) => a - b);
      control.range.max = values.length - 1;
    }
    set(wanted);
  };
  return control;
}

const rangeSlider = (options) => slider({ ...options, count: options.high - options.low + 1, at: (i) => options.low + i });

// Logarithmic, over round numbers: a tenth or so from one to the next; `value` joins them
const ROUND = [1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.8, 2, 2.2, 2.4, 2.7, 3, 3.3, 3.6, 4, 4.5, 5, 5.5, 6, 6.5, 7, 7.5, 8, 9];

function ladder(low, high, value, rungs = ROUND) {
  const out = new Set([low, high, value]);
  for (let e = -3; e <= 4; e++) for (const m of rungs) out.add(+(m * 10 ** e).toPrecision(3));
  return [...out].filter((v) => v >= low && v <= high).sort((a, b) => a - b);
}

const logSlider = ({ low, high, ...options }) => listSlider({ ...options, free: true, values: ladder(low, high, options.value) });

function choice({ name, label, values, value, change }) {
  const id = `lab-${++counter}`;
  const options = Object.entries(values).map(([key, text]) => h("option", { value: key, selected: key === value }, text));
  const select = h("select", { id, name, onchange: () => change?.(select.value) }, options);
  const el = h("div", { class: "lab-control lab-choice" }, h("label", { for: id }, label), select);
  return { el, select, get value() { return select.value; }, set(v) { select.value = v; } };
}

const MAX_SEED = 99999;

// Seed: a whole number from 0 to MAX_SEED; anything else is brought into range, and `say` tells the reader
function seedField({ value, change }) {
  const id = `lab-${++counter}`;
  const input = h("input", { type: "number", id, name: "seed", min: 0, max: MAX_SEED, step: 1, inputmode: "numeric", value });
  const control = { el: h("div", { class: "lab-control lab-seed" }, h("label", { for: id }, "Seed"), input) };
  let seed = value;
  Object.defineProperty(control, "value", { get: () => seed });
  control.set = (wanted) => { input.value = seed = wanted; };
  control.next = () => control.set((seed + 1) % (MAX_SEED + 1));
  input.addEventListener("change", () => {
    const typed = input.value, wanted = Math.round(Math.min(MAX_SEED, Math.max(0, typed === "" ? seed : +typed)));
    control.set(wanted);
    change(wanted, typed === String(wanted) ? "" : `The seed is a whole number from 0 to ${MAX_SEED}: ${wanted} was taken.`);
  });
  return control;
}

const button = (text, click, attributes = {}) => h("button", { type: "button", onclick: click, ...attributes }, text);

// Calls `f` once things have been quiet for `ms`
function settled(f, ms = 500) {
  let timer;
  return (...values) => { clearTimeout(timer); timer = setTimeout(() => f(...values), ms); };
}

// A notebook around a lab listens to its keys too: JupyterLab goes to another cell at an arrow, adds one at B, deletes one
// at D D. A key that the control uses is the lab's alone, and so is every letter, digit and sign: pressed here it never
// meant a cell. Tab, Escape, chords and what the control has no use for go on.
const TRAVEL = /^(Arrow(Up|Down|Left|Right)|Page(Up|Down)|Home|End)$/;
const TRAVELLED = "select, input:not([type=checkbox]), [role=slider], [role=application]", TYPED = "input[type=number]";
const PRESSED = "button, select, summary, input[type=number], [role=application]";
const chord = (event) => event.ctrlKey || event.metaKey || event.altKey || (event.shiftKey && event.key === "Enter");

function uses(control, key) {
  if (key === "Enter") return control.matches(PRESSED);
  if (TRAVEL.test(key)) return control.matches(TRAVELLED);
  return key.length === 1 || (/^(Backspace|Delete)$/.test(key) && control.matches(TYPED));
}

const keep = (event) => { if (!chord(event) && uses(event.target, event.key)) event.stopPropagation(); };
