"""The past of a dish: what was turned, painted or cleared since its start, as a short text, and the field it leads to.

The text is a list of marks `steps:what`, joined by "/", in the order in which they happened: `400:Dv=7` turns a
parameter after 400 steps, `800:dab=12,30,4,paint` puts a mark of radius 4 at column 12 and row 30 (`erase` likewise;
further columns and rows of the same stroke may follow), `900:clear` brings the whole dish back to its even state with a
little noise, `950:noise` adds that noise. A parameter that the text names begins at the pattern's own value; `0:Dv=30`
says otherwise. The page's twin is past.js.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import torch
from jaxtyping import Float
from torch import Tensor

from ... import turing
from ..draws import normals
from ..shared.settings import Setting
from .models import MODELS, PRESETS, SIDES

MOST, LONGEST, LONG = 60, 1500, "long"  # marks; characters; what stands for a past with more
CHUNK = 500  # steps between two states of a long run
DRAWN = ("clear", "noise")  # marks that take noise of their own: the seed's next draws
PLACE = re.compile(r"\d{1,3},\d{1,3},\d{1,2},(paint|erase)(,\d{1,3},\d{1,3})*", re.ASCII)
FORMS = "400:Dv=7, 800:dab=12,30,4,paint, 900:clear or 950:noise"
WIDEST = SIDES[1] >> 3  # radius of the brush
NAMES = {name for model in MODELS.values() for name in model["sliders"]}


class Dab(NamedTuple):
    """Marks of the brush at points (column, row)."""

    points: list[tuple[int, int]]
    radius: int
    kind: str


class Mark(NamedTuple):
    """Something that was done to a dish after `at` steps: `value` is a parameter's, or a Dab; None for noise."""

    at: int
    name: str
    value: float | Dab | None = None


class Start(NamedTuple):
    """How a dish begins: one of STARTS, and the noise's amplitude, also that of noise which is added later."""

    kind: str
    amplitude: float = 0.01


class Past(Setting):
    """What `past` may be set to: a text of marks, or "long"."""

    def __str__(self) -> str:
        return f"marks such as 400:Dv=7/800:dab=12,30,4,paint/900:clear, at most {MOST}, or {LONG}"

    def read(self, text: str) -> str:
        """The text itself; ValueError where it is none."""
        if text != LONG:
            parse(text)
        return text


def parse(text: str) -> list[Mark]:
    """The marks of a text; ValueError with what was given and what is allowed."""
    if not isinstance(text, str):
        raise TypeError(f"past must be a text, got {text!r:.80}")
    parts = text.split("/") if text else []
    if len(parts) > MOST or len(text) > LONGEST:
        raise ValueError(f"past must have at most {MOST} marks and {LONGEST} characters, got {len(parts)} and "
                         f"{len(text)}")
    marks = [_mark(part) for part in parts]
    if any(b.at < a.at for a, b in pairwise(marks)):
        raise ValueError(f"past must be in the order of steps, got {text!r}")
    return marks


def _mark(part: str) -> Mark:
    at, colon, what = part.partition(":")
    name, equals, value = what.partition("=")
    if colon and re.fullmatch(r"\d{1,6}", at, re.ASCII):
        if name in DRAWN and not equals:
            return Mark(int(at), name)
        if name == "dab" and PLACE.fullmatch(value):
            x, y, radius, kind, *more = value.split(",")
            places = [int(x), int(y), *map(int, more)]
            return Mark(int(at), name, Dab(list(zip(places[::2], places[1::2], strict=True)), int(radius), kind))
        if name in NAMES and re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", value, re.ASCII):
            return Mark(int(at), name, float(value))
    raise ValueError(f"a mark of past must be like {FORMS}, got {part!r}")


def draws(marks: Iterable[Mark]) -> int:
    """How many draws of noise a dish with these marks takes, the start's own among them."""
    return 1 + sum(mark.name in DRAWN for mark in marks)


# ---------------------------------------------------------------- what a mark does
def stamp(model: turing.Model, fields: Float[Tensor, "1 2 n n"], dab: Dab) -> Float[Tensor, "1 2 n n"]:
    """The fields with marks of the brush on them; distances go round the torus."""
    about, n = MODELS[type(model).__name__], fields.shape[-1]
    rest = [a + b for a, b in zip(model.homogeneous(), about.get("lift", (0, 0)), strict=True)]
    state = about.get(dab.kind, rest if dab.kind == "paint" else model.homogeneous())
    out, offset = fields.clone(), torch.arange(n)
    for x, y in dab.points:
        far = [torch.minimum((offset - c) % n, (c - offset) % n) for c in (y, x)]  # rows and columns, (n,) each
        inside = far[0][:, None] ** 2 + far[1] ** 2 <= dab.radius**2  # (n, n)
        out[0, :, inside] = fields.new_tensor(state)[:, None]
    return out


