"""What an entry says, as a value: compared, kept in its history, proposed and restored."""

from handschlag.directory.rules.contents.codec import changed, facts_of, of_json, to_json, with_changes
from handschlag.directory.rules.contents.entries import (
    ActorContent,
    Content,
    Figure,
    InProgramme,
    Kind,
    LabelHeld,
    NetworkContent,
    Said,
    Sourced,
    Spot,
    StoryContent,
)

__all__ = [
    "ActorContent",
    "Content",
    "Figure",
    "InProgramme",
    "Kind",
    "LabelHeld",
    "NetworkContent",
    "Said",
    "Sourced",
    "Spot",
    "StoryContent",
    "changed",
    "facts_of",
    "of_json",
    "to_json",
    "with_changes",
]
