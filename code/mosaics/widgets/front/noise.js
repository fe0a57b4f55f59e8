// NoiseLab: noise on a training image, and what a perfect denoiser makes of it.
const CANDIDATES = 5;

class NoiseLab extends Live {
  constructor(context) {
    super({ ...context, lab: "noise" });
    const { sigma, seed, index, choices } = this.settings;
    this.index = index;
    this.sigma = logSlider({ name: "sigma", label: "Noise level", low: 0.02, high: 80, value: sigma,
      say: (s) => `σ ${show(s)} · ᾱ ${abar(s)}`, input: () => this.start() });
    this.seed = seedField({ value: seed, change: (_, note) => this.start(note) });
    this.next = button("New noise", () => this.another(), { class: "lab-primary" });
    this.strip = this.makeStrip(Math.min(choices, this.N));
    this.pictures = { clean: picture(this.shape, "Clean"), noisy: picture(this.shape, "Noisy"), guess: picture(this.shape, "Denoised") };
    this.bars = barList(this.shape, CANDIDATES, "The likeliest training images and their weights");
    this.makeCount();
    this.build(this.strip, h("div", { class: "lab-pictures lab-three" }, Object.values(this.pictures).map((p) => p.el)),
      this.sigma.el, h("div", { class: "lab-row" }, this.next, this.seed.el),
      h("div", { class: "lab-panels" },
        h("section", {}, h("p", { class: "lab-head" }, "Which training image is it?"), this.bars.el),
        h("section", {}, h("p", { class: "lab-head" }, "How many might it be?"), this.figure, this.gauge, this.ends, this.note)));
    this.start();
  }

  controls() {
    const lab = this, radio = (m) => this.strip.querySelector(`[value="${Number(m)}"]`);
    const index = { get value() { return lab.index; }, set: (m) => { if (radio(m)) radio(m).checked = true, (lab.index = Number(m)); } };
    return { index, sigma: this.sigma, seed: this.seed };
  }

  makeStrip(count) {
    const name = `lab-image-${++counter}`;
    const one = (m) => {
      const canvas = h("canvas", { width: this.shape[2], height: this.shape[1], "aria-hidden": "true" });
      paint(canvas, this.image(m), this.shape);
      const radio = h("input", { type: "radio", name, value: m, checked: m === this.index, "aria-label": this.name(m),
        onchange: () => { this.index = m; this.start(); } });
      return h("label", {}, radio, canvas);
    };
    return h("fieldset", { class: "lab-strip", "aria-label": "Training image to put noise on" }, Array.from({ length: count }, (_, m) => one(m)));
  }

  makeCount() {
    this.figure = h("p", { class: "lab-figure" }, "\u00a0");
    this.gauge = h("div", { class: "lab-gauge", "aria-hidden": "true" });
    this.ends = h("div", { class: "lab-ends", "aria-hidden": "true" }, h("span", {}, "1"), h("span", {}, show(this.N)));
    this.note = h("p", { class: "lab-note" });
  }

  begin(note) {
    const size = this.shape.reduce((a, b) => a * b), noise = normals(this.seed.value, size);
    const job = { noise, note, seed: this.seed.value, params: { index: this.index, sigma: this.sigma.value, N: this.N, top: CANDIDATES } };
    this.run("denoise", job.params, [noise], { done: (m) => this.finish(job, m), end: () => this.rested() });
  }

  finish({ params, noise, seed, note }, { arrays: { z, x0_hat }, effective, top_w, top_i, ms }) {
    this.state = { params, noise, seed, z, x0_hat, effective, top_w, top_i, ms, engine: this.machine.name };
    this.showPictures(params, z, x0_hat);
    this.bars.set(this.candidates(top_i, top_w, params.index));
    this.figure.textContent = `${show(effective)} of ${show(this.N)}`;
    this.gauge.style.setProperty("--w", Math.log(effective) / Math.log(this.N));
    this.note.textContent = effective < 1.05 ? "The noisy image gives its origin away." : `As good as ${show(effective)} images with equal chances.`;
    const best = top_i[0] === params.index ? "the true image" : `${this.name(top_i[0])}, not the true one`;
    this.announce(`${note} Noise level ${show(params.sigma)}: likeliest is ${best}, weight ${share(top_w[0])}; effective number ${show(effective)} of ${show(this.N)}. ${took(ms, this)}.`.trim());
  }

  showPictures({ index, sigma }, z, x0_hat) {
    this.pictures.clean.set(this.image(index), this.name(index));
    this.pictures.noisy.set(tame(z, sigma), `shown × ${show(1 / Math.sqrt(1 + sigma * sigma))}`);
    this.pictures.guess.set(x0_hat, "the average guess");
  }
}

const abar = (sigma) => { const a = 1 / (1 + sigma * sigma); return a < 0.001 ? a.toExponential(0) : String(+a.toPrecision(2)); };

export default {
  render({ model, el }) {
    const lab = new NoiseLab({ model, el });
    return () => lab.close();
  },
};
