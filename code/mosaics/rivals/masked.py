"""A softmax for each value of a picture, whose distances see only some of the values: LS with windows of any form.

Value n of a picture (channel, row, column) is guessed from the values that row n of a mask M names, all over the whole
training set:

    x0_hat(n) = sum_mu w_mu a_mu(n),    w_mu ~ exp(-sum_m M_nm (z(m) - a_mu(m))^2 / 2 sigma^2).

With all of M this is the ideal denoiser, with square windows LS (Kamb & Ganguli 2025, eqs 7-8), with masks that come
from the data's covariance the machine of Lukoianov et al. 2025 (`pca`). All distances of a block of training images are
one matrix product; blocks are joined by an online softmax, so that the result is that of the whole set.
"""

import functools
from collections.abc import Sequence

import torch
from jaxtyping import Bool, Float
from torch import Tensor

from ..core.checks import check_count, check_image_shape, check_images, check_mask, check_sigma, check_training
from ..core.metrics import rms
from ..core.softmax import Tally
from ..core.windows import check_side

CHUNK = 32  # training images at a time: B x CHUNK x C H W numbers


# ---------------------------------------------------------------- masks
def check_masks(masks: Tensor, D: int) -> Tensor:
    """`masks` if it has a row of D trues and falses for each of D values; TypeError or ValueError otherwise."""
    if check_mask(masks, "masks").shape != (D, D):
        raise ValueError(f"masks must have a row and a column for each value of an image, ({D}, {D}), "
                         f"got {tuple(masks.shape)}")
    return masks


def check_sides(shape: Sequence[int]) -> list[int]:
    """`shape` as integers if it can be that of an image, (C, H, W); TypeError or ValueError otherwise."""
    if not isinstance(shape, Sequence) or len(shape) != 3:
        raise ValueError(f"shape must be (C, H, W), got {shape}")
    return [check_count(side, "shape") for side in shape]


def check_masked(machine: "MaskedLS", name: str) -> "MaskedLS":
    """`machine` if it is one whose masks are known; else TypeError."""
    if not isinstance(machine, MaskedLS):
        raise TypeError(f"{name} must be a MaskedLS, such as PCALocality, got {type(machine).__name__}")
    return machine


def window_masks(shape: Sequence[int], P: int) -> Bool[Tensor, "D D"]:
    """The masks of LS: each value sees all channels of the P x P window around its pixel, cut at the border.

    `shape`: (C, H, W). P odd, at most 2 max(H, W) - 1. What is outside an image is 0 in both pictures that LS compares,
    so it counts nothing, and cutting it off is the same.
    """
    C, H, W = check_sides(shape)
    d = check_side(P, H, W, "zeros") // 2
    near = [(torch.arange(n)[:, None] - torch.arange(n)).abs() <= d for n in (H, W)]  # (H, H), (W, W)
    pixels = near[0][:, None, :, None] & near[1][:, None]  # (H, W, H, W)
    return pixels.reshape(H * W, H * W).repeat(C, C)


# ---------------------------------------------------------------- the machine
def masked_guess(
    z: Float[Tensor, "B C H W"], level: Tensor, flat: Float[Tensor, "N D"], masks: Float[Tensor, "D D"]
) -> Float[Tensor, "B C H W"]:
    """The guesses of the module's formula at one noise level, from masks of zeros and ones and N images. float64.

    Squares are summed, never subtracted: a distance keeps its digits however near the two pictures are.
    """
    unit, asked = 2 * float(level) ** 2, z.detach().double().flatten(1)[:, None]  # (B, 1, D)
    none = torch.zeros_like(asked)
    seen = Tally(none - torch.inf, (none, none), unit)
    for part in flat.split(CHUNK):
        distance = (asked - part).square() @ masks.T  # (B, n, D)
        seen.add(-distance, 1, functools.partial(_weighted, part, unit))
    weight, value = seen.sums
    return (value / weight).reshape(z.shape)


def _weighted(part: Float[Tensor, "n D"], unit: float, gap: Float[Tensor, "B n D"]) -> tuple[Tensor, Tensor]:
    w = (gap / unit).exp()  # (B, n, D)
    return w.sum(1, keepdim=True), (w * part).sum(1, keepdim=True)


class MaskedLS:
    """The best denoiser whose every value sees what its mask shows. Call it as denoise(z, sigma).

    `data`: training images (N, C, H, W), of which it keeps a copy. `masks`: (C H W, C H W) of True and False, row n for
    value n in the order of a flattened image; a value that sees nothing is guessed as its mean over the data. float64
    inside; no gradients. Of all denoisers that see these values it has the least loss on the training set, as every
    conditional mean has.
    """

    def __init__(self, data: Float[Tensor, "N C H W"], masks: Bool[Tensor, "D D"]):
        self._keep(data)
        self._masks = check_masks(masks, self.flat.shape[1]).clone()

    def _keep(self, data: Tensor) -> None:
        self.shape = check_training(data).shape[1:]
        self.flat = data.detach().flatten(1).to(torch.float64, copy=True)  # (N, D)

    def masks(self, sigma: float) -> Bool[Tensor, "D D"]:
        """What each value sees at a noise level: here the same at all."""
        return self._masks

    def __call__(self, z: Float[Tensor, "B C H W"], sigma: float | Tensor) -> Float[Tensor, "B C H W"]:
        """The best guess x0_hat at noise level sigma > 0, a number or (B,)."""
        check_image_shape(z, self.shape, "z")
        levels, out = check_sigma(sigma, len(z)), torch.empty_like(z.detach())
        for level in levels.unique():
            mine = levels == level  # (B,)
            out[mine] = masked_guess(z[mine], level, self.flat, self.masks(float(level)).double()).to(z.dtype)
        return out


# ---------------------------------------------------------------- what averaging batches costs
def batch_averaged(
    machine: MaskedLS, z: Float[Tensor, "B C H W"], sigma: float | Tensor, size: int
) -> Float[Tensor, "B C H W"]:
    """What comes out when each batch of `size` training images has a softmax of its own and their means are averaged.

    Not the machine: the released code of Lukoianov et al. 2025 does so with its training batches, and that of Shang et
    al. 2026 can. A batch in which no image is near counts as much as the batch that has the nearest, so
    the guess moves towards the mean image; with batches of one image it is the mean image. One batch is exact.
    """
    check_image_shape(z, check_masked(machine, "machine").shape, "z")
    levels, batches = check_sigma(sigma, len(z)), machine.flat.split(check_count(size, "size"))
    total = torch.zeros_like(z.detach(), dtype=torch.float64)
    for level in levels.unique():
        mine, masks = levels == level, machine.masks(float(level)).double()  # (B,), (D, D)
        total[mine] = torch.stack([masked_guess(z[mine], level, batch, masks) for batch in batches]).sum(0)
    return (total / len(batches)).to(z.dtype)


def averaging_cost(
    machine: MaskedLS, z: Float[Tensor, "B C H W"], sigma: float | Tensor, sizes: Sequence[int]
) -> Float[Tensor, "S B"]:
    """How far `batch_averaged` with each of these batch sizes is from the machine: RMS in grey values. float64."""
    exact = check_masked(machine, "machine")(check_images(z, "z").double(), sigma)
    if not len(sizes):
        raise ValueError("sizes must hold one at least, got none")
    return torch.stack([rms(batch_averaged(machine, z.double(), sigma, size), exact) for size in sizes])
