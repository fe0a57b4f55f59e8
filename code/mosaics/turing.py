"""Turing patterns: reaction-diffusion models, their linear stability, explicit simulation, measures (chapter 4).

u_tau = f(u, v) + D_u laplacian(u), v_tau = g(u, v) + D_v laplacian(v), in the model's own units of length and time.
Fields are (B, 2, W) on a line and (B, 2, H, W) on a sheet, u first; wavenumbers k are in radians per unit of length.
"""

import math
from collections import deque
from collections.abc import Callable, Iterator
from typing import ClassVar, NamedTuple

import torch
import torch.nn.functional as F
from jaxtyping import Bool, Float, Int
from torch import Tensor
from typing_extensions import override

from .core.checks import check_choice, check_count, check_number, check_range, check_real, check_tensor
from .core.stability import Mode, largest_real_part

NEUTRAL = 0.01  # an oscillation that decays by less than this share of its pace counts as one that does not
OVERFLOW = 1e30  # no pattern comes near it, and the lab sends fields as float32, which ends at 3e38
BOUNDARIES = {"periodic": "circular", "no-flux": "replicate"}
STENCILS = ("five", "nine")
Pair = tuple[Tensor, Tensor]


# ---------------------------------------------------------------- models
class Model:
    """Two reacting species: a subclass gives `ranges`, `reaction`, `jacobian` and `homogeneous`.

    `Model(name=value, ...)` takes any of the parameters in `ranges` {name: (default, lowest, highest)}. TypeError for
    an unknown name or no number, ValueError outside the range.
    """

    ranges: ClassVar[dict[str, tuple[float, float, float]]] = {}
    Du: float
    Dv: float

    def __init__(self, **params: float | int):
        if unknown := set(params) - set(self.ranges):
            raise TypeError(f"{self} has the parameters {', '.join(self.ranges)}; got {', '.join(sorted(unknown))}")
        for name, (default, low, high) in self.ranges.items():
            setattr(self, name, check_range(params.get(name, default), name, low, high))

    def __repr__(self) -> str:
        return type(self).__name__

    def reaction(self, u: Tensor, v: Tensor) -> Pair:
        """(f, g) at each point, for u and v of any one shape."""
        raise NotImplementedError

    def jacobian(self, u: float, v: float) -> Float[Tensor, "2 2"]:
        """[[f_u, f_v], [g_u, g_v]] at one state, float64."""
        raise NotImplementedError

    def homogeneous(self) -> tuple[float, float]:
        """The uniform state (u, v) at rest, f = g = 0, about which patterns grow."""
        raise NotImplementedError


def _matrix(*entries: float | int) -> Tensor:
    return torch.tensor(entries, dtype=torch.float64).reshape(2, 2)


class Schnakenberg(Model):
    """f = a - u + u^2 v, g = b - u^2 v (Schnakenberg 1979): u makes more of itself out of the substrate v."""

    ranges: ClassVar = {"a": (0.1, 0, 1), "b": (0.9, 0.1, 3), "Du": (1, 1e-3, 1e3), "Dv": (20, 1e-3, 1e3)}
    a: float
    b: float

    @override
    def reaction(self, u: Tensor, v: Tensor) -> Pair:
        made = u * u * v
        return self.a - u + made, self.b - made

    @override
    def jacobian(self, u: float, v: float) -> Float[Tensor, "2 2"]:
        return _matrix(2 * u * v - 1, u * u, -2 * u * v, -u * u)

    @override
    def homogeneous(self) -> tuple[float, float]:
        return self.a + self.b, self.b / (self.a + self.b) ** 2


