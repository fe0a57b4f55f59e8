"""How much each pixel of a guess moves with each pixel of the noisy picture, and masks made of it: for PSPC-Flex.

Niedoba et al. 2025 (arXiv:2411.19339), eqs 8 and 12. What the paper leaves open: a pixel that is sensitive to nothing,
such as one that is the same in all training images, and pixels that are in no mask. Here a pixel is always in its own
mask, so that every pixel is guessed; where a network is most sensitive to the pixel itself, this changes nothing.
"""

import torch
from jaxtyping import Bool, Float
from torch import Tensor

from ..core.checks import check_images, check_level, check_number, check_range, check_tensor
from ..diffusion import Denoiser


def sensitivity(
    denoise: Denoiser, z: Float[Tensor, "B C H W"], sigma: float, h: float = 0.1
) -> Float[Tensor, "HW H W"]:
    """How much each pixel of a denoiser's guess moves with each pixel of its input: G of their eq. 8. float64.

    For an output pixel and an input pixel: the absolute slope of each channel of the guess by the same channel of the
    input, summed over channels, mean over the noisy images z. They take 1000 of them at each level. By autograd where
    the denoiser carries gradients (IS, ES, Wiener), else by central differences of +-h > 0 grey values.
    """
    asked, sigma = check_images(z, "z").detach().clone().requires_grad_(), check_level(sigma)
    h, guess = check_number(h, "h", 0, strict=True), denoise(asked, sigma)
    return _slopes(asked, guess) if guess.requires_grad else _differences(denoise, z.detach(), sigma, h)


def _slopes(asked: Float[Tensor, "B C H W"], guess: Float[Tensor, "B C H W"]) -> Float[Tensor, "HW H W"]:
    C, H, W = guess.shape[1:]
    maps = torch.zeros(H * W, H, W, dtype=torch.float64)
    for pixel in range(H * W):
        for c in range(C):
            value = guess[:, c, pixel // W, pixel % W].sum()  # images do not mix: the slope of the sum is each one's
            (slope,) = torch.autograd.grad(value, asked, retain_graph=True)  # (B, C, H, W)
            maps[pixel] += slope[:, c].double().abs().mean(0)
    return maps


def _differences(denoise: Denoiser, z: Float[Tensor, "B C H W"], sigma: float, h: float) -> Float[Tensor, "HW H W"]:
    C, H, W = z.shape[1:]
    maps = torch.zeros(H * W, H, W, dtype=torch.float64)
    for pixel in range(H * W):
        for c in range(C):
            moved = torch.zeros_like(z[0])
            moved[c, pixel // W, pixel % W] = h
            up, down = (denoise(z + step, sigma)[:, c].double() for step in (moved, -moved))  # (B, H, W) each
            maps[:, pixel // W, pixel % W] += ((up - down) / (2 * h)).abs().mean(0).flatten()
    return maps


def flex_masks(maps: Float[Tensor, "HW H W"], share: float) -> Bool[Tensor, "HW H W"]:
    """For each pixel the fewest pixels to which it is most sensitive that hold `share` of its sensitivity (eq. 12).

    `maps`: as from `sensitivity`, at least 0. `share` in (0, 1]; 1 takes all pixels. Of equally sensitive ones the
    first. The pixel itself is always in its mask.
    """
    check_tensor(maps, "maps")
    if maps.ndim != 3 or len(maps) != maps.shape[1] * maps.shape[2] or not len(maps) or maps.min() < 0:
        raise ValueError(f"maps must have shape (H W, H, W) and be at least 0, got shape {tuple(maps.shape)}")
    share, flat = check_range(share, "share", 0, 1), maps.double().flatten(1)  # (HW, HW)
    if share in (0, 1):
        if not share:
            raise ValueError("share must be above 0, got 0: no pixel holds nothing")
        return torch.ones_like(maps, dtype=torch.bool)
    falling, at = flat.sort(dim=1, descending=True, stable=True)
    before = falling.cumsum(1) - falling  # what more sensitive pixels hold
    mask = torch.zeros_like(flat, dtype=torch.bool).scatter(1, at, before < share * flat.sum(1, keepdim=True))
    return (mask | torch.eye(len(flat), dtype=torch.bool)).reshape(maps.shape)
