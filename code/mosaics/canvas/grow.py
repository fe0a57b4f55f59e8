"""Pictures of any size from one picture, without training: the patch machine at several scales, coarse to fine.

At the first scale the canvas is noise and is denoised by the posterior mean over all patches of the shrunken source. At
each finer scale it starts from the coarser canvas, enlarged. That one lacks detail; so its first guess compares windows
with blurred patches, the source shrunk to the coarser scale and enlarged again, and takes the sharp ones: the posterior
mean of a sharp patch, given its blurred version with an error. Then noise is added, of the size of the detail that the
coarser scale lacks, and is removed in a few steps of `diffusion.sample`. The largest windows that agree with one
another are those of the first scale; the finer ones fill in. Ours; in the manner of Qiu, Kutulakos & Lindell (2026),
who grow pictures by such a posterior mean, and of Granot et al. (2022), who compare blurred with blurred patches.
"""

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any

import torch
from jaxtyping import Bool, Float
from torch import Tensor

from ..core.checks import (
    check_count,
    check_flag,
    check_generator,
    check_image_shape,
    check_images,
    check_level,
    check_number,
    check_range,
    check_training,
    check_window,
)
from ..core.progress import progress_bar
from ..diffusion import sample
from .patches import Overlap, patches, some_whole, whole
from .scales import Scale, Sides, blurred, filled, resized, scales, shrunk
from .search import PROBES, Cells, Exact, Search
from .wishes import Change, Keep, Wish

Work = Callable[[Callable[[Any], Any], Sequence[Any]], Iterator[tuple[Any, Any]]]


@dataclass(frozen=True)
class Settings:
    """How a canvas grows; the noise levels are in grey values of pictures in [-1, 1].

    `P`, `coarsest`, `ratio`: as for `scales`; a `coarsest` of None is 2 P; on a torus 4 P, where windows of half the
    canvas seldom agree all the way round, and where only a part of the source is known, for windows must lie in it.
    `spread`: how windows overlap, in pixels (`patches.taps`); 0 reads their
    centres alone. `first`: noise level > 0 at which the first scale begins, and `last`, at which each scale ends; the
    levels between are at equal ratios. `steps`: guesses from noise at each finer scale, three times as many at the
    first. `fresh` > 0: noise at a finer scale, in units of the detail that the coarser one lacks. `error` > 0: how
    wrong the coarser canvas may be, in the same units. `exact`: pairs of windows and patches up to which all patches
    are asked; beyond it those of `probes` cells.
    """

    P: int = 7
    coarsest: int | None = None
    ratio: float = 0.7
    spread: float = 1.5
    first: float = 10.0
    last: float = 0.02
    steps: int = 4
    fresh: float = 1.0
    error: float = 0.2
    exact: float = 2e7
    probes: int = PROBES

    def __post_init__(self) -> None:
        check_window(self.P)
        if self.coarsest is not None:
            check_count(self.coarsest, "coarsest", self.P)
        check_range(self.ratio, "ratio", 0.1, 0.95)
        check_count(self.steps, "steps")
        check_count(self.probes, "probes")
        check_number(self.spread, "spread", 0)
        check_number(self.exact, "exact", 0)
        for name in ("fresh", "error"):
            check_number(getattr(self, name), name, 0, strict=True)
        if check_level(self.last, "last") >= check_level(self.first, "first"):
            raise ValueError(f"last must be below first, got {self.last} and {self.first}")


