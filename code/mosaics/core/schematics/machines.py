"""Windows and the machines that look through them: what may be consulted for one pixel, and what comes of it."""

from collections.abc import Sequence

import numpy as np
from jaxtyping import Bool, Float
from torch import Tensor

from ..checks import check_count
from ..palette import COLORS
from .base import PHONE, SMALL, WIDE, Number, Sheet, check_image, drawn


def _crop(image: Float[Tensor, "C H W"], i: int, j: int, P: int) -> Float[Tensor, "C P P"]:
    """The window of side P around pixel (i, j); ValueError if it does not lie inside."""
    r, (H, W) = P // 2, image.shape[1:]
    if not (r <= i < H - r and r <= j < W - r):
        raise ValueError(f"a window of {P} around {(i, j)} must lie inside {H} x {W} pixels")
    return image[:, i - r:i - r + P, j - r:j - r + P]


@drawn
def windows(
    sheet: Sheet, image: Float[Tensor, "C H W"], places: Sequence[tuple[int, int]],
    patches: Float[Tensor, "M K C P P"], weights: Float[Tensor, "M K"],
) -> None:
    """Windows of an image (one or two, around pixels (i, j)); for each its training patches with their weights.

    Weights in [0, 1]; the pixel at the end of a row is the weighted mean of the patches' middles. ValueError for
    windows that do not lie inside the image and shapes that do not agree.
    """
    check_image(image)
    each = len(places), len(patches), len(weights)
    if patches.ndim != 5 or each not in ((1, 1, 1), (2, 2, 2)) or weights.shape != patches.shape[:2]:
        raise ValueError("places, patches (M, K, C, P, P) and weights (M, K) must have one entry for each of 1 or 2 "
                         f"windows, got {len(places)}, {tuple(patches.shape)} and {tuple(weights.shape)}")
    P, most = patches.shape[-1], 3 if sheet.phone else 5
    K, side, top = min(patches.shape[1], most), 1.7, 0.32
    sheet.size(*((PHONE, 0.62 + side + 1.1 * len(places)) if sheet.phone else (WIDE, 2.45)))
    left = (PHONE - side) / 2 if sheet.phone else 0.05
    sheet.label(left + side / 2, 0.13, "a noisy picture", "soft")
    sheet.pixels(image, left, top, side)
    for m, ((i, j), color) in enumerate(zip(places, ("blue", "purple"), strict=False)):
        crop, pixel = _crop(image, i, j, P), side / image.shape[-1]
        sheet.window(left, top, pixel, i, j, P, color)
        x, y = (0.05, 0.72 + side + 1.1 * m) if sheet.phone else (2.35, top + 1.15 * m)
        middles = _row(sheet, x, y, crop, patches[m], weights[m], K, color)
        if not sheet.phone:
            start = (left + (j + P / 2 + 0.6) * pixel, top + (i + 0.5) * pixel)
            sheet.arrow(start, (x - 0.08, y + 0.3), color, bend=-0.12)
    if not sheet.phone:
        words = "windows of training pictures, with weights" if K > 3 else "from training"
        for x, text in zip(middles, ("window", words, "guess"), strict=True):
            sheet.label(x, 0.13, text, "soft")


def _row(
    sheet: Sheet, x: Number, y: Number, crop: Tensor, patches: Tensor, weights: Tensor, count: int, color: str,
) -> tuple[Number, Number, Number]:
    """A window, the first `count` of its patches with their weights, and the pixel that follows from all of them.

    Returns where the middles of the window, of the patches and of the pixel lie.
    """
    size, each, step, dot = 0.6, 0.5, 0.6 if sheet.phone else 0.63, 0.26
    sheet.pixels(crop, x, y, size, lines=True)
    sheet.frame(x, y, size, size, color)
    start, r, pixel = x + size + (0.22 if sheet.phone else 0.35), patches.shape[-1] // 2, each / patches.shape[-1]
    for k, (patch, weight) in enumerate(zip(patches[:count], weights[:count].tolist(), strict=True)):
        at = start + k * step
        sheet.pixels(patch, at, y + 0.05, each, lines=True)
        sheet.frame(at + r * pixel, y + 0.05 + r * pixel, pixel, pixel, "orange", 1.6)
        sheet.bars([weight], at, y + 0.66, each, 0)
        sheet.label(at + each / 2, y + 0.82, f"{100 * weight:.0f} %", "orange", SMALL)
    end = start + count * step
    sheet.arrow((end - 0.04, y + 0.3), (end + 0.17, y + 0.3), "orange")
    guess = (weights[:, None] * patches[:, :, r, r]).sum(0)[:, None, None] / weights.sum()
    sheet.pixels(guess, end + 0.22, y + 0.17, dot)
    sheet.frame(end + 0.22, y + 0.17, dot, dot, "orange")
    if sheet.phone:
        sheet.label(end + 0.33, y + 0.6, "guess", "soft", SMALL)
    return x + size / 2, (start + end + each - step) / 2, end + 0.22 + dot / 2


