"""Every rival against the same networks, one protocol, one table: `python scripts/make_rivals.py [--only NAME ...]`.

Writes data/results/rivals.json part by part (`parts`). "NETWORK MACHINE": how well a machine of `mosaics.rivals` tells
a network's pictures from the same noises; what it must be told is read off the network's runs from other noises.
"NETWORK itself": how new its pictures are, pairs of different noises (chance), and the ceiling of two trainings, as
other files hold it. "unseen DATA" and "unseen NETWORK": errors on pictures that nobody has seen, beside those of
heldout.json. "cost DATA": CPU seconds and memory of a step. "ten NETWORK": ten steps on the clock of Lukoianov et al.
2025, with the authors' parameters, comparable to nothing else here. Needs three networks of make_trainings.py
(clothes-mixer-0, emoji-0, photographs-0). One thread, fixed seeds; four hours of one core.
"""

import functools
import pathlib
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

import make_heldout
import make_trainings
import parts
import psutil
import torch
from make_heldout import CASES
from make_results import SEEDS, Case, rounded, seeded, told
from make_weights import RUNS
from mosaics import diffusion, networks, prediction, rivals
from mosaics.core import data
from mosaics.core.checks import check_sigma
from mosaics.diffusion import Denoiser
from mosaics.local import WindowSchedule
from mosaics.rivals import RIVALS, Told
from parts import significant
from torch import Tensor

PATH = data.ROOT / "results" / "rivals.json"
Row = dict[str, Any]


class Size(NamedTuple):
    """Noises of pairs, other noises of runs that parameters are read off, noisy pictures of a sensitivity."""

    pairs: int
    calibration: int
    sensed: int


NETS = {  # by how soon they are done
    "resnet-zeros": Size(64, 16, 8), "resnet-circular": Size(64, 16, 8), "unet": Size(64, 16, 8),
    "resnet-faces-soft": Size(32, 8, 8), "socks-attention": Size(32, 4, 4), "resnet-28": Size(32, 4, 4),
    "clothes-mixer-0": Size(64, 16, 8), "emoji-0": Size(32, 4, 4), "photographs-0": Size(16, 2, 4)}
FEWER = {("photographs-0", "ELS"): 8}  # pairs of the dearest
LARGE = 1000  # values of an image, above which fewer parameters are tried
THRESHOLDS, FEW_THRESHOLDS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2), (0.02, 0.05, 0.2)
SMOOTHINGS = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6)
SHARES = (0.2, 0.4, 0.7, 1.0)
SQUARES = (1, 2, 3, 5, 7, 9, 11, 15)  # sides of squares; beside them the whole picture
INFORMED = (1, 3, 5, 7, 9, 11, 13, 15)  # beside them the whole picture; of large images up to 11
RELEASED = {  # thresholds of the papers for such pictures: clothes, faces, small colour pictures
    "PCA locality": {"fashion-mnist": 0.005, "dicebear-faces": 0.02}, "GoldDiff": {"fashion-mnist": 0.02,
                                                                                   "dicebear-faces": 0.04}}
OTHERWISE = {"PCA locality": 0.05, "GoldDiff": 0.03}  # those for CIFAR-10
RELEASED_SMOOTHING = 0.1


# ---------------------------------------------------------------- a network and its runs
def source(name: str) -> Row:
    """What a network was trained on, as arguments of `data.load`."""
    return RUNS[name][0] if name in RUNS else make_trainings.TRAININGS[name].source


@functools.lru_cache(1)
def case(name: str) -> Case:
    """A network, its training pictures, its samples."""
    shipped = name in RUNS
    net = networks.load_weights(name) if shipped else make_trainings.network(name)
    images = data.load(**source(name)).images if shipped else make_trainings.images(name)
    return Case(net, images, calibration=NETS[name].calibration, pairs=NETS[name].pairs)


@functools.lru_cache(1)
def path(name: str) -> list[prediction.Guess]:
    """Questions and answers of the network along the runs that parameters are read off."""
    return prediction.trajectory(case(name).net, case(name).z_cal, case(name).sigmas)


