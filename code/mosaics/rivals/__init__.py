"""Rival explanations of why networks do not copy, as denoisers of one signature, denoise(z, sigma) (chapter 13).

`MaskedLS` is LS with windows of any form, `PCALocality` the one whose windows come from the data's covariance
(Lukoianov et al. 2025), `PSPCSquare` and `PSPCFlex` lay patches over one another (Niedoba et al. 2025), `SmoothedScore`
averages the ideal score over small steps (Scarvelis et al. 2025), `Golden` looks at a few near images only (Shang et
al. 2026), and in `BIRD` each pixel infers from its own view which image is behind it (Hunt et al. 2026). The Gaussian
denoiser of Wang & Vastola is chapter 1's Wiener filter, `diffusion.wiener`. Each module says which formula it is, what
the paper leaves open, and what was chosen. The softmax is exact over the whole set everywhere; `averaging_cost` shows
what it costs to average those of batches, `truncation` what it costs to leave images out. `shuffled` and
`copied_corner` make data that are not local, `share` tells how local a denoiser is. `rival` builds each of them, and
the book's own, by its name.

Floors: `masked`, then `pca`, `sensitivity`, `composites`, `smoothed`, `golden`, `bird`, `locality`, `registry`; those
below know nothing of those above.
"""

from .bird import BIRD, Inferred, information, informed_windows, window_views
from .composites import PSPCFlex, PSPCSquare, released_shares, released_sizes
from .golden import Golden, Truncation, truncation
from .locality import copied_corner, corner_partners, share, shuffled, windows_around
from .masked import MaskedLS, averaging_cost, batch_averaged, window_masks
from .pca import PCALocality
from .registry import RIVALS, Rival, Told, rival
from .sensitivity import flex_masks, sensitivity
from .smoothed import SmoothedScore

__all__ = ["BIRD", "RIVALS", "Golden", "Inferred", "MaskedLS", "PCALocality", "PSPCFlex", "PSPCSquare", "Rival",
           "SmoothedScore", "Told", "Truncation", "averaging_cost", "batch_averaged", "copied_corner",
           "corner_partners", "flex_masks", "information", "informed_windows", "released_shares", "released_sizes",
           "rival", "sensitivity", "share", "shuffled", "truncation", "window_masks", "window_views", "windows_around"]
