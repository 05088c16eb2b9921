"""Two runs one after the other: what passed in the first is left out of the second, and nothing else."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any


def test_what_passed_is_left_out_and_what_failed_or_was_skipped_is_not(
    request: Any, root: Path, tmp_path: Path
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

    first = conftest._Passed(file)
    for name, when, passed in (
        ("passed", "call", True),
        ("failed", "call", False),
        ("skipped", "setup", True),
    ):
        first.pytest_runtest_logreport(SimpleNamespace(nodeid=name, when=when, passed=passed))
    first.pytest_sessionfinish()
    config = SimpleNamespace(
        option=SimpleNamespace(passed_in=file), hook=SimpleNamespace(pytest_deselected=deselected)
    )
    items = [SimpleNamespace(nodeid=name, path=root) for name in ("passed", "failed", "skipped")]
    conftest.pytest_collection_modifyitems(config, items)
    assert [item.nodeid for item in items] == ["failed", "skipped"]
    assert [item.nodeid for item in left_out] == ["passed"]
