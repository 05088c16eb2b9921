"""What apps above add to an event: pages, steps, emails, people, and what is copied or deleted with it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, Protocol

from django.urls import reverse
from django.utils.functional import Promise

from handschlag.accounts.policy import Action
from handschlag.common.hooks import Hook
from handschlag.common.mail import ConcernedPerson
from handschlag.events.email_texts import EVERYWHERE, LINK, LIST, REASON
from handschlag.events.models import Event
from handschlag.events.moments import DateShift, EventTiming


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


def sidebar_entries() -> Sequence[SidebarEntry]:
    """All entries, by phase and position."""
    phases = list(Phase)
    return sorted(sidebar, key=lambda entry: (phases.index(entry.phase), entry.position))


def sidebar_url_for(slug: str, action: Action) -> str:
    """The first page of an event's console that this action opens."""
    return reverse(next(entry.name for entry in sidebar_entries() if entry.action is action), args=[slug])


class LineState(StrEnum):
    DONE = "done"
    OPEN = "open"
    LATER = "later"  # something else comes first


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistLine:
    """One step. `missing` names what it lacks, or what it waits for while it is for later."""

    phase: Phase
    position: int
    label: str
    state: LineState
    url: str
    missing: Sequence[str] = ()
    fact: str = ""


checklist: Final = Hook[Callable[[Event, datetime], Sequence[ChecklistLine]]]("events.checklist")


def state_of(missing: Sequence[str], *, is_possible: bool = True) -> LineState:
    """Done where nothing is missing; for later as long as it is not possible."""
    if not is_possible:
        return LineState.LATER
    return LineState.OPEN if missing else LineState.DONE


def checklist_of(event: Event, *, now: datetime) -> Sequence[ChecklistLine]:
    """All steps in the order of an event; a constant number of queries."""
    phases = list(Phase)
    lines = [line for lines in checklist for line in lines(event, now)]
    return sorted(lines, key=lambda line: (phases.index(line.phase), line.position))


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """Somebody who comes, or asked to; `url` is their own page, `feed_url` their calendar, whole."""

    url: str
    feed_url: str


# Called with the ids of event and user.
attendance: Final = Hook[Callable[[int, int], Attendance | None]]("events.attendance")


def attendance_of(event_id: int, user_id: int | None) -> Attendance | None:
    """The first answer that there is; nothing for visitors."""
    if user_id is None:
        return None
    return next(filter(None, (plugin(event_id, user_id) for plugin in attendance)), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceBooking:
    """A place that is taken in a slot of a block: it cannot go, and neither can the slot."""

    block: int
    place: int
    starts_at: datetime


# Called with the event's id.
place_bookings: Final = Hook[Callable[[int], Iterable[PlaceBooking]]]("events.place_bookings")


def _bookings_of(event_id: int) -> tuple[PlaceBooking, ...]:
    return tuple(booking for plugin in place_bookings for booking in plugin(event_id))


def bookings_at(event_id: int, *, places: Collection[int] = (), blocks: Collection[int] = ()) -> int:
    """With these places or blocks."""
    return sum(one.place in places or one.block in blocks for one in _bookings_of(event_id))


def bookings_in_block(event_id: int, block: int, *, places: Collection[int]) -> int:
    """With these places as far as they are taken in the block."""
    return sum(one.block == block and one.place in places for one in _bookings_of(event_id))


def bookings_outside(event_id: int, block: int, starts: Collection[datetime]) -> int:
    """Of the block, when slots begin at these moments only."""
    return sum(one.block == block and one.starts_at not in starts for one in _bookings_of(event_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    """Something that was found: its name leads to its page."""

    name: str
    about: str
    url: str


class SearchProvider(Protocol):
    """Finds one kind of thing in an event, for those who may do `action` with it."""

    @property
    def title(self) -> str | Promise: ...

    @property
    def action(self) -> Action: ...

    def find(self, event_id: int, slug: str, text: str) -> Iterable[SearchHit]:
        """A few hits, the best first; a constant number of queries."""


console_search: Final = Hook[SearchProvider]("events.console_search")


class EmailGroup(StrEnum):
    """The groups of the list, in the order of an event."""

    PROGRAMME = "programme"
    REGISTRATION = "registration"
    MATCHING = "matching"
    DAY = "day"
    AFTER = "after"


@dataclass(frozen=True, slots=True, kw_only=True)
class EventEmail:
    """One kind of email: what people read of it, what its words may hold, and how it looks.

    `reason` says to its reader why they get it, with `%(event)s`. `values` are placeholders beyond those that
    every email has, `list_of` says what its list holds; empty where it has none. `rehearse` writes it, as it
    would be sent, to a registration of the event, with invented others where it tells of others.
    `is_written_each_time`: it has no usual words.
    """

    kind: str
    group: EmailGroup
    title: Promise
    occasion: Promise
    recipients: Promise
    reason: Promise
    rehearse: Callable[[Any, datetime], None]
    values: tuple[str, ...] = ("name",)
    list_of: str | Promise = ""
    is_written_each_time: bool = False

    @property
    def placeholders(self) -> tuple[str, ...]:
        """What may stand in a text of one's own."""
        return (*self.values, *EVERYWHERE, *((LIST,) if self.list_of else ()), LINK, REASON)

    @property
    def required(self) -> tuple[str, ...]:
        """What has to stand in it."""
        return (LINK, REASON, *((LIST,) if self.list_of else ()))


class UnknownEmail(LookupError):
    """An email that no app declares: it could not be previewed, so it is not sent."""


event_emails: Final = Hook[EventEmail]("events.event_emails")


def email_of(kind: str) -> EventEmail:
    """The declaration of this kind."""
    found = next((one for one in event_emails if one.kind == kind), None)
    if found is None:
        raise UnknownEmail(kind)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLink:
    """A page, in the language of the request, and what it shows in a few words."""

    label: str
    about: str
    url: str


# Called with the event's id and slug; one query at most.
event_links: Final = Hook[Callable[[int, str], EventLink | None]]("events.event_links")


@dataclass(frozen=True, slots=True, kw_only=True)
class EventSection:
    """A template, and what it shows as `screen`."""

    template: str
    screen: dict[str, Any]


# Called with the event's id and now; None where there is nothing to show. Few queries, always as many.
event_sections: Final = Hook[Callable[[int, datetime], EventSection | None]]("events.event_sections")


@dataclass(frozen=True, slots=True, kw_only=True)
class Follower:
    """Somebody who chose sessions and is told when they change; `url` is their own page, whole.

    `person` is what letters call them, so that a letter is erased with its reader.
    """

    email: str
    language: str
    session_ids: frozenset[int]
    name: str = ""
    url: str = ""
    person: ConcernedPerson | None = None


# Called with the ids of an event and of sessions: everybody who chose one of these, with those they chose.
session_followers: Final = Hook[Callable[[int, Collection[int]], Iterable[Follower]]](
    "events.session_followers"
)


# The template, the new event, and by how many days all times move.
event_copies: Final = Hook[Callable[[Event, Event, DateShift], None]]("events.event_copies")


# Whether data of people who are not invented hang on the event with this id: then it stays.
event_keepers: Final = Hook[Callable[[int], bool]]("events.event_keepers")

# Takes away what would hold the event with this id; the rest goes with it.
event_deletions: Final = Hook[Callable[[int], None]]("events.event_deletions")
