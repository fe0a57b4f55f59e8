// PredictionLab: the same noise into a network and into an exact machine, both pictures, their difference and r^2.
const ORANGE = [217, 114, 42], BLUE = [47, 109, 181]; // where the network has more ink, where the machine has
const PROMPT = "From this seed on: how often does theory predict the picture?";
const score = (r2) => (r2 === null || r2 === undefined ? "none" : r2 > 0.995 && r2 < 1 ? r2.toFixed(3) : r2.toFixed(2));

function middle(values) {
  const sorted = [...values].sort((a, b) => a - b), n = sorted.length;
  return (sorted[(n - 1) >> 1] + sorted[n >> 1]) / 2;
}

// a - b, the mean over channels: full colour where they differ by half their range
function paintDifference(canvas, a, b, [C, H, W]) {
  const pen = canvas.getContext("2d", { willReadFrequently: true }), image = pen.createImageData(W, H), area = H * W;
  for (let p = 0; p < area; p++) {
    let d = 0;
    for (let c = 0; c < C; c++) d += (a[c * area + p] - b[c * area + p]) / C;
    const colour = d > 0 === (C === 1) ? ORANGE : BLUE, part = Math.min(1, Math.abs(d)); // in colour, ink is where it is dark
    for (let c = 0; c < 3; c++) image.data[4 * p + c] = Math.round(255 + part * (colour[c] - 255));
    image.data[4 * p + 3] = 255;
  }
  pen.putImageData(image, 0, 0);
}

const rootMeanSquare = (a, b) => Math.sqrt(a.reduce((s, v, p) => s + (v - b[p]) ** 2, 0) / a.length);

class PredictionLab extends PatchSamplerLab {
  constructor(context) {
    super({ lab: "prediction", ...context });
  }

  get task() { return "predict"; }

  makePictures() {
    const make = (title) => picture(this.shape, title);
    this.pictures = { noise: make("The same noise"), network: make("Network"), machine: make("Machine"), difference: make("Difference") };
    this.figure = h("span", { class: "lab-figure" }, "\u00a0"), this.words = h("p", { class: "lab-words" }, "\u00a0");
    this.verdict = h("p", { class: "lab-note lab-verdict" }, "\u00a0");
    this.score = h("div", { class: "lab-score" }, this.figure, h("div", {}, this.words, this.verdict));
    this.makeSeveral();
  }

  makePanels() {
    this.makeWindows();
    const { sigma_min: low, sigma_max: high } = this.settings;
    this.plot = plot({ label: "r² of the two guesses against noise level", height: 300, y: { low: 0, high: 1, linear: true },
      x: { low: low / 2.2, high: high * 2.2, flip: true, label: "noise level σ, falling →" }, draw: (f) => this.drawScores(f) });
    this.sees = h("p", { class: "lab-note" }, "The ideal machine compares whole images: it has no windows.");
    const left = h("section", {}, h("p", { class: "lab-head" }, "r² with the network’s guess"), this.plot.el, this.legend());
    const right = h("section", {}, h("p", { class: "lab-head" }, "What a pixel of the machine sees"), this.windows.el, this.sees);
    this.panels = h("div", { class: "lab-panels" }, right, left);
    this.fitWindows();
  }

  controls() {
    const { method, ...others } = super.controls();
    return others;
  }

  legend() {
    const entry = (name, text) => h("li", {}, svg("svg", { width: 28, height: 10, "aria-hidden": "true", class: "lab-plot" },
      svg("path", { class: name, d: "M1 5H27" })), text);
    return h("ul", { class: "lab-legend" }, entry("lab-line", "the machine"), entry("lab-line lab-ideal", "the ideal machine"),
      entry("lab-line lab-chance", "the network, another noise"));
  }

  parts() {
    const head = (text) => h("p", { class: "lab-head" }, text), { several } = this.settings;
    return [h("div", { class: "lab-pictures lab-four" }, Object.values(this.pictures).map((p) => p.el)), this.score, this.scrubber, this.panels,
      h("section", { class: "lab-several" }, head(`And with ${several} noises?`), h("div", { class: "lab-row" }, this.many, this.sum), this.strip),
      h("div", { class: "lab-settings lab-uneven" }, this.kind_.el, this.sizeBox, this.steps.el)];
  }

