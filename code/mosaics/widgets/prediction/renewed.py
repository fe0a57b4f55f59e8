"""Where a reader has drawn PredictionLab's noise anew, as a word or as cells; the page's twin is renewed.js."""

import torch
from jaxtyping import Bool, Float
from torch import Tensor

from ... import prediction
from ..draws import SEEDS, normals
from ..shared.cells import cells
from ..shared.settings import text

NOWHERE, RIGHT = "-", "right"
SETTING = text("[0-9a-f]{3,4000}", "0" * 24 + "0180018001800180" + "0" * 24, NOWHERE, RIGHT)


def mask(renewed: str, H: int, W: int) -> Bool[Tensor, "{H} {W}"]:
    """Where the noise of an image is new: nowhere ("-"), in its right half ("right"), or in cells of a text.

    Four pixels a hexadecimal digit, row by row (`shared.cells`). TypeError or ValueError for any other.
    """
    if renewed in (NOWHERE, RIGHT):
        return (torch.arange(W) >= W // 2).expand(H, W) if renewed == RIGHT else torch.zeros(H, W, dtype=torch.bool)
    return cells(renewed, H, W, "renewed")


def noises(seed: int, renewed: str, shape: tuple[int, ...]) -> Float[Tensor, "K C H W"]:
    """What a job of the lab is handed: the noise with what is new in it, another noise, and the noise as it was.

    The last one only where something is new. What is new has the values of the next seed but one. float32.
    """
    first, other, new = (normals((seed + k) % (SEEDS + 1), shape[0] * shape[1] * shape[2]).reshape(1, *shape)
                         for k in range(3))
    if renewed == NOWHERE:
        return torch.cat([first, other])
    return torch.cat([prediction.renewed(first, new, mask(renewed, *shape[1:])), other, first])
