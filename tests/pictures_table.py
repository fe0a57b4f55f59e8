"""One table for a reader's own pictures: sets as the text of links, right and wrong, and picture files.

`python tests/pictures_table.py` prints it as JSON for the page's own modules; with `--read` it decodes the texts that
come as a JSON list and prints what Python says of each.
"""

import base64
import io
import json
import random
import struct
import sys
import zlib

import torch
from mosaics.core.data import Dataset
from mosaics.widgets.shared import own
from PIL import Image


# ---------------------------------------------------------------- sets
def drawn(shape, classes=(), name="set", seed=0):
    """A set of few levels, so that it is short: bars."""
    draw = random.Random(seed)
    images = torch.full(shape, -1.0)
    for image in images.flatten(0, 1):
        row, level = draw.randrange(shape[2] - 3), draw.choice([100.0, 180.0, 255.0])
        image[row:row + 3] = torch.tensor(level) / 127.5 - 1
    labels = torch.tensor([draw.randrange(len(classes)) if classes else m for m in range(shape[0])])
    return Dataset(images, labels, classes, name)


SETS = [drawn((2, 1, 16, 16)), drawn((3, 3, 28, 28), ("a", "b"), "two"), drawn((200, 1, 16, 16), ("one",), "", 1),
        drawn((2, 3, 32, 32), ("Füße", "🙂 face"), "Ä·" * 30, 2), drawn((5, 1, 28, 28), tuple("abcdefg"), "more", 3)]


def plain(data):
    """A set as the page has it."""
    levels = ((data.images + 1) * 127.5).round().to(torch.uint8)
    return {"name": data.name, "bytes": levels.flatten().tolist(), "shape": list(levels.shape),
            "labels": data.labels.tolist() if data.classes else [], "classes": list(data.classes)}


def link(raw, tail=b""):
    """The text of whatever bytes."""
    packer = zlib.compressobj(9, wbits=-15)
    return "1" + base64.urlsafe_b64encode(packer.compress(raw) + packer.flush() + tail).decode().rstrip("=")


def raw(C=1, S=16, N=2, K=0, labels=b"", names=b"x", size=None, long=None):
    """The bytes of a set that need not be right."""
    length = len(names) if long is None else long
    return bytes([C, S, N, K]) + labels + length.to_bytes(2) + names + bytes(N * C * S * S if size is None else size)


GOOD = own.own_text(SETS[0])
WRONG = [  # a text, and what both implementations say
    ("", 'begins with 1, got ""'), ("2" + GOOD[1:], 'begins with 1, got "2"'), (GOOD + "=", 'only, got "="'),
    (GOOD + "\n", 'only, got "\n"'), ("1" * 1501, "at most 1,500 characters, got 1,501"), ("1", "does not decompress"),
    ("1A", "cut off"), (GOOD[:-4], "does not decompress"), (link(raw(), b"junk"), "does not decompress"),
    (link(bytes(30_000_000))[:1500], "larger than"), (link(bytes(800_000)), "larger than 638,927 bytes"),
    (link(b""), "its length is 0, not known"), (link(b"\1\x10\2"), "its length is 3, not known"),
    (link(raw(size=511)), "its length is 518, not 519"), (link(raw(size=513)), "its length is 520, not 519"),
    (link(raw(long=2)), "its length is 519, not 520"), (link(raw(long=65535)), "its length is 519"),
    (link(raw(names=b"\xff")), "no UTF-8"), (link(raw(names=b"\xed\xa0\x80")), "no UTF-8"),
    (link(raw(names=b"a\nb")), "names 1 classes, not 0"), (link(raw(K=1, labels=b"\0\0")), "names 0 classes, not 1"),
    (link(raw(K=1, labels=b"\0\1", names=b"a\nb")), "labels must lie below 1, got 1"),
    (link(raw(names=b"a" * 121)), "at most 120 bytes"), (link(raw(names="ü".encode() * 61)), "at most 120 bytes"),
    (link(raw(names=b"a\tb")), "no control characters"), (link(raw(N=1)), "holds 2 to 200 pictures, got 1"),
    (link(raw(N=201)), "holds 2 to 200 pictures, got 201"), (link(raw(C=2)), "1 or 3 channels, got 2"),
    (link(raw(C=0)), "1 or 3 channels, got 0"), (link(raw(S=17)), "16, 28, 32 pixels, got 17"),
    (link(raw(S=0)), "16, 28, 32 pixels, got 0"),
    (link(raw(K=201, labels=b"\0\0", names=b"\n" * 201)), "at most 200 classes, got 201")]


