"""Noise, steps, weights and waves: how a picture is noised, guessed and moved, and how patterns start."""

from collections.abc import Sequence

import numpy as np
from jaxtyping import Float
from torch import Tensor

from ..checks import check_number
from ..palette import COLORS
from .base import PHONE, SMALL, WIDE, Number, Sheet, check_image, drawn, shade


@drawn
def bump_and_hole(sheet: Sheet, reach: Number = 3.0) -> None:
    """A bump and a hole in an activator: it acts near, the inhibitor that it makes `reach` times as far; their sum.

    Profiles are Gaussians of one amount: exp(-x²/2) and exp(-x²/2r²)/r for r = `reach` > 1.
    """
    reach = check_number(reach, "reach", 1, strict=True)
    width = PHONE if sheet.phone else WIDE
    part, tall = (PHONE, 2.25) if sheet.phone else (WIDE / 2, 2.25)
    sheet.size(width, 2 * tall + 0.1 if sheet.phone else tall)
    for k, (sign, name) in enumerate(((1, "a bump"), (-1, "a hole"))):
        x, y = (0.0, k * (tall + 0.1)) if sheet.phone else (k * part, 0.0)
        _profile(sheet, x + 0.1, y, part - 0.2, sign, name, reach)


def _profile(sheet: Sheet, x: Number, y: Number, width: Number, sign: int, name: str, reach: Number) -> None:
    """Activator and inhibitor around one bump (sign 1) or hole (-1) above, what they do to the activator below."""
    u = np.linspace(-3.2 * reach, 3.2 * reach, 241)  # (241,) distances in widths of the activator's bump
    act, inhibit = np.exp(-u**2 / 2), np.exp(-((u / reach) ** 2) / 2) / reach
    at, rest, low, high = x + width * (u - u[0]) / (u[-1] - u[0]), y + (0.95 if sign > 0 else 0.5), y + 1.68, 0.62
    sheet.label(x + width / 2, y + 0.12, name, bold=True)
    sheet.ax.plot([x, x + width], [rest, rest], color=COLORS["grey"], lw=0.7, ls=(0, (4, 3)), zorder=1)
    sheet.curve(at, rest - sign * high * act, "green", fill_to=rest)
    sheet.curve(at, rest - sign * high * inhibit, "purple", fill_to=rest)
    sheet.label(x + width / 2 + 0.16 * width / reach, rest - sign * 0.5, "activator", "green", ha="left")
    sheet.label(x + width * 0.5 + width * 0.17, rest - sign * 0.26, "inhibitor", "purple", ha="left")
    net = sign * (act - inhibit)
    sheet.ax.plot([x, x + width], [low, low], color=COLORS["grey"], lw=0.7, ls=(0, (4, 3)), zorder=1)
    sheet.ax.fill_between(at, low - 0.5 * net, low, where=net > 0, color=COLORS["orange"], alpha=0.35, lw=0)
    sheet.ax.fill_between(at, low - 0.5 * net, low, where=net < 0, color=COLORS["blue"], alpha=0.35, lw=0)
    sheet.curve(at, low - 0.5 * net, "ink", 1.4)
    near, far = ("grows", "held down") if sign > 0 else ("sinks", "grows")
    sheet.label(x + width / 2, low - sign * 0.44, near, "orange" if sign > 0 else "blue", SMALL)
    for side in (-1, 1):
        sheet.label(x + width * (0.5 + side * 0.27), low + sign * 0.3, far, "blue" if sign > 0 else "orange", SMALL)


@drawn
def softmax_lets_go(
    sheet: Sheet, weights: Float[Tensor, "L K"], sigmas: Sequence[Number],
    images: Float[Tensor, "K C H W"] | None = None,
) -> None:
    """Weights of K candidates at L noise levels: the softmax lets go of one after the other. Areas are weights.

    `images` are the candidates' pictures. At the end of each row stands the effective number, 1 over the
    sum of squared weights.
    ValueError for shapes that do not agree and rows that do not sum to 1.
    """
    L, K = _check_weights(weights, sigmas, images)
    width, left, right = (PHONE, 0.52, 0.42) if sheet.phone else (6.6, 0.9, 1.15)
    step = (width - left - right) / K
    high, top = min(step, 0.42) + (0.12 if sheet.phone else 0.02), 0.3 + (0 if images is None else step + 0.05)
    sheet.size(width, top + L * high + 0.1)
    sheet.label(left + K * step / 2, 0.12, f"{K} training pictures that the noisy one may come from", "soft",
                SMALL if sheet.phone else 9.5)
    if images is not None:
        for k, image in enumerate(images):
            sheet.pixels(image, left + (k + 0.06) * step, 0.28, 0.88 * step)
    sheet.label(width - right / 2 + 0.05, top - 0.14, "in play" if not sheet.phone else "n", "soft", SMALL)
    for row, sigma, w in zip(range(L), sigmas, weights.double().numpy(), strict=True):
        y = top + (row + 0.5) * high
        sheet.label(left - 0.08, y, f"σ = {sigma:g}" if not sheet.phone else f"{sigma:g}", "soft", SMALL, ha="right")
        for k, weight in enumerate(w):
            side = min(step, high) * 0.92 * np.sqrt(weight)
            sheet.frame(left + (k + 0.5) * step - side / 2, y - side / 2, side, side, lw=0,
                        fill="orange" if weight == w.max() else "blue")
        sheet.label(width - right / 2 + 0.05, y, f"{1 / np.square(w).sum():.1f}", "ink", SMALL)
    if sheet.phone:
        sheet.label(left - 0.08, top - 0.14, "σ", "soft", SMALL, ha="right")