def levels() -> list[float]:
    """Noise levels of a run, noisiest first."""
    return prediction.levels()[:-1].tolist()


# ---------------------------------------------------------------- what a machine is told by a network
def windows(name: str, machine: str) -> WindowSchedule:
    """P(sigma) of LS, ELS or bbELS: those that another file holds, or read off the network's runs now."""
    if stored := shelf(name).get(machine):
        return WindowSchedule((sigma, P) for sigma, P in stored)
    net, images, (H, W) = case(name).net, case(name).images, case(name).images.shape[2:]
    padding = {"ELS": "circular", "bbELS": "zeros"}.get(machine, net.padding)
    sides = [P for P in prediction.candidates(net, H, W) if padding == "zeros" or min(H, W) >= P]
    scores = prediction.agreements(path(name), images, sides, prediction.REACHES[machine], padding)["cosine"]
    return prediction.best_windows([guess.sigma for guess in path(name)], sides, scores)


def shelf(name: str) -> dict[str, list]:
    """Windows of a network that other files of results hold, by machine."""
    if name in (held := data.results("prediction")["models"]):
        return {machine: both["cosine"] for machine, both in held[name]["windows"].items()}
    if name in (held := data.results("colour")["parts"]):
        return held[name]["windows"]
    return data.results("attention")["rows"]["attention-0 predicted"]["windows"] if name == "socks-attention" else {}


def informed(images: Tensor, sigmas: Sequence[float]) -> WindowSchedule:
    """Windows of BIRD, from the training pictures alone."""
    C, H, W = images.shape[1:]
    most = 11 if C * H * W > LARGE else min(H, W)
    sides = [P for P in INFORMED if most >= P]
    return rivals.informed_windows(images, sigmas, [*sides, 2 * max(H, W) - 1])


def sizes(name: str) -> list[tuple[float, int]]:
    """Sides of PSPC's squares: at each level of the runs the one whose guesses agree with the network's best."""
    images, out = case(name).images, []
    squares = {side: rivals.PSPCSquare(images, side) for side in fitting(images)}
    for asked in path(name):
        agree = {side: float(cosine(asked, machine).mean()) for side, machine in squares.items()}
        out.append((asked.sigma, max(agree, key=lambda side: agree[side])))
    return out


def fitting(images: Tensor) -> list[int]:
    """Sides of squares that fit into a picture, the last as large as it."""
    side = min(images.shape[2:])
    return [*(each for each in SQUARES if each < side), side]


def cosine(asked: prediction.Guess, machine: Denoiser) -> Tensor:
    """Of the angle between two predicted noises, the network's and a machine's, of each image."""
    theirs = asked.z.double() - machine(asked.z.double(), asked.sigma)
    return torch.cosine_similarity((asked.z.double() - asked.x0_hat.double()).flatten(1), theirs.flatten(1))


def flexible(name: str) -> list[tuple[float, Tensor]]:
    """Masks of PSPC-Flex: the authors' shares, of the network's sensitivity at the levels that a run comes near."""
    mine, number = case(name), NETS[name].sensed
    shape = mine.images.shape[1:]
    clean, eps = mine.images[:: len(mine.images) // number][:number], torch.randn(
        number, *shape, generator=seeded("calibration"))
    shares, low = rivals.released_shares(), levels()[-1]
    lowest = min((s for s, _ in shares), key=lambda s: abs(s - low))

    def slopes(z: Tensor, sigma: float | Tensor) -> Tensor:
        return mine.net.guess(z, check_sigma(sigma, len(z)))

    def masks(sigma: float, share: float) -> Tensor:
        noisy = diffusion.add_noise(clean, sigma, eps)
        return every(shape) if share == 1 else rivals.flex_masks(rivals.sensitivity(slopes, noisy, sigma), share)

    return [(sigma, masks(sigma, share)) for sigma, share in shares if sigma >= lowest]


def every(shape: Sequence[int]) -> Tensor:
    """One mask that shows all, (1, H, W): as many equal ones would weigh the same."""
    return torch.ones(1, *shape[1:], dtype=torch.bool)


