// TrainingLab: a network in training, look by look, beside the pictures that an exact machine drew beforehand. A run is
// { shape, planned, machine, looks: [{ step, seconds, loss, z, r2, median, chance }], losses: [[seconds, step, loss]] }.
const VIEWS = { recorded: "Recorded run", yours: "Your run" }, AXES = { step: "training steps", seconds: "seconds of training" };
const OUTSIDE = { zeros: "Zeros", circular: "The other side (torus)" }, PARTNERS = { zeros: "bbELS", circular: "ELS" };
const FACTS = { step: "Training steps", seconds: "Seconds", loss: "Loss", median: "Median r²", chance: "With other noises" };
const FLIP = 450, SLOW = 1200, QUIET = 5000; // ms: a look while playing, where motion is unwelcome; until Python is late
const PYTHON = "Training needs Python. Open this chapter in JupyterLab, on Binder or in Colab (see the page “Running the book”), and a button “Train” stands here. What follows is a run that was recorded.";

const KEY = () => [h("i", { "aria-hidden": "true" }), "same noise", h("i", { class: "training-dashed", "aria-hidden": "true" }), "other noises"];

const two = (x) => (x === undefined || x === null ? "–" : x.toFixed(2));

class TrainingLab extends Frame {
  constructor(context) {
    super({ ...context, lab: "training", rerun: () => this.moved() });
    this.axis = "step", this.at = 0, this.runs = { recorded: this.recorded(this.settings.recorded) };
    this.makeControls(this.settings), this.makePairs(this.settings.noises), this.makePlots();
    this.root.addEventListener("keydown", (event) => event.key === "Escape" && this.cancel());
    this.build(this.tell, this.top, this.about, this.pairs, this.scrubber, this.facts,
      h("div", { class: "lab-panels" }, this.panel("Loss", ["mean of the last 100 steps"], this.lossPlot), this.panel("Median r² with the machine", KEY(), this.r2Plot)),
      this.along.el, this.options);
    this.where.textContent = "Recorded, not computed here.";
    this.moved();
    this.choose("recorded");
    this.root.dataset.done = "recorded";
  }

  recorded({ steps, seconds, loss, r2, median, chance, log, about }) {
    const { noises } = this.settings, image = (k, i) => this.image(k * noises + i), row = (k) => Array.from({ length: noises }, (_, i) => image(k, i));
    const looks = steps.map((step, k) => ({ step, seconds: seconds[k], loss: loss[k], z: row(k + 1), r2: r2[k], median: median[k], chance: chance[k] }));
    const early = looks.filter((look) => look.loss !== null).map((look) => [look.seconds, look.step, look.loss]);
    const losses = [...early, ...log].sort((a, b) => a[1] - b[1]);
    return { shape: this.shape, planned: looks.length, machine: row(0), looks, losses, params: about, images: about.n };
  }

  // ---------------------------------------------------------------- parts
  makeControls({ width, widths, padding, seconds, budget: [low, high], seed }) {
    this.tell = h("p", { class: "lab-note training-tell" }, PYTHON);
    this.go = button("Train", () => (this.busy ? this.cancel() : this.train()), { class: "lab-primary" });
    this.seed = seedField({ value: seed, change: (_, note) => note && this.say(note) });
    this.progress = h("span", { class: "training-progress" });
    this.top = h("div", { class: "lab-row" }, this.go, this.seed.el, this.progress);
    this.shownRun = choice({ name: "run", label: "In view", values: VIEWS, value: "recorded", change: (key) => this.choose(key) });
    this.about = h("div", { class: "training-about" }, (this.words = h("p", {}, "\u00a0")), this.shownRun.el);
    this.along = choice({ name: "axis", label: "Curves along", values: AXES, value: "step", change: (axis) => { this.axis = axis; this.redraw(); } });
    this.seconds = logSlider({ name: "seconds", label: "Time to train", low, high, value: seconds, say: (s) => `${show(s)} s` });
    this.width = choice({ name: "width", label: "Width of the network", values: Object.fromEntries(widths.map((w) => [w, `${w} channels`])), value: String(width) });
    this.padding = choice({ name: "padding", label: "Outside an image", values: OUTSIDE, value: padding });
    this.options = h("div", { class: "lab-settings" }, this.seconds.el, this.width.el, this.padding.el);
    this.along.el.classList.add("training-along");
    this.player = button("Play", () => (this.playing ? this.stop() : this.play()), { class: "lab-play" });
    this.scrubber = h("div", { class: "lab-scrub" }, this.player);
    this.facts = h("dl", { class: "training-facts" });
  }

