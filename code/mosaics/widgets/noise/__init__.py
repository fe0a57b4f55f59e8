"""NoiseLab: drag the noise level on a training image, see what a perfect denoiser makes of it (chapter 1)."""

import math
from collections.abc import Iterator
from typing import Any, ClassVar

import matplotlib.pyplot as plt
from matplotlib.figure import Figure
from torch import Tensor

from ... import diffusion, ideal
from ...core.checks import check_choice, check_count, check_range
from ...core.data import Dataset
from ..draws import SEEDS, normals
from ..shared.base import DATA, SEED, Lab, Message, candidates, choose, count_param, css, esm, floats, sigma_param, tile
from ..shared.settings import number, whole

STRIP, LEVELS = 30, (0.02, 1000)  # images to choose from; noise levels, at the last of which the picture is noise only


class NoiseLab(Lab):
    """One image of the training set, a noise level 0.02 ... 1,000, a seed: noisy image, posterior mean, candidates.

    `data`: images (N, C, H, W) in [-1, 1] or a Dataset; None for Fashion-MNIST. The first `n_max` are the training set,
    the first `choices` of them can be chosen. First settings: image `index`, `sigma`, `seed` in 0 ... 99,999.
    """

    _esm = esm("noise")
    _css = css("noise")
    controls: ClassVar = {**DATA, "index": whole(0, STRIP - 1), "sigma": number(*LEVELS), **SEED}

    def __init__(self, data: Dataset | Tensor | None = None, n_max: int = 500, *, index: int = 1, sigma: float = 3.0,
                 seed: int = 1, choices: int = STRIP):
        images, labels, classes, name = choose(data, check_count(n_max, "n_max", 2))
        most = min(choices := check_count(choices, "choices"), check_count(len(images), "number of images", 2))
        settings = {"index": check_count(index, "index", 0, most - 1), "sigma": check_range(sigma, "sigma", *LEVELS),
                    "seed": check_count(seed, "seed", 0, SEEDS), "choices": choices}
        super().__init__(images, settings,
                         f"NoiseLab: noise on one of {len(images)} training images, and what denoising makes of it",
                         labels=labels, classes=classes, data=name)

    def job(self, task: str, params: dict[str, Any], buffers: list[Any]) -> Iterator[Message]:
        """Task "denoise": one message with z = x0 + sigma eps, the posterior mean and the candidates."""
        check_choice(task, ("denoise",), "task")
        N, sigma = count_param(params, "N", 1, len(self.data)), sigma_param(params)
        index, top = count_param(params, "index", 0, N - 1), count_param(params, "top", 1)
        eps = floats(buffers[0] if buffers else b"", "noise", (1, *self.data.shape[1:]))
        z = diffusion.add_noise(self.data[index : index + 1].double(), sigma, eps)  # (1, C, H, W)
        said = ideal.IdealDenoiser(self.data[:N]).posterior(z, sigma, top_k=min(top, N))
        told = {key: values[0] for key, values in candidates(said).items()}
        yield {"type": "done", **told}, {"z": z, "x0_hat": said.mean.reshape(z.shape)}

    def draw(self) -> tuple[Figure, str]:
        """Clean, noisy and denoised image at three noise levels."""
        s = self.settings
        levels = [s["sigma"] / 4, s["sigma"], s["sigma"] * 4]
        eps = normals(s["seed"], math.prod(self.data.shape[1:]))
        fig, axes = plt.subplots(2, 4, figsize=(5.6, 3.1))
        tile(axes[0, 0], self.data[s["index"]], "clean")
        axes[1, 0].axis("off")
        for ax, sigma in zip(axes.T[1:], levels, strict=True):
            params = {"N": len(self.data), "index": s["index"], "sigma": sigma, "top": 5}
            (m,) = self.answers("denoise", params, eps)
            tile(ax[0], diffusion.ve_to_vp(m["z"], sigma), f"noisy, σ = {sigma:.2g}")
            tile(ax[1], m["x0_hat"], f"{m['effective']:.1f} candidates")
        return fig, (f"An image with noise of levels {', '.join(f'{x:.2g}' for x in levels)} and, below, the average "
                     f"of the training images it might be. The effective number of candidates grows with the noise.")
