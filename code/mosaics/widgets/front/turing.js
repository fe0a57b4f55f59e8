// TuringLab: two chemicals that react and spread on a torus. The field lives here; an engine advances it some steps a
// message, and the next message goes out once the last answer is on the screen.
const ASK = 500, LONG = 1000; // ms between two looks at theory and spectrum; steps of the long button
const CALM = 4e-6, PATIENCE = 40; // settled: this share of the pattern's height a step, for so many messages
const CONDITIONS = ["f_u + g_v < 0", "det = f_u g_v − f_v g_u > 0", "h = D_v f_u + D_u g_v > 0", "h² > 4 D_u D_v det"];

class TuringLab extends Frame {
  constructor(context) {
    super({ ...context, lab: "turing", rerun: () => this.restart() });
    const { size, preset } = this.settings;
    Object.assign(this, { size, strokes: [], frames: 0, times: [], brush: { x: size >> 1, y: size >> 1 }, playing: !calm.matches });
    this.announce = settled((text) => this.say(text), 700);
    this.makeButtons(), this.makeStage(), this.makeTools(), this.makePanel();
    this.sliders = h("div", { class: "lab-settings" });
    this.build(h("div", { class: "lab-row" }, this.play, this.again, this.long, this.seed.el),
      h("div", { class: "turing-main" }, h("div", {}, this.stage, this.caption, this.tools), this.panel), this.sliders);
    this.watch();
    this.choose(preset);
  }

  // ---------------------------------------------------------------- parts
  makeButtons() {
    this.play = button("", () => this.setPlaying(!this.playing), { class: "lab-primary" });
    this.again = button("Start again", () => this.startAgain());
    this.long = button("Run 1,000 steps", () => this.advance(LONG));
    this.seed = seedField({ value: this.settings.seed, change: (_, note) => this.startAgain(note) });
  }

  makeStage() {
    this.canvas = h("canvas", { width: this.size, height: this.size, role: "img", "aria-label": "Pattern" });
    this.rulerBar = h("i"), this.rulerText = h("span");
    this.ruler = h("div", { class: "turing-ruler", "aria-hidden": "true", hidden: true }, this.rulerBar, this.rulerText);
    this.ring = h("div", { class: "turing-ring", "aria-hidden": "true" });
    const hint = h("p", { class: "turing-hidden", id: `lab-${++counter}` }, "Arrow keys move the brush, with Shift in longer steps. Space paints. E changes between paint and erase.");
    this.stage = h("div", { class: "turing-stage", tabindex: 0, role: "application", "aria-label": "Field to paint on", "aria-describedby": hint.id,
      onkeydown: (e) => this.key(e), onpointerdown: (e) => this.press(e), onpointermove: (e) => this.move(e), onpointerup: (e) => this.lift(e),
      onpointercancel: () => { this.last = undefined; } }, this.canvas, this.ruler, this.ring, hint);
    this.lengths = h("strong", {}, "\u00a0"), this.clock = h("span", {}, "\u00a0");
    this.caption = h("p", { class: "turing-caption" }, this.lengths, this.clock);
    this.dye();
  }

  makeTools() {
    const name = `lab-tool-${++counter}`;
    const tool = (value, text) => h("label", {}, h("input", { type: "radio", name, value, checked: value === "paint" }), h("span", {}, text));
    this.kinds = h("fieldset", { class: "turing-kinds", "aria-label": "Brush" }, tool("paint", "Paint"), tool("erase", "Erase"));
    this.radius = rangeSlider({ name: "radius", label: "Brush radius", low: 1, high: this.size >> 3, value: Math.round(this.size / 24), input: () => this.place() });
    this.speed = listSlider({ name: "speed", label: "Speed", values: [1, 2, 4, 8, 12, 16, 24, 32, 48, 64], value: 24, say: (n) => `${n} steps a frame` });
    this.tools = h("div", { class: "turing-tools" }, this.kinds, this.radius.el, this.speed.el);
    this.place();
  }

