"""What a lab can be set to from outside: Python's names are the front end's, a preset is seen, a state comes back."""

import pytest
from labs import EACH, LABS, after, quiet

STEADY = {"TrainingLab"}  # it trains when it is asked to: nothing is computed when it is set
GET = "document.querySelector('.mosaic-lab').lab.get()"
SET = "(values) => document.querySelector('.mosaic-lab').lab.set(values, 'stay')"
PUT = {
    "AttentionLab": {"net": "attention", "layer": "after", "until": 1, "seed": 4, "step": 1, "row": 2, "column": 3},
    "BudLab": {"delta": 1.15, "theta": 25, "fan": "off", "seed": 4},
    "CanvasLab": {"picture": "cat", "height": 32, "width": 24, "begin": "picture", "tiles": "on", "symmetry": "mirror",
                  "P": 3, "coarsest": 30, "steps": 1, "first": 0.45, "weight": 0.25, "painted": "102030~20.5a5k18.",
                  "show": "tiled", "seed": 4},
    "CollapseLab": {"N": 123, "d": 17, "sigma": 0.77, "seed": 9, "trial": 4},
    "FingersLab": {"machine": "bbELS", "N": 33, "P": 5, "until": 0.4, "seed": 8},
    "MajorityLab": {"L": 8, "P": "all", "steps": 5, "sigma_max": 3.21, "seed": 4, "world": "00ff00ff0f0f0f0f"},
    "MosaicExplorer": {"N": 33, "P": 5, "steps": 2, "seed": 4, "step": 1, "colour": "shift", "row": 2, "column": 3,
                       "image": 7, "consistency": "on"},
    "NoiseLab": {"index": 3, "sigma": 0.55, "seed": 8},
    "NoveltyLab": {"show": "machine", "machine": "bbELS", "N": 47, "P": "all", "seed": 3, "picture": 2},
    "PredictionLab": {"net": "resnet-circular", "machine": "LS", "N": 47, "P": 5, "steps": 2, "seed": 3, "step": 2,
                      "renewed": "right"},
    "RivalsLab": {"machine": "PCA locality", "seed": 3, "step": 2, "sort": "rms", "row": 3, "column": 16},
    "SamplerLab": {"N": 37, "method": "heun", "steps": 7, "seed": 6, "step": 3, "compare": "on"},
    "SamplerLab, patches": {"machine": "ELS", "N": 11, "windows": "released", "method": "ancestral",
                            "steps": 4, "seed": 6, "step": 4, "compare": "on"},
    "TrainingLab": {"run": "recorded", "axis": "seconds", "width": "48", "padding": "circular", "seconds": 20,
                    "seed": 9},
    "TuringLab": {"preset": "gray-scott-coral", "seed": 3, "F": 0.0405, "k": 0.063, "Dv": 0.1, "speed": 8, "radius": 3,
                  "brush": "erase", "t": 300, "past": "100:k=0.063/200:dab=12,30,4,paint/250:clear"},
    "WallLab": {"P": 3, "seed": 77},
}
WRONG = {"AttentionLab": {"layer": "on"}, "BudLab": {"theta": 10}, "CanvasLab": {"picture": "own"},
         "CollapseLab": {"N": 5000}, "FingersLab": {"P": 8}, "MajorityLab": {"L": 9},
         "MosaicExplorer": {"machine": "IS"}, "NoiseLab": {"index": 70}, "NoveltyLab": {"show": "own"},
         "PredictionLab": {"windows": "grey"}, "RivalsLab": {"net": "resnet-circular"}, "SamplerLab": {"P": 3},
         "SamplerLab, patches": {"P": 8},
         "TrainingLab": {"width": 20}, "TuringLab": {"kappa": 0.01}, "WallLab": {"P": 8}}


def put(page, values):
    """Set the lab; the names that it refused, and its state when it has answered."""
    refused = []
    quiet(page)
    after(page, lambda: refused.extend(page.evaluate(SET, values)))
    quiet(page)
    return refused


