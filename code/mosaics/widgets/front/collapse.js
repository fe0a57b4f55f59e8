// CollapseLab: N random points in d dimensions, one of them seen through noise. Whom does the posterior believe?
const BARS = 6;

class CollapseLab extends Live {
  constructor(context) {
    super({ ...context, lab: "collapse" });
    this.sent = { kernel: -1, page: -1 };
    this.trial = 0;
    this.makeControls(this.settings);
    this.makePanels();
    this.build(
      h("div", { class: "lab-row" }, this.next, this.seed.el),
      h("div", { class: "lab-settings lab-first" }, this.N_.el, this.d.el, this.sigma.el),
      this.panels);
    this.start();
  }

  makeControls({ N, d, sigma, seed, sizes }) {
    const input = () => this.start();
    this.next = button("New points", () => this.another(), { class: "lab-primary" });
    this.seed = seedField({ value: seed, change: (_, note) => this.start(note) });
    this.N_ = listSlider({ name: "N", label: "Points N", values: whole(2, sizes.n, N), value: N, free: true, input });
    this.d = listSlider({ name: "d", label: "Dimensions d", values: whole(2, sizes.width, d), value: d, free: true, input });
    this.sigma = logSlider({ name: "sigma", label: "Noise level", say: (s) => `σ ${show(s)}`, low: 0.02, high: 100, value: sigma, input });
    this.pick = rangeSlider({ name: "trial", label: "Trial in view", low: 1, high: sizes.trials, value: 1,
      say: (k) => `${k} of ${sizes.trials}`, input: (k) => { this.trial = k - 1; this.view(); } });
  }

  controls() {
    const { pick } = this, trial = { get value() { return pick.value; }, set: (k) => { pick.set(k), (this.trial = pick.value - 1); } };
    return { N: this.N_, d: this.d, sigma: this.sigma, seed: this.seed, trial };
  }

  makePanels() {
    const { trials, n } = this.settings.sizes;
    this.bars = barList(undefined, BARS + 1, "Posterior weights in the trial in view");
    this.marks = Array.from({ length: trials }, () => h("span", {}));
    this.grid = h("div", { class: "lab-trials", role: "img", "aria-label": "Trials" }, this.marks);
    this.wins = h("p", { class: "lab-note" }), this.count = h("p", { class: "lab-note" });
    this.plot = plot({ label: "Who wins, by number of points and noise level", height: 290,
      x: { low: 0.02, high: 100, label: "noise level σ" }, y: { low: 2, high: n }, draw: (f) => this.drawMap(f) });
    this.caption = h("p", { class: "lab-note" });
    this.panels = h("div", { class: "lab-panels" },
      h("section", {}, h("p", { class: "lab-head" }, "Who wins?"), this.plot.el, this.caption),
      h("section", {}, h("p", { class: "lab-head" }, "How often the true point wins"), this.grid, this.wins,
        this.pick.el, this.bars.el, this.count));
  }

  // Points and noise of a seed, drawn once: N and d take the first rows and columns of the same table
  draws(seed) {
    const { n, width, trials } = this.settings.sizes;
    if (this.drawn?.seed === seed) return this.drawn;
    const all = normals(seed, (n + trials) * width);
    return (this.drawn = { seed, points: all.slice(0, n * width), noise: all.slice(n * width) });
  }

  begin(note) {
    const { seed, points, noise } = this.draws(this.seed.value), engine = this.machine.name;
    const params = { seed, N: this.N_.value, d: this.d.value, sigma: this.sigma.value, sizes: this.settings.sizes, top: BARS };
    const buffers = this.sent[engine] === seed ? [] : [points, noise];
    this.sent[engine] = seed;
    this.run("collapse", params, buffers, {
      done: (m) => this.finish({ params, note }, m), end: () => this.rested(),
      missing: () => { this.sent[engine] = -1; this.wish ??= " "; this.rested(); },
    });
  }

