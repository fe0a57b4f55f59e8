"""PredictionLab: the same noise into a trained network and into an exact patch machine, side by side (chapter 10)."""

import copy
import math
import numbers
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, NamedTuple, TypeVar

import matplotlib.pyplot as plt
import numpy as np
import torch
import traitlets
from jaxtyping import Float
from matplotlib.figure import Figure
from torch import Tensor

from ... import diffusion, local, networks, prediction
from ...core.checks import check_choice, check_count
from ...core.data import Dataset, load, results
from ...core.metrics import pearson2
from ..draws import SEEDS
from ..sampler import (
    HANDLES,
    MACHINES,
    MOST_HANDLES,
    RUN,
    SIDES,
    Pairs,
    as_pairs,
    check_machines,
    check_side,
    schedule_setting,
    thinned,
    windowed_arguments,
)
from ..shared.base import (
    CALIBRATED,
    DATA,
    OWN,
    Chosen,
    Lab,
    Message,
    choose,
    count_param,
    css,
    esm,
    floats,
    in_levels,
    tile,
)
from ..shared.settings import Value, whole, word
from .renewed import NOWHERE, SETTING, mask, noises

SIZES = (20, 50, 100, 200, 500, 1000)
SEVERAL = 8  # noises that the page compares in one go
NETS = {"resnet-zeros": "A: clothes 16 × 16, zeros", "resnet-circular": "B: clothes 16 × 16, torus",
        "resnet-28": "Clothes 28 × 28, zeros", "resnet-faces": "Faces, zeros",
        "resnet-faces-soft": "Faces blurred twice, zeros"}  # as the table of chapter 10 has them
BOOK = ("resnet-zeros", "resnet-circular", "resnet-28", "resnet-faces")  # a link can name their images
LEVELS = prediction.levels(20)[:-1].flip(0).tolist()  # of the sides in CALIBRATED
Net = TypeVar("Net", bound=networks.Network)
LINEAR = 1024  # most numbers of an image whose Wiener filter is computed
EFFORT = 200 * 28**4  # images times pixels squared, times channels: what a page can do with ELS and bbELS


class Traits(NamedTuple):
    """What a lab syncs of a network: images, settings, description, the images' name, weights in half precision."""

    images: Float[Tensor, "N C H W"]
    settings: dict[str, Any]
    description: str
    data: str
    weights: bytes


class Trained(NamedTuple):
    """A network in half precision, and images (N, C, H, W) of 256 levels that it is compared on."""

    name: str
    net: networks.ResNet
    data: Float[Tensor, "N C H W"]


