"""Sections that are lists: one row for each thing that is there, and an empty one for the next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from handschlag.directory.forms.editing.section import SectionForm
from handschlag.directory.rules.contents import Content

MOST_ROWS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """The fields of one row, and the box that takes it off; the empty row has none."""

    fields: tuple[BoundField, ...]
    remove: BoundField | None
    is_new: bool


class RowsForm(SectionForm):
    """Fields are named `<column>_<number>`; a row whose box `remove_<number>` is ticked is left out."""

    columns: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, content: Content, **options: Any) -> None:
        self.old = self.rows_of(content)
        self.count = min(len(self.old) + 1, MOST_ROWS)
        super().__init__(*args, content=content, **options)
        for number in range(self.count):
            for name, field in self.row_fields(is_new=number >= len(self.old)).items():
                self.fields[f"{name}_{number}"] = field
            if number < len(self.old):
                self.fields[f"remove_{number}"] = forms.BooleanField(
                    label=_("Remove this entry"), required=False
                )

    def rows_of(self, content: Content) -> list[dict[str, Any]]:
        """What is there already, as initial values."""
        raise NotImplementedError

    def row_fields(self, *, is_new: bool) -> dict[str, forms.Field]:
        """Fresh fields of one row; those of the empty row are all optional."""
        raise NotImplementedError

    def value_of(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """One row as a revision keeps it."""
        raise NotImplementedError

    def start(self, content: Content) -> dict[str, Any]:
        return {
            f"{name}_{number}": value
            for number, row in enumerate(self.rows_of(content))
            for name, value in row.items()
        }

    @property
    def rows(self) -> tuple[_Row, ...]:
        return tuple(
            _Row(
                fields=tuple(self[f"{name}_{number}"] for name in self.row_fields(is_new=False)),
                remove=self[f"remove_{number}"] if number < len(self.old) else None,
                is_new=number >= len(self.old),
            )
            for number in range(self.count)
        )

    def typed(self) -> Iterable[tuple[int, dict[str, Any]]]:
        """The rows that are to be there, with their numbers."""
        for number in range(self.count):
            row = {name: self.cleaned_data.get(f"{name}_{number}") for name in self.row_fields(is_new=False)}
            is_empty = all(value in (None, "", False) for value in row.values())
            if not is_empty and not self.cleaned_data.get(f"remove_{number}"):
                yield number, row

    def require(self, number: int, names: Iterable[str]) -> None:
        """Says what is missing in a row that was begun."""
        for name in names:
            key = f"{name}_{number}"
            if self.cleaned_data.get(key) in (None, "") and key not in self.errors:
                self.add_error(key, _("This is missing in this entry."))

    def clean(self) -> dict[str, Any]:
        for number, row in self.typed():
            self.check(number, row)
        return self.cleaned_data

    def check(self, number: int, row: Mapping[str, Any]) -> None:
        """Says what is wrong within one row."""

    def changes(self) -> dict[str, Any]:
        return {self.facts[0]: [self.value_of(row) for _, row in self.typed()]}
