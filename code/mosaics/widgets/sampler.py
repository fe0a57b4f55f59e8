"""SamplerLab: watch a perfect model go from noise to one of its training images (chapter 2)."""

from collections.abc import Iterator
from typing import Any

import matplotlib.pyplot as plt
from matplotlib.figure import Figure
from torch import Tensor

from .. import diffusion, ideal
from ..core.checks import check_choice, check_count
from ..core.data import Dataset
from ..core.metrics import nearest, nn_ratio
from .base import Lab, Message, candidates, choose, count_param, css, esm, floats, sigma_param, tile
from .draws import SEEDS, normals

SIZES = (10, 20, 50, 100, 200, 500, 1000, 2000, 5000)


class SamplerLab(Lab):
    """Seed, steps, sampler and training set size; scrub the steps, see the candidates' weights and the nearest image.

    `data`: images (N, C, H, W) in [-1, 1] or a Dataset; None for Fashion-MNIST. At most `n_max` of them go into the
    page. The other arguments are the first settings: `N` images (default all, at most 200), `seed` in 0 ... 99,999,
    `steps` in 1 ... 50, `method` "ddim", "heun" or "ancestral", levels of the "edm" schedule. ValueError otherwise.
    """

    _esm = esm("sampler")
    _css = css()

    def __init__(self, data: Dataset | Tensor | None = None, n_max: int = 1000, *, N: int | None = None, seed: int = 1,
                 steps: int = 20, method: str = "ddim", sigma_min: float = 0.02, sigma_max: float = 80.0):
        images, labels, classes = choose(data, check_count(n_max, "n_max", 2))
        check_count(len(images), "number of images", 2)
        N = min(200, len(images)) if N is None else check_count(N, "N", 2, len(images))
        check_count(seed, "seed", 0, SEEDS), check_count(steps, "steps", 1, 50)
        check_choice(method, ("ddim", "heun", "ancestral"), "method")
        diffusion.schedule("edm", steps, sigma_min, sigma_max)  # checks the range
        sizes = sorted({n for n in SIZES if n < len(images)} | {N, len(images)})
        settings = {"N": N, "sizes": sizes, "seed": seed, "steps": steps, "method": method,
                    "sigma_min": sigma_min, "sigma_max": sigma_max}
        super().__init__(images, settings, f"SamplerLab: from noise to a picture with {len(images)} training images",
                         labels=labels, classes=classes)
        self._known: tuple[int, Any] | None = None

    def denoiser(self, N: int) -> "ideal.IdealDenoiser":
        """The chapter's own machine for the first N images, as it stands in `mosaics.ideal` now."""
        if self._known is None or self._known[0] != N or type(self._known[1]) is not ideal.IdealDenoiser:
            self._known = N, ideal.IdealDenoiser(self.data[:N])
        return self._known[1]

    def job(self, task: str, params: dict[str, Any], buffers: list[Any]) -> Iterator[Message]:
        """Task "sample": a message for each step with z, guess and candidates, then the verdict on the result."""
        check_choice(task, ("sample",), "task")
        N, steps = count_param(params, "N", 2, len(self.data)), count_param(params, "steps", 1, 1000)
        method = check_choice(str(params.get("method")), diffusion.METHODS, "method")
        levels = [sigma_param(params, name) for name in ("sigma_min", "sigma_max")]
        fresh = steps if method == "ancestral" else 0
        noise = floats(buffers[0] if buffers else b"", "noise", (1 + fresh, 1, *self.data.shape[1:]))
        sigmas = diffusion.schedule("edm", steps, *levels)
        machine, start, more = self.denoiser(N), sigmas[0] * noise[0], noise[1:] if fresh else None
        states = diffusion.sample(machine, start, sigmas, method, noise=more)
        yield from self.report(states, machine, N, steps, min(N, count_param(params, "top", 1)))

    def report(
        self, states: Iterator[diffusion.State], machine: "ideal.IdealDenoiser", N: int, steps: int, top: int
    ) -> Iterator[Message]:
        """Each state with the guess that leads on from it and the posterior there; at last the verdict."""
        before = next(states)
        for state in states:
            said = candidates(machine.posterior(before.z, before.sigma, top_k=top))
            told = {key: values[0] for key, values in said.items()}
            assert state.x0_hat is not None
            yield ({"type": "step", "step": before.step, "steps": steps, "sigma": before.sigma, **told},
                   {"z": before.z, "x0_hat": state.x0_hat})
            before = state
        known = self.data[:N]
        distance, index = nearest(before.z, known)
        yield {"type": "done", "nearest": int(index), "distance": float(distance),
               "ratio": float(nn_ratio(before.z, known))}, {"z": before.z}

    def draw(self) -> tuple[Figure, str]:
        """Five states of the first run, the result and its nearest training image."""
        s = self.settings
        params = {k: s[k] for k in ("N", "steps", "method", "sigma_min", "sigma_max")} | {"top": 5}
        draws = s["steps"] + 1 if s["method"] == "ancestral" else 1
        *steps, end = self.answers("sample", params, normals(s["seed"], self.data[0].numel() * draws))
        shown = [steps[round(i * (len(steps) - 1) * 0.15)] for i in range(5)]  # the choice falls in the first 60 %
        fig, axes = plt.subplots(2, 6, figsize=(7.2, 2.9))
        for ax, m in zip(axes.T, shown, strict=False):
            tile(ax[0], diffusion.ve_to_vp(m["z"], m["sigma"]), f"σ = {m['sigma']:.2g}")
            tile(ax[1], m["x0_hat"], f"{m['effective']:.1f} in the running")
        tile(axes[0, 5], end["z"], "result")
        tile(axes[1, 5], self.data[end["nearest"]], f"training no. {end['nearest']}")
        axes[0, 0].set_ylabel("noisy"), axes[1, 0].set_ylabel("guess")
        return fig, (f"A run of {s['steps']} steps from noise to a picture. Top: the noisy image at five steps, "
                     f"then the result. Below: the guess at those steps, then the nearest of {s['N']} training "
                     f"images, number {end['nearest']}, at distance {end['distance']:.2f}.")
