"""Light pages: what a reader may never scroll to is a file of its own, posters have few colours, no unused index."""

import base64
import hashlib
import io
import os
import pathlib
import re

from PIL import Image

STRIP = re.compile(r'<div class="strip" style="--sprite:url\(data:image/png;base64,([A-Za-z0-9+/=]+)\);')
POSTER = re.compile(r'<img (?![^>]*\bwidth=)(?=[^>]*\blab-poster\b)(?=[^>]*\bsrc="([^"]+)")')
INDEX = re.compile(r'\s*<script src="[^"]*(?:searchtools|language_data|searchindex)\.js"></script>')
COLORS = 192  # of a poster, which stands until the lab does


def strips(html: str, store: pathlib.Path, page: pathlib.Path) -> str:
    """The frames of each strip in a file of the folder `store`; `web/strip.js` loads them when the strip comes near."""

    def moved(match: re.Match) -> str:
        data = base64.b64decode(match[1])
        name = hashlib.sha256(data).hexdigest()[:16]
        store.mkdir(parents=True, exist_ok=True)
        (store / f"{name}.png").write_bytes(data)
        way = pathlib.PurePath(os.path.relpath(store / f"{name}.png", page.parent)).as_posix()
        rule = f'<style>.strip[data-sprite="{name}"] i {{ background-image: url("{way}"); }}</style>'
        return f'{rule}<div class="strip" data-sprite="{name}" style="'

    return STRIP.sub(moved, html)


def posters(html: str, page: pathlib.Path) -> str:
    """Posters with their size in the page, so that nothing moves when they come, and with few colours."""

    def sized(match: re.Match) -> str:
        path = page.parent / match[1]
        before = path.read_bytes()
        image = Image.open(io.BytesIO(before))
        if image.mode != "P":
            out = io.BytesIO()
            image.convert("RGB").quantize(COLORS, dither=Image.Dither.NONE).save(out, format="png", optimize=True)
            path.write_bytes(min(out.getvalue(), before, key=len))
        return f'<img width="{image.width}" height="{image.height}" '

    return POSTER.sub(sized, html)


def index(html: str) -> str:
    """Without Sphinx's index, which grows with the book: only its search as you type needs it, and that is off."""
    return INDEX.sub("", html)
