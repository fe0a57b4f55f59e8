"""A plugin of pytest for nbval: after a notebook's cells, one item holds what they cost against the budget.

`pytest -p chapter_costs --nbval chapters/*.ipynb`, with this folder and scripts/ on PYTHONPATH.
"""

import functools

import pytest
from costs import CPU_SECONDS, MEGABYTES, Watch, slowness
from nbval.plugin import IPyNbCell, IPyNbFile
from notebooks import TIMEOUT

allowance = functools.cache(slowness)  # once a worker
watches: dict[IPyNbFile, Watch] = {}


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_setup(item):
    """The first cell's set-up starts the notebook's kernel: from then on it is watched."""
    yield
    if isinstance(item, IPyNbCell) and item.parent not in watches:
        watches[item.parent] = Watch(item.parent.kernel.km.provisioner.pid)
        watches[item.parent].start()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Put the notebook's costs after its last cell; let kernels be silent as long as elsewhere, not five seconds."""
    for item in items:
        if isinstance(item, IPyNbCell):
            item.output_timeout = TIMEOUT
    last = {item.parent: k for k, item in enumerate(items) if isinstance(item, IPyNbCell)}
    for notebook, k in sorted(last.items(), key=lambda entry: -entry[1]):
        items.insert(k + 1, Costs.from_parent(notebook, name="costs"))


class Costs(pytest.Item):
    """Fails if all cells of a notebook together took more than a chapter may."""

    def runtest(self):
        seconds, peak = watches.pop(self.parent).stop()
        allowed = CPU_SECONDS * allowance()
        said = f"{seconds:.0f} of {allowed:.0f} CPU seconds, {peak:.0f} of {MEGABYTES:.0f} MB"
        self.add_report_section("call", "costs", said)
        self.user_properties.append(("costs", said))
        if seconds > allowed or peak > MEGABYTES:
            pytest.fail(f"beyond the budget of a chapter: {said}", pytrace=False)

    def reportinfo(self):
        return self.path, 0, f"{self.path.name}: costs"


def pytest_terminal_summary(terminalreporter):
    """One line a notebook."""
    for report in terminalreporter.stats.get("passed", []):
        for _, said in getattr(report, "user_properties", []):
            terminalreporter.write_line(f"{report.nodeid.split('::')[0]}: {said}")
