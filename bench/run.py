"""How fast the exact machines are, as ratios to a textbook implementation in the same run: `make bench`.

CPU seconds of one thread. A sample is 19 evaluations, from noisy to clean, with the windows of Kamb & Ganguli's code
for Fashion-MNIST. The textbook runs on fewer training images and is scaled by their number, in which it is linear.
"""

import datetime
import json
import os
import pathlib
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

ROOT = pathlib.Path(__file__).resolve().parents[1]
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

sys.path.insert(0, str(ROOT / "scripts"))

import front  # noqa: E402  # scripts/
import psutil  # noqa: E402
import textbook  # noqa: E402
import torch  # noqa: E402
from mosaics import ideal, local, networks  # noqa: E402
from mosaics.core.data import load, record  # noqa: E402
from mosaics.core.sweep import sweep  # noqa: E402

N, FEW = 1000, {"LS": 1000, "ELS": 40, "bbELS": 40}
SIDES = local.RELEASED[:0:-1]  # 17 ... 3
LEVELS = [s for s, _ in local.released_windows().pairs[::-1]]


def seconds(call: Callable[[], object]) -> float:
    """CPU seconds of one call."""
    start = time.process_time()
    call()
    return time.process_time() - start


def sample(machine: Callable, z: torch.Tensor) -> float:
    """CPU seconds of 19 evaluations; `machine(z, sigma, P)`."""
    return seconds(lambda: [machine(z * s, s, P) for s, P in zip(LEVELS, SIDES, strict=True)])


def against_the_textbook(images: torch.Tensor, z: torch.Tensor) -> dict[str, dict[str, float]]:
    """Seconds of a sample with N images: ours, the textbook's, and their ratio."""
    reach = {"LS": ("same", "zeros", textbook.ls), "ELS": ("interior", "circular", textbook.els),
             "bbELS": ("matching", "zeros", textbook.bbels)}
    out = {}
    for name, (which, padding, plain) in reach.items():
        ours = sample(lambda z, s, P: sweep(z, s, images, [P], which, padding, threads=1, progress=False), z)  # noqa: B023
        few = images[: FEW[name]]
        theirs = sample(lambda z, s, P: plain(z, s, few, P), z) * N / FEW[name]  # noqa: B023
        out[name] = {"seconds": ours, "textbook": theirs, "ratio": theirs / ours}
        print(f"{name:6} {ours:8.3f} s   textbook {theirs:8.1f} s   {theirs / ours:6.0f} times", flush=True)
    few = images[: FEW["ELS"]]
    theirs = sample(lambda z, s, P: textbook.product(z, s, few, P), z) * N / FEW["ELS"]
    out["ELS"] |= {"product": theirs, "product_ratio": theirs / out["ELS"]["seconds"]}
    print(f"ELS as a matrix product in numpy {theirs:8.1f} s   {theirs / out['ELS']['seconds']:6.0f} times", flush=True)
    return out


def growth(images: torch.Tensor, z: torch.Tensor) -> dict[str, float]:
    """Seconds of one evaluation at sigma = 1 as N, P, pixels, channels change; all windows at once; two threads."""
    once = lambda x, y, P=9, **kw: seconds(  # noqa: E731
        lambda: sweep(y, 1.0, x, P if isinstance(P, list) else [P], "interior", "circular", progress=False,
                      **{"threads": 1} | kw))
    colour = load("dicebear-faces").images
    half = load("fashion-mnist", n=N, size=14).images
    sides = [3, 5, 7, 9, 11, 13, 15, 17]
    wall = time.monotonic()
    once(images, z, threads=2)
    wall = time.monotonic() - wall
    return {"N=250": once(images[:250], z), "N=1000": once(images, z), "P=3": once(images, z, 3),
            "P=5": once(images, z, 5), "P=13": once(images, z, 13), "P=17": once(images, z, 17),
            "14x14": once(half, torch.randn(1, 1, 14, 14)),
            "16x16x3": once(colour, torch.randn(1, 3, 16, 16)), "all windows": once(images, z, sides),
            "one by one": sum(once(images, z, P) for P in sides), "two threads, wall": wall}


