"""JupyterLab with a live kernel: chapter 2 runs from its first to its last cell, its widget answers from Python."""

import contextlib
import shutil

import pytest
from conftest import frames
from jupyter import ROOT, jupyterlab
from playwright.sync_api import TimeoutError

CHAPTER = ROOT / "notebooks" / "02-ideal.ipynb"


@pytest.fixture
def lab(tmp_path):
    """A JupyterLab of its own on a copy of the chapter; its address."""
    shutil.copy(CHAPTER, tmp_path)
    with jupyterlab(tmp_path) as address:
        yield address


def test_chapter_runs_and_its_widget_answers_from_python(page, lab):
    foreign = []
    inside = (lab, lab.replace("http", "ws"), "data:", "blob:")
    page.on("request", lambda r: r.url.startswith(inside) or foreign.append(r.url))
    page.goto(f"{lab}/lab/tree/{CHAPTER.name}?reset")
    page.wait_for_selector(".jp-Notebook .jp-CodeCell")
    page.add_locator_handler(page.locator(".jp-Dialog"), lambda: page.locator(".jp-Dialog .jp-mod-accept").click())
    page.wait_for_function("document.querySelector('.jp-KernelName')?.textContent.includes('Python 3') && "
                           "document.querySelector('.jp-Notebook-ExecutionIndicator[data-status=idle]')")
    run_all(page)
    widget = page.locator('.mosaic-lab[data-engine="kernel"][data-done]').first
    widget.wait_for(state="attached")
    errors = page.locator('[data-mime-type="application/vnd.jupyter.error"]')
    assert errors.count() == 0, errors.first.inner_text()
    answer_again(page, widget)
    keys_stay_in_the_lab(page, widget)
    keys_of_no_use_leave_it(page, widget)
    assert not foreign


def run_all(page):
    """Ask until the notebook runs: its session may not have told it yet that it is there."""
    for _ in range(100):
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        with contextlib.suppress(TimeoutError):
            return page.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status=busy]", timeout=5000)
    pytest.fail("the notebook does not run")


def answer_again(page, widget):
    """Press the widget's first button: another answer comes, again from Python."""
    before = widget.get_attribute("data-done")
    widget.scroll_into_view_if_needed()
    widget.locator("button").first.click()
    handle = widget.element_handle()
    page.wait_for_function("([el, old]) => el.dataset.done !== old && el.dataset.engine === 'kernel'",
                           arg=[handle, before])


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
    frames(page, 20)
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
                           "(c) => c.classList.contains('jp-mod-active')) !== at", arg=at)
