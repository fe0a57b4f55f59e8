// SamplerLab: from noise to a picture, step by step, and the training image that it turns out to be.
const SAMPLERS = { ddim: "DDIM (Euler)", heun: "Heun", ancestral: "Ancestral (adds noise)" };
const ROWS = 5, PLAY = 1600; // candidates shown; ms of one run through the steps

class SamplerLab extends Frame {
  constructor(context) {
    super({ lab: "sampler", ...context, rerun: () => this.start(this.shown ? "stay" : "open") });
    const { seed } = this.settings;
    this.frames = [], this.at = 0;
    this.seed = seedField({ value: seed, change: (_, note) => this.start("play", note) });
    this.go = button("Run", () => (this.busy ? this.cancel() : this.start("play")));
    this.next = button("New picture", () => this.another(), { class: "lab-primary" });
    this.makeSettings(), this.makePictures(), this.makeScrubber(), this.makePanels();
    this.root.addEventListener("keydown", (event) => event.key === "Escape" && this.cancel());
    this.build(h("div", { class: "lab-row" }, this.next, this.go, this.seed.el), ...this.parts());
    this.start("open");
  }

  parts() {
    return [h("div", { class: "lab-pictures lab-four" }, Object.values(this.pictures).map((p) => p.el)),
      this.verdict, this.scrubber, this.panels,
      h("div", { class: "lab-settings" }, this.size.el, this.steps.el, this.method.el)];
  }

  makeSettings() {
    const { N, sizes, steps, method } = this.settings, change = () => this.start("stay");
    this.size = listSlider({ name: "N", label: "Training images N", values: sizes, value: N, free: true, change });
    this.steps = rangeSlider({ name: "steps", label: "Steps", low: 1, high: 50, value: steps, change });
    this.method = choice({ name: "method", label: "Sampler", values: SAMPLERS, value: method, change });
  }

  makePictures() {
    const make = (title) => picture(this.shape, title);
    this.pictures = { z: make("Noisy image"), guess: make("Guess"), result: make("Result"), nearest: make("Nearest training image") };
    this.verdict = h("p", { class: "lab-verdict" }, "\u00a0");
  }

  makeScrubber() {
    this.player = button("Play", () => (this.playing ? this.stop() : this.play()), { class: "lab-play" });
    this.scrubber = h("div", { class: "lab-scrub" }, this.player);
    this.resizeScrubber(this.settings.steps);
  }

  // A slider of as many positions as the run has states
  resizeScrubber(steps) {
    if (this.step?.range.max === String(steps)) return;
    const say = (k) => `${k} of ${steps} · ${this.level(this.frames[k])}`;
    const step = rangeSlider({ name: "step", label: "Step", low: 0, high: steps, value: 0, say,
      input: (k) => { this.stop(); this.view(k); } });
    this.step?.el.remove();
    this.step = step;
    this.scrubber.append(step.el);
  }

  level(frame) {
    return `σ ${show(frame?.sigma ?? 0)}`;
  }

  makePanels() {
    this.bars = barList(this.shape, ROWS, "The likeliest training images and their weights");
    this.count = h("p", { class: "lab-note" });
    this.counts = { low: 1, high: this.size.value };
    this.plot = plot({ label: "Effective number of candidates against noise level", height: 200,
      x: { low: this.settings.sigma_min, high: this.settings.sigma_max, flip: true, label: "noise level σ, falling →" },
      y: this.counts, draw: (f) => this.drawCount(f) });
    const left = h("section", {}, h("p", { class: "lab-head" }, "Which image might it become?"), this.bars.el);
    const right = h("section", {}, h("p", { class: "lab-head" }, "How many are still in the running?"), this.plot.el, this.count);
    this.panels = h("div", { class: "lab-panels" }, left, right);
  }

  get task() { return "sample"; }

  // `step`: the state to look at once the run is there
  controls() {
    const lab = this, step = { get value() { return lab.wanted ?? lab.at; }, set: (k) => { lab.wanted = k; } };
    return { N: this.size, method: this.method, steps: this.steps, seed: this.seed, step };
  }

  // A run that is there already is not made again
  answer(then, note) {
    const same = ({ params, seed }) => JSON.stringify([params, seed]) === JSON.stringify([this.params(), this.seed.value]);
    if (this.busy || !this.shown || !same(this.shown)) return this.start(then, note);
    const at = this.wanted;
    this.wanted = undefined;
    this.stop(), this.say(note || `Seed ${this.seed.value}, as before.`);
    if (at === undefined && then === "play" && !calm.matches) this.at = this.frames.length, this.play();
    else this.view(Math.min(at ?? this.at, this.frames.length - 1));
  }

  params() {
    const { sigma_min, sigma_max } = this.settings;
    return { N: this.size.value, steps: this.steps.value, method: this.method.value, sigma_min, sigma_max, top: ROWS };
  }

  another() {
    this.seed.next();
    this.start("play");
  }

  noise({ method, steps }) {
    return normals(this.seed.value, this.shape.reduce((a, b) => a * b) * (method === "ancestral" ? steps + 1 : 1));
  }

