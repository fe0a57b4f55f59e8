"""The book's pictures that canvases may be made of, with who made them."""

from typing import NamedTuple

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

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
    "brick": Source("Brick wall", "Bricks25 of CC0Textures, as it comes with scikit-image", CC0),
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
        x = data.load("emoji", n=FACES).images  # (4, 3, 32, 32)
        return torch.cat([torch.cat([*x[:2]], 2), torch.cat([*x[2:]], 2)], 1)[None]
    if name in ("cat", "coffee"):
        return _middle(data.arrays(data.ROOT / data.SHIPPED["photographs"])[name])
    grey = _read(data.arrays(data.ROOT / "textures.npz")[name][:SIDE, :SIDE, None])  # (1, 1, 64, 64)
    return grey.expand(-1, 3, -1, -1).contiguous()


def _read(pixels: np.ndarray) -> Float[Tensor, "1 C H W"]:
    return torch.from_numpy(pixels.astype(np.float32)).permute(2, 0, 1)[None] / 127.5 - 1


def _middle(pixels: np.ndarray) -> Float[Tensor, "1 3 64 64"]:
    H, W = pixels.shape[:2]
    side, top, left = min(H, W), max(0, H - W) // 2, max(0, W - H) // 2
    x = resized(_read(pixels)[..., top : top + side, left : left + side].double(), (SIDE, SIDE))
    return data.levels(x).float() / 127.5 - 1
