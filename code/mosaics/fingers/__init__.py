"""Extra fingers: a rule that sees a window fixes width and spacing, not number (chapter 11).

Hands with exactly five fingers (`hands`), a counter (`counter`), what machines of windows draw (`runs`); beside them
the eyes of faces (`faces`), the legs of trousers (`legs`) and the digits of a Turing pattern (`digits`). Images are
(B, C, H, W) in [-1, 1], ink +1; lengths are in pixels; sigma, t, P as in chapters 1 and 6, delta, tau as in chapter 4.
"""

from .counter import Counted, area, count, width
from .digits import Bud, digits, extent, growing, grown, on_a_line, stripes, wavelength, width_in_waves
from .faces import copied_eyes, eyes, faces, two_eyed
from .hands import hands, on_the_right
from .legs import Shared, legs, shared, trousers
from .runs import Interval, auc, centred, drawn, each, histogram, late_variance, share, until

__all__ = ["Bud", "Counted", "Interval", "Shared", "area", "auc", "centred", "copied_eyes", "count", "digits",
           "drawn", "each", "extent", "eyes", "faces", "growing", "grown", "hands", "histogram", "late_variance",
           "legs", "on_a_line", "on_the_right", "share", "shared", "stripes", "trousers", "two_eyed", "until",
           "wavelength", "width", "width_in_waves"]
