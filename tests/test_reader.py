"""Reader's notebooks: plain Markdown through and through, fresh, and able to set themselves up anywhere."""

import json
import re
import subprocess
import sys
import tomllib
import types

import nbformat
import pytest
import reader
from conftest import serving
from empty import LACKING, book_wheel, environment, pack, run
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin
from nbconvert import HTMLExporter
from test_house import house

ROOT = reader.ROOT
NOTEBOOKS = sorted(reader.TARGET.glob("*.ipynb"))
MYST = re.compile(r":::|\{[\w:+.#%-]+\}|^\([\w:-]+\)=|^:[\w-]+:|\{\{|\$|^% ", re.M)
TAGS = re.compile(r"</?(details|summary)>|<a id=\"[\w-]+\">|</a>")


def cells(path, kind):
    return [cell for cell in nbformat.read(path, 4).cells if cell.cell_type == kind]


def leftovers(markdown):
    """What a front end without MyST would show raw: directives, roles, labels, options, unpaired `$`, foreign HTML."""
    parser = MarkdownIt("commonmark", {"html": True}).enable("table").use(dollarmath_plugin, double_inline=True)
    found = []
    for token in parser.parse(markdown):
        if token.type == "fence":
            found += [token.info] if token.info.startswith("{") else []
        for part in [token, *(token.children or ())]:
            if part.type == "text":
                found += MYST.findall(part.content)
            if part.type.startswith("html"):
                found += [rest] if (rest := TAGS.sub("", re.sub(r">[^<]+<", "><", part.content)).strip()) else []
    return found


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_no_front_end_meets_a_raw_directive_or_role(path):
    texts = [cell.source for cell in cells(path, "markdown")]
    texts += [out.data["text/markdown"] for cell in cells(path, "code") for out in cell.outputs
              if "text/markdown" in out.get("data", {})]
    assert len(texts) > 10 and [found for text in texts if (found := leftovers(text))] == []


@pytest.mark.parametrize("raw", [
    ":::{admonition} Predict\n:class: predict\nWhat?\n:::", "```{exercise}\n:label: x\nWhy?\n```", "see {cite:t}`kamb`",
    "{ref}`x`", "(here)=\n# Heading", "a {{ word }}", "costs $5", "::::{prf:theorem} T\n::::", "text\n:class: dropdown",
    "% a comment", '<div class="box">x</div>', "<style>a {}</style>", "> {numref}`x`", "* :::{note}",
    "<details>\n<summary>A</summary>\n\n{cite:p}`b`\n\n</details>",
])
def test_the_search_for_leftovers_finds_each_kind(raw):
    assert leftovers(raw)


def test_what_is_committed_is_what_the_chapters_give():
    assert reader.stale() == []


def test_a_changed_a_missing_and_a_foreign_notebook_are_stale(monkeypatch, tmp_path):
    reader.write_all(tmp_path)
    monkeypatch.setattr(reader, "TARGET", tmp_path)
    assert reader.stale() == [] and len(list(tmp_path.iterdir())) == len(NOTEBOOKS)
    path = tmp_path / "01-diffusion.ipynb"
    path.write_text(path.read_text("utf8").replace("noise", "voice", 1), "utf8")
    (tmp_path / "02-ideal.ipynb").rename(tmp_path / "99-foreign.ipynb")
    assert reader.stale() == ["01-diffusion", "02-ideal", "99-foreign"]
    assert reader.main(["--check"]) == 1


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_code_and_outputs_are_the_chapters(path):
    ours, source = cells(path, "code"), cells(ROOT / "chapters" / path.name, "code")
    assert ours[0].id == "set-up" and not ours[0].outputs
    assert [(c.source, c.outputs, c.execution_count) for c in ours[1:]] == [
        (c.source, c.outputs, c.execution_count) for c in source]
    folded = [c.metadata.get("jupyter", {}).get("source_hidden", False) for c in ours]
    tags = [set(c.metadata.get("tags", [])) for c in source]
    assert folded == [True] + [bool(each & {"hide-input", "claims", "solution"}) for each in tags]
    silent = [c.metadata.get("jupyter", {}).get("outputs_hidden", False) for c in ours[1:]]
    assert silent == ["claims" in each for each in tags]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_solutions_and_answers_are_folded_and_links_lead_somewhere(path):
    chapter = "\n".join(c.source for c in cells(ROOT / "chapters" / path.name, "markdown"))
    plain = "\n".join(c.source for c in cells(path, "markdown"))
    folded = len(re.findall(r"^:class: .*dropdown|^:{3,}\{(?:quiz|experiment)\}", chapter, re.M))
    assert plain.count("<details>\n<summary>") == plain.count("\n\n</details>") == folded
    assert len(re.findall("<summary>Answers?</summary>", plain)) >= 3
    targets = [target for target in re.findall(r"\]\(([^)\s]+)\)", plain) if not target.startswith("https://")]
    assert all((reader.TARGET / target.partition("#")[0]).exists() for target in targets)
    assert {target for target in targets if target.startswith("#")} <= {"#References"}


