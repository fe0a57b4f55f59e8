// MajorityLab: a black and white world on a torus, drawn by hand or by a denoiser, and the worlds found so far.
const SEES = { 3: "3 × 3 cells", all: "the whole image" };
const KEPT = 24, FILM = 1500, FRAME = 250; // worlds in the gallery; ms of a film, and of one frame at most
const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

class MajorityLab extends Frame {
  constructor(context) {
    super({ ...context, lab: "majority", rerun: () => this.again() });
    this.again = () => this.make();
    this.finds = new Map(), this.counts = new Map(this.settings.counts), this.cursor = [0, 0];
    this.makeControls(this.settings), this.makeWorld(), this.makeFinds();
    this.root.addEventListener("keydown", (event) => event.key === "Escape" && this.cancel());
    this.build(
      h("div", { class: "lab-row" }, this.next, this.more, this.seed.el),
      h("div", { class: "lab-panels" }, h("section", {}, this.box, this.verdict, this.tools), h("section", {}, this.found)),
      h("div", { class: "lab-settings" }, this.side.el, this.sees.el, this.steps.el, this.noise.el));
    this.make();
  }

  makeControls({ L, P, sides, steps, sigma_max, seed, runs }) {
    const change = () => this.make();
    this.runs = `Run ${runs} more`;
    this.next = button("New world", () => this.another(), { class: "lab-primary" });
    this.more = button(this.runs, () => (this.many ? this.cancel() : this.makeMany()));
    this.seed = seedField({ value: seed, change: (_, note) => this.make(note) });
    this.side = listSlider({ name: "L", label: "Side of the world", values: sides, value: L, say: (n) => `${n} cells`, change });
    this.sees = choice({ name: "P", label: "The denoiser sees", values: SEES, value: P ? "3" : "all", change });
    this.steps = rangeSlider({ name: "steps", label: "Steps of the denoiser", low: 1, high: 50, value: steps, change });
    this.noise = logSlider({ name: "sigma_max", label: "Noise at the start", low: 0.5, high: 80, value: sigma_max, say: (s) => `σ ${show(s)}`, change });
    this.tools = h("div", { class: "lab-row lab-tools" },
      button("Majority step", () => this.ask("majority", {}, [this.world], () => this.say(`One step. ${this.agreement()}`))),
      button("Until it rests", () => this.rest()),
      button("Noise, then denoise", () => this.another(this.world)),
      button("Erase", () => this.look(new Float32Array(this.side.value ** 2).fill(-1))));
  }

  controls() {
    return { L: this.side, P: this.sees, steps: this.steps, sigma_max: this.noise, seed: this.seed };
  }

  answer(then, note) {
    this.make(note);
  }

  // The world: a canvas of one pixel a cell, and over it what must stay sharp: grid, marks, cursor
  makeWorld() {
    this.canvas = h("canvas", { "aria-hidden": "true" }), this.over = svg("svg", { "aria-hidden": "true" });
    this.verdict = h("p", { class: "lab-verdict" }, "\u00a0");
    const keys = (on) => this.box.toggleAttribute("data-keys", on);
    this.box = h("div", { class: "lab-world", tabindex: 0, role: "application", "aria-roledescription": "grid of cells", "aria-label": "World",
      onpointerdown: (e) => { keys(false); this.press(e); }, onpointermove: (e) => this.stroke && this.put(this.cellAt(e), this.stroke.to),
      onpointerup: () => { this.stroke = undefined; }, onpointercancel: () => this.undo(), onkeydown: (e) => this.key(e, keys),
      onfocus: () => keys(this.box.matches(":focus-visible")), onblur: () => keys(false) }, this.canvas, this.over);
  }

  makeFinds() {
    this.figure = h("p", { class: "lab-figure" }, "\u00a0"), this.note = h("p", { class: "lab-note" });
    this.gauge = h("div", { class: "lab-gauge", "aria-hidden": "true" });
    this.group = `lab-image-${++counter}`;
    this.gallery = h("fieldset", { class: "lab-strip lab-found", "aria-label": "Worlds found last: choose one to look at it" });
    this.found = [h("p", { class: "lab-head" }, "Different consistent worlds the denoiser has found"), this.figure, this.gauge, this.note, this.gallery];
  }

  // Side of the world in view; the slider may be ahead of it
  get L() { return Math.sqrt(this.world.length); }

