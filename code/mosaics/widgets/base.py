"""What every lab is: an anywidget whose jobs run in Python or in the page, with one manner of speaking.

The page sends {"type": "run", "id", "task", "params"} with float32 arrays (the noise); the job's messages go back under
that id: "step" ..., then one of "done", "error", "cancelled", "missing". Arrays travel as float32 buffers, listed by
"names". A job is a generator of (message, arrays), so it can be cancelled between two messages.
"""

import asyncio
import base64
import json
import os
import pathlib
import re
from collections.abc import Iterator, Sequence
from typing import Any

import anywidget
import torch
import traitlets
from IPython.display import display
from jaxtyping import Float
from matplotlib.figure import Figure
from torch import Tensor

from ..core.checks import check_count, check_images, check_level
from ..core.data import Dataset, load
from ..core.posterior import Posterior

HERE = pathlib.Path(__file__).parent
SHARED = ("draws", "dom", "draw", "machine", "frame")
Message = tuple[dict[str, Any], dict[str, Tensor]]
# Windows that make a machine agree best with a residual network of 16 x 16 clothes, by its padding: their sides at
# t = 0.05, 0.1, ..., 1 of the networks' clock, read off resnet-zeros and resnet-circular (data/results/prediction.json)
CALIBRATED = {"zeros": (3, 3, 3, 5, 5, 5, 7, 7, 7, 7, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9),
              "circular": (3, 3, 3, 5, 5, 5, 5, 7, 7, 7, 9, 9, 9, 11, 11, 11, 11, 11, 11, 11)}
BREATH = 0.002  # seconds between two messages of a job: time for a cancel to come in


def _join(folder: str, *names: str) -> str:
    return "\n".join((HERE / folder / name).read_text("utf8") for name in names)


def esm(*parts: str, engine: Sequence[str] = ()) -> str:
    """The front end of a lab as one module: shared parts, its own (front/<name>.js), the worker's source as a string.

    `engine` names parts of the worker that this lab alone needs (engine/<name>.js).
    """
    front = _join("front", *(f"{name}.js" for name in (*SHARED, *parts)))
    return front + f"\nconst ENGINE = {json.dumps(worker(*engine))};\n"


def worker(*engine: str) -> str:
    """The worker's source. Where a part says "base64:<file>" (engine/<file>) it gets the file's bytes, so written."""
    source = _join("engine", *(f"{name}.js" for name in ("engine", *engine)))
    binary = lambda found: base64.b64encode((HERE / "engine" / found[1]).read_bytes()).decode()  # noqa: E731
    return re.sub(r"(?<=\")base64:([\w.]+)(?=\")", binary, source)


def css(lab: str = "") -> str:
    """The style that all labs share, and a lab's own (front/<lab>.css)."""
    return _join("front", "lab.css", *([f"{lab}.css"] if lab else []))


def choose(data: Dataset | Tensor | None, n_max: int) -> tuple[Tensor, list[int], list[str]]:
    """At most `n_max` images (N, C, H, W), their labels and the classes' names; Fashion-MNIST if `data` is None."""
    data = load("fashion-mnist", n=n_max) if data is None else data
    images = check_images(data if isinstance(data, Tensor) else data.images, "data")
    if float(images.abs().max()) > 1:
        raise ValueError(f"data must lie in [-1, 1], got values up to {float(images.abs().max()):.3g}")
    if isinstance(data, Tensor):
        return images[:n_max], [], []
    return images[:n_max], data.labels[:n_max].tolist(), list(data.classes)


def floats(buffer: Any, name: str, shape: tuple[int, ...]) -> Tensor:
    """A float32 buffer from the page as a finite float64 tensor of `shape`; ValueError if it is not that."""
    raw, count = bytes(buffer), int(torch.tensor(shape).prod())
    if len(raw) != 4 * count:
        raise ValueError(f"{name} must hold {count} float32 numbers, got {len(raw)} bytes")
    out = torch.frombuffer(bytearray(raw), dtype=torch.float32).double().reshape(shape)
    if not torch.isfinite(out).all():
        raise ValueError(f"{name} must be finite")
    return out


