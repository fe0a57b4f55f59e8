"""Widgets without a kernel: code and data leave the page for _static/labs, one file per content.

MyST-NB writes the state of every widget into the page, code and images included, and again for each
widget on each page. Here the page keeps {"lab": file name} and `web/lab-files.js` loads the file, which
the browser then has in its cache for the next chapter. Each file is a script of the old kind that leaves
what it holds with its own element: such a script is all that a page may load where it was opened as a file,
or stands in a sandboxed frame. The engine's source is written apart as well, for a worker where the page's
policy lets none start from a text.
"""

import base64
import gzip
import hashlib
import json
import pathlib
import re

STATE = re.compile(r'(<script type="application/vnd\.jupyter\.widget-state\+json">)(.*?)(</script>)', re.S)
NAME = re.compile(r'"model_id": "([^"]+)"')
STILL = re.compile(r'(<img\b[^>]*\bclass="[^"]*\blab-poster\b[^"]*"[^>]*>)(?!\s*<p class="lab-still">)')
WORD = ('<p class="lab-still"><span>A still picture: the lab takes its place where this page may run its scripts.'
        '</span> <a href="{}">Other ways to run it</a></p>')
EXPORT, MODULE = re.compile(r"^export default ", re.M), re.compile(r"^(?:import|export)\b", re.M)
ENGINE = re.compile(r"^const ENGINE = (\".*\");$", re.M)


def put(store: pathlib.Path, content: str, suffix: str) -> dict[str, str]:
    """Write `content` under its own hash (once) and return what the page keeps."""
    store.mkdir(parents=True, exist_ok=True)
    name = hashlib.sha256(content.encode()).hexdigest()[:16] + suffix
    if not (store / name).exists():
        (store / name).write_text(content, "utf8", newline="")
    return {"lab": name}


def classic(module: str) -> str:
    """A script that leaves a module's default export with its element; ValueError if there is more to the module."""
    body, count = EXPORT.subn("exported = ", module)
    if count != 1 or MODULE.search(body):
        raise ValueError("a widget's module must have one `export default`, no other export and no import, "
                         f"each at the start of a line, got {count} defaults in {module[:80]!r}")
    return f'document.currentScript.stored = (() => {{ "use strict"; let exported;\n{body}\nreturn exported; }})();\n'


def packed(data: bytes) -> str:
    """A script that leaves bytes with its element, compressed."""
    text = base64.b64encode(gzip.compress(data, 9, mtime=0)).decode()  # mtime 0: the same bytes on every build
    return f'document.currentScript.stored = "{text}";\n'


def numbered(html: str) -> str:
    """Widgets named by their place in the page, not by chance: the same chapter gives the same page."""
    for k, name in enumerate(dict.fromkeys(NAME.findall(html)), start=1):
        html = html.replace(f'"{name}"', f'"lab {k}"')
    return html


def lighten(model: dict, store: pathlib.Path) -> None:
    """Move one anywidget's code, style, worker and buffers to the store."""
    state = model["state"]
    state.pop("layout", None)
    if isinstance(code := state.get("_esm"), str):
        if engine := ENGINE.search(code):
            state["_worker"] = put(store, json.loads(engine[1]), ".worker.js")
        state["_esm"] = put(store, classic(code), ".js")
    if isinstance(style := state.get("_css"), str) and style:
        state["_css"] = put(store, style, ".css")
    for buffer in model.get("buffers", []):
        if "data" in buffer:
            buffer.update(put(store, packed(base64.b64decode(buffer.pop("data"))), ".bin.js"))


def move_out(html: str, store: pathlib.Path) -> str:
    """The page with light states of the widgets that it shows; others, and layouts, which none needs, are dropped."""

    def light(match: re.Match) -> str:
        document = json.loads(match[2])
        models = document["state"]
        document["state"] = {name: models[name] for name in sorted(models) if name in shown}
        for model in document["state"].values():
            if model.get("model_module") == "anywidget":
                lighten(model, store)
        return match[1] + json.dumps(document).replace("</", "<\\/") + match[3]

    html = numbered(html)
    shown = set(NAME.findall(html))
    return STATE.sub(light, html)


# ---------------------------------------------------------------- sets of the book, for labs that take a reader's own
SETS = {"emoji": "Emoji faces", "fashion-mnist": "Clothes", "digits": "Digits", "dicebear-faces": "Pixel faces"}
MANY = 200  # images of each, as many as a reader may bring


def write_sets(store: pathlib.Path) -> None:
    """Levels, labels and classes of the book's sets, a file each, and the list that `web/lab-files.js` loads."""
    from mosaics.core.data import levels, load  # here, for it brings torch

    listed = {}
    for name, label in SETS.items():
        images, labels, classes, _ = load(name)
        some = levels(images[:MANY])  # (N, C, S, S)
        file = put(store, packed(some.numpy().tobytes()), ".bin.js")
        listed[name] = file | {"label": label, "shape": list(some.shape), "labels": labels[:MANY].tolist(),
                               "classes": list(classes)}
    text = f"document.currentScript.stored = {json.dumps(listed)};\n"
    (store / "sets.js").write_text(text, "utf8", newline="")


def say_still(html: str, ways: str) -> str:
    """A word beside each picture that stands for a widget, with a link to `ways`; the widget's answer takes it away."""
    return STILL.sub(lambda match: match[1] + WORD.format(ways), html)
