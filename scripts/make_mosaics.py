"""Are pictures of networks mosaics? `python scripts/make_mosaics.py [--only NAME ...] [--missing]`.

Writes data/results/mosaics.json part by part (`parts`). For each network: its samples, its calibrated machine's from
the same noises, samples of the Wiener filter, unseen clothes and shuffled ones (no neighbourhood is left), all read by
the machine's rule with windows of 3, 5 and 7 pixels: how near the nearest training window is, how many pixels equal its
centre, how large pieces are. And which of them take a pixel from the source from which the network's picture takes it?
One thread, fixed seeds; 15 minutes of one core. Needs the network resnet-zeros-1 of make_trainings.py.
"""

from functools import partial
from typing import Any, NamedTuple

import parts
import torch
from make_results import SEEDS, Case, rounded
from make_trainings import network
from make_weights import CLOTHES
from mosaics import networks, prediction, provenance
from mosaics.core import data
from mosaics.core.windows import Seen
from mosaics.local import PatchMachine, WindowSchedule
from torch import Tensor

PATH = data.ROOT / "results" / "mosaics.json"
NETS = ("resnet-zeros", "resnet-circular", "unet")
SIDES, PICTURES, INK = (3, 5, 7), 128, -0.9  # pixels brighter than that are no ground
SHUFFLE = 5  # seed
EXACT, NEAR = 1 / 255, 10 / 127.5  # half a grey level, ten of them
Row = dict[str, Any]


def reading(name: str) -> Row:
    """All kinds of pictures beside one network's, read with each side."""
    trained_on, stored = data.load(**CLOTHES).images, data.results("prediction")["models"][name]
    case, own = Case(networks.load_weights(name), trained_on, pairs=PICTURES), stored["machine"]
    schedule = WindowSchedule(stored["windows"][own]["cosine"])
    unseen = data.load("fashion-mnist-holdout", size=16).images[:PICTURES]
    pictures = {"network": case.samples, "machine": case.run(prediction.machine(own, trained_on, schedule)),
                "Wiener": case.run(prediction.machine("Wiener", trained_on)), "unseen": unseen,
                "shuffled": shuffled(unseen)}
    if name == "resnet-zeros":
        pictures["second training"] = case.run(network("resnet-zeros-1"))
    alike = [kind for kind in ("machine", "Wiener", "second training") if kind in pictures]
    out: Row = {"pictures": PICTURES, "machine": own}
    for P in SIDES:
        reader = prediction.machine(own, trained_on, P)
        assert isinstance(reader, PatchMachine)
        seen = {kind: looked(reader, x) for kind, x in pictures.items()}
        out[f"P={P}"] = {kind: read(reader, P, of) for kind, of in seen.items()}
        out[f"P={P}"]["same source"] = {kind: shared(seen["network"], seen[kind]) for kind in alike}
    return out


def shuffled(x: Tensor) -> Tensor:
    """Each image with its pixels in an order of its own."""
    order = torch.rand(len(x), x[0, 0].numel(), generator=torch.Generator().manual_seed(SHUFFLE)).argsort(1)  # (B, H W)
    return x.flatten(2).gather(2, order[:, None].expand(-1, x.shape[1], -1)).view_as(x)


class Looked(NamedTuple):
    """Pictures (B, C, H, W), and all that a machine knows of them at the last noise level of a run."""

    x: Tensor
    seen: Seen


def looked(reader: PatchMachine, x: Tensor) -> Looked:
    """The dear part, done once for all that is read off."""
    return Looked(x, reader.seen(x, float(prediction.levels(20)[-2])))


def read(reader: PatchMachine, P: int, of: Looked) -> Row:
    """Of the pixels that are no ground: shares and means over all images, read by a machine with windows of side P."""
    x, seen = of
    ink = x.mean(1) > INK  # (B, H, W)
    labels = provenance.pieces(provenance.sources(seen))
    far = (seen.least / (x.shape[1] * P**2)).sqrt()  # (B, H, W) root mean square, in grey values
    return {"exact": rounded(provenance.consistent(x, seen, reader.data, EXACT)[ink].double().mean()),
            "near": rounded(provenance.consistent(x, seen, reader.data, NEAR)[ink].double().mean()),
            "window": rounded(far[ink].quantile(0.5)), "ink": rounded(ink.double().mean()),
            "piece": rounded(provenance.typical_size(labels, ink)),
            "seams": rounded(provenance.seams(labels)[ink].double().mean())}


def shared(one: Looked, other: Looked) -> Row:
    """Share of pixels, ink in both pictures, whose nearest window is the same; by chance: of different pairs."""
    a, b = one.seen.best, other.seen.best  # (B, H, W)
    ink = (one.x.mean(1) > INK) & (other.x.mean(1) > INK)
    apart = ink & ink.roll(1, 0)
    same, by_chance = (a == b)[ink], (a == b.roll(1, 0))[apart]
    return {"pairs": rounded(same.double().mean()), "chance": rounded(by_chance.double().mean())}


PARTS = {name: partial(reading, name) for name in NETS}
FACTS = {"seeds": parts.told(SEEDS | {"shuffled": SHUFFLE})}

if __name__ == "__main__":
    parts.make(__doc__, PATH, PARTS, FACTS, under="parts")