class GiererMeinhardt(Model):
    """f = u^2 / v - u, g = u^2 - mu v (Gierer & Meinhardt 1972): activator u, inhibitor v > 0."""

    ranges: ClassVar = {"mu": (1.5, 0.5, 5), "Du": (1, 1e-3, 1e3), "Dv": (30, 1e-3, 1e3)}
    mu: float

    @override
    def reaction(self, u: Tensor, v: Tensor) -> Pair:
        square = u * u
        return square / v - u, square - self.mu * v

    @override
    def jacobian(self, u: float, v: float) -> Float[Tensor, "2 2"]:
        return _matrix(2 * u / v - 1, -((u / v) ** 2), 2 * u, -self.mu)

    @override
    def homogeneous(self) -> tuple[float, float]:
        return self.mu, self.mu


class GrayScott(Model):
    """f = F (1 - u) - u v^2, g = u v^2 - (F + k) v (Gray & Scott 1984): v feeds on the substrate u, which is fed in.

    The uniform state is the one with v > 0 and the smaller u, which exists for k <= sqrt(F) / 2 - F; elsewhere it is
    (1, 0), which is stable at every wavelength.
    """

    ranges: ClassVar = {"F": (0.06, 0.001, 0.2), "k": (0.062, 0.01, 0.1), "Du": (2e-5, 1e-7, 10),
                        "Dv": (1e-5, 1e-7, 10)}
    F: float
    k: float

    @override
    def reaction(self, u: Tensor, v: Tensor) -> Pair:
        eaten = u * v * v
        return self.F * (1 - u) - eaten, eaten - (self.F + self.k) * v

    @override
    def jacobian(self, u: float, v: float) -> Float[Tensor, "2 2"]:
        return _matrix(-v * v - self.F, -2 * u * v, v * v, 2 * u * v - self.F - self.k)

    @override
    def homogeneous(self) -> tuple[float, float]:
        inside = 1 - 4 * (self.F + self.k) ** 2 / self.F
        u = (1 - math.sqrt(inside)) / 2 if inside >= 0 else 1.0
        return u, self.F * (1 - u) / (self.F + self.k)


class FitzHughNagumo(Model):
    """f = u - u^3 - v + kappa, g = (u - v) / theta (FitzHugh 1961; Nagumo et al. 1962)."""

    ranges: ClassVar = {"theta": (0.1, 0.01, 0.9), "kappa": (-0.005, -0.1, 0.1), "Du": (2.8e-4, 1e-6, 10),
                        "Dv": (5e-2, 1e-6, 1e2)}
    theta: float
    kappa: float

    @override
    def reaction(self, u: Tensor, v: Tensor) -> Pair:
        return u - u * u * u - v + self.kappa, (u - v) / self.theta

    @override
    def jacobian(self, u: float, v: float) -> Float[Tensor, "2 2"]:
        return _matrix(1 - 3 * u * u, -1, 1 / self.theta, -1 / self.theta)

    @override
    def homogeneous(self) -> tuple[float, float]:
        u = math.copysign(abs(self.kappa) ** (1 / 3), self.kappa)
        return u, u


class BarrioVareaMaini(Model):
    """f = alpha u (1 - r1 v^2) + v (1 - r2 u), g = beta v (1 + alpha r1 u v / beta) + u (r2 v - alpha).

    The model of Barrio, Varea, Aragon and Maini (1999): u and v are deviations from rest, the cubic r1 favours stripes,
    the quadratic r2 spots, and Dv alone sets the scale. Du should lie well below Dv. The cubic holds the pattern: with
    r1 = 0 fields that grow do so without bound, whatever the step.
    """

    ranges: ClassVar = {"alpha": (0.899, 0.5, 1.2), "beta": (-0.91, -1.5, -0.5), "r1": (3.5, 0, 10), "r2": (0, -3, 3),
                        "Du": (0.516, 1e-3, 1e3), "Dv": (1, 1e-3, 1e3)}
    alpha: float
    beta: float
    r1: float
    r2: float

    @override
    def reaction(self, u: Tensor, v: Tensor) -> Pair:
        cubic, quadratic = self.alpha * self.r1 * u * v * v, self.r2 * u * v
        return self.alpha * u + v - cubic - quadratic, self.beta * v - self.alpha * u + cubic + quadratic

    @override
    def jacobian(self, u: float, v: float) -> Float[Tensor, "2 2"]:
        in_u, in_v = self.alpha * self.r1 * v * v + self.r2 * v, 2 * self.alpha * self.r1 * u * v + self.r2 * u
        return _matrix(self.alpha - in_u, 1 - in_v, in_u - self.alpha, self.beta + in_v)

    @override
    def homogeneous(self) -> tuple[float, float]:
        return 0.0, 0.0


