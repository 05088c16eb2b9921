"""Everything the sections of the page look at: one plan of one problem, with names and days."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from treffen.files.page.clock import Clock
from treffen.files.page.day import AttendedMeeting, Day, days, held_meetings
from treffen.files.page.display_names import DisplayNames, Labels
from treffen.files.page.where import Where
from treffen.problem import (
    Goal,
    Participant,
    ParticipantId,
    PlaceId,
    Problem,
    Request,
    RequestId,
    SlotId,
    ZoneId,
)
from treffen.timetable import Plan, PlanStatus
from treffen.verification import BoundVerdict, GoalCheck, Report
from treffen.words import Language, Text

MOST_IN_GRID = 2_000
MOST_IN_LIST = 20_000


@dataclass(frozen=True, kw_only=True)
class View:
    """What is shown, in which language. `report` is the verifier's word, where it was asked."""

    problem: Problem
    plan: Plan
    report: Report | None
    language: Language
    labels: Labels

    def say(self, text: Text, **values: str) -> str:
        """A text in the language of the page, with its values filled in."""
        return text.said(self.language).format_map(values)

    @cached_property
    def clock(self) -> Clock:
        """Names of slots."""
        return Clock(self.problem, self.language)

    @cached_property
    def names(self) -> DisplayNames:
        """Names of people, talks and requests."""
        return DisplayNames(self.problem, labels=self.labels, clock=self.clock, language=self.language)

    @cached_property
    def where(self) -> Where:
        """Names of places."""
        return Where(self.problem, labels=self.names.labels, language=self.language)

    @cached_property
    def held(self) -> tuple[AttendedMeeting, ...]:
        """The meetings in order of time, then of places."""
        place = {p.id: i for i, p in enumerate(self.problem.places)}
        found = held_meetings(self.problem, self.plan.timetable.meetings)
        return tuple(
            sorted(found, key=lambda h: (self.clock.position[h.meeting.slot], place[h.meeting.place]))
        )

    @cached_property
    def days(self) -> Mapping[ParticipantId, Day]:
        """Everybody's day."""
        return days(self.problem, self.held)

    @cached_property
    def by_name(self) -> tuple[Day, ...]:
        """All days, by name as people look them up: numbers by value, umlauts with their vowel."""
        return tuple(sorted(self.days.values(), key=lambda d: _sorting(self.names.person(d.participant.id))))

    @cached_property
    def anchors(self) -> Mapping[ParticipantId, str]:
        """The fragment of each participant's sheet; by number, for ids may hold any character."""
        return {p.id: f"p{i}" for i, p in enumerate(self.problem.participants, 1)}

    @cached_property
    def spots(self) -> Mapping[tuple[PlaceId, SlotId], AttendedMeeting]:
        """Who meets at a place in a slot, for every slot that a meeting takes."""
        found: dict[tuple[PlaceId, SlotId], AttendedMeeting] = {}
        slots = self.problem.slots
        for one in self.held:
            first = self.clock.position[one.meeting.slot]
            for slot in slots[first : first + one.request.length]:
                found.setdefault((one.meeting.place, slot.id), one)
        return found

    @cached_property
    def held_by_request(self) -> Mapping[RequestId, AttendedMeeting]:
        """The meetings by what asked for them."""
        return {h.request.id: h for h in self.held}

    @cached_property
    def requests(self) -> Mapping[RequestId, Request]:
        """All requests by id."""
        return {r.id: r for r in self.problem.requests}

    @cached_property
    def participants(self) -> Mapping[ParticipantId, Participant]:
        """All participants by id."""
        return {p.id: p for p in self.problem.participants}

    @cached_property
    def first_slots(self) -> frozenset[SlotId]:
        """The slots that open a block, other than the first of all."""
        return frozenset(run.slots[0].id for run in self.clock.runs[1:])

    @cached_property
    def block_of(self) -> Mapping[SlotId, int]:
        """The number of each slot's block."""
        return {s.id: i for i, run in enumerate(self.clock.runs) for s in run.slots}

    @cached_property
    def zones(self) -> tuple[ZoneId, ...]:
        """The zones in the order in which the places name them."""
        return tuple(dict.fromkeys(p.zone for p in self.problem.places))

    @cached_property
    def taken(self) -> Counter[SlotId]:
        """How many places are taken in each slot."""
        return Counter(slot for _, slot in self.spots)

    def open_places(self, slot: SlotId) -> int:
        """How many places are open in a slot."""
        return sum(p.open is None or slot in p.open for p in self.problem.places)

    @cached_property
    def is_without_plan(self) -> bool:
        """Whether there is nothing to show but the answer."""
        return self.plan.status in (PlanStatus.INFEASIBLE, PlanStatus.UNKNOWN)

    @property
    def is_large(self) -> bool:
        """Whether grids would be too long to be looked at."""
        return len(self.problem.participants) > MOST_IN_GRID

    @property
    def is_listed(self) -> bool:
        """Whether everybody has a place on the page that a link can lead to."""
        return len(self.problem.participants) <= MOST_IN_LIST

    @cached_property
    def has_optional(self) -> bool:
        """Whether musts stand out among other requests, and are worth a sign of their own."""
        return len({r.must for r in self.problem.requests}) == 2

    def is_must(self, held: AttendedMeeting) -> bool:
        """Whether a meeting carries the sign of a must."""
        return held.request.must and self.has_optional

    def check(self, goal: Goal) -> GoalCheck | None:
        """What the verifier says of a goal, where it was asked."""
        found = self.report.goals if self.report else ()
        return next((c for c in found if c.goal is goal), None)

    def basis(self, goal: Goal) -> BoundVerdict | None:
        """What the verifier says the bound of a goal rests on."""
        check = self.check(goal)
        return None if check is None else check.verdict

    @cached_property
    def fingerprint(self) -> str:
        """Eight digits that tell one timetable from another, for sheets of paper."""
        lines = sorted(repr((m.request, m.slot, m.place)) for m in self.plan.timetable.meetings)
        digits = hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()
        return f"{digits[:4]} {digits[4:8]}"


FOLDED = str.maketrans(
    {"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "é": "e", "è": "e", "ç": "c", "ğ": "g", "ş": "s"}
)


def _sorting(name: str) -> tuple[tuple[int, int, str], ...]:
    """Words from the last to the first, so that surnames come first; digits by their value."""
    words = name.lower().translate(FOLDED).split()
    return tuple((0, int(w), "") if w.isdecimal() else (1, 0, w) for w in reversed(words))
