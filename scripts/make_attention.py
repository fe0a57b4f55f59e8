"""Count socks of one colour, by networks and machines of chapter 12: `python scripts/make_attention.py`.

Nine networks: a CNN that sees 11 x 11 pixels ("cnn"), the same with wide steps ("wide"), the same with one layer of
self-attention ("attention"), each of three seeds. Those of seed 0 are shipped (`make weights`); the others are trained
here, 10 minutes of one core each, and kept in _build/socks. Beside them machines, controls and denoising errors.
Writes data/results/attention.json row by row (`parts`). One thread, fixed seeds; 25 minutes without the trainings.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import parts
import torch
from make_weights import RUNS
from mosaics import attention, diffusion, fingers, local, networks, prediction
from mosaics.core import data, metrics
from torch import Tensor

PATH = data.ROOT / "results" / "attention.json"
DRAFTS = data.ROOT.parent / "_build" / "socks"
SEEDS = {"calibration": 101, "evaluation": 202, "bootstrap": 303, "noise": 404, "unseen": 1}
STEPS, SAMPLES, FEWER, PAIRS, FEW_PAIRS, CALIBRATION = 20, 400, 200, 64, 32, 4
LEVELS = (0.3, 1.0, 3.0, 10.0)  # of denoising errors
LOOKED = (0.1, 0.3, 1.0, 3.0, 10.0, 30.0)  # of attention maps, over LOOKED_AT pictures
LOOKED_AT, TESTED, HALVES = 50, 200, 4000
NEAR = 6  # pixels: from one sock so far the other is out of sight
SWITCHES = (0, 4, 8, 10, 12, 14, 16, 18)  # steps after which the layer is switched off, or on
WINDOW = 7  # of the machine with a summary
SHAPE = (3, attention.SIDE, attention.SIDE)
SIGMAS = prediction.levels(STEPS)


# ---------------------------------------------------------------- material
def seeded(what: str) -> torch.Generator:
    """A fresh generator for one use."""
    return torch.Generator().manual_seed(SEEDS[what])


def training_pairs() -> Tensor:
    """What all networks and machines have seen, (1000, 3, 18, 18)."""
    return data.load("socks").images


def unseen_pairs() -> Tensor:
    """Pairs that are none of the training pairs, of 400 drawn by the same rule."""
    drawn = attention.socks(SAMPLES, seed=SEEDS["unseen"])[0]
    return drawn[metrics.nearest(drawn, training_pairs())[0][:, 0] > 0]


def noises(count: int, what: str = "evaluation") -> Tensor:
    """Starts of runs; the first of many are those of few."""
    most = prediction.starts(SAMPLES, SHAPE, float(SIGMAS[0]), seeded(what))
    return most[:count]


def run(denoise: diffusion.Denoiser, count: int) -> Tensor:
    """Samples from the evaluation's noise."""
    return diffusion.last(diffusion.sample(denoise, noises(count), SIGMAS))


def network(kind: str, seed: int) -> networks.Network:
    """A shipped network, or one that is trained in the same way from another seed."""
    if seed == 0:
        return networks.load_weights(f"socks-{kind}")
    _, config, steps = RUNS[f"socks-{kind}"]
    return networks.train(networks.build(config | {"seed": seed}), training_pairs(), steps=steps, seed=seed,
                          checkpoint=DRAFTS / f"{kind}-{seed}.checkpoint").net


# ---------------------------------------------------------------- measures
def rounded(value: float | Tensor) -> float:
    """Four digits behind the point: what other machines agree on."""
    return round(float(value), 4)


def share(hits: Tensor) -> dict[str, Any]:
    """How many of how many, and Wilson's interval of the share, 95 %. None where there is nothing to share."""
    k, n = int(hits.sum()), len(hits)
    ends = [rounded(x) for x in fingers.share(k, n)] if n else [None] * 3
    return {"k": k, "n": n, **dict(zip(("share", "low", "high"), ends, strict=True))}


