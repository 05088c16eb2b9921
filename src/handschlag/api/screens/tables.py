"""Rows of a data set as a table: one column for each fact, for spreadsheets in German as well."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from enum import Enum
from itertools import chain
from typing import Any, Final, get_args, get_type_hints

from handschlag.api.queries.public.networks import LabelFacts, SourceFacts
from handschlag.api.queries.public.shapes import Named, Tag, Text
from handschlag.common.table_files import csv_blocks

SEVERAL: Final = " | "


def _columns(row: type[Any]) -> tuple[tuple[str, str, type[Any]], ...]:
    """Name of the column, name of the fact, and of what kind one value of it is."""
    found = []
    for name, hint in get_type_hints(row).items():
        kind = _kind_in(hint)
        found += [(column, name, kind) for column in _names_of(name, kind)]
    return tuple(found)


def _kind_in(hint: Any) -> Any:
    """`Tag` of `Tag | None` and of `list[Tag]`."""
    inner = [one for one in get_args(hint) if one is not type(None)]
    return inner[0] if inner else hint


def _names_of(name: str, kind: Any) -> tuple[str, ...]:
    if kind is Text:
        return (f"{name}_de", f"{name}_en")
    if kind is Tag:
        return (f"{name}_id", f"{name}_de", f"{name}_en")
    return (f"{name}_id", name) if kind is Named else (name,)


def _cells(row: Any, shown: Sequence[tuple[str, str, type[Any]]]) -> Iterator[str]:
    for column, name, kind in shown:
        value = getattr(row, name)
        many = value if isinstance(value, list) else [] if value is None else [value]
        part = column.removeprefix(f"{name}_") if kind in {Text, Tag, Named} and column != name else "name"
        yield SEVERAL.join(
            _written(getattr(one, part) if kind in {Text, Tag, Named} else one) for one in many
        )


def _written(value: Any) -> str:
    """A value as a German spreadsheet reads it: a comma in numbers, days and times as ISO 8601."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(value).replace(".", ",")
    if isinstance(value, LabelFacts):
        until = f" - {value.valid_until}" if value.valid_until else ""
        return f"{value.level.value} {value.awarded_on}{until}"
    if isinstance(value, SourceFacts):
        when = value.seen_on.isoformat() if value.seen_on else value.copied_on
        return f"{value.fact}: {value.source} ({when})" if when else f"{value.fact}: {value.source}"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return "" if value is None else str(value)


def csv_of(row: type[Any], rows: Iterable[Any]) -> Iterator[bytes]:
    """Written while it is sent."""
    shown = _columns(row)
    head = [column for column, _name, _kind in shown]
    return csv_blocks(chain([head], (_cells(one, shown) for one in rows)))