def even(model: turing.Model, noise: Float[Tensor, "1 2 n n"], start: Start) -> Float[Tensor, "1 2 n n"]:
    """The even state from which a pattern starts, with noise; of `fed_patch` what is around the patch, (1, 0)."""
    if start.kind == "near_rest":
        return turing.near_rest(model, noise, start.amplitude)
    return noise.new_tensor([1.0, 0.0])[:, None, None] * (1 + start.amplitude * noise)


def begin(model: turing.Model, noise: Float[Tensor, "1 2 n n"], start: Start) -> Float[Tensor, "1 2 n n"]:
    """The fields that a dish starts with."""
    if start.kind == "fed_patch":
        return turing.fed_patch(noise, amplitude=start.amplitude)
    return even(model, noise, start)


# ---------------------------------------------------------------- the run
class Moment(NamedTuple):
    """A dish after so many steps: time, fields, and its model as it is then."""

    step: int
    tau: float
    fields: Tensor
    model: turing.Model


def run(
    name: str, values: dict[str, Any], fields: Float[Tensor, "1 2 n n"], steps: int, marks: list[Mark],
    noises: Iterable[Tensor], start: Start, **grid: Any,
) -> Iterator[Moment]:
    """`steps` steps of model `name`, each mark at its time: yields every CHUNK steps and at the end.

    `noises` (1, 2, n, n) are for the marks in DRAWN; `grid` goes to turing.simulate.
    """
    model, done, tau, noises = turing.make(name, **values), 0, 0.0, iter(noises)
    for mark in [*marks, Mark(steps, "end")]:
        for state in turing.simulate(model, fields, mark.at - done, every=CHUNK, **grid):
            yield Moment(done + state.step, tau + state.tau, state.fields, model)
        done, tau, fields = mark.at, tau + state.tau, state.fields
        if mark.name in values:
            values = values | {mark.name: mark.value}
            model = turing.make(name, **values)
        elif isinstance(mark.value, Dab):
            fields = stamp(model, fields, mark.value)
        elif mark.name == "clear":
            fields = even(model, next(noises), start)
        elif mark.name == "noise":
            fields = fields + start.amplitude * next(noises)
    yield Moment(done, tau, fields, model)


def field(
    preset: str, t: int, past: str = "", *, seed: int = 1, size: int = 128, **values: float | int,
) -> Float[Tensor, "1 2 size size"]:
    """The field of TuringLab's dish after `t` steps with this past, from its start at `seed`. float64.

    `values` are the pattern's parameters as they are at the end; one that `past` turns begins at the pattern's own
    value. ValueError where a mark lies beyond `t`, or names what the pattern's model lacks.
    """
    marks, p = check(parse(past), PRESETS[preset]["model"], t, size), PRESETS[preset]
    turned = {mark.name for mark in marks}
    first = p["values"] | {name: value for name, value in values.items() if name not in turned}
    drawn = normals(seed, 2 * size * size * draws(marks)).double().reshape(-1, 1, 2, size, size)
    start = Start(p["start"])
    fields = begin(turing.make(p["model"], **first), drawn[0], start)
    for moment in run(p["model"], first, fields, t, marks, drawn[1:], start, dx=p["dx"], stencil="nine"):
        fields = moment.fields
    return fields


def check(marks: list[Mark], model: str, steps: int, size: int) -> list[Mark]:
    """`marks` if they suit the model, the run and the grid; ValueError otherwise."""
    names = {*MODELS[model]["sliders"], "dab", *DRAWN}
    for mark in marks:
        if mark.name not in names:
            raise ValueError(f"past must name parameters of {model}, {', '.join(MODELS[model]['sliders'])}, "
                             f"got {mark.name}")
        low, high, _ = MODELS[model]["sliders"].get(mark.name, (0, 0, 0))
        if isinstance(mark.value, float) and not low <= mark.value <= high:
            raise ValueError(f"{mark.name} must be from {low} to {high}, got {mark.value:g}")
        if mark.at > steps:
            raise ValueError(f"past must end within the {steps} steps of the run, got a mark at {mark.at}")
        if isinstance(dab := mark.value, Dab) and (dab.radius > WIDEST or max(map(max, dab.points)) >= size):
            raise ValueError(f"a dab must lie on the {size} x {size} points of the dish, its radius at most {WIDEST}, "
                             f"got {dab}")
    return marks
