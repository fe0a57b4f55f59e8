"""The command line of a script that makes a file of data/results part by part.

After each part the file is written, so that an interrupted run loses one at most: `--missing` goes on with the parts
that are not there, `--only NAME ...` makes some anew. `--facts` makes none, and brings what the file tells about all of
them (seeds, levels) up to what the script says.
"""

import argparse
import json
import multiprocessing
import os
import pathlib
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any

import psutil
import torch
from make_weights import store, versions
from torch import Tensor

Part = dict[str, Any]


def told(seeds: Mapping[str, int]) -> list[str]:
    """Seeds as a file of results tells them: "noise 404"."""
    return [f"{what} {seed}" for what, seed in seeds.items()]


def significant(value: float | Tensor) -> float:
    """Four digits that count, also of small numbers."""
    return float(f"{float(value):.4g}")


def alone(function: Callable[..., Part], *task: Any) -> Part:
    """What the function of a module makes in a process of its own, whose memory is nobody else's."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(function, task)


def peak_mb() -> float:
    """The most memory that this process has held so far, in megabytes."""
    if sys.platform == "win32":
        return psutil.Process().memory_info().peak_wset / 1e6
    if (status := pathlib.Path("/proc/self/status")).exists():  # Linux: `getrusage` counts what a parent held, too
        lines = status.read_text("ascii", "replace").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) * 1024 / 1e6
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6  # of macOS, in bytes


def asked(doc: str | None, path: pathlib.Path, parts: Mapping[str, Any]) -> argparse.Namespace:
    """The command line; it ends the program where a part is unknown, the file damaged, or facts have none to stand in.

    Before anything is made: hours later it would be lost.
    """
    ask = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--only", nargs="+", default=[], metavar="NAME", help="these parts")
    ask.add_argument("--missing", action="store_true", help="leave out what the file holds")
    ask.add_argument("--facts", action="store_true", help="only tell anew what holds for all parts")
    args = ask.parse_args()
    if unknown := set(args.only) - set(parts):
        ask.error(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(parts)}")
    if args.facts and not path.is_file():
        ask.error(f"there is no {path} yet")
    if args.facts and (args.only or args.missing):
        ask.error("--facts makes no parts: give neither --only nor --missing with it")
    try:
        read(path)
    except ValueError as err:
        ask.error(f"{path} is damaged: mend it or move it away ({err})")
    return args


def spent() -> float:
    """CPU seconds of this process so far, and of those that it started and that have ended."""
    ended = os.times()
    return time.process_time() + ended.children_user + ended.children_system


def make(doc: str | None, path: pathlib.Path, parts: Mapping[str, Callable[[], Part]], facts: Part | None = None,
         under: str = "rows") -> None:
    """Read the command line and make what it asks for, on one thread.

    The file holds versions, `facts`, and `under` the parts in their order, each with the CPU seconds that it took.
    """
    args, facts = asked(doc, path, parts), facts or {}
    torch.set_num_threads(1)
    for name in [] if args.facts else args.only or parts:
        if args.missing and name in read(path).get(under, {}):
            continue
        start = spent()
        part = parts[name]()
        there = read(path).get(under, {}) | {name: part | {"cpu_seconds": significant(spent() - start)}}
        store(path, {**versions(), **facts, under: {each: there[each] for each in parts if each in there}})
        print(f"{name}: {str(part)[:200]}, {spent() - start:.0f} s", flush=True)
    if args.facts:
        held = read(path)
        store(path, {key: held[key] for key in held if key != under} | facts | {under: held.get(under, {})})


def read(path: pathlib.Path) -> dict[str, Any]:
    """What the file holds by now, {} where there is none; ValueError where it is damaged."""
    held = json.loads(path.read_text("utf8")) if path.is_file() else {}
    if not isinstance(held, dict):
        raise ValueError(f"it holds no object but {type(held).__name__}")
    return held
