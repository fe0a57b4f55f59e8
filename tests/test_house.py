"""Rules of the house: sizes, no traces of a machine, notebooks in form, locked versions that agree."""

import ast
import importlib.util
import json
import pathlib
import re
import shutil
import subprocess
import sys

import commands  # scripts/commands.py
import nbformat
import pytest
import run
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "chapters").glob("*.ipynb"))
REPOSITORY_MB, CHAPTER_LINES, CELL_LINES, FOLDED_LINES = 40, 300, 20, 40
FOLDED = {"claims", "hide-input", "solution"}  # tags of cells out of the flow of the page
VENDORED = ("web/vendor/", "tests/site/vendor/")


def tracked():
    """Paths that git tracks or would track; without git, everything that is not ignored by name."""
    command = ["git", "-C", str(ROOT), "ls-files", "-co", "--exclude-standard", "-z"]
    out = subprocess.run(command, capture_output=True, encoding="utf8") if shutil.which("git") else None
    if out and out.returncode == 0:
        return [ROOT / name for name in out.stdout.split("\0") if name and (ROOT / name).is_file()]
    skipped = {".venv", ".venv.lock", "_build", ".stamps", ".git", "drafts", "node_modules", ".node"}
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


def opened_without_encoding(path):
    """Lines of a Python file that open text in whatever encoding the locale names."""
    for node in ast.walk(ast.parse(path.read_text("utf8"))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        keys = {key.arg: key.value for key in node.keywords}
        plain = "encoding" in keys or None in keys
        if name in ("read_text", "write_text"):
            plain = plain or len(node.args) > (name == "write_text")
        elif name == "open" and (ast.unparse(node.func) == "open" or is_path(node)):
            mode = [a for a in [*node.args, *keys.values()] if isinstance(a, ast.Constant) and a.value in MODES]
            plain = plain or any("b" in each.value for each in mode) or len(node.args) > 3
        elif name in ("run", "Popen", "check_output"):
            plain = plain or not ({"text", "universal_newlines"} & set(keys))
        else:
            continue
        if not plain:
            yield f"{path.relative_to(ROOT).as_posix()}:{node.lineno}"


MODES = {a + b + c for a in "rwxa" for b in ("", "b", "t") for c in ("", "+")}


def is_path(call):
    """Whether `.open` is likely a path's: it has no argument or a mode's name. An archive's holds bytes."""
    return ast.unparse(call.func) != "tarfile.open" and (
        not call.args or (isinstance(call.args[0], ast.Constant) and call.args[0].value in MODES))


def test_text_is_opened_with_an_encoding(tmp_path):
    """And text of other programs is read with one. A locale or Windows has another one than UTF-8."""
    files = [p for folder in ("code", "scripts", "_ext", "tests", "bench") for p in (ROOT / folder).rglob("*.py")]
    assert len(files) > 60
    assert [line for path in sorted(files) for line in opened_without_encoding(path)] == []


def test_rule_of_encodings_can_fail(monkeypatch, tmp_path):
    monkeypatch.setattr(sys.modules[__name__], "ROOT", tmp_path)
    bad = ["open('x')", "p.read_text()", "p.write_text(x)", "p.open('w')", "run([], text=True)", "open('x', 'rt')"]
    good = ["open('x', 'rb')", "p.read_text('utf8')", "p.write_text(x, 'utf8')", "open('x', encoding='utf8')",
            "p.write_text(x, encoding='utf8')", "Image.open(io)", "run([])", "run([], text=True, encoding='utf8')"]
    (tmp_path / "a.py").write_text("\n".join(bad + good), "utf8")
    assert list(opened_without_encoding(tmp_path / "a.py")) == [f"a.py:{n + 1}" for n in range(len(bad))]


def test_scripts_have_lf_in_every_checkout(tmp_path):
    """A clone with Windows' setting of git; where there is no git there is no checkout to spoil."""
    assert "* text=auto eol=lf" in (ROOT / ".gitattributes").read_text("utf8").splitlines()
    names = [".gitattributes", ".ci/run", "binder/postBuild", "Makefile", "web/wall.png", "_toc.yml"]
    assert all(b"\r\n" not in (ROOT / name).read_bytes() for name in names if not name.endswith(".png"))
    if not shutil.which("git"):
        return
    for name in names:
        (tmp_path / "one" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / "one" / name)
    git = ["git", "-c", "core.autocrlf=true", "-c", "user.name=a", "-c", "user.email=a@b", "-C", tmp_path / "one"]
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "x"]):
        subprocess.run([*git, *command], check=True, capture_output=True)
    subprocess.run([*git, "clone", "-q", "-c", "core.autocrlf=true", ".", tmp_path / "two"], check=True)
    assert all((tmp_path / "two" / name).read_bytes() == (ROOT / name).read_bytes() for name in names)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_chapter_is_short_and_stripped(path):
    book = nbformat.read(path, 4)
    folded = [bool(FOLDED & set(cell.metadata.get("tags", []))) for cell in book.cells]
    lines = [sum(map(bool, map(str.strip, cell.source.splitlines()))) for cell in book.cells]  # that say something
    assert sum(n for n, out in zip(lines, folded, strict=True) if not out) <= CHAPTER_LINES
    code = [(n, out) for n, out, cell in zip(lines, folded, book.cells, strict=True) if cell.cell_type == "code"]
    assert all(n <= (FOLDED_LINES if out else CELL_LINES) for n, out in code)
    outputs = [out for cell in book.cells if cell.cell_type == "code" for out in cell.outputs]
    kinds = {kind for out in outputs for kind in out.get("data", {})}
    assert not [k for k in kinds if k.startswith(("image/", "application/vnd.jupyter.widget"))]
    assert "widgets" not in book.metadata


