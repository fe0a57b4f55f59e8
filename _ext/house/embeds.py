"""Each lab has a page of its own, `labs/<lab>.html`, made to stand in a frame of another page (web/embed.js).

It holds the states of that lab on all pages of the book: `?of=07-equivariant.1` picks one, the first is shown without.
A state is a few names of files that the pages of the book load as well, so these pages cost next to nothing.
"""

import html
import json
import pathlib
import re
from collections import defaultdict
from typing import NamedTuple

from .labs import NAME, STATE

FOLDER = "labs"
VIEW = '<script type="application/vnd.jupyter.widget-view+json">{}</script>'
MATH = re.compile(r"<script>window\.MathJax = .*?</script>", re.S)
MATHJAX = re.compile(r'src="[^"]*?_static/(vendor/mathjax/[^"?]*)')
SECTION = re.compile(r"<section\b[^>]*>|</section>")
CELL = re.compile(r'<div class="cell (?:[^"]* )?docutils container[^"]*">')
STILL = re.compile(r'<img\b[^>]*\blab-poster\b[^>]*>(?:\s*<p class="lab-still">.*?</p>)?', re.S)
IDS = re.compile(r'\b(id|for|aria-labelledby|aria-describedby)="([^"]+)"')
BLOCK = re.compile(r"<div\b|</div>")
LINKS = re.compile(r'\b(href|src)="(?![a-z]+:|/)([^"]*)"')
HEAD = re.compile(r'<a class="headerlink".*?</a>', re.S)
TITLE = re.compile(r"<title>(.*?)</title>", re.S)
PAGE = """<!DOCTYPE html>
<html lang="en" data-content_root="../" data-theme="light">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{lab} · Patch Mosaics</title>
<link rel="icon" href="../_static/favicon.svg">
<link rel="stylesheet" href="../_static/mosaics.css">
<link rel="stylesheet" href="../_static/quiz.css">
<script src="../_static/embed.js"></script>
<script defer src="../_static/lab-files.js"></script>
<script defer src="../_static/lab-links.js"></script>
<script defer src="../_static/lab-host.js"></script>
{mathjax}
<script type="application/vnd.jupyter.widget-state+json">{states}</script>
</head>
<body class="lab-page">
<main class="bd-article" id="lab">
<h1>{lab}</h1>
{sections}
</main>
</body>
</html>
"""
ONE = """<section data-of="{of}"><div class="cell_output">{view}{still}</div>
<p class="lab-from"><a href="{page}">{title}</a></p>
<div class="lab-text" hidden>{text}</div></section>
"""


class Shown(NamedTuple):
    """A lab as a page shows it: where, the page's title, its state, its picture, the text of its section."""

    of: str
    page: str
    title: str
    state: dict
    still: str
    text: str


def shown(page: pathlib.PurePath, text: str) -> list[tuple[str, Shown]]:
    """The labs of a page of the book, given its address and its done HTML: (class, where and what)."""
    found = STATE.search(text)
    if not found:
        return []
    models, counts, out = json.loads(found[2])["state"], defaultdict[str, int](int), []
    named = TITLE.search(text)
    title = html.unescape(named[1]) if named else page.stem
    for name in dict.fromkeys(NAME.findall(text)):
        lab = models.get(name, {}).get("state", {}).get("made", {}).get("lab")
        if lab:
            counts[lab] += 1
            of = f"{page.stem}.{counts[lab]}"
            picture = STILL.search(text, text.index(f'"model_id": "{name}"'))
            still = led(picture[0], page) if picture else ""
            inside = IDS.sub(rf'\1="{of}-\2"', around(text, name, page))  # each id once, whatever page it is from
            out.append((lab, Shown(of, page.as_posix(), title, models[name], still, inside)))
    return out


def led(text: str, page: pathlib.PurePath) -> str:
    """HTML of a page whose addresses are as seen from the folder of labs."""
    return LINKS.sub(lambda m: f'{m[1]}="{seen(m[2], page)}"', text)


def around(text: str, name: str, page: pathlib.PurePath) -> str:
    """What stands in the section of a lab but its cells of code, with addresses as seen from the folder of labs."""
    at, depth, start = text.index(f'"model_id": "{name}"'), 0, 0
    for tag in reversed(list(SECTION.finditer(text, 0, at))):
        depth += 1 if tag[0] == "</section>" else -1
        if depth < 0:
            start = tag.end()
            break
    end = next((m.start() for m in SECTION.finditer(text, at)), at)
    if not start:
        return ""
    return led(HEAD.sub("", without_cells(text[start:end])), page)


def without_cells(text: str) -> str:
    """The HTML without its cells of code and what they show."""
    while cell := CELL.search(text):
        depth = 0
        for tag in BLOCK.finditer(text, cell.start()):
            depth += 1 if tag[0] != "</div>" else -1
            if not depth:
                text = text[: cell.start()] + text[tag.end() + 1 :]
                break
        else:
            return text[: cell.start()]
    return text


def seen(address: str, page: pathlib.PurePath) -> str:
    """An address of a page as seen from the folder of labs."""
    if address.startswith("#"):
        return f"../{page.as_posix()}{address}"
    parts = list(page.parent.parts)
    while address.startswith("../"):
        address = address[3:]
        parts = parts[:-1]
    return "/".join(["..", *parts, address])


def write(out: pathlib.Path, pages: list[pathlib.Path]) -> None:
    """Make `labs/<lab>.html` of every lab that the done pages show."""
    labs, mathjax = defaultdict[str, list[Shown]](list), ""
    for path in pages:
        text, page = path.read_text("utf8"), path.relative_to(out)
        for lab, found in shown(pathlib.PurePosixPath(page.as_posix()), text):
            labs[lab].append(found)
        if not mathjax and (config := MATH.search(text)) and (source := MATHJAX.search(text)):
            mathjax = f'{config[0]}\n<script defer data-mathjax="../_static/{source[1]}"></script>'
    folder = out / FOLDER
    folder.mkdir(exist_ok=True)
    for lab, each in labs.items():
        states = json.dumps({"state": {one.of: one.state for one in each}}).replace("</", "<\\/")
        sections = "".join(ONE.format(of=one.of, view=VIEW.format(json.dumps({"model_id": one.of})),
                                      still=one.still, page=f"../{one.page}", title=html.escape(one.title),
                                      text=one.text)
                           for one in each)
        made = PAGE.format(lab=lab, states=states, sections=sections, mathjax=mathjax)
        (folder / f"{lab}.html").write_text(made, "utf8")
