"""Errors on unseen pictures: against brute force, and a part of the stored rows computed anew."""

import itertools

import make_heldout
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from make_heldout import CASES, JOB, LEVELS, ROWS, fitting, noise, pictures
from mosaics import prediction as pr
from mosaics.core import data

STORED = data.results("heldout")
ERRORS = {name: row for name, row in STORED["rows"].items() if name in CASES}
TINY = torch.rand(5, 2, 4, 4, generator=torch.Generator().manual_seed(1)) * 2 - 1
NEW = torch.rand(3, 2, 4, 4, generator=torch.Generator().manual_seed(2)) * 2 - 1
NOISE = torch.randn(2, 3, 2, 4, 4, generator=torch.Generator().manual_seed(3))
SIGMAS = [2.0, 0.4]


def seeded(seed=0):
    return torch.Generator().manual_seed(seed)


# ---------------------------------------------------------------- brute force
def alike(p, q, d, n=4):
    """Whether windows of 2 d + 1 around both fit into n pixels, or both places are the same."""
    return p == q or (d <= p < n - d and d <= q < n - d)


def brute(name, sigma, eps, b, P):
    """Mean squared error of one guess: each pixel's candidates listed, weights from differences, float64."""
    d, z, total = P // 2, (NEW[b] + sigma * eps[b]).double(), 0.0
    mode = "circular" if name == "ELS" else "constant"
    near, far = (torch.nn.functional.pad(x.double(), (d, d, d, d), mode=mode) for x in (z[None], TINY))
    for i, j in itertools.product(range(4), repeat=2):
        places = {"LS": [(i, j)], "ELS": list(itertools.product(range(4), repeat=2)), "bbELS": [
            (r, c) for r, c in itertools.product(range(4), repeat=2) if alike(r, i, d) and alike(c, j, d)]}[name]
        here = near[0, :, i : i + P, j : j + P]
        gaps = torch.stack([(here - a[:, r : r + P, c : c + P]).square().sum() for r, c in places for a in far])
        centres = torch.stack([a[:, r, c] for r, c in places for a in TINY.double()])  # (M, 2)
        guess = (torch.softmax(-gaps / (2 * sigma**2), 0)[:, None] * centres).sum(0)
        total += float((guess - NEW[b, :, i, j].double()).square().sum())
    return total / NEW[b].numel()


@pytest.mark.parametrize("name", pr.REACHES)
def test_errors_of_machines_of_windows_against_brute_force(name):
    """Two levels, three sides, three pictures of two colours."""
    sides = [1, 3] if name == "ELS" else [1, 3, 5]
    found = pr.heldout_errors(name, TINY, NEW, NOISE, SIGMAS, sides)
    assert found.shape == (2, len(sides), 3) and found.dtype == torch.float64
    for (k, sigma), (s, P), b in itertools.product(enumerate(SIGMAS), enumerate(sides), range(3)):
        assert float(found[k, s, b]) == pytest.approx(brute(name, sigma, NOISE[k], b, P), abs=1e-5)


def test_errors_of_machines_without_windows_against_their_formulas():
    x, y = TINY.flatten(1).double(), NEW.flatten(1).double()
    for k, sigma in enumerate(SIGMAS):
        z = (NEW + sigma * NOISE[k]).flatten(1).double()
        mu, S = x.mean(0), torch.cov(x.T, correction=0)
        guesses = {"mean": mu.expand_as(y), "IS": torch.softmax(-torch.cdist(z, x) ** 2 / (2 * sigma**2), 1) @ x,
                   "Wiener": mu + torch.linalg.solve(S + sigma**2 * torch.eye(32), S @ (z - mu).T).T}
        for name, guess in guesses.items():
            found = pr.heldout_errors(name, TINY, NEW, NOISE, SIGMAS)
            assert found.shape == (2, 1, 3)
            torch.testing.assert_close(found[k, 0], (guess - y).square().mean(1), atol=1e-6, rtol=0)


# ---------------------------------------------------------------- chosen on others than those that are judged
def test_a_side_is_chosen_on_the_other_half():
    """Each half has a side that is best for itself; it is judged at the other's."""
    errors = torch.tensor([[[1, 1, 5, 5.0, 5], [4, 4, 2, 2, 2]], [[0, 0, 0, 0, 0], [1, 1, 1, 1, 1]]])  # (2, 2, 5)
    found = pr.judged(errors, (3, 7))
    assert found.sides.tolist() == [[7, 3], [3, 3]]
    assert found.errors.tolist() == [[4, 4, 5, 5, 5], [0, 0, 0, 0, 0]]


