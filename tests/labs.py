"""What the labs' tests share: the labs, a page for one, a stand-in for the kernel, hands for mouse and keyboard."""

import asyncio
import base64
import concurrent.futures
import json
import pathlib
import re

import numpy as np
import pytest
import torch
from mosaics import widgets
from mosaics.core.data import load

AXE = pathlib.Path(__file__).parent / "site" / "vendor" / "axe-core" / "axe.min.js"
STYLE = pathlib.Path(__file__).parents[1] / "web" / "mosaics.css"
TOLERANCE = 1e-3
PATIENCE = 600_000  # ms that a page may take for anything: it ends what hangs, and claims nothing about speed
PAGE = """<!doctype html><html lang="en" data-theme="THEME"><meta charset="utf-8"><title>Lab</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<link rel="stylesheet" href="book.css"><link rel="stylesheet" href="lab.css">
<style>body { background: var(--mosaic-paper) } main { max-width: 730px; margin: auto; padding: 16px }</style>
<main class="bd-article"><h1>Lab</h1><div id="here"></div></main>
<script type="module">
import lab from "./lab.js";
const state = await (await fetch("state.json")).json(), listeners = { "msg:custom": [] };
for (const name of ["images", "weights", "first", "origin"])
  if (state[name]) state[name] = new DataView(await (await fetch(state[name])).arrayBuffer());
for (const other of Object.values(state.others ?? {}))
  for (const name of ["images", "weights"].filter((each) => other[each])) {
    const file = other[name], load = async () => new DataView(await (await fetch(file)).arrayBuffer());
    other[name] = window.notebook ? await load() : load; // a notebook has it, a page loads it when it is asked for
  }
const send = (content, callbacks, buffers) => {
  if (window.dead) throw new Error("no kernel");
  const idle = () => callbacks?.iopub.status({ content: { execution_state: "idle" } });
  if (window.restarted) setTimeout(idle); // it reads what comes, and knows no lab
  else if (window.ask) talk(content, buffers ?? []).then(idle);
};
const talk = async (content, buffers) => {
  const base64 = (b) => btoa(Array.from(new Uint8Array(b), (x) => String.fromCharCode(x)).join(""));
  const view = (text) => new DataView(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer);
  for (const [message, arrays] of await window.ask(content, buffers.map(base64)))
    for (const listener of listeners["msg:custom"]) listener(message, arrays.map(view));
};
window.tell = (name) => [...listeners[name]].forEach((listener) => listener());
const model = { get: (key) => state[key], set() {}, save_changes() {}, send,
  off: (name, listener) => { listeners[name] = listeners[name].filter((f) => f !== listener); },
  on: (name, listener) => { (listeners[name] ??= []).push(listener); } };
window.close_lab = lab.render({ model, el: document.getElementById("here") });
</script></html>"""


# ---------------------------------------------------------------- the labs
# Every lab, small, for tests that ask the same of each; a row's name begins with the lab's
LABS = {
    "AttentionLab": lambda: widgets.AttentionLab(steps=3),
    "BudLab": lambda: widgets.BudLab(delta=1.0, theta=20),
    "CanvasLab": lambda: widgets.CanvasLab(height=24, width=32, P=5, coarsest=24, steps=2),
    "CollapseLab": lambda: widgets.CollapseLab(),
    "FingersLab": lambda: widgets.FingersLab(load("hands", n=40), steps=5),
    "MajorityLab": lambda: widgets.MajorityLab(L=16, steps=3),
    "MosaicExplorer": lambda: widgets.MosaicExplorer(load("dicebear-faces", n=40), steps=3),
    "NoiseLab": lambda: widgets.NoiseLab(load("fashion-mnist", n=60)),
    "NoveltyLab": lambda: widgets.NoveltyLab(load("fashion-mnist", n=60, size=16), steps=3, count=4),
    "PredictionLab": lambda: widgets.PredictionLab(data=load("fashion-mnist", n=60, size=16), nets="resnet-circular",
                                                   steps=3),
    "RivalsLab": lambda: widgets.RivalsLab(N=40, steps=3),
    "SamplerLab": lambda: widgets.SamplerLab(load("fashion-mnist", n=60)),
    "SamplerLab, patches": lambda: widgets.SamplerLab(load("fashion-mnist", n=20), machine=("LS", "ELS"), steps=5),
    "TrainingLab": lambda: widgets.TrainingLab(load("digits", n=40), width=16),
    "TuringLab": lambda: widgets.TuringLab(),
    "WallLab": lambda: widgets.WallLab(load("emoji", n=40), columns=3, steps=3),
}
# The same as small as they can be, for tests that ask very much of each
TINY = LABS | {
    "AttentionLab": lambda: widgets.AttentionLab(steps=2),
    "CanvasLab": lambda: widgets.CanvasLab(load("emoji", n=1, size=16), height=16, width=16, P=3, coarsest=8, steps=1),
    "CollapseLab": lambda: widgets.CollapseLab(N=20, d=4),
    "FingersLab": lambda: widgets.FingersLab(load("hands", n=12), N=8, steps=2),
    "MajorityLab": lambda: widgets.MajorityLab(L=4, steps=3),
    "MosaicExplorer": lambda: widgets.MosaicExplorer(load("digits", n=12, size=6), machine=("LS", "bbELS"), P=3, N=4,
                                                     steps=2),
    "NoiseLab": lambda: widgets.NoiseLab(load("digits", n=12)),
    "NoveltyLab": lambda: widgets.NoveltyLab(load("digits", n=12), P=3, N=6, steps=2, count=2),
    "PredictionLab": lambda: widgets.PredictionLab(data=load("fashion-mnist", n=12, size=8), nets="resnet-circular",
                                                   N=4, steps=2),
    "RivalsLab": lambda: widgets.RivalsLab(N=4, steps=1, machine=("Wiener", "PSPC square")),
    "SamplerLab": lambda: widgets.SamplerLab(load("digits", n=12), N=8, steps=2),
    "SamplerLab, patches": lambda: widgets.SamplerLab(load("digits", n=12), machine=("LS", "ELS", "IS"), P=3, N=8,
                                                      steps=2),
    "TuringLab": lambda: widgets.TuringLab(size=32),
    "WallLab": lambda: widgets.WallLab(load("digits", n=12), windows=(5,), P=3, columns=2, steps=2),
}
EACH = pytest.mark.parametrize("build", LABS.values(), ids=LABS)


