"""A JupyterLab for a test: in a folder of its own, with its own settings and files."""

import contextlib
import json
import os
import pathlib
import socket
import subprocess
import sys
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
OPTIONS = ("--no-browser", "--ServerApp.token=", "--ServerApp.password=", "--ServerApp.disable_check_xsrf=True",
           "--ServerApp.ip=127.0.0.1", "--ServerApp.allow_root=True", "--LabApp.news_url=",
           "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate")


def free_port():
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(address):
    """Whether the server answers yet."""
    try:
        urllib.request.urlopen(address + "/api/status").close()
    except OSError:
        return False
    return True


@contextlib.contextmanager
def jupyterlab(folder, **settings):
    """Runs in a folder until the end of the block; its address. Settings by plugin, as in "@jupyterlab/<plugin>"."""
    for name, values in settings.items():
        path = folder / ".settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values), "utf8")
    own = {f"JUPYTER_{kind}_DIR": str(folder / f".{kind.lower()}") for kind in ("CONFIG", "DATA", "RUNTIME")}
    address, log = f"http://127.0.0.1:{(port := free_port())}", folder / ".log"
    env = os.environ | own | {"JUPYTERLAB_SETTINGS_DIR": str(folder / ".settings")}
    command = [sys.executable, "-m", "jupyterlab", *OPTIONS, f"--ServerApp.port={port}",
               f"--ServerApp.root_dir={folder}"]
    with log.open("wb") as out:
        process = subprocess.Popen(command, env=env, stdout=out, stderr=subprocess.STDOUT)
        try:
            while not answers(address):  # as long as it lives
                assert process.poll() is None, log.read_text("utf8", "replace")[-2000:]
                time.sleep(0.2)
            yield address
        finally:
            process.terminate()
            process.wait()
