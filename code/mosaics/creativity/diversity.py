"""How many different pictures a set holds: the Vendi score (chapter 15). Friedman & Dieng 2023.

Of n pictures with the similarities K, positive semi-definite with ones on the diagonal, it is the exponential of the
entropy of the eigenvalues of K / n: n for pictures that have nothing in common, 1 for copies of one.
"""

from statistics import NormalDist

import torch
from jaxtyping import Float
from torch import Tensor

from ..core.checks import check_count, check_number, check_tensor
from ..fingers import Interval
from .features import distances

ROUNDING = 1e-9  # of similarities


def cosine(features: Float[Tensor, "n D"]) -> Float[Tensor, "n n"]:
    """Similarities as cosines of angles, in [-1, 1]; ValueError for features of length 0, which have no direction."""
    lengths = _matrix(features).norm(dim=1, keepdim=True)  # (n, 1)
    if empty := int((lengths == 0).sum()):
        raise ValueError(f"features must be longer than 0 to have a direction, got {empty} of length 0")
    unit = features.double() / lengths
    return (unit @ unit.T).fill_diagonal_(1)


def gaussian(features: Float[Tensor, "n D"], width: float) -> Float[Tensor, "n n"]:
    """Similarities exp(-distance^2 / 2 width^2), in (0, 1]; width > 0, in the distances' unit."""
    width = check_number(width, "width", 0, strict=True)
    x = _matrix(features)
    return torch.exp(-((distances(x, x) / width) ** 2) / 2)


def typical_distance(features: Float[Tensor, "n D"]) -> float:
    """The median distance of two of n >= 2 features, the lower of two middle ones.

    That of training pictures is a width for `gaussian` that does not depend on what is measured.
    """
    check_count(len(_matrix(features)), "number of features", 2)
    return float(torch.pdist(_matrix(features)).median())


def _matrix(features: Tensor) -> Float[Tensor, "n D"]:
    if check_tensor(features, "features").ndim != 2 or not features.numel():
        raise ValueError(f"features must have shape (n, D), neither 0, got {tuple(features.shape)}")
    return features.detach().double()


def vendi(K: Float[Tensor, "n n"]) -> float:
    """The Vendi score of similarities, in [1, n]: exp(-sum_m lambda_m ln lambda_m), lambda the eigenvalues of K / n.

    0 ln 0 is 0. ValueError unless K is symmetric with ones on the diagonal and no eigenvalue below 0, but for rounding.
    """
    return _score(_check_similarities(K))


def _check_similarities(K: Tensor) -> Float[Tensor, "n n"]:
    if check_tensor(K, "K").ndim != 2 or K.shape[0] != K.shape[1] or not len(K):
        raise ValueError(f"K must have shape (n, n), n at least 1, got {tuple(K.shape)}")
    K = K.detach().double()
    if (K - K.T).abs().max() > ROUNDING or (K.diagonal() - 1).abs().max() > ROUNDING:
        raise ValueError("K must be symmetric with ones on the diagonal, got entries up to "
                         f"{float((K - K.T).abs().max()):.3g} off and {float((K.diagonal() - 1).abs().max()):.3g} off")
    if (least := float(torch.linalg.eigvalsh(K)[0])) < -ROUNDING * len(K):
        raise ValueError(f"K must have no eigenvalue below 0, got {least:.3g}")
    return K


def _score(K: Float[Tensor, "n n"]) -> float:
    share = torch.linalg.eigvalsh(K / len(K)).clamp(min=0)  # (n,)
    return float(torch.exp(-torch.xlogy(share, share).sum()))


def vendi_interval(K: Float[Tensor, "n n"]) -> Interval:
    """The Vendi score of n >= 3 pictures, and the interval at 95 % of what other n pictures would have.

    By the jackknife: the standard error from the scores without one picture each, times the normal quantile. Resamples
    with replacement would hold copies, which the score does not count: they would all be less diverse.
    """
    check_count(len(_check_similarities(K)), "number of pictures", 3)
    K, every = K.detach().double(), torch.arange(n := len(K))
    without = torch.tensor([_score(K[every != i][:, every != i]) for i in range(n)], dtype=torch.float64)  # (n,)
    error = float(((n - 1) * without.var(correction=0)).sqrt()) * NormalDist().inv_cdf(0.975)
    return Interval(value := _score(K), value - error, value + error)
