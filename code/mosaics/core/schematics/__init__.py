"""Drawings in one style, for the page's light and dark theme: windows, machines, borders, networks, steps.

Each function returns a Figure whose phone form comes along, for `core.figures.show`. `base` has what they are made of.
"""

from .machines import borders, calibration, network_field, piece, reach, windows
from .regimes import regimes
from .views import views
from .waves import bump_and_hole, denoising_step, noise_scale, softmax_lets_go

__all__ = ["borders", "bump_and_hole", "calibration", "denoising_step", "network_field", "noise_scale", "piece",
           "reach", "regimes", "softmax_lets_go", "views", "windows"]