MODELS: dict[str, type[Model]] = {
    m.__name__: m for m in (Schnakenberg, GiererMeinhardt, GrayScott, FitzHughNagumo, BarrioVareaMaini)
}


def make(name: str, **params: float | int) -> Model:
    """The model of that name in `MODELS` with these parameters; ValueError for another name."""
    return MODELS[check_choice(name, tuple(MODELS), "model")](**params)


def check_model(model: Model) -> Model:
    """`model` if it is a Model; else TypeError."""
    if not isinstance(model, Model):
        raise TypeError(f"model must be a Model such as Schnakenberg(), got {model!r}")
    return model


# ---------------------------------------------------------------- linear stability about the uniform state
class Conditions(NamedTuple):
    """Turing's four conditions: at rest without diffusion (1, 2), unstable with it (3, 4)."""

    trace: bool
    determinant: bool
    tilt: bool
    root: bool


class Onset(NamedTuple):
    """The ratio D_inhibitor / D_activator at which a first wave neither grows nor decays, and that wave."""

    ratio: float
    k: float
    wavelength: float


def rest_jacobian(model: Model) -> Float[Tensor, "2 2"]:
    """The Jacobian at the uniform state, float64."""
    return check_model(model).jacobian(*model.homogeneous())


def _parts(model: Model) -> tuple[float, float, float, float]:
    """trace, det, D_v f_u + D_u g_v, and D_u D_v."""
    (fu, fv), (gu, gv) = rest_jacobian(model).tolist()
    return fu + gv, fu * gv - fv * gu, model.Dv * fu + model.Du * gv, model.Du * model.Dv


def _symbol(model: Model, q: Tensor) -> Tensor:
    """J_k = J - q diag(D_u, D_v) for squared wavenumbers q (...), per unit of length squared. float64, (..., 2, 2)."""
    if not (symbols := rest_jacobian(model) - q[..., None, None] * _matrix(model.Du, 0, 0, model.Dv)).isfinite().all():
        raise ValueError(f"the square of the wavenumber is too large for a float64: up to {float(q.abs().max())}")
    return symbols


def growth_rate(model: Model, k: float | Tensor) -> Float[Tensor, "..."]:
    """Growth rate of a wave of wavenumber k (a number, or a tensor of any shape): the larger real part. float64.

    The larger eigenvalue of J_k = J - k^2 diag(D_u, D_v), the symbol of this rule in the continuum (Turing 1952).
    """
    return largest_real_part(_symbol(model, check_real(k, "k") ** 2))


def conditions(model: Model) -> Conditions:
    """Which of Turing's four conditions hold; all four together make a Turing instability."""
    trace, det, tilt, product = _parts(model)
    return Conditions(trace < 0, det > 0, tilt > 0, tilt**2 > 4 * product * det)


def unstable_band(model: Model) -> tuple[float, float] | None:
    """Lowest and highest k that grow, or None without a Turing instability: the roots of det J_k = 0."""
    if not all(conditions(model)):
        return None
    _, det, tilt, product = _parts(model)
    root = math.sqrt(tilt**2 - 4 * product * det)
    return math.sqrt((tilt - root) / (2 * product)), math.sqrt((tilt + root) / (2 * product))


def _roles(model: Model) -> tuple[float, float, float, float, float]:
    """Self-terms and diffusion of activator and inhibitor, and -f_v g_u: (a, D_a, i, D_i, cross)."""
    (fu, fv), (gu, gv) = rest_jacobian(model).tolist()
    u, v = (fu, model.Du), (gv, model.Dv)
    return (*u, *v, -fv * gu) if fu > gv else (*v, *u, -fv * gu)


