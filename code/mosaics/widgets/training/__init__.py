"""TrainingLab: a small network is trained, and an exact machine has drawn its pictures beforehand (chapter 9).

In Python the training is that of `mosaics.networks`, the machine that of `mosaics.prediction`, as they stand now. The
page alone trains the same network in the same way, from other draws (train.c, network.js, trainer.js). What is in view
first is a recorded run (data/results/training-run.npz, made by scripts/make_training_run.py).
"""

import json
import math
import time
from collections.abc import Iterator
from typing import Any, ClassVar, NamedTuple

import matplotlib.pyplot as plt
import numpy as np
import torch
import traitlets
from jaxtyping import Float
from matplotlib.figure import Figure
from torch import Tensor

from ... import diffusion, local, networks, prediction
from ...core import data as shelf
from ...core.checks import check_choice, check_count, check_range
from ...core.data import Dataset, load
from ..draws import SEEDS
from ..shared.base import (
    CALIBRATED,
    DATA,
    SEED,
    Lab,
    Message,
    choose,
    count_param,
    css,
    esm,
    floats,
    in_levels,
    number_param,
    tile,
)
from ..shared.settings import number, whole, word

RUN = shelf.ROOT / "results" / "training-run.npz"
N, SIDE, DEPTH, STEPS = 1000, 16, 4, 20  # training images and their side; of the networks; of a sampler
NOISES, LOOKS, PAUSE = 8, 24, 0.2  # pictures; looks at them; seconds between two words about the loss
WIDTHS, BUDGET, MOST_STEPS = (16, 24, 48), (5.0, 600.0), 100_000  # BUDGET in seconds; more steps take longer than that
EFFORT = 4 * N * SIDE**4  # images times pixels squared, times channels: what ELS draws eight pictures of in a minute


