"""When attention matters: switch the layer off at some noise levels; and how much of it goes to the other sock."""

import math

from jaxtyping import Bool, Float
from torch import Tensor

from ..core.checks import check_count, check_flag, check_mask, check_tensor
from ..diffusion import Denoiser, last, sample
from ..networks import AttentionResNet


def switched(
    net: AttentionResNet, z_T: Float[Tensor, "B C H W"], sigmas: Float[Tensor, " S"], at: int, first: bool,
    near: int | None = None,
) -> Float[Tensor, "B C H W"]:
    """Samples of a network whose attention layer is passed over, or made near-sighted, for a part of the run.

    It speaks for the first `at` steps only if `first`, else only after them; 0 <= at <= S - 1. Elsewhere the network is
    a CNN of the same weights, which never learned to do without the layer; or, if `near` >= 0 is given, the layer is
    there and sees `near` rows and columns around each pixel, and nothing of what is further away. DDIM steps, `z_T` and
    `sigmas` as for `diffusion.sample`. `net` is left as it was. TypeError for another network, ValueError for a step
    that is none.
    """
    if not isinstance(net, AttentionResNet):
        raise TypeError(f"net must be an AttentionResNet, got {type(net).__name__}")
    steps = len(check_tensor(sigmas, "sigmas")) - 1
    at, first, z = check_count(at, "at", 0, steps), check_flag(first, "first"), z_T
    near, before = None if near is None else check_count(near, "near", 0), (net.attends, net.attention.reach)
    try:
        for speaks, part in ((first, sigmas[: at + 1]), (not first, sigmas[at:])):
            net.attends, net.attention.reach = speaks or near is not None, None if speaks else near
            z = _go(net, z, part)
    finally:
        net.attends, net.attention.reach = before
    return z


def _go(denoise: Denoiser, z: Tensor, sigmas: Tensor) -> Tensor:
    return last(sample(denoise, z, sigmas)) if len(sigmas) > 1 else z


def mass(
    looks: Float[Tensor, "B HW HW"], source: Bool[Tensor, "B H W"], target: Bool[Tensor, "B H W"]
) -> Float[Tensor, " B"]:
    """Of what the pixels `source` of each picture attend to, the mean share that lies in `target`, in [0, 1].

    `looks` as `AttentionResNet.looks` gives them. Who looks everywhere alike gives the target's share of the area. NaN
    where there is no source. ValueError or TypeError for masks that do not fit.
    """
    pixels = check_tensor(looks, "looks").shape
    for name, mask in (("source", source), ("target", target)):
        B, *sides = check_mask(mask, name).shape
        if len(sides) != 2 or not B or pixels != (B, math.prod(sides), math.prod(sides)):
            raise ValueError(f"{name} must be (B, H, W) for looks (B, HW, HW), got {tuple(mask.shape)} for "
                             f"{tuple(pixels)}")
    there = (looks * target.flatten(1)[:, None]).sum(2)  # (B, HW)
    own = source.flatten(1)  # (B, HW)
    return (there * own).sum(1) / own.sum(1)
