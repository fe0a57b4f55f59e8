"""Numbers of the prose: the claim itself, and that every chapter's text and claims agree."""

import json
import pathlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mosaics.core import claims, data
from mosaics.core.claims import Call, ClaimError, agrees, calls, claim, find_claims, plain, prose, split

ROOT = pathlib.Path(__file__).resolve().parents[1]
CHAPTERS = sorted((ROOT / "chapters").glob("*.ipynb"))


# ---------------------------------------------------------------- the claim
@pytest.fixture
def notes(monkeypatch):
    """What claims leave in a notebook: (data, metadata) of each output."""
    left = []
    monkeypatch.setattr(claims, "get_ipython", lambda: "a shell")
    monkeypatch.setattr(claims, "display", lambda data, metadata, raw: left.append((data, metadata)))
    return left


@pytest.mark.parametrize(("value", "says"), [
    (0.9512, "0.95"), (0.9449, "0.94"), (1999.7, "2,000"), (2000, "2,000"), (0.984, "98 %"), (0.984, "98%"),
    (0.9837, "98.4 %"), (1.9e-3, "1.9e-3"), (0.0019499, "1.9e-3"), (-0.4, "-0.4"), (1e-9, "0.00"), (-1e-9, "0"),
    (1234567.2, "1,234,567"), (3.11e76, "3.1e76"), (True, "1"), (0.25, "0.2"), (0.35, "0.4")])
def test_value_that_rounds_to_what_is_said(notes, value, says):
    """Ties, such as 0.25 and 0.35 with one digit, go to the even neighbour."""
    claim("a-name", value, says, "a pair")
    assert [data for data, _ in notes] == [{"text/plain": f"a-name: {says}"}]


@pytest.mark.parametrize(("value", "says"), [
    (0.956, "0.95"), (0.945, "0.95"), (0.95, "0.950001"), (1949, "2,000"), (98, "98 %"), (0.00196, "1.9e-3"),
    (float("nan"), "0.0"), (float("inf"), "1"), (1e300, "1"), (0.4, "-0.4"), (0.51, "0"), (0.25, "0.3"), (0.35, "0.3"),
    (0.04, "0"), (0.0004, "0 %")])
def test_value_that_does_not(notes, value, says):
    with pytest.raises(ClaimError, match=f"a-name: the prose says {re.escape(says)}, the value is"):
        claim("a-name", value, says, "a pair")
    assert notes == []


@given(st.floats(-1e6, 1e6), st.integers(0, 6))
def test_python_formatting_makes_true_claims_and_a_unit_more_is_false(value, digits):
    says = f"{value:.{digits}f}"
    claim("a-name", float(says), says, "a pair")
    with pytest.raises(ClaimError):
        claim("a-name", float(says) + 1.01 * 10.0**-digits, says, "a pair")


def test_a_failed_claim_is_a_failed_assertion():
    assert issubclass(ClaimError, AssertionError)


@pytest.mark.parametrize(("value", "says", "full"), [
    (0.98437421, "98 %", "0.984374"), (2000.0, "2,000", "2,000"), (1.9312345e-7, "1.9e-7", "1.93123e-7"),
    (True, "1", "1"), (-0.5, "-0.5", "-0.5"), (3.11e76, "3.1e76", "3.11e76")])
def test_a_notebook_keeps_the_full_value_beside_its_output(notes, capsys, value, says, full):
    claim("a-name", value, says, over="64 samples")
    facts = {"name": "a-name", "value": full, "over": "64 samples", "stored": {}}
    assert notes == [({"text/plain": f"a-name: {says}"}, {"claim": facts})] and capsys.readouterr().out == ""


def test_a_claim_is_silent_where_there_is_no_notebook(capsys):
    claim("a-name", 1, "1", over="one pair")
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(("seeds", "text"), [([0, 1, 2], "0, 1, 2"), (7, "7"), ("0 to 4", "0 to 4")])
def test_a_stored_number_says_how_it_was_made(notes, monkeypatch, seeds, text):
    held = {"machine": "Linux", "date": "2026-11-20", "seeds": seeds, "rows": []}
    monkeypatch.setattr(data, "results", {"runs": held}.__getitem__)
    claim("a-name", 1, "1", over="one pair", stored="runs")
    stored = notes[0][1]["claim"]["stored"]
    assert stored == {"machine": "Linux", "date": "2026-11-20", "seeds": text, "file": "data/results/runs.json"}
    for key in ("machine", "date", "seeds"):
        monkeypatch.setattr(data, "results", lambda _, k=key: {n: v for n, v in held.items() if n != k})
        with pytest.raises(ValueError, match=rf"runs\.json must say machine, date, seeds, lacks {key}"):
            claim("a-name", 1, "1", over="one pair", stored="runs")


