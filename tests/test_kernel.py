"""Labs in a kernel as Jupyter runs it: Interrupt and close() end a training, and the lab goes on afterwards."""

import asyncio
import os
import pathlib
import queue

import pytest
import torch
from jupyter_client.manager import start_new_kernel
from labs import apart, as_bytes, told
from mosaics.core.data import load
from mosaics.widgets import MajorityLab, TrainingLab
from mosaics.widgets.draws import normals
from mosaics.widgets.shared import interrupts

CODE = pathlib.Path(__file__).resolve().parents[1] / "code"
LONG = {"width": 16, "padding": "zeros", "seconds": 600, "seed": 2}
PATIENCE = 600  # s: it ends what hangs, and claims nothing about speed
BUILD = """
from mosaics.core.data import load
from mosaics.widgets import TrainingLab
lab = TrainingLab(load("digits", n=40), width=16)
lab.comm.comm_id
"""


class Talk:
    """A page's side of a kernel: what it sends to the lab, and what the lab sends to it."""

    def __init__(self, client):
        self.client = client
        self.comm = self.run(BUILD).strip("'")

    def hear(self, wanted):
        """The next message on which `wanted` is true."""
        while True:
            message = self.client.get_iopub_msg(timeout=PATIENCE)
            if wanted(message):
                return message

    def run(self, code):
        """The value of a cell as text."""
        ident = self.client.execute(code)
        out = ""
        while True:
            message = self.client.get_iopub_msg(timeout=PATIENCE)
            if message["parent_header"].get("msg_id") != ident:
                continue
            kind, content = message["msg_type"], message["content"]
            assert kind != "error", content
            out = content["data"]["text/plain"] if kind == "execute_result" else out
            if kind == "status" and content["execution_state"] == "idle":
                return out

    def train(self, ident, **more):
        content = {"type": "run", "id": ident, "task": "train", "params": LONG | more}
        data = {"comm_id": self.comm, "data": {"method": "custom", "content": content}}
        message = self.client.session.msg("comm_msg", data)
        message["buffers"] = as_bytes(normals(2, 8 * 64))
        self.client.session.send(self.client.shell_channel.socket, message, buffers=message["buffers"])

    def said(self, ident, *kinds):
        """The lab's next message of one of these kinds about a job."""
        def wanted(message):
            content = message["content"].get("data", {})
            content = content.get("content", {}) if isinstance(content, dict) else {}
            return message["msg_type"] == "comm_msg" and content.get("id") == ident and content["type"] in kinds

        return self.hear(wanted)["content"]["data"]["content"]


@pytest.fixture(scope="module")
def talk():
    """A lab in a kernel of its own."""
    manager, client = start_new_kernel(env=os.environ | {"PYTHONPATH": str(CODE)})
    try:
        yield manager, Talk(client)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def test_an_interrupt_ends_a_training_and_nothing_else(talk):
    manager, page = talk
    page.train("a-1")
    page.said("a-1", "step")
    manager.interrupt_kernel()
    end = page.said("a-1", "cancelled", "done", "error")
    assert (end["type"], end["message"]) == ("cancelled", interrupts.WORDS)
    assert page.run("len(lab._tasks), lab.net is not None")[:2] == "(0"
    page.train("a-2", steps=3)
    assert page.said("a-2", "cancelled", "done", "error")["type"] == "done"


def test_an_interrupt_of_a_cell_is_the_cells(talk):
    manager, page = talk
    assert manager.is_alive() and page.run("1 + 1") == "2"
    manager.interrupt_kernel()  # nothing runs: nothing happens
    assert page.run("1 + 1") == "2"


def test_closing_a_lab_ends_its_training(talk):
    _, page = talk
    page.train("b-1")
    page.said("b-1", "step")
    page.run("lab.close()")
    assert page.run("len(lab._tasks)") == "0"
    with pytest.raises(queue.Empty):
        while page.client.get_iopub_msg(timeout=1)["msg_type"] != "comm_msg":
            pass


def test_a_closed_lab_closes_the_generator_of_its_job():
    """Not when it is collected some time: a training holds its images and its weights."""
    lab, left = TrainingLab(load("digits", n=40), width=16), []

    def forever(*_):
        try:
            while True:
                yield {"type": "step"}, {}
        finally:
            left.append(True)

    async def talk_():
        out = told(lab)
        lab.job = forever
        lab._receive(None, {"type": "run", "id": "a-1", "task": "train", "params": {}}, [])
        while not out:
            await asyncio.sleep(0)
        lab.close()
        while lab._tasks:
            await asyncio.sleep(0)
        return out[-1][0]["type"]

    assert apart(asyncio.run, talk_()) == "cancelled" and left == [True]


def test_an_interrupt_where_no_loop_runs_is_told():
    lab = MajorityLab(L=3)

    def job(*_):
        yield {"type": "step"}, {}
        raise KeyboardInterrupt

    lab.job = job
    out = told(lab)
    apart(lab._receive, None, {"type": "run", "id": "a-1", "task": "look", "params": {}}, as_bytes(torch.ones(9)))
    assert [(m["type"], m.get("message")) for m, _ in out] == [("step", None), ("cancelled", interrupts.WORDS)]


def test_what_was_never_finished_can_be_closed():
    with pytest.raises(ValueError):
        MajorityLab(L=9)
    MajorityLab.__new__(MajorityLab).close()