class PredictionLab(Lab):
    """Does the theory predict the network? Both pictures from one noise, r^2 step by step, windows to draw by hand.

    `net`: a networks.ResNet, or the name of one that comes with the book, by default "resnet-zeros"; a name without
    `data`, or with its own, brings its training images and its windows with it. `data`: the images that it was trained
    on; None for the first 1000 of Fashion-MNIST at 16 x 16, or of dicebear-faces for three channels. `nets`: names of
    others to choose from, on their own images, or on `data` where that is given; by default BOOK for a name on its own
    images, else none. A page loads them when they are chosen.

    `machine` is "bbELS", "ELS", "LS", "IS", or several of them, the first one first; by default all, first the one of
    the network's padding. `windows`: the schedule that is called calibrated, a local.WindowSchedule, pairs (sigma, P)
    or one odd side; by default that of the book's 16 x 16 grey networks, and so called for others. First settings: `N`
    training images of the machine (at most 1000; fewer where that is too much for a page), `seed` in 0 ... 99,999,
    `steps` in 1 ... 50 of the networks' own clock, `renewed`, where the noise is drawn anew: "-" for nowhere, "right"
    for its right half, or H * W pixels row by row, four of them a hexadecimal digit, 1 where it is new, the last digit
    filled up with 0. Of these, `machine` alone holds for the other networks too, each in the order that suits it.

    The lab keeps copies of the networks with weights in half precision, which both of its engines use. ValueError or
    TypeError for what is not allowed.
    """

    _esm = esm("prediction")
    _css = css("prediction")
    controls: ClassVar = {**DATA, "net": word(*NETS, OWN), "machine": word(*MACHINES), "N": whole(2, SIZES[-1]),
                          "P": SIDES, "windows": schedule_setting("calibrated", "grey", "constant", "reversed"), **RUN,
                          "renewed": SETTING}
    weights = traitlets.Bytes().tag(sync=True)
    others = traitlets.Dict().tag(sync=True)  # by name: traits of the lab with another network, where they differ

    def __init__(self, net: networks.Network | str = "resnet-zeros", data: Dataset | Tensor | None = None, *,
                 nets: str | Iterable[str] | None = None, machine: str | Iterable[str] | None = None,
                 windows: "local.WindowSchedule | int | Iterable[tuple[float, int]] | None" = None,
                 N: int | None = None, seed: int = 1, steps: int = 20, renewed: str = NOWHERE):
        self.linear: tuple[tuple[str, int], diffusion.Denoiser] | None = None  # the Wiener filter of so many images
        first = case(net, data, windows)
        machines = None if machine is None else check_machines(machine)
        each = [first, *(case(name, first.given, None) for name in offered(first, nets))]
        where = mask(renewed, *first.chosen.images.shape[2:])
        start = {"seed": check_count(seed, "seed", 0, SEEDS), "steps": check_count(steps, "steps", 1, 50),
                 "nets": {one.name: NETS.get(one.name, "The one handed over") for one in each},
                 "renewed": renewed if where.any() else NOWHERE}
        mine = first.traits(start, machines, N)
        others = [one.traits(start | {"renewed": NOWHERE}, own_order(one.net, machines), None) for one in each[1:]]
        self.net = first.net
        self.nets = {one.name: Trained(one.name, one.net, in_levels(one.chosen.images)[1]) for one in each}
        super().__init__(mine.images, mine.settings, mine.description, labels=first.chosen.labels,
                         classes=first.chosen.classes, data=mine.data, weights=mine.weights,
                         others={other.settings["net"]: self.other(mine, other) for other in others})

    def other(self, mine: Traits, other: Traits) -> dict[str, Any]:
        """The traits of the lab with another network; images only where they are not those of the first one."""
        traits = {"settings": other.settings, "description": other.description, "weights": other.weights,
                  "made": self._made(other.settings, other.data), "shape": list(other.images.shape)}
        same = torch.equal(mine.images, other.images)
        return traits | ({} if same else {"images": in_levels(other.images)[0].numpy().tobytes()})

    @classmethod
    def arguments(cls, values: dict[str, Value]) -> dict[str, Any]:
        """All machines, the link's first; its windows. ValueError for a network that a link cannot carry."""
        if values.get("net") == OWN:
            raise ValueError("the link is about a reader's own network: make PredictionLab(net, data) with it anew")
        return windowed_arguments(values)

    def job(self, task: str, params: dict[str, Any], buffers: list[Any]) -> Iterator[Message]:
        """Task "predict": the guesses of network and machine at each step, their r^2; at last that of the baselines.

        Its noise is two images: the second is the other noise of the baseline "chance". Where `renewed` says that part
        of the first is new, a third one is the noise as it was, and the guesses from it come with those of each step.
        Task "several": the two pictures of each of `count` noises, their r^2, and the network's with the Wiener filter.
        """
        check_choice(task, ("predict", "several"), "task")
        chosen = self.nets[check_choice(str(params.get("net", self.settings["net"])), tuple(self.nets), "net")]
        new = params.get("renewed", NOWHERE) != NOWHERE
        count = 2 + new if task == "predict" else count_param(params, "count", 1, 100)
        N, steps = count_param(params, "N", 2, len(chosen.data)), count_param(params, "steps", 1, 1000)
        noise = floats(buffers[0] if buffers else b"", "noise", (count, 1, *chosen.data.shape[1:]))
        chosen = chosen._replace(data=chosen.data[:N])
        name = check_choice(str(params.get("machine")), tuple(MACHINES), "machine")
        P = None if name == "IS" else local.WindowSchedule(as_pairs(params.get("windows")))
        machine = prediction.machine(name, chosen.data, P, chosen.net.config["padding"])
        run = self.several if task == "several" else self.predict
        yield from run(chosen, machine, noise, prediction.levels(steps))

    def wiener(self, chosen: Trained, eps: Tensor, sigmas: Tensor) -> list[Tensor]:
        """The guesses of the best linear denoiser of the images; none where they are too large for it."""
        if chosen.data[0].numel() > LINEAR:
            return []
        of = chosen.name, len(chosen.data)
        if self.linear is None or self.linear[0] != of:
            self.linear = of, prediction.machine("Wiener", chosen.data)
        return list(guesses(self.linear[1], eps, sigmas))

    def predict(self, chosen: Trained, machine: Any, noise: Tensor, sigmas: Tensor) -> Iterator[Message]:
        """The run of one noise; at its end the r^2 of three baselines.

        They are the ideal machine, the Wiener filter, and the network from another noise.
        """
        perfect = prediction.machine("IS", chosen.data)
        seen = []
        runs = [pairs(chosen.net, machine, eps, sigmas) for eps in (noise[0], *noise[2:])]
        for step, ((sigma, network, guess), *before) in enumerate(zip(*runs, strict=True)):
            seen.append(network)
            was = {name: x for pair in before
                   for name, x in zip(("network_before", "machine_before"), pair[1:], strict=True)}
            side = {"P": machine.window(sigma)} if isinstance(machine, local.PatchMachine) else {}
            yield ({"type": "step", "step": step, "steps": len(sigmas) - 1, "sigma": sigma, **side,
                    "r2": r2(network, guess)}, {"network": network, "machine": guess, **was})
        others = {"ideal": guesses(perfect, noise[0], sigmas), "wiener": self.wiener(chosen, noise[0], sigmas),
                  "chance": guesses(chosen.net, noise[1], sigmas)}
        said = {key: [r2(a, b) for a, b in zip(seen, other, strict=False)] for key, other in others.items()}
        yield {"type": "done", "r2": r2(network, guess), **said}, {"network": network, "machine": guess, **was}

    def several(self, chosen: Trained, machine: Any, noise: Tensor, sigmas: Tensor) -> Iterator[Message]:
        """The two pictures of each noise."""
        for k, eps in enumerate(noise):
            said, pair = {"type": "step", "step": k, "steps": len(noise)}, dict[str, Tensor]()
            for done, (_, network, guess) in enumerate(pairs(chosen.net, machine, eps, sigmas), 1):
                pair = {"network": network, "machine": guess}
                yield said | {"part": done / (len(sigmas) - 1)}, {}
            filtered = self.wiener(chosen, eps, sigmas)[-1:]
            best = r2(pair["network"], filtered[0]) if filtered else None
            yield said | {"r2": r2(**pair), "wiener": best}, pair
        yield {"type": "done"}, {}

    def draw(self) -> tuple[Figure, str]:
        """The guesses of both at five steps and the pictures, with r^2 under each pair."""
        s = self.settings
        kept = ("N", "steps", "machine", "windows")
        noise = noises(s["seed"], s["renewed"], tuple(self.data.shape[1:]))[:2]
        *steps, end = self.answers("predict", {k: s[k] for k in kept}, noise)
        shown = [steps[round(i * (len(steps) - 1) * 0.18)] for i in range(5)]
        fig, axes = plt.subplots(2, 6, figsize=(7.2, 2.9))
        for ax, m in zip(axes.T, [*shown, end], strict=True):
            tile(ax[0], m["network"], f"σ = {m['sigma']:.2g}" if "sigma" in m else "picture")
            tile(ax[1], m["machine"], f"r² = {m['r2']:.2f}" if m["r2"] is not None else "")
        axes[0, 0].set_ylabel("network"), axes[1, 0].set_ylabel(s["machine"])
        new = int(mask(s["renewed"], *self.data.shape[2:]).sum())
        drawn = f", {new} pixels of which were drawn anew" if new else ""
        return fig, (f"A network and the machine {s['machine']} with {s['N']} training images, from the same noise"
                     f"{drawn}. Top: the network's guesses at five of {s['steps']} steps, then its picture. Below: the "
                     f"machine's. r² of the two pictures is {end['r2'] or 0:.2f}; with the ideal machine it is "
                     f"{end['ideal'][-1] or 0:.2f}, with the network's picture from another noise "
                     f"{end['chance'][-1] or 0:.2f}.")