MACHINES = {
    "IS": "the whole picture,\nat its own place", "ES": "the whole picture,\nmoved anywhere",
    "LS": "a window,\nat its own place", "ELS": "a window,\nat any place",
    "bbELS": "a window, where\nthe border is as far",
}


def _allowed(name: str, H: int, W: int, i: int, j: int, P: int) -> np.ndarray:
    """Which pixels of a training picture may answer for pixel (i, j): a mask (H, W)."""
    rows, columns, r = np.arange(H), np.arange(W), P // 2
    if name in ("ES", "ELS"):
        return np.ones((H, W), bool)
    if name in ("IS", "LS"):
        return np.outer(rows == i, columns == j)
    same = [(np.minimum(line, r) == min(k, r)) & (np.minimum(n - 1 - line, r) == min(n - 1 - k, r))
            for line, n, k in ((rows, H, i), (columns, W, j))]
    return np.outer(*same)


@drawn
def reach(sheet: Sheet, images: Float[Tensor, "N 1 H W"], place: tuple[int, int], P: int = 3) -> None:
    """What IS, ES, LS, ELS and bbELS may consult for the pixel at `place`: five panels over N training pictures.

    A blue frame is what is compared, an orange pixel may be copied. Two or three small pictures (8 to 16 pixels) and a
    place at most P // 2 from a border show most. ValueError for a place outside or an even P.
    """
    check_image(images[0])
    H, W, (i, j) = *images.shape[-2:], place
    check_count(P, "P")
    if P % 2 == 0 or not (0 <= i < H and 0 <= j < W):
        raise ValueError(f"P must be odd and place inside {H} x {W} pixels, got {P} and {place}")
    N, each, gap = len(images), 0.86, 0.14
    if sheet.phone:
        each = min(0.75, (PHONE - 1.4 - gap * N) / N)
        sheet.size(PHONE, 5 * (each + 0.38) + 0.25)
    else:
        sheet.size(WIDE, 0.9 + N * (each + gap))
    width, height = sheet.fig.get_size_inches()
    sheet.label(width / 2, height - 0.12, "blue: what is compared; orange: what may be copied", "soft", SMALL)
    for k, (name, words) in enumerate(MACHINES.items()):
        if sheet.phone:
            y = 0.05 + k * (each + 0.38)
            sheet.label(0.02, y + 0.14, name, size=10.5, ha="left", bold=True)
            sheet.label(0.02, y + 0.26, words, "soft", SMALL, ha="left", va="top")
        else:
            middle = (k + 0.5) * WIDE / 5
            sheet.label(middle, 0.13, name, size=10.5, bold=True)
            sheet.label(middle, 0.27, words, "soft", SMALL, va="top")
        for n, image in enumerate(images):
            at = (1.4 + n * (each + gap), y) if sheet.phone else (middle - each / 2, 0.72 + n * (each + gap))
            _consulted(sheet, name, image, *at, each / W, place, P, n)


def _consulted(sheet: Sheet, name: str, image: Tensor, x: Number, y: Number, pixel: Number, place: tuple[int, int],
               P: int, n: int) -> None:
    """One training picture of one panel: the pixels that may answer, and frames of what is compared."""
    (H, W), (i, j) = image.shape[-2:], place
    sheet.pixels(image, x, y, W * pixel, fade=0.75)
    may = _allowed(name, H, W, i, j, P)
    sheet.dots(may, x, y, pixel)
    if name == "IS":
        sheet.frame(x, y, W * pixel, H * pixel, "blue")
    elif name == "ES":
        sheet.frame(x, y, W * pixel, H * pixel, "blue")
        sheet.frame(x + 0.05, y + 0.05, W * pixel, H * pixel, "blue", 1, "--")
    else:
        others = np.argwhere(may)
        spots = [place] if name == "LS" else [tuple(o) for o in others[_spread(len(others), n)]]
        for spot in spots:
            sheet.window(x, y, pixel, int(spot[0]), int(spot[1]), P, "blue", lw=1.5)


