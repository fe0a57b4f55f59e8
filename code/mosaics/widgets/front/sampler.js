// SamplerLab: from noise to an image with the ideal denoiser; scrub the way, look at the nearest training image.
export default {
  render({ model, el }) {
    const it = lab(model, el, "sampler", "SamplerLab"), { sizes, size, steps: first, seed: firstSeed } = it.settings;
    const shots = ["state z", "best guess", "result", "nearest training image"].map((words) => picture(it.h, it.w, words));
    const count = slider("Steps", { min: 1, max: 50, value: first });
    const method = choice("Sampler", [["ddim", "DDIM (= Euler)"], ["heun", "Heun"], ["ancestral", "ancestral"]], "ddim");
    const size_ = choice("Training images N", sizes.map((v) => [v, v.toLocaleString("en")]), size);
    let note = "", path = [], timer = 0;
    const seed = seedControl(firstSeed, (words) => { note = words; it.start(); });
    const run = make("button", { type: "button", class: "lab-main" }, "Run");
    const cancel = make("button", { type: "button", disabled: "" }, "Cancel");
    const scrub = slider("Step of the way", { min: 0, max: 0, value: 0, show: (k) => (path[k] ? `${k + 1} of ${path.length}, σ = ${short(path[k].sigma)}` : "–") });
    const play = make("button", { type: "button" }, "Play");
    const bars = candidateList(5, it.h, it.w);
    const chart = plot({ x: [0.02, 80], y: [1, Math.max(...sizes)], xlabel: "noise level σ (time runs right)", ylabel: "candidates", flip: true, label: "Effective number of candidates against noise level" });
    const curve = chart.add("path", { class: "lab-line" }), dot = chart.add("circle", { r: 5, class: "lab-dot" });

    const look = (k) => {
      if (!path[k]) return;
      const { sigma, effective, top_i, top_w, arrays: [z, guess] } = path[k];
      paint(shots[0].canvas, z, Math.max(1, sigma));
      paint(shots[1].canvas, guess);
      shots[0].say(`state z at σ = ${short(sigma)}`);
      shots[1].say("best guess", `best guess at step ${k + 1}`);
      for (let j = 0; j < 5; j++) bars.set(j, top_w[j], undefined, top_i[j] === undefined ? null : it.image(top_i[j]));
      dot.setAttribute("cx", chart.px(sigma));
      dot.setAttribute("cy", chart.py(effective));
      chart.say(`Effective number of candidates: ${short(effective)} at noise level ${short(sigma)}`);
    };
    const stop = () => { clearInterval(timer); timer = 0; play.textContent = "Play"; };
    const seek = (k) => { scrub.value = k; look(k); };

    it.start = () => {
      stop();
      const steps = count.value, params = { n: +size_.value, steps, method: method.value };
      run.disabled = true;
      cancel.disabled = false;
      it.say("Sampling …");
      it.run("sample", params, [normals(seed.value, it.d * (params.method === "ancestral" ? steps + 1 : 1))]);
    };
    it.onidle = () => { run.disabled = false; cancel.disabled = true; };
    it.onmessage = (message) => {
      if (message.type === "step") { if (message.step === 0) path = []; path.push(message); return; }
      scrub.input.max = path.length - 1;
      curve.setAttribute("d", chart.line(path.map((s) => [s.sigma, s.effective])));
      paint(shots[2].canvas, message.arrays[0]);
      paint(shots[3].canvas, it.image(message.nearest));
      shots[3].say(`nearest training image, distance ${message.distance.toFixed(3)}`);
      const copy = message.ratio < 1 / 3;
      shots[2].say(copy ? "result: a copy" : "result: not a copy");
      it.say(`${note}${copy ? "A copy" : "Not a copy"}: distance ${message.distance.toFixed(3)}, nearest-neighbour ratio ${message.ratio.toFixed(2)}, of ${it.last.params.n} training images.`);
      note = "";
      seek(Math.min(Math.floor(path.length / 2), path.length - 1));
    };

    run.addEventListener("click", it.start);
    cancel.addEventListener("click", it.cancel);
    for (const control of [count, method, size_]) control.input.addEventListener("change", it.start);
    scrub.input.addEventListener("input", () => { stop(); look(scrub.value); });
    play.addEventListener("click", () => {
      if (timer) return stop();
      if (matchMedia("(prefers-reduced-motion: reduce)").matches) return seek((scrub.value + 1) % Math.max(1, path.length)); // one step a press
      play.textContent = "Pause";
      let k = scrub.value >= path.length - 1 ? -1 : scrub.value;
      timer = setInterval(() => (++k < path.length ? seek(k) : stop()), 160);
    });
    it.open(
      make("div", { class: "lab-controls" }, seed.root, count.root, method.root, size_.root, make("div", { class: "lab-buttons" }, run, cancel)),
      make("div", { class: "lab-stage" }, ...shots.map((s) => s.figure)),
      make("div", { class: "lab-scrub" }, play, scrub.root),
      make("div", { class: "lab-split" },
        make("div", { class: "lab-panel" }, make("p", { class: "lab-title" }, "Who it might be, at this step"), bars.list),
        make("div", { class: "lab-panel" }, make("p", { class: "lab-title" }, "How many it might be"), chart.svg)));
    return () => { stop(); it.close(); };
  },
};
