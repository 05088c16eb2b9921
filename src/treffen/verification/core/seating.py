"""Once every request has its slots: delegates, interpreters and places, tried exhaustively."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from treffen.problem import InterpreterId, ParticipantId, Request
from treffen.verification.core.budget import Budget
from treffen.verification.core.index import CoreIndex
from treffen.verification.core.matching import bits, can_match
from treffen.verification.days import count_breaks
from treffen.verification.rules.interpreters import needs_interpreter


def can_be_seated(crowd: CoreIndex, starts: list[int], budget: Budget) -> bool:
    """Whether requests with one start each all get their delegates, interpreters and places."""
    return _Seating(crowd, starts, budget).seat(0)


class _Seating:
    def __init__(self, crowd: CoreIndex, starts: list[int], budget: Budget) -> None:
        self.crowd = crowd
        self.budget = budget
        self.runs = [crowd.run(i, s) for i, s in enumerate(starts)]
        self.busy: dict[ParticipantId, int] = {}
        self.count: dict[ParticipantId, int] = {}
        self.helping: dict[InterpreterId, int] = {}
        self.people: list[tuple[ParticipantId, ...]] = [r.participants for r in crowd.requests]
        for i, r in enumerate(crowd.requests):
            for p in r.participants:
                self._sit(p, self.runs[i], 1)
        self.open = [i for i, r in enumerate(crowd.requests) if self._has_choice(r)]

    def _has_choice(self, request: Request) -> bool:
        """Whether delegates are to be chosen, or languages have to be looked at."""
        frozen = self.crowd.ground.frozen.get(request.id)
        has_helper = frozen is not None and frozen.interpreter is not None
        people = self.crowd.ground.participants
        return bool(request.delegates) or has_helper or all(people[p].languages for p in request.participants)

    def _sit(self, person: ParticipantId, run: int, step: int) -> None:
        self.busy[person] = self.busy.get(person, 0) ^ run
        self.count[person] = self.count.get(person, 0) + step

    def seat(self, at: int) -> bool:
        """Whether the open requests from `at` on can be seated, given what was chosen so far."""
        self.budget.spend()
        if at == len(self.open):
            return self._can_rest() and _Rooms(self).place_long()
        one = self.open[at]
        request, run = self.crowd.requests[one], self.runs[one]
        for sent in self._delegations(request, run):
            for p in sent:
                self._sit(p, run, 1)
            self.people[one] = request.participants + sent
            if self._interpret(at):
                return True
            for p in sent:
                self._sit(p, run, -1)
        self.people[one] = request.participants
        return False

    def _delegations(self, request: Request, run: int) -> Iterator[tuple[ParticipantId, ...]]:
        """Ways to send one free person for each organisation that a request asks for."""
        if not request.delegates:
            return iter([()])
        ground, staff = self.crowd.ground, self.crowd.frame.staff
        frozen = ground.frozen.get(request.id)
        named = {d.organisation: d.participant for d in frozen.delegates} if frozen else {}
        choices = []
        for o in request.delegates:
            among = [p for p in staff.get(o, []) if named.get(o, p) == p and p not in request.participants]
            choices.append([p for p in among if self._may_sit(p, run)])
        return product(*choices)

    def _may_sit(self, person: ParticipantId, run: int) -> bool:
        most = self.crowd.ground.participants[person].maximum
        has_time = not run & ~self.crowd.ground.free[person] and not run & self.busy.get(person, 0)
        return has_time and (most is None or self.count.get(person, 0) < most)

    def _interpret(self, at: int) -> bool:
        """Whether the rest can be seated with some interpreter here, or with none where none is needed."""
        one = self.open[at]
        ground, run = self.crowd.ground, self.runs[one]
        tongues = [ground.participants[p].languages for p in self.people[one]]
        if not needs_interpreter(tongues):
            frozen = ground.frozen.get(self.crowd.requests[one].id)
            return (frozen is None or frozen.interpreter is None) and self.seat(at + 1)
        for who in self._fitting(one, tongues):
            self.helping[who] = self.helping.get(who, 0) ^ run
            if self.seat(at + 1):
                return True
            self.helping[who] ^= run
        return False

    def _fitting(self, one: int, tongues: list[frozenset[str]]) -> list[InterpreterId]:
        ground, run = self.crowd.ground, self.runs[one]
        frozen = ground.frozen.get(self.crowd.requests[one].id)
        only = frozen.interpreter if frozen else None
        return [
            x.id
            for x in self.crowd.frame.problem.interpreters
            if only in (None, x.id)
            and all(x.languages & t for t in tongues)
            and not run & ~ground.helping[x.id]
            and not run & self.helping.get(x.id, 0)
        ]

    def _can_rest(self) -> bool:
        """Whether all days can keep the limits of breaks, those known in full their spread."""
        crowd, spread = self.crowd, self.crowd.frame.problem.break_spread
        if not crowd.is_limited:
            return True
        if not all(crowd.may_rest(p, self.busy.get(p.id, 0)) for p in crowd.frame.problem.participants):
            return False
        counts = [count_breaks(crowd.ground, p, self.busy.get(p.id, 0)) for p in crowd.covered]
        return spread is None or not counts or max(counts) - min(counts) <= spread


class _Rooms:
    """Places for meetings whose people and slots are settled: long ones tried, the others matched."""

    def __init__(self, seating: _Seating) -> None:
        self.crowd, self.runs, self.budget = seating.crowd, seating.runs, seating.budget
        ground, bit = self.crowd.ground, self.crowd.frame.place_bit
        self.taken: dict[int, int] = {}
        self.fit: list[int] = []
        for i, places in enumerate(self.crowd.suitable):
            needs = frozenset[str]().union(*(ground.participants[p].needs for p in seating.people[i]))
            fit = (p for p in places if needs <= ground.places[p].features)
            self.fit.append(sum(bit[p] for p in fit if not self.runs[i] & ~ground.open_slots[p]))
        self.long = [i for i, r in enumerate(self.crowd.requests) if r.length > 1]

    def place_long(self, at: int = 0) -> bool:
        """Whether the long meetings from `at` on, and then all others, get places."""
        self.budget.spend()
        if at == len(self.long):
            return self._match()
        one = self.long[at]
        run = self.runs[one]
        for place in bits(self.fit[one]):
            if not run & self.taken.get(place, 0):
                self.taken[place] = self.taken.get(place, 0) ^ run
                if self.place_long(at + 1):
                    return True
                self.taken[place] ^= run
        return False

    def _match(self) -> bool:
        in_slot: dict[int, list[int]] = {}
        for i, r in enumerate(self.crowd.requests):
            if r.length == 1:
                in_slot.setdefault(self.runs[i], []).append(i)
        for slot, some in in_slot.items():
            used = sum(1 << place for place, mask in self.taken.items() if mask & slot)
            if not can_match([self.fit[i] & ~used for i in some], self.budget):
                return False
        return True
