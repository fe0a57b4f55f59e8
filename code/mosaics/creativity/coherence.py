"""How coherent pictures are: is every window one that a real picture could have? (chapter 15, ours)

A window's distance is that to the nearest training window in reach (`core.windows`). It is held against the windows of
unseen pictures: those that are no farther than nearly all of them count as coherent. The whole is not looked at.
"""

import math

from jaxtyping import Float
from torch import Tensor

from ..core.checks import check_image_shape, check_images, check_number, check_share, check_tensor
from ..core.sweep import sweep


def window_distances(
    x: Float[Tensor, "B C H W"], data: Float[Tensor, "N C H W"], P: int, reach: str = "matching", padding: str = "zeros"
) -> Float[Tensor, "B H W"]:
    """Root mean square difference, in grey values, of the window around each pixel and the nearest training window.

    `P`, `reach` and `padding` as in `core.windows`; what lies outside a picture counts as its padding. float64.
    """
    check_image_shape(x, check_images(data, "data").shape[1:], "x")
    seen = sweep(x, 1.0, data, [P], reach, padding)[0]  # distances do not depend on sigma
    return (seen.least / (x.shape[1] * P**2)).sqrt()


def coherence_limit(far_unseen: Float[Tensor, "B H W"], level: float = 0.95) -> float:
    """The distance within which `level` in (0, 1) of all windows of unseen pictures are, or a little more of them."""
    if check_tensor(far_unseen, "far_unseen").ndim != 3 or not far_unseen.numel():
        raise ValueError(f"far_unseen must have shape (B, H, W), none 0, got {tuple(far_unseen.shape)}")
    ranked = far_unseen.detach().double().flatten().sort().values
    return float(ranked[math.ceil(check_share(level, "level") * len(ranked)) - 1])


def coherence(far: Float[Tensor, "B H W"], limit: float) -> Float[Tensor, " B"]:
    """Share of the windows of each picture whose distance is at most `limit` >= 0. float64."""
    if check_tensor(far, "far").ndim != 3 or not far.numel():
        raise ValueError(f"far must have shape (B, H, W), none 0, got {tuple(far.shape)}")
    return (far.detach() <= check_number(limit, "limit", 0)).double().mean((1, 2))
