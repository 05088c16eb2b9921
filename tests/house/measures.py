"""How large the house is, and how clear: figures that may only improve. Needs nothing but Python.

`python -m tests.house.measures` prints them, and ends with 1 where one is over its limit in measures.toml.
"""

from __future__ import annotations

import ast
import configparser
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from tests.house.names_in_use import (
    Names,
    decorator_name,
    definitions,
    imported,
    named_by_nobody_else,
    names_of,
)

ROOT = Path(__file__).resolve().parents[2]
LIMITS = Path(__file__).with_name("measures.toml")
PLATFORM = "src/handschlag/"
TREES = ("src", "tests", "benchmarks", "docs")  # whoever names something stands here
ROOMS = {
    *("rules", "models", "queries", "engine", "emails", "actions", "forms", "screens", "views", "jobs"),
    *("urls", "apps", "management", "migrations", "templatetags", "__init__"),
}
LONGEST_LINE = 120
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
COUNTED = (
    "code_lines",
    "frozen_dataclasses",
    "lines_in_screens",
    "functions_without_docstring",
    "loose_modules",
    "database_in_screens",
    "screens_that_import_actions",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One Python file: its path from the root, its module, and all that stands in it."""

    path: str
    module: str
    text: str
    tree: ast.Module
    nodes: list[ast.AST]


def measure(root: Path = ROOT) -> dict[str, int]:
    """Every figure by its name in measures.toml."""
    counts, names = _read(root)
    alone = Counter(kind for module, kind, _ in named_by_nobody_else(names) if not _is_aside(module))
    return {
        **{name: counts[name] for name in COUNTED},
        "functions_named_nowhere_else": alone["function"],
        "classes_named_nowhere_else": alone["class"],
        "long_template_lines": _long_template_lines(root),
        "layers_not_exhaustive": _open_contracts(root),
    }


def limits() -> dict[str, int]:
    """What each figure may be at most."""
    return tomllib.loads(LIMITS.read_text("utf-8"))


def main() -> int:
    """Prints all figures; 1 where one is over its limit."""
    figures, allowed = measure(), limits()
    for name, figure in figures.items():
        print(f"{name.replace('_', ' '):30} {figure:>7,}  {_told(figure, allowed[name])}".rstrip())
    return int(any(figure > allowed[name] for name, figure in figures.items()))


def _told(figure: int, limit: int) -> str:
    if figure > limit:
        return f"over its limit of {limit:,}"
    return f"the limit may go down from {limit:,}" if figure < limit else ""


def _read(root: Path) -> tuple[Counter[str], list[Names]]:
    """No tree is kept: two thousand of them cost more time than all the counting."""
    counts: Counter[str] = Counter()
    names = []
    for source in _sources(root):
        counts.update(_counts(source))
        names.append(names_of(source.path, source.module, source.tree, source.nodes))
    return counts, names


def _sources(root: Path) -> Iterator[Source]:
    """Every Python file whose names count, one after another; migrations are written by Django."""
    paths = [path for tree in TREES for path in sorted((root / tree).rglob("*.py"))]
    for path in (*paths, root / "manage.py", root / "run.py"):
        name = path.relative_to(root).as_posix()
        if "/migrations/" in name:
            continue
        parts = PurePosixPath(name.removeprefix("src/")).with_suffix("").parts
        text = path.read_text("utf-8")
        tree = ast.parse(text, name)
        yield Source(
            path=name,
            module=".".join(parts[:-1] if parts[-1] == "__init__" else parts),
            text=text,
            tree=tree,
            nodes=list(ast.walk(tree)),
        )


def _is_aside(module: str) -> bool:
    """Whether a module is none of the two packages."""
    return module.partition(".")[0] not in {"handschlag", "treffen"}


def _counts(source: Source) -> dict[str, int]:
    if _is_aside(source.module):
        return {}
    found = {"functions_without_docstring": _undocumented(source.tree)}
    if not source.path.startswith(PLATFORM):
        return found
    # ("matching", "screens", "inbox"): the floor and the rooms
    places = PurePosixPath(source.path.removeprefix(PLATFORM)).with_suffix("").parts
    found["code_lines"] = _code_lines(source)
    found["frozen_dataclasses"] = _frozen_dataclasses(source)
    found["loose_modules"] = len(places) == 2 and places[1] not in ROOMS
    if "screens" in places:
        found["lines_in_screens"] = len(source.text.splitlines())
        found["database_in_screens"] = source.text.count(".objects")
        found["screens_that_import_actions"] = _imports_room(source, "actions")
    return found


def _undocumented(tree: ast.Module) -> int:
    return sum(
        isinstance(one, FUNCTIONS) and _docstring(one) is None and not _is_overload(one)
        for one in definitions(tree)
    )


def _is_overload(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether it is only a type of the function that follows, which has the docstring."""
    return "overload" in map(decorator_name, node.decorator_list)


def _code_lines(source: Source) -> int:
    """Lines that are neither blank nor a comment nor part of a docstring."""
    docstrings = [
        found
        for node in source.nodes
        if isinstance(node, (ast.Module, *FUNCTIONS, ast.ClassDef)) and (found := _docstring(node))
    ]
    left_out = {
        number for one in docstrings for number in range(one.lineno, (one.end_lineno or one.lineno) + 1)
    }
    return sum(
        bool(line.strip()) and not line.lstrip().startswith("#")
        for number, line in enumerate(source.text.splitlines(), start=1)
        if number not in left_out
    )


def _docstring(node: ast.AST) -> ast.stmt | None:
    first: ast.stmt | None = next(iter(getattr(node, "body", [])), None)
    text = first.value if isinstance(first, ast.Expr) else None
    return first if isinstance(text, ast.Constant) and isinstance(text.value, str) else None


def _frozen_dataclasses(source: Source) -> int:
    return sum(
        decorator_name(decorator) == "dataclass" and "frozen=True" in ast.unparse(decorator)
        for node in source.nodes
        if isinstance(node, ast.ClassDef)
        for decorator in node.decorator_list
    )


def _imports_room(source: Source, room: str) -> bool:
    """Whether a file imports something of that room, of whatever floor."""
    every = (one for node in source.nodes for one in imported(node))
    return any(f"{module}.{name}".split(".")[2:3] == [room] for module, name, _ in every)


def _long_template_lines(root: Path) -> int:
    paths = (root / PLATFORM).rglob("templates/**/*.html")
    return sum(len(line) > LONGEST_LINE for path in paths for line in path.read_text("utf-8").splitlines())


def _open_contracts(root: Path) -> int:
    """Contracts of layers that allow a room which they do not name."""
    contracts = configparser.ConfigParser()
    contracts.read(root / ".importlinter", "utf-8")
    found = [contracts[name] for name in contracts.sections()]
    return sum(one.get("type") == "layers" and one.get("exhaustive", "").lower() != "true" for one in found)


if __name__ == "__main__":
    sys.exit(main())
