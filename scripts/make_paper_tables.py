"""Kamb & Ganguli's two tables again on CIFAR-10: `python scripts/make_paper_tables.py --out tables.json [--class cat]`.

For whoever has the network (162 MB of pictures, fetched once), the hours and a GPU: it was not run for this book, which
quotes none of its numbers; a test runs `--tiny`, on made-up pictures, in seconds. For a ResNet of width 256 that sees
17 x 17 pixels, padded with zeros and on the torus, it holds LS, the machine with the network's own limits and IS
against the network, from the same noises: the machines in 20 steps, the network in 20 (Table 2) and in 150 (Table 1).
r and r^2 are medians over the noises, each with its interval.

As in their section 5 and appendix C, but for this: their networks are told the class, here one is trained on the
pictures of `--class` alone, which make the dictionary too (without `--class`: all 50,000); the 1 x 1 read-out, the
clock's input and the velocity that is trained are this book's (`networks`); windows are used at the level where they
were read off. Networks run on `--device`, machines on the processor: with 5,000 pictures ELS takes about a day of one
core.
"""

import argparse
import json
import pathlib
from collections.abc import Sequence
from typing import Any

import torch
from make_weights import versions
from mosaics import diffusion, networks, prediction
from mosaics.core import cifar
from torch import Tensor

# `epochs` of training in batches of `batch`; `dictionary`: so many pictures at most, as in their code
PAPER = {"width": 256, "depth": 7, "batch": 128, "epochs": 300, "calibration": 20, "pairs": 100, "dictionary": 5000}
TINY = {"width": 4, "depth": 1, "batch": 8, "epochs": 1, "calibration": 2, "pairs": 3, "dictionary": 12}
RATE, FALL = 1e-4, 0.999965  # of Adam, and what it is multiplied with after each step
STEPS = {"machines": 20, "Table 1": 150, "Table 2": 20}
SEEDS = {"training": 1, "calibration": 2, "evaluation": 3, "bootstrap": 4}


def seeded(what: str) -> torch.Generator:
    """A fresh generator for one use."""
    return torch.Generator().manual_seed(SEEDS[what])


def trained(padding: str, images: Tensor, settings: dict[str, int], device: str) -> networks.Network:
    """A network trained as theirs: Adam without decay, a rate that falls with each step, no average of weights."""
    net = networks.ResNet(images.shape[1], settings["width"], settings["depth"], padding).to(device)
    adam, generator = torch.optim.Adam(net.parameters(), RATE), seeded("training")
    falling = torch.optim.lr_scheduler.ExponentialLR(adam, FALL)
    for epoch in range(settings["epochs"]):
        for batch in torch.randperm(len(images), generator=generator).split(settings["batch"]):
            loss = velocity_error(net, images[batch], generator, device)
            adam.zero_grad()
            loss.backward()
            adam.step()
            falling.step()
        print(f"  epoch {epoch + 1} of {settings['epochs']}: loss of its last batch {loss.item():.4f}", flush=True)
    return net


def velocity_error(net: networks.Network, x0: Tensor, generator: torch.Generator, device: str) -> Tensor:
    """Mean squared error of the velocity at times drawn evenly, as `networks.training` has it."""
    t = networks.T_MIN + (1 - networks.T_MIN) * torch.rand(len(x0), generator=generator)  # (B,)
    abar = diffusion.abar_legacy(t).float()[:, None, None, None]
    a, b, eps = abar.sqrt(), (1 - abar).sqrt(), torch.randn(x0.shape, generator=generator)
    guess = net.velocity((a * x0 + b * eps).to(device), t.to(device))
    return (guess - (a * eps - b * x0).to(device)).square().mean()


def on(device: str, net: networks.Network) -> diffusion.Denoiser:
    """The network as a denoiser that computes on a device and takes and gives pictures of the processor's memory."""
    def denoise(z: Tensor, sigma: float | Tensor) -> Tensor:
        levels = torch.as_tensor(sigma, dtype=torch.float64).expand(len(z))  # (B,)
        a = (1 / (1 + levels**2).sqrt()).float()[:, None, None, None]
        b, t = (1 - a**2).sqrt(), networks.clock(levels).clamp(networks.T_MIN, 1).float()
        with torch.no_grad():
            v = [net.velocity(x.to(device), when.to(device)).cpu() for x, when in
                 zip((a * z).split(networks.CHUNK), t.split(networks.CHUNK), strict=True)]
        return a**2 * z - b * torch.cat(v)

    return denoise


