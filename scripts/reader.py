"""Reader's notebooks: every chapter in plain Markdown, for JupyterLab, Colab, VS Code and any other front end.

    python scripts/reader.py           # chapters/*.ipynb -> notebooks/*.ipynb (committed)
    python scripts/reader.py --check   # exit 1 if one of them is not what its chapter gives

A chapter is written in MyST, which only the book's pages understand. Here boxes become quotations, what is folded
becomes `<details>`, citations and cross references become links. A construct without a plain form is an error.
"""

import functools
import html
import pathlib
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import nbformat
import questions
import yaml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from mosaics.core import claims
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser
from pybtex.backends.markdown import Backend
from pybtex.database import BibliographyData, Entry, parse_file
from pybtex.style.formatting.plain import Style
from stamps import ROOT

TARGET = ROOT / "notebooks"
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
FOLDED = {"cellView": "form", "jupyter": {"source_hidden": True}}  # Colab's way and everybody else's
CLOSED = {"cellView": "form", "jupyter": {"source_hidden": True, "outputs_hidden": True}}
FOLDING = ("hide-", "remove-", "solution")  # tags of cells whose code is folded; those of claims say nothing either
SET_UP = '''\
#@title Set-up: installs the book's package, mosaics, where it is missing
# In Colab what follows #@ makes a form; elsewhere it is a comment.
import importlib.metadata, importlib.util, pathlib, re, subprocess, sys
book = "{source}"  #@param {{type:"string"}}
def install(*names):
    print("installing", *names, flush=True)
    subprocess.run([sys.executable, "-m", "pip", "install", "-q", *names], check=True)
if importlib.util.find_spec("mosaics") is None:
    if not book and pathlib.Path("../code/mosaics").is_dir():
        book = ".."  # the folder of the book
    if not book:
        raise ValueError("""The package mosaics is missing, and this notebook does not know where the book lives.
Unfold this cell, write the book's address between the quotes of book = "", for instance
"git+https://github.com/NAME/BOOK" or the path of an unpacked copy, and run it again.""")
    install("--no-deps", book)
    importlib.invalidate_caches()
    there = lambda need: any(importlib.metadata.distributions(name=re.match(r"[\\w.-]+", need)[0]))
    if missing := [need for need in importlib.metadata.requires("mosaics") if not there(need)]:
        install(*missing)'''
WORDS = ("The next cell, which is folded, installs the book's package, `mosaics`, with its data. That may take "
         "minutes; where the package is there the cell does nothing. Run it, then the others from top to bottom. "
         "Figures and labs appear when their cell has run; until then a line in brackets says what they show. "
         "The folded cells of `claim(...)` check numbers of the text: if you change a cell they may stop there, which "
         "is no mistake.")
PLAIN = {"paragraph", "heading", "bullet_list", "ordered_list", "list_item", "blockquote", "table", "thead", "tbody",
         "tr", "th", "td", "em", "strong", "s", "link", "inline", "fence", "code_block", "code_inline", "hr", "image",
         "math_block", "math_inline", "math_inline_double", "text", "softbreak", "hardbreak", "myst_role"}
REFERENCES = ("ref", "numref", "prf:ref")


@dataclass(frozen=True)
class Directive:
    """A MyST directive: its name, the words after it, its options, and the text in it."""

    name: str
    title: str
    options: dict[str, str]
    body: str


def directive(token: Token) -> Directive | None:
    """The directive that a fence holds; None for other tokens, a listing's among them."""
    head = re.fullmatch(r"\{([\w:-]+)\}\s*(.*)", token.info.strip()) if token.type.endswith("fence") else None
    if not head:
        return None
    lines, options = token.content.splitlines(), {}
    while lines and (option := re.fullmatch(r":([\w-]+):\s*(.*)", lines[0])):
        options[option[1]] = option[2]
        del lines[0]
    return Directive(head[1], head[2], options, "\n".join(lines).strip())


def blocks(tokens: list[Token]) -> Iterator[tuple[int, int, list[Token]]]:
    """The outermost blocks: first line, the line after the last one, and the block's tokens."""
    start = 0
    for i, token in enumerate(tokens):
        if token.level == 0 and token.nesting <= 0:
            first, last = tokens[start].map or (0, 0)
            yield first, last, tokens[start:i + 1]
            start = i + 1


def formulas_in_a_line(text: str) -> str:
    """Each displayed formula on one line: of one on several, front ends would set a line's `>` or indent as well."""
    return re.sub(r"\$\$.+?\$\$", lambda formula: " ".join(formula[0].split()), text, flags=re.S)