  makePanel() {
    const { models, presets, preset } = this.settings, of = (model) => Object.keys(presets).find((key) => presets[key].model === model);
    const labels = Object.fromEntries(Object.entries(models).map(([key, m]) => [key, m.label]));
    this.chooser = choice({ name: "model", label: "Model", values: labels, value: presets[preset].model, change: (m) => this.choose(of(m)) });
    this.preset = choice({ name: "preset", label: "Pattern", values: {}, change: (key) => this.choose(key) });
    this.window = { x: { low: 0, high: 1, linear: true, label: "wavenumber k" }, y: { low: -1, high: 1, linear: true } };
    this.plot = plot({ label: "Growth rate against wavenumber", height: 210, ...this.window, draw: (f) => this.drawGrowth(f) });
    this.verdict = h("p", { class: "turing-verdict" }, "\u00a0");
    this.marks = CONDITIONS.map(() => h("span"));
    this.conditions = h("ol", { class: "turing-conditions", "aria-label": "Turing's four conditions" }, CONDITIONS.map((text, i) =>
      h("li", {}, h("span", {}, text.split(/_(.)/).map((part, j) => (j % 2 ? h("sub", {}, part) : part))), this.marks[i])));
    this.panel = h("div", { class: "turing-panel" }, h("div", { class: "turing-choices lab-settings" }, this.chooser.el, this.preset.el),
      h("p", { class: "lab-head" }, "Which waves grow?"), this.plot.el, this.verdict, this.conditions);
  }

  makeSliders() {
    const { presets } = this.settings, { values } = this.now, { sliders, names } = this.about;
    this.values = {};
    for (const [name, [low, high, step]] of Object.entries(sliders)) {
      const own = Object.values(presets).filter((p) => p.model === this.now.model).map((p) => p.values[name]);
      const grid = Array.from({ length: Math.round((high - low) / step) + 1 }, (_, i) => +(low + i * step).toPrecision(8));
      this.values[name] = listSlider({ name, label: names[name], values: [...new Set([...grid, ...own])].sort((a, b) => a - b), value: values[name],
        free: true, say: (x) => String(+x.toPrecision(4)).replace("-", "−"), input: () => this.tune() });
    }
    this.sliders.replaceChildren(...Object.values(this.values).map((s) => s.el));
  }

  // Nothing is computed off the screen or in a hidden tab; a change of theme recolours a picture that stands still
  watch() {
    this.seen = true;
    this.eye = new IntersectionObserver(([entry]) => { this.seen = entry.isIntersecting; this.recolour(); this.go(); });
    this.eye.observe(this.stage);
    this.woke = () => this.go();
    document.addEventListener("visibilitychange", this.woke);
    this.themes = new MutationObserver(() => this.recolour());
    for (const el of [document.documentElement, document.body]) this.themes.observe(el, { attributes: true });
    this.media = ["print", "(forced-colors: active)"].map((query) => matchMedia(query));
    for (const medium of this.media) medium.onchange = () => this.recolour();
  }

  // ---------------------------------------------------------------- what the reader asks for
  choose(key) {
    this.adopt(key);
    this.showPlaying();
    this.startAgain("", this.playing ? 0 : this.now.ripe);
  }

  // The controls of a pattern
  adopt(key) {
    this.now = this.settings.presets[key];
    this.about = this.settings.models[this.now.model];
    this.chooser.set(this.now.model);
    const own = Object.entries(this.settings.presets).filter(([, p]) => p.model === this.now.model);
    this.preset.select.replaceChildren(...own.map(([k, p]) => h("option", { value: k, selected: k === key }, p.label)));
    this.makeSliders();
  }

