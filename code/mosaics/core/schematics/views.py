"""What each of several windows sees of one picture, and so what none of them can know (chapters 11 and 12)."""

from collections.abc import Sequence

from jaxtyping import Float
from torch import Tensor
from torch.nn.functional import pad

from ..checks import check_window
from .base import PHONE, SMALL, WIDE, Number, Sheet, check_image, drawn

SHADES = ("blue", "orange", "green", "purple")


@drawn
def views(
    sheet: Sheet, image: Float[Tensor, "C H W"], places: Sequence[tuple[int, int]], P: int, words: Sequence[str],
    whole: str,
) -> None:
    """Windows of side P around one to four pixels (i, j) of a picture, each cut out beside its `words`.

    `whole` stands under the picture. A window may hang over the edge; what lies outside is paper. ValueError for a
    place outside the picture, an even P, and words that are not one for each place.
    """
    check_image(image)
    H, W = image.shape[1:]
    if not 1 <= len(places) <= len(SHADES) or len(words) != len(places):
        raise ValueError(f"places must be 1 to {len(SHADES)} with words for each, got {len(places)} and {len(words)}")
    if any(not (0 <= i < H and 0 <= j < W) for i, j in places):
        raise ValueError(f"places must lie inside {H} x {W} pixels, got {list(places)}")
    r, side, each = check_window(P) // 2, 1.9, 0.62
    sheet.size(*((PHONE, 2.6 + (each + 0.2) * len(places)) if sheet.phone else (WIDE, max(2.5, 0.9 * len(places)))))
    left, top = ((PHONE - side) / 2 if sheet.phone else 0.3), 0.1
    sheet.pixels(image, left, top, side)
    sheet.label(left + side / 2, top + side * H / W + 0.2, whole, "soft")
    paper = -1.0 if len(image) == 1 else 1.0
    edged = pad(image, (r, r, r, r), value=paper)  # (C, H + 2 r, W + 2 r)
    for k, ((i, j), color, says) in enumerate(zip(places, SHADES, words, strict=False)):
        sheet.window(left, top, side / W, i, j, P, color)
        x, y = (0.1, 2.5 + k * (each + 0.2)) if sheet.phone else (3.2, 0.1 + 0.85 * k)
        _seen(sheet, edged[:, i : i + P, j : j + P], x, y, each, color, says)


def _seen(sheet: Sheet, crop: Tensor, x: Number, y: Number, each: Number, color: str, says: str) -> None:
    """One window, enlarged, and what can be said in it."""
    sheet.pixels(crop, x, y, each, lines=True)
    sheet.frame(x, y, each, each, color)
    sheet.label(x + each + 0.15, y + each / 2, says, color, SMALL, ha="left")