def fastest_mode(model: Model) -> Mode | None:
    """The wave that grows fastest, or None without a Turing instability.

    k^2 = [(D_a + D_i) sqrt(-f_v g_u / D_a D_i) - a + i] / (D_i - D_a), a and i the self-terms of activator, inhibitor.
    """
    if not all(conditions(model)):
        return None
    a, Da, i, Di, cross = _roles(model)
    k = math.sqrt(((Da + Di) * math.sqrt(cross / (Da * Di)) - a + i) / (Di - Da))
    return Mode(k, 2 * math.pi / k, float(growth_rate(model, k)))


def onset(model: Model) -> Onset:
    """Where the instability begins if the inhibitor's diffusion is raised and the activator's kept.

    (ratio a + i)^2 = 4 ratio det J and k^2 = sqrt(det J / ratio) / D_a. ValueError if no ratio makes a pattern: the
    uniform state must be stable without diffusion, and one species must activate itself.
    """
    trace, det, *_ = _parts(model)
    a, Da, i, _, cross = _roles(model)
    if trace >= 0 or det <= 0 or a <= 0 or cross <= 0:
        raise ValueError(f"no ratio of diffusion makes a pattern of {model}: trace {trace:.3g}, det {det:.3g}, "
                         f"self-activation {a:.3g}; needed are < 0, > 0, > 0")
    half = 2 * det - a * i  # of the quadratic a^2 r^2 - 2 half r + i^2 = 0
    ratio = (half + math.sqrt(half**2 - (a * i) ** 2)) / a**2
    k = math.sqrt(math.sqrt(det / ratio) / Da)
    return Onset(ratio, k, 2 * math.pi / k)


# ---------------------------------------------------------------- grids
def check_fields(fields: Tensor, name: str = "fields") -> Tensor:
    """`fields` if it is a finite float tensor (B, C, W) or (B, C, H, W) of at least 3 points a side."""
    if check_tensor(fields, name).ndim not in (3, 4) or 0 in fields.shape or min(fields.shape[2:]) < 3:
        raise ValueError(f"{name} must have shape (B, C, W) or (B, C, H, W), sides >= 3, got {tuple(fields.shape)}")
    return fields


def _neighbours(x: Tensor, boundary: str, stencil: str) -> Tensor:
    """Sum over the neighbours of each point, weighted so that (sum - total weight * x) / dx^2 is the Laplacian."""
    dims = x.ndim - 2
    p = F.pad(x, (1, 1) * dims, mode=BOUNDARIES[boundary])
    if dims == 1:
        return p[..., 2:] + p[..., :-2]  # (B, C, W)
    near = p[..., 1:-1, 2:] + p[..., 1:-1, :-2] + p[..., 2:, 1:-1] + p[..., :-2, 1:-1]  # (B, C, H, W)
    if stencil == "five":
        return near
    far = p[..., 2:, 2:] + p[..., 2:, :-2] + p[..., :-2, 2:] + p[..., :-2, :-2]  # (B, C, H, W)
    return (4 * near + far) / 6


def _weight(dims: int, stencil: str) -> float:
    return 2.0 if dims == 1 else {"five": 4.0, "nine": 20 / 6}[stencil]


def laplacian(
    x: Float[Tensor, "B C *grid"], dx: float = 1.0, boundary: str = "periodic", stencil: str = "five",
    mask: Bool[Tensor, "*grid"] | None = None,
) -> Float[Tensor, "B C *grid"]:
    """Laplacian on a grid of spacing dx > 0, exact to second order in dx.

    On a line the 3-point stencil. On a sheet "five" [0 1 0; 1 -4 1; 0 1 0] or "nine" [1 4 1; 4 -20 4; 1 4 1] / 6, whose
    error is the same in all directions. `boundary`: "periodic" or "no-flux" (mirrored at the edge). With a `mask` no
    flux crosses from True to False points; the result is 0 outside.
    """
    check_fields(x, "x")
    dx = check_number(dx, "dx", 0, strict=True)
    _check_grid(boundary, stencil)
    return _spread(x, boundary, stencil, _links(check_mask(mask, x), x, boundary, stencil)) / dx**2


