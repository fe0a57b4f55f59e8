// A number of the prose is a link to its claim's row in the section's folded cell. Here the row's
// facts also appear beside the number: while it is pointed at or has the focus, and until dismissed
// once it is pressed.
{
  // Milliseconds before a number that is pointed at speaks, or one that was left falls silent
  const PATIENCE = 180;
  const card = document.createElement("span");
  Object.assign(card, { className: "claim-card", id: "claim-card", hidden: true });
  card.setAttribute("role", "group");
  card.setAttribute("aria-label", "About this number");
  let owner = null,
    pinned = false,
    timer = 0;

  const make = (name, text, parent) => {
    const part = document.createElement("span");
    Object.assign(part, { className: `claim-card-${name}`, textContent: text });
    parent.append(part);
    return part;
  };
  function row(link) {
    return document.getElementById(decodeURIComponent(link.hash.slice(1)));
  }
  function fill(link) {
    const of = row(link),
      cells = of.cells;
    card.replaceChildren();
    make("value", "", card).append(
      ...(cells[2].textContent ? cells[2] : cells[1]).cloneNode(true).childNodes,
    );
    make("over", cells[3].firstChild?.textContent ?? "", card);
    const code = document.createElement("code");
    code.textContent = of.dataset.code;
    card.append(code);
    const stored = of.querySelector(".claim-stored");
    if (stored) make("stored", stored.textContent, card);
    const way = document.createElement("a");
    Object.assign(way, { href: link.hash, textContent: "See the cell" });
    way.addEventListener("click", (event) => {
      event.preventDefault();
      const to = link;
      hide();
      visit(to);
    });
    card.append(way);
  }
  function visit(link) {
    // the cell, open
    for (let box = row(link).closest("details"); box; box = box.parentElement.closest("details"))
      box.open = true;
    if (location.hash === link.hash) row(link).scrollIntoView();
    else location.hash = link.hash;
  }
  function place() {
    const lines = [...owner.getClientRects()],
      first = lines[0],
      last = lines.at(-1),
      gap = 8,
      edge = 12;
    const wide = document.documentElement.clientWidth,
      { width, height } = card.getBoundingClientRect();
    const left = Math.max(
      edge,
      Math.min(first.left + first.width / 2 - width / 2, wide - width - edge),
    );
    const below = last.bottom + gap + height <= innerHeight || first.top - gap - height < 0;
    const origin = card.offsetParent.getBoundingClientRect();
    card.style.left = `${left - origin.left}px`;
    card.style.top = `${(below ? last.bottom + gap : first.top - gap - height) - origin.top}px`;
  }
  function show(link) {
    clearTimeout(timer);
    if (owner === link) return;
    if (owner) hide();
    owner = link;
    fill(link);
    card.hidden = false;
    link.setAttribute("aria-expanded", "true");
    link.setAttribute("aria-describedby", card.id);
    place();
  }
  function hide() {
    clearTimeout(timer);
    owner?.setAttribute("aria-expanded", "false");
    owner?.removeAttribute("aria-describedby");
    owner = null;
    pinned = false;
    card.hidden = true;
  }
  const later = (act) => {
    clearTimeout(timer);
    timer = setTimeout(act, PATIENCE);
  };
  const inside = (element) => element && (card.contains(element) || owner?.contains(element));

  document.querySelector("article").append(card);
  for (const link of document.querySelectorAll("a.claim")) {
    if (!row(link)) continue;
    link.setAttribute("aria-expanded", "false");
    link.setAttribute("aria-controls", card.id);
    link.addEventListener("pointerenter", (event) => {
      if (event.pointerType === "mouse") later(() => show(link));
    });
    link.addEventListener("pointerleave", (event) => {
      if (event.pointerType === "mouse" && !pinned) later(hide);
    });
    link.addEventListener("focus", () => {
      if (link.matches(":focus-visible")) show(link);
    });
    link.addEventListener("blur", (event) => {
      if (owner === link && !inside(event.relatedTarget)) hide();
    });
    link.addEventListener("keydown", (event) => {
      // the card stands at the page's end, but comes after the number
      if (event.key !== "Tab" || event.shiftKey || owner !== link) return;
      event.preventDefault();
      card.querySelector("a").focus();
    });
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const shown = owner === link && pinned;
      if (shown) return hide();
      show(link);
      pinned = true;
    });
  }
  card.addEventListener("pointerenter", () => clearTimeout(timer));
  card.addEventListener("pointerleave", () => {
    if (!pinned && !card.contains(document.activeElement)) later(hide);
  });
  card.addEventListener("keydown", (event) => {
    if (event.key !== "Tab") return;
    const back = owner; // before it, the number; after it, what follows the number
    if (event.shiftKey) {
      event.preventDefault();
      return back.focus();
    }
    back.focus({ preventScroll: true });
    hide();
  });
  card.addEventListener("focusout", (event) => {
    if (!inside(event.relatedTarget)) hide();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !owner) return;
    if (card.contains(document.activeElement)) owner.focus();
    hide();
  });
  document.addEventListener("pointerdown", (event) => {
    if (owner && !inside(event.target)) hide();
  });
  addEventListener("resize", () => {
    if (owner) place();
  });
}
