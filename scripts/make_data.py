"""Make the small data files from the full Fashion-MNIST, and check that they hold what the recorded checksums say.

    python scripts/make_data.py          # compare; exit 1 where the pixels differ
    python scripts/make_data.py --write  # write the files and their checksums anew
"""

import hashlib
import io
import json
import sys
import zipfile

import numpy as np
from mosaics.core import data

PARTS = {"fashion-mnist-2000.npz": ("fashion-mnist-60k", 200), "fashion-mnist-holdout.npz": ("fashion-mnist-test", 50)}


def pick(name: str, per_class: int) -> dict[str, np.ndarray]:
    """The first `per_class` images of each class without repeats, classes in turn: 0, 1, ..., 9, 0, 1, ..."""
    pixels, labels = data._read(name)
    _, first = np.unique(pixels.reshape(len(pixels), -1), axis=0, return_index=True)  # drops exact duplicates
    keep = np.sort(first)
    by_class = [keep[labels[keep] == c][:per_class] for c in range(10)]
    order = np.stack(by_class, 1).ravel()  # (10 per_class,)
    return {"images": pixels[order], "labels": labels[order]}


def npz(arrays: dict[str, np.ndarray]) -> bytes:
    """A zip of .npy members with fixed dates, so that the same pixels make the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as z:
        for key, value in arrays.items():
            member = io.BytesIO()
            np.save(member, value, allow_pickle=False)
            z.writestr(zipfile.ZipInfo(f"{key}.npy", (2020, 1, 1, 0, 0, 0)), member.getvalue(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def main(write: bool) -> int:
    """Compare, or write and then compare; 0 if every file holds the pixels picked here."""
    sums = data.checksums()
    for file, (name, per_class) in PARTS.items():
        arrays = pick(name, per_class)
        if write:
            content = npz(arrays)
            (data.ROOT / file).write_bytes(content)
            sums[file] = hashlib.sha256(content).hexdigest()
            (data.ROOT / "checksums.json").write_text(json.dumps(sums, indent=1, sort_keys=True) + "\n", "utf8")
        with np.load(io.BytesIO(data.checked(data.ROOT / file)), allow_pickle=False) as f:
            if not all(np.array_equal(f[k], v) for k, v in arrays.items()):
                print(f"{file} does not hold the pixels that this script picks")
                return 1
        print(f"{file}: {len(arrays['images'])} images, as recorded")
    return 0


if __name__ == "__main__":
    sys.exit(main("--write" in sys.argv))
