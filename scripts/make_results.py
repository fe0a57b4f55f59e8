"""Hold the trained networks against the machines: `python scripts/make_results.py [--only NAME ...] [--missing]`.

Writes data/results/prediction.json, after each network, so that an interrupted run loses one at most: `--missing` goes
on with those that are not there, `--only` does some anew. `--ablations` instead trains networks with other limits,
looks at them on the way and keeps the numbers, not the weights; 90 minutes of one core. One thread, fixed seeds.
"""

import argparse
import time
from collections.abc import Callable
from typing import Any

import parts
import torch
from make_weights import RUNS, store, versions
from mosaics import diffusion, networks, prediction
from mosaics.core import data
from mosaics.local import WindowSchedule
from torch import Tensor

PATH = data.ROOT / "results" / "prediction.json"
SEEDS = {"calibration": 101, "evaluation": 202, "bootstrap": 303}  # three generators: no noise serves twice
STEPS, CALIBRATION, PAIRS, SIDE_PAIRS = 20, 20, 128, 64  # noises of each kind; side rows have fewer pairs
LARGE: dict[str, dict[str, Any]] = {"resnet-28": {"calibration": 10, "pairs": 100, "side_pairs": 10}}  # dear
FIXED = (3, 5, 7, 9, 11)
CLOTHES, FACES = RUNS["resnet-zeros"][0], RUNS["resnet-faces"][0]
WIDE, LOCAL = {"kind": "ResNet", "C": 1, "dilation": [1, 2, 4, 8]}, {"kind": "ResNet", "C": 1}
TOLD = LOCAL | {"coordinates": True}
COMPARED = [name for name, (source, *_) in RUNS.items() if source["name"] != "socks"]  # those: make_attention.py
ABLATIONS: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {  # what it is, the network, training images
    "wide": ("sees the whole image: dilations 1, 2, 4, 8", WIDE, CLOTHES),
    "wide-100": ("sees the whole image, trained on few", WIDE, CLOTHES | {"n": 100}),
    "local-100": ("sees windows of 11 x 11, trained on few", LOCAL, CLOTHES | {"n": 100}),
    "coordinates-circular": ("on a torus, but told where a pixel is", TOLD | {"padding": "circular"}, CLOTHES),
    "faces-100": ("as resnet-faces, trained on few", LOCAL | {"C": 3}, FACES | {"n": 100}),
    "faces-grey": ("as resnet-faces, but sees the mean of the colours", LOCAL, FACES),
    "faces-blurred": ("as resnet-faces, on faces blurred once", LOCAL | {"C": 3}, FACES | {"blur": 1}),
    "faces-width-96": ("as resnet-faces, twice the width", LOCAL | {"C": 3, "width": 96}, FACES),
    "unet": ("the shipped U-Net, watched while it trains", {"kind": "UNet", "C": 1}, CLOTHES),
    "local": ("the shipped resnet-zeros, watched while it trains", LOCAL, CLOTHES),
    "coordinates": ("padded with zeros, and told where a pixel is", TOLD, CLOTHES),
    "seed-1": ("as resnet-zeros, from other weights, batches and noise", LOCAL | {"seed": 1}, CLOTHES),
    "seed-2": ("and from others still", LOCAL | {"seed": 2}, CLOTHES),
}
LOOKS = (500, 1000, 2000, 4000, 7500)  # steps of training after which a network is looked at; the last ends it


def seeded(what: str) -> torch.Generator:
    """A fresh generator for one use."""
    return torch.Generator().manual_seed(SEEDS[what])


def rounded(value: float | Tensor) -> float:
    """Four digits behind the point: what other machines agree on."""
    return round(float(value), 4)


def told(schedule: WindowSchedule) -> list[tuple[float, Any]]:
    """A schedule as files of results hold it."""
    return [(rounded(s), P) for s, P in schedule.pairs]


