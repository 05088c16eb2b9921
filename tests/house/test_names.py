"""Names say what is inside."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

PROMISES_NOTHING = {
    "utils",
    "util",
    "helpers",
    "helper",
    "services",
    "exceptions",
    "misc",
    "common_utils",
    "tools",
}


def test_no_file_has_a_name_that_promises_nothing(tracked: tuple[str, ...]) -> None:
    stems = {name: set(PurePosixPath(name).with_suffix("").parts) for name in tracked if name.endswith(".py")}
    assert [name for name, parts in stems.items() if parts & PROMISES_NOTHING] == []


def test_every_folder_of_code_is_a_package_so_that_the_walls_can_see_it(
    root: Path, tracked: tuple[str, ...]
) -> None:
    folders = {PurePosixPath(name).parent for name in tracked if re.match(r"src/\w+/.*\.py$", name)}
    assert sorted(str(f) for f in folders if not (root / f / "__init__.py").exists()) == []


def test_every_file_of_code_says_what_it_is_for(trees: Mapping[str, ast.Module]) -> None:
    assert [name for name, tree in trees.items() if tree.body and not ast.get_docstring(tree)] == []


def test_the_names_of_tests_are_sentences(trees: Mapping[str, ast.Module]) -> None:
    short = [
        f"{name}::{node.name}"
        for name, tree in trees.items()
        if name.startswith("tests/")
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and node.name.count("_") < 3
    ]
    assert short == []


def test_the_tests_of_the_engine_mirror_the_engine(root: Path, tracked: tuple[str, ...]) -> None:
    folders = {PurePosixPath(name).parent for name in tracked if name.startswith("tests/engine/")}
    inside = {folder.relative_to("tests/engine") for folder in folders}
    inside.discard(PurePosixPath("benchmarks"))  # they measure the engine, and are tested with it
    strays = [f for f in inside if not (root / "src/treffen" / f).is_dir() and not is_module(root, f)]
    assert sorted(map(str, strays)) == []


def is_module(root: Path, folder: PurePosixPath) -> bool:
    return (root / "src/treffen" / folder).with_suffix(".py").is_file()
