"""NoveltyLab: drag a machine's window and watch its pictures travel from copying to noise (chapter 15).

Places on the plane are those of `mosaics.creativity`, as it stands where a kernel runs.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, ClassVar, NamedTuple

import matplotlib.pyplot as plt
import torch
import traitlets
from jaxtyping import Float
from matplotlib.figure import Figure
from torch import Tensor

from ... import creativity, diffusion, prediction
from ...core import data as book
from ...core.checks import check_choice, check_count, check_image_shape, check_images
from ...core.data import Dataset
from ...core.metrics import shifted_distances
from ...creativity import fools
from ..draws import SEEDS, normals
from ..sampler import check_side
from ..shared.base import DATA, SEED, Chosen, Lab, Message, choose, count_param, css, esm, floats, in_levels, tile
from ..shared.settings import Setting, Value, text, whole, word

MACHINES = {"LS": "LS: local", "ELS": "ELS: equivariant local", "bbELS": "bbELS: local, borders seen",
            "IS": "IS: ideal, whole image", "Wiener": "Wiener: the best linear filter"}
WINDOWED = ("LS", "ELS", "bbELS")
SIZES = (20, 50, 100, 200, 500, 1000)
PICTURES = 24  # most pictures of a machine, or of a set
OWN, SEVERAL = "own", 200  # pictures that a reader brings, at most so many
EFFORT = 100 * 8 * 16**4  # images times pictures times pixels squared: what a page does with ELS and bbELS in seconds
SETS = {"unseen": "Unseen pictures", "training": "Training pictures themselves", "moved": "Training pictures, moved",
        "noisy_copies": "Training pictures with noise", "mean_image": "Their mean image", "grey": "Plain grey",
        "noise": "Noise", "one_kind": "One kind only", "glued": "Halves glued together"}
NAMES = {"mean": "mean_image", "noisy copies": "noisy_copies", "one kind": "one_kind"}  # other names in plane.json
STORED = "fashion-mnist~16@1000"  # the images that plane.json is about
UNSEEN, SIDE = 250, 5  # pictures of its ruler; side of the windows whose coherence is asked for
RULER = (0.1931, 0.1731)  # median distance of those pictures, limit of their windows, in grey values
MOST_UNSEEN = 50  # of another ruler, which is measured when the lab is made
CORNERS = [{"name": "training", "novelty": 0.0, "coherence": 1.0},
           {"name": "unseen", "novelty": 1.0, "coherence": 0.95}]  # by what the two measures are
OWN_TEXT = text(r"\d[\w-]{1,1500}", "1Y2Bk")


class Ruler(NamedTuple):
    """What pictures are held against: how far unseen pictures are, windows' side, up to where one is coherent."""

    unit: float
    side: int
    limit: float