class PictureMachine:
    """The patch machine whose windows overlap: denoise(z, sigma) for canvases of any size that P fits into.

    `search`: `Exact` or `Cells` of patches of side `P`. `spread` and `torus` as for `patches.Overlap`. `wishes`:
    functions that change each guess. On a torus, with spread 0, it is `equivariant.ELS(data, P, "interior")`.
    """

    def __init__(
        self, search: Search, P: int, spread: float = 0.0, torus: bool = False, wishes: Sequence[Change] = ()
    ):
        if not isinstance(search, Search):
            raise TypeError(f"search must be Exact(patches) or Cells(patches), got {type(search).__name__}")
        self.search, self.P, self.wishes = search, check_window(P), list(wishes)
        self.spread, self.torus = check_number(spread, "spread", 0), check_flag(torus, "torus")

    def __call__(self, z: Float[Tensor, "B C H W"], sigma: float | Tensor) -> Float[Tensor, "B C H W"]:
        """The best guess x0_hat at noise level sigma > 0, one number."""
        check_window(self.P, min(check_images(z, "z").shape[2:]))
        sigma = check_level(sigma)
        with _workers() as work:
            guess = torch.stack([self._one(image, sigma, work) for image in z]).to(z.dtype)
        for wish in self.wishes:
            guess = wish(guess)
        return guess

    def _one(self, image: Float[Tensor, "C H W"], sigma: float, work: Work) -> Float[Tensor, "C H W"]:
        overlap = Overlap(image, self.P, self.spread, self.torus)
        for strip, answers in work(lambda strip: self.search.guess(overlap.windows(strip), sigma), overlap.strips()):
            overlap.add(strip, answers)
        return overlap.canvas()


@contextlib.contextmanager
def _alone() -> Iterator[int]:
    """Torch's own threads rest: they would share out each of many small products, and wait for one another.

    Yields how many there are.
    """
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield threads
    finally:
        torch.set_num_threads(threads)