  finish({ params, note }, { true_w, effective, top_w, top_i, curve, sigma_c, ms }) {
    const won = true_w.filter((w) => w > 0.5).length, { trials } = params.sizes;
    this.state = { params, points: this.drawn.points, noise: this.drawn.noise, true_w, effective, top_w, top_i, curve, sigma_c,
      won, ms, engine: this.machine.name };
    this.view();
    this.plot.redraw();
    const side = params.sigma < sigma_c ? "below" : "above";
    this.plot.say(`N ${show(params.N)}, sigma ${show(params.sigma)} is ${side} the collapse level ${show(sigma_c)} for d ${params.d}`);
    this.caption.replaceChildren(`The curve is the collapse level σ`, h("sub", {}, "C"), ` of ${params.d} dimensions. At N = ${show(params.N)} it is ${show(sigma_c)}; the present σ is ${side} it.`);
    this.announce(`${note} The true point wins ${won} of ${trials} trials. Sigma ${show(params.sigma)} is ${side} the collapse level ${show(sigma_c)}. ${took(ms, this)}.`.trim());
  }

  // The trials and the weights of the one in view
  view() {
    if (!this.state) return;
    const { true_w, effective, params, won } = this.state, { trials } = params.sizes;
    this.marks.forEach((mark, t) => {
      mark.textContent = true_w[t] > 0.5 ? "◆" : "○";
      mark.className = `${true_w[t] > 0.5 ? "lab-win" : ""} ${t === this.trial ? "lab-here" : ""}`;
    });
    this.grid.setAttribute("aria-label", `The true point wins ${won} of ${trials} trials`);
    this.wins.textContent = `◆ the true point holds more than half of the weight: ${won} of ${trials}, ${Math.round((100 * won) / trials)} %. ○ it does not.`;
    this.bars.set(this.weights());
    this.count.textContent = `Effective number in this trial: ${show(effective[this.trial])} of ${show(params.N)}.`;
  }

  weights() {
    const { true_w, top_w, top_i, params } = this.state, t = this.trial, own = t % params.N;
    const rows = top_i[t].map((m, i) => ({ m, w: top_w[t][i] }));
    if (!rows.some((r) => r.m === own)) rows[rows.length - 1] = { m: own, w: true_w[t] };
    const rest = Math.max(0, 1 - rows.reduce((sum, r) => sum + r.w, 0)), others = params.N - rows.length;
    const items = rows.map(({ m, w }) => ({ name: m === own ? "true point" : `point ${show(m)}`, w, marked: m === own }));
    return others > 0 ? [...items, { name: `${show(others)} other${others > 1 ? "s" : ""}`, w: rest }] : items;
  }

  drawMap({ x, y, add, box }) {
    if (!this.state) return;
    const { curve, params, sigma_c } = this.state, line = curve.map(([N, s]) => [x(s), y(N)]);
    add("path", { class: "lab-won", d: `${path([...line, [box.left, y(curve.at(-1)[0])], [box.left, y(curve[0][0])]])}Z` });
    add("path", { class: "lab-line", d: path(line) });
    add("text", { class: "lab-region", x: box.left + 10, y: box.bottom - 12 }, "one wins: it copies");
    add("text", { class: "lab-region", x: box.right - 8, y: box.top + 20, "text-anchor": "end" }, "many share");
    add("text", { class: "lab-title", x: 4, y: box.top - 1 }, "N");
    add("line", { class: "lab-now", x1: x(sigma_c), x2: x(params.sigma), y1: y(params.N), y2: y(params.N) });
    add("path", { class: "lab-mark", d: diamond(x(params.sigma), y(params.N), 9) });
  }

  close() {
    this.plot.close();
    super.close();
  }
}

// Whole numbers, evenly spread on a logarithmic scale: 2 3 4 5 7 10 14 20 ... and the end
const whole = (low, high, value) => ladder(low, high, value, [1, 1.4, 2, 3, 4, 5, 7]).filter(Number.isInteger);

export default {
  render({ model, el }) {
    const lab = new CollapseLab({ model, el });
    return () => lab.close();
  },
};