Links = tuple[Tensor, Tensor] | None


def _links(mask: Tensor | None, x: Tensor, boundary: str, stencil: str) -> Links:
    """The mask as numbers, and the weight of each point's neighbours inside it: (1, 1, *grid) both."""
    if mask is None:
        return None
    inside = mask.to(x.dtype)[None, None]  # (1, 1, *grid)
    return inside, _neighbours(inside, boundary, stencil)


def _spread(x: Tensor, boundary: str, stencil: str, links: Links) -> Tensor:
    """dx^2 times the Laplacian."""
    if links is None:
        return _neighbours(x, boundary, stencil).sub_(x, alpha=_weight(x.ndim - 2, stencil))
    inside, weight = links
    return inside * (_neighbours(x * inside, boundary, stencil) - weight * x)


def _check_grid(boundary: str, stencil: str) -> None:
    check_choice(boundary, tuple(BOUNDARIES), "boundary")
    check_choice(stencil, STENCILS, "stencil")


def check_mask(mask: Tensor | None, fields: Tensor) -> Tensor | None:
    """`mask` if it is None or a bool tensor of the fields' grid with a True point."""
    if mask is None:
        return None
    if not isinstance(mask, Tensor) or mask.dtype != torch.bool:
        raise TypeError(f"mask must be a bool tensor, got {getattr(mask, 'dtype', type(mask).__name__)}")
    if mask.shape != fields.shape[2:] or not mask.any():
        raise ValueError(f"mask must have shape {tuple(fields.shape[2:])} and a True point, got {tuple(mask.shape)}")
    return mask


def grid_k(k: tuple[float, ...], dx: float = 1.0, stencil: str = "five") -> float:
    """The wavenumber that a grid of spacing dx gives to the wave (k,) or (k_x, k_y): sqrt(-symbol of the Laplacian).

    Use it in `growth_rate` to predict a simulation, not the continuum.
    """
    dx, stencil = check_number(dx, "dx", 0, strict=True), check_choice(stencil, STENCILS, "stencil")
    if not isinstance(k, tuple) or len(k) not in (1, 2):
        raise ValueError(f"k must be a tuple of 1 or 2 wavenumbers, got {k!r}")
    cos = [math.cos(check_number(part, "k", -math.inf) * dx) for part in k]
    total = _weight(len(k), stencil) - 2 * sum(cos)
    if len(k) == 2 and stencil == "nine":
        total = (20 - 8 * sum(cos) - 4 * cos[0] * cos[1]) / 6
    return math.sqrt(max(0.0, total)) / dx


def stable_dt(model: Model, dx: float = 1.0, dims: int = 2, stencil: str = "five") -> float:
    """The longest explicit step: beyond it a decaying wave of the grid, or the reaction itself, must blow up.

    A step multiplies a wave by 1 + dt lambda, lambda an eigenvalue of J_k at the uniform state. Where it decays, that
    is at most 1 in size for dt <= -2 Re lambda / |lambda|^2, which is 2 / |lambda| unless the wave oscillates. Of a
    wave that oscillates, and grows or (k = 0) decays by less than 1 % of its pace, it is 2 / |lambda| all the same:
    no step would be short enough. The least over the waves of the grid; for diffusion alone D dt / dx^2 <= 1/2 on a
    line, 1/4 with "five", 3/8 with "nine". Necessary; far from rest the reaction may ask for less.
    """
    dx, dims = check_number(dx, "dx", 0, strict=True), check_count(dims, "dims", 1, 2)
    check_choice(stencil, STENCILS, "stencil")
    span = 4 if dims == 1 else {"five": 8, "nine": 16 / 3}[stencil]  # largest -laplacian of a grid's wave, times dx^2
    q = torch.linspace(0, span, 200, dtype=torch.float64) / dx / dx  # (200,)
    values = torch.linalg.eigvals(_symbol(model, q))  # (200, 2)
    size = values.abs()  # (200, 2)
    # an oscillation's real part is half of tr J_k, which falls with k: none decays more slowly than that of k = 0
    pull = -values.real if float(rest_jacobian(model).trace()) / 2 < -NEUTRAL * float(size[0].max()) else size
    return 2 * float(torch.where(values.imag == 0, 1 / size, pull / size**2).min())