@contextlib.contextmanager
def _workers() -> Iterator[Work]:
    """work(f, items) yields each item with f of it, in their order; as many at a time as torch has threads."""

    def work(f: Callable[[Any], Any], items: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
        for k in range(0, len(items), threads):  # no more answers are held than are worked on
            yield from zip(items[k : k + threads], pool.map(f, items[k : k + threads]), strict=True)

    with _alone() as threads:
        pool = ThreadPoolExecutor(threads)
        try:
            yield work
        finally:
            pool.shutdown(cancel_futures=True)


# ---------------------------------------------------------------- one run
@dataclass(frozen=True)
class Grown:
    """Where a canvas is: `scale` (from 0) of `scales`, noise level `sigma`, canvas `z`, the guess that led here.

    `share`: how much of the work is done, in [0, 1].
    """

    scale: int
    scales: int
    sigma: float
    z: Tensor
    x0_hat: Tensor | None
    share: float


@dataclass(frozen=True)
class _Task:
    """All that one run was asked for, checked."""

    source: Tensor
    known: Tensor | None
    plan: list[Scale]
    border: str
    start: Tensor | None
    wishes: Sequence[Wish]
    settings: Settings
    noise: Iterable[Tensor] = field(repr=False)


def grow(
    source: Float[Tensor, "N C h w"], sides: Sides, *, generator: torch.Generator | None = None,
    noise: Sequence[Tensor] | None = None, torus: bool = False, known: Bool[Tensor, "h w"] | None = None,
    start: Float[Tensor, "1 C H W"] | None = None, wishes: Sequence[Wish] = (), settings: Settings | None = None,
) -> Iterator[Grown]:
    """A picture of `sides` (H, W) made of patches of `source`: yields a state after each guess; stop it at any.

    `source`: one picture in [-1, 1], or a few of the same sides. Noise: from `generator`, or `noise`, standard normal,
    one (B, C, h, w) for each of `scales`, which makes B canvases; exactly one of the two. `torus`: the canvas tiles the
    plane without a seam. `known`: which pixels of the source may be used. `start`: a picture to begin with at the first
    scale, at noise level `settings.first`, instead of nothing. `wishes`: see `wishes`, in this order. The last state's
    `z` is the picture (`diffusion.last`, `finished`). Arguments are checked at once: TypeError or ValueError.
    """
    settings = _checked(settings)
    C = check_training(source).shape[1]
    torus = check_flag(torus, "torus")
    plan = planned((source.shape[2], source.shape[3]), sides, torus=torus, known=known, settings=settings)
    if known is not None:
        source = filled(source, known)
    (H, W), border = plan[-1].canvas, "torus" if torus else "edge"
    for wish in wishes:
        if not isinstance(wish, Wish):
            raise TypeError(f"wishes must be Symmetric, Keep or Layout, got {type(wish).__name__}")
        wish.check((C, H, W))
    if start is not None:
        check_image_shape(start, (C, H, W), "start")
    fresh = _noise(generator, noise, [(C, *scale.canvas) for scale in plan], source.dtype)
    return _grow(_Task(source.detach(), known, plan, border, start, wishes, settings, fresh))


def planned(
    source: Sides, sides: Sides, *, torus: bool = False, known: Bool[Tensor, "h w"] | None = None,
    settings: Settings | None = None,
) -> list[Scale]:
    """The scales of a run on a canvas of `sides` (H, W): so many pixels has its noise. Arguments as for `grow`."""
    settings = _checked(settings)
    coarsest = settings.coarsest or settings.P * (4 if check_flag(torus, "torus") or known is not None else 2)
    plan = scales(source, sides, settings.P, coarsest, settings.ratio)
    return plan if known is None else _usable(plan, known, settings.P, plan[-1].source)


def _checked(settings: Settings | None) -> Settings:
    settings = settings or Settings()
    if not isinstance(settings, Settings):
        raise TypeError(f"settings must be Settings(...), got {type(settings).__name__}")
    return settings


def _usable(plan: list[Scale], known: Tensor, P: int, own: Sides) -> list[Scale]:
    """The scales whose source has a whole known window, from the first one after which all have."""
    some_whole(known, P, *own)
    good = [bool(whole(shrunk(known, scale.source), P, *scale.source).any()) for scale in plan]
    return plan[len(plan) - good[::-1].index(False) :] if False in good else plan


def _noise(generator: Any, noise: Any, shapes: list[tuple], dtype: torch.dtype) -> Iterable[Tensor]:
    if (noise is None) == (generator is None):
        raise ValueError(f"a canvas needs noise or a generator, got {'neither' if noise is None else 'both'}")
    if noise is None:
        check_generator(generator)
        return (torch.randn(1, *shape, generator=generator, dtype=dtype) for shape in shapes)
    if not isinstance(noise, Sequence) or len(noise) != len(shapes):
        raise ValueError(f"noise must be a list of {len(shapes)} tensors, one a scale, got {noise!r:.60}")
    for k, (eps, shape) in enumerate(zip(noise, shapes, strict=True)):
        check_image_shape(eps, shape, f"noise[{k}]")
    return [eps.to(dtype) for eps in noise]


def _grow(task: _Task) -> Iterator[Grown]:
    """The run itself. Work is counted in pairs of windows and patches, as far as they are asked."""
    settings, coarser, z = task.settings, None, task.start
    shares = _shares(task)
    for number, (scale, eps) in enumerate(zip(task.plan, task.noise, strict=True)):
        done, whole_share = sum(shares[:number]), shares[number]
        changes = [wish.at(scale, task.plan[0], task.border) for wish in task.wishes]
        for wish in task.wishes:
            eps = wish.noise(eps)
        x, level, denoise = _begun(task, scale, coarser, z, changes)
        sigmas = _levels(level, settings.last, settings.steps * (1 if coarser else 3))
        for state in sample(denoise, x + level * eps, sigmas):
            share = done + whole_share * state.step / (len(sigmas) - 1)
            yield Grown(number, len(task.plan), state.sigma, state.z, state.x0_hat, min(1.0, share))
            z = state.z
        coarser = scale


def _levels(high: float, low: float, steps: int) -> Float[Tensor, " {steps}+1"]:
    """`steps` noise levels from `high` at equal ratios, the last one `low` if there are two or more; then 0."""
    ratios = torch.linspace(0, 1, steps, dtype=torch.float64)
    return torch.cat([high * (min(low, high / 2) / high) ** ratios, torch.zeros(1, dtype=torch.float64)])


def _shares(task: _Task) -> list[float]:
    """Each scale's share of all work, roughly."""
    work = []
    for scale in task.plan:
        windows, held = (sides[0] * sides[1] for sides in scale)
        exact = windows * held <= task.settings.exact
        work.append(windows * (held if exact else task.settings.probes * held**0.5 + 1000))
    return [each / sum(work) for each in work]


def _begun(
    task: _Task, scale: Scale, coarser: Scale | None, z: Tensor | None, changes: Sequence[Change]
) -> tuple[Tensor, float, PictureMachine]:
    """Where a scale begins without noise, the level of the noise to be added, and the machine."""
    settings, sharp = task.settings, resized(task.source, scale.source)  # (N, C, h, w)
    machine = _machine(task, scale, sharp, None, changes)
    if coarser is None:
        x = sharp.mean((0, 2, 3))[None, :, None, None].expand(1, -1, *scale.canvas) if z is None else z
        return _changed(resized(x.to(sharp.dtype), scale.canvas, task.border), changes), settings.first, machine
    assert z is not None
    blunt = blurred(sharp, coarser.source)  # (N, C, h, w)
    lacks = max(float((sharp - blunt).double().square().mean().sqrt()), 2 * settings.last)
    x = _changed(resized(z, scale.canvas, task.border), changes)
    x = _machine(task, scale, blunt, sharp, changes)(x, settings.error * lacks)
    return x, settings.fresh * lacks, machine


def _changed(x: Tensor, changes: Sequence[Change]) -> Tensor:
    for change in changes:
        x = change(x)
    return x


def _machine(
    task: _Task, scale: Scale, keys: Tensor, values: Tensor | None, changes: Sequence[Change]
) -> PictureMachine:
    """The machine of all patches of `keys` that may be used, which guesses those of `values`."""
    settings = task.settings
    known = None if task.known is None else shrunk(task.known, scale.source)
    rows = [patches(each, settings.P, known) for each in (keys, values) if each is not None]
    for wish in task.wishes:
        rows = [wish.patches(each, settings.P) for each in rows]
    few = len(rows[0]) * scale.canvas[0] * scale.canvas[1] <= settings.exact
    with _alone():
        search = Exact(*rows) if few else Cells(*rows, probes=settings.probes)
    return PictureMachine(search, settings.P, settings.spread, task.border == "torus", changes)


# ---------------------------------------------------------------- what is done with it
def finished(states: Iterator[Grown], progress: bool = True) -> Float[Tensor, "B C H W"]:
    """Run to the end and return the canvas; a bar shows the share done to somebody who watches, if `progress`."""
    z = None
    with progress_bar(check_flag(progress, "progress"), total=100, desc="canvas", unit="%", leave=False) as bar:
        for state in states:
            bar.update(round(100 * state.share) - bar.n)
            z = state.z
    if z is None:
        raise ValueError("the run yields no state; it has already been run, so make a new one with grow(...)")
    return z


def inpaint(
    picture: Float[Tensor, "1 C H W"], known: Bool[Tensor, "H W"], first: float = 0.2, *,
    settings: Settings | None = None, wishes: Sequence[Wish] = (), **options: Any,
) -> Iterator[Grown]:
    """A picture whose unknown pixels are filled with patches of the known part, which stays as it is to the bit.

    It starts from what `filled` makes up, at noise level `first` > 0: the higher, the less of that is left. Further
    arguments as for `grow`.
    """
    keep, settings = Keep(picture, known), replace(settings or Settings(), first=first)
    return grow(picture, (picture.shape[2], picture.shape[3]), known=known, start=filled(picture, known),
                wishes=[*wishes, keep], settings=settings, **options)


def retarget(
    picture: Float[Tensor, "1 C H W"], sides: Sides, first: float = 0.3, *, settings: Settings | None = None,
    **options: Any,
) -> Iterator[Grown]:
    """The picture at other sides and another aspect, made of its patches at their own size instead of stretched ones.

    It starts from the stretched picture at noise level `first` > 0: the lower, the more of its arrangement stays.
    Further arguments as for `grow`.
    """
    settings = replace(settings or Settings(), first=first)
    return grow(picture, sides, start=resized(picture, sides), settings=settings, **options)
