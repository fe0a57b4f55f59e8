"""What a reader wants of a canvas, as CanvasLab's settings say it, in the words of chapter 14.

What was painted is a text (the page's twin is painted.js): colours, "~", and cells of CELL x CELL pixels row by row,
each sign after the number of times that it stands in a row. "." is free, "k" keeps the picture's own pixels, "x" is a
hole in it, "a" ... "h" are the colours.
"""

import itertools
import re
import reprlib
from collections.abc import Iterator
from typing import Any, NamedTuple

import torch
from jaxtyping import Bool, Float
from torch import Tensor

from ... import canvas
from ...core.checks import check_choice, check_count, check_range
from ..draws import normals

CELL = 4  # pixels
CHANNELS = 3
NOTHING = "none"
LETTERS = "abcdefgh"
FORM = r"([0-9a-f]{6}(-[0-9a-f]{6}){0,7})?~(([1-9]\d{0,3})?[.kxa-h])+"
SIDES, WINDOWS, COARSEST, STEPS = (16, 256), (3, 11), (3, 64), (1, 10)  # what a lab offers
FIRST, WEIGHT = (0.05, 2), (0, 1)
BEGINS = ("noise", "picture", "holes")
SYMMETRIES = {"none": (), "mirror": ("mirror",), "flip": ("flip",), "both": ("mirror", "flip"),
              "half-turn": ("half turn",), "quarter-turn": ("quarter turn",), "kaleidoscope": ("mirror", "transpose")}
ALL = 1e18  # pairs: every window asks all patches, as it does in the page


