"""Every number in the prose is a claim: computed in a cell beside it, and refused where the two disagree."""

import ast
import json
import pathlib
import re
from decimal import ROUND_HALF_EVEN, Decimal

NUMBER = re.compile(r"^-?\d[\d,]*(\.\d+)?(e-?\d+)?$")


class ClaimError(AssertionError):
    """The computed value does not round to what the prose says."""


def claim(name: str, value: float, says: str) -> None:
    """Check that `value` rounds to `says` at the precision printed there, and print the claim.

    `says` is the number as the prose prints it: "0.95", "2,000", "98 %" (value 0.98), "1.9e-3".
    Raises ValueError for a `says` that is not a number, ClaimError where the value rounds to something else.
    """
    text = says.removesuffix("%").strip()
    if not NUMBER.match(text):
        raise ValueError(f"says must be a number such as 0.95, 2,000, 98 % or 1.9e-3, got {says!r}")
    said = Decimal(text.replace(",", ""))
    exact = Decimal(repr(float(value))) * (100 if says.endswith("%") else 1)
    step = Decimal(1).scaleb(int(said.as_tuple().exponent))
    if not exact.is_finite() or exact.quantize(step, ROUND_HALF_EVEN) != said:
        raise ClaimError(f"{name}: the prose says {says}, the value is {float(value):.10g}")
    print(f"{name}: {says}")


def find_claims(notebook: pathlib.Path) -> list[tuple[str, str]]:
    """(name, says) of every call of `claim` in the notebook, in order."""
    found = []
    for cell in json.loads(notebook.read_text("utf8"))["cells"]:
        if cell["cell_type"] == "code":
            for node in ast.walk(ast.parse("".join(cell["source"]))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "claim":
                    says = next(k.value for k in node.keywords if k.arg == "says")
                    found.append((ast.literal_eval(node.args[0]), ast.literal_eval(says)))
    return found


def prose(notebook: pathlib.Path) -> str:
    """The markdown text of the notebook, cells joined by newlines."""
    cells = json.loads(notebook.read_text("utf8"))["cells"]
    return "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
