"""Days and times are written by one module; only what programs read has its own spelling."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

ONE = "src/handschlag/common/times.py"
WRITERS = {"date_format", "time_format", "localtime", "strftime", "naturaltime", "naturalday"}
# Calendars, feeds, programmes in the frab's format, ids and fields of forms are read by programs.
FOR_PROGRAMS = re.compile(
    r"src/handschlag/(events/(calendar_files|campaigns/feeds|programme/files)"
    r"|directory/editing/fields)\.py"
)
SPELLING = re.compile(r"%[aAbBdHIjmMpSyYZ]")
FILTERS = re.compile(r"\|(date|time|naturaltime|timesince|timeuntil|localtime|timezone)\b|{% now ")


def spelled(tree: ast.Module) -> Iterator[int]:
    """Lines that write a day or a time without the one module."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) if name in WRITERS:
                yield node.lineno
            case ast.ImportFrom(module="babel.dates"):
                yield node.lineno
            case ast.FormattedValue(format_spec=ast.JoinedStr() as spec) if SPELLING.search(
                ast.unparse(spec)
            ):
                yield node.lineno


def test_one_module_writes_days_and_times(trees: Mapping[str, ast.Module]) -> None:
    found = [
        f"{name}:{line}"
        for name, tree in trees.items()
        if name.startswith("src/handschlag/") and name != ONE and not FOR_PROGRAMS.match(name)
        for line in spelled(tree)
    ]
    assert found == []


def test_another_spelling_would_be_noticed() -> None:
    text = "from babel.dates import format_date\nx.strftime('%d')\nf'{at:%H:%M}'\ndate_format(day)\nf'{n:04}'"
    assert sorted(spelled(ast.parse(text))) == [1, 2, 3, 4]
    assert FILTERS.search("{{ at|date:'c' }}")
    assert not FILTERS.search("{{ at|moment }}")


def test_templates_ask_it(root: Path) -> None:
    found = [
        f"{path.relative_to(root)}: {hit[0]}"
        for path in sorted((root / "src/handschlag").rglob("templates/**/*"))
        if path.suffix in {".html", ".txt", ".xml", ".svg"}
        for hit in FILTERS.finditer(path.read_text("utf-8"))
    ]
    assert found == []
