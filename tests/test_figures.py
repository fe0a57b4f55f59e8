"""Figures: one style, both themes, and none without alt text."""

import base64
import inspect
import io
import itertools
import pathlib
import re
from xml.etree import ElementTree

import matplotlib
import pytest

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import torch
from mosaics.core import figures, phone
from mosaics.core.palette import TEXT, VARIABLES
from PIL import Image


@pytest.fixture
def shown(monkeypatch):
    """What was displayed: a list of (data, metadata)."""
    out = []
    monkeypatch.setattr(figures, "display", lambda data, metadata=None, raw=False: out.append((data, metadata)))
    monkeypatch.delenv("MOSAICS_FIGURES", raising=False)
    yield out
    plt.close("all")


def plot(width=2, up=1):
    figures.style()
    fig, ax = plt.subplots(figsize=(width, 1.5))
    ax.plot([0, 1], [0, up], label="line")
    ax.set(xlabel="x", title="title")
    ax.legend(loc="upper left")
    return fig


def pixels(png):
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGBA"))


def test_show_gives_picture_alt_and_caption_and_closes(shown):
    figures.show(plot(), alt="A rising line.", caption="It *rises*.")
    (image, meta), (caption, _) = shown
    assert base64.b64decode(image["image/png"])[:8] == b"\x89PNG\r\n\x1a\n"
    assert image["text/plain"] == "[figure] A rising line." and meta["image/png"]["alt"] == "A rising line."
    assert caption["text/markdown"] == "It *rises*." and plt.get_fignums() == []


def test_table_says_its_cells_and_caption(shown):
    figures.table(["a", "b"], [["x", "1"], ["y", "2"]], "Two rows.")
    (table, _), (caption, _) = shown
    assert table["text/markdown"] == table["text/plain"] == "| a | b |\n| --- | ---: |\n| x | 1 |\n| y | 2 |"
    assert caption["text/markdown"] == "Two rows."


def test_table_without_caption_or_rows(shown):
    figures.table(["only"], [])
    assert [bundle["text/markdown"] for bundle, _ in shown] == ["| only |\n| --- |"]


def test_no_caption_no_output(shown):
    figures.show(plot(), alt="A rising line.")
    assert len(shown) == 1


@pytest.fixture
def page(shown, monkeypatch):
    """page(fig, ...) shows a figure as the book's build does; its HTML."""
    monkeypatch.setenv("MOSAICS_FIGURES", "both")

    def html(fig, alt="A rising line.", **options):
        shown.clear()
        figures.show(fig, alt, **options)
        assert shown[0][0]["text/plain"] == f"[figure] {alt}"
        return shown[0][0]["text/html"]

    return html


def drawings(html):
    """The <svg> elements of a page's figure, parsed, without the store of pictures."""
    return [ElementTree.fromstring(svg) for svg in re.findall(r"<svg viewBox.*?</svg>", html, re.S)]


def words(svg):
    return ["".join(text.itertext()) for text in svg.iter("text")]


def test_the_book_gets_one_drawing_in_two_forms(page):
    html = page(plot(6), 'It says "up" & <more>.')
    wide, narrow = drawings(html)
    assert 'role="img" aria-label="It says &quot;up&quot; &amp; &lt;more&gt;."' in html
    assert (wide.get("width"), narrow.get("width")) == ("600", "330") and {"x", "title", "line"} <= set(words(wide))
    assert set(words(wide)) - set("0.2468") >= {"x", "title"} and "class=\"drawn fits-60\"" in html
    assert len(drawings(page(plot(3)))) == 1  # small enough for a phone as it is
    other = plot(3)
    assert drawings(page(plot(6), narrow=other))[1].get("width") == "300" and plt.get_fignums() == []


def test_house_colours_are_variables_and_others_stay(page):
    figures.style()
    fig, ax = plt.subplots(figsize=(3, 2))
    ax.plot([0, 1], [0, 1], color=figures.COLORS["blue"])
    ax.plot([0, 1], [1, 0], color="#123456")
    figures.label_line(ax, 1, 1, "words", "blue")
    html = page(fig)
    assert "stroke: var(--fig-blue, #3f7fc4)" in html and "stroke: #123456" in html
    assert re.search(r"fill: var\(--fig-blue-text, #22609f\)[^>]*>words<", html)
    assert "font-family" not in html and "<style" not in html and "<metadata" not in html


