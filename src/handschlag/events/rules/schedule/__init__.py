"""The programme in the format that schedule apps read (frab, C3VOC): schedule.xml and schedule.json."""

from handschlag.events.rules.schedule.frab import (
    FrabConference,
    FrabDay,
    FrabPaper,
    FrabRoom,
    FrabSpeaker,
    FrabTalk,
)
from handschlag.events.rules.schedule.writing_json import in_json
from handschlag.events.rules.schedule.writing_xml import in_xml

__all__ = [
    "FrabConference",
    "FrabDay",
    "FrabPaper",
    "FrabRoom",
    "FrabSpeaker",
    "FrabTalk",
    "in_json",
    "in_xml",
]
