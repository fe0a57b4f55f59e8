"""What every lab is: an anywidget whose jobs run in Python or in the page, with one manner of speaking.

The page sends {"type": "run", "id", "task", "params"} with float32 arrays (the noise); the job's messages go back under
that id: "step" ..., then one of "done", "error", "cancelled", "missing". Arrays travel as float32 buffers, listed by
"names". A job is a generator of (message, arrays), so it can be cancelled between two messages.
"""

import asyncio
import contextlib
import inspect
import math
import os
import pathlib
import reprlib
from collections.abc import Generator, Iterator
from typing import Any, ClassVar, NamedTuple

import anywidget
import torch
import traitlets
from IPython.display import display
from jaxtyping import Float
from matplotlib.figure import Figure
from torch import Tensor

from ...core.checks import check_count, check_images, check_level, check_number
from ...core.data import NAMES, Dataset, levels, load, resize
from ...core.posterior import Posterior
from ..draws import SEEDS
from . import interrupts, links
from .own import check_set, own_set, own_text
from .settings import Setting, Value, text, whole

BUNDLES = pathlib.Path(__file__).parents[1] / "bundles"
Message = tuple[dict[str, Any], dict[str, Tensor]]
Packed = tuple[dict[str, Any], list[bytes]]
# Windows that make a machine agree best with a residual network of 16 x 16 clothes, by its padding: their sides at
# t = 0.05, 0.1, ..., 1 of the networks' clock, read off resnet-zeros and resnet-circular (data/results/prediction.json)
CALIBRATED = {"zeros": (3, 3, 3, 5, 5, 5, 7, 7, 7, 7, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9),
              "circular": (3, 3, 3, 5, 5, 5, 5, 7, 7, 7, 9, 9, 9, 11, 11, 11, 11, 11, 11, 11)}
NAME, WORDS = 100, 1000  # most characters of a name from the page, and of an error that goes back
SEED = {"seed": whole(0, SEEDS)}  # a setting of every lab
OWN = "own"  # data that no name stands for
NAMED = r"own(~[\w-]{1,1500})?|[\w-]+(~[1-9]\d{0,3})?(@[1-9]\d{0,4})?"
DATA = {"data": text(NAMED, "emoji~16@40")}  # a setting of labs with images: as `known_as` gives it
SETS = 4  # of readers' own pictures that a lab keeps
BREATH = 0.002  # seconds between two messages of a job: time for a cancel to come in


def esm(bundle: str) -> str:
    """A lab's front end as one module that holds its worker's source: bundles/<bundle>.js, by scripts/front.py."""
    return (BUNDLES / f"{bundle}.js").read_text("utf8")


def css(bundle: str) -> str:
    """A lab's style: bundles/<bundle>.css."""
    return (BUNDLES / f"{bundle}.css").read_text("utf8")


class Chosen(NamedTuple):
    """Images (N, C, H, W), their labels and the classes' names, and the data set's name (`known_as`)."""

    images: Tensor
    labels: list[int]
    classes: list[str]
    data: str


def choose(data: Dataset | Tensor | None, n_max: int) -> Chosen:
    """At most `n_max` images; Fashion-MNIST if `data` is None."""
    data = load("fashion-mnist", n=n_max) if data is None else data
    images = check_images(data if isinstance(data, Tensor) else data.images, "data")
    if float(images.abs().max()) > 1:
        raise ValueError(f"data must lie in [-1, 1], got values up to {float(images.abs().max()):.3g}")
    if isinstance(data, Tensor):
        data = Dataset(images, torch.zeros(len(images), dtype=torch.long), (), "")
    data = data._replace(images=images[:n_max], labels=data.labels[:n_max])
    labels = data.labels.tolist() if data.classes else []
    return Chosen(data.images, labels, list(data.classes), known_as(data))


def in_levels(images: Float[Tensor, "N C H W"]) -> tuple[Tensor, Tensor]:
    """Images as levels 0 ... 255 (N, C, H, W), uint8, and as both engines compute with them, in [-1, 1]."""
    whole = levels(images)
    return whole, whole.float() / 127.5 - 1


def known_as(data: Dataset) -> str:
    """The name of a data set, with "~size" for another size and "@n" for its first n images, if it begins so.

    Other images are OWN; where a link has room for them, OWN, "~" and their text.
    """
    images, name = data.images, data.name
    n, side = len(images), images.shape[-1]
    if name not in NAMES or n > len(every := load(name).images):
        return carried(data)
    plain, some = every[:n], "" if n == len(every) else f"@{n}"
    if torch.equal(plain, images):
        return f"{name}{some}"
    return f"{name}~{side}{some}" if torch.equal(resize(plain, side), images) else carried(data)


