"""Widgets without a kernel: code and data leave the page for _static/labs, one file per content.

MyST-NB writes the state of every widget into the page, code and images included, and again for each
widget on each page. Here the page keeps {"lab": file name} and `web/lab-host.js` fetches the file, which
the browser then has in its cache for the next chapter.
"""

import base64
import gzip
import hashlib
import json
import pathlib
import re

STATE = re.compile(r'(<script type="application/vnd\.jupyter\.widget-state\+json">)(.*?)(</script>)', re.S)
TEXTS = {"_esm": ".js", "_css": ".css"}


def put(store: pathlib.Path, content: bytes, suffix: str) -> dict[str, str]:
    """Write `content` under its own hash (once) and return what the page keeps."""
    store.mkdir(parents=True, exist_ok=True)
    name = hashlib.sha256(content).hexdigest()[:16] + suffix
    if not (store / name).exists():
        # mtime 0: the same content gives the same bytes on every build
        (store / name).write_bytes(gzip.compress(content, 9, mtime=0) if suffix.endswith(".gz") else content)
    return {"lab": name}


def lighten(model: dict, store: pathlib.Path) -> None:
    """Move one anywidget's code, style and buffers to the store."""
    state = model["state"]
    for key, suffix in TEXTS.items():
        if isinstance(state.get(key), str) and state[key]:
            state[key] = put(store, state[key].encode(), suffix)
    for buffer in model.get("buffers", []):
        if "data" in buffer:
            buffer.update(put(store, base64.b64decode(buffer.pop("data")), ".bin.gz"))


def move_out(html: str, store: pathlib.Path) -> str:
    """The page with light widget states; layout models, which no anywidget needs, are dropped."""

    def light(match: re.Match) -> str:
        document = json.loads(match[2])
        models = document["state"]
        document["state"] = {k: m for k, m in models.items() if m.get("model_name") != "LayoutModel"}
        for model in document["state"].values():
            if model.get("model_module") == "anywidget":
                lighten(model, store)
        return match[1] + json.dumps(document).replace("</", "<\\/") + match[3]

    return STATE.sub(light, html)
