"""A reader's notebook in JupyterLab, light and dark, and beside the page of its chapter."""

import html
import re
import shutil

import nbformat
import pytest
from jupyter import ROOT, jupyterlab
from labs import AXE

NOTEBOOK = ROOT / "notebooks" / "04-turing.ipynb"
SITE = ROOT / "_build" / "html"
STEMS = sorted(path.stem for path in NOTEBOOK.parent.glob("*.ipynb"))
SETTINGS = {"apputils-extension/notification": {"fetchNews": "false"},
            "notebook-extension/tracker": {"windowingMode": "none"}}


def text(path):
    return "\n\n".join(cell.source for cell in nbformat.read(path, 4).cells if cell.cell_type == "markdown")


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_a_notebook_in_jupyterlab_reads_like_the_page(page, tmp_path, theme):
    shutil.copy(NOTEBOOK, tmp_path)
    settings = SETTINGS | {"apputils-extension/themes": {"theme": f"JupyterLab {theme}"}}
    with jupyterlab(tmp_path, **settings) as address:
        page.goto(f"{address}/lab/tree/{NOTEBOOK.name}?reset")
        page.wait_for_selector(f"body[data-jp-theme-name='JupyterLab {theme}']", state="attached")
        formulas = len(re.findall(r"(?<!\$)\${1,2}(?!\$).+?\$+", text(NOTEBOOK), re.S))
        page.wait_for_function("n => document.querySelectorAll('.jp-RenderedMarkdown mjx-container').length >= n",
                               arg=formulas)
        nothing_is_raw(page)
        answers_open_on_a_click(page)
        words_can_be_read(page)


def nothing_is_raw(page):
    """No directive, role, label or formula is seen as its source; boxes and folds are all there."""
    seen = "\n".join(page.locator(".jp-MarkdownCell .jp-RenderedMarkdown").all_inner_texts())
    assert "4. Turing patterns" in seen and "Exercise 4.1" in seen
    assert not re.search(r":::|\{[\w:]+\}|:class:|:label:|\([\w-]+\)=|\$|</?\w", seen)
    assert page.locator("mjx-merror").count() == 0
    counted = [page.locator(f".jp-RenderedMarkdown {tag}").count() for tag in ("details", "blockquote")]
    assert counted == [text(NOTEBOOK).count("<details>"), len(re.findall(r"(?:^|\n\n)> ", text(NOTEBOOK)))]


def answers_open_on_a_click(page):
    """Every solution and answer is folded; a click shows it, its Markdown and its formulas set."""
    folds = page.locator(".jp-RenderedMarkdown details")
    within = folds.locator(":scope > :not(summary)")
    assert page.locator("details[open]").count() == 0
    assert within.count() > 0 and not any(part.is_visible() for part in within.all())
    for fold in folds.all():
        fold.locator("summary").click()
    assert all(part.is_visible() for part in within.all())
    assert folds.locator("mjx-container").count() > 5
    assert folds.locator("pre").count() == text(NOTEBOOK).count("```")  # code of solutions stands in cells


def words_can_be_read(page):
    """Contrast of the text, links and folds, as axe-core measures it."""
    page.evaluate(AXE.read_text("utf8"))
    found = page.evaluate("axe.run('.jp-Notebook', {runOnly: ['color-contrast']})")["violations"]
    nodes = [node["html"][:120] for rule in found for node in rule["nodes"]]
    ours = page.evaluate("""() => [...document.querySelectorAll('.jp-MarkdownCell .jp-RenderedMarkdown *')]
        .map((e) => e.outerHTML.slice(0, 120))""")
    assert not set(nodes) & set(ours)


def words(heading):
    """Letters, digits and points of a heading in HTML or Markdown; quotes and signs of formulas differ."""
    return re.sub(r"[^\w. ]", "", html.unescape(re.sub(r"<[^>]+>", "", heading))).strip()


@pytest.mark.parametrize("stem", STEMS)
def test_headings_and_numbers_are_those_of_the_page(stem):
    page = (SITE / "chapters" / f"{stem}.html").read_text("utf8")
    source = text(NOTEBOOK.with_stem(stem))
    heads = [words(head) for head in re.findall(r"<h[12]>.*?</h[12]>", page[page.index("<article"):], re.S)]
    assert [words(line) for line in re.findall(r"^##? .*", source, re.M)] == [*heads, "References"]
    numbers = re.findall(r'caption-number">((?:Exercise|Theorem|Lemma|Proposition|Corollary|Definition) [\d.]+)', page)
    assert numbers and numbers == re.findall(r"</a>\*\*(\w+ [\d.]+)\*\*", source)


@pytest.mark.parametrize("stem", STEMS)
def test_a_page_offers_its_notebook(stem):
    page = (SITE / "chapters" / f"{stem}.html").read_text("utf8")
    assert re.search(rf'href="\.\./notebooks/{stem}\.ipynb"[^>]*title="Download source file"', page)
    built = nbformat.read(SITE / "notebooks" / f"{stem}.ipynb", 4)
    assert [cell.id for cell in built.cells] == [cell.id for cell in nbformat.read(NOTEBOOK.with_stem(stem), 4).cells]
    assert not re.search(r'href="[^"]*chapters/[^"]*\.ipynb"', page)