def carried(data: Dataset) -> str:
    """OWN, and the text of images that a link has room for: few, of sides that the page draws."""
    try:
        text = own_text(data)
    except ValueError:
        return OWN
    return f"{OWN}~{text}" if torch.equal(own_set(text).images, data.images) else OWN


def named_data(named: str) -> Dataset:
    """The data set of a name as `known_as` gives it; ValueError for any other."""
    rest, _, n = named.partition("@")
    name, _, size = rest.partition("~")
    if name == OWN and size:
        return own_set(size)
    if name == OWN:
        raise ValueError("the link does not carry the reader's own pictures: hand them over as `data`")
    return load(name, n=int(n) if n else None, size=int(size) if size else None)


def floats(buffer: Any, name: str, shape: tuple[int, ...]) -> Tensor:
    """A float32 buffer from the page as a finite float64 tensor of `shape`; ValueError or TypeError otherwise."""
    if not isinstance(buffer, bytes | bytearray | memoryview):
        raise TypeError(f"{name} must come as bytes, got {type(buffer).__name__}")
    size, count = memoryview(buffer).nbytes, math.prod(shape)
    if size != 4 * count:
        raise ValueError(f"{name} must hold {count} float32 numbers, got {size} bytes")
    out = torch.frombuffer(bytearray(buffer), dtype=torch.float32).double().reshape(shape)
    if not torch.isfinite(out).all():
        raise ValueError(f"{name} must be finite")
    return out


def named(content: dict[str, Any], key: str) -> str:
    """A name from the page, of a view, a job or a task; TypeError unless it is a text of at most NAME characters."""
    value = content.get(key)
    if not isinstance(value, str) or len(value) > NAME:
        raise TypeError(f"{key} must be a text of at most {NAME} characters, got {reprlib.repr(value)}")
    return plain(value)


def plain(value: Any) -> Any:
    """`value` as JSON can carry it and a page read it: NaN and infinity as None, half characters as question marks."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, str):
        return value.encode("utf8", "replace").decode()
    if isinstance(value, dict):
        return {key: plain(x) for key, x in value.items()}
    return [plain(x) for x in value] if isinstance(value, list | tuple) else value


def packed(message: dict[str, Any], arrays: dict[str, Tensor]) -> Packed:
    """A message with its arrays as float32 buffers; ValueError where one holds what is no float32 number."""
    buffers = []
    for name, values in arrays.items():
        values = values.detach().float().contiguous()
        if not torch.isfinite(values).all():
            raise ValueError(f"{name} must be finite in float32 to be sent, and is not")
        buffers.append(values.numpy().tobytes())
    return plain({**message, "names": list(arrays)}), buffers


def failure(error: Exception) -> dict[str, Any]:
    """An error as a message, for the reader to see beside the controls; the kind where it is none of a caller's."""
    kind = "" if isinstance(error, ValueError | TypeError) else f"{type(error).__name__}: "
    return plain({"type": "error", "message": f"{kind}{error}"[:WORDS]})


def exactly(values: dict[str, Value], controls: dict[str, Setting]) -> dict[str, Value]:
    """Values of a link for Python: where any number may stand, 3 is 3.0."""
    return {name: float(value) if isinstance(value, int) and controls[name].continuous else value
            for name, value in values.items()}


