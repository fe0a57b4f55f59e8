"""Reading a picture of two socks: the colour of each, whether it is one clean colour, whether the two agree."""

from typing import NamedTuple

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor

from ..core.checks import check_image_shape
from .socks import BACKGROUND, BAND, COLOURS, SIDE

NEAR = 0.4  # a pixel has a colour if it is so near, half the distance of the two most alike; white is 3.5 from black
LEAST, CLEAN = 15, 0.85  # pixels of a sock, the smallest has 20; the share of its ink that has one colour


class Reading(NamedTuple):
    """The colour (B, 2) of the left and the right sock, a number into `COLOURS`, and whether it is a clean one."""

    colour: Int[Tensor, "B 2"]
    clean: Bool[Tensor, "B 2"]


def colours(images: Float[Tensor, "B 3 18 18"]) -> Reading:
    """The colour of each sock of pictures in [-1, 1]: the left one is whatever lies in the left nine columns.

    Ink is every pixel that is near (`NEAR`) neither background nor band; the colour is the one that most of it is near
    to. It is clean if at least `LEAST` pixels have it and they are the share `CLEAN` of the ink or more. TypeError or
    ValueError for what are no such pictures.
    """
    x = check_image_shape(images, (3, SIDE, SIDE), "images").detach().double()
    known = torch.tensor([*COLOURS.values(), BACKGROUND, BAND], dtype=torch.float64) / 127.5 - 1  # (6, 3)
    away = torch.cdist(x.movedim(1, -1).flatten(1, 2), known[None])  # (B, 324, 6)
    has = (away < NEAR).reshape(len(x), SIDE, 2, SIDE // 2, len(known)).movedim(2, 1)  # (B, 2, 18, 9, 6)
    number = has[..., : len(COLOURS)].sum((2, 3))  # (B, 2, 4)
    ink = (~has[..., len(COLOURS) :].any(-1)).sum((2, 3))  # (B, 2)
    most, colour = number.max(-1)  # (B, 2) each
    return Reading(colour, (most >= LEAST) & (most >= CLEAN * ink))


def consistent(images: Float[Tensor, "B 3 18 18"]) -> Bool[Tensor, " B"]:
    """Which pictures show two clean socks of one colour. Errors as for `colours`."""
    colour, clean = colours(images)
    return clean.all(1) & (colour[:, 0] == colour[:, 1])
