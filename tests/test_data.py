"""Data sets: what they hold, and that a damaged file is refused whole."""

import gzip
import hashlib
import http.server
import importlib.util
import io
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import threading

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from mosaics import attention
from mosaics.core import data, downloads
from mosaics.core.crops import crops

ROOT = pathlib.Path(__file__).resolve().parents[1]
FONT = pathlib.Path("/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf")
ORIGINALS = pytest.mark.skipif(not data.DEBIAN.is_dir(), reason="needs Debian's package dataset-fashion-mnist")


def test_the_clothes_of_the_book():
    clothes = data.load("fashion-mnist")
    assert clothes.images.shape == (2000, 1, 28, 28) and clothes.images.dtype == torch.float32
    assert clothes.labels.shape == (2000,) and clothes.labels.dtype == torch.int64
    assert (clothes.images.min().item(), clothes.images.max().item()) == (-1.0, 1.0)
    assert len(clothes.classes) == 10 and clothes.classes[9] == "ankle boot" and clothes.name == "fashion-mnist"
    levels = (clothes.images + 1) * 127.5  # the 256 grey levels of the files, and nothing between them
    assert (levels - levels.round()).abs().max() < 1e-4
    assert clothes.images.unique(dim=0).shape[0] == 2000  # a duplicate would spoil the copy criterion


@pytest.mark.parametrize("n", [1, 10, 57, 400, 2000])
def test_any_prefix_is_balanced(n):
    some = data.load("fashion-mnist", n=n)
    counts = torch.bincount(some.labels, minlength=10)
    assert len(some.images) == n and counts.max() - counts.min() <= 1
    assert torch.equal(some.images, data.load("fashion-mnist").images[:n])


def test_holdout_is_held_out():
    seen, unseen = data.load("fashion-mnist"), data.load("fashion-mnist-holdout")
    assert unseen.images.shape == (500, 1, 28, 28) and torch.bincount(unseen.labels).tolist() == [50] * 10
    assert torch.cdist(unseen.images.flatten(1), seen.images.flatten(1)).min() > 0


def test_digits():
    digits = data.load("digits", n=100)
    assert digits.images.shape == (100, 1, 8, 8) and digits.classes == tuple("0123456789")
    assert (digits.images.min().item(), digits.images.max().item()) == (-1.0, 1.0)


def test_faces_in_colour():
    faces = data.load("dicebear-faces")
    assert faces.images.shape == (1000, 3, 16, 16) and faces.images.dtype == torch.float32
    assert faces.images.is_contiguous() and (faces.images.min().item(), faces.images.max().item()) == (-1.0, 1.0)
    levels = (faces.images + 1) * 127.5
    assert (levels - levels.round()).abs().max() < 1e-4
    assert faces.labels.dtype == torch.int64 and faces.labels.tolist() == [0, 1] * 500
    assert faces.classes == ("short hair", "long hair") and faces.name == "dicebear-faces"


def test_no_two_faces_are_nearly_the_same():
    faces = data.load("dicebear-faces").images
    assert faces.unique(dim=0).shape[0] == 1000
    for i in range(999):
        assert (faces[i + 1:] != faces[i]).any(1).sum((1, 2)).min() >= 20


def test_faces_fill_the_frame_before_a_plain_background():
    """Channels and rows are where they belong: light blue above, the bottom row all shoulders, the nose a face's."""
    faces = data.load("dicebear-faces").images
    blue = torch.tensor([0xb6, 0xe3, 0xf4]) / 127.5 - 1
    empty = (faces - blue[:, None, None]).abs().amax(1) < 1e-5  # (1000, 16, 16)
    assert empty[:, 0, 0].all() and not empty[:, 15, 3:13].any() and not empty[:, 4:11, 4:12].any()
    assert ((~empty).any(2).sum(1) >= 13).all() and ((~empty).any(1).sum(1) >= 12).all()  # rows and columns with a face
    red, green, blue = faces[:, :, 8, 7:9].mean((0, 2))
    assert red > green > blue  # skin


def test_hair_is_long_where_the_label_says_so():
    """Beside the cheeks and below the ears there is hair or background: more hair in the second class."""
    faces = data.load("dicebear-faces")
    cheeks = (faces.images[:, :, 8:12, [2, 13]] != faces.images[:, :, :1, :1]).any(1).float().mean((1, 2))
    assert cheeks[faces.labels == 1].mean() > 0.3 > 0.05 > cheeks[faces.labels == 0].mean()


