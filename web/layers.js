"use strict";
// Layers of a page: the story alone, the mathematics with it, the code as well. This script runs
// before the page is drawn, so that what the reader chose is open from the start. What a reader
// opens or closes by hand stays so.

const LAYERS = ["story", "mathematics", "code"];

/**
 * Whether a fold of a layer is open where another is chosen.
 * @param {string} layer
 * @param {string} chosen
 */
const layerShows = (layer, chosen) => LAYERS.indexOf(layer) <= LAYERS.indexOf(chosen);

{
  const WORDS = ["Story", "+ Mathematics", "+ Code"];
  const KEY = "mosaics-layer",
    root = document.documentElement;
  const kept = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  };
  const keep = (/** @type {string} */ layer) => {
    try {
      localStorage.setItem(KEY, layer);
    } catch {
      /* lasts as long as the page */
    }
  };
  let chosen = LAYERS.find((layer) => layer === kept()) ?? "story";
  /** @type {WeakSet<Element>} */
  const byHand = new WeakSet();

  /** @param {HTMLDetailsElement} box */
  function set(box) {
    if (!byHand.has(box)) box.open = layerShows(box.dataset.layer ?? "", chosen);
  }

  /** @param {ParentNode} within */
  function setAll(within) {
    /** @type {NodeListOf<HTMLDetailsElement>} */
    const boxes = within.querySelectorAll("details[data-layer]");
    boxes.forEach(set);
  }

  /** @param {string} layer */
  function choose(layer) {
    const place = anchorInView(),
      before = place?.getBoundingClientRect().top ?? 0;
    root.dataset.layer = chosen = layer;
    setAll(document);
    mark();
    if (place) scrollBy({ top: place.getBoundingClientRect().top - before, behavior: "instant" });
  }

  /** The first line of the story on the screen stays where it is. */
  function anchorInView() {
    const line = document.querySelector(".bd-header-article")?.getBoundingClientRect().bottom ?? 0;
    return [...document.querySelectorAll("article :is(h1, h2, h3, p, img, summary)")].find(
      (e) => !e.closest("details > div") && e.getBoundingClientRect().top >= line,
    );
  }

  root.dataset.layer = chosen;
  const arriving = new MutationObserver((changes) => {
    for (const node of changes.flatMap((change) => [...change.addedNodes])) {
      if (!(node instanceof Element)) continue;
      if (node instanceof HTMLDetailsElement && node.matches("[data-layer]")) set(node);
      setAll(node);
    }
  });
  if (chosen !== "story") arriving.observe(document, { childList: true, subtree: true });

  // ---- the switch: buttons in a row, and where there is no room for them, a list
  function control() {
    const place = document.createElement("div");
    place.className = "layers";
    place.innerHTML = `<fieldset><legend>Show</legend>${LAYERS.map(
      (layer, k) => `<label><input type="radio" name="layer"
      value="${layer}"><span>${WORDS[k]}</span></label>`,
    ).join("")}</fieldset><select aria-label="Show">${LAYERS.map(
      (layer, k) => `<option value="${layer}">${WORDS[k]}</option>`,
    ).join("")}</select>`;
    place.addEventListener("change", ({ target }) => {
      if (!(target instanceof HTMLInputElement || target instanceof HTMLSelectElement)) return;
      choose(target.value);
      keep(chosen);
    });
    return place;
  }

  /** What is chosen, in both. */
  function mark() {
    /** @type {NodeListOf<HTMLInputElement>} */
    const inputs = document.querySelectorAll(".layers input");
    /** @type {NodeListOf<HTMLSelectElement>} */
    const lists = document.querySelectorAll(".layers select");
    for (const input of inputs) input.checked = input.value === chosen;
    for (const list of lists) list.value = chosen;
  }

  // ---- boxes
  /** @param {Element | null} element */
  function reveal(element) {
    let box = element?.closest("details");
    while (box) {
      if (!box.open) byHand.add(box);
      box.open = true;
      box = box.parentElement?.closest("details");
    }
  }

  /** A link, a search hit, the way back: what it leads to may stand in a closed box. */
  function arrive() {
    let target = null;
    try {
      target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    } catch {
      /* no such id */
    }
    const hidden = target?.closest("details:not([open])");
    reveal(target);
    if (hidden) target?.scrollIntoView();
  }

  addEventListener("DOMContentLoaded", () => {
    arriving.disconnect();
    setAll(document);
    document.querySelector(".bd-header-article .article-header-buttons")?.prepend(control());
    mark();
    document.addEventListener("click", ({ target }) => {
      const box = target instanceof Element && target.closest("summary")?.parentElement;
      if (box) byHand.add(box);
    });
    addEventListener("hashchange", arrive);
    arrive();
    reveal(document.querySelector("article .highlighted")); // the words of a search
  });
  // Another page of the book
  addEventListener("storage", ({ key, newValue }) => {
    if (key === KEY && newValue && LAYERS.includes(newValue)) choose(newValue);
  });
}
