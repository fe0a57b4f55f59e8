"""What every lab must stand: a notebook's keys around it, forced colours, print, and 400 % zoom."""

import io

import numpy as np
import pytest
from labs import EACH, LABS, TINY, answering, misfits, passed, quiet
from mosaics.widgets import TrainingLab, TuringLab, __all__
from PIL import Image


def test_no_lab_is_left_out():
    assert {name.split(",")[0] for name in LABS} == set(__all__) and set(TINY) == set(LABS)


# ---------------------------------------------------------------- keys
LETTERS = ("a", "b", "d", "z", "0", " ", "Shift+M")
WAYS_OUT = ("Escape", "Tab", "Control+s", "Meta+s", "Alt+1", "Shift+Enter", "Control+Enter", "F1")
TRAVEL = ("ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown")
USES = {"range": TRAVEL, "radio": TRAVEL, "checkbox": (), "number": (*TRAVEL, "Enter", "Backspace", "Delete"),
        "select": (*TRAVEL, "Enter"), "button": ("Enter",), "summary": ("Enter",), "slider": TRAVEL,
        "application": (*TRAVEL, "Enter"), "menu": ("Enter", "Escape")}
PRESS = """names => { const lab = document.querySelector(".mosaic-lab"), heard = [];
    const listen = (e) => heard.push(e.name);
    const unfold = () => lab.querySelectorAll("details").forEach((d) => { d.open = true; });
    unfold();
    document.addEventListener("keydown", listen);
    const control = (e) => e.tabIndex >= 0 && !e.disabled && e.checkVisibility();
    const out = [...lab.querySelectorAll("*")].filter(control).map((control) => {
      heard.length = 0;
      unfold();
      for (const name of names) {
        const [key, ...held] = name.split("+").reverse(), on = (which) => held.includes(which);
        const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ctrlKey: on("Control"),
          metaKey: on("Meta"), altKey: on("Alt"), shiftKey: on("Shift") });
        event.name = name;
        control.dispatchEvent(event);
      }
      const kind = { INPUT: control.type, SELECT: "select", BUTTON: "button", SUMMARY: "summary" }[control.tagName];
      const menu = control.closest(".lab-keep") ? "menu" : undefined;
      return [menu ?? kind ?? control.getAttribute("role"), [...heard]];
    });
    document.removeEventListener("keydown", listen);
    return out; }"""


@EACH
def test_keys_that_a_control_uses_stay_in_it_and_others_leave(opened, build):
    """JupyterLab listens at the document: what comes there may move, insert or delete a cell."""
    page, every = opened(build()), (*LETTERS, *WAYS_OUT, *TRAVEL, "Enter", "Backspace", "Delete")
    controls = page.evaluate(PRESS, every)
    assert {kind for kind, _ in controls} <= set(USES) and len(controls) >= 3
    for kind, heard in controls:
        assert heard == [key for key in every if key not in (*LETTERS, *USES[kind])], kind


# ---------------------------------------------------------------- what stays in view on a phone
UNHELD = {"TrainingLab", "WallLab"}  # what they show has no room above its controls


@EACH
def test_what_is_held_leaves_half_of_a_phone_to_its_controls(opened, build):
    lab = build()
    page = opened(lab, width=390)
    quiet(page)  # what is held grows while answers come
    page.evaluate("document.body.style.setProperty('--lab-top', '56px')")  # of the book's header
    page.evaluate("document.body.style.paddingBottom = '1000px'")  # of the text that goes on
    stage = page.locator(".lab-stage")
    assert stage.count() == (type(lab).__name__ not in UNHELD)
    for height in (844, 640):
        page.set_viewport_size({"width": 390, "height": height})
        if stage.count():
            stage.evaluate("""async (e) => { const frame = () => new Promise(requestAnimationFrame);
                await frame(), await frame();
                scrollTo(0, scrollY + e.getBoundingClientRect().top + 200); }""")
            top, bottom = stage.evaluate("(e) => { const b = e.getBoundingClientRect(); return [b.top, b.bottom]; }")
            assert bottom <= height / 2 + 1 and top <= 57 and bottom > 150


# ---------------------------------------------------------------- a notebook's own style
# JupyterLab's rules for what a cell prints; they come after the lab's
OUTPUT = """.jp-OutputArea-output pre { margin: 0; padding: 0; word-break: break-all; white-space: pre-wrap }
    .jp-OutputArea-output dl, .jp-OutputArea-output dt, .jp-OutputArea-output dd { display: block }
    .jp-OutputArea-output dl { width: 100%; overflow: hidden; padding: 0; margin: 0 }
    .jp-OutputArea-output dt { font-weight: bold; float: left; width: 20%; padding: 0; margin: 0 }
    .jp-OutputArea-output dd { float: left; width: 80%; padding: 0; margin: 0 }"""
