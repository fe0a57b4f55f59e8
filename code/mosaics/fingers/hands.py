"""Hands drawn by rule: five fingers by default, their places, lengths and directions from a seed.

A hand is a union of a disc (palm) and capsules (wrist, fingers). A pixel's ink is clip(1/2 - d, 0, 1), where d is its
centre's signed distance to the union in pixels: the edge is smoothed over one pixel. Images are -1 outside, +1 inside.
"""

import math

import torch
from jaxtyping import Bool, Float
from torch import Tensor

from ..core.checks import check_choice, check_count, check_seed

SIDE = 32  # pixels
CENTRE = (15.5, 17.5)  # x to the right, y down; pixel (row, column) = (y, x)
PALM, WRIST, WRIST_LENGTH, FINGER = 5.2, 3.4, 8.0, 1.35  # radii of palm, wrist, finger; length: pixels
ANGLES = (-50.0, -18.0, 14.0, 46.0, 98.0)  # little finger ... thumb of a right hand seen from its back: degrees from up
LENGTHS = (6.2, 7.2, 7.6, 6.8, 5.2)  # how far each reaches beyond the palm: pixels
VARY_LENGTH, VARY_ANGLE, VARY_TURN, VARY_PLACE = 0.6, 4.0, 18.0, 2.0  # at most, either way: pixels and degrees
SIDES = ("both", "right", "left")
MOST, WHICH = 7, 3  # fingers; which of a hand's draws decides the side


def hands(n: int, seed: int = 0, fingers: int = 5, side: str = "both") -> Float[Tensor, "N 1 32 32"]:
    """`n` hands with 0 to 7 `fingers` from a seed. `side`: "right" has the thumb on the right; "both": half of each.

    Fewer than five leave out the last of little finger ... thumb; six and seven stand at equal angles. float32 in
    [-1, 1]. Uniform draws: place within +-2 pixels in both directions, turn +-18 degrees, each finger's angle +-4
    degrees and length +-0.6 pixels. The first of n hands are those of a smaller n.
    """
    fingers = check_count(fingers, "fingers", 0, MOST)
    check_choice(side, SIDES, "side")
    return torch.stack([_hand(row, fingers, side) for row in _draws(n, seed)])[:, None].float()


def on_the_right(n: int, seed: int = 0) -> Bool[Tensor, " N"]:
    """Which of `hands(n, seed)` have their thumb on the right."""
    return _draws(n, seed)[:, WHICH] >= 0


def _draws(n: int, seed: int) -> Float[Tensor, "N 18"]:
    """Uniform numbers in [-1, 1): x, y, turn, which side, then each finger's angle and length."""
    generator = torch.Generator().manual_seed(check_seed(seed))
    return torch.rand(check_count(n, "n"), 4 + 2 * MOST, generator=generator, dtype=torch.float64) * 2 - 1


def _hand(draws: Tensor, fingers: int, side: str) -> Tensor:
    """One hand (32, 32) from its `_draws`."""
    x, y, turn, which = draws[:4].tolist()
    flip = -1 if side == "left" or (side == "both" and which < 0) else 1
    centre, turn = (CENTRE[0] + VARY_PLACE * x, CENTRE[1] + VARY_PLACE * y), VARY_TURN * turn
    d = distance(centre, centre) - PALM
    d = torch.minimum(d, distance(centre, _along(centre, turn + 180, WRIST_LENGTH)) - WRIST)
    for angle, length, (bend, longer) in zip(*_directions(fingers), draws[4:].reshape(MOST, 2).tolist(), strict=False):
        reach = PALM + length + VARY_LENGTH * longer - FINGER
        tip = _along(centre, turn + flip * (angle + VARY_ANGLE * bend), reach)
        d = torch.minimum(d, distance(centre, tip) - FINGER)
    return (0.5 - d).clamp(0, 1) * 2 - 1


def _directions(fingers: int) -> tuple[list[float], list[float]]:
    """Angles and lengths of so many fingers."""
    if fingers <= len(ANGLES):
        return list(ANGLES[:fingers]), list(LENGTHS[:fingers])
    gap = (98.0 + 66.0) / (fingers - 1)
    return [-66.0 + k * gap for k in range(fingers)], [LENGTHS[1]] * fingers


def _along(start: tuple[float, float], angle: float, length: float) -> tuple[float, float]:
    """The point `length` pixels from (x, y) in a direction, degrees clockwise from up."""
    turn = math.radians(angle)
    return start[0] + length * math.sin(turn), start[1] - length * math.cos(turn)


def distance(a: tuple[float, float], b: tuple[float, float]) -> Float[Tensor, "32 32"]:
    """From each pixel's centre to the segment between two points (x, y). float64."""
    y, x = torch.meshgrid(*[torch.arange(SIDE, dtype=torch.float64)] * 2, indexing="ij")
    dx, dy = b[0] - a[0], b[1] - a[1]
    part = ((x - a[0]) * dx + (y - a[1]) * dy) / max(dx * dx + dy * dy, 1e-12)
    part = part.clamp(0, 1)
    return torch.hypot(x - a[0] - part * dx, y - a[1] - part * dy)
