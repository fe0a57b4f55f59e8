"""FingersLab: hands drawn behind a window, and how many fingers each has; faces, and how many eyes (chapter 11).

The machine is LS or bbELS with zeros outside an image. While t > `until` a pixel sees the whole image, then a window
of side P.
"""

import functools
from collections.abc import Callable, Iterator
from typing import Any, ClassVar

import matplotlib.pyplot as plt
import torch
import traitlets
from jaxtyping import Float
from matplotlib.figure import Figure
from torch import Tensor

from ... import diffusion, equivariant, fingers, local, prediction
from ...core.checks import check_choice, check_count, check_range
from ...core.data import Dataset, levels, load
from .. import sampler
from ..draws import SEEDS, normals
from ..shared.base import DATA, SEED, Chosen, Lab, Message, choose, count_param, css, esm, floats, real, tile
from ..shared.settings import Setting, number, whole, word

SIZES, MOST = (20, 50, 100, 200, 500), 500  # training images to choose from, and most that a page can do with
WIDEST = 31  # side of the widest window on offer
SEVERAL = 20  # pictures of a batch
HANDS, FACES = (1, 32, 32), (3, 32, 32)  # shapes of the images whose fingers or eyes are counted
LEAST = 1e-3  # no step is as late: until then the whole image is in view at all of them
LATE = float(prediction.levels(20)[-2])  # noise level at which a finished picture's windows are looked up
MACHINES = {name: sampler.MACHINES[name] for name in ("LS", "bbELS")}
KINDS = {"hands": "Hands", "faces": "Faces"}
Counter = Callable[[Tensor], dict[str, int]]


class FingersLab(Lab):
    """Pictures from noise, a window of side P, and a histogram of finger or eye counts that grows as one draws.

    `data`: images (N, C, H, W) in [-1, 1] or a Dataset; None for "hands", beside which "faces" are on offer
    (`fingers.faces`). At most 500 of them go into the page. Fingers are counted in images of shape (1, 32, 32), eyes in
    (3, 32, 32). The others are the first settings: the `machine` "LS" or "bbELS", `N` training images (by default at
    most 200, for bbELS 100), the odd side `P` of the window, 3 ... 31 and at most what sees all from anywhere, `until`
    in 0 ... 1: the whole image is seen while t > `until`, so 1 is the window alone and 0 the ideal machine. `seed` in
    0 ... 99,999. `steps` in 1 ... 50 of DDIM on the grid `prediction.levels`. ValueError or TypeError otherwise.
    """

    _esm = esm("fingers")
    _css = css("fingers")
    controls: ClassVar = {**DATA, "machine": word(*MACHINES), "N": whole(2, MOST), "P": Setting(3, WIDEST, "odd"),
                          "until": number(0, 1), **SEED}
    fixed: ClassVar = {"steps": whole(1, 50)}
    others = traitlets.Dict().tag(sync=True)  # by name: traits of the lab with other pictures, where they differ

    def __init__(self, data: Dataset | Tensor | None = None, *, machine: str = "LS", N: int | None = None, P: int = 7,
                 until: float = 1.0, seed: int = 1, steps: int = 20):
        images, labels, classes, name = chosen(load("hands", n=MOST) if data is None else data)
        asked = {"machine": check_choice(machine, tuple(MACHINES), "machine"),
                 "until": check_range(until, "until", 0, 1), "seed": check_count(seed, "seed", 0, SEEDS),
                 "steps": check_count(steps, "steps", 1, 50)}
        settings = settings_for(images, asked, N, P)
        kind = name.partition("@")[0]
        if kind == "hands":  # faces are on offer too
            settings |= {"kinds": {name: KINDS[kind], "faces": KINDS["faces"]}}
        super().__init__(images, settings, described(images), labels=labels, classes=classes, data=name,
                         others={"faces": self.faces(settings)} if kind == "hands" else {})

    def faces(self, settings: dict[str, Any]) -> dict[str, Any]:
        """Traits of the lab with faces in place of hands: the images are all emoji, of which it takes some rows.

        So a page has one file of them, that of the labs on emoji.
        """
        emoji = load("emoji")
        rows = fingers.two_eyed(emoji.images).nonzero()[:, 0]
        images = emoji.images[rows]
        own = settings_for(images, settings, None, settings["P"]) | {"kinds": settings["kinds"]}
        return {"images": levels(emoji.images).numpy().tobytes(), "rows": rows.tolist(), "shape": list(images.shape),
                "labels": emoji.labels[rows].tolist(), "classes": list(emoji.classes), "settings": own,
                "description": described(images), "made": self._made(own, "faces")}

    @classmethod
    def pictures(cls, name: str) -> Dataset:
        """The data set that a link names, "faces" too."""
        return fingers.faces() if name == "faces" else super().pictures(name)

    def job(self, task: str, params: dict[str, Any], buffers: list[Any]) -> Iterator[Message]:
        """Task "draw": of each of `count` noises how far it is, then its picture and what is counted in it."""
        check_choice(task, ("draw",), "task")
        N, steps = count_param(params, "N", 2, len(self.data)), count_param(params, "steps", 1, 1000)
        count, images = count_param(params, "count", 1, 100), self.data[:N]
        P = sampler.check_side(params.get("P"), widest(images))
        until = check_range(real(params.get("until")), "until", 0, 1)
        noise = floats(buffers[0] if buffers else b"", "noise", (count, 1, *images.shape[1:]))
        name = check_choice(str(params.get("machine")), tuple(MACHINES), "machine")
        kind: Any = {"LS": local.LS, "bbELS": equivariant.BBELS}[name]
        machine = kind(images, windows(P, until, widest(images)))
        counted, sigmas = counter(images, machine), prediction.levels(steps)
        for picture, eps in enumerate(noise):
            for state in diffusion.sample(machine, sigmas[0] * eps, sigmas):
                yield {"type": "step", "part": (picture + state.step / (steps + 1)) / count}, {}
            z = state.z.float()  # what is sent is what is counted
            yield {"type": "step", "picture": picture, "part": (picture + 1) / count, **counted(z)}, {"z": z}
        yield {"type": "done"}, {}

    def draw(self) -> tuple[Figure, str]:
        """Twelve pictures from the first seeds, with their fingers or eyes where they are counted."""
        s, size = self.settings, self.data[0].numel()
        seeds = [(s["seed"] + k) % (SEEDS + 1) for k in range(12)]
        params = {name: s[name] for name in ("machine", "N", "P", "until", "steps")} | {"count": len(seeds)}
        told = self.answers("draw", params, torch.cat([normals(seed, size) for seed in seeds]))
        found = [m for m in told if "picture" in m]
        fig, axes = plt.subplots(2, 6, figsize=(7.2, 2.9))
        for ax, m in zip(axes.flat, found, strict=True):
            tile(ax, m["z"], in_words(m))
        words = ", ".join(filter(None, map(in_words, found)))
        kind = {"LS": "local", "bbELS": "boundary-broken equivariant local"}[s["machine"]]
        return fig, (f"Twelve pictures that the {kind} machine drew from {s['N']} training images behind a window of "
                     f"{s['P']} by {s['P']} pixels, noises {seeds[0]} to {seeds[-1]}. {words}".strip())


