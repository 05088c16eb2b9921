"""Why something is not held, and what cannot be held together."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from treffen.problem import ParticipantId, RequestId, SlotId


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