class Lab(anywidget.AnyWidget):
    """Base of the labs. `images` holds grey levels 0 ... 255; both engines compute with images = level / 127.5 - 1."""

    images = traitlets.Bytes().tag(sync=True)
    shape = traitlets.List(traitlets.Int()).tag(sync=True)
    labels = traitlets.List(traitlets.Int()).tag(sync=True)
    classes = traitlets.List(traitlets.Unicode()).tag(sync=True)
    settings = traitlets.Dict().tag(sync=True)
    description = traitlets.Unicode().tag(sync=True)

    def __init__(self, images: Float[Tensor, "N C H W"], settings: dict[str, Any], description: str, **traits: Any):
        levels = ((images + 1) * 127.5).round().to(torch.uint8)  # (N, C, H, W)
        self.data = levels.float() / 127.5 - 1  # (N, C, H, W)
        self._tasks: dict[str, asyncio.Task[None]] = {}
        super().__init__(images=levels.numpy().tobytes(), shape=list(levels.shape), settings=settings,
                         description=description, **traits)
        self.on_msg(self._receive)

    def __repr__(self) -> str:
        return f"[widget] {self.description}"

    # ------------------------------------------------------------ what a lab adds
    def job(self, task: str, params: dict[str, Any], buffers: list[Any]) -> Iterator[Message]:
        """The messages of one job. ValueError or TypeError if a parameter is not allowed."""
        raise NotImplementedError

    def draw(self) -> tuple[Figure, str]:
        """The lab at its first settings as a figure, and its alt text."""
        raise NotImplementedError

    # ------------------------------------------------------------ messages
    def _receive(self, _: Any, content: dict[str, Any], buffers: list[Any]) -> None:
        kind = content.get("type")
        if kind == "ping":
            self.send({"type": "pong", "view": content.get("view")})
        elif kind == "cancel":
            if task := self._tasks.get(str(content.get("job"))):
                task.cancel()
        elif kind == "run":
            self._start(str(content.get("id")), content, buffers)
        else:
            self.send({"type": "error", "message": f"message type must be ping, run or cancel, got {kind!r}"})

    def _start(self, ident: str, content: dict[str, Any], buffers: list[Any]) -> None:
        """Run a job as a task of the running loop; where there is none, at once."""
        messages = self._guarded(content, buffers)
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            for message, arrays in messages:
                self._post(ident, message, arrays)
            return
        self._tasks[ident] = loop.create_task(self._work(ident, messages))

    async def _work(self, ident: str, messages: Iterator[Message]) -> None:
        try:
            for message, arrays in messages:
                await asyncio.sleep(BREATH)
                self._post(ident, message, arrays)
        except asyncio.CancelledError:
            self._post(ident, {"type": "cancelled"}, {})
        finally:
            self._tasks.pop(ident, None)

    def _guarded(self, content: dict[str, Any], buffers: list[Any]) -> Iterator[Message]:
        """The job's messages; an error becomes a message too, for the reader to see beside the controls."""
        try:
            yield from self.job(str(content.get("task")), dict(content.get("params") or {}), buffers)
        except Exception as error:  # a reader's own edit of a module may raise anything
            kind = "" if isinstance(error, ValueError | TypeError) else f"{type(error).__name__}: "
            yield {"type": "error", "message": f"{kind}{error}"}, {}

    def _post(self, ident: str, message: dict[str, Any], arrays: dict[str, Tensor]) -> None:
        buffers = [x.detach().float().contiguous().numpy().tobytes() for x in arrays.values()]
        self.send({"id": ident, **message, "names": list(arrays)}, buffers)

    def answers(self, task: str, params: dict[str, Any], *noise: Tensor) -> list[dict[str, Any]]:
        """A job's messages with their arrays, computed here and now from float32 `noise`."""
        buffers = [x.float().contiguous().numpy().tobytes() for x in noise]
        return [{**message, **arrays} for message, arrays in self.job(task, params, buffers)]

    # ------------------------------------------------------------ display
    def poster(self) -> bytes:
        """A PNG of the lab at its first settings, computed by Python; it stands where no JavaScript runs."""
        return self._poster()[0]

    def _poster(self) -> tuple[bytes, str]:
        from ..core import figures

        figures.style()
        with figures.plt.rc_context({"savefig.facecolor": "#fdfcf9"}):  # paper: dark ink must be seen on any page
            fig, alt = self.draw()
            try:
                return figures.png(fig, "light"), alt
            finally:
                figures.plt.close(fig)

    def show(self) -> None:
        """Display the lab; where the book is built (MOSAICS_FIGURES=both) also its poster."""
        display(self)
        if os.environ.get("MOSAICS_FIGURES") == "both":
            from ..core.figures import display_png

            display_png(*self._poster(), classes="lab-poster")


def count_param(params: dict[str, Any], name: str, low: int, high: int | None = None) -> int:
    """An integer parameter; TypeError or ValueError if it is missing, of another kind, or out of range."""
    return check_count(params.get(name), name, low, high)  # type: ignore[arg-type]


def sigma_param(params: dict[str, Any], name: str = "sigma") -> float:
    """A noise level > 0, by default `sigma`; TypeError or ValueError otherwise."""
    value = params.get(name)
    value = float(value) if type(value) is int else value  # the page writes 80.0 as 80
    return check_level(value, name)


def candidates(said: Posterior) -> dict[str, list[Any]]:
    """What a posterior with statistics and top list says, a list entry a query, as a message can carry it."""
    assert said.effective is not None and said.top_w is not None and said.top_i is not None
    return {"effective": said.effective.tolist(), "top_w": said.top_w.tolist(), "top_i": said.top_i.tolist()}


def tile(ax: Any, image: Tensor, title: str) -> None:
    """One image of a poster: ink on paper for one channel, colours for three."""
    from ..core.figures import draw_image

    draw_image(ax, image.reshape(image.shape[-3:]))
    ax.set_title(title, fontsize=7.5, pad=3)
    ax.set_xticks([]), ax.set_yticks([])
    ax.spines[:].set_visible(False)