def test_drawings_are_the_same_each_time_and_share_no_ids(page):
    first, again, other = page(plot(6)), page(plot(6)), page(plot(6, up=2))
    ids = [set(re.findall(r' id="([^"]+)"', html)) for html in (first, other)]
    assert first == again and ids[0] and not ids[0] & ids[1]
    for html in (first, other):
        assert set(re.findall(r'(?:url\(#|href="#)([^)"]+)', html)) == set(re.findall(r' id="([^"]+)"', html))
        assert len(re.findall(r' id="', html)) == len(set(re.findall(r' id="([^"]+)"', html)))


def test_formulas_and_a_star_are_paths_plain_words_are_text(page):
    figures.style()
    fig, ax = plt.subplots(figsize=(3, 2))
    ax.set(xlabel=r"noise $\sigma$", title="k★", xticks=[])
    wide = drawings(page(fig))[0]
    said = "".join(words(wide))
    assert "★" not in said and "σ" not in said and "noise" in said
    assert any(group.get("class") == "math" and group.find("path") is not None for group in wide.iter("g"))


def embedded(html):
    return [Image.open(io.BytesIO(base64.b64decode(data))) for data in re.findall(r"base64,([^\"]+)", html)]


def test_pictures_keep_their_pixels(page):
    images = torch.rand(2, 1, 5, 7, generator=torch.Generator().manual_seed(0)) * 2 - 1
    pictures = embedded(page(figures.grid(images, cols=2, scale=2.0)))
    assert [(p.size, p.mode) for p in pictures] == [((7, 5), "L")] * 2  # both forms share them
    wanted = np.round((1 - images[:, 0].numpy()) / 2 * 255)
    assert all(np.abs(np.asarray(p, float) - w).max() <= 2 for p, w in zip(pictures, wanted, strict=True))
    assert "image-rendering:pixelated" in page(figures.grid(images))


def test_very_many_points_become_pixels(page):
    figures.style()
    for count, rasters in ((300, 0), (4000, 1)):
        fig, ax = plt.subplots(figsize=(3, 2))
        ax.scatter(np.linspace(0, 1, count), np.linspace(0, 1, count))
        html = page(fig)
        assert len(embedded(html)) == rasters and len(html) < 100_000


def test_pictures_are_folded_in_blocks_that_keep_columns(page):
    """Two rows of eight with titles: in the form for phones what stood below a picture still does."""
    figures.style()
    fig = figures.grid(torch.zeros(16, 1, 4, 4), [f"picture {k}" for k in range(16)], cols=8)
    page(fig)
    places = {ax.get_title(): ax.get_position() for ax in fig.axes}
    for k in range(8):
        above, below = places[f"picture {k}"], places[f"picture {k + 8}"]
        assert above.x0 == pytest.approx(below.x0) and above.y0 > below.y0
        assert not [t for t, p in places.items() if abs(p.x0 - above.x0) < 1e-6 and above.y0 > p.y0 > below.y0]
    assert fig.get_size_inches()[0] == pytest.approx(phone.WIDTH)


def test_charts_are_stacked_and_named(page):
    figures.style()
    fig, axes = plt.subplots(1, 2, figsize=(7, 2.5), sharey=True)
    axes[0].plot([1, 2])
    axes[0].set_ylabel("share")
    page(fig)
    boxes = [ax.get_position() for ax in axes]
    assert boxes[0].y0 > boxes[1].y1 and boxes[0].width == pytest.approx(boxes[1].width, abs=0.05)
    assert [ax.get_title("left") for ax in axes] == ["share", "share"]
    assert all(label.get_visible() for label in axes[1].get_yticklabels())


def test_parts_are_stacked(page):
    figures.style()
    fig = plt.figure(figsize=(7, 2.5))
    for part in fig.subfigures(1, 2):
        part.subplots().plot([1, 2])
    page(fig)
    one, two = (ax.get_window_extent() for ax in fig.axes)
    assert one.y0 > two.y1


