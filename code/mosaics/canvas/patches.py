"""Windows of a picture as rows of numbers, and back: all patches of a source, all windows of a canvas, their overlap.

Windows are numbered in reading order by their upper left pixel. On a torus there is one for each pixel, those at the
end go round; with an edge there are (H - P + 1)(W - P + 1), all inside, so that a pixel at the border lies in fewer. A
canvas is read back by letting all windows that hold a pixel say what it is, those near whose centre it lies louder:
exp(-r^2 / 2 spread^2) at distance r from the centre. A spread of `CENTRE` pixels or less is the read-out of chapters 6
and 7, the centre alone; at an edge it is the pixel nearest to a centre.
"""

import torch
from jaxtyping import Bool, Float
from torch import Tensor
from torch.nn.functional import fold, pad, unfold

from ..core.checks import check_mask, check_training, check_window

BLOCK = 16384  # windows at a time: with P = 7 in colour 10 MB
CENTRE = 0.2  # pixels: the next pixel's voice is exp(-12.5) = 4e-6


def patches(
    pictures: Float[Tensor, "N C H W"], P: int, known: Bool[Tensor, "H W"] | None = None
) -> Float[Tensor, "M D"]:
    """All windows of side P (odd) that lie inside the pictures, the first picture's first: D = C P P numbers each.

    `known`: which pixels may be used, of every picture; windows that meet another are left out. TypeError or ValueError
    for other arguments, and if no window is left.
    """
    H, W = check_training(pictures).shape[2:]
    rows = unfold(pictures.detach(), check_window(P, min(H, W))).movedim(1, 2)  # (N, windows, C P P)
    if known is not None:
        rows = rows[:, some_whole(known, P, H, W)]
    return rows.flatten(0, 1).contiguous()


def whole(known: Bool[Tensor, "H W"], P: int, H: int, W: int) -> Bool[Tensor, " windows"]:
    """Which windows inside an H x W picture have known pixels only."""
    if check_mask(known, "known").shape != (H, W):
        raise ValueError(f"known must have shape {(H, W)}, got {tuple(known.shape)}")
    return unfold(known[None, None].float(), P)[0].all(0)


def some_whole(known: Bool[Tensor, "H W"], P: int, H: int, W: int) -> Bool[Tensor, " windows"]:
    """The same, of which there must be one: else ValueError."""
    if not (inside := whole(known, P, H, W)).any():
        raise ValueError(f"known must hold a whole window of {P} x {P} pixels, got {int(known.sum())} known pixels")
    return inside


def taps(P: int, spread: float) -> Float[Tensor, "P P"]:
    """How loud a window speaks of each of its pixels: exp(-r^2 / 2 spread^2). float64."""
    r2 = (torch.arange(P, dtype=torch.float64) - P // 2).square()  # (P,)
    return torch.exp(-(r2[:, None] + r2) / (2 * max(spread, CENTRE) ** 2)).clamp_min(1e-280)


class Overlap:
    """All windows of one canvas, some rows of them at a time, and the canvas that their answers make."""

    def __init__(self, z: Float[Tensor, "C H W"], P: int, spread: float, torus: bool):
        self.P, self.torus, self.sides, self.taps = P, torus, tuple(z.shape[1:]), taps(P, spread)
        self.z = pad(z[None], (0, P - 1, 0, P - 1), mode="circular") if torus else z[None]  # (1, C, H', W')
        self.rows, self.columns = self.z.shape[2] - P + 1, self.z.shape[3] - P + 1  # of windows
        self.total = torch.zeros(self.z.shape[1:], dtype=torch.float64)  # (C, H', W')
        self.weight = torch.zeros(1, *self.z.shape[2:], dtype=torch.float64)  # (1, H', W')

    def strips(self) -> list[tuple[int, int]]:
        """First and last row, exclusive, of parts of at most `BLOCK` windows, or of one row."""
        step = max(1, BLOCK // self.columns)
        return [(row, min(row + step, self.rows)) for row in range(0, self.rows, step)]

    def windows(self, strip: tuple[int, int]) -> Float[Tensor, "Q D"]:
        """The windows of a strip."""
        return unfold(self.z[:, :, strip[0] : strip[1] + self.P - 1], self.P)[0].T

    def add(self, strip: tuple[int, int], answers: Float[Tensor, "Q D"]) -> None:
        """Take in what the windows of a strip say their pixels are."""
        last = strip[1] + self.P - 1
        sides, loud = (last - strip[0], self.z.shape[3]), self.taps.flatten()  # (P P,)
        said = answers.double().reshape(len(answers), -1, len(loud)) * loud  # (Q, C, P P)
        self.total[:, strip[0] : last] += fold(said.flatten(1).T[None], sides, self.P)[0]
        voices = loud[None, :, None].expand(-1, -1, len(answers))  # (1, P P, Q)
        self.weight[:, strip[0] : last] += fold(voices, sides, self.P)[0]

    def canvas(self) -> Float[Tensor, "C H W"]:
        """The mean of all answers. float64."""
        return self._closed(self.total) / self._closed(self.weight)

    def _closed(self, x: Float[Tensor, "c h w"]) -> Float[Tensor, "c H W"]:
        """On a torus what lies beyond the lower and the right end belongs to the upper and the left one."""
        if not self.torus:
            return x
        (H, W), x = self.sides, x.clone()
        x[:, : self.P - 1] += x[:, H:]
        x[:, :, : self.P - 1] += x[:, :, W:]
        return x[:, :H, :W]