def best(name: str, machine: str, told_of: Callable[[float], Told], values: Sequence[float]) -> float:
    """The value of a parameter with which a machine's samples are nearest the network's: median r^2, other noises."""
    mine = case(name)
    wanted, r2 = path(name)[-1].x0_hat, {}
    for value in values:
        denoise = rivals.rival(machine, mine.images, told_of(value))
        made = diffusion.last(diffusion.sample(denoise, mine.z_cal, mine.sigmas))
        r2[value] = float(prediction.compare(wanted, made).r2.quantile(0.5))
    return max(r2, key=lambda value: r2[value])


def parameter(name: str, machine: str) -> dict[str, Told]:
    """What a machine is told, read off the network, and, under "released", as its authors have it.

    Not where that is dear, on large images: there the released threshold is in the second table alone.
    """
    images = case(name).images
    if machine in RELEASED:
        large = images[0].numel() > LARGE
        found = best(name, machine, lambda v: Told(threshold=v), FEW_THRESHOLDS if large else THRESHOLDS)
        authors = {} if large else {"released": Told(threshold=released(name, machine))}
        return {"read off": Told(threshold=found)} | authors
    if machine == "smoothed score":
        return {"read off": Told(smoothing=best(name, machine, lambda v: Told(smoothing=v), SMOOTHINGS)),
                "released": Told(smoothing=RELEASED_SMOOTHING)}
    if machine == "PSPC square":
        return {"read off": Told(sizes=sizes(name)),
                "released": Told(sizes=rivals.released_sizes(min(images.shape[2:])))}
    if machine == "PSPC flex":
        return {"read off": Told(masks=flexible(name))}
    if machine == "BIRD":
        return {"read off": Told(windows=informed(images, levels()))}
    if machine in prediction.REACHES:
        return {"read off": Told(windows=windows(name, machine), padding=case(name).net.padding)}
    return {"read off": Told()}


def released(name: str, machine: str) -> float:
    """The authors' threshold for pictures such as a network's."""
    return RELEASED[machine].get(source(name)["name"], OTHERWISE[machine])


def as_told(machine: str, what: Told) -> Any:
    """What a machine was told, for the file: of masks the mean share of the picture that each shows."""
    value = next((getattr(what, each) for each in RIVALS[machine].needs), None)
    if isinstance(value, WindowSchedule):
        return told(value)
    if machine == "PSPC flex" and isinstance(value, list):
        return [(rounded(s), rounded(masks.double().mean())) for s, masks in value]
    return [(rounded(s), side) for s, side in value] if isinstance(value, list) else value


# ---------------------------------------------------------------- the table
def against(name: str, machine: str) -> Row:
    """One machine against one network."""
    mine, pairs, out = case(name), FEWER.get((name, machine), NETS[name].pairs), {}
    each = parameter(name, machine)
    if each["read off"] == each.get("released"):
        del each["released"]
    for key, what in each.items():
        made = mine.run(rivals.rival(machine, mine.images, what), pairs)
        out[key] = {"told": as_told(machine, what), **row(mine, made)}
    return out


def row(mine: Case, made: Tensor) -> Row:
    """All measures of a machine's pictures, the first of the pairs, against the network's."""
    match = prediction.compare(mine.samples[: len(made)], made)
    measures = {"r": match.r, "r2": match.r2, "R2": match.R2, "mse": match.rms**2}
    beats = (match.r > mine.r_IS[: len(made)]).double().mean()
    return {"pairs": len(made), **{key: spread(values) for key, values in measures.items()}, "beats_IS": rounded(beats),
            **novel(mine, made), "each_r2": [rounded(v) for v in match.r2]}


def novel(mine: Case, made: Tensor) -> Row:
    """How far pictures are from the training pictures, of which equal ones count once; the share of copies."""
    new = prediction.novelty(made, mine.images.unique(dim=0))
    return {"nearest_rms": rounded(new.rms.quantile(0.5)), "nearest_ratio": rounded(new.ratio.quantile(0.5)),
            "copies": rounded((new.ratio < 1 / 3).double().mean())}


def spread(values: Tensor) -> dict[str, float]:
    """Median, quartiles and the interval of the median, four digits that count."""
    return {key: significant(v) for key, v in prediction.summary(values, seeded("bootstrap"))._asdict().items()}


