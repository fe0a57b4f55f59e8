"""What is stored of canvases: cheap parts anew, and what must hold between the others."""

import itertools

import make_canvas as mc
import pytest
import torch
from stored import check_parts, parts

STORED = parts("canvas")
KEYS = ("coherence", "completeness", "coverage", "repetition")


def test_parts_are_those_of_the_script():
    check_parts("canvas", mc)


@pytest.mark.parametrize("name", mc.PLACES)
def test_squares_lie_inside_and_share_no_pixel(name):
    for places in (mc.PLACES, mc.ELSEWHERE):
        assert mc.square(name, places).shape[2:] == (mc.SIDE, mc.SIDE)
    assert max(abs(a - b) for a, b in zip(mc.PLACES[name], mc.ELSEWHERE[name], strict=True)) >= mc.SIDE


@pytest.mark.parametrize(("name", "way"), [("brick", "unseen"), ("gravel", "Gaussian"), ("coffee", "quilted"),
                                           ("cat", "upside down")])
def test_stored_measures_anew(name, way):
    held, known = STORED[f"{name} {way}"], mc.source(name)
    canvas = mc.WAYS[way](name) if way in ("unseen", "upside down") else mc.WAYS[way](name)[:1]
    found = mc.measured([canvas], known, 15)
    for key in KEYS:
        assert found[key][0] == pytest.approx(held["15"][key][0], rel=1e-3, abs=1e-6)
    assert mc.cv.patch_frechet(canvas, known) == pytest.approx(held["frechet"][0], rel=1e-3, abs=1e-6)


def test_a_grown_canvas_anew():
    """The first of four; r^2 and not pixels, for sums of floats differ from machine to machine."""
    x = mc.cv.finished(mc.cv.grow(mc.source("gravel"), (mc.SIDE, mc.SIDE), generator=mc.generator(0)), False)
    found = mc.measured([x], mc.source("gravel"), 7)
    assert found["coherence"][0] == pytest.approx(STORED["gravel grown"]["7"]["coherence"][0], rel=0.05)
    assert found["coverage"][0] == pytest.approx(STORED["gravel grown"]["7"]["coverage"][0], rel=0.05)


@pytest.mark.parametrize("name", mc.SOURCES)
def test_stored_shares_are_shares_and_larger_windows_fit_worse(name):
    """Of emoji, windows of 31 are not those of 15 and more: these have the corners, which are white in all."""
    for way in mc.WAYS:
        row = STORED[f"{name} {way}"]
        for P in map(str, mc.WINDOWS):
            counts = {key: len(row[P][key]) for key in KEYS}
            assert set(counts.values()) == {1 if way in ("unseen", "upside down") else mc.COUNT}
            assert all(0 < share <= 1 for share in row[P]["coverage"]) and min(row[P]["coherence"]) >= 0
        means = [torch.tensor(row[str(P)]["coherence"]).mean() for P in mc.WINDOWS]
        assert name == "emoji" or means == sorted(means)
        assert min(row["frechet"]) >= 0 and ("diversity" in row) == (len(row["frechet"]) > 1)


@pytest.mark.parametrize("name", mc.SOURCES)
def test_stored_search_loses_less_where_more_cells_are_asked(name):
    row = STORED[f"{name} search"]
    assert row["cells"] == pytest.approx(row["patches"] ** 0.5, rel=0.25)  # cells that hold nothing are left out
    same = [torch.tensor([row["lost"][str(probes)][str(sigma)][0] for sigma in mc.LEVELS]) for probes in mc.PROBES]
    assert all((b >= a).all() for a, b in itertools.pairwise(same))
    assert len(row["r2"]) == mc.COUNT and all(0 <= r2 <= 1 for r2 in row["r2"])


def test_larger_canvases_take_longer_and_fit_in_memory():
    seconds, above = ([STORED[str(side)][key] for side in mc.SIDES] for key in ("seconds", "above_mb"))
    assert seconds == sorted(seconds) and above == sorted(above)
    assert STORED["256"]["seconds"] < 40  # CPU seconds: 20 on two cores
    assert STORED["1024"]["rss_mb"] + STORED["1024"]["above_mb"] < 2000