  // ---------------------------------------------------------------- jobs
  // One job; its end is the world in view. `done` gets its message, and whether the other engine computed it before
  ask(task, params, buffers, done, { step, film, ...record } = {}) {
    const frames = [], all = { L: this.side.value, ...params };
    this.stop();
    this.many = task === "worlds";
    this.more.textContent = this.many ? "Cancel" : this.runs;
    if (!this.many) this.again = () => this.ask(task, params, buffers, (m) => done(m, true), record);
    this.run(task, all, buffers, {
      step: step ?? (({ sigma, arrays: { z } }) => frames.push({ z, sigma })),
      done: (m) => {
        Object.assign(this, m.arrays);
        this.state = { task, params: all, noise: buffers[0], ...m.arrays, z: frames.map((f) => f.z), engine: this.machine.name, ms: m.ms, ...record };
        done(m);
        film ? this.film(frames) : this.view();
      },
      end: () => { this.many = false, this.more.textContent = this.runs, this.where.textContent = this.machine.live ? "" : "Computed in this page."; },
    });
  }

  params() {
    return { P: this.sees.value === "all" ? null : 3, steps: this.steps.value, sigma_min: this.settings.sigma_min, sigma_max: this.noise.value };
  }

  another(from) {
    this.seed.next();
    this.make("", from);
  }

  // A world from noise, or from the world in view with noise on it
  make(note = "", from) {
    const seed = this.seed.value, buffers = [normals(seed, this.side.value ** 2), ...(from ? [from] : [])];
    this.ask("world", this.params(), buffers, ({ ms }, repeated) => {
      const fresh = this.collect([this.world], [this.good.every(Boolean)], repeated) ? "A world not found before. " : "";
      this.say(`${note} Seed ${seed}: ${this.agreement()} ${fresh}${took(ms, this)}.`.trim());
    }, { seed, film: true });
  }

  makeMany() {
    const { runs } = this.settings, area = this.side.value ** 2, noise = new Float32Array(runs * area);
    for (let i = 0; i < runs; i++) this.seed.next(), noise.set(normals(this.seed.value, area), i * area);
    let ready = 0, fresh = 0;
    const step = ({ arrays: { worlds, whole } }) => {
      fresh += this.collect(Array.from(whole, (_, i) => worlds.slice(i * area, (i + 1) * area)), whole);
      this.where.textContent = `${(ready += whole.length)} of ${runs} runs.`;
    };
    this.ask("worlds", this.params(), [noise], ({ ms }) => {
      this.again = () => this.look(this.world);
      this.say(`${runs} runs: ${fresh} new, ${this.figure.textContent} found. ${took(ms, this)}.`);
    }, { step, seed: this.seed.value });
  }

  look(world, say = () => this.agreement()) {
    this.ask("look", {}, [world], () => this.say(say()));
  }

  rest() {
    this.ask("rest", {}, [this.world], ({ period, steps }) => {
      const after = `after ${steps} majority ${steps === 1 ? "step" : "steps"}`;
      this.say(period === 1 ? `At rest ${after}.` : `It never rests: ${after} it blinks between two states. ${this.agreement()}`);
    }, { film: true });
  }

  // ---------------------------------------------------------------- worlds found, apart by side and by what the denoiser sees
  // Returns how many of these are new
  collect(worlds, whole, repeated) {
    const key = `${this.side.value} ${this.sees.value}`, found = this.finds.get(key) ?? { worlds: new Map(), runs: 0, broken: 0 };
    const before = found.worlds.size;
    worlds.forEach((world, i) => {
      if (whole[i]) found.worlds.set(String(world), world);
      if (!repeated) found.runs++, (found.broken += whole[i] ? 0 : 1);
    });
    this.finds.set(key, found);
    this.viewFinds(found, this.side.value);
    return found.worlds.size - before;
  }

  viewFinds({ worlds, runs, broken }, L) {
    const total = this.counts.get(L), least = 2 ** Math.floor(L / 5) ** 2;
    this.figure.textContent = total ? `${show(worlds.size)} of ${show(total)}` : show(worlds.size);
    this.gauge.hidden = !total, this.gallery.hidden = !worlds.size;
    this.gauge.style.setProperty("--w", worlds.size / total);
    this.note.textContent = [total ? `${show(total)} is the exact count for ${L} × ${L} cells.` : `At least ${show(least)} exist.`,
      `Runs so far: ${show(runs)}.`, broken ? `${show(broken)} ended with cells that disagree and do not count.` : ""].join(" ");
    this.gallery.replaceChildren(...[...worlds.values()].slice(-KEPT).reverse().map((world, i) => this.thumb(world, i, L)));
  }

  thumb(world, i, L) {
    const canvas = h("canvas", { width: L, height: L, "aria-hidden": "true" });
    paint(canvas, world, [1, L, L]);
    return h("label", {}, h("input", { type: "radio", name: this.group, "aria-label": `World ${i + 1}, ${ink(world)} cells black`,
      onclick: () => this.look(world) }), canvas);
  }

