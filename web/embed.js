// A lab on a page of its own (_ext/house/embeds.py), alone or in a frame of another page. The
// address says what is shown: ?of=07-equivariant.1 which of the book's labs of this kind;
// &level=picture, a picture and one control (the first, or &show=N), lab, or text; &hide=N,steps
// controls that are left out, by their names; &theme=dark. The end of the address is the lab's
// state. A frame is told the page's height: { mosaics: "height", height }.

(() => {
  const asked = new URLSearchParams(location.search),
    page = document.documentElement;
  const level = ["picture", "text"].includes(asked.get("level")) ? asked.get("level") : "lab";
  const listed = (name) => (asked.get(name) ?? "").split(",").filter((word) => /^\w+$/.test(word));
  const night = matchMedia("(prefers-color-scheme: dark)");
  const paint = () => {
    page.dataset.theme = asked.get("theme") ?? (night.matches ? "dark" : "light");
  };
  paint();
  night.addEventListener("change", paint);
  page.dataset.level = level;

  // ---------------------------------------------------------------- which lab
  function choose() {
    const sections = [...document.querySelectorAll("[data-of]")];
    const wanted =
      sections.find((section) => section.dataset.of === asked.get("of")) ?? sections[0];
    for (const section of sections) if (section !== wanted) section.remove();
    document.body.dataset.own = `${location.pathname}?of=${wanted.dataset.of}`;
    const text = wanted.querySelector(".lab-text");
    if (level !== "text") return text.remove();
    text.hidden = false;
    const math = document.querySelector("[data-mathjax]");
    if (text.querySelector(".math") && math)
      document.head.append(
        Object.assign(document.createElement("script"), { src: math.dataset.mathjax }),
      );
  }

  // ---------------------------------------------------------------- less of it
  const control = (lab, name) => lab.querySelector(`.lab-control:has([name="${name}"])`);

  // Of a lab stays what holds the picture, the one control and the words of the foot
  function reduce(lab) {
    for (const name of listed("hide")) control(lab, name)?.setAttribute("hidden", "");
    if (level !== "picture") return;
    const first = [
      ".lab-scrub .lab-control",
      ".lab-control:not([hidden], .lab-seed, .lab-foot *)",
      ".lab-control",
    ]
      .map((which) => lab.querySelector(which))
      .find(Boolean);
    const one =
      listed("show")
        .map((name) => control(lab, name))
        .find(Boolean) ?? first;
    const stage = lab.querySelector(".lab-stage, .lab-pictures, canvas");
    const kept = (el) =>
      el === one ||
      el === stage ||
      el.contains(one) ||
      el.contains(stage) ||
      one?.contains(el) ||
      (stage?.contains(el) && !el.closest(".lab-control, .lab-scrub, .lab-row, button")) ||
      el.closest(".lab-foot");
    for (const el of lab.querySelectorAll("*")) if (!kept(el)) el.setAttribute("data-left-out", "");
  }

  // ---------------------------------------------------------------- in a frame
  function tell() {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    if (parent !== window) parent.postMessage({ mosaics: "height", height }, "*");
  }

  // Once the page is read, and before lab-host.js runs, which is deferred: it must see one lab
  document.addEventListener("readystatechange", () => {
    if (document.readyState !== "interactive") return;
    choose();
    new ResizeObserver(tell).observe(document.body);
    const done = new WeakSet(); // a lab may open anew, with other pictures or another network
    const watch = new MutationObserver(() => {
      const lab = document.querySelector(".mosaic-lab");
      if (!lab || !("done" in lab.dataset) || done.has(lab)) return;
      done.add(lab);
      reduce(lab);
    });
    watch.observe(document.body, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ["data-done"],
    });
  });
})();
