"""Floors follow the reading order: a module imports only what the reader has met."""

import ast
import importlib.util
import pathlib
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "code" / "mosaics"
ORDER = ("diffusion", "ideal", "memorization", "turing", "rules", "local", "equivariant", "provenance", "networks",
         "prediction", "fingers", "attention", "rivals", "canvas", "creativity")
CHAPTERS = [path for slug in ORDER for path in (PACKAGE / f"{slug}.py", PACKAGE / slug) if path.exists()]
FLOORS = {  # of a chapter in a folder
    "prediction": ("runs", "windows", "machines", "linear", "measures", "heldout", "news", "published", "__init__"),
    "networks": ("layers", "architectures", "attention", "mixer", "kinds", "fields", "files", "trainer", "__init__"),
    "fingers": ("hands", "counter", "runs", "faces", "legs", "digits", "__init__"),
    "attention": ("socks", "agree", "summary", "switching", "__init__"),
    "creativity": ("features", "newness", "overlap", "diversity", "coherence", "fools", "plane", "__init__"),
    "rivals": ("masked", "pca", "sensitivity", "composites", "smoothed", "golden", "bird", "locality",
               "registry", "__init__"),
    "canvas": ("scales", "sources", "patches", "search", "wishes", "grow", "classic", "measures", "__init__"),
}
NOTEBOOK_LIBRARIES = {"IPython", "ipywidgets", "anywidget", "traitlets", "ipykernel", "comm", "notebook", "jupyterlab",
                      "nbformat", "jupyter_client"}


def own_imports(source, package):
    """Names below `mosaics` that a module of this package (such as "mosaics.core") imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            named = "." * node.level + (node.module or "")
            base = importlib.util.resolve_name(named, package)
            found |= {base} | {f"{base}.{alias.name}" for alias in node.names}
    return {name.split(".")[1] for name in found if name.startswith("mosaics.")}


def imports(path):
    """What a module imports, or all modules of a folder."""
    paths = path.glob("*.py") if path.is_dir() else [path]
    return set().union(*(own_imports(p.read_text("utf8"), ".".join(["mosaics", *p.relative_to(PACKAGE).parts[:-1]]))
                         for p in paths))


def test_the_reader_of_imports_reads_all_forms():
    source = "import mosaics.a\nfrom mosaics import b\nfrom .c import x\nfrom . import d\n"
    source += "def f():\n    from .e.f import y\n"
    assert own_imports(source, "mosaics") >= {"a", "b", "c", "d", "e"}
    assert own_imports("from ..widgets import base\nfrom .checks import z", "mosaics.core") == {"widgets", "core"}
    assert own_imports("import torch\nfrom numpy import linalg", "mosaics.core") == set()


def test_every_module_is_a_chapter_or_known():
    """Nothing escapes the floors by its name: a module of the package is a chapter's, or core, or widgets."""
    modules = {p.stem for p in PACKAGE.glob("*.py")} - {"__init__"}
    assert {"diffusion", "ideal", "memorization"} <= modules <= set(ORDER)
    assert {p.name for p in PACKAGE.iterdir() if p.is_dir()} - {"__pycache__"} == {"core", "widgets", *FLOORS}


@pytest.mark.parametrize("path", sorted((PACKAGE / "core").glob("*.py")), ids=lambda p: p.stem)
def test_core_knows_no_chapter(path):
    assert imports(path) <= {"core"}


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda p: p.stem)
def test_chapters_import_core_and_earlier_chapters(path):
    earlier = ORDER[: ORDER.index(path.stem)]
    assert imports(path) - ({path.stem} & set(FLOORS)) <= {"core", *earlier}


@pytest.mark.parametrize("folder", FLOORS)
def test_a_chapter_in_a_folder_has_floors_of_its_own(folder):
    order, found = FLOORS[folder], PACKAGE / folder
    assert {p.stem for p in found.glob("*.py")} == set(order)
    for k, name in enumerate(order):
        tree = ast.parse((found / f"{name}.py").read_text("utf8"))
        near = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.level == 1}
        assert near <= set(order[:k]), name
        assert folder not in own_imports(ast.unparse(tree), "mosaics.elsewhere"), name  # relative imports only


def test_widgets_are_imported_by_widgets_only():
    outside = [p for p in PACKAGE.rglob("*.py") if "widgets" not in p.relative_to(PACKAGE).parts]
    assert [p.name for p in outside if "widgets" in imports(p)] == []
    assert any("ideal" in imports(p) for p in (PACKAGE / "widgets").rglob("*.py"))  # the reader of imports sees them


def loaded_by(statement):
    """Top-level names of all modules in a fresh interpreter after this statement."""
    script = f"{statement}; import sys; print(*{{name.split('.')[0] for name in sys.modules}})"
    out = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, encoding="utf8", check=True)
    return set(out.stdout.split())


def test_chapters_modules_take_no_notebook_library():
    loaded = loaded_by(f"import {', '.join(f'mosaics.{path.stem}' for path in CHAPTERS)}")
    assert len(CHAPTERS) > 10 and not loaded & NOTEBOOK_LIBRARIES and not loaded & {"matplotlib", "sklearn"}


def test_widgets_do_take_them():
    """So the test above can fail."""
    assert "anywidget" in loaded_by("from mosaics.widgets import NoiseLab")


def test_the_name_widgets_alone_takes_none():
    assert not loaded_by("import mosaics.widgets") & NOTEBOOK_LIBRARIES


@pytest.mark.parametrize("folder", [".", "chapters"])
@pytest.mark.parametrize("module", ["pdb", "IPython"])
def test_the_folder_code_shadows_nothing(folder, module):
    assert not (ROOT / "code" / "__init__.py").exists()
    script = f"import {module}, code; assert hasattr(code, 'InteractiveConsole')"
    subprocess.run([sys.executable, "-c", script], cwd=ROOT / folder, capture_output=True, encoding="utf8", check=True)
