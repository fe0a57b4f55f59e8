"""The one thing that pyproject.toml cannot say: a wheel carries the folder `data` as `mosaics/shipped`.

An editable install reads `data` where it is (core/data.py), and stays one line in a .pth file.
"""

import pathlib
import shutil

from setuptools import setup
from setuptools.command.build_py import build_py


class WithData(build_py):
    """Python files and package data as ever, then data sets, weights and results."""

    def run(self) -> None:
        """Build afresh: what an earlier build left must not outlive its removal from the sources."""
        if self.editable_mode:
            return super().run()
        package = pathlib.Path(self.build_lib, "mosaics")
        shutil.rmtree(package, ignore_errors=True)
        super().run()
        shutil.copytree("data", package / "shipped", ignore=shutil.ignore_patterns("*.part", ".*"))


setup(cmdclass={"build_py": WithData})
