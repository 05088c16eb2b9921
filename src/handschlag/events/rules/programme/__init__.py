"""A programme as a value: what was published, what would be, and what differs."""

from handschlag.events.rules.programme.codec import decode, encode
from handschlag.events.rules.programme.contents import (
    Day,
    Item,
    Paper,
    Person,
    Programme,
    Speaking,
    Thread,
    Venue,
)
from handschlag.events.rules.programme.differences import (
    Difference,
    Fact,
    Kind,
    PartDifference,
    differences,
    is_worth_a_letter,
    part_differences,
)
from handschlag.events.rules.programme.numbering import continued, is_moved, mark_of

__all__ = [
    "Day",
    "Difference",
    "Fact",
    "Item",
    "Kind",
    "Paper",
    "PartDifference",
    "Person",
    "Programme",
    "Speaking",
    "Thread",
    "Venue",
    "continued",
    "decode",
    "differences",
    "encode",
    "is_moved",
    "is_worth_a_letter",
    "mark_of",
    "part_differences",
]
