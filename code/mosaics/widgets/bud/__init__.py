"""BudLab: a limb bud that grows, and how many digits a Turing pattern makes in it (chapter 11)."""

from collections.abc import Iterator
from typing import Any, ClassVar

import matplotlib.pyplot as plt
import torch
from matplotlib.figure import Figure
from torch import Tensor

from ... import fingers
from ...core.checks import check_choice, check_count, check_range
from ..draws import SEEDS, normals
from ..shared.base import SEED, Lab, Message, css, esm, floats, real, tile
from ..shared.settings import number, whole, word

DELTAS, THETAS = (1, 9), (15, 80)  # of the sliders
FULL = 0.2  # |u| of full ink and of none
TISSUE = 0.25  # share of ink where u = 0: the bud stands out from what is around it
FAN = {"on": True, "off": False}


class BudLab(Lab):
    """A bud of half-angle `theta` in which stripes form at a wavelength that `delta` sets; digits along an arc.

    `delta` in 1 ... 9 is the inhibitor's diffusion constant, `theta` in 15 ... 80 whole degrees half of the bud's
    angle. `fan` "on" lets the diffusion constants grow outwards, "off" keeps them the same everywhere. `seed` in
    0 ... 99,999 is that of the noise at the start. ValueError or TypeError otherwise.
    """

    _esm = esm("bud")
    _css = css("bud")
    controls: ClassVar = {"delta": number(*DELTAS), "theta": whole(*THETAS), "fan": word(*FAN), **SEED}

    def __init__(self, *, delta: float = 2.4, theta: int = 60, fan: str = "on", seed: int = 1):
        delta, theta = check_range(delta, "delta", *DELTAS), check_count(theta, "theta", *THETAS)
        check_choice(fan, tuple(FAN), "fan")
        settings = {"delta": delta, "theta": theta, "fan": fan, "seed": check_count(seed, "seed", 0, SEEDS),
                    "deltas": DELTAS, "thetas": THETAS, "wavelength": fingers.wavelength(1.0)}
        super().__init__(torch.zeros(1, 1, 1, 1), settings,
                         "BudLab: how many digits does a pattern make in a bud that grows?")

    def job(self, task: str, params: dict[str, Any], buffers: list[Any]) -> Iterator[Message]:
        """Task "grow": the bud (`u`, 0 outside it) at each of `looks` moments, at the end its digits too."""
        check_choice(task, ("grow",), "task")
        theta, delta = check_count(params.get("theta"), "theta", *THETAS), real(params.get("delta"))  # type: ignore[arg-type]
        fan = FAN[check_choice(str(params.get("fan")), tuple(FAN), "fan")]
        looks = check_count(params.get("looks"), "looks", 1, 100)  # type: ignore[arg-type]
        noise = floats(buffers[0] if buffers else b"", "noise", (2, *fingers.extent(theta)))
        delta = check_range(delta, "delta", *DELTAS)
        for look, bud in enumerate(fingers.growing(delta, theta, noise, fan, looks), 1):
            yield {"type": "step", "part": look / looks}, {"u": bud.u.nan_to_num()}
        yield {"type": "done", "digits": fingers.digits(bud)}, {"u": bud.u.nan_to_num()}

    def draw(self) -> tuple[Figure, str]:
        """The bud at the first settings, half grown and grown."""
        s = self.settings
        params = {name: s[name] for name in ("delta", "theta", "fan")} | {"looks": 2}
        H, W = fingers.extent(s["theta"])
        half, _, end = self.answers("grow", params, normals(s["seed"], 2 * H * W))
        fig, axes = plt.subplots(1, 2, figsize=(6.4, 2.4))
        for ax, m, words in zip(axes, (half, end), ("half the time", f"{end['digits']} digits"), strict=True):
            tile(ax, inked(m["u"])[None], words)
        waves = fingers.width_in_waves(s["delta"], s["theta"])
        return fig, (f"A limb bud of {2 * s['theta']} degrees at half its time and at the end, {waves:.1f} wavelengths "
                     f"wide: stripes that run outwards, {end['digits']} of them along an arc.")


def inked(u: Tensor) -> Tensor:
    """The field as a picture in [-1, 1], white where it is 0: outside the bud."""
    ink = TISSUE + torch.where(u > 0, (1 - TISSUE) * u, TISSUE * u) / FULL
    return torch.where(u == 0, -1.0, 2 * ink.clamp(0.05, 1) - 1)
