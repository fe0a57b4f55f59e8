// MosaicExplorer: point at a pixel of a sample and see the training patch that it copies; pieces, shares, consistency.
const VIEWS = { source: "Training image", piece: "Piece", shift: "Displacement" };
const KEYS = { source: "a colour for each training image", piece: "a colour for each piece",
  shift: "hue: the direction, darker: farther, grey: the same place" };
const MARGIN = 7; // pixels shown outside an image, at most
const percent = (part) => (part > 0.995 && part < 1 ? "more than 99 %" : part > 0 && part < 0.005 ? "less than 1 %" : `${Math.round(100 * part)} %`);
const some = (n, what) => `${show(n)} ${what}${n === 1 ? "" : "s"}`;
const wrap = (i, n) => ((i % n) + n) % n;

// How often each value occurs
function tally(values) {
  const out = new Map();
  for (const v of values) out.set(v, (out.get(v) ?? 0) + 1);
  return out;
}

// "3 right, 1 down", from a pixel to its source
function displacement(down, across) {
  const way = (d, [less, more]) => (d ? `${Math.abs(d)} ${d < 0 ? less : more}` : "");
  return [way(across, ["left", "right"]), way(down, ["up", "down"])].filter(Boolean).join(", ") || "none";
}

function shiftColour(down, across, far) {
  const length = Math.hypot(down, across), hue = ((Math.atan2(down, across) * 180) / Math.PI + 360) % 360;
  return length ? `hsl(${hue.toFixed(0)} 65% ${(82 - 44 * Math.min(1, length / far)).toFixed(0)}%)` : "#c8cacf";
}

// ---------------------------------------------------------------- an image with its surroundings, and lines over it
// `margin` pixels more on each side show what a machine sees there: the other side of a torus, or zeros
class Surrounded extends PixelGrid {
  constructor(shape, title, tell) {
    super(shape, "picture of pixels", tell);
    Object.assign(this, { shape, title, over: svg("svg", { "aria-hidden": "true" }) });
    this.box.insertBefore(this.over, this.spot);
    this.note = h("span", {}, "\u00a0"), this.name = h("strong", {}, title);
    this.el = h("figure", { class: "lab-picture lab-surrounded" }, this.box, h("figcaption", {}, this.name, this.note));
  }

  // `lit(p)` false: pixel p is dimmed
  set(x, { margin, torus, lit }) {
    const { H, W, canvas } = this, [C] = this.shape, high = H + 2 * margin, wide = W + 2 * margin;
    const around = new Float32Array(C * high * wide);
    Object.assign(this, { margin, torus }), Object.assign(canvas, { width: wide, height: high });
    this.over.setAttribute("viewBox", `${-margin} ${-margin} ${wide} ${high}`);
    this.every((i, j, p, k) => { for (let c = 0; c < C; c++) around[c * high * wide + k] = p < 0 ? 0 : x[c * H * W + p]; });
    paint(canvas, around, [C, high, wide]);
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#9aa1adb0";
    this.every((i, j, p, k) => {
      if (!lit(p, i, j)) pen[p < 0 ? "clearRect" : "fillRect"](k % wide, Math.floor(k / wide), 1, 1);
    });
  }

  inside(i, j) { return i >= 0 && j >= 0 && i < this.H && j < this.W; }

  // The pixel that a place in or around the image stands for; -1 where there is none
  pixel(i, j) {
    const { H, W } = this;
    return this.torus ? wrap(i, H) * W + wrap(j, W) : this.inside(i, j) ? i * W + j : -1;
  }

  every(f) {
    const { H, W, margin } = this, wide = W + 2 * margin;
    for (let i = -margin, k = 0; i < H + margin; i++) for (let j = -margin; j < W + margin; j++, k++) f(i, j, this.pixel(i, j), k);
  }

  // Borders of a set of places
  outline(has) {
    let d = "";
    this.every((i, j) => {
      if (!has(i, j)) return;
      if (!has(i - 1, j)) d += `M${j} ${i}h1`;
      if (!has(i + 1, j)) d += `M${j} ${i + 1}h1`;
      if (!has(i, j - 1)) d += `M${j} ${i}v1`;
      if (!has(i, j + 1)) d += `M${j + 1} ${i}v1`;
    });
    return d;
  }

  // The window around (i, j); on a torus also where it comes in again at the other side
  frames([i, j], P) {
    const { H, W } = this, at = this.torus ? [-1, 0, 1] : [0], d = (P - 1) / 2;
    const frame = (name, a, b) => svg("rect", { class: name, x: j - d + b * W, y: i - d + a * H, width: P, height: P });
    return at.flatMap((a) => at.flatMap((b) => [frame("lab-under", a, b), frame(a || b ? "lab-again" : "lab-window", a, b)]));
  }