  // ---------------------------------------------------------------- the world in view
  agreement() {
    const wrong = this.good.filter((g) => !g).length, cells = this.good.length;
    return wrong ? `${wrong} of ${cells} cells ${wrong === 1 ? "disagrees" : "disagree"}.` : `All ${cells} cells agree with their window.`;
  }

  view() {
    const { L, good, world } = this;
    this.paint(world);
    this.over.setAttribute("viewBox", `0 0 ${L} ${L}`);
    const marks = Array.from(good, (g, p) => (g ? "" : diamond((p % L) + 0.5, Math.floor(p / L) + 0.5, 0.26))).join("");
    const lines = Array.from({ length: L - 1 }, (_, i) => `M${i + 1} 0V${L}M0 ${i + 1}H${L}`).join("");
    this.over.replaceChildren(svg("path", { class: "lab-lines", d: lines }), svg("path", { class: "lab-wrong", d: marks }), this.cursorMark());
    this.verdict.textContent = `${marks ? "◆" : "◇"} ${this.agreement()}`;
    this.box.setAttribute("aria-label", `World of ${L} by ${L} cells, ${ink(world)} black. ${this.agreement()} Arrow keys move, space turns a cell over.`);
  }

  paint(x) {
    const { L } = this;
    if (this.canvas.width !== L) this.canvas.width = this.canvas.height = L;
    paint(this.canvas, x, [1, L, L]);
  }

  // Shows the states of a run one after the other, then the world
  film(frames) {
    if (calm.matches || frames.length < 2) return this.view();
    const each = Math.min(FRAME, FILM / frames.length), began = performance.now();
    const tick = (now) => {
      const frame = frames[Math.floor(Math.max(0, now - began) / each)];
      if (!frame) return this.stop();
      this.paint(frame.sigma === undefined ? frame.z : tame(frame.z, frame.sigma));
      this.verdict.textContent = frame.sigma === undefined ? "…" : `σ = ${show(frame.sigma)}`;
      this.playing = requestAnimationFrame(tick);
    };
    this.over.replaceChildren();
    this.playing = requestAnimationFrame(tick);
  }

  stop() {
    if (!this.playing) return;
    cancelAnimationFrame(this.playing);
    this.playing = undefined;
    this.view();
  }

  // ---------------------------------------------------------------- mouse, finger, keyboard
  cellAt({ clientX, clientY }) {
    const { left, top, width, height } = this.canvas.getBoundingClientRect(), { L } = this;
    const at = (share) => Math.min(L - 1, Math.max(0, Math.floor(share * L)));
    return at((clientY - top) / height) * L + at((clientX - left) / width);
  }

  press(event) {
    if (!this.world) return;
    this.stop();
    const p = this.cellAt(event);
    this.box.setPointerCapture(event.pointerId);
    this.stroke = { to: -this.world[p], before: this.world };
    this.put(p, this.stroke.to);
  }

  // A finger that scrolls the page instead has drawn nothing
  undo() {
    if (this.stroke) this.look(this.stroke.before);
    this.stroke = undefined;
  }

  put(p, value) {
    if (this.world[p] === value) return;
    this.world = Object.assign(this.world.slice(), { [p]: value });
    this.paint(this.world);
    this.look(this.world, () => `${this.cell(p)} ${this.agreement()}`);
  }

  cell(p) {
    const row = Math.floor(p / this.L) + 1, column = (p % this.L) + 1;
    return `Row ${row}, column ${column}: ${this.world[p] > 0 ? "black" : "white"}, ${this.good[p] ? "agrees" : "disagrees"}.`;
  }

  key(event, keys) {
    const move = MOVES[event.key], turn = event.key === " " || event.key === "Enter";
    if (!this.world || chord(event) || (!move && !turn)) return;
    event.preventDefault();
    this.stop();
    keys(true);
    if (move) this.cursor = this.cursor.map((at, axis) => (at + move[axis] + this.L) % this.L); // round the torus
    const p = this.cursor[0] * this.L + this.cursor[1];
    if (turn) return this.put(p, -this.world[p]);
    this.over.lastChild.replaceWith(this.cursorMark());
    this.say(this.cell(p));
  }

  cursorMark() {
    const [y, x] = (this.cursor = this.cursor.map((at) => Math.min(at, this.L - 1)));
    const square = (name) => svg("rect", { class: name, x: x + 0.08, y: y + 0.08, width: 0.84, height: 0.84 });
    return svg("g", { class: "lab-cursor" }, square("lab-halo"), square("lab-line"));
  }

  close() {
    cancelAnimationFrame(this.playing);
    super.close();
  }
}

const ink = (world) => show(world.filter((v) => v > 0).length);

export default {
  render({ model, el }) {
    const lab = new MajorityLab({ model, el });
    return () => lab.close();
  },
};