  controls() {
    const lab = this, { seed, values, speed, radius, preset } = this, own = (name) => `[value="${name}"]`;
    const pattern = { get value() { return preset.value; }, set: (key) => { if (lab.settings.presets[key]) lab.adopt(key); } };
    const kind = (name) => this.kinds.querySelector(["paint", "erase"].includes(name) ? own(name) : ":checked");
    const brush = { get value() { return lab.erasing ? "erase" : "paint"; }, set: (name) => { kind(name).checked = true; } };
    return { preset: pattern, seed, ...values, speed, radius, brush };
  }

  // Another pattern or seed starts anew; a parameter is turned while the dish goes on
  answer(then, note, values) {
    if (then === "play" && !calm.matches) this.playing = true;
    this.showPlaying(), this.place();
    if ("preset" in values || "seed" in values) return this.startAgain(note, this.playing ? 0 : this.now.ripe);
    if (note) this.announce(note);
    this.todo += this.playing ? 0 : LONG;
    this.tune();
  }

  startAgain(note = "", steps = 0) {
    this.fresh = true, this.todo = steps, this.strokes = [], this.notice = note, this.fields = undefined;
    this.birth = (this.birth ?? 0) + 1;
    this.wake();
  }

  setPlaying(on) {
    this.playing = on;
    this.showPlaying();
    this.wake();
  }

  showPlaying() {
    this.play.textContent = this.playing ? "Pause" : "Play";
  }

  advance(steps) {
    this.todo += steps;
    this.wake();
  }

  tune() {
    this.asked = true;
    this.wake();
  }

  wake() {
    this.still = 0, this.resting = false;
    this.go();
  }

  restart() {
    this.busy = false, this.asked = true;
    this.wake();
  }

  // ---------------------------------------------------------------- the loop
  steps() {
    if (this.todo) return this.todo;
    return this.playing && this.seen && !document.hidden && !this.resting ? this.speed.value : 0;
  }

  // Sends the next job if one is wanted and none is under way
  go() {
    if (this.busy || this.frame || !this.now) return;
    const steps = this.steps(), { boundary, stencil, amplitude } = this.settings, { model, dx, start, axis } = this.now;
    if (!steps && !this.fresh && !this.asked) return;
    const due = this.fresh || !this.playing || this.resting || performance.now() - this.told > ASK, { channel } = this.about;
    const values = Object.fromEntries(Object.entries(this.values).map(([name, s]) => [name, s.value]));
    const params = { model, values, steps, dx, boundary, stencil, theory: due || this.asked, k_max: axis.k_max, ...(due ? { channel } : {}), ...(this.fresh ? { start, amplitude } : {}) };
    const job = { params, seed: this.seed.value, fresh: this.fresh, birth: this.birth, before: this.fresh ? this.noise() : this.fields };
    this.busy = true, this.asked = false;
    this.run("evolve", params, [job.before], { done: (m) => this.took(job, m), end: (kind) => this.ended(kind),
      step: ({ step }) => { this.clock.textContent = `${show(step)} of ${show(steps)} steps`; } });
  }

  noise() {
    const seed = this.seed.value;
    if (this.drawn?.seed !== seed) this.drawn = { seed, noise: normals(seed, 2 * this.size * this.size) };
    return this.drawn.noise;
  }

  took(job, m) {
    const { params, fresh, before } = job;
    if (job.birth !== this.birth) return; // started anew meanwhile: this answer is of another field
    this.fresh = false, this.todo = Math.max(0, this.todo - params.steps);
    if (fresh) Object.assign(this, { tau: 0, count: 0, bounds: undefined });
    this.fields = m.arrays.fields, this.tau += m.tau, this.count += params.steps;
    for (const stroke of this.strokes.splice(0)) this.dab(stroke);
    this.rest(params, fresh ? Infinity : apart(before, this.fields));
    this.learn(m);
    this.state = { params, seed: job.seed, before, fields: this.fields, dt: m.dt, tau: this.tau, steps: this.count, frames: this.frames,
      times: this.times, theory: this.theory, measured: this.measured, playing: this.playing, resting: this.resting, ms: m.ms, engine: this.machine.name };
  }

