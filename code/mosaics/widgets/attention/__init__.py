"""AttentionLab: where a layer of self-attention looks, what it is for, and what remains without it (chapter 12)."""

import math
from collections.abc import Iterator
from typing import Any, ClassVar, NamedTuple

import matplotlib.pyplot as plt
import torch
import traitlets
from jaxtyping import Float
from matplotlib.figure import Figure
from torch import Tensor

from ... import attention, diffusion, networks, prediction
from ...attention import COLOURS, SIDE
from ...attention.agree import CLEAN, LEAST, NEAR
from ...attention.socks import BACKGROUND, BAND
from ...core.checks import check_choice, check_count
from ...networks import AttentionResNet
from ..draws import SEEDS, normals
from ..prediction import halved
from ..shared.base import SEED, Lab, Message, count_param, css, esm, floats, tile
from ..shared.settings import whole, word

NETS = {"cnn": "CNN, narrow field", "wide": "CNN, wide field", "attention": "CNN with attention"}
LAYERS = ("before", "after")  # the step from which on the layer is off, or on
SHAPE = (3, SIDE, SIDE)
DRAWS = 50  # pictures of a tally
MOST_STEPS = 50
EXAMPLES = 8  # training pairs in view
PIXEL = 8, 4  # row and column, from 1, of the pixel in view at first: every left sock that was seen covers it
# By what the page reads a picture's colours: levels of the colours, of background and band, then the bounds
PALETTE = {"colours": {name: list(level) for name, level in COLOURS.items()}, "others": [list(BACKGROUND), list(BAND)],
           "near": NEAR, "least": LEAST, "clean": CLEAN}


class Setup(NamedTuple):
    """What a job is asked with: a network, the noise levels of its run, where the network's layer is on.

    With `layer` "before" it is on in the steps before step `until`, with "after" in that one and those that follow.
    """

    net: networks.ResNet
    sigmas: Float[Tensor, " S"]
    until: int
    layer: str

    def guess(self, z: Tensor, sigma: float | Tensor) -> Tensor:
        """The network's guess: a denoiser for the levels of this run."""
        if isinstance(self.net, AttentionResNet):
            self.net.attends = (float(sigma) > float(self.sigmas[self.until])) == (self.layer == "before")
        return self.net(z, sigma)

    def looks(self, state: diffusion.State) -> dict[str, Tensor]:
        """Where each pixel of a state looks, (1, HW, HW), if the layer was on in the last step."""
        net = self.net
        return {"looks": net.looks(state.z, state.sigma)} if isinstance(net, AttentionResNet) and net.attends else {}

    def states(self, eps: Float[Tensor, "1 3 18 18"]) -> Iterator[diffusion.State]:
        """The states of the run that begins with this noise."""
        return diffusion.sample(self.guess, self.sigmas[0] * eps, self.sigmas)