@pytest.mark.parametrize("n", [1, 2, 57, 1000])
def test_prefix_and_size_of_faces(n):
    some = data.load("dicebear-faces", n=n, size=8)
    assert some.images.shape == (n, 3, 8, 8) and some.labels.sum() == n // 2
    assert torch.equal(some.images, data.resize(data.load("dicebear-faces").images[:n], 8))


def test_emoji_in_colour():
    faces = data.load("emoji")
    assert faces.images.shape == (112, 3, 32, 32) and faces.images.dtype == torch.float32
    assert faces.images.is_contiguous() and (faces.images.min().item(), faces.images.max().item()) == (-1.0, 1.0)
    levels = (faces.images + 1) * 127.5
    assert (levels - levels.round()).abs().max() < 1e-4
    assert faces.labels.tolist() == list(range(112)) and len(set(faces.classes)) == 112 and faces.name == "emoji"
    assert torch.cdist(faces.images.flatten(1), faces.images.flatten(1)).add(9 * torch.eye(112)).min() > 6  # no twins


def test_socks_are_those_that_the_rule_draws():
    """To the last bit, and so are networks trained on either."""
    held, (drawn, colours) = data.load("socks"), attention.socks(1000, seed=0)
    assert torch.equal(held.images, drawn) and torch.equal(held.labels, colours[:, 0])
    assert held.classes == tuple(attention.COLOURS) and torch.bincount(held.labels).tolist() == [250] * 4


def test_photographs():
    seen, unseen = data.load("photographs"), data.load("photographs-holdout")
    assert seen.images.shape == (1000, 3, 32, 32) and unseen.images.shape == (200, 3, 32, 32)
    assert seen.images.is_contiguous() and seen.classes == unseen.classes == ("china", "flower", "cat", "coffee")
    assert torch.bincount(seen.labels).tolist() == [250] * 4 and unseen.labels[:5].tolist() == [0, 1, 2, 3, 0]
    assert len(seen.images.flatten(1).unique(dim=0)) == 1000 and len(unseen.images.flatten(1).unique(dim=0)) == 200
    blue, cup = seen.images[seen.labels == 0].mean((0, 2, 3)), seen.images[seen.labels == 3].mean((0, 2, 3))
    assert blue[2] > blue[0] - 0.1 and cup[0] > cup[2] + 0.4  # a sky; red and brown


@pytest.mark.parametrize(("name", "shape"), [("china", (1, 3, 214, 320)), ("cat", (1, 3, 150, 226)),
                                             ("coffee", (1, 3, 200, 300)), ("brick", (1, 1, 256, 256)),
                                             ("grass", (1, 1, 256, 256)), ("gravel", (1, 1, 256, 256))])
def test_pictures(name, shape):
    x = data.picture(name)
    assert x.shape == shape and x.dtype == torch.float32 and x.is_contiguous() and -1 <= x.min() < x.max() <= 1
    crops_of = data.load("photographs").images if shape[1] == 3 else None
    if crops_of is not None:  # a crop is a part of its photograph
        one = crops_of[data.PHOTOGRAPHS.index(name)]
        windows = x.unfold(2, 32, 1).unfold(3, 32, 1)[0].movedim(0, 2)  # (h, w, 3, 32, 32)
        assert (windows == one).all((2, 3, 4)).any()


def test_bricks_stand_in_columns_and_gravel_does_not():
    """Mortar runs from top to bottom; so mean columns differ in brightness more than mean rows."""
    def rows_over_columns(name):
        x = data.picture(name)[0, 0]
        return float(x.mean(1).var() / x.mean(0).var())

    assert rows_over_columns("brick") < 0.5 and 0.7 < rows_over_columns("gravel") < 1.4


