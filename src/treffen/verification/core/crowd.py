"""The requests of a core, numbered, with everything that stands between them."""

from __future__ import annotations

from collections import Counter

from treffen.problem import Participant, ParticipantId, PlaceId, Request
from treffen.verification.bounds.frame import Frame


class Crowd:
    """Requests of a core; starts, named people, precedences, and whose limits of breaks apply."""

    def __init__(self, frame: Frame, numbers: list[int]) -> None:
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
        self.covered = self._covered(set(numbers))
        self.most_breaks = {p.id: self._most(p) for p in self.covered}

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

    def _covered(self, inside: set[int]) -> list[Participant]:
        """People who can be in no meeting outside the core: their days are known in full."""
        found = []
        for p in self.frame.problem.participants:
            theirs = set(self.frame.naming[p.id])
            if p.organisation is not None:
                theirs.update(self.frame.asking.get(p.organisation, ()))
            if theirs <= inside:
                found.append(p)
        return found

    def _most(self, person: Participant) -> int:
        """The most breaks a covered person may have; where somebody meets nobody, the spread counts too."""
        problem, limits = self.frame.problem, [len(self.frame.problem.slots)]
        most = person.most_breaks if person.most_breaks is not None else problem.most_breaks
        if most is not None:
            limits.append(most)
        if problem.break_spread is not None and self.has_bystander:
            limits.append(problem.break_spread)
        return min(limits)

    @property
    def has_bystander(self) -> bool:
        """Whether somebody can be in no meeting at all, and so has no breaks for certain."""
        asking = self.frame.asking
        return any(
            not self.frame.naming[p.id] and (p.organisation is None or p.organisation not in asking)
            for p in self.covered
        )

    def is_limited(self) -> bool:
        """Whether any limit of breaks is in force."""
        problem = self.frame.problem
        limits = [p.most_breaks for p in self.covered]
        return (
            problem.most_breaks is not None
            or problem.break_spread is not None
            or limits.count(None) < len(limits)
        )

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
