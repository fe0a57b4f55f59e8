"""One house style. A figure cannot be shown without alt text."""

import base64
import colorsys
import io
import os
from collections.abc import Sequence

import matplotlib.pyplot as plt
from cycler import cycler
from IPython.display import display
from jaxtyping import Float, Int
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text
from torch import Tensor

from .checks import check_choice, check_count, check_images, check_number, check_tensor

COLORS = {"blue": "#3f7fc4", "orange": "#d9722a", "green": "#2a9d7f", "purple": "#8550d8", "grey": "#8a8f98"}
INK = {"light": "#24303c", "dark": "#e3e6ea"}
PAPER = "#fdfcf9"  # the ground of a picture that must be read on any page, a notebook's dark theme included
SIZE = 9


def style() -> None:
    """Set matplotlib to the house style: colour-blind-safe cycle, light frame, small sans-serif labels."""
    plt.rcParams.update({
        "axes.prop_cycle": cycler(color=[COLORS[c] for c in ("blue", "orange", "green", "purple", "grey")]),
        "axes.spines.top": False, "axes.spines.right": False, "axes.titlesize": SIZE + 1, "font.size": SIZE,
        "legend.frameon": False, "figure.dpi": 110, "savefig.dpi": 170, "figure.constrained_layout.use": True,
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


def _ink(fig: Figure, theme: str) -> None:
    for text in fig.findobj(Text):
        text.set_color(INK[theme])  # type: ignore[attr-defined]
    for ax in fig.axes:
        ax.tick_params(which="both", colors=INK[theme])
        for spine in ax.spines.values():
            spine.set_edgecolor(INK[theme])


def png(fig: Figure, theme: str = "light", ground: str = "none") -> bytes:
    """The figure as PNG bytes with the ink of `theme`, "light" or "dark", on a ground of any colour, or of none."""
    _ink(fig, check_choice(theme, tuple(INK), "theme"))
    out = io.BytesIO()
    fig.savefig(out, format="png", facecolor=ground)
    return out.getvalue()


def _check_alt(alt: str) -> None:
    if not isinstance(alt, str) or not alt.strip():
        raise ValueError(f"alt must be a text that says what the figure shows, got {alt!r}")


def display_png(image: bytes, alt: str, classes: str = "") -> None:
    """Display PNG bytes with alt text; `classes` are CSS classes that the book's page gives the image."""
    _check_alt(alt)
    meta = {"image/png": {"alt": alt, "classes": classes}}
    display({"image/png": base64.b64encode(image).decode(), "text/plain": f"[figure] {alt}"}, metadata=meta, raw=True)


def show(fig: Figure, alt: str, caption: str = "") -> None:
    """Display a figure, then its caption (Markdown), and close it.

    Raises ValueError if `alt` is empty: the figure then stays open and nothing is displayed.
    A notebook gets dark ink on paper, which is read in its light and its dark theme. Where the book is built
    (MOSAICS_FIGURES=both) a light and a dark twin without ground are shown; the page picks one.
    """
    _check_alt(alt)
    if os.environ.get("MOSAICS_FIGURES") == "both":
        for theme in INK:
            display_png(png(fig, theme), alt, f"only-{theme}")
    else:
        display_png(png(fig, "light", PAPER), alt)
    plt.close(fig)
    _say(caption)


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
