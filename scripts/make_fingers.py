"""Count what machines draw, for chapter 11: `python scripts/make_fingers.py [--only NAME ...] [--missing]`.

Writes data/results/fingers.json row by row (`parts`). One thread, fixed seeds; about 60 minutes of one core.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import parts
import torch
from mosaics import diffusion, fingers, local, networks, prediction
from mosaics.core import data, metrics
from mosaics.equivariant import BBELS, ELS
from mosaics.ideal import IdealDenoiser
from mosaics.turing import Schnakenberg, fastest_mode
from torch import Tensor

PATH = data.ROOT / "results" / "fingers.json"
SEEDS = {"samples": 1, "bootstrap": 2}
SAMPLES, SOUP, N = 400, 24, 500  # of a row, and of the dear one; training hands
WHOLE = 63  # a window of which every pixel sees the whole image
WINDOWS, CONTROL, LATE = (3, 5, 7, 11, 15, 19, 23, 27, 31), (5, 7, 11, 15), (7, 15)
KIN, DECIDED, REPAIRS = (0.7, 0.6, 0.5), (0.95, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4), ((23, 0.5), (63, 0.5), (63, 0.3))
FINAL = (3, 5, 10, 15, 20)  # so many guesses at the end of a run
NOISES, AT_ONCE, DRESSED = 10_000, 500, 200  # of the network, in parts; samples of a machine on trousers alone
FACES, LOCAL_FACES, SHIFTED_FACES = 200, (5, 7, 9, 13, 21), (7,)  # samples; windows of LS and bbELS on faces
WAVES, CONSTANTS = [n / 2 for n in range(1, 17)], (9, 10, 12, 16, 20, 30, 40)  # widths of a line; inhibitor's D
ANGLES, DELTAS, BUD_SEEDS, RADII = (20, 30, 40, 50, 60, 70, 80), (9.0, 6.0, 3.6, 1.6, 1.1), (0, 1, 2), (28.8, 36, 43.2)
Row = dict[str, Any]


def rounded(values: Any) -> list[float]:
    """Four digits behind the point: what other machines agree on."""
    return [round(float(v), 4) for v in values]


# ---------------------------------------------------------------- hands
def training(n: int = N, side: str = "both") -> Tensor:
    """The first `n` hands of the data set, or of those with the thumb on the right."""
    hands = data.load("hands")
    return (hands.images if side == "both" else hands.images[hands.labels == 1])[:n]


def told(images: Tensor, hands: Tensor | None = None) -> Row:
    """Everything that is counted and measured on images; `hands`: how far they are from these."""
    numbers = fingers.each(fingers.count(images))
    valid, five = int((numbers >= 0).sum()), int((numbers == 5).sum())
    out = {"samples": len(images), "valid": valid, "counts": fingers.histogram(numbers).tolist(),
           "five": rounded(fingers.share(five, max(valid, 1))), "each": numbers.tolist()}
    if valid:
        widths, areas = fingers.width(images[numbers >= 0]), fingers.area(images[numbers >= 0])
        out |= {"width": rounded(widths.nanquantile(torch.tensor([0.5, 0.25, 0.75]).double())),
                "area": rounded([areas.mean(), areas.std(correction=0)])}
    if hands is not None:
        out["copies"] = apart(images, hands)["copies"][0]
    return out


def hands_row(P: local.Windows | None, n: int = N, side: str = "both") -> Row:
    """Hands by LS with windows P, by the ideal machine where that is None."""
    images = training(n, side)
    denoise: diffusion.Denoiser = IdealDenoiser(images) if P is None else local.LS(images, P)
    return told(fingers.drawn(denoise, SAMPLES, SEEDS["samples"]), images)


def kin(P: local.Windows) -> Row:
    """How near hands of LS are to training hands; the share nearest to the one that the ideal machine would copy."""
    hands, seed = training(), SEEDS["samples"]
    x, copied = (fingers.drawn(machine, SAMPLES, seed) for machine in (local.LS(hands, P), IdealDenoiser(hands)))
    same = metrics.nearest(x, hands, 1)[1] == metrics.nearest(copied, hands, 1)[1]
    return {"samples": SAMPLES, "as_ideal": rounded(fingers.share(int(same.sum()), SAMPLES)), **apart(x, hands)}


def apart(images: Tensor, hands: Tensor) -> Row:
    """Medians of the distance to the nearest of `hands` and of its ratio to the second's; the share of copies."""
    new = prediction.novelty(images, hands)
    copies = int((new.ratio < 1 / 3).sum())
    return {"rms": round(float(new.rms.median()), 4), "ratio": round(float(new.ratio.median()), 4),
            "copies": rounded(fingers.share(copies, len(images)))}


