"""Training: a budget in seconds or steps, an average of the weights, checkpoints that go on bit for bit."""

import copy
import hashlib
import math
import os
import pathlib
import time
from collections import deque
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor, nn

from ..core.checks import check_count, check_flag, check_number, check_seed
from ..core.progress import notice, progress_bar
from ..diffusion import abar_legacy
from .architectures import T_MIN, Network, check_network
from .files import fill, read, write

WARM_UP, EMA, LOG_EVERY = 200, 0.999, 100  # steps, share, steps
SAVE_EVERY = 30.0  # seconds
BAR = "{percentage:3.0f}%|{bar}| {elapsed}, {remaining} left{postfix}"


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
    Weights that ask for no gradients stay as they are. Arguments are checked at once. TypeError or ValueError for bad
    ones, weights in another precision than float32 among them, for a checkpoint of another training or one
    that is damaged; ArithmeticError if the loss is not finite any more.
    """
    _check_learner(net).check(images, "images")
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


def _check_learner(net: Network) -> Network:
    kinds = {p.dtype for p in check_network(net).parameters()}
    if kinds != {torch.float32}:
        raise TypeError(f"net must have float32 weights to learn, got {', '.join(sorted(map(str, kinds)))}")
    if not any(p.requires_grad for p in net.parameters()):
        raise ValueError("net must have weights that learn, got none that asks for gradients")
    return net


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
        self.generator = torch.Generator().manual_seed(seed := check_seed(seed))
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
        write(path, tensors, "training", {"settings": self.settings, "step": self.step, "seconds": self.seconds})

    def restore(self, path: pathlib.Path) -> None:
        tensors, facts = read(path.read_bytes(), "training", path)
        try:
            self._take(tensors, facts, path)
        except (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError) as err:
            raise ValueError(f"{path} is damaged: it holds no whole training ({type(err).__name__}: {err})") from err

    def _take(self, tensors: dict[str, Tensor], facts: dict[str, Any], path: pathlib.Path) -> None:
        if facts["settings"] != self.settings:
            other = [k for k, v in self.settings.items() if facts["settings"].get(k) != v]
            raise ValueError(f"{path} is the checkpoint of another training: {', '.join(other)} differ; name a new one")
        fill(self.net, _under("net.", tensors), path)
        fill(self.ema, _under("ema.", tensors), path)
        self._restore_adam(_under("adam.", tensors), path)
        self.generator.set_state(tensors["generator"])
        self.step, self.seconds = check_count(facts["step"], "step", 0), check_number(facts["seconds"], "seconds", 0)
        self.losses.extend(tensors["losses"].tolist())
        self.log = [(seconds, int(step), loss) for seconds, step, loss in tensors["log"].tolist()]

    def _restore_adam(self, kept: dict[str, Tensor], path: pathlib.Path) -> None:
        whole = self.optimiser.state_dict()
        for k, p in enumerate(self.net.parameters()):
            mine = _under(f"{k}.", kept)
            if not mine:  # before the first step, and of weights that have never learned
                continue
            if {key: v.shape for key, v in mine.items()} != {"step": (), "exp_avg": p.shape, "exp_avg_sq": p.shape}:
                raise ValueError(f"{path} is damaged: the optimiser's state does not fit the network")
            # laid out in memory like the weights that they belong to
            whole["state"][k] = {key: torch.empty_like(p if v.ndim else v).copy_(v) for key, v in mine.items()}
        if kept:
            self.optimiser.load_state_dict(whole)


def _under(prefix: str, tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    return {key.removeprefix(prefix): value for key, value in tensors.items() if key.startswith(prefix)}