  params() {
    const { machine, N, steps, windows, shape } = super.params();
    return { machine, N, steps, windows, shape, net: this.settings.net };
  }

  // This seed's, and the next one's as another noise to compare with
  noise() {
    return this.draws([this.seed.value, (this.seed.value + 1) % (MAX_SEED + 1)]);
  }

  draws(seeds) {
    const size = this.shape.reduce((a, b) => a * b), out = new Float32Array(size * seeds.length);
    seeds.forEach((seed, k) => out.set(normals(seed, size), k * size));
    return out;
  }

  // ---------------------------------------------------------------- a run and its end
  start(then, note) {
    this.many.textContent = this.offer;
    if (this.strip.childElementCount && this.compared !== this.key()) this.clearSeveral("Something has changed: compare again.");
    super.start(then, note);
  }

  took(job, { step, steps, sigma, P, r2, part = 0, ms, arrays: { network, machine } }) {
    if (network) job.frames.push({ sigma, P, r2, network, machine });
    if (ms < LONG) return;
    this.words.textContent = `Step ${Math.min(steps, step + 1)} of ${steps}. Escape cancels.`;
    this.progress((step + (network ? 1 : part)) / steps);
    if (network) job.live = true, this.pictures.noise.set(job.noise.subarray(0, network.length), `seed ${job.seed}`), this.viewState(job.frames.at(-1), false, true);
  }

  progress(done) {
    this.root.style.setProperty("--done", done);
    this.root.dataset.long = "";
  }

  finish(job, { arrays, r2, ideal, chance, ms }) {
    this.frames = [...job.frames, { ...job.frames.at(-1), sigma: 0, r2, ...arrays }];
    this.result = { r2, ideal, chance }; // baselines: one number a step
    this.where.textContent = this.machine.live ? "" : "Computed in this page.";
    this.shown = job;
    const { params, seed, noise, frames } = job, list = (key) => frames.map((f) => f[key]);
    this.state = { params, seed, noise, ms, ...this.result, engine: this.machine.name, pictures: [arrays.network, arrays.machine],
      ...Object.fromEntries(["sigma", "P", "network", "machine"].map((key) => [key, list(key)])), scores: list("r2") };
    this.resizeScrubber(params.steps);
    this.showResult(job, ms);
    this.settle(job, ms);
  }

  showResult({ params: { machine, N, steps }, seed, note, noise }, ms) {
    const { r2, ideal, chance } = this.result, name = machine === "IS" ? "The ideal machine" : machine;
    this.pictures.noise.set(noise.subarray(0, noise.length / 2), `seed ${seed}`);
    const seen = N < this.N ? `${show(N)} of the network’s ${count(this.N)}` : count(N);
    this.verdict.textContent = `${name} with ${seen}${r2 === null ? "; one picture is a single grey" : ""}. To compare: ${
      machine === "IS" ? "" : `the ideal machine ${score(ideal.at(-1))}, `}another noise ${score(chance.at(-1))}.`;
    this.say(`${note} Seed ${seed}: r² ${score(r2)} between the pictures of network and ${machine}. ${steps} ${steps > 1 ? "steps" : "step"}, ${took(ms, this)}.`.trim());
  }

  // ---------------------------------------------------------------- what is in view
  view(k) {
    if (this.frames.length) super.view(k); // there are none where the first run went wrong
  }

  viewState(f, last, live) {
    const { network, machine, difference } = this.pictures, off = rootMeanSquare(f.network, f.machine);
    const name = live ? this.kind_.value : this.shown.params.machine, what = last ? "its picture" : "its guess";
    network.set(f.network, what);
    machine.set(f.machine, `${what}, ${name}`);
    paintDifference(difference.canvas, f.network, f.machine, this.shape);
    difference.note.textContent = `RMS ${off.toFixed(2)}; orange: network darker`;
    difference.canvas.setAttribute("aria-label", `Difference: root mean square ${off.toFixed(2)}. Orange where the network has more ink, blue where the machine has.`);
    this.figure.textContent = `r² ${score(f.r2)}`;
    if (!live) this.words.textContent = last ? "between the two pictures" : `between the guesses at σ = ${show(f.sigma)}`;
    this.windows.mark(f.P && f.sigma > 0 ? f : undefined);
    this.frame = f;
    this.plot.say(`${score(f.r2)} ${last ? "at the end" : `at σ ${show(f.sigma)}`}`);
    this.plot.redraw();
  }

