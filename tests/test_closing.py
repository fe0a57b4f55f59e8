"""What small changes of the theory gain: functions against oracles in float64, and the stored numbers.

Windows and errors of single levels are chosen and computed anew with the shipped network. Runs of 64 noises are too
dear for that, and the longer training is not shipped: these can only be held against each other here.
"""

import make_closing as cl
import pytest
import torch
from make_results import SEEDS, rounded
from mosaics import networks
from mosaics import prediction as pr
from mosaics.core.windows import Soft, consult
from stored import LEVELS, check_parts, check_spreads, check_windows, parts

STORED = parts("closing")
JUDGED = [name for name in cl.JUDGED if name in STORED]


def noise(*shape, seed=0):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


@pytest.fixture
def few(monkeypatch):
    """Twelve training pictures of 5 x 5 pixels, all that there are."""
    images = noise(12, 1, 5, 5, seed=1).clamp(-1, 1)
    monkeypatch.setattr(cl, "clothes", lambda: images)
    return images


def means(z, sigma, images, P):
    return consult(z, torch.full((len(z),), sigma, dtype=torch.float64), images, P, "matching", "zeros").mean


# ---------------------------------------------------------------- a change
@pytest.mark.parametrize("width", [0.3, 0.8])
def test_a_blur_is_the_sum_over_mirrored_pixels(width):
    x, d = noise(2, 1, 6, 7).double(), range(-3, 4)
    taps = torch.exp(-(torch.arange(-3.0, 4).double() ** 2) / (2 * width**2))
    wanted = torch.zeros_like(x)

    def mirror(k, n):
        return -k if k < 0 else 2 * (n - 1) - k if k >= n else k

    for r in range(6):
        for c in range(7):
            for i in d:
                for j in d:
                    weight = taps[i + 3] * taps[j + 3] / taps.sum() ** 2
                    wanted[..., r, c] += weight * x[..., mirror(r + i, 6), mirror(c + j, 7)]
    torch.testing.assert_close(cl.blurred(x, width), wanted)


def test_a_change_of_each_kind_against_the_readable_machine(few):
    z, sigma = noise(2, 1, 5, 5) + 1, 0.8
    plain = means(z, sigma, few, 3)
    torch.testing.assert_close(cl.guess(cl.Change((3,)), z, sigma).double(), plain, atol=1e-4, rtol=0)
    for change, wanted in ((cl.Change((3,), temperature=0.7), means(z, 0.7 * sigma, few, 3)),
                           (cl.Change((Soft(5, 1.0),)), means(z, sigma, few, Soft(5, 1.0))),
                           (cl.Change((3,), width=0.5), cl.blurred(plain, 0.5))):
        torch.testing.assert_close(cl.guess(change, z, sigma).double(), wanted, atol=1e-4, rtol=0)
        assert (wanted - plain).abs().max() > 1e-3


def test_more_images_are_all_of_them(monkeypatch):
    """A machine knows the first thousand, of which one is black here; with `more` it knows the white one, too."""
    images = torch.zeros(1001, 1, 3, 3)
    images[0], images[1000] = -1, 1
    monkeypatch.setattr(cl, "clothes", lambda: images)
    z = torch.ones(1, 1, 3, 3)
    known, more = (cl.guess(cl.Change((3,), more=more), z, 0.3).double() for more in (False, True))
    torch.testing.assert_close(known, means(z, 0.3, images[:1000], 3), atol=1e-5, rtol=0)
    torch.testing.assert_close(more, means(z, 0.3, images, 3), atol=1e-5, rtol=0)
    assert (more - known).min() > 0.5


def test_rings_have_windows_of_their_own(few):
    z, sigma = noise(2, 1, 5, 5), 0.8
    found = cl.guess(cl.Change((1, 3, 5)), z, sigma).double()
    for ring, P in ((0, 1), (1, 3), (2, 5)):
        at = cl.ring(5, 5) == ring
        torch.testing.assert_close(found[..., at], means(z, sigma, few, P)[..., at], atol=1e-4, rtol=0)


def test_a_machine_has_the_change_of_the_nearest_level(few):
    small, large = cl.Change((1,)), cl.Change((5,))
    denoise, z = cl.machine({2.0: large, 0.5: small}), noise(2, 1, 5, 5)
    for sigma, change in ((3.0, large), (1.3, large), (1.2, small), (torch.tensor([0.1, 0.1]), small)):
        level = float(torch.as_tensor(sigma).flatten()[0])
        torch.testing.assert_close(denoise(z, sigma), cl.guess(change, z, level))


def test_the_first_answers_above_a_level_and_the_second_from_it_on():
    denoise = cl.either(lambda z, s: z + 1, lambda z, s: z + 2, 0.5)
    z = torch.zeros(1, 1, 2, 2)
    assert [float(denoise(z, s).mean()) for s in (0.6, 0.5, torch.tensor([0.4]))] == [1, 2, 2]


