"""Every implementation of every machine says what the definition says: one table of cases, all go through it.

The definition in float64, the readable pass, the compiled pass in both precisions, the chapters' classes, and the
page's kernel under wasmtime; for LS and IS also the machines of chapter 13 whose masks or views are windows.
"""

import functools
import itertools
import json

import machines_table as table
import pytest
import torch
from mosaics import equivariant, ideal, local, rivals
from mosaics.core.sweep import sweep
from mosaics.core.windows import consult, groups
from page_kernel import Kernel

CLASSES = {"LS": local.LS, "LS on the torus": lambda data, P: local.LS(data, P, "circular"), "ELS": equivariant.ELS,
           "ELS, interior": lambda data, P: equivariant.ELS(data, P, "interior"), "bbELS": equivariant.BBELS,
           "IS": lambda data, P: ideal.IdealDenoiser(data), "ES": lambda data, P: equivariant.ES(data, chunk=7)}


def windows(row):
    """(P, reach, padding) that make a case a machine with windows; None where no window sees the whole torus."""
    H, W = row["H"], row["W"]
    if row["machine"] == "IS":
        return 2 * max(H, W) - 1, "same", "zeros"
    if row["machine"] == "ES":
        return (H, "all", "circular") if H == W and H % 2 else None
    return row["P"], row["reach"], row["padding"]


# Each takes a case, its images and noisy images and says x0_hat (2, C, H, W), top weights (2, H W) and the positions
# that have them (2, H W); None for what it does not tell.
def told(seen):
    return seen.mean, seen.top_weight.flatten(1), seen.best.flatten(1)


def readable(row, images, z):
    return told(consult(z.double(), row["sigma"], images, *windows(row), chunk=40))


def compiled(dtype, row, images, z):
    P, reach, padding = windows(row)
    return told(sweep(z.to(dtype), row["sigma"], images, [P], reach, padding)[0])


def chapter(dtype, row, images, z):
    return CLASSES[row["machine"]](images, row["P"])(z.to(dtype), row["sigma"]).double(), None, None


def page(row, images, z):
    kernel, area = Kernel(images), row["H"] * row["W"]
    said = [kernel.guess(x, row["sigma"], *windows(row)) for x in z]
    x0_hat, source, place, weight = (torch.stack(each) for each in zip(*said, strict=True))
    return x0_hat, weight, (source * area + place).long()


def masks(row, images, z):
    P = windows(row)[0]
    return rivals.MaskedLS(images, rivals.window_masks(images.shape[1:], P))(z.double(), row["sigma"]), None, None


def views(row, images, z):
    P = windows(row)[0]
    return rivals.BIRD(images, rivals.window_views(images.shape[1:], P))(z.double(), row["sigma"]), None, None


def takes(name, row):
    """Whether an implementation computes the machine of a row."""
    if name in ("masks", "views"):
        return row["machine"] in ("LS", "IS")
    return "chapter" in name or windows(row)


# name: implementation, largest error of the guess and of weights
IMPLEMENTATIONS = {
    "readable": (readable, 1e-9, 1e-9), "compiled": (functools.partial(compiled, torch.float32), 1e-5, 1e-4),
    "compiled, float64": (functools.partial(compiled, torch.float64), 1e-5, 1e-5),
    "chapter": (functools.partial(chapter, torch.float32), 1e-5, None),
    "chapter, float64": (functools.partial(chapter, torch.float64), 1e-5, None), "page": (page, 1e-4, 1e-4),
    "masks": (masks, 1e-9, None), "views": (views, 1e-9, None),
}
exact = functools.cache(lambda k: (*table.drawn(table.CASES[k]), *table.oracle(table.CASES[k])))  # of row k


@pytest.mark.parametrize(("k", "name"), [
    (k, name) for k, row in enumerate(table.CASES) for name in IMPLEMENTATIONS if takes(name, row)],
    ids=lambda x: table.name(table.CASES[x]) if isinstance(x, int) else x)
def test_it_is_the_definition(k, name):
    row, (call, most, most_weight) = table.CASES[k], IMPLEMENTATIONS[name]
    images, z, x0_hat, weights = exact(k)
    guess, weight, best = call(row, images, z)
    torch.testing.assert_close(guess, x0_hat, atol=most, rtol=0)
    for b, w in enumerate(weights if weight is not None else []):
        top = w.max(1).values  # (H W,), or (1,) where whole images are weighed
        torch.testing.assert_close(weight[b], top.expand(weight[b].shape), atol=most_weight, rtol=0)
        if row["P"]:  # what is named as the likeliest is as likely
            assert float((top - w.gather(1, best[b][:, None])[:, 0]).max()) <= most_weight


