"""The left rail of the organisers' pages: every part of the platform hangs its entries here.

A page exists when its address does; an entry whose address nobody answers is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from handschlag.accounts.rules.policy import Action


class EventTiming(StrEnum):
    """What a phone's bar is for: the days before the event, its days, and those after."""

    BEFORE = "before"
    DAY = "day"
    AFTER = "after"


def event_timing(today: date, *, first_day: date, last_day: date) -> EventTiming:
    if today < first_day:
        return EventTiming.BEFORE
    return EventTiming.DAY if today <= last_day else EventTiming.AFTER


class Phase(StrEnum):
    """The groups of the rail, in the order of an event."""

    PREPARE = "prepare"
    PLAN = "plan"
    DAY = "day"
    AFTER = "after"


@dataclass(frozen=True, slots=True, kw_only=True)
class SidebarEntry:
    """A page of an event: `name` is its address, which takes the event's `slug`.

    `fact` gives at most nine letters beside the label, from the event's id, with one query at most.
    `bar` is its rank for a phone's bar before the event, on its days and afterwards; the three lowest ranks
    are shown, of entries that have what they need (`is_there`, one query at most).
    """

    phase: Phase
    name: str
    label: str | Promise
    position: int = 50
    action: Action = Action.EDIT_EVENT
    fact: Callable[[int], str] | None = None
    bar: Mapping[EventTiming, int] = field(default_factory=dict)
    is_there: Callable[[int], bool] | None = None
    icon: str = "list"


_entries: list[SidebarEntry] = []


def register(*entries: SidebarEntry) -> None:
    """Once, while the platform starts."""
    _entries.extend(entries)


def sidebar_entries() -> Iterator[SidebarEntry]:
    """All entries that lead somewhere, in the order of the rail."""
    phases = list(Phase)
    for one in sorted(_entries, key=lambda one: (phases.index(one.phase), one.position)):
        try:
            reverse(one.name, args=["x"])
        except NoReverseMatch:
            continue
        yield one


def address_for(slug: str, action: Action) -> str:
    """The first page of an event's console that this action opens."""
    return reverse(next(one.name for one in sidebar_entries() if one.action is action), args=[slug])