def quote(text: str) -> str:
    """Markdown as a quotation."""
    return "\n".join(f"> {line}".rstrip() for line in formulas_in_a_line(text).splitlines())


def item(text: str) -> str:
    """Markdown as an item of a list."""
    return "- " + re.sub(r"\n(?=.)", "\n  ", formulas_in_a_line(text))


def shown_and_named(content: str) -> tuple[str, str]:
    """What a role shows, "" where it does not say, and what it names: "0.98 of all <share>", or "share" alone."""
    shown, opened, named = content.rpartition("<")
    return (shown.strip(), named.removesuffix(">")) if opened and shown else ("", content)


def fold(title: str, body: str) -> str:
    """Markdown behind a title that opens it. The empty lines make it Markdown again within HTML."""
    return f"<details>\n<summary>{html.escape(title, quote=False)}</summary>\n\n{body}\n\n</details>"


@dataclass(frozen=True)
class Address:
    """Where the book lives: what pip installs it from, and its pages. Both empty while nobody knows."""

    source: str = ""
    pages: str = ""

    @classmethod
    def of(cls, repository: str, branch: str) -> "Address":
        """From the web address of a repository; pages are known of those of one owner on GitHub or GitLab."""
        if not repository:
            return cls()
        address = repository.rstrip("/").removesuffix(".git")
        host, *path = address.removeprefix("https://").split("/")
        if not address.startswith("https://") or len(path) < 2 or not all(path):
            raise ValueError(f"repository_url must be like https://github.com/OWNER/NAME, got {repository!r}")
        owner, name = path[0], path[-1]
        pages = f"https://{owner}.{host.removesuffix('.com')}.io/{name}" if len(path) == 2 else ""
        if host == "github.com":
            return cls(f"{address}/archive/refs/heads/{branch}.zip", pages)
        if host == "gitlab.com":
            return cls(f"{address}/-/archive/{branch}/{name}-{branch}.zip", pages)
        return cls(f"git+{address}")


class Book:
    """What a chapter's text refers to: configuration, order and titles of the chapters, labels, literature."""

    def __init__(self, root: pathlib.Path = ROOT, repository: str | None = None) -> None:
        self.root, self.config = root, yaml.safe_load((root / "_config.yml").read_text("utf8"))
        options = self.config["sphinx"]["config"]["html_theme_options"]
        self.address = Address.of(options["repository_url"] if repository is None else repository,
                                  options["repository_branch"])
        parse = self.config["parse"]
        self.parser = create_md_parser(MdParserConfig(enable_extensions=set(parse["myst_enable_extensions"]),
                                                      dmath_double_inline=parse["myst_dmath_double_inline"]),
                                       RendererHTML)
        self.macros: dict[str, str] = self.config["sphinx"]["config"]["mathjax3_config"]["tex"]["macros"]
        self.parts = {pathlib.Path(chapter["file"]).name: part["caption"]
                      for part in yaml.safe_load((root / "_toc.yml").read_text("utf8"))["parts"]
                      for chapter in part["chapters"] if part.get("numbered")}

    @functools.cached_property
    def chapters(self) -> dict[str, nbformat.NotebookNode]:
        """The source of every chapter, in reading order, by the name of its file."""
        return {stem: nbformat.read(self.root / "chapters" / f"{stem}.ipynb", as_version=4) for stem in self.parts}

    @functools.cached_property
    def literature(self) -> BibliographyData:
        """The bibliography."""
        return parse_file(str(self.root / "references.bib"))

    @functools.cached_property
    def terms(self) -> dict[str, str]:
        """Where the glossary's page has each term, by its words in small letters."""
        text = (self.root / "chapters" / "glossary.md").read_text("utf8")
        held = [box for box in map(directive, self.parser.parse(text)) if box and box.name == "glossary"]
        named = [line for box in held for line in box.body.splitlines() if line and not line.startswith(" ")]
        return {term.lower(): "term-" + re.sub(r"[^\w.]+", "-", term).strip("-") for term in named}

    @functools.cached_property
    def labels(self) -> dict[str, tuple[str, str]]:
        """Chapter and name, "Theorem 2.1", of everything that has a label."""
        found = {}
        for number, (stem, nb) in enumerate(self.chapters.items(), start=1):
            counts: Counter[str] = Counter()
            texts = [cell.source for cell in nb.cells if cell.cell_type == "markdown"]
            for box in filter(None, (directive(token) for text in texts for token in self.parser.parse(text))):
                if label := box.options.get("label"):
                    kind = box.name.removeprefix("prf:").capitalize()
                    counts[kind] += 1
                    found[label] = (stem, f"{kind} {number}.{counts[kind]}")
        return found

    @functools.cached_property
    def numbers(self) -> dict[str, dict[str, str]]:
        """What each claim of each chapter says, by its name."""
        return {stem: {call.name: call.says for cell in nb.cells if "claims" in cell.metadata.get("tags", [])
                       for call in claims.calls(cell.source)} for stem, nb in self.chapters.items()}

    def heading(self, stem: str) -> str:
        """Number and title of a chapter as its page has them."""
        title = self.chapters[stem].cells[0].source.splitlines()[0].removeprefix("# ")
        return f"{[*self.parts].index(stem) + 1}. {title}"


