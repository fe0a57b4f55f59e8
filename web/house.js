"use strict";
{
  // The theme drops the keyboard's focus when its colour switch is pressed; a reader who uses keys
  // gets it back here, at once: a second key that comes sooner would press nothing.
  document.addEventListener("click", ({ detail, target }) => {
    if (detail !== 0 || !(target instanceof Element)) return;
    const button = target.closest(".theme-switch-button");
    if (button instanceof HTMLElement) button.focus();
  });

  // Paper is light: while a page is printed, or looked at as print, a dark one is light. Its code,
  // figures and labs follow.
  const { dataset } = document.documentElement;
  function onPaper(/** @type {boolean} */ yes) {
    if (yes && dataset.theme === "dark") Object.assign(dataset, { theme: "light", wasDark: "" });
    if (yes || !("wasDark" in dataset)) return;
    dataset.theme = "dark";
    delete dataset.wasDark;
  }
  addEventListener("beforeprint", () => onPaper(true));
  addEventListener("afterprint", () => onPaper(false));
  matchMedia("print").addEventListener("change", (event) => onPaper(event.matches));

  // What is too long for the screen scrolls; whoever uses keys must reach it to scroll it. Looked
  // at anew when its size changes: the screen turns, a box opens. Formulas have their size once
  // MathJax is done.
  const LONG =
    "article :is(span.math, div.math mjx-container[display], " +
    ".pst-scrollable-table-container, .highlight pre)";
  const reach = new ResizeObserver((changes) => {
    for (const { target } of changes) {
      if (!(target instanceof HTMLElement)) continue;
      const scrolls =
        target.scrollWidth > target.clientWidth + 1 &&
        getComputedStyle(target).overflowX === "auto";
      if (scrolls === (target.tabIndex === 0)) continue;
      if (scrolls) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  addEventListener("load", async () => {
    await window.MathJax?.startup?.promise;
    await document.fonts.ready;
    for (const long of document.querySelectorAll(LONG)) reach.observe(long);
  });
}
