"""The least idle time within a range: those who wait are gathered, one contradiction after the other.

Where few people need wait, nobody is allowed to at first. What contradicts that names some people (a core,
made smaller): they are gathered, and their waits summed up. How long those gathered wait at least is
raised as far as that is quickly refuted; then nobody else may wait again, and so on. So the sum over all
begins with sums over few people that are known to be high (cores with one growing sum: J. Marques-Silva and
J. Planes, Algorithms for maximum satisfiability using unsatisfiable cores, DATE 2008). From above, a
timetable is looked for in which nobody waits but those gathered, and then others near what was found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from treffen.problem import Goal
from treffen.solvers.base import Model, Stop
from treffen.solvers.satisfiability.clauses import TRUE
from treffen.solvers.satisfiability.idle import idle_of, longest_wait
from treffen.solvers.satisfiability.oracle import Oracle
from treffen.solvers.satisfiability.refutation.claim import Claim
from treffen.solvers.satisfiability.refutation.counting import numbered
from treffen.solvers.satisfiability.refutation.limits import formula_of
from treffen.solvers.satisfiability.refutation.nearby import Nearby
from treffen.solvers.satisfiability.refutation.prices import limit_prices
from treffen.solvers.satisfiability.refutation.question import ClaimByTwins
from treffen.timetable import AssignmentCertificate

BELOW = 6_000  # conflicts to gather more people, the next time twice as many
MOST = 100_000_000  # conflicts that all such questions before a refutation may take: some hours
SMALLER, HIGHER = 250, 5_000  # conflicts to leave one person out of a core, to raise the sum by one
FIRST, NEXT = 4, 6  # from above: a quarter of the way up from the bound, then a sixth down from the value
PATIENCE = 3  # questions without an answer before another solver is asked from above,
DOWN = (2, 4, 10**6)  # such shares down from the value, one after the other

NOT = 1  # less a literal of the claim (all are positive here): its contrary, numbered without the constant
Offer = Callable[[list[int]], None]


class Gathering:
    """Who waits, within limits of which one is the range of idle time. Close it in the end.

    `people` in the order in which they were gathered; `steps`: the first so many of them wait so much at
    least, above what they cannot avoid. Less than `most` idle slots in all are of interest; `prices` of idle
    time leave out what needs more; `best` is a timetable with that much (the slot of each request).
    """

    _nearby: Nearby | None = None

    def __init__(
        self,
        model: Model,
        limits: Mapping[Goal, int],
        *,
        most: int,
        stop: Stop,
        seed: int,
        offer: Offer,
        prices: AssignmentCertificate | None = None,
        best: Sequence[int] | None = None,
    ) -> None:
        self._claim = ClaimByTwins(model=model, options=np.ones(model.n_options, bool), limits=limits)
        self._clauses = formula_of(self._claim)
        self._claim.clauses.take()
        if prices is not None and [] not in self._clauses:
            self._claim.limits = {**limits, Goal.IDLE: most - 1}
            limit_prices(self._claim, prices)
            self._clauses += numbered(self._claim.clauses.take())
        self._rungs, self._unavoidable = _rungs(self._claim, limits[Goal.IDLE_RANGE])
        self._most, self._stop, self._seed, self._offer = most, stop, seed, offer
        self._sum: list[int] = []  # "those gathered wait more than k slots above what they must"
        self._least = 0
        self._outside = [p for p, rungs in self._rungs.items() if rungs]
        self._below = self._oracle(seed=seed)
        self._above: _Above | None = None
        self._best, self._value = best, most
        self.people: list[int] = []
        self.steps: list[tuple[int, int]] = []

    def close(self) -> None:
        """Free the memory, end the processes."""
        self._below.close()
        if self._above is not None:
            self._above.oracle.close()
        if self._nearby is not None:
            self._nearby.close()

    @property
    def bound(self) -> int:
        """Nobody has less idle time in all; it is never more than `most`."""
        return self._unavoidable + self._least

    def raise_bound(self, conflicts: int) -> bool | None:
        """Gather more people, which raises the bound (False); or True: nobody else need wait."""
        answer = self._ask(self._outside, conflicts)
        if answer is False:
            self._gather(self._smaller(self._outside))
            while self.bound < self._most and self._ask((), HIGHER) is False:
                self._raise()
        return answer

    def improve(self) -> bool:
        """Whether a timetable better than the best, and near it, was offered."""
        if self._best is None:
            return False
        if self._nearby is None:
            claim, width = self._claim, self._most - self._unavoidable
            self._nearby = Nearby(
                self._clauses,
                x=claim.x,
                rungs=self._rungs,
                width=width,
                counted=claim.clauses,
                stop=self._stop,
                seed=self._seed,
            )
        found, oracle = self._nearby.ask(self._best, self._value - 1 - self._unavoidable), self._nearby.oracle
        if not found:
            self._best = None  # until another is found
        return found and bool(self._taken(oracle, found))

    def lower_value(self, value: int, conflicts: int) -> bool | None:
        """A timetable with less than `value` in which only those gathered wait; False if there is none.

        At first much less is asked for: the way down step by step is longer. Where that cannot be, one
        idle slot less is; where it takes too long, another solver begins, with those gathered meanwhile,
        half way down, a quarter, or one slot. Luck is large here: several that begin anew find more than one.
        """
        above, distance = self._above, value - self.bound
        if above is None:
            above = self._begun(self.bound + distance // FIRST)
        elif above.answer is False:
            above = self._begun(value - 1)
        elif above.n_vain >= PATIENCE:
            down = distance // DOWN[above.n_begun % len(DOWN)]
            above = self._begun(value - 1 - down, n_begun=above.n_begun + 1)
        elif above.answer:
            self._limit(above, value - 1 - distance // NEXT)
        above.answer = self._taken(above.oracle, above.oracle.solve(conflicts=conflicts))
        above.n_vain = above.n_vain + 1 if above.answer is None else 0
        above.n_begun = 0 if above.answer else above.n_begun
        return None if above.answer is False and above.limit < value - 1 else above.answer

    def _begun(self, limit: int, *, n_begun: int = 0) -> _Above:
        """A solver that begins to look for so much."""
        if self._above is not None:
            self._above.oracle.close()
        self._above = above = _Above(self._oracle(is_steady=True, seed=self._seed + n_begun), n_begun)
        above.oracle.add([[NOT - self._rungs[p][0]] for p in self._outside])
        self._limit(above, limit)
        return above

    def _limit(self, above: _Above, limit: int) -> None:
        above.limit = limit
        above.oracle.add([[NOT - x] for x in self._sum[above.limit - self._unavoidable :][:1]])

    # --- from below ---------------------------------------------------------------------------

    def _ask(self, nobody: Iterable[int], conflicts: int) -> bool | None:
        """Whether none of these need wait, and those gathered no longer than is known."""
        no_more = [NOT - x for x in self._sum[self._least :][:1]]
        assumed = [*no_more, *(NOT - self._rungs[p][0] for p in nobody)]
        return self._taken(self._below, self._below.solve(assumed, conflicts=conflicts))

    def _smaller(self, people: list[int]) -> list[int]:
        """Those of the people who are in the contradiction just found, without some who need not be."""
        core = self._in_core(people)
        for p in list(core):
            rest = [q for q in core if q != p]
            if p in core and not self._stop.is_reached() and self._ask(rest, SMALLER) is False:
                core = self._in_core(rest)
        return core

    def _in_core(self, people: list[int]) -> list[int]:
        core = set(self._below.core())
        return [p for p in people if NOT - self._rungs[p][0] in core]

    def _gather(self, people: list[int]) -> None:
        """Sum them up with those gathered before; together they wait one slot more than is known of those."""
        clauses, width = self._claim.clauses, self._most - self._unavoidable
        for p in people:
            self._sum = clauses.grown(self._sum, self._rungs[p], width)
        self.people += people
        self._outside = [p for p in self._outside if p not in people]
        self._know(numbered(clauses.take()))
        self._raise()

    def _raise(self) -> None:
        self._know(numbered([x] for x in self._sum[self._least :][:1]))
        self._least += 1
        self.steps.append((len(self.people), self._least))

    # --- both sides ---------------------------------------------------------------------------

    def _oracle(self, *, seed: int, is_steady: bool = False) -> Oracle:
        """From above, a steady one that tries false first finds timetables sooner."""
        oracle = Oracle(stop=self._stop, seed=seed, is_steady=is_steady, tries_false=is_steady)
        oracle.add(self._clauses)
        return oracle

    def _know(self, clauses: list[list[int]]) -> None:
        """Clauses for who asks from below now, and from above the next time."""
        self._clauses += clauses
        self._below.add(clauses)

    def _taken(self, oracle: Oracle, answer: bool | None) -> bool | None:
        """The answer, and the timetable offered; None if that overlooks a shortage of places, known now."""
        if answer:
            slots = self._claim.slots_in(oracle.model())
            if self._claim.has_crowds(slots):
                clauses = numbered(self._claim.clauses.take())
                self._know(clauses)
                if oracle is not self._below:
                    oracle.add(clauses)
                return None
            value = sum(idle_of(self._claim.instance, p, slots) for p in self._claim.waiting)
            if value < self._value:
                self._best, self._value = slots, value
            self._offer(slots)
        return answer


def is_rare(claim: Claim) -> bool:
    """Whether the claim limits idle time and its range alone, to less than one slot a person."""
    is_within = claim.limits.keys() == {Goal.IDLE, Goal.IDLE_RANGE} and claim.is_one_day
    return is_within and claim.limits[Goal.IDLE] < sum(claim.held[p] > 1 for p in claim.whole)


def gathered(
    model: Model, limits: Mapping[Goal, int], *, prices: AssignmentCertificate | None, stop: Stop
) -> tuple[list[int], list[tuple[int, int]]]:
    """Who is gathered, and in which steps, until more idle time is known to be needed than the limit says.

    Fewer where it is time to stop, `MOST` conflicts were offered in vain, or there is a timetable.
    """
    rest: dict[Goal, int] = {goal: most for goal, most in limits.items() if goal is not Goal.IDLE}
    most = limits[Goal.IDLE] + 1
    found = Gathering(model, rest, most=most, stop=stop, seed=0, offer=lambda _: None, prices=prices)
    conflicts, left = BELOW, MOST
    try:
        while found.bound <= limits[Goal.IDLE] and left > 0 and not stop.is_reached():
            answer = found.raise_bound(conflicts)
            if answer:
                break
            left -= conflicts
            conflicts = BELOW if answer is False else min(2 * conflicts, left)
    finally:
        found.close()
    return found.people, found.steps


class _Above:
    """What is asked from above: its limit, the last answer, and how many questions told nothing since.

    So many solvers before it found nothing, one after the other.
    """

    answer: bool | None = None
    limit = n_vain = 0

    def __init__(self, oracle: Oracle, n_begun: int) -> None:
        self.oracle, self.n_begun = oracle, n_begun


def _rungs(claim: ClaimByTwins, width: int) -> tuple[dict[int, list[int]], int]:
    """Literals "waits longer than k slots above what must be" of each, and the sum of what must be.

    Somebody waits no longer than so, whatever their day: all others no longer than the range above it.
    """
    longest = min((longest_wait(claim.day(p)) or 0 for p in claim.waiting), default=0) + width
    ladders = dict(zip(claim.waiting, claim.waits, strict=True))
    rungs = {p: [x for x in one[: longest + 1] if x != TRUE] for p, one in ladders.items()}
    return rungs, sum(one.count(TRUE) - 1 for one in ladders.values())
