"""The house looks at itself: the files that are tracked, and their syntax trees."""

from __future__ import annotations

import ast
import subprocess
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="session")
def tracked(root: Path) -> tuple[str, ...]:
    """Every file of the repository that is or would be committed, relative to its root."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    return tuple(sorted(name for name in done.stdout.splitlines() if (root / name).is_file()))


@pytest.fixture(scope="session")
def trees(root: Path, tracked: tuple[str, ...]) -> Mapping[str, ast.Module]:
    """The syntax tree of every Python file; migrations are written by Django."""
    names = [name for name in tracked if name.endswith(".py") and "/migrations/0" not in name]
    return {name: ast.parse((root / name).read_text("utf-8"), name) for name in names}


@pytest.fixture(scope="session")
def engine(trees: Mapping[str, ast.Module]) -> Mapping[str, ast.Module]:
    """The syntax trees of the engine alone."""
    return {name: tree for name, tree in trees.items() if name.startswith("src/treffen/")}


@pytest.fixture(scope="session")
def project(root: Path) -> dict[str, Any]:
    """pyproject.toml."""
    return tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