class Writer:
    """Turns the MyST text of one chapter into plain Markdown, from its first cell to its last."""

    def __init__(self, book: Book, stem: str) -> None:
        self.book, self.stem, self.sections = book, stem, 0
        self.cited: set[str] = set()
        self.counts: Counter[str] = Counter()  # of questions and experiments so far
        self.predicted = sum(questions.predictions(cell.source) for cell in book.chapters[stem].cells)

    def refuse(self, what: str) -> ValueError:
        """An error that names the chapter."""
        return ValueError(f"{self.stem}: {what} has no plain form in scripts/reader.py")

    def text(self, source: str) -> str:
        """A cell, or what stands in a directive."""
        lines, done, out = source.splitlines(), 0, []
        for first, last, tokens in blocks(self.book.parser.parse(source)):
            box = directive(tokens[0])
            plain = "\n".join(lines[first:last])
            out += [*lines[done:first], self.box(box) if box else self.block(plain, tokens)]
            done = last
        return "\n".join([*out, *lines[done:]]).strip()

    def box(self, box: Directive) -> str:
        """A directive as a quotation, something folded, or a paragraph."""
        if box.name in ("quiz", "experiment"):
            return self.question(box) if box.name == "quiz" else self.experiment(box)
        body = self.text(box.body)
        if box.name == "admonition":
            if "dropdown" in box.options.get("class", ""):
                raise self.refuse(f"a folded box, {box.title!r} (derivations, quizzes and solutions fold),")
            return quote(f"**{self.text(box.title)}**\n\n{body}")
        if box.name == "solution":
            return fold(f"Solution to {self.label(box.title)[1]}", body)
        if box.name == "derivation":
            return quote(f"**{self.text(box.title)}**\n\n{body}")
        if box.name == "prf:proof":
            return f"*Proof.* {body}" + ("" if body.endswith(r"\square$") else r" $\square$")
        if box.name == "exercise" or box.name.startswith("prf:"):
            label = box.options.get("label", "")
            title = f" ({self.text(box.title)})" if box.title else ""
            return quote(f'<a id="{label}"></a>**{self.label(label)[1]}**{title}\n\n{body}')
        raise self.refuse(f"the directive {{{box.name}}}")

    def question(self, box: Directive) -> str:
        """A question with its options as a list; the answers folded."""
        q = questions.question(box.title, box.options, box.body)
        head = f"**{questions.numbered(q.kind, self.counts, self.predicted)}.** {self.text(q.text)}"
        offered = [f"- ({letter}) {self.text(option.text)}" for letter, option in questions.letters(q.options)]
        asked = quote("\n\n".join(filter(None, [head, self.text(q.lead), q.task, "\n".join(offered)])))
        if q.answer is not None:
            return f"{asked}\n\n{fold('Answer', f'**{q.number}.** {self.text(q.feedback)}')}"
        answers = [item(f"({letter}) {questions.verdict(q, option)}{self.text(option.feedback)}")
                   for letter, option in questions.letters(q.options)]
        return f"{asked}\n\n{fold('Answers', chr(10).join(answers))}"

    def experiment(self, box: Directive) -> str:
        """What to do as a quotation; what one sees folded."""
        do, see = questions.experiment(box.title, box.body)
        self.counts[box.name] += 1
        number = f"{[*self.book.parts].index(self.stem) + 1}.{self.counts[box.name]}"
        asked = quote(f"**Experiment {number}** · {self.text(box.title)}\n\n{self.text(do)}")
        return f"{asked}\n\n{fold(questions.SEEN, self.text(see))}"

    def block(self, plain: str, tokens: list[Token]) -> str:
        """A block of ordinary Markdown: headings numbered, roles, links and macros of formulas in plain form."""
        if tokens[0].type == "heading_open" and tokens[0].tag == "h2":
            self.sections += 1
            plain = plain.replace("##", f"## {[*self.book.parts].index(self.stem) + 1}.{self.sections}.", 1)
        place = linked = 0
        for token in [t for outer in tokens for t in (outer, *(outer.children or ()))]:
            linked += (token.type == "link_open") - (token.type == "link_close")
            if token.type.removesuffix("_open").removesuffix("_close") not in PLAIN or directive(token):
                raise self.refuse(f"{token.type} in {plain[:60]!r}")
            for old, new in self.change(token) if token.type != "text" else [] if linked else self.chapters(token):
                if (place := plain.find(old, place)) < 0:
                    raise self.refuse(f"{old!r} broken over lines or nested")
                plain = plain[:place] + new + plain[place + len(old):]
                place += len(new)
        return plain

    def change(self, token: Token) -> list[tuple[str, str]]:
        """What is to be replaced for this token, and by what; nothing for most."""
        if token.type == "myst_role":
            return [(f"{{{token.meta['name']}}}`{token.content}`", self.role(token.meta["name"], token.content))]
        if token.type == "link_open" and (page := re.fullmatch(r"([\w-]+)\.md(#[\w-]+)?", str(token.attrGet("href")))):
            there = self.page(page[1]) or f"../chapters/{page[1]}.md"
            return [(f"]({page[0]})", f"]({there}{page[2] or ''})")]
        if token.type.startswith("math"):
            pattern = rf"\\({'|'.join(self.book.macros)})(?![A-Za-z])"
            new = re.sub(pattern, lambda macro: f"{{{self.book.macros[macro[1]]}}}", token.content)
            return [(token.content, new)] if new != token.content else []
        return []

    def chapters(self, token: Token) -> list[tuple[str, str]]:
        """Words such as "chapter 2" become a link where there is such a chapter and it is another one."""
        stems = dict(enumerate(self.book.parts, start=1))
        found = [(words[0], stems.get(int(words[1]))) for words in re.finditer(r"\b[Cc]hapter (\d+)\b", token.content)]
        return [(words, f"[{words}]({stem}.ipynb)") for words, stem in found if stem and stem != self.stem]

    def page(self, name: str) -> str:
        """The address of a page of the book, "" while that is unknown."""
        return f"{self.book.address.pages}/chapters/{name}.html" if self.book.address.pages else ""

    def role(self, name: str, content: str) -> str:
        """A citation or a cross reference."""
        if name in ("cite:t", "cite:p"):
            works = [self.citation(key.strip(), name == "cite:t") for key in content.split(",")]
            return ", ".join(works) if name == "cite:t" else f"({'; '.join(works)})"
        if name == "lab":
            return self.text(questions.shown_words(content)[0])
        if name in REFERENCES:
            stem, words = self.label(content)
            return f"[{words}]({'' if stem == self.stem else stem + '.ipynb'}#{content})"
        if name == "claim":
            return self.number(content)
        if name == "term":
            return self.term(content)
        raise self.refuse(f"the role {{{name}}}")

    def term(self, content: str) -> str:
        """A word of the glossary, or a text shown in its place; a link where the glossary has an address."""
        shown, term = shown_and_named(content)
        words = shown or term
        if term.lower() not in self.book.terms:
            raise ValueError(f"{self.stem}: the glossary has no term {term!r}")
        page = self.page("glossary")
        return f"[{words}]({page}#{self.book.terms[term.lower()]})" if page else words

    def number(self, content: str) -> str:
        """What a claim says, or the text that the prose shows in its place."""
        shown, name = shown_and_named(content)
        if name not in self.book.numbers[self.stem]:
            raise ValueError(f"{self.stem}: no cell tagged claims claims {name!r}")
        return shown or claims.plain(self.book.numbers[self.stem][name])

    def label(self, label: str) -> tuple[str, str]:
        """Chapter and name of what is labelled so."""
        if label not in self.book.labels:
            raise ValueError(f"{self.stem}: nothing has the label {label!r}")
        return self.book.labels[label]

    def citation(self, key: str, textual: bool) -> str:
        """"Kamb and Ganguli (2025)", or with a comma where it stands in brackets, linked to the work."""
        if key not in self.book.literature.entries:
            raise ValueError(f"{self.stem}: references.bib has no entry {key!r}")
        work = self.book.literature.entries[key]
        self.cited.add(key)
        names = [" ".join(map(str, person.rich_prelast_names + person.rich_last_names))
                 for person in work.persons["author"]]
        who = " and ".join(names) if len(names) < 3 else f"{names[0]} et al."
        year = work.fields["year"]
        return f"[{who} ({year})]({link(work)})" if textual else f"[{who}, {year}]({link(work)})"

    def references(self) -> str:
        """All works that were cited, as the bibliography has them."""
        works = self.book.literature.entries
        style, backend = Style(), Backend("utf8")
        entries = style.sort([works[key] for key in self.cited])
        texts = (style.format_entry("", entry).text.render(backend) for entry in entries)
        return "\n".join("* " + re.sub(r"\\([-.()!+#])", r"\1", " ".join(text.split())) for text in texts)