def pairs(net: diffusion.Denoiser, machine: Any, eps: Tensor, sigmas: Tensor) -> Iterator[tuple[float, Tensor, Tensor]]:
    """The noise level of each step and the guesses of network and machine there, each on its own way."""
    runs = (guesses(denoise, eps, sigmas) for denoise in (net, machine))
    yield from zip(sigmas[:-1].tolist(), *runs, strict=True)


def guesses(denoise: diffusion.Denoiser, eps: Float[Tensor, "1 C H W"], sigmas: Tensor) -> Iterator[Tensor]:
    """The guess at each step of a DDIM run from this noise; the last one is its picture."""
    for state in diffusion.sample(denoise, sigmas[0] * eps, sigmas):
        if state.x0_hat is not None:
            yield state.x0_hat


def r2(network: Tensor, machine: Tensor) -> float | None:
    """r^2 of two images; None where one is constant."""
    value = float(pearson2(network, machine))
    return None if math.isnan(value) else value


# ---------------------------------------------------------------- settings
def in_halves(net: networks.Network) -> networks.ResNet:
    """A copy whose weights fit into half precision; TypeError or ValueError for a network that the page cannot run."""
    if type(net) is not networks.ResNet:  # not an AttentionResNet either, which is one and more
        raise TypeError(f"net must be a ResNet, for the page runs no other network, got {type(net).__name__}")
    return halved(net)


