"""CanvasLab: a picture of any size from the patches of one, coarse to fine (chapter 14)."""

import reprlib
from collections.abc import Iterator
from typing import Any, ClassVar

import matplotlib.pyplot as plt
import torch
from jaxtyping import Float
from matplotlib.figure import Figure
from torch import Tensor

from ... import canvas
from ...core.checks import check_choice, check_count, check_training
from ...core.data import Dataset
from ..draws import SEEDS
from ..shared.base import OWN, SEED, Lab, Message, css, esm, floats, real, tile
from ..shared.settings import Setting, number, text, whole, word
from .wanted import (
    BEGINS,
    CHANNELS,
    COARSEST,
    FIRST,
    FORM,
    NOTHING,
    SIDES,
    STEPS,
    SYMMETRIES,
    WEIGHT,
    WINDOWS,
    Wanted,
    check,
    states,
)

OWN_SIDES = (16, 64)  # of a reader's own picture
SMALL = 48  # the longer side of a poster's canvas


class CanvasLab(Lab):
    """A canvas of `height` x `width` pixels (16 ... 256) that grows from the patches of one picture.

    `picture`: one of `canvas.SOURCES`; or "own", which is `data`: a picture (1, 3, h, w) in [-1, 1] of sides 16 ...
    64. `begin`: "noise", "picture" (that picture at the canvas' sides, as in `canvas.retarget`) or "holes"
    (`canvas.inpaint`); `first`, 0.05 ... 2: the noise level at which the latter two begin. `tiles`: "on" or "off".
    `symmetry`: one of `wanted.SYMMETRIES`. `P`: side of the windows, odd, 3 ... 11; `coarsest`: pixels of the picture's
    shorter side at the first scale, P ... 64; `steps`, 1 ... 10: guesses a scale. `painted`: what was painted
    (`wanted.painted`), `weight` in [0, 1]: how much colours count. `seed` in 0 ... 99,999. ValueError or TypeError
    otherwise.
    """

    _esm = esm("canvas")
    _css = css("canvas")
    controls: ClassVar = {
        "picture": word(*canvas.SOURCES, OWN), "height": whole(*SIDES), "width": whole(*SIDES), "begin": word(*BEGINS),
        "tiles": word("on", "off"), "symmetry": word(*SYMMETRIES), "P": Setting(*WINDOWS, "odd"),
        "coarsest": whole(*COARSEST), "steps": whole(*STEPS), "first": number(*FIRST), "weight": number(*WEIGHT),
        "painted": text(FORM, "ffffff~35.a", NOTHING), "show": word("one", "tiled"), **SEED}

    def __init__(
        self, data: Dataset | Tensor | None = None, *, picture: str | None = None, height: int = 96, width: int = 96,
        begin: str = "noise", tiles: str = "off", symmetry: str = "none", P: int = 7, coarsest: int = 14,
        steps: int = 4, first: float = 0.3, weight: float = 0.5, painted: str = NOTHING, seed: int = 1,
    ):
        wanted = check(Wanted(height, width, begin, tiles, symmetry, P, coarsest, steps, first, weight, painted))
        picture = check_choice(picture or ("brick" if data is None else OWN), (*canvas.SOURCES, OWN), "picture")
        if (picture == OWN) != (data is not None):
            raise ValueError(f"picture must be {OWN} if a picture is handed over as `data`, and only then, "
                             f"got {picture}")
        names = [*canvas.SOURCES] if data is None else [OWN]
        images = torch.cat([canvas.source(name) for name in names]) if data is None else _own(data)
        known = {name: canvas.SOURCES[name]._asdict() for name in names if name != OWN}
        settings = {"pictures": [{"name": name, **known.get(name, {})} for name in names], "picture": picture,
                    **wanted._asdict(), "seed": check_count(seed, "seed", 0, SEEDS), "sides": SIDES}
        super().__init__(images, settings, "CanvasLab: a picture of any size grows from the patches of one")
        self.first_states()  # says what cannot be: holes that leave no window, an oblong turned by a quarter

    def first_states(self, height: int = 0, width: int = 0) -> Iterator[canvas.Grown]:
        """The run at the first settings, or on a smaller canvas on which nothing is painted."""
        wanted = Wanted(*(self.settings[name] for name in Wanted._fields))
        if height:
            wanted = wanted._replace(height=height, width=width, painted=NOTHING)
        at = [each["name"] for each in self.settings["pictures"]].index(self.settings["picture"])
        return states(self.data[at : at + 1], wanted, self.settings["seed"])

    def job(self, task: str, params: dict[str, Any], buffers: list[Any]) -> Iterator[Message]:
        """Task "grow": the canvas after each guess, from the noise of all scales and the picture (two buffers)."""
        check_choice(task, ("grow",), "task")
        values = [params.get(name) for name in Wanted._fields]
        wanted = check(Wanted(*(real(value) if name in ("first", "weight") else value
                                for name, value in zip(Wanted._fields, values, strict=True))))  # type: ignore[arg-type]
        if len(buffers) != 2:
            raise ValueError(f"noise and the picture must come as two arrays, got {len(buffers)}")
        source = floats(buffers[1], "picture", (1, *_shape(params.get("shape"))))
        noise = floats(buffers[0], "noise", (_length(buffers[0]),))
        last = None
        for state in states(source, wanted, noise):
            last = state
            if state.x0_hat is not None:
                yield {"type": "step", "scale": state.scale, "scales": state.scales, "sides": list(state.z.shape[2:]),
                       "share": state.share}, {"z": state.z}
        assert last is not None
        yield {"type": "done", "scales": last.scales}, {"z": last.z}

    def draw(self) -> tuple[Figure, str]:
        """The picture, and a small canvas at the first settings."""
        s = self.settings
        share = min(1.0, SMALL / max(s["height"], s["width"]))
        H, W = (max(16, round(share * s[name])) for name in ("height", "width"))
        small = self if s["begin"] == "holes" else None
        out = canvas.finished(self.first_states() if small else self.first_states(H, W), progress=False)
        fig, (left, right) = plt.subplots(1, 2, figsize=(5, 2.6))
        at = [each["name"] for each in s["pictures"]].index(s["picture"])
        tile(left, self.data[at], "the picture")
        tile(right, out[0], "a canvas of its patches")
        label = s["pictures"][at].get("label", "own picture").lower()
        return fig, (f"A picture ({label}) and beside it a canvas of {out.shape[2]} by {out.shape[3]} pixels that has "
                     f"grown from noise, coarse to fine, of windows of {s['P']} by {s['P']} pixels of the picture.")