def test_crops_lie_evenly_and_unseen_ones_apart():
    """Photographs whose pixels tell where they are: column in red, row in green."""
    rows, cols = np.mgrid[:100, :200].astype(np.uint8)
    photograph = np.stack([cols, rows, 0 * rows], -1)
    found = {unseen: crops([photograph, photograph[:, ::-1]], 40, unseen)[0][::2] for unseen in (False, True)}
    for unseen, pixels in found.items():
        left, top = pixels[:, 0, 0, 0].astype(int), pixels[:, 0, 0, 1].astype(int)
        assert np.array_equal(pixels[..., 0], left[:, None, None] + np.arange(32) + np.zeros((32, 1), int))
        assert np.array_equal(pixels[..., 1], top[:, None, None] + np.arange(32)[:, None] + np.zeros(32, int))
        inside = (left >= 100) & (left + 32 <= 134)  # the strip
        assert inside.all() if unseen else ((left + 32 <= 100) | (left >= 134)).all()
        counts = np.histogram(top, 4, (0, 69))[0]
        assert counts.min() >= 8 and counts.max() <= 12  # of 10 each
        assert len(set(left.tolist())) == 3 if unseen else 20 <= (left < 100).sum() <= 32  # 69 of 104 places


def test_every_emoji_is_the_face_it_is_called():
    """Channels, rows and order are where they belong, by the colours of those whose colours all know."""
    faces = data.load("emoji")
    named = dict(zip(faces.classes, faces.images, strict=True))
    mean = {name: image[:, 6:26, 6:26].mean((1, 2)) for name, image in named.items()}  # (3,) red, green, blue
    red, green, blue = mean["grinning face"]
    assert red > green > 0.2 > -0.3 > blue  # yellow
    red, green, blue = mean["smiling face with horns"]
    assert red > green + 0.5 and blue > green + 0.5  # purple
    assert mean["nauseated face"].argmax() == 1 and mean["freezing face"].argmax() == 2
    assert mean["pouting face"][0] > mean["pouting face"][1] + 0.5
    assert (faces.images[:, :, 31, [0, 31]] > 0.98).float().mean() > 0.95  # white below and beside the chin
    halo = named["smiling face with halo"]
    assert halo[2, :2, 8:24].mean() > halo[0, :2, 8:24].mean() + 0.2  # light blue, above


@pytest.mark.parametrize("n", [16, 40, 112])
def test_any_prefix_of_emoji_has_cats_and_faces_that_are_not_yellow(n):
    some = data.load("emoji", n=n, size=16)
    assert some.images.shape == (n, 3, 16, 16)
    cats = sum("cat face" in some.classes[i] for i in some.labels)
    assert abs(cats - 9 * n / 112) < 1.5


@pytest.mark.parametrize(("call", "error", "says"), [
    (lambda: data.load("emojis"), ValueError, "emoji.*, got 'emojis'"),
    (lambda: data.load("emoji", n=113), ValueError, "at least 1 and at most 112, got 113"),
    (lambda: data.load("dicebear-face"), ValueError, "dicebear-faces.*, got 'dicebear-face'"),
    (lambda: data.load("dicebear-faces", n=1001), ValueError, "at least 1 and at most 1000, got 1001"),
    (lambda: data.load("dicebear-faces", n=0), ValueError, "at least 1 and at most 1000, got 0"),
    (lambda: data.load("dicebear-faces", size=0), ValueError, "size must be at least 1"),
    (lambda: data.load("dicebear-faces", hair="long"), TypeError, "unexpected keyword argument 'hair'"),
])
def test_faces_that_are_not_there(call, error, says):
    with pytest.raises(error, match=says):
        call()


def test_hands():
    hands = data.load("hands")
    assert hands.images.shape == (2000, 1, 32, 32) and hands.images.dtype == torch.float32
    assert (hands.images.min().item(), hands.images.max().item()) == (-1.0, 1.0)
    levels = (hands.images + 1) * 127.5
    assert (levels - levels.round()).abs().max() < 1e-4 and hands.images.unique(dim=0).shape[0] == 2000
    assert hands.classes == ("thumb on the left", "thumb on the right") and 900 < hands.labels.sum() < 1100
    side = (hands.images + 1)[..., 17:].sum((1, 2, 3)) - (hands.images + 1)[..., :15].sum((1, 2, 3))  # by its ink
    assert side[hands.labels == 1].mean() > 20 > -20 > side[hands.labels == 0].mean()


def test_builder_of_hands(capsys, monkeypatch):
    module = script()
    assert module.main(write=False, drawn="hands") == 0
    assert capsys.readouterr().out == "hands-2000.npz: 2000 images, as recorded\n"
    monkeypatch.setattr(module, "SEED", 1)
    assert module.main(write=False, drawn="hands") == 1
    assert "does not hold" in capsys.readouterr().out