# ---------------------------------------------------------------- simulation
def change(
    model: Model, fields: Float[Tensor, "B 2 *grid"], dx: float = 1.0, boundary: str = "periodic",
    stencil: str = "five",
) -> Float[Tensor, "B 2 *grid"]:
    """Right-hand side of the equations: the rate at which u and v change at each point, (B, 2, *grid) as `fields`."""
    if check_fields(fields).shape[1] != 2:
        raise ValueError(f"fields must hold u and v, shape (B, 2, ...), got {tuple(fields.shape)}")
    spread = laplacian(fields, dx, boundary, stencil)  # (B, 2, *grid)
    f, g = check_model(model).reaction(fields[:, 0], fields[:, 1])  # (B, *grid) each
    return torch.stack([f + model.Du * spread[:, 0], g + model.Dv * spread[:, 1]], 1)


class State(NamedTuple):
    """A moment of a simulation: steps done, time, spacing of the grid (it grows with the domain), fields."""

    step: int
    tau: float
    dx: float
    fields: Tensor


Domain = Tensor | Callable[[float], Tensor] | None


def simulate(
    model: Model, fields: Float[Tensor, "B 2 *grid"], steps: int, *, every: int | None = None, dt: float | None = None,
    dx: float = 1.0, boundary: str = "periodic", stencil: str = "five", mask: Domain = None, growth: float = 0.0,
) -> Iterator[State]:
    """Explicit Euler steps (first order in dt): yields the start, each `every` (default all) steps, and the end.

    `dt` None takes 0.9 of `stable_dt`, renewed at each yield; a longer one is refused. `mask` (see `laplacian`) is a
    tensor or a function of tau, asked at each yield; points outside stand still. `growth` >= 0 is the rate at which
    every length grows, dx = dx_0 e^(growth tau), with dilution (Crampin et al. 1999). ValueError where a field passes
    1e30.
    """
    check_model(model)
    _check_grid(boundary, stencil)
    steps = check_count(steps, "steps", 0)
    if check_fields(fields).shape[1] != 2:
        raise ValueError(f"fields must hold u and v, shape (B, 2, ...), got {tuple(fields.shape)}")
    every = max(1, steps) if every is None else check_count(every, "every")
    growth, dx = check_number(growth, "growth", 0), check_number(dx, "dx", 0, strict=True)
    _choose_dt(model, dt, dx, fields.ndim - 2, stencil), _domain(mask, 0.0, fields)
    return _run(model, fields, steps, every, dt, dx, boundary, stencil, mask, growth)


def _domain(mask: Domain, tau: float, fields: Tensor) -> Tensor | None:
    return check_mask(mask(tau) if callable(mask) else mask, fields)


def _choose_dt(model: Model, dt: float | None, dx: float, dims: int, stencil: str) -> float:
    bound = stable_dt(model, dx, dims, stencil)
    if dt is None:
        return 0.9 * bound
    if (dt := check_number(dt, "dt", 0, strict=True)) > bound:
        raise ValueError(f"dt must be at most {bound:.4g}, the stability bound (`stable_dt`) of this "
                         f"grid (dx = {dx:.4g}, D = {model.Du:.4g} and {model.Dv:.4g}), got {dt:.4g}")
    return dt