def _own(data: Dataset | Tensor) -> Float[Tensor, "1 3 h w"]:
    images = check_training(data if isinstance(data, Tensor) else data.images)
    if images.shape[:2] != (1, CHANNELS):
        raise ValueError(f"data must be one picture in colour (1, 3, h, w), got {tuple(images.shape)}")
    for side in images.shape[2:]:
        check_count(side, "side of the picture", *OWN_SIDES)
    if (most := float(images.abs().max())) > 1:
        raise ValueError(f"data must lie in [-1, 1], got values up to {most:.3g}")
    return images.float()


def _shape(value: Any) -> tuple[int, int, int]:
    """Channels and sides of a picture from the page; TypeError or ValueError for others."""
    if not isinstance(value, list | tuple) or len(value) != 3:
        raise TypeError(f"shape must be three integers (C, h, w), got {reprlib.repr(value)}")
    h, w = (check_count(side, "side of the picture", *OWN_SIDES) for side in value[1:])
    return check_count(value[0], "channels", CHANNELS, CHANNELS), h, w


def _length(buffer: Any) -> int:
    """How many float32 numbers a buffer holds; TypeError for what is none."""
    if not isinstance(buffer, bytes | bytearray | memoryview):
        raise TypeError(f"noise must come as bytes, got {type(buffer).__name__}")
    return memoryview(buffer).nbytes // 4

