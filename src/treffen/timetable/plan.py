"""A timetable, and the plan that carries its proof."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from treffen.problem import Goal, Meeting, RequestId
from treffen.timetable.certificates import Certificate, ProofKind
from treffen.timetable.reasons import Core, Unscheduled


class PlanStatus(StrEnum):
    """What is known of a plan as a whole."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


class GoalStatus(StrEnum):
    """What is known of one goal, given the values of the goals before it."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"


class StopReason(StrEnum):
    """Why the scheduler stopped."""

    FINISHED = "finished"
    TIME_LIMIT = "time_limit"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalResult:
    """One goal of a plan: its value, what is proved, and what the proof rests on.

    For VALUE the bound is not exceeded by any timetable; for all others none falls below it,
    among the timetables that are as good in the goals before.
    """

    goal: Goal
    value: int
    bound: int
    status: GoalStatus
    proof: ProofKind
    certificate: Certificate | None = None

    @property
    def gap(self) -> int:
        """Distance of value and bound, in the goal's own unit; 0 means proved optimal."""
        return abs(self.bound - self.value)


@dataclass(frozen=True, slots=True)
class Timetable:
    """Meetings, at most one a request. Order carries no meaning."""

    meetings: tuple[Meeting, ...] = ()

    def by_request(self) -> Mapping[RequestId, Meeting]:
        """The meeting of each held request."""
        return {m.request: m for m in self.meetings}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A timetable with its proof, as it is written to `plan.json`."""

    problem: str
    status: PlanStatus
    goals: tuple[GoalResult, ...] = ()
    timetable: Timetable = Timetable()
    unscheduled: tuple[Unscheduled, ...] = ()
    core: Core | None = None
    stopped: StopReason = StopReason.FINISHED
    seconds: float = 0.0
    seed: int = 0
    threads: int = 1
    versions: Mapping[str, str] = field(default_factory=dict)
