"""Every number in the prose is a claim: computed in a cell beside it, and refused where the two disagree."""

import ast
import json
import pathlib
import re
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import SupportsFloat

NUMBER = re.compile(r"-?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?(e-?\d+)?")
NAME = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9.]+)*")  # capitals for names such as IS
WIDE = Context(prec=700)  # digits enough for any float64 at any printed precision


class ClaimError(AssertionError):
    """The computed value does not round to what the prose says."""


def claim(name: str, value: SupportsFloat, says: str) -> None:
    """Check that `value` rounds to `says` at the precision printed there, and print the claim.

    `says` is the number as the prose prints it: "0.95", "2,000", "98 %" (value 0.98), "1.9e-3". `name` is words joined
    by hyphens.
    Raises ValueError for a `says` or a name of another form, TypeError for what is no text or no number, ClaimError
    where the value rounds to something else.
    """
    for text, what in ((name, "name"), (says, "says")):
        if not isinstance(text, str):
            raise TypeError(f"{what} must be a text in quotes, got {text!r}")
    if not NAME.fullmatch(name):
        raise ValueError(f"name must be words joined by hyphens such as els-median-r2, got {name!r}")
    said = _number(says)
    number = _float(value)
    exact = Decimal(repr(number)) * (100 if says.endswith("%") else 1)
    step = Decimal(1).scaleb(int(said.as_tuple().exponent))
    if not exact.is_finite() or exact.quantize(step, ROUND_HALF_EVEN, WIDE) != said:
        raise ClaimError(f"{name}: the prose says {says}, the value is {number:.10g}")
    print(f"{name}: {says}")


def _float(value: SupportsFloat) -> float:
    try:
        return float("text" if isinstance(value, str) else value)
    except (TypeError, ValueError, RuntimeError, OverflowError) as err:  # as Python, NumPy and torch have it
        raise TypeError(f"value must be one number, got {value!r}") from err


def _number(says: str) -> Decimal:
    text = says.removesuffix("%").strip()
    if not NUMBER.fullmatch(text):
        raise ValueError(f"says must be a number such as 0.95, 2,000, 98 % or 1.9e-3, got {says!r}")
    return Decimal(text.replace(",", ""))


def find_claims(notebook: pathlib.Path) -> list[tuple[str, str]]:
    """(name, says) of every call of `claim` in the notebook, in order. ValueError where either is no literal text."""
    calls = [n for source in _sources(notebook, "code") for n in ast.walk(ast.parse(source)) if _is_claim(n)]
    return [_read_call(call, notebook) for call in calls if isinstance(call, ast.Call)]


def _is_claim(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "claim"


def _read_call(call: ast.Call, notebook: pathlib.Path) -> tuple[str, str]:
    given = dict(zip(("name", "value", "says"), call.args, strict=False)) | {str(k.arg): k.value for k in call.keywords}
    texts = [n.value if isinstance(n := given.get(key), ast.Constant) else None for key in ("name", "says")]
    if not all(isinstance(text, str) for text in texts):
        raise ValueError(f"{notebook.name}: name and says of a claim must be literal texts, got {ast.unparse(call)}")
    return str(texts[0]), str(texts[1])


def prose(notebook: pathlib.Path) -> str:
    """The markdown text of the notebook, cells joined by newlines."""
    return "\n".join(_sources(notebook, "markdown"))


def _sources(notebook: pathlib.Path, kind: str) -> list[str]:
    cells = json.loads(notebook.read_text("utf8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == kind]
