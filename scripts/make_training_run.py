"""Record the training that TrainingLab shows where no Python runs: `python scripts/make_training_run.py`.

Writes data/results/training-run.npz and its SHA-256 to data/checksums.json. Trained as the lab trains, one thread, a
budget in steps: the same machine draws the same pictures again. Seconds are CPU seconds, looks included.
"""

import json
import time
from typing import Any

import numpy as np
import torch
from make_data import npz
from make_weights import versions
from mosaics import diffusion
from mosaics.core import data
from mosaics.widgets import training
from mosaics.widgets.draws import normals
from torch import Tensor

SOURCE: dict[str, Any] = {"name": "fashion-mnist", "n": training.N, "size": training.SIDE}
LOOKS = 15
PARAMS: dict[str, Any] = {"width": 24, "padding": "zeros", "steps": 8000, "seed": 1}


def record(images: Tensor, params: dict[str, Any]) -> dict[str, np.ndarray]:
    """The arrays of the file, from one run."""
    noise = normals(params["seed"], training.NOISES * images[0].numel()).reshape(training.NOISES, *images.shape[1:])
    machine = diffusion.last(training.run(training.partner(images, params["padding"]), noise))
    looks: list[dict[str, Any]] = []
    began = 0.0  # once the first look has warmed things up
    for message, arrays in training.watch(training.begin(images, **params, seconds=None), noise, machine, LOOKS):
        if message.get("phase") == "look":
            began = began if looks else time.process_time()
            looks.append({**message, **arrays, "seconds": time.process_time() - began})
            print(f"step {message['step']}: median r2 {message['median']:.3f}, chance {message['chance']:.3f}")
    log = [[at_seconds(looks, step), step, loss] for _, step, loss in message["log"]]
    about = {**params, "depth": training.DEPTH, **SOURCE, **versions(), "seeds": [params["seed"]]}
    each = {key: np.array([look[key] for look in looks], np.float64).round(4) for key in
            ("seconds", "loss", "r2", "median", "chance")}
    return {"machine": grey(machine), "network": np.stack([grey(look["z"]) for look in looks]), **each,
            "steps": np.array([look["step"] for look in looks]), "log": np.array(log).round(4),
            "about": np.array(json.dumps(about))}


def at_seconds(looks: list[dict[str, Any]], step: int) -> float:
    """The core's seconds at a step, between the looks before and after it."""
    return float(np.interp(step, [look["step"] for look in looks], [look["seconds"] for look in looks]))


def grey(pictures: Tensor) -> np.ndarray:
    """Grey levels 0 ... 255 of pictures (B, 1, H, W), as (B, H, W)."""
    return data.levels(pictures[:, 0].clamp(-1, 1)).numpy()


def main() -> None:
    """Record and keep."""
    torch.set_num_threads(1)
    training.RUN.write_bytes(npz(record(data.load(**SOURCE).images, PARAMS)))
    data.record(training.RUN)
    print(f"{training.RUN.name}: {training.RUN.stat().st_size} bytes")


if __name__ == "__main__":
    main()