  lines(outline, frames, marks = "") {
    const { H, W } = this, line = (name, d) => svg("path", { class: name, d });
    this.over.replaceChildren(svg("rect", { class: "lab-border", x: 0, y: 0, width: W, height: H }), ...frames,
      line("lab-halo", outline), line("lab-piece", outline), line("lab-wrong", marks));
  }

  leave() {} // the cursor stays
}

// ---------------------------------------------------------------- the lab
class MosaicExplorer extends PatchSamplerLab {
  constructor(context) {
    super({ lab: "mosaic", ...context });
  }

  get task() { return "explore"; }

  makePictures() {
    const [, H, W] = this.shape, pick = (p, aloud) => p !== undefined && this.pick(p, aloud);
    this.p = Math.floor(H / 2) * W + Math.floor(W / 2);
    this.sample = new Surrounded(this.shape, "Picture", pick);
    this.origin = new Surrounded(this.shape, "Training image", () => {});
    for (const name of ["tabindex", "aria-roledescription"]) this.origin.box.removeAttribute(name);
    this.origin.box.setAttribute("role", "img"), this.origin.box.classList.add("lab-inert");
    this.map = new SourceMap(this.shape, (p, aloud) => (p === undefined ? this.map.mark(this.p) : pick(p, aloud)));
    this.colour = choice({ name: "colour", label: "Colour by", values: VIEWS, value: "source", change: () => this.viewMap() });
    this.facts = h("dl", { class: "lab-facts" });
    this.words = h("p", { class: "lab-words" }, "\u00a0"), this.agrees = h("p", { class: "lab-note lab-agrees" });
    this.makeCheck(), this.makeStrip();
  }

  controls() {
    const { method, ...others } = super.controls(), { check, colour } = this, lab = this, [, H, W] = this.shape;
    const place = (value, to) => ({ get value() { return value() + 1; }, set: (k) => { if (k >= 1 && k <= to.most) lab.p = to.at(k - 1); } });
    return { ...others, colour,
      row: place(() => Math.floor(lab.p / W), { most: H, at: (i) => i * W + (lab.p % W) }),
      column: place(() => lab.p % W, { most: W, at: (j) => lab.p - (lab.p % W) + j }),
      image: { get value() { return lab.lit ?? "all"; }, set: (m) => { lab.lit = m === "all" ? undefined : m < lab.N ? Number(m) : lab.lit; } },
      consistency: { get value() { return check.checked ? "on" : "off"; }, set: (on) => { check.checked = on === "on"; } } };
  }

  makeCheck() {
    this.check = h("input", { type: "checkbox", name: "consistency", onchange: () => this.mark() });
    this.checkBox = h("label", { class: "lab-check" }, this.check, h("span", {}, "Mark pixels that are not consistent"));
  }

  makeStrip() {
    this.group = `lab-image-${++counter}`;
    this.strip = h("fieldset", { class: "lab-strip lab-givers", "aria-label": "Training images in this picture: choose one to light its pixels" });
  }

  makePanels() {
    this.makeWindows();
    this.counts = { low: 0, high: 10, linear: true };
    this.plot = plot({ label: "Pieces and training images against noise level", height: 180, y: this.counts,
      x: { low: this.settings.sigma_min, high: this.settings.sigma_max, flip: true, label: "noise level σ, falling →" }, draw: (f) => this.drawCounts(f) });
    this.fitWindows();
  }

  fitWindows() {
    this.windows.allow(this.settings.largest[this.kind_.value]);
  }

  parts() {
    const several = Object.keys(this.settings.machines).length > 1, head = (text) => h("p", { class: "lab-head" }, text);
    const section = (...inside) => h("section", {}, ...inside), panels = (...inside) => h("div", { class: "lab-panels" }, ...inside);
    return [
      panels(section(this.sample.el), section(this.origin.el)),
      this.facts, this.scrubber, this.words,
      panels(section(this.map.el, this.colour.el),
        section(head("Training images in this picture"), this.strip, head("Is it consistent?"), this.agrees, this.checkBox)),
      section(head("How many pieces?"), this.plot.el),
      h("div", { class: `lab-settings${several ? " lab-even" : ""}` }, several ? this.kind_.el : null, this.windows.side, this.sizeBox, this.steps.el),
      h("details", { class: "lab-more" }, h("summary", {}, "Windows by noise level"), this.windows.el)];
  }

  // ---------------------------------------------------------------- a run and its end
  finish(job, message) {
    this.end = message.arrays;
    super.finish(job, message);
  }

  record(job, ms) {
    super.record(job, ms);
    for (const key of ["piece", "down", "across"]) this.state[key] = job.frames.map((f) => f[key]);
    this.state.end = this.end;
  }