@ORIGINALS
def test_full_sets():
    full, test = data.load("fashion-mnist-60k"), data.load("fashion-mnist-test", n=1000, size=14)
    assert full.images.shape == (60000, 1, 28, 28) and torch.bincount(full.labels).tolist() == [6000] * 10
    assert test.images.shape == (1000, 1, 14, 14) and test.labels[:5].tolist() == [9, 2, 1, 1, 6]


def script():
    spec = importlib.util.spec_from_file_location("make_data", ROOT / "scripts" / "make_data.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@ORIGINALS
def test_builder_makes_the_shipped_pixels(capsys):
    assert script().main(write=False) == 0
    assert capsys.readouterr().out.count("as recorded") == 2


@ORIGINALS
def test_builder_notices_other_pixels(monkeypatch, capsys):
    module = script()
    monkeypatch.setattr(module, "PARTS", {"fashion-mnist-2000.npz": ("fashion-mnist-test", 200)})
    assert module.main(write=False) == 1
    assert "does not hold" in capsys.readouterr().out


def stand_in(folder, rows):
    """A folder with a `node` that prints `rows` instead of drawing faces, to put in front of the path."""
    (folder / "rows").write_bytes(rows.tobytes())
    (folder / "node").write_text(f"#!/bin/sh\ncat '{folder / 'rows'}'\n", "utf8")
    (folder / "node").chmod(0o755)


def drawn(module):
    """What make_faces.mjs prints, made from the shipped file: its faces, then others that are nearly the same."""
    with np.load(ROOT / "data" / module.FACES) as f:
        rows = np.concatenate([f["labels"][:, None], f["images"].reshape(1000, -1)], 1)
    near = rows[:module.DRAWN - 1000].copy()
    near[:, 1:50] ^= 1  # 17 pixels
    return np.concatenate([rows, near])


def test_builder_of_faces(tmp_path, monkeypatch, capsys):
    module = script()
    rows = drawn(module)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    stand_in(tmp_path, rows)
    assert module.main(write=False, packages=tmp_path) == 0
    assert capsys.readouterr().out == "dicebear-faces-1000.npz: 1000 images, as recorded\n"
    rows[3, 700] ^= 255
    stand_in(tmp_path, rows)
    assert module.main(write=False, packages=tmp_path) == 1
    assert "does not hold" in capsys.readouterr().out


@pytest.mark.skipif(not FONT.is_file(), reason="needs Debian's package fonts-noto-color-emoji")
def test_builder_of_emoji(capsys):
    assert script().main(write=False, font=FONT) == 0
    assert capsys.readouterr().out == "emoji-112.npz: 112 images, as recorded\n"


def test_builder_of_emoji_refuses_another_font(tmp_path):
    (tmp_path / "font.ttf").write_bytes(b"another")
    with pytest.raises(ValueError, match=r"font\.ttf is not the font .*: SHA-256 [0-9a-f]{12}\.\.\., not e5899ed38b8e"):
        script().main(write=False, font=tmp_path / "font.ttf")


def test_builder_of_socks(capsys):
    assert script().main(write=False, drawn="socks") == 0
    assert capsys.readouterr().out == "socks-1000.npz: 1000 images, as recorded\n"


def test_builder_of_photographs_refuses_another_picture(tmp_path):
    (tmp_path / "chelsea.png").write_bytes(b"another")
    with pytest.raises(ValueError, match=r"chelsea\.png is another picture: .*, not 596aa1e7cb87"):
        script().main(write=False, photos=tmp_path)


def test_builder_of_textures_refuses_another_picture(tmp_path):
    (tmp_path / "brick.png").write_bytes(b"another")
    with pytest.raises(ValueError, match=r"brick\.png is another picture: .*, not 7966caf324f6"):
        script().main(write=False, rough=tmp_path)


@pytest.mark.parametrize(("differing", "kept"), [(19, [0]), (20, [0, 1])])
def test_faces_that_nearly_repeat_an_earlier_one_are_left_out(differing, kept):
    pixels = np.zeros((2, 16, 16, 3), np.uint8)
    pixels[1].reshape(-1, 3)[:differing, 2] = 1
    assert script().apart(pixels, 20).tolist() == kept


def test_builder_writes_the_same_bytes_for_the_same_pixels():
    arrays = {"images": np.arange(12, dtype=np.uint8).reshape(3, 2, 2), "labels": np.arange(3, dtype=np.uint8)}
    first = script().npz(arrays)
    assert first == script().npz(arrays)
    with np.load(io.BytesIO(first)) as f:
        assert all(np.array_equal(f[k], v) for k, v in arrays.items())


def test_every_shipped_file_has_its_checksum_and_card():
    sums, card = data.checksums(), (ROOT / "data" / "README.md").read_text("utf8")
    files = [p for p in (ROOT / "data").rglob("*.*") if p.name not in ("README.md", "checksums.json")]
    for path in files:
        assert sums[path.name] == hashlib.sha256(path.read_bytes()).hexdigest(), path
        assert b"\r\n" not in path.read_bytes() or path.suffix != ".json"  # else another checkout has other bytes
    assert set(sums) == {p.name for p in files} | set(data.MD5)
    assert all(f"data/{path.name}" in card for path in (ROOT / "data").glob("*.npz"))
    assert all(f"data/results/{path.name}" in card for path in (ROOT / "data" / "results").iterdir())
    assert all(f'"{name}"' in card for name in data.NAMES)
    for name in ("fashion-mnist", "dicebear-faces"):
        assert "Permission is hereby granted" in (ROOT / "data" / f"LICENSE-{name}").read_text("utf8")
    emoji = (ROOT / "data" / "LICENSE-noto-emoji").read_text("utf8")
    assert "Google Inc." in emoji and "Apache License" in emoji and "END OF TERMS AND CONDITIONS" in emoji


def test_results_and_logs_are_read_once_they_are_checked():
    """No program and no chapter opens a file of results by itself."""
    sources = [p for folder in ("code", "scripts", "bench", "_ext", "chapters") for p in (ROOT / folder).rglob("*.*")
               if p.suffix in (".py", ".ipynb", ".md")]
    named, opened = re.compile(r"results|weights|RESULTS|PATH|RUN\b"), re.compile(r"json\.load|np\.load|read_text")
    found = [(p.name, line) for p in sources for line in p.read_text("utf8").splitlines()
             if named.search(line) and opened.search(line)]
    assert len(sources) > 40 and not found


def test_results_are_what_was_recorded(tmp_path, monkeypatch):
    (tmp_path / "results").mkdir()
    (tmp_path / "checksums.json").write_text('{"old.json": "0"}', "utf8")
    monkeypatch.setattr(data, "ROOT", tmp_path)
    path = tmp_path / "results" / "new.json"
    path.write_text('{"x": 1}', "utf8")
    with pytest.raises(ValueError, match=r"new\.json has no checksum"):
        data.results("new")
    data.record(path)
    assert data.results("new") == {"x": 1} and data.checksums()["old.json"] == "0"
    path.write_text('{"x": 2}', "utf8")
    with pytest.raises(ValueError, match=r"new\.json is damaged: SHA-256"):
        data.results("new")
    path.write_text("[" * 100_000, "utf8")
    data.record(path)
    with pytest.raises(ValueError, match=r"new\.json is damaged: not JSON"):
        data.results("new")


# ---------------------------------------------------------------- damage
@pytest.fixture
def copy(tmp_path, monkeypatch):
    """A private copy of the data folder, in place of the real one."""
    for name in ("fashion-mnist-2000.npz", "checksums.json"):
        shutil.copy(ROOT / "data" / name, tmp_path)
    monkeypatch.setattr(data, "ROOT", tmp_path)
    return tmp_path / "fashion-mnist-2000.npz"


@pytest.mark.parametrize("keep", [0, 1, 1000, -1])
def test_truncated_file_is_refused_before_it_is_parsed(copy, keep, monkeypatch):
    copy.write_bytes(copy.read_bytes()[:keep])
    monkeypatch.setattr(np, "load", lambda *a, **k: pytest.fail("parsed before it was checked"))
    with pytest.raises(ValueError, match=r"fashion-mnist-2000\.npz is damaged: SHA-256"):
        data.load("fashion-mnist")


@pytest.mark.parametrize("at", [0, 400_000, -1])
def test_one_flipped_bit_is_refused(copy, at):
    content = bytearray(copy.read_bytes())
    content[at] ^= 1
    copy.write_bytes(content)
    with pytest.raises(ValueError, match="is damaged"):
        data.load("fashion-mnist", n=10)


def test_the_undamaged_copy_loads(copy):
    assert len(data.load("fashion-mnist", n=10).images) == 10


def test_missing_file_says_how_to_get_it_back(copy, monkeypatch):
    copy.unlink()
    with pytest.raises(FileNotFoundError, match=r"git checkout.*make_data"):
        data.load("fashion-mnist")
    monkeypatch.setattr(data, "PACKAGE", copy.parent)
    monkeypatch.setattr(data, "ROOT", copy.parent / "shipped")  # as in an installed package
    with pytest.raises(FileNotFoundError, match="missing; it comes with the package mosaics: install that again"):
        data.load("fashion-mnist")


@pytest.fixture
def originals(tmp_path, monkeypatch):
    """A stand-in for Debian's folder, with a small file whose checksum is on record."""
    content = b"\0" * 16 + bytes(range(256)) * 98
    (tmp_path / "checksums.json").write_text(json.dumps({
        "t10k-images-idx3-ubyte": hashlib.sha256(content).hexdigest(),
        "t10k-labels-idx1-ubyte": hashlib.sha256(b"\0" * 40).hexdigest()}), "utf8")
    monkeypatch.setattr(data, "ROOT", tmp_path)
    monkeypatch.setattr(data, "DEBIAN", tmp_path)
    (tmp_path / "t10k-labels-idx1-ubyte.gz").write_bytes(gzip.compress(b"\0" * 40))
    (tmp_path / "t10k-images-idx3-ubyte.gz").write_bytes(gzip.compress(content))
    return tmp_path / "t10k-images-idx3-ubyte.gz"


def test_original_files_are_read(originals):
    assert data.load("fashion-mnist-test").images.shape == (32, 1, 28, 28)


@pytest.mark.parametrize("damage", [
    lambda b: b[:-20], lambda b: b[:5], lambda b: b"", lambda b: b[:100] + bytes([b[100] ^ 255]) + b[101:],
    lambda b: b[:10] + b"\7" + b[11:],  # a kind of block that does not exist
    lambda b: gzip.compress(b"\0" * 16 + b"\1" * 256 * 98), lambda b: b"<html>moved</html>"])
def test_damaged_original_is_refused(originals, damage):
    originals.write_bytes(damage(originals.read_bytes()))
    with pytest.raises(ValueError, match="is damaged"):
        data.load("fashion-mnist-test")


# ---------------------------------------------------------------- downloads
class Upstream(http.server.BaseHTTPRequestHandler):
    """Serves the files of `folder` to the first request, and as many bytes of them as `keep` says."""

    folder, keep, asked = None, None, []

    def do_GET(self):
        self.asked.append(self.path)
        content = (self.folder / self.path[1:]).read_bytes()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content[: self.keep])

    def log_message(self, *args):
        pass


