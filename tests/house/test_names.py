"""Names say what is inside."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

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


# Below: what tests/house/names.toml lists today may only shrink.

EMPTY_STEMS = {
    *("words", "rows", "facts", "desk", "frame", "reading", "parts", "things", "nouns", "house", "machines"),
    *("doors", "gate", "standing", "ways", "keeping", "telling", "asking", "looking", "bringing", "moments"),
    *("marks", "told", "heard", "kept", "happened", "world"),
}
BARE_ROLES = {
    *(
        "Row",
        "Line",
        "Choice",
        "Person",
        "State",
        "Way",
        "Standing",
        "Kept",
        "Desk",
        "Found",
        "Held",
        "Asked",
    ),
    *("Wanted", "Said", "Told", "Known", "Shown", "Given"),
}
BARE_DEEDS = {
    *("register", "hang", "wording", "tried", "settle", "said", "told", "shown", "put", "keep", "write"),
    *("note", "mend"),
}
VAGUE_PARAMETERS = {"one", "found", "kept", "told", "said", "wanted", "known", "held"}
SHORT = 5
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@pytest.fixture(scope="module")
def listed(root: Path) -> dict[str, Any]:
    """What is not yet as it should be."""
    return tomllib.loads((root / "tests/house/names.toml").read_text("utf-8"))


def code(trees: Mapping[str, ast.Module]) -> Iterator[tuple[str, ast.Module]]:
    return ((name, tree) for name, tree in trees.items() if name.startswith("src/"))


def definitions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """Public functions and classes at the top of a module."""
    return (node for node in tree.body if isinstance(node, DEFINITIONS) and not node.name.startswith("_"))


def words(tree: ast.Module) -> set[str]:
    """Every name that a module says, in texts, too: some things are called by their names as text."""
    found: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.alias(name=name):
                found.update(name.split("."))
            case ast.Constant(value=str(text)):
                found.update(re.findall(r"\w+", text))
    return found


def only_shrinks(found: set[str], allowed: list[str]) -> None:
    assert sorted(found - set(allowed)) == []
    assert sorted(set(allowed) - found) == [], "well done: take it out of names.toml"


def test_nothing_public_is_dead(trees: Mapping[str, ast.Module], listed: dict[str, Any]) -> None:
    """Verbs and pages of a topic share a file, so its own use counts."""
    used = {word for tree in trees.values() for word in words(tree)}
    found = [
        f"{name}::{node.name}"
        for name, tree in code(trees)
        for node in definitions(tree)
        if not node.decorator_list and not node.name.endswith("Config") and node.name not in used
    ]
    assert sorted(name.partition("::")[2] for name in found) == listed["public"]


def test_what_is_private_is_used_by_its_file(trees: Mapping[str, ast.Module]) -> None:
    """Nobody else can use it, so it would be dead."""
    found = [
        f"{name}::{node.name}"
        for name, tree in code(trees)
        if "/migrations/" not in name
        for node in tree.body
        if isinstance(node, DEFINITIONS) and node.name.startswith("_") and not node.name.startswith("__")
        if not node.decorator_list and node.name not in words(tree)
    ]
    assert found == []


def test_no_module_is_called_by_a_word_that_says_nothing(
    trees: Mapping[str, ast.Module], listed: dict[str, Any]
) -> None:
    found = {
        name for name, _tree in code(trees) if EMPTY_STEMS & set(PurePosixPath(name).with_suffix("").parts)
    }
    only_shrinks(found, listed["stems"])


def test_nothing_public_is_called_by_a_bare_role_or_deed(
    trees: Mapping[str, ast.Module], listed: dict[str, Any]
) -> None:
    found = {
        f"{name}::{node.name}"
        for name, tree in code(trees)
        for node in definitions(tree)
        if node.name in BARE_ROLES | BARE_DEEDS
    }
    only_shrinks(found, listed["bare"])


def test_a_module_name_occurs_once_in_a_layer_of_an_app(
    trees: Mapping[str, ast.Module], listed: dict[str, Any]
) -> None:
    places: defaultdict[str, list[str]] = defaultdict(list)
    for name, _tree in code(trees):
        parts = PurePosixPath(name).with_suffix("").parts
        if parts[1] == "handschlag" and len(parts) > 4 and parts[-1] != "__init__":
            places[f"{parts[2]}/{parts[3]}/{parts[-1]}"].append(name)
    only_shrinks({place for place, names in places.items() if len(names) > 1}, listed["twice"])


def _first_line(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Where the code begins: a docstring makes no function longer."""
    has_docstring = ast.get_docstring(node, clean=False) is not None and len(node.body) > 1
    return node.body[1 if has_docstring else 0].lineno


def test_a_parameter_of_a_long_function_says_what_it_is(
    trees: Mapping[str, ast.Module], listed: dict[str, Any]
) -> None:
    found = Counter(
        argument.arg
        for _name, tree in code(trees)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - _first_line(node) >= SHORT
        for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
        if argument.arg in VAGUE_PARAMETERS
    )
    assert dict(found) == listed["parameters"], "fewer is well done: write it into names.toml; more is not"