  // Stops the loop once the field stands still
  rest({ steps }, change) {
    this.still = steps && change < CALM * steps * Math.max(0.01, this.height) ? this.still + 1 : 0;
    if (this.still < PATIENCE || this.resting) return;
    this.resting = this.asked = true;
    this.announce(`The pattern has settled after ${show(this.count)} steps. ${this.lengths.textContent}.`);
  }

  ended(kind) {
    this.busy = false;
    if (kind === "error") {
      this.todo = 0, this.playing = false, this.asked = false;
      return this.showPlaying();
    }
    this.draw();
  }

  // Paints before the next frame, then goes on
  draw() {
    this.frame ??= requestAnimationFrame((now) => {
      this.frame = undefined;
      this.times = [...this.times.slice(-239), now], this.frames++;
      this.paint();
      this.go();
    });
  }

  // ---------------------------------------------------------------- the picture
  shown() {
    const area = this.size * this.size, at = this.about.channel * area;
    return this.fields.subarray(at, at + area);
  }

  recolour() {
    this.dye();
    this.paint();
  }

  // 256 tones from paper over blue to ink, blue where its brightness lies between theirs; the colours are the page's own
  dye() {
    const pot = h("canvas", { width: 256, height: 1 }).getContext("2d", { willReadFrequently: true }), style = getComputedStyle(this.root);
    const colours = ["--paper", "--blue", "--ink"].map((name) => style.getPropertyValue(name).trim() || "black");
    const bright = colours.map((colour) => {
      pot.fillStyle = colour, pot.fillRect(0, 0, 1, 1);
      const [r, g, b] = pot.getImageData(0, 0, 1, 1).data;
      return 0.3 * r + 0.59 * g + 0.11 * b;
    });
    const ramp = (pot.fillStyle = pot.createLinearGradient(0, 0, 256, 0)), middle = (bright[0] - bright[1]) / (bright[0] - bright[2] || 1);
    colours.forEach((colour, i) => ramp.addColorStop([0, Math.min(1, Math.max(0, middle)), 1][i], colour));
    pot.fillStyle = ramp, pot.fillRect(0, 0, 256, 1);
    this.tones = new Uint32Array(pot.getImageData(0, 0, 256, 1).data.buffer);
  }

  // The contrast follows the field's range slowly, so that it does not flicker, and never shows mere noise as a pattern
  paint() {
    if (!this.fields) return;
    const x = this.shown(), [low, high] = range(x), lack = Math.max(0, this.about.span - (high - low)) / 2;
    const ease = this.bounds && this.playing ? 0.08 : 1, old = this.bounds ?? [0, 0];
    const [a, b] = (this.bounds = [low - lack, high + lack].map((v, i) => old[i] + ease * (v - old[i])));
    const context = this.canvas.getContext("2d", { willReadFrequently: true }), image = context.createImageData(this.size, this.size);
    const out = new Uint32Array(image.data.buffer), scale = 255.999 / (b - a);
    for (let p = 0; p < x.length; p++) out[p] = this.tones[Math.max(0, Math.min(255, Math.floor((x[p] - a) * scale)))];
    context.putImageData(image, 0, 0);
  }

  // ---------------------------------------------------------------- theory and measure
  learn({ theory, measured }) {
    if (measured !== undefined) this.measure(measured);
    if (!theory) return;
    this.theory = theory;
    this.judge();
    const { low, high, k_max } = this.now.axis, grow = Math.max(1, (1.25 * Math.max(...theory.curve)) / high);
    Object.assign(this.window.y, { low: low * grow, high: high * grow });
    this.window.x.high = k_max;
    this.plot.redraw();
    this.showLengths();
  }

