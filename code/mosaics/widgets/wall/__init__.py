"""WallLab: the same noises through the perfect model and through windows, row by row (the front page).

A reader sets the window of the last row, draws new noise, and sees which training images a picture is made of.
"""

import itertools
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

import matplotlib.pyplot as plt
import numpy as np
import torch
import traitlets
from matplotlib.figure import Figure
from torch import Tensor

from ... import diffusion, ideal, local
from ...core.checks import check_count
from ...core.data import Dataset, levels, load
from ..draws import SEEDS, normals
from ..sampler import SPAN, check_side, sources
from ..shared.base import DATA, SEED, Lab, Message, choose, count_param, css, esm, floats, sigma_param, tile
from ..shared.settings import Setting, whole

MOST, COLUMNS = 1000, 12  # images and noises that a page can do with
SURE = 0.5  # the weight from which on a pixel is one training image's: no other can weigh more
SIDES = (3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 25, 31)  # that the slider offers, those that the images allow


class WallLab(Lab):
    """A wall of pictures: a noise a column, a machine a row, the ideal denoiser first, then LS with smaller windows.

    `data`: images (N, C, H, W) in [-1, 1] or a Dataset; None for the 112 emoji. At most 1000 of them go into the page.
    `windows`: the odd sides of the rows between the first and the last. `P` is the odd side of the last row's window at
    first, which the reader may change; 3 or more. `columns` in 2 ... 12 noises have the seeds `seed`, `seed` + 1, ...,
    in 0 ... 99,999. `steps` in 1 ... 50 of DDIM on the "edm" schedule from `sigma_max` to `sigma_min`. ValueError or
    TypeError otherwise.

    The wall at its first settings is computed here and comes with the page, which shows it at once; everything after
    that is computed when it is asked for.
    """

    _esm = esm("wall")
    _css = css("wall")
    controls: ClassVar = {**DATA, "P": Setting(3, 99, "odd"), **SEED}
    fixed: ClassVar = {"columns": whole(2, COLUMNS), "steps": whole(1, 50), **SPAN}
    first = traitlets.Bytes().tag(sync=True)  # grey levels of the first wall's pictures, row by row
    origin = traitlets.Bytes().tag(sync=True)  # uint16, of each of their pixels: its training image + 1, 0 for none

    def __init__(self, data: Dataset | Tensor | None = None, *, windows: Iterable[int] = (21, 13), P: int = 7,
                 columns: int = 6, seed: int = 12, steps: int = 20, sigma_min: float = 0.02, sigma_max: float = 80.0):
        images, labels, classes, name = choose(load("emoji") if data is None else data, MOST)
        check_count(len(images), "number of images", 2)
        largest = 2 * max(images.shape[2:]) - 1
        rows = [None, *(check_side(side, largest) for side in windows)]
        P, columns = check_side(P, largest), check_count(columns, "columns", 2, COLUMNS)
        seed, steps = check_count(seed, "seed", 0, SEEDS), check_count(steps, "steps", 1, 50)
        diffusion.schedule("edm", steps, sigma_min, sigma_max)  # checks the range
        settings = {"rows": rows, "P": P, "sides": sorted({s for s in SIDES if s < min(images.shape[2:])} | {P}),
                    "columns": columns, "seed": seed, "steps": steps, "sigma_min": float(sigma_min),
                    "sigma_max": float(sigma_max)}
        what = f"WallLab: the same noise with windows of several sizes, and {len(images)} training images"
        super().__init__(images, settings, what, labels=labels, classes=classes, data=name)
        self.wall = self.answers("wall", self.params(), self.noise())[:-1]
        pictures = torch.stack([m["z"][0] for m in self.wall]).clamp(-1, 1)  # (rows x columns, C, H, W)
        self.first = levels(pictures).numpy().tobytes()
        origin = torch.stack([m["source"] for m in self.wall]) + 1  # (rows x columns, H, W)
        self.origin = origin.numpy().astype(np.uint16).tobytes()

    def params(self) -> dict[str, Any]:
        """What the page asks for first."""
        s = self.settings
        return {"windows": [*s["rows"], s["P"]]} | {k: s[k] for k in ("columns", "steps", "sigma_min", "sigma_max")}

    def noise(self) -> Tensor:
        """The first noises, one after the other."""
        size, s = self.data[0].numel(), self.settings
        return torch.cat([normals((s["seed"] + k) % (SEEDS + 1), size) for k in range(s["columns"])])

    def job(self, task: str, params: dict[str, Any], buffers: list[Any]) -> Iterator[Message]:
        """Task "wall": each picture with the training image that each pixel is from, row by row, when it is there.

        `windows` are the rows' sides, None for the ideal denoiser. A pixel's `source` is -1 where no training window
        weighs more than half.
        """
        if task != "wall":
            raise ValueError(f"task must be wall, got {task!r}")
        columns, steps = count_param(params, "columns", 1, 100), count_param(params, "steps", 1, 1000)
        sigmas = diffusion.schedule("edm", steps, *(sigma_param(params, name) for name in ("sigma_min", "sigma_max")))
        noise = floats(buffers[0] if buffers else b"", "noise", (columns, 1, *self.data.shape[1:]))
        machines = [self.machine(side) for side in sides(params.get("windows"))]
        for (row, machine), (column, eps) in itertools.product(enumerate(machines), enumerate(noise)):
            done = (row * columns + column + 1) / (len(machines) * columns)
            yield {"type": "step", "row": row, "column": column, "part": done}, picture(machine, eps, sigmas)
        yield {"type": "done"}, {}

    def machine(self, side: int | None) -> Any:
        """The chapters' own machine for a row, as it stands in their modules now."""
        return ideal.IdealDenoiser(self.data) if side is None else local.LS(self.data, side)

    def draw(self) -> tuple[Figure, str]:
        """The wall at its first settings, each row with the window of its machine."""
        s, [*_, H, W] = self.settings, self.shape
        rows, columns = [*s["rows"], s["P"]], s["columns"]
        fig, axes = plt.subplots(len(rows), columns, figsize=(7.2, 7.2 * 0.86 * len(rows) / columns))
        for ax, m in zip(axes.flat, self.wall, strict=True):
            tile(ax, m["z"], "")
        for ax, side in zip(axes[:, 0], rows, strict=True):
            ax.set_ylabel("whole picture" if side is None else f"{side} × {side} pixels")
        copies = len({int(m["source"][0, 0]) for m in self.wall[:columns]})
        shapes = ", ".join(f"{side} by {side}" for side in rows[1:])
        return fig, (f"{columns} noises, one a column, turned into pictures of {H} by {W} pixels. Top row: the perfect "
                     f"model, which compares whole pictures, makes {copies} of its {len(self.data)} training images. "
                     f"Below: the same machine behind windows of {shapes} pixels joins parts of several.")


def sides(sent: Any) -> list[int | None]:
    """Sides of windows from a message, None for the ideal denoiser; TypeError or ValueError for anything else."""
    if not isinstance(sent, list | tuple) or not 1 <= len(sent) <= COLUMNS:
        raise ValueError(f"windows must be a list of 1 to {COLUMNS} sides, got {sent!r}")
    return [None if side is None else check_side(side, 2047) for side in sent]


def picture(machine: Any, eps: Tensor, sigmas: Tensor) -> dict[str, Tensor]:
    """The sample of one noise (1, C, H, W); of each pixel its training image or -1, and the weight of that."""
    before = state = next(states := diffusion.sample(machine, sigmas[0] * eps, sigmas))
    for following in states:
        before, state = state, following
    said = sources(machine, before.z, before.sigma)[1]
    return {"z": state.z, "source": torch.where(said["weight"] >= SURE, said["source"], -1.0), "weight": said["weight"]}
