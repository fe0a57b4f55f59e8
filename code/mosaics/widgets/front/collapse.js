// CollapseLab: N Gaussian points in d dimensions, one of them hidden by noise. Who wins the softmax?
export default {
  render({ model, el }) {
    const it = lab(model, el, "collapse", "CollapseLab"), { most, widest, trials, n, d, sigma } = it.settings;
    const count = logSlider("Points N", { low: 2, high: most, value: n, show: (v) => Math.round(v).toLocaleString("en") });
    const width = logSlider("Dimension d", { low: 2, high: widest, value: d, show: (v) => String(Math.round(v)) });
    const level = logSlider("Noise level σ", { low: 0.05, high: 20, value: sigma, show: (s) => `σ = ${short(s)}` });
    const bars = candidateList(8);
    const share = make("p", { class: "lab-big" });
    const chart = plot({ x: [2, most], y: [0.05, 20], xlabel: "number of points N", ylabel: "noise level σ", label: "" });
    const area = chart.add("path", { class: "lab-area" }), curve = chart.add("path", { class: "lab-line" });
    chart.add("text", { x: chart.px(most / 1.2), y: chart.py(14), "text-anchor": "end", class: "lab-word" }, "the crowd wins");
    chart.add("text", { x: chart.px(2.3), y: chart.py(0.062), class: "lab-word" }, "the true point wins: copying");
    const dot = chart.add("circle", { r: 6, class: "lab-dot" });
    let note = "";
    const seed = seedControl(it.settings.seed, (words) => { note = words; it.start(); });
    const collapse = (N, D) => 1 / Math.sqrt(Math.expm1((2 / D) * Math.log(N)));

    it.start = () => {
      const N = Math.round(count.value), D = Math.round(width.value), tries = Math.min(trials, N);
      const noise = normals(seed.value, (N + tries) * D);
      it.run("collapse", { n: N, d: D, sigma: level.value, trials: tries }, [noise.subarray(0, N * D), noise.subarray(N * D)]);
    };
    it.onmessage = ({ share: won, effective, top_i, top_w }) => {
      const { n: N, d: D, sigma: s, trials: tries } = it.last.params, at = collapse(N, D);
      for (let k = 0; k < 8; k++) {
        bars.set(k, top_w[k], top_w[k] === undefined ? "" : `${top_i[k] === 0 ? "★ true point" : `point ${top_i[k] + 1}`} ${percent(top_w[k])}`);
        bars.mark(k, top_i[k] === 0);
      }
      const line = Array.from({ length: 60 }, (_, k) => 2 * (most / 2) ** (k / 59)).map((v) => [v, collapse(v, D)]);
      curve.setAttribute("d", chart.line(line));
      area.setAttribute("d", `${chart.line(line)}L${chart.px(most)} ${chart.py(0.05)}L${chart.px(2)} ${chart.py(0.05)}Z`);
      dot.setAttribute("cx", chart.px(N));
      dot.setAttribute("cy", chart.py(s));
      share.textContent = `${Math.round(won * tries)} of ${tries}`;
      chart.say(`Collapse level ${short(at)} for ${N} points in ${D} dimensions; the marker is at ${short(s)}, ${s < at ? "below" : "above"} it.`);
      it.say(`${note}The true point holds over half of the weight in ${Math.round(won * tries)} of ${tries} trials. Predicted collapse: σ = ${short(at)}. In the first trial it might be ${short(effective)} points.`);
      note = "";
    };
    for (const control of [count, width, level]) control.input.addEventListener("input", it.start);
    it.open(
      make("div", { class: "lab-controls" }, count.root, width.root, level.root, seed.root),
      make("div", { class: "lab-split" },
        make("div", { class: "lab-panel" }, make("p", { class: "lab-title" }, "The true point wins"), share, make("p", { class: "lab-title" }, "Weights in the first trial"), bars.list),
        make("div", { class: "lab-panel" }, make("p", { class: "lab-title" }, "Where you are"), chart.svg)));
    return it.close;
  },
};
