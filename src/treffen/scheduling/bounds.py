"""What is known of each goal: the best bound, and what proves it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from treffen.problem import Goal, Problem
from treffen.problem.plain_requests import plain_requests_of
from treffen.timetable import Certificate, GoalResult, GoalStatus, ProofKind

SELECTION = (Goal.VALUE, Goal.SHORTFALL, Goal.TALKS)
COMFORT = (Goal.BREAKS, Goal.IDLE_RANGE, Goal.IDLE)
TIMING = SELECTION + COMFORT
PLACING = (Goal.CHANGES, Goal.WALKING, Goal.PLACES)


@dataclass(slots=True, kw_only=True)
class ProvedBound:
    """A bound on one goal and its proof; bounds that say more replace it."""

    goal: Goal
    bound: int
    proof: ProofKind = ProofKind.TRIVIAL
    certificate: Certificate | None = None
    given: Mapping[Goal, int] = field(default_factory=dict)

    def learn(
        self,
        bound: int,
        proof: ProofKind,
        certificate: Certificate | None = None,
        given: Mapping[Goal, int] | None = None,
    ) -> None:
        """Take a bound if it says more than what was known.

        `given`: values of earlier goals on condition of which it holds.
        """
        is_more = bound < self.bound if self.goal is Goal.VALUE else bound > self.bound
        if is_more:
            self.bound, self.proof, self.certificate = bound, proof, certificate
            self.given = dict(given or {})

    def holds_for(self, values: Mapping[Goal, int]) -> bool:
        """Whether the earlier goals are still as good as the bound supposes."""
        return all(values[g] >= v if g is Goal.VALUE else values[g] <= v for g, v in self.given.items())

    def is_met_by(self, value: int) -> bool:
        """Whether a value cannot be beaten."""
        return value >= self.bound if self.goal is Goal.VALUE else value <= self.bound

    def result(self, value: int) -> GoalResult:
        """The goal's line in a plan."""
        return GoalResult(
            goal=self.goal,
            value=value,
            bound=self.bound,
            status=GoalStatus.OPTIMAL if value == self.bound else GoalStatus.FEASIBLE,
            proof=self.proof,
            certificate=self.certificate,
        )


def trivial(problem: Problem, goal: Goal) -> ProvedBound:
    """What needs no thought: nothing is worth more than everything, nothing costs less than nothing."""
    if goal is not Goal.VALUE:
        return ProvedBound(goal=goal, bound=0)
    plain = plain_requests_of(problem)
    everything = int(plain.values.sum()) if plain is not None else sum(r.value for r in problem.requests)
    return ProvedBound(goal=goal, bound=everything)
