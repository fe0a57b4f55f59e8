"""Ten thousand random events a lab: whatever a reader does, in whatever order, the lab answers for what it shows."""

import pytest
from labs import TINY, quiet

EVENTS = 10_000
# A training that lasts until the time is up that the reader has chosen, and sides of a canvas
SHORT = {"TrainingLab": {"seconds": 0.2, "budget": [0.1, 0.5]}, "CanvasLab": {"sides": [16, 24]}}
LAB = "document.querySelector('.mosaic-lab')"
# What a hand can do: press, slide, choose, type, draw, use keys, cancel. Hands are dealt from a seed, in bursts between
# which the engine may answer or not; nothing of the menu, which leaves the page.
PLAY = """async ([seed, count]) => {
    const here = document.getElementById("here"), errors = [];
    const root = () => here.querySelector(".mosaic-lab"); // a lab may open anew
    let s = seed;
    const next = () => { s = s + 0x6d2b79f5 | 0; let t = Math.imul(s ^ s >>> 15, 1 | s);
      t = t + Math.imul(t ^ t >>> 7, 61 | t) ^ t; return ((t ^ t >>> 14) >>> 0) / 2 ** 32; };
    const whole = (n) => Math.floor(next() * n), pick = (list) => list[whole(list.length)];
    const fire = (el, Kind, name, more = {}) =>
      el.dispatchEvent(new Kind(name, { bubbles: true, cancelable: true, ...more }));
    const KEYS = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End", "PageUp", " ", "Enter", "e"];
    let boxes = new Map();  // looked up once a burst, as what is visible: a layout costs more than most events
    const box = (el) => boxes.get(el) ?? boxes.set(el, el.getBoundingClientRect()).get(el);
    const point = (el, name) => { const { left, top, width, height } = box(el);
      fire(el, PointerEvent, name, { clientX: left + next() * width, clientY: top + next() * height, pointerId: 1,
        pointerType: pick(["mouse", "touch"]), button: 0, buttons: 1 }); };
    Element.prototype.setPointerCapture = () => {};
    const look = () => "error" in root().dataset && errors.push(root().querySelector(".lab-status").textContent);
    new MutationObserver(look).observe(here, { attributes: true, attributeFilter: ["data-error"], subtree: true });
    const act = (el) => {
      if (el.matches("input[type=range]")) {
        el.value = String(+el.min + whole(+el.max - +el.min + 1));
        fire(el, Event, "input");
        if (next() < 0.5) fire(el, Event, "change");
      } else if (el.matches("input[type=number]")) {
        el.value = pick(["", "0", "7", "-3", "1e9", "2.5", String(whole(100000))]);
        fire(el, Event, "change");
      } else if (el.matches("select")) {
        el.value = pick([...el.options]).value;
        fire(el, Event, "change");
      } else if (el.matches("[role=application], [role=slider], svg, canvas")) {
        if (next() < 0.5) point(el, pick(["pointerdown", "pointermove", "pointermove", "pointerup", "pointercancel"]));
        else fire(el, KeyboardEvent, "keydown", { key: pick(KEYS), shiftKey: next() < 0.2, repeat: next() < 0.3 });
      } else el.click();
      if (next() < 0.05) fire(el, KeyboardEvent, "keydown", { key: "Escape" });
    };
    const SOME = "button, select, input, summary, canvas, svg, [role=application], [role=slider]";
    for (let done = 0; done < count;) {
      boxes = new Map();
      const all = [...root().querySelectorAll(SOME)].filter((el) => !el.closest(".lab-menu, .lab-foot")
        && el.checkVisibility());  // once a burst: to see what is visible costs more than most events
      for (let burst = 1 + whole(80); burst > 0 && done < count; burst--) {
        const el = pick(all);
        if (el.disabled || !el.isConnected || el.closest("[hidden]")) continue;
        act(el);
        done++;
      }
      await new Promise((go) => (next() < 0.5 ? requestAnimationFrame(go) : setTimeout(go)));
    }
    return errors; }"""


@pytest.mark.parametrize("name", TINY)
def test_ten_thousand_events(name, opened):
    page = opened(TINY[name](), **SHORT.get(name, {}))
    quiet(page)
    assert page.evaluate(PLAY, [len(name), EVENTS]) == []  # no job was asked what it cannot do
    page.evaluate(f"{LAB}.querySelectorAll('button').forEach((b) => b.textContent === 'Pause' && b.click())")
    quiet(page)
    # A run that was cancelled is not what is asked for, and the lab offers it
    page.evaluate(f"{LAB}.querySelectorAll('button').forEach((b) => b.textContent === 'Run again' && b.click())")
    quiet(page)
    told = page.evaluate(f"{LAB}.labState()?.params ?? {{}}")
    told = {"P": None} | told.get("values", {}) | told
    for key, value in page.evaluate(f"{LAB}.lab.get()").items():
        if key in ("N", "d", "sigma", "index", "method", "machine", "net", "L", "sigma_max"):
            assert told.get(key, value) == value, key  # what is said is what was computed
    first = page.evaluate(f"{LAB}.lab.get()")
    assert page.evaluate(f"values => {LAB}.lab.set(values, 'stay')", first) == []  # and it goes on
    quiet(page)
    assert "error" not in page.evaluate(f"({{...{LAB}.dataset}})")
