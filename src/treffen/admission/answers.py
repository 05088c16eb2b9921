"""The three answers to "may this yes be given?", and what comes with each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from treffen.problem import Meeting, OrganisationId, ParticipantId, PlaceId, RequestId, SlotId
from treffen.timetable import Core, Move, Reason, Timetable


class AdmissionRemedyKind(StrEnum):
    """What would open the door."""

    FREE_SLOT = "free_slot"
    GIVE_UP_TALK = "give_up_talk"
    RAISE_MAXIMUM = "raise_maximum"
    GIVE_UP_MEETING = "give_up_meeting"
    OTHER_DELEGATE = "other_delegate"
    MORE_PLACES = "more_places"


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmissionRemedy:
    """A change after which the request can be admitted; each was tried and found to work.

    `participant` frees `slot` (or leaves the talk that is there, or takes one meeting more), gives up
    `gives_up`, or sends `delegate` instead; `moved` accepted meetings get another slot.
    """

    kind: AdmissionRemedyKind
    participant: ParticipantId | None = None
    slot: SlotId | None = None
    gives_up: tuple[RequestId, ...] = ()
    delegate: ParticipantId | None = None
    organisation: OrganisationId | None = None
    place: PlaceId | None = None
    cost: int = 0
    moved: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """Yes: the request can be held beside everything that was accepted; the verifier agrees.

    `meetings` are those of the witness that are new or elsewhere, `moved` those that were there
    before. `witness` is the whole timetable; a desk leaves it out, for it has it at hand.
    """

    request: RequestId
    meetings: tuple[Meeting, ...]
    moved: tuple[Move, ...] = ()
    witness: Timetable | None = None


def admitted(request: RequestId, changed: Iterable[tuple[Meeting | None, Meeting]]) -> Admitted:
    """Yes, with what changed for it: meetings as they were, None for new ones, and as they are."""
    pairs = [(a, b) for a, b in changed if a != b]
    moves = tuple(Move(before=a, after=b) for a, b in pairs if a is not None)
    return Admitted(request=request, meetings=tuple(b for _, b in pairs), moved=moves)


class ProofMethod(StrEnum):
    """How a no was proved; each was confirmed by a second method that shares no code with the first."""

    COUNT = "count"
    PROPAGATION = "propagation"
    SEARCH = "search"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """No: with all that is accepted today the request cannot be held, as `core` shows.

    `in_the_way` is the number of accepted meetings that the proof rests on; the core names them, unless
    they are more than 200 at tables that are all taken.
    """

    request: RequestId
    reason: Reason
    core: Core
    proof: ProofMethod
    in_the_way: int = 0
    ways_out: tuple[AdmissionRemedy, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Undecided:
    """Not yet: the budget is spent. Asking again with a larger one goes on from the same witness."""

    request: RequestId


Answer = Admitted | Refused | Undecided


class Chance(StrEnum):
    """What a card on the page says about a request that nobody has accepted yet."""

    POSSIBLE = "possible"
    IMPOSSIBLE = "impossible"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Possibility:
    """Whether a request could still be admitted; `reason` where it could not."""

    request: RequestId
    chance: Chance
    reason: Reason | None = None
