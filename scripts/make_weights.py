"""Train the networks that come with the book: `python scripts/make_weights.py [name ...]`, all of them without names.

Each goes to data/weights/name.safetensors, its log to name.json, the SHA-256 of both to data/checksums.json. One
thread, and a budget in steps, so that the same machine makes the same weights again. An interrupted run goes on where
it was.
"""

import datetime
import json
import math
import pathlib
import platform
import sys
import time
from importlib.metadata import version
from typing import Any

import torch
from mosaics import networks
from mosaics.core import data

WEIGHTS, DRAFTS = data.ROOT / "weights", data.ROOT.parent / "_build" / "weights"
CLOTHES: dict[str, Any] = {"name": "fashion-mnist", "n": 1000, "size": 16}
SOCKS = {"name": "socks", "n": 1000}
RUNS: dict[str, tuple[dict[str, Any], dict[str, Any], int]] = {  # data, network, steps
    "resnet-zeros": (CLOTHES, {"kind": "ResNet", "C": 1}, 7500),
    "resnet-circular": (CLOTHES, {"kind": "ResNet", "C": 1, "padding": "circular"}, 7500),
    "resnet-faces": ({"name": "dicebear-faces", "n": 1000}, {"kind": "ResNet", "C": 3}, 7500),
    "resnet-faces-soft": ({"name": "dicebear-faces", "n": 1000, "blur": 2}, {"kind": "ResNet", "C": 3}, 7500),
    "resnet-28": ({"name": "fashion-mnist", "n": 1000}, {"kind": "ResNet", "C": 1}, 5000),
    "unet": (CLOTHES, {"kind": "UNet", "C": 1}, 7500),
    "socks-cnn": (SOCKS, {"kind": "ResNet", "C": 3}, 6000),
    "socks-wide": (SOCKS, {"kind": "ResNet", "C": 3, "dilation": [1, 2, 4, 8]}, 6000),
    "socks-attention": (SOCKS, {"kind": "AttentionResNet", "C": 3}, 6000),
}


def make(name: str) -> None:
    """Train one network and write its three entries."""
    source, config, steps = RUNS[name]
    settings: dict[str, Any] = {"batch": 32, "lr": 1.5e-3, "seed": 0}
    start = time.process_time()
    draft = DRAFTS / f"{name}.checkpoint"
    resumed = draft.is_file()
    images = data.load(**source).images
    end = networks.train(networks.build(config), images, steps=steps, checkpoint=draft, **settings)
    if end.step < steps:
        sys.exit(f"{name}: stopped at step {end.step} of {steps}; run this again to go on")
    facts = {
        "data": source, "network": end.net.config, "parameters": networks.parameters(end.net),
        "receptive_field": field(end.net), **settings, "steps": steps,
        "images_seen": steps * settings["batch"], "seconds": round(end.seconds, 1),
        "cpu_seconds": None if resumed else round(time.process_time() - start, 1), "loss": end.loss, **versions(),
        "log": [[round(s, 1), step, round(loss, 5)] for s, step, loss in end.log],
    }
    keep(name, end.net, facts)
    draft.unlink()


def field(net: networks.Network) -> int | None:
    """The side of what a network sees; None, which JSON has and infinity it has not, for whole images of any size."""
    side = networks.receptive_field(net)
    return None if math.isinf(side) else int(side)


def keep(name: str, net: networks.Network, facts: dict[str, Any]) -> None:
    """Write weights, log and checksum."""
    path = WEIGHTS / f"{name}.safetensors"
    networks.save(net, path)
    path.with_suffix(".json").write_text(json.dumps(facts) + "\n", "utf8", newline="\n")
    for written in (path, path.with_suffix(".json")):
        data.record(written)
    print(f"{path.name}: {facts['parameters']} parameters, {path.stat().st_size} bytes, loss {facts['loss']:.4f}")


def versions() -> dict[str, str]:
    """What it was made with, and when."""
    return {"date": datetime.date.today().isoformat(), "machine": f"{platform.system()} {platform.machine()}",
            "python": platform.python_version(), "torch": version("torch").split("+")[0],
            "safetensors": version("safetensors")}


def store(path: pathlib.Path, facts: dict[str, Any]) -> None:
    """Write a file of data/results, whole or not at all, and its checksum. Each entry begins a line, for diffs."""
    draft = path.with_suffix(".part")
    text = json.dumps(facts, separators=(",", ":")).replace('},"', '},\n"') + "\n"
    draft.write_text(text, "utf8", newline="\n")
    draft.replace(path)
    data.record(path)


if __name__ == "__main__":
    names = sys.argv[1:] or list(RUNS)
    if unknown := [name for name in names if name not in RUNS]:
        sys.exit(f"unknown: {', '.join(unknown)}; there are {', '.join(RUNS)}")
    torch.set_num_threads(1)
    for folder in (WEIGHTS, DRAFTS):
        folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        make(name)
