"use strict";
// A lab on a page of its own (_ext/house/embeds.py), alone or in a frame of another page. The
// address says what is shown: ?of=07-equivariant.1 which of the book's labs of this kind;
// &level=picture, a picture and one control (the first, or &show=N), lab, or text; &hide=N,steps
// controls that are left out, by their names; &theme=dark. The end of the address is the lab's
// state. A frame is told the page's height: { mosaics: "height", height }.

/**
 * What an address asks for; what it does not say, or says wrong, is as if it were not there.
 * @param {string} search
 */
function embedAsked(search) {
  const asked = new URLSearchParams(search),
    level = asked.get("level");
  const listed = (/** @type {string} */ name) =>
    (asked.get(name) ?? "").split(",").filter((word) => /^\w+$/.test(word));
  return {
    of: asked.get("of"),
    level: level === "picture" || level === "text" ? level : "lab",
    show: listed("show"),
    hide: listed("hide"),
    theme: ["dark", "light"].find((theme) => theme === asked.get("theme")) ?? null,
  };
}

{
  const asked = embedAsked(location.search),
    page = document.documentElement;
  const night = matchMedia("(prefers-color-scheme: dark)");
  const paint = () => {
    page.dataset.theme = asked.theme ?? (night.matches ? "dark" : "light");
  };
  paint();
  night.addEventListener("change", paint);
  page.dataset.level = asked.level;

  // ---------------------------------------------------------------- which lab
  function choose() {
    /** @type {HTMLElement[]} */
    const sections = Array.from(document.querySelectorAll("[data-of]"));
    const wanted = sections.find((section) => section.dataset.of === asked.of) ?? sections.at(0);
    for (const section of sections) if (section !== wanted) section.remove();
    if (!wanted) return;
    document.body.dataset.own = `${location.pathname}?of=${wanted.dataset.of}`;
    const text = wanted.querySelector(".lab-text");
    if (asked.level !== "text") return text?.remove();
    text?.removeAttribute("hidden");
    if (text?.querySelector(".math")) typeset();
  }

  function typeset() {
    /** @type {HTMLElement | null} */
    const math = document.querySelector("[data-mathjax]"),
      src = math?.dataset.mathjax;
    if (src) document.head.append(Object.assign(document.createElement("script"), { src }));
  }

  // ---------------------------------------------------------------- less of it
  /** @param {Element} lab @param {string} name */
  const control = (lab, name) => lab.querySelector(`.lab-control:has([name="${name}"])`);

  /** The one control that stays, asked for or the first. @param {Element} lab */
  function oneOf(lab) {
    const first = [
      ".lab-scrub .lab-control",
      ".lab-control:not([hidden], .lab-seed, .lab-foot *)",
      ".lab-control",
    ].map((which) => lab.querySelector(which));
    return [...asked.show.map((name) => control(lab, name)), ...first].find(Boolean);
  }

  /**
   * Of a lab stays its stage or, where it has none, what it names as its pictures, the one control
   * and the words of the foot.
   * @param {Element} lab
   */
  function reduce(lab) {
    for (const name of asked.hide) control(lab, name)?.setAttribute("hidden", "");
    if (asked.level !== "picture") return;
    const one = oneOf(lab) ?? null,
      stage = lab.querySelector(".lab-stage, .lab-picture-part");
    const kept = (/** @type {Element} */ el) =>
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

  /** A lab may open anew, with other pictures or another network. */
  function watch() {
    /** @type {WeakSet<Element>} */
    const done = new WeakSet();
    new MutationObserver(() => {
      const lab = document.querySelector(".mosaic-lab[data-done]");
      if (!lab || done.has(lab)) return;
      done.add(lab);
      reduce(lab);
    }).observe(document.body, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ["data-done"],
    });
  }

  // Once the page is read, and before lab-host.js runs, which is deferred: it must see one lab
  document.addEventListener("readystatechange", () => {
    if (document.readyState !== "interactive") return;
    choose();
    new ResizeObserver(tell).observe(document.body);
    watch();
  });
}
