"""When attention matters: switch the layer off at some noise levels; and how much of it goes to the other sock."""

import torch
from jaxtyping import Float
from torch import Tensor

from ..core.checks import check_count, check_flag, check_tensor
from ..diffusion import Denoiser, last, sample
from ..networks import AttentionResNet


def switched(
    net: AttentionResNet, z_T: Float[Tensor, "B C H W"], sigmas: Float[Tensor, " S"], at: int, first: bool
) -> Float[Tensor, "B C H W"]:
    """Samples of a network whose attention layer is passed over for a part of the run.

    It speaks for the first `at` steps only if `first`, else only after them; 0 <= at <= S - 1. Where it is silent the
    network is a CNN of the same weights. DDIM steps, `z_T` and `sigmas` as for `diffusion.sample`. `net` is left as it
    was. TypeError for another network, ValueError for a step that is none.
    """
    if not isinstance(net, AttentionResNet):
        raise TypeError(f"net must be an AttentionResNet, got {type(net).__name__}")
    steps = len(check_tensor(sigmas, "sigmas")) - 1
    at, first, before, z = check_count(at, "at", 0, steps), check_flag(first, "first"), net.attends, z_T
    try:
        for speaks, part in ((first, sigmas[: at + 1]), (not first, sigmas[at:])):
            net.attends = speaks
            z = _go(net, z, part)
    finally:
        net.attends = before
    return z


def _go(denoise: Denoiser, z: Tensor, sigmas: Tensor) -> Tensor:
    return last(sample(denoise, z, sigmas)) if len(sigmas) > 1 else z


def across(looks: Float[Tensor, "B HW HW"], side: int) -> Float[Tensor, "B HW"]:
    """Of what each pixel attends to, the share in the half of the picture, left or right, that it does not lie in.

    `looks` as `AttentionResNet.looks` gives them, for pictures of even width `side`. 1/2 if a pixel looks everywhere.
    """
    side = check_count(side, "side", 2)
    if check_tensor(looks, "looks").ndim != 3 or side % 2 or looks.shape[1] != looks.shape[2] or looks.shape[1] % side:
        raise ValueError(f"looks must have shape (B, HW, HW), W the even number side, got {tuple(looks.shape)}, {side}")
    right = torch.arange(looks.shape[1]) % side >= side // 2  # (HW,)
    other = right[:, None] != right  # (HW, HW)
    return torch.where(other, looks, 0).sum(-1)
