"""The form every chapter keeps, and the promises of its front box."""

import json
import pathlib
import re

import nbformat
import pytest

ROOT = pathlib.Path(__file__).resolve().parents[1]
CHAPTERS = sorted((ROOT / "chapters").glob("*.ipynb"))
FORM = (":class: front-box", ":class: predict", "## Try it: ", "## What we learned", "## Exercises", "## Test yourself",
        "## Further reading")
PROMISE = re.compile(r"\*\*Running\*\* at most (\d+) s and (\d+) MB")


def text(path: pathlib.Path) -> str:
    return "\n".join(c.source for c in nbformat.read(path, as_version=4).cells if c.cell_type == "markdown")


def test_there_are_chapters_to_check():
    assert [p.stem for p in CHAPTERS]== [
        "01-diffusion", "02-ideal", "03-memorization", "04-turing", "05-rules", "06-local", "07-equivariant",
        "08-provenance", "09-networks", "10-prediction"]


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda p: p.stem)
def test_parts_of_a_chapter_come_in_order(path):
    places = [text(path).find(part) for part in FORM]
    assert -1 not in places and places == sorted(places)


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda p: p.stem)
def test_every_exercise_has_a_solution_and_one_is_open(path):
    prose = text(path)
    exercises = re.findall(r"```{exercise}\n:label: (\S+)", prose)
    assert len(exercises) >= 4 and exercises == re.findall(r"```{solution} (\S+)", prose)
    assert "*Code.*" in prose and "*Open.*" in prose
    assert len(re.findall(r":::{admonition} \d\. ", prose)) == 3


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda p: p.stem)
def test_front_box_promise_holds(path):
    seconds, megabytes = map(int, PROMISE.search(text(path)).groups())
    ran = json.loads((ROOT / "data/results/timings.json").read_text("utf8"))["chapters"][path.stem]
    assert ran["seconds"] <= seconds <= 90 and ran["peak_mb"] <= megabytes <= 1536


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda p: p.stem)
def test_a_module_stands_behind_the_chapter(path):
    assert (ROOT / "code/mosaics" / (path.stem.split("-", 1)[1] + ".py")).is_file()
