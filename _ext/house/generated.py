"""Directives whose text depends on the build: `{launching}` and `{timings}` on the page "Running the book"."""

import pathlib

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


class Generated(Directive):
    """A directive without content: parses what `text` returns, where it stands."""

    def text(self, config: Config, root: pathlib.Path) -> str:
        """MyST source of what the directive stands for."""
        raise NotImplementedError

    def run(self) -> list[nodes.Node]:
        """Parse the text."""
        env = self.state.document.settings.env
        root = pathlib.Path(env.app.confdir)
        env.note_dependency(str(root / RESULTS))
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
