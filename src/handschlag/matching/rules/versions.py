"""The content of a published timetable as it is stored: meetings by request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedMeeting:
    """One meeting as people were told of it."""

    request: int
    uid: str
    people: tuple[int, ...]
    block: int
    starts_at: datetime
    ends_at: datetime
    place: int
    place_code: str
    interpreter: int | None = None


def content_of(meetings: Iterable[PublishedMeeting]) -> dict[str, Any]:
    """As it is stored, in the order of time and place."""
    rows = sorted(meetings, key=lambda one: (one.starts_at, one.place_code, one.request))
    return {
        "meetings": [
            {
                "request": one.request,
                "uid": one.uid,
                "people": list(one.people),
                "block": one.block,
                "starts_at": one.starts_at.isoformat(),
                "ends_at": one.ends_at.isoformat(),
                "place": one.place,
                "place_code": one.place_code,
                "interpreter": one.interpreter,
            }
            for one in rows
        ]
    }


def published_meetings_in(
    content: Mapping[str, Any], *, of: int | None = None
) -> tuple[PublishedMeeting, ...]:
    """What `content_of` stored; all of it, or the meetings of one person."""
    return tuple(
        PublishedMeeting(
            request=row["request"],
            uid=row["uid"],
            people=tuple(row["people"]),
            block=row["block"],
            starts_at=datetime.fromisoformat(row["starts_at"]),
            ends_at=datetime.fromisoformat(row["ends_at"]),
            place=row["place"],
            place_code=row["place_code"],
            interpreter=row["interpreter"],
        )
        for row in content["meetings"]
        if of is None or of in row["people"]
    )
