"""Closing in on the value of a goal from both sides, by questions to the formula of a claim.

Far from the best value, a question is quickly answered: well below there is no timetable, well above
there are many. So one is asked a quarter of the way up from the bound, the other a quarter down from
the value; whichever was thought about less is next, until bound and value meet.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from treffen.problem import Goal
from treffen.solvers.satisfiability.outcome import Tier

SHARE = 4  # of the distance between bound and value
BELOW, ABOVE = 6_000, 20_000  # conflicts of the first question on each side, where people are gathered
MOST_ABOVE = 80_000  # and of a later one from above: where that tells nothing, short ones begin anew
LEAD = 300_000  # so much more may be thought in vain from above there, at most WEIGHT times as much:
WEIGHT = 8  # good timetables are worth more than bounds, but both sides have to meet


class OpenQuestion(Protocol):
    """A question about one limit: see `refutation.question.Question`."""

    def ask(self) -> bool | None:
        """The answer, or None as long as it is open."""

    def slots(self) -> list[int]:
        """The slots of all tasks, where the answer is yes."""

    def tighten(self, by: int) -> bool:
        """Lower the limit and go on from the timetable just found, where that is possible."""

    def close(self) -> None:
        """End it."""


class Closing:
    """One goal, the two questions asked of it, and who is told of the answers."""

    def __init__(
        self,
        tier: Tier,
        *,
        ask_for: Callable[[int], OpenQuestion],
        learn: Callable[[int], None],
        offer: Callable[[list[int]], None],
    ) -> None:
        self._tier, self._ask_for, self._learn, self._offer = tier, ask_for, learn, offer
        self._below, self._above = _Side(), _Side()

    def run(self, is_over: Callable[[], bool]) -> None:
        """Ask until bound and value meet, or it is over."""
        try:
            while not (self._tier.is_settled or is_over()):
                if not self._is_of_use(self._next()):
                    return
        finally:
            self._below.drop()
            self._above.drop()

    def _next(self) -> _Side:
        """The side to ask, with a question that is still open."""
        assert self._tier.value is not None
        low, high = self._tier.bound, self._tier.value
        for side in (self._below, self._above):
            if not low <= side.limit < high:
                side.drop()
        side, other = sorted((self._below, self._above), key=lambda one: one.n_asked)
        if side.question is None:
            step = (high - low) // SHARE
            side.limit = low + step if side is self._below else high - 1 - step
        if other.question is not None and other.limit == side.limit:
            side.drop()  # the other has thought about the same for longer
            return other
        if side.question is None:
            side.question = self._ask_for(side.limit)
        return side

    def _is_of_use(self, side: _Side) -> bool:
        """Ask once more, and take the answer if there is one; False if it leads no further."""
        assert side.question is not None
        answer = side.question.ask()
        side.n_asked += 1
        if answer:
            self._offer(side.question.slots())
            if self._tier.value is None or self._tier.value > side.limit:
                return False
            self._lower(side)
        elif answer is False:
            self._learn(side.limit + 1)
        return True

    def _lower(self, side: _Side) -> None:
        """Half way down from the timetable just found, with the same question if it can be put so."""
        assert side.question is not None
        assert self._tier.value is not None
        is_below_open = side is self._above and self._below.question is not None
        lowest = self._below.limit if is_below_open else self._tier.bound
        limit = (lowest + self._tier.value) // 2
        if limit < self._tier.value and side.question.tighten(side.limit - limit):
            side.limit, side.n_asked = limit, 0
        else:
            side.drop()


class Gatherer(Protocol):
    """A bound that rises and a value that falls: see `refutation.gathering.Gathering`."""

    people: list[int]

    @property
    def bound(self) -> int:
        """What is known from below."""

    def raise_bound(self, conflicts: int) -> bool | None:
        """False where it is higher now."""

    def improve(self) -> bool:
        """True where a timetable better than the best, and near it, was offered."""

    def lower_value(self, value: int, conflicts: int) -> bool | None:
        """True where a better timetable was offered; False where there is none with these people."""

    def close(self) -> None:
        """End it."""


# Within limits, below so much, which the timetable given has, with others offered on the way.
Gather = Callable[[Mapping[Goal, int], int, Sequence[int] | None, Callable[[list[int]], None]], Gatherer]


def gather(
    tier: Tier, gatherer: Gatherer, *, learn: Callable[[int], None], is_over: Callable[[], bool]
) -> None:
    """Ask on both sides until bound and value meet, or it is over."""
    below, above = _Thought(BELOW), _Thought(ABOVE, most=MOST_ABOVE)
    n_in_vain = -1  # of how many people gathered it is known that they find nothing better
    try:
        while not (tier.is_settled or is_over()):
            if gatherer.improve():
                continue
            assert tier.value is not None
            share = min(WEIGHT * below.in_vain, below.in_vain + LEAD)
            if above.in_vain < share and n_in_vain != len(gatherer.people):
                answer = above.of(gatherer.lower_value(tier.value, above.next))
                n_in_vain = len(gatherer.people) if answer is False else n_in_vain
            else:
                below.of(gatherer.raise_bound(below.next))
                learn(gatherer.bound)
    finally:
        gatherer.close()


class _Thought:
    """Conflicts for the next question of one side, and those that told nothing."""

    def __init__(self, first: int, *, most: int | None = None) -> None:
        self.next = self._first = first
        self._most = most
        self.in_vain = 0

    def of(self, answer: bool | None) -> bool | None:
        """Count a question: each that told nothing is followed by one twice as long, up to the most."""
        is_longer = answer is None and (self._most is None or self.next < self._most)
        self.in_vain += self.next if answer is None else 0
        self.next = self.next * 2 if is_longer else self._first
        return answer


class _Side:
    """The question that is asked on one side, and how often it was."""

    question: OpenQuestion | None = None
    limit = n_asked = 0

    def drop(self) -> None:
        """It needs no answer any more."""
        if self.question is not None:
            self.question.close()
        self.question, self.n_asked = None, 0
