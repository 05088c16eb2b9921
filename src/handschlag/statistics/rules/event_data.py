"""What is counted of an event, as plain values: read once by a query, or written by hand in a test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from handschlag.common.refusals import Labelled
from handschlag.common.refusals import marked as _
from handschlag.day.rules.signs import Sign


class MissReason(Labelled):
    """Why a planned meeting was not held; the first that fits counts."""

    NO_SHOW = "no_show", _("did not appear")  # one side says so, and the other does not contradict
    CANCELLED = "cancelled", _("cancelled on the day, no replacement")  # the event, after it had begun
    LATE = "late", _("too late, meeting cancelled")  # somebody of it was late, and the meeting fell out
    GAVE_UP = "gave_up", _("one person cancelled")  # one side withdrew the meeting alone
    DROPPED = "dropped", _("cancelled because of a timetable change")  # by a repair


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonActivity:
    networks: tuple[int, ...] = ()
    arrives_at: datetime | None = None
    leaves_at: datetime | None = None
    away: frozenset[datetime] = frozenset()  # slots kept free of meetings
    talks: tuple[tuple[datetime, datetime], ...] = ()  # that the person must hear
    minutes: float | None = None  # from joining to the first list of wishes, if both were their own doing
    has_cancelled: bool = False  # after the event had begun


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldMeeting:
    """A meeting that stands: its people and when it begins and ends."""

    request: int
    people: tuple[int, ...]
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingFeedback:
    """What both sides say of a meeting."""

    yes: int = 0
    no: int = 0
    objections: int = 0

    @property
    def is_missed(self) -> bool:
        """Somebody says that it was not held, and nobody contradicts."""
        return self.no > 0 and not self.yes and not self.objections

    @property
    def is_disputed(self) -> bool:
        return self.no > 0 and not self.is_missed


@dataclass(frozen=True, slots=True, kw_only=True)
class Repaired:
    """One repair that was taken: other meetings moved, and the seconds of its computation."""

    others: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EventData:
    """An event and its matching at a moment.

    `planned` are the people of each meeting of the timetable with which the event began, by request;
    `standing` what the timetable holds now. `waiting` are agreed requests without a place.
    """

    registered: int
    people: Mapping[int, PersonActivity]
    blocks: tuple[tuple[datetime, ...], ...]
    asked: int  # requests that people had their time to answer, or answered themselves
    in_time: int
    waiting: int
    planned: Mapping[int, tuple[int, ...]]
    standing: tuple[HeldMeeting, ...]
    withdrawn: frozenset[int] = frozenset()  # planned requests that one side gave up
    said: Mapping[int, MeetingFeedback] = field(default_factory=dict)
    signs: Mapping[int, Sign] = field(default_factory=dict)  # by what it is known that a meeting was held
    late: frozenset[int] = frozenset()  # people
    repairs: tuple[Repaired, ...] = ()
    incidents: int = 0
    cooperations: int = 0  # meetings of which somebody reports something in common after 90 days
    answers: int = 0  # meetings of which somebody was heard after 90 days
    results: Mapping[str, int] = field(default_factory=dict)  # by the most that a side reports
