"""One table of cases for the rival denoisers, and each one's definition in float64: loops over values and images.

A case is a dict of numbers and words: `machine`, noise level sigma, N images of shape C, H, W, the seed of what is
drawn, and what the machine alone needs. `built` makes the machine of a case, `oracle` what it must say, written from
the paper's formula and from nothing of the package. `python tests/rivals_table.py` prints the cases of machines that a
page has as JSON, for JavaScript.
"""

import itertools
import json
import math

import torch
from machines_table import noisy, pictures
from mosaics import rivals

SHAPES = [(6, 1, 4, 5), (41, 1, 6, 6), (9, 2, 4, 4), (2, 3, 3, 3)]  # also more images than a block, and colour
SIGMAS = (0.05, 0.6, 3.0, 50.0)


def case(machine, sigma, shape, seed, **more):
    """A row of the table."""
    N, C, H, W = shape
    return {"machine": machine, "sigma": sigma, "N": N, "C": C, "H": H, "W": W, "seed": seed, **more}


KINDS = [
    {"machine": "masked"}, {"machine": "PCA", "threshold": 0.05, "relative": "matrix", "along": "rows"},
    {"machine": "PCA", "threshold": 0.3, "relative": "row", "along": "rows"},
    {"machine": "PCA", "threshold": 0.2, "relative": "matrix", "along": "columns"},
    {"machine": "square", "side": 1}, {"machine": "square", "side": 2}, {"machine": "square", "side": 3},
    {"machine": "flex", "share": 0.4}, {"machine": "flex", "share": 1.0},
    {"machine": "smoothed", "smoothing": 0.3, "M": 3, "clock": "flow"},
    {"machine": "smoothed", "smoothing": 0.5, "M": 2, "clock": "vp"},
    {"machine": "golden", "k_min": 1, "k_max": 2, "masks": False},
    {"machine": "golden", "k_min": 2, "k_max": 2, "masks": True},
    {"machine": "BIRD", "extra": 0.0}, {"machine": "BIRD", "extra": 0.7}, {"machine": "BIRD, one view", "extra": 0.4},
]
EXTREME = [kind for kind in KINDS
           if kind["machine"] in ("masked", "square", "flex", "golden") and not kind.get("masks")]
CASES = [
    *[case(sigma=sigma, shape=shape, seed=k, **kind) for kind in KINDS for k, shape in enumerate(SHAPES)
      for sigma in SIGMAS],
    *[case(sigma=sigma, shape=SHAPES[2], seed=2, **kind) for kind in EXTREME for sigma in (1e-6, 1e6)],
]


def name(row):
    """What a test of this row is called."""
    words = [str(value) for key, value in row.items() if key not in ("seed", *"NCHW")]
    return "-".join([*words, "x".join(str(row[key]) for key in "NCHW")])


# ---------------------------------------------------------------- what a case is about
def drawn(row):
    """Training images (N, C, H, W) and noisy images (2, C, H, W) of a case, float32."""
    images = pictures(*(row[key] for key in "NCHW"), row["seed"])[1]
    return images, torch.stack(noisy(images, row["sigma"], row["seed"] + 1))


def seeded(row):
    return torch.Generator().manual_seed(row["seed"] + 7)


def masks(row):
    """Drawn masks (D, D): about half of all values, whatever lies where."""
    D = row["C"] * row["H"] * row["W"]
    return torch.rand(D, D, generator=seeded(row)) < 0.5


def maps(row):
    """Drawn sensitivities (H W, H, W), some of them equal and some 0."""
    H, W = row["H"], row["W"]
    return (torch.rand(H * W, H, W, generator=seeded(row), dtype=torch.float64) * 5).round()


def views(row):
    """Views of a case: drawn numbers, a mask, or one for all; rows that depend on each other among them."""
    g, (C, H, W) = seeded(row), (row[key] for key in "CHW")
    free = torch.randn(3, C, H, W, generator=g, dtype=torch.float64)
    free[2] = free[0] - 2 * free[1]
    if "one" in row["machine"]:
        return [free]
    return [torch.rand(H, W, generator=g) < 0.4 if k % 2 else free * (torch.rand(C, H, W, generator=g) < 0.5)
            for k in range(H * W)]


def built(row, images):
    """The machine of a case on these images."""
    machine = row["machine"]
    if machine == "masked":
        return rivals.MaskedLS(images, masks(row))
    if machine == "PCA":
        return rivals.PCALocality(images, row["threshold"], row["relative"], row["along"])
    if machine == "square":
        return rivals.PSPCSquare(images, row["side"])
    if machine == "flex":
        return rivals.PSPCFlex(images, rivals.flex_masks(maps(row), row["share"]))
    if machine == "smoothed":
        return rivals.SmoothedScore(images, row["smoothing"], row["M"], seeded(row), row["clock"])
    if machine == "golden":
        inner = rivals.PCALocality(images, 0.1) if row["masks"] else None
        return rivals.Golden(images, row["k_min"], row["k_max"], masks=inner)
    return rivals.BIRD(images, views(row), row["extra"], seeded(row))


