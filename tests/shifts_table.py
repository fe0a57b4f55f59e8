"""One table of cases for all that looks for the nearest image modulo translation; its definition, by brute force.

A case is a dict of numbers: images and one picture of shape C, H, W, drawn from a seed; `oracle` tries every
translation of every image in float64. `python tests/shifts_table.py` prints it all as JSON, for JavaScript.
"""

import json
from itertools import product

import torch

SHAPES = [(1, 6, 7), (3, 5, 5), (1, 8, 8), (1, 9, 4)]
MOVES = [(0, 0), (1, 2), (-2, 1), (3, 0)]  # rows down and columns right; the shorter way for each of the shapes


def drawn(shape, seed, N=6):
    """Images (N, C, H, W) of 256 grey levels, as bytes hold them."""
    levels = torch.randint(0, 256, (N, *shape), generator=torch.Generator().manual_seed(seed))
    return levels.float() / 127.5 - 1


def case(shape, seed, move=None, noise=0.0):
    """A picture that is image 4, moved, with some noise; one of its own where `move` is None."""
    images = drawn(shape, seed)
    x = drawn(shape, seed + 1000, 1) if move is None else images[4:5].roll(move, (2, 3))
    x = x + noise * torch.randn(x.shape, generator=torch.Generator().manual_seed(seed))
    return {"C": shape[0], "H": shape[1], "W": shape[2], "images": images, "x": x}


def flat():
    """Flat images, and one that repeats itself: all translations, or several, are equally good."""
    images = torch.stack([torch.full((1, 4, 6), level) for level in (-1.0, 0.25, 1.0)])
    images[1, 0, :, ::2] = 0.5
    return {"C": 1, "H": 4, "W": 6, "images": images, "x": images[1:2].roll(2, 3) + 0.125}


CASES = [*[case(shape, k) for k, shape in enumerate(SHAPES)],
         *[case(shape, 10 + k, move, noise) for (k, shape), move, noise in
           product(enumerate(SHAPES), MOVES, (0.0, 0.3))], flat()]


def short(d, n):
    return (d + n // 2) % n - n // 2


def oracle(row):
    """Nearest image, distance, ratio to the second nearest, and how it was moved: the shortest of equal ways."""
    x, images, (H, W) = row["x"].double(), row["images"].double(), (row["H"], row["W"])
    moves = sorted(product(range(H), range(W)), key=lambda m: short(m[0], H) ** 2 + short(m[1], W) ** 2)  # stable
    d = torch.stack([(images.roll(m, (2, 3)) - x).square().sum((1, 2, 3)).sqrt() for m in moves])  # (H W, N)
    (first, second), (index, _) = d.amin(0).topk(2, largest=False)
    down, right = moves[int((d[:, index] <= first + 1e-9).double().argmax())]
    return {"nearest": int(index), "distance": float(first), "ratio": float(first / second),
            "shift": [short(down, H), short(right, W)]}


if __name__ == "__main__":
    print(json.dumps([row | {"images": row["images"].flatten().tolist(), "x": row["x"].flatten().tolist()} | oracle(row)
                      for row in CASES]))