  // Some are for a training in Python
  controls() {
    const lab = this, { seconds, width, padding, seed, along } = this;
    const nearest = (step) => this.inView.looks.reduce((best, look, k, all) => (Math.abs(look.step - step) < Math.abs(all[best].step - step) ? k : best), 0);
    const step = { near: true, get value() { return lab.inView.looks[lab.at]?.step; }, set: (wanted) => { lab.stop(), lab.view(nearest(wanted)); } };
    const axis = { get value() { return along.value; }, set: (name) => { along.set(name), (lab.axis = along.value); } };
    return { step, axis, ...(this.machine.name === "kernel" ? { width, padding, seconds, seed } : {}) };
  }

  answer(then, note) {
    const { step, median } = this.inView.looks[this.at] ?? {};
    this.redraw();
    this.say(`${note} ${step === undefined ? "" : `After ${show(step)} steps: median r² with the machine ${two(median)}.`}`.trim());
  }

  // Above, the network's picture from a noise; under it the machine's from the same noise
  makePairs(count) {
    const names = (more) => h("li", { class: `training-names ${more}`, "aria-hidden": "true" }, ["Network", "Machine", "r²"].map((text) => h("span", {}, text)));
    this.cells = Array.from({ length: count }, () => {
      const [network, machine] = [0, 1].map(() => h("canvas", { role: "img" })), r2 = h("span", {}, "\u00a0");
      return { network, machine, r2, el: h("li", {}, network, machine, r2) };
    });
    const items = this.cells.map((cell) => cell.el);
    items.splice(count / 2, 0, names("training-again"));
    this.pairs = h("ul", { class: "training-pairs", "aria-label": "Pictures from the same noises: the network's and the machine's" }, names(""), items);
  }

  makePlots() {
    this.x = { low: 10, high: 1000, label: AXES.step };
    this.loss = { low: 0.1, high: 1 };
    this.lossPlot = plot({ label: "Loss against training", x: this.x, y: this.loss, draw: (f) => this.drawLoss(f) });
    this.r2Plot = plot({ label: "Median r² of network and machine against training", x: this.x, y: { low: 0, high: 1, linear: true }, draw: (f) => this.drawR2(f) });
  }

  panel(head, note, { el }) {
    return h("section", {}, h("p", { class: "lab-head" }, head), h("p", { class: "lab-note training-key" }, note), el);
  }

  // A slider of as many positions as a run will have looks
  resizeScrubber(count) {
    if (this.look?.range.max === String(count - 1)) return;
    const say = (k) => { const look = this.inView?.looks[k]; return look ? `step ${show(look.step)} · r² ${two(look.median)}` : "not yet"; };
    const look = rangeSlider({ name: "look", label: "Moment", low: 0, high: count - 1, value: 0, say, input: (k) => { this.stop(); this.view(k); } });
    this.look?.el.remove();
    this.look = look;
    this.scrubber.append(look.el);
  }

  // ---------------------------------------------------------------- which run is in view
  // A kernel has answered, or has gone
  moved() {
    const python = this.machine.name === "kernel";
    if (!python && this.busy) this.ended("gone"), this.say("Python has gone; what there is stays.");
    this.tell.hidden = python, this.top.hidden = this.options.hidden = !python, this.engine.el.hidden = true;
  }

  choose(key) {
    this.stop();
    this.shownRun.set(key);
    this.shownRun.el.hidden = !this.runs.yours;
    this.inView = this.runs[key];
    this.resizeScrubber(this.inView.planned);
    this.words.textContent = this.described(key, this.inView);
    for (const cell of this.cells) [cell.network, cell.machine].forEach((canvas) => ([, canvas.height, canvas.width] = this.inView.shape));
    this.view(this.inView.looks.length - 1);
  }

