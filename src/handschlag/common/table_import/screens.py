"""The columns of a table, for somebody to say what they hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from handschlag.common.language import pick
from handschlag.common.table_import.rules.fields import ImportField
from handschlag.common.table_import.rules.sheets import letters

_SAMPLES: Final = 3
_LONGEST_SAMPLE: Final = 60
_LOOKED_AT: Final = 200  # rows, to find samples in


@dataclass(frozen=True, slots=True, kw_only=True)
class _ColumnView:
    """A column of the file: its letter, its heading, its first values, and the field that it holds."""

    index: int
    letter: str
    heading: str
    samples: Sequence[str]
    chosen: str
    is_wrong: bool


def label_of(field: ImportField) -> str:
    """What we call the field."""
    return pick(field.german, field.english)


def field_labels(fields: Sequence[ImportField]) -> dict[str, str]:
    """What a column may be said to hold."""
    return {field.key: label_of(field) for field in fields}


def column_views(
    headings: Sequence[str], rows: Sequence[Sequence[str]], chosen: Mapping[int, str]
) -> tuple[_ColumnView, ...]:
    """Every column with something in it; two that are said to hold the same are both wrong."""
    said = [field for field in chosen.values() if field]
    views = []
    for index, heading in enumerate(headings):
        values = [row[index] for row in rows if index < len(row) and row[index]]
        field = chosen.get(index, "")
        if heading or values:
            views.append(
                _ColumnView(
                    index=index,
                    letter=letters(index),
                    heading=heading,
                    samples=_samples(values[:_LOOKED_AT]),
                    chosen=field,
                    is_wrong=said.count(field) > 1,
                )
            )
    return tuple(views)


def _samples(values: Sequence[str]) -> list[str]:
    """The first values that differ, as far as they fit a glance."""
    found = list(dict.fromkeys(" ".join(value.split()) for value in values))[:_SAMPLES]
    return [one if len(one) <= _LONGEST_SAMPLE else one[: _LONGEST_SAMPLE - 1] + "…" for one in found]
