"""RivalsLab: one noise, every rival explanation and the network, sorted by distance (chapter 13).

Machines are those of `mosaics.rivals`, as it stands where a kernel runs; what they are told is in `stored`.
"""

import functools
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

import matplotlib.pyplot as plt
import torch
import traitlets
from jaxtyping import Bool, Float
from matplotlib.figure import Figure
from torch import Tensor

from ... import networks, prediction, rivals
from ...core import data as book
from ...core.checks import check_choice, check_count
from ...core.windows import side_of
from ...diffusion import Denoiser
from ...local import WindowSchedule
from ...rivals import RIVALS, Golden, MaskedLS, PSPCFlex, PSPCSquare, SmoothedScore, Told
from ..draws import SEEDS, normals
from ..prediction import guesses, in_halves
from ..shared.base import SEED, Lab, Message, count_param, css, esm, floats, tile
from ..shared.settings import Value, whole, word
from .stored import NETS, SOURCE, bits, for_page, table, told
from .stored import masks as stored_masks

CHANCE = "chance"  # the network's picture from another noise
SORTS = {"r2": "r²", "rms": "RMS difference"}
ORDER = ("Wiener", "IS", "LS", "BIRD", "GoldDiff", "smoothed score", "PSPC square", "PCA locality", "PSPC flex", "ELS",
         "bbELS")  # by how soon a page has them
SAYS = {"GoldDiff": "windows from the covariance of the data, over the nearest images only",
        "ELS": "windows read off a network, all places alike, on a torus",
        "bbELS": "windows read off a network, all places alike up to the border"}  # where RIVALS says "the same"
FIRST = ("bbELS", "PCA locality", "Wiener", "IS", "smoothed score", "GoldDiff", "PSPC square", "PSPC flex", "BIRD",
         "LS", "ELS")  # as they are offered


