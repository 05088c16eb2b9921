"""The nouns of a problem as JSON objects: one table of keys for reading and for writing."""

from __future__ import annotations

from treffen.files.codec import (
    COUNT,
    FLAG,
    LENGTH,
    MOMENT,
    NAMES,
    PARTIES,
    TEXT,
    TEXTS,
    Codec,
    Record,
    choice_of,
    list_of,
    optional,
)
from treffen.problem import (
    Delegation,
    EntityKind,
    Goal,
    Interpreter,
    Like,
    Meeting,
    Participant,
    Place,
    PlaceKind,
    Request,
    Slot,
    Talk,
    Walk,
)

NAMED = frozenset({"name"})
MAYBE_TEXT = optional(TEXT)
MAYBE_NAMES = optional(NAMES)


def same_named(**kinds: Codec) -> dict[str, tuple[str, Codec]]:
    """Keys that are called like the attributes they fill."""
    return {name: (name, kind) for name, kind in kinds.items()}


LIKE = Record(make=Like, keys=same_named(talk=TEXT, price=COUNT), required=("talk",))
DELEGATION = Record(
    make=Delegation,
    keys=same_named(organisation=TEXT, participant=TEXT),
    required=("organisation", "participant"),
)
MEETING = Record(
    make=Meeting,
    keys=same_named(
        request=TEXT,
        slot=TEXT,
        place=TEXT,
        delegates=list_of(DELEGATION.codec()),
        interpreter=MAYBE_TEXT,
    ),
    required=("request", "slot", "place"),
)
SLOT = Record(
    make=Slot,
    keys=same_named(id=TEXT, block=TEXT, start=optional(MOMENT), end=optional(MOMENT)),
    required=("id",),
    extras=NAMED,
)
PLACE = Record(
    make=Place,
    keys=same_named(id=TEXT, kind=choice_of(PlaceKind), zone=TEXT, features=NAMES, open=MAYBE_NAMES),
    required=("id",),
    extras=NAMED,
)
TALK = Record(make=Talk, keys=same_named(id=TEXT, slots=NAMES), required=("id", "slots"), extras=NAMED)
PARTICIPANT = Record(
    make=Participant,
    keys=same_named(
        id=TEXT,
        organisation=MAYBE_TEXT,
        network=MAYBE_TEXT,
        free=MAYBE_NAMES,
        minimum=COUNT,
        maximum=optional(COUNT),
        most_breaks=optional(COUNT),
        home=MAYBE_TEXT,
        needs=NAMES,
        languages=NAMES,
        must_attend=NAMES,
        likes=list_of(LIKE.codec()),
    ),
    required=("id",),
    extras=NAMED,
)
INTERPRETER = Record(
    make=Interpreter,
    keys=same_named(id=TEXT, languages=NAMES, free=MAYBE_NAMES),
    required=("id", "languages"),
    extras=NAMED,
)
REQUEST = Record(
    make=Request,
    keys=same_named(
        id=TEXT,
        participants=TEXTS,
        delegates=TEXTS,
        value=COUNT,
        must=FLAG,
        slots=MAYBE_NAMES,
        places=MAYBE_NAMES,
        slot=MAYBE_TEXT,
        place=MAYBE_TEXT,
        after=TEXTS,
        length=LENGTH,
        needs=NAMES,
        fewest=optional(PARTIES),
    ),
    required=("id", "participants"),
    extras=NAMED,
)
WALK = Record(
    make=Walk,
    keys=same_named(here=TEXT, there=TEXT, minutes=COUNT),
    required=("here", "there", "minutes"),
)

NOUNS: dict[str, tuple[EntityKind, Record]] = {
    "slots": (EntityKind.SLOT, SLOT),
    "places": (EntityKind.PLACE, PLACE),
    "participants": (EntityKind.PARTICIPANT, PARTICIPANT),
    "requests": (EntityKind.REQUEST, REQUEST),
    "talks": (EntityKind.TALK, TALK),
    "interpreters": (EntityKind.INTERPRETER, INTERPRETER),
    "walks": (EntityKind.WALK, WALK),
    "frozen": (EntityKind.FROZEN, MEETING),
    "promised": (EntityKind.PROMISED, MEETING),
}
"""The lists of a problem, by their key, in the order they are written."""

EVENT: dict[str, Codec] = {
    "title": TEXT,
    "pair_once": FLAG,
    "most_breaks": optional(COUNT),
    "break_spread": optional(COUNT),
    "goals": list_of(choice_of(Goal)),
}
"""The keys that speak of the event as a whole."""


def key_of(noun: EntityKind, one: object) -> str:
    """What a fault calls the noun: its id, or what stands for one (see `Problem.faults`)."""
    if isinstance(one, Meeting):
        return one.request
    if isinstance(one, Walk):
        return f"{one.here} - {one.there}"
    return "" if noun is EntityKind.EVENT else str(getattr(one, "id", ""))
