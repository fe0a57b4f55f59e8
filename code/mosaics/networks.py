"""Small networks: a residual CNN, a U-Net, what they can see, how they are trained and kept (chapter 9).

Inside, a network F(x_t, t) guesses the velocity v = a eps - b x0 of the VP image x_t = a x0 + b eps, where a^2 = abar
and a^2 + b^2 = 1; then eps_hat = b x_t + a F and x0_hat = a x_t - b F. Outside it is a denoiser like every other
machine of the book: call it as net(z, sigma).
"""

import copy
import hashlib
import inspect
import json
import math
import os
import pathlib
import time
from collections import deque
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from jaxtyping import Float
from safetensors import SafetensorError
from safetensors.torch import load as parse
from safetensors.torch import save as serialise
from torch import Tensor, nn
from torch.nn.functional import conv2d, max_pool2d, relu, silu

from .core import data as shelf
from .core.checks import (
    check_choice,
    check_count,
    check_finite,
    check_flag,
    check_image_shape,
    check_images,
    check_level,
    check_number,
    check_sigma,
)
from .core.progress import notice, progress_bar
from .diffusion import Denoiser, abar_legacy, add_noise

PADDINGS = ("zeros", "circular")
SHIPPED = ("resnet-zeros", "resnet-circular", "resnet-faces", "resnet-faces-soft", "resnet-28", "unet")
OFFSET, T_MIN = 0.008, 0.02  # of the clock (`diffusion.abar_legacy`); training covers T_MIN ... 1
SIGMA_MIN, SIGMA_MAX = 0.0312, 80.2  # the same as noise levels
TIMES, WARM_UP, EMA, LOG_EVERY, SAVE_EVERY = 64, 200, 0.999, 100, 30.0  # sizes and steps; SAVE_EVERY in seconds
BAR = "{percentage:3.0f}%|{bar}| {elapsed}, {remaining} left{postfix}"
BLANK = "0" * 64  # where a file's own SHA-256 goes
CHUNK = 128  # images that are denoised at once


def clock(sigma: float | Tensor) -> Tensor:
    """Where noise levels sigma > 0 stand on the networks' clock: t = 2 (1 + s) / pi arctan sigma, s = 0.008. float64.

    The inverse of `diffusion.abar_legacy`, the cosine schedule of Kamb & Ganguli's code; t is in (0, 1.008).
    """
    levels = check_sigma(sigma, len(sigma) if isinstance(sigma, Tensor) and sigma.ndim == 1 else 1)
    return 2 * (1 + OFFSET) / math.pi * torch.atan(levels)


# ---------------------------------------------------------------- layers
class _Conv(nn.Conv2d):
    """A convolution of odd `side` that keeps the sides of an image; outside are zeros, or the image's other side."""

    def __init__(self, inputs: int, outputs: int, side: int = 3, padding: str = "zeros", dilation: int = 1):
        super().__init__(inputs, outputs, side, dilation=dilation, device="meta")  # weights are drawn later, by seed
        self.border, self.wrap = side // 2 * dilation, padding == "circular"

    def forward(self, x: Tensor) -> Tensor:
        """(B, inputs, H, W) to (B, outputs, H, W)."""
        d = self.border
        if not d or not self.wrap:
            return conv2d(x, self.weight, self.bias, padding=d, dilation=self.dilation)
        x = torch.cat([x[..., -d:], x, x[..., :d]], 3)  # (B, C, H, W + 2 d)
        return conv2d(torch.cat([x[:, :, -d:], x, x[:, :, :d]], 2), self.weight, self.bias, dilation=self.dilation)


