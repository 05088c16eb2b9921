"""Two weeks of requests and answers, the same for everybody who lets people ask for a meeting.

People come once. They first answer what they find in the inbox, in order, as long as they have patience,
then look at their cards and ask those whom they like. Who is asked later answers after a while, or never.
What the service does with a request and with a yes is up to a `Broker`.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import count
from typing import Protocol

import numpy as np

from benchmarks.simulation.lists import Lists
from benchmarks.simulation.world import DAYS, World


@dataclass(slots=True, kw_only=True)
class Request:
    """A request of one person to another. `at` in days; `answer` None as long as there is none."""

    number: int
    asking: int
    asked: int
    at: float
    answer: bool | None = None
    answered_at: float = DAYS


class Broker(Protocol):
    """What a service does while people ask and answer."""

    def may_ask(self, asking: int, asked: int) -> bool:
        """Whether a request can be made now."""

    def asks(self, request: Request) -> None:
        """It is made."""

    def answers(self, request: Request) -> None:
        """It has got its answer."""

    def ticks(self, request: Request) -> None:
        """`LAPSE` days have passed since it was made."""


LAPSE = 3.0
EMAIL = DAYS  # after the last day for wishes, and before the event


@dataclass(slots=True, kw_only=True)
class History:
    """What happened: all requests in the order in which they were made, and wishes that were not sent."""

    requests: list[Request] = field(default_factory=list)
    unsent: list[tuple[int, int]] = field(default_factory=list)

    def agreed(self) -> list[Request]:
        """Those with a yes, in the order of the answers."""
        return sorted((r for r in self.requests if r.answer), key=lambda r: (r.answered_at, r.number))

    def shared_wishes(self, world: World) -> set[frozenset[int]]:
        """Pairs of which one wanted the other, and the other would have said yes, asked or not."""
        wanted = [*((r.asking, r.asked) for r in self.requests), *self.unsent]
        return {frozenset((a, b)) for a, b in wanted if world.says_yes(b, a)}


class _What(Enum):
    VISIT = auto()
    ANSWER = auto()
    TICK = auto()
    EMAIL = auto()


class Fortnight:
    """One run of the two weeks: `cards` are whom everybody looks at, in order.

    `has_email`: before the event, everybody is asked by email whether they come, and sees what waits.
    `lists`: of whoever may say yes in advance, those who get it: their best, as soon as they have been here.
    """

    def __init__(
        self, world: World, cards: Lists, broker: Broker, *, has_email: bool = False, lists: Lists = ()
    ) -> None:
        self.world, self.cards, self.broker, self.has_email = world, cards, broker, has_email
        self._advance = [
            set(row) if gives else set() for row, gives in zip(lists, world.advance, strict=False)
        ]
        self.history = History()
        self._inbox: list[list[Request]] = [[] for _ in range(world.people)]
        self._known: dict[tuple[int, int], Request] = {}
        self._given = [0] * world.people
        self._was_here = [False] * world.people
        self._queue: list[tuple[float, int, _What, int]] = []
        self._order = count()

    def run(self) -> History:
        """Everything that happens until the last day."""
        for person, at in enumerate(self.world.visit.tolist()):
            self._plan(at, _What.VISIT, person)
        if self.has_email:
            for person in np.flatnonzero(self.world.comes() & self.world.confirms).tolist():
                self._plan(EMAIL, _What.EMAIL, person)
        while self._queue:
            at, _, what, number = heapq.heappop(self._queue)
            if what is _What.VISIT:
                self._visit(number, at)
            elif what is _What.ANSWER:
                self._answer(self.history.requests[number], at)
            elif what is _What.EMAIL:
                self._answer_all(number, at)
            else:
                self.broker.ticks(self.history.requests[number])
        return self.history

    def _plan(self, at: float, what: _What, number: int) -> None:
        if at <= DAYS:
            heapq.heappush(self._queue, (at, next(self._order), what, number))

    def _visit(self, person: int, at: float) -> None:
        self._was_here[person] = True
        for request in self._inbox[person]:
            self._answer(request, at)
        sent = 0
        for partner in self.cards[person]:
            if sent >= self.world.assumed.budget:
                break
            if self.world.taste[person, partner] > 0:
                sent += self._want(person, partner, at=at)

    def _want(self, person: int, partner: int, *, at: float) -> bool:
        """Whether a request was sent: not to somebody who has asked already, who gets a yes instead."""
        theirs = self._known.get((partner, person))
        if theirs is not None:
            if theirs.answer is None:
                self._settle(theirs, at, is_yes=True)
            return False
        if not self.broker.may_ask(person, partner):
            self.history.unsent.append((person, partner))
            return False
        request = Request(number=len(self.history.requests), asking=person, asked=partner, at=at)
        self.history.requests.append(request)
        self._known[person, partner] = request
        self.broker.asks(request)
        self._plan(at + LAPSE, _What.TICK, request.number)
        if self._was_here[partner] and self._advance and person in self._advance[partner]:
            self._answer(request, at)
        elif self._was_here[partner]:
            self._plan(at + float(self.world.delay[person, partner]), _What.ANSWER, request.number)
        else:
            self._inbox[partner].append(request)
        return True

    def _answer_all(self, person: int, at: float) -> None:
        for request in self.history.requests:
            if request.asked == person:
                self._answer(request, at)

    def _answer(self, request: Request, at: float) -> None:
        if request.answer is None and self._given[request.asked] < self.world.assumed.answers:
            self._given[request.asked] += 1
            self._settle(request, at, is_yes=self.world.says_yes(request.asked, request.asking))

    def _settle(self, request: Request, at: float, *, is_yes: bool) -> None:
        request.answer, request.answered_at = is_yes, at
        self.broker.answers(request)


class Open:
    """A service in which nothing pending blocks time: requests wait for answers, up to `most` at once
    for each person who is asked, and what becomes of a yes is decided elsewhere."""

    def __init__(self, people: int, most: int = 30) -> None:
        self._waiting, self._most = [0] * people, most

    def may_ask(self, _asking: int, asked: int) -> bool:
        """As long as the other has not got too many that are open."""
        return self._waiting[asked] < self._most

    def asks(self, request: Request) -> None:
        """One more that is open."""
        self._waiting[request.asked] += 1

    def answers(self, request: Request) -> None:
        """One less."""
        self._waiting[request.asked] -= 1

    def ticks(self, request: Request) -> None:
        """Nothing lapses."""


WORTH = {"must": 4, "want": 2, "maybe": 1}
MUSTS, MUST, WANT = 3, 2.5, 1.0


def kinds(world: World, agreed: Sequence[Request]) -> dict[tuple[int, int], str]:
    """What each side of an agreed meeting calls it: up to three musts a person, those they like best."""
    mine: list[list[tuple[float, int]]] = [[] for _ in range(world.people)]
    for r in agreed:
        for one, other in ((r.asking, r.asked), (r.asked, r.asking)):
            mine[one].append((float(world.taste[one, other]), other))
    found = {}
    for one, liked in enumerate(mine):
        for rank, (taste, other) in enumerate(sorted(liked, reverse=True)):
            is_must = rank < MUSTS and taste >= MUST
            found[one, other] = "must" if is_must else "want" if taste >= WANT else "maybe"
    return found


def worths(world: World, agreed: Sequence[Request]) -> dict[int, int]:
    """The value of each agreed request: the sum over both sides, as the platform counts it."""
    kind = kinds(world, agreed)
    return {r.number: WORTH[kind[r.asking, r.asked]] + WORTH[kind[r.asked, r.asking]] for r in agreed}
