"""One node for HTML elements that docutils has no word for: form controls, `details`, live regions."""

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxTranslator


class tag(nodes.General, nodes.TextElement):
    """An element `element` of HTML with `attributes`; its children, words and links too, stand in it.

    An attribute True has no value.
    """

    child_text_separator = ""

    def __init__(self, element: str = "div", *children: nodes.Node, **attributes: str | bool) -> None:
        named = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}
        super().__init__("", "", *children, element=element, attributes=named)


EMPTY = {"input"}


def visit(self: Any, node: tag) -> None:
    """Open the element."""
    given = "".join(f" {key}" if value is True else f' {key}="{self.attval(value)}"'
                    for key, value in node["attributes"].items())
    self.body.append(f"<{node['element']}{given}>")


def depart(self: Any, node: tag) -> None:
    """Close it."""
    if node["element"] not in EMPTY:
        self.body.append(f"</{node['element']}>")


def passed(self: SphinxTranslator, node: tag) -> None:
    """What other forms than HTML make of the element: what stands in it."""


def setup(app: Sphinx) -> None:
    other = passed, passed
    app.add_node(tag, html=(visit, depart), latex=other, text=other, man=other, texinfo=other)
