"""Local rules: majority, lateral inhibition, local denoising of black and white and of any patches (chapter 5).

A world is a float tensor (B, 1, H, W) of +1 (black) and -1 (white) on a torus: the right edge touches the left one, the
bottom the top. A window of odd side P around a pixel goes round the edges and sees no pixel twice.
"""

import math
from functools import reduce

import numpy as np
import torch
from jaxtyping import Bool, Float
from scipy import sparse
from torch import Tensor

from .core.checks import (
    check_count,
    check_generator,
    check_images,
    check_level,
    check_number,
    check_real,
    check_sigma,
    check_tensor,
    check_window,
)
from .core.stability import symbol
from .diffusion import Denoiser, last, sample, schedule

TIE = 1e-9  # a sum of influences closer to 0 than this is 0: the transform leaves rounding of about 1e-15


def _check_window(x: Tensor, P: int) -> int:
    return check_window(P, min(check_images(x, "x").shape[-2:]))


def _check_states(x: Tensor, low: int, high: int) -> Tensor:
    if check_images(x, "x").shape[1] != 1:
        raise ValueError(f"x must have one channel, got shape {tuple(x.shape)}")
    if not ((x == low) | (x == high)).all():
        raise ValueError(f"x must hold {low} and {high} only, got {float(x[(x != low) & (x != high)][0]):.3g}")
    return x