# ---------------------------------------------------------------- which change
def test_what_was_planted_is_chosen(few):
    z, changes = noise(3, 1, 5, 5), [cl.Change((1,)), cl.Change((3,), 1.2), cl.Change((5,), width=0.4)]
    for planted in changes:
        asked = pr.Guess(z=z, sigma=0.7, x0_hat=cl.guess(planted, z, 0.7))
        assert cl.best(asked, changes) == planted


def test_each_ring_finds_its_window(monkeypatch):
    """Also the innermost, which is a single pixel here."""
    z, windows, images = noise(3, 1, 9, 9), (5, 1, 3, 1, 5), noise(12, 1, 9, 9, seed=1).clamp(-1, 1)
    monkeypatch.setattr(cl, "clothes", lambda: images)
    asked = pr.Guess(z=z, sigma=0.7, x0_hat=cl.guess(cl.Change(windows), z, 0.7))
    assert cl.by_ring(asked, [1, 3, 5]) == cl.Change(windows)


@pytest.mark.parametrize("sigma", LEVELS)
def test_windows_worth_a_try_are_soft_and_hard(sigma):
    tried = cl.nearby(sigma)
    assert {type(each) for each in tried} == {int, Soft} and len(set(tried)) == len(tried)
    assert all(each in cl.HARD or each in cl.SOFT for each in tried)


# ---------------------------------------------------------------- what is stored
def windows(name):
    """Of each level, noisiest first: windows as `Change` holds them."""
    return [tuple(P if isinstance(P, int) else Soft(*P) for P in change[0]) for _, change in STORED[name]["changes"]]


def test_parts_are_those_of_the_script():
    check_parts("closing", cl)


@pytest.mark.parametrize("name", STORED)
def test_intervals_hold_their_medians(name):
    check_spreads(STORED[name])
    assert name == "longer" or STORED[name]["pairs"] == cl.PAIRS


@pytest.mark.parametrize("name", JUDGED)
def test_changes_are_among_those_that_were_offered(name):
    part = STORED[name]
    assert [sigma for sigma, _ in part["changes"]] == LEVELS and len(part["errors"]) == 20
    for sigma, sides, (_, (_, temperature, more, width)) in zip(LEVELS, windows(name), part["changes"], strict=True):
        assert len(sides) == (cl.RINGS if name == "rings" else 1)
        assert set(sides) <= set(cl.HARD if name == "hard" else cl.nearby(sigma))
        assert temperature in ((1, *cl.TEMPERATURES) if name == "temperature" else (1,))
        assert width in ((0, *cl.WIDTHS) if name == "blur" else (0,)) and more == (name == "more images")


def test_further_changes_keep_the_soft_windows():
    for name in ("temperature", "more images", "blur"):
        assert windows(name) == windows("soft")


def test_hard_windows_gain_nothing_over_themselves():
    assert set(STORED["hard"]["gain"].values()) == {0} and any(STORED["soft"]["gain"].values())


@pytest.mark.parametrize("part", [STORED[name] for name in STORED if name == "handover"])
def test_a_handover_at_the_first_level_is_no_handover(part):
    """The whole run is the machine's, or the network's own; the later, the more of it is the first one's."""
    assert part["levels"] == [LEVELS[k] for k in cl.HANDOVERS]
    for name in ("hard", "soft"):
        assert part[f"ended by {name}"][0] == pytest.approx(STORED[name]["r2"], abs=1e-4)
        assert part[f"begun by {name}"][0]["median"] == 1
        assert part[f"ended by {name}"][-1]["median"] > part[f"ended by {name}"][0]["median"]


@pytest.mark.parametrize("part", [STORED[name] for name in STORED if name == "longer"])
def test_the_longer_training_has_windows_of_the_candidates(part):
    check_windows(part["windows"], cl.HARD)


# ---------------------------------------------------------------- anew
def asked(what, count, k):
    """What the shipped network answers to `count` noises of a seed at the k-th level."""
    sigmas = pr.levels(20)
    z = pr.starts(count, (1, 16, 16), float(sigmas[0]), torch.Generator().manual_seed(SEEDS[what]))
    return pr.trajectory(networks.load_weights("resnet-zeros"), z, sigmas[: k + 2])[k]


@pytest.mark.parametrize(("name", "k"), [("hard", 8), ("soft", 14)])
def test_windows_chosen_anew(name, k):
    """At one level, by the noises of the calibration."""
    guess = asked("calibration", 20, k)
    offered = cl.HARD if name == "hard" else cl.nearby(guess.sigma)
    assert cl.best(guess, [cl.Change((P,)) for P in offered]).windows == windows(name)[k]


@pytest.mark.parametrize("name", ["hard", "blur"])
def test_errors_anew(name):
    """At one level, on all the noises by which changes are judged."""
    k, told = 12, STORED[name]["changes"][12][1]
    guess = asked("evaluation", cl.PAIRS, k)
    change = cl.Change(windows(name)[k], *told[1:])
    error = (cl.guess(change, guess.z, guess.sigma) - guess.x0_hat).square().mean()
    assert rounded(guess.sigma) == LEVELS[k] and float(error) == pytest.approx(STORED[name]["errors"][k], rel=1e-2)
