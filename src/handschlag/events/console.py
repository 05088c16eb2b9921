"""The left rail of the organisers' pages: every part of the platform hangs its entries here.

A page exists when its address does; an entry whose address nobody answers is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from handschlag.accounts.rules.policy import Action


class Phase(StrEnum):
    """The groups of the rail, in the order of an event."""

    PREPARE = "prepare"
    PLAN = "plan"
    DAY = "day"
    AFTER = "after"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A page of an event: `name` is its address, which takes the event's `slug`.

    `fact` gives at most nine letters beside the label, from the event's id, with one query at most.
    `is_first` puts it among the three of a phone's bar.
    """

    phase: Phase
    name: str
    label: str | Promise
    position: int = 50
    action: Action = Action.EDIT_EVENT
    fact: Callable[[int], str] | None = None
    is_first: bool = False
    icon: str = "list"


_entries: list[Entry] = []


def register(*entries: Entry) -> None:
    """Once, while the platform starts."""
    _entries.extend(entries)


def entries() -> Iterator[Entry]:
    """All entries that lead somewhere, in the order of the rail."""
    phases = list(Phase)
    for one in sorted(_entries, key=lambda one: (phases.index(one.phase), one.position)):
        try:
            reverse(one.name, args=["x"])
        except NoReverseMatch:
            continue
        yield one