# ---------------------------------------------------------------- one network against all machines
class Case:
    """A network, its training images, its samples, and what they are held against."""

    def __init__(self, net: networks.Network, images: Tensor, calibration: int = CALIBRATION, pairs: int = PAIRS,
                 side_pairs: int = SIDE_PAIRS):
        self.net, self.images, self.padding = net, images, net.padding
        self.side_pairs, self.sigmas = side_pairs, prediction.levels(STEPS)
        shape, high = images.shape[1:], float(self.sigmas[0])
        self.z_cal = prediction.starts(calibration, shape, high, seeded("calibration"))
        self.z = prediction.starts(pairs, shape, high, seeded("evaluation"))
        self.samples = self.run(net)
        self.r_IS = prediction.compare(self.samples, self.run(prediction.machine("IS", images))).r

    def run(self, denoise: diffusion.Denoiser, pairs: int | None = None) -> Tensor:
        """Samples from the evaluation's noise."""
        return diffusion.last(diffusion.sample(denoise, self.z[:pairs], self.sigmas))

    def windows(self, name: str) -> dict[str, WindowSchedule]:
        """P(sigma) of a machine, by both criteria, from one pass along the runs."""
        H, W = self.images.shape[2:]
        sides, path = prediction.candidates(self.net, H, W), prediction.trajectory(self.net, self.z_cal, self.sigmas)
        asked = [guess.sigma for guess in path]
        return {by: prediction.best_windows(asked, sides, scores) for by, scores in
                prediction.agreements(path, self.images, sides, prediction.REACHES[name], self.padding).items()}

    def row(self, samples: Tensor) -> dict[str, Any]:
        """All measures of one machine's samples against the network's."""
        match = prediction.compare(self.samples[: len(samples)], samples)
        out = {key: spread(values) for key, values in match._asdict().items()}
        beats = (match.r > self.r_IS[: len(samples)]).double().mean()
        return {"pairs": len(samples), **out, "beats_IS": rounded(beats), **self.novel(samples),
                "each_r2": [rounded(v) for v in match.r2]}

    def novel(self, samples: Tensor) -> dict[str, Any]:
        """How far samples are from the training images, and the share that counts as copies."""
        new = prediction.novelty(samples, self.images)
        return {"nearest_rms": rounded(new.rms.quantile(0.5)),
                "nearest_ratio": rounded(new.ratio.quantile(0.5)),
                "copies": rounded((new.ratio < 1 / 3).double().mean())}


def spread(values: Tensor) -> dict[str, float]:
    """Median, quartiles and the interval of the median."""
    return {key: rounded(v) for key, v in prediction.summary(values, seeded("bootstrap"))._asdict().items()}


def main_rows(case: Case, say: Callable[[str, dict], None]) -> dict[str, Any]:
    """Windows, and the rows that every network has."""
    own, windows = prediction.partner(case.padding), {}
    for name in ("mean", "Wiener", "IS", "ES"):
        samples = case.run(prediction.machine(name, case.images), case.side_pairs if name == "ES" else None)
        say(name, case.row(samples))
    for name in ("LS", own):
        windows[name] = case.windows(name)
        samples = case.run(prediction.machine(name, case.images, windows[name]["cosine"], case.padding))
        say(name, case.row(samples))
    say("chance", case.row(samples.roll(1, 0)))
    return windows


def side_rows(case: Case, windows: dict[str, Any], other: Tensor | None, fixed: tuple[int, ...],
              say: Callable[[str, dict], None]) -> None:
    """Rows about the network's own machine: windows by the other criterion, one fixed window, other images."""
    own = prediction.partner(case.padding)
    machines = {f"{own} l2": (case.images, windows[own]["l2"])}
    machines |= {f"{own} P={P}": (case.images, P) for P in fixed}
    if other is not None:
        machines[f"{own} other images"] = (other, windows[own]["cosine"])
    for name, (images, P) in machines.items():
        say(name, case.row(case.run(prediction.machine(own, images, P), case.side_pairs)))


def evaluate(net: networks.Network, images: Tensor, other: Tensor | None, fixed: tuple[int, ...] = FIXED,
             **sizes: int) -> dict[str, Any]:
    """Everything about one network, for the file."""
    start, rows = time.process_time(), {}
    case = Case(net, images, **sizes)

    def say(name: str, row: dict[str, Any]) -> None:
        rows[name] = row
        r2 = row["r2"]
        print(f"  {name:20} r2 {r2['median']:.3f} [{r2['lower']:.3f}, {r2['upper']:.3f}], {row['pairs']} pairs, "
              f"{time.process_time() - start:.0f} s", flush=True)

    windows = main_rows(case, say)
    side_rows(case, windows, other, fixed, say)
    kept = {name: {by: told(w) for by, w in both.items()}
            for name, both in windows.items()}
    H, W = images.shape[2:]
    return {"machine": prediction.partner(case.padding), "receptive_field": networks.receptive_field(net),
            "sides": prediction.candidates(net, H, W), "calibration_noises": len(case.z_cal), "windows": kept,
            "network": {"pairs": len(case.z), **case.novel(case.samples)}, "rows": rows,
            "cpu_seconds": round(time.process_time() - start)}


