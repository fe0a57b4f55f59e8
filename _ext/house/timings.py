"""`{timings}`: the table of what each chapter costs, from data/results/timings.json (`make timings`)."""

import json
import pathlib

from docutils import nodes
from docutils.parsers.rst import Directive
from docutils.statemachine import StringList

RESULTS = pathlib.Path("data/results/timings.json")


def sentences(results: dict) -> list[str]:
    """The table and the sentence on how it was measured, as MyST lines."""
    rows = ["| chapter | seconds | peak memory |", "|---|---:|---:|"]
    rows += [f"| [](/chapters/{name}) | {c['seconds']:.0f} | {c['peak_mb']:.0f} MB |"
             for name, c in sorted(results["chapters"].items())]
    how = (f"Measured on {results['cores']} cores ({results['machine']}) with Python {results['python']} and torch "
           f"{results['torch']}: the whole chapter in a fresh kernel, from its start to its last cell; memory is "
           "the kernel's largest resident size.")
    return [*rows, "", how]


class Timings(Directive):
    """Write the table, or say that nothing was measured."""

    def run(self) -> list[nodes.Node]:
        """Parse the table where the directive stands."""
        env = self.state.document.settings.env
        source = pathlib.Path(env.app.confdir) / RESULTS
        env.note_dependency(str(source))
        holder = nodes.container()
        lines = ["Nothing has been measured yet: run `make timings`."]
        if source.exists():
            lines = sentences(json.loads(source.read_text()))
        self.state.nested_parse(StringList(lines, str(source)), self.content_offset, holder)
        return holder.children