def counts(samples: Tensor) -> dict[str, Any]:
    """Clean pairs, consistent ones of all and of the clean ones, agreement of colours with a bootstrap interval."""
    clean, same = attention.colours(samples).clean.all(1), attention.consistent(samples)
    agree = attention.agreement(samples)
    return {"clean": share(clean), "consistent": share(same), "consistent_of_clean": share(same[clean]),
            "agreement": mean(agree[~agree.isnan()])}


def mean(values: Tensor) -> dict[str, Any]:
    """Mean of so many values and its bootstrap interval. None where there is no value."""
    if not (n := len(values)):
        return {"n": 0, "mean": None, "low": None, "high": None}
    again = values[torch.randint(n, (2000, n), generator=seeded("bootstrap"))].mean(1)
    low, high = again.quantile(torch.tensor([0.025, 0.975], dtype=again.dtype))
    return {"n": n, "mean": rounded(values.mean()), "low": rounded(low), "high": rounded(high)}


def novel(samples: Tensor) -> dict[str, Any]:
    """Copies of training pairs, consistent pairs that are none, and the median distance to the nearest."""
    known = training_pairs().unique(dim=0)  # of two equal ones a copy would be as near to the second as to the first
    new = prediction.novelty(samples, known)
    copy = (new.ratio < 1 / 3) | (new.rms < 1e-3)
    return {"copies": share(copy), "consistent_and_new": share(attention.consistent(samples) & ~copy),
            "nearest_rms": rounded(new.rms.median())}


def errors(denoise: diffusion.Denoiser) -> dict[str, dict[str, float]]:
    """Denoising errors at `LEVELS`, on training pairs and on unseen ones."""
    out = {}
    for name, images in (("training", training_pairs()[:TESTED]), ("unseen", unseen_pairs()[:TESTED])):
        noise = torch.randn(images.shape, generator=seeded("noise"))
        out[name] = {f"{s:g}": round(networks.denoising_error(denoise, images, s, noise), 6) for s in LEVELS}
    return out


def match(samples: Tensor, other: Tensor) -> dict[str, Any]:
    """r^2 of pairs, its median and interval."""
    r2 = prediction.compare(samples[: len(other)], other).r2
    found = prediction.summary(r2, seeded("bootstrap"))._asdict()
    return {"pairs": len(other), **{key: rounded(v) for key, v in found.items()}, "each_r2": [rounded(v) for v in r2]}


# ---------------------------------------------------------------- rows
def of_network(kind: str, seed: int) -> dict[str, Any]:
    """Counts and denoising errors of a network."""
    row = of_machine(network(kind, seed), SAMPLES)
    return row | {"weights": data.checksums()[f"socks-{kind}.safetensors"]} if seed == 0 else row


def predicted(kind: str, seed: int) -> dict[str, Any]:
    """How well machines tell a network's samples: windows read off other noises, r^2 of each machine's pairs."""
    net, images = network(kind, seed), training_pairs()
    path, samples = prediction.trajectory(net, noises(CALIBRATION, "calibration"), SIGMAS), run(net, PAIRS)
    sides, asked, windows = prediction.candidates(net, *SHAPE[1:]), [guess.sigma for guess in path], {}
    r2 = {"chance": match(samples, samples.roll(1, 0)),
          **{name: match(samples, run(prediction.machine(name, images), PAIRS)) for name in ("Wiener", "IS")}}
    for name, pairs in (("LS", PAIRS), ("bbELS", FEW_PAIRS)):
        scores = prediction.agreements(path, images, sides, prediction.REACHES[name], "zeros")["cosine"]
        P = prediction.best_windows(asked, sides, scores)
        windows[name] = [(rounded(s), side) for s, side in P.pairs]
        r2[name] = match(samples, run(prediction.machine(name, images, P), pairs))
    return {"windows": windows, "r2": r2}


def attentive(seed: int) -> networks.AttentionResNet:
    """The network with attention of this seed."""
    net = network("attention", seed)
    assert isinstance(net, networks.AttentionResNet)
    return net


