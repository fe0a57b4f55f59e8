"""The form every chapter keeps, and the promises of its front box."""

import ast
import json
import pathlib
import re
from collections import Counter

import nbformat
import pytest
from mosaics.core.claims import calls

ROOT = pathlib.Path(__file__).resolve().parents[1]
CHAPTERS = sorted((ROOT / "chapters").glob("*.ipynb"))
FORM = (":class: front-box", ":kind: predict", ":::{experiment} ", "## What we learned", "## Exercises",
        "## Test yourself", "## Further reading")
LADDER = {"By hand": 2, "Code": 2, "Measurement": 1, "Open": 1}
LINES, COLUMNS = 12, 80  # at most, of a code cell that is shown
PROMISE = re.compile(r"\*\*Running\*\* at most (\d+) s and (\d+) MB")


def text(path: pathlib.Path) -> str:
    return "\n".join(c.source for c in nbformat.read(path, as_version=4).cells if c.cell_type == "markdown")


def code(path: pathlib.Path, *tags: str, without: tuple[str, ...] = ()) -> list[str]:
    """Sources of the code cells that have all of these tags, and none of those."""
    cells = [c for c in nbformat.read(path, as_version=4).cells if c.cell_type == "code"]
    return [c.source for c in cells if set(tags) <= set(c.metadata.get("tags", [])) and not set(without) & set(
        c.metadata.get("tags", []))]


def test_there_are_chapters_to_check():
    assert [p.stem for p in CHAPTERS] == [
        "01-diffusion", "02-ideal", "03-memorization", "04-turing", "05-rules", "06-local", "07-equivariant",
        "08-provenance", "09-networks", "10-prediction", "11-fingers", "12-attention", "13-rivals", "14-canvas",
        "15-creativity"]


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda p: p.stem)
def test_parts_of_a_chapter_come_in_order(path):
    places = [text(path).find(part) for part in FORM]
    assert -1 not in places and places == sorted(places)


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda p: p.stem)
def test_exercises_are_a_ladder_with_solutions(path):
    """Two by hand, two in code, one measurement and one that is open, each with its level and minutes."""
    prose = text(path)
    exercises = re.findall(r"`{3,}{exercise}(.*)\n:label: (\S+)", prose)
    assert [label for _, label in exercises] == re.findall(r"`{3,}{solution} (\S+)", prose)
    form = re.compile(r" (By hand|Code|Measurement|Open) · (easy|medium|hard) · \d+ minutes")
    titles = [form.fullmatch(title) for title, _ in exercises]
    kinds = Counter(title[1] for title in titles if title)
    assert None not in titles and all(kinds[kind] >= n for kind, n in LADDER.items())


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda p: p.stem)
def test_three_to_five_questions_test_the_reader(path):
    own = text(path).partition("## Test yourself")[2].partition("\n## ")[0]
    asked = re.findall(r"^:::+{quiz} ", own, re.M)
    assert 3 <= len(asked) <= 5 and ":kind: predict" not in own


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda p: p.stem)
def test_front_box_promise_holds(path):
    seconds, megabytes = map(int, PROMISE.search(text(path)).groups())
    ran = json.loads((ROOT / "data/results/timings.json").read_text("utf8"))["chapters"][path.stem]
    assert ran["seconds"] <= seconds <= 90 and ran["peak_mb"] <= megabytes <= 1536


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda p: p.stem)
def test_a_module_stands_behind_the_chapter(path):
    module = ROOT / "code/mosaics" / path.stem.split("-", 1)[1]
    assert module.with_suffix(".py").is_file() or (module / "__init__.py").is_file()


# ---------------------------------------------------------------- numbers apart, code that is worth reading
@pytest.mark.parametrize("path", CHAPTERS, ids=lambda p: p.stem)
def test_claims_stand_in_their_cells_and_say_over_what(path):
    assert [claim for source in code(path, without=("claims",)) for claim in calls(source)] == []
    found = [calls(source) for source in code(path, "claims")]
    assert found and all(found) and [claim.name for cell in found for claim in cell if not claim.over.strip()] == []
    assert all(nothing_shown(source) for source in code(path, "claims"))


def nothing_shown(source: str) -> bool:
    """Whether a cell draws and prints nothing: what a cell of claims put out, a reader would not see."""
    called = [node.func.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)
              and isinstance(node.func, ast.Name)]
    return not {"print", "show", "table", "strip", "display"} & set(called)


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda p: p.stem)
def test_code_that_is_shown_is_short_and_plain(path):
    shown = code(path, without=("claims", "hide-input", "remove-input"))
    assert [fault for source in shown for fault in faults(source)] == []


def faults(source: str) -> list[str]:
    """What makes a visible cell hard to read: too many or too long lines, assignments within expressions."""
    lines = source.splitlines()
    inside = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.NamedExpr)]
    return [f"{len(lines)} lines: {lines[0]}"] * (len(lines) > LINES) + [
        line for line in lines if len(line) > COLUMNS] + [ast.unparse(node) for node in inside]


def test_faults_of_code_are_found():
    assert faults("x = 1\n" * LINES) == [] == faults("x = " + "1" * (COLUMNS - 4))
    assert faults("x = 1\n" * (LINES + 1)) == [f"{LINES + 1} lines: x = 1"]
    assert faults("x = " + "1" * (COLUMNS - 3)) and faults("(y := 2)") == ["(y := 2)"]
    assert not nothing_shown("show(fig)") and nothing_shown("claim('a', show.x, '1')")