@EACH
def test_python_knows_every_setting_of_the_front_end(build, opened):
    lab = build()
    page = opened(lab)
    known = page.evaluate("Object.keys(document.querySelector('.mosaic-lab').lab.controls())")
    assert set(known) <= set(type(lab).controls) and len(known) >= 2
    for name, value in page.evaluate(GET).items():
        assert str((type(lab).controls | type(lab).fixed)[name].read(str(value))) == str(value)


@pytest.mark.parametrize("name", [name for name in LABS if name not in STEADY])
def test_what_is_set_is_computed_and_comes_back(name, opened):
    page = opened(LABS[name]())
    quiet(page)
    first = page.evaluate(GET)
    assert put(page, PUT[name]) == []
    left = page.evaluate(GET)
    assert {key: left[key] for key in PUT[name]} == PUT[name] and left != first
    params = page.evaluate("document.querySelector('.mosaic-lab').labState().params")
    told = {"P": None if PUT[name].get("P") == "all" else PUT[name].get("P")} | params.get("values", {}) | params
    said = {"N", "d", "net", "sigma", "steps", "index", "method", "machine", "L", "sigma_max", "F", "Dv"}
    for key in said & set(PUT[name]):
        assert (name == "TuringLab" and key == "steps") or told[key] == PUT[name][key], key
    assert put(page, first) == []
    again = page.evaluate(GET)
    put(page, left)
    assert (again, page.evaluate(GET)) == (first, left)


@EACH
def test_what_is_not_on_offer_is_refused_and_said(build, opened, request):
    name = request.node.callspec.id
    page = opened(build())
    quiet(page)
    first = page.evaluate(GET)
    wrong = WRONG[name]
    assert page.evaluate(SET, wrong) == list(wrong)
    page.wait_for_function("text => document.querySelector('.lab-status').textContent.includes(text)",
                           arg=f"This lab does not offer {next(f'{k} = {v}' for k, v in wrong.items())}.")
    quiet(page)
    assert page.evaluate(GET) == first


def test_a_recorded_training_is_set_to_the_moment_next_to_a_step(opened):
    page = opened(LABS["TrainingLab"]())
    steps = page.evaluate("document.querySelector('.mosaic-lab').lab.inView.looks.map((look) => look.step)")
    wanted = steps[5] + 1
    assert page.evaluate(SET, {"step": wanted} | PUT["TrainingLab"]) == []
    assert page.evaluate(GET) == {"data": "digits@40", "step": steps[5]} | PUT["TrainingLab"]
    assert page.evaluate("document.querySelector('.mosaic-lab').labState().at") == 5


def test_windows_drawn_by_hand_come_back(opened):
    page = opened(LABS["SamplerLab, patches"]())
    put(page, {"windows": "released"})
    page.locator(".lab-handle").nth(2).focus()
    after(page, lambda: page.keyboard.press("ArrowDown"))
    drawn = page.evaluate(GET)
    assert drawn["windows"].count("/") >= 4 and "P" not in drawn
    put(page, {"P": 3})
    assert page.evaluate(GET)["windows"] == "constant"
    put(page, {"windows": drawn["windows"]})
    assert page.evaluate(GET) == drawn


def test_the_same_preset_again_computes_nothing(opened):
    page = opened(LABS["SamplerLab"]())
    put(page, {"seed": 6, "steps": 5})
    done = page.locator(".mosaic-lab").get_attribute("data-done")
    page.evaluate(SET, {"seed": 6, "steps": 5, "step": 2})
    quiet(page)
    assert page.locator(".mosaic-lab").get_attribute("data-done") == done
    assert page.evaluate(GET)["step"] == 2 and page.locator("[name=step]").input_value() == "2"


def test_a_parameter_of_a_dish_is_turned_while_it_goes_on(opened):
    """Reduced motion: the dish takes a thousand steps more, from where it is."""
    page = opened(LABS["TuringLab"]())
    quiet(page)
    before = page.evaluate("document.querySelector('.mosaic-lab').labState().steps")
    put(page, {"Dv": 7})
    state = page.evaluate("document.querySelector('.mosaic-lab').labState()")
    assert state["steps"] == before + 1000 and state["params"]["values"]["Dv"] == 7
