"""What the build computed in every chapter: the committed text outputs, within a chapter's budget."""

import functools
import pathlib
from collections.abc import Iterator

import build
import nbformat
import pytest
from costs import CPU_SECONDS, MEGABYTES, Cost, slowness
from jupyter_cache import get_cache
from notebooks import merged

ROOT = pathlib.Path(__file__).resolve().parents[1]
CHAPTERS = sorted((ROOT / "chapters").glob("*.ipynb"))

allowance = functools.cache(slowness)


def texts(nb: nbformat.NotebookNode) -> Iterator[tuple[str, str, str]]:
    """Of every output: its cell, where its text stands, and the text. Pictures are named by their text alternatives."""
    for cell in nb.cells:
        for out in merged(cell.get("outputs", [])):
            if out.output_type == "stream":
                yield cell.id, out.name, out.text
            elif "image/png" not in out.data:  # in a built page that is a lab's poster: a notebook has none
                yield from ((cell.id, mime, out.data[mime]) for mime in ("text/markdown", "text/plain")
                            if mime in out.data)


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda p: p.stem)
def test_a_chapter_says_what_is_committed_and_keeps_its_budget(path):
    cache = get_cache(build.CACHE)
    record = cache.match_cache_file(str(path))
    assert list(texts(cache.get_cache_bundle(record.pk).nb)) == list(texts(nbformat.read(path, 4)))
    check_budget(Cost(**{name: record.data[name] for name in Cost.__dataclass_fields__}))


def check_budget(cost: Cost) -> None:
    """AssertionError for more CPU seconds, by a machine as fast as that of the stored timings, or more memory."""
    assert cost.cpu_seconds <= CPU_SECONDS * allowance() and cost.peak_mb <= MEGABYTES, cost
