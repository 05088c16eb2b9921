"""What cannot be had for a while on the day: a person, a place, or a slot that a talk takes up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class What(StrEnum):
    PERSON = "person"
    PLACE = "place"
    TALK = "talk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """Everything that begins from `from_at` on and before `until_at` (None: ever)."""

    what: What
    id: int
    from_at: datetime
    until_at: datetime | None = None

    def covers(self, starts_at: datetime) -> bool:
        return self.from_at <= starts_at and (self.until_at is None or starts_at < self.until_at)


def stored(absences: Iterable[Absence]) -> list[dict[str, Any]]:
    """As a row keeps them."""
    return [
        {
            "what": one.what.value,
            "id": one.id,
            "from": one.from_at.isoformat(),
            "until": one.until_at.isoformat() if one.until_at else None,
        }
        for one in absences
    ]


def read(rows: Iterable[dict[str, Any]]) -> tuple[Absence, ...]:
    """What `stored` wrote."""
    return tuple(
        Absence(
            what=What(row["what"]),
            id=row["id"],
            from_at=datetime.fromisoformat(row["from"]),
            until_at=datetime.fromisoformat(row["until"]) if row["until"] else None,
        )
        for row in rows
    )