class Lab(anywidget.AnyWidget):
    """Base of the labs. `images` holds grey levels 0 ... 255; both engines compute with images = level / 127.5 - 1."""

    controls: ClassVar[dict[str, Setting]] = SEED  # what it can be set to, as controls() in the front end has it
    fixed: ClassVar[dict[str, Setting]] = {}  # arguments that no reader sets, but which a link has to carry

    images = traitlets.Bytes().tag(sync=True)
    shape = traitlets.List(traitlets.Int()).tag(sync=True)
    labels = traitlets.List(traitlets.Int()).tag(sync=True)
    classes = traitlets.List(traitlets.Unicode()).tag(sync=True)
    settings = traitlets.Dict().tag(sync=True)
    made = traitlets.Dict().tag(sync=True)  # the lab's class and the name of its data, for links
    opened = traitlets.Dict().tag(sync=True)  # what a link sets it to at first
    description = traitlets.Unicode().tag(sync=True)

    def __init__(self, images: Float[Tensor, "N C H W"], settings: dict[str, Any], description: str, *,
                 data: str = "", **traits: Any):
        whole, self.data = in_levels(images)
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._brought: dict[str, Tensor] = {}
        super().__init__(images=whole.numpy().tobytes(), shape=list(whole.shape), settings=settings,
                         description=description, made=self._made(settings, data), **traits)
        self.on_msg(self._receive)

    def __repr__(self) -> str:
        return f"[widget] {self.description}"

    # ------------------------------------------------------------ links
    def _made(self, settings: dict[str, Any], data: str) -> dict[str, Any]:
        """What links say of a lab besides its settings: class, data, arguments that are not the default ones."""
        known = inspect.signature(type(self)).parameters
        other = {name: settings[name] for name in self.fixed if name in known and settings[name] != known[name].default}
        return {"lab": self.linked(), "data": data, "fixed": other}

    @classmethod
    def linked(cls) -> str:
        """The name that links have for the lab: that of the book's own class, also for a reader's heir of it."""
        book = __package__.rpartition(".")[0]
        return next(each.__name__ for each in cls.__mro__ if each.__module__.startswith(book))

    @classmethod
    def from_link(cls, link: str, data: Dataset | Tensor | None = None) -> "Lab":
        """The lab as a link has it, copied in a page or in a notebook: the same pictures from the same noise.

        `data` is for links that do not carry their pictures. ValueError names what cannot be followed: another lab,
        version, setting or value, or a data set that is not there.
        """
        values = links.read(link, cls.linked(), cls.controls | cls.fixed)
        given = cls.arguments(exactly(values, cls.controls | cls.fixed))
        allowed = set(inspect.signature(cls).parameters)
        if "data" in allowed:
            named = cls.pictures(str(values["data"])) if data is None and "data" in values else data
            given = {**given, "data": named}
        lab = cls(**{name: value for name, value in given.items() if name in allowed})
        lab.opened = {name: value for name, value in values.items() if name in cls.controls and name != "data"}
        return lab

    @classmethod
    def pictures(cls, name: str) -> Dataset:
        """The data set that a link names; ValueError where there is none."""
        return named_data(name)

    @classmethod
    def arguments(cls, values: dict[str, Value]) -> dict[str, Any]:
        """The arguments of a lab that offers these settings; by default those of the same names."""
        return dict(values)

    # ------------------------------------------------------------ what a lab adds
    def job(self, task: str, params: dict[str, Any], buffers: list[Any]) -> Iterator[Message]:
        """The messages of one job. ValueError or TypeError if a parameter is not allowed."""
        raise NotImplementedError

    def draw(self) -> tuple[Figure, str]:
        """The lab at its first settings as a figure, and its alt text."""
        raise NotImplementedError

    # ------------------------------------------------------------ messages
    def _receive(self, _: Any, content: Any, buffers: Any) -> None:
        """Whatever the page sends is answered, if only by an error."""
        try:
            self._heed(content, buffers)
        except (TypeError, ValueError) as error:
            self.send(failure(error))

    def _heed(self, content: Any, buffers: Any) -> None:
        if not isinstance(content, dict):
            raise TypeError(f"a message must be an object, got {reprlib.repr(content)}")
        kind = content.get("type")
        if kind == "ping":
            self.send({"type": "pong", "view": named(content, "view")})
        elif kind == "cancel":
            if task := self._tasks.get(named(content, "job")):
                task.cancel()
        elif kind == "run":
            self._start(named(content, "id"), content, buffers)
        elif kind == "own":
            self._bring(content, buffers)
        else:
            raise ValueError(f"message type must be ping, run, own or cancel, got {reprlib.repr(kind)}")

    def _bring(self, content: dict[str, Any], buffers: Any) -> None:
        """Pictures of the reader's own, which jobs then name; the last few sets are kept."""
        levels, about = (buffers or [None])[0], [content.get(key, []) for key in ("shape", "labels", "classes")]
        self._brought[named(content, "own")] = check_set(levels, *about)
        for name in list(self._brought)[:-SETS]:
            del self._brought[name]

    def _with(self, own: str, messages: Iterator[Message]) -> Iterator[Message]:
        """A job's messages, computed with pictures of the reader's own: each step of it sees them, others do not."""
        if own not in self._brought:
            raise ValueError(f"own must name pictures that were sent before, got {own!r}")
        with contextlib.closing(messages):  # type: ignore[type-var]
            while True:
                book, self.data = self.data, self._brought[own]
                try:
                    message = next(messages)
                except StopIteration:
                    return
                finally:
                    self.data = book
                yield message

    def _start(self, ident: str, content: dict[str, Any], buffers: Any) -> None:
        """Run a job as a task of the running loop; where there is none, at once."""
        if ident in self._tasks:
            raise ValueError(f"id must be new, a job {ident} is under way")
        messages = self._guarded(content, buffers)
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            for message, arrays in messages:
                self.send({"id": ident, **message}, arrays)
            return
        task = self._tasks[ident] = loop.create_task(self._work(ident, messages))
        interrupts.watch(task)
        task.add_done_callback(lambda task: self._ended(ident, task))

    async def _work(self, ident: str, messages: Generator[Packed, None, None]) -> None:
        with contextlib.closing(messages):  # a job that is cancelled ends now, not when it is collected
            interrupts.heed()
            for message, arrays in messages:
                await asyncio.sleep(BREATH)
                self.send({"id": ident, **message}, arrays)
                interrupts.heed()

    def _ended(self, ident: str, task: asyncio.Task[None]) -> None:
        """Also of a task that was cancelled before it began: where a kernel was busy, run and cancel come together."""
        self._tasks.pop(ident, None)
        interrupts.forget(task)
        if task.cancelled():
            why = {"message": interrupts.WORDS} if interrupts.interrupted(task) else {}
            self.send({"id": ident, "type": "cancelled", "names": [], **why}, [])

    def close(self) -> None:
        """Take the lab away; its jobs under way end, a training too."""
        for task in list(getattr(self, "_tasks", {}).values()):  # ipywidgets also closes what was never finished
            task.cancel()
        super().close()

    def _guarded(self, content: dict[str, Any], buffers: Any) -> Generator[Packed, None, None]:
        """The job's messages, ready to be sent; an error or an Interrupt becomes a message too."""
        params, arrays = content.get("params", {}), [] if buffers is None else buffers
        try:
            if not isinstance(params, dict) or not isinstance(arrays, list | tuple):
                raise TypeError(f"params must be an object and buffers a list, got {reprlib.repr(params)} and "
                                f"{reprlib.repr(arrays)}")
            messages = self.job(named(content, "task"), params, list(arrays))
            for message, tensors in self._with(named(content, "own"), messages) if "own" in content else messages:
                yield packed(message, tensors)
        except KeyboardInterrupt:
            yield {"type": "cancelled", "message": interrupts.WORDS, "names": []}, []
        except Exception as error:  # a reader's own edit of a module may raise anything
            yield failure(error) | {"names": []}, []

    def answers(self, task: str, params: dict[str, Any], *noise: Tensor) -> list[dict[str, Any]]:
        """A job's messages with their arrays, computed here and now from float32 `noise`."""
        buffers = [x.float().contiguous().numpy().tobytes() for x in noise]
        return [{**message, **arrays} for message, arrays in self.job(task, params, buffers)]

    # ------------------------------------------------------------ display
    def poster(self) -> bytes:
        """A PNG of the lab at its first settings, computed by Python; it stands where no JavaScript runs."""
        return self._poster()[0]

    def _poster(self) -> tuple[bytes, str]:
        from ...core import figures

        figures.style()
        fig, alt = self.draw()
        try:
            return figures.png(fig), alt
        finally:
            figures.plt.close(fig)

    def show(self) -> None:
        """Display the lab; where the book is built (MOSAICS_FIGURES=both) also its poster."""
        display(self)
        if os.environ.get("MOSAICS_FIGURES") == "both":
            from ...core.figures import display_png

            display_png(*self._poster(), classes="lab-poster")


