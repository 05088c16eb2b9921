"""Packages whose names are loaded late: each is there, and is what type checkers are told."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

import treffen

ROOT = Path(treffen.__file__).parent
PACKAGES = sorted(
    ".".join(("treffen", *path.parent.relative_to(ROOT).parts))
    for path in ROOT.rglob("__init__.py")
    if "late_names(" in path.read_text("utf-8")
)


def told(package: str) -> dict[str, str]:
    """Name and module of all that type checkers are told to find in a package."""
    tree = ast.parse(Path(str(importlib.import_module(package).__file__)).read_text("utf-8"))
    return {
        alias.asname or alias.name: f"{node.module}:{alias.name}"
        for block in tree.body
        if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING"
        for node in ast.walk(block)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


@pytest.mark.once
@pytest.mark.parametrize("package", PACKAGES)
def test_late_names_are_those_that_type_checkers_are_told(package: str) -> None:
    room = importlib.import_module(package)
    late = told(package)
    assert late
    assert late.keys() <= set(room.__all__)
    assert all(hasattr(room, name) for name in room.__all__)
    for name, where in late.items():
        module, own = where.split(":")
        assert getattr(room, name) is getattr(importlib.import_module(module), own)
    with pytest.raises(AttributeError, match=f"module '{package}' has no attribute 'nothing_of_ours'"):
        _ = room.nothing_of_ours


@pytest.mark.once
def test_a_type_checker_sees_no_door_that_takes_any_name() -> None:
    assert PACKAGES == [
        "treffen.files",
        "treffen.solvers.satisfiability",
        "treffen.verification",
        "treffen.words",
    ]
    for package in PACKAGES:
        tree = ast.parse(Path(str(importlib.import_module(package).__file__)).read_text("utf-8"))
        hidden = [
            ast.unparse(block.test)
            for block in tree.body
            if isinstance(block, ast.If) and "__getattr__ =" in ast.unparse(block)
        ]
        assert hidden == ["not TYPE_CHECKING"]
        assert not any(
            "__getattr__" in ast.unparse(node) for node in tree.body if isinstance(node, ast.Assign)
        )
