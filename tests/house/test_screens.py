"""Screens show what queries and rules give them: they ask no database."""

from __future__ import annotations

import ast
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

MANAGERS = {"objects", "_default_manager"}
QUERYSETS = {
    *("select_related", "prefetch_related", "select_for_update", "annotate", "values_list"),
    *("order_by", "exists", "in_bulk", "refresh_from_db", "filter", "exclude", "all", "first"),
}


def questions(tree: ast.Module) -> Iterator[int]:
    """Lines that ask the database: through a manager, or with what only a queryset has."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS:
            yield node.lineno
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in QUERYSETS
        ):
            yield node.func.lineno


def counted(trees: Mapping[str, ast.Module]) -> dict[str, int]:
    """How many lines of each file of screens ask the database."""
    screens = {
        name: tree for name, tree in trees.items() if "/screens/" in name or name.endswith("/screens.py")
    }
    number = Counter({name: len(set(questions(tree))) for name, tree in screens.items()})
    return {name: lines for name, lines in number.items() if lines}


def test_screens_ask_the_database_through_queries_only(root: Path, trees: Mapping[str, ast.Module]) -> None:
    allowed = tomllib.loads((root / "tests/house/screens.toml").read_text("utf-8"))["questions"]
    found = counted({name: tree for name, tree in trees.items() if name.startswith("src/handschlag/")})
    grown = {name: number for name, number in found.items() if number > allowed.get(name, 0)}
    assert grown == {}, "move the question into queries"
    shrunk = {name: number for name, number in allowed.items() if number > found.get(name, 0)}
    assert shrunk == {}, "well done: take it out of screens.toml, which may only shrink"


def test_a_question_is_seen_however_it_is_asked() -> None:
    source = "Event.objects.all()\nrows.order_by('pk')\nevent.first\nnames.values()\n"
    assert counted({"src/handschlag/events/screens/a.py": ast.parse(source)}) == {
        "src/handschlag/events/screens/a.py": 2
    }
