"""How two sets of pictures overlap, by balls about nearest neighbours: precision and recall, density and coverage.

About each picture lies a closed ball, as large as the distance to the k-th nearest other picture of its own set. The
two pairs of measures differ in whose balls are asked, and in whether they are counted.
"""

from typing import NamedTuple

from jaxtyping import Bool, Float
from torch import Tensor

from ..core.checks import check_count, check_image_shape, check_images
from .features import Space, apart, distances, located, pixels


class Overlap(NamedTuple):
    """What each picture adds to the four measures, which are the means: (B,) of made pictures, (N,) of real ones.

    `precision`: the made picture lies in a real one's ball. `recall`: the real picture lies in a made one's ball.
    `density`: in how many real balls the made picture lies, over k. `coverage`: a made picture lies in the real one's
    ball. The density may exceed 1; all others are shares.
    """

    precision: Bool[Tensor, " B"]
    recall: Bool[Tensor, " N"]
    density: Float[Tensor, " B"]
    coverage: Bool[Tensor, " N"]


def overlap(
    x: Float[Tensor, "B C H W"], real: Float[Tensor, "N C H W"], k: int, space: Space = pixels
) -> Overlap:
    """Made pictures x against real ones; 1 <= k < B and N.

    Precision and recall: Kynkäänniemi et al. 2019, whose balls are closed and who take k = 3. Density and coverage:
    Naeem et al. 2020, who take k = 5 for 10,000 pictures of either kind; their code has open balls, in which a picture
    on the rim, such as a copy of one that stands k + 1 times, does not lie. float64.
    """
    check_image_shape(x, check_images(real, "real").shape[1:], "x")
    made, true = located(x, space), located(real, space)  # (B, D), (N, D)
    far = distances(made, true)  # (B, N)
    in_real, in_made = far <= _radii(true, k, "N"), far <= _radii(made, k, "B")[:, None]  # (B, N) each
    return Overlap(in_real.any(1), in_made.any(0), in_real.sum(1).double() / k, in_real.any(0))


def _radii(features: Float[Tensor, "N D"], k: int, name: str) -> Float[Tensor, " N"]:
    """Distance of each to the k-th nearest of the others."""
    k = check_count(k, f"k, less than {name},", 1, len(features) - 1)
    return apart(features).kthvalue(k, dim=1).values


def expected_coverage(N: int, B: int, k: int) -> float:
    """The mean coverage of N real pictures by B made ones of the same law: 1 - prod_{i=1}^k (N - i) / (N + B - i).

    Naeem et al. 2020, lemma 2. It depends on nothing else, as long as no two distances are equal: a real picture is
    not covered where its k nearest neighbours, among all others, are all real. Its sibling, the mean density, is 1.
    """
    N, B = check_count(N, "N", 2), check_count(B, "B")
    missed = 1.0
    for i in range(1, check_count(k, "k, less than N,", 1, N - 1) + 1):
        missed *= (N - i) / (N + B - i)
    return 1 - missed
