"""Building and measuring: what ran is kept, what it depends on empties it, costs are counted and held."""

import contextlib
import os
import pathlib
import shutil
import subprocess
import sys

import build
import costs
import nbformat
import notebooks
import psutil
import pytest
import rehearse
import stamps
import test_outputs
from nbclient.exceptions import CellExecutionError

ROOT = pathlib.Path(__file__).resolve().parents[1]
PYTHON = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
INDEX = """---
kernelspec: {display_name: Python 3, name: python3}
---
# Index
```{code-cell} ipython3
print("index")
```
"""


def notebook(path, source):
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)], metadata=PYTHON), path)


@pytest.fixture
def book(tmp_path, monkeypatch):
    """A book of three pages with code, in a folder with a strange name; the second page fails."""
    root = tmp_path / "Bücher [1]"
    for folder in ("chapters", "code", "data", "scripts"):
        (root / folder).mkdir(parents=True)
    (root / "code" / "module.py").write_text("x = 1", "utf8")
    for name in ("requirements.lock", "scripts/notebooks.py"):
        (root / name).write_text("", "utf8")
    (root / "index.md").write_text(INDEX, "utf8")
    (root / "chapters" / "notation.md").write_text("# A page without code\n", "utf8")
    notebook(root / "chapters" / "01-good.ipynb", "print('good')")
    notebook(root / "chapters" / "02-bad.ipynb", "raise ValueError('σ is wrong')")
    monkeypatch.setattr(stamps, "ROOT", root)
    monkeypatch.setattr(build, "ROOT", root)
    monkeypatch.setattr(build, "BUILD", root / "_build")
    monkeypatch.setattr(build, "CACHE", root / "_build" / ".jupyter_cache")
    monkeypatch.setattr(notebooks, "FONTS", root / "fonts")
    monkeypatch.setattr(os, "environ", os.environ.copy())  # kernels inherit what the build sets
    return root


def names(pages):
    return [pathlib.Path(page.uri).name for page in pages]


def test_a_chapter_that_fails_costs_only_itself(book, capsys):
    assert build.run_chapters() == ["02-bad.ipynb"]
    said = capsys.readouterr().out
    assert "ValueError: σ is wrong" in said and "book: ran 01-good.ipynb" in said and "\x1b" not in said
    assert names(build.stale(build.fresh_cache())) == ["02-bad.ipynb"]
    notebook(book / "chapters" / "02-bad.ipynb", "print('better')")
    assert build.run_chapters() == [] and capsys.readouterr().out == "book: ran 02-bad.ipynb\n"
    assert build.run_chapters() == [] and capsys.readouterr().out == ""


def test_a_kernel_that_dies_costs_only_its_chapter(book, capsys):
    notebook(book / "chapters" / "02-bad.ipynb", "import os; os._exit(1)")
    assert build.run_chapters() == ["02-bad.ipynb"]
    assert "DeadKernelError" in capsys.readouterr().out
    assert names(build.stale(build.fresh_cache())) == ["02-bad.ipynb"]


def test_what_outputs_depend_on_empties_the_cache(book):
    build.run_chapters()
    assert len(build.stale(build.fresh_cache())) == 1
    (book / "code" / "module.py").write_text("x = 2", "utf8")
    assert names(build.stale(build.fresh_cache())) == ["01-good.ipynb", "02-bad.ipynb", "index.md"]
    (book / "chapters" / "02-bad.ipynb").unlink()  # a page that is gone is no stale page
    assert names(build.stale(build.fresh_cache())) == ["01-good.ipynb", "index.md"]


@pytest.mark.parametrize("locale", [{"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
                                    {"PYTHONIOENCODING": "ascii"}, {"PYTHONIOENCODING": "latin-1"}])
def test_an_error_reaches_a_terminal_without_its_letters(locale):
    script = "import build; build.speak_plainly(); print('\\u03c3 is wrong')"
    env = os.environ | locale | {"PYTHONPATH": str(ROOT / "scripts")}
    done = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True)
    assert done.returncode == 0 and b"is wrong" in done.stdout, done.stderr


def test_kernels_find_the_list_of_fonts_made(tmp_path, monkeypatch):
    """Made in a kernel it is announced after five seconds, on stderr."""
    monkeypatch.setattr(notebooks, "KERNELS", notebooks.KERNELS | {"MPLCONFIGDIR": str(tmp_path / "fonts")})
    monkeypatch.setattr(notebooks, "FONTS", tmp_path / "fonts")
    env = notebooks.surroundings()
    made = sorted(path.name for path in (tmp_path / "fonts").iterdir())
    assert any(name.startswith("fontlist") for name in made)
    script = ("import threading; threading.Timer = None\n"  # to announce anything would fail
              "import matplotlib.pyplot as plt, matplotlib as m; plt.figure().text(0, 0, 'a'); print(m.get_cachedir())")
    done = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True, encoding="utf8")
    assert done.returncode == 0 and done.stdout.strip() == str(tmp_path / "fonts") and not done.stderr, done.stderr


