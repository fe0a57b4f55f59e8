"""CollapseLab: N Gaussian points in d dimensions and noise. Does the true point hold more than half of the weight?"""

from collections.abc import Iterator
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from torch import Tensor

from ..core.figures import COLORS
from ..core.posterior import Dictionary, posterior
from ..memorization import collapse_sigma, true_weight
from .base import Job, Lab, Message, front, number, shaped, whole
from .noise import candidates

MOST, WIDEST = 2000, 128


class CollapseLab(Lab):
    """N, d, noise level and seed by hand; `trials` of the points are hidden in turn."""

    _esm = front("collapse")
    about = "CollapseLab: how many Gaussian points, how many dimensions, how much noise: does the true point win?"

    def __init__(self, n: int = 200, d: int = 20, sigma: float = 1.0, trials: int = 40, seed: int = 3):
        super().__init__(None, most=MOST, widest=WIDEST, n=n, d=d, sigma=sigma, trials=trials, seed=seed)
        whole(self.settings, "n", 2, MOST), whole(self.settings, "d", 2, WIDEST), whole(self.settings, "trials", 1, n)
        number(self.settings, "sigma", 0.05, 20)

    def jobs(self) -> dict[str, Job]:
        return {"collapse": self._collapse}

    def _collapse(self, params: dict[str, Any], arrays: list[Tensor]) -> Iterator[Message]:
        n, d, sigma = whole(params, "n", 2, MOST), whole(params, "d", 1, WIDEST), number(params, "sigma", 1e-3, 1e3)
        trials = whole(params, "trials", 1, n)
        points, eps = shaped(arrays, 0, n, 1, 1, d), shaped(arrays, 1, trials, 1, 1, d)
        weight = true_weight(points, sigma, eps)  # (trials,)
        flat = points.flatten(1)  # (N, d)
        first = points[:1].flatten(1) + sigma * eps[:1].flatten(1)  # (1, d)
        post = posterior(first, Dictionary(flat, flat), sigma, top_k=min(8, n), stats=True)
        found = {"share": float((weight > 0.5).double().mean()), "true_w": float(weight[0]), **candidates(post)}
        yield {"type": "done", **found}, []

    def draw_poster(self) -> tuple[Figure, str]:
        n = np.geomspace(2, MOST, 80)
        fig, ax = plt.subplots(figsize=(5, 2.8))
        level = [collapse_sigma(int(v), self.settings["d"]) for v in np.maximum(n, 2)]
        ax.loglog(n, level, color=COLORS["blue"])
        ax.fill_between(n, 0.05, level, color=COLORS["blue"], alpha=0.15, lw=0)
        ax.set(xlabel="number of points $N$", ylabel=r"noise level $\sigma$", ylim=(0.05, 20))
        ax.text(2.3, 0.07, "the true point wins: copying")
        ax.text(300, 8, "the crowd wins")
        return fig, f"Collapse level against the number of points in {self.settings['d']} dimensions; below it the true point wins."