def kind(name):
    """The class of a row."""
    return getattr(widgets, name.split(",")[0])


# ---------------------------------------------------------------- in Python
def apart(f, *args):
    """Call `f` in a thread of its own: no loop runs there, whatever other tests have started here."""
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        return pool.submit(f, *args).result()


def told(lab):
    """Everything that the lab sends from now on."""
    out = []
    lab.send = lambda content, buffers=None: out.append((content, buffers))
    return out


def as_bytes(*arrays):
    return [a.numpy().tobytes() for a in arrays]


def run(lab, task, params, *arrays, ident="a-1"):
    out = told(lab)
    apart(lab._receive, None, {"type": "run", "id": ident, "task": task, "params": params}, as_bytes(*arrays))
    return out


def in_loop(lab, *messages, heard=0):
    """Send messages from within a running loop, each once `heard` more answers have come, and collect the answers."""
    out = told(lab)

    async def talk():
        for k, (content, buffers) in enumerate(messages):
            while len(out) < heard * k:
                await asyncio.sleep(0)
            lab._receive(None, content, buffers)
        while lab._tasks:
            await asyncio.sleep(0)

    apart(asyncio.run, talk())
    return [content for content, _ in out]


class Clock:
    """Stands in a module for `time`: each look at it comes `tick` seconds after the last, however fast the machine."""

    def __init__(self, tick):
        self.now, self.tick = 0.0, tick

    def monotonic(self):
        self.now += self.tick
        return self.now

    perf_counter = monotonic


# ---------------------------------------------------------------- in a page
def write(folder, lab, theme, **settings):
    """The page of one lab; `settings` replace some of its own."""
    synced = ("shape", "labels", "classes", "settings", "made", "opened", "description")
    state = {key: getattr(lab, key) for key in synced}
    state["settings"] = state["settings"] | settings
    for name in ("images", "weights", "first", "origin"):
        if content := getattr(lab, name, b""):
            (folder / f"{name}.bin").write_bytes(content)
            state[name] = f"{name}.bin"
    state["others"] = {name: beside(folder, name, other) for name, other in getattr(lab, "others", {}).items()}
    files = {"index.html": PAGE.replace("THEME", theme), "lab.js": lab._esm, "lab.css": lab._css,
             "book.css": STYLE.read_text("utf8").replace("url(vendor", "local(vendor"), "state.json": json.dumps(state)}
    for name, text in files.items():
        (folder / name).write_text(text, "utf8")


def beside(folder, name, other):
    """Traits that may take the place of a lab's, with their bytes in files."""
    files = {key: f"{name}-{key}.bin" for key, value in other.items() if isinstance(value, bytes)}
    for key, file in files.items():
        (folder / file).write_bytes(other[key])
    return other | files


