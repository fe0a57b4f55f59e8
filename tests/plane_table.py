"""One table of cases for all that places a picture between copying and noise; its definition, by brute force.

A case is a dict of numbers: training images, one picture, side P of the windows, what is the unit of novelty and up to
which distance a window counts as coherent. `oracle` compares, in float64, each window with each training window that
leaves its image on the same sides, equally far, and the picture with every translation of every image.
`python tests/plane_table.py` prints it all as JSON, for JavaScript.
"""

import json
from itertools import product

import torch
from shifts_table import drawn
from shifts_table import oracle as nearest

UNIT = 0.3
ROWS = [((1, 6, 7), 3), ((1, 6, 7), 5), ((3, 5, 5), 3), ((1, 8, 8), 1), ((1, 8, 8), 7), ((1, 9, 4), 5)]


def smooth(images):
    """Images whose neighbouring pixels are alike, so that some windows of theirs are."""
    around = [images.roll(by, (2, 3)) for by in ((0, 0), (0, 1), (1, 0), (1, 1))]
    return (torch.stack(around).mean(0) * 127.5).round() / 127.5


def case(shape, P, kind, seed):
    """A picture that is one image above and another below, a copy, a moved copy, or noise."""
    images = smooth(drawn(shape, seed))
    half = shape[1] // 2
    x = {"glued": torch.cat([images[2:3, :, :half], images[4:5, :, half:]], 2), "copy": images[3:4].clone(),
         "moved": images[1:2].roll((1, 2), (2, 3)), "noise": drawn(shape, seed + 1000, 1)}[kind]
    return {"C": shape[0], "H": shape[1], "W": shape[2], "P": P, "images": images, "x": x, "unit": UNIT}


CASES = [case(shape, P, kind, 10 * k + j)
         for k, (shape, P) in enumerate(ROWS) for j, kind in enumerate(("glued", "copy", "moved", "noise"))]


def outside(i, n, d):
    """How far the window around i leaves 0 ... n - 1 on either side."""
    return max(0, d - i), max(0, i + d - n + 1)


def window(image, i, j, d):
    """The window around a pixel, zeros outside."""
    return torch.nn.functional.pad(image, (d, d, d, d))[:, i : i + 2 * d + 1, j : j + 2 * d + 1]


def distances(row):
    """Root mean square difference of each pixel's window from the nearest training window in reach: (H, W)."""
    x, images, (H, W), d = row["x"][0].double(), row["images"].double(), (row["H"], row["W"]), row["P"] // 2
    every = list(product(range(H), range(W)))
    cut = {at: torch.stack([window(a, *at, d) for a in images]) for at in every}  # (N, C, P, P) each
    leaves = {at: outside(at[0], H, d) + outside(at[1], W, d) for at in every}
    out = torch.empty(H, W, dtype=torch.float64)
    for i, j in every:
        free = [outside(i, H, d) == (0, 0), outside(j, W, d) == (0, 0)]  # up and down, across: else it stays there
        alike = [at for at in every if leaves[at] == leaves[i, j]]
        reach = [at for at in alike if (free[0] or at[0] == i) and (free[1] or at[1] == j)]
        others = torch.cat([cut[at] for at in reach])
        out[i, j] = (others - window(x, i, j, d)).square().mean((1, 2, 3)).sqrt().min()
    return out


def oracle(row):
    """Distances of windows, a limit in the widest gap among them, and the place that this gives."""
    far, near = distances(row), nearest(row)
    ranked = far.flatten().sort().values
    gaps = ranked.diff()
    at = int(gaps.argmax())
    limit = float(ranked[at : at + 2].mean()) if float(gaps.max()) > 1e-3 else float(ranked[-1]) + 0.01
    return {"far": far, "limit": limit, "coherence": float((far <= limit).double().mean()),
            "novelty": near["distance"] / row["x"].numel() ** 0.5 / row["unit"], "nearest": near["nearest"],
            "shift": near["shift"]}


def plain(value):
    return value.flatten().tolist() if isinstance(value, torch.Tensor) else value


if __name__ == "__main__":
    print(json.dumps([{key: plain(value) for key, value in (row | oracle(row)).items()} for row in CASES]))
