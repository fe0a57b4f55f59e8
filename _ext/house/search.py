"""The book's own search: every section of every page, in words, for `web/search.js` (which uses MiniSearch).

Sphinx finds pages and shows raw text around a word, formulas and code among it. Here a hit is a section, its excerpt
is prose, and the index is a script of the old kind, which a page opened as a file may load too.
"""

import copy
import json
import os
import pathlib
import re
import unicodedata
from collections.abc import Iterator

from bs4 import BeautifulSoup, NavigableString, Tag
from sphinx.application import Sphinx

INDEX = "search-index.js"
TEMPLATES = pathlib.Path(__file__).parent / "templates"
SKIPPED = ("h1, h2, h3, h4, h5, h6, script, style, svg, button, nav, summary, .headerlink, .cell_input, "
           ".cell_output pre, table.claims-table, .lab-still, .lab-poster, div.citation-list, table.indextable")
NAMES = {"varsigma": "ς", "epsilon": "ε", "infty": "∞", "nabla": "∇", "le": "≤", "ge": "≥", "ne": "≠", "approx": "≈",
         "to": "→", "times": "×", "cdot": "·", "in": "∈", "sum": "Σ", "int": "∫", "ll": "≪", "gg": "≫", "pm": "±",
         "mapsto": "→", "log": "log", "exp": "exp", "tanh": "tanh", "propto": "∝", "quad": " ", "qquad": " "}
GREEK = {unicodedata.name(letter).split()[-1].lower(): letter for letter in "αβγδζηθικμνξπρστυφχψω"} | {"lambda": "λ"}
LETTERS = NAMES | GREEK | {name.title(): letter.upper() for name, letter in GREEK.items()}
ACCENTS = {"hat": "\u0302", "bar": "\u0304", "tilde": "\u0303"}
RAISED = {"^": dict(zip("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ", strict=True)),
          "_": dict(zip("0123456789+-ijkmnt", "₀₁₂₃₄₅₆₇₈₉₊₋ᵢⱼₖₘₙₜ", strict=True))}
LONGEST = 40  # characters of a formula that an excerpt shows


def words(formula: str) -> str:
    """A formula's TeX as a line of plain characters: \\sigma_C becomes σ_C; a long one becomes "…"."""
    text = formula.strip().removeprefix(r"\(").removesuffix(r"\)").strip()
    text = re.sub(r"\\(hat|bar|tilde)\s*(?:\{\s*)?(?:\\mathbf\s*)?(\w)\s*\}?", lambda m: m[2] + ACCENTS[m[1]], text)
    text = re.sub(r"\\[td]?frac\s*(\w|\{[^{}]*\})\s*(\w|\{[^{}]*\})", r"\1/\2", text)
    text = re.sub(r"\\([A-Za-z]+)", lambda m: LETTERS.get(m[1], m[1] if m[1] in ("x", "z") else " "), text)
    text = re.sub(r"([_^])(\w|\{[^{}]*\})", lambda m: _raised(m[1], m[2].strip("{}")), text)
    text = " ".join(re.sub(r"[{}$&]|\\.", "", text).split())
    return text if len(text) <= LONGEST else "…"


def _raised(sign: str, text: str) -> str:
    letters = [RAISED[sign].get(letter) for letter in text]
    return sign + text if None in letters else "".join(filter(None, letters))


def plain(section: Tag) -> str:
    """What a section says by itself: without its subsections, code, labs and titles; formulas in plain characters."""
    own = copy.copy(section)
    for part in [*own.find_all("section", id=True, recursive=False), *own.select(SKIPPED)]:
        if not part.decomposed:  # with another one
            part.decompose()
    for formula in own.select("div.math, span.math"):
        shown = words(formula.get_text()) if formula.name == "span" else " … "
        formula.replace_with(NavigableString(shown))
    text = " ".join(own.get_text(" ").split())
    return re.sub(r" (?=[\],.])|(?<=[(\[]) ", "", text)


def title(head: Tag) -> str:
    """The words of a heading, with its number, or of a glossary's term."""
    own = copy.copy(head)
    for link in own.select(".headerlink"):
        link.decompose()
    for formula in own.select(".math"):
        formula.replace_with(NavigableString(words(formula.get_text())))
    return " ".join(own.get_text().split())


def entries(html: str, address: str) -> Iterator[dict[str, str]]:
    """Every section of a page: its address, the page's title, its own title and its text; glossary terms apart."""
    page = BeautifulSoup(html, "html.parser")
    first = page.select_one("article h1")
    if first is None:
        return
    name = title(first)
    for term in page.select("dl.glossary dt[id]"):
        meaning = term.find_next_sibling("dd")
        yield {"url": f"{address}#{term['id']}", "page": "Glossary", "title": title(term),
               "text": plain(meaning) if isinstance(meaning, Tag) else ""}
    for section in page.select("article section[id]"):
        head = section.find(re.compile("^h[1-6]$"), recursive=False)
        if isinstance(head, Tag) and not section.select_one(":scope > dl.glossary"):
            own = title(head)
            here = address if own == name else f"{address}#{section['id']}"
            yield {"url": here, "page": name, "title": own, "text": plain(section)}


def write_index(app: Sphinx, exception: Exception | None) -> None:
    """Collect the sections of all finished pages into one script."""
    if exception or app.builder.name != "html":
        return
    out, found = pathlib.Path(app.outdir), list[dict[str, str]]()
    for path in sorted(out.rglob("*.html")):
        address = path.relative_to(out).as_posix()
        if "_static" not in path.parts and address not in ("search.html", "genindex.html"):
            found += entries(path.read_text("utf8"), address)
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in found)
    (out / "_static" / INDEX).write_text(f"const BOOK_SECTIONS = [\n{lines}\n];\n", "utf8", newline="\n")


def setup(app: Sphinx) -> None:
    """The search page has a template of its own; the index is written when the pages are finished."""
    app.connect("config-inited", lambda app, config: config.templates_path.append(os.fspath(TEMPLATES)))
    app.connect("build-finished", write_index, priority=900)  # after the pages' last pass
