"""Is locality from the architecture or from the data? Data that are not local, and shares of what a guess looks at.

Kamb & Ganguli (2025) derive locality from convolutions; Lukoianov et al. (2025, arXiv:2509.09672) find it in the
covariance of the data: the Wiener filter has it, and networks follow where the data's correlations are changed. Two
changes tell the two apart. With their pixels in one other order, the same in all pictures (`shuffled`), what belongs
together is far apart, while pictures tell as much as before. With a corner copied into the opposite one
(`copied_corner`), a pixel has a second noisy view of itself where a window does not reach. Lukoianov et al. paint a
pattern into the pixels of CIFAR-10; these two are the book's.

An influence map (`networks.influences`) says how much each pixel of the input moves a pixel of the guess. `share` is
the part of its square within masks; `windows_around` makes masks, also of what was near before a shuffle.
"""

from collections.abc import Sequence

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor

from ..core.checks import (
    check_count,
    check_images,
    check_mask,
    check_pixels,
    check_same_shape,
    check_tensor,
)
from ..core.windows import check_side


# ---------------------------------------------------------------- data whose correlations are not local
def shuffled(images: Float[Tensor, "N C H W"], order: Int[Tensor, " HW"]) -> Float[Tensor, "N C H W"]:
    """Images with their pixels in another order: pixel k, in reading order, is pixel order[k] of the given image.

    `order` is a permutation of 0 ... H W - 1, int64; that of `order.argsort()` takes it back.
    """
    H, W = check_images(images).shape[2:]
    return images.flatten(2)[..., _check_order(order, H * W)].unflatten(2, (H, W))


def _check_order(order: Tensor, pixels: int) -> Tensor:
    if not isinstance(order, Tensor) or order.dtype != torch.int64:
        raise TypeError(f"order must be an int64 tensor, got {getattr(order, 'dtype', type(order).__name__)}")
    if order.ndim != 1 or not torch.equal(order.sort().values, torch.arange(pixels)):
        raise ValueError(f"order must hold each of 0 ... {pixels - 1} once, got shape {tuple(order.shape)}")
    return order


def copied_corner(images: Float[Tensor, "N C H W"], side: int = 5) -> Float[Tensor, "N C H W"]:
    """Images whose bottom right `side` x `side` pixels are those of the top left, at most half the images' sides."""
    side = check_count(side, "side", 1, min(check_images(images).shape[2:]) // 2)
    out = images.clone()
    out[..., -side:, -side:] = images[..., :side, :side]
    return out


def corner_partners(H: int, W: int, side: int = 5) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Pairs of pixels (row, column) that `copied_corner` makes equal: each pixel of either corner, and its partner."""
    H, W = check_count(H, "H", 2), check_count(W, "W", 2)
    side = check_count(side, "side", 1, min(H, W) // 2)
    pairs = [((i, j), (H - side + i, W - side + j)) for i in range(side) for j in range(side)]
    return pairs + [(partner, pixel) for pixel, partner in pairs]


# ---------------------------------------------------------------- what a guess looks at
def windows_around(
    pixels: Sequence[tuple[int, int]], H: int, W: int, P: int, order: Int[Tensor, " HW"] | None = None
) -> Bool[Tensor, "M H W"]:
    """For each of these pixels (row, column) the mask of the P x P window around it, cut at the border.

    P odd, at most 2 max(H, W) - 1. With the `order` of a `shuffled` image: the pixels that were in that window before.
    """
    H, W = check_count(H, "H"), check_count(W, "W")
    d, at = check_side(P, H, W, "zeros") // 2, torch.tensor(check_pixels(pixels, H, W))
    place = torch.cartesian_prod(torch.arange(H), torch.arange(W))  # (HW, 2)
    if order is not None:
        place = place[_check_order(order, H * W)]
    return ((place[at][:, None] - place).abs().amax(2) <= d).unflatten(1, (H, W))


def share(maps: Float[Tensor, "M H W"], masks: Bool[Tensor, "M H W"]) -> float:
    """Which share of the squares of influence maps lies within masks, of all maps together; NaN where all are 0.

    Of all together, since a pixel that is the same in all pictures moves with next to nothing, and its own share would
    say as much about next to nothing.
    """
    if check_tensor(maps, "maps").ndim != 3 or not len(maps):
        raise ValueError(f"maps must have shape (M, H, W), M at least 1, got {tuple(maps.shape)}")
    check_same_shape(maps, check_mask(masks, "masks"), "maps and masks")
    scaled = maps.detach().double() / maps.abs().max()  # squares of tiny slopes would be 0
    power = scaled.square()
    return float(power[masks].sum() / power.sum())