  // A field all but flat has no wavelength
  measure(length) {
    const [low, high] = range(this.shown());
    this.told = performance.now(), this.height = high - low;
    this.measured = this.height < this.about.span / 4 ? null : length;
    this.clock.textContent = `${show(this.count)} steps, time ${show(this.tau)}`;
  }

  showLengths() {
    const { wavelength } = this.theory, length = wavelength ?? this.measured, whole = this.size * this.now.dx;
    this.lengths.textContent = `Wavelength: predicted ${long(wavelength)}, measured ${long(this.measured)}`;
    this.ruler.hidden = length === null || length > whole * 0.9;
    this.rulerBar.style.width = `${(100 * length) / whole}cqw`;
    this.rulerText.textContent = `${wavelength === null ? "measured " : ""}λ = ${long(length)}`;
    this.ruler.classList.toggle("turing-found", wavelength === null);
    this.canvas.setAttribute("aria-label", `Pattern of the ${this.about.label} model. ${this.lengths.textContent}`);
  }

  judge() {
    const { conditions, band, wavelength } = this.theory, [still, stable] = conditions, grows = conditions.every(Boolean);
    const head = grows ? "◆ Turing instability." : still && stable ? "◇ No Turing instability:" : "◇ Unstable without diffusion:";
    const text = grows ? ` Waves from λ = ${long((2 * Math.PI) / band[1])} to ${long((2 * Math.PI) / band[0])} grow, ${long(wavelength)} fastest.`
      : still && stable ? " the uniform state is stable at every wavelength." : " the uniform state does not last even in a stirred pot.";
    const push = !grows && this.about.erase ? " Patterns need a push: they grow from the painted spot." : "";
    this.verdict.replaceChildren(h("strong", {}, head), text + push);
    this.marks.forEach((mark, i) => { mark.textContent = conditions[i] ? "✓ yes" : "✗ no"; mark.className = conditions[i] ? "turing-yes" : ""; });
    this.plot.say(this.verdict.textContent);
    const said = `${this.about.label}. ${this.verdict.textContent}`, note = [this.notice, said !== this.said && said].filter(Boolean).join(" ");
    this.notice = "", this.said = said;
    if (note) this.announce(note);
  }

  drawGrowth({ x, y, add, box }) {
    if (!this.theory) return;
    const { curve, band, k, growth } = this.theory, { k_max } = this.now.axis, { low } = this.window.y, runs = [[]];
    if (band) add("rect", { class: "lab-won", x: x(band[0]), width: x(band[1]) - x(band[0]), y: box.top, height: box.bottom - box.top });
    add("line", { class: "turing-zero", x1: box.left, x2: box.right, y1: y(0), y2: y(0) });
    curve.forEach((g, i) => (g < low ? runs.push([]) : runs.at(-1).push([x((k_max * i) / (curve.length - 1)), y(g)])));
    for (const run of runs) if (run.length > 1) add("path", { class: "lab-line", d: path(run) });
    if (k === null || k > k_max) return;
    add("line", { class: "lab-now", x1: x(k), x2: x(k), y1: y(growth), y2: box.bottom });
    add("path", { class: "lab-mark", d: diamond(x(k), y(growth), 8) });
    const side = k > 0.6 * k_max ? { x: x(k) - 12, "text-anchor": "end" } : { x: x(k) + 12 };
    add("text", { class: "lab-region", y: y(growth) - 6, ...side }, "k* = ", long(k));
  }

  // ---------------------------------------------------------------- paint and erase
  get erasing() {
    return this.kinds.querySelector(":checked").value === "erase";
  }

  // Where the pointer is, in points of the grid
  at({ clientX, clientY }) {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    return [((clientX - left) / width) * this.size - 0.5, ((clientY - top) / height) * this.size - 0.5];
  }

  // A finger that moves up or down scrolls the page: its first touch paints only once it has moved or been lifted
  press(event) {
    if (event.button) return;
    this.stage.setPointerCapture(event.pointerId);
    this.last = this.at(event), this.held = event.pointerType === "touch";
    if (!this.held) this.stroke(this.last);
  }