def _run(
    model: Model, fields: Tensor, steps: int, every: int, dt: float | None, dx0: float, boundary: str, stencil: str,
    mask: Domain, growth: float,
) -> Iterator[State]:
    dims, tau, dx = fields.ndim - 2, 0.0, dx0
    diffusion = torch.tensor([model.Du, model.Dv], dtype=fields.dtype).reshape(2, *[1] * dims)  # (2, 1 ...)
    yield State(0, tau, dx, fields)
    for done in range(0, steps, every):
        count = min(every, steps - done)
        h = _choose_dt(model, dt, dx, dims, stencil)
        links = _links(_domain(mask, tau, fields), fields, boundary, stencil)
        with torch.no_grad():
            for _ in range(count):
                change = _spread(fields, boundary, stencil, links).mul_(diffusion / dx**2)  # (B, 2, *grid)
                _react(model, fields, change, dims * growth)
                fields = fields + (change if links is None else change * links[0]).mul_(h)
                tau += h
                dx = dx0 * math.exp(growth * tau)
        if not (fields.abs() < OVERFLOW).all():
            raise ValueError(f"the field overflowed by step {done + count} of dt = {h:.4g}: from this start the "
                             "reaction grows without bound, or it needs a shorter dt")
        yield State(done + count, tau, dx, fields)


def _react(model: Model, fields: Tensor, change: Tensor, dilution: float) -> None:
    f, g = model.reaction(fields[:, 0], fields[:, 1])  # (B, *grid) each
    change[:, 0] += f
    change[:, 1] += g
    if dilution:
        change.sub_(fields, alpha=dilution)


def last(states: Iterator[State]) -> State:
    """The final state of a simulation. ValueError if it yields nothing (it has run before)."""
    seen = deque(states, maxlen=1)
    if not seen:
        raise ValueError("the simulation yields no state; it has already been run, so make a new one by simulate(...)")
    return seen[0]


# ---------------------------------------------------------------- starts
def near_rest(model: Model, noise: Float[Tensor, "B 2 *grid"], amplitude: float = 0.01) -> Float[Tensor, "B 2 *grid"]:
    """The uniform state plus amplitude >= 0 times noise."""
    if check_fields(noise, "noise").shape[1] != 2:
        raise ValueError(f"noise must have shape (B, 2, ...), got {tuple(noise.shape)}")
    rest = noise.new_tensor(check_model(model).homogeneous()).reshape(2, *[1] * (noise.ndim - 2))  # (2, 1 ...)
    return rest + check_number(amplitude, "amplitude", 0) * noise


def fed_patch(noise: Float[Tensor, "B 2 H W"], side: int = 20, amplitude: float = 0.01) -> Float[Tensor, "B 2 H W"]:
    """Gray-Scott's start after Pearson (1993): (1, 0), a square of `side` points at the centre (1/2, 1/4), noise.

    The noise is multiplied by amplitude >= 0 and by the field, so v stays 0 where it is 0.
    """
    if check_fields(noise, "noise").ndim != 4 or noise.shape[1] != 2:
        raise ValueError(f"noise must have shape (B, 2, H, W), got {tuple(noise.shape)}")
    H, W = noise.shape[2:]
    side = check_count(side, "side", 1, min(H, W))
    fields = torch.zeros_like(noise)
    fields[:, 0] = 1
    top, left = (H - side) // 2, (W - side) // 2
    fields[:, :, top : top + side, left : left + side] = noise.new_tensor([0.5, 0.25])[:, None, None]
    return fields * (1 + check_number(amplitude, "amplitude", 0) * noise)


# ---------------------------------------------------------------- experiments and measures
def measured_growth(model: Model, k: float, steps: int = 300, points: int = 48) -> float:
    """Growth rate of one faint wave (1e-6) of wavenumber k > 0 in `steps` steps of the full equations on a line.

    The wave has `points` >= 3 points. It starts as the faster eigenvector of J_k; where that is complex (the wave
    turns), the measured rate is not the real part. Differs from `growth_rate` by the grid's error, of second order.
    """
    points, steps = check_count(points, "points", 3), check_count(steps, "steps")
    dx = 2 * math.pi / check_number(k, "k", 0, strict=True) / points
    J = _symbol(model, torch.tensor(grid_k((k,), dx), dtype=torch.float64) ** 2)  # (2, 2) of this grid
    values, vectors = torch.linalg.eig(J)
    shape = vectors[:, values.real.argmax()].real  # (2,)
    wave = 1e-6 * shape[:, None] * torch.cos(2 * math.pi * torch.arange(points).double() / points)  # (2, points)
    rest = near_rest(model, torch.zeros(1, 2, points, dtype=torch.float64))  # (1, 2, points)
    end = last(simulate(model, rest + wave, steps, dx=dx))
    return math.log(float((end.fields - rest).norm() / wave.norm())) / end.tau


