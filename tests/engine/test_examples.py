"""The examples in the engine's docstrings run."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

import treffen

SOURCE = Path(treffen.__file__).parent
MODULES = sorted(
    ".".join(("treffen", *path.relative_to(SOURCE).with_suffix("").parts)).removesuffix(".__init__")
    for path in SOURCE.rglob("*.py")
    if ">>> " in path.read_text("utf-8")
)


@pytest.mark.parametrize("module", MODULES)
def test_the_examples_run_as_they_are_written(module: str) -> None:
    result = doctest.testmod(importlib.import_module(module), optionflags=doctest.ELLIPSIS)
    assert result.attempted > 0
    assert result.failed == 0


def test_there_are_examples() -> None:
    assert "treffen.problem.event" in MODULES