# in one go, without a frame between: what a lab says of its own accord moves nothing meanwhile
MOVED = """(style) => {
    const places = () => [...document.querySelectorAll(".mosaic-lab *")].map((e) => [e.tagName, e.className.toString(),
        ...["x", "y", "width", "height"].map((side) => Math.round(e.getBoundingClientRect()[side]))].join(" "));
    const before = places();
    document.querySelector("#here").className = "jp-OutputArea-output";
    document.head.append(Object.assign(document.createElement("style"), { textContent: style }));
    const after = places();
    return before.map((was, i) => `${was} -> ${after[i]}`).filter((_, i) => before[i] !== after[i]); }"""


@EACH
def test_rules_of_a_notebook_move_nothing(opened, build):
    page = opened(build())
    quiet(page)
    page.evaluate("document.querySelectorAll('.mosaic-lab details').forEach((d) => { d.open = true; })")
    assert page.locator(".mosaic-lab *").count() > 20
    assert page.evaluate(MOVED, OUTPUT) == []


# ---------------------------------------------------------------- an engine that is silent, busy or gone
STATUS = "document.querySelector('.lab-status').textContent"
SOON = "const wait = setTimeout; window.setTimeout = (f, ms) => wait(f, { 5000: 200, 1000: 50 }[ms] ?? ms);"
HOLDING = SOON + """const Plain = Worker, late = [];
    window.Worker = class extends Plain { postMessage(...all) {
      if (window.hold) late.push(() => super.postMessage(...all));
      else super.postMessage(...all); } };
    window.release = () => { window.hold = false; late.forEach((f) => f()); };"""
SILENCE = ("Still computing.", "Python has not answered", "Python answers again.")


BEGIN = """(events) => {
    const train = [...document.querySelectorAll(".mosaic-lab button")].find((b) => b.textContent === "Train");
    if (train) train.click();
    else document.querySelector(".mosaic-lab").lab.set({ seed: 5 }, "stay");
    if (events.length) window.restarted = true;
    for (const event of events) if (event !== "idle") window.tell(event); }"""


def begin(page, *events):
    """Ask the lab for something new; then, in the same breath, the kernel has restarted and tells these events."""
    page.evaluate(BEGIN, events)


def short(lab):
    """Settings with which a training ends soon."""
    return {"seconds": 0.3, "budget": [0.3, 600]} if isinstance(lab, TrainingLab) else {}


def with_python(opened, lab):
    """The lab with a kernel that answers from `window.woken` on what it is asked after its first answer."""
    page = opened(lab, kernel=answering(lab), first='[data-engine="kernel"]', script=SOON, **short(lab))
    quiet(page)
    page.evaluate("""() => { const ask = window.ask, frame = () => new Promise(requestAnimationFrame);
        window.ask = async (...all) => { while (!window.woken) await frame(); return ask(...all); }; }""")
    return page


def taken_by_the_page(page):
    page.wait_for_selector('.mosaic-lab[data-engine="page"]')
    quiet(page)
    assert page.locator("[name=engine]").is_hidden() and not page.locator(".mosaic-lab[data-error]").count()
    assert not page.evaluate(STATUS).startswith(SILENCE)


@EACH
def test_still_computing_goes_when_the_answer_comes(opened, build):
    lab = build()
    page = opened(lab, script=HOLDING, **short(lab))
    quiet(page)
    page.evaluate("window.hold = true")
    begin(page)
    page.wait_for_function(f"{STATUS} === 'Still computing.'")
    page.evaluate("window.release()")
    quiet(page)
    assert not page.evaluate(STATUS).startswith(SILENCE)


@EACH
def test_a_busy_kernel_is_waited_for(opened, build):
    page = with_python(opened, build())
    begin(page)
    page.wait_for_function(f"{STATUS}.startsWith('Python has not answered')")
    passed(page, 400)
    assert page.locator('.mosaic-lab[data-busy][data-engine="kernel"]').count()  # neither left nor given up
    page.evaluate("window.woken = true")
    quiet(page)
    assert page.locator('.mosaic-lab[data-engine="kernel"]:not([data-error])').count()
    assert not page.evaluate(STATUS).startswith(SILENCE)


