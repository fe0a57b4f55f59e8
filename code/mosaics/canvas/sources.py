"""The book's pictures that canvases may be made of, with who made them."""

from typing import NamedTuple

import torch
from jaxtyping import Float, UInt8
from torch import Tensor
from torch.nn.functional import avg_pool2d

from ..core import data
from ..core.checks import check_choice
from .scales import resized

SIDE = 64  # pixels
CC0 = "CC0 1.0"


class Source(NamedTuple):
    """A picture's name for readers, who made it, and under which licence."""

    label: str
    by: str
    licence: str


SOURCES = {
    "brick": Source("Bricks", "Bricks25 of CC0Textures, as it comes with scikit-image", CC0),
    "gravel": Source("Gravel", "Gravel04 of CC0Textures, as it comes with scikit-image", CC0),
    "grass": Source("Grass", "Grass 01 by linolafett, as it comes with scikit-image", CC0),
    "cat": Source("Cat", "Chelsea by Stefan van der Walt, as it comes with scikit-image", CC0),
    "coffee": Source("Coffee", "Coffee by Rachel Michetti, courtesy of Pikolo Espresso Bar, as it comes with "
                               "scikit-image", CC0),
    "emoji": Source("Emoji", "Noto Emoji 2.042, copyright Google Inc. and Arjen Nienhuis, drawn on white",
                    "Apache License 2.0"),
}
FACES = 4  # of the emoji


def source(name: str) -> Float[Tensor, "1 3 64 64"]:
    """A picture of the book in colour, float32 in [-1, 1], in 256 levels.

    "brick", "gravel", "grass": a part of a grey texture; "cat", "coffee": the middle of a photograph, made smaller;
    "emoji": four emoji side by side. `SOURCES` says who made them. ValueError for another name.
    """
    check_choice(name, tuple(SOURCES), "source")
    if name == "emoji":
        x = data.levels(data.load("emoji", n=FACES).images)  # (4, 3, 32, 32)
        return _unit(torch.cat([torch.cat([*x[:2]], 2), torch.cat([*x[2:]], 2)], 1)[None])
    x = data.picture(name).double()
    if name in data.PHOTOGRAPHS:
        return _middle(x)
    half = avg_pool2d(x[:, :, : 2 * SIDE, : 2 * SIDE], 2)  # (1, 1, 64, 64)
    return _unit(data.levels(half).expand(-1, 3, -1, -1))


def _unit(levels: UInt8[Tensor, "*shape"]) -> Float[Tensor, "*shape"]:
    """Levels 0 ... 255 in [-1, 1], each rounded once: a page computes them so, and canvases are chaotic."""
    return (levels.double() / 127.5 - 1).float()


def _middle(x: Float[Tensor, "1 3 H W"]) -> Float[Tensor, "1 3 64 64"]:
    H, W = x.shape[2:]
    side, top, left = min(H, W), max(0, H - W) // 2, max(0, W - H) // 2
    square = x[:, :, top : top + side, left : left + side]  # (1, 3, side, side)
    return _unit(data.levels(resized(square, (SIDE, SIDE))))
