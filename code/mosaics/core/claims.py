"""Every number in the prose is a claim: computed in a cell of its section, and refused where the two disagree."""

import ast
import json
import pathlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import SupportsFloat

from IPython import get_ipython
from IPython.display import display

NUMBER = re.compile(r"-?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?(e-?\d+)?")
NAME = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9.]+)*")  # capitals for names such as IS
WIDE = Context(prec=700)  # digits enough for any float64 at any printed precision
NOTHING = Decimal("1e-6")  # what rounding errors leave of a zero
SIGNIFICANT = 6  # digits of the full value: more would differ from machine to machine
STORED = ("machine", "date", "seeds")  # what a file of stored results says of its making
WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
ARGUMENTS = ("name", "value", "says", "over", "stored")
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


class ClaimError(AssertionError):
    """The computed value does not round to what the prose says."""


def claim(name: str, value: SupportsFloat, says: str, over: str, stored: str = "") -> None:
    """Check that `value` rounds to `says` at the precision printed there.

    `says` is the number as the prose prints it: "0.95", "2,000", "98 %" (value 0.98), "1.9e-3". A bare "0" or "0 %"
    reads as none at all: it is true of zero only, up to rounding errors; what is small is "0.0". `name` is words joined
    by hyphens, by which the prose names the claim. `over` says in plain words what the number was computed over: "64
    samples", "exact formula". `stored` names the file data/results/<stored>.json that the value was read from.
    A notebook keeps the full value beside its output, for the book's page.
    Raises ValueError for a `says`, a name or stored results of another form and for an empty `over`, TypeError for what
    is no text or no number, ClaimError where the value rounds to something else, FileNotFoundError where the stored
    results are missing.
    """
    for text, what in ((name, "name"), (says, "says"), (over, "over"), (stored, "stored")):
        if not isinstance(text, str):
            raise TypeError(f"{what} must be a text in quotes, got {text!r}")
    if not NAME.fullmatch(name):
        raise ValueError(f"name must be words joined by hyphens such as els-median-r2, got {name!r}")
    if not over.strip():
        raise ValueError("over must say what the number was computed over, such as 64 samples, got an empty text")
    said = _number(says)
    number = _float(value)
    exact = Decimal(repr(number)) * (100 if says.endswith("%") else 1)
    step = Decimal(1).scaleb(int(said.as_tuple().exponent))
    if not exact.is_finite() or exact.quantize(step, ROUND_HALF_EVEN, WIDE) != said:
        raise ClaimError(f"{name}: the prose says {says}, the value is {number:.10g}")
    if said == 0 and step == 1 and abs(exact) > NOTHING:
        raise ClaimError(f"{name}: the prose says {says}, the value is {number:.10g}, which is more than none")
    _note(name, number, says, over, _making(stored) if stored else {})


def _note(name: str, number: float, says: str, over: str, making: dict[str, str]) -> None:
    """Leave the claim in the notebook: a short text, and beside it what the page tells of the number."""
    if get_ipython() is not None:
        facts = {"name": name, "value": _full(number), "over": over, "stored": making}
        display({"text/plain": f"{name}: {says}"}, metadata={"claim": facts}, raw=True)


def _full(number: float) -> str:
    if number == round(number) and abs(number) < 1e9:
        return f"{number:,.0f}"
    digits, _, exponent = f"{number:.{SIGNIFICANT}g}".partition("e")
    return f"{digits}e{int(exponent)}" if exponent else digits


def _making(stored: str) -> dict[str, str]:
    """How the file of stored results came about, as texts."""
    from .data import about  # here, for it brings torch, which the book's pages need not

    held = about(stored)
    if missing := [key for key in STORED if key not in held]:
        raise ValueError(f"stored: data/results/{stored}.json must say {', '.join(STORED)}, lacks {', '.join(missing)}")
    seeds = held["seeds"]
    texts = {key: str(held[key]) for key in STORED} | {"file": f"data/results/{stored}.json"}
    return texts | {"seeds": ", ".join(map(str, seeds)) if isinstance(seeds, list) else str(seeds)}


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


