"use strict";
// A number of the prose is a link to its claim's row in the section's folded cell. Here the row's
// facts also appear beside the number: while it is pointed at or has the focus, and until dismissed
// once it is pressed.

/**
 * Where a card stands in the window: under the last line of its number, over the first where there
 * is no room below, never past an edge.
 * @param {{ left: number, top: number, width: number }} first
 * @param {{ bottom: number }} last
 * @param {{ width: number, height: number }} card
 * @param {{ width: number, height: number }} view
 */
function claimPlace(first, last, card, view) {
  const gap = 8,
    edge = 12;
  const middle = first.left + first.width / 2 - card.width / 2,
    above = first.top - gap - card.height;
  const below = last.bottom + gap + card.height <= view.height || above < 0;
  return {
    left: Math.max(edge, Math.min(middle, view.width - card.width - edge)),
    top: below ? last.bottom + gap : above,
  };
}

{
  // Milliseconds before a number that is pointed at speaks, or one that was left falls silent
  const PATIENCE = 180;
  const card = document.createElement("span");
  Object.assign(card, { className: "claim-card", id: "claim-card", hidden: true });
  card.setAttribute("role", "group");
  card.setAttribute("aria-label", "About this number");
  /** @type {HTMLAnchorElement | null} */
  let owner = null;
  let pinned = false,
    timer = 0;

  // ---------------------------------------------------------------- what it says
  /** @param {HTMLAnchorElement} link */
  function row(link) {
    const found = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    return found instanceof HTMLTableRowElement ? found : null;
  }

  /** @param {string} name @param {string | null | undefined} text */
  function make(name, text) {
    const part = document.createElement("span");
    return Object.assign(part, { className: `claim-card-${name}`, textContent: text ?? "" });
  }

  /** @param {HTMLAnchorElement} link */
  function wayTo(link) {
    const way = Object.assign(document.createElement("a"), { href: link.hash });
    way.textContent = "See the cell";
    way.addEventListener("click", (event) => {
      event.preventDefault();
      hide();
      visit(link);
    });
    return way;
  }

  /** @param {HTMLAnchorElement} link @param {HTMLTableRowElement} of */
  function fill(link, of) {
    const [, said, exact, over] = of.cells,
      value = make("value", ""),
      code = document.createElement("code");
    value.append(...(exact.textContent ? exact : said).cloneNode(true).childNodes);
    code.textContent = of.dataset.code ?? "";
    const stored = of.querySelector(".claim-stored");
    card.replaceChildren(value, make("over", over.firstChild?.textContent), code);
    if (stored) card.append(make("stored", stored.textContent));
    card.append(wayTo(link));
  }

  /** The cell, open. @param {HTMLAnchorElement} link */
  function visit(link) {
    let box = row(link)?.closest("details");
    while (box) {
      box.open = true;
      box = box.parentElement?.closest("details");
    }
    if (location.hash === link.hash) row(link)?.scrollIntoView();
    else location.hash = link.hash;
  }

  // ---------------------------------------------------------------- it comes and goes
  /** @param {HTMLAnchorElement} link */
  function place(link) {
    const lines = [...link.getClientRects()],
      last = lines.at(-1),
      origin = card.offsetParent?.getBoundingClientRect();
    if (!last || !origin) return;
    const view = { width: document.documentElement.clientWidth, height: innerHeight };
    const { left, top } = claimPlace(lines[0], last, card.getBoundingClientRect(), view);
    card.style.left = `${left - origin.left}px`;
    card.style.top = `${top - origin.top}px`;
  }

  /** @param {HTMLAnchorElement} link */
  function show(link) {
    clearTimeout(timer);
    const of = row(link);
    if (owner === link || !of) return;
    if (owner) hide();
    owner = link;
    fill(link, of);
    card.hidden = false;
    link.setAttribute("aria-expanded", "true");
    link.setAttribute("aria-describedby", card.id);
    place(link);
  }

  function hide() {
    clearTimeout(timer);
    owner?.setAttribute("aria-expanded", "false");
    owner?.removeAttribute("aria-describedby");
    owner = null;
    pinned = false;
    card.hidden = true;
  }

  const later = (/** @type {() => void} */ act) => {
    clearTimeout(timer);
    timer = window.setTimeout(act, PATIENCE);
  };
  const inside = (/** @type {EventTarget | null} */ target) =>
    target instanceof Node && (card.contains(target) || owner?.contains(target));

  // ---------------------------------------------------------------- a number's hands
  /** @param {HTMLAnchorElement} link */
  function pointed(link) {
    link.addEventListener("pointerenter", (event) => {
      if (event.pointerType === "mouse") later(() => show(link));
    });
    link.addEventListener("pointerleave", (event) => {
      if (event.pointerType === "mouse" && !pinned) later(hide);
    });
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      if (owner === link && pinned) return hide();
      show(link);
      pinned = true;
    });
  }

  /** @param {HTMLAnchorElement} link */
  function focused(link) {
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
      card.querySelector("a")?.focus();
    });
  }

  document.querySelector("article")?.append(card);
  /** @type {NodeListOf<HTMLAnchorElement>} */
  const numbers = document.querySelectorAll("a.claim");
  for (const link of numbers) {
    if (!row(link)) continue;
    link.setAttribute("aria-expanded", "false");
    link.setAttribute("aria-controls", card.id);
    pointed(link);
    focused(link);
  }

  // ---------------------------------------------------------------- the card's, and the page's
  card.addEventListener("pointerenter", () => clearTimeout(timer));
  card.addEventListener("pointerleave", () => {
    if (!pinned && !card.contains(document.activeElement)) later(hide);
  });
  card.addEventListener("keydown", (event) => {
    if (event.key !== "Tab") return;
    const back = owner; // before it, the number; after it, what follows the number
    if (event.shiftKey) {
      event.preventDefault();
      return back?.focus();
    }
    back?.focus({ preventScroll: true });
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
    if (owner) place(owner);
  });
}