@pytest.fixture
def upstream(originals, tmp_path, monkeypatch):
    """The makers' address is a server on this machine, the cache a folder of its own; returns both."""
    import pooch

    handler = type("Handler", (Upstream,), {"folder": tmp_path, "asked": []})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    monkeypatch.setattr(data, "DEBIAN", tmp_path / "nowhere")
    monkeypatch.setattr(data, "UPSTREAM", f"http://127.0.0.1:{server.server_port}/")
    monkeypatch.setattr(data, "MD5", {path.stem: hashlib.md5(path.read_bytes()).hexdigest()
                                      for path in tmp_path.glob("*.gz")})
    monkeypatch.setattr(pooch, "os_cache", lambda name: tmp_path / "home" / ".cache" / name)
    yield handler, tmp_path / "home" / ".cache" / "mosaics"
    server.shutdown()
    server.server_close()


def test_a_download_is_kept(upstream):
    handler, cache = upstream
    for _ in range(2):
        assert data.load("fashion-mnist-test").images.shape == (32, 1, 28, 28)
    names = [f"t10k-{part}.gz" for part in ("images-idx3-ubyte", "labels-idx1-ubyte")]
    assert handler.asked == [f"/{name}" for name in names] and sorted(p.name for p in cache.iterdir()) == names


