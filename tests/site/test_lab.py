"""JupyterLab with a live kernel: chapter 2 runs from its first to its last cell, its widget answers from Python."""

import os
import pathlib
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
CHAPTER = "02-ideal.ipynb"
OPTIONS = ("--no-browser", "--ServerApp.token=", "--ServerApp.password=", "--ServerApp.disable_check_xsrf=True",
           "--ServerApp.ip=127.0.0.1", "--ServerApp.allow_root=True", "--LabApp.news_url=",
           "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate")


def free_port():
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(address, process, seconds=60):
    """Return when the server answers; fail when it has died or takes too long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert process.poll() is None, process.stdout.read().decode()[-2000:]
        try:
            return urllib.request.urlopen(address + "/api/status", timeout=2).close()
        except OSError:
            time.sleep(0.3)
    pytest.fail(f"JupyterLab does not answer within {seconds} s")


@pytest.fixture
def lab(tmp_path):
    """A JupyterLab of its own on a copy of the chapter; its address."""
    if not (ROOT / "notebooks" / CHAPTER).exists():
        pytest.fail(f"notebooks/{CHAPTER} is missing")
    shutil.copy(ROOT / "notebooks" / CHAPTER, tmp_path)
    port = free_port()
    own = {f"JUPYTER_{kind}_DIR": str(tmp_path / f".{kind.lower()}") for kind in ("CONFIG", "DATA", "RUNTIME")}
    command = [sys.executable, "-m", "jupyterlab", *OPTIONS, f"--ServerApp.port={port}",
               f"--ServerApp.root_dir={tmp_path}"]
    process = subprocess.Popen(command, env=os.environ | own | {"JUPYTERLAB_SETTINGS_DIR": str(tmp_path / ".settings")},
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    address = f"http://127.0.0.1:{port}"
    wait_for(address, process)
    yield address
    process.terminate()
    process.wait(20)
    process.stdout.close()


def test_chapter_runs_and_its_widget_answers_from_python(page, lab):
    foreign = []
    inside = (lab, lab.replace("http", "ws"), "data:", "blob:")
    page.on("request", lambda r: r.url.startswith(inside) or foreign.append(r.url))
    page.goto(f"{lab}/lab/tree/{CHAPTER}?reset")
    page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=60_000)
    page.add_locator_handler(page.locator(".jp-Dialog"), lambda: page.locator(".jp-Dialog .jp-mod-accept").click())
    page.wait_for_function("document.querySelector('.jp-KernelName')?.textContent.includes('Python 3') && "
                           "document.querySelector('.jp-Notebook-ExecutionIndicator[data-status=idle]')",
                           timeout=60_000)
    page.wait_for_timeout(2000)  # the session may not yet have told the notebook that it is there
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    widget = page.locator('.mosaic-lab[data-engine="kernel"][data-done]').first
    widget.wait_for(state="attached", timeout=1_200_000)  # however slow the machine
    errors = page.locator('[data-mime-type="application/vnd.jupyter.error"]')
    assert errors.count() == 0, errors.first.inner_text()
    answer_again(page, widget)
    keys_stay_in_the_lab(page, widget)
    keys_of_no_use_leave_it(page, widget)
    assert not foreign


def answer_again(page, widget):
    """Press the widget's first button: another answer comes, again from Python."""
    before = widget.get_attribute("data-done")
    widget.scroll_into_view_if_needed()
    widget.locator("button").first.click()
    handle = widget.element_handle()
    page.wait_for_function("([el, old]) => el.dataset.done !== old && el.dataset.engine === 'kernel'",
                           arg=[handle, before], timeout=60_000)


def cells(page):
    """How many cells the notebook has, and the number of the active one."""
    return page.evaluate("""() => { const all = [...document.querySelectorAll(".jp-Notebook .jp-Cell")];
        return [document.querySelector(".jp-Notebook").querySelectorAll(".jp-Cell").length,
                all.findIndex((c) => c.classList.contains("jp-mod-active"))]; }""")


def keys_stay_in_the_lab(page, widget):
    """In a focused slider an arrow moves the slider; neither it nor a letter does anything to the notebook's cells."""
    slider = widget.locator("input[type=range]").first
    slider.focus()
    before = cells(page)
    for key in ("Home", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    assert slider.input_value() == "2"
    for key in "abddxvz00":
        page.keyboard.press(key)
    page.wait_for_timeout(300)
    assert cells(page) == before and page.locator(".jp-Dialog").count() == 0
    assert slider.evaluate("e => e === document.activeElement")


def keys_of_no_use_leave_it(page, widget):
    """Escape, Tab and chords are the notebook's as before."""
    slider = widget.locator("input[type=range]").first
    page.evaluate("""() => { window.heard = [];
        document.addEventListener("keydown", (e) => window.heard.push(e.key)); }""")
    for key in ("ArrowLeft", "b", "Escape", "Control+s", "Tab"):
        slider.focus()
        page.keyboard.press(key)
    assert [key for key in page.evaluate("window.heard") if key != "Control"] == ["Escape", "s", "Tab"]
    assert slider.evaluate("e => e !== document.activeElement")
    slider.focus()
    at = cells(page)[1]
    page.keyboard.press("Shift+Enter")  # JupyterLab runs the cell and goes to the next
    page.wait_for_function("at => [...document.querySelectorAll('.jp-Notebook .jp-Cell')].findIndex("
                           "(c) => c.classList.contains('jp-mod-active')) !== at", arg=at, timeout=10_000)
