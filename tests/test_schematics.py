"""Schematics: they say what they show, with the numbers that they are given, in two forms, and refuse what is wrong."""

import inspect
import re

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from matplotlib.text import Text
from mosaics.core import figures, phone, schematics, vector
from mosaics.core.schematics import machines

RNG = torch.Generator().manual_seed(0)
IMAGE, OTHER = torch.rand(1, 12, 12, generator=RNG) * 2 - 1, torch.rand(1, 12, 12, generator=RNG) * 2 - 1
SMALL = torch.rand(3, 1, 9, 9, generator=RNG) * 2 - 1
PATCHES, SHARES = torch.rand(2, 4, 1, 3, 3, generator=RNG) * 2 - 1, torch.tensor([[0.7, 0.2, 0.1, 0.0]] * 2)
MASK = torch.zeros(12, 12, dtype=torch.bool)
MASK[2:5, 3:6] = True
ERRORS = torch.tensor([[0.1, 0.2, 0.3], [0.3, 0.1, 0.2]])
SOFT = torch.tensor([[0.25] * 4, [1.0, 0, 0, 0]])
KINDS = torch.rand(2, 3, 1, 6, 6, generator=RNG) * 2 - 1
DRAWN = {
    "windows": lambda: schematics.windows(IMAGE, [(3, 3), (8, 9)], PATCHES, SHARES),
    "reach": lambda: schematics.reach(SMALL, (4, 0), 3),
    "borders": lambda: schematics.borders(IMAGE, 5),
    "piece": lambda: schematics.piece(IMAGE, OTHER, MASK, (2, -1)),
    "calibration": lambda: schematics.calibration(IMAGE, OTHER, torch.stack([IMAGE] * 3), [3, 5, 7], ERRORS, [0.2, 2],
                                                  level=1),
    "network_field": lambda: schematics.network_field(5, 3),
    "bump_and_hole": lambda: schematics.bump_and_hole(),
    "softmax_lets_go": lambda: schematics.softmax_lets_go(SOFT, [8, 0.5], torch.stack([IMAGE] * 4)),
    "denoising_step": lambda: schematics.denoising_step(IMAGE, OTHER, IMAGE, 4, 1),
    "noise_scale": lambda: schematics.noise_scale(IMAGE, OTHER, [0, 1, 4.5]),
    "views": lambda: schematics.views(IMAGE, [(3, 3), (11, 9)], 5, ["a finger", "a corner"], "five fingers"),
    "regimes": lambda: schematics.regimes(KINDS, ["tops", "shoes"], 9.0, 3.1),
}
SAID = {
    "windows": ["70 %", "20 %", "10 %", "guess"],
    "reach": ["IS", "ES", "LS", "ELS", "bbELS", "blue: what is compared; orange: what may be copied"],
    "borders": [r"any of 64 places", r"8 places"],
    "piece": ["9 pixels, copied from 2 down, 1 left of their place", "the mosaic"],
    "calibration": ["network", "σ = 2", "3", "5", "7"],
    "network_field": ["guess", "layer 4", "picture", "receptive field: 1 + 5 × 2 = 11 pixels"],
    "bump_and_hole": ["a bump", "a hole", "activator", "inhibitor", "grows", "held down", "sinks"],
    "softmax_lets_go": ["4 training pictures that the noisy one may come from", "4.0", "1.0"],
    "denoising_step": ["75 % of the way", "now, σ = 4", "after the step, σ = 1"],
    "noise_scale": ["σ = 0", "σ = 1", "σ = 4.5"],
    "views": ["a finger", "a corner", "five fingers"],
    "regimes": ["tops", "shoes", "speciation", "collapse", "noise", "clean"],
}


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def words(fig):
    return " | ".join(text.get_text() for text in fig.findobj(Text) if text.get_text()).replace("\n", " ")


def test_every_schematic_is_tested():
    assert set(DRAWN) == set(SAID) == set(schematics.__all__)
    assert all(getattr(schematics, name).__doc__ for name in schematics.__all__)


@pytest.mark.parametrize("name", DRAWN)
def test_a_schematic_says_what_it_shows_in_two_forms(name):
    fig = DRAWN[name]()
    for form, widest in ((fig, 7.3), (fig.narrow, phone.WIDTH)):
        assert form.get_size_inches()[0] <= widest + 1e-9
        said = words(form)
        assert all(word in said for word in SAID[name] if form is fig or not re.search("pixel|pictures", word)), said
        assert min(text.get_fontsize() for text in form.findobj(Text) if text.get_text()) >= 9


@pytest.mark.parametrize("name", DRAWN)
def test_words_lie_on_the_sheet_and_not_on_each_other(name):
    fig = DRAWN[name]()
    for form in (fig, fig.narrow):
        phone.enlarge(form, phone.LEAST if form is fig.narrow else phone.SMALLEST)
        form.draw_without_rendering()
        texts = [text for text in form.axes[0].texts if text.get_text()]
        boxes = [text.get_window_extent() for text in texts]
        width, height = form.get_size_inches() * form.dpi
        for k, (text, box) in enumerate(zip(texts, boxes, strict=True)):
            assert min(box.x0, box.y0) >= -2, text.get_text()
            assert box.x1 <= width + 2 and box.y1 <= height + 2, text.get_text()
            for other, place in zip(texts[:k], boxes[:k], strict=True):
                across = min(box.x1, place.x1) - max(box.x0, place.x0)
                along = min(box.y1, place.y1) - max(box.y0, place.y0)
                assert across <= 1 or along <= 4, (text.get_text(), other.get_text())