@pytest.mark.parametrize(("says", "base", "exponent", "text"), [
    ("0.95", "0.95", "", "0.95"), ("98 %", "98\u00a0%", "", "98\u00a0%"), ("98%", "98\u00a0%", "", "98\u00a0%"),
    ("-0.4", "−0.4", "", "−0.4"), ("1.9e-3", "1.9\u00a0×\u00a010", "−3", "1.9\u00a0×\u00a010⁻³"),
    ("3.1e76", "3.1\u00a0×\u00a010", "76", "3.1\u00a0×\u00a010⁷⁶"), ("2,000", "2,000", "", "2,000")])
def test_numbers_as_a_reader_reads_them(says, base, exponent, text):
    assert split(says) == (base, exponent) and plain(says) == text


@pytest.mark.parametrize(("shown", "says"), [
    ("0.95", "0.95"), ("95 %", "0.95"), ("0.98", "98 %"), ("all 2,000 of them", "2000"), ("two", "2"), ("−0.4", "-0.4"),
    ("Twelve samples", "12"), ("from 3 to 7", "7"), ("0.0019", "1.9e-3")])
def test_a_text_that_holds_the_number(shown, says):
    assert agrees(shown, says)


@pytest.mark.parametrize(("shown", "says"), [
    ("0.9", "0.95"), ("98", "98 %"), ("half", "0.5"), ("0.4", "-0.4"), ("often", "10"), ("", "0"), ("1.5", "5")])
def test_a_text_that_does_not(shown, says):
    assert not agrees(shown, says)


# ---------------------------------------------------------------- reading notebooks
def test_calls_are_read_in_order_with_their_expressions():
    source = """%matplotlib inline
for k in (1,):
    claim("late", float(x[0]),
          says="1", over="a", stored="runs")
claim("early", sum(
    a for a in b) / 50_000, "2"), claim(name="last", value=int(3), says="3")"""
    assert calls(source) == [
        Call("late", "1", "a", "runs", "x[0]"), Call("early", "2", "", "", "sum( a for a in b) / 50_000"),
        Call("last", "3", "", "", "3")]


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
def visible(text):
    """Prose without what holds numbers that are no claims: code, math, directives, links, roles, headings."""
    for pattern in (r"(?s)```(?!{(?:exercise|solution)}).*?```", r"(?s)\$\$.*?\$\$", r"\$[^$\n]*\$", r"`[^`\n]*`",
                    r"\{[\w:]+\}", r"\]\([^)]*\)", r"(?m)^:{3,}.*$", r"(?m)^:\w+:.*$", r"(?m)^#+ .*$"):
        text = re.sub(pattern, " ", text)
    return text


def unclaimed(text):
    """Decimal fractions and percentages that stand in the prose as digits."""
    numbers = re.findall(r"(?<![\w.])\d[\d,]*\.\d+(?:\s?%)?|\d+\s?%", visible(text))
    return {re.sub(r"\s", "", n) for n in numbers}


def test_the_check_of_the_prose_can_fail():
    text = "It is 0.51 or 12 % and $0.7$, `0.8`, see [here](a0.9.html).\n## Part 1.5\n"
    assert unclaimed(text) == {"0.51", "12%"}


ROLE = re.compile(r"\{claim\}`(?:[^`<]*<)?([^`<>]+)>?`")


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda p: p.stem)
def test_the_prose_says_what_is_claimed(path):
    found, named = [name for name, _ in find_claims(path)], set(ROLE.findall(prose(path)))
    assert len(found) >= 3 and len(set(found)) == len(found) and set(found) == named


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda p: p.stem)
def test_what_the_prose_says_is_claimed(path):
    text = re.sub(r"\{(?:claim|lab)\}`[^`]*`|^- \[[ x]\].*$", " ", prose(path), flags=re.M)
    assert unclaimed(text) == set()


def test_roles_are_found():
    text = "{claim}`a-b`, {claim}`all of it <els-r2>`, {lab}`a window <Lab: window=3>` and {cite:t}`x`"
    assert ROLE.findall(text) == ["a-b", "els-r2"]


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda p: p.stem)
def test_claims_were_checked_when_the_chapter_ran(path):
    cells = [c for c in json.loads(path.read_text("utf8"))["cells"] if c["cell_type"] == "code"]
    outputs = [out for cell in cells for out in cell["outputs"]]
    texts = ["".join(o.get("text", o.get("data", {}).get("text/plain", ""))) for o in outputs]
    lines = {line for text in texts for line in text.splitlines()}
    assert [c for c in find_claims(path) if f"{c[0]}: {c[1]}" not in lines] == []