def looks(seed: int) -> dict[str, dict[str, float]]:
    """Of what a sock's pixels attend to, the share in the other sock and in the own one, by noise level; the areas."""
    net, images = attentive(seed), unseen_pairs()[:LOOKED_AT]
    left, right = attention.covered(images).unbind(1)
    noise, out = torch.randn(images.shape, generator=seeded("noise")), {}
    for sigma in LOOKED:
        seen = net.looks(diffusion.add_noise(images, sigma, noise), sigma)
        of = {name: torch.cat([attention.mass(seen, a, b) for a, b in pairs]).mean() for name, pairs in {
            "other": ((left, right), (right, left)), "own": ((left, left), (right, right))}.items()}
        out[f"{sigma:g}"] = {name: rounded(value) for name, value in of.items()}
    return out | {"area": {"other": rounded(torch.stack([left, right]).double().mean())}}


def switches(seed: int, near: int | None = None) -> dict[str, list[dict[str, Any]]]:
    """Counts where the layer speaks for the first steps only ("early"), and where it speaks after them only ("late").

    Early after 0 steps: it never speaks. Late after 0: it always does. With `near` it sees so far where it is silent.
    """
    net = attentive(seed)

    def cut(first: bool) -> list[dict[str, Any]]:
        return [{"after": at, "sigma": rounded(SIGMAS[at]),
                 **counts(attention.switched(net, noises(FEWER), SIGMAS, at, first, near))} for at in SWITCHES]

    return {"early": cut(True), "late": cut(False)}


def compared(images: Tensor) -> dict[str, Any]:
    """Counts of pictures, and the agreement of halves of two of them."""
    return {**counts(images), "by_chance": rounded(attention.by_chance(images))}


def of_pictures(images: Tensor) -> dict[str, Any]:
    """The same of pictures that may be copies."""
    return {**compared(images), **novel(images)}


def of_machine(denoise: diffusion.Denoiser, count: int) -> dict[str, Any]:
    """Counts and denoising errors of a machine."""
    return {**of_pictures(run(denoise, count)), "errors": errors(denoise)}


def halves() -> Tensor:
    """Left half of one training pair, right half of another: 4,000 pairs that know nothing of each other."""
    one, two = training_pairs()[torch.randint(1000, (2, HALVES), generator=seeded("noise"))]
    return torch.cat([one[..., : attention.SIDE // 2], two[..., attention.SIDE // 2 :]], 3)


def of_summary(told: Tensor) -> dict[str, Any]:
    """The machine that sees a window and what these rows say of the whole."""
    return of_machine(attention.SummaryLS(training_pairs(), WINDOW, told), FEWER)


def rows() -> dict[str, Callable[[], dict[str, Any]]]:
    """Every row of the file, by name."""
    images = training_pairs()
    out: dict[str, Callable[[], dict[str, Any]]] = {
        "training": lambda: compared(images), "unseen": lambda: of_pictures(unseen_pairs()),
        "halves": lambda: of_pictures(halves()),
        "Wiener": lambda: of_machine(prediction.machine("Wiener", images), SAMPLES),
        "IS": lambda: of_machine(prediction.machine("IS", images), SAMPLES)}
    out |= {f"LS {P}": partial(of_machine, local.LS(images, P), SAMPLES) for P in (5, 7, 9, 11)}
    out |= {f"SummaryLS {k}": partial(of_summary, attention.principal(images, k)) for k in (1, 2, 4, 8)}
    out["SummaryLS mean"] = partial(of_summary, attention.mean_colours(SHAPE))
    for seed in (0, 1, 2):
        for kind in ("cnn", "wide", "attention"):
            out |= {f"{kind}-{seed}": partial(of_network, kind, seed),
                    f"{kind}-{seed} predicted": partial(predicted, kind, seed)}
        out |= {f"attention-{seed} looks": partial(looks, seed), f"attention-{seed} switched": partial(switches, seed),
                f"attention-{seed} near-sighted": partial(switches, seed, NEAR)}
    return out


SETUP = {"seeds": SEEDS, "steps": STEPS, "method": "ddim", "window": WINDOW, "levels": LEVELS,
         "calibration_noises": CALIBRATION, "tested": TESTED, "near": NEAR, "looked_at": LOOKED_AT}
FACTS = {"seeds": parts.told(SEEDS), "setup": SETUP}

if __name__ == "__main__":
    DRAFTS.mkdir(parents=True, exist_ok=True)
    parts.make(__doc__, PATH, rows(), FACTS)