def answering(lab):
    """What stands for the kernel: passes a message to the lab as ipywidgets does and returns what the lab sends."""
    worker = concurrent.futures.ThreadPoolExecutor(1)  # a thread without a running loop

    def ask(content, buffers):
        out = []
        lab.send = lambda message, arrays=(): out.append((message, [base64.b64encode(a).decode() for a in arrays]))
        worker.submit(lab._receive, None, content, [base64.b64decode(b) for b in buffers]).result()
        return out

    return ask


def state(page):
    """The last job's parameters and arrays (float32 tensors)."""
    text = page.evaluate("""() => {
        const bytes = (b) => Array.from(new Uint8Array(b.buffer), (x) => String.fromCharCode(x)).join("");
        const pack = (key, value) => (ArrayBuffer.isView(value) ? { floats: btoa(bytes(value)) } : value);
        return JSON.stringify(document.querySelector(".mosaic-lab").labState(), pack); }""")
    return json.loads(text, object_hook=lambda o: floats(o["floats"]) if "floats" in o else o)


def floats(text):
    return torch.from_numpy(np.frombuffer(base64.b64decode(text), np.float32).copy())


def after(page, act):
    """Do something that starts a job; returns the state when it and those that follow are done."""
    before = page.locator(".mosaic-lab").get_attribute("data-done")
    act()
    page.wait_for_function("""old => { const d = document.querySelector('.mosaic-lab').dataset;
        return d.done !== old && !('busy' in d); }""", arg=before)
    return state(page)


def quiet(page):
    """Wait until no job is under way or about to start, and what was asked for is on the screen.

    Five frames in a row without a job: neither under way, nor begun and done between two frames.
    """
    page.evaluate("window.calm = 0")
    page.wait_for_function("""() => { const labs = [...document.querySelectorAll(".mosaic-lab")];
        const done = labs.map((lab) => lab.dataset.done).join(), before = window.lastDone;
        const still = done === before && !labs.some((lab) => "busy" in lab.dataset);
        window.lastDone = done;
        return (window.calm = still ? window.calm + 1 : 0) > 4; }""")


def passed(page, ms):
    """Let time pass in the page: its timers that were due by then have run, on a slow machine as on a fast one."""
    page.evaluate("ms => new Promise((go) => setTimeout(go, ms))", ms)


def stop_the_clock(page):
    """From now on timers, frames and times of the page follow `page.clock.run_for` alone."""
    page.clock.install(time=0)
    page.clock.pause_at(1000)


def hears(page, words):
    """Wait until the live region says these words."""
    page.wait_for_function("text => document.querySelector('.lab-status').textContent.includes(text)", arg=words)


def close_lab(page):
    """Close the lab; its worker must end."""
    worker = page.workers[0] if page.workers else page.wait_for_event("worker")
    with worker.expect_event("close", timeout=PATIENCE):
        page.evaluate("window.close_lab()")
    assert not page.workers


def worker(module):
    """The source of the worker that a lab's module holds, in a line of its own."""
    return json.loads(re.search(r"^const ENGINE = (\".*\");$", module, re.M)[1])


ENGINE = """(() => { SOURCE
    const calls = {}, plain = WebAssembly.Instance, count = (name, f) => (...values) => {
        calls[name] = (calls[name] ?? 0) + 1;
        return f(...values); };
    WebAssembly.Instance = function (module) {
        const all = Object.entries(new plain(module).exports);
        return { exports: Object.fromEntries(all.map(([name, f]) => [name, f.call ? count(name, f) : f])) }; };
    performance.now = () => 0;
    window.work = ([bytes, D, weights, task, params, arrays]) => {
        const raw = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
        self.onmessage({ data: { type: "data", bytes: raw(bytes), D, weights: raw(weights) } });
        const noise = arrays.map((a) => new Float32Array(raw(a).buffer));
        let last;
        for ([last] of JOBS[task](params, noise));
        return [last.type, calls]; }; })();
//# sourceURL=engine.js"""


def effort(page, lab, task, params, *arrays):
    """What a job takes in the page's engine, counted: (blocks of JavaScript that ran, calls of the kernels by name).

    V8 counts each run of a function, of a branch, of a loop's body. The engine runs on a blank page's own thread, where
    the clock stands; so the numbers are the same on every machine.
    """
    text = lambda raw: base64.b64encode(raw).decode()  # noqa: E731
    given = [text(lab.images), lab.data[0].numel(), text(getattr(lab, "weights", b"")), task, params,
             [text(a) for a in as_bytes(*arrays)]]
    context = page.context.browser.new_context()  # a process of its own: what V8 has compiled before it does not count
    blank = context.new_page()
    v8 = context.new_cdp_session(blank)
    v8.send("Profiler.enable")
    v8.send("Profiler.startPreciseCoverage", {"callCount": True, "detailed": True})
    blank.add_script_tag(content=ENGINE.replace("SOURCE", worker(lab._esm)))
    kind, calls = blank.evaluate("given => window.work(given)", given)
    (script,) = [s for s in v8.send("Profiler.takePreciseCoverage")["result"] if s["url"] == "engine.js"]
    context.close()
    assert kind == "done"
    return sum(part["count"] for f in script["functions"] for part in f["ranges"]), calls