  showResult({ params: { steps }, seed, note }, ms) {
    this.say(`${note} Seed ${seed}: ${this.made(this.end)} ${this.agreement()} ${some(steps, "step")}, ${took(ms, this)}.`.trim());
  }

  made({ piece, source }) {
    return `${some(new Set(piece).size, "piece")} from ${count(new Set(source).size)}.`;
  }

  agreement() {
    const { good } = this.end, right = good.filter(Boolean).length;
    return right === good.length ? `All ${show(right)} pixels equal the centre of their nearest training window.`
      : `${show(right)} of ${show(good.length)} pixels (${percent(right / good.length)}) equal the centre of their nearest training window.`;
  }

  // ---------------------------------------------------------------- what is in view
  view(k) {
    if (this.frames.length) super.view(k); // there are none where the first run went wrong
  }

  viewState(f, last, live) {
    const { P } = f, before = live ? undefined : this.frames[this.at - 1];
    this.torus = (live ? this.kind_.value : this.shown.params.machine) === "ELS";
    Object.assign(this, { frame: f, last, margin: Math.min(MARGIN, (P - 1) / 2), sizes: tally(f.piece), givers: tally(f.source) });
    this.sample.note.textContent = last ? "the sample" : `the guess at σ = ${show(f.sigma)}`;
    this.windows.mark(f.sigma > 0 ? f : undefined);
    this.viewMap(), this.viewStrip(), this.viewCounts(), this.pick(this.p, false);
    if (!live) this.words.replaceChildren(h("strong", {}, this.made(f)), before ? ` ${this.moved(before, f)}` : "");
  }

  // How far the map has frozen
  moved(before, { source, place }) {
    const n = source.filter((m, p) => m !== before.source[p] || place[p] !== before.place[p]).length;
    return `${n ? `${some(n, "pixel")} (${percent(n / source.length)})` : "No pixel"} changed source ${this.last ? "when the last noise went" : "in this step"}.`;
  }

  viewMap() {
    if (!this.frame) return;
    const { source, piece, down, across, weight } = this.frame, by = this.colour.value, [, H, W] = this.shape;
    const colour = by === "shift" ? (p) => shiftColour(down[p], across[p], Math.min(H, W) / 2) : undefined;
    const keys = { source, piece, shift: down.map((d, p) => 1000 * d + across[p]) }[by];
    const words = (n) => (by === "source" ? count(n) : some(n, VIEWS[by].toLowerCase()));
    this.map.spot.hidden = true;
    this.map.set(keys, { colour, weight, words });
    this.map.mark(this.p);
    this.map.note.textContent = `${KEYS[by]}; pale: weight is shared`;
  }

  // Training images by how much they give; the one that is lit stays, even with nothing
  viewStrip() {
    if (this.lit !== undefined && !this.givers.has(this.lit)) this.givers.set(this.lit, 0);
    const order = [...this.givers].sort(([m, a], [n, b]) => b - a || m - n), held = this.strip.contains(document.activeElement);
    this.strip.replaceChildren(this.giver(), ...order.map(([m, n]) => this.giver(m, n)));
    if (held) this.strip.querySelector(":checked").focus();
  }

  giver(m, n) {
    const canvas = m === undefined ? h("b", {}, "All") : h("canvas", { width: this.shape[2], height: this.shape[1], "aria-hidden": "true" });
    const part = n / this.frame.source.length, told = m === undefined ? "All" : `${this.name(m)}: ${this.gives(n)}`;
    if (m !== undefined) paint(canvas, this.image(m), this.shape);
    return h("label", { title: told }, h("input", { type: "radio", name: this.group, "aria-label": told, checked: m === this.lit,
      onchange: () => this.light(m, told) }), canvas, h("small", { "aria-hidden": "true" }, m === undefined ? "100 %" : n && part < 0.01 ? "< 1 %" : percent(part)));
  }

  gives(n) {
    return `${some(n, "pixel")} (${percent(n / this.frame.source.length)})`;
  }

  light(m, told) {
    this.lit = m;
    this.drawSample();
    this.say(m === undefined ? "All pixels." : `${told}, lit in the picture.`);
  }

  mark() {
    this.drawSample();
    this.say(!this.check.checked ? "Marks off." : this.last ? this.agreement() : "Marks are for the sample at the last step.");
  }

  // ---------------------------------------------------------------- one pixel and its source
  pick(p, aloud) {
    if (!this.frame) return;
    this.p = p;
    this.drawSample(), this.drawOrigin(), this.viewFacts();
    this.sample.mark(p), this.map.mark(p);
    if (aloud) this.say(this.told());
  }