def halved(net: Net) -> Net:
    """A copy of any network whose weights fit into half precision; ValueError for weights too large for that."""
    net = copy.deepcopy(net)
    for name, values in net.state_dict().items():
        values.copy_(values.half())
        if not torch.isfinite(values).all():
            raise ValueError(f"net must have weights of at most 65504, got more in {name}")
    return net


class Case(NamedTuple):
    """A network in half precision by its name, images that it was given or None, its images, and windows or None."""

    name: str
    net: networks.ResNet
    given: Dataset | Tensor | None
    chosen: Chosen
    windows: Any

    def traits(self, start: dict[str, Any], machines: tuple[str, ...] | None, N: int | None) -> Traits:
        """What the lab with this network syncs; all machines, and as many images as there can be, for None."""
        images, padding = self.chosen.images, self.net.config["padding"]
        check_count(len(self.net.check(images, "data")), "number of images", 2)
        machines = own_order(self.net) if machines is None else machines
        most = {name: affordable(name, images.shape) for name in machines}
        largest = min(len(images), most[machines[0]])
        N = largest if N is None else check_count(N, "N", 2, largest)
        ends = {min(n, len(images)) for n in most.values()}
        sizes = sorted({n for n in SIZES if n < len(images)} | ends | {N})
        settings = {**start, "N": N, "sizes": sizes, "most": most, "method": "ddim", "sigma_min": LEVELS[0],
                    "sigma_max": LEVELS[-1], "several": SEVERAL, "net": self.name, "config": self.net.config,
                    **window_settings(machines, tuple(images.shape[1:]), self.windows, padding)}
        numbers = torch.cat([values.flatten() for values in self.net.state_dict().values()])
        what = f"PredictionLab: does theory predict the network? With {len(images)} training images"
        return Traits(images, settings, what, self.chosen.data, numbers.half().numpy().tobytes())


def case(net: networks.Network | str, data: Dataset | Tensor | None, windows: Any) -> Case:
    """What a lab shows: what it was given, and what it can find out."""
    if not isinstance(net, str):
        halves = in_halves(net)
        return Case(OWN, halves, data, choose(trained_on(halves) if data is None else data, SIZES[-1]), windows)
    halves = in_halves(networks.load_weights(net))
    found = results("prediction")["models"][net]
    known = choose(load(**found["data"]), SIZES[-1])
    chosen = known if data is None else choose(data, SIZES[-1])
    if not torch.equal(chosen.images, known.images):
        return Case(net, halves, data, chosen, windows)
    read_off = local.WindowSchedule((s, P) for s, P in found["windows"][found["machine"]]["cosine"])
    return Case(net, halves, None, known, read_off if windows is None else windows)


def offered(first: Case, nets: str | Iterable[str] | None) -> list[str]:
    """Names of the networks beside the first one; TypeError or ValueError unless they are some of NETS."""
    if nets is None:
        nets = BOOK if first.name != OWN and first.given is None else ()
    if not isinstance(nets, str | Iterable):
        raise TypeError(f"nets must be names of networks, got {nets!r}")
    names = (nets,) if isinstance(nets, str) else tuple(nets)
    return [name for name in dict.fromkeys(check_choice(name, tuple(NETS), "nets") for name in names)
            if name != first.name]