@EACH
@pytest.mark.parametrize("sign", ["comm_live_update", "comm:close", "idle"])
def test_a_job_goes_to_the_page_when_its_kernel_has_gone(opened, build, sign):
    """A restarted kernel is known by what the model tells, or where it reads a ping, is idle and has not answered."""
    page = with_python(opened, build())
    begin(page, sign)
    taken_by_the_page(page)
    begin(page)
    quiet(page)
    assert not page.locator(".mosaic-lab[data-error]").count()


@EACH
def test_a_kernel_that_lives_after_all_is_taken_again(opened, build):
    page = with_python(opened, build())
    page.evaluate("window.woken = true")
    page.evaluate("window.tell", "comm_live_update")
    page.wait_for_selector('.mosaic-lab[data-engine="kernel"]')
    quiet(page)
    assert not page.locator(".mosaic-lab[data-error]").count()


@EACH
def test_cancel_ends_a_job_at_once_whatever_its_engine_does(opened, build):
    page = with_python(opened, build())
    begin(page)
    # in one turn of the page: a lab that starts its next job a frame later is busy again by then
    assert page.evaluate("""() => { const root = document.querySelector(".mosaic-lab");
        root.lab.cancel();
        return root.dataset.busy; }""") is None
    page.evaluate("window.woken = true")
    begin(page)
    page.wait_for_function(f"!{STATUS}.startsWith('Cancel')")
    quiet(page)
    assert not page.locator(".mosaic-lab[data-error]").count()


# ---------------------------------------------------------------- forced colours
def pixels(locator):
    return np.asarray(Image.open(io.BytesIO(locator.screenshot())).convert("RGB")).astype(float) / 255


def luminance(rgb):
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4) @ [0.2126, 0.7152, 0.0722]


def contrast(a, b):
    return (np.maximum(a, b) + 0.05) / (np.minimum(a, b) + 0.05)


@pytest.fixture(params=["light", "dark"])
def forced(request, opened):
    """forced(lab): the lab's page as a reader with forced colours, light or dark, has it."""
    def open_forced(lab):
        page = opened(lab)
        page.emulate_media(forced_colors="active", color_scheme=request.param)
        page.wait_for_timeout(300)
        return page

    return open_forced