  drawSample() {
    if (!this.frame) return;
    const { guess, z, piece, source, P } = this.frame, { margin, torus, lit, p, sample } = this, [, , W] = this.shape;
    sample.set(this.last ? z : guess, { margin, torus, lit: (q, i, j) => sample.inside(i, j) && (lit === undefined || source[q] === lit) });
    const wrong = this.check.checked && this.last ? Array.from(this.end.good, (g, q) => (g ? "" : diamond((q % W) + 0.5, Math.floor(q / W) + 0.5, 0.36))).join("") : "";
    sample.lines(sample.outline((i, j) => sample.inside(i, j) && piece[sample.pixel(i, j)] === piece[p]), sample.frames([Math.floor(p / W), p % W], P), wrong);
    sample.box.setAttribute("aria-label", `Picture. ${this.made(this.frame)} ${this.told()} Arrow keys, Page Up, Page Down, Home and End move.`);
  }

  drawOrigin() {
    const { source, place, piece, P } = this.frame, { margin, torus, p, origin } = this, [, , W] = this.shape, d = (P - 1) / 2;
    const given = new Set(place.filter((_, q) => piece[q] === piece[p])), at = [Math.floor(place[p] / W), place[p] % W];
    const has = (i, j) => given.has(origin.pixel(i, j)), near = (i, j) => Math.abs(i - at[0]) <= d && Math.abs(j - at[1]) <= d;
    origin.set(this.image(source[p]), { margin, torus, lit: (q, i, j) => near(i, j) || has(i, j) });
    origin.lines(origin.outline(has), origin.frames(at, P));
    origin.mark(place[p]);
    origin.note.textContent = this.name(source[p]);
    origin.box.setAttribute("aria-label", `Training image ${this.name(source[p])}, the window around row ${at[0] + 1}, column ${at[1] + 1} lit.`);
  }

  viewFacts() {
    const { source, down, across, weight, piece, P } = this.frame, { p } = this, [, , W] = this.shape, n = this.sizes.get(piece[p]);
    const facts = { "Pixel": `row ${Math.floor(p / W) + 1}, column ${(p % W) + 1}`, "Training image": this.name(source[p]),
      "Displacement": displacement(down[p], across[p]), "Weight": share(weight[p]), "Piece": some(n, "pixel"), "Window": `${P} × ${P}${this.beyond()}` };
    this.facts.replaceChildren(...Object.entries(facts).map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))));
  }

  // Whether the source's window reaches over the edge of its image
  beyond() {
    const { place, P } = this.frame, [, H, W] = this.shape, d = (P - 1) / 2, q = place[this.p];
    const over = (at, n) => Math.max(0, d - at) + Math.max(0, at + d - n + 1);
    if (!over(Math.floor(q / W), H) && !over(q % W, W)) return "";
    return this.torus ? ", comes in again at the other side" : ", zeros outside the image";
  }

  told() {
    const { source, down, across, weight, piece } = this.frame, { p } = this, [, , W] = this.shape;
    const place = down[p] || across[p] ? displacement(down[p], across[p]) : "not displaced";
    return `Row ${Math.floor(p / W) + 1}, column ${(p % W) + 1}: ${this.name(source[p])}, ${place}, weight ${share(weight[p])}, in a piece of ${some(this.sizes.get(piece[p]), "pixel")}.`;
  }

  // ---------------------------------------------------------------- counts against noise level
  viewCounts() {
    const states = this.frames.slice(0, -1).map((f) => ({ sigma: f.sigma, pieces: new Set(f.piece).size, images: new Set(f.source).size }));
    this.states = states;
    this.counts.high = Math.max(10, ...states.map((s) => s.pieces)) * 1.06;
    this.plot.say(this.made(this.frame));
    this.plot.redraw();
    if (this.end) this.agrees.textContent = this.agreement();
  }

  drawCounts({ x, y, add, box }) {
    if (!this.states?.length) return;
    const { states } = this, at = states[Math.min(this.at, states.length - 1)];
    const line = (name, key) => add("path", { class: name, d: path(states.map((s) => [x(s.sigma), y(s[key])])) });
    line("lab-line", "pieces"), line("lab-line lab-second", "images");
    add("line", { class: "lab-now", x1: x(at.sigma), x2: x(at.sigma), y1: box.top, y2: box.bottom });
    add("path", { class: "lab-mark", d: diamond(x(at.sigma), y(this.sizes.size), 7) }); // the sample's own, at the end
    const name = (text, key, up) => add("text", { class: "lab-region", x: box.left + 8, y: y(states[0][key]) + up }, text);
    name("pieces", "pieces", 16), name("training images", "images", -6);
  }

  close() {
    this.windows.close();
    super.close();
  }
}

Lab = MosaicExplorer;
