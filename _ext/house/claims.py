"""Numbers of the prose: the role `{claim}`, and what the page tells of the claim that it names.

The role prints what the claim says and links to the claim's row in the section's folded cell; `web/claims.js` shows
the row beside the number. The value comes from the metadata of the executed cell's output, the expression that
computed it from its source.
"""

import html
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from mosaics.core import claims
from myst_nb.core.render import NbElementRenderer
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx.util.docutils import ReferenceRole

from . import figures, folds

LOGGER = logging.getLogger(__name__)
LONGEST = 180  # characters of an expression that a popover shows; the cell has all of it
HEAD = ("claim", "in the text", "full value", "computed over")


class mark(nodes.inline):
    """A number of the prose that names its claim: attributes `claim` and, where the prose words it, `shown`."""


class ClaimRole(ReferenceRole):
    """`{claim}` with the name of a claim, or with a text and the name in angle brackets."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """The mark, which the transform below turns into a link."""
        node = mark("", claim=self.target, shown=self.title if self.has_explicit_title else "")
        self.set_source_info(node)
        return [node], []


class Claims(SphinxTransform):
    """Each mark becomes a link that shows what its claim says; each cell of claims a fold with a table."""

    default_priority = 880  # after the cells and the text have their nodes, before what counts them

    def apply(self, **kwargs: Any) -> None:
        """Warn of names that no cell claims, which stops the build."""
        known: dict[str, claims.Call] = {}
        for cell in cells(self.document):
            if "tag_claims" in cell["classes"]:
                found = claims.calls(source(cell))
                known |= {call.name: call for call in found}
                close(cell, found)
        for node in list(self.document.findall(mark)):
            node.replace_self(link(node, known))


def cells(document: nodes.Node) -> list[nodes.container]:
    """The code cells of a page."""
    return [node for node in document.findall(nodes.container) if node.get("nb_element") == "cell_code"]


def part(cell: nodes.Element, name: str) -> nodes.Element | None:
    """The "source" or the "output" of a cell, None where it has none."""
    return next((child for child in cell.children if isinstance(child, nodes.Element)
                 and child.get("nb_element") == f"cell_code_{name}"), None)


def source(cell: nodes.Element) -> str:
    """The code of a cell."""
    code = part(cell, "source")
    return code.astext() if code is not None else ""


def link(node: mark, known: dict[str, claims.Call]) -> nodes.Node:
    """A link to the claim's row; the bare text, and a warning, where the page has no such claim or another number."""
    name, shown = node["claim"], node["shown"]
    if name not in known:
        LOGGER.warning("no cell tagged claims on this page claims %r", name, location=node)
        return nodes.Text(shown or name)
    says = known[name].says
    if shown and not claims.agrees(shown, says):
        LOGGER.warning("the claim %r says %s, which %r does not", name, says, shown, location=node)
    return nodes.reference("", "", *(number(says) if not shown else [nodes.Text(shown)]), refid=anchor(name),
                           classes=["claim"], internal=True)


def number(says: str) -> list[nodes.Node]:
    """A number as the prose prints it."""
    base, exponent = claims.split(says)
    return [nodes.Text(base), *([nodes.superscript("", exponent)] if exponent else [])]


def anchor(name: str) -> str:
    """The id of a claim's row."""
    return f"claim-{name}"


# ---------------------------------------------------------------- the folded cell
def close(cell: nodes.container, found: list[claims.Call]) -> None:
    """Fold a cell of claims: its table, then its code, without the outputs that only carried the values."""
    facts = {node["claim"]["name"]: node["claim"] for node in cell.findall(nodes.Element) if node.get("claim")}
    code = part(cell, "source")
    words = f"{len(found)} number{'s' * (len(found) != 1)} of this section, checked"
    table = nodes.raw("", rows(found, facts), format="html")
    body = [table, *([code] if code is not None else [])]
    others = [child for child in outputs(cell) if not is_text(child)]
    cell.clear()
    cell += folds.make([nodes.Text(words)], body, "claims")
    if others:
        cell += nodes.container("", *others, nb_element="cell_code_output", classes=["cell_output"])


def outputs(cell: nodes.Element) -> Iterator[nodes.Node]:
    """What a cell has put out."""
    held = part(cell, "output")
    return iter(list(held.children) if held is not None else [])


def is_text(output: nodes.Node) -> bool:
    """Whether an output is plain text and nothing else."""
    if isinstance(output, nodes.literal_block):
        return True
    bundle = isinstance(output, nodes.container) and output.get("nb_element") == "mime_bundle"
    return bundle and all(kind.get("mime_type") == "text/plain" for kind in output.children)


def rows(found: list[claims.Call], facts: dict[str, dict[str, Any]]) -> str:
    """The table of a cell's claims. A row holds what the popover of its number tells."""
    head = "".join(f'<th scope="col">{words}</th>' for words in HEAD)
    lines = "\n".join(row(call, facts.get(call.name, {})) for call in found)
    return (f'<table class="table claims-table"><thead><tr>{head}</tr></thead>\n<tbody>\n{lines}\n</tbody></table>\n')


def row(call: claims.Call, facts: dict[str, Any]) -> str:
    """One claim: name, what the prose says, full value, over what, and for stored results how they were made."""
    says, value = set_above(*claims.split(call.says)), facts.get("value", "")
    value = set_above(*claims.split(value)) if claims.NUMBER.fullmatch(value) else html.escape(value)
    code = call.expression if len(call.expression) <= LONGEST else call.expression[:LONGEST].rstrip() + " …"
    stored = facts.get("stored") or {}
    made = (f'<span class="claim-stored">Stored in {html.escape(stored["file"])}: {html.escape(stored["machine"])}, '
            f'{html.escape(stored["date"])}, seeds {html.escape(stored["seeds"])}.</span>' if stored else "")
    return (f'<tr id="{anchor(call.name)}" data-code="{html.escape(code)}"><th scope="row">{call.name}</th>'
            f'<td>{says}</td><td class="claim-value">{value}</td>'
            f'<td>{html.escape(facts.get("over", call.over))}{made}</td></tr>')


def set_above(base: str, exponent: str) -> str:
    """A number in HTML."""
    return base + (f"<sup>{exponent}</sup>" if exponent else "")


# ---------------------------------------------------------------- values
def with_facts(render: Any) -> Any:
    """Wrap `render_text_plain` so that a claim's output keeps what its metadata tells."""

    def render_text_plain(self: NbElementRenderer, data: Any) -> list[nodes.Element]:
        texts = render(self, data)
        if facts := data.output_metadata.get("claim"):
            texts[0]["claim"] = dict(facts)
        return texts

    return render_text_plain


def setup(app: Sphinx) -> None:
    app.add_role("claim", ClaimRole())
    app.add_transform(Claims)
    app.add_node(mark)
    figures.wrap("render_text_plain", with_facts)
