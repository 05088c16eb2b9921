"""What a bound rests on, and the evidence that lets a stranger check it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from treffen.problem import Goal, InterpreterId, OrganisationId, ParticipantId, PlaceId, RequestId, SlotId


class ProofKind(StrEnum):
    """What a bound rests on: TRIVIAL (0, or everything held), a stored CERTIFICATE that the
    verifier checks, or an exhaustive SEARCH whose word has to be taken."""

    TRIVIAL = "trivial"
    CERTIFICATE = "certificate"
    SEARCH = "search"


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
class CertificateRow:
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
    rows: tuple[CertificateRow, ...]


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
