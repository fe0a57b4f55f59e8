"""Pictures that fool a measure: each is praised, or blamed, for what nobody would praise or blame it for (chapter 15).

noise          is new, as diverse as can be, and its balls hold every real picture: novelty, Vendi score, recall
grey           is new, and flat windows are near to flat ones: coherence; with one outlier (`with_outlier`): precision
mean_image     is as new as unseen pictures, every window of it is near to a real one, and it lies where real pictures
               are dense: novelty and coherence together, precision, density
moved          are copies that are far from what they copy, pixel by pixel: distance without translations, authenticity
noisy_copies   are copies with just so much noise that they count as authentic: authenticity, novelty
one_kind       shows one kind of picture only, the most usual one: precision, density
glued          are halves of two pictures: coherence, which sees windows only
training pictures themselves: precision, recall, density and coverage, which know no copies
"""

import torch
from jaxtyping import Float
from torch import Tensor

from ..core.checks import check_count, check_generator, check_images
from .features import apart, located, pixels

MARGIN = 1.05  # noise of noisy copies over the distance that they would count as copied within


def noise(data: Float[Tensor, "N C H W"], n: int, generator: torch.Generator) -> Float[Tensor, "n C H W"]:
    """`n` pictures of black and white at random, of the shape of `data`: -1 or 1 for each value. float32.

    Two of them differ by sqrt(2) per value on average, which is more than a grey picture differs from either.
    """
    size = (check_count(n, "n"), *check_images(data, "data").shape[1:])
    return torch.randint(2, size, generator=check_generator(generator)).float() * 2 - 1


def with_outlier(real: Float[Tensor, "N C H W"], generator: torch.Generator) -> Float[Tensor, "N+1 C H W"]:
    """Real pictures and one of noise, last: its nearest neighbours are far, so its ball is large."""
    return torch.cat([check_images(real, "real"), noise(real, 1, generator).to(real)])


def grey(data: Float[Tensor, "N C H W"], n: int) -> Float[Tensor, "n C H W"]:
    """`n` pictures of 0, of the shape of `data`: at distance 1 per value from any noise."""
    return torch.zeros_like(check_images(data, "data")[:1]).repeat(check_count(n, "n"), 1, 1, 1)


def mean_image(data: Float[Tensor, "N C H W"], n: int) -> Float[Tensor, "n C H W"]:
    """`n` times the mean of training pictures."""
    return check_images(data, "data").mean(0, keepdim=True).repeat(check_count(n, "n"), 1, 1, 1)


def moved(data: Float[Tensor, "N C H W"], n: int, generator: torch.Generator) -> Float[Tensor, "n C H W"]:
    """The first `n` training pictures, each moved round the edges, by a quarter to three quarters of its sides."""
    check_count(n, "n", 1, len(check_images(data, "data")))
    H, W = data.shape[2:]
    steps = torch.rand(n, 2, generator=check_generator(generator)) / 2 + 0.25  # (n, 2)
    return torch.stack([x.roll((round(float(i) * H), round(float(j) * W)), (1, 2))
                        for x, (i, j) in zip(data[:n], steps, strict=True)])


def noisy_copies(data: Float[Tensor, "N C H W"], n: int, generator: torch.Generator) -> Float[Tensor, "n C H W"]:
    """The first `n` training pictures with noise a little longer than the way to the nearest other one. N >= 2."""
    check_count(n, "n", 1, len(check_images(data, "data")))
    check_count(len(data), "number of training pictures", 2)
    gap = apart(located(data, pixels)).amin(1)[:n]  # (n,) per value
    eps = torch.randn(data[:n].shape, generator=check_generator(generator), dtype=torch.float64)
    eps /= eps.square().mean((1, 2, 3), keepdim=True).sqrt()
    return (data[:n] + MARGIN * gap[:, None, None, None] * eps).to(data.dtype)


def one_kind(real: Float[Tensor, "N C H W"], n: int) -> Float[Tensor, "n C H W"]:
    """Of real pictures that whose `n`-th nearest is the nearest of all, and those up to it, nearest first. n < N."""
    far = apart(located(real, pixels))
    n = check_count(n, "n", 1, len(far) - 1)
    centre = int(far.kthvalue(n, dim=1).values.argmin())
    return real[far.fill_diagonal_(-1)[centre].argsort()[:n]]


def glued(data: Float[Tensor, "N C H W"], n: int, generator: torch.Generator) -> Float[Tensor, "n C H W"]:
    """Upper halves of training pictures above lower halves of others. N >= 2, H >= 2."""
    N, half = check_count(len(check_images(data, "data")), "number of training pictures", 2), data.shape[2] // 2
    size = (check_count(n, "n"),)
    upper = torch.randint(N, size, generator=check_generator(generator))
    lower = (upper + torch.randint(1, N, size, generator=generator)) % N
    return torch.cat([data[upper, :, :half], data[lower, :, half:]], 2)