def spoiled(count=400):
    """Texts with a few characters changed, left out or doubled: hostile, or damaged on their way."""
    draw = random.Random(5)
    letters = "ABCxyz019-_=+ é"
    for k in range(count):
        text = list(own.own_text(SETS[k % 3]) if k % 4 else link(raw(K=1, labels=b"\0\0", names=b"a\nb")))
        for _ in range(draw.randint(1, 3)):
            at = draw.randrange(len(text))
            text[at:at + 1] = draw.choice([[], [draw.choice(letters)], [text[at]] * 2])
        yield "".join(text)


def verdict(text):
    """What Python says of a text: the set, or its error."""
    try:
        return plain(own.own_set(text))
    except ValueError as error:
        return {"error": str(error)}


def tailed(text):
    """Whether something follows the stream: node before version 22 lets that pass, browsers do not."""
    stream = zlib.decompressobj(-15)
    try:
        stream.decompress(base64.urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4)), own.MOST + 1)
    except (ValueError, zlib.error):
        return False
    return bool(stream.unused_data)


# ---------------------------------------------------------------- files
def saved(image, kind, **options):
    """A picture as a file's bytes."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def huge_png(width, height):
    """The first bytes of a PNG that says it is so large."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))


def files():
    """name, bytes, and what the page finds: [kind, width, height] or words of its error."""
    still = Image.linear_gradient("L").resize((40, 24)).convert("RGB")
    moving = {"save_all": True, "append_images": [Image.new("RGB", (40, 24), "red")], "duration": 100}
    exif = Image.Exif()
    exif[0x0112] = 6
    box = struct.pack(">I", 24) + b"ftyp"
    for kind in ("PNG", "JPEG", "WebP", "GIF", "BMP"):
        yield f"a.{kind.lower()}", saved(still, kind), [kind, 40, 24]
    yield "turned.jpg", saved(still, "JPEG", exif=exif), ["JPEG", 40, 24]
    yield "turned.png", saved(still, "PNG", exif=exif), ["PNG", 40, 24]
    yield "progressive.jpg", saved(still, "JPEG", progressive=True), ["JPEG", 40, 24]
    yield "filled.jpg", b"\xff\xd8\xff" + saved(still, "JPEG")[2:], ["JPEG", 40, 24]
    yield "lossless.webp", saved(still, "WebP", lossless=True), ["WebP", 40, 24]
    yield "clear.webp", saved(still.convert("RGBA"), "WebP", exif=exif), ["WebP", 40, 24]
    yield "grey.gif", saved(still.convert("L"), "GIF"), ["GIF", 40, 24]
    for kind in ("PNG", "WebP", "GIF"):
        yield f"moving.{kind.lower()}", saved(still, kind, **moving), f"animated {kind}"
    yield "small.png", saved(still.crop((0, 0, 40, 3)), "PNG"), "40 × 3 pixels; a side may have 4 to 8,192"
    yield "wide.png", huge_png(8193, 20), "8,193 × 20 pixels"
    yield "vast.png", huge_png(2**31, 2**31), "2,147,483,648 × 2,147,483,648 pixels"
    yield "none.png", huge_png(0, 0), "0 × 0 pixels"
    yield "cut.png", saved(still, "PNG")[:18], "broken: its PNG header"
    yield "cut.jpg", saved(still, "JPEG")[:30], "broken: its JPEG header"
    yield "cut.webp", saved(still, "WebP")[:18], "broken: its WebP header"
    yield "cut.gif", saved(still, "GIF")[:9], "broken: its GIF header"
    yield "empty.png", b"", "empty"
    yield "a.svg", b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', "it is SVG; allowed are PNG"
    yield "b.svg", b"  <svg/>", "it is SVG"
    yield "a.heic", box + b"heic" + bytes(30), "it is HEIC; allowed"
    yield "a.avif", box + b"avif" + bytes(30), "it is AVIF"
    yield "a.mp4", box + b"isom" + bytes(30), "it is a film"
    yield "a.tif", saved(still, "TIFF"), "it is TIFF"
    yield "a.pdf", b"%PDF-1.7" + bytes(30), "it is PDF"
    yield "words.png", b"These are words and no picture.", "no picture that is known here; allowed are PNG, JPEG, WebP"


def table():
    """All of it, as JSON can carry it."""
    sets = [{"text": own.own_text(data), "set": plain(data)} for data in SETS]
    told = [{"name": name, "bytes": list(content), "says": says} for name, content, says in files()]
    return {"sets": sets, "wrong": WRONG, "spoiled": [[text, verdict(text)] for text in spoiled()],
            "tailed": [text for text in [*dict(WRONG), *spoiled()] if tailed(text)], "files": told}


if __name__ == "__main__":
    print(json.dumps([verdict(text) for text in json.load(sys.stdin)] if "--read" in sys.argv else table()))