class _Clock(nn.Module):
    """What the layers are told of the time: sines and cosines of t at 32 frequencies from 1 to 200, one layer."""

    def __init__(self) -> None:
        super().__init__()
        self.mix = nn.Linear(TIMES, TIMES, device="meta")

    def forward(self, t: Tensor) -> Tensor:
        """(B,) to (B, 64)."""
        angle = t[:, None] * torch.logspace(0, math.log10(200), TIMES // 2, dtype=t.dtype)  # (B, 32)
        return silu(self.mix(torch.cat([angle.sin(), angle.cos()], 1)))


def _shift(width: int) -> nn.Linear:
    """The clock's word to one layer: a number to add to each channel."""
    return nn.Linear(TIMES, width, device="meta")


def _draw(net: nn.Module, seed: int) -> None:
    """Weights uniform in +-1 / sqrt(inputs), PyTorch's own rule, but from this seed and no hidden one."""
    generator = torch.Generator().manual_seed(check_count(seed, "seed", 0))
    if torch.get_default_device().type == "meta":  # the caller wants shapes
        return
    net.to_empty(device="cpu")
    with torch.no_grad():
        for layer in net.modules():
            if isinstance(layer, nn.Conv2d | nn.Linear | nn.ConvTranspose2d):
                bound = 1 / math.sqrt(layer.weight[0].numel())
                for values in layer.parameters():
                    values.uniform_(-bound, bound, generator=generator)
                    if values.ndim == 4:  # channels last: a third faster
                        values.data = values.data.contiguous(memory_format=torch.channels_last)


# ---------------------------------------------------------------- networks
class Network(nn.Module):
    """What the architectures share: called as net(z, sigma) a denoiser; `velocity` is what training sees.

    `config` rebuilds it (`build`); `C` channels; `stride`: the sides of an image must be multiples of it; `least`:
    and at least so long. Trained noise levels are 0.0312 <= sigma <= 80.2; beyond them the clock stands still.
    """

    stride = 1
    least = 1

    def __init__(self, C: int, padding: str, config: dict[str, Any]):
        super().__init__()
        self.C = check_count(C, "C")
        check_choice(padding, PADDINGS, "padding")
        self.config = {"kind": type(self).__name__, "C": self.C, "padding": padding, **config}
        self.clock = _Clock()

    def velocity(self, xt: Float[Tensor, "B C H W"], t: Float[Tensor, " B"]) -> Float[Tensor, "B C H W"]:
        """F(x_t, t), the guess of v = a eps - b x0 at VP images x_t and times t. With autograd, unchecked."""
        raise NotImplementedError

    def forward(self, z: Float[Tensor, "B C H W"], sigma: float | Tensor) -> Float[Tensor, "B C H W"]:
        """The best guess x0_hat = a^2 z - b F(a z, t) at noise level sigma > 0, a number or (B,). Without autograd.

        Works in the network's precision and answers in that of z. TypeError or ValueError for a wrong z or sigma, and
        where weights that are not finite make the guess so.
        """
        self.check(z, "z")
        levels = check_sigma(sigma, len(z))  # (B,)
        parts = zip(z.split(CHUNK), levels.split(CHUNK), strict=True)
        with torch.no_grad():
            guess = torch.cat([self._guess(part, level) for part, level in parts])
        return check_finite(guess, f"the guess of this {type(self).__name__}, and so its weights,")

    def _guess(self, z: Tensor, sigma: Tensor) -> Tensor:
        dtype = next(self.parameters()).dtype
        a = (1 / (1 + sigma**2).sqrt())[:, None, None, None]  # (B, 1, 1, 1) float64
        b = sigma[:, None, None, None] * a
        xt = (a * z).to(dtype)
        v = self.velocity(xt, clock(sigma).clamp(T_MIN, 1).to(dtype))
        return (a * xt - b * v).to(z.dtype)

    def check(self, images: Tensor, name: str) -> Tensor:
        """`images` if the network can take them: channels as its own, sides multiples of `stride` and not too short."""
        check_image_shape(images, (self.C, *check_images(images, name).shape[2:]), name)
        if any(side % self.stride or side < self.least for side in images.shape[2:]):
            raise ValueError(f"{name} must have sides that are multiples of {self.stride} and at least {self.least} "
                             f"for this network, got {tuple(images.shape[2:])}")
        return images


class ResNet(Network):
    """A residual CNN: a 3 x 3 convolution, `depth` residual ones, a 1 x 1 read-out; ReLU, no norm, no attention.

    `width` channels >= 1, `depth` >= 0. `padding` "zeros" or "circular": what lies outside an image. `dilation`: the
    spacing of the residual convolutions' points, one number or one for each; wide ones see the whole image.
    `coordinates`: two more input channels say where a pixel is, in [-1, 1], and so break equivariance. `seed` draws
    the weights. After the ResNet of Kamb & Ganguli (2025, appendix C), smaller.
    """

    def __init__(self, C: int, width: int = 48, depth: int = 4, padding: str = "zeros",
                 dilation: int | Sequence[int] = 1, coordinates: bool = False, seed: int = 0):
        width, depth = check_count(width, "width"), check_count(depth, "depth", 0)
        C, coordinates = check_count(C, "C"), check_flag(coordinates, "coordinates")
        self.dilations = _spacings(dilation, depth)
        super().__init__(C, padding, {"width": width, "depth": depth, "dilation": list(self.dilations),
                                      "coordinates": coordinates})
        self.least = max(1, *self.dilations) if depth and padding == "circular" else 1
        self.coordinates = coordinates
        self.first = _Conv(C + 2 * self.coordinates, width, 3, padding)
        residual = [_Conv(width, width, 3, padding, d) for d in self.dilations]
        self.middle = nn.ModuleList(residual)
        self.shifts = nn.ModuleList(_shift(width) for _ in range(depth + 1))
        self.last = _Conv(width, C, 1)
        _draw(self, seed)
        with torch.no_grad():  # quiet residuals, and a first guess near 0
            for layer in residual:
                layer.weight.mul_(0.5)
            _quieten(self.last)

    def velocity(self, xt: Float[Tensor, "B C H W"], t: Float[Tensor, " B"]) -> Float[Tensor, "B C H W"]:
        """F(x_t, t), the guess of v = a eps - b x0 at VP images x_t and times t. With autograd, unchecked."""
        told = self.clock(t)  # (B, 64)
        h = self.first(_with_coordinates(xt) if self.coordinates else xt)  # (B, width, H, W)
        for layer, shift in zip(self.middle, self.shifts[:-1], strict=True):
            h = h + relu(layer(h + shift(told)[:, :, None, None]))
        return self.last(relu(h + self.shifts[-1](told)[:, :, None, None]))


def _spacings(dilation: int | Sequence[int], depth: int) -> tuple[int, ...]:
    if not isinstance(dilation, Sequence):
        return (check_count(dilation, "dilation"),) * depth
    each = tuple(check_count(d, "dilation") for d in dilation)
    if len(each) != depth:
        raise ValueError(f"dilation must be one number or one for each of {depth} convolutions, got {dilation}")
    return each


def _with_coordinates(x: Tensor) -> Tensor:
    rows, columns = (torch.linspace(-1, 1, side, dtype=x.dtype) for side in x.shape[2:])
    where = torch.stack(torch.meshgrid(rows, columns, indexing="ij"))  # (2, H, W)
    return torch.cat([x, where.expand(len(x), -1, -1, -1)], 1)


def _quieten(layer: nn.Conv2d) -> None:
    layer.weight.mul_(0.1)
    if layer.bias is not None:
        layer.bias.zero_()


class _Block(nn.Module):
    """Two 3 x 3 convolutions with ReLU; the clock speaks after the first."""

    def __init__(self, inputs: int, outputs: int, padding: str):
        super().__init__()
        self.first, self.second = _Conv(inputs, outputs, 3, padding), _Conv(outputs, outputs, 3, padding)
        self.shift = _shift(outputs)

    def forward(self, x: Tensor, told: Tensor) -> Tensor:
        """(B, inputs, H, W) and the clock's (B, 64) to (B, outputs, H, W)."""
        return relu(self.second(relu(self.first(x) + self.shift(told)[:, :, None, None])))


class UNet(Network):
    """A small U-Net: blocks at `widths` channels, each scale half as fine as the one before, and back with skips.

    Maximum pooling down, 2 x 2 transposed convolutions up, no normalisation, no attention, no residuals. The sides of
    an image must be multiples of 2^(scales - 1). `padding` and `seed` as in ResNet. Ronneberger et al. 2015; the
    widths of Kamb & Ganguli (2025) are 64, 128, 256.
    """

    def __init__(self, C: int, widths: Sequence[int] = (24, 48, 96), padding: str = "zeros", seed: int = 0):
        if not isinstance(widths, Sequence):
            raise TypeError(f"widths must be a sequence of widths, got {widths!r}")
        widths = [check_count(w, "widths") for w in widths]
        if not widths:
            raise ValueError("widths must name at least one scale, got none")
        C = check_count(C, "C")
        super().__init__(C, padding, {"widths": widths})
        self.stride = 2 ** (len(widths) - 1)
        self.least = self.stride
        self.down = nn.ModuleList(_Block(i, o, padding) for i, o in zip([C, *widths], widths, strict=False))
        finer, coarser = widths[-2::-1], widths[:0:-1]
        self.widen = nn.ModuleList(nn.ConvTranspose2d(i, o, 2, 2, device="meta") for i, o in
                                   zip(coarser, finer, strict=True))
        self.up = nn.ModuleList(_Block(2 * o, o, padding) for o in finer)
        self.last = _Conv(widths[0], C, 3, padding)
        _draw(self, seed)
        with torch.no_grad():
            _quieten(self.last)

    def velocity(self, xt: Float[Tensor, "B C H W"], t: Float[Tensor, " B"]) -> Float[Tensor, "B C H W"]:
        """F(x_t, t), the guess of v = a eps - b x0 at VP images x_t and times t. With autograd, unchecked."""
        told, x, skips = self.clock(t), xt, []
        for k, block in enumerate(self.down):
            x = block(max_pool2d(x, 2) if k else x, told)
            skips.append(x)
        for widen, block, skip in zip(self.widen, self.up, skips[-2::-1], strict=True):
            x = block(torch.cat([skip, widen(x)], 1), told)
        return self.last(x)


KINDS: dict[str, type[Network]] = {"ResNet": ResNet, "UNet": UNet}


def build(config: Mapping[str, Any]) -> Network:
    """The network that `net.config` describes, with fresh weights. ValueError for what is no such description."""
    known = dict(config) if isinstance(config, Mapping) else {}
    kind = check_choice(known.pop("kind", None), tuple(KINDS), "kind of network")
    allowed = set(inspect.signature(KINDS[kind]).parameters)
    if not {"C"} <= set(known) <= allowed:
        raise ValueError(f"config of a {kind} must name C and may name {', '.join(sorted(allowed))}, got {known}")
    return KINDS[kind](**known)


def parameters(net: Network) -> int:
    """How many numbers a network learns."""
    return sum(p.numel() for p in _check_net(net).parameters())


def _check_net(net: Network) -> Network:
    if not isinstance(net, Network):
        raise TypeError(f"net must be a ResNet or a UNet, got {type(net).__name__}")
    return net


# ---------------------------------------------------------------- what a network can see
def receptive_field(net: Network) -> int:
    """Side of the window that a pixel of the output can depend on, from the architecture alone. Odd.

    ResNet: 1 + 2 (1 + sum of the dilations), so 2 (depth + 1) + 1 without. UNet: pooling makes the window lopsided, in
    a way that depends on the pixel's place; this is the smallest centred square that holds all of them.
    """
    if isinstance(net, ResNet):
        return 1 + 2 * (1 + sum(net.dilations))
    scales = len(_check_net(net).config["widths"])
    return 1 + 2 * max(_reach(place, scales) for place in range(net.stride))


def _reach(place: int, scales: int) -> int:
    """How far left or right of a pixel at this place modulo the stride the way through the coarsest scale leads."""
    low, high = place - 1, place + 1  # the last convolution
    for _ in range(scales - 1):  # two convolutions of an upward block, then its coarser pixels
        low, high = (low - 2) // 2, (high + 2) // 2
    for _ in range(scales - 1):  # two of a block, then the pixels under its pooling
        low, high = 2 * (low - 2), 2 * (high + 2) + 1
    return max(place - low + 2, high - place + 2)


def measured_field(net: Network, sigma: float = 1.0, draws: int = 8, seed: int = 0) -> int:
    """The same side by experiment: change one pixel by 1 and see which pixels of the output change at all. float64.

    `draws` >= 1 noise images at level sigma > 0, for a silent ReLU can hide a path; a little wider than
    `receptive_field` says, so that a wider field would be seen. Each place modulo the stride is tried.
    """
    draws, exact, sigma = check_count(draws, "draws"), copy.deepcopy(_check_net(net)).double(), check_level(sigma)
    S = -(-(receptive_field(net) + 2) // net.stride + 1) * net.stride
    generator, reach = torch.Generator().manual_seed(check_count(seed, "seed", 0)), 0
    z = sigma * torch.randn(draws, net.C, S, S, generator=generator, dtype=torch.float64)
    before = exact(z, sigma)
    for at in range(S // 2, S // 2 + net.stride):
        touched = z.clone()
        touched[:, :, at, at] += 1
        changed = (exact(touched, sigma) != before).any(1).any(0).nonzero()  # (pixels, 2)
        reach = max(reach, int((changed - at).abs().max()))
    return 2 * reach + 1


def influence(denoise: Denoiser, z: Float[Tensor, "B C H W"], sigma: float, h: float = 0.1) -> Float[Tensor, "H W"]:
    """How much the guess at the centre, row H // 2 and column W // 2, moves with each pixel of the input.

    Root mean square over images and channels of the central difference quotient; a pixel's channels move together, by
    +-h > 0 grey values. Any denoiser, at sigma > 0. Takes 2 H W guesses an image.
    """
    H, W = check_images(z, "z").shape[2:]
    sigma, h = check_level(sigma), check_number(h, "h", 0, strict=True)
    step = h * torch.eye(H * W, dtype=z.dtype).reshape(-1, 1, H, W)
    total = torch.zeros(H * W, dtype=torch.float64)
    for image in z:
        up, down = (denoise(image + moved, sigma)[:, :, H // 2, W // 2] for moved in (step, -step))  # (H W, C) each
        total += ((up - down).double() / (2 * h)).square().mean(1)
    return (total / len(z)).sqrt().reshape(H, W)


def denoising_error(
    denoise: Denoiser, images: Float[Tensor, "B C H W"], sigma: float, noise: Tensor
) -> float:
    """Mean squared error per pixel and channel of the guesses at images + sigma noise, in grey values squared.

    sigma > 0; `noise` has the shape of `images` or is one image's noise for all. Chapter 1's denoising loss.
    """
    sigma = check_level(sigma)
    guess = denoise(add_noise(images, sigma, noise), sigma)
    return float((guess - images).double().square().mean())


# ---------------------------------------------------------------- training
@dataclass(frozen=True)
class Progress:
    """Where a training is: steps and seconds spent, share `done` of the budget, `loss` over the last 100 steps.

    `net` is the average of the weights so far; it and `log`, a row (seconds, step, loss) for every 100 steps, go on
    changing while training does: copy what you keep. `loss` is NaN before the first step.
    """

    step: int
    seconds: float
    done: float
    loss: float
    net: Network
    log: list[tuple[float, int, float]]


def train(
    net: Network, images: Float[Tensor, "N C H W"], *, seconds: float | None = None, steps: int | None = None,
    batch: int = 32, lr: float = 1.5e-3, seed: int = 0, checkpoint: str | os.PathLike | None = None,
    progress: bool = True,
) -> Progress:
    """Train until the budget of `seconds` or `steps` is spent and return the last `Progress`; arguments as `training`.

    `progress` shows somebody who watches a bar with the loss and the time left. An interrupt (Ctrl-C, the stop
    button) ends it early with what there is.
    """
    progress = check_flag(progress, "progress")
    states = training(net, images, seconds=seconds, steps=steps, batch=batch, lr=lr, seed=seed, checkpoint=checkpoint)
    state = next(states)
    with progress_bar(progress, total=1.0, initial=state.done, bar_format=BAR) as bar:
        try:
            for state in states:
                bar.set_postfix_str(f"loss {state.loss:.4f}, step {state.step}", refresh=False)
                bar.update(state.done - bar.n)
        except KeyboardInterrupt:
            if progress:
                notice(f"training stopped after {state.step} steps")
        finally:
            states.close()
    return state


def training(
    net: Network, images: Float[Tensor, "N C H W"], *, seconds: float | None = None, steps: int | None = None,
    batch: int = 32, lr: float = 1.5e-3, seed: int = 0, checkpoint: str | os.PathLike | None = None,
) -> Generator[Progress, None, None]:
    """Train a copy of `net` on images in [-1, 1]; yields the start, then the state after each step.

    The loss is the mean of |F - v|^2 over `batch` images, with times stratified over [0.02, 1]. AdamW without decay;
    the learning rate rises to `lr` in 200 steps and falls as a cosine over the budget; gradients are clipped at norm
    1; an average of the weights (EMA, 0.999 once warm) is the result. `seconds` of training and `steps`: at least one
    of them, whichever ends first; only `steps` alone gives the same weights every time. `seed` draws images, times,
    noise. `checkpoint`: a file that is written every 30 seconds and at the end; if it is there, training goes on from
    it, bit for bit as if it had not stopped, also to a larger budget.
    Arguments are checked at once. TypeError or ValueError for bad ones, for a checkpoint of another training or one
    that is damaged; ArithmeticError if the loss is not finite any more.
    """
    _check_net(net).check(images, "images")
    budget = _Budget(None if seconds is None else check_number(seconds, "seconds", 0, strict=True),
                     None if steps is None else check_count(steps, "steps"))
    run = _Run(net, images, check_count(batch, "batch"), check_number(lr, "lr", 0, strict=True), seed)
    path = None if checkpoint is None else pathlib.Path(checkpoint)
    if path and not path.parent.is_dir():
        raise ValueError(f"checkpoint must lie in a folder that is there, got {path}")
    if path and path.is_dir():
        raise ValueError(f"checkpoint must be a file, got the folder {path}")
    if path and path.is_file():
        run.restore(path)
    return _steps(run, budget, path)


def _own(images: Tensor) -> Tensor:
    return images.detach().to(torch.float32, copy=True)


class _Budget:
    def __init__(self, seconds: float | None, steps: int | None):
        if seconds is None and steps is None:
            raise ValueError("training needs a budget: seconds, steps or both, got neither")
        self.seconds, self.steps = seconds or math.inf, steps or math.inf

    def spent(self, run: "_Run") -> float:
        return min(1.0, max(run.seconds / self.seconds, run.step / self.steps))


def _steps(run: "_Run", budget: _Budget, path: pathlib.Path | None) -> Generator[Progress, None, None]:
    saved = time.monotonic()
    try:
        yield run.progress(budget.spent(run))
        while (spent := budget.spent(run)) < 1:
            run.advance(spent)
            if path and time.monotonic() - saved > SAVE_EVERY:
                run.save(path)
                saved = time.monotonic()
            yield run.progress(budget.spent(run))
    finally:
        if path and run.whole:  # not after an interrupt in the midst of a step
            run.save(path)


class _Run:
    """The whole state of a training: what a checkpoint holds."""

    def __init__(self, net: Network, images: Tensor, batch: int, lr: float, seed: int):
        self.net, self.ema, self.images = copy.deepcopy(net), copy.deepcopy(net), _own(images)
        self.batch, self.lr = batch, lr
        self.optimiser = torch.optim.AdamW(self.net.parameters(), lr=lr, weight_decay=0.0)
        self.generator = torch.Generator().manual_seed(seed := check_count(seed, "seed", 0))
        self.step, self.seconds, self.whole = 0, 0.0, True
        self.losses: deque[float] = deque(maxlen=LOG_EVERY)
        self.log: list[tuple[float, int, float]] = []
        content = hashlib.sha256(self.images.contiguous().numpy().tobytes()).hexdigest()
        self.settings = {"config": net.config, "images": content[:16], "batch": batch, "lr": lr, "seed": seed}

    def progress(self, done: float) -> Progress:
        loss = sum(self.losses) / len(self.losses) if self.losses else math.nan
        return Progress(self.step, self.seconds, done, loss, self.ema, self.log)

    def advance(self, spent: float) -> None:
        """One step, at the share `spent` of the budget."""
        self.whole, start = False, time.perf_counter()
        rate = self.lr * min(1, (self.step + 1) / WARM_UP) * (0.5 + 0.5 * math.cos(math.pi * spent))
        self.optimiser.param_groups[0]["lr"] = rate
        with torch.enable_grad():
            loss = self._loss()
            self.optimiser.zero_grad()
            loss.backward()
        nn.utils.clip_grad_norm_(self.net.parameters(), 1.0)
        self.optimiser.step()
        self.step += 1
        keep = min(EMA, self.step / (self.step + 10))
        with torch.no_grad():
            torch._foreach_lerp_(list(self.ema.parameters()), list(self.net.parameters()), 1 - keep)
        self.seconds += time.perf_counter() - start
        self._note(float(loss.detach()))
        self.whole = True

    def _loss(self) -> Tensor:
        """Mean squared error of the velocity, at times spread evenly: one in each of `batch` equal parts."""
        g, n = self.generator, self.batch
        x0 = self.images[torch.randint(len(self.images), (n,), generator=g)]  # (n, C, H, W)
        t = T_MIN + (1 - T_MIN) * (torch.arange(n) + torch.rand(n, generator=g)) / n  # (n,)
        abar = abar_legacy(t).float()[:, None, None, None]
        a, b, eps = abar.sqrt(), (1 - abar).sqrt(), torch.randn(x0.shape, generator=g)
        return (self.net.velocity(a * x0 + b * eps, t) - (a * eps - b * x0)).square().mean()

    def _note(self, loss: float) -> None:
        if not math.isfinite(loss):
            raise ArithmeticError(f"the loss is {loss} at step {self.step}: try a smaller lr than {self.lr}")
        self.losses.append(loss)
        if self.step % LOG_EVERY == 0:
            self.log.append((self.seconds, self.step, sum(self.losses) / len(self.losses)))

    def save(self, path: pathlib.Path) -> None:
        tensors = {f"{name}.{key}": value for name, net in (("net", self.net), ("ema", self.ema))
                   for key, value in net.state_dict().items()}
        tensors |= {f"adam.{k}.{key}": value for k, state in self.optimiser.state_dict()["state"].items()
                    for key, value in state.items()}
        tensors |= {"generator": self.generator.get_state(), "losses": torch.tensor(self.losses, dtype=torch.float64),
                    "log": torch.tensor(self.log, dtype=torch.float64).reshape(-1, 3)}
        _write(path, tensors, "training", {"settings": self.settings, "step": self.step, "seconds": self.seconds})

    def restore(self, path: pathlib.Path) -> None:
        tensors, facts = _read(path.read_bytes(), "training", path)
        try:
            self._take(tensors, facts, path)
        except (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError) as err:
            raise ValueError(f"{path} is damaged: it holds no whole training ({type(err).__name__}: {err})") from err

    def _take(self, tensors: dict[str, Tensor], facts: dict[str, Any], path: pathlib.Path) -> None:
        if facts["settings"] != self.settings:
            other = [k for k, v in self.settings.items() if facts["settings"].get(k) != v]
            raise ValueError(f"{path} is the checkpoint of another training: {', '.join(other)} differ; name a new one")
        _fill(self.net, _under("net.", tensors), path)
        _fill(self.ema, _under("ema.", tensors), path)
        self._restore_adam(_under("adam.", tensors), path)
        self.generator.set_state(tensors["generator"])
        self.step, self.seconds = check_count(facts["step"], "step", 0), check_number(facts["seconds"], "seconds", 0)
        self.losses.extend(tensors["losses"].tolist())
        self.log = [(seconds, int(step), loss) for seconds, step, loss in tensors["log"].tolist()]

    def _restore_adam(self, kept: dict[str, Tensor], path: pathlib.Path) -> None:
        whole = self.optimiser.state_dict()
        for k, p in enumerate(self.net.parameters()):
            mine = _under(f"{k}.", kept)
            shapes = {"step": (), "exp_avg": p.shape, "exp_avg_sq": p.shape} if kept else {}
            if {key: v.shape for key, v in mine.items()} != shapes:
                raise ValueError(f"{path} is damaged: the optimiser's state does not fit the network")
            # laid out in memory like the weights that they belong to
            whole["state"][k] = {key: torch.empty_like(p if v.ndim else v).copy_(v) for key, v in mine.items()}
        if kept:
            self.optimiser.load_state_dict(whole)


def _under(prefix: str, tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    return {key.removeprefix(prefix): value for key, value in tensors.items() if key.startswith(prefix)}


# ---------------------------------------------------------------- weights in files
def save(net: Network, path: str | os.PathLike) -> None:
    """Write a network's weights and its `config` to a safetensors file, whole or not at all.

    ValueError for weights that are not finite, or neither all float32 nor all float64.
    """
    path, weights = pathlib.Path(path), _check_net(net).state_dict()
    _kind(weights, path)
    _check_all_finite(weights, path)
    _write(path, weights, "config", net.config)


def load(path: str | os.PathLike) -> Network:
    """The network that `save` wrote, in its precision.

    ValueError for a file that is damaged, of another kind, or whose weights do not fit its description; no memory is
    taken for what such a file claims.
    """
    return _rebuilt(pathlib.Path(path).read_bytes(), pathlib.Path(path))


def load_weights(name: str) -> Network:
    """One of the networks that come with the book, once its SHA-256 is the recorded one; see data/weights/README.md.

    "resnet-zeros" and "resnet-circular": 16 x 16 Fashion-MNIST, either padding; "unet": the same images, zeros;
    "resnet-28": Fashion-MNIST at 28 x 28; "resnet-faces": dicebear-faces; "resnet-faces-soft": the same, blurred twice.
    Each also has a log, name.json, beside it.
    ValueError for another name and for a damaged file; FileNotFoundError where it is missing.
    """
    path = shelf.ROOT / "weights" / f"{check_choice(name, SHIPPED, 'name of weights')}.safetensors"
    return _rebuilt(shelf.checked(path), path)


def _rebuilt(content: bytes, path: pathlib.Path) -> Network:
    tensors, config = _read(content, "config", path)
    try:
        with torch.device("meta"):  # shapes alone: nothing is allocated before they are those of the file
            claimed = build(_modest(config, tensors))
    except (TypeError, ValueError, OverflowError, RuntimeError) as err:
        raise ValueError(f"{path} holds no description of a network: {err}") from err
    _compare(claimed, tensors, path)
    return _fill(build(config).to(_kind(tensors, path)), tensors, path)


def _modest(config: Any, tensors: dict[str, Tensor]) -> Any:
    """`config` if it names no more layers than a file has tensors, and no more channels than it has numbers."""
    numbers = sum(values.numel() for values in tensors.values())
    known = config if isinstance(config, dict) else {}
    widths = known["widths"] if isinstance(known.get("widths"), list) else []
    layers, channels = [known.get("depth"), len(widths)], [known.get("C"), known.get("width"), *widths]
    for claims, most, what in ((layers, len(tensors), "tensors"), (channels, numbers, "numbers")):
        if beyond := [n for n in claims if isinstance(n, int) and n > most]:
            raise ValueError(f"it claims a size of {beyond[0]} and has {most} {what}")
    return config


def _kind(tensors: Mapping[str, Tensor], path: pathlib.Path) -> torch.dtype:
    """The one precision of a network's weights."""
    kinds = {values.dtype for values in tensors.values()}
    if len(kinds) != 1 or not kinds <= {torch.float32, torch.float64}:
        names = ", ".join(sorted(str(kind) for kind in kinds))
        raise ValueError(f"{path} must hold weights that are all float32 or all float64, got {names}")
    return kinds.pop()


def _compare(net: Network, tensors: dict[str, Tensor], path: pathlib.Path) -> None:
    wanted = {key: tuple(value.shape) for key, value in net.state_dict().items()}
    found = {key: tuple(value.shape) for key, value in tensors.items()}
    wrong = [key for key in wanted | found if wanted.get(key) != found.get(key)]
    if wrong:
        key = wrong[0]
        raise ValueError(f"{path} does not fit a {net.config['kind']}: {key} must have shape {wanted.get(key)}, "
                         f"got {found.get(key)} ({len(wrong)} such)")


def _fill(net: Network, tensors: dict[str, Tensor], path: pathlib.Path) -> Network:
    _compare(net, tensors, path)
    _kind(tensors, path)
    net.load_state_dict(tensors)
    return net


def _check_all_finite(tensors: Mapping[str, Tensor], path: pathlib.Path) -> None:
    for key, values in tensors.items():
        if not torch.isfinite(values).all():
            raise ValueError(f"{path} must hold finite numbers, {key} does not")


def _write(path: pathlib.Path, tensors: Mapping[str, Tensor], fact: str, value: Any) -> None:
    """To a file beside it first, which then takes its name: a half-written file never has the name."""
    part = path.with_name(path.name + ".part")
    with part.open("wb") as f:
        f.write(_packed({key: values.detach().contiguous() for key, values in tensors.items()}, fact, value))
        f.flush()
        os.fsync(f.fileno())
    part.replace(path)


def _packed(tensors: dict[str, Tensor], fact: str, value: Any) -> bytes:
    """A safetensors file that holds its own SHA-256, taken while zeros stand in the sum's place."""
    plain = serialise(tensors)
    start = 8 + int.from_bytes(plain[:8], "little")
    about = {"sha256": BLANK, fact: json.dumps(value)}  # the sum first, so that it is the first to be found
    header = json.dumps({"__metadata__": about, **json.loads(plain[8:start])}).encode()
    header += b" " * (-len(header) % 8)  # numbers begin at a multiple of 8
    content = len(header).to_bytes(8, "little") + header + plain[start:]
    return content.replace(BLANK.encode(), hashlib.sha256(content).hexdigest().encode(), 1)


def _read(content: bytes, fact: str, path: pathlib.Path) -> tuple[dict[str, Tensor], Any]:
    """Tensors of a safetensors file and the fact written with them, once they are what was written."""
    try:
        tensors = parse(content)
        header = json.loads(content[8 : 8 + int.from_bytes(content[:8], "little")])
    except (SafetensorError, KeyError, TypeError, ValueError, RecursionError) as err:
        raise ValueError(f"{path} is damaged: not a whole safetensors file of {len(content)} bytes ({err})") from err
    about = header.get("__metadata__") or {}
    if fact not in about:
        raise ValueError(f"{path} holds no {fact}; it was not written by this module for this purpose")
    _check_sum(content, about, fact, path)
    if small := {str(values.dtype) for values in tensors.values() if "float8" in str(values.dtype)}:
        raise ValueError(f"{path} must hold weights that are all float32 or all float64, got {', '.join(small)}")
    _check_all_finite(tensors, path)
    try:
        return tensors, json.loads(about[fact])
    except (ValueError, RecursionError) as err:
        raise ValueError(f"{path} is damaged: its {fact} is not JSON ({err})") from err


def _check_sum(content: bytes, about: dict[str, str], fact: str, path: pathlib.Path) -> None:
    """ValueError unless a file is what was written. The book's own weights have their sum in data/checksums.json."""
    if fact == "config" and set(about) == {fact}:
        return
    said = about.get("sha256", "")
    found = hashlib.sha256(content.replace(said.encode(), BLANK.encode(), 1)).hexdigest()
    if set(about) != {fact, "sha256"} or said != found:
        raise ValueError(f"{path} is damaged: it is not what was written, for its SHA-256 is not {said[:12]}...")
