"""A programme as it would be with one session changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from handschlag.events.rules.programme.contents import Item, Programme, SpeakerRole

NEW = 0  # the id of a session that does not exist yet


def with_session(
    programme: Programme,
    pk: int,
    *,
    starts_at: datetime,
    ends_at: datetime,
    room: int | None,
    title: str = "",
    seats: int | None = None,
    speakers: tuple[int, ...] | None = None,
) -> Programme:
    """The session `pk` (or a new one) lies there; `speakers` None leaves them as they are."""
    old = programme.item(pk) or Item(
        id=pk, uid="", kind="talk", starts_at=starts_at, ends_at=ends_at, title_de=title
    )
    new = replace(
        old,
        starts_at=starts_at,
        ends_at=ends_at,
        room=room,
        title_de=title or old.title_de,
        seats=old.seats if seats is None else seats,
        speakers=old.speakers if speakers is None else tuple(SpeakerRole(speaker=one) for one in speakers),
    )
    rest = tuple(item for item in programme.items if item.id != pk)
    return replace(programme, items=tuple(sorted((*rest, new), key=lambda one: (one.starts_at, one.id))))
