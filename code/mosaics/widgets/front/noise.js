// NoiseLab: drag the noise level on a real image; see it noisy, guessed back, and what it might have been.
export default {
  render({ model, el }) {
    const it = lab(model, el, "noise", "NoiseLab"), n = it.shape[0], { sigma, index } = it.settings;
    const shots = ["clean image", "noisy image", "best guess"].map((words) => picture(it.h, it.w, words));
    const level = logSlider("Noise level σ", { low: 0.02, high: 80, value: sigma, show: (s) => `σ = ${short(s)}` });
    const which = slider("Image", { min: 0, max: n - 1, value: index, show: (v) => `${v + 1} of ${n}` });
    const bars = candidateList(5, it.h, it.w);
    let note = "";
    const seed = seedControl(it.settings.seed, (words) => { note = words; it.start(); });

    it.start = () => it.run("denoise", { index: which.value, sigma: level.value, n }, [normals(seed.value, it.d)]);
    it.onmessage = ({ effective, top_i, top_w, arrays: [z, guess] }) => {
      const { index: shown, sigma: s } = it.last.params;
      paint(shots[0].canvas, it.image(shown));
      paint(shots[1].canvas, z, Math.max(1, s));
      paint(shots[2].canvas, guess);
      shots[1].say(s > 1 ? `noisy image, shrunk ${short(s)} times` : "noisy image", `image ${shown + 1} with noise of level ${short(s)}`);
      for (let k = 0; k < 5; k++) bars.set(k, top_w[k], undefined, top_i[k] === undefined ? null : it.image(top_i[k]));
      const right = top_i[0] === shown ? "The likeliest is the true one." : "The likeliest is a wrong one.";
      it.say(`${note}It might be ${short(effective)} of ${n} images. ${right} Signal power kept: ${short(1 / (1 + s * s))}.`);
      note = "";
    };
    for (const control of [level, which]) control.input.addEventListener("input", it.start);
    it.open(
      make("div", { class: "lab-controls" }, level.root, which.root, seed.root),
      make("div", { class: "lab-stage" }, ...shots.map((s) => s.figure)),
      make("div", { class: "lab-panel" }, make("p", { class: "lab-title" }, "Which training image is it?"), bars.list));
    return it.close;
  },
};
