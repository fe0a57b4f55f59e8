"""MosaicExplorer: point at a pixel of a generated image and see which training patch it copies (chapter 8).

Sources, pieces and consistency are those of `mosaics.provenance`, as it stands where a kernel runs.
"""

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

import matplotlib.pyplot as plt
import torch
from jaxtyping import Float
from matplotlib.figure import Figure
from torch import Tensor

from ... import diffusion, local, provenance
from ...core.checks import check_choice
from ...core.data import Dataset
from ..draws import normals
from ..sampler import (
    MACHINES,
    MOST,
    PRESETS,
    RUN,
    SIDES,
    SamplerLab,
    check_machines,
    schedule_setting,
    sources,
    sources_tile,
    windowed_arguments,
)
from ..shared.base import DATA, Message, css, tile
from ..shared.settings import Setting, Value, whole, word

WINDOWED = tuple(name for name in MACHINES if name != "IS")


class MosaicExplorer(SamplerLab):
    """A sample of a patch machine, taken apart: each pixel's training image, displacement, weight, piece, consistency.

    `data`: images (N, C, H, W) in [-1, 1] or a Dataset; None for Fashion-MNIST. At most 1000 of them go into the page,
    100 for ELS and bbELS. `machine` is "LS", "ELS", "bbELS", or several of them, the first one first. `P` is the odd
    side of the windows, 3 or more, by default 7; `windows` instead of it a schedule as in SamplerLab. The others are
    the first settings: `N` training images (at most 20 by default, 100 for LS), `seed` in 0 ... 99,999, `steps` in
    1 ... 50 of the "edm" schedule from `sigma_max` to `sigma_min`. ValueError or TypeError otherwise.

    It opens on the largest piece that holds ink.
    """

    _css = css("mosaic")
    controls: ClassVar = {**DATA, "machine": word(*WINDOWED), "N": whole(2, max(MOST.values())), "P": SIDES,
                          "windows": schedule_setting(*PRESETS), **RUN, "colour": word("source", "piece", "shift"),
                          "row": whole(1, 99), "column": whole(1, 99),
                          "image": Setting(0, max(MOST.values()) - 1, "whole", ("all",)),
                          "consistency": word("on", "off")}
    BUNDLE = "mosaic"
    WHAT = "which training patches an image is made of,"
    FIRST_N = 100

    def __init__(self, data: Dataset | Tensor | None = None, *, machine: str | Iterable[str] = "LS",
                 P: int | None = None,
                 windows: "local.WindowSchedule | str | Iterable[tuple[float, int]] | None" = None,
                 N: int | None = None, seed: int = 1, steps: int = 20,
                 sigma_min: float = 0.02, sigma_max: float = 80.0):
        machines = check_machines(machine)
        for name in machines:
            check_choice(name, WINDOWED, "machine")
        super().__init__(data, machine=machines, P=P, windows=windows, N=N, seed=seed, steps=steps,
                         sigma_min=sigma_min, sigma_max=sigma_max)

    @classmethod
    def arguments(cls, values: dict[str, Value]) -> dict[str, Any]:
        """The machines that see windows, the link's first."""
        given = windowed_arguments({"machine": WINDOWED[0], **values})
        return given | {"machine": tuple(name for name in given["machine"] if name in WINDOWED)}

    def job(self, task: str, params: dict[str, Any], buffers: list[Any]) -> Iterator[Message]:
        """Task "explore": SamplerLab's "patches" with pieces, and what the machine sees in the sample at its end."""
        check_choice(task, ("explore",), "task")
        check_choice(str(params.get("machine")), WINDOWED, "machine")
        yield from super().job("patches", params, buffers)

    def trace(self, states: Iterator[diffusion.State], machine: Any, N: int, steps: int) -> Iterator[Message]:
        """Each state with its guess and what is read off it; at last the sample, read at the last noise level."""
        sigma = 0.0
        for message, arrays in super().trace(states, machine, N, steps):
            x = arrays["z"]
            if message["type"] == "step":
                sigma = message["sigma"]
                yield message, arrays | reading(machine, x, sigma)
                continue
            found = sources(machine, x, sigma)[1] | reading(machine, x, sigma)
            good = provenance.consistent(x, machine.seen(x, sigma), self.data[:N])  # (1, H, W)
            yield message, {"z": x, **found, "good": good[0].double()}

    def draw(self) -> tuple[Figure, str]:
        """The sample and its sources, then the four training images that give most, with what they give."""
        s = self.settings
        params = {k: s[k] for k in ("N", "steps", "method", "sigma_min", "sigma_max", "machine", "windows")}
        end = self.answers("explore", params, normals(s["seed"], self.data[0].numel()))[-1]
        images, pixels = end["source"].long().unique(return_counts=True)  # (n,) each
        most = images[pixels.argsort(descending=True, stable=True)][:4].tolist()
        fig, axes = plt.subplots(2, 1 + len(most), figsize=(1.4 * (1 + len(most)), 3.1), squeeze=False)
        tile(axes[0, 0], end["z"], "the picture")
        sources_tile(axes[1, 0], end["source"])
        for ax, m in zip(axes.T[1:], most, strict=True):
            mine = end["source"] == m  # (H, W)
            tile(ax[0], lit(end["z"][0], mine), f"{int(mine.sum())} pixels")
            tile(ax[1], lit(self.data[m], given(end["place"][mine], mine)), f"of training no. {m}")
        share = f"{end['good'].mean():.0%}"
        return fig, (f"A picture that {s['machine']} made from {s['N']} training images, and a colour for the training "
                     f"image that each pixel is from: {int(end['piece'].max()) + 1} pieces of {len(images)} images. "
                     f"Beside it the {len(most)} images that give most, with what they give. {share} of its pixels "
                     f"equal the centre of their nearest training window.")


def reading(machine: Any, z: Float[Tensor, "1 C H W"], sigma: float) -> dict[str, Tensor]:
    """Source, displacement (`down`, `across`), weight and piece of each pixel, by the chapter's module: (H, W) each."""
    found = provenance.sources(machine.seen(z, sigma), torus=machine.padding == "circular")
    down, across = found.shift[0].double().unbind(-1)
    return {"source": found.image[0].double(), "weight": found.weight[0], "down": down, "across": across,
            "piece": provenance.pieces(found)[0].double()}


def given(place: Float[Tensor, " n"], like: Tensor) -> Tensor:
    """Where these positions are, in a mask of the shape (H, W) of `like`."""
    mask = torch.zeros(like.numel(), dtype=torch.bool)
    mask[place.long()] = True
    return mask.reshape(like.shape)


def lit(image: Float[Tensor, "C H W"], where: Tensor) -> Float[Tensor, "C H W"]:
    """The image, dimmed except `where` (H, W)."""
    return torch.where(where, image, 0.3 * image)
