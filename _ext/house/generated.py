"""Directives whose text depends on other files: `{launching}` and `{timings}` on the page "Running the book",
`{syllabus}` on the page "For instructors"."""

import json
import pathlib
import re
from collections import Counter

from docutils import nodes
from docutils.parsers.rst import Directive
from docutils.statemachine import StringList
from sphinx.config import Config

RESULTS = pathlib.Path("data/results/timings.json")
BUTTONS = """\
The rocket at the top of a chapter opens it

- in **Binder**: a free machine with everything installed, and JupyterLab on it. It may take minutes to wake.
- in **Colab**: needs a Google account. The notebook's first code cell installs the book's package and data. If it
  asks where the book is, write `book = "git+{address}"`.
"""
NO_BUTTONS = """\
These pages were built from a copy of the book without a public address, so they have no launch buttons. Once the
copy is on GitHub or GitLab, a chapter's page offers Binder and Colab; until then, use your own machine."""


def timings(results: dict) -> str:
    """The table of what each chapter costs, and how it was measured."""
    from costs import CPU_SECONDS, MEGABYTES  # here, for it brings torch

    rows = ["| chapter | seconds | CPU seconds | peak memory |", "|---|---:|---:|---:|"]
    rows += [f"| [](/chapters/{name}) | {cost['seconds']:.0f} | {cost['cpu_seconds']:.0f} | {cost['peak_mb']:.0f} MB |"
             for name, cost in sorted(results["chapters"].items())]
    how = (f"Measured on {results['cores']} cores ({results['machine']}) with Python {results['python']} and torch "
           f"{results['torch']}, the whole chapter in a fresh kernel from its start to its last cell. CPU seconds "
           f"count all cores; memory is the largest resident size. At most {CPU_SECONDS:.0f} CPU seconds and "
           f"{MEGABYTES:,.0f} MB a chapter.")
    return "\n".join([*rows, "", how])


def syllabus(chapters: dict[str, str]) -> str:
    """A table of what chapters ask and how long they take, from their text, by the name of their file, in order.

    A chapter's front box has its question as title and says **Reading** 35 minutes; an exercise's title is like "By
    hand · easy · 10 minutes". ValueError for a chapter without such a box.
    """
    rows = ["| chapter | its question | reading | exercises |", "|---|---|---:|---|"]
    for name, text in chapters.items():
        question = re.search(r"\{admonition\} (.+)\n:class: front-box", text)
        reading = re.search(r"\*\*Reading\*\* (\d+ minutes)", text)
        if not question or not reading:
            raise ValueError(f"{name} must have a front box that says **Reading** and its minutes")
        rows.append(f"| [](/chapters/{name}) | {question[1]} | {reading[1]} | {exercises(text)} |")
    return "\n".join(rows)


def exercises(text: str) -> str:
    """How many exercises of which kind a chapter has, and their minutes; "and more" where not all say them."""
    titles = [title.strip() for title in re.findall(r"\{exercise\}(.*)", text)]
    kinds = Counter(title.partition("·")[0].strip().lower() for title in titles if title)
    minutes = [int(found[1]) for title in titles if (found := re.search(r"(\d+) minutes", title))]
    told = [", ".join(f"{count} {kind}" for kind, count in kinds.items())] if kinds else []
    if minutes:
        told.append(f"{sum(minutes)} minutes" + " and more" * (len(minutes) < len(titles)))
    return f"{len(titles)}" + (f": {'; '.join(told)}" if told else "")


def chapter_texts(root: pathlib.Path) -> dict[str, str]:
    """The Markdown of every chapter by the name of its file, in order."""
    paths = sorted((root / "chapters").glob("[0-9][0-9]-*.ipynb"))
    cells = {path.stem: json.loads(path.read_text("utf8"))["cells"] for path in paths}
    return {name: "\n".join("".join(cell["source"]) for cell in held if cell["cell_type"] == "markdown")
            for name, held in cells.items()}


class Generated(Directive):
    """A directive without content: parses what `text` returns, where it stands."""

    def text(self, config: Config, root: pathlib.Path) -> str:
        """MyST source of what the directive stands for."""
        raise NotImplementedError

    def sources(self, root: pathlib.Path) -> list[pathlib.Path]:
        """The files that the text depends on."""
        return [root / RESULTS]

    def run(self) -> list[nodes.Node]:
        """Parse the text."""
        env = self.state.document.settings.env
        root = pathlib.Path(env.app.confdir)
        for path in self.sources(root):
            env.note_dependency(str(path))
        holder = nodes.container()
        lines = self.text(env.config, root).splitlines()
        self.state.nested_parse(StringList(lines, self.name), self.content_offset, holder)
        return list(holder.children)


class Timings(Generated):
    """What each chapter costs (`make timings` measures it)."""

    def text(self, config: Config, root: pathlib.Path) -> str:
        """The table, or how to get it."""
        from mosaics.core.data import results  # here, for it brings torch

        return timings(results(RESULTS.stem)) if (root / RESULTS).exists() else "Not measured yet: run `make timings`."


class Launching(Generated):
    """How a chapter is run online, which needs an address of the repository."""

    def text(self, config: Config, root: pathlib.Path) -> str:
        """What the buttons do, or why there are none."""
        address = config.html_theme_options.get("repository_url")
        return BUTTONS.format(address=address) if address else NO_BUTTONS


class Syllabus(Generated):
    """What each chapter asks, and its minutes."""

    def text(self, config: Config, root: pathlib.Path) -> str:
        """The table."""
        return syllabus(chapter_texts(root))

    def sources(self, root: pathlib.Path) -> list[pathlib.Path]:
        """The chapters."""
        return sorted((root / "chapters").glob("*.ipynb"))
