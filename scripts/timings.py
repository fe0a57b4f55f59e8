"""Measure what every chapter costs a reader: `python scripts/timings.py [--check]`.

Each chapter runs in a fresh kernel; seconds are those of the whole run, memory is the kernel's largest
resident size, read every 20 ms. Without `--check` the result goes to data/results/timings.json, which the
page "Running the book" shows; with it, chapters beyond the budget make the script fail.
"""

import json
import os
import pathlib
import platform
import sys
import threading
import time

import nbformat
import psutil
from mosaics.core.data import record
from notebooks import execute
from stamps import ROOT

RESULTS = ROOT / "data" / "results" / "timings.json"
SECONDS, MEGABYTES = 90, 1500  # the budget of one chapter on two cores


class PeakMemory(threading.Thread):
    """Watches the largest resident size, in MB, of the kernels that this process started."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak, self.over = 0.0, threading.Event()

    def run(self) -> None:
        """Read until told that the run is over."""
        while not self.over.wait(0.02):
            self.peak = max(self.peak, sum(map(resident, psutil.Process().children(recursive=True))))


def resident(process: psutil.Process) -> float:
    """Resident size in MB; 0 for a process that has just ended."""
    try:
        return process.memory_info().rss / 1e6
    except psutil.Error:
        return 0.0


def measure(path: pathlib.Path) -> dict[str, float]:
    """Run one chapter as a reader does; seconds and peak MB."""
    watch, start = PeakMemory(), time.monotonic()
    watch.start()
    execute(nbformat.read(path, 4), timeout=600)
    watch.over.set()
    watch.join()
    return {"seconds": round(time.monotonic() - start, 1), "peak_mb": round(watch.peak)}


def versions() -> dict[str, object]:
    """Where and with what it was measured."""
    from importlib.metadata import version

    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return {"cores": cores, "machine": f"{platform.system()} {platform.machine()}",
            "python": platform.python_version(), "torch": version("torch").split("+")[0]}


def main() -> None:
    """Measure all chapters, print the table, write it or hold it against the budget."""
    chapters = {}
    for path in sorted((ROOT / "chapters").glob("*.ipynb")):
        chapters[path.stem] = measure(path)
        cost = chapters[path.stem]
        print(f"{path.stem:24}{cost['seconds']:8.1f} s{cost['peak_mb']:8.0f} MB", flush=True)
    if "--check" not in sys.argv:
        RESULTS.parent.mkdir(parents=True, exist_ok=True)
        RESULTS.write_text(json.dumps({**versions(), "chapters": chapters}, indent=1) + "\n", "utf8", newline="\n")
        record(RESULTS)
    over = [n for n, c in chapters.items() if c["seconds"] > SECONDS or c["peak_mb"] > MEGABYTES]
    if over:
        sys.exit(f"timings: beyond {SECONDS} s or {MEGABYTES} MB: {', '.join(over)}")


if __name__ == "__main__":
    main()
