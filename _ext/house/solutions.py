"""Solutions as native folds: the title is the handle, which no script has to put there, and wraps like any line."""

import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator
from sphinx_exercise.nodes import solution_node

TITLE = '<p class="admonition-title">'
KEPT = re.compile(r" (?=·)|(?<=\d) (?=minutes?\b)")  # no line begins with a dot, no number ends one
LINK = re.compile(r"</?a\b[^>]*>")  # a handle within the handle could not be told from it


def visit_solution(self: HTML5Translator, node: nodes.Element) -> None:
    """Open a fold. Where it begins is kept, for its title is known as such only when it is written."""
    classes = [name for name in node["classes"] if name not in ("dropdown", "solution")]
    node["begins"] = len(self.body)
    self.body.append(self.starttag(nodes.Element(ids=node["ids"]), "details", "\n",
                                   CLASS=" ".join(["solution", "admonition", *classes])))


def depart_solution(self: HTML5Translator, node: nodes.Element) -> None:
    """Close it, with the title as its summary."""
    whole = "".join(self.body[node["begins"]:])
    before, _, after = whole.partition(TITLE)
    title, _, rest = after.partition("</p>")
    title = LINK.sub("", title.replace("Solution to<", "Solution to <").replace("> Exercise", ">Exercise"))
    title = KEPT.sub("\u00a0", title)
    self.body[node["begins"]:] = [f'{before}<summary class="admonition-title">{title}</summary>{rest}</details>\n']


def setup(app: Sphinx) -> None:
    """Write sphinx-exercise's solutions in this form."""
    app.setup_extension("sphinx_exercise")
    app.add_node(solution_node, override=True, html=(visit_solution, depart_solution))
