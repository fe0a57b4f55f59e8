"""SamplerLab: from noise to an image, step by step, and the training image it turns out to be."""

from collections.abc import Iterator
from typing import Any

import torch
from matplotlib.figure import Figure
from torch import Tensor

from ..core.checks import check_choice
from ..core.figures import grid
from ..core.metrics import nearest, nn_ratio
from ..diffusion import METHODS, sample, schedule
from ..ideal import IdealDenoiser
from .base import Job, Lab, Message, front, shaped, whole
from .noise import candidates

SIZES = (10, 20, 50, 100, 200, 500, 1000, 2000)


class SamplerLab(Lab):
    """Seed, steps, sampler and training set size N. `data` (M, 1, H, W) in [-1, 1], M >= 10; N runs up to M."""

    _esm = front("sampler")
    about = "SamplerLab: sample with the ideal denoiser, scrub the trajectory, compare with the nearest training image."

    def __init__(self, data: Tensor, steps: int = 20, seed: int = 7):
        sizes = sorted({s for s in SIZES if s < len(data)} | {len(data)})
        super().__init__(data, sizes=sizes, size=sizes[-1], steps=steps, seed=seed)
        whole(self.settings, "steps", 1, 50)

    def jobs(self) -> dict[str, Job]:
        return {"sample": self._sample}

    def _sample(self, params: dict[str, Any], arrays: list[Tensor]) -> Iterator[Message]:
        steps, n = whole(params, "steps", 1, 1000), whole(params, "n", 2, len(self.data))
        method = check_choice(params.get("method", ""), METHODS, "sampler")
        data, sigmas = self.data[:n], schedule("edm", steps)
        noise = shaped(arrays, 0, steps + 1 if method == "ancestral" else 1, 1, *data.shape[1:])  # (S, 1, 1, H, W)
        fresh = noise[1:] if method == "ancestral" else None
        denoise = IdealDenoiser(data)
        for state in sample(denoise, sigmas[0].float() * noise[0], sigmas, method, noise=fresh):
            if state.sigma > 0:
                post = denoise.posterior(state.z, state.sigma, top_k=min(5, n))
                content = {"type": "step", "step": state.step, "sigma": state.sigma, **candidates(post)}
                yield content, [state.z.flatten(), post.mean.flatten()]
        distance, index = nearest(state.z, data)
        found = {"nearest": int(index), "distance": float(distance), "ratio": float(nn_ratio(state.z, data))}
        yield {"type": "done", **found}, [state.z.flatten()]

    def draw_poster(self) -> tuple[Figure, str]:
        sigmas = schedule("edm", self.settings["steps"])
        noise = torch.randn(1, *self.data.shape[1:], generator=torch.Generator().manual_seed(self.settings["seed"]))
        path = list(sample(IdealDenoiser(self.data), sigmas[0].float() * noise, sigmas))  # steps + 1 states
        some = [path[k] for k in torch.linspace(1, len(path) - 1, min(8, len(path) - 1)).round().int().tolist()]
        fig = grid(torch.cat([s.x0_hat for s in some]), scale=0.9)
        return fig, "The best guess along a trajectory: from a grey blend of all images to one training image."
