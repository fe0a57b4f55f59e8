"""Extra fingers: a rule that sees a window fixes width and spacing, not number (chapter 11).

Hands with exactly five fingers (`hands`), a counter (`counter`), and machines of windows that draw them (`runs`).
Images are (B, 1, H, W) in [-1, 1], ink +1; lengths are in pixels; sigma, t, P as in chapters 1 and 6.
"""

from .counter import Counted, area, count, width
from .hands import hands, on_the_right
from .runs import Interval, auc, centred, drawn, each, histogram, late_variance, share, until

__all__ = ["Counted", "Interval", "area", "auc", "centred", "count", "drawn", "each", "hands", "histogram",
           "late_variance", "on_the_right", "share", "until", "width"]
