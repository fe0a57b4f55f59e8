"""Three layers of a page: the story, the mathematics, the code. What is not the story stands in folds.

Visible code cells fold with their plain texts; their figures, labs and tables stay. `{prf:proof}` folds as
`{derivation}` does. A cell tagged `solution` moves into the solution before it. `web/layers.js` opens the folds of
the layers that a reader wants.
"""

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx_exercise.nodes import solution_node
from sphinx_proof.nodes import proof_node

from . import claims, folds

LAB = re.compile(r"^[A-Z]\w+\(.*\)\.show\(\)$", re.M)
LOGGER = logging.getLogger(__name__)
KINDS = {"heart": "heart", "hide-input": "hidden"}  # of folds, by a cell's tag; hidden code is in no layer


class Layers(SphinxTransform):
    """Fold what belongs to a layer."""

    default_priority = 890  # after the claims' cells have their folds

    def apply(self, **kwargs: Any) -> None:
        """Move the solutions' cells, then fold code and proofs."""
        for cell in claims.cells(self.document):
            tags = cell["cell_metadata"].get("tags", [])
            if "solution" in tags:
                move(cell)
            elif "claims" not in tags:
                fold_code(cell, next((kind for tag, kind in KINDS.items() if tag in tags), "code"))
        for proof in list(self.document.findall(proof_node)):
            fold_proof(proof)


def move(cell: nodes.container) -> None:
    """Put a solution's cell at the end of the solution before it; warn where something else stands there."""
    siblings = cell.parent.children
    before = siblings[siblings.index(cell) - 1] if siblings.index(cell) else None
    if not isinstance(before, solution_node):
        LOGGER.warning("a cell tagged solution must stand right after a solution", location=cell)
        return
    cell.parent.remove(cell)
    before.children[-1].append(cell)  # type: ignore[union-attr]


def fold_code(cell: nodes.container, kind: str) -> None:
    """Fold the code of a cell, and but for hidden code the plain texts put out; all else that it put out stays."""
    code = claims.part(cell, "source")
    if code is None:
        return
    cell.attributes.pop("hide_mode", None)  # MyST-NB's own fold
    texts = [child for child in claims.outputs(cell) if claims.is_text(child)] if kind != "hidden" else []
    body = [code, *([nodes.container("", *texts, classes=["cell_output"])] if texts else [])]
    held = claims.part(cell, "output")
    rest = [child for child in held.children if child not in texts] if held is not None else []
    cell.clear()
    named = kind if rest or kind != "hidden" else "setup"
    cell += folds.make([nodes.Text(title(code.astext(), named))], body, kind, "code" if kind != "hidden" else "")
    if held is not None and rest:
        held.children = []
        held.extend(rest)
        cell.insert(0 if kind == "hidden" else 1, held)  # a picture first, what drew it after its caption


def title(code: str, kind: str) -> str:
    """What a reader sees of folded code: its first line where that is a comment, or what it is and how long."""
    lines = [line for line in code.splitlines() if line.strip()]
    length = f"{len(lines)} line{'s' * (len(lines) != 1)}"
    comment = lines[0].removeprefix("#").strip() if lines and lines[0].startswith("#") else ""
    lab = ": the lab" if LAB.search(code) else ""
    return {"heart": f"The heart of it, in {length}", "hidden": f"Code behind it, {length}",
            "setup": f"Code: set-up, {length}"}.get(kind, f"Code: {comment}" if comment else f"Code{lab}, {length}")


def fold_proof(proof: proof_node) -> None:
    """Fold a proof, unless a derivation around it does."""
    above = proof.parent
    while above is not None and not isinstance(above, folds.fold):
        above = above.parent
    if above is None:
        statement = list(proof.children[0].children)
        first = next(proof.findall(nodes.Text), None)
        if first is not None and first.startswith("Proof. "):  # the summary says so
            first.parent.replace(first, nodes.Text(first.removeprefix("Proof. ")))
        proof.replace_self(folds.make([nodes.Text("Proof")], statement, "derivation", "mathematics"))


def dress(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Give a page the scripts that its folds and numbers need."""
    if doctree is None:
        return
    if any(node["layer"] for node in doctree.findall(folds.fold)):
        app.add_js_file("layers.js")  # not deferred: it opens folds before they are seen
    if any("claim" in node["classes"] for node in doctree.findall(nodes.reference)):
        app.add_js_file("claims.js", defer="defer")


def setup(app: Sphinx) -> None:
    app.add_transform(Layers)
    app.connect("html-page-context", dress)
