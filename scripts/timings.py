"""Measure what every chapter costs a reader: `python scripts/timings.py [STEM ...]` on an idle machine.

Each chapter runs in a fresh kernel; seconds are those of the whole run, CPU seconds and memory those of the kernel and
of what it starts. With stems, such as 13-rivals, only these; the others must be of the same versions. The result goes
to data/results/timings.json, which the page "Running the book" shows.
`make test` holds CPU seconds and memory against the budget (tests/test_outputs.py).
"""

import json
import os
import pathlib
import platform
import sys
from importlib.metadata import version
from typing import Any

import costs
import nbformat
from mosaics.core.data import record, results
from stamps import ROOT

RESULTS = ROOT / "data" / "results" / "timings.json"


def measure(path: pathlib.Path) -> dict[str, float]:
    """Run one chapter as a reader does: seconds, CPU seconds and peak MB."""
    cost = costs.run(nbformat.read(path, 4), path.parent)
    whole, cpu = round(cost.seconds, 1), round(cost.cpu_seconds, 1)
    return {"seconds": whole, "cpu_seconds": cpu, "peak_mb": round(cost.peak_mb)}


def versions() -> dict[str, object]:
    """Where and with what it was measured."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return {"cores": cores, "machine": f"{platform.system()} {platform.machine()}", "labour": round(costs.labour(), 3),
            "python": platform.python_version(), "torch": version("torch").split("+")[0]}


def kept() -> dict[str, Any]:
    """What is stored; SystemExit where it was measured with other versions."""
    held, now = results("timings"), versions()
    for name in ("machine", "python", "torch"):
        if held[name] != now[name]:
            raise SystemExit(f"{RESULTS.name} was measured with {name} {held[name]}; measure all chapters")
    return held


def main() -> None:
    """Measure all chapters, or those asked for, print the table and write it."""
    out: dict[str, Any] = kept() if sys.argv[1:] else {**versions(), "chapters": {}}
    for path in sorted((ROOT / "chapters").glob("*.ipynb")):
        if sys.argv[1:] and path.stem not in sys.argv[1:]:
            continue
        cost = out["chapters"][path.stem] = measure(path)
        print(f"{path.stem:24}{cost['seconds']:8.1f} s{cost['cpu_seconds']:8.1f} CPU s{cost['peak_mb']:8.0f} MB",
              flush=True)
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(out, indent=1) + "\n", "utf8", newline="\n")
    record(RESULTS)


if __name__ == "__main__":
    main()