class NoveltyLab(Lab):
    """Pictures of a machine on the plane of novelty and coherence; drag its window and watch them travel.

    `data`: training images (N, C, H, W) in [-1, 1] or a Dataset, at most 1000; None for the 1000 of Fashion-MNIST at
    16 x 16 that the book's networks were trained on, whose places and those of the machines are shown too. `unseen`:
    two or more pictures of the same kind, by which novelty and coherence are measured; None for test pictures where
    `data` is of Fashion-MNIST, else for the last quarter of `data`, which is then no training image.

    First settings: `machine`, "LS", "ELS", "bbELS", "IS" or "Wiener", or several of them, to choose from, the first
    one first; by default all. `P`: odd side of its windows, at most that of the images. `N`: training images that it
    has; fewer for ELS and bbELS, where a page could not do with so many. `seed` in 0 ... 99,999 of the first of
    `count` pictures (2 ... 24), the others have the next ones. `steps` in 1 ... 50 of the networks' clock. `show`:
    "machine", or a set of pictures instead of a machine's: those of `creativity.fools`, "training", "unseen".
    ValueError or TypeError otherwise.
    """

    _esm = esm("novelty")
    _css = css("novelty")
    controls: ClassVar = {**DATA, "own": OWN_TEXT, "show": word("machine", *SETS, OWN), "machine": word(*MACHINES),
                          "N": whole(2, SIZES[-1]), "P": Setting(1, 99, "odd", ("all",)), **SEED,
                          "picture": whole(1, SEVERAL)}
    fixed: ClassVar = {"steps": whole(1, 50), "count": whole(2, PICTURES)}
    first = traitlets.Bytes().tag(sync=True)  # float32: `count` pictures of each of the sets, set by set

    def __init__(self, data: Dataset | Tensor | None = None, unseen: Float[Tensor, "M C H W"] | None = None, *,
                 machine: str | Iterable[str] = tuple(MACHINES), P: int = 7, N: int | None = None, seed: int = 1,
                 steps: int = 20, count: int = 8, show: str = "machine"):
        chosen, others, how = split(data, unseen)
        training = in_levels(chosen.images)[1]
        machines, H, W = named(machine), *training.shape[2:]
        count, steps = check_count(count, "count", 2, PICTURES), check_count(steps, "steps", 1, 50)
        plain = (min(H, W) - 1) // 2 * 2 + 1
        most = {name: affordable(name, len(training), training.shape[1] * (H * W) ** 2, count) for name in machines}
        N = most[machines[0]] if N is None else check_count(N, "N", 2, most[machines[0]])
        self.ruler = measured(training, others, chosen.data)
        sets = {name: make(training, others, count).float() for name, make in MAKERS.items()}
        settings = {"machine": machines[0], "machines": {name: MACHINES[name] for name in machines}, "most": most,
                    "N": N, "sizes": sorted({n for n in SIZES if n < len(training)} | set(most.values()) | {N}),
                    "P": check_side(P, plain, 1), "plain": plain, "all": 2 * max(H, W) - 1,
                    "seed": check_count(seed, "seed", 0, SEEDS), "steps": steps, "count": count,
                    "show": check_choice(show, ("machine", *SETS), "show"), "sets": {name: SETS[name] for name in sets},
                    "ruler": self.ruler._asdict(), "unseen": {"how": how, "n": len(others)},
                    "known": places() if chosen.data == STORED else CORNERS}
        super().__init__(training, settings, f"NoveltyLab: copies, mosaics or noise? {len(training)} training images",
                         labels=chosen.labels, classes=chosen.classes, data=chosen.data,
                         first=torch.cat(list(sets.values())).numpy().tobytes())

    @classmethod
    def arguments(cls, values: dict[str, Value]) -> dict[str, Any]:
        """All machines, the link's first; what a reader brought, and the whole image as a window, are the page's."""
        given = {name: value for name, value in values.items() if value not in ("all", OWN)}
        first = str(values.get("machine", next(iter(MACHINES))))
        return given | {"machine": (first, *(name for name in MACHINES if name != first))}

    def job(self, task: str, params: dict[str, Any], buffers: list[Any]) -> Iterator[Message]:
        """Task "place": each of `count` pictures with its place; `far` holds the distance of each of its windows.

        Its numbers are the noises of the pictures, or, where `given` is true, the pictures themselves.
        """
        check_choice(task, ("place",), "task")
        count = count_param(params, "count", 1, SEVERAL)
        numbers = floats(buffers[0] if buffers else b"", "noise", (count, 1, *self.data.shape[1:]))
        made = None if params.get("given") is True else self.sampler(params)
        for k, own in enumerate(numbers):
            place, arrays = self.placed(made(own) if made else own)
            yield {"type": "step", "picture": k, "count": count, **place}, arrays
        yield {"type": "done"}, {}

    def sampler(self, params: dict[str, Any]) -> Callable[[Tensor], Tensor]:
        """From a noise to the picture of the machine that a message names."""
        N, steps = count_param(params, "N", 2, len(self.data)), count_param(params, "steps", 1, 1000)
        name = check_choice(str(params.get("machine")), tuple(MACHINES), "machine")
        P = params.get("P") if name in WINDOWED else None
        machine, sigmas = prediction.machine(name, self.data[:N], P), prediction.levels(steps)  # type: ignore[arg-type]
        return lambda eps: diffusion.last(diffusion.sample(machine, sigmas[0] * eps, sigmas))

    def placed(self, x: Float[Tensor, "1 C H W"]) -> Message:
        """Where a picture lies, by the chapter's own functions, and the nearest training picture, moved by `shift`."""
        unit, side, limit = self.ruler
        far = creativity.window_distances(x, self.data, side)  # (1, H, W)
        distance, shift = shifted_distances(x, self.data)  # (1, N), (1, N, 2)
        nearest = int(distance[0].argmin())
        return {"novelty": float(creativity.shifted_novelty(x, self.data)) / unit,
                "coherence": float(creativity.coherence(far, limit)), "nearest": nearest,
                "shift": shift[0, nearest].tolist()}, {"x": x, "far": far[0]}

    def draw(self) -> tuple[Figure, str]:
        """The pictures at the first settings, and where they lie."""
        s = self.settings
        noise = torch.cat([normals((s["seed"] + k) % (SEEDS + 1), self.data[0].numel()) for k in range(s["count"])])
        *told, _ = self.answers("place", {k: s[k] for k in ("machine", "N", "P", "steps", "count")}, noise)
        rows: list[Any] = [["plane", *(f"{3 * row + column}" for column in range(3))] for row in range(3)]
        fig, axes = plt.subplot_mosaic(rows, figsize=(7.2, 3.2), width_ratios=(4, 1, 1, 1))
        ax = axes["plane"]
        ax.axvline(1, lw=0.8, ls=":"), ax.axhline(0.95, lw=0.8, ls=":")
        ax.scatter([m["novelty"] for m in told], [m["coherence"] for m in told], s=18)
        ax.set(xlim=(-0.05, 2.5), ylim=(-0.03, 1.05), xlabel="novelty: 1 is as far as unseen pictures",
               ylabel="coherent windows")
        for k, m in enumerate(told[:9]):
            tile(axes[f"{k}"], m["x"], f"{m['novelty']:.2f}, {m['coherence']:.0%}")
        for k in range(len(told), 9):
            axes[f"{k}"].axis("off")
        middle, share = summary([m["novelty"] for m in told], [m["coherence"] for m in told])
        window = f" with windows of {s['P']} by {s['P']} pixels" if s["machine"] in WINDOWED else ""
        return fig, (f"The plane of novelty and coherence with {len(told)} pictures that the machine {s['machine']} "
                     f"made from {s['N']} training images{window}, and the pictures. Their median novelty is "
                     f"{middle:.2f}, where 0 is a copy and 1 as far as unseen pictures are; {share:.0%} of their "
                     f"windows are coherent, of unseen pictures 95%.")


