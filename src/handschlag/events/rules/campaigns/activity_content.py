"""What an activity says, and which of it changes at once when it is public.

When, where and for how much somebody has to come is right at once: a wrong time helps nobody until an
editor has read it. Words, links and what an activity is filed under wait for an editor, as at first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any

from handschlag.directory.rules.contents import GeoPoint

TIME_AND_PLACE = frozenset(
    {"starts_at", "ends_at", "is_online", "venue", "street", "postcode", "spot", "online_url"}
)
AT_ONCE = TIME_AND_PLACE | {"fee_cents", "fee_note_de", "fee_note_en", "language"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityContent:
    """An activity, fact by fact; times are aware."""

    title_de: str = ""
    title_en: str = ""
    text_de: str = ""
    text_en: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    is_online: bool = False
    online_url: str = ""
    venue: str = ""
    street: str = ""
    postcode: str = ""
    spot: GeoPoint = field(default_factory=GeoPoint)
    audiences: tuple[str, ...] = ()
    language: str = "de"
    fee_cents: int = 0
    fee_note_de: str = ""
    fee_note_en: str = ""
    link: str = ""
    fields: tuple[str, ...] = ()
    programme: int | None = None


NAMES = tuple(one.name for one in fields(ActivityContent))
# What waits is kept as JSON and holds only these: texts, numbers and lists of texts.
WAITING = tuple(name for name in NAMES if name not in AT_ONCE)


def changed(before: ActivityContent, after: ActivityContent) -> tuple[str, ...]:
    """The names of the facts that differ, in their order."""
    return tuple(name for name in NAMES if getattr(before, name) != getattr(after, name))


def with_only(before: ActivityContent, after: ActivityContent, names: Iterable[str]) -> ActivityContent:
    """`before` with these facts of `after`."""
    return replace(before, **{name: getattr(after, name) for name in names})


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """What of a change is public at once, and what waits for an editor."""

    at_once: tuple[str, ...]
    waiting: tuple[str, ...]

    @property
    def moves(self) -> bool:
        """Whether calendars have to be told of another time or place."""
        return bool(TIME_AND_PLACE & set(self.at_once))


def split(names: Iterable[str], *, by_editor: bool) -> Split:
    """An editor's changes never wait."""
    found = tuple(names)
    if by_editor:
        return Split(at_once=found, waiting=())
    return Split(
        at_once=tuple(name for name in found if name in AT_ONCE),
        waiting=tuple(name for name in found if name not in AT_ONCE),
    )


def proposed(before: ActivityContent, after: ActivityContent, names: Iterable[str]) -> dict[str, list[Any]]:
    """What waits, as JSON: each fact with its old and new value."""
    return {name: [_plain(getattr(before, name)), _plain(getattr(after, name))] for name in names}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def applied(facts: ActivityContent, changes: Mapping[str, list[Any]]) -> ActivityContent:
    """The facts with what was proposed; anything but a fact that may wait is left out."""
    new: dict[str, Any] = {
        name: tuple(values[1]) if isinstance(values[1], list) else values[1]
        for name, values in changes.items()
        if name in WAITING
    }
    return replace(facts, **new)
