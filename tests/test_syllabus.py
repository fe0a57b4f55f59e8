"""What the page for instructors says of each chapter is what the chapter says."""

import pathlib
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "_ext"))
from house import generated  # noqa: E402

CHAPTER = """# Noise
:::{admonition} Is it so?
:class: front-box

**Reading** 35 minutes. **Running** at most 60 s.
:::
"""


@pytest.mark.parametrize(("titles", "words"), [
    ([], "0"), (["", ""], "2"), ([" By hand · 5 minutes", " By hand · easy · 10 minutes"], "2: 2 by hand; 15 minutes"),
    ([" Code · 15 minutes, one of them waiting", " Open"], "2: 1 code, 1 open; 15 minutes and more"),
])
def test_exercises_are_counted_by_kind_with_their_minutes(titles, words):
    text = CHAPTER + "\n".join(f"```{{exercise}}{title}\nWhy?\n```" for title in titles)
    (row,) = generated.syllabus({"01-noise": text}).splitlines()[2:]
    assert row == f"| [](/chapters/01-noise) | Is it so? | 35 minutes | {words} |"


@pytest.mark.parametrize("text", ["# Noise", CHAPTER.replace("front-box", "note"), CHAPTER.replace("Reading", "Time")])
def test_a_chapter_without_a_front_box_is_named(text):
    with pytest.raises(ValueError, match="01-noise must have a front box"):
        generated.syllabus({"01-noise": text})


def test_all_chapters_of_the_book_in_order():
    texts = generated.chapter_texts(ROOT)
    assert [name[:2] for name in texts] == [f"{k:02}" for k in range(1, 16)]
    rows = generated.syllabus(texts).splitlines()[2:]
    assert len(rows) == 15 and all(" minutes | " in row for row in rows)
