"""What schematics are made of, in one style.

Conventions. A schematic is a function that draws on a `Sheet`: one pair of axes in inches, x to the right and y
*downwards*, so that rows of pixels count as in an image. It is decorated with `@drawn` and takes the sheet as its first
argument; it asks `sheet.phone` whether it draws the form for phones (at most 3.3 inches wide) and sets the size with
`sheet.size(width, height)`. What a drawing says is said in few words beside the thing, in 9 to 10 points, never in a
legend. Colours: blue is what is asked about, orange what answers, green and purple are others, ink is text and outlines
of paper, soft ink explains. Images are in [-1, 1]; one channel is printed as ink. All values come in as arguments or
are computed from a formula that stands in the code: nothing is drawn by hand that could be computed.
"""

import functools
from collections.abc import Callable, Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from jaxtyping import Float
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, PathPatch, Polygon, Rectangle
from matplotlib.path import Path
from torch import Tensor

from ..checks import check_tensor
from ..palette import COLORS, INK, LINE, PAPER, SOFT, TILE, text_color

Number = float | int
WIDE, PHONE = 7.2, 3.3  # inches
SMALL, NORMAL, LARGE = 9.0, 9.5, 10.5  # points


def shade(color: str) -> str:
    """A house colour by name, or the value itself."""
    return {"ink": INK["light"], "soft": SOFT, "line": LINE, "tile": TILE, "paper": PAPER, **COLORS}.get(color, color)


def check_image(image: Tensor, name: str = "image") -> None:
    """ValueError unless (C, H, W) with C = 1 or 3."""
    if check_tensor(image, name).ndim != 3 or image.shape[0] not in (1, 3) or 0 in image.shape:
        raise ValueError(f"{name} must have shape (1 or 3, H, W), got {tuple(image.shape)}")