def settled(model: Model, noise: Float[Tensor, "B 2 W"], points: int = 12) -> State:
    """Lines from `near_rest`, run until patterns have filled in: for 25 / growth rate, at least 300 units of time.

    `points` >= 3 to a predicted wavelength, so W / points wavelengths fit. ValueError if nothing grows.
    """
    mode = fastest_mode(model)
    if mode is None:
        raise ValueError(f"{model} has no Turing instability at these parameters: {conditions(model)}")
    dx = mode.wavelength / check_count(points, "points", 3)
    steps = math.ceil(max(300, 25 / mode.growth) / _choose_dt(model, None, dx, 1, "five"))
    return last(simulate(model, near_rest(model, noise), steps, dx=dx))


def measured_wavelength(x: Float[Tensor, "B *grid"], dx: float = 1.0) -> Float[Tensor, " B"]:
    """Wavelength of each pattern (B, W) or (B, H, W) on a periodic grid, from its power spectrum; NaN if it is flat.

    2 pi over the mean wavenumber, weighted by power, within half an octave either side of the strongest ring of the
    spectrum: harmonics and the uniform part stay out.
    """
    if check_tensor(x, "x").ndim not in (2, 3) or 0 in x.shape:
        raise ValueError(f"x must have shape (B, W) or (B, H, W), got {tuple(x.shape)}")
    dx = check_number(dx, "dx", 0, strict=True)
    step = 2 * math.pi / (dx * max(x.shape[1:]))  # between two rings: the longest wave that fits is in the first
    k = _wavenumbers(x.shape[1:], dx)  # (D,)
    x = x.double() - x.double().mean(tuple(range(1, x.ndim)), keepdim=True)  # (B, *grid)
    power = torch.fft.fftn(x, dim=tuple(range(1, x.ndim))).abs().square().flatten(1)  # (B, D)
    ring = (k / step).round().long()  # (D,)
    rings = power.new_zeros(len(x), int(ring.max()) + 1).index_add_(1, ring, power)  # (B, rings)
    far = k / (step * rings.argmax(1, keepdim=True).double())  # (B, D)
    near = power * ((far > 0.5**0.5 + 1e-9) & (far < 2**0.5 - 1e-9))  # (B, D), the edge out whatever rounding says
    return 2 * math.pi * near.sum(1) / (near * k).sum(1)


def _wavenumbers(sides: tuple[int, ...], dx: float) -> Tensor:
    """Length of the wave vector of each entry of a Fourier transform, flattened: (D,) float64."""
    axes = [2 * math.pi * torch.fft.fftfreq(n, dx, dtype=torch.float64) for n in sides]
    return torch.stack(torch.meshgrid(*axes, indexing="ij")).square().sum(0).sqrt().flatten()


def half_waves(x: Float[Tensor, "B W"]) -> Int[Tensor, " B"]:
    """How often each row (B, W) crosses the middle between its minimum and maximum: its half-waves; 0 if flat.

    On a no-flux line of length L a pattern of wavelength lambda has about 2 L / lambda of them.
    """
    if check_tensor(x, "x").ndim != 2 or 0 in x.shape:
        raise ValueError(f"x must have shape (B, W), got {tuple(x.shape)}")
    high = x > (x.amax(1, keepdim=True) + x.amin(1, keepdim=True)) / 2  # (B, W)
    return (high[:, 1:] != high[:, :-1]).sum(1)
