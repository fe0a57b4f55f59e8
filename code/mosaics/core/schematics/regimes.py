"""The way from noise to a picture, with its two decisions (chapter 3)."""

import math
from collections.abc import Sequence

import numpy as np
from jaxtyping import Float
from torch import Tensor

from .base import PHONE, SMALL, WIDE, Sheet, check_image, drawn, shade

NOISE, CLEAN = 80.0, 0.3  # the levels at both ends of the way


@drawn
def regimes(
    sheet: Sheet, images: Float[Tensor, "K M C H W"], kinds: Sequence[str], speciation: float, collapse: float
) -> None:
    """A way from noise that splits into K `kinds` at `speciation`, and each of them into M pictures at `collapse`.

    Both are noise levels, NOISE > speciation > collapse > CLEAN; the way is straight in log sigma. ValueError
    otherwise, and for a number of kinds that is not K.
    """
    if images.ndim != 5 or len(kinds) != len(images):
        raise ValueError(f"images must have shape ({len(kinds)}, M, C, H, W), a row a kind, got {tuple(images.shape)}")
    check_image(images[0, 0])
    if not NOISE > speciation > collapse > CLEAN:
        raise ValueError(f"levels must fall from {NOISE:g} to {CLEAN:g}, got {speciation:g} and {collapse:g}")
    K, M = images.shape[:2]
    size = 0.26 if sheet.phone else 0.3
    width, top, step = PHONE if sheet.phone else WIDE, 0.75, size + 0.05
    height = K * M * step + (K - 1) * 0.1
    sheet.size(width, top + height + 0.45)
    left, right = 0.1, width - size - 0.12
    along = lambda level: left + (right - left) * math.log(NOISE / level) / math.log(NOISE / CLEAN)  # noqa: E731
    first, second, middle = along(speciation), along(collapse), top + height / 2
    for x, color, name, ha in ((first, "blue", "speciation", "right"), (second, "orange", "collapse", "left")):
        sheet.ax.plot([x, x], [top - 0.14, top + height], ls=":", lw=1.2, color=shade(color), zorder=1)
        sheet.label(x, 0.47, name, color, ha=ha if sheet.phone else "center", bold=True)
    _branch(sheet, left, first, middle, middle, "ink", 3.2)
    for k, kind in enumerate(kinds):
        rows = [top + (k * M + m) * step + k * 0.1 + step / 2 for m in range(M)]
        _branch(sheet, first, second, middle, sum(rows) / M, "blue", 2.2)
        _kind(sheet, images[k], kind, second, right, rows, size, below=sum(rows) / M > middle + 0.1)
    heads = ("undecided", "kind", "picture") if sheet.phone else (
        "nothing is decided", "the kind is decided", "the picture is decided")
    for x, text in zip(((left + first) / 2, (first + second) / 2, (second + right) / 2), heads, strict=True):
        sheet.label(x, 0.17, text, "soft", SMALL)
    sheet.arrow((left, top + height + 0.32), (right, top + height + 0.32))
    sheet.label(left, top + height + 0.29, "noise", "soft", SMALL, ha="left", va="bottom")
    sheet.label(right, top + height + 0.29, "clean", "soft", SMALL, ha="right", va="bottom")


def _kind(
    sheet: Sheet, images: Tensor, kind: str, start: float, right: float, rows: Sequence[float], size: float,
    below: bool,
) -> None:
    """Pictures (M, C, H, W) of one kind, each in its row at `right`, with the ways that part at `start`."""
    at = sum(rows) / len(rows)
    sheet.label(start - 0.08, at + (0.13 if below else -0.13), kind, "blue", SMALL, ha="right")
    for image, y in zip(images, rows, strict=True):
        _branch(sheet, start, right - 0.05, at, y, "orange", 1.4)
        sheet.pixels(image, right, y - size / 2, size)


def _branch(sheet: Sheet, x0: float, x1: float, y0: float, y1: float, color: str, lw: float) -> None:
    """A smooth way from (x0, y0) to (x1, y1) that leaves and arrives level."""
    part = np.linspace(0, 1, 40)
    sheet.curve(x0 + (x1 - x0) * part, y0 + (y1 - y0) * (3 - 2 * part) * part**2, color, lw)
