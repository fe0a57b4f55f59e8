"""CIFAR-10's loader, on small archives in its format: what it reads, and what it refuses. Without network."""

import hashlib
import io
import tarfile

import numpy as np
import pytest
import torch
from mosaics.core import cifar
from mosaics.core.cifar import cifar10

NAMES = [*cifar.PARTS["training"], *cifar.PARTS["test"]]


def records(n, seed):
    """Labels (n,) and pixels (n, 3, 32, 32)."""
    rng = np.random.default_rng(seed)
    return rng.integers(0, 10, n, np.uint8), rng.integers(0, 256, (n, 3, 32, 32), np.uint8)


def packed(labels, pixels):
    return np.concatenate([labels[:, None], pixels.reshape(len(labels), -1)], 1).tobytes()


def pack(path, files, monkeypatch):
    """An archive of these files, by name, whose MD5 counts as the published one."""
    with tarfile.open(path, "w:gz") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(f"{cifar.FOLDER}/{name}")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    monkeypatch.setattr(cifar, "MD5", hashlib.md5(path.read_bytes()).hexdigest())
    return path


@pytest.fixture
def archive(tmp_path, monkeypatch):
    """Three pictures in each of the six files."""
    files = {name: packed(*records(3, k)) for k, name in enumerate(NAMES)}
    return pack(tmp_path / "cifar-10-binary.tar.gz", files, monkeypatch)


def test_records_are_read_in_order(archive):
    """Colours, rows and columns where the format has them."""
    found = cifar10(path=archive)
    assert found.images.shape == (15, 3, 32, 32) and found.images.dtype == torch.float32
    assert found.labels.dtype == torch.int64 and found.classes[3] == "cat" and found.name == "cifar10-training"
    for k in range(5):
        labels, pixels = records(3, k)
        assert found.labels[3 * k : 3 * k + 3].tolist() == labels.tolist()
        levels = ((found.images[3 * k : 3 * k + 3] + 1) * 127.5).round().numpy()
        assert (levels == pixels).all()
    assert found.images.min() == -1 and found.images.max() == 1
    test = cifar10("test", n=2, path=archive)
    assert test.labels.tolist() == records(3, 5)[0][:2].tolist() and test.name == "cifar10-test"


def test_one_class_alone(archive):
    found = cifar10(path=archive)
    label = int(found.labels[4])
    some = cifar10(only=cifar.CLASSES[label], path=archive)
    assert torch.equal(some.images, found.images[found.labels == label]) and set(some.labels.tolist()) == {label}


def test_it_is_downloaded_once(archive, served, monkeypatch):
    import pooch

    folder, address = served
    (folder / "served.tar.gz").write_bytes(archive.read_bytes())
    monkeypatch.setattr(cifar, "URL", f"{address}/served.tar.gz")
    monkeypatch.setattr(pooch, "os_cache", lambda name: folder / ".cache" / name)
    first = cifar10()
    monkeypatch.setattr(cifar, "URL", "http://127.0.0.1:9/served.tar.gz")  # nobody listens there
    assert torch.equal(cifar10().images, first.images) and len(first.images) == 15
    monkeypatch.setattr(cifar, "URL", "http://127.0.0.1:9/other.tar.gz")
    with pytest.raises(OSError, match=r"other\.tar\.gz cannot be downloaded .*cifar10\(path=\.\.\.\)"):
        cifar10()


@pytest.mark.parametrize("damage", [lambda b: b[:-1], lambda b: b"", lambda b: b[:50] + bytes([b[50] ^ 1]) + b[51:]])
def test_another_archive_is_refused_before_it_is_opened(archive, damage, monkeypatch):
    archive.write_bytes(damage(archive.read_bytes()))
    monkeypatch.setattr(cifar.tarfile, "open", lambda **_: pytest.fail("it was opened"))
    with pytest.raises(ValueError, match=r"binary\.tar\.gz is damaged: MD5 .* in \d+ bytes"):
        cifar10(path=archive)


@pytest.mark.parametrize("content", [b"", b"\0" * 3072, b"\0" * 3074, b"\12" + b"\0" * 3072])
def test_a_file_of_no_whole_records_is_refused(tmp_path, content, monkeypatch):
    path = pack(tmp_path / "odd.tar.gz", dict.fromkeys(NAMES, content), monkeypatch)
    with pytest.raises(ValueError, match=r"odd\.tar\.gz is damaged: (a file of|it holds a label 10)"):
        cifar10(path=path)


@pytest.mark.parametrize("content", [b"<html>moved</html>", b"", b"\x1f\x8b\x08"])
def test_what_is_no_archive_is_refused(tmp_path, content, monkeypatch):
    path = tmp_path / "none.tar.gz"
    path.write_bytes(content)
    monkeypatch.setattr(cifar, "MD5", hashlib.md5(content).hexdigest())
    with pytest.raises(ValueError, match=r"none\.tar\.gz is damaged: no archive"):
        cifar10(path=path)


def test_a_missing_file_in_the_archive_is_refused(tmp_path, monkeypatch):
    path = pack(tmp_path / "short.tar.gz", {"test_batch.bin": packed(*records(2, 0))}, monkeypatch)
    assert len(cifar10("test", path=path).images) == 2
    with pytest.raises(ValueError, match=r"short\.tar\.gz is damaged: .*data_batch_1\.bin"):
        cifar10(path=path)


@pytest.mark.parametrize(("ask", "error", "says"), [
    ({"part": "train"}, ValueError, "part must be one of training, test, got 'train'"),
    ({"only": "tiger"}, ValueError, "class must be one of airplane, .*got 'tiger'"),
    ({"n": 16}, ValueError, "n must be at least 1 and at most 15, got 16"),
    ({"n": 0}, ValueError, "n must be at least 1 and at most 15, got 0"),
    ({"path": "nowhere.tar.gz"}, FileNotFoundError, r"nowhere\.tar\.gz is missing")])
def test_bad_input_is_refused_by_name(archive, ask, error, says):
    with pytest.raises(error, match=says):
        cifar10(**{"path": archive} | ask)


def test_the_published_checksum():
    """As the makers' page has it, beside the address."""
    assert cifar.MD5 == "c32a1d4ab5d03f1284b67883e8d87530" and cifar.URL.endswith("/~kriz/cifar-10-binary.tar.gz")