class RivalsLab(Lab):
    """The pictures of a network and of every rival from one noise, sorted by distance, beside the stored table's rows.

    `net`: "resnet-zeros" or "resnet-circular", or both, to choose from, the first one first. `machine`: names of
    `rivals.RIVALS`, the first one chosen first; by default all. `N` (2 ... 1000) training images that the machines
    have, the first ones of those that the networks were trained on; the table is about all 1000. First settings:
    `seed` in 0 ... 99,999 of the noise (the next one's picture is "chance"), `sort` "r2" or "rms". `steps` in 1 ... 50
    of the networks' own clock, 20 in the table.

    What each machine is told is what the table's row was told (`stored.told`); the smoothed score's steps are the
    table's as well. Networks have weights in half precision. ValueError or TypeError for what is not allowed.
    """

    _esm = esm("rivals")
    _css = css("rivals")
    controls: ClassVar = {"net": word(*NETS), "machine": word(*RIVALS, CHANCE), **SEED, "step": whole(1, 50),
                          "sort": word(*SORTS), "row": whole(1, SOURCE["size"]), "column": whole(1, SOURCE["size"])}
    fixed: ClassVar = {"N": whole(2, SOURCE["n"]), "steps": whole(1, 50)}
    weights = traitlets.Bytes().tag(sync=True)  # of each network, then numbers that machines are told

    def __init__(self, net: str | Iterable[str] = "resnet-zeros", *, machine: str | Iterable[str] = FIRST,
                 N: int = SOURCE["n"], seed: int = 1, steps: int = 20, sort: str = "r2"):
        nets, machines = some_of(net, tuple(NETS), "net"), some_of(machine, tuple(RIVALS), "machine")
        N = check_count(N, "N", 2, SOURCE["n"])
        chosen = book.load(**SOURCE | {"n": N})
        self.nets = {name: in_halves(networks.load_weights(name)) for name in nets}
        self.told = {name: told(name) for name in nets}
        start = {"seed": check_count(seed, "seed", 0, SEEDS), "steps": check_count(steps, "steps", 1, 50),
                 "sigmas": prediction.levels(steps)[:-1].tolist(),
                 "sort": check_choice(sort, tuple(SORTS), "sort")}
        parts = self.numbers()
        settings = {**start, "N": N, "net": nets[0], "nets": {name: NETS[name] for name in nets},
                    "machine": machines[0], "machines": {name: SAYS.get(name, RIVALS[name].says) for name in machines},
                    "order": [name for name in ORDER if name in machines], "sorts": SORTS, "all": SOURCE["n"],
                    "configs": {name: net.config for name, net in self.nets.items()},
                    "told": {name: {each: for_page(each, self.told[name][each]) for each in machines} for name in nets},
                    "table": {name: table(name) for name in nets},
                    "parts": dict(zip(parts, ends(parts.values()), strict=True))}
        super().__init__(chosen.images, settings, "RivalsLab: which explanation draws the network's picture?",
                         weights=b"".join(parts.values()))

    def numbers(self) -> dict[str, bytes]:
        """What a page is told in numbers: weights of each network, steps of the smoothed score, masks of PSPC-Flex."""
        weights = {name: torch.cat([values.flatten() for values in net.state_dict().values()]).half().numpy().tobytes()
                   for name, net in self.nets.items()}
        shape = (SOURCE["size"], SOURCE["size"])
        steps = SmoothedScore(torch.zeros(1, 1, *shape), 0.0, Told().M, seeded(Told().seed)).steps.float()
        masks = {f"{name} masks": bits(stored_masks(name)) for name in self.nets}
        return weights | {"steps": steps.numpy().tobytes()} | masks

    @classmethod
    def arguments(cls, values: dict[str, Value]) -> dict[str, Any]:
        """All networks and machines, the link's first."""
        given = {name: value for name, value in values.items() if name not in ("machine", "net")}
        net, machine = str(values.get("net", next(iter(NETS)))), str(values.get("machine", CHANCE))
        others = [name for name in FIRST if name != machine]
        nets = [net, *(name for name in NETS if name != net)]
        return given | {"net": nets, "machine": others if machine == CHANCE else [machine, *others]}

    def job(self, task: str, params: dict[str, Any], buffers: list[Any]) -> Iterator[Message]:
        """Task "compare": the guesses of the network, of the same from another noise, and of each machine.

        Its noise is two images. Each is told with r^2 and RMS difference from the network's guess at each step; of the
        machines that of `machine` comes first. Task "sees": what a pixel, `row` and `column` from 1, of the machine
        sees at each step, (steps, H, W) of 0 and 1.
        """
        check_choice(task, ("compare", "sees"), "task")
        net = check_choice(str(params.get("net")), tuple(self.nets), "net")
        sigmas = prediction.levels(count_param(params, "steps", 1, 1000))
        if task == "sees":
            machine = check_choice(str(params.get("machine")), (*RIVALS, CHANCE), "machine")
            row, column = (count_param(params, name, 1, SOURCE["size"]) for name in ("row", "column"))
            masks = [self.seen(net, machine, float(s), row - 1, column - 1).double() for s in sigmas[:-1]]
            yield {"type": "done"}, {"masks": torch.stack(masks)}
            return
        noise = floats(buffers[0] if buffers else b"", "noise", (2, 1, *self.data.shape[1:]))
        yield from self.compare(net, params.get("machine"), noise, sigmas)

    def machine(self, net: str, name: str) -> Denoiser:
        """A machine of a network's row, or the network itself for "network" and "chance"."""
        return self.nets[net] if name in ("network", CHANCE) else self.built(net, name)

    @functools.cached_property
    def built(self):
        """built(net, name): a machine, kept for the next noise."""
        return functools.cache(lambda net, name: as_page_has_it(rivals.rival(name, self.data, self.told[net][name])))

    def compare(
        self, net: str, first: Any, noise: Float[Tensor, "2 1 C H W"], sigmas: Tensor
    ) -> Iterator[Message]:
        """The run of each, the network's first, of the machines that of `first`."""
        who, own = ["network", CHANCE, *sorted(self.settings["order"], key=lambda name: name != first)], None
        for k, name in enumerate(who):
            said, seen = {"type": "step", "who": name, "at": k, "of": len(who)}, []
            for guess in guesses(self.machine(net, name), noise[int(name == CHANCE)], sigmas):
                seen.append(guess)
                yield said | {"part": len(seen) / (len(sigmas) - 1)}, {}
            run = torch.cat(seen)  # (steps, C, H, W)
            own = run if own is None else own
            match = prediction.compare(own, run)
            yield said | {"part": 1, "r2": match.r2.tolist(), "rms": match.rms.tolist()}, {"guesses": run}
        yield {"type": "done"}, {}

    def seen(self, net: str, name: str, sigma: float, i: int, j: int) -> Bool[Tensor, "H W"]:
        """What pixel (i, j) of a machine's guess depends on at a noise level, but for what all pixels depend on."""
        H, W = self.data.shape[2:]
        told, machine = self.told[net].get(name, Told()), self.machine(net, name)
        if isinstance(told.windows, WindowSchedule):
            torus = name == "ELS" or (name == "LS" and told.padding == "circular")
            return window(side_of(told.windows(sigma)), H, W, i, j, torus)
        masked = machine.masks if isinstance(machine, Golden) else machine
        if isinstance(masked, MaskedLS):
            return masked.masks(sigma)[i * W + j].unflatten(0, (H, W))
        if isinstance(machine, PSPCSquare | PSPCFlex):
            return overlaid(machine.crops(sigma), H, W, i, j)
        return torch.ones(H, W, dtype=torch.bool)

    def draw(self) -> tuple[Figure, str]:
        """All pictures at the first settings, the nearest first."""
        s = self.settings
        noise = torch.cat([normals((s["seed"] + k) % (SEEDS + 1), self.data[0].numel()) for k in range(2)])
        told = {m["who"]: m for m in self.answers("compare", {"net": s["net"], "steps": s["steps"]}, noise)[:-1]
                if "guesses" in m}
        best = sorted([name for name in told if name != "network"], key=lambda name: -(told[name]["r2"][-1] or 0))
        fig, axes = plt.subplots(2, 7, figsize=(7.2, 2.7))
        for ax in axes.flat:
            ax.axis("off")
        names = {"network": "network", CHANCE: "another noise"}
        for ax, name in zip(axes.flat, ["network", *best], strict=False):
            r2 = "" if name == "network" else f"\nr² = {told[name]['r2'][-1] or 0:.2f}"
            tile(ax, told[name]["guesses"][-1], names.get(name, name) + r2)
        scores = ", ".join(f"{names.get(name, name)} {told[name]['r2'][-1] or 0:.2f}" for name in best)
        return fig, (f"The network's picture from one noise, then those of {len(best) - 1} machines from the same one "
                     f"and the network's from another, sorted by r² with the network's: {scores}.")


