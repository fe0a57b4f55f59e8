"""Train the networks that only measurements need: `python scripts/make_trainings.py [NAME ...]`, all without names.

Second trainings of the shipped networks; other depths, dilations, widths and numbers of images; networks of two halves
of the clothes; networks of emoji and photographs in colour; networks with windows and without on data that are local
and data that are not. Each is trained as the shipped ones are (`make_weights`), with other weights, batches and noise
for each seed, and stays in _build/trainings: `network(name)` loads it. What is there is not trained again, an
interrupted training goes on where it was. One thread; up to 30 minutes of one core each, fourteen hours in all. Most of
the book's own were trained on a GPU, in float32 and with the same draws: rounding differs, and so does depth-4-0 from
resnet-zeros, the same training on one core (r^2 of their pictures: .994 in the median).
"""

import sys
from collections.abc import Callable
from typing import Any, NamedTuple

import torch
from make_weights import CLOTHES, DRAFTS, RUNS
from mosaics import networks, rivals
from mosaics.core import data
from torch import Tensor

KEPT = DRAFTS.with_name("trainings")
PLAIN = {"kind": "ResNet", "C": 1}
COLOUR = {"kind": "ResNet", "C": 3}
SEEDS = (0, 1, 2)
LOCAL_OR_NOT: dict[str, dict[str, Any]] = {  # networks with a window, with one as large as the image, without
    "local": PLAIN, "wide": PLAIN | {"dilation": [1, 2, 4, 8]}, "mixer": {"kind": "Mixer", "C": 1}}
ORDER_SEED = 808
ORDER = torch.randperm(16 * 16, generator=torch.Generator().manual_seed(ORDER_SEED))  # of shuffled pixels
CHANGES: dict[str, Callable[[Tensor], Tensor]] = {  # what is done to images before training
    "": lambda x: x, "grey": lambda x: x.mean(1, keepdim=True), "shuffled": lambda x: rivals.shuffled(x, ORDER),
    "copied": rivals.copied_corner}


class Training(NamedTuple):
    """`source`: arguments of `data.load`; `skip`: how many of its first images are left out; `change`: in CHANGES."""

    source: dict[str, Any]
    config: dict[str, Any]
    seed: int
    steps: int = 7500
    skip: int = 0
    change: str = ""


def again() -> dict[str, Training]:
    """The shipped networks from other seeds; of resnet-zeros three trainings in all, and one twice as long."""
    seconds = {f"{name}-1": Training(source, config, 1, steps) for name, (source, config, steps) in RUNS.items()}
    source, config, steps = RUNS["resnet-zeros"]
    return seconds | {"resnet-zeros-2": Training(source, config, 2, steps),
                      "long-0": Training(source, config, 0, 2 * steps)}


def varied() -> dict[str, Training]:
    """Networks on clothes that differ from resnet-zeros (depth-4) in one thing, of three seeds each."""
    configs: dict[str, dict[str, Any]]
    configs = {f"depth-{depth}": {"depth": depth} for depth in (1, 2, 3, 4, 6, 9)}  # fields of 5 ... 21
    configs |= {f"dilation-{''.join(map(str, d))}": {"dilation": list(d)} for d in ((1, 1, 2, 2), (1, 2, 4, 8))}
    configs |= {f"width-{width}": {"width": width} for width in (12, 24, 96)}
    sources: dict[str, dict[str, Any]] = {f"n-{n}": CLOTHES | {"n": n} for n in (100, 300, 2000)}
    out = {f"{name}-{seed}": Training(CLOTHES, PLAIN | config, seed)
           for name, config in configs.items() for seed in SEEDS}
    out |= {f"{name}-{seed}": Training(source, PLAIN, seed)
            for name, source in sources.items() for seed in SEEDS}
    other_half = CLOTHES | {"n": 2000}  # the first thousand is that of resnet-zeros
    return out | {f"half-{seed}": Training(other_half, PLAIN, seed, skip=1000) for seed in SEEDS}


def coloured() -> dict[str, Training]:
    """Emoji and photographs, of three seeds each."""
    sources = {"emoji": {"name": "emoji"}, "photographs": {"name": "photographs"}}
    return {f"{name}-{seed}": Training(source, COLOUR, seed, 5000) for name, source in sources.items()
            for seed in SEEDS}


def local_or_not() -> dict[str, Training]:
    """Networks with windows and without, on data that are local and data that are not, of three seeds each."""
    sources: dict[str, tuple[dict[str, Any], str]] = {  # a fifth of the faces stays unseen
        "clothes": (CLOTHES, ""), "shuffled": (CLOTHES, "shuffled"), "copied": (CLOTHES, "copied"),
        "faces": ({"name": "dicebear-faces", "n": 800}, "grey")}
    return {f"{name}-{kind}-{seed}": Training(source, config, seed, 3000, change=change)
            for name, (source, change) in sources.items() for kind, config in LOCAL_OR_NOT.items() for seed in SEEDS}


TRAININGS = again() | coloured() | varied() | local_or_not()


def images(name: str) -> Tensor:
    """What a network of this name has seen."""
    training = TRAININGS[name]
    return CHANGES[training.change](data.load(**training.source).images[training.skip :])


def network(name: str) -> networks.Network:
    """The network of this name, trained now if it is not there."""
    path = KEPT / f"{name}.safetensors"
    if not path.is_file():
        train(name)
    return networks.load(path)


def train(name: str) -> None:
    """Train one network and keep it."""
    _, config, seed, steps, *_ = TRAININGS[name]
    KEPT.mkdir(parents=True, exist_ok=True)
    draft = KEPT / f"{name}.checkpoint"
    end = networks.train(networks.build(config | {"seed": seed}), images(name), steps=steps, seed=seed,
                         checkpoint=draft)
    if end.step < steps:
        sys.exit(f"{name}: stopped at step {end.step} of {steps}; run this again to go on")
    networks.save(end.net, KEPT / f"{name}.safetensors")
    draft.unlink()
    print(f"{name}: {networks.parameters(end.net)} parameters, loss {end.loss:.4f}, {end.seconds:.0f} s", flush=True)


def main() -> None:
    """Train those asked for."""
    names = sys.argv[1:] or list(TRAININGS)
    if unknown := [name for name in names if name not in TRAININGS]:
        sys.exit(f"unknown: {', '.join(unknown)}; there are {', '.join(TRAININGS)}")
    torch.set_num_threads(1)
    for name in names:
        if not (KEPT / f"{name}.safetensors").is_file():
            train(name)


if __name__ == "__main__":
    main()
