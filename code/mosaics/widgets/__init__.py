"""Widgets of the book; `__all__` names them.

Each is loaded when first asked for. A lab computes in Python where a kernel runs and in the page where none does, from
the same noise.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .attention import AttentionLab
    from .bud import BudLab
    from .canvas import CanvasLab
    from .collapse import CollapseLab
    from .fingers import FingersLab
    from .majority import MajorityLab
    from .mosaic import MosaicExplorer
    from .noise import NoiseLab
    from .novelty import NoveltyLab
    from .prediction import PredictionLab
    from .rivals import RivalsLab
    from .sampler import SamplerLab
    from .training import TrainingLab
    from .turing import TuringLab
    from .wall import WallLab

__all__ = ["AttentionLab", "BudLab", "CanvasLab", "CollapseLab", "FingersLab", "MajorityLab", "MosaicExplorer",
           "NoiseLab", "NoveltyLab", "PredictionLab", "RivalsLab", "SamplerLab", "TrainingLab", "TuringLab",
           "WallLab"]
HOMES = {"AttentionLab": "attention", "BudLab": "bud", "CanvasLab": "canvas", "CollapseLab": "collapse",
         "FingersLab": "fingers", "MajorityLab": "majority", "MosaicExplorer": "mosaic", "NoiseLab": "noise",
         "NoveltyLab": "novelty", "PredictionLab": "prediction", "RivalsLab": "rivals", "SamplerLab": "sampler",
         "TrainingLab": "training", "TuringLab": "turing", "WallLab": "wall"}


def __getattr__(name: str) -> Any:
    if name not in HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}; it has {', '.join(__all__)}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{HOMES[name]}"), name)
