"""Bars and notices: for somebody who watches, never in what is kept; the compiled kernel's folder on any machine."""

import os
import pathlib
import re
import shutil
import subprocess
import sys

import nbformat
import pytest
from jupyter_client.manager import start_new_kernel
from mosaics.core import kernel, progress
from mosaics.core import sweep as fast
from nbclient import NotebookClient

CODE = pathlib.Path(__file__).resolve().parents[1] / "code"
# all that may speak is made to: a kernel that must be compiled, work that is always long, a training
SPEAKS = """
import torch
from mosaics import networks
from mosaics.core import sweep
from mosaics.core.progress import watched
sweep.PATIENCE = sweep.HUSH = 0
x = torch.linspace(-1, 1, 200 * 16).reshape(200, 1, 4, 4)
best = sweep.sweep(x[:1], 0.5, x, [3], "same", "zeros")[0].best
net = networks.train(networks.ResNet(1, width=4, depth=1), x, steps=3).net
print(watched())
"""


def cold(folder):
    """The environment of a kernel that finds nothing compiled, and this checkout's code."""
    return os.environ | {"PYTHONPATH": str(CODE), "NUMBA_CACHE_DIR": str(folder)}


def test_a_notebook_that_runs_by_itself_keeps_no_bar_and_no_notice(tmp_path):
    nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(SPEAKS)])
    NotebookClient(nb, timeout=None, kernel_name="python3").execute(env=cold(tmp_path))
    assert [dict(out) for out in nb.cells[0].outputs] == [
        {"output_type": "stream", "name": "stdout", "text": "False\n"}]
    assert list(tmp_path.rglob("*.nbi"))


def test_a_reader_sees_both(tmp_path):
    said = []
    manager, client = start_new_kernel(env=cold(tmp_path))
    try:
        client.execute_interactive(SPEAKS, allow_stdin=True, output_hook=said.append)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    texts = "".join(m["content"].get("text", "") for m in said if m["msg_type"] == "stream")
    shown = [m["content"]["data"]["text/plain"] for m in said if m["msg_type"] == "display_data"]
    assert "mosaics: compiling the fast patch machine" in texts and texts.endswith("True\n")
    assert len(shown) == 2  # the pass over the data, and the training


@pytest.mark.parametrize("terminal", [True, False])
def test_a_terminal_watches(monkeypatch, capsys, terminal):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal, raising=False)
    assert progress.watched() is terminal
    progress.notice("a word")
    with progress.progress_bar(total=2) as bar:
        bar.update(2)
    shown = capsys.readouterr().err
    assert ("mosaics: a word\n" in shown and "2/2" in shown) if terminal else shown == ""
    with progress.progress_bar(False, total=2):
        pass
    assert capsys.readouterr().err == ""


# ---------------------------------------------------------------- the compiled kernel
def test_the_folder_follows_all_sources(tmp_path):
    """They are the kernel and all modules of the package that it imports, or that these import."""
    text = "".join(path.read_text("utf8") for path in kernel.SOURCES)
    imported = re.findall(r"^from \.(\w+) import", text, re.M) + re.findall(r"^from \. import (.*)", text, re.M)
    assert {path.stem for path in kernel.SOURCES} == {"kernel", *", ".join(imported).split(", ")}
    paths = [pathlib.Path(shutil.copy(path, tmp_path)) for path in kernel.SOURCES]
    before = kernel.fingerprint(*paths)
    assert kernel.FOLDER is None or kernel.FOLDER.name == f"kernel-{before}"
    for path in paths:
        path.write_text(path.read_text("utf8") + "\n", "utf8")
        assert kernel.fingerprint(*paths) != before
        before = kernel.fingerprint(*paths)


RUN = """
import torch
from mosaics.core import kernel
from mosaics.core.sweep import sweep
x = torch.linspace(-1, 1, 80).reshape(5, 1, 4, 4)
print(kernel.FOLDER, float(sweep(x[:1], 0.5, x, [3], "same", "zeros")[0].mean.sum()))
"""


def answer(code, home, **env):
    """What RUN prints where the package lies in `code` and the user's folders in `home`: the folder and the number."""
    dirs = {"HOME": str(home), "XDG_CACHE_HOME": str(home / "cache"), "LOCALAPPDATA": str(home / "cache")}
    clean = {k: v for k, v in os.environ.items() if k != "NUMBA_CACHE_DIR"}
    done = subprocess.run([sys.executable, "-c", RUN], cwd=home, env=clean | dirs | {"PYTHONPATH": str(code)} | env,
                          capture_output=True, text=True, encoding="utf8")
    assert done.returncode == 0 and not done.stderr, done.stderr
    folder, _, number = done.stdout.strip().rpartition(" ")
    return folder, float(number)


def test_compiled_code_is_kept_where_it_can_be_or_nowhere(tmp_path):
    """A folder that cannot be made stands for a read-only one: root may write everywhere."""
    code, home = tmp_path / "a code [1] ü", tmp_path / "home"
    home.mkdir()
    shutil.copytree(CODE / "mosaics", code / "mosaics", ignore=shutil.ignore_patterns("__pycache__"))
    beside, value = answer(code, home)
    assert pathlib.Path(beside).parent == code / "mosaics" / "core" / "__pycache__"
    assert answer(code, home, NUMBA_CACHE_DIR=str(home / "named"))[0].startswith(str(home / "named"))
    shutil.rmtree(code / "mosaics" / "core" / "__pycache__")
    (code / "mosaics" / "core" / "__pycache__").write_text("in the way", "utf8")
    own, again = answer(code, home)
    assert pathlib.Path(own).is_relative_to(home) and again == value
    shutil.rmtree(home / "cache")
    (home / "cache").write_text("in the way", "utf8")
    assert answer(code, home) == ("None", value)


def test_without_numba_a_warning_comes_once(monkeypatch):
    monkeypatch.setitem(sys.modules, "mosaics.core.kernel", None)  # importing it fails
    fast._kernel.cache_clear()
    try:
        with pytest.warns(RuntimeWarning, match=r"numba cannot be used .*some hundred times slower"):
            assert fast._kernel() is None
        assert fast._kernel() is None  # warnings are errors in these tests: a second one would fail
    finally:
        fast._kernel.cache_clear()
