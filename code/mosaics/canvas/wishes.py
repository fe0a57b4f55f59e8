"""What a reader may ask of a canvas: symmetry, pixels to keep, a rough layout. Each changes every guess, in turn.

A wish is asked at each scale, `at`, and answers with a function of guesses; it may also change the noise and add
patches. So wishes combine: they are a list, and the last one has the last word.
"""

from collections.abc import Callable, Sequence

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor

from ..core.checks import check_choice, check_images, check_range
from .scales import Scale, Sides, blurred, filled, resized, shrunk

Change = Callable[[Tensor], Tensor]


class Wish:
    """One that asks for nothing. `check` is asked once, `at` at every scale; `first` is the coarsest one."""

    def check(self, shape: tuple[int, ...]) -> None:
        """ValueError if a canvas of this shape (C, H, W) cannot be so."""

    def at(self, scale: Scale, first: Scale, border: str) -> Change:
        """What to make of a guess (B, C, h, w) at a scale."""
        return lambda guess: guess

    def noise(self, eps: Float[Tensor, "B C h w"]) -> Float[Tensor, "B C h w"]:
        """Standard normal noise that a canvas may begin with."""
        return eps

    def patches(self, rows: Float[Tensor, "M D"], P: int) -> Float[Tensor, "K D"]:
        """The dictionary (M, C P P), and what is added to it."""
        return rows


# ---------------------------------------------------------------- symmetry
MOVES: dict[str, Change] = {
    "mirror": lambda x: x.flip(-1), "flip": lambda x: x.flip(-2), "half turn": lambda x: x.flip(-1, -2),
    "quarter turn": lambda x: x.rot90(1, (-2, -1)), "transpose": lambda x: x.transpose(-2, -1)}


def group(moves: Sequence[str], sides: Sides) -> Int[Tensor, "G N"]:
    """All that these moves make of the pixels of a picture, numbered in reading order, one row each; the first is 0, 1,
    ... N - 1. Rows that are one place's images under all moves are its orbit.
    """
    start = torch.arange(sides[0] * sides[1]).reshape(sides)
    found = [start]
    for each in found:  # which grows
        for new in (MOVES[move](each) for move in moves):
            if not any(torch.equal(new, old) for old in found):
                found.append(new)
    return torch.stack(found).flatten(1)


class Symmetric(Wish):
    """The canvas looks the same after each of these moves, and all that they make together, to the bit.

    "mirror" (left and right), "flip" (top and bottom), "half turn", and, on a square canvas, "quarter turn" and
    "transpose" (about the diagonal). Every guess is replaced by its mean over the group, the nearest symmetric picture,
    and the dictionary takes in all patches moved, so that a symmetric canvas has a symmetric guess anyway.
    """

    def __init__(self, *moves: str):
        if not moves:
            raise ValueError(f"Symmetric needs one or more of {', '.join(MOVES)}")
        self.moves = [check_choice(move, tuple(MOVES), "move") for move in moves]

    def check(self, shape: tuple[int, ...]) -> None:
        """ValueError for a quarter turn of what is not square."""
        if shape[1] != shape[2] and {"quarter turn", "transpose"} & set(self.moves):
            raise ValueError(f"only a square canvas can have the moves {', '.join(self.moves)}, got {shape[1:]}")

    def at(self, scale: Scale, first: Scale, border: str) -> Change:
        """The mean over the group."""
        orbit = group(self.moves, scale.canvas)  # (G, h w)
        # all places of an orbit take the value of its first one: means of the same numbers differ in the last bit
        return lambda guess: self._same(guess.flatten(2)[:, :, orbit].mean(2).reshape(guess.shape), orbit)

    def noise(self, eps: Float[Tensor, "B C h w"]) -> Float[Tensor, "B C h w"]:
        """Every place takes the noise of the first one of its orbit: symmetric, and of variance 1 everywhere."""
        return self._same(eps, group(self.moves, (eps.shape[2], eps.shape[3])))

    def _same(self, x: Float[Tensor, "B C h w"], orbit: Int[Tensor, "G N"]) -> Float[Tensor, "B C h w"]:
        return x.flatten(2)[:, :, orbit.amin(0)].reshape(x.shape)

    def patches(self, rows: Float[Tensor, "M D"], P: int) -> Float[Tensor, "K D"]:
        """All patches, and all of them moved."""
        moved = rows.reshape(len(rows), -1, P * P)[:, :, group(self.moves, (P, P))]  # (M, C, G, P P)
        return moved.movedim(2, 0).flatten(2).flatten(0, 1).contiguous()


# ---------------------------------------------------------------- pixels
class Keep(Wish):
    """The canvas has these pixels of a picture, to the bit.

    `picture`: (1, C, H, W) of the canvas' sides; `mask` (H, W): where to keep it. At coarser scales the pixels that lie
    in the mask for the most part are kept.
    """

    def __init__(self, picture: Float[Tensor, "1 C H W"], mask: Bool[Tensor, "H W"]):
        self.picture, self.mask = filled(_one(picture, "picture"), mask).detach(), mask.clone()

    def check(self, shape: tuple[int, ...]) -> None:
        """ValueError for a canvas of another shape."""
        _check_shape(self.picture, shape)

    def at(self, scale: Scale, first: Scale, border: str) -> Change:
        """The kept pixels in their places."""
        picture, mask = resized(self.picture, scale.canvas, border), shrunk(self.mask, scale.canvas, border)
        return lambda guess: torch.where(mask, picture.to(guess.dtype), guess)


class Layout(Wish):
    """The canvas follows a rough picture in its coarse scales, and the source in the fine ones.

    `picture`: (1, C, H, W) of the canvas' sides; `mask` (H, W): where it was painted, everywhere if None. `weight` in
    [0, 1]: of all that the first scale can show, so much of the difference to the picture is made good in each guess
    there, 1/4 of it where the canvas is twice as fine, and so on.
    """

    def __init__(
        self, picture: Float[Tensor, "1 C H W"], weight: float = 0.5, mask: Bool[Tensor, "H W"] | None = None
    ):
        mask = torch.ones(picture.shape[2:], dtype=torch.bool) if mask is None else mask
        self.picture, self.mask = filled(_one(picture, "picture"), mask).detach(), mask.clone()
        self.weight = check_range(weight, "weight", 0, 1)

    def check(self, shape: tuple[int, ...]) -> None:
        """ValueError for a canvas of another shape."""
        _check_shape(self.picture, shape)

    def at(self, scale: Scale, first: Scale, border: str) -> Change:
        """The guess, drawn towards the picture in its coarse part."""
        picture = resized(self.picture, scale.canvas, border)  # (1, C, h, w)
        where = resized(self.mask[None, None].to(picture.dtype), scale.canvas, border)  # (1, 1, h, w)
        share = self.weight * (first.canvas[0] / scale.canvas[0]) ** 2 * where
        return lambda guess: guess + (share * blurred(picture - guess, first.canvas, border)).to(guess.dtype)


def _one(picture: Tensor, name: str) -> Tensor:
    if len(check_images(picture, name)) != 1:
        raise ValueError(f"{name} must be one picture (1, C, H, W), got {tuple(picture.shape)}")
    return picture


def _check_shape(picture: Tensor, shape: tuple[int, ...]) -> None:
    if tuple(picture.shape[1:]) != tuple(shape):
        raise ValueError(f"picture must have the canvas' shape {tuple(shape)}, got {tuple(picture.shape[1:])}")
