"""One table of cases for both who train a network: mosaics.networks, and the page's network.js and trainer.js.

SCHEDULE says what the learning rate, the average and the looks at a training are; both go through it. A case of
TRAINED is a small network: `learnt` gives its numbers and batches, and what autograd and AdamW make of them in float64.
`python tests/training_table.py` prints all as JSON.
"""

import json
import math

import torch
from mosaics import networks
from mosaics.core.data import load
from mosaics.diffusion import abar_legacy
from mosaics.widgets.training import LOOKS

TRAINED = [{"C": C, "width": width, "padding": padding} for padding in networks.PADDINGS for C in (1, 3)
           for width in (16, 24)]
DEPTH, BATCH, SIDES, STEPS = 4, 3, (7, 5), 3
RATES, KEEPS = (2e-3, 1e-3, 5e-4), (1 / 11, 1 / 6, 0.9)
# (step, the first is 0; share of the budget that is spent): learning rate of the step, what the average keeps after it
SCHEDULE = [
    (0, 0.0, 1.5e-3 / 200, 1 / 11), (1, 0.0, 1.5e-3 / 100, 2 / 12), (99, 0.5, 1.5e-3 / 4, 100 / 110),
    (199, 0.0, 1.5e-3, 200 / 210), (200, 0.25, 1.5e-3 * (2 + math.sqrt(2)) / 4, 201 / 211),
    (9988, 0.75, 1.5e-3 * (2 - math.sqrt(2)) / 4, 9989 / 9999), (9989, 1.0, 0.0, 0.999), (50_000, 0.5, 7.5e-4, 0.999),
]
# (seconds, steps or None: the budget; seconds and steps so far): the share of it that is spent
BUDGETS = [(10.0, None, 0.0, 0, 0.0), (10.0, None, 2.5, 7, 0.25), (10.0, 100, 2.5, 70, 0.7), (10.0, 100, 8.0, 70, 0.8),
           (10.0, 100, 11.0, 3, 1.0), (600.0, 30, 0.1, 30, 1.0)]
# The share at which look k of LOOKS is due, and just before; 1 - 1e-12 is what sums of times may round 1 to
DUE = [(k**3 / LOOKS**3, k) for k in range(LOOKS + 1)] + [(k**3 / LOOKS**3 - 1e-6, k - 1) for k in range(1, LOOKS + 1)]
DUE.append((1 - 1e-12, LOOKS - 1))


def flat(tensors):
    """The numbers of all tensors in a row, float64."""
    return torch.cat([x.detach().double().flatten() for x in tensors])


def batches(C, seed):
    """Noisy images, times and velocities of a few steps; the last are so small that the gradient is not clipped."""
    g = torch.Generator().manual_seed(seed)
    for k in range(STEPS):
        size = 6.0 if k < STEPS - 1 else 0.1
        xt, v = torch.randn(2, BATCH, C, *SIDES, generator=g)
        yield xt, 0.02 + 0.98 * torch.rand(BATCH, generator=g), size * v


def learnt(case):
    """A case with its numbers: the network's at the start, what float64 says of each step, and what it leaves."""
    net = networks.ResNet(case["C"], case["width"], DEPTH, case["padding"], seed=7)
    start, net = flat(net.parameters()), net.double()
    average, optimiser = [p.detach().clone() for p in net.parameters()], torch.optim.AdamW(
        net.parameters(), weight_decay=0.0)
    steps = []
    for (xt, t, v), rate, keep in zip(batches(case["C"], 8), RATES, KEEPS, strict=True):
        optimiser.param_groups[0]["lr"] = rate
        optimiser.zero_grad()
        loss = (net.velocity(xt.double(), t.double()) - v.double()).square().mean()
        loss.backward()
        gradient = flat(p.grad for p in net.parameters())
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.step()
        for mine, now in zip(average, net.parameters(), strict=True):
            mine.lerp_(now.detach(), 1 - keep)
        steps.append({"xt": xt, "t": t, "v": v, "rate": rate, "keep": keep, "loss": float(loss.detach()),
                      "norm": float(gradient.norm()), "gradient": gradient})
    return case | {"depth": DEPTH, "shape": [case["C"], *SIDES], "start": start, "steps": steps,
                   "weights": flat(net.parameters()), "average": flat(average)}


def diagonal(images):
    """The mean loss over all times of the best guess that knows each pixel's mean and variance, and nothing more."""
    s2 = images.double().var(0, correction=0)[None]  # (1, C, H, W)
    abar = abar_legacy(torch.linspace(0.02, 1, 1000, dtype=torch.float64))[:, None, None, None]
    return float((s2 / (abar * s2 + 1 - abar)).mean())


def listed(value):
    """Tensors as flat lists."""
    if isinstance(value, torch.Tensor):
        return value.flatten().tolist()
    if isinstance(value, dict):
        return {key: listed(x) for key, x in value.items()}
    return [listed(x) for x in value] if isinstance(value, list) else value


def exported():
    """All of it in plain lists."""
    few = load("fashion-mnist", n=32, size=8).images
    return {"schedule": SCHEDULE, "budgets": BUDGETS, "due": DUE, "looks": LOOKS,
            "networks": [listed(learnt(case)) for case in TRAINED],
            "few": {"shape": list(few.shape[1:]), "images": few.flatten().tolist(), "diagonal": diagonal(few)}}


if __name__ == "__main__":
    print(json.dumps(exported()))
