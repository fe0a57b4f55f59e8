"""One table of cases for all that computes the book's machines, and their definition in float64, pixel by pixel.

A case is a dict of numbers and words: `machine`, what the windows are compared with (`reach`, `padding`), window side
P (None: the whole image), noise level sigma, N images of shape C, H, W, the seed of what is drawn. `drawn` gives its
images and noisy images, `oracle` what any implementation must say. `python tests/machines_table.py` prints it all as
JSON, for implementations that are not Python.
"""

import json
from itertools import product

import torch
from mosaics.core.data import load
from mosaics.diffusion import sample, schedule

MACHINES = {"LS": ("same", "zeros"), "LS on the torus": ("same", "circular"), "ELS": ("all", "circular"),
            "ELS, interior": ("interior", "circular"), "bbELS": ("matching", "zeros")}
SHAPES = [(5, 1, 6, 7), (70, 3, 5, 5), (41, 1, 8, 7), (1, 1, 3, 3)]  # also more images than lanes, colour, one image
SIGMAS = (0.01, 0.3, 2.0, 80.0)
REAL = [("fashion-mnist", (60, 1, 9, 9)), ("dicebear-faces", (6, 3, 8, 8))]  # the book's own pictures


def sides(machine, H, W):
    """Window sides worth a case: one pixel, the smallest, the largest."""
    padding = MACHINES[machine][1]
    widest = 2 * max(H, W) - 1 if padding == "zeros" else min(H, W) - 1 + min(H, W) % 2
    return sorted({1, 3, widest})


def case(machine, P, sigma, shape, data="drawn", seed=0):
    """A row of the table."""
    (reach, padding), (N, C, H, W) = MACHINES.get(machine, (None, None)), shape
    return {"machine": machine, "reach": reach, "padding": padding, "P": P, "sigma": sigma, "N": N, "C": C, "H": H,
            "W": W, "data": data, "seed": seed}


CASES = [
    *[case(machine, P, sigma, shape, seed=k) for k, shape in enumerate(SHAPES) for machine in MACHINES
      for P in sides(machine, *shape[2:]) for sigma in SIGMAS],
    *[case(machine, P, sigma, shape, data) for (data, shape), machine, P, sigma in
      product(REAL, MACHINES, (3, 5), (0.1, 1.0, 10.0))],
    *[case(machine, None, sigma, shape, seed=k) for k, shape in enumerate(SHAPES) for machine in ("IS", "ES")
      for sigma in SIGMAS],
]

# Whole runs from noise: what a guess is told wrongly by rounding, a sampler may multiply. Few steps of Heun's method do
# it most: from sigma = 80 to 0.02 half of a step is 2000 times the guess at its end, for that is divided by 0.02.
RUNS = [
    case(machine, None, 80.0, (40, 1, 8, 8), "digits", seed) | {"method": method, "steps": steps, "windows": windows}
    for machine in ("LS", "ELS", "bbELS") for method, steps, windows, seed in
    [("heun", 2, [7, 3], 5), ("heun", 2, [5, 5], 6), ("heun", 3, [7, 5, 3], 5), ("ddim", 2, [7, 3], 5)]
]


def name(row):
    """What a test of this row is called."""
    shape = "x".join(str(row[key]) for key in "NCHW")
    return f"{row['machine']}-P{row['P']}-sigma{row['sigma']}-{row['data']}-{shape}"


# ---------------------------------------------------------------- what a case is about
def pictures(N, C, H, W, seed=0):
    """Smooth images (N, C, H, W) of 256 grey levels, float32, as bytes and as the machines see them."""
    x = torch.randn(N, C, H, W, generator=torch.Generator().manual_seed(seed))
    x = (x + x.roll(1, -1) + x.roll(1, -2)) / 3**0.5
    levels = ((x.clamp(-1, 1) + 1) * 127.5).round().to(torch.uint8)
    return levels, levels.float() / 127.5 - 1


def noisy(images, sigma, seed):
    """A training image with noise on it, and noise alone: float32."""
    g = torch.Generator().manual_seed(seed)
    noise = sigma * torch.randn(2, *images.shape[1:], generator=g)
    return [images[seed % len(images)] + noise[0], noise[1]]


