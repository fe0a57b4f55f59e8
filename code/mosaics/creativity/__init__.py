"""Is it creativity? What is new, what is coherent and how varied a set of pictures is, in numbers (chapter 15).

`Plane(data, unseen)` knows where a picture lies between copying and noise: how new it is, how coherent. The other
measures are of sets: `nearer_than` unseen ones and `authentic`, precision, recall, density and coverage (`overlap`),
the Vendi score (`vendi`). Each is trivial to maximise alone; `fools` holds pictures that do. Symbols as in the whole
book: training pictures `data` (N, C, H, W), pictures to be measured `x` (B, C, H, W), windows of side P.

Floors: `features` (where pictures are compared), `newness`, `overlap`, `diversity`, `coherence`, `fools`, `plane`.
"""

from .coherence import coherence, coherence_limit, window_distances
from .diversity import cosine, gaussian, typical_distance, vendi, vendi_interval
from .features import Components, pixels
from .newness import authentic, nearer_than, shifted_novelty
from .overlap import Overlap, expected_coverage, overlap
from .plane import Place, Plane

__all__ = ["Components", "Overlap", "Place", "Plane", "authentic", "coherence", "coherence_limit", "cosine",
           "expected_coverage", "gaussian", "nearer_than", "overlap", "pixels", "shifted_novelty",
           "typical_distance", "vendi", "vendi_interval", "window_distances"]
