"""CollapseLab: one of N random points seen through noise, and whom the posterior believes (chapter 3)."""

from collections.abc import Iterator
from typing import Any, ClassVar

import matplotlib.pyplot as plt
import torch
from matplotlib.figure import Figure
from torch import Tensor

from ... import ideal, memorization
from ...core.checks import check_choice, check_count, check_range
from ..draws import SEEDS, normals
from ..shared.base import SEED, Lab, Message, candidates, count_param, css, esm, floats, sigma_param
from ..shared.settings import number, whole

SIZES = {"n": 2000, "width": 128, "trials": 40}  # largest N, largest d, noise vectors
LEVELS = (0.02, 100)
CURVE = 60  # points on the curve of sigma_C


class CollapseLab(Lab):
    """Posterior weights of `N` (2 ... 2,000) Gaussian points in `d` (2 ... 128) dimensions at noise level `sigma`.

    Shows the share of 40 trials in which the true point holds over half of the weight, the effective number, and the
    map of N against sigma with the collapse level sigma_C. First settings as given, `seed` in 0 ... 99,999.
    """

    _esm = esm("collapse")
    _css = css("collapse")
    controls: ClassVar = {"N": whole(2, SIZES["n"]), "d": whole(2, SIZES["width"]), "sigma": number(*LEVELS), **SEED,
                          "trial": whole(1, SIZES["trials"])}

    def __init__(self, *, N: int = 500, d: int = 50, sigma: float = 1.8, seed: int = 5):
        N, d = check_count(N, "N", 2, SIZES["n"]), check_count(d, "d", 2, SIZES["width"])
        settings = {"N": N, "d": d, "sigma": check_range(sigma, "sigma", *LEVELS),
                    "seed": check_count(seed, "seed", 0, SEEDS), "sizes": SIZES}
        super().__init__(torch.zeros(1, 1, 1, 1), settings,
                         "CollapseLab: when does one of N points in d dimensions win the posterior?")
        self._points: tuple[int, Tensor, Tensor] | None = None

    def job(self, task: str, params: dict[str, Any], buffers: list[Any]) -> Iterator[Message]:
        """Task "collapse". Points and noise come once a seed; "missing" asks for them again."""
        check_choice(task, ("collapse",), "task")
        seed = count_param(params, "seed", 0, SEEDS)
        if buffers:
            self._hold(seed, buffers)
        if self._points is None or self._points[0] != seed:
            yield {"type": "missing"}, {}
            return
        N, d = count_param(params, "N", 2, SIZES["n"]), count_param(params, "d", 2, SIZES["width"])
        _, points, noise = self._points
        sigma, top = sigma_param(params), count_param(params, "top", 1)
        yield self.verdict(points[:N, None, None, :d], noise[:, None, None, :d], sigma, top), {}

    def _hold(self, seed: int, buffers: list[Any]) -> None:
        if len(buffers) != 2:
            raise ValueError(f"points and noise must come as two arrays, got {len(buffers)}")
        points = floats(buffers[0], "points", (SIZES["n"], SIZES["width"]))
        self._points = seed, points, floats(buffers[1], "noise", (SIZES["trials"], SIZES["width"]))

    def verdict(self, data: Tensor, eps: Tensor, sigma: float, top: int) -> dict[str, Any]:
        """Trial t hides point t mod N: its weight, the effective number, the top points; the curve of sigma_C."""
        N, d = len(data), data.shape[-1]
        true = torch.arange(len(eps)) % N
        said = ideal.IdealDenoiser(data).posterior(data[true] + sigma * eps, sigma, top_k=min(top, N))
        weight = torch.cat([memorization.true_weight(data, sigma, part) for part in eps.split(N)])
        sizes = [round(2 * (SIZES["n"] / 2) ** (i / (CURVE - 1))) for i in range(CURVE)]
        return {"type": "done", "true_w": weight.tolist(), **candidates(said),
                "curve": [[n, memorization.collapse_sigma(n, d)] for n in sizes],
                "sigma_c": memorization.collapse_sigma(N, d)}

    def draw(self) -> tuple[Figure, str]:
        """The map of N against sigma, the curve of sigma_C, and the share of trials won at the first settings."""
        s, (n, width, trials) = self.settings, SIZES.values()
        drawn = normals(s["seed"], (n + trials) * width)
        params = {k: s[k] for k in ("seed", "N", "d", "sigma")} | {"top": 6}
        (m,) = self.answers("collapse", params, drawn[: n * width], drawn[n * width :])
        won = sum(w > 0.5 for w in m["true_w"])
        fig, ax = plt.subplots(figsize=(4.6, 3.2))
        count, level = zip(*m["curve"], strict=True)
        ax.fill_betweenx(count, 0.02, level, alpha=0.15), ax.loglog(level, count)
        ax.plot(s["sigma"], s["N"], "D", color="#d9722a", ms=8)
        ax.annotate(f"true point wins {won} of {trials}", (s["sigma"], s["N"]), (9, -3), textcoords="offset points")
        ax.set(xlim=(0.02, 100), ylim=(2, n), xlabel="noise level σ", ylabel="points N", title=f"d = {s['d']}")
        ax.text(0.03, 3, "one wins: it copies")
        return fig, (f"Number of points N against noise level. Left of the curve of the collapse level one point "
                     f"wins. At N = {s['N']}, d = {s['d']}, noise level {s['sigma']} the true point wins {won} of "
                     f"{trials} trials.")
