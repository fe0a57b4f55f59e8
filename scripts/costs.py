"""What running a chapter costs: CPU seconds and memory of a kernel and of all that it starts.

CPU seconds, unlike those of a clock, hardly depend on what else a machine does; `slowness` says how they compare with
those of the machine that measured data/results/timings.json.
"""

import contextlib
import pathlib
import threading
import time
from dataclasses import dataclass
from typing import Any

import numpy as np
import psutil
from mosaics.core.data import results
from nbclient import NotebookClient
from nbformat import NotebookNode
from notebooks import CLIENT

CPU_SECONDS, MEGABYTES = 120.0, 1500.0  # the budget of one chapter


class Watch(threading.Thread):
    """Reads a process and its descendants every 50 ms until `stop`: their CPU seconds, and their largest size in MB."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.root, self.over = psutil.Process(pid), threading.Event()
        self.spent: dict[tuple[int, float], float] = {}  # by process, for those too that have ended
        self.peak_mb = 0.0

    def run(self) -> None:
        """Read until told that the run is over."""
        while not self.over.wait(0.05):
            self.read()

    def read(self) -> None:
        """Look once."""
        size, tree = 0.0, [self.root]
        with contextlib.suppress(psutil.Error):  # what has just ended says nothing
            tree += self.root.children(recursive=True)
        for process in tree:
            with contextlib.suppress(psutil.Error), process.oneshot():
                spent, size = process.cpu_times(), size + process.memory_info().rss / 1e6
                self.spent[process.pid, process.create_time()] = spent.user + spent.system
        self.peak_mb = max(self.peak_mb, size)

    def stop(self) -> tuple[float, float]:
        """CPU seconds and MB, all told; of a process that has ended, up to 50 ms before its end."""
        self.read()
        self.over.set()
        self.join()
        return sum(self.spent.values()), self.peak_mb


@dataclass(frozen=True)
class Cost:
    """What a run took: by the clock, by all cores together, and at most at a time."""

    seconds: float
    cpu_seconds: float
    peak_mb: float


def run(nb: NotebookNode, folder: pathlib.Path) -> Cost:
    """Run a notebook where it stands, in a kernel of its own in `folder`. Raises what nbclient raises."""
    client: Any = NotebookClient(nb, **CLIENT, record_timing=False, resources={"metadata": {"path": str(folder)}})
    watches, begun = [], time.monotonic()

    def watch(notebook: NotebookNode) -> None:
        watches.append(Watch(client.km.provisioner.pid))
        watches[0].start()

    client.on_notebook_start = watch
    try:
        client.execute()
    finally:
        spent = [each.stop() for each in watches]  # none where no kernel started
    return Cost(time.monotonic() - begun, *spent[0])


def labour() -> float:
    """CPU seconds of one thread for fixed work, about half of it numpy's and half Python's own; the best of three."""
    x, tries = np.linspace(-1, 1, 100_000), []
    for _ in range(3):
        start, total = time.thread_time(), 0.0
        for k in range(300):
            total += float(np.exp(x * (1 + k % 3)).sum())
        for i in range(5_000_000):
            total += i & 3
        tries.append(time.thread_time() - start)
    return min(tries)


def slowness() -> float:
    """How many times as long as the machine of data/results/timings.json this one computes just now; at least 1."""
    return max(1.0, labour() / results("timings")["labour"])
