"""Every rival by its name: each is the machine that it says; windows that cannot tell which image is behind them."""

import dataclasses
import math
import pathlib

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from mosaics import diffusion as df
from mosaics import rivals
from mosaics.core.data import load
from mosaics.equivariant import BBELS, ELS
from mosaics.ideal import IdealDenoiser
from mosaics.local import LS, WindowSchedule
from mosaics.rivals import RIVALS, Told

CLOTHES = load("fashion-mnist", n=60, size=8).images  # (60, 1, 8, 8)
SOCKS = load("socks", n=12).images[:, :, ::3, ::3]  # (12, 3, 6, 6)
SCHEDULE = WindowSchedule([(0.1, 3), (1.0, 5), (10.0, 7)])


def noise(*shape, seed=0):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def seeded(seed=0):
    return torch.Generator().manual_seed(seed)


def maps(data):
    H, W = data.shape[2:]
    return torch.rand(H * W, H, W, generator=seeded(9))


def cases(data):
    """What each machine is told, and the machine itself."""
    masks = [(0.5, rivals.flex_masks(maps(data), 0.3)), (5.0, rivals.flex_masks(maps(data), 0.8))]
    pca = rivals.PCALocality(data, 0.1)
    return {
        "Wiener": (None, df.wiener(data)), "IS": (None, IdealDenoiser(data)),
        "smoothed score": (Told(smoothing=0.3, M=4, seed=5), rivals.SmoothedScore(data, 0.3, 4, seeded(5), "vp")),
        "PCA locality": (Told(threshold=0.1), pca), "GoldDiff": (Told(threshold=0.1), rivals.Golden(data, masks=pca)),
        "PSPC square": (Told(sizes=[(0.3, 2), (3.0, 4)]), rivals.PSPCSquare(data, [(0.3, 2), (3.0, 4)])),
        "PSPC flex": (Told(masks=masks), rivals.PSPCFlex(data, masks)),
        "BIRD": (Told(windows=3, extra=0.4, seed=2),
                 rivals.BIRD(data, rivals.window_views(data.shape[1:], 3), 0.4, seeded(2))),
        "LS": (Told(windows=5, padding="circular"), LS(data, 5, "circular")),
        "ELS": (Told(windows=5, padding="circular"), ELS(data, 5)), "bbELS": (Told(windows=5), BBELS(data, 5))}


@pytest.mark.parametrize("name", RIVALS)
@pytest.mark.parametrize("data", [CLOTHES, SOCKS], ids=["clothes", "socks"])
def test_a_name_is_its_machine(name, data):
    told, machine = cases(data)[name]
    z = data[:3] + noise(3, *data.shape[1:])
    sigma = torch.tensor([0.2, 1.0, 6.0])
    assert torch.equal(rivals.rival(name, data, told)(z, sigma), machine(z, sigma))


def test_names_stand_in_one_order_and_say_what_they_need():
    fields = {field.name for field in dataclasses.fields(Told)}
    assert list(RIVALS) == list(cases(CLOTHES)) and list(RIVALS)[:2] == ["Wiener", "IS"]
    bibliography = (pathlib.Path(__file__).parents[1] / "references.bib").read_text("utf8")
    for name, each in RIVALS.items():
        assert set(each.needs) <= fields and each.says and f"{{{each.source}," in bibliography
        needed = cases(CLOTHES)[name][0]
        assert {key for key in each.needs if getattr(needed, key) is None} == set()


def test_what_a_machine_has_no_use_for_does_not_matter():
    z = CLOTHES[:2] + noise(2, 1, 8, 8)
    much = Told(windows=5, sizes=3, threshold=0.1, smoothing=0.2)
    for name, alone in (("IS", None), ("PSPC square", Told(sizes=3)), ("PCA locality", Told(threshold=0.1))):
        assert torch.equal(rivals.rival(name, CLOTHES, much)(z, 0.7), rivals.rival(name, CLOTHES, alone)(z, 0.7))


# ---------------------------------------------------------------- BIRD by windows
@given(st.floats(0.03, 60), st.integers(0, 99))
@settings(max_examples=15)
def test_without_noise_of_its_own_bird_is_ls_with_the_same_windows(sigma, seed):
    """LS and BIRD are written apart: one box-summed kernel, one matrix of distances a pixel."""
    z = CLOTHES[:2] + sigma * noise(2, 1, 8, 8, seed=seed)
    local, bird = (rivals.rival(name, CLOTHES, Told(windows=SCHEDULE)) for name in ("LS", "BIRD"))
    torch.testing.assert_close(bird(z, sigma), local(z, sigma), atol=1e-5, rtol=0)


def test_bird_that_sees_all_is_ideal():
    z = CLOTHES[:2] + noise(2, 1, 8, 8)
    bird = rivals.rival("BIRD", CLOTHES, Told(windows=15))
    torch.testing.assert_close(bird(z, 0.6), IdealDenoiser(CLOTHES)(z, 0.6), atol=1e-6, rtol=0)


# ---------------------------------------------------------------- windows by information
@pytest.mark.parametrize("data", [CLOTHES, SOCKS], ids=["clothes", "socks"])
def test_informed_windows_are_the_largest_that_tell_too_little(data):
    """Each window at each level by `information`, which is told of a level at a time."""
    sigmas, shape = [0.05, 0.3, 0.9, 2.0, 5.0, 20.0, 80.0], data.shape[1:]
    sides = [*range(1, shape[2] + 1, 2), 2 * shape[2] - 1]
    found, met = rivals.informed_windows(data, sigmas), set()
    for sigma in sigmas:
        told = {P: float(rivals.information(data, rivals.window_views(shape, P), sigma).mean()) for P in sides}
        allowed = [P for P, nats in told.items() if nats <= math.log(len(data))]
        assert found(sigma) == max(allowed, default=1)
        met.add(found(sigma))
    assert len(met) >= 3 and max(met) == 2 * shape[2] - 1


def test_informed_windows_grow_with_the_noise_and_take_the_smallest_where_all_tell():
    sigmas = [1e-3, 0.01, 0.1, 1.0, 10.0]
    found = rivals.informed_windows(CLOTHES, sigmas[::-1], [5, 3])
    sides = [found(sigma) for sigma in sigmas]
    assert sides[0] == 3 and sides[-1] == 5 and sides == sorted(sides)
