"""Whether a file is somebody else's, by what is in it, and who reads it then."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from treffen.files.content import Unreadable, decode, read_bytes
from treffen.files.foreign.calendar import ENTRIES, calendar_body, read_calendar
from treffen.files.foreign.frab import add_speakers, read_schedule
from treffen.files.foreign.indico import read_event_export
from treffen.files.foreign.indico_timetable import is_timetable, read_timetable
from treffen.files.foreign.meeting_list import grids_of, is_meeting_list, read_meeting_list
from treffen.files.foreign.nodes import Findings, Node
from treffen.files.foreign.programme import Frame, Programme, event_beside
from treffen.files.reading import Reading
from treffen.files.strict_json import parse
from treffen.problem import Where

TABLES, CALENDAR = (".xlsx", ".xlsm"), ".ics"


def read_foreign(path: str | Path, frame: Frame, *, speakers: str | Path | None = None) -> Reading | None:
    """The event in an export of another system, or all its faults; None if this is none, or cannot be read.

    A `schedule.json` (pretalx, frab), an event or a timetable of Indico, a calendar (`.ics`), or a
    workbook or folder with a list of meetings that has a status. `speakers` is pretalx's list of speakers
    with their availabilities.
    """
    path = Path(path)
    try:
        is_table = path.suffix.lower() in TABLES or path.is_dir()
        grids = grids_of(path) if is_table else []
        body = None if is_table else _body(path)
    except (Unreadable, OSError, ValueError):  # whoever reads events says why; ValueError: a NUL in the path
        return None
    if is_meeting_list(grids):
        return read_meeting_list(grids, frame)
    reader = _reader(body)
    if reader is None:
        return None
    programme = reader(Node(Findings(path.name), body))
    return _programme(programme, frame, Path(speakers) if speakers else None)


def _programme(programme: Programme, frame: Frame, speakers: Path | None) -> Reading:
    """The event beside a programme, after its speakers have said when they are there."""
    if speakers is not None:
        beside = Findings(speakers.name)
        try:
            add_speakers(programme, Node(beside, _body(speakers)))
        except Unreadable as error:
            return Reading(faults=(*programme.findings.faults, error.located))
        programme.findings.faults += beside.faults
        programme.findings.beside = beside.notices()
    return event_beside(programme, frame)


def _reader(body: object) -> Callable[[Node], Programme] | None:
    if not isinstance(body, dict) or "format" in body:
        return None
    if isinstance(body.get("schedule"), dict) and "conference" in body["schedule"]:
        return read_schedule
    if isinstance(body.get(ENTRIES), list):
        return read_calendar
    events = body.get("results")
    if is_timetable(events):
        return read_timetable
    is_event = isinstance(events, list) and any(
        isinstance(one, dict) and ("startDate" in one or "_type" in one) for one in events
    )
    return read_event_export if is_event else None


def _body(path: Path) -> object:
    """What JSON or a calendar says; nothing of files with other endings."""
    ending, where = path.suffix.lower(), Where(sheet=path.name)
    if ending not in (".json", CALENDAR):
        return None
    text = decode(read_bytes(path, where), where)
    return parse(text, where) if ending == ".json" else calendar_body(text)