  // Runs the sampler; `then`: "open" where several images are still possible, "stay" where the reader was, "play"
  start(then, note = "") {
    this.stop();
    const params = this.params(), noise = this.noise(params);
    const job = { params, noise, seed: this.seed.value, frames: [], then, note, wanted: this.wanted, fraction: this.at / Math.max(1, this.frames.length) };
    this.busy = true, this.wanted = undefined;
    setTimeout(() => this.busy && (this.go.textContent = "Cancel"), 150);
    this.run(this.task, params, [noise], {
      step: (m) => this.took(job, m), done: (m) => this.finish(job, m),
      end: (how) => { this.busy = false; this.go.textContent = "Run"; if (how !== "done") this.ended(); },
    });
  }

  ended() {}

  took(job, { step, steps, sigma, effective, top_w, top_i, arrays }) {
    job.frames.push({ sigma, effective, top_w, top_i, z: arrays.z, guess: arrays.x0_hat });
    if (step % 5 === 4 && !job.fast) this.where.textContent = `Step ${step + 1} of ${steps}.`;
  }

  finish(job, { arrays, nearest, distance, ratio, ms }) {
    const last = job.frames.at(-1);
    this.frames = [...job.frames, { ...last, sigma: 0, ...arrays }]; // the last guess is the result
    this.result = { z: arrays.z, nearest, distance, ratio };
    this.where.textContent = this.machine.live ? "" : "Computed in this page.";
    this.shown = job;
    this.record(job, ms);
    this.resizeScrubber(job.params.steps);
    this.showResult(job, ms);
    this.settle(job, ms);
  }

  record({ params, noise, seed, frames }, ms, more = ["effective", "top_w", "top_i"]) {
    const list = (key) => frames.map((f) => f[key]);
    this.state = { params, seed, noise, ms, ...this.result, result: this.result.z, engine: this.machine.name,
      z: [...list("z"), this.result.z], x0_hat: list("guess"), sigma: list("sigma"),
      ...Object.fromEntries(more.map((key) => [key, list(key)])) };
  }

  showResult({ params, seed, note }, ms) {
    const { z, nearest, distance, ratio } = this.result, copy = ratio < 1 / 3;
    this.pictures.result.set(z, `seed ${seed}`);
    this.pictures.nearest.set(this.image(nearest), this.name(nearest));
    this.verdict.replaceChildren(h("strong", {}, copy ? "◆ A copy." : "◇ Not a copy."),
      ` Distance to the nearest training image ${distance.toFixed(2)}; nearest-neighbour ratio ${ratio.toFixed(2)} (a copy is below 1/3).`);
    this.say(`${note} Seed ${seed}: ${copy ? "a copy of" : "nearest to"} training image ${this.name(nearest)}. ${params.steps} ${params.steps > 1 ? "steps" : "step"}, ${took(ms, this)}.`.trim());
  }

  settle({ then, wanted, fraction }, ms) {
    const end = this.frames.length - 1;
    if (wanted !== undefined) return this.view(Math.min(end, wanted));
    if (then === "play" && !calm.matches && ms < 1500) return this.play();
    const open = this.frames.findIndex((f) => f.effective < 3.5);
    const at = { play: end, open: open < 0 ? end : open, stay: Math.round(fraction * this.frames.length) }[then];
    this.view(Math.min(end, at));
  }

  play() {
    const end = this.frames.length - 1, began = performance.now(), from = this.at >= end ? 0 : this.at;
    const speed = calm.matches ? 4 / 1000 : end / PLAY; // steps a millisecond; slow where motion is unwelcome
    this.player.textContent = "Pause";
    const tick = (now) => {
      const k = Math.min(end, from + Math.floor(Math.max(0, now - began) * speed));
      if (k !== this.at) this.view(k);
      if (k === end) return this.stop();
      this.playing = requestAnimationFrame(tick);
    };
    this.view(from);
    this.playing = requestAnimationFrame(tick);
  }

  stop() {
    cancelAnimationFrame(this.playing);
    this.playing = undefined;
    this.player.textContent = "Play";
  }

  // Shows the state after k steps
  view(k) {
    this.at = k;
    this.step.set(k);
    this.viewState(this.frames[k], k === this.frames.length - 1);
  }

  viewState(f, last) {
    this.counts.high = Math.max(10, this.shown.params.N);
    this.pictures.z.set(tame(f.z, f.sigma), last ? "no noise left" : `σ = ${show(f.sigma)}`);
    this.pictures.guess.set(f.guess, last ? "the last guess" : "if it had to stop now");
    this.bars.set(this.candidates(f.top_i, f.top_w, this.result.nearest));
    this.count.textContent = `As if ${show(f.effective)} of ${show(this.shown.params.N)} images were equally likely.`;
    this.plot.say(this.count.textContent);
    this.plot.redraw();
  }

  drawCount({ x, y, add }) {
    if (!this.shown) return;
    const states = this.frames.slice(0, -1), at = states[Math.min(this.at, states.length - 1)];
    add("path", { class: "lab-line", d: path(states.map((f) => [x(f.sigma), y(f.effective)])) });
    for (const f of states) add("circle", { class: "lab-dot", cx: x(f.sigma), cy: y(f.effective), r: 2.5 });
    add("line", { class: "lab-now", x1: x(at.sigma), x2: x(at.sigma), y1: y(1), y2: y(this.counts.high) });
    add("path", { class: "lab-mark", d: diamond(x(at.sigma), y(at.effective), 7) });
  }

  close() {
    this.stop();
    this.plot.close();
    super.close();
  }
}

let Lab = SamplerLab; // a part that follows may put its own in this place

export default {
  render({ model, el }) {
    const lab = new Lab({ model, el });
    return () => lab.close();
  },
};
