"""Where the CPU time of tests goes, whatever else the machine does: python run.py test -p tests.minutes"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

SHOWN = 25
TICKS = os.sysconf("SC_CLK_TCK")
Seconds = tuple[float, float]  # of this process, and of those that it started


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(_Minutes(), "minutes of tests")


class _Minutes:
    def __init__(self) -> None:
        self.begun: Seconds = (0, 0)
        self.spent: dict[str, list[float]] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        self.begun = _used()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo
    ) -> Iterator[None]:  # what xdist brings to the process that hears of all tests
        if call.when == "teardown":
            spent = [round(now - before, 3) for now, before in zip(_used(), self.begun, strict=True)]
            item.user_properties.append(("cpu", spent))
        return (yield)  # type: ignore[return-value]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        spent = dict(report.user_properties).get("cpu")
        if report.when == "teardown" and isinstance(spent, list):
            so_far = self.spent.setdefault(report.nodeid.partition("::")[0], [0, 0, 0])
            for at, seconds in enumerate([1, *spent]):
                so_far[at] += seconds

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        total = [sum(column) for column in zip(*self.spent.values(), strict=True)]
        dearest = sorted(self.spent.items(), key=lambda one: -sum(one[1][1:]))[:SHOWN]
        terminalreporter.section("CPU seconds: of the tests, and of programs and browsers they started")
        for name, (tests, *spent) in [*dearest, *([("all", total)] if total else [])]:
            figures = "".join(f"{seconds:9.1f}" for seconds in spent)
            terminalreporter.write_line(f"{figures}  {int(tests):5d} tests  {name}")


def _used() -> Seconds:
    """A browser outlives its tests: what goes on counts as what has ended."""
    now = os.times()
    return now.user + now.system, now.children_user + now.children_system + _alive(os.getpid())


def _alive(process: int) -> float:
    """What the descendants of a process have used that have not ended, and those of theirs that have."""
    total = 0.0
    for thread in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children = thread.read_text().split()
        except OSError:
            continue  # it has ended meanwhile, as those below
        for child in children:
            try:
                fields = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
                total += sum(map(int, fields[11:15])) / TICKS + _alive(int(child))
            except OSError:
                continue
    return total
