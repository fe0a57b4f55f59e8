"""Pairs of socks, drawn by rule: two objects that no window sees together and that must have one colour.

Everything else about a sock, where it hangs, how long it is, where its dark band runs, is drawn for each sock alone.
So the colour is all that one sock can know of the other, and whether two colours agree can be counted.
"""

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor

from ..core.checks import check_count, check_same_shape, check_seed

SIDE = 18  # pixels
BACKGROUND, BAND = (238, 238, 242), (52, 54, 66)
COLOURS = {"red": (214, 62, 62), "blue": (58, 92, 210), "green": (56, 150, 84), "amber": (232, 176, 52)}
CHOICES = (2, 6, 3, 4)  # of a sock: column, top row, rows of the leg, row of the band (0: none)
LEG, FOOT, SOLE, LEAST_LEG = 3, 4, 2, 5  # pixels: width of leg and foot, rows of the foot, of the shortest leg


def socks(n: int, seed: int = 0) -> tuple[Float[Tensor, "N 3 18 18"], Int[Tensor, "N 2"]]:
    """`n` pairs, float32 in [-1, 1], and the colour of their left and right sock, which is the same.

    Colours are numbers into `COLOURS`, in turn, so that any prefix is balanced. The first of n pairs are those of a
    smaller n.
    """
    generator = torch.Generator().manual_seed(check_seed(seed))
    draws = torch.rand(check_count(n, "n"), 2, len(CHOICES), generator=generator)
    picks = (draws * torch.tensor(CHOICES)).long()  # (N, 2, 4)
    colours = (torch.arange(n) % len(COLOURS))[:, None].expand(-1, 2)
    return pairs(colours, picks), colours


def pairs(colours: Int[Tensor, "N 2"], picks: Int[Tensor, "N 2 4"]) -> Float[Tensor, "N 3 18 18"]:
    """Pictures of two socks each: the left one's and the right one's colour, and what `CHOICES` lists of both.

    Colours may differ, as they never do in `socks`. TypeError or ValueError for what is no number of a colour or of a
    choice.
    """
    _check_numbers(colours, "colours", (len(COLOURS),) * 2)
    _check_numbers(picks, "picks", (CHOICES,) * 2)
    check_same_shape(colours, picks[..., 0], "colours and the socks of picks")
    paint = torch.tensor(list(COLOURS.values()), dtype=torch.float32)  # (4, 3)
    images = torch.tensor(BACKGROUND, dtype=torch.float32)[:, None, None].repeat(len(colours), 1, SIDE, SIDE)
    for image, colour, pick in zip(images, colours, picks.tolist(), strict=True):
        for side in (0, 1):
            cloth, band = (mask.flip(1) if side else mask for mask in _left(*pick[side]))
            image[:, cloth] = paint[colour[side]][:, None]
            image[:, band] = torch.tensor(BAND, dtype=torch.float32)[:, None]
    return images / 127.5 - 1


def _check_numbers(values: Tensor, name: str, below: tuple) -> None:
    """TypeError or ValueError unless these are integers (N, *sizes), each at least 0 and less than its bound."""
    bounds = torch.tensor(below)
    if not isinstance(values, Tensor) or values.dtype != torch.int64:
        raise TypeError(f"{name} must be an int64 tensor, got {getattr(values, 'dtype', type(values).__name__)}")
    if values.shape[1:] != bounds.shape or not len(values):
        raise ValueError(f"{name} must have shape (N, {', '.join(map(str, bounds.shape))}), got {tuple(values.shape)}")
    if not ((values >= 0) & (values < bounds)).all():
        raise ValueError(f"{name} must be at least 0 and below {below[0]}, got {values.min()} to {values.max()}")


def _left(column: int, top: int, longer: int, band: int) -> tuple[Bool[Tensor, "18 18"], Bool[Tensor, "18 18"]]:
    """Which pixels a left sock covers, and which of them its band."""
    cloth, stripe = torch.zeros(2, SIDE, SIDE, dtype=torch.bool)
    column, first, sole = 1 + column, 1 + top, 1 + top + LEAST_LEG + longer
    cloth[first:sole, column : column + LEG] = True
    cloth[sole : sole + SOLE, column : column + FOOT] = True
    if band:
        stripe[first + band, column : column + LEG] = True
    return cloth, stripe
