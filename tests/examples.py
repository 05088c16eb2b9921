"""The examples in docstrings: where they are, and whether they run."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path
from types import ModuleType

PROMPT = ">>> "


def modules_with_examples(package: ModuleType) -> list[str]:
    """Every module of a package in whose text a line begins with the prompt."""
    source = Path(package.__file__ or "").parent
    return sorted(
        ".".join((package.__name__, *path.relative_to(source).with_suffix("").parts)).removesuffix(
            ".__init__"
        )
        for path in source.rglob("*.py")
        if _examples_in(path)
    )


def check(module: str) -> None:
    """Runs the examples of a module; one that no docstring holds would never run, and fails here."""
    loaded = importlib.import_module(module)
    result = doctest.testmod(loaded, optionflags=doctest.ELLIPSIS)
    assert result.failed == 0
    assert result.attempted == _examples_in(Path(loaded.__file__ or ""))


def _examples_in(path: Path) -> int:
    return sum(line.lstrip().startswith(PROMPT) for line in path.read_text("utf-8").splitlines())
