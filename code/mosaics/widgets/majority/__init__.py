"""MajorityLab: a black and white world, rules that see 3 x 3 cells, and where a local denoiser ends (chapter 5).

A world travels as L * L numbers +1 (black) and -1 (white), row by row.
"""

from collections.abc import Iterator
from typing import Any, ClassVar

import matplotlib.pyplot as plt
import torch
from matplotlib.figure import Figure
from torch import Tensor

from ... import diffusion, rules
from ...core.checks import check_choice, check_count, check_range
from ..draws import SEEDS, normals
from ..shared.base import SEED, Lab, Message, count_param, css, esm, floats, sigma_param, tile
from ..shared.cells import cells
from ..shared.settings import Setting, Value, number, text, whole

COUNTS = {3: 2, 4: 188, 5: 2_142, 6: 25_006, 7: 334_588, 8: 5_850_556}  # rules.count_consistent: a test recomputes them
SIDES = (*COUNTS, 16, 32)
RUNS, PART = 100, 10  # worlds of one "Run 100 more", and of one message about it
FRESH = "-"  # the world that seed and settings make
SIGMA_MIN = 1e-6  # low, so that fronts have time to settle (rules.sample_worlds)


class MajorityLab(Lab):
    """Draw a world or let a denoiser make one from noise; marks show the cells that disagree with their 3 x 3 window.

    Side `L` is one of 3 ... 8, 16, 32; exact numbers of consistent worlds are known up to 8. The denoiser sees windows
    of `P` = 3, or the whole image where `P` is None, and takes `steps` (1 ... 50) steps from noise level `sigma_max`
    (0.5 ... 80) down. First settings as given, `seed` in 0 ... 99,999. It opens on the world that these make, or on
    `world`: L * L cells row by row, four of them a hexadecimal digit, black is 1, the last digit filled up with 0.
    ValueError otherwise.
    """

    _esm = esm("majority")
    _css = css("majority")
    controls: ClassVar = {"L": Setting(words=tuple(map(str, SIDES))), "P": Setting(3, 3, "odd", ("all",)),
                          "steps": whole(1, 50), "sigma_max": number(0.5, 80), **SEED,
                          "world": text("[0-9a-f]{3,256}", "4e40", FRESH)}

    def __init__(self, *, L: int = 8, P: int | None = 3, steps: int = 30, sigma_max: float = 10.0, seed: int = 1,
                 world: str = FRESH):
        if (L := check_count(L, "L")) not in SIDES:
            raise ValueError(f"L must be one of {', '.join(map(str, SIDES))}, got {L}")
        self.drawn = None if world == FRESH else 2.0 * cells(world, L, L, "world")[None, None] - 1  # (1, 1, L, L)
        settings = {"L": L, "world": world, "P": check_window(P), "steps": check_count(steps, "steps", 1, 50),
                    "sigma_max": check_range(sigma_max, "sigma_max", 0.5, 80),
                    "seed": check_count(seed, "seed", 0, SEEDS), "sigma_min": SIGMA_MIN,
                    "sides": SIDES, "counts": [[side, count] for side, count in COUNTS.items()], "runs": RUNS}
        super().__init__(torch.zeros(1, 1, 1, 1), settings,
                         "MajorityLab: black and white worlds in which every cell agrees with the cells around it")

    @classmethod
    def arguments(cls, values: dict[str, Value]) -> dict[str, Any]:
        """`P` is None where the link has the whole image."""
        return {name: None if value == "all" else value for name, value in values.items()}

    def job(self, task: str, params: dict[str, Any], buffers: list[Any]) -> Iterator[Message]:
        """Tasks "look", "majority", "rest" take a world; "world" and "worlds" noise. Each ends with a world."""
        tasks = {"look": self.look, "majority": self.majority, "rest": self.rest, "world": self.world,
                 "worlds": self.worlds}
        yield from tasks[check_choice(task, tuple(tasks), "task")](params, buffers)

    def look(self, params: dict[str, Any], buffers: list[Any]) -> Iterator[Message]:
        """The world as it is, and which cells are consistent."""
        yield done(sent(params, buffers, "world"))

    def majority(self, params: dict[str, Any], buffers: list[Any]) -> Iterator[Message]:
        """One synchronous step."""
        yield done(rules.majority(sent(params, buffers, "world")))

    def rest(self, params: dict[str, Any], buffers: list[Any]) -> Iterator[Message]:
        """Synchronous steps until the world rests (period 1) or blinks (period 2); each state is a message."""
        run = rules.majority_run(sent(params, buffers, "world"))
        period = 1 if torch.equal(run[-1], run[-2]) else 2
        for state in run[:-period]:
            yield {"type": "step"}, {"z": state}
        yield done(run[-1], period=period, steps=len(run) - 1 - period)

    def world(self, params: dict[str, Any], buffers: list[Any]) -> Iterator[Message]:
        """A run of the sampler from noise, or from a world with noise on it: a message for each step, then signs."""
        machine, sigmas = plan(params)
        start = sigmas[0] * sent(params, buffers, "noise")
        if buffers[1:]:
            start = start + sent(params, buffers[1:], "world")
        for state in diffusion.sample(machine, start, sigmas, "euler"):
            yield {"type": "step", "sigma": state.sigma}, {"z": state.z}
        yield done(signs(state.z))

    def worlds(self, params: dict[str, Any], buffers: list[Any]) -> Iterator[Message]:
        """The end states of `RUNS` runs, `PART` a message; the last one again at the end."""
        machine, sigmas = plan(params)
        for part in sent(params, buffers, "noise", RUNS).split(PART):
            ends = signs(diffusion.last(diffusion.sample(machine, sigmas[0] * part, sigmas, "euler")))
            good = rules.consistent(ends).flatten(1).all(1)  # (PART,)
            yield {"type": "step"}, {"worlds": ends, "whole": good}
        yield done(ends[-1:])

    def draw(self) -> tuple[Figure, str]:
        """One run: noise, two states on the way, the world at its end with marks where cells disagree.

        Of a world that was drawn: this world, then what majority steps make of it.
        """
        s = self.settings
        if self.drawn is not None:
            return self.draw_rest(self.drawn)
        *steps, end = self.answers("world", s, normals(s["seed"], s["L"] ** 2))
        fig, axes = plt.subplots(1, 4, figsize=(7.2, 2.1))
        shown = [steps[round(i * (len(steps) - 1))] for i in (0, 0.35, 0.6)]
        for ax, m in zip(axes, shown, strict=False):
            tile(ax, diffusion.ve_to_vp(m["z"], m["sigma"]), f"σ = {m['sigma']:.2g}")
        wrong = marked(axes[3], end, "end")
        sees = "the whole image" if s["P"] is None else "3 by 3 cells"
        return fig, (f"Noise becomes a black and white world of side {s['L']} in {s['steps']} steps of a denoiser that "
                     f"sees {sees}. At the end {wrong} of {s['L'] ** 2} cells disagree with the majority of "
                     f"their window.")

    def draw_rest(self, world: Tensor) -> tuple[Figure, str]:
        """A drawn world (1, 1, L, L), and where majority steps leave it."""
        fig, axes = plt.subplots(1, 2, figsize=(3.7, 2.1))
        (first,), end = self.answers("look", self.settings, world), self.answers("rest", self.settings, world)[-1]
        title = "at rest" if end["period"] == 1 else "blinks"
        wrong, left = marked(axes[0], first, "drawn"), marked(axes[1], end, title)
        L, after = world.shape[-1], f"after {end['steps']} majority steps"
        return fig, (f"A black and white world of side {L} that was drawn: {wrong} of {L * L} cells disagree with the "
                     f"majority of their window; {after} {left} do.")


