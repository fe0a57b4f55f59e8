"""NoiseLab: a real image under noise, the ideal denoiser's guess, and the training images it might be."""

from collections.abc import Iterator
from typing import Any

import torch
from matplotlib.figure import Figure
from torch import Tensor

from ..core.figures import grid
from ..diffusion import add_noise
from ..ideal import IdealDenoiser
from .base import Job, Lab, Message, front, number, shaped, whole


class NoiseLab(Lab):
    """Noise level, image and seed by hand. `data` (N, 1, H, W) in [-1, 1], N >= 5, is also the training set."""

    _esm = front("noise")
    about = "NoiseLab: drag the noise level on a real image; see the noisy image, the best guess and the candidates."

    def __init__(self, data: Tensor, index: int = 0, sigma: float = 3.0, seed: int = 1):
        super().__init__(data, index=index, sigma=sigma, seed=seed)
        whole(self.settings, "index", 0, len(data) - 1), number(self.settings, "sigma", 0.02, 80)
        self.denoise = IdealDenoiser(self.data)

    def jobs(self) -> dict[str, Job]:
        return {"denoise": self._denoise}

    def _denoise(self, params: dict[str, Any], arrays: list[Tensor]) -> Iterator[Message]:
        index, sigma = whole(params, "index", 0, len(self.data) - 1), number(params, "sigma", 1e-3, 1e3)
        z = add_noise(self.data[index : index + 1], sigma, shaped(arrays, 0, 1, *self.data.shape[1:]))  # (1, 1, H, W)
        post = self.denoise.posterior(z, sigma, top_k=min(5, len(self.data)))
        yield {"type": "done", **candidates(post)}, [z.flatten(), post.mean.flatten()]

    def draw_poster(self) -> tuple[Figure, str]:
        index, sigma = self.settings["index"], self.settings["sigma"]
        clean = self.data[index : index + 1]  # (1, 1, H, W)
        eps = torch.randn(clean.shape, generator=torch.Generator().manual_seed(self.settings["seed"]))
        z = add_noise(clean, sigma, eps)
        fig = grid(torch.cat([clean, z / max(1, sigma), self.denoise(z, sigma)]), scale=1.6)
        return fig, "A training image, the same with noise, and the ideal denoiser's guess."


def candidates(post: Any) -> dict[str, Any]:
    """Effective number and likeliest images of the first query, as plain numbers for a message."""
    return {"effective": float(post.effective[0]), "top_i": post.top_i[0].tolist(), "top_w": post.top_w[0].tolist()}