def _check_weights(weights: Tensor, sigmas: Sequence[Number], images: Tensor | None) -> tuple[int, int]:
    """The shape (L, K) of weights that are weights, and agree with the rest."""
    L, K = weights.shape
    if len(sigmas) != L or (images is not None and len(images) != K):
        given = K if images is None else len(images)
        raise ValueError(f"sigmas must be {L} and images {K}, got {len(sigmas)} and {given}")
    if not np.allclose(weights.double().sum(1), 1, atol=1e-3) or bool((weights < 0).any()):
        raise ValueError("each row of weights must be >= 0 and sum to 1")
    return L, K


@drawn
def denoising_step(
    sheet: Sheet, z: Float[Tensor, "C H W"], guess: Float[Tensor, "C H W"], after: Float[Tensor, "C H W"],
    sigma: Number, sigma_next: Number,
) -> None:
    """One step of a sampler: from z at level sigma toward the guess, as far as the noise is to fall.

    Pictures noisier than 1 are shrunk so that they can be shown. ValueError unless 0 <= sigma_next < sigma.
    """
    for image, name in ((z, "z"), (guess, "guess"), (after, "after")):
        check_image(image, name)
    if not 0 <= sigma_next < sigma:
        raise ValueError(f"levels must satisfy 0 <= sigma_next < sigma, got {sigma_next} and {sigma}")
    share = 1 - sigma_next / sigma
    width, each = (PHONE, 0.9) if sheet.phone else (6.4, 1.25)
    top, line = 0.35, 0.35 + each + 0.3
    sheet.size(width, line + 0.56 + each * 0.85)
    left, right = 0.05, width - each - 0.05
    shown = ((left, z / max(1, sigma), f"now, σ = {sigma:g}", "ink"), (right, guess, "the best guess", "blue"))
    for x, image, words, color in shown:
        sheet.label(x + each / 2, 0.16, words, color, SMALL if sheet.phone else 9.5)
        sheet.pixels(image, x, top, each)
    start, end = left + each / 2, right + each / 2
    stop = start + share * (end - start)
    sheet.ax.plot([start, end], [line, line], color=COLORS["grey"], lw=1, ls=(0, (3, 2.5)), zorder=1)
    sheet.arrow((start, line), (stop, line), "orange", 2.4, head=9)
    for x, color in ((start, "ink"), (end, "blue")):
        sheet.ax.plot([x], [line], "o", ms=6, color=shade(color), zorder=5)
    sheet.label((start + stop) / 2, line - 0.14, f"{100 * share:.0f} % of the way", "orange", SMALL)
    small, y = each * 0.85, line + 0.5
    x = min(max(stop - small / 2, left), width - small - 0.05)
    sheet.ax.plot([stop, stop], [line + 0.08, y - 0.26], color=COLORS["orange"], lw=0.8, ls=(0, (2, 2)))
    sheet.label(min(max(stop, 0.75), width - 0.75), y - 0.15, f"after the step, σ = {sigma_next:g}", "orange", SMALL)
    sheet.pixels(after / max(1, sigma_next), x, y, small)


@drawn
def noise_scale(
    sheet: Sheet, image: Float[Tensor, "C H W"], noise: Float[Tensor, "C H W"], sigmas: Sequence[Number],
) -> None:
    """One picture with the same noise at rising levels: image + sigma x noise; above 1 shrunk by sigma to be shown.

    ValueError for shapes that do not agree and levels below 0.
    """
    check_image(image)
    check_image(noise, "noise")
    if image.shape != noise.shape or not sigmas or min(sigmas) < 0:
        raise ValueError(f"image and noise must have one shape and sigmas be >= 0, got {tuple(image.shape)}, "
                         f"{tuple(noise.shape)} and {list(sigmas)}")
    width, per = (PHONE, 3) if sheet.phone else (WIDE, min(len(sigmas), 7))
    per = min(per, len(sigmas))
    each = min((width - 0.1) / per - 0.1, 1.2)
    left, rows = (width - per * (each + 0.1) + 0.1) / 2, -(-len(sigmas) // per)
    head, small = 0.95, 0.62
    sheet.size(width, head + rows * (each * image.shape[1] / image.shape[2] + 0.34))
    middle = width / 2
    sheet.pixels(image, middle - 1.15, 0.08, small)
    sheet.pixels(noise / 2.5, middle + 0.53, 0.08, small)
    sheet.label(middle, 0.08 + small / 2, "+   σ   ×", size=12)
    for k, sigma in enumerate(sigmas):
        x, y = left + k % per * (each + 0.1), head + k // per * (each + 0.34)
        sheet.pixels((image + sigma * noise) / max(1, sigma), x, y, each)
        sheet.label(x + each / 2, y + each * image.shape[1] / image.shape[2] + 0.15, f"σ = {sigma:g}", "soft", SMALL)