def link(work: Entry) -> str:
    """Where a work can be read; the notebook's own list where the bibliography does not say."""
    for field, prefix in (("doi", "https://doi.org/"), ("url", ""), ("eprint", "https://arxiv.org/abs/")):
        if field in work.fields:
            return prefix + work.fields[field].replace("\\_", "_")
    return "#References"


def way(writer: Writer) -> str:
    """Links to the chapter before, to the chapter's page where it has an address, and to the chapter after."""
    book, stems = writer.book, [*writer.book.parts]
    here = stems.index(writer.stem)
    links = [f"[← {book.heading(stem)}]({stem}.ipynb)" for stem in stems[max(0, here - 1):here]]
    links += [f"[This chapter as a page]({page})"] if (page := writer.page(writer.stem)) else []
    links += [f"[{book.heading(stem)} →]({stem}.ipynb)" for stem in stems[here + 1:here + 2]]
    return " · ".join(links)


def plain_cell(cell: nbformat.NotebookNode, writer: Writer) -> nbformat.NotebookNode:
    """A cell of a reader's notebook: text in plain Markdown, code as it is, folded if the page hides it."""
    cell = nbformat.from_dict(cell)
    if cell.cell_type == "markdown":
        cell.source = writer.text(cell.source)
    elif "claims" in (tags := cell.metadata.get("tags", [])):
        cell.metadata = nbformat.from_dict(CLOSED | cell.metadata)
    elif any(tag.startswith(FOLDING) for tag in tags):
        cell.metadata = nbformat.from_dict(FOLDED | cell.metadata)
    return cell


