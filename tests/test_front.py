"""The labs' bundles are made from the sources as they stand. Needs no node; scripts/front.py compares every byte."""

import ast
import gzip
import hashlib
import json
import pathlib
import re

import pytest
from labs import worker
from mosaics import widgets
from mosaics.widgets.shared.base import BUNDLES

ROOT = pathlib.Path(__file__).resolve().parents[1]
HOME = BUNDLES.parent
SOURCES = json.loads((BUNDLES / "sources.json").read_text("utf8"))
PACKAGES = json.loads((ROOT / "package-lock.json").read_text("utf8"))["packages"]
ESBUILD = PACKAGES["node_modules/esbuild"]["version"]
SCRIPTS, KERNELS, STYLES, TYPES = (
    sorted(path for path in HOME.rglob(f"*.{kind}") if BUNDLES not in path.parents)
    for kind in ("js", "wasm", "css", "ts"))
IMPORT = re.compile(r"^(?:import|export)\b[^;]*?from \"([^\"]+)\";", re.M)
# what each layer of `shared` imports
LAYERS = {"engine": {"engine"}, "state": {"state"}, "view": {"view", "state"},
          "pictures": {"pictures", "view", "state"}}
# Modules of a lab that compute in its worker; they may draw as the page does
WORKING = ("composites", "engine", "golden", "layers", "lists", "masked", "measures", "network", "registry", "search",
           "seen", "task", "trainer", "wiener")
DRAWS = ("shared", "state", "draws.js")
NO_PAGE = {"fit", "limits", "pixels", "set", "store"}  # of shared/pictures: these know no element


def digest(names):
    """As in scripts/front.mjs: the bundler's version, then each source by its name and content."""
    lines = [f"{name} {hashlib.sha256((ROOT / name).read_bytes()).hexdigest()}\n" for name in names]
    return hashlib.sha256(f"esbuild {ESBUILD}\n{''.join(lines)}".encode()).hexdigest()


@pytest.mark.parametrize("name", SOURCES)
def test_bundles_are_fresh(name):
    first = (BUNDLES / name).read_text("utf8").splitlines()[0]
    assert re.search(r"\b[0-9a-f]{64}\b", first)[0] == digest(SOURCES[name]), "make bundles"


def test_a_change_of_a_source_is_seen():
    names = SOURCES["noise.js"]
    assert digest(names) != digest(names[1:]) and digest(names) == digest(list(names))


def test_every_source_is_in_a_bundle_and_every_bundle_has_its_sources():
    """What a bundle imports by name is listed with it; no file of the front end is left over."""
    assert {path.name for path in BUNDLES.iterdir()} == {*SOURCES, "sources.json"}
    listed = {ROOT / name for names in SOURCES.values() for name in names}
    assert {*SCRIPTS, *KERNELS, *STYLES} == {path for path in listed if path.suffix != ".mjs"}
    for name in (name for name in SOURCES if name.endswith(".js")):
        mine = {ROOT / part for part in SOURCES[name]}
        for path in mine & set(SCRIPTS):
            assert targets(path) <= mine, f"{name}: {path.name} imports {targets(path) - mine}"


def targets(path):
    """The files that a module imports."""
    names = IMPORT.findall(path.read_text("utf8"))
    return {(path.parent / name.removesuffix("?source")).resolve() for name in names}


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.relative_to(HOME).as_posix())
def test_layers(path):
    """Engines know no page; numbers, draws and curves know no element; shared parts know no lab."""
    folder, *_ = path.relative_to(HOME).parts
    homes = {target.relative_to(HOME).parts for target in targets(path)}
    shared = {parts[1] for parts in homes if parts[0] == "shared"}
    if folder == "shared":
        assert shared <= LAYERS[path.parent.name] and {parts[0] for parts in homes} <= {"shared"}
        assert path.parent.name != "pictures" or path.stem not in NO_PAGE or "view" not in shared
    elif path.stem in WORKING or path.stem.startswith("worker"):
        assert {parts[1] for parts in homes - {DRAWS} if parts[0] == "shared"} <= {"engine"}
    else:
        assert "engine" not in shared
    if path.stem in WORKING or path.parent.name in ("engine", "state") or path.stem in NO_PAGE:
        assert not re.search(r"\b(document|window|self)\.", path.read_text("utf8"))


def test_lines_are_short():
    """Biome breaks code at 100 columns; comments and texts are ours to break."""
    ours = (*SCRIPTS, *TYPES, *(ROOT / "tests" / "front").glob("*.js"), *(ROOT / "web").glob("*.js"),
            ROOT / "scripts" / "front.mjs")
    wide = [f"{path.name}:{k}" for path in ours for k, line in enumerate(path.read_text("utf8").splitlines(), 1)
            if len(line) > 100]
    assert not wide


@pytest.mark.parametrize("name", [name for name in SOURCES if name.endswith(".js")])
def test_bundles_hold_a_worker_one_export_and_no_path(name):
    text = (BUNDLES / name).read_text("utf8")
    assert text.count("\nexport default ") == 1 and not re.search(r"^import\b", text, re.M)
    assert "JOBS" in worker(text) and str(ROOT) not in text
    assert "WebAssembly" not in worker(text) or len(text) > 60_000  # kernels only where they are used


def test_a_lab_is_a_small_part_of_a_page():
    """Bundles stay readable, and the tray for a reader's own pictures in them, as long as they are light.

    A page may load 1,000,000 bytes (tests/site/test_pages.py), the front page's lab comes with the first screen. The
    tray is 12 kB of a bundle, compressed, once for all pages: a second module would need a way of its own in a
    notebook, and shortened names would be all that a reader's error report says. Beyond this they are worth it.
    """
    sizes = {name: len(gzip.compress((BUNDLES / name).read_bytes(), mtime=0)) for name in SOURCES}
    assert max(sizes.values()) < 62_500 and sizes["wall.js"] < 32_000 and sizes["sampler.js"] < 46_500, sizes


def test_every_lab_has_a_folder_of_its_own():
    assert set(widgets.HOMES.values()) == {path.parent.name for path in HOME.glob("*/view.js")}
    for name, home in widgets.HOMES.items():
        tree = ast.parse((HOME / home / "__init__.py").read_text("utf8"))
        assert name in {node.name for node in tree.body if isinstance(node, ast.ClassDef)}
        assert {"worker.js", "style.css"} <= {path.name for path in (HOME / home).iterdir()}