def keys(page, selector, *names):
    page.locator(selector).focus()
    for name in names:
        page.keyboard.press(name)


def drag(page, selector, start, end):
    """Take a slider's thumb with the mouse and move it; positions are shares of its width."""
    page.locator(selector).scroll_into_view_if_needed()
    box = page.locator(selector).bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * start, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * end, y, steps=5)
    page.mouse.up()


def close(got, wanted, scale=1.0):
    """Largest difference; it must stay within the tolerance, which grows with `scale`."""
    a, b = (torch.as_tensor(x, dtype=torch.float64).flatten() for x in (got, wanted))
    difference = float((a - b).abs().max())
    assert difference <= TOLERANCE * scale
    return difference


def joined(values):
    """One tensor of an array, of a list of arrays (one a step) or of nested lists."""
    arrays = isinstance(values, list) and isinstance(values[0], torch.Tensor)
    return torch.stack(values) if arrays else torch.as_tensor(values)


def violations(page):
    """What axe-core finds on a page: rule, and the first elements that break it."""
    page.evaluate(AXE.read_text("utf8"))
    found = page.evaluate("axe.run()")["violations"]
    return [(v["id"], [(n["html"][:160], n["failureSummary"][:200]) for n in v["nodes"][:3]]) for v in found]


def misfits(page, scrolling="none", raised="none"):
    """What does not fit a phone: a page that scrolls sideways, words cut off, targets under 44 pixels, tiny letters.

    Selectors: what lies in `scrolling` may be wider than the lab, `raised` letters may be small.
    """
    return page.evaluate("""([scrolling, raised]) => { const lab = document.querySelector(".mosaic-lab");
        const root = document.documentElement, wide = root.scrollWidth - root.clientWidth;
        const box = (e) => e.getBoundingClientRect();
        const all = (s) => [...lab.querySelectorAll(s)].filter((e) => e.checkVisibility());
        const says = (e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
        const texts = ":is(p, label, button, span, figcaption, select, li, dt, dd, canvas)";
        const targets = ":is(button, select, summary, .lab-check, [role=slider], input:not(.lab-check *))";
        const tiny = (e) => says(e) && parseFloat(getComputedStyle(e).fontSize) < 12 && !e.matches(raised);
        return [...(wide > 0 ? [`the page scrolls sideways by ${wide}`] : []), ...[
          ...all(texts).filter((e) => box(e).right > box(lab).right && !e.closest(scrolling)),
          ...all(targets).filter((e) => Math.min(box(e).height, box(e).width) < 44),
          ...all("*").filter(tiny)].map((e) => e.outerHTML.slice(0, 80))]; }""", [scrolling, raised])


STOPS = """() => { const lab = document.querySelector(".mosaic-lab"), every = [...lab.querySelectorAll("*")];
    const control = (e) => e.tabIndex >= 0 && !e.disabled && e.checkVisibility() && e.type !== "radio";
    const groups = new Set(every.filter((e) => e.type === "radio" && e.checkVisibility()).map((e) => e.name));
    const called = (e) => (e.stop = every.indexOf(e));  // a lab may change while one walks through it
    return [...every.filter(control).map(called), ...groups]; }"""
FOCUS = """() => { const lab = document.querySelector(".mosaic-lab"), e = document.activeElement;
    const look = (x) => getComputedStyle(x);
    const ring = (x) => x && look(x).outlineStyle === "solid" && look(x).outlineWidth;
    const drawn = e.type === "radio" ? [e.parentElement, e.nextElementSibling] : [e];  // where a ring is seen
    const stop = e.type === "radio" ? e.name : e.stop ?? "new";
    return lab.contains(e) && [stop, drawn.some((x) => parseFloat(ring(x)) >= 2), e.outerHTML.slice(0, 80)]; }"""


def walk(page):
    """Go through a lab by Tab; the number of stops, and those that are never reached or show no ring of 2 pixels."""
    stops, reached, dim = page.evaluate(STOPS), set(), []
    page.evaluate("document.activeElement.blur()")
    page.locator("h1").click()
    for _ in range(len(stops) + 4):
        page.keyboard.press("Tab")
        if focus := page.evaluate(FOCUS):
            reached.add(focus[0])
            dim += [] if focus[1] else [focus[2]]
    assert reached, "Tab never comes into the lab"
    return len(stops), dim + [stop for stop in stops if stop not in reached]