@pytest.mark.parametrize("size", [4, 7])
def test_no_text_is_small(page, size):
    figures.style()
    fig, ax = plt.subplots(figsize=(6, 3))
    ax.plot([1, 2], label="a line")
    ax.tick_params(labelsize=size), ax.legend(loc="upper left", fontsize=size), ax.set_title("title", fontsize=size)
    wide, narrow = (re.findall(r"font-size: ([\d.]+)px", part) for part in page(fig).split('class="narrow"'))
    assert min(map(float, wide)) >= phone.SMALLEST and min(map(float, narrow)) >= phone.LEAST


def test_long_names_of_axes_break_outside_formulas():
    assert phone._halved("share of trials $won by$ the point") == "share of trials\n$won by$ the point"
    assert phone._halved("word") == "word" and phone._halved("$a b$") == "$a b$"


def test_logarithmic_axes_count_plainly(page):
    figures.style()
    for top, plain in ((1000, True), (1e9, False)):
        fig, ax = plt.subplots(figsize=(3, 2))
        ax.semilogy([1, 2], [1, top])
        said = words(drawings(page(fig))[0])
        assert ("1,000" in said) == plain


def test_direct_labels_stand_at_the_ends_and_apart():
    figures.style()
    fig, ax = plt.subplots(figsize=(4, 3))
    for k, name in enumerate(("one", "two", "three")):
        ax.plot([0, 1, 2], [0, 5, 1 + 0.01 * k], label=name)
    ax.plot([0, 1], [4, 4])  # without a label
    labels = figures.direct_labels(ax)
    figures._dress(fig)
    fig.draw_without_rendering()
    middles = [(box := label.get_window_extent()).y0 + box.height / 2 for label in labels]
    assert [label.get_text() for label in labels] == ["one", "two", "three"] and ax.get_legend() is None
    assert [label.get_color() for label in labels] == [TEXT[c] for c in ("blue", "orange", "green")]
    assert all(label.xy == (2, pytest.approx(1 + 0.01 * k)) for k, label in enumerate(labels))
    assert all(high - low >= 9 * 110 / 72 for low, high in itertools.pairwise(middles))  # a line's height in pixels
    plt.close(fig)


def test_direct_labels_need_a_label():
    fig, ax = plt.subplots()
    ax.plot([1, 2])
    with pytest.raises(ValueError, match="no line of these axes has a label"):
        figures.direct_labels(ax)
    plt.close(fig)


def test_a_narrow_form_must_be_narrow(page, shown):
    with pytest.raises(ValueError, match=r"narrow must be at most 3.6 inches wide, got 5"):
        page(plot(6), narrow=plot(5))
    assert shown == []


def frames(T=5, R=2, C=1):
    return torch.rand(T, R, C, 3, 4, generator=torch.Generator().manual_seed(0)) * 2 - 1


@pytest.mark.parametrize("C", [1, 3])
def test_a_strip_is_one_sprite_with_every_frame(shown, monkeypatch, C):
    monkeypatch.setenv("MOSAICS_FIGURES", "both")
    given = frames(C=C)
    figures.strip(given, [f"t = {k}" for k in range(5)], "Two rows of noise.", "Caption.", rows=["<A>", "B"])
    html = shown[0][0]["text/html"]
    sheet = np.asarray(Image.open(io.BytesIO(base64.b64decode(re.search(r"base64,([^)]+)", html)[1]))), float)
    assert sheet.shape[:2] == (2 * 3, 5 * 4) and len(re.findall("base64", html)) == 1
    for t in range(5):
        for r in range(2):
            part = sheet[r * 3:(r + 1) * 3, t * 4:(t + 1) * 4].reshape(3, 4, C)
            light = (1 - given[t, r]) / 2 if C == 1 else (given[t, r] + 1) / 2
            assert np.abs(part - light.permute(1, 2, 0).numpy() * 255).max() <= 255 / 63 / 2 + 1
    assert 'data-times="t = 0|t = 1|t = 2|t = 3|t = 4"' in html and "&lt;A&gt;" in html and "<A>" not in html
    assert html.count('aria-label="Two rows of noise."') == 3 and shown[1][0]["text/markdown"] == "Caption."


def test_a_notebook_gets_a_filmstrip(shown):
    figures.strip(frames(20), [str(k) for k in range(20)], "Noise.", rows=["A", "B"])
    image = pixels(base64.b64decode(shown[0][0]["image/png"]))
    assert (image[..., 3] == 255).all() and image.shape[1] > 2 * image.shape[0] and plt.get_fignums() == []


