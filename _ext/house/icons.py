"""The theme's icons as in-line SVG. Its own way is a 1.5 MB script on every page to draw some ten icons.

Shapes come from that very script (Font Awesome Free 6.5.2 by @fontawesome, https://fontawesome.com; icons
CC BY 4.0, fonts SIL OFL 1.1, code MIT; Copyright 2024 Fonticons, Inc.), which the site then leaves out. The
few icons that style sheets set as text come from a font cut down to them.
"""

import functools
import io
import pathlib
import re

import pydata_sphinx_theme
from fontTools import subset
from fontTools.ttLib import TTFont

THEME = pathlib.Path(pydata_sphinx_theme.__file__).parent / "theme" / "pydata_sphinx_theme" / "static"
NOTICE = "<!-- Icons: Font Awesome Free 6.5.2, https://fontawesome.com, CC BY 4.0, Copyright 2024 Fonticons, Inc. -->"
TAG = re.compile(r'<(?:i|span)\b([^>]*\bclass="([^"]*\bfa-[^"]*)"[^>]*)></(?:i|span)>')
SCRIPT = re.compile(r'\s*<(?:script|link)[^>]*scripts/fontawesome\.js[^>]*>(?:</script>)?')
LOOKS = {"fa-lg", "fa-fw", "fa-sm", "fa-solid", "fa-regular", "fa-brands"}


@functools.cache
def script() -> str:
    """The text of the theme's Font Awesome script."""
    return (THEME / "scripts" / "fontawesome.js").read_text("utf8")


@functools.cache
def shape(name: str) -> tuple[int, int, str]:
    """Width, height and path of an icon by its name or an older name; the last match is the solid one."""
    found = re.findall(rf'[{{,]"?{name}"?:\[(\d+),(\d+),\[[^\]]*\],"\w+","([^"]+)"', script())
    found = found or re.findall(rf'\[(\d+),(\d+),\[[^\]]*"{name}"[^\]]*\],"\w+","([^"]+)"', script())
    if not found:
        raise ValueError(f"Font Awesome has no icon named {name!r}")
    width, height, path = found[-1]
    return int(width), int(height), path


def inline(page: str) -> str:
    """Every `<i class="fa-…">` or span of the page as SVG, the script that would have drawn it gone."""

    def svg(match: re.Match) -> str:
        name = next(c for c in match[2].split() if c.startswith("fa-") and c not in LOOKS)[3:]
        width, height, path = shape(name)
        attributes = match[1].replace(f'class="{match[2]}"', f'class="svg-inline--fa {match[2]}"')
        if "aria-hidden" not in attributes:
            attributes += ' aria-hidden="true"'
        return f'<svg{attributes} viewBox="0 0 {width} {height}"><path fill="currentColor" d="{path}"/></svg>'

    page = SCRIPT.sub("", page)
    drawn = TAG.sub(svg, page)
    return drawn.replace("</body>", NOTICE + "\n</body>", 1) if drawn != page else page


def cut_font(font: str, characters: set[int]) -> bytes:
    """The named font with only these characters, as WOFF (its compression is in the standard library)."""
    options = subset.Options(flavor="woff", notdef_outline=True)
    face: TTFont = subset.load_font(str(THEME / "vendor" / "fontawesome" / "webfonts" / font), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters)
    cutter.subset(face)
    out = io.BytesIO()
    subset.save_font(face, out, options)
    return out.getvalue()


def thin_out(static: pathlib.Path) -> None:
    """Remove the script, source maps and whole fonts; point the style sheet at the cut font."""
    sheet = static / "styles" / "pydata-sphinx-theme.css"
    if not sheet.exists():
        return
    css = sheet.read_text("utf8")
    for doomed in [*static.glob("scripts/fontawesome.js*"), *static.rglob("*.map")]:
        doomed.unlink(missing_ok=True)
    fonts = static / "vendor" / "fontawesome" / "webfonts"
    if "fa-solid-900.woff2" not in css:
        return
    used = {ord(character) for character in re.findall(r'--pst-icon-[\w-]+:"(.)"', css)}
    for old in fonts.glob("fa-*"):
        old.unlink()
    for name in ("fa-solid-900", "fa-brands-400"):
        (fonts / f"{name}.woff").write_bytes(cut_font(f"{name}.ttf", used))
        css = re.sub(rf'url\([^)]*{name}\.woff2\) format\("woff2"\),url\([^)]*{name}\.ttf\) format\("truetype"\)',
                     f'url(../vendor/fontawesome/webfonts/{name}.woff) format("woff")', css)
    css = re.sub(r"@font-face\{[^}]*fa-regular-400[^}]*\}", "", css)  # no style sheet uses the regular face
    sheet.write_text(css, "utf8")


