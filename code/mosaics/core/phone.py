"""The phone form of a figure: the same axes laid anew, at most `WIDTH` inches wide.

Charts side by side are stacked. Rows of pictures are folded in blocks of columns, so that what stood below another
picture still does. Text keeps its size in points; the drawing is then shown at its own size, not shrunk.
"""

import math

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure
from matplotlib.gridspec import GridSpec
from matplotlib.text import Text

WIDTH = 3.3  # inches: 330 CSS pixels, the text column of a phone of 360
LEAST = 9.75  # points of the smallest text on a phone, 13.5 CSS pixels; exponents are then 11
SMALLEST = 9.0  # and elsewhere
CHART = 0.68  # height of a stacked chart over its width
PICTURE, MAP = 0.4, 2  # inches of the smallest picture without scales, and with


def is_picture(ax: Axes) -> bool:
    """Whether the axes hold a picture or a drawing without scales, so that they keep their shape."""
    return not ax.axison or ax.get_aspect() != "auto"


def enlarge(fig: Figure, least: float) -> None:
    """Let no text be smaller than `least` points."""
    for text in _texts(fig):
        text.set_fontsize(max(least, float(text.get_fontsize())))
    for axis in (axis for ax in fig.axes for axis in (ax.xaxis, ax.yaxis)):  # ticks that are still to be made
        if float(axis.get_major_ticks(1)[0].label1.get_fontsize()) <= least:
            axis.set_tick_params(which="both", labelsize=least)


def _texts(part: Artist) -> list[Text]:
    """All texts of a figure or of axes."""
    return [text for text in part.findobj(Text) if isinstance(text, Text)]


def wrap(fig: Figure) -> None:
    """Break names of axes and titles of charts that are longer than what they name into lines."""
    fig.draw_without_rendering()
    for ax in fig.axes:
        if is_picture(ax):
            continue
        box = ax.get_window_extent()
        for text in _texts(ax):
            turned = text is ax.yaxis.label
            if text not in ax.texts and " " in text.get_text():
                said, room = text.get_window_extent(), box.height if turned else box.width
                if (said.height if turned else said.width) > 1.02 * room:
                    text.set_text(_halved(text.get_text()))


def _halved(text: str) -> str:
    """Two lines, broken at the space nearest the middle that lies in no formula."""
    spaces = [k for k, letter in enumerate(text) if letter == " " and text[:k].count("$") % 2 == 0]
    if not spaces or "\n" in text:
        return text
    k = min(spaces, key=lambda k: abs(k - len(text) / 2))
    return text[:k] + "\n" + text[k + 1:]


def _cells(fig: Figure | SubFigure) -> dict[tuple[int, int], Axes] | None:
    """Axes by row and column where all stand in one grid, one cell each; None for another arrangement."""
    cells: dict[tuple[int, int], Axes] = {}
    specs = [ax.get_subplotspec() for ax in fig.axes]
    if not specs or any(s is None for s in specs) or len({id(s.get_gridspec()) for s in specs if s}) > 1:
        return None
    for ax, spec in zip(fig.axes, specs, strict=True):
        assert spec is not None
        rows, columns = spec.rowspan, spec.colspan
        if len(rows) > 1 or len(columns) > 1 or (rows.start, columns.start) in cells:
            return None
        cells[rows.start, columns.start] = ax
    return cells


def _needed(fig: Figure, ax: Axes) -> float:
    """Inches that a picture needs, with its title and its scales."""
    title = ax.title.get_window_extent().width / fig.dpi if ax.get_title() else 0
    return max(PICTURE, MAP if ax.axison and ax.get_xticks().size else 0, float(title) + 0.06)


def _stack(fig: Figure, cells: dict[tuple[int, int], Axes]) -> None:
    """Charts below one another, each with its own labels."""
    order = [cells[key] for key in sorted(cells)]
    grid = GridSpec(len(order), 1, figure=fig)
    for k, ax in enumerate(order):
        named = [other for other in order if ax.get_shared_y_axes().joined(ax, other)]
        for words in (name for other in named if (name := other.get_title("left") or other.get_ylabel())):
            if not ax.get_ylabel() and not ax.get_title("left"):
                ax.set_ylabel(words)
        ax.tick_params(labelleft=True, labelbottom=True)
        ax.set_subplotspec(grid[k, 0])
    shapes = [1.0 if is_picture(ax) else CHART for ax in order]
    fig.set_size_inches(WIDTH, sum(WIDTH * s + 0.1 for s in shapes))


def _fold(fig: Figure, cells: dict[tuple[int, int], Axes]) -> None:
    """Pictures in blocks of as many columns as a phone has room for; each block has all rows."""
    rows, columns = (max(key[axis] for key in cells) + 1 for axis in (0, 1))
    width, height = fig.get_size_inches()
    enough = int(WIDTH / max(_needed(fig, ax) for ax in cells.values()))
    if enough < 2 or columns == 1:
        return _stack(fig, cells)
    blocks = math.ceil(columns / enough)
    per = math.ceil(columns / blocks)
    grid = GridSpec(rows * blocks, per, figure=fig)
    for (i, j), ax in cells.items():
        ax.set_subplotspec(grid[i + rows * (j // per), j % per])
        if j and j % per == 0 and (i, 0) in cells:
            _name_row(ax, cells[i, 0])
    side = WIDTH / per
    return fig.set_size_inches(WIDTH, rows * blocks * side * (height / rows) / (width / columns))


def _name_row(ax: Axes, first: Axes) -> None:
    """A row's name, the label of its first picture or a text to the left of it, begins each of the row's parts."""
    if not ax.get_ylabel():
        ax.set_ylabel(first.get_ylabel())
    for text in (text for text in first.texts if text.get_horizontalalignment() == "right"):
        x, y = text.get_position()
        ax.text(x, y, text.get_text(), ha="right", va=text.get_verticalalignment(),
                fontproperties=text.get_fontproperties(), color=text.get_color())


def _stack_parts(fig: Figure) -> None:
    """Subfigures side by side below one another."""
    parts = [part for part in fig.subfigs if part.axes]
    shapes = [part.bbox.height / part.bbox.width for part in parts]
    grid = GridSpec(len(parts), 1, figure=fig, height_ratios=shapes)
    for k, part in enumerate(parts):
        part._subplotspec = grid[k, 0]  # type: ignore[attr-defined]
        part._redo_transform_rel_fig()  # type: ignore[attr-defined]
    fig.set_size_inches(WIDTH, min(sum(WIDTH * s for s in shapes), 8))


def lay(fig: Figure) -> None:
    """Lay the figure anew for a phone. It changes: draw the wide form first."""
    width, height = fig.get_size_inches()
    enlarge(fig, LEAST)
    if width <= WIDTH:
        return
    fig.draw_without_rendering()
    if fig.subfigs:
        return _stack_parts(fig)
    cells = _cells(fig)
    if cells is None or len(cells) == 1:
        only = cells and is_picture(next(iter(cells.values())))
        tall = height / width if only else max(height / width, CHART)
        return fig.set_size_inches(WIDTH, WIDTH * tall)
    if all(is_picture(ax) for ax in cells.values()):
        return _fold(fig, cells)
    return _stack(fig, cells)
