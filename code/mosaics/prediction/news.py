"""How far news travels: part of the start is drawn anew, and the change is followed through a run (chapter 10).

Two runs of one denoiser from two starts that differ in some pixels only. Distances are those of square windows: the
larger of the rows and the columns between two pixels, so that a window of side P sees (P - 1) / 2 far. z_T and sigma
are those of `diffusion.sample`; changes are in grey values.
"""

from typing import NamedTuple

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor
from torch.nn.functional import max_pool2d, one_hot, pad

from ..core.checks import check_choice, check_images, check_mask, check_same_shape
from ..diffusion import Denoiser
from ..networks import PADDINGS
from .runs import trajectory


def renewed(
    z_T: Float[Tensor, "B C H W"], other: Float[Tensor, "B C H W"], mask: Bool[Tensor, "H W"]
) -> Float[Tensor, "B C H W"]:
    """The start `z_T` with the values of another one, `other`, where `mask` holds, in all channels.

    TypeError or ValueError for a mask that is none, or not of the images' height and width, and for starts of two
    shapes.
    """
    check_same_shape(check_images(z_T, "z_T"), check_images(other, "other"), "z_T and other")
    return torch.where(_check_place(mask, tuple(z_T.shape[2:])), other, z_T)


def change(before: Float[Tensor, "B C H W"], after: Float[Tensor, "B C H W"]) -> Float[Tensor, "B H W"]:
    """By how much each pixel differs: root mean square over the channels. float64."""
    check_same_shape(check_images(before, "before"), check_images(after, "after"), "before and after")
    return (after.double() - before.double()).square().mean(1).sqrt()


def distances(mask: Bool[Tensor, "H W"], padding: str = "zeros") -> Int[Tensor, "H W"]:
    """How far each pixel is from the nearest one where `mask` holds, 0 there. int64.

    The larger of rows and columns, on the torus where `padding` is "circular". ValueError for a mask that holds
    nowhere.
    """
    check_choice(padding, PADDINGS, "padding")
    if not _check_place(mask).any():
        raise ValueError("mask must hold at some pixel, holds at none")
    reached, far = mask[None, None].float(), torch.zeros_like(mask, dtype=torch.int64)  # (1, 1, H, W), (H, W)
    while not reached.all():
        far += reached[0, 0] == 0
        around = pad(reached, (1, 1, 1, 1), "circular") if padding == "circular" else pad(reached, (1, 1, 1, 1))
        reached = max_pool2d(around, 3, 1)
    return far


class Spread(NamedTuple):
    """How a change spreads: `change` (S - 1, B, K), in grey values, at each step, of each image, at `distance` (K,).

    Of step k it is the change of the guess x0_hat there, the root mean square over channels and over all pixels that
    are so far from the changed part of the start; 0 is in it.
    """

    change: Tensor
    distance: Tensor


def spread(
    denoise: Denoiser, z_T: Float[Tensor, "B C H W"], changed: Float[Tensor, "B C H W"],
    sigmas: Float[Tensor, " S"], padding: str = "zeros",
) -> Spread:
    """Run `denoise` from two starts, and hold its guesses against each other, step by step. float64.

    The changed part is where any image of `changed` differs from `z_T` in any channel; ValueError where none does.
    With a last level of 0 the last step's guesses are the samples (`trajectory`). `padding` as for `distances`.
    """
    check_same_shape(check_images(z_T, "z_T"), check_images(changed, "changed"), "z_T and changed")
    different = (z_T != changed).any(1).any(0)  # (H, W)
    if not different.any():
        raise ValueError("changed must differ from z_T at some pixel, differs at none")
    far = distances(different, padding)
    both = [trajectory(denoise, start, sigmas) for start in (z_T, changed)]
    steps = [_by_distance(change(a.x0_hat, b.x0_hat), far) for a, b in zip(*both, strict=True)]
    return Spread(torch.stack(steps), torch.arange(int(far.max()) + 1))


def _by_distance(changes: Float[Tensor, "B H W"], far: Int[Tensor, "H W"]) -> Float[Tensor, "B K"]:
    rings = one_hot(far.flatten()).double()  # (H W, K): no distance up to the largest is without a pixel
    return (changes.square().flatten(1) @ rings / rings.sum(0)).sqrt()


def _check_place(mask: Tensor, shape: tuple[int, ...] | None = None) -> Tensor:
    if check_mask(mask, "mask").ndim != 2 or 0 in mask.shape or (shape and tuple(mask.shape) != shape):
        raise ValueError(f"mask must have shape {shape or '(H, W)'}, got {tuple(mask.shape)}")
    return mask