class Sheet:
    """A page to draw on, in inches, y downwards. `phone`: whether this is the form for phones."""

    def __init__(self, phone: bool) -> None:
        self.phone = phone
        self.fig: Figure = plt.figure(layout="none")
        self.ax: Axes = self.fig.add_axes((0, 0, 1, 1))
        self.ax.axis("off")

    def size(self, width: Number, height: Number) -> None:
        """Set the sheet's size in inches."""
        self.fig.set_size_inches(width, height)
        self.ax.set(xlim=(0, width), ylim=(height, 0), aspect="equal")

    def pixels(
        self, image: Float[Tensor, "C H W"], x: Number, y: Number, width: Number, lines: bool = False, fade: Number = 1,
    ) -> Number:
        """An image with its upper left corner at (x, y); the height in inches. `lines` draws the pixels' edges."""
        check_image(image)
        _, H, W = image.shape
        height = width * H / W
        light = ((image.clamp(-1, 1) + 1) / 2).float().permute(1, 2, 0).squeeze(-1).detach().numpy()
        self.ax.imshow(light, cmap="gray_r", vmin=0, vmax=1, interpolation="nearest", aspect="equal", zorder=1,
                       extent=(x, x + width, y + height, y), alpha=None if fade == 1 else fade)
        self.restore()
        edge: dict[str, Any] = {"color": COLORS["grey"], "lw": 0.35, "zorder": 2, "alpha": 0.6}
        if lines:
            for k in range(1, W):
                self.ax.plot([x + k * width / W] * 2, [y, y + height], **edge)
            for k in range(1, H):
                self.ax.plot([x, x + width], [y + k * height / H] * 2, **edge)
        self.frame(x, y, width, height, "grey", 0.7)
        return height

    def restore(self) -> None:
        """Put the limits back, which matplotlib moves when it draws a picture."""
        width, height = self.fig.get_size_inches()
        self.ax.set(xlim=(0, width), ylim=(height, 0), aspect="equal")

    def frame(
        self, x: Number, y: Number, width: Number, height: Number, color: str = "blue", lw: Number = 1.8, ls: str = "-",
        fill: str | None = None, alpha: Number = 1.0, zorder: Number = 3,
    ) -> None:
        """A rectangle: a window's frame, or a tint with `fill`."""
        self.ax.add_patch(Rectangle((x, y), width, height, linewidth=lw, linestyle=ls, zorder=zorder, clip_on=False,
                                    edgecolor=shade(color) if lw else "none", joinstyle="miter",
                                    facecolor=shade(fill) if fill else "none", alpha=alpha if fill else None))

    def dots(
        self, mask: np.ndarray, x: Number, y: Number, pixel: Number, color: str = "orange", share: Number = 0.56,
    ) -> None:
        """A square in the middle of each pixel of a mask (H, W) over an image at (x, y), as one shape."""
        edge, corners = (1 - share) / 2, ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0))
        points = [(x + (j + edge + share * a) * pixel, y + (i + edge + share * b) * pixel)
                  for i, j in np.argwhere(mask) for a, b in corners]
        codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY] * int(mask.sum())
        self.ax.add_patch(PathPatch(Path(points, codes), facecolor=shade(color), lw=0, zorder=3))

    def window(
        self, x: Number, y: Number, pixel: Number, i: int, j: int, P: int, color: str = "blue", **style: object,
    ) -> None:
        """The frame of the window of side P around pixel (i, j) of an image at (x, y), `pixel` inches each.

        It has a rim of paper, for it must be seen on noise too.
        """
        r = P // 2
        place = x + (j - r) * pixel, y + (i - r) * pixel, P * pixel, P * pixel
        self.frame(*place, "paper", lw=4.2)
        self.frame(*place, color, **style)  # type: ignore[arg-type]

    def arrow(
        self, start: tuple[Number, Number], end: tuple[Number, Number], color: str = "soft", lw: Number = 1.3,
        bend: Number = 0.0, ls: str = "-", head: Number = 7,
    ) -> None:
        """An arrow, straight or bent (positive: to its left on paper)."""
        self.ax.add_patch(FancyArrowPatch(
            start, end, arrowstyle=f"-|>,head_length={head / 10:g},head_width={head / 22:g}", mutation_scale=6, lw=lw,
            color=shade(color), linestyle=ls, connectionstyle=f"arc3,rad={bend:g}", shrinkA=0, shrinkB=0, zorder=4,
            capstyle="butt", joinstyle="miter"))

    def label(
        self, x: Number, y: Number, text: str, color: str = "ink", size: Number = NORMAL, ha: str = "center",
        va: str = "center", bold: bool = False,
    ) -> None:
        """Words; a house colour is taken in its readable variant."""
        self.ax.text(x, y, text, color=text_color(shade(color)), fontsize=size, ha=ha, va=va, linespacing=1.25,
                     fontweight="bold" if bold else 400, zorder=5)

    def bars(
        self, weights: Sequence[Number], x: Number, y: Number, width: Number, gap: Number, color: str = "orange",
        thick: Number = 0.09,
    ) -> None:
        """Weights in [0, 1] as horizontal bars from x, `gap` inches apart downwards; 1 is `width` long."""
        for k, weight in enumerate(weights):
            self.frame(x, y + k * gap - thick / 2, width, thick, lw=0, fill="tile", zorder=1)
            self.frame(x, y + k * gap - thick / 2, max(width * float(weight), 0.01), thick, lw=0, fill=color, zorder=2)

    def box(
        self, x: Number, y: Number, width: Number, height: Number, text: str = "", color: str = "ink",
        fill: str = "tile",
    ) -> None:
        """A box with round corners and words in its middle."""
        self.ax.add_patch(FancyBboxPatch((x, y), width, height, boxstyle="round,pad=0,rounding_size=0.06", lw=1,
                                         facecolor=shade(fill), edgecolor=shade(color), zorder=2))
        if text:
            self.label(x + width / 2, y + height / 2, text)

    def curve(
        self, x: np.ndarray, y: np.ndarray, color: str, lw: Number = 2, ls: str = "-", fill_to: Number | None = None,
        alpha: Number = 0.18,
    ) -> None:
        """A curve through points in inches, with a tint down to `fill_to`."""
        self.ax.plot(x, y, color=shade(color), lw=lw, ls=ls, zorder=3, solid_capstyle="round")
        if fill_to is not None:
            self.ax.fill_between(x, y, fill_to, color=shade(color), alpha=alpha, lw=0, zorder=2)

    def face(
        self, corners: Sequence[tuple[Number, Number]], color: str = "tile", edge: str = "grey", alpha: Number = 1,
    ) -> None:
        """A polygon, such as a plane seen from the side."""
        self.ax.add_patch(Polygon(list(corners), closed=True, facecolor=shade(color), edgecolor=shade(edge), lw=0.8,
                                  alpha=alpha, zorder=2))


def drawn(draw: Callable[..., None]) -> Callable[..., Figure]:
    """Make a drawing function of (sheet, ...) one of (...) that returns the figure, with its form for phones.

    The form for phones is at `figure.narrow`, where `core.figures.show` looks for it.
    """

    @functools.wraps(draw)
    def figure(*args: object, **options: object) -> Figure:
        from .. import figures

        figures.style()
        sheets = [Sheet(phone) for phone in (False, True)]
        try:
            for sheet in sheets:
                draw(sheet, *args, **options)
        except Exception:
            for sheet in sheets:
                plt.close(sheet.fig)
            raise
        wide, narrow = (sheet.fig for sheet in sheets)
        wide.narrow = narrow  # type: ignore[attr-defined]
        return wide

    return figure