def other_images(source: dict[str, Any]) -> Tensor | None:
    """As many images of the same data set that the network has not seen; None where there are not so many."""
    everything = data.load(**source | {"n": None}).images
    return everything[source["n"] :][: source["n"]] if len(everything) >= 2 * source["n"] else None


# ---------------------------------------------------------------- the file
def read() -> dict[str, Any]:
    """What is there already."""
    return data.results(PATH.stem) if PATH.is_file() else {"models": {}, "ablations": {}}


def keep(part: str, name: str, value: dict[str, Any]) -> None:
    """Put one entry into the file, whole or not at all."""
    setup = {"seeds": SEEDS, "steps": STEPS, "method": "ddim", "clock": "t = 1 ... 1 / 20 of diffusion.abar_legacy",
             "first_sigma": rounded(prediction.levels(STEPS)[0]), "last_sigma": rounded(prediction.levels(STEPS)[-2])}
    before = read()
    before[part][name] = value
    everything = {**versions(), "seeds": parts.told(SEEDS), "setup": setup,
                  **{key: before[key] for key in ("models", "ablations")}}
    store(PATH, everything)


def model(name: str) -> None:
    """One shipped network."""
    source = RUNS[name][0]
    weights, net = data.checksums()[f"{name}.safetensors"], networks.load_weights(name)
    print(f"{name}:", flush=True)
    found = evaluate(net, data.load(**source).images, other_images(source),
                     **LARGE.get(name, {}))
    keep("models", name, {"data": source, "weights": weights, **found})


# ---------------------------------------------------------------- which limit makes it creative
def ablation(name: str) -> None:
    """Train a network with other limits as the shipped ones are trained, look at it on the way, evaluate it."""
    (says, config, source), looks = ABLATIONS[name], []
    images, fresh = pictures(source, config["C"]), networks.build(config)
    print(f"{name}: {says}", flush=True)
    for state in networks.training(fresh, images, steps=LOOKS[-1], seed=config.get("seed", 0)):
        if state.step in LOOKS:
            looks.append({"step": state.step, "loss": round(state.loss, 5), **look(state.net, images)})
            print(f"  {looks[-1]}", flush=True)
    found = evaluate(state.net, images, None, fixed=())
    keep("ablations", name, {"says": says, "config": config, "parameters": networks.parameters(fresh), "data": source,
                             "steps": LOOKS[-1], "looks": looks, **found})


def pictures(source: dict[str, Any], C: int) -> Tensor:
    """The training images; a network of one channel sees the mean of the colours."""
    images = data.load(**source).images
    return images if images.shape[1] == C else images.mean(1, keepdim=True)


def look(net: networks.Network, images: Tensor) -> dict[str, Any]:
    """In short: median r^2 of the machines at windows calibrated now, distance to the training images, copies."""
    case = Case(net, images, calibration=10, pairs=64)
    own = prediction.partner(case.padding)
    out: dict[str, Any] = {"IS": rounded((case.r_IS**2).quantile(0.5))}
    for name in ("LS", own):
        windows = case.windows(name)["cosine"]
        samples = case.run(prediction.machine(name, images, windows, case.padding))
        out[name] = rounded(prediction.compare(case.samples, samples).r2.quantile(0.5))
        out[f"P {name}"] = [P for _, P in windows.pairs]
    return {"pairs": len(case.z), **out, **case.novel(case.samples)}


def main() -> None:
    """Read the command line and do what it asks for."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--only", nargs="+", default=[], metavar="NAME", help="these networks or ablations")
    ask.add_argument("--missing", action="store_true", help="leave out what the file holds")
    ask.add_argument("--ablations", action="store_true", help="train networks with other limits instead")
    args = ask.parse_args()
    torch.set_num_threads(1)
    PATH.parent.mkdir(parents=True, exist_ok=True)
    part, names, do = ("ablations", list(ABLATIONS), ablation) if args.ablations else ("models", COMPARED, model)
    if unknown := set(args.only) - set(names):
        ask.error(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(names)}")
    for name in names:
        if name in (args.only or names) and not (args.missing and name in read()[part]):
            do(name)


if __name__ == "__main__":
    main()
