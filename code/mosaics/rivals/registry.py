"""Every machine of the comparison by its name, and what it must be told (chapter 13).

A machine knows its training images; some need more. What that is stands in `RIVALS[name].needs`, by the names of the
fields of `Told`; where it comes from is told there. `rival` builds each as a denoiser of one signature.
"""

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import torch
from jaxtyping import Bool, Float
from torch import Tensor

from ..core.checks import check_choice, check_image_shape, check_images, check_sigma
from ..core.windows import Soft
from ..diffusion import Denoiser, wiener
from ..ideal import IdealDenoiser
from ..local import Windows, WindowSchedule
from ..prediction import REACHES, machine
from .bird import BIRD, window_views
from .composites import PSPCFlex, PSPCSquare
from .golden import Golden
from .pca import PCALocality
from .smoothed import SmoothedScore


@dataclass(frozen=True)
class Told:
    """What a machine is told by a network, by data or by its authors. None: nothing.

    `windows`: an odd side or a `WindowSchedule`; of LS, ELS and bbELS read off a network (`prediction.calibrate`), of
    BIRD what its pixels see (`informed_windows`). `padding`: what lies outside an image for LS. `sizes`: of the squares
    of PSPC, a side or pairs (sigma, side), such as `released_sizes`. `masks`: of PSPC-Flex, one a pixel, or pairs
    (sigma, masks), from a network's `sensitivity` by `flex_masks`. `threshold`: of PCA locality, in [0, 1]; also for
    the masks of GoldDiff. `smoothing` >= 0, with `M` steps on the clock "vp": of the smoothed score. `extra` >= 0:
    noise of BIRD's own. `seed`: of what is drawn, which a machine draws once.
    """

    windows: Windows | None = None
    padding: str = "zeros"
    sizes: int | Sequence[tuple[float, int]] | None = None
    masks: Bool[Tensor, "L H W"] | Sequence[tuple[float, Tensor]] | None = None
    threshold: float | None = None
    smoothing: float | None = None
    M: int = 10
    extra: float = 0.0
    seed: int = 0


class Rival(NamedTuple):
    """What a machine is, the key of its paper in the bibliography, and what it must be told: fields of `Told`."""

    says: str
    source: str
    needs: tuple[str, ...] = ()


RIVALS: dict[str, Rival] = {
    "Wiener": Rival("the best linear denoiser, the ideal one of Gaussian data", "wang2024unreasonable"),
    "IS": Rival("the ideal denoiser, which sees whole images", "kamb2025analytic"),
    "smoothed score": Rival("the ideal score averaged over small steps", "scarvelis2023closed", ("smoothing",)),
    "PCA locality": Rival("windows from the covariance of the data", "lukoianov2025locality", ("threshold",)),
    "GoldDiff": Rival("the same over the nearest images only", "shang2026fast", ("threshold",)),
    "PSPC square": Rival("squares laid over one another", "niedoba2025towards", ("sizes",)),
    "PSPC flex": Rival("masks of a network's sensitivity laid over one another", "niedoba2025towards", ("masks",)),
    "BIRD": Rival("windows that cannot tell which image is behind them", "hunt2026exact", ("windows",)),
    "LS": Rival("windows read off a network, each at its place", "kamb2025analytic", ("windows",)),
    "ELS": Rival("the same, all places alike, on a torus", "kamb2025analytic", ("windows",)),
    "bbELS": Rival("the same, all places alike up to the border", "kamb2025analytic", ("windows",)),
}


def rival(name: str, data: Float[Tensor, "N C H W"], told: Told | None = None) -> Denoiser:
    """The machine `name` of `RIVALS` on training images, as denoise(z, sigma) -> x0_hat.

    ValueError for another name, for what it must be told and is not, and whatever the machine itself refuses; TypeError
    where `told` is no `Told`. What a machine has no use for is not looked at.
    """
    check_images(data, "data")
    needs, told = RIVALS[check_choice(name, tuple(RIVALS), "name of a rival")].needs, Told() if told is None else told
    if not isinstance(told, Told):
        raise TypeError(f"told must be a Told, such as Told(threshold=0.02), got {type(told).__name__}")
    if missing := [each for each in needs if getattr(told, each) is None]:
        raise ValueError(f"{name} needs {missing[0]}, as in Told({missing[0]}=...), got None")
    if name in REACHES:
        return machine(name, data, told.windows, told.padding)
    return _BUILDERS[name](data, told)


def _smoothed(data: Tensor, told: Told) -> Denoiser:
    assert told.smoothing is not None
    return SmoothedScore(data, told.smoothing, told.M, torch.Generator().manual_seed(told.seed), "vp")


def _pca(data: Tensor, told: Told) -> PCALocality:
    assert told.threshold is not None
    return PCALocality(data, told.threshold)


def _square(data: Tensor, told: Told) -> Denoiser:
    assert told.sizes is not None
    return PSPCSquare(data, told.sizes)


def _flex(data: Tensor, told: Told) -> Denoiser:
    assert told.masks is not None
    return PSPCFlex(data, told.masks)


class _WindowedBIRD:
    """A `BIRD` for each window of a schedule, made when it is first asked for."""

    def __init__(self, data: Tensor, told: Told):
        if isinstance(told.windows, Soft):
            raise TypeError(f"windows of BIRD must be an odd side or a WindowSchedule, got {told.windows!r}")
        self.shape, self.windows = data.shape[1:], told.windows
        self.at = functools.cache(functools.partial(self._at, data.clone(), told.extra, told.seed))
        if not isinstance(told.windows, WindowSchedule):
            self.at(told.windows)  # so that what is wrong with it is said at once

    def _at(self, data: Tensor, extra: float, seed: int, P: int) -> BIRD:
        views = window_views(self.shape, P)
        if all(bool(view.all()) for view in views):
            views = views[:1]  # shared: all see all
        return BIRD(data, views, extra, torch.Generator().manual_seed(seed))

    def __call__(self, z: Float[Tensor, "B C H W"], sigma: float | Tensor) -> Float[Tensor, "B C H W"]:
        check_image_shape(z, self.shape, "z")
        levels, out = check_sigma(sigma, len(z)), torch.empty_like(z.detach())
        for level in levels.unique():
            mine = levels == level  # (B,)
            P = self.windows(float(level)) if isinstance(self.windows, WindowSchedule) else self.windows
            out[mine] = self.at(P)(z[mine].detach(), level)
        return out


_BUILDERS: dict[str, Callable[[Tensor, Told], Denoiser]] = {
    "Wiener": lambda data, told: wiener(data), "IS": lambda data, told: IdealDenoiser(data),
    "smoothed score": _smoothed, "PCA locality": _pca, "PSPC square": _square, "PSPC flex": _flex,
    "GoldDiff": lambda data, told: Golden(data, masks=_pca(data, told)), "BIRD": _WindowedBIRD}
