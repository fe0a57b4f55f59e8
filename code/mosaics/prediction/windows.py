"""Which window a network acts as if it had, read off its runs at each noise level (chapter 10)."""

from collections.abc import Sequence

import torch
from jaxtyping import Float
from torch import Tensor

from ..core.checks import check_choice, check_count, check_list, check_tensor, check_window
from ..core.metrics import rms
from ..core.sweep import sweep
from ..core.windows import Seen, Window
from ..diffusion import Denoiser
from ..local import WindowSchedule
from ..networks import Network, receptive_field
from .runs import Guess, trajectory

CRITERIA = ("cosine", "l2")

def candidates(net: Network, H: int, W: int) -> list[int]:
    """Odd sides from 3 to what the architecture can see on images of H x W: the windows a network may be using."""
    field, sides = receptive_field(net), (check_count(H, "H", 3), check_count(W, "W", 3))
    limit = min(sides) if net.padding == "circular" else 2 * max(sides) - 1
    return list(range(3, int(min(field, limit)) + 1, 2))


def agreements(
    path: Sequence[Guess], data: Float[Tensor, "N C H W"], sides: Sequence[Window], reach: str, padding: str
) -> dict[str, Float[Tensor, "S P B"]]:
    """How well a machine with each window agrees with the answers of a run: (levels, windows, images). float64.

    The machine is asked what the network was asked, at the network's own states. By "cosine": cosine of the angle
    between the two predicted noises (z - x0_hat) / sigma. By "l2": minus the root mean square difference of the guesses
    x0_hat, in grey values. `reach` and `padding` as in `core.windows`; all comes from one pass over `data` a level.
    """
    if not path:
        raise ValueError("path must hold at least one guess, got none")
    rows = [_agree(guess, sweep(guess.z, guess.sigma, data, sides, reach, padding)) for guess in path]
    return {by: torch.stack([row[by] for row in rows]) for by in CRITERIA}


def _agree(asked: Guess, seen: Sequence[Seen]) -> dict[str, Tensor]:
    mine, z = asked.x0_hat.double(), asked.z.double()
    noise = (z - mine).flatten(1)  # (B, D); the factor 1 / sigma does not turn it
    return {"cosine": torch.stack([torch.cosine_similarity(noise, (z - s.mean).flatten(1)) for s in seen]),
            "l2": torch.stack([-rms(mine, s.mean) for s in seen])}  # (sides, B) each


def calibrate(
    denoise: Denoiser, data: Float[Tensor, "N C H W"], z_T: Float[Tensor, "B C H W"], sigmas: Float[Tensor, " S"],
    sides: Sequence[int], reach: str, padding: str, by: str = "cosine",
) -> WindowSchedule:
    """P(sigma) of a network: at each level of its runs from `z_T` the side whose machine agrees with it best.

    The best of `sides` for each image (the smallest of equals), then the median over images (the lower of two middle
    ones). `z_T` must not serve for the comparison afterwards. Arguments as for `agreements` and `trajectory`.
    Kamb & Ganguli's appendix C.2 does the same, with 20 noises and `by` "cosine". Their code then uses at each level
    the side that was measured one step noisier; here it is the side measured at that level.
    """
    check_choice(by, CRITERIA, "by")
    path = trajectory(denoise, z_T, sigmas)
    scores = agreements(path, data, sides, reach, padding)[by]  # (S, sides, B)
    return best_windows([guess.sigma for guess in path], sides, scores)


def best_windows(sigmas: Sequence[float], sides: Sequence[int], scores: Float[Tensor, "S P B"]) -> WindowSchedule:
    """The schedule that `calibrate` reads off the scores of `agreements` at these levels and sides."""
    _check_scores(scores, sigmas, sides)
    best = scores == scores.amax(1, keepdim=True)  # (S, sides, B)
    P = torch.tensor([check_window(P) for P in sides])[None, :, None].expand(best.shape)
    smallest = torch.where(best, P, P.amax() + 1).amin(1)  # (S, B)
    return WindowSchedule(zip(sigmas, smallest.median(1).values.tolist(), strict=True))


def best_on_average(
    sigmas: Sequence[float], windows: Sequence[Window], scores: Float[Tensor, "S P B"]
) -> WindowSchedule:
    """At each level the window that agrees best on average over the images, the first of equals.

    For `Soft` windows, which stand in no order, so that a median of them would mean nothing. Arguments and errors as
    for `best_windows`.
    """
    _check_scores(scores, sigmas, windows)
    best = scores.mean(2).argmax(1).tolist()  # (S,)
    return WindowSchedule((sigma, windows[k]) for sigma, k in zip(sigmas, best, strict=True))


def _check_scores(scores: Tensor, sigmas: Sequence[float], windows: Sequence[Window]) -> None:
    check_list(sigmas, "sigmas")
    check_list(windows, "windows")
    if check_tensor(scores, "scores").shape[:2] != (len(sigmas), len(windows)) or scores.ndim != 3 or 0 in scores.shape:
        raise ValueError(f"scores must have shape ({len(sigmas)}, {len(windows)}, B), got {tuple(scores.shape)}")
