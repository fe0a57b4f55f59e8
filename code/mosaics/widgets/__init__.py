"""The book's widgets: one machine, two engines. With a kernel they ask the chapter's module, else the page's worker."""

from .collapse import CollapseLab
from .noise import NoiseLab
from .sampler import SamplerLab

__all__ = ["CollapseLab", "NoiseLab", "SamplerLab"]
