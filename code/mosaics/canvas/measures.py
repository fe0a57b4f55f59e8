"""What a canvas has of its source and what it has not: distances of patches both ways, coverage, repetition, diversity.

All compare windows of P x P pixels inside pictures, exactly. Distances are root mean squares in grey values: Euclidean
distances of patches divided by sqrt(C P P).
"""

import math
from typing import NamedTuple

import torch
from jaxtyping import Float
from torch import Tensor

from ..core.checks import check_images, check_training, check_window
from .patches import patches
from .search import Cells, Exact, Search

EVERY = 1e-12  # of the largest variance: below it is rounding


class BothWays(NamedTuple):
    """Mean distance of patches to the nearest one of the other picture.

    `coherence`: from the canvas to the source, small where everything on the canvas is of the source; `completeness`:
    from the source to the canvas, small where the canvas has all of the source. Their sum is the bidirectional
    dissimilarity of Simakov et al. (2008), with distances that are not squared.
    """

    coherence: float
    completeness: float


def patch_distances(
    canvas: Float[Tensor, "B C H W"], source: Float[Tensor, "N C h w"], P: int = 7, search: type[Search] = Exact
) -> BothWays:
    """Both mean distances, in grey values. `search`: `Exact`, or `Cells`, which is fast and at most too large."""
    (one, other), search = _both(canvas, source, P), _kind(search)
    size = math.sqrt(one.shape[1])
    there, back = (float(search(b).nearest(a).distance.double().mean()) / size for a, b in ((one, other), (other, one)))
    return BothWays(there, back)


class Used(NamedTuple):
    """Which source patches are nearest to some window of a canvas.

    `coverage`: the share of source patches that are, in (0, 1]. `repetition`: how often two windows of the canvas have
    the same nearest patch, over how often two patches drawn at random are the same: 1 by chance, 0 where none repeats.
    """

    coverage: float
    repetition: float


def used(
    canvas: Float[Tensor, "B C H W"], source: Float[Tensor, "N C h w"], P: int = 7, search: type[Search] = Exact
) -> Used:
    """Coverage and repetition of a canvas."""
    (windows, rows), search = _both(canvas, source, P), _kind(search)
    times = torch.bincount(search(rows).nearest(windows).number, minlength=len(rows)).double()  # (M,)
    pairs = len(windows) * (len(windows) - 1)
    same = float((times * (times - 1)).sum()) / pairs if pairs else 0.0
    return Used(float((times > 0).double().mean()), same * len(rows))


def patch_frechet(one: Float[Tensor, "B C H W"], other: Float[Tensor, "N C h w"], P: int = 7) -> float:
    """Frechet distance of two Gaussians with mean and covariance of all patches of either side, per number of a patch.

    |mu_1 - mu_2|^2 + tr(S_1 + S_2 - 2 (S_1 S_2)^(1/2)), over C P P; 0 for equal patch statistics. The form of SIFID
    (Shaham et al. 2019), with patches in the place of a network's features: not comparable with any SIFID.
    """
    (m1, s1), (m2, s2) = (_moments(rows) for rows in _both(one, other, P))
    root = _root(s1)
    mixed = torch.linalg.eigvalsh(root @ s2 @ root).clamp_min(0).sqrt().sum()
    distance = (m1 - m2).square().sum() + s1.trace() + s2.trace() - 2 * mixed
    return max(0.0, float(distance)) / len(m1)


def pixel_diversity(canvases: Float[Tensor, "B C H W"], source: Float[Tensor, "N C h w"]) -> float:
    """How much canvases differ: standard deviation of a pixel over them, root mean square, over that of the source.

    0 for equal canvases, about 1 where places are independent of the arrangement. It needs two canvases. The like of it
    in Shaham et al. (2019) is the mean of standard deviations of grey pictures.
    """
    _same_channels(check_images(canvases, "canvases"), check_training(source))
    if len(canvases) < 2:
        raise ValueError(f"canvases must be at least two, got {len(canvases)}")
    spread = source.double().var((0, 2, 3), correction=0).mean()
    return float((canvases.double().var(0).mean() / spread.clamp_min(1e-12)).sqrt())


def _kind(search: type[Search]) -> type[Search]:
    if search not in (Exact, Cells):
        raise TypeError(f"search must be Exact or Cells, got {search!r}")
    return search


def _both(one: Tensor, other: Tensor, P: int) -> tuple[Tensor, Tensor]:
    """All patches of either side; ValueError unless they have the same channels and P fits into both."""
    _same_channels(check_training(one), check_training(other))
    P = check_window(P, min(*one.shape[2:], *other.shape[2:]))
    return patches(one, P), patches(other, P)


def _same_channels(one: Tensor, other: Tensor) -> None:
    if one.shape[1] != other.shape[1]:
        raise ValueError(f"pictures must have as many channels, got {one.shape[1]} and {other.shape[1]}")


def _moments(rows: Float[Tensor, "M D"]) -> tuple[Tensor, Tensor]:
    x = rows.double()
    return x.mean(0), torch.cov(x.T, correction=0).reshape(x.shape[1], x.shape[1])


def _root(s: Float[Tensor, "D D"]) -> Float[Tensor, "D D"]:
    values, vectors = torch.linalg.eigh(s)
    values = torch.where(values > EVERY * values[-1], values, 0.0)
    return (vectors * values.sqrt()) @ vectors.T
