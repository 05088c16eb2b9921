"""What a session carries from version to version, so that calendars understand what moved."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import datetime

from handschlag.events.rules.programme.codec import encode
from handschlag.events.rules.programme.contents import Item, Programme


def is_moved(before: Item, after: Item) -> bool:
    """Another time, another room, cancelled or taken back: what iCalendar counts."""
    names = ("starts_at", "ends_at", "room", "is_cancelled")
    return any(getattr(before, name) != getattr(after, name) for name in names)


def continued(before: Programme, draft: Programme, *, now: datetime) -> Programme:
    """The draft as it is published after `before`: sequences go on, and what has gone stays as cancelled.

    Rooms, tracks and speakers of a session that has gone stay, too.
    """
    old = {item.id: item for item in before.items}
    kept = [_item_after(old.get(item.id), item, now=now) for item in draft.items]
    ids = {item.id for item in draft.items}
    gone = [_cancelled(item, now=now) for item in before.items if item.id not in ids]
    items = tuple(sorted((*kept, *gone), key=lambda item: (item.starts_at, item.id)))
    return replace(
        draft,
        items=items,
        rooms=draft.rooms
        + tuple(
            one
            for one in before.rooms
            if draft.room(one.id) is None and any(item.room == one.id for item in gone)
        ),
        tracks=draft.tracks
        + tuple(
            one
            for one in before.tracks
            if draft.track(one.id) is None and any(item.track == one.id for item in gone)
        ),
        people=draft.people
        + tuple(
            one
            for one in before.people
            if draft.person(one.id) is None
            and any(speaking.speaker == one.id for item in gone for speaking in item.speakers)
        ),
    )


def _item_after(before: Item | None, item: Item, *, now: datetime) -> Item:
    if before is None:
        return replace(item, sequence=0, changed_at=now)
    same = replace(item, sequence=before.sequence, changed_at=before.changed_at)
    if same == before:
        return before
    return replace(item, sequence=before.sequence + is_moved(before, item), changed_at=now)


def _cancelled(item: Item, *, now: datetime) -> Item:
    if item.is_cancelled:
        return item
    return replace(item, is_cancelled=True, sequence=item.sequence + 1, changed_at=now)


def etag_of(programme: Programme) -> str:
    """A short mark of what a programme says: two marks are equal when nobody changed anything."""
    text = json.dumps(encode(programme), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:24]
