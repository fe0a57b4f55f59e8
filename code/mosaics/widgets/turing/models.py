"""The models and patterns that TuringLab offers, with its sliders and what its brush does."""

from typing import Any

from ... import turing

SIDES = (32, 192)  # fewest and most points a side
STARTS = ("near_rest", "fed_patch")
DIFFUSION = {"Du": "Diffusion of u", "Dv": "Diffusion of v"}

# What the lab knows of a model: the species shown (the activator), what the brush does (a lift above rest, or a state),
# the contrast's least span, and each slider's (lowest, highest, step). All within `ranges` of the model itself.
MODELS: dict[str, dict[str, Any]] = {
    "Schnakenberg": {
        "label": "Schnakenberg", "channel": 0, "lift": [2.0, 0.0], "span": 0.8,
        "names": {"a": "Feed of u: a", "b": "Feed of v: b"},
        "sliders": {"a": (0, 0.4, 0.01), "b": (0.4, 2, 0.05), "Du": (0.5, 4, 0.1), "Dv": (5, 60, 1)}},
    "GiererMeinhardt": {
        "label": "Gierer–Meinhardt", "channel": 0, "lift": [3.0, 0.0], "span": 2.0,
        "names": {"mu": "Decay of v: μ"},
        "sliders": {"mu": (0.8, 3, 0.1), "Du": (0.5, 4, 0.1), "Dv": (5, 60, 1)}},
    "GrayScott": {
        "label": "Gray–Scott", "channel": 1, "paint": [0.5, 0.25], "erase": [1.0, 0.0], "span": 0.2,
        "names": {"F": "Feed: F", "k": "Kill: k"},
        "sliders": {"F": (0.01, 0.08, 0.0005), "k": (0.045, 0.07, 0.0005), "Du": (0.1, 0.3, 0.01),
                    "Dv": (0.06, 0.2, 0.005)}},
    "FitzHughNagumo": {
        "label": "FitzHugh–Nagumo", "channel": 0, "lift": [0.8, 0.0], "span": 0.3,
        "names": {"theta": "Time scale of v: θ", "kappa": "Drive: κ"},
        "sliders": {"theta": (0.05, 0.5, 0.01), "kappa": (-0.06, 0.06, 0.005), "Du": (0.06, 1, 0.02),
                    "Dv": (2, 20, 0.5)}},
    "BarrioVareaMaini": {
        "label": "Barrio–Varea–Aragón–Maini", "channel": 0, "lift": [0.4, 0.0], "span": 0.15,
        "names": {"alpha": "Self-term α", "beta": "Self-term β", "r1": "Cubic term r₁", "r2": "Quadratic term r₂"},
        "sliders": {"alpha": (0.85, 0.95, 0.01), "beta": (-1, -0.85, 0.01), "r1": (1, 6, 0.1), "r2": (0, 1, 0.05),
                    "Du": (0.3, 0.9, 0.01), "Dv": (0.7, 2, 0.05)}},
}


def _preset(model: str, label: str, dx: float, ripe: int, start: str = "near_rest", **values: float) -> dict[str, Any]:
    """`ripe`: steps after which the pattern is plain to see; `state`: the even one that is there before it."""
    return {"model": model, "label": label, "dx": dx, "ripe": ripe, "start": start,
            "state": "empty" if start == "fed_patch" else "rest",
            "values": {key: values.get(key, turing.MODELS[model].ranges[key][0]) for key in MODELS[model]["sliders"]}}


FED: Any = {"Du": 0.21, "Dv": 0.105}  # Pearson's ratio, in units of the grid
PRESETS: dict[str, dict[str, Any]] = {
    "schnakenberg-spots": _preset("Schnakenberg", "Spots", 1.0, 4000),
    "schnakenberg-labyrinth": _preset("Schnakenberg", "Spots that join", 0.9, 7000, a=0.02, b=1.4),
    "gierer-meinhardt-spots": _preset("GiererMeinhardt", "Spots", 1.0, 4000),
    "gray-scott-mitosis": _preset("GrayScott", "Dividing cells", 1.0, 5000, "fed_patch", F=0.0367, k=0.0649, **FED),
    "gray-scott-coral": _preset("GrayScott", "Coral", 1.0, 5000, "fed_patch", F=0.0545, k=0.062, **FED),
    "gray-scott-worms": _preset("GrayScott", "Labyrinth", 1.0, 5000, "fed_patch", F=0.037, k=0.06, **FED),
    "gray-scott-turing": _preset("GrayScott", "Out of noise", 1.0, 6000, F=0.06, k=0.062, **FED),
    "fitzhugh-nagumo-labyrinth": _preset("FitzHughNagumo", "Labyrinth", 0.55, 7000, Du=0.28, Dv=10.0),
    "fitzhugh-nagumo-spots": _preset("FitzHughNagumo", "Spots", 0.5, 7000, kappa=-0.015, Du=0.2, Dv=10.0),
    "barrio-varea-maini-stripes": _preset("BarrioVareaMaini", "Stripes", 0.8, 7000),
    "barrio-varea-maini-spots": _preset("BarrioVareaMaini", "Spots", 0.8, 4000, r2=0.6),
}
