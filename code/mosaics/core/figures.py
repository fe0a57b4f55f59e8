"""One house style. A figure cannot be shown without alt text."""

import base64
import colorsys
import io
import os
from collections.abc import Sequence
from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np
from cycler import cycler
from IPython.display import display
from jaxtyping import Float, Int
from matplotlib import _mathtext, font_manager
from matplotlib.axes import Axes
from matplotlib.collections import QuadMesh
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Annotation
from matplotlib.ticker import LogFormatterSciNotation
from torch import Tensor

from . import motion, phone, vector
from .checks import check_count, check_images, check_number, check_tensor
from .palette import COLORS, FAMILY, FONTS, INK, LINE, PAPER, SOFT, text_color

SIZE = 9  # points
SUBSCRIPT = 0.92  # of its letter: an exponent can be read on a phone; matplotlib has no setting for it (and 0.7)


def style() -> None:
    """Set matplotlib to the house style: the page's typeface, colour-blind-safe cycle, quiet axes, small labels."""
    for font in sorted(FONTS.glob("*.ttf")):
        if str(font) not in {entry.fname for entry in font_manager.fontManager.ttflist}:
            font_manager.fontManager.addfont(str(font))
    _mathtext.SHRINK_FACTOR = SUBSCRIPT
    ink = INK["light"]
    plt.rcParams.update({
        "axes.prop_cycle": cycler(color=[COLORS[c] for c in ("blue", "orange", "green", "purple", "grey")]),
        "font.family": [FAMILY, "DejaVu Sans"], "mathtext.fontset": "cm", "font.size": SIZE,
        "axes.titlesize": SIZE + 1, "axes.labelsize": SIZE, "legend.fontsize": SIZE, "legend.frameon": True,
        "legend.facecolor": PAPER, "legend.edgecolor": "none", "legend.framealpha": 0.8,
        "xtick.labelsize": SIZE - 0.5, "ytick.labelsize": SIZE - 0.5,
        "text.color": ink, "axes.labelcolor": ink, "axes.titlecolor": ink, "axes.edgecolor": COLORS["grey"],
        "xtick.color": COLORS["grey"], "ytick.color": COLORS["grey"], "xtick.labelcolor": SOFT,
        "ytick.labelcolor": SOFT,
        "axes.linewidth": 0.8, "xtick.major.width": 0.8, "ytick.major.width": 0.8, "xtick.major.size": 3,
        "ytick.major.size": 3, "xtick.minor.size": 1.5, "ytick.minor.size": 1.5, "axes.labelpad": 5,
        "axes.spines.top": False, "axes.spines.right": False, "axes.titlepad": 6, "axes.axisbelow": True,
        "lines.linewidth": 1.8, "lines.markersize": 5, "lines.solid_capstyle": "round", "grid.color": LINE,
        "grid.linewidth": 0.7, "figure.dpi": 110, "savefig.dpi": 170, "figure.constrained_layout.use": True,
        "figure.facecolor": "none", "axes.facecolor": "none", "savefig.facecolor": "none", "svg.hashsalt": "mosaics",
    })


def draw_image(ax: Axes, image: Float[Tensor, "C H W"]) -> None:
    """Draw one image in [-1, 1] (C = 1 or 3; values beyond are clipped) on `ax`, one channel like ink: 1 black.

    TypeError or ValueError for another kind or shape, NaN or infinity.
    """
    if check_tensor(image, "image").ndim != 3 or image.shape[0] not in (1, 3):
        raise ValueError(f"image must have shape (1 or 3, H, W), got {tuple(image.shape)}")
    grey = ((image.clamp(-1, 1) + 1) / 2).float().permute(1, 2, 0).squeeze(-1)  # (H, W) or (H, W, 3) in [0, 1]
    ax.imshow(grey.detach().numpy(), cmap="gray_r", vmin=0, vmax=1, interpolation="nearest")


