"""One row of a table: its cells become values, or faults at their cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from handschlag.common.table_import.rules.faults import ImportFault, Unreadable
from handschlag.common.table_import.rules.sheets import address


@dataclass(slots=True, kw_only=True)
class ParsedRow:
    """What a row says. `columns` tells where its fields stand in the file, as far as they stand there."""

    number: int
    texts: Mapping[str, str]
    columns: Mapping[str, int] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[ImportFault] = field(default_factory=list)

    def text(self, name: str) -> str:
        return self.texts.get(name, "")

    def add_fault(self, name: str, kind: StrEnum, /, **details: Any) -> None:
        cell = address(self.columns.get(name), self.number)
        found = ImportFault(field=name, kind=kind, cell=cell, value=self.text(name), details=details)
        self.faults.append(found)

    def value_of(self, name: str, reader: Callable[[str], Any]) -> Any:
        """The value of a field; None where there is no text, or a fault is noted."""
        if not (text := self.text(name)):
            return None
        try:
            return reader(text)
        except Unreadable as wrong:
            self.add_fault(name, wrong.kind, **wrong.details)
            return None

    def read(self, name: str, reader: Callable[[str], Any]) -> Any:
        """The same, kept under the name of the field."""
        value = self.value_of(name, reader)
        if value is not None:
            self.values[name] = value
        return value
