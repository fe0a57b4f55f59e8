"""The page's patch kernel, patches.wasm, under wasmtime: for tests that need no browser."""

import make_wasm  # scripts/
import numpy as np
import torch
from wasmtime import Config, Engine, Instance, Module, Store

PATCHES = make_wasm.SOURCES[0]
REACHES = ("same", "all", "interior", "matching")
AT = {"images": 0, "noisy": 1, "clean": 2, "best": 3, "weight": 4}


class Kernel:
    """patches.wasm with a set of images; its instructions are counted where it is given `fuel` for so many."""

    def __init__(self, images, fuel=0):
        config = Config()
        config.consume_fuel = fuel > 0
        self.store = Store(Engine(config))
        if fuel:
            self.store.set_fuel(fuel)
        module = Module(self.store.engine, PATCHES.with_suffix(".wasm").read_bytes())
        self.exports, self.shape = Instance(self.store, module, []).exports(self.store), images.shape
        assert self.call("prepare", *images.shape) == 1
        self.put("images", images)
        self.call("pack")

    def call(self, name, *args):
        return self.exports[name](self.store, *args)

    def put(self, what, x):
        self.exports["memory"].write(self.store, x.float().contiguous().numpy().tobytes(), self.call("at", AT[what]))

    def get(self, what, *shape, kind=np.float32):
        at = self.call("at", AT[what])
        raw = self.exports["memory"].read(self.store, at, at + 4 * int(np.prod(shape)))
        return torch.from_numpy(np.frombuffer(bytes(raw), kind).reshape(shape).astype(np.float64))

    def guess(self, z, sigma, P, reach, padding):
        self.put("noisy", z)
        parts = self.call("begin", P, REACHES.index(reach), int(padding == "circular"), float(sigma))
        assert parts > 0
        for _ in range(parts):
            self.call("work")
        self.call("finish")
        _, C, H, W = self.shape
        best = self.get("best", H * W, kind=np.uint32)
        return self.get("clean", C, H, W), best // (H * W), best % (H * W), self.get("weight", H * W)
