"""From copying to creating: train networks on 2, 20, 200 and 2,000 pictures: `python scripts/make_copying.py`.

One kind of network sees windows of 11 x 11 pixels, the other the whole picture; three trainings of each at both ends.
Writes data/results/copying.json: the share of copies among samples, how far they are from the training set, the
denoising error on training and unseen pictures, a number for each training; beside them the same of unseen pictures, of
samples of the Wiener filter and of the mean picture. And data/results/copying-samples.npz: what the first training of
each draws from the same noises, in 8 bits, with the index of the nearest training picture. One thread, fixed seeds, a
budget in steps; about half an hour of one core. Each training is kept in _build/copying, and the files are written
after each round, so that an interrupted run loses one training at most.
"""

import io
import json
import time
from typing import Any

import numpy as np
import torch
from make_data import npz
from make_weights import versions
from mosaics import diffusion, networks, prediction
from mosaics.core import data, metrics

PATH = data.ROOT / "results" / "copying.json"
DRAWN, DRAFTS = PATH.with_name("copying-samples.npz"), data.ROOT.parent / "_build" / "copying"
KINDS: dict[str, dict[str, Any]] = {"local": {}, "wide": {"dilation": [1, 2, 4, 8]}}
SEEDS = {2: (0, 1, 2), 20: (0,), 200: (0,), 2000: (0, 1, 2)}  # trainings on so many pictures
STEPS, WIDTH, SAMPLES, SHOWN, UNSEEN, LEVEL = 4000, 32, 64, 8, 200, 0.5


def noises() -> torch.Tensor:
    """The noises (64, 1, 16, 16) from which every network and the Wiener filter draw."""
    sigma = float(prediction.levels(20)[0])
    return prediction.starts(SAMPLES, (1, 16, 16), sigma, torch.Generator().manual_seed(1))


def distances(x: torch.Tensor, images: torch.Tensor) -> dict[str, Any]:
    """Copies among pictures, median RMS to the nearest training picture, median ratio to the second nearest."""
    novel = prediction.novelty(x, images)
    return {"copies": round(float(metrics.copies(x, images).float().mean()), 4),
            "nearest_rms": round(float(novel.rms.median()), 4), "nearest_ratio": round(float(novel.ratio.median()), 4)}


def errors(denoise: diffusion.Denoiser, images: torch.Tensor, unseen: torch.Tensor) -> dict[str, float]:
    """Denoising errors at the level LEVEL, on training pictures and on unseen ones."""
    eps = torch.randn(UNSEEN, 1, 16, 16, generator=torch.Generator().manual_seed(2))
    sets = {"error_training": images[:UNSEEN], "error_unseen": unseen[:UNSEEN]}
    return {name: round(networks.denoising_error(denoise, x, LEVEL, eps[: len(x)]), 5) for name, x in sets.items()}


def training(kind: str, n: int, seed: int) -> tuple[dict[str, Any], np.ndarray]:
    """One network's row and its first samples (8, 16, 16) uint8: from the draft of an earlier run, or trained now."""
    path = DRAFTS / f"{kind}-{n}-{seed}.npz"
    if not path.is_file():
        row, x = train(kind, n, seed)
        bits = data.levels(x[:SHOWN, 0].clamp(-1, 1)).numpy()
        path.write_bytes(npz({"row": np.array(json.dumps(row)), "samples": bits}))
    with np.load(io.BytesIO(path.read_bytes())) as held:
        return json.loads(str(held["row"])), held["samples"]


def train(kind: str, n: int, seed: int) -> tuple[dict[str, Any], torch.Tensor]:
    """Train one network, draw 64 samples, measure."""
    images, unseen = data.load("fashion-mnist", n, 16).images, data.load("fashion-mnist-holdout", size=16).images
    start = time.process_time()
    fresh = networks.ResNet(1, width=WIDTH, seed=seed, **KINDS[kind])
    end = networks.train(fresh, images, steps=STEPS, seed=seed, progress=False)
    x = diffusion.last(diffusion.sample(end.net, noises(), prediction.levels(20)))
    return {"loss": round(end.loss, 5), **distances(x, images), **errors(end.net, images, unseen),
            "field": networks.receptive_field(end.net), "cpu_seconds": round(time.process_time() - start),
            "nearest": metrics.nearest(x[:SHOWN], images)[1][:, 0].tolist()}, x


def baselines(n: int) -> dict[str, Any]:
    """The same measures of unseen pictures, of Wiener samples from the same noises and of the mean picture."""
    images, unseen = data.load("fashion-mnist", n, 16).images, data.load("fashion-mnist-holdout", size=16).images
    wiener, mean = diffusion.wiener(images), images.mean(0, keepdim=True)
    drawn = diffusion.last(diffusion.sample(wiener, noises(), prediction.levels(20)))
    return {"unseen": distances(unseen, images), "mean": distances(mean, images),
            "wiener": distances(drawn, images) | errors(wiener, images, unseen)}


def write(rounds: int) -> None:
    """Both files, from the first `rounds` trainings of each."""
    rows: list[dict[str, Any]] = []
    shown, nearest = [], []
    for kind in KINDS:
        for n, seeds in SEEDS.items():
            runs, samples = zip(*(training(kind, n, seed) for seed in seeds[:rounds]), strict=True)
            shown.append(samples[0])
            indices = [run.pop("nearest") for run in runs]
            nearest.append(indices[0])
            rows.append({"kind": kind, "N": n, "field": runs[0]["field"], "seeds": list(seeds[:rounds]),
                         **{key: [run[key] for run in runs] for key in runs[0] if key != "field"}})
    facts = {**versions(), "seeds": list(range(rounds)), "steps": STEPS, "width": WIDTH, "samples": SAMPLES,
             "unseen": UNSEEN, "sigma": LEVEL}
    sides = {str(n): baselines(n) for n in SEEDS}
    PATH.write_text(json.dumps({**facts, "rows": rows, "baselines": sides}, indent=1) + "\n", "utf8", newline="\n")
    grid = (len(KINDS), len(SEEDS), SHOWN)
    DRAWN.write_bytes(npz({"samples": np.stack(shown).reshape(*grid, 16, 16),
                           "nearest": np.array(nearest, np.int16).reshape(grid)}))
    for path in (PATH, DRAWN):
        data.record(path)


def main() -> None:
    """Train all of them, one of each before the second of any, and write the files after each round."""
    torch.set_num_threads(1)
    DRAFTS.mkdir(parents=True, exist_ok=True)
    for k in range(max(map(len, SEEDS.values()))):
        for kind in KINDS:
            for n, seeds in SEEDS.items():
                for seed in seeds[k : k + 1]:
                    print(kind, n, seed, training(kind, n, seed)[0], flush=True)
        write(k + 1)


if __name__ == "__main__":
    main()
