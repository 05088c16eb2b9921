"""A programme as a value: what was published, what would be, and what differs."""

from handschlag.events.rules.programme.codec import decode, encode
from handschlag.events.rules.programme.contents import (
    Item,
    Programme,
    ProgrammeDay,
    ProgrammePaper,
    ProgrammeRoom,
    ProgrammeSpeaker,
    ProgrammeTrack,
    SpeakerRole,
)
from handschlag.events.rules.programme.differences import (
    Difference,
    DifferenceKind,
    Fact,
    PartDifference,
    differences,
    is_worth_a_letter,
    part_differences,
)
from handschlag.events.rules.programme.numbering import continued, etag_of, is_moved

__all__ = [
    "Difference",
    "DifferenceKind",
    "Fact",
    "Item",
    "PartDifference",
    "Programme",
    "ProgrammeDay",
    "ProgrammePaper",
    "ProgrammeRoom",
    "ProgrammeSpeaker",
    "ProgrammeTrack",
    "SpeakerRole",
    "continued",
    "decode",
    "differences",
    "encode",
    "etag_of",
    "is_moved",
    "is_worth_a_letter",
    "part_differences",
]