@pytest.mark.parametrize(("given", "labels", "rows", "said"), [
    (frames()[0], ["a"] * 5, None, "frames must have shape"), (frames()[:1], ["a"], None, "frames must have shape"),
    (frames(C=2), ["a"] * 5, None, "frames must have shape"), (frames(), ["a"] * 4, None, "labels must be 5 texts"),
    (frames(), ["a|b"] * 5, None, "labels must be 5 texts"), (frames(), ["a"] * 5, ["A"], "rows must be one name a"),
])
def test_strips_refuse(shown, given, labels, rows, said):
    with pytest.raises((ValueError, TypeError), match=said):
        inspect.unwrap(figures.strip)(given, labels, "Noise.", rows=rows)
    assert shown == []


def test_a_strip_may_not_be_heavy(shown, monkeypatch):
    monkeypatch.setenv("MOSAICS_FIGURES", "both")
    big = torch.rand(40, 4, 1, 64, 64, generator=torch.Generator().manual_seed(0)) * 2 - 1
    with pytest.raises(ValueError, match="frames make a picture of"):
        figures.strip(big, ["a"] * 40, "Noise.")
    with pytest.raises(ValueError, match="alt must be"):
        figures.strip(frames(), ["a"] * 5, " ")


def test_the_style_sheet_knows_every_colour():
    """In light as in Python; and each has a dark value."""
    css = (pathlib.Path(__file__).resolve().parents[1] / "web" / "mosaics.css").read_text("utf8")
    light, dark = (dict(re.findall(r"(--fig-[\w-]+): (#\w{6})", css[css.index(start):].split("}")[0]))
                   for start in ("html[data-theme] { --fig-ink", 'html[data-theme="dark"] { --fig-ink'))
    wanted = {f"--fig-{name}": value for name, (value, _) in VARIABLES.items()}
    wanted |= {f"--fig-{name}-text": text for name, (_, text) in VARIABLES.items()}
    black = {"--fig-black", "--fig-black-text"}  # black is the page's ink
    assert {k: v for k, v in light.items() if k not in black} == {k: v for k, v in wanted.items() if k not in black}
    assert set(dark) == set(light) == set(wanted)
    for name in figures.COLORS:
        for values, paper in ((light, "#fdfcf9"), (dark, "#17191e")):
            assert contrast(values[f"--fig-{name}-text"], paper) >= 4.5
            assert contrast(values[f"--fig-{name}"], paper) >= 3


NOTEBOOKS = ["#ffffff", "#111111", "#1f1f1f", "#383838"]  # JupyterLab light and dark, VS Code's dark, Colab's dark


@pytest.mark.parametrize("page", NOTEBOOKS)
def test_a_notebook_shows_figures_that_can_be_read_on_its_ground(shown, monkeypatch, page):
    fig = plot()
    texts = [t for t in fig.findobj(matplotlib.text.Text) if t.get_text() and t.get_visible()]
    scale = plt.rcParams["savefig.dpi"] / fig.dpi
    fig.draw_without_rendering()  # the layout that boxes are measured in
    boxes = {t.get_text(): t.get_window_extent().extents * scale for t in texts}
    figures.show(fig, alt="A rising line.")
    image = pixels(base64.b64decode(shown[0][0]["image/png"])) / 255.0
    over = image[..., :3] * image[..., 3:] + np.array(matplotlib.colors.to_rgb(page)) * (1 - image[..., 3:])
    assert {"x", "title", "line"} <= set(boxes)
    for text, (left, low, right, high) in boxes.items():
        rows, columns = slice(int(len(over) - high), int(len(over) - low) + 1), slice(int(left), int(right) + 1)
        letters = over[rows, columns].reshape(-1, 3)
        bright = np.array([float(luminance(tuple(rgb))) for rgb in letters])
        assert contrast(letters[bright.argmin()], letters[bright.argmax()]) >= 4.5, text
    assert (image[..., 3] == 1).all(), "the page shines through the ground"


