"""Make the small data files, and check that they hold what the recorded checksums say.

    python scripts/make_data.py          # compare those of Fashion-MNIST; exit 1 where the pixels differ
    python scripts/make_data.py --write  # write the files and their checksums anew
    python scripts/make_data.py --faces FOLDER [--write]  # those of DiceBear's faces, instead
    python scripts/make_data.py --emoji FONT [--write]    # those of the emoji, instead
    python scripts/make_data.py --photographs FOLDER [--write]  # the photographs, instead
    python scripts/make_data.py --textures FOLDER [--write]     # the textures, instead
    python scripts/make_data.py --drawn hands [--write]   # or socks: those drawn by rule, instead

FOLDER is where `npm install --prefix FOLDER @dicebear/core@9.4.3 @dicebear/pixel-art@9.4.3 @resvg/resvg-js@2.6.2`
put the packages that draw the faces; Node.js 18 or newer runs them. FONT is the file NotoColorEmoji.ttf of Debian's
package fonts-noto-color-emoji 2.042, /usr/share/fonts/truetype/noto/NotoColorEmoji.ttf. The other FOLDERs hold
chelsea.png and coffee.png, or brick.png, grass.png and gravel.png, of scikit-image 0.25.2 (skimage/data); china.jpg
and flower.jpg come with scikit-learn.
"""

import argparse
import hashlib
import io
import pathlib
import subprocess
import sys
import zipfile

import numpy as np
from mosaics.core import data
from mosaics.fingers import hands as draw_hands
from mosaics.fingers import on_the_right

PARTS = {"fashion-mnist-2000.npz": ("fashion-mnist-60k", 200), "fashion-mnist-holdout.npz": ("fashion-mnist-test", 50)}
FACES, SIDE, DRAWN, PER_CLASS = "dicebear-faces-1000.npz", 16, 1200, 500
EMOJI, FONT = "emoji-112.npz", "e5899ed38b8ed83e08bd3ac5de09791e9d19d288333a796de1d35ad17396f1ec"  # SHA-256 of the font
PHOTOGRAPHS, TEXTURES = "photographs.npz", "textures.npz"
LENT = {  # files of scikit-image, and their SHA-256
    "cat": ("chelsea.png", "596aa1e7cb875eb79f437e310381d26b338a81c2da23439704a73c4651e8c4bb"),
    "coffee": ("coffee.png", "cc02f8ca188b167c775a7101b5d767d1e71792cf762c33d6fa15a4599b5a8de7"),
    "brick": ("brick.png", "7966caf324f6ba843118d98f7a07746d22f6a343430add0233eca5f6eaaa8fcf"),
    "grass": ("grass.png", "b6b6022426b38936c43a4ac09635cd78af074e90f42ffa8227ac8b7452d39f89"),
    "gravel": ("gravel.png", "c48615b451bf1e606fbd72c0aa9f8cc0f068ab7111ef7d93bb9b0f2586440c12"),
}
SOCKS, PAIRS = "socks-1000.npz", 1000  # seed 0
BITMAP, GLYPH, WIDTH = 109, (136, 128), 32  # the one size of the font's pictures, their pixels, the pixels made of them
HANDS, MANY, SEED = "hands-2000.npz", 2000, 0
APART = 20  # two faces differ in at least so many of their 256 pixels


def pick(pixels: np.ndarray, labels: np.ndarray, per_class: int) -> dict[str, np.ndarray]:
    """The first `per_class` images of each class without repeats, classes in turn: 0, 1, ..., 0, 1, ..."""
    _, first = np.unique(pixels.reshape(len(pixels), -1), axis=0, return_index=True)  # drops exact duplicates
    keep = np.sort(first)
    by_class = [keep[labels[keep] == c][:per_class] for c in range(labels.max() + 1)]
    order = np.stack(by_class, 1).ravel()  # (classes x per_class,)
    return {"images": pixels[order], "labels": labels[order]}


def apart(pixels: np.ndarray, least: int) -> np.ndarray:
    """Indices of the images (N, H, W, C) that differ in `least` pixels or more from each one kept before them."""
    kept: list[int] = []
    for i, image in enumerate(pixels):
        differs = (pixels[kept] != image).any(-1).sum((1, 2))  # (kept,), pixels that differ in any channel
        if (differs >= least).all():
            kept.append(i)
    return np.array(kept)


def draw(packages: pathlib.Path) -> tuple[np.ndarray, np.ndarray]:
    """Faces (N, 16, 16, 3), no two of them nearly the same, and whether their hair is long, by make_faces.mjs."""
    script = pathlib.Path(__file__).with_name("make_faces.mjs")
    raw = subprocess.run(["node", script, packages, str(DRAWN)], check=True, stdout=subprocess.PIPE).stdout
    rows = np.frombuffer(raw, np.uint8).reshape(DRAWN, 1 + SIDE * SIDE * 3)
    pixels, labels = rows[:, 1:].reshape(-1, SIDE, SIDE, 3), rows[:, 0]
    kept = apart(pixels, APART)
    return pixels[kept], labels[kept]


