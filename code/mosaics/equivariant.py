"""Equivariance: the same rule at every place, translations, borders as anchors, mosaics counted (chapter 7)."""

import functools
from collections.abc import Sequence

import torch
from jaxtyping import Bool, Float
from torch import Tensor

from .core.checks import check_choice, check_count, check_image_shape, check_images, check_sigma, check_training
from .core.softmax import Tally
from .local import PatchMachine, Windows
from .rules import closed_walks, row_bits


class ELS(PatchMachine):
    """The equivariant local machine: a pixel compares its window with every window of every training image.

    The minimum of the denoising loss among all denoisers that see windows and treat all places alike (Kamb & Ganguli
    2025, eqs 9-10). The noisy image is a torus. `positions` "all": training images are tori too; "interior": only
    windows that fit into a training image, as in the authors' code. P odd, at most the shorter side.
    """

    def __init__(self, data: Float[Tensor, "N C H W"], P: Windows, positions: str = "all"):
        super().__init__(data, P, check_choice(positions, ("all", "interior"), "positions"), "circular")


class BBELS(PatchMachine):
    """ELS with equivariance broken by the border: a window that reaches over the edge sees zeros, and so its place.

    A pixel compares its window with training windows in the same boundary situation: anywhere in the interior, at the
    same distance from the same edge, or in the same corner (Kamb & Ganguli 2025, eq. 41).
    """

    def __init__(self, data: Float[Tensor, "N C H W"], P: Windows):
        super().__init__(data, P, "matching", "zeros")


class ES:
    """The equivariant machine: the ideal denoiser of all translations of all training images, on the torus.

    The minimum of the denoising loss among denoisers that commute with translations (Kamb & Ganguli 2025, eqs 5-6).
    Distances to all translations come from one Fourier transform; float64. Call it as denoise(z, sigma).
    """

    def __init__(self, data: Float[Tensor, "N C H W"], chunk: int = 64):
        self.data, self.chunk = check_training(data).clone(), check_count(chunk, "chunk")
        self.half = self.data.double().square().sum((1, 2, 3)) / 2  # (N,) the same for every translation

    def __call__(self, z: Float[Tensor, "B C H W"], sigma: float | Tensor) -> Float[Tensor, "B C H W"]:
        """The best guess x0_hat at noise level sigma > 0, a number or (B,)."""
        check_image_shape(z, self.data.shape[1:], "z")
        s2 = check_sigma(sigma, len(z))[:, None, None, None] ** 2  # (B, 1, 1, 1)
        f = torch.fft.rfft2(z.double())  # (B, C, H, W / 2 + 1)
        none = torch.zeros(len(z), 1, 1, 1, dtype=torch.float64)
        seen = Tally(none - torch.inf, (none, torch.zeros_like(z, dtype=torch.float64)))
        for part, half in zip(self.data.split(self.chunk), self.half.split(self.chunk), strict=True):
            g = torch.fft.rfft2(part.double())  # (n, C, H, W / 2 + 1)
            match = torch.fft.irfft2((f[:, None] * g.conj()).sum(2), s=z.shape[2:])  # (B, n, H, W) over translations
            seen.add((match - half[:, None, None]) / s2, (1, 2, 3), functools.partial(_translated, g, z.shape[2:]))
        total, value = seen.sums
        return (value / total).to(z.dtype)


def _translated(g: Tensor, sides: Sequence[int], gap: Float[Tensor, "B n H W"]) -> tuple[Tensor, Tensor]:
    """Sum of the weights e^gap of all translations of n images, and their weighted sum; g: the images' transforms."""
    w = gap.exp()  # (B, n, H, W)
    moved = torch.fft.irfft2((torch.fft.rfft2(w)[:, :, None] * g).sum(1), s=sides)  # (B, C, H, W)
    return w.sum((1, 2, 3), keepdim=True), moved


# ---------------------------------------------------------------- how many images a set of patches allows
def patch_codes(worlds: Float[Tensor, "N 1 H W"]) -> Tensor:
    """The 3 x 3 window around each pixel of two-coloured tori (black where > 0) as a number of 9 bits: (N, H, W)."""
    bits = (check_images(worlds, "worlds") > 0).long()  # (N, 1, H, W)
    if worlds.shape[1] != 1:
        raise ValueError(f"worlds must have one channel, got shape {tuple(worlds.shape)}")
    code = torch.zeros_like(bits)
    for i in (1, 0, -1):
        for j in (1, 0, -1):
            code = 2 * code + bits.roll((i, j), (2, 3))
    return code[:, 0]


RULES = ("exact", "nearest", "tied")


def allowed_windows(worlds: Float[Tensor, "N 1 H W"], rule: str = "exact") -> Bool[Tensor, "512"]:
    """Which black and white 3 x 3 windows, numbered as by `patch_codes`, a picture made of those in `worlds` may have.

    "exact": the windows of `worlds` themselves. "nearest": those whose centre has the colour of the nearest training
    window's centre; of all of them, where several are equally near. Where every window of a picture is such a one, it
    is locally consistent under ELS with P = 3 (Kamb & Ganguli 2025, theorem 4.1). "tied": the same, but of at least
    one of the nearest. Each rule allows all that the one before it allows.
    """
    check_choice(rule, RULES, "rule")
    bits = torch.arange(512)[:, None] >> torch.arange(8, -1, -1) & 1  # (512, 9)
    known = bits[patch_codes(worlds).unique()]  # (M, 9)
    apart = (bits[:, None] != known).sum(2)  # (512, M) squared distance / 4, for -1 and 1
    least = apart.amin(1, keepdim=True)  # (512, 1)
    if rule == "exact":
        return least[:, 0] == 0
    near, same = apart == least, bits[:, None, 4] == known[:, 4]  # (512, M) each
    return (near & same).any(1) if rule == "tied" else (same | ~near).all(1)


def count_mosaics(worlds: Float[Tensor, "N 1 H W"], L: int, rule: str = "exact") -> int:
    """Exact number of two-coloured L x L tori, 3 <= L <= 8, whose every 3 x 3 window is allowed by `allowed_windows`.

    Counted by `rules.closed_walks`; first rows that differ by a rotation begin equally many. With L = 8, "exact" takes
    a second or so, "nearest" half a minute and "tied" more memory than most machines have.
    """
    bits = torch.from_numpy(row_bits(L := check_count(L, "L", 1, 8))).long()  # (2^L, L)
    if L < 3:
        raise ValueError(f"L must be at least 3, got {L}")
    allowed = allowed_windows(worlds, rule)
    three = 4 * bits.roll(1, 1) + 2 * bits + bits.roll(-1, 1)  # (2^L, L) each cell with its left and right
    good = torch.ones(len(bits), len(bits), len(bits), dtype=torch.bool)  # (a, b, c)
    for cell in three.T:
        good &= allowed[64 * cell[:, None, None] + 8 * cell[:, None] + cell]
    seats: dict[int, int] = {}
    for row in range(2**L):
        first = min((row << k | row >> (L - k)) & (2**L - 1) for k in range(L))
        seats[first] = seats.get(first, 0) + 1
    return closed_walks(good.numpy(), list(seats.items()))


def translations(worlds: Float[Tensor, "N C H W"]) -> int:
    """How many different images there are among all translations of these: what ES can make."""
    H, W = check_images(worlds, "worlds").shape[2:]
    moved = [worlds.roll((i, j), (2, 3)) for i in range(H) for j in range(W)]
    return len(torch.cat(moved).flatten(1).unique(dim=0))
