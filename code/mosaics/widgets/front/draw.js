// Pictures and small plots. A picture is a canvas of the image's own size (CSS scales it, pixels stay sharp); plots
// are SVG, so their letters stay sharp and their colours follow the page.
const clampGrey = (x) => Math.max(0, Math.min(255, Math.round(x)));

// Images in [-1, 1], (C, H, W): one channel is ink on paper (-1 white, as in the book's figures), three are colours
function paint(canvas, x, [C, H, W]) {
  const context = canvas.getContext("2d", { willReadFrequently: true }), image = context.createImageData(W, H), area = H * W;
  for (let p = 0; p < area; p++) {
    for (let c = 0; c < 3; c++) {
      const level = (x[C === 1 ? p : p + c * area] + 1) * 127.5;
      image.data[4 * p + c] = clampGrey(C === 1 ? 255 - level : level);
    }
    image.data[4 * p + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}

// z as the eye wants it: z / sqrt(1 + sigma^2), the variance-preserving picture
const tame = (z, sigma) => z.map((v) => v / Math.sqrt(1 + sigma * sigma));

function picture(shape, title, attributes = {}) {
  const canvas = h("canvas", { width: shape[2], height: shape[1], role: "img", "aria-label": title });
  const name = h("strong", {}, title), note = h("span", {}, "\u00a0");
  const el = h("figure", { class: "lab-picture", ...attributes }, canvas, h("figcaption", {}, name, note));
  const set = (x, text, label) => {
    paint(canvas, x, shape);
    note.textContent = text;
    canvas.setAttribute("aria-label", `${title}: ${label ?? text}`);
  };
  return { el, canvas, note, set };
}

// Candidates as bars: picture, name, bar, number. The marked one has a diamond as well as a colour.
function barList(shape, count, legend) {
  const rows = Array.from({ length: count }, () => barRow(shape));
  const el = h("ol", { class: "lab-bars", "aria-label": legend }, rows.map((row) => row.el));
  const set = (items) => rows.forEach((row, i) => row.set(items[i]));
  return { el, set };
}

const NIL = 1e-6; // a weight that is none: which image carries it is a matter of rounding

function barRow(shape) {
  const canvas = shape && h("canvas", { width: shape[2], height: shape[1], "aria-hidden": "true" });
  const mark = h("i", { "aria-hidden": "true" }), name = h("span", { class: "lab-name" }), note = h("small");
  const bar = h("span", { class: "lab-bar", "aria-hidden": "true" }), number = h("span", { class: "lab-number" });
  const el = h("li", { class: shape ? "" : "lab-plain" }, canvas, h("span", { class: "lab-what" }, mark, name, note), bar, number);
  const set = (item) => {
    el.classList.toggle("lab-none", !item || (item.w < NIL && !item.marked));
    if (!item) return;
    if (canvas) paint(canvas, item.x, shape);
    mark.textContent = item.marked ? "◆ " : "";
    el.classList.toggle("lab-marked", Boolean(item.marked));
    name.textContent = item.name;
    note.textContent = item.note ?? "";
    bar.style.setProperty("--w", item.w);
    number.textContent = share(item.w);
  };
  return { el, set };
}

// ---------------------------------------------------------------- plots: an axis is logarithmic unless it is `linear`
const decades = (low, high) => {
  const out = [];
  for (let e = Math.ceil(Math.log10(low) - 1e-9); 10 ** e <= high * (1 + 1e-9); e++) out.push(+(10 ** e).toPrecision(3));
  return out;
};

// Some `count` round numbers from low to high
function evenly(low, high, count) {
  const raw = (high - low) / count, ten = 10 ** Math.floor(Math.log10(raw)), step = [1, 2, 5, 10].find((m) => m * ten >= raw) * ten;
  const first = Math.ceil(low / step - 1e-9), last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => +((first + i) * step).toPrecision(6));
}

const ticks = ({ low, high, linear }) => (linear ? evenly(low, high, 5) : decades(low, high));

// `draw(frame)` is called now and at each change of width; frame has x(v), y(v), the size and `add`
function plot({ label, x, y, height = 190, draw }) {
  const root = svg("svg", { class: "lab-plot", role: "img", "aria-label": label, height });
  const el = h("div", { class: "lab-plot-box" }, root);
  const self = { el, root, say: (text) => root.setAttribute("aria-label", `${label}. ${text}`) };
  self.redraw = () => {
    const width = Math.max(220, el.clientWidth || 320);
    root.setAttribute("viewBox", `0 0 ${width} ${height}`);
    root.replaceChildren();
    draw(frame(root, x, y, width, height));
  };
  const resized = new ResizeObserver(self.redraw);
  resized.observe(el);
  self.close = () => resized.disconnect();
  return self;
}

function frame(root, x, y, width, height) {
  const box = { left: 46, right: width - 12, top: 10, bottom: height - 38 };
  const scale = ({ low, high, flip, linear }, from, to) => {
    const [a, b] = flip ? [to, from] : [from, to], share = linear ? (v) => (v - low) / (high - low) : (v) => Math.log(v / low) / Math.log(high / low);
    return (v) => a + (b - a) * share(Math.min(high, Math.max(low, v)));
  };
  const add = (tag, attributes, ...children) => root.appendChild(svg(tag, attributes, ...children));
  const f = { box, width, add, x: scale(x, box.left, box.right), y: scale(y, box.bottom, box.top) };
  axes(f, x, y);
  return f;
}

function axes({ box, add, x: px, y: py }, x, y) {
  for (const v of ticks(y)) {
    add("line", { class: "lab-grid", x1: box.left, x2: box.right, y1: py(v), y2: py(v) });
    add("text", { x: box.left - 7, y: py(v) + 4, "text-anchor": "end" }, show(v).replace("-", "−"));
  }
  for (const v of ticks(x)) {
    add("line", { class: "lab-grid", x1: px(v), x2: px(v), y1: box.top, y2: box.bottom });
    add("text", { x: px(v), y: box.bottom + 16, "text-anchor": "middle" }, show(v));
  }
  add("path", { class: "lab-axis", d: `M${box.left} ${box.top}V${box.bottom}H${box.right}` });
  add("text", { class: "lab-title", x: (box.left + box.right) / 2, y: box.bottom + 33, "text-anchor": "middle" }, x.label);
}

const path = (pairs) => pairs.map(([a, b], i) => `${i ? "L" : "M"}${a.toFixed(1)} ${b.toFixed(1)}`).join("");
const diamond = (a, b, r) => `M${a} ${b - r}L${a + r} ${b}L${a} ${b + r}L${a - r} ${b}Z`;
