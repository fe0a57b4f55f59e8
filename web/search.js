// The search page: sections of the book that hold all words, best first, each with the line that
// holds them. MiniSearch ranks; the sections come from _ext/house/search.py as BOOK_SECTIONS.

(() => {
  const WORD = /[\p{L}\p{N}_]+/gu;
  const LENGTH = 240; // characters of an excerpt
  const field = document.querySelector(".bd-search-container input");
  const said = document.querySelector("#search-said");
  const list = document.querySelector("#search-results");

  // British and American spellings are one word, so are singular and plural.
  function fold(word) {
    const plain = word
      .toLowerCase()
      .normalize("NFD")
      .replace(/\p{M}/gu, "")
      .replace(/grey/g, "gray");
    const american = plain
      .replace(/([a-z]{3})is(e[ds]?|ers?|ing|ations?)$/, "$1iz$2")
      .replace(/([a-z]{3})our/, "$1or");
    return american.replace(/ies$/, "y").replace(/([^sui])s$/, "$1");
  }

  const engine = new MiniSearch({
    fields: ["title", "page", "text"],
    tokenize: (text) => text.match(WORD) ?? [],
    processTerm: fold,
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

  // The piece of the text around the first word found, cut at words, with every word found marked.
  function excerpt(text, found) {
    const hit = (word) => found.has(fold(word));
    const spots = [...text.matchAll(WORD)].filter((match) => hit(match[0]));
    const first = spots[0]?.index ?? 0;
    const from = first < LENGTH / 2 ? 0 : text.indexOf(" ", first - LENGTH / 3) + 1;
    const to = from + LENGTH >= text.length ? text.length : text.lastIndexOf(" ", from + LENGTH);
    const line = document.createElement("p");
    if (from) line.append("… ");
    let place = from;
    for (const { 0: word, index } of spots) {
      if (index < from || index + word.length > to) continue;
      line.append(
        text.slice(place, index),
        Object.assign(document.createElement("mark"), { textContent: word }),
      );
      place = index + word.length;
    }
    line.append(text.slice(place, to), to < text.length ? " …" : "");
    return line;
  }

  function hit({ id, terms }) {
    const { url, page, title, text } = BOOK_SECTIONS[id];
    const link = Object.assign(document.createElement("a"), { href: url, textContent: title });
    const item = document.createElement("li");
    item.append(link);
    if (page !== title)
      item.append(Object.assign(document.createElement("span"), { textContent: page }));
    item.append(excerpt(text, new Set(terms)));
    return item;
  }

  function look() {
    const words = field.value.trim();
    const found = words ? engine.search(words).slice(0, 30) : [];
    list.replaceChildren(...found.map(hit));
    const count = found.length === 1 ? "one section" : `${found.length} sections`;
    said.textContent = !words
      ? ""
      : found.length
        ? `${count} found`
        : `Nothing found for “${words}”.`;
  }

  field.form.action = "search.html";
  field.value = new URLSearchParams(location.search).get("q") ?? "";
  field.addEventListener("input", () => {
    history.replaceState(
      null,
      "",
      field.value ? `?q=${encodeURIComponent(field.value)}` : location.pathname,
    );
    look();
  });
  field.form.addEventListener("submit", (event) => event.preventDefault());
  look();
  field.focus();
})();