def itself(name: str) -> Row:
    """What the rows of a network stand beside: its own pictures, pairs of different noises, another training of it."""
    mine = case(name)
    return {"data": source(name), "calibration": NETS[name].calibration, "network": novel(mine, mine.samples),
            "chance": row(mine, mine.samples.roll(1, 0)), "ceiling": ceiling(name)}


def ceiling(name: str) -> Row | None:
    """Two trainings from the same noises, as another file holds them; None where none does."""
    if name in (held := data.results("ceiling")["parts"]):
        stored, found = "ceiling", held[name]["pairs"]["0-1"]
    elif f"{name[:-2]} ceiling" in (held := data.results("colour")["parts"]):
        stored, found = "colour", held[f"{name[:-2]} ceiling"]["0-1"]
    else:
        return None
    return {"stored": stored, **{key: found[key] for key in ("pairs", "r", "r2", "R2", "rms")}}


# ---------------------------------------------------------------- ten steps, as Lukoianov et al. and GoldDiff do
TEN = ("Wiener", "IS", "PCA locality", "GoldDiff", "ELS", "bbELS")
TEN_NETS = ("resnet-zeros", "unet", "resnet-28", "clothes-mixer-0", "photographs-0")


def ten_levels() -> Tensor:
    """Noise levels at steps 901, 801, ... 1 of the 1000 of DDPM's linear schedule, then 0, (11,), as theirs are."""
    at = torch.arange(900, -1, -100)
    return torch.cat([diffusion.abar_to_sigma(diffusion.abar_linear()[at]), torch.zeros(1, dtype=torch.float64)])


def ten(name: str) -> Row:
    """Machines with their authors' parameters, windows read off the network; means over pictures, as these papers.

    Each guess is cut to [-1, 1], as the sampler of the released code does.
    """
    mine, sigmas, pairs, out = case(name), ten_levels(), NETS[name].pairs, {}
    z = prediction.starts(pairs, mine.images.shape[1:], float(sigmas[0]), seeded("evaluation"))

    def run(denoise: Denoiser, count: int) -> Tensor:
        return diffusion.last(diffusion.sample(lambda z, s: denoise(z, s).clamp(-1, 1), z[:count], sigmas))

    wanted = run(mine.net, pairs)
    for machine in TEN:
        what = Told(windows=windows_again(name, machine)) if machine in prediction.REACHES else Told(
            threshold=released(name, machine) if machine in RELEASED else None)
        made = run(rivals.rival(machine, mine.images, what), FEWER.get((name, machine), pairs))
        out[machine] = theirs(wanted[: len(made)], made)
    return {"rows": out, "chance": theirs(wanted, wanted.roll(1, 0))}


def windows_again(name: str, machine: str) -> WindowSchedule:
    """Windows that the table's row was told, where it is there, else read off now."""
    if row := parts.read(PATH).get("parts", {}).get(f"{name} {machine}"):
        return WindowSchedule((sigma, P) for sigma, P in row["read off"]["told"])
    return windows(name, machine)


def theirs(network: Tensor, made: Tensor) -> Row:
    """Means over pictures of MSE and R^2; `pooled`: R^2 of all values of all pictures together, about their mean."""
    match = prediction.compare(network, made)
    x, y = network.double(), made.double()
    pooled = 1 - (x - y).square().sum() / (x - x.mean()).square().sum()
    return {"pairs": len(made), "mse": significant((match.rms**2).mean()), "R2": significant(match.R2.mean()),
            "R2 median": spread(match.R2), "pooled": significant(pooled), "r2": significant(match.r2.mean())}


# ---------------------------------------------------------------- unseen pictures
UNSEEN = {"clothes 16": 100, "faces blurred": 40, "clothes 28": 40, "emoji": 22, "photographs": 16}  # pictures judged
TRAINED = {"resnet-zeros": "clothes 16", "resnet-circular": "clothes 16", "unet": "clothes 16",
           "clothes-mixer-0": "clothes 16", "resnet-28": "clothes 28", "photographs-0": "photographs"}


