"""Legs of trousers in pictures of Fashion-MNIST at 16 x 16, and which pictures are trousers (chapter 11).

Images are (B, 1, H, W) in [-1, 1], ink (x + 1) / 2. Many a pair has no background between its legs, only a darker line:
so a leg is a stretch of a row that is parted from the next one by a valley, darker than VALLEY times the lower of the
two. The picture has as many legs as most rows of its lower half. What falls into pieces is no pair of trousers.
"""

from typing import NamedTuple

import numpy as np
import torch
from jaxtyping import Bool, Float, Int
from scipy.ndimage import label
from scipy.stats import fisher_exact
from torch import Tensor

from ..core.checks import check_count, check_image_shape, check_images, check_mask, check_same_shape
from ..core.metrics import nearest
from .counter import TOUCHING, check_grey

VALLEY, INK = 0.8, 0.1  # of the lower leg; the least ink of a leg
DRAWN, LEAST, ONE = 0.15, 40, 0.9  # a whole picture: ink of a pixel that counts, such pixels, the share of one piece
TROUSER = 1  # its label


def legs(images: Float[Tensor, "B C H W"]) -> Int[Tensor, " B"]:
    """How many legs each image has: the number in most rows of its lower half that are not empty, 0 if all are.

    Of several numbers that are equally frequent the smallest.
    """
    numbers = row_legs((check_grey(images)[:, 0, images.shape[2] // 2 :] + 1) / 2)  # (B, H / 2)
    found = torch.stack([torch.bincount(row, minlength=int(numbers.max()) + 1) for row in numbers])
    found[:, 0] = 0
    return found.argmax(1)


def whole(images: Float[Tensor, "B C H W"]) -> Bool[Tensor, " B"]:
    """Which images are in one piece: the share `ONE` of their inked pixels touch, corners too, and `LEAST` have ink."""
    return torch.tensor([_is_whole(one) for one in ((check_grey(images)[:, 0] + 1) / 2 >= DRAWN).numpy()])


def _is_whole(ink: np.ndarray) -> bool:
    parts, _ = label(ink, TOUCHING)
    return bool(ink.sum() >= LEAST and np.bincount(parts[ink]).max() >= ONE * ink.sum())


def row_legs(ink: Float[Tensor, "*rows W"]) -> Int[Tensor, "*rows"]:
    """Stretches of ink along each row, in one pass from the left.

    A leg begins where ink is INK or more and has climbed to 1 / VALLEY times the last valley; it ends, and a valley
    begins, where ink falls below VALLEY times the leg's peak.
    """
    number, inside = torch.zeros(ink.shape[:-1], dtype=torch.int64), torch.zeros(ink.shape[:-1], dtype=torch.bool)
    peak, valley = torch.zeros_like(ink[..., 0]), torch.zeros_like(ink[..., 0])
    for here in ink.unbind(-1):
        valley = torch.where(inside, valley, torch.minimum(valley, here))
        begins = ~inside & (here >= INK) & (valley <= VALLEY * here)
        ends = inside & (here < VALLEY * peak)
        number += begins
        peak = torch.where(begins, here, torch.maximum(peak, here))
        valley = torch.where(ends, here, valley)
        inside = (inside | begins) & ~ends
    return number


def trousers(images: Float[Tensor, "B C H W"], data: Float[Tensor, "N C H W"], labels: Tensor) -> Bool[Tensor, " B"]:
    """Which images have trousers for their nearest training image, by RMS; `labels` (N,) int."""
    check_image_shape(images, check_images(data, "data").shape[1:], "images")
    if not isinstance(labels, Tensor) or labels.shape != data.shape[:1]:
        given = tuple(labels.shape) if isinstance(labels, Tensor) else type(labels).__name__
        raise ValueError(f"labels must be a tensor, as many as data, ({len(data)},), got {given}")
    return labels[nearest(images, data, 1)[1][:, 0]] == TROUSER


class Shared(NamedTuple):
    """Of `pairs` pairs: how many of the first, the second, and both have a defect; how many by chance; Fisher's p.

    `chance` is what independence of the two would give. `p`: the probability of as many or more in common, one-sided.
    """

    pairs: int
    first: int
    second: int
    both: int
    chance: float
    p: float


def shared(first: Bool[Tensor, " B"], second: Tensor) -> Shared:
    """Whether defects of pairs go together: `second` is (B,) bool as `first` is. ValueError otherwise and for B = 0.

    TypeError for what is no mask.
    """
    check_same_shape(check_mask(first, "first"), check_mask(second, "second"), "first and second")
    if first.ndim != 1:
        raise ValueError(f"first must have shape (B,), got {tuple(first.shape)}")
    n = check_count(len(first), "number of pairs")
    both, a, b = int((first & second).sum()), int(first.sum()), int(second.sum())
    p = fisher_exact([[both, a - both], [b - both, n - a - b + both]], alternative="greater").pvalue
    return Shared(n, a, b, both, a * b / n, float(p))