def limits() -> dict[str, float]:
    """What the core can do at most: float32 operations of a matrix product, bytes of a copy, in 10^9 a second."""
    a, b = torch.randn(1500, 1500), torch.empty(50_000_000)
    a @ a, b.copy_(b + 1)  # warm
    product = min(seconds(lambda: a @ a) for _ in range(3))
    copy = min(seconds(lambda: b[25_000_000:].copy_(b[:25_000_000])) for _ in range(3))
    return {"gflops": 2 * 1500**3 / product / 1e9, "gbytes": 2 * 25_000_000 * 4 / copy / 1e9}


def peak_mb() -> float:
    """Largest resident size of this process so far, in MB of 2^20 bytes; each system counts in its own way."""
    if sys.platform == "win32":
        return psutil.Process().memory_info().peak_wset / 2**20
    import resource
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


def memory() -> dict[str, float] | None:
    """Seconds and peak MB of one bbELS evaluation over all 60,000 images; None where they are not installed."""
    try:
        images = load("fashion-mnist-60k").images
    except OSError:
        return None
    z = torch.randn(1, 1, 28, 28)
    spent = seconds(lambda: sweep(z, 1.0, images, [9], "matching", "zeros", threads=1, progress=False))
    return {"seconds": spent, "peak_mb": peak_mb()}


def training(images: torch.Tensor, widths: tuple[int, ...] = (16, 24, 48), steps: int = 20) -> dict[str, Any]:
    """Seconds of a step of training, 32 images of 16 x 16, by width: in Python and as a page computes it, by node."""
    def python(width: int) -> float:
        states = networks.training(networks.ResNet(1, width, 4), images, steps=steps + 1)
        next(states), next(states)  # the first step is slow
        return seconds(lambda: list(states)) / steps

    node = (front.on_path() or front.own())[0]
    command = [node, "--import", "./tests/front/register.js", "bench/training.mjs", str(steps), *map(str, widths)]
    page = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, encoding="utf8").stdout)
    return {"page": page, "python": {str(width): python(width) for width in widths}}


def apart(name: str) -> dict[str, float] | None:
    """A function of this file in a process of its own, so that its peak of memory is its own."""
    done = subprocess.run([sys.executable, __file__, name], check=True, capture_output=True, encoding="utf8")
    return json.loads(done.stdout)


def compile_all() -> None:
    """Both precisions, grey and colour: what is compiled once is not to be timed."""
    for images in (load("fashion-mnist", n=2).images, load("dicebear-faces", n=2).images):
        for sigma in (0.01, 1.0):
            sweep(torch.randn(images[:1].shape), sigma, images, [3], "same", "zeros", progress=False)


def main() -> None:
    """Print the table, write data/results/bench.json."""
    torch.set_num_threads(1)
    generator = torch.Generator().manual_seed(0)
    images, z = load("fashion-mnist", n=N).images, torch.randn(1, 1, 28, 28, generator=generator)
    compile_all()
    IS = ideal.IdealDenoiser(images)
    out: dict[str, Any] = {"machines": against_the_textbook(images, z), "growth": growth(images, z), "limits": limits(),
           "ideal_step": seconds(lambda: [IS(z, 1.0) for _ in range(20)]) / 20, "sixty_thousand": apart("memory"),
           "training_step": training(load("fashion-mnist", n=N, size=16).images),
           "N": N, "python": platform.python_version(), "torch": torch.__version__,
           "machine": f"{platform.system()} {platform.machine()}",
           "date": datetime.date.today().isoformat(), "seeds": [0]}
    for name, value in out["growth"].items():
        print(f"{name:18} {value:8.3f} s")
    print(f"ideal, one step    {out['ideal_step'] * 1000:8.2f} ms", f"60,000 images: {out['sixty_thousand']}",
          f"a step of training: {out['training_step']}", sep="\n")
    target = ROOT / "data" / "results" / "bench.json"
    target.write_text(json.dumps(out, indent=1, sort_keys=True) + "\n", "utf8", newline="\n")
    record(target)


if __name__ == "__main__":
    print(json.dumps(memory())) if sys.argv[1:] == ["memory"] else main()
