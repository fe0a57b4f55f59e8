"""Files of results are made part by part: nothing that is there is lost, and an unknown name is named."""

import inspect
import json
import pathlib

import commands
import numpy as np
import parts
import pytest


@pytest.fixture
def made(tmp_path, monkeypatch):
    """Make the parts a, b and c of a file with these arguments: (which were made, what the file holds)."""
    path, log = tmp_path / "some.json", []
    monkeypatch.setattr(parts, "store", lambda where, facts: pathlib.Path(where).write_text(json.dumps(facts), "utf8"))

    def part(name):
        if name == "c" and "--fail" in log:
            raise RuntimeError("interrupted")
        log.append(name)
        return {"value": len(log)}

    def run(*args, fail=False):
        log[:] = ["--fail"] if fail else []
        monkeypatch.setattr("sys.argv", ["script", *args])
        parts.make("what", path, {name: lambda name=name: part(name) for name in "abc"}, {"seeds": ["x 1"]}, "parts")
        return log, json.loads(path.read_text("utf8"))

    run.path, run.log = path, log
    return run


def test_all_parts_in_their_order(made):
    made("--only", "c")
    log, held = made("--only", "b", "a")
    assert log == ["b", "a"] and list(held["parts"]) == ["a", "b", "c"]
    assert held["seeds"] == ["x 1"] and {"date", "torch"} <= set(held) and held["parts"]["a"]["cpu_seconds"] >= 0


def test_an_interrupted_run_goes_on(made):
    with pytest.raises(RuntimeError, match="interrupted"):
        made(fail=True)
    assert list(json.loads(made.path.read_text("utf8"))["parts"]) == ["a", "b"]
    log, held = made("--missing")
    assert log == ["c"] and list(held["parts"]) == ["a", "b", "c"]


def test_facts_are_told_anew_alone(made):
    """And nothing else is touched: neither the parts nor the day on which they were made."""
    _, before = made()
    held = json.loads(made.path.read_text("utf8")) | {"seeds": ["old 0"], "date": "1999-01-01"}
    made.path.write_text(json.dumps(held), "utf8")
    log, after = made("--facts")
    assert log == [] and after == before | {"date": "1999-01-01"} and list(after) == list(before)


def test_facts_alone_make_no_parts(made, capsys):
    made()
    for other in ("--missing", "--only=a"):
        with pytest.raises(SystemExit):
            made("--facts", other)
        assert "--facts makes no parts" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["", '{"parts": {"a"', "<<<<<<< HEAD", "[]", "\xff"])
def test_a_damaged_file_is_named_before_anything_is_made(made, capsys, text):
    made.path.write_bytes(text.encode("latin1"))
    with pytest.raises(SystemExit):
        made("--only", "a")
    assert "some.json is damaged: mend it or move it away" in capsys.readouterr().err
    assert made.log == [] and made.path.read_bytes() == text.encode("latin1")


def test_facts_need_a_file(made, capsys):
    with pytest.raises(SystemExit):
        made("--facts")
    assert "there is no" in capsys.readouterr().err and not made.path.exists()


def test_make_results_makes_all_of_them():
    """Each script that makes a file part by part is in the list of `make results`."""
    named = inspect.getsource(commands.results)
    scripts = [path.name for path in pathlib.Path(parts.__file__).parent.glob("make_*.py")
               if "parts.make(" in path.read_text("utf8")]
    assert len(scripts) >= 7 and [name for name in scripts if f"scripts/{name}" not in named] == []


def test_seeds_are_told_as_the_cards_read_them():
    assert parts.told({"noise": 4, "new noise": 0}) == ["noise 4", "new noise 0"]


def test_an_unknown_part_is_named(made, capsys):
    with pytest.raises(SystemExit):
        made("--only", "a", "x")
    assert "unknown: x; there are a, b, c" in capsys.readouterr().err and not made.path.exists()


def test_what_runs_alone_is_not_told_its_parents_memory():
    much = np.ones(100_000_000)  # 800 MB
    assert parts.alone(parts.peak_mb) < parts.peak_mb() - 400 and parts.peak_mb() > much.nbytes / 1e6