def count_param(params: dict[str, Any], name: str, low: int, high: int | None = None) -> int:
    """An integer parameter; TypeError or ValueError if it is missing, of another kind, or out of range."""
    return check_count(params.get(name), name, low, high)  # type: ignore[arg-type]


def number_param(params: dict[str, Any], name: str) -> float:
    """A number > 0; TypeError or ValueError otherwise."""
    return check_number(real(params.get(name)), name, 0, strict=True)


def sigma_param(params: dict[str, Any], name: str = "sigma") -> float:
    """A noise level > 0, by default `sigma`; TypeError or ValueError otherwise."""
    return check_level(real(params.get(name)), name)


def real(value: Any) -> Any:
    """`value`, an integer as the float it stands for: the page writes 80.0 as 80. Beyond all floats it is infinite."""
    if type(value) is not int:
        return value
    return float(value) if abs(value) < 2**1023 else math.inf if value > 0 else -math.inf


def candidates(said: Posterior) -> dict[str, list[Any]]:
    """What a posterior with statistics and top list says, a list entry a query, as a message can carry it."""
    assert said.effective is not None and said.top_w is not None and said.top_i is not None
    return {"effective": said.effective.tolist(), "top_w": said.top_w.tolist(), "top_i": said.top_i.tolist()}


def tile(ax: Any, image: Tensor, title: str) -> None:
    """One image of a poster: ink on paper for one channel, colours for three."""
    from ...core.figures import draw_image

    draw_image(ax, image.reshape(image.shape[-3:]))
    ax.set_title(title, fontsize=7.5, pad=3)
    ax.set_xticks([]), ax.set_yticks([])
    ax.spines[:].set_visible(False)
