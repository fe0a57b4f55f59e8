"""From copying to creating: train networks on 2, 20, 200 and 2,000 pictures: `python scripts/make_copying.py`.

One kind of network sees windows of 11 x 11 pixels, the other the whole picture. Writes data/results/copying.json: the
share of copies among samples, how far they are from the training set, and the denoising error on training and unseen
pictures. One thread, fixed seeds, a budget in steps; about ten minutes of one core.
"""

import json
import time
from typing import Any

import torch
from make_weights import versions
from mosaics import diffusion, networks, prediction
from mosaics.core import data, metrics

PATH = data.ROOT / "results" / "copying.json"
KINDS: dict[str, dict[str, Any]] = {"local": {}, "wide": {"dilation": [1, 2, 4, 8]}}
COUNTS, STEPS, WIDTH, SAMPLES, UNSEEN, LEVEL = (2, 20, 200, 2000), 4000, 32, 64, 200, 0.5


def look(net: networks.Network, images: torch.Tensor) -> dict[str, Any]:
    """Copies among samples, their distance to the training set, errors on training pictures and on unseen ones."""
    sigmas, unseen = prediction.levels(20), data.load("fashion-mnist-holdout", size=16).images[:UNSEEN]
    z = prediction.starts(SAMPLES, tuple(images.shape[1:]), float(sigmas[0]), torch.Generator().manual_seed(1))
    x = diffusion.last(diffusion.sample(net, z, sigmas))
    eps = torch.randn(UNSEEN, 1, 16, 16, generator=torch.Generator().manual_seed(2))
    errors = [networks.denoising_error(net, known, LEVEL, eps[: len(known)]) for known in (images[:UNSEEN], unseen)]
    novel = prediction.novelty(x, images)
    return {"copies": round(float(metrics.copies(x, images).float().mean()), 4),
            "nearest_rms": round(float(novel.rms.median()), 4), "nearest_ratio": round(float(novel.ratio.median()), 4),
            "error_training": round(errors[0], 5), "error_unseen": round(errors[1], 5)}


def main() -> None:
    """Train and look at all of them, then write the file."""
    torch.set_num_threads(1)
    pictures, rows = data.load("fashion-mnist", size=16).images, []
    for kind, more in KINDS.items():
        for n in COUNTS:
            start = time.process_time()
            end = networks.train(networks.ResNet(1, width=WIDTH, **more), pictures[:n], steps=STEPS, progress=False)
            rows.append({"kind": kind, "N": n, "field": networks.receptive_field(end.net), "loss": round(end.loss, 5),
                         **look(end.net, pictures[:n]), "cpu_seconds": round(time.process_time() - start)})
            print(rows[-1], flush=True)
    facts = {"steps": STEPS, "width": WIDTH, "samples": SAMPLES, "unseen": UNSEEN, "sigma": LEVEL, **versions()}
    PATH.write_text(json.dumps({**facts, "rows": rows}, indent=1) + "\n", "utf8", newline="\n")
    data.record(PATH)


if __name__ == "__main__":
    main()
