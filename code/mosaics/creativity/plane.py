"""The plane of novelty and coherence, and all measures of a set of pictures beside it (chapter 15)."""

from typing import NamedTuple

import torch
from jaxtyping import Float
from torch import Tensor

from ..core.checks import check_image_shape, check_images, check_window
from ..fingers import Interval, share
from ..prediction import bootstrap, summary
from .coherence import coherence, coherence_limit, window_distances
from .diversity import gaussian, typical_distance, vendi_interval
from .features import Space, located, pixels
from .newness import authentic, nearer_than, shifted_novelty
from .overlap import overlap

PRECISION_K, DENSITY_K = 3, 5  # as in the papers


class Place(NamedTuple):
    """Of each picture, (B,): distance to the training pictures over that of unseen ones; share of coherent windows."""

    novelty: Tensor
    coherence: Tensor


class Plane:
    """Where pictures lie between copying and noise, against training pictures and unseen ones of the same kind.

    `novelty` is `shifted_novelty` over the median of the unseen pictures: 0 for copies, 1 for what is as new as unseen
    pictures. `coherence` is the share of windows of side `P` that are as near to a training window as 95 % of those of
    the unseen pictures are; `reach` and `padding` say which training windows (`core.windows`). Copies have 1.
    ValueError where half of the unseen pictures, or more, are copies of training pictures.
    """

    def __init__(self, data: Float[Tensor, "N C H W"], unseen: Float[Tensor, "M C H W"], P: int = 5,
                 reach: str = "matching", padding: str = "zeros"):
        check_image_shape(unseen, check_images(data, "data").shape[1:], "unseen")
        self.data, self.unseen, self.windows = data.clone(), unseen.clone(), (check_window(P), reach, padding)
        self.far_unseen = shifted_novelty(unseen, data)  # (M,)
        self.limit = coherence_limit(window_distances(unseen, data, *self.windows))
        self.unit = float(self.far_unseen.quantile(0.5))
        if not self.unit:
            raise ValueError("unseen must hold pictures that are no copies of data, got copies for a half of them")

    def __call__(self, x: Float[Tensor, "B C H W"]) -> Place:
        """Each picture's place."""
        far = window_distances(x, self.data, *self.windows)  # (B, H, W)
        return Place(shifted_novelty(x, self.data) / self.unit, coherence(far, self.limit))

    def measures(self, x: Float[Tensor, "B C H W"], generator: torch.Generator, space: Space = pixels,
                 draws: int = 2000) -> dict[str, Interval]:
        """Every measure of a set of B > 5 pictures, with its interval at 95 %.

        The overlap is that with the unseen pictures, more than 5, in `space`; the Vendi score that of Gaussian
        similarities as wide as two training pictures are apart there. Intervals speak of other pictures of the kind
        that a measure is taken over: made ones, but real ones for recall and coverage. They are Wilson's of shares, a
        jackknife of the Vendi score, bootstraps of the others: single points where all pictures agree.
        """
        place, few = self(x), overlap(x, self.unseen, PRECISION_K, space)
        many = overlap(x, self.unseen, DENSITY_K, space)
        means = {"coherence": place.coherence, "nearer": nearer_than(place.novelty, self.far_unseen / self.unit),
                 "density": many.density}
        shares = {"authentic": authentic(x, self.data, space), "precision": few.precision, "recall": few.recall,
                  "coverage": many.coverage}
        middle, width = summary(place.novelty, generator, draws), typical_distance(located(self.data, space))
        out = {"novelty": Interval(middle.median, middle.low, middle.high)}
        out |= {name: _mean(values, generator, draws) for name, values in means.items()}
        out |= {name: share(int(mask.sum()), len(mask)) for name, mask in shares.items()}
        return out | {"vendi": vendi_interval(gaussian(located(x, space), width))}


def _mean(values: Float[Tensor, " B"], generator: torch.Generator, draws: int) -> Interval:
    return Interval(float(values.mean()), *bootstrap(values, lambda drawn: drawn.mean(1), generator, draws))