# ---------------------------------------------------------------- the definitions
def mean(gaps, unit, values):
    """Mean of `values` (N,) by weights exp(-gaps / unit), gaps (N,)."""
    return float(torch.softmax(-torch.as_tensor(gaps, dtype=torch.float64) / unit, 0) @ values)


def by_masks(z, flat, sigma, seen):
    """Lukoianov et al.'s softmax for each value, which sees the values `seen[n]`."""
    gaps = (z - flat).square()  # (N, D)
    guess = [mean(gaps[:, seen[n]].sum(1), 2 * sigma**2, flat[:, n]) for n in range(len(z))]
    return torch.tensor(guess, dtype=torch.float64)


def pca_seen(flat, sigma, threshold, relative, along):
    """Their masks: W = S (S + sigma^2 I)^-1 by inversion, entry by entry."""
    D, centred = flat.shape[1], flat - flat.mean(0)
    S = centred.T @ centred / len(flat)
    W = S @ torch.linalg.inv(S + sigma**2 * torch.eye(D, dtype=torch.float64))
    ratio = [[abs(float(W[n, m])) / (float(W[n, n]) if float(W[n, n]) >= 1e-6 else 1.0) for m in range(D)]
             for n in range(D)]
    most = max(map(max, ratio))
    seen = [[r >= threshold * (max(row) if relative == "row" else most) for r in row] for row in ratio]
    return torch.tensor(seen if along == "rows" else list(zip(*seen, strict=True)))


def composite(z, images, sigma, crops):
    """Eqs 9-11 of Niedoba et al.: each crop's posterior mean, laid over one another, divided by how many there are."""
    total, count = torch.zeros_like(z), torch.zeros_like(z)
    for crop in crops:  # (H, W)
        kept, of_data = z[:, crop], images[:, :, crop]  # (C, n), (N, C, n)
        w = torch.softmax(-(kept - of_data).square().sum((1, 2)) / (2 * sigma**2), 0)
        total[:, crop] += torch.einsum("n,nck->ck", w, of_data)
        count[:, crop] += 1
    return total / count


def squares(side, H, W):
    """All crops of `side` x `side` that need no padding."""
    for i, j in itertools.product(range(H - side + 1), range(W - side + 1)):
        crop = torch.zeros(H, W, dtype=torch.bool)
        crop[i : i + side, j : j + side] = True
        yield crop


def greedy(heat, share, own):
    """Eq. 12: pixels in falling order of sensitivity until they hold the share of it; the pixel itself in any case."""
    order = sorted(range(heat.numel()), key=lambda k: -float(heat.flatten()[k]))
    crop, held = torch.zeros(heat.numel(), dtype=torch.bool), 0.0
    for k in order:
        if share < 1 and held >= share * float(heat.sum()):
            break
        crop[k], held = True, held + float(heat.flatten()[k])
    crop[own] = True
    return crop.reshape(heat.shape)


def smoothed(z, flat, sigma, smoothing, steps, clock):
    """The score at the moved points of their own picture, averaged, turned into a guess at the point itself."""
    t = 1 / (1 + sigma)
    x = t * z  # x_t = t x_0 + (1 - t) eps
    size = smoothing if clock == "flow" else t * smoothing * math.sqrt(1 + sigma**2)
    scores = []
    for u in steps:
        moved = x + size * u
        w = torch.softmax(-(moved - t * flat).square().sum(1) / (2 * (1 - t) ** 2), 0)
        scores.append((w @ (t * flat) - moved) / (1 - t) ** 2)
    score = sum(scores) / len(scores)
    unmoved = score + size * sum(steps) / len(steps) / (1 - t) ** 2  # the mean step, 0 for infinitely many
    return (x + (1 - t) ** 2 * unmoved) / t


def golden_subset(z, images, sigma, k_min, k_max, pool):
    """Candidates by pooled copies, then the nearest in full."""
    N, g = len(images), sigma / math.sqrt(1 + sigma**2)
    m, k = round(k_max + (N - k_max) * (1 - g)), round(k_max - (k_max - k_min) * (1 - g))
    small = lambda x: x.unfold(-2, pool, pool).unfold(-2, pool, pool).mean((-1, -2))  # noqa: E731
    order = sorted(range(N), key=lambda n: float((small(z) - small(images[n])).square().sum()))[:m]
    return sorted(order, key=lambda n: float((z - images[n]).square().sum()))[:k]


