"""Rules of the house: sizes, no traces of a machine, notebooks in form, locked versions that agree."""

import importlib.util
import json
import pathlib
import re
import subprocess
import sys

import nbformat
import pytest
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "chapters").glob("*.ipynb"))
REPOSITORY_MB, CHAPTER_LINES, CELL_LINES = 40, 300, 20
VENDORED = ("web/vendor/", "tests/site/vendor/")


def tracked():
    """Paths that git tracks or would track; without git, everything that is not ignored by name."""
    command = ["git", "-C", str(ROOT), "ls-files", "-co", "--exclude-standard", "-z"]
    out = subprocess.run(command, capture_output=True, text=True)
    if out.returncode == 0:
        return [ROOT / name for name in out.stdout.split("\0") if name and (ROOT / name).is_file()]
    skipped = {".venv", "_build", ".stamps", ".git", "drafts"}
    return [p for p in ROOT.rglob("*") if p.is_file() and not skipped & set(p.relative_to(ROOT).parts)]


def test_repository_is_small():
    assert sum(p.stat().st_size for p in tracked()) <= REPOSITORY_MB * 1e6


def test_no_trace_of_a_machine():
    """No absolute path of the machine it was made on, no address of a package mirror."""
    telltale = re.compile(r"(?:/home/|/root/|/Users/|/workspace/|/work/|file:///|/opt/(?:pypi|wheels)|artifactory|devpi)")
    found = []
    for path in tracked():
        name = path.relative_to(ROOT).as_posix()
        if name.startswith(VENDORED) or name == "tests/test_house.py":
            continue
        try:
            text = path.read_text("utf8")
        except UnicodeDecodeError:
            continue
        found += [(name, match[0]) for match in telltale.finditer(text)]
    assert not found


def test_lock_names_versions_only():
    lines = [x for x in (ROOT / "requirements.lock").read_text().splitlines() if x and not x.startswith("#")]
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", line) for line in lines), lines


def test_lock_covers_the_ranges_and_binder_agrees():
    lock = dict(re.findall(r"^([\w.-]+)==([\w.]+)$", (ROOT / "requirements.lock").read_text(), re.M))
    lock = {name.lower().replace("_", "-"): version for name, version in lock.items()}
    wanted = re.findall(r"^([\w-]+)[><=]", (ROOT / "requirements.txt").read_text(), re.M)
    assert set(wanted) <= set(lock)
    for name, version in re.findall(r"^([\w-]+)==([\w.]+)", (ROOT / "binder" / "requirements.txt").read_text(), re.M):
        assert lock[name] == version, f"binder pins {name} {version}, the lock {lock[name]}"
    assert "jupyter-book" not in (ROOT / "binder" / "requirements.txt").read_text()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_chapter_is_short_and_stripped(path):
    book = nbformat.read(path, 4)
    lines = [len(cell.source.splitlines()) for cell in book.cells]
    assert sum(lines) <= CHAPTER_LINES
    code = [n for n, cell in zip(lines, book.cells, strict=True) if cell.cell_type == "code"]
    assert max(code, default=0) <= CELL_LINES
    outputs = [out for cell in book.cells if cell.cell_type == "code" for out in cell.outputs]
    kinds = {kind for out in outputs for kind in out.get("data", {})}
    assert not [k for k in kinds if k.startswith(("image/", "application/vnd.jupyter.widget"))]
    assert "widgets" not in book.metadata


@pytest.mark.parametrize("folder", ["", "chapters"])
def test_code_folder_shadows_nothing(folder):
    """`code/` has no __init__.py, so pdb and IPython find the standard library's `code`."""
    assert not (ROOT / "code" / "__init__.py").exists()
    script = "import sys; sys.path.insert(0, ''); import code, pdb, IPython; print(code.InteractiveConsole)"
    subprocess.run([sys.executable, "-c", script], cwd=ROOT / folder, check=True, capture_output=True)


def test_table_of_contents_names_existing_pages():
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text())
    files = [toc["root"]] + [c["file"] for part in toc["parts"] for c in part["chapters"]]
    assert all(any((ROOT / f"{f}{s}").exists() for s in (".md", ".ipynb")) for f in files)
    assert {p.stem for p in NOTEBOOKS} == {f.split("/")[1] for f in files if re.match(r"chapters/\d", f)}


