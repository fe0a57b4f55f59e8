"use strict";
// A lab on a page of its own (_ext/house/embeds.py), alone or in a frame of another page. The
// address says what is shown: ?of=07-equivariant.1 which of the book's labs of this kind;
// &level=picture, a picture and one control (the first, or &show=N), lab, or text; &hide=N,steps
// controls that are left out, by their names in a link; &theme=dark. The end of the address is the
// lab's state. A frame is told the page's height: { mosaics: "height", height }.

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

/**
 * Which elements set what a link calls so: they say it, or a native control of this name does.
 * @param {string} name
 */
function embedControl(name) {
  const own = name === "data" ? ".lab-own, " : "";
  return `${own}[data-control="${name}"], .lab-control:has([name="${name}"])`;
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
  /** @type {Element | undefined} */
  let one; // the one control that stays

  /** By a rule, for a lab makes controls anew and hides some itself. */
  function hide() {
    const rules = asked.hide.map((name) => `.mosaic-lab :is(${embedControl(name)})`),
      sheet = new CSSStyleSheet();
    sheet.replaceSync(rules.map((rule) => `${rule} { display: none !important; }`).join("\n"));
    document.adoptedStyleSheets = [sheet];
  }

  /**
   * The one control that stays: asked for, else what stops a picture that moves without end, else
   * the first.
   * @param {Element} lab
   */
  function oneOf(lab) {
    const first = [
      ".lab-stop",
      ".lab-scrub .lab-control",
      ".lab-control:not([hidden], .lab-seed, .lab-foot *)",
      ".lab-control",
    ];
    const found = [...asked.show.map(embedControl), ...first].map((which) =>
      Array.from(lab.querySelectorAll(which)).find((el) => !el.closest("[hidden]")),
    );
    return found.find((el) => el !== undefined);
  }

  /**
   * Of a lab stays its stage or, where it has none, what it names as its pictures, the one control,
   * what stops a picture that moves without end, and the words of the foot.
   * @param {Element} lab
   */
  function reduce(lab) {
    one = oneOf(lab);
    const stage = lab.querySelector(".lab-stage, .lab-picture-part"),
      stays = [one, stage, lab.querySelector(".lab-stop")].map((el) => el ?? null);
    const kept = (/** @type {Element} */ el) =>
      stays.some((other) => el.contains(other)) ||
      one?.contains(el) ||
      (stage?.contains(el) && !el.closest(".lab-control, .lab-scrub, .lab-row, button")) ||
      el.closest(".lab-foot");
    for (const el of lab.querySelectorAll("*")) el.toggleAttribute("data-left-out", !kept(el));
  }

  // ---------------------------------------------------------------- in a frame
  function tell() {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    if (parent !== window) parent.postMessage({ mosaics: "height", height }, "*");
  }

  /** A lab may open anew, with other pictures or another network, and make its controls anew. */
  function watch() {
    new MutationObserver(() => {
      const lab = document.querySelector(".mosaic-lab[data-done]");
      if (lab && !(one && lab.contains(one))) reduce(lab);
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
    hide();
    if (asked.level === "picture") watch();
  });
}