def own_order(net: networks.ResNet, machines: tuple[str, ...] | None = None) -> tuple[str, ...]:
    """These machines or all, first the one of the network's padding."""
    first = {"zeros": ("bbELS", "ELS"), "circular": ("ELS", "bbELS")}[net.config["padding"]]
    return tuple(name for name in (*first, "LS", "IS") if machines is None or name in machines)


def trained_on(net: networks.ResNet) -> Dataset:
    """The data set of the book's networks of 16 x 16 images."""
    known: dict[int, tuple[str, int | None]] = {1: ("fashion-mnist", 16), 3: ("dicebear-faces", None)}
    if net.C not in known:
        raise ValueError(f"data must be given for a network of {net.C} channels; there are data for 1 and 3")
    name, size = known[net.C]
    return load(name, n=SIZES[-1], size=size)


def affordable(machine: str, shape: tuple[int, ...]) -> int:
    """Training images that a page can do in about 3 seconds with 20 steps of this machine."""
    _, C, H, W = shape
    return SIZES[-1] if machine in ("LS", "IS") else max(2, min(SIZES[-1], EFFORT // (C * (H * W) ** 2)))


def window_settings(machines: tuple[str, ...], shape: tuple[int, ...], windows: Any, padding: str) -> dict[str, Any]:
    """What the page needs to offer machines and windows; TypeError or ValueError for windows not allowed."""
    if min(shape[1:]) < 3:
        raise ValueError(f"images must be at least 3 pixels wide and high for windows, got {shape[1:]}")
    plain, all_of_it = (min(shape[1:]) - 1) // 2 * 2 + 1, 2 * max(shape[1:]) - 1
    torus = {"ELS": True, "bbELS": False, "LS": padding == "circular", "IS": False}
    largest = {name: plain if torus[name] else all_of_it for name in machines}
    limit, at = largest[machines[0]], np.geomspace(LEVELS[0], LEVELS[-1], HANDLES)  # (HANDLES,)
    if windows is None:
        pairs: Pairs = [(s, min(P, plain)) for s, P in zip(LEVELS, CALIBRATED[padding], strict=True)]
    elif isinstance(windows, numbers.Integral):
        pairs = [(LEVELS[-1], check_side(windows, limit))]
    else:
        given = local.WindowSchedule(getattr(windows, "pairs", windows)).pairs
        pairs = [(s, check_side(P, limit)) for s, P in given]
    upside_down = [(s, P) for (s, _), (_, P) in zip(pairs, pairs[::-1], strict=True)]
    name = "grey" if windows is None and shape != (1, 16, 16) else "calibrated"
    presets = {name: drawable(pairs, at, limit), "reversed": drawable(upside_down, at, limit)}
    named = {name: f"{name}: {MACHINES[name].lower()}" for name in machines}
    return {"machine": machines[0], "machines": named, "largest": largest, "plain": plain,
            "windows": presets[name], "handles": [s for s, _ in presets[name]], "presets": presets}


def drawable(pairs: Pairs, levels: np.ndarray, largest: int) -> Pairs:
    """Those of the pairs that say all, as far apart as can be; where they are too many to draw, sides at `levels`."""
    for apart in np.geomspace(4, 1.05, 16).tolist():
        if chosen := telling(pairs, apart):
            return chosen
    return thinned(local.WindowSchedule(pairs), levels, largest)


def telling(pairs: Pairs, apart: float) -> Pairs:
    """2 to MOST_HANDLES of the pairs, this ratio apart, that say the same as all at each level; empty if none do."""
    ways: list[dict[int, Pairs]] = [{1: pairs[:1]}]  # to each pair, by the number of pairs on the way
    for j, last in enumerate(pairs[1:], 1):
        straight = [ways[i] for i in range(j) if ways[i] and last[0] > apart * pairs[i][0] and all(
            local.WindowSchedule([pairs[i], last])(s) == P for s, P in pairs[i:j + 1])]
        ways.append({n + 1: [*way, last] for known in straight for n, way in known.items() if n < MOST_HANDLES})
    return min(ways[-1].values(), key=lambda way: abs(len(way) - HANDLES), default=[]) if len(pairs) > 1 else []
