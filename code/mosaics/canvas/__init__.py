"""Canvases: pictures of any size from the patches of one, without training, coarse to fine (chapter 14).

`grow(source, sides, generator=...)` is the one run: a generator of states, which can be stopped at any of them, whose
last `z` is the picture (`finished(states)` runs it with a bar). On a torus it tiles; `wishes` ask for more:
`Symmetric("mirror")`, `Keep(picture, mask)`, `Layout(picture, weight)`. `inpaint` fills what is unknown of a picture,
`retarget` gives it other sides. `Settings` holds windows, scales and noise levels.

The machine is chapter 7's, whose dictionary is all patches of one picture: `PictureMachine(search, P)`, with
`search = Exact(patches(source, P))` or the approximate `Cells`; `lost` compares them. `quilted` and
`gaussian_texture` are classic runs beside it. `patch_distances`, `used`, `patch_frechet` and `pixel_diversity` say what
came out.

Floors: `scales`, `patches`, `search`, `wishes`, `grow`, `classic`, `measures`; those below know nothing of those above.
"""

from .classic import gaussian_texture, quilted
from .grow import Grown, PictureMachine, Settings, finished, grow, inpaint, retarget
from .measures import BothWays, Used, patch_distances, patch_frechet, pixel_diversity, used
from .patches import patches
from .scales import Scale, filled, resized, scales
from .search import Cells, Exact, Lost, Nearest, lost
from .wishes import Keep, Layout, Symmetric

__all__ = ["BothWays", "Cells", "Exact", "Grown", "Keep", "Layout", "Lost", "Nearest", "PictureMachine", "Scale",
           "Settings", "Symmetric", "Used", "filled", "finished", "gaussian_texture", "grow", "inpaint", "lost",
           "patch_distances", "patch_frechet", "patches", "pixel_diversity", "quilted", "resized", "retarget", "scales",
           "used"]