@pytest.mark.parametrize("wrong", ["--help", "unti"])
def test_a_stage_that_is_none_is_no_success(wrong):
    done = subprocess.run([sys.executable, str(ROOT / "scripts" / "check.py"), wrong], capture_output=True,
                          encoding="utf8", env=os.environ | {"MOSAICS_BROWSER": sys.executable})
    assert done.returncode and f"no such stage: {wrong}; there are lint, unit" in done.stderr


# ---------------------------------------------------------------- a rehearsal
SEES = """
import os, pathlib, sys
home = pathlib.Path(os.environ["HOME"])
assert pathlib.Path.cwd().name == "book" and "[1]" in str(pathlib.Path.cwd()) and "NUMBA_CACHE_DIR" not in os.environ
assert not list(home.iterdir()) and os.environ["PYTHONPATH"] == str(pathlib.Path.cwd() / "code")
sys.exit(0 if "good" in pathlib.Path("word").read_text("utf8") else 3)
"""


@pytest.mark.skipif(not shutil.which("git"), reason="a rehearsal clones with git")
@pytest.mark.parametrize("word", ["good", "bad"])
def test_a_rehearsal_opens_the_doors_of_a_clone(tmp_path, monkeypatch, word):
    """Of the last commit, in a strange folder, with an empty home; what failed is told and stays."""
    root = tmp_path / "root"
    (root / "scripts").mkdir(parents=True)
    (root / "scripts" / "build.py").write_text(SEES, "utf8")
    (root / "word").write_text(word, "utf8")
    git = ["git", "-C", str(root), "-c", "user.name=a", "-c", "user.email=a@b"]
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "x"]):
        subprocess.run([*git, *command], check=True, capture_output=True)
    (root / "word").write_text("not committed", "utf8")
    monkeypatch.setattr(rehearse, "ROOT", root)
    (place := tmp_path / "place").mkdir()
    assert rehearse.rehearse(["book"], False, place) == (word == "good")
    assert (place / rehearse.STRANGE / "book" / "word").read_text("utf8") == word


def test_busy_programs_end_with_the_rehearsal():
    with rehearse.busy(2):
        idlers = [p for p in psutil.Process().children() if "while True: pass" in p.cmdline()]
        assert len(idlers) == 2
    assert not any(p.is_running() for p in idlers)


# ---------------------------------------------------------------- costs
def test_a_watch_counts_the_whole_tree():
    """A child that computes and holds memory, and waits to be told to go."""
    grandchild = "b = bytearray(120_000_000)\nfor i in range(3 * 10**7): pass\nprint('done', flush=True); input()"
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {grandchild!r}])"
    process = subprocess.Popen([sys.executable, "-c", child], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    watch = costs.Watch(process.pid)
    watch.start()
    assert process.stdout.readline().strip() == b"done"
    spent = sum(p.cpu_times().user for p in psutil.Process(process.pid).children(recursive=True))
    seconds, peak = watch.stop()
    process.communicate(b"\n")
    assert spent > 0.1 and seconds >= spent and peak > 120


def test_a_notebook_is_run_where_it_stands_and_what_it_costs_is_told(tmp_path):
    source = "import os; b = bytearray(120_000_000)\nfor i in range(3 * 10**7): pass\nprint(os.getcwd())"
    nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)], metadata=PYTHON)
    cost = costs.run(nb, tmp_path)
    assert nb.cells[0].outputs[0].text.strip() == str(tmp_path)
    assert cost.seconds > 0 and cost.cpu_seconds > 0.1 and cost.peak_mb > 120
    nb.cells[0].source = "1 / 0"
    with pytest.raises(CellExecutionError, match="ZeroDivisionError"):
        costs.run(nb, tmp_path)


@pytest.mark.parametrize(("seconds", "megabytes", "kept"), [(120, 1500, True), (120.1, 10, False), (10, 1501, False)])
def test_a_chapter_beyond_its_budget_fails(monkeypatch, seconds, megabytes, kept):
    monkeypatch.setattr(test_outputs, "allowance", lambda: 1.0)
    with contextlib.nullcontext() if kept else pytest.raises(AssertionError):
        test_outputs.check_budget(costs.Cost(1.0, seconds, megabytes))


def test_texts_of_a_page_are_those_of_a_notebook_but_for_pictures():
    plain, page = (nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x")]) for _ in range(2))
    out = nbformat.v4.new_output
    alt, said = {"text/plain": "[figure] a"}, out("stream", name="stdout", text="r2 = 0.5\n")
    plain.cells[0].outputs = [out("display_data", alt), said]
    page.cells[0].outputs = [out("display_data", alt | {"text/html": "<svg>"}), said,
                             out("display_data", {"image/png": "poster", "text/plain": "a lab"})]
    page.cells[0]["id"] = plain.cells[0]["id"]
    assert list(test_outputs.texts(page)) == list(test_outputs.texts(plain))
    said.text = "r2 = 0.6\n"
    assert len(list(test_outputs.texts(page))) == 2
    plain.cells[0].outputs = [out("display_data", alt)]
    assert list(test_outputs.texts(page)) != list(test_outputs.texts(plain))
