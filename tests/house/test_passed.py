"""Two runs one after the other: what passed in the first is left out of the second, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from tests.passed import Passed

ALL = (
    "a.py::passed",
    "a.py::failed",
    "a.py::skipped",
    "b.py::passed",
    "b.py::looks",
    "c.py::one",
    "c.py::two",
)
RAN = [
    ("a.py::failed", "call", False),
    ("a.py::skipped", "setup", True),
    *((name, "call", True) for name in ("a.py::passed", "b.py::passed", "c.py::one", "c.py::two")),
]


def items_of(names: Iterable[str], root: Path) -> list[Any]:
    return [SimpleNamespace(nodeid=name, path=root) for name in names]


def first_run(file: Path, root: Path, *, is_shared: bool) -> None:
    """In one process; or a worker counts what there is, and another process hears of all tests."""
    hears, alone = Passed(file), SimpleNamespace(config=SimpleNamespace())
    counts = Passed(file) if is_shared else hears
    counts.pytest_collection_modifyitems(items_of(ALL, root))
    if is_shared:
        worker = SimpleNamespace(config=SimpleNamespace(workeroutput={}))
        counts.pytest_sessionfinish(worker)
        hears.pytest_testnodedown(worker.config)
    for name, when, passed in RAN:  # b.py::looks was not asked for
        hears.pytest_runtest_logreport(SimpleNamespace(nodeid=name, when=when, passed=passed))
    hears.pytest_sessionfinish(alone)


@pytest.mark.parametrize("is_shared", [False, True], ids=["one process", "a worker"])
def test_what_passed_is_left_out_and_what_failed_was_skipped_or_not_asked_for_is_not(
    request: Any, root: Path, tmp_path: Path, is_shared: bool
) -> None:
    conftest = next(
        module
        for name, module in request.config.pluginmanager.list_name_plugin()
        if name == str(root / "tests/conftest.py")
    )
    file = tmp_path / "passed.txt"
    left_out: list[Any] = []

    def deselected(items: list[Any]) -> None:
        left_out.extend(items)

    first_run(file, root, is_shared=is_shared)
    config: Any = SimpleNamespace(
        option=SimpleNamespace(passed_in=file),
        hook=SimpleNamespace(pytest_deselected=deselected),
        rootpath=root,
    )
    items = items_of(ALL, root)
    conftest.pytest_collection_modifyitems(config, items)
    assert {item.nodeid for item in items} == {"a.py::failed", "a.py::skipped", "b.py::looks"}
    assert {item.nodeid for item in left_out} == set(ALL) - {item.nodeid for item in items}
    read = [
        name for name in ("a.py", "b.py", "c.py") if not conftest.pytest_ignore_collect(root / name, config)
    ]
    assert read == ["a.py", "b.py"]
