"""What a page folds: `<details>` of three kinds, and the directive `{derivation}`.

A fold has classes for the style sheet and belongs to a layer of the page, mathematics or code, that opens it
(`web/layers.js`), or to none. Its first child is the summary. Formats other than HTML show summary and body.
"""

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator


class fold(nodes.General, nodes.Element):
    """A `<details>`: first its summary, then what it holds. Attribute `layer`: "mathematics", "code" or ""."""


class summary(nodes.TextElement):
    """The line of a fold that opens it."""


def make(title: list[nodes.Node], body: list[nodes.Node], kind: str, layer: str = "") -> fold:
    """A fold of a kind, "code" say, under a title."""
    return fold("", summary("", "", *title), *body, classes=["fold", f"fold-{kind}"], layer=layer)


class Derivation(SphinxDirective):
    """`{derivation} Title`: a calculation, a proof or a remark for the mathematics layer."""

    has_content = True
    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """The fold; an error where it holds nothing."""
        self.assert_has_content()
        title, messages = self.parse_inline(self.arguments[0])
        return [make(title, self.parse_content_to_nodes(), "derivation", "mathematics"), *messages]


def visit_fold(self: HTML5Translator, node: nodes.Element) -> None:
    layer = {"data-layer": node["layer"]} if node["layer"] else {}
    self.body.append(self.starttag(node, "details", **layer))


def depart_fold(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append("</div></details>\n")


def visit_summary(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append(self.starttag(node, "summary", "") + "<span>")


def depart_summary(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append('</span></summary>\n<div class="fold-body">')


def skip(self: Any, node: nodes.Element) -> None:
    """Formats without folds show what is in them."""


def setup(app: Sphinx) -> None:
    app.add_directive("derivation", Derivation)
    for node, visit, depart in ((fold, visit_fold, depart_fold), (summary, visit_summary, depart_summary)):
        app.add_node(node, html=(visit, depart), latex=(skip, skip), text=(skip, skip))
