// Strips: pictures over time. Each filmstrip of the page becomes a player that starts when asked.
// Whoever prefers less motion plays it in single steps a second; the slider moves it at any pace.
// Without this script the filmstrip stays.
const LENGTH = 6000,
  CALM = 1000; // milliseconds: a whole run, and a step where less motion is preferred

function player(strip) {
  const times = strip.dataset.times.split("|"),
    last = times.length - 1;
  const cells = strip.querySelectorAll(".panels i"),
    button = strip.querySelector("button");
  const slider = strip.querySelector("input"),
    said = strip.querySelector("output");
  let timer = 0;
  const show = (t) => {
    slider.value = t;
    slider.setAttribute("aria-valuetext", times[t]);
    said.textContent = times[t];
    for (const cell of cells) cell.style.setProperty("--t", t);
  };
  const stop = () => {
    clearInterval(timer);
    timer = 0;
    button.setAttribute("aria-label", "Play");
    delete button.dataset.on;
  };
  const step = () => {
    if (Number(slider.value) >= last) return stop();
    show(Number(slider.value) + 1);
    if (Number(slider.value) >= last) stop();
  };
  const play = () => {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (Number(slider.value) >= last) show(0);
    timer = setInterval(step, calm ? CALM : Math.max(60, LENGTH / times.length));
    button.setAttribute("aria-label", "Pause");
    button.dataset.on = "";
  };
  button.addEventListener("click", () => (timer ? stop() : play()));
  slider.addEventListener("input", () => {
    stop();
    show(Number(slider.value));
  });
  new IntersectionObserver(([seen]) => {
    if (!seen.isIntersecting) stop();
  }).observe(strip);
  strip.querySelector(".player").hidden = false;
  strip.classList.add("plays");
  show(0);
}

// The frames of a strip, one file for each, are loaded when it comes near, or for paper.
const strips = document.querySelectorAll(".strip[data-times]");
const all = () => strips.forEach((strip) => strip.classList.add("near"));
const near = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries)
      if (isIntersecting) target.classList.add("near");
  },
  { rootMargin: "100px" },
);
addEventListener("beforeprint", all);
matchMedia("print").addEventListener("change", all);
for (const strip of strips) {
  player(strip);
  near.observe(strip);
}