def test_citation_and_licences():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    assert citation["title"].startswith("Patch Mosaics") and citation["cff-version"] == "1.2.0"
    assert "Attribution 4.0 International" in (ROOT / "LICENSE").read_text()
    assert "BSD 3-Clause" in (ROOT / "LICENSE-CODE").read_text()


def test_continuous_integration_runs_make_test_only():
    lines = [x for x in (ROOT / ".ci" / "run").read_text().splitlines() if x and not x.startswith("#")]
    assert len(lines) == 1 and lines[0].endswith("make test")


def test_vendored_software_has_its_licence():
    for folder, names in {"web/vendor/mathjax": ["LICENSE"], "tests/site/vendor/axe-core": ["LICENSE"],
                          "web/vendor/fonts": ["LICENSE-source-serif-4", "LICENSE-source-sans-3",
                                               "LICENSE-jetbrains-mono"]}.items():
        assert all((ROOT / folder / name).stat().st_size > 200 for name in names)


def house(module):
    """A module of the Sphinx extension, which is no installed package."""
    spec = importlib.util.spec_from_file_location(module, ROOT / "_ext" / "house" / f"{module}.py")
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


@pytest.mark.parametrize(("remote", "address"), [
    ("git@github.com:ada/book.git", "https://github.com/ada/book"),
    ("https://github.com/ada/book", "https://github.com/ada/book"),
    ("https://user:secret@github.com/ada/book.git", "https://github.com/ada/book"),
    ("ssh://git@gitlab.com/ada/book.git", "https://gitlab.com/ada/book"),
    ("/srv/git/book.git", ""), ("https://example.org/ada/book.git", ""), ("", ""),
])
def test_address_of_the_repository(remote, address):
    assert house("repository").web_address(remote) == address


def test_widget_state_leaves_the_page_once(tmp_path):
    state = {"m": {"model_module": "anywidget", "model_name": "AnyModel", "state": {"_esm": "export default {}"},
                   "buffers": [{"encoding": "base64", "path": ["images"], "data": "AAEC"}]},
             "l": {"model_module": "@jupyter-widgets/base", "model_name": "LayoutModel", "state": {}}}
    tag = '<script type="application/vnd.jupyter.widget-state+json">'
    page = tag + json.dumps({"state": state}) + "</script>"
    labs = house("labs")
    light = labs.move_out(page, tmp_path)
    left = json.loads(light[len(tag):-len("</script>")])["state"]
    assert set(left) == {"m"} and left["m"]["state"]["_esm"]["lab"].endswith(".js")
    assert (tmp_path / left["m"]["buffers"][0]["lab"]).exists() and "data" not in left["m"]["buffers"][0]
    assert labs.move_out(light, tmp_path) == light and len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("module", ["const a = 1;", "export default 1;\nexport default 2;",
                                    "export const a = 1;\nexport default a;",
                                    "import a from './a.js';\nexport default a;"])
def test_a_widget_of_more_than_one_module_fails_the_build(module):
    with pytest.raises(ValueError, match="must have one `export default`, no other export and no import"):
        house("labs").classic(module)


def test_ids_that_come_again_are_numbered_and_done_pages_left_alone():
    access = house("access")
    page = '<p id="a"><p id="a-2"><b title="x" id="a"><i id="a"><script>{"id": "<a id=\\"a\\">"}</script>'
    once = access.unique_ids(page)
    assert re.findall(r'\sid="([^"]+)"', once) == ["a", "a-2", "a-3", "a-4"] and '<a id=\\"a\\">' in once
    assert access.unique_ids(once) == once


def test_each_still_gets_its_word_once():
    labs = house("labs")
    page = '<img alt="A run." class="lab-poster" src="a.png" /><img class="only-light" src="b.png" />'
    said = labs.say_still(page, "running.html")
    assert said.count('<p class="lab-still">') == said.count('href="running.html"') == 1
    assert labs.say_still(said, "running.html") == said