def bird(z, flat, sigma, view, extra, o, pixel, area):
    """Posterior over training images of one pixel's observation `o`, and the guess of its channels."""
    V = view.flatten(1)  # (K, D)
    cov = sigma**2 * V @ V.T + extra**2 * torch.eye(len(V), dtype=torch.float64)
    inverse = torch.linalg.pinv(cov, rtol=1e-12, hermitian=True)
    off = o - flat @ V.T  # (N, K)
    logits = -torch.einsum("nk,kl,nl->n", off, inverse, off) / 2
    return torch.softmax(logits, 0) @ flat[:, pixel::area]


def observed(row, machine, view, z, pixel):
    """o = V z + extra xi, with the noise that a machine holds in its own coordinates turned back into the view's."""
    V = view.flatten(1)
    if not row["extra"]:
        return V @ z.flatten()
    at = (V != 0).any(0)
    U, strength, rows = torch.linalg.svd(V[:, at], full_matrices=False)
    channel = machine.channel(pixel)
    kept = strength > 1e-10
    # the machine's basis of what the view spans may be turned against this one
    own = torch.eye(int(at.sum()), dtype=torch.float64) if channel.rows is None else channel.rows
    turn = rows[kept] @ own.T  # (r, r)
    return V @ z.flatten() + row["extra"] * U[:, kept] @ turn @ machine.xi[pixel]


def as_rows(view, C, H, W):
    """A mask as rows of the identity."""
    if view.dtype != torch.bool:
        return view
    at = view.flatten().repeat(C).nonzero()[:, 0]
    return torch.eye(C * H * W, dtype=torch.float64)[at].reshape(-1, C, H, W)


def oracle(row, images, z, machine):
    """x0_hat (2, C, H, W) of a case's noisy images, float64; `machine` is asked for what it has drawn, nothing else."""
    images, z, sigma, kind = images.double(), z.double(), row["sigma"], row["machine"]
    flat, (C, H, W) = images.flatten(1), images.shape[1:]
    if kind in ("masked", "PCA"):
        seen = masks(row) if kind == "masked" else pca_seen(
            flat, sigma, row["threshold"], row["relative"], row["along"])
        return torch.stack([by_masks(x.flatten(), flat, sigma, seen).reshape(C, H, W) for x in z])
    if kind in ("square", "flex"):
        crops = list(squares(row["side"], H, W)) if kind == "square" else [
            greedy(heat, row["share"], own) for own, heat in enumerate(maps(row))]
        return torch.stack([composite(x, images, sigma, crops) for x in z])
    if kind == "smoothed":
        steps = list(torch.randn(row["M"], C, H, W, generator=seeded(row), dtype=torch.float64).flatten(1))
        return torch.stack([smoothed(x.flatten(), flat, sigma, row["smoothing"], steps, row["clock"]).reshape(C, H, W)
                            for x in z])
    if kind == "golden":
        subsets = [golden_subset(x, images, sigma, row["k_min"], row["k_max"], machine.pool) for x in z]
        seen = pca_seen(flat, sigma, 0.1, "matrix", "rows") if row["masks"] else torch.ones(C * H * W, C * H * W).bool()
        return torch.stack([by_masks(x.flatten(), flat[near], sigma, seen).reshape(C, H, W)
                            for x, near in zip(z, subsets, strict=True)])
    each = [as_rows(view, C, H, W) for view in views(row)] * (H * W if "one" in kind else 1)
    return torch.stack([torch.stack([
        bird(x, flat, sigma, each[p], row["extra"], observed(row, machine, each[p], x, p), p, H * W)
        for p in range(H * W)], 1).reshape(C, H, W) for x in z])


# ---------------------------------------------------------------- for JavaScript
IN_PAGE = ("masked", "PCA", "square", "flex", "smoothed", "golden")
OTHERWISE = {"relative": ("row",), "along": ("columns",), "clock": ("flow",), "masks": (False,)}  # the page has not


def for_page(row):
    """A case with its numbers and what must come out; of golden subsets which images they hold, by the sizes in use."""
    images, z = drawn(row)
    machine, N = built(row, images), len(images)
    more = {"masked": lambda: {"masks": masks(row)}, "smoothed": lambda: {"moves": machine.steps},
            "flex": lambda: {"masks": rivals.flex_masks(maps(row), row["share"])}}.get(row["machine"], dict)()
    if row["machine"] == "golden":
        most, fewest = max(1, round(N / 10)), max(1, round(N / 20))
        more["subset"] = [golden_subset(x.double(), images.double(), row["sigma"], fewest, most, machine.pool)
                          for x in z]
    numbers = {"images": images, "z": z, "wanted": oracle(row, images, z, machine), **more}
    return row | {key: x.flatten().tolist() if isinstance(x, torch.Tensor) else x for key, x in numbers.items()}


if __name__ == "__main__":
    kept = [row for row in CASES if row["machine"] in IN_PAGE
            and not any(row.get(key) in values for key, values in OTHERWISE.items())]
    print(json.dumps([for_page(row) for row in kept]))
