"""What the machines of RivalsLab are told by a network, and what the stored table says of them.

Both come from data/results/rivals.json, by network and machine; a row that is not measured yet is none, and its machine
is told what its authors release for such pictures, or windows that suit a network of this padding. The masks of
PSPC-Flex are in data/results/rivals-masks.npz, by scripts/make_masks.py: of a network of 16 by 16 clothes those at each
level of the authors' schedule that a run comes near.
"""

import functools
from collections.abc import Iterable
from typing import Any

import numpy as np
import torch
from torch import Tensor

from ... import prediction, rivals
from ...core import data as book
from ...local import WindowSchedule
from ...rivals import RIVALS, Told
from ..shared.base import CALIBRATED

NETS = {"resnet-zeros": "A: clothes, zeros outside", "resnet-circular": "B: clothes, on a torus"}
PADDINGS = {"resnet-zeros": "zeros", "resnet-circular": "circular"}
SOURCE: dict[str, Any] = {"name": "fashion-mnist", "n": 1000, "size": 16}  # what both were trained on
RELEASED = {"smoothed score": 0.1, "PCA locality": 0.005, "GoldDiff": 0.02}  # for clothes
MASKS = book.ROOT / "results" / "rivals-masks.npz"
Row = tuple[float, float, float, int]  # median of r^2, its interval, how many noises


# ---------------------------------------------------------------- the table
def parts() -> dict[str, Any]:
    """The parts of the stored table that are there by now."""
    return book.results("rivals")["parts"] if (book.ROOT / "results" / "rivals.json").is_file() else {}


def row(found: dict[str, Any]) -> Row:
    """What a lab shows of a row of the table."""
    r2 = found["r2"]
    return r2["median"], r2["low"], r2["high"], found["pairs"]


def table(net: str) -> dict[str, Row | None]:
    """Rows of all machines, of pictures from other noises ("chance") and of another training ("ceiling")."""
    held = parts()
    itself = held.get(f"{net} itself", {})
    found = {name: held.get(f"{net} {name}", {}).get("read off") for name in RIVALS}
    found |= {name: itself.get(name) for name in ("chance", "ceiling")}
    return {name: row(each) if each else None for name, each in found.items()}


# ---------------------------------------------------------------- what is told
def told(net: str) -> dict[str, Told]:
    """What each machine is told by a network."""
    held = parts()
    return {name: of_machine(net, name, held.get(f"{net} {name}", {}).get("read off", {}).get("told"))
            for name in RIVALS}


def of_machine(net: str, name: str, stored: Any) -> Told:
    """What one machine is told; `stored`: by the table, None where it says nothing."""
    needs = RIVALS[name].needs
    if "windows" in needs:
        pairs = calibrated(PADDINGS[net]) if stored is None else stored
        return Told(windows=WindowSchedule((s, P) for s, P in pairs), padding=PADDINGS[net])
    if "masks" in needs:
        return Told(masks=masks(net))
    if "sizes" in needs:
        pairs = rivals.released_sizes(SOURCE["size"]) if stored is None else stored
        return Told(sizes=[(s, side) for s, side in pairs])
    value = RELEASED.get(name) if stored is None else stored
    return Told(threshold=value) if "threshold" in needs else Told(smoothing=value if "smoothing" in needs else None)


def calibrated(padding: str) -> list[tuple[float, int]]:
    """Windows of the book's networks of this padding, by noise level."""
    return list(zip(prediction.levels()[:-1].flip(0).tolist(), CALIBRATED[padding], strict=True))


@functools.cache
def masks(net: str) -> list[tuple[float, Tensor]]:
    """Masks of PSPC-Flex, pairs of noise level and (256, 16, 16), or (1, 16, 16) where all is seen."""
    held, side = book.arrays(MASKS), SOURCE["size"]
    every = torch.ones(1, side, side, dtype=torch.bool)
    seen = torch.from_numpy(np.unpackbits(held[f"{net} bits"], axis=-1).astype(bool)).unflatten(-1, (side, side))
    full = [every] * (len(held["sigmas"]) - len(seen))  # the noisiest come first
    return list(zip(held["sigmas"].tolist(), [*full, *seen], strict=True))


def bits(each: Iterable[tuple[float, Tensor]]) -> bytes:
    """Those masks that do not show all, a row of bits for each."""
    return b"".join(np.packbits(seen.flatten(1).numpy(), axis=1).tobytes() for _, seen in each if len(seen) > 1)


def for_page(name: str, what: Told) -> dict[str, Any]:
    """The same as numbers that a page reads; of masks the levels, and how many each has."""
    if isinstance(what.windows, WindowSchedule):
        return {"windows": what.windows.pairs, "padding": what.padding}
    if isinstance(what.masks, list):
        return {"levels": [[sigma, len(seen)] for sigma, seen in what.masks]}
    if what.sizes is not None:
        return {"sizes": what.sizes}
    value = {"threshold": what.threshold, "smoothing": what.smoothing}
    return {key: number for key, number in value.items() if number is not None}