@pytest.mark.parametrize("damage", [lambda b: b[:-1], lambda b: b"", lambda b: bytes([b[0] ^ 1]) + b[1:]])
def test_a_damaged_file_in_the_cache_is_fetched_again(upstream, damage):
    handler, cache = upstream
    data.load("fashion-mnist-test")
    kept = cache / "t10k-images-idx3-ubyte.gz"
    kept.write_bytes(damage(kept.read_bytes()))
    assert data.load("fashion-mnist-test").images.shape == (32, 1, 28, 28)
    assert len(handler.asked) == 3 and downloads.digest(kept.read_bytes()) == data.MD5["t10k-images-idx3-ubyte"]


def test_another_file_at_the_address_is_not_kept(upstream, originals):
    _, cache = upstream
    originals.write_bytes(b"<html>moved</html>")
    with pytest.raises(ValueError, match=r"t10k-images-idx3-ubyte\.gz is damaged: MD5 .* in 18 bytes"):
        data.load("fashion-mnist-test")
    assert not list(cache.iterdir())


def test_a_download_that_breaks_off_says_what_to_do_and_leaves_nothing(upstream):
    handler, cache = upstream
    handler.keep = 100
    with pytest.raises(OSError, match=r"images-idx3-ubyte\.gz cannot be downloaded.*dataset-fashion-mnist"):
        data.load("fashion-mnist-test")
    assert not list(cache.iterdir())
    handler.keep = None
    assert data.load("fashion-mnist-test").images.shape == (32, 1, 28, 28)


