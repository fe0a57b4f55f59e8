"""What a dictionary of patches says about noisy windows: exactly, or from the cells in which the likely patches lie.

A window q is a patch k_m plus Gaussian noise of level sigma, so patch m has the weight w_m ~ exp(-|q - k_m|^2 /
2 sigma^2), and the best guess is sum_m w_m k_m: the equivariant local machine of chapter 7, whose dictionary is all
patches of one picture (Kamb & Ganguli 2025, eqs 9-10). `Exact` asks all patches. `Cells` sorts them once into cells
around means (Lloyd's algorithm) and asks those of the `probes` cells whose means are nearest to the window: with
sqrt(M) cells for M patches a window asks some sqrt(M) of them. What that loses: `lost`. Both are the same online
softmax; the weights of a window add up to 1 over the patches that it asked.

Distances are matrix products, taken from the mean patch in the precision of the dictionary: in float32 half a squared
distance errs by about 1e-5, so a weight by about 1e-5 / sigma^2 of itself. Sums are float64.
"""

import math
from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import NamedTuple

import torch
from jaxtyping import Float, Int
from torch import Tensor

from ..core.checks import check_count, check_level, check_same_shape, check_tensor
from ..core.softmax import Tally

FLOOR = -60.0  # nats below the nearest: a million patches there weigh less than 1e-19, and exp of less is slow
ROUNDS = 4  # of Lloyd's algorithm: more change the cells little
ROWS, COLUMNS = 4096, 4096  # windows and patches at a time: 67 MB of float32 distances
PROBES = 4

At = Tensor | slice


class Nearest(NamedTuple):
    """The nearest patch of each window: its `number`, and its `distance` (Euclidean, over window and channels)."""

    number: Int[Tensor, " Q"]
    distance: Float[Tensor, " Q"]


class Search(ABC):
    """A dictionary of M >= 1 patches (M, D), of which it keeps a copy; subclasses say which of them a window asks.

    `values` (M, D): what is guessed instead of the patches that are compared, such as the sharp patches of which these
    are blurred ones. TypeError or ValueError for other arguments.
    """

    def __init__(self, patches: Float[Tensor, "M D"], values: Float[Tensor, "M D"] | None = None):
        if check_tensor(patches, "patches").ndim != 2 or 0 in patches.shape:
            raise ValueError(f"patches must have shape (M, D) and not be empty, got {tuple(patches.shape)}")
        self.centre = patches.detach().double().mean(0).to(patches.dtype)  # (D,)
        self.numbers = self._order(patches.detach() - self.centre)  # (M,) of the patches, in the order held
        self.keys = patches.detach()[self.numbers] - self.centre  # (M, D)
        self.half = self.keys.square().sum(1) / 2  # (M,)
        self.values = self.keys
        if values is not None:
            check_same_shape(check_tensor(values, "values"), patches, "values and patches")
            self.values = values.detach().to(patches.dtype)[self.numbers] - self.centre  # (M, D)

    def __len__(self) -> int:
        return len(self.keys)

    def _order(self, keys: Float[Tensor, "M D"]) -> Int[Tensor, " M"]:
        """In which order patches are held; here as they come."""
        return torch.arange(len(keys))

    @abstractmethod
    def _visits(self, q: Float[Tensor, "Q D"]) -> Iterator[tuple[At, slice]]:
        """Which windows, counted from the centre, ask which of the patches held; every window asks some."""

    def _shifted(self, windows: Tensor) -> Float[Tensor, "Q D"]:
        if check_tensor(windows, "windows").ndim != 2 or windows.shape[1] != len(self.centre) or not len(windows):
            raise ValueError(f"windows must have shape (Q, {len(self.centre)}), got {tuple(windows.shape)}")
        return windows.detach().to(self.keys.dtype) - self.centre

    def _match(self, q: Float[Tensor, "q D"], part: slice) -> Float[Tensor, "q m"]:
        """q k - |k|^2 / 2: minus half the squared distance, up to what all patches share."""
        return torch.addmm(-self.half[part], q, self.keys[part].T)

    def guess(self, windows: Float[Tensor, "Q D"], sigma: float) -> Float[Tensor, "Q D"]:
        """The posterior mean of the values, given windows at noise level sigma > 0."""
        q, s2 = self._shifted(windows), check_level(sigma) ** 2
        m = torch.full((len(q), 1), -torch.inf, dtype=q.dtype)  # (Q, 1)
        total, value = torch.zeros(len(q), 1, dtype=torch.float64), torch.zeros(q.shape, dtype=torch.float64)
        for at, part in self._visits(q):
            seen, values = Tally(m[at], (total[at], value[at])), self.values[part]  # (m, D)

            def terms(gap: Tensor, values: Tensor = values) -> tuple[Tensor, Tensor]:
                w = gap.clamp_min_(FLOOR).exp_()  # (q, m)
                return w.sum(1, keepdim=True), w @ values

            seen.add(self._match(q[at], part).div_(s2), 1, terms)
            m[at], (total[at], value[at]) = seen.m, seen.sums
        return (value / total + self.centre).to(windows.dtype)

    def nearest(self, windows: Float[Tensor, "Q D"]) -> Nearest:
        """The nearest of the patches that each window asks; of several equally near ones any."""
        q = self._shifted(windows)
        best, index = torch.full((len(q),), -torch.inf, dtype=q.dtype), torch.zeros(len(q), dtype=torch.int64)
        for at, part in self._visits(q):
            most, where = self._match(q[at], part).max(1)  # (q,)
            closer = most > best[at]
            index[at] = torch.where(closer, where + part.start, index[at])
            best[at] = torch.where(closer, most, best[at])
        distance = torch.cat([(a - self.keys[i]).double().norm(dim=1)
                              for a, i in zip(q.split(ROWS), index.split(ROWS), strict=True)])  # (Q,)
        return Nearest(self.numbers[index], distance.to(windows.dtype))


