"""Predicting a network image by image: windows measured on its own runs, pairs from one noise, controls (chapter 10).

A network and a machine start from the same noise and take the same steps; then their two images are compared, pair by
pair. A machine with windows has one free number at each noise level, the window's side P(sigma). It is read off the
network's runs from other noise (`calibrate`). After Kamb & Ganguli 2025, section 5 and appendix C.2; where they differ
from their text, "their code" is what they released.

Floors, each knowing those before it: `runs`, `windows` (what is read off), `machines` (by name), `linear` (the Wiener
filter through a window), `measures`, `heldout` (unseen pictures), `news` (a change of the start, followed through a
run), `published`.
"""

from .heldout import Judged, Paired, heldout_errors, judged, paired
from .linear import local_wiener
from .machines import MACHINES, REACHES, machine, partner
from .measures import Match, Novelty, Summary, bootstrap, compare, novelty, summary
from .news import Spread, change, distances, renewed, spread
from .published import PUBLISHED, Published
from .runs import Guess, levels, starts, trajectory
from .windows import CRITERIA, agreements, best_on_average, best_windows, calibrate, candidates

__all__ = ["CRITERIA", "MACHINES", "PUBLISHED", "REACHES", "Guess", "Judged", "Match", "Novelty", "Paired", "Published",
           "Spread", "Summary", "agreements", "best_on_average", "best_windows", "bootstrap", "calibrate", "candidates",
           "change", "compare", "distances", "heldout_errors", "judged", "levels", "local_wiener", "machine", "novelty",
           "paired", "partner", "renewed", "spread", "starts", "summary", "trajectory"]
