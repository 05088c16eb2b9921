"""A timetable that exists before the wishes do: whatever is required is taken from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from treffen.problem import (
    Delegation,
    Interpreter,
    InterpreterId,
    Meeting,
    Participant,
    Place,
    PlaceId,
    Request,
    Slot,
    SlotId,
    Talk,
)

MOST_HIDDEN = 3


@dataclass(slots=True)
class Hidden:
    """Who and what is taken in which slot, while meetings are put in one by one.

    Nobody gets more than three meetings here (one, who accepts few breaks), so that no
    personal maximum and no limit on breaks is touched.
    """

    rng: np.random.Generator
    day: tuple[Slot, ...]
    places: tuple[Place, ...]
    participants: tuple[Participant, ...]
    interpreters: tuple[Interpreter, ...]
    talks: tuple[Talk, ...]
    meetings: list[Meeting] = field(default_factory=list)
    _taken: set[tuple[str, SlotId]] = field(default_factory=set)
    _count: dict[int, int] = field(default_factory=dict)

    def may_meet(self, people: Sequence[int]) -> bool:
        """Whether everyone may have one more meeting here."""
        return all(self._count.get(p, 0) < self._most(p) for p in people)

    def _most(self, p: int) -> int:
        return MOST_HIDDEN if self.participants[p].most_breaks is None else 1

    def put(
        self, request: Request, people: Sequence[int], delegates: tuple[Delegation, ...] = ()
    ) -> Meeting | None:
        """A meeting of these people somewhere where all is free, entered; None where none was found."""
        if not self.may_meet(people):
            return None
        length = request.length
        among = [x for x in self.places if request.places is None or x.id in request.places]
        for start in self.rng.permutation(len(self.day) - length + 1).tolist():
            run = self.day[start : start + length]
            if run[0].block != run[-1].block or not all(self._is_there(p, run) for p in people):
                continue
            place = self._place(people, run, among)
            helper = self._helper(people, run)
            if place is not None and helper is not False:
                meeting = Meeting(
                    request=request.id,
                    slot=run[0].id,
                    place=place,
                    delegates=delegates,
                    interpreter=None if helper is True else helper,
                )
                self._enter(meeting, people, run)
                return meeting
        return None

    def _is_there(self, p: int, run: Sequence[Slot]) -> bool:
        person = self.participants[p]
        heard = {s for talk in self.talks if talk.id in person.must_attend for s in talk.slots}
        return all(
            (person.free is None or slot.id in person.free)
            and slot.id not in heard
            and (person.id, slot.id) not in self._taken
            for slot in run
        )

    def _place(self, people: Sequence[int], run: Sequence[Slot], among: Sequence[Place]) -> PlaceId | None:
        needs = {need for p in people for need in self.participants[p].needs}
        order: list[int] = self.rng.permutation(len(among)).tolist()
        for place in (among[n] for n in order):
            is_open = all(place.open is None or slot.id in place.open for slot in run)
            if is_open and needs <= place.features and self._is_idle(place.id, run):
                return place.id
        return None

    def _is_idle(self, id: str, run: Sequence[Slot]) -> bool:
        return not any((id, slot.id) in self._taken for slot in run)

    def _helper(self, people: Sequence[int], run: Sequence[Slot]) -> InterpreterId | bool:
        """Who interprets; True where nobody has to, False where nobody can."""
        tongues = [self.participants[p].languages for p in people]
        if frozenset.intersection(*tongues):
            return True
        for helper in self.interpreters:
            is_free = all(helper.free is None or slot.id in helper.free for slot in run)
            if is_free and all(helper.languages & t for t in tongues) and self._is_idle(helper.id, run):
                return helper.id
        return False

    def _enter(self, meeting: Meeting, people: Sequence[int], run: Sequence[Slot]) -> None:
        taken: list[str] = [meeting.place, *(self.participants[p].id for p in people)]
        if meeting.interpreter is not None:
            taken.append(meeting.interpreter)
        self._taken |= {(id, slot.id) for id in taken for slot in run}
        for p in people:
            self._count[p] = self._count.get(p, 0) + 1
        self.meetings.append(meeting)