def summary(novelty: list[float], coherence: list[float]) -> tuple[float, float]:
    """Where a set of pictures lies: the median of its novelties, the mean of its coherences."""
    return float(torch.tensor(novelty).double().quantile(0.5)), sum(coherence) / len(coherence)


# ---------------------------------------------------------------- settings
def named(machine: str | Iterable[str]) -> tuple[str, ...]:
    """The machines on offer; TypeError or ValueError unless they are some of MACHINES, each once."""
    if not isinstance(machine, str | Iterable):
        raise TypeError(f"machine must be one of {', '.join(MACHINES)}, or several of them, got {machine!r}")
    names = (machine,) if isinstance(machine, str) else tuple(machine)
    for name in names:
        check_choice(name, tuple(MACHINES), "machine")
    if not names or len(set(names)) < len(names):
        raise ValueError(f"machine must name each of its machines once and at least one, got {names}")
    return names


def affordable(machine: str, N: int, pairs: int, count: int) -> int:
    """How many of N training images a page can do with in a few seconds; `pairs` of pixels an image has."""
    return min(N, max(2, EFFORT // (count * pairs))) if machine in ("ELS", "bbELS") else N


def split(data: Dataset | Tensor | None, unseen: Tensor | None) -> tuple[Chosen, Tensor, str]:
    """Training images, unseen pictures, and where those are from: "given", "holdout", or the "last" of `data`."""
    chosen = choose(book.load("fashion-mnist", n=SIZES[-1], size=16) if data is None else data, SIZES[-1])
    shape = chosen.images.shape
    check_count(len(chosen.images), "number of images", 8)
    if min(shape[2:]) < 3:
        raise ValueError(f"images must be at least 3 pixels wide and high for windows, got {tuple(shape[2:])}")
    if unseen is not None:
        check_image_shape(unseen, shape[1:], "unseen")
        check_count(len(check_images(unseen, "unseen")), "number of unseen pictures", 2)
        return chosen, in_levels(unseen)[1], "given"
    if chosen.data.split("@")[0].split("~")[0] == "fashion-mnist":
        wanted = UNSEEN if chosen.data == STORED else min(MOST_UNSEEN, len(chosen.images) // 2)
        held = book.load("fashion-mnist-holdout", n=wanted, size=shape[2]).images
        return chosen, in_levels(held)[1], "holdout"
    held = chosen.images[-min(MOST_UNSEEN, len(chosen.images) // 4) :]
    kept = chosen._replace(images=chosen.images[: -len(held)], labels=chosen.labels[: -len(held)])
    return kept, in_levels(held)[1], "last"


def measured(training: Tensor, unseen: Tensor, name: str) -> Ruler:
    """The ruler of these images; for those of plane.json that one's."""
    if name == STORED and len(unseen) == UNSEEN:
        return Ruler(RULER[0], SIDE, RULER[1])
    side = min(SIDE, (min(training.shape[2:]) - 1) // 2 * 2 + 1)
    plane = creativity.Plane(training, unseen, side)
    return Ruler(plane.unit, side, plane.limit)


def places() -> list[dict[str, Any]]:
    """Names and places of all sets of pictures that data/results/plane.json holds, where that has been made."""
    if not (book.ROOT / "results" / "plane.json").is_file():
        return CORNERS
    found = book.results("plane")["sets"]
    return [{"name": NAMES.get(name, name), "novelty": row["pixels"]["novelty"][0],
             "coherence": row["pixels"]["coherence"][0]} for name, row in found.items()]


# ---------------------------------------------------------------- sets of pictures
def drawn(make: Callable[..., Tensor], training: Tensor, unseen: Tensor, n: int) -> Tensor:
    """n pictures of a maker that takes random numbers, the same ones each time."""
    return make(training, n, generator=torch.Generator().manual_seed(15))


def repeated(pictures: Tensor, n: int) -> Tensor:
    """The first n pictures, from the start again where there are fewer."""
    return pictures[torch.arange(n) % len(pictures)]


MAKERS: dict[str, Callable[[Tensor, Tensor, int], Tensor]] = {
    "unseen": lambda training, unseen, n: repeated(unseen, n),
    "training": lambda training, unseen, n: repeated(training, n),
    "moved": lambda training, unseen, n: repeated(drawn(fools.moved, training, unseen, min(n, len(training))), n),
    "noisy_copies": lambda training, unseen, n: repeated(
        drawn(fools.noisy_copies, training, unseen, min(n, len(training))), n),
    "mean_image": lambda training, unseen, n: fools.mean_image(training, n),
    "grey": lambda training, unseen, n: fools.grey(training, n),
    "noise": partial(drawn, fools.noise),
    "one_kind": lambda training, unseen, n: repeated(fools.one_kind(training, min(n, len(training) - 1)), n),
    "glued": partial(drawn, fools.glued),
}