class Painted(NamedTuple):
    """`colours`: six hexadecimal digits each; `cells`: signs, row by row, of a canvas of `sides`."""

    colours: list[str]
    cells: str
    sides: tuple[int, int]

    def pixels(self, signs: str) -> Bool[Tensor, "H W"]:
        """The pixels of all cells with one of these signs."""
        columns = -(-self.sides[1] // CELL)
        on = torch.tensor([cell in signs for cell in self.cells]).reshape(-1, columns)  # (rows, columns)
        return on.repeat_interleave(CELL, 0).repeat_interleave(CELL, 1)[: self.sides[0], : self.sides[1]]

    def text(self) -> str:
        """The text that says so."""
        if set(self.cells) == {"."}:
            return NOTHING
        used = [colour for letter, colour in zip(LETTERS, self.colours, strict=False) if letter in self.cells]
        names = {letter: LETTERS[used.index(colour)]
                 for letter, colour in zip(LETTERS, self.colours, strict=False) if letter in self.cells}
        runs = [(len([*run]), names.get(sign, sign)) for sign, run in itertools.groupby(self.cells)]
        return "-".join(used) + "~" + "".join(f"{many}{sign}" if many > 1 else sign for many, sign in runs)


def painted(text: str, sides: tuple[int, int]) -> Painted:
    """What a text stands for on a canvas of `sides` (H, W); TypeError for no text, ValueError for any other one."""
    if not isinstance(text, str):
        raise TypeError(f"painted must be a text, got {type(text).__name__}")
    count = -(-sides[0] // CELL) * -(-sides[1] // CELL)
    if text == NOTHING:
        return Painted([], "." * count, sides)
    found = re.fullmatch(FORM, text)
    out = Painted([], "", sides)
    if found:
        runs = re.findall(r"(\d*)(\D)", text.partition("~")[2])
        if sum(int(many or 1) for many, _ in runs) == count:
            out = Painted(found[1].split("-") if found[1] else [], "".join(int(m or 1) * s for m, s in runs), sides)
    letters = {sign for sign in out.cells if sign in LETTERS}
    if letters != set(LETTERS[: len(out.colours)]) or not out.cells or out.text() != text:
        raise ValueError(f"painted must be {NOTHING}, or colours, ~ and signs for {count} cells, such as "
                         f"ffffff~{count - 1}.a, got {reprlib.repr(text)}")
    return out


# ---------------------------------------------------------------- wishes
def symmetric(symmetry: str) -> list[canvas.Symmetric]:
    """The wish for a symmetry of the lab, or none."""
    moves = SYMMETRIES[check_choice(symmetry, tuple(SYMMETRIES), "symmetry")]
    return [canvas.Symmetric(*moves)] if moves else []


def layouts(cells: Painted, weight: float) -> list[canvas.Layout]:
    """The wish for the colours that were painted, or none."""
    mask = cells.pixels(LETTERS)
    if not mask.any():
        return []
    picture = torch.zeros(1, CHANNELS, *cells.sides, dtype=torch.float64)
    for letter, colour in zip(LETTERS, cells.colours, strict=False):
        levels = torch.tensor([*bytes.fromhex(colour)], dtype=torch.float64) / 127.5 - 1  # (3,)
        picture = torch.where(cells.pixels(letter), levels[:, None, None], picture)
    return [canvas.Layout(picture, weight, mask)]


def keeps(cells: Painted, source: Float[Tensor, "1 3 h w"]) -> list[canvas.Keep]:
    """The wish to keep the picture's own pixels in the middle of the canvas, where that was painted, or none."""
    (h, w), (H, W) = source.shape[2:], cells.sides
    top, left = (H - h) // 2, (W - w) // 2
    rows, columns = slice(max(0, top), min(H, top + h)), slice(max(0, left), min(W, left + w))
    placed, inside = torch.zeros(1, CHANNELS, H, W, dtype=source.dtype), torch.zeros(H, W, dtype=torch.bool)
    placed[..., rows, columns] = source[..., rows.start - top : rows.stop - top, columns.start - left :
                                        columns.stop - left]
    inside[rows, columns] = True
    mask = cells.pixels("k") & inside
    return [canvas.Keep(placed, mask)] if mask.any() else []


def known(cells: Painted) -> Bool[Tensor, "H W"]:
    """The pixels that are no hole: neither painted as one nor in a colour."""
    return ~cells.pixels("x" + LETTERS)


def noises(values: Float[Tensor, " n"] | int, plan: list[canvas.Scale]) -> list[Tensor]:
    """Standard normal noise of all scales, from one row of numbers or from a seed. ValueError for too few or many."""
    sizes = [CHANNELS * H * W for (H, W), _ in plan]
    row = normals(values, sum(sizes)) if isinstance(values, int) else values
    if len(row) != sum(sizes):
        raise ValueError(f"noise must hold {sum(sizes)} numbers, got {len(row)}")
    parts = zip(row.split(sizes), plan, strict=True)
    return [part.double().reshape(1, CHANNELS, *scale.canvas) for part, scale in parts]


# ---------------------------------------------------------------- a run
class Wanted(NamedTuple):
    """The settings of a run: those of CanvasLab, `height` and `width` first."""

    height: int
    width: int
    begin: str
    tiles: str
    symmetry: str
    P: int
    coarsest: int
    steps: int
    first: float
    weight: float
    painted: str


def check(wanted: Wanted) -> Wanted:
    """The settings themselves, if a lab offers them; TypeError or ValueError otherwise."""
    check_count(wanted.height, "height", *SIDES), check_count(wanted.width, "width", *SIDES)
    check_choice(wanted.begin, BEGINS, "begin"), check_choice(wanted.tiles, ("on", "off"), "tiles")
    symmetric(wanted.symmetry)
    if check_count(wanted.P, "P", *WINDOWS) % 2 == 0:
        raise ValueError(f"P must be odd, got {wanted.P}")
    check_count(wanted.coarsest, "coarsest", wanted.P, COARSEST[1]), check_count(wanted.steps, "steps", *STEPS)
    check_range(wanted.first, "first", *FIRST), check_range(wanted.weight, "weight", *WEIGHT)
    painted(wanted.painted, (wanted.height, wanted.width))
    return wanted


def states(
    source: Float[Tensor, "1 3 h w"], wanted: Wanted, noise: Float[Tensor, " n"] | int
) -> Iterator[canvas.Grown]:
    """The run of chapter 14 that the settings ask for; `noise`: of all scales, or a seed."""
    sides, source = (wanted.height, wanted.width), source.double()
    own, torus = (source.shape[2], source.shape[3]), wanted.tiles == "on"
    cells, holes = painted(wanted.painted, sides), wanted.begin == "holes"
    if holes and own != sides:
        raise ValueError(f"holes are filled on a canvas of the picture's own sides {own}, got {sides}")
    settings = canvas.Settings(P=wanted.P, coarsest=wanted.coarsest, steps=wanted.steps, exact=ALL)
    mask = known(cells) if holes else None
    plan = canvas.planned(own, sides, torus=torus, known=mask, settings=settings)
    wishes = [*symmetric(wanted.symmetry), *layouts(cells, wanted.weight)]
    options: dict[str, Any] = {"noise": noises(noise, plan), "torus": torus, "settings": settings}
    if mask is not None:
        return canvas.inpaint(source, mask, wanted.first, wishes=wishes, **options)
    options["wishes"] = [*wishes, *keeps(cells, source)]
    if wanted.begin == "picture":
        return canvas.retarget(source, sides, wanted.first, **options)
    return canvas.grow(source, sides, **options)