# ---------------------------------------------------------------- windows and majority
def window_sum(x: Float[Tensor, "B C H W"], P: int) -> Float[Tensor, "B C H W"]:
    """Sum over the P x P window around each pixel of any images, on the torus. P odd, 1 <= P <= min(H, W)."""
    P = _check_window(x, P)
    for axis in (-2, -1):  # the same additions in the same order at every pixel: exactly equivariant
        x = reduce(torch.add, [x.roll(shift, axis) for shift in range(-(P // 2), P // 2 + 1)])  # (B, C, H, W)
    return x


def majority(x: Float[Tensor, "B 1 H W"], P: int = 3) -> Float[Tensor, "B 1 H W"]:
    """One synchronous step: every pixel takes its window's majority, itself included. P odd, so there is no tie."""
    return window_sum(_check_states(x, -1, 1), P).sign()


def consistent(x: Float[Tensor, "B 1 H W"], P: int = 3) -> Bool[Tensor, "B 1 H W"]:
    """Which pixels equal the majority of their window. A world is locally consistent where all do."""
    return majority(x, P) == x


def world_energy(x: Float[Tensor, "B 1 H W"], P: int = 3) -> Float[Tensor, " B"]:
    """-1/2 sum_i x_i sum_j x_j, j in the window of i: low where neighbours agree. Flipping a wrong pixel takes >= 4."""
    return -(_check_states(x, -1, 1) * window_sum(x, P)).sum((1, 2, 3)) / 2


def settle(x: Float[Tensor, "B 1 H W"], P: int = 3, *, generator: torch.Generator) -> Float[Tensor, "B 1 H W"]:
    """Flip one wrong pixel at a time, drawn at random, until the world is consistent.

    It ends: every flip lowers `world_energy`, and there are finitely many worlds.
    """
    check_generator(generator)
    x = _check_states(x, -1, 1).clone(memory_format=torch.contiguous_format)  # (B, 1, H, W)
    while (wrong := ~consistent(x, P).flatten(1)).any():  # (B, H W)
        open_ = wrong.any(1).nonzero()[:, 0]  # (b,) the worlds not yet at rest
        at = torch.multinomial(wrong[open_].double(), 1, generator=generator)[:, 0]  # (b,)
        x.view(len(x), -1)[open_, at] *= -1
    return x


def majority_run(x: Float[Tensor, "B 1 H W"], P: int = 3) -> list[Float[Tensor, "B 1 H W"]]:
    """The worlds and what each synchronous step makes of them, until nothing new comes.

    If the last entry equals the last but one, all are at rest; else some blink, to and fro between two states, and it
    equals the last but two. Longer cycles cannot be: any two pixels influence each other alike.
    """
    run = [x, majority(x, P)]
    while not any(torch.equal(run[-1], before) for before in run[-3:-1]):
        run.append(majority(run[-1], P))
    return run


# ---------------------------------------------------------------- lateral inhibition
def ring_kernel(R1: float, R2: float, w1: float, w2: float) -> Float[Tensor, "S S"]:
    """Influence of a cell on those around it: +w1 up to distance R1, -w2 from there to R2, 0 beyond. float64.

    0 <= R1 < R2, w1 and w2 > 0; S = 2 floor(R2) + 1. The activator-inhibitor automaton's (Young 1984), with parameters
    to be chosen freely.
    """
    R2, w1, w2 = (check_number(x, name, 0, strict=True) for x, name in ((R2, "R2"), (w1, "w1"), (w2, "w2")))
    if (R1 := check_number(R1, "R1", 0)) >= R2:
        raise ValueError(f"R1 must be below R2, got {R1} and {R2}")
    at = torch.arange(-math.floor(R2), math.floor(R2) + 1, dtype=torch.float64)  # (S,)
    r = torch.hypot(at[:, None], at)  # (S, S)
    return torch.where(r <= R1, w1, torch.where(r <= R2, -w2, 0.0)).double()


def _check_kernel(kernel: Tensor) -> Tensor:
    if check_tensor(kernel, "kernel").ndim != 2 or kernel.shape[0] != kernel.shape[1] or len(kernel) % 2 == 0:
        raise ValueError(f"kernel must be square with an odd side, got shape {tuple(kernel.shape)}")
    if not all(torch.equal(kernel, kernel.flip(axis)) for axis in (0, 1)):
        raise ValueError("kernel must be symmetric left to right and top to bottom, got one that is not")
    return kernel.double()


def young_step(x: Float[Tensor, "B 1 H W"], kernel: Float[Tensor, "S S"]) -> Float[Tensor, "B 1 H W"]:
    """One synchronous step of cells in {0, 1}: 1 where the influences of all cells at 1 sum to > 0, 0 where to < 0.

    Where they sum to 0 the cell stays as it is. The kernel is symmetric, its side S odd and at most min(H, W).
    """
    (side, _), (H, W) = (weights := _check_kernel(kernel)).shape, _check_states(x, 0, 1).shape[-2:]
    check_count(side, "side of kernel", 1, min(H, W))
    spread = torch.zeros(H, W, dtype=torch.float64)  # (H, W)
    spread[:side, :side] = weights
    around = torch.fft.rfft2(spread.roll((-(side // 2), -(side // 2)), (0, 1)))  # (H, W // 2 + 1)
    total = torch.fft.irfft2(torch.fft.rfft2(x.double()) * around, s=(H, W))  # (B, 1, H, W)
    return torch.where(total.abs() < TIE, x, (total > 0).to(x.dtype))


def kernel_wavelength(kernel: Float[Tensor, "S S"]) -> float:
    """Wavelength at which the kernel's Fourier transform is largest, in pixels: what a pattern is expected to have.

    Looked for over 1,001 x 1,001 wavenumbers in [0, pi]; inf where the largest is that of the uniform state.
    """
    weights = _check_kernel(kernel)
    k, half = torch.linspace(0, math.pi, 1001, dtype=torch.float64), len(weights) // 2
    waves = torch.cos(k[:, None] * torch.arange(-half, half + 1))  # (1001, S)
    kx, ky = divmod(int((waves @ weights @ waves.T).argmax()), len(k))
    return 2 * math.pi / math.hypot(k[kx], k[ky]) if kx or ky else math.inf


def lali_transform(k: float | Tensor, A: float, B: float, sa: float, si: float) -> Tensor:
    """Fourier transform of A G_sa - B G_si, normalised Gaussians: A e^(-sa^2 k^2 / 2) - B e^(-si^2 k^2 / 2). float64.

    Local activation of strength A > 0 and width sa > 0, lateral inhibition of strength B > 0 and width si > sa.
    """
    A, B, sa, si = _check_lali(A, B, sa, si)
    k2 = check_real(k, "k") ** 2
    return A * torch.exp(-(sa**2) * k2 / 2) - B * torch.exp(-(si**2) * k2 / 2)


def _check_lali(A: float, B: float, sa: float, si: float) -> list[float]:
    four = [check_number(x, name, 0, strict=True) for x, name in ((A, "A"), (B, "B"), (sa, "sa"), (si, "si"))]
    if four[2] >= four[3]:
        raise ValueError(f"sa must be below si, got {four[2]} and {four[3]}")
    return four


def lali_wavelength(A: float, B: float, sa: float, si: float) -> float:
    """Wavelength 2 pi / k* where `lali_transform` is largest: k*^2 = 2 / (si^2 - sa^2) log(B si^2 / (A sa^2)).

    inf where B si^2 <= A sa^2: the uniform state is then the strongest.
    """
    A, B, sa, si = _check_lali(A, B, sa, si)
    ratio = B * si**2 / (A * sa**2)
    return 2 * math.pi / math.sqrt(2 / (si**2 - sa**2) * math.log(ratio)) if ratio > 1 else math.inf


# ---------------------------------------------------------------- the black and white world of Kamb & Ganguli
class LocalBlackWhite:
    """Posterior mean of a pixel that sees its P x P window only, for the training set {all black, all white}.

    tanh(sum of z over the window / sigma^2), by the two patches' posterior. P odd; None for the whole image, which is
    the ideal denoiser of these two images. Call it as denoise(z, sigma). Kamb & Ganguli 2025, section 4.1.
    """

    def __init__(self, P: int | None = 3):
        self.P = None if P is None else check_window(P)

    def __call__(self, z: Float[Tensor, "B 1 H W"], sigma: float | Tensor) -> Float[Tensor, "B 1 H W"]:
        """The best guess x0_hat at noise level sigma > 0, a number or (B,). ValueError where the window exceeds z."""
        if check_images(z, "z").shape[1] != 1:
            raise ValueError(f"z must have one channel, got shape {tuple(z.shape)}")
        s2 = check_sigma(sigma, len(z))[:, None, None, None].to(z.dtype) ** 2  # (B, 1, 1, 1)
        seen = z.sum((2, 3), keepdim=True).expand_as(z) if self.P is None else window_sum(z, self.P)  # (B, 1, H, W)
        return torch.tanh(seen / s2)

    def kernel(self, z: Float[Tensor, "B 1 H W"], sigma: float) -> Float[Tensor, "1 1 S S"]:
        """Derivatives of a pixel's guess by the pixels of its window, mean over all pixels of z. float64, S = P.

        (1 - tanh^2) / sigma^2 for every pixel of the window. ValueError for the whole image, which has no kernel.
        """
        if self.P is None:
            raise ValueError("a kernel needs a window, got P = None, the whole image")
        slope = (1 - self(z, sigma).double().square()).mean() / check_level(sigma) ** 2
        return slope.expand(1, 1, self.P, self.P).clone()


def sample_worlds(
    P: int | None, L: int, count: int, *, steps: int = 50, sigma_min: float = 1e-6, sigma_max: float = 80.0,
    generator: torch.Generator,
) -> Float[Tensor, "{count} 1 {L} {L}"]:
    """Run `count` noise images of side L through the local denoiser (euler, schedule "edm"), then take signs.

    Few steps leave worlds that are not consistent, and so does a large sigma_min: at low noise a pixel needs log 2 of
    log sigma to change sides, and a front of n pixels, one after the other, n log 2.
    """
    sigmas = schedule("edm", steps, sigma_min, sigma_max)  # (steps + 1,)
    count, L = check_count(count, "count"), check_count(L, "L")
    eps = torch.randn(count, 1, L, L, generator=check_generator(generator))
    # float64: a rounding error grows as the uniform wave does, e^18 by sigma = 1/2, and would decide close calls
    end = last(sample(LocalBlackWhite(P), sigmas[0] * eps.double(), sigmas, "euler"))  # (count, 1, L, L)
    return torch.where(end > 0, 1.0, -1.0)


def distinct(worlds: Float[Tensor, "B 1 H W"]) -> int:
    """How many different worlds there are among these."""
    return len(_check_states(worlds, -1, 1).flatten(1).unique(dim=0))


# ---------------------------------------------------------------- how many consistent worlds there are
def count_by_force(L: int, P: int = 3) -> int:
    """Number of consistent worlds on the L x L torus, L <= 5 (some 15 s), by trying all 2^(L L). P odd, P <= L."""
    L = check_count(L, "L", 1, 5)
    cells, P = L**2, check_window(P, L)
    found = 0
    for start in range(0, 2**cells, 2**16):
        part = torch.arange(start, min(start + 2**16, 2**cells))  # (n,)
        bits = (part[:, None] >> torch.arange(cells)) & 1  # (n, L L)
        found += int(consistent(bits.float().reshape(-1, 1, L, L) * 2 - 1, P).flatten(1).all(1).sum())
    return found


def count_consistent(L: int) -> int:
    """Exact number of worlds on the L x L torus, 3 <= L <= 8, in which each pixel equals its 3 x 3 majority.

    See `closed_walks`. Rotating or mirroring the columns and exchanging the colours keep consistency: first rows that
    differ by these begin equally many worlds, and one of them is enough. L = 8 takes some seconds.
    """
    bits = row_bits(L := check_count(L, "L", 3, 8))  # (2^L, L)
    three = bits + np.roll(bits, 1, 1) + np.roll(bits, -1, 1)  # (2^L, L)
    good = np.ones((2**L,) * 3, dtype=bool)  # (a, b, c)
    for own, seen in zip(bits.T, three.T, strict=True):
        total = seen[:, None, None] + seen[:, None] + seen
        good &= (total >= 5) == own[:, None].astype(bool)
    return closed_walks(good, _first_rows(L))


def row_bits(L: int) -> np.ndarray:
    """The L bits of each row 0 ... 2^L - 1: (2^L, L) int8. 1 <= L <= 8."""
    L = check_count(L, "L", 1, 8)
    return (np.arange(2**L)[:, None] >> np.arange(L) & 1).astype(np.int8)


def closed_walks(good: np.ndarray, first: list[tuple[int, int]]) -> int:
    """Number of two-coloured worlds on the L x L torus whose rows fit: good[a, b, c] where b fits between a and c.

    `good` is bool (2^L, 2^L, 2^L) over rows as numbers of L bits; `first` lists first rows to begin with and how often
    each counts. A world is a closed walk of L steps over pairs of neighbouring rows: trace(T^L), T the transfer matrix
    T[(a, b), (b, c)] = good[a, b, c]. Walks are met half way, so no more than half of a power is ever formed.
    """
    L = len(good).bit_length() - 1
    if good.dtype != bool or good.shape != (2**L,) * 3:
        raise ValueError(f"good must be bool (n, n, n) with n a power of 2, got {good.dtype} {good.shape}")
    a, b, c = good.nonzero()
    T = sparse.csr_array((np.ones(len(a), np.int64), (a << L | b, b << L | c)), shape=(4**L, 4**L))
    back, total = T.T.tocsr(), 0
    for row, weight in first:
        rows = slice(row << L, (row + 1) << L)  # all pairs that begin with this row
        there = reduce(lambda walks, _: walks @ T, range(L // 2 - 1), T[rows])  # (2^L, 4^L)
        again = reduce(lambda walks, _: walks @ back, range(L - L // 2 - 1), back[rows])  # (2^L, 4^L)
        total += weight * int(there.multiply(again).sum())
    return total


def _first_rows(L: int) -> list[tuple[int, int]]:
    """One row of each class under rotation, mirroring and exchange of colours, and how many the class holds."""
    other = str.maketrans("01", "10")
    seats: dict[str, int] = {}
    for row in range(2**L):
        bits = f"{row:0{L}b}"
        same = {s[i:] + s[:i] for s in (bits, bits[::-1]) for i in range(L)}
        first = min(same | {s.translate(other) for s in same})
        seats[first] = seats.get(first, 0) + 1
    return [(int(first, 2), count) for first, count in seats.items()]


def blobs(L: int, on: Bool[Tensor, "B n"]) -> Float[Tensor, "B 1 {L} {L}"]:
    """Worlds of side L >= 5: black 4 x 4 squares without corners, on white, in those 5 x 5 cells where `on` says so.

    n = floor(L / 5)^2 cells, none of which feels another: all 2^n worlds are consistent, so the number of consistent
    worlds is at least 2^n, exponential in the number of pixels.
    """
    n = (L := check_count(L, "L", 5)) // 5
    if not isinstance(on, Tensor) or on.dtype != torch.bool:
        raise TypeError(f"on must be a bool tensor, got {getattr(on, 'dtype', type(on).__name__)}")
    if on.ndim != 2 or on.shape[1] != n * n or not len(on):
        raise ValueError(f"on must have shape (B, {n * n}), got {tuple(on.shape)}")
    blob = torch.zeros(5, 5)  # (5, 5)
    blob[:4, 1:3] = blob[1:3, :4] = 1
    world = torch.full((len(on), 1, L, L), -1.0)  # (B, 1, L, L)
    world[:, 0, : 5 * n, : 5 * n] += 2 * torch.kron(on.float().reshape(-1, n, n), blob)
    return world


# ---------------------------------------------------------------- local denoisers of any data
class PatchDenoiser:
    """Posterior mean of a pixel that sees its window only, over patches that are all equally likely; on the torus.

    `patches` (M, h, w), odd sides, values as images: what a window of the data may be. h = 1 for data on a ring.
    Call it as denoise(z, sigma); z carries gradients. With the patches all black and all white it is LocalBlackWhite.
    """

    def __init__(self, patches: Float[Tensor, "M h w"]):
        if check_tensor(patches, "patches").ndim != 3 or not len(patches) or any(n % 2 == 0 for n in patches.shape[1:]):
            raise ValueError(f"patches must have shape (M, h, w) with odd sides, got {tuple(patches.shape)}")
        self.patches = patches.detach().double().clone()  # (M, h, w)
        self.centres = self.patches[:, patches.shape[1] // 2, patches.shape[2] // 2]  # (M,)

    def weights(self, z: Float[Tensor, "B 1 H W"], sigma: float | Tensor) -> Float[Tensor, "B H W M"]:
        """Posterior weight of each patch at each pixel, for sigma > 0, a number or (B,); windows must fit into z."""
        (h, w), flat = self.patches.shape[1:], self.patches.flatten(1).to(z.dtype)  # (M, D)
        if check_images(z, "z").shape[1] != 1 or z.shape[2] < h or z.shape[3] < w:
            raise ValueError(f"z must have shape (B, 1, H, W), at least {h} x {w} pixels, got {tuple(z.shape)}")
        s2 = check_sigma(sigma, len(z))[:, None, None, None].to(z.dtype) ** 2  # (B, 1, 1, 1)
        rows = torch.cat([z.roll(h // 2 - r, 2) for r in range(h)], 1)  # (B, h, H, W)
        seen = torch.stack([rows.roll(w // 2 - c, 3) for c in range(w)], 2).flatten(1, 2)  # (B, D, H, W)
        likeness = torch.einsum("bdij,md->bijm", seen, flat) - flat.square().sum(1) / 2  # (B, H, W, M)
        return torch.softmax(likeness / s2, -1)

    def __call__(self, z: Float[Tensor, "B 1 H W"], sigma: float | Tensor) -> Float[Tensor, "B 1 H W"]:
        """The best guess x0_hat at noise level sigma > 0, a number or (B,)."""
        return (self.weights(z, sigma) @ self.centres.to(z.dtype))[:, None]

    def kernel(self, z: Float[Tensor, "B 1 H W"], sigma: float) -> Float[Tensor, "1 1 h w"]:
        """Derivatives of a pixel's guess by the pixels of its window, mean over all pixels of z. float64.

        The posterior covariance of the middle and each pixel of the window, over sigma^2. For a uniform state give one
        uniform image.
        """
        w = self.weights(z, check_level(sigma)).double().flatten(0, 2)  # (n, M)
        both = (w * self.centres).mean(0) @ self.patches.flatten(1)  # (D,)
        means = (w @ self.centres) @ (w @ self.patches.flatten(1)) / len(w)  # (D,)
        return ((both - means) / sigma**2).reshape(1, 1, *self.patches.shape[1:])


def stripes(period: int, width: int) -> Float[Tensor, "{period} 1 {width}"]:
    """All windows of odd width of a ring striped +1, -1 with this even period: one for each place. float64."""
    if (period := check_count(period, "period", 2)) % 2:
        raise ValueError(f"period must be even, so that black and white are equally wide, got {period}")
    at = torch.arange(period)[:, None] + torch.arange(check_window(width))  # (period, width)
    return torch.where(at % period < period // 2, 1.0, -1.0).double()[:, None]


def waves(wavelength: float, P: int, directions: int = 12, phases: int = 8) -> Float[Tensor, "M {P} {P}"]:
    """Windows of odd side P of cosine waves in evenly spread directions and phases, M = directions phases. float64."""
    k = 2 * math.pi / check_number(wavelength, "wavelength", 0, strict=True)
    at = torch.arange(check_window(P), dtype=torch.float64) - P // 2  # (P,)
    turns = math.pi / check_count(directions, "directions") * torch.arange(directions).double()[:, None, None]
    along = turns.cos() * at + turns.sin() * at[:, None]  # (directions, P, P)
    shift = 2 * math.pi / check_count(phases, "phases") * torch.arange(phases).double()  # (phases,)
    return torch.cos(k * along[:, None] + shift[:, None, None]).flatten(0, 1)


# ---------------------------------------------------------------- which waves grow
LocalMachine = LocalBlackWhite | PatchDenoiser


def linear_growth(c: float | Tensor, sigma1: float, sigma2: float) -> Tensor:
    """log of how much a faint wave grows from level sigma1 > 0 to sigma2 > 0 where the kernel's symbol is c / sigma^2.

    The integral of d log z / d log sigma = 1 - c / sigma^2: c / 2 (1 / sigma2^2 - 1 / sigma1^2) - log(sigma1 / sigma2).
    So it is for zero-mean patches of one norm about z = 0; c is then the transform of the data's autocovariance, cut
    to the window.
    """
    sigma1, sigma2 = check_level(sigma1, "sigma1"), check_level(sigma2, "sigma2")
    return check_real(c, "c") / 2 * (1 / sigma2**2 - 1 / sigma1**2) - math.log(sigma1 / sigma2)


def measured_wave(
    denoise: Denoiser, k: Float[Tensor, " K"], sigma1: float, sigma2: float, *, side: int = 24, steps: int = 2000,
) -> Float[Tensor, " K"]:
    """log of how much faint waves (1e-6) along the columns grow from sigma1 to sigma2 < sigma1, by Heun's steps.

    Each k must fit the torus: k = 2 pi m / side for a whole m. Differs from `linear_growth` by the steps' error,
    which falls as 1 / steps^2. float64.
    """
    side, steps = check_count(side, "side", 3), check_count(steps, "steps")
    m = check_tensor(k, "k").detach().double() * side / (2 * math.pi)  # (K,)
    if k.ndim != 1 or (m - m.round()).abs().max() > 1e-6:
        raise ValueError(f"k must be (K,) multiples of 2 pi / side = {2 * math.pi / side:.4g}, got {k}")
    wave = torch.cos(2 * math.pi * m[:, None] / side * torch.arange(side))  # (K, side)
    z = 1e-6 * wave[:, None, None].repeat(1, 1, side, 1)  # (K, 1, side, side)
    end = last(sample(denoise, z, even_levels(sigma1, sigma2, steps), "heun"))  # (K, 1, side, side)
    return (end.flatten(1).norm(dim=1) / z.flatten(1).norm(dim=1)).log()


def even_levels(sigma1: float, sigma2: float, steps: int) -> Float[Tensor, " {steps}+1"]:
    """Noise levels from sigma1 down to sigma2 > 0, evenly spaced in log sigma. float64."""
    sigma1, sigma2 = check_level(sigma1, "sigma1"), check_level(sigma2, "sigma2")
    if sigma1 <= sigma2:
        raise ValueError(f"sigma1 must be above sigma2, got {sigma1} and {sigma2}")
    return torch.logspace(math.log10(sigma1), math.log10(sigma2), check_count(steps, "steps") + 1, dtype=torch.float64)


def spectral_growth(
    machine: LocalMachine, z: Float[Tensor, "B 1 H W"], sigmas: Float[Tensor, " S"]
) -> tuple[Tensor, Tensor]:
    """log of how much each wave of z grows along a run of Heun's steps: as measured, and as the mean kernel foretells.

    Measured: half the log of the ratio of the power spectra, mean over B, at the end and the start. Foretold: the
    symbol of `machine.kernel` of the run's own images minus 1, integrated over -log sigma; exact to first order in the
    slope of the rule averaged over what it sees, and for Gaussian z (Bussgang's theorem). Both (H, W) float64, by
    wavenumbers as `torch.fft.fft2` has them; `sigmas` falls and ends above 0.
    """
    H, W = check_images(z, "z").shape[2:]
    axes = [2 * math.pi * torch.fft.fftfreq(n, dtype=torch.float64) for n in (H, W)]
    k = torch.stack(torch.meshgrid(*axes, indexing="ij"), -1)  # (H, W, 2)
    rate, foretold, before = torch.zeros(H, W), torch.zeros(H, W, dtype=torch.float64), math.inf
    for state in sample(machine, z, sigmas, "heun"):
        now = symbol(machine.kernel(state.z, state.sigma), k)[..., 0, 0].real - 1  # (H, W)
        if state.step:
            foretold += (rate + now) / 2 * math.log(before / state.sigma)
        rate, before = now, state.sigma
    start, end = (torch.fft.fft2(x[:, 0].double()).abs().square().mean(0) for x in (z, state.z))
    return (end / start).log() / 2, foretold