@pytest.mark.parametrize("folder", ["", "chapters", "notebooks"])
def test_code_folder_shadows_nothing(folder):
    """`code/` has no __init__.py, so pdb and IPython find the standard library's `code`."""
    assert not (ROOT / "code" / "__init__.py").exists()
    script = "import sys; sys.path.insert(0, ''); import code, pdb, IPython; print(code.InteractiveConsole)"
    subprocess.run([sys.executable, "-c", script], cwd=ROOT / folder, check=True, capture_output=True)


def test_table_of_contents_names_existing_pages():
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text("utf8"))
    files = [toc["root"]] + [c["file"] for part in toc["parts"] for c in part["chapters"]]
    assert all(any((ROOT / f"{f}{s}").exists() for s in (".md", ".ipynb")) for f in files)
    assert {p.stem for p in NOTEBOOKS} == {f.split("/")[1] for f in files if re.match(r"chapters/\d", f)}


def test_citation_and_licences():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf8"))
    assert citation["title"].startswith("Patch Mosaics") and citation["cff-version"] == "1.2.0"
    assert "Attribution 4.0 International" in (ROOT / "LICENSE").read_text("utf8")
    assert "BSD 3-Clause" in (ROOT / "LICENSE-CODE").read_text("utf8")


def test_continuous_integration_runs_make_test_only():
    lines = [x for x in (ROOT / ".ci" / "run").read_text("utf8").splitlines() if x and not x.startswith("#")]
    assert len(lines) == 1 and lines[0].endswith("make test")


def workflow(name):
    return yaml.load((ROOT / ".github" / "workflows" / name).read_text("utf8"), yaml.BaseLoader)


def test_workflows_run_what_a_reader_runs():
    """Every job's own steps are commands of ours, on runners that end some day, with no right to write."""
    ours = re.compile(r"\.ci/run|(make|python scripts/run\.py) (\w+)")
    for path in (ROOT / ".github" / "workflows").glob("*.yml"):
        loaded = workflow(path.name)
        assert loaded["permissions"]["contents"] == "read"
        for job in loaded["jobs"].values():
            said = [ours.fullmatch(step["run"]) for step in job["steps"] if "run" in step]
            assert all(match[2] in (None, *commands.COMMANDS) for match in said if match)
            assert not said or (any(said) and "timeout-minutes" in job)


def test_workflow_covers_every_system_and_python():
    jobs = workflow("tests.yml")["jobs"]
    systems = {"ubuntu-latest", "macos-latest", "windows-latest"}
    assert set(jobs["test"]["strategy"]["matrix"]["os"]) == set(jobs["book"]["strategy"]["matrix"]["os"]) == systems
    pythons = jobs["test"]["strategy"]["matrix"]["python"]
    assert pythons == [f"3.{minor}" for minor in range(run.OLDEST[1], run.NEWEST[1] + 1)]
    assert [step["run"] for step in jobs["book"]["steps"] if "run" in step] == ["python scripts/run.py book"]


def test_vendored_software_has_its_licence():
    for folder, names in {"web/vendor/mathjax": ["LICENSE"], "tests/site/vendor/axe-core": ["LICENSE"],
                          "web/vendor/minisearch": ["LICENSE"],
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
    view = '<script type="application/vnd.jupyter.widget-view+json">{"model_id": "m"}</script>'
    page = view + tag + json.dumps({"state": state | {"never shown": state["m"]}}) + "</script>"
    labs = house("labs")
    light = labs.move_out(page, tmp_path)
    left = json.loads(light[light.index(tag) + len(tag):-len("</script>")])["state"]
    assert set(left) == {"lab 1"} and left["lab 1"]["state"]["_esm"]["lab"].endswith(".js")
    buffer = left["lab 1"]["buffers"][0]
    assert (tmp_path / buffer["lab"]).exists() and "data" not in buffer
    assert labs.move_out(light, tmp_path) == light and len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("chance", [("5f2c", "9a01"), ("9a01", "5f2c")])
def test_widgets_are_named_by_their_place(tmp_path, chance):
    """Names are drawn by chance in each run, and the state lists them in any order."""
    first, second = chance
    state = {name: {"model_module": "anywidget", "state": {"_esm": f"export default {k}", "layout": "IPY_MODEL_77"}}
             for name, k in sorted({first: 1, second: 2}.items())}
    view = '<script type="application/vnd.jupyter.widget-view+json">{"version_major": 2, "model_id": "%s"}</script>'
    page = (view % first + view % second + '<script type="application/vnd.jupyter.widget-state+json">'
            + json.dumps({"state": state}) + "</script>")
    light = house("labs").move_out(page, tmp_path)
    left = json.loads(re.search(r"state.json..(.*)</script>", light)[1])["state"]
    texts = [(tmp_path / left[name]["state"]["_esm"]["lab"]).read_text("utf8") for name in ("lab 1", "lab 2")]
    assert list(left) == ["lab 1", "lab 2"] and "exported = 1" in texts[0] and "exported = 2" in texts[1]
    assert not {"5f2c", "9a01", "IPY_MODEL_77"} & set(re.findall(r"\w+", light))
    assert house("labs").move_out(light, tmp_path) == light


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