# ---------------------------------------------------------------- how MyST becomes plain
@pytest.fixture
def writer():
    return reader.Writer(reader.Book(repository="https://github.com/ada/book"), "05-rules")


@pytest.mark.parametrize(("myst", "plain"), [
    (":::{admonition} Is it $a<b$?\n:class: front-box\n\nWhat *comes*?\n:::", "> **Is it $a<b$?**\n>\n> What *comes*?"),
    (":::{admonition} T\n:class: front-box\n$$\na\n\\\\b\n$$\n:::", "> **T**\n>\n> $$ a \\\\b $$"),
    ("```{solution} ex-ideal-limits\n:class: dropdown\nNone.\n```",
     "<details>\n<summary>Solution to Exercise 2.1</summary>\n\nNone.\n\n</details>"),
    (":::{prf:theorem} Copies\n:label: thm-copy\nIt copies.\n:::",
     '> <a id="thm-copy"></a>**Theorem 2.1** (Copies)\n>\n> It copies.'),
    (":::{derivation} Of $d$ pixels\nSo:\n\n$$\na\n$$\n:::", "> **Of $d$ pixels**\n>\n> So:\n>\n> $$ a $$"),
    (":::{prf:proof}\nClear.\n:::", r"*Proof.* Clear. $\square$"),
    ("As in chapter 2 and [chapter 3](03-memorization.ipynb), not chapter 5 or 99: chapter 99.",
     "As in [chapter 2](02-ideal.ipynb) and [chapter 3](03-memorization.ipynb), not chapter 5 or 99: chapter 99."),
    ("By {prf:ref}`thm-copy`.", "By [Theorem 2.1](02-ideal.ipynb#thm-copy)."),
    ("By {cite:t}`kamb2025analytic`.", "By [Kamb and Ganguli (2025)](https://arxiv.org/abs/2412.20292)."),
    ("So {cite:p}`pearson1993complex,munafo2014stable`.",
     "So ([Pearson, 1993](https://doi.org/10.1126/science.261.5118.189); "
     "[Munafo, 2014](https://arxiv.org/abs/1501.01990))."),
    ("{cite:t}`ho2020denoising`", "[Ho et al. (2020)](https://arxiv.org/abs/2006.11239)"),
    ("{cite:t}`young1984local`", "[Young (1984)](#References)"),
    ("* {cite:t}`young1984local` and `{cite:t}` in code", "* [Young (1984)](#References) and `{cite:t}` in code"),
    (r"$\E\,\lVert\x\rVert$ and $$\R$$", r"${\mathbb E}\,\lVert{\mathbf x}\rVert$ and $${\mathbb R}$$"),
    ("[symbols](notation.md), [next](06-local.ipynb)",
     "[symbols](https://ada.github.io/book/chapters/notation.html), [next](06-local.ipynb)"),
    ("[nats](need.md#nats)", "[nats](https://ada.github.io/book/chapters/need.html#nats)"),
    ("## One\n\ntext\n\n## Two", "## 5.1. One\n\ntext\n\n## 5.2. Two"),
    ("````{solution} ex-ideal-limits\nRun\n```python\n{x: 1}\n```\n````",
     "<details>\n<summary>Solution to Exercise 2.1</summary>\n\nRun\n```python\n{x: 1}\n```\n\n</details>"),
    ("| a | b |\n|---|---|\n| $x$ | {cite:t}`young1984local` |",
     "| a | b |\n|---|---|\n| $x$ | [Young (1984)](#References) |"),
    (":::{quiz} Is $a$ *it*?\n:kind: predict\nWith $\\x$.\n- [ ] No.\n  > Not.\n- [x] Yes:\n"
     "  {cite:t}`young1984local`\n  > It is.\n  >\n  > $$\n  > a\n  > $$\n:::",
     "> **Predict 1.** Is $a$ *it*?\n>\n> With ${\\mathbf x}$.\n>\n> - (a) No.\n> - (b) Yes: [Young (1984)]"
     "(#References)\n\n<details>\n<summary>Answers</summary>\n\n- (a) Not.\n"
     "- (b) ✓ So it is. It is.\n\n  $$ a $$\n\n</details>"),
    (":::{quiz} Both?\n- [X] One\n  > So.\n- [x] Two\n  > So.\n- [ ] Three\n  > No.\n:::",
     "> **Test yourself 1.** Both?\n>\n> Choose all that are right.\n>\n> - (a) One\n> - (b) Two\n> - (c) Three\n\n"
     "<details>\n<summary>Answers</summary>\n\n- (a) ✓ Right. So.\n- (b) ✓ Right. So.\n- (c) ✗ Not so. No.\n\n"
     "</details>"),
    (":::{quiz} How much?\n:answer: 0.29\n:tolerance: 0.03\nSo *much*.\n:::",
     "> **Test yourself 1.** How much?\n\n<details>\n<summary>Answer</summary>\n\n**0.29, within 0.03.** So *much*.\n\n"
     "</details>"),
    (":::{experiment} A window of $3$\n**Do.** {lab}`Set *it* to $3$ <SamplerLab: P=3>`.\n---\n**See.** It.\n:::",
     "> **Experiment 5.1** · A window of $3$\n>\n> **Do.** Set *it* to $3$.\n\n"
     "<details>\n<summary>What you see, and why</summary>\n\n**See.** It.\n\n</details>"),
])
def test_plain_form(writer, myst, plain):
    assert writer.text(myst) == plain and leftovers(plain) == []


