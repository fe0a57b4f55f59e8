"""Figures as SVG inside a page: one drawing for light, dark, paper and forced colours, in the page's own letters.

Colours of the house become CSS variables with the light theme's value as a fallback, so the page's style sheet decides
them. Plain text stays text, in the typeface that the page has too, so its widths are those that the layout was made
with. Formulas, and letters that the typeface lacks (a star), are drawn as paths: they look alike everywhere.
"""

import base64
import hashlib
import html
import io
import math
import re
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.backends.backend_mixed import MixedModeRenderer
from matplotlib.backends.backend_svg import RendererSVG, _generate_css, _generate_transform
from matplotlib.collections import PathCollection, QuadMesh
from matplotlib.figure import Figure
from matplotlib.font_manager import get_font
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.path import Path
from matplotlib.textpath import text_to_path
from PIL import Image

from .palette import FAMILY, FONTS, VARIABLES

PIXELS_PER_INCH = 100  # CSS pixels: 9 pt are then 12.5 px
MANY = 2500  # points of one artist beyond which its pixels are lighter than its paths
USELESS = re.compile(r"<metadata>.*?</metadata>|<defs>\s*<style[^>]*>.*?</style>\s*</defs>|<!--.*?-->", re.S)
LEANING = re.compile(r"(\$[^$]*[A-Za-z])\$ ")  # a slanted letter leans into the word space behind it
NUMBER = re.compile(r"-?\d+\.\d{3,}")
TEXT_COLORS = {value: f"var(--fig-{name}-text, {text})" for name, pair in VARIABLES.items() for value, text in
               ((color, pair[1]) for color in pair)}
SHAPE_COLORS = TEXT_COLORS | {value: f"var(--fig-{name}, {value})" for name, (value, _) in VARIABLES.items()}


class _Renderer(RendererSVG):
    """matplotlib's SVG writer with formulas, and letters that the page's typeface lacks, as paths."""

    def _draw_text_as_text(self, gc, x, y, s, prop, angle, ismath, mtext=None):  # type: ignore[no-untyped-def]
        if not ismath and set(map(ord, s)) <= _LETTERS:
            return super()._draw_text_as_text(gc, x, y, s, prop, angle, ismath, mtext)
        if not ismath:
            return self._draw_text_as_path(gc, x, y, s, prop, angle, ismath, mtext)
        style = {"fill": mpl.colors.rgb2hex(gc.get_rgb()), "opacity": f"{gc.get_rgb()[3]:g}"}
        self.writer.start("g", {"class": "math", "style": _generate_css(style),
                                "transform": _generate_transform([("translate", (x, y)), ("rotate", (-angle,))])})
        *_, glyphs, rects = text_to_path.mathtext_parser.parse(LEANING.sub(r"\1\\,$ ", s), 72, prop)
        for font, size, code, index, left, up in glyphs:
            if font.family_name == FAMILY:
                style = {"font-size": f"{size:g}px"}
                self.writer.element("text", chr(code), x=f"{left:.2f}", y=f"{-up:.2f}", style=_generate_css(style))
            else:
                self.writer.element("path", d=_outline(font, index, size, left, up))
        for left, up, width, height in rects:
            self.writer.element("rect", x=f"{left:.2f}", y=f"{-up - height:.2f}", width=f"{width:.2f}",
                                height=f"{height:.2f}")
        self.writer.end("g")
        return None


_LETTERS = set(get_font(str(FONTS / "SourceSans3-Regular.ttf")).get_charmap())


def _outline(font, index: int, size: float, left: float, up: float) -> str:  # type: ignore[no-untyped-def]
    """The outline of a glyph of a font as SVG path data, `size` points high, at a place."""
    font.set_size(100, 72)
    font.load_glyph(index, flags=mpl.ft2font.LoadFlags.NO_HINTING)
    points, codes = font.get_path()
    letters = {Path.MOVETO: "M", Path.LINETO: "L", Path.CURVE3: "Q", Path.CURVE4: "C", Path.CLOSEPOLY: "Z"}
    if not len(points):
        return ""
    said = []
    for vertices, code in Path(points, codes).iter_segments(curves=True, simplify=False):
        moved = vertices.reshape(-1, 2) * size / 100 * (1, -1) + (left, -up)
        said.append(letters[code] + ("" if code == Path.CLOSEPOLY else " ".join(f"{v:.2f}" for v in moved.flat)))
    return "".join(said)


def _lighten(fig: Figure) -> None:
    """Let pictures keep their own pixels, and draw artists of very many points as pixels."""
    for image in fig.findobj(AxesImage):
        if image.get_interpolation() == "nearest":
            image.set_interpolation("none")
    for artist in fig.findobj():
        count = 0
        if isinstance(artist, Line2D) and artist.get_marker() not in ("", "None", None):
            count = np.size(artist.get_xdata())
        elif isinstance(artist, PathCollection):
            count = np.shape(artist.get_offsets())[0]
        elif isinstance(artist, QuadMesh):
            count = np.size(np.asarray(artist.get_array()))
        if count > MANY:
            artist.set_rasterized(True)


