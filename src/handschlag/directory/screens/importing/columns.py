"""The page on which somebody says what each column of the file holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django import forms

from handschlag.directory.models import Import, ImportSheet
from handschlag.directory.rules.contents import Kind
from handschlag.directory.rules.imports.catalogues import columns_for
from handschlag.directory.rules.imports.grids import letters
from handschlag.directory.rules.imports.refusals import ImportRefusal
from handschlag.directory.screens.importing import words
from handschlag.directory.screens.importing.head import Head, head_of
from handschlag.directory.screens.importing.refusals import wording

SAMPLES, SAMPLE = 3, 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    value: str
    label: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _ColumnView:
    """A column of the file: its letter, its heading, its first values, and what it may hold."""

    index: int
    letter: str
    heading: str
    samples: tuple[str, ...]
    choices: tuple[Choice, ...]
    is_left_out: bool
    is_wrong: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _ColumnsScreen:
    head: Head
    catalogue: str
    columns: tuple[_ColumnView, ...]
    sheets: tuple[Choice, ...]
    rows: int
    first_row: int
    left_out: int
    source: forms.Form | None
    fault: str
    has_mended: bool
    note: str


def columns_screen(
    row: Import,
    *,
    chosen: Mapping[int, str],
    source: forms.Form | None,
    refused: ImportRefusal | None = None,
    note: str = "",
) -> _ColumnsScreen:
    sheets = list(row.sheets.all())
    sheet = next(one for one in sheets if one.position == row.sheet)
    columns = views(row, sheet, chosen=chosen, refused=refused)
    return _ColumnsScreen(
        head=head_of(row, step="columns"),
        catalogue=words.catalogue(row.catalogue),
        columns=columns,
        sheets=tuple(
            Choice(value=str(one.position), label=_sheet_words(one), is_chosen=one is sheet) for one in sheets
        )
        if len(sheets) > 1
        else (),
        rows=sheet.height - 1,
        first_row=sheet.first_row,
        left_out=sum(one.is_left_out for one in columns),
        source=source,
        fault=wording(refused, {}) if refused else "",
        has_mended=row.rows.exists(),
        note=note,
    )


def _sheet_words(sheet: ImportSheet) -> str:
    return f"{sheet.name} ({sheet.height - 1})"


def views(
    row: Import, sheet: ImportSheet, *, chosen: Mapping[int, str], refused: ImportRefusal | None
) -> tuple[_ColumnView, ...]:
    kind, cells = Kind(row.kind), sheet.rows
    first = [line for line in cells[1:] if any(line)][:200]
    said = [fact for fact in chosen.values() if fact]
    return tuple(
        _ColumnView(
            index=index,
            letter=letters(index),
            heading=heading,
            samples=_samples([line[index] for line in first if index < len(line)]),
            choices=_choices(kind, chosen.get(index, ""), row.catalogue),
            is_left_out=not chosen.get(index),
            is_wrong=refused is ImportRefusal.COLUMN_TWICE and said.count(chosen.get(index, "")) > 1,
        )
        for index, heading in enumerate(row.headings)
        if heading or any(index < len(line) and line[index] for line in cells[1:])
    )


def _samples(values: Sequence[str]) -> tuple[str, ...]:
    """The first values that differ, as far as they fit a glance."""
    found = list(dict.fromkeys(" ".join(value.split()) for value in values if value))[:SAMPLES]
    return tuple(one if len(one) <= SAMPLE else one[: SAMPLE - 1] + "…" for one in found)


def _choices(kind: Kind, chosen: str, catalogue: str) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            value=column.fact.value,
            label=words.heading(kind, column.fact),
            is_chosen=column.fact == chosen,
        )
        for column in columns_for(kind, catalogue)
    )
