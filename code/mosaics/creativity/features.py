"""Where pictures are compared: their pixels, or principal components of the training pictures (chapter 15).

The papers' measures compare pictures by a network trained elsewhere. Here nothing is downloaded, and every number says
which of two spaces it was measured in. Distances in both are root mean squares per pixel, in grey values.
"""

from collections.abc import Callable

import torch
from jaxtyping import Float
from torch import Tensor

from ..attention import principal
from ..core.checks import check_image_shape, check_images, check_tensor

Space = Callable[[Tensor], Tensor]  # pictures (B, C, H, W) to features (B, D)


def pixels(x: Float[Tensor, "B C H W"]) -> Float[Tensor, "B D"]:
    """The pixels over the root of their number D = C H W: distances are root mean squares. float64."""
    flat = check_images(x, "x").detach().flatten(1).double()  # (B, D)
    return flat / flat.shape[1] ** 0.5


class Components:
    """The space of the `k` leading principal components of training pictures (N, C, H, W), 1 <= k <= min(N, C H W).

    The mean of the training pictures is at the origin. Distances are at most those of `pixels`. float64.
    """

    def __init__(self, data: Float[Tensor, "N C H W"], k: int):
        self.rows = principal(data, k)  # (k, C, H, W)
        self.mean = data.detach().double().mean(0)  # (C, H, W)

    def __call__(self, x: Float[Tensor, "B C H W"]) -> Float[Tensor, "B k"]:
        """Where pictures of the training pictures' shape are."""
        check_image_shape(x, self.rows.shape[1:], "x")
        return pixels(x.detach().double() - self.mean) @ self.rows.flatten(1).T


def located(x: Tensor, space: Space) -> Float[Tensor, "B D"]:
    """Features of pictures in float64; ValueError or TypeError where `space` gives no finite matrix (B, D)."""
    if not callable(space):
        raise TypeError(f"space must turn pictures into features, as pixels does, got {type(space).__name__}")
    found = check_tensor(space(check_images(x, "x")), "features")
    if found.ndim != 2 or len(found) != len(x):
        raise ValueError(f"features must have shape ({len(x)}, D), got {tuple(found.shape)}")
    return found.detach().double()


def distances(a: Float[Tensor, "B D"], b: Float[Tensor, "N D"]) -> Float[Tensor, "B N"]:
    """Euclidean distances, by differences: a copy is at 0, and a tie is a tie."""
    return torch.cdist(a, b, compute_mode="donot_use_mm_for_euclid_dist")


def apart(a: Float[Tensor, "N D"]) -> Float[Tensor, "N N"]:
    """Distances of features from each other; infinite from themselves."""
    return distances(a, a).fill_diagonal_(torch.inf)
