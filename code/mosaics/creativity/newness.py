"""How new pictures are: far from every training picture, wherever that is moved to (chapter 15).

A distance alone says little: blurred pictures are near, noise is far. So each is held against unseen pictures, which
are as new as new pictures of the kind are.
"""

import torch
from jaxtyping import Bool, Float
from torch import Tensor

from ..core.checks import check_count, check_image_shape, check_images, check_tensor
from ..core.metrics import nearest_shifted
from .features import Space, apart, distances, located, pixels


def shifted_novelty(x: Float[Tensor, "B C H W"], data: Float[Tensor, "N C H W"]) -> Float[Tensor, " B"]:
    """Root mean square difference per pixel, in grey values, to the nearest of all translations of training pictures.

    Translations go round the edges (`metrics.nearest_shifted`). 0 for a copy, wherever it was moved to. float64.
    """
    return nearest_shifted(x, data)[0] / x[0].numel() ** 0.5


def nearer_than(far: Float[Tensor, " B"], far_unseen: Float[Tensor, " M"]) -> Float[Tensor, " B"]:
    """Of each picture at distance `far` from the training pictures: the share of unseen ones that are farther.

    In [0, 1]; of equals half counts. The mean over all pictures is the share of pairs in which the picture is nearer
    than the unseen one: 1/2 for pictures like unseen ones, 1 for copies, 0 for noise. It is the Mann-Whitney statistic
    of the test for copying of Meehan et al. 2020, who ask the other way round. float64.
    """
    mine, theirs = (_line(values, name) for values, name in ((far, "far"), (far_unseen, "far_unseen")))
    ranked = theirs.sort().values  # (M,)
    below, upto = (torch.searchsorted(ranked, mine, right=right) for right in (False, True))  # (B,) each
    return 1 - (below + upto).double() / (2 * len(ranked))


def _line(values: Tensor, name: str) -> Float[Tensor, " B"]:
    if check_tensor(values, name).ndim != 1 or not len(values):
        raise ValueError(f"{name} must have shape (B,), B at least 1, got {tuple(values.shape)}")
    return values.detach().double()


def authentic(
    x: Float[Tensor, "B C H W"], data: Float[Tensor, "N C H W"], space: Space = pixels
) -> Bool[Tensor, " B"]:
    """Which pictures are authentic: farther from the nearest training picture than that one is from the others.

    Alaa et al. 2022; the mean is their authenticity. Of training pictures that are equally near the first is taken.
    N >= 2. A training picture that stands twice has another one at distance 0, so that only its exact copies count as
    copied: remove duplicates first.
    """
    check_image_shape(x, check_images(data, "data").shape[1:], "x")
    check_count(len(data), "number of training pictures", 2)
    training = located(data, space)  # (N, D)
    far, which = distances(located(x, space), training).min(1)  # (B,) each
    return far > apart(training).amin(1)[which]