@given(st.integers(0, 99), st.integers(2, 9))
def test_choosing_gains_nothing_from_pure_luck(seed, B):
    """Errors of a picture do not move the side at which it is judged."""
    errors = torch.rand(3, 4, B, generator=seeded(seed))
    before, half = pr.judged(errors, (3, 5, 7, 9)), B // 2
    changed = errors.clone()
    changed[..., :half] = torch.rand(3, 4, half, generator=seeded(seed + 1))
    after = pr.judged(changed, (3, 5, 7, 9))
    assert torch.equal(after.sides[:, 0], before.sides[:, 0])
    for k, P in enumerate(before.sides[:, 0].tolist()):
        assert torch.equal(after.errors[k, :half], changed[k, (P - 3) // 2, :half])


def test_differences_are_paired():
    """What both machines find hard cancels; the interval is that of the differences."""
    hard = 100 * torch.rand(1, 400, generator=seeded(1)).double()
    gap = torch.randn(1, 400, generator=seeded(2)).double() - 0.5
    found = pr.paired(hard + gap, hard, seeded())
    assert float(found.mean) == pytest.approx(float(gap.mean()))
    width = 2 * 1.96 * float(gap.std()) / 20
    assert float(found.high - found.low) == pytest.approx(width, rel=0.1) and found.low < found.mean < found.high
    nothing = pr.paired(hard, hard, seeded())
    assert [float(v) for v in nothing] == [0, 0, 0]
    back = pr.paired(hard, hard + gap, seeded())
    assert float(back.low) == pytest.approx(-float(found.high))


def test_differences_of_float32_are_taken_in_float64_and_carry_no_gradients():
    large = torch.full((1, 3), 3e38, requires_grad=True)
    found = pr.paired(large, -large, seeded())
    assert float(found.mean) == pytest.approx(6e38) == float(found.low) == float(found.high)
    assert not found.mean.requires_grad and not pr.judged(large.expand(1, 1, 3), [3]).errors.requires_grad


# ---------------------------------------------------------------- the data sets, cut in two
@pytest.mark.parametrize("name", CASES)
def test_no_unseen_picture_is_a_training_picture(name):
    case = CASES[name]()
    assert 0 <= case.few <= len(case.unseen) and case.training.shape[1:] == case.unseen.shape[1:]
    shown, unseen = ({image.numpy().tobytes() for image in part} for part in (case.training, case.unseen))
    assert unseen and not shown & unseen


def test_the_job_has_the_size_that_it_says():
    case = make_heldout.many_crops()
    assert case.training.shape == (10_000, 3, 32, 32) and case.unseen.shape == (150, 3, 32, 32)


def test_a_measurement_has_the_errors_of_the_machine(monkeypatch):
    """In this process, whose threads stay as they are: LS at two sides, three unseen pictures."""
    monkeypatch.setattr(torch, "set_num_threads", lambda threads: None)
    found = make_heldout.measured("LS", (3, 5), 40, 3, JOB["sigma"])
    case, k = make_heldout.many_crops(), LEVELS.index(JOB["sigma"])
    errors = pr.heldout_errors("LS", case.training[:40], case.unseen[:3], noise(case.unseen)[k : k + 1, :3],
                               [JOB["sigma"]], (3, 5))
    assert found["errors"] == pytest.approx(errors[0].mean(1).tolist(), rel=2e-3)
    assert found["above_mb"] >= 0 and found["rss_mb"] > 100 and found["seconds"] >= found["cpu_seconds"] * 0.5 >= 0


# ---------------------------------------------------------------- what is stored
def test_rows_are_those_of_the_script():
    assert list(STORED["rows"]) == list(ROWS)
    assert STORED["levels"] == [float(f"{s:.4g}") for s in LEVELS]


@pytest.mark.parametrize("name", ERRORS)
def test_rows_fit_together(name):
    """Sides among those asked, errors at them between the best and the worst side, differences what they say."""
    case, row = CASES[name](), ERRORS[name]
    assert row["training"] == len(case.training) and row["shape"] == list(case.unseen.shape[1:])
    counts = pictures(case)
    assert list(row["machines"]) == ["Wiener", "mean", "IS", *counts]
    for machine, found in row["machines"].items():
        assert found["pictures"] == counts.get(machine, len(case.unseen)) and len(found["errors"]) == len(LEVELS)
        for low, mean, high in ((low, mean, high) for mean, low, high in found.get("above_wiener", [])):
            assert low <= mean <= high
        if machine not in counts:
            continue
        sides = fitting(machine, case)
        assert list(found["by_side"]) == [str(P) for P in sides]
        assert all(set(two) <= set(sides) for two in found["sides"])
        for k, error in enumerate(found["errors"]):
            at = [found["by_side"][str(P)][k] for P in sides]
            assert min(at) * 0.999 <= error <= max(at) * 1.001 or found["sides"][k][0] != found["sides"][k][1]


@pytest.mark.parametrize(("name", "machines", "levels"), [
    ("digits", ("mean", "Wiener", "IS", "LS", "bbELS"), (4, 6)), ("clothes 16", ("Wiener", "IS", "LS"), (5,))])
def test_stored_errors_computed_anew(name, machines, levels):
    """At one or two levels, from the same noise: within two in a thousand, and the sides as stored."""
    case, row = CASES[name](), ERRORS[name]["machines"]
    eps = noise(case.unseen)[list(levels)]
    for machine in machines:
        count, windowed = row[machine]["pictures"], machine in pr.REACHES
        sides = fitting(machine, case) if windowed else ()
        errors = pr.heldout_errors(machine, case.training, case.unseen[:count], eps[:, :count],
                                   [LEVELS[k] for k in levels], sides)
        judged = pr.judged(errors, sides) if windowed else pr.Judged(errors[:, 0], torch.zeros(len(levels), 2))
        assert judged.errors.mean(1).tolist() == pytest.approx([row[machine]["errors"][k] for k in levels], rel=2e-3)
        if windowed:
            assert judged.sides.tolist() == [row[machine]["sides"][k] for k in levels]


def test_the_linear_filter_through_a_window():
    """On every data set; the digits at two levels anew."""
    stored = STORED["rows"]["local Wiener"]
    assert [name for name in stored if name != "cpu_seconds"] == list(CASES)
    case, levels = CASES["digits"](), (4, 6)
    count, eps = pictures(case)["bbELS"], noise(case.unseen)
    filters = [pr.local_wiener(case.training, P) for P in make_heldout.LINEAR]
    for k in levels:
        z = case.unseen + LEVELS[k] * eps[k]
        errors = torch.stack([(f(z, LEVELS[k]) - case.unseen).double().square().flatten(1).mean(1) for f in filters])
        judged = pr.judged(errors[None], make_heldout.LINEAR)
        assert judged.sides[0].tolist() == stored["digits"]["sides"][k]
        assert float(judged.errors.mean()) == pytest.approx(stored["digits"]["errors"][k], rel=2e-3)
        assert float(judged.errors[:, :count].mean()) == pytest.approx(stored["digits"]["few"][k], rel=2e-3)


@pytest.mark.parametrize("job", [row for name, row in STORED["rows"].items() if name == "job"])
def test_the_job_was_measured_twice_and_the_two_agree(job):
    """Seconds are facts of a machine, and no test compares them with another's; here one run's with each other."""
    sides, N, B = JOB["sides"], JOB["training"], JOB["unseen"]
    assert job["threads"] == 1 and (N, B, len(sides)) == (10_000, 150, 4)
    for name, few in JOB["timed"].items():
        found, other = job[name], job[name]["other_way"]
        assert list(found["by_side"]) == list(found["seconds_a_picture"]) == [str(P) for P in sides]
        for P, row in found["by_side"].items():
            assert (row["sides"], row["training"], row["unseen"], len(row["errors"])) == ([int(P)], N, few, 1)
            assert found["seconds_a_picture"][P] == pytest.approx(row["cpu_seconds"] / few, abs=1e-3)
        assert found["level_seconds"] == pytest.approx(B * sum(found["seconds_a_picture"].values()), abs=1)
        assert (other["sides"], other["unseen"], len(other["errors"])) == (list(sides), B, 4)
        assert all(0 <= row["above_mb"] < 1000 and row["rss_mb"] < 2000 for row in (*found["by_side"].values(), other))
        assert few == B or 0.5 < found["level_seconds"] / found["level_seconds_other_way"] < 2, name
    assert [part["sigma"] for part in job["ELS by level"]] == pytest.approx(LEVELS, abs=1e-4)
