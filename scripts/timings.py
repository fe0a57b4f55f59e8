"""Measure what every chapter costs a reader: `python scripts/timings.py` on an idle machine.

Each chapter runs in a fresh kernel; seconds are those of the whole run, CPU seconds and memory those of the kernel and
of what it starts. The result goes to data/results/timings.json, which the page "Running the book" shows.
`make test` holds CPU seconds and memory against the budget (tests/chapter_costs.py).
"""

import json
import os
import pathlib
import platform
import time
from importlib.metadata import version
from typing import Any

import nbformat
from costs import Watch, labour
from mosaics.core.data import record
from nbclient import NotebookClient
from notebooks import CLIENT
from stamps import ROOT

RESULTS = ROOT / "data" / "results" / "timings.json"


def measure(path: pathlib.Path) -> dict[str, float]:
    """Run one chapter as a reader does: seconds, CPU seconds and peak MB."""
    start, place = time.monotonic(), {"metadata": {"path": str(path.parent)}}
    client: Any = NotebookClient(nbformat.read(path, 4), **CLIENT, resources=place)
    with client.setup_kernel():
        watch = Watch(client.km.provisioner.pid)
        watch.start()
        for k, cell in enumerate(client.nb.cells):
            client.execute_cell(cell, k)
        cpu, peak = watch.stop()
    return {"seconds": round(time.monotonic() - start, 1), "cpu_seconds": round(cpu, 1), "peak_mb": round(peak)}


def versions() -> dict[str, object]:
    """Where and with what it was measured."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return {"cores": cores, "machine": f"{platform.system()} {platform.machine()}", "labour": round(labour(), 3),
            "python": platform.python_version(), "torch": version("torch").split("+")[0]}


def main() -> None:
    """Measure all chapters, print the table and write it."""
    facts, chapters = versions(), {}
    for path in sorted((ROOT / "chapters").glob("*.ipynb")):
        cost = chapters[path.stem] = measure(path)
        print(f"{path.stem:24}{cost['seconds']:8.1f} s{cost['cpu_seconds']:8.1f} CPU s{cost['peak_mb']:8.0f} MB",
              flush=True)
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps({**facts, "chapters": chapters}, indent=1) + "\n", "utf8", newline="\n")
    record(RESULTS)


if __name__ == "__main__":
    main()