# ---------------------------------------------------------------- settings
def chosen(data: Dataset | Tensor) -> Chosen:
    """At most MOST images; "faces" is the name of `fingers.faces` as they are."""
    found = choose(data, MOST)
    faces = isinstance(data, Dataset) and data.name == "faces" and torch.equal(data.images, fingers.faces().images)
    return found._replace(data="faces") if faces else found


def settings_for(images: Float[Tensor, "N C H W"], asked: dict[str, Any], N: int | None, P: int) -> dict[str, Any]:
    """What a page needs to know of these images; `asked`: machine, until, seed, steps. ValueError for N or P."""
    check_count(len(images), "number of images", 2)
    most = {name: min(sampler.MOST[name], MOST) for name in MACHINES}
    mine, largest = min(len(images), most[asked["machine"]]), min(WIDEST, widest(images))
    N = min(200, mine) if N is None else check_count(N, "N", 2, mine)
    sizes = sorted({n for n in (*SIZES, *most.values()) if n < len(images)} | {N, len(images)})
    kept = {name: asked[name] for name in ("machine", "until", "seed", "steps")}
    return kept | {"machines": MACHINES, "most": most, "N": N, "sizes": sizes, "P": sampler.check_side(P, largest),
                   "sides": list(range(3, largest + 1, 2)), "several": SEVERAL, "training": training(images)}


def described(images: Float[Tensor, "N C H W"]) -> str:
    """What the lab is, in words."""
    return f"FingersLab: pictures drawn through a window from {len(images)} training images"


def widest(images: Float[Tensor, "N C H W"]) -> int:
    """The side of a window that sees the whole image from any pixel."""
    return 2 * max(images.shape[2:]) - 1


def windows(P: int, until: float, whole: int) -> local.Windows:
    """The side `whole` while t > `until`, from there on P."""
    return P if until == 1 else fingers.until(max(until, LEAST), whole, P)


# ---------------------------------------------------------------- what is counted
def counter(images: Float[Tensor, "N C H W"], machine: local.PatchMachine) -> Counter:
    """What counts in a picture (1, C, H, W) that the machine drew from `images`; nothing where there is no counter."""
    shape = tuple(images.shape[1:])
    if shape == FACES:
        mask = fingers.eyes(images) > 0  # (N, 32, 32)
        return lambda z: {"eyes": int(fingers.copied_eyes(machine.seen(z, LATE), mask))}
    return fingers_of if shape == HANDS else lambda _: {}


def fingers_of(z: Float[Tensor, "1 1 32 32"]) -> dict[str, int]:
    """Fingers, palms and parts that hang on none."""
    found = fingers.count(z)
    return {"fingers": int(found.fingers[0]), "palms": int(found.palms[0]), "detached": int(found.detached[0])}


def training(images: Float[Tensor, "N C H W"]) -> list[int]:
    """Fingers or eyes of each training image, -1 for one that is no hand; nothing where there is no counter."""
    shape = tuple(images.shape[1:])
    if shape == FACES:
        return fingers.eyes(images).amax((1, 2)).tolist()
    return list(hands_of(fingers.count, images.float().numpy().tobytes())) if shape == HANDS else []


@functools.lru_cache(maxsize=8)  # 500 hands take a second or two
def hands_of(count: Callable[[Tensor], fingers.Counted], images: bytes) -> tuple[int, ...]:
    """Fingers of each hand (1, 32, 32) in float32, -1 for one that is none, by a function that counts them."""
    found = count(torch.frombuffer(bytearray(images), dtype=torch.float32).reshape(-1, *HANDS))
    return tuple(torch.where(found.valid, found.fingers, -1).tolist())


def in_words(found: dict[str, Any]) -> str:
    """The fingers or eyes of a picture, or why they are not counted; "" where none can be."""
    if "eyes" in found:
        return f"{found['eyes']} eye{'' if found['eyes'] == 1 else 's'}"
    if "fingers" not in found:
        return ""
    if found["palms"] != 1 or found["detached"]:
        return "no whole hand"
    return f"{found['fingers']} finger{'' if found['fingers'] == 1 else 's'}"
