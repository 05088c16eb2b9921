"""What the engine gives back: a timetable, its proof, and what differs between two of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from treffen.problem import (
    Goal,
    InterpreterId,
    Meeting,
    OrganisationId,
    ParticipantId,
    PlaceId,
    RequestId,
    SlotId,
)


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


class ProofKind(StrEnum):
    """What a bound rests on: TRIVIAL (0, or everything held), a stored CERTIFICATE that the
    verifier checks, or an exhaustive SEARCH whose word has to be taken."""

    TRIVIAL = "trivial"
    CERTIFICATE = "certificate"
    SEARCH = "search"


class StopReason(StrEnum):
    """Why the scheduler stopped."""

    FINISHED = "finished"
    TIME_LIMIT = "time_limit"
    INTERRUPTED = "interrupted"


class Reason(StrEnum):
    """Why a request is not held. Evidence (ids) stands beside it."""

    NO_COMMON_SLOT = "no_common_slot"
    NO_SUITABLE_PLACE = "no_suitable_place"
    NO_INTERPRETER = "no_interpreter"
    PAIR_HELD = "pair_held"
    PERSON_FULL = "person_full"
    PLACES_FULL = "places_full"
    INTERPRETERS_FULL = "interpreters_full"
    ORDER = "order"
    BREAKS = "breaks"
    OUT_VALUED = "out_valued"


class RemedyKind(StrEnum):
    """What would let a request be held."""

    MORE_PLACES = "more_places"
    FREE_PARTICIPANT = "free_participant"
    RAISE_MAXIMUM = "raise_maximum"
    GIVE_UP = "give_up"
    MORE_INTERPRETERS = "more_interpreters"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """A change after which the request can be held at `slot` with nothing else touched.

    `participants` are those who would have to be free (or raise their maximum); `requests`
    those to be given up; `cost` is the value given up.
    """

    kind: RemedyKind
    slot: SlotId
    participants: tuple[ParticipantId, ...] = ()
    requests: tuple[RequestId, ...] = ()
    cost: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Unscheduled:
    """A request that is not held, why, and the cheapest change that is proved to help."""

    request: RequestId
    reason: Reason
    participants: tuple[ParticipantId, ...] = ()
    requests: tuple[RequestId, ...] = ()
    remedy: Remedy | None = None


# --- certificates -----------------------------------------------------------------------------


class RowKind(StrEnum):
    """The inequalities that every timetable keeps, over y (request held, 0 to 1), s (a person's
    shortfall) and k (a liked talk missed). `docs/background/certificates.md` states each one."""

    PARTICIPANT = "participant"
    MAXIMUM = "maximum"
    PLACES = "places"
    PAIR = "pair"
    ORGANISATION = "organisation"
    INTERPRETERS = "interpreters"
    MATCHING = "matching"
    HALF = "half"
    MUST = "must"
    MINIMUM = "minimum"
    TALKS = "talks"
    GOAL = "goal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One inequality, named by what it speaks of, with its multiplier (a non-negative integer)."""

    kind: RowKind
    multiplier: int
    participants: tuple[ParticipantId, ...] = ()
    organisation: OrganisationId | None = None
    requests: tuple[RequestId, ...] = ()
    slots: tuple[SlotId, ...] | None = None
    places: tuple[PlaceId, ...] | None = None
    interpreters: tuple[InterpreterId, ...] | None = None
    goal: Goal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectionCertificate:
    """Rows whose weighted sum, in integers divided by `scale`, proves the bound of `goal`."""

    goal: Goal
    scale: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotPrice:
    """Price (integer, times 1/scale) of a participant's slot, or with no participant, of a place there."""

    slot: SlotId
    price: int
    participant: ParticipantId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentCertificate:
    """Prices of slots that prove a bound of a per-person goal (breaks, idle, talks).

    Every person pays the goal minus the prices of the slots in which they meet; every request
    pays the prices of its attendees at its slot plus the place price; places earn theirs. The
    sum of the separate minima, divided by `scale` and rounded up, is a bound.
    """

    goal: Goal
    scale: int
    prices: tuple[SlotPrice, ...]


Certificate = SelectionCertificate | AssignmentCertificate


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


class CoreKind(StrEnum):
    """What a set of requests that cannot all be held runs out of."""

    SLOTS_OF_PARTICIPANT = "slots_of_participant"
    PLACES = "places"
    ORDER = "order"
    FIXED = "fixed"
    BREAKS = "breaks"
    INTERPRETERS = "interpreters"
    TOGETHER = "together"


@dataclass(frozen=True, slots=True, kw_only=True)
class Core:
    """Requests that must all be held and cannot be. Small, and minimal where time allowed."""

    kind: CoreKind
    requests: tuple[RequestId, ...]
    participants: tuple[ParticipantId, ...] = ()
    slots: tuple[SlotId, ...] = ()
    is_minimal: bool = False


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


# --- what differs -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A request held in both timetables, but not alike."""

    before: Meeting
    after: Meeting

    @property
    def is_other_time(self) -> bool:
        """Whether the slot changed (otherwise only place, delegates or interpreter did)."""
        return self.before.slot != self.after.slot


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """From one timetable to another: what was kept, moved, dropped, and added."""

    kept: tuple[Meeting, ...]
    moved: tuple[Move, ...]
    dropped: tuple[Meeting, ...]
    added: tuple[Meeting, ...]


def differences(before: Timetable, after: Timetable) -> Differences:
    """What changed, each group in the order of the timetable it is read from.

    >>> one = Meeting(request=RequestId("1"), slot=SlotId("a"), place=PlaceId("t"))
    >>> len(differences(Timetable((one,)), Timetable()).dropped)
    1
    """
    old, new = before.by_request(), after.by_request()
    both = [(m, new[m.request]) for m in before.meetings if m.request in new]
    return Differences(
        kept=tuple(m for m, n in both if m == n),
        moved=tuple(Move(before=m, after=n) for m, n in both if m != n),
        dropped=_only(before.meetings, new),
        added=_only(after.meetings, old),
    )


def _only(meetings: Iterable[Meeting], other: Mapping[RequestId, Meeting]) -> tuple[Meeting, ...]:
    return tuple(m for m in meetings if m.request not in other)


__all__ = [
    "AssignmentCertificate",
    "Certificate",
    "Core",
    "CoreKind",
    "Differences",
    "GoalResult",
    "GoalStatus",
    "Move",
    "Plan",
    "PlanStatus",
    "ProofKind",
    "Reason",
    "Remedy",
    "RemedyKind",
    "Row",
    "RowKind",
    "SelectionCertificate",
    "SlotPrice",
    "StopReason",
    "Timetable",
    "Unscheduled",
    "differences",
]
