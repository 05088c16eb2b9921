"""Two runs one after the other: what passed in the first is left out of the second, and nothing else."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest


class Passed:
    """Writes for the run that follows which tests passed: of a file of which all did, its name alone.

    What a worker has collected, before anything was left out, it tells the process that hears of all tests.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self.names: list[str] = []
        self.collected: dict[str, int] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        self.collected = Counter(file_of(item.nodeid) for item in items)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: object) -> None:
        self.collected = getattr(node, "workeroutput", {}).get("collected", {})

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" and report.passed:
            self.names.append(report.nodeid)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if hasattr(session.config, "workeroutput"):
            session.config.workeroutput["collected"] = dict(self.collected)
            return
        number = Counter(map(file_of, self.names))
        whole = {file for file, all_of_it in self.collected.items() if number[file] == all_of_it}
        rest = [name for name in self.names if file_of(name) not in whole]
        self.file.write_text("\n".join([*sorted(whole), *rest]), encoding="utf-8")


def file_of(name: str) -> str:
    return name.partition("::")[0]


@cache
def passed_in(file: Path | None) -> frozenset[str]:
    """Tests and whole files that passed in an earlier run, if there was one."""
    if file is None or not file.exists():
        return frozenset()
    return frozenset(file.read_text(encoding="utf-8").splitlines())


def is_whole(config: pytest.Config, path: Path) -> bool:
    """Whether all tests of this file passed."""
    passed = passed_in(config.option.passed_in)
    return bool(passed) and path.relative_to(config.rootpath).as_posix() in passed


def leave_out(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What passed before does not run."""
    passed = passed_in(config.option.passed_in)
    kept: list[pytest.Item] = []
    left_out: list[pytest.Item] = []
    for item in items:
        (left_out if {item.nodeid, file_of(item.nodeid)} & passed else kept).append(item)
    config.hook.pytest_deselected(items=left_out)
    items[:] = kept
