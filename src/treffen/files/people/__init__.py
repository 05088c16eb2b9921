"""Profiles in and lists out: JSON, workbooks, folders of CSV; requests for a timetable."""

from treffen.files.people.lists_json import lists_object, write_lists
from treffen.files.people.lists_reading import ListsReading, read_lists
from treffen.files.people.opening import read_people
from treffen.files.people.people_json import write_people_json
from treffen.files.people.reading import PeopleReading
from treffen.files.people.requests import add_requests
from treffen.files.people.settings_json import (
    SettingsReading,
    read_settings,
    settings_object,
    settings_text,
)
from treffen.files.people.template import write_people_template

__all__ = [
    "ListsReading",
    "PeopleReading",
    "SettingsReading",
    "add_requests",
    "lists_object",
    "read_lists",
    "read_people",
    "read_settings",
    "settings_object",
    "settings_text",
    "write_lists",
    "write_people_json",
    "write_people_template",
]