def test_no_network_says_what_to_do(upstream, monkeypatch):
    monkeypatch.setattr(data, "UPSTREAM", "http://127.0.0.1:9/")  # nobody listens there
    with pytest.raises(OSError, match=r"cannot be downloaded.*dataset-fashion-mnist"):
        data.load("fashion-mnist-test")


def test_a_killed_download_leaves_nothing_and_the_next_one_works(upstream, tmp_path):
    """Killed without warning in the midst of the transfer, by the signal that no program can catch."""
    handler, cache = upstream
    handler.keep = 100
    stuck, arrived = threading.Event(), threading.Event()
    handler.finish = lambda self: (arrived.set(), stuck.wait(60))  # the connection stays open, the rest never comes
    script = ("import pathlib, pooch, sys; from mosaics.core import data; "
              f"pooch.os_cache = lambda name: pathlib.Path({str(cache)!r}); data.DEBIAN = pathlib.Path('nowhere'); "
              f"data.UPSTREAM = {data.UPSTREAM!r}; data._downloaded('t10k-images-idx3-ubyte')")
    process = subprocess.Popen([sys.executable, "-c", script], env=os.environ | {"PYTHONPATH": str(ROOT / "code")},
                               stderr=subprocess.DEVNULL)
    assert arrived.wait(120)
    process.kill()
    process.wait()
    stuck.set()
    assert cache.is_dir() and not list(cache.iterdir())
    handler.keep, handler.finish = None, Upstream.finish
    assert data.load("fashion-mnist-test").images.shape == (32, 1, 28, 28)


def test_what_killed_writers_left_is_removed_and_what_others_write_now_is_not(upstream):
    _, cache = upstream
    cache.mkdir(parents=True)
    for name, age in (("t10k.gzab12.part", 2 * downloads.STALE), ("tmpab12cd34", 2 * downloads.STALE), ("new.part", 0),
                      ("a-readers-own", 2 * downloads.STALE)):
        (cache / name).write_bytes(b"half")
        then = (cache / name).stat().st_mtime - age
        os.utime(cache / name, (then, then))
    data.load("fashion-mnist-test")
    assert {p.name for p in cache.iterdir() if p.suffix != ".gz"} == {"new.part", "a-readers-own"}


@pytest.mark.parametrize("where", ["mosaics", ""])
def test_a_file_in_the_place_of_the_cache_is_called_that(upstream, where):
    handler, cache = upstream
    blocked = cache if where else cache.parent
    blocked.parent.mkdir(parents=True)
    blocked.write_text("mine", "utf8")
    with pytest.raises(NotADirectoryError, match=f"{blocked} is a file, but downloads are kept in the folder {cache}"):
        data.load("fashion-mnist-test")
    assert not handler.asked and blocked.read_text("utf8") == "mine"


