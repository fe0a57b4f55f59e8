"""The masks of PSPC-Flex that RivalsLab shows: `python scripts/make_masks.py`.

Writes data/results/rivals-masks.npz: `sigmas`, the levels of the authors' schedule that a run comes near, the noisiest
first, and for each network of the lab `NETWORK bits`, a bit a pixel: of the last levels, where not all is seen, a mask
for each of 256 pixels. They are those of the table's rows (make_rivals.py), which tell how much they show in the mean.
One thread, fixed seeds, one minute.
"""

import json
import time

import make_rivals
import numpy as np
import torch
from make_data import npz
from make_weights import versions
from mosaics.core import data
from parts import told

PATH = data.ROOT / "results" / "rivals-masks.npz"
NETS = ("resnet-zeros", "resnet-circular")


def main() -> None:
    """All networks of the lab."""
    torch.set_num_threads(1)
    start, out = time.process_time(), {}
    for net in NETS:
        pairs = make_rivals.flexible(net)
        out["sigmas"] = np.array([sigma for sigma, _ in pairs])
        seen = torch.stack([masks.flatten(1) for _, masks in pairs if len(masks) > 1])  # (levels, 256, 256)
        out[f"{net} bits"] = np.packbits(seen.numpy(), axis=-1)
    about = {**versions(), "seeds": told({"calibration": make_rivals.SEEDS["calibration"]}),
             "cpu_seconds": round(time.process_time() - start)}
    PATH.write_bytes(npz({"about": np.array(json.dumps(about)), **out}))
    data.record(PATH)
    print(f"{PATH.name}: {PATH.stat().st_size:,} bytes, {about['cpu_seconds']} s", flush=True)


if __name__ == "__main__":
    main()