  described(key, { params: { width, padding, steps, seconds }, images, looks }) {
    const outside = padding === "zeros" ? "zeros outside" : "a torus", time = key === "yours" ? `${show(seconds)}\u00a0s` : `${show(steps)}\u00a0steps, ${show(looks.at(-1).seconds)}\u00a0s of one core`;
    const machine = `The machine, ${PARTNERS[padding]}, is built from the same images and never trained.`;
    return `${VIEWS[key]}: ${show(images)} images, ${show(width)} channels, ${outside}, ${time}. ${machine}${key === "yours" ? " In Python the network is the lab’s net." : ""}`;
  }

  // ---------------------------------------------------------------- training, in Python
  train() {
    const { noises, live, looks, images } = this.settings, seed = this.seed.value;
    const params = { width: Number(this.width.value), padding: this.padding.value, seconds: this.seconds.value, seed };
    const noise = normals(seed, noises * live.reduce((a, b) => a * b));
    this.runs.yours = { shape: live, planned: looks + 1, looks: [], losses: [], params, images };
    this.choose("yours");
    Object.assign(this, { busy: true, follow: true });
    this.go.textContent = "Stop";
    this.say("The machine draws first. Then the training begins.");
    this.run("train", params, [noise], { step: (m) => this.took(m), done: (m) => this.finish(m), end: (how) => this.ended(how) });
  }

  took(m) {
    const run = this.runs.yours, { arrays, phase } = m;
    if (this.mute) this.say("Python answers again.");
    this.spoke = true, this.mute = false;
    if (phase === "machine") {
      this.progress.textContent = `The machine draws: step ${m.step} of ${m.steps}`;
      run.machine = this.split(tame(arrays.machine, m.sigma));
      return this.repaint(run);
    }
    this.progress.textContent = `${show(Math.round(m.seconds))} of ${show(run.params.seconds)} s, step ${show(m.step)}, loss ${two(m.loss)}`;
    run.done = m.done;
    if (m.loss !== null) run.losses.push([m.seconds, m.step, m.loss]);
    if (phase === "look") run.looks.push({ ...m, z: this.split(arrays.z) });
    this.repaint(run);
  }

  repaint(run) {
    if (run !== this.inView) return;
    this.view(this.follow ? run.looks.length - 1 : this.at, this.follow);
  }

  split(all) {
    const size = all.length / this.settings.noises;
    return Array.from({ length: this.settings.noises }, (_, i) => all.slice(i * size, (i + 1) * size));
  }

  finish({ step, seconds, ms }) {
    const { median, chance } = this.runs.yours.looks.at(-1);
    this.say(`Trained: ${show(step)} steps in ${show(seconds)} s. Median r² with the machine ${two(median)}, with other noises ${two(chance)}. ${took(ms, this)}.`);
  }

  ended(how) {
    const run = this.runs.yours, last = run.losses.at(-1);
    this.busy = false;
    delete this.root.dataset.busy;
    this.go.textContent = "Train", this.progress.textContent = "";
    if (how === "cancelled") this.say(last ? `Stopped after ${show(last[1])} steps. What there is stays, in Python also the network.` : "Stopped before the training began.");
    if (!run.looks.length) return delete this.runs.yours, this.choose("recorded");
    run.planned = run.looks.length, run.done = 1;
    if (run !== this.inView) return;
    this.resizeScrubber(run.planned);
    this.view(Math.min(this.at, run.planned - 1));
  }

  // Python talks all the time while it trains; it is late when it has been silent
  slow() {
    this.mute = !this.spoke;
    if (this.mute) this.say("Python has not answered for five seconds. It may be busy with a cell.");
    this.spoke = false;
    this.late = setTimeout(() => this.machine.job && this.slow(), QUIET);
  }

  // ---------------------------------------------------------------- what is in view
  view(k, follow) {
    const run = this.inView, last = run.looks.length - 1;
    this.at = Math.max(0, Math.min(k, last));
    this.follow = follow ?? this.at === last;
    this.look.set(this.at);
    const look = run.looks[this.at] ?? {};
    this.viewPairs(run, look), this.viewFacts(look), this.redraw();
    const { z, ...numbers } = look;
    this.state = { ...numbers, z, at: this.at, looks: run.looks.length, losses: run.losses, machine: run.machine, params: run.params, follow: this.follow, engine: this.machine.name };
  }