def marked(ax: Any, said: dict[str, Any], title: str) -> int:
    """A world with marks where cells disagree with their window; their number."""
    wrong = (said["good"][0, 0] == 0).nonzero()  # (n, 2)
    tile(ax, said["world"], f"{title}: {len(wrong)} of {said['good'].numel()} cells disagree")
    ax.plot(wrong[:, 1], wrong[:, 0], "D", color="#d9722a", mec="white", ms=5)
    return len(wrong)


def check_window(P: Any) -> int | None:
    """`P` if it is 3 or None; else ValueError."""
    if P is not None and (isinstance(P, bool) or P != 3):
        raise ValueError(f"P must be 3, or None for the whole image, got {P!r}")
    return None if P is None else 3


def sent(params: dict[str, Any], buffers: list[Any], name: str, count: int = 1) -> Tensor:
    """The first buffer as `count` images (count, 1, L, L), with the message's L in 3 ... 32."""
    L = count_param(params, "L", 3, 32)
    return floats(buffers[0] if buffers else b"", name, (count, 1, L, L))


def plan(params: dict[str, Any]) -> tuple["rules.LocalBlackWhite", Tensor]:
    """The chapter's denoiser as it stands in `mosaics.rules` now, and the noise levels of a run."""
    low, high = sigma_param(params, "sigma_min"), sigma_param(params, "sigma_max")
    sigmas = diffusion.schedule("edm", count_param(params, "steps", 1, 50), low, high)  # (steps + 1,)
    return rules.LocalBlackWhite(check_window(params.get("P"))), sigmas


def signs(z: Tensor) -> Tensor:
    """The world that a sampler's end stands for."""
    return torch.where(z > 0, 1.0, -1.0)


def done(world: Tensor, **said: Any) -> Message:
    """The last message of each job: the world and its consistent cells."""
    return {"type": "done", **said}, {"world": world, "good": rules.consistent(world).double()}