class AttentionLab(Lab):
    """Pairs of socks by three networks: choose a pixel and see where the layer looks, switch the layer off on the way.

    `net` is the first one: "attention", a CNN with one layer of self-attention; "cnn", the same without it; "wide", a
    CNN whose convolutions are spaced so that it sees almost all. They come with the book ("socks-attention", ...). Its
    layer is on in the steps before step `until` of `steps`, or, where `layer` is "after", in that one and those that
    follow; None: in all. `seed` in 0 ... 99,999; `steps` in 1 ... 50 of DDIM on the networks' own clock.

    The lab keeps copies of the networks with weights in half precision, which both of its engines use. ValueError or
    TypeError for what is not allowed.
    """

    _esm = esm("attention")
    _css = css("attention")
    controls: ClassVar = {"net": word(*NETS), "layer": word(*LAYERS), "until": whole(0, MOST_STEPS), **SEED,
                          "step": whole(0, MOST_STEPS), "row": whole(1, SIDE), "column": whole(1, SIDE)}
    fixed: ClassVar = {"steps": whole(1, MOST_STEPS)}
    weights = traitlets.Bytes().tag(sync=True)  # of all networks, one after the other

    def __init__(self, net: str = "attention", *, layer: str = "before", until: int | None = None, seed: int = 12,
                 steps: int = 20):
        check_choice(net, tuple(NETS), "net")
        check_choice(layer, LAYERS, "layer")
        steps, seed = check_count(steps, "steps", 1, MOST_STEPS), check_count(seed, "seed", 0, SEEDS)
        always = steps if layer == "before" else 0
        until = always if until is None else check_count(until, "until", 0, steps)
        self.nets = {name: loaded(name) for name in NETS}
        settings = {"net": net, "layer": layer, "until": until, "seed": seed, "steps": steps, "draws": DRAWS,
                    "pixel": list(PIXEL), "nets": described(self.nets), "palette": PALETTE}
        numbers = torch.cat([values.flatten() for one in self.nets.values() for values in one.state_dict().values()])
        super().__init__(attention.socks(EXAMPLES)[0], settings,
                         "AttentionLab: where does the attention layer of a network look?",
                         weights=numbers.half().numpy().tobytes())

    def job(self, task: str, params: dict[str, Any], buffers: list[Any]) -> Iterator[Message]:
        """Task "sample": a message for each step with z, the guess and, where the layer is on, where pixels look.

        At last the picture and its `verdict`. Task "several": picture and verdict of each of `count` noises.
        """
        check_choice(task, ("sample", "several"), "task")
        net = self.nets[check_choice(str(params.get("net")), tuple(self.nets), "net")]
        steps = count_param(params, "steps", 1, 1000)
        until, layer = count_param(params, "until", 0, steps), check_choice(str(params.get("layer")), LAYERS, "layer")
        setup = Setup(net, prediction.levels(steps), until, layer)
        count = 1 if task == "sample" else count_param(params, "count", 1, 100)
        noise = floats(buffers[0] if buffers else b"", "noise", (count, 1, *SHAPE))
        yield from self.several(setup, noise) if task == "several" else self.sample(setup, noise[0])

    def sample(self, setup: Setup, eps: Tensor) -> Iterator[Message]:
        """One run, step by step."""
        states, steps = setup.states(eps), len(setup.sigmas) - 1
        before = next(states)
        for state in states:
            assert state.x0_hat is not None
            yield ({"type": "step", "step": before.step, "steps": steps, "sigma": before.sigma},
                   {"z": before.z, "x0_hat": state.x0_hat, **setup.looks(before)})
            before = state
        yield {"type": "done", **verdict(before.z)}, {"z": before.z}

    def several(self, setup: Setup, noise: Tensor) -> Iterator[Message]:
        """The picture of each noise."""
        steps = len(setup.sigmas) - 1
        for k, eps in enumerate(noise):
            said, z = {"type": "step", "step": k, "steps": len(noise)}, eps
            for state in setup.states(eps):
                z = state.z
                yield said | {"part": state.step / steps}, {}
            yield said | verdict(z), {"z": z}
        yield {"type": "done"}, {}

    def draw(self) -> tuple[Figure, str]:
        """The guesses at five steps and the picture; below them where the pixel in view looks."""
        s = self.settings
        noise = normals(s["seed"], self.data[0].numel())
        *steps, end = self.answers("sample", {key: s[key] for key in ("net", "steps", "until", "layer")}, noise)
        shown = [steps[round(i * (len(steps) - 1) / 5)] for i in range(6)]
        p = (PIXEL[0] - 1) * SIDE + PIXEL[1] - 1
        fig, axes = plt.subplots(2, 6, figsize=(7.2, 2.9))
        for ax, m in zip(axes.T, shown, strict=True):
            tile(ax[0], m["x0_hat"], f"σ = {m['sigma']:.2g}")
            looks = m["looks"][0, p].reshape(1, SIDE, SIDE) if "looks" in m else torch.zeros(1, SIDE, SIDE)
            tile(ax[1], 2 * looks / looks.max().clamp(min=1e-9) - 1, "" if "looks" in m else "layer off")
        axes[0, 0].set_ylabel("guess"), axes[1, 0].set_ylabel("looks at")
        found = {True: "show", False: "do not show"}[end["consistent"]]
        return fig, (f"A pair of socks from noise by the network {s['net']} in {s['steps']} steps. Top: its guesses at "
                     f"six of them. Below: where the pixel in row {PIXEL[0]}, column {PIXEL[1]} looks at each, dark: "
                     f"much. In the end the socks {found} one clean colour.")


def verdict(z: Float[Tensor, "1 3 18 18"]) -> dict[str, Any]:
    """The colours of the left and right sock, None for one that is not clean; whether both are one clean colour.

    `agreement`: of a coloured pixel of the one and one of the other, None where a half has none (attention.agreement).
    """
    colour, clean, _ = attention.colours(z)
    read = [c if pure else None for c, pure in zip(colour[0].tolist(), clean[0].tolist(), strict=True)]
    agreement = float(attention.agreement(z))
    return {"colours": read, "consistent": bool(attention.consistent(z)),
            "agreement": None if math.isnan(agreement) else agreement}


def loaded(name: str) -> networks.ResNet:
    """One of the book's networks for socks, in half precision."""
    net = halved(networks.load_weights(f"socks-{name}"))
    assert isinstance(net, networks.ResNet)
    return net


def described(nets: dict[str, networks.ResNet]) -> dict[str, dict[str, Any]]:
    """Of each network: words, `config`, where its weights stand, the side of its field without an attention layer."""
    counts = [networks.parameters(net) for net in nets.values()]
    places = [sum(counts[:k]) for k in range(len(counts))]
    return {name: {"words": NETS[name], "config": net.config, "from": at, "count": count,
                   "field": 1 + 2 * (1 + sum(net.dilations))}
            for (name, net), at, count in zip(nets.items(), places, counts, strict=True)}
