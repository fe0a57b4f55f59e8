"""Count what machines draw, for chapter 11: `python scripts/make_fingers.py [--only NAME ...] [--missing]`.

Writes data/results/fingers.json, after each row, so that an interrupted run loses one at most: `--missing` goes on with
those that are not there, `--only` does some anew. One thread, fixed seeds; about 20 minutes of one core.
"""

import argparse
import json
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import torch
from make_weights import versions
from mosaics import diffusion, fingers, local, prediction
from mosaics.core import data
from mosaics.equivariant import ELS
from mosaics.ideal import IdealDenoiser
from torch import Tensor

PATH = data.ROOT / "results" / "fingers.json"
SEEDS = {"samples": 1, "bootstrap": 2}
SAMPLES, N, WHOLE = 400, 500, 63  # of a row; training hands; a window of which every pixel sees the whole image
WINDOWS, CONTROL, LATE = (3, 5, 7, 11, 15, 19, 23, 27, 31), (5, 7, 11, 15), (5, 7, 11, 15)
DECIDED, REPAIRS = (0.95, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4), ((23, 0.7), (23, 0.5), (63, 0.7), (63, 0.5), (63, 0.3))
FINAL = (3, 5, 10, 15, 20)  # so many guesses at the end of a run
Row = dict[str, Any]


def rounded(values: Any) -> list[float]:
    """Four digits behind the point: what other machines agree on."""
    return [round(float(v), 4) for v in values]


# ---------------------------------------------------------------- hands
def training(n: int = N, side: str = "both") -> Tensor:
    """The first `n` hands of the data set, or of those with the thumb on the right."""
    hands = data.load("hands")
    return (hands.images if side == "both" else hands.images[hands.labels == 1])[:n]


def told(images: Tensor, hands: Tensor | None = None) -> Row:
    """Everything that is counted and measured on images; `hands`: how far they are from these."""
    numbers = fingers.each(fingers.count(images))
    valid, five = int((numbers >= 0).sum()), int((numbers == 5).sum())
    out = {"samples": len(images), "valid": valid, "counts": fingers.histogram(numbers).tolist(),
           "five": rounded(fingers.share(five, max(valid, 1))), "each": numbers.tolist()}
    if valid:
        widths, areas = fingers.width(images[numbers >= 0]), fingers.area(images[numbers >= 0])
        out |= {"width": rounded(widths.nanquantile(torch.tensor([0.5, 0.25, 0.75]).double())),
                "area": rounded([areas.mean(), areas.std(correction=0)])}
    if hands is not None:
        out["copies"] = round(float((prediction.novelty(images, hands).ratio < 1 / 3).double().mean()), 4)
    return out


def hands_row(P: local.Window | None, n: int = N, side: str = "both") -> Row:
    """Hands by LS with windows P, by the ideal machine where that is None."""
    images = training(n, side)
    denoise: diffusion.Denoiser = IdealDenoiser(images) if P is None else local.LS(images, P)
    return told(fingers.drawn(denoise, SAMPLES, SEEDS["samples"]), images)


def soup() -> Row:
    """Hands by the equivariant local machine on a torus: all in view until t = 0.8, then windows of 13."""
    images = training(25)
    machine = ELS(images, fingers.until(0.8, 31, 13))
    return told(fingers.centred(fingers.drawn(machine, 100, SEEDS["samples"])))


def flagged(P: int) -> Row:
    """Does late variance of the guess tell wrong hands from those with five? The area under the ROC curve."""
    sigmas, hands = prediction.levels(20), training()
    z = prediction.starts(SAMPLES, (1, 32, 32), float(sigmas[0]), torch.Generator().manual_seed(SEEDS["samples"]))
    path = prediction.trajectory(local.LS(hands, P), z, sigmas)
    wrong = fingers.each(fingers.count(path[-1].x0_hat)) != 5
    generator = torch.Generator().manual_seed(SEEDS["bootstrap"])
    return {"samples": SAMPLES, "wrong": int(wrong.sum()), "auc": {
        str(final): rounded(fingers.auc(fingers.late_variance(path, final), wrong, generator)) for final in FINAL}}


ROWS: dict[str, Callable[[], Row]] = {
    "training": lambda: told(training(SAMPLES)), "ideal": partial(hands_row, None),
    **{f"P={P}": partial(hands_row, P) for P in WINDOWS},
    **{f"whole until {t}": partial(hands_row, fingers.until(t, WHOLE, 7)) for t in DECIDED},
    **{f"P=7 N={n}": partial(hands_row, 7, n) for n in (100, 2000)},
    **{f"P={P} right hands": partial(hands_row, P, N, "right") for P in CONTROL},
    **{f"P={P} from {t}": partial(hands_row, fingers.until(t, 7, P)) for P, t in REPAIRS},
    **{f"late variance P={P}": partial(flagged, P) for P in LATE},
    "soup": soup,
}


# ---------------------------------------------------------------- the file
def read() -> dict[str, Row]:
    """The rows that are there already."""
    return data.results(PATH.stem)["rows"] if PATH.is_file() else {}


def keep(name: str, row: Row) -> None:
    """Put one row into the file, whole or not at all; rows stand in the order of ROWS."""
    rows = read() | {name: row}
    everything = {**versions(), "seeds": [f"{what} {seed}" for what, seed in SEEDS.items()],
                  "setup": {"steps": 20, "clock": "t = 1 ... 1 / 20 of diffusion.abar_legacy", "N": N},
                  "rows": {each: rows[each] for each in ROWS if each in rows}}
    draft = PATH.with_suffix(".part")
    text = json.dumps(everything, separators=(",", ":")).replace('},"', '},\n"') + "\n"
    draft.write_text(text, "utf8", newline="\n")
    draft.replace(PATH)
    data.record(PATH)


def main() -> None:
    """Read the command line and do what it asks for."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--only", nargs="+", default=[], metavar="NAME", help="these rows")
    ask.add_argument("--missing", action="store_true", help="leave out what the file holds")
    args = ask.parse_args()
    torch.set_num_threads(1)
    if unknown := set(args.only) - set(ROWS):
        ask.error(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(ROWS)}")
    for name, make in ROWS.items():
        if name in (args.only or ROWS) and not (args.missing and name in read()):
            start = time.process_time()
            row = make()
            keep(name, row | {"cpu_seconds": round(time.process_time() - start, 1)})
            told_short = {key: value for key, value in row.items() if key != "each"}
            print(f"{name}: {told_short}, {time.process_time() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main()