def by_page(row, images, z, sigma, P):
    return Kernel(images).guess(z, sigma, P, row["reach"], row["padding"])[0]


def by_chapter(row, images, z, sigma, P):
    return CLASSES[row["machine"]](images, P)(z[None], sigma)[0]


@functools.cache
def exact_run(k):
    row = table.RUNS[k]
    return table.run_from_noise(row, lambda images, z, sigma, P: table.brute(
        z, images, sigma, P, row["reach"], row["padding"])[0])


@pytest.mark.parametrize("guess", [by_page, by_chapter])
@pytest.mark.parametrize("k", range(len(table.RUNS)), ids=lambda k: "-".join(
    str(table.RUNS[k][key]) for key in ("machine", "method", "steps", "seed")))
def test_runs_are_the_definitions(k, guess):
    """Guesses and the picture at the end to a thousandth; states on the way to a thousandth of their largest value."""
    states = table.run_from_noise(table.RUNS[k], functools.partial(guess, table.RUNS[k]))
    for mine, exact_ in zip(states[1:], exact_run(k)[1:], strict=True):
        torch.testing.assert_close(mine.x0_hat, exact_.x0_hat, atol=1e-3, rtol=0)
        most = max(1, float(exact_.z.abs().max())) if table.RUNS[k]["method"] == "heun" else 1
        torch.testing.assert_close(mine.z / most, exact_.z / most, atol=1e-3, rtol=0)
    torch.testing.assert_close(states[-1].z, exact_run(k)[-1].z, atol=1e-3, rtol=0)


def test_two_steps_of_heun_multiply_a_guesss_rounding():
    """Why a state is measured by its largest value: guesses a hundredth of a thousandth apart, states a hundredth."""
    k = next(k for k, row in enumerate(table.RUNS) if (row["method"], row["steps"]) == ("heun", 2))
    exact_ = exact_run(k)
    nudged = table.run_from_noise(table.RUNS[k], lambda *given: by_chapter(table.RUNS[k], *given) + 1e-5)
    assert float((nudged[1].x0_hat - exact_[1].x0_hat).abs().max()) < 2e-5
    assert float((nudged[1].z - exact_[1].z).abs().max()) > 1e-2 and float(exact_[1].z.abs().max()) > 100


# ---------------------------------------------------------------- the table itself
def test_the_definition_is_the_definition():
    """The table's vectorised one against loops over pixels, and over the windows that the package's rules name."""
    row = table.case("bbELS", 3, 0.7, (3, 2, 5, 4))
    for machine, (reach, padding) in table.MACHINES.items():
        images, z = table.drawn(row)
        (x0_hat, *_), _ = table.oracle(row | {"machine": machine, "reach": reach, "padding": padding})
        mode = "circular" if padding == "circular" else "constant"
        around = lambda x: torch.nn.functional.pad(x.double(), (1, 1, 1, 1), mode=mode)  # noqa: B023, E731
        zp, ap = around(z)[0], around(images)
        rows, cols = ({p: q for ps, q in groups(reach, n, 3) for p in ps} for n in (5, 4))
        for i, j in itertools.product(range(5), range(4)):
            every = list(itertools.product(range(3), rows[i], cols[j]))
            gap = torch.stack([(zp[:, i : i + 3, j : j + 3] - ap[m, :, r : r + 3, c : c + 3]).square().sum()
                               for m, r, c in every])
            values = torch.stack([images[m, :, r, c] for m, r, c in every]).double()  # (M, C)
            torch.testing.assert_close(x0_hat[:, i, j], torch.softmax(-gap / (2 * 0.7**2), 0) @ values)


def test_the_table_goes_into_json():
    """Numbers and words alone, for implementations that are not Python; each case has a name of its own."""
    rows = [row for row in table.CASES if row["N"] == 1][::7]
    back = json.loads(json.dumps(list(table.exported(rows))))
    for row, said in zip(rows, back, strict=True):
        images, z = table.drawn(row)
        assert said["images"] == images.flatten().tolist() and len(said["z"]) == len(z) == 2
        assert torch.equal(torch.tensor(said["x0_hat"], dtype=torch.float64), table.oracle(row)[0].flatten(1))
    assert len(rows) > 5 and len({table.name(row) for row in table.CASES}) == len(table.CASES)