@pytest.mark.parametrize(("myst", "named"), [
    (":::{note}\nx\n:::", "{note}"), ("{eq}`x`", "{eq}"), ("(x)=\n## H", "myst_target"), ("$$a$$ (eq-a)", "math_block"),
    ("term\n: meaning", "dl_open"), ("% a comment", "comment"), ("* :::{admonition} x\n  :::", "colon_fence"),
    ("{claim}`nothing`", "nothing"), ("{claim}`5 <nothing>`", "nothing"),
    ("{cite:t}`nobody1900`", "nobody1900"), ("{ref}`nothing`", "nothing"), ("```{exercise}\nx\n```", "label"),
    (":::{admonition} Why\n:class: dropdown\nx\n:::", "a folded box, 'Why'"), ('<div class="x">y</div>', "html_block"),
    (":::note\nx\n:::", "colon_fence"),
])
def test_what_has_no_plain_form_is_an_error_that_names_it(writer, myst, named):
    with pytest.raises(ValueError, match=f"05-rules: .*{named}"):
        writer.text(myst)


def test_numbers_are_plain_text(writer, monkeypatch):
    monkeypatch.setattr(reader.Book, "numbers", {writer.stem: {"a-b": "98 %", "small": "1.9e-3"}})
    myst = "* {claim}`a-b` and {claim}`small`\n* {claim}`all 98 % <a-b>`"
    assert writer.text(myst) == "* 98\u00a0% and 1.9\u00a0×\u00a010⁻³\n* all 98 %"


def test_numbers_are_those_of_the_chapters_cells_of_claims():
    book = reader.Book()
    source = "claim('a', 1, '1', over='a pair')"
    cells = [nbformat.v4.new_code_cell(source), nbformat.v4.new_code_cell(
        source.replace("1", "2"), metadata={"tags": ["claims"]})]
    book.__dict__["chapters"] = {"05-rules": nbformat.v4.new_notebook(cells=cells)}
    assert book.numbers["05-rules"] == {"a": "2"}


def test_markdown_within_a_fold_is_still_markdown(writer):
    body = "It is *so*: `x`\n\n* $a_b$ and {cite:t}`young1984local`"
    plain = writer.text(f"````{{solution}} ex-ideal-limits\n{body}\n````")
    page = MarkdownIt("commonmark", {"html": True}).use(dollarmath_plugin).render(plain)
    inside = page[page.index("</summary>"):page.index("</details>")]
    assert all(tag in inside for tag in ("<em>so</em>", "<code>x</code>", "<li>", 'class="math inline"', "<a href="))