  viewPairs({ machine, shape }, { z, r2, step }) {
    const none = (canvas) => canvas.getContext("2d").clearRect(0, 0, canvas.width, canvas.height);
    this.cells.forEach((cell, i) => {
      z ? paint(cell.network, z[i], shape) : none(cell.network);
      machine ? paint(cell.machine, machine[i], shape) : none(cell.machine);
      cell.r2.textContent = two(r2?.[i]);
      cell.network.setAttribute("aria-label", z ? `Noise ${i + 1}: the network after ${show(step)} steps` : `Noise ${i + 1}: no picture of the network yet`);
      cell.machine.setAttribute("aria-label", machine ? `Noise ${i + 1}: the machine, r² ${two(r2?.[i])}` : `Noise ${i + 1}: no picture of the machine yet`);
    });
  }

  viewFacts(look) {
    const text = { ...look, step: look.step === undefined ? "–" : show(look.step), seconds: look.seconds === undefined ? "–" : show(look.seconds) };
    for (const key of ["loss", "median", "chance"]) text[key] = two(look[key]);
    this.facts.replaceChildren(...Object.entries(FACTS).map(([key, name]) => h("div", {}, h("dt", {}, name), h("dd", {}, text[key]))));
  }

  // ---------------------------------------------------------------- curves
  redraw() {
    const { losses, looks, done = 1 } = this.inView, steps = this.axis === "step", end = losses.at(-1) ?? [1, 100], now = looks[this.at];
    Object.assign(this.x, { low: steps ? 10 : 0.1, high: Math.max(steps ? 100 : 1, end[steps ? 1 : 0] / Math.max(done, 0.01)), label: AXES[this.axis] });
    const values = losses.map(([, , loss]) => loss);
    Object.assign(this.loss, { low: Math.min(0.1, ...values), high: Math.max(1, ...values) });
    if (now) {
      this.lossPlot.say(`Loss ${two(now.loss)} at step ${show(now.step)}`);
      this.r2Plot.say(`${two(now.median)} at step ${show(now.step)}; ${two(now.chance)} with other noises`);
    }
    this.lossPlot.redraw(), this.r2Plot.redraw();
  }

  drawLoss({ x, y, add, box }) {
    const { losses, looks } = this.inView, now = looks[this.at], of = this.axis === "step" ? 1 : 0;
    add("path", { class: "lab-line", d: path(losses.map((row) => [x(row[of]), y(row[2])])) });
    if (now) this.drawNow({ x, add, box }, now, now.loss === null ? undefined : y(now.loss));
  }

  drawR2({ x, y, add, box }) {
    const { looks } = this.inView, now = looks[this.at];
    if (!now) return;
    const line = (name, key) => add("path", { class: name, d: path(looks.map((look) => [x(look[this.axis]), y(look[key])])) });
    line("lab-line training-chance", "chance"), line("lab-line", "median");
    for (const look of looks) add("circle", { class: "lab-dot", cx: x(look[this.axis]), cy: y(look.median), r: 2.5 });
    this.drawNow({ x, add, box }, now, y(now.median));
  }

  drawNow({ x, add, box }, look, height) {
    const at = x(look[this.axis]);
    add("line", { class: "lab-now", x1: at, x2: at, y1: box.top, y2: box.bottom });
    if (height !== undefined) add("path", { class: "lab-mark", d: diamond(at, height, 7) });
  }

  // ---------------------------------------------------------------- play
  play() {
    const end = this.inView.looks.length - 1;
    if (end < 1) return;
    this.player.textContent = "Pause";
    this.view(this.at >= end ? 0 : this.at);
    this.playing = setInterval(() => {
      this.view(this.at + 1);
      if (this.at < end) return;
      this.stop();
      const { step, median, chance } = this.inView.looks[this.at];
      this.say(`After ${show(step)} steps: median r² with the machine ${two(median)}, with other noises ${two(chance)}.`);
    }, calm.matches ? SLOW : FLIP);
  }

  stop() {
    clearInterval(this.playing);
    this.playing = undefined;
    this.player.textContent = "Play";
  }

  close() {
    this.stop();
    this.lossPlot.close(), this.r2Plot.close();
    super.close();
  }
}

export default {
  render({ model, el }) {
    const lab = new TrainingLab({ model, el });
    return () => lab.close();
  },
};
