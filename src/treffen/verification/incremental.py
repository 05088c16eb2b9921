"""Accepted meetings, checked as they change: the rules, asked about the part that a change can touch.

The part is every meeting of the people in the changed meetings, every meeting at the same place or with
the same interpreter at the same time, and those that have to come before or after. What rule a change
could break is broken in there, except for the spread of breaks, which speaks of everybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from treffen.problem import Meeting, ParticipantId, Problem, RequestId
from treffen.timetable import Timetable
from treffen.verification.days import count_breaks
from treffen.verification.index import IndexedMeeting, ProblemIndex, TimetableIndex
from treffen.verification.rules import LASTING
from treffen.verification.rules.breaks import breaks_are_even
from treffen.verification.violation import Violation, ViolationKind


class IncrementalVerifier:
    """What is held, in the verifier's own reading. Requests that must be held are none of its business.

    The problem has no faults, and the timetable breaks none of its rules.
    """

    def __init__(self, problem: Problem, timetable: Timetable) -> None:
        self.ground = ProblemIndex(problem)
        self._held: dict[RequestId, IndexedMeeting] = {}
        self._own: dict[ParticipantId, dict[RequestId, None]] = {}
        self._there: dict[tuple[bool, str, int], dict[RequestId, None]] = {}
        self._order: dict[RequestId, list[RequestId]] = {}
        for request in problem.requests:
            for earlier in request.after:
                self._order.setdefault(request.id, []).append(earlier)
                self._order.setdefault(earlier, []).append(request.id)
        for one in TimetableIndex(self.ground, timetable).held:
            self._enter(one)

    def change(self, meetings: Iterable[Meeting], *, gone: Iterable[RequestId] = ()) -> list[Violation]:
        """Enter meetings, in place of those of the same requests, and strike out others.

        Returns every rule that they break now, beside everything else that is held.
        """
        new = TimetableIndex(self.ground, Timetable(tuple(meetings)))
        for request in (*gone, *(one.request.id for one in new.held)):
            if request in self._held:
                self._strike(self._held[request])
        for one in new.held:
            self._enter(one)
        found = list(self._violations(new.held))
        if len(new.held) < len(new.meetings):  # an unknown id
            found += [v for rule in LASTING for v in rule(new)]
        return found

    # --- the books ------------------------------------------------------------------------------

    def _enter(self, one: IndexedMeeting) -> None:
        self._held[one.request.id] = one
        for p in one.people:
            self._own.setdefault(p, {})[one.request.id] = None
        for key in self._things(one):
            self._there.setdefault(key, {})[one.request.id] = None

    def _strike(self, one: IndexedMeeting) -> None:
        del self._held[one.request.id]
        for p in one.people:
            self._own[p].pop(one.request.id, None)
        for key in self._things(one):
            self._there[key].pop(one.request.id, None)

    def _things(self, one: IndexedMeeting) -> Iterator[tuple[bool, str, int]]:
        """Place and interpreter, in each slot of a meeting."""
        meeting, last = one.meeting, one.mask.bit_length()
        for t in range(one.first, last):
            yield True, meeting.place, t
            if meeting.interpreter is not None:
                yield False, meeting.interpreter, t

    # --- the rules ------------------------------------------------------------------------------

    def _violations(self, changed: list[IndexedMeeting]) -> Iterator[Violation]:
        spread = self.ground.problem.break_spread
        near = self._held if spread is not None else self._near(changed)
        day = TimetableIndex(
            self.ground, Timetable(tuple(self._held[r].meeting for r in near if r in self._held))
        )
        for rule in LASTING:
            yield from rule(day)
        yield from self._breaks(day, dict.fromkeys(p for one in changed for p in one.people))
        if spread is not None:
            yield from breaks_are_even(day)

    def _near(self, changed: list[IndexedMeeting]) -> dict[RequestId, None]:
        near: dict[RequestId, None] = {}
        for one in changed:
            for p in one.people:
                near |= self._own[p]
            for key in self._things(one):
                near |= self._there[key]
            near |= dict.fromkeys(self._order.get(one.request.id, ()))
        return near

    def _breaks(self, day: TimetableIndex, people: Iterable[ParticipantId]) -> Iterator[Violation]:
        """Of people whose meetings are all on this day: more breaks than allowed."""
        ground = self.ground
        for id in people:
            person = ground.participants[id]
            most = person.most_breaks if person.most_breaks is not None else ground.problem.most_breaks
            if most is not None and count_breaks(ground, person, day.busy[id]) > most:
                yield Violation(kind=ViolationKind.TOO_MANY_BREAKS, participants=(id,))
