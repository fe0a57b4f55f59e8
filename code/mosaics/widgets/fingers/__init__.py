"""FingersLab: hands drawn behind a window, and how many fingers each has (chapter 11).

The machine is LS with zeros outside an image. While t > `until` a pixel sees the whole image, then a window of side P.
"""

from collections.abc import Iterator
from typing import Any, ClassVar

import matplotlib.pyplot as plt
import torch
from jaxtyping import Float
from matplotlib.figure import Figure
from torch import Tensor

from ... import diffusion, fingers, local, prediction
from ...core.checks import check_count, check_range
from ...core.data import Dataset, load
from ..draws import SEEDS, normals
from ..sampler import check_side
from ..shared.base import DATA, SEED, Lab, Message, choose, count_param, css, esm, floats, real, tile
from ..shared.settings import Setting, number, whole

SIZES, MOST = (20, 50, 100, 200, 500), 500  # training images to choose from, and most that a page can do with
WIDEST = 31  # side of the widest window on offer
SEVERAL = 20  # hands of a batch
COUNTED = (1, 32, 32)  # shape of the images that the counter is made for
LEAST = 1e-3  # no step is as late: until then the whole image is in view at all of them


class FingersLab(Lab):
    """Hands from noise, a window of side P, and a histogram of finger counts that grows as one draws.

    `data`: images (N, C, H, W) in [-1, 1] or a Dataset; None for "hands". At most 500 of them go into the page. Fingers
    are counted in images of shape (1, 32, 32) alone. The others are the first settings: `N` training images (at most
    200 by default), the odd side `P` of the window, 3 ... 31 and at most what sees all from anywhere, `until` in
    0 ... 1: the whole image is seen while t > `until`, so 1 is the window alone and 0 the ideal machine. `seed` in
    0 ... 99,999. `steps` in 1 ... 50 of DDIM on the grid `prediction.levels`. ValueError or TypeError otherwise.
    """

    _esm = esm("fingers")
    _css = css("fingers")
    controls: ClassVar = {**DATA, "N": whole(2, MOST), "P": Setting(3, WIDEST, "odd"), "until": number(0, 1), **SEED}
    fixed: ClassVar = {"steps": whole(1, 50)}

    def __init__(self, data: Dataset | Tensor | None = None, *, N: int | None = None, P: int = 7, until: float = 1.0,
                 seed: int = 1, steps: int = 20):
        images, labels, classes, name = choose(load("hands", n=MOST) if data is None else data, MOST)
        check_count(len(images), "number of images", 2)
        N = min(200, len(images)) if N is None else check_count(N, "N", 2, len(images))
        largest = min(WIDEST, widest(images))
        P, until = check_side(P, largest), check_range(until, "until", 0, 1)
        seed, steps = check_count(seed, "seed", 0, SEEDS), check_count(steps, "steps", 1, 50)
        sizes = sorted({n for n in SIZES if n < len(images)} | {N, len(images)})
        settings = {"N": N, "sizes": sizes, "P": P, "sides": list(range(3, largest + 1, 2)), "until": until,
                    "seed": seed, "steps": steps, "several": SEVERAL, "training": training(images)}
        what = f"FingersLab: pictures drawn through a window from {len(images)} training images"
        super().__init__(images, settings, what, labels=labels, classes=classes, data=name)

    def job(self, task: str, params: dict[str, Any], buffers: list[Any]) -> Iterator[Message]:
        """Task "draw": of each of `count` noises how far it is, then its picture and what is counted in it."""
        if task != "draw":
            raise ValueError(f"task must be draw, got {task!r}")
        N, steps = count_param(params, "N", 2, len(self.data)), count_param(params, "steps", 1, 1000)
        count, images = count_param(params, "count", 1, 100), self.data[:N]
        P = check_side(params.get("P"), widest(images))
        until = check_range(real(params.get("until")), "until", 0, 1)
        noise = floats(buffers[0] if buffers else b"", "noise", (count, 1, *images.shape[1:]))
        machine = local.LS(images, windows(P, until, widest(images)))
        sigmas = prediction.levels(steps)
        for picture, eps in enumerate(noise):
            for state in diffusion.sample(machine, sigmas[0] * eps, sigmas):
                yield {"type": "step", "part": (picture + state.step / (steps + 1)) / count}, {}
            z = state.z.float()  # what is sent is what is counted
            yield {"type": "step", "picture": picture, "part": (picture + 1) / count, **counted(z)}, {"z": z}
        yield {"type": "done"}, {}

    def draw(self) -> tuple[Figure, str]:
        """Twelve pictures from the first seeds, with their fingers where they are counted."""
        s, size = self.settings, self.data[0].numel()
        seeds = [(s["seed"] + k) % (SEEDS + 1) for k in range(12)]
        params = {name: s[name] for name in ("N", "P", "until", "steps")} | {"count": len(seeds)}
        told = self.answers("draw", params, torch.cat([normals(seed, size) for seed in seeds]))
        hands = [m for m in told if "picture" in m]
        fig, axes = plt.subplots(2, 6, figsize=(7.2, 2.9))
        for ax, m in zip(axes.flat, hands, strict=True):
            tile(ax, m["z"], in_words(m))
        words = ", ".join(filter(None, map(in_words, hands)))
        return fig, (f"Twelve pictures that the local machine drew from {s['N']} training images behind a window of "
                     f"{s['P']} by {s['P']} pixels, noises {seeds[0]} to {seeds[-1]}. {words}".strip())


def widest(images: Float[Tensor, "N C H W"]) -> int:
    """The side of a window that sees the whole image from any pixel."""
    return 2 * max(images.shape[2:]) - 1


def windows(P: int, until: float, whole: int) -> local.Window:
    """The side `whole` while t > `until`, from there on P."""
    return P if until == 1 else fingers.until(max(until, LEAST), whole, P)


def counted(images: Float[Tensor, "1 C H W"]) -> dict[str, int]:
    """What the chapter's counter finds in one image; nothing in images that it is not made for."""
    if tuple(images.shape[1:]) != COUNTED:
        return {}
    found = fingers.count(images)
    return {"fingers": int(found.fingers[0]), "palms": int(found.palms[0]), "detached": int(found.detached[0])}


def training(images: Float[Tensor, "N C H W"]) -> list[int]:
    """Fingers of each training image, -1 for one that is no hand; nothing for images that cannot be counted."""
    if tuple(images.shape[1:]) != COUNTED:
        return []
    found = fingers.count(images)
    return torch.where(found.valid, found.fingers, -1).tolist()


def in_words(found: dict[str, Any]) -> str:
    """The fingers of a picture, or why they are not counted; "" where none can be."""
    if "fingers" not in found:
        return ""
    if found["palms"] != 1 or found["detached"]:
        return "no whole hand"
    return f"{found['fingers']} finger{'' if found['fingers'] == 1 else 's'}"