def drawn(denoise: diffusion.Denoiser, z: Tensor, steps: int) -> Tensor:
    """Samples from these starts."""
    return diffusion.last(diffusion.sample(denoise, z, prediction.levels(steps)))


def rows(padding: str, images: Tensor, settings: dict[str, int], device: str) -> list[dict[str, Any]]:
    """A row of each table for a network of this padding."""
    net = trained(padding, images, settings, device)
    denoise, data, sigmas = on(device, net), images[: settings["dictionary"]], prediction.levels(STEPS["machines"])
    shape, high, own = images.shape[1:], float(sigmas[0]), prediction.partner(padding)
    noises = prediction.starts(settings["calibration"], shape, high, seeded("calibration"))
    z = prediction.starts(settings["pairs"], shape, high, seeded("evaluation"))
    sides, made = prediction.candidates(net, *shape[1:]), {}
    for name in (own, "LS"):
        windows = prediction.calibrate(denoise, data, noises, sigmas, sides, prediction.REACHES[name], padding)
        made[name] = drawn(prediction.machine(name, data, windows, padding), z, STEPS["machines"])
    made["IS"] = drawn(prediction.machine("IS", data), z, STEPS["machines"])
    return [row(table, padding, drawn(denoise, z, STEPS[table]), made) for table in ("Table 1", "Table 2")]


def row(table: str, padding: str, samples: Tensor, made: dict[str, Tensor]) -> dict[str, Any]:
    """Medians of r and r^2 with their intervals, how often the first machine beats IS, and what was published."""
    matches = {name: prediction.compare(samples, pictures) for name, pictures in made.items()}
    own = next(iter(made))
    out = {name: {measure: prediction.summary(getattr(match, measure), seeded("bootstrap"))._asdict()
                  for measure in ("r", "r2")} for name, match in matches.items()}
    known = next(each for each in prediction.PUBLISHED if (each.data, each.network, each.padding, each.steps)
                 == ("CIFAR-10", "ResNet", padding, STEPS[table]))
    beats = (matches[own].r > matches["IS"].r).double().mean().item()
    return {"table": table, "padding": padding, "pairs": len(samples), **out, "beats_IS": beats,
            "published": known._asdict()}


def made_up(count: int) -> Tensor:
    """Pictures of 8 x 8 in colour without any meaning, for `--tiny`."""
    return torch.rand(count, 3, 8, 8, generator=torch.Generator().manual_seed(0)) * 2 - 1


def refuse(ask: argparse.ArgumentParser, args: argparse.Namespace) -> None:
    """End the program where hours would be lost: no place for the tables, no such device."""
    if args.out.is_dir() or not args.out.parent.is_dir():
        ask.error(f"--out must be a file in a folder that is there, got {args.out}")
    try:
        torch.zeros(1, device=args.device)
    except (AssertionError, NotImplementedError, RuntimeError) as err:
        ask.error(f"--device must be one that computes here, got {args.device} ({str(err).partition(chr(10))[0]})")


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, train both networks, write their rows."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--out", type=pathlib.Path, required=True, help="the JSON file to write")
    ask.add_argument("--class", dest="only", choices=cifar.CLASSES, help="pictures of this class alone")
    ask.add_argument("--archive", help="cifar-10-binary.tar.gz, where it is at hand")
    ask.add_argument("--device", default="cpu", help="of the networks: cpu, cuda, mps")
    ask.add_argument("--tiny", action="store_true", help="see whether it runs, on made-up pictures")
    args = ask.parse_args(arguments)
    refuse(ask, args)
    settings = TINY if args.tiny else PAPER
    images = made_up(TINY["dictionary"]) if args.tiny else cifar.cifar10(only=args.only, path=args.archive).images
    found: list[dict[str, Any]] = []
    for padding in networks.PADDINGS:
        found += rows(padding, images, settings, args.device)
        facts = {**versions(), "data": "made up" if args.tiny else "CIFAR-10", "class": args.only, "seeds": SEEDS,
                 "settings": settings, "rows": found}
        args.out.write_text(json.dumps(facts, indent=1) + "\n", "utf8", newline="\n")


if __name__ == "__main__":
    main()