def soup() -> Row:
    """Hands by the equivariant local machine on a torus: all in view until t = 0.8, then windows of 13."""
    images = training(25)
    machine = ELS(images, fingers.until(0.8, 31, 13))
    return told(fingers.centred(fingers.drawn(machine, SOUP, SEEDS["samples"])))


def flagged(P: int) -> Row:
    """Does late variance of the guess tell wrong hands from those with five? The area under the ROC curve."""
    sigmas, hands = prediction.levels(20), training()
    z = prediction.starts(SAMPLES, (1, 32, 32), float(sigmas[0]), torch.Generator().manual_seed(SEEDS["samples"]))
    path = prediction.trajectory(local.LS(hands, P), z, sigmas)
    wrong = fingers.each(fingers.count(path[-1].x0_hat)) != 5
    generator = torch.Generator().manual_seed(SEEDS["bootstrap"])
    return {"samples": SAMPLES, "wrong": int(wrong.sum()), "auc": {
        str(final): rounded(fingers.auc(fingers.late_variance(path, final), wrong, generator)) for final in FINAL}}


# ---------------------------------------------------------------- faces, trousers
def many(numbers: Tensor) -> Row:
    """Numbers of eyes or legs: how often each, the share of two, and all of them."""
    two = int((numbers == 2).sum())
    return {"samples": len(numbers), "counts": torch.bincount(numbers).tolist(),
            "two": rounded(fingers.share(two, len(numbers))), "each": numbers.tolist()}


def legged(images: Tensor) -> Row:
    """Legs of pictures, and of those among them that are in one piece."""
    numbers, whole = fingers.legs(images), fingers.whole(images)
    return {**many(numbers), "whole": {"samples": int(whole.sum()), "counts": torch.bincount(numbers[whole]).tolist()}}


def faces(machine: Callable[..., local.PatchMachine], P: local.Windows, samples: int = FACES) -> Row:
    """Eyes and mouths of faces by a machine of windows, trained on the emoji that have two eyes."""
    images = fingers.faces().images
    built = machine(images, P)
    x = fingers.drawn(built, samples, SEEDS["samples"], images.shape[1:])
    seen = built.seen(x, float(prediction.levels(20)[-2]))
    mouths = fingers.copied_eyes(seen, fingers.mouths(images) > 0)
    more = fingers.share(int((mouths > 1).sum()), samples)
    return {**many(fingers.copied_eyes(seen, fingers.eyes(images) > 0)),
            "mouths": {"counts": torch.bincount(mouths).tolist(), "more": rounded(more)}}


def clothes() -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Pictures and labels that network A was trained on, and those of pictures that it has not seen."""
    shown, more = data.load("fashion-mnist", size=16), data.load("fashion-mnist-holdout", size=16)
    return (shown.images[:1000], shown.labels[:1000], torch.cat([shown.images[1000:], more.images]),
            torch.cat([shown.labels[1000:], more.labels]))


def real_trousers() -> Row:
    """Legs of training and of unseen trousers; whether the nearest training picture tells what is one."""
    images, labels, unseen, truth = clothes()
    found = fingers.trousers(unseen, images, labels)
    return {"training": legged(images[labels == 1]), "unseen": legged(unseen[truth == 1]),
            "found": int((found & (truth == 1)).sum()), "missed": int((~found & (truth == 1)).sum()),
            "mistaken": int((found & (truth != 1)).sum())}


def windows(machine: str) -> local.WindowSchedule:
    """Those that were read off network A's runs."""
    return local.WindowSchedule(data.results("prediction")["models"]["resnet-zeros"]["windows"][machine]["cosine"])


def network_trousers() -> Row:
    """Legs of trousers that network A draws, and of what its machine draws from the same noises."""
    images, labels, *_ = clothes()
    sigmas, generator = prediction.levels(20), torch.Generator().manual_seed(SEEDS["samples"])
    z = prediction.starts(NOISES, (1, 16, 16), float(sigmas[0]), generator)
    net = networks.load_weights("resnet-zeros")
    x = torch.cat([diffusion.last(diffusion.sample(net, part, sigmas)) for part in z.split(AT_ONCE)])
    which = fingers.trousers(x, images, labels)
    theirs = diffusion.last(diffusion.sample(prediction.machine("bbELS", images, windows("bbELS")), z[which], sigmas))
    a, b, both = fingers.legs(x[which]), fingers.legs(theirs), fingers.trousers(theirs, images, labels)
    return {"noises": NOISES, "network": legged(x[which]), "machine": legged(theirs),
            "machine_trousers": int(both.sum()),
            "not_two": fingers.shared(a != 2, b != 2)._asdict(), "more": fingers.shared(a > 2, b > 2)._asdict(),
            "not_two_of_both": fingers.shared(a[both] != 2, b[both] != 2)._asdict()}