def _spread(count: int, n: int) -> list[int]:
    """Two places of many that lie apart, others for each picture n."""
    return sorted({int(count * part) % count for part in (0.18 + 0.11 * n, 0.68 + 0.07 * n)})


@drawn
def borders(sheet: Sheet, image: Float[Tensor, "C H W"], P: int = 5) -> None:
    """The border as an anchor: a window in the middle, and one over the edge that has paper's outside in it.

    Counts at how many places of a picture of this size each may stand. ValueError for an even P or one that is too big.
    """
    check_image(image)
    (H, W), r = image.shape[1:], P // 2
    if P % 2 == 0 or not 3 <= P <= min(H, W) / 2:
        raise ValueError(f"P must be odd, from 3 to half of the picture's side, got {P} for {H} x {W}")
    side, big = 1.75, 0.95
    pixel, margin = side / W, r * side / W
    spots = (("blue", (H // 2, W // 2 + r)), ("orange", (H // 2 - r - 1, 0)))
    sheet.size(*((PHONE, side + margin + 2.95) if sheet.phone else (WIDE, max(side + 2 * margin + 0.4, 2.55))))
    x, y = ((PHONE - side) / 2 if sheet.phone else 0.1 + margin), 0.34 + margin
    sheet.frame(x - margin, y - margin, side + 2 * margin, side * H / W + 2 * margin, "grey", 0.6, ":", "tile",
                zorder=0)
    sheet.label(x + side / 2, 0.12, "outside the paper there is nothing", "soft")
    sheet.pixels(image, x, y, side)
    for k, (color, (i, j)) in enumerate(spots):
        sheet.window(x, y, pixel, i, j, P, color)
        at = (0.1, y + side + margin + 0.25 + 1.15 * k) if sheet.phone else (x + side + margin + 0.85, 0.34 + 1.18 * k)
        _enlarged(sheet, image, i, j, P, *at, big, color)
        words = _places(sheet.phone, H - 2 * r, W - 2 * r)[k]
        sheet.label(at[0] + big + 0.18, at[1] + big / 2, words, color, ha="left")
        if not sheet.phone:
            start = (x + (j + r + 1.2) * pixel, y + (i + 0.5) * pixel)
            sheet.arrow(start, (at[0] - 0.08, at[1] + big / 2), color, bend=0.12 if k else -0.1)


def _places(phone: bool, rows: int, columns: int) -> tuple[str, str]:
    """What a window in the middle tells, which may stand in so many rows and columns, and what one at the edge."""
    if phone:
        return (f"In the middle:\nany of {rows * columns} places.\nIt says what is near.",
                f"Over the edge:\n{rows} places only.\nIt says where it is.")
    return (f"In the middle a window may come from\nany of {rows * columns} places: it says what is\n"
            "near, not where it is.",
            f"At the edge it shows the outside, and only\n{rows} places have it at the same spot:\n"
            "the border tells where it is.")


def _enlarged(
    sheet: Sheet, image: Tensor, i: int, j: int, P: int, x: Number, y: Number, width: Number, color: str,
) -> None:
    """A window of a picture, enlarged; what is outside the picture is hatched."""
    (H, W), r, pixel = image.shape[1:], P // 2, width / P
    sheet.frame(x, y, width, width, lw=0, fill="tile", zorder=0)
    top, left = max(i - r, 0), max(j - r, 0)
    inside = image[:, top:min(i + r + 1, H), left:min(j + r + 1, W)]
    x0, y0 = x + (left - j + r) * pixel, y + (top - i + r) * pixel
    for k in range(1, 2 * P):
        a, b = max(0, k - P) * pixel, min(k, P) * pixel
        if x0 > x and a < x0 - x:  # strokes from lower left to upper right, cut at the paper
            b = min(b, x0 - x)
            up, down = y + k * pixel - a, y + k * pixel - b
            sheet.ax.plot([x + a, x + b], [up, down], color=COLORS["grey"], lw=0.8, zorder=0.5)
    sheet.pixels(inside, x0, y0, inside.shape[-1] * pixel, lines=True)
    sheet.frame(x, y, width, width, color, 2)


@drawn
def piece(
    sheet: Sheet, made: Float[Tensor, "C H W"], source: Float[Tensor, "C H W"], mask: Bool[Tensor, "H W"],
    shift: tuple[int, int],
) -> None:
    """A piece of a mosaic (the pixels of `mask`) and where it lies in its source: `shift` pixels (down, right) away.

    ValueError for an empty mask, shapes that do not agree, and a piece that is moved out of the source.
    """
    check_image(made, "made")
    check_image(source, "source")
    if made.shape != source.shape or mask.shape != made.shape[1:] or not mask.any():
        raise ValueError(f"made, source and mask must have one shape and the mask a pixel, got {tuple(made.shape)}, "
                         f"{tuple(source.shape)} and {tuple(mask.shape)} with {int(mask.sum())} pixels")
    (di, dj), (H, W) = shift, mask.shape
    cells = [(int(i), int(j)) for i, j in mask.nonzero().tolist()]
    if not all(0 <= i + di < H and 0 <= j + dj < W for i, j in cells):
        raise ValueError(f"shift {shift} moves the piece out of the source")
    side, gap = (1.42, 0.4) if sheet.phone else (2.0, 1.6)
    width = PHONE if sheet.phone else WIDE
    left, top, pixel = (width - 2 * side - gap) / 2, 0.32, side / W
    sheet.size(width, top + side * H / W + 0.62)
    for k, (image, words, move) in enumerate(((made, "the mosaic", (0, 0)), (source, "a training picture", shift))):
        x = left + k * (side + gap)
        sheet.label(x + side / 2, 0.13, words, "soft")
        sheet.pixels(image, x, top, side)
        _outline(sheet, [(i + move[0], j + move[1]) for i, j in cells], x, top, pixel)
        if k:  # where the piece would lie had it not been moved
            _outline(sheet, cells, x, top, pixel, ghost=True)
    i, j = np.mean(cells, 0) + 0.5
    sheet.arrow((left + j * pixel, top + i * pixel), (left + side + gap + (j + dj) * pixel, top + (i + di) * pixel),
                "orange", bend=-0.25)
    words = f"{len(cells)} pixels, copied from {_moved(di, dj)}"
    sheet.label(width / 2, top + side * H / W + 0.2, words, "orange")
    if di or dj:
        sheet.label(width / 2, top + side * H / W + 0.42, "dashed: where it lies in the mosaic", "soft", SMALL)


def _moved(down: int, right: int) -> str:
    """In words, where pixels come from."""
    ways = (abs(down), "down" if down > 0 else "up"), (abs(right), "right" if right > 0 else "left")
    far = ", ".join(f"{count} {word}" for count, word in ways if count)
    return f"{far} of their place" if far else "their own place"


def _outline(
    sheet: Sheet, cells: Sequence[tuple[int, int]], x: Number, y: Number, pixel: Number, ghost: bool = False,
) -> None:
    """The edge around a set of pixels."""
    inside = set(cells)
    for i, j in cells:
        for a, b, line in ((-1, 0, ((0, 0), (0, 1))), (1, 0, ((1, 0), (1, 1))), (0, -1, ((0, 0), (1, 0))),
                           (0, 1, ((0, 1), (1, 1)))):
            if (i + a, j + b) not in inside:
                ys, xs = zip(*((y + (i + p) * pixel, x + (j + q) * pixel) for p, q in line), strict=True)
                sheet.ax.plot(xs, ys, color=COLORS["blue" if ghost else "orange"], lw=1 if ghost else 2,
                              ls=(0, (2, 1.5)) if ghost else "-", zorder=3, solid_capstyle="projecting")


@drawn
def calibration(
    sheet: Sheet, noisy: Float[Tensor, "C H W"], network: Float[Tensor, "C H W"], machine: Float[Tensor, "K C H W"],
    sides: Sequence[int], errors: Float[Tensor, "L K"], sigmas: Sequence[Number], level: int = 0,
) -> None:
    """How a network's window is read off: noise in, guesses compared, the side P of least error picked at each level.

    The pictures belong to noise level `sigmas[level]`; `errors[l, k] >= 0` compares the network with the machine of
    window `sides[k]`. ValueError for shapes that do not agree.
    """
    for image, name in ((noisy, "noisy"), (network, "network"), (machine[0], "machine")):
        check_image(image, name)
    L = len(errors)
    if not len(machine) == len(sides) == errors.shape[1] or len(sigmas) != L or not -L <= level < L:
        raise ValueError(f"sides, machine and errors must agree, got {len(sides)}, {len(machine)} and "
                         f"{tuple(errors.shape)} for {len(sigmas)} levels and level {level}")
    best = int(errors[level].argmin())
    if sheet.phone:
        return _calibration_phone(sheet, noisy, network, machine, sides, errors, sigmas, level, best)
    sheet.size(WIDE, 2.8)
    each, top = 0.72, 0.35
    sheet.pixels(noisy, 0.05, 1.05, each)
    sheet.label(0.05 + each / 2, 0.9, "one noise", "soft")
    sheet.label(0.05 + each / 2, 1.05 + each + 0.15, f"σ = {sigmas[level]:.2g}", "soft")
    start = (0.05 + each + 0.08, 1.05 + each / 2)
    sheet.arrow(start, (1.3, top + each / 2 + 0.1), bend=0.15)
    sheet.arrow(start, (1.3, 1.85), bend=-0.15)
    sheet.label(1.38 + each / 2, 0.2, "network", "blue", bold=True)
    sheet.pixels(network, 1.38, top, each)
    sheet.frame(1.38, top, each, each, "blue")
    _guesses(sheet, machine, sides, errors[level], best, 1.38, 1.6, 0.56)
    _picks(sheet, sides, errors, sigmas, 5.35, 0.5, WIDE - 5.35 - 0.1, 1.65)
    return None


def _guesses(sheet: Sheet, machine: Tensor, sides: Sequence[int], errors: Tensor, best: int, x: Number, y: Number,
             each: Number) -> None:
    """The machine's guesses with bars of their distance to the network's; the nearest is marked."""
    step = each + 0.1
    sheet.label(x, y - 0.15, "the exact machine with window P", "soft", ha="left")
    for k, (image, P, error) in enumerate(zip(machine, sides, errors.tolist(), strict=True)):
        at = x + k * step
        color = "orange" if k == best else "soft"
        sheet.pixels(image, at, y, each)
        if k == best:
            sheet.frame(at, y, each, each, "orange")
        sheet.bars([error / float(errors.max())], at, y + each + 0.12, each, 0, "orange" if k == best else "grey")
        sheet.label(at + each / 2, y + each + 0.3, f"{P}", color, bold=k == best)
    sheet.label(x, y + each + 0.54, "bars: distance to the network", "soft", SMALL, ha="left")


def _picks(
    sheet: Sheet, sides: Sequence[int], errors: Tensor, sigmas: Sequence[Number], x: Number, y: Number, width: Number,
    height: Number,
) -> None:
    """The side of the least error at each level, as a small chart."""
    sheet.label(x + width / 2, y - 0.3, "the best P at each σ", "orange", bold=True)
    logs = np.log(sigmas)
    across = x + 0.35 + (width - 0.5) * (logs - logs.min()) / max(np.ptp(logs), 1e-9)
    up = lambda P: y + height * (1 - (P - min(sides)) / max(1, max(sides) - min(sides)))  # noqa: E731
    sheet.ax.plot([x + 0.15, x + 0.15, x + width], [y - 0.08, y + height + 0.12, y + height + 0.12],
                  color=COLORS["grey"], lw=0.8)
    for P in sides:
        sheet.label(x + 0.08, up(P), f"{P}", "soft", SMALL, ha="right")
    for at, sigma, row in zip(across, sigmas, errors, strict=True):
        sheet.ax.plot([at], [up(sides[int(row.argmin())])], "o", color=COLORS["orange"], ms=6)
        sheet.label(at, y + height + 0.25, f"{sigma:.2g}", "soft", SMALL)
    sheet.label(x + width / 2 + 0.1, y + height + 0.45, "noise level σ", "soft", SMALL)


def _calibration_phone(sheet: Sheet, noisy: Tensor, network: Tensor, machine: Tensor, sides: Sequence[int],
                       errors: Tensor, sigmas: Sequence[Number], level: int, best: int) -> None:
    """The form for phones: noise and network above, the machine's guesses below, then the chart."""
    sheet.size(PHONE, 5.05)
    sheet.pixels(noisy, 0.35, 0.35, 0.8)
    sheet.pixels(network, 2.1, 0.35, 0.8)
    sheet.frame(2.1, 0.35, 0.8, 0.8, "blue")
    sheet.label(0.75, 0.17, f"noise, σ = {sigmas[level]:.2g}", "soft")
    sheet.label(2.5, 0.17, "network", "blue", bold=True)
    sheet.arrow((1.25, 0.75), (2.0, 0.75))
    sheet.arrow((0.75, 1.22), (0.75, 1.5))
    each = min(0.56, (PHONE - 0.1) / len(sides) - 0.1)
    _guesses(sheet, machine, sides, errors[level], best, 0.05, 1.8, each)
    _picks(sheet, sides, errors, sigmas, 0.3, 3.55, PHONE - 0.6, 0.85)


@drawn
def network_field(sheet: Sheet, layers: int = 5, kernel: int = 3) -> None:
    """Layers of a convolutional network seen from the side, and the growing field that one pixel of its guess sees.

    Each layer adds kernel - 1 pixels: with 5 layers of 3 the field is 11 pixels wide. ValueError for an even kernel.
    """
    if check_count(kernel, "kernel", 3) % 2 == 0:
        raise ValueError(f"kernel must be odd, got {kernel}")
    field = 1 + check_count(layers, "layers") * (kernel - 1)
    shown, width = field + 4, PHONE if sheet.phone else 6.4
    names = 0.75 if sheet.phone else 1.0
    cell = min(0.27, (width - 2 * names) / shown)
    rise, top = 0.38, 0.12
    sheet.size(width, top + layers * rise + cell + 0.45)
    left = (width - shown * cell) / 2
    for layer in range(layers, -1, -1):
        seen, y = 1 + (layers - layer) * (kernel - 1), top + (layers - layer) * rise
        _layer(sheet, left, y, cell, shown, seen, "orange" if layer == layers else "blue", layer in (0, layers))
        if layer:  # what the outermost pixels of this layer see in the one below
            for sign in (-1, 1):
                x = left + (shown / 2 + sign * seen / 2) * cell
                wider = x + sign * (kernel // 2) * cell
                sheet.ax.plot([x, wider], [y + cell * 0.8, y + rise], color=COLORS["blue"], lw=1.2)
        name = {layers: "guess", 0: "picture"}.get(layer, f"layer {layer}")
        unit = "" if sheet.phone else " pixel" if seen == 1 else " pixels"
        sheet.label(left - 0.1, y + cell * 0.4, name, "ink" if layer in (0, layers) else "soft", SMALL, ha="right")
        sheet.label(left + shown * cell + 0.1, y + cell * 0.4, f"{seen}{unit}", "orange" if seen == 1 else "blue",
                    SMALL, ha="left")
    y = top + layers * rise + cell * 0.8 + 0.14
    x = left + (shown - field) / 2 * cell
    sheet.ax.plot([x, x, x + field * cell, x + field * cell], [y - 0.06, y, y, y - 0.06], color=COLORS["blue"], lw=1)
    sheet.label(left + shown * cell / 2, y + 0.14, f"receptive field: 1 + {layers} × {kernel - 1} = {field} pixels",
                "blue")


def _layer(
    sheet: Sheet, x: Number, y: Number, cell: Number, shown: int, seen: int, color: str, outer: bool,
) -> None:
    """A row of `shown` cells, the middle `seen` of them in a colour: full in the first and last layer, else pale."""
    for k in range(shown):
        active = abs(k - shown // 2) <= seen // 2
        sheet.frame(x + k * cell, y, cell, cell * 0.8, "grey", 0.6, fill=color if active else "tile", zorder=2,
                    alpha=1 if outer or not active else 0.45)