def drawn(row):
    """Training images (N, C, H, W) and noisy images (2, C, H, W) of a case, float32."""
    N, C, H, W = (row[key] for key in "NCHW")
    images = pictures(N, C, H, W, row["seed"])[1] if row["data"] == "drawn" else load(row["data"], n=N, size=H).images
    return images, torch.stack(noisy(images, row["sigma"], row["seed"] + 1))


# ---------------------------------------------------------------- the definition
def brute(z, images, sigma, P, reach, padding):
    """Denoised image (C, H, W) and weights (H * W, N * H * W), float64: every pair of a pixel and a position."""
    z, images = z.double(), images.double()
    (N, C, H, W), d = images.shape, P // 2
    around = [torch.arange(-d, n + d) for n in (H, W)]
    rows, columns = (i % n for i, n in zip(around, (H, W), strict=True))
    outside = ((around[0] != rows)[:, None] | (around[1] != columns)) & (padding == "zeros")
    windows = lambda x: (  # noqa: E731
        x[..., rows[:, None], columns].masked_fill(outside, 0).unfold(-2, P, 1).unfold(-2, P, 1)
        .movedim(-5, -3).reshape(-1, C * P * P))
    said, asked = windows(images), windows(z[None])
    distance = torch.stack([(said - window).square().sum(1) for window in asked])  # (H * W, N * H * W)
    r, c = torch.arange(H * W) // W, torch.arange(H * W) % W
    in_rows, in_columns = (d <= r) & (r < H - d), (d <= c) & (c < W - d)
    allowed = {
        "same": torch.eye(H * W, dtype=torch.bool),
        "all": torch.ones(H * W, H * W, dtype=torch.bool),
        "interior": (in_rows & in_columns).expand(H * W, -1),
        "matching": torch.where(in_rows[:, None], in_rows, r[:, None] == r)
        & torch.where(in_columns[:, None], in_columns, c[:, None] == c),
    }[reach]
    logits = (-distance / (2 * sigma**2)).masked_fill(~allowed.repeat(1, N), -torch.inf)
    weights = logits.softmax(1)
    return (weights @ images.movedim(1, 0).reshape(C, -1).T).T.reshape(C, H, W), weights


def orbit(images):
    """All translations of all images on the torus, image by image: (N H W, C, H, W)."""
    moves = list(product(range(images.shape[2]), range(images.shape[3])))
    return torch.stack([image.roll(move, (1, 2)) for image in images for move in moves])


def whole(z, images, sigma):
    """Denoised image (C, H, W) by the weights of whole images, and these (1, N). float64."""
    distance = (images.double() - z.double()).square().flatten(1).sum(1)  # (N,)
    weights = (-distance / (2 * sigma**2)).softmax(0)
    return torch.einsum("n,nchw->chw", weights, images.double()), weights[None]


def oracle(row):
    """x0_hat (2, C, H, W) of a case's noisy images, and the weights of all they may consult, one list an image."""
    images, z = drawn(row)
    if row["P"] is None:
        images = orbit(images) if row["machine"] == "ES" else images
        both = [whole(x, images, row["sigma"]) for x in z]
    else:
        both = [brute(x, images, row["sigma"], row["P"], row["reach"], row["padding"]) for x in z]
    return torch.stack([x0_hat for x0_hat, _ in both]), [weights for _, weights in both]


def run_from_noise(row, guess):
    """The states of a row of RUNS, float64; `guess(images, z, sigma, P)` gives x0_hat (C, H, W) of one z."""
    images = load(row["data"], n=row["N"], size=row["H"]).images
    sigmas = schedule("edm", row["steps"], 0.02, row["sigma"])
    side = dict(zip(sigmas.tolist(), row["windows"], strict=False))
    start = torch.randn(1, *images.shape[1:], generator=torch.Generator().manual_seed(row["seed"])).double()
    denoise = lambda z, sigma: guess(images, z[0], float(sigma), side[float(sigma)])[None].double()  # noqa: E731
    return list(sample(denoise, row["sigma"] * start, sigmas, row["method"]))


def exported(rows=CASES):
    """The cases with all their numbers in plain lists: images and noisy images, the guess, each pixel's top weight."""
    for row in rows:
        (images, z), (x0_hat, weights) = drawn(row), oracle(row)
        yield row | {"images": images.flatten().tolist(), "z": z.flatten(1).tolist(),
                     "x0_hat": x0_hat.flatten(1).tolist(), "weight": [w.max(1).values.tolist() for w in weights]}


if __name__ == "__main__":
    print(json.dumps(list(exported())))