def notebook(book: Book, stem: str) -> str:
    """The reader's notebook of a chapter as the text of its file."""
    writer, (first, *others) = Writer(book, stem), book.chapters[stem].cells
    page = "" if book.address.pages else f" As a page: `make book`, then `_build/html/chapters/{stem}.html`."
    head = f"# {book.heading(stem)}\n\n*{book.config['title']}* · {book.parts[stem]}\n\n{way(writer)}\n\n{WORDS}{page}"
    front = nbformat.from_dict(first)
    front.source = first.source.partition("\n")[2].strip()
    cells = [nbformat.v4.new_markdown_cell(head, id="head"),
             nbformat.v4.new_code_cell(SET_UP.format(source=book.address.source), id="set-up", metadata=FOLDED),
             *(plain_cell(cell, writer) for cell in (front, *others))]
    end = f"## References\n\n{writer.references()}\n\n{way(writer)}"
    nb = nbformat.v4.new_notebook(cells=[*cells, nbformat.v4.new_markdown_cell(end, id="references")],
                                  metadata={"kernelspec": KERNEL, "language_info": {"name": "python"}})
    nbformat.validate(nb)
    return nbformat.writes(nb) + "\n"


def write_all(target: pathlib.Path = TARGET, repository: str | None = None) -> None:
    """Write the reader's notebook of every chapter into a folder."""
    book = Book(repository=repository)
    target.mkdir(parents=True, exist_ok=True)
    for stem in book.parts:
        (target / f"{stem}.ipynb").write_text(notebook(book, stem), "utf8", newline="\n")


def stale() -> list[str]:
    """Names of the committed notebooks that are not what the chapters give, too many and missing ones too."""
    book, there = Book(), {path.stem: path.read_text("utf8") for path in TARGET.glob("*.ipynb")}
    return sorted(stem for stem in there.keys() | book.parts.keys()
                  if stem not in book.parts or there.get(stem) != notebook(book, stem))


def main(arguments: list[str]) -> int:
    """Write the notebooks, or say which are stale; the exit code."""
    if arguments not in ([], ["--check"]):
        print(__doc__)
        return 2
    if not arguments:
        write_all()
        return 0
    old = stale()
    print("\n".join(f"notebooks/{stem}.ipynb is stale: python scripts/reader.py" for stem in old) or "all are fresh")
    return bool(old)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