@pytest.mark.parametrize("alt", ["", "  \n"])
def test_no_figure_without_alt_text(shown, alt):
    with pytest.raises(ValueError, match="alt must be a text that says what the figure shows"):
        figures.show(plot(), alt=alt)
    with pytest.raises(ValueError, match="alt must be"):
        figures.display_png(b"", alt)
    assert shown == []


def luminance(color):
    rgb = np.array(matplotlib.colors.to_rgb(color))
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4) @ [0.2126, 0.7152, 0.0722]


def contrast(a, b):
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("theme", "ground"), [("light", "#ffffff"), ("dark", "#14181e")])
def test_ink_and_lines_can_be_read(theme, ground):
    """WCAG 2: 7 for text (AAA), 3 for lines that carry meaning; grey serves dashed references and counts as one."""
    assert contrast(figures.INK[theme], ground) >= 7
    assert all(contrast(c, ground) >= 3 for c in figures.COLORS.values())


# Machado, Oliveira & Fernandes 2009, severity 1: how linear RGB looks without long-, and without middle-wave cones
PROTAN = np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]])
DEUTAN = np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]])


def lab(linear):
    xyz = linear @ np.array([[0.4124, 0.2126, 0.0193], [0.3576, 0.7152, 0.1192], [0.1805, 0.0722, 0.9505]])
    f = np.cbrt(xyz.clip(0) / [0.9505, 1.0, 1.089])
    return np.stack([116 * f[..., 1] - 16, 500 * (f[..., 0] - f[..., 1]), 200 * (f[..., 1] - f[..., 2])], -1)


@pytest.mark.parametrize("view", [np.eye(3), PROTAN, DEUTAN], ids=["all cones", "protan", "deutan"])
def test_colours_differ_for_colour_blind_readers(view):
    """CIE76 distance between any two colours of the cycle: 2.3 can just be told, lines need far more."""
    rgb = np.array([matplotlib.colors.to_rgb(figures.COLORS[c]) for c in ("blue", "orange", "green", "purple")])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    seen = lab((linear @ view.T).clip(0, 1))
    apart = np.linalg.norm(seen[:, None] - seen[None], axis=-1)[np.triu_indices(4, 1)]
    assert apart.min() > 15


def test_grid_draws_what_it_is_given(shown):
    figures.style()
    images = torch.linspace(-1.5, 1.5, 5)[:, None, None, None].expand(5, 1, 3, 3)
    fig = figures.grid(images, titles=list("abcde"), cols=3)
    drawn = [ax for ax in fig.axes if ax.images]
    assert len(fig.axes) == 6 and [ax.get_title() for ax in drawn] == list("abcde")
    assert [float(ax.images[0].get_array()[0, 0]) for ax in drawn] == pytest.approx([0, 0.125, 0.5, 0.875, 1])
    assert drawn[0].images[0].get_interpolation() == "nearest"
    assert not any(ax.axison for ax in fig.axes)
    colour = figures.grid(torch.zeros(2, 3, 4, 4))
    assert len(colour.axes) == 2 and colour.axes[0].images[0].get_array().shape == (4, 4, 3)


def test_fields_are_drawn_each_from_low_to_high():
    values = torch.stack([torch.linspace(3, 9, 6).reshape(2, 3), torch.full((2, 3), 5.0)])  # (2, 2, 3)
    fig = figures.fields(values, ["rising", "flat"])
    drawn = [ax.images[0].get_array() for ax in fig.axes]
    assert drawn[0].min() == 0 and drawn[0].max() == pytest.approx(1) and (drawn[1] == 0).all()
    assert [ax.get_title() for ax in fig.axes] == ["rising", "flat"]
    figures.plt.close(fig)


def test_each_source_in_its_colour():
    source = torch.tensor([[0, 0, 3], [3, 7, -1]])
    fig, ax = plt.subplots()
    figures.draw_sources(ax, source)
    drawn = np.asarray(ax.images[0].get_array())  # (2, 3, 4)
    assert drawn[1, 2, 3] == 0  # nothing there
    for i, j in ((0, 0), (0, 1), (0, 2), (1, 0), (1, 1)):
        assert np.allclose(drawn[i, j], (*figures.source_color(int(source[i, j])), 1))
    assert len({figures.source_color(m) for m in range(1000)}) == 1000
    plt.close(fig)
