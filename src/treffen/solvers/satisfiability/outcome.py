"""What this room answers with."""

from __future__ import annotations

from dataclasses import dataclass, field

from treffen.problem import Goal
from treffen.solvers.base import Assignment
from treffen.timetable import AssignmentCertificate, CoreKind, PlanStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class CoreFinding:
    """Requests (one option of each), people and slots, by index, of a contradiction."""

    kind: CoreKind
    options: tuple[int, ...]
    people: tuple[int, ...] = ()
    slots: tuple[int, ...] = ()
    is_minimal: bool = False


@dataclass(slots=True, kw_only=True)
class Tier:
    """What is known of one of several goals in order, those before it being at their values."""

    goal: Goal
    value: int | None = None
    bound: int = 0

    @property
    def is_settled(self) -> bool:
        """Whether the value cannot be beaten."""
        return self.value is not None and self.value <= self.bound


@dataclass(frozen=True, slots=True, kw_only=True)
class BreaksOutcome:
    """The best timetable found, its number of breaks, and what no timetable goes below.

    `certified` is the part of the bound that `certificate` proves without a search. `tiers` say the
    same of each goal, where there were several.
    """

    status: PlanStatus
    assignment: Assignment | None = None
    value: int | None = None
    bound: int = 0
    core: CoreFinding | None = None
    certified: int = 0
    certificate: AssignmentCertificate | None = None
    idle_certified: int = 0
    idle_certificate: AssignmentCertificate | None = None
    tiers: tuple[Tier, ...] = field(default=())

    @property
    def is_infeasible(self) -> bool:
        """Whether it is proved that not all requests can be held."""
        return self.status is PlanStatus.INFEASIBLE