@pytest.mark.parametrize("name", DRAWN)
def test_drawn_twice_is_the_same_drawing_in_house_colours(name):
    first, again = (vector.svg(DRAWN[name]()) for _ in range(2))
    assert first == again and "var(--fig-" in first
    assert set(re.findall(r"(?:fill|stroke): (#\w{6})", first)) == set()


def test_a_schematic_needs_alt_and_brings_its_form_for_phones(monkeypatch):
    shown = []
    monkeypatch.setattr(figures, "display", lambda data, metadata=None, raw=False: shown.append(data))
    monkeypatch.setenv("MOSAICS_FIGURES", "both")
    fig = schematics.network_field()
    with pytest.raises(ValueError, match="alt must be"):
        figures.show(fig, "")
    figures.show(fig, "Layers of a network.")
    assert 'width="330"' in shown[0]["text/html"] and plt.get_fignums() == []


@pytest.mark.parametrize("place", [(0, 0), (0, 4), (4, 8), (4, 4), (1, 7)])
def test_reach_allows_what_the_machine_consults(place):
    """bbELS by its definition: the windows with the same part outside the picture."""
    H, P = 9, 5
    steps = [(a, b) for a in range(-2, 3) for b in range(-2, 3)]
    inside = lambda i, j: [(a, b) for a, b in steps if 0 <= i + a < H and 0 <= j + b < H]  # noqa: E731
    wanted = [[inside(i, j) == inside(*place) for j in range(H)] for i in range(H)]
    assert (machines._allowed("bbELS", H, H, *place, P) == np.array(wanted)).all()
    assert machines._allowed("LS", H, H, *place, P).sum() == 1 and machines._allowed("ELS", H, H, *place, P).all()


REFUSED = [
    (schematics.windows, (IMAGE, [(0, 0)], PATCHES[:1], SHARES[:1]), "must lie inside 12 x 12 pixels"),
    (schematics.windows, (IMAGE, [(3, 3)], PATCHES, SHARES), "must have one entry for each of 1 or 2 windows"),
    (schematics.windows, (IMAGE, [], PATCHES[:0], SHARES[:0]), "must have one entry for each of 1 or 2 windows"),
    (schematics.reach, (SMALL, (9, 0), 3), "place inside 9 x 9 pixels, got 3 and"),
    (schematics.reach, (SMALL, (1, 1), 4), "P must be odd"),
    (schematics.borders, (IMAGE, 7), "from 3 to half of the picture's side, got 7"),
    (schematics.piece, (IMAGE, OTHER, torch.zeros(12, 12, dtype=torch.bool), (0, 0)), "the mask a pixel"),
    (schematics.piece, (IMAGE, OTHER, MASK, (20, 0)), "moves the piece out of the source"),
    (schematics.calibration, (IMAGE, OTHER, IMAGE[None], [3, 5], ERRORS, [1, 2]), "sides, machine and errors must"),
    (schematics.network_field, (3, 4), "kernel must be odd, got 4"),
    (schematics.bump_and_hole, (1,), "reach must be"),
    (schematics.softmax_lets_go, (SOFT, [1]), "sigmas must be 2"),
    (schematics.softmax_lets_go, (SOFT * 2, [1, 2]), "sum to 1"),
    (schematics.denoising_step, (IMAGE, OTHER, IMAGE, 1, 2), "0 <= sigma_next < sigma, got 2 and 1"),
    (schematics.noise_scale, (IMAGE, OTHER, [-1]), "sigmas be >= 0"),
    (schematics.views, (IMAGE, [(12, 0)], 3, ["a"], ""), r"must lie inside 12 x 12 pixels, got \[\(12, 0\)\]"),
    (schematics.views, (IMAGE, [(1, 1)], 3, [], ""), "places must be 1 to 4 with words for each, got 1 and 0"),
    (schematics.views, (IMAGE, [(1, 1)], 4, ["a"], ""), "P must be"),
    (schematics.regimes, (KINDS, ["tops"], 9.0, 3.0), r"must have shape \(1, M, C, H, W\), a row a kind, got \(2, 3,"),
    (schematics.regimes, (KINDS, ["a", "b"], 3.0, 9.0), "levels must fall from 80 to 0.3, got 3 and 9"),
    (schematics.noise_scale, (IMAGE[0], OTHER, [1]), "image must have shape"),
]


@pytest.mark.parametrize(("draw", "given", "said"), REFUSED)
def test_schematics_refuse(draw, given, said):
    """Nothing stays open where a schematic refuses. Without the type checks, which say it in their own words."""
    sheet = schematics.base.Sheet(False)
    plt.close(sheet.fig)
    with pytest.raises((ValueError, TypeError), match=said):
        inspect.unwrap(draw)(sheet, *given)
    with pytest.raises((ValueError, TypeError)):
        draw(*given)
    assert plt.get_fignums() == []