@pytest.mark.parametrize(("repository", "source", "pages"), [
    ("https://github.com/ada/book", "https://github.com/ada/book/archive/refs/heads/main.zip", "https://ada.github.io/book"),
    ("https://gitlab.com/ada/book", "https://gitlab.com/ada/book/-/archive/main/book-main.zip", "https://ada.gitlab.io/book"),
    ("https://github.com/ada/book.git/", "https://github.com/ada/book/archive/refs/heads/main.zip",
     "https://ada.github.io/book"),
    ("https://gitlab.com/ada/uni/book", "https://gitlab.com/ada/uni/book/-/archive/main/book-main.zip", ""),
    ("https://example.org/ada/book", "git+https://example.org/ada/book", ""), ("", "", ""),
])
def test_a_notebook_knows_where_the_book_lives(repository, source, pages):
    book = reader.Book(repository=repository)
    nb = nbformat.reads(reader.notebook(book, "02-ideal"), 4)
    assert (book.address.source, book.address.pages) == (source, pages)
    assert f'book = "{source}"' in nb.cells[1].source
    assert (f"[This chapter as a page]({pages}/chapters/02-ideal.html)" in nb.cells[0].source) == bool(pages)
    assert "[3. Memorisation →](03-memorization.ipynb)" in nb.cells[0].source


@pytest.mark.parametrize("wrong", ["https://github.com/ada", "github.com/ada/book", "https://github.com//book"])
def test_an_address_of_another_form_is_refused(wrong):
    with pytest.raises(ValueError, match=r"repository_url must be like https://github\.com/OWNER/NAME, got"):
        reader.Book(repository=wrong)


def test_nbconvert_makes_a_page_with_folds_and_without_directives():
    path = reader.TARGET / "04-turing.ipynb"
    page = HTMLExporter(template_name="lab").from_filename(str(path))[0]
    prose = re.sub(r"<(style|script|pre|code)\b.*?</\1>|\$+.+?\$+", "", page[page.index("<body"):], flags=re.S)
    source = "\n\n".join(c.source for c in cells(path, "markdown"))
    assert prose.count("<details>") == prose.count("<summary>") == source.count("<details>") > 0
    assert prose.count("<blockquote>") == len(re.findall(r"(?:^|\n\n)> ", source)) > 0
    assert not re.search(r":::|\{[a-z:]+\}|:class:|\([\w-]+\)=|&lt;(details|summary|a )", prose)


# ---------------------------------------------------------------- the buttons of the pages
def context(page, *buttons):
    return {"pathto": lambda name, resource: f"../{name}", "header_buttons": [
        {"label": "launch-buttons", "buttons": [{"url": f"https://hub/x?urlpath=lab/tree/{page}"}]},
        {"type": "link", "label": "run-button", "url": "running.html"},  # where there is no address to launch from
        {"label": "download-buttons", "buttons": [{"label": label, "url": "_sources"} for label in buttons]}]}


def test_buttons_open_and_download_the_readers_notebook():
    app = types.SimpleNamespace(env=types.SimpleNamespace(doc2path=lambda page: page + ".ipynb"))
    shown = context("chapters/02-ideal.ipynb", "download-source-button", "download-pdf-button")
    house("launch").lead_to_notebook(app, "chapters/02-ideal", "", shown, None)
    urls = [[button["url"] for button in group["buttons"]] for group in shown["header_buttons"] if "buttons" in group]
    assert urls == [["https://hub/x?urlpath=lab/tree/notebooks/02-ideal.ipynb"],
                    ["../notebooks/02-ideal.ipynb", "_sources"]]


def test_the_front_page_opens_the_first_chapter_and_offers_no_myst_notebook():
    app = types.SimpleNamespace(env=types.SimpleNamespace(doc2path=lambda page: page + ".md"))
    shown = context("index.md", "download-notebook-button", "download-source-button")
    house("launch").lead_to_notebook(app, "index", "", shown, None)
    urls = [[button["url"] for button in group["buttons"]] for group in shown["header_buttons"] if "buttons" in group]
    assert urls == [["https://hub/x?urlpath=lab/tree/notebooks/01-diffusion.ipynb"], ["_sources"]]


