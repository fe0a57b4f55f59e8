"""What all labs share on Python's side: the front end's text, jobs that can be cancelled, a picture for the page.

A job is a generator of (content, arrays) pairs. The front end draws the noise from the visible seed and sends it along
as float32, so the same seed gives the same picture whichever engine computes.
"""

import asyncio
import json
import os
import pathlib
from collections.abc import Callable, Iterator
from typing import Any

import anywidget
import matplotlib.pyplot as plt
import numpy as np
import torch
import traitlets
from IPython.display import display
from matplotlib.figure import Figure
from torch import Tensor

from ..core.checks import check_choice, check_images
from ..core.figures import display_png, png

HERE = pathlib.Path(__file__).parent
Message = tuple[dict[str, Any], list[Tensor]]
Job = Callable[[dict[str, Any], list[Tensor]], Iterator[Message]]


def front(name: str) -> str:
    """The ES module of a lab: the worker's engine as a string, the shared kit, the lab itself."""
    engine = (HERE / "engine" / "engine.js").read_text("utf8")
    parts = [(HERE / "front" / f).read_text("utf8") for f in ("kit.js", f"{name}.js")]
    return "\n".join([f"const ENGINE = {json.dumps(engine)};", *parts])


class Lab(anywidget.AnyWidget):
    """Base of all labs. `images` (N, 1, H, W) in [-1, 1] are kept as bytes; both engines compute from these."""

    _css = (HERE / "front" / "lab.css").read_text("utf8")
    images = traitlets.Bytes(b"").tag(sync=True)
    shape = traitlets.List().tag(sync=True)
    settings = traitlets.Dict().tag(sync=True)
    about = "A widget of the book."

    def __init__(self, data: Tensor | None = None, **settings: Any):
        pixels, shape = b"", []
        if data is not None:
            if check_images(data, "data").shape[1] != 1:
                raise ValueError(f"data must have one channel, got {data.shape[1]}")
            grey = ((data.clamp(-1, 1) + 1) * 127.5).round().to(torch.uint8)  # (N, 1, H, W)
            self.data = grey.float() / 127.5 - 1  # (N, 1, H, W), what both engines see
            pixels, shape = grey.numpy().tobytes(), [len(grey), *grey.shape[2:]]
        super().__init__(images=pixels, shape=shape, settings=settings)
        self._cancelled: set[int] = set()
        self._tasks: set[asyncio.Task] = set()
        self.on_msg(self._receive)

    def jobs(self) -> dict[str, Job]:
        """The jobs this lab can do, by name."""
        raise NotImplementedError

    def draw_poster(self) -> tuple[Figure, str]:
        """A figure, with its alt text, that stands in the lab's place where no script runs."""
        raise NotImplementedError

    def show(self) -> None:
        """Display the lab; where the book is built, a picture of it first."""
        if os.environ.get("MOSAICS_FIGURES") == "both":
            fig, alt = self.draw_poster()
            display_png(png(fig), alt, "lab-poster")
            plt.close(fig)
        view = {"version_major": 2, "version_minor": 0, "model_id": self.model_id}
        display({"application/vnd.jupyter.widget-view+json": view, "text/plain": f"[widget] {self.about}"}, raw=True)

    def run(self, kind: str, params: dict[str, Any], arrays: list[Tensor]) -> Iterator[Message]:
        """Do a job: yields (content, arrays). ValueError or TypeError for a bad kind, parameter or array."""
        yield from self.jobs()[check_choice(kind, tuple(self.jobs()), "job")](params, arrays)

    def _receive(self, _: Any, content: dict[str, Any], buffers: list[Any]) -> None:
        if content["type"] == "ping":
            self.send({"type": "pong"})
        elif content["type"] == "cancel":
            self._cancelled.add(content["id"])
        elif content["type"] == "job":
            arrays = [torch.from_numpy(np.frombuffer(b, np.float32).copy()) for b in buffers]
            self._begin(content["id"], self.run(content["kind"], content["params"], arrays))

    def _begin(self, job: int, messages: Iterator[Message]) -> None:
        """Answer in a task of the kernel's loop, so that a cancel can arrive in between; at once where there is none."""
        work = self._answer(job, messages)
        try:
            task = asyncio.get_running_loop().create_task(work)
        except RuntimeError:
            asyncio.run(work)
        else:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _answer(self, job: int, messages: Iterator[Message]) -> None:
        try:
            for content, arrays in messages:
                if job in self._cancelled:
                    return
                self.send({"id": job, **content}, [a.float().contiguous().numpy().tobytes() for a in arrays])
                await asyncio.sleep(0.001)
        except (ValueError, TypeError) as error:
            self.send({"id": job, "type": "error", "message": str(error)})


def number(params: dict[str, Any], name: str, low: float, high: float) -> float:
    """params[name] if it is a number with low <= it <= high; else ValueError naming both."""
    value = params.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise ValueError(f"{name} must be a number from {low:g} to {high:g}, got {value!r}")
    return value


def whole(params: dict[str, Any], name: str, low: int, high: int) -> int:
    """params[name] if it is a whole number with low <= it <= high; else ValueError naming both."""
    value = number(params, name, low, high)
    if value != int(value):
        raise ValueError(f"{name} must be a whole number, got {value!r}")
    return int(value)


def shaped(arrays: list[Tensor], at: int, *shape: int) -> Tensor:
    """arrays[at] as `shape`; ValueError if it is missing, not finite or of another size."""
    wanted = int(np.prod(shape))
    if at >= len(arrays) or arrays[at].numel() != wanted:
        raise ValueError(f"array {at} must hold {wanted} numbers, got {arrays[at].numel() if at < len(arrays) else 'none'}")
    if not torch.isfinite(arrays[at]).all():
        raise ValueError(f"array {at} must be finite")
    return arrays[at].reshape(shape)