class Exact(Search):
    """Every window asks all patches. Arguments as for `Search`."""

    def _visits(self, q: Float[Tensor, "Q D"]) -> Iterator[tuple[slice, slice]]:
        """Blocks of windows and of patches."""
        for row in range(0, len(q), ROWS):
            for column in range(0, len(self.keys), COLUMNS):
                yield slice(row, row + ROWS), slice(column, column + COLUMNS)


class Cells(Search):
    """Every window asks the patches of the `probes` >= 1 cells whose means are nearest to it.

    `cells`: how many, at most M, less those that stay empty; sqrt(M) if None. With as many probes as cells it says what
    `Exact` says. Other arguments as for `Search`.
    """

    def __init__(
        self, patches: Float[Tensor, "M D"], values: Float[Tensor, "M D"] | None = None, *, probes: int = PROBES,
        cells: int | None = None,
    ):
        many = len(check_tensor(patches, "patches"))
        self.cells = math.isqrt(many) if cells is None else check_count(cells, "cells", 1, many)
        self.probes = check_count(probes, "probes")
        super().__init__(patches, values)

    def _order(self, keys: Float[Tensor, "M D"]) -> Int[Tensor, " M"]:
        """By cell. Lloyd's algorithm from patches at even steps: means of cells, cells around the nearest mean."""
        self.means = keys[torch.arange(self.cells) * len(keys) // self.cells].clone()  # (cells, D)
        for _ in range(ROUNDS):
            cell = self._asked(keys, 1)[:, 0]  # (M,)
            held = torch.bincount(cell, minlength=self.cells)[:, None]  # (cells, 1)
            self.means = (torch.zeros_like(self.means).index_add_(0, cell, keys) / held)[held[:, 0] > 0]
            self.cells = len(self.means)  # without the empty ones
        cell = self._asked(keys, 1)[:, 0]
        held = torch.bincount(cell, minlength=self.cells)  # (cells,)
        self.means, self.cells = self.means[held > 0], int((held > 0).sum())
        self.ends = [0, *held[held > 0].cumsum(0).tolist()]  # cells + 1
        return cell.argsort(stable=True)

    def _asked(self, q: Float[Tensor, "Q D"], probes: int) -> Int[Tensor, "Q probes"]:
        """The cells whose means are nearest."""
        half = self.means.square().sum(1) / 2  # (cells,)
        parts = [torch.addmm(-half, part, self.means.T) for part in q.split(ROWS)]
        return torch.cat([part.topk(probes, dim=1).indices for part in parts])

    def _visits(self, q: Float[Tensor, "Q D"]) -> Iterator[tuple[Tensor, slice]]:
        """Cell by cell, those windows that ask it."""
        asked = self._asked(q, min(self.probes, self.cells))  # (Q, probes)
        order = asked.flatten().argsort(stable=True)  # (Q probes,)
        ends = torch.bincount(asked.flatten(), minlength=self.cells).cumsum(0).tolist()
        for cell, at in enumerate(order.tensor_split(ends[:-1])):
            for rows in at.div(asked.shape[1], rounding_mode="floor").split(ROWS) if len(at) else ():
                yield rows, slice(self.ends[cell], self.ends[cell + 1])


# ---------------------------------------------------------------- side by side
class Lost(NamedTuple):
    """What an approximate search loses against the exact one, over the windows asked.

    `same`: share of windows with an equally near nearest patch, in [0, 1]. `excess`: how much further the nearest patch
    found is, as a share of the true distance, by mean distances. `error`: root mean square of the difference of the
    guesses, in grey values.
    """

    same: float
    excess: float
    error: float


def lost(search: Search, exact: Search, windows: Float[Tensor, "Q D"], sigma: float) -> Lost:
    """Compare a search with the exact one of the same patches, at noise level sigma > 0."""
    for name, each in (("search", search), ("exact", exact)):
        if not isinstance(each, Search):
            raise TypeError(f"{name} must be Exact(patches) or Cells(patches), got {type(each).__name__}")
    found, true = search.nearest(windows).distance.double(), exact.nearest(windows).distance.double()  # (Q,)
    apart = (search.guess(windows, sigma) - exact.guess(windows, sigma)).double()  # (Q, D)
    excess = float((found.mean() - true.mean()) / true.mean().clamp_min(1e-12))
    return Lost(float((found <= true * (1 + 1e-5) + 1e-6).double().mean()), excess, float(apart.square().mean().sqrt()))