def emoji(font: pathlib.Path) -> dict[str, np.ndarray]:
    """The faces of `data.EMOJI` (112, 32, 32, 3) on white, each a class of its own; ValueError for another font."""
    from PIL import Image, ImageDraw, ImageFont

    if (found := hashlib.sha256(font.read_bytes()).hexdigest()) != FONT:
        raise ValueError(f"{font} is not the font of these pictures: SHA-256 {found[:12]}..., not {FONT[:12]}...")
    glyphs, images = ImageFont.truetype(str(font), BITMAP), []
    for face in data.EMOJI:
        image = Image.new("RGB", GLYPH, "white")
        ImageDraw.Draw(image).text((0, 0), face, font=glyphs, embedded_color=True)
        images.append(np.asarray(image.resize((WIDTH, WIDTH), Image.Resampling.LANCZOS)))
    return {"images": np.stack(images), "labels": np.arange(len(images), dtype=np.uint8)}


def lent(folder: pathlib.Path, name: str, mode: str) -> np.ndarray:
    """A picture of scikit-image, as it is in `folder`, in Pillow's `mode`; ValueError for another file."""
    from PIL import Image

    file, wanted = LENT[name]
    content = (folder / file).read_bytes()
    if (found := hashlib.sha256(content).hexdigest()) != wanted:
        raise ValueError(f"{folder / file} is another picture: SHA-256 {found[:12]}..., not {wanted[:12]}...")
    return np.asarray(Image.open(io.BytesIO(content)).convert(mode))


def reduced(pixels: np.ndarray, times: int) -> np.ndarray:
    """The mean of each `times` x `times` pixels."""
    from PIL import Image

    return np.asarray(Image.fromarray(pixels).reduce(times))


def photographs(folder: pathlib.Path) -> dict[str, np.ndarray]:
    """The photographs of `data.PHOTOGRAPHS` at half their size, (H, W, 3) each."""
    from sklearn.datasets import load_sample_image

    return {name: reduced(lent(folder, name, "RGB") if name in LENT else load_sample_image(f"{name}.jpg"), 2)
            for name in data.PHOTOGRAPHS}


def textures(folder: pathlib.Path) -> dict[str, np.ndarray]:
    """The textures of `data.TEXTURES` at half their size, (256, 256) each."""
    return {name: reduced(lent(folder, name, "L"), 2) for name in data.TEXTURES}


def hands() -> dict[str, np.ndarray]:
    """Hands (2000, 32, 32) of the seed, in the nearest of 256 grey levels, and whether the thumb is on the right."""
    levels = data.levels(draw_hands(MANY, SEED)[:, 0])  # (N, 32, 32)
    return {"images": levels.numpy(),
            "labels": on_the_right(MANY, SEED).numpy().astype(np.uint8)}


def pairs_of_socks() -> dict[str, np.ndarray]:
    """Pairs of socks (1000, 18, 18, 3) by the rules of chapter 12, and their colour."""
    from mosaics.attention import socks

    images, colours = socks(PAIRS, seed=0)
    return {"images": data.levels(images).movedim(1, -1).numpy(), "labels": colours[:, 0].numpy().astype(np.uint8)}


BY_RULE = {"hands": (HANDS, hands), "socks": (SOCKS, pairs_of_socks)}


def npz(arrays: dict[str, np.ndarray]) -> bytes:
    """A zip of .npy members with fixed dates, so that the same pixels make the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as z:
        for key, value in arrays.items():
            member = io.BytesIO()
            np.save(member, value, allow_pickle=False)
            z.writestr(zipfile.ZipInfo(f"{key}.npy", (2020, 1, 1, 0, 0, 0)), member.getvalue(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def main(
    write: bool, packages: pathlib.Path | None = None, font: pathlib.Path | None = None, drawn: str | None = None,
    photos: pathlib.Path | None = None, rough: pathlib.Path | None = None,
) -> int:
    """Compare, or write and then compare; 0 if every file holds the pixels picked here. `drawn`: which of BY_RULE."""
    if photos is not None:
        parts = {PHOTOGRAPHS: photographs(photos)}
    elif rough is not None:
        parts = {TEXTURES: textures(rough)}
    elif drawn is not None:
        file, make = BY_RULE[drawn]
        parts = {file: make()}
    elif font is not None:
        parts = {EMOJI: emoji(font)}
    elif packages is None:
        parts = {file: pick(*data._read(name), per_class) for file, (name, per_class) in PARTS.items()}
    else:
        parts = {FACES: pick(*draw(packages), PER_CLASS)}
    for file, arrays in parts.items():
        if write:
            (data.ROOT / file).write_bytes(npz(arrays))
            data.record(data.ROOT / file)
        held = data.arrays(data.ROOT / file)
        if not all(np.array_equal(held[k], v) for k, v in arrays.items()):
            print(f"{file} does not hold the pixels that this script picks")
            return 1
        print(f"{file}: {len(arrays.get('images', arrays))} images, as recorded")
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write the files and their checksums anew")
    parser.add_argument("--faces", type=pathlib.Path, metavar="FOLDER", help="where npm put the packages")
    parser.add_argument("--emoji", type=pathlib.Path, metavar="FONT", help="the file NotoColorEmoji.ttf")
    parser.add_argument("--photographs", type=pathlib.Path, metavar="FOLDER", help="where scikit-image keeps its own")
    parser.add_argument("--textures", type=pathlib.Path, metavar="FOLDER", help="where scikit-image keeps its own")
    parser.add_argument("--drawn", choices=BY_RULE, help="those that need nothing but their seed")
    args = parser.parse_args()
    sys.exit(main(args.write, args.faces, args.emoji, args.drawn, args.photographs, args.textures))