class TrainingLab(Lab):
    """Watch a residual network learn to draw, and hold its pictures against a machine that was never trained.

    `data`: training images (N, C, H, W) in [-1, 1] or a Dataset, at most 1000 of them, fewer where they are large, for
    the machine draws with them before a training begins; None for Fashion-MNIST at 16 x 16. The others are the first
    settings: `width` one of 16, 24, 48; `padding` "zeros" or "circular"; `seconds` of training, 5 ... 600; `seed` in
    0 ... 99,999, of weights, batches and noises. TypeError or ValueError otherwise. The noises of a seed are the same
    in the page and in Python; weights and batches are drawn anew in each, so two runs of one seed are alike and not
    equal. `net` is the network of the last run in Python, None before; it goes on learning while the run lasts.

    Numbers that a page saves are of the run in view: `params`, of the recorded one all that is known of how it was
    made; `shape` of an image, number of `images`; pictures `z` of the network and `machine`, a list entry a noise; what
    is said of them, `step`, `seconds`, `loss`, `r2`, `median`, `chance`, at look `at` of `looks`; `losses`, rows
    (seconds, step, loss); `curve`, rows (seconds, step, median, chance), one a look; `engine`, "page" or "kernel", of a
    run of the reader's.
    """

    _esm = esm("training")
    _css = css("training")
    controls: ClassVar = {**DATA, "run": word("recorded", "yours"), "step": whole(0, MOST_STEPS),
                          "axis": word("step", "seconds"), "width": word(*map(str, WIDTHS)),
                          "padding": word(*networks.PADDINGS), "seconds": number(*BUDGET), **SEED}
    others = traitlets.Dict().tag(sync=True)  # "training": the images; a page loads them when a training begins

    def __init__(self, data: Dataset | Tensor | None = None, *, width: int = 24, padding: str = "zeros",
                 seconds: float = 60.0, seed: int = 1):
        given = load("fashion-mnist", n=N, size=SIDE) if data is None else data
        examples, _, _, name = choose(given, N)
        check_count(len(examples), "number of images", 2)
        levels, self.examples = in_levels(examples[: affordable(examples)])  # a page has whole grey levels
        check_choice(padding, networks.PADDINGS, "padding")
        seed, seconds = check_count(seed, "seed", 0, SEEDS), check_range(seconds, "seconds", *BUDGET)
        if (width := check_count(width, "width")) not in WIDTHS:
            raise ValueError(f"width must be one of {', '.join(map(str, WIDTHS))}, got {width}")
        self.net: networks.Network | None = None
        self.recorded = recorded()
        settings = {"width": width, "padding": padding, "seconds": seconds, "seed": seed, "widths": WIDTHS,
                    "budget": BUDGET, "noises": NOISES, "looks": LOOKS, "images": len(self.examples),
                    "given": len(given if isinstance(given, Tensor) else given.images), "own": data is not None,
                    "live": list(self.examples.shape[1:]), "recorded": self.recorded.said(),
                    "windows": {padding: sides(self.examples, padding) for padding in networks.PADDINGS}}
        others = {"training": {"images": levels.numpy().tobytes()}}
        super().__init__(self.recorded.pictures, settings, "TrainingLab: a network learns to draw what a machine "
                         "that was never trained has drawn before", data=name, others=others)

    def job(self, task: str, params: dict[str, Any], buffers: list[Any]) -> Iterator[Message]:
        """Task "train": the machine's steps, then a message each 0.2 s and, at each look, the network's pictures.

        `steps`, if given, ends a run as well as `seconds` do, and alone makes it repeatable. Both are bounded: no page
        can set Python to work for longer than ten minutes.
        """
        check_choice(task, ("train",), "task")
        padding = check_choice(str(params.get("padding")), networks.PADDINGS, "padding")
        noise = floats(buffers[0] if buffers else b"", "noise", (NOISES, *self.examples.shape[1:])).float()
        width, seed = count_param(params, "width", 1, 128), count_param(params, "seed", 0, SEEDS)
        steps = count_param(params, "steps", 1, MOST_STEPS) if "steps" in params else None
        if (seconds := number_param(params, "seconds")) > BUDGET[1]:
            raise ValueError(f"seconds must be at most {BUDGET[1]:g}, got {seconds:g}")
        states = begin(self.examples, width, padding, seconds, steps, seed)
        for k, state in enumerate(run(partner(self.examples, padding), noise)):
            where = {"step": k, "steps": STEPS, "sigma": state.sigma}
            yield {"type": "step", "phase": "machine", **where}, {"machine": state.z}
        yield from watch(self.kept(states), noise, state.z, LOOKS)

    def kept(self, states: Iterator[networks.Progress]) -> Iterator[networks.Progress]:
        """The same states; their network is the lab's."""
        for state in states:
            self.net = state.net
            yield state

    def draw(self) -> tuple[Figure, str]:
        """Four moments of the recorded run, the noisiest first, and the machine's pictures under them."""
        r, end = self.recorded, len(self.recorded.steps) - 1
        shown = [0, end // 4, end // 3, end]
        fig, axes = plt.subplots(5, 1, figsize=(6.2, 5.2))
        for ax, k in zip(axes, shown, strict=False):
            words = f"network after {r.steps[k]:,} steps: median r² {r.median[k]:.2f}"
            tile(ax, side_by_side(r.pictures[(k + 1) * NOISES : (k + 2) * NOISES]), words)
        tile(axes[4], side_by_side(r.pictures[:NOISES]), "the machine, which was never trained")
        return fig, (f"Eight noises become eight pictures. At the start of its training the network draws noise, "
                     f"after {r.steps[-1]:,} steps clothes; an exact machine that was never trained drew nearly the "
                     f"same from the same noises: median r² {r.median[-1]:.2f}, {r.chance[-1]:.2f} from other noises.")


# ---------------------------------------------------------------- the recorded run
class Recorded(NamedTuple):
    """`pictures` (8 + 8 moments, 1, 16, 16): the machine's, then the network's. A list has an entry a moment.

    `log` has a row (seconds, step, loss) for every 100 steps; `about` says how the run was made.
    """

    pictures: Tensor
    steps: list[int]
    seconds: list[float]
    loss: list[float | None]
    r2: list[list[float]]
    median: list[float]
    chance: list[float]
    log: list[list[float]]
    about: dict[str, Any]

    def said(self) -> dict[str, Any]:
        """All but the pictures, for the page."""
        return {key: value for key, value in self._asdict().items() if key != "pictures"}


def recorded() -> Recorded:
    """The run that comes with the book. ValueError where the file is damaged."""
    held = shelf.arrays(RUN)
    levels = np.concatenate([held["machine"][None], held["network"]]).reshape(-1, 1, SIDE, SIDE)
    lists = {key: held[key].tolist() for key in ("steps", "seconds", "loss", "r2", "median", "chance", "log")}
    about = json.loads(str(held["about"]))
    lists["loss"] = [x if math.isfinite(x) else None for x in lists["loss"]]
    return Recorded(torch.from_numpy(levels).float() / 127.5 - 1, about=about, **lists)


# ---------------------------------------------------------------- pictures and what is said of them
def affordable(images: Float[Tensor, "N C H W"]) -> int:
    """With how many of them the machine draws within EFFORT; ValueError where that is not even two."""
    _, C, H, W = images.shape
    if (most := EFFORT // (C * (H * W) ** 2)) < 2:
        raise ValueError(f"images must be small enough for a machine to draw with two of them, got {H} x {W} pixels")
    return most


def partner(images: Float[Tensor, "N C H W"], padding: str) -> diffusion.Denoiser:
    """The machine with the limits of a network of this padding; CALIBRATED windows, as far as images are that wide."""
    return prediction.machine(prediction.partner(padding), images, local.WindowSchedule(sides(images, padding)))


def sides(images: Float[Tensor, "N C H W"], padding: str) -> list[tuple[float, int]]:
    """Its windows: levels and sides, the least noisy level, t = 0.05, first."""
    H, W = images.shape[2:]
    most = 2 * max(H, W) - 1 if padding == "zeros" else min(H, W) - 1 + min(H, W) % 2
    levels = prediction.levels(STEPS)[:-1].flip(0).tolist()
    return [(sigma, min(P, most)) for sigma, P in zip(levels, CALIBRATED[padding], strict=True)]


def run(denoise: diffusion.Denoiser, noise: Float[Tensor, "B C H W"]) -> Iterator[diffusion.State]:
    """A run from standard normal noise over the levels of `prediction.levels`; the same for networks and machines."""
    sigmas = prediction.levels(STEPS)  # (STEPS + 1,)
    abar = float(diffusion.sigma_to_abar(float(sigmas[0])))
    return diffusion.sample(denoise, diffusion.vp_to_ve(noise, abar), sigmas)


def begin(images: Float[Tensor, "N C H W"], width: int, padding: str, seconds: float | None, steps: int | None,
          seed: int) -> Iterator[networks.Progress]:
    """The training of a fresh network, weights and batches from one seed. Its arguments are checked at once."""
    net = networks.ResNet(images.shape[1], width, DEPTH, padding, seed=seed)
    return networks.training(net, images, seconds=seconds, steps=steps, seed=seed)


def watch(states: Iterator[networks.Progress], noise: Tensor, drawn: Tensor, looks: int) -> Iterator[Message]:
    """A training, told as it goes, with a look at it whenever one is `due`."""
    seen, told = -1, -math.inf
    for state in states:
        if (look := due(looks, state.done)) > seen:
            seen, pictures = look, diffusion.last(run(state.net, noise))
            yield {"type": "step", "phase": "look", **facts(state), **likeness(pictures, drawn)}, {"z": pictures}
        elif time.monotonic() - told > PAUSE:
            told = time.monotonic()
            yield {"type": "step", "phase": "loss", **facts(state)}, {}
    yield {"type": "done", **facts(state), "log": state.log}, {}


def due(looks: int, done: float) -> int:
    """Which look is due: k = 0, 1, ... when the share (k / looks)^3 is done; the last shows the finished network.

    So early looks are close together, for a network learns most in its first steps.
    """
    if done >= 1:
        return looks
    return min(looks - 1, int(looks * math.cbrt(done) + 1e-9))  # a share that rounding left under 1 is not the end


def facts(state: networks.Progress) -> dict[str, Any]:
    """Where the training is, as a message can carry it."""
    loss = state.loss if math.isfinite(state.loss) else None
    return {"step": state.step, "seconds": state.seconds, "done": state.done, "loss": loss}


def likeness(pictures: Float[Tensor, "B C H W"], drawn: Float[Tensor, "B C H W"]) -> dict[str, Any]:
    """r^2 of each picture with the machine's from the same noise, their median, and the median with all the others."""
    n = len(pictures)
    r2 = prediction.compare(pictures.repeat_interleave(n, 0), drawn.repeat(n, 1, 1, 1)).r2.reshape(n, n)
    r2 = r2.nan_to_num(0)  # a constant picture is like none
    same, other = r2.diagonal(), r2[~torch.eye(n, dtype=torch.bool)]
    return {"r2": same.tolist(), "median": float(same.quantile(0.5)), "chance": float(other.quantile(0.5))}


def side_by_side(pictures: Float[Tensor, "B C H W"]) -> Float[Tensor, "C Y X"]:
    """A row of pictures with white between them."""
    wide = torch.nn.functional.pad(pictures, (1, 1, 1, 1), value=-1.0)  # (B, C, H + 2, W + 2)
    return torch.cat(list(wide), -1)
