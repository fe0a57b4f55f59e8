"use strict";
// The search page: sections of the book that hold all words, best first, each with the line that
// holds them. MiniSearch ranks; the sections come from _ext/house/search.py as BOOK_SECTIONS.

const SEARCH_WORD = /[\p{L}\p{N}_]+/gu;

/** British and American spellings are one word, so are singular and plural. @param {string} word */
function searchFold(word) {
  const plain = word.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/grey/g, "gray");
  const american = plain
    .replace(/([a-z]{3})is(e[ds]?|ers?|ing|ations?)$/, "$1iz$2")
    .replace(/([a-z]{3})our/, "$1or");
  return american.replace(/ies$/, "y").replace(/([^sui])s$/, "$1");
}

/**
 * The piece of the text around the first word found, cut at words, in parts: whether a part is a
 * word found, and its text.
 * @param {string} text
 * @param {Set<string>} found words, folded
 * @param {number} [length] characters of the piece, about
 */
function searchExcerpt(text, found, length = 240) {
  const spots = [...text.matchAll(SEARCH_WORD)].filter(([word]) => found.has(searchFold(word)));
  const first = spots[0]?.index ?? 0;
  const from = first < length / 2 ? 0 : text.indexOf(" ", first - length / 3) + 1;
  const to = from + length >= text.length ? text.length : text.lastIndexOf(" ", from + length);
  const parts = [{ hit: false, text: from ? "… " : "" }];
  let place = from;
  for (const { 0: word, index } of spots) {
    if (index < from || index + word.length > to) continue;
    parts.push({ hit: false, text: text.slice(place, index) }, { hit: true, text: word });
    place = index + word.length;
  }
  parts.push({ hit: false, text: text.slice(place, to) + (to < text.length ? " …" : "") });
  return parts.filter((part) => part.text);
}

/** How much was found. @param {string} words @param {number} count */
function searchSaid(words, count) {
  if (!words) return "";
  if (!count) return `Nothing found for “${words}”.`;
  return `${count === 1 ? "one section" : `${count} sections`} found`;
}

/** The search itself: takes words, gives the numbers of sections and the words found in each. */
function searchEngine() {
  const engine = new MiniSearch({
    fields: ["title", "page", "text"],
    tokenize: (text) => text.match(SEARCH_WORD) ?? [],
    processTerm: searchFold,
    searchOptions: {
      combineWith: "AND",
      boost: { title: 4, page: 1.5 },
      prefix: (term) => term.length > 2,
      fuzzy: (term) => (term.length > 5 ? 1 : false),
      weights: { prefix: 0.6, fuzzy: 0.2 },
      boostDocument: (id) => (BOOK_SECTIONS[id].page === "Glossary" ? 1.6 : 1),
    },
  });
  engine.addAll(BOOK_SECTIONS.map((section, id) => ({ id, ...section })));
  return engine;
}

{
  /**
   * @template {"a" | "mark" | "span"} Name
   * @param {Name} name
   * @param {string} text
   */
  const element = (name, text) =>
    Object.assign(document.createElement(name), { textContent: text });

  /** @param {BookSection} section @param {string[]} terms */
  function entry({ url, page, title, text }, terms) {
    const item = document.createElement("li"),
      line = document.createElement("p");
    for (const part of searchExcerpt(text, new Set(terms)))
      line.append(part.hit ? element("mark", part.text) : part.text);
    item.append(Object.assign(element("a", title), { href: url }));
    if (page !== title) item.append(element("span", page));
    item.append(line);
    return item;
  }

  /** @param {HTMLInputElement} field @param {Element} said @param {Element} list */
  function begin(field, said, list) {
    const engine = searchEngine();
    const look = () => {
      const words = field.value.trim(),
        found = words ? engine.search(words).slice(0, 30) : [];
      list.replaceChildren(...found.map(({ id, terms }) => entry(BOOK_SECTIONS[id], terms)));
      said.textContent = searchSaid(words, found.length);
    };
    if (field.form) field.form.action = "search.html";
    field.form?.addEventListener("submit", (event) => event.preventDefault());
    field.value = new URLSearchParams(location.search).get("q") ?? "";
    field.addEventListener("input", () => {
      const asked = `?q=${encodeURIComponent(field.value)}`;
      history.replaceState(null, "", field.value ? asked : location.pathname);
      look();
    });
    look();
    field.focus();
  }

  /** @type {HTMLInputElement | null} */
  const field = document.querySelector(".bd-search-container input");
  const said = document.querySelector("#search-said"),
    list = document.querySelector("#search-results");
  if (field && said && list) begin(field, said, list);
}