def as_page_has_it(machine: Denoiser) -> Denoiser:
    """The steps of the smoothed score in float32, as they travel."""
    if isinstance(machine, SmoothedScore):
        machine.steps = machine.steps.float().double()
    return machine


def seeded(seed: int) -> torch.Generator:
    """A generator for what a machine draws once."""
    return torch.Generator().manual_seed(seed)


def some_of(given: str | Iterable[str], allowed: tuple[str, ...], name: str) -> tuple[str, ...]:
    """One name or several; TypeError or ValueError unless they are some of those allowed, each once."""
    if not isinstance(given, str | Iterable):
        raise TypeError(f"{name} must be one of {', '.join(allowed)}, or several of them, got {given!r}")
    names = (given,) if isinstance(given, str) else tuple(given)
    for each in names:
        check_choice(each, allowed, name)
    if not names or len(set(names)) < len(names):
        raise ValueError(f"{name} must name each of its values once and at least one, got {names}")
    return names


def ends(parts: Iterable[bytes]) -> list[tuple[int, int]]:
    """Where each of the parts begins and ends when they stand one after the other."""
    at, out = 0, []
    for part in parts:
        out.append((at, at + len(part)))
        at += len(part)
    return out


# ---------------------------------------------------------------- what a pixel sees
def window(P: int, H: int, W: int, i: int, j: int, torus: bool) -> Bool[Tensor, "H W"]:
    """The P x P window around pixel (i, j), cut at the border or round the edges."""
    down, across = ((torch.arange(n) - at).abs() for n, at in ((H, i), (W, j)))
    if torus:
        down, across = torch.minimum(down, H - down), torch.minimum(across, W - across)
    return (down[:, None] <= P // 2) & (across <= P // 2)


def overlaid(crops: Any, H: int, W: int, i: int, j: int) -> Bool[Tensor, "H W"]:
    """All pixels of all crops that hold pixel (i, j)."""
    lit = torch.zeros(H, W, dtype=torch.float64)
    lit[i, j] = 1
    return crops.spread((crops.sums(lit) > 0).double()) > 0
