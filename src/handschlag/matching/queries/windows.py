"""The windows of an event as two people see them: one's own day, and whether the other is free."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from handschlag.events.queries.venue.meeting_grid import MeetingGrid, meeting_grid_of
from handschlag.events.rules.blocks.slots import Slot
from handschlag.matching.models import Participant, Party, Seat
from handschlag.registration.models import SeatState, SessionChoice, SessionWish


class Busy(StrEnum):
    FREE = "free"
    MEETING = "meeting"
    TALK = "talk"
    BLOCKED = "blocked"
    AWAY = "away"


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """`label` is the name of whom the person meets, or of the talk. Of the others only: all are free."""

    starts_at: datetime
    ends_at: datetime
    busy: Busy
    label: str
    others_free: bool


def windows_of(participant: Participant, others: Collection[int]) -> tuple[Window, ...]:
    """All windows of the event, in a constant number of queries."""
    grid = meeting_grid_of(participant.service.event_id)
    slots = sorted({slot for run in grid.runs for slot in run.slots}, key=lambda slot: slot.starts_at)
    people = list(
        Participant.objects.filter(pk__in=[participant.pk, *others])
        .select_related("registration")
        .prefetch_related("blocked")
    )
    talks = _musts_of(people)
    seats = _seats_of(people)
    names = _partner_names(participant)
    days = {one.pk: _Days(one, grid, talks.get(one.registration_id, frozenset()), seats) for one in people}
    own = days.pop(participant.pk)
    found = []
    for slot in slots:
        busy, label = own.at(slot, names)
        is_free = all(day.at(slot, {})[0] is Busy.FREE for day in days.values())
        found.append(
            Window(
                starts_at=slot.starts_at, ends_at=slot.ends_at, busy=busy, label=label, others_free=is_free
            )
        )
    return tuple(found)


class _Days:
    """What somebody does in a window."""

    def __init__(
        self, one: Participant, grid: MeetingGrid, talks: Collection[int], seats: Collection[Seat]
    ) -> None:
        self.registration = one.registration
        self.blocked = {row.starts_at for row in one.blocked.all()}
        self.talks = [talk for talk in grid.talks if talk.id in talks]
        self.seats = {row.starts_at: row.meeting_id for row in seats if row.participant_id == one.pk}

    def at(self, slot: Slot, names: dict[int, str]) -> tuple[Busy, str]:
        arrives, leaves = self.registration.arrives_at, self.registration.leaves_at
        if (arrives and slot.starts_at < arrives) or (leaves and slot.ends_at > leaves):
            return Busy.AWAY, ""
        if slot.starts_at in self.seats:
            return Busy.MEETING, names.get(self.seats[slot.starts_at], "")
        talk = next((one for one in self.talks if slot.overlaps(one.starts_at, one.ends_at)), None)
        if talk is not None:
            return Busy.TALK, talk.title
        return (Busy.BLOCKED, "") if slot.starts_at in self.blocked else (Busy.FREE, "")


def _musts_of(people: Iterable[Participant]) -> dict[int, frozenset[int]]:
    """By registration: sessions that somebody must hear; they leave no room for a meeting."""
    found: dict[int, set[int]] = {}
    rows = SessionChoice.objects.filter(
        registration_id__in=[one.registration_id for one in people], wish=SessionWish.MUST
    ).exclude(seat=SeatState.WAITING)
    for registration, session in rows.values_list("registration_id", "session_id"):
        found.setdefault(registration, set()).add(session)
    return {registration: frozenset(several) for registration, several in found.items()}


def _seats_of(people: Iterable[Participant]) -> tuple[Seat, ...]:
    return tuple(Seat.objects.filter(participant__in=list(people)))


def _partner_names(participant: Participant) -> dict[int, str]:
    """By meeting: whom the person meets."""
    rows = Party.objects.filter(request__meeting__seats__participant=participant).exclude(
        participant=participant
    )
    found: dict[int, list[str]] = {}
    for meeting, name in rows.order_by("pk").values_list(
        "request__meeting__pk", "participant__registration__name"
    ):
        found.setdefault(meeting, []).append(name)
    return {meeting: ", ".join(names) for meeting, names in found.items()}


def around(windows: tuple[Window, ...], most: int = 4) -> tuple[Window, ...]:
    """So many windows in a row in which the others are free most often: those that a page shows."""
    starts = range(max(1, len(windows) - most + 1))

    def free(start: int) -> int:
        return sum(one.others_free for one in windows[start : start + most])

    best = max(starts, key=lambda start: (free(start), -start))
    return windows[best : best + most]


def is_kept_free(participant: Participant, at: datetime) -> bool:
    """Whether the person has blocked this time."""
    return bool(participant.blocked.filter(starts_at=at).exists())
