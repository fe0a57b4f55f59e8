"""What a page makes of claims, derivations, proofs and code: folds of three layers."""

import re

import nbformat
import pytest
from small_book import build, claim_output, code

STORED = {"machine": "Linux", "date": "2026-11-20", "seeds": "0, 1", "file": "data/results/x.json"}
CLAIMS = code("""claim("share", float(a["b"]), says="98 %", over=f"{n} samples")
claim(
    "small", value=1.93e-7 *
    1, says="1.9e-7", over="<all>", stored="x")""",
              claim_output("share", "98 %", "0.984374", "64 samples"),
              claim_output("small", "1.9e-7", "1.93e-7", "<all>", STORED), tags=["claims"])
STREAM = nbformat.v4.new_output("stream", name="stdout", text="said\n")
PICTURE = nbformat.v4.new_output("display_data", {"image/svg+xml": "<svg></svg>", "text/plain": "[figure] a"})
TABLE = nbformat.v4.new_output("display_data", {"text/markdown": "a *table*", "text/plain": "a table"})


def folds(page):
    """(classes, layer, summary) of each fold, in order."""
    found = re.findall(r'<details class="fold fold-(\w+)"(?: data-layer="(\w+)")?>\s*<summary>(.*?)</summary>', page)
    return [(kind, layer, re.sub("<.*?>", "", words)) for kind, layer, words in found]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("book")


@pytest.fixture(scope="module")
def page(folder):
    """A page with everything on it, which builds without a warning."""
    html, warnings = build(
        folder,
        "# One\n\nIt is {claim}`share`, {claim}`small`, {claim}`0.98 of all <share>`.\n\n"
        "| a |\n|---|\n| {claim}`share` |\n\n:::{derivation} Of $d$ pixels\nSo {claim}`share`.\n:::\n\n"
        ":::{prf:proof}\nClear.\n:::",
        code("# two curves\nx = 1\nprint(x)", STREAM, PICTURE, TABLE),
        code("a = 1\n\nb = 2", STREAM), code("plt.plot()", STREAM, PICTURE, tags=["hide-input"]),
        code("def D(z):\n    return z", tags=["heart"]), CLAIMS, code("import m", tags=["hide-input"]),
        code("TuringLab(L=3).show()", PICTURE),
        "```{exercise} By hand\n:label: e\nWhy?\n```\n\n```{solution} e\n:class: dropdown\nSee {claim}`share`.\n```",
        code("print(1)", STREAM, tags=["solution"]), "End.")
    assert warnings == ""
    return html


def test_numbers_link_to_the_rows_of_their_claims(page):
    links = re.findall(r'<a class="claim reference internal" href="#claim-(\w+)">(.*?)</a>', page)
    assert links == [("share", "98\u00a0%"), ("small", "1.9\u00a0×\u00a010<sup>−7</sup>"), ("share", "0.98 of all"),
                     ("share", "98\u00a0%"), ("share", "98\u00a0%"), ("share", "98\u00a0%")]


def test_a_row_has_value_expression_and_how_it_was_stored(page):
    rows = re.findall(r'<tr id="claim-(\w+)" data-code="(.*?)">(.*?)</tr>', page)
    assert [row[:2] for row in rows] == [("share", "a[&quot;b&quot;]"), ("small", "1.93e-7 * 1")]
    assert "<td class=\"claim-value\">0.984374</td><td>64 samples</td>" in rows[0][2]
    assert "1.93\u00a0×\u00a010<sup>−7</sup>" in rows[1][2] and "&lt;all&gt;" in rows[1][2]
    assert "Stored in data/results/x.json: Linux, 2026-11-20, seeds 0, 1." in rows[1][2]


def test_what_folds_and_which_layer_opens_it(page):
    assert folds(page) == [
        ("derivation", "mathematics", r"Of \(d\) pixels"), ("derivation", "mathematics", "Proof"),
        ("code", "code", "Code: two curves"), ("code", "code", "Code, 2 lines"),
        ("hidden", "", "Code behind it, 1 line"),
        ("heart", "code", "The heart of it, in 2 lines"), ("claims", "", "2 numbers of this section, checked"),
        ("hidden", "", "Code: set-up, 1 line"), ("code", "code", "Code: the lab, 1 line")]
    assert "<p>Clear.</p>" in page and "Code cell" not in page


def test_plain_texts_fold_with_their_code_and_pictures_stay(page):
    cells = re.split(r'<div class="cell (?:tag_|docutils)', page)[1:]
    first = cells[0]
    assert first.index("said") < first.index("</details>") < first.index("<img") < first.index("<em>table</em>")
    assert cells[2].index("said") < cells[2].index("<img") < cells[2].index("Code behind it")  # said to be seen
    assert "share: 98" not in page


def test_a_solutions_cell_stands_in_the_solution(page):
    solution = re.search(r'<details class="solution.*?</details>', page, re.S)[0]
    assert "print" in solution and "said" in solution and page.index("End.") > page.index("print")


def test_what_a_page_gets_wrong_is_a_warning_that_says_where(tmp_path):
    """And a warning stops the book's build."""
    text = "# One\n\nIt is {claim}`nothing`, {claim}`97 % <share>` or {claim}`half <share>`."
    _, warnings = build(tmp_path, text, CLAIMS, code("x = 1", tags=["solution"]))
    assert [line.split("WARNING: ")[1] for line in warnings.splitlines()] == [
        "no cell tagged claims on this page claims 'nothing'",
        "the claim 'share' says 98 %, which '97 %' does not", "the claim 'share' says 98 %, which 'half' does not",
        "a cell tagged solution must stand right after a solution"]
    assert warnings.count("index.ipynb") == 4


def test_pages_load_the_scripts_that_they_need(page, folder):
    plain = (folder / "out" / "plain.html").read_text("utf8")
    assert "layers.js" in page and "claims.js" in page and "layers.js" not in plain and "claims.js" not in plain
