"""The requests of a core, numbered, with everything that stands between them."""

from __future__ import annotations

from collections import Counter
from functools import cached_property

from treffen.problem import Participant, ParticipantId, PlaceId, Request
from treffen.verification.bounds.days import fewest_breaks
from treffen.verification.bounds.problem_index import BoundIndex
from treffen.verification.days import count_breaks


class CoreIndex:
    """Requests of a core; starts, named people, precedences, and whose limits of breaks apply."""

    def __init__(self, frame: BoundIndex, numbers: list[int], *, may_fill: bool = True) -> None:
        """`may_fill`: requests outside may be held as well, wherever they might run, to fill holes."""
        self.frame = frame
        self.ground = frame.ground
        self.requests: list[Request] = [frame.requests[i] for i in numbers]
        self.suitable = [self._places(i) for i in numbers]
        self.starts = [self._served(i) for i in range(len(numbers))]
        self.naming: dict[ParticipantId, list[int]] = {}
        for i, r in enumerate(self.requests):
            for p in r.participants:
                self.naming.setdefault(p, []).append(i)
        self.rivals = [
            {j for p in r.participants for j in self.naming[p]} - {i} for i, r in enumerate(self.requests)
        ]
        number = {r.id: i for i, r in enumerate(self.requests)}
        self.before = [(number[a], i) for i, r in enumerate(self.requests) for a in r.after if a in number]
        self.filling = self._filling(set(numbers) if may_fill else set(range(len(frame.requests))))
        self.covered = [p for p in frame.problem.participants if not self.filling[p.id]]
        self.most_breaks = {p.id: self._most(p) for p in frame.problem.participants}

    def _places(self, number: int) -> tuple[PlaceId, ...]:
        suitable = self.frame.suitable[number]
        return tuple(p for p, bit in self.frame.place_bit.items() if bit & suitable)

    def _served(self, at: int) -> int:
        """Starts at which some suitable place is open as long as the meeting lasts."""
        request, served = self.requests[at], 0
        for place in self.suitable[at]:
            open_ = self.ground.open_slots[place]
            run = open_
            for k in range(1, request.length if open_ else 0):
                run &= open_ >> k
            served |= run
        return self.frame.starts(request) & served

    def _filling(self, inside: set[int]) -> dict[ParticipantId, int]:
        """The slots in which each person might be in a meeting outside the core."""
        windows, frame = self.frame.windows, self.frame
        filling = {}
        for p in frame.problem.participants:
            others = set(frame.naming[p.id])
            if p.organisation is not None:
                others.update(frame.asking.get(p.organisation, ()))
            mask = 0
            for i in others - inside:
                mask |= windows[i]
            filling[p.id] = mask & frame.ground.free[p.id]
        return filling

    def _most(self, person: Participant) -> int:
        """The most breaks somebody may have; where somebody else meets nobody, the spread counts too."""
        problem, limits = self.frame.problem, [len(self.frame.problem.slots)]
        most = person.most_breaks if person.most_breaks is not None else problem.most_breaks
        if most is not None:
            limits.append(most)
        if problem.break_spread is not None and self.has_bystander:
            limits.append(problem.break_spread)
        return min(limits)

    @cached_property
    def has_bystander(self) -> bool:
        """Whether somebody can be in no meeting at all, and so has no breaks for certain."""
        asking = self.frame.asking
        return any(
            not self.frame.naming[p.id] and (p.organisation is None or p.organisation not in asking)
            for p in self.frame.problem.participants
        )

    @cached_property
    def is_limited(self) -> bool:
        """Whether any limit of breaks is in force."""
        problem = self.frame.problem
        common = (problem.most_breaks, problem.break_spread)
        return common != (None, None) or any(p.most_breaks is not None for p in problem.participants)

    def may_rest(self, person: Participant, busy: int) -> bool:
        """Whether somebody busy in these slots, and perhaps in more, can keep the limit of breaks."""
        filling, most = self.filling[person.id] & ~busy, self.most_breaks[person.id]
        if not filling:
            return count_breaks(self.ground, person, busy) <= most
        need = busy.bit_count()
        fewest = fewest_breaks(self.ground, person, usable=busy | filling, need=need, forced=busy)
        return fewest <= most

    def is_too_many(self) -> bool:
        """Whether a maximum or the rule of pairs alone forbids the crowd."""
        people = self.ground.participants
        for p, theirs in self.naming.items():
            most = people[p].maximum
            if most is not None and len(theirs) > most:
                return True
        parties = Counter((frozenset(r.participants), frozenset(r.delegates)) for r in self.requests)
        return self.frame.problem.pair_once and max(parties.values()) > 1

    def run(self, at: int, starts: int) -> int:
        """The slots in which a request may run, given where it may start."""
        window = 0
        for k in range(self.requests[at].length):
            window |= starts << k
        return window