def machine_trousers(machine: str, P: int | None) -> Row:
    """Legs by a machine trained on 200 trousers alone; windows P, those of network A where it is None."""
    everything = data.load("fashion-mnist", size=16)
    images = everything.images[everything.labels == 1]
    built = prediction.machine(machine, images, windows(machine) if P is None else P)
    return legged(fingers.drawn(built, DRESSED, SEEDS["samples"], (1, 16, 16)))


# ---------------------------------------------------------------- digits
def lines(Dv: float, widths: float) -> Row:
    """Stripes on a line of so many predicted wavelengths."""
    return {"Dv": Dv, "widths": round(widths, 4), "stripes": fingers.on_a_line(Schnakenberg(Dv=Dv), widths).tolist()}


def one_width() -> Row:
    """Stripes on lines of one length, five wavelengths at Dv = 12, at other diffusion constants."""
    modes = {Dv: mode for Dv in CONSTANTS if (mode := fastest_mode(Schnakenberg(Dv=Dv)))}
    return {"lines": [lines(Dv, 5 * modes[12].wavelength / mode.wavelength) for Dv, mode in modes.items()]}


def bud(delta: float, theta: float, fan: bool = True) -> Row:
    """Digits of limb buds at three radii, one row for each seed."""
    buds = [fingers.grown(delta, theta, seed, fan) for seed in BUD_SEEDS]
    return {"delta": delta, "theta": theta, "waves": round(fingers.width_in_waves(delta, theta), 4),
            "digits": [[fingers.digits(one, r) for r in RADII] for one in buds]}


ROWS: dict[str, Callable[[], Row]] = {
    "training": lambda: told(training(SAMPLES)), "ideal": partial(hands_row, None),
    **{f"P={P}": partial(hands_row, P) for P in WINDOWS},
    **{f"whole until {t}": partial(hands_row, fingers.until(t, WHOLE, 7)) for t in DECIDED},
    **{f"P=7 N={n}": partial(hands_row, 7, n) for n in (100, 2000)},
    **{f"P={P} right hands": partial(hands_row, P, N, "right") for P in CONTROL},
    **{f"P={P} from {t}": partial(hands_row, fingers.until(t, 7, P)) for P, t in REPAIRS},
    **{f"late variance P={P}": partial(flagged, P) for P in LATE},
    "kin P=7": partial(kin, 7), **{f"kin until {t}": partial(kin, fingers.until(t, WHOLE, 7)) for t in KIN},
    "kin unseen": lambda: {"samples": SAMPLES, **apart(data.load("hands").images[N:N + SAMPLES], training())},
    "stripes": lambda: {"lines": [lines(12, W) for W in WAVES]}, "stripes at one width": one_width,
    "buds by angle": lambda: {"buds": [bud(2.4, theta) for theta in ANGLES]},
    "buds by delta": lambda: {"buds": [bud(delta, 60) for delta in DELTAS]},
    "buds without a fan": lambda: {"buds": [bud(delta, 60, False) for delta in (6.0, 2.4)]},
    "trousers": real_trousers,
    **{f"trousers LS P={P or 'of A'}": partial(machine_trousers, "LS", P) for P in (3, 5, 7, None)},
    **{f"trousers bbELS P={P or 'of A'}": partial(machine_trousers, "bbELS", P) for P in (3, 5, None)},
    "trousers of A": network_trousers,
    **{f"faces LS P={P}": partial(faces, local.LS, P) for P in LOCAL_FACES},
    **{f"faces bbELS P={P}": partial(faces, BBELS, P) for P in SHIFTED_FACES},
    "soup": soup,
}
FACTS = {"seeds": parts.told(SEEDS),
         "setup": {"steps": 20, "clock": "t = 1 ... 1 / 20 of diffusion.abar_legacy", "N": N}}

if __name__ == "__main__":
    parts.make(__doc__, PATH, ROWS, FACTS)