@EACH
def test_forced_colours_leave_each_slider_its_track(forced, build):
    """Along the middle of a slider something stands out, 3 : 1 against the ground, over the whole width."""
    page = forced(build())
    sliders = page.locator(".mosaic-lab input[type=range]")
    seen = [i for i in range(sliders.count()) if sliders.nth(i).is_visible()]
    assert seen
    for i in seen:
        shown = luminance(pixels(sliders.nth(i)))
        ground, track = np.median(shown[:6]), shown[len(shown) // 2 - 4:len(shown) // 2 + 4, 4:-4]
        assert (contrast(track, ground).max(0) >= 3).all(), sliders.nth(i).get_attribute("name")


SHAPES = """() => { const all = [...document.querySelectorAll(".lab-bar, .lab-gauge")];
    const shape = (e) => ["outline", "::before"].map((part) => part === "outline"
      ? [getComputedStyle(e).outlineStyle, parseFloat(getComputedStyle(e).outlineWidth)]
      : [getComputedStyle(e, part).borderTopStyle, parseFloat(getComputedStyle(e, part).borderTopWidth)]);
    return all.filter((e) => e.checkVisibility()).map(shape); }"""


@pytest.mark.parametrize("media", [{"forced_colors": "active"}, {"media": "print"}], ids=["forced colours", "print"])
@pytest.mark.parametrize("name", ["CollapseLab", "NoiseLab", "SamplerLab"])
def test_bars_do_not_live_in_backgrounds(opened, name, media):
    """A background may be left out by the browser: frame and bar are edges."""
    page = opened(LABS[name]())
    page.emulate_media(**media)
    bars = page.evaluate(SHAPES)
    assert bars and all(style == "solid" and width >= 1 for bar in bars for style, width in bar)


CHOSEN = """([chosen, shown]) => [true, false].map((on) => {
    const input = [...document.querySelectorAll(chosen)].find((e) => e.checked === on);
    const e = shown ? input.nextElementSibling : input.parentElement;
    const { borderTopColor, backgroundColor } = getComputedStyle(e);
    return [borderTopColor, backgroundColor].join(); })"""


@pytest.mark.parametrize(("name", "radios", "beside"), [
    ("NoiseLab", ".lab-strip input", False), ("MosaicExplorer", ".lab-givers input", False),
    ("TuringLab", ".turing-kinds input", True),
])
def test_forced_colours_show_which_is_chosen(forced, name, radios, beside):
    page = forced(LABS[name]())
    chosen, other = page.evaluate(CHOSEN, [radios, beside])
    assert chosen != other


# Letters keep the ground of their element where colours are not adjusted; elsewhere they get the page's as a plate
LETTERING = """() => { const lab = document.querySelector(".mosaic-lab"), look = (e) => getComputedStyle(e);
    const pot = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const rgb = (colour) => { pot.clearRect(0, 0, 1, 1), pot.fillStyle = colour, pot.fillRect(0, 0, 1, 1);
      return [...pot.getImageData(0, 0, 1, 1).data]; };
    const own = (e) => rgb(look(e).backgroundColor);
    const ground = (e) => own(e)[3] === 255 ? own(e) : ground(e.parentElement);
    const says = (e) => e.checkVisibility() && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    const all = [...lab.querySelectorAll(":not(svg *, option)")].filter(says);
    return all.map((e) => [e.outerHTML.slice(0, 80), rgb(look(e).color),
      look(e).forcedColorAdjust === "none" ? ground(e) : ground(document.body)]); }"""


@EACH
def test_forced_colours_keep_all_letters(forced, build):
    found = forced(build()).evaluate(LETTERING)
    assert len(found) > 5
    faint = [text for text, ink, ground in found
             if contrast(luminance(np.array(ink[:3]) / 255), luminance(np.array(ground[:3]) / 255)) < 4.5]
    assert not faint


# ---------------------------------------------------------------- print and zoom
PRINTED = """() => { const lab = document.querySelector(".mosaic-lab");
    const all = (s) => [...lab.querySelectorAll(s)].filter((e) => e.checkVisibility());
    const seen = (s) => all(s).map((e) => e.outerHTML.slice(0, 90)), VALUE = ".lab-value, select, input[type=number]";
    const bare = all(".lab-control").filter((e) => ![...e.querySelectorAll(VALUE)].some((v) => v.checkVisibility()));
    return { controls: seen("button:not(.lab-noises button), input[type=range], input[type=checkbox], .turing-kinds"),
      bare: bare.map((e) => e.outerHTML.slice(0, 90)), pictures: seen("canvas, svg").length,
      ink: getComputedStyle(lab).color, paper: getComputedStyle(lab).backgroundColor }; }"""


@EACH
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_print_shows_the_still_with_its_settings(opened, build, theme):
    page = opened(build(), theme=theme)
    page.emulate_media(media="print")
    got = page.evaluate(PRINTED)
    assert not got["controls"] and not got["bare"] and got["pictures"]
    assert got["ink"] == "rgb(35, 39, 47)" and got["paper"] == "rgb(255, 255, 255)"


def test_print_from_dark_has_the_field_on_paper(opened):
    """The field is drawn in the page's colours: on paper its ground is light, and back on the screen it is dark."""
    page = opened(TuringLab(), theme="dark")
    brightest = """() => { const c = document.querySelector(".turing-stage canvas");
        const rgba = c.getContext("2d").getImageData(0, 0, c.width, c.height).data; let sum = 0;
        for (let i = 0; i < rgba.length; i += 4) sum = Math.max(sum, rgba[i] + rgba[i + 1] + rgba[i + 2]);
        return sum / 3; }"""
    darkest = brightest.replace("Math.max", "Math.min").replace("let sum = 0", "let sum = 765")
    page.wait_for_function(f"({brightest})() > 120 && ({darkest})() < 60")
    page.emulate_media(media="print")
    page.wait_for_function(f"({brightest})() > 250 && ({darkest})() > 30")


@EACH
def test_zoom_of_400_percent(opened, build):
    """1280 x 1024 at 400 % is 320 x 256: no page wider than the screen, no control larger than it or out of reach."""
    page = opened(build(), width=320)
    page.set_viewport_size({"width": 320, "height": 256})
    page.wait_for_timeout(300)
    assert not misfits(page, scrolling=".lab-strip", raised="sub")
    tall = page.evaluate("""() => [...document.querySelectorAll(".mosaic-lab :is(button, select, input, summary)")]
        .filter((e) => e.checkVisibility() && e.clientHeight > 200).map((e) => e.outerHTML.slice(0, 90))""")
    assert not tall