  move(event) {
    const here = this.at(event);
    this.place(here);
    if (!this.last) return;
    this.held = false;
    this.stroke(here);
  }

  lift() {
    if (this.last && this.held) this.stroke(this.last);
    this.last = undefined;
    this.asked = true;
    this.wake();
  }

  // Dabs from the last point to this one
  stroke([x, y]) {
    const [x0, y0] = this.last, count = Math.ceil(Math.hypot(x - x0, y - y0) / Math.max(1, this.radius.value / 2)) || 1;
    for (let i = 1; i <= count; i++) this.touch(x0 + ((x - x0) * i) / count, y0 + ((y - y0) * i) / count);
    this.last = [x, y];
  }

  // One dab; while a job is under way it is put on the answer as well
  touch(x, y) {
    if (!this.fields || !this.theory) return;
    const stroke = { x: Math.round(x), y: Math.round(y), r: this.radius.value, state: this.pot() };
    if (this.busy) this.strokes.push(stroke), (this.fields = this.fields.slice());
    this.dab(stroke);
    this.still = 0, this.resting = false;
    this.draw();
  }

  // What the brush leaves behind: [u, v]
  pot() {
    const { lift, paint, erase } = this.about, { rest } = this.theory;
    return this.erasing ? erase ?? rest : paint ?? rest.map((x, s) => x + lift[s]);
  }

  dab({ x, y, r, state }) {
    const n = this.size, wrap = (i) => ((i % n) + n) % n;
    for (let dy = -r; dy <= r; dy++)
      for (let dx = -r; dx <= r; dx++)
        if (dx * dx + dy * dy <= r * r) {
          const p = wrap(y + dy) * n + wrap(x + dx);
          [this.fields[p], this.fields[p + n * n]] = state;
        }
  }

  key(event) {
    const step = event.shiftKey ? 8 : 2, moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    const { x, y } = this.brush, n = this.size, by = moves[event.key];
    if (chord(event)) return;
    if (by) this.place([(x + by[0] + n) % n, (y + by[1] + n) % n]);
    else if (event.key === " " || event.key === "Enter") this.stamp(x, y);
    else if (event.key.toLowerCase() === "e") this.other();
    else return;
    event.preventDefault();
  }

  stamp(x, y) {
    this.touch(x, y);
    this.asked = true;
    this.wake();
    this.announce(`${this.erasing ? "Erased" : "Painted"} at column ${Math.round(x)}, row ${Math.round(y)}.`);
  }

  other() {
    this.kinds.querySelector(":not(:checked)[type=radio]").checked = true;
    this.announce(this.erasing ? "The brush erases." : "The brush paints.");
  }

  place([x, y] = [this.brush.x, this.brush.y]) {
    const at = (v) => `${(100 * (v + 0.5)) / this.size}%`;
    Object.assign(this.brush, { x, y });
    Object.assign(this.ring.style, { left: at(x), top: at(y), width: `${(100 * (2 * this.radius.value + 1)) / this.size}%` });
  }

  close() {
    cancelAnimationFrame(this.frame);
    this.frame = -1; // nothing more is painted or asked for
    this.eye.disconnect(), this.themes.disconnect(), this.plot.close();
    for (const medium of this.media) medium.onchange = null;
    document.removeEventListener("visibilitychange", this.woke);
    super.close();
  }
}

const long = (x) => (x === null ? "none" : String(+x.toPrecision(3)));

function apart(a, b) {
  let most = 0;
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs(a[i] - b[i]));
  return most;
}

function range(x) {
  let low = Infinity, high = -Infinity;
  for (let p = 0; p < x.length; p++) (low = Math.min(low, x[p])), (high = Math.max(high, x[p]));
  return [low, high];
}

export default {
  render({ model, el }) {
    const lab = new TuringLab({ model, el });
    return () => lab.close();
  },
};
