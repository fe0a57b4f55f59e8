"""Numbers of the prose: the claim itself, and that every chapter's text and claims agree."""

import json
import pathlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mosaics.core.claims import ClaimError, claim, find_claims, prose

ROOT = pathlib.Path(__file__).resolve().parents[1]
CHAPTERS = sorted((ROOT / "chapters").glob("*.ipynb"))


# ---------------------------------------------------------------- the claim
@pytest.mark.parametrize(("value", "says"), [
    (0.9512, "0.95"), (0.9449, "0.94"), (1999.7, "2,000"), (2000, "2,000"), (0.984, "98 %"), (0.984, "98%"),
    (0.9837, "98.4 %"), (1.9e-3, "1.9e-3"), (0.0019499, "1.9e-3"), (-0.4, "-0.4"), (1e-9, "0.00"), (-1e-9, "0"),
    (1234567.2, "1,234,567"), (3.11e76, "3.1e76"), (True, "1"), (0.25, "0.2"), (0.35, "0.4")])
def test_value_that_rounds_to_what_is_said(value, says, capsys):
    """Ties, such as 0.25 and 0.35 with one digit, go to the even neighbour."""
    claim("a-name", value, says=says)
    assert capsys.readouterr().out == f"a-name: {says}\n"


@pytest.mark.parametrize(("value", "says"), [
    (0.956, "0.95"), (0.945, "0.95"), (0.95, "0.950001"), (1949, "2,000"), (98, "98 %"), (0.00196, "1.9e-3"),
    (float("nan"), "0.0"), (float("inf"), "1"), (1e300, "1"), (0.4, "-0.4"), (0.51, "0"), (0.25, "0.3"), (0.35, "0.3")])
def test_value_that_does_not(value, says, capsys):
    with pytest.raises(ClaimError, match=f"a-name: the prose says {re.escape(says)}, the value is"):
        claim("a-name", value, says=says)
    assert capsys.readouterr().out == ""


@given(st.floats(-1e6, 1e6), st.integers(0, 6))
def test_python_formatting_makes_true_claims_and_a_unit_more_is_false(value, digits):
    says = f"{value:.{digits}f}"
    claim("a-name", float(says), says)
    with pytest.raises(ClaimError):
        claim("a-name", float(says) + 1.01 * 10.0**-digits, says)


def test_a_failed_claim_is_a_failed_assertion():
    assert issubclass(ClaimError, AssertionError)


# ---------------------------------------------------------------- reading notebooks
def notebook(tmp_path, *cells):
    path = tmp_path / "nb.ipynb"
    path.write_text(json.dumps({"cells": [{"cell_type": k, "source": s.splitlines(True)} for k, s in cells]}), "utf8")
    return path


def test_claims_and_prose_are_found(tmp_path):
    path = notebook(tmp_path, ("markdown", "Half is 0.5."), ("code", "claim('a', 1 / 2, says='0.5')\nx = claim"),
                    ("code", "for k in (1,):\n    claim('b', k, '1')\nother.claim('c', 1, says='1')"),
                    ("markdown", "One is 1."))
    assert find_claims(path) == [("a", "0.5"), ("b", "1")]
    assert prose(path) == "Half is 0.5.\nOne is 1."


@pytest.mark.parametrize("source", [
    "claim(n, 1, says='1')", "claim('a', 1, says=s)", "claim('a', 1)", "claim('a', 1, says=1)"])
def test_claims_that_cannot_be_read_are_refused(tmp_path, source):
    with pytest.raises(ValueError, match="must be literal texts"):
        find_claims(notebook(tmp_path, ("code", source)))


# ---------------------------------------------------------------- the chapters
LATEX = {r"\times10^": "e", r"\,": " ", "{,}": ",", "{": "", "}": "", "−": "-"}
NUMBER = re.compile(r"(?<![\w.,^-])-?\d[\d,]*(?:\.\d+)?(?:e-?\d+)?(?:\s?\\?%)?")


def said(text):
    """Numbers that a reader reads, LaTeX's commas and powers of ten undone, as texts without blanks."""
    for old, new in LATEX.items():
        text = text.replace(old, new)
    numbers = set()
    for match in NUMBER.finditer(text):
        token = re.sub(r"[\s\\]", "", match[0]).rstrip(",")
        numbers |= {token, token.split("e")[0]}
    return numbers


def visible(text):
    """Prose without what holds numbers that are no claims: code, math, directives, links, roles, headings."""
    for pattern in (r"(?s)```(?!{(?:exercise|solution)}).*?```", r"(?s)\$\$.*?\$\$", r"\$[^$\n]*\$", r"`[^`\n]*`",
                    r"\{[\w:]+\}", r"\]\([^)]*\)", r"(?m)^:{3,}.*$", r"(?m)^:\w+:.*$", r"(?m)^#+ .*$"):
        text = re.sub(pattern, " ", text)
    return text


def unclaimed(text, claims):
    """Decimal fractions and percentages of the visible prose that no claim has computed."""
    numbers = re.findall(r"(?<![\w.])\d[\d,]*\.\d+(?:\s?%)?|\d+\s?%", visible(text))
    return {re.sub(r"\s", "", n) for n in numbers} - {re.sub(r"\s", "", says) for _, says in claims}


def test_readers_numbers():
    text = r"It is 0.5, then $N=2{,}000$ and $9.1\times10^9$, 98 % or $98\,\%$; version 1.2.3 and x0.7 are none."
    assert {"0.5", "2,000", "9.1", "9.1e9", "98%"} <= said(text) and not {"0.7", "2", "0"} & said(text)


def test_the_check_of_the_prose_can_fail():
    text = "It is 0.51 or 12 % and $0.7$, `0.8`, see [here](a0.9.html).\n## Part 1.5\n"
    assert unclaimed(text, []) == {"0.51", "12%"}
    assert unclaimed(text, [("a", "0.51"), ("b", "12 %")]) == set()


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda p: p.stem)
def test_the_prose_says_what_is_claimed(path):
    numbers, claims = said(prose(path)), find_claims(path)
    assert len(claims) >= 3 and len({name for name, _ in claims}) == len(claims)
    assert [c for c in claims if re.sub(r"\s", "", c[1]) not in numbers] == []


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda p: p.stem)
def test_what_the_prose_says_is_claimed(path):
    assert unclaimed(prose(path), find_claims(path)) == set()


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda p: p.stem)
def test_claims_were_printed_when_the_chapter_ran(path):
    cells = [c for c in json.loads(path.read_text("utf8"))["cells"] if c["cell_type"] == "code"]
    printed = "".join("".join(o.get("text", "")) for c in cells for o in c["outputs"])
    assert [c for c in find_claims(path) if f"{c[0]}: {c[1]}\n" not in printed] == []