  drawScores({ x, y, add, box }) {
    if (!this.frame || !this.frames.length) return;
    const states = this.frames.slice(0, -1), { ideal, chance } = this.result, levels = states.map((f) => x(f.sigma));
    const points = (values) => values.map((v, k) => [levels[k], v]).filter(([, v]) => Number.isFinite(v)).map(([a, v]) => [a, y(v)]);
    const line = (name, values) => add("path", { class: name, d: path(points(values)) });
    if (this.shown.params.machine !== "IS") line("lab-line lab-ideal", ideal);
    line("lab-line lab-chance", chance), line("lab-line", states.map((f) => f.r2));
    for (const [cx, cy] of points(states.map((f) => f.r2))) add("circle", { class: "lab-dot", cx, cy, r: 2.5 });
    const { sigma, r2 } = this.frame, at = sigma > 0 ? x(sigma) : levels.at(-1);
    add("line", { class: "lab-now", x1: at, x2: at, y1: box.top, y2: box.bottom });
    if (Number.isFinite(r2)) add("path", { class: "lab-mark", d: diamond(at, y(r2), 7) });
  }

  // ---------------------------------------------------------------- several noises
  makeSeveral() {
    this.offer = `Compare ${this.settings.several} noises`;
    this.many = button(this.offer, () => (this.busy ? this.cancel() : this.compareSeveral()));
    this.sum = h("p", { class: "lab-note" }, PROMPT);
    this.strip = h("ol", { class: "lab-noises", hidden: true, "aria-label": "Network, machine and r² for each noise" });
  }

  // What the row was computed from, but for its seeds
  key() {
    return JSON.stringify([this.params(), this.machine.name]);
  }

  clearSeveral(text = PROMPT) {
    this.compared = undefined;
    this.strip.replaceChildren(), this.strip.hidden = true;
    this.sum.textContent = text;
  }

  compareSeveral() {
    this.stop();
    const { several } = this.settings, from = Math.min(this.seed.value, MAX_SEED + 1 - several);
    const seeds = Array.from({ length: several }, (_, k) => from + k), scores = [];
    this.clearSeveral();
    this.strip.hidden = false, this.busy = true;
    this.many.textContent = "Cancel";
    this.run("several", { ...this.params(), count: several }, [this.draws(seeds)], {
      step: (m) => this.tookOne(m, seeds, scores), done: () => this.showSeveral(seeds, scores),
      end: (how) => { this.busy = false; this.many.textContent = this.offer; delete this.root.dataset.long; if (how !== "done") this.clearSeveral(); },
    });
  }

  tookOne({ step, steps, part = 1, r2, ms, arrays: { network, machine } }, seeds, scores) {
    if (ms > LONG) this.progress((step + part) / steps), (this.sum.textContent = `Noise ${step + 1} of ${steps}. Escape cancels.`);
    if (network) scores.push(r2), this.strip.append(this.column(seeds[step], network, machine, r2));
  }

  // Both pictures of a noise, which a click brings to the top
  column(seed, network, machine, r2) {
    const canvas = (x) => {
      const c = h("canvas", { width: this.shape[2], height: this.shape[1], "aria-hidden": "true" });
      return paint(c, x, this.shape), c;
    };
    const open = button("", () => { this.seed.set(seed); this.start("stay"); }, { "aria-label": `Seed ${seed}: r² ${score(r2)}. Show it.` });
    open.append(canvas(network), canvas(machine), h("span", { "aria-hidden": "true" }, score(r2)));
    return h("li", {}, open);
  }

  showSeveral(seeds, scores) {
    const known = scores.filter(Number.isFinite), mean = known.reduce((a, b) => a + b, 0) / known.length;
    this.compared = this.key();
    this.state = { ...this.state, several: { seeds, scores } };
    this.sum.textContent = known.length ? `Median r² ${score(middle(known))}, mean ${score(mean)}, lowest ${score(Math.min(...known))}.` : "No r²: the pictures are single greys.";
    this.say(`Seeds ${seeds[0]} to ${seeds.at(-1)}. ${this.sum.textContent}`);
  }

  close() {
    this.windows.close();
    super.close();
  }
}

Lab = PredictionLab;
