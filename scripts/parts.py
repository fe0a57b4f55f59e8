"""The command line of a script that makes a file of data/results part by part.

After each part the file is written, so that an interrupted run loses one at most: `--missing` goes on with the parts
that are not there, `--only NAME ...` makes some anew.
"""

import argparse
import json
import pathlib
import time
from collections.abc import Callable, Mapping
from typing import Any

import torch
from make_weights import store, versions

Part = dict[str, Any]


def make(doc: str | None, path: pathlib.Path, parts: Mapping[str, Callable[[], Part]], facts: Part | None = None,
         under: str = "rows") -> None:
    """Read the command line and make what it asks for, on one thread.

    The file holds versions, `facts`, and `under` the parts in their order, each with the CPU seconds that it took.
    """
    ask = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--only", nargs="+", default=[], metavar="NAME", help="these parts")
    ask.add_argument("--missing", action="store_true", help="leave out what the file holds")
    args = ask.parse_args()
    if unknown := set(args.only) - set(parts):
        ask.error(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(parts)}")
    torch.set_num_threads(1)
    for name in args.only or parts:
        there = json.loads(path.read_text("utf8"))[under] if path.is_file() else {}
        if args.missing and name in there:
            continue
        start = time.process_time()
        part = parts[name]()
        there[name] = part | {"cpu_seconds": round(time.process_time() - start, 1)}
        ordered = {each: there[each] for each in parts if each in there}
        store(path, {**versions(), **(facts or {}), under: ordered})
        print(f"{name}: {str(part)[:200]}, {time.process_time() - start:.0f} s", flush=True)
