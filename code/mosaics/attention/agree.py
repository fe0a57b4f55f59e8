"""Reading a picture of two socks: the colour of each, whether it is one clean colour, how well the two agree."""

from typing import NamedTuple

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor

from ..core.checks import check_image_shape
from .socks import BACKGROUND, BAND, COLOURS, SIDE

NEAR = 0.4  # a pixel has a colour if it is so near, half the distance of the two most alike; white is 3.5 from black
LEAST, CLEAN = 15, 0.85  # pixels of a sock, the smallest has 20; the share of its ink that has one colour


class Reading(NamedTuple):
    """What the left and the right half of pictures show, (B, 2) each, (B, 2, 4) for `pixels`.

    `colour`, a number into `COLOURS`: that of most pixels, of several the first. `clean`: whether it is one colour.
    `pixels`: how many have each of the four colours.
    """

    colour: Int[Tensor, "B 2"]
    clean: Bool[Tensor, "B 2"]
    pixels: Int[Tensor, "B 2 4"]


def colours(images: Float[Tensor, "B 3 18 18"]) -> Reading:
    """The colours in the left and the right nine columns of pictures in [-1, 1].

    Ink is every pixel that is near (`NEAR`) neither background nor band. A half is clean if at least `LEAST` pixels
    have its colour, and they are the share `CLEAN` of its ink or more. TypeError or ValueError for other images.
    """
    x = check_image_shape(images, (3, SIDE, SIDE), "images").detach().double()
    known = torch.tensor([*COLOURS.values(), BACKGROUND, BAND], dtype=torch.float64) / 127.5 - 1  # (6, 3)
    away = torch.cdist(x.movedim(1, -1).flatten(1, 2), known[None])  # (B, 324, 6)
    has = (away < NEAR).reshape(len(x), SIDE, 2, SIDE // 2, len(known)).movedim(2, 1)  # (B, 2, 18, 9, 6)
    pixels = has[..., : len(COLOURS)].sum((2, 3))  # (B, 2, 4)
    ink = (~has[..., len(COLOURS) :].any(-1)).sum((2, 3))  # (B, 2)
    most, colour = pixels.max(-1)  # (B, 2) each
    return Reading(colour, (most >= LEAST) & (most >= CLEAN * ink), pixels)


def covered(images: Float[Tensor, "B 3 18 18"]) -> Bool[Tensor, "B 2 18 18"]:
    """Which pixels the left and the right sock cover: those in its half that are not near (`NEAR`) the background."""
    x = check_image_shape(images, (3, SIDE, SIDE), "images").detach().double()
    paper = torch.tensor(BACKGROUND, dtype=torch.float64)[:, None, None] / 127.5 - 1  # (3, 1, 1)
    ink = (x - paper).norm(dim=1) >= NEAR  # (B, 18, 18)
    left = torch.arange(SIDE) < SIDE // 2  # (18,)
    return torch.stack([ink & left, ink & ~left], 1)


def consistent(images: Float[Tensor, "B 3 18 18"]) -> Bool[Tensor, " B"]:
    """Which pictures show two clean socks of one colour. Errors as for `colours`."""
    colour, clean, _ = colours(images)
    return clean.all(1) & (colour[:, 0] == colour[:, 1])


def agreement(images: Float[Tensor, "B 3 18 18"]) -> Float[Tensor, " B"]:
    """How likely a coloured pixel of the left half and one of the right half have the same colour, in [0, 1]. float64.

    For pictures that are not clean, too: socks of several colours are read pixel by pixel. 1/4 on average where the
    halves know nothing of each other and no colour is preferred; NaN where a half has no colour. Errors as for
    `colours`.
    """
    return _shares(images).prod(1).sum(1)


def by_chance(images: Float[Tensor, "B 3 18 18"]) -> Float[Tensor, ""]:
    """The mean agreement of the left half of one picture with the right half of another, over all such pairs. float64.

    What `agreement` would be if halves knew nothing of each other, whatever colours the pictures prefer. NaN where
    fewer than two pictures have colours in both halves. Errors as for `colours`.
    """
    shares = _shares(images)
    left, right = shares[~shares.isnan().any((1, 2))].unbind(1)  # (n, 4) each
    return (left.sum(0) @ right.sum(0) - (left * right).sum()) / (len(left) * (len(left) - 1))


def _shares(images: Float[Tensor, "B 3 18 18"]) -> Float[Tensor, "B 2 4"]:
    """Of the coloured pixels of each half the share of each colour, NaN where it has none."""
    pixels = colours(images).pixels.double()  # (B, 2, 4)
    return pixels / pixels.sum(2, keepdim=True)