def test_a_cache_that_can_not_be_written_is_called_that(upstream, monkeypatch):
    handler, cache = upstream

    def refuse(*args, **kwargs):  # modes are no hindrance to root
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(downloads.tempfile, "TemporaryFile", refuse)
        with pytest.raises(OSError, match=f"{cache}, where downloads are kept, cannot be written: .*Permission denied"):
            data.load("fashion-mnist-test")
    assert not handler.asked
    monkeypatch.setattr(downloads.os, "replace", refuse)
    with pytest.raises(OSError, match=r"t10k-images-idx3-ubyte\.gz cannot be written: .*Permission denied"):
        data.load("fashion-mnist-test")
    assert not list(cache.iterdir())


def test_what_is_in_the_cache_is_read_though_nothing_can_be_written(upstream, monkeypatch):
    data.load("fashion-mnist-test")
    monkeypatch.setattr(downloads, "_make_room", lambda folder: pytest.fail("nothing is to be written"))
    assert data.load("fashion-mnist-test").images.shape == (32, 1, 28, 28)


# ---------------------------------------------------------------- resizing
@given(st.integers(1, 60), st.floats(-1, 1, width=32))
def test_resize_keeps_a_constant_and_the_range(size, grey):
    out = data.resize(torch.full((1, 2, 28, 28), grey), size)
    assert out.shape == (1, 2, size, size) and (out - grey).abs().max() < 1e-5


def test_resize_antialiases():
    """Shrunk fourfold, every single pixel still counts; plain interpolation would look at one row in two."""
    dots = torch.eye(32 * 32).reshape(1024, 1, 32, 32)
    shares = (data.resize(dots, 8).sum((1, 2, 3)) * 16).reshape(32, 32)
    assert shares[8:-8, 8:-8].sub(1).abs().max() < 1e-5  # at the border the weights are spread over fewer pixels
    assert shares.min() > 0.5 and shares.max() < 1.5


@pytest.mark.parametrize("size", range(1, 60))
def test_resize_leaves_no_rounding_beyond_the_range(size):
    assert data.resize(torch.ones(1, 1, 28, 28), size).max() <= 1
    assert data.resize(-torch.ones(1, 1, 28, 28), size).min() >= -1


def test_resize_keeps_brightness_and_place():
    clothes = data.load("fashion-mnist", n=50).images
    half = data.resize(clothes, 14)
    assert (half.mean((1, 2, 3)) - clothes.mean((1, 2, 3))).abs().max() < 0.02
    assert torch.equal(data.load("fashion-mnist", n=50, size=14).images, half)
    assert torch.equal(data.resize(clothes, 28), clothes)


# ---------------------------------------------------------------- blurring
@pytest.mark.parametrize(("times", "spread"), [(1, [1, 2, 1]), (2, [1, 4, 6, 4, 1]), (3, [1, 6, 15, 20, 15, 6, 1])])
def test_blur_is_binomial(times, spread):
    """One white pixel becomes the outer product of Pascal's row with itself, in float32 to its last digit."""
    dot = torch.zeros(1, 2, 11, 11)
    dot[:, :, 5, 5] = 1
    row = torch.nn.functional.pad(torch.tensor(spread) / 4.0**times, (5 - times, 5 - times))
    torch.testing.assert_close(data.blurred(dot, times), torch.outer(row, row).expand(1, 2, 11, 11), atol=1e-7, rtol=0)


@given(st.integers(1, 9), st.integers(1, 9), st.integers(0, 4), st.integers(0, 99))
def test_blur_is_an_average(H, W, times, seed):
    """Also of a single row or column, and with nothing invented outside: the edge pixel is repeated."""
    x = 2 * torch.rand(2, 1, H, W, generator=torch.Generator().manual_seed(seed), dtype=torch.float64) - 1
    out = data.blurred(x, times)
    assert out.shape == x.shape and out.max() <= x.max() + 1e-12 and out.min() >= x.min() - 1e-12
    torch.testing.assert_close(data.blurred(x.flip(3), times), out.flip(3))
    torch.testing.assert_close(out.sum(), x.sum())  # repeated edges give and take the same
    assert times or torch.equal(out, x)


def test_blurred_faces():
    faces = data.load("dicebear-faces", n=5, blur=2)
    assert torch.equal(faces.images, data.blurred(data.load("dicebear-faces", n=5).images, 2))
    small = data.load("dicebear-faces", n=5, size=8, blur=1).images
    assert torch.equal(small, data.blurred(data.load("dicebear-faces", n=5, size=8).images))