def _raw(fig: Figure) -> str:
    """What matplotlib writes, in 72 units an inch."""
    out, dpi = io.StringIO(), fig.dpi
    with plt.rc_context({"svg.fonttype": "none", "svg.hashsalt": "mosaics", "image.composite_image": False}):
        fig.draw_without_rendering()  # constrained layout
        fig.dpi = 72
        width, height = fig.get_size_inches()
        svg = _Renderer(width * 72, height * 72, out, image_dpi=200, metadata={"Date": None})
        renderer: Any = MixedModeRenderer(fig, width, height, 200, svg)
        fig.draw(renderer)
        renderer.finalize()
        fig.dpi = dpi
    return out.getvalue()


def _small_png(match: re.Match) -> str:
    """An embedded picture with as few channels as it needs."""
    image: Image.Image = Image.open(io.BytesIO(base64.b64decode(match[1]))).convert("RGBA")
    *colors, opaque = image.split()
    if opaque.getextrema() == (255, 255):
        alike = len({channel.tobytes() for channel in colors}) == 1
        image = colors[0] if alike else image.convert("RGB")
    out = io.BytesIO()
    image.save(out, format="png", optimize=True)
    return f'href="data:image/png;base64,{base64.b64encode(out.getvalue()).decode()}"'


def _colored(style: re.Match, colors: dict[str, str]) -> str:
    return re.sub(r"#[0-9a-f]{6}\b", lambda c: colors.get(c[0], c[0]), style[0])


def svg(fig: Figure) -> str:
    """The figure as an <svg> element for a page: house colours as CSS variables, ids that no other figure has."""
    _lighten(fig)
    text = _raw(fig)
    width, height = fig.get_size_inches()
    text = text[text.index("<svg"):]
    text = USELESS.sub("", text)
    text = re.sub(r'xlink:href="data:image/png;base64,\s*([^"]*)"', _small_png, text).replace("xlink:href", "href")
    text = re.sub(r' (?:d|x|y|points)="[^"]*"', lambda m: NUMBER.sub(lambda n: f"{float(n[0]):.2f}", m[0]), text)
    text = re.sub(r'<(?:text|g class="math")[^>]* style="[^"]*"', lambda m: _colored(m, TEXT_COLORS), text)
    text = re.sub(r'style="[^"]*"', lambda m: m[0] if "var(" in m[0] else _colored(m, SHAPE_COLORS), text)
    text = re.sub(r"font-family: [^;\"]*;?", "", text).replace("font-weight: 700", "font-weight: 600")
    text = _own_ids(text)
    text = re.sub(r">\s+<", "><", text).strip()
    box, pixels = f"0 0 {width * 72:g} {height * 72:g}", round(width * PIXELS_PER_INCH)
    return re.sub(r"^<svg[^>]*>", f'<svg viewBox="{box}" width="{pixels}" aria-hidden="true">', text)


def _own_ids(text: str) -> str:
    """Ids that something refers to begin with the hash of the drawing; the others go."""
    mark = "f" + hashlib.sha256(text.encode()).hexdigest()[:8]
    used = set(re.findall(r'(?:url\(#|href="#)([^)"]+)', text))
    text = re.sub(r' id="([^"]+)"', lambda m: f' id="{mark}-{m[1]}"' if m[1] in used else "", text)
    return re.sub(r'(url\(#|href="#)', rf"\g<1>{mark}-", text)


def _shared(html_text: str) -> str:
    """The HTML with each embedded picture once: in front, where both forms refer to it."""
    store: dict[str, str] = {}

    def refer(match: re.Match) -> str:
        looks = " ".join(re.findall(r'(?:href|width|height|style)="[^"]*"', match[0]))
        name = "p" + hashlib.sha256(looks.encode()).hexdigest()[:10]
        store[name] = f'<image id="{name}" {looks}/>'
        place = " ".join(re.findall(r'(?:transform|\bx|\by|opacity)="[^"]*"', match[0]))
        return f'<use href="#{name}" {place}/>'

    text = re.sub(r"<image [^>]*/>", refer, html_text)
    pictures = f'<svg class="shared" aria-hidden="true"><defs>{"".join(store.values())}</defs></svg>'
    return (pictures if store else "") + text


def figure_html(wide: str, narrow: str, alt: str, inches: float) -> str:
    """The figure for the page: the wide drawing of `inches`, the one for phones, and words for those who see none."""
    forms = f'<div class="wide">{wide}</div>' + (f'<div class="narrow">{narrow}</div>' if narrow else "")
    size = 5 * math.ceil(2 * min(inches, 7.5)) if narrow else 0  # in tenths of an inch: a rule of the style sheet
    return f'<div class="drawn fits-{size}" role="img" aria-label="{html.escape(alt)}">{_shared(forms)}</div>'