def unseen(name: str) -> Row:
    """Machines whose parameter is chosen at each level on the other half of the pictures, or which have none.

    PSPC-Flex has masks of the Wiener filter's sensitivity, so that no network is asked. `above_wiener` as in
    heldout.json, on as many pictures.
    """
    cut, number = CASES[name](), UNSEEN[name]
    ask = partial(errors, cut.training, cut.unseen[:number], make_heldout.noise(cut.unseen)[:, :number])
    wiener, out = ask([partial(rivals.rival, "Wiener", cut.training)])[:, 0], {}
    for machine, (values, told_of) in offered(cut.training).items():
        found = ask([partial(rivals.rival, machine, cut.training, told_of(value)) for value in values])
        judged = prediction.judged(found, [2 * k + 1 for k in range(len(values))])  # which, in place of a side
        chosen = [[values[int(P) // 2] for P in both] for both in judged.sides]
        out[machine] = {**versus(judged.errors, wiener), "chosen": chosen}
    return {"training": len(cut.training), "pictures": number,
            "machines": {"Wiener": {"errors": [significant(v) for v in wiener.mean(1)]}, **out}}


def offered(images: Tensor) -> dict[str, tuple[Sequence[Any], Callable[[Any], Told]]]:
    """The values that each machine may choose among, and what it is told for one."""
    few, shape = images[0].numel() > LARGE, images.shape[1:]
    thresholds = (OTHERWISE["PCA locality"],) if few else THRESHOLDS
    seen = linear_maps(images, make_heldout.LEVELS)
    return {"smoothed score": (SMOOTHINGS, lambda v: Told(smoothing=v)),
            "PCA locality": (thresholds, lambda v: Told(threshold=v)),
            "GoldDiff": (thresholds, lambda v: Told(threshold=v)),
            "PSPC square": (fitting(images), lambda v: Told(sizes=v)),
            "PSPC flex": (SHARES, lambda v: Told(masks=[
                (s, every(shape) if v == 1 else rivals.flex_masks(maps, v)) for s, maps in seen])),
            "BIRD": ([None], lambda v: Told(windows=informed(images, make_heldout.LEVELS)))}


def linear_maps(images: Tensor, sigmas: Sequence[float]) -> list[tuple[float, Tensor]]:
    """Sensitivity of the Wiener filter at these levels, (H W, H, W): its matrix, whatever picture it is asked about."""
    (C, H, W), machine = images.shape[1:], rivals.PCALocality(images)

    def maps(sigma: float) -> Tensor:
        matrix = machine.matrix(sigma).abs().reshape(C, H * W, C, H * W)
        return torch.stack([matrix[c, :, c] for c in range(C)]).sum(0).unflatten(1, (H, W))

    return [(sigma, maps(sigma)) for sigma in sigmas]


def errors(training: Tensor, x0: Tensor, eps: Tensor, machines: Sequence[Callable[[], Denoiser]]) -> Tensor:
    """Mean squared errors of guesses about noised pictures, (levels, machines, pictures); one machine at a time."""
    asked = [diffusion.add_noise(x0, s, e) for s, e in zip(make_heldout.LEVELS, eps, strict=True)]
    columns = []
    for build in machines:
        denoise = build()
        columns.append(torch.stack([(denoise(z, s).double() - x0.double()).square().flatten(1).mean(1)
                                    for s, z in zip(make_heldout.LEVELS, asked, strict=True)]))
    return torch.stack(columns, 1)


def versus(found: Tensor, wiener: Tensor) -> Row:
    """Mean errors by level, and how far they are above those of the Wiener filter on the same pictures."""
    gap = prediction.paired(found, wiener, seeded("bootstrap"))
    return {"errors": [significant(v) for v in found.mean(1)],
            "above_wiener": [[significant(v) for v in three] for three in zip(*gap, strict=True)]}


def unseen_by(name: str) -> Row:
    """A network about the same pictures."""
    cut, number = CASES[TRAINED[name]](), UNSEEN[TRAINED[name]]
    ask = partial(errors, cut.training, cut.unseen[:number], make_heldout.noise(cut.unseen)[:, :number])
    wiener = ask([partial(rivals.rival, "Wiener", cut.training)])[:, 0]
    return {"pictures": number, **versus(ask([lambda: case(name).net])[:, 0], wiener)}


# ---------------------------------------------------------------- what a step costs
COST = {"clothes 16": "resnet-zeros", "clothes 28": "resnet-28", "photographs": "photographs-0"}  # whose windows
COST_LEVELS, COST_PICTURES = (0.3, 1.0, 3.0), 8


def cost(name: str) -> Row:
    """Each machine in a process of its own."""
    rows = {machine: parts.alone(measured, name, machine) for machine in RIVALS}
    return {"pictures": COST_PICTURES, "sigmas": COST_LEVELS, "rows": rows}


def measured(name: str, machine: str) -> Row:
    """CPU seconds and memory of a machine on one thread: to build it, and a step of all pictures, the mean over levels.

    `held_mb`: what it holds once built, beyond the training pictures; `above_mb`: the most beyond that in a step.
    """
    torch.set_num_threads(1)
    images = CASES[name]().training
    z = images[:COST_PICTURES] + torch.randn(COST_PICTURES, *images.shape[1:], generator=seeded("calibration"))
    what, before, start = cheaply_told(name, machine, images), memory(), time.process_time()
    denoise = rivals.rival(machine, images, what)
    built, held = time.process_time() - start, memory()
    for sigma in COST_LEVELS:  # compiles, and makes what is made once
        denoise(z[:1], sigma)
    forget_peak()
    least, start = memory(), time.process_time()
    for sigma in COST_LEVELS:
        denoise(z, sigma)
    seconds = (time.process_time() - start) / len(COST_LEVELS)
    return {"build_seconds": significant(built), "seconds": significant(seconds), "held_mb": round(held - before),
            "above_mb": round(max(parts.peak_mb() - least, 0))}


def cheaply_told(name: str, machine: str, images: Tensor) -> Told:
    """Parameters of usual size; no network is asked, since what they are told changes no cost but that of windows."""
    P = WindowSchedule((s, side) for s, side in shelf(COST[name])["LS"])
    maps = linear_maps(images, COST_LEVELS) if machine == "PSPC flex" else []
    return Told(threshold=0.02, smoothing=0.1, sizes=rivals.released_sizes(min(images.shape[2:])), windows=P,
                masks=[(s, rivals.flex_masks(each, 0.4)) for s, each in maps])


def memory() -> float:
    """What this process holds now, in megabytes."""
    return psutil.Process().memory_info().rss / 1e6


def forget_peak() -> None:
    """Count the most that this process holds from now on, where the system can."""
    if (clear := pathlib.Path("/proc/self/clear_refs")).exists():
        clear.write_text("5", "ascii")


PARTS: dict[str, Callable[[], Row]] = {
    **{f"{name} {what}": partial(itself, name) if what == "itself" else partial(against, name, what)
       for name in NETS for what in ("itself", *RIVALS)},
    **{f"ten {name}": partial(ten, name) for name in TEN_NETS},
    **{f"unseen {name}": partial(unseen, name) for name in UNSEEN},
    **{f"unseen {name}": partial(unseen_by, name) for name in TRAINED},
    **{f"cost {name}": partial(cost, name) for name in COST}}
FACTS = {"seeds": parts.told(SEEDS | {"unseen": make_heldout.SEEDS["noise"]}),
         "levels": {"runs": [rounded(s) for s in levels()], "ten": [rounded(s) for s in ten_levels()[:-1]],
                    "unseen": make_heldout.rounded(make_heldout.LEVELS)},
         "sizes": {name: size._asdict() for name, size in NETS.items()},
         "fewer": {" ".join(key): pairs for key, pairs in FEWER.items()},
         "machines": {name: each._asdict() for name, each in RIVALS.items()},
         "tried": {"thresholds": THRESHOLDS, "of large images": FEW_THRESHOLDS, "smoothings": SMOOTHINGS,
                   "squares": SQUARES, "shares": SHARES}}

if __name__ == "__main__":
    parts.make(__doc__, PATH, PARTS, FACTS, under="parts")
