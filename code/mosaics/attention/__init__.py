"""Attention: two objects that no window sees together and that must agree, by networks and in closed form (chapter 12).

`socks` draws the data set, pairs of socks of one colour, and `agree` counts in how many pictures both have one:
`colours(images)` reads them, `consistent(images)` and `agreement(images)` compare. `summary` is a machine between the
local and the ideal one: `SummaryLS(data, P, summary)` guesses each pixel from its window and from a few numbers of the
whole noisy picture; `principal(data, k)` and `mean_colours(shape)` are such numbers. `switching` lets a network's
attention layer speak, or see far, at some noise levels only: `switched(net, z_T, sigmas, at, first, near)`;
`mass(looks, source, target)` is the share of the attention of some pixels that goes to others, such as those that the
socks cover: `covered(images)`. The network is `networks.AttentionResNet`; symbols as in the whole book.

Floors: `socks`, `agree`, then `summary`, then `switching`; those below know nothing of those above.
"""

from .agree import Reading, agreement, by_chance, colours, consistent, covered
from .socks import COLOURS, SIDE, pairs, socks
from .summary import SummaryLS, mean_colours, principal
from .switching import mass, switched

__all__ = ["COLOURS", "SIDE", "Reading", "SummaryLS", "agreement", "by_chance", "colours", "consistent", "covered",
           "mass", "mean_colours", "pairs", "principal", "socks", "switched"]
