"""What a timetable can do wrong: one kind for each hard rule, with the ids it concerns."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from treffen.problem import InterpreterId, OrganisationId, ParticipantId, PlaceId, RequestId, SlotId


class ViolationKind(StrEnum):
    """The hard rules, named by how they are broken."""

    UNKNOWN_REQUEST = "unknown_request"
    UNKNOWN_SLOT = "unknown_slot"
    UNKNOWN_PLACE = "unknown_place"
    UNKNOWN_PARTICIPANT = "unknown_participant"
    UNKNOWN_INTERPRETER = "unknown_interpreter"
    HELD_TWICE = "held_twice"
    NOT_HELD = "not_held"
    FROZEN_CHANGED = "frozen_changed"
    PAIR_TWICE = "pair_twice"
    OUT_OF_ORDER = "out_of_order"
    DOES_NOT_FIT_BLOCK = "does_not_fit_block"
    SLOT_NOT_ALLOWED = "slot_not_allowed"
    UNAVAILABLE = "unavailable"
    IN_TALK = "in_talk"
    PERSON_CLASH = "person_clash"
    OVER_MAXIMUM = "over_maximum"
    PLACE_NOT_ALLOWED = "place_not_allowed"
    PLACE_CLOSED = "place_closed"
    PLACE_CLASH = "place_clash"
    PLACE_LACKS_FEATURE = "place_lacks_feature"
    DELEGATE_MISSING = "delegate_missing"
    DELEGATE_SUPERFLUOUS = "delegate_superfluous"
    DELEGATE_OF_OTHER_ORGANISATION = "delegate_of_other_organisation"
    SAME_PERSON_TWICE = "same_person_twice"
    INTERPRETER_MISSING = "interpreter_missing"
    INTERPRETER_SUPERFLUOUS = "interpreter_superfluous"
    INTERPRETER_UNFIT = "interpreter_unfit"
    INTERPRETER_UNAVAILABLE = "interpreter_unavailable"
    INTERPRETER_CLASH = "interpreter_clash"
    TOO_MANY_BREAKS = "too_many_breaks"
    UNEVEN_BREAKS = "uneven_breaks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One rule broken once. The ids say by whom, by which requests, when and where."""

    kind: ViolationKind
    participants: tuple[ParticipantId, ...] = ()
    requests: tuple[RequestId, ...] = ()
    slots: tuple[SlotId, ...] = ()
    places: tuple[PlaceId, ...] = ()
    organisations: tuple[OrganisationId, ...] = ()
    interpreters: tuple[InterpreterId, ...] = ()
