"""The programme in the format that schedule apps read (frab, C3VOC): schedule.xml and schedule.json."""

from handschlag.events.rules.schedule.nouns import Conference, Day, Paper, Person, Room, Talk
from handschlag.events.rules.schedule.writing_json import in_json
from handschlag.events.rules.schedule.writing_xml import in_xml

__all__ = ["Conference", "Day", "Paper", "Person", "Room", "Talk", "in_json", "in_xml"]
