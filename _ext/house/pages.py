"""The last pass over the built pages. Every step takes HTML and returns HTML, and leaves a done page alone."""

import os
import pathlib
import re

from sphinx.application import Sphinx

from . import access, embeds, icons, labs, theme, weight

MARKED = re.compile(r'(?<!<span class="held">)(<span class="math notranslate nohighlight">[^<]*</span>)([.,;:!?)’”]+)')

TEXT = re.compile(r"<(script|style|pre|code|textarea|title)\b.*?</\1>|<[^>]+>|([^<]+)", re.S)
UNITS = re.compile(r"(?<=\d) (?=×|(?:%|px|m?s|[kKMG]i?B)(?![A-Za-z0-9]))"), re.compile(r"(?<=\d\u00a0×) (?=\d|$)")


def lazy(html: str) -> str:
    """Pictures in the article load when they come near the screen."""
    return re.sub(r'<img (?![^>]*loading=)', '<img loading="lazy" ', html)


def hold_marks(html: str) -> str:
    """A formula in a line keeps the mark that follows it: a comma does not begin the next line."""
    return MARKED.sub(r'<span class="held">\1\2</span>', html)


def hold_units(html: str) -> str:
    """A number keeps its unit, and 16 × 16 its other side, on one line; code is left as it is."""
    last = ""  # a claim's number stands in an element of its own, before its unit

    def hold(match: re.Match[str]) -> str:
        nonlocal last
        if not match[2]:
            return match[0]
        held, start = last + match[2], len(last)
        for space in UNITS:
            held = space.sub("\u00a0", held)
        last = held[-3:]
        return held[start:]

    return TEXT.sub(hold, html)


def finish(app: Sphinx, exception: Exception | None) -> None:
    """Move widgets' code and data out, put icons in line, repair names and roles, thin out the theme's files."""
    if exception or app.builder.name != "html":
        return
    out = pathlib.Path(app.outdir)
    pages = [page for page in sorted(out.rglob("*.html")) if not {"_static", embeds.FOLDER} & set(page.parts)]
    for page in pages:
        html = page.read_text("utf8")
        ways = os.path.relpath(out / f"{theme.RUN_PAGE}.html", page.parent)
        light = labs.say_still(labs.move_out(html, out / "_static" / "labs"), pathlib.PurePath(ways).as_posix())
        light = weight.posters(weight.strips(weight.index(light), out / "_static" / "strips", page), page)
        done = theme.repair_page(access.repair(hold_units(hold_marks(lazy(icons.inline(light))))))
        if done != html:
            page.write_text(done, "utf8")
    labs.write_sets(out / "_static" / "labs")
    embeds.write(out, pages)
    icons.thin_out(out / "_static")
