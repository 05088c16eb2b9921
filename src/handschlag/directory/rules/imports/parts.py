"""The part of an organisation in a joint project, as a value that an import keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """An organisation in a joint project, as one line says it; `number` names its grant or itself."""

    line: int
    project: str
    acronym: str
    title_de: str
    title_en: str
    programme: str
    funder: str
    role: str
    organisation: str
    grant: str
    subject: str
    cents: int | None
    starts_on: str
    ends_on: str

    @property
    def key(self) -> tuple[str, str, str]:
        """No two participations of a catalogue have the same."""
        return self.project, self.organisation, self.grant


def to_json(part: Part) -> dict[str, Any]:
    return {name: getattr(part, name) for name in Part.__slots__}


def of_json(data: Mapping[str, Any]) -> Part:
    return Part(**data)
