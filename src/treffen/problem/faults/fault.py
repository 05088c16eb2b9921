"""What a fault is: data, never words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from treffen.problem.entities import Parts

LARGEST = 10**9  # values, prices and counts stay below this, so that sums fit 64 bits
LONGEST_ID = 200


class EntityKind(StrEnum):
    """The parts of a problem, or of a pool of profiles, that a fault can point at."""

    EVENT = "event"
    SLOT = "slot"
    PLACE = "place"
    PARTICIPANT = "participant"
    REQUEST = "request"
    TALK = "talk"
    INTERPRETER = "interpreter"
    WALK = "walk"
    FROZEN = "frozen"
    PROMISED = "promised"
    DISRUPTION = "disruption"
    PROFILE = "profile"
    STATEMENT = "statement"
    TOPIC_TABLE = "topic_table"


class FaultKind(StrEnum):
    """What is wrong."""

    BAD_TYPE = "bad_type"
    BAD_NUMBER = "bad_number"
    BAD_TIME = "bad_time"
    EMPTY_ID = "empty_id"
    LONG_ID = "long_id"
    DUPLICATE_ID = "duplicate_id"
    UNKNOWN_ID = "unknown_id"
    NO_SLOTS = "no_slots"
    NO_PLACES = "no_places"
    ENDS_BEFORE_START = "ends_before_start"
    NAIVE_TIME = "naive_time"
    OUT_OF_ORDER = "out_of_order"
    SPLIT_BLOCK = "split_block"
    TOO_FEW_PARTIES = "too_few_parties"
    LONGER_THAN_BLOCKS = "longer_than_blocks"
    SAME_PERSON_TWICE = "same_person_twice"
    NO_DELEGATE = "no_delegate"
    MINIMUM_OVER_MAXIMUM = "minimum_over_maximum"
    AFTER_ITSELF = "after_itself"
    CYCLE = "cycle"
    FIXED_NOT_ALLOWED = "fixed_not_allowed"
    UNKNOWN_GOAL = "unknown_goal"
    DUPLICATE_GOAL = "duplicate_goal"
    FROZEN_TWICE = "frozen_twice"
    DUPLICATE_TALK = "duplicate_talk"
    NOT_HELD = "not_held"
    NOT_A_PARTY = "not_a_party"
    NO_TIMES = "no_times"
    # of profiles, for recommendation
    BAD_POSITION = "bad_position"
    EMPTY_STATEMENT = "empty_statement"
    NAMES_ITSELF = "names_itself"
    TOO_MANY_STATEMENTS = "too_many_statements"
    UNKNOWN_LANGUAGE = "unknown_language"
    WRONG_DIRECTION = "wrong_direction"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault: `id` of the noun, `field` in it, the offending `value` as text."""

    kind: FaultKind
    noun: EntityKind
    id: str = ""
    field: str = ""
    value: str = ""


def fault(kind: FaultKind, noun: EntityKind, id: str = "", field: str = "", value: object = "") -> Fault:
    """A fault; whatever stands there is kept as text."""
    return Fault(kind=kind, noun=noun, id=str(id), field=field, value=str(value))


def nouns_of(parts: Parts) -> Iterator[tuple[EntityKind, Sequence[object]]]:
    """Every kind of entity with all of its kind, in the order in which faults are told."""
    yield EntityKind.SLOT, parts.slots
    yield EntityKind.PLACE, parts.places
    yield EntityKind.TALK, parts.talks
    yield EntityKind.PARTICIPANT, parts.participants
    yield EntityKind.INTERPRETER, parts.interpreters
    yield EntityKind.REQUEST, parts.requests