# ---------------------------------------------------------------- where there is no book
def set_up(source=""):
    return reader.SET_UP.format(source=source)


def test_set_up_does_nothing_where_the_package_is(tmp_path):
    watched = "import subprocess\ndef run(*a, **k): raise AssertionError(a)\nsubprocess.run = run\n" + set_up("nowhere")
    done = subprocess.run([sys.executable, "-c", watched], cwd=ROOT / "code", capture_output=True, encoding="utf8")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_set_up_says_what_to_do_where_the_address_is_unknown(tmp_path):
    bare = [sys.executable, "-I", "-S", "-c", set_up()]
    done = subprocess.run(bare, cwd=tmp_path, capture_output=True, encoding="utf8")
    assert done.returncode == 1 and "ValueError: The package mosaics is missing" in done.stderr
    assert "an unpacked copy" in done.stderr


@pytest.mark.slow
def test_a_notebook_sets_itself_up_where_there_is_no_book(tmp_path):
    """As in Colab: heavy packages are there, the book and jaxtyping are not. All: `python scripts/empty.py`."""
    (tmp_path / "wheels").mkdir()
    wheel = book_wheel(tmp_path / "wheels")
    pack("jaxtyping", tmp_path / "wheels")
    python = environment(tmp_path / "apart")
    with serving(tmp_path / "wheels") as address:
        source = f"{address}/{wheel.name}"
        done = run("01-diffusion", python, source, address, tmp_path / "empty")
    code = cells(done, "code")
    said = "".join(out.text for out in code[0].outputs if out.get("name") == "stdout")
    needs = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["project"]["dependencies"]
    need = next(n for n in needs if n.startswith("jaxtyping"))
    assert said == f"installing --no-deps {source}\ninstalling {need}\n"
    new = {path.name.split("-")[0] for path in (tmp_path / "apart").rglob("environment/**/*.dist-info")}
    assert new == set(LACKING), "something that was there was installed anew"
    drawn = [out for cell in code for out in cell.outputs if "image/png" in out.get("data", {})]
    views = json.dumps([out.get("data", {}) for cell in code for out in cell.outputs])
    assert len(drawn) >= 6 and "application/vnd.jupyter.widget-view+json" in views
    assert [path.name for path in (tmp_path / "empty").iterdir()] == ["01-diffusion.ipynb"]


# ---------------------------------------------------------------- the glossary's words
GLOSSARY = (ROOT / "chapters" / "glossary.md").read_text("utf8")


@pytest.mark.parametrize(("role", "words", "anchor"), [
    ("receptive field", "receptive field", "term-receptive-field"), ("Nat", "Nat", "term-nat"),
    ("nats <nat>", "nats", "term-nat"), ("U-Net", "U-Net", "term-U-Net"), ("DDIM", "DDIM", "term-DDIM"),
])
def test_a_word_of_the_glossary_is_a_link_where_the_book_has_an_address(role, words, anchor):
    text = f"the {{term}}`{role}` of a pixel"
    book = reader.Book(repository="https://github.com/ada/book")
    glossary = "https://ada.github.io/book/chapters/glossary.html"
    assert reader.Writer(book, "05-rules").text(text) == f"the [{words}]({glossary}#{anchor}) of a pixel"
    assert reader.Writer(reader.Book(repository=""), "05-rules").text(text) == f"the {words} of a pixel"


def test_a_word_that_the_glossary_lacks_is_named():
    with pytest.raises(ValueError, match="05-rules: the glossary has no term 'mosiac'"):
        reader.Writer(reader.Book(), "05-rules").text("a {term}`mosaics <mosiac>`")


def test_the_glossary_is_in_order_and_each_entry_names_a_chapter():
    terms = re.findall(r"^(?!```|#|The )(\S.*)$", GLOSSARY, re.M)
    assert len(terms) > 40 and terms == sorted(terms, key=lambda term: re.sub(r"[^a-z ]", "", term.lower()))
    links = re.findall(r"\[Chapter (\d+)\]\((\d\d)-[\w-]+\)\.$", GLOSSARY, re.M)
    assert len(links) == len(terms) and all(int(number) == int(stem) for number, stem in links)
    stems = {f"({stem})" for stem in reader.Book().parts}
    assert set(re.findall(r"\(\d\d-[\w-]+\)", GLOSSARY)) <= stems
