// Layers of a page: the story alone, the mathematics with it, the code as well. This script runs
// before the page is drawn, so that what the reader chose is open from the start. What a reader
// opens or closes by hand stays so.
(() => {
  const LAYERS = ["story", "mathematics", "code"],
    WORDS = ["Story", "+ Mathematics", "+ Code"];
  const KEY = "mosaics-layer",
    root = document.documentElement;
  const kept = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  };
  const keep = (layer) => {
    try {
      localStorage.setItem(KEY, layer);
    } catch {
      /* lasts as long as the page */
    }
  };
  let chosen = LAYERS.includes(kept()) ? kept() : "story";
  const byHand = new WeakSet();

  function set(box) {
    if (!byHand.has(box)) box.open = LAYERS.indexOf(box.dataset.layer) <= LAYERS.indexOf(chosen);
  }
  function boxes(within) {
    return within.querySelectorAll?.("details[data-layer]") ?? [];
  }
  function choose(layer) {
    const place = anchorInView(),
      before = place?.getBoundingClientRect().top;
    root.dataset.layer = chosen = layer;
    boxes(document).forEach(set);
    mark();
    if (place) scrollBy({ top: place.getBoundingClientRect().top - before, behavior: "instant" });
  }
  function anchorInView() {
    // the first line of the story on the screen stays where it is
    const line = document.querySelector(".bd-header-article")?.getBoundingClientRect().bottom ?? 0;
    return [...document.querySelectorAll("article :is(h1, h2, h3, p, img, summary)")].find(
      (e) => !e.closest("details > div") && e.getBoundingClientRect().top >= line,
    );
  }

  root.dataset.layer = chosen;
  const arriving = new MutationObserver((changes) => {
    for (const change of changes)
      for (const node of change.addedNodes) {
        if (node.nodeType !== 1) continue;
        if (node.matches("details[data-layer]")) set(node);
        boxes(node).forEach(set);
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
    place.addEventListener("change", (event) => {
      choose(event.target.value);
      keep(chosen);
    });
    return place;
  }
  function mark() {
    // what is chosen, in both
    for (const input of document.querySelectorAll(".layers input"))
      input.checked = input.value === chosen;
    for (const list of document.querySelectorAll(".layers select")) list.value = chosen;
  }

  // ---- boxes
  function reveal(element) {
    for (let box = element?.closest("details"); box; box = box.parentElement.closest("details")) {
      if (!box.open) byHand.add(box);
      box.open = true;
    }
  }
  function arrive() {
    // a link, a search hit, the way back: what it leads to may stand in a closed box
    let target = null;
    try {
      target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    } catch {
      /* no such id */
    }
    const hidden = target?.closest("details:not([open])");
    reveal(target);
    if (hidden) target.scrollIntoView();
  }

  addEventListener("DOMContentLoaded", () => {
    arriving.disconnect();
    boxes(document).forEach(set);
    document.querySelector(".bd-header-article .article-header-buttons")?.prepend(control());
    mark();
    document.addEventListener("click", (event) => {
      const box = event.target.closest?.("summary")?.parentElement;
      if (box) byHand.add(box);
    });
    addEventListener("hashchange", arrive);
    arrive();
    reveal(document.querySelector("article .highlighted")); // the words of a search
  });
  addEventListener("storage", (event) => {
    // another page of the book
    if (event.key === KEY && LAYERS.includes(event.newValue)) choose(event.newValue);
  });
})();