def grid(
    images: Float[Tensor, "B C H W"], titles: list[str] | None = None, cols: int | None = None, scale: float = 0.85
) -> Figure:
    """Draw a batch in [-1, 1] (C = 1 or 3; values beyond are clipped) row by row, `cols` a row, `scale` inches each.

    One channel is printed like ink: 1 black, -1 white. ValueError for other channels or a wrong number of titles.
    """
    check_images(images)
    if images.shape[1] not in (1, 3):
        raise ValueError(f"images must have 1 or 3 channels, got {images.shape[1]}")
    if titles is not None and len(titles) != len(images):
        raise ValueError(f"titles must be one an image ({len(images)}), got {len(titles)}")
    scale = check_number(scale, "scale", 0, strict=True)
    cols = min(len(images), 8) if cols is None else check_count(cols, "cols")
    rows = -(-len(images) // cols)
    fig, axes = plt.subplots(rows, cols, figsize=(cols * scale, rows * scale * (1.22 if titles else 1)), squeeze=False)
    for ax in axes.flat:
        ax.axis("off")
    for k, image in enumerate(images):
        draw_image(axes.flat[k], image)
        H, W = image.shape[1:]
        frame = plt.Rectangle((-0.5, -0.5), W, H, fill=False, edgecolor=COLORS["grey"], linewidth=0.6, clip_on=False)
        axes.flat[k].add_patch(frame)  # white images have an edge on white paper
        if titles is not None:
            axes.flat[k].set_title(titles[k], fontsize=SIZE - 1, pad=3)
    return fig


def fields(
    values: Float[Tensor, "B H W"], titles: list[str], cols: int | None = None, scale: float = 1.7
) -> Figure:
    """Draw fields of any range row by row, `cols` a row, `scale` inches each; every one from its own low to high.

    High is printed like ink. ValueError for another shape, NaN, or a wrong number of titles.
    """
    if check_tensor(values, "values").ndim != 3 or 0 in values.shape:
        raise ValueError(f"values must have shape (B, H, W) with no empty side, got {tuple(values.shape)}")
    low, high = values.amin((1, 2), keepdim=True), values.amax((1, 2), keepdim=True)  # (B, 1, 1)
    return grid((2 * (values - low) / (high - low).clamp(min=1e-30) - 1)[:, None], titles, cols, scale)


def source_color(m: int) -> tuple[float, float, float]:
    """A colour (red, green, blue) for training image m >= 0, as the labs have it: neighbours differ most in hue."""
    m = check_count(m, "m", 0)
    lightness, saturation = (0.4, 0.58, 0.76)[m * 7 % 11 % 3], (0.75, 0.5)[m * 5 % 7 % 2]
    return colorsys.hls_to_rgb(m * 0.6180339887498949 % 1, lightness, saturation)


def draw_sources(ax: Axes, source: Int[Tensor, "H W"]) -> None:
    """Draw a map of training images' numbers on `ax`, each in its colour; a pixel of -1 stays empty.

    ValueError for another shape or kind, or other negative numbers.
    """
    if not isinstance(source, Tensor) or source.ndim != 2 or source.is_floating_point():
        raise ValueError(f"source must be an integer tensor (H, W), got {getattr(source, 'shape', source)}")
    color = lambda m: (0, 0, 0, 0) if m == -1 else (*source_color(m), 1)  # noqa: E731
    ax.imshow([[color(m) for m in row] for row in source.tolist()], interpolation="nearest")
    ax.set_xticks([]), ax.set_yticks([])
    ax.spines[:].set_visible(False)


# ---------------------------------------------------------------- words at the lines
def label_line(ax: Axes, x: float | int, y: float | int, text: str, color: str, **options: object) -> Annotation:
    """Write `text` beside the point (x, y) of a line, in the readable variant of the line's colour (a name or a value).

    Further options are those of `Axes.annotate`; without any the text stands five points to the right of the point.
    A thin ground of paper keeps it readable where another line passes.
    """
    ground = {"facecolor": PAPER, "edgecolor": "none", "alpha": 0.8, "pad": 0.5}
    given = {"xytext": (5, 0), "textcoords": "offset points", "va": "center", "annotation_clip": False, "bbox": ground}
    given |= options
    return ax.annotate(text, (x, y), color=text_color(color), **given)  # type: ignore[arg-type]


def direct_labels(ax: Axes, gap: float = 1.15) -> list[Annotation]:
    """Write the label of every labelled line at its right end, in its colour, instead of a legend.

    Where ends lie close the labels move apart, to `gap` heights of a line of text. ValueError if no line has a label.
    """
    gap = check_number(gap, "gap", 0)
    lines = [line for line in ax.get_lines() if not str(line.get_label()).startswith("_")]
    if not lines:
        raise ValueError("no line of these axes has a label; give one with label=")
    if ax.get_legend():
        ax.get_legend().remove()  # type: ignore[union-attr]
    labels = []
    for line in lines:
        x, y = _end(ax, np.asarray(line.get_xdata(), float), np.asarray(line.get_ydata(), float))
        labels.append(label_line(ax, x, y, str(line.get_label()), to_hex(line.get_color())))
    ax.direct_labels = (lines, labels, gap)  # type: ignore[attr-defined]
    return labels


def _end(ax: Axes, x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """The point of a line farthest right on the paper that lies inside the axes."""
    ax.get_xlim(), ax.get_ylim()  # settles the limits
    points = ax.transData.transform(np.stack([x, y], -1))
    inside = np.isfinite(points).all(1) & (np.abs(ax.transAxes.inverted().transform(points) - 0.5) <= 0.501).all(1)
    k = int(np.where(inside, points[:, 0], -np.inf).argmax()) if inside.any() else -1
    return float(x[k]), float(y[k])


def _spread(fig: Figure) -> None:
    """Move direct labels apart, for the size that the figure has now."""
    for ax in fig.axes:
        lines, labels, gap = getattr(ax, "direct_labels", ((), (), 0))
        if not labels:
            continue
        fig.draw_without_rendering()
        for line, label in zip(lines, labels, strict=True):
            label.xy = _end(ax, np.asarray(line.get_xdata(), float), np.asarray(line.get_ydata(), float))
        heights = np.array([ax.transData.transform(label.xy)[1] * 72 / fig.dpi for label in labels])  # points
        for label, y, height in zip(labels, _apart(heights, gap * labels[0].get_fontsize()), heights, strict=True):
            label.set_position((5, y - height))


def _apart(places: np.ndarray, gap: float) -> np.ndarray:
    """The places, moved as little as neighbours need to be `gap` apart; their order stays."""
    order, moved = places.argsort(kind="stable"), places.astype(float).copy()
    for _ in range(200):  # neighbours that are too near push each other away by half of what is missing
        for i, j in pairwise(order):
            missing = max(0.0, gap - (moved[j] - moved[i]))
            moved[i], moved[j] = moved[i] - missing / 2, moved[j] + missing / 2
    return moved


# ---------------------------------------------------------------- showing
def _dress(fig: Figure) -> None:
    """What the house gives every figure: fine lines behind charts, words that can be read, labels apart."""
    phone.enlarge(fig, phone.SMALLEST)
    for ax in fig.axes:
        for axis in (ax.xaxis, ax.yaxis):
            if type(axis.get_major_formatter()) is LogFormatterSciNotation:
                axis.set_major_formatter(_Plain())
                axis.set_minor_formatter(_Plain(minor_thresholds=(0.6, 0.4)))
        if not phone.is_picture(ax) and not ax.images and not any(isinstance(c, QuadMesh) for c in ax.collections):
            ax.grid(True, axis="y", which="major")
            _lay_words(ax)
    phone.wrap(fig)
    _spread(fig)


class _Plain(LogFormatterSciNotation):
    """Labels of a logarithmic axis: plain numbers, 0.01 or 1,000, where all of it is between 0.0001 and a million."""

    def __call__(self, x: float, pos: int | None = None) -> str:
        low, high = sorted(self.axis.get_view_interval())  # type: ignore[union-attr]
        said = super().__call__(x, pos)
        return f"{x:,g}" if said and low >= 0.9e-4 and high < 1e6 else said


def _lay_words(ax: Axes) -> None:
    """The name of a chart's vertical axis above it, where it reads without turning the head."""
    words, left = ax.get_ylabel(), ax.yaxis.get_label_position() == "left"
    if words and left and not ax.get_title() and not ax.get_title("left"):
        ax.set_title(words, loc="left", fontsize=ax.yaxis.label.get_fontsize(), color=ax.yaxis.label.get_color())
        ax.set_ylabel("")


def png(fig: Figure) -> bytes:
    """The figure as PNG bytes, dark ink on paper, so that it can be read on a dark ground, too."""
    out = io.BytesIO()
    fig.savefig(out, format="png", facecolor=PAPER)
    return out.getvalue()


def _check_alt(alt: str) -> None:
    if not isinstance(alt, str) or not alt.strip():
        raise ValueError(f"alt must be a text that says what the figure shows, got {alt!r}")


def display_png(image: bytes, alt: str, classes: str = "") -> None:
    """Display PNG bytes with alt text; `classes` are CSS classes that the book's page gives the image."""
    _check_alt(alt)
    meta = {"image/png": {"alt": alt, "classes": classes}}
    display({"image/png": base64.b64encode(image).decode(), "text/plain": f"[figure] {alt}"}, metadata=meta, raw=True)


def show(fig: Figure, alt: str, caption: str = "", narrow: Figure | None = None) -> None:
    """Display a figure, then its caption (Markdown), and close it.

    A notebook gets dark ink on paper, which is read in its light and its dark theme. Where the book is built
    (MOSAICS_FIGURES=both) the page gets a drawing that takes its colours from the style sheet, in two forms: as it is,
    and for phones `narrow`, a figure of at most 3.6 inches; without it the figure is laid anew (`core.phone`).
    Raises ValueError if `alt` is empty or `narrow` too wide: nothing is displayed then and the figure stays open.
    """
    _check_alt(alt)
    narrow = narrow or getattr(fig, "narrow", None)
    if narrow is not None and narrow.get_size_inches()[0] > 3.6:
        raise ValueError(f"narrow must be at most 3.6 inches wide, got {narrow.get_size_inches()[0]:g}")
    _dress(fig)
    if os.environ.get("MOSAICS_FIGURES") == "both":
        display({"text/html": _for_page(fig, narrow, alt), "text/plain": f"[figure] {alt}"}, raw=True)
    else:
        display_png(png(fig), alt)
    for each in (fig, narrow):
        if each is not None:
            plt.close(each)
    _say(caption)


def _for_page(fig: Figure, narrow: Figure | None, alt: str) -> str:
    inches, wide = float(fig.get_size_inches()[0]), vector.svg(fig)
    if narrow is None and inches <= phone.WIDTH:
        return vector.figure_html(wide, "", alt, inches)
    if narrow is None:
        phone.lay(fig)
    small = fig if narrow is None else narrow
    phone.enlarge(small, phone.LEAST)
    _dress(small)
    return vector.figure_html(wide, vector.svg(small), alt, inches)


def _say(text: str) -> None:
    if text:
        display({"text/markdown": text, "text/plain": text}, raw=True)


def table(head: Sequence[str], rows: Sequence[Sequence[str]], caption: str = "") -> None:
    """Display a table in Markdown, then its caption; the first column is set left, the others right.

    Raises ValueError for an empty head, a row of another length and a cell with a bar or a line break.
    """
    lines = [list(head), ["---", *["---:"] * (len(head) - 1)], *map(list, rows)]
    for line in lines:
        if not head or len(line) != len(head) or any(set("|\n") & set(cell) for cell in line):
            raise ValueError(f"each row must have {len(head)} >= 1 cells without bars and line breaks, got {line}")
    _say("\n".join(f"| {' | '.join(line)} |" for line in lines))
    _say(caption)


# ---------------------------------------------------------------- motion
def strip(
    frames: Float[Tensor, "T R C H W"], labels: Sequence[str], alt: str, caption: str = "",
    rows: Sequence[str] | None = None,
) -> None:
    """Display R pictures (C = 1 or 3, in [-1, 1]) that change over T moments, then the caption.

    `labels` name the moments ("σ = 2.1"), `rows` the pictures. The page gets a player that can be scrubbed and stopped
    and that starts only when asked; paper, pages without scripts and notebooks get a filmstrip. ValueError for another
    shape, wrong numbers of names, a bar in a label, an empty `alt`, and frames too heavy for a page (`motion.HEAVY`).
    """
    _check_alt(alt)
    names = list(rows or [])
    if check_tensor(frames, "frames").ndim != 5 or frames.shape[2] not in (1, 3) or frames.shape[0] < 2:
        raise ValueError(f"frames must have shape (T >= 2, R, 1 or 3, H, W), got {tuple(frames.shape)}")
    if len(labels) != len(frames) or any("|" in label for label in labels):
        raise ValueError(f"labels must be {len(frames)} texts without |, one a moment, got {list(labels)}")
    if names and len(names) != frames.shape[1]:
        raise ValueError(f"rows must be one name a row ({frames.shape[1]}), got {names}")
    if os.environ.get("MOSAICS_FIGURES") == "both":
        page = motion.player(frames, labels, alt, names)
        display({"text/html": page, "text/plain": f"[figure] {alt}"}, raw=True)
    else:
        fig = _filmstrip(frames, labels, names)
        display_png(png(fig), alt)
        plt.close(fig)
    _say(caption)


def _filmstrip(frames: Float[Tensor, "T R C H W"], labels: Sequence[str], rows: list[str]) -> Figure:
    """Eight moments of a strip beside each other, a row each."""
    times, R = motion.film(len(frames), 8), frames.shape[1]
    titles = [labels[t] for t in times] + [""] * (len(times) * (R - 1))
    fig = grid(frames[times].transpose(0, 1).flatten(0, 1), titles, len(times))
    for name, ax in zip(rows, fig.axes[::len(times)], strict=True) if rows else ():
        ax.text(-0.08, 0.5, name, ha="right", va="center", transform=ax.transAxes)
    return fig