# ---------------------------------------------------------------- numbers as the prose prints them
def split(says: str) -> tuple[str, str]:
    """A number as a reader reads it, and the exponent of ten that is set above the line, or nothing.

    "98 %" keeps its sign on one line, "-0.4" gets a true minus, "1.9e-3" becomes "1.9 × 10" and "−3".
    ValueError for what is no such number.
    """
    _number(says)
    digits, _, exponent = says.partition("e")
    base = re.sub(r"\s*%", "\u00a0%", digits).replace("-", "−")
    return (f"{base}\u00a0×\u00a010", exponent.replace("-", "−")) if exponent else (base, "")


def plain(says: str) -> str:
    """The same as one text, for where nothing can be set above the line. ValueError as for `split`."""
    base, exponent = split(says)
    return base + exponent.replace("−", "-").translate(RAISED)


def agrees(shown: str, says: str) -> bool:
    """Whether a text shown in place of `says` holds the same number, in digits or, to twelve, as a word.

    ValueError where `says` is no number.
    """
    scale = lambda text: Decimal(100) if text.endswith("%") else Decimal(1)  # noqa: E731
    text = shown.replace("−", "-").replace("\u00a0", " ")
    digits = [match[0] for match in re.finditer(rf"(?:{NUMBER.pattern})(?:\s?%)?", text)]
    found = {_number(each) / scale(each) for each in digits}
    found |= {Decimal(WORDS.index(word)) for word in re.findall(r"[a-z]+", shown.lower()) if word in WORDS}
    return _number(says) / scale(says) in found


# ---------------------------------------------------------------- what a notebook claims
@dataclass(frozen=True)
class Call:
    """One call of `claim`: its texts (for `over` its code, where that is no literal), and the code of its value."""

    name: str
    says: str
    over: str
    stored: str
    expression: str


def calls(source: str) -> list[Call]:
    """Every call of `claim` in the source of a cell, in order. ValueError where a text of it is no literal."""
    code = _python(source)
    found = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)
             and isinstance(node.func, ast.Name) and node.func.id == "claim"]
    return [_read_call(call, code) for call in sorted(found, key=lambda call: (call.lineno, call.col_offset))]


def _python(source: str) -> str:
    """The source without lines that only IPython understands, `%time` and `!ls`."""
    return "\n".join("" if line.startswith(("%", "!")) else line for line in source.splitlines())


def _read_call(call: ast.Call, source: str) -> Call:
    given = dict(zip(ARGUMENTS, call.args, strict=False)) | {str(k.arg): k.value for k in call.keywords}
    given.setdefault("stored", ast.Constant(""))
    texts = {key: n.value if isinstance(n := given.get(key), ast.Constant) else None
             for key in ("name", "says", "stored")}
    over = given.get("over", ast.Constant(""))  # the one text that may be put together
    texts["over"] = over.value if isinstance(over, ast.Constant) else ast.unparse(over)
    if not all(isinstance(text, str) for text in texts.values()) or "value" not in given:
        raise ValueError(f"name, says and stored of a claim must be literal texts, got {ast.unparse(call)}")
    return Call(**{key: str(text) for key, text in texts.items()}, expression=_expression(given["value"], source))


def _expression(value: ast.expr, source: str) -> str:
    """The code of a value on one line, without the conversion around it that a reader need not see."""
    if isinstance(value, ast.Call) and ast.unparse(value.func) in ("float", "int") and len(value.args) == 1:
        value = value.args[0]
    return " ".join((ast.get_source_segment(source, value) or "").split())


def find_claims(notebook: pathlib.Path) -> list[tuple[str, str]]:
    """(name, says) of every call of `claim` in the notebook, in order. ValueError where a text of it is no literal."""
    try:
        return [(call.name, call.says) for source in _sources(notebook, "code") for call in calls(source)]
    except ValueError as err:
        raise ValueError(f"{notebook.name}: {err}") from err


def prose(notebook: pathlib.Path) -> str:
    """The markdown text of the notebook, cells joined by newlines."""
    return "\n".join(_sources(notebook, "markdown"))


def _sources(notebook: pathlib.Path, kind: str) -> Iterator[str]:
    cells = json.loads(notebook.read_text("utf8"))["cells"]
    return ("".join(cell["source"]) for cell in cells if cell["cell_type"] == kind)
