"""What an entry says, as a value: compared, kept in its history, proposed and restored."""

from handschlag.directory.rules.contents.codec import (
    changed_fields,
    field_names,
    of_json,
    to_json,
    with_changes,
)
from handschlag.directory.rules.contents.values import (
    ActorContent,
    Content,
    Figure,
    GeoPoint,
    InProgramme,
    Kind,
    LabelHeld,
    NetworkContent,
    Sourced,
    StatementData,
    StoryContent,
)

__all__ = [
    "ActorContent",
    "Content",
    "Figure",
    "GeoPoint",
    "InProgramme",
    "Kind",
    "LabelHeld",
    "NetworkContent",
    "Sourced",
    "StatementData",
    "StoryContent",
    "changed_fields",
    "field_names",
    "of_json",
    "to_json",
    "with_changes",
]
