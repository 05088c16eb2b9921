"""The sidebar of the organisers' pages: every app adds its entries."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise

from handschlag.accounts.rules.policy import Action
from handschlag.common.hooks import Hook
from handschlag.events.rules.timing import EventTiming


class Phase(StrEnum):
    """The groups of the sidebar, in the order of an event."""

    PREPARE = "prepare"
    PLAN = "plan"
    DAY = "day"
    AFTER = "after"


@dataclass(frozen=True, slots=True, kw_only=True)
class SidebarEntry:
    """A page of an event: `name` is its address, which takes the event's `slug`.

    `fact` gives at most nine letters beside the label, from the event's id, with one query at most.
    An entry `under` another one is a tab on the pages of that one, which is then called `tab` among its tabs.
    `help` says in one sentence what the page is for, `guide` in a few what to do there.
    `bar` is its rank for a phone's bar before the event, on its days and afterwards; the three lowest ranks
    are shown, of entries that have what they need (`is_there`, one query at most).
    """

    phase: Phase
    name: str
    label: str | Promise
    position: int = 50
    under: str = ""
    tab: str | Promise = ""
    help: str | Promise = ""
    guide: str | Promise = ""
    action: Action = Action.EDIT_EVENT
    fact: Callable[[int], str] | None = None
    bar: Mapping[EventTiming, int] = field(default_factory=dict)
    is_there: Callable[[int], bool] | None = None
    icon: str = "list"


sidebar: Final = Hook[SidebarEntry]("events.sidebar")
